"""Curation as data: what a decision may be, what it does to a claim, its belief, its facts and its evidence, and what it never does."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from kg.answers import open_build
from kg.cli import app
from kg.curation import COLUMNS, Decision, add_decision, checked_orcid, claim_hash, parse_fields, read_decisions
from kg.errors import KgError, ResourceError, UnknownName
from kg.graph.belief import BeliefModel, beliefs_of
from kg.graph.curation import Curated, apply_decisions, curation_triples, decision_iri
from kg.graph.population import ClaimNode, claim_nodes, claim_triples, evidence_triples, fact_triples
from kg.graph.store import Store
from kg.identifiers import term_iri, to_iri
from kg.records import Claim, Document
from kg.review import Marks, claims_to_review, decide_claim, review_rows
from kg.settings import Settings

SETTINGS = Settings.default()
ORCID = "0000-0002-1825-0097"
OTHER = "0000-0001-5109-3700"
DOCUMENTS = {name: Document(id=name, text="", sha256=name * 16, tier="web") for name in "ab"}


def _claim(document: str = "a", object_: str = "headache", predicate: str = "has_adverse_effect", **more: str) -> Claim:
    return Claim(document, "intravenous-immunoglobulin", predicate, object_, 0, 8, "headache", **more)  # type: ignore[arg-type]  # named


def _decision(node: ClaimNode, verdict: str, *fields: str, curator: str = ORCID, date: str = "2026-11-20") -> Decision:
    return Decision(node.iri.rpartition("-")[2], verdict, parse_fields(fields), curator, date, "seen")  # type: ignore[arg-type]  # a verdict


@pytest.fixture(scope="module")
def model() -> BeliefModel:
    return BeliefModel.load(SETTINGS.data / "belief.toml")


# --- the file


def test_the_shipped_decisions_are_sound() -> None:
    path = SETTINGS.data / "curation.tsv"
    decisions = read_decisions(path)
    assert [(d.claim, d.date) for d in decisions] == sorted((d.claim, d.date) for d in decisions)


ROWS = [
    ("0" * 16, "accept", "", ORCID, "2026-11-20", "seen"),
    ("1" * 16, "amend", "severity=mild|status=used", ORCID, "2026-11-20", "the page says: used, mild"),
]
BAD = [
    pytest.param(("xyz", "accept", "", ORCID, "2026-11-20", "seen"), "no hash of a claim", id="hash"),
    pytest.param(("0" * 16, "acept", "", ORCID, "2026-11-20", "seen"), "Did you mean 'accept'", id="decision"),
    pytest.param(("0" * 16, "accept", "", "0000-0002-1825-0098", "2026-11-20", "seen"), "check digit should be 7", id="orcid"),
    pytest.param(("0" * 16, "accept", "", "me", "2026-11-20", "seen"), "is no ORCID", id="no orcid"),
    pytest.param(("0" * 16, "accept", "", ORCID, "20.11.2026", "seen"), "is no day", id="date"),
    pytest.param(("0" * 16, "accept", "", ORCID, "2026-02-30", "seen"), "is no day", id="no such day"),
    pytest.param(("0" * 16, "accept", "", ORCID, "2026-11-20", ""), "needs a reason", id="reason"),
    pytest.param(("0" * 16, "accept", "status=used", ORCID, "2026-11-20", "seen"), "accept amends no field", id="accept with fields"),
    pytest.param(("0" * 16, "amend", "", ORCID, "2026-11-20", "seen"), "needs the fields", id="amend without fields"),
    pytest.param(("0" * 16, "amend", "stats=used", ORCID, "2026-11-20", "seen"), "Did you mean 'status'", id="field"),
    pytest.param(("0" * 16, "amend", "status=usd", ORCID, "2026-11-20", "seen"), "Did you mean 'used'", id="value"),
    pytest.param(("0" * 16, "amend", "status=not-recommended", ORCID, "2026-11-20", "seen"), "polarity=negated", id="advice against"),
    pytest.param(("0" * 16, "amend", "object=hedache", ORCID, "2026-11-20", "seen"), "Did you mean 'headache'", id="concept"),
]


def _file(path: Path, *rows: tuple[str, ...]) -> Path:
    path.write_text("\n".join("\t".join(row) for row in (COLUMNS, *rows)) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("row", "message"), BAD)
def test_a_bad_row_is_named_with_its_line_or_set_aside(tmp_path: Path, row: tuple[str, ...], message: str) -> None:
    path = _file(tmp_path / "curation.tsv", *ROWS, row)
    with pytest.raises(ResourceError, match=message) as caught:
        read_decisions(path, concepts={"headache"})
    assert caught.value.line == 4
    aside: list[ResourceError] = []
    assert len(read_decisions(path, concepts={"headache"}, set_aside=aside)) == 2
    assert len(aside) == 1


def test_a_file_that_is_no_table_of_decisions_stops(tmp_path: Path) -> None:
    path = tmp_path / "curation.tsv"
    path.write_text("claim\tverdict\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"curation\.tsv:1: the header"):
        read_decisions(path, set_aside=[])
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ResourceError, match="cannot be read"):
        read_decisions(path)
    assert read_decisions(tmp_path / "absent.tsv") == ()


def test_a_decision_is_added_in_order_and_nothing_is_lost(tmp_path: Path) -> None:
    bad = ("2" * 16, "perhaps", "", ORCID, "2026-11-20", "a row of a later version")
    path = _file(tmp_path / "curation.tsv", *ROWS, bad)
    new = Decision("0" * 16, "reject", (), OTHER, "2026-11-21", "looked again")
    add_decision(path, new)
    add_decision(path, new)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 5
    assert lines[2].split("\t")[:2] == ["0" * 16, "reject"]
    assert lines[4] == "\t".join(bad)
    assert [d.verdict for d in read_decisions(path, set_aside=[])] == ["accept", "reject", "amend"]
    assert {p.name for p in tmp_path.iterdir()} == {"curation.tsv"}, "nothing is left beside it"


@pytest.mark.parametrize("reason", ["two\nlines", "a\ttab", "bell\x07"])
def test_a_reason_cannot_break_the_table(tmp_path: Path, reason: str) -> None:
    path = tmp_path / "curation.tsv"
    with pytest.raises((KgError, ValueError)):
        add_decision(path, Decision("0" * 16, "accept", (), ORCID, "2026-11-20", reason))
    assert not path.exists()


@pytest.mark.parametrize("text", [ORCID, f"orcid:{ORCID}", f"https://orcid.org/{ORCID}", f" {ORCID} "])
def test_an_orcid_is_read_in_every_form(text: str) -> None:
    assert checked_orcid(text) == ORCID


def test_an_orcid_may_end_in_x() -> None:
    assert checked_orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"


def test_a_claim_is_named_by_hash_curie_or_iri() -> None:
    digits = "0123456789abcdef"
    assert {claim_hash(name) for name in (digits, f"igr:claim-{digits}", to_iri(f"igr:claim-{digits}"), digits.upper())} == {digits}
    with pytest.raises(KgError, match="names no claim"):
        claim_hash("headache")


# --- what decisions do


def test_acceptance_and_rejection_move_belief(model: BeliefModel) -> None:
    (node,) = claim_nodes([_claim()], DOCUMENTS)
    believed = {}
    for verdict in ("accept", "reject"):
        curated = apply_decisions([node], [_decision(node, verdict)])
        believed[verdict] = beliefs_of(curated.nodes, model)[node.iri]
    assert believed["reject"] < beliefs_of([node], model)[node.iri] == 0.6 < believed["accept"]
    assert believed == {"accept": 0.98, "reject": 0.03}


def test_a_rejected_claim_keeps_its_evidence_and_makes_no_fact() -> None:
    (node,) = claim_nodes([_claim()], DOCUMENTS)
    curated = apply_decisions([node], [_decision(node, "reject")])
    assert curated.nodes[0].review_status == "rejected"
    assert curated.nodes[0].supporting == node.supporting
    assert not list(fact_triples(curated.nodes))
    assert list(evidence_triples(curated.nodes, "https://w3id.org/igkg/id/run-x")) == list(
        evidence_triples([node], "https://w3id.org/igkg/id/run-x")
    )


def test_accepted_evidence_is_a_manual_assertion() -> None:
    (node,) = claim_nodes([_claim()], DOCUMENTS)
    curated = apply_decisions([node], [_decision(node, "accept")])
    codes = {t.object for t in evidence_triples(curated.nodes, "https://x.example/run") if t.predicate.value == term_iri("evidenceCode")}
    assert codes == {ox.NamedNode(to_iri("ECO:0000303"))}


def test_what_was_rejected_neither_supports_nor_refutes(model: BeliefModel) -> None:
    claims = [_claim("a"), _claim("b", frequency="common"), _claim("b", polarity="negated")]
    nodes = claim_nodes(claims, DOCUMENTS)
    plain = next(n for n in nodes if n.polarity == "affirmed" and not n.frequency)
    specific = next(n for n in nodes if n.frequency)
    negated = next(n for n in nodes if n.polarity == "negated")
    assert plain.refuting
    curated = apply_decisions(nodes, [_decision(specific, "reject"), _decision(negated, "reject")])
    beliefs = beliefs_of(curated.nodes, model)
    assert beliefs[plain.iri] == 0.6, "as if document a stood alone"
    assert not next(n for n in curated.nodes if n.iri == plain.iri).refuting


def test_an_amendment_makes_a_new_claim_from_the_old(model: BeliefModel) -> None:
    (node,) = claim_nodes([_claim(object_="kawasaki-disease", predicate="treats", status="used")], DOCUMENTS)
    curated = apply_decisions([node], [_decision(node, "amend", "status=approved", "population=children")])
    old = next(n for n in curated.nodes if n.iri == node.iri)
    new = next(n for n in curated.nodes if n.iri != node.iri)
    assert (old.review_status, new.review_status) == ("rejected", "accepted")
    assert (new.relation, new.status, new.population, new.object) == ("approvedFor", "approved", "children", "kawasaki-disease")
    (evidence,) = new.supporting
    assert (evidence.claim.start, evidence.claim.end, evidence.document) == (0, 8, DOCUMENTS["a"])
    assert evidence.claim.method == "curated"
    assert old.supporting == node.supporting
    assert [str(t.predicate) for t in fact_triples(curated.nodes)] == [f"<{term_iri('approvedFor')}>"]
    assert beliefs_of(curated.nodes, model)[new.iri] > 0.9
    revision = ox.Triple(ox.NamedNode(new.iri), ox.NamedNode(to_iri("prov:wasRevisionOf")), ox.NamedNode(old.iri))
    assert revision in set(curation_triples(curated))


def test_an_amendment_to_a_known_claim_joins_it() -> None:
    claims = [_claim("a", severity="mild"), _claim("b", severity="severe")]
    nodes = claim_nodes(claims, DOCUMENTS)
    mild = next(n for n in nodes if n.severity == "mild")
    curated = apply_decisions(nodes, [_decision(mild, "amend", "severity=severe")])
    severe = next(n for n in curated.nodes if n.severity == "severe")
    assert len(curated.nodes) == 2
    assert {e.document.id for e in severe.supporting} == {"a", "b"}


def test_a_decision_may_follow_an_amendment() -> None:
    (node,) = claim_nodes([_claim()], DOCUMENTS)
    first = _decision(node, "amend", "severity=mild")
    made = apply_decisions([node], [first]).applied[0][1]
    assert made is not None
    second = Decision(made.rpartition("-")[2], "reject", (), ORCID, "2026-11-21", "not even that")
    curated = apply_decisions([node], [second, first])
    assert {n.review_status for n in curated.nodes} == {"rejected"}
    assert not curated.vanished


def test_the_last_decision_holds_and_disagreement_is_noted() -> None:
    (node,) = claim_nodes([_claim()], DOCUMENTS)
    decisions = [_decision(node, "accept", curator=OTHER, date="2026-11-21"), _decision(node, "amend", "severity=mild")]
    curated = apply_decisions([node], decisions)
    assert [n.review_status for n in curated.nodes] == ["accepted"], "the amendment was taken back"
    assert len(curated.notes) == 1 and "disagree" in curated.notes[0]
    triples = set(curation_triples(curated))
    replaced = [t for t in triples if t.predicate.value == to_iri("dcterms:isReplacedBy")]
    assert [t.object for t in replaced] == [ox.NamedNode(decision_iri(decisions[0]))]


def test_amendments_that_turn_in_a_circle_end() -> None:
    nodes = claim_nodes([_claim("a", severity="mild"), _claim("b", severity="severe")], DOCUMENTS)
    mild, severe = (next(n for n in nodes if n.severity == s) for s in ("mild", "severe"))
    curated = apply_decisions(nodes, [_decision(mild, "amend", "severity=severe"), _decision(severe, "amend", "severity=mild")])
    assert len(curated.applied) == 2
    assert len(curated.nodes) == 2


def test_an_amendment_of_nothing_is_an_acceptance_with_a_note() -> None:
    (node,) = claim_nodes([_claim(severity="mild")], DOCUMENTS)
    curated = apply_decisions([node], [_decision(node, "amend", "severity=mild")])
    assert [n.review_status for n in curated.nodes] == ["accepted"]
    assert "changes nothing" in curated.notes[0]


def test_a_decision_without_its_claim_is_given_back() -> None:
    (node,) = claim_nodes([_claim()], DOCUMENTS)
    lost = Decision("f" * 16, "reject", (), ORCID, "2026-11-20", "gone")
    curated = apply_decisions([node], [lost])
    assert curated.vanished == (lost,)
    assert not list(curation_triples(curated))
    assert curated.nodes == Curated((node,)).nodes


def test_without_decisions_nothing_changes() -> None:
    nodes = claim_nodes([_claim("a"), _claim("b", polarity="negated")], DOCUMENTS)
    assert apply_decisions(nodes, []).nodes == nodes


# --- in a build


@pytest.fixture(scope="module")
def report(curated_build: Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((curated_build / "report.json").read_text(encoding="utf-8"))
    return loaded


def _curated_decisions(build: Path) -> dict[str, Decision]:
    """The decisions about claims that the build has."""
    return {d.verdict: d for d in read_decisions(build.parent / "data" / "curation.tsv") if d.claim not in ("e" * 16, "f" * 16)}


def test_every_rebuild_applies_the_decisions(curated_build: Path) -> None:
    decisions = _curated_decisions(curated_build)
    store = open_build(curated_build)

    def status(claim: str) -> str:
        (triple,) = store.triples(ox.NamedNode(to_iri(f"igr:claim-{claim}")), ox.NamedNode(term_iri("reviewStatus")))
        return str(getattr(triple.object, "value", ""))

    assert {verdict: status(d.claim) for verdict, d in decisions.items()} == {
        "accept": "accepted", "reject": "rejected", "amend": "rejected"
    }  # fmt: skip


def test_decisions_are_provenance(curated_build: Path) -> None:
    rows = open_build(curated_build).query(
        """SELECT ?decision ?agent ?date ?why ?new { GRAPH igg:provenance {
          ?activity a ig:Curation, prov:Activity ; ig:decision ?decision ; prov:used ?claim ; prov:wasAssociatedWith ?agent ;
            dcterms:date ?date ; dcterms:description ?why . ?agent a prov:Agent
          OPTIONAL { ?new prov:wasGeneratedBy ?activity ; prov:wasRevisionOf ?claim } } } ORDER BY ?decision"""
    )
    assert [row[0] for row in rows.to_values()] == ["accept", "amend", "reject"]
    assert {row[1] for row in rows.to_values()} == {to_iri(f"orcid:{ORCID}")}
    assert [row[4] is not None for row in rows.to_values()] == [False, True, False]


def test_a_rejected_claim_has_evidence_and_no_fact_in_a_build(small_build: Path, curated_build: Path) -> None:
    claim = f"igr:claim-{_curated_decisions(curated_build)['reject'].claim}"
    ask = f"SELECT ?s ?p ?o ?evidence {{ {claim} rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; ig:hasEvidence ?evidence }}"
    before, after = (open_build(build).query(ask) for build in (small_build, curated_build))
    assert before.rows == after.rows and before.rows
    s, p, o, _ = before.rows[0]
    fact = f"ASK {{ GRAPH igg:facts {{ {s} {p} {o} }} }}"
    assert open_build(small_build).query(fact)
    assert not open_build(curated_build).query(fact)


def test_a_vanished_claim_and_a_bad_row_are_named_and_counted(report: dict[str, object]) -> None:
    notes = report["notes"]
    assert isinstance(notes, list)
    assert [note for note in notes if "ffffffffffffffff" in note and ORCID in note and "is kept" in note]
    assert [note for note in notes if "curation.tsv:" in note and "'no-such-concept'" in note]
    steps = report["steps"]
    assert isinstance(steps, list)
    (populate,) = [step["counts"] for step in steps if step["name"] == "populate"]
    assert (populate["decisions"], populate["decisions_without_claim"]) == (3, 1)


def test_a_curated_build_conforms(report: dict[str, object]) -> None:
    assert report["conforms"] is True


def test_decisions_may_lie_in_a_file_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Settings] = []

    def build(*_: object, settings: Settings, **__: object) -> None:
        asked.append(settings)
        raise KgError("far enough")

    monkeypatch.setattr("kg.pipeline.build", build)
    own = _file(tmp_path / "decisions.tsv", *ROWS)
    assert CliRunner().invoke(app, ["build", "--curation", str(own)]).exit_code == 1
    assert CliRunner().invoke(app, ["build"]).exit_code == 1
    assert [settings.decisions for settings in asked] == [own, SETTINGS.data / "curation.tsv"]
    assert CliRunner().invoke(app, ["build", "--curation", str(tmp_path / "none.tsv")]).exit_code == 2


# --- reviewing


@pytest.fixture(scope="module")
def marks() -> Marks:
    return Marks.load(SETTINGS.data / "review.toml")


def _claim_quads(
    name: str, object_: str, belief: str, *, flag: bool = False, refuted: bool = False, relation: str = "hasAdverseEffect"
) -> str:
    return f"""
    GRAPH igg:claims {{ igr:claim-{name} a ig:Claim ; rdfs:label "{name}" ; rdf:subject igr:ivig ; rdf:predicate ig:{relation} ;
      rdf:object igr:{object_} ; ig:polarity "affirmed" ; ig:reviewStatus "unreviewed" ; ig:belief {belief} ;
      ig:hasEvidence igr:evidence-{name} {f'; ig:refutedBy igr:evidence-x{name}' if refuted else ''} . }}
    GRAPH igg:provenance {{ igr:evidence-{name} prov:wasDerivedFrom igr:document-{name} .
      igr:document-{name} dcterms:identifier "{name}" {'; ig:integrityFlag "retracted"' if flag else ''} . }}"""


@pytest.fixture(scope="module")
def small() -> Store:
    """Claims of which each bears one mark more than `calm`."""
    from kg.identifiers import PREFIXES

    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    body = "GRAPH igg:mappings { igr:known skos:exactMatch <http://x.example/1> . igr:twice skos:closeMatch <http://x.example/2> }"
    body += _claim_quads("calm", "twice", "0.9") + _claim_quads("same", "twice", "0.9")
    body += _claim_quads("near", "known", "0.5", relation="actsVia") + _claim_quads("refuted", "twice", "0.9", refuted=True)
    body += _claim_quads("flagged", "twice", "0.9", flag=True) + _claim_quads("unmapped", "strange", "0.9")
    body += _claim_quads("good", "both", "0.9", relation="treats") + _claim_quads("bad", "both", "0.9", relation="contraindicatedIn")
    return Store.in_memory(q for q in ox.parse(f"{head}{body}", ox.RdfFormat.TRIG) if q.graph_name != ox.DefaultGraph())


def test_each_mark_raises_a_claim_and_says_why(small: Store, marks: Marks) -> None:
    items = {item.claim: item for item in claims_to_review(small, marks)}
    assert all(items["calm"].score < items[name].score for name in ("near", "refuted", "flagged", "unmapped", "good", "bad"))
    words = {
        "near": "0 from 0.5 (+0.35)",
        "refuted": "1 evidence against it (+0.25)",
        "flagged": "is flagged (+0.12)",
        "unmapped": "igr:strange has no match",
        "good": "other claims say ig:contraindicatedIn",
        "bad": "other claims say ig:treats",
    }
    for name, text in words.items():
        assert text in "; ".join(items[name].reasons), name
    assert "no other claim states its fact" in "; ".join(items["near"].reasons)
    assert "no other claim states its fact" not in "; ".join(items["calm"].reasons)


def test_the_list_is_sorted_and_the_score_is_what_its_reasons_add_up_to(built: Path, marks: Marks) -> None:
    items = claims_to_review(open_build(built), marks)
    assert [item.score for item in items] == sorted((item.score for item in items), reverse=True)
    for item in items:
        parts = [float(reason.rpartition("(+")[2].rstrip(")")) for reason in item.reasons]
        assert item.score == pytest.approx(sum(parts), abs=0.02)
    assert len(review_rows(items[:3])) == 3
    assert items == claims_to_review(open_build(built), marks)


def test_decided_claims_leave_the_list(curated_build: Path, marks: Marks) -> None:
    store = open_build(curated_build)
    decided = {d.claim for d in _curated_decisions(curated_build).values()}
    assert not decided & {item.claim for item in claims_to_review(store, marks)}
    assert decided <= {item.claim for item in claims_to_review(store, marks, everything=True)}


def test_a_decision_goes_to_the_file(built: Path, marks: Marks, tmp_path: Path) -> None:
    store = open_build(built)
    claim = claims_to_review(store, marks)[0].claim
    path = tmp_path / "curation.tsv"
    decision, label = decide_claim(
        store, f"igr:claim-{claim}", "amend", curator=f"https://orcid.org/{ORCID}", reason=" of   two\nlines ", date="2026-11-20",
        amended=["population=children"], file=path,
    )  # fmt: skip
    assert label
    assert read_decisions(path) == (decision,)
    assert decision.reason == "of two lines"
    with pytest.raises(UnknownName, match=f"Did you mean '{claim}'"):
        wrong = claim[:-1] + ("0" if claim[-1] != "0" else "1")
        decide_claim(store, wrong, "reject", curator=ORCID, reason="x", date="2026-11-20", file=path)
    assert read_decisions(path) == (decision,)


@pytest.mark.parametrize(
    ("predicate", "fields", "message"),
    [
        ("acts_via", ["status=used"], "status belongs to claims of treats and prevents, and this claim is of acts_via"),
        ("acts_via", ["status=not-recommended"], "set status=recommended and polarity=negated"),
        ("acts_via", ["status=denied"], r"status \(one of approved, recommended, used, investigational, nothing\): no value 'denied'"),
        ("treats", ["severity=mild"], "severity belongs to claims of has_adverse_effect"),
        ("treats", ["frequency=rare"], "frequency belongs to claims of has_adverse_effect"),
        pytest.param("treats", ["predicate=acts_via"], "leave out status=used, or empty it with status=", id="the old status stays"),
        ("treats", ["predicate=acts_via", "status="], ""),
        ("treats", ["predicate=prevents", "status=approved"], ""),
        ("acts_via", ["predicate=treats", "status=used"], ""),
        ("has_adverse_effect", ["severity=mild", "frequency=rare", "status="], ""),
    ],
    ids=lambda v: ",".join(v) if isinstance(v, list) else "",
)
def test_a_field_that_such_claims_do_not_have_is_refused(tmp_path: Path, predicate: str, fields: list[str], message: str) -> None:
    (node,) = claim_nodes([_claim(predicate=predicate, status="used" if predicate == "treats" else "")], DOCUMENTS)
    graph = ox.NamedNode(to_iri("igg:claims"))
    triples = claim_triples([node], {node.iri: 0.5}, {})
    store = Store.in_memory(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    path = tmp_path / "decisions.tsv"

    def decide() -> None:
        decide_claim(store, node.iri, "amend", curator=ORCID, reason="seen", date="2026-11-20", amended=fields, file=path)

    if message:
        with pytest.raises(KgError, match=message):
            decide()
        assert not path.exists()
    else:
        decide()
        assert len(read_decisions(path)) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [(("weight = 0.35", "weight = 0.5"), "add up to 1"), (("[alone]", "[alne]"), "lacks 'alone'"), (("at = 0.5", "at = 2"), "threshold")],
)
def test_broken_weights_are_refused(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = tmp_path / "review.toml"
    path.write_text((SETTINGS.data / "review.toml").read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(ResourceError, match=message):
        Marks.load(path)


