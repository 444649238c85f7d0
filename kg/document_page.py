"""A document as a page that stands alone: what `marking` made of it goes in, HTML with its style and script inside comes out.

The page asks nothing of any network: its security policy allows only the one style and the one script that it carries, by their
hashes. Without JavaScript it is the marked text and a list of claims whose links lead to their words.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from string import Template

from kg.marking import DOUBT_SIGNS, FLAG_MEANINGS, GROUPS, LOW_SCORE, NOT_STATED, Card, Line, Marked, Segment, printable
from kg.records import Grounding

__all__ = ["to_page"]

_TEMPLATES = Path(__file__).resolve().parent / "templates"


class _Html(str):
    """Markup that is safe to put into a page; any other string is text and is escaped."""

    __slots__ = ()


def to_page(marked: Marked) -> str:
    """Write a marked document as one HTML page; equal input gives equal bytes."""
    style, script, page = (_template(name) for name in ("document.css", "document.js", "document.html"))
    title = marked.document.title or marked.document.id
    return Template(page).substitute(
        policy=_escape(
            f"default-src 'none'; style-src '{_source_hash(style)}'; script-src '{_source_hash(script)}'; "
            "base-uri 'none'; form-action 'none'"
        ),
        style=style,
        script=script,
        title=_escape(title),
        about=_about(marked, title),
        legend=_legend(marked),
        text=_text(marked),
        filters=_filters(marked),
        count=len(marked.cards),
        cards=_Html("\n".join(_card(card, marked) for card in marked.cards))
        or _element("li", "No claim was found in this document.", class_="none"),
        ungrounded=_ungrounded(marked),
        mentions=_mentions(marked),
    )


# --- parts of the page ----------------------------------------------------------------------------------------------------


def _about(marked: Marked, title: str) -> _Html:
    document = marked.document
    facts = [
        ("File", document.id if document.title else ""), ("Kind", document.kind), ("Tier", document.tier),
        ("Publisher", document.publisher),
        ("Date", document.date), ("Licence", document.licence), ("Source", document.source),
        *(
            (name.replace("-", " ").capitalize(), value)
            for name, value in sorted(document.metadata.items())
            if name != "characters" and value != document.source
        ),
        ("SHA-256", document.sha256[:16] + "…" if document.sha256 else ""),
    ]  # fmt: skip
    long_facts = [(name, value) for name, value in facts if len(value) > _LONG_FACT]
    doubtful = sum(1 for card in marked.cards if card.doubts)
    numbers = (
        f"{len(document.text):,} characters, {_counted(len(marked.groundings), 'mention')}, {_counted(len(marked.cards), 'claim')} "
        f"({doubtful} doubtful), {_counted(len(marked.ungrounded), 'ungrounded candidate')}"
    )
    return _join(
        _element("h1", title, dir="auto"),
        _element("ul", *(_flag(flag, FLAG_MEANINGS[flag]) for flag in marked.flags), class_="flags", aria_label="Integrity of the document")
        if marked.flags
        else "",
        _facts([(name, value) for name, value in facts if value not in NOT_STATED and len(value) <= _LONG_FACT]),
        _element("details", _element("summary", "More about this document"), _facts(long_facts), class_="more") if long_facts else "",
        _element("p", numbers, class_="numbers"),
    )


#: Characters of what is told of a document before a reader asks for it.
_LONG_FACT = 120


def _facts(facts: Sequence[tuple[str, str]]) -> _Html:
    return _element("p", *(_element("span", _element("b", name), " ", _element("bdi", value)) for name, value in facts), class_="facts")


def _flag(flag: str, meaning: str) -> _Html:
    return _element("li", _element("strong", f"⚠ {flag}"), f": {meaning}.")


def _legend(marked: Marked) -> _Html:
    used = set(marked.groups) | {card.object_group for card in marked.cards}
    groups = [_element("span", group, class_=f"m {_group_class(group)}") for group in GROUPS if group in used]
    marks = [
        _element("span", "words of a claim", class_="m o plain"),
        _element("span", "doubtful", class_="m o plain doubtful"),
        *([_element("span", "ungrounded", class_="u")] if marked.ungrounded else []),
    ]
    return _element("div", *groups, *marks, class_="legend", aria_label="Legend")


def _text(marked: Marked) -> _Html:
    """Write the lines; a front matter, which is no prose, is folded away. Its handle has no characters, so that offsets hold."""
    ends = marked.document.sections[0].start if marked.document.format == "markdown" and marked.document.sections else 0
    lines = [(line.segments[0].start if line.segments else 0, _line(line, marked)) for line in marked.lines]
    before = _Html("".join(line for start, line in lines if start < ends))
    handle = _Html('<summary aria-label="Front matter"></summary>')
    return _join(
        _element("details", handle, before, class_="front") if before.strip() else before,
        _Html("".join(line for start, line in lines if start >= ends)),
    )


def _line(line: Line, marked: Marked) -> _Html:
    names = ["line", line.kind, *(["start"] if line.is_start else [])]
    return _element("span", *_pieces(line, marked), class_=" ".join(names), dir="auto")


#: Characters of a block of a very long line. A browser lays a block out as a whole, whatever changes in it.
_PIECE = 2000
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’)\]]*\s+|[。！？]")
_BLANK = re.compile(r"\s+")


def _pieces(line: Line, marked: Marked) -> Iterator[_Html]:
    """Write the segments of a line; those of a very long one in blocks, without which a megabyte in one line takes minutes to show."""
    text = marked.document.text
    cuts = list(_cuts(text, line.segments[0].start, line.segments[-1].end)) if line.segments else []
    if not cuts:
        yield from (_segment(segment, marked) for segment in line.segments)
        return
    piece: list[_Html] = []
    waiting = iter([*cuts, len(text)])
    cut = next(waiting)
    for segment in line.segments:
        start = segment.start
        while cut < segment.end:
            if start < cut:
                piece.append(_segment(replace(segment, start=start, end=cut), marked))
            yield _element("span", *piece, class_="piece")
            piece, start, cut = [], cut, next(waiting)
        piece.append(_segment(replace(segment, start=start), marked))
    yield _element("span", *piece, class_="piece")


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Give the places where a very long line is parted: behind a sentence, else behind a blank, else within a word."""
    while end - start > 2 * _PIECE:
        window = start + _PIECE // 2, start + _PIECE
        ends = [match.end() for pattern in (_SENTENCE_END, _BLANK) for match in [*pattern.finditer(text, *window)][-1:]]
        start = ends[0] if ends else start + _PIECE
        while start < end and unicodedata.category(text[start]) in _JOINED:
            start += 1
        if start < end:
            yield start


