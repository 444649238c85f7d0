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

from kg.errors import KgError, OntologyError
from kg.graph.mappings import Mapping as TermMapping
from kg.graph.mappings import read_mappings
from kg.graph.ontology_files import MAX_BYTES
from kg.graph.slices import Slice, read_seeds, read_slice
from kg.graph.statements import Header, OntologyTerm, curie_of
from kg.graph.store import Store, write_store
from kg.identifiers import PREFIXES, graph_iri, is_slug, to_iri, to_slug
from kg.outputs import staged_file
from kg.settings import Settings

__all__ = [
    "FOLDER", "FindingKind", "ImportReport", "TermFinding", "check_terms", "import_ontology", "import_paths", "known_sources",
    "read_imports", "write_slice",
]  # fmt: skip

#: The folder of a build that holds its user's imports.
FOLDER = "imports"
#: Mappings whose objects are seeds.
SEEDING = frozenset(("skos:exactMatch", "skos:closeMatch"))
FindingKind = Literal["relabelled", "deprecated", "merged", "vanished"]

_OBO = "http://purl.obolibrary.org/obo/"
_IN_OWL = "http://www.geneontology.org/formats/oboInOwl#"
_SYNONYMS = {
    "exact": "hasExactSynonym",
    "broad": "hasBroadSynonym",
    "narrow": "hasNarrowSynonym",
    "related": "hasRelatedSynonym",
    "synonym": "hasSynonym",
}
_WRITTEN_PREFIXES = {"obo": _OBO, "oboInOwl": _IN_OWL, **{p: PREFIXES[p] for p in ("dcterms", "owl", "rdfs", "vann", "xsd")}}


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
    settings: Settings | None = None,
    max_bytes: int = MAX_BYTES,
) -> ImportReport:
    """Import a file: `mapped` terms, `all`, or those that a file of identifiers lists, with their ancestors.

    The slice goes to `out`, else to the folder `imports` of the build; a store that the build has takes it in at once. Nothing is written
    before all is read. What the file does not say of itself `described` says. Raises OntologyError as `read_slice` does.
    """
    settings = settings or Settings.default()
    mappings = read_mappings(settings.ontology / "mappings")
    mapped = {to_iri(m.object) for m in mappings}
    asked: Collection[str] | None
    if seeds == "all":
        asked = None
    elif seeds == "mapped":
        asked = {to_iri(m.object) for m in mappings if m.predicate in SEEDING}
    else:
        asked = read_seeds(Path(seeds))
    part = read_slice(path, asked, watched=mapped, max_bytes=max_bytes)
    name = name or to_slug(part.prefix)
    if not is_slug(name):
        raise KgError(f"{name!r} cannot name an import; give a name of lower-case letters, digits and hyphens with --as")
    header = _completed(part.header, path, described, known_sources(settings).get(part.prefix))
    sha256 = _hash(path)
    found = [iri for iri in (asked if asked is not None else mapped) if iri in part.terms or iri in part.alternatives]
    if not part.terms:
        message = f"has none of the terms asked for; its {part.classes} classes are mostly {part.prefix or 'without a known prefix'}"
        raise OntologyError(path, message)
    target = out if out is not None else (build / FOLDER / f"{name}.ttl" if build is not None else None)
    stored = 0
    if target is not None:
        with staged_file(target) as staging:
            write_slice(staging, name, part, header=header, sha256=sha256, today=today)
            if out is None and build is not None:
                stored = _store(build, name, staging)
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
        findings=check_terms(part, mappings),
        missing=part.missing if isinstance(asked, tuple) else (),
        notes=part.notes,
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


def write_slice(target: Path, name: str, part: Slice, *, header: Header, sha256: str, today: date) -> None:
    """Write a slice as Turtle, sorted by IRI: the same slice gives the same bytes."""
    with target.open("w", encoding="utf-8", newline="\n") as handle:
        handle.writelines(_turtle(name, part, header, sha256, today))


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
    graph = ox.NamedNode(graph_iri(f"imports-{name}"))
    triples = list(_triples(name, slice_path))
    old = Store.open(store)
    kept = (quad for quad in old.quads() if quad.graph_name != graph)
    write_store(_chained(kept, triples, graph), store)
    return len(triples)


