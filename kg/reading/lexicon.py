"""The names of the concepts as one automaton: concepts go in, a lexicon that finds their names in a text comes out.

Names are compared by folded words, so spelling, plural, hyphen and case do not matter; acronyms keep their case where they
would else be common words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

from kg.concepts import Concept
from kg.reading.characters import normalise
from kg.reading.cues import Phrases, Stream
from kg.reading.patterns import Vocabulary
from kg.reading.words import Tokens, folds_of, key_of, stem

__all__ = ["DISEASE_HEADS", "Entry", "Hit", "Lexicon", "MoreNames"]

#: Nouns that say no more than "disease"; a category keeps its meaning with any of them.
DISEASE_HEADS = ("disease", "disorder", "condition", "illness")

#: Acronyms that are English words when written small; they count only in capitals.
_WORDLIKE = frozenset(
    [
        "add",
        "aid",
        "aids",
        "aim",
        "ain",
        "ais",
        "ale",
        "all",
        "am",
        "an",
        "and",
        "ant",
        "any",
        "are",
        "arm",
        "as",
        "at",
        "atg",
        "bad",
        "bat",
        "be",
        "big",
        "bp",
        "cap",
        "caps",
        "cat",
        "cdi",
        "clippers",
        "dat",
        "day",
        "did",
        "dm",
        "do",
        "dress",
        "ebv",
        "eye",
        "fans",
        "fires",
        "for",
        "gas",
        "get",
        "go",
        "had",
        "has",
        "he",
        "his",
        "hit",
        "hot",
        "how",
        "id",
        "if",
        "im",
        "in",
        "is",
        "it",
        "its",
        "kd",
        "lot",
        "lung",
        "mad",
        "mag",
        "man",
        "mars",
        "mas",
        "may",
        "me",
        "mm",
        "ms",
        "nap",
        "no",
        "norse",
        "not",
        "of",
        "off",
        "on",
        "or",
        "our",
        "out",
        "pan",
        "pe",
        "perm",
        "pet",
        "pi",
        "pig",
        "plaid",
        "pm",
        "pots",
        "pres",
        "pv",
        "rash",
        "rat",
        "rig",
        "sad",
        "sc",
        "see",
        "sera",
        "she",
        "sid",
        "sis",
        "so",
        "stiff",
        "tag",
        "tap",
        "tat",
        "ten",
        "the",
        "tho",
        "tig",
        "to",
        "toe",
        "too",
        "top",
        "tract",
        "trap",
        "use",
        "vast",
        "vig",
        "was",
        "way",
        "we",
        "who",
        "why",
        "wig",
        "worst",
        "yes",
        "you",
    ]
)
#: Names that mean something else in other company: "colds" go round, but "cold" is how things feel, and "a cold" that goes on is "a cold cloth".
_COLDS = frozenset(("colds",))
_ONE_COLD = frozenset(("a", "bad", "nasty", "heavy", "another"))
_PHRASE_ENDS = frozenset((".", ",", ";", ":", "?", "!", ")", "and", "or", "if", "when", "that", "on", "in", "for", "from", "than", "but", "this"))
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_CAPITALISED = re.compile(r"[A-Z][a-z]+")
_LABEL_SCORE, _SYNONYM_SCORE, _HIDDEN_SCORE, _DERIVED_SCORE = 1.0, 0.97, 0.92, 0.88


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one concept as the lexicon knows it."""

    concept: str
    name: str
    #: label, synonym, hidden or derived
    kind: str
    score: float
    ambiguous: bool
    #: The acronym's own spelling where case counts, else empty.
    exact: str = ""

    def __reduce__(self) -> tuple[type[Entry], tuple[str, str, str, float, bool, str]]:
        """Pickle it as what makes it: field by field, as a data class with slots goes, a kept reader takes a third longer to load."""
        return Entry, (self.concept, self.name, self.kind, self.score, self.ambiguous, self.exact)


@dataclass(slots=True, unsafe_hash=True)  # not frozen, as it is made for every name in a text: three times as fast
class Hit:
    """A name found at tokens [first, last)."""

    first: int
    last: int
    entries: tuple[Entry, ...]


class MoreNames(Protocol):
    """Names beside those of the curated concepts, and the concepts that they add."""

    def find(self, stream: Stream, tokens: Tokens) -> list[Hit]:
        """Find the longest names."""
        ...

    def concepts(self) -> Mapping[str, Concept]:
        """Give the concepts that are not curated, by slug."""
        ...


