"""Where the reading calls for recovered words: tokens of a spun text go in, names and cues put back in place come out.

Names and relation cues need an anchor (a word of the phrase that stands unchanged, or several changed ones that agree); the words of
frames and of qualifiers are short, but count only together with what they join or qualify.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.reading.paraphrase import Names, ParaphraseTable
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


@dataclass(frozen=True, slots=True)
class Recoverable:
    """The phrases that may be recovered: names of concepts, relation cues, qualifiers, words of frames."""

    names: Names
    relations: Names
    qualifiers: Names
    frames: Names
    #: Cues of origin count only beside a source such as plasma, so that a lone substitution does no harm.
    origins: Names

    @classmethod
    def of(
        cls,
        names: Iterable[tuple[str, ...]],
        relations: Iterable[tuple[str, ...]],
        qualifiers: Iterable[tuple[str, ...]],
        frames: Iterable[tuple[str, ...]],
        origins: Iterable[tuple[str, ...]],
    ) -> Recoverable:
        """Compile the phrases."""
        tries = [Names(sorted({phrase for phrase in phrases if phrase})) for phrases in (names, relations, qualifiers, frames, origins)]
        return cls(*tries)


def recover_text(table: ParaphraseTable, known: Recoverable, tokens: Tokens, ranges: Sequence[tuple[int, int]]) -> Recovered | None:
    """Recover a text that is judged machine-paraphrased; None for any other text."""
    surfaces = [surface.removesuffix("'s") for surface in tokens.surfaces]
    if not table.judge(surfaces, known.names).is_spun:
        return None
    found: list[RecoveredName] = []
    spans: tuple[Spans, Spans, Spans] = ({}, {}, {})
    for first, last in ranges:
        sentence = surfaces[first:last]
        for recovery in table.recover(sentence, known.names):
            folds = tuple(fold(word) for word in recovery.words)
            found.append(RecoveredName(first + recovery.start, first + recovery.end, folds, recovery.score, recovery.anchored))
        literal = [span for span in known.relations.find(sentence) if span[1] - span[0] > 1]
        for spot, names, needs_anchor in (
            (0, known.origins, False),
            (0, known.relations, True),
            (1, known.qualifiers, False),
            (2, known.frames, False),
        ):
            for recovery in table.recover(sentence, names, max_changed=3):
                stands = not recovery.anchored and any(a <= recovery.start and recovery.end <= b for a, b in literal)
                if not stands and (recovery.anchored or not needs_anchor):
                    spans[spot][first + recovery.start] = (first + recovery.end, tuple(stem(word) for word in recovery.words))
    return Recovered(tuple(found), *spans)
