"""What strangers try: calls to other hosts, other people's addresses, two requests in one, and what a page may load."""

from __future__ import annotations

import logging
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

from starlette.requests import Request
from web_server import Running, running

from kg.graph.store import write_store
from kg.web.options import LaneLimits, ServerOptions
from kg.web.requests import client_of

PAGES = LaneLimits(workers=1, seconds=5, running_per_client=8, waiting_per_client=16)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("safety") / "store"
    write_store([ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.NamedNode("a:o"), ox.NamedNode("a:g"))], path)
    return path


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Running]:
    with running(ServerOptions(store=store, port=0, pages=PAGES, head_seconds=2)) as server:
        yield server


class Trap:
    """A listener that only notes who comes."""

    def __init__(self) -> None:
        self._link = socket.create_server(("127.0.0.1", 0))
        self.port = self._link.getsockname()[1]
        self.visits = 0
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                visitor, _ = self._link.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()

    def close(self) -> None:
        self._link.shutdown(socket.SHUT_RDWR)
        self._link.close()
        self._thread.join(5)


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    found = Trap()
    yield found
    found.close()


def test_the_trap_notes_who_comes(trap: Trap) -> None:
    before = trap.visits
    with socket.create_connection(("127.0.0.1", trap.port)) as link:
        assert link.recv(1) == b""
    assert trap.visits == before + 1


