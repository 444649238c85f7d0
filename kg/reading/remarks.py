"""Remarks in tables: a row and the tokens of a cell of running text go in, its sentences come out as units about the row's product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.reading.openings import is_noun_phrase
from kg.reading.page import Agent, Page, Unit
from kg.reading.sections import Place

__all__ = ["find_remarks"]

#: A shorter cell is a value, not a remark.
_SHORTEST = 3


def find_remarks(row: Unit, page: Page, cell: tuple[int, int], agent: Agent) -> Iterator[Unit]:
    """Give the sentences of a cell with what stands in them; each speaks of the row's product.

    A remark without a verb that names effects and how often they come is one on side effects: "Nausea and dizziness now and then."
    """
    surfaces = page.tokens.surfaces
    first = cell[0]
    for index in range(*cell):
        if surfaces[index] not in {".", ";", "!"} and index != cell[1] - 1:
            continue
        last = index + 1
        if last - first >= _SHORTEST:
            unit = _part(row, page, first, last, agent)
            if unit.terms:
                yield _placed(unit, page)
        first = last


def _part(row: Unit, page: Page, first: int, last: int, agent: Agent) -> Unit:
    agents = [a for a in row.agents if first <= a.first and a.last <= last]
    agents = agents if any(a.concept for a in agents) else [agent, *agents]
    relations = [cue for cue in row.relations if first <= cue.first and cue.last <= last]
    return replace(
        row,
        first=first,
        last=last,
        place_in_block=1,
        is_row=False,
        is_item=False,
        label_last=None,
        intro=None,
        terms=[term for term in row.terms if first <= term.first and term.last <= last],
        relations=relations,
        qualifiers=[cue for cue in row.qualifiers if first <= cue.first and cue.last <= last],
        safety=[cue for cue in row.safety if first <= cue.first and cue.last <= last],
        agents=agents,
        products=[a for a in agents if a.concept],
        rivals=[a for a in agents if a.concept is None],
        kinds=frozenset([cue.phrase.kind for cue in relations]),
        by_kind={},
        diseases=None,
        folds=frozenset(page.tokens.folds[first:last]),
        stems=frozenset(page.tokens.stems[first:last]),
        classes=None,
        given=None,
    )


def _placed(unit: Unit, page: Page) -> Unit:
    names_effect = any("AdverseEffect" in term.classes for term in unit.terms)
    if names_effect and unit.cues("frequency") and is_noun_phrase(unit, page, unit.last):
        return replace(unit, place=Place("adverse", unit.place.title, unit.place.heading))
    return unit
