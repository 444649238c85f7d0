"""KGX: what is written says what Biolink can say, and gives the graph back."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError, ResourceError
from kg.graph.biolink import Biolink, read_biolink
from kg.graph.kgx import GRAPHS, from_quads, read_kgx, write_kgx
from kg.graph.kgx_files import Row, read_rows
from kg.graph.kgx_reading import to_quads
from kg.graph.ontology import read_ontology
from kg.graph.population import fact_triples
from kg.graph.store import Store
from kg.identifiers import graph_iri, to_curie, to_iri
from kg.vocabulary import CONCEPT_CLASSES, LINK_PROPERTIES, PREDICATE_PROPERTIES, STATUS_PROPERTIES

ROOT = Path(__file__).resolve().parents[1]
FORMS = ("tsv", "jsonl")


@pytest.fixture(scope="module")
def biolink() -> Biolink:
    return read_biolink(ROOT / "ontology" / "biolink")


@pytest.fixture(scope="module")
def graph(small_reasoned: Path) -> set[ox.Quad]:
    """A small graph; that of the repository comes back in the tests of releases."""
    return {quad for name in GRAPHS for quad in Store.open(small_reasoned / "store").quads(name)}


def _node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(to_iri(curie))


def _quads(graph: str, turtle: str) -> list[ox.Quad]:
    prefixes = "".join(
        f"@prefix {p}: <{to_iri(p + ':')}> .\n" for p in ("ig", "igr", "rdf", "rdfs", "skos", "dcterms", "prov", "oa", "xsd", "MONDO")
    )
    triples = ox.parse(prefixes + turtle, format=ox.RdfFormat.TURTLE)
    return [ox.Quad(t.subject, t.predicate, t.object, _node(f"igg:{graph}")) for t in triples]


CONCEPTS = """
igr:product a skos:Concept, ig:ImmunoglobulinProduct ; skos:prefLabel "Product"@en ; skos:altLabel "P|1"@en, "P 1"@en ;
  ig:isFormOf igr:other .
