"""The workbench page and what its scripts ask for; the parts of the scripts that need no browser, where there is a node to run them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from kg.graph.queries import load_queries
from kg.graph.sparql import tokens
from kg.graph.store import Store
from kg.web.assets import are_built

if TYPE_CHECKING:
    from web_server import Running

IG = "https://w3id.org/igkg/ontology#"


def test_a_browser_at_the_endpoint_is_led_to_the_workbench(live_server: Running) -> None:
    answer = live_server.ask("/sparql", Accept="text/html,application/xhtml+xml")
    assert (answer.status, answer.headers["location"]) == (303, f"http://127.0.0.1:{live_server.port}/workbench")
    page = live_server.ask("/workbench", Accept="text/html")
    assert (page.status, page.kind) == (200, "text/html")


def test_the_page_allows_no_script_of_its_own_and_no_other_host(live_server: Running) -> None:
    pages = [live_server.ask("/workbench") for _ in range(2)]
    policies = [dict(part.strip().split(" ", 1) for part in page.headers["content-security-policy"].split(";")) for page in pages]
    assert policies[0]["default-src"] == "'none'"
    assert policies[0]["script-src"] == "'self'"
    assert policies[0]["connect-src"] == "'self'"
    numbers = [re.findall(r"'nonce-([\w-]{20,})'", policy["style-src"])[0] for policy in policies]
    assert numbers[0] != numbers[1], "a number that is known in advance protects nothing"
    assert not are_built() or f'data-nonce="{numbers[0]}"' in pages[0].text, "without scripts there is nothing that would need it"
    assert not re.findall(r"<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=", pages[0].text)
    assert not re.findall(r"""(?:src|href|action)=["'](?:https?:)?//(?!creativecommons\.org)""", pages[0].text)


def test_the_vocabulary_counts_what_the_graph_holds(live_server: Running, built: Path) -> None:
    answer = live_server.ask("/api/vocabulary")
    told = answer.json
    store = Store.open(built / "store")
    claims = next(one for one in told["classes"] if one["curie"] == "ig:Claim")
    assert claims["things"] == sum(1 for _ in store.triples(None, ox.NamedNode(told["prefixes"]["rdf"] + "type"), ox.NamedNode(IG + "Claim")))
    assert claims["label"]
    names = [told["properties"][place]["curie"] for place in claims["properties"]]
    assert {"rdf:subject", "ig:polarity", "ig:hasEvidence"} <= set(names)
    assert "ig:sha256" not in names, "documents have that, claims do not"
    polarity = next(one for one in told["properties"] if one["curie"] == "ig:polarity")
    assert '"affirmed"' in polarity["values"]
    assert all("values" not in one for one in told["properties"] if one["curie"] in ("skos:prefLabel", "rdf:subject", "ig:belief"))
    assert (polarity["uses"], polarity["links"]) == (sum(1 for _ in store.triples(None, ox.NamedNode(IG + "polarity"))), 0)
    assert live_server.ask("/api/vocabulary", If_None_Match=answer.headers["etag"]).status == 304


def labels(server: Running, names: object) -> Any:
    return server.ask("/api/labels", "POST", json.dumps(names).encode()).json


def test_labels_are_given_for_names_of_any_kind(live_server: Running) -> None:
    told = labels(live_server, ["igr:kawasaki-disease", IG + "Claim", "http://example.org/none", "no such prefix", "http://not an iri", "😀:x"])
    assert told["igr:kawasaki-disease"]["label"] == "Kawasaki disease"
    assert live_server.ask(told["igr:kawasaki-disease"]["page"]).status == 200
    assert told[IG + "Claim"]["curie"] == "ig:Claim"
    assert told["http://example.org/none"] == {"iri": "http://example.org/none", "curie": None, "label": None, "page": None}
    assert set(told) == {"igr:kawasaki-disease", IG + "Claim", "http://example.org/none"}


@pytest.mark.parametrize("body", [b"{}", b"[1]", b"nonsense", b"[" * 50_000, json.dumps(["x"] * 2_001).encode(), b"\xff"])
def test_what_is_no_list_of_names_is_refused(live_server: Running, body: bytes) -> None:
    answer = live_server.ask("/api/labels", "POST", body)
    assert (answer.status, answer.kind) == (400, "application/problem+json")


def test_every_question_can_be_edited_as_sparql_and_answers_the_same(live_server: Running) -> None:
    name = "adverse-effects-of-product"
    bound = live_server.ask(f"/api/queries/{name}/sparql?product=IVIG&minimum=0.5")
    assert bound.kind == "application/sparql-query"
    assert "#+" not in bound.text
    rows = live_server.sparql(bound.text, Accept="text/csv").text.splitlines()[1:]
    assert len(rows) == live_server.ask(f"/api/queries/{name}?product=IVIG&minimum=0.5").json["total"]
    assert len(rows) < live_server.ask(f"/api/queries/{name}?product=IVIG").json["total"]


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("no-such-question/sparql", 404, "no-such-question"),
        ("adverse-effects-of-product/sparql?prodct=IVIG", 400, "product"),
        ("adverse-effects-of-product/sparql?product=%22%7D%20DROP", 400, "product"),
        ("adverse-effects-of-product/sparql?minimum=%7D", 400, "minimum"),
    ],
)
def test_a_wrong_value_never_becomes_query_text(live_server: Running, asked: str, status: int, said: str) -> None:
    answer = live_server.ask(f"/api/queries/{asked}")
    assert answer.status == status
    assert said in answer.json["detail"]


