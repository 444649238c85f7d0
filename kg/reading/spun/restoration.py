"""A spun text put back: the lines of a machine-paraphrased text go in, the likeliest words that stood there come out.

A noisy channel: each word either stands as it was or replaced one of the words that `ParaphraseTable` says it may stand for, and
what stood there must read like the field: how often its words, and pairs of its neighbours, occur in clean texts of the field
(`FieldWords`, derived by benchmarks/derive_substitutions.py). The best sequence is found by Viterbi's algorithm, line by line.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kg.reading.characters import NormalText
from kg.reading.folding import FUNCTION_WORDS, fold
from kg.reading.spun.paraphrase import LONGEST, SUBSTITUTION_BAR, Names, Node, ParaphraseTable, Recovery, without_overlaps
from kg.reading.words import tokenise

__all__ = ["FieldWords", "Restorer", "Substitution", "next_history", "stands_alone"]

#: Log prices of a word that stands as it was and of one that was replaced, and the power to which the weight of a substitution counts;
#: tuned on texts spun by machine from clean ones of the field, and on the pages that people spun by hand.
KEPT, REPLACED, WEIGHT_POWER = -0.4, -5.0, 2.0
#: What a word of the field pays beside, for each time that its count grows e-fold, if it is said to have replaced another.
USUAL = -0.5
#: What a word of a cue pays beside, and a word of a name that is said to have been another in a name.
CUE_WORD, NAME_WORD = -3.0, -3.0
#: What a word pays beside that is a name by itself, and from which count on a word is well known to the field.
LONE_NAME, KNOWN = -6.0, 40.0
#: What a substitution pays beside that only a wider or narrower word attests, twice if a synonym is the word of a cue.
VAGUE = -2.0
#: How much likelier a substitution is that our own thesaurus has, and from which weight on it is one.
OUR_WORD, OURS = 2.0, 0.985
#: How much likelier a member of a list that stands by itself is a name than another word.
LISTED = 3.0
#: What stands between the members of a list.
LIST_MARKS = frozenset((",", "and", "or"))
#: The price of a recovered name of which a word stands unchanged, whatever was replaced in it.
NAMED = -1.0
#: The price of a name of three or more words one of which was replaced by something that the table does not know.
HINTED = -4.0
#: The price of a name of two words one of which was replaced by a sibling.
KINDRED = -5.0
#: A word that the field says so seldom may have replaced a sibling.
SELDOM = 20.0
#: Beside those who are treated or who treat, a word is seldom part of a name.
_PEOPLE = frozenset(map(fold, ("patient", "person", "people", "doctor", "nurse", "child", "adult", "woman", "man", "donor")))
#: Words of the longest name that is looked for so.
LONGEST_NAME = 6
#: Names that may all be meant before none is taken to be hinted at.
RIVALS = 3
#: A word that at most so many names have tells something of the name.
TELLING_WORD = 40
#: What a little word pays beside, which stands for much too seldom to be taken for what was replaced ("out" for forbidden).
LITTLE = -8.0
_LITTLE = FUNCTION_WORDS | frozenset(map(fold, (
    "one", "out", "up", "off", "over", "down", "away", "back", "get", "put", "go", "set", "like", "way", "own", "take", "make", "keep",
    "know", "well",
)))  # fmt: skip
#: Those that anchor no name; a back may ache.
_PARTICLES = _LITTLE - {"back"}
#: Words that name persons in names of diseases; no tool put others in their place.
_PERSONS = frozenset(map(fold, ("graves", "still", "bright", "down", "sweet")))
#: Words of quantity and of time stand for no other word, least for one another: "six weeks" for two months would be another dose.
_QUANTITIES = frozenset(map(fold, (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
    "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred",
    "thousand", "million", "hour", "day", "week", "month", "year", "hourly", "daily", "weekly", "monthly", "yearly",
)))  # fmt: skip
#: What a name may end in that one word of it was rewritten as ("nerve disease" for neuropathy).
_HEADS = frozenset(map(fold, ("disease", "disorder", "illness", "condition", "trouble")))
#: Words that are tried for one, and histories that are followed at one place.
CANDIDATES, HISTORIES = 12, 8
#: A word seen so often after another is as likely as that says; seldom seen pairs lean on the single words.
PAIR_TRUST = 30.0
#: What an unseen word counts, and how many different unseen words there may be.
UNSEEN, UNSEEN_WORDS = 0.2, 200_000
#: Words before others, and expressions, whose prices are kept from one text to the next.
KEPT_HISTORIES, KEPT_EXPRESSIONS = 5_000, 20_000
#: So many words at the head of a text tell how thoroughly it was spun.
JUDGED_WORDS = 20_000


def next_history(history: str, key: str) -> str:
    """Give what the next word is judged by: the word before it, or the member of a list before it and the mark between."""
    return f"{history.removesuffix('&')}&" if key in LIST_MARKS and history != "." else key


class _After(dict[str, float]):
    """The log probability of each word after one other, reckoned when first asked for."""

    def __init__(self, count: float, following: Mapping[str, float], at_large: Callable[[str], float]) -> None:
        """Take how often the other word occurs and what follows it how often; the rarer it is, the more counts a word's probability at large."""
        super().__init__()
        self._count, self._following, self._at_large = count, following, at_large
        self._trust = count / (count + PAIR_TRUST)

    def __missing__(self, key: str) -> float:
        seen = self._following.get(key, 0.0) / self._count if self._count else 0.0
        value = self[key] = math.log(self._trust * seen + (1 - self._trust) * self._at_large(key))
        return value


