"""Links from our concepts to other ontologies: SSSOM TSV files go in, one record a mapping and its triple come out.

The format is that of https://mapping-commons.github.io/sssom: a YAML head in `#` lines, then a tab-separated table.
Prefixes are expanded by kg.identifiers only; a head that expands one differently is an error.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import NamedNode, Triple

from kg.errors import ConceptError, ResourceError
from kg.identifiers import PREFIXES, concept_iri, is_slug, to_iri

__all__ = [
    "EXACT_MATCH",
    "LIST_SLOTS",
    "MATCHES",
    "NOT",
    "RESTRICTED_PREFIXES",
    "Mapping",
    "MappingSet",
    "UnknownIdentifier",
    "exact_matches",
    "mapping_triples",
    "read_mapping_set",
    "read_mapping_sets",
    "read_mappings",
]

EXACT_MATCH = "skos:exactMatch"
MATCHES = (EXACT_MATCH, "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch")

#: Identifier systems with terms of use of their own: only in the folder `restricted`, identifiers without labels.
RESTRICTED_PREFIXES = frozenset({"SCTID", "UMLS", "MedDRA", "OMIM", "ATC"})

#: The one value of predicate_modifier: a person looked, and the terms do not match.
NOT = "Not"

#: Slots of SSSOM whose cells hold several values, separated by `|`.
LIST_SLOTS = frozenset({
    "author_id", "author_label", "creator_id", "creator_label", "reviewer_id", "reviewer_label", "curation_rule", "curation_rule_text",
    "subject_match_field", "object_match_field", "subject_preprocessing", "object_preprocessing", "match_string", "derived_from",
    "see_also", "cardinality_scope",
})  # fmt: skip

_REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
#: Columns that fields of Mapping hold.
_NAMED = frozenset({*_REQUIRED, "object_label", "confidence", "object_source_version", "comment", "predicate_modifier"})
_REQUIRED_HEAD = ("curie_map", "mapping_set_id", "license", "mapping_set_version", "mapping_date")


class UnknownIdentifier(ConceptError):
    """A row whose subject no concept has, or whose object no known ontology has: it can be set aside."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row of a mapping file: a concept's slug, a SKOS match and the CURIE of a term elsewhere."""

    subject: str
    predicate: str
    object: str
    #: Label of the object; empty where it may not be shown.
    label: str = ""
    justification: str = ""
    confidence: float | None = None
    #: The source and release in which the object's identifier was found.
    source: str = ""
    comment: str = ""
    #: True where a person found that the two do not match so.
    negated: bool = False
    #: All other slots of SSSOM that the row fills (reviewer_id, review_date, match_string ...), sorted by name, with their cells.
    slots: tuple[tuple[str, str], ...] = ()

    @property
    def prefix(self) -> str:
        """The ontology of the object."""
        return self.object.partition(":")[0]

    def slot(self, name: str) -> str:
        """Give the cell of one of the other slots, empty where the row has none."""
        return dict(self.slots).get(name, "")


@dataclass(frozen=True, slots=True)
class MappingSet:
    """One file of mappings: what its head says, without the prefixes, and its rows in their order with their lines."""

    path: Path
    metadata: Table[str, Any]
    rows: tuple[tuple[int, Mapping], ...]

    @property
    def iri(self) -> str:
        """The identifier of the set."""
        return str(self.metadata["mapping_set_id"])

    @property
    def mappings(self) -> tuple[Mapping, ...]:
        """The mappings in the order of the rows."""
        return tuple(mapping for _, mapping in self.rows)


def read_mappings(
    folder: Path, *, restricted: bool = False, concepts: Collection[str] | None = None, set_aside: list[ResourceError] | None = None
) -> tuple[Mapping, ...]:
    """Read and check all `*.sssom.tsv` of a folder, in the order of file names and rows; `read_mapping_sets` says how."""
    sets = read_mapping_sets(folder, restricted=restricted, concepts=concepts, set_aside=set_aside)
    return tuple(mapping for each in sets for mapping in each.mappings)


