"""Lexicon packs: names of imported ontologies go in, one automaton over their words that finds them in a text comes out.

A pack is a table that `kg lexicon add` writes: one row a name, with the term, its concept and the kind of name. A name of a pack counts
less than one that a curator wrote, and is left out where it would be read wrongly; `Packs.dropped` says how many names which rule took out.
The automaton runs over words, three letters of an alphabet of its own for each, so that half a million names load in seconds; it is kept
compiled in a cache folder under the hash of everything that it was made from.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick

from kg.concepts import Concept
from kg.errors import ConceptError
from kg.identifiers import is_slug, to_slug
from kg.outputs import staged_folder
from kg.reading.characters import normalise
from kg.reading.cues import Stream, read_rows
from kg.reading.lexicon import Entry, Hit, Lexicon
from kg.reading.words import Tokens, fold, tokenise
from kg.vocabulary import CONCEPT_CLASSES

__all__ = ["COLUMNS", "PackName", "Packs", "compile_packs", "load_packs", "read_pack", "slug_of_term"]

COLUMNS = ("term", "concept", "classes", "kind", "name")
#: Kinds of names, the surest first; names of the last two mean something else than the term.
KINDS = ("label", "exact", "related", "synonym", "broad", "narrow")

#: A name with fewer letters and digits is left out.
_SHORTEST = 4
#: Scores of names by kind; below those of curated names, so that a curated concept wins among candidates.
_SCORES = {"label": 0.9, "exact": 0.87, "related": 0.8, "synonym": 0.8}
#: So low that an ambiguous name is grounded only where the text gives a full name of the concept too (`grounding.THRESHOLD`).
_AMBIGUOUS_SCORE = 0.6
#: Words that two names of different things share as often as not.
_GENERIC = frozenset(
    ("disease", "disorder", "syndrome", "condition", "deficiency", "type", "form", "onset", "and", "or", "of", "the", "in", "with", "due",
     "to", "by", "primary", "secondary", "familial", "hereditary", "congenital", "acquired", "idiopathic", "chronic", "acute", "autosomal",
     "dominant", "recessive", "linked", "adult", "infantile", "juvenile", "childhood")
)  # fmt: skip
#: Letters of the automaton's alphabet for each of the three places of a word: two million words.
_BASE = 128
_UNKNOWN = "\0\0\0"
_VERSION = "2"


class PackName(NamedTuple):
    """One name of a pack: the CURIE of the term, the slug of its concept, the classes that the concept may have, kind and name."""

    term: str
    concept: str
    classes: tuple[str, ...]
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class _Named:
    """A name that may be read, by its folded words."""

    key: tuple[str, ...]
    name: PackName
    is_ambiguous: bool


def read_pack(path: Path) -> tuple[PackName, ...]:
    """Read a pack; raises ConceptError with file and line for a row that cannot stand."""
    names = []
    known: dict[str, tuple[str, ...]] = {"": ()}
    for number, (term, concept, classes, kind, name) in enumerate(read_rows(path, COLUMNS), start=2):
        if classes not in known:
            known[classes] = tuple(classes.split("|"))
            unknown = set(known[classes]) - CONCEPT_CLASSES
            if unknown:
                raise ConceptError(path, f"unknown class {', '.join(sorted(unknown))}", line=number)
        if kind not in KINDS or not is_slug(concept) or not name or "\n" in name:
            raise ConceptError(path, f"{term}: no kind of name {kind!r}, malformed concept {concept!r} or empty name", line=number)
        names.append(PackName(term, concept, known[classes], kind, name))
    return tuple(names)


class Packs:
    """Compiled packs: finds their names in a text, and gives their concepts by slug.

    The concepts are those of terms that no curated concept matches exactly; names of other terms are names of the curated concept.
    """

    def __init__(self, automaton: ahocorasick.Automaton, tables: _Tables) -> None:
        self._automaton = automaton
        self._tables = tables
        self._codes = {word: _code(number) for number, word in enumerate(tables.words, start=1)}
        self._concepts = _Concepts(tables)

    def concepts(self) -> Mapping[str, Concept]:
        """Give the concepts by slug; each is made when it is asked for."""
        return self._concepts

    @property
    def names(self) -> int:
        """The number of different names that are read."""
        return len(self._tables.starts)

    @property
    def dropped(self) -> Mapping[str, int]:
        """How many names which rule took out."""
        return self._tables.dropped

    def find(self, stream: Stream, tokens: Tokens) -> list[Hit]:
        """Find the longest names, left to right, without overlaps; acronyms only as they are written."""
        if not self._tables.starts:
            return []
        firsts, lasts = stream.firsts, stream.lasts
        codes = self._codes
        text = "".join([codes.get(word, _UNKNOWN) for word in stream.words])
        found = []
        begin = 0
        for sentence_end in dict.fromkeys(stream.ends):
            for end, group in self._automaton.iter_long(text[3 * begin : 3 * sentence_end]):
                last = begin + end // 3
                first = last + 1 - self._tables.lengths[group]
                start, stop = firsts[first], lasts[last]
                surface = "".join(tokens.surfaces[start:stop])
                entries = tuple(e for e in self._tables.entries(group) if not e.exact or surface in (e.exact, f"{e.exact}s"))
                if entries:
                    found.append(Hit(start, stop, entries))
            begin = sentence_end
        return found


class _Concepts(Mapping[str, Concept]):
    """Concepts of terms, made from the tables when they are asked for."""

    def __init__(self, tables: _Tables) -> None:
        self._tables = tables
        self._numbers = {slug: number for number, slug in enumerate(tables.slugs)}

    def __getitem__(self, slug: str) -> Concept:
        number = self._numbers[slug]
        return Concept(slug, tuple(self._tables.classes[self._tables.class_numbers[number]].split("|")), self._tables.labels[number])

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class _Tables(NamedTuple):
    """What an automaton's numbers mean, in columns: half a million rows load fast, and nothing in a cache is ever executed."""

    words: list[str]
    #: Of each concept that is not curated: slug, label and the place of its classes among `classes`.
    slugs: list[str]
    labels: list[str]
    class_numbers: list[int]
    classes: list[str]
    #: Of each name: concept, name, the place of its kind in KINDS, whether it is ambiguous, and whether it counts only as it is written.
    concepts: list[str]
    names: list[str]
    kinds: list[int]
    ambiguous: list[int]
    exact: list[int]
    #: Of each number of the automaton: its first name (those up to the next one's are its names), and how many words it has.
    starts: list[int]
    lengths: list[int]
    dropped: dict[str, int]

    def entries(self, group: int) -> Iterator[Entry]:
        """Give the entries of a number of the automaton."""
        last = self.starts[group + 1] if group + 1 < len(self.starts) else len(self.names)
        for row in range(self.starts[group], last):
            name, kind = self.names[row], KINDS[self.kinds[row]]
            ambiguous = bool(self.ambiguous[row])
            exact = "".join(c for c in name if c.isalnum()) if self.exact[row] else ""
            yield Entry(self.concepts[row], name, kind, _AMBIGUOUS_SCORE if ambiguous else _SCORES[kind], ambiguous, exact)

    def to_json(self) -> bytes:
        """Write the tables; a list of words becomes one text, which loads faster than a list."""
        columns = [_joined(value) for value in self]
        return json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, text: bytes) -> _Tables:
        """Read what `to_json` wrote."""
        columns: list[Any] = [value.split("\n")[:-1] if isinstance(value, str) else value for value in json.loads(text)]
        return cls(*columns)