class FieldWords:
    """How often words and pairs of neighbours occur in clean texts of the field; words are compared by `fold`."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        """Take rows `~key` -> `form|count|next key:count|...`, as the table of substitutions holds them."""
        self._rows = rows
        self._total = float(rows.get("~", "0"))
        self._singles: dict[str, float] = {}
        self.after = lru_cache(KEPT_HISTORIES)(self._after)

    def __bool__(self) -> bool:
        """Tell whether anything is known of the field."""
        return self._total > 0

    def form(self, key: str) -> str:
        """Give the most usual form of a word."""
        row = self._rows.get("~" + key)
        return row.partition("|")[0] if row else key

    def count(self, key: str) -> float:
        """Give how often a word occurs; 0 for words that the field does not have."""
        known = self._singles.get(key)
        if known is None:
            row = self._rows.get("~" + key)
            known = self._singles[key] = float(row.split("|", 2)[1]) if row else 0.0
        return known

    def log_single(self, key: str) -> float:
        """Give the log probability of a word by itself."""
        return math.log(self._single(key))

    def _after(self, previous: str) -> _After:
        """Give the log probabilities of words after another, or after a member of a list and the mark behind it.

        What is seldom seen in such a list is judged by what follows any "and".
        """
        _, count, *cells = self._rows.get("~" + previous, "|0").split("|")
        following = {word: float(number) for word, _, number in (cell.rpartition(":") for cell in cells)}
        at_large = (lambda key: math.exp(self.after("and")[key])) if previous.endswith("&") else self._single
        return _After(float(count), following, at_large)

    def has_pairs(self, keys: Sequence[str]) -> bool:
        """Tell whether each word was seen after the one before it."""
        return all(self.count(first) and f"|{second}:" in self._rows["~" + first] for first, second in pairwise(keys))

    def _single(self, key: str) -> float:
        return (self.count(key) + UNSEEN) / (self._total + UNSEEN * UNSEEN_WORDS)


@dataclass(frozen=True, slots=True)
class Substitution:
    """Words [first, last) of a line and what stood there."""

    first: int
    last: int
    keys: tuple[str, ...]


class _Arc(NamedTuple):
    length: int
    keys: tuple[str, ...]
    price: float
    is_changed: bool
    #: Attested by the table of substitutions, so that it is likelier the more thoroughly a text was spun.
    is_attested: bool = False


#: Words walked, where in the names that leads, the keys of the name so far, and the words that replaced one of them.
_Walk = tuple[int, Node, tuple[str, ...], tuple[str, ...]]
#: For each place of a line the words that may have stood from there on, with what they cost.
_Lattice = list[list[_Arc]]
#: A way to a place: its value, the place and the last word before it, and the arc between.
_Way = tuple[float, int, str, _Arc | None]


#: How much likelier a word is that the text says elsewhere, and one that it says beside the same neighbour.
SAID_WORD, SAID_PAIR = 1.0, 2.0

#: The share of the content words to be put back from which on a doubtful page is judged spun.
SPUN_SHARE = 0.08
#: The share of the content words that is replaced in most spun texts, how many words of such a text each is seen after, and the bounds.
USUAL_SHARE, DOUBT, EAGEREST = 0.16, 12, 1.5


@dataclass(frozen=True, slots=True)
class Said:
    """The words and the pairs of neighbours of a whole text."""

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, lines: Iterable[Sequence[str]]) -> Said:
        """Gather them from the words of its lines."""
        words: set[str] = set()
        pairs: set[tuple[str, str]] = set()
        for line in lines:
            keys = [fold(surface.removesuffix("'s")) for surface in line]
            words.update(keys)
            pairs.update(pair for pair in pairwise(keys) if pair[0].isalpha() and pair[1].isalpha())
        return cls(frozenset(words), frozenset(pairs))

    def bonus(self, keys: Sequence[str], before: str, after: str) -> float:
        """Give how much likelier words are in this text, most so if it says them elsewhere beside the same neighbour."""
        if not self.words.issuperset(keys):
            return 0.0
        is_pair = (before, keys[0]) in self.pairs or (keys[-1], after) in self.pairs
        return SAID_WORD + SAID_PAIR * is_pair


class Restorer:
    """Puts back what a paraphrasing tool replaced."""

    def __init__(self, table: ParaphraseTable, names: Names, cues: Callable[[], Names], cue_words: Callable[[], Collection[str]]) -> None:
        """Take the table, the names of concepts, the cues of relations and the words of all cues, which are compiled when first needed."""
        self._table = table
        self._names = names
        self._cues = cues
        self._cue_words = cue_words
        self.field = FieldWords(table.rows)
        self._changes = lru_cache(KEPT_EXPRESSIONS)(self._priced_changes)
        self._kin = lru_cache(KEPT_EXPRESSIONS)(self._kin_of)

    def restore(self, normal: NormalText) -> tuple[NormalText, list[tuple[int, int]]]:
        """Rewrite a text that is judged spun; gives it with the spans, in the new text, of the words that were put back.

        The new text still tells the offsets in the text that it was made from.
        """
        edits: list[tuple[int, int, str]] = []
        start = 0
        lines = [(line, tokenise(line, [(0, len(line))])[0] if line and not line.isspace() else None) for line in normal.text.split("\n")]
        said = Said.of(tokens.surfaces for _, tokens in lines if tokens is not None)
        lattices, eagerness = self._judged([tokens.surfaces for _, tokens in lines if tokens is not None], said)
        for line, tokens in lines:
            if tokens is not None:
                lattice = next(lattices, None) or self._lattice(tokens.surfaces, said)
                for first, last, words in self._edits(tokens.surfaces, self._decoded(lattice, eagerness)):
                    if line[tokens.starts[first]].isupper():
                        words = words[0].upper() + words[1:]
                    edits.append((start + tokens.starts[first], start + tokens.ends[last - 1], words))
            start += len(line) + 1
        shift = 0
        places = []
        for first, last, words in edits:
            places.append((first + shift, first + shift + len(words)))
            shift += len(words) - (last - first)
        return normal.rewritten(edits), places

    def would_replace(self, lines: Iterable[Sequence[str]]) -> bool:
        """Tell whether so many words of a page would be put back that its words cannot be its author's.

        Of clean pages of the field at most every thirteenth content word would be, in most of them not one of a hundred.
        """
        lines = list(lines)
        _, content, changed = self._first_decoded(lines, Said.of(lines))
        return changed >= SPUN_SHARE * content > 0

    def _judged(self, lines: Iterable[Sequence[str]], said: Said) -> tuple[Iterator[_Lattice], float]:
        """Judge by a first decoding how thoroughly a text was spun; with the lattices of the lines that were decoded."""
        lattices, content, changed = self._first_decoded(lines, said)
        share = (changed + DOUBT * USUAL_SHARE) / (content + DOUBT)
        return iter(lattices), min(EAGEREST, max(-EAGEREST, math.log(share / USUAL_SHARE)))

    def _first_decoded(self, lines: Iterable[Sequence[str]], said: Said) -> tuple[list[_Lattice], int, int]:
        """Decode the head of a text: the lattices of its lines, how many content words they have, and how many substitutions were found."""
        content = changed = words = 0
        lattices: list[_Lattice] = []
        for surfaces in lines:
            if words > JUDGED_WORDS:
                break
            words += len(surfaces)
            content += sum(len(word) > 2 and word[0].isalpha() and word.lower() not in FUNCTION_WORDS for word in surfaces)
            lattices.append(self._lattice(surfaces, said))
            changed += len(self._decoded(lattices[-1]))
        return lattices, content, changed

    def _edits(self, surfaces: Sequence[str], changes: Iterable[Substitution]) -> list[tuple[int, int, str]]:
        """List what is to be written over the words of a line: what replaced others, and what lost the "ing" of a name."""
        pieces: list[tuple[int, int, str]] = []
        edits: list[tuple[int, int, str]] = []
        at = 0
        for change in changes:
            pieces += [(index, index + 1, surfaces[index]) for index in range(at, change.first)]
            edit = (change.first, change.last, self._worded(surfaces[change.first : change.last], change.keys))
            edits.append(edit)
            # Only what is one word still is followed into names.
            pieces.append(edit if " " not in edit[2] else (change.first, change.last, ""))
            at = change.last
        pieces += [(index, index + 1, surfaces[index]) for index in range(at, len(surfaces))]
        words = [word for _, _, word in pieces]
        for (first, last), name in self._names.find(words).items():
            for piece, meant in zip(pieces[first:last], name, strict=True):
                start, end, word = piece
                is_bare = meant.endswith("ing") and word.islower() and not word.endswith("ing") and fold(word) == fold(meant)
                if is_bare and (last - first > 1 or (stands_alone(words, first, last) and word + "s" != meant)):
                    edits = [edit for edit in edits if edit[0] != start]
                    edits.append((start, end, meant))
        return sorted(part for edit in edits for part in _by_word(surfaces, edit))

    def _worded(self, spun: Sequence[str], keys: Sequence[str]) -> str:
        """Write keys as words: as they stand in what was spun, else in the form that the field uses, in the plural if the spun word was."""
        standing = {fold(surface): surface for surface in spun}
        words = self._participle(spun, keys) or " ".join(standing.get(key) or self.field.form(key) for key in keys)
        last = spun[-1]
        if keys[-1] not in standing and _is_plural(last) and last not in self._table.rows:
            words = _plural(words)
        return words

    def _participle(self, spun: Sequence[str], keys: Sequence[str]) -> str | None:
        """ "void of" for lacking, "wanting" for lacking: the form in "ing" where the table says that just this one was replaced."""
        cells = self._table.rows.get(" ".join(spun).lower(), "").split("|")
        meant = (cell.rpartition(":")[0] for cell in cells)
        return next((word for word in meant if word.endswith("ing") and " " not in word and [fold(word)] == list(keys)), None)

    def _decoded(self, arcs: _Lattice, eagerness: float = 0.0) -> list[Substitution]:
        """Find the likeliest words behind those of a line; lists what was replaced, in the order of the text.

        With how much likelier than usual it is that a word was replaced.
        """
        after = self.field.after
        ways: list[dict[str, _Way]] = [{} for _ in range(len(arcs) + 1)]
        ways[0]["."] = (0.0, 0, "", None)
        for at, here in enumerate(ways[:-1]):
            best = sorted((-way[0], previous) for previous, way in here.items())[:HISTORIES]
            histories = [(-cost, after(previous), previous) for cost, previous in best]
            for arc in arcs[at]:
                first = arc.keys[0]
                price = arc.price + eagerness if arc.is_attested else arc.price
                if LIST_MARKS.isdisjoint(arc.keys):
                    # What follows depends on the last word alone: of the ways to it only the best counts.
                    likeliest, source = -math.inf, ""
                    for value, likely, previous in histories:
                        if value <= likeliest:
                            break  # no word makes a way likelier
                        if value + likely[first] > likeliest:
                            likeliest, source = value + likely[first], previous
                    reached = [(price + likeliest, source, first)]
                else:
                    reached = [(price + value + likely[first], previous, next_history(previous, first)) for value, likely, previous in histories]
                there = ways[at + arc.length]
                for value, previous, last in reached:
                    for key in arc.keys[1:]:
                        value += after(last)[key]
                        last = next_history(last, key)
                    known = there.get(last)
                    if known is None or value > known[0]:
                        there[last] = (value, at, previous, arc)
        return list(_path(ways))[::-1]

    def _lattice(self, surfaces: Sequence[str], said: Said) -> _Lattice:
        """Find what may stand behind the words of a line, with what its text says elsewhere: a tool replaces a word here and leaves it there."""
        words = [surface.removesuffix("'s") for surface in surfaces]
        lowered = [word.lower() for word in words]
        folds = [fold(word) for word in lowered]
        arcs = [[_Arc(1, (key,), KEPT, is_changed=False)] for key in folds]
        around = [".", *folds, "."]
        # A name or a cue of several words that stands there is not taken apart.
        fixed = {i for known in (self._names, self._cues()) for a, b in known.standing(folds) if b - a > 1 for i in range(a, b)}
        for at, word in enumerate(words):
            if at not in fixed and word[0].isalpha() and (word[1:].islower() or len(word) == 1):
                # "a great deal": an expression may begin with a word that says nothing by itself.
                shortest = 2 if lowered[at] in FUNCTION_WORDS or len(word) < 3 else 1
                for length in range(shortest, min(LONGEST, len(words) - at) + 1):
                    if fixed.isdisjoint(range(at, at + length)):
                        is_listed = stands_alone(lowered, at, at + length)
                        before, after = around[at], around[at + length + 1]
                        for keys, price in self._changes(" ".join(lowered[at : at + length]), length, is_listed):
                            arcs[at].append(_Arc(length, keys, price + said.bonus(keys, before, after), is_changed=True, is_attested=True))
        recoveries = self._table.recover(words, self._names, at_least=VAGUE_BAR, keep_overlaps=True)
        recoveries = [recovery for recovery in recoveries if _is_likely(recovery)]
        spans = {(recovery.start, recovery.end) for recovery in without_overlaps(recoveries)}
        for recovery in recoveries:
            if (recovery.start, recovery.end) not in spans:
                continue  # within a longer name, or a worse one
            # A name of which a word stands unchanged is surer than what its neighbours make likely.
            keys = tuple(map(fold, recovery.words))
            standing = set(keys).intersection(folds[recovery.start : recovery.end])
            if recovery.anchored and (recovery.changed > 1 or not _PARTICLES.issuperset(standing)):
                changed_keys = set(map(fold, lowered[recovery.start : recovery.end])).difference(keys)
                # Two words that stand and one that the table attests leave no doubt.
                doubted = () if _is_sure(recovery) else changed_keys
                usual = sum(self._usual(key) + NAME_WORD * (key in self._names.folds and self.field.count(key) > 0) for key in doubted)
                arcs[recovery.start].append(_Arc(recovery.end - recovery.start, keys, NAMED + usual, is_changed=True))
        for at, word in enumerate(lowered):
            if word not in FUNCTION_WORDS and word[0].isalnum():
                for end, keys, replaced in self._hinted(lowered, folds, at):
                    price = HINTED + (self._usual(replaced[0]) if len(replaced) == 1 else 0.0)
                    arcs[at].append(_Arc(end - at, keys, price, is_changed=True))
                for keys, sibling in self._kindred(lowered, folds, at):
                    arcs[at].append(_Arc(2, keys, KINDRED + self._usual(sibling), is_changed=True))
        return arcs

    def _kindred(self, lowered: Sequence[str], folds: Sequence[str], at: int) -> Iterator[tuple[tuple[str, str], str]]:
        """Find names of two words of which one stands and the other was replaced by a sibling ("factorial sclerosis"): (the name, the sibling).

        Two words are siblings if the table joins each to a third, wider or narrower one.
        """
        if at + 1 == len(folds):
            return
        first, second = folds[at], folds[at + 1]
        for spun, gap in ((at, (None, second)), (at + 1, (first, None))):
            stands = gap[1] or gap[0] or ""
            is_usual = self.field.count(folds[spun]) > SELDOM or self.field.has_pairs(folds[at : at + 2])
            # "primary coil immunodeficiency": a word was added to a name.
            is_added = spun == at > 0 and self._is_name((folds[at - 1], folds[at + 1]))
            if stands in _PEOPLE or is_usual or is_added or stands in _LITTLE or not self._may_replace((folds[spun],), lowered[spun]):
                continue
            fitting = self._names.pairs.get(gap, ())
            if fitting:
                kin = self._kin(lowered[spun])
                names = [(gap[0] or key, gap[1] or key) for key in fitting if key in kin and key != folds[spun]]
                names = [name for name in names if self.field.has_pairs(name)]
                if len(names) == 1:  # of rivals neither is meant for certain ("primary" and "secondary")
                    yield names[0], folds[spun]

    def _kin_of(self, spun: str) -> frozenset[str]:
        """Give the siblings of a word, folded."""
        steps = (other for original in self._table.broader(spun) for other in self._table.broader(original))
        return frozenset(fold(other) for other in steps if " " not in other)

    def _is_name(self, keys: Sequence[str]) -> bool:
        node: Node | None = self._names.root
        for key in keys:
            node = node.children.get(key) if node else None
        return node is not None and bool(node.names)

    def _hinted(self, lowered: Sequence[str], folds: Sequence[str], start: int) -> Iterator[tuple[int, tuple[str, ...], tuple[str, ...]]]:
        """Find names of which two words or more stand and one was replaced by anything: (end, the name, what replaced the word)."""
        keys = folds[start : start + LONGEST_NAME + 1]
        found: dict[int, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        ways: list[_Walk] = [(0, self._names.root, (), ())]
        while ways:
            at, node, name, replaced = ways.pop()
            if replaced and node.names:
                found.setdefault(at, []).append((name, replaced))
            if at >= len(keys):
                continue
            child = node.children.get(keys[at])
            if child is not None:
                ways.append((at + 1, child, (*name, keys[at]), replaced))
            if len(name) > 1 and not replaced and self._may_replace((keys[at],), lowered[start + at]):
                ways.append((at + 1, node, name, (keys[at],)))  # a word that was added
            if not replaced:
                for length in (1, 2):
                    spun = tuple(keys[at : at + length])
                    if len(spun) == length and self._may_replace(spun, lowered[start + at]):
                        # Two words of the name must stand: if none or one does so far, those behind the gap.
                        gap = (*name, None, *keys[at + length : at + length + 2])[:3]
                        fitting = node.children if len(name) > 1 else self._names.gaps.get(gap, ())
                        ways += [(at + length, node.children[key], (*name, key), spun) for key in fitting if key not in spun]
        for end, names in found.items():
            if len(names) > RIVALS:
                continue  # what stands does not tell which
            for name, replaced in names:
                kept = [key for key in name if key in keys[:end] and key not in FUNCTION_WORDS]
                is_telling = any(len(self._names.index.get(key, ())) <= TELLING_WORD for key in kept)
                is_whole = len(kept) == len(name) > 2
                if is_telling and len(kept) >= 2 and (is_whole or len(kept) + 1 == len(name)):
                    yield start + end, name, replaced

    def _may_replace(self, spun: tuple[str, ...], word: str) -> bool:
        if word in FUNCTION_WORDS or not all(key.isalpha() and key not in FUNCTION_WORDS for key in spun):
            return False
        # Another word of names would rather make another name.
        return spun[-1] in _HEADS if len(spun) == 2 else spun[0] not in self._names.folds

    def _usual(self, key: str) -> float:
        if key in FUNCTION_WORDS:
            return 0.0
        return USUAL * math.log1p(self.field.count(key)) + CUE_WORD * (key in self._cue_words())

    def _priced_changes(self, spun: str, length: int, is_listed: bool) -> list[tuple[tuple[str, ...], float]]:
        """List what an expression may stand for, with the prices."""
        found: list[tuple[float, tuple[str, ...], float]] = []
        originals = self._table.originals(spun)
        if not originals or fold(spun) in _QUANTITIES or (length > 1 and self.field.has_pairs([fold(word) for word in spun.split()])):
            return []  # nothing, or the field says it itself ("life-threatening")
        usual = sum(self._usual(fold(word)) for word in spun.split()) / length
        if length == 1 and self._is_name((fold(spun),)):
            usual += LONE_NAME
            is_listed = False
        is_known = length == 1 and self.field.count(fold(spun)) >= KNOWN
        is_cue = any(weight >= SUBSTITUTION_BAR and fold(original) in self._cue_words() for original, weight in originals)
        for original, weight in originals:
            keys = tuple(map(fold, original.split()))
            # A form that the field has stands for itself rather than for a related one ("aged", "age").
            if _PERSONS.isdisjoint(keys) and all(map(self.field.count, keys)) and not (is_known and original[:3] == spun[:3]):
                price = WEIGHT_POWER * math.log(weight)
                if weight < SUBSTITUTION_BAR:
                    price += VAGUE * (1 + is_cue)
                elif weight >= OURS:
                    price += OUR_WORD
                if not _LITTLE.isdisjoint(keys):
                    price += LITTLE
                if is_listed and weight >= SUBSTITUTION_BAR and self._is_name(keys):
                    price += LISTED
                likely = price + 0.3 * sum(map(self.field.log_single, keys)) / len(keys)
                found.append((-likely, keys, price))
        return [(keys, REPLACED + usual + price) for _, keys, price in sorted(found)[:CANDIDATES]]


#: What stands beside a member of a list, or before a lone one ("side effects include ...").
_BESIDE = frozenset((*LIST_MARKS, *";:•-.()", "include", "including", "includes", "are", "mild", "severe", "like", "as"))


def _by_word(surfaces: Sequence[str], edit: tuple[int, int, str]) -> Iterator[tuple[int, int, str]]:
    """Part what is written over several words into that over each, so that a name within it leads to its own words."""
    first, last, words = edit
    parts = words.split(" ")
    if len(parts) != last - first or last - first == 1:
        yield edit
        return
    for at, (word, part) in enumerate(zip(surfaces[first:last], parts, strict=True), first):
        if word.lower() != part.lower():
            yield at, at + 1, part


def _is_sure(recovery: Recovery) -> bool:
    """Tell a name of which all words but one stand, and two at least."""
    return recovery.changed == 1 and sum(word not in FUNCTION_WORDS for word in recovery.words) > SURE_WORDS


def _is_likely(recovery: Recovery) -> bool:
    """Tell a name all of whose substitutions are well attested, or of which enough words stand."""
    return _is_sure(recovery) or math.log(recovery.score) * len(recovery.words) >= recovery.changed * math.log(SUBSTITUTION_BAR)


#: Words of a name that stand beside the one that was replaced, and from which weight on that may have been.
SURE_WORDS, VAGUE_BAR = 2, 0.5


def stands_alone(words: Sequence[str], start: int, end: int) -> bool:
    """Tell whether words are a whole item or a member of a list, so that they must name something by themselves."""
    before = start == 0 or words[start - 1].lower() in _BESIDE
    return before and (end == len(words) or words[end].lower() in _BESIDE)


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.islower() and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _plural(words: str) -> str:
    if words.endswith("s"):
        return words
    if re.search(r"[^aeiou]y$", words):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith(("x", "ch", "sh")) else "s")


def _path(ways: Sequence[Mapping[str, _Way]]) -> Iterator[Substitution]:
    """Yield the replaced words of the best way, the last first."""
    at = len(ways) - 1
    if not ways[at]:
        return
    last = max(ways[at], key=lambda key: (ways[at][key][0], key))
    while at > 0:
        _, before, previous, arc = ways[at][last]
        if arc is not None and arc.is_changed:
            yield Substitution(before, at, arc.keys)
        at, last = before, previous
