"""Planted faults are found, named by their axiom, and traced to the smallest set of statements that makes them."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode, Triple

from kg.errors import ReasoningError
from kg.graph.contradictions import tell_conflict, tell_contradictions, tell_inconsistency, tell_unsatisfiable
from kg.graph.hermit import INSTALL, HermitReport, check_with_hermit, find_java
from kg.graph.justification import asserted_premises, find_cause, find_cause_of_unsatisfiable, shrink
from kg.graph.ontology import read_ontology
from kg.graph.reasoning import read_rules, reason
from kg.graph.store import Store
from kg.identifiers import ONTOLOGY, concept_iri, term_iri, to_iri
from kg.pipeline import build
from kg.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "ontology" / "rules"
RULES = read_rules(FOLDER)
SCHEMA = tuple(read_ontology(ROOT / "ontology" / "igkg.ttl"))
TYPE = NamedNode(to_iri("rdf:type"))
BELOW = NamedNode(to_iri("rdfs:subClassOf"))

needs_java = pytest.mark.skipif(find_java() is None, reason=f"no Java runtime: {INSTALL}")


def fact(text: str) -> Triple:
    subject, predicate, value = text.split()
    if predicate == "a":
        return Triple(NamedNode(concept_iri(subject)), TYPE, NamedNode(term_iri(value)))
    return Triple(NamedNode(concept_iri(subject)), NamedNode(term_iri(predicate)), NamedNode(concept_iri(value)))


SOUND = (
    "ivig a ImmunoglobulinProduct", "itp a Condition", "igg a ImmunoglobulinIsotype", "blood-plasma a Plasma", "silencing a Mechanism",
    "ivig approvedFor itp", "ivig derivedFrom blood-plasma", "ivig actsVia silencing", "scig isFormOf ivig",
)  # fmt: skip

FAULTS = [
    pytest.param(
        ["palivizumab a MonoclonalAntibody", "palivizumab derivedFrom blood-plasma"],
        "blood-plasma", "Plasma DisjointWith CellCulture",
        {"palivizumab a MonoclonalAntibody", "palivizumab derivedFrom blood-plasma", "blood-plasma a Plasma"},
        {"Plasma DisjointWith CellCulture", "MonoclonalAntibody SubClassOf derivedFrom only CellCulture"},
        id="a monoclonal antibody from plasma",
    ),
    pytest.param(
        ["igg approvedFor itp"],
        "igg", "ImmunoglobulinProduct DisjointWith ImmunoglobulinIsotype",
        {"igg a ImmunoglobulinIsotype", "igg approvedFor itp"},
        {
            "ImmunoglobulinProduct DisjointWith ImmunoglobulinIsotype", "approvedFor SubPropertyOf treats",
            "treats SubPropertyOf therapeuticRelation", "therapeuticRelation Domain ImmunoglobulinProduct",
        },
        id="an isotype as a therapy",
    ),
    pytest.param(
        ["itp a Mechanism"],
        "itp", "DisjointClasses: Immunoglobulin, Mechanism, Category, Condition",
        {"itp a Mechanism", "itp a Condition"},
        {"DisjointClasses: Immunoglobulin, Mechanism, Category, Condition"},
        id="a condition as a mechanism",
    ),
    pytest.param(
        ["ivig usedFor silencing"],
        "silencing", "Condition or Category DisjointWith Mechanism",
        {"ivig usedFor silencing", "silencing a Mechanism"},
        {
            "usedFor SubPropertyOf therapeuticRelation", "therapeuticRelation Range Condition or Category",
            "DisjointClasses: Immunoglobulin, Mechanism, Category, Condition",
        },
        id="a mechanism as an indication",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("planted", "who", "axiom", "facts", "axioms"), FAULTS)
def test_a_planted_fault_is_named_and_its_smallest_cause_found(
    planted: list[str], who: str, axiom: str, facts: set[str], axioms: set[str]
) -> None:
    triples = [*SCHEMA, *map(fact, (*SOUND, *planted))]
    closure = reason(triples, RULES)
    contradiction = next(c for c in closure.contradictions if c.about == NamedNode(concept_iri(who)))
    cause = find_cause(closure, contradiction, triples, RULES)
    assert cause.minimal
    assert set(cause.facts) == set(map(fact, facts))
    assert set(cause.axioms) == axioms
    told = tell_contradictions(closure, {"ontology": SCHEMA, "concepts": [], "facts": [*map(fact, (*SOUND, *planted))]}, FOLDER)
    assert axiom in told
    assert "smallest cause" in told
    assert "stated by documents" in told


@pytest.mark.parametrize("number", range(len(FAULTS)))
def test_without_any_part_of_the_cause_the_fault_is_gone(number: int) -> None:
    planted, who = FAULTS[number].values[:2]
    assert isinstance(planted, list)
    triples = [*SCHEMA, *map(fact, (*SOUND, *planted))]
    closure = reason(triples, RULES)
    contradiction = next(c for c in closure.contradictions if c.about == NamedNode(concept_iri(str(who))))
    cause = find_cause(closure, contradiction, triples, RULES)
    assert reason([*SCHEMA, *cause.facts], RULES).contradictions
    for spared in cause.facts:
        assert not reason([*SCHEMA, *(t for t in cause.facts if t != spared)], RULES).contradictions


def test_what_is_asserted_behind_a_contradiction() -> None:
    triples = [*SCHEMA, *map(fact, (*SOUND, "igg approvedFor itp"))]
    closure = reason(triples, RULES)
    stated = {premise for c in closure.contradictions for premise in asserted_premises(closure, c)}
    assert stated == {fact("igg approvedFor itp"), fact("igg a ImmunoglobulinIsotype")}


# --- Kinds of contradiction, each planted in a file of its own ---

PLANTED = sorted((ROOT / "tests" / "faults" / "contradictions").glob("*.ttl"))


def planted(path: Path) -> tuple[dict[str, str], list[Triple], list[Triple]]:
    """Read a fault: what its head expects, its axioms and its facts."""
    head = dict(re.findall(r"^# (\w+): (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE))
    triples = [quad.triple for quad in ox.parse(path=str(path))]
    facts = [t for t in triples if t.predicate.value.startswith(ONTOLOGY) or (t.predicate == TYPE and t.object in CLASSES)]
    return head, [t for t in triples if t not in facts], facts


#: Rules of ours that combine several of OWL 2 RL, and what they do not find: HermiT must see both.
COMBINED = ("cls-maxc2", "cls-maxqc3", "prp-fp", "prp-ifp", "prp-npa1", "HermiT")
CLASSES = {t.subject for t in SCHEMA if t.predicate == TYPE and t.object == NamedNode(to_iri("owl:Class"))}


@pytest.mark.parametrize("path", [p for p in PLANTED if "HermiT" not in p.read_text(encoding="utf-8")], ids=lambda p: p.stem)
def test_each_kind_of_fault_is_found_by_its_rule_and_traced_to_its_smallest_cause(path: Path) -> None:
    expected, axioms, facts = planted(path)
    triples = [*SCHEMA, *axioms, *facts]
    closure = reason(triples, RULES)
    assert expected["rule"] in {c.rule for c in closure.contradictions}
    for contradiction in closure.contradictions:
        cause = find_cause(closure, contradiction, triples, RULES)
        assert cause.minimal
        assert reason([*SCHEMA, *axioms, *cause.facts], RULES).contradictions
        for spared in cause.facts:
            assert not reason([*SCHEMA, *axioms, *(t for t in cause.facts if t != spared)], RULES).contradictions
    told = tell_contradictions(closure, {"ontology": [*SCHEMA, *axioms], "concepts": [], "facts": facts}, FOLDER)
    assert f"breaks the axiom {expected['axiom']} ({expected['rule']})" in told
    assert "= given" not in told
    assert not reason([*SCHEMA, *facts], RULES).contradictions or not axioms


def test_every_rule_about_contradictions_has_a_planted_fault() -> None:
    covered = {planted(path)[0]["rule"] for path in PLANTED} | {"cax-dw"}
    assert {rule.name for rule in RULES if rule.stage == "contradiction"} <= covered


@pytest.mark.dl
@needs_java
@pytest.mark.parametrize("path", [p for p in PLANTED if planted(p)[0]["rule"].startswith(COMBINED)], ids=lambda p: p.stem)
def test_hermit_sees_the_fault_too(path: Path) -> None:
    _, axioms, facts = planted(path)
    report = check_with_hermit([*SCHEMA, *axioms, *facts], infer=False)
    assert report is not None
    assert not report.consistent


@pytest.mark.dl
@needs_java
@pytest.mark.parametrize("path", [p for p in PLANTED if p.stem == "list-of-members"], ids=lambda p: p.stem)
def test_where_rules_do_not_reach_hermit_finds_the_smallest_cause(path: Path) -> None:
    expected, axioms, facts = planted(path)
    assert not reason([*SCHEMA, *axioms, *facts], RULES).contradictions
    told = tell_inconsistency({"ontology": axioms, "concepts": [], "facts": facts}, FOLDER)
    assert "smallest cause" in told
    assert f"axiom {expected['axiom']}" in told
    assert "= stated by documents" in told
    assert "igr:sc" not in told


def test_a_claim_that_contradicts_is_told_with_what_it_stands_against() -> None:
    claim = fact("igg approvedFor itp")
    closure = reason([*SCHEMA, *map(fact, SOUND), claim], RULES)
    contradiction = next(c for c in closure.contradictions if c.rule == "cax-dw")
    told = tell_conflict(closure, contradiction, {claim}, {concept_iri("igg"): "IgG"})
    assert told == (
        "This claim breaks the axiom ImmunoglobulinProduct DisjointWith ImmunoglobulinIsotype (cax-dw) "
        "together with: IgG is an ig:ImmunoglobulinIsotype."
    )


# --- The ontology itself ---

NOWHERE = NamedNode(term_iri("Nowhere"))
EMPTY = (
    Triple(NOWHERE, TYPE, NamedNode(to_iri("owl:Class"))),
    Triple(NOWHERE, BELOW, NamedNode(term_iri("Condition"))),
    Triple(NOWHERE, BELOW, NamedNode(term_iri("Mechanism"))),
)


def test_a_class_without_members_is_traced_to_its_axioms() -> None:
    cause = find_cause_of_unsatisfiable(NOWHERE, [*SCHEMA, *EMPTY], RULES)
    assert cause is not None
    assert set(cause.axioms) == {
        "Nowhere SubClassOf Condition", "Nowhere SubClassOf Mechanism", "DisjointClasses: Immunoglobulin, Mechanism, Category, Condition"
    }  # fmt: skip
    (told,) = tell_unsatisfiable([NOWHERE.value], [*SCHEMA, *EMPTY], FOLDER)
    assert "nothing can be a" in told and "Nowhere SubClassOf Mechanism" in told


# --- Builds ---


def test_what_hermit_objects_to_is_never_published(small_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """HermiT answers when everything is written; the folder is not moved into place, and the error tells the cause."""
    monkeypatch.setattr("kg.pipeline.find_java", lambda: "java")
    monkeypatch.setattr("kg.pipeline.check_with_hermit", lambda *_, **__: HermitReport(False))
    monkeypatch.setattr("kg.pipeline.tell_inconsistency", lambda *_: "for this reason")
    with pytest.raises(ReasoningError, match="the graph contradicts itself; the last build stays: for this reason"):
        build([], tmp_path / "b", settings=small_settings)
    assert list(tmp_path.iterdir()) == []


def test_a_build_that_no_reasoner_checked_does_not_say_that_it_is_consistent(built: Path) -> None:
    store = Store.open(built / "store")
    assert not list(store.triples(None, NamedNode(term_iri("consistent"))))
    assert list(store.triples(None, NamedNode(term_iri("conforms"))))


# --- Shrinking ---


@pytest.mark.parametrize("needed", [{3}, {0, 1}, {2, 5, 11}, set(range(12))])
def test_shrinking_keeps_what_is_needed_and_nothing_else(needed: set[int]) -> None:
    units = [(fact(f"a{number} a Condition"),) for number in range(12)]
    kept, minimal = shrink(units, lambda chosen: {units[n] for n in needed} <= set(chosen))
    assert minimal
    assert set(kept) == {units[n] for n in needed}


def test_shrinking_that_runs_out_of_time_says_so() -> None:
    units = [(fact(f"a{number} a Condition"),) for number in range(4)]
    assert shrink(units, lambda chosen: True, lambda: True) == (units, False)
