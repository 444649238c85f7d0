"""Headings within running text: units go in whose label is a well-known heading ("Contraindications: ..."), their section is set.

Monographs and label summaries run their sections on in one line each; the label then says what the paragraph is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.reading.page import Unit
from kg.reading.sections import Headings
from kg.reading.words import Tokens

__all__ = ["follow_labels"]

#: Kinds that a label gives to its paragraph.
_LABELLED = frozenset(("contraindications", "adverse", "interactions", "warnings", "boxed", "dosage", "overdose", "storage"))
_LONGEST = 6


def follow_labels(units: Sequence[Unit], tokens: Tokens, text: str, headings: Headings) -> None:
    """Set the section of every paragraph that opens with a well-known heading and a colon."""
    kind, block, title = "", -1, ""
    for unit in units:
        if unit.block == block and kind:
            unit.place = replace(unit.place, kind=kind, title=title)
            continue
        kind, block = "", unit.block
        label = unit.label_last
        if label is None or unit.is_heading or unit.is_row or unit.place_in_block or not 0 < label - unit.first <= _LONGEST:
            continue
        if unit.place.kind not in {"", "warnings", "indications", "description", "dosage"}:
            continue
        title = text[tokens.starts[unit.first] : tokens.ends[label - 1]]
        found = headings.known_kind(title)
        if found in _LABELLED and found != unit.place.kind:
            kind = found
            unit.place = replace(unit.place, kind=kind, title=title)
