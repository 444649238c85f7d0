"""Labels that announce what is known of a product's effects: a unit goes in, the colon behind which they stand comes out.

A plan of a study that asks for "the known reactions to X: A, B" says of A and B what a list of outcomes does not.
"""

from __future__ import annotations

from kg.reading.page import Page, Unit
from kg.reading.words import stem

__all__ = ["end_of_label"]

_ROOT = "adverse-event-root"
_REACTION = frozenset(("reaction", "react"))
#: Words for what is known of a product, and those that take up the effects of the sentence before.
_KNOWN = frozenset(map(stem, ("known", "listed", "expected", "labelled", "labeled", "recognised", "recognized", "described", "typical")))
_TAKING_UP = frozenset(("those", "these"))


def end_of_label(unit: Unit, page: Page) -> int | None:
    """ "Known reactions to X will be recorded: A, B", "... adverse reactions. Those listed for the product: A": the colon before the effects."""
    if _KNOWN.isdisjoint(unit.stems) or unit.rivals:
        return None
    tokens = page.tokens
    colon = next((i for i in range(unit.first, unit.last) if tokens.surfaces[i] == ":"), None)
    if colon is None or _KNOWN.isdisjoint(tokens.stems[unit.first : colon]):
        return _bracket_of_known(unit, page)
    if "no" in tokens.folds[unit.first : colon]:
        return None
    before = unit.previous
    taken_up = tokens.folds[unit.first] in _TAKING_UP and before is not None and before.block == unit.block
    if taken_up and before is not None and any(t.concept == _ROOT and t.first - before.first <= 1 for t in before.terms):
        return colon
    names_effects = any(t.concept == _ROOT and t.last <= colon for t in unit.terms) or not _REACTION.isdisjoint(tokens.stems[unit.first : colon])
    return colon if names_effects else None


def _bracket_of_known(unit: Unit, page: Page) -> int | None:
    """ "the adverse reactions known from the label (A, B)", "Expected side effects (A, B)": the bracket that opens right behind such words."""
    tokens = page.tokens
    opened = next((i for i in range(unit.first, unit.last) if tokens.surfaces[i] == "("), None)
    if opened is None:
        return None
    said = range(max(unit.first, opened - _TO_BRACKET), opened)
    names_effects = any(t.concept == _ROOT and said.start <= t.first < opened for t in unit.terms)
    if not names_effects or not any(tokens.stems[i] in _KNOWN for i in said) or "no" in tokens.folds[said.start : opened]:
        return None
    first = next((t for t in unit.terms if t.first > opened), None)
    return opened if first is not None and first.first == opened + 1 and "AdverseEffect" in first.classes else None


#: Tokens of such words before the bracket.
_TO_BRACKET = 8