igr:other a skos:Concept, ig:ImmunoglobulinProduct ; skos:prefLabel "Other"@en .
igr:condition a skos:Concept, ig:Condition ; skos:prefLabel "Condition"@en ; skos:definition "A\\tstate.\\nOf health \\\\ body."@en .
"""


def _claim(relation: str, *, status: str = "", polarity: str = "affirmed", more: str = "") -> list[ox.Quad]:
    """Make a claim with the facts that population would make of it."""
    stated = f' ; ig:status "{status}"' if status else ""
    claim = _quads(
        "claims",
        f"igr:claim-1 a ig:Claim, rdf:Statement ; rdf:subject igr:product ; rdf:predicate ig:{relation} ; rdf:object igr:condition ; "
        f'ig:polarity "{polarity}" ; ig:reviewStatus "unreviewed"{stated}{more} .',
    )
    serious = relation == "hasAdverseEffect" and "serious" in more
    facts = [f"igr:product ig:{name} igr:condition ." for name in (relation, *(["hasSeriousAdverseEffect"] if serious else []))]
    is_fact = polarity == "affirmed" and status != "not-recommended" and "rejected" not in more
    return [*_quads("concepts", CONCEPTS), *claim, *(_quads("facts", "\n".join(facts)) if is_fact else [])]


def _edges(quads: list[ox.Quad], biolink: Biolink) -> list[Row]:
    return [row for row in from_quads(quads, biolink).edges if str(row["id"]).startswith("igr:claim-")]


@pytest.mark.parametrize("form", FORMS)
def test_the_graph_comes_back(form: str, graph: set[ox.Quad], biolink: Biolink, tmp_path: Path) -> None:
    write_kgx(graph, tmp_path, "x", biolink)
    again = read_kgx(tmp_path / f"x_nodes.{form}", tmp_path / f"x_edges.{form}")
    assert set(again) == graph
    (tmp_path / "again").mkdir()
    write_kgx(again, tmp_path / "again", "x", biolink)
    for path in sorted(tmp_path.glob("x_*")):
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), "KGX -> graph -> KGX gives the same bytes"


def test_the_graph_of_a_build_needs_no_general_column(graph: set[ox.Quad], biolink: Biolink) -> None:
    rows = from_quads(graph, biolink)
    assert not {column for row in (*rows.nodes, *rows.edges) for column in row if "/" in column and not column.startswith("mappings/")}
    claims = [row for row in rows.edges if str(row["id"]).startswith("igr:claim-") and "entailed_by" not in row]
    assert len(claims) == sum(q.object == _node("ig:Claim") for q in graph)
    nodes = {row["id"] for row in rows.nodes}
    assert {row[end] for row in rows.edges for end in ("subject", "object")} <= nodes
    assert {e for row in claims for e in row["has_evidence"]} <= nodes  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("relation", "status", "polarity", "predicate", "negated", "approval"),
    [
        pytest.param("approvedFor", "approved", "affirmed", "treats", False, "approved_for_condition", id="an approval"),
        pytest.param("approvedFor", "approved", "negated", "treats", True, None, id="no approval: negated, and no status"),
        pytest.param("recommendedFor", "recommended", "affirmed", "treats", False, None, id="a recommendation is no approval"),
        pytest.param("usedFor", "used", "affirmed", "applied_to_treat", False, None, id="use is not treats"),
        pytest.param("investigatedFor", "investigational", "affirmed", "studied_to_treat", False, None, id="a study is not treats"),
        pytest.param("usedFor", "used", "hedged", "treats_or_applied_or_studied_to_treat", False, None, id="doubt takes the weaker word"),
        pytest.param("therapeuticRelation", "not-recommended", "affirmed", "related_to", False, None, id="advice against"),
        pytest.param("notEffectiveFor", "", "affirmed", "treats", True, None, id="no benefit is a negated treats"),
        pytest.param("notEffectiveFor", "", "negated", "related_to", False, None, id="two negations make no treats"),
        pytest.param("contraindicatedIn", "", "affirmed", "contraindicated_in", False, None, id="contraindication"),
    ],
)
def test_words_of_biolink(
    relation: str, status: str, polarity: str, predicate: str, negated: bool, approval: str | None, biolink: Biolink
) -> None:
    quads = _claim(relation, status=status, polarity=polarity)
    (row,) = _edges(quads, biolink)
    assert (row["predicate"], row["negated"], row.get("clinical_approval_status")) == (f"biolink:{predicate}", negated, approval)
    assert (row["original_predicate"], row["polarity"]) == (f"ig:{relation}", polarity)
    assert (row["knowledge_level"], row["agent_type"]) == ("knowledge_assertion", "text_mining_agent")
    rows = from_quads(quads, biolink)
    assert set(to_quads(rows.nodes, rows.edges)) == set(quads)


@pytest.mark.parametrize(("polarity", "count"), [("affirmed", 2), ("negated", 1), ("hedged", 1)])
def test_prevention_is_also_written_as_treats(polarity: str, count: int, biolink: Biolink) -> None:
    quads = _claim("prevents", polarity=polarity)
    rows = _edges(quads, biolink)
    assert len(rows) == count, "what does not prevent may still treat"
    if count == 2:
        entailed = rows[1]
        assert (entailed["id"], entailed["predicate"], entailed["entailed_by"]) == ("igr:claim-1-treats", "biolink:treats", "igr:claim-1")
        assert entailed["knowledge_level"] == "logical_entailment"
    found = from_quads(quads, biolink)
    assert set(to_quads(found.nodes, found.edges)) == set(quads)


def test_qualifiers_and_evidence(biolink: Biolink) -> None:
    more = ' ; ig:severity "serious" ; ig:frequency "rare" ; ig:population "old people" ; ig:belief 0.25 ; ig:hasEvidence igr:evidence-1'
    provenance = _quads(
        "provenance",
        """igr:evidence-1 a ig:Evidence, oa:Annotation ; oa:hasBody igr:claim-1 ; oa:hasTarget igr:target-1 ; ig:direction "supports" ;
        ig:evidenceCode <http://purl.obolibrary.org/obo/ECO_0007320> ; ig:score 0.5 ; prov:wasDerivedFrom igr:document-1 .
        igr:target-1 a oa:SpecificResource ; oa:hasSource igr:document-1 ; oa:hasSelector igr:selector-1 .
        igr:selector-1 a oa:TextPositionSelector, oa:TextQuoteSelector ; oa:start "3"^^xsd:nonNegativeInteger ;
            oa:end "9"^^xsd:nonNegativeInteger ; oa:exact "a\\tb|c" .
        igr:document-1 a ig:Document, prov:Entity ; ig:documentKind "article" ; ig:integrityFlag "retracted", "llm-generated" .""",
    )
    quads = [*_claim("hasAdverseEffect", more=more), *provenance]
    (row,) = _edges(quads, biolink)
    assert row["publications"] == ("igr:document-1",)
    assert row["has_evidence_of_type"] == ("ECO:0007320",)
    assert (row["severity_qualifier"], row["frequency_qualifier"], row["population_context_qualifier"]) == ("serious", "rare", "old people")
    assert (row["FDA_adverse_event_level"], row["has_confidence_score"]) == ("serious_adverse_event", "0.25")
    nodes = {str(n["id"]): n for n in from_quads(quads, biolink).nodes}
    assert (nodes["igr:evidence-1"]["object_location_in_text"], nodes["igr:evidence-1"]["supporting_text"]) == (("3", "9"), ("a\tb|c",))
    assert nodes["igr:document-1"]["category"] == ("biolink:Article",)
    assert set(nodes) == {"igr:product", "igr:other", "igr:condition", "igr:evidence-1", "igr:document-1"}, (
        "the place is part of its evidence"
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(_quads("concepts", 'igr:product skos:prefLabel "Produkt"@de ; skos:note "x" .'), id="another language"),
        pytest.param(_quads("concepts", 'igr:other skos:prefLabel "Second"@en .'), id="two labels"),
        pytest.param(_quads("claims", 'igr:claim-1 ig:status "used" , "approved" .'), id="two statuses"),
        pytest.param(_quads("claims", "igr:claim-1 prov:wasAttributedTo <https://example.org/0000> ; ig:belief 1 ."), id="reviewer"),
        pytest.param(_quads("claims", "igr:claim-2 a ig:Claim ; rdf:subject igr:product ."), id="half a claim"),
        pytest.param(_quads("mappings", "_:m a rdf:Statement ; rdf:subject igr:product ; rdf:object MONDO:0000001 ."), id="blank node"),
        pytest.param(_quads("provenance", "igr:target-7 oa:hasSource igr:document-7 ."), id="a place without evidence"),
        pytest.param(_quads("facts", "igr:other ig:treats igr:condition ."), id="a fact without claim"),
        pytest.param(_quads("concepts", 'igr:condition skos:hiddenLabel ""@en , "\\\\p \\\\"@en, "| a"@en .'), id="hostile texts"),
    ],
)  # fmt: skip
def test_what_has_no_column_comes_back_too(odd: list[ox.Quad], form: str, biolink: Biolink, tmp_path: Path) -> None:
    quads = [*_claim("usedFor"), *odd]
    write_kgx(quads, tmp_path, "x", biolink)
    assert set(read_kgx(tmp_path / f"x_nodes.{form}", tmp_path / f"x_edges.{form}")) == set(quads)


@given(text=st.text(min_size=1, max_size=30))
def test_any_text_comes_back(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("kgx")
    population = ox.Quad(_node("igr:claim-1"), _node("ig:population"), ox.Literal(text), _node("igg:claims"))
    name = ox.Quad(_node("igr:product"), _node("skos:altLabel"), ox.Literal(text, language="en"), _node("igg:concepts"))
    quads = [*_claim("usedFor"), population, name]
    write_kgx(quads, folder, "x", read_biolink(ROOT / "ontology" / "biolink"))
    for form in FORMS:
        assert set(read_kgx(folder / f"x_nodes.{form}", folder / f"x_edges.{form}")) == set(quads)


def test_every_property_and_class_has_its_word(biolink: Biolink) -> None:
    properties = {*LINK_PROPERTIES.values(), *PREDICATE_PROPERTIES.values(), *STATUS_PROPERTIES.values()}
    kind = (ox.NamedNode(to_iri("rdf:type")), ox.NamedNode(to_iri("owl:ObjectProperty")))
    ontology = read_ontology(ROOT / "ontology" / "igkg.ttl")
    declared = {to_curie(str(t.subject.value)) for t in ontology if (t.predicate, t.object) == kind}  # type: ignore[union-attr]
    ours = {name.removeprefix("ig:") for name in declared if name is not None and name.startswith("ig:")}
    # Of the layers of claims and inferences: what leads to evidence, to the effect whose risk a claim is about, and to premises.
    assert properties | ours - {"hasEvidence", "premise", "refutedBy", "riskOf"} <= biolink.predicates.keys()
    assert biolink.categories.keys() == CONCEPT_CLASSES
    for name in ("predicates", "categories"):
        lines = (ROOT / "ontology" / "biolink" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]
        assert lines == sorted(lines), f"mend with: sort ontology/biolink/{name}.tsv, head first"


def test_words_stand_in_the_biolink_model(biolink: Biolink) -> None:
    found = find_spec("biolink_model")
    if found is None or not found.submodule_search_locations:
        pytest.skip("the Biolink Model is not installed (pip install biolink-model)")
    path = Path(found.submodule_search_locations[0]) / "schema" / "biolink_model.yaml"
    model = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    slots = {name.replace(" ", "_") for name in model["slots"]}
    classes = {"".join(w[0].upper() + w[1:] for w in name.split()) for name in model["classes"]}
    words = {w.removeprefix("biolink:") for p in biolink.predicates.values() for w in (p.predicate, p.doubtful)}
    assert words <= slots
    used = {*biolink.categories.values(), *(p.association for p in biolink.predicates.values())}
    assert {w.removeprefix("biolink:") for w in used} | {
        "TextMiningStudyResult",
        "Publication",
        "Activity",
        "WebPage",
        "Article",
    } <= classes
    approvals = model["enums"]["ClinicalApprovalStatusEnum"]["permissible_values"]
    assert {p.approval_status for p in biolink.predicates.values()} - {""} <= set(approvals)


def test_a_property_without_a_word_is_named(biolink: Biolink) -> None:
    with pytest.raises(KgError, match=r"predicates\.tsv has no row for ig:newRelation"):
        from_quads(_claim("newRelation"), biolink)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x_nodes.tsv", "id\tname\nigr:x\n", "x_nodes.tsv:2: 1 cells, expected 2"),
        ("x_nodes.jsonl", "{\n", "x_nodes.jsonl:1: not JSON"),
        ("x_nodes.jsonl", "[]\n", "x_nodes.jsonl:1: not a JSON object"),
    ],
)
def test_broken_rows_are_named(name: str, text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=message):
        read_rows(tmp_path / name, ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("property\n", "header is not"),
        ("property\tpredicate\tnegates\tdoubtful\tassociation\tstatus\twhy\nx\ttreats\tmaybe\ta\tb\t\tc\n", ":2: x"),
    ],
)
def test_broken_table_is_named(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "predicates.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=message):
        read_biolink(tmp_path)


def test_rows_are_plain_json(graph: set[ox.Quad], biolink: Biolink, tmp_path: Path) -> None:
    write_kgx(graph, tmp_path, "x", biolink)
    rows = [json.loads(line) for line in (tmp_path / "x_edges.jsonl").read_text(encoding="utf-8").splitlines()]
    assert all(isinstance(row["negated"], bool) and isinstance(row["category"], list) for row in rows)
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(row["primary_knowledge_source"] == "infores:igkg" for row in rows)


def test_facts_are_those_of_population() -> None:
    assert list(fact_triples(())) == []
    assert graph_iri("facts") == to_iri("igg:facts")
