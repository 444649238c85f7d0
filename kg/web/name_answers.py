"""Answers about names: words or an IRI go in; things that have such a name, what the graph says of one, its labels and its vocabulary come out."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any, cast

import pyoxigraph as ox

from kg.errors import UnknownName
from kg.graph.parameters import find_concept
from kg.graph.store import Store
from kg.identifiers import to_iri
from kg.web.answer_state import GRAPH_FORMS, USUAL, Answer, Answering, Output, as_json, cell, named
from kg.web.evidence import CLAIMS, claims_about, told_claim
from kg.web.things import local_path
from kg.web.vocabulary import vocabulary

__all__ = ["ANSWERS"]

#: Triples of a description in each direction; more are counted, and the answer says that it was cut.
_DESCRIBED = 5_000


def _search(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Find things by their names."""
    among = state.instances(tuple(request["classes"])) if request["classes"] else None
    hits, total = state.names.search(request["text"], request["limit"], among=among)
    out.begin("application/json", total=total)
    found = [
        {
            **named(hit.iri, state.store.label(hit.iri)),
            "matched": hit.matched,
            "kind": hit.kind,
            "score": hit.score,
            "errors": hit.errors,
            "classes": state.classes_of(hit.iri),
        }
        for hit in hits
    ]
    out.write(as_json({"text": request["text"], "total": total, "results": found}))


def _describe(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Say everything that the graph says about one thing, and who points at it."""
    node = find_concept(request["name"], (), state.store, "thing")
    outgoing = _some(state.store, node, None)
    incoming = _some(state.store, None, node)
    if not outgoing and not incoming:
        raise UnknownName("thing", request["name"], ())
    cut = max(len(outgoing), len(incoming)) > _DESCRIBED
    outgoing, incoming = outgoing[:_DESCRIBED], incoming[:_DESCRIBED]
    if request["format"] != "json":
        form = GRAPH_FORMS[request["format"]]
        out.begin(form.media_type, cut=cut)
        seen = dict.fromkeys((*outgoing, *incoming))
        ox.serialize(seen, cast("io.BytesIO", out), form.rdf, prefixes=USUAL)
        return
    labels: dict[str, str | None] = {}
    out.begin("application/json", cut=cut)
    document: dict[str, Any] = {
        **named(node.value, state.store.label(node.value)),
        "classes": state.classes_of(node.value),
        "properties": _grouped(state, outgoing, labels, lambda t: t.object),
        "incoming": _grouped(state, incoming, labels, lambda t: t.subject),
        "truncated": cut,
    }
    if request.get("evidence"):
        claims, some = claims_about(state.store, node)
        document |= {"claims": [told_claim(state.store, claim) for claim in claims[:CLAIMS]], "claims_total": len(claims)}
        document["claims_looked_at"] = "some" if some else "all"
    out.write(as_json(document))


def _some(store: Store, subject: ox.NamedNode | None, object_: ox.NamedNode | None) -> list[ox.Triple]:
    found = []
    for triple in store.triples(subject, None, object_):
        found.append(triple)
        if len(found) > _DESCRIBED:
            break
    return sorted(found, key=str)


def _grouped(
    state: Answering, triples: list[ox.Triple], labels: dict[str, str | None], which: Callable[[ox.Triple], Any]
) -> list[dict[str, Any]]:
    groups: dict[str, list[Any]] = {}
    for triple in triples:
        groups.setdefault(triple.predicate.value, []).append(cell(state, which(triple), None, labels))
    return [{**named(iri, state.store.label(iri)), "values": values} for iri, values in sorted(groups.items())]


def _labels(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Give the labels of IRIs or CURIEs, of those that are names at all, and where their pages are."""
    found: dict[str, dict[str, str | None]] = {}
    for name in request["names"]:
        try:
            iri = name if "://" in name else to_iri(name)
            found[name] = {**named(iri, state.store.label(iri)), "page": local_path(iri)}
        except ValueError:
            continue
    out.begin("application/json")
    out.write(as_json(found))


def _vocabulary(state: Answering, _: Mapping[str, Any], __: bytes, out: Output) -> None:
    """Give the vocabulary that the graph uses."""
    out.begin("application/json")
    out.write(as_json(vocabulary(state.store)))


ANSWERS: Mapping[str, Answer] = {
    "search": _search,
    "describe": _describe,
    "labels": _labels,
    "vocabulary": _vocabulary,
}
