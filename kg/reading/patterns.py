"""Patterns of words: sequences of alternatives go in, trees that a text is followed through word by word come out.

A pattern of several alternatives stands for hundreds of phrases, of which a text touches few: a tree is laid out as far as texts went.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = ["Opener", "Pattern", "Vocabulary", "opened"]

#: The parts of a pattern in their order; for each the words that may stand there, none where it may be left out.
Pattern = Sequence[Sequence[tuple[str, ...]]]
#: A place in a pattern: the pattern's number, its next part, and what is left of the part that was begun.
_Place = tuple[int, int, tuple[str, ...]]


def opened(pattern: Pattern, part: int, words: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the places (next part, words left) from which a word follows, or at which the pattern ends, that one between two parts stands for."""
    if words or part == len(pattern):
        yield part, words
    else:
        for alternative in pattern[part]:
            yield from opened(pattern, part + 1, alternative)


class Opener(dict[str, "Opener | list[_Place]"]):
    """What some words of patterns, from the first, open: the words that may follow, and what the patterns that end here say.

    What ends here comes with the number of its book. A word that no text went on with yet leads to bare places.
    """

    __slots__ = ("values_here",)

    def __init__(self, following: Mapping[str, list[_Place]], values_here: tuple[tuple[int, object], ...]) -> None:
        super().__init__(following)
        self.values_here = values_here


class Vocabulary:
    """The patterns of several books by their first words, so that the words of a text are looked through once for all of them."""

    __slots__ = ("_first", "_joins", "_openers", "_patterns")

    def __init__(self) -> None:
        self._patterns: list[tuple[Pattern, int, object]] = []
        self._joins: list[Callable[[Sequence[object]], object]] = []
        #: The places behind each first word.
        self._first: dict[str, list[_Place]] = {}
        self._openers: dict[str, Opener] = {}

    def add(self, patterns: Iterable[tuple[Pattern, object]], join: Callable[[Sequence[object]], object]) -> int:
        """Add the patterns of a book, each with its value; gives the book's number. `join` makes one of the values that end at one place."""
        book = len(self._joins)
        self._joins.append(join)
        for pattern, value in patterns:
            number = len(self._patterns)
            self._patterns.append((pattern, book, value))
            for part, words in opened(pattern, 0, ()):
                if words:
                    self._first.setdefault(words[0], []).append((number, part, words[1:]))
        self._openers.clear()
        return book

    def opener(self, word: str) -> Opener | None:
        """Give the tree of the patterns that begin with a word; None where there is none."""
        opener = self._openers.get(word)
        if opener is None and word in self._first:
            opener = self._openers[word] = self._laid_out(self._first[word])
        return opener

    def _laid_out(self, places: Sequence[_Place]) -> Opener:
        following: dict[str, list[_Place]] = {}
        said: dict[int, list[object]] = {}
        begun = ((number, *place) for number, part, words in places for place in opened(self._patterns[number][0], part, words))
        for number, part, words in dict.fromkeys(begun):
            if words:
                following.setdefault(words[0], []).append((number, part, words[1:]))
            else:
                _, book, value = self._patterns[number]
                said.setdefault(book, []).append(value)
        return Opener(following, tuple((book, self._joins[book](values)) for book, values in said.items()))

    def find(self, words: Sequence[str], nodes: Sequence[Opener | None], ends: Sequence[int]) -> list[list[tuple[int, int, object]]]:
        """Give for each book (start, end, value) of its patterns in words: by start, then by end.

        With the words go their openers, and for each the end of its sentence, which no pattern reaches beyond.
        """
        found: list[list[tuple[int, int, object]]] = [[] for _ in self._joins]
        following = [*words[1:], ""]
        # Half of the words open some pattern, but few are followed by its second word.
        begun = [(at, node) for at, node in enumerate(nodes) if node is not None and (node.values_here or following[at] in node)]
        for start, node in begun:
            end, last = start, ends[start]
            while True:
                end += 1
                for book, value in node.values_here:
                    found[book].append((start, end, value))
                there = node.get(words[end]) if end < last else None
                if there is None:
                    break
                if isinstance(there, list):
                    there = node[words[end]] = self._laid_out(there)
                node = there
        return found
