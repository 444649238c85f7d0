"""Near-duplicates in a stream of texts: names and texts go in one by one, groups of copies come out.

MinHash by one permutation with optimal densification (Shrivastava 2017) finds candidates in bands; each candidate pair is then
compared by the smallest hashes of both, which for texts up to `KEPT` shingles is the exact Jaccard similarity.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import accumulate
from zlib import crc32

__all__ = ["NearDuplicates", "shingles", "similarity"]

#: Words in a shingle: shorter ones are shared by all texts of the field, longer ones break at every change.
WORDS = 5
#: 20 bands of 6 find a pair of similarity 0.8 with a probability of 0.998, and one of 0.3 with 0.014.
BANDS, ROWS = 20, 6
#: Smallest hashes that are kept of each text: exact up to about 3 kB of text, beyond with a standard error of 0.018 at 0.8.
KEPT = 512
#: Texts of a bucket that a new one is compared with; where more look alike they are one group already.
MAX_COMPARED = 50

_BINS = BANDS * ROWS
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


def similarity(first: Sequence[int], second: Sequence[int], kept: int = KEPT) -> float:
    """Estimate the Jaccard similarity of two sets from their sorted smallest hashes; exact for sets with fewer than `kept` members.

    >>> similarity([1, 2, 3, 4], [2, 3, 4, 5])
    0.6
    """
    ours, theirs = set(first), set(second)
    # The smallest members of the union are a fair sample of it, as far as both lists reach.
    union = sorted(ours | theirs)
    if len(first) >= kept or len(second) >= kept:
        union = union[:kept]
    return sum(1 for member in union if member in ours and member in theirs) / len(union) if union else 0.0


class NearDuplicates:
    """Finds the copies among texts that are added one by one; keeps a sketch of each text, not the text."""

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._names: list[str] = []
        self._sketches: list[array[int]] = []
        self._parents: list[int] = []
        self._buckets: dict[int, list[int]] = {}
        self._exact: dict[bytes, int] = {}

    def add(self, name: str, text: str) -> None:
        """Add a text under its name and join it with its copies."""
        number = len(self._names)
        self._names.append(name)
        self._parents.append(number)
        hashes = shingles(text)
        ordered = array("L", sorted(hashes))
        sketch = ordered[:KEPT]
        whole = blake2b(ordered.tobytes(), digest_size=16).digest()
        self._sketches.append(sketch)
        if not hashes:
            return
        if (twin := self._exact.setdefault(whole, number)) != number:
            # The same words: the first text stands for both, so that a thousand copies cost no more than one.
            self._sketches[number] = self._sketches[twin]
            self._join(number, twin)
            return
        compared: set[int] = set()
        for key in _band_keys(hashes):
            bucket = self._buckets.setdefault(key, [])
            for other in bucket:
                if other in compared or self._root(other) == self._root(number):
                    continue
                compared.add(other)
                if similarity(sketch, self._sketches[other]) >= self._limit:
                    self._join(number, other)
            if len(bucket) < MAX_COMPARED:
                bucket.append(number)

    def groups(self) -> dict[str, str]:
        """Map each name to the least name of its group."""
        least: dict[int, str] = {}
        for number, name in enumerate(self._names):
            root = self._root(number)
            least[root] = min(least.get(root, name), name)
        return {name: least[self._root(number)] for number, name in enumerate(self._names)}

    def _root(self, number: int) -> int:
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number

    def _join(self, first: int, second: int) -> None:
        first, second = self._root(first), self._root(second)
        self._parents[max(first, second)] = min(first, second)


def _signature(hashes: Iterable[int]) -> list[int]:
    """Give the least hash of each bin; an empty bin borrows from another, chosen by its own number alone."""
    bins: list[int] = [-1] * _BINS
    for value in hashes:
        place = value % _BINS
        if bins[place] < 0 or value < bins[place]:
            bins[place] = value
    filled = bins.copy()
    for place, least in enumerate(bins):
        attempt = 0
        while least < 0:
            attempt += 1
            # Any fixed mixing will do, as long as all texts ask the same bins in the same order.
            least = bins[(place * 2654435761 + attempt * 40503 + (attempt * place) * 69069) % 2147483647 % _BINS]
        filled[place] = least
    return filled


def _band_keys(hashes: Iterable[int]) -> Iterator[int]:
    signature = array("Q", _signature(hashes)).tobytes()
    for band in range(BANDS):
        yield band << 32 | crc32(signature[band * ROWS * 8 : (band + 1) * ROWS * 8])