def read_mapping_sets(
    folder: Path, *, restricted: bool = False, concepts: Collection[str] | None = None, set_aside: list[ResourceError] | None = None
) -> tuple[MappingSet, ...]:
    """Read and check the mapping files of a folder, in the order of their names.

    With `restricted` also those of its folder `restricted`. With `concepts` each subject must be one of these slugs.
    Raises ConceptError with file and line for a head or row that cannot stand, a repeated or contradicting row, and a second exact
    match of a concept in one ontology. With a list `set_aside`, a row with an unknown identifier goes there, and the rest is read.
    """
    paths = sorted(folder.glob("*.sssom.tsv")) + (sorted((folder / "restricted").glob("*.sssom.tsv")) if restricted else [])
    if not paths:
        raise ConceptError(folder, "no file *.sssom.tsv in this folder")
    sets = tuple(read_mapping_set(path, concepts=concepts, set_aside=set_aside) for path in paths)
    places: dict[tuple[str, str], tuple[str, str]] = {}
    for each in sets:
        path = each.path
        for number, mapping in each.rows:
            place = f"{path.name}:{number}"
            predicate, earlier = places.setdefault((mapping.subject, mapping.object), (mapping.predicate, place))
            if earlier != place:
                again = "again" if predicate == mapping.predicate else f"as {mapping.predicate}, but as {predicate}"
                raise ConceptError(path, f"igr:{mapping.subject} is mapped to {mapping.object} {again} in {earlier}; keep one", line=number)
            if mapping.predicate == EXACT_MATCH and not mapping.negated:
                _, earlier = places.setdefault((mapping.subject, f"{mapping.prefix} exactly"), ("", place))
                if earlier != place:
                    message = f"igr:{mapping.subject} has an exact match in {mapping.prefix} already in {earlier}"
                    raise ConceptError(path, f"{message}; make the weaker one skos:closeMatch", line=number)
    return sets


def read_mapping_set(path: Path, *, concepts: Collection[str] | None = None, set_aside: list[ResourceError] | None = None) -> MappingSet:
    """Read one mapping file; rows are checked one by one, not against each other."""
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConceptError(path, f"cannot be read ({error})") from error
    start = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    metadata = _read_head(lines[:start], path)
    prefixes = frozenset(metadata.pop("curie_map"))
    rows = []
    for number, cells in _read_table(lines[start:], start + 1, path):
        try:
            mapping = _from_cells(cells, prefixes, path, number)
            if concepts is not None and mapping.subject not in concepts:
                raise UnknownIdentifier(path, f"no row of concepts.tsv has the slug {mapping.subject!r}", line=number)
        except UnknownIdentifier as error:
            if set_aside is None:
                raise
            set_aside.append(error)
            continue
        rows.append((number, mapping))
    return MappingSet(path, metadata, tuple(rows))


def mapping_triples(mappings: Iterable[Mapping]) -> Iterator[Triple]:
    """Make the SKOS triple of each mapping, in their order; a negative mapping states none."""
    for mapping in mappings:
        if mapping.negated:
            continue
        yield Triple(NamedNode(concept_iri(mapping.subject)), NamedNode(to_iri(mapping.predicate)), NamedNode(to_iri(mapping.object)))


def exact_matches(mappings: Iterable[Mapping], prefixes: Collection[str]) -> Table[str, tuple[str, ...]]:
    """Give the CURIEs of the terms in these ontologies that a concept matches exactly, by slug; they type the individual.

    >>> exact_matches([Mapping("fever", "skos:exactMatch", "HP:0001945"), Mapping("fever", "skos:exactMatch", "MESH:D005334")], {"HP"})
    {'fever': ('HP:0001945',)}
    """
    found: dict[str, list[str]] = defaultdict(list)
    for mapping in mappings:
        if mapping.predicate == EXACT_MATCH and not mapping.negated and mapping.prefix in prefixes:
            found[mapping.subject].append(mapping.object)
    return {slug: tuple(sorted(curies)) for slug, curies in sorted(found.items())}


def _read_table(lines: list[str], first: int, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the cells of each row by column, with the row's line; `first` is the line of the header."""
    columns = lines[0].split("\t") if lines else []
    missing = [column for column in _REQUIRED if column not in columns]
    if missing:
        raise ConceptError(path, f"the header of the table lacks {', '.join(missing)}", line=first)
    repeated = [column for column in columns if columns.count(column) > 1]
    if repeated:
        raise ConceptError(path, f"the header of the table has {repeated[0]} twice", line=first)
    for number, cells in enumerate(_split(lines[1:], first, path), start=first + 1):
        if len(cells) != len(columns):
            raise ConceptError(path, f"{len(cells)} cells, expected {len(columns)} separated by tabs", line=number)
        stray = [cell for cell in cells if cell != cell.strip()]
        if stray:
            raise ConceptError(path, f"stray blank in {stray[0]!r}", line=number)
        yield number, dict(zip(columns, cells, strict=True))


def _split(lines: list[str], first: int, path: Path) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter="\t")
    try:
        yield from reader
    except csv.Error as error:
        raise ConceptError(path, f"is no table of tab-separated cells ({error})", line=first + reader.line_num) from error


