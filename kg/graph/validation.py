"""Validation: triples and SHACL shapes go in; what does not conform, and what to do about it, comes out.

SHACL: https://www.w3.org/TR/shacl/, with the SPARQL targets of SHACL-AF. A mistyped target conforms silently, so the nodes
that each shape selects are counted, and a shape that sees none is a failure itself.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import pyoxigraph as ox
import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError
from rdflib.namespace import RDF, RDFS, SH
from rdflib.plugins.stores.memory import Memory
from rdflib.term import Node

from kg.errors import OntologyError
from kg.graph.shapes import Shape, ShapeSet, first_line, ox_term, rdflib_term, read_shapes, select_of
from kg.graph.validation_report import Severity, Term, ValidationReport, ValidationResult, name_of

__all__ = ["Judge", "validate"]

_TYPE = ox.NamedNode(str(RDF.type))


def validate(data: Iterable[ox.Triple], shapes: Path | ShapeSet, *, partial: bool = False) -> ValidationReport:
    """Judge the union of ontology, concepts, mappings, claims, provenance and facts by the shapes of a folder.

    Leave inferred triples out: shapes compare plain triples with the claims that state them. `partial` says that the data are
    not a whole graph, so that a shape without a node is no failure. Raises OntologyError for a shape that cannot be read or run.

    pySHACL judges what SHACL Core says. Targets and constraints in SPARQL go to Oxigraph, each once for all focus nodes: pySHACL
    parses and checks the text anew for every node, which took more than half of the time at 20,000 triples.
    """
    return Judge(shapes).judge(data, partial=partial)


class Judge:
    """Shapes, and triples that are known before the others, made ready for them; one graph is judged, once."""

    def __init__(self, shapes: Path | ShapeSet, known: Iterable[ox.Triple] = ()) -> None:
        self._shape_set = shapes if isinstance(shapes, ShapeSet) else read_shapes(shapes)
        self._store = ox.Store()
        self._core = _CoreGraph(self._shape_set)
        self._add(known)

    def _add(self, triples: Iterable[ox.Triple]) -> None:
        triples = list(triples)
        self._store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
        self._core.add(triples)

    def judge(self, rest: Iterable[ox.Triple] = (), *, partial: bool = False) -> ValidationReport:
        """Judge what is known with the rest; see `validate`."""
        self._add(rest)
        store, shape_set = self._store, self._shape_set
        targets = {target: _target_nodes(store, shape_set, target) for target in set(shape_set.graph.objects(None, SH.target))}
        focus = {shape.iri: _focus_nodes(store, shape_set, shape, targets) for shape in shape_set.shapes}
        results = {*self._core.results(targets), *_sparql_results(store, shape_set, focus)}
        order = get_args(Severity)
        return ValidationReport(
            results=tuple(sorted(results, key=lambda r: (order.index(r.severity), r.shape, str(r.focus), r.path, str(r.value)))),
            visited={shape: len(nodes) for shape, nodes in focus.items()},
            unvisited=() if partial else tuple(shape for shape, nodes in focus.items() if not nodes),
        )


def _target_nodes(store: ox.Store, shape_set: ShapeSet, target: Node) -> set[Any]:
    return {row["this"] for row in _rows(store, select_of(shape_set.graph, target))}


def _focus_nodes(store: ox.Store, shape_set: ShapeSet, shape: Shape, targets: Mapping[Node, set[Any]]) -> set[Any]:
    """Find the nodes that a shape's targets select (SHACL 2.1.3, SHACL-AF 3.1)."""
    graph, node, found = shape_set.graph, rdflib.URIRef(shape.iri), set[Any]()
    for kind in graph.objects(node, SH.targetClass):
        found |= _instances(store, ox.NamedNode(str(kind)))
    for predicate in graph.objects(node, SH.targetSubjectsOf):
        found |= {quad.subject for quad in store.quads_for_pattern(None, ox.NamedNode(str(predicate)), None)}
    for predicate in graph.objects(node, SH.targetObjectsOf):
        found |= {quad.object for quad in store.quads_for_pattern(None, ox.NamedNode(str(predicate)), None)}
    for target in graph.objects(node, SH.targetNode):
        # SHACL takes a target node on trust; one that no triple describes is a misspelling here.
        term = ox_term(target)
        if isinstance(term, ox.Literal) or any(store.quads_for_pattern(term, None, None)):
            found.add(term)
    return found.union(*(targets[target] for target in graph.objects(node, SH.target)))


def _instances(store: ox.Store, kind: ox.NamedNode) -> set[Any]:
    subclass_of = ox.NamedNode(str(RDFS.subClassOf))
    classes, queue = {kind}, [kind]
    while queue:
        for quad in store.quads_for_pattern(None, subclass_of, queue.pop()):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject not in classes:
                classes.add(quad.subject)
                queue.append(quad.subject)
    return {quad.subject for one in classes for quad in store.quads_for_pattern(None, _TYPE, one)}


def _rows(store: ox.Store, select: str) -> Iterator[dict[str, Any]]:
    solutions = store.query(select)
    assert isinstance(solutions, ox.QuerySolutions)  # read_shapes has checked it
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield dict(zip(names, solution, strict=True))


