"""The API described: saved queries go in, an OpenAPI 3.1 document and its page come out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import kg
from kg.graph.parameters import ANY, Parameter
from kg.graph.queries import Column, SavedQuery
from kg.web.api_page import page
from kg.web.engine import Engine
from kg.web.formats import GRAPHS, RESULTS, TABLE
from kg.web.replies import reply

__all__ = ["document", "routes"]

#: What does not depend on the saved queries.
_COMPONENTS = Path(__file__).with_name("openapi_components.json")
_PROBLEM = {"$ref": "#/components/responses/Problem"}
#: The page holds all that it needs, and no script.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_COLUMN_TYPES: Mapping[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "list": {"type": "array", "items": {"type": "string"}},
}


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
    shacl = "Saved queries as sh:SPARQLExecutable."
    paths["/api/queries.ttl"] = {
        "get": _operation("queriesAsShacl", "The catalogue as SHACL", shacl, "catalogue", [], {"text/turtle": _string()})
    }
    hits = {"application/json": _schema_of("Found")}
    search = "Finds things by their names, with typing errors."
    paths["/api/search"] = {
        "get": _operation("search", "Search labels and synonyms", search, "names", _shared("searched", "class", "hits"), hits)
    }
    content = {form.media_type: _schema_of("Description") if form.name == "json" else _string() for form in TABLE}
    both = "Its triples in both directions."
    paths["/api/describe"] = {
        "get": _operation("describe", "All that is said about one thing", both, "names", _shared("thing", "thingFormat"), content)
    }
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
        "components": json.loads(_COMPONENTS.read_text(encoding="utf-8")),
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
    """Show the OpenAPI document as a page."""
    policy = {"Content-Security-Policy": _POLICY}
    return reply(request, page(document(request.app.state.engine)).encode("utf-8"), "text/html; charset=utf-8", headers=policy)


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
    parameters += _shared("limit", "offset", "rowFormat")
    row = {"type": "object", "properties": {column.name: _column(column) for column in query.columns}}
    answer = {"allOf": [{"$ref": "#/components/schemas/Page"}, {"type": "object", "properties": {"rows": {"type": "array", "items": row}}}]}
    content = {"application/json": answer, "text/csv": _string(), "application/ld+json": {"type": "object"}}
    description = f"{query.question}\n\nNo rows: {query.empty_means}."
    return _operation(_operation_name(query.name), query.title, description, query.topic, parameters, content)


def _operation_name(name: str) -> str:
    head, *rest = name.split("-")
    return head + "".join(word.capitalize() for word in rest)


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = _schema(parameter)
    if parameter.any and "enum" not in schema:
        schema = {"anyOf": [schema, {"const": ANY}]} if schema.get("type") != "string" or "format" in schema else schema
    if parameter.many:
        schema = {"type": "array", "items": schema}
    shown: Any = list(parameter.default) if parameter.many else parameter.default[0]
    if parameter.type in ("decimal", "integer") and not parameter.many and shown != ANY:
        shown = float(shown) if parameter.type == "decimal" else int(shown)
    if not parameter.required:
        schema = {**schema, "default": shown}
    kinds = f" An IRI, CURIE, slug or label of a {' or '.join(parameter.classes)}." if parameter.type == "concept" else ""
    described = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": f"{parameter.meaning}.{kinds}{' `any` stands for all.' if parameter.any else ''}",
        "schema": schema,
    }
    if parameter.required:
        described["example"] = shown
    if parameter.many:
        described |= {"style": "form", "explode": True}
    return described


def _schema(parameter: Parameter) -> dict[str, Any]:
    if parameter.type == "enum":
        return {"type": "string", "enum": [*parameter.values, *([ANY] if parameter.any else [])]}
    types: Mapping[str, dict[str, Any]] = {
        "integer": {"type": "integer"},
        "decimal": {"type": "number"},
        "boolean": {"type": "boolean"},
        "date": {"type": "string", "format": "date"},
    }
    schema = dict(types.get(parameter.type, {"type": "string"}))
    if parameter.type == "concept":
        schema["x-classes"] = list(parameter.classes)
    return schema


def _column(column: Column) -> dict[str, Any]:
    if column.type in ("iri", "term"):
        return {
            "description": column.meaning,
            "anyOf": [{"$ref": "#/components/schemas/Thing"}, {"type": ["string", "number", "boolean", "null"]}],
        }
    schema = dict(_COLUMN_TYPES[column.type])
    schema["type"] = [schema["type"], "null"]
    return {"description": column.meaning, **schema}


def _sparql() -> dict[str, Any]:
    content = {form.media_type: _string() for form in (*RESULTS, *GRAPHS)}
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


def _schema_of(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json() -> dict[str, Any]:
    return {"application/json": {"type": "object"}}


def _string() -> dict[str, Any]:
    return {"type": "string"}
