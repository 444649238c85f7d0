"""Absence: a triple that is neither stated nor follows goes in; what is known instead comes out as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.graph.explanation import places_of, sentence, words_of
from kg.graph.rows import Term, to_text
from kg.graph.store import QUARANTINE, Store
from kg.identifiers import ONTOLOGY, PREFIXES, term_iri, to_iri

__all__ = ["tell_absence"]

_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(to_iri(f"rdf:{name}")) for name in ("subject", "predicate", "object"))
_POLARITY, _STATUS, _REVIEW = (NamedNode(term_iri(name)) for name in ("polarity", "status", "reviewStatus"))
#: Values by which a claim makes no fact (kg.graph.population).
_NO_FACT = {_POLARITY: ("hedged", "negated"), _STATUS: ("not-recommended",), _REVIEW: ("rejected",)}


def tell_absence(store: Store, triple: Triple, labels: Mapping[str, str]) -> str:
    """Say that a triple does not hold, which claims come near, and what holds between its subject and object instead."""
    told = [f"{sentence(triple, labels)}: no document states it, no curator, and no rule infers it", *_near_claims(store, triple)]
    if any(_quarantined(store, triple)):
        told.append("a claim that states it is in the quarantine (kg query quarantined)")
    between = sorted({to_text(name, labels.get) for name in _relations(store, triple.subject, triple.object)})
    if between:
        told.append(f"between the two holds: {', '.join(between)}")
    backwards = sorted({to_text(name, labels.get) for name in _relations(store, triple.object, triple.subject)})
    if backwards:
        told.append(f"the other way round: {', '.join(backwards)}")
    if not any(True for _ in store.quads("inferred")):
        told.append("this build holds no inferences; `kg build` without --no-reason makes them")
    return "; ".join(told)


def _near_claims(store: Store, triple: Triple) -> Iterator[str]:
    """Give the claims that state the triple and make no fact of it, each with the first place of a document."""
    for t in store.triples(None, _SUBJECT, triple.subject):
        claim = {part.predicate: part.object for part in store.triples(t.subject)}
        if claim.get(_OBJECT) != triple.object or claim.get(_PREDICATE) != triple.predicate:
            continue
        why = [value for name, values in _NO_FACT.items() for value in values if claim.get(name) == Literal(value)]
        if why:
            place = next(iter(places_of(store, t.subject)), None)
            yield f"a claim states it {', '.join(why)}" + (f" ({words_of(place)})" if place else "")


def _quarantined(store: Store, triple: Triple) -> Iterator[Quad]:
    held: dict[object, dict[NamedNode, Quad]] = {}
    for quad in store.quads(QUARANTINE):
        if quad.predicate in (_SUBJECT, _PREDICATE, _OBJECT):
            held.setdefault(quad.subject, {})[quad.predicate] = quad
    for parts in held.values():
        if [parts[name].object for name in (_SUBJECT, _PREDICATE, _OBJECT) if name in parts] == [*triple]:
            yield parts[_SUBJECT]


def _relations(store: Store, subject: Term, value: Term) -> Iterator[Term]:
    """Give the relations of this ontology from one node to another."""
    if isinstance(subject, NamedNode):
        for t in store.triples(subject, None, value):
            if t.predicate.value.startswith(ONTOLOGY) or t.predicate.value.startswith(PREFIXES["skos"]):
                yield t.predicate
