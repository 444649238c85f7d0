"""Treatments that rid the body of the product, and the product of them: a sentence goes in, drafts of interacts_with come out.

Blockers of the receptor that recycles immunoglobulin shorten the stay of an infused product, and plasma exchange takes it out again.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.cues import Cue
from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Agent, Page, Term, Unit

__all__ = ["find_clearing"]


def find_clearing(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Efgartigimod clears infused immunoglobulin", "Plasma exchange washes IVIG out", "Rituximab is lost faster when IVIG is added"."""
    if unit.place.kind in _SILENT or page.tokens.surfaces[unit.last - 1] == "?":
        return
    told: set[str] = set()
    for cue in unit.safety:
        if cue.phrase.kind not in {"clear", "clear-by"}:
            continue
        product = _cleared(unit, page, cue) if cue.phrase.kind == "clear" else _beside(unit, cue)
        if product is None or product.concept is None:
            continue
        for term in unit.terms:
            if term.concept in told or not _acts(term) or not _is_at(unit, page, term, cue, product):
                continue
            told.add(term.concept)
            denied = not _DENYING.isdisjoint(page.tokens.folds[max(unit.first, cue.first - _TO_DENIAL) : cue.first])
            yield draft_of(
                product.concept, "interacts_with", term, "clearing", 0.8, unit.index, cue_span=(cue.first, cue.last),
                subject_span=(product.first, product.last) if product.first >= 0 else None, polarity="negated" if denied else "affirmed",
            )  # fmt: skip


def _acts(term: Term) -> bool:
    return (term.has("Medication", "MonoclonalAntibody") or term.concept in _WASHING) and term.concept not in _INERT


def _cleared(unit: Unit, page: Page, cue: Cue) -> Agent | None:
    """The product right behind the verb, or what "it" and "the infused antibodies" stand for; not "IgG" as such, which may be the patient's own."""
    folds = page.tokens.folds
    before = [agent for agent in unit.products if agent.last <= cue.first]
    if cue.phrase.value == "it":
        near = before[-1] if before and cue.first - before[-1].last <= _TO_PRODUCT else None
        return near if near is not None and {";", ":", ","}.isdisjoint(folds[near.last : cue.first]) else None
    behind = folds[cue.last : cue.last + _TO_PRODUCT]
    given = not _INFUSED.isdisjoint(folds[cue.last - 1 : cue.last + _TO_PRODUCT])
    for agent in unit.products:
        words = folds[cue.last : agent.first]
        if not 0 <= agent.first - cue.last <= _TO_PRODUCT or not (_INFUSED | _ARTICLES).issuperset(words):
            continue
        own = folds[agent.last - 1] in _OWN and agent.last - agent.first == 1
        if given or not own or not _EFFECTS.isdisjoint(page.tokens.folds[cue.first : cue.last]):
            return agent
        return None
    if given and not _OWN.isdisjoint(behind):
        return before[-1] if before else Agent(-1, -1, page.topic)
    return None


def _beside(unit: Unit, cue: Cue) -> Agent | None:
    """The product nearest to words such as "is cleared faster", before or behind them."""
    near = [agent for agent in unit.products if abs(agent.first - cue.first) <= _NEAR]
    return min(near, key=lambda agent: abs(agent.first - cue.first)) if near else None


def _is_at(unit: Unit, page: Page, term: Term, cue: Cue, product: Agent) -> bool:
    """Tell whether a treatment is what clears, or what is cleared: before the verb, or on its other side than the product."""
    folds = page.tokens.folds
    first, last = (term.last, cue.first) if term.last <= cue.first else (cue.last, term.first)
    if last < first or ";" in folds[first:last] or last - first > _FAR:
        return False
    if cue.phrase.kind == "clear":
        return term.last <= cue.first and "not" not in folds[max(unit.first, term.first - 1) : term.first]
    if term.last <= cue.first:
        return product.first >= cue.last and not _LEADING.isdisjoint(folds[cue.last : product.first])
    return product.last <= cue.first and not _LEADING.isdisjoint(folds[cue.last - 1 : term.first])


_SILENT = frozenset(("references", "exclusion", "eligibility"))
_WASHING = frozenset(("plasma-exchange", "immunoadsorption"))
_INERT = frozenset(("placebo", "saline"))
_DENYING = frozenset(("not", "no", "never", "neither"))
_INFUSED = frozenset(("infused", "given", "administered", "therapeutic", "injected", "exogenous", "donor", "transfused"))
_ARTICLES = frozenset(("the", "your", "their", "his", "her", "any", "of", "an", "a", "freshly", "just", "recently"))
_OWN = frozenset(("igg", "immunoglobulin", "immunoglobulins", "antibody", "antibodies", "globulin"))
_EFFECTS = frozenset(("effect", "effects", "efficacy", "effectiveness", "benefit", "action"))
_LEADING = frozenset(("by", "under", "with", "when", "after", "during", "through", "if", "on", "while", "alongside", "because"))
#: Tokens from the verb to its product, to a denial before it, to a product on either side, and to the other treatment.
_TO_PRODUCT = 4
_TO_DENIAL = 3
_NEAR = 10
_FAR = 14
