"""Imports of other ontologies: a file goes in, its needed part comes out as the named graph igg:imports-<name>, with what changed.

A slice holds identifiers, labels, synonyms, hierarchy and selected relations; no definitions. Shipped slices lie in ontology/imports/,
those of a user in the folder `imports` of a build, where `kg build` finds them; there a slice takes the place of a shipped one of its name.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from kg.errors import KgError, OntologyError, ResourceError
from kg.graph.import_sources import completed_header, known_sources
from kg.graph.mappings import Mapping as TermMapping
from kg.graph.mappings import read_mappings
from kg.graph.ontology_files import MAX_BYTES, declared_prefixes
from kg.graph.slice_turtle import write_slice
from kg.graph.slices import Slice, read_seeds, read_slice
from kg.graph.statements import Header, OntologyTerm, curie_of
from kg.graph.store import replace_graph
from kg.identifiers import is_slug, to_iri, to_slug
from kg.outputs import staged_file
from kg.settings import Settings

__all__ = [
    "FOLDER", "FindingKind", "ImportReport", "TermFinding", "check_terms", "import_ontology", "import_paths", "read_imports",
]  # fmt: skip

#: The folder of a build that holds its user's imports.
FOLDER = "imports"
#: Mappings whose objects are seeds.
SEEDING = frozenset(("skos:exactMatch", "skos:closeMatch"))
#: A month or a day in the name of a release.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
FindingKind = Literal["relabelled", "deprecated", "merged", "vanished"]


@dataclass(frozen=True, slots=True)
class TermFinding:
    """A mapped term that is no longer what the mapping says; `concepts` are the slugs that are mapped to it."""

    kind: FindingKind
    term: str
    #: The label that the mapping states, and the one that the ontology has now.
    was: str
    label: str
    #: CURIEs of the terms that replace it; with `consider` before them if they are only worth a look.
    replacement: str
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did."""

    name: str
    path: Path | None
    header: Header
    prefix: str
    sha256: str
    #: Classes in the file, classes kept, seeds that the file has, parents that it names but does not describe.
    classes: int
    kept: int
    seeds: int
    dangling: int
    #: Triples of the named graph after a running build took it in; 0 where there is no build.
    stored: int
    findings: tuple[TermFinding, ...]
    #: Seeds of a file of seeds that the ontology does not have.
    missing: tuple[str, ...]
    notes: tuple[str, ...]


def import_ontology(
    path: Path,
    *,
    name: str = "",
    seeds: str | Path = "mapped",
    build: Path | None = None,
    out: Path | None = None,
    today: date,
    described: Header | None = None,
    labels: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    max_bytes: int = MAX_BYTES,
) -> ImportReport:
    """Import a file: `mapped` terms, `all`, or those that a file of identifiers lists, with their ancestors.

    The slice goes to `out`, else to the folder `imports` of the build; a store that the build has takes it in at once. Nothing is written
    before all is read. What the file does not say of itself `described` says; `labels`, by CURIE, are newer than its own. A mapping row
    with an unknown identifier is passed over with a note. Raises OntologyError as `read_slice` does.
    """
    settings = settings or Settings.default()
    aside: list[ResourceError] = []
    mappings = read_mappings(settings.ontology / "mappings", set_aside=aside)
    mapped = {to_iri(m.object) for m in mappings}
    asked: Collection[str] | None
    if seeds == "all":
        asked = None
    elif seeds == "mapped":
        asked = {to_iri(m.object) for m in mappings if m.predicate in SEEDING}
    else:
        asked = read_seeds(Path(seeds), declared_prefixes(path))
    part = _relabelled(read_slice(path, asked, watched=mapped, max_bytes=max_bytes), labels or {})
    name = name or to_slug(part.prefix)
    if not is_slug(name):
        raise KgError(f"{name!r} cannot name an import; give a name of lower-case letters, digits and hyphens with --as")
    header = completed_header(part.header, path, described, known_sources(settings).get(part.prefix))
    sha256 = _hash(path)
    found = [iri for iri in (asked if asked is not None else mapped) if iri in part.terms or iri in part.alternatives]
    if not part.terms:
        mostly = part.prefix or "without a known prefix"
        message = f"has none of the terms asked for; its {part.classes} classes are mostly {mostly}; `--seeds all` takes it whole"
        raise OntologyError(path, message)
    target = out if out is not None else (build / FOLDER / f"{name}.ttl" if build is not None else None)
    stored = 0
    if target is not None:
        if target.exists() and target.samefile(path):
            raise KgError(f"{target}: the slice would replace the ontology that it is made of; name another file")
        with staged_file(target) as staging:
            write_slice(staging, name, part, header=header, sha256=sha256, today=today)
            if out is None and build is not None:
                stored = _store(build, name, staging)
    findings = check_terms(part, mappings)
    return ImportReport(
        name=name,
        path=target,
        header=header,
        prefix=part.prefix,
        sha256=sha256,
        classes=part.classes,
        kept=len(part.terms),
        seeds=len(found),
        dangling=len(part.dangling),
        stored=stored,
        findings=findings,
        missing=part.missing if isinstance(asked, tuple) else (),
        notes=(*part.notes, *(f"row set aside: {error}" for error in aside), *_older_than_mappings(findings, mappings, header.version)),
    )


