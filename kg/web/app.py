"""The web application: settings and options go in, an ASGI application with all routes comes out.

A module of routes is a noun with a function `routes(engine) -> list[Route]`; it is named in ROUTES and knows the engine by
`request.app.state.engine`. `request.app.state.workbench` is the path of the page that a browser is sent to from /sparql.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.errors import KgError
from kg.settings import Settings
from kg.web import (
    assets,
    catalogue,
    claim_pages,
    document_pages,
    entity_pages,
    graph_store,
    ontology_pages,
    openapi,
    operations,
    search_page,
    sparql,
    start_page,
    workbench,
)
from kg.web.edge import Edge
from kg.web.engine import Engine
from kg.web.error_page import respond
from kg.web.options import ServerOptions
from kg.web.problems import Problem, problem_of

if TYPE_CHECKING:
    from kg.web.mcp import McpDoor

__all__ = ["ROUTES", "create_app"]

#: Makers of routes, asked in this order; the first route that matches answers.
ROUTES: tuple[Callable[[Engine], Sequence[BaseRoute]], ...] = (
    sparql.routes,
    graph_store.routes,
    catalogue.routes,
    openapi.routes,
    operations.routes,
    start_page.routes,
    search_page.routes,
    entity_pages.routes,
    claim_pages.routes,
    document_pages.routes,
    ontology_pages.routes,
    workbench.routes,
    assets.routes,
)


def create_app(
    settings: Settings | None = None, build: Path | None = None, *, options: ServerOptions | None = None
) -> Starlette:
    """Make the application for a build; workers start with its lifespan and end with it.

    Raises KgError for options that are unsafe or a build that is not there.
    """
    if options is None:
        options = ServerOptions(build=build) if build is not None else ServerOptions()
    engine = Engine(options, settings or Settings.default())
    tools = _tools(engine)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await engine.start()
        try:
            async with tools.running() if tools else nullcontext():
                yield
        finally:
            await engine.stop()

    makers = (operations.routes,) if options.mcp == "alone" else ROUTES
    app = Starlette(
        routes=[*(tools.routes() if tools else ()), *(route for make in makers for route in make(engine))],
        middleware=[Middleware(Edge, engine=engine)],
        exception_handlers={HTTPException: _refused, Problem: _problem, KgError: _failed},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.engine = engine
    app.state.workbench = workbench.PATH
    return app


def _tools(engine: Engine) -> McpDoor | None:
    """Make the door for language models, if the options want one; raises KgError where its package is missing."""
    if engine.options.mcp == "off":
        return None
    try:
        from kg.web.mcp import McpDoor
    except ImportError as error:
        engine.source.close()
        raise KgError(f"{error.name} is not installed; pip install 'igkg[mcp]' brings it") from error
    try:
        return McpDoor(engine)
    except KgError:
        engine.source.close()
        raise


async def _problem(request: Request, error: Exception) -> Response:
    """Answer with a problem document, or for a browser with a page."""
    if not isinstance(error, Problem):
        raise error
    told = request.scope.get("kg", {})
    error.more.setdefault("request", told.get("id"))
    told["problem"] = error.code
    return await respond(request, error)


async def _failed(request: Request, error: Exception) -> Response:
    """Answer with what an expected error says."""
    if not isinstance(error, KgError):
        raise error
    return await _problem(request, problem_of(error))


async def _refused(request: Request, error: Exception) -> Response:
    """Answer what no route takes."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "GET, HEAD")
        return await _problem(request, Problem(405, "method", f"this takes {allowed}", headers={"Allow": allowed}))
    return await _problem(
        request, Problem(error.status_code, "not-found", "there is nothing at this address; /api/docs lists what there is")
    )
