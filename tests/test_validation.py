"""Every shape catches its planted fault, passes the clean graph, and sees a node there; what fails goes to quarantine, never away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.namespace import SH

from kg.errors import KgError, OntologyError
from kg.graph.quarantine import Quarantine, quarantine
from kg.graph.shapes import read_shapes
from kg.graph.validation import validate
from kg.graph.validation_report import Severity as ShapeSeverity
from kg.graph.validation_report import ValidationReport, to_rdf
from kg.identifiers import PREFIXES, term_iri, to_iri
from kg.records import Flag, Frequency, Kind, Polarity, Severity, Status, Tier
from kg.settings import Settings
from kg.vocabulary import PREDICATE_PROPERTIES, STATUS_PROPERTIES

HERE = Path(__file__).parent
SHAPES_IRI = "https://w3id.org/igkg/shapes#"
FAULTS = HERE / "faults" / "shapes"
FOLDER = Settings.default().ontology / "shapes"
SHAPES = read_shapes(FOLDER)
NAMES = [shape.name for shape in SHAPES.shapes]


def read_turtle(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]


def iri(curie: str) -> ox.NamedNode:
    return ox.NamedNode(to_iri(curie))


ONTOLOGY = read_turtle(Settings.default().ontology / "igkg.ttl")
CLEAN = read_turtle(HERE / "data" / "clean.ttl")


@dataclass(frozen=True, slots=True)
class Fault:
    """A change of the clean graph: `without` takes subject and predicate away, `also` names further shapes that it offends."""

    shape: str
    added: tuple[ox.Triple, ...]
    without: frozenset[tuple[str, str]]
    also: frozenset[str]
    focus: str

    def applied(self) -> list[ox.Triple]:
        left = [t for t in CLEAN if not isinstance(t.subject, ox.NamedNode) or (t.subject.value, t.predicate.value) not in self.without]
        return [*left, *self.added]


def read_fault(shape: str) -> Fault:
    path = FAULTS / f"{shape}.ttl"
    heads = re.findall(r"^# (focus|without|also): (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return Fault(
        shape=shape,
        added=tuple(read_turtle(path)),
        without=frozenset((to_iri(s), to_iri(p)) for key, line in heads if key == "without" for s, p in [line.split()]),
        also=frozenset(line for key, line in heads if key == "also"),
        focus=next(line for key, line in heads if key == "focus"),
    )


def validated(triples: list[ox.Triple], *, partial: bool = False) -> ValidationReport:
    return validate([*ONTOLOGY, *triples], SHAPES, partial=partial)


@cache
def report_of(shape: str) -> ValidationReport:
    return validated(read_fault(shape).applied(), partial=True)


@pytest.fixture(scope="module")
def clean_report() -> ValidationReport:
    return validated(CLEAN)


def copy_shapes(folder: Path, old: str, new: str, name: str = "claims.ttl") -> Path:
    """Copy the shapes with one text replaced."""
    for path in FOLDER.glob("*.ttl"):
        text = path.read_text(encoding="utf-8")
        if path.name == name:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


def test_the_clean_graph_passes_every_shape(clean_report: ValidationReport) -> None:
    assert list(clean_report.lines()) == []
    assert clean_report.conforms


@pytest.mark.parametrize("name", NAMES)
def test_every_shape_visits_a_node_of_the_clean_graph(name: str, clean_report: ValidationReport) -> None:
    assert clean_report.visited[f"{SHAPES_IRI}{name}"] > 0


@pytest.mark.parametrize("name", NAMES)
def test_every_shape_catches_its_planted_fault_and_no_other_shape_complains(name: str) -> None:
    fault = read_fault(name)
    report = report_of(name)
    caught = {result.shape.rpartition("#")[2] for result in report.results}
    assert name in caught
    assert caught == {name} | fault.also
    results = [result for result in report.results if result.shape.endswith(f"#{name}")]
    assert to_iri(fault.focus) in {result.focus.value for result in results if isinstance(result.focus, ox.NamedNode)}
    for result in results:
        assert f"Repair: {result.repair}" in str(result)
        assert result.message in str(result)
    assert any(fault.focus in str(result) for result in results)


def test_every_fault_belongs_to_a_shape() -> None:
    assert sorted(path.stem for path in FAULTS.glob("*.ttl")) == NAMES


def test_only_violations_stop_a_graph() -> None:
    assert validated(read_fault("DocumentTitleShape").applied()).conforms
    assert not validated(read_fault("DocumentTierShape").applied()).conforms


def test_the_shapes_conform_to_the_shapes_of_shacl() -> None:
    graph = rdflib.Graph()
    for path in FOLDER.glob("*.ttl"):
        graph.parse(path)
    conforms, _, text = pyshacl.validate(graph, shacl_graph=graph, meta_shacl=True, advanced=True, inference="none", inplace=True)
    assert conforms, text


def results_of_plain_pyshacl(triples: list[ox.Triple]) -> set[tuple[str, str]]:
    """Let pySHACL do everything, its SPARQL on rdflib's engine."""
    data, shapes = rdflib.Graph(), rdflib.Graph()
    data.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    for path in FOLDER.glob("*.ttl"):
        shapes.parse(path)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inference="none")
    assert isinstance(report, rdflib.Graph)
    return {(str(report.value(r, SH.sourceShape)), str(report.value(r, SH.focusNode))) for r in report.objects(None, SH.result)}


