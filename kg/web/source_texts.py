"""Texts of documents beside the graph: a build and the hash of a document go in; passages and marked segments of its text come out.

A build keeps each text that it read under the hash of the original bytes; where a text is not at hand, or is not the one that was read,
a page has position, hash and words of the graph instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kg.marking import printable

__all__ = ["Passage", "Segment", "find_text", "passage", "segments"]

_HASH = re.compile(r"[0-9a-f]{64}")
#: Characters on either side of a place that a passage shows, and how far it may reach for the end of a word.
_AROUND, _WORD = 260, 30


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document with what stands around them; `opens` and `closes` tell whether the text goes on there."""

    before: str
    words: str
    after: str
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters of a text that the same places cover; `places` are their numbers, `begins` those that begin here."""

    text: str
    places: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


def find_text(build: Path | None, sha256: str) -> str | None:
    """Find the text of a document by the hash of its bytes."""
    if build is None or not _HASH.fullmatch(sha256):
        return None
    try:
        with (build / "texts" / f"{sha256}.txt").open(encoding="utf-8", newline="") as handle:
            return handle.read()
    except (OSError, UnicodeDecodeError):
        return None


def passage(text: str | None, start: int | None, end: int | None, exact: str = "") -> Passage | None:
    """Give the passage around a place; None where the text has other words there than the graph has."""
    if text is None or start is None or end is None or not 0 <= start < end <= len(text) or (exact and text[start:end] != exact):
        return None
    first = _edge(text, max(0, start - _AROUND), -1)
    last = _edge(text, min(len(text), end + _AROUND), 1)
    return Passage(printable(text[first:start]), printable(text[start:end]), printable(text[end:last]), first > 0, last < len(text))


def segments(text: str, places: Sequence[tuple[int, int]], most: int | None = None) -> list[Segment]:
    """Cut a text, or its first `most` characters, where a place begins or ends; all segments together are the text."""
    length = len(text) if most is None else min(len(text), most)
    spans = [(start, end, number) for number, (start, end) in enumerate(places) if 0 <= start < end <= length]
    edges = sorted({0, length, *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    opening = _numbers((start, number) for start, _, number in spans)
    closing = _numbers((end, number) for _, end, number in spans)
    covering: dict[int, None] = {}
    found = []
    for first, last in pairwise(edges):
        for number in closing.get(first, ()):
            covering.pop(number, None)
        begins = opening.get(first, ())
        covering |= dict.fromkeys(begins)
        found.append(Segment(printable(text[first:last]), tuple(covering), tuple(begins)))
    return found


def _numbers(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for place, number in pairs:
        found.setdefault(place, []).append(number)
    return found


def _edge(text: str, place: int, step: int) -> int:
    """Move a cut to the end of a word, if one is near."""
    for distance in range(_WORD):
        at = place + step * distance
        if at <= 0 or at >= len(text):
            return max(0, min(at, len(text)))
        if text[at - 1].isspace() if step < 0 else text[at].isspace():
            return at
    return place
