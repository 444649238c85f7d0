"""One of two builds that are compared: its store goes in; what differs, and the names of things for a reader, come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph.rows import to_text
from kg.graph.store import Store
from kg.identifiers import ID, term_iri, to_curie, to_iri

__all__ = [
    "CLAIM", "ComparedBuild", "by_subject", "decisions_about", "document_names", "documents_of", "only_in", "short_name", "to_words",
]  # fmt: skip

#: How the IRI of a claim begins.
CLAIM = f"{ID}claim-"
_LABEL, _PREF = (ox.NamedNode(to_iri(name)) for name in ("rdfs:label", "skos:prefLabel"))
_EVIDENCE = ox.NamedNode(term_iri("hasEvidence"))
_REPLACED = to_iri("dcterms:isReplacedBy")
_DERIVED, _USED, _GENERATED = (ox.NamedNode(to_iri(f"prov:{name}")) for name in ("wasDerivedFrom", "used", "wasGeneratedBy"))


@dataclass(slots=True)
class ComparedBuild:
    """One of the two builds."""

    store: Store
    labels: dict[str, str] = field(default_factory=dict)
    #: IRIs by label in lower case, to find what a cell that holds a name speaks of.
    named: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, build: Path) -> ComparedBuild:
        """Open a build, or a store; raises KgError where there is none."""
        place = build / "store" if (build / "store").is_dir() else build
        if not place.is_dir():
            raise KgError(f"{build}: no build there; run `kg build --out {build}` first")
        side = cls(Store.open(place))
        for predicate in (_LABEL, _PREF):
            for triple in side.store.triples(None, predicate):
                if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.Literal):
                    side.labels[triple.subject.value] = triple.object.value
                    if predicate == _PREF:
                        side.named[triple.object.value.casefold()] = triple.subject.value
        return side

    def word(self, iri: str) -> str:
        """Give the label of a thing, else its CURIE or IRI."""
        return self.labels.get(iri) or to_curie(iri) or iri


def only_in(side: ComparedBuild, other: ComparedBuild, graph: str) -> Iterator[ox.Triple]:
    """Give the triples of a graph that the other build has not in it."""
    return (quad.triple for quad in side.store.quads(graph) if not other.store.has(quad.triple, graph))


def by_subject(triples: Iterable[ox.Triple]) -> dict[str, list[ox.Triple]]:
    """Group triples by the IRI of their subject; those about blank nodes are left out."""
    found: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            found[triple.subject.value].append(triple)
    return found


def documents_of(side: ComparedBuild, iri: str) -> tuple[str, ...]:
    """Give the IRIs of the documents that a claim was read in, sorted."""
    evidence = (t.object for t in side.store.triples(ox.NamedNode(iri), _EVIDENCE))
    return tuple(sorted({d for e in evidence for d in _sources(side, e)}))


def document_names(side: ComparedBuild, evidence: object) -> list[str]:
    """Give the titles of the documents of an evidence, sorted."""
    return sorted(side.word(iri) for iri in _sources(side, evidence))


def _sources(side: ComparedBuild, evidence: object) -> list[str]:
    if not isinstance(evidence, ox.NamedNode):
        return []
    return [t.object.value for t in side.store.triples(evidence, _DERIVED) if isinstance(t.object, ox.NamedNode)]


def decisions_about(side: ComparedBuild, iri: str) -> list[str]:
    """Name the decisions that hold about a claim: those that judged it, and the amendments of others that made or joined it."""
    node = ox.NamedNode(iri)
    words = []
    for activity in (*(t.subject for t in side.store.triples(None, _USED, node)), *(t.object for t in side.store.triples(node, _GENERATED))):
        said = {t.predicate.value: t.object for t in side.store.triples(activity)} if isinstance(activity, ox.NamedNode) else {}
        if term_iri("decision") in said and _REPLACED not in said:
            who, when, why = (to_text(said.get(to_iri(c))) for c in ("prov:wasAssociatedWith", "dcterms:date", "dcterms:description"))
            words.append(f"{to_text(said[term_iri('decision')])} by {who} on {when}: {why}")
    return sorted(words)


def to_words(term: object, side: ComparedBuild) -> str:
    """Write a term for a reader: the label of a thing, the short name of a claim or property, the text of a literal."""
    if isinstance(term, ox.NamedNode):
        return side.labels.get(term.value, "") if not term.value.startswith(CLAIM) and term.value in side.labels else short_name(term)
    return term.value if isinstance(term, ox.Literal) else "" if term is None else str(term)


def short_name(term: object) -> str:
    """Write an IRI as CURIE where a prefix covers it, any other term as it stands."""
    return (to_curie(term.value) or term.value) if isinstance(term, ox.NamedNode) else str(term)
