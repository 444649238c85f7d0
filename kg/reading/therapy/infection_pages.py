"""Pages about one infection: sentences that give a product to those who met it, or lack a vaccine, go in; drafts of prevents come out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Page, Term, Unit
from kg.reading.qualifiers import polarity_of
from kg.reading.subjects import is_excluded
from kg.reading.table_rows import OCCASIONS
from kg.reading.therapy.advice import gives_advice
from kg.reading.therapy.exposure import PREVENTING, TREATING, is_on_treating, mentions_exposure
from kg.reading.therapy.scope import NOT_THERAPY
from kg.reading.words import stem
from kg.records import Status

__all__ = ["find_guarding"]

#: Products that hold antibodies against whatever donors met.
_POLYVALENT = frozenset(("immunoglobulin", "intravenous-immunoglobulin", "intramuscular-immunoglobulin", "subcutaneous-immunoglobulin"))
_ELSEWHERE = NOT_THERAPY | {"contraindications", "transmission"}
_GIVING = frozenset(map(stem, ("give", "given", "receive", "offer", "need", "recommend", "get", "have", "advise", "consider", "inject", "add", "added")))
_VACCINES = frozenset(map(stem, ("vaccine", "vaccinated", "vaccination", "immunised", "immunized", "immunisation", "immunization", "unvaccinated")))


def find_guarding(unit: Unit, page: Page, disease: Term, guarded: Mapping[str, str], preventable: Collection[str]) -> Iterator[Draft]:
    """ "Those who were never vaccinated will also get rabies immunoglobulin" on a page about rabies: `disease`, where it can be prevented."""
    if disease.concept not in preventable or unit.is_heading or unit.place.kind in _ELSEWHERE or page.tokens.surfaces[unit.last - 1] == "?":
        return
    products = [agent for agent in unit.products if not is_excluded(agent, page)]
    named = {agent.concept or "": agent for agent in reversed(products)}
    if not named or _GIVING.isdisjoint(unit.stems) or not TREATING.isdisjoint(unit.stems):
        return
    if any(guarded.get(product) != disease.concept and product not in _POLYVALENT for product in named):
        return
    if any(_is_other(unit, term, disease) for term in unit.terms):
        return
    met = mentions_exposure(page, unit.first, unit.last) and not is_on_treating(unit, page)
    if not (met or page.is_headed_by(unit, PREVENTING | _VACCINES, TREATING) or _lacks_vaccine(unit, page)):
        return
    status: Status = "recommended" if gives_advice(unit, page) else "used"
    for product, agent in reversed(named.items()):
        span = (agent.first, agent.last)
        if polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), *span) != "negated":
            yield draft_of(product, "prevents", disease, "given on a page about one infection", 0.65, unit.index, status=status, subject_span=span)


def _is_other(unit: Unit, term: Term, disease: Term) -> bool:
    """Another illness than the page's, of which the sentence may speak."""
    if not term.has("Condition") or term.concept == disease.concept or term.concept in OCCASIONS:
        return False
    return not any(agent.first <= term.first and term.last <= agent.last for agent in unit.agents)


def _lacks_vaccine(unit: Unit, page: Page) -> bool:
    """ "If you were never vaccinated", "when the vaccine cannot be given", "in addition to the vaccine": here or right before."""
    before = unit.previous
    said = unit.stems if before is None or before.block != unit.block or before.is_heading else [*unit.stems, *before.stems]
    if not _LACKING.isdisjoint(unit.folds) and not _VACCINES.isdisjoint(unit.stems):
        return True
    return not _VACCINES.isdisjoint(said) and not is_on_treating(unit, page)


_LACKING = frozenset(("never", "unvaccinated", "unimmunised", "unimmunized"))
