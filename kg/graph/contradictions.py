"""Contradictions in words: a closure that has some and the graphs behind it go in; who, by which axiom, why, and the smallest cause come out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.graph.explanation import explain, explain_from, sentence, to_lines
from kg.graph.inferences import Record, axioms_of, record_of
from kg.graph.justification import Cause, asserted_premises, find_cause, find_cause_of_unsatisfiable, find_cause_with_hermit
from kg.graph.reasoning import Closure, Contradiction, reason
from kg.graph.rows import to_text
from kg.graph.rules import read_rules
from kg.graph.store import Store
from kg.identifiers import graph_iri, to_iri

__all__ = ["axiom_broken", "labels_of", "tell_cause", "tell_conflict", "tell_contradictions", "tell_inconsistency", "tell_unsatisfiable"]

_LABELS = frozenset(NamedNode(to_iri(curie)) for curie in ("rdfs:label", "skos:prefLabel"))
#: Graphs that a proof can lead to.
_ASKED = ("ontology", "concepts", "facts", "claims", "provenance")
#: More than these help nobody: one fault makes many contradictions.
_TOLD = 3


def tell_cause(graphs: Mapping[str, Sequence[Triple]], rules_folder: Path) -> str:
    """Say why graphs contradict each other, by the rules or, where they find nothing, with HermiT."""
    closure = reason([triple for name in ("ontology", "concepts", "facts") for triple in graphs.get(name, ())], rules_folder)
    return tell_contradictions(closure, graphs, rules_folder) if closure.contradictions else tell_inconsistency(graphs, rules_folder)


def tell_contradictions(closure: Closure, graphs: Mapping[str, Sequence[Triple]], rules_folder: Path) -> str:
    """Name each contradiction of the rules by its axiom, with its smallest cause and both sides of it down to the documents."""
    rules = read_rules(rules_folder)
    triples = [triple for name in ("ontology", "concepts", "facts") for triple in graphs.get(name, ())]
    labels = labels_of(triples)
    store = _asserted(graphs)

    def found(triple: Triple) -> Record | None:
        return record_of(closure, triple, closure.support(triple))

    def lines() -> Iterator[str]:
        for contradiction in _one_each(closure):
            name = to_text(contradiction.about, labels.get)
            cause = find_cause(closure, contradiction, triples, rules)
            record = record_of(closure, contradiction.triple, contradiction.support)
            assert record is not None
            yield f"{name} breaks the axiom {record.axioms[0]} ({contradiction.rule}); smallest cause: {_told(cause, labels)}"
            tree = explain_from(store, contradiction.triple, record, rules_folder, found)
            yield from (f"  {line}" for premise in tree.premises for line in to_lines(premise, labels))

    more = len({c.about for c in closure.contradictions}) - _TOLD
    return "\n".join([*lines(), *([f"and {more} more"] if more > 0 else [])])


def tell_inconsistency(graphs: Mapping[str, Sequence[Triple]], rules_folder: Path, *, seconds: float = 60.0) -> str:
    """Give a small cause of a contradiction that HermiT finds and the rules do not, with what states each part of it."""
    triples = [triple for name in ("ontology", "concepts", "facts") for triple in graphs.get(name, ())]
    labels = labels_of(triples)
    cause = find_cause_with_hermit(triples, seconds=seconds)
    if cause is None:
        return "no cause was found"
    store = _asserted(graphs)
    trees = [tree for fact in cause.facts if cause.minimal and (tree := explain(store, fact, rules_folder)) is not None]
    return "\n".join(
        [f"smallest cause, found with HermiT: {_told(cause, labels)}", *(f"  {line}" for tree in trees for line in to_lines(tree, labels))]
    )


def tell_unsatisfiable(iris: Sequence[str], ontology: Sequence[Triple], rules_folder: Path) -> Iterator[str]:
    """Say of each class that can have no members by which axioms."""
    rules, labels = read_rules(rules_folder), labels_of(ontology)
    for iri in iris:
        cause = find_cause_of_unsatisfiable(NamedNode(iri), ontology, rules)
        yield f"nothing can be a {to_text(NamedNode(iri), labels.get)}: {_told(cause, labels) if cause else 'no cause was found'}"


def tell_conflict(closure: Closure, contradiction: Contradiction, own: Collection[Triple], labels: Mapping[str, str]) -> str:
    """Name the axiom that some statements, those of a claim, break together with others."""
    others = [sentence(triple, labels) for triple in asserted_premises(closure, contradiction) if triple not in own]
    together = f" together with: {'; '.join(others)}" if others else ""
    return f"This claim breaks the axiom {axiom_broken(closure, contradiction)} ({contradiction.rule}){together}."


def axiom_broken(closure: Closure, contradiction: Contradiction) -> str:
    """Name the axiom that a contradiction breaks."""
    return axioms_of(contradiction.support, closure)[0]


def _one_each(closure: Closure) -> list[Contradiction]:
    first: dict[object, Contradiction] = {}
    for contradiction in closure.contradictions:
        first.setdefault(contradiction.about, contradiction)
    return list(first.values())[:_TOLD]


def _asserted(graphs: Mapping[str, Sequence[Triple]]) -> Store:
    """Give a store of what a proof can lead to."""
    return Store.in_memory(Quad(t.subject, t.predicate, t.object, NamedNode(graph_iri(n))) for n in _ASKED for t in graphs.get(n, ()))


def _told(cause: Cause, labels: Mapping[str, str]) -> str:
    return cause.to_text(lambda triple: sentence(triple, labels))


def labels_of(triples: Sequence[Triple]) -> dict[str, str]:
    """Give the names of concepts and terms by IRI."""
    return {
        t.subject.value: t.object.value
        for t in triples
        if t.predicate in _LABELS and isinstance(t.subject, NamedNode) and isinstance(t.object, Literal)
    }
