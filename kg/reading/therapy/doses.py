"""Uses that a dose tells: a sentence of a page on a product that sets doses by weight goes in, what they are given for comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import CONDITIONS, Page, Term, Unit, is_part
from kg.reading.therapy.scope import NOT_THERAPY, UNSPECIFIC
from kg.records import Status

__all__ = ["WEIGHTS", "find_dosed"]

#: What a sentence names that tells a dose by weight.
WEIGHTS = frozenset(("kg", "kilogram", "kilogramme", "kilo"))
#: A dose by weight behind a name, with the way, the time and those it is for between: "(PI): IV initially 0.4-0.8 g/kg".
_DOSE = re.compile(
    r"\s*(?:\([^()\d]{1,40}\))?\s*(?:[:|,-]|—)?\s*(?:(?:adults?|children|the|dose|dosage|is|are|of|initially|initial|usual|usually|"
    r"recommended|iv|sc|im|i\.v\.|s\.c\.|i\.m\.|intravenously|subcutaneously|loading|starting|start|begin|give|with|at|about|total)[\s:,]+){0,4}"
    r"\d[\d.,]*(?:\s*(?:-|to)\s*\d[\d.,]*)?\s*(?:g|mg|ml|iu|units?|grams?|milligrams?)\s*(?:/|per )\s*(?:kg|kilo|kilograms?|kilogrammes?)\b",
    re.IGNORECASE,
)
#: What a name stands behind that opens a line, and characters of the longest stretch from a name to the unit of its dose.
_OPENING, _TO_DOSE = frozenset((".", ":", ";", "|", "•")), 120
_FOR = frozenset(("for", "in"))
#: Words before a medicine that is given beside the product: "2 g/kg with aspirin"; and those of who met a disease.
_BESIDE = frozenset(("with", "plus", "and"))
_MET = frozenset(("exposur", "exposure", "contact", "prophylaxi", "prophylaxis", "prevent", "prevention"))
_ELSEWHERE = NOT_THERAPY - {"dosage"}


def find_dosed(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "ITP: 2 g/kg", "Primary immunodeficiency (PI) IV 300-600 mg/kg": what opens a line with a dose of the page's product is treated with it."""
    if page.topic is None or page.is_trial or unit.place.kind in _ELSEWHERE or unit.cues("negation"):
        return
    if any(agent.concept != page.topic and page.tokens.folds[agent.first - 1] not in _BESIDE for agent in unit.agents):
        return
    for term in unit.terms:
        if not term.has(*CONDITIONS) or term.has("AdverseEffect", "RiskFactor") or term.concept in UNSPECIFIC or is_part(unit, term):
            continue
        if _opens(unit, page, term) and _DOSE.match(page.normal.text, page.tokens.ends[term.last - 1], page.tokens.ends[term.last - 1] + _TO_DOSE):
            status: Status = "approved" if page.is_label else "used"
            is_met = not _MET.isdisjoint(page.tokens.stems[term.first : min(unit.last, term.last + 1)])
            yield draft_of(page.topic, "prevents" if is_met else "treats", term, "dose by weight", 0.8, unit.index, status=status)


def _opens(unit: Unit, page: Page, term: Term) -> bool:
    first = term.first
    if first > unit.first and page.tokens.folds[first - 1] in _FOR:
        first -= 1
    return first == unit.first or page.tokens.surfaces[first - 1] in _OPENING
