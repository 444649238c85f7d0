"""Tables of a page of a PDF: its lines with the places of their pieces go in; where these stand in columns, rows come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from kg.reading.formats.page_lines import Line
from kg.reading.formats.paragraphs import joined

__all__ = ["with_rows"]

#: Pieces that begin so many points from each other begin below each other, and stand on one line.
_NEAR = 1.5
#: A cell begins so many sizes of its letters further right than the one before it.
_GAP = 1.5
#: The text of an item begins so many sizes behind its mark at most.
_INDENT = 4.0
#: The lines of a cell stand no further from each other than so many sizes, and a cell begins no more than so many above the others of its row.
_STEP = 2.2
_ABOVE = 6.0
#: A table has so many rows of two cells or more.
_ROWS = 3
#: Cells of a column that are centred or end below each other begin so many sizes from the next at most, and no more than so many in all.
_BESIDE = 2.0
_SPREAD = 5.0
_COLUMNS = 30
#: A row of another table stands below none of the cells of so many rows above it.
_RECENT = 20
#: Cells in columns of few are at most this share of those in the others.
_WEAK = 0.4
#: A row of one cell within a table is no longer.
_SECTION = 60
#: Where two columns of a page were written line by line their lines are so many and as long as that on average.
_LINES = 8
_PROSE = 30
_MARK = re.compile(r"[•●▪◦‣∙*–—-]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,4})[.)]", re.IGNORECASE)


@dataclass(slots=True)
class _Cell:
    left: float
    size: float
    lines: list[tuple[float, str]]

    @property
    def bottom(self) -> float:
        return self.lines[-1][0]


@dataclass(slots=True)
class _Row:
    cells: list[_Cell] = field(default_factory=list)
    #: The lines of the page that it is made of.
    first: int = 0
    last: int = 0
    #: How high the highest cell stands.
    top: float = 0.0


def with_rows(lines: Sequence[Line], words: Set[str]) -> list[Line]:
    """Replace the lines of tables by their rows; two columns of prose that were written line by line are put one below the other."""
    lines = list(_marked(lines))
    result: list[Line] = []
    done = 0
    for table, run in enumerate(_runs(_rows_of(lines)), start=1):
        columns = _columns(run)
        if columns is None:
            continue
        result.extend(lines[done : run[0].first])
        done = run[-1].last
        if _is_prose(run, len(columns)):
            cells = [[cell for row in run for cell in row.cells if _place(cell, columns) == place] for place in range(len(columns))]
            result.extend(
                Line(text, lines[run[0].first].style, cell.size if number else 0.0, cell.left, height)
                for column in cells
                for number, cell in enumerate(column)
                for height, text in cell.lines
            )
            continue
        for row in run:
            filled = [""] * len(columns)
            for cell in row.cells:
                filled[_place(cell, columns)] = _text(cell, words)
            line = lines[row.first]
            result.append(line._replace(text=" | ".join(filled).rstrip("| ").lstrip(), table=table, parts=()))
    return [*result, *lines[done:]]


def _marked(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, with marks of items that are lines of their own before those they stand beside."""
    mark: Line | None = None
    for line in lines:
        if mark is not None:
            if 0 < line.left - mark.left < _INDENT * mark.style.size / 2 and abs(line.height - mark.height) < mark.style.size / 2:
                line = line._replace(text=f"{mark.text} {line.text}", drop=mark.drop, left=mark.left, parts=())
            else:
                yield mark
            mark = None
        if line.height and _MARK.fullmatch(line.text) is not None:
            mark = line
        else:
            yield line
    if mark is not None:
        yield mark


