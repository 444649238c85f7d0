"""Tables of a page of a PDF: its lines with the places of their pieces go in; where these stand in columns, rows come out."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

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
#: Cells that begin less than so many sizes from each other stand in one column.
_BESIDE = 2.0
_COLUMNS = 30
#: A cell that stands over so many others is that of a head over several columns.
_TWO = 2
#: How wide narrow letters, wide ones and others are on average, in sizes; so much of a width is certain.
_NARROW = frozenset("fijlrtI|!.,:;'()[] -/")
_WIDE = frozenset("mwMW%@—")
_WIDTHS = (0.3, 0.8, 0.53)
_CAPITAL = 0.67
_CERTAIN = 0.8
#: Lines of a cell that is centred have their middles so near to each other in sizes, and those that end below each other their ends.
_CENTRED = 0.6
#: Words that follow so close to what stands before them, in sizes and in shares of its width, are the same text in other letters.
_SPACE = 0.45
_UNSURE = 0.12
#: Where more of the cells follow so close, there is no table.
_CLOSE = 0.6
#: A row of another table stands below none of the cells of so many rows above it.
_RECENT = 20
#: Cells in columns of few are at most this share of those in the others.
_WEAK = 0.4
#: A row of one cell within a table is no longer.
_SECTION = 60
#: Where two columns of a page were written line by line their lines are so many and as long as that on average.
_LINES = 8
_PROSE = 30
#: Marks of items within cells; a dash there says that there is nothing.
_BULLET = re.compile("[•●▪■◦‣∙]")
_MARK = re.compile(r"[•●▪■◦‣∙*–—-]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,4})[.)]", re.IGNORECASE)


class _Piece(NamedTuple):
    """A line of a cell: how high it stands, where it begins, its text and the number of the line of the page that it is of."""

    height: float
    left: float
    text: str
    number: int


class _Cell:
    """A cell of a row with its lines."""

    def __init__(self, size: float, pieces: Sequence[_Piece]) -> None:
        self.size = size
        self.lines: list[_Piece] = []
        #: Where it begins and where it ends for certain; where the last line ends.
        self.left, self.right = math.inf, -math.inf
        self.width = 0.0
        for piece in pieces:
            self.add(piece)

    @property
    def bottom(self) -> float:
        return self.lines[-1].height

    def add(self, piece: _Piece) -> None:
        self.lines.append(piece)
        self.width = _width(piece.text, self.size)
        self.left, self.right = min(self.left, piece.left), max(self.right, piece.left + _CERTAIN * self.width)

    def move(self, distance: float) -> None:
        """Take it so far to the left, from the next column of the page."""
        self.left, self.right = self.left - distance, self.right - distance

    def goes_on(self, piece: _Piece) -> bool:
        """Tell whether a line below the last one is of the same cell: they begin or end below each other or have one middle."""
        if not _NEAR < self.bottom - piece.height < _STEP * self.size:
            return False
        shift, longer = piece.left - self.lines[-1].left, _width(piece.text, self.size) - self.width
        near = _CENTRED * self.size + _UNSURE * abs(longer) / 2
        return abs(shift) <= _NEAR or abs(shift + longer / 2) <= near or abs(shift + longer) <= near


class _Row:
    """Cells that stand beside each other."""

    def __init__(self, *cells: _Cell) -> None:
        self.cells = list(cells)
        #: How high the highest cell stands.
        self.top = max((cell.lines[0].height for cell in cells), default=0.0)
        #: Its last line goes on with the next row, and its first one began with the row before it.
        self.is_cut = self.is_rest = False

    @property
    def first(self) -> int:
        """The number of its first line."""
        return self.cells[0].lines[0].number

    @property
    def last(self) -> int:
        return self.cells[-1].lines[-1].number

    def stands_in(self, run: Sequence[_Row]) -> bool:
        """Tell whether it stands below some of the rows, in part at least."""
        left, right = self.cells[0].left, self.cells[-1].right
        return self.begins_in(run) or any(left < cell.left < right or cell.left < left < cell.right for above in run for cell in above.cells)

    def begins_in(self, run: Sequence[_Row]) -> bool:
        """Tell whether it begins below the beginning of a cell of some of the rows."""
        left = self.cells[0].left
        return any(abs(left - cell.left) < _BESIDE * cell.size for above in run for cell in above.cells)


def with_rows(lines: Sequence[Line], words: Set[str]) -> list[Line]:
    """Replace the lines of tables by their rows; two columns of prose that were written line by line are put one below the other."""
    lines = list(_marked(lines))
    result: list[Line] = []
    done = 0
    rows = list(_rows_of(lines))
    for above, row in pairwise(rows):
        above.is_cut = row.is_rest = above.last == row.first
    for table, (run, columns) in enumerate(_tables(rows), start=1):
        if run[0].is_rest or run[-1].is_cut:
            continue
        result.extend(lines[done : run[0].first])
        done = run[-1].last + 1
        if _is_prose(run, len(columns)):
            cells = [[cell for row in run for cell in row.cells if _place(cell, columns) == place] for place in range(len(columns))]
            result.extend(
                Line(text, lines[run[0].first].style, cell.size if number else 0.0, cell.left, height)
                for column in cells
                for number, cell in enumerate(column)
                for height, _, text, _ in cell.lines
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
    was_bold = False
    for number, line in enumerate(lines):
        size = line.style.size / 2 or 1.0
        for left, height, text in _parts(line):
            piece = _Piece(height, left, text, number)
            cell = row.cells[-1] if row.cells else None
            is_group = len(row.cells) == 1 and was_bold and not line.style.is_bold and row.cells[0].lines[-1].text.endswith(":")
            if cell is not None and cell.goes_on(piece) and not is_group and (len(row.cells) == 1 or left > row.cells[-2].left + _GAP * size):
                cell.add(piece)
            elif cell is not None and left > cell.left + _GAP * size and cell.bottom - _NEAR <= height < row.top + _ABOVE * size:
                if len(row.cells) == 1 and (above := _above(cell, height, size)):
                    yield _Row(_Cell(cell.size, cell.lines[:above]))
                    row = _Row(_Cell(cell.size, cell.lines[above:]))
                row.cells.append(_Cell(size, [piece]))
                row.top = max(row.top, height)
            else:
                if row.cells:
                    yield row
                row = _Row(_Cell(size, [piece]))
        was_bold = line.style.is_bold
    if row.cells:
        yield row


def _parts(line: Line) -> Iterator[tuple[float, float, str]]:
    """Yield the pieces of a line; the mark of an item is put before its text."""
    mark: tuple[float, float, str] | None = None
    for number, part in enumerate(line.parts or [(line.left, line.height, line.text)]):
        if mark is not None:
            part = (mark[0] if number == 1 else part[0], part[1], f"{mark[2]} {part[2]}")
        mark = None
        if number + 1 < len(line.parts) and (_BULLET if number else _MARK).fullmatch(part[2]) is not None:
            mark = part
        else:
            yield part


def _width(text: str, size: float) -> float:
    """Say about how wide a text is."""
    narrow, wide, capital = sum(sign in _NARROW for sign in text), sum(sign in _WIDE for sign in text), sum(map(str.isupper, text))
    return size * (_WIDTHS[0] * narrow + _WIDTHS[1] * wide + _WIDTHS[2] * (len(text) - narrow - wide) + (_CAPITAL - _WIDTHS[2]) * capital)


def _above(cell: _Cell, height: float, size: float) -> int:
    """Count the lines of a first cell that are a paragraph above the row, which the next cell shows by its height."""
    top, bottom = cell.lines[0].height, cell.bottom
    if height >= top - _NEAR or abs((top - height) - (height - bottom)) < size:
        return 0  # it begins with the first line, or stands beside the middle
    return next(place for place, line in enumerate(cell.lines) if line.height <= height + _NEAR)


def _tables(rows: Iterable[_Row]) -> Iterator[tuple[list[_Row], list[tuple[float, float]]]]:
    """Yield the rows of each table with the places of its columns; rows without common columns may be two tables."""
    for found in _runs(rows):
        whole = _without_captions(found)
        runs = [whole] if _columns(whole) is not None else map(_without_captions, _parted(found))
        for run in runs:
            if (columns := _columns(run)) is not None:
                yield run, columns


def _parted(run: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Part rows where one begins below the beginning of no cell."""
    part: list[_Row] = []
    for row in run:
        if part and not row.begins_in(part[-_RECENT:]):
            yield part
            part = []
        part.append(row)
    yield part


