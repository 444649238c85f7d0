"""Curation of the graph: claim nodes and curators' decisions go in; the nodes after them, and the decisions as PROV, come out.

Evidence is never taken away: a rejected claim keeps its own and makes no fact; an amended claim is a new one, derived from the old.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Triple

from kg.curation import Decision
from kg.graph.population import ClaimNode, evidence_of, identity, opposed
from kg.identifiers import PREFIXES, hashed_iri, term_iri, to_iri

__all__ = ["Curated", "apply_decisions", "curation_triples", "decision_iri"]

_TYPE = NamedNode(to_iri("rdf:type"))
_DATE = NamedNode(PREFIXES["xsd"] + "date")
#: How a curated evidence was found; the rule's name otherwise.
CURATED = "curated"


@dataclass(frozen=True, slots=True)
class Curated:
    """Claims after curation, sorted by IRI."""

    nodes: tuple[ClaimNode, ...]
    #: Decisions about claims that are there, with the IRI of the claim that an amendment made; in the order in which they were taken.
    applied: tuple[tuple[Decision, str | None], ...] = ()
    #: Decisions about claims that no document makes any more; they stay in the file.
    vanished: tuple[Decision, ...] = ()
    #: What a curator should know: disagreements, amendments that change nothing.
    notes: tuple[str, ...] = ()


def apply_decisions(nodes: Iterable[ClaimNode], decisions: Iterable[Decision]) -> Curated:
    """Apply the decisions in the order of their dates; of several about one claim the last holds.

    An amendment rejects the claim and makes, or joins, the claim with the amended fields, on the same places in the documents and
    accepted. A decision may concern a claim that an earlier amendment made.
    """
    table = {node.iri: node for node in nodes}
    waiting = sorted(decisions, key=lambda d: d.date)
    last = {decision.claim: decision for decision in waiting}
    applied: list[tuple[Decision, str | None]] = []
    notes: list[str] = []
    while True:
        ready = [decision for decision in waiting if _claim(decision) in table]
        if not ready:
            break
        for decision in ready:
            made = _apply(decision, table) if last[decision.claim] == decision else None
            if decision.verdict == "amend" and made == _claim(decision):
                notes.append(f"the amendment of claim {decision.claim} by {decision.curator} changes nothing; it counts as accepted")
            applied.append((decision, made))
        waiting = [decision for decision in waiting if decision not in ready]
    return Curated(opposed(table.values()), tuple(applied), tuple(waiting), (*notes, *_disagreements(applied)))


def curation_triples(curated: Curated) -> Iterator[Triple]:
    """Describe each applied decision as an activity with its curator, the claim that it used and the claim that it made."""
    last = {decision.claim: decision for decision, _ in curated.applied}
    for decision, made in curated.applied:
        node = NamedNode(decision_iri(decision))
        agent = NamedNode(to_iri(f"orcid:{decision.curator}"))
        yield Triple(node, _TYPE, NamedNode(term_iri("Curation")))
        yield Triple(node, _TYPE, NamedNode(to_iri("prov:Activity")))
        yield Triple(node, NamedNode(to_iri("rdfs:label")), Literal(f"{decision.verdict} of a claim on {decision.date}", language="en"))
        yield Triple(node, NamedNode(term_iri("decision")), Literal(decision.verdict))
        yield Triple(node, NamedNode(to_iri("prov:used")), NamedNode(_claim(decision)))
        yield Triple(node, NamedNode(to_iri("prov:wasAssociatedWith")), agent)
        yield Triple(node, NamedNode(to_iri("dcterms:date")), Literal(decision.date, datatype=_DATE))
        yield Triple(node, NamedNode(to_iri("dcterms:description")), Literal(decision.reason))
        yield Triple(agent, _TYPE, NamedNode(to_iri("prov:Agent")))
        yield Triple(agent, _TYPE, NamedNode(to_iri("prov:Person")))
        if made is not None and made != _claim(decision):
            yield Triple(NamedNode(made), NamedNode(to_iri("prov:wasRevisionOf")), NamedNode(_claim(decision)))
            yield Triple(NamedNode(made), NamedNode(to_iri("prov:wasGeneratedBy")), node)
        if last[decision.claim] != decision:
            yield Triple(node, NamedNode(to_iri("dcterms:isReplacedBy")), NamedNode(decision_iri(last[decision.claim])))


def decision_iri(decision: Decision) -> str:
    """Mint the IRI of a decision from all that it says."""
    fields = (part for pair in decision.amended for part in pair)
    return hashed_iri("curation", decision.claim, decision.verdict, decision.curator, decision.date, decision.reason, *fields)


def _claim(decision: Decision) -> str:
    return to_iri(f"igr:claim-{decision.claim}")


def _apply(decision: Decision, table: dict[str, ClaimNode]) -> str | None:
    """Change the table of claims as the decision says; gives the claim that an amendment made."""
    node = table[_claim(decision)]
    if decision.verdict != "amend":
        table[node.iri] = replace(node, review_status={"accept": "accepted", "reject": "rejected"}[decision.verdict])
        return None
    fields: dict[str, str] = dict(decision.amended)
    claims = [replace(e.claim, **fields, method=CURATED, score=1.0) for e in node.supporting]  # type: ignore[arg-type]  # checked at reading
    key = identity(claims[0])
    iri = hashed_iri("claim", *key.values())
    if iri == node.iri:
        table[iri] = replace(node, review_status="accepted")
        return iri
    table[node.iri] = replace(node, review_status="rejected")
    evidence = evidence_of(iri, claims, {e.document.id: e.document for e in node.supporting})
    known = table.get(iri)
    if known is not None:
        merged = {e.iri: e for e in (*known.supporting, *evidence)}
        table[iri] = replace(known, supporting=tuple(merged[name] for name in sorted(merged)), review_status="accepted")
    else:
        table[iri] = ClaimNode(iri=iri, supporting=evidence, review_status="accepted", **key)  # type: ignore[arg-type]  # nine texts
    return iri


def _disagreements(applied: Sequence[tuple[Decision, str | None]]) -> Iterator[str]:
    """Name the claims about which the last words of two curators differ."""
    words: Mapping[str, dict[str, Decision]] = defaultdict(dict)
    for decision, _ in applied:
        words[decision.claim][decision.curator] = decision
    for claim, by_curator in sorted(words.items()):
        if len({(d.verdict, d.amended) for d in by_curator.values()}) > 1:
            said = ", ".join(f"{d.curator} {d.verdict} on {d.date}" for d in sorted(by_curator.values(), key=lambda d: (d.date, d.curator)))
            yield f"curators disagree about claim {claim} ({said}); the last decision holds"
