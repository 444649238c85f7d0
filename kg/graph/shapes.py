"""The SHACL shapes: a folder of Turtle files goes in; checked shapes, each with its message and repair, come out.

pySHACL passes over a misspelt term, and reads a constraint only when it meets a node. Here a broken shape stops at once.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pyoxigraph as ox
import rdflib
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.errors import ReportableRuntimeError
from pyshacl.shapes_graph import ShapesGraph
from rdflib.namespace import RDF, RDFS, SH, XSD
from rdflib.term import Node

from kg.errors import KgError, OntologyError
from kg.graph.validation_report import Severity, Term, name_of
from kg.identifiers import term_iri

__all__ = [
    "Shape",
    "ShapeSet",
    "first_line",
    "ox_term",
    "rdflib_term",
    "read_shapes",
    "select_of",
]

_REPAIR = rdflib.URIRef(term_iri("suggestedRepair"))
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)
#: Local names of SHACL's terms; rdflib's list lacks Python's keywords and two terms of SHACL-AF.
_KNOWN_TERMS = frozenset(
    {*(str(term).removeprefix(str(SH)) for term in dir(SH)), "and", "class", "in", "not", "or", "SPARQLTarget", "target"}
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A named shape: what it asks, how grave a failure is, how to mend it, and where it is written."""

    iri: str
    label: str
    description: str
    message: str
    severity: Severity
    repair: str
    file: Path
    line: int | None

    @property
    def name(self) -> str:
        """The local name, such as `ClaimPolarityShape`."""
        return re.split(r"[#/]", self.iri)[-1]


@dataclass(frozen=True, slots=True)
class ShapeSet:
    """The shapes of a folder, sorted by IRI, with their graph.

    `core` is the graph without SPARQL: constraints are left out, and a target in SPARQL is replaced by the subjects of a property
    that has the target's name.
    """

    folder: Path
    shapes: tuple[Shape, ...]
    graph: rdflib.Graph
    core: rdflib.Graph

    def owners(self) -> dict[str, Shape]:
        """Map each shape, the unnamed parts included, to the named shape that it stands in."""
        owners = {}
        for shape in self.shapes:
            queue: list[Node] = [rdflib.URIRef(shape.iri)]
            while queue:
                node = queue.pop()
                owners[str(node)] = shape
                queue += [value for value in self.graph.objects(node) if isinstance(value, rdflib.BNode) and str(value) not in owners]
        return owners


def read_shapes(folder: Path) -> ShapeSet:
    """Read and check all `*.ttl` of a folder.

    Raises OntologyError with file and line for Turtle or SPARQL that does not parse, a term that SHACL does not have, a
    constraint that pySHACL refuses, or a named shape without target, label, description, message, severity or suggested repair.
    """
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise OntologyError(folder, "holds no shapes; expected *.ttl")
    graph = rdflib.Graph()
    origin: dict[str, tuple[Path, int | None]] = {}
    for file in files:
        text, triples = _parse(file)
        for triple in triples:
            graph.add((rdflib_term(triple.subject), rdflib_term(triple.predicate), rdflib_term(triple.object)))
            if isinstance(triple.subject, ox.NamedNode):
                origin.setdefault(triple.subject.value, (file, _line_of(text, triple.subject.value)))
            for term in (triple.predicate, triple.object):
                _check_term(term, file, text)
    shapes = tuple(_shape(graph, node, *origin[str(node)]) for node in _named_shapes(graph))
    shape_set = ShapeSet(folder, shapes, graph, _core_of(graph))
    for shape in shapes:
        _check_sparql(graph, shape)
    _check_constraints(shape_set)
    return shape_set


def select_of(graph: rdflib.Graph, holder: Node) -> str:
    """Give the text of a sh:select with the declared prefixes before it (SHACL 5.2.1)."""
    prefixes = {
        str(graph.value(declaration, SH.prefix)): str(graph.value(declaration, SH.namespace))
        for ontology in graph.objects(holder, SH.prefixes)
        for declaration in graph.objects(ontology, SH.declare)
    }
    head = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(prefixes.items()))
    return head + str(graph.value(holder, SH.select) or "")


def rdflib_term(term: Any) -> Any:
    """Convert a term of Oxigraph to rdflib; raises KgError for a triple term of RDF 1.2."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language is not None:
            return rdflib.Literal(term.value, lang=term.language)
        # rdflib tells "a" from "a"^^xsd:string, RDF 1.1 does not.
        # NaN is no decimal, and rdflib cannot compare it with one: as a string it fails the datatype and nothing else.
        datatype = None if term.datatype.value == str(XSD.string) or term.value == "NaN" else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype)
    raise KgError(f"SHACL judges RDF 1.1, which has no triple terms such as {term}; leave them out")


def ox_term(term: Node | None) -> Term:
    """Convert a term of rdflib to Oxigraph."""
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language is not None:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=None if term.datatype is None else ox.NamedNode(str(term.datatype)))
    raise TypeError(f"no term of RDF 1.1: {term}")


def _parse(file: Path) -> tuple[str, list[ox.Triple]]:
    try:
        text = file.read_text(encoding="utf-8")
        return text, [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(file, f"cannot be read ({error})") from error
    except SyntaxError as error:
        raise OntologyError(file, f"is not Turtle: {error.msg}; correct the text at this place", line=error.lineno) from error


def _line_of(text: str, iri: str) -> int | None:
    """Find the line where a subject's description begins."""
    local = re.split(r"[#/]", iri)[-1]
    found = re.search(rf"^(?:\S*:|<\S*[#/]){re.escape(local)}>?\s", text, re.MULTILINE) if local else None
    return text.count("\n", 0, found.start()) + 1 if found else None


