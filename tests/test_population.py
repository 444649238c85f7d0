"""Claims become nodes with evidence; only affirmed, standing claims become plain triples."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode

from kg.graph.population import claim_nodes, claim_triples, document_triples, evidence_triples, fact_triples, run_triples
from kg.identifiers import ID, ONTOLOGY
from kg.records import Claim, Document

DOCUMENTS = {name: Document(id=name, text="IVIG helps.", sha256=name * 64, title=f"Title {name}") for name in "ab"}
BASE = Claim("a", "intravenous-immunoglobulin", "treats", "kawasaki-disease", 0, 4, "IVIG", status="approved")


def _value(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    return term.value


def _facts(*claims: Claim) -> set[tuple[str, str, str]]:
    return {
        (_value(t.subject).removeprefix(ID), t.predicate.value.removeprefix(ONTOLOGY), _value(t.object).removeprefix(ID))
        for t in fact_triples(claim_nodes(claims, DOCUMENTS))
    }


@pytest.mark.parametrize(
    ("claim", "facts"),
    [
        pytest.param(BASE, {"approvedFor"}, id="approved"),
        pytest.param(replace(BASE, status="used"), {"usedFor"}, id="used"),
        pytest.param(replace(BASE, status="investigational"), {"investigatedFor"}, id="investigated"),
        pytest.param(replace(BASE, status="not-recommended"), set(), id="advised against makes no fact"),
        pytest.param(replace(BASE, polarity="negated"), set(), id="negated makes no fact"),
        pytest.param(replace(BASE, polarity="hedged"), set(), id="hedged makes no fact"),
        pytest.param(
            replace(BASE, predicate="has_adverse_effect", object="stroke", status="", severity="serious"),
            {"hasAdverseEffect", "hasSeriousAdverseEffect"},
            id="a serious effect is stated with the narrower property too",
        ),
        pytest.param(replace(BASE, predicate="prevents", object="rabies"), {"prevents"}, id="prevention"),
    ],
)
def test_which_claims_become_facts(claim: Claim, facts: set[str]) -> None:
    assert {predicate for _, predicate, _ in _facts(claim)} == facts


def test_a_quarantined_claim_makes_no_fact() -> None:
    nodes = claim_nodes([BASE], DOCUMENTS)
    assert not list(fact_triples(nodes, frozenset({nodes[0].iri})))


def test_equal_claims_of_two_documents_are_one_node() -> None:
    (node,) = claim_nodes([BASE, replace(BASE, document="b"), replace(BASE, start=5, end=6)], DOCUMENTS)
    assert [e.document.id for e in node.supporting].count("a") == 2
    assert len({e.iri for e in node.supporting}) == 3


@pytest.mark.parametrize(
    "change",
    [{"polarity": "negated"}, {"status": "used"}, {"population": "children"}, {"object": "vasculitis"}, {"subject": "hizentra"}],
    ids=lambda c: next(iter(c)),
)
def test_what_differs_is_another_claim(change: dict[str, str]) -> None:
    assert len(claim_nodes([BASE, replace(BASE, **change)], DOCUMENTS)) == 2  # type: ignore[arg-type]


def test_unspecified_is_the_same_as_nothing() -> None:
    effect = replace(BASE, predicate="has_adverse_effect", object="headache", status="")
    assert len(claim_nodes([effect, replace(effect, severity="unspecified", frequency="unspecified")], DOCUMENTS)) == 1


def test_every_claim_has_evidence_with_its_place() -> None:
    nodes = claim_nodes([BASE, replace(BASE, document="b", polarity="negated")], DOCUMENTS)
    run, description = run_triples("1", ["hash"], DOCUMENTS.values())
    triples = [
        *claim_triples(nodes, {n.iri: 0.5 for n in nodes}, {}),
        *evidence_triples(nodes, run),
        *document_triples(DOCUMENTS.values()),
        *description,
    ]
    subjects = {_value(t.subject) for t in triples}
    for triple in triples:
        if triple.predicate.value.rpartition("#")[2] in {"hasEvidence", "refutedBy", "hasTarget", "hasSelector", "hasSource", "wasGeneratedBy"}:
            assert _value(triple.object) in subjects, triple
    refuted = [t for t in triples if t.predicate.value == ONTOLOGY + "refutedBy"]
    assert len(refuted) == 2


def test_same_input_same_triples() -> None:
    claims = [BASE, replace(BASE, document="b")]
    forward = list(evidence_triples(claim_nodes(claims, DOCUMENTS), "https://w3id.org/igkg/id/run-1"))
    backward = list(evidence_triples(claim_nodes(claims[::-1], DOCUMENTS), "https://w3id.org/igkg/id/run-1"))
    assert forward == backward


def test_belief_is_written_in_canonical_form() -> None:
    nodes = claim_nodes([BASE], DOCUMENTS)
    for value, text in ((0.9, "0.9"), (1.0, "1"), (0.0, "0"), (0.12345, "0.1235")):
        (belief,) = (_value(t.object) for t in claim_triples(nodes, {nodes[0].iri: value}, {}) if t.predicate.value == ONTOLOGY + "belief")
        assert belief == text
