"""What is shown of a document that was read: a document and its reading go in, lines of segments, cards of claims and notes come out.

Every character of the text is in exactly one segment, so that overlapping and nested spans need no nesting where they are shown.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kg.concepts import Concept
from kg.reading.characters import normalise
from kg.reading.claims import Reading
from kg.reading.layout import lay_out
from kg.reading.prose import prose_of, stated_headings
from kg.reading.sections import Headings
from kg.records import Claim, Document, Flag, Grounding, Span, Ungrounded

__all__ = [
    "DOUBT_SIGNS",
    "FLAG_MEANINGS",
    "GROUPS",
    "LOW_SCORE",
    "NOT_STATED",
    "Card",
    "Doubt",
    "Line",
    "Marked",
    "Segment",
    "group_of",
    "mark",
    "printable",
]

Doubt = Literal["negated", "hedged", "low score", "recovered from paraphrase"]
LineKind = Literal["text", "heading", "item", "row", "blank"]

#: Classes of concepts that share a colour, by the name that the legend gives them.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "immunoglobulin": ("ImmunoglobulinProduct", "ImmunoglobulinIsotype", "MonoclonalAntibody"),
    "condition": ("Condition", "Immunodeficiency"),
    "category": ("Category",),
    "mechanism": ("Mechanism",),
    "adverse effect": ("AdverseEffect",),
    "feature or cause": ("Feature", "AutoimmuneFeature", "Autoantibody", "AntibodyDeficiency", "GeneticDefect", "AcquiredCause", "Agent"),
    "substance or structure": ("Constituent", "MolecularTarget", "AnatomicalStructure", "NervousStructure", "BloodStructure"),
    "route or source": ("Route", "Source", "Plasma", "CellCulture"),
    "population or risk": ("Population", "RiskFactor"),
    "care": ("Management", "Medication", "Vaccine", "LaboratoryTest"),
}
_GROUP_OF = {name: group for group, names in GROUPS.items() for name in names}
#: What a claim's object is read as, where its concept is of several groups.
_EXPECTED: Mapping[str, str] = {
    "treats": "condition", "prevents": "condition", "contraindicated_in": "condition", "not_effective_for": "condition",
    "has_adverse_effect": "adverse effect", "has_risk_factor": "population or risk", "caused_by": "feature or cause",
    "used_in_population": "population or risk", "in_category": "category", "mitigated_by": "care", "monitored_by": "care",
    "interacts_with": "care",
}  # fmt: skip

#: What stands in a document's description where nothing is known.
NOT_STATED = frozenset(("", "unknown", "not stated"))

#: Below it a claim is called doubtful. A convention: such a claim went through at least two weak steps (an inherited product, a
#: recovered or elliptical name, a soft cue), each of which takes a fifth or more from the score.
LOW_SCORE = 0.6
DOUBT_SIGNS: Mapping[Doubt, str] = {"negated": "✕", "hedged": "?", "low score": "↓", "recovered from paraphrase": "≈"}
#: How a mention was found where its words are not those of the name.
_RECOVERED = frozenset(("paraphrase", "guess"))

FLAG_MEANINGS: Mapping[Flag, str] = {
    "machine-paraphrased": "words were replaced by a machine, so that terms had to be recovered; "
    "what it says may be distorted, and belief in its claims is lowered",
    "llm-generated": "it says that a language model wrote it; its claims may be invented, and belief in them is lowered",
    "encoding-damaged": "characters were damaged on the way here; names may be misread",
    "retracted": "it was withdrawn by its publisher or authors; its claims should not be relied on",
}


@dataclass(frozen=True, slots=True)
class Card:
    """A claim with what a reader needs to judge it; `number` counts from 1 in the order of the text."""

    number: int
    claim: Claim
    subject: str
    object: str
    subject_group: str
    object_group: str
    doubts: tuple[Doubt, ...]
    subject_grounding: Grounding | None
    object_grounding: Grounding | None

    @property
    def recoveries(self) -> tuple[tuple[Grounding, str], ...]:
        """The mentions of the claim that were recovered from replaced words, each with the label that it was read as."""
        pairs = ((self.subject_grounding, self.subject), (self.object_grounding, self.object))
        return tuple((g, label) for g, label in pairs if g is not None and g.mention.method in _RECOVERED)


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters [start, end) that the same spans cover.

    `mentions` are places in `Marked.groundings`, the innermost first; `objects`, `subjects` and `cues` are numbers of cards.
    """

    start: int
    end: int
    mentions: tuple[int, ...] = ()
    objects: tuple[int, ...] = ()
    subjects: tuple[int, ...] = ()
    cues: tuple[int, ...] = ()
    ungrounded: tuple[int, ...] = ()
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text with its line end; `is_start` tells the first line of a list item."""

    kind: LineKind
    segments: tuple[Segment, ...]
    is_start: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A document ready to be shown; the segments of all lines, in order, are the whole text."""

    document: Document
    flags: tuple[Flag, ...]
    lines: tuple[Line, ...]
    cards: tuple[Card, ...]
    groundings: tuple[Grounding, ...]
    #: Label and group of each concept that is mentioned or claimed, by slug.
    concepts: Mapping[str, tuple[str, str]]
    ungrounded: tuple[Ungrounded, ...]
    #: Group of each grounding, as the claims read it.
    groups: tuple[str, ...]


