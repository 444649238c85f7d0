"""The search page: words, with a typing error or two, go in; the things that have such a name come out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.identifiers import term_iri
from kg.web.engine import Engine
from kg.web.pages import page, viewed
from kg.web.problems import Problem
from kg.web.replies import reply
from kg.web.requests import client_of, parameters_of, url_of, while_connected
from kg.web.things import local_path

__all__ = ["routes"]

#: Hits on a page, and how many are looked for at most.
_ROWS, _MOST = 25, 500
#: Classes that a search may be limited to.
_CLASSES = (
    "Immunoglobulin", "Condition", "Category", "AdverseEffect", "Mechanism", "Feature", "RiskFactor", "Population", "Management", "Medication",
    "Vaccine", "LaboratoryTest", "Route", "Agent", "Document",
)  # fmt: skip


def routes(engine: Engine) -> list[Route]:
    """Give the routes."""
    return [Route("/search", _search, name="search-page"), Route("/search/opensearch.xml", _description, name="opensearch")]


async def _search(request: Request) -> Response:
    """Search labels and synonyms."""
    engine: Engine = request.app.state.engine
    parameters = parameters_of(request)
    text = " ".join((parameters.one("q") or "").split())
    chosen = parameters.one("class") or ""
    if len(text) > 200:
        raise Problem(400, "parameter", "at most 200 characters are searched for")
    if chosen and not (chosen.isalnum() and chosen.isascii()):
        raise Problem(400, "parameter", f"{chosen[:60]!r} is no class")
    offset = parameters.number("offset", 0, least=0, most=_MOST)
    hits, total = [], 0
    if text:
        classes = [chosen] if chosen else []
        found = await while_connected(request, engine.search(text, client_of(request), limit=_MOST, classes=classes))
        # Terms of other ontologies, which the things of this graph are mapped to, come after these.
        hits = sorted(found["results"], key=lambda hit: local_path(hit["iri"]) is None)[offset : offset + _ROWS]
        total = found["total"]
    known = {each["iri"] for each in (await viewed(request, "overview"))["classes"]}
    classes = [name for name in _CLASSES if term_iri(name) in known or name in ("Document", chosen)]
    return await page(
        request,
        "search.html",
        section="/search",
        searched=text,
        chosen=chosen,
        classes=classes if not chosen or chosen in classes else [*classes, chosen],
        hits=hits,
        total=total,
        offset=offset,
        rows=_ROWS,
        most=_MOST,
    )


async def _description(request: Request) -> Response:
    """Describe the search for browsers that offer it in their own bar."""
    address = url_of(request, "/search")
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        " <ShortName>igkg</ShortName>\n <Description>The knowledge graph of immunoglobulin therapy</Description>\n"
        f' <Url type="text/html" template="{address}?q={{searchTerms}}"/>\n</OpenSearchDescription>\n'
    )
    return reply(request, body.encode("utf-8"), "application/opensearchdescription+xml")
