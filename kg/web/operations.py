"""For those who run the server: whether it lives, whether it answers, and its counters."""

from __future__ import annotations

import asyncio
import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import kg
from kg.web.engine import Engine
from kg.web.problems import Problem

__all__ = ["routes"]

_SECONDS = 2.0


def routes(engine: Engine) -> list[Route]:
    """Give the routes."""
    reading = ["GET", "HEAD"]
    return [
        Route(path, endpoint, methods=reading, name=path[1:])
        for path, endpoint in (("/health", _health), ("/ready", _ready), ("/metrics", _metrics))
    ]


async def _health(request: Request) -> Response:
    """Say that the server lives."""
    return _json({"status": "ok", "version": kg.__version__})


async def _ready(request: Request) -> Response:
    """Say whether a worker answers; 503 before the first one does and after the server was told to stop."""
    engine: Engine = request.app.state.engine
    if not engine.ready:
        raise Problem(503, "not-ready", "the server starts or stops", headers={"Retry-After": "2"})
    try:
        async with asyncio.timeout(_SECONDS):
            reading = await engine.reading({"do": "ready"}, stable=False)
            found = await engine.answer(reading, "", engine.pages)
    except TimeoutError:
        raise Problem(503, "not-ready", f"no worker answered within {_SECONDS:g} s", headers={"Retry-After": "2"}) from None
    state = json.loads(found.body) if not hasattr(found, "pieces") else {}
    return _json(
        {"status": "ready", "build": reading.snapshot.identity, "writable": engine.options.writable, "network_filter": state.get("offline")}
    )


async def _metrics(request: Request) -> Response:
    """Give the counters to Prometheus."""
    engine: Engine = request.app.state.engine
    identity = "none"
    if engine.ready:
        identity = (await engine.source.current()).identity
    text = engine.metrics.exposition({lane.name: lane.counts() for lane in engine.lanes}, {"version": kg.__version__, "build": identity})
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8", headers={"Cache-Control": "no-store"})


def _json(document: dict[str, object]) -> Response:
    return Response(json.dumps(document), media_type="application/json", headers={"Cache-Control": "no-store"})
