"""Claims before they get offsets: what the rules of the reading say, in tokens."""

from __future__ import annotations

from dataclasses import dataclass

from kg.records import Frequency, Polarity, Predicate, Severity, Status

__all__ = ["Draft"]


@dataclass(slots=True, unsafe_hash=True)  # not frozen, as a frozen one of so many fields takes three times as long
class Draft:
    """A claim whose places are tokens; `method` names the rule."""

    subject: str
    predicate: Predicate
    object: str
    first: int
    last: int
    method: str
    score: float
    unit: int
    status: Status = ""
    polarity: Polarity = "affirmed"
    severity: Severity = ""
    frequency: Frequency = ""
    population: str = ""
    subject_span: tuple[int, int] | None = None
    cue_span: tuple[int, int] | None = None
    effect: str = ""
