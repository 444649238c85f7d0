"""Conditions in which a product must not be given: governed terms go in, drafts of contraindicated_in come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.governors import Governor, Subject
from kg.reading.openings import is_noun_phrase
from kg.reading.page import DISEASES, Page, Term, Unit
from kg.reading.subjects import resolve_subject
from kg.reading.therapy.drafts import cue_tokens, therapy_draft
from kg.reading.therapy.scope import UNSPECIFIC

__all__ = ["allergies", "contraindicated"]


def allergies(unit: Unit, page: Page, term: Term, governor: Governor) -> Iterator[Draft]:
    """ "allergic to A, B or C" under a contraindication: the hypersensitivity to each constituent."""
    if unit.place.kind != "contraindications" and not any(c.phrase.kind.startswith("contraindicated") for c in unit.relations):
        return
    condition = term.concept if term.concept.startswith("hypersensitivity-") else term.stands_for
    if unit.cues("advice") or not condition:
        return
    subject = resolve_subject(unit, page, Governor("contraindicated", "", None, "section", unit.index), term, default=True)
    if subject is None and page.topic:
        subject = Subject(page.topic, None, "topic")
    if subject is None:
        return
    yield Draft(
        subject.concept,
        "contraindicated_in",
        condition,
        term.first,
        term.last,
        "allergy to a constituent",
        round(0.8 * term.score, 3),
        unit.index,
        cue_span=cue_tokens(governor),
    )


_PLACES = frozenset(("area", "site", "skin", "region", "limb", "spot", "place"))


def contraindicated(unit: Unit, page: Page, term: Term, governor: Governor) -> Iterator[Draft]:
    """Claim that the product must not be given to those with a condition."""
    if not _PLACES.isdisjoint(page.tokens.folds[term.last - 1 : term.last + 1]):
        return  # "do not infuse into a swollen area"
    if governor.source != "cue" and (unit.cues("advice") or _is_allowed(unit, page, term)):
        return
    if term.concept == _ANTI_IGA or (term.concept in _LACKING_IGA and _has_antibodies(unit, page, term)):
        term = replace(term, concept="iga-deficiency-with-anti-iga-antibodies", classes=frozenset(("Immunodeficiency", "RiskFactor")))
    states = governor.source == "section" and not unit.is_item and page.tokens.folds[unit.first] not in {"if", "when", "in"}
    if governor.source == "section" and _names_none(page, unit):
        return
    if states and any(cue.phrase.kind in _WEIGHING and page.tokens.stems[cue.first] != "have" for cue in unit.safety):
        return  # "those who lack IgA may form antibodies; weigh the benefit against the risk"
    if (
        governor.cue is not None
        and governor.unit == unit.index
        and (_is_of_vaccines(unit, governor.cue) or _is_of_another(unit, governor.cue) or _is_denied(page, unit, governor.cue))
    ):
        return
    if (
        governor.relation == "contraindicated-left"
        and governor.cue is not None
        and not _OF_OTHERS.isdisjoint(page.tokens.folds[term.last : governor.cue.first])
    ):
        return  # "A in those for whom other treatments are contraindicated"
    if not term.has(*DISEASES, "RiskFactor", "Route", "AdverseEffect", "Population") or term.concept in UNSPECIFIC:
        return
    subject = resolve_subject(unit, page, governor, term, default=True)
    if subject is None:
        return
    if term.has("Route") and governor.source != "cue" and not is_noun_phrase(unit, page, unit.last):
        return
    if term.has("Population") and term.last < unit.last and page.tokens.folds[term.last] in {"who", "with", "whose"}:
        return  # "must not be given to children who ...": what follows is the contraindication
    if term.has("Route") and term.last < unit.last and page.tokens.folds[term.last] in {"product", "preparation", "immunoglobulin"}:
        return  # "the intramuscular products"
    if term.has("Route") and term.last - term.first == 1 and page.tokens.folds[term.first] in {"injection", "infusion"}:
        return  # "do not have the injection if ..."
    inside = _opened_bracket(page, unit, term)
    if inside and ((governor.source in {"section", "intro"} and term.has("Category")) or _is_sign_of_reaction(unit, page, term)):
        return
    if term.has("Category") and not term.has("Condition"):
        return
    yield therapy_draft(unit, page, subject, "contraindicated_in", term, governor, "", "affirmed", 0.85)


def _is_sign_of_reaction(unit: Unit, page: Page, term: Term) -> bool:
    """ "an allergic reaction (rash, breathlessness) to X": what the bracket names is how the reaction shows."""
    if not term.has("AdverseEffect"):
        return False
    opening = next((i for i in range(term.first - 1, unit.first, -1) if page.tokens.surfaces[i] == "("), None)
    return opening is not None and not _REACTIONS.isdisjoint(page.tokens.stems[max(unit.first, opening - 3) : opening])


_REACTIONS = frozenset(("allergic", "allergi", "allergy", "hypersensitiv", "hypersensitivity", "reaction", "react"))


def _has_antibodies(unit: Unit, page: Page, term: Term) -> bool:
    """ "no IgA and have made antibodies to it": the deficiency that forbids the product is the one with antibodies."""
    stems = page.tokens.stems[term.last : unit.last]
    at = next((i for i, stem in enumerate(stems) if stem == "antibodi" or stem == "antibody"), None)
    return at is not None and at <= _ANTIBODIES and not {";", "."}.intersection(page.tokens.surfaces[term.last : term.last + at])


#: Antibodies that, where a text forbids the product, stand for the deficiency of those who have them.
_ANTI_IGA = "anti-iga-antibody"
#: Words between the deficiency and the antibodies.
_ANTIBODIES = 16
_WEIGHING = frozenset(("prone", "raise", "rise", "monitor", "caution"))


def _is_denied(page: Page, unit: Unit, cue: Cue) -> bool:
    """ "IVIG is not contraindicated in pregnancy", "diabetes is no contraindication": the product may be given."""
    before = [word.lower() for word in page.tokens.surfaces[max(unit.first, cue.first - 2) : cue.last]]
    stems = page.tokens.stems[cue.first : cue.last]
    is_word = any(stem.startswith("contraind") for stem in stems)
    return is_word and not {"not", "no", "never", "neither", "nor", "without"}.isdisjoint(before)


_LACKING_IGA = frozenset(("selective-iga-deficiency", "iga-deficient-patients"))
_OF_OTHERS = frozenset(("other", "another", "conventional", "alternative", "standard", "steroid", "corticosteroid"))


def _is_allowed(unit: Unit, page: Page, term: Term) -> bool:
    """ "Mild A is no contraindication": what a section on contraindications says of what is none."""
    behind = range(term.last, min(unit.last, term.last + _SAID))
    at = next((i for i in behind if page.tokens.stems[i].startswith("contraind")), None)
    return at is not None and not {"not", "no", "neither", "never"}.isdisjoint(page.tokens.folds[term.last : at])


#: Words between a condition and what is said of it.
_SAID = 8


def _is_of_another(unit: Unit, cue: Cue) -> bool:
    """ "Contraindications to plasma exchange include A": what is forbidden is named behind the word, and it is another treatment."""
    named = next((agent for agent in unit.agents if cue.first < agent.last and 0 <= agent.first - cue.last <= 3), None)
    return named is not None and named.concept is None


def _names_none(page: Page, unit: Unit) -> bool:
    """ "There are no known contraindications in exposed persons"."""
    at = next((i for i in range(unit.first, unit.last) if page.tokens.stems[i].startswith("contraind")), None)
    return at is not None and not {"no", "none", "without"}.isdisjoint(page.tokens.folds[max(unit.first, at - 4) : at])


def _is_of_vaccines(unit: Unit, cue: Cue) -> bool:
    """ "Live vaccines are not given to people with A": it is they that are not given."""
    before = [t for t in unit.terms if t.has("Vaccine") and t.last <= cue.first]
    return bool(before) and not any(agent.concept and before[-1].last <= agent.first < cue.last for agent in unit.agents)


def _opened_bracket(page: Page, unit: Unit, term: Term) -> bool:
    depth = 0
    for index in range(unit.first, term.first):
        depth += {"(": 1, ")": -1}.get(page.tokens.surfaces[index], 0)
    return depth > 0
