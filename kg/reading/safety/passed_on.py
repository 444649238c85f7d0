"""Infections that a product passed on, or never did: sentences go in, drafts of has_adverse_effect come out.

The infection is what the product does harm with, not what it is given for: "Hepatitis C was passed on by two brands", "Contaminated lots
infected women with hepatitis C", "You cannot catch HIV from it".
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.drafts import Draft
from kg.reading.page import Page, Term, Unit
from kg.reading.subjects import is_under_rival
from kg.records import Polarity

__all__ = ["PASSING_ON", "find_passed_on"]

#: Words of which such a sentence has one, beside those for what is passed on.
PASSING_ON = frozenset(("ruled", "rule", "excluded", "exclude"))
_VERBS = frozenset((
    "passed", "pass", "transmit", "transmitted", "transmits", "spread", "caught", "catch", "contract", "contracted", "acquired", "infected",
))  # fmt: skip
PASSING_ON |= _VERBS


def find_passed_on(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read has_adverse_effect of infections that blood carries."""
    tokens = page.tokens
    if unit.is_heading or unit.is_row or tokens.surfaces[unit.last - 1] == "?":
        return
    at = next((i for i in range(unit.first, unit.last) if tokens.folds[i] in _VERBS), None)
    if at is None:
        yield from _left_open(unit, page)
    infections = [term for term in unit.terms if (term.stands_for or term.concept) in _BLOOD_BORNE]
    if at is None or not infections or is_under_rival(unit, page) or _is_past_belief(unit, page, at):
        return
    product = _passing(unit, page, at, infections)
    if product is None:
        return
    concept, first, last = product
    stretch = tokens.folds[unit.first : max(at, infections[0].first)]
    polarity: Polarity = "affirmed"
    if not _DENYING.isdisjoint(stretch):
        if not _TAKEN_BACK.isdisjoint(tokens.folds[infections[-1].last : unit.last]):
            return  # "Nobody has caught A from it, but the risk is never nil"
        polarity = "negated"
    elif not _DOUBTING.isdisjoint(unit.folds):
        polarity = "hedged"
    for term in infections:
        yield Draft(
            concept, "has_adverse_effect", term.stands_for or term.concept, term.first, term.last, "infection passed on",
            round(0.75 * term.score, 3), unit.index,
            polarity=polarity, severity="unspecified", frequency="unspecified", cue_span=(at, at + 1),
            subject_span=(first, last) if first >= 0 else None,
        )  # fmt: skip


