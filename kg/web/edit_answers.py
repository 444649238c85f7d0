"""Answers to edits: an update or a graph goes in, and when the answer comes out the dataset is changed as a whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from kg.errors import KgError, QueryError
from kg.web.answer_state import Answer, Answering, Output
from kg.web.datasets import PlainStore
from kg.web.formats import GRAPHS
from kg.web.query_answers import NoSuchGraph, iri_of_graph
from kg.web.updates import check_update, graph_update, loads, with_graphs

__all__ = ["ANSWERS", "Unsupported"]


def _update(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Run an update of the SPARQL Protocol; all of it or nothing."""
    text = request["text"]
    found = check_update(text)
    text = with_graphs(text, request["using"], request["using_named"])
    if not state.offline and loads(found) is not None:
        raise Unsupported("LOAD is not offered: this system has no network filter")
    try:
        _dataset(state).update(text, base_iri=request.get("base"))
    except SyntaxError as error:
        place = _update_place(str(error))
        raise QueryError(f"the update does not parse: {' '.join(str(error).split())}", **place) from error
    except (OSError, RuntimeError) as error:
        raise Unsupported(f"the update failed and changed nothing: {' '.join(str(error).split())}") from error
    except ValueError as error:
        raise QueryError(f"the update cannot be run: {' '.join(str(error).split())}") from error
    out.begin("application/json")


def _put_graph(state: Answering, request: Mapping[str, Any], body: bytes, out: Output) -> None:
    """Put triples into a graph, or in the place of what it holds; all of them or none."""
    name = request["graph"]
    store = _dataset(state)
    new = name is not None and not store.contains_named_graph(iri_of_graph(name))
    triples: dict[ox.Triple, None] = {}
    start = 0
    for number, part in enumerate(request["parts"]):
        content = body[start : start + part["length"]]
        start += part["length"]
        triples |= dict.fromkeys(_parsed(content, part["type"], request["base"], number))
    try:
        store.update(graph_update(tuple(triples), name, replace=request["replace"]))
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:
        raise Unsupported(f"the graph could not be stored, nothing was changed: {' '.join(str(error).split())}") from error
    out.begin("application/json", created=new, triples=len(triples))


def _parsed(content: bytes, media_type: str, base: str, number: int) -> list[ox.Triple]:
    """Parse one part of a body; blank nodes of different parts are different."""
    form = next((f.rdf for f in GRAPHS if media_type in (f.media_type, *f.others)), None)
    if form is None:
        raise Unsupported(f"{media_type}: no RDF format that is read here")
    try:
        quads = list(ox.parse(content, form, base_iri=base, rename_blank_nodes=True))
    except (SyntaxError, ValueError, OSError) as error:
        line = getattr(error, "lineno", None)
        column = getattr(error, "offset", None)
        raise QueryError(f"part {number + 1} of the body does not parse: {error}", line=line, column=column) from error
    if any(not isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads):
        raise QueryError("the body names graphs of its own; send one graph, the request names it")
    return [quad.triple for quad in quads]


def _delete_graph(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Delete a graph; the default graph becomes empty."""
    store = _dataset(state)
    name = request["graph"]
    if name is None:
        store.clear_graph(ox.DefaultGraph())
    else:
        node = iri_of_graph(name)
        if not store.contains_named_graph(node):
            raise NoSuchGraph(f"there is no graph <{name}>")
        store.remove_graph(node)
    out.begin("application/json")


def _backup(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Write the state of the dataset beside it, for the workers that read."""
    try:
        _dataset(state).backup(request["to"])
    except (OSError, RuntimeError, ValueError) as error:
        raise Unsupported(f"no copy of the dataset can be made: {' '.join(str(error).split())}") from error
    out.begin("application/json")


def _dataset(state: Answering) -> ox.Store:
    store = state.store
    if not isinstance(store, PlainStore) or store.read_only:
        raise KgError("the store is open read-only")
    return store.backend


def _update_place(message: str) -> dict[str, int]:
    """Read the place that the engine gives: `error at 1:6: ...`."""
    head, _, rest = message.removeprefix("error at ").partition(":")
    column = rest.partition(":")[0]
    return {"line": int(head), "column": int(column)} if head.isdigit() and column.isdigit() else {}


class Unsupported(KgError):
    """What the request wants was understood and could not be done."""


ANSWERS: Mapping[str, Answer] = {
    "update": _update,
    "put": _put_graph,
    "delete": _delete_graph,
    "backup": _backup,
}
