"""What a whole paraphrased phrase stands for: words and known names go in, the likeliest name and its probability come out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.reading.folding import FUNCTION_WORDS, fold
from kg.reading.spun.paraphrase import LONGEST, Names, ParaphraseTable

__all__ = ["IDENTIFICATION_BAR", "Identification", "identify"]

#: Log prices of what may happen to a word between a name and its paraphrase (tuned on
#: tortured phrases).
KEPT_WORD, KEPT_FUNCTION_WORD, RELATED_FORM = -1.0, -0.1, -2.5
KNOWN_SUBSTITUTION, UNKNOWN_SUBSTITUTION = -2.5, -7.5
ADDED_WORD, LOST_WORD, ADDED_FUNCTION_WORD = -7.5, -5.0, -1.5
#: The price of a word under the hypothesis that the phrase stands for no known name.
NOTHING_KNOWN = -5.5
#: The power to which the weight of a substitution counts.
WEIGHT_POWER = 2.0
#: Stands for the weight of two words that are one word written apart.
SAME_WORD = 2.0
#: Answers below this probability are doubtful: above it 0.89 of them are right (benchmarks/paraphrase.py, ten folds).
IDENTIFICATION_BAR = 0.38


@dataclass(frozen=True, slots=True)
class Identification:
    """The known name that a phrase most likely stands for, and the probability of that."""

    words: tuple[str, ...]
    probability: float


def identify(words: Sequence[str], names: Names, table: ParaphraseTable) -> Identification | None:
    """Find the known name that a whole phrase stands for: the likeliest, with its posterior probability, or None.

    The phrase is aligned with every name that shares a word or a substitution with it; words without a known substitution
    are taken to be replaced by anything at a price, so a name that is hinted at by one rare word alone can be found, and a
    name with close rivals gets a low probability.
    """
    lowered = [word.lower() for word in words]
    keys = [fold(word) for word in lowered]
    spans: dict[tuple[int, int, str], float] = {}
    hints = set(keys)
    for at in range(len(lowered)):
        for length in range(1, min(LONGEST, len(lowered) - at) + 1):
            for original, weight in table.originals(" ".join(lowered[at : at + length])):
                joined = " ".join(fold(part) for part in original.split())
                spans[at, length, joined] = max(spans.get((at, length, joined), 0.0), weight)
                hints.add(joined.partition(" ")[0])
            if length == 2:
                spans.setdefault((at, 2, fold(lowered[at] + lowered[at + 1])), SAME_WORD)
    likelihoods = []
    for number in sorted({number for hint in hints for number in names.index.get(hint, ())}):
        name, name_keys = names.entries[number]
        likelihoods.append((_log_likelihood(keys, name_keys, spans), name))
    if not likelihoods:
        return None
    likelihoods.sort(key=lambda pair: (-pair[0], pair[1]))
    unknown = sum(NOTHING_KNOWN for word in lowered if word not in FUNCTION_WORDS)
    top = max(likelihoods[0][0], unknown)
    mass: dict[str, float] = {}
    for value, name in likelihoods[:50]:
        spelling = fold("".join(name))
        mass[spelling] = max(mass.get(spelling, 0.0), math.exp(value - top))
    total = sum(mass.values()) + math.exp(unknown - top)
    best = likelihoods[0][1]
    return Identification(best, mass[fold("".join(best))] / total)


def _log_likelihood(keys: Sequence[str], name: Sequence[str], spans: Mapping[tuple[int, int, str], float]) -> float:
    """Give the log probability that the name was turned into the phrase; alignment keeps the order of words."""
    rows, columns = len(keys), len(name)
    best = [[-math.inf] * (columns + 1) for _ in range(rows + 1)]
    best[0][0] = 0.0
    for i in range(rows + 1):
        for j in range(columns + 1):
            here = best[i][j]
            if here == -math.inf:
                continue
            if i < rows:
                price = ADDED_FUNCTION_WORD if keys[i] in FUNCTION_WORDS else ADDED_WORD
                best[i + 1][j] = max(best[i + 1][j], here + price)
            if j < columns:
                price = ADDED_FUNCTION_WORD if name[j] in FUNCTION_WORDS else LOST_WORD
                best[i][j + 1] = max(best[i][j + 1], here + price)
            for length in range(1, min(LONGEST, rows - i) + 1):
                for width in range(1, min(3, columns - j) + 1):
                    value = _price(keys, i, length, name, j, width, spans)
                    if value is not None:
                        best[i + length][j + width] = max(best[i + length][j + width], here + value)
    return best[rows][columns]


def _price(
    keys: Sequence[str], i: int, length: int, name: Sequence[str], j: int, width: int, spans: Mapping[tuple[int, int, str], float]
) -> float | None:
    if length == width == 1 and keys[i] == name[j]:
        return KEPT_FUNCTION_WORD if keys[i] in FUNCTION_WORDS else KEPT_WORD
    weight = spans.get((i, length, name[j] if width == 1 else " ".join(name[j : j + width])))
    if weight is not None:
        return KEPT_WORD if weight == SAME_WORD else KNOWN_SUBSTITUTION + math.log(weight) * WEIGHT_POWER
    if length == width == 1:
        first, second = keys[i], name[j]
        shared = max(5, math.ceil(0.6 * min(len(first), len(second))))
        return RELATED_FORM if first[:shared] == second[:shared] and len(first) >= 5 <= len(second) else UNKNOWN_SUBSTITUTION
    if length == 1 and width == 2 and keys[i] == fold(name[j] + name[j + 1]):
        return KEPT_WORD
    return None