#: The fault of this shape affirms the denied claim that the fault of SilentClaimShape needs: they cannot stand together.
ALONE = "InvestigationalClaimShape"
WITH_SPARQL = [name for name in NAMES if (rdflib.URIRef(f"{SHAPES_IRI}{name}"), SH.sparql, None) in SHAPES.graph]


@pytest.mark.parametrize("names", [[name for name in WITH_SPARQL if name != ALONE], [ALONE]], ids=["all but one", ALONE])
def test_plain_pyshacl_judges_the_same(names: list[str]) -> None:
    """The faults of the shapes with SPARQL at once: the shortcuts of `validate` change no result."""
    faults = [read_fault(name) for name in names]
    left = [t for t in CLEAN if all(t in fault.applied() for fault in faults)]
    triples = [*ONTOLOGY, *left, *(t for fault in faults for t in fault.added)]
    ours = {(result.shape, getattr(result.focus, "value", "")) for result in validate(triples, SHAPES, partial=True).results}
    assert ours == results_of_plain_pyshacl(triples)
    assert {f"{SHAPES_IRI}{name}" for name in names} <= {shape for shape, _ in ours}


def test_a_mistyped_target_class_is_reported_unvisited(tmp_path: Path) -> None:
    right, wrong = "sh:targetClass ig:Claim ;\n    sh:path ig:polarity", "sh:targetClass ig:Clam ;\n    sh:path ig:polarity"
    folder = copy_shapes(tmp_path, right, wrong)
    report = validate([*ONTOLOGY, *CLEAN], folder)
    assert report.unvisited == ("https://w3id.org/igkg/shapes#ClaimPolarityShape",)
    assert not report.conforms
    assert next(report.lines()).startswith("Violation of the shapes: ClaimPolarityShape: Unvisited")


