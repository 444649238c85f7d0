"""Federation: endpoints are asked only where they are allowed, for what is needed, and what they do not answer is named."""

from __future__ import annotations

import csv
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, QueryFileError
from kg.graph import federation
from kg.graph.federation import ServiceError, ask_endpoint, find_calls, masked
from kg.graph.queries import SavedQuery, load_queries, read_query, run_query
from kg.graph.rows import Rows
from kg.graph.store import Store
from kg.identifiers import to_iri

TESTS = Path(__file__).resolve().parent
RECORDED = TESTS / "data" / "federation"
QUERY = load_queries(TESTS.parent / "queries")["wikidata-of-concept"]
WIKIDATA = "https://query.wikidata.org/sparql"
MESH = ox.NamedNode("http://id.nlm.nih.gov/mesh/D009080")
KAWASAKI, HEADACHE = (ox.NamedNode(to_iri(f"igr:{slug}")) for slug in ("kawasaki-disease", "headache"))
E = "http://127.0.0.1:9/sparql"


class _Endpoint(BaseHTTPRequestHandler):
    """Answers by path; keeps what it was asked."""

    def do_POST(self) -> None:
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode("ascii"))
        self.server.asked.append((self.path, form["query"][0]))  # type: ignore[attr-defined]  # set by the fixture
        status, kind, body = ANSWERS[self.path]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if status == 302:
            self.send_header("Location", "/ok")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


JSON = "application/sparql-results+json"
ANSWERS = {
    "/ok": (200, JSON, (RECORDED / "wikidata-of-concept.srj").read_bytes()),
    "/charset": (200, f"{JSON}; charset=utf-8", b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}'),
    "/xml": (
        200,
        "application/sparql-results+xml",
        b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head><results>'
        b"<result><binding name='x'><bnode>b</bnode></binding></result></results></sparql>",
    ),
    "/broken": (500, "text/plain", b"no"),
    "/moved": (302, "text/plain", b""),
    "/page": (200, "text/html", b"<html>log in</html>"),
    "/cut": (200, JSON, b'{"head": {"vars": ["x"]}, "results": {"bindings": [{'),
    "/ask": (200, JSON, b'{"head": {}, "boolean": true}'),
    "/large": (200, JSON, b" " * 4096),
}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Endpoint)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", server.asked  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    found = list(ox.parse(path=str(TESTS / "data" / "fixture.trig")))
    exact, graph = ox.NamedNode(to_iri("skos:exactMatch")), ox.NamedNode(to_iri("igg:mappings"))
    other = ox.NamedNode("http://id.nlm.nih.gov/mesh/D006261")
    return [*found, ox.Quad(KAWASAKI, exact, MESH, graph), ox.Quad(HEADACHE, exact, other, graph)]


def _saying(*rows: tuple[ox.NamedNode | ox.Literal | ox.BlankNode | None, ...], columns: tuple[str, ...]) -> Callable[[str, str], Rows]:
    return lambda _endpoint, _query: Rows(columns, rows)


def test_the_saved_query_answers_from_a_recorded_response(endpoint: tuple[str, list[tuple[str, str]]], quads: list[ox.Quad]) -> None:
    url, asked = endpoint
    asked.clear()
    store = Store.in_memory(quads, services=QUERY.services, ask=lambda _, query: ask_endpoint(f"{url}/ok", query))
    rows = run_query(store, QUERY)
    with (RECORDED / "wikidata-of-concept.csv").open(encoding="utf-8", newline="") as stream:
        header, *expected = csv.reader(stream)
    assert [list(rows.columns), *map(list, rows.to_texts())] == [header, *expected]
    assert len(rows) == QUERY.expect.fixture_rows
    assert rows.missing == ()
    ((_, query),) = asked
    assert 'VALUES (?mesh) { ("D009080") }' in query, "the endpoint is asked for our values only"
    assert "igr:" not in query


