"""What governs terms and who acts: the records that the rules pass to one another, and what several of them ask for."""

from __future__ import annotations

from dataclasses import dataclass

from kg.reading.cues import Cue

__all__ = ["RIGHT", "TURNS", "Governor", "Subject"]


@dataclass(slots=True, unsafe_hash=True)  # not frozen, as it is made for many a cue: three times as fast
class Governor:
    """What rules a term: the relation, its value (a status), the cue if words of this sentence say it, and where it comes from."""

    relation: str
    value: str
    cue: Cue | None
    #: cue, left, intro or section
    source: str
    #: The unit whose words say it.
    unit: int


@dataclass(slots=True, unsafe_hash=True)
class Subject:
    """The product that a claim is about, with the tokens that name it and how it was found."""

    concept: str
    span: tuple[int, int] | None
    how: str


#: Relations whose cue, once read, rules what follows.
RIGHT = frozenset(
    [
        "treats",
        "treats-prevents",
        "prevents",
        "adverse",
        "adverse-weak",
        "contraindicated",
        "risk",
        "risk-right",
        "risk-history",
        "risk-you",
        "cause",
        "causes",
        "follow",
        "sign",
        "sign-weak",
        "complication",
        "interfere",
        "ineffective",
        "worsen",
        "lessen",
        "called",
        "treats-outcome",
        "allergy",
    ]
)
#: Words at which a sentence turns to another matter.
TURNS = frozenset(("but", "even", "however", "although", "though", "whereas", "while", "because", "therefore", "thus", "so"))
