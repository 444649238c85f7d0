"""How a governed term becomes a draft on therapy: subject, status and polarity go in, the draft comes out."""

from __future__ import annotations

from collections.abc import Sequence

from kg.reading.clauses import is_excepted
from kg.reading.cues import Cue
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
    """Name those whom a use is for; whom the sentence takes out of it are none: "for A, but not in children"."""
    cues = [cue for cue in unit.cues("population") if not is_excepted(page.tokens.folds, cue.first)]
    values = [cue.phrase.value for cue in cues]
    if len(set(values)) > 1:
        values = _own_population(unit, page, term, cues) or values
    if not values:
        people = [cue.first for cue in unit.cues("patients") if page.tokens.folds[cue.first] in _PEOPLE]
        values = [_PEOPLE[page.tokens.folds[first]] for first in people if first < term.first and not is_excepted(page.tokens.folds, first)]
    if not values and unit.intro is not None:
        values = [cue.phrase.value for cue in unit.intro.cues("population")]
    return " and ".join(dict.fromkeys(values))


#: Those who have a condition, which other cues name: "children with A".
_PEOPLE = {"child": "children", "adult": "adults", "infant": "infants", "newborn": "newborns", "adolescent": "adolescents"}


def _own_population(unit: Unit, page: Page, term: Term, cues: Sequence[Cue]) -> list[str]:
    """ "for [A in adults] and [B in children]", "in [adults for A] and in [children for B]": whom a sentence of several names with a condition."""
    folds = page.tokens.folds
    named = {i for t in unit.terms if t.has(*DISEASES) for i in range(t.first, t.last)}
    for cue in reversed(cues):
        between = [folds[i] for i in range(cue.last, term.first) if i not in named]
        if cue.last < term.first and between[:1] in (["for"], ["with"]) and _LISTING.issuperset(between[1:]):
            return _joined_values(page, cues, cue, back=True)
    for cue in cues:
        if term.first < cue.first < term.last:
            return _joined_values(page, cues, cue, back=False)  # "ITP in adults", a name of its own
        between = [folds[i] for i in range(term.last, cue.first) if i not in named]
        if term.last < cue.first and between[-1:] in (["in"], ["for"], ["among"]) and _LISTING.issuperset(between[:-1]):
            return _joined_values(page, cues, cue, back=False)
    return []


def _joined_values(page: Page, cues: Sequence[Cue], cue: Cue, *, back: bool) -> list[str]:
    """The groups that stand joined with one of them: "in adults and children", "in adults and in children"."""
    at = next(i for i, other in enumerate(cues) if other is cue)
    group = [cue]
    for other in reversed(cues[:at]) if back else cues[at + 1 :]:
        one, next_one = (other, group[-1]) if back else (group[-1], other)
        if not (_LISTING | _LEADING).issuperset(page.tokens.folds[one.last : next_one.first]):
            break
        group.append(other)
    return [member.phrase.value for member in (reversed(group) if back else group)]


_LISTING = frozenset((",", "and", "or", "/"))
_LEADING = frozenset(("in", "for", "among"))
