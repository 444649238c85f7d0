"""Negation, hedging, severity, frequency and population of what a sentence says, after ConText.

W. Chapman and others, "A simple algorithm for identifying negated findings" (NegEx, 2001) and H. Harkema and others, "ConText"
(2009): a cue reaches from its place to the right or left until a terminator or the sentence's end. All cues are rows of
data/cues/qualifiers.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from kg.reading.cues import Cue, CueBook, Phrase, Stream, Vocabulary, read_rows
from kg.reading.text import normalise
from kg.reading.words import Tokens, tokenise
from kg.records import Frequency, Polarity, Severity
from kg.settings import Settings

__all__ = ["frequency_band", "is_negated", "load_qualifiers", "polarity_of", "severity_of"]

#: How many tokens a negation reaches, at most; lists are long, and NegEx's window of five words loses their ends.
_REACH = 25
_LEFT_REACH = 12
#: A predicate at the end of a list ("A, B and C are serious") reaches back over the whole list.
_LIST_REACH = 45
_ONE_IN = re.compile(
    r"(≥|<|>|less than|fewer than|up to|at least|more than)?\s*\b1\s*"
    r"(?:/|(?:patient|user|person|people|infusion)?\s*(?:in|out of)\s*(?:every\s*)?)\s*(\d[\d, ]*)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"1\s*to\s*10\s*(?:patients?|users?|people|persons?|infusions?)?\s*in\s*(\d[\d, ]*)", re.IGNORECASE)

_WORDED_NUMBERS = {"ten": 10, "hundred": 100, "thousand": 1000}
#: "one in ten people", "one out of every hundred".
_WORDED = re.compile(
    r"\bone\s*(?:patient|user|person|people)?\s*(?:in|out of)\s*(?:every\s*)?((?:a |one )?(?:ten|hundred|thousand))\b", re.IGNORECASE
)


def load_qualifiers(folder: Path, vocabulary: Vocabulary | None = None) -> CueBook:
    """Compile qualifiers.tsv of a folder."""
    rows = read_rows(folder / "qualifiers.tsv", ("phrase", "category", "value", "direction"))
    return CueBook(((text, Phrase(category, value, direction)) for text, category, value, direction in rows), vocabulary)


@cache
def _default_book() -> CueBook:
    return load_qualifiers(Settings.default().data / "cues")


def is_negated(sentence: str, start: int, end: int) -> bool:
    """Tell whether the words [start, end) of a sentence are said not to be.

    >>> is_negated("No fever, but a rash appeared.", 3, 8), is_negated("No fever, but a rash appeared.", 16, 20)
    (True, False)
    """
    normal = normalise(sentence)
    tokens, ranges = tokenise(normal.text, [(0, len(normal.text))])
    cues = _default_book().find(Stream(ranges, tokens.stems))
    first = next((i for i, token_end in enumerate(tokens.ends) if token_end > normal.normal(start)), len(tokens))
    last = next((i for i, token_start in enumerate(tokens.starts) if token_start >= normal.normal(end)), len(tokens))
    if first >= len(tokens):
        return False
    return polarity_of(cues, tokens, (0, len(tokens)), first, max(last, first + 1)) == "negated"


def polarity_of(
    cues: Sequence[Cue], tokens: Tokens, bounds: tuple[int, int], first: int, last: int, *, cue_first: int | None = None
) -> Polarity:
    """Judge the stance towards tokens [first, last) of a sentence with token bounds.

    `cue_first` is where the relation's own cue begins: a negation right before it ("is not approved for") counts too.
    """
    terminators = [cue.first for cue in cues if cue.phrase.kind == "terminator" and cue.phrase.value != "phrase"]
    # A verb ends what "no" or "without" says of a noun: "a woman with no history of stroke developed thrombosis".
    verbs = [cue.first for cue in cues if cue.phrase.kind == "terminator" and cue.phrase.value == "phrase"]
    terminators += [i for i in range(*bounds) if tokens.surfaces[i] in {";", ":"}]
    terminators += _opening_comma(tokens, bounds)
    inside = range(first, last)
    result: Polarity = "affirmed"
    for cue in cues:
        kind = cue.phrase.kind
        if kind not in {"negation", "hedge"}:
            continue
        if cue.first in inside and cue.phrase.direction == "left":
            continue
        hit = False
        if cue.phrase.direction == "right":
            near = cue.last <= first and first - cue.last <= _REACH and not any(cue.last <= t < first for t in terminators)
            if near and cue.phrase.value == "phrase":
                near = not any(cue.last < t < first for t in verbs)
            near = near and not _leaves_bracket(tokens, cue.last, first)
            hit = near
            if cue_first is not None and cue_first < first:
                # Between the relation's cue and the object, or right before the cue; not in an earlier clause.
                hit = near and (cue.first >= cue_first or (cue_first - cue.last <= 6 and "," not in tokens.surfaces[cue.last : cue_first]))
            if hit and kind == "negation" and tokens.stems[cue.first] in _ABSENCE and "(" in tokens.surfaces[cue.last : first]:
                hit = False  # "absence of immunoglobulins (agammaglobulinaemia)": the bracket names what the absence is
        else:
            hit = cue.first >= last and cue.first - last <= _LEFT_REACH and not any(last <= t < cue.first for t in terminators)
        if hit:
            if kind == "negation":
                return "negated"
            result = "hedged"
    return result


_ABSENCE = frozenset(("absenc", "absence", "absent", "lack"))
_SUBORDINATORS = frozenset(
    ["while", "although", "though", "when", "if", "because", "since", "as", "despite", "whereas", "once", "after", "before"]
)


def _opening_comma(tokens: Tokens, bounds: tuple[int, int]) -> list[int]:
    """The comma that closes what opens a sentence: "While this is not understood, IVIG can ...", "In the absence of fever, ..."."""
    first, last = bounds
    if first >= last or (tokens.folds[first] not in _SUBORDINATORS and tokens.folds[first : first + 3] != ["in", "the", "absence"]):
        return []
    depth = 0
    for index in range(first, last):
        surface = tokens.surfaces[index]
        depth += (surface == "(") - (surface == ")")
        if surface == "," and depth == 0:
            return [index]
    return []


def _leaves_bracket(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether a bracket that is open at `start` closes before `end`: "A (but not B) causes C"."""
    depth = 0
    for index in range(start, end):
        depth += (tokens.surfaces[index] in {"(", "["}) - (tokens.surfaces[index] in {")", "]"})
        if depth < 0:
            return True
    return False