def _left_open(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Prion disease is a danger that cannot be ruled out", "the risk of A cannot be excluded": what a text on a product leaves open."""
    folds = page.tokens.folds
    infection = next((term for term in unit.terms if term.concept in _PRIONS), None)
    at = next((i for i in range(unit.first, unit.last) if folds[i] in PASSING_ON), None)
    product = next((agent for agent in unit.products), None)
    concept = product.concept if product is not None else page.topic
    if infection is None or at is None or concept is None or unit.rivals or infection.last > at or _RISKS.isdisjoint(folds[unit.first : at]):
        return
    if _CANNOT.isdisjoint(folds[infection.first : at]) or not _OF_PRODUCTS.isdisjoint(folds[unit.first : infection.first]):
        return
    yield Draft(
        concept, "has_adverse_effect", infection.concept, infection.first, infection.last, "infection left open", round(0.7 * infection.score, 3),
        unit.index, polarity="hedged", severity="unspecified", frequency="unspecified", cue_span=(at, at + 1),
        subject_span=(product.first, product.last) if product is not None else None,
    )  # fmt: skip


_PRIONS = frozenset(("creutzfeldt-jakob-disease",))
_RISKS = frozenset(("risk", "danger", "possibility", "hazard", "chance"))
_CANNOT = frozenset(("cannot", "not", "never"))
#: What is not the product of the page: "the risk of A from blood transfusion".
_OF_PRODUCTS = frozenset(("transfusion", "transfusions", "beef"))


def _is_past_belief(unit: Unit, page: Page, at: int) -> bool:
    """ "It was feared that X passed on A", "X was once thought to transmit A": what somebody believed."""
    return not _BELIEVED.isdisjoint(page.tokens.folds[unit.first : at])


def _passing(unit: Unit, page: Page, at: int, infections: list[Term]) -> tuple[str, int, int] | None:
    """The product that the sentence lays the infection at, with its place; or the page's, where it speaks of "a brand", "lots" or "it"."""
    folds = page.tokens.folds
    if infections[-1].last <= at and _BEEN.isdisjoint(folds[infections[-1].last : at]):
        return None  # "Those with hepatitis C pass on the virus"
    if folds[at] in _PASSIVE and infections[-1].last <= at:  # "A was passed on by X"
        return _named(unit, page, at + 1, _BY)
    behind = infections[0].first > at and infections[0].first - at <= _TO_INFECTION
    if not behind:
        return None
    if folds[at] in _CAUGHT:  # "catch A from X"
        return _named(unit, page, infections[-1].last, _FROM)
    if folds[at] == "infected" and "with" not in folds[at : infections[0].first]:
        return None
    if folds[at] == "infected" and folds[at - 1] in _BEARERS:
        return None  # "a treatment for children infected with A": who they are
    acting = next((a for a in reversed(unit.agents) if a.last <= at), None)  # "X passed on A"
    if acting is not None and at - acting.last <= _TO_VERB and not _BROKEN & set(folds[acting.last : at]):
        return None if acting.concept is None or folds[acting.first - 1] in _AGAINST else (acting.concept, acting.first, acting.last)
    made = next((i for i in range(at - 1, max(unit.first, at - _TO_VERB) - 1, -1) if folds[i] in _PRODUCED), None)
    if made is not None and page.topic is not None and folds[made - 1] not in _OF_OTHERS and not unit.agents:
        return page.topic, -1, -1
    return None


def _named(unit: Unit, page: Page, first: int, leading: frozenset[str]) -> tuple[str, int, int] | None:
    """ "by two brands", "through one IVIG product", "from immunoglobulin", "from it"."""
    folds = page.tokens.folds
    start = next((i for i in range(first, min(first + _TO_LEADING, unit.last)) if folds[i] in leading), None)
    if start is None:
        return None
    end = min(start + _TO_PRODUCT, unit.last)
    named = next((a for a in unit.agents if start < a.first < end and _BROKEN.isdisjoint(folds[start:a.first])), None)
    if named is not None:
        return None if named.concept is None else (named.concept, named.first, named.last)
    made = next((i for i in range(start + 1, end) if folds[i] in _PRODUCED), None)
    is_own = made is not None and folds[made - 1] not in _OF_OTHERS and _BROKEN.isdisjoint(folds[start:made])
    is_own = is_own and not (unit.products and made is not None and folds[made] != "it")  # "IVIG was studied in those who caught A from products"
    return (page.topic, -1, -1) if is_own and page.topic is not None and not unit.rivals else None


_BLOOD_BORNE = frozenset(("hepatitis", "hepatitis-b", "hepatitis-c", "hiv-aids"))
_PASSIVE = frozenset(("passed", "transmitted", "spread", "caught", "contracted", "acquired"))
_CAUGHT = frozenset(("catch", "caught", "contract", "contracted", "acquired"))
_BEEN = frozenset(("be", "is", "are", "was", "were", "been", "being"))
_BY = frozenset(("by", "through", "via", "from", "with"))
_FROM = frozenset(("from", "through", "via", "with"))
#: Words that stand for the product of the page, and those that make it another.
_PRODUCED = frozenset((
    "brand", "brands", "lot", "lots", "batch", "batches", "product", "products", "preparation", "preparations", "infusion", "infusions", "it",
    "treatment", "medicine",
))  # fmt: skip
_OF_OTHERS = frozenset(("blood", "other", "plasma", "factor"))
_AGAINST = frozenset(("against", "without", "than"))
_BROKEN = frozenset((";", ":", ",", "but", "who", "which", "than", "given", "transfusion", "transfusions", "needle", "needles", "together"))
_BELIEVED = frozenset(("thought", "feared", "believed", "suspected", "alleged", "rumoured", "rumored", "supposed", "claimed"))
_BEARERS = frozenset(("patient", "people", "person", "child", "adult", "infant", "mother", "woman", "man", "those", "donor", "baby", "newborn"))
_DENYING = frozenset(("no", "not", "never", "cannot", "nobody", "none", "without", "neither"))
_TAKEN_BACK = frozenset(("but", "although", "though", "yet"))
_DOUBTING = frozenset(("may", "might", "can", "could", "unlikely", "theoretically", "theoretical", "risk"))
#: Tokens from the verb to "by" ("passed on by"), from there to the product, from a product to its verb, and from the verb to the infection.
_TO_LEADING = 3
_TO_PRODUCT = 7
_TO_VERB = 4
_TO_INFECTION = 7
