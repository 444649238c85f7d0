"""Claims as JSON lines: a Claim goes in, one line comes out, and back; the field order is fixed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import get_args

from kg.errors import ResourceError
from kg.records import Claim, Frequency, Polarity, Predicate, Severity, Span, Status

__all__ = ["from_json_line", "read_claims", "to_json_line", "write_claims"]

#: Fields of a line, in order; `effect` is written only where it is known.
FIELDS = (
    "document", "subject", "predicate", "object", "status", "polarity", "severity", "frequency", "population", "start", "end", "surface",
    "subject_span", "cue_span", "section", "method", "score",
)  # fmt: skip
_CLOSED = {
    "predicate": get_args(Predicate),
    "status": get_args(Status),
    "polarity": get_args(Polarity),
    "severity": get_args(Severity),
    "frequency": get_args(Frequency),
}
_KNOWN = frozenset(field.name for field in fields(Claim))


def to_json_line(claim: Claim) -> str:
    """Write a claim as one line of JSON, without the line's end.

    >>> line = to_json_line(Claim("d", "immunoglobulin", "treats", "measles", 0, 7, "Measles", status="used"))
    >>> from_json_line(line).object
    'measles'
    """
    record: dict[str, object] = {name: getattr(claim, name) for name in FIELDS}
    if claim.effect:
        record["effect"] = claim.effect
    return json.dumps(record, ensure_ascii=False)


def from_json_line(line: str, *, source: str = "claims", number: int | None = None) -> Claim:
    """Read a claim from one line of JSON; raises ResourceError that says what is wrong with it."""
    try:
        record = json.loads(line)
    except ValueError as error:
        raise ResourceError(source, f"not JSON ({error})", line=number) from error
    if not isinstance(record, dict):
        raise ResourceError(source, "not a JSON object", line=number)
    stray = set(record) - _KNOWN
    missing = {"document", "subject", "predicate", "object", "start", "end", "surface"} - set(record)
    if stray or missing:
        raise ResourceError(source, f"unknown fields {sorted(stray)}, missing fields {sorted(missing)}", line=number)
    for name, allowed in _CLOSED.items():
        if name in record and record[name] not in allowed:
            raise ResourceError(source, f"{name} is {record[name]!r}, expected one of {', '.join(map(repr, allowed))}", line=number)
    for name in ("subject_span", "cue_span"):
        record[name] = _span(record.get(name), name, source, number)
    start, end = record["start"], record["end"]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
        raise ResourceError(source, f"start {start!r} and end {end!r} are no span", line=number)
    return Claim(**record)


def read_claims(lines: Iterable[str], *, source: str = "claims") -> Iterator[Claim]:
    """Read claims from lines, skipping blank ones."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield from_json_line(line, source=source, number=number)


def write_claims(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield a line with its end for each claim."""
    for claim in claims:
        yield to_json_line(claim) + "\n"


def _span(value: object, name: str, source: str, number: int | None) -> Span | None:
    if value is None:
        return None
    if isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(v, int) for v in value) and 0 <= value[0] < value[1]:
        return value[0], value[1]
    raise ResourceError(source, f"{name} is {value!r}, expected [start, end] or null", line=number)
