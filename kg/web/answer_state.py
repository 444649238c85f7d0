"""What a worker keeps between requests, and how it writes an answer: a place of a store goes in; an open store, its names and classes come out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox

from kg.errors import KgError, ParameterError, UnknownName
from kg.graph.queries import LIST_SEPARATOR, Column, SavedQuery
from kg.graph.rows import Term, to_value
from kg.graph.store import Store
from kg.identifiers import PREFIXES, to_curie, to_iri
from kg.web.datasets import PlainStore
from kg.web.formats import GRAPHS, by_name
from kg.web.search import Name, NameIndex

__all__ = ["GRAPH_FORMS", "USUAL", "Answer", "Answering", "Output", "as_json", "cell", "named"]

GRAPH_FORMS = by_name(GRAPHS)
#: Prefixes of every graph that goes out, beside those that the query declares.
USUAL = {name: PREFIXES[name] for name in ("ig", "igr", "igg", "rdf", "rdfs", "owl", "xsd", "skos", "dcterms", "prov", "oa")}
_TYPE, _SUBCLASS = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
_NAMES = {
    ox.NamedNode(to_iri(curie)): kind
    for curie, kind in (
        ("skos:prefLabel", "preferred"),
        ("skos:altLabel", "synonym"),
        ("skos:hiddenLabel", "hidden"),
        ("rdfs:label", "preferred"),
        ("dcterms:title", "title"),
        ("dcterms:identifier", "title"),
    )
}
_CLAIM, _CLASS = ox.NamedNode(to_iri("ig:Claim")), ox.NamedNode(to_iri("owl:Class"))


class Output(Protocol):
    """Where an answer is written."""

    def begin(self, media_type: str, **more: Any) -> None:
        """Say what the answer is."""

    def write(self, data: bytes) -> int:
        """Take a piece of it."""


class Answering:
    """What a worker keeps between requests: the open store and what was made of it."""

    def __init__(self, queries: Mapping[str, SavedQuery], *, offline: bool, services: tuple[str, ...] = ()) -> None:
        self.queries = queries
        #: Whether this process cannot reach the network, whatever a text says.
        self.offline = offline
        self.services = services
        self._path: str | None = None
        self._store: Store | None = None
        self._names: NameIndex | None = None
        self._classes: dict[str, frozenset[str]] = {}

    @property
    def store(self) -> Store:
        """The open store."""
        if self._store is None:
            raise KgError("no store is open")
        return self._store

    def open(self, place: Mapping[str, Any] | None, *, writable: bool) -> None:
        """Open a store if it is another than the one that is open."""
        if place is None or place["path"] == self._path:
            return
        self._store = self._path = self._names = None
        self._classes = {}
        path = Path(place["path"])
        if writable:
            self._store = PlainStore.open_for_writing(path)
        elif place["plain"]:
            self._store = PlainStore(Store.open(path)._backend, read_only=True)
        else:
            self._store = Store.open(path, services=self.services)
        self._path = place["path"]

    @property
    def names(self) -> NameIndex:
        """All names of the graph; made at the first search."""
        if self._names is None:
            store = self.store
            claims = {t.subject for t in store.triples(None, _TYPE, _CLAIM)}
            self._names = NameIndex(
                Name(t.subject.value, t.object.value, kind)
                for property_, kind in _NAMES.items()
                for t in store.triples(None, property_)
                if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.Literal) and t.subject not in claims
            )
        return self._names

    def instances(self, classes: tuple[str, ...]) -> frozenset[str]:
        """Give the things of some classes and their subclasses; raises ParameterError or UnknownName for what is no class."""
        pending = [self._class(name) for name in classes]
        found = set(pending)
        while pending:
            for triple in self.store.triples(None, _SUBCLASS, pending.pop()):
                if isinstance(triple.subject, ox.NamedNode) and triple.subject not in found:
                    found.add(triple.subject)
                    pending.append(triple.subject)
        return frozenset(
            t.subject.value for node in found for t in self.store.triples(None, _TYPE, node) if isinstance(t.subject, ox.NamedNode)
        )

    def _class(self, name: str) -> ox.NamedNode:
        try:
            node = ox.NamedNode(to_iri(name if ":" in name else f"ig:{name}"))
        except ValueError as error:
            raise ParameterError(f"{name[:60]!r} is no class") from error
        if not any(True for _ in self.store.triples(node)) and not any(True for _ in self.store.triples(None, _TYPE, node)):
            known = (
                to_curie(t.subject.value) or "" for t in self.store.triples(None, _TYPE, _CLASS) if isinstance(t.subject, ox.NamedNode)
            )
            raise UnknownName("class", name, sorted({curie.removeprefix("ig:") for curie in known if curie.startswith("ig:")}))
        return node

    def classes_of(self, iri: str) -> list[str]:
        """Give the classes of our own that a thing has, as CURIEs."""
        found = (t.object.value for t in self.store.triples(ox.NamedNode(iri), _TYPE) if isinstance(t.object, ox.NamedNode))
        return sorted(curie for value in found if (curie := to_curie(value)) and curie.startswith("ig:"))


def cell(state: Answering, term: Term | None, column: Column | None, labels: dict[str, str | None]) -> Any:
    """Give a cell as JSON: an IRI with its CURIE and label, a list as list, a literal as its value."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        if term.value not in labels:
            labels[term.value] = state.store.label(term.value)
        return named(term.value, labels[term.value])
    if isinstance(term, ox.BlankNode):
        return {"blank": term.value}
    if isinstance(term, ox.Literal):
        if column is not None and column.type == "list":
            return term.value.split(LIST_SEPARATOR) if term.value else []
        value = to_value(term)
        return float(value) if isinstance(value, Decimal) else value if isinstance(value, str | int | float | bool) else term.value
    return str(term)


def named(iri: str, label: str | None) -> dict[str, str | None]:
    """Name a thing, as all answers in JSON do."""
    return {"iri": iri, "curie": to_curie(iri), "label": label}


def as_json(document: Any) -> bytes:
    """Write a document as JSON, as short as it can be."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


#: How a request is answered: what the worker keeps, the request, its body, and where the answer goes.
Answer = Callable[[Answering, Mapping[str, Any], bytes, Output], None]
