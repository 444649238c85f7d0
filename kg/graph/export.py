"""Exports: a store or quads go in, files come out that are sorted, prefixed and the same bytes on every run."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox

from kg.errors import KgError, UnknownName
from kg.graph.rdfxml import rdfxml
from kg.graph.rows import Term, sort_key
from kg.graph.serialisation import Description, describe, jsonld, turtle
from kg.graph.store import Store, restored
from kg.identifiers import PREFIXES, graph_iri, term_iri, to_iri
from kg.outputs import staged_file
from kg.vocabulary import GRAPHS, IMMUNOGLOBULIN_CLASSES

__all__ = [
    "FORMATS",
    "MERGED_GRAPHS",
    "Graph",
    "canonical_graphs",
    "canonical_quads",
    "export_text",
    "in_order",
    "trig_block",
    "trig_head",
    "write_export",
    "write_pieces",
    "write_trig",
    "write_turtle",
]

#: The triples of a graph, as `canonical_graphs` gives them.
Graph = set[ox.Triple]

#: Graphs that the formats without named graphs hold, merged: what is curated, what is claimed, by whom, and other ontologies' codes.
MERGED_GRAPHS = ("concepts", "facts", "claims", "provenance", "mappings")

_Node = ox.NamedNode | ox.BlankNode
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_CLASS, _ANNOTATION, _INDIVIDUAL = (ox.NamedNode(PREFIXES["owl"] + name) for name in ("Class", "AnnotationProperty", "NamedIndividual"))
_CONCEPT = ox.NamedNode(to_iri("skos:Concept"))
_LABELS = frozenset({ox.NamedNode(to_iri("skos:prefLabel")), ox.NamedNode(to_iri("rdfs:label"))})
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(PREFIXES["rdf"] + name) for name in ("subject", "predicate", "object"))
_STRING = ox.NamedNode(PREFIXES["xsd"] + "string")
_CLAIM = ox.NamedNode(term_iri("Claim"))
_PRODUCTS = frozenset(ox.NamedNode(term_iri(name)) for name in IMMUNOGLOBULIN_CLASSES)
#: From a claim to its evidence, and on to the place in the document.
_DOWN = tuple(ox.NamedNode(to_iri(name)) for name in ("ig:hasEvidence", "oa:hasTarget", "oa:hasSelector"))
#: What no output may hold: control characters but tab and line ends, and code points that XML refuses.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def write_export(store: Store, format: str, target: Path | str | BinaryIO) -> None:
    """Write a store in one of FORMATS to a path, beside and moved into place, or to a binary stream.

    trig and nq hold all named graphs, the quarantine apart; owl the ontology with the concepts; the others the merged graphs.
    Raises UnknownName for another format, KgError where the file cannot be written.
    """
    write_pieces(export_text(store.quads(), format), target)


def write_turtle(store: Store, target: Path | str | BinaryIO) -> None:
    """Write Turtle in which a concept is followed by the claims about it, and each claim by its evidence."""
    write_export(store, "ttl", target)


def write_trig(store: Store, target: Path | str | BinaryIO) -> None:
    """Write TriG with all named graphs."""
    write_export(store, "trig", target)


def export_text(quads: Iterable[ox.Quad], format: str) -> Iterator[str]:
    """Give the text of an export piece by piece; the order of the quads does not matter.

    Blank nodes get the labels of RDFC-1.0, numbers their canonical form, and control characters in texts become U+FFFD.
    """
    if format not in FORMATS:
        raise UnknownName("export format", format, FORMATS, advice=f"Known are {', '.join(FORMATS)}.")
    return FORMATS[format](canonical_quads(quads))


def canonical_quads(quads: Iterable[ox.Quad]) -> dict[str, Graph]:
    """Give the canonical graphs of quads, from which each of FORMATS is written; the default graph is left out."""
    graphs: dict[str, list[ox.Triple]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, ox.NamedNode):
            graphs[quad.graph_name.value].append(quad.triple)
    return canonical_graphs(graphs)


def write_pieces(pieces: Iterable[str], target: Path | str | BinaryIO) -> None:
    """Write the text of an export to a path, beside and moved into place, or to a binary stream; errors as in `write_export`."""
    if isinstance(target, Path | str):
        with staged_file(Path(target)) as staging, staging.open("wb") as stream:
            for piece in pieces:
                stream.write(piece.encode("utf-8"))
        return
    try:
        for piece in pieces:
            target.write(piece.encode("utf-8"))
    except BrokenPipeError:
        raise  # whoever reads our output has enough; the command line ends quietly
    except OSError as error:
        raise KgError(f"output: cannot be written ({error})") from error


def _merged(graphs: Mapping[str, Graph]) -> list[Description]:
    triples = set().union(*(graphs.get(graph_iri(name), set()) for name in MERGED_GRAPHS))
    return describe(triples, _reading_order(triples))


def _turtle(graphs: Mapping[str, Graph]) -> Iterator[str]:
    return turtle(_merged(graphs))


def _rdfxml(graphs: Mapping[str, Graph]) -> Iterator[str]:
    return rdfxml(_merged(graphs))


def _jsonld(graphs: Mapping[str, Graph]) -> Iterator[str]:
    return jsonld(_merged(graphs))


def _ntriples(graphs: Mapping[str, Graph]) -> Iterator[str]:
    triples = set().union(*(graphs.get(graph_iri(name), set()) for name in MERGED_GRAPHS))
    return iter(sorted(f"{triple.subject} {triple.predicate} {triple.object} .\n" for triple in triples))


def _nquads(graphs: Mapping[str, Graph]) -> Iterator[str]:
    for name in in_order(graphs):
        yield from sorted(f"{triple.subject} {triple.predicate} {triple.object} <{name}> .\n" for triple in graphs[name])


def _trig(graphs: Mapping[str, Graph]) -> Iterator[str]:
    yield trig_head()
    for name in in_order(graphs):
        yield trig_block(name, graphs[name])


def trig_head() -> str:
    """Give the prefixes of TriG."""
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items()))


def trig_block(name: str, triples: Graph) -> str:
    """Give a named graph in TriG, sorted, without the prefixes.

    Oxigraph's own writer takes a tenth of the time of ours here, and triples half of the time of quads. What it writes before the triples
    is left out: it puts the prefixes in the order of a hash table, which changes from run to run.
    """
    if not triples:
        return ""
    ordered = sorted(triples, key=str)
    first = ox.Quad(ordered[0].subject, ordered[0].predicate, ordered[0].object, ox.NamedNode(name))
    head = (ox.serialize([first], format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b"").decode("utf-8").split("\n")[len(PREFIXES)]
    text = (ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode("utf-8")
    lines = text.removesuffix("\n").split("\n", len(PREFIXES))[-1].replace("\n", "\n\t")
    return f"{head}\n\t{lines}\n}}\n"


def _owl(graphs: Mapping[str, Graph]) -> Iterator[str]:
    """Write ontology and concepts as OWL 2 in RDF/XML, with the declarations that Protégé needs to tell terms apart."""
    triples = graphs.get(graph_iri("ontology"), set()) | graphs.get(graph_iri("concepts"), set())
    typed = {triple.subject for triple in triples if triple.predicate == _TYPE}
    individuals = {triple.subject for triple in graphs.get(graph_iri("concepts"), ()) if triple.predicate == _TYPE}
    declarations = {ox.Triple(node, _TYPE, _INDIVIDUAL) for node in individuals}
    for triple in triples:
        kind = triple.object if triple.predicate == _TYPE and triple.subject in individuals else None
        if isinstance(kind, ox.NamedNode) and kind not in typed:
            declarations.add(ox.Triple(kind, _TYPE, _CLASS))  # a class of an imported ontology, or skos:Concept
        elif triple.predicate not in typed and not triple.predicate.value.startswith(_BUILT_IN):
            declarations.add(ox.Triple(triple.predicate, _TYPE, _ANNOTATION))
    return rdfxml(describe(triples | declarations, _reading_order(triples | declarations)))


_BUILT_IN = (PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"])

#: The formats by the name that `kg export --format` takes.
FORMATS: Mapping[str, Callable[[Mapping[str, Graph]], Iterator[str]]] = {
    "ttl": _turtle,
    "trig": _trig,
    "nt": _ntriples,
    "nq": _nquads,
    "jsonld": _jsonld,
    "rdfxml": _rdfxml,
    "owl": _owl,
}


def in_order(graphs: Iterable[str]) -> list[str]:
    """Sort the IRIs of graphs: ours as they are listed, then the others by name."""
    ours = [graph_iri(name) for name in GRAPHS]
    return sorted(graphs, key=lambda name: (ours.index(name) if name in ours else len(ours), name))


def canonical_graphs(graphs: Mapping[str, Iterable[ox.Triple]]) -> dict[str, Graph]:
    """Clean the texts, bring numbers to their canonical form and give blank nodes labels that depend only on the graphs, named by IRI."""
    found: dict[str, Graph] = {}
    special: list[ox.Quad] = []
    for name, triples in graphs.items():
        graph = ox.NamedNode(name)
        found[name] = plain = set()
        for triple in map(_cleaned, triples):
            value = triple.object
            if isinstance(value, ox.BlankNode) or isinstance(triple.subject, ox.BlankNode) or _has_canonical_form(value):
                special.append(ox.Quad(triple.subject, triple.predicate, value, graph))
            else:
                plain.add(triple)
    backend = ox.Store()  # the one place that knows how Oxigraph writes numbers and dates
    backend.extend(special)
    anonymous = ox.Dataset()
    for quad in map(restored, backend):
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            anonymous.add(quad)
        else:
            found[cast("ox.NamedNode", quad.graph_name).value].add(quad.triple)
    if len(anonymous):  # bool() of a Dataset is always false
        anonymous.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        for quad in anonymous:
            found[cast("ox.NamedNode", quad.graph_name).value].add(quad.triple)
    return {name: triples for name, triples in found.items() if triples}


def _has_canonical_form(term: Term) -> bool:
    """Tell whether a term may be written in several ways: a number, a date, a language tag in capitals."""
    if not isinstance(term, ox.Literal):
        return False
    return not term.language.islower() if term.language else term.datatype != _STRING


def _cleaned(triple: ox.Triple) -> ox.Triple:
    text = triple.object
    if not isinstance(text, ox.Literal) or not _FORBIDDEN.search(text.value):
        return triple
    clean = _FORBIDDEN.sub("\ufffd", text.value)
    literal = ox.Literal(clean, language=text.language) if text.language else ox.Literal(clean, datatype=text.datatype)
    return ox.Triple(triple.subject, triple.predicate, literal)


def _reading_order(triples: Iterable[ox.Triple]) -> list[_Node]:
    """Order subjects for a reader: concepts by label, each with the claims about it, each claim with its evidence; then the rest.

    A claim stands under its subject, or under its object where the subject is a product: one looks up the condition or the
    effect. Blank nodes follow what they belong to.
    """
    index: dict[_Node, dict[ox.NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        index[cast("_Node", triple.subject)][triple.predicate].append(triple.object)
    labels = {node: _label(properties) for node, properties in index.items()}
    about: dict[Term, list[_Node]] = defaultdict(list)
    for node, properties in index.items():
        if _CLAIM in properties.get(_TYPE, ()):
            subject = next(iter(properties.get(_SUBJECT, ())), None)
            is_product = isinstance(subject, ox.NamedNode) and not _PRODUCTS.isdisjoint(index.get(subject, {}).get(_TYPE, ()))
            topic = next(iter(properties.get(_OBJECT, ())), None) if is_product or subject is None else subject
            if topic is not None:
                about[topic].append(node)
    order: dict[_Node, None] = {}

    def key(node: _Node) -> tuple[str, tuple[int, str, str, str]]:
        return (labels.get(node, "").casefold(), sort_key(node))

    def place(node: _Node) -> None:
        pending = [node]
        while pending:
            current = pending.pop()
            if current in order or current not in index:
                continue
            order[current] = None
            properties = index[current]
            below = [value for name in _DOWN if name in properties for value in sorted(properties[name], key=sort_key)]
            below += sorted({v for values in properties.values() for v in values if isinstance(v, ox.BlankNode)}, key=sort_key)
            claims = sorted(about[current], key=lambda claim: (str(index[claim].get(_PREDICATE)), key(claim))) if current in about else []
            pending += reversed([*claims, *(value for value in below if isinstance(value, _Node))])

    for node in sorted((n for n, properties in index.items() if _CONCEPT in properties.get(_TYPE, ())), key=key):
        place(node)
    for node in sorted((n for n in index if isinstance(n, ox.NamedNode)), key=sort_key):
        place(node)
    for node in sorted(index, key=sort_key):
        place(node)
    return list(order)


def _label(properties: Mapping[ox.NamedNode, Sequence[Term]]) -> str:
    found = [value.value for name in _LABELS for value in properties.get(name, ()) if isinstance(value, ox.Literal)]
    return min(found, default="")
