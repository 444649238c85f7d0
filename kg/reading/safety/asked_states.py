"""States that a text asks its reader about before a product is used: sentences go in, statements of risk come out, in doubt as the text is."""

from __future__ import annotations

from kg.reading.cues import Cue, Phrase
from kg.reading.page import Page, Unit
from kg.reading.safety.histories import HISTORIES
from kg.reading.safety.risk_factors import ALLERGIES, RiskStatement, factors_in

__all__ = ["asked_before_use"]


def asked_before_use(unit: Unit, page: Page) -> RiskStatement | None:
    """ "Talk to your doctor before using X if you have A or are B", "To make sure X is safe for you, tell your doctor if you have ever had: A; B"."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    if not unit.products or not unit.cues("advice") or unit.rivals or unit.cues("negation") or unit.is_heading:
        return None
    at = next((i for i in range(unit.first, unit.last - 1) if folds[i] == "if" and folds[i + 1] in _YOU), None)
    if at is None or not _LATER.isdisjoint(folds[at : unit.last]):
        return None
    is_past = "ever" in folds[at : at + _TO_EVER]
    if not (is_past or not _AHEAD.isdisjoint(folds[unit.first : at])):
        return None
    if ":" not in surfaces[at : at + _TO_EVER] and any(cue.phrase.kind == "caution" for cue in unit.safety):
        return None  # which another rule reads
    is_past = is_past or "had" in folds[at : at + _TO_HAD]
    named = [
        factor
        for factor in factors_in(unit, page, at + 1, unit.last, None)
        if factor[1].concept not in ALLERGIES and not factor[1].concept.startswith("hypersensitivity-") and not factor[1].has("Population", "Vaccine")
    ]
    factors = tuple((owner, term, HISTORIES.get(slug, slug) if is_past else slug) for owner, term, slug in named)
    return RiskStatement(factors, "", Cue(at, at + 2, Phrase("caution")), unit, "hedged") if factors else None


#: Whom such a sentence asks, words that make it one of before the use, tokens to "ever had:" and to "had", and words for what came with the treatment.
_YOU = frozenset(("you", "your"))
_AHEAD = frozenset(("before", "safe"))
_TO_EVER, _TO_HAD = 6, 4
_LATER = frozenset(("after", "during", "since", "notice", "develop", "feel", "experience", "get", "worse"))
