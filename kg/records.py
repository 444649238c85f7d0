"""The values that pass between the steps: documents, mentions, groundings and claims; frozen, without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

__all__ = [
    "Claim",
    "Document",
    "Flag",
    "Frequency",
    "Grounding",
    "Kind",
    "Mention",
    "Polarity",
    "Predicate",
    "Section",
    "Severity",
    "Span",
    "Status",
    "Tier",
    "Ungrounded",
]

Predicate = Literal[
    "treats", "prevents", "contraindicated_in", "not_effective_for", "worsens", "has_adverse_effect", "has_risk_factor",
    "acts_via", "in_category", "given_by_route", "derived_from", "mitigated_by", "monitored_by", "interacts_with",
    "used_in_population", "caused_by", "has_pathology",
]  # fmt: skip
Status = Literal["approved", "recommended", "used", "investigational", "not-recommended", ""]
Polarity = Literal["affirmed", "negated", "hedged"]
Severity = Literal["mild", "moderate", "severe", "serious", "unspecified", ""]
Frequency = Literal["very_common", "common", "uncommon", "rare", "very_rare", "unknown", "unspecified", ""]
Tier = Literal["label", "guideline", "trial", "review", "web"]
Kind = Literal["label", "leaflet", "guideline", "trial", "article", "review", "web page", "synopsis", "unknown"]
Flag = Literal["machine-paraphrased", "llm-generated", "encoding-damaged", "retracted"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under one heading; `start` and `end` are Unicode characters of the document's text."""

    title: str
    start: int
    end: int
    page: int | None = None
    #: A standard code of the section, such as the LOINC code of a drug label's section.
    code: str = ""
    #: It stands within the section before it, which goes on behind it: a table, a figure, a box.
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A text as read: all offsets of mentions and claims refer to `text`.

    `id` is the file's stem, `sha256` the hash of the original bytes. `sections` and `metadata` hold what the format states;
    sections that only the layout shows are found later.
    """

    id: str
    text: str
    sha256: str
    title: str = ""
    publisher: str = ""
    kind: Kind = "unknown"
    tier: Tier = "web"
    licence: str = ""
    source: str = ""
    date: str = ""
    format: str = "text"
    flags: tuple[Flag, ...] = ()
    sections: tuple[Section, ...] = ()
    #: Further statements of the format: pmid, doi, set-id, version, jurisdiction ...
    metadata: Mapping[str, str] = field(default_factory=dict)
    #: Where it was read: a path, for a file within an archive `archive!file`, for standard input `-`.
    path: str = field(default="", compare=False)


class Mention(NamedTuple):  # made for every name in a text: a frozen dataclass takes four times as long
    """Words that may name a concept: `document.text[start:end] == surface`."""

    start: int
    end: int
    surface: str
    #: Slugs of the concepts that the words may name, best first after grounding.
    candidates: tuple[str, ...] = ()
    #: How the words were found: exact, inflected, acronym, introduced, elliptical, frame, paraphrase.
    method: str = "exact"


class Grounding(NamedTuple):
    """The concept that a mention names, with a score in [0, 1] and the reasons that make it up."""

    mention: Mention
    concept: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What one document states in one place; `text[start:end] == surface` (the object's words).

    `subject` and `object` are slugs. `section` is the heading that the words stand under. `method` names the rule that
    found the claim, `score` is the extractor's confidence in [0, 1].
    """

    document: str
    subject: str
    predicate: Predicate
    object: str
    start: int
    end: int
    surface: str
    status: Status = ""
    polarity: Polarity = "affirmed"
    severity: Severity = ""
    frequency: Frequency = ""
    population: str = ""
    subject_span: Span | None = None
    cue_span: Span | None = None
    section: str = ""
    method: str = ""
    score: float = 1.0
    #: For has_risk_factor: the slug of the adverse effect that the factor raises, where the text says it.
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Ungrounded:
    """Words that look like a term of the field and that no concept has: a row of ungrounded.tsv."""

    document: str
    start: int
    end: int
    surface: str
    expected: str
    context: str