def test_a_partial_graph_may_leave_shapes_unvisited() -> None:
    data = [t for t in CLEAN if t.subject == iri("igr:headache")]
    assert validated(data, partial=True).conforms
    assert "https://w3id.org/igkg/shapes#ClaimPolarityShape" in validated(data).unvisited


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("sh:minCount 1 ; sh:maxCount 1", "sh:minCount 1 sh:maxCount 1", "is not Turtle", id="broken Turtle"),
        pytest.param("sh:targetClass", "sh:tagetClass", "no term sh:tagetClass. Did you mean sh:targetClass?", id="misspelt term"),
        pytest.param("sh:targetClass ig:Claim ;", "", "ClaimSubjectShape has no target", id="no target"),
        pytest.param("sh:Violation", "sh:Info , sh:Warning", "ClaimSubjectShape has 2 values of sh:severity", id="two severities"),
        pytest.param("sh:Violation", "sh:Shape", "ClaimSubjectShape: severity 'Shape', expected one of Violation", id="no severity"),
        pytest.param("ig:suggestedRepair", "ig:repair", "ClaimSubjectShape has 0 values of ig:suggestedRepair", id="no repair"),
        pytest.param("FILTER(!?fits)", "FILTER(!?fits", "AdministrationClaimObjectShape does not parse", id="broken SPARQL"),
        pytest.param("SELECT ?this WHERE", "SELECT ?that WHERE", "Shape is no SELECT of $this", id="no $this"),
        pytest.param("{ ?this rdf:predicate", "{ ?this rdv:predicate", "AdverseEffectClaimObjectShape does not", id="undeclared prefix"),
        pytest.param("sh:minCount 1 ;", "sh:minCount 1 , 2 ;", "pySHACL refuses ClaimSubjectShape: MinCount", id="two least numbers"),
        pytest.param("FILTER(!?fits)", "MINUS { $this a ig:Document }", "pySHACL refuses Administration", id="MINUS"),
    ],
)
def test_a_broken_shape_stops_with_file_line_and_what_was_expected(old: str, new: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(OntologyError) as caught:
        read_shapes(copy_shapes(tmp_path, old, new))
    assert message in str(caught.value)
    assert re.match(r".*claims\.ttl:\d+: ", str(caught.value))


def test_a_constraint_that_leaves_this_unbound_stops(tmp_path: Path) -> None:
    right = """$this ig:sha256 ?value .
            FILTER(STR($this) != CONCAT(STR(igr:), "document-", SUBSTR(?value, 1, 16)))"""
    folder = copy_shapes(tmp_path, right, "?other ig:sha256 ?value .", "documents.ttl")
    with pytest.raises(OntologyError, match=r"DocumentIriShape leaves \$this unbound"):
        validate([*ONTOLOGY, *CLEAN], folder)


def test_an_empty_folder_is_no_set_of_shapes(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"holds no shapes; expected \*\.ttl"):
        read_shapes(tmp_path)


@pytest.mark.parametrize(
    ("turtle", "shape", "focus"),
    [
        pytest.param('igr:claim-route ig:belief "much"^^xsd:decimal .', "ClaimBeliefShape", "igr:claim-route", id="ill-typed number"),
        pytest.param('igr:claim-route ig:belief "NaN"^^xsd:double .', "ClaimBeliefShape", "igr:claim-route", id="not a number"),
        pytest.param('igr:selector-route oa:start "2026-13-45"^^xsd:date .', "SelectorStartShape", "igr:selector-route", id="no date"),
        pytest.param("_:claim a ig:Claim .", "ClaimSubjectShape", "_:", id="blank node"),
        pytest.param("igr:target-route oa:hasSelector igr:target-route .", "EvidenceSelectorShape", "igr:evidence-route", id="cycle"),
    ],
)
def test_odd_data_are_reported_and_set_aside(turtle: str, shape: str, focus: str, capfd: pytest.CaptureFixture[str]) -> None:
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> ." for name in ("ig", "igr", "oa", "xsd"))
    odd = [quad.triple for quad in ox.parse(prefixes + turtle, format=ox.RdfFormat.TURTLE)]
    split, _ = split_of([*CLEAN, *odd])
    results = [result for result in validated([*CLEAN, *odd]).results if result.shape == SHAPES_IRI + shape]
    assert any(focus in str(result) for result in results)
    assert set(odd) <= set(split.moved)
    assert capfd.readouterr() == ("", "")


def test_a_triple_term_is_refused() -> None:
    term = ox.Triple(iri("igr:rabies"), iri("ig:causedBy"), iri("igr:rabies-virus"))
    with pytest.raises(KgError, match=r"SHACL judges RDF 1\.1"):
        validated([ox.Triple(iri("igr:rabies"), iri("skos:prefLabel"), term)])


def test_the_order_of_the_triples_does_not_matter() -> None:
    triples = [*ONTOLOGY, *read_fault("SilentClaimShape").applied(), *read_fault("MonoclonalOriginShape").added]
    report = validate(triples, SHAPES)
    assert report == validate(reversed(triples), SHAPES)
    assert list(to_rdf(report)) == list(to_rdf(validate(triples, SHAPES)))


def closed_list(shape: str) -> set[str]:
    graph: rdflib.Graph = SHAPES.graph
    values = graph.value(rdflib.URIRef(f"{SHAPES_IRI}{shape}"), SH["in"])
    assert values is not None
    return {str(value) for value in graph.items(values)}


@pytest.mark.parametrize(
    ("shape", "values"),
    [
        ("ClaimStatusShape", set(get_args(Status)) - {""}),
        ("ClaimPolarityShape", set(get_args(Polarity))),
        ("ClaimSeverityShape", set(get_args(Severity)) - {"", "unspecified"}),
        ("ClaimFrequencyShape", set(get_args(Frequency)) - {"", "unspecified"}),
        ("DocumentKindShape", set(get_args(Kind))),
        ("DocumentTierShape", set(get_args(Tier))),
        ("DocumentFlagShape", set(get_args(Flag))),
    ],
)
def test_closed_lists_are_those_of_the_records(shape: str, values: set[str]) -> None:
    assert closed_list(shape) == values


def test_every_property_that_a_claim_can_mean_is_allowed() -> None:
    names = {*STATUS_PROPERTIES.values(), *PREDICATE_PROPERTIES.values()}
    assert {term_iri(name) for name in names} <= closed_list("ClaimPredicateShape")


def test_the_shapes_use_only_terms_that_the_ontology_has() -> None:
    known = {t.subject.value for t in ONTOLOGY if isinstance(t.subject, ox.NamedNode)}
    text = re.sub(r"(?m)^[@#].*$", "", "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.ttl"))))
    used = set(re.findall(r"(?<![\w-])ig:([A-Za-z][A-Za-z0-9]*)", text))
    assert sorted(name for name in used if term_iri(name) not in known) == []


