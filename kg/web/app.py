"""The web application: settings and options go in, an ASGI application with all routes comes out.

A module of routes is a noun with a function `routes(engine) -> list[Route]`; it is named in ROUTES and knows the engine by
`request.app.state.engine`. `request.app.state.workbench` is the path of the page that a browser is sent to from /sparql.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.settings import Settings
from kg.web import catalogue, graph_store, openapi, operations, sparql
from kg.web.edge import Edge
from kg.web.engine import Engine
from kg.web.options import ServerOptions
from kg.web.problems import Problem

__all__ = ["ROUTES", "create_app"]

#: Makers of routes, asked in this order; the first route that matches answers.
ROUTES: tuple[Callable[[Engine], Sequence[BaseRoute]], ...] = (
    sparql.routes,
    graph_store.routes,
    catalogue.routes,
    openapi.routes,
    operations.routes,
)


def create_app(
    settings: Settings | None = None, build: Path | None = None, *, options: ServerOptions | None = None, workbench: str | None = None
) -> Starlette:
    """Make the application for a build; workers start with its lifespan and end with it.

    Raises KgError for options that are unsafe or a build that is not there.
    """
    if options is None:
        options = ServerOptions(build=build) if build is not None else ServerOptions()
    engine = Engine(options, settings or Settings.default())

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await engine.start()
        try:
            yield
        finally:
            await engine.stop()

    app = Starlette(
        routes=[route for make in ROUTES for route in make(engine)],
        middleware=[Middleware(Edge, engine=engine)],
        exception_handlers={HTTPException: _refused, Problem: _problem},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.engine = engine
    app.state.workbench = workbench
    return app


async def _problem(request: Request, error: Exception) -> Response:
    """Answer with a problem document."""
    if not isinstance(error, Problem):
        raise error
    told = request.scope.get("kg", {})
    error.more.setdefault("request", told.get("id"))
    told["problem"] = error.code
    return error.response()


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
