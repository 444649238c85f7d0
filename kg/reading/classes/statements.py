"""Sentences that say what a condition is: terms and copulas go in, memberships come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from kg.concepts import Concept
from kg.reading.classes.antecedents import defining, member_before, members_spoken_of, parted_copulas, short_copulas
from kg.reading.classes.examples import is_compared
from kg.reading.classes.memberships import GENERIC_CONDITIONS, Membership, diseases_of, is_below, members_after, outside_brackets
from kg.reading.cues import Cue, Phrase
from kg.reading.page import CONDITIONS, Page, Term, Unit
from kg.records import Polarity

__all__ = ["adjectives_of", "by_adjective", "is_a"]


def _coordinated_before(unit: Unit, page: Page, member: Term, diseases: Sequence[Term]) -> Iterator[Term]:
    """The conditions that a coordination joins to one: "A, B and C are ..."."""
    position = member.first
    for other in reversed([t for t in diseases if t.last <= member.first]):
        gap = outside_brackets(page.tokens.folds[other.last : position])
        if other.concept == member.concept and page.tokens.folds[other.last : position] == ["("]:
            position = other.first  # the name before its acronym
            continue
        if not other.has(*CONDITIONS) or not gap or any(w not in {",", "and", "or", "/", "&"} for w in gap):
            return
        yield other
        position = other.first


def adjectives_of(found: Sequence[Membership], unit: Unit, page: Page, adjectives: Mapping[str, str]) -> Iterator[Membership]:
    """ "A is a chronic autoimmune neuromuscular disease": the adjective names a class of its own."""
    for m in found:
        if m.rule != "is a" or m.cue is None or m.category_unit != unit.index:
            continue
        for index in range(max(m.cue.last, m.category.first - 4), m.category.first):
            slug = adjectives.get(page.tokens.folds[index])
            if slug is None or page.tokens.folds[index - 1] in {"non", "not"} or any(t.first <= index < t.last for t in unit.terms):
                continue
            term = replace(m.category, first=index, last=index + 1, concept=slug, classes=frozenset(("Category",)), score=0.9)
            yield Membership(m.member, term, unit.index, m.cue, "is a", 0.8)


def by_adjective(unit: Unit, page: Page, adjectives: Mapping[str, str]) -> Iterator[Membership]:
    """ "A is autoimmune", "A is autoimmune in nature", "It is thought to be immune-mediated": the adjective alone names the class."""
    folds = page.tokens.folds
    if "be" not in unit.stems or (adjectives.keys().isdisjoint(unit.folds) and _MANNERS.keys().isdisjoint(unit.folds)):
        return
    diseases = diseases_of(unit)
    for index in range(unit.first + 2, unit.last):
        word = folds[index]
        if word in _MANNERS:
            slug, last = _MANNERS[word], index + 1
            index -= folds[index - 1 : index] in (["immune"], ["antibody"])
            if word == "mediated" and index == last - 1:
                continue
        elif word in adjectives and word not in _NO_PREDICATE:
            slug, last = adjectives[word], index + 1
        else:
            continue
        behind = folds[last : min(unit.last, last + 3)]
        ends = behind[:1] in ([], ["."], [","], [";"]) or behind[:2] in (["in", "nature"], ["in", "origin"])
        if not ends and (word not in _HANDED_ON or behind[:1] not in (["in"], ["as"], ["through"], ["via"])):
            continue
        copula, polarity = _copula_before(unit, page, index)
        if copula is None or (polarity == "negated" and word not in _HANDED_ON):
            continue
        category = Term(index, last, slug, frozenset(("Category",)), 0.9, "adjective")
        if folds[unit.first : copula] == ["it"]:
            resumed, _ = member_before(unit, page, Cue(copula, copula + 1, Phrase("isa")), ())
            if resumed is not None and "AdverseEffect" not in resumed.classes:
                yield Membership(resumed, category, unit.index, None, "adjective", 0.7, polarity)
            continue
        for each in _kinds_before(unit, page, copula, diseases):
            yield Membership(each, category, unit.index, None, "adjective", 0.75, polarity if polarity != "affirmed" else None)
        member = next((t for t in reversed(diseases) if t.last <= copula), None)
        if member is None or not member.has(*CONDITIONS) or member.first - unit.first > _SUBJECT or member.last < copula - _SUBJECT:
            continue
        if (member.last != copula and page.tokens.surfaces[copula - 1] != ")") or folds[member.first - 1] in _INSIDE:
            continue
        for each in (member, *_coordinated_before(unit, page, member, diseases)):
            yield Membership(each, category, unit.index, None, "adjective", 0.75, polarity if polarity != "affirmed" else None)


def _kinds_before(unit: Unit, page: Page, copula: int, diseases: Sequence[Term]) -> list[Term]:
    """ "Some kinds, such as A and B, are inherited": the examples that stand between commas before the copula."""
    if page.tokens.surfaces[copula - 1] != ",":
        return []
    start = next((cue for cue in unit.relations if cue.phrase.kind == "example" and 0 < cue.first - unit.first <= _KINDS), None)
    members = members_after(unit, page, start.last, diseases) if start is not None else []
    members = [term for term in members if term.has(*CONDITIONS) and term.last < copula]
    return members if members and members[-1].last >= copula - _CLOSED else []


#: Tokens of "Some rarer kinds,", and those of a bracket and the comma behind the last example.
_KINDS = 5
_CLOSED = 4


def _copula_before(unit: Unit, page: Page, index: int) -> tuple[int | None, Polarity]:
    """Find the "is" that an adjective belongs to: "is autoimmune", "is not inherited", "is generally thought to be autoimmune"."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    polarity: Polarity = "affirmed"
    for at in range(index - 1, max(unit.first, index - _TO_COPULA) - 1, -1):
        if surfaces[at].lower() in {"is", "are"}:
            return at, polarity
        if folds[at] in _SUPPOSED:
            polarity = "hedged"
        elif folds[at] == "not" and polarity == "affirmed":
            polarity = "negated"
        elif folds[at] not in _OF_COPULA and not folds[at].endswith("ly"):
            return None, polarity
    return None, polarity


