"""The vocabulary that a graph uses: a store goes in, its classes and properties with counts, labels and where each occurs come out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.graph.store import Store
from kg.identifiers import PREFIXES, to_curie, to_iri

__all__ = ["vocabulary"]

_CLASSES, _PROPERTIES, _USES = (Path(__file__).with_name(f"vocabulary_{name}.rq") for name in ("classes", "properties", "uses"))
#: Where a class or property says what it means, the first that it has.
_MEANINGS = tuple(ox.NamedNode(to_iri(name)) for name in ("skos:definition", "rdfs:comment"))
#: Characters of a meaning; a list of completions has no room for more.
_LONGEST = 300
#: Different texts, and characters of one, up to which a property is taken to choose from a list.
_CHOICES, _CHOICE = 12, 40
_TEXTS = frozenset(to_iri(name) for name in ("xsd:string", "rdf:langString"))


def vocabulary(store: Store) -> dict[str, Any]:
    """Give classes and properties; `properties` of a class are places in the list of properties."""
    properties = [
        {**_named(store, iri.value), "uses": _count(uses), "links": _count(links), **_choices(store, iri, _count(links))}
        for iri, uses, links in store.query(_PROPERTIES.read_text(encoding="utf-8"))
        if isinstance(iri, ox.NamedNode)
    ]
    places = {described["iri"]: place for place, described in enumerate(properties)}
    used: dict[str, list[int]] = {}
    for class_, property_ in store.query(_USES.read_text(encoding="utf-8")):
        if isinstance(class_, ox.NamedNode) and isinstance(property_, ox.NamedNode):
            used.setdefault(class_.value, []).append(places[property_.value])
    classes = [
        {**_named(store, iri.value), "things": _count(things), "properties": sorted(used.get(iri.value, []))}
        for iri, things in store.query(_CLASSES.read_text(encoding="utf-8"))
        if isinstance(iri, ox.NamedNode)
    ]
    return {"prefixes": dict(sorted(PREFIXES.items())), "classes": classes, "properties": properties}


def _named(store: Store, iri: str) -> dict[str, Any]:
    """Name a class or property, with what it means where the graph says so."""
    meanings = (
        literal.object.value
        for property_ in _MEANINGS
        for literal in sorted(store.triples(ox.NamedNode(iri), property_), key=str)
        if isinstance(literal.object, ox.Literal)
    )
    meaning = next(meanings, None)
    described: dict[str, Any] = {"iri": iri, "curie": to_curie(iri), "label": store.label(iri)}
    if meaning:
        described["meaning"] = meaning if len(meaning) <= _LONGEST else meaning[:_LONGEST].rstrip() + " …"
    return described


def _choices(store: Store, property_: ox.NamedNode, links: int) -> dict[str, list[str]]:
    """Give the texts that a property has, as SPARQL writes them, where they are few."""
    found: set[str] = set()
    for triple in store.triples(None, property_) if not links else ():
        value = triple.object
        if not isinstance(value, ox.Literal) or value.datatype.value not in _TEXTS or len(value.value) > _CHOICE:
            return {}
        found.add(str(value))
        if len(found) > _CHOICES:
            return {}
    return {"values": sorted(found)} if found else {}


def _count(term: object) -> int:
    return int(term.value) if isinstance(term, ox.Literal) else 0
