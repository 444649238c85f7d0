"""What the pages of the ontology and of any other thing show: a store and an IRI go in; definition, axioms, use and properties come out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from kg.graph.axioms import to_manchester
from kg.graph.store import Store
from kg.identifiers import ONTOLOGY, to_curie, to_iri
from kg.web.lookups import Lookup

__all__ = ["ontology_view", "term_view", "thing_view"]

_KINDS = {
    to_iri(f"owl:{name}"): words
    for name, words in (
        ("Class", "class"),
        ("ObjectProperty", "object property"),
        ("DatatypeProperty", "data property"),
        ("AnnotationProperty", "annotation property"),
        ("NamedIndividual", "individual"),
    )
}
#: What makes an axiom of its own; annotations are shown apart.
_LOGICAL = tuple(
    to_iri(name)
    for name in (
        "rdfs:subClassOf", "owl:equivalentClass", "owl:disjointWith", "owl:complementOf", "rdfs:subPropertyOf", "owl:equivalentProperty",
        "owl:inverseOf", "owl:propertyChainAxiom", "owl:propertyDisjointWith", "rdfs:domain", "rdfs:range",
    )
)  # fmt: skip
_CHARACTERISTICS = tuple(
    to_iri(f"owl:{name}Property")
    for name in ("Transitive", "Symmetric", "Asymmetric", "Irreflexive", "Reflexive", "Functional", "InverseFunctional")
)
_MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
#: Values of a property, and things that point here by one, that are shown; the rest is counted.
_SHOWN = 100


def ontology_view(store: Store) -> dict[str, Any]:
    """List the terms of our ontology by kind, with their definitions; each class with those right above it."""
    look = Lookup(store)
    kinds: dict[str, list[dict[str, Any]]] = {}
    for kind, words in _KINDS.items():
        terms = [iri for iri in look.subjects("rdf:type", kind) if iri.startswith(ONTOLOGY)]
        kinds[words] = [
            {
                **look.named(iri),
                "definition": look.text(iri, "skos:definition"),
                "parents": [p for p in look.parents(iri) if p.startswith(ONTOLOGY)],
            }
            for iri in sorted(terms, key=lambda term: look.named(term)["label"].casefold())
        ]
    header = ONTOLOGY.removesuffix("#")
    return {
        "iri": header,
        "title": look.text(header, "dcterms:title") or look.text(header, "rdfs:label"),
        "description": look.text(header, "dcterms:description") or look.text(header, "rdfs:comment"),
        "version": look.text(header, "owl:versionInfo"),
        "kinds": {words: terms for words, terms in kinds.items() if terms},
    }


def term_view(look: Lookup, iri: str) -> dict[str, Any]:
    """Describe a class or property of our ontology."""
    types = look.things(iri, "rdf:type")
    ontology = ox.Store()
    ontology.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in look.store.quads("ontology"))
    is_class = to_iri("owl:Class") in types
    below = "rdfs:subClassOf" if is_class else "rdfs:subPropertyOf"
    return {
        **look.named(iri),
        "kinds": [words for kind, words in _KINDS.items() if kind in types],
        "definition": look.text(iri, "skos:definition"),
        "notes": [*look.texts(iri, "rdfs:comment"), *look.texts(iri, "skos:scopeNote"), *look.texts(iri, "skos:editorialNote")],
        "examples": look.texts(iri, "skos:example"),
        "synonyms": look.texts(iri, "skos:altLabel"),
        "axioms": sorted(_axioms(look, iri, ontology)),
        "above": [look.named(c) for c in look.things(iri, below) if c != iri],
        "below": [look.named(c) for c in look.subjects(below, iri) if c.startswith(ONTOLOGY) and c != iri],
        "matches": [
            {"match": match, "iri": target, "curie": to_curie(target), "label": look.store.label(target) or ""}
            for match in _MATCHES
            for target in look.things(iri, f"skos:{match}")
        ],
        "is_class": is_class,
        "used": _count(look.store, None, NamedNode(to_iri("rdf:type")), NamedNode(iri))
        if is_class
        else _count(look.store, None, NamedNode(iri)),
    }


def thing_view(look: Lookup, iri: str) -> dict[str, Any]:
    """Describe anything that the graph knows by what it says of it, and what points at it."""
    outgoing: dict[str, list[Any]] = {}
    incoming: dict[str, list[Any]] = {}
    for t in look.store.triples(NamedNode(iri)):
        outgoing.setdefault(t.predicate.value, []).append(_value(look, t.object))
    for t in look.store.triples(None, None, NamedNode(iri)):
        incoming.setdefault(t.predicate.value, []).append(t.subject)
    return {
        **look.named(iri),
        "types": [look.named(c) for c in look.things(iri, "rdf:type")],
        # A property that no ontology here declares is known by its use alone.
        "used": _count(look.store, None, NamedNode(iri)),
        "properties": [_group(look, name, sorted(values, key=lambda v: str(v["label"]))) for name, values in sorted(outgoing.items())],
        "incoming": [
            _group(look, name, [_value(look, s) for s in sorted(subjects, key=str)[:_SHOWN]], len(subjects))
            for name, subjects in sorted(incoming.items())
        ],
    }


def _group(look: Lookup, name: str, values: list[dict[str, Any]], total: int | None = None) -> dict[str, Any]:
    return {**look.named(name), "values": values[:_SHOWN], "total": len(values) if total is None else total}


def _value(look: Lookup, term: object) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return look.named(term.value)
    if isinstance(term, Literal):
        kind = to_curie(term.datatype.value) if term.language is None and not term.datatype.value.endswith("#string") else None
        return {"iri": "", "label": term.value, "note": term.language or kind or ""}
    return {"iri": "", "label": "(a node without a name)", "note": ""}


def _axioms(look: Lookup, iri: str, ontology: ox.Store) -> Iterator[str]:
    for quad in ontology.quads_for_pattern(NamedNode(iri), None, None):
        logical = quad.predicate.value in _LOGICAL
        if logical or (isinstance(quad.object, NamedNode) and quad.object.value in _CHARACTERISTICS):
            yield to_manchester(quad.triple, ontology)


def _count(store: Store, *pattern: Any) -> int:
    return sum(1 for _ in store.triples(*pattern))
