"""Bans that take up whom the sentence before names: "X is contraindicated in these patients" goes in, drafts of contraindicated_in come out."""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.cues import Cue
from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Agent, Page, Term, Unit
from kg.reading.subjects import says_this_medicine

__all__ = ["find_taken_up_bans"]

_POINTING = frozenset(("these", "this", "such", "those", "them"))
_PEOPLE = frozenset(("patient", "people", "person", "individual", "child", "woman", "case", "recipient"))
_GROUPS = frozenset(("population", "group", "subgroup"))
#: Tokens from a ban to "these", and from there to the people: "this age group".
_TO_THESE, _TO_PEOPLE = 2, 2
_OF_IT = (["its", "use"], *(["the", word] for word in ("product", "medicine", "drug", "preparation", "infusion", "treatment", "therapy")))
_NO_LONGER = frozenset(("once", "formerly", "longer", "previously", "myth", "outdated"))
#: Words between a condition and another that some of those with it have.
_HOLDING = frozenset(("have", "has", "had", "who", "also", "may", "severe", "total", "complete", "a", "an", "the", "and"))
_IN = frozenset(("in", "for", "to", "by"))


def find_taken_up_bans(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Patients with A cannot break down B. X is contraindicated in these patients", "Babies may have it unnoticed. X must not be used in this group"."""
    before = unit.previous
    if page.tokens.surfaces[unit.last - 1] == "?" or not _NO_LONGER.isdisjoint(unit.folds):
        return  # "... must not be used in these patients, as was once held"
    if before is None or before.block != unit.block or before.rivals or unit.rivals or page.topic is None or unit.cues("if-you"):
        return
    ban = next((cue for cue in unit.relations if cue.phrase.kind == "contraindicated" and not _is_denied(unit, page, cue)), None)
    noun = _taken_up(unit, page, ban) if ban is not None else None
    if ban is None or noun is None or not _is_of_product(unit, page, ban):
        return
    meant = ("Population",) if page.tokens.folds[noun] in _GROUPS else ("RiskFactor", "Immunodeficiency")
    product: Agent | None = next(iter(unit.products), None)
    subject = product.concept if product is not None and product.concept else page.topic
    for term in _meant(before, page, meant) or _meant(before, page, ("Condition",)):
        yield draft_of(
            subject, "contraindicated_in", term, "ban on those named before", 0.75, before.index,
            subject_span=(product.first, product.last) if product is not None else None,
        )  # fmt: skip


def _taken_up(unit: Unit, page: Page, ban: Cue) -> int | None:
    """The noun behind "in these" right behind a ban."""
    folds = page.tokens.folds
    at = next((i for i in range(ban.last, min(unit.last, ban.last + _TO_THESE)) if folds[i] in _POINTING), None)
    if at is None or folds[at - 1] not in _IN or any(ban.last <= term.first <= at for term in unit.terms):
        return None
    if folds[at] == "them":
        return at
    return next((i for i in range(at + 1, min(unit.last, at + 1 + _TO_PEOPLE)) if folds[i] in _PEOPLE | _GROUPS), None)


def _is_denied(unit: Unit, page: Page, ban: Cue) -> bool:
    """ "is not contraindicated in these patients"."""
    before = page.tokens.folds[max(unit.first, ban.first - 2) : ban.last]
    is_word = any(stem.startswith("contraind") for stem in page.tokens.stems[ban.first : ban.last])
    return is_word and not {"not", "no", "never", "neither"}.isdisjoint(before)


def _is_of_product(unit: Unit, page: Page, ban: Cue) -> bool:
    """What the ban is on: a product, a word for it, or "medicines containing A" where A is of the product."""
    if any(agent.last <= ban.first for agent in unit.products):
        return True
    said = page.tokens.folds[unit.first : ban.first]
    opens = said[:1] in (["it"], ["therapy"], ["treatment"], ["infusion"]) or said[:2] in _OF_IT
    holds = said[:1] in (["medicine"], ["medicines"], ["product"], ["products"]) and any(t.has("Constituent") and t.last <= ban.first for t in unit.terms)
    return opens or holds or says_this_medicine(said)


def _meant(unit: Unit, page: Page, classes: tuple[str, ...]) -> list[Term]:
    """The first term of some classes in the sentence, the longest at its place."""
    named = [term for term in unit.terms if term.has(*classes) and not (term.has("AdverseEffect") and not term.has("RiskFactor"))]
    if not named:
        return []
    nearest = max((term for term in named if term.first < named[0].last), key=lambda term: term.last - term.first)
    held = next((term for term in named if term.first >= nearest.last and _HOLDING.issuperset(page.tokens.folds[nearest.last : term.first])), None)
    if held is not None and held.first > nearest.last and page.tokens.folds[held.first - 1] != "and":
        return [held]  # "Some of those with A have B"
    return [nearest]
