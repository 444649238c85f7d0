"""Answers: a build goes in with a question; rows, a graph, or an explanation come out."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pyoxigraph import Literal, NamedNode, Quad, Triple

import kg
from kg.errors import KgError, UnknownName
from kg.graph.absence import tell_absence
from kg.graph.categories import CategoryFinding, compare_categories
from kg.graph.explanation import Explanation, explain, to_lines, to_record
from kg.graph.explanation_picture import draw_explanation
from kg.graph.export import export_text, write_export
from kg.graph.ontology import read_ontology, read_rdf
from kg.graph.parameters import find_concept
from kg.graph.queries import SavedQuery, load_queries, run_query, unknown_terms
from kg.graph.sparql import tokens
from kg.graph.store import Rows, Store
from kg.identifiers import ONTOLOGY, PREFIXES, graph_iri, term_iri, to_iri
from kg.settings import Settings

if TYPE_CHECKING:
    import rdflib

    from kg.graph.validation_report import ValidationReport

__all__ = [
    "Reasons",
    "answer",
    "answer_sparql",
    "category_findings",
    "explain_triple",
    "export_build",
    "information",
    "misspelt_terms",
    "open_build",
    "open_graph",
    "query",
    "to_turtle",
    "validate_files",
]

_TYPE = NamedNode(PREFIXES["rdf"] + "type")


def open_build(build: Path | str = "build", *, services: Sequence[str] = ()) -> Store:
    """Open the store of a build for reading; `services` are the endpoints that its queries may call. Raises KgError where there is none."""
    path = Path(build)
    store = path / "store" if (path / "store").is_dir() else path
    if not store.is_dir():
        raise KgError(f"{path}: no build there; run `kg build --out {path}` first")
    return Store.open(store, services=services)


def open_graph(build: Path | str = "build") -> rdflib.Graph:
    """Give a build as an rdflib graph: the union of its named graphs but quarantine, for notebooks and interchange."""
    return open_build(build).rdflib_graph()


def query(name: str, parameters: Mapping[str, str] | None = None, *, build: Path | str = "build", settings: Settings | None = None) -> Rows:
    """Answer a saved query by its name; the rows have `.columns`, iterate, and become a DataFrame with `.to_pandas()`.

    A parameter's value is an IRI, a CURIE, a slug or a label. Raises UnknownName for an unknown query, parameter or concept.
    """
    settings = settings or Settings.default()
    queries = load_queries(settings.queries)
    if name not in queries:
        raise UnknownName("saved query", name, queries)
    return answer(build, queries[name], parameters or {}, services=settings.allowed_services)


def answer(build: Path | str, saved: SavedQuery, parameters: Mapping[str, str], *, services: Sequence[str] = ()) -> Rows:
    """Answer a saved query that is already loaded; `services` are the endpoints that it may call."""
    return run_query(open_build(build, services=services), saved, parameters)


def answer_sparql(build: Path | str, text: str, *, services: Sequence[str] = ()) -> Rows:
    """Run SPARQL over the union of the named graphs but quarantine; the project's prefixes need no declaration."""
    return open_build(build, services=services).query(text)


def misspelt_terms(build: Path | str, text: str) -> list[str]:
    """Say which ig: names of a query the ontology of the build does not have, each with the nearest that it has."""
    terms = {quad.subject.value for quad in open_build(build).quads("ontology") if isinstance(quad.subject, NamedNode)}
    found = unknown_terms(tuple(tokens(text)), {term for term in terms if term.startswith(ONTOLOGY)})
    return list(dict.fromkeys(message for _, message in found))


def export_build(build: Path | str, format: str, out: Path | None, stream: BinaryIO) -> None:
    """Write a build in an RDF format to a file, beside and moved into place, or to a stream."""
    write_export(open_build(build), format, out if out is not None else stream)


def to_turtle(rows: Rows) -> str:
    """Write the triples of a CONSTRUCT answer as Turtle with the project's prefixes."""
    graph = NamedNode(graph_iri("facts"))
    return "".join(export_text((Quad(t.subject, t.predicate, t.object, graph) for t in rows.to_triples()), "ttl"))


def validate_files(files: Sequence[Path], build: Path | str, settings: Settings | None = None) -> ValidationReport:
    """Validate RDF files together with the ontology, as a part of a graph, or a whole build if no file is given."""
    from kg.graph.validation import validate  # half of the start of every other command, and needed by none

    settings = settings or Settings.default()
    shapes = settings.ontology / "shapes"
    if not files:
        store = open_build(build)
        derived = {graph_iri(name) for name in ("inferred", "explanations")}
        judged = (t for name in store.graphs() if name not in derived for t in (q.triple for q in store.quads(name)))
        return validate(judged, shapes)
    triples = read_ontology(settings.ontology / "igkg.ttl")
    for file in files:
        triples += read_rdf(file)
    return validate(triples, shapes, partial=True)


