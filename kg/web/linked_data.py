"""Linked data about one thing: a store and an IRI go in; its triples, and those of the claims and places that belong to it, come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

from kg.graph.store import Store
from kg.identifiers import to_iri

__all__ = ["triples_about"]

#: Triples that point at the thing, beyond which only its own are given: a class may have a hundred thousand members.
_INCOMING = 5_000
_TYPE, _SUBJECT, _OBJECT = (ox.NamedNode(to_iri(f"rdf:{name}")) for name in ("type", "subject", "object"))
_CLAIM = ox.NamedNode(to_iri("ig:Claim"))
_EVIDENCE = tuple(ox.NamedNode(to_iri(f"ig:{name}")) for name in ("hasEvidence", "refutedBy"))
#: What belongs to an evidence and means nothing without it.
_PARTS = tuple(ox.NamedNode(to_iri(f"oa:{name}")) for name in ("hasTarget", "hasSelector"))


def triples_about(store: Store, iri: str) -> tuple[list[ox.Triple], bool]:
    """Give the triples about a thing, sorted, and whether those that point at it were too many to be given.

    They are its own; those that point at it, where what points is no record of an inference; all of a claim about it or of it; and
    the place of each evidence. Of a property that is only used, the statements that use it. Empty for an IRI that the graph does not know.
    """
    node = ox.NamedNode(iri)
    found: dict[ox.Triple, None] = dict.fromkeys(store.triples(node))
    incoming: list[ox.Triple] = []
    for triple in store.triples(None, None, node):
        incoming.append(triple)
        if len(incoming) > _INCOMING:
            break
    cut = len(incoming) > _INCOMING
    for triple in () if cut else incoming:
        if triple.predicate not in (_SUBJECT, _OBJECT):
            found[triple] = None
        elif ox.Triple(triple.subject, _TYPE, _CLAIM) in _typed(store, triple.subject):
            found |= dict.fromkeys(store.triples(triple.subject))
    found |= dict.fromkeys(_parts(store, list(found)))
    if not found:
        found = dict.fromkeys(islice(store.triples(None, node), _INCOMING))
    return sorted(found, key=str), cut


def _typed(store: Store, subject: object) -> Iterable[ox.Triple]:
    return store.triples(subject, _TYPE, _CLAIM) if isinstance(subject, ox.NamedNode) else ()


def _parts(store: Store, triples: list[ox.Triple]) -> Iterator[ox.Triple]:
    """Follow claims to their evidence, and evidence to its place in the text; and what has no name of its own to its end."""
    pending = list(triples)
    seen: set[object] = set()
    while pending:
        triple = pending.pop()
        follows = triple.predicate in _PARTS or triple.predicate in _EVIDENCE or isinstance(triple.object, ox.BlankNode)
        if follows and isinstance(triple.object, ox.NamedNode | ox.BlankNode) and triple.object not in seen:
            seen.add(triple.object)
            for part in store.triples(triple.object):
                pending.append(part)
                yield part
