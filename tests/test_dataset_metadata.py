"""Descriptions of a release: counts that are true, and files that the tools of each format accept."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import yaml

import kg
from kg.graph.dataset_metadata import (
    DATASET,
    Distribution,
    ReleaseDescription,
    citation,
    metadata_jsonld,
    metadata_triples,
    metadata_turtle,
    ro_crate,
)
from kg.identifiers import to_iri

ROOT = Path(__file__).resolve().parents[1]
RELEASE = ReleaseDescription("1.2.0", "2026-11-30", (Distribution("graph/igkg.ttl", "The graph", 12, "ab" * 32),))


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    return list(ox.parse(path=str(ROOT / "tests" / "data" / "fixture.trig")))


@pytest.fixture(scope="module")
def triples(quads: list[ox.Quad]) -> list[ox.Triple]:
    return metadata_triples(RELEASE, quads)


def _values(triples: list[ox.Triple], subject: str, name: str) -> list[str]:
    predicate = ox.NamedNode(name if name.startswith("http") else to_iri(name))
    return sorted(t.object.value for t in triples if t.subject == ox.NamedNode(subject) and t.predicate == predicate)  # type: ignore[union-attr]


def test_counts_are_those_of_the_union(quads: list[ox.Quad], triples: list[ox.Triple]) -> None:
    assert _values(triples, DATASET, "void:triples") == [str(len({q.triple for q in quads}))]
    for part in _values(triples, DATASET, "void:classPartition"):
        (name,), (count,) = _values(triples, part, "void:class"), _values(triples, part, "void:entities")
        members = {q.subject for q in quads if q.predicate.value == to_iri("rdf:type") and q.object == ox.NamedNode(name)}
        assert len(members) == int(count), name
    for part in _values(triples, DATASET, "void:propertyPartition"):
        (name,), (count,) = _values(triples, part, "void:property"), _values(triples, part, "void:triples")
        assert len({q.triple for q in quads if q.predicate.value == name}) == int(count), name


def test_one_description_in_three_vocabularies(triples: list[ox.Triple]) -> None:
    assert _values(triples, DATASET, "rdf:type") == [
        "http://rdfs.org/ns/void#Dataset", "http://www.w3.org/ns/dcat#Dataset", "https://schema.org/Dataset",
    ]  # fmt: skip
    assert _values(triples, DATASET, "dcat:version") == _values(triples, DATASET, "https://schema.org/version") == ["1.2.0"]
    assert _values(triples, DATASET, "dcat:distribution") == ["https://w3id.org/igkg/release/1.2.0/graph/igkg.ttl"]
    (description,) = _values(triples, DATASET, "https://schema.org/description")
    assert 50 <= len(description) <= 5000


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # by rdflib's own parser
def test_both_forms_say_the_same(triples: list[ox.Triple]) -> None:
    turtle = rdflib.Graph().parse(data="".join(metadata_turtle(triples)), format="turtle")
    as_json = rdflib.Graph().parse(data="".join(metadata_jsonld(triples)), format="json-ld")
    assert set(turtle) == set(as_json)
    assert len(turtle) == len(triples)


def test_crate(tmp_path: Path) -> None:
    document = json.loads(ro_crate(RELEASE))
    entities = {entity["@id"]: entity for entity in document["@graph"]}
    assert entities["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert (entities["./"]["datePublished"], entities["./"]["hasPart"]) == ("2026-11-30", [{"@id": "graph/igkg.ttl"}])
    assert entities["graph/igkg.ttl"]["encodingFormat"] == "text/turtle"
    library = pytest.importorskip("rocrate.rocrate", reason="pip install 'igkg[release]' brings the tools that check a release")
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "igkg.ttl").write_text("", encoding="utf-8")
    (tmp_path / "ro-crate-metadata.json").write_text(ro_crate(RELEASE), encoding="utf-8")
    crate = library.ROCrate(tmp_path)
    assert [entity.id for entity in crate.data_entities] == ["graph/igkg.ttl"]


@pytest.mark.parametrize("version", ["0.1.0", "1.0.0-rc.1"])
def test_citation_has_what_the_format_asks_for(version: str) -> None:
    found = yaml.safe_load(citation(version, "2026-11-30"))
    assert {"cff-version", "message", "title", "authors"} <= found.keys()
    assert (found["cff-version"], found["type"], found["version"]) == ("1.2.0", "dataset", version)
    assert str(found["date-released"]) == "2026-11-30"


def test_committed_citation_is_that_of_this_version() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    date = str(yaml.safe_load(text)["date-released"])
    assert text == citation(kg.__version__, date), (
        "mend with: write kg.graph.dataset_metadata.citation(kg.__version__, date) to CITATION.cff"
    )
