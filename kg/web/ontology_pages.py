"""Pages of the ontology, of its terms, and of graphs and sets of mappings: a name goes in; HTML or RDF comes out, as the client wants it.

An IRI of a term ends in `#name`, which no client sends: what it names is told at /ontology, and each term has a page at /ontology/name.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.identifiers import GRAPH, ONTOLOGY, graph_iri
from kg.web.engine import Engine
from kg.web.entity_pages import data_of
from kg.web.pages import page, viewed
from kg.web.replies import answered
from kg.web.requests import parameters_of, wanted_format
from kg.web.things import HTML, OFFERED, alternates, forms_of, iri_of, not_found

__all__ = ["routes"]

_MAPPINGS = "https://w3id.org/igkg/mappings/"


def routes(engine: Engine) -> list[Route]:
    """Give the routes."""
    return [
        Route("/ontology", _ontology, name="ontology"),
        Route("/ontology/{name:path}", _in(ONTOLOGY), name="term"),
        Route("/graph/{name:path}", _in(GRAPH), name="graph"),
        Route("/mappings/{name:path}", _in(_MAPPINGS), name="mapping-set"),
    ]


async def _ontology(request: Request) -> Response:
    """Show the terms of the ontology, or give the ontology as RDF."""
    engine: Engine = request.app.state.engine
    iri = ONTOLOGY.removesuffix("#")
    form = wanted_format(request, OFFERED, parameters_of(request))
    headers = {"Link": alternates(request, iri)}
    if form != HTML:
        asked = {"do": "graph", "graph": graph_iri("ontology"), "format": form.name, "type": form.media_type}
        return await answered(request, engine, await engine.reading(asked), engine.pages, headers=headers)
    return await page(request, "ontology.html", headers=headers, thing=await viewed(request, "ontology"), forms=forms_of(iri))


def _in(space: str) -> Callable[[Request], Awaitable[Response]]:
    """Make the handler of the names of a space."""

    async def tell(request: Request) -> Response:
        """Show the page about a thing, or give its data."""
        iri = iri_of(space, request.path_params["name"])
        form = wanted_format(request, OFFERED, parameters_of(request))
        if form != HTML:
            return await data_of(request, iri, form.name)
        found = await viewed(request, "thing", iri=iri)
        if found["kind"] == "none":
            raise not_found(iri, found["near"])
        return await page(request, f"{found['kind']}.html", headers={"Link": alternates(request, iri)}, thing=found, forms=forms_of(iri))

    return tell
