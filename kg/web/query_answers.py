"""Answers to the SPARQL and Graph Store protocols that only read: a query or the name of a graph goes in, its result in the wanted form comes out."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox

from kg.errors import KgError, QueryError, QueryFailed
from kg.graph.federation import ask_endpoint, find_calls, masked, with_answers
from kg.graph.sparql import Dataset, QueryLimits, check_query, declared_prefixes, parse_error, tokens
from kg.identifiers import PREFIXES
from kg.web.answer_state import GRAPH_FORMS, USUAL, Answer, Answering, Output, as_json
from kg.web.formats import RESULTS, by_name

__all__ = ["ANSWERS", "NoSuchGraph", "Unwanted", "iri_of_graph"]

_RESULTS = by_name(RESULTS)
_TRIPLES, _SIZES, _DEFAULT_SIZE = (Path(__file__).with_name(name) for name in ("triples.rq", "graph_sizes.rq", "default_size.rq"))


def _sparql(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Answer a query of the SPARQL Protocol."""
    text, base = request["text"], request.get("base")
    for name in (*request["default"], *request["named"]):
        iri_of_graph(name)
    dataset = Dataset(tuple(request["default"]), tuple(request["named"])) if request["default"] or request["named"] else None
    limits = QueryLimits()
    missing: tuple[str, ...] = ()
    if state.services and find_calls(text):
        text, missing, limits = _federated(state, text, limits)
    found = state.store.solve(text, limits, dataset=dataset, base=base)
    warning = {"missing": list(missing)} if missing else {}
    try:
        if isinstance(found, ox.QueryTriples) and request["graph"] is None and request["results"] is not None:
            found = _as_rows(found)
        if isinstance(found, ox.QueryTriples):
            form = GRAPH_FORMS[_wanted(request["graph"], "a graph")]
            out.begin(request["graph_type"], form="graph", **warning)
            prefixes = {**USUAL, **declared_prefixes(tuple(tokens(text)))}
            ox.serialize(found, cast("io.BytesIO", out), form.rdf, prefixes=_usable(prefixes))
            return
        form = _RESULTS[_wanted(request["results"], "rows")]
        out.begin(request["results_type"], form="boolean" if isinstance(found, ox.QueryBoolean) else "rows", **warning)
        found.serialize(cast("io.BytesIO", out), form.results)
    except (BrokenPipeError, ConnectionResetError):
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryFailed(f"the query cannot be answered: {' '.join(str(error).split())}") from error


def _federated(state: Answering, text: str, limits: QueryLimits) -> tuple[str, tuple[str, ...], QueryLimits]:
    """Ask the allowed endpoints that a query calls and put their answers into it."""
    check_query(text, limits=limits, services=state.services)
    probe = masked(text)
    try:
        ox.Store().query(probe, prefixes=PREFIXES)
    except SyntaxError as error:
        raise parse_error(text, error, probe=probe) from error
    asked = with_answers(text, state.store.query, ask_endpoint)
    return asked.text, asked.missing, QueryLimits(characters=limits.characters + len(asked.text))


def _as_rows(triples: ox.QueryTriples) -> ox.QuerySolutions:
    """Give a graph as rows of subject, predicate and object, for clients that take nothing else."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return cast("ox.QuerySolutions", store.query(_TRIPLES.read_text(encoding="utf-8")))


def _wanted(name: str | None, what: str) -> str:
    if name is None:
        raise Unwanted(what)
    return name


class Unwanted(KgError):
    """The form of the answer cannot be had in any of the formats that the client takes."""


def _usable(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Leave out prefixes that the writer of Turtle would refuse."""
    usable = {}
    for name, iri in prefixes.items():
        try:
            ox.NamedNode(iri)
        except ValueError:
            continue
        usable[name] = iri
    return usable


def _graph(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Write one graph as it is (Graph Store Protocol, 5.2)."""
    name = request["graph"]
    store = state.store._backend
    node: ox.NamedNode | ox.DefaultGraph = ox.DefaultGraph() if name is None else iri_of_graph(name)
    if isinstance(node, ox.NamedNode) and not store.contains_named_graph(node):
        raise NoSuchGraph(f"there is no graph <{name}>")
    form = GRAPH_FORMS[request["format"]]
    out.begin(request["type"])
    triples = (quad.triple for quad in store.quads_for_pattern(None, None, None, node))
    ox.serialize(triples, cast("io.BytesIO", out), form.rdf, prefixes=USUAL)


def _describe_dataset(state: Answering, _: Mapping[str, Any], __: bytes, out: Output) -> None:
    """Count the triples of the default graph and of each named graph."""
    sizes = state.store.query(_SIZES.read_text(encoding="utf-8")).to_values()
    counted = {str(graph): int(str(count)) for graph, count in sizes}
    default = state.store.query(_DEFAULT_SIZE.read_text(encoding="utf-8")).to_values()
    out.begin("application/json")
    out.write(as_json({"default": default[0][0], "named": {name: counted.get(name, 0) for name in state.store.graphs()}}))


def iri_of_graph(text: str) -> ox.NamedNode:
    """Take the name of a graph; raises QueryError where it is no IRI."""
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise QueryError(f"{text!r} is no IRI of a graph") from error


class NoSuchGraph(KgError):
    """A graph that the dataset does not have."""


ANSWERS: Mapping[str, Answer] = {
    "sparql": _sparql,
    "graph": _graph,
    "dataset": _describe_dataset,
}
