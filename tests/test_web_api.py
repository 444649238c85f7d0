"""Saved queries, search and descriptions over HTTP, and the documents that describe them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

from web_server import Running, running

from kg.graph.federation import find_calls
from kg.graph.queries import load_queries, run_query
from kg.graph.store import Store
from kg.settings import Settings
from kg.web.engine import Engine
from kg.web.openapi import document
from kg.web.options import ServerOptions
from kg.web.search import Name, NameIndex, distance

EFFECTS = "/api/queries/adverse-effects-of-product"


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Running]:
    with running(ServerOptions(build=built, port=0)) as server:
        yield server


def test_every_saved_query_answers_as_in_process(server: Running, built: Path, root: Path) -> None:
    store = Store.open(built / "store")
    for query in load_queries(root / "queries").values():
        if find_calls(query.text):
            assert server.ask(f"/api/queries/{query.name}").json["code"] == "query", "other endpoints are not asked"
            continue
        required = {p.name: p.default[0] for p in query.params if p.required}
        listed = "&".join(f"{name}={value}" for name, value in required.items())
        reply = server.ask(f"/api/queries/{query.name}?{listed}")
        if reply.status == 400 and required:
            continue  # the example of a required parameter is of the fixture graph, which is not this build
        assert reply.status == 200, (query.name, reply.text)
        assert reply.json["total"] == len(run_query(store, query, required)), query.name
        assert [column["name"] for column in reply.json["columns"]] == [column.name for column in query.columns]


def test_parameters_are_taken_by_name_label_and_slug(server: Running) -> None:
    answers = [
        server.ask(f"{EFFECTS}?product={value}").json["total"]
        for value in ("IVIG", "intravenous-immunoglobulin", "igr:intravenous-immunoglobulin")
    ]
    assert len(set(answers)) == 1
    assert answers[0] > 0


@pytest.mark.parametrize(
    ("query", "code", "near"),
    [
        ("?produkt=IVIG", "unknown-name", "product"),
        ("?product=kawasaki-disease", "parameter", None),
        ("?product=IVGI", "unknown-name", "IVIG"),
        ("?minimum=much", "parameter", None),
        ("?limit=0", "parameter", None),
        ("?limit=1&limit=2", "parameter", None),
        ("?offset=-1", "parameter", None),
        ("?format=pdf", "format", None),
        ("?product=%3E%20%7D%20DROP%20ALL", "unknown-name", None),
    ],
)
def test_bad_parameters(server: Running, query: str, code: str, near: str | None) -> None:
    reply = server.ask(EFFECTS + query)
    assert (reply.status, reply.json["code"]) == (400, code), reply.text
    assert ".rq" not in reply.text
    if near:
        assert near in reply.json["near"]


def test_pages_are_the_whole(server: Running) -> None:
    whole = server.ask(EFFECTS).json
    rows: list[Any] = []
    offset: int | None = 0
    while offset is not None:
        page = server.ask(f"{EFFECTS}?limit=7&offset={offset}")
        assert page.headers["x-total-count"] == str(whole["total"])
        rows += page.json["rows"]
        offset = page.json["next_offset"]
        assert ('rel="next"' in page.headers.get("link", "")) is (offset is not None)
    assert rows == whole["rows"]
    assert server.ask(f"{EFFECTS}?offset=100000").json["rows"] == []


def test_csv_and_json_ld_say_the_same(server: Running) -> None:
    rows = server.ask(EFFECTS).json["rows"]
    table = list(csv.DictReader(io.StringIO(server.ask(EFFECTS, Accept="text/csv").text)))
    assert [row["effect"] for row in table] == [row["effect"]["iri"] for row in rows]
    linked = server.ask(EFFECTS, Accept="application/ld+json")
    quads = list(ox.parse(linked.body, ox.RdfFormat.JSON_LD))
    effects = [q.object.value for q in quads if q.predicate.value.endswith("#effect") and isinstance(q.object, ox.NamedNode)]
    assert sorted(effects) == sorted(row["effect"]["iri"] for row in rows)


def test_a_graph_query_gives_json_ld(server: Running) -> None:
    reply = server.ask("/api/queries/everything-about-concept?format=jsonld")
    assert len(list(ox.parse(reply.body, ox.RdfFormat.JSON_LD))) == server.ask("/api/queries/everything-about-concept").json["total"]


def test_rows_with_their_evidence(server: Running) -> None:
    plain, told = server.ask(f"{EFFECTS}?limit=5").json, server.ask(f"{EFFECTS}?limit=5&evidence=true").json
    assert "claims" not in plain
    assert told["rows"] == plain["rows"]
    assert len(told["evidence"]) == 5
    claims = {claim["iri"]: claim for claim in told["claims"]}
    assert {iri for row in told["evidence"] for iri in row["claims"]} == set(claims)
    assert told["claims_total"] == len(claims)
    for claim in claims.values():
        assert 0 < claim["belief"] < 1
        assert claim["evidence_total"] >= len(claim["evidence"]) > 0
        for place in claim["evidence"]:
            assert place["document"]
            assert place["end"] > place["start"] >= 0
    assert server.ask(f"{EFFECTS}?evidence=perhaps").status == 400
    described = server.ask("/api/describe?iri=Kawasaki+disease&evidence=true").json
    assert described["claims_total"] >= len(described["claims"]) > 0
    assert described["claims"] == sorted(described["claims"], key=lambda claim: (-claim["belief"], claim["iri"]))


def test_a_claim_of_a_row_fits_the_relation_that_the_row_names(server: Running) -> None:
    told = server.ask("/api/queries/why?evidence=true").json
    assert told["total"] > 0
    assert [row["claims"] for row in told["evidence"]] == [[row["claim"]["iri"]] for row in told["rows"]], "a row that names its claim"


def test_no_rows_say_what_that_means(server: Running) -> None:
    reply = server.ask(EFFECTS + "?minimum=1").json
    assert reply["rows"] == []
    assert "no evidence of absence" in reply["empty_means"]


def test_open_api_document_is_sound(server: Running) -> None:
    document = server.ask("/api/openapi.json").json
    assert document["openapi"] == "3.1.0"
    text = json.dumps(document)
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', text)):
        place: Any = document
        for step in reference.split("/"):
            place = place[step]
    names = [operation["operationId"] for methods in document["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names))
    for name in server.engine.queries:
        operation = document["paths"][f"/api/queries/{name}"]["get"]
        assert operation["summary"]
        assert set(operation["responses"]["200"]["content"]) == {"application/json", "text/csv", "application/ld+json"}
    minimum = next(p for p in document["paths"][EFFECTS]["get"]["parameters"] if p.get("name") == "minimum")
    assert minimum["schema"] == {"type": "number", "default": 0.0}
    assert "/update" not in document["paths"]


def test_open_api_document_is_valid(tmp_path: Path) -> None:
    validator = pytest.importorskip("openapi_spec_validator", reason="openapi-spec-validator is not installed")
    engine = Engine(ServerOptions(writable=True, store=tmp_path / "notes", token="a" * 16), Settings.default())
    try:
        found = document(engine)
    finally:
        engine.source.close()
    assert {"/update", "/store"} <= set(found["paths"]), "an editor describes all that a reader does, and more"
    validator.OpenAPIV31SpecValidator(found).validate()
    del found["info"]["title"]
    assert next(validator.OpenAPIV31SpecValidator(found).iter_errors()), "it finds a fault"


def test_every_simple_operation_of_the_document_answers(server: Running) -> None:
    for path, methods in server.ask("/api/openapi.json").json["paths"].items():
        if "get" in methods and "{" not in path and not any(p.get("required") or "$ref" in p for p in methods["get"]["parameters"]):
            assert server.ask(path).status == 200, path


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.labels: set[str] = set()
        self.fields: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        # What a browser loads by itself; a link that a reader may follow is no load.
        for name in ("src", "action", *(("href",) if tag == "link" else ())):
            value = found.get(name) or ""
            if value and not value.startswith(("/", "#", "data:,")):
                self.outside.append(value)
        if tag in ("script", "img", "iframe"):
            self.outside.append(tag)
        if tag == "label":
            self.labels.add(found["for"] or "")
        if tag in ("input", "select"):
            self.fields.add(found["id"] or "")


def test_page_of_the_api_needs_nothing_from_outside(server: Running) -> None:
    reply = server.ask("/api/docs")
    page = _Page()
    page.feed(reply.text)
    assert page.outside == []
    assert page.fields <= page.labels, "every field has a label"
    assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_catalogue_as_shacl(server: Running) -> None:
    store = ox.Store()
    store.load(server.ask("/api/queries.ttl").body, ox.RdfFormat.TURTLE)
    sh = "http://www.w3.org/ns/shacl#"
    executables = {q.subject for q in store.quads_for_pattern(None, None, ox.NamedNode(sh + "SPARQLExecutable"))}
    assert len(executables) == len(server.engine.queries)
    for node in executables:
        texts = [
            str(getattr(q.object, "value", ""))
            for name in ("select", "ask", "construct")
            for q in store.quads_for_pattern(node, ox.NamedNode(sh + name), None)
        ]
        assert len(texts) == 1
        ox.Store().query(texts[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("kawasaki disease", "kawasaki-disease", id="the name"),
        pytest.param("KAWASAKI", "kawasaki-disease", id="its start, other case"),
        pytest.param("kawasky", "kawasaki-disease", id="two wrong letters"),
        pytest.param("gullain bare", "guillain-barre-syndrome", id="words with wrong letters"),
        pytest.param("barré guillain", "guillain-barre-syndrome", id="other order"),
        pytest.param("miasthenia gravis", "myasthenia-gravis", id="as it is heard"),
        pytest.param("IVIG", "intravenous-immunoglobulin", id="acronym"),
        pytest.param("trombocytopenia immune", "immune-thrombocytopenia", id="missing letter"),
    ],
)
def test_search(server: Running, text: str, expected: str) -> None:
    found = server.ask("/api/search?limit=5&q=" + text.replace(" ", "+").replace("é", "%C3%A9")).json
    assert f"igr:{expected}" in [hit["curie"] for hit in found["results"][:3]]


def test_search_among_a_class(server: Running) -> None:
    found = server.ask("/api/search?q=immun&class=Condition&limit=50").json["results"]
    assert found
    assert all("ig:Condition" in hit["classes"] or "ig:Immunodeficiency" in hit["classes"] for hit in found)
    assert server.ask("/api/search?q=immun&class=no+class:x").status == 400
    assert server.ask("/api/search?q=%20").status == 400
    assert server.ask("/api/search?q=%5B%5D%7B%7D%3C%3E").json["total"] == 0


def test_description(server: Running) -> None:
    reply = server.ask("/api/describe?iri=Kawasaki+disease").json
    assert reply["curie"] == "igr:kawasaki-disease"
    assert {"rdf:type", "skos:prefLabel"} <= {group["curie"] for group in reply["properties"]}
    assert "rdf:object" in {group["curie"] for group in reply["incoming"]}
    turtle = server.ask("/api/describe?iri=igr:kawasaki-disease", Accept="text/turtle")
    assert len(list(ox.parse(turtle.body, ox.RdfFormat.TURTLE))) > 10
    assert server.ask("/api/describe?iri=igr:no-such-thing").status == 404
    assert server.ask("/api/describe").status == 400


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("", "", 0), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abcd", "badc", 2), ("abc", "xyz", None)],
)
def test_distance(left: str, right: str, expected: int | None) -> None:
    assert distance(left, right, 2) == expected
    assert distance(right, left, 2) == expected


def test_a_preferred_name_goes_first() -> None:
    index = NameIndex([Name("a:1", "Immune globulin", "hidden"), Name("a:2", "Immune globulin", "preferred"), Name("a:2", "IG", "synonym")])
    hits, total = index.search("immune globulin")
    assert [hit.iri for hit in hits] == ["a:2", "a:1"]
    assert total == 2