#: Categories of characters that belong to the character before.
_JOINED = frozenset(("Mn", "Mc", "Me", "Cf"))


def _segment(segment: Segment, marked: Marked) -> _Html:
    words = _escape(marked.document.text[segment.start : segment.end])
    names: list[str] = ["h"] if segment.is_heading else []
    if segment.mentions:
        names += ["m", _group_class(marked.groups[segment.mentions[0]])]
    cards = [marked.cards[number - 1] for number in segment.objects]
    if cards:
        names += ["o"] if segment.mentions else ["o", "m", _group_class(cards[0].object_group)]
    if cards and all(card.doubts for card in cards):
        names.append("doubtful")
    if segment.ungrounded:
        names.append("u")
    if not names and not segment.subjects and not segment.cues:
        return words
    begins = any(card.claim.start == segment.start for card in cards)
    return _element(
        "span",
        words,
        class_=" ".join(names),
        id=f"p{segment.start}" if begins else "",
        title=_title(segment, marked),
        data_o=_numbers(segment.objects),
        data_s=_numbers(segment.subjects),
        data_q=_numbers(segment.cues),
    )


def _title(segment: Segment, marked: Marked) -> str:
    notes = []
    for key in segment.mentions:
        grounding = marked.groundings[key]
        notes.append(
            f"{marked.concepts[grounding.concept][0]} ({marked.groups[key]}), {grounding.score:.2f}: {'; '.join(grounding.reasons)}"
        )
    if segment.objects:
        notes.append("object of claim " + ", ".join(map(str, segment.objects)))
    notes += [f"no concept: {marked.ungrounded[key].expected}" for key in segment.ungrounded]
    return "\n".join(notes)


