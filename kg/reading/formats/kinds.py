"""What kind of document this is: a document goes in, it comes out with kind, tier and the reasons for them.

The rules are rows of data/cues/document_kinds.tsv. Each row that fits adds its weight once to its kind; the heaviest kind wins,
and below `MIN_WEIGHT` the kind stays unknown. What the document itself states about its kind goes before all rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from kg.errors import ResourceError
from kg.reading.cues import read_pattern
from kg.records import Document, Kind, Tier

__all__ = ["KIND_TIERS", "MIN_WEIGHT", "KindRule", "read_kind_rules", "with_kind"]

#: The tier of a kind where no rule and no statement gives one.
KIND_TIERS: dict[Kind, Tier] = {
    "label": "label",
    "leaflet": "label",
    "guideline": "guideline",
    "trial": "trial",
    "article": "review",
    "review": "review",
    "synopsis": "review",
    "web page": "web",
    "unknown": "web",
}
#: Less than this is a coincidence: one word of a text, such as "references".
MIN_WEIGHT = 2
#: A document shows its kind in its head; the whole of a book need not be searched.
_HEAD = 20_000

_Field = Literal["format", "metadata", "title", "text"]
_COLUMNS = ("kind", "tier", "field", "weight", "anchor", "pattern", "reason")


@dataclass(frozen=True, slots=True)
class KindRule:
    """A row of document_kinds.tsv; `anchor` is a word without which the pattern cannot match."""

    kind: Kind
    tier: Tier
    field: _Field
    weight: int
    anchor: str
    pattern: re.Pattern[str]
    reason: str


@cache
def read_kind_rules(path: Path) -> tuple[KindRule, ...]:
    """Read and check document_kinds.tsv; raises ResourceError with file and line."""
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(path, f"cannot be read ({error})") from error
    if not rows or tuple(rows[0].split("\t")) != _COLUMNS:
        raise ResourceError(path, f"the header is not: {' '.join(_COLUMNS)}", line=1)
    return tuple(_from_row(row, path, number) for number, row in enumerate(rows[1:], start=2))


def with_kind(document: Document, rules: tuple[KindRule, ...]) -> Document:
    """Return the document with kind and tier; `metadata["kind-reason"]` says why.

    >>> rules = (KindRule("trial", "trial", "title", 4, "trial", re.compile("clinical trial"), "title of a trial"),)
    >>> with_kind(Document("d", "...", "0", title="A clinical trial of plasma"), rules).metadata["kind-reason"]
    'title of a trial (title)'
    """
    stated = dict(document.metadata)
    kind, tier = stated.pop("kind", ""), stated.pop("tier", "")
    unknown_kind, unknown_tier = kind not in get_args(Kind), tier not in get_args(Tier)
    ignored = [f"kind: {kind}"] * bool(kind and unknown_kind) + [f"tier: {tier}"] * bool(tier and unknown_tier)
    if ignored:
        stated["front-matter-ignored"] = f"{'; '.join(ignored)} (known are {', '.join(get_args(Kind))}; {', '.join(get_args(Tier))})"
    guessed, guessed_tier, reason = _guess(replace(document, metadata=stated), rules)
    if not unknown_kind:
        guessed, reason = cast(Kind, kind), "stated in the document"
        guessed_tier = KIND_TIERS[guessed]
    if not unknown_tier:
        guessed_tier = cast(Tier, tier)
    if reason:
        stated["kind-reason"] = reason
    return replace(document, kind=guessed, tier=guessed_tier, metadata=stated)


def _guess(document: Document, rules: tuple[KindRule, ...]) -> tuple[Kind, Tier, str]:
    fields = dict(_fields(document))
    lowered = {name: value.casefold() for name, value in fields.items()}
    weights: dict[tuple[Kind, Tier], int] = {}
    reasons: dict[tuple[Kind, Tier], list[str]] = {}
    for rule in rules:
        if rule.anchor in lowered[rule.field] and rule.pattern.search(fields[rule.field]) is not None:
            key = (rule.kind, rule.tier)
            weights[key] = weights.get(key, 0) + rule.weight
            reasons.setdefault(key, []).append(f"{rule.reason} ({rule.field})")
    # Of two kinds with equal weight the one whose rules stand first in the sorted file wins: the same on every machine.
    best = max(weights, key=lambda key: weights[key], default=None)
    if best is None or weights[best] < MIN_WEIGHT:
        return "unknown", "web", ""
    return *best, "; ".join(dict.fromkeys(reasons[best]))


def _fields(document: Document) -> Iterator[tuple[str, str]]:
    body = document.sections[0].start if document.format == "markdown" and document.sections else 0
    yield "format", document.format
    yield "title", document.title or document.text[body : body + 300].strip().partition("\n")[0]
    yield "metadata", "\n".join(f"{name}={value}" for name, value in sorted(document.metadata.items()))
    yield "text", document.text[body : body + _HEAD]


def _from_row(row: str, path: Path, number: int) -> KindRule:
    cells = row.split("\t")
    if len(cells) != len(_COLUMNS):
        raise ResourceError(path, f"{len(cells)} cells, expected {len(_COLUMNS)} separated by tabs", line=number)
    kind, tier, field, weight, anchor, pattern, reason = cells
    if kind not in get_args(Kind) or tier not in get_args(Tier) or field not in get_args(_Field) or not weight.isdigit():
        raise ResourceError(path, f"unknown kind, tier, field or weight: {kind}, {tier}, {field}, {weight}", line=number)
    compiled = read_pattern(anchor, pattern, path, number)
    return KindRule(cast(Kind, kind), cast(Tier, tier), cast(_Field, field), int(weight), anchor, compiled, reason)
