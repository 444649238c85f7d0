"""What became rare when a product came into use: a sentence on both goes in, a draft of prevents comes out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Agent, Page, Unit, is_part

__all__ = ["RARE", "find_rare_since"]


def find_rare_since(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Brain bleeds became rare since IVIG took over from transfusions", "Since IVIG came in, A has become uncommon".

    But "headaches became rare since the drip is given more slowly", and what one product no longer does since another replaced it.
    """
    product = next((agent for agent in unit.products if _comes_in(page, agent)), None)
    if product is None or product.concept is None or len(unit.products) != 1 or unit.cues("negation"):
        return
    folds = page.tokens.folds
    for term in unit.terms:
        if not term.has("Condition") or is_part(unit, term) or (term.has("AdverseEffect") and not _replaces(unit, page, product)):
            continue  # an effect that became rare among its own: "Since SCIG was introduced, shock has become rare"
        first, last = (term.last, product.first) if term.last <= product.first else (term.last, unit.last)
        rare = next((i for i in range(first, min(last, first + _TO_RARE)) if folds[i] in RARE), None)
        if rare is not None and not _BECOMING.isdisjoint(folds[first:rare]) and folds[rare - 1] not in {"a", "an"}:
            yield draft_of(product.concept, "prevents", term, "rare since", 0.7, unit.index, status="used", subject_span=(product.first, product.last))


def _comes_in(page: Page, agent: Agent) -> bool:
    """ "since IVIG took over", "once immunoglobulin had been introduced"."""
    folds = page.tokens.folds
    if _SINCE.isdisjoint(folds[max(0, agent.first - _TO_PRODUCT) : agent.first]):
        return False
    behind = folds[agent.last : agent.last + _TO_VERB]
    return not _COMING_IN.isdisjoint(behind) or any(f"{a} {b}" in _COMING_IN for a, b in pairwise(behind))


def _replaces(unit: Unit, page: Page, agent: Agent) -> bool:
    """ "IVIG took over from transfusions": from another treatment, not from a product that was given in another way."""
    return not _REPLACING.isdisjoint(page.tokens.folds[agent.last : agent.last + _TO_VERB]) and _WAYS.isdisjoint(unit.folds)


_REPLACING = frozenset(("took", "taken", "take", "replaced", "replace"))
_WAYS = frozenset(("intramuscular", "subcutaneous", "intravenous", "older", "product", "brand", "preparation"))
#: Words of which one stands in whatever is read here, and those that lead to the product.
RARE = frozenset(("rare", "rarer", "uncommon", "infrequent", "exceptional", "rarity"))
_SINCE = frozenset(("since", "once", "after"))
_BECOMING = frozenset(("became", "become", "becoming", "grown", "grew", "been", "made"))
_COMING_IN = frozenset(
    ("took over", "taken over", "take over", "replaced", "replace", "introduced", "came in", "come in", "came into", "come into", "arrived")
)
#: Tokens from such a word to the product, from there to its verb, and from the illness to what it has become.
_TO_PRODUCT, _TO_VERB, _TO_RARE = 2, 5, 6
