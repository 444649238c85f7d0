"""Diseases of those from whom a product keeps something off: drafts of prevents go in, drafts of treats come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import CONDITIONS, Page, Unit, is_part

__all__ = ["find_treated_bearers"]


def find_treated_bearers(unit: Unit, page: Page, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """ "IVIG lowers the number of infections in people with A", A being a lack of antibodies; "SCIG prevents relapses of B": A and B are treated."""
    folds = page.tokens.folds
    for draft in drafts:
        if draft.predicate != "prevents" or draft.polarity == "negated" or draft.unit != unit.index or draft.object not in _KEPT_OFF or not unit.products:
            continue
        term = next((t for t in unit.terms if t.first >= draft.last and t.has(*CONDITIONS)), None)
        if term is None or term.has("AdverseEffect") or is_part(unit, term) or term.first - draft.last > _TO_BEARER:
            continue
        if draft.object != _RELAPSE and (not term.has("Immunodeficiency") or term.concept == "hiv-aids"):
            continue  # antibodies are not what those with HIV lack
        between = folds[draft.last : term.first]
        if between[:1] in (["in"], ["of"], ["among"]) and _WHOM.issuperset(between):
            yield draft_of(
                draft.subject, "treats", term, "those from whom it keeps something off", 0.75, unit.index,
                status=draft.status, polarity=draft.polarity, subject_span=draft.subject_span, cue_span=draft.cue_span,
            )  # fmt: skip


_RELAPSE = "disease-relapse"
_KEPT_OFF = frozenset(("infection", "bacterial-infection", "recurrent-infection", "respiratory-tract-infection", "pneumonia", _RELAPSE))
#: Tokens from what is kept off to the disease, and the words between.
_TO_BEARER = 5
_WHOM = frozenset(
    ("in", "of", "among", "patient", "people", "child", "adult", "infant", "those", "with", "all", "most", "many", "active", "chronic", "person")
)
