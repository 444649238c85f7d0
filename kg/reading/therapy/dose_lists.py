"""Dosage tables that lost their columns: lines "Indication", "Dose", "Frequency" over lines of conditions and doses go in, drafts of uses come out."""

from __future__ import annotations

from collections.abc import Mapping

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Page, Term, Unit, is_part
from kg.reading.therapy.prevention import is_prevented
from kg.records import Predicate

__all__ = ["find_dose_lists"]

_INDICATION = frozenset(("indication", "indications"))
_DOSE = frozenset(("dose", "dosage", "dosing", "posology"))
#: Tokens of a line that heads a column, lines between two of them, and columns.
_HEAD, _HEADS = 5, 3
#: Tokens of a line that names a condition, and those before the name: "Primary", "Paediatric".
_ENTRY, _OPENING = 14, 2
#: Lines behind a condition in which its dose stands, and lines of the longest table.
_TO_DOSE, _LONGEST = 4, 120
#: What may stand behind the name of a condition in its line.
_BEHIND = frozenset(("(", ",", "/", ":", "-", "and", "or", "in", "with", "syndrome", "pre", "post", "prophylaxis", "secondary", "due"))
_UNITS = frozenset(("g", "mg", "iu", "ml", "unit", "units"))


def find_dose_lists(page: Page) -> Mapping[int, list[Draft]]:
    """Give for each line of such a table that names a condition over its dose the use of the product that the text is about."""
    if page.topic is None or page.is_trial:
        return {}
    units = [unit for unit in page.units if unit.first < unit.last]
    found: dict[int, list[Draft]] = {}
    for number, unit in enumerate(units):
        if _is_head(unit, page, _INDICATION) and any(_is_head(near, page, _DOSE) for near in units[number + 1 : number + 1 + _HEADS]):
            for at in range(number + 1, min(number + _LONGEST, len(units))):
                if units[at].products or (units[at].is_heading and units[at].place.kind not in {"", unit.place.kind}):
                    break
                term = _entry(units[at], page)
                if term is not None and any(_is_dose(near, page) for near in units[at + 1 : at + 1 + _TO_DOSE]):
                    predicate: Predicate = "prevents" if is_prevented(units[at], page, term) else "treats"
                    found[units[at].index] = [draft_of(page.topic, predicate, term, "entry of a dosage table", 0.8, units[at].index, status="approved")]
    return found


def _is_head(unit: Unit, page: Page, words: frozenset[str]) -> bool:
    """A line of a few words that is the name of a column."""
    folds = page.tokens.folds[unit.first : unit.last]
    if len(folds) > _HEAD or words.isdisjoint(folds[:2]) or unit.terms:
        return False
    return words is not _INDICATION or len(folds) == 1


def _entry(unit: Unit, page: Page) -> Term | None:
    """The condition that a short line opens with."""
    if unit.last - unit.first > _ENTRY or page.tokens.surfaces[unit.last - 1] == "." or unit.relations:
        return None
    term = next((t for t in unit.terms if t.has("Condition", "Immunodeficiency") and not is_part(unit, t)), None)
    if term is None or term.first - unit.first > _OPENING or (term.last < unit.last and page.tokens.folds[term.last] not in _BEHIND):
        return None  # "measles antibody level"
    return term


def _is_dose(unit: Unit, page: Page) -> bool:
    """ "0.4 g/kg": a number and a unit of weight."""
    surfaces, folds = page.tokens.surfaces, page.tokens.folds
    return any(surfaces[i].isdigit() and folds[i + 1] in _UNITS for i in range(unit.first, unit.last - 1))
