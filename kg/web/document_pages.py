"""Pages of documents: what the graph says of one goes in; a page of its claims, with its text marked where it is at hand, comes out."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.web.documents_at_hand import copies_of, groups_of
from kg.web.engine import Engine
from kg.web.pages import page, viewed
from kg.web.requests import parameters_of
from kg.web.source_texts import Segment, find_text, segments
from kg.web.things import forms_of

__all__ = ["document_page", "routes"]

#: Characters of a text, and places in it, that one page shows.
_CHARACTERS, _PLACES = 300_000, 3_000
_ORDERS = {"title": False, "tier": False, "kind": False, "date": True, "claims": True, "characters": True}


def routes(engine: Engine) -> list[Route]:
    """Give the routes."""
    return [Route("/documents", _documents, name="documents")]


async def document_page(request: Request, document: dict[str, Any], headers: Mapping[str, str]) -> Response:
    """Show what a document claims where."""
    engine: Engine = request.app.state.engine
    evidence = document["evidence"][:_PLACES]
    marked = await asyncio.to_thread(_marked, engine, document, evidence)
    documents = (await viewed(request, "documents"))["documents"]
    copies = copies_of(engine.build, document["identifier"])
    return await page(
        request,
        "document.html",
        headers=headers,
        section="/documents",
        thing=document,
        evidence=evidence,
        segments=marked,
        shown=_CHARACTERS,
        copies=[each for each in documents if each["identifier"] in copies],
        forms=forms_of(document["iri"]),
    )


def _marked(engine: Engine, document: Mapping[str, Any], evidence: list[dict[str, Any]]) -> list[Segment] | None:
    """Mark the places in the text; None where it is not at hand, or where its words are not those that the graph has."""
    text = find_text(engine.build, document["sha256"])
    if text is None or any(e["exact"] and text[e["start"] : e["end"]] != e["exact"] for e in evidence):
        return None
    return segments(text, [(e["start"], e["end"]) for e in evidence], _CHARACTERS)


async def _documents(request: Request) -> Response:
    """List the documents."""
    engine: Engine = request.app.state.engine
    parameters = parameters_of(request)
    order = parameters.one("sort") or "title"
    order = order if order in _ORDERS else "title"
    found = (await viewed(request, "documents"))["documents"]
    ordered = sorted(found, key=lambda d: d[order].casefold() if isinstance(d[order], str) else d[order], reverse=_ORDERS[order])
    groups = groups_of(engine.build)
    sizes: dict[str, int] = {}
    for each in found:
        group = groups.get(each["identifier"], each["identifier"])
        sizes[group] = sizes.get(group, 0) + 1
    copied = {each["identifier"] for each in found if sizes[groups.get(each["identifier"], each["identifier"])] > 1}
    return await page(request, "documents.html", section="/documents", documents=ordered, order=order, copied=copied)