def mark(
    document: Document, reading: Reading, *, concepts: Mapping[str, Concept], headings: Headings, flags: tuple[Flag, ...] = ()
) -> Marked:
    """Gather what is shown of a document; equal input gives equal output."""
    claims = sorted(reading.claims, key=lambda c: (c.start, c.end, c.predicate, c.subject, c.object, c.effect))
    groundings = sorted(reading.groundings, key=lambda g: (g.mention.start, g.mention.end, g.concept))
    starts = [g.mention.start for g in groundings]
    longest = max((g.mention.end - g.mention.start for g in groundings), default=0)

    def naming(concept: str, span: Span | None) -> Grounding | None:
        """Find the grounding behind a claim's words: the same span first, else the longest overlap."""
        if span is None:
            return None
        near = groundings[bisect_left(starts, span[0] - longest) : bisect_left(starts, span[1])]
        fitting = [g for g in near if g.concept == concept and g.mention.end > span[0]]
        return max(fitting, key=lambda g: min(g.mention.end, span[1]) - max(g.mention.start, span[0]), default=None)

    cards = tuple(
        _card(number, claim, concepts, naming(claim.subject, claim.subject_span), naming(claim.object, (claim.start, claim.end)))
        for number, claim in enumerate(claims, start=1)
    )
    as_claimed: dict[tuple[int, int, str], str] = {}
    for card in cards:
        if card.object_grounding is not None:
            mention = card.object_grounding.mention
            as_claimed.setdefault((mention.start, mention.end, card.claim.object), card.object_group)
    slugs = (
        {g.concept for g in groundings}
        | {s for c in claims for s in (c.subject, c.object, c.effect) if s}
        | {a for g in groundings for a in g.mention.candidates}
    )
    ungrounded = tuple(sorted(reading.ungrounded, key=lambda u: (u.start, u.end, u.expected)))
    return Marked(
        document=document,
        flags=flags,
        lines=tuple(_lines(document, headings, groundings, cards, ungrounded)),
        cards=cards,
        groundings=tuple(groundings),
        concepts={slug: (_label(slug, concepts), group_of(concepts.get(slug))) for slug in sorted(slugs)},
        ungrounded=ungrounded,
        groups=tuple(as_claimed.get((g.mention.start, g.mention.end, g.concept), group_of(concepts.get(g.concept))) for g in groundings),
    )


def group_of(concept: Concept | None, predicate: str = "") -> str:
    """Give the colour group of a concept; where it is of several, the one that fits the predicate, else the first."""
    groups = [_GROUP_OF[name] for name in concept.classes] if concept is not None else []
    expected = _EXPECTED.get(predicate, "")
    return expected if expected in groups else groups[0] if groups else expected or "condition"


def printable(text: str) -> str:
    """Replace characters that must not reach a screen, one for one, so that offsets hold; line ends and tabs stay.

    >>> printable("a\\x00b\\x1b[0m")
    'a␀b␛[0m'
    """
    return _UNPRINTABLE.sub(lambda match: _picture(match[0]), text)


#: Control characters, lone surrogates and the two non-characters that XML forbids.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _picture(character: str) -> str:
    code = ord(character)
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"


def _label(slug: str, concepts: Mapping[str, Concept]) -> str:
    return concepts[slug].label if slug in concepts else slug.replace("-", " ")


