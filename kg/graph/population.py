"""Population: claims and documents go in; claim nodes with their evidence, and the plain facts they state, come out.

The shape of the claim layer follows the Web Annotation model (https://www.w3.org/TR/annotation-model/) for positions,
PROV-O for derivation and ECO for the kind of evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from kg.concepts import Concept
from kg.identifiers import concept_iri, content_hash, document_iri, hashed_iri, term_iri, to_iri
from kg.records import Claim, Document
from kg.vocabulary import property_of

__all__ = [
    "ClaimNode",
    "EvidenceNode",
    "claim_nodes",
    "claim_triples",
    "document_triples",
    "evidence_of",
    "evidence_triples",
    "fact_triples",
    "identity",
    "opposed",
    "run_triples",
]

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = NamedNode(_RDF + "type")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
STATEMENT = NamedNode(_RDF + "Statement")
SUBJECT, PREDICATE, OBJECT = (NamedNode(_RDF + name) for name in ("subject", "predicate", "object"))
#: ECO:0007320, author statement without traceable support used in automatic assertion: what a text-mining run finds.
AUTOMATIC_ASSERTION = NamedNode(to_iri("ECO:0007320"))
#: ECO:0000303, the same in a manual assertion: what a person has compared with the document.
MANUAL_ASSERTION = NamedNode(to_iri("ECO:0000303"))

#: Values that say nothing and make no triple.
_SILENT = frozenset({"", "unspecified"})


@dataclass(frozen=True, slots=True)
class EvidenceNode:
    """One place in one document that bears on a claim; `refutes` is its direction."""

    iri: str
    document: Document
    claim: Claim
    refutes: bool = False


@dataclass(frozen=True, slots=True)
class ClaimNode:
    """What is claimed, apart from who claims it: equal claims of several documents are one node with several evidences."""

    iri: str
    subject: str
    relation: str
    object: str
    status: str
    polarity: str
    severity: str
    frequency: str
    population: str
    effect: str
    supporting: tuple[EvidenceNode, ...]
    #: Evidence of claims that state the opposite about the same subject and object.
    refuting: tuple[EvidenceNode, ...] = ()
    review_status: str = "unreviewed"

    @property
    def is_fact(self) -> bool:
        """Tell whether the claim makes a plain triple: affirmed, not rejected, and not advice against a therapy."""
        return self.polarity == "affirmed" and self.review_status != "rejected" and self.status != "not-recommended"


def claim_nodes(claims: Iterable[Claim], documents: Mapping[str, Document]) -> tuple[ClaimNode, ...]:
    """Merge equal claims into nodes with all their evidence, sorted by IRI.

    `documents` maps the document names of the claims to documents. Affirmed and negated claims about the same subject, property
    and object refute each other.
    """
    grouped: dict[_Identity, list[Claim]] = defaultdict(list)
    for claim in claims:
        grouped[_identity(claim)].append(claim)
    nodes = []
    for key, members in grouped.items():
        iri = hashed_iri("claim", *key)
        nodes.append(ClaimNode(iri=iri, supporting=evidence_of(iri, members, documents), **key._asdict()))
    return opposed(nodes)


def opposed(nodes: Iterable[ClaimNode]) -> tuple[ClaimNode, ...]:
    """Give the claims sorted by IRI, each with the evidence of its opposite as refuting; a rejected claim refutes nothing."""
    nodes = sorted(nodes, key=lambda node: node.iri)
    stances: dict[tuple[str, ...], dict[str, list[EvidenceNode]]] = defaultdict(lambda: defaultdict(list))
    for node in nodes:
        if node.review_status != "rejected":
            stances[_topic(node)][node.polarity].extend(node.supporting)
    opposite = {"affirmed": "negated", "negated": "affirmed"}
    result = []
    for node in nodes:
        against = stances[_topic(node)].get(opposite.get(node.polarity, ""), [])
        result.append(replace(node, refuting=tuple(sorted(against, key=lambda e: e.iri))))
    return tuple(result)


def claim_triples(nodes: Iterable[ClaimNode], beliefs: Mapping[str, float], concepts: Mapping[str, Concept]) -> Iterator[Triple]:
    """Describe the claims themselves; `beliefs` maps claim IRIs to numbers in [0, 1]."""
    for node in nodes:
        claim = NamedNode(node.iri)
        yield Triple(claim, TYPE, _term("Claim"))
        yield Triple(claim, TYPE, STATEMENT)
        yield Triple(claim, LABEL, Literal(_label(node, concepts), language="en"))
        yield Triple(claim, SUBJECT, NamedNode(concept_iri(node.subject)))
        yield Triple(claim, PREDICATE, _term(node.relation))
        yield Triple(claim, OBJECT, NamedNode(concept_iri(node.object)))
        for name in ("status", "polarity", "severity", "frequency", "population"):
            value = getattr(node, name)
            if value not in _SILENT:
                yield Triple(claim, _term(name), Literal(value))
        if node.effect:
            yield Triple(claim, _term("riskOf"), NamedNode(concept_iri(node.effect)))
        yield Triple(claim, _term("reviewStatus"), Literal(node.review_status))
        yield Triple(claim, _term("belief"), _decimal(beliefs[node.iri]))
        for evidence in node.supporting:
            yield Triple(claim, _term("hasEvidence"), NamedNode(evidence.iri))
        for evidence in node.refuting:
            yield Triple(claim, _term("refutedBy"), NamedNode(evidence.iri))


def evidence_triples(nodes: Iterable[ClaimNode], run: str) -> Iterator[Triple]:
    """Describe each evidence with its place in its document; `run` is the IRI of the extraction run."""
    for node in nodes:
        for evidence in node.supporting:
            yield from _evidence(evidence, node.iri, run, checked=node.review_status == "accepted")


def fact_triples(nodes: Iterable[ClaimNode], quarantined: frozenset[str] = frozenset()) -> Iterator[Triple]:
    """Give the plain triples of the claims that stand, each once and sorted.

    A serious adverse effect is stated with the narrower property, from which the reasoner infers the wider.
    """
    facts = set()
    for node in nodes:
        if not node.is_fact or node.iri in quarantined:
            continue
        facts.add((node.subject, node.relation, node.object))
        if node.relation == "hasAdverseEffect" and node.severity == "serious":
            facts.add((node.subject, "hasSeriousAdverseEffect", node.object))
    for subject, name, target in sorted(facts):
        yield Triple(NamedNode(concept_iri(subject)), _term(name), NamedNode(concept_iri(target)))


def document_triples(documents: Iterable[Document]) -> Iterator[Triple]:
    """Describe the documents, sorted by their hash; their text stays outside the graph."""
    for document in sorted(documents, key=lambda d: d.sha256):
        node = NamedNode(document_iri(document.sha256))
        yield Triple(node, TYPE, _term("Document"))
        yield Triple(node, TYPE, NamedNode(to_iri("prov:Entity")))
        yield Triple(node, LABEL, Literal(document.title or document.id, language="en"))
        for name, value in (
            ("dcterms:identifier", document.id),
            ("dcterms:title", document.title),
            ("dcterms:publisher", document.publisher),
            ("dcterms:license", document.licence),
            ("dcterms:source", document.source),
            ("dcterms:date", document.date),
            ("dcterms:language", document.metadata.get("language", "")),
            ("dcterms:hasVersion", document.metadata.get("version", "")),
            ("dcterms:coverage", document.metadata.get("jurisdiction", "")),
        ):
            if value:
                yield Triple(node, NamedNode(to_iri(name)), Literal(value))
        yield Triple(node, _term("documentKind"), Literal(document.kind))
        yield Triple(node, _term("tier"), Literal(document.tier))
        yield Triple(node, _term("sha256"), Literal(document.sha256))
        yield Triple(node, _term("characterCount"), _count(int(document.metadata.get("characters", len(document.text)))))
        for flag in sorted(document.flags):
            yield Triple(node, _term("integrityFlag"), Literal(flag))


def run_triples(version: str, inputs: Sequence[str], documents: Iterable[Document]) -> tuple[str, list[Triple]]:
    """Describe the extraction run; gives its IRI, a hash of the version and of the hashes of lexicon and cues in `inputs`."""
    iri = hashed_iri("run", version, *inputs)
    node = NamedNode(iri)
    triples = [
        Triple(node, TYPE, _term("ExtractionRun")),
        Triple(node, TYPE, NamedNode(to_iri("prov:Activity"))),
        Triple(node, LABEL, Literal(f"extraction with igkg {version}", language="en")),
        Triple(node, _term("softwareVersion"), Literal(version)),
        Triple(node, _term("resourceHash"), Literal(content_hash(*inputs))),
    ]
    used = NamedNode(to_iri("prov:used"))
    triples += [Triple(node, used, NamedNode(iri)) for iri in sorted({document_iri(d.sha256) for d in documents})]
    return iri, triples


class _Identity(NamedTuple):
    """What makes a claim the claim that it is; its hash is the claim's IRI."""

    subject: str
    relation: str
    object: str
    status: str
    polarity: str
    severity: str
    frequency: str
    population: str
    effect: str


