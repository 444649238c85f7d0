"""Explanation: a triple goes in; why it holds comes out, as a tree from rules and premises down to claims and their documents.

A build records rule, axiom and premises of each inference (kg.graph.inferences); the tree is read from these records. A premise was always
there before what follows from it, so every branch ends at something asserted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.inferences import Record, claims_by_statement, find_record
from kg.graph.reasoning import read_rules
from kg.graph.rows import Term, to_text
from kg.graph.store import Store
from kg.identifiers import GRAPH, to_iri

__all__ = ["Explanation", "Source", "explain", "explain_from", "places_of", "sentence", "to_lines", "to_record", "words_of"]

_TYPE = NamedNode(to_iri("rdf:type"))
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
    """Why a triple holds: asserted (`rules` is empty, `sources` are the places that state it), or by rules and axioms from premises."""

    triple: Triple
    reason: str
    rules: tuple[str, ...] = ()
    axioms: tuple[str, ...] = ()
    premises: tuple[Explanation, ...] = ()
    sources: tuple[Source, ...] = ()


def explain(store: Store, triple: Triple, rules_folder: Path) -> Explanation | None:
    """Explain a triple, or give None if it is neither asserted nor follows."""
    return _Explainer(store, rules_folder, lambda inferred: find_record(store, inferred)).explain(triple)


def explain_from(
    store: Store, triple: Triple, record: Record, rules_folder: Path, find: Callable[[Triple], Record | None]
) -> Explanation:
    """Explain a triple that the store does not hold, a contradiction above all, from premises that it holds or that `find` has a record of."""
    return _Explainer(store, rules_folder, find).follow(triple, record)


def to_lines(explanation: Explanation, labels: Mapping[str, str], depth: int = 0) -> Iterator[str]:
    """Write an explanation as an indented tree; `labels` maps IRIs to names."""
    indent = "    " * depth
    yield f"{indent}{sentence(explanation.triple, labels)}"
    yield f"{indent}  = {explanation.reason}"
    for axiom in explanation.axioms:
        yield f"{indent}    axiom {axiom}"
    for source in explanation.sources:
        yield f"{indent}  - {words_of(source)} (belief {source.belief:g})"
    for premise in explanation.premises:
        yield from to_lines(premise, labels, depth + 1)


def to_record(explanation: Explanation, labels: Mapping[str, str]) -> dict[str, Any]:
    """Give an explanation as a record for JSON; `labels` maps IRIs to names."""
    triple = explanation.triple
    record: dict[str, Any] = {
        "triple": {name: to_text(getattr(triple, name)) for name in ("subject", "predicate", "object")},
        "sentence": sentence(triple, labels),
        "reason": explanation.reason,
        "rules": list(explanation.rules),
        "axioms": list(explanation.axioms),
        "sources": [
            {name: getattr(source, name) for name in ("claim", "belief", "document", "title", "start", "end", "words")}
            | {"flags": list(source.flags)}
            for source in explanation.sources
        ],
        "premises": [to_record(premise, labels) for premise in explanation.premises],
    }
    return record


def sentence(triple: Triple, labels: Mapping[str, str]) -> str:
    """Write a triple in the names of its terms."""
    subject, relation, value = (to_text(term, labels.get) for term in (triple.subject, triple.predicate, triple.object))
    if triple.predicate == _TYPE:
        relation = "is an" if value[:1].lower() in set("aeio") else "is a"
    return f"{subject} {relation} {value}"


def words_of(source: Source) -> str:
    """Name a place in a document, with its words."""
    flags = f" [{', '.join(source.flags)}]" if source.flags else ""
    return f'{source.title}{flags}, characters {source.start} to {source.end}: "{source.words}"'


class _Explainer:
    """Walks from a triple down to what is asserted."""

    def __init__(self, store: Store, rules_folder: Path, find: Callable[[Triple], Record | None]) -> None:
        self._store = store
        self._find = find
        self._titles = {rule.name: rule.title for rule in read_rules(rules_folder)}
        self._imports = [name for iri in store.graphs() if (name := iri.removeprefix(GRAPH)).startswith("imports-")]

    def explain(self, triple: Triple) -> Explanation | None:
        for name, reason in _ASSERTED.items():
            if self._store.has(triple, name):
                return Explanation(triple, reason, sources=_sources(self._store, triple) if name == "facts" else ())
        record = self._find(triple)
        if record is not None:
            return self.follow(triple, record)
        stated = [name for name in self._imports if self._store.has(triple, name)]
        return Explanation(triple, f"stated by another ontology ({', '.join(stated)})") if stated else None

    def follow(self, triple: Triple, record: Record) -> Explanation:
        premises = tuple(self.explain(premise) or Explanation(premise, "given") for premise in record.premises)
        names = ", ".join(record.rules)
        title = self._titles.get(names, "The definition of a class, read part by part." if len(record.rules) > 1 else "A rule that is no more.")
        return Explanation(triple, f"follows by {names}: {title}", record.rules, record.axioms, premises)


def places_of(store: Store, claim: Term) -> tuple[Source, ...]:
    """Find the places in documents that state a claim, in the order of documents and positions."""
    found = [_source(store, claim, evidence) for evidence in _objects(store, claim, "ig:hasEvidence")]
    return tuple(sorted(found, key=lambda s: (s.document, s.start)))


def _sources(store: Store, triple: Triple) -> tuple[Source, ...]:
    """Find the places whose claims make a triple a fact, the most believed first."""
    about = [node for node in _subjects(store, "rdf:subject", triple.subject) if _objects(store, node, "rdf:object") == [triple.object]]
    claims = claims_by_statement(t for node in about for t in store.triples(node)).get(triple, ())
    return tuple(sorted((place for claim in claims for place in places_of(store, claim)), key=lambda s: (-s.belief, s.document, s.start)))


def _source(store: Store, claim: Term, evidence: Term) -> Source:
    (document,) = _objects(store, evidence, "prov:wasDerivedFrom")
    (target,) = _objects(store, evidence, "oa:hasTarget")
    (selector,) = _objects(store, target, "oa:hasSelector")
    name = _texts(store, document, "dcterms:identifier")[0]
    return Source(
        claim=to_text(claim),
        belief=float(next(iter(_texts(store, claim, "ig:belief")), "nan")),
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
