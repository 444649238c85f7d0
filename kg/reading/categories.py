"""Classes of conditions: terms and cues go in, memberships and drafts of in_category come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.concepts import Concept
from kg.reading.cues import Cue, Phrase
from kg.reading.drafts import Draft
from kg.reading.page import Page, Term, Unit
from kg.reading.qualifiers import polarity_of

__all__ = [
    "GENERIC_CONDITIONS",
    "SAFETY_SECTIONS",
    "Membership",
    "category_adjectives",
    "diseases_of",
    "find_memberships",
    "membership_drafts",
]

#: Words such as "rare" or "childhood" before "disease" name no class of diseases.
_NO_CATEGORY = frozenset(("rare-disease", "childhood-disease", "serious-illness"))
#: Sections on harms: what they list are no members of a class of diseases.
SAFETY_SECTIONS = frozenset(("adverse", "boxed", "warnings", "postmarketing", "interactions", "transmission", "contents"))
_CONDITIONS = ("Condition", "Immunodeficiency")
_DISEASES = (*_CONDITIONS, "Category")
#: Head nouns that stand for the category named before ("disorders like ...").
_HEAD_NOUNS = frozenset(
    [
        "disease",
        "disorder",
        "condition",
        "illness",
        "syndrome",
        "this",
        "these",
        "it",
        "include",
        "indication",
        "group",
        "category",
        "class",
        "kind",
    ]
)
#: Words between the members of a list.
_LIST_WORDS = frozenset([",", "and", "or", "/", "&", "certain", "other", "some", "various", "&", "+", "the", "a", "an", "in"])
#: Verbs by which a class embraces its members.
_INCLUSION = frozenset(("includ", "cover", "compris", "encompass", "consist"))
_PREPOSITIONS = frozenset(
    [
        "of",
        "in",
        "with",
        "for",
        "to",
        "from",
        "by",
        "at",
        "on",
        "that",
        "which",
        "who",
        "where",
        "caus",
        "affect",
        "and",
        "or",
        "during",
        "due",
    ]
)
_ANAPHORA = frozenset(["it", "this", "the"])


@dataclass(frozen=True, slots=True)
class Membership:
    """A member of a category, with the words that say so."""

    member: Term
    category: Term
    #: The unit of the category's words.
    category_unit: int
    cue: Cue | None
    rule: str
    confidence: float


def category_adjectives(concepts: Iterable[Concept]) -> dict[str, str]:
    """Map adjectives that make a category with any noun for a disease to it: "autoimmune" to autoimmune-disease."""
    found: dict[str, str] = {}
    for concept in concepts:
        if "Category" in concept.classes:
            for name in concept.names:
                words = name.lower().split()
                if len(words) == 2 and words[1] in {"disease", "disorder", "condition"} and words[0].endswith(_ADJECTIVE_ENDINGS):
                    found.setdefault(words[0], concept.slug)
    return found


_ADJECTIVE_ENDINGS = ("ic", "al", "ary", "ous", "ive", "ar", "mune", "ing")


def find_memberships(
    unit: Unit, page: Page, concepts: Mapping[str, Concept], adjectives: Mapping[str, str] | None = None
) -> list[Membership]:
    """Find the conditions that the unit names as members of a category."""
    found: list[Membership] = []
    found.extend(_examples(unit, page))
    found.extend(_examples_of(unit, page))
    found.extend(_is_a(unit, page))
    found.extend(_adjectives_of(found, unit, page, adjectives or {}))
    found.extend(_bracketed(unit, page))
    found.extend(_and_others(unit, page))
    found.extend(_label_list(unit, page, {m.member.first for m in found}))
    found.extend(_flattened_row(unit, page))
    found.extend(_row(unit, page))
    found.extend(_introduced(unit, page, {m.member.first for m in found if m.rule != "apposition"}))
    found.extend(_under_heading(unit, page, concepts, found))
    found.extend(_listed_under_heading(unit, page, {m.member.first for m in found}))
    found.extend(_lines_below(unit, page, {m.member.first for m in found}))
    found.extend(_told_under_heading(unit, page, concepts, {m.member.first for m in found}))
    seen: set[tuple[str, str]] = set()
    result = []
    for membership in found:
        key = (membership.member.concept, membership.category.concept)
        category = membership.category
        if key[1] in _NO_CATEGORY or (category.has("AdverseEffect") and not category.has("Category")):
            continue
        if membership.member.has("AdverseEffect") and unit.place.kind in SAFETY_SECTIONS and membership.rule != "is a":
            continue
        if key[0] == key[1] or key in seen or _is_above(concepts, membership.category.concept, key[0]):
            continue
        seen.add(key)
        result.append(membership)
    return result


def membership_drafts(unit: Unit, page: Page, memberships: Sequence[Membership]) -> Iterator[Draft]:
    """Turn memberships into drafts; the object's words are those of the category."""
    for m in memberships:
        polarity = (
            polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), m.member.first, m.member.last)
            if m.category_unit == unit.index
            else "affirmed"
        )
        if m.rule == "is a" and m.cue is not None:
            polarity = polarity_of(
                unit.qualifiers, page.tokens, (unit.first, unit.last), m.category.first, m.category.last, cue_first=m.cue.first
            )
        yield Draft(
            m.member.concept,
            "in_category",
            m.category.concept,
            m.category.first,
            m.category.last,
            m.rule,
            round(m.confidence * min(m.member.score, m.category.score), 3),
            unit.index,
            polarity=polarity,
            subject_span=(m.member.first, m.member.last),
            cue_span=(m.cue.first, m.cue.last) if m.cue else None,
        )


