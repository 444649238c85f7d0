"""Headings and sentences that name one class above its members: units go in, memberships come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.concepts import Concept
from kg.reading.classes.lists import glosses, opening_condition
from kg.reading.classes.memberships import GENERIC_CONDITIONS, SAFETY_SECTIONS, Membership, diseases_of, is_below, members_after
from kg.reading.clauses import is_in_proviso
from kg.reading.openings import grading_cues, is_sorted
from kg.reading.page import CONDITIONS, Page, Term, Unit
from kg.reading.therapy.disease_pages import page_disease

__all__ = [
    "announced_by_class",
    "below_class_line",
    "filed_under",
    "listed_under_heading",
    "on_path",
    "sorted_into",
    "told_under_heading",
    "under_heading",
]


def under_heading(unit: Unit, page: Page, concepts: Mapping[str, Concept], found: Sequence[Membership]) -> Iterator[Membership]:
    """Bullets labelled with conditions under a heading or label that names one category, where the curated tree agrees.

    A heading alone proves little ("Infections" over a section that also names their causes), so only a member that the concepts
    know below the category counts.
    """
    if unit.is_heading or not (unit.is_item or unit.label_last is not None):
        return
    if unit.label_last is not None and not unit.place_in_block:
        for owner in (page.heading_over(unit), unit.intro):
            categories = {t.concept: t for t in owner.terms if t.has("Category")} if owner is not None else {}
            if owner is None or not categories or len(categories) > _NAMED:
                continue
            for term in unit.terms:
                for category in categories.values():  # "Autoimmune and inflammatory conditions": each is of the one that the tree says
                    if term.last <= unit.label_last and term.has(*CONDITIONS) and is_below(concepts, term.concept, category.concept):
                        yield Membership(term, category, owner.index, None, "heading over labels", 0.7)
            break
    label_unit = page.opening_of_block(unit)
    if label_unit.label_last is None:
        return
    labels = [t for t in label_unit.terms if t.last <= label_unit.label_last and t.has("Category")]
    if len({t.concept for t in labels}) != 1:
        return
    for term in unit.terms:
        beyond = unit is not label_unit or term.first >= label_unit.label_last
        if beyond and term.stands_for and _is_object(unit, term) and is_below(concepts, term.stands_for, labels[0].concept):
            yield Membership(replace(term, concept=term.stands_for), labels[0], label_unit.index, None, "label over sentences", 0.7)
        if beyond and term.has("Condition") and is_below(concepts, term.concept, labels[0].concept) and _is_object(unit, term):
            yield Membership(term, labels[0], label_unit.index, None, "label over sentences", 0.7)


#: Classes that one heading may name.
_NAMED = 2


def filed_under(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "Categories: Blood Diseases; Immune System Diseases" at the head of a page about one disease: where it is filed."""
    if unit.index > _HEAD or ":" not in unit.folds:
        return
    colon = next((i for i in range(unit.first, unit.last) if page.tokens.surfaces[i] == ":"), unit.first)
    if not _is_filing(page.tokens.folds[unit.first : colon]):
        return
    disease = page_disease(page)
    for term in unit.terms:
        if disease is not None and term.has("Category", "Immunodeficiency") and term.first > colon and term.concept != disease.concept:
            yield Membership(disease, term, unit.index, None, "filed under", 0.8)


def _is_filing(label: Sequence[str]) -> bool:
    """ "Category", "Disease category", "Category of disease", "Type of disorder": a label over what a page is filed under."""
    words = [word for word in label if word[0].isalpha()]
    if not words or not _FILING.issuperset(words) or _CLASSING.isdisjoint(words):
        return False
    return len(words) > 1 or words[0] in _ALONE


#: Units at the head of a page, the words of a label over what it is filed under, those of which it has one, and those that stand alone.
_HEAD = 16
_CLASSING = frozenset(("category", "classification", "class", "group", "type"))
_FILING = _CLASSING | frozenset(("disease", "disorder", "condition", "of", "the", "medical", "clinical"))
_ALONE = frozenset(("category", "classification"))


