"""Claims before they get offsets: what the rules of the reading say, in tokens."""

from __future__ import annotations

from dataclasses import dataclass

from kg.reading.page import Term
from kg.records import Frequency, Polarity, Predicate, Severity, Status

__all__ = ["AND_OTHERS", "DISEASE_PAGE", "OUTCOME", "ROLE_MODEL", "SPOKEN_OF", "STUDIED", "USES", "WEAK_METHODS", "Draft", "draft_of"]

#: The predicates that claim a use.
USES = frozenset(("treats", "prevents"))
#: The method that reads "A, B and other Cs".
AND_OTHERS = "and others"
#: The methods that hear a use where no word says one.
ROLE_MODEL = "role model"
STUDIED = "product studied in a condition"
OUTCOME = "outcome of an understood condition"
SPOKEN_OF = "product, word of therapy, condition"
DISEASE_PAGE = "treatment on a page about one disease"
WEAK_METHODS = frozenset((ROLE_MODEL, STUDIED, OUTCOME, SPOKEN_OF, DISEASE_PAGE))


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


def draft_of(
    subject: str,
    predicate: Predicate,
    term: Term,
    method: str,
    confidence: float,
    unit: int,
    *,
    status: Status = "",
    polarity: Polarity = "affirmed",
    subject_span: tuple[int, int] | None = None,
    cue_span: tuple[int, int] | None = None,
) -> Draft:
    """Claim what a term names; the confidence in the rule, in [0, 1], counts as much as the mention is sure."""
    return Draft(
        subject, predicate, term.concept, term.first, term.last, method, round(confidence * term.score, 3), unit,
        status=status, polarity=polarity, subject_span=subject_span, cue_span=cue_span,
    )  # fmt: skip
