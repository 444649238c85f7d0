"""The sentences of a stretch of normalised text: its bounds go in, the bounds of each sentence come out."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["bounded", "sentences_in"]

_STOP = re.compile("[.!?;]")
#: What may close a sentence at a stop; stars and underscores are marks of bold type: "**Is it safe?** It is. **Note:** ...".
_SENTENCE_END = re.compile(
    r"[.!?]+[\"')\]*_]*(?:\[\d[\d ,–-]{0,12}\])*(?=\s+[*_]{0,3}[\"'(\[•]?(?:[A-Z0-9•]|[a-z]{1,2}[A-Z])|\s+-\s|\s*$)|;[ \t]*(?=\n\s*[^a-z\s])"
    # Points of a list that runs on: "before treatment. (ii) steroids are ...".
    r"|\.(?=\s+\((?:[ivx]{1,4}|[a-h])\)\s)"
    # Pages that lost a blank: "in some patients.Patients at risk", "in some patients .Patients at risk".
    r"|(?:(?<=[a-z]{3})|(?<=\s))\.(?=[A-Z][a-z]+[ ,])"
    # Numbers of references behind the stop: "in exposed persons.201 206 It is ...", "a week.[2] It ...".
    r"|(?:(?<=[a-z]{4})|(?<=[a-z]\)))\.\d{1,3}(?:[ ,–-]\d{1,3})*(?=\s+[A-Z])"
)
#: A lone capital is an initial ("by J. Smith"), but not behind a stroke ("12 g/L.").
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|etc|Dr|Drs|Prof|Mr|Mrs|Ms|St|No|Nos|Fig|Figs|Ref|Refs|Tab|approx|max|min|incl|resp|ca|al|viz|Inc|Ltd|Co|spp|sp|subsp|var|vol|pp|"
    r"wk|mo|yr|yrs|hr|hrs|U\.S|U\.K|E\.U|Ph\.D|M\.D|i\.v|s\.c|i\.m|p\.o|q\.d|b\.i\.d)|(?<!/)\b[A-Z]|\b[eig]\.\s*[ge])\.$"
)


#: "hepatitis B.", "vitamin K.", "HepaGam B.": the letter belongs to a name and ends the sentence, unlike that of "by J. Smith".
_LETTER_OF_NAME = re.compile(r"(?:(?<![A-Za-z])[a-z]{5,}|[A-Z][a-z]+[A-Z][a-z]+) [A-Z]\.$")
#: Characters up to a stop that tell an abbreviation; none has so many letters.
_BEFORE = 8
_LIST_MARK = re.compile(r"\d{1,2}[.)]\s")


def sentences_in(text: str, start: int, end_of_all: int) -> list[tuple[int, int]]:
    """Give the bounds of the sentences of text[start:end_of_all], in order."""
    result: list[tuple[int, int]] = []
    done = start
    number = 0
    # The stops alone are found ten times as fast as what closes a sentence at one.
    for stop in _STOP.finditer(text, start, end_of_all):
        at = stop.start()
        if text[at] == "." and at > start and text[at - 1].isdigit() and _is_next_number(text, start, at, number):
            number += 1
            continue
        match = _SENTENCE_END.match(text, at, end_of_all) if at >= done else None
        if match is None:
            continue
        end = done = match.end()
        if text[at] == "." and end - at == 1:
            before = text[max(start, end - _BEFORE) : end]
            if (
                not (len(before) == _BEFORE and before[:-1].isalpha())
                and _ABBREVIATION.search(before)
                and end < end_of_all
                and not before.endswith(("al.", "etc."))
                and not _answers(text, start, end)
            ):
                if _LETTER_OF_NAME.search(text, max(start, end - 30), end):
                    result.extend(bounded(text, start, end))
                    start = end
                    while start < end_of_all and text[start].isspace():
                        start += 1
                continue
        if end - start < 4 and _LIST_MARK.match(text, start, end + 1):
            continue
        if end - start <= _LONGEST:
            result.append((start, at + len(text[at:end].rstrip("*_"))))  # marks of bold type say nothing behind a stop
        else:
            result.extend(bounded(text, start, end))
        start = end
        number = 0
        while start < end_of_all and text[start].isspace():
            start += 1
    if start < end_of_all:
        result.extend(bounded(text, start, end_of_all))
    return result


def _is_next_number(text: str, start: int, stop: int, number: int) -> bool:
    """ "is used for: 1. A 2. B": the stop behind the next number of a list that runs on behind a colon ends no sentence."""
    listed = _LISTED.search(text[max(start, stop - _TO_NUMBER) : stop])
    return listed is not None and int(listed[2]) == number + 1 and bool(number or listed[1])


_LISTED = re.compile(r"(:?) +\(?(\d{1,2})$")
#: Characters up to the stop of ": (12.".
_TO_NUMBER = 5


def _answers(text: str, start: int, end: int) -> bool:
    """ "No." that is a sentence of its own, not the abbreviation before a number."""
    return end - start == 3 and text[start:end] == "No." and not text[end : end + 3].strip()[:1].isdigit()


#: No sentence is longer; what is (a table without line ends, a line of a hundred megabytes) is cut at a blank.
_LONGEST = 4000


def bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch that is too long for one sentence; any other is given whole."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end
