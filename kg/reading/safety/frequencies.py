"""How often an effect occurs where a table says it: the units of a page go in, the frequency of each unit or column comes out.

A table that lost its cells has lines that are nothing but a frequency; they stand below their effects or above them, as the first
line of the table shows. Where the cells stand, a header row may name the frequencies of the columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from kg.reading.openings import is_noun_phrase
from kg.reading.page import Page, Term, Unit
from kg.reading.safety.bands import frequency_band
from kg.reading.safety.shares import percent_band
from kg.records import Frequency

__all__ = ["TableFrequencies", "column_of"]

_SECTIONS = frozenset(("adverse", "postmarketing", "boxed"))
#: Tokens of a line that says nothing but a frequency.
_LONGEST = 18
_FILLERS = frozenset(
    [
        "frequency",
        "side",
        "effect",
        "adverse",
        "reaction",
        "may",
        "affect",
        "up",
        "to",
        "in",
        "people",
        "patient",
        "user",
        "person",
        "more",
        "than",
        "less",
        "fewer",
        "of",
        "infusion",
        "cannot",
        "be",
        "estimated",
        "from",
        "the",
        "available",
        "data",
        "and",
        "at",
        "least",
        "or",
        "event",
        "s",
        "every",
        "out",
        "but",
        "all",
        "very",
        "known",
        "not",
        ":",
        "(",
        ")",
        "<",
        ">",
        "=",
        "≥",
        "≤",
        "/",
        ",",
        ".",
        "%",
        "-",
        "incidence",
        "occurrence",
    ]
)


class TableFrequencies:
    """The frequencies that the tables of a page give to their lines and columns."""

    __slots__ = ("_columns", "_lines")

    def __init__(self, page: Page) -> None:
        """Read all tables of the page."""
        self._lines: dict[int, Frequency] = {}
        self._columns: dict[int, Mapping[int, Frequency]] = {}
        section: list[Unit] = []
        for unit in page.units:
            if section and (unit.place.heading != section[0].place.heading):
                self._read_lines(section, page)
                section = []
            section.append(unit)
        self._read_lines(section, page)
        self._read_columns(page)

    def of(self, unit: Unit, page: Page, term: Term) -> Frequency | None:
        """Give the frequency of an effect by its line or column, or None."""
        columns = self._columns.get(unit.index)
        if columns:
            found = columns.get(column_of(page, unit, page.tokens.starts[term.first]))
            if found is not None:
                return found
        return self._lines.get(unit.index)

    def _read_lines(self, section: Sequence[Unit], page: Page) -> None:
        if not section or section[0].place.kind not in _SECTIONS:
            return
        kinds: list[tuple[str, Unit, Frequency]] = []
        for unit in section:
            lone = _lone_frequency(unit, page)
            closing = _closing_frequency(unit, page)
            if lone is not None:
                kinds.append(("frequency", unit, lone))
            elif closing is not None:
                kinds.append(("both", unit, closing))
            elif unit.intro is not None and unit.intro.cues("if-you", "advice", "severity-list"):
                kinds.append(("other", unit, "unspecified"))  # below "Get help at once if you notice:"
            elif _names_effects(unit) and (_is_line(unit, page) or _goes_on(unit, kinds)):
                kinds.append(("effects", unit, "unspecified"))
            else:
                kinds.append(("other", unit, "unspecified"))
        if not any(kind == "frequency" for kind, _, _ in kinds):
            return
        first = next(kind for kind, _, _ in kinds if kind not in {"other", "both"})
        if first == "effects":
            kinds = [
                ("effects", unit, value) if kind == "other" and following == "frequency" and _names_effects(unit) else (kind, unit, value)
                for (kind, unit, value), following in zip(kinds, [*(kind for kind, _, _ in kinds[1:]), ""], strict=True)
            ]
            kinds.reverse()
        current: Frequency | None = None
        for kind, unit, value in kinds:
            if kind in {"frequency", "both"}:
                current = value
                if kind == "both":
                    self._lines[unit.index] = value
            elif kind == "other":
                # Above its effects a frequency holds through the names of organ classes, below them it does not reach past one.
                goes_on = first == "frequency" and _is_line(unit, page) and not unit.cues("severity")
                current = current if goes_on else None
            elif current is not None and not _is_graded(unit):
                self._lines[unit.index] = current

    def _read_columns(self, page: Page) -> None:
        header: Mapping[int, Frequency] = {}
        bands: Mapping[int, Frequency] = {}
        previous: Unit | None = None
        for unit in page.units:
            if not unit.is_row or (previous is not None and unit.block - previous.block > 1):
                header = {}
            if unit.is_row:
                if previous is None or not previous.is_row or previous.block != unit.block:
                    bands = _bands_of_row(unit, page)
                found = _header(unit, page, bands)
                if len(found) >= 2 and not any("AdverseEffect" in t.classes and t.concept != "adverse-event-root" for t in unit.terms):
                    header = found
                elif header:
                    self._columns[unit.index] = header
            previous = unit


def _goes_on(unit: Unit, kinds: Sequence[tuple[str, Unit, Frequency]]) -> bool:
    """What follows a line that is a frequency, or as a few words ("Contact dermatitis") one of its effects."""
    before = kinds[-1][0] if kinds else ""
    return before == "frequency" or (before == "effects" and not unit.is_heading and unit.last - unit.first <= _FEW)


#: Tokens of a line that names an effect though it might be read as a sentence.
_FEW = 3


def _is_graded(unit: Unit) -> bool:
    """Tell a line that opens with a frequency of its own: "Less common side effects: rash"."""
    return any(cue.first - unit.first <= 1 for cue in unit.cues("frequency"))


def _names_effects(unit: Unit) -> bool:
    return any("AdverseEffect" in term.classes for term in unit.terms)


def _header(unit: Unit, page: Page, bands: Mapping[int, Frequency]) -> dict[int, Frequency]:
    result: dict[int, Frequency] = {}
    for cue in unit.cues("frequency"):
        result.setdefault(column_of(page, unit, page.tokens.starts[cue.first]), cast("Frequency", cue.phrase.value))
    return {**bands, **result}


def _bands_of_row(unit: Unit, page: Page) -> dict[int, Frequency]:
    result: dict[int, Frequency] = {}
    for start, end in page.layout.blocks[unit.block].cells:
        band = frequency_band(page.normal.text[start:end])
        if band is not None:
            result.setdefault(column_of(page, unit, start), band)
    return result


def column_of(page: Page, unit: Unit, position: int) -> int:
    """Give the column of a row that a position of the normalised text stands in."""
    block = page.layout.blocks[unit.block]
    mark = "|" if "|" in page.normal.text[block.start : block.end] else "\t"
    return page.normal.text.count(mark, block.start, position)


def _is_line(unit: Unit, page: Page) -> bool:
    """Tell a line of a table from a sentence."""
    if unit.is_heading or unit.last == unit.first:
        return False
    return is_noun_phrase(unit, page, unit.last)


def _lone_frequency(unit: Unit, page: Page) -> Frequency | None:
    size = unit.last - unit.first
    if unit.is_row or not 0 < size <= _LONGEST:
        return None
    cues = unit.cues("frequency")
    text = page.normal.text[page.tokens.starts[unit.first] : page.tokens.ends[unit.last - 1]]
    band = frequency_band(text) or (percent_band(text) if "%" in text else None)
    if not cues and band is None:
        return None
    covered = {i for cue in cues for i in range(cue.first, cue.last)}
    for index in range(unit.first, unit.last):
        word = page.tokens.folds[index]
        if index not in covered and word not in _FILLERS and not word.isdigit():
            return None
    return band or cast("Frequency", cues[0].phrase.value)


def _closing_frequency(unit: Unit, page: Page) -> Frequency | None:
    """Give the frequency that a line of effects ends with, where its line was joined: "Local reactions (e.g. pain), fever Very common"."""
    cue = next((cue for cue in unit.cues("frequency") if cue.last == unit.last), None)
    if cue is None or unit.is_row or not _names_effects(unit) or not page.tokens.surfaces[cue.first][0].isupper():
        return None
    return cast("Frequency", cue.phrase.value) if cue.first - 1 > unit.first and page.tokens.folds[cue.first - 1].isalpha() else None
