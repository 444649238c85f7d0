"""How a governed term becomes a draft on therapy: subject, status and polarity go in, the draft comes out."""

from __future__ import annotations

from kg.reading.drafts import Draft
from kg.reading.governors import Governor, Subject
from kg.reading.page import DISEASES, Page, Term, Unit
from kg.records import Polarity, Predicate, Status

__all__ = ["cue_tokens", "therapy_draft"]


def cue_tokens(governor: Governor) -> tuple[int, int] | None:
    """Give the tokens of the words that govern a term, if words do."""
    return (governor.cue.first, governor.cue.last) if governor.cue else None


def therapy_draft(
    unit: Unit,
    page: Page,
    subject: Subject,
    predicate: Predicate,
    term: Term,
    governor: Governor,
    status: Status,
    polarity: Polarity,
    confidence: float,
) -> Draft:
    """Make the draft of a claim from a governed term; a subject that was understood makes it less sure."""
    if subject.how in {"topic", "pronoun"}:
        confidence -= 0.05
    return Draft(
        subject.concept,
        predicate,
        term.concept if term.has(*DISEASES) or not term.stands_for else term.stands_for,
        term.first,
        term.last,
        f"{governor.relation} {governor.source}",
        round(confidence * term.score, 3),
        unit.index,
        status=status,
        polarity=polarity,
        population=_population(unit, page, term),
        subject_span=subject.span,
        cue_span=cue_tokens(governor),
    )


def _population(unit: Unit, page: Page, term: Term) -> str:
    values = [cue.phrase.value for cue in unit.cues("population")]
    if not values and unit.intro is not None:
        values = [cue.phrase.value for cue in unit.intro.cues("population")]
    return " and ".join(dict.fromkeys(values))
