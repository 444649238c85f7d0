"""Pages and data of every thing of the graph: an IRI of ours goes in; by content negotiation HTML or RDF comes out.

/id/x names a thing, which no answer can be: it answers 303 See Other to /page/x, the page about it, or to /data/x.ttl, its data
(https://www.w3.org/TR/cooluris/). The page and each form of the data have an address of their own, and a Link header leads to the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.identifiers import ID, term_iri
from kg.web.associations import DIRECTIONS, find_section, query_text, sections
from kg.web.claim_pages import claim_page, evidence_page
from kg.web.document_pages import document_page
from kg.web.engine import Engine
from kg.web.formats import find_format
from kg.web.pages import page, to_workbench, viewed
from kg.web.problems import Problem
from kg.web.replies import answered, reply
from kg.web.requests import parameters_of, wanted_format
from kg.web.things import DATA, HTML, OFFERED, alternates, data_path, forms_of, iri_of, local_path, not_found

__all__ = ["data_of", "routes"]

_PAGES_OF: Mapping[str, Callable[..., Awaitable[Response]]] = {"claim": claim_page, "evidence": evidence_page, "document": document_page}


def routes(engine: Engine) -> list[Route]:
    """Give the routes."""
    return [
        Route(path, endpoint, name=name)
        for path, endpoint, name in (
            ("/id/{name:path}", _thing, "thing"),
            ("/page/{name:path}", _page, "thing-page"),
            ("/data/{name:path}", _data, "thing-data"),
            ("/picture/{name:path}", _picture, "thing-picture"),
            ("/why/{name:path}", _why, "why"),
            ("/query/{name:path}", _query, "thing-query"),
        )
    ]


async def data_of(request: Request, iri: str, form_name: str) -> Response:
    """Answer with the triples about a thing."""
    engine: Engine = request.app.state.engine
    reading = await engine.reading({"do": "data", "iri": iri, "format": form_name})
    try:
        response = await answered(request, engine, reading, engine.pages, headers={"Link": alternates(request, iri)})
    except Problem as error:
        if error.code != "unknown-name":
            raise
        found = await viewed(request, "known", iri=iri)
        raise not_found(iri, found.get("near", [])) from None
    return response


async def _thing(request: Request) -> Response:
    """Lead from the name of a thing to what is known about it."""
    iri = iri_of(ID, request.path_params["name"])
    form = wanted_format(request, OFFERED, parameters_of(request))
    found = await viewed(request, "known", iri=iri)
    if found["kind"] == "none":
        raise not_found(iri, found["near"])
    path = local_path(iri) if form == HTML else data_path(iri, form)
    headers = {"Vary": "Accept", "Cache-Control": "public, no-cache", "Link": alternates(request, iri)}
    return RedirectResponse(f"{request.scope.get('root_path', '')}{path}", 303, headers)


async def _page(request: Request) -> Response:
    """Show the page about a thing."""
    iri = iri_of(ID, request.path_params["name"])
    parameters = parameters_of(request)
    wanted = parameters.one("format")
    if wanted is not None:
        form = find_format(wanted, OFFERED)
        if form is None:
            raise Problem(400, "format", f"no format {wanted[:40]!r}; there are {', '.join(f.name for f in OFFERED)}")
        if form != HTML:
            return RedirectResponse(f"{request.scope.get('root_path', '')}{data_path(iri, form)}", 303)
    found = await viewed(request, "thing", iri=iri)
    if found["kind"] == "none":
        raise not_found(iri, found["near"])
    render = _PAGES_OF.get(found["kind"])
    headers = {"Link": alternates(request, iri)}
    if render is not None:
        return await render(request, found, headers)
    return await page(request, f"{found['kind']}.html", headers=headers, thing=found, forms=forms_of(iri))


async def _data(request: Request) -> Response:
    """Give the data about a thing: the form is the ending of the address, or negotiated where it has none."""
    name = request.path_params["name"]
    head, _, ending = name.rpartition(".")
    form = find_format(ending, DATA) if head else None
    if form is None:
        head, form = name, wanted_format(request, DATA, parameters_of(request))
    return await data_of(request, iri_of(ID, head), form.name)


async def _picture(request: Request) -> Response:
    """Give the neighbourhood of a concept for its picture."""
    iri = iri_of(ID, request.path_params["name"].removesuffix(".json"))
    found = await viewed(request, "picture", iri=iri)
    if found["kind"] == "none":
        raise not_found(iri, found["near"])
    root = request.scope.get("root_path", "")
    for group in found["groups"]:
        for member in group["members"]:
            member["path"] = f"{root}{local_path(member['iri']) or member['iri']}"
    return reply(request, json.dumps(found, ensure_ascii=False).encode("utf-8"), "application/json")


async def _why(request: Request) -> Response:
    """Draw why an inference holds."""
    engine: Engine = request.app.state.engine
    iri = iri_of(ID, request.path_params["name"].removesuffix(".svg"))
    asked = {"do": "why", "iri": iri, "rules": str(engine.settings.ontology / "rules")}
    try:
        # A picture may stand in a page, and runs nothing if it is opened alone.
        policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return await answered(request, engine, await engine.reading(asked), engine.pages, headers=policy)
    except Problem as error:
        if error.code == "unknown-name":
            raise not_found(iri, []) from None
        raise


async def _query(request: Request) -> Response:
    """Open the query behind a table of a concept in the workbench."""
    iri = iri_of(ID, request.path_params["name"])
    parameters = parameters_of(request)
    name, direction, named = parameters.one("section"), parameters.one("direction"), parameters.all("relation")
    section = find_section(name or "")
    if name is not None and section is None:
        raise Problem(400, "parameter", f"no section {name[:40]!r}; there are {', '.join(s.name for s in sections())}")
    chosen = next((d for d in DIRECTIONS if d == direction), None)
    if direction is not None and chosen is None:
        raise Problem(400, "parameter", f"no direction {direction[:40]!r}; there are {', '.join(DIRECTIONS)}")
    if not all(re.fullmatch("[A-Za-z][A-Za-z0-9]{0,80}", relation) for relation in named):
        raise Problem(400, "parameter", "a relation is the name of a property of the ontology, such as actsVia")
    shown = [section] if section is not None else sections()
    relations = [term_iri(relation) for relation in named] or [relation for each in shown for relation in each.relations]
    text = query_text(iri, relations, chosen)
    if parameters.one("format") == "text":
        return reply(request, text.encode("utf-8"), "application/sparql-query")
    return to_workbench(request, text)
