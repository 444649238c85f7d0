"""What is given where a hyperimmune product cannot be had: a sentence on both goes in, a draft of prevents comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Page, Term, Unit
from kg.reading.table_rows import OCCASIONS
from kg.reading.words import stem
from kg.records import Status

__all__ = ["SUBSTITUTED", "find_substitute"]

SUBSTITUTED = "in the place of a product"


def find_substitute(unit: Unit, page: Page, guarded: Mapping[str, str]) -> Iterator[Draft]:
    """ "If VZIG cannot be had, IVIG may be given", "IVIG is used where VZIG is out of stock": IVIG for what VZIG is made for.

    `guarded` maps a product to the condition that it guards against.
    """
    if _LACKING.isdisjoint(unit.folds) or unit.is_heading or unit.rivals:
        return
    folds = page.tokens.folds
    lacked = next((t for t in unit.terms if t.is_product and t.concept in guarded and _is_lacking(unit, page, t)), None)
    if lacked is None:
        return
    others = {agent.concept: agent for agent in unit.products if agent.concept != lacked.concept}
    if len(others) != 1:
        return
    concept, agent = others.popitem()
    around = range(max(unit.first, agent.first - _TO_AGENT), min(unit.last, agent.last + _TO_USE))
    end = unit.last if agent.first > lacked.first else lacked.first - _TO_PRODUCT
    if concept is None or not any(page.tokens.stems[i] in _USED for i in around) or not _DENYING.isdisjoint(folds[agent.last : end]):
        return
    named = (term for term in unit.terms if term.first >= agent.last and term.has("Condition", "Immunodeficiency"))
    if any(term.concept not in OCCASIONS and term.concept != guarded[lacked.concept] for term in named):
        return  # "If VZIG is not at hand, IVIG should be given for its own uses, such as A"
    status: Status = "recommended" if not _ADVISING.isdisjoint(folds[agent.last : agent.last + _TO_USE]) else "used"
    disease = Term(lacked.first, lacked.last, guarded[lacked.concept], frozenset(("Condition",)), 0.85, "exact")
    yield draft_of(concept, "prevents", disease, SUBSTITUTED, 0.7, unit.index, status=status, subject_span=(agent.first, agent.last))


def _is_lacking(unit: Unit, page: Page, agent: Term) -> bool:
    """ "if VZIG is not at hand", "where no VZIG is available": a product that cannot be had, in a clause on that case."""
    folds = page.tokens.folds
    opener = next((i for i in range(agent.first - 1, max(unit.first, agent.first - _TO_PRODUCT) - 1, -1) if folds[i] in _IN_CASE), None)
    if opener is None:
        return False
    behind = folds[agent.last : min(unit.last, agent.last + _TO_LACK)]
    is_denied = not _DENIALS.isdisjoint((*folds[opener : agent.first], *behind))
    return not _WANTING.isdisjoint(behind) or (is_denied and not _AT_HAND.isdisjoint(behind))


#: Words that open a clause on a case, the tokens from one to the product, and from there to what is said of it.
_IN_CASE = frozenset(("if", "when", "where", "should"))
_TO_PRODUCT, _TO_LACK = 4, 7
_WANTING = frozenset(("unavailable", "stock", "scarce", "short", "unobtainable"))
_AT_HAND = frozenset(("available", "obtained", "obtainable", "hand", "had", "found", "accessible", "supplied"))
_LACKING = _WANTING | _AT_HAND
_DENIALS = frozenset(("not", "no", "cannot"))
#: Verbs of use, the tokens from one to the product before which it stands, and from the product to one.
_USED = frozenset(map(stem, ("use", "give", "given", "consider", "offer", "recommend", "administer", "try", "substitute", "suggest", "alternative")))
_TO_AGENT, _TO_USE = 2, 6
_ADVISING = frozenset(("should", "recommended", "must"))
_DENYING = frozenset(("not", "no", "never", "cannot", "neither", "nor", "only"))
