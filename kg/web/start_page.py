"""The start page and the lists of classes: nothing or the name of a class goes in; what is in the graph comes out."""

from __future__ import annotations

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.graph.queries import SavedQuery
from kg.identifiers import ONTOLOGY
from kg.web.engine import Engine
from kg.web.overview import CLASS_ORDERS
from kg.web.pages import page, viewed
from kg.web.requests import parameters_of, url_of
from kg.web.things import not_found

__all__ = ["routes"]

#: Rows of a list on one page.
_ROWS = 200
#: Classes that the start page shows large.
_TILES = 12
#: Questions that a first visitor may try, by name; those that the server does not have are left out.
_EXAMPLES = (
    "products-for-condition", "adverse-effects-of-product", "contraindications", "mechanisms-of-product", "plausible-therapies",
    "claims-on-one-flagged-source", "contradicted-claims", "used-without-approval",
)  # fmt: skip


def routes(engine: Engine) -> list[Route]:
    """Give the routes."""
    return [Route("/", _start, name="start"), Route("/class/{name}", _class, name="class")]


async def _start(request: Request) -> Response:
    """Show what is in the graph and how to ask it."""
    engine: Engine = request.app.state.engine
    found = await viewed(request, "overview")
    topics: dict[str, list[SavedQuery]] = {}
    for query in engine.queries.values():
        topics.setdefault(query.topic, []).append(query)
    flags = Counter(flag for document in found["documents"] for flag in document["flags"])
    tiers = Counter(document["tier"] for document in found["documents"])
    # Classes below others, and those with a definition, whose members are inferred, come after the main ones.
    tops = [each for each in found["classes"] if not each["defined"] and not [p for p in each["parents"] if p.startswith(ONTOLOGY)]]
    main = tops[:_TILES]
    return await page(
        request,
        "start.html",
        section="/",
        found=found,
        main=main,
        below=[each for each in found["classes"] if each not in main],
        topics=topics,
        examples=[engine.queries[name] for name in _EXAMPLES if name in engine.queries],
        flags=flags,
        tiers=tiers,
        endpoint=url_of(request, "/sparql"),
        api=url_of(request, "/api/queries/"),
    )


async def _class(request: Request) -> Response:
    """List the concepts of a class."""
    name = request.path_params["name"]
    parameters = parameters_of(request)
    if not name.isalnum() or not name.isascii():
        raise not_found(f"{ONTOLOGY}{name[:80]}", [])
    order = parameters.one("sort") or CLASS_ORDERS[0]
    order = order if order in CLASS_ORDERS else CLASS_ORDERS[0]
    offset = parameters.number("offset", 0, least=0, most=999_999_999)
    found = await viewed(request, "class", **{"class": name}, order=order, offset=offset, rows=_ROWS)
    if found["kind"] == "none":
        raise not_found(found["iri"], found["near"])
    return await page(request, "class.html", thing=found, order=order, offset=offset, rows=_ROWS)
