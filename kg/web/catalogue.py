"""Saved queries over HTTP: their list, their answers as JSON, CSV and JSON-LD, and the catalogue as SHACL for other tools."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.errors import UnknownName
from kg.graph.parameters import Parameter
from kg.graph.queries import SavedQuery
from kg.graph.sparql import declared_prefixes, tokens
from kg.identifiers import PREFIXES
from kg.web.engine import Engine, describe_request, saved_request, search_request
from kg.web.formats import GRAPHS, ROWS, TABLE
from kg.web.problems import Problem
from kg.web.replies import accepts_gzip, answered, reply
from kg.web.requests import Parameters, parameters_of, url_of, wanted_format

__all__ = ["described", "query_of", "routes", "values_of"]

#: Rows of a page, and the most that one page may have.
PAGE, LARGEST_PAGE = 1_000, 100_000
_SCHEMA = "https://schema.org/"
_FORMS = {
    "SELECT": ("SPARQLSelectExecutable", "select"),
    "ASK": ("SPARQLAskExecutable", "ask"),
    "CONSTRUCT": ("SPARQLConstructExecutable", "construct"),
}
_TURTLE = next(form for form in GRAPHS if form.name == "turtle")


def routes(engine: Engine) -> list[Route]:
    """Give the routes."""
    reading = ["GET", "HEAD"]
    return [
        Route("/api/queries", _list, methods=reading, name="queries"),
        Route("/api/queries.ttl", _shacl, methods=reading, name="queries-shacl"),
        Route("/api/queries/{name}", _answer, methods=reading, name="query"),
        Route("/api/queries/{name}/text", _text, methods=reading, name="query-text"),
        Route("/api/search", _search, methods=reading, name="search"),
        Route("/api/describe", _describe, methods=reading, name="describe"),
    ]


def described(query: SavedQuery) -> dict[str, Any]:
    """Describe a saved query, as the list of the API does."""
    return {
        "name": query.name,
        "topic": query.topic,
        "title": query.title,
        "question": query.question,
        "tags": list(query.tags),
        "form": query.form,
        "parameters": [_parameter(parameter) for parameter in query.params],
        "columns": [{"name": c.name, "type": c.type, "meaning": c.meaning} for c in query.columns],
        "empty_means": query.empty_means,
        "url": f"/api/queries/{query.name}",
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "type": parameter.type,
        "meaning": parameter.meaning,
        "required": parameter.required,
        "example" if parameter.required else "default": list(parameter.default),
        "any": parameter.any,
        "many": parameter.many,
        **({"classes": list(parameter.classes)} if parameter.classes else {}),
        **({"values": list(parameter.values)} if parameter.values else {}),
    }


async def _list(request: Request) -> Response:
    """List the saved queries."""
    engine: Engine = request.app.state.engine
    document = {"queries": [described(query) for query in engine.queries.values()]}
    return reply(request, json.dumps(document, ensure_ascii=False).encode("utf-8"), "application/json")


async def _text(request: Request) -> Response:
    """Give the SPARQL of a saved query, as it stands in its file."""
    return reply(request, query_of(request).text.encode("utf-8"), "application/sparql-query")


async def _answer(request: Request) -> Response:
    """Answer a saved query, one page of its rows."""
    engine: Engine = request.app.state.engine
    query, parameters = query_of(request), parameters_of(request)
    form = wanted_format(request, ROWS, parameters)
    offset = parameters.number("offset", 0, least=0, most=999_999_999)
    limit = parameters.number("limit", PAGE, least=1, most=LARGEST_PAGE)
    values = values_of(query, parameters)
    path = f"/api/queries/{query.name}"
    url = url_of(request, path) if form.name == "jsonld" else ""
    behind = parameters.switch("evidence")
    asked = saved_request(query.name, values, offset=offset, limit=limit, form=form.name, url=url, evidence=behind)
    asked["gzip"] = accepts_gzip(request)
    reading = await engine.reading(asked)
    response = await answered(request, engine, reading, engine.lane_of(query))
    total = response.headers.get("x-total-count")
    if total is not None and total.isdigit():
        links = _links(path, parameters, offset, limit, int(total))
        if links:
            response.headers["Link"] = links
    if form.name == "csv" and response.status_code == 200:
        response.headers["Content-Disposition"] = f'inline; filename="{query.name}.csv"'
    return response


def values_of(query: SavedQuery, parameters: Parameters) -> dict[str, Any]:
    """Read the parameters of a saved query; raises UnknownName for one that it does not declare."""
    found: dict[str, Any] = {}
    for name in parameters.names():
        if name in ("evidence", "format", "limit", "offset"):
            continue
        declared = query.parameter(name)
        given = [value for value in parameters.all(name) if value != ""]
        if given:
            found[declared.name] = given if len(given) > 1 else given[0]
    return found


def _links(path: str, parameters: Parameters, offset: int, limit: int, total: int) -> str:
    """Give the Link header (RFC 8288) of a page."""
    kept = [(name, value) for name, value in parameters.pairs if name not in ("offset", "limit")]
    places = {"first": 0, "prev": max(0, offset - limit) if offset else None, "next": offset + limit if offset + limit < total else None}
    shown = {relation: place for relation, place in places.items() if place is not None and (relation != "first" or offset)}
    return ", ".join(
        f'<{path}?{urlencode([*kept, ("offset", place), ("limit", limit)])}>; rel="{relation}"' for relation, place in shown.items()
    )


def query_of(request: Request) -> SavedQuery:
    """Find the saved query that the path names; raises Problem where there is none."""
    engine: Engine = request.app.state.engine
    name = request.path_params["name"]
    if name not in engine.queries:
        error = UnknownName("saved query", name[:100], engine.queries)
        raise Problem(404, "unknown-name", str(error), more={"near": list(error.near)} if error.near else None)
    return engine.queries[name]


async def _search(request: Request) -> Response:
    """Search labels and synonyms, with typing errors."""
    engine: Engine = request.app.state.engine
    parameters = parameters_of(request)
    text = parameters.one("q")
    if text is None or not text.strip():
        raise Problem(400, "parameter", "say what to search for: ?q=kawasaki")
    if len(text) > 200:
        raise Problem(400, "parameter", "at most 200 characters are searched for")
    classes = [name for name in parameters.all("class") if name]
    asked = search_request(text, parameters.number("limit", 20, least=1, most=200), classes)
    asked["gzip"] = accepts_gzip(request)
    return await answered(request, engine, await engine.reading(asked), engine.pages)


async def _describe(request: Request) -> Response:
    """Describe a thing by its IRI, CURIE, slug or label."""
    engine: Engine = request.app.state.engine
    parameters = parameters_of(request)
    name = parameters.one("iri") or parameters.one("name")
    if not name:
        raise Problem(400, "parameter", "say what to describe: ?iri=igr:kawasaki-disease")
    form = wanted_format(request, TABLE, parameters)
    asked = {**describe_request(name[:4_000], form.name, evidence=parameters.switch("evidence")), "gzip": accepts_gzip(request)}
    try:
        return await answered(request, engine, await engine.reading(asked), engine.pages)
    except Problem as error:
        if error.code == "unknown-name":
            error.status = 404
        raise


async def _shacl(request: Request) -> Response:
    """Give the catalogue in the form that editors and tools for SPARQL examples index."""
    engine: Engine = request.app.state.engine
    endpoint, home = url_of(request, "/sparql"), url_of(request, "/api/queries/")
    triples = sorted({triple for query in engine.queries.values() for triple in _example(query, home, endpoint)}, key=str)
    prefixes = {"sh": PREFIXES["sh"], "schema": _SCHEMA, "rdfs": PREFIXES["rdfs"], "xsd": PREFIXES["xsd"], "dcterms": PREFIXES["dcterms"]}
    body = ox.serialize(triples, format=_TURTLE.rdf, prefixes=prefixes) or b""
    return reply(request, body, _TURTLE.media_type)


def _example(query: SavedQuery, home: str, endpoint: str) -> Iterator[ox.Triple]:
    """Write one saved query as sh:SPARQLExecutable, as the SIB's collection of examples does."""
    node = ox.NamedNode(home + query.name)
    kind, property_ = _FORMS[query.form]
    for name in ("SPARQLExecutable", kind):
        yield ox.Triple(node, ox.NamedNode(PREFIXES["rdf"] + "type"), _sh(name))
    yield ox.Triple(node, ox.NamedNode(PREFIXES["rdfs"] + "label"), ox.Literal(query.title, language="en"))
    yield ox.Triple(node, ox.NamedNode(PREFIXES["rdfs"] + "comment"), ox.Literal(query.question, language="en"))
    yield ox.Triple(node, ox.NamedNode(PREFIXES["dcterms"] + "identifier"), ox.Literal(query.name))
    found = tuple(tokens(query.text))
    yield ox.Triple(node, _sh(property_), ox.Literal(_without_head(query.text)))
    yield ox.Triple(node, ox.NamedNode(_SCHEMA + "target"), ox.NamedNode(endpoint))
    for tag in query.tags:
        yield ox.Triple(node, ox.NamedNode(_SCHEMA + "keywords"), ox.Literal(tag))
    holder = ox.NamedNode(home.removesuffix("/") + ".ttl#prefixes")
    yield ox.Triple(node, _sh("prefixes"), holder)
    yield from _prefixes(holder, declared_prefixes(found), home)


def _prefixes(holder: ox.NamedNode, prefixes: Mapping[str, str], home: str) -> Iterator[ox.Triple]:
    for name, iri in prefixes.items():
        entry = ox.NamedNode(f"{home.removesuffix('/')}.ttl#prefix-{name}")
        yield ox.Triple(holder, _sh("declare"), entry)
        yield ox.Triple(entry, _sh("prefix"), ox.Literal(name))
        yield ox.Triple(entry, _sh("namespace"), ox.Literal(iri, datatype=ox.NamedNode(PREFIXES["xsd"] + "anyURI")))


def _without_head(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n"


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["sh"] + name)