def _is_above(concepts: Mapping[str, Concept], below: str, above: str) -> bool:
    """The "category" is itself a kind of the "member": an enumeration read the wrong way round."""
    concept = concepts.get(below)
    return concept is not None and above in (*concept.broader, *concept.categories)


def diseases_of(unit: Unit) -> list[Term]:
    """List the terms of a sentence that name a condition or a class of conditions."""
    return [term for term in unit.terms if term.has(*_DISEASES)]


def _examples(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "autoimmune diseases such as A, B and C"."""
    tokens = page.tokens
    diseases = diseases_of(unit)
    for cue in unit.relations:
        if cue.phrase.kind != "example":
            continue
        category, owner = _category_before(unit, page, cue, diseases)
        if category is None or owner is None:
            continue
        if page.tokens.folds[cue.last - 1] == "like" and not category.has("Category", "Immunodeficiency"):
            continue  # "A, like B, is a C"
        for member in _members_after(unit, page, cue.last, diseases):
            if member.concept == "pregnancy" or (cue.phrase.kind == "example" and _is_circumstance(page, cue, member)):
                continue
            if member.has(*_CONDITIONS) or (member.has("Category") and category.has("Category")):
                yield Membership(member, category, owner.index, cue, "examples", 0.9)
    del tokens


def _examples_of(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "Examples of C are A and B", "the forms of C include A and B": the class stands between."""
    tokens = page.tokens
    diseases = diseases_of(unit)
    for category in diseases:
        if not category.has("Category", "Immunodeficiency") or category.first - unit.first < 2:
            continue
        before = tokens.stems[max(unit.first, category.first - 4) : category.first]
        if "of" not in before or _EXAMPLES.isdisjoint(before[: before.index("of")]):
            continue
        verb = next(
            (i for i in range(category.last, min(category.last + 4, unit.last)) if tokens.stems[i] in {"be", "includ", "compris"}), None
        )
        if verb is None or any(t.first < verb for t in diseases if t.first >= category.last):
            continue
        for member in _members_after(unit, page, verb + 1, diseases):
            if member.has(*_CONDITIONS):
                yield Membership(member, category, unit.index, None, "examples", 0.85)


_EXAMPLES = frozenset(("exampl", "example", "type", "form", "kind", "subtyp", "subtype", "varieti", "variety", "sort", "instanc"))


def _is_circumstance(page: Page, cue: Cue, member: Term) -> bool:
    """ "X, especially in pregnancy": when, not which."""
    if page.tokens.folds[cue.last - 1] not in {"especially", "particularly", "notably"}:
        return False
    return not {"in", "during", "before", "after", "with", "for"}.isdisjoint(page.tokens.folds[cue.last : member.first])


def _category_before(unit: Unit, page: Page, cue: Cue, diseases: Sequence[Term]) -> tuple[Term | None, Unit | None]:
    tokens = page.tokens
    before = [t for t in diseases if t.last <= cue.first]
    nearest = before[-1] if before else None
    stems = tokens.stems[cue.first : cue.last]
    verb_of_inclusion = stems[0] in _INCLUSION and tokens.surfaces[cue.first].lower() not in {"including", "included"}
    generic_at = next(
        (
            i
            for i in range(cue.first, max(unit.first - 1, cue.first - 4), -1)
            if tokens.folds[i] in _HEAD_NOUNS and i < cue.last and not (i == cue.first and verb_of_inclusion)
        ),
        None,
    )
    if nearest is not None:
        between = tokens.folds[nearest.last : cue.first]
        plain = [
            w
            for w in between
            if w not in {",", "(", "disease", "disorder", "condition", ")", "that", "can", "may", "acronym"} and len(w) > 1
        ]
        acronym_only = len(between) <= 4 and between[:1] == ["("]
        if (len(plain) <= 2 or acronym_only or (verb_of_inclusion and len(between) <= 6)) and not ({";", ":"} & set(between)):
            # Members of an earlier list are no category: "A, B and C, such as D".
            if not (unit.label_last is not None and nearest.last <= unit.label_last and generic_at is None):
                return nearest, unit
            return nearest, unit
    if generic_at is None and not verb_of_inclusion:
        return None, None
    # "These include A", "conditions such as A": the category of the label, else of the sentence before.
    starts_clause = generic_at is not None and (
        generic_at - unit.first <= 3 or (unit.label_last is not None and generic_at - unit.label_last <= 3) or not before
    )
    if not starts_clause:
        return None, None
    if unit.label_last is not None:
        label = [t for t in diseases if t.last <= unit.label_last]
        if label:
            return label[0], unit
    previous = unit.previous
    if previous is not None and (previous.block == unit.block or unit.intro is previous):
        earlier = list(diseases_of(previous))
        if earlier and previous.block == unit.block:
            return earlier[-1], previous
    return None, None


def _members_after(unit: Unit, page: Page, start: int, diseases: Sequence[Term]) -> list[Term]:
    """The terms of the list that begins at `start`, up to a verb, a semicolon or too many other words."""
    tokens = page.tokens
    members: list[Term] = []
    position = start
    depth = 0
    for term in diseases:
        if term.first < start:
            continue
        gap = list(tokens.folds[position : term.first])
        surfaces = tokens.surfaces[position : term.first]
        if not members and gap[:1] == [":"]:
            gap = gap[1:]  # "syndromes such as: A, B"
        if ";" in gap or ":" in gap or "." in gap:
            break
        depth += surfaces.count("(") - surfaces.count(")")
        outside = _outside_brackets(gap)
        free = [w for w in outside if w not in _LIST_WORDS]
        limit = 6 if not members else 3
        if (
            depth < 0
            or len(free) > limit
            or (members and gap not in (["in"], ["of"]) and not ({",", "and", "or", "/", "(", "&"} & set(gap)))
        ):
            break
        if len(members) == 1 and gap in (["in"], ["of"]):
            members.clear()  # "the immune defect in X": X is the member
        if any(
            cue.phrase.kind in {"treats", "prevents", "cause", "adverse", "treats-left", "sign"} and position <= cue.first < term.first
            for cue in unit.relations
        ):
            break
        members.append(term)
        position = term.last
    return members


def _outside_brackets(words: Sequence[str]) -> list[str]:
    result: list[str] = []
    depth = 0
    for word in words:
        if word == "(":
            depth += 1
        elif word == ")":
            depth = max(0, depth - 1)
        elif depth == 0:
            result.append(word)
    return result


#: Stems of nouns that make what follows "of" no class: "one of the complications of A".
_NO_CLASS = frozenset(
    (
        "complic",
        "complication",
        "symptom",
        "caus",
        "cause",
        "sign",
        "featur",
        "feature",
        "manifest",
        "manifestation",
        "treatment",
        "consequ",
        "consequence",
        "risk",
        "marker",
        "hallmark",
        "trigger",
        "sequela",
        "model",
        "target",
    )
)


def _coordinated_before(unit: Unit, page: Page, member: Term, diseases: Sequence[Term]) -> Iterator[Term]:
    """The conditions that a coordination joins to one: "A, B and C are ..."."""
    position = member.first
    for other in reversed([t for t in diseases if t.last <= member.first]):
        gap = [w for w in _outside_brackets(page.tokens.folds[other.last : position]) if w != ")"]
        if not other.has(*_CONDITIONS) or not gap or any(w not in {",", "and", "or", "/", "&"} for w in gap):
            return
        yield other
        position = other.first


def _bracketed(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "Antibody deficiencies (CVID, XLA)": a class and at least two members in brackets right after it."""
    tokens = page.tokens
    diseases = diseases_of(unit)
    for category in diseases:
        if not category.has("Category", "Immunodeficiency") or category.last >= unit.last or tokens.surfaces[category.last] != "(":
            continue
        members: list[Term] = []
        position = category.last + 1
        for term in diseases:
            if term.first < position:
                continue
            if any(w not in {",", "and", "or", "/", "&", ";", "e", "g", ".", "eg", "like"} for w in tokens.folds[position : term.first]):
                break
            members.append(term)
            position = term.last
        if len(members) > 1 and position < unit.last and tokens.surfaces[position] == ")":
            for member in members:
                if member.has(*_CONDITIONS):
                    yield Membership(member, category, unit.index, None, "brackets", 0.8)


def _and_others(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "A, B and other autoimmune blistering diseases": what stands before is of the class."""
    folds = page.tokens.folds
    diseases = diseases_of(unit)
    for category in diseases:
        at = category.first - 1
        if (
            not category.has("Category")
            or at - 1 <= unit.first
            or folds[at] not in {"other", "further", "similar"}
            or folds[at - 1] not in {"and", "or"}
        ):
            continue
        position = at - 1
        for member in reversed([t for t in diseases if t.last <= position]):
            gap = [w for w in _outside_brackets(folds[member.last : position]) if w != ")"]
            if not member.has(*_CONDITIONS) or any(w not in {",", "and", "or", "/", "&"} for w in gap):
                break
            yield Membership(member, category, unit.index, None, "and others", 0.85)
            position = member.first


def _adjectives_of(found: Sequence[Membership], unit: Unit, page: Page, adjectives: Mapping[str, str]) -> Iterator[Membership]:
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


_FORMS = frozenset(("form", "type", "kind", "subtyp", "variant", "group", "class", "famili", "categori", "spectrum", "one"))


def _first(cue: Cue) -> int:
    return cue.first


def _plural_copulas(unit: Unit, page: Page, diseases: Sequence[Term]) -> Iterator[Cue]:
    """ "A, B and C are inflammatory muscle diseases": a copula without an article, a class that ends its phrase."""
    tokens = page.tokens
    for category in diseases:
        if not category.has("Category"):
            continue
        for index in range(max(unit.first, category.first - 4), category.first):
            if tokens.surfaces[index].lower() != "are" or any(cue.first <= index < cue.last for cue in unit.relations):
                continue
            ends = category.last >= unit.last or tokens.folds[category.last] in {".", ",", ";", "that", "which", "in", "of", "and", "with"}
            if ends and _PREPOSITIONS.isdisjoint(tokens.stems[index + 1 : category.first]):
                yield Cue(index, index + 1, Phrase("isa"))


def _is_a(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "A is a rare C", "A, a form of C", "A (a C that ...)"; "it" and "the disease" stand for the condition of the sentence before."""
    tokens = page.tokens
    diseases = diseases_of(unit)
    if not diseases:
        return
    cues = sorted(
        [*(cue for cue in unit.relations if cue.phrase.kind in {"isa", "called"}), *_plural_copulas(unit, page, diseases)], key=_first
    )
    for number, cue in enumerate(cues):
        if cue.phrase.kind == "called" and number and cues[number - 1].phrase.kind == "isa":
            continue
        category = next((t for t in diseases if t.first >= cue.last), None)
        if category is None:
            continue
        between = tokens.stems[cue.last : category.first]
        is_form = any(s in _FORMS for s in tokens.stems[cue.first : cue.last]) or (
            number + 1 < len(cues) and cues[number + 1].first <= category.first
        )
        allowed = 12 if is_form else 8 if "," in between else 5
        if len(between) > allowed or any(w in {";", ":", "."} for w in between):
            continue
        if not is_form and any(w in _PREPOSITIONS or w in {"(", ")"} for w in between):
            continue
        if not _NO_CLASS.isdisjoint(between):
            continue
        member, owner = _member_before(unit, page, cue, diseases)
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
        if owner is unit and tokens.surfaces[cue.first].lower() in {"are", "were"}:
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
    # Apposition in brackets: "hyperprolinaemia (a genetic disorder ...)".
    between_two = range(max(unit.first + 1, min(t.last for t in diseases)), min(unit.last - 1, max(t.first for t in diseases)))
    for index in [i for i in between_two if tokens.surfaces[i] in {"(", ","}]:
        bare = tokens.surfaces[index] == "(" and any(t.has("Category") and t.first - index <= 2 for t in diseases if t.first > index)
        if tokens.surfaces[index] == "," and tokens.folds[index + 1] in _PLURAL:
            yield from _plural_apposition(unit, page, index, diseases)
            continue
        if bare or (tokens.surfaces[index] in {"(", ","} and tokens.folds[index + 1] in {"a", "an", "the"}):
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
            if (
                any(w in _PREPOSITIONS and w != "of" for w in words)
                or ("of" in words and len(words) == len(tokens.stems[index + 1 : apposed.first]))
                or not apposed.has("Category")
            ):
                continue
            gap = tokens.surfaces[host.last : index]
            if gap and gap[0] != "(":
                continue
            yield Membership(host, apposed, unit.index, None, "apposition", 0.85)


#: Words that open an apposition to several conditions: "A and B, both autoimmune diseases".
_PLURAL = frozenset(("two", "three", "four", "both", "all"))


def _plural_apposition(unit: Unit, page: Page, index: int, diseases: Sequence[Term]) -> Iterator[Membership]:
    tokens = page.tokens
    category = next((t for t in diseases if t.first > index), None)
    if category is None or not category.has("Category") or category.first - index > 4:
        return
    if {"with", "in", "by", "for", ",", "of"}.intersection(tokens.folds[index + 1 : category.first]):
        return
    position = index
    for member in reversed([t for t in diseases if t.last <= index]):
        gap = [w for w in _outside_brackets(tokens.folds[member.last : position]) if w != ")"]
        if not member.has(*_CONDITIONS) or any(w not in {",", "and", "or", "/", "&"} for w in gap):
            return
        yield Membership(member, category, unit.index, None, "apposition", 0.85)
        position = member.first


def _without_relative(unit: Unit, page: Page, limit: int) -> int:
    """Where a clause set off by commas begins that ends right before `limit`: "A, which resembles B, is a C"."""
    tokens = page.tokens
    if limit - 1 <= unit.first or tokens.surfaces[limit - 1] != ",":
        return limit
    for index in range(limit - 2, unit.first, -1):
        if tokens.surfaces[index] in {";", ":"}:
            return limit
        if tokens.folds[index] in {"which", "who", "whose", "where", "like", "unlike"} and tokens.surfaces[index - 1] == ",":
            return index - 1
    return limit


def _member_before(unit: Unit, page: Page, cue: Cue, diseases: Sequence[Term]) -> tuple[Term | None, Unit | None]:
    tokens = page.tokens
    limit = _without_relative(unit, page, cue.first)
    before = [t for t in diseases if t.last <= limit]
    if before:
        nearest = before[-1]
        gap = _outside_brackets(tokens.folds[nearest.last : limit])
        if len([w for w in gap if w not in {",", "also", "currently"}]) <= 2 or "," in gap[:1]:
            if ";" in gap:
                return None, None
            # "In patients with A, B is a C": fine; "treatment of A is a multidisciplinary effort" is not about A.
            first_words = tokens.stems[unit.first : nearest.first]
            if any(w in {"treatment", "therap", "caus", "diagnosi", "symptom", "featur", "cost", "incidenc"} for w in first_words[-3:]):
                return None, None
            return nearest, unit
        return None, None
    head = tokens.folds[unit.first : cue.first]
    pronoun = bool(head) and (
        head[0] in {"it", "this"}
        or (head[0] in {"the", "this"} and head[-1] in {"disease", "disorder", "condition", "syndrome", "illness"})
    )
    if cue.first == unit.first + 1 and head == ["it"]:
        pronoun = True
    if not pronoun:
        return None, None
    previous = unit.previous
    for _ in range(6):
        if previous is None:
            return None, None
        conditions = [t for t in previous.terms if t.has(*_CONDITIONS)]
        # The subject of discourse opens its sentence; symptoms and rivals stand further on.
        if conditions and (previous.is_heading or conditions[0].first - previous.first <= 4):
            return conditions[0], previous
        previous = previous.previous
    return None, None


def _label_list(unit: Unit, page: Page, taken: set[int]) -> Iterator[Membership]:
    """ "Inflammatory disorders: A and B ..." - a label that is a category, and a body that begins with its members."""
    if unit.label_last is None or unit.place_in_block:
        return
    diseases = diseases_of(unit)
    label = [t for t in diseases if t.last <= unit.label_last]
    if not label or not label[0].has("Category", "Immunodeficiency") or _label_has_more(unit, page, label):
        return
    body_start = unit.label_last
    while body_start < unit.last and page.tokens.surfaces[body_start] in {":", "*"}:
        body_start += 1
    members = _members_after(unit, page, body_start, diseases)
    opening = page.tokens.folds[body_start : members[0].first] if members else []
    if len(opening) > 1 and not _PEOPLE.issuperset(opening) and not (len(opening) <= 5 and opening[-1] == "with" and "," not in opening):
        return
    for member in members:
        if member.first not in taken and member.has(*_CONDITIONS) and not _glosses(unit, member):
            yield Membership(member, label[0], unit.index, None, "label with list", 0.85)


#: Words for those who have the conditions of a list.
_PEOPLE = frozenset(
    [
        "patient",
        "people",
        "person",
        "child",
        "adult",
        "infant",
        "individual",
        "adolescent",
        "someone",
        "those",
        "anyone",
        "all",
        "with",
        "who",
        "have",
        "suffering",
        "from",
        "and",
        "or",
        "in",
        "for",
        "of",
        "form",
        "severe",
        "acute",
        "chronic",
        "active",
        "the",
        "certain",
    ]
)
#: Conditions that are words for what others have in common.
GENERIC_CONDITIONS = frozenset(("antibody-deficiency", "hypogammaglobulinemia", "immunodeficiency", "lack-of-antibodies"))


def _glosses(unit: Unit, member: Term) -> bool:
    """ "Secondary immunodeficiency: low antibody levels caused by ...": the label in other words."""
    if member.concept not in GENERIC_CONDITIONS:
        return False
    return any(cue.phrase.kind in {"cause", "follow"} and 0 <= cue.first - member.last <= 3 for cue in unit.relations)


def _label_has_more(unit: Unit, page: Page, label: Sequence[Term]) -> bool:
    return len({t.concept for t in label}) > 1


def _flattened_row(unit: Unit, page: Page) -> Iterator[Membership]:
    """A table row that lost its cells: "Neurological CIDP, MMN" - a category, then members separated by commas only."""
    tokens = page.tokens
    if unit.label_last is not None or unit.place_in_block or (unit.is_heading and "," not in tokens.surfaces[unit.first : unit.last]):
        return
    diseases = diseases_of(unit)
    if len(diseases) < 2 or diseases[0].first != unit.first or not diseases[0].has("Category"):
        return
    if tokens.surfaces[unit.last - 1] in {".", "?", "!"}:
        return
    category = diseases[0]
    if diseases[1].first != category.last:
        return
    position = category.last
    for member in diseases[1:]:
        if any(w not in _LIST_WORDS and w not in {"(", ")"} for w in _outside_brackets(tokens.folds[position : member.first])):
            return
        position = member.last
    for member in diseases[1:]:
        yield Membership(member, category, unit.index, None, "table row", 0.85)


def _row(unit: Unit, page: Page) -> Iterator[Membership]:
    """A table row with cells: the first cell is a category, the others list its members."""
    if not unit.is_row:
        return
    diseases = diseases_of(unit)
    if not diseases or not diseases[0].has("Category") or diseases[0].first != unit.first:
        return
    for member in diseases[1:]:
        if member.has(*_CONDITIONS):
            yield Membership(member, diseases[0], unit.index, None, "table row", 0.85)


def _introduced(unit: Unit, page: Page, taken: set[int]) -> Iterator[Membership]:
    """List items under "X include conditions such as:" are members of X."""
    intro = unit.intro
    if intro is None or unit.place_in_block or not intro.relations:
        return
    last = intro.relations[-1]
    announced = _announced(intro, page)
    if announced is None and (last.phrase.kind != "example" or intro.last - last.last > 2):
        return
    diseases = [announced] if announced is not None else [t for t in diseases_of(intro) if t.last <= last.first]
    category: Term | None = diseases[-1] if diseases else None
    owner = intro
    if category is None and intro.previous is not None and intro.previous.block == intro.block:
        earlier = diseases_of(intro.previous)
        category, owner = (earlier[-1], intro.previous) if earlier else (None, intro)
    if category is None:
        return
    members = [t for t in unit.terms if t.has(*_CONDITIONS) and t.first not in taken]
    bracketed = [t for t in members if page.tokens.surfaces[t.first - 1] == "("]
    for member in bracketed or members[:1]:
        yield Membership(member, category, owner.index, last, "introduced list", 0.85)


def _announced(intro: Unit, page: Page) -> Term | None:
    """ "... the following autoimmune disorders:" announces members of that category."""
    for term in diseases_of(intro):
        if term.has("Category") and "following" in page.tokens.folds[max(intro.first, term.first - 2) : term.first]:
            return term
    return None


def _under_heading(unit: Unit, page: Page, concepts: Mapping[str, Concept], found: Sequence[Membership]) -> Iterator[Membership]:
    """Bullets labelled with conditions under a heading or label that names one category, where the curated tree agrees.

    A heading alone proves little ("Infections" over a section that also names their causes), so only a member that the concepts
    know below the category counts.
    """
    if unit.is_heading or not unit.is_item:
        return
    if unit.label_last is not None and not unit.place_in_block:
        heading = _heading_unit(unit, page)
        if heading is not None:
            categories = [t for t in heading.terms if t.has("Category")]
            if len({t.concept for t in categories}) == 1:
                for term in unit.terms:
                    if term.last <= unit.label_last and term.has(*_CONDITIONS) and _is_below(concepts, term.concept, categories[0].concept):
                        yield Membership(term, categories[0], heading.index, None, "heading over labels", 0.7)
    label_unit = unit
    while label_unit.place_in_block and label_unit.previous is not None:
        label_unit = label_unit.previous
    if label_unit.label_last is None:
        return
    labels = [t for t in label_unit.terms if t.last <= label_unit.label_last and t.has("Category")]
    if len({t.concept for t in labels}) != 1:
        return
    for term in unit.terms:
        beyond = unit is not label_unit or term.first >= label_unit.label_last
        if beyond and term.stands_for and _is_object(unit, term) and _is_below(concepts, term.stands_for, labels[0].concept):
            yield Membership(replace(term, concept=term.stands_for), labels[0], label_unit.index, None, "label over sentences", 0.7)
        if beyond and term.has("Condition") and _is_below(concepts, term.concept, labels[0].concept) and _is_object(unit, term):
            yield Membership(term, labels[0], label_unit.index, None, "label over sentences", 0.7)


def _listed_under_heading(unit: Unit, page: Page, taken: set[int]) -> Iterator[Membership]:
    """An item that begins with a condition, under a heading (or a line before the list) that is nothing but a category."""
    if not (unit.is_item or unit.is_row) or unit.place_in_block or unit.place.kind in SAFETY_SECTIONS:
        return
    heading = _heading_unit(unit, page)
    owners = [u for u in (unit.intro, heading if unit.intro is None or unit.intro.is_heading else None) if u is not None]
    for owner in owners:
        category = _sole_category(owner, page)
        if category is None:
            continue
        diseases = [t for t in diseases_of(unit) if t.first not in taken]
        if not diseases or not _PEOPLE.issuperset(page.tokens.folds[unit.first : diseases[0].first]):
            return
        members = _members_after(unit, page, unit.first, diseases)
        for member in members:
            if member.has(*_CONDITIONS) and not _glosses(unit, member) and member.concept != "pregnancy":
                yield Membership(member, category, owner.index, None, "heading with list", 0.8)
        return


#: Lines that are looked back over for the one that announces them.
_LONGEST_LIST = 24
#: Tokens before the condition that such a line begins with.
_OPENING = 3


def _opening_condition(unit: Unit, page: Page) -> Term | None:
    """The condition that a line begins with, but for words such as "severe" or "patients with"."""
    diseases = diseases_of(unit)
    first = unit.first + (2 if _is_numbered(unit, page) else 0)
    if not diseases or not diseases[0].has(*_CONDITIONS) or diseases[0].first - first > _OPENING:
        return None
    return diseases[0] if _PEOPLE.issuperset(page.tokens.folds[first : diseases[0].first]) else None


def _is_numbered(unit: Unit, page: Page) -> bool:
    return unit.last - unit.first > 2 and page.tokens.surfaces[unit.first].isdigit() and page.tokens.surfaces[unit.first + 1] in {".", ")"}


def _lines_below(unit: Unit, page: Page, taken: set[int]) -> Iterator[Membership]:
    """Lines without marks below "certain autoimmune disorders. There are five groups:", each of which begins with a condition."""
    if unit.is_item or unit.is_heading or unit.is_row or unit.place_in_block or unit.place.kind in SAFETY_SECTIONS:
        return
    member = _opening_condition(unit, page)
    if member is None or member.first in taken:
        return
    before = unit.previous
    for _ in range(_LONGEST_LIST):
        if before is None or before.is_heading or before.place.heading != unit.place.heading or before.first >= before.last:
            return
        if page.tokens.surfaces[before.last - 1] == ":":
            break
        if not before.place_in_block and _opening_condition(before, page) is None and not _is_numbered(before, page):
            return
        before = before.previous
    else:
        return
    if before is None or before.block == unit.block or not _ANNOUNCING.intersection(page.tokens.stems[before.first : before.last]):
        return
    for owner in (before, before.previous):
        if owner is not None and owner.block == before.block:
            categories = [t for t in diseases_of(owner) if t.has("Category", "Immunodeficiency") and t.concept not in GENERIC_CONDITIONS]
            if len({t.concept for t in categories}) == 1:
                yield Membership(member, categories[0], owner.index, None, "introduced list", 0.75)
                return


_ANNOUNCING = frozenset(
    ("group", "follow", "these", "includ", "condition", "diseas", "disease", "disord", "disorder", "type", "such", "form", "kind")
)


def _told_under_heading(unit: Unit, page: Page, concepts: Mapping[str, Concept], taken: set[int]) -> Iterator[Membership]:
    """Sentences about a product's uses below a heading that is nothing but a category, where the curated tree agrees."""
    if unit.is_heading or unit.is_item or unit.is_row or page.topic is None or unit.place.kind in SAFETY_SECTIONS:
        return
    heading = _heading_unit(unit, page)
    category = _sole_category(heading, page) if heading is not None else None
    if heading is None or category is None:
        return
    for term in diseases_of(unit):
        if (
            term.first not in taken
            and term.has(*_CONDITIONS)
            and not term.has("AdverseEffect")
            and _is_below(concepts, term.concept, category.concept)
        ):
            yield Membership(term, category, heading.index, None, "heading over text", 0.65)


def _sole_category(unit: Unit, page: Page) -> Term | None:
    """The category that a heading consists of, but for words such as "other", "certain" or a number."""
    categories = [t for t in unit.terms if t.has("Category", "Immunodeficiency")]
    if len({t.concept for t in categories}) != 1 or any(t.has("Condition") for t in unit.terms):
        return None
    covered = {i for t in categories for i in range(t.first, t.last)}
    rest = [page.tokens.folds[i] for i in range(unit.first, unit.last) if i not in covered and page.tokens.surfaces[i][0].isalpha()]
    return categories[0] if all(word in _HEADING_WORDS for word in rest) else None


_HEADING_WORDS = frozenset(
    [
        "other",
        "certain",
        "some",
        "various",
        "the",
        "and",
        "common",
        "rare",
        "selected",
        "group",
        "of",
        "indication",
        "use",
        "used",
        "for",
        "in",
    ]
)


def _is_object(unit: Unit, term: Term) -> bool:
    return any(cue.phrase.kind in {"treats", "prevents", "treats-prevents"} and cue.last <= term.first for cue in unit.relations)


def _heading_unit(unit: Unit, page: Page) -> Unit | None:
    if unit.place.heading is None:
        return None
    return page.headings.get(unit.place.heading)


def _is_below(concepts: Mapping[str, Concept], below: str, above: str) -> bool:
    seen: set[str] = set()
    open_slugs = [below]
    while open_slugs:
        slug = open_slugs.pop()
        if slug in seen or slug not in concepts:
            continue
        seen.add(slug)
        links = (*concepts[slug].broader, *concepts[slug].categories)
        if above in links:
            return True
        open_slugs.extend(links)
    return False