def _filters(marked: Marked) -> _Html:
    predicates = Counter(card.claim.predicate for card in marked.cards)
    groups = Counter(card.object_group for card in marked.cards)
    doubtful = sum(1 for card in marked.cards if card.doubts)
    return _join(
        _element(
            "label", "Predicate ", _select("by-predicate", sorted((name, name.replace("_", " "), n) for name, n in predicates.items()))
        ),
        _element("label", "Class ", _select("by-group", [(group, group, groups[group]) for group in GROUPS if groups[group]])),
        _element("label", _Html('<input type="checkbox" id="by-doubt">'), f" doubtful only ({doubtful})"),
    )


def _select(id: str, options: Sequence[tuple[str, str, int]]) -> _Html:
    return _element(
        "select",
        _Html('<option value="">all</option>'),
        *(_element("option", f"{name} ({n})", value=value) for value, name, n in options),
        id=id,
    )


def _card(card: Card, marked: Marked) -> _Html:
    claim = card.claim
    details = [
        ("status", claim.status), ("severity", claim.severity), ("frequency", claim.frequency.replace("_", " ")),
        ("population", claim.population),
        ("raises the risk of", marked.concepts[claim.effect][0] if claim.effect else ""),
    ]  # fmt: skip
    return _element(
        "li",
        _element(
            "a",
            str(card.number),
            class_="number",
            href=f"#p{claim.start}",
            aria_label=f"{card.number}: {card.subject} {claim.predicate.replace('_', ' ')} {card.object}: show the words in the text",
        ),
        _element(
            "p",
            _element("span", card.subject, class_=f"m {_group_class(card.subject_group)}"),
            " ",
            _element("span", claim.predicate.replace("_", " "), class_="predicate"),
            " ",
            _element("span", card.object, class_=f"m {_group_class(card.object_group)}"),
            class_="statement",
        ),
        _element("p", *(_element("span", f"{DOUBT_SIGNS[doubt]} {doubt}", class_="doubt") for doubt in card.doubts), class_="doubts")
        if card.doubts
        else "",
        *(
            _element(
                "p",
                "≈ ",
                _element("q", _element("bdi", " ".join(printable(g.mention.surface).split()))),
                " read as ",
                _element("b", label),
                class_="recovery",
            )
            for g, label in card.recoveries
        ),
        _element(
            "p",
            *(_element("span", f"{name} ", _element("b", value)) for name, value in details if value and value != "unspecified"),
            class_="details",
        )
        if any(value and value != "unspecified" for _, value in details)
        else "",
        _element("p", *_place(card), class_="words"),
        _element("details", _element("summary", f"score {claim.score:.2f} · {claim.method}"), _why(card), class_="why"),
        class_="card doubtful" if card.doubts else "card",
        id=f"claim-{card.number}",
        data_number=str(card.number),
        data_predicate=claim.predicate,
        data_group=card.object_group,
        data_doubtful="yes" if card.doubts else "",
    )


def _place(card: Card) -> Iterator[str]:
    """Where the claim stands; words that the card shows as recovered are not shown twice."""
    words, section = (" ".join(printable(part).split()) for part in (card.claim.surface, card.claim.section))
    if all(grounding.mention.surface != card.claim.surface for grounding, _ in card.recoveries):
        yield _element("q", _element("bdi", words))
        yield " "
    if section:
        yield "under "
        yield _element("bdi", section, class_="section")


