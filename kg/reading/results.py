"""What a reading gives: drafts and a page in tokens go in, claims, groundings and ungrounded candidates with their offsets come out."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from kg.reading.drafts import Draft
from kg.reading.formats.markdown import heading_words
from kg.reading.lines import NUMBERED
from kg.reading.mentions import Found
from kg.reading.page import Page
from kg.reading.sections import Place
from kg.reading.unknown import find_unknown
from kg.records import Claim, Grounding, Mention, Ungrounded

__all__ = ["claims_of", "groundings_of", "ungrounded_of"]


def claims_of(drafts: Sequence[Draft], page: Page) -> tuple[Claim, ...]:
    """Give the claims with their offsets, sorted by place; of drafts that claim the same in one place the surest counts."""
    text = page.document.text
    pages = [(section.start, section.page) for section in page.document.sections if section.page is not None]
    stated = [] if page.document.format in _MARKED else [(s.start, s.title) for s in page.document.sections if not s.is_aside]
    best: dict[tuple[object, ...], Claim] = {}
    for draft in drafts:
        start, end = page.span(draft.first, draft.last)
        claim = Claim(
            document=page.document.id,
            subject=draft.subject,
            predicate=draft.predicate,
            object=draft.object,
            start=start,
            end=end,
            surface=text[start:end],
            status=draft.status,
            polarity=draft.polarity,
            severity=draft.severity,
            frequency=draft.frequency,
            population=draft.population,
            subject_span=page.span(*draft.subject_span) if draft.subject_span else None,
            cue_span=page.span(*draft.cue_span) if draft.cue_span else None,
            section=_section(_heading(page.units[draft.unit].place, page, start, stated), start, pages),
            method=draft.method,
            score=draft.score,
            effect=draft.effect,
        )
        is_unapproved = (claim.status, claim.polarity) == ("approved", "negated")  # which is said beside a use: "not approved, but used"
        key = (claim.subject, claim.predicate, claim.object, claim.start, claim.end, claim.effect, is_unapproved)
        if key not in best or best[key].score < claim.score:
            best[key] = claim
    return tuple(sorted(best.values(), key=lambda c: (c.start, c.end, c.predicate, c.subject, c.object, c.effect)))


def _heading(place: Place, page: Page, at: int, stated: Sequence[tuple[int, str]]) -> str:
    """Give the heading over a place of the text as it is written, without marks of Markdown; a label within the text stands for one as it was read.

    A section that the format states and that begins below the heading goes before it, and so does the one around a table whose caption it is
    where the table has ended. `stated` are the begins and titles of these sections.
    """
    block = page.layout.blocks[place.heading] if place.heading is not None else None
    start, end = page.normal.original(block.start, block.end) if block is not None else (-1, -1)
    above = stated[number - 1] if (number := bisect_right(stated, (at, _LAST))) else None
    if above is not None and above[1] and (above[0] > end or (_CAPTION.match(place.title) and _ENDED.search(page.document.text, end, at))):
        return _without_number(above[1])
    if block is None or place.title != " ".join(page.normal.text[block.start : block.end].split()):
        return place.title
    written = page.document.text[start:end]
    return heading_words(written) if page.document.format in _MARKED else " ".join(written.split()).rstrip("| ")


def _without_number(title: str) -> str:
    number = NUMBERED.match(title)
    return title[number.end() :].strip() if number is not None and number.end() < len(title) else title


#: The caption of a table, and the end of the rows below it.
_CAPTION = re.compile(r"Table [A-Z]?\d")
_ENDED = re.compile(r"\|[^\n]*\n[ \t]*\n")
_LAST = chr(sys.maxunicode)
#: Formats whose text may have marks of Markdown.
_MARKED = frozenset(("markdown", "text"))


def _section(title: str, start: int, pages: Sequence[tuple[int, int]]) -> str:
    """Name the heading that words stand under, and in a document with pages the page that they begin on."""
    if not pages:
        return title
    number = pages[max(0, bisect_right(pages, (start, sys.maxsize)) - 1)][1]
    return f"{title}, page {number}" if title else f"page {number}"


def groundings_of(page: Page) -> Iterator[Grounding]:
    """Give what every mention was grounded to, in the order of the text."""
    text = page.document.text
    for unit in page.units:
        for term in unit.terms:
            start, end = page.span(term.first, term.last)
            mention = Mention(start, end, text[start:end], (term.concept, *term.alternatives), term.method)
            yield Grounding(mention, term.concept, term.score, term.reasons)


def ungrounded_of(open_mentions: Sequence[tuple[Found, str]], page: Page) -> Iterator[Ungrounded]:
    """Give the mentions that fit no concept well enough, then the words that look like a term and are none."""
    text = page.document.text
    for found, reason in open_mentions:
        start, end = page.span(found.first, found.last)
        context = " ".join(text[max(0, start - 40) : end + 40].split())
        yield Ungrounded(page.document.id, start, end, text[start:end], f"{found.entries[0].concept}? {reason}", context)
    done = 0
    for unit in page.units:
        telling = page.telling[done : bisect_left(page.telling, unit.last, done)]
        done += len(telling)
        if not telling or unit.place.kind == "references":
            continue
        for first, last, expected in find_unknown(unit, page, telling):
            start, end = page.span(first, last)
            context = " ".join(text[max(0, start - 40) : end + 40].split())
            yield Ungrounded(page.document.id, start, end, text[start:end], expected, context)
