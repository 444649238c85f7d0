"""Sentences that give each of two treatments effects of its own: a sentence goes in, the treatments that each effect is laid to come out.

"A was seen with steroids and B with IVIG", "With IVIG, A was frequent; with anti-D, B was", "IVIG (A, B), placebo (C)": effects and
treatments take turns, and nothing but words of occurring stands between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter

from kg.reading.drafts import Draft
from kg.reading.governors import Governor, Subject
from kg.reading.page import CONDITIONS, Agent, Page, Term, Unit, is_part
from kg.reading.safety.effect_grades import SafetyDefaults, effect_draft
from kg.reading.safety.effect_lists import NO_EFFECTS

__all__ = ["effects_of_arms", "find_of_arms"]

_Arms = tuple[Agent, ...]
_NONE: Mapping[int, _Arms] = {}


def find_of_arms(unit: Unit, page: Page, defaults: SafetyDefaults, arms: Mapping[int, _Arms]) -> Iterator[Draft]:
    """Give the effects of each product among the treatments that a sentence holds against each other."""
    for term in unit.terms:
        if "AdverseEffect" not in term.classes or "infection" in term.concept:
            continue
        for agent in arms.get(term.first, ()):
            if agent.concept is not None:
                subject = Subject(agent.concept, (agent.first, agent.last), "sentence")
                yield effect_draft(unit, page, term, Governor("adverse", "", None, "section", unit.index), subject, defaults)


def effects_of_arms(unit: Unit, page: Page) -> Mapping[int, _Arms]:
    """Give the treatments by the first token of each effect that is laid to them, or nothing where effects and treatments take no turns."""
    if len(unit.agents) < _LEAST or not unit.products or unit.is_row or len(unit.terms) < 2 * _LEAST:
        return _NONE
    agents = [agent for agent in unit.agents if not _is_measure(page, agent)]
    effects = [term for term in unit.terms if _is_effect(unit, page, term)]
    if len(agents) < _LEAST or len(effects) < _LEAST:
        return _NONE
    turns = _turns(page, agents, effects)
    if len(turns) < 2 * _LEAST or len(turns) % 2 or len({_names(page, agents) for agents, _ in turns if agents}) < _LEAST:
        return _NONE
    if any(bool(agents) == bool(others) for (agents, _), (others, _) in pairwise(turns)) or not _are_told_of(unit, page, turns):
        return _NONE
    is_led = bool(turns[0][0])
    pairs = [(first, second) if is_led else (second, first) for first, second in zip(turns[::2], turns[1::2], strict=True)]
    return {term.first: agents for (agents, _), (_, terms) in pairs for term in terms}


#: Treatments and effects that a sentence must name to hold some against others.
_LEAST = 2


def _is_measure(page: Page, agent: Agent) -> bool:
    """ "more often with A than with B", "unlike B": what another treatment is held against."""
    before = page.tokens.folds[max(0, agent.first - _TO_THAN) : agent.first]
    return not _HELD_AGAINST.isdisjoint(before)


#: Words that hold something against a treatment, and the tokens from them to it: "than in those given".
_HELD_AGAINST = frozenset(("than", "unlike", "compared", "versus", "vs"))
_TO_THAN = 4


def _is_effect(unit: Unit, page: Page, term: Term) -> bool:
    """What may have come of a treatment: not "effects" as such, nor the illness that patients have who get it."""
    if term.is_product or term.concept in NO_EFFECTS or is_part(unit, term):
        return False
    if "AdverseEffect" in term.classes:
        return True
    before = page.tokens.folds[max(unit.first, term.first - 2) : term.first]
    in_whom = before[-1:] in (["in"], ["for"], ["of"]) or (before[-1:] == ["with"] and before[0] in page.lists["brought-persons"])
    return term.has(*CONDITIONS) and not in_whom


def _turns(page: Page, agents: Sequence[Agent], effects: Sequence[Term]) -> list[tuple[_Arms, list[Term]]]:
    """Order treatments and effects as they stand; those of a kind that follow each other are one turn."""
    turns: list[tuple[_Arms, list[Term]]] = []
    items: list[Agent | Term] = [*agents, *effects]
    for item in sorted(items, key=_FIRST):
        last, told = turns[-1] if turns else ((), [])
        if isinstance(item, Term):
            if told:
                told.append(item)
            else:
                turns.append(((), [item]))
        elif last and _JOINING.issuperset(page.tokens.folds[last[-1].last : item.first]):
            turns[-1] = ((*last, item), [])
        else:
            turns.append(((item,), []))
    return turns


_FIRST = attrgetter("first")
_JOINING = frozenset((",", "and", "or", "(", ")", "plus"))


def _names(page: Page, agents: _Arms) -> frozenset[str]:
    return frozenset(agent.concept or " ".join(page.tokens.folds[agent.first : agent.last]) for agent in agents)


def _are_told_of(unit: Unit, page: Page, turns: Sequence[tuple[_Arms, list[Term]]]) -> bool:
    """Whether nothing but words of occurring stands between the turns, a joint among them between one treatment's words and the other's."""
    folds, between = page.tokens.folds, page.lists["arms-between"]
    spans = [(term.first, term.last) for term in unit.terms] + [(agent.first, agent.last) for agent in unit.agents]
    named = {i for begin, end in spans for i in range(begin, end)}
    is_led = bool(turns[0][0])
    for number, (turn, other) in enumerate(pairwise(turns)):
        first, last = _last_of(turn), _first_of(other)
        words = [i for i in range(first, last) if i not in named]
        if any(folds[i] not in between and not page.tokens.surfaces[i][:1].isdigit() for i in words):
            return False
        if any(folds[i] in _GIVEN and not _is_of_people(unit, page, i) for i in words):
            return False
        if number % 2 and _JOINTS.isdisjoint(folds[first:last]):
            return False
        if number % 2 == 0 and not is_led and _BINDING.isdisjoint(folds[first:last]):
            return False
    before = page.tokens.stems[max(unit.first, turns[0][1][0].first - _TO_EFFECT) : turns[0][1][0].first] if not is_led else []
    return page.lists["brought-better"].isdisjoint(before)


def _is_of_people(unit: Unit, page: Page, index: int) -> bool:
    """ "those treated with A", "IVIG-treated", "who were given A"; not "headache treated with A", "which was treated with A"."""
    folds = page.tokens.folds
    at = index - 1 - (folds[index - 1] in {"were", "was", "had"})
    return folds[at] in page.lists["brought-persons"] or folds[at] in {"who", "group", "arm"} or any(agent.last == index for agent in unit.agents)


def _first_of(turn: tuple[_Arms, list[Term]]) -> int:
    return (turn[0] or turn[1])[0].first


def _last_of(turn: tuple[_Arms, list[Term]]) -> int:
    return (turn[0] or turn[1])[-1].last


_GIVEN = frozenset(("treated", "given", "received"))
_JOINTS = frozenset((",", ";", "and", "but", "whereas", "while", ")"))
#: Words that bind an effect to a treatment behind it.
_BINDING = frozenset(("with", "in", "on", "after", "during", "under", "among", "by", "of", "given", "to", "following", "receiving"))
_TO_EFFECT = 4
