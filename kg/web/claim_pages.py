"""Pages of claims and evidence: what the graph says of one goes in; a page with the words in their context, or a Web Annotation, comes out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.graph.belief import BeliefModel
from kg.identifiers import ID
from kg.web.belief_parts import belief_parts
from kg.web.documents_at_hand import groups_of
from kg.web.engine import Engine
from kg.web.pages import page, viewed
from kg.web.replies import reply
from kg.web.requests import url_of
from kg.web.source_texts import Passage, find_text, passage
from kg.web.things import forms_of, iri_of, not_found

__all__ = ["claim_page", "evidence_page", "routes"]

_ANNOTATION = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def routes(engine: Engine) -> list[Route]:
    """Give the routes."""
    return [Route("/annotation/{name:path}", _annotation, name="annotation")]


async def claim_page(request: Request, claim: dict[str, Any], headers: Mapping[str, str]) -> Response:
    """Show a claim with the evidence for and against it."""
    engine: Engine = request.app.state.engine
    passages = await asyncio.to_thread(_passages, engine, claim["evidence"])
    parts = await asyncio.to_thread(_parts, engine, claim)
    return await page(request, "claim.html", headers=headers, thing=claim, forms=forms_of(claim["iri"]), passages=passages, parts=parts)


async def evidence_page(request: Request, evidence: dict[str, Any], headers: Mapping[str, str]) -> Response:
    """Show one evidence with the words around it."""
    engine: Engine = request.app.state.engine
    passages = await asyncio.to_thread(_passages, engine, [evidence])
    return await page(request, "evidence.html", headers=headers, thing=evidence, forms=forms_of(evidence["iri"]), passages=passages)


def _passages(engine: Engine, evidence: list[dict[str, Any]]) -> dict[str, Passage]:
    """Find the words of each evidence in the texts that are at hand, each text read once."""
    texts: dict[str, str | None] = {}
    found = {}
    for each in evidence:
        sha256 = each["document"]["sha256"] if each["document"] else ""
        if sha256 not in texts:
            texts[sha256] = find_text(engine.build, sha256)
        words = passage(texts[sha256], each["start"], each["end"], each["exact"])
        if words is not None:
            found[each["iri"]] = words
    return found


def _parts(engine: Engine, claim: dict[str, Any]) -> Any:
    model = BeliefModel.load(engine.settings.data / "belief.toml")
    return belief_parts(claim, model, groups_of(engine.build))


async def _annotation(request: Request) -> Response:
    """Give an evidence, or all evidence of a claim, as Web Annotations (https://www.w3.org/TR/annotation-model/)."""
    engine: Engine = request.app.state.engine
    name = request.path_params["name"].removesuffix(".jsonld")
    iri = iri_of(ID, name)
    found = await viewed(request, "thing", iri=iri)
    if found["kind"] not in ("claim", "evidence"):
        raise not_found(iri, found.get("near", []))
    evidence = found["evidence"] if found["kind"] == "claim" else [found]
    passages = await asyncio.to_thread(_passages, engine, evidence)
    annotations = [_as_annotation(each, passages.get(each["iri"])) for each in evidence]
    if found["kind"] == "evidence":
        document = {"@context": _CONTEXT, **annotations[0]}
    else:
        document = {
            "@context": _CONTEXT,
            "id": url_of(request, f"/annotation/{name}.jsonld"),
            "type": "AnnotationPage",
            "label": found["label"],
            "startIndex": 0,
            "items": annotations,
        }
    return reply(request, json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8"), _ANNOTATION)


def _as_annotation(evidence: Mapping[str, Any], words: Passage | None) -> dict[str, Any]:
    quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": evidence["exact"]}
    if words is not None:
        quote |= {"prefix": words.before[-32:], "suffix": words.after[:32]}
    selectors: list[dict[str, Any]] = [{"type": "TextPositionSelector", "start": evidence["start"], "end": evidence["end"]}]
    return {
        "id": evidence["iri"],
        "type": "Annotation",
        "motivation": "assessing" if evidence["direction"] == "refutes" else "identifying",
        "body": evidence["claims"][0] if len(evidence["claims"]) == 1 else evidence["claims"],
        "target": {
            "source": evidence["document"]["iri"] if evidence["document"] else "",
            "selector": [*selectors, quote] if evidence["exact"] else selectors,
        },
    }