def on_path(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "Blood Diseases > A > Treatment", a path at the head of a page: the class right before a condition is where that is filed."""
    surfaces = page.tokens.surfaces
    if unit.index > _PATH or unit.place_in_block or _STEPS.isdisjoint(surfaces[unit.first : unit.last]):
        return
    for before, after in pairwise(t for t in unit.terms if t.has(*CONDITIONS, "Category")):
        between = surfaces[before.last : after.first]
        ends = after.last == unit.last or surfaces[after.last] in _STEPS
        if len(between) == 1 and between[0] in _STEPS and ends and before.has("Category") and after.has(*CONDITIONS):
            yield Membership(after, before, unit.index, None, "filed under", 0.8)


#: Units before the path of a page, and the marks of its steps.
_PATH = 2
_STEPS = frozenset((">", "»", "›", "/", "|", "→"))


def listed_under_heading(unit: Unit, page: Page, taken: set[int]) -> Iterator[Membership]:
    """An item that begins with a condition, under a heading (or a line before the list) that is nothing but a category."""
    if not (unit.is_item or unit.is_row) or unit.place_in_block or unit.place.kind in SAFETY_SECTIONS:
        return
    heading = page.heading_over(unit)
    if heading is not None and unit.place.parent is not None and _is_grade(heading):
        heading = page.headings.get(unit.place.parent)
    only_opens = unit.intro is None or unit.intro.is_heading or _only_opens(unit.intro) or _is_grade(unit.intro)
    owners = [u for u in (unit.intro, heading if only_opens else None) if u is not None]
    for owner in owners:
        category = _sole_category(owner, page)
        if category is None:
            continue
        diseases = [t for t in diseases_of(unit) if t.first not in taken]
        first = unit.first + (page.tokens.surfaces[unit.first] == "|")
        if not diseases or not page.lists["people"].issuperset(page.tokens.folds[first : diseases[0].first]):
            return
        members = members_after(unit, page, first, diseases)
        if unit.is_row:
            members = members[:1]
        for member in members:
            if is_in_proviso(page.tokens.folds, unit.first, member.first):
                continue  # "A, when you bleed easily"
            if member.has(*CONDITIONS) and not glosses(unit, member) and member.concept != "pregnancy":
                yield Membership(member, category, owner.index, None, "heading with list", 0.8)
        return


def sorted_into(unit: Unit, page: Page) -> Iterator[Membership]:
    """Items that begin with a class, below "Doctors sort the Cs into groups:"."""
    diseases = diseases_of(unit)
    if unit.intro is None or not is_sorted(unit) or unit.place_in_block or not diseases or diseases[0].first != unit.first:
        return
    classes = [t for t in diseases_of(unit.intro) if t.has("Category", "Immunodeficiency")]
    if len({t.concept for t in classes}) == 1 and diseases[0].has("Category", "Immunodeficiency"):
        yield Membership(diseases[0], classes[0], unit.intro.index, None, "sorted into", 0.8)


def below_class_line(unit: Unit, page: Page, concepts: Mapping[str, Concept], taken: set[int]) -> Iterator[Membership]:
    """Lines without marks, each a condition, below a line that is nothing but a class, where the curated tree agrees."""
    if unit.is_item or unit.is_heading or unit.is_row or not _is_condition_line(unit, page):
        return
    member = diseases_of(unit)[0]
    before = unit.previous
    for _ in range(_LONGEST_RUN):
        if member.first in taken or before is None or before.is_item or before.is_row or before.place.kind in SAFETY_SECTIONS:
            return
        category = _sole_category(before, page)
        if category is not None and is_below(concepts, member.concept, category.concept):
            yield Membership(member, category, before.index, None, "line over lines", 0.7)
            return
        if category is not None and not _is_condition_line(before, page):
            return
        if before.is_heading or not _is_condition_line(before, page):
            return
        before = before.previous


_LONGEST_RUN = 24


def _is_condition_line(unit: Unit, page: Page) -> bool:
    """A line that is the name of one condition and what stands in brackets behind it."""
    diseases = diseases_of(unit)
    if not diseases or not diseases[0].has(*CONDITIONS) or diseases[0].first != unit.first:
        return False
    last = diseases[0].last
    return last == unit.last or (page.tokens.surfaces[last] == "(" and page.tokens.surfaces[unit.last - 1] == ")")


def _is_grade(unit: Unit) -> bool:
    """Tell a line that only says how well the uses below it are supported: "Recommended (lifelong)", "May be considered"."""
    return bool(grading_cues(unit)) and not unit.place_in_block and not any(t.has(*CONDITIONS, "Category") for t in unit.terms)


#: Tokens of a line such as "Including but not limited to:".
_OPENING_LINE = 8


def _only_opens(intro: Unit) -> bool:
    """A line that opens a list of examples and names nothing itself."""
    return intro.last - intro.first <= _OPENING_LINE and not intro.terms and any(cue.phrase.kind == "example" for cue in intro.relations)


def told_under_heading(unit: Unit, page: Page, concepts: Mapping[str, Concept], found: Sequence[Membership]) -> Iterator[Membership]:
    """Sentences about a product's uses below a heading that is nothing but a category, where the curated tree agrees.

    Items that are sentences may stand below a line of that kind too: "IVIG for nerve diseases:".
    """
    if unit.is_heading or unit.is_row or page.topic is None or unit.place.kind in SAFETY_SECTIONS:
        return
    heading = (unit.intro if unit.is_item else _run_in_heading(unit, page)) or page.heading_over(unit)
    if unit.is_item and unit.intro is not None and _sole_category(unit.intro, page) is None:
        heading = _run_in_heading(unit.intro, page)  # "Autoimmune diseases. It is approved for:"
    category = _sole_category(heading, page) if heading is not None else None
    if heading is None or category is None:
        return
    for term in diseases_of(unit):
        if (
            term.has(*CONDITIONS)
            and not term.has("AdverseEffect")
            and term.concept not in _WIDE
            and is_below(concepts, term.concept, category.concept)
            # The sentence itself may name a class within that of the heading.
            and not any(m.member.first == term.first and is_below(concepts, m.category.concept, category.concept) for m in found)
        ):
            yield Membership(term, category, heading.index, None, "heading over text", 0.65)


#: What introduces a list of uses beside their class.
_ACTING = frozenset(
    ("to", "influenc", "treat", "treatment", "modul", "patient", "with", "who", "have", "adult", "children", "child", "in", "of", "for", "and")
)
#: Classes that a section below their own class speaks of: no news of what they are.
_WIDE = GENERIC_CONDITIONS | {"primary-immunodeficiency", "secondary-immunodeficiency"}


def _run_in_heading(unit: Unit, page: Page) -> Unit | None:
    """The sentence without a verb that opens the paragraph: "Blood disorders. In A, ..."."""
    opening = page.opening_of_block(unit)
    if opening is unit or opening.last - opening.first > _RUN_IN:
        return None
    return opening if _sole_category(opening, page) is not None else None


#: Tokens of a sentence that is the heading of its paragraph.
_RUN_IN = 8


def announced_by_class(unit: Unit, page: Page, concepts: Mapping[str, Concept], taken: set[int]) -> Iterator[Membership]:
    """Items below a sentence that speaks of one class ("Inborn errors of immunity are the chief reason:"), where the curated tree agrees."""
    intro = unit.intro
    if intro is None or unit.place_in_block or unit.place.kind in SAFETY_SECTIONS or intro.first >= intro.last:
        return
    classes = [t for t in diseases_of(intro) if t.concept not in GENERIC_CONDITIONS]
    if page.tokens.surfaces[intro.last - 1] != ":" or len({t.concept for t in classes}) != 1:
        return
    member = opening_condition(unit, page)
    is_named = member is not None and _announces_members(intro, page, classes[-1])
    if member is not None and member.first not in taken and (is_named or is_below(concepts, member.concept, classes[0].concept)):
        yield Membership(member, classes[0], intro.index, None, "introduced list", 0.75)


def _announces_members(intro: Unit, page: Page, category: Term) -> bool:
    """ "... is used for certain Cs:", "for the following Cs (other name):": what the list holds are members, whatever the tree says."""
    folds = page.tokens.folds
    if not category.has("Category") or _ANNOUNCING.isdisjoint(folds[max(intro.first, category.first - 2) : category.first]):
        return False
    bracketed = page.tokens.surfaces[category.last] == "(" and page.tokens.surfaces[intro.last - 2] == ")"
    return category.last == intro.last - 1 or (bracketed and intro.last - category.last <= _TO_COLON)


_ANNOUNCING = frozenset(("certain", "following"))
#: Tokens of a bracket behind the class and the colon: "(immunomodulation):".
_TO_COLON = 6


def _sole_category(unit: Unit, page: Page) -> Term | None:
    """The category that a heading consists of, but for words such as "other", "certain" or a number."""
    categories = [t for t in unit.terms if t.has("Category", "Immunodeficiency")]
    if len({t.concept for t in categories}) != 1 or any(t.has("Condition") for t in unit.terms):
        return None
    covered = {i for t in categories for i in range(t.first, t.last)} | {i for a in unit.agents for i in range(a.first, a.last)}
    lettered = len(page.tokens.surfaces[unit.first]) == 1 and page.tokens.surfaces[unit.first + 1 : unit.first + 2] in ([")"], ["."])
    words = range(unit.first + lettered, unit.last)  # "A. Primary immunodeficiencies"
    if page.tokens.surfaces[unit.last - 1] == ":":  # "To influence certain inflammatory disorders (immunomodulation):"
        covered |= {i for t in unit.terms if t.has("Mechanism") for i in range(t.first, t.last)}
        covered |= {i for i in words if page.tokens.stems[i] in _ACTING}
    rest = [page.tokens.folds[i] for i in words if i not in covered and page.tokens.surfaces[i][0].isalpha()]
    return categories[0] if all(word in page.lists["class-heading"] for word in rest) else None


def _is_object(unit: Unit, term: Term) -> bool:
    return any(cue.phrase.kind in {"treats", "prevents", "treats-prevents"} and cue.last <= term.first for cue in unit.relations)
