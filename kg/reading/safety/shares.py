"""Which share of patients or infusions a text says has an effect: words with numbers go in, a frequency comes out."""

from __future__ import annotations

import re

from kg.reading.safety.bands import frequency_of_percent
from kg.records import Frequency

__all__ = ["percent_after", "respective_percent", "share_of"]

_SHARE_OF_100 = r"(\d{1,3}(?:\.\d+)?)\s*%"
_PERCENT = re.compile(_SHARE_OF_100)
_ABOUT = r"(?:(?:about|approximately|around|roughly|up to|nearly|almost|only|some|perhaps)\s+)?"
#: A percentage right behind an effect: "headache (32%)", "headache 12/40, 30%", "headache in about 5%", "rash (each 8%)", "chills (<1%)".
#: A count before the percentage is parted from it; the digits of "32%" stay together.
_AFTER = re.compile(
    r"\s*[,:|]?\s*(?:(?:was|were|occurred|seen|reported|observed|noted)\s+)*(?:(?:in|by|at|for|among)\s+)?"
    + _ABOUT
    + r"\(?\s*(?:each|both)?\s*"
    r"(?:n\s*=\s*)?(?:\d+(?:\s*/\s*\d+)?\s*[,;(=]\s*|\d+(?:\s*/\s*\d+)?\s+\(?)?([<≥>~≤]|less than\s|fewer than\s)?\s*(?<![\d.])"
    + _SHARE_OF_100
)
#: "nausea and vomiting (each 8%)": the share of both.
_EACH = re.compile(r"[^;.:%()]{0,40}\(?\s*(?:each|both)(?:\s+in)?\s*" + _SHARE_OF_100)
#: "12 per 100 infusions", "3 per 1,000 patients".
_PER = re.compile(r"[^;.%:]{0,60}?(?<![\d.,])(?<!to )(?!1\b)(\d+(?:\.\d+)?)\s*(?:per|in every|out of)\s*(100|1[, ]?000|10[, ]?000)\b")
_COUNTED = (
    r"(?:patients?|subjects?|people|persons?|participants?|recipients?|children|child|adults?|users?|women|woman|men|man|mothers?|infants?"
    r"|volunteers?|infusions?|courses?|cycles?|doses|injections?|treatments?|administrations?|cases|treated)"
)
_OF_PATIENTS = re.compile(rf"(\d{{1,3}}(?:\.\d+)?)\s*%\s*(?:of|in)?\s*(?:the\s+|all\s+)?(?:[A-Za-z-]+\s+){{0,2}}{_COUNTED}\b")
#: "occur in 1 to 2%", "seen in about 5%", "affects roughly 5%".
_RATE = re.compile(
    r"\b(?:in|affect(?:s|ed|ing)?|accompan(?:y|ies|ied)) "
    r"(?:about |up to |approximately |around |roughly |less than |fewer than |more than |perhaps |nearly |almost )?"
    r"(\d{1,3}(?:\.\d+)?)\s*(?:to|-)?\s*[\d.]*\s*%"
)
#: "headache was commoner after the drug (36% vs 9%)": the share in the group named first.
_COMPARED = re.compile(
    r"[^,;.:%()]{0,90}?\(?\s*(?<![\d.])(\d{1,3}(?:\.\d+)?)\s*%\s*(?:vs\.?|versus|v\.?|against|compared (?:with|to))\s*\d+(?:\.\d+)?\s*%"
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_WORDS, start=1)} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_NUMBER = rf"(\d+|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_MEASURES = r"(?:hours?|h|min|minutes?|days?|weeks?|months?|years?|ml|mg|g|kg|doses|vials|steps)"
#: "one person in three", "two of the 50 patients", "1 in 4 people".
_SHARE = re.compile(
    rf"\b{_NUMBER}\s+(?:{_COUNTED}\s+)?(?:in|of|out of)\s+(?:every\s+|each\s+|the\s+|all\s+|these\s+|our\s+(?:own\s+)?)*"
    rf"{_NUMBER}\b(?!\s*{_MEASURES}\b)(\s+{_COUNTED})?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_FRACTIONS = {"half": 50.0, "third": 33.0, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
#: "a third of patients", "half of those treated".
_FRACTION = re.compile(
    rf"\b(?:(?:a|one)[\s-]+(third|quarter|fifth|tenth)\s+of|(half)(?:\s+of)?)\s+(?:the\s+|all\s+|our\s+|those\s+)?{_COUNTED}\b",
    re.IGNORECASE,
)


def percent_after(text: str, end: int, sentence: tuple[int, int], *, in_table: bool) -> Frequency | None:
    """Read the percentage behind an effect, or the one that its sentence gives for patients: "headache (12%)", "in 5% of patients"."""
    if ":" not in text[sentence[0] : sentence[1]]:  # behind a colon semicolons part the members of a list
        sentence = (
            max(sentence[0], text.rfind(";", sentence[0], end) + 1),
            sentence[1] if (semicolon := text.find(";", end, sentence[1])) < 0 else semicolon,
        )
    match = _AFTER.match(text, end, sentence[1])
    if match is not None:
        return _graded(float(match.group(2)), is_below=match.group(1) is not None and match.group(1)[0] in "<lf≤")
    if in_table:
        match = _PERCENT.search(text, end, sentence[1])
    match = match or _COMPARED.match(text, end, sentence[1]) or _EACH.match(text, end, sentence[1])
    if match is not None:
        return _graded(float(match.group(1)))
    match = _PER.match(text, end, sentence[1])
    if match is not None:
        return _graded(100 * float(match.group(1)) / int(match.group(2).replace(",", "").replace(" ", "")))
    found = _OF_PATIENTS.findall(text, sentence[0], sentence[1])
    if not found and text.count("%", sentence[0], sentence[1]) == 1:
        found = _RATE.findall(text, sentence[0], sentence[1])
    if found:
        return _graded(float(found[0])) if len(found) == 1 else None
    share = share_of(text[sentence[0] : sentence[1]])
    return None if share is None else frequency_of_percent(share)


def _graded(percent: float, *, is_below: bool = False) -> Frequency | None:
    """Give the band of a percentage, none of more than 100; below 1% is not 1%."""
    return frequency_of_percent(percent * (0.99 if is_below else 1)) if percent <= 100 else None


_RESPECTIVE = re.compile(r"(?:\d{1,3}(?:\.\d+)?\s*%(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*/\s*)){1,7}\d{1,3}(?:\.\d+)?\s*%")


def respective_percent(sentence: str, place: int, count: int) -> Frequency | None:
    """Read the share of the effect at a place among several that share one list of percentages.

    >>> said = "Headache and fever were seen in 30% and 8% of patients, respectively."
    >>> respective_percent(said, 0, 2), respective_percent(said, 1, 2), respective_percent(said, 0, 3)
    ('very_common', 'common', None)
    """
    if "respectively" not in sentence:
        return None
    lists = [_PERCENT.findall(match.group(0)) for match in _RESPECTIVE.finditer(sentence)]
    if len(lists) != 1 or len(lists[0]) != count:
        return None
    return _graded(float(lists[0][place]))


def share_of(sentence: str) -> float | None:
    """Read the one share of patients that a sentence tells in words or counts, in percent; bands such as "1 in 100" are none.

    >>> share_of("About one person in three gets a headache"), share_of("Two of the 50 patients had a rash")
    (33.3, 4.0)
    >>> share_of("A third of patients had fever"), share_of("Give one of 2 vials"), share_of("may affect up to 1 in 100 people")
    (33.0, None, None)
    """
    lowered = sentence.lower()
    # The patterns are slow, and few sentences have a number.
    fractions = _FRACTION.finditer(sentence) if any(word in lowered for word in _FRACTIONS) else ()
    shares = [_FRACTIONS[(match.group(1) or match.group(2)).lower()] for match in fractions]
    has_number = _DIGIT.search(lowered) is not None or any(word in lowered for word in _NUMBERS)
    for match in _SHARE.finditer(sentence) if has_number else ():
        part, whole = _number(match.group(1)), _number(match.group(2))
        is_counted = match.group(3) is not None or re.search(_COUNTED, match.group(0)) is not None
        is_band = part == 1 and whole in {10, 100, 1000, 10_000}
        if is_band:
            return None
        if part < whole and (is_counted or (part == 1 and " in " in match.group(0))):
            shares.append(round(100 * part / whole, 1))
    return shares[0] if len(shares) == 1 else None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]