class _CoreGraph:
    """What SHACL Core can look at: types, subclasses, and the properties that the shapes name."""

    def __init__(self, shape_set: ShapeSet) -> None:
        self._shape_set = shape_set
        nodes = {RDF.type, RDFS.subClassOf, *shape_set.core.all_nodes()}
        self._named = {ox.NamedNode(str(node)) for node in nodes if isinstance(node, rdflib.URIRef)}
        self._takes_all = (None, SH.closed, None) in shape_set.core
        self._index = _PredicateIndex()
        self._terms: dict[Any, Any] = {}

    def add(self, triples: Iterable[ox.Triple]) -> None:
        """Copy triples for rdflib."""
        known = self._terms
        with self._told():
            for triple in triples:
                predicate = triple.predicate
                if self._takes_all or predicate in self._named:
                    terms = (triple.subject, predicate, triple.object)
                    for term in terms:
                        if term not in known:
                            known[term] = rdflib_term(term)
                    self._index.index((known[terms[0]], known[terms[1]], known[terms[2]]))

    def results(self, targets: Mapping[Node, set[Any]]) -> Iterator[ValidationResult]:
        """Mark the targets in SPARQL, and judge."""
        shape_set = self._shape_set
        with self._told():
            for target, found in targets.items():
                for node in found:
                    self._index.index((rdflib_term(node), target, rdflib_term(node)))
            graph = rdflib.Graph(store=self._index)
            _, report, text = pyshacl.validate(graph, shacl_graph=shape_set.core, inference="none", inplace=True)
        if not isinstance(report, rdflib.Graph):
            raise OntologyError(shape_set.folder, f"a shape cannot be run: {str(text).splitlines()[0]}")
        owners = shape_set.owners()
        for node in report.objects(None, SH.result):
            shape = owners[str(report.value(node, SH.sourceShape))]
            path = shape_set.graph.value(rdflib.URIRef(shape.iri), SH.path) or report.value(node, SH.resultPath)
            value = report.value(node, SH.value)
            yield _result(
                shape,
                focus=ox_term(report.value(node, SH.focusNode)),
                path=_path_text(shape_set.graph, path) if path is not None else "",
                value=None if value is None else ox_term(value),
            )

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with _silent_rdflib():
                yield
        except (ReportableRuntimeError, ValueError, ArithmeticError) as error:
            raise OntologyError(self._shape_set.folder, f"a shape cannot be run: {first_line(error)}") from error


@contextmanager
def _silent_rdflib() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each ill-typed literal: the report names them."""
    log = logging.getLogger("rdflib.term")
    before = log.disabled
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = before


class _PredicateIndex(Memory):
    """rdflib's memory store, but indexed by predicate first and without contexts: three times as fast for what pySHACL asks."""

    def __init__(self) -> None:
        super().__init__()
        self._objects: dict[Any, dict[Any, dict[Any, None]]] = {}
        self._subjects: dict[Any, dict[Any, dict[Any, None]]] = {}

    def index(self, triple: tuple[Any, Any, Any]) -> None:
        """Add a triple."""
        subject, predicate, target = triple
        self._objects.setdefault(predicate, {}).setdefault(subject, {})[target] = None
        self._subjects.setdefault(predicate, {}).setdefault(target, {})[subject] = None

    def triples(self, triple_pattern: Any, context: Any = None) -> Generator[Any, None, None]:
        """Find the triples of a pattern, in the order in which they came."""
        subject, predicate, target = triple_pattern
        for name in self._objects if predicate is None else (predicate,):
            by_subject, by_object = self._objects.get(name, {}), self._subjects.get(name, {})
            if subject is not None:
                found = by_subject.get(subject, {})
                for value in found if target is None else (target,) if target in found else ():
                    yield (subject, name, value), iter(())
            elif target is not None:
                for node in by_object.get(target, {}):
                    yield (node, name, target), iter(())
            else:
                for node, values in by_subject.items():
                    for value in values:
                        yield (node, name, value), iter(())


def _sparql_results(store: ox.Store, shape_set: ShapeSet, focus: Mapping[str, set[Any]]) -> Iterator[ValidationResult]:
    """Run each SPARQL constraint with $this free and keep the rows of focus nodes.

    That is what pre-binding gives (SHACL 5.3.1) as long as the outermost pattern binds $this; a row without it is an error.
    """
    for shape in shape_set.shapes:
        for holder in shape_set.graph.objects(rdflib.URIRef(shape.iri), SH.sparql):
            for row in _rows(store, select_of(shape_set.graph, holder)) if focus[shape.iri] else ():
                if row["this"] is None:
                    message = f"the SPARQL of {shape.name} leaves $this unbound; bind it in the outermost pattern"
                    raise OntologyError(shape.file, message, line=shape.line)
                if row["this"] in focus[shape.iri]:
                    path = row.get("path")
                    yield _result(shape, focus=row["this"], path="" if path is None else name_of(path), value=row.get("value"))


def _result(shape: Shape, *, focus: Term, path: str, value: Term | None) -> ValidationResult:
    return ValidationResult(shape.severity, shape.iri, shape.label, focus, path, value, shape.message, shape.repair)


def _path_text(graph: rdflib.Graph, path: Node) -> str:
    """Write a SHACL path as a SPARQL property path with CURIEs."""
    if isinstance(path, rdflib.URIRef):
        return name_of(ox.NamedNode(str(path)))
    for predicate, form in ((SH.inversePath, "^{}"), (SH.zeroOrMorePath, "{}*"), (SH.oneOrMorePath, "{}+"), (SH.zeroOrOnePath, "{}?")):
        inner = graph.value(path, predicate)
        if inner is not None:
            return form.format(_path_text(graph, inner))
    alternatives = graph.value(path, SH.alternativePath)
    members = [_path_text(graph, member) for member in graph.items(path if alternatives is None else alternatives)]
    return "/".join(members) if alternatives is None else f"({'|'.join(members)})"
