"""Frequency bands in numbers, as European labels and leaflets give them: words go in, a band comes out."""

from __future__ import annotations

import re

from kg.records import Frequency

__all__ = ["band_at", "frequency_band", "frequency_of_percent"]

_ONE_IN = re.compile(
    r"(≥|<|>|less than|fewer than|below|up to|at least|more than|over|above)?\s*\b1\s*"
    r"(?:/|(?:patient|user|person|people|recipient|child|infusion|treatment|course|case|woman|man|mother|adult|baby|infant)?\s*"
    r"(?:in|out of|per(?=\s*\d+[, ]?\d*00))\s*(?:every\s*)?)\s*(\d[\d, ]*)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\b1\s*(?:to|-)\s*10\s*(?:patients?|users?|people|persons?|infusions?|women|men|children)?\s*(?:in|of|out of|per)\s*(?:every\s*|each\s*)?(\d[\d, ]*)",
    re.IGNORECASE,
)

#: How a band in digits begins.
_BOUND = re.compile(r"1[^\d.,;:)%]")
_ONE_IN_DIGITS = re.compile(r"\bone\s+(?=(?:patient|user|person|recipient|child)?\s*(?:in|out of)\s+(?:every\s+)?\d[\d, ]*0\b)", re.IGNORECASE)
_WORDED_NUMBERS = {"ten": 10, "hundred": 100, "thousand": 1000, "ten thousand": 10_000}
#: "one in ten people", "one out of every hundred".
_WORDED = re.compile(
    r"\bone\s*(?:patient|user|person|people|recipient|child|infusion|treatment|course|dose|woman|man|mother|adult|baby|infant)?\s*"
    r"(?:in|out of)\s*(?:every\s*)?(?:a |one )?(ten thousand|ten|hundred|thousand)\b", re.IGNORECASE
)


def band_at(text: str, position: int) -> Frequency | None:
    """Read the band that holds at a position of a text with several: the last one that begins before it, else the first.

    >>> band_at("rash (1 to 10 in 1,000) and, rarely (1 to 10 in 10,000), shock", 60)
    'rare'
    """
    if _BOUND.search(text) is None:
        return frequency_band(text)  # which bands in words have too
    starts: list[int] = []
    end = -_SAME_BAND
    for match in sorted((*_RANGE.finditer(text), *_ONE_IN.finditer(text)), key=lambda match: match.start()):
        if match.start() - end >= _SAME_BAND:
            starts.append(match.start())
        end = max(end, match.end())
    before = [start for start in starts if start < position]
    if len(starts) < 2 or not before:
        return frequency_band(text)
    after = next((start for start in starts if start > before[-1]), len(text))
    return frequency_band(text[before[-1] : after])


#: Characters between the two bounds of one band: "≥1/100 to <1/10".
_SAME_BAND = 8


def frequency_band(text: str) -> Frequency | None:
    """Read a frequency band in numbers, as European labels and leaflets give them.

    >>> frequency_band("may affect up to 1 in 10 people"), frequency_band("affects more than 1 patient in 10")
    ('common', 'very_common')
    >>> frequency_band("seen in over 1 in 10 patients"), frequency_band("in above one in ten"), frequency_band("in over 1 hour")
    ('very_common', 'very_common', None)
    >>> frequency_band("one in a hundred recipients"), frequency_band("fewer than one patient in ten thousand")
    ('uncommon', 'very_rare')
    >>> frequency_band("one in 1,000 patients"), frequency_band("one patient in 10,000"), frequency_band("one in 5 vials")
    ('rare', 'very_rare', None)
    >>> frequency_band("(≥1/1,000 to <1/100)"), frequency_band("affects 1 to 10 patients in 1,000"), frequency_band("in 1 hour")
    ('uncommon', 'uncommon', None)
    """
    lowered = text.lower()
    if "one" in lowered and _ONE_IN_DIGITS.search(text):
        text = _ONE_IN_DIGITS.sub("1 ", text)  # "one in 1,000 patients"
    is_worded = "one" in lowered and any(word in lowered for word in _WORDED_NUMBERS)
    if not is_worded and _BOUND.search(text) is None:
        return None
    plain = text.replace("patients", "patient").replace("users", "user")
    if is_worded and (" in " in plain or " of " in plain):
        plain = _WORDED.sub(lambda match: f"1 in {_WORDED_NUMBERS[match.group(1).lower()]}", plain)
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
    if sign in {"≥", ">", "at least", "more than", "over", "above"}:
        return {10: "very_common", 100: "common", 1000: "uncommon", 10_000: "rare"}.get(number)  # type: ignore[return-value]
    if number == 10_000 and sign in {"<", "less than", "fewer than", "below"}:
        return "very_rare"
    band = {10: "common", 100: "uncommon", 1000: "rare", 10_000: "very_rare"}.get(number)
    if band is None and number > 1 and _ODD.search(plain):
        return frequency_of_percent(100 / number)
    return band  # type: ignore[return-value]


#: "1 in 50 people", which is no bound of a band but a share; "1 in 2 hours" and "1/2" are none.
_ODD = re.compile(
    r"\b1\s*(?:patient|user|person|people|infusion)?\s*(?:in|out of)\s*(?:every\s*)?\d[\d, ]*(?![\d, ]*\s*(?:hours?|h|min|days?|weeks?|ml|mg|g)\b)"
)

#: "affects 1 to 10 in N": the band's upper bound is 10 in N.
_RANGES: dict[int, Frequency] = {10: "very_common", 100: "common", 1000: "uncommon", 10_000: "rare"}


def _number(digits: str) -> int:
    plain = digits.replace(",", "").replace(" ", "")
    return int(plain) if plain else 0


def frequency_of_percent(percent: float) -> Frequency:
    """Give the band of a percentage of patients.

    >>> frequency_of_percent(36), frequency_of_percent(5), frequency_of_percent(0.4)
    ('very_common', 'common', 'uncommon')
    """
    if percent >= 10:
        return "very_common"
    if percent >= 1:
        return "common"
    if percent >= 0.1:
        return "uncommon"
    return "rare" if percent >= 0.01 else "very_rare"
