"""Forms of identifiers of other ontologies: ontology/mappings/registry.tsv, derived from the Bioregistry, goes in; verdicts come out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ResourceError

__all__ = ["Registered", "curie_fault", "read_registry"]

_COLUMNS = ["prefix", "bioregistry", "pattern", "iri_registered"]


@dataclass(frozen=True, slots=True)
class Registered:
    """A prefix as the Bioregistry has it; `pattern` matches an identifier without its prefix."""

    prefix: str
    name: str
    pattern: re.Pattern[str] | None
    iri_registered: bool


def read_registry(path: Path) -> Mapping[str, Registered]:
    """Read the table of prefixes; raises ResourceError with the line of a row that cannot stand."""
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(path, f"cannot be read ({error})") from error
    known: dict[str, Registered] = {}
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, start=1) if not line.startswith("#")]
    if not rows or rows[0][1] != _COLUMNS:
        raise ResourceError(path, f"the header is not: {' '.join(_COLUMNS)}", line=rows[0][0] if rows else 1)
    for number, cells in rows[1:]:
        if len(cells) != len(_COLUMNS):
            raise ResourceError(path, f"{len(cells)} cells, expected {len(_COLUMNS)}", line=number)
        prefix, name, pattern, registered = cells
        try:
            known[prefix] = Registered(prefix, name, re.compile(pattern) if pattern else None, registered == "yes")
        except re.error as error:
            raise ResourceError(path, f"{pattern!r} is no regular expression ({error})", line=number) from error
    return known


def curie_fault(curie: str, registry: Mapping[str, Registered]) -> str | None:
    """Say what is wrong with a CURIE, or None.

    >>> one = {"HP": Registered("HP", "hp", re.compile("^[0-9]{7}$"), True)}
    >>> curie_fault("HP:0001945", one), curie_fault("HP:1945", one)
    (None, "identifier '1945' is not of the form ^[0-9]{7}$ that Bioregistry gives for hp")
    """
    prefix, _, identifier = curie.partition(":")
    entry = registry.get(prefix)
    if entry is None:
        return f"Bioregistry has no prefix {prefix!r}"
    if entry.pattern is not None and not entry.pattern.match(identifier):
        return f"identifier {identifier!r} is not of the form {entry.pattern.pattern} that Bioregistry gives for {entry.name}"
    return None
