"""Measure the server: requests a second beside a peer, pages while queries run away, new builds, hostile requests, and memory.

    python benchmarks/serving.py rates --peer VENV/bin/python     # VENV: pip install rdflib-endpoint[web]==0.6.3 oxrdflib
    python benchmarks/serving.py pages --build build
    python benchmarks/serving.py swaps --build build
    python benchmarks/serving.py hostile --build build
    python benchmarks/serving.py memory --build build

Each starts its own servers on loopback and stops them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.graph.queries import load_queries
from kg.graph.store import Store, write_store
from kg.identifiers import GRAPH
from kg.settings import Settings

IG, IGR = "https://w3id.org/igkg/ontology#", "https://w3id.org/igkg/id/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
CLAIMS = 14_000
QUERIES = {
    "point": f"SELECT ?p ?o WHERE {{ <{IGR}claim-77> ?p ?o }}",
    "join": f"""SELECT ?claim ?label ?belief WHERE {{
      ?claim <{RDF}subject> <{IGR}product-7> ; <{RDF}predicate> <{IG}treats> ; <{RDF}object> ?condition ; <{IG}belief> ?belief .
      ?condition <{LABEL}> ?label . FILTER (?belief > 0.3) }}""",
    "aggregate": "SELECT ?type (COUNT(?s) AS ?n) WHERE { ?s a ?type } GROUP BY ?type ORDER BY DESC(?n)",
}
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def triples() -> Iterator[ox.Triple]:
    """Make about 100,000 triples in the form of claims; the same on every machine."""
    dice = random.Random(7)
    node = ox.NamedNode
    for name, count in (("product", 40), ("condition", 400)):
        for n in range(count):
            yield ox.Triple(node(f"{IGR}{name}-{n}"), node(RDF + "type"), node(IG + name.capitalize()))
            yield ox.Triple(node(f"{IGR}{name}-{n}"), node(LABEL), ox.Literal(f"{name} {n}"))
    predicates = [node(IG + name) for name in ("treats", "prevents", "hasAdverseEffect", "worsens")]
    for n in range(CLAIMS):
        claim = node(f"{IGR}claim-{n}")
        yield ox.Triple(claim, node(RDF + "type"), node(IG + f"Claim{n % 20}"))
        yield ox.Triple(claim, node(RDF + "subject"), node(f"{IGR}product-{dice.randrange(40)}"))
        yield ox.Triple(claim, node(RDF + "predicate"), dice.choice(predicates))
        yield ox.Triple(claim, node(RDF + "object"), node(f"{IGR}condition-{dice.randrange(400)}"))
        yield ox.Triple(claim, node(IG + "belief"), ox.Literal(round(dice.random(), 3)))
        yield ox.Triple(claim, node(LABEL), ox.Literal(f"claim {n}"))
        yield ox.Triple(claim, node(IG + "status"), ox.Literal(dice.choice(["approved", "used", "investigational"])))


def free_port() -> int:
    with socket.socket() as link:
        link.bind(("127.0.0.1", 0))
        return int(link.getsockname()[1])


@contextmanager
def started(command: list[str], port: int, path: str, log: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server, wait until it answers, and stop it at the end."""
    with (log or Path(os.devnull)).open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
        try:
            deadline = time.monotonic() + 120
            while True:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"{' '.join(command)}: does not start")
                with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as link:
                    link.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
                    if link.recv(12).endswith(b"200"):
                        break
                time.sleep(0.1)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Client:
    """One connection that is kept open."""

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self.port, self.address = port, address
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, accept: str = "application/sparql-results+json", body: str = "") -> tuple[int, int]:
        """Send a request, with a body of JSON if there is one; returns status and size of the answer."""
        if self.writer is None or self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(self.address, 0), limit=1 << 20)
        sent = f"Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n" if body else ""
        head = f"{'POST' if body else 'GET'} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: {accept}\r\n{sent}\r\n"
        self.writer.write((head + body).encode())
        told = await self.reader.readuntil(b"\r\n\r\n")
        status = int(told[9:12])
        found = re.search(rb"(?i)\r\ncontent-length: *(\d+)", told)
        size = 0
        if found:
            size = int(found[1])
            await self.reader.readexactly(size)
        elif b"chunked" in told.lower():
            while (length := int(await self.reader.readline(), 16)) or await self.reader.readline() is None:
                size += length
                await self.reader.readexactly(length + 2)
        return status, size

    def close(self) -> None:
        if self.writer is not None:
            self.writer.transport.abort()
            self.writer = self.reader = None