def run_script(root: Path, code: str, given: object) -> Any:
    """Run a module of the frontend in node; `given` is its input."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node to run the scripts without a browser")
    script = f"const given = JSON.parse(await new Response(process.stdin).text());\n{code}"
    ran = subprocess.run(
        [node, "--input-type=module", "-e", script],
        input=json.dumps(given), capture_output=True, text=True, timeout=60, check=False, cwd=root / "frontend" / "src", encoding="utf-8",
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_putting_in_order_changes_no_token(root: Path) -> None:
    texts = [query.text for query in load_queries(root / "queries").values()]
    texts += [
        "select*{?a<http://x.org/#b>?c.filter(?c<3&&?c>1)}",
        'ASK { ?a ?b """x\n # no comment { } ; . """@en-GB , \'y\' ; ?d [ ?e ( 1 2.5 -3e4 ) ] } # end',
        "SELECT ?x { VALUES (?x ?y) { (1 UNDEF) (<http://a> \"b\"^^<http://c>) } { ?x ?y ?z } UNION { ?z ?y ?x } MINUS { ?x a ?x } }",
        "SELECT (GROUP_CONCAT(DISTINCT ?x ; SEPARATOR = ', ') AS ?y) { ?x (^ig:a/!(ig:b|^ig:c)*)+ ?z } GROUP BY ?z HAVING (COUNT(*) > 1)",
        "CONSTRUCT { ?a ?b ?c . } WHERE { GRAPH ?g { ?a ?b ?c } FILTER NOT EXISTS { ?a ig:x.y ?d } }",
        "",
        "SELECT ?x { ?x ig:unfinished ",
    ]
    code = 'import { format } from "./format.js"; console.log(JSON.stringify(given.map((text) => [format(text), format(format(text))])));'
    for before, (after, again) in zip(texts, run_script(root, code, texts), strict=True):
        assert after == again, "what is in order stays as it is"
        assert words(after) == words(before)


def words(text: str) -> list[str]:
    return [token.word.upper() if token.kind == "word" else token.word for token in tokens(text)]


def test_terms_are_read_as_the_engine_writes_them(root: Path) -> None:
    terms: list[Any] = [
        ox.NamedNode("https://example.org/ü?a=1#b"), ox.Literal('a "quoted"\ttab\nline \\ back'), ox.Literal("grün", language="de"), ox.Literal(12),
        ox.Literal(1.5), ox.Literal(True), ox.Literal("2026-11-21", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")), ox.Literal(""),
        ox.Literal("?x <y> 😀"), ox.BlankNode("b0"), ox.Literal("12"),
    ]  # fmt: skip
    store = ox.Store()
    values = " ".join(f"({term if not isinstance(term, ox.BlankNode) else 'UNDEF'})" for term in terms)
    found = store.query(f"SELECT ?x {{ VALUES (?x) {{ {values} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    rows = (found.serialize(format=ox.QueryResultsFormat.TSV) or b"").decode().split("\n")[1:-1]
    lines = [str(ox.Triple(ox.NamedNode("http://s"), ox.NamedNode("http://p"), term)) + " ." for term in terms]
    code = (
        'import { fromNTriples, fromTsv } from "./terms.js";'
        "console.log(JSON.stringify([given[0].map((line) => fromTsv(line)[0]), given[1].map((line) => fromNTriples(line)[2])]));"
    )
    tsv, triples = run_script(root, code, [rows, lines])
    assert [None if isinstance(term, ox.BlankNode) else term.value for term in terms] == [one and one["value"] for one in tsv]
    assert [term.value for term in terms] == [one["value"] for one in triples]
    assert [one["kind"] for one in triples] == ["iri", *["literal"] * 8, "blank", "literal"]
    assert triples[2]["language"] == "de"
    assert [one["datatype"].rpartition("#")[2] for one in triples[3:7]] == ["integer", "double", "boolean", "date"]
    assert triples[10]["datatype"] == "", "a text of digits is no number"


@pytest.mark.parametrize(
    ("text", "place", "subject", "classes"),
    [
        ("SELECT * { ?x a ig:Claim ; ", "predicate", "?x", ["Claim"]),
        ("SELECT * { ?x a ig:Claim . ?y a ig:Document . ?x ", "predicate", "?x", ["Claim"]),
        ("SELECT * { ?x a ig:Claim . OPTIONAL { ?x ", "predicate", "?x", ["Claim"]),
        ("SELECT * { ?x ig:p [ a ig:Evidence ; ", "predicate", "[1", ["Evidence"]),
        ("SELECT * { ?x a ", "object", "?x", []),
        ("SELECT * { ?x ig:p 'a . b' , ", "object", "?x", []),
        ("SELECT * { ?x ig:p/ig:q ?y . ", "subject", None, []),
        ("SELECT * { FILTER (?x > ", "expression", None, []),
        ("SELECT * { GRAPH ?g { ?x ", "predicate", "?x", []),
        ("SELECT ", "outside", None, []),
    ],
)
def test_the_place_in_an_unfinished_query_is_known(root: Path, text: str, place: str, subject: str | None, classes: list[str]) -> None:
    code = (
        'import { readQuery } from "./reading.js"; const read = readQuery(given, new Map([["ig", ""]]), given.length);'
        "console.log(JSON.stringify([read.at.place, read.at.subject, [...(read.classes.get(read.at.subject) ?? [])]]));"
    )
    assert run_script(root, code, text) == [place, subject, classes]
