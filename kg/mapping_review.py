"""Review of mappings: mapping files and ontologies go in; what is wrong with them, and what could be added, comes out as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import kg
from kg.concepts import concepts_by_slug, read_concepts
from kg.curation import checked_orcid
from kg.errors import KgError, ResourceError, UnknownName
from kg.graph.conflicts import find_conflicts
from kg.graph.mappings import MATCHES, Mapping, MappingSet, read_mapping_set
from kg.graph.registry import read_registry
from kg.graph.sssom import unreadable_rows, write_mapping_set
from kg.graph.suggestion import Scoring, decide_mapping, predicted_set, suggest_mappings
from kg.graph.terms import Term, read_terms
from kg.settings import Settings

__all__ = [
    "CONFLICT_COLUMNS",
    "SUGGESTION_COLUMNS",
    "MappingCheck",
    "Proposals",
    "check_mappings",
    "judge_mapping",
    "propose_mappings",
]

CONFLICT_COLUMNS = ["level", "kind", "concept", "term", "message"]
SUGGESTION_COLUMNS = ["concept", "match", "term", "label", "score", "why"]


@dataclass(frozen=True, slots=True)
class MappingCheck:
    """What a check found: rows of CONFLICT_COLUMNS, errors first."""

    rows: tuple[tuple[str, ...], ...]
    files: int
    mappings: int
    terms: int
    errors: int


@dataclass(frozen=True, slots=True)
class Proposals:
    """Suggestions as rows of SUGGESTION_COLUMNS."""

    rows: tuple[tuple[str, ...], ...]
    concepts: int
    terms: int


def check_mappings(
    folder: Path | None = None,
    ontologies: Sequence[Path] = (),
    *,
    restricted: bool = False,
    rewrite: bool = False,
    settings: Settings | None = None,
) -> MappingCheck:
    """Check mapping files against the SSSOM standard, our concepts, the Bioregistry, each other and the terms of ontologies.

    Without `ontologies` the imported slices are read. With `rewrite` each file is written as sssom-pydantic writes it; a file with a
    row that had to be set aside is left alone. Raises ConceptError for a file that cannot be read at all.
    """
    settings = settings or Settings.default()
    place = folder or settings.ontology / "mappings"
    paths = sorted(place.glob("*.sssom.tsv")) + (sorted((place / "restricted").glob("*.sssom.tsv")) if restricted else [])
    if not paths:
        raise KgError(f"{place}: no file *.sssom.tsv in this folder")
    concepts = concepts_by_slug(read_concepts(settings.ontology / "concepts.tsv"))
    terms = _terms(ontologies, settings)
    rows: list[tuple[str, ...]] = []
    sets: list[MappingSet] = []
    for path in paths:
        aside: list[ResourceError] = []
        each = read_mapping_set(path, concepts=concepts, set_aside=aside)
        sets.append(each)
        rows += [("ERROR", "unknown identifier", "", "", f"row set aside: {error}") for error in aside]
        rows += [("ERROR", "standard", "", "", f"{path}:{line}: {reason}") for line, reason in unreadable_rows(path)]
        rows += [("ERROR", "repeated row", m.subject, m.object, f"stands twice in {path}") for m in _repeated(each)]
        if rewrite and not aside:
            write_mapping_set(each)
    mappings = [mapping for each in sets for mapping in each.mappings]
    registry = read_registry(settings.ontology / "mappings" / "registry.tsv")
    found = find_conflicts(mappings, concepts=concepts, terms=terms, registry=registry)
    rows += [(c.level, c.kind, c.subject, c.object, c.message) for c in found]
    rows.sort(key=lambda row: (row[0], row[1]))
    errors = sum(row[0] == "ERROR" for row in rows)
    return MappingCheck(tuple(rows), len(paths), len(mappings), len(terms), errors)


def propose_mappings(
    folder: Path | None = None,
    ontologies: Sequence[Path] = (),
    *,
    date: str,
    out: Path | None = None,
    least: float | None = None,
    settings: Settings | None = None,
) -> Proposals:
    """Suggest mappings to the terms of ontologies (without any: of the imported slices); with `out` write them there for review.

    A predicted file that is there already is replaced: what was decided from it stands in the curated files.
    """
    settings = settings or Settings.default()
    place = folder or settings.ontology / "mappings"
    concepts = read_concepts(settings.ontology / "concepts.tsv")
    terms = _terms(ontologies, settings)
    if not terms:
        raise KgError("there are no terms to map to: give --ontology FILE, or import one with `kg import`")
    scoring = Scoring.load(settings.data / "suggestion.toml")
    if least is not None:
        scoring = replace(scoring, least=least)
    paths = sorted(place.glob("*.sssom.tsv")) + sorted((place / "restricted").glob("*.sssom.tsv"))
    mappings = [mapping for path in paths for mapping in read_mapping_set(path, set_aside=[]).mappings]
    found = suggest_mappings(concepts, mappings, terms, scoring, tool=f"igkg {kg.__version__}")
    if out is not None:
        if not out.name.endswith(".sssom.tsv"):
            raise KgError(f"{out}: a file of mappings is called *.sssom.tsv")
        write_mapping_set(predicted_set(found, out, date=date, version=kg.__version__))
    judged = [(s.mapping, s) for s in found]
    rows = [(m.subject, m.predicate, m.object, m.label, f"{s.score:.3f}", "; ".join(s.reasons)) for m, s in judged]
    return Proposals(tuple(rows), len({row[0] for row in rows}), len(terms))


def judge_mapping(
    subject: str,
    term: str,
    predicted: Path,
    *,
    orcid: str,
    date: str,
    accept: bool = True,
    predicate: str = "",
    folder: Path | None = None,
    settings: Settings | None = None,
) -> tuple[str, Path]:
    """Move a predicted mapping to the curated ones; gives it in words, with its file.

    `subject` is a slug or its CURIE. Raises UnknownName for what is not there, KgError for a mapping that contradicts a curated one.
    """
    settings = settings or Settings.default()
    concepts = concepts_by_slug(read_concepts(settings.ontology / "concepts.tsv"))
    slug = subject.removeprefix("igr:")
    if slug not in concepts:
        raise UnknownName("concept", slug, concepts)
    if predicate and predicate not in MATCHES:
        raise UnknownName("match", predicate, MATCHES, advice=f"Known are {', '.join(MATCHES)}.")
    place = folder or settings.ontology / "mappings"
    reviewer = f"orcid:{checked_orcid(orcid)}"
    mapping, path = decide_mapping(
        place, predicted, concepts, (slug, term), reviewer=reviewer, date=date, accept=accept, predicate=predicate
    )
    stance = "not " if mapping.negated else ""
    return f"igr:{mapping.subject} {stance}{mapping.predicate} {mapping.object} {mapping.label}".rstrip(), path


def _terms(ontologies: Sequence[Path], settings: Settings) -> dict[str, Term]:
    paths = list(ontologies) or sorted((settings.ontology / "imports").glob("*.ttl"))
    return read_terms(paths)


def _repeated(each: MappingSet) -> list[Mapping]:
    seen = set()
    again = []
    for mapping in each.mappings:
        key = (mapping.subject, mapping.predicate, mapping.object, mapping.negated, mapping.justification)
        if key in seen:
            again.append(mapping)
        seen.add(key)
    return again
