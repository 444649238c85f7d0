"""RDF/XML as OWL tools write it: typed elements, expressions where they are used, lists as collections, and nothing lost."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.graph.rdfxml import rdfxml
from kg.graph.serialisation import describe
from kg.identifiers import PREFIXES

HEAD = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("owl", "rdf", "rdfs", "ig"))
DEEP = "".join(f"_:b{n} owl:complementOf _:b{n + 1} .\n" for n in range(300)) + "ig:Deep rdfs:subClassOf _:b0 .\n"

SHAPES = {
    "a header": ("<http://x.org/o> a owl:Ontology ; owl:versionInfo '1' .", ["<owl:Ontology rdf:about="]),
    "a class below an expression": (
        "ig:A a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ig:p ; owl:someValuesFrom ig:B ] .",
        ["<owl:Class rdf:about=", "<rdfs:subClassOf>\n      <owl:Restriction>\n        <owl:onProperty rdf:resource="],
    ),
    "a property of two kinds": ("ig:p a owl:TransitiveProperty, owl:ObjectProperty .", ["<owl:ObjectProperty rdf:about="]),
    "an individual of a class": ("ig:a a owl:NamedIndividual, ig:A .", ["<owl:NamedIndividual rdf:about=", "<rdf:type rdf:resource="]),
    "a list": (
        "ig:A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ig:B [ a owl:Class ; owl:complementOf ig:C ] ) ] .",
        ['<owl:intersectionOf rdf:parseType="Collection">', "<owl:complementOf rdf:resource="],
    ),
    "a chain of properties": ("ig:p owl:propertyChainAxiom ( ig:q ig:r ) .", ['<owl:propertyChainAxiom rdf:parseType="Collection">']),
    "an empty list": ("ig:A ig:p () .", ["#nil"]),
    "a list of texts": ("ig:A ig:p ( 'a' 'b' ) .", ["<rdf:first>a<"]),
    "a list that says more": ("ig:A ig:p _:l . _:l rdf:first ig:B ; rdf:rest rdf:nil ; rdfs:label 'x' .", ["<rdfs:label>x<"]),
    "a node that two use": ("ig:A ig:p _:x . ig:B ig:p _:x . _:x ig:p ig:C .", ["rdf:nodeID="]),
    "a list that two use": ("ig:A ig:p _:x . ig:B ig:p _:x . _:x rdf:first ig:C ; rdf:rest rdf:nil .", ["rdf:nodeID="]),
    "a node that nobody describes": ("ig:A ig:p _:x .", ["rdf:nodeID="]),
    "a node that nobody uses": ("[] a owl:AllDisjointClasses ; owl:members ( ig:A ig:B ) .", ["<owl:AllDisjointClasses"]),
    "a circle of nodes": ("_:x ig:p _:y . _:y ig:p _:x .", ["rdf:nodeID="]),
    "a list that ends in itself": ("ig:A ig:p _:x . _:x rdf:first ig:B ; rdf:rest _:x .", ["<rdf:rest"]),
    "a list with two ends": ("ig:A ig:p _:x . _:x rdf:first ig:B ; rdf:rest rdf:nil, _:y . _:y rdf:first ig:C ; rdf:rest rdf:nil .", []),
    "expressions three hundred deep": (DEEP, ["rdf:nodeID="]),
    "a long list": ("ig:A ig:p ( " + " ".join(f"ig:B{n}" for n in range(1200)) + " ) .", ['rdf:parseType="Collection"']),
    "an item that is a list": ("ig:A ig:p ( ( ig:B ) ( ig:C ig:D ) ) .", []),
}  # fmt: skip


@pytest.mark.parametrize(("turtle", "pieces"), SHAPES.values(), ids=SHAPES)
def test_form_and_content(turtle: str, pieces: list[str]) -> None:
    triples = [quad.triple for quad in ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)]
    order = sorted({t.subject for t in triples if not isinstance(t.subject, ox.Triple)}, key=str)
    text = "".join(rdfxml(describe(triples, order)))
    for piece in pieces:
        assert piece in text
    assert _canonical(ox.parse(text, format=ox.RdfFormat.RDF_XML)) == _canonical(ox.Quad(t.subject, t.predicate, t.object) for t in triples)


def _canonical(quads: object) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)  # type: ignore[arg-type]
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def test_pronto_reads_the_ontology(tmp_path: Path) -> None:
    pronto = pytest.importorskip("pronto", reason="pronto, which reads OWL in RDF/XML, is not installed")
    text = HEAD + SHAPES["a header"][0] + SHAPES["a class below an expression"][0]
    text += "ig:A rdfs:label 'a' ; rdfs:subClassOf ig:C . ig:p a owl:ObjectProperty . ig:B a owl:Class . ig:C a owl:Class ."
    triples = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    order = sorted({t.subject for t in triples if not isinstance(t.subject, ox.Triple)}, key=str)
    path = tmp_path / "x.owl"
    path.write_text("".join(rdfxml(describe(triples, order))), encoding="utf-8")
    ontology = pronto.Ontology(str(path), encoding="utf-8")
    term = ontology[PREFIXES["ig"] + "A"]
    assert term.name == "a"
    assert {parent.id for parent in term.superclasses(with_self=False)} == {PREFIXES["ig"] + "C"}
    assert {r.id for r in term.relationships} == {PREFIXES["ig"] + "p"}
