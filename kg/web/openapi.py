"""The API described: saved queries go in, an OpenAPI 3.1 document and its page come out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import kg
from kg.graph.parameters import Parameter
from kg.graph.queries import SavedQuery
from kg.web.engine import Engine
from kg.web.formats import GRAPHS, RESULTS, TABLE
from kg.web.pages import POLICY, page
from kg.web.replies import reply
from kg.web.schemas import column_schema, components, meaning_of, parameter_schema, reference, shown_default

__all__ = ["document", "routes"]

_PROBLEM = {"$ref": "#/components/responses/Problem"}
_LINKED = {"type": ["object", "array"]}


def routes(engine: Engine) -> list[Route]:
    """Give the routes."""
    reading = ["GET", "HEAD"]
    return [Route("/api/openapi.json", _document, methods=reading, name="openapi"), Route("/api/docs", _docs, methods=reading, name="docs")]


def document(engine: Engine) -> dict[str, Any]:
    """Describe every operation of this server."""
    paths: dict[str, Any] = {
        "/api/queries": {"get": _operation("listQueries", "Saved queries", "List the saved queries", "catalogue", [], _json())}
    }
    for query in engine.queries.values():
        paths[f"/api/queries/{query.name}"] = {"get": _saved(query)}
    paths["/api/queries/{name}/text"] = {
        "get": _operation(
            "queryText",
            "The SPARQL of a saved query",
            "As its file has it.",
            "catalogue",
            _shared("queryName"),
            {"application/sparql-query": _string()},
        )
    }
    bound = "With the values of its parameters in it; they are given as for its answer."
    sparql = {"application/sparql-query": _string()}
    paths["/api/queries/{name}/sparql"] = {
        "get": _operation("boundQuery", "A saved query to go on with", bound, "catalogue", _shared("queryName"), sparql)
    }
    shacl = "Saved queries as sh:SPARQLExecutable."
    paths["/api/queries.ttl"] = {
        "get": _operation("queriesAsShacl", "The catalogue as SHACL", shacl, "catalogue", [], {"text/turtle": _string()})
    }
    hits = {"application/json": reference("Found")}
    search = "Finds things by their names, with typing errors."
    paths["/api/search"] = {
        "get": _operation("search", "Search labels and synonyms", search, "names", _shared("searched", "class", "hits"), hits)
    }
    kinds = {"json": reference("Description"), "jsonld": _LINKED}
    content = {form.media_type: kinds.get(form.name, _string()) for form in TABLE}
    both = "Its triples in both directions."
    paths["/api/describe"] = {
        "get": _operation(
            "describe", "All that is said about one thing", both, "names", _shared("thing", "evidence", "thingFormat"), content
        )
    }
    names = _body({"application/json": {"type": "array", "items": _string(), "maxItems": 2_000}})
    paths["/api/labels"] = {
        "post": _operation("labels", "Labels of IRIs or CURIEs", "Of all that a table shows, at once.", "names", [], _json(), requestBody=names)
    }
    counted = "With counts, labels, and which property occurs on things of which class."
    paths["/api/vocabulary"] = {"get": _operation("vocabulary", "Classes and properties of the graph", counted, "names", [], _json())}
    paths["/sparql"] = _sparql()
    if engine.options.writable:
        paths["/update"] = _update()
        paths["/store"] = _store()
    for path, title, what in (
        ("/health", "Whether the server lives", "application/json"),
        ("/ready", "Whether it answers questions", "application/json"),
        ("/metrics", "Counters for Prometheus", "text/plain"),
    ):
        paths[path] = {"get": _operation(path.strip("/"), title, title, "operations", [], {what: _string() if "text" in what else {}})}
    described: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "igkg: the knowledge graph of immunoglobulin therapy",
            "version": kg.__version__,
            "summary": "Saved questions, search, descriptions and SPARQL over a graph whose every fact shows its evidence",
            "license": {"name": "Apache-2.0 (software), CC BY 4.0 (data)", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": what} for name, what in _tags(engine)],
        "paths": paths,
        "components": components(),
    }
    if engine.options.token is not None:
        described["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        for path in ("/update", "/store"):
            for operation in paths[path].values():
                if operation["operationId"] != "readGraph":
                    operation["security"] = [{"token": []}]
    return described


async def _document(request: Request) -> Response:
    """Give the OpenAPI document."""
    return reply(request, json.dumps(document(request.app.state.engine), ensure_ascii=False).encode("utf-8"), "application/json")


async def _docs(request: Request) -> Response:
    """Show the OpenAPI document as a page, by topic, each operation as a form to try it."""
    described = document(request.app.state.engine)
    groups: dict[str, list[tuple[str, str, Any]]] = {tag["name"]: [] for tag in described["tags"]}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            groups[operation["tags"][0]].append((path, method, operation))
    shared = described["components"]["parameters"]
    # This page needs no script, so it may have none.
    policy = POLICY.replace("script-src 'self'; ", "")
    return await page(request, "api.html", policy=policy, section="/api/docs", described=described, groups=groups, shared=shared)


def _tags(engine: Engine) -> Iterator[tuple[str, str]]:
    for topic in dict.fromkeys(query.topic for query in engine.queries.values()):
        yield topic, f"Saved queries: {topic}"
    yield "catalogue", "What saved queries there are"
    yield "names", "Find and describe things"
    yield "protocol", "SPARQL 1.1"
    yield "operations", "For those who run the server"


def _operation(
    name: str, summary: str, description: str, tag: str, parameters: list[dict[str, Any]], content: Mapping[str, Any], **more: Any
) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "description": description,
        "tags": [tag],
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "The answer",
                "content": {kind: {"schema": schema} if schema else {} for kind, schema in content.items()},
            },
            "304": {"description": "The client has this answer already (If-None-Match)"},
            "default": _PROBLEM,
        },
        **more,
    }


def _saved(query: SavedQuery) -> dict[str, Any]:
    parameters = [_parameter(parameter) for parameter in query.params]
    parameters += _shared("limit", "offset", "evidence", "rowFormat")
    row = {"type": "object", "properties": {column.name: column_schema(column) for column in query.columns}}
    answer = {"allOf": [reference("Page"), {"type": "object", "properties": {"rows": {"type": "array", "items": row}}}]}
    content = {"application/json": answer, "text/csv": _string(), "application/ld+json": _LINKED}
    description = f"{query.question}\n\nNo rows: {query.empty_means}."
    return _operation(_operation_name(query.name), query.title, description, query.topic, parameters, content)


def _operation_name(name: str) -> str:
    head, *rest = name.split("-")
    return head + "".join(word.capitalize() for word in rest)


def _parameter(parameter: Parameter) -> dict[str, Any]:
    described = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": meaning_of(parameter),
        "schema": parameter_schema(parameter),
    }
    if parameter.required:
        described["example"] = shown_default(parameter)
    if parameter.many:
        described |= {"style": "form", "explode": True}
    return described


def _sparql() -> dict[str, Any]:
    content = {form.media_type: {} if "json" in form.media_type else _string() for form in (*RESULTS, *GRAPHS)}
    formats = list(dict.fromkeys(form.name for form in (*RESULTS, *GRAPHS)))
    dataset = _shared("defaultGraph", "namedGraph")
    form = {"name": "format", "in": "query", "description": "Instead of an Accept header.", "schema": {"type": "string", "enum": formats}}
    fields = {"type": "object", "required": ["query"], "properties": {"query": _string(), "format": _string()}}
    body = _body({"application/x-www-form-urlencoded": fields, "application/sparql-query": _string()})
    summary, what = "Ask a SPARQL query", "SPARQL 1.1 Protocol; the prefixes of this project need no declaration."
    return {
        "get": _operation("sparqlGet", summary, what, "protocol", [*_shared("query"), *dataset, form], content),
        "post": _operation("sparqlPost", summary, what, "protocol", [*dataset, form], content, requestBody=body),
    }


def _update() -> dict[str, Any]:
    fields = {"type": "object", "required": ["update"], "properties": {"update": _string()}}
    body = _body({"application/x-www-form-urlencoded": fields, "application/sparql-update": _string()})
    return {"post": _edit("sparqlUpdate", "Change the dataset", body)}


def _store() -> dict[str, Any]:
    graph = _shared("graph", "default")
    content = {form.media_type: _string() for form in GRAPHS}
    return {
        "get": _operation("readGraph", "Read a graph", "Graph Store Protocol.", "protocol", graph, content),
        "put": _edit("putGraph", "Replace a graph", _body(content), graph),
        "post": _edit("addToGraph", "Add to a graph", _body(content), graph),
        "delete": _edit("deleteGraph", "Delete a graph", None, graph),
    }


def _body(content: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    return {"required": True, "content": {kind: {"schema": schema} for kind, schema in content.items()}}


def _edit(name: str, summary: str, body: dict[str, Any] | None, parameters: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["protocol"],
        "parameters": parameters or [],
        **({"requestBody": body} if body else {}),
        "responses": {"201": {"description": "A new graph"}, "204": {"description": "Done"}, "default": _PROBLEM},
    }


def _shared(*names: str) -> list[dict[str, Any]]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _json() -> dict[str, Any]:
    return {"application/json": {"type": "object"}}


def _string() -> dict[str, Any]:
    return {"type": "string"}
