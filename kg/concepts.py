"""The curated concepts: ontology/concepts.tsv goes in, one record a concept comes out.

Both the lexicon of `reading` and the individuals of `graph` come from these records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from kg.errors import ConceptError
from kg.identifiers import is_slug
from kg.vocabulary import CONCEPT_CLASSES

__all__ = ["COLUMNS", "LINK_COLUMNS", "Concept", "concepts_by_slug", "read_concepts"]

#: Columns that hold slugs of other concepts.
LINK_COLUMNS = (
    "broader", "categories", "basis", "location", "caused_by", "constituents", "targets", "counteracts", "form_of",
    "derived_from", "route", "specificity", "harmful_in", "predisposes_to", "causes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Concept:
    """One row of concepts.tsv; a cell with several values separates them by `|`.

    `synonyms` are names that people use (skos:altLabel), `hidden` are names only for reading (skos:hiddenLabel),
    `ambiguous` are those of them that need a definition in the text or a fitting context.
    """

    slug: str
    classes: tuple[str, ...]
    label: str
    synonyms: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    location: tuple[str, ...] = ()
    caused_by: tuple[str, ...] = ()
    constituents: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    counteracts: tuple[str, ...] = ()
    form_of: tuple[str, ...] = ()
    derived_from: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    specificity: tuple[str, ...] = ()
    harmful_in: tuple[str, ...] = ()
    predisposes_to: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    definition: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All names of the concept, the label first."""
        return (self.label, *self.synonyms, *self.hidden)


COLUMNS = tuple({"classes": "class"}.get(f.name, f.name) for f in fields(Concept))


def read_concepts(path: Path) -> tuple[Concept, ...]:
    """Read and check concepts.tsv, in the order of its rows.

    Raises ConceptError with file and line for a wrong header, a malformed or repeated slug, an unknown class or link, a stray
    blank, or a name that two concepts share without both marking it ambiguous.
    """
    concepts: list[Concept] = []
    lines: dict[str, int] = {}
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConceptError(path, f"cannot be read ({error})") from error
    rows = text.removesuffix("\n").split("\n")
    if rows[0].split("\t") != list(COLUMNS):
        raise ConceptError(path, f"the header is not: {' '.join(COLUMNS)}", line=1)
    for number, row in enumerate(rows[1:], start=2):
        concept = _from_row(row, path, number)
        if concept.slug in lines:
            raise ConceptError(path, f"{concept.slug} stands already in line {lines[concept.slug]}", line=number)
        lines[concept.slug] = number
        concepts.append(concept)
    _check_links(concepts, lines, path)
    _check_names(concepts, lines, path)
    return tuple(concepts)


def concepts_by_slug(concepts: Iterable[Concept]) -> Mapping[str, Concept]:
    """Index concepts by slug."""
    return {concept.slug: concept for concept in concepts}


def _from_row(row: str, path: Path, number: int) -> Concept:
    cells = row.split("\t")
    if len(cells) != len(COLUMNS):
        raise ConceptError(path, f"{len(cells)} cells, expected {len(COLUMNS)} separated by tabs", line=number)
    values: dict[str, tuple[str, ...]] = {}
    for column, cell in zip(COLUMNS, cells, strict=True):
        parts = tuple(cell.split("|")) if cell else ()
        if any(not part or part != part.strip() or "  " in part for part in parts):
            raise ConceptError(path, f"stray blank or empty value in column {column}: {cell!r}", line=number)
        values[column] = parts
    slug, label = cells[0], cells[2]
    if not is_slug(slug):
        raise ConceptError(path, f"not a kebab-case slug: {slug!r}", line=number)
    if not label or "|" in label:
        raise ConceptError(path, f"{slug} has no single label", line=number)
    unknown = set(values["class"]) - CONCEPT_CLASSES
    if unknown or not values["class"]:
        known = ", ".join(sorted(CONCEPT_CLASSES))
        raise ConceptError(path, f"{slug}: unknown class {sorted(unknown) or '(none)'}; known are {known}", line=number)
    stray = set(values["ambiguous"]) - {label, *values["synonyms"], *values["hidden"]}
    if stray:
        raise ConceptError(path, f"{slug}: ambiguous names that are not among its names: {sorted(stray)}", line=number)
    return Concept(
        slug=slug,
        classes=values["class"],
        label=label,
        synonyms=values["synonyms"],
        hidden=values["hidden"],
        ambiguous=values["ambiguous"],
        definition=cells[-1],
        **{column: values[column] for column in LINK_COLUMNS},
    )


def _check_links(concepts: Iterable[Concept], lines: Mapping[str, int], path: Path) -> None:
    for concept in concepts:
        for column in LINK_COLUMNS:
            for slug in getattr(concept, column):
                if slug not in lines:
                    raise ConceptError(path, f"{concept.slug}: {column} names {slug!r}, which has no row", line=lines[concept.slug])


def _check_names(concepts: Iterable[Concept], lines: Mapping[str, int], path: Path) -> None:
    owners: dict[str, Concept] = {}
    for concept in concepts:
        for name in dict.fromkeys(name.casefold() for name in concept.names):
            other = owners.setdefault(name, concept)
            if other is concept:
                continue
            if not all(name in {a.casefold() for a in c.ambiguous} for c in (concept, other)):
                raise ConceptError(
                    path,
                    f"the name {name!r} of {concept.slug} would shadow that of {other.slug} (line {lines[other.slug]}); "
                    "remove one or mark it ambiguous in both rows",
                    line=lines[concept.slug],
                )
