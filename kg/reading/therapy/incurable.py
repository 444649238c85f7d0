"""Diseases that cannot be cured but that a product helps: sentences go in, drafts of treats and prevents come out."""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import DISEASES, Agent, Page, Unit, is_part
from kg.reading.qualifiers import MODALS
from kg.reading.subjects import PRONOUNS, is_excluded
from kg.reading.therapy.scope import UNSPECIFIC
from kg.reading.words import stem
from kg.records import Polarity, Predicate

__all__ = ["CURING", "find_helped_without_cure"]

#: Words on a cure.
CURING = frozenset(("cure", "cured", "cur", "curable", "curative", "incurable"))


def find_helped_without_cure(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "There is no cure for A, but IVIG can control it", "IVIG does not cure A but relieves its symptoms": what is denied is the cure, not the use."""
    if unit.is_heading or any(cue.phrase.kind == "ineffective" for cue in unit.relations):
        return
    folds, stems = page.tokens.folds, page.tokens.stems
    cured = next((i for i in range(unit.first, unit.last) if folds[i] in CURING), None)
    turned = next((i for i in range(cured + 1, unit.last) if folds[i] in _TURNS), None) if cured is not None else None
    if cured is None or turned is None:
        return
    denied = folds[cured] == "incurable" or any(cue.first < cured and cured - cue.last <= _TO_CURE for cue in unit.cues("negation"))
    denied = denied or not _DENYING.isdisjoint(folds[max(unit.first, cured - _TO_CURE) : cured])
    terms = [t for t in unit.terms if t.first < turned and t.has(*DISEASES) and not is_part(unit, t) and t.concept not in UNSPECIFIC]
    if not denied or len({t.concept for t in terms}) != 1:
        return
    term = terms[0]
    if min(abs(term.first - cured), abs(cured - term.last)) > _TO_TERM:
        return
    helping = next((i for i in range(turned, unit.last) if stems[i] in _HELPING), None)
    if helping is None or any(turned <= cue.first for cue in unit.cues("negation")):
        return
    agent = _acting(unit, page, turned, helping)
    if agent is None or agent.concept is None:
        return
    averted = stems[helping] in _AVERTING
    predicate: Predicate = "prevents" if averted else "treats"
    polarity: Polarity = "hedged" if not MODALS.isdisjoint(folds[turned : unit.last]) else "affirmed"
    yield draft_of(
        agent.concept, predicate, term, "help without a cure", 0.75, unit.index,
        status="used", polarity=polarity, subject_span=(agent.first, agent.last), cue_span=(helping, helping + 1),
    )  # fmt: skip


def _acting(unit: Unit, page: Page, turned: int, helping: int) -> Agent | None:
    """The product of the second half; else, behind a pronoun or no subject at all, the one of the first."""
    products = [agent for agent in unit.products if not is_excluded(agent, page)]
    behind = next((agent for agent in products if agent.first >= turned), None)
    if behind is not None or any(turned <= agent.first for agent in unit.rivals):
        return behind
    taken_up = helping - turned <= _TO_HELP or not PRONOUNS.isdisjoint(page.tokens.folds[turned:helping])
    return products[-1] if products and taken_up else None


_DENYING = frozenset(("no", "not", "cannot", "never", "neither", "without"))
#: Tokens from a denial to the word on a cure, from there to the disease, and from the turn to the verb.
_TO_CURE, _TO_TERM, _TO_HELP = 5, 6, 3
#: What turns from the cure to the help.
_TURNS = frozenset((",", ";", "but", "yet", "however", "still", "-", "–", "—", "though", "it"))
_AVERTING = frozenset(map(stem, ("prevent", "prevents", "prevented", "prevention")))
_HELPING = _AVERTING | frozenset(
    map(
        stem,
        (
            "help", "control", "relieve", "ease", "manage", "improve", "slow", "treat", "stabilise", "stabilize", "alleviate", "lessen",
            "reduce", "soften", "keep", "replace", "restore", "halt", "benefit", "treatment",
        ),
    )
)  # fmt: skip
