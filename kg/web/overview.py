"""What the graph holds as a whole: a store goes in; counts, classes with their members, and documents by tier come out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from kg.graph.store import Store
from kg.identifiers import ONTOLOGY, term_iri, to_iri
from kg.web.document_view import documents_view
from kg.web.lookups import Lookup

__all__ = ["CLASS_ORDERS", "class_view", "overview", "site_view"]

_THINGS, _CLASSES, _CLAIMS = (Path(__file__).with_name(f"overview_{name}.rq") for name in ("things", "classes", "claims"))
_CONCEPTS, _SIZE = (Path(__file__).with_name(name) for name in ("claims_of_concepts.rq", "default_size.rq"))
#: What a list of concepts can be sorted by: names from a to z, numbers from the largest.
CLASS_ORDERS = ("claims", "label", "mappings")


def site_view(store: Store) -> dict[str, Any]:
    """Give what stands below every page: the number of triples, and the run that made the graph."""
    look = Lookup(store)
    size = store.query(_SIZE.read_text(encoding="utf-8")).to_values()[0][0]
    run = next(iter(look.subjects("rdf:type", "ig:ExtractionRun")), "")
    return {
        "triples": int(str(size)),
        "version": look.text(run, "ig:softwareVersion") if run else "",
        "resources": look.text(run, "ig:resourceHash") if run else "",
        "run": run,
    }


def overview(store: Store) -> dict[str, Any]:
    """Count what there is: concepts by class, claims by relation, polarity and review, documents by tier and flag."""
    look = Lookup(store)
    things = {str(kind): count for kind, count in _counts(store, _THINGS)}
    members = sorted(((str(c), n) for c, n in _counts(store, _CLASSES)), key=lambda pair: (-pair[1], pair[0]))
    relations: Counter[str] = Counter()
    polarity: Counter[str] = Counter()
    review: Counter[str] = Counter()
    for relation, stance, state, count in _rows(store, _CLAIMS):
        relations[str(relation)] += int(str(count))
        polarity[str(stance)] += int(str(count))
        review[str(state)] += int(str(count))
    return {
        "classes": [
            {
                **look.named(c),
                "definition": look.text(c, "skos:definition"),
                "count": n,
                "parents": look.parents(c),
                "defined": look.is_defined(c),
            }
            for c, n in members
        ],
        "relations": [{**look.named(r), "count": n} for r, n in sorted(relations.items(), key=lambda pair: (-pair[1], pair[0]))],
        "claims": things.get(to_iri("ig:Claim"), 0),
        "polarity": dict(polarity.most_common()),
        "review": dict(review.most_common()),
        "evidence": things.get(to_iri("ig:Evidence"), 0),
        "inferences": things.get(to_iri("ig:Inference"), 0),
        "mappings": things.get(to_iri("sssom:Mapping"), 0),
        "concepts": things.get(to_iri("skos:Concept"), 0),
        "documents": documents_view(store)["documents"],
    }


def class_view(store: Store, name: str, concepts: frozenset[str], *, order: str, offset: int, rows: int) -> dict[str, Any] | None:
    """List the concepts of a class of ours, those of its subclasses too, some rows of them; None where there is no such class.

    `order` is one of CLASS_ORDERS.
    """
    look = Lookup(store)
    iri = term_iri(name)
    if to_iri("owl:Class") not in look.things(iri, "rdf:type") and not concepts:
        return None
    claims = {str(concept): count for concept, count in _counts(store, _CONCEPTS)}
    mappings = {c: len(look.values(c, "skos:exactMatch")) for c in concepts} if order == "mappings" else {}
    first = {"label": {}, "claims": claims, "mappings": mappings}[order]
    labels = {c: store.label(c) or c for c in concepts}
    ordered = sorted(concepts, key=lambda c: (-first.get(c, 0), labels[c].casefold(), c))
    return {
        **look.named(iri),
        "definition": look.text(iri, "skos:definition"),
        "parents": [look.named(c) for c in look.parents(iri) if c.startswith(ONTOLOGY)],
        "children": [look.named(c) for c in look.subjects("rdfs:subClassOf", iri) if c.startswith(ONTOLOGY) and c != iri],
        "total": len(ordered),
        "members": [
            {
                **look.named(concept),
                "definition": look.text(concept, "skos:definition"),
                "synonyms": look.texts(concept, "skos:altLabel")[:6],
                "claims": claims.get(concept, 0),
                "mappings": len(look.values(concept, "skos:exactMatch")),
            }
            for concept in ordered[offset : offset + rows]
        ],
    }


def _rows(store: Store, query: Path) -> tuple[tuple[object, ...], ...]:
    return store.select(query.read_text(encoding="utf-8")).to_values()


def _counts(store: Store, query: Path) -> list[tuple[object, int]]:
    """Give the rows of a query that counts: what is counted, and how often."""
    return [(row[0], int(str(row[1]))) for row in _rows(store, query)]
