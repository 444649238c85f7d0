"""The lines of a text before its layout is read: broken lines are joined, those that hold several are parted, page numbers left out.

A line is (start, end, whether an empty line stands before it); offsets refer to the normalised text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

__all__ = [
    "BULLET",
    "FREQUENCY_LINE",
    "LABEL",
    "MARKDOWN",
    "NUMBERED",
    "ORDER_LINE",
    "SHORT",
    "SMALL_WORDS",
    "TERMINAL",
    "Line",
    "breaks_off",
    "lines_of",
    "unmarked_items",
]

Line = tuple[int, int, bool]

#: What opens an item, a Markdown heading, a numbered heading and a label, and what ends a sentence.
BULLET = re.compile(
    r"[•*§→➜➡]\s*(?=\S)|\[[ xX]?\][ \t]*(?=\S)"  # a box to be ticked, too
    r"|-(?=[A-Za-z]{2})|[-—o]\s+(?=\S)|\(?[a-z][.)][ \t]+(?=\S)|\(?\d{1,2}\)[ \t]+(?=\S)|(?:[ivx]{1,4})\)[ \t]+(?=\S)"
)
#: The marks that open a heading: "## Title", and of MediaWiki "== Title ==".
MARKDOWN = re.compile(r"(#{1,6})\s+(?=\S)|(={2,6})[ \t]*(?=[^=\s][^=\n]*={2,6}$)")
NUMBERED = re.compile(r"(?:Section |SECTION )?(\d{1,2}(?:\.\d{1,2}){0,3})\.?[ \t]+(?=[A-Z•(])")
LABEL = re.compile(r"(?:[•*-][ \t]*)?\**[ \t]*([A-Z](?:[^.:;!?\n]|(?<=\betc)\.|(?<=\bincl)\.|e\.g\.|i\.e\.){1,90}?)\**:\**(?=\s+\S|\s*$)")
TERMINAL = frozenset(".!?;")
#: A line that says nothing but how often what stands below it occurs.
FREQUENCY_LINE = re.compile(
    r"(?:(?:very |un|less |more |most )?(?:common|rare|frequent)(?:ly)?(?: side effects| adverse reactions)?"
    r"|(?:(?:frequency|incidence) )?(?:not known|unknown|not defined))"
    r"\s*(?:\([^()\n]{0,140}\))?\s*:?",
    re.IGNORECASE,
)
#: A sentence that tells the reader what to do, among the items of a list.
ORDER_LINE = re.compile(r"(?:Tell|Contact|Call|Ask|Seek|Inform|Talk to|See|Anyone|If you|Stop)\b")
#: A line that is short enough to be a heading or a list item without a mark.
SHORT = 110
#: Words that titles write small.
SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))


def lines_of(text: str, known: Callable[[str], int]) -> list[Line]:
    """Give the lines of a text as its author meant them; `known(line)` is the length of a well-known heading that a line begins with."""
    lines = _bared(text, _without_page_numbers(text, _lines(text)), known)
    lines = _completed(text, _unwrapped(text, lines, known))
    return _closed_up(text, _parted(text, lines), known)


#: Marks of items that stand in a line of their own.
_MARKS = frozenset(("•", "*", "§", "-", "o"))
#: A title between rules, as the highlights of a label have it.
_FRAMED = re.compile(r"([-=_])\1{2,}\s*([^\W_].*?)\s*\1{3,}")
_RULES = frozenset(("---", "===", "___"))


def _lines(text: str) -> list[Line]:
    """Give (start, end, blank line before) of each line that is not blank, without outer blanks."""
    result: list[Line] = []
    start = 0
    blank = True
    while start <= len(text):
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        line = text[start:end]
        stripped = line.strip()
        if stripped:
            left = start + len(line) - len(line.lstrip())
            if stripped[:3] in _RULES and not MARKDOWN.match(stripped) and (framed := _FRAMED.fullmatch(stripped)):  # "-----CONTRAINDICATIONS-----"
                result.append((left + framed.start(2), left + framed.end(2), True))
            elif result and text[result[-1][0] : result[-1][1]] in _MARKS:  # the item's text stands below its mark
                result[-1] = (result[-1][0], left + len(stripped), result[-1][2])
            else:
                result.append((left, left + len(stripped), blank))
            blank = False
        else:
            blank = True
        start = end + 1
    return result


def _bared(text: str, lines: list[Line], known: Callable[[str], int]) -> list[Line]:
    """Take the marks off a heading that is set out in some way of its own: a well-known one in ">> Side effects", "b) ..." or "... --".

    Of marks on both sides, "[Uses]" or "<b>Uses</b>", any short title is freed; whether it is a heading shows where it stands.
    """
    result: list[Line] = []
    for number, (start, end, blank) in enumerate(lines):
        if 1 < end - start <= _DECORATED_WIDTH and (not text[start].isalpha() or text[start + 1] in ").2" or text[end - 1] in _CLOSING_MARKS):
            framed = _DECORATED.fullmatch(text, start, end) if not (MARKDOWN.match(text, start, end) or text.startswith("**", start)) else None
            is_framed = framed is not None and (framed[1][:1] + framed[3][-1:] in _PAIRS or framed[1][:1] == "\\")
            is_title = is_framed and framed is not None and framed[2][0].isupper() and framed[2].count(" ") < _TITLE_WORDS
            if framed and framed[1] + framed[3] and (is_title or known(framed[2]) == len(framed[2])):
                mark = framed[1].strip()
                following = text[lines[number + 1][0] :][: len(mark)] if mark and number + 1 < len(lines) else ""
                if not mark or following != mark or not BULLET.match(text, start, end):  # no item among others
                    start, end, blank = framed.start(2), framed.end(2), True
        result.append((start, end, blank))
    return result


#: The longest such line, marks that may end one, those that stand on both sides, and words of a title.
_DECORATED_WIDTH = 70
_PAIRS = frozenset(("[]", "<>", "{}", "**", "__", "~~", "||", "''", "--", "=="))
_TITLE_WORDS = 6
_CLOSING_MARKS = frozenset("-–—…;^>~=_*¶»]}")
#: What may stand before a heading, the heading, and what may stand behind it.
_DECORATED = re.compile(
    r"((?:(?:<\w[^<>\n]*>|\\[a-z]+\*?\{|h[1-6]\.[ \t]|\(?(?:\d{1,2}|[A-Za-z])\)|[^\w\s(<\\]|[<(](?=\w+[)>]))[ \t]*){0,4})"
    r"(\w[^|<>{}\n]*?[\w)])"
    r"((?:[ \t]*(?:</[^<>\n]*>|[^\w\s:.?!)]|\.\.\.|(?<=\w)\)))*)"
)


def _completed(text: str, lines: list[Line]) -> list[Line]:
    """Join "X is used to treat" with "Kawasaki disease." below it: a line that breaks off, and the rest of its sentence."""
    result: list[Line] = []
    for number, (start, end, blank) in enumerate(lines):
        if result and not blank and (breaks_off(text, result[-1]) or _ends_in_comma(text, result[-1])) and _ends_sentence(text, lines, number):
            result[-1] = (result[-1][0], end, result[-1][2])
        else:
            result.append((start, end, blank))
    return result


def breaks_off(text: str, line: Line) -> bool:
    """Tell whether a line ends within a phrase, "X is indicated for the treatment of", as no title does but "What it is"."""
    start, end, _ = line
    return text[text.rfind(" ", start, end) + 1 : end] in _OPEN_ENDS and _is_running(text, start, end)


def _ends_in_comma(text: str, line: Line) -> bool:
    start, end, _ = line
    return text[end - 1] == "," and text.find(" ", start, end) >= 0 and _is_running(text, start, end)


def _is_running(text: str, start: int, end: int) -> bool:
    """Tell a line of running text from an item, a title and a row."""
    return not any(mark.match(text, start, end) for mark in (BULLET, MARKDOWN, _ASKING)) and not _is_row(text, start, end)


def _is_row(text: str, start: int, end: int) -> bool:
    return text.find("|", start, end) >= 0 or text.find("\t", start, end) >= 0


def _ends_sentence(text: str, lines: Sequence[Line], number: int) -> bool:
    """Tell whether a line begins nothing of its own and the lines from it to the next empty one end in a sentence, no list of sentences."""
    start, end, _ = lines[number]
    if any(mark.match(text, start, end) for mark in (BULLET, NUMBERED, MARKDOWN, _LETTERED, ORDER_LINE)) or _is_row(text, start, end):
        return False
    last = next((i for i in range(number, min(number + _LONGEST, len(lines))) if i + 1 == len(lines) or lines[i + 1][2]), None)
    if last is None or text[lines[last][1] - 1] not in TERMINAL:
        return False
    return last == number or text[end - 1] not in TERMINAL


#: Words behind which a sentence goes on, however short its line, and the lines of the longest paragraph that is looked at.
_OPEN_ENDS = SMALL_WORDS | frozenset(
    (
        "treat", "treats", "prevent", "prevents", "cause", "causes", "include", "includes", "including", "is", "are", "was", "were",
        "be", "been", "has", "have", "may", "can", "could", "should", "must", "will", "not", "as", "than", "that", "which", "who",
        "after", "before", "during", "against", "between", "into", "under", "its", "their", "your", "this", "these", "treating", "preventing",
    )
)  # fmt: skip
#: Words that open a title which ends so: "What it is", "Conditions we treat".
_ASKING = re.compile(r"Wh[a-z]+|How|Conditions?|Diseases?|Disorders?|Illnesses")
_LONGEST = 12


def _unwrapped(text: str, lines: list[Line], known: Callable[[str], int]) -> list[Line]:
    """Join the lines of a hard-wrapped text that its width broke: those behind which the next word had no place."""
    widths = sorted(end - start for start, end, _ in lines)
    width = widths[int(len(widths) * _WIDEST)] if widths else 0
    if not _NARROWEST <= width <= _PAGE:
        return lines
    full = [
        number
        for number in range(1, len(lines))
        if not lines[number][2] and _next_word(text, lines, number) + lines[number - 1][1] - lines[number - 1][0] > width * _FULL
    ]
    small = sum(text[lines[number][0]].islower() for number in full)
    if small < _FEWEST_BROKEN or small * 2 < len(full):
        return lines
    broken = set(full)
    result = [lines[0]]
    for number in range(1, len(lines)):
        start, end, blank = lines[number]
        is_last = number + 1 == len(lines) or lines[number + 1][2]
        if number in broken and _joins(text, lines[number - 1], lines[number], known, is_full=number + 1 in broken, is_last=is_last):
            result[-1] = (result[-1][0], end, result[-1][2])
        else:
            result.append((start, end, blank))
    return result


def _parted(text: str, lines: list[Line]) -> list[Line]:
    """Part a line that holds what were lines of their own: items with marks, and numbered headings of a label in one line."""
    result: list[Line] = []
    for start, end, blank in lines:
        places = [match.end() for match in _INNER_MARK.finditer(text, start + 1, end)] if text.count("\u2022", start + 1, end) > 1 else []
        if places and text.find(" | ", start, places[0]) >= 0:
            places = []  # "Common | fever • chills • rash": marks within a cell of a row
        if end - start > _ONE_LINE:
            places = sorted({*places, *(match.end() for match in _INNER_NUMBER.finditer(text, start, end))})
        for place in places:
            result.append((start, start + len(text[start:place].rstrip()), blank))
            start, blank = place, False
        result.append((start, end, blank))
    return result


#: Where an item or a numbered heading begins within a line.
_INNER_MARK = re.compile(r"(?<=\S)\s+(?=\u2022\s)")
_INNER_NUMBER = re.compile(r"(?<=[.!?)\]:;A-Z])\s+(?=\d{1,2}(?:(?:\.\d{1,2}){1,2}\s+[A-Z][a-z]|\s+[A-Z]{5,}))")
#: Characters of a line that holds a whole section.
_ONE_LINE = 500


def _closed_up(text: str, lines: list[Line], known: Callable[[str], int]) -> list[Line]:
    """Pass over the empty lines between several short lines in a row, which are a list or a table that lost its marks."""
    short = [end - start <= SHORT and text[end - 1] not in TERMINAL and text[end - 1] != ":" for start, end, _ in lines]
    result = list(lines)
    first = 0
    while first < len(lines):
        last = first
        while last < len(lines) and short[last] and lines[last][2] and not known(text[lines[last][0] : lines[last][1]]):
            last += 1
        if last - first > _FEWEST_IN_ROW:
            opens_list = first > 0 and text[lines[first - 1][1] - 1] == ":"
            heads_next = last < len(lines) and text[lines[last][1] - 1] != ":" and not known(text[lines[last][0] : lines[last][1]])
            for number in range(first + (not opens_list), last - heads_next):
                result[number] = (*lines[number][:2], False)
        first = max(last, first + 1)
    return result


#: Short lines in a row that are more than a title and its like.
_FEWEST_IN_ROW = 4


def unmarked_items(text: str, lines: Sequence[Line], known: Callable[[str], int]) -> frozenset[int]:
    """Give the starts of the lines that are items of a list below "Rare:" of which only some lines have kept their marks."""
    found: list[int] = []
    opened = [number for number, (start, end, _) in enumerate(lines) if FREQUENCY_LINE.fullmatch(text, start, end)]
    for number in opened:
        listed: list[int] = []
        for below in range(number + 1, len(lines)):
            start, end, blank = lines[below]
            marked = BULLET.match(text, start, end) is not None
            begins_anew = not marked and ((blank and not text[start].islower()) or known(text[start:end]) or NUMBERED.match(text, start, end))
            if begins_anew or end - start > SHORT or text[end - 1] in ".:" or MARKDOWN.match(text, start, end) or below in opened:
                break
            listed.append(below)
        bare = [below for below in listed if BULLET.match(text, *lines[below][:2]) is None]
        if len(bare) < len(listed):
            found += [lines[below][0] for below in bare if below == number + 1 or not _is_rest(text, lines[below - 1], lines[below])]
    return frozenset(found)


def _is_rest(text: str, before: Line, line: Line) -> bool:
    """Tell whether a line goes on with the item above it, which fills the page or is left open."""
    above = text[before[0] : before[1]]
    is_open = above.count("(") > above.count(")") or above[-1] in ",-/(" or above.rpartition(" ")[2] in SMALL_WORDS
    return is_open or text[line[0]] == "(" or len(above) > _FULL_LINE


#: Characters of a line behind which an item may go on.
_FULL_LINE = 70


def _next_word(text: str, lines: Sequence[Line], number: int) -> int:
    start, end, _ = lines[number]
    blank = text.find(" ", start, end)
    return (blank if blank >= 0 else end) - start


def _joins(
    text: str, before: Line, line: Line, known: Callable[[str], int], *, is_full: bool, is_last: bool
) -> bool:
    """Neither line is a heading, an item's beginning or a row: the second goes on with the first, and on or to its end."""
    start, end, _ = line
    if _is_row(text, start, end):
        return False
    if text[before[0] : before[1]].rpartition(" ")[2] in SMALL_WORDS:
        return True
    if text[before[1] - 1] == ":" and not is_full:
        return False
    if any(mark.match(text, start, end) for mark in (BULLET, NUMBERED, MARKDOWN, _LETTERED)):
        return False
    if text[start].islower():
        return True
    ends = text[before[1] - 1] in TERMINAL
    if LABEL.match(text, start, end) or (ends and known(text[start:end])):
        return False
    return is_full or text[end - 1] in _GOING_ON or (is_last and not ends)


