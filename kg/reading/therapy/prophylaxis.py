"""What a product keeps from happening where the sentence names it by a pronoun or by who was exposed; drafts of prevents come out."""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Page, Term, Unit, is_part
from kg.reading.qualifiers import polarity_of
from kg.reading.therapy.scope import NOT_THERAPY
from kg.records import Status

__all__ = ["find_averted", "find_exposed"]

_AVERTING = frozenset(("prevent", "stop", "avoid", "avert", "forestal", "forestall"))
_THIS = frozenset(("this", "that", "it", "these"))
_HAPPENING = frozenset(("happen", "occur", "develop", "come"))


def find_averted(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "... (A). The injection stops this from happening", "X acts before this can happen": what the sentence before named."""
    previous = unit.previous
    if unit.is_heading or previous is None or previous.is_heading or previous.place.heading != unit.place.heading:
        return
    at = _averting(unit, page)
    if at is None:
        return
    agents = [agent for agent in unit.agents if agent.first < at]
    spoken = not agents and page.topic is not None and not page.lists["product-noun"].isdisjoint(page.tokens.folds[unit.first : at])
    product = agents[-1].concept if agents else page.topic if spoken else None
    conditions = [t for t in previous.terms if t.has("Condition") and not is_part(previous, t)]
    if product is None or not conditions or any(t.has("Condition", "Immunodeficiency") for t in unit.terms):
        return
    if polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), at, at + 1) == "negated":
        return
    yield _prevented(product, conditions[-1], unit, page, "averted, pronoun")


def _averting(unit: Unit, page: Page) -> int | None:
    """The word "this" in "prevents this", "stops this from happening", "before this can happen"."""
    if _THIS.isdisjoint(unit.folds) or (_AVERTING.isdisjoint(unit.stems) and "before" not in unit.folds):
        return None
    stems, folds = page.tokens.stems, page.tokens.folds
    for index in [i for i, word in enumerate(folds[unit.first + 1 : unit.last], unit.first + 1) if word in _THIS]:
        follows = range(index + 1, min(unit.last, index + 5))
        happens = any(stems[i] in _HAPPENING for i in follows)
        ends = index + 1 >= unit.last or page.tokens.surfaces[index + 1] in {".", ",", ";"}
        if stems[index - 1] in _AVERTING and (happens or ends):
            return index
        if folds[index - 1] == "before" and happens:
            return index
    return None


def find_exposed(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Babies born to mothers with hepatitis B need hepatitis B immunoglobulin": the product is named for what it prevents."""
    if (
        unit.is_heading
        or unit.place.kind in NOT_THERAPY
        or page.lists["exposed-people"].isdisjoint(unit.stems)
    ):
        return
    exposed = page.lists["exposed-people"]
    if all(any(t.first <= i < t.last for t in unit.terms) for i in range(unit.first, unit.last) if page.tokens.stems[i] in exposed):
        return  # "used for wound botulism": a disease's own name
    products = {agent.concept for agent in unit.agents if agent.concept} or ({page.topic} if page.topic and not unit.agents else set())
    for term in unit.terms:
        if not term.has("Condition") or is_part(unit, term):
            continue
        product = next((p for p in sorted(products) if p.startswith(term.concept + "-")), None)
        covered = any(agent.first <= term.first and term.last <= agent.last for agent in unit.agents)
        if product is None or covered:
            continue
        if polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last) == "affirmed":
            yield _prevented(product, term, unit, page, "exposed to what the product is named for")


def _prevented(product: str, term: Term, unit: Unit, page: Page, method: str) -> Draft:
    status: Status = "approved" if page.is_label and unit.place.kind == "indications" else "used"
    return draft_of(product, "prevents", term, method, 0.7, unit.index, status=status)
