"""Conditions that a product is said to prevent: governed terms go in, drafts of prevents come out."""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.page import Page, Term, Unit
from kg.reading.qualifiers import polarity_of
from kg.reading.relations import Governor, resolve_subject
from kg.reading.therapy.drafts import therapy_draft
from kg.reading.therapy.scope import UNSPECIFIC, defines, is_background, is_renamed
from kg.reading.therapy.status import mentions_study, status_of
from kg.records import Status

__all__ = ["prevents"]


def prevents(unit: Unit, page: Page, term: Term, governor: Governor) -> Iterator[Draft]:
    """Claim that the product prevents a condition, or treats the one in which it prevents something."""
    if (not term.has("Condition", "Category", "Immunodeficiency") and not term.stands_for) or term.concept in UNSPECIFIC:
        return
    if (
        is_background(unit, page, term, governor)
        or is_renamed(unit, page, term)
        or defines(unit, page, term)
        or unit.place.kind in {"transmission", "interactions", "contraindications", "overdose"}
    ):
        return
    if term.has("Immunodeficiency") or term.concept in {"pregnancy", "immunodeficiency", "autoimmune-disease", "inflammatory-disease"}:
        return
    if page.tokens.folds[term.last : term.last + 1] == ["from"] and not _PASSING.isdisjoint(page.tokens.stems[term.last : term.last + 4]):
        return  # "prevents infections from passing into the product"
    if governor.cue is not None and governor.relation == "prevents-left" and _goes_away(unit, page, term, governor.cue):
        return
    in_uses = unit.place.kind == "indications" and not any(agent.concept is None for agent in unit.agents)
    default = (
        governor.source == "intro" or in_uses or (page.topic is not None and not unit.agents and _speaks_of_antibodies(unit, page, term))
    )
    subject = resolve_subject(unit, page, governor, term, default=default)
    if subject is None:
        return
    cue_first = governor.cue.first if governor.cue and governor.unit == unit.index else None
    if cue_first is not None and governor.cue is not None and _is_setting(unit, page, term, governor.cue):
        yield therapy_draft(unit, page, subject, "treats", term, governor, *status_of(unit, page, term, governor), 0.7)
        return
    qualifiers = unit.qualifiers
    if governor.relation == "prevents-left" and cue_first is not None:
        keeping = [i for i in range(unit.first, term.first) if page.tokens.stems[i] in _KEEPING]
        qualifiers = [q for q in qualifiers if not keeping or q.first >= keeping[-1] - 2]  # "... that it cannot make and so keeps A away"
    polarity = polarity_of(qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last, cue_first=cue_first)
    if any(page.tokens.stems[i] == "vaccin" for i in range(term.last, min(term.last + 2, unit.last))):
        return
    is_study = page.is_trial and (unit.is_heading or mentions_study(unit, page))
    status: Status = (
        "investigational" if governor.value == "investigational" or is_study else "approved" if governor.value == "approved" else "used"
    )
    if status == "used" and page.is_label and unit.place.kind == "indications":
        status = "approved"
    yield therapy_draft(unit, page, subject, "prevents", term, governor, status, polarity, 0.85)


_PASSING = frozenset(("pass", "enter", "transmit", "spread", "get", "reach", "transfer"))
#: Verbs of "keeps A away", "holds B at bay".
_KEEPING = frozenset(("keep", "kept", "hold", "held"))


def _goes_away(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "A goes away" by itself; "keeps A away", "holds B at bay" need the verb."""
    return page.tokens.folds[cue.last - 1] in {"away", "bay"} and _KEEPING.isdisjoint(page.tokens.stems[unit.first : term.first])


def _is_setting(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "prevents aneurysms in A": what is prevented stands between; A is the disease in which it is."""
    if not term.has("Condition", "Immunodeficiency") or term.first - cue.last < 2 or page.tokens.folds[cue.last - 1] == "in":
        return False
    between = page.tokens.folds[cue.last : term.first]
    at = next((i for i, word in enumerate(between) if word == "in"), None)
    return (
        at is not None
        and at > 0
        and len(between) - at <= 3
        and not {",", ";", "and", "or", "patient", "people", "child"}.intersection(between)
    )


def _speaks_of_antibodies(unit: Unit, page: Page, term: Term) -> bool:
    """ "the donor antibodies protect them against ...": in a text about a product its antibodies act for it."""
    return any(page.tokens.folds[i] == "antibody" for i in range(unit.first, term.first))
