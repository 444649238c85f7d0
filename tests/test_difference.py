"""Differences of two builds: what changed, which answers are other, and which claim or document is behind it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.changes import Change, change_rows, summary, to_json, to_markdown
from kg.claim_changes import claim_changes
from kg.compared_build import ComparedBuild
from kg.curation import Decision, read_decisions
from kg.difference import compare_builds, release_notes
from kg.errors import KgError
from kg.graph.curation import apply_decisions, curation_triples
from kg.graph.population import ClaimNode, claim_nodes, claim_triples
from kg.graph.store import Store, write_store
from kg.identifiers import graph_iri
from kg.records import Claim, Document
from kg.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def changes(small_build: Path, curated_build: Path) -> list[Change]:
    return list(compare_builds(small_build, curated_build))


@pytest.fixture(scope="module")
def decisions(curated_build: Path) -> dict[str, Decision]:
    return {d.verdict: d for d in read_decisions(curated_build.parent / "data" / "curation.tsv") if len(set(d.claim)) > 1}


def _of(changes: list[Change], part: str) -> list[Change]:
    return [change for change in changes if change.part == part]


def test_a_build_does_not_differ_from_itself(small_build: Path) -> None:
    assert list(compare_builds(small_build, small_build)) == []
    assert summary([]) == "no difference"
    assert "".join(to_markdown([])) == "The two builds say the same.\n"
    assert json.loads("".join(to_json([]))) == []


def test_only_curated_claims_changed(changes: list[Change], decisions: dict[str, Decision]) -> None:
    assert not _of(changes, "document") and not _of(changes, "concept") and not _of(changes, "axiom") and not _of(changes, "mapping")
    claims = {change.iri.rpartition("-")[2]: change for change in _of(changes, "claim")}
    accepted, rejected = claims[decisions["accept"].claim], claims[decisions["reject"].claim]
    assert (accepted.kind, rejected.kind) == ("re-graded", "re-graded")
    assert "reviewStatus unreviewed" in accepted.before and "reviewStatus accepted" in accepted.after
    assert rejected.cause == f"reject by orcid:0000-0002-1825-0097 on 2026-11-20: {decisions['reject'].reason}"
    added = [change for change in claims.values() if change.kind == "added"]
    assert [("status approved" in c.after, c.cause.startswith("amend by orcid:")) for c in added] == [(True, True)]


def test_a_fact_is_withdrawn_with_its_cause(changes: list[Change], decisions: dict[str, Decision]) -> None:
    facts = _of(changes, "fact")
    assert {change.kind for change in facts} == {"added", "withdrawn"}
    assert all("igr:claim-" in change.cause for change in facts)
    assert any(decisions["reject"].claim in change.cause for change in facts if change.kind == "withdrawn")


def test_answers_name_the_query_the_row_and_the_claim(changes: list[Change], decisions: dict[str, Decision]) -> None:
    answers = _of(changes, "answer")
    queries = {change.what.partition(":")[0] for change in answers}
    assert {"approved-indications", "belief-bands"} <= queries
    added = [c for c in answers if c.what == "approved-indications" and c.kind == "added"]
    assert len(added) == 1
    assert "condition " in added[0].after and "amend by orcid:" in added[0].cause
    review = [c for c in answers if c.what.startswith("claims-on-one-document") and c.kind == "changed"]
    assert any(f"claim in the row: igr:claim-{decisions['reject'].claim} re-graded" in c.cause for c in review)
    bands = [c for c in answers if c.what.startswith("belief-bands")]
    assert all(c.cause.startswith("no single claim; in all ") for c in bands)
    assert all(change.cause for change in answers)


def test_the_other_way_round_is_the_mirror(small_build: Path, curated_build: Path, changes: list[Change]) -> None:
    back = list(compare_builds(curated_build, small_build))
    mirror = {"added": "withdrawn", "withdrawn": "added"}
    for part in ("claim", "fact"):
        there = sorted((mirror.get(c.kind, c.kind), c.what) for c in _of(changes, part))
        assert there == sorted((c.kind, c.what) for c in _of(back, part))


def test_the_result_is_the_same_every_time(small_build: Path, curated_build: Path, changes: list[Change]) -> None:
    assert list(compare_builds(small_build, curated_build)) == changes


def test_json_markdown_and_rows_say_the_same(changes: list[Change]) -> None:
    loaded = json.loads("".join(to_json(changes)))
    assert [(c["part"], c["what"]) for c in loaded] == [(c.part, c.what) for c in changes]
    assert len(change_rows(changes)) == len(changes)
    text = "".join(to_markdown(changes))
    assert text.count("\n| ") - text.count("\n| change |") == len(changes)
    short = "".join(to_markdown(changes, limit=1))
    assert "… and " in short and len(short) < len(text)
    assert summary(changes).startswith("claims: ")


def test_release_notes_are_markdown(small_build: Path, curated_build: Path) -> None:
    notes = release_notes(small_build, curated_build, limit=3)
    assert notes.startswith("# What changed\n") and "## Claims" in notes


def test_cells_cannot_break_a_table_or_bring_markup() -> None:
    text = "".join(to_markdown([Change("claim", "added", "a | b\nc <script>x</script>")]))
    assert "| a \\| b c &lt;script>x&lt;/script> |" in text


def test_a_missing_build_is_named(small_build: Path, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no build there"):
        list(compare_builds(small_build, tmp_path / "nowhere"))


BASE = """
PREFIX ig: <https://w3id.org/igkg/ontology#> PREFIX igr: <https://w3id.org/igkg/id/> PREFIX igg: <https://w3id.org/igkg/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms: <http://purl.org/dc/terms/>
igg:ontology { ig:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ig:p ; owl:someValuesFrom %(filler)s ] . }
igg:concepts { igr:x skos:prefLabel "%(name)s"@en . igr:y skos:prefLabel "Y"@en . %(more)s }
igg:mappings { %(mapping)s }
igg:provenance { igr:evidence-1 prov:wasDerivedFrom igr:document-%(document)s .
  igr:document-%(document)s a ig:Document ; rdfs:label "page %(document)s" ; dcterms:identifier "%(document)s" }
