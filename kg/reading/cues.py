"""Cue words as data: data/cues/*.tsv go in, automata that find the cues in a text's stems come out.

A phrase may hold alternatives: `be (a|an) sign of` stands for two phrases, `used (off label|) for` too. Phrases are compared by
the stems of their words, so one row covers treats, treated and treating.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

import ahocorasick

from kg.errors import ResourceError
from kg.reading.words import base_form, tokenise

__all__ = ["Cue", "CueBook", "Phrase", "Phrases", "Stream", "Vocabulary", "expand", "read_rows"]

Value = TypeVar("Value")

_ALTERNATIVES = re.compile(r"(\([^()]*\))")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a cue row says of its phrase."""

    kind: str
    value: str = ""
    direction: str = ""


@dataclass(slots=True, unsafe_hash=True)  # not frozen: hundreds are made for each document, and a frozen one takes three times as long
class Cue:
    """A phrase found at tokens [first, last)."""

    first: int
    last: int
    phrase: Phrase


class Vocabulary:
    """Two letters for every word of the phrases that were compiled with it; phrases that share one share the writing of a text too."""

    __slots__ = ("_codes", "_seen")

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._seen = _Seen(self._codes)

    def code(self, word: str) -> str:
        """Give the letters of a word, new ones for a new word; each place has letters of its own, so that no match begins in a word."""
        number = len(self._codes)
        self._seen.clear()
        return self._codes.setdefault(word, chr(_BASE + 1 + number // _BASE) + chr(1 + number % _BASE))

    def write(self, words: Iterable[str]) -> str:
        """Give the letters of words, two a word."""
        return "".join(map(self._seen.__getitem__, words))


class _Seen(dict[str, str]):
    """The letters of each word that was seen in a text, so that the next text finds unknown words as fast as known ones."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        super().__init__()
        self._codes = codes

    def __missing__(self, word: str) -> str:
        if len(self) > _CACHE_LIMIT:
            self.clear()
        letters = self[word] = self._codes.get(word, _UNKNOWN)
        return letters


#: Letters of the second place; about as many as those of the first for the few thousand words of all cues and names.
_BASE = 64
#: An unknown word: letters that no phrase has.
_UNKNOWN = "\0\0"
#: Words that are remembered; a stream of documents must not grow memory without end.
_CACHE_LIMIT = 100_000


class Stream:
    """The words of sentences joined for an automaton, with a map from its words back to tokens.

    Several words may stand for one token, and one word for several, where a reader put words back.
    """

    __slots__ = ("_text", "_vocabulary", "firsts", "lasts", "words")

    def __init__(
        self, ranges: Sequence[tuple[int, int]], words: Sequence[str], spans: Mapping[int, tuple[int, tuple[str, ...]]] | None = None
    ) -> None:
        """Join the words of each range; `spans` maps a token to (end token, words that stand for the tokens up to there)."""
        #: The words in order, a line end after each range, and for each the first and the end token that it stands for.
        self.words: list[str] = []
        self.firsts: list[int] = []
        self.lasts: list[int] = []
        self._vocabulary: Vocabulary | None = None
        self._text = ""
        for first, last in ranges:
            if not spans:
                self.words += words[first:last]
                self.firsts += range(first, last)
                self.lasts += range(first + 1, last + 1)
            else:
                index = first
                while index < last:
                    end, replacements = spans.get(index, (index + 1, (words[index],)))
                    if end > last:
                        end, replacements = index + 1, (words[index],)
                    count = len(replacements)
                    self.words += replacements
                    self.firsts += [index] + [end - 1] * (count - 1)
                    self.lasts += [index + 1] * (count - 1) + [end]
                    index = end
            self.words.append("\n")
            self.firsts.append(last)
            self.lasts.append(last)

    def written_in(self, vocabulary: Vocabulary) -> str:
        """Give the words in the letters of a vocabulary, two a word."""
        if self._vocabulary is not vocabulary:
            self._vocabulary, self._text = vocabulary, vocabulary.write(self.words)
        return self._text


class Phrases(Generic[Value]):
    """Phrases in one automaton, each with a value; found in a stream by whole words."""

    __slots__ = ("_automaton", "_vocabulary")

    def __init__(self, phrases: Mapping[tuple[str, ...], Value], vocabulary: Vocabulary | None = None) -> None:
        """Compile phrases given as words."""
        self._vocabulary = vocabulary or Vocabulary()
        self._automaton = ahocorasick.Automaton()
        for phrase, value in phrases.items():
            self._automaton.add_word("".join(map(self._vocabulary.code, phrase)), (2 * len(phrase) - 1, value))
        if phrases:
            self._automaton.make_automaton()

    def longest(self, stream: Stream) -> list[tuple[int, int, Value]]:
        """Find (first token, end token, value) of the longest phrase at each place, in order, without overlaps."""
        # The longest at a place ends last, and ends come in order. Faster than the automaton's own search for the longest.
        longest = {end - length: (end, value) for end, (length, value) in self._ends(stream)}
        firsts, lasts = stream.firsts, stream.lasts
        found = []
        free = 0
        for start in sorted(longest):
            if start >= free:
                end, value = longest[start]
                found.append((firsts[start // 2], lasts[end // 2], value))
                free = end + 1
        return found

    def all(self, stream: Stream) -> list[tuple[int, int, Value]]:
        """Find all phrases, overlapping ones too, in the order of their ends."""
        firsts, lasts = stream.firsts, stream.lasts
        return [(firsts[(end - length) // 2], lasts[end // 2], value) for end, (length, value) in self._ends(stream)]

    def _ends(self, stream: Stream) -> Iterable[tuple[int, tuple[int, Value]]]:
        return self._automaton.iter(stream.written_in(self._vocabulary)) if len(self._automaton) else ()


class CueBook:
    """Cue phrases compiled into one automaton."""

    def __init__(self, rows: Iterable[tuple[str, Phrase]], vocabulary: Vocabulary | None = None) -> None:
        """Compile rows of (phrase with alternatives, what it says)."""
        phrases: dict[tuple[str, ...], list[Phrase]] = {}
        #: The words of each phrase, with the kinds that it has.
        self.words: dict[tuple[str, ...], set[str]] = {}
        for text, phrase in rows:
            for plain in expand(text):
                parts = [_read_word(part) for part in plain.split()]
                if not parts:
                    continue
                words = tuple(word for part in parts for word in part[1])
                self.words.setdefault(words, set()).add(phrase.kind)
                # Thesauri list infinitives, so a recovered "made from" comes as "make from".
                self.words.setdefault(tuple(word for part in parts for word in part[2]), set()).add(phrase.kind)
                found = phrases.setdefault(tuple(stem for part in parts for stem in part[0]), [])
                if phrase not in found:
                    found.append(phrase)
        self._phrases = Phrases({key: tuple(found) for key, found in phrases.items()}, vocabulary)
        self._size = len(phrases)

    def __len__(self) -> int:
        return self._size

    def find(self, stream: Stream) -> list[Cue]:
        """Find the cues in the order of the text, the longest at each place, without overlaps of different places."""
        return [Cue(first, last, phrase) for first, last, phrases in self._phrases.longest(stream) for phrase in phrases]

    def find_all(self, stream: Stream) -> list[Cue]:
        """Find all cues, overlapping ones too, in the order of their ends."""
        return [Cue(first, last, phrase) for first, last, phrases in self._phrases.all(stream) for phrase in phrases]


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