async def rate(port: int, path: str, query: str, *, changing: bool, seconds: float = 5, clients: int = 8) -> tuple[float, float]:
    """Give requests a second and the median latency in milliseconds; `changing` makes each request another text."""
    times: list[float] = []
    end = time.monotonic() + seconds

    async def one(number: int) -> None:
        client, count = Client(port), 0
        while time.monotonic() < end:
            count += 1
            text = f"{query} # {number}-{count}" if changing else query
            began = time.monotonic()
            status, _ = await client.get(f"{path}?{urlencode({'query': text})}")
            if status != 200:
                raise SystemExit(f"{path}: status {status}")
            times.append(time.monotonic() - began)
        client.close()

    began = time.monotonic()
    await asyncio.gather(*(one(number) for number in range(clients)))
    elapsed = time.monotonic() - began
    return len(times) / elapsed, 1000 * sorted(times)[len(times) // 2]


def rates(peer: str, seconds: float) -> None:
    """Compare requests a second with rdflib-endpoint on the same 100,000 triples, one server after the other."""
    with tempfile.TemporaryDirectory() as place:
        data = list(triples())
        graph = ox.NamedNode("https://w3id.org/igkg/graph/facts")
        write_store((ox.Quad(t.subject, t.predicate, t.object, graph) for t in data), Path(place) / "store")
        file = Path(place) / "data.nt"
        ox.serialize(data, str(file), ox.RdfFormat.N_TRIPLES)
        print(f"{len(data):,} triples; {os.cpu_count()} cores; 8 connections, {seconds:g} s each; requests/s (median ms)")
        found: dict[tuple[str, str], float] = {}
        ours = [sys.executable, "-m", "kg", "serve", "--store", f"{place}/store", "--port"]
        script = str(Path(peer).with_name("rdflib-endpoint"))
        theirs = [script, "serve", str(file), "--host", "127.0.0.1", "--port"]
        servers = (
            ("kg serve", ours, [], "/sparql", "/ready"),
            ("rdflib-endpoint, default store", theirs, [], "/", "/?query=ASK%7B%7D"),
            ("rdflib-endpoint, Oxigraph store", theirs, ["--store", "Oxigraph"], "/", "/?query=ASK%7B%7D"),
        )
        for name, command, more, path, proof in servers:
            port = free_port()
            with started([*command, str(port), *more], port, proof):
                for kind, query in QUERIES.items():
                    for changing in (True, False):
                        speed, median = asyncio.run(rate(port, path, query, changing=changing, seconds=seconds))
                        found[name, f"{kind}{'' if changing else ', same text'}"] = speed
                        print(
                            f"{name:34}{kind:10}{'each another text' if changing else 'the same text':20}{speed:10.1f} ({median:.1f})",
                            flush=True,
                        )
        for kind in dict.fromkeys(kind for _, kind in found):
            best = max(speed for (name, which), speed in found.items() if which == kind and name != "kg serve")
            print(f"{kind:24}{found['kg serve', kind] / best:8.1f} times the better of the two")


def saved_queries() -> list[str]:
    """Name the saved queries that need no parameter and no other endpoint."""
    found = load_queries(Settings.default().queries).values()
    return [query.name for query in found if not query.services and not any(parameter.required for parameter in query.params)]


def pages(build: Path, seconds: float) -> None:
    """Measure saved-query pages of one client while another client keeps four queries running that never end."""
    names = saved_queries()
    port = free_port()
    with started([sys.executable, "-m", "kg", "serve", "--build", str(build), "--port", str(port)], port, "/ready"):

        async def run() -> tuple[list[float], Counter[int]]:
            stop = time.monotonic() + seconds
            statuses: Counter[int] = Counter()

            async def runaway() -> None:
                while time.monotonic() < stop:
                    client = Client(port, "127.0.0.2")
                    with suppress(TimeoutError, OSError, asyncio.IncompleteReadError):
                        async with asyncio.timeout(max(0.1, stop - time.monotonic())):
                            statuses[(await client.get("/sparql?" + urlencode({"query": RUNAWAY})))[0]] += 1
                    client.close()

            times: list[float] = []

            async def reader(number: int) -> None:
                client, count = Client(port), 0
                while time.monotonic() < stop:
                    count += 1
                    # Another `limit` each time: no answer is one that was kept.
                    path = f"/api/queries/{names[(count * 7 + number) % len(names)]}?limit={1 + (count * 2 + number) % 90_000}"
                    began = time.monotonic()
                    status, _ = await client.get(path, "application/json")
                    times.append(time.monotonic() - began)
                    statuses[status] += 1
                    await asyncio.sleep(0.02)
                client.close()

            runaways = [asyncio.create_task(runaway()) for _ in range(4)]
            await asyncio.sleep(1)
            await asyncio.gather(*(reader(number) for number in range(2)))
            await asyncio.gather(*runaways)
            return times, statuses

        times, statuses = asyncio.run(run())
        times.sort()
        shown = ", ".join(f"p{p:g} {1000 * times[min(len(times) - 1, int(len(times) * p / 100))]:.0f} ms" for p in (50, 90, 99, 99.9))
        print(
            f"{len(times):,} pages of {len(names)} saved queries while 4 queries of one client run away: {shown}; status {dict(statuses)}"
        )


def swaps(build: Path, count: int) -> None:
    """Put new builds in the place of the served one while clients read pages, queries and the whole graph; no request may fail."""
    with tempfile.TemporaryDirectory() as place:
        served = Path(place) / "build"
        shutil.copytree(build, served)
        quads = list(Store.open(build / "store").quads())
        names = saved_queries()
        port = free_port()
        with started([sys.executable, "-m", "kg", "serve", "--build", str(served), "--port", str(port)], port, "/ready") as process:
            statuses: Counter[str] = Counter()
            builds: Counter[str] = Counter()

            async def run() -> None:
                stop = asyncio.Event()

                async def reader(number: int) -> None:
                    client, n = Client(port, f"127.0.0.{2 + number}"), 0
                    while not stop.is_set():
                        n += 1
                        paths = {
                            "saved query": f"/api/queries/{names[n % len(names)]}?limit={1 + n % 500}",
                            "query": "/sparql?" + urlencode({"query": f"SELECT ?s {{ ?s a ig:Claim }} LIMIT {n % 90} # {number}"}),
                            "whole graph": "/sparql?" + urlencode({"query": f"SELECT * {{ ?s ?p ?o }} # {n} {number}"}),
                        }
                        kind = list(paths)[number % 3]
                        try:
                            status, _ = await client.get(paths[kind], "application/json")
                            statuses[f"{kind} {status}"] += 1
                        except (OSError, asyncio.IncompleteReadError) as error:
                            statuses[f"{kind} {type(error).__name__}"] += 1
                            client.close()
                        await asyncio.sleep(0.02)
                    client.close()

                async def build_again() -> None:
                    for n in range(count):
                        mark = ox.Quad(ox.NamedNode("urn:build"), ox.NamedNode("urn:is"), ox.Literal(n), ox.NamedNode(GRAPH + "facts"))
                        await asyncio.to_thread(write_store, [*quads, mark], served / "store")
                        await asyncio.sleep(2)
                        builds[await _build_of(port)] += 1
                    stop.set()

                await asyncio.gather(build_again(), *(reader(number) for number in range(6)))

            asyncio.run(run())
            print(f"{count} new builds, {len(builds)} of them seen; requests {dict(sorted(statuses.items()))}; {_state(process.pid)}")
            left = [entry.name for entry in Path(place).iterdir() if entry.name != "build"]
            inside = [len(list((Path(place) / name).iterdir())) for name in left]
            print(f"states that are kept beside the build while it is served: {sum(inside)}")
        print(f"left when the server has stopped: {[entry.name for entry in Path(place).iterdir() if entry.name != 'build']}")


async def _build_of(port: int) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    found = re.search(rb'"build": "([^"]+)"', await reader.read())
    writer.close()
    return found[1].decode() if found else "none"


def hostile(build: Path, count: int) -> None:
    """Send hostile requests of twelve kinds, then look whether the server answers and holds no more files than before."""
    port = free_port()
    log = Path(tempfile.mkstemp(suffix=".log")[1])
    command = [sys.executable, "-m", "kg", "serve", "--build", str(build), "--port", str(port), "--seconds", "1", "--memory", "256"]
    with started(command, port, "/ready", log) as process:
        before = _state(process.pid)
        kinds = _hostile_requests(port)
        outcomes: dict[str, Counter[str]] = {}

        async def run() -> None:
            gate = asyncio.Semaphore(24)

            async def one(number: int) -> None:
                name, make = kinds[number % len(kinds)]
                async with gate:
                    outcomes.setdefault(name, Counter())[
                        await _send(
                            port, make(number // len(kinds)), f"127.0.0.{2 + number % 200}", leave=name in ("slow head", "client gone")
                        )
                    ] += 1

            await asyncio.gather(*(one(number) for number in range(count)))

        began = time.monotonic()
        asyncio.run(run())
        print(f"{count:,} hostile requests in {time.monotonic() - began:.0f} s")
        for name, found in sorted(outcomes.items()):
            print(f"  {name:22}{dict(sorted(found.items()))}")
        time.sleep(4)
        alive = asyncio.run(Client(port).get("/sparql?query=ASK%7B%7D"))
        print(f"alive: {process.poll() is None}, answers {alive[0]}; before {before}; after {_state(process.pid)}")
        bugs = log.read_text(encoding="utf-8", errors="replace").count('"bug"')
        print(f"unforeseen errors in the log: {bugs}")
    log.unlink()


def _hostile_requests(port: int) -> list[tuple[str, Callable[[int], bytes]]]:
    def get(path: str, more: str = "") -> bytes:
        return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}Connection: close\r\n\r\n".encode("utf-8", "surrogateescape")

    def query(text: str) -> bytes:
        body = urlencode({"query": text}, errors="surrogateescape").encode()
        kind = "application/x-www-form-urlencoded"
        head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        return head.encode() + body

    services = ["SERVICE", "service", "sErViCe", "SERVICE SILENT", "trueSERVICE", "\\u0053ERVICE", "SERV\\u0049CE", "ſERVICE"]
    nests = ["{", "(", "[", "!", "<<", "OPTIONAL {", "FILTER(", "(SELECT * {", "-", "^"]
    paths = [
        "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/api/queries/..%2f..%2fetc", "/store/%00", "//etc//passwd",
        "/api/queries/%F0%28%8C%28", "/" + "a/" * 1500,
    ]  # fmt: skip
    headers = [
        "Host: evil\r\n", "X-Forwarded-For: 1.2.3.4\r\n", "Accept: " + "a/b;q=0.1," * 900 + "\r\n", "X: " + "y" * 70_000 + "\r\n",
        "Content-Length: -1\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "If-None-Match: *\r\n", "Origin: null\r\n",
        "Cookie: \x01\r\n",
    ]  # fmt: skip
    parameters = [
        "/api/search?q=" + "%27" * 100, "/api/describe?iri=%3Cx%3E%20%7D", "/api/queries/why?claim=%00", "/api/search?q=a&limit=9999999999",
        "/sparql?" + "a=b&" * 2000, "/sparql?query=%FF", "/api/search?q=a&class=%3E%3C", "/update", "/store?graph=%0d%0aX:y",
    ]  # fmt: skip

    def malformed(n: int) -> bytes:
        return query("".join(random.Random(n).choices("SELECT*{}?s<>.\"'\\@^;,()[]_:#\n\x00é\U0001f600", k=200)))

    def huge(n: int) -> bytes:
        return query("#" + "x" * (900_000 + 2_100_000 * (n % 16 == 0))) if n % 8 == 0 else query("SELECT * {" + "?s ?p ?o ." * 2_000 + "}")

    def slow(n: int) -> bytes:
        return query(RUNAWAY + f"#{n}") if n % 30 == 0 else query(f"SELECT * {{ ?s (!<a:a>)* ?o }} LIMIT 2 #{n}")

    def greedy(n: int) -> bytes:
        return (
            query(f"SELECT * {{ ?a ?b ?c . ?d ?e ?f }} ORDER BY ?f #{n}")
            if n % 30 == 0
            else query(f"ASK {{ FILTER(REGEX('a', '(a|b)*{n}')) }}")
        )

    return [
        ("nesting", lambda n: query("ASK {" + nests[n % 10] * (50 + n * 37 % 30_000))),
        ("SERVICE", lambda n: query(f"SELECT * {{ {services[n % 8]}<http://127.0.0.1:{port}/health>{{?s ?p ?o}} }}")),
        ("SERVICE, disguised", lambda n: query(f"SELECT * {{ ?a ?b ?o FILTER(?o<5)SERVICE#>\nx:4{{?s ?p ?o}} }} # {n}")),
        ("malformed", malformed),
        ("huge", huge),
        ("slow query", slow),
        ("memory", greedy),
        ("path tricks", lambda n: get(paths[n % len(paths)])),
        ("header tricks", lambda n: get("/sparql?query=ASK%7B%7D", headers[n % len(headers)])),
        ("slow head", lambda _: b"GET /sparql HTTP/1.1\r\nHost: x\r\n"),
        ("client gone", lambda n: query(f"SELECT * {{ ?s ?p ?o }} #{n}")[: -1 if n % 2 else None]),
        ("parameters", lambda n: get(parameters[n % len(parameters)])),
    ]


async def _send(port: int, data: bytes, address: str, *, leave: bool) -> str:
    try:
        async with asyncio.timeout(60):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
            try:
                writer.write(data)
                if leave:
                    await asyncio.sleep(0.05)
                    return "left"
                line = await reader.readline()
                return line[9:12].decode("ascii", "replace") or "closed"
            finally:
                writer.transport.abort()
    except (OSError, ValueError):
        return "closed"
    except TimeoutError:
        return "NO ANSWER"


def memory(build: Path, count: int) -> None:
    """Send many requests of the usual kinds and show the memory of all processes on the way."""
    port = free_port()
    tools = ["--mcp"] if find_spec("mcp") else []
    command = [sys.executable, "-m", "kg", "serve", "--build", str(build), "--port", str(port), *tools]
    things = ("kawasaki-disease", "intravenous-immunoglobulin", "headache", "guillain-barre-syndrome", "autoantibody-neutralisation")
    with started(command, port, "/ready") as process:
        names = saved_queries()
        statuses: Counter[int] = Counter()

        def call(n: int) -> str:
            tool = {"name": names[n % len(names)].replace("-", "_"), "arguments": {"limit": 5, "offset": 5 * (n % 4)}}
            return json.dumps({"jsonrpc": "2.0", "id": n, "method": "tools/call", "params": tool})

        async def run(start: int, stop: int) -> None:
            async def one(number: int) -> None:
                client = Client(port, f"127.0.0.{2 + number}")
                for n in range(start + number, stop, 8):
                    requests = (
                        (f"/sparql?{urlencode({'query': f'SELECT * {{ ?s a ?c }} LIMIT {n % 50} # {n}'})}", "*/*", ""),
                        (f"/api/search?q={'abcdefgh'[n % 8]}{'iomny'[n % 5]}&limit={1 + n % 199}", "*/*", ""),
                        (f"/api/queries/{names[n % len(names)]}?limit={1 + n % 5}&offset={n % 20}", "*/*", ""),
                        (f"/sparql?{urlencode({'query': f'ASK {{ ?s ?p {n} }}'})}", "*/*", ""),
                        ("/api/queries", "*/*", ""),
                        ("/health", "*/*", ""),
                        (f"/sparql?{urlencode({'query': f'SELECT {n}'})}", "*/*", ""),
                        (f"/id/{things[n % len(things)]}?n={n}", "text/turtle", ""),
                        (f"/page/{things[n % len(things)]}", "text/html", ""),
                        ("/mcp", "application/json, text/event-stream", call(n)) if tools else ("/ready", "*/*", ""),
                        (f"/nowhere/{n}", "text/html", ""),
                    )
                    status, _ = await client.get(*requests[n % len(requests)])
                    statuses[status] += 1
                client.close()

            await asyncio.gather(*(one(number) for number in range(8)))

        for step in range(10):
            asyncio.run(run(step * count // 10, (step + 1) * count // 10))
            print(f"{(step + 1) * count // 10:>9,} requests: {_state(process.pid)}", flush=True)
        print(f"status {dict(sorted(statuses.items()))}")


def _state(pid: int) -> str:
    """Say how much memory a server and its processes take, and how many files the server has open."""
    family, pending = [], [pid]
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                children.setdefault(int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]), []).append(int(entry.name))
    while pending:
        one = pending.pop()
        family.append(one)
        pending += children.get(one, [])
    sizes = []
    for one in family:
        with suppress(OSError):
            sizes.append(int(Path(f"/proc/{one}/statm").read_text().split()[1]) * 4 // 1024)
    return f"server {sizes[0]} MB, {len(sizes) - 1} others {sum(sizes[1:])} MB, {len(list(Path(f'/proc/{pid}/fd').iterdir()))} files"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["rates", "pages", "swaps", "hostile", "memory"])
    parser.add_argument("--peer", help="the Python of an environment that has rdflib-endpoint")
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--count", type=int)
    given = parser.parse_args()
    if given.what == "rates":
        if not given.peer or not shutil.which(given.peer):
            raise SystemExit("rates needs --peer PYTHON of an environment with rdflib-endpoint")
        rates(given.peer, given.seconds or 5)
    elif given.what == "pages":
        pages(given.build, given.seconds or 60)
    elif given.what == "swaps":
        swaps(given.build, given.count or 10)
    elif given.what == "hostile":
        hostile(given.build, given.count or 10_000)
    else:
        memory(given.build, given.count or 100_000)


if __name__ == "__main__":
    main()
