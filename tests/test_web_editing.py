"""Updates and the Graph Store Protocol: who may edit, what an edit does, and that it is whole or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

from web_server import Running, running

from kg.errors import KgError, QueryError
from kg.web.options import ServerOptions
from kg.web.updates import check_update, with_graphs

TOKEN = "a secret for tests only"
SECRET = {"Authorization": f"Bearer {TOKEN}"}
G = "/store?graph=http%3A%2F%2Fexample.org%2Fg"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    store = tmp_path_factory.mktemp("dataset") / "store"
    with running(ServerOptions(store=store, port=0, writable=True, token=TOKEN)) as server:
        yield server


@pytest.fixture(autouse=True)
def _empty(server: Running) -> None:
    assert server.update("DROP ALL", **SECRET).status == 204


def ask(server: Running, pattern: str) -> bool:
    return bool(server.sparql(f"ASK {{ {pattern} }}").json["boolean"])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 401, id="no token"),
        pytest.param({"Authorization": "Bearer another secret ......"}, 401, id="wrong token"),
        pytest.param({"Authorization": f"Basic {TOKEN}"}, 401, id="other scheme"),
        pytest.param(SECRET, 204, id="token"),
    ],
)
def test_who_may_edit(server: Running, headers: dict[str, str], status: int) -> None:
    reply = server.update("INSERT DATA { <a:a> <a:b> 1 }", **headers)
    assert reply.status == status
    assert ask(server, "<a:a> <a:b> 1") is (status == 204)
    if status == 401:
        assert reply.headers["www-authenticate"] == "Bearer"
        assert server.ask(G, "DELETE", **headers).status == 401
        assert server.ask("/sparql", "POST", b"CLEAR ALL", Content_Type="application/sparql-update", **headers).status == 401


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (ServerOptions(writable=True), "set KG_TOKEN"),
        (ServerOptions(writable=True, no_auth=True, host="0.0.0.0"), "loopback"),
        (ServerOptions(writable=True, token="short"), "shorter"),
        (ServerOptions(no_auth=True), "for --writable"),
    ],
)
def test_unsafe_options_are_refused(options: ServerOptions, words: str) -> None:
    with pytest.raises(KgError, match=words):
        options.check()


def test_without_token_only_programs_of_this_machine_edit(tmp_path: Path) -> None:
    with running(ServerOptions(store=tmp_path / "store", port=0, writable=True, no_auth=True)) as server:
        assert server.update("CLEAR ALL").status == 204
        assert server.update("CLEAR ALL", Origin="https://example.org").status == 403
        assert server.update("CLEAR ALL", Host="rebound.example.org").status == 403


def test_an_update_is_whole_or_nothing(server: Running) -> None:
    reply = server.update("INSERT DATA { <a:a> <a:b> 1 } ; LOAD <http://127.0.0.1:80/nothing>", **SECRET)
    assert reply.status == 500
    assert not ask(server, "?s ?p ?o")


def test_a_bad_update_says_where(server: Running) -> None:
    reply = server.update("INSERT DATA {\n <a:a> <a:b> }", **SECRET)
    assert (reply.status, reply.json["line"]) == (400, 2)


def test_an_update_is_seen_at_once_by_each_reader(server: Running) -> None:
    for number in range(5):
        server.update(f"DELETE WHERE {{ ?s ?p ?o }} ; INSERT DATA {{ <a:a> <a:b> {number} }}", **SECRET)
        assert all(ask(server, f"<a:a> <a:b> {number}") for _ in range(4))
        assert not ask(server, f"<a:a> <a:b> {number - 1}")


def test_graphs_come_and_go(server: Running) -> None:
    turtle = {"Content_Type": "text/turtle", **SECRET}
    assert server.ask(G).status == 404
    assert server.ask(G, "PUT", b"<a:a> <a:b> 1 .", **turtle).status == 201
    assert server.ask(G, "PUT", b"<a:a> <a:b> 2 .", **turtle).status == 204
    assert server.ask(G, "POST", b"<a:a> <a:b> _:x .", **turtle).status == 204
    found = server.ask(G, Accept="application/n-triples")
    assert found.kind == "application/n-triples"
    assert len(found.text.splitlines()) == 2
    assert server.ask(G, "HEAD").status == 200
    assert not ask(server, "<a:a> ?p ?o"), "a named graph is not in the default graph"
    assert server.ask(G, "DELETE", **SECRET).status == 204
    assert server.ask(G, "DELETE", **SECRET).status == 404


def test_a_new_graph_gets_a_name(server: Running) -> None:
    made = server.ask("/store", "POST", b"<a:a> <a:b> 1 .", Content_Type="text/turtle", **SECRET)
    assert made.status == 201
    place = made.headers["location"].removeprefix(f"http://127.0.0.1:{server.port}")
    assert server.ask(place, Accept="text/turtle").status == 200


@pytest.mark.parametrize(
    ("path", "headers", "body", "status"),
    [
        pytest.param(G, {"Content_Type": "text/turtle"}, b"<a:a> <a:b> ", 400, id="broken Turtle"),
        pytest.param(G, {"Content_Type": "application/pdf"}, b"x", 415, id="no RDF"),
        pytest.param(G, {"Content_Type": "application/trig"}, b"<a:g> { <a:a> <a:b> 1 }", 400, id="graphs of its own"),
        pytest.param("/store", {"Content_Type": "text/turtle"}, b"", 400, id="which graph"),
        pytest.param("/store?graph=a:b%3E%20c", {"Content_Type": "text/turtle"}, b"<a:a> <a:b> 1 .", 400, id="no IRI"),
        pytest.param("/store?graph=a:b&default", {"Content_Type": "text/turtle"}, b"", 400, id="two graphs"),
    ],
)
def test_a_bad_graph_changes_nothing(server: Running, path: str, headers: dict[str, str], body: bytes, status: int) -> None:
    reply = server.ask(path, "PUT", body, **headers, **SECRET)
    assert reply.status == status, reply.text
    assert not ask(server, "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }")


def test_the_network_is_out_of_reach_of_an_update(server: Running) -> None:
    assert server.update("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", **SECRET).status == 400


@pytest.mark.parametrize("text", ["DELETE{?s ?p ?o}WHERE{trueSERVICE<a:b>{}}", "INSERT{}WHERE{FILTER(?a<?b)SERVICE#>\nx:4{}}"])
def test_a_disguised_call_is_seen(text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        check_update(text)


def test_the_word_service_in_data_is_no_call() -> None:
    check_update('INSERT DATA { <http://example.org/service> rdfs:label "a service" }')


def test_graphs_of_the_request_go_into_each_operation() -> None:
    text = with_graphs("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o } ; DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ["a:g"], ["a:h"])
    assert text.count("USING <a:g> USING NAMED <a:h> WHERE") == 2


@pytest.mark.parametrize("text", ["WITH <a:g> DELETE { } WHERE { }", "DELETE { } USING <a:g> WHERE { }", "DELETE WHERE { ?s ?p ?o }"])
def test_two_datasets_exclude_each_other(text: str) -> None:
    with pytest.raises(QueryError):
        with_graphs(text, ["a:g"], [])
    with pytest.raises(QueryError, match="no IRI"):
        with_graphs("INSERT { } WHERE { }", ["a> <b"], [])


def test_an_edited_build_is_a_copy(built: Path, tmp_path: Path) -> None:
    import shutil

    build = tmp_path / "build"
    shutil.copytree(built, build)
    before = sorted(p.name for p in (build / "store").iterdir())
    with running(ServerOptions(build=build, port=0, writable=True, token=TOKEN)) as server:
        assert server.sparql("ASK { <https://w3id.org/igkg/id/kawasaki-disease> ?p ?o }").json["boolean"]
        server.update("DELETE WHERE { <https://w3id.org/igkg/id/kawasaki-disease> ?p ?o }", **SECRET)
        assert not server.sparql("ASK { <https://w3id.org/igkg/id/kawasaki-disease> ?p ?o }").json["boolean"]
        assert server.ask("/api/queries/approved-indications").status == 200
    assert sorted(p.name for p in (build / "store").iterdir()) == before
    assert not list(tmp_path.glob(".build.*"))
