"""Cue words as data: data/cues/*.tsv go in, books that find the cues in a text's stems come out.

A phrase may hold alternatives: `be (a|an) sign of` stands for two phrases, `used (off label|) for` too. Phrases are compared by
the stems of their words, so one row covers treats, treated and treating.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Generic, TypeVar, cast

from kg.errors import ResourceError
from kg.reading.words import base_form, tokenise

__all__ = ["Cue", "CueBook", "Opener", "Phrase", "Phrases", "Stream", "Vocabulary", "expand", "read_pattern", "read_roles", "read_rows"]

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


class Opener(dict[str, "Opener"]):
    """A word of phrases, from the first: the words that may follow, and what the phrases that end here say, each with its book's number."""

    __slots__ = ("values_here",)

    def __init__(self) -> None:
        super().__init__()
        self.values_here: tuple[tuple[int, object], ...] = ()


class Vocabulary:
    """The phrases of several books by their first words, so that the words of a text are looked through once for all of them."""

    __slots__ = ("_books", "_openers", "_phrases")

    def __init__(self) -> None:
        self._books = 0
        self._phrases: dict[str, list[tuple[tuple[str, ...], int, object]]] = {}
        self._openers: dict[str, Opener] = {}

    def add(self, phrases: Mapping[tuple[str, ...], object]) -> int:
        """Add the phrases of a book; gives its number."""
        for phrase, value in phrases.items():
            self._phrases.setdefault(phrase[0], []).append((phrase, self._books, value))
        self._openers.clear()
        self._books += 1
        return self._books - 1

    def opener(self, word: str) -> Opener | None:
        """Give the tree of the phrases that begin with a word, laid out when it is first asked for; None where there is none."""
        opener = self._openers.get(word)
        if opener is None and word in self._phrases:
            opener = Opener()
            for phrase, book, value in self._phrases[word]:
                node = opener
                for following in phrase[1:]:
                    node = node.setdefault(following, Opener())
                node.values_here += ((book, value),)
            self._openers[word] = opener
        return opener

    def find(self, words: Sequence[str], nodes: Sequence[Opener | None], ends: Sequence[int]) -> list[list[tuple[int, int, object]]]:
        """Give for each book (start, end, value) of its phrases in words: by start, then by end.

        With the words go their openers, and for each the end of its sentence, which no phrase reaches beyond.
        """
        found: list[list[tuple[int, int, object]]] = [[] for _ in range(self._books)]
        following = [*words[1:], ""]
        # Half of the words open some phrase, but few are followed by its second word.
        begun = [at for at, node in enumerate(nodes) if node is not None and (node.values_here or following[at] in node)]
        for start in begun:
            node = nodes[start]
            end, last = start, ends[start]
            while node is not None:
                end += 1
                for book, value in node.values_here:
                    found[book].append((start, end, value))
                node = node.get(words[end]) if end < last else None
        return found


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

    def __init__(self, phrases: Mapping[tuple[str, ...], Value], vocabulary: Vocabulary | None = None) -> None:
        """Compile phrases given as words."""
        self._vocabulary = vocabulary or Vocabulary()
        self._book = self._vocabulary.add(phrases)

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


class CueBook:
    """Cue phrases compiled for one search."""

    def __init__(self, rows: Iterable[tuple[str, Phrase]], vocabulary: Vocabulary | None = None) -> None:
        """Compile rows of (phrase with alternatives, what it says)."""
        phrases: dict[tuple[str, ...], list[Phrase]] = {}
        #: The words of each phrase, with the kinds that it has.
        self.words: dict[tuple[str, ...], set[str]] = {}
        for text, phrase in rows:
            for stems, words, base_forms in _read_phrases(text):
                self.words.setdefault(words, set()).add(phrase.kind)
                # Thesauri list infinitives, so a recovered "made from" comes as "make from".
                if base_forms != words:
                    self.words.setdefault(base_forms, set()).add(phrase.kind)
                found = phrases.setdefault(stems, [])
                if phrase not in found:
                    found.append(phrase)
        self._phrases = Phrases({key: tuple(found) for key, found in phrases.items()}, vocabulary)
        self._size = len(phrases)

    def __len__(self) -> int:
        return self._size

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


def _read_phrases(text: str) -> Iterator[_Forms]:
    """Read each phrase that a cue row stands for; what its phrases share is read once."""
    pieces = _ALTERNATIVES.split(text)
    between = pieces[2:-1:2]
    are_words = all(piece[0] == piece[-1] == " " if piece else False for piece in between)
    if not are_words or (len(pieces) > 1 and (pieces[0][-1:].strip() or pieces[-1][:1].strip())):
        # Alternatives stand for parts of words.
        yield from filter(itemgetter(0), map(_read_part, expand(text)))
        return
    ways: list[_Forms] = [((), (), ())]
    for piece in pieces:
        parts = [_read_part(part) for part in (piece[1:-1].split("|") if piece.startswith("(") else [piece])]
        ways = [(s + stems, w + words, b + base_forms) for s, w, b in ways for stems, words, base_forms in parts]
    yield from filter(itemgetter(0), ways)


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