def _read_head(head: list[str], path: Path) -> dict[str, Any]:
    """Read and check the YAML head; values stay as they are written, so that a date is text."""
    try:
        metadata = yaml.load("\n".join(line[1:] for line in head), Loader=yaml.BaseLoader)  # the safe loader, untyped
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ConceptError(path, f"the head in # lines is not YAML ({error})", line=mark.line + 1 if mark else 1) from error
    if not isinstance(metadata, dict):
        raise ConceptError(path, f"no YAML head in # lines; it needs {', '.join(_REQUIRED_HEAD)}", line=1)
    missing = [name for name in _REQUIRED_HEAD if not metadata.get(name)]
    if missing:
        raise ConceptError(path, f"the head lacks {', '.join(missing)}", line=1)
    declared = metadata["curie_map"]
    if not isinstance(declared, dict):
        raise ConceptError(path, "curie_map is no mapping `prefix: IRI`", line=1)
    for prefix, iri in declared.items():
        if PREFIXES.get(prefix) != iri:
            known = f"kg.identifiers has {PREFIXES[prefix]}" if prefix in PREFIXES else "kg.identifiers does not know it"
            line = next((n for n, row in enumerate(head, start=1) if row.lstrip("# ").startswith(f"{prefix}:")), 1)
            raise ConceptError(path, f"curie_map expands {prefix} to {iri}, but {known}", line=line)
    return metadata


def _from_cells(cells: Table[str, str], prefixes: Collection[str], path: Path, number: int) -> Mapping:
    subject_prefix, _, slug = cells["subject_id"].partition(":")
    predicate, term, justification = cells["predicate_id"], cells["object_id"], cells["mapping_justification"]
    prefix, _, identifier = term.partition(":")
    confidence = cells.get("confidence", "")
    if subject_prefix != "igr" or not is_slug(slug):
        raise UnknownIdentifier(path, f"subject_id {cells['subject_id']!r} is not igr: with a kebab-case slug", line=number)
    if predicate not in MATCHES:
        raise ConceptError(path, f"unknown predicate_id {predicate!r}; known are {', '.join(MATCHES)}", line=number)
    if prefix not in prefixes:
        declared = ", ".join(sorted(prefixes))
        raise UnknownIdentifier(path, f"unknown prefix in object_id {term!r}; the curie_map declares {declared}", line=number)
    if not identifier or not all(c.isascii() and (c.isalnum() or c in ".-_") for c in identifier):
        raise UnknownIdentifier(path, f"object_id {term!r} has no well-formed identifier", line=number)
    if prefix in RESTRICTED_PREFIXES and path.parent.name != "restricted":
        raise ConceptError(path, f"{prefix} may only stand in the folder restricted", line=number)
    if not justification.startswith("semapv:") or " " in justification:
        raise ConceptError(path, f"mapping_justification {justification!r} is no CURIE of semapv", line=number)
    modifier = cells.get("predicate_modifier", "")
    if modifier not in ("", NOT):
        raise ConceptError(path, f"predicate_modifier {modifier!r} is neither empty nor {NOT}", line=number)
    try:
        score = float(confidence) if confidence else None
    except ValueError:
        score = -1.0
    if score is not None and not 0.0 <= score <= 1.0:
        raise ConceptError(path, f"confidence {confidence!r} is no number from 0 to 1", line=number)
    return Mapping(
        subject=slug,
        predicate=predicate,
        object=term,
        label=cells.get("object_label", ""),
        justification=justification,
        confidence=score,
        source=cells.get("object_source_version", ""),
        comment=cells.get("comment", ""),
        negated=modifier == NOT,
        slots=tuple(sorted((name, _in_order(name, cell)) for name, cell in cells.items() if cell and name not in _NAMED)),
    )


def _in_order(slot: str, cell: str) -> str:
    """Sort the values of a cell that holds several: they are a set, and the graph keeps no order."""
    return "|".join(sorted(cell.split("|"))) if slot in LIST_SLOTS else cell
