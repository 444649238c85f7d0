"""Limits of the server: what runs away is ended, who asks too much waits, and a new build takes over without a failed request."""

from __future__ import annotations

import asyncio
import http.client
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

from web_server import Running, running

from kg.errors import KgError
from kg.graph.store import Store, replace_graph, write_store
from kg.web import snapshots
from kg.web.app import create_app
from kg.web.metrics import Metrics
from kg.web.options import LaneLimits, ServerOptions

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ADHOC = LaneLimits(workers=2, seconds=2.5, running_per_client=1, waiting_per_client=2, wait_seconds=1, memory=400 << 20, niceness=10)


def quads(value: str, count: int = 300) -> list[ox.Quad]:
    graph = ox.NamedNode("https://w3id.org/igkg/graph/facts")
    made = [ox.Quad(ox.NamedNode(f"a:s{n}"), ox.NamedNode("a:p"), ox.Literal(str(n)), graph) for n in range(count)]
    return [*made, ox.Quad(ox.NamedNode("a:build"), ox.NamedNode("a:is"), ox.Literal(value), graph)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lanes") / "build" / "store"
    path.parent.mkdir()
    write_store(quads("one"), path)
    return path


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Running]:
    with running(ServerOptions(build=store.parent, port=0, adhoc=ADHOC, watch_seconds=0.05, head_seconds=0.5)) as server:
        yield server