#: Ontologies that the graph maps to: the prefixes that are neither ours nor vocabularies.
OURS = {"ig", "igr", "igg"}
GENERAL = {"rdf", "rdfs", "owl", "xsd", "skos", "dcterms", "prov", "oa", "sh", "void", "dcat", "vann", "foaf"}
MAPPED = sorted(set(PREFIXES) - OURS - GENERAL - {"sssom", "semapv", "biolink", "orcid"})


@pytest.mark.parametrize("prefix", MAPPED)
def test_every_mapped_ontology_is_known_to_the_shape(prefix: str) -> None:
    pattern = SHAPES.graph.value(rdflib.URIRef("https://w3id.org/igkg/shapes#MappingObjectShape"), SH.pattern)
    assert re.search(str(pattern), to_iri(f"{prefix}:1234567"))


def split_of(triples: list[ox.Triple], report: ValidationReport | None = None) -> tuple[Quarantine, list[ox.Triple]]:
    """Quarantine the claim layer of a graph, of which the report may be at hand; gives the split and the layer."""
    concepts = {t.subject for t in triples if t.object == iri("skos:Concept")}
    claims = [t for t in triples if t.subject not in concepts and "claim" in str(t.subject)]
    provenance = [t for t in triples if t.subject not in concepts and t not in claims]
    facts = [t for t in triples if t.subject in concepts and t.object in concepts]
    split = quarantine(report or validated(triples, partial=True), claims, provenance, facts)
    return split, [*claims, *provenance, *facts]


@pytest.mark.parametrize("name", NAMES)
def test_quarantine_keeps_every_triple(name: str) -> None:
    split, layer = split_of(read_fault(name).applied(), report_of(name))
    assert sorted(map(str, (*split.claims, *split.provenance, *split.facts, *split.moved))) == sorted(map(str, layer))
    assert {str(note.subject) for note in split.notes} == {f"<{node}>" for node in split.claim_iris | split.evidence_iris}


