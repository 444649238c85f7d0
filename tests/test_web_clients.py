"""Clients that researchers use, against a running server: each asks for what it can read, and reads what it gets."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

from web_server import Running, running

from kg.web.options import ServerOptions

IG, IGR = "https://w3id.org/igkg/ontology#", "https://w3id.org/igkg/id/"
APPROVED = f"SELECT ?condition WHERE {{ <{IGR}intravenous-immunoglobulin> <{IG}approvedFor> ?condition }} ORDER BY ?condition"
GRAPH = f"CONSTRUCT {{ ?p <{IG}approvedFor> ?c }} WHERE {{ ?p <{IG}approvedFor> ?c }}"
YES = f"ASK {{ <{IGR}intravenous-immunoglobulin> <{IG}approvedFor> <{IGR}kawasaki-disease> }}"


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Running]:
    with running(ServerOptions(build=built, port=0)) as server:
        yield server


@pytest.fixture(scope="module")
def endpoint(server: Running) -> str:
    return f"http://127.0.0.1:{server.port}/sparql"


@pytest.fixture(scope="module")
def conditions(server: Running) -> list[str]:
    found = [row["condition"]["value"] for row in server.sparql(APPROVED).json["results"]["bindings"]]
    assert f"{IGR}kawasaki-disease" in found
    return found


@pytest.fixture(scope="module")
def triples(server: Running) -> int:
    return len(rdflib.Graph().parse(data=server.sparql(GRAPH, Accept="text/turtle").text, format="turtle"))


def command(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=True).stdout


def test_sparqlwrapper(endpoint: str, conditions: list[str], triples: int) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed")
    for method in (wrapper.GET, wrapper.POST):
        for way in (wrapper.URLENCODED, wrapper.POSTDIRECTLY)[: 1 + (method == wrapper.POST)]:
            client = wrapper.SPARQLWrapper(endpoint)
            client.setMethod(method)
            client.setRequestMethod(way)
            client.setQuery(APPROVED)
            client.setReturnFormat(wrapper.JSON)
            assert [row["condition"]["value"] for row in client.queryAndConvert()["results"]["bindings"]] == conditions
            client.setReturnFormat(wrapper.XML)
            assert len(client.queryAndConvert().getElementsByTagName("result")) == len(conditions)
            client.setReturnFormat(wrapper.CSV)
            assert len(client.queryAndConvert().splitlines()) == len(conditions) + 1
            client.setQuery(GRAPH)
            for form in (wrapper.TURTLE, wrapper.RDFXML, wrapper.JSONLD, wrapper.N3):
                client.setReturnFormat(form)
                with warnings.catch_warnings():  # it makes of RDF/XML and JSON-LD what rdflib calls deprecated
                    warnings.simplefilter("ignore", DeprecationWarning)
                    found = client.queryAndConvert()
                graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
                assert len(graph) == triples, form
            client.setQuery(YES)
            client.setReturnFormat(wrapper.JSON)
            assert client.queryAndConvert()["boolean"] is True
    client.setQuery("SELECT * WHERE { ?s ?p }")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed, match="line 1"):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_sparqlstore_of_rdflib(endpoint: str, conditions: list[str], triples: int, method: str, form: str) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = rdflib.Graph(SPARQLStore(endpoint, method=method, returnFormat=form))
    with warnings.catch_warnings():  # rdflib's own readers use what rdflib calls deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        assert [str(row[0]) for row in graph.query(APPROVED)] == conditions  # type: ignore[index]
        product = rdflib.URIRef(f"{IGR}intravenous-immunoglobulin")
        assert {str(node) for node in graph.objects(product, rdflib.URIRef(f"{IG}approvedFor"))} == set(conditions)
        if form in ("xml", "json"):  # CSV and TSV have no form for yes and no
            assert (product, rdflib.URIRef(f"{IG}approvedFor"), rdflib.URIRef(f"{IGR}kawasaki-disease")) in graph
            assert bool(graph.query(YES).askAnswer) is True
        if form == "xml":  # its default, the only one with which rdflib also takes a graph
            assert len(graph.query(GRAPH).graph or ()) == triples


@pytest.mark.parametrize("form", ["xml", "csv", "tsv", "simple"])
def test_roqet_takes_rows(endpoint: str, conditions: list[str], form: str) -> None:
    text = run(command("roqet"), "-q", "-p", endpoint, "-e", APPROVED, "-r", form)
    assert all(iri in text for iri in conditions)


def test_roqet_asks_for_rows_even_where_the_answer_is_a_graph(endpoint: str, triples: int) -> None:
    listed = run(command("roqet"), "-q", "-p", endpoint, "-e", GRAPH, "-r", "csv")
    assert listed.split()[0] == "subject,predicate,object"
    assert len(listed.split()) == triples + 1


def test_curl(endpoint: str, conditions: list[str], triples: int) -> None:
    curl = (command("curl"), "--silent", "--show-error", "--fail")
    rows = run(*curl, "--get", endpoint, "--data-urlencode", f"query={APPROVED}", "-H", "Accept: text/csv")
    assert [row["condition"] for row in csv.DictReader(io.StringIO(rows))] == conditions
    posted = run(*curl, endpoint, "--data-binary", APPROVED, "-H", "Content-Type: application/sparql-query")
    assert len(json.loads(posted)["results"]["bindings"]) == len(conditions)
    graph = run(*curl, "--compressed", endpoint, "--data-urlencode", f"query={GRAPH}", "-H", "Accept: application/n-triples")
    assert len(graph.splitlines()) == triples
    head = run(*curl, "--head", "--get", endpoint, "--data-urlencode", f"query={YES}")
    assert head.startswith("HTTP/1.1 200") and "etag:" in head.lower()