CALLS = (
    "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ sErViCe<{url}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICESILENT<{url}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(true AS ?x) FILTER(trueSERVICE<{url}>{{ ?s ?p ?o }}) }}",
    "SELECT * {{ ?s ?p trueSERVICE<{url}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p 1.SERVICE<{url}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p 1SERVICE<{url}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p 'a'SERVICE<{url}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p 'a'@enSERVICE<{url}>{{ ?s ?p ?o }} }}",
    "PREFIX x: <{url}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
    "PREFIX : <{url}> SELECT * {{ SERVICE:{{ ?s ?p ?o }} }}",
    "PREFIX x: <{base}> SELECT * {{ ?a ?b ?o FILTER(?o<5)SERVICE#>\nx:a{{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p ?o SERVICE#comment\n<{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?e {{ <{url}> }} SERVICE ?e {{ ?s ?p ?o }} }}",
    "BASE <{base}> SELECT * {{ SERVICE <a> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERV\\u0049CE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\U00000053ERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \u017fERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \uff33ERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVI\u200bCE <{url}> {{ ?s ?p ?o }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "ASK {{ {{ SELECT * {{ OPTIONAL {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH ?g {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "DESCRIBE ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
)


@pytest.mark.parametrize("text", CALLS)
def test_no_spelling_of_a_call_leaves_this_process(server: Running, trap: Trap, text: str) -> None:
    base = f"http://127.0.0.1:{trap.port}/"
    query, before = text.format(url=base + "a", base=base), trap.visits
    for reply in (
        server.sparql(query),
        server.post("/sparql", {"query": query}),
        server.post("/sparql", {"query": query, "format": "xml"}),
    ):
        assert (reply.status, reply.json["code"]) == (400, "query"), reply.text
    assert trap.visits == before


@pytest.mark.parametrize("text", ["SELECT * FROM <{url}> {{ ?s ?p ?o }}", "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"])
def test_a_graph_of_another_host_is_not_fetched(server: Running, trap: Trap, text: str) -> None:
    before = trap.visits
    reply = server.sparql(text.format(url=f"http://127.0.0.1:{trap.port}/a"))
    assert (reply.status, reply.json["results"]["bindings"]) == (200, [])
    assert trap.visits == before


@contextmanager
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """Collect the clients of the requests that the log names."""
    clients: list[str] = []
    with caplog.at_level(logging.INFO, "kg.web"):
        caplog.clear()
        yield clients
    told = [getattr(record, "fields", {}) for record in caplog.records]
    clients += [fields["client"] for fields in told if fields.get("event") == "request"]


def test_nobody_can_borrow_an_address(server: Running, caplog: pytest.LogCaptureFixture) -> None:
    with logged(caplog) as clients:
        server.ask("/health", X_Forwarded_For="203.0.113.7", Forwarded="for=203.0.113.7", X_Real_IP="203.0.113.7")
        location = server.ask("/sparql", X_Forwarded_Proto="https", Accept="text/turtle").text
    assert set(clients) == {"127.0.0.1"}
    assert f"http://127.0.0.1:{server.port}/sparql" in location


def test_a_trusted_proxy_names_the_client(store: Path, caplog: pytest.LogCaptureFixture) -> None:
    with running(ServerOptions(store=store, port=0, pages=PAGES, trusted_proxies=("127.0.0.1",))) as server, logged(caplog) as clients:
        server.ask("/health", X_Forwarded_For="203.0.113.7")
        # Whatever a client wrote itself stands before what the proxy added.
        server.ask("/health", X_Forwarded_For="198.51.100.1, 203.0.113.8")
        assert f"https://127.0.0.1:{server.port}/sparql" in server.ask("/sparql", X_Forwarded_Proto="https", Accept="text/turtle").text
    assert clients[:2] == ["203.0.113.7", "203.0.113.8"]


def test_a_proxy_that_is_not_trusted_names_nobody(store: Path, caplog: pytest.LogCaptureFixture) -> None:
    with running(ServerOptions(store=store, port=0, pages=PAGES, trusted_proxies=("192.0.2.1",))) as server, logged(caplog) as clients:
        server.ask("/health", X_Forwarded_For="203.0.113.7")
        server.ask("/health")  # the line of a request is written when its answer has left
    assert clients[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("192.0.2.77", "192.0.2.77"),
        ("::ffff:192.0.2.77", "192.0.2.77"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
    ],
)
def test_a_network_of_ipv6_is_one_client(host: str, client: str) -> None:
    found = client_of(Request({"type": "http", "headers": [], "client": (host, 1)}))
    assert found == client


SECOND = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", id="two framings"),
        pytest.param(b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", id="two framings, the other order"),
        pytest.param(b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nASK{}", id="two lengths"),
        pytest.param(b"Content-Length: 5, 6\r\n\r\nASK{}", id="a list of lengths"),
        pytest.param(b"Content-Length: +5\r\n\r\nASK{}", id="a sign"),
        pytest.param(b"Content-Length: 0x5\r\n\r\nASK{}", id="a length in hexadecimal"),
        pytest.param(b"Content-Length : 5\r\n\r\nASK{}", id="a blank before the colon"),
        pytest.param(b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", id="an unknown framing"),
        pytest.param(b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", id="chunked is not the last"),
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\n5;\rx\nASK{}\r\n0\r\n\r\n", id="a bare CR in a chunk"),
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\n-5\r\nASK{}\r\n0\r\n\r\n", id="a negative chunk"),
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\n5\r\nASK{}XX0\r\n\r\n", id="a chunk without its end"),
        pytest.param(b" Content-Length: 5\r\n\r\nASK{}", id="a first header that is folded"),
    ],
)
def test_one_request_is_not_two(server: Running, head: bytes) -> None:
    first = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as link:
        link.sendall(first + head + SECOND)
        answer = b""
        try:
            while data := link.recv(65536):
                answer += data
        except (TimeoutError, ConnectionResetError):
            pass
    assert answer.count(b"HTTP/1.1 ") <= 1, "what follows a broken request is never taken for the next one"
    assert b'"status": "ok"' not in answer
    assert not answer or answer.startswith(b"HTTP/1.1 4")
    assert server.ask("/health").status == 200


def test_requests_in_one_go_are_answered_in_order(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as link:
        link.sendall(SECOND + SECOND.replace(b"/health", b"/nothing") + SECOND.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        answer = b""
        while data := link.recv(65536):
            answer += data
    assert re.findall(rb"HTTP/1\.1 (\d+)", answer) == [b"200", b"404", b"200"]


@pytest.mark.parametrize("host", ["evil.example/x", "a b", "a\t", "[::1", "x:99999999", "@", ""])
def test_an_odd_host_reaches_no_link(server: Running, host: str) -> None:
    reply = server.ask("/sparql", Host=host, Accept="text/turtle")
    assert reply.status == 400


def test_what_leaves_is_dressed(server: Running) -> None:
    for path in ("/health", "/sparql?query=ASK%7B%7D", "/nothing", "/api/queries", "/api/docs"):
        headers = server.ask(path, Origin="https://evil.example").headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin"
        assert len(headers["x-request-id"]) == 16
        assert "access-control-allow-credentials" not in headers
        assert "server" not in headers
    policy = server.ask("/api/docs").headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "script-src" not in policy


def test_reading_by_other_sites_can_be_closed(store: Path) -> None:
    with running(ServerOptions(store=store, port=0, pages=PAGES, cors="")) as server:
        assert "access-control-allow-origin" not in server.sparql("ASK {}", Origin="https://evil.example").headers
    with running(ServerOptions(store=store, port=0, pages=PAGES, cors="https://lab.example")) as server:
        headers = server.sparql("ASK {}", Origin="https://evil.example").headers
        assert headers["access-control-allow-origin"] == "https://lab.example"
        assert "Origin" in headers["vary"]


def test_counters_have_no_label_that_visitors_choose(server: Running) -> None:
    for number in range(30):
        server.ask(f"/no/such/place-{number}")
        server.ask(f"/api/queries/none-{number}")
        server.ask(f"/store/graph-{number}")
        server.ask("/health", f"METHOD{number}")
        server.ask("/sparql?" + urlencode({"query": f"ASK {{ ?s ?p {number} }}"}))
    text = server.ask("/metrics").text
    assert "place-" not in text and "none-" not in text and "graph-" not in text and "METHOD" not in text
    assert 'route="/api/queries/{name}"' in text
    assert text.count("igkg_http_requests_total{") < 40
