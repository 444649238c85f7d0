"""What a sentence says of products in a list is said of each: drafts on one of them go in, those on its fellows come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.reading.drafts import Draft
from kg.reading.page import CLASS, Agent, Page, Unit, bracket_between
from kg.reading.routes import is_of_other_way
from kg.reading.subjects import is_excluded

__all__ = ["fellows_of", "in_order", "to_own_targets"]

#: What is told of all products of a list.
_SHARED = frozenset(
    ("treats", "prevents", "has_adverse_effect", "given_by_route", "contraindicated_in", "not_effective_for", "interacts_with", "has_risk_factor")
)


def fellows_of(drafts: Sequence[Draft], page: Page) -> list[Draft]:
    """ "A, B and C are approved for D", "D has been reported with A and B": the drafts on the products that stand joined with a subject."""
    told = {(draft.subject, draft.predicate, draft.object, draft.first) for draft in drafts}
    lists: dict[int, list[list[Agent]]] = {}
    further: list[Draft] = []
    for draft in drafts:
        unit = page.units[draft.unit]
        if draft.subject_span is None or draft.predicate not in _SHARED or len(unit.products) < 2 or draft.subject == CLASS:
            continue
        if unit.index not in lists:
            lists[unit.index] = list(_lists_in(unit, page))
        group = next((g for g in lists[unit.index] if any((a.first, a.last) == draft.subject_span for a in g)), None)
        if group is None or group[0].first <= draft.first < group[-1].last or bracket_between(page, draft.subject_span[1], draft.first) is not None:
            continue  # what the name of one of them tells, or the bracket behind it: "IVIG (IV) and Hizentra (SC)"
        if not _PICKING.isdisjoint(page.tokens.folds[draft.subject_span[1] : draft.first]):
            continue  # "A and B raise platelets, the latter causing C"
        for other in group:
            if other.concept is None or other.concept in {draft.subject, CLASS}:
                continue
            if draft.predicate == "given_by_route" and is_of_other_way(other.concept, draft.object):
                continue
            key = (other.concept, draft.predicate, draft.object, draft.first)
            if key not in told:
                told.add(key)
                further.append(replace(draft, subject=other.concept, subject_span=(other.first, other.last)))
    return further


def in_order(drafts: Sequence[Draft], page: Page) -> list[Draft]:
    """ "X and Y are approved for A and B, respectively", "A and B occurred with X and Y, respectively": to each its own.

    The products of one list and the objects of one list are paired where there are as many of the one as of the other.
    """
    told: dict[int, list[Draft]] = {}
    for draft in drafts:
        unit = page.units[draft.unit]
        if "respectively" in unit.folds and len(unit.products) > 1 and draft.predicate in _SHARED and unit.first <= draft.first < unit.last:
            told.setdefault(draft.unit, []).append(draft)
    wrong: set[int] = set()
    right: list[Draft] = []
    for index, told_here in told.items():
        unit = page.units[index]
        objects = sorted({draft.first for draft in told_here})
        if len(objects) < 2 or len(objects) != len(unit.products) or not _is_one_list(unit, page, objects):
            continue
        if not all(_are_joined(page, one, other) for one, other in pairwise(unit.products)):
            continue
        owners = dict(zip(objects, unit.products, strict=True))
        done: set[tuple[str, int]] = set()
        for draft in told_here:
            wrong.add(id(draft))
            owner = owners[draft.first]
            if owner.concept is not None and (draft.predicate, draft.first) not in done:
                done.add((draft.predicate, draft.first))
                right.append(replace(draft, subject=owner.concept, subject_span=(owner.first, owner.last)))
    return [draft for draft in drafts if id(draft) not in wrong] + right


def _is_one_list(unit: Unit, page: Page, places: Sequence[int]) -> bool:
    """Tell whether the terms that begin at some tokens stand joined: "A, B and C"."""
    ends = {term.first: term.last for term in unit.terms}
    return all(
        _JOINTS.issuperset(page.tokens.folds[ends.get(one, one + 1) : other]) and other - ends.get(one, one + 1) <= _JOINT
        for one, other in pairwise(places)
    )


#: Tokens between the members of a list.
_JOINT = 2


def to_own_targets(drafts: Sequence[Draft], page: Page) -> list[Draft]:
    """ "Tetanus immunoglobulin and rabies immunoglobulin prevent tetanus and rabies": what bears the name of a disease has to do with that one only."""
    kept: list[Draft] = []
    for draft in drafts:
        own = _target(draft.subject) if draft.predicate in {"treats", "prevents"} else ""
        if own and not _is_of(draft.object, own):
            other = next((a for a in page.units[draft.unit].products if _is_of(draft.object, _target(a.concept))), None)
            if other is not None and other.concept is not None:
                moved = replace(draft, subject=other.concept, subject_span=(other.first, other.last))
                if not any((d.subject, d.predicate, d.object, d.first) == (moved.subject, moved.predicate, moved.object, moved.first) for d in drafts):
                    kept.append(moved)
                continue
        kept.append(draft)
    return kept


def _target(concept: str | None) -> str:
    """The germ or disease that an immunoglobulin is called after: "tetanus" of "tetanus-immunoglobulin"."""
    name, mark, _ = (concept or "").partition("-immunoglobulin")
    return name if mark and name not in _BY_WAY else ""


def _is_of(disease: str, target: str) -> bool:
    return bool(target) and (disease == target or disease.startswith(f"{target}-"))


#: What else stands before "-immunoglobulin".
_BY_WAY = frozenset(("intravenous", "subcutaneous", "facilitated-subcutaneous", "intramuscular", "oral", "anti-d", "igm-enriched", "antithymocyte"))


def _lists_in(unit: Unit, page: Page) -> Iterator[list[Agent]]:
    """The lists of products of a sentence: two that "and", "or" or a slash joins, or more."""
    if "respectively" in unit.folds:
        return
    group: list[Agent] = []
    for agent in unit.agents:
        if group and _is_in_bracket(page, group[-1], agent):
            continue  # "SCIG (Hizentra) and IVIG": what a bracket says of a member
        if group and _are_joined(page, group[-1], agent):
            group.append(agent)
            continue
        yield from _as_list(unit, page, group)
        group = [agent]
    yield from _as_list(unit, page, group)


def _as_list(unit: Unit, page: Page, group: list[Agent]) -> Iterator[list[Agent]]:
    members = [agent for agent in group if not is_excluded(agent, page)]
    if members and members[0].first - unit.first <= _OPENS and page.tokens.folds[members[0].first - 1] in _CIRCUMSTANCES:
        members = members[1:]  # "After IVIG, SCIG and steroids were given"
    if len(members) < 2:
        return
    if page.tokens.folds[members[0].first - 1] in _COMPARING:
        return  # "a trial comparing A and B"
    named = {agent.concept for agent in members}
    if any(agent.concept in named and not members[0].first <= agent.first <= members[-1].first for agent in unit.products):
        return  # "IVIG and SCIG differ in that IVIG causes A": what is said of one of them alone
    between = page.tokens.folds[members[0].last : members[-1].first]
    if len(members) > 2 or not _CONJUNCTIONS.isdisjoint(between):
        yield members


def _is_in_bracket(page: Page, before: Agent, agent: Agent) -> bool:
    surfaces = page.tokens.surfaces[before.last : agent.first]
    return surfaces[:1] == ["("] and ")" not in surfaces


def _are_joined(page: Page, one: Agent, other: Agent) -> bool:
    between = page.tokens.folds[one.last : other.first]
    if "(" in between and ")" in between:
        opened = between.index("(")
        between = between[:opened] + between[len(between) - between[::-1].index(")") :]
    return bool(between) and _JOINTS.issuperset(between) and not _SEPARATORS.isdisjoint(between)


#: Words that pick one of those just named.
_PICKING = frozenset(("former", "latter", "second", "respectively"))
_CONJUNCTIONS = frozenset(("and", "or", "nor", "/", "&"))
_SEPARATORS = _CONJUNCTIONS | {","}
_JOINTS = _SEPARATORS | {"both", "either", "the", "also", "®", "™"}
#: Words before a product that tell only when or beside what the others were given, and tokens from the head of the sentence to it.
_CIRCUMSTANCES = frozenset(("after", "before", "during", "following", "despite", "without", "if", "when", "besides", "on", "from", "since", "unlike"))
_OPENS = 3
_COMPARING = frozenset(("comparing", "compare", "compared", "between", "versus", "vs"))
