"""Earlier reactions to the product: a page's terms go in, "anaphylaxis to this medicine" becomes hypersensitivity to immunoglobulin.

Where a text forbids the product, a reaction that somebody once had is no effect but what forbids it: the hypersensitivity behind it,
or the earlier reaction itself where it was one to something akin ("a plasma product").
"""

from __future__ import annotations

from kg.reading.page import Page, Term, Unit

__all__ = ["fit_allergies"]

#: What an earlier reaction is called.
_REACTIONS = frozenset(
    ("anaphylaxis", "allergic-reaction", "systemic-reaction", "infusion-related-reaction", "previous-hypersensitivity-reaction")
)
_HYPERSENSITIVITY = ("hypersensitivity-to-immunoglobulin", frozenset(("AdverseEffect", "Condition")))
_EARLIER = ("previous-hypersensitivity-reaction", frozenset(("RiskFactor",)))
#: Words by which a reaction belongs to the past of a person.
_PAST = "allergy-past"
_TO = "allergy-to"
#: Words for the product behind "to", and for its kin.
_PRODUCT = "allergy-product"
_KIN = "allergy-kin"
_CONSEQUENCE = "allergy-consequence"
_REACH = 6


def fit_allergies(page: Page) -> None:
    """Make the earlier reactions by which a text forbids its product the hypersensitivity to it."""
    if not page.names(_REACTIONS):
        return
    for unit in page.units:
        if not _forbids(unit):
            continue
        for term in unit.terms:
            meant = _meant(unit, page, term) if term.concept in _REACTIONS else None
            if meant is not None:
                term.reasons = (*term.reasons, "an earlier reaction that forbids the product")
                term.concept, term.classes = meant


def _forbids(unit: Unit) -> bool:
    owners = (unit, unit.intro) if unit.intro is not None else (unit,)
    return unit.place.kind == "contraindications" or any(
        kind.startswith("contraindicated") for owner in owners for kind in owner.kinds
    )


def _meant(unit: Unit, page: Page, term: Term) -> tuple[str, frozenset[str]] | None:
    """The hypersensitivity or the earlier reaction that the term stands for; nothing for what would follow or for another cause."""
    folds = page.tokens.folds
    before = folds[max(unit.first, term.first - _REACH) : term.first]
    if not page.lists[_CONSEQUENCE].isdisjoint(before[-4:]):
        return None
    after = folds[term.last : min(unit.last, term.last + _REACH)]
    is_directed = bool(after) and after[0] in page.lists[_TO]
    if is_directed and not page.lists[_KIN].isdisjoint(after[1:]):
        return _EARLIER
    if is_directed and not page.lists[_PRODUCT].isdisjoint(after[1:]):
        return _HYPERSENSITIVITY
    if after[:1] == ["to"]:
        return None  # "a reaction to hyaluronidase" forbids for another reason
    is_past = term.concept == _EARLIER[0] or not page.lists[_PAST].isdisjoint(before)
    return _EARLIER if is_past else None