#: Words that make a condition no more than where the sentence's subject is found.
_INSIDE = frozenset(("in", "of", "with", "for", "from", "by", "on", "during", "to"))
#: Words between a copula and its adjective, and how many there may be.
_OF_COPULA = frozenset(("to", "be", "as", "also", "often", "now", "known", "considered", "classed", "an"))
_SUPPOSED = frozenset(("thought", "believed", "regarded", "held", "assumed", "presumed", "suspected", "viewed", "seen"))
_TO_COPULA = 6
#: Words that, behind a copula, tell what a disease comes from, and the class that they make it one of.
_MANNERS = {"mediated": "immune-system-disease", "inherited": "genetic-disease", "hereditary": "genetic-disease"}
_HANDED_ON = frozenset(("inherited", "hereditary"))


#: Adjectives that say something else behind "is": "measles is infectious", "the rash is systemic".
_NO_PREDICATE = frozenset(
    ("systemic", "immune", "mental", "metabolic", "ocular", "hepatic", "renal", "pulmonary", "infectious", "contagious")
)
#: Words before the subject of such a sentence, and of a bracket behind it.
_SUBJECT = 4


#: Kinds of cues that may say what something is, and the copulas that no cue has: "is", "are", and those of "it's" and "that's".
_CLASSING = frozenset(("isa", "called", "adverse-left"))
_COPULAS = frozenset(("is", "are", "it", "that"))
_first = attrgetter("first")


def _plural_copulas(unit: Unit, page: Page, diseases: Sequence[Term], concepts: Mapping[str, Concept]) -> Iterator[Cue]:
    """ "A, B and C are (both) inflammatory muscle diseases": a copula without an article, a class that ends its phrase."""
    tokens = page.tokens
    if "are" not in unit.folds:
        return
    for category in diseases:
        if not category.has("Category") and not any(
            is_below(concepts, t.concept, category.concept) for t in diseases if t.last < category.first
        ):
            continue
        for index in range(max(unit.first, category.first - 4), category.first):
            if tokens.surfaces[index].lower() != "are" or any(cue.first <= index < cue.last for cue in unit.relations):
                continue
            ends = category.last >= unit.last or tokens.folds[category.last] in _CLASS_ENDS
            if ends and page.lists["preposition"].isdisjoint(tokens.stems[index + 1 : category.first]):
                yield Cue(index, index + 1, Phrase("isa"))