def explain_triple(build: Path | str, subject: str, predicate: str, target: str, settings: Settings | None = None) -> Reasons:
    """Say why a triple holds; raises KgError, with what is known instead, if it is neither stated nor follows."""
    settings = settings or Settings.default()
    store = open_build(build)
    relation = _property(predicate, store)
    if relation == _TYPE:  # its object is a class, which is no concept
        triple = Triple(find_concept(subject, (), store, "subject"), relation, _named(target, store, "object"))
    elif relation.value.startswith(ONTOLOGY):
        triple = Triple(find_concept(subject, (), store, "subject"), relation, find_concept(target, (), store, "object"))
    else:  # among classes or to other ontologies, whose terms stand for themselves
        triple = Triple(_named(subject, store, "subject"), relation, _named(target, store, "object"))
    labels = _labels(store)
    found = explain(store, triple, settings.ontology / "rules")
    if found is None:
        raise KgError(tell_absence(store, triple, labels))
    return Reasons(found, labels)


def category_findings(build: Path | str) -> list[CategoryFinding]:
    """Compare our categories with MONDO's; raises KgError where the build holds no MONDO."""
    return compare_categories(open_build(build))


@dataclass(frozen=True, slots=True)
class Reasons:
    """An explanation with the names of the terms in it, to be written in several forms."""

    explanation: Explanation
    labels: Mapping[str, str]

    def to_text(self) -> str:
        """Write an indented tree."""
        return "\n".join(to_lines(self.explanation, self.labels))

    def to_json(self) -> str:
        """Write the tree as JSON."""
        return json.dumps(to_record(self.explanation, self.labels), indent=1, ensure_ascii=False)

    def to_svg(self) -> str:
        """Draw the tree."""
        return draw_explanation(self.explanation, self.labels)


def _property(name: str, store: Store) -> NamedNode:
    """Find a property that the graph uses or the ontology names, by IRI, CURIE or local name; `a` is the type."""
    if name == "a":
        return _TYPE
    iris = _term_iris(name)
    for node in iris:
        if any(True for _ in store.triples(None, node)) or any(True for _ in store.triples(node, NamedNode(to_iri("rdfs:label")))):
            return node
    raise UnknownName("property", name, _local_names(store, "Property"))


def _named(name: str, store: Store, place: str) -> NamedNode:
    """Find a class or another term by IRI, CURIE or local name, or a concept by slug or label."""
    for node in _term_iris(name):
        if any(True for _ in store.triples(node)) or any(True for _ in store.triples(None, None, node)):
            return node
    try:
        return find_concept(name, (), store, place)
    except UnknownName as error:
        raise UnknownName("term", name, [*_local_names(store, "Class"), *error.near], where=place) from error


def _term_iris(name: str) -> list[NamedNode]:
    """Give what a name may stand for: an IRI, a CURIE, a term of the ontology."""
    try:
        if "://" in name:
            return [NamedNode(name.strip("<>"))]
        return [NamedNode(to_iri(name) if name.partition(":")[0] in PREFIXES else term_iri(name))]
    except ValueError:
        return []


def _local_names(store: Store, kind: str) -> list[str]:
    """List the classes or properties of the ontology by local name."""
    types = store.triples(None, _TYPE)
    return sorted(
        t.subject.value.removeprefix(ONTOLOGY)
        for t in types
        if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode) and t.object.value.endswith(kind)
        and t.subject.value.startswith(ONTOLOGY)
    )  # fmt: skip


def _labels(store: Store) -> dict[str, str]:
    """Give the names of concepts and of the ontology's terms by IRI."""
    return {
        t.subject.value: t.object.value
        for curie in ("rdfs:label", "skos:prefLabel")
        for t in store.triples(None, NamedNode(to_iri(curie)))
        if isinstance(t.subject, NamedNode) and isinstance(t.object, Literal)
    }


def information(build: Path | str) -> list[tuple[str, str]]:
    """Say what is installed and what a build holds, as pairs for a table."""
    from kg.graph.reasoning import find_java

    settings = Settings.default()
    rows = [("igkg", kg.__version__), ("Python", platform.python_version())]
    rows += [(name, metadata.version(name)) for name in ("pyoxigraph", "rdflib", "owlready2", "pyshacl")]
    rows.append(("Java for DL reasoning", find_java() or "none; pip install 'igkg[dl]' brings one"))
    rows.append(("saved queries", str(len(load_queries(settings.queries)))))
    try:
        store = open_build(build)
    except KgError as error:
        return [*rows, ("build", str(error))]
    rows += [(f"graph {name}", f"{count} triples") for name, count in store.counts().items()]
    return rows