#: "B) You have had a transfusion": a part of a list.
_LETTERED = re.compile(r"\(?[A-Z]\)\s")
#: What a line ends with that ends a sentence or goes on, and is no title.
_GOING_ON = TERMINAL | {","}
#: The share of the lines that are no wider than the page, and its width in a hard-wrapped text, in characters.
_WIDEST, _NARROWEST, _PAGE = 0.97, 50, 130
#: The share of the width that a line fills together with the word that had no place in it.
_FULL = 0.88
#: Lines that begin small behind full ones, by which the text shows that it is wrapped.
_FEWEST_BROKEN = 3


def _without_page_numbers(text: str, lines: list[Line]) -> list[Line]:
    """Leave out "51 -", "- 3 -" and "Page 2 of 12", and bare numbers between empty lines that count on from page to page."""
    lines = _without_leading_marks(text, lines)
    marks = [number for number, (start, end, _) in enumerate(lines) if end - start <= _PAGE_NUMBER and _PAGE_MARK.fullmatch(text, start, end)]
    if not marks:
        return lines
    bare = {n: int(text[lines[n][0] : lines[n][1]]) for n in marks if text[lines[n][0] : lines[n][1]].isdigit()}
    alone = [n for n in bare if lines[n][2] and (n + 1 == len(lines) or lines[n + 1][2])]
    dropped = set(marks).difference(bare)
    dropped.update(n for pair in pairwise(alone) if bare[pair[1]] == bare[pair[0]] + 1 for n in pair)
    dropped.update(n for n in alone if n + 1 < len(lines) and text[lines[n + 1][0]].islower())
    result: list[Line] = []
    for number, (start, end, blank) in enumerate(lines):
        if number in dropped:
            continue
        result.append((start, end, blank and not (number - 1 in dropped and text[start].islower())))
    return result


def _without_leading_marks(text: str, lines: list[Line]) -> list[Line]:
    """Let "- 52 - Patients with ..." begin behind the number of the page."""
    result: list[Line] = []
    for start, end, blank in lines:
        mark = _LEADING_MARK.match(text, start, end)
        result.append((mark.end(), end, True) if mark else (start, end, blank))
    return result


_LEADING_MARK = re.compile(r"[-–—]\s*\d{1,4}\s*[-–—]\s+(?=[A-Z][a-z])")
_PAGE_MARK = re.compile(r"[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}(?:\s*[-–—])?|page \d{1,4}(?: (?:of|/) \d{1,4})?", re.IGNORECASE)
_PAGE_NUMBER = 16
