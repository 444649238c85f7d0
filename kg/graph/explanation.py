"""Explanation: a triple goes in; why it holds comes out, as a tree from rules and premises down to claims and their documents.

The rules run once more and note the order in which they find triples; a premise of an inferred triple is one that was there before it,
so every explanation ends at something asserted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.reasoning import Derivation, derive
from kg.graph.rows import Term, to_text
from kg.graph.store import Store
from kg.identifiers import term_iri, to_iri

__all__ = ["Explanation", "Source", "explain", "to_lines"]

#: Graphs whose triples need no further reason, and what to call them; the first that has a triple names the reason.
_ASSERTED = {
    "facts": "stated by documents",
    "concepts": "curated in concepts.tsv",
    "ontology": "an axiom of the ontology",
    "mappings": "a curated mapping",
    "claims": "part of a claim",
    "provenance": "part of the evidence",
    "metadata": "about the graph itself",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a document that states a fact."""

    claim: str
    belief: float
    document: str
    title: str
    start: int
    end: int
    words: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a triple holds: asserted (`rule` is empty, `sources` are the places that state it), or by a rule from premises."""

    triple: Triple
    reason: str
    rule: str = ""
    premises: tuple[Explanation, ...] = ()
    sources: tuple[Source, ...] = ()


def explain(store: Store, triple: Triple, rules_folder: Path) -> Explanation | None:
    """Explain a triple, or give None if it is neither asserted nor follows."""
    asserted = _asserted(store, triple)
    if asserted is not None:
        return asserted
    derivation = derive((q.triple for name in ("ontology", "concepts", "facts") for q in store.quads(name)), rules_folder)
    return _inferred(store, triple, derivation) if triple in derivation.order else None


def to_lines(explanation: Explanation, labels: Mapping[str, str], depth: int = 0) -> Iterator[str]:
    """Write an explanation as an indented tree; `labels` maps IRIs to names."""
    indent = "    " * depth
    yield f"{indent}{_sentence(explanation.triple, labels)}"
    yield f"{indent}  = {explanation.reason}"
    for source in explanation.sources:
        flags = f" [{', '.join(source.flags)}]" if source.flags else ""
        yield f'{indent}  - {source.title}{flags}, characters {source.start} to {source.end}: "{source.words}" (belief {source.belief:g})'
    for premise in explanation.premises:
        yield from to_lines(premise, labels, depth + 1)


def _asserted(store: Store, triple: Triple) -> Explanation | None:
    for name, reason in _ASSERTED.items():
        if store.has(triple, name):
            return Explanation(triple, reason, sources=_sources(store, triple) if name == "facts" else ())
    return None


def _inferred(store: Store, triple: Triple, derivation: Derivation) -> Explanation:
    rule, premises = derivation.premises(triple)
    proofs = [_asserted(store, premise) or _of_premise(store, premise, derivation) for premise in premises]
    return Explanation(triple, f"follows by {rule.name}: {rule.title}", rule.name, tuple(_readable(proofs)))


def _of_premise(store: Store, premise: Triple, derivation: Derivation) -> Explanation:
    if premise in derivation.order:
        return _inferred(store, premise, derivation)
    return Explanation(premise, _ASSERTED["ontology"])


def _readable(proofs: list[Explanation]) -> Iterator[Explanation]:
    """Leave out what has no name: a class expression is stepped over to the premises of its members."""
    for proof in proofs:
        if any(isinstance(term, ox.BlankNode) for term in (proof.triple.subject, proof.triple.object)):
            yield from proof.premises
        else:
            yield proof


def _sources(store: Store, triple: Triple) -> tuple[Source, ...]:
    """Find the places that state a fact, by document and position."""
    predicate = triple.predicate
    if predicate == NamedNode(term_iri("hasSeriousAdverseEffect")):
        predicate = NamedNode(term_iri("hasAdverseEffect"))
    found = []
    for claim in _subjects(store, "rdf:subject", triple.subject):
        if _objects(store, claim, "rdf:object") == [triple.object] and _objects(store, claim, "rdf:predicate") == [predicate]:
            if _texts(store, claim, "ig:polarity") != ["affirmed"]:
                continue
            (belief,) = _texts(store, claim, "ig:belief")
            found += [_source(store, claim, float(belief), evidence) for evidence in _objects(store, claim, "ig:hasEvidence")]
    return tuple(sorted(found, key=lambda s: (-s.belief, s.document, s.start)))


def _source(store: Store, claim: Term, belief: float, evidence: Term) -> Source:
    (document,) = _objects(store, evidence, "prov:wasDerivedFrom")
    (target,) = _objects(store, evidence, "oa:hasTarget")
    (selector,) = _objects(store, target, "oa:hasSelector")
    name = _texts(store, document, "dcterms:identifier")[0]
    return Source(
        claim=to_text(claim),
        belief=belief,
        document=name,
        title=next(iter(_texts(store, document, "dcterms:title")), name),
        start=int(_texts(store, selector, "oa:start")[0]),
        end=int(_texts(store, selector, "oa:end")[0]),
        words=next(iter(_texts(store, selector, "oa:exact")), ""),
        flags=tuple(sorted(_texts(store, document, "ig:integrityFlag"))),
    )


def _objects(store: Store, subject: Term, curie: str) -> list[Term]:
    return [t.object for t in store.triples(subject, NamedNode(to_iri(curie)))]


def _subjects(store: Store, curie: str, target: Term) -> list[Term]:
    return [t.subject for t in store.triples(None, NamedNode(to_iri(curie)), target)]


def _texts(store: Store, subject: Term, curie: str) -> list[str]:
    return [term.value for term in _objects(store, subject, curie) if isinstance(term, Literal)]


def _sentence(triple: Triple, labels: Mapping[str, str]) -> str:
    return " ".join(to_text(term, labels.get) for term in (triple.subject, triple.predicate, triple.object))
