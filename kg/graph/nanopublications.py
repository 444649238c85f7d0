"""Nanopublications (https://nanopub.net/guidelines/working_draft/): the claims of a graph go in, one nanopublication a claim comes out.

Each has four graphs (head, assertion, provenance, publication info) under a Trusty URI: its IRI holds the hash of its content, so that
nobody can change it unseen. The hash follows module RA of Trusty URIs (Kuhn and Dumontier, ESWC 2014, https://arxiv.org/abs/1401.5775).
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph.rows import sort_key
from kg.graph.serialisation import describe, trig
from kg.identifiers import ID, graph_iri, to_iri

__all__ = ["Nanopublication", "nanopublications", "to_trig", "trusty_hash"]

BASE = "https://w3id.org/igkg/np/"
#: Who publishes; an agent of its own, because a claim's document is somebody else's.
PUBLISHER = f"{ID}igkg-authors"
_NP = "http://www.nanopub.org/nschema#"
#: Where the hash will stand while it is computed; no IRI can hold a blank.
_HOLE = " "
_PARTS = ("Head", "assertion", "provenance", "pubinfo")
_LICENCE = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")

_TYPE, _LABEL, _PREF_LABEL = (ox.NamedNode(to_iri(n)) for n in ("rdf:type", "rdfs:label", "skos:prefLabel"))
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(to_iri(f"rdf:{n}")) for n in ("subject", "predicate", "object"))
_CLAIM, _STATUS, _POLARITY, _REVIEW = (ox.NamedNode(to_iri(f"ig:{n}")) for n in ("Claim", "status", "polarity", "reviewStatus"))
#: What a claim says; everything else about it is provenance.
_SAID = frozenset({
    _TYPE, _LABEL, _SUBJECT, _PREDICATE, _OBJECT,
    *(ox.NamedNode(to_iri(f"ig:{n}")) for n in ("status", "polarity", "severity", "frequency", "population", "riskOf")),
})  # fmt: skip
_EVIDENCE = tuple(ox.NamedNode(to_iri(n)) for n in ("ig:hasEvidence", "ig:refutedBy"))
#: What leads from an evidence, or from a curator's decision, to the rest of its provenance.
_FURTHER = frozenset(
    ox.NamedNode(to_iri(n))
    for n in ("oa:hasTarget", "oa:hasSelector", "oa:hasSource", "prov:wasDerivedFrom", "prov:wasGeneratedBy", "prov:wasAssociatedWith")
)
_USED = ox.NamedNode(to_iri("prov:used"))


@dataclass(frozen=True, slots=True)
class Nanopublication:
    """One claim as a nanopublication: its Trusty URI, the claim, and its quads in four graphs."""

    iri: str
    claim: str
    quads: tuple[ox.Quad, ...]


def nanopublications(quads: Iterable[ox.Quad], *, date: str, everything: bool = False) -> tuple[Nanopublication, ...]:
    """Make a nanopublication of each accepted claim, sorted by claim; with `everything` of each affirmed claim that is not rejected.

    Reads the graphs concepts, claims and provenance. `date` is the day of publication, in the form 2026-11-30.
    """
    index = _Index(quads)
    made = []
    for claim in index.claims():
        review, polarity = index.text(claim, _REVIEW), index.text(claim, _POLARITY)
        if review == "accepted" or (everything and polarity == "affirmed" and review != "rejected"):
            made.append(_trusty(claim.value, _quads_of(claim, index, date)))
    return tuple(made)


def to_trig(found: Sequence[Nanopublication]) -> Iterator[str]:
    """Write nanopublications as TriG, their graphs in the order head, assertion, provenance, publication info."""
    graphs = {}
    for each in found:
        for part in _PARTS:
            triples = [q.triple for q in each.quads if q.graph_name == ox.NamedNode(f"{each.iri}#{part}")]
            subjects = sorted({t.subject for t in triples if isinstance(t.subject, ox.NamedNode)}, key=sort_key)
            graphs[f"{each.iri}#{part}"] = describe(triples, subjects)
    return trig(graphs)


def trusty_hash(quads: Iterable[ox.Quad], iri: str) -> str:
    """Compute the artifact code of a nanopublication from its quads; `iri` ends in the code, or in a placeholder for it."""
    code = iri.removeprefix(BASE)
    rows = sorted({(*(_written(t).replace(code, _HOLE) for t in (q.graph_name, q.subject, q.predicate)), *_value(q, code)) for q in quads})
    text = "".join(f"{part}\n" for row in rows for part in (*row[:3], row[-1]))
    return "RA" + base64.urlsafe_b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii").rstrip("=")


class _Index:
    """The triples of claims, provenance and concepts by subject."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._by_graph: dict[str, dict[ox.NamedNode, list[ox.Triple]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
                self._by_graph[quad.graph_name.value][quad.subject].append(quad.triple)

    def claims(self) -> list[ox.NamedNode]:
        found = self._by_graph[graph_iri("claims")]
        return sorted((s for s, triples in found.items() if any(t.object == _CLAIM for t in triples)), key=sort_key)

    def about(self, node: object, *graphs: str) -> list[ox.Triple]:
        return [t for name in graphs for t in self._by_graph[graph_iri(name)].get(node, ())] if isinstance(node, ox.NamedNode) else []

    def decisions(self, claim: ox.NamedNode) -> list[ox.NamedNode]:
        """Find the curators' decisions about a claim."""
        used = ((s, t) for s, triples in self._by_graph[graph_iri("provenance")].items() for t in triples if t.object == claim)
        return sorted({s for s, t in used if t.predicate == _USED}, key=sort_key)

    def text(self, claim: ox.NamedNode, predicate: ox.NamedNode) -> str:
        found = [t.object.value for t in self.about(claim, "claims") if t.predicate == predicate and isinstance(t.object, ox.Literal)]
        return min(found, default="")


