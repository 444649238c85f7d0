"""SPARQL 1.1 Protocol: queries and updates come in by GET, form or body, and the answers of the workers go out."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.web.engine import Engine
from kg.web.formats import GRAPHS, RESULTS, Format, choose, find_format, media_ranges
from kg.web.problems import Problem
from kg.web.replies import accepts_gzip, answered, reply
from kg.web.requests import (
    Parameters,
    authorize,
    body_of,
    client_of,
    form_of,
    media_type_of,
    parameters_of,
    url_of,
    wanted_format,
    while_connected,
)
from kg.web.service_description import service_description

__all__ = ["routes"]

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
#: What a name of a format for rows stands for where the answer is a graph.
_KIN = {"json": "jsonld", "xml": "rdfxml"}


def routes(engine: Engine) -> list[Route]:
    """Give the routes."""
    found = [
        Route(path, _sparql, methods=["GET", "HEAD", "POST"], name=name)
        for path, name in (("/sparql", "sparql"), ("/sparql/", "sparql-slash"))
    ]
    return [*found, Route("/update", _update, methods=["POST"], name="update")]


async def _sparql(request: Request) -> Response:
    """Answer a query, describe the service, or pass an update on."""
    engine: Engine = request.app.state.engine
    inside = parameters_of(request)
    if request.method != "POST":
        if inside.all("update"):
            raise Problem(405, "method", "an update is sent by POST", headers={"Allow": "POST"})
        text = inside.one("query")
        return await _description(request, engine, inside) if text is None else await _answer(request, engine, text, inside)
    kind = media_type_of(request)
    if kind == _UPDATE:
        return await _edit(request, engine, kind, inside)
    if kind not in (_FORM, _QUERY):
        raise Problem(415, "media-type", f"a query is posted as {_FORM} or {_QUERY}", headers={"Accept-Post": f"{_FORM}, {_QUERY}"})
    body = await body_of(request, engine.options.update_bytes if engine.options.writable else engine.options.body_bytes)
    if kind == _QUERY:
        if inside.all("query"):
            raise Problem(400, "parameter", "the query stands in the address and in the body")
        return await _answer(request, engine, _decoded(body), inside)
    form = form_of(body)
    if form.all("update"):
        if form.all("query"):
            raise Problem(400, "parameter", "a request is a query or an update, not both")
        return await _run(request, engine, _one_text(form, "update"), form)
    return await _answer(request, engine, _one_text(form, "query"), Parameters((*form.pairs, *inside.pairs)))


async def _update(request: Request) -> Response:
    """Run an update."""
    engine: Engine = request.app.state.engine
    authorize(request, engine.options)
    return await _edit(request, engine, media_type_of(request), parameters_of(request))


async def _edit(request: Request, engine: Engine, kind: str, inside: Parameters) -> Response:
    authorize(request, engine.options)
    if kind not in (_FORM, _UPDATE):
        raise Problem(415, "media-type", f"an update is posted as {_FORM} or {_UPDATE}", headers={"Accept-Post": f"{_FORM}, {_UPDATE}"})
    body = await body_of(request, engine.options.update_bytes)
    if kind == _UPDATE:
        return await _run(request, engine, _decoded(body), inside)
    form = form_of(body)
    return await _run(request, engine, _one_text(form, "update"), form)


async def _run(request: Request, engine: Engine, text: str, parameters: Parameters) -> Response:
    authorize(request, engine.options)
    edit = {
        "do": "update",
        "text": text,
        "using": parameters.all("using-graph-uri"),
        "using_named": parameters.all("using-named-graph-uri"),
        "base": url_of(request, request.url.path),
    }
    request.scope["kg"]["query"] = text[:10_000]
    # An update that has begun is brought to its end, even if its client goes: nobody knows how far it is.
    await engine.edit(edit, client_of(request))
    return Response(status_code=204)


async def _answer(request: Request, engine: Engine, text: str, parameters: Parameters) -> Response:
    results, graph = _formats(request, parameters)
    asked: dict[str, Any] = {
        "do": "sparql",
        "text": text,
        "default": parameters.all("default-graph-uri"),
        "named": parameters.all("named-graph-uri"),
        "base": url_of(request, request.url.path),
        "results": results and results[0].name,
        "results_type": results and results[1],
        "graph": graph and graph[0].name,
        "graph_type": graph and graph[1],
        "gzip": accepts_gzip(request),
    }
    request.scope["kg"]["query"] = text[:10_000]
    reading = await while_connected(request, engine.reading(asked)) if engine.options.writable else await engine.reading(asked)
    return await answered(request, engine, reading, engine.adhoc)


async def _description(request: Request, engine: Engine, parameters: Parameters) -> Response:
    """Describe the service; a browser is shown the page for people, where there is one."""
    page = request.app.state.workbench
    ranges = dict(media_ranges(request.headers.get("accept", "")))
    if page and not parameters.all("format") and "text/html" in ranges:
        return RedirectResponse(url_of(request, page), 303)
    names = [name for name in parameters.all("format") if name]
    akin = find_format(_KIN.get(names[0].lower(), "none"), GRAPHS) if len(names) == 1 else None
    form = akin or wanted_format(request, GRAPHS, parameters)
    body = await service_description(engine, client_of(request), form, query=url_of(request, "/sparql"), update=url_of(request, "/update"))
    return reply(request, body, form.media_type)


def _formats(request: Request, parameters: Parameters) -> tuple[tuple[Format, str] | None, tuple[Format, str] | None]:
    """Choose a form for rows and one for a graph: which of them is needed shows when the query is parsed.

    A graph for a client that takes rows only, as roqet does, is sent as rows of subject, predicate and object.
    """
    names = [name for name in parameters.all("format") if name]
    accept = request.headers.get("accept")
    for name in names:  # SPARQLWrapper gives several, of which the server is to take one it knows
        forms = find_format(name, RESULTS), find_format(name, GRAPHS) or find_format(_KIN.get(name.lower(), "none"), GRAPHS)
        if forms != (None, None):
            rows, graph = ((form, form.media_type) if form else None for form in forms)
            return rows, graph
    if names and not any(media != "*/*" for media, _ in media_ranges(accept or "")):
        known = ", ".join(form.name for form in (*RESULTS, *GRAPHS))
        raise Problem(400, "format", f"no format {names[0][:40]!r}; there are {known}")
    return choose(accept, RESULTS), choose(accept, GRAPHS)


def _one_text(form: Parameters, name: str) -> str:
    text = form.one(name)
    if text is None:
        raise Problem(400, "parameter", f"the form has no {name!r}")
    return text


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, "encoding", "the body is not UTF-8") from error