def test_a_violating_claim_goes_with_its_evidence_and_its_fact() -> None:
    wrong = ox.Triple(iri("igr:intravenous-immunoglobulin"), iri("ig:actsVia"), iri("igr:intravenous"))
    split, _ = split_of([*read_fault("MechanismClaimObjectShape").applied(), wrong])
    assert split.claim_iris == {to_iri("igr:claim-mechanism")}
    assert split.evidence_iris == {to_iri("igr:evidence-mechanism")}
    hanging = {iri(f"igr:{part}-mechanism") for part in ("claim", "evidence", "target", "selector")}
    assert {t.subject for t in split.moved if t != wrong} == hanging
    assert wrong in split.moved
    notes = {(t.subject, t.predicate): t.object for t in split.notes}
    assert notes[iri("igr:claim-mechanism"), iri("ig:quarantineReason")] == ox.Literal("Make the object a mechanism.")
    assert (iri("igr:evidence-mechanism"), iri("ig:suggestedRepair")) in notes


def test_what_stands_after_quarantine_conforms() -> None:
    triples = read_fault("MonoclonalOriginShape").applied()
    split, layer = split_of(triples)
    concepts = [t for t in triples if t not in layer]
    assert not validated(triples, partial=True).conforms
    assert validated([*concepts, *split.claims, *split.provenance, *split.facts], partial=True).conforms


def test_a_claim_keeps_standing_on_its_other_evidence() -> None:
    split, _ = split_of([*CLEAN, ox.Triple(iri("igr:evidence-headache"), iri("ig:direction"), ox.Literal("sideways"))])
    assert split.claim_iris == frozenset()
    assert split.evidence_iris == {to_iri("igr:evidence-headache")}
    assert ox.Triple(iri("igr:claim-headache"), iri("ig:hasEvidence"), iri("igr:evidence-headache")) in split.moved
    assert ox.Triple(iri("igr:claim-headache"), iri("ig:hasEvidence"), iri("igr:evidence-headache-2")) in split.claims


def test_a_claim_leaves_with_its_last_evidence() -> None:
    split, _ = split_of(read_fault("QuoteLengthShape").applied())
    assert split.claim_iris == {to_iri("igr:claim-route")}
    assert split.evidence_iris == {to_iri("igr:evidence-route")}


def test_a_fact_stays_while_another_claim_states_it() -> None:
    of_claim = [t for t in CLEAN if t.subject == iri("igr:claim-mechanism") and t.predicate != iri("ig:hasEvidence")]
    split, _ = split_of([*CLEAN, *(ox.Triple(iri("igr:claim-twin"), t.predicate, t.object) for t in of_claim)])
    assert split.claim_iris == {to_iri("igr:claim-twin")}
    assert ox.Triple(iri("igr:intravenous-immunoglobulin"), iri("ig:actsVia"), iri("igr:fc-receptor-saturation")) in split.facts


def test_warnings_move_nothing() -> None:
    assert report_of("FlaggedSourceOnlyShape").results
    split, _ = split_of(read_fault("FlaggedSourceOnlyShape").applied())
    assert split.quarantined == ()


def test_the_report_in_rdf_has_a_node_for_each_result() -> None:
    report = validate(read_fault("DocumentTierShape").applied(), SHAPES)
    triples = list(to_rdf(report))
    results = [t for t in triples if t.predicate == iri("sh:result")]
    assert len(results) == len(report.results) + len(report.unvisited)
    assert ox.Triple(results[0].subject, iri("sh:conforms"), ox.Literal(False)) in triples


def test_there_are_shapes_of_every_severity() -> None:
    assert {shape.severity for shape in SHAPES.shapes} == set(get_args(ShapeSeverity))
    assert len(SHAPES.shapes) >= 24