#: What may follow a class that ends its phrase.
_CLASS_ENDS = frozenset((".", ",", ";", ":", "that", "which", "in", "of", "and", "with", "as", "too", "but", "also"))


#: Verbs of several: "A and B are Cs", "A and B both count as Cs".
_PLURAL_VERBS = frozenset(("are", "were", "belong", "count", "rank", "qualify", "number", "all", "both", "each"))


def _says_form(between: Sequence[str], page: Page) -> bool:
    """ "A is a distinct type of C": an adjective stands before the word for a form."""
    if "of" not in between:
        return False
    at = between.index("of")
    return at > 0 and between[at - 1] in page.lists["form-noun"] and page.lists["preposition"].isdisjoint(between[: at - 1])


def _is_superlative(cue: Cue, page: Page, diseases: Sequence[Term]) -> bool:
    """ "A and B are the most common inflammatory neuropathies": the words that also tell the commonest side effects."""
    if cue.phrase.kind != "adverse-left" or page.tokens.stems[cue.first] != "be":
        return False
    return any(t.has("Category") and 0 <= t.first - cue.last <= 1 for t in diseases)


def is_a(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """ "A is a rare C", "A, a form of C", "A (a C that ...)"; "it" and "the disease" stand for the condition of the sentence before."""
    tokens = page.tokens
    diseases = diseases_of(unit)
    if not diseases:
        return
    cues: list[Cue] = []
    if not unit.kinds.isdisjoint(_CLASSING):
        cues += [cue for cue in unit.relations if cue.phrase.kind in {"isa", "called"} or _is_superlative(cue, page, diseases)]
    if not _COPULAS.isdisjoint(unit.folds):
        cues += _plural_copulas(unit, page, diseases, concepts)
        cues += short_copulas(unit, page)
        cues += parted_copulas(unit, page)
    if not cues or cues[0].first > unit.first:
        cues += defining(unit, page)
    cues.sort(key=_first)
    for number, cue in enumerate(cues):
        if cue.phrase.kind == "called" and number and cues[number - 1].phrase.kind == "isa":
            continue
        category = next((t for t in diseases if t.first >= cue.last), None)
        if category is None:
            continue
        between = tokens.stems[cue.last : category.first]
        is_form = any(s in page.lists["form-noun"] for s in tokens.stems[cue.first : cue.last]) or (
            number + 1 < len(cues) and cues[number + 1].first <= category.first
        )
        is_form = is_form or _says_form(between, page)
        allowed = 12 if is_form else 8 if "," in between else 5
        if len(between) > allowed or any(w in {";", ":", "."} for w in between):
            continue
        if not is_form and any((w in page.lists["preposition"] and w != "and") or w in {"(", ")"} for w in between):
            continue  # but "a rare and chronic C"
        if "and" in between and not {"a", "an", "the"}.isdisjoint(between):
            continue
        if not page.lists["no-class-noun"].isdisjoint(between):
            continue
        member, owner = member_before(unit, page, cue, diseases)
        if member is None:
            for several in members_spoken_of(unit, page, cue):
                yield Membership(several, category, unit.index, cue, "is a", 0.7)
        if member is None or owner is None or member is category:
            continue
        if "other" in tokens.stems[max(unit.first, cue.first - 1) : cue.first]:
            continue
        if (
            category.has("Condition", "Immunodeficiency")
            and not category.has("Category")
            and not is_form
            and any(c.first >= category.last and c.first - category.last <= 1 and tokens.folds[c.first] == "of" for c in unit.relations)
        ):
            continue
        yield Membership(member, category, unit.index, cue, "is a", 0.9 if owner is unit else 0.75)
        rather = _but_a(unit, page, cue, category, diseases)
        if rather is not None:
            yield Membership(member, rather, unit.index, None, "is a", 0.8, "affirmed")
        if owner is unit:
            for other in _likened(unit, page, cue, member, diseases):
                yield Membership(other, category, unit.index, cue, "is a", 0.75)
        for other in _alongside(unit, page, cue, member, diseases) if owner is unit else ():
            yield Membership(other, category, unit.index, cue, "is a", 0.8)
        if owner is unit and tokens.surfaces[cue.first].lower() in _PLURAL_VERBS:
            for other in _coordinated_before(unit, page, member, diseases):
                yield Membership(other, category, unit.index, cue, "is a", 0.8)
        # "a chronic autoimmune neuromuscular disease" names two classes.
        further = next((t for t in diseases if t.has("Category") and 0 <= t.first - category.last <= 1), None)
        if (
            further is not None
            and category.has("Category")
            and not {"of", ",", "in", "with"}.intersection(tokens.folds[category.last : further.first])
        ):
            yield Membership(member, further, unit.index, cue, "is a", 0.8)
    if len(diseases) == 1:
        return
    # Apposition in brackets: "hyperprolinaemia (a genetic disorder ...)".
    between_two = range(max(unit.first + 1, min([t.last for t in diseases])), min(unit.last - 1, diseases[-1].first))
    for index in [i for i in between_two if tokens.surfaces[i] in _APPOSING]:
        bare = tokens.surfaces[index] == "(" and any(t.has("Category") and t.first - index <= 2 for t in diseases if t.first > index)
        if tokens.surfaces[index] == "," and tokens.folds[index + 1] in _PLURAL:
            yield from _plural_apposition(unit, page, index, diseases, concepts)
            continue
        says_also = tokens.folds[index + 1] in _INSERTING or tokens.folds[index + 1 : index + 4] == ["in", "other", "word"]
        if bare or says_also or tokens.folds[index + 1] in {"a", "an", "the"}:
            apposed = next((t for t in diseases if t.first > index), None)
            host = next((t for t in reversed(diseases) if t.last <= index), None)
            if (
                apposed is None
                or host is None
                or apposed.first - index > 5
                or (index - host.last > 4 and tokens.surfaces[index] == "(")
                or (tokens.surfaces[index] == "," and index - host.last > 4)
            ):
                continue
            words = [w for w in tokens.stems[index + 1 : apposed.first] if w not in {"group", "type", "form", "kind"}]
            if says_also and words[:1] == ["in"]:
                words = words[3:]
            picked = words.index("of") if "of" in words and _picks(tokens.folds[index + 1 : apposed.first]) else 0
            words = words[picked + 1 :] if picked else words
            is_class = (tokens.surfaces[index] == "(" and apposed.concept == _GROWTH) or _is_want(host, apposed)
            if (
                any(w in page.lists["preposition"] and w != "of" for w in words)
                or ("of" in words and not picked and len(words) == len(tokens.stems[index + 1 : apposed.first]))
                or not (apposed.has("Category") or is_class or is_below(concepts, host.concept, apposed.concept))
                or _is_other_name(page, index, host, apposed)
            ):
                continue
            gap = tokens.surfaces[host.last : index]
            if gap and gap[0] not in {"(", "["} and not (gap == [")"] and tokens.surfaces[host.first - 1] == "("):
                continue
            full = next((t for t in diseases if t.concept == host.concept and t.first < host.first), host)
            if tokens.surfaces[index] in _AFTER_SUBJECT and full.first - unit.first > 1:
                continue  # "... is used in A: a drug for B"
            yield Membership(host, apposed, unit.index, None, "apposition", 0.85)


def _picks(words: Sequence[str]) -> bool:
    """ "A: the mildest of the Cs", "A, the most common of all Cs": the words before "of" pick one out of a class."""
    before = words[: words.index("of")] if "of" in words else ()
    return before[:1] == ["the"] and any(word.endswith("est") or word == "most" for word in before[1:])


def _but_a(unit: Unit, page: Page, cue: Cue, category: Term, diseases: Sequence[Term]) -> Term | None:
    """ "A is not a C but a D": the class that is said to be the right one."""
    folds = page.tokens.folds
    if "not" not in folds[cue.first : cue.last]:
        return None
    but = next((i for i in range(category.last, min(unit.last - 1, category.last + _TO_BUT)) if folds[i] == "but"), None)
    if but is None or folds[but + 1] not in {"a", "an"}:
        return None
    return next((t for t in diseases if 0 < t.first - but <= _TO_BUT and t.has("Category", "Immunodeficiency")), None)


#: Tokens from a class to "but", and from there to the other class.
_TO_BUT = 4


def _is_other_name(page: Page, index: int, host: Term, apposed: Term) -> bool:
    """ "nerve disorders (autoimmune diseases)": of two classes in the plural the bracket that holds nothing else gives another name for the first."""
    surfaces = page.tokens.surfaces
    if surfaces[index] != "(" or apposed.first != index + 1 or surfaces[apposed.last : apposed.last + 1] != [")"] or not host.has("Category"):
        return False
    return surfaces[host.last - 1].endswith("s") and page.tokens.folds[host.last - 1] in _CLASS_NOUNS


_CLASS_NOUNS = frozenset(("disorder", "disease", "condition", "illness"))


def _is_want(host: Term, apposed: Term) -> bool:
    """ "CVID, another antibody disorder": an immunodeficiency and the name of many of them."""
    classes = GENERIC_CONDITIONS | _KINDS_OF_WANT
    return host.has("Immunodeficiency") and apposed.concept in classes and host.concept not in classes


#: Classes of immunodeficiencies that are one themselves.
_KINDS_OF_WANT = frozenset(("primary-immunodeficiency", "secondary-immunodeficiency"))


#: A condition that is the class of others: "A (a slow-growing tumor)".
_GROWTH = "tumor"
#: Marks before an apposition, and those of them that open one to the first words of the sentence alone.
_APPOSING = frozenset(("(", ",", ":", "—", "-"))
_AFTER_SUBJECT = frozenset((":", "—", "-"))
#: Words that may open it: "A, though an autoimmune disease, ...", "A, itself a C".
_INSERTING = frozenset(("also", "another", "likewise", "though", "although", "albeit", "itself", "being", "yet"))
#: Words that open an apposition to several conditions: "A and B, both autoimmune diseases".
_PLURAL = frozenset(("two", "three", "four", "both", "all"))


def _plural_apposition(
    unit: Unit, page: Page, index: int, diseases: Sequence[Term], concepts: Mapping[str, Concept]
) -> Iterator[Membership]:
    """ "A and B, two Cs, ...": of a C that is no class of the tree ("two viral infections") it must have the member below it."""
    tokens = page.tokens
    category = next((t for t in diseases if t.first > index), None)
    if category is None or category.first - index > 4:
        return
    if {"with", "in", "by", "for", ",", "of"}.intersection(tokens.folds[index + 1 : category.first]):
        return
    position = index
    for member in reversed([t for t in diseases if t.last <= index]):
        gap = outside_brackets(tokens.folds[member.last : position])
        if not member.has(*CONDITIONS) or any(w not in {",", "and", "or", "/", "&"} for w in gap):
            return
        if not category.has("Category") and not is_below(concepts, member.concept, category.concept):
            return
        yield Membership(member, category, unit.index, None, "apposition", 0.85)
        position = member.first


def _alongside(unit: Unit, page: Page, cue: Cue, member: Term, diseases: Sequence[Term]) -> Iterator[Term]:
    """ "A, along with B and C, is a D": the subject and those that stand beside it between commas."""
    tokens = page.tokens
    if tokens.surfaces[member.last : cue.first] != [","]:
        return
    inside = [*_coordinated_before(unit, page, member, diseases)]
    first = min([member, *inside], key=attrgetter("first"))
    subject = next((t for t in reversed(diseases) if t.last < first.first and t.has(*CONDITIONS)), None)
    if subject is not None and tokens.folds[subject.last : first.first] in _BESIDE and subject.first - unit.first <= 2:
        yield from (subject, *inside)


_BESIDE = ([",", "along", "with"], [",", "together", "with"], [",", "as", "well", "as"], [",", "just", "like"], [",", "alongside"])


def _likened(unit: Unit, page: Page, cue: Cue, member: Term, diseases: Sequence[Term]) -> Iterator[Term]:
    """ "A, like B and C, is a D": B and C are too."""
    like = next((i for i in range(member.last, min(cue.first, member.last + 6)) if page.tokens.folds[i] == "like"), None)
    if like is None or not is_compared(unit, page, like):
        return
    position = like + 1
    for other in diseases:
        if position <= other.first and other.last <= cue.first and other.has(*CONDITIONS):
            if other.first > position and not {",", "and", "or", "the"}.issuperset(page.tokens.folds[position : other.first]):
                return
            yield other
            position = other.last
