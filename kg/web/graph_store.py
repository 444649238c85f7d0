"""SPARQL 1.1 Graph Store HTTP Protocol: a graph is named by the request, read, put, added to or deleted."""

from __future__ import annotations

import email.policy
import os
from email.parser import BytesParser
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.web.engine import Engine
from kg.web.formats import GRAPHS
from kg.web.problems import Problem
from kg.web.replies import accepts_gzip, answered
from kg.web.requests import Parameters, authorize, body_of, client_of, media_type_of, parameters_of, url_of, wanted_format

__all__ = ["routes"]

_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"]
_PARTS = 100


def routes(engine: Engine) -> list[Route]:
    """Give the routes: /store names a graph by a parameter, /store/... is the name of a graph itself."""
    return [Route("/store", _store, methods=_METHODS, name="store"), Route("/store/{path:path}", _store, methods=_METHODS, name="graph")]


async def _store(request: Request) -> Response:
    """Do what the method says with the graph that is meant."""
    engine: Engine = request.app.state.engine
    parameters = parameters_of(request)
    if request.method not in ("GET", "HEAD"):
        authorize(request, engine.options)
    graph, new = _meant(request, parameters)
    if request.method in ("GET", "HEAD"):
        form = wanted_format(request, GRAPHS, parameters)
        asked = {"do": "graph", "graph": graph, "format": form.name, "type": form.media_type, "gzip": accepts_gzip(request)}
        return await answered(request, engine, await engine.reading(asked), engine.adhoc)
    if request.method == "DELETE":
        await engine.edit({"do": "delete", "graph": graph}, client_of(request))
        return Response(status_code=204)
    body = await body_of(request, engine.options.update_bytes)
    parts, content = _parts(request, body)
    edit = {
        "do": "put",
        "graph": graph,
        "replace": request.method == "PUT",
        "parts": parts,
        "base": graph or url_of(request, request.url.path),
    }
    head = await engine.edit(edit, client_of(request), content)
    if head.get("created"):
        return Response(status_code=201, headers={"Location": graph} if new and graph else None)
    return Response(status_code=204)


def _meant(request: Request, parameters: Parameters) -> tuple[str | None, bool]:
    """Find which graph is meant (None is the default graph), and whether the request asks for a new one."""
    path = request.path_params.get("path", "")
    default, graph = parameters.one("default"), parameters.one("graph")
    if path:
        if default is not None or graph is not None:
            raise Problem(400, "parameter", "the address is the graph; it takes neither `graph` nor `default`")
        # As the client wrote it: an IRI with %20 is another than one with a blank.
        raw = (request.scope.get("raw_path") or request.url.path.encode()).decode("ascii", "replace")
        return url_of(request, raw), False
    if default is not None and graph is not None:
        raise Problem(400, "parameter", "give `default` or `graph`, not both")
    if graph is not None:
        return (graph if ":" in graph.partition("/")[0] else url_of(request, "/store/" + graph.lstrip("/"))), False
    if default is not None:
        return None, False
    if request.method == "POST":
        return url_of(request, f"/store/{os.urandom(12).hex()}"), True
    raise Problem(400, "parameter", "say which graph: ?graph=IRI or ?default")


def _parts(request: Request, body: bytes) -> tuple[list[dict[str, Any]], bytes]:
    """Split a body into its RDF documents: one, or the files of a form."""
    kind = media_type_of(request)
    if kind != "multipart/form-data":
        _check_type(kind)
        return [{"type": kind, "length": len(body)}], body
    head = b"Content-Type: " + request.headers["content-type"].encode("latin-1") + b"\r\n\r\n"
    message = BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    parts, contents = [], []
    for part in message.iter_parts() if message.is_multipart() else ():
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            raise Problem(400, "multipart", "a part of the form is no file")
        named = part.get_content_type()
        _check_type(named)
        parts.append({"type": named, "length": len(content)})
        contents.append(content)
        if len(parts) > _PARTS:
            raise Problem(400, "multipart", f"more than {_PARTS} files")
    if not parts:
        raise Problem(400, "multipart", "the form has no file")
    return parts, b"".join(contents)


def _check_type(kind: str) -> None:
    if not any(kind in (form.media_type, *form.others) for form in GRAPHS):
        known = ", ".join(form.media_type for form in GRAPHS)
        raise Problem(415, "media-type", f"{kind[:60] or 'no media type'}: a graph is sent as {known}")