def check_terms(part: Slice, mappings: Iterable[TermMapping]) -> tuple[TermFinding, ...]:
    """Find the mapped terms of an ontology that were relabelled, deprecated or merged, or that it no longer has; sorted by term.

    Labels are compared without regard to case.
    """
    terms = {**part.watched, **part.terms}
    concepts: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    for mapping in mappings:
        if mapping.prefix == part.prefix:
            concepts[mapping.object].add(mapping.subject)
            labels.setdefault(mapping.object, mapping.label)
    findings = []
    for curie in sorted(concepts):
        iri, was = to_iri(curie), labels[curie]
        term = terms.get(iri)
        kind: FindingKind | None = None
        replacement = ""
        if term is None:
            kind = "merged" if iri in part.alternatives else "vanished"
            replacement = curie_of(part.alternatives[iri]) if iri in part.alternatives else ""
        elif term.deprecated:
            kind, replacement = "deprecated", _replacement(term, terms)
        elif was and term.label and _folded(was) != _folded(term.label):
            kind = "relabelled"
        if kind is not None:
            findings.append(TermFinding(kind, curie, was, term.label if term else "", replacement, tuple(sorted(concepts[curie]))))
    return tuple(findings)


def _older_than_mappings(findings: Iterable[TermFinding], mappings: Iterable[TermMapping], version: str) -> Iterator[str]:
    """Say which findings come from a file that is older than the release in which the mapping was found."""
    here = _DAY.search(version)
    changed = {finding.term for finding in findings}
    newer: dict[str, set[str]] = defaultdict(set)
    for mapping in mappings:
        there = _DAY.search(mapping.source)
        if mapping.object in changed and here and there:
            size = min(len(here.group()), len(there.group()))
            if there.group()[:size] > here.group()[:size]:
                newer[there.group()].add(mapping.object)
    for day, terms in sorted(newer.items()):
        yield f"the mappings of {', '.join(sorted(terms))} are of {day}, newer than this file: there the mapping may be right"


def import_paths(settings: Settings, build: Path | None = None) -> dict[str, Path]:
    """Give the files of all imports by name: the shipped slices, and over them those in the folder `imports` of a build."""
    folders = [settings.ontology / "imports", *([build / FOLDER] if build is not None else [])]
    return {path.stem: path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.ttl"))}


def read_imports(paths: Mapping[str, Path]) -> dict[str, list[ox.Triple]]:
    """Read imported slices; gives the triples by the local name of their graph. Raises OntologyError with file and line."""
    return {f"imports-{name}": list(_triples(name, path)) for name, path in sorted(paths.items())}


def _triples(name: str, path: Path) -> Iterator[ox.Triple]:
    """Read a slice with blank nodes that no other graph has."""
    blanks: dict[ox.BlankNode, ox.BlankNode] = {}

    def own(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
        if isinstance(term, ox.BlankNode):
            return blanks.setdefault(term, ox.BlankNode(f"imports{name.replace('-', '')}{len(blanks)}"))
        return term

    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
                yield ox.Triple(own(quad.subject), quad.predicate, own(quad.object))  # type: ignore[arg-type]
            else:
                yield quad.triple
    except SyntaxError as error:
        raise OntologyError(path, f"{error.msg}; expected a slice that `kg import` wrote", line=error.lineno) from error
    except OSError as error:
        raise OntologyError(path, f"cannot be read ({error})") from error


def _store(build: Path, name: str, slice_path: Path) -> int:
    """Put a slice in the store of a build, in the place of the graph of its name; gives the number of its triples."""
    store = build / "store"
    if not (store / "CURRENT").is_file():
        return 0
    return replace_graph(_triples(name, slice_path), f"imports-{name}", store)


def _replacement(term: OntologyTerm, terms: Mapping[str, OntologyTerm]) -> str:
    """Follow replacements to terms that are in use."""
    pending, seen, current = list(term.replaced_by), set[str](), set[str]()
    while pending:
        iri = pending.pop()
        if iri in seen:
            continue
        seen.add(iri)
        other = terms.get(iri)
        if other is not None and other.deprecated and other.replaced_by:
            pending.extend(other.replaced_by)
        else:
            current.add(iri)
    if current:
        return " ".join(sorted(map(curie_of, current)))
    return f"consider {' '.join(sorted(map(curie_of, term.consider)))}" if term.consider else ""


def _relabelled(part: Slice, labels: Mapping[str, str]) -> Slice:
    """Put labels of a newer release, by CURIE, in the place of those of the file."""
    terms = {iri: replace(term, label=labels.get(term.curie, term.label)) for iri, term in part.terms.items()} if labels else part.terms
    return replace(part, terms=terms)


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
