"""The workbench: a page for SPARQL and for saved questions as forms, and what its scripts ask the server for."""

from __future__ import annotations

import json
import secrets

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.web.assets import HOW_TO_BUILD, are_built
from kg.web.catalogue import query_of, values_of
from kg.web.engine import Engine
from kg.web.pages import POLICY, page
from kg.web.problems import Problem
from kg.web.replies import accepts_gzip, answered
from kg.web.requests import body_of, parameters_of

__all__ = ["PATH", "routes"]

PATH = "/workbench"
#: Names that one request may ask labels for, and bytes that it may take.
_MOST_NAMES, _MOST_BYTES = 2_000, 1_000_000


def routes(_: Engine) -> list[Route]:
    """Give the routes."""
    reading = ["GET", "HEAD"]
    return [
        Route(PATH, _workbench, methods=reading, name="workbench"),
        Route("/api/vocabulary", _vocabulary, methods=reading, name="vocabulary"),
        Route("/api/labels", _labels, methods=["POST"], name="labels"),
        Route("/api/queries/{name}/sparql", _bound, methods=reading, name="query-bound"),
    ]


async def _workbench(request: Request) -> Response:
    """Show the page; what it holds comes from its scripts."""
    # The editor writes its styles into the page: this one page allows those that bear a number nobody else can know.
    number = secrets.token_urlsafe(16)
    policy = POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{number}'")
    return await page(
        request,
        "workbench.html",
        headers={"Cache-Control": "no-store"},
        policy=policy,
        section=PATH,
        nonce=number,
        built=are_built(),
        how_to_build=HOW_TO_BUILD,
    )


async def _vocabulary(request: Request) -> Response:
    """Give the classes and properties of the graph with counts, labels, and which occur together."""
    engine: Engine = request.app.state.engine
    asked = {"do": "vocabulary", "gzip": accepts_gzip(request)}
    # It reads the whole graph, which may be large: such work must not stand before the pages.
    return await answered(request, engine, await engine.reading(asked), engine.adhoc)


async def _labels(request: Request) -> Response:
    """Give the labels of IRIs that a table shows."""
    engine: Engine = request.app.state.engine
    try:
        names = json.loads(await body_of(request, _MOST_BYTES))
    except (ValueError, RecursionError) as error:
        raise Problem(400, "parameter", "the body is no JSON; send a list of IRIs") from error
    if not isinstance(names, list) or len(names) > _MOST_NAMES or not all(isinstance(name, str) for name in names):
        raise Problem(400, "parameter", f"send a list of at most {_MOST_NAMES:,} IRIs")
    asked = {"do": "labels", "names": names, "gzip": accepts_gzip(request)}
    return await answered(request, engine, await engine.reading(asked), engine.pages)


async def _bound(request: Request) -> Response:
    """Give the SPARQL of a saved query with these values in it."""
    engine: Engine = request.app.state.engine
    query = query_of(request)
    asked = {"do": "bound", "name": query.name, "parameters": values_of(query, parameters_of(request)), "gzip": accepts_gzip(request)}
    return await answered(request, engine, await engine.reading(asked), engine.pages)
