"""Axioms in words: the triple that an axiom is known by goes in, a line of OWL's Manchester syntax comes out.

https://www.w3.org/TR/owl2-manchester-syntax/ writes frames; here each axiom stands on a line of its own, with the keyword between its sides:
`hasConstituent o harmfulIn SubPropertyOf contraindicatedIn`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.identifiers import ONTOLOGY, PREFIXES, to_curie

__all__ = ["to_manchester"]

_RDF, _RDFS, _OWL = (PREFIXES[p] for p in ("rdf", "rdfs", "owl"))
_TYPE = NamedNode(_RDF + "type")
_BETWEEN = {
    _RDFS + "subClassOf": "SubClassOf",
    _RDFS + "subPropertyOf": "SubPropertyOf",
    _RDFS + "domain": "Domain",
    _RDFS + "range": "Range",
    _OWL + "equivalentClass": "EquivalentTo",
    _OWL + "equivalentProperty": "EquivalentTo",
    _OWL + "disjointWith": "DisjointWith",
    _OWL + "propertyDisjointWith": "DisjointWith",
    _OWL + "complementOf": "EquivalentTo not",
    _OWL + "inverseOf": "InverseOf",
}
_QUANTIFIERS = {"someValuesFrom": "some", "allValuesFrom": "only", "hasValue": "value"}
_CARDINALITIES = {
    "minCardinality": "min", "maxCardinality": "max", "cardinality": "exactly", "minQualifiedCardinality": "min",
    "maxQualifiedCardinality": "max", "qualifiedCardinality": "exactly",
}  # fmt: skip
_OPERATORS = {"intersectionOf": " and ", "unionOf": " or "}


def to_manchester(axiom: Triple, store: ox.Store) -> str:
    """Write an axiom as a line; the store holds the ontology, to look up class expressions, chains and lists."""
    read = _Reader(store)
    predicate, subject, value = axiom.predicate.value, axiom.subject, axiom.object
    if predicate == _OWL + "propertyChainAxiom":
        return f"{' o '.join(map(read.name, read.members(value)))} SubPropertyOf {read.name(subject)}"
    if predicate in _BETWEEN:
        return f"{read.name(subject)} {_BETWEEN[predicate]} {read.name(value)}"
    if predicate == _RDF + "type" and value == NamedNode(_OWL + "AllDisjointClasses"):
        lists = read.values(subject, "members")
        return f"DisjointClasses: {', '.join(read.name(member) for cells in lists for member in read.members(cells))}"
    if predicate == _RDF + "type" and value == NamedNode(_OWL + "AllDifferent"):
        lists = [cells for kind in ("members", "distinctMembers") for cells in read.values(subject, kind)]
        return f"DifferentIndividuals: {', '.join(read.name(member) for cells in lists for member in read.members(cells))}"
    if predicate == _RDF + "type" and value == NamedNode(_OWL + "NegativePropertyAssertion"):
        parts = (read.values(subject, kind) for kind in ("sourceIndividual", "assertionProperty", "targetIndividual"))
        return f"not ({' '.join(read.name(node) for found in parts for node in found)})"
    if predicate == _RDF + "type" and isinstance(value, NamedNode) and value.value.endswith("Property"):
        return f"{read.name(subject)} Characteristics: {value.value.removeprefix(_OWL).removesuffix('Property')}"
    if predicate == _RDF + "type":
        return f"{read.name(subject)} Type {read.name(value)}"
    if isinstance(subject, BlankNode):
        return read.name(subject)
    return f"{read.name(subject)} {read.name(axiom.predicate)} {read.name(value)}"


class _Reader:
    """Looks up and names what stands in axioms."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def values(self, node: object, name: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
        if not isinstance(node, NamedNode | BlankNode):
            return []
        return [quad.object for quad in self._store.quads_for_pattern(node, NamedNode(name if ":" in name else _OWL + name), None)]

    def members(self, cells: object) -> Iterator[object]:
        while cells != NamedNode(_RDF + "nil"):
            yield from self.values(cells, _RDF + "first")[:1]
            cells = next(iter(self.values(cells, _RDF + "rest")), NamedNode(_RDF + "nil"))

    def name(self, node: object) -> str:
        """Name a term by its local name or CURIE; write out a class expression."""
        if isinstance(node, NamedNode):
            return node.value.removeprefix(ONTOLOGY) if node.value.startswith(ONTOLOGY) else to_curie(node.value) or f"<{node.value}>"
        if isinstance(node, Literal):
            return f'"{node.value}"'
        for kind, word in _OPERATORS.items():
            for cells in self.values(node, kind):
                return word.join(self._part(member) for member in self.members(cells))
        for cells in self.values(node, "oneOf"):
            return f"{{{', '.join(map(self.name, self.members(cells)))}}}"
        for inner in self.values(node, "complementOf"):
            return f"not {self._part(inner)}"
        for inner in self.values(node, "inverseOf"):
            return f"inverse {self._part(inner)}"
        for kind, word in _QUANTIFIERS.items():
            for filler in self.values(node, kind):
                return f"{' '.join(map(self.name, self.values(node, 'onProperty')))} {word} {self._part(filler)}"
        for kind, word in _CARDINALITIES.items():
            for number in self.values(node, kind):
                words = [*map(self.name, self.values(node, "onProperty")), word, getattr(number, "value", "?")]
                return " ".join([*words, *map(self._part, self.values(node, "onClass"))])
        return "a class without a name"

    def _part(self, node: object) -> str:
        return f"({self.name(node)})" if isinstance(node, BlankNode) else self.name(node)


