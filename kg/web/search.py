"""Search over names: labels and synonyms go in once, then words with typing errors go in and the things they may mean come out."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Hit", "Name", "NameIndex", "distance", "fold"]


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one thing; `kind` is preferred, synonym, hidden or title."""

    iri: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that a search found: by which of its names, how well, and how many typing errors were forgiven."""

    iri: str
    matched: str
    kind: str
    score: float
    errors: int


#: How much a name of each kind counts.
_KINDS = {"preferred": 1.0, "title": 0.95, "synonym": 0.9, "hidden": 0.7}
#: Names that are compared letter by letter, those with most common trigrams first.
_CANDIDATES = 400


class NameIndex:
    """Names by their trigrams: what is close in letters shares some of them."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = sorted(names, key=lambda n: (n.iri, n.kind, n.text))
        self._folded = [fold(name.text) for name in self._names]
        grams: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self._folded):
            for gram in _grams(text):
                grams[gram].append(place)
        self._grams: Mapping[str, list[int]] = grams

    def __len__(self) -> int:
        return len(self._names)

    def search(self, text: str, limit: int = 20, *, among: frozenset[str] | None = None) -> tuple[list[Hit], int]:
        """Find things by a name, the start of one, words of one in any order, or any of these with a letter wrong.

        Returns the best hits, one a thing, and how many things were found. `among` keeps only these IRIs.
        """
        wanted = fold(text[:200])
        if not wanted:
            return [], 0
        best: dict[str, Hit] = {}
        for place in self._candidates(wanted):
            name = self._names[place]
            if among is not None and name.iri not in among:
                continue
            found = _match(wanted, self._folded[place])
            if found is None:
                continue
            score, errors = found
            hit = Hit(name.iri, name.text, name.kind, round(score * _KINDS.get(name.kind, 0.5), 4), errors)
            if name.iri not in best or (hit.score, best[name.iri].matched) > (best[name.iri].score, hit.matched):
                best[name.iri] = hit
        hits = sorted(best.values(), key=lambda h: (-h.score, len(h.matched), h.matched, h.iri))
        return hits[:limit], len(hits)

    def _candidates(self, wanted: str) -> list[int]:
        shared: Counter[int] = Counter()
        for gram in _grams(wanted):
            shared.update(self._grams.get(gram, ()))

        # A long name shares as many trigrams as a short one that fits better: judge by the share of both.
        def share(place: int) -> float:
            return shared[place] / (len(wanted) + 0.2 * len(self._folded[place]))

        return sorted(shared, key=lambda place: (-share(place), place))[:_CANDIDATES]


def fold(text: str) -> str:
    """Give the text by which names are compared: no case, no accents, one blank between words.

    >>> fold("  Guillain\u2013Barr\u00e9  Syndrome ")
    'guillain barre syndrome'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def distance(left: str, right: str, most: int) -> int | None:
    """Count the letters that are wrong, missing, too many or swapped with their neighbour; None where there are more than `most`.

    >>> distance("kawasaki", "kawaskai", 2)
    1
    """
    if abs(len(left) - len(right)) > most:
        return None
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, above, row = row, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None


def _grams(text: str) -> set[str]:
    """Give the trigrams of each word, with its start marked; a word of one letter is its own."""
    found = set()
    for word in text.split():
        padded = f"^^{word}"
        found |= {padded[i : i + 3] for i in range(len(padded) - 2)}
    return found


def _match(wanted: str, name: str) -> tuple[float, int] | None:
    """Judge how well a name fits: 1 is the same; also how many letters were wrong."""
    if wanted == name:
        return 1.0, 0
    length = min(1.0, len(wanted) / max(1, len(name)))
    if name.startswith(wanted):
        return 0.85 + 0.1 * length, 0
    if f" {wanted}" in f" {name}":
        return 0.75 + 0.1 * length, 0
    words = name.split()
    parts = wanted.split()
    if all(any(word.startswith(part) for word in words) for part in parts):
        return 0.65 + 0.1 * length, 0
    allowed = _allowed(len(wanted))
    whole = distance(wanted, name, allowed) if allowed else None
    if whole is not None:
        return 0.8 - 0.1 * whole, whole
    errors = 0
    for part in parts:
        found = [d for word in words if (d := _word_distance(part, word)) is not None]
        if not found:
            return None
        errors += min(found)
    return max(0.3, 0.6 + 0.1 * length - 0.1 * errors), errors


def _word_distance(part: str, word: str) -> int | None:
    if word.startswith(part):
        return 0
    allowed = _allowed(len(part))
    if not allowed:
        return None
    found = [d for d in (distance(part, word, allowed), distance(part, word[: len(part)], allowed)) if d is not None]
    return min(found) if found else None


def _allowed(length: int) -> int:
    """Say how many wrong letters a word of this length may have."""
    return 0 if length < 4 else 1 if length < 7 else 2