def _why(card: Card) -> _Html:
    claim = card.claim
    rows: list[tuple[str, str]] = [
        ("score", f"{claim.score:.3f}" + (f", below {LOW_SCORE:g}" if claim.score < LOW_SCORE else "")),
        ("rule", claim.method),
        ("polarity", claim.polarity),
        ("characters", f"{claim.start} to {claim.end}"),
        ("object", _reasons(card.object_grounding, "no mention of its own: read from the words as a whole")),
        (
            "subject",
            _reasons(
                card.subject_grounding,
                "carried over from what the text is about" if claim.subject_span is None else "read from the words as a whole",
            ),
        ),
    ]
    pairs = [_join(_element("dt", name), _element("dd", value)) for name, value in rows if value]
    return _element("dl", *pairs)


def _reasons(grounding: Grounding | None, otherwise: str) -> str:
    if grounding is None:
        return otherwise
    words = " ".join(printable(grounding.mention.surface).split())
    return f"“{words}” is {grounding.concept}, {grounding.score:.2f}: {'; '.join(grounding.reasons)}"


def _ungrounded(marked: Marked) -> _Html:
    if not marked.ungrounded:
        return _Html("")
    rows = [
        _element(
            "tr",
            _element("td", _element("bdi", printable(u.surface))),
            _element("td", u.expected),
            _element("td", _element("bdi", printable(u.context))),
        )
        for u in marked.ungrounded
    ]
    return _table(f"Ungrounded candidates ({len(rows)})", ("words", "taken for, and why not", "where"), rows, is_open=True)


def _mentions(marked: Marked) -> _Html:
    rows = []
    for grounding, group in zip(marked.groundings, marked.groups, strict=True):
        mention = grounding.mention
        others = ", ".join(marked.concepts[slug][0] for slug in mention.candidates if slug != grounding.concept)
        rows.append(
            _element(
                "tr",
                _element("td", str(mention.start)),
                _element("td", _element("bdi", " ".join(printable(mention.surface).split()), class_=f"m {_group_class(group)}")),
                _element("td", marked.concepts[grounding.concept][0]),
                _element("td", f"{grounding.score:.2f}"),
                _element("td", "; ".join(grounding.reasons) + (f"; rather than {others}" if others else "")),
            )
        )
    return _table(f"All mentions ({len(rows)})", ("at", "words", "concept", "score", "reasons"), rows) if rows else _Html("")


def _table(title: str, columns: Sequence[str], rows: Sequence[_Html], *, is_open: bool = False) -> _Html:
    head = _element("thead", _element("tr", *(_element("th", column, scope="col") for column in columns)))
    body = _element("div", _element("table", head, _element("tbody", *rows)), class_="wide")
    inner = _join(_element("summary", title), body)
    return _Html(f"<details{' open' if is_open else ''}>{inner}</details>")


# --- markup ---------------------------------------------------------------------------------------------------------------


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _source_hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")


def _escape(text: str) -> _Html:
    # A carriage return stands as a reference: a browser would make a line feed of it, and offsets would no longer hold.
    return _Html(html.escape(printable(text), quote=True).replace("\r", "&#13;"))


def _element(name: str, *children: str, **attributes: str) -> _Html:
    """Make an element; empty attributes are left out, and a child that is not markup is escaped."""
    pairs = "".join(f' {key.rstrip("_").replace("_", "-")}="{_escape(value)}"' for key, value in attributes.items() if value)
    return _Html(f"<{name}{pairs}>{_join(*children)}</{name}>")


def _join(*children: str) -> _Html:
    return _Html("".join(_escaped(children)))


def _escaped(children: Iterable[str]) -> Iterator[str]:
    for child in children:
        yield child if isinstance(child, _Html) else _escape(child)


def _numbers(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))


def _group_class(group: str) -> str:
    return "g-" + group.replace(" ", "-")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
