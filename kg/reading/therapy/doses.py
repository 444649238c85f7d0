"""Uses that a dose tells: a sentence of a page on a product that sets doses by weight goes in, what they are given for comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import CONDITIONS, Page, Term, Unit, is_part
from kg.reading.therapy.scope import NOT_THERAPY, UNSPECIFIC
from kg.records import Status

__all__ = ["DOSES", "WEIGHTS", "find_dosed", "find_given_at_once"]

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


#: What a sentence names that tells of a dose given at once.
DOSES = frozenset(("dose", "infusion", "drip", "course"))
_RECEIVING = frozenset(("receive", "receives", "get", "gets", "given", "need"))
_ONE = frozenset(("a", "an", "one", "single", "large", "big", "high", "heavy", "massive", "long"))
_LARGE = _ONE - {"a", "an", "one", "long"}
#: Words between the verb and the dose, and words that lead on to what the dose keeps off.
_TO_NOUN = 4
_WHICH = frozenset(("which", "that", "this", "it", "to"))
_FROM = frozenset(("from", "against"))


def find_given_at_once(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Children with A receive one large dose, which protects them from B": on a page about a product it is the one that is given."""
    if page.topic is None or page.is_trial or unit.products or unit.place.kind in NOT_THERAPY or unit.cues("negation") or unit.has("Vaccine"):
        return
    folds = page.tokens.folds
    noun = next((i for i in range(unit.first + 3, unit.last - 1) if folds[i] in DOSES), None)
    if noun is None or folds[noun + 1] == "of" or any(folds[agent.first - 1] not in _BESIDE for agent in unit.agents):
        return
    verb = next((i for i in range(noun - 1, max(unit.first, noun - 1 - _TO_NOUN), -1) if folds[i] in _RECEIVING), None)
    said = folds[verb + 1 : noun] if verb is not None else []
    if verb is None or not _ONE.issuperset(said) or _LARGE.isdisjoint(said):
        return
    given_to = [t for t in unit.terms if t.has(*CONDITIONS) and t.last <= verb and t.concept not in UNSPECIFIC and not is_part(unit, t)]
    if len(given_to) != 1 or verb - given_to[0].last > 2 or folds[given_to[0].first - 1] not in {"with", "having", "acute"}:
        return
    yield draft_of(page.topic, "treats", given_to[0], "dose given to those who have it", 0.7, unit.index, status="used")
    averting = next((c for c in unit.relations if c.phrase.kind == "prevents" and c.first > noun and folds[c.first - 1] in _WHICH), None)
    if averting is None:
        return
    for term in unit.terms:
        lead = folds[max(averting.last - 1, term.first - 2) : term.first]
        if term.first >= averting.last and term.has("Condition", "AdverseEffect") and not _FROM.isdisjoint(lead) and not is_part(unit, term):
            yield draft_of(page.topic, "prevents", term, "kept off by a dose", 0.7, unit.index, status="used", cue_span=(averting.first, averting.last))
            return
