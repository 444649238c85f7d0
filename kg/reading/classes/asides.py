"""Classes that a sentence names in passing: "Among viral infections, A ...", "regard A as a C", "A is a C and B a D"; memberships come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kg.concepts import Concept
from kg.reading.classes.antecedents import spoken_of_before
from kg.reading.classes.memberships import Membership, diseases_of, is_below, is_elsewhere, members_after, outside_brackets
from kg.reading.page import CONDITIONS, Page, Term, Unit

__all__ = [
    "among",
    "as_class",
    "before_colon",
    "being_examples",
    "gapped",
    "inverted",
    "known_as",
    "like_others",
    "named",
    "named_together",
    "of_these",
    "of_which",
    "regarded",
]

_ARTICLES = frozenset(("a", "an", "another"))
#: Tokens between a condition, its article and its class.
_GAP = 5
#: Tokens between the class that opens a sentence and the condition that it embraces.
_AMONG = 6
_OPENERS = frozenset(("among", "amongst", "of", "within"))
_AS = frozenset(("as", "among", "under"))


def among(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """ "Among viral infections, A is ...", "Of the vasculitides, A ...": a class opens the sentence, its member follows."""
    folds = page.tokens.folds
    if folds[unit.first] not in _OPENERS:
        return
    diseases = diseases_of(unit)
    if not diseases or diseases[0].first - unit.first > _GAP or "with" in folds[unit.first : diseases[0].first]:
        return
    category = diseases[0]
    comma = next((i for i in range(category.last, min(unit.last, category.last + 4)) if folds[i] == ","), None)
    if comma is None:
        yield from _are_among(unit, page, diseases)
        return
    position = comma + 1
    for number, member in enumerate(diseases[1:]):
        gap = outside_brackets(folds[position : member.first])
        if not member.has(*CONDITIONS) or (number and not {",", "and", "or"}.issuperset(gap)) or len(gap) > _AMONG:
            return
        if not number and {"in", "with", "of", "by", "for", "after"}.intersection(gap):
            return
        if is_below(concepts, member.concept, category.concept):
            yield Membership(member, category, unit.index, None, "among", 0.8)
        position = member.last


def _are_among(unit: Unit, page: Page, diseases: Sequence[Term]) -> Iterator[Membership]:
    """ "Among the Cs that call for X are A, B and D": the members stand behind the verb that ends the class."""
    category, *others = diseases
    if not others or not category.has("Category", "Immunodeficiency"):
        return
    if not page.lists["no-class-noun"].isdisjoint(page.tokens.stems[unit.first : category.first]):
        return
    verb = others[0].first - 1
    if page.tokens.folds[verb] in {"the", "both", ":"}:
        verb -= 1
    if page.tokens.surfaces[verb] not in _BEING or verb < category.last:
        return
    for member in members_after(unit, page, verb + 1, diseases):
        if member.has(*CONDITIONS):
            yield Membership(member, category, unit.index, None, "examples", 0.8)


_BEING = frozenset(("are", "is", "come", "rank", "feature", "figure", "count"))


def being_examples(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "Cs, A and B being examples": the class, a comma, its members and the word that makes them such."""
    if _EXAMPLES.isdisjoint(unit.stems):
        return
    stems = page.tokens.stems
    at = next((i for i in range(unit.first + 3, unit.last) if stems[i] in _EXAMPLES and "be" in stems[i - 3 : i]), None)
    if at is None or (at + 1 < unit.last and page.tokens.surfaces[at + 1] not in {".", ",", ";", ")"}):
        return
    diseases = [t for t in diseases_of(unit) if t.last <= at]
    position = at
    members: list[Term] = []
    for term in reversed(diseases):
        gap = outside_brackets(page.tokens.folds[term.last : position])
        if members and gap == [","] and term.has("Category", "Immunodeficiency"):
            for member in members:
                yield Membership(member, term, unit.index, None, "examples", 0.8)
        if (members and not {",", "and", "or"}.issuperset(gap)) or len(gap) > _GAP or not term.has(*CONDITIONS):
            return
        members.append(term)
        position = term.first


_EXAMPLES = frozenset(("exampl", "instanc", "example", "instance"))


