"""Who was exposed to what: terms go in, whether the words around them tell of an exposure comes out."""

from __future__ import annotations

from collections.abc import Mapping

from kg.concepts import Concept
from kg.reading.drafts import WEAK_METHODS, Draft
from kg.reading.page import Page, Term, Unit
from kg.reading.words import stem

__all__ = [
    "PREVENTING", "TREATING", "guarded_conditions", "is_born_to", "is_of_exposed", "is_on_treating", "mentions_exposure", "without_weaker_uses",
]  # fmt: skip

#: Words of headings over what is done before an illness, and once it is there.
PREVENTING = frozenset(map(stem, ("prevent", "prevention", "prophylaxis", "protect", "protection", "avoid", "contact", "exposure", "exposed")))
TREATING = frozenset(map(stem, ("treat", "treatment", "treated", "therapy", "cure", "managed", "management")))

#: Words between a contact and the infection: "contacts (of confirmed cases of A)", "exposed to a child who has A".
_BETWEEN = frozenset(
    (
        "a", "an", "the", "of", "to", "with", "case", "confirmed", "known", "suspected", "probable", "active", "acute", "infectious", "who",
        "have", "has", "had", "someone", "somebody", "anyone", "person", "people", "patient", "child", "individual", "another", "(", "or", "wild",
        "index", "carrying", "carry", "carries", "positive", "for", "is", "are", "be", "chronic", "maternal", "primary",
    )
)  # fmt: skip
_CONTACTS = frozenset(("contact", "exposed", "exposure"))
_LEADING = frozenset(("of", "to", "with", "("))
_MOTHERS = frozenset(("mother", "woman"))
_BABIES = frozenset(("newborn", "infant", "baby", "babies", "neonate", "child", "born"))
_TRAVELLERS = frozenset(("traveller", "traveler", "travelling", "traveling", "travel"))
_REACH = 9
#: Words of a country where an infection is met.
_FROM_THERE = 12
_COMMON = frozenset(("common", "endemic", "prevalent", "widespread", "risk", "high", "rife", "occur", "found"))


def is_of_exposed(unit: Unit, page: Page, term: Term) -> bool:
    """Tell whether words around a condition name people who met it.

    "contacts of a case of A", "exposed to someone with A", "travellers to places where A is common", "after A exposure".
    """
    folds = page.tokens.folds
    if folds[term.last - 1] in _CONTACTS or folds[min(term.last, unit.last - 1)] in _CONTACTS:
        return True
    first = max(unit.first, term.first - _REACH)
    index = _before(page, first, term)
    if index >= first and index + 1 < term.first and folds[index] in _CONTACTS and folds[index + 1] in _LEADING:
        return True
    if _TRAVELLERS.isdisjoint(unit.folds):
        return False
    travel = next((i for i in range(max(unit.first, term.first - _FROM_THERE), term.first) if folds[i] in _TRAVELLERS), None)
    return travel is not None and not _COMMON.isdisjoint(folds[travel : min(unit.last, term.last + 4)])


def is_born_to(unit: Unit, page: Page, term: Term) -> bool:
    """Tell whether the words before an infection name the babies of mothers who have it."""
    folds = page.tokens.folds
    first = max(unit.first, term.first - _REACH)
    index = _before(page, first, term)
    return index >= first and folds[index] in _MOTHERS and not _BABIES.isdisjoint(folds[max(unit.first, index - 4) : index])


def _before(page: Page, first: int, term: Term) -> int:
    """The word before those that lead to a condition, back to `first`."""
    index = term.first - 1
    while index >= first and page.tokens.folds[index] in _BETWEEN:
        index -= 1
    return index


def mentions_exposure(page: Page, first: int, last: int) -> bool:
    """Tell whether words speak of people who were exposed: contacts, bites, newborns of carriers."""
    return not page.lists["exposed-people"].isdisjoint(page.tokens.stems[first:last])


def is_on_treating(unit: Unit, page: Page) -> bool:
    """The section's own heading speaks of treating, not of preventing, and so does the unit: "How is it treated?"."""
    heading = page.heading_over(unit)
    if heading is None or heading.index == 0 or not PREVENTING.isdisjoint(unit.stems):
        return False
    return page.is_headed_by(unit, TREATING, PREVENTING)


def without_weaker_uses(drafts: list[Draft], page: Page) -> list[Draft]:
    """Leave out the uses in a condition that no word tells, where a word says that the product prevents it: "IVIG prevents measles".

    So is what the same sentence says again without its approval: "is indicated for A after exposure to B", B being the germ of A.
    """
    approved = {(d.subject, d.object, d.unit) for d in drafts if d.predicate == "prevents" and (d.status, d.polarity) == ("approved", "affirmed")}
    if approved:
        said_again = [d.predicate == "prevents" and d.status == "used" and (d.subject, d.object, d.unit) in approved for d in drafts]
        drafts = [draft for draft, is_again in zip(drafts, said_again, strict=True) if not is_again]
    told: dict[tuple[str, str], set[int | None]] = {}
    for draft in drafts:
        if draft.predicate == "prevents" and draft.polarity == "affirmed" and draft.method not in WEAK_METHODS:
            told.setdefault((draft.subject, draft.object), set()).add(page.units[draft.unit].place.heading)
    if not told:
        return drafts
    return [
        draft
        for draft in drafts
        if draft.predicate != "treats"
        or draft.status == "investigational"
        or draft.method not in WEAK_METHODS
        or (draft.subject, draft.object) not in told
        or _is_apart(page.units[draft.unit], page, told[draft.subject, draft.object])
    ]


def _is_apart(unit: Unit, page: Page, prevents: set[int | None]) -> bool:
    """In a section on treating, where no sentence says what is prevented."""
    return is_on_treating(unit, page) and unit.place.heading not in prevents


#: What products are made against that are given to the ill, or have words of their own.
_OF_THE_ILL = frozenset(("botulism", "rh-isoimmunization", "snakebite-envenomation"))


def guarded_conditions(concepts: Mapping[str, Concept]) -> dict[str, str]:
    """Map a hyperimmune product, its forms and brands to the one condition that what it is made against causes.

    Products against toxins that are given to the ill (botulism, venoms) guard nobody.
    """
    direct: dict[str, str] = {}
    for concept in concepts.values():
        caused = [slug for agent in concept.specificity if agent in concepts for slug in concepts[agent].causes]
        if "ImmunoglobulinProduct" in concept.classes and caused and _OF_THE_ILL.isdisjoint(caused):
            direct[concept.slug] = caused[0]
    return direct
