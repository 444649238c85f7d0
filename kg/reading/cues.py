"""Cue words as data: data/cues/*.tsv go in, automata that find the cues in a text's stems come out.

A phrase may hold alternatives: `be (a|an) sign of` stands for two phrases, `used (off label|) for` too. Phrases are compared by
the stems of their words, so one row covers treats, treated and treating.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import ahocorasick

from kg.errors import ResourceError
from kg.reading.words import base_form, key_of, tokenise

__all__ = ["Cue", "CueBook", "Phrase", "Stream", "expand", "read_rows"]

_ALTERNATIVES = re.compile(r"(\([^()]*\))")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a cue row says of its phrase."""

    kind: str
    value: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase found at tokens [first, last)."""

    first: int
    last: int
    phrase: Phrase


class Stream:
    """The words of sentences joined for an automaton, with a map from characters back to tokens.

    Several words may stand for one token, and one word for several, where a reader put words back.
    """

    __slots__ = ("_firsts", "_lasts", "_starts", "key")

    def __init__(
        self, ranges: Sequence[tuple[int, int]], words: Sequence[str], spans: Mapping[int, tuple[int, tuple[str, ...]]] | None = None
    ) -> None:
        """Join the words of each range; `spans` maps a token to (end token, words that stand for the tokens up to there)."""
        pieces: list[str] = []
        firsts: list[int] = []
        lasts: list[int] = []
        for first, last in ranges:
            if not spans:
                pieces.extend(words[first:last])
                firsts.extend(range(first, last))
                lasts.extend(range(first + 1, last + 1))
            else:
                index = first
                while index < last:
                    end, replacements = spans.get(index, (index + 1, (words[index],)))
                    if end > last:
                        end, replacements = index + 1, (words[index],)
                    count = len(replacements)
                    pieces.extend(replacements)
                    firsts.extend([index] + [end - 1] * (count - 1))
                    lasts.extend([index + 1] * (count - 1) + [end])
                    index = end
            pieces.append("\n")
            firsts.append(last)
            lasts.append(last)
        self.key = f" {'  '.join(pieces)} " if pieces else ""
        # Each piece takes its length and a blank on either side.
        self._starts = list(accumulate((len(piece) + 2 for piece in pieces), initial=0))
        self._firsts = firsts
        self._lasts = lasts

    def pieces(self) -> tuple[list[str], list[int], list[int]]:
        """Give the words in order, line ends between the ranges among them, each with the first and the end token it stands for."""
        return self.key[1:-1].split("  ") if self.key else [], self._firsts, self._lasts

    def tokens_of(self, start: int, end: int) -> tuple[int, int]:
        """Give the token range of the characters [start, end) of the key, which begin and end with whole words."""
        first = bisect_left(self._starts, start)
        return self._firsts[first], self._lasts[bisect_left(self._starts, end, first) - 1]


class CueBook:
    """Cue phrases compiled into one automaton."""

    def __init__(self, rows: Iterable[tuple[str, Phrase]]) -> None:
        """Compile rows of (phrase with alternatives, what it says)."""
        phrases: dict[str, list[Phrase]] = {}
        #: The words of each phrase, with the kinds that it has.
        self.words: dict[tuple[str, ...], set[str]] = {}
        for text, phrase in rows:
            for plain in expand(text):
                tokens, _ = tokenise(plain, [(0, len(plain))])
                if not tokens.stems:
                    continue
                words = tuple(word.lower() for word in tokens.surfaces if word[0].isalnum())
                self.words.setdefault(words, set()).add(phrase.kind)
                # Thesauri list infinitives, so a recovered "made from" comes as "make from".
                self.words.setdefault(tuple(base_form(word) for word in words), set()).add(phrase.kind)
                found = phrases.setdefault(key_of(tokens.stems), [])
                if phrase not in found:
                    found.append(phrase)
        self._automaton = ahocorasick.Automaton()
        for key, found in phrases.items():
            self._automaton.add_word(key, (len(key), tuple(found)))
        if phrases:
            self._automaton.make_automaton()
        self._size = len(phrases)

    def __len__(self) -> int:
        return self._size

    def find(self, stream: Stream) -> list[Cue]:
        """Find the cues in the order of the text, the longest at each place, without overlaps of different places."""
        if not self._size:
            return []
        found: list[Cue] = []
        for end, (length, phrases) in self._automaton.iter_long(stream.key):
            first, last = stream.tokens_of(end + 1 - length, end + 1)
            found.extend(Cue(first, last, phrase) for phrase in phrases)
        return found

    def find_all(self, stream: Stream) -> list[Cue]:
        """Find all cues, overlapping ones too, in the order of their ends."""
        if not self._size:
            return []
        return [
            Cue(*stream.tokens_of(end + 1 - length, end + 1), phrase)
            for end, (length, phrases) in self._automaton.iter(stream.key)
            for phrase in phrases
        ]


def expand(text: str) -> Iterator[str]:
    """Write out the alternatives of a cue phrase.

    >>> list(expand("used (off label|) (for|in)"))
    ['used off label for', 'used off label in', 'used for', 'used in']
    """
    parts = [part[1:-1].split("|") if part.startswith("(") else [part] for part in _ALTERNATIVES.split(text)]
    for choice in itertools.product(*parts):
        yield " ".join("".join(choice).split())


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