def wait_for(what: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not what():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def idle(server: Running) -> bool:
    lanes = server.engine.lanes
    counted = all(lane.counts()["busy"] == 0 and lane.counts()["idle"] == lane.limits.workers for lane in lanes)
    return counted and all(worker.alive for lane in lanes for worker in list(lane._workers))


def start(server: Running, query: str) -> socket.socket:
    """Send a query and do not read the answer."""
    link = socket.create_connection(("127.0.0.1", server.port))
    link.sendall(f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return link


def test_pages_do_not_wait_for_runaways(server: Running) -> None:
    links = [start(server, RUNAWAY) for _ in range(4)]
    try:
        assert wait_for(lambda: server.engine.adhoc.counts()["busy"] == 1)
        times = []
        for number in range(20):
            began = time.monotonic()
            assert server.ask(f"/api/search?q=abc{number}").status == 200
            times.append(time.monotonic() - began)
        assert max(times) < 1.0
    finally:
        for link in links:
            link.close()
    assert wait_for(lambda: idle(server))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_query_that_takes_long_yields_the_processor(server: Running) -> None:
    def niceness(pid: int) -> int:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[16])

    assert wait_for(lambda: idle(server))
    lane = server.engine.adhoc
    before = {worker.pid for worker in lane._workers}
    usual = os.nice(0)
    assert {niceness(pid) for pid in before} == {usual}
    assert server.sparql("ASK { ?short ?p ?o }").status == 200
    assert {worker.pid for worker in lane._workers} == before, "a short query leaves its process as it was"
    link = start(server, RUNAWAY)
    try:
        assert wait_for(lambda: any(worker.slowed and niceness(worker.pid) == ADHOC.niceness for worker in list(lane._workers)), 2)
    finally:
        link.close()
    assert wait_for(lambda: idle(server))
    assert {niceness(worker.pid) for worker in lane._workers} == {usual}, "a new process stands in its place"


def test_a_client_that_goes_ends_its_query(server: Running) -> None:
    before = server.engine.metrics.value("igkg_queries_total", lane="adhoc", outcome="abandoned")
    link = start(server, RUNAWAY)
    assert wait_for(lambda: server.engine.adhoc.counts()["busy"] == 1)
    link.close()
    assert wait_for(lambda: server.engine.metrics.value("igkg_queries_total", lane="adhoc", outcome="abandoned") > before, 1.5)
    assert wait_for(lambda: idle(server))


def test_a_client_that_goes_amid_its_body_is_no_bug(server: Running, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "kg.web"):
        with socket.create_connection(("127.0.0.1", server.port)) as link:
            link.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 20\r\n\r\nASK {")
            assert wait_for(lambda: server.engine.metrics.in_flight == 1)
        assert wait_for(lambda: server.engine.metrics.in_flight == 0)
        assert wait_for(lambda: any(getattr(record, "fields", {}).get("event") == "request" for record in caplog.records))
    told = [getattr(record, "fields", {}) for record in caplog.records]
    assert [fields["status"] for fields in told if fields.get("event") == "request"] == [499]
    assert not any("bug" in fields for fields in told)


def test_one_client_waits_and_then_is_refused(server: Running) -> None:
    links = [start(server, RUNAWAY) for _ in range(3)]
    try:
        assert wait_for(lambda: server.engine.adhoc.counts()["waiting"] == 2)
        reply = server.sparql("ASK {}")
        assert (reply.status, reply.json["code"]) == (429, "too-many-requests")
        assert int(reply.headers["retry-after"]) > 0
    finally:
        for link in links:
            link.close()
    assert wait_for(lambda: idle(server))
    assert server.sparql("ASK {}").status == 200


def test_a_worker_that_dies_is_replaced(server: Running) -> None:
    assert wait_for(lambda: idle(server))
    victims = [worker.pid for worker in server.engine.adhoc._workers]
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    assert wait_for(lambda: not {worker.pid for worker in list(server.engine.adhoc._workers)} & set(victims))
    assert wait_for(lambda: idle(server))
    assert server.sparql("ASK {}").status == 200


def test_the_process_that_makes_workers_may_die_too(server: Running) -> None:
    process = server.engine._mother._process
    assert process is not None
    lanes = (server.engine.pages, server.engine.adhoc)
    before = {worker.pid for lane in lanes for worker in list(lane._workers)}
    os.kill(process.pid, signal.SIGKILL)
    assert wait_for(lambda: not before & {worker.pid for lane in lanes for worker in list(lane._workers)})
    assert wait_for(lambda: server.sparql("ASK {}").status == 200)
    assert wait_for(lambda: server.ask("/ready").status == 200)
    assert wait_for(lambda: idle(server))


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\n", b" 408 ", id="a head that never ends"),
        pytest.param(b"GET / HTTP/1.1\r\nA: " + b"x" * 80_000, b" 431 ", id="a head that is too large"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00", b" 400 ", id="no HTTP"),
        pytest.param(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b" 400 ",
            id="two lengths",
        ),
        pytest.param(b"GET /health HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", b" 400 ", id="folded header"),
    ],
)
def test_odd_heads(server: Running, sent: bytes, status: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as link:
        link.sendall(sent)
        assert status in link.recv(200)
    assert server.ask("/health").status == 200


def came(seen: list[tuple[int, str]], value: str) -> bool:
    return bool(seen) and seen[-1][1] == value


def test_a_new_build_takes_over_without_a_failed_request(server: Running, store: Path) -> None:
    seen: list[tuple[int, str]] = []
    stop = threading.Event()

    def reader() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            reply = server.sparql(f"SELECT ?v {{ <a:build> <a:is> ?v }} #{number}")
            seen.append((reply.status, reply.json["results"]["bindings"][0]["v"]["value"] if reply.status == 200 else reply.text))

    threads = [threading.Thread(target=reader)]
    for thread in threads:
        thread.start()
    try:
        for value in ("two", "three"):
            write_store(quads(value), store)
            assert wait_for(partial(came, seen, value)), seen[-1]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert {(status, text) for status, text in seen if status != 200} == set()
    order = [value for _, value in seen]
    assert list(dict.fromkeys(order)) == ["one", "two", "three"]
    home = server.engine.source._home
    assert wait_for(lambda: len(list(home.iterdir())) == 1), "the old states are gone"


def test_a_request_that_waits_keeps_the_state_that_it_began_with(tmp_path: Path) -> None:
    place = tmp_path / "build" / "store"
    place.parent.mkdir()
    write_store(quads("one"), place)
    lane = LaneLimits(workers=1, seconds=60, running_per_client=1, waiting_per_client=2, wait_seconds=60)
    with running(ServerOptions(build=place.parent, port=0, adhoc=lane, watch_seconds=0.05)) as server:
        adhoc, swaps = server.engine.adhoc, partial(server.engine.metrics.value, "igkg_build_swaps_total", result="done")
        before = swaps()
        link = start(server, RUNAWAY)
        replies: list[tuple[int, str]] = []

        def ask() -> None:
            reply = server.sparql("SELECT ?v { <a:build> <a:is> ?v }")
            replies.append((reply.status, reply.text))

        waiting = threading.Thread(target=ask)
        try:
            assert wait_for(lambda: adhoc.counts()["busy"] == 1)
            waiting.start()
            assert wait_for(lambda: adhoc.counts()["waiting"] == 1)
            write_store(quads("two"), place)
            assert wait_for(lambda: swaps() > before)
            assert adhoc.counts()["waiting"] == 1, "the request had its turn before the new build came"
        finally:
            link.close()  # which ends the process of the runaway
            waiting.join()
        assert [(status, '"one"' in text) for status, text in replies] == [(200, True)]
        assert '"two"' in server.sparql("SELECT ?v { <a:build> <a:is> ?v }").text
        home = server.engine.source._home
        assert wait_for(lambda: len(list(home.iterdir())) == 1), "the old state is gone"


def test_a_build_that_goes_while_it_is_linked_is_not_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    write_store(quads("one"), store)
    link = snapshots._link_store

    def link_while_a_build_ends(place: Path, folder: Path) -> None:
        link(place, folder)
        if folder.name == "1":
            next(folder.glob("*.sst")).unlink()
            write_store(quads("two"), place)

    monkeypatch.setattr(snapshots, "_link_store", link_while_a_build_ends)
    source = snapshots.BuildSource(store, None)
    try:
        found = asyncio.run(source.find_new())
        assert found is not None
        assert list(Store.open(found.path).select("SELECT ?v { <a:build> <a:is> ?v }")) == [(ox.Literal("two"),)]
        assert [entry.name for entry in source._home.iterdir()] == [found.path.name]
    finally:
        source.close()


def test_a_graph_that_is_replaced_is_a_new_state(server: Running, store: Path) -> None:
    query = "SELECT ?note { <a:build> <a:note> ?note }"
    before = server.sparql(query)
    assert before.json["results"]["bindings"] == []
    replace_graph([ox.Triple(ox.NamedNode("a:build"), ox.NamedNode("a:note"), ox.Literal("new"))], "notes", store)
    assert wait_for(lambda: server.sparql(query).headers["etag"] != before.headers["etag"])
    assert server.sparql(query).json["results"]["bindings"] == [{"note": {"type": "literal", "value": "new"}}]
    assert server.sparql(query, If_None_Match=before.headers["etag"]).status == 200


def test_a_broken_build_does_not_take_over(server: Running, store: Path) -> None:
    good = server.ask("/ready").json["build"]
    broken = store.with_name("broken")
    shutil.copytree(store, broken)
    (broken / "IDENTITY").write_text("broken")
    (broken / "CURRENT").write_text("MANIFEST-999999\n")
    kept = store.with_name("kept")
    store.rename(kept)
    broken.rename(store)
    assert wait_for(lambda: server.engine.metrics.value("igkg_build_swaps_total", result="failed") > 0)
    assert server.ask("/ready").json["build"] == good
    assert server.sparql("ASK { <a:build> <a:is> ?v }").json["boolean"]
    shutil.rmtree(store)
    kept.rename(store)


def test_readiness_and_counters(server: Running) -> None:
    assert server.ask("/health").json["status"] == "ok"
    ready = server.ask("/ready").json
    assert ready["status"] == "ready"
    if sys.platform == "linux":
        assert ready["network_filter"] is True
    # A worker that a test before had ended may still be starting.
    assert wait_for(lambda: 'igkg_workers{lane="pages",state="idle"} 2' in server.ask("/metrics").text)
    text = server.ask("/metrics").text
    assert f'build="{ready["build"]}"' in text
    assert 'igkg_http_requests_total{method="GET",route="/health",status="200"}' in text
    for line in text.splitlines():
        assert line.startswith("# ") or len(line.rsplit(" ", 1)) == 2


def test_labels_of_counters_are_escaped() -> None:
    metrics = Metrics()
    metrics.request('/a"b\\\n', "GET", 200, 0.1, 5)
    assert 'route="/a\\"b\\\\\\n"' in metrics.exposition({}, {"build": "x"})


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is of Linux")
def test_a_confined_process_reaches_neither_network_nor_programs() -> None:
    program = (
        "import os, socket\n"
        "from kg.web.sandbox import confine\n"
        "print(confine())\n"
        "socket.socket(socket.AF_UNIX).close()\n"
        "for family in (socket.AF_INET, socket.AF_INET6, 17):\n"
        "    try: socket.socket(family); print('open')\n"
        "    except PermissionError: print('refused')\n"
        "try: os.execv('/bin/true', ['true'])\n"
        "except PermissionError: print('refused')\n"
        "import pyoxigraph\n"
        "try: list(pyoxigraph.Store().query('SELECT * { SERVICE <http://127.0.0.1:8080/> { ?s ?p ?o } }'))\n"
        "except OSError as error: print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.split() == ["()", *["refused"] * 5]


def test_no_build(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no store there"):
        create_app(build=tmp_path)
    assert not list(tmp_path.parent.glob(f".{tmp_path.name}.*"))


def test_the_command_serves_and_stops(store: Path) -> None:
    command = [sys.executable, "-m", "kg", "serve", "--build", str(store.parent), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        port = 0
        for line in process.stderr:
            if "running on" in line:
                port = int(line.split("http://127.0.0.1:")[1].split()[0].strip("\\'\","))
                break
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/sparql?" + urlencode({"query": "ASK { 'text of a patient' ?p ?o }"}))
        assert connection.getresponse().read()
        connection.close()
        process.send_signal(signal.SIGTERM)
        rest = process.stderr.read()
        assert process.wait(15) == 0
        assert '"route": "/sparql"' in rest
        assert "patient" not in rest
    finally:
        process.kill()
        process.communicate()
    assert not list(store.parent.parent.glob(f".build.{process.pid}.*"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--writable", "--no-auth", "--host", "0.0.0.0"], "loopback"),
        (["--writable"], "KG_TOKEN"),
        (["--build", "nowhere"], "no store there"),
    ],
)
def test_the_command_refuses(arguments: list[str], words: str, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "kg", "serve", *arguments], capture_output=True, text=True, timeout=30, cwd=tmp_path)
    assert done.returncode == 1
    assert words in done.stderr