def _joined(value: Any) -> Any:
    is_words = isinstance(value, list) and (not value or isinstance(value[0], str))
    return "".join(f"{word}\n" for word in value) if is_words else value


def slug_of_term(term: str) -> str:
    """Give the slug of the concept that is made of a term, from its CURIE, or the end of its IRI.

    >>> slug_of_term("MONDO:0001234"), slug_of_term("https://example.org/own#Long_covid")
    ('mondo-0001234', 'long-covid')
    """
    return to_slug(re.split(r"[/#]", term)[-1])


def load_packs(paths: Sequence[Path], lexicon: Lexicon, cues: Path, cache: Path | None = None) -> Packs:
    """Load packs, the first counting most, for reading beside a curated lexicon; compiled before if the cache has them.

    A cache that is damaged, or of another version of anything, is made anew.
    """
    common = cues / "common_words.tsv"
    key = _cache_key([*paths, common], lexicon)
    place = cache / f"lexicon-{key}" if cache is not None else None
    if place is not None:
        found = _from_cache(place)
        if found is not None:
            return found
    words = frozenset(fold(word) for (word,) in read_rows(common, ("word",)))
    automaton, tables = _compile([read_pack(path) for path in paths], lexicon, words)
    if place is not None:
        _to_cache(place, automaton, tables)
    return Packs(automaton, tables)


