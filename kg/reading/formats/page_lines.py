"""The lines of a page of a PDF: a page of pypdf goes in, its lines with their place, size and weight come out."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from kg.reading.formats.composition import superscript, tidy

__all__ = ["Line", "Style", "lines_of", "repaired_line"]

#: Signs other than the hyphen that end a line where a word was cut.
_CUT = re.compile(" ?[\u00ad\u2010]$")
#: Letters that are set as one sign; one that stands alone was parted from its word.
_LONE_LIGATURE = re.compile("(?<= )([\ufb01\ufb02]) (?=[a-z])|(?<=[A-Za-z]) ([\ufb00\ufb03\ufb04]) ?(?=[a-z])")
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
#: What fonts of text, Symbol and Wingdings mean by characters for private use, and fonts of Windows by the control character 127.
_PRIVATE = {
    "\x7f": "•", "\uf001": "fi", "\uf002": "fl", "\uf02d": "−", "\uf061": "α", "\uf062": "β", "\uf067": "γ", "\uf06d": "µ", "\uf0a3": "≤", "\uf0a7": "•",
    "\uf0ae": "→", "\uf0b0": "°", "\uf0b1": "±", "\uf0b3": "≥", "\uf0b7": "•", "\uf0d8": "•", "\uf0fc": "•",
}  # fmt: skip
_SIGNS = str.maketrans({**_LIGATURES, **_PRIVATE, "\u00ad": ""})
#: Accents that a font sets beside the letter, as programs for typesetting do, and what they are above it.
_ACCENTS = {"´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "˚": "\u030a", "ˇ": "\u030c", "¸": "\u0327"}
_ACCENT = re.compile(r"([^\W\d_])([´`¨ˆ˜˚ˇ¸])(?!s\b)([^\W\d_]?)")
_VOWELS = frozenset("aeiouy")
#: A piece of few characters that is set smaller than the one before it, and by this share of its size above it, is a mark or an exponent.
_SMALL = 0.9
_MARK = 12
_RAISED = 0.1
#: Characters for private use, control characters and such as are none; a page with so large a share of them has no text.
_NO_LETTERS = frozenset({"Cc", "Cn", "Co", "Cs"})
_MOST = 0.5
#: Names of fonts that are bold.
_BOLD = re.compile(r"bold|black|heavy", re.IGNORECASE)
#: The least and the greatest width and height in points of a disc or square that is drawn as a bullet, and how unlike the two may be.
_DISC = (1.0, 7.0)
_SQUARE = 0.3
#: How far it stands to the left of the line, in sizes of its letters at most, and how far from the middle of small letters.
_BESIDE = 3.5
_MIDDLE = 0.3
_OFF = 0.4
_BULLET = "• "
#: Lines are numbered at the margin, each or every fifth one, where so many numbers follow each other at the left of all text.
_LINE_NUMBER = re.compile(r"\d{1,4}")
_STEPS = (1, 5)
_NUMBERS = 5
#: Operators that draw paths and those that paint them.
_PATHS = frozenset((b"m", b"l", b"c", b"v", b"y", b"re"))
_PAINTS = frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"s", b"S"))
#: Operators that show text.
_SHOWS = frozenset((b"Tj", b"TJ", b"'", b'"'))
#: A path of more points is a drawing, and a page with more discs has a plot.
_POINTS = 80
_DISCS = 300

#: How a page says that the sign it shows is a soft hyphen, and one behind which the next sign stands in the same place.
_SOFT_HYPHEN = b"<FEFF00AD>"
_UNUSED_HYPHEN = re.compile(rb"(<FEFF00AD>\s*>>\s*BDC\s+(?:[-\d.]+\s+[-\d.]+\s+Td\s+)?)<[0-9A-F]+>\s*Tj(?=\s+EMC\s+0 0 Td\b)")


class Style(NamedTuple):
    """How most letters of a line are set; the size is in half points."""

    size: int = 0
    is_bold: bool = False


class Line(NamedTuple):
    """A line of a page; lengths are in points."""

    text: str
    style: Style = Style()
    #: How far it stands below the line before it; 0 where it does not or nothing tells.
    drop: float = 0.0
    #: Where it begins, from the left, and how high it stands, from below.
    left: float = 0.0
    height: float = 0.0
    #: Its pieces with the place where each begins, from the left and from below.
    parts: tuple[tuple[float, float, str], ...] = ()
    #: The number of the table that it is a row of, its cells parted by bars; 0 for any other line.
    table: int = 0


class _Page:
    """The lines of a page as pypdf finds their pieces, with marks and exponents told by their height."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        #: The letters of the line by style.
        self.letters: Counter[Style] = Counter()
        #: Where the last piece of common height stands, and its size.
        self.place = (0.0, 0.0)
        self.size = 0.0
        #: How far text is raised above its line, and how far the last that was shown.
        self.rise = self.shown_rise = 0.0
        #: Where the pieces of the line begin, from the left and from below.
        self.parts: list[tuple[float, float, str]] = []
        #: The points of the path that is drawn, and the middles of what was painted as small as a bullet.
        self.path: list[tuple[float, float]] = []
        self.discs: list[tuple[float, float]] = []

    def take(self, text: str, current: Sequence[float], line: Sequence[float], font: Any, size: float) -> None:
        """Take a piece of text with its matrices, its font and its size."""
        if not text:
            return
        # Which way is up, and where the piece stands: the matrix of the line within that of the page.
        sideways, up, x, y = (line[row] * current[column] + line[row + 1] * current[column + 2] for row in (2, 4) for column in (0, 1))
        x, y = x + current[4], y + current[5]
        height = math.hypot(sideways, up)
        size *= height
        if not math.isfinite(x + y + size):
            x = y = size = 0.0  # numbers that no page has
        above = ((x - self.place[0]) * sideways + (y - self.place[1]) * up) / (height or 1) + self.shown_rise * height
        is_raised = bool(self.pieces) and len(text) <= _MARK and size < _SMALL * self.size and _RAISED * self.size < above < self.size
        if not is_raised and not text.isspace():
            self.place, self.size = (x, y), size
            left, low = (x * up - y * sideways) / (height or 1), (x * sideways + y * up) / (height or 1)
            if self.parts and left < self.parts[-1][0] - size:
                self.pieces.append(" ")  # a cell of a row below
            if not self.parts or text[0] == " " or self.pieces[-1].endswith(" "):
                self.parts.append((left, low, ""))
        style = Style(round(2 * size), _BOLD.search(str((font or {}).get("/BaseFont", ""))) is not None)
        for piece in text.splitlines(keepends=True):
            self.letters[style] += sum(map(str.isalpha, piece))
            self.pieces.append(superscript(piece, "".join(self.pieces[-3:])) if is_raised else piece)
            if self.parts:
                self.parts[-1] = (*self.parts[-1][:2], self.parts[-1][2] + self.pieces[-1])
            if piece.endswith("\n"):
                self.end_line()

    def draw(self, operator: bytes, operands: Sequence[Any], current: Sequence[float], line: Sequence[float]) -> None:
        """Take an operator of the page: a small disc or square that is painted may be the bullet of a line."""
        if operator in _PATHS:
            if len(self.path) < _POINTS:
                numbers = _numbers(operands)
                if operator == b"re" and len(numbers) == len("xywh"):
                    numbers[2:] = [numbers[0] + numbers[2], numbers[1] + numbers[3]]
                for x, y in zip(numbers[-2::-2], numbers[::-2], strict=False):
                    self.path.append((x * current[0] + y * current[2] + current[4], x * current[1] + y * current[3] + current[5]))
        elif operator in _PAINTS:
            if 1 < len(self.path) < _POINTS:
                (left, low), (right, high) = map(min, zip(*self.path, strict=True)), map(max, zip(*self.path, strict=True))
                width, height = right - left, high - low
                if _DISC[0] < width < _DISC[1] and abs(width - height) < _SQUARE * width:
                    self.discs.append(((left + right) / 2, (low + high) / 2))
            self.path.clear()
        elif operator == b"n":
            self.path.clear()
        elif operator == b"Ts":
            self.rise = sum(_numbers(operands))
        elif operator in _SHOWS:
            self.shown_rise = self.rise

    def end_line(self) -> None:
        """Write the pieces as a line with the style of most of its letters, if it has characters."""
        if text := _clean("".join(self.pieces)):
            style = max(self.letters, key=lambda style: self.letters[style], default=Style())
            left, height, _ = self.parts[0] if self.parts else (0.0, 0.0, "")
            drop = max(0.0, self.lines[-1].height - height) if self.lines and self.parts else 0.0
            cleaned = [text] if len(self.parts) == 1 else [_clean(piece) for _, _, piece in self.parts]
            parts = tuple((left, low, words) for (left, low, _), words in zip(self.parts, cleaned, strict=True) if words)
            self.lines.append(Line(text, style, drop, left, height, parts))
        self.pieces.clear()
        self.parts.clear()
        self.letters.clear()

    def finish(self) -> list[Line]:
        """Return the lines; one behind a disc begins with a bullet."""
        self.end_line()
        if len(self.discs) > _DISCS:
            return self.lines  # the dots of a plot
        return [self.marked(line) for line in self.lines] if self.discs else self.lines

    def marked(self, line: Line) -> Line:
        """Put bullets before the items that begin with the line or in it, as in the cells of a table."""
        parts = tuple((left, low, _BULLET + text if self.is_item(line, left, low) else text) for left, low, text in line.parts)
        if parts[1:] != line.parts[1:]:
            return line._replace(text=" ".join(text for _, _, text in parts), parts=parts)
        return line._replace(text=_BULLET + line.text, parts=parts) if parts != line.parts else line

    def is_item(self, line: Line, left: float, low: float) -> bool:
        """Tell a piece of a line that stands behind a disc."""
        size = line.style.size / 2
        return any(0 < left - x < _BESIDE * size and abs(low + _MIDDLE * size - y) < _OFF * size for x, y in self.discs)


