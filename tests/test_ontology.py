"""The ontology says what the code says, is well made, stays in OWL 2 DL, and each check catches what is planted for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import records, vocabulary
from kg.concepts import Concept, read_concepts
from kg.errors import OntologyError
from kg.graph.mappings import read_mappings
from kg.graph.ontology import (
    Check,
    check_dl,
    check_ontology,
    concept_triples,
    draw_model,
    find_problems,
    read_checks,
    read_ontology,
    read_rdf,
)
from kg.identifiers import ONTOLOGY, PREFIXES, term_iri, to_iri
from kg.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
FAULTS = ROOT / "tests" / "faults" / "ontology"
CHECKS = {check.name: check for check in read_checks(ROOT / "ontology" / "checks")}
TYPE = NamedNode(to_iri("rdf:type"))
OWL = PREFIXES["owl"]


@pytest.fixture(scope="module")
def schema() -> list[Triple]:
    return read_ontology(ROOT / "ontology" / "igkg.ttl")


def terms(schema: list[Triple], kind: str) -> set[str]:
    """Local names of our terms of one OWL type."""
    return {
        t.subject.value.removeprefix(ONTOLOGY)
        for t in schema
        if t.predicate == TYPE
        and t.object == NamedNode(OWL + kind)
        and isinstance(t.subject, NamedNode)
        and t.subject.value.startswith(ONTOLOGY)
    }


# --- The code's vocabulary is the ontology's ---


def test_classes_of_the_code_are_declared(schema: list[Triple]) -> None:
    assert terms(schema, "Class") >= vocabulary.CONCEPT_CLASSES | vocabulary.IMMUNOGLOBULIN_CLASSES


def test_a_row_may_state_every_class_of_the_field_that_is_not_defined(schema: list[Triple]) -> None:
    defined = {str(t.subject)[1:-1].removeprefix(ONTOLOGY) for t in schema if t.predicate == NamedNode(OWL + "equivalentClass")}
    graph_classes = {"Claim", "Curation", "Evidence", "Document", "ExtractionRun", "Inference", "Quarantined", "Immunoglobulin"}
    assert terms(schema, "Class") - defined - graph_classes == vocabulary.CONCEPT_CLASSES


@pytest.mark.parametrize("table", [vocabulary.STATUS_PROPERTIES, vocabulary.PREDICATE_PROPERTIES, vocabulary.LINK_PROPERTIES])
def test_properties_of_the_code_are_declared(schema: list[Triple], table: dict[str, str]) -> None:
    assert terms(schema, "ObjectProperty") >= set(table.values())


@pytest.mark.parametrize(
    ("scheme", "values"),
    [
        ("StatusScheme", get_args(records.Status)),
        ("PolarityScheme", get_args(records.Polarity)),
        ("SeverityScheme", get_args(records.Severity)),
        ("FrequencyScheme", get_args(records.Frequency)),
        ("DocumentKindScheme", get_args(records.Kind)),
        ("TierScheme", get_args(records.Tier)),
        ("IntegrityFlagScheme", get_args(records.Flag)),
    ],
)
def test_closed_value_sets_are_those_of_the_records(schema: list[Triple], scheme: str, values: tuple[str, ...]) -> None:
    members = {t.subject for t in schema if t.predicate == NamedNode(to_iri("skos:inScheme")) and t.object == NamedNode(term_iri(scheme))}
    notations = {
        t.object.value
        for t in schema
        if t.subject in members and t.predicate == NamedNode(to_iri("skos:notation")) and isinstance(t.object, Literal)
    }
    assert notations == set(values) - {""}


# --- The file ---


def test_header_states_version_licence_and_prefix(schema: list[Triple]) -> None:
    header = {t.predicate.value: t.object for t in schema if t.subject == NamedNode("https://w3id.org/igkg/ontology")}
    assert header[OWL + "versionIRI"] == NamedNode("https://w3id.org/igkg/ontology/0.1.0")
    assert header[to_iri("dcterms:license")] == NamedNode("https://creativecommons.org/licenses/by/4.0/")
    assert header[to_iri("vann:preferredNamespacePrefix")] == Literal("ig")


def test_blank_nodes_have_the_same_labels_each_time(schema: list[Triple]) -> None:
    assert any(isinstance(t.subject, BlankNode) for t in schema)
    assert read_ontology(ROOT / "ontology" / "igkg.ttl") == schema


def test_a_broken_file_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix ig: <https://w3id.org/igkg/ontology#> .\nig:a a ig:b\nig:c a ig:d .\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"broken\.ttl:3: .*expected Turtle"):
        read_ontology(path)


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"none\.ttl: cannot be read"):
        read_ontology(tmp_path / "none.ttl")


# --- Individuals ---


class Match:
    def __init__(self, subject: str, predicate: str, value: str) -> None:
        self.subject, self.predicate, self.object = subject, predicate, value


CIDP = Concept(
    "cidp", ("Condition",), "CIDP", synonyms=("chronic neuropathy",), hidden=("cidp.",), broader=("neuropathy",), definition="A."
)


def test_a_concept_becomes_an_individual_with_names_and_links() -> None:
    lines = {str(t) for t in concept_triples([CIDP])}
    node = "<https://w3id.org/igkg/id/cidp>"
    assert lines == {
        f"{node} <{to_iri('rdf:type')}> <{to_iri('skos:Concept')}>",
        f"{node} <{to_iri('rdf:type')}> <{term_iri('Condition')}>",
        f'{node} <{to_iri("skos:prefLabel")}> "CIDP"@en',
        f'{node} <{to_iri("skos:altLabel")}> "chronic neuropathy"@en',
        f'{node} <{to_iri("skos:hiddenLabel")}> "cidp."@en',
        f'{node} <{to_iri("skos:definition")}> "A."@en',
        f"{node} <{term_iri('broader')}> <https://w3id.org/igkg/id/neuropathy>",
    }


@pytest.mark.parametrize(
    ("concept", "matches", "typed"),
    [
        pytest.param(CIDP, [("skos:exactMatch", "MONDO:0000001")], ["MONDO:0000001"], id="exact match"),
        pytest.param(CIDP, [("skos:closeMatch", "MONDO:0000001")], [], id="close match is no type"),
        pytest.param(CIDP, [("skos:exactMatch", "MONDO:0000001"), ("skos:exactMatch", "MONDO:0000002")], [], id="two of one ontology"),
        pytest.param(
            CIDP, [("skos:exactMatch", "MONDO:0000001"), ("skos:exactMatch", "DOID:1")], ["DOID:1", "MONDO:0000001"], id="two ontologies"
        ),
        pytest.param(CIDP, [("skos:exactMatch", "MESH:D1")], [], id="no OBO ontology"),
        pytest.param(Concept("cidp", ("Category",), "CIDP"), [("skos:exactMatch", "MONDO:0000001")], [], id="a category is a heading"),
    ],
)
def test_an_exact_match_is_also_a_type(concept: Concept, matches: list[tuple[str, str]], typed: list[str]) -> None:
    triples = list(concept_triples([concept], [Match("cidp", predicate, value) for predicate, value in matches]))
    obo = [t.object for t in triples if t.predicate == TYPE and "obolibrary" in str(t.object)]
    assert obo == [NamedNode(to_iri(curie)) for curie in typed]
    assert {t.subject for t in triples if t.object == NamedNode(OWL + "Class")} == set(obo)


# --- Checks ---


def test_the_shipped_ontology_concepts_and_mappings_pass_all_checks() -> None:
    findings = check_ontology(Settings(root=ROOT), read_mappings(ROOT / "ontology" / "mappings"))
    assert [str(f) for f in findings] == [], "neither errors nor warnings"


def test_every_check_has_a_fault_and_every_fault_a_check() -> None:
    faults = {path.stem for path in FAULTS.glob("*.ttl") if not path.stem.startswith("dl-")}
    assert faults == set(CHECKS)
    assert len(CHECKS) >= 30


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.name)
def test_a_check_catches_its_fault_and_nothing_without_it(schema: list[Triple], check: Check) -> None:
    individuals = list(concept_triples(read_concepts(ROOT / "ontology" / "concepts.tsv"))) if check.name == "undefined-concept" else []
    clean = [*schema, *individuals]
    assert [str(f) for f in find_problems(clean, [check])] == []
    findings = find_problems([*clean, *read_rdf(FAULTS / f"{check.name}.ttl")], [check])
    assert any(finding.entity in ("ig:planted", "igr:planted") for finding in findings)


def test_a_finding_is_one_line_for_a_person() -> None:
    findings = find_problems(read_ontology(FAULTS / "broader-cycle.ttl"), [CHECKS["broader-cycle"]])
    assert str(findings[0]) == "ERROR broader-cycle: igr:planted: is broader than itself"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("SELECT ?entity ?value WHERE { ?entity ?value 1 }", "head must state", id="no head"),
        pytest.param("# level: ERROR\n# title: t\nSELECT ?entity WHERE { ?entity ?p 1 }", "must SELECT", id="no value"),
        pytest.param("# level: ERROR\n# title: t\nSELECT nonsense", "does not parse", id="no SPARQL"),
    ],
)
def test_a_broken_check_stops_the_run(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "broken.rq").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=message):
        find_problems([], read_checks(tmp_path))


def test_a_folder_without_checks_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="holds no check"):
        read_checks(tmp_path)


# --- OWL 2 DL ---

DL_FAULTS = sorted(FAULTS.glob("dl-*.ttl"))


def test_the_shipped_ontology_with_its_individuals_is_in_owl_2_dl(schema: list[Triple]) -> None:
    mappings = read_mappings(ROOT / "ontology" / "mappings")
    individuals = concept_triples(read_concepts(ROOT / "ontology" / "concepts.tsv"), mappings)
    assert check_dl([*schema, *individuals]) == []


@pytest.mark.parametrize("path", DL_FAULTS, ids=lambda path: path.stem)
def test_what_leaves_the_profile_is_found(schema: list[Triple], path: Path) -> None:
    rule = path.stem.removeprefix("dl-").partition("--")[0]
    violations = check_dl([*schema, *(_apart(t) for t in read_ontology(path))])
    assert rule in {violation.rule for violation in violations}


def _apart(triple: Triple) -> Triple:
    """Give the blank nodes of a second file labels of their own."""
    subject, value = (
        BlankNode(f"planted-{term.value}") if isinstance(term, BlankNode) else term for term in (triple.subject, triple.object)
    )
    assert isinstance(subject, NamedNode | BlankNode)
    return Triple(subject, triple.predicate, value)


# --- The picture ---


def test_the_picture_is_that_of_the_ontology() -> None:
    drawn = draw_model(ROOT / "ontology" / "igkg.ttl")
    assert drawn == (ROOT / "docs" / "model.svg").read_text(encoding="utf-8"), "mend with: kg draw --out docs/model.svg"


def test_the_picture_shows_the_core_classes_and_the_status_lattice() -> None:
    texts = [element.text for element in ElementTree.fromstring(draw_model(ROOT / "ontology" / "igkg.ttl")).iter() if element.text]
    for name in ("Immunoglobulin", "Condition", "Category", "Mechanism", "AdverseEffect", "approvedFor", "actsVia", "inCategory"):
        assert name in texts
    assert "isMechanismOf" not in texts


def test_the_picture_is_the_same_under_another_hash_seed() -> None:
    code = "import pathlib, sys; from kg.graph.ontology import draw_model; sys.stdout.write(draw_model(pathlib.Path('ontology/igkg.ttl')))"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
