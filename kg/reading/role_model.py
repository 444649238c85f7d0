"""The role model: features of typed terms go in, the log odds of the roles that they may play come out.

For each role one logistic regression over named features. benchmarks/train_roles.py fits the weights, data/cues/roles.tsv holds them.
"""

from __future__ import annotations

import math
import struct
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ResourceError
from kg.reading.page import Term, Unit
from kg.records import Predicate

__all__ = ["ASKED", "PLAIN", "ROLES", "ROLE_CLASSES", "Features", "Place", "RoleModel", "Words", "probability_of"]

#: The roles that the model knows, and the classes of which a term must have one to play the role.
ROLE_CLASSES: Mapping[Predicate, frozenset[str]] = {
    "has_adverse_effect": frozenset(("AdverseEffect", "Condition")),
    "has_risk_factor": frozenset(("RiskFactor", "Condition", "Immunodeficiency", "Population", "Medication")),
    "interacts_with": frozenset(("Vaccine", "LaboratoryTest", "Medication")),
    "mitigated_by": frozenset(("Management", "Medication")),
    "monitored_by": frozenset(("LaboratoryTest", "Management")),
    "treats": frozenset(("Condition", "Immunodeficiency", "Category")),
}


ROLES = tuple(ROLE_CLASSES)
ASKED = frozenset(name for classes in ROLE_CLASSES.values() for name in classes)
#: How much the items of a list and the members of a coordination share their evidence.
SHARED = 0.4
#: A word, or two that follow each other.
Words = str | tuple[str, str]


@dataclass(slots=True)
class Features:
    """Names of features, and words of stretches of text, each of which is one with the name of its stretch: "left", ("due", "to").

    Plain words are among those of a sentence, but no feature: it takes less time to find no weight for them than to leave them out.
    """

    names: list[str]
    stretches: list[tuple[str, set[Words]]]

    def all_names(self) -> list[str]:
        """Write out every feature as a name, sorted: "left due to"."""
        found = ((name, (word,) if isinstance(word, str) else word) for name, words in self.stretches for word in words)
        words = (f"{name} {' '.join(each)}" for name, each in found if name not in _WITHOUT_PLAIN or not PLAIN.issuperset(each))
        return sorted({*self.names, *words})


#: Words too common to be a feature alone.
PLAIN = frozenset((",", ".", "(", ")", "/", "the", "a", "an", "of", "and", "or", '"'))
_WITHOUT_PLAIN = frozenset(("sentence", "heading", "before"))


@dataclass(slots=True)
class Place:
    """A term that may play a role, its group (the list or sentence that it shares with its like) and its features."""

    unit: Unit
    term: Term
    group: tuple[str, int, str]
    #: What all terms of the unit share, and what is the term's own.
    around: Features
    own: Features

    @property
    def names(self) -> list[str]:
        """The names of all features."""
        return [*self.around.all_names(), *self.own.all_names()]


class RoleModel:
    """The weights, and for each role the probability from which on it is believed.

    The weights of a feature for all roles are held in one whole number, side by side, so that one addition adds them all.
    """

    __slots__ = ("_rows", "_start", "_stretches", "bars", "biases", "thresholds", "weights")

    def __init__(self, weights: Mapping[str, Sequence[float]], biases: Sequence[float], thresholds: Sequence[float]) -> None:
        """Take for each feature one weight a role, in the order of ROLE_CLASSES; four decimals count."""
        self.weights = weights
        self.biases = tuple(biases)
        self.thresholds = tuple(thresholds)
        #: The thresholds as logarithms of odds.
        self.bars = tuple(math.log(p / (1 - p)) if 0 < p < 1 else math.copysign(math.inf, p - 0.5) for p in self.thresholds)
        self._start = _packed(self.biases) + sum(_ZERO << _LANE * number for number in range(len(ROLES)))
        self._rows: dict[str, int] = {}
        self._stretches: dict[str, dict[Words, int]] = {name: {} for name in _STRETCHES}
        for name, row in weights.items():
            stretch = next((stretch for stretch in _STRETCHES if name.startswith(f"{stretch} ")), None)
            if stretch is None or name.startswith("intro cue "):
                self._rows[name] = _packed(row)
            if stretch is not None:
                first, _, second = name[len(stretch) + 1 :].partition(" ")
                self._stretches[stretch][(first, second) if second else first] = _packed(row)

    @classmethod
    def load(cls, path: Path) -> RoleModel:
        """Read weights: rows of feature, role and weight; `=bias` and `=threshold` are no words of a text."""
        number_of = {role: number for number, role in enumerate(ROLES)}
        weights: dict[str, list[float]] = {}
        for line_number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line or line.startswith("#"):
                continue
            feature, _, rest = line.partition("\t")
            role, _, weight = rest.partition("\t")
            if role not in number_of:
                raise ResourceError(path, f"no role {role!r}; there are {', '.join(ROLES)}", line=line_number)
            try:
                weights.setdefault(feature, [0.0] * len(ROLES))[number_of[role]] = float(weight)
            except ValueError as error:
                raise ResourceError(path, f"{weight!r} is no number", line=line_number) from error
        none = [0.0] * len(ROLES)
        biases, thresholds = weights.pop("=bias", none), weights.pop("=threshold", [1.0] * len(ROLES))
        return cls(weights, biases, thresholds)

    def score(self, places: Sequence[Place]) -> list[list[float]]:
        """Give each place's probability of each role, in the order of ROLE_CLASSES."""
        return [[probability_of(value) for value in values] for values in self.log_odds(places)]

    def log_odds(self, places: Sequence[Place]) -> list[list[float]]:
        """Give the same as logarithms of odds; the members of a group share their evidence."""
        of_unit: dict[int, int] = {}
        sums = []
        groups: dict[tuple[str, int, str], list[int]] = defaultdict(list)
        for number, place in enumerate(places):
            if place.unit.index not in of_unit:
                of_unit[place.unit.index] = self._added(self._start, place.around)
            sums.append(_unpacked(self._added(of_unit[place.unit.index], place.own)))
            groups[place.group].append(number)
        shared = list(sums)
        for members in groups.values():
            if len(members) > 1:
                means = [sum(column) / len(members) for column in zip(*(sums[number] for number in members), strict=True)]
                for number in members:
                    shared[number] = [own + SHARED * (mean - own) for own, mean in zip(sums[number], means, strict=True)]
        return shared

    def _added(self, start: int, features: Features) -> int:
        total = start + sum(filter(None, map(self._rows.get, set(features.names))))
        for name, words in features.stretches:
            total += sum(filter(None, map(self._stretches[name].get, words)))
        return total


#: Stretches of text whose words are features in the hundreds.
_STRETCHES = ("sentence", "intro", "heading", "before", "left", "right", "between product", "between other")
#: Bits for the sum of one role's weights, what stands for zero in them, and the weight of one.
_LANE, _ZERO, _ONE = 32, 1 << 31, 10_000
_LANES = struct.Struct(f"<{len(ROLES)}I")


def _packed(weights: Sequence[float]) -> int:
    return sum(round(weight * _ONE) << _LANE * number for number, weight in enumerate(weights))


def _unpacked(total: int) -> list[float]:
    return [(lane - _ZERO) / _ONE for lane in _LANES.unpack(total.to_bytes(_LANES.size, "little"))]


def probability_of(value: float) -> float:
    """Give the probability of log odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