def _runs(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """Yield the rows that follow each other and have two cells or more, with short rows of one cell among them."""
    run: list[_Row] = []
    single: list[_Row] = []
    moved = 0.0
    for row in rows:
        if len(row.cells) > 1:
            _move(row, moved)
            if run and not row.stands_in(run[-_RECENT:]):
                _move(row, -moved)
                moved = _moved(row, run[0])
                _move(row, moved)
                if not moved:
                    yield run  # another table
                    run = []
            run += [*single, row] if run else [row]
            single = []
        elif run and not single and sum(len(line.text) for line in row.cells[0].lines) < _SECTION:
            single = [row]
        else:
            if run:
                yield run
            run, single, moved = [], [], 0.0
    if run:
        yield run


def _move(row: _Row, distance: float) -> None:
    for cell in row.cells:
        cell.move(distance)


def _moved(row: _Row, head: _Row) -> float:
    """Give how far to the right a table goes on, in the next column of the page; 0 for another table."""
    moved = [cell.left - above.left for cell, above in zip(row.cells, head.cells, strict=False)]
    return moved[0] if len(row.cells) == len(head.cells) and max(moved) - min(moved) < _NEAR else 0.0


def _without_captions(run: list[_Row]) -> list[_Row]:
    """Leave out what stands above and below a table, such as a caption whose first words are in other letters."""
    lefts = Counter(round(cell.left) for row in run for cell in row.cells[1:])
    first, last = 0, len(run)
    while first < last and _is_caption(run[first], lefts):
        first += 1
    while first < last and (_is_caption(run[last - 1], lefts) or (first + 1 < last and _stands_apart(run[last - 1], run[last - 2], lefts))):
        last -= 1
    return run[first:last]


def _is_caption(row: _Row, lefts: Mapping[int, int]) -> bool:
    return len(row.cells) == 1 or (len(row.cells) == _TWO and lefts[round(row.cells[1].left)] == 1 and _follows(*row.cells))


def _stands_apart(row: _Row, above: _Row, lefts: Mapping[int, int]) -> bool:
    """Tell what stands below a table from its last row: white space parts them, and no other cell begins where its second piece does."""
    apart = min(cell.bottom for cell in above.cells) - row.top > _STEP * row.cells[0].size
    return apart and len(row.cells) == _TWO and lefts[round(row.cells[1].left)] == 1


def _columns(run: Sequence[_Row]) -> list[tuple[float, float]] | None:
    """Give where the columns of some rows begin and end, from the left; None if they have none."""
    rows = sum(len(row.cells) > 1 for row in run)
    if rows < _ROWS or _is_close(run):
        return None
    size = max(cell.size for row in run for cell in row.cells)
    widest = max(run, key=lambda row: len(row.cells))
    if len(widest.cells) > _COLUMNS:
        return None
    single = [cell for row in run for cell in row.cells if sum(cell.left < other.right and other.left < cell.right for other in widest.cells) < _TWO]
    columns: list[list[_Cell]] = []
    end = 0.0
    for cell in sorted(single, key=lambda cell: cell.left):
        if columns and (cell.left < end or cell.left - columns[-1][-1].left < _BESIDE * size):
            columns[-1].append(cell)
            end = max(end, cell.right)
        else:
            columns.append([cell])
            end = cell.right
    # What stands alone between columns is the head of those on its two sides.
    columns = [column for column in columns if len(column) > 1 or column[0] in widest.cells]
    strong = [column for column in columns[1:] if len(column) >= max(_ROWS, rows / 2)]
    few = sum(len(column) for column in columns[1:]) - sum(map(len, strong))
    if not strong or few > _WEAK * sum(map(len, strong)):
        return None  # little stands below each other, such as words in italics
    sides = [(column[0].left, max(cell.right for cell in column)) for column in columns]
    for row in run:
        places = [_place(cell, sides) for cell in row.cells]
        if len(set(places)) < len(places):
            return None
    return sides


def _is_close(run: Sequence[_Row]) -> bool:
    """Tell lines of text whose first words are in other letters from rows: most of the next words follow close."""
    close = [_follows(cell, after) for row in run for cell, after in pairwise(row.cells)]
    return sum(close) > _CLOSE * len(close)


def _follows(cell: _Cell, after: _Cell) -> bool:
    """Tell whether a cell begins right behind the end of the one before it."""
    begun = after.lines[0]
    beside = [(line.left, _width(line.text, cell.size)) for line in cell.lines if abs(line.height - begun.height) <= _NEAR]
    return any(begun.left < left + width + _SPACE * cell.size + _UNSURE * width for left, width in beside)


def _place(cell: _Cell, columns: Sequence[tuple[float, float]]) -> int:
    """Give the column that a cell begins in or nearest to."""
    return min(range(len(columns)), key=lambda place: max(columns[place][0] - cell.left, cell.left - columns[place][1], 0.0))


def _is_prose(run: Sequence[_Row], count: int) -> bool:
    lengths = [[len(line.text) for row in run for cell in row.cells[place : place + 1] for line in cell.lines] for place in (0, 1)]
    return count == 2 and len(run) >= _LINES and all(sum(of_column) > _PROSE * len(of_column) for of_column in lengths)


def _text(cell: _Cell, words: Set[str]) -> str:
    text = ""
    for line in cell.lines:
        text = joined(text, line.text, words) if text else line.text
    return text
