"""Tables whose columns are set apart by blanks alone: a normalised text goes in, the same text with a bar between their cells comes out.

A column is a strip that is blank in every line of a run of lines. The bar takes the place of a blank, so that no offset changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

__all__ = ["with_bars"]

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
#: Lines of a table, blanks of a strip, and the mean length of a cell: columns of running text have longer ones.
_LINES, _STRIP, _CELL = 3, 2, 34
#: Blanks before a line whose first cell is empty.
_INDENT = 6

Strip = tuple[int, int]


def with_bars(text: str) -> str:
    """Put bars between the cells of tables that are aligned by blanks.

    >>> print(with_bars("Reaction    Share\\nFever       12 %\\nHeadache    30 %"))
    Reaction  | Share
    Fever     | 12 %
    Headache  | 30 %
    """
    if "   " not in text:
        return text
    lines = text.split("\n")
    changed = False
    for first, last, strips in _tables(lines):
        for number in range(first, last):
            line = lines[number]
            for _, end in strips:
                if len(line) > end:
                    line = line[: end - 2] + "|" + line[end - 1 :]
            lines[number] = line
        changed = True
    return "\n".join(lines) if changed else text


def _tables(lines: Sequence[str]) -> Iterator[tuple[int, int, list[Strip]]]:
    """Yield runs of lines [first, last) with the blank strips between their columns."""
    first, strips = 0, list[Strip]()
    for number, line in enumerate([*lines, ""]):
        own = _gaps(line)
        shared = _common(strips, own) if strips else []
        if own and shared:
            strips = shared
            continue
        if strips and number - first >= _LINES and _is_table(lines[first:number], strips):
            yield first, number, strips
        first, strips = number, own


def _gaps(line: str) -> list[Strip]:
    """The blank stretches of a line that may part columns; none for a line without any, an item, or a line with bars."""
    if "|" in line or "\t" in line:
        return []
    found = [match.span() for match in _GAP.finditer(line)]
    indent = len(line) - len(line.lstrip(" "))
    if not found and indent < _INDENT:
        return []
    end = len(line.rstrip())
    return [*([(0, indent)] if indent >= _INDENT else []), *found, (end, 10**6)]


def _common(one: Sequence[Strip], other: Sequence[Strip]) -> list[Strip]:
    """The strips that are blank in both; the open end of the lines alone is none."""
    both = [(max(a, c), min(b, d)) for a, b in one for c, d in other if min(b, d) - max(a, c) >= _STRIP]
    return both if any(end < 10**6 for _, end in both) else []


def _is_table(lines: Sequence[str], strips: list[Strip]) -> bool:
    """Tell a table from columns of running text, and drop the strips at the margins."""
    strips[:] = [(start, end) for start, end in strips if end < 10**6 and any(line[:start].strip() for line in lines)]
    cells = [part.strip() for line in lines for part in _cut(line, strips)]
    filled = [len(cell) for cell in cells if cell]
    full = sum(len(line) > strips[0][1] and bool(line[: strips[0][1]].strip()) for line in lines) if strips else 0
    return bool(strips) and full >= _LINES and sum(filled) <= _CELL * len(filled)


def _cut(line: str, strips: Sequence[Strip]) -> Iterator[str]:
    start = 0
    for _, end in strips:
        yield line[start:end]
        start = end
    yield line[start:]