def severity_of(
    cues: Sequence[Cue], tokens: Tokens, bounds: tuple[int, int], first: int, last: int, default: Severity = "unspecified"
) -> Severity:
    """Judge the severity of an adverse effect: the nearest severity word before it that its list shares, else one after it."""
    best: tuple[int, str] | None = None
    for cue in cues:
        if cue.phrase.kind != "severity":
            continue
        if cue.phrase.direction == "right" and cue.first < last:
            if any(tokens.surfaces[i] in {";", "."} for i in range(cue.last, first)):
                continue
            if best is None or cue.first > best[0]:
                best = (cue.first, cue.phrase.value)
    if best is not None:
        return best[1]  # type: ignore[return-value]
    for cue in cues:
        if cue.phrase.kind == "severity" and cue.phrase.direction == "left" and cue.first >= last and cue.first - last <= _LIST_REACH:
            return cue.phrase.value  # type: ignore[return-value]
    return default


def frequency_band(text: str) -> Frequency | None:
    """Read a frequency band in numbers, as European labels and leaflets give them.

    >>> frequency_band("may affect up to 1 in 10 people"), frequency_band("affects more than 1 patient in 10")
    ('common', 'very_common')
    >>> frequency_band("(≥1/1,000 to <1/100)"), frequency_band("affects 1 to 10 patients in 1,000"), frequency_band("in 1 hour")
    ('uncommon', 'uncommon', None)
    """
    plain = text.replace("patients", "patient").replace("users", "user")
    if " in " in plain or " of " in plain:
        plain = _WORDED.sub(lambda match: f"1 in {_WORDED_NUMBERS[match.group(1).lower().split()[-1]]}", plain)
    in_range = _RANGE.search(plain)
    if in_range:
        return _RANGES.get(_number(in_range.group(1)))
    numbers: list[tuple[str, int]] = []
    for match in _ONE_IN.finditer(plain):
        numbers.append(((match.group(1) or "").lower(), _number(match.group(2))))
    if not numbers:
        return None
    sign, number = numbers[0]
    if len(numbers) > 1:
        largest = max(n for _, n in numbers)
        return {100: "common", 1000: "uncommon", 10_000: "rare", 100_000: "very_rare"}.get(largest)  # type: ignore[return-value]
    if sign in {"≥", ">", "at least", "more than"}:
        return {10: "very_common", 100: "common", 1000: "uncommon", 10_000: "rare"}.get(number)  # type: ignore[return-value]
    if number == 10_000 and sign in {"<", "less than", "fewer than"}:
        return "very_rare"
    return {10: "common", 100: "uncommon", 1000: "rare", 10_000: "very_rare"}.get(number)  # type: ignore[return-value]


#: "affects 1 to 10 in N": the band's upper bound is 10 in N.
_RANGES: dict[int, Frequency] = {10: "very_common", 100: "common", 1000: "uncommon", 10_000: "rare"}


def _number(digits: str) -> int:
    plain = digits.replace(",", "").replace(" ", "")
    return int(plain) if plain else 0
