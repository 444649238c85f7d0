"""A server for tests: options go in, a running server on a free port of loopback comes out, and is stopped at the end."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from kg.web.engine import Engine
from kg.web.options import ServerOptions
from kg.web.server import make_server


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Running:
    """A server that runs."""

    port: int
    engine: Engine

    def ask(self, path: str, method: str = "GET", content: bytes | None = None, /, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, content, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            content = answer.read()
            return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)
        finally:
            connection.close()

    def sparql(self, query: str, **headers: str) -> Reply:
        return self.ask("/sparql?" + urlencode({"query": query}), **headers)

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Reply:
        return self.ask(path, "POST", urlencode(fields).encode(), Content_Type="application/x-www-form-urlencoded", **headers)

    def update(self, text: str, **headers: str) -> Reply:
        return self.ask("/update", "POST", text.encode(), Content_Type="application/sparql-update", **headers)


@contextmanager
def running(options: ServerOptions) -> Iterator[Running]:
    """Run a server in a thread of this process."""
    server = make_server(options)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    try:
        yield Running(server.servers[0].sockets[0].getsockname()[1], _engine(server))
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def _engine(server: Any) -> Engine:
    engine = server.config.app.state.engine
    assert isinstance(engine, Engine)
    return engine
