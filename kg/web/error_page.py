"""Errors for people: a problem goes in; a browser gets a page with the same message, every other client the problem document."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.web.formats import Format, choose
from kg.web.pages import page
from kg.web.problems import Problem, title_of
from kg.web.things import HTML

__all__ = ["respond"]

_PROBLEM = Format("problem", "application/problem+json", ("application/json",), "json")


async def respond(request: Request, problem: Problem) -> Response:
    """Answer with a problem in the form that the client wants."""
    if not _is_browser(request):
        return problem.response()
    more = problem.more
    place = f"Line {more['line']}" + (f", column {more['column']}" if more.get("column") else "") if more.get("line") else ""
    near = [name if isinstance(name, dict) else {"iri": "", "label": str(name)} for name in more.get("near", ())]
    headers = {"Cache-Control": "no-store", "Vary": "Accept", **problem.headers}
    return await page(
        request,
        "error.html",
        status=problem.status,
        headers=headers,
        problem=problem,
        title=title_of(problem.status),
        near=near,
        place=place,
        number=more.get("request", ""),
    )


def _is_browser(request: Request) -> bool:
    """Tell whether a client asks for HTML by name, as browsers do and programs do not."""
    accept = request.headers.get("accept", "")
    chosen = choose(accept, (_PROBLEM, HTML))
    return "text/html" in accept and chosen is not None and chosen[0] == HTML
