"""Machine-paraphrased text: tokens and known names go in, names that were hidden by word substitution come out.

Paraphrasing tools replace words by neighbours in a thesaurus, mostly by words that share one of their senses and not the one
meant, and often drop the inflection on the way. `ParaphraseTable` holds such substitutions, derived from WordNet and from known
tortured phrases (`benchmarks/derive_substitutions.py`), read backwards: spun word -> words it may stand for. A phrase is
recovered only if, put back, it names something that the caller knows; and a caller should recover only in a text that is
judged spun (`judge`), because two honest names may differ by a synonym too.
"""

from __future__ import annotations

import gzip
import math
import re
import zlib
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from itertools import accumulate, chain, pairwise, product
from pathlib import Path
from typing import NamedTuple

from kg.errors import ResourceError
from kg.reading.folding import FUNCTION_WORDS, fold, lemmas, words_of
from kg.reading.patterns import Pattern, opened

__all__ = [
    "FUNCTION_WORDS",
    "LONGEST",
    "Line",
    "Names",
    "Node",
    "ParaphraseTable",
    "Recovery",
    "Sight",
    "Spinning",
    "fold",
    "lemmas",
    "no_sight",
    "plain_patterns",
    "without_overlaps",
    "words_of",
]


#: A place in a pattern: the pattern's number, its next part, what is left of the part that was begun, and the words before.
_Place = tuple[int, int, tuple[str, ...], tuple[str, ...]]


class Node:
    """A place in a trie; what lies below is laid out on the first visit, for a text touches few of the names."""

    __slots__ = ("_patterns", "_waiting", "children", "names")

    #: The places one key further.
    children: dict[str, Node]

    def __init__(self, patterns: Sequence[Pattern], begun: Iterable[_Place]) -> None:
        """Take the patterns of the names and the places in them that the keys from the root on lead to."""
        places = dict.fromkeys(
            (number, *place, said) for number, part, words, said in begun for place in opened(patterns[number], part, words)
        )
        self._patterns = patterns
        self.names = list(dict.fromkeys(said for _, _, words, said in places if said and not words))
        self._waiting = [place for place in places if place[2]]

    def __getattr__(self, name: str) -> dict[str, Node]:
        """Lay out what lies below; Python asks here only for an attribute that is not there yet."""
        if name != "children":
            raise AttributeError(name)
        below: dict[str, list[_Place]] = {}
        for number, part, (word, *rest), said in self._waiting:
            below.setdefault(fold(word), []).append((number, part, tuple(rest), (*said, word)))
        self.children = {key: Node(self._patterns, places) for key, places in below.items()}
        self._waiting = []
        return self.children


