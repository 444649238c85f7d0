"""Cue words as data: data/cues/*.tsv go in, books that find the cues in a text's stems come out.

A phrase may hold alternatives: `be (a|an) sign of` stands for two phrases, `used (off label|) for` too. Phrases are compared by
the stems of their words, so one row covers treats, treated and treating.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Generic, TypeVar, cast

from kg.errors import ResourceError
from kg.reading.patterns import Opener, Pattern, Vocabulary
from kg.reading.words import base_form, tokenise

__all__ = ["Cue", "CueBook", "Phrase", "Phrases", "Stream", "expand", "read_pattern", "read_roles", "read_rows"]

Value = TypeVar("Value")

_ALTERNATIVES = re.compile(r"(\([^()]*\))")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a cue row says of its phrase."""

    kind: str
    value: str = ""
    direction: str = ""

    def __reduce__(self) -> tuple[type[Phrase], tuple[str, str, str]]:
        """Pickle it as what makes it, as an entry of the lexicon is."""
        return Phrase, (self.kind, self.value, self.direction)


@dataclass(slots=True, unsafe_hash=True)  # not frozen: hundreds are made for each document, and a frozen one takes three times as long
class Cue:
    """A phrase found at tokens [first, last)."""

    first: int
    last: int
    phrase: Phrase


class Stream:
    """The words of sentences in a row, with a map back to tokens.

    Several words may stand for one token, and one word for several, where a reader put words back.
    """

    __slots__ = ("_found", "_openers", "_vocabulary", "ends", "firsts", "lasts", "words")

    def __init__(
        self,
        ranges: Sequence[tuple[int, int]],
        words: Sequence[str],
        spans: Mapping[int, tuple[int, tuple[str, ...]]] | None = None,
        *,
        openers: Sequence[Opener | None] | None = None,
    ) -> None:
        """Take the words of the ranges, which follow each other; `spans` maps a token to (end token, words for the tokens up to there).

        Without spans, the openers of the words (`Vocabulary.opener`) need not be looked up where they are known.
        """
        start, end = (ranges[0][0], ranges[-1][1]) if ranges else (0, 0)
        #: The openers of `words`.
        self._openers = None if openers is None else openers[start:end]
        #: The words in order, for each the first and the end token that it stands for, and the place in `words` where its range ends.
        self.words: Sequence[str] = words[start:end]
        self.firsts: Sequence[int] = range(start, end)
        self.lasts: Sequence[int] = range(start + 1, end + 1)
        self.ends: list[int] = []
        self._vocabulary: Vocabulary | None = None
        self._found: list[list[tuple[int, int, object]]] = []
        if spans:
            self._put(spans, ranges, words)
            return
        for first, last in ranges:
            self.ends += [last - start] * (last - first)

    def _put(self, spans: Mapping[int, tuple[int, tuple[str, ...]]], ranges: Iterable[tuple[int, int]], words: Sequence[str]) -> None:
        """Put the words of the spans in the place of those that they stand for."""
        put, firsts, lasts = list[str](), list[int](), list[int]()
        for index, last in ranges:
            while index < last:
                end, replacements = spans.get(index, (index + 1, (words[index],)))
                if end > last:
                    end, replacements = index + 1, (words[index],)
                count = len(replacements)
                put += replacements
                firsts += [index] + [end - 1] * (count - 1)
                lasts += [index + 1] * (count - 1) + [end]
                index = end
            self.ends += [len(put)] * (len(put) - len(self.ends))
        self.words, self.firsts, self.lasts = put, firsts, lasts

    def found_in(self, vocabulary: Vocabulary) -> list[list[tuple[int, int, object]]]:
        """Give the phrases of each book of a vocabulary; kept, as several books ask for theirs in turn."""
        if self._vocabulary is not vocabulary:
            openers = list(map(vocabulary.opener, self.words)) if self._openers is None else self._openers
            self._vocabulary, self._found = vocabulary, vocabulary.find(self.words, openers, self.ends)
        return self._found


class Phrases(Generic[Value]):
    """Phrases, each with a value; found in a stream by whole words."""

    __slots__ = ("_book", "_vocabulary")

    def __init__(
        self, patterns: Iterable[tuple[Pattern, object]], join: Callable[[Sequence[object]], Value], vocabulary: Vocabulary | None = None
    ) -> None:
        """Compile patterns of words with what they say; `join` makes the value of a phrase of what its patterns say."""
        self._vocabulary = vocabulary or Vocabulary()
        self._book = self._vocabulary.add(patterns, join)

    @classmethod
    def of(cls, phrases: Mapping[tuple[str, ...], Value], vocabulary: Vocabulary | None = None) -> Phrases[Value]:
        """Compile phrases given as words."""
        return cls(((((words,),), value) for words, value in phrases.items()), _ONLY, vocabulary)

    def longest(self, stream: Stream) -> list[tuple[int, int, Value]]:
        """Find (first token, end token, value) of the longest phrase at each place, in order, without overlaps."""
        # Of the phrases at a place the longest comes last.
        longest = {start: (end, value) for start, end, value in self._in(stream)}
        firsts, lasts = stream.firsts, stream.lasts
        found = []
        free = 0
        for start, (end, value) in longest.items():
            if start >= free:
                found.append((firsts[start], lasts[end - 1], value))
                free = end
        return found

    def all(self, stream: Stream) -> list[tuple[int, int, Value]]:
        """Find all phrases, overlapping ones too, in the order of their ends, the longest first."""
        firsts, lasts = stream.firsts, stream.lasts
        return [(firsts[start], lasts[end - 1], value) for start, end, value in sorted(self._in(stream), key=_BY_END)]

    def _in(self, stream: Stream) -> list[tuple[int, int, Value]]:
        return cast("list[tuple[int, int, Value]]", stream.found_in(self._vocabulary)[self._book])