def _rows_of(lines: Sequence[Line]) -> Iterator[_Row]:
    """Yield the rows of a page; a paragraph is a row of one cell."""
    row = _Row()
    for number, line in enumerate(lines):
        size = line.style.size / 2 or 1.0
        parts = list(line.parts) or [(line.left, line.height, line.text)]
        if len(parts) > 1 and _MARK.fullmatch(parts[0][2]) is not None:
            parts[:2] = [(*parts[0][:2], f"{parts[0][2]} {parts[1][2]}")]
        for left, height, text in parts:
            cell = row.cells[-1] if row.cells else None
            if cell is not None and abs(left - cell.left) <= _NEAR and _NEAR < cell.bottom - height < _STEP * size:
                cell.lines.append((height, text))
            elif cell is not None and left > cell.left + _GAP * size and cell.bottom - _NEAR <= height < row.top + _ABOVE * size:
                if len(row.cells) == 1 and (above := _above(cell, height, size)):
                    yield _Row([_Cell(cell.left, cell.size, cell.lines[:above])], row.first, row.first + above)
                    del cell.lines[:above]
                    row.first += above
                    row.top = cell.lines[0][0]
                row.cells.append(_Cell(left, size, [(height, text)]))
                row.top = max(row.top, height)
            else:
                if row.cells:
                    yield row
                row = _Row([_Cell(left, size, [(height, text)])], number, number, height)
            row.last = number + 1
    if row.cells:
        yield row


def _above(cell: _Cell, height: float, size: float) -> int:
    """Count the lines of a first cell that are a paragraph above the row, which the next cell shows by its height."""
    top, bottom = cell.lines[0][0], cell.bottom
    if height >= top - _NEAR or abs((top - height) - (height - bottom)) < size:
        return 0  # it begins with the first line, or stands beside the middle
    return next(place for place, (line, _) in enumerate(cell.lines) if line <= height + _NEAR)


def _runs(rows: Iterator[_Row]) -> Iterator[list[_Row]]:
    """Yield the rows that follow each other and have two cells or more, with short rows of one cell among them."""
    run: list[_Row] = []
    single: list[_Row] = []
    moved = 0.0
    for row in rows:
        if len(row.cells) > 1:
            if run and not _stands_below(row, run, moved):
                moved = _moved(row, run[0])
                if not moved:
                    yield run  # another table
                    run = []
            for cell in row.cells:
                cell.left -= moved
            run += [*single, row] if run else [row]
            single = []
        elif run and not single and sum(len(text) for _, text in row.cells[0].lines) < _SECTION:
            single = [row]
        else:
            if run:
                yield run
            run, single, moved = [], [], 0.0
    if run:
        yield run


def _stands_below(row: _Row, run: Sequence[_Row], moved: float) -> bool:
    left = row.cells[0].left - moved
    return any(abs(left - cell.left) < _BESIDE * cell.size for above in run[-_RECENT:] for cell in above.cells)


def _moved(row: _Row, head: _Row) -> float:
    """Give how far to the right a table goes on, in the next column of the page; 0 for another table."""
    moved = [cell.left - above.left for cell, above in zip(row.cells, head.cells, strict=False)]
    return moved[0] if len(row.cells) == len(head.cells) and max(moved) - min(moved) < _NEAR else 0.0


def _columns(run: Sequence[_Row]) -> list[float] | None:
    """Give where the columns of some rows begin, from the left; None if they have none."""
    rows = sum(len(row.cells) > 1 for row in run)
    if rows < _ROWS:
        return None
    size = max(cell.size for row in run for cell in row.cells)
    columns: list[list[float]] = []
    for left in sorted(cell.left for row in run for cell in row.cells):
        if columns and left - columns[-1][-1] < _BESIDE * size:
            columns[-1].append(left)
        else:
            columns.append([left])
    starts = [column[0] for column in columns]
    if len(columns) > _COLUMNS or any(column[-1] - column[0] > _SPREAD * size for column in columns):
        return None
    strong = [column for column in columns[1:] if len(column) >= max(_ROWS, rows / 2)]
    few = sum(len(column) for column in columns[1:]) - sum(map(len, strong))
    if not strong or few > _WEAK * sum(map(len, strong)):
        return None  # little stands below each other, such as words in italics
    for row in run:
        places = [_place(cell, starts) for cell in row.cells]
        if len(set(places)) < len(places):
            return None
    return starts


def _place(cell: _Cell, columns: Sequence[float]) -> int:
    return max(place for place, start in enumerate(columns) if start <= cell.left)


def _is_prose(run: Sequence[_Row], count: int) -> bool:
    lengths = [[len(text) for row in run for cell in row.cells[place : place + 1] for _, text in cell.lines] for place in (0, 1)]
    return count == 2 and len(run) >= _LINES and all(sum(of_column) > _PROSE * len(of_column) for of_column in lengths)


def _text(cell: _Cell, words: Set[str]) -> str:
    text = ""
    for _, line in cell.lines:
        text = joined(text, line, words) if text else line
    return text
