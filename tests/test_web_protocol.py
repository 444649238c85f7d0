"""SPARQL over HTTP: what comes in by which way, in which form it goes out, and what an error says."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

import pytest

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

import pyoxigraph as ox
from web_server import Running, running

from kg.web.formats import GRAPHS, RESULTS, Format, choose, find_format
from kg.web.options import LaneLimits, ServerOptions

ROWS = "SELECT ?s { ?s a ig:Condition } ORDER BY ?s LIMIT 2"
GRAPH = "CONSTRUCT { ?s a ig:Condition } { ?s a ig:Condition } LIMIT 2"


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Running]:
    adhoc = LaneLimits(workers=2, seconds=3, running_per_client=2, waiting_per_client=8, wait_seconds=2, memory=400 << 20, output=2 << 20)
    with running(ServerOptions(build=built, port=0, adhoc=adhoc)) as server:
        yield server


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("text/csv;q=0.3, text/tab-separated-values;q=0.4", "text/tab-separated-values"),
        ("application/sparql-results+xml, */*;q=0.1", "application/sparql-results+xml"),
        ("application/json", "application/json"),
        ("text/*", "text/csv"),
        ("*/*, application/sparql-results+json;q=0", "application/sparql-results+xml"),
        ("text/html, application/xhtml+xml", None),
        (";;q=,,/", "application/sparql-results+json"),
    ],
)
def test_choice_of_a_form(accept: str | None, expected: str | None) -> None:
    chosen = choose(accept, RESULTS)
    if accept == ";;q=,,/":
        assert chosen is None or chosen[1] == expected
        return
    assert (chosen and chosen[1]) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("ttl", "turtle"), ("JSON-LD", "jsonld"), ("text/turtle", "turtle"), ("nq", "nquads"), ("png", None)]
)
def test_a_form_by_its_name(name: str, expected: str | None) -> None:
    found = find_format(name, GRAPHS)
    assert (found and found.name) == expected


@pytest.mark.parametrize("form", RESULTS, ids=lambda f: f.name)
def test_rows_in_every_form(server: Running, form: Format) -> None:
    reply = server.sparql(ROWS, Accept=form.media_type)
    assert (reply.status, reply.kind) == (200, form.media_type)
    assert len(reply.text) > 50
    if form.name in ("json", "xml", "tsv"):
        rows = list(cast("ox.QuerySolutions", ox.parse_query_results(reply.body, form.results)))
        assert len(rows) == 2


@pytest.mark.parametrize("form", GRAPHS, ids=lambda f: f.name)
def test_a_graph_in_every_form(server: Running, form: Format) -> None:
    reply = server.sparql(GRAPH, Accept=form.media_type)
    assert (reply.status, reply.kind) == (200, form.media_type)
    assert len(list(ox.parse(reply.body, form.rdf))) == 2


@pytest.mark.parametrize("form", RESULTS, ids=lambda f: f.name)
def test_a_graph_as_rows_for_those_who_take_nothing_else(server: Running, form: Format) -> None:
    reply = server.sparql(GRAPH, Accept=form.media_type)
    assert (reply.status, reply.kind) == (200, form.media_type)
    assert "subject" in reply.text
    assert reply.text.count("ontology#Condition") == 2


def test_what_cannot_be_sent_is_not_acceptable(server: Running) -> None:
    assert server.sparql(ROWS, Accept="text/turtle").status == 406
    assert server.sparql(GRAPH, Accept="image/png").status == 406


def test_a_wrapper_may_name_several_formats(server: Running) -> None:
    query = urlencode([("query", ROWS), ("format", "odd"), ("format", "tsv"), ("output", "tsv")])
    assert server.ask("/sparql?" + query).kind == "text/tab-separated-values"


def test_three_ways_to_ask_give_one_answer(server: Running) -> None:
    by_get = server.sparql(ROWS)
    by_form = server.post("/sparql", {"query": ROWS})
    by_body = server.ask("/sparql", "POST", ROWS.encode(), Content_Type="application/sparql-query; charset=utf-8")
    assert by_get.json == by_form.json == by_body.json


def test_format_goes_before_accept(server: Running) -> None:
    reply = server.post("/sparql", {"query": ROWS, "format": "tsv"}, Accept="application/json")
    assert reply.kind == "text/tab-separated-values"
    assert server.post("/sparql", {"query": ROWS, "format": "png"}).status == 400
    assert server.post("/sparql", {"query": GRAPH, "format": "json"}).kind == "application/ld+json"
    assert server.post("/sparql", {"query": ROWS, "format": ""}, Accept="text/csv").kind == "text/csv", "an empty format is none"
    assert server.ask("/sparql?format=json").kind == "application/ld+json", "the description too"


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [("SELECT *\nWHERE { ?s ?p }", 2, 15), ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 1, 12), ("INSERT DATA { }", 1, 1)],
)
def test_an_error_has_its_place(server: Running, query: str, line: int, column: int) -> None:
    reply = server.sparql(query)
    assert (reply.status, reply.kind) == (400, "application/problem+json")
    assert (reply.json["code"], reply.json["line"], reply.json["column"]) == ("query", line, column)
    assert reply.json["request"] == reply.headers["x-request-id"]


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        pytest.param("PUT", "/sparql?query=ASK%7B%7D", {}, b"", 405, id="other method"),
        pytest.param("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}, None, 400, id="two queries"),
        pytest.param("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=no%05iri", {}, None, 400, id="a graph that is no IRI"),
        pytest.param("POST", "/sparql", {"Content_Type": "text/plain"}, b"ASK{}", 415, id="other media type"),
        pytest.param("POST", "/sparql", {}, b"ASK{}", 415, id="no media type"),
        pytest.param("POST", "/sparql", {"Content_Type": "application/sparql-query; charset=UTF-16"}, b"ASK{}", 415, id="UTF-16"),
        pytest.param("POST", "/sparql", {"Content_Type": "application/sparql-query"}, b"ASK{ \xff }", 400, id="no UTF-8"),
        pytest.param(
            "POST", "/sparql", {"Content_Type": "application/sparql-query", "Content_Encoding": "gzip"}, b"x", 415, id="compressed"
        ),
        pytest.param("POST", "/sparql", {"Content_Type": "application/sparql-query"}, b"#" * 1_200_000, 413, id="large"),
        pytest.param("GET", "/sparql?query=ASK%FF", {}, None, 400, id="no UTF-8 in the address"),
        pytest.param("GET", "/sparql?" + "x" * 61_000, {}, None, 414, id="long address"),
        pytest.param("GET", "/sparql?query=ASK%7B%7D", {"Host": "a b/../c"}, None, 400, id="odd host"),
        pytest.param("GET", "/sparql?update=CLEAR+ALL", {}, None, 405, id="update by GET"),
        pytest.param("POST", "/update", {"Content_Type": "application/sparql-update"}, b"CLEAR ALL", 403, id="update of a reader"),
        pytest.param(
            "POST", "/sparql", {"Content_Type": "application/sparql-update"}, b"CLEAR ALL", 403, id="update of a reader, other way"
        ),
        pytest.param("PUT", "/store?default", {"Content_Type": "text/turtle"}, b"", 403, id="graph of a reader"),
        pytest.param("GET", "/store/../../etc/passwd", {}, None, 404, id="path trick"),
        pytest.param("GET", "/%2e%2e/%2e%2e/etc/passwd", {}, None, 404, id="encoded path trick"),
        pytest.param("GET", "/nothing", {}, None, 404, id="nothing there"),
        pytest.param("TRACE", "/sparql", {}, None, 405, id="trace"),
    ],
)
def test_refusals(server: Running, method: str, path: str, headers: dict[str, str], body: bytes | None, status: int) -> None:
    reply = server.ask(path, method, body, **headers)
    assert (reply.status, reply.kind) == (status, "application/problem+json"), reply.text
    assert reply.json["status"] == status


def test_tag_and_not_modified(server: Running) -> None:
    first = server.sparql(ROWS)
    assert server.sparql(ROWS, If_None_Match=first.headers["etag"]).status == 304
    assert server.sparql(GRAPH, If_None_Match=first.headers["etag"]).status == 200
    assert server.sparql(ROWS, Accept="text/csv").headers["etag"] != first.headers["etag"]
    assert "etag" not in server.sparql("SELECT (NOW() AS ?now) {}").headers


def test_compression(server: Running) -> None:
    query = "SELECT * { ?s ?p ?o } LIMIT 500"
    plain, packed = server.sparql(query), server.sparql(query, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "content-encoding" not in server.sparql("ASK {}", Accept_Encoding="gzip").headers
    assert "content-encoding" not in server.sparql(query, Accept_Encoding="gzip;q=0").headers


def test_head(server: Running) -> None:
    reply = server.ask("/sparql?query=ASK%7B%7D", "HEAD")
    assert (reply.status, reply.kind, reply.body) == (200, "application/sparql-results+json", b"")


def test_scripts_of_other_sites_may_read_and_not_write(server: Running) -> None:
    assert server.sparql("ASK {}", Origin="https://example.org").headers["access-control-allow-origin"] == "*"
    asked = server.ask("/sparql", "OPTIONS", Origin="https://example.org", Access_Control_Request_Method="POST")
    assert asked.status == 204
    assert asked.headers["access-control-allow-methods"] == "GET, HEAD, POST"
    assert server.ask("/update", "OPTIONS").headers["access-control-allow-methods"] == ""
    assert server.ask("/store", "OPTIONS").headers["access-control-allow-methods"] == "GET, HEAD"
    assert server.ask("/store", "OPTIONS").headers["allow"] == "DELETE, GET, HEAD, OPTIONS, POST, PUT"
    assert server.ask("/api/search", "OPTIONS").headers["allow"] == "GET, HEAD, OPTIONS"
    assert server.ask("/nowhere", "OPTIONS").status == 404
    assert "Authorization" not in asked.headers["access-control-allow-headers"]


def test_service_description(server: Running) -> None:
    reply = server.ask("/sparql", Accept="text/turtle")
    triples = {(t.subject.value, t.predicate.value.rpartition("#")[2], str(t.object)) for t in ox.parse(reply.body, ox.RdfFormat.TURTLE)}
    endpoint = f"<http://127.0.0.1:{server.port}/sparql>"
    assert any(p == "endpoint" and o == endpoint for _, p, o in triples)
    assert any(p == "feature" and "UnionDefaultGraph" in o for _, p, o in triples)
    assert any(p == "name" and "graph/claims" in o for _, p, o in triples)
    assert not any("quarantine" in o for _, _, o in triples)


def test_the_dataset_of_the_request_goes_before_that_of_the_query(server: Running) -> None:
    query = "SELECT (COUNT(*) AS ?n) FROM igg:claims { ?s a ig:Condition }"
    body = query.encode()
    count = [
        int(
            server.ask("/sparql" + where, "POST", body, Content_Type="application/sparql-query").json["results"]["bindings"][0]["n"][
                "value"
            ]
        )
        for where in ("", "?default-graph-uri=https%3A%2F%2Fw3id.org%2Figkg%2Fgraph%2Fconcepts")
    ]
    assert count[0] == 0
    assert count[1] > 100


def test_the_quarantine_is_hidden(server: Running) -> None:
    graphs = server.sparql("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").json["results"]["bindings"]
    assert not any("quarantine" in row["g"]["value"] for row in graphs)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        pytest.param("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", 504, "timeout", id="too slow"),
        pytest.param("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f", 500, "worker-ended", id="too much memory"),
        pytest.param("ASK " + "{" * 3_000 + "}" * 3_000, 400, "query", id="too deep"),
        pytest.param("SELECT (<http://example.org/f>(1) AS ?x) {}", 500, "query-failed", id="unknown function"),
    ],
)
def test_a_query_that_ends_badly_ends_alone(server: Running, query: str, status: int, code: str) -> None:
    reply = server.post("/sparql", {"query": query})
    assert (reply.status, reply.json["code"]) == (status, code)
    assert server.sparql("ASK {}").json == {"head": {}, "boolean": True}


def test_an_answer_that_grows_too_large_breaks_off(server: Running) -> None:
    with pytest.raises(Exception, match=r"IncompleteRead|Connection|RemoteDisconnected"):
        server.sparql("SELECT * { ?s ?p ?o }")
    assert server.sparql("ASK {}").status == 200


def test_the_log_and_the_page_of_counters_say_nothing_of_queries(server: Running) -> None:
    server.sparql("SELECT ('a secret of a patient' AS ?x) {}")
    assert "secret" not in server.ask("/metrics").text


def test_json_escapes_do_not_break(server: Running) -> None:
    reply = server.sparql('SELECT ("\\u0000\\"<script>\\n" AS ?x) {}')
    assert json.loads(reply.body)["results"]["bindings"][0]["x"]["value"] == '\x00"<script>\n'
