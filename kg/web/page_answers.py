"""Answers for pages: the name of a view or an IRI goes in; what a page shows, the triples about a thing, or the picture of an explanation comes out."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox

from kg.errors import UnknownName
from kg.web.answer_state import GRAPH_FORMS, USUAL, Answer, Answering, Output, as_json
from kg.web.explanation_view import explanation_picture
from kg.web.linked_data import triples_about
from kg.web.views import view

__all__ = ["ANSWERS"]


def _view(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Give what a page shows."""
    document = view(state, request)
    out.begin("application/json")
    out.write(as_json(document))


def _data(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Write the triples about one thing."""
    triples, cut = triples_about(state.store, request["iri"])
    if not triples:
        raise UnknownName("thing", request["iri"], ())
    form = GRAPH_FORMS[request["format"]]
    out.begin(form.media_type, cut=cut)
    ox.serialize(triples, cast("io.BytesIO", out), form.rdf, prefixes=USUAL)


def _why(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Draw why an inference holds."""
    drawn = explanation_picture(state.store, request["iri"], Path(request["rules"]))
    if drawn is None:
        raise UnknownName("inference", request["iri"], ())
    out.begin("image/svg+xml")
    out.write(drawn.encode("utf-8"))


ANSWERS: Mapping[str, Answer] = {
    "view": _view,
    "data": _data,
    "why": _why,
}
