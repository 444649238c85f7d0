"""Quarantine: a validation report and the claim layer go in; what stands, and what is set aside with its reason, come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph.validation_report import Term, ValidationReport
from kg.identifiers import term_iri, to_iri

__all__ = ["Quarantine", "quarantine"]

_TYPE, _CLAIM, _EVIDENCE = to_iri("rdf:type"), term_iri("Claim"), term_iri("Evidence")
_HAS_EVIDENCE, _POLARITY, _REVIEW = term_iri("hasEvidence"), term_iri("polarity"), term_iri("reviewStatus")
_HAS_TARGET, _HAS_SELECTOR = to_iri("oa:hasTarget"), to_iri("oa:hasSelector")
_SUBJECT, _PREDICATE, _OBJECT = to_iri("rdf:subject"), to_iri("rdf:predicate"), to_iri("rdf:object")


@dataclass(frozen=True, slots=True)
class Quarantine:
    """Claim layer split in two: `claims`, `provenance` and `facts` stand, `moved` does not; together they are what came in.

    `notes` are new triples that say of each quarantined claim or evidence why, and how it may be mended.
    """

    claims: tuple[ox.Triple, ...]
    provenance: tuple[ox.Triple, ...]
    facts: tuple[ox.Triple, ...]
    moved: tuple[ox.Triple, ...]
    notes: tuple[ox.Triple, ...]
    claim_iris: frozenset[str]
    evidence_iris: frozenset[str]

    @property
    def quarantined(self) -> tuple[ox.Triple, ...]:
        """The content of igg:quarantine: what was moved, and why."""
        return (*self.moved, *self.notes)


def quarantine(
    report: ValidationReport, claims: Iterable[ox.Triple], provenance: Iterable[ox.Triple], facts: Iterable[ox.Triple] = ()
) -> Quarantine:
    """Set aside the claims and evidence that a violation names. Warnings move nothing, and nothing is dropped.

    A claim goes with all its evidence and with the plain triple that no other standing claim states; an evidence goes with its
    target and selector, and takes the claim along that rests on it alone.
    """
    layers = tuple(map(tuple, (claims, provenance, facts)))
    index = _ClaimLayer(triple for layer in layers for triple in layer)
    reasons: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for result in report.of_severity("Violation"):
        owner = index.owner(result.focus) or index.owner(result.value)
        if owner is not None:
            reasons[owner].add((result.message, result.repair))
    evidences = {node for node in reasons if node in index.evidences}
    for claim in index.claims - set(reasons):
        own = index.evidence_of.get(claim, set())
        if own and own <= evidences:
            reasons[claim] = {note for evidence in own for note in reasons[evidence]}
    gone = {node for node in reasons if node in index.claims}
    for claim in gone:
        for evidence in index.evidence_of.get(claim, set()) - evidences:
            evidences.add(evidence)
            reasons[evidence] |= reasons[claim]
    parts = {part for evidence in evidences for part in index.parts_of(evidence, evidences)}
    leaving = gone | evidences | parts
    withdrawn = index.facts_of(gone) - index.facts_of(index.claims - gone)

    def leaves(triple: ox.Triple) -> bool:
        subject, target = _key(triple.subject), _key(triple.object)
        return subject in leaving or target in leaving or (subject, triple.predicate.value, target) in withdrawn

    standing = [tuple(triple for triple in layer if not leaves(triple)) for layer in layers]
    return Quarantine(
        claims=standing[0],
        provenance=standing[1],
        facts=standing[2],
        moved=tuple(triple for layer in layers for triple in layer if leaves(triple)),
        notes=tuple(note for node in sorted(gone | evidences) for note in _notes(node, reasons[node])),
        claim_iris=frozenset(gone),
        evidence_iris=frozenset(evidences),
    )


class _ClaimLayer:
    """An index of claims, evidence and the nodes that hang on them."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.claims: set[str] = set()
        self.evidences: set[str] = set()
        self.evidence_of: dict[str, set[str]] = defaultdict(set)
        self._values: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._owners: dict[str, set[str]] = defaultdict(set)
        for triple in triples:
            subject, predicate = _key(triple.subject), triple.predicate.value
            value = triple.object.value if isinstance(triple.object, ox.Literal) else _key(triple.object)
            self._values[subject, predicate].add(value)
            if predicate == _TYPE and value == _CLAIM:
                self.claims.add(subject)
            elif predicate == _TYPE and value == _EVIDENCE:
                self.evidences.add(subject)
            elif predicate == _HAS_EVIDENCE:
                self.evidence_of[subject].add(value)
            elif predicate in (_HAS_TARGET, _HAS_SELECTOR):
                self._owners[value].add(subject)

    def owner(self, term: Term | None) -> str | None:
        """Find the claim or evidence that a term is, or that a target or selector belongs to."""
        node, seen = _key(term), set[str]()
        while node and node not in seen and node not in self.claims and node not in self.evidences:
            seen.add(node)
            node = min(self._owners.get(node, ()), default="")
        return node if node in self.claims or node in self.evidences else None

    def parts_of(self, evidence: str, leaving: set[str]) -> Iterator[str]:
        """Give target and selector of an evidence, but for those that a staying evidence shares."""
        for target in self._values[evidence, _HAS_TARGET]:
            if self._owners[target] <= {*leaving, target}:
                yield target
                yield from self._values[target, _HAS_SELECTOR]

    def facts_of(self, claims: Iterable[str]) -> set[tuple[str, str, str]]:
        """Give the plain triples that affirmed claims state which nobody has rejected."""
        return {
            (subject, predicate, target)
            for claim in claims
            if "affirmed" in self._values[claim, _POLARITY] and "rejected" not in self._values[claim, _REVIEW]
            for subject in self._values[claim, _SUBJECT]
            for predicate in self._values[claim, _PREDICATE]
            for target in self._values[claim, _OBJECT]
        }


def _notes(node: str, reasons: Iterable[tuple[str, str]]) -> Iterator[ox.Triple]:
    subject = _node(node)
    yield ox.Triple(subject, ox.NamedNode(_TYPE), ox.NamedNode(term_iri("Quarantined")))
    for reason in sorted({reason for reason, _ in reasons}):
        yield ox.Triple(subject, ox.NamedNode(term_iri("quarantineReason")), ox.Literal(reason))
    for repair in sorted({repair for _, repair in reasons}):
        yield ox.Triple(subject, ox.NamedNode(term_iri("suggestedRepair")), ox.Literal(repair))


def _key(term: Term | ox.Triple | None) -> str:
    """Give a node as a string, an IRI as it is and a blank node with `_:`; the empty string for what is no node."""
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return term.value if isinstance(term, ox.NamedNode) else ""


def _node(key: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(key.removeprefix("_:")) if key.startswith("_:") else ox.NamedNode(key)