def _card(number: int, claim: Claim, concepts: Mapping[str, Concept], subject: Grounding | None, object_: Grounding | None) -> Card:
    doubts: list[Doubt] = []
    if claim.polarity == "negated":
        doubts.append("negated")
    elif claim.polarity == "hedged":
        doubts.append("hedged")
    if claim.score < LOW_SCORE:
        doubts.append("low score")
    if any(g is not None and g.mention.method in _RECOVERED for g in (subject, object_)) or "paraphrase" in claim.method.split():
        doubts.append("recovered from paraphrase")
    return Card(
        number=number,
        claim=claim,
        subject=_label(claim.subject, concepts),
        object=_label(claim.object, concepts),
        subject_group=group_of(concepts.get(claim.subject)),
        object_group=group_of(concepts.get(claim.object), claim.predicate),
        doubts=tuple(doubts),
        subject_grounding=subject,
        object_grounding=object_,
    )


_Role = Literal["mention", "object", "subject", "cue", "ungrounded", "heading"]
#: What a span is, its key there, and the span.
_Marking = tuple[_Role, int, Span]


def _lines(
    document: Document, headings: Headings, groundings: Sequence[Grounding], cards: Sequence[Card], ungrounded: Sequence[Ungrounded]
) -> Iterator[Line]:
    text = document.text
    blocks = _blocks(document, headings)
    spans = sorted(
        ((role, key, span) for role, key, span in _spans(groundings, cards, ungrounded, blocks) if 0 <= span[0] < span[1] <= len(text)),
        key=lambda row: (row[2], row[0], row[1]),
    )
    block_starts = [start for start, _, _ in blocks]
    opened = 0
    active: list[_Marking] = []
    for first, last in _line_spans(text):
        here = [row for row in active if row[2][1] > first]
        while opened < len(spans) and spans[opened][2][0] < last:
            here.append(spans[opened])
            opened += 1
        bounds = sorted({first, last} | {b for _, _, span in here for b in span if first < b < last})
        segments: list[Segment] = []
        active, waiting = [], 0
        for start, end in pairwise(bounds):
            while waiting < len(here) and here[waiting][2][0] <= start:
                active.append(here[waiting])
                waiting += 1
            active = [row for row in active if row[2][1] > start]
            segments.append(_segment(start, end, active))
        kind, is_start = _line_kind(text, first, last, blocks, block_starts)
        yield Line(kind, tuple(segments), is_start)


def _segment(start: int, end: int, covering: Sequence[_Marking]) -> Segment:
    def keys(role: _Role) -> tuple[int, ...]:
        return tuple(sorted({key for r, key, _ in covering if r == role}))

    inner_first = sorted((row for row in covering if row[0] == "mention"), key=lambda row: (row[2][1] - row[2][0], row[1]))
    return Segment(
        start,
        end,
        tuple(key for _, key, _ in inner_first),
        keys("object"),
        keys("subject"),
        keys("cue"),
        keys("ungrounded"),
        bool(keys("heading")),
    )


def _spans(
    groundings: Sequence[Grounding], cards: Sequence[Card], ungrounded: Sequence[Ungrounded], blocks: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[_Role, int, Span]]:
    for key, grounding in enumerate(groundings):
        yield "mention", key, (grounding.mention.start, grounding.mention.end)
    for card in cards:
        claim = card.claim
        yield "object", card.number, (claim.start, claim.end)
        if claim.subject_span is not None:
            yield "subject", card.number, claim.subject_span
        if claim.cue_span is not None:
            yield "cue", card.number, claim.cue_span
    for key, candidate in enumerate(ungrounded):
        yield "ungrounded", key, (candidate.start, candidate.end)
    for key, (start, end, kind) in enumerate(blocks):
        if kind == "heading":
            yield "heading", key, (start, end)


def _blocks(document: Document, headings: Headings) -> list[tuple[int, int, str]]:
    """Give (start, end, kind) of the blocks that the reader saw, in the offsets of the text."""
    normal = normalise(prose_of(document))
    stated = {normal.normal(start) for start in stated_headings(document)}
    layout = lay_out(normal.text, is_known_heading=headings.known_length, stated=stated)
    return sorted((*normal.original(block.start, block.end), block.kind) for block in layout.blocks if block.start < block.end)


def _line_spans(text: str) -> Iterator[Span]:
    start = 0
    for match in re.finditer(r"\r\n|\n|\r", text):
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _line_kind(text: str, first: int, last: int, blocks: Sequence[tuple[int, int, str]], starts: Sequence[int]) -> tuple[LineKind, bool]:
    words = text[first:last].strip()
    if not words:
        return "blank", False
    begin = text.index(words, first)
    here = blocks[max(0, bisect_right(starts, begin) - 1) : bisect_left(starts, last)]
    for start, end, kind in here:
        if end <= begin:
            continue
        if kind == "heading" and end >= begin + len(words):
            return "heading", True
        if kind == "item":
            return "item", start >= begin
        if kind == "row":
            return "row", True
    return "text", False
