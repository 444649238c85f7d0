"""Paragraphs of a page that is set in lines: the lines go in, the paragraphs that they were wrapped from come out."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from kg.reading.formats.page_lines import Line, Style
from kg.reading.hyphens import SHARING, belongs

__all__ = ["Setting", "goes_on", "is_full", "join_lines", "joined", "setting_of"]

#: A line shorter than this share of the usual length ends a paragraph.
_FULL_LINE = 0.75
#: A line that is shorter than this share with the next word ends an item of a list; one that is longer than that was only wrapped.
_FITS = 0.87
_FILLED = 0.95
#: On a page of fewer lines the usual length is that of the document's lines.
_MIN_LINES = 12
#: A line that stands lower than this many times the usual distance is parted by white space from the one above it.
_APART = 1.3
#: White space of so many times that distance parts paragraphs for certain; more of it may be that of a figure within one.
_PARTED = (1.45, 3.0)
#: On a page with so many such lines white space parts the paragraphs.
_SPACES = 2
#: Words that end no item of a list.
_OPEN_END = re.compile(r"(?:,|\b(?:a|an|and|as|at|by|for|from|in|of|on|or|than|that|the|to|with))$", re.IGNORECASE)
#: The heading of a numbered section, as labels have it: "4.3 Contraindications".
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[A-Z]")
#: So many characters at the beginning are its number at most.
_NUMBER = 8
#: A longer line is no heading.
_MAX_HEADING = 80
_END = re.compile(r"[.:;!?][\"”’)\]]?$")
_ITEM = re.compile(r"(?:[•●▪■◦‣∙*–—-]|\(?\d{1,2}[.)]|[1-9]\d?(?:\.\d{1,2}){1,3}(?=\s+[^\W\d_a-z])|[a-z][.)])\s|\|")
_HYPHEN = re.compile(r"([^\W\d_]+)-$")
#: "3-" before "4", "Rh(D)-" before "negative".
_OPEN_HYPHEN = re.compile(r"[\d)][-–]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
#: Lines stand no nearer to each other and, unless wrapped ones tell, no further than so many sizes of their letters.
_LEAST = 0.8
_LEADING = 1.6
#: The lines of one heading stand closer than so many sizes of its letters.
_CLOSE = 1.6
#: A line that begins so many sizes of its letters further right or left is set in or out.
_SHIFT = 0.7
#: No paragraph has more characters, and no word.
_LONGEST = 20_000
_LONGEST_WORD = 60
#: Usual width of a character in sizes.
_CHARACTER = 0.5


class Setting(NamedTuple):
    """How the lines of a document are set."""

    #: Characters of a line that is full.
    usual: int = 0
    #: How far a line that was wrapped stands below the one above it, in sizes of its letters; infinite where nothing tells.
    leading: float = math.inf


def setting_of(lines: Sequence[Line]) -> Setting:
    """Tell how some lines are set."""
    usual = sorted(len(line.text) for line in lines)[int(len(lines) * 0.8)] if lines else 0
    below = [(line, above) for above, line in pairwise(lines) if line.drop > line.style.size * _LEAST / 2 > 0 and not line.table and not above.table]
    wrapped = [line for line, above in below if line.text[0].islower() and is_full(above.text, usual)]
    drops = sorted(2 * line.drop / line.style.size for line in wrapped or [line for line, _ in below])
    if not drops:
        return Setting(usual)
    # Lines of an item or of a paragraph that begins with a small letter may stand lower.
    return Setting(usual, drops[len(drops) // 5] if wrapped else min(_LEADING, drops[0]))


def join_lines(lines: Sequence[Line], words: Set[str], setting: Setting | None = None) -> Iterator[str]:
    """Join the lines of a page that were only wrapped; paragraphs come out, and an empty string where white space parts two.

    On a page of few lines the `setting` of the document tells the length of a full one. A line of another style, such as that below a heading,
    begins a paragraph unless it begins with a small letter, and so does one that stands low, is set in or ends what is, and an item of a list
    behind a colon or set in, unless the line before it was full. Where white space or first lines that are set in part paragraphs, a full line
    that ends a sentence does not. A hyphen at the end of a line is kept if it belongs to the word, as far as the `words` of the text tell, else
    the word was cut.

    >>> list(join_lines([Line("Patients with immuno-"), Line("deficiency were given"), Line("plasma products.")], set()))
    ['Patients with immunodeficiency were given plasma products.']
    >>> list(join_lines([Line("A man with Guillain-"), Line("Barré syndrome, pre-"), Line("and postnatal care.")], set()))
    ['A man with Guillain-Barré syndrome, pre- and postnatal care.']
    >>> list(join_lines([Line("Tell your doctor about:"), Line("kidney disease"), Line("high blood pressure")], set(), Setting(40)))
    ['Tell your doctor about:', 'kidney disease', 'high blood pressure']
    """
    page = _Flow(lines, setting)
    paragraph = ""
    for line in lines:
        if page.goes_on(paragraph, line):
            paragraph = joined(paragraph, line.text, words)
        else:
            if paragraph:
                yield paragraph
                if page.is_parted_from(line):
                    yield ""
            page.begin(paragraph, line)
            paragraph = line.text
        page.above = line
    if paragraph:
        yield paragraph


class _Flow:
    """What the lines of a page tell of the next one."""

    def __init__(self, lines: Sequence[Line], setting: Setting | None) -> None:
        own = setting_of(lines)
        self.usual = setting.usual if setting is not None and len(lines) < _MIN_LINES else own.usual
        self.leading = setting.leading if setting is not None and setting.leading < math.inf else own.leading
        self.main = _main_style(lines)
        #: White space or first lines that are set in part the paragraphs.
        self.is_parted = (
            sum(line.drop > self._low(line) for line in lines) >= _SPACES
            or sum(_shift(line, above) > 0 for above, line in pairwise(lines)) >= _SPACES
        )
        self.above = Line("")
        #: The paragraph is an item of a list behind a colon.
        self.is_list = False
        #: How far the lines are set in, and how many begin below each other.
        self.inset = 0.0
        self.run = 0

    def goes_on(self, paragraph: str, line: Line) -> bool:
        """Tell whether a paragraph goes on with the line; each line is asked for once."""
        shift = _shift(line, self.above)
        self.inset = max(0.0, self.inset + shift) if line.drop else 0.0
        run, self.run = self.run, 1 if shift or not line.drop else self.run + 1
        if not 0 < len(paragraph) < _LONGEST or line.table or self.above.table:
            return False
        if _heads_on(line, self.above, self.main, self.usual):
            return True
        full = self.usual - self.inset / (_CHARACTER * (line.style.size / 2 or 1))
        with_next_word = len(self.above.text) + len(line.text.partition(" ")[0]) + 1
        was_full = is_full(self.above.text, self.usual)
        is_marked = _ITEM.match(paragraph) is not None  # what follows it has a mark of its own
        is_next = was_full and line.style == self.above.style and line.drop <= self._low(line)
        if _HYPHEN.search(paragraph[-_LONGEST_WORD:]) is None:
            if (self.is_list or self.inset) and not is_marked and with_next_word < _FITS * full and _OPEN_END.search(paragraph[-6:]) is None:
                return False
            is_set_off = line.drop > self._low(line) or (shift > 0 and not is_marked) or (shift < 0 and run > 1)
            if is_set_off and not (was_full and line.text[0].islower() and not self._is_apart(line)):
                return False
        is_within = self.is_parted and line.drop > 0 and (is_marked or not self.inset) and not shift and with_next_word > _FILLED * full
        return goes_on(paragraph, line.text, is_next, is_next and is_within)

    def is_parted_from(self, line: Line) -> bool:
        """Tell a line below white space, or below a table."""
        return (line.table != self.above.table and self.above.table > 0) or (line.drop > self._low(line) and not self.above.table)

    def begin(self, paragraph: str, line: Line) -> None:
        """Begin a paragraph with a line below another."""
        self.is_list = paragraph.endswith(":") or (self.is_list and line.text[0].islower())
        if line.table:
            self.is_list, self.inset, self.run = False, 0.0, 1

    def _low(self, line: Line) -> float:
        return _APART * self.leading * line.style.size / 2 if line.style.size else math.inf

    def _is_apart(self, line: Line) -> bool:
        step = self.leading * line.style.size / 2
        return _PARTED[0] * step < line.drop < _PARTED[1] * step


def _main_style(lines: Sequence[Line]) -> Style:
    letters: Counter[Style] = Counter()
    for line in lines:
        letters[line.style] += len(line.text)
    return max(letters, key=lambda style: letters[style], default=Style())


def _heads_on(line: Line, above: Line, main: Style, usual: int) -> bool:
    """Tell the second line of a heading in larger or bold letters, the first of which fills the page as far as its letters are larger."""
    if line.style != above.style or line.style == main or line.style < main or not 0 < line.drop < _CLOSE * line.style.size / 2:
        return False
    length = (len(above.text) + len(line.text.partition(" ")[0]) + 1) * line.style.size / (main.size or 1)
    return length >= _FULL_LINE * usual and _ITEM.match(line.text) is None and _END.search(above.text) is None


def is_full(line: str, usual: int) -> bool:
    """Tell a line that was wrapped, as far as its length says."""
    return len(line) >= _FULL_LINE * usual


def _shift(line: Line, above: Line) -> float:
    """Give how far a line begins to the right of the one above it, and 0 for a little."""
    shift = line.left - above.left if line.drop else 0.0
    return shift if abs(shift) > _SHIFT * line.style.size / 2 else 0.0


def goes_on(paragraph: str, line: str, was_full: bool = False, is_within: bool = False) -> bool:
    """Tell whether a paragraph goes on with a line; `is_within` says that no paragraph ends at the full line before it."""
    if _ITEM.match(line) is not None:
        return False
    if _HYPHEN.search(paragraph[-_LONGEST_WORD:]) is not None and line[0].islower():
        return True
    if _END.search(paragraph[-3:]) is not None:
        # "into a vein, i.e." goes on, and so does a paragraph
        return paragraph[-1] != ":" and (is_within or (paragraph[-1] == "." and was_full and line[0].islower()))
    return line[0].islower() or (was_full and not _heads(paragraph, line))


def _heads(heading: str, line: str) -> bool:
    """Tell the heading of a numbered section, or one in capitals, from a paragraph that goes on with the next line."""
    if len(heading) > _MAX_HEADING:
        return False
    is_numbered = _NUMBERED.match(heading) is not None and ". " not in heading[_NUMBER:] and line[0] != "("
    return is_numbered or (heading.isupper() and not line.isupper())


def joined(paragraph: str, line: str, words: Set[str]) -> str:
    """Put a line to the end of a paragraph, without the hyphen of a word that the end of the line before it cut."""
    cut, rest = _HYPHEN.search(paragraph[-_LONGEST_WORD:]), _FIRST_WORD.match(line)
    if _OPEN_HYPHEN.search(paragraph[-2:]) is not None and line[0].isalnum():
        return paragraph + line
    if cut is None or (rest is not None and rest[0] in SHARING):
        return f"{paragraph} {line}"
    if rest is None or not line[0].islower():
        # A name or number that belongs to the word before it, such as Guillain-Barré.
        return paragraph + line
    return paragraph + line if belongs(cut[1], rest[0], words) else paragraph[:-1] + line
