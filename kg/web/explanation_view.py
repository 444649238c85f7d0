"""What the page of an inference shows: a store and its IRI go in; the triple, and the tree of rules and premises that it follows from, come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.explanation import Explanation, Source, explain
from kg.graph.explanation_picture import draw_explanation
from kg.graph.store import Store
from kg.identifiers import to_iri
from kg.web.lookups import Lookup

__all__ = ["explanation_picture", "explanation_view", "inferred_triple"]


def explanation_view(look: Lookup, iri: str, rules: Path) -> dict[str, Any]:
    """Describe an inference as a tree: rules and axioms, premises down to claims and their documents."""
    triple = inferred_triple(look, iri)
    found = explain(look.store, triple, rules) if triple is not None else None
    return {
        **look.named(iri),
        "rules": look.texts(iri, "ig:inferenceRule"),
        "axioms": look.texts(iri, "ig:appliedAxiom"),
        "tree": _tree(look, found) if found is not None else None,
    }


def explanation_picture(store: Store, iri: str, rules: Path) -> str | None:
    """Draw the tree as SVG; None where the IRI names no inference."""
    triple = inferred_triple(Lookup(store), iri)
    found = explain(store, triple, rules) if triple is not None else None
    return draw_explanation(found, _Labels(store)) if found is not None else None


def inferred_triple(look: Lookup, iri: str) -> Triple | None:
    """Give the triple that an inference records."""
    parts = [next(iter(look.values(iri, f"rdf:{name}")), None) for name in ("subject", "predicate", "object")]
    subject, predicate, target = parts
    if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode) or not isinstance(target, NamedNode | Literal):
        return None
    return Triple(subject, predicate, target)


class _Labels(Mapping[str, str]):
    """Labels of the graph, looked up when they are asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, str | None] = {}

    def __getitem__(self, iri: str) -> str:
        if iri not in self._known:
            self._known[iri] = self._store.label(iri)
        label = self._known[iri]
        if label is None:
            raise KeyError(iri)
        return label

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def _tree(look: Lookup, explanation: Explanation) -> dict[str, Any]:
    triple = explanation.triple
    return {
        "subject": _named(look, triple.subject),
        "relation": {**look.named(triple.predicate.value), "label": "is a"}
        if triple.predicate.value == to_iri("rdf:type")
        else look.named(triple.predicate.value),
        "object": _named(look, triple.object),
        "reason": explanation.reason,
        "rules": explanation.rules,
        "axioms": explanation.axioms,
        "sources": [_source(look, source) for source in explanation.sources],
        "premises": [_tree(look, premise) for premise in explanation.premises],
    }


def _source(look: Lookup, source: Source) -> dict[str, Any]:
    claim = to_iri(source.claim) if source.claim.startswith("igr:") else source.claim
    document = next(
        iter(t.subject for t in look.store.triples(None, NamedNode(to_iri("dcterms:identifier")), Literal(source.document))), None
    )
    return {
        "claim": claim,
        "belief": source.belief,
        "document": document.value if isinstance(document, NamedNode) else "",
        "title": source.title,
        "start": source.start,
        "end": source.end,
        "words": source.words,
        "flags": source.flags,
    }


def _named(look: Lookup, term: object) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return look.named(term.value)
    return {"iri": "", "curie": None, "label": str(getattr(term, "value", term)), "class": ""}