def test_negative_control_asks_nobody(quads: list[ox.Quad]) -> None:
    def nobody(endpoint: str, query: str) -> Rows:
        raise AssertionError(f"{endpoint} was asked {query}")

    store = Store.in_memory(quads, services=QUERY.services, ask=nobody)
    assert not run_query(store, QUERY, dict(QUERY.negative.parameters))


def test_with_the_network_away_the_answer_says_what_is_missing(quads: list[ox.Quad]) -> None:
    store = Store.in_memory(quads, services=QUERY.services, ask=lambda _, query: ask_endpoint("http://127.0.0.1:9/", query))
    rows = run_query(store, QUERY)
    assert rows.to_texts() == (("D009080", "", ""),)
    assert len(rows.missing) == 1
    assert rows.missing[0].startswith(f"SERVICE <{WIKIDATA}> is missing from the answer: it cannot be reached (")


def test_an_endpoint_that_is_not_allowed_is_refused(quads: list[ox.Quad]) -> None:
    for services in ((), ("https://example.org/sparql",)):
        with pytest.raises(QueryError, match=rf"SERVICE <{WIKIDATA}> is refused; .*--allow-service"):
            run_query(Store.in_memory(quads, services=services, ask=_saying(columns=("x",))), QUERY)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/broken", "answers 500"),
        ("/moved", "answers 302"),
        ("/page", "neither JSON nor XML"),
        ("/cut", "does not parse"),
        ("/ask", "yes or no"),
        ("/large", "more than 0 MB"),
    ],
)
def test_an_answer_that_cannot_be_used_is_named(
    endpoint: tuple[str, list[tuple[str, str]]], path: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, asked = endpoint
    asked.clear()
    monkeypatch.setattr(federation, "_BYTES", 1024)
    with pytest.raises(ServiceError, match=reason):
        ask_endpoint(url + path, "SELECT * {}")
    assert [place for place, _ in asked] == [path], "a redirect is not followed"


def test_other_forms_of_an_answer(endpoint: tuple[str, list[tuple[str, str]]]) -> None:
    url, _ = endpoint
    assert ask_endpoint(f"{url}/charset", "SELECT * {}") == Rows(("x",), ())
    assert len(ask_endpoint(f"{url}/xml", "SELECT * {}")) == 1


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/", "data:text/plain,x"])
def test_only_http_is_asked(address: str) -> None:
    with pytest.raises(ServiceError, match="only http and https"):
        ask_endpoint(address, "SELECT * {}")


def test_an_endpoint_that_takes_too_long(endpoint: tuple[str, list[tuple[str, str]]], monkeypatch: pytest.MonkeyPatch) -> None:
    url, _ = endpoint
    monkeypatch.setattr("kg.graph.federation.time.monotonic", iter([0.0, 31.0, 62.0, 93.0]).__next__)
    with pytest.raises(ServiceError, match="took more than 30 s"):
        ask_endpoint(f"{url}/ok", "SELECT * {}")


ONE = ox.Literal("D009080")
JOINS = [
    pytest.param(f"SELECT ?c {{ ?c skos:exactMatch ?m SERVICE <{E}> {{ ?i <http://x.example/p> ?m }} }}", True, id="top level"),
    pytest.param(f"SELECT ?c {{ ?c skos:exactMatch ?m OPTIONAL {{ SERVICE <{E}> {{ ?i ?p ?m }} }} }}", True, id="alone in OPTIONAL"),
    pytest.param(f"CONSTRUCT {{ ?c ?p ?i }} WHERE {{ ?c skos:exactMatch ?m SERVICE <{E}> {{ ?i ?p ?m }} }}", True, id="CONSTRUCT"),
    pytest.param(f"SELECT ?c {{ SERVICE <{E}> {{ ?i ?p ?m }} ?c skos:exactMatch ?m }}", False, id="nothing before it"),
    pytest.param(f"SELECT ?c {{ ?c skos:exactMatch ?m {{ SERVICE <{E}> {{ ?i ?p ?m }} }} UNION {{ }} }}", False, id="in a UNION"),
    pytest.param(f"SELECT ?c {{ ?c a ig:Condition OPTIONAL {{ ?c ig:no ?m }} SERVICE <{E}> {{ ?i ?p ?m }} }}", False, id="unbound"),
    pytest.param(f"SELECT ?c {{ ?c skos:exactMatch ?m FILTER (?i != ?m) SERVICE <{E}> {{ ?i ?p ?m }} }}", False, id="filter on its own"),
    pytest.param(f"SELECT ?c FROM igg:mappings {{ ?c skos:exactMatch ?m SERVICE <{E}> {{ ?i ?p ?m }} }}", False, id="FROM"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pushed"), JOINS)
def test_values_go_to_the_endpoint_only_where_that_is_sound(text: str, pushed: bool, quads: list[ox.Quad]) -> None:
    asked = []

    def ask(_: str, query: str) -> Rows:
        asked.append(query)
        return Rows(("m",), ((MESH,),))

    Store.in_memory(quads, services=[E], ask=ask).query(text)
    assert ["VALUES" in query for query in asked] == [pushed]
    if pushed:
        assert str(MESH) in asked[0]


def test_the_answer_is_joined_with_ours(quads: list[ox.Quad]) -> None:
    ask = _saying((MESH, ox.Literal("a")), (ox.NamedNode("http://id.nlm.nih.gov/mesh/D000000"), ox.Literal("b")), columns=("m", "name"))
    store = Store.in_memory(quads, services=[E], ask=ask)
    rows = store.query(f"SELECT ?c ?name {{ ?c skos:exactMatch ?m SERVICE <{E}> {{ ?i ?name ?m }} }}")
    assert rows.rows == ((KAWASAKI, ox.Literal("a")),)


def test_a_later_call_gets_the_values_of_an_earlier_one(quads: list[ox.Quad]) -> None:
    asked = []

    def ask(_: str, query: str) -> Rows:
        asked.append(query)
        return Rows(("x",), ((ONE,),)) if len(asked) == 1 else Rows(("x", "y"), ((ONE, ox.Literal("two")),))

    store = Store.in_memory(quads, services=[E], ask=ask)
    rows = store.query(f"SELECT ?x ?y {{ SERVICE <{E}> {{ ?x ?p ?o }} SERVICE SILENT <{E}> {{ ?x ?q ?y }} }}")
    assert rows.rows == ((ONE, ox.Literal("two")),)
    assert '("D009080")' in asked[1]


def test_one_missing_endpoint_leaves_the_others(quads: list[ox.Quad]) -> None:
    other = "http://127.0.0.1:9/other"

    def ask(endpoint: str, _: str) -> Rows:
        if endpoint == other:
            raise ServiceError("it sleeps")
        return Rows(("x",), ((ONE,),))

    store = Store.in_memory(quads, services=[E, other], ask=ask)
    rows = store.query(f"SELECT * {{ SERVICE <{E}> {{ ?x ?p ?o }} SERVICE SILENT <{other}> {{ ?a ?b ?c }} }}")
    assert rows.missing == (f"SERVICE <{other}> is missing from the answer: it sleeps",)
    assert {"x", "a"} <= set(rows.columns)
    assert rows.column("x") == (ONE,)


@pytest.mark.parametrize(
    "term",
    [
        ox.NamedNode("http://x.example/a"), ox.Literal('} } DROP "all" \\ \n'), ox.Literal("x", language="en"),
        ox.Literal("1", datatype=ox.NamedNode(to_iri("xsd:integer"))), None,
    ],
)  # fmt: skip
def test_what_an_endpoint_says_stays_a_term(term: ox.NamedNode | ox.Literal | None, quads: list[ox.Quad]) -> None:
    store = Store.in_memory(quads, services=[E], ask=_saying((term,), columns=("x",)))
    assert store.query(f"SELECT ?x {{ SERVICE <{E}> {{ ?x ?p ?o }} }}").rows == ((term,),)


def test_a_blank_node_of_an_endpoint_becomes_an_iri(quads: list[ox.Quad]) -> None:
    store = Store.in_memory(quads, services=[E], ask=_saying((ox.BlankNode("b"),), columns=("x",)))
    ((term,),) = store.query(f"SELECT ?x {{ SERVICE <{E}> {{ ?x ?p ?o }} }}").rows
    assert isinstance(term, ox.NamedNode) and "/.well-known/genid/" in term.value


def test_no_row_and_no_variable(quads: list[ox.Quad]) -> None:
    def count(ask: Callable[[str, str], Rows]) -> int:
        return len(Store.in_memory(quads, services=[E], ask=ask).query(f"SELECT * {{ SERVICE <{E}> {{ ?x ?p ?o }} }}"))

    assert count(_saying(columns=("x",))) == 0
    assert count(_saying(columns=())) == 0
    assert count(_saying((), columns=())) == 1


def test_many_values_go_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(federation, "_BATCH", 2)
    graph, match = ox.NamedNode(to_iri("igg:mappings")), ox.NamedNode(to_iri("skos:exactMatch"))
    many = [ox.Quad(ox.NamedNode(to_iri(f"igr:c{n}")), match, ox.NamedNode(f"http://x.example/{n}"), graph) for n in range(5)]
    asked = []

    def ask(_: str, query: str) -> Rows:
        asked.append(query)
        return Rows(("m",), tuple((q.object,) for q in many if str(q.object) in query))

    store = Store.in_memory(many, services=[E], ask=ask)
    assert len(store.query(f"SELECT ?c {{ ?c skos:exactMatch ?m SERVICE <{E}> {{ ?m ?p ?o }} }}")) == 5
    assert len(asked) == 3
    monkeypatch.setattr(federation, "_MOST", 4)
    asked.clear()
    store.query(f"SELECT ?c {{ ?c skos:exactMatch ?m SERVICE <{E}> {{ ?m ?p ?o }} }}")
    assert len(asked) == 1 and "VALUES" not in asked[0]


def test_a_syntax_error_keeps_its_place(quads: list[ox.Quad]) -> None:
    store = Store.in_memory(quads, services=[E], ask=_saying(columns=("x",)))
    with pytest.raises(QueryError) as caught:
        store.query(f"SELECT * {{\n SERVICE SILENT <{E}> {{ ?x ?p ?o }}\n ?a ?b\n}}")
    assert caught.value.line == 4


def test_a_call_is_found_however_it_is_written() -> None:
    for text in (f"ASK {{ sErViCe<{E}>{{?a?b?c}} }}", f"PREFIX e: <{E}> ASK {{ S\\u0045RVICE SILENT e: {{ ?a ?b ?c }} }}"):
        (call,) = find_calls(text)
        assert (call.endpoint, call.group.strip().replace(" ", "")) == (E, "?a?b?c")
        assert len(masked(text)) == len(text) and not find_calls(masked(text))
    assert not find_calls("ASK { ?service ?p 'SERVICE <http://x.example/> {}' }")
    (outer,) = find_calls(f"ASK {{ SERVICE <{E}> {{ SERVICE <http://y.example/> {{ ?a ?b ?c }} }} }}")
    assert outer.endpoint == E


def test_a_saved_query_must_declare_whom_it_calls(tmp_path: Path) -> None:
    path = tmp_path / "topic" / "x.rq"
    path.parent.mkdir()
    text = QUERY.path.read_text(encoding="utf-8")
    path.write_text(text.replace("#+ services: [https://query.wikidata.org/sparql]\n", ""), encoding="utf-8")
    with pytest.raises(QueryFileError, match="is refused"):
        read_query(path)
    path.write_text(text, encoding="utf-8")
    saved: SavedQuery = read_query(path, thorough=True)
    assert saved.services == (WIKIDATA,)
