"""The prose of a document: its text goes in, the same text without what states nothing comes out, every offset as it was.

Addresses name things that nobody claims ("https://site.org/ivig-for-asthma"); front matter, code, comments, tags and the targets of
links are no prose of a Markdown document. What is taken out gives way to characters that normalising drops.
"""

from __future__ import annotations

import re

from kg.reading.formats.markdown import fenced
from kg.records import Document

__all__ = ["prose_of"]

#: What normalising drops.
_NOTHING = "\u200b"
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)[^\s<>|\"]{1,2000}[^\s<>|\".,;:!?)\]'*_]>?")
#: A link or an image: the words that are shown, in brackets, and where it leads.
_LINK = re.compile(
    r"""!?\[([^\[\]\n]{0,500})\]  # the words
    (?:
        \(
            (?:<[^<>\n]{0,2000}>|[^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?)  # the target, which may have brackets
            (?:[ ]+(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'))?[ ]*  # its title
        \)
        |\[[^\[\]\n]{0,100}\]
    )""",
    re.VERBOSE,
)
#: Where a link leads that is named elsewhere: "[1]: https://site.org".
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]{1,100}\]:[ \t]*<?(?:\w+://|/|#|\./)[^\n]{0,2000}$", re.MULTILINE)
#: Bold words within a line: "does **not** help"; at its start they may be a label.
_EMPHASIS = re.compile(r"(?<=[\w,;)] )\*\*(?=\S)([^*\n]{1,200})(?<=\S)\*\*")
_TAG = re.compile(
    r"</?(?:a|b|br|center|code|details|div|em|font|hr|i|img|kbd|mark|p|s|small|span|strong|sub|summary|sup|u)\b[^<>\n]{0,2000}>", re.IGNORECASE
)
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
#: Fences that hold prose, as a chat puts an answer into one.
_PROSE = frozenset(("markdown", "md", "plain", "plaintext", "text", "txt"))
#: The number of an entry within another list, which is no heading's.
_INNER_NUMBER = re.compile(r"^([ \t]{2,}|\t)(\d{1,2}[.)])(?=[ \t]+\S)", re.MULTILINE)


def prose_of(document: Document) -> str:
    """Give the text of a document with what is no prose taken out; its length and all offsets stay those of the document."""
    text = document.text
    if document.format == "markdown":
        text = _without_markup(text, document.sections[0].start if document.sections else 0)
    if "**" in text:
        text = _EMPHASIS.sub(lambda word: f"{_NOTHING * 2}{word[1]}{_NOTHING * 2}", text)
    if "://" in text or "www." in text:
        text = _ADDRESS.sub(_taken_out, text)
    return text


def _without_markup(text: str, start: int) -> str:
    text = "\n" * start + text[start:]
    if "```" in text or "~~~" in text:
        text = _without_code(text)
    if "<" in text:
        text = _TAG.sub(_without_tag, _without_comments(text))
    if "](" in text or "][" in text:
        text = _LINK.sub(_shown, text)
    if "]:" in text:
        text = _DEFINITION.sub(_taken_out, text)
    return _INNER_NUMBER.sub(lambda entry: f"{entry[1]}-{_NOTHING * (len(entry[2]) - 1)}", text)


def _taken_out(found: re.Match[str]) -> str:
    return _NOTHING * len(found.group())


def _shown(link: re.Match[str]) -> str:
    """The words of a link; a mere number, "[2](#cite)", is no word."""
    if not any(c.isalpha() for c in link[1]):
        return _emptied(link.group())
    return _emptied(link.group(), link.start(1) - link.start(), link.end(1) - link.start())


def _without_tag(tag: re.Match[str]) -> str:
    """ "Headache<br>Chills": a break in a line parts what it stands between, other tags do not."""
    return (", " if _BREAK.match(tag.group()) else "").ljust(len(tag.group()), _NOTHING)


def _emptied(piece: str, first: int = 0, last: int = 0) -> str:
    """Take all out but the lines' ends and the characters [first, last)."""
    return "".join(c if c == "\n" or first <= i < last else _NOTHING for i, c in enumerate(piece))


def _without_comments(text: str) -> str:
    """Take comments out, <!-- such as this -->, one that nothing closes to the end."""
    parts: list[str] = []
    end = 0
    while (start := text.find("<!--", end)) >= 0:
        close = text.find("-->", start + 4)
        parts += (text[end:start], _emptied(text[start : close + 3 if close >= 0 else len(text)]))
        end = close + 3 if close >= 0 else len(text)
    return "".join((*parts, text[end:]))


def _without_code(text: str) -> str:
    """Take fenced code out; of a fence that holds prose only its own two lines."""
    parts: list[str] = []
    end = 0
    for code in fenced(text):
        inner = text[code.first : code.last]
        is_prose = code.language.casefold() in _PROSE
        parts += (text[end : code.start], _emptied(text[code.start : code.first]), inner if is_prose else _emptied(inner))
        parts.append(_emptied(text[code.last : code.end]))
        end = code.end
    return "".join((*parts, text[end:]))