def compile_packs(packs: Iterable[Iterable[PackName]], lexicon: Lexicon, common_words: Collection[str]) -> Packs:
    """Compile packs, the first counting most; `common_words` are folded.

    Left out: names shorter than four letters; names of common words only; broader and narrower synonyms; related synonyms, and those
    without a scope, that share no telling word with the label; every name that a curated concept has. A name of several terms belongs to
    that which has it as label, else as exact synonym; if still several have it, it counts as ambiguous, as does an acronym.
    """
    return Packs(*_compile([tuple(pack) for pack in packs], lexicon, common_words))


def _compile(packs: Sequence[Sequence[PackName]], lexicon: Lexicon, common_words: Collection[str]) -> tuple[ahocorasick.Automaton, _Tables]:
    dropped: Counter[str] = Counter()
    by_key: dict[tuple[str, ...], list[tuple[int, _Named]]] = defaultdict(list)
    labels: dict[str, tuple[str, str]] = {}
    for order, pack in enumerate(packs):
        _check_concepts(pack, lexicon)
        label_words = {n.term: frozenset(_folds(n.name)) - _GENERIC for n in pack if n.kind == "label"}
        for name in pack:
            if name.kind == "label" and name.concept not in labels and name.concept not in lexicon.concepts:
                labels[name.concept] = (name.name, "|".join(name.classes))
            key, reason = _judged(name, label_words.get(name.term, frozenset()), common_words)
            if not reason and lexicon.lookup(key):
                reason = "curated"
            if reason:
                dropped[reason] += 1
            else:
                by_key[key].append((order, _Named(key, name, _is_acronym(name.name) and name.kind != "label")))
    words: dict[str, int] = {}
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    rows: list[tuple[str, str, int, int, int]] = []
    starts: list[int] = []
    lengths: list[int] = []
    for key in sorted(by_key):
        kept = _best(by_key[key], dropped)
        automaton.add_word("".join(_code(words.setdefault(word, len(words) + 1)) for word in key), len(starts))
        starts.append(len(rows))
        lengths.append(len(key))
        for named in kept:
            name = named.name
            is_ambiguous = named.is_ambiguous or len(kept) > 1
            rows.append((name.concept, name.name, KINDS.index(name.kind), int(is_ambiguous), int(_is_acronym(name.name))))
    if starts:
        automaton.make_automaton()
    slugs = sorted(labels)
    classes = sorted({labels[slug][1] for slug in slugs})
    return automaton, _Tables(
        words=list(words),
        slugs=slugs,
        labels=[labels[slug][0] for slug in slugs],
        class_numbers=[classes.index(labels[slug][1]) for slug in slugs],
        classes=classes,
        concepts=[row[0] for row in rows],
        names=[row[1] for row in rows],
        kinds=[row[2] for row in rows],
        ambiguous=[row[3] for row in rows],
        exact=[row[4] for row in rows],
        starts=starts,
        lengths=lengths,
        dropped=dict(sorted(dropped.items())),
    )


def _judged(name: PackName, label_words: frozenset[str], common_words: Collection[str]) -> tuple[tuple[str, ...], str]:
    """Give the folded words of a name, and the rule that takes it out, if one does."""
    if name.kind in ("broad", "narrow"):
        return (), "broader or narrower"
    if sum(c.isalnum() for c in name.name) < _SHORTEST:
        return (), "short"
    folds = _folds(name.name)
    if not any(word[0].isalpha() for word in folds):
        return (), "no word"
    if all(word in common_words or not word[0].isalpha() for word in folds):
        return (), "common words"
    if name.kind in ("related", "synonym") and not _is_acronym(name.name) and label_words.isdisjoint(folds):
        return (), "unlike its label"
    return folds, ""


