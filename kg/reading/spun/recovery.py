"""Where the reading calls for recovered words: tokens of a spun text go in, names and cues put back in place come out.

Names and relation cues need an anchor (a word of the phrase that stands unchanged, or several changed ones that agree); the words of
frames and of qualifiers are short, but count only together with what they join or qualify.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.reading.spun.paraphrase import Names, ParaphraseTable
from kg.reading.spun.restoration import stands_alone
from kg.reading.words import Tokens, fold, stem

__all__ = ["Recoverable", "Recovered", "RecoveredName", "Spans", "recover_text"]

#: Token -> (end token, stems that stand for the tokens from it on).
Spans = dict[int, tuple[int, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class RecoveredName:
    """A concept's name put back at tokens [first, last)."""

    first: int
    last: int
    folds: tuple[str, ...]
    score: float
    anchored: bool


@dataclass(frozen=True, slots=True)
class Recovered:
    """What substitution hid in a text."""

    names: tuple[RecoveredName, ...]
    relations: Spans
    qualifiers: Spans
    frames: Spans


class Recoverable:
    """The phrases that may be recovered: names of concepts, and words that only a text judged spun is searched for."""

    def __init__(self, *, names: Names, relations: Names, qualifiers: Names, frames: Names, origins: Names) -> None:
        """Take the names of concepts, the cues of relations, words that qualify, the words of frames and the cues of origin.

        Cues of origin count only beside a source such as plasma, so that a lone substitution does no harm.
        """
        self.names, self.relations, self.qualifiers, self.frames, self.origins = names, relations, qualifiers, frames, origins

    @cached_property
    def cue_words(self) -> frozenset[str]:
        """The words of relations, qualifiers and frames, folded."""
        return frozenset(self.relations.folds).union(self.qualifiers.folds, self.frames.folds)


def recover_text(
    table: ParaphraseTable,
    known: Recoverable,
    tokens: Tokens,
    ranges: Sequence[tuple[int, int]],
    put_back: Collection[int] = (),
) -> Recovered:
    """Recover what substitution hides in a text that is judged machine-paraphrased; words put back are taken for no other once more."""
    surfaces = [surface.removesuffix("'s") for surface in tokens.surfaces]
    found: list[RecoveredName] = []
    spans: tuple[Spans, Spans, Spans] = ({}, {}, {})
    for first, last in ranges:
        sentence = surfaces[first:last]
        line = table.line(sentence)
        for recovery in table.recover(line, known.names):
            # What has an anchor was put back, or had a reason to stand.
            if recovery.anchored or not stands_alone(sentence, recovery.start, recovery.end):
                continue
            folds = tuple(fold(word) for word in recovery.words)
            found.append(RecoveredName(first + recovery.start, first + recovery.end, folds, recovery.score, recovery.anchored))
        literal = [span for span in known.relations.standing(line.folds) if span[1] - span[0] > 1]
        for spot, names, needs_anchor in (
            (0, known.origins, False),
            (0, known.relations, True),
            (1, known.qualifiers, False),
            (2, known.frames, False),
        ):
            for recovery in table.recover(line, names, max_changed=3):
                is_literal = not recovery.anchored and any(a <= recovery.start and recovery.end <= b for a, b in literal)
                keys = set(map(fold, recovery.words))
                is_kept = any(first + at in put_back for at in range(recovery.start, recovery.end) if line.folds[at] not in keys)
                # A word of frames stands for itself ("missing", not "absent").
                is_own = names is known.frames and recovery.end == recovery.start + 1 and line.folds[recovery.start] in names.folds
                if not is_literal and not is_own and not is_kept and (recovery.anchored or not needs_anchor):
                    spans[spot][first + recovery.start] = (first + recovery.end, tuple(stem(word) for word in recovery.words))
    return Recovered(tuple(found), *spans)