class Names:
    """A trie of the names that a recovered phrase may have; words are compared by `fold`, so inflection does not matter."""

    def __init__(self, patterns: Callable[[], Iterable[Pattern]]) -> None:
        """Take what gives patterns of words in lower case, split the way the caller splits its texts, when they are first needed."""
        self._source = patterns
        self.proper: set[str] = set()

    @cached_property
    def _patterns(self) -> Sequence[Pattern]:
        return list(self._source())

    @cached_property
    def root(self) -> Node:
        """Where the trie begins."""
        return Node(self._patterns, [(number, 0, (), ()) for number in range(len(self._patterns))])

    @cached_property
    def folds(self) -> Collection[str]:
        """The words of all names, folded."""
        return {fold(word) for pattern in self._patterns for part in pattern for words in part for word in words}

    @cached_property
    def entries(self) -> Sequence[tuple[tuple[str, ...], tuple[str, ...]]]:
        """(words, keys) of each name."""
        names = (tuple(chain.from_iterable(parts)) for pattern in self._patterns for parts in product(*pattern))
        return [(words, tuple(map(fold, words))) for words in dict.fromkeys(names) if words]

    @cached_property
    def index(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the entries that have a key."""
        result: dict[str, list[int]] = {}
        for number, (_, keys) in enumerate(self.entries):
            for key in dict.fromkeys(keys):
                result.setdefault(key, []).append(number)
        return result

    @cached_property
    def gaps(self) -> Mapping[tuple[str | None, ...], Sequence[str]]:
        """The words that stand in the gap, None, of the first three keys of a name, in the order in which the names came."""
        result: dict[tuple[str | None, ...], dict[str, None]] = {}
        for _, keys in self.entries:
            if len(keys) > 2:
                first, second, third = keys[:3]
                result.setdefault((None, second, third), {})[first] = None
                result.setdefault((first, None, third), {})[second] = None
        return {gap: tuple(words) for gap, words in result.items()}

    @cached_property
    def pairs(self) -> Mapping[tuple[str | None, str | None], Sequence[str]]:
        """The words that stand in the gap, None, of the keys of a name of two words, in the order in which the names came."""
        result: dict[tuple[str | None, str | None], dict[str, None]] = {}
        for _, keys in self.entries:
            if len(keys) == 2:
                first, second = keys
                result.setdefault((None, second), {})[first] = None
                result.setdefault((first, None), {})[second] = None
        return {gap: tuple(words) for gap, words in result.items()}

    def find(self, tokens: Sequence[str]) -> dict[tuple[int, int], tuple[str, ...]]:
        """Find the names that stand in the tokens unchanged but for inflection: (start, end) -> name, nested ones too."""
        return self.standing([fold(token) for token in tokens])

    def standing(self, keys: Sequence[str]) -> dict[tuple[int, int], tuple[str, ...]]:
        """Do what `find` does for words that are folded already."""
        found: dict[tuple[int, int], tuple[str, ...]] = {}
        openers = self.root.children
        for start, key in enumerate(keys):
            node = openers.get(key)
            end = start + 1
            while node is not None:
                if node.names:
                    found[start, end] = node.names[0]
                node = node.children.get(keys[end]) if end < len(keys) else None
                end += 1
        return found

    @classmethod
    def of(cls, names: Iterable[str]) -> Names:
        """Make the trie from names as strings, split by `words_of`; acronyms are left out, no thesaurus has them.

        Persons' names ("Graves' disease") are no words that a tool would replace.
        """
        kept = [name for name in names if any(letter.islower() for letter in name[1:])]
        result = cls(partial(plain_patterns, list(map(words_of, kept))))
        result.proper.update(fold(word) for name in kept for word in re.findall(r"(\w+)(?:['’]s\b|(?<=s)['’](?!\w))", name.lower()))
        return result


def plain_patterns(names: Iterable[tuple[str, ...]]) -> Iterator[Pattern]:
    """Give names as patterns without alternatives."""
    return (((tuple(map(str.lower, words)),),) for words in names)


class Line(NamedTuple):
    """The words of a line as `ParaphraseTable.recover` compares them, and the expressions of several words that the table may have."""

    lowered: Sequence[str]
    folds: Sequence[str]
    #: (first word, number of words, the words joined by blanks).
    expressions: Sequence[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Recovery:
    """Tokens [start, end) that stand for the known name `words`; `changed` of them were substituted.

    `score` in (0, 1): how well the substitutions are attested. `anchored`: a content word of the name stands unchanged, or several
    changed ones agree; a lone changed word is no more than a guess that needs a fitting context.
    """

    start: int
    end: int
    words: tuple[str, ...]
    score: float
    changed: int
    anchored: bool


@dataclass(frozen=True, slots=True)
class Spinning:
    """What was counted of a text to judge whether a machine paraphrased it; each different word or phrase counts once."""

    tokens: int
    #: Rare words that have a common synonym ("lugubrious").
    odd_words: int
    #: "is dispense", "it pervade", "a aerosol": inflection and articles that a substitution left behind.
    broken_forms: int
    #: Known names found by substitution of words that the field does not use itself, and of words that it does.
    recoveries: int
    usual_recoveries: int

    @property
    def evidence(self) -> float:
        """Logarithm of the odds that the text is spun: Poisson rates of spun against clean texts, from a prior."""
        counts = (self.odd_words, self.broken_forms, self.recoveries, self.usual_recoveries)
        total = PRIOR_LOG_ODDS
        for count, (clean, spun) in zip(counts, RATES, strict=True):
            total += count * math.log(spun / clean) - self.tokens * (spun - clean) / 1000
        return total

    @property
    def is_spun(self) -> bool:
        """Tell whether the odds are for it, on more than a rich vocabulary and the field's own synonyms."""
        enough = self.broken_forms + self.recoveries >= max(1.0, self.tokens / 1000) and self.odd_words + self.recoveries > 0
        return enough and self.evidence > 0

    @property
    def is_doubtful(self) -> bool:
        """Tell a page that may be spun mildly, by usual words: how many of its words would be put back decides it."""
        return self.tokens >= PAGE and self.evidence > SUSPECT and not self.is_spun


Rows = Mapping[str, str]

#: Occurrences a thousand words in clean and in spun texts: odd words, broken forms, recoveries of unusual and of usual words.
#: Measured: 1.1, 0.02, 0.1 and 0.8 in 4,950 clean abstracts and reports, up to 2.5 odd words in web pages; 5 to 13, 0.7 to 1.5,
#: 2.3 to 7.3 and 4.4 to 9.1 in pages of the field after a machine had tried to replace 20 to 60 % of their content words.
RATES = ((2.0, 10.0), (0.05, 1.5), (0.15, 3.5), (1.6, 3.5))
#: One document in four hundred is taken to be spun before anything of it is seen.
PRIOR_LOG_ODDS = -6.0
#: Words of a text that is long enough for a second look, and the evidence that calls for one: of 219 clean pages of the field none has
#: more than -4.7, of pages of which a machine had replaced every fifth to tenth word by a wider, narrower or usual one half.
PAGE, SUSPECT = 200, -4.0
#: How much a relation says. Of 2,971 different word pairs aligned in tortured phrases, s joins 478 (5 if the words are shuffled),
#: a 225 (2), d 107 (5), h 423 (13).
RELATION_WEIGHTS = {"s": 0.8, "a": 0.7, "d": 0.7, "g": 0.5, "h": 0.5, "w": 0.99}
#: A substitution that `recover` accepts: members of one synset, similar adjectives, derived forms, recurring alignments.
SUBSTITUTION_BAR = 0.65
#: A word that biomedical texts use themselves is less likely to stand for another.
USUAL_WORD = 0.9
#: Substitutions alone, with no word of the name left, must be as good as this to hold each other up.
UNANCHORED_BAR = 0.75
#: A text up to so many words is searched for recoveries in any case; a longer one only if odd words and broken forms together reach
#: so many a thousand words (clean texts have 1, spun ones 6 and more).
SHORT_TEXT, SUSPICION = 60, 2.5
#: Words whose substitutions are kept in memory before they are forgotten.
CACHED_WORDS = 20_000
#: Words of the longest spun expression in the table.
LONGEST = 3
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being"))
_THIRD_PERSONS = frozenset(("it", "this", "he", "she"))
#: After these a bare verb is right: "may it please", "made it disappear".
_BARE_VERB_AFTER = frozenset((
    "may", "can", "could", "shall", "should", "will", "would", "must", "might", "do", "does", "did", "let", "lets", "make", "makes", "made",
    "making", "help", "helps", "helped", "see", "saw", "that", "lest",
))  # fmt: skip
#: Words that an article does not go with; sounds that letters do not show are left alone.
_WRONG_AFTER = {
    "a": re.compile(r"(?!one|once|eu|oui)[aeio][a-z]{3,}"),
    "an": re.compile(r"(?=[a-z]*[aeiouy])[bcdfgjklmnpqrtvwz][aeiourly][a-z]{3,}"),
}
_LISTS = {"=odd", "=usual", "=verbs"}
_REMEDY = "make it again with benchmarks/derive_substitutions.py"
_REASON = re.compile(r"([a-z])(\d*)")


@cache
def _weight(reasons: str) -> float:
    doubt = 1.0
    for letter, count in _REASON.findall(reasons):
        doubt *= 1.6 / (int(count) + 1.6) if letter == "t" else 1 - RELATION_WEIGHTS[letter]
    return 1 - max(doubt, 0.01 if "w" in reasons else 0.03)


def _read_rows(path: Path, *, only_lists: bool = False) -> Iterator[tuple[str, str]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                key, tab, cells = line.rstrip("\n").partition("\t")
                if not tab:
                    raise ResourceError(path, f"no tab in the row {key[:40]!r}; {_REMEDY}")
                if key.startswith("=") is only_lists:
                    yield key, cells
                elif only_lists:
                    return
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise ResourceError(path, f"cannot be read ({error}); {_REMEDY}") from error


def _read_all(path: Path) -> Rows:
    try:
        lines = gzip.decompress(path.read_bytes()).decode("utf-8").removesuffix("\n").split("\n")
        return dict(line.split("\t", 1) for line in lines if not line.startswith("="))
    except (OSError, EOFError, ValueError, zlib.error):
        return dict(_read_rows(path))  # slower, and it tells what is wrong and where


def _without_possessive(token: str) -> str:
    return token.removesuffix("'s")


def _word(token: str) -> str:
    return token.removesuffix("'s").lower()


@dataclass(frozen=True, slots=True)
class Sight:
    """What a word is to the judge of a text: a rare word that has a common synonym, a bare verb, an article."""

    odd_forms: tuple[str, ...]
    is_verb: bool
    is_article: bool


def no_sight(token: str) -> Sight | None:
    """Stand for `ParaphraseTable.sight` where there is no table: no word tells anything."""
    del token
    return None


class _Sights(dict[str, Sight | None]):
    """The sight of each word, None for the many that mean nothing to the judge."""

    def __init__(self, odd: frozenset[str], verbs: frozenset[str]) -> None:
        super().__init__()
        self._odd = odd
        self._verbs = verbs

    def __missing__(self, token: str) -> Sight | None:
        if len(self) > CACHED_WORDS:
            self.clear()
        word = _word(token)
        sight = Sight(tuple(form for form in lemmas(word) if form in self._odd), word in self._verbs, word in _WRONG_AFTER)
        found = self[token] = sight if sight.odd_forms or sight.is_verb or sight.is_article else None
        return found


class ParaphraseTable:
    """Word substitutions read backwards: spun word -> the words it may stand for, with weights in (0, 1)."""

    def __init__(self, rows: Rows | Callable[[], Rows], lists: Mapping[str, frozenset[str]] | None = None) -> None:
        """Take rows `spun word` -> `original:reasons|...|=base`, or what reads them when first needed, and the lists for judging."""
        self._source = rows
        self._lists = lists or {}
        self._cache: dict[str, tuple[tuple[str, float], ...]] = {}
        self._sights = _Sights(self._list("=odd"), self._list("=verbs"))
        self._seconds = lru_cache(CACHED_WORDS)(self._seconds_of)
        self._known_ways: dict[tuple[Names, float], dict[str, _Ways]] = {}

    def __reduce__(self) -> tuple[type[ParaphraseTable], tuple[Rows | Callable[[], Rows], Mapping[str, frozenset[str]]]]:
        """Pickle without what was cached, so that a distributed reader is sent in few bytes."""
        return ParaphraseTable, (self._source, self._lists)

    @classmethod
    def load(cls, folder: Path) -> ParaphraseTable:
        """Read substitutions.tsv.gz of a folder: now the word lists at its head, its rows when a suspicious text comes.

        Raises ResourceError if the file is missing or broken.
        """
        path = folder / "substitutions.tsv.gz"
        lists = dict(_read_rows(path, only_lists=True))
        if lists.keys() != _LISTS:
            raise ResourceError(path, f"does not begin with the rows {', '.join(sorted(_LISTS))}; {_REMEDY}")
        return cls(partial(_read_all, path), {name: frozenset(words.split("|")) for name, words in lists.items()})

    @property
    def rows(self) -> Rows:
        """The rows of the table, read when first asked for; those under `~` tell the words of the field."""
        return self._rows

    @cached_property
    def _rows(self) -> Rows:
        return self._source() if callable(self._source) else self._source

    def originals(self, word: str) -> tuple[tuple[str, float], ...]:
        """List what a word, inflected or not, may stand for, best first; base forms of one to three words."""
        word = word.lower()
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) > CACHED_WORDS:
                self._cache.clear()
            weights: dict[str, float] = {}
            for form in self._forms(word):
                for cell in self._rows[form].split("|"):
                    original, _, reasons = cell.rpartition(":")
                    if not original:
                        continue
                    weights[original] = max(weights.get(original, 0.0), _weight(reasons))
            opening, _, rest = word.partition(" ")
            if rest and opening in FUNCTION_WORDS and weights:
                # "In chief immunodeficiencies": a little word stays where what follows it means the same by itself.
                for original, _ in self.originals(rest):
                    weights.pop(original, None)
            found = self._cache[word] = tuple(sorted(weights.items(), key=lambda item: (-item[1], item[0])))
        return found

    def broader(self, word: str) -> Iterator[str]:
        """Give the wider and narrower words of a word."""
        for form in self._forms(word):
            for cell in self._rows[form].split("|"):
                original, _, reasons = cell.rpartition(":")
                if original and "h" in reasons:
                    yield original

    def _forms(self, word: str) -> list[str]:
        forms = [form for form in lemmas(word) if form in self._rows]
        first, blank, rest = word.partition(" ")
        if blank:  # "cared for"
            bases = (cell[1:] for cell in self._rows.get(first, "").split("|") if cell.startswith("="))
            forms += [form for base in (*lemmas(first)[1:], *bases) if (form := f"{base} {rest}") in self._rows]
        others = [cell[1:] for form in forms for cell in self._rows[form].split("|") if cell.startswith("=")]
        return list(dict.fromkeys([*forms, *others]))

    def readings(self, tokens: Sequence[str], *, at_least: float = 0.5) -> list[tuple[str, ...]]:
        """Give for each token what it may stand for, best first, so that cues can be read through the substitution.

        The token itself is not listed. Only single words; ask only of texts that are judged spun.
        """
        return [
            () if token.lower() in FUNCTION_WORDS else tuple(o for o, w in self.originals(token) if w >= at_least and " " not in o)
            for token in tokens
        ]

    def is_word(self, word: str) -> bool:
        """Tell whether a word, in small letters, is one of English or of the field."""
        return f"~{fold(word)}" in self._rows or bool(self._forms(word))

    def sight(self, token: str) -> Sight | None:
        """Give what a word is to `judge`; None for most."""
        return self._sights[token]

    def judge(self, tokens: Sequence[str], names: Names, sights: Sequence[Sight | None] | None = None) -> Spinning:
        """Count what tells a machine-paraphrased text from a clean one; with the sights of its tokens, where they are at hand.

        Recoveries are looked for only in a short text, or where odd words or broken forms already speak for it.
        """
        sights = list(map(self.sight, tokens)) if sights is None else sights
        seen = [(at, sight) for at, sight in enumerate(sights) if sight is not None]
        odd_words = {form for _, sight in seen for form in sight.odd_forms}
        broken = set(self._broken(tokens, seen))
        if len(tokens) > SHORT_TEXT and len(odd_words) + len(broken) < len(tokens) * SUSPICION / 1000:
            return Spinning(len(tokens), len(odd_words), len(broken), 0, 0)
        tokens = list(map(_without_possessive, tokens))
        lowered = [token.lower() for token in tokens]
        usual = self._list("=usual")
        found: set[tuple[str, ...]] = set()
        usual_found: set[tuple[str, ...]] = set()
        for recovery in self.recover(tokens, names):
            if recovery.anchored:
                spun = tuple(word for word in lowered[recovery.start : recovery.end] if fold(word) not in {fold(w) for w in recovery.words})
                is_usual = all(any(form in usual for form in lemmas(word)) for word in spun)
                (usual_found if is_usual else found).add(spun)
        return Spinning(len(tokens), len(odd_words), len(broken), len(found), len(usual_found))

    def _broken(self, tokens: Sequence[str], seen: Iterable[tuple[int, Sight]]) -> Iterator[tuple[str, str]]:
        """Yield neighbours that grammar does not allow: a form of be or a third person before a bare verb, a wrong article."""
        for at, sight in seen:
            if sight.is_verb and at:
                first, second = _word(tokens[at - 1]), _word(tokens[at])
                before = _word(tokens[at - 2]) if at > 1 else ""
                if first in _BE or (before in _BE and first.endswith("ly")) or (first in _THIRD_PERSONS and before not in _BARE_VERB_AFTER):
                    yield first, second
            if sight.is_article and at + 1 < len(tokens) and tokens[at + 1].islower():
                first, second = _word(tokens[at]), _word(tokens[at + 1])
                if second not in self._list("=verbs") and _WRONG_AFTER[first].fullmatch(second):
                    yield first, second

    def _list(self, name: str) -> frozenset[str]:
        return self._lists.get(name, frozenset())

    def recover(
        self, tokens: Sequence[str] | Line, names: Names, *, at_least: float = SUBSTITUTION_BAR, max_changed: int = 4, keep_overlaps: bool = False
    ) -> list[Recovery]:
        """Find the known names that stand in the tokens by substitution, in the order of the text, without overlaps.

        Each substitution weighs `at_least` so much. Names that stand there unchanged are not reported, nor is a recovery inside
        one. Linear in the number of tokens; who looks for several kinds of names in the same tokens gives them as a `line`.
        """
        line = tokens if isinstance(tokens, Line) else self.line(tokens)
        ways = self._ways(line, names, at_least)
        exact: list[int] | None = None
        found: list[Recovery] = []
        for start in [at for at, way in enumerate(ways) if way.openings]:
            best: dict[tuple[int, tuple[str, ...]], Recovery] = {}
            for end, node, log_weight, changed, content in _walk(ways, start, max_changed):
                # What stands unchanged is looked for only when something changed was found.
                exact = _reached(names.standing(line.folds), len(ways)) if exact is None else exact
                if end <= exact[start]:
                    continue
                score = math.exp(log_weight / content)
                anchored = changed < content or (changed > 1 and score >= UNANCHORED_BAR)
                for words in node.names:
                    known = best.get((end, words))
                    if known is None or known.score < score:
                        best[end, words] = Recovery(start, end, words, score, changed, anchored)
            found.extend(best.values())
        found.sort(key=lambda r: (not r.anchored, -(r.end - r.start), -r.score, r.start, r.words))
        return found if keep_overlaps else sorted(without_overlaps(found), key=lambda r: r.start)

    def line(self, tokens: Sequence[str]) -> Line:
        """Give tokens as `recover` compares them."""
        lowered = [token.lower() for token in tokens]
        expressions = [
            (at, length, " ".join(lowered[at : at + length]))
            for at, (first, second) in enumerate(pairwise(lowered))
            if second[:3] in self._seconds(first)
            for length in range(2, min(LONGEST, len(lowered) - at) + 1)
        ]
        return Line(lowered, list(map(fold, lowered)), expressions)

    @cached_property
    def _expressions(self) -> Sequence[str]:
        return sorted(key for key in self._rows if " " in key)

    def _seconds_of(self, first: str) -> Collection[str]:
        """Give how the second words of the expressions begin that begin with a word."""
        start, end = (bisect_left(self._expressions, first + after) for after in " !")
        return {key[len(first) + 1 :].partition(" ")[0][:3] for key in self._expressions[start:end]}

    def _ways(self, line: Line, names: Names, at_least: float) -> list[_Ways]:
        """For each token the ways to go on from it, limited to words that some name has."""
        known = self._known_ways.setdefault((names, at_least), {})
        if len(known) > CACHED_WORDS:
            known.clear()
        ways: list[_Ways] = []
        for word, key in zip(line.lowered, line.folds, strict=True):
            here = known.get(word)
            if here is None:
                kept = (_Step(1, (key,), 0.0, 0, int(word not in FUNCTION_WORDS)),) if key in names.folds else ()
                changed = () if word in FUNCTION_WORDS else self._substitutions(word, 1, names, at_least)
                here = known[word] = _Ways.of((*kept, *changed), names.root)
            ways.append(here)
        for at, length, spun in line.expressions:
            more = tuple(self._substitutions(spun, length, names, at_least))
            if more:
                ways[at] = _Ways.of((*ways[at].steps, *more), names.root)
        return ways

    def _substitutions(self, spun: str, length: int, names: Names, at_least: float) -> Iterator[_Step]:
        originals = self.originals(spun)
        trust = USUAL_WORD if originals and not self._list("=usual").isdisjoint(lemmas(spun)) else 1.0
        for original, weight in originals:
            if weight * trust < at_least:
                break
            keys = tuple(fold(part) for part in original.split())
            if all(key in names.folds and key not in names.proper for key in keys):
                yield _Step(length, keys, math.log(weight * trust), 1, 1)


def without_overlaps(found: Iterable[Recovery]) -> list[Recovery]:
    """Keep of recoveries, best first, those that share no token with a better one."""
    taken: set[int] = set()
    kept = []
    for recovery in found:
        span = range(recovery.start, recovery.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(recovery)
    return kept


class _Step(NamedTuple):
    length: int
    keys: tuple[str, ...]
    log_weight: float
    changed: int
    content: int


def _reached(names: Iterable[tuple[int, int]], count: int) -> list[int]:
    """Give for each of so many tokens the furthest end of a name that begins there or before."""
    ends = [0] * count
    for start, end in names:
        ends[start] = max(ends[start], end)
    return list(accumulate(ends, max))


class _Ways(NamedTuple):
    """The steps from a token, their first keys, and those that lead into a name from its beginning, each with its place."""

    steps: tuple[_Step, ...]
    keys: frozenset[str]
    openings: tuple[tuple[_Step, Node], ...]

    @classmethod
    def of(cls, steps: tuple[_Step, ...], root: Node) -> _Ways:
        return cls(steps, frozenset(step.keys[0] for step in steps), tuple(_taken(steps, root)))


def _taken(steps: Iterable[_Step], node: Node) -> Iterator[tuple[_Step, Node]]:
    """Yield the steps that lead on from a place, each with the place that it leads to."""
    for step in steps:
        child = node.children.get(step.keys[0])
        for key in step.keys[1:]:
            child = child.children.get(key) if child else None
        if child is not None:
            yield step, child


def _walk(ways: Sequence[_Ways], at: int, max_changed: int) -> list[tuple[int, Node, float, int, int]]:
    """List the ends of names that the tokens from `at` on lead to by some change: (end, node, log weight, changed, content words)."""
    ends: list[tuple[int, Node, float, int, int]] = []
    open_states: list[tuple[int, Node, float, int, int]] = []
    log_weight, changed, content = 0.0, 0, 0
    taken: Iterable[tuple[_Step, Node]] = ways[at].openings
    while True:
        for (length, _, weight, is_change, is_content), child in taken:
            now = changed + is_change
            if now > max_changed:
                continue
            goes_on = at + length < len(ways) and not child.children.keys().isdisjoint(ways[at + length].keys)
            if goes_on or (now and child.names):
                state = (at + length, child, log_weight + weight, now, content + is_content)
                if now and child.names:
                    ends.append(state)
                if goes_on:
                    open_states.append(state)
        if not open_states:
            return ends
        at, node, log_weight, changed, content = open_states.pop()
        taken = _taken(ways[at].steps, node)
