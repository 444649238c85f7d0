"""Where imports come from: ontology/imports/sources.tsv and labels.tsv go in; what is known of an ontology in any version comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kg.errors import OntologyError
from kg.graph.statements import Header
from kg.settings import Settings

__all__ = ["completed_header", "known_sources", "newer_labels"]

_SOURCES = ("name", "prefix", "title", "ontology", "version", "version_iri", "licence", "rights")
_LABELS = ("term", "label", "release")


def known_sources(settings: Settings) -> dict[str, Header]:
    """Read what sources.tsv says of the ontologies that slices are shipped of, by prefix; raises OntologyError with the line."""
    return {
        prefix: Header(ontology=ontology, title=title, version_iri=version_iri, version=version, licence=licence, rights=rights)
        for _, prefix, title, ontology, version, version_iri, licence, rights in _rows(settings, "sources.tsv", _SOURCES)
    }


def newer_labels(settings: Settings) -> dict[str, str]:
    """Read which labels are newer than the rest of the shipped slice, by CURIE; raises OntologyError with the line."""
    return {term: label for term, label, _ in _rows(settings, "labels.tsv", _LABELS)}


def completed_header(header: Header, path: Path, described: Header | None, known: Header | None) -> Header:
    """Put together what a person says of a file, what it says of itself, and what is known of its ontology in any version."""
    if header.source:
        # A slice counts as what it was cut from.
        header = replace(header, ontology=header.source)
    dated = re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", path.name)
    fallback = Header(version=dated.group() if dated else "")
    if known is not None:
        fallback = replace(fallback, ontology=known.ontology, title=known.title, licence=known.licence, rights=known.rights)
    values = {}
    for name in ("ontology", "title", "version_iri", "version", "licence", "rights"):
        values[name] = next((text for source in (described, header, fallback) if source and (text := getattr(source, name))), "")
    return Header(**values)


def _rows(settings: Settings, name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    path = settings.ontology / "imports" / name
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(path, f"cannot be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        row = tuple(line.split("\t"))
        if len(row) != len(columns) or (number == 1 and row != columns):
            raise OntologyError(path, f"{len(row)} cells; expected the columns {' '.join(columns)}", line=number)
        if number > 1:
            yield row
