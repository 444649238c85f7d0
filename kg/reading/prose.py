"""The prose of a document: its text goes in, the same text without what states nothing comes out, every offset as it was.

Addresses name things that nobody claims ("https://site.org/ivig-for-asthma"); front matter, code, comments, tags, what is struck out, images
and the targets of links are no prose of a Markdown document. What is taken out gives way to characters that normalising drops. Words that
the end of a line or of a page cuts are put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.reading.formats.markdown import fenced
from kg.reading.hyphens import CUT, SHARING, belongs, known_words
from kg.reading.lines import BULLET, breaks_off
from kg.records import Document

__all__ = ["prose_of", "stated_headings"]

#: What normalising drops.
_NOTHING = "\u200b"
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)[^\s<>|\"]{1,2000}[^\s<>|\".,;:!?)\]'*_]>?")
#: A link: the words that are shown, in brackets, and where it leads.
_LINKED = r"""\[([^\[\]\n]{0,500})\]  # the words
    (?:
        \(
            (?:<[^<>\n]{0,2000}>|[^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?)  # the target, which may have brackets
            (?:[ ]+(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'))?[ ]*  # its title
        \)
        |\[[^\[\]\n]{0,100}\]
    )"""
_LINK = re.compile(_LINKED, re.VERBOSE)
#: An image, whose words are shown only where it is not.
_IMAGE = re.compile("!" + _LINKED, re.VERBOSE)
#: Words that are struck out, as Markdown and HTML within it write them, and words that are marked.
_STRUCK = re.compile(r"(?<!~)~~(?![~\s])(?:[^~\n]|\n(?!\s*\n)|~(?!~)){1,2000}?(?<!\s)~~(?!~)")
_STRUCK_TAG = re.compile(r"<(del|s|strike)\b[^<>\n]{0,500}>.{0,2000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
#: Where a program is to put the table of contents.
_CONTENTS = re.compile(r"^[ \t]*(?:\[TOC\]|\[\[_?TOC_?\]\]|\$\{toc\})[ \t]*$", re.MULTILINE | re.IGNORECASE)
#: Code of several lines as HTML within Markdown writes it.
_CODE_TAG = re.compile(r"<pre\b[^<>\n]{0,500}>\s*<code\b.{0,20000}?</code>\s*</pre\s*>", re.IGNORECASE | re.DOTALL)
_MARKED = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]{1,300})(?<=[^\s=])==(?![=\w])")
#: Where a link leads that is named elsewhere: "[1]: https://site.org".
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]{1,100}\]:[ \t]*<?(?:\w+://|/|#|\./)[^\n]{0,2000}$", re.MULTILINE)
#: Bold words within a line: "does **not** help"; at its start they may be a label.
_EMPHASIS = re.compile(r"(?<=[\w,;)] )\*\*(?=\S)([^*\n]{1,200})(?<=\S)\*\*")
#: One or a few words that are stressed: "is *not* given".
_STRESS = re.compile(r"(?<=[\w,;)(-][ (])\*(?=[^\s*])([^*\n]{1,80})(?<=[^\s*])\*(?=[\s.,;:!?)])")
_TAG = re.compile(
    r"<(/?)(a|article|b|blockquote|br|caption|center|code|dd|details|div|dl|dt|em|figcaption|figure|font|h[1-6]|hr|i|img|kbd|li|mark|ol|p|s"
    r"|section|small|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul)\b[^<>\n]{0,2000}>",
    re.IGNORECASE,
)
#: What tags say that open something, and those whose end parts lines.
_OPENING = {"br": ", ", "td": " | ", "th": " | ", "li": "\n- ", "dd": "\n- ", **{f"h{depth}": "\n# " for depth in range(1, 7)}}
_PARTING = frozenset(("caption", "dd", "div", "dt", "li", "p", "summary", "tr", *(f"h{depth}" for depth in range(1, 7))))
#: Fences that hold prose, as a chat puts an answer into one.
_PROSE = frozenset(("markdown", "md", "plain", "plaintext", "text", "txt"))
#: The number of an entry within another list, which is no heading's.
_INNER_NUMBER = re.compile(r"^([ \t]{2,}|\t)(\d{1,2}[.)])(?=[ \t]+\S)", re.MULTILINE)
#: Marks of questions and answers: "Q: Does it hurt?", "**A2.** No.", "Question 3 - ..."; and a line that has that of a question.
_SPEAKER = re.compile(r"^[ \t]*\**(?:Q(?:uestion)?|A(?:nswer)?)[ ]?\d{0,3}[ ]?(?:[.:)]|[-–—](?=[ ]))\**(?=[ \t]+\S)", re.MULTILINE)
_QUESTION = re.compile(r"^[ \t]*\**Q(?:uestion)?[ ]?\d{0,3}[ ]?[.:)–—-]\**[ \t][^\n]{3,300}\?\**[ \t]*$", re.MULTILINE)
#: The marks of a quotation before each of its lines.
_QUOTED = re.compile(r"^(?: {0,3}> ?)+(?=\S)", re.MULTILINE)
#: What ends a sentence, an item or what introduces a list.
_CLOSED = frozenset(".:;!?|")


def prose_of(document: Document) -> str:
    """Give the text of a document with what is no prose taken out; its length and all offsets stay those of the document."""
    text = document.text
    if "\r" in text and "\n" not in text:
        text = text.replace("\r", "\n")  # the lines of an old Mac
    if document.format == "pdf":
        text = _over_pages(text, [section.start for section in document.sections])
    elif "-" in text:
        text = _uncut(text)
    if document.format == "markdown":
        text = _without_markup(text, document.sections[0].start if document.sections else 0)
    if "~~" in text:
        text = _STRUCK.sub(lambda struck: _emptied(struck.group()), text)
    if "==" in text:
        text = _MARKED.sub(lambda word: f"{_NOTHING * 2}{word[1]}{_NOTHING * 2}", text)
    if "?" in text and _QUESTION.search(text) is not None:
        text = _SPEAKER.sub(_taken_out, text)
    if "**" in text:
        text = _EMPHASIS.sub(lambda word: f"{_NOTHING * 2}{word[1]}{_NOTHING * 2}", text)
    if "*" in text:
        text = _STRESS.sub(lambda word: f"{_NOTHING}{word[1]}{_NOTHING}", text)
    if "://" in text or "www." in text:
        text = _ADDRESS.sub(_taken_out, text)
    return text


def stated_headings(document: Document) -> Iterator[int]:
    """Give where the sections begin that begin with the line of their own heading, which Markdown underlines."""
    for section in document.sections:
        if section.title and (document.format == "markdown" or document.text.startswith(section.title, section.start)):
            yield section.start


def _without_markup(text: str, start: int) -> str:
    text = "\n" * start + text[start:]
    if "```" in text or "~~~" in text:
        text = _without_code(text)
    if "TOC" in text:
        text = _CONTENTS.sub(_taken_out, text)
    if "<" in text:
        text = _without_comments(text)
        if "<pre" in text or "<PRE" in text:
            text = _CODE_TAG.sub(lambda code: _emptied(code.group()), text)
        text = _TAG.sub(_without_tag, _STRUCK_TAG.sub(lambda struck: _emptied(struck.group()), text))
    if "![" in text:
        text = _IMAGE.sub(lambda image: _emptied(image.group()), text)
    if "](" in text or "][" in text:
        text = _LINK.sub(_shown, text)
    if ">" in text:
        text = _QUOTED.sub(_taken_out, text)
    if "]:" in text:
        text = _DEFINITION.sub(_taken_out, text)
    return _INNER_NUMBER.sub(lambda entry: f"{entry[1]}-{_NOTHING * (len(entry[2]) - 1)}", text)


def _uncut(text: str) -> str:
    """Put together the words that the ends of lines cut; the line that lost the end of a word to the one before begins behind it."""
    if _CUT_LINE.search(text) is None:
        return text
    known = known_words(text)

    def whole(cut: re.Match[str]) -> str:
        if cut["rest"] in SHARING:
            return cut.group()
        hyphen = "-" if belongs(cut["first"], cut["rest"], known) else _NOTHING
        return f"{cut['first']}{hyphen}{_NOTHING * len(cut['gap'])}{cut['rest']}{cut['more']}{cut['blank'] and chr(10)}"

    return CUT.sub(whole, text)


#: What every cut word has, found in a fraction of the time.
_CUT_LINE = re.compile(r"-[ \t\r]*\n")


def _over_pages(text: str, starts: Sequence[int]) -> str:
    """Join the sentences and words that go on over the end of a page."""
    parts: list[str] = []
    done = 0
    for start in starts:
        end = start
        while end > done and text[end - 1].isspace():
            end -= 1
        line = text.rfind("\n", 0, end) + 1
        if end <= done or not _goes_over(text, line, end, start):
            continue
        is_cut = text[end - 1] == "-" and text[end - 2 : end - 1].isalpha() and not text.startswith(_SHARED, start)
        parts += (text[done : end - 1 if is_cut else end], (_NOTHING if is_cut else " ").ljust(start - end + is_cut, _NOTHING))
        done = start
    return "".join((*parts, text[done:]))


#: Words behind a hyphen at the end of a page that were not cut off.
_SHARED = tuple(f"{word} " for word in SHARING)


def _goes_over(text: str, line: int, end: int, start: int) -> bool:
    """Tell whether the line [line, end) of a page goes on where the next page starts."""
    if not text[start : start + 1].isalpha() or text[end - 1] in _CLOSED or BULLET.match(text, start):
        return False
    return text[start].islower() or text[end - 1] == "," or breaks_off(text, (line, end, False))


def _taken_out(found: re.Match[str]) -> str:
    return _NOTHING * len(found.group())


def _shown(link: re.Match[str]) -> str:
    """The words of a link; a mere number, "[2](#cite)", is no word."""
    if not any(c.isalpha() for c in link[1]):
        return _emptied(link.group())
    return _emptied(link.group(), link.start(1) - link.start(), link.end(1) - link.start())


def _without_tag(tag: re.Match[str]) -> str:
    """ "Headache<br>Chills", "<td>Rash</td><td>rare</td>": some tags part what they stand between, others do not."""
    name = tag[2].casefold()
    sign = ("\n" if name in _PARTING else "") if tag[1] else _OPENING.get(name, "")
    return sign.ljust(len(tag.group()), _NOTHING)


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
