"""Labels, tables and lines that list the members of a class: units go in, memberships come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.concepts import Concept
from kg.reading.classes.memberships import (
    GENERIC_CONDITIONS,
    SAFETY_SECTIONS,
    Membership,
    diseases_of,
    is_ambiguous,
    is_below,
    is_elsewhere,
    members_after,
    outside_brackets,
)
from kg.reading.page import CONDITIONS, Page, Term, Unit

__all__ = [
    "described_row", "flattened_row", "glosses", "introduced", "label_list", "led_back", "lines_below", "opening_condition", "row",
    "taken_up_by_class",
]  # fmt: skip


#: "There are five groups:": what introduces a list of the class that the sentence before names.
_GROUPS = frozenset(("group", "kind", "typ", "categori"))


def label_list(unit: Unit, page: Page, taken: set[int]) -> Iterator[Membership]:
    """ "Inflammatory disorders: A and B ..." - a label that is a category, and a body that begins with its members."""
    if unit.label_last is None or unit.place_in_block:
        return
    diseases = diseases_of(unit)
    label = [t for t in diseases if t.last <= unit.label_last]
    if not label or not (label[0].has("Category", "Immunodeficiency") or _are_infections(page, label[0])) or _label_has_more(unit, page, label):
        return
    body_start = unit.label_last
    while body_start < unit.last and page.tokens.surfaces[body_start] in {":", "*"}:
        body_start += 1
    members = members_after(unit, page, body_start, diseases)
    opening = page.tokens.folds[body_start : members[0].first] if members else []
    if (
        len(opening) > 1
        and not page.lists["people"].issuperset(opening)
        and not (len(opening) <= 5 and opening[-1] == "with" and "," not in opening)
    ):
        return
    for member in members:
        if member.first not in taken and member.has(*CONDITIONS) and not (glosses(unit, member) or _is_counted(unit, page, member)):
            yield Membership(member, label[0], unit.index, None, "label with list", 0.85)


def _is_counted(unit: Unit, page: Page, member: Term) -> bool:
    """ "Blood disorders: haemolytic anaemia (rare)": an effect on an organ with how often it comes."""
    closing = [cue.last for cue in unit.cues("frequency") if cue.first == member.last + 1 and member.has("AdverseEffect")]
    return bool(closing) and page.tokens.surfaces[member.last] == "(" and page.tokens.surfaces[closing[0]] == ")"


def _are_infections(page: Page, label: Term) -> bool:
    """ "Viral infections: A, B": a condition that in the plural is a class."""
    return label.concept.endswith("-infection") and page.tokens.surfaces[label.last - 1].lower() == "infections"


def taken_up_by_class(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "CIDP: this nerve disorder ...", "Pemphigus: a rare blistering disease.": behind a label that is a disease stands its class."""
    label = unit.label_last
    if label is None or unit.place_in_block:
        return
    diseases = diseases_of(unit)
    members = [t for t in diseases if t.last <= label and t.has("Condition", "Immunodeficiency")]
    if not members or len({t.concept for t in members}) > 1:
        return
    start = next((i for i in range(label, unit.last) if page.tokens.surfaces[i] not in {":", "*", "-"}), unit.last)
    folds = page.tokens.folds
    opening = next((words for words in _TAKING_UP if folds[start : start + len(words)] == words), None)
    category = next((t for t in diseases if t.first >= start), None)
    if opening is None or category is None or not category.has("Category"):
        return
    between = folds[start + len(opening) : category.first]
    if len(between) <= _ADJECTIVES and page.lists["list"].isdisjoint(between) and _NEW_PHRASE.isdisjoint(between):
        yield Membership(members[0], category, unit.index, None, "is a", 0.85)


#: Openings that take up what a label names, the most words before the class, and words that begin another phrase.
_TAKING_UP = (["this", "is", "a"], ["this", "is", "an"], ["it", "is", "a"], ["these", "are"], ["this"], ["a"], ["an"])
_ADJECTIVES = 3
_NEW_PHRASE = frozenset(("of", "in", "for", "with", "to", "by", "from", "against", "patient", "people", "who", "that", "may", "can", "is", "are"))