def _chained(quads: Iterable[ox.Quad], triples: Iterable[ox.Triple], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    yield from quads
    for triple in triples:
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


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


def known_sources(settings: Settings) -> dict[str, Header]:
    """Read what ontology/imports/sources.tsv says of the ontologies that slices are shipped of, by prefix."""
    path = settings.ontology / "imports" / "sources.tsv"
    columns = ("name", "prefix", "title", "ontology", "version", "version_iri", "licence", "rights")
    try:
        rows = [tuple(line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(path, f"cannot be read ({error})") from error
    for number, row in enumerate(rows, start=1):
        if len(row) != len(columns) or (number == 1 and row != columns):
            raise OntologyError(path, f"{len(row)} cells; expected the columns {' '.join(columns)}", line=number)
    return {
        prefix: Header(ontology=ontology, title=title, version_iri=version_iri, version=version, licence=licence, rights=rights)
        for _, prefix, title, ontology, version, version_iri, licence, rights in rows[1:]
    }


def _completed(header: Header, path: Path, described: Header | None, known: Header | None) -> Header:
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


def _turtle(name: str, part: Slice, header: Header, sha256: str, today: date) -> Iterator[str]:
    for prefix, iri in sorted(_WRITTEN_PREFIXES.items()):
        yield f"@prefix {prefix}: <{iri}> .\n"
    graph = graph_iri(f"imports-{name}")
    origin = header.version_iri or header.ontology
    about = [
        ("a", "owl:Ontology"),
        ("dcterms:created", f'"{today.isoformat()}"^^xsd:date'),
        ("dcterms:description", _text(f"{len(part.terms)} of {part.classes} classes: names and hierarchy, without definitions.")),
        ("dcterms:identifier", _text(f"sha256:{sha256}")),
        ("dcterms:license", _reference(header.licence)),
        ("dcterms:rights", _text(header.rights) if header.rights else ""),
        ("dcterms:source", _reference(origin)),
        ("dcterms:title", _text(f"Slice of {header.title or part.prefix or name}")),
        ("owl:versionIRI", f"<{graph}/{to_slug(header.version) or sha256[:16]}>"),
        ("owl:versionInfo", _text(header.version) if header.version else ""),
        ("vann:preferredNamespacePrefix", _text(part.prefix) if part.prefix else ""),
    ]
    yield f"\n<{graph}> " + " ;\n    ".join(f"{p} {o}" for p, o in about if o) + " .\n\n"
    for annotation in sorted({_SYNONYMS[scope] for term in part.terms.values() for scope, _ in term.synonyms}):
        yield f"oboInOwl:{annotation} a owl:AnnotationProperty .\n"
    if any(term.replaced_by for term in part.terms.values()):
        yield "obo:IAO_0100001 a owl:AnnotationProperty .\n"
    for relation in sorted({relation for term in part.terms.values() for relation, _ in term.relations}):
        yield f"{_name(relation)} a owl:ObjectProperty .\n"
    fillers = {filler for term in part.terms.values() for _, filler in term.relations}
    for iri in sorted({*part.dangling, *fillers} - part.terms.keys()):
        yield f"{_name(iri)} a owl:Class .\n"
    for term in part.terms.values():
        yield _described(term)


def _described(term: OntologyTerm) -> str:
    lines = ["a owl:Class"]
    if term.label:
        lines.append(f"rdfs:label {_text(term.label)}")
    by_scope: dict[str, list[str]] = defaultdict(list)
    for scope, text in term.synonyms:
        by_scope[_SYNONYMS[scope]].append(_text(text))
    lines += [f"oboInOwl:{scope} {', '.join(texts)}" for scope, texts in sorted(by_scope.items())]
    parents = [_name(parent) for parent in term.parents]
    parents += [f"[ a owl:Restriction ; owl:onProperty {_name(p)} ; owl:someValuesFrom {_name(o)} ]" for p, o in term.relations]
    if parents:
        lines.append(f"rdfs:subClassOf {', '.join(parents)}")
    if term.deprecated:
        lines.append("owl:deprecated true")
    if term.replaced_by:
        lines.append(f"obo:IAO_0100001 {', '.join(map(_name, term.replaced_by))}")
    return f"\n{_name(term.iri)} " + " ;\n    ".join(lines) + " .\n"


def _name(iri: str) -> str:
    local = iri.removeprefix(_OBO)
    return f"obo:{local}" if local != iri and local.replace("_", "").isalnum() and local.isascii() else f"<{iri}>"


def _text(text: str) -> str:
    return str(ox.Literal("".join(c if c.isprintable() else " " for c in text)))


def _reference(text: str) -> str:
    if not text:
        return ""
    return f"<{text}>" if "://" in text and not set(text) & set(" <>\"{}|\\^`") else _text(text)


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