_BY_END = itemgetter(1, 0)
_ONLY = itemgetter(0)


class CueBook:
    """Cue phrases compiled for one search."""

    def __init__(self, rows: Iterable[tuple[str, Phrase]], vocabulary: Vocabulary | None = None) -> None:
        """Compile rows of (phrase with alternatives, what it says)."""
        self._rows = [(_read_parts(text), phrase) for text, phrase in rows]
        patterns = ((tuple(tuple(dict.fromkeys(stems for stems, _, _ in part)) for part in parts), phrase) for parts, phrase in self._rows)
        self._phrases = Phrases(patterns, _distinct, vocabulary)

    def patterns(self, kinds: Collection[str] | None = None) -> Iterator[Pattern]:
        """Give the words of the rows that have one of some kinds, or of all; as they stand, and in their base forms.

        Thesauri list infinitives, so a recovered "made from" comes as "make from".
        """
        for parts, phrase in self._rows:
            if kinds is None or phrase.kind in kinds:
                words, base_forms = ([[forms[form] for forms in part] for part in parts] for form in (1, 2))
                yield words
                if base_forms != words:
                    yield base_forms

    def all(self, stream: Stream) -> list[tuple[int, int, tuple[Phrase, ...]]]:
        """Find (first token, end token, phrases) of all cues, overlapping ones too, in the order of their ends."""
        return self._phrases.all(stream)

    def find(self, stream: Stream) -> list[Cue]:
        """Find the cues in the order of the text, the longest at each place, without overlaps of different places."""
        return [Cue(first, last, phrase) for first, last, phrases in self._phrases.longest(stream) for phrase in phrases]

    def find_all(self, stream: Stream) -> list[Cue]:
        """Find all cues, overlapping ones too, in the order of their ends."""
        return [Cue(first, last, phrase) for first, last, phrases in self.all(stream) for phrase in phrases]


#: The stems, the words and their base forms of a phrase or a part of it.
_Forms = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _distinct(phrases: Sequence[object]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(cast("Sequence[Phrase]", phrases)))


def _read_parts(text: str) -> list[list[_Forms]]:
    """Read the parts of a cue row, for each its alternatives."""
    pieces = _ALTERNATIVES.split(text)
    between = pieces[2:-1:2]
    are_words = all(piece[0] == piece[-1] == " " if piece else False for piece in between)
    if not are_words or (len(pieces) > 1 and (pieces[0][-1:].strip() or pieces[-1][:1].strip())):
        return [list(map(_read_part, expand(text)))]  # alternatives stand for parts of words
    return [[_read_part(part) for part in (piece[1:-1].split("|") if piece.startswith("(") else [piece])] for piece in pieces]


@cache
def _read_part(text: str) -> _Forms:
    """Read words with spaces between them, one by one."""
    read = [_read_word(word) for word in text.split()]
    stems, words, base_forms = (tuple(form for forms in read for form in forms[place]) for place in range(3))
    return stems, words, base_forms


@cache
def _read_word(text: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Give the stems, the words and their base forms of what stands between two spaces of a phrase; phrases repeat their words."""
    tokens, _ = tokenise(text, [(0, len(text))])
    words = tuple(word.lower() for word in tokens.surfaces if word[0].isalnum())
    return tuple(tokens.stems), words, tuple(map(base_form, words))


def expand(text: str) -> Iterator[str]:
    """Write out the alternatives of a cue phrase.

    >>> list(expand("used (off label|) (for|in)"))
    ['used off label for', 'used off label in', 'used for', 'used in']
    """
    parts = [part[1:-1].split("|") if part.startswith("(") else [part] for part in _ALTERNATIVES.split(text)]
    for choice in itertools.product(*parts):
        yield " ".join("".join(choice).split())


def read_roles(path: Path, roles: Sequence[str], known: Collection[str]) -> dict[str, frozenset[str]]:
    """Read which concepts play each of some roles; raises ResourceError with file and line for an unknown concept or role."""
    slugs: dict[str, set[str]] = {role: set() for role in roles}
    for number, (concept, role) in enumerate(read_rows(path, ("concept", "role")), start=2):
        if concept not in known:
            raise ResourceError(path, f"{concept!r} has no row in concepts.tsv", line=number)
        if role not in slugs:
            raise ResourceError(path, f"role is {role!r}, expected one of {', '.join(roles)}", line=number)
        slugs[role].add(concept)
    return {role: frozenset(found) for role, found in slugs.items()}


def read_pattern(anchor: str, pattern: str, path: Path, line: int) -> re.Pattern[str]:
    """Compile the pattern of a row and check its anchor, the words of which one stands in whatever it matches; raises ResourceError."""
    if not anchor or anchor != anchor.casefold():
        raise ResourceError(path, f"the anchor {anchor!r} is not a word in lower case", line=line)
    try:
        return re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    except re.error as error:
        raise ResourceError(path, f"not a pattern: {pattern} ({error})", line=line) from error


def read_rows(path: Path, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Read the rows of a cue file; raises ResourceError with file and line for a wrong header or row."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(path, f"cannot be read ({error})") from error
    if not lines or lines[0].split("\t") != list(columns):
        raise ResourceError(path, f"the header is not: {' '.join(columns)}", line=1)
    rows: list[tuple[str, ...]] = []
    for number, line in enumerate(lines[1:], start=2):
        cells = tuple(line.split("\t"))
        if len(cells) != len(columns):
            raise ResourceError(path, f"{len(cells)} cells, expected {len(columns)} separated by tabs", line=number)
        if not cells[0].strip():
            raise ResourceError(path, "the first cell is empty", line=number)
        rows.append(cells)
    return rows
