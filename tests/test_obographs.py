"""OBO Graphs: what the JSON says of a small ontology, and that tools of the format read the real one."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.graph.obographs import obo_graph
from kg.graph.ontology import read_ontology

ROOT = Path(__file__).resolve().parents[1]
TOY = """
@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
: a owl:Ontology ; owl:versionIRI :1 ; dcterms:title "Toy" .
dcterms:title a owl:AnnotationProperty . skos:exactMatch a owl:AnnotationProperty . dcterms:source a owl:AnnotationProperty .
:part a owl:ObjectProperty ; rdfs:label "part"@en ; rdfs:domain :Thing ; owl:inverseOf :whole .
:whole a owl:ObjectProperty ; rdfs:subPropertyOf :near . :near a owl:ObjectProperty ; owl:propertyChainAxiom ( :part :whole ) .
:Thing a owl:Class ; rdfs:label "thing"@en ; skos:definition "Something."@en ; dcterms:source "somebody, after MONDO:0000001" ;
  skos:exactMatch <http://purl.obolibrary.org/obo/MONDO_0000001> ; skos:altLabel "object"@en .
:Wheel a owl:Class ; rdfs:subClassOf :Thing , [ a owl:Restriction ; owl:onProperty :whole ; owl:someValuesFrom :Car ] ,
  [ a owl:Restriction ; owl:onProperty :near ; owl:allValuesFrom :Thing ] .
:Car a owl:Class ; owl:equivalentClass
  [ owl:intersectionOf ( :Thing [ a owl:Restriction ; owl:onProperty :part ; owl:someValuesFrom :Wheel ] ) ] .
:beetle a owl:NamedIndividual , :Car ; :near :golf . :golf a owl:NamedIndividual , :Car ; owl:deprecated true .
"""


def _graph(triples: list[ox.Triple], iri: str = "https://example.org/") -> dict[str, Any]:
    (graph,) = json.loads("".join(obo_graph(triples, iri)))["graphs"]
    assert isinstance(graph, dict)
    return graph


@pytest.fixture(scope="module")
def toy() -> dict[str, Any]:
    return _graph([q.triple for q in ox.parse(TOY, format=ox.RdfFormat.TURTLE)])


def _edge(sub: str, pred: str, obj: str) -> dict[str, str]:
    return {"sub": f"https://example.org/{sub}", "pred": pred, "obj": f"https://example.org/{obj}"}


def test_nodes(toy: dict[str, Any]) -> None:
    nodes = {node["id"].removeprefix("https://example.org/"): node for node in toy["nodes"]}
    assert nodes["Thing"] == {
        "id": "https://example.org/Thing", "lbl": "thing", "type": "CLASS",
        "meta": {
            "definition": {"val": "Something.", "xrefs": ["MONDO:0000001"]},
            "synonyms": [{"pred": "hasRelatedSynonym", "val": "object"}],
            "xrefs": [{"val": "http://purl.obolibrary.org/obo/MONDO_0000001"}],
            "basicPropertyValues": [
                {"pred": "http://purl.org/dc/terms/source", "val": "somebody, after MONDO:0000001"},
                {"pred": "http://www.w3.org/2004/02/skos/core#exactMatch", "val": "http://purl.obolibrary.org/obo/MONDO_0000001"},
            ],
        },
    }  # fmt: skip
    assert (nodes["part"]["type"], nodes["part"]["propertyType"]) == ("PROPERTY", "OBJECT")
    assert (nodes["golf"]["type"], nodes["golf"]["meta"]) == ("INDIVIDUAL", {"deprecated": True})


@pytest.mark.parametrize(
    "edge",
    [
        pytest.param(_edge("Wheel", "is_a", "Thing"), id="class above"),
        pytest.param(_edge("Wheel", "https://example.org/whole", "Car"), id="some restriction"),
        pytest.param(_edge("whole", "subPropertyOf", "near"), id="property above"),
        pytest.param(_edge("part", "inverseOf", "whole"), id="inverse"),
        pytest.param(_edge("beetle", "type", "Car"), id="type"),
        pytest.param(_edge("beetle", "https://example.org/near", "golf"), id="link of individuals"),
    ],
)
def test_edges(edge: dict[str, str], toy: dict[str, Any]) -> None:
    assert edge in toy["edges"]


def test_axioms(toy: dict[str, Any]) -> None:
    assert toy["logicalDefinitionAxioms"] == [{
        "definedClassId": "https://example.org/Car", "genusIds": ["https://example.org/Thing"],
        "restrictions": [{"propertyId": "https://example.org/part", "fillerId": "https://example.org/Wheel"}],
    }]  # fmt: skip
    assert toy["propertyChainAxioms"] == [
        {"predicateId": "https://example.org/near", "chainPredicateIds": ["https://example.org/part", "https://example.org/whole"]}
    ]
    assert {"predicateId": "https://example.org/part", "domainClassIds": ["https://example.org/Thing"]} in toy["domainRangeAxioms"]
    assert toy["domainRangeAxioms"][0]["allValuesFromEdges"] == [_edge("Wheel", "https://example.org/near", "Thing")]
    assert toy["meta"] == {
        "basicPropertyValues": [
            {"pred": "http://purl.org/dc/terms/title", "val": "Toy"},
            {"pred": "http://www.w3.org/2002/07/owl#versionIRI", "val": "https://example.org/1"},
        ],
        "version": "https://example.org/1",
    }


def test_the_order_of_the_triples_does_not_count() -> None:
    triples = [q.triple for q in ox.parse(TOY, format=ox.RdfFormat.TURTLE)]
    assert _graph(triples) == _graph(triples[::-1])


def test_pronto_reads_the_ontology(tmp_path: Path) -> None:
    pronto = pytest.importorskip("pronto", reason="pronto, which reads OBO Graphs, is not installed")
    path = tmp_path / "igkg.json"
    path.write_text("".join(obo_graph(read_ontology(ROOT / "ontology" / "igkg.ttl"), "https://w3id.org/igkg/ontology")), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ontology = pronto.Ontology(str(path))
    term = ontology["https://w3id.org/igkg/ontology#Autoantibody"]
    assert term.name == "autoantibody"
    assert "https://w3id.org/igkg/ontology#AutoimmuneFeature" in {above.id for above in term.superclasses(distance=1)}
