"""Nanopublications: which claims become one, what stands in it, and a hash that notices every change."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import KgError
from kg.graph.nanopublications import BASE, Nanopublication, nanopublications, to_trig, trusty_hash
from kg.identifiers import to_iri

TESTS = Path(__file__).resolve().parent
DATE = "2026-11-21"
_PARTS = ("assertion", "provenance", "pubinfo")


def _node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(to_iri(curie))


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    return list(ox.parse(path=str(TESTS / "data" / "fixture.trig")))


@pytest.fixture(scope="module")
def published(quads: list[ox.Quad]) -> tuple[Nanopublication, ...]:
    return nanopublications(quads, date=DATE, everything=True)


def _claims(quads: Iterable[ox.Quad], curie: str, value: str) -> set[str]:
    said = (ox.NamedNode(to_iri("igg:claims")), _node(curie), ox.Literal(value))
    return {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode) and (q.graph_name, q.predicate, q.object) == said}


def test_only_accepted_claims_are_published(quads: list[ox.Quad]) -> None:
    assert {n.claim for n in nanopublications(quads, date=DATE)} == _claims(quads, "ig:reviewStatus", "accepted")


def test_all_means_affirmed_and_not_rejected(quads: list[ox.Quad], published: tuple[Nanopublication, ...]) -> None:
    affirmed, rejected = _claims(quads, "ig:polarity", "affirmed"), _claims(quads, "ig:reviewStatus", "rejected")
    accepted = _claims(quads, "ig:reviewStatus", "accepted")
    assert {n.claim for n in published} == (affirmed - rejected) | accepted
    assert len({n.iri for n in published}) == len(published)


def test_four_graphs_under_the_trusty_iri(published: tuple[Nanopublication, ...]) -> None:
    for each in published:
        assert {str(q.graph_name) for q in each.quads} == {
            f"<{each.iri}#{part}>" for part in ("Head", "assertion", "provenance", "pubinfo")
        }
        assert each.iri.startswith(f"{BASE}RA")
        assert len(each.iri) == len(BASE) + 45
        assert trusty_hash(each.quads, each.iri) == each.iri.removeprefix(BASE)


def test_every_change_is_noticed(published: tuple[Nanopublication, ...]) -> None:
    first = published[0]
    for index, quad in enumerate(first.quads):
        if str(quad.subject).startswith(f"<{BASE}") and str(quad.object).startswith(f"<{BASE}"):
            continue
        changed = [*first.quads[:index], *first.quads[index + 1 :]]
        assert trusty_hash(changed, first.iri) != first.iri.removeprefix(BASE), quad
    assert trusty_hash(reversed(first.quads), first.iri) == first.iri.removeprefix(BASE), "the order does not count"


def test_the_assertion_keeps_the_qualifiers_and_the_provenance_the_place(published: tuple[Nanopublication, ...]) -> None:
    for each in published:
        parts = {
            name: [q for q in each.quads if str(q.graph_name).endswith(f"#{name}>")] for name in ("assertion", "provenance", "pubinfo")
        }
        said = {q.predicate for q in parts["assertion"] if q.subject.value == each.claim}  # type: ignore[union-attr]
        assert {_node("rdf:subject"), _node("rdf:predicate"), _node("rdf:object"), _node("ig:polarity")} <= said
        assert any(str(q.subject) == f"<{each.iri}#assertion>" for q in parts["provenance"])
        assert {_node("oa:exact"), _node("oa:start"), _node("ig:belief")} <= {q.predicate for q in parts["provenance"]}
        created = [q.object for q in parts["pubinfo"] if q.subject == ox.NamedNode(each.iri) and q.predicate == _node("dcterms:created")]
        assert created == [ox.Literal(DATE, datatype=_node("xsd:date"))]


def test_advice_against_makes_no_plain_triple(quads: list[ox.Quad], published: tuple[Nanopublication, ...]) -> None:
    against = _claims(quads, "ig:status", "not-recommended")
    assert against, "the fixture has one"
    for each in (n for n in published if n.claim in against):
        assert not [q for q in each.quads if q.predicate == _node("ig:therapeuticRelation")]


def test_the_file_is_read_back(published: tuple[Nanopublication, ...]) -> None:
    text = "".join(to_trig(published))
    assert set(ox.parse(text, format=ox.RdfFormat.TRIG)) == {q for n in published for q in n.quads}
    assert "".join(to_trig(published)) == text


def test_the_decision_of_a_curator_is_part_of_the_provenance(quads: list[ox.Quad], published: tuple[Nanopublication, ...]) -> None:
    claim, other = (ox.NamedNode(each.claim) for each in published[:2])
    decision, graph = _node("igr:curation-1"), _node("igg:provenance")
    said = [
        ox.Quad(decision, _node("prov:used"), claim, graph),
        ox.Quad(decision, _node("prov:wasAssociatedWith"), _node("igr:curator"), graph),
        ox.Quad(_node("igr:curator"), _node("rdf:type"), _node("prov:Agent"), graph),
    ]
    found = {each.claim: each for each in nanopublications([*quads, *said], date=DATE, everything=True)}
    assert {q.triple for q in said} <= {q.triple for q in found[claim.value].quads}
    assert decision not in {q.subject for q in found[other.value].quads}


def test_half_a_claim_is_refused() -> None:
    node = _node("igr:claim-1")
    graph = _node("igg:claims")
    quads = [
        ox.Quad(node, _node("rdf:type"), _node("ig:Claim"), graph),
        ox.Quad(node, _node("ig:reviewStatus"), ox.Literal("accepted"), graph),
    ]
    with pytest.raises(KgError, match="no claim with one subject"):
        nanopublications(quads, date=DATE)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_library_of_the_format_finds_them_valid(published: tuple[Nanopublication, ...]) -> None:
    library = pytest.importorskip("nanopub", reason="pip install 'igkg[release]' brings the tools that check a release")
    rdflib = pytest.importorskip("rdflib")
    for each in published[:5]:
        dataset = rdflib.ConjunctiveGraph()
        dataset.parse(data="".join(to_trig([each])), format="trig")
        found = library.Nanopub(rdf=dataset)
        assert found.is_valid
        assert found.has_valid_trusty
