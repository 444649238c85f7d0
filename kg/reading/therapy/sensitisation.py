"""Sensitisation to the rhesus factor: a page's words go in, "sensitised" beside anti-D immunoglobulin becomes what that prevents.

The word alone may stand for transplants, allergies and much else; the product or the blood group in its sentence tells what is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from kg.concepts import Concept
from kg.reading.drafts import Draft
from kg.reading.page import Page, Term, Unit

__all__ = ["anti_d_products", "fit_sensitisation", "without_occasions"]

_ANTI_D = "anti-d-immunoglobulin"

_WORDS = frozenset(("sensitisation", "sensitization", "sensitised", "sensitized", "alloimmunisation", "alloimmunization"))
_GROUPS = frozenset(("rh", "rhd", "rhesus", "rho", "anti-d"))
_OTHER_MATTERS = frozenset(("hla", "transplant", "transplantation", "kidney", "graft", "allergen", "allergy", "donor"))
_CONDITION = frozenset(("Condition",))


def anti_d_products(concepts: Mapping[str, Concept]) -> frozenset[str]:
    """Give anti-D immunoglobulin and its brands."""
    return frozenset(slug for slug, concept in concepts.items() if slug == _ANTI_D or _ANTI_D in concept.form_of)


def fit_sensitisation(page: Page, products: Collection[str]) -> None:
    """Name the sensitisation that anti-D prevents, which a page on that need not say again; `products` are that and its brands."""
    if not any(term.concept in products for unit in page.units for term in unit.terms):
        return
    for unit in page.units:
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


#: Events at which the baby's blood may get into the mother's.
_EVENTS = frozenset(("ectopic-pregnancy", "miscarriage", "stillbirth", "vaginal-hemorrhage", "trauma"))


def _add(unit: Unit, page: Page) -> None:
    """ "to prevent sensitisation": add a term where no longer name has the word."""
    named = {index for term in unit.terms for index in range(term.first, term.last)}
    for index in range(unit.first, unit.last):
        if page.tokens.folds[index] in _WORDS and index not in named:
            unit.terms.append(Term(index, index + 1, "rh-isoimmunization", _CONDITION, 0.9, "exact", ("beside anti-D immunoglobulin",)))
    unit.terms.sort(key=lambda term: (term.first, term.last))
