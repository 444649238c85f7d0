"""The stance of a sentence towards an event: the words of its trigger, agents and effects go in, denied or uncertain comes out.

`polarity_of` judges a claim, where "may cause headache" counts as said; here any word of possibility makes an event uncertain, as
corpora of events annotate it. The further cues stand in data/cues/stances.tsv.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.reading.characters import NormalText, normalise
from kg.reading.clauses import has_verb
from kg.reading.cues import Cue, CueBook, Phrase, Stream, read_rows
from kg.reading.qualifiers import load_qualifiers, polarity_of
from kg.reading.words import Tokens, tokenise
from kg.settings import Settings

__all__ = ["EventWords", "Stance", "StanceCues", "stance_of"]

Span = tuple[int, int]
#: How far a word of possibility reaches, in tokens; F1 on the training half of PHEE hardly moves between 6 and 40.
_POSSIBILITY_REACH = 12
#: "failure of A, B and C to relieve D"; "treatment of A with B, C or D is ineffective".
_FAILURE_REACH_RIGHT = 8
_FAILURE_REACH_LEFT = 16
#: "with little A", "causes fewer serious As".
_DENIAL_REACH = 2
#: "A caused by B did not recur"; "unable to produce severe A".
_ABSENCE_REACH = 6


@dataclass(frozen=True, slots=True)
class EventWords:
    """Where a sentence speaks of an event, as character spans; `is_benefit` tells a hoped-for effect from an adverse one."""

    trigger: Span
    effects: tuple[Span, ...] = ()
    agents: tuple[Span, ...] = ()
    is_benefit: bool = False


@dataclass(frozen=True, slots=True)
class Stance:
    """What a sentence says of an event besides that it happened."""

    is_negated: bool
    is_speculated: bool


@dataclass(frozen=True, slots=True)
class StanceCues:
    """The cues of claims and those of events."""

    qualifiers: CueBook
    stances: CueBook

    @classmethod
    def load(cls, folder: Path) -> StanceCues:
        """Compile qualifiers.tsv and stances.tsv of a folder."""
        rows = read_rows(folder / "stances.tsv", ("phrase", "category", "value", "direction"))
        return cls(load_qualifiers(folder), CueBook((text, Phrase(kind, value, direction)) for text, kind, value, direction in rows))


@cache
def _default_cues() -> StanceCues:
    return StanceCues.load(Settings.default().data / "cues")


def stance_of(sentence: str, event: EventWords, cues: StanceCues | None = None) -> Stance:
    """Judge whether a sentence denies an event or leaves it uncertain.

    >>> said = "The drug did not cause a rash but may cause fever."
    >>> stance_of(said, EventWords((17, 22), effects=((25, 29),)))
    Stance(is_negated=True, is_speculated=False)
    >>> stance_of(said, EventWords((38, 43), effects=((44, 49),)))
    Stance(is_negated=False, is_speculated=True)
    """
    cues = cues or _default_cues()
    normal = normalise(sentence)
    tokens, ranges = tokenise(normal.text, [(0, len(normal.text))])
    if not tokens.stems:
        return Stance(False, False)
    stream = Stream(ranges, tokens.stems)
    qualifiers, stances = cues.qualifiers.find(stream), cues.stances.find(stream)
    trigger = _tokens_of(event.trigger, normal, tokens)
    effects = [_tokens_of(span, normal, tokens) for span in event.effects]
    agents = [_tokens_of(span, normal, tokens) for span in event.agents]
    is_denied = _is_denied(qualifiers, stances, tokens, trigger, effects, agents, is_benefit=event.is_benefit)
    return Stance(
        is_denied or _fails(stances, tokens, trigger, effects, agents, is_benefit=event.is_benefit),
        _is_possible(qualifiers, stances, [trigger, *effects]),
    )


def _tokens_of(span: Span, normal: NormalText, tokens: Tokens) -> Span:
    start, end = normal.normal(span[0]), normal.normal(span[1])
    first = next((i for i, token_end in enumerate(tokens.ends) if token_end > start), len(tokens) - 1)
    last = next((i for i, token_start in enumerate(tokens.starts) if token_start >= end), len(tokens))
    return first, max(last, first + 1)


def _is_denied(
    qualifiers: Sequence[Cue],
    stances: Sequence[Cue],
    tokens: Tokens,
    trigger: Span,
    effects: Sequence[Span],
    agents: Sequence[Span],
    *,
    is_benefit: bool,
) -> bool:
    """The effects decide; without any, the trigger. A negation may be a part of the words: "revealed [no anomalies]"."""
    # A label such as "CONCLUSION:" is no part of the sentence, and words of the event itself ("injury due to A") end no scope.
    start = next((i + 1 for i in range(min(_LONGEST_LABEL, len(tokens))) if tokens.surfaces[i] == ":" and i < trigger[0]), 0)
    behind = max((last for _, last in effects), default=trigger[1])
    own = [cue for cue in qualifiers if cue.phrase.kind == "terminator" and behind <= cue.first < trigger[1] and trigger[0] < cue.last]
    cues = [cue for cue in qualifiers if cue.first >= start and cue not in own]
    if is_benefit:  # what a benefit comes without, or what has not come back, is part of it
        cues = [c for c in cues if c.phrase.kind != "negation" or _ABSENT_HARM.isdisjoint(tokens.stems[c.first : c.last])]
    for cue in cues:
        if cue.phrase.kind != "negation":
            continue
        is_within = trigger[0] <= cue.first < trigger[1] or any(cue.first <= first < cue.last for first, _ in effects)
        if is_within and not any(_is_stopped(cue, stances, tokens, trigger, first, is_benefit=is_benefit) for first, _ in effects):
            return True
    return all(
        _is_said_not_to_be(cues, stances, tokens, start, trigger, span, agents, is_benefit=is_benefit) for span in effects or [trigger]
    )


def _is_said_not_to_be(
    cues: Sequence[Cue],
    stances: Sequence[Cue],
    tokens: Tokens,
    start: int,
    trigger: Span,
    span: Span,
    agents: Sequence[Span],
    *,
    is_benefit: bool,
) -> bool:
    """A cue before the span or right after it; or one after the event: "A in the week after a single use of B has not been reported"."""
    first, last = span
    cues = [c for c in cues if c.phrase.kind != "negation" or not _is_stopped(c, stances, tokens, trigger, first, is_benefit=is_benefit)]
    if polarity_of(cues, tokens, (start, len(tokens)), first, last) == "negated":
        return True
    behind = max((end for begin, end in (trigger, *agents) if begin >= last), default=last)
    # What the event itself holds ends no scope: "gout after use of A because of B has not been reported".
    after = [cue for cue in cues if cue.phrase.direction == "left" and cue.first >= behind]
    after += [cue for cue in cues if cue.phrase.kind == "terminator" and cue.first >= behind]
    joined = {*_TURNS, ";", ","}
    return (
        behind > last
        and joined.isdisjoint(tokens.folds[last:behind])
        and polarity_of(after, tokens, (behind, len(tokens)), behind - 1, behind) == "negated"
    )


#: What parts an effect from the agent of another event.
_TURNS = frozenset(("but", "however", "although", "whereas", "while", "which", "who", "and"))


_ABSENT_HARM = frozenset(("without", "recur", "reappear"))
#: Tokens of the longest label that opens a sentence of an abstract ("CASE REPORT:").
_LONGEST_LABEL = 5


def _is_stopped(cue: Cue, stances: Sequence[Cue], tokens: Tokens, trigger: Span, first: int, *, is_benefit: bool) -> bool:
    """Tell whether a negation says something else than that what begins at token `first` did not happen.

    "to rule out A" asks; "did not prevent A" and "may not reduce A" deny the remedy; "lack of control of A" and "... not proven suggests
    that A" end before A; "has not been reported previously" tells that it is reported now, unless the writers tell the limits of what
    they know; "the management of A has not been described" misses the management.
    """
    if tokens.folds[cue.first] == "rule" and cue.first and tokens.folds[cue.first - 1] == "to":
        return True
    if cue.phrase.direction == "left" and _is_of_others(cue, tokens, first):
        return True
    is_aside = "," in tokens.surfaces[cue.last : first] or (tokens.folds[cue.first] == "not" and cue.last < trigger[0] < first)
    if is_aside and cue.first and tokens.folds[cue.first - 1] == "but":
        return True  # "A, but not B, caused C", "those on A but not B developed C"
    around = slice(max(0, cue.first - 1), cue.last + _NEWS_REACH)
    is_telling = not _TELLING.isdisjoint(tokens.stems[around])
    if is_telling and not _BEFORE.isdisjoint(tokens.folds[around]) and "knowledge" not in tokens.folds:
        return True
    if is_telling and cue.phrase.direction == "left" and _is_of_care(tokens, first):
        return True
    for stop in stances:
        if cue.phrase.direction == "right" and cue.last <= stop.first < first:
            near = stop.first - cue.last <= _REMEDY_REACH
            if (stop.phrase.kind == "remedy" and near and not is_benefit) or (stop.phrase.kind == "boundary" and stop.first > cue.last):
                return True
    return False


#: "There are no previous reports", "has never been reported before".
_NEWS_REACH = 3
_BEFORE = frozenset(("previously", "previous", "before"))
_TELLING = frozenset(("report", "describ", "publish", "document", "literatur"))
#: "The management of A", "the mechanism by which it brings A about" as what has not been described.
_CARE = frozenset(
    ("manag", "management", "treatment", "mechanism", "pathogenesi", "pathogenesis", "prevent", "prevention", "dos", "dialysi")
)
_CARE_REACH = 3


def _is_of_care(tokens: Tokens, first: int) -> bool:
    return not _CARE.isdisjoint(tokens.stems[max(0, first - _CARE_REACH) : first])


#: Tokens between a negation and the remedy that it denies ("may not always reduce").
_REMEDY_REACH = 2
#: Words right before a failure that say whose it is: another treatment's.
_OTHERS = frozenset(("other", "another", "alternative", "previous", "previously", "prior", "earlier", "conventional", "standard"))
_OTHERS_REACH = 4


def _is_of_others(cue: Cue, tokens: Tokens, first: int) -> bool:
    """ "Those who need A have infections where other antibiotics have failed"."""
    is_failure = tokens.stems[cue.first] in {"fail", "ineffectiv", "ineffective", "unsuccessful"}
    return is_failure and not _OTHERS.isdisjoint(tokens.folds[max(first, cue.first - _OTHERS_REACH) : cue.first])


def _fails(
    stances: Sequence[Cue], tokens: Tokens, trigger: Span, effects: Sequence[Span], agents: Sequence[Span], *, is_benefit: bool
) -> bool:
    """A benefit is denied by the failure of its agent, an adverse effect by a word that makes it little."""
    for cue in stances:
        if cue.phrase.kind == "denial" and cue.phrase.direction == "left":
            if not is_benefit and any(
                0 <= cue.first - last <= _ABSENCE_REACH and not _is_of_care(tokens, first) for first, last in effects
            ):
                return True
            continue
        if cue.phrase.kind == "absence":
            if not is_benefit and any(cue.first <= first <= cue.last + _ABSENCE_REACH for first, _ in effects):
                return True
            continue
        if (
            cue.phrase.kind == "denial"
            and not is_benefit
            and any(0 <= first - cue.last <= _DENIAL_REACH for first, _ in (trigger, *effects))
        ):
            return True
        if cue.phrase.kind == "resistance" and is_benefit and trigger[0] <= cue.first < trigger[1]:
            return True  # "infection [refractory] to A": the words that join agent and disease say that it did not help
        if cue.phrase.kind == "failure" and is_benefit:
            for first, last in (trigger, *agents):
                reaches_right = cue.phrase.direction != "left" and 0 <= first - cue.last <= _FAILURE_REACH_RIGHT
                reaches_left = cue.phrase.direction != "right" and 0 <= cue.first - last <= _FAILURE_REACH_LEFT
                if reaches_left and _is_of_others(cue, tokens, last):
                    continue
                if tokens.surfaces[cue.last : cue.last + 1] == [","] or has_verb(tokens, cue.last, first):
                    reaches_right = False  # "After A failed, B was given", "gout that failed to respond to A was treated with B"
                if reaches_right or reaches_left or first <= cue.first < last:
                    return True
    return False


def _is_possible(qualifiers: Sequence[Cue], stances: Sequence[Cue], spans: Sequence[Span]) -> bool:
    ends = [c.first for c in qualifiers if c.phrase.kind == "terminator" and c.phrase.value != "phrase" and c.phrase.direction != "left"]
    start, end = min(first for first, _ in spans), max(last for _, last in spans)
    for cue in stances:
        if cue.phrase.kind != "possibility":
            continue
        if start <= cue.first < end:
            return True
        for first, last in spans:
            before = 0 <= first - cue.last <= _POSSIBILITY_REACH and not any(cue.last <= t < first for t in ends)
            after = 0 <= cue.first - last <= _POSSIBILITY_REACH and not any(last <= t < cue.first for t in ends)
            if before or (after and cue.phrase.direction == "both"):
                return True
    return False
