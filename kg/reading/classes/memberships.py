"""The records of class membership and the lists that members stand in: terms go in, members come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.concepts import Concept
from kg.reading.cues import Cue
from kg.reading.page import DISEASES, Page, Term, Unit
from kg.records import Polarity

__all__ = [
    "GENERIC_CONDITIONS",
    "SAFETY_SECTIONS",
    "Membership",
    "diseases_of",
    "is_ambiguous",
    "is_below",
    "is_elsewhere",
    "members_after",
    "outside_brackets",
]

#: Sections on harms: what they list are no members of a class of diseases.
SAFETY_SECTIONS = frozenset(("adverse", "boxed", "warnings", "postmarketing", "interactions", "transmission", "contents"))


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
    #: What the words say of it, where the rule has read that itself.
    polarity: Polarity | None = None


def diseases_of(unit: Unit) -> list[Term]:
    """List the terms of a sentence that name a condition or a class of conditions; the list is kept and not to be changed."""
    if unit.diseases is None:
        unit.diseases = [
            term if term.concept != _ACTIVE else replace(term, first=term.last - 1, concept="infection", classes=frozenset(("Category",)))
            for term in unit.terms
            if not DISEASES.isdisjoint(term.classes) or (term.concept == _ACTIVE and unit.has("Condition", "Agent"))
        ]
    return unit.diseases


#: A factor of risk whose name holds that of a class: "active infection, including A, B or C".
_ACTIVE = "untreated-infection"


def members_after(unit: Unit, page: Page, start: int, diseases: Sequence[Term]) -> list[Term]:
    """The terms of the list that begins at `start`, up to a verb, a semicolon or too many other words."""
    tokens = page.tokens
    members: list[Term] = []
    position = start
    depth = 0
    # Behind a colon semicolons part the members of one class, elsewhere the entries of a longer list.
    is_list = start > unit.first and tokens.surfaces[start - 1] == ":"
    for term in diseases:
        if term.first < start:
            continue
        gap = list(tokens.folds[position : term.first])
        surfaces = tokens.surfaces[position : term.first]
        if not members and gap[:1] == [":"]:
            gap = gap[1:]  # "syndromes such as: A, B"
        parted = _outside_closed(gap)
        if not {";", ":", "."}.isdisjoint(parted) and not (members and is_list and parted in _PARTED and _ends_entry(unit, page, term)):
            break
        depth += surfaces.count("(") - surfaces.count(")")
        outside = outside_brackets(gap)
        if members and not _NEW_CLAUSE.isdisjoint(outside):
            break  # "Cs like A or B, while others may have D"
        if members and gap[-2:] in _NEW_PHRASE:
            break  # "in Cs such as A, and in Ds"
        free = [w for w in outside if w not in page.lists["list"]]
        limit = 6 if not members else 3
        if (
            depth < 0
            or len(free) > limit
            or (members and gap not in (["in"], ["of"]) and not ({",", ";", "and", "or", "/", "(", "&"} & set(gap)))
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


_NEW_PHRASE = (["and", "in"], ["or", "in"], ["and", "for"], ["or", "for"])
_NEW_CLAUSE = frozenset(
    (
        "while", "whereas", "although", "though", "but", "have", "has", "may", "can", "is", "are", "was", "were", "to", "chance", "risk", "likelihood",
        "which", "whose", "where",
    )
)


#: "A; B; and C": a list whose members are parted by semicolons.
_PARTED = ([";"], [";", "and"], [";", "or"], [";", "and", "the"])


def _ends_entry(unit: Unit, page: Page, term: Term) -> bool:
    """Tell whether an entry of such a list ends behind a term, so that no new clause begins with it."""
    surfaces = page.tokens.surfaces
    last = term.last
    if last < unit.last and surfaces[last] == "(":
        last = next((i + 1 for i in range(last, unit.last) if surfaces[i] == ")"), unit.last)
    return last >= unit.last or surfaces[last] in {";", ".", ")"}


def _outside_closed(words: Sequence[str]) -> list[str]:
    """Leave out brackets that are closed again: the codes in "A (279.00, 279.03), B" end no list."""
    if ")" not in words:
        return list(words)
    result: list[str] = []
    opened: list[int] = []
    for word in words:
        if word == "(":
            opened.append(len(result))
        elif word == ")" and opened:
            del result[opened.pop() :]
            continue
        result.append(word)
    return result


def outside_brackets(words: Sequence[str]) -> list[str]:
    """Leave out the words in brackets."""
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


#: Conditions that are words for what others have in common.
GENERIC_CONDITIONS = frozenset(("antibody-deficiency", "hypogammaglobulinemia", "immunodeficiency", "lack-of-antibodies"))


def is_ambiguous(page: Page, category: Term, diseases: Sequence[Term]) -> bool:
    """Tell a class that is named together with another: of "Cs and Ds, including A" each member is of one of them."""
    before = next((t for t in reversed(diseases) if t.last <= category.first), None)
    if before is None or not before.has("Category", "Immunodeficiency", "Condition") or before.concept == category.concept:
        return False
    return page.tokens.folds[before.last : category.first] in _PAIRING


_PAIRING = (["and"], ["or"], ["/"], ["and", "/", "or"], [",", "and"])


def is_elsewhere(concepts: Mapping[str, Concept], member: Term, category: str) -> bool:
    """Tell whether the curated tree has classes for an illness other than a lack of antibodies, of which none is the category or one below it."""
    known = member.concept in concepts and bool(concepts[member.concept].categories) and not member.has("Immunodeficiency")
    return known and not is_below(concepts, member.concept, category)


def is_below(concepts: Mapping[str, Concept], below: str, above: str) -> bool:
    """Tell whether the curated tree has a concept below another."""
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