class Lexicon:
    """All names of all concepts."""

    def __init__(
        self, entries: Mapping[str, tuple[Entry, ...]], concepts: Mapping[str, Concept], vocabulary: Vocabulary | None = None
    ) -> None:
        """Compile names (joined folded words) into an automaton."""
        self.concepts = concepts
        self.classes = {slug: frozenset(concept.classes) for slug, concept in concepts.items()}
        #: What concepts are forms of, of those that are forms.
        self.forms = {slug: concept.form_of for slug, concept in concepts.items() if concept.form_of}
        self._entries = entries
        #: Names of one word, as written without capitals.
        self.single_words = frozenset(
            e.name.lower()
            for found in entries.values()
            for e in found
            if " " not in e.name and e.name.isalpha() and not _is_acronym(e.name) and e.name not in _COLDS
        )
        self._by_stems: dict[str, tuple[Entry, ...]] | None = None
        self._more: MoreNames | None = None
        #: The words that open names, for a stream.
        self.vocabulary = vocabulary or Vocabulary()
        self._phrases = Phrases.of(
            {tuple(key.split()): (found, any(entry.exact for entry in found)) for key, found in entries.items()}, self.vocabulary
        )

    @classmethod
    def from_concepts(cls, concepts: Iterable[Concept], vocabulary: Vocabulary | None = None) -> Lexicon:
        """Compile all names of the concepts and their regular variants."""
        names: dict[str, dict[str, Entry]] = {}
        by_slug = {concept.slug: concept for concept in concepts}
        for concept in by_slug.values():
            ambiguous = {name.casefold() for name in concept.ambiguous}
            for name, kind, score in _names(concept):
                folds = folds_of(normalise(name).text)
                if not folds:
                    continue
                is_acronym = _is_acronym(name)
                short = is_acronym and len(name) <= 2
                is_wordlike = is_acronym and (len(name) <= 3 or name.casefold() in _WORDLIKE or "".join(folds) in _WORDLIKE)
                exact = name if is_wordlike or name in _COLDS else ""
                entry = Entry(concept.slug, name, kind, score, name.casefold() in ambiguous or short, exact)
                known = names.setdefault(key_of(folds), {})
                if concept.slug not in known or known[concept.slug].score < score:
                    known[concept.slug] = entry
        entries: dict[str, tuple[Entry, ...]] = {}
        for key, found in names.items():
            best = sorted(found.values(), key=lambda e: (-e.score, e.concept))
            # A derived variant never competes with a name that a curator wrote.
            written = [entry for entry in best if entry.kind != "derived"]
            entries[key] = tuple(written or best)
        return cls(entries, by_slug, vocabulary)

    def __len__(self) -> int:
        return len(self._entries)

    def extend(self, more: MoreNames) -> None:
        """Read further names too, such as those of an imported ontology; a curated name goes before another of the same words."""
        self._more = more
        self.concepts = ChainMap(dict(self.concepts), cast("dict[str, Concept]", more.concepts()))
        self.classes = _ClassesByNeed(self.classes, self.concepts)

    def find(self, stream: Stream, tokens: Tokens) -> list[Hit]:
        """Find the longest names, left to right, without overlaps."""
        found = self._find_curated(stream, tokens)
        return found if self._more is None else _longest(found, self._more.find(stream, tokens))

    def _find_curated(self, stream: Stream, tokens: Tokens) -> list[Hit]:
        found: list[Hit] = []
        for first, last, (entries, has_case) in self._phrases.longest(stream):
            if has_case:
                entries = tuple(entry for entry in entries if not entry.exact or _has_case(tokens, first, last, entry.exact))
            if entries:
                found.append(Hit(first, last, entries))
        return found

    def lookup(self, folds: Iterable[str]) -> tuple[Entry, ...]:
        """Give the entries of a name from its folded words, or nothing."""
        return self._entries.get(key_of(tuple(folds)), ())

    def lookup_stems(self, stems: Sequence[str]) -> tuple[Entry, ...]:
        """Give the entries of a name from the stems of its words, or nothing; acronyms and ambiguous names are left out."""
        if self._by_stems is None:
            index: dict[str, tuple[Entry, ...]] = {}
            for key, found in self._entries.items():
                kept = tuple(e for e in found if not e.ambiguous and not e.exact and not _is_acronym(e.name))
                if kept:
                    index.setdefault(key_of([stem(word) for word in key.split()]), kept)
            self._by_stems = index
        return self._by_stems.get(key_of(stems), ())

    def names(self) -> Iterator[tuple[str, ...]]:
        """Yield the words of each name that is no acronym."""
        for key, entries in self._entries.items():
            if not all(_is_acronym(entry.name) for entry in entries):
                yield tuple(word for word in key.split() if word[0].isalnum())