def _quads_of(claim: ox.NamedNode, index: _Index, date: str) -> list[ox.Quad]:
    """Make the quads under an IRI that still has the stand-in for the hash."""
    whole = ox.NamedNode(BASE + _STAND_IN)
    head, assertion, provenance, pubinfo = (ox.NamedNode(f"{whole.value}#{part}") for part in _PARTS)
    described = index.about(claim, "claims")
    label = min((t.object.value for t in described if t.predicate == _LABEL and isinstance(t.object, ox.Literal)), default=claim.value)
    graphs: Mapping[ox.NamedNode, list[ox.Triple]] = {
        head: [
            ox.Triple(whole, _TYPE, ox.NamedNode(f"{_NP}Nanopublication")),
            ox.Triple(whole, ox.NamedNode(f"{_NP}hasAssertion"), assertion),
            ox.Triple(whole, ox.NamedNode(f"{_NP}hasProvenance"), provenance),
            ox.Triple(whole, ox.NamedNode(f"{_NP}hasPublicationInfo"), pubinfo),
        ],
        assertion: _assertion(claim, described, index),
        provenance: [*_provenance(assertion, claim, described, index)],
        pubinfo: [
            ox.Triple(whole, _LABEL, ox.Literal(label, language="en")),
            ox.Triple(whole, ox.NamedNode(to_iri("dcterms:created")), ox.Literal(date, datatype=ox.NamedNode(to_iri("xsd:date")))),
            ox.Triple(whole, ox.NamedNode(to_iri("dcterms:license")), _LICENCE),
            ox.Triple(whole, ox.NamedNode(to_iri("dcterms:creator")), ox.NamedNode(PUBLISHER)),
            ox.Triple(whole, ox.NamedNode(to_iri("dcterms:subject")), claim),
            ox.Triple(ox.NamedNode(PUBLISHER), _TYPE, ox.NamedNode(to_iri("prov:Agent"))),
            ox.Triple(ox.NamedNode(PUBLISHER), ox.NamedNode(to_iri("foaf:name")), ox.Literal("igkg authors")),
        ],
    }
    return [ox.Quad(t.subject, t.predicate, t.object, graph) for graph, triples in graphs.items() for t in triples]


