"""Orders behind the case that they are for: "For suspected A, start IVIG" goes in, a draft of treats comes out."""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Page, Unit
from kg.reading.subjects import is_excluded
from kg.reading.therapy.scope import NOT_THERAPY, illnesses
from kg.reading.words import stem

__all__ = ["ORDERS", "find_ordered"]


def find_ordered(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read what an order is given for: "If A is suspected, give X at once", "Pathway for suspected A: start X"."""
    product = unit.products[0] if unit.products else None
    if product is None or product.concept is None or unit.agents[0] is not product or unit.is_heading or unit.place.kind in NOT_THERAPY:
        return
    folds, stems = page.tokens.folds, page.tokens.stems
    order = next((i for i in range(product.first - 1, max(unit.first, product.first - _TO_PRODUCT) - 1, -1) if stems[i] in ORDERS), None)
    if order is None or order - unit.first < 2 or folds[order - 1] not in _COMMAS or not _DENIED.isdisjoint(folds[unit.first : product.last]):
        return
    if is_excluded(product, page) or not _CASES.intersection(folds[unit.first : order]) or "adverse" in unit.kinds:
        return
    if not page.lists["beside-watch"].isdisjoint(folds[product.last : min(unit.last, product.last + _TO_MANNER)]):
        return  # "give X slowly"
    named = [term for term in illnesses(unit) if term.last <= order and not term.has("AdverseEffect")]
    if len({term.concept for term in named}) == 1 and not any(term.last > order for term in illnesses(unit)):
        yield draft_of(
            product.concept, "treats", named[0], "order behind its case", 0.7, unit.index, status="used", subject_span=(product.first, product.last)
        )


#: Stems of orders, tokens from one to the product: "give him", and from there to how it is given, and marks before an order.
ORDERS = frozenset(map(stem, ("start", "give", "begin", "use", "administer", "offer", "order", "commence", "infuse")))
_TO_PRODUCT = 3
_TO_MANNER = 6
_COMMAS = frozenset((",", ":", ";"))
#: Words that open the case, and words with which it is another one.
_CASES = frozenset(("for", "in", "if", "when", "suspected", "once"))
_DENIED = frozenset(("not", "no", "never", "without", "after", "before", "unless", "until", "history", "or"))
