"""What a worker answers for pages: the name of a view and an open store go in, the JSON document that a template is filled with comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from pyoxigraph import NamedNode

from kg.graph.store import Store
from kg.identifiers import ID, ONTOLOGY, to_iri
from kg.web.claim_view import claim_line, claim_view, evidence_view
from kg.web.concept_view import concept_view, picture_view
from kg.web.document_view import document_view, documents_view
from kg.web.explanation_view import explanation_view
from kg.web.lookups import Lookup
from kg.web.overview import class_view, overview, site_view
from kg.web.search import NameIndex
from kg.web.term_view import ontology_view, term_view, thing_view

__all__ = ["KINDS", "Viewed", "view"]

#: Kinds of page of a thing, by the class that decides; the first that fits.
KINDS = (
    (to_iri("ig:Claim"), "claim"),
    (to_iri("ig:Evidence"), "evidence"),
    (to_iri("ig:Document"), "document"),
    (to_iri("ig:Inference"), "inference"),
    (to_iri("skos:Concept"), "concept"),
)
#: Things whose names are like a name that nothing has.
_NEAR = 6


class Viewed(Protocol):
    """What a worker has: the open store, its names, and the members of classes."""

    @property
    def store(self) -> Store:
        """The open store."""

    @property
    def names(self) -> NameIndex:
        """All names of the graph."""

    def instances(self, classes: tuple[str, ...]) -> frozenset[str]:
        """Give the things of some classes and their subclasses."""


def view(state: Viewed, request: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a request for a view; `kind` of the answer is `none` where there is no such thing, with names that are near."""
    return _VIEWS[request["view"]](state, request)


def _thing(state: Viewed, request: Mapping[str, Any]) -> dict[str, Any]:
    iri = request["iri"]
    look = Lookup(state.store)
    types = look.things(iri, "rdf:type")
    kind = next((name for class_, name in KINDS if class_ in types), "")
    match kind:
        case "claim":
            found = claim_view(look, iri)
        case "evidence":
            evidence = evidence_view(look, iri)
            found = {**evidence, **look.named(iri), "lines": [claim_line(look, claim) for claim in evidence["claims"]]}
        case "document":
            found = document_view(look, iri)
        case "inference":
            found = explanation_view(look, iri, Path(request["rules"]))
        case "concept":
            found = concept_view(look, iri)
        case _ if iri.startswith(ONTOLOGY) and types:
            kind, found = "term", term_view(look, iri)
        case _:
            kind, found = "thing", thing_view(look, iri)
            if not found["properties"] and not found["incoming"] and not found["used"]:
                return _missing(state, iri)
    return {**found, "kind": kind}


def _known(state: Viewed, request: Mapping[str, Any]) -> dict[str, Any]:
    """Tell whether the graph says anything about a thing."""
    node = NamedNode(request["iri"])
    known = any(any(True for _ in state.store.triples(*pattern)) for pattern in ((node,), (None, None, node), (None, node)))
    return {"kind": "thing"} if known else _missing(state, request["iri"])


def _missing(state: Viewed, iri: str) -> dict[str, Any]:
    """Name things whose names are like the one that was asked for."""
    words = iri.removeprefix(ID).removeprefix(ONTOLOGY).replace("-", " ")
    look = Lookup(state.store)
    hits, _ = state.names.search(words, 10 * _NEAR)
    ours = [hit.iri for hit in hits if hit.iri.startswith((ID, ONTOLOGY))]
    return {"kind": "none", "iri": iri, "near": [look.named(iri) for iri in ours[:_NEAR]]}


def _picture(state: Viewed, request: Mapping[str, Any]) -> dict[str, Any]:
    look = Lookup(state.store)
    if to_iri("skos:Concept") not in look.things(request["iri"], "rdf:type"):
        return _missing(state, request["iri"])
    return {**picture_view(look, request["iri"]), "kind": "concept"}


def _class(state: Viewed, request: Mapping[str, Any]) -> dict[str, Any]:
    name = request["class"]
    concepts = state.instances((name,)) & state.instances(("skos:Concept",))
    found = class_view(state.store, name, concepts, order=request["order"], offset=request["offset"], rows=request["rows"])
    return {**found, "kind": "class"} if found is not None else _missing(state, f"{ONTOLOGY}{name}")


_VIEWS: dict[str, Callable[[Viewed, Mapping[str, Any]], dict[str, Any]]] = {
    "site": lambda state, _: site_view(state.store),
    "overview": lambda state, _: overview(state.store),
    "known": _known,
    "thing": _thing,
    "picture": _picture,
    "documents": lambda state, _: documents_view(state.store),
    "class": _class,
    "ontology": lambda state, _: ontology_view(state.store),
}