#: Stands for the hash until it is known: as long as a hash, and no word of any graph.
_STAND_IN = "RA" + "-" * 43


def _assertion(claim: ox.NamedNode, described: Sequence[ox.Triple], index: _Index) -> list[ox.Triple]:
    """Give the claim with its qualifiers and the names of what it is about, and its plain triple if it states one."""
    found = [t for t in described if t.predicate in _SAID]
    ends = {t.predicate: t.object for t in found}
    subject, relation, value = (ends.get(n) for n in (_SUBJECT, _PREDICATE, _OBJECT))
    if not (isinstance(subject, ox.NamedNode) and isinstance(relation, ox.NamedNode) and isinstance(value, ox.NamedNode)):
        raise KgError(f"{claim.value}: no claim with one subject, property and object; it cannot be published")
    if index.text(claim, _POLARITY) == "affirmed" and index.text(claim, _STATUS) != "not-recommended":
        found.append(ox.Triple(subject, relation, value))
    return found + [t for node in (subject, value) for t in index.about(node, "concepts") if t.predicate == _PREF_LABEL]


def _provenance(assertion: ox.NamedNode, claim: ox.NamedNode, described: Sequence[ox.Triple], index: _Index) -> Iterator[ox.Triple]:
    """Give what else is known of the claim, its evidence with places and documents, and the runs; the run's other documents stay out."""
    yield from (t for t in described if t.predicate not in _SAID)
    derived, generated = (ox.NamedNode(to_iri(n)) for n in ("prov:wasDerivedFrom", "prov:wasGeneratedBy"))
    waiting = [*(t.object for t in described if t.predicate in (*_EVIDENCE, generated)), *index.decisions(claim)]
    supporting = {t.object for t in described if t.predicate == _EVIDENCE[0]}
    seen: set[object] = set()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for triple in index.about(node, "provenance"):
            if triple.predicate != _USED or triple.object == claim:
                yield triple
            if triple.predicate in _FURTHER:
                waiting.append(triple.object)
            if node in supporting and triple.predicate in (derived, generated):
                yield ox.Triple(assertion, triple.predicate, triple.object)
    yield ox.Triple(assertion, ox.NamedNode(to_iri("prov:wasAttributedTo")), ox.NamedNode(PUBLISHER))


def _trusty(claim: str, quads: Iterable[ox.Quad]) -> Nanopublication:
    """Put the hash into the IRIs; blank nodes become IRIs under it, because a hash needs names."""
    placed = sorted(dict.fromkeys(_without_blank(q) for q in quads), key=str)
    code = trusty_hash(placed, BASE + _STAND_IN)

    def filled(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph) -> ox.NamedNode:
        # The type says less than what is returned, as in products: a Quad takes any of them.
        return ox.NamedNode(term.value.replace(_STAND_IN, code)) if isinstance(term, ox.NamedNode) else term  # type: ignore[return-value]

    done = tuple(ox.Quad(filled(q.subject), q.predicate, filled(q.object), filled(q.graph_name)) for q in placed)
    return Nanopublication(BASE + code, claim, done)


def _without_blank(quad: ox.Quad) -> ox.Quad:
    def named(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode:
        return ox.NamedNode(f"{BASE}{_STAND_IN}#_{term.value}") if isinstance(term, ox.BlankNode) else term  # type: ignore[return-value]

    return ox.Quad(named(quad.subject), quad.predicate, named(quad.object), quad.graph_name)


def _written(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _value(quad: ox.Quad, code: str) -> tuple[str, str, str, str, str]:
    """Give the keys by which objects are ordered (IRIs first, then texts by value, datatype and language) and the text that is hashed."""
    value = quad.object
    if not isinstance(value, ox.Literal):
        text = _written(value).replace(code, _HOLE)
        return ("0", text, "", "", text)
    escaped = value.value.replace("\\", "\\\\").replace("\n", "\\n")
    if value.language:
        return ("1", value.value, "", value.language, f"@{value.language.lower()} {escaped}")
    return ("1", value.value, value.datatype.value, "", f"^{value.datatype.value} {escaped}")
