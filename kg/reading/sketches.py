"""Copies and excerpts in a stream of texts: names and texts go in one by one, groups that share their words come out.

A sketch of a text is the lowest hashes of its sequences of five words: a fair sample, and of a short text all of them. As far as two
sketches both reach, what they share says how much of each text stands in the other (the idea is that of FracMinHash, Irber 2022). Pairs
worth comparing are found by an index of the lowest hashes once all texts are there, so that their order changes nothing.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import accumulate, chain, groupby
from zlib import crc32

__all__ = ["MANY", "NearDuplicates", "overlap", "shingles"]

#: Words in a shingle: shorter ones are shared by all texts of the field, longer ones break at every change.
WORDS = 5
#: Hashes kept of each text: all of some 3 kB, so that shares are exact, and of a longer one every fourth, so that a paragraph is still found.
KEPT, KEPT_OF = 512, 4
#: Hashes of each text that the index holds, of a longer one every eighth: a paragraph of 100 words shares a dozen with its source.
INDEXED, INDEXED_OF = 64, 8
#: Pairs are compared that share so many hashes in the index, and half of what makes an excerpt.
LEAST_INDEXED = 3
#: Texts of one hash that are compared with each other; and texts that stand in one before it is a collection of independent ones.
MANY = 20
#: Entries of the index that are sorted at once, in some 20 MB.
SORTED = 250_000

_HASHES = 1 << 32
_WORD = re.compile(r"\w+")


def shingles(text: str) -> set[int]:
    """Give the hashes of all sequences of five words, without regard to case and punctuation; a shorter text is one sequence.

    A checksum of 32 bits is enough: two texts of 500 sequences share one by chance once in 17,000 pairs.
    """
    words = [word.encode("utf-8", "surrogatepass") for word in _WORD.findall(text.casefold())]
    if not words:
        return set()
    joined = memoryview(b" ".join(words))
    # Where each word ends, so that a sequence is a slice: no sequence is ever copied.
    ends = list(accumulate((len(word) + 1 for word in words), initial=0))
    return {crc32(joined[start : end - 1]) for start, end in zip(ends, ends[min(WORDS, len(words)) :], strict=False)}


def overlap(first: Sequence[int], second: Sequence[int]) -> tuple[int, int, int]:
    """Count what two sorted sketches share, and the hashes of each, as far as both reach.

    >>> overlap([1, 2, 3, 4], [2, 3, 4, 5, 6])
    (3, 4, 5)
    """
    reach = min(sketch[-1] if len(sketch) >= KEPT else _HASHES for sketch in (first, second))
    ours, theirs = first[: bisect_right(first, reach)], second[: bisect_right(second, reach)]
    return len(set(ours).intersection(theirs)), len(ours), len(theirs)


@dataclass(slots=True)
class _Text:
    """A text, or several of the same words; `order` is by its content alone, so that the names and their order do not matter."""

    size: int
    digest: bytes
    sketch: array[int]
    names: list[str] = field(default_factory=list)

    @property
    def order(self) -> tuple[int, bytes]:
        return self.size, self.digest


class NearDuplicates:
    """Finds copies and excerpts among texts that are added one by one; keeps a sketch of each text, not the text.

    Two texts are copies if the share `share` of the shingles of each, and `least` of the sampled ones, stand in the other; copies of
    copies belong together. A text of which as much stands in a larger one is an excerpt and belongs to the text that holds most of it:
    two texts that quote the same paragraph are not copies for that.
    """

    def __init__(self, *, share: float, least: int) -> None:
        self._share = share
        self._least = least
        self._texts: dict[bytes, _Text] = {}
        self._wordless: list[str] = []

    def add(self, name: str, text: str) -> None:
        """Add a text under its name."""
        hashes = array("I", sorted(shingles(text)))
        if not hashes:
            self._wordless.append(name)
            return
        digest = blake2b(hashes.tobytes(), digest_size=16).digest()
        if (found := self._texts.get(digest)) is None:
            kept = max(KEPT, bisect_right(hashes, _HASHES // KEPT_OF))
            found = self._texts[digest] = _Text(len(hashes), digest, hashes[:kept])
        found.names.append(name)

    def groups(self) -> dict[str, str]:
        """Map each name to the least name of its group."""
        texts = sorted(self._texts.values(), key=lambda text: text.order)
        parents = list(range(len(texts)))
        for small, large in self._pairs(texts):
            first, second = sorted((_root(parents, small), _root(parents, large)))
            parents[second] = first
        roots = [_root(parents, number) for number in range(len(texts))]
        least: dict[int, str] = {}
        for root, text in zip(roots, texts, strict=True):
            least[root] = min(text.names) if root not in least else min(least[root], *text.names)
        groups = {name: least[root] for root, text in zip(roots, texts, strict=True) for name in text.names}
        return groups | {name: name for name in self._wordless}

    def _pairs(self, texts: Sequence[_Text]) -> Iterator[tuple[int, int]]:
        """Give the pairs that belong together, the smaller text first."""
        sources: dict[int, tuple[float, int]] = {}
        for small, large in _candidates(texts, self._share / 2):
            shared, first, second = overlap(texts[small].sketch, texts[large].sketch)
            if shared < self._least or shared < self._share * first:
                continue
            if shared >= self._share * second:
                yield small, large
            else:
                # Of texts that hold equally much of it, the smallest.
                sources[small] = max(sources.get(small, (0.0, 0)), (shared / first, -large))
        excerpts = Counter(-large for _, large in sources.values())
        for small, (_, large) in sources.items():
            if excerpts[-large] <= MANY:
                yield small, -large


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def _candidates(texts: Sequence[_Text], share: float) -> Iterator[tuple[int, int]]:
    """Give the pairs of texts, the smaller first, whose lowest hashes show that the share of the smaller may stand in the other."""
    sizes = [max(INDEXED, bisect_right(text.sketch, _HASHES // INDEXED_OF)) for text in texts]
    # The part of all hashes up to which the index knows a text.
    reaches = [text.sketch[size - 1] / _HASHES if size < text.size else 1 for text, size in zip(texts, sizes, strict=True)]
    runs, starts, members = _index(texts, sizes)
    for number, text in enumerate(texts):
        counted = Counter(chain.from_iterable(members[starts[run] : starts[run + 1]] for run in runs[number]))
        for other, count in counted.items():
            if count >= LEAST_INDEXED and number < other and count >= share * text.size * min(reaches[number], reaches[other]):
                yield number, other


def _index(texts: Sequence[_Text], sizes: Sequence[int]) -> tuple[list[array[int]], array[int], array[int]]:
    """Index the lowest hashes: the runs that each text is in, where each run starts, and its texts, the smaller first.

    A run is of texts that share a hash. Where many do, it is cut into runs that have one text in common: many copies still hang
    together, and the boilerplate of a field costs no more than anything else.
    """
    runs = [array("I") for _ in texts]
    starts, members = array("Q", [0]), array("I")
    parts = 1 + sum(sizes) // SORTED
    for part in range(parts):
        entries = sorted(
            value << 32 | number
            for number, (text, size) in enumerate(zip(texts, sizes, strict=True))
            for value in text.sketch[:size]
            if value % parts == part
        )
        for _, group in groupby(entries, key=lambda entry: entry >> 32):
            found = [entry & 0xFFFFFFFF for entry in group]
            for place in range(0, len(found) - 1, MANY - 1):
                run = found[place : place + MANY]
                for number in run:
                    runs[number].append(len(starts) - 1)
                members.extend(run)
                starts.append(len(members))
    return runs, starts, members