def _check_term(term: Term | ox.Triple, file: Path, text: str) -> None:
    if not isinstance(term, ox.NamedNode) or not term.value.startswith(str(SH)):
        return
    local = term.value[len(str(SH)) :]
    if local not in _KNOWN_TERMS:
        near = difflib.get_close_matches(local, sorted(_KNOWN_TERMS), n=1)
        hint = f" Did you mean sh:{near[0]}?" if near else ""
        found = re.search(rf"\bsh:{re.escape(local)}\b", text)
        line = text.count("\n", 0, found.start()) + 1 if found else None
        raise OntologyError(file, f"SHACL has no term sh:{local}.{hint}", line=line)


def _named_shapes(graph: rdflib.Graph) -> list[rdflib.URIRef]:
    nodes = {node for kind in (SH.NodeShape, SH.PropertyShape) for node in graph.subjects(RDF.type, kind)}
    return sorted(node for node in nodes if isinstance(node, rdflib.URIRef))


def _shape(graph: rdflib.Graph, node: rdflib.URIRef, file: Path, line: int | None) -> Shape:
    name = name_of(ox.NamedNode(str(node)))

    def text_of(predicate: rdflib.URIRef, term: str) -> str:
        values = [str(value) for value in graph.objects(node, predicate)]
        if len(values) != 1 or not values[0].strip():
            raise OntologyError(file, f"{name} has {len(values)} values of {term}, expected exactly one with text", line=line)
        return values[0]

    if not any((node, target, None) in graph for target in _TARGETS):
        expected = "sh:targetClass, sh:targetSubjectsOf, sh:targetObjectsOf, sh:targetNode or sh:target"
        raise OntologyError(file, f"{name} has no target; expected {expected}", line=line)
    severity = text_of(SH.severity, "sh:severity").removeprefix(str(SH))
    if severity not in get_args(Severity):
        raise OntologyError(file, f"{name}: severity {severity!r}, expected one of {', '.join(get_args(Severity))}", line=line)
    return Shape(
        iri=str(node),
        label=text_of(RDFS.label, "rdfs:label"),
        description=text_of(SH.description, "sh:description"),
        message=text_of(SH.message, "sh:message"),
        severity=severity,  # type: ignore[arg-type]  # checked above
        repair=text_of(_REPAIR, "ig:suggestedRepair"),
        file=file,
        line=line,
    )


def _core_of(graph: rdflib.Graph) -> rdflib.Graph:
    core = rdflib.Graph()
    core += graph
    core.remove((None, SH.sparql, None))
    for shape, target in list(core.subject_objects(SH.target)):
        core.remove((shape, SH.target, target))
        core.add((shape, SH.targetSubjectsOf, target))
    return core


def _check_sparql(graph: rdflib.Graph, shape: Shape) -> None:
    for predicate in (SH.sparql, SH.target):
        for holder in graph.objects(rdflib.URIRef(shape.iri), predicate):
            try:
                solutions = ox.Store().query(select_of(graph, holder))
            except SyntaxError as error:
                raise OntologyError(shape.file, f"the SPARQL of {shape.name} does not parse: {error}", line=shape.line) from error
            if not isinstance(solutions, ox.QuerySolutions) or "this" not in {variable.value for variable in solutions.variables}:
                raise OntologyError(shape.file, f"the SPARQL of {shape.name} is no SELECT of $this", line=shape.line)


def _check_constraints(shape_set: ShapeSet) -> None:
    owners = shape_set.owners()
    try:
        parts = list(ShapesGraph(shape_set.graph).shapes)
    except ReportableRuntimeError as error:
        raise OntologyError(shape_set.folder, f"pySHACL refuses a shape: {first_line(error)}") from error
    for part in parts:
        shape = owners.get(str(part.node))
        if shape is None:
            raise OntologyError(shape_set.folder, f"{part.node} is a shape that no named shape uses")
        for component in {CONSTRAINT_PARAMETERS_MAP[p] for p in shape_set.graph.predicates(part.node) if p in CONSTRAINT_PARAMETERS_MAP}:
            try:
                for query in getattr(component(part), "sparql_constraints", ()):
                    query.check_invalid_sparql(query.select_text)
            except ReportableRuntimeError as error:
                raise OntologyError(shape.file, f"pySHACL refuses {shape.name}: {first_line(error)}", line=shape.line) from error


def first_line(error: BaseException) -> str:
    """Give the first line of an error of pySHACL, whose others are links and traces."""
    return (str(error).splitlines() or [type(error).__name__])[0]