def _longest(curated: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    """Merge hits: another name stands only where it holds whole curated names that are shorter, or none."""
    firsts, lasts = [hit.first for hit in curated], [hit.last for hit in curated]
    added: list[Hit] = []
    covered: set[int] = set()
    for hit in others:
        # Neither list overlaps itself, so what a hit touches stands in one run.
        touched = range(bisect_right(lasts, hit.first), bisect_left(firsts, hit.last))
        if all(
            hit.first <= firsts[i] and lasts[i] <= hit.last and lasts[i] - firsts[i] < hit.last - hit.first for i in touched
        ):
            covered.update(touched)
            added.append(hit)
    return sorted([*(hit for i, hit in enumerate(curated) if i not in covered), *added], key=lambda hit: hit.first)


class _ClassesByNeed(dict[str, frozenset[str]]):
    """The classes of curated concepts, and those of others once they are asked for."""

    def __init__(self, known: Mapping[str, frozenset[str]], concepts: Mapping[str, Concept]) -> None:
        super().__init__(known)
        self._concepts = concepts

    def __missing__(self, slug: str) -> frozenset[str]:
        found = self[slug] = frozenset(self._concepts[slug].classes)
        return found


def _has_case(tokens: Tokens, first: int, last: int, name: str) -> bool:
    surface = "".join(tokens.surfaces[first:last])
    if name in _COLDS:
        is_one = first > 0 and tokens.folds[first - 1] in _ONE_COLD
        return surface.casefold() == name or (is_one and (last >= len(tokens.folds) or tokens.folds[last] in _PHRASE_ENDS))
    plain = _plain(name)
    return (
        surface == plain
        or (surface.rstrip("s") == plain and surface.endswith("s"))
        or (len(plain) > 1 and surface.isupper() and surface.casefold() == plain.casefold())
    )


@cache
def _plain(name: str) -> str:
    return "".join(c for c in name if c.isalnum())


@cache
def _is_acronym(name: str) -> bool:
    if len(name) > 9 or " " in name:
        return False
    letters = [c for c in name if c.isalpha()]
    return len(letters) >= 2 and sum(c.isupper() for c in letters) >= max(2, 0.6 * len(letters))


def _names(concept: Concept) -> Iterator[tuple[str, str, float]]:
    """Yield (name, kind, score): what the curator wrote, then regular variants of it."""
    yield concept.label, "label", _LABEL_SCORE
    for name in concept.synonyms:
        yield name, "synonym", _SYNONYM_SCORE
    for name in concept.hidden:
        yield name, "hidden", _HIDDEN_SCORE
    for name in concept.names:
        for variant in _variants(name, concept):
            yield variant, "derived", _DERIVED_SCORE


#: Parts of the body, by which nobody is infected: "infection by skin pricks".
_PARTS = frozenset(
    ("airway", "bladder", "blood", "bone", "bowel", "brain", "chest", "joint", "kidney", "liver", "lung", "sinus", "skin", "throat", "wound")
)


def _variants(name: str, concept: Concept) -> Iterator[str]:
    bare = _PARENTHESIS.sub("", name).strip()
    if bare != name and bare and "root" not in name:
        yield bare
    # Exports that drop accented letters: "Guillain-Barr syndrome".
    if not name.isascii():
        yield "".join(c for c in name if c.isascii())
    if name.startswith("pre-existing "):
        yield name.replace("pre-existing", "preexisting", 1)
    head, _, last = name.rpartition(" ")
    if not head:
        return
    is_condition = not {"Condition", "Category", "Immunodeficiency"}.isdisjoint(concept.classes)
    if is_condition and last.lower() in DISEASE_HEADS:
        for other in (*DISEASE_HEADS, "problem"):
            yield f"{head} {other}"
    # An eponym of two names is understood without "syndrome": "Guillain-Barré".
    if is_condition and last == "syndrome" and "-" in head and all(_CAPITALISED.match(normalise(part).text) for part in head.split("-")):
        yield head
        if not head.isascii():
            yield "".join(c for c in head if c.isascii())
    if last.lower() in {"infection", "infections"} and is_condition and " " not in head and len(head) > 3 and head.lower() not in _PARTS:
        yield f"{head} virus infection" if not head.lower().endswith("virus") else f"infection with {head}"
        yield f"infection by {head}"
    if {"AdverseEffect"} & set(concept.classes) and last.lower() in {"pain", "rash", "edema", "swelling"}:
        yield f"{last} in the {head}"
        yield f"{last} of the {head}"