def _identity(claim: Claim) -> _Identity:
    severity, frequency = (value if value not in _SILENT else "" for value in (claim.severity, claim.frequency))
    relation = property_of(claim.predicate, claim.status)
    return _Identity(
        claim.subject, relation, claim.object, claim.status, claim.polarity, severity, frequency, claim.population, claim.effect
    )


def identity(claim: Claim) -> dict[str, str]:
    """Give what makes a claim the claim that it is: the fields of its node, in the order that its IRI hashes."""
    return _identity(claim)._asdict()


def evidence_of(claim_iri: str, claims: Iterable[Claim], documents: Mapping[str, Document]) -> tuple[EvidenceNode, ...]:
    """Make the evidence of a claim from the places that state it, sorted by IRI."""
    found = {}
    for claim in claims:
        document = documents[claim.document]
        iri = hashed_iri("evidence", claim_iri, document.sha256, str(claim.start), str(claim.end), claim.method)
        found[iri] = EvidenceNode(iri, document, claim)
    return tuple(found[iri] for iri in sorted(found))


def _evidence(evidence: EvidenceNode, claim_iri: str, run: str, *, checked: bool = False) -> Iterator[Triple]:
    key = evidence.iri.rpartition("-")[2]
    node, target, selector = (
        NamedNode(evidence.iri),
        NamedNode(f"{concept_iri('target')}-{key}"),
        NamedNode(f"{concept_iri('selector')}-{key}"),
    )
    source = NamedNode(document_iri(evidence.document.sha256))
    claim = evidence.claim
    yield Triple(node, TYPE, _term("Evidence"))
    yield Triple(node, TYPE, NamedNode(to_iri("oa:Annotation")))
    yield Triple(node, NamedNode(to_iri("oa:hasBody")), NamedNode(claim_iri))
    yield Triple(node, NamedNode(to_iri("oa:hasTarget")), target)
    yield Triple(node, _term("direction"), Literal("supports"))
    yield Triple(node, _term("evidenceCode"), MANUAL_ASSERTION if checked else AUTOMATIC_ASSERTION)
    yield Triple(node, _term("extractionMethod"), Literal(claim.method))
    yield Triple(node, _term("score"), _decimal(claim.score))
    if claim.section:
        yield Triple(node, _term("section"), Literal(claim.section))
    yield Triple(node, NamedNode(to_iri("prov:wasGeneratedBy")), NamedNode(run))
    yield Triple(node, NamedNode(to_iri("prov:wasDerivedFrom")), source)
    yield Triple(target, TYPE, NamedNode(to_iri("oa:SpecificResource")))
    yield Triple(target, NamedNode(to_iri("oa:hasSource")), source)
    yield Triple(target, NamedNode(to_iri("oa:hasSelector")), selector)
    yield Triple(selector, TYPE, NamedNode(to_iri("oa:TextPositionSelector")))
    yield Triple(selector, TYPE, NamedNode(to_iri("oa:TextQuoteSelector")))
    yield Triple(selector, NamedNode(to_iri("oa:start")), _count(claim.start))
    yield Triple(selector, NamedNode(to_iri("oa:end")), _count(claim.end))
    yield Triple(selector, NamedNode(to_iri("oa:exact")), Literal(claim.surface))


def _topic(node: ClaimNode) -> tuple[str, ...]:
    """Give what a claim is about, whatever it says of it."""
    return node.subject, node.relation, node.object, node.status


def _label(node: ClaimNode, concepts: Mapping[str, Concept]) -> str:
    words = {"negated": "not ", "hedged": "possibly "}.get(node.polarity, "")
    subject, target = (concepts[slug].label if slug in concepts else slug for slug in (node.subject, node.object))
    name = "".join(f" {c.lower()}" if c.isupper() else c for c in node.relation)
    return f"{subject}: {words}{name} {target}"


def _term(name: str) -> NamedNode:
    return NamedNode(term_iri(name))


def _decimal(value: float) -> Literal:
    """Write at most four digits in the canonical form of xsd:decimal, as Oxigraph does."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return Literal(text or "0", datatype=NamedNode(_XSD + "decimal"))


def _count(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(_XSD + "nonNegativeInteger"))
