"""Whether a document can be believed: documents go in, integrity flags and groups of near-duplicates come out.

Encoding damage is counted by what it is: characters that, put back into the bytes of a one-byte encoding, are the UTF-8 of a
character which such a text would use, besides replacement and C1 control characters. Unlike the general badness of ftfy this
says where the damage lies and does not grow with unusual but sound text, and it needs no further package.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from kg.errors import ResourceError
from kg.reading.cues import read_pattern
from kg.reading.sketches import NearDuplicates
from kg.records import Document, Flag
from kg.settings import Settings

__all__ = ["Cue", "find_damage", "find_flags", "flags_beside", "near_duplicate_groups", "near_duplicates", "read_cues", "read_limits", "with_flags"]

#: Notices stand at the head of a document, and the mark of one before the title among its first lines; further down the same words speak of others.
_START, _TOP_LINES = 3000, 12
#: So much of the line before a statement tells whether it is quoted or denied: a paragraph is seldom longer.
_BEFORE = 500
_Place = Literal["anywhere", "start", "top", "title", "beside", "before"]
_OF_TEXTS: frozenset[_Place] = frozenset(("anywhere", "start", "top"))
_OF_TITLES: frozenset[_Place] = _OF_TEXTS | {"title"}
_CUE_COLUMNS = ("flag", "place", "anchor", "pattern", "reason")
_LIMIT_COLUMNS = ("name", "value", "reason")
_FLAGS: tuple[Flag, ...] = get_args(Flag)
_NAMES_A_PART = "part"
_PART = re.compile(r"<([a-z-]+)>")
#: One-byte encodings as which UTF-8 is most often misread.
_ENCODINGS = ("cp1252", "cp1250", "latin-1")


@dataclass(frozen=True, slots=True)
class Cue:
    """A row of integrity.tsv; without one of its `anchors`, words in lower case, the pattern cannot match.

    Of the places "beside" is what a part of a page outside its text says, such as its foot; at "before" a row says by the line
    before another cue that this one is no statement of the document on itself.
    """

    flag: Flag
    place: _Place
    anchors: tuple[str, ...]
    pattern: re.Pattern[str]
    reason: str


def with_flags(document: Document, *, settings: Settings, paraphrases: int = 0) -> Document:
    """Return the document with its flags; what its format said about it stays."""
    return replace(document, flags=find_flags(document, settings=settings, paraphrases=paraphrases))


def find_flags(document: Document, *, settings: Settings, paraphrases: int = 0) -> tuple[Flag, ...]:
    """Find the integrity flags of a document, those that it has already included, in the order of the closed list.

    `paraphrases` is the number of mentions that the reader had to recover from replaced words; by their density in the
    text the document is flagged as machine-paraphrased.
    """
    limits = read_limits(settings.data / "cues" / "integrity_limits.tsv")
    cues = read_cues(settings.data / "cues" / "integrity.tsv")
    found: set[Flag] = {*document.flags, *_stated([document.text], cues, _OF_TEXTS), *_of_titles([document.title], cues)}
    damage = sum(1 for _ in find_damage(document.text))
    if damage >= limits["damage-least"] and damage * 1000 >= limits["damage-per-1000-characters"] * len(document.text):
        found.add("encoding-damaged")
    if paraphrases >= limits["paraphrases-least"]:
        words = len(document.text.split())
        if paraphrases * 1000 >= limits["paraphrases-per-1000-words"] * words:
            found.add("machine-paraphrased")
    return tuple(flag for flag in _FLAGS if flag in found)


def flags_beside(statements: Iterable[str], notices: Iterable[str], titles: Iterable[str], *, settings: Settings) -> tuple[Flag, ...]:
    """Find the flags that a page shows outside its text: in what it states about itself, in notices, and in all its titles."""
    cues = read_cues(settings.data / "cues" / "integrity.tsv")
    found = {*_stated(statements, cues, _OF_TEXTS), *_stated(notices, cues, {"beside"}), *_of_titles(titles, cues)}
    return tuple(flag for flag in _FLAGS if flag in found)


def find_damage(text: str) -> Iterator[tuple[int, int]]:
    """Give start and end of each damaged character, in order.

    >>> [("Sjögren, SjĂ¶gren")[start:end] for start, end in find_damage("Sjögren, SjĂ¶gren")]
    ['Ă¶']
    """
    if text.isascii():
        return
    pattern, sequences = _damage()
    for match in pattern.finditer(text):
        if len(match[0]) == 1:
            yield match.span()
            continue
        # The longest sequence that is the UTF-8 of one character; the rest may be the next text.
        for end in range(match.end(), match.start() + 1, -1):
            if text[match.start() : end] in sequences:
                yield match.start(), end
                break


def near_duplicates(settings: Settings) -> NearDuplicates:
    """Make a finder of copies and excerpts with the limits of integrity_limits.tsv."""
    limits = read_limits(settings.data / "cues" / "integrity_limits.tsv")
    return NearDuplicates(share=limits["near-duplicate-share"], least=int(limits["near-duplicate-least"]))


def near_duplicate_groups(documents: Iterable[Document], *, settings: Settings | None = None) -> dict[str, str]:
    """Map the name of each document to that of its group: the least name among those that are copies or excerpts of one another.

    Two documents are copies if of the sequences of five words of each the share near-duplicate-share stands in the other, and one is
    an excerpt of a larger one that holds this share of it. A document that shares its words with no other is its own group. Documents
    are read once, in any order with the same result, and only a sketch of each is kept.
    """
    duplicates = near_duplicates(settings or Settings.default())
    for document in documents:
        duplicates.add(document.id, document.text)
    return duplicates.groups()


@cache
def read_cues(path: Path) -> tuple[Cue, ...]:
    """Read and check integrity.tsv; raises ResourceError with file and line.

    A row with the flag "part" names a part of patterns: `<name>` stands for its pattern in those of later rows, and for its anchors, if it
    has any, in their anchors.
    """
    cues: list[Cue] = []
    patterns: dict[str, str] = {}
    anchors: dict[str, str] = {}
    for number, cells in _rows(path, _CUE_COLUMNS):
        flag, place, anchor, pattern, reason = cells
        try:
            pattern = _PART.sub(lambda part: patterns[part[1]], pattern)
            anchor = _PART.sub(lambda part: anchors[part[1]], anchor)
        except KeyError as error:
            raise ResourceError(path, f"no row above says what <{error.args[0]}> stands for", line=number) from error
        if flag == _NAMES_A_PART:
            patterns[place] = pattern
            if anchor != "-":
                anchors[place] = anchor
            read_pattern(anchor, pattern, path, number)
            continue
        if flag not in _FLAGS or place not in get_args(_Place):
            raise ResourceError(path, f"unknown flag or place: {flag}, {place}", line=number)
        compiled = read_pattern(anchor, pattern, path, number)
        cues.append(Cue(flag, cast(_Place, place), tuple(anchor.split("|")), compiled, reason))
    return tuple(cues)


@cache
def read_limits(path: Path) -> Mapping[str, float]:
    """Read and check integrity_limits.tsv; raises ResourceError with file and line."""
    limits: dict[str, float] = {}
    for number, (name, value, _) in _rows(path, _LIMIT_COLUMNS):
        try:
            limits[name] = float(value)
        except ValueError as error:
            raise ResourceError(path, f"{name}: not a number: {value}", line=number) from error
    return limits


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(path, f"cannot be read ({error})") from error
    if not rows or tuple(rows[0].split("\t")) != columns:
        raise ResourceError(path, f"the header is not: {' '.join(columns)}", line=1)
    for number, row in enumerate(rows[1:], start=2):
        cells = row.split("\t")
        if len(cells) != len(columns):
            raise ResourceError(path, f"{len(cells)} cells, expected {len(columns)} separated by tabs", line=number)
        yield number, cells


def _of_titles(titles: Iterable[str], cues: Sequence[Cue]) -> Iterator[Flag]:
    """Give the flag of a retraction, whose mark publishers put before or behind the title, which need not stand in the text."""
    return _stated(titles, [cue for cue in cues if cue.flag == "retracted"], _OF_TITLES)


def _stated(texts: Iterable[str], cues: Sequence[Cue], places: Collection[_Place]) -> Iterator[Flag]:
    """Give the flags that cues at some places state in any of the texts."""
    stating = [cue for cue in cues if cue.place in places]
    anchors = {anchor for cue in stating for anchor in cue.anchors}
    for text in texts:
        lowered = text.casefold()
        present = {anchor for anchor in anchors if anchor in lowered}
        for cue in stating:
            if not present.isdisjoint(cue.anchors) and _is_stated(text, cue, cues):
                yield cue.flag


def _is_stated(text: str, cue: Cue, cues: Sequence[Cue]) -> bool:
    """Tell whether a cue stands at its place in a text, where nothing before it says that it speaks of others."""
    of_others = [other.pattern for other in cues if other.place == "before" and other.flag == cue.flag]
    for match in cue.pattern.finditer(text, 0, _end(text, cue.place)):
        before = text[max(0, match.start() - _BEFORE) : match.start()].rpartition("\n")[2]
        if not any(pattern.search(before) for pattern in of_others):
            return True
    return False


def _end(text: str, place: _Place) -> int:
    """Say up to where a place of a text reaches."""
    if place not in {"start", "top"}:
        return len(text)
    start = text[:_START]
    return len(start) if place == "start" else sum(map(len, start.splitlines(keepends=True)[:_TOP_LINES]))


@cache
def _damage() -> tuple[re.Pattern[str], frozenset[str]]:
    """Make the pattern of damaged characters, and all sequences that sound characters turn into when they are misread.

    Sound are accented letters, Greek, and the signs of medical and typeset text. East Asian characters are not among them: an accented
    letter before a closing quotation mark would look like one of them by chance.
    """
    ranges = (
        (0xA0, 0x180), (0x2C6, 0x2DD), (0x370, 0x400), (0x2010, 0x2050), (0x2070, 0x20A0), (0x20AC, 0x20AD), (0x2100, 0x2270),
        (0x25A0, 0x2700), (0xFB00, 0xFB05), (0xFEFF, 0xFF00),
    )  # fmt: skip
    sequences: set[str] = set()
    for first, last in ranges:
        for character in map(chr, range(first, last)):
            for encoding in _ENCODINGS:
                try:
                    sequences.add(character.encode("utf-8").decode(encoding))
                except UnicodeDecodeError:
                    continue
    leads = "".join(sorted({sequence[0] for sequence in sequences}))
    rest = "".join(sorted({character for sequence in sequences for character in sequence[1:]}))
    return re.compile(f"[{re.escape(leads)}][{re.escape(rest)}]{{1,2}}|[\ufffd\x80-\x84\x86-\x9f]"), frozenset(sequences)
