"""The committed extraction: data/sources.toml and data/claims/*.jsonl go in, documents without text and their claims come out.

Texts that others wrote stay outside the repository; what it holds of them is standoff: hashes, offsets and the few words of each mention.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from kg.claims_jsonl import read_claims, write_claims
from kg.errors import KgError, ResourceError
from kg.outputs import make_folder, staged_file
from kg.records import Claim, Document, Kind, Tier

__all__ = [
    "Mismatch", "Source", "check_claims_file", "described_by", "read_sources", "source_claims", "verify_source", "without_text",
    "write_source_claims",
]  # fmt: skip

_REQUIRED = ("id", "title", "publisher", "kind", "tier", "sha256", "characters")
_OPTIONAL = ("licence", "source", "date", "flags")


@dataclass(frozen=True, slots=True)
class Source:
    """A document that the repository knows by its hash only; `document.text` is empty."""

    document: Document
    characters: int


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A statement about a source that its text does not bear out."""

    document: str
    place: str
    problem: str


def read_sources(path: Path) -> dict[str, Source]:
    """Read sources.toml to sources by SHA-256; raises ResourceError for a broken entry, naming it."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("document", [])
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ResourceError(path, f"is no readable TOML ({error})") from error
    sources: dict[str, Source] = {}
    for number, table in enumerate(tables, start=1):
        source = _source(table, path, number)
        if source.document.sha256 in sources:
            raise ResourceError(path, f"document {number}: the hash of {source.document.id} stands twice")
        sources[source.document.sha256] = source
    return sources


def described_by(document: Document, source: Source) -> Document:
    """Give a live document the description that the repository has of it, so that a build is the same with and without the text."""
    return replace(
        source.document,
        text=document.text,
        format=document.format,
        sections=document.sections,
    )


def without_text(document: Document) -> Document:
    """Let go of the text once its claims are extracted, keeping its length."""
    metadata = {**document.metadata, "characters": document.metadata.get("characters", str(len(document.text)))}
    return replace(document, text="", sections=(), metadata=metadata)


def source_claims(folder: Path, source: Source) -> list[Claim]:
    """Read the committed claims of a source; raises ResourceError where the file is missing or broken."""
    path = folder / f"{source.document.id}.jsonl"
    if not path.is_file():
        raise ResourceError(path, "is missing; `kg extract` on the document's text writes it")
    with path.open(encoding="utf-8") as lines:
        claims = list(read_claims(lines, source=str(path)))
    for number, claim in enumerate(claims, start=1):
        if claim.document != source.document.id:
            raise ResourceError(path, f"belongs to {source.document.id} but names {claim.document!r}", line=number)
    return claims


def write_source_claims(folder: Path, document: str, claims: Iterable[Claim]) -> Path:
    """Write the claims of one document beside and move them into place; raises KgError as `check_claims_file` does."""
    make_folder(folder)
    path = folder / f"{document}.jsonl"
    check_claims_file(path)
    with staged_file(path) as staging, staging.open("w", encoding="utf-8", newline="\n") as handle:
        handle.writelines(write_claims(claims))
    return path


def check_claims_file(path: Path) -> None:
    """Refuse a file that is there and holds something else than claims, such as a document; raises KgError."""
    if not path.is_file():
        return
    try:
        with path.open(encoding="utf-8") as lines:
            next(read_claims(lines), None)
    except (ResourceError, OSError, TypeError, ValueError) as error:
        raise KgError(f"{path}: holds something else than claims and is not replaced; remove it or choose another place") from error


def verify_source(source: Source, document: Document, claims: Sequence[Claim]) -> list[Mismatch]:
    """Check hash, length and every offset of the committed claims against the text; an empty list means all hold."""
    found: list[Mismatch] = []
    if document.sha256 != source.document.sha256:
        found.append(Mismatch(document.id, "whole document", f"SHA-256 is {document.sha256}, expected {source.document.sha256}"))
    if len(document.text) != source.characters:
        found.append(Mismatch(document.id, "whole document", f"{len(document.text)} characters, expected {source.characters}"))
    for number, claim in enumerate(claims, start=1):
        words = document.text[claim.start : claim.end]
        if words != claim.surface:
            found.append(
                Mismatch(
                    document.id, f"claim {number} at {claim.start}-{claim.end}", f"the text has {words!r}, the claim {claim.surface!r}"
                )
            )
    return found


def _source(table: Mapping[str, Any], path: Path, number: int) -> Source:
    missing = [name for name in _REQUIRED if name not in table]
    unknown = sorted(set(table) - {*_REQUIRED, *_OPTIONAL})
    if missing or unknown:
        raise ResourceError(path, f"document {number}: missing {missing or 'nothing'}, unknown {unknown or 'nothing'}")
    for name, allowed in (("kind", get_args(Kind)), ("tier", get_args(Tier))):
        if table[name] not in allowed:
            raise ResourceError(path, f"document {number}: {name} {table[name]!r} is none of {', '.join(allowed)}")
    document = Document(
        id=table["id"],
        text="",
        sha256=table["sha256"],
        title=table["title"],
        publisher=table["publisher"],
        kind=table["kind"],
        tier=table["tier"],
        licence=table.get("licence", ""),
        source=table.get("source", ""),
        date=str(table.get("date", "")),
        flags=tuple(table.get("flags", ())),
        metadata={"characters": str(table["characters"])},
    )
    return Source(document, int(table["characters"]))