def like_others(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """ "As with other Cs, A ...", "Unlike most Cs, A ...": what is compared with the rest of a class is of it."""
    folds = page.tokens.folds
    diseases = diseases_of(unit)
    yield from _as_in_others(unit, page, diseases)
    if page.tokens.surfaces[unit.first].lower() not in _COMPARING or len(diseases) < 2:
        return
    category, member = diseases[:2]
    words = folds[unit.first : category.first]
    if not category.has("Category", "Immunodeficiency") or category.first - unit.first > _GAP or _REST.isdisjoint(words[-2:]):
        return
    opens = folds[category.last : category.last + 1] == [","] and member.first - category.last <= 2
    opens = opens and not is_elsewhere(concepts, member, category.concept)  # "As with other infections, ITP may follow"
    if opens and member.has(*CONDITIONS) and page.tokens.surfaces[category.last - 1][-1:] in {"s", "e"}:
        yield Membership(member, category, unit.index, None, "is a", 0.8)


def _as_in_others(unit: Unit, page: Page, diseases: Sequence[Term]) -> Iterator[Membership]:
    """ "In A, as in every C, relapses occur": between commas the class that its member is likened to."""
    surfaces = page.tokens.surfaces
    for member, category in pairwise(diseases):
        words = [word.lower() for word in surfaces[member.last : category.first]]
        is_likened = words[:2] == [",", "as"] and words[2:3] in (["in"], ["with"]) and len(words) <= _GAP and not _ALL.isdisjoint(words[3:])
        is_closed = surfaces[category.last : category.last + 1] == [","]
        if is_likened and is_closed and member.has(*CONDITIONS) and category.has("Category", "Immunodeficiency"):
            yield Membership(member, category, unit.index, None, "is a", 0.8)


_COMPARING = frozenset(("as", "like", "unlike", "compared"))
_REST = frozenset(("other", "most", "many"))
_ALL = _REST | {"any", "every", "all", "each"}


def as_class(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "As a C, A responds to ...", "Regarded as a C, A ...": the sentence opens with the class that its subject is of."""
    folds = page.tokens.folds
    diseases = diseases_of(unit)
    at = unit.first + (folds[unit.first] in _VIEWED)
    if page.tokens.surfaces[at].lower() != "as" or len(diseases) < 2 or _ARTICLES.isdisjoint(folds[at + 1 : at + 2]):
        return
    category, member = diseases[:2]
    opens = category.has("Category", "Immunodeficiency") and category.first - unit.first <= _GAP and folds[category.last : category.last + 1] == [","]
    if opens and member.has(*CONDITIONS) and member.first - category.last <= 2:
        yield Membership(member, category, unit.index, None, "is a", 0.8)


_VIEWED = frozenset(("classified", "classed", "regarded", "considered", "counted", "seen", "described", "recognised", "recognized"))


def named_together(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """ "The Cs A and B respond", "the Cs of A and B": the members behind the plural of their class, where the curated tree agrees."""
    diseases = diseases_of(unit)
    for category, first in pairwise(diseases):
        is_linked = first.first == category.last + 1 and page.tokens.folds[category.last] == "of"
        if not category.has("Category") or not (first.first == category.last or is_linked):
            continue
        is_plural = page.tokens.surfaces[category.last - 1][-1:] == "s"
        is_definite = page.tokens.folds[category.first - 1] == "the"
        if (is_plural and is_definite) if is_linked else (is_plural or is_definite):
            members = members_after(unit, page, first.first, diseases)
            if any(is_below(concepts, member.concept, category.concept) for member in members):
                for member in members:
                    if member.has(*CONDITIONS):
                        yield Membership(member, category, unit.index, None, "named together", 0.8)


def regarded(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "Doctors class A as a C", "some regard A as a C; others see it as a D", "A is rare. Experts rank it among the Cs"."""
    stems, folds = page.tokens.stems, page.tokens.folds
    if page.lists["regarding"].isdisjoint(unit.stems) and _CALLING.isdisjoint(unit.folds):
        return
    diseases = diseases_of(unit)
    spoken: Term | None = None
    for index in range(unit.first, unit.last):
        if (stems[index] not in page.lists["regarding"] and folds[index] not in _CALLING) or folds[index - 2 : index] == ["used", "to"]:
            continue  # "doctors used to call A a C"
        member = next((t for t in diseases if t.has(*CONDITIONS) and 0 < t.first - index <= 3), None)
        if member is None and folds[index + 1 : index + 2] == ["it"]:
            member, after = spoken or spoken_of_before(unit, page), index + 2
            if member is None:
                continue
        elif member is not None:
            after = member.last
        else:
            continue
        spoken = member
        if after < unit.last and folds[after] == "(":
            after = next((i + 1 for i in range(after, unit.last) if folds[i] == ")"), after)
        is_called = folds[index] in _CALLING and folds[after : after + 1] in (["a"], ["an"])
        if after >= unit.last or (folds[after] not in _AS and not is_called):
            continue
        category = next((t for t in diseases if t.has("Category", "Immunodeficiency") and 0 < t.first - after <= _GAP), None)
        if category is not None and not {"to", "of", "in"}.intersection(folds[after + 1 : category.first]):
            is_denied = not _DENYING.isdisjoint(folds[max(unit.first, index - 2) : index])
            yield Membership(member, category, unit.index, None, "regarded as", 0.8, "negated" if is_denied else None)


#: Words right before such a verb: "Doctors do not count A among the Cs", "no longer regarded".
_DENYING = frozenset(("not", "never", "longer"))
#: Verbs whose object is followed by its class: "Doctors call A a C".
_CALLING = frozenset(("call", "calls", "called", "term", "terms", "label", "labels", "deem", "deems"))


def gapped(found: Sequence[Membership], unit: Unit, page: Page) -> Iterator[Membership]:
    """ "A is a C and B a D": the verb is said once."""
    if not any(m.rule == "is a" for m in found):
        return
    folds = page.tokens.folds
    diseases = diseases_of(unit)
    for member, category in pairwise(diseases):
        gap = folds[member.last : category.first]
        if not member.has(*CONDITIONS) or not category.has("Category") or not gap or len(gap) > _GAP or member.first - 1 <= unit.first:
            continue
        joined = folds[member.first - 1] in {"and", "while", "whereas", ";", ","}
        bare = outside_brackets(gap)
        if joined and bare and bare[0] in _ARTICLES and not {",", ";", "of", "in", "with", "is", "be"}.intersection(bare):
            yield Membership(member, category, unit.index, None, "is a, verb left out", 0.8)


def before_colon(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """ "C are the second large group: A and B respond": a class, a colon and a list of conditions that the curated tree has below it."""
    tokens = page.tokens
    if unit.label_last is not None or ":" not in unit.folds or ":" not in tokens.surfaces[unit.first + 1 : unit.last - 1]:
        return
    colon = tokens.surfaces.index(":", unit.first + 1)
    diseases = diseases_of(unit)
    before = [t for t in diseases if t.last <= colon]
    if len(before) != 1:
        return
    position = colon + 1
    for number, member in enumerate(t for t in diseases if t.first > colon):
        gap = outside_brackets(tokens.folds[position : member.first])
        if not member.has(*CONDITIONS) or (number and not {",", "and", "or", ";"}.issuperset(gap)) or len(gap) > _GAP:
            return
        if is_below(concepts, member.concept, before[0].concept):
            yield Membership(member, before[0], unit.index, None, "class, colon, list", 0.8)
        position = member.last


#: Words that may stand beside such a participle.
_NAMED_ALSO = frozenset(("also", "which", "is", "be", "commonly", "usually", "often", "that", "are", "sometimes", "now"))
#: "a viral infection known as A": participles that give a class the name of its member.
_NAMED = frozenset(("called", "known", "termed", "named", "labelled", "labeled", "dubbed"))


def named(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """ "a rare autoimmune disease called A", "the viral infection known as A": a class and the name of its member."""
    folds = page.tokens.folds
    if _NAMED.isdisjoint(unit.folds):
        return
    for category, member in pairwise(diseases_of(unit)):
        gap = folds[category.last : member.first]
        bare = [word for word in gap if word not in {",", "as", "the", "condition", "disorder", "disease", "illness"}]
        if not member.has(*CONDITIONS) or len(gap) > _GAP or not bare or bare[-1] not in _NAMED:
            continue
        if bare[0] in {"of", "affecting"} and len(bare) <= _GAP:
            bare = bare[-1:]  # "a disease of the nerves called A"
        if len(bare) == 1 and category.has("Category"):
            yield Membership(member, category, unit.index, None, "is a", 0.8)
        elif bare[-1:] and _NAMED_ALSO.issuperset(bare[:-1]) and is_below(concepts, member.concept, category.concept):
            # "kidney disease, also called nephropathy" gives another name; the curated tree tells which.
            yield Membership(member, category, unit.index, None, "is a", 0.75)


def known_as(found: Sequence[Membership], unit: Unit, page: Page) -> Iterator[Membership]:
    """ "A is one of the eye diseases known as the Cs": the class and the name that it is known by."""
    if _NAMED.isdisjoint(unit.folds):
        return
    for m in found:
        if m.rule != "is a" or m.category_unit != unit.index:
            continue
        name = next((t for t in diseases_of(unit) if t.first >= m.category.last), None)
        if name is None or not name.has("Category"):
            continue
        bare = [word for word in page.tokens.folds[m.category.last : name.first] if word not in {"as", "the", "collectively", "also"}]
        if len(bare) == 1 and bare[0] in _NAMED:
            yield Membership(m.member, name, unit.index, m.cue, "is a", 0.8)


#: "One C ... is A", "the commonest C is A": words before a class by which one of its members is picked.
_PICKING = frozenset(("one", "another", "common", "commonest", "frequent", "prevalent", "known", "example", "typical", "severe"))
_COPULAS = frozenset(("is", "are", "be", "being"))
_FARTHEST = 24


def inverted(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """ "The most common of all Cs is A", "Another C, which ..., is A", "Cs ..., the two commonest being A and B"."""
    tokens = page.tokens
    folds = tokens.folds
    diseases = diseases_of(unit)
    category = diseases[0] if diseases else None
    if category is None or not category.has("Category", "Immunodeficiency") or category.first - unit.first > _AMONG + 2:
        return
    first = next((t for t in diseases if t.has(*CONDITIONS) and t.first > category.last and folds[t.first - 1] in _COPULAS), None)
    if first is None or first.first - category.last > _FARTHEST:
        return
    copula = first.first - 1
    if folds[copula] == "being":
        # The picking words stand behind the class.
        comma = max((i for i in range(category.last, copula) if folds[i] == ","), default=None)
        words = folds[comma + 1 : copula] if comma is not None else []
    else:
        words = folds[unit.first : category.first]
    # "The Cs in which it is given are A and B": without a picking word the curated tree must agree.
    plural = "s" in {tokens.surfaces[category.last - 1][-1:], tokens.surfaces[category.first][-1:]}
    told = folds[copula] != "being" and category.has("Category") and plural
    agreed = told and is_below(concepts, first.concept, category.concept)
    if (_PICKING.isdisjoint(words) and not agreed) or not page.lists["no-class-noun"].isdisjoint(tokens.stems[unit.first : category.first]):
        return
    between = range(category.last, copula)
    relative = agreed and any(folds[i] == "which" for i in between)
    if folds[copula] != "being" and not relative and any(folds[i] in _COPULAS or tokens.surfaces[i] == ";" for i in between):
        return
    if folds[copula] != "being" and {"of", "for", "in"}.intersection(words[-1:]) and words[-2:-1] not in (["one"], ["example"], ["common"]):
        return  # "a common feature of C is A"
    position = first.first
    for member in (t for t in diseases if t.first >= first.first):
        if "(" in (words := folds[position : member.first]) and ")" not in words:
            continue  # the acronym
        gap = outside_brackets(words)
        if not member.has(*CONDITIONS) or (member is not first and not {",", "and", "or"}.issuperset(gap)):
            return
        if member.concept != category.concept:
            yield Membership(member, category, unit.index, None, "is a", 0.8)
        position = member.last


def of_these(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "Cs occur in half of them. A is the commonest of these; B and D are also seen": members of the class that the sentence before opens with."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    previous = unit.previous
    if _THESE.isdisjoint(unit.folds) or previous is None or previous.block != unit.block or surfaces[previous.last - 1] == "?":
        return
    at = next((i for i in range(unit.first + 1, unit.last) if folds[i] in _THESE and folds[i - 1] in _OPENERS), None)
    classes = [t for t in diseases_of(previous) if t.has("Category", "Immunodeficiency")]
    members = [t for t in diseases_of(unit) if t.has(*CONDITIONS)]
    if at is None or not members or not classes or classes[0].first - previous.first > _OPENING:
        return
    if any(t.has("Category") and t.concept != classes[0].concept for t in classes):
        return
    opens = at == unit.first + 1
    if not opens and surfaces[at + 1 : at + 2] not in (["."], [";"], [","]):
        return
    start = at + 1 if opens else unit.first
    told: list[Term] = []
    for term in members:
        gap = outside_brackets(folds[told[-1].last if told else start : term.first])
        if not _AND.issuperset(gap) or (told and not gap):
            break
        told.append(term)
    if not told or told[-1].last >= unit.last or surfaces[told[-1].last].lower() not in _BEING:
        return
    if not opens and surfaces[at + 1] != "." and not _ALSO.isdisjoint(folds[at + 1 : unit.last]):
        told += [t for t in members if t.first > at]
    for term in told:
        yield Membership(term, classes[0], previous.index, None, "of these", 0.75)


_THESE = frozenset(("them", "these", "those"))
#: Tokens before the class that opens the sentence before, and words between the members.
_OPENING = 2
_AND = frozenset((",", "and", "or", "the", "oral", "chronic", "acute", "both"))
_ALSO = frozenset(("also", "too", "follow", "less", "then"))


def of_which(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """ "There are several Cs, of which A and B are the most common": members behind a relative pronoun."""
    folds = page.tokens.folds
    if "which" not in unit.folds:
        return
    diseases = diseases_of(unit)
    for category in diseases:
        at = next(
            (i for i in range(category.last, min(unit.last - 1, category.last + _AMONG)) if folds[i : i + 2] == ["of", "which"]), None
        )
        if at is None:
            continue
        position = at + 2
        for number, member in enumerate(t for t in diseases if t.first > at):
            gap = outside_brackets(folds[position : member.first])
            if (
                not member.has(*CONDITIONS)
                or (number and not {",", "and", "or"}.issuperset(gap))
                or (not number and gap not in ([], ["the"]))
            ):
                break
            if category.has("Category") or is_below(concepts, member.concept, category.concept):
                yield Membership(member, category, unit.index, None, "is a", 0.8)
            position = member.last
        return
