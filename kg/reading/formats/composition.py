"""The text of a document whose format is not text: its blocks go in one by one, the text with its sections comes out."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.records import Section

__all__ = ["Composition", "superscript", "tidy"]

_TRADE_MARKS = {"TM": "™", "(TM)": "™", "SM": "℠", "R": "®", "(R)": "®"}
_UNIT = re.compile(r"(?:^|[\s\d/.·])(?:[cdkmnµμ]?m|ft|in)$")
#: The marks of notes below a table, after a word, a number or a sign.
_NOTE = re.compile(r"[a-m](?:[\s,;]+[a-m])*")
_NOTED = re.compile(r"(?:[^\W\d_]{3}|[\d%)\].,;:])\s*$")
_REFERENCE = re.compile(r"[\d\s,;*–-]+")


class Composition:
    """A text that grows block by block; a heading opens a section that runs to the next heading.

    Sections lie side by side in the order of the text, and each begins with its own heading line, but for asides and what goes on behind them.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._sections: list[Section] = []

    def heading(self, title: str, *, code: str = "", page: int | None = None) -> None:
        """Open a section after an empty line; a title stands in a line of its own."""
        title = tidy(title)
        self.gap()
        start = self._length
        self._close(start)
        self._sections.append(Section(title, start, start, page, code))
        if title:
            self._append(title)

    def start_aside(self) -> None:
        """Open a section for what stands within the section that is open: a table, a figure, a box."""
        start = self._length
        self._close(start)
        self._sections.append(Section("", start, start, is_aside=True))

    def end_aside(self) -> None:
        """Go on with the section in which asides stand."""
        start = self._length
        self._close(start)
        around = next((section for section in reversed(self._sections) if not section.is_aside), None)
        if around is not None:
            self._sections.append(replace(around, start=start, end=start))

    def line(self, text: str, *, indent: int = 0) -> None:
        """Add a paragraph, an item or a row as one line, set in by so many steps; one without characters is left out."""
        if text := tidy(text):
            self._append("  " * indent + text)

    def turn(self, line: str, at: int, *, page: int) -> None:
        """Let the last line go on over the edge of a page: it becomes `line`, in which the page begins at character `at`."""
        self._length -= len(self._lines.pop()) + 1
        start = self._length + at
        self._close(start)
        self._sections.append(Section("", start, start, page))
        self._append(line)

    def gap(self) -> None:
        """Part two blocks by an empty line."""
        if self._lines and self._lines[-1]:
            self._append("")

    def verbatim(self, text: str) -> None:
        """Add text whose lines and blanks are kept."""
        if text:
            self._append(text)

    def finish(self) -> tuple[str, tuple[Section, ...]]:
        """Return the text and its sections; sections without characters are left out."""
        text = "".join(f"{line}\n" for line in self._lines)
        self._close(len(text))
        return text, tuple(section for section in self._sections if section.end > section.start)

    def _append(self, line: str) -> None:
        self._lines.append(line)
        self._length += len(line) + 1

    def _close(self, end: int) -> None:
        if self._sections:
            self._sections[-1] = replace(self._sections[-1], end=end)


def tidy(text: str) -> str:
    """Make one line of a passage of markup, where any run of white space means one blank."""
    return " ".join(text.split())


def superscript(text: str, before: str) -> str:
    """Give raised characters as plain text, so that a reference mark or an exponent does not melt into the word before it.

    >>> superscript("3", "cells/mm"), superscript("2", "kg/m"), superscript("2", "the Rome")
    ('^3', '^2', ' [2]')
    >>> superscript("9", "10"), superscript("1,2", "CIDP"), superscript("+", "CD4"), superscript("TM", "Inventa")
    ('^9', ' [1,2]', '+', '™')
    >>> superscript("a, b", "Headache"), superscript("a", "35 (12%)"), superscript("th", "5"), superscript("e", "M")
    (' [a, b]', ' [a]', 'th', 'e')
    >>> superscript("[3]", "CIDP"), superscript("a", "")
    (' [3]', '[a] ')
    """
    mark = tidy(text)
    if mark.startswith("["):
        return f" {mark}"
    if mark.upper() in _TRADE_MARKS:
        return _TRADE_MARKS[mark.upper()]
    if _NOTE.fullmatch(mark) is not None and _NOTED.search(before[-8:]) is not None:
        return f" [{mark}]"
    if not before.strip() and (_NOTE.fullmatch(mark) or mark.isdigit()):
        return f"[{mark}] "  # the mark that a note below a table begins with
    if not mark or _REFERENCE.fullmatch(mark) is None or not any(c.isdigit() for c in mark):
        return text
    is_exponent = before[-1:].isdigit() or (mark in {"2", "3"} and _UNIT.search(before[-8:]) is not None)
    return f"^{mark}" if is_exponent else f" [{mark}]"
