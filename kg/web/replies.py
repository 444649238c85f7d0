"""How an answer leaves: bytes or the pieces of a worker come in, a response with entity tag, compression and caching rules goes out."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.web.engine import Engine, Kept, Reading
from kg.web.lanes import Answer, Lane
from kg.web.problems import Problem
from kg.web.requests import client_of, while_connected

__all__ = ["Streamed", "accepts_gzip", "answered", "reply"]

_WORTH_COMPRESSING = 1_000
#: Kept by browsers and proxies, and asked for again each time: an unchanged answer costs a 304.
_REVALIDATE = "public, no-cache"


def reply(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    cache: str = _REVALIDATE,
) -> Response:
    """Send a whole body: tagged by its content, compressed where the client takes that, 304 where it has it already."""
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    sent = {"Vary": "Accept, Accept-Encoding", "Cache-Control": cache, "ETag": tag, **(headers or {})}
    if status == 200 and _has(request, tag):
        return Response(status_code=304, headers=sent)
    if len(body) >= _WORTH_COMPRESSING and accepts_gzip(request):
        body = gzip.compress(body, 5, mtime=0)
        sent["Content-Encoding"] = "gzip"
    content_type = media_type if "charset" in media_type or not media_type.startswith("text/") else f"{media_type}; charset=utf-8"
    return Response(body, status, sent, media_type=content_type)


async def answered(
    request: Request,
    engine: Engine,
    reading: Reading,
    lane: Lane,
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Send the answer of a worker: from what is kept, as a whole, or in pieces; the worker ends when the client goes."""
    sent = {"Vary": "Accept, Accept-Encoding", **(headers or {})}
    if reading.tag is None:
        sent["Cache-Control"] = "no-store"
    else:
        tag = f'W/"{reading.tag}"'
        sent |= {"Cache-Control": _REVALIDATE, "ETag": tag}
        # What was asked for never changes while this state is served: who has the answer need not have it made again.
        if request.method in ("GET", "HEAD") and _has(request, tag):
            return Response(status_code=304, headers=sent)
    found = await while_connected(request, engine.answer(reading, client_of(request), lane))
    head = found.head
    if "total" in head:
        sent["X-Total-Count"] = str(head["total"])
    if head.get("encoding"):
        sent["Content-Encoding"] = head["encoding"]
    if head.get("missing"):
        # What another endpoint said may hold anything; a header holds one line of ASCII.
        sent["X-Missing"] = "".join(c if c.isascii() and c.isprintable() else " " for c in "; ".join(head["missing"]))[:1_000]
    kind = str(head["type"])
    # RFC 6838: what is text says in which characters; JSON is UTF-8 by definition.
    content_type = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    if isinstance(found, Kept):
        return Response(found.body, 200, sent, media_type=content_type)
    return Streamed(found, sent, content_type, engine.options.stall_seconds)


class Streamed(Response):
    """An answer that is sent as it is made. One that breaks off ends the connection: a client must not take it for the whole."""

    def __init__(self, answer: Answer, headers: Mapping[str, str], content_type: str, stall: float) -> None:
        super().__init__(None, 200, headers)
        del self.headers["content-length"]
        self.headers["content-type"] = content_type
        self._answer = answer
        self._stall = stall

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the pieces while the client takes them."""
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})
                return
            try:
                await while_connected(Request(scope, receive), self._stream(send))
            except (Problem, TimeoutError) as error:
                scope.setdefault("kg", {})["broken"] = error.code if isinstance(error, Problem) else "stalled"
        finally:
            self._answer.close()

    async def _stream(self, send: Send) -> None:
        async for piece in self._answer.pieces():
            async with asyncio.timeout(self._stall):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def accepts_gzip(request: Request) -> bool:
    """Tell whether the client takes gzip."""
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name in ("gzip", "x-gzip", "*"):
            return not any(p.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for p in parameters)
    return False


def _has(request: Request, tag: str) -> bool:
    given = request.headers.get("if-none-match", "")
    return tag.removeprefix("W/") in (piece.strip().removeprefix("W/") for piece in given.split(","))
