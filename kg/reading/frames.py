"""Mechanisms and other facts that are told with a verb: "modulate the immune response" goes in, immunomodulation comes out.

A frame of data/cues/frames.tsv joins verbs (or nouns with "of") to objects; the words between them may be few, and the passive
turns their order round. A row such as "@inhibit" names verbs that many frames share.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ResourceError
from kg.reading.cues import CueBook, Phrase, Stream, read_rows
from kg.reading.patterns import Vocabulary
from kg.reading.words import Tokens

__all__ = ["FrameHit", "Frames"]

#: Tokens that may stand between the verb and its object.
_GAP = 6
#: ... and in a coordination of objects ("reducing inflammation and tissue damage").
_COORDINATION_GAP = 4
#: How far before its verb the object of a passive may begin.
_BACK = 12
_BREAKS = frozenset((";", ":", "?", "!", ")", "such", "before", "until", "prior", "excretion"))
#: What may stand between two verbs that share an object ("identify and neutralise pathogens").
_JOINED = frozenset(("and", "or", ",", "also", "help", "to"))
_NEGATIVE = frozenset(
    [
        "not",
        "cannot",
        "unabl",
        "inabiliti",
        "prevent",
        "fail",
        "failur",
        "without",
        "lack",
        "insufficient",
        "no",
        "never",
        "inadequat",
        "less",
        "reduc",
        "impair",
        "difficulti",
        "defect",
    ]
)
#: How far before the verb a needed negation may stand.
_NEGATIVE_REACH = 9


@dataclass(frozen=True, slots=True)
class FrameHit:
    """A frame filled at tokens [first, last)."""

    first: int
    last: int
    concept: str
    #: Where the words of the object begin.
    object_first: int = 0


class Frames:
    """The verb-object frames, compiled."""

    def __init__(self, rows: Iterable[tuple[str, str, str, str]], vocabulary: Vocabulary | None = None) -> None:
        """Take rows of (concept, verbs, objects, needs); lists separated by commas."""
        filled: dict[tuple[str, str], list[int]] = {}
        self._concepts: list[str] = []
        self._needs: list[str] = []
        for frame, (concept, verbs, objects, needs) in enumerate(rows):
            self._concepts.append(concept)
            self._needs.append(needs)
            for kind, phrases in (("verb", verbs), ("object", objects)):
                for words in phrases.split(","):
                    filled.setdefault((words, kind), []).append(frame)
        #: The frames of a verb or an object, by the value of its phrase: many share their verbs.
        self._frames = {" ".join(map(str, frames)): frozenset(frames) for frames in filled.values()}
        self.book = CueBook(((words, Phrase(kind, " ".join(map(str, frames)))) for (words, kind), frames in filled.items()), vocabulary)

    @classmethod
    def load(cls, folder: Path, known: Collection[str], vocabulary: Vocabulary | None = None) -> Frames:
        """Read frames.tsv; raises ResourceError for a concept that has no row in concepts.tsv."""
        path = folder / "frames.tsv"
        rows = read_rows(path, ("concept", "verbs", "objects", "needs"))
        classes = {row[0]: row[1] for row in rows if row[0].startswith("@")}
        for number, row in enumerate(rows, start=2):
            unknown = [verb for verb in row[1].split(",") if verb.startswith("@") and verb not in classes]
            if unknown:
                raise ResourceError(path, f"no row names the verbs of {unknown[0]!r}", line=number)
            if row[0] not in known and row[0] not in classes:
                raise ResourceError(path, f"{row[0]!r} has no row in concepts.tsv", line=number)
            if row[3] not in {"", "negative"}:
                raise ResourceError(path, f"needs is {row[3]!r}, expected 'negative' or nothing", line=number)
        frames = (
            (concept, _spelt_out(verbs, classes), objects, needs) for concept, verbs, objects, needs in rows if concept not in classes
        )
        return cls(frames, vocabulary)

    def find(self, stream: Stream, tokens: Tokens, ends: Sequence[int]) -> list[FrameHit]:
        """Find filled frames; `ends[i]` is the end of the sentence of token i."""
        starts: set[int] = set()
        verbs: list[tuple[_Place, frozenset[int]]] = []
        objects: list[tuple[_Place, frozenset[int]]] = []
        for first, last, phrases in self.book.all(stream):
            told = _NONE
            for phrase in phrases:
                frames = self._frames[phrase.value]
                if phrase.kind == "verb":
                    told = told | frames if told else frames
                else:
                    objects.append(((first, last), frames))
            if told:
                starts.add(first)
                verbs.append(((first, last), told))
        if not objects:
            return []
        with_object = _NONE.union(*[frames for _, frames in objects])
        acting: dict[int, list[_Place]] = {}
        for place, frames in verbs:
            for frame in sorted(frames & with_object):
                acting.setdefault(frame, []).append(place)
        objects.sort(key=_in_order)
        found: dict[tuple[int, str], FrameHit] = {}
        for frame, places in acting.items():
            targets = [place for place, frames in objects if frame in frames]
            firsts = [first for first, _ in targets]
            concept = self._concepts[frame]
            for verb in places:
                near = targets[bisect_left(firsts, verb[0] - _BACK) : bisect_right(firsts, verb[1] + _GAP + _COORDINATION_GAP)]
                filled = self._fill(verb, near, tokens, ends, starts) if near else None
                if filled is None or (self._needs[frame] == "negative" and not _is_negative(tokens, verb[0], filled[1])):
                    continue
                first, last, object_first = filled
                known = found.get((last, concept))
                if known is None or known.first > first:
                    found[last, concept] = FrameHit(first, last, concept, object_first)
        hits = sorted(found.values(), key=lambda hit: (hit.first, -hit.last, hit.concept))
        # "enhance the ability to fight infections" is one mechanism, not two.
        kept: list[FrameHit] = []
        for hit in hits:
            joined = hit.first > 0 and tokens.folds[hit.first - 1] in {"and", "or", ","}
            if joined or not any(o.first < hit.first and hit.last <= o.last for o in kept[-3:]):
                kept.append(hit)
        # "saturate the neonatal Fc receptor" speaks of that receptor, not of any Fc receptor.
        by_verb: dict[int, list[FrameHit]] = {}
        for hit in kept:
            by_verb.setdefault(hit.first, []).append(hit)
        return [
            hit
            for hit in kept
            if not any(_is_of_more(o, hit) and o.concept != hit.concept for o in by_verb[hit.first])
        ]

    def _fill(
        self, verb: _Place, targets: Sequence[_Place], tokens: Tokens, ends: Sequence[int], starts: set[int]
    ) -> tuple[int, int, int] | None:
        verb_first, verb_last = verb
        end = ends[verb_first]
        stems = tokens.stems
        best: _Place | None = None
        for first, last in targets:
            if first >= verb_last and last <= end:
                gap = first - verb_last
                if gap > _GAP + _COORDINATION_GAP:
                    break
                between = stems[verb_last:first]
                if _BREAKS.intersection(between):
                    break
                if between[:1] == ["and"] and stems[verb_first - 1] == "be":
                    break  # "IgM was raised and IgG low"
                if tokens.folds[verb_last : verb_last + 1] == ["been"]:
                    break  # "have been seen with all immunoglobulins": no verb of its own
                if any(i in starts and not _joins(stems[verb_last:i]) for i in range(verb_last, first)):
                    break  # another verb has taken over: "modulate the response and reduce inflammation"
                if gap > _GAP and not {"and", "or", ","}.intersection(between):
                    continue
                if best is None or (first == best[0] and last > best[1]):
                    best = first, last
                elif best[0] != first and best[1] >= last:
                    continue
                elif best[0] < first:
                    break
        if best is not None:
            return verb_first, best[1], best[0]
        # Passive: "inflammation needs to be suppressed".
        for first, last in targets:
            if last <= verb_first <= last + _GAP and ends[first] == end:
                between = stems[last:verb_first]
                if "be" in between[-2:] and not _BREAKS.intersection(between) and "," not in between:
                    return first, verb_last, first
        return None


def _joins(words: Sequence[str]) -> bool:
    """ "identify and neutralise", "regulates rather than suppresses": what lets two verbs share an object."""
    return _JOINED.issuperset(words) or [word for word in words if word != ","] == ["rather", "than"]


def _is_of_more(other: FrameHit, hit: FrameHit) -> bool:
    """ "holds back macrophages from releasing" says more than "holds back macrophages"."""
    if other.object_first == hit.object_first:
        return hit.last < other.last
    return other.object_first < hit.object_first and hit.last <= other.last


_NONE: frozenset[int] = frozenset()
#: Tokens [first, last) of a verb or an object.
_Place = tuple[int, int]


def _in_order(row: tuple[_Place, frozenset[int]]) -> tuple[int, int]:
    """The longest first of those that begin at one place."""
    return row[0][0], -row[0][1]


def _spelt_out(verbs: str, classes: Mapping[str, str]) -> str:
    """Put the verbs of a class such as "@inhibit" in its place."""
    return ",".join(dict.fromkeys(",".join(classes.get(verb, verb) for verb in verbs.split(",")).split(",")))


def _is_negative(tokens: Tokens, first: int, last: int) -> bool:
    return not _NEGATIVE.isdisjoint(tokens.stems[max(0, first - _NEGATIVE_REACH) : last])