def led_back(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "A: X is approved for adults with this C", "A responds to X. It is given to patients with this C": the class of what was just named."""
    folds = page.tokens.folds
    if unit.cues("negation") or "whether" in unit.folds:
        return
    for category in diseases_of(unit):
        pointer = next((i for i in range(category.first - 1, max(unit.first, category.first - _ADJECTIVES), -1) if folds[i] == "this"), None)
        if pointer is None or not category.has("Category") or folds[pointer - 1] not in _LEADING_BACK:
            continue
        near = [t for t in diseases_of(unit) if t.last <= pointer]
        before = unit.previous
        while not near and before is not None and before.block == unit.block:
            near = [t for t in diseases_of(before) if not t.has("AdverseEffect")]
            before = before.previous
        if len({t.concept for t in near}) == 1 and near[0].has("Condition", "Immunodeficiency") and not near[0].has("Category"):
            yield Membership(near[0], category, unit.index, None, "is a", 0.8)


#: Words before "this" and a class: "people with this vasculitis".
_LEADING_BACK = frozenset(("with", "for", "in", "of", "from", "have", "has", "had", "having"))


def glosses(unit: Unit, member: Term) -> bool:
    """ "Secondary immunodeficiency: low antibody levels caused by ...": the label in other words."""
    if member.concept not in GENERIC_CONDITIONS:
        return False
    return any(cue.phrase.kind in {"cause", "follow"} and 0 <= cue.first - member.last <= 3 for cue in unit.relations)


def _label_has_more(unit: Unit, page: Page, label: Sequence[Term]) -> bool:
    return len({t.concept for t in label}) > 1


def flattened_row(unit: Unit, page: Page) -> Iterator[Membership]:
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
        if any(w not in page.lists["list"] and w not in {"(", ")"} for w in outside_brackets(tokens.folds[position : member.first])):
            return
        position = member.last
    for member in diseases[1:]:
        yield Membership(member, category, unit.index, None, "table row", 0.85)


def row(unit: Unit, page: Page) -> Iterator[Membership]:
    """A table row with cells: the first cell is a category, the others list its members."""
    diseases = diseases_of(unit)
    if not diseases or not diseases[0].has("Category") or diseases[0].first != _first_of_cells(unit, page):
        return
    for member in diseases[1:]:
        if member.has(*CONDITIONS):
            yield Membership(member, diseases[0], unit.index, None, "table row", 0.85)


def _first_of_cells(unit: Unit, page: Page) -> int:
    """The first token of a row, behind the bar that may open it."""
    return unit.first + (page.tokens.surfaces[unit.first] == "|")


def described_row(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """ "Rabies | a viral infection of the brain": a cell that begins with the class of the row's disease, where the curated tree agrees."""
    surfaces, folds = page.tokens.surfaces, page.tokens.folds
    diseases = diseases_of(unit)
    if len(diseases) < 2 or diseases[0].first != _first_of_cells(unit, page) or not diseases[0].has(*CONDITIONS):
        return
    if diseases[0].last >= unit.last or surfaces[diseases[0].last] not in {"|", "("}:
        return
    for category in diseases[1:]:
        before = category.first
        while before > unit.first and surfaces[before - 1] != "|" and category.first - before <= _OPENING:
            before -= 1
        opens = surfaces[before - 1] == "|" and not {",", "in", "with", "after", "or", "no", "not", "follow", "like"}.intersection(
            folds[before : category.first]
        )
        if opens and is_below(concepts, diseases[0].concept, category.concept):
            yield Membership(diseases[0], category, unit.index, None, "is a", 0.8)


def introduced(unit: Unit, page: Page, taken: set[int], concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """List items under "X include conditions such as:" are members of X."""
    intro = unit.intro
    if intro is None or unit.place_in_block:
        return
    if page.tokens.folds[intro.last - 2] in {"in", "with", "for"} and page.tokens.folds[intro.last - 1] != "example":
        return  # "is used in people who often get infections, namely in:"
    last = intro.relations[-1] if intro.relations else None
    announced = _announced(intro, page)
    if announced is None and (last is None or last.phrase.kind != "example" or intro.last - last.last > 2):
        return
    diseases = [announced] if announced is not None else [t for t in diseases_of(intro) if last is not None and t.last <= last.first]
    category: Term | None = diseases[-1] if diseases else None
    owner = intro
    if category is None and intro.previous is not None and intro.previous.block == intro.block:
        earlier = diseases_of(intro.previous)
        category, owner = (earlier[-1], intro.previous) if earlier else (None, intro)
    if category is None:
        return
    members = [t for t in unit.terms if t.has(*CONDITIONS) and t.first not in taken]
    if is_ambiguous(page, category, diseases_of(owner)):
        members = [t for t in members if is_below(concepts, t.concept, category.concept)]
    bracketed = [t for t in members if page.tokens.surfaces[t.first - 1] == "("]
    for member in bracketed or members[:1]:
        if owner is not intro and is_elsewhere(concepts, member, category.concept):
            continue  # "It is given for Cs. Other uses include:"
        yield Membership(member, category, owner.index, last, "introduced list", 0.85)


def _announced(intro: Unit, page: Page) -> Term | None:
    """ "... the following autoimmune disorders:" announces members of that category."""
    if ":" in page.tokens.surfaces[intro.last - 1 : intro.last] and not _GROUPS.isdisjoint(intro.stems) and not diseases_of(intro):
        # "A is given for certain inflammatory disorders. There are five groups:"
        before = intro.previous
        classes = [t for t in diseases_of(before) if t.has("Category")] if before is not None and before.block == intro.block else []
        return classes[-1] if len(classes) == 1 else None
    for term in diseases_of(intro):
        if term.has("Category") and "following" in page.tokens.folds[max(intro.first, term.first - 2) : term.first]:
            return term
    return None


#: Lines that are looked back over for the one that announces them.
_LONGEST_LIST = 24
#: Tokens before the condition that such a line begins with.
_OPENING = 3


def opening_condition(unit: Unit, page: Page) -> Term | None:
    """The condition that a line begins with, but for words such as "severe" or "patients with"."""
    diseases = diseases_of(unit)
    first = unit.first + (2 if _is_numbered(unit, page) else 0)
    if not diseases or not diseases[0].has(*CONDITIONS) or diseases[0].first - first > _OPENING:
        return None
    return diseases[0] if page.lists["people"].issuperset(page.tokens.folds[first : diseases[0].first]) else None


def _is_numbered(unit: Unit, page: Page) -> bool:
    return unit.last - unit.first > 2 and page.tokens.surfaces[unit.first].isdigit() and page.tokens.surfaces[unit.first + 1] in {".", ")"}


def lines_below(unit: Unit, page: Page, taken: set[int]) -> Iterator[Membership]:
    """Lines without marks below "certain autoimmune disorders. There are five groups:", each of which begins with a condition."""
    if unit.place.kind in SAFETY_SECTIONS:
        return
    member = opening_condition(unit, page)
    if member is None or member.first in taken:
        return
    before = unit.previous
    for _ in range(_LONGEST_LIST):
        if before is None or before.is_heading or before.place.heading != unit.place.heading or before.first >= before.last:
            return
        if page.tokens.surfaces[before.last - 1] == ":":
            break
        if not before.place_in_block and opening_condition(before, page) is None and not _is_numbered(before, page):
            return
        before = before.previous
    else:
        return
    if (
        before is None
        or before.block == unit.block
        or not page.lists["announcing"].intersection(page.tokens.stems[before.first : before.last])
    ):
        return
    for owner in (before, before.previous):
        if owner is not None and owner.block == before.block:
            categories = [t for t in diseases_of(owner) if t.has("Category", "Immunodeficiency") and t.concept not in GENERIC_CONDITIONS]
            if len({t.concept for t in categories}) == 1:
                yield Membership(member, categories[0], owner.index, None, "introduced list", 0.75)
                return