def _numbers(operands: Sequence[Any]) -> list[float]:
    try:
        return [float(operand) for operand in operands]
    except (TypeError, ValueError):
        return []  # of a damaged file


def _clean(text: str) -> str:
    # Without NUL and the halves of characters that broken fonts give.
    return repaired_line(tidy(text.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")))


def lines_of(page: Any) -> list[Line]:
    """Give the lines of a page of pypdf; of one whose fonts do not say what letters their signs are, none."""
    found = _Page()
    _leave_out_soft_hyphens(page)
    page.extract_text(visitor_text=found.take, visitor_operand_before=found.draw)
    lines = _without_line_numbers(found.finish())
    return [] if _says_no_letters(lines) else lines


def _leave_out_soft_hyphens(page: Any) -> None:
    """Take out the signs that stand for soft hyphens within a line, which have no width: browsers print them as blanks."""
    from pypdf.generic import DecodedStreamObject, NameObject

    contents = page.get_contents()
    content = contents.get_data() if contents is not None else b""
    if _SOFT_HYPHEN not in content:
        return
    stream = DecodedStreamObject()
    stream.set_data(_UNUSED_HYPHEN.sub(rb"\1", content))
    page[NameObject("/Contents")] = stream


def _without_line_numbers(lines: list[Line]) -> list[Line]:
    """Leave out the numbers that the lines of a manuscript have at the margin."""
    pieces = [(place, *part) for place, line in enumerate(lines) for part in line.parts]
    is_number = [_LINE_NUMBER.fullmatch(text) is not None for *_, text in pieces]
    border = min((left for (_, left, _, _), number in zip(pieces, is_number, strict=True) if not number), default=0.0)
    found = [piece for piece, number in zip(pieces, is_number, strict=True) if number and piece[1] < border]
    numbers = [int(text) for *_, text in found]
    beside = Counter(round(height) for (_, left, height, _) in pieces if left >= border)
    is_text = sum(beside[round(height)] <= 1 for _, _, height, _ in found) * 2 > len(found)  # and no table
    if len(found) < _NUMBERS or not is_text or {after - number for number, after in pairwise(numbers)} not in [{step} for step in _STEPS]:
        return lines
    numbered = {place for place, *_ in found}
    kept: list[Line] = []
    for place, line in enumerate(lines):
        parts = line.parts[1:] if place in numbered else line.parts
        if place in numbered and parts:
            line = line._replace(text=" ".join(text for _, _, text in parts), left=parts[0][0], height=parts[0][1], parts=parts)
        if place not in numbered or parts:
            kept.append(line._replace(drop=max(0.0, kept[-1].height - line.height) if kept and line.parts else 0.0))
    return kept


def _says_no_letters(lines: Sequence[Line]) -> bool:
    """Tell a page whose fonts do not say what letters their signs are; to a program it is a picture."""
    signs = "".join(line.text for line in lines).replace(" ", "")
    return sum(sign == "\ufffd" or unicodedata.category(sign) in _NO_LETTERS for sign in signs) > _MOST * len(signs)


def repaired_line(line: str) -> str:
    """Write as letters what fonts make of them: hyphens where a word was cut, ligatures, accents, characters for private use."""
    line = _LONE_LIGATURE.sub(lambda found: found[1] or found[2], _CUT.sub("-", line))
    return _ACCENT.sub(_composed, line.translate(_SIGNS))


def _composed(found: re.Match[str]) -> str:
    """Put an accent upon the vowel that follows it or else upon the letter before it; one beside no such letter stays."""
    before, accent, after = found.groups()
    after = "i" if after == "ı" else after
    on_next, on_last = (unicodedata.normalize("NFC", letter + _ACCENTS[accent]) for letter in (after, before))
    if after.casefold() in _VOWELS and len(on_next) == 1:
        return before + on_next
    return on_last + after if len(on_last) == 1 and (before.casefold() in _VOWELS or accent in "˜ˇ¸") else found[0]