igg:claims { igr:claim-%(claim)s a ig:Claim ; rdfs:label "X: %(status)s Y" ; rdf:subject igr:x ; rdf:predicate ig:usedFor ;
  rdf:object igr:y ; ig:status "%(status)s" ; ig:polarity "affirmed" ; ig:belief 0.5 ; ig:hasEvidence igr:evidence-1 }
"""
FIRST = {"filler": "ig:B", "name": "X", "more": "", "mapping": "", "document": "d1", "claim": "1" * 16, "status": "used"}
ONE_CHANGE = [
    pytest.param({"name": "New X"}, [("concept", "changed", "New X")], id="relabelled concept"),
    pytest.param({"more": 'igr:z skos:prefLabel "Z" .'}, [("concept", "added", "Z")], id="added concept"),
    pytest.param(
        {"mapping": "igr:x skos:exactMatch <http://purl.obolibrary.org/obo/HP_1> ."}, [("mapping", "added", "X skos:exactMatch HP:1")],
        id="mapping",
    ),
    pytest.param({"filler": "ig:C"}, [("axiom", "added", "ig:C"), ("axiom", "withdrawn", "ig:B")], id="axiom with blank nodes"),
    pytest.param({"claim": "2" * 16, "status": "approved"}, [("claim", "restated", "X: approved Y")], id="restated claim"),
    pytest.param({"document": "d2"}, [("document", "added", "page d2"), ("document", "withdrawn", "page d1")], id="document"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), ONE_CHANGE)
def test_each_part_is_compared(tmp_path: Path, change: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    for name, values in (("old", FIRST), ("new", {**FIRST, **change})):
        write_store(ox.parse(BASE % values, ox.RdfFormat.TRIG), tmp_path / name / "store")
    found = [c for c in compare_builds(tmp_path / "old", tmp_path / "new", _few_queries(tmp_path)) if c.part != "answer"]
    assert sorted((c.part, c.kind) for c in found) == sorted((part, kind) for part, kind, _ in expected)
    for part, kind, words in expected:
        assert any(words in c.what for c in found if (c.part, c.kind) == (part, kind))


def test_a_claim_of_a_new_document_is_caused_by_it(tmp_path: Path) -> None:
    for name, values in (("old", FIRST), ("new", {**FIRST, "document": "d2", "claim": "3" * 16, "status": "approved"})):
        write_store(ox.parse(BASE % values, ox.RdfFormat.TRIG), tmp_path / name / "store")
    found = [c for c in compare_builds(tmp_path / "old", tmp_path / "new", _few_queries(tmp_path)) if c.part == "claim"]
    assert [(c.kind, c.cause) for c in found] == [("restated", "document page d2")]


def _few_queries(tmp_path: Path) -> Settings:
    """Settings with one saved query, because the answers are not what is tested."""
    folder = tmp_path / "settings"
    (folder / "queries" / "overview").mkdir(parents=True)
    query = ROOT / "queries" / "overview" / "documents.rq"
    (folder / "queries" / "overview" / query.name).write_bytes(query.read_bytes())
    return Settings(root=folder)


def _side(*nodes: ClaimNode, decisions: tuple[Decision, ...] = ()) -> ComparedBuild:
    """A build of the nodes and the decisions alone."""
    curated = apply_decisions(nodes, decisions)
    graphs = (("claims", claim_triples(curated.nodes, dict.fromkeys((n.iri for n in curated.nodes), 0.5), {})), ("provenance", curation_triples(curated)))
    quads = (ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph_iri(name))) for name, triples in graphs for t in triples)
    return ComparedBuild(Store.in_memory(quads))


def test_the_cause_of_a_review_status_is_the_decision_that_holds() -> None:
    """An amendment may join a claim that was there: then it is the cause of that claim's new status too."""
    page = {"a": Document(id="a", text="", sha256="a" * 16, tier="web")}
    claim = Claim("a", "intravenous-immunoglobulin", "treats", "gout", 0, 4, "gout", status="approved")
    nodes = {node.status: node for node in claim_nodes([claim, replace(claim, status="used")], page)}
    approved, used = nodes["approved"], nodes["used"]
    accept = Decision(approved.iri.rpartition("-")[2], "accept", (), "0000-0002-1825-0097", "2026-11-20", "seen")
    amend = replace(accept, verdict="amend", amended=(("status", "used"),), date="2026-11-21", reason="only used")
    word = "by orcid:0000-0002-1825-0097 on"

    def causes(before: ComparedBuild, after: ComparedBuild) -> dict[str, str]:
        return {c.change.iri: c.change.cause for c in claim_changes(before, after, set())}

    plain, decided = _side(approved, used), _side(approved, used, decisions=(accept, amend))
    said = f"amend {word} 2026-11-21: only used"
    assert causes(plain, decided) == {approved.iri: said, used.iri: said}
    assert causes(decided, plain) == {approved.iri: f"taken back: {said}", used.iri: f"taken back: {said}"}
    accepted = f"accept {word} 2026-11-20: seen"
    back = causes(decided, _side(approved, used, decisions=(accept,)))
    assert back == {approved.iri: f"{accepted}; taken back: {said}", used.iri: f"taken back: {said}"}

    alone = causes(_side(approved, decisions=(amend,)), _side(approved))
    assert alone == {approved.iri: f"taken back: {said}", used.iri: f"taken back: {said}"}, "a claim that only an amendment made is gone"
