"""Sensitisation to the rhesus factor: a page's words go in, "sensitised" beside anti-D immunoglobulin becomes what that prevents.

The word alone may stand for transplants, allergies and much else; the product or the blood group in its sentence tells what is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from kg.concepts import Concept
from kg.reading.drafts import Draft
from kg.reading.page import Page, Term, Unit
from kg.reading.therapy.refutations import DENIAL, FAILS, futile

__all__ = ["SENSITISED", "anti_d_products", "find_too_late", "fit_sensitisation", "without_occasions"]

_ANTI_D = "anti-d-immunoglobulin"

_WORDS = frozenset(("sensitisation", "sensitization", "sensitised", "sensitized", "alloimmunisation", "alloimmunization"))
#: What is said of a woman who is sensitised: that, or that she has antibodies.
_STATES = _WORDS | {"antibody"}
_GROUPS = frozenset(("rh", "rhd", "rhesus", "rho", "anti-d"))
_OTHER_MATTERS = frozenset(("hla", "transplant", "transplantation", "kidney", "graft", "allergen", "allergy", "donor", "iga"))
_CONDITION = frozenset(("Condition",))


def anti_d_products(concepts: Mapping[str, Concept]) -> frozenset[str]:
    """Give anti-D immunoglobulin and its brands."""
    return frozenset(slug for slug, concept in concepts.items() if slug == _ANTI_D or _ANTI_D in concept.form_of)


def fit_sensitisation(page: Page, products: Collection[str]) -> None:
    """Name the sensitisation that anti-D prevents, which a page on that need not say again; `products` are that and its brands."""
    if not any(term.concept in products for unit in page.units for term in unit.terms):
        return
    for unit in page.units:
        if any(term.concept in products for term in unit.terms):
            _add_forming(unit, page)
        if _WORDS.isdisjoint(unit.folds) or not _OTHER_MATTERS.isdisjoint(unit.folds):
            continue
        if page.topic in products or any(term.concept in products for term in unit.terms) or not _GROUPS.isdisjoint(unit.folds):
            _add(unit, page)


def without_occasions(drafts: Iterable[Draft], products: Collection[str]) -> list[Draft]:
    """Leave out what a woman is given anti-D after ("after a sensitising event: miscarriage, A"): neither treated by it nor its effect."""
    return [
        draft
        for draft in drafts
        if draft.object not in _EVENTS or draft.subject not in products or draft.predicate not in {"treats", "has_adverse_effect"}
    ]


def find_too_late(unit: Unit, page: Page, products: Collection[str]) -> Iterator[Draft]:
    """ "Once antibodies have formed, anti-D no longer helps", "is of no use to women already sensitised": what it cannot undo."""
    folds = page.tokens.folds
    if _STATES.isdisjoint(unit.folds) or unit.is_heading or page.tokens.surfaces[unit.last - 1] == "?" or not _OTHER_MATTERS.isdisjoint(unit.folds):
        return
    state = next((i for i in range(unit.first, unit.last) if _is_sensitised(unit, page, i)), None)
    if state is None or not _NOT_YET.isdisjoint(folds[max(unit.first, state - _FORMING) : state]):
        return
    named = [agent for agent in unit.agents if not 0 <= state - agent.last <= _OF_ANTIBODIES]
    if any(agent.concept not in products for agent in named if folds[agent.first : agent.last] != ["antibody"]):
        return
    product = next((agent.concept for agent in named if agent.concept in products), page.topic)
    if product is None or product not in products:
        return
    verb = next((i for i in range(unit.first, unit.last) if _is_denied_help(page, unit, i)), None)
    if verb is None:
        cue = next((c for c in unit.relations if c.phrase.kind in FAILS and not c.first <= state < c.last), None)
        verb = cue.first if cue is not None else None
    if verb is not None:
        term = Term(state, state + 1, SENSITISED, _CONDITION, 0.9, "exact", ("beside anti-D immunoglobulin",))
        yield futile(product, term, "too late for anti-D", unit, (verb, verb + 1))


def _is_sensitised(unit: Unit, page: Page, index: int) -> bool:
    """ "already sensitised", "have formed antibodies", "whose blood already holds anti-D antibodies"."""
    folds = page.tokens.folds
    before = folds[max(unit.first, index - _FORMING) : index]
    if folds[index] in _WORDS:
        return not _REACHED.isdisjoint(before)
    if folds[index] not in _STATES:
        return False
    behind = folds[index + 1 : min(unit.last, index + 1 + _FORMING)]
    formed = not _FORMED.isdisjoint(before) or (not _FORMED.isdisjoint(behind) and not _PERFECT.isdisjoint(behind))
    return formed and not (_REACHED | _PERFECT).isdisjoint([*before, *behind])


def _is_denied_help(page: Page, unit: Unit, index: int) -> bool:
    stem = page.tokens.stems[index]
    before = page.tokens.folds[max(unit.first, index - DENIAL) : index]
    return stem in page.lists["effect"] and not (page.lists["denial"] | {"cannot"}).isdisjoint(before)


SENSITISED = "rh-isoimmunization"
#: Tokens between what was formed and the verb, those from "anti-D" to "antibodies", words of what has come about, and verbs of it.
_FORMING, _OF_ANTIBODIES = 6, 1
_REACHED = frozenset(("already", "been", "once", "is", "are", "were", "was", "after"))
_PERFECT = frozenset(("have", "has", "had", "having"))
_FORMED = frozenset(("formed", "made", "developed", "produced", "contains", "contain", "holds", "hold", "form", "has", "have", "had"))
_NOT_YET = frozenset(("no", "not", "yet", "before", "unless", "until", "never", "without"))
#: Events at which the baby's blood may get into the mother's.
_EVENTS = frozenset(("ectopic-pregnancy", "miscarriage", "stillbirth", "vaginal-hemorrhage", "trauma"))


def _add_forming(unit: Unit, page: Page) -> None:
    """ "Anti-D lowers the chance of a woman forming antibodies": what it keeps from coming about is the sensitisation."""
    folds = page.tokens.folds
    for index in range(unit.first + 2, unit.last):
        if folds[index] != "antibody" or folds[index - 1] not in _BEING_FORMED:
            continue
        if not _CHANCES.isdisjoint(folds[max(unit.first, index - _TO_CHANCE) : index]):
            unit.terms = [term for term in unit.terms if not term.first <= index < term.last]
            unit.terms.append(Term(index - 1, index + 1, SENSITISED, _CONDITION, 0.9, "exact", ("beside anti-D immunoglobulin",)))
            unit.terms.sort(key=lambda term: (term.first, term.last))


_BEING_FORMED = frozenset(("forming", "form", "forms", "making", "make", "makes", "developing", "develop", "develops", "producing", "produce", "produces"))
_CHANCES = frozenset(("chance", "chances", "risk", "likelihood"))
#: Tokens from "the chance" to the antibodies.
_TO_CHANCE = 7


def _add(unit: Unit, page: Page) -> None:
    """ "to prevent sensitisation": add a term where no longer name has the word."""
    named = {index for term in unit.terms for index in range(term.first, term.last)}
    for index in range(unit.first, unit.last):
        if page.tokens.folds[index] in _WORDS and index not in named and page.tokens.folds[index - 1] not in {"non", "not", "un"}:
            unit.terms.append(Term(index, index + 1, SENSITISED, _CONDITION, 0.9, "exact", ("beside anti-D immunoglobulin",)))
    unit.terms.sort(key=lambda term: (term.first, term.last))
