"""The units of a page: layout and tokens go in, one unit for each sentence, item, row or heading comes out, with what stands in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from kg.reading.cues import Cue
from kg.reading.layout import Layout
from kg.reading.page import Term, Unit
from kg.reading.sections import Place
from kg.reading.words import Tokens, stem

__all__ = ["share_out", "units_of"]


def units_of(layout: Layout, tokens: Tokens, ranges: Sequence[tuple[int, int]], places: Sequence[Place]) -> list[Unit]:
    """Give the units of a layout, in the order of the text; `ranges` are the tokens of its sentences, `places` those of its blocks."""
    units: list[Unit] = []
    last_of_block: dict[int, Unit] = {}
    for index, (sentence, (first, last)) in enumerate(zip(layout.sentences, ranges, strict=True)):
        block = layout.blocks[sentence.block]
        label_last = None
        if block.label_end is not None and sentence.index == 0 and block.label_end < sentence.end:
            label_last = next((i for i in range(first, last) if tokens.starts[i] >= block.label_end), None)
        unit = Unit(
            index=index,
            first=first,
            last=last,
            block=sentence.block,
            place_in_block=sentence.index,
            place=places[sentence.block],
            is_item=block.kind == "item",
            is_heading=block.kind == "heading",
            is_row=block.kind == "row",
            label_last=label_last,
            intro=last_of_block.get(block.intro) if block.intro is not None else None,
            previous=units[-1] if units else None,
            folds=frozenset(tokens.folds[first:last]),
            stems=frozenset(tokens.stems[first:last]),
        )
        units.append(unit)
        last_of_block[sentence.block] = unit
    return units


def share_out(
    units: Sequence[Unit],
    stems: Sequence[str],
    starts: Sequence[int],
    terms: Sequence[Term],
    relations: Sequence[Cue],
    qualifiers: Sequence[Cue],
) -> None:
    """Give every unit the terms and cues that stand in it; `starts` are the first tokens of the units."""

    def owner(token: int) -> Unit:
        # Units without tokens share their start with the next one; the last with that start owns the token.
        return units[bisect_right(starts, token) - 1]

    for term in terms:
        owner(term.first).terms.append(term)
    for cue in relations:
        unit = owner(cue.first)
        if cue.phrase.kind == "status-after" and stems[cue.first] == "label" and stems[cue.first - 1] == "open":
            continue  # "an open-label trial" says nothing of a label
        if cue.phrase.kind != "treats-left" or not any(t.has("Constituent") and _is_by(t, cue) for t in unit.terms):
            unit.relations.append(cue)  # "stabilized with sorbitol" treats nothing
    for unit in units:
        if unit.relations:
            unit.relations = [
                cue for cue in unit.relations if cue.phrase.kind != "adverse" or not (_is_kept_off(unit, stems, cue) or _gives_medicine(unit, stems, cue))
            ]
            unit.kinds = frozenset([cue.phrase.kind for cue in unit.relations])
    for cue in qualifiers:
        unit = owner(cue.first)
        if cue.phrase.kind != "negation" or not any(t.first <= cue.first and cue.last < t.last for t in unit.terms):
            unit.qualifiers.append(cue)  # a name such as "lack of IgA" denies nothing else


def _is_kept_off(unit: Unit, stems: Sequence[str], cue: Cue) -> bool:
    """ "X does not prevent complications such as A": complications of a disease, unless a measure keeps them off: "A slow drip prevents ..."."""
    if _COMPLICATIONS.isdisjoint(stems[cue.first : cue.last]):
        return False
    verb = next((c for c in unit.relations if c.phrase.kind in _KEEPING and 0 <= cue.first - c.last <= _NEAR), None)
    return verb is not None and not any(term.last <= verb.first and term.has("Management", "Medication") for term in unit.terms)


#: Cues under which a complication is one of the disease, the tokens from them to it, and what it is called.
_KEEPING = frozenset(("prevents", "ineffective", "treats", "treats-prevents"))
_NEAR = 3
_COMPLICATIONS = frozenset(map(stem, ("complication", "problem", "consequence", "trouble", "event", "damage")))


def _gives_medicine(unit: Unit, stems: Sequence[str], cue: Cue) -> bool:
    """ "Your doctor may give you immunoglobulin": what is given is no harm."""
    return stems[cue.first] == "give" and any(
        term.is_product or term.has("Medication", "Management") for term in unit.terms if 0 <= term.first - cue.last <= _TO_MEDICINE
    )


#: Tokens from "give you" to the medicine: "an injection of".
_TO_MEDICINE = 3


def _is_by(constituent: Term, cue: Cue) -> bool:
    """ "stabilized with sucrose": the constituent follows the cue, or its name has the words of the cue in it."""
    return 0 <= constituent.first - cue.last <= 1 or constituent.first <= cue.first < constituent.last
