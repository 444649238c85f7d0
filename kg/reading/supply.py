"""Where a product comes from and who gets it: sources and populations go in, drafts of derived_from and used_in_population come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.reading.actors import acting_product
from kg.reading.clauses import is_excepted
from kg.reading.drafts import Draft, draft_of
from kg.reading.governors import Governor
from kg.reading.page import Page, Unit
from kg.reading.qualifiers import polarity_of

__all__ = ["SOURCES", "find_populations", "find_sources"]


#: What a product may come from.
SOURCES = frozenset(("Source", "Plasma", "CellCulture"))


def find_sources(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]]) -> Iterator[Draft]:
    """Read derived_from."""
    cues = [cue for cue in unit.relations if cue.phrase.kind.startswith("derived")]
    if not cues:
        return
    for term in unit.terms:
        if SOURCES.isdisjoint(term.classes):
            continue
        cue = next(
            (c for c in reversed(cues) if c.first <= term.first and term.first - c.last <= 12 and c.phrase.kind != "derived-left"), None
        )
        turned = next((c for c in cues if c.phrase.kind == "derived-left" and 0 <= c.first - term.last <= 12), None)
        made = next((a for a in unit.agents if turned is not None and a.concept and 0 <= a.first - turned.last <= 6), None)
        if cue is None and (turned is None or made is None):
            continue
        cue = cue if made is None or turned is None else turned
        if cue is None:
            continue
        concept, agent = (made.concept, made) if made is not None else acting_product(unit, page, cue.first)
        if concept is None:
            continue
        yield draft_of(
            concept,
            "derived_from",
            term,
            "origin",
            0.85,
            unit.index,
            subject_span=(agent.first, agent.last) if agent else None,
            cue_span=(cue.first, cue.last),
        )


#: What is said of the blood group of somebody.
_OF_GROUP = (["is", "rh"], ["is", "rhd"], ["is", "rhesus"], ["i", "rh"], ["i", "rhd"], ["i", "rhesus"], ["be", "rh"], ["be", "rhd"], ["be", "rhesus"])
_USING = frozenset(("given", "treats", "prevents", "treats-prevents"))


#: What is measured by a group of people rather than given to it.
_DOSES = (["dose"], ["dosage"], ["doses"])


def find_populations(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]]) -> Iterator[Draft]:
    """Read used_in_population: groups of people whom the product is said to be used in."""
    using = [cue for cue in unit.relations if cue.phrase.kind in _USING]
    if not using:
        return
    for term, ruling in zip(unit.terms, governors, strict=True):
        if "Population" not in term.classes or (ruling and ruling[0].relation not in _USING):
            continue
        if page.tokens.surfaces[term.last - 1].endswith(("'s", "\u2019s")) or page.tokens.folds[term.last : term.last + 2] in _OF_GROUP:
            continue  # "the baby's red cells", "if the baby is Rh-positive"
        if page.tokens.folds[term.last : term.last + 1] in _DOSES:
            continue  # "at half the adult dose"
        if is_excepted(page.tokens.folds, term.first):
            continue  # "is approved for A, except in children"
        if not any(cue.first <= term.first for cue in using):
            continue
        concept, agent = acting_product(unit, page, using[0].first)
        if concept is None or (page.topic is None and agent is None):
            continue
        polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last)
        if polarity == "negated":
            continue
        yield draft_of(
            concept,
            "used_in_population",
            term,
            "population",
            0.75,
            unit.index,
            polarity=polarity,
            subject_span=(agent.first, agent.last) if agent else None,
        )