def _best(found: Sequence[tuple[int, _Named]], dropped: Counter[str]) -> list[_Named]:
    """Choose among the terms that have a name: the earlier pack, then the surer kind; one row a concept."""
    by_concept: dict[str, tuple[tuple[int, int], _Named]] = {}
    for order, named in found:
        rank = (order, min(KINDS.index(named.name.kind), 2))
        if named.name.concept not in by_concept or rank < by_concept[named.name.concept][0]:
            by_concept[named.name.concept] = (rank, named)
    best = min(rank for rank, _ in by_concept.values())
    kept = [named for rank, named in by_concept.values() if rank == best]
    dropped["another term's"] += len(by_concept) - len(kept)
    return sorted(kept, key=lambda named: named.name.concept)


def _check_concepts(pack: Iterable[PackName], lexicon: Lexicon) -> None:
    for name in pack:
        if name.kind == "label" and name.concept not in lexicon.concepts and name.concept != slug_of_term(name.term):
            message = f"{name.term} stands for {name.concept}, which concepts.tsv has no more; run `kg lexicon add` again"
            raise ConceptError("lexicon pack", message)


def _is_acronym(name: str) -> bool:
    """Tell whether a name is a single word written mostly in capitals, such as CIDP or SIgAD."""
    letters = [c for c in name if c.isalpha()]
    return " " not in name and 2 <= len(letters) <= 9 and sum(c.isupper() for c in letters) >= max(2, 0.6 * len(letters))


def _folds(name: str) -> tuple[str, ...]:
    plain = normalise(name).text
    return tuple(tokenise(plain, [(0, len(plain))])[0].folds)


def _code(number: int) -> str:
    """Write a number in three letters, each place with letters of its own, so that no match begins within a word."""
    return chr(1 + number // (_BASE * _BASE) % _BASE) + chr(1 + _BASE + number // _BASE % _BASE) + chr(1 + 2 * _BASE + number % _BASE)


# --- the cache ---------------------------------------------------------------------------------------------------------------------------


def _cache_key(files: Iterable[Path], lexicon: Lexicon) -> str:
    """Hash what a compiled pack depends on: the files, the curated names, and how words are folded."""
    digest = hashlib.sha256(f"{_VERSION} {sys.version_info[:2]} {ahocorasick.__name__}".encode())
    for path in files:
        try:
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        except OSError as error:
            raise ConceptError(path, f"cannot be read ({error})") from error
    for module in ("characters", "lexicon", "packs", "words"):
        digest.update((Path(__file__).parent / f"{module}.py").read_bytes())
    for slug in sorted(lexicon.concepts):
        digest.update("\t".join((slug, *lexicon.concepts[slug].names)).encode())
    return digest.hexdigest()[:24]


def _from_cache(place: Path) -> Packs | None:
    """Load what `_to_cache` wrote, or nothing if it is not there or not whole; it is loaded only if its hash is right."""
    try:
        hashes = (place / "hashes").read_text(encoding="ascii").split()
        tables = (place / "tables.json").read_bytes()
        if hashes != [_hash(place / "automaton"), hashlib.blake2b(tables).hexdigest()]:
            return None
        # An automaton of numbers holds no pickled value; the function is asked for but never called.
        automaton = ahocorasick.load(str(place / "automaton"), pickle.loads)
        return Packs(automaton, _Tables.from_json(tables))
    except (OSError, ValueError, TypeError, EOFError):
        return None


def _to_cache(place: Path, automaton: ahocorasick.Automaton, tables: _Tables) -> None:
    with staged_folder(place, owned=frozenset(("automaton", "hashes", "tables.json"))) as folder:
        text = tables.to_json()
        (folder / "tables.json").write_bytes(text)
        automaton.save(str(folder / "automaton"))
        (folder / "hashes").write_text(f"{_hash(folder / 'automaton')} {hashlib.blake2b(text).hexdigest()}\n", encoding="ascii")


def _hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "blake2b").hexdigest()
