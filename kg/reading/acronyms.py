"""Acronyms that a text defines itself: "common variable immunodeficiency (CVID)" goes in, CVID with its long form comes out.

After A. Schwartz and M. Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text" (2003): the letters
of the short form are matched from the right against the words before the parenthesis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.reading.words import Tokens

__all__ = ["Definition", "find_definitions"]

_SHORT = re.compile(r"(?=[^\W_]*[A-Z])[^\W_](?:[^\W_]|[-/]){1,9}$")


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form at token `short`, whose long form is at tokens [first, last)."""

    acronym: str
    short: int
    first: int
    last: int


def find_definitions(tokens: Tokens, ranges: Iterable[tuple[int, int]]) -> list[Definition]:
    """Find "long form (SF)" and "SF (long form)" in the sentences."""
    found: list[Definition] = []
    for first, last in ranges:
        for index in [i for i in range(first + 1, last) if tokens.surfaces[i] == "("]:
            close = _closing(tokens, index, last)
            inside = close - index - 1
            if inside < 1:
                continue
            # Drop what follows a comma or "or" in the parenthesis: "(PI, also called PID)".
            surface = tokens.surfaces[index + 1]
            alone = inside == 1 or (inside <= 6 and tokens.surfaces[index + 2] in {",", ";", "/"})
            if alone and _is_short(surface):
                long_first = _long_form(tokens, first, index, surface)
                if long_first is not None:
                    found.append(Definition(surface, index + 1, long_first, index))
                    continue
            before = tokens.surfaces[index - 1]
            if inside >= 2 and _is_short(before):
                long_first = _long_form(tokens, index + 1, close, before)
                if long_first is not None:
                    found.append(Definition(before, index - 1, long_first, close))
    return found


def _is_short(surface: str) -> bool:
    return bool(_SHORT.match(surface)) and sum(c.isupper() for c in surface) >= 2 - (len(surface) <= 2)


def _closing(tokens: Tokens, index: int, last: int) -> int:
    for position in range(index + 1, min(last, index + 16)):
        if tokens.surfaces[position] == ")":
            return position
    return index


def _long_form(tokens: Tokens, first: int, last: int, short: str) -> int | None:
    """Match the short form's letters from the right; the first letter must begin a word."""
    letters = [c for c in short.lower() if c.isalnum()]
    if len(letters) > 1 and letters[-1] == "s" and short[-1] == "s":
        letters.pop()
    earliest = max(first, last - min(len(letters) + 5, 2 * len(letters)) - 1)
    at = len(letters) - 1
    position = last - 1
    while position >= earliest and at >= 0:
        word = tokens.surfaces[position].lower()
        if not word[0].isalnum():
            position -= 1
            continue
        # Greedy from the right inside a word, but a word's first letter is preferred.
        offset = word.rfind(letters[at])
        while offset >= 0 and at >= 0:
            if offset == 0 or (at > 0 and _may_be_inside(letters, at, word, offset)):
                at -= 1
            offset = word.rfind(letters[at], 0, offset)
        if at < 0:
            return position
        position -= 1
    return None


def _may_be_inside(letters: list[str], at: int, word: str, offset: int) -> bool:
    """A letter inside a word counts if the letter before it in the short form stands earlier in the same word."""
    return letters[at - 1] in word[:offset]
