"""The edge of the server: every request passes here, and every answer leaves with its rules, its line in the log and its count."""

from __future__ import annotations

import logging
import os
import time
import traceback
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import KgError
from kg.web.engine import Engine
from kg.web.problems import Problem, problem_of
from kg.web.requests import ClientGone

__all__ = ["Edge"]

_LOG = logging.getLogger("kg.web")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
#: What scripts of other origins may do; POST on an address that takes GET too is a question that is too long for one.
_READING = frozenset({"GET", "HEAD", "POST"})
_EXPOSED = "ETag, Link, Retry-After, X-Missing, X-Request-ID, X-Total-Count"
#: Bytes of a path and of a query string; the query itself may be posted.
_PATH, _QUERY_STRING = 4_000, 60_000


class Edge:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, engine: Engine) -> None:
        self._app = app
        self._engine = engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; whatever goes wrong becomes a problem document."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        metrics = self._engine.metrics
        began, sent = time.monotonic(), {"status": 0, "size": 0}
        number = os.urandom(8).hex()
        told: dict[str, Any] = {"id": number}
        scope["kg"] = told

        async def passing(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent["status"] = message["status"]
                self._dress(MutableHeaders(scope=message), number)
            elif message["type"] == "http.response.body":
                sent["size"] += len(message.get("body", b""))
            await send(message)

        metrics.in_flight += 1
        try:
            try:
                _check(scope)
                methods = _methods(scope) if scope["method"] == "OPTIONS" else frozenset()
                if methods:
                    await _options(methods, passing)
                else:
                    await self._app(scope, receive, passing)
            except ClientGone:
                sent["status"] = 499
            except (Problem, KgError) as error:
                problem = error if isinstance(error, Problem) else problem_of(error)
                problem.more.setdefault("request", number)
                told["problem"] = problem.code
                if not sent["status"]:
                    await problem.response()(scope, receive, passing)
            except Exception as error:
                told["bug"] = "".join(traceback.format_exception(error))
                if not sent["status"]:
                    await Problem(
                        500, "internal", "an unforeseen error; the log of the server has it", more={"request": number}
                    ).response()(scope, receive, passing)
        finally:
            metrics.in_flight -= 1
            seconds = time.monotonic() - began
            route = told.get("route") or _route(scope)
            method = scope["method"] if scope["method"] in _METHODS else "other"
            metrics.request(route, method, sent["status"], seconds, sent["size"])
            self._log(scope, told, route, sent["status"], seconds, sent["size"])

    def _dress(self, headers: MutableHeaders, number: str) -> None:
        headers["X-Request-ID"] = number
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        origin = self._engine.options.cors
        if origin:
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = _EXPOSED
            if origin != "*":
                headers.add_vary_header("Origin")

    def _log(self, scope: Scope, told: dict[str, Any], route: str, status: int, seconds: float, size: int) -> None:
        """Write the line of a request; what was asked stands in it only if the server was told so."""
        client = scope.get("client")
        fields: dict[str, Any] = {
            "event": "request",
            "id": told["id"],
            "client": client[0] if client else None,
            "method": scope["method"][:20],
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "bytes": size,
        }
        fields |= {name: told[name] for name in ("problem", "broken", "bug") if name in told}
        if self._engine.options.log_queries:
            fields["url"] = scope["path"] + "?" + scope["query_string"].decode("ascii", "replace")[:2_000]
            if "query" in told:
                fields["query"] = told["query"]
        level = logging.ERROR if "bug" in told else logging.INFO
        _LOG.log(level, "request", extra={"fields": fields})


def _check(scope: Scope) -> None:
    if len(scope.get("raw_path") or scope["path"]) > _PATH or len(scope["query_string"]) > _QUERY_STRING:
        raise Problem(414, "uri-too-long", "the address is too long; POST a long query")
    if "\x00" in scope["path"]:
        raise Problem(400, "path", "the path has a NUL character")


def _route(scope: Scope) -> str:
    """Name the route for metrics and logs: its pattern, never what was asked."""
    route = scope.get("route")
    path = getattr(route, "path", None)
    if isinstance(path, str):
        return path
    endpoint = scope.get("endpoint")
    return getattr(endpoint, "__name__", "none")


def _methods(scope: Scope) -> frozenset[str]:
    """Find which methods the routes of an address take; none where there is no route."""
    found: set[str] = set()
    for route in scope["app"].router.routes:
        if route.matches(scope)[0] is not Match.NONE:
            found |= getattr(route, "methods", None) or {"GET", "HEAD"}
    return frozenset(found)


async def _options(methods: frozenset[str], send: Send) -> None:
    """Answer a browser that asks whether a script may ask; edits are open to no other origin."""
    reading = methods if "GET" in methods and methods <= _READING else methods & {"GET", "HEAD"}
    headers = [
        (b"access-control-allow-methods", ", ".join(sorted(reading)).encode("ascii")),
        (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match"),
        (b"access-control-max-age", b"86400"),
        (b"allow", ", ".join(sorted(methods | {"OPTIONS"})).encode("ascii")),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
