"""Why a triple holds: from the stored record of an inference down to claims and documents, as text, JSON and picture."""

from __future__ import annotations

import csv
import itertools
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from pytest import FixtureRequest
from typer.testing import CliRunner

from kg.answers import explain_triple
from kg.cli import app
from kg.errors import KgError
from kg.graph.absence import tell_absence
from kg.graph.axioms import to_manchester
from kg.graph.categories import compare_categories
from kg.graph.explanation import Explanation, Source, explain, to_lines
from kg.graph.explanation_picture import draw_explanation
from kg.graph.inferences import chained, claims_by_statement, find_record, inference_iri
from kg.graph.ontology import read_ontology
from kg.graph.queries import load_queries, run_query
from kg.graph.reasoning import read_rules
from kg.graph.rules import Schema
from kg.graph.store import Store
from kg.identifiers import PREFIXES, concept_iri, graph_iri, term_iri, to_iri

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "ontology" / "rules"
TYPE = NamedNode(to_iri("rdf:type"))
SAVED = load_queries(ROOT / "queries")


@pytest.fixture(scope="module")
def store(request: FixtureRequest) -> Store:
    return Store.open(request.getfixturevalue("built") / "store")


def of(subject: str, predicate: str, value: str) -> Triple:
    return Triple(NamedNode(concept_iri(subject)), NamedNode(term_iri(predicate)), NamedNode(concept_iri(value)))


# --- The records ---


def test_each_inferred_triple_carries_rule_and_premises(store: Store) -> None:
    inferred = [quad.triple for quad in store.quads("inferred")]
    assert len(inferred) > 1000
    for triple in inferred:
        record = find_record(store, triple)
        assert record is not None, triple
        assert record.rules and record.axioms and record.premises
        assert triple not in record.premises


def test_premises_are_claims_curated_statements_or_inferences(store: Store) -> None:
    known = {NamedNode(term_iri("Claim")), NamedNode(term_iri("Inference")), NamedNode(to_iri("rdf:Statement"))}
    premises = {q.object for q in store.quads("explanations") if q.predicate == NamedNode(term_iri("premise"))}
    for premise in premises:
        assert {t.object for t in store.triples(premise, TYPE)} & known
    records = {q.subject for q in store.quads("explanations") if q.object == NamedNode(term_iri("Inference"))}
    assert records == {NamedNode(inference_iri(quad.triple)) for quad in store.quads("inferred")}


def test_every_explanation_ends_at_something_asserted(store: Store) -> None:
    triples = sorted((quad.triple for quad in store.quads("inferred")), key=str)
    for triple in triples[::97]:
        explanation = explain(store, triple, RULES)
        assert explanation is not None
        for leaf in leaves(explanation):
            assert leaf.reason in {"stated by documents", "curated in concepts.tsv", "an axiom of the ontology"}, leaf
            assert leaf.sources or leaf.reason != "stated by documents"


def leaves(explanation: Explanation) -> list[Explanation]:
    return [leaf for premise in explanation.premises for leaf in leaves(premise)] if explanation.premises else [explanation]


def test_a_chain_is_read_from_its_subject(store: Store) -> None:
    triple = of("intravenous-immunoglobulin", "plausibleFor", "myasthenia-gravis")
    explanation = explain(store, triple, RULES)
    assert explanation is not None
    assert explanation.rules == ("prp-spo2",)
    assert explanation.axioms == ("actsVia o counteracts o isBasisOf SubPropertyOf plausibleFor",)
    ends = [(p.triple.subject, p.triple.object) for p in explanation.premises]
    assert ends[0][0] == triple.subject
    assert all(first[1] == second[0] for first, second in itertools.pairwise(ends))
    assert ends[-1][1] == triple.object


def test_premises_that_make_no_chain_keep_the_subject_first() -> None:
    premises = [of("b", "hasBasisIn", "c"), of("a", "inCategory", "d"), of("a", "hasBasisIn", "b")]
    assert list(chained(of("a", "inCategory", "z"), premises)) == [
        of("a", "hasBasisIn", "b"), of("b", "hasBasisIn", "c"), of("a", "inCategory", "d")
    ]  # fmt: skip


def test_what_does_not_follow_has_no_explanation(store: Store) -> None:
    assert explain(store, of("intravenous-immunoglobulin", "plausibleFor", "rabies"), RULES) is None


# --- What does not hold ---


@pytest.mark.parametrize(
    ("values", "word"),
    [({"polarity": "hedged"}, "hedged"), ({"polarity": "negated"}, "negated"), ({"reviewStatus": "rejected"}, "rejected")],
    ids=["hedged", "negated", "rejected"],
)
def test_a_claim_that_makes_no_fact_is_named_with_its_words(values: dict[str, str], word: str) -> None:
    evidence = """
        igr:near ig:hasEvidence igr:e ; ig:belief 0.4 .
        igr:e prov:wasDerivedFrom igr:d ; oa:hasTarget [ oa:hasSelector [ oa:start 3 ; oa:end 11 ; oa:exact "headache" ] ] .
        igr:d dcterms:identifier "made" ; dcterms:title "A made document" .
    """
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("igr", "ig", "prov", "oa", "dcterms"))
    described = [quad.triple for quad in ox.parse(prefixes + evidence, format=ox.RdfFormat.TURTLE)]
    graph = NamedNode(graph_iri("claims"))
    store = Store.in_memory(ox.Quad(t.subject, t.predicate, t.object, graph) for t in [*claim("near", **values), *described])
    told = tell_absence(store, of("ivig", "hasAdverseEffect", "headache"), {})
    assert f'a claim states it {word} (A made document, characters 3 to 11: "headache")' in told
    assert "a claim states it" not in tell_absence(store, of("ivig", "hasAdverseEffect", "fever"), {})


@pytest.mark.parametrize(
    ("subject", "predicate", "target", "message"),
    [
        ("IVIG", "plausibelFor", "rabies", "no property 'plausibelFor'. Did you mean 'plausibleFor'"),
        ("IVIG", "a", "Conditon", "object: no term 'Conditon'. Did you mean 'Condition'"),
        ("no such thing", "treats", "rabies", "subject: no concept 'no such thing'"),
        ("IVIG", "plausibleFor", "myastenia", "object: no concept 'myastenia'. Did you mean 'myasthenia'"),
        ("kawasaki-diseas", "skos:exactMatch", "MONDO:1", "subject: no term 'kawasaki-diseas'. Did you mean .*'kawasaki-disease'"),
        ("IVIG", "notEffectiveFor", "Kawasaki disease", "between the two holds: .*approved for"),
        ("Kawasaki disease", "approvedFor", "IVIG", "the other way round: .*approved for"),
    ],
    ids=["misspelt property", "misspelt class", "unknown concept", "misspelt object", "misspelt subject", "another relation holds", "turned round"],
)
def test_what_is_unknown_or_does_not_hold_is_said_clearly(built: Path, subject: str, predicate: str, target: str, message: str) -> None:
    with pytest.raises(KgError, match=message):
        explain_triple(built, subject, predicate, target)


def test_without_inferences_the_message_says_so() -> None:
    told = tell_absence(Store.in_memory(), of("a", "treats", "b"), {})
    assert "this build holds no inferences" in told


@pytest.mark.parametrize(
    ("subject", "predicate", "target", "reason"),
    [
        ("ImmunoglobulinProduct", "rdfs:subClassOf", "ig:Immunoglobulin", "an axiom of the ontology"),
        ("IVIG", "a", "skos:Concept", "curated in concepts.tsv"),
        ("IVIG", "a", "Immunoglobulin", "follows by cax-sco: A member of a class is a member of the class above it."),
    ],
)
def test_classes_and_other_ontologies_are_explained_too(built: Path, subject: str, predicate: str, target: str, reason: str) -> None:
    assert explain_triple(built, subject, predicate, target).explanation.reason == reason


def test_what_an_imported_ontology_states_is_explained_by_its_name(built: Path, store: Store) -> None:
    stated = next(q for q in store.quads("imports-mondo") if q.predicate == NamedNode(to_iri("rdfs:subClassOf")))
    subject, target = (str(term).strip("<>") for term in (stated.subject, stated.object))
    found = explain_triple(built, subject, "rdfs:subClassOf", target)
    assert found.explanation.reason == "stated by another ontology (imports-mondo)"


def claim(name: str, **values: str) -> list[Triple]:
    given = {"polarity": "affirmed", "reviewStatus": "unreviewed", **values}
    node = NamedNode(concept_iri(name))
    stated = of("ivig", "hasAdverseEffect", "headache")
    parts = zip(("subject", "predicate", "object"), stated, strict=True)
    return [
        *(Triple(node, NamedNode(to_iri(f"rdf:{part}")), term) for part, term in parts),
        *(Triple(node, NamedNode(term_iri(key)), Literal(value)) for key, value in given.items()),
    ]


def test_only_claims_that_make_a_fact_are_premises() -> None:
    told = [
        *claim("plain"), *claim("serious", severity="serious"), *claim("hedged", polarity="hedged"), *claim("refused", reviewStatus="rejected"),
        *claim("against", status="not-recommended"),
    ]  # fmt: skip
    found = claims_by_statement(told)
    assert found[of("ivig", "hasAdverseEffect", "headache")] == [NamedNode(concept_iri("plain")), NamedNode(concept_iri("serious"))]
    assert found[of("ivig", "hasSeriousAdverseEffect", "headache")] == [NamedNode(concept_iri("serious"))]
    assert len(found) == 2


def test_records_of_inferences_change_no_saved_answer() -> None:
    """A record has subject, predicate and object as a claim has; a query that means claims must say so."""
    quads = list(ox.parse(path=str(ROOT / "tests" / "data" / "fixture.trig")))
    plain, recorded = Store.in_memory(quads), Store.in_memory(quads)
    ends = {NamedNode(to_iri(f"rdf:{name}")) for name in ("subject", "predicate", "object")}
    graph = NamedNode(graph_iri("explanations"))
    twins = {q.subject: NamedNode(inference_iri(q.triple)) for q in quads if q.predicate in ends}
    assert len(twins) > 5
    recorded.add(ox.Quad(twins[q.subject], q.predicate, q.object, graph) for q in quads if q.predicate in ends)
    recorded.add(ox.Quad(twin, TYPE, NamedNode(term_iri("Inference")), graph) for twin in twins.values())
    # One inference about each condition that nothing claims: it is still a condition without claims.
    for condition, *_ in run_query(plain, SAVED["conditions-without-claims"], {}).rows:
        assert isinstance(condition, NamedNode)
        recorded.add([ox.Quad(NamedNode(concept_iri("an-inference")), NamedNode(to_iri("rdf:object")), condition, graph)])
    for name, query in SAVED.items():
        values = {p.name: list(p.default) if p.many else p.default[0] for p in query.params if p.required}
        if not query.services and name != "graph-sizes":
            assert run_query(recorded, query, values) == run_query(plain, query, values), name


# --- Its forms ---


def test_text_and_json_say_the_same(built: Path) -> None:
    reasons = explain_triple(built, "IVIG", "plausibleFor", "myasthenia gravis")
    record = json.loads(reasons.to_json())
    text = reasons.to_text()
    assert record["rules"] == ["prp-spo2"]
    assert record["sentence"] in text
    for axiom in record["axioms"]:
        assert axiom in text
    stated = [p for p in record["premises"] if p["sources"]]
    assert stated
    assert all(source["words"] in text for premise in stated for source in premise["sources"])


TREE = Explanation(
    of("a", "treats", "b"),
    "follows by r: a rule",
    ("r",),
    ("approvedFor SubPropertyOf treats",),
    (
        Explanation(
            of("a", "approvedFor", "b"),
            "stated by documents",
            sources=(Source("igr:claim-1", 0.5, "made", "A <made> & \"quoted\" text", 3, 9, "words", ("llm-generated",)),),
        ),
        Explanation(of("a", "hasBasisIn", "c"), "curated in concepts.tsv"),
    ),
)


def test_a_tree_as_text() -> None:
    assert list(to_lines(TREE, {concept_iri("a"): "Product A"})) == [
        "Product A ig:treats igr:b",
        "  = follows by r: a rule",
        "    axiom approvedFor SubPropertyOf treats",
        "    Product A ig:approvedFor igr:b",
        "      = stated by documents",
        '      - A <made> & "quoted" text [llm-generated], characters 3 to 9: "words" (belief 0.5)',
        "    Product A ig:hasBasisIn igr:c",
        "      = curated in concepts.tsv",
    ]


def test_the_picture_is_wellformed_and_its_boxes_do_not_overlap() -> None:
    svg = draw_explanation(TREE, {})
    assert svg == draw_explanation(TREE, {})
    root = ElementTree.fromstring(svg)
    space = "{http://www.w3.org/2000/svg}"
    boxes = [tuple(int(e.attrib[n]) for n in ("x", "y", "width", "height")) for e in root.iter(f"{space}rect") if e.attrib.get("rx") == "6"]
    assert len(boxes) == 4
    for number, (x, y, width, height) in enumerate(boxes):
        assert x + width <= int(root.attrib["width"]) and y + height <= int(root.attrib["height"])
        for x2, y2, width2, height2 in boxes[number + 1 :]:
            assert x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y
    assert "llm-generated" in svg and "&lt;made&gt;" in svg


def test_words_stay_in_their_box_and_many_places_are_counted() -> None:
    long = "PNEUMONOULTRAMICROSCOPICSILICOVOLCANOCONIOSIS" * 3
    sources = tuple(Source("igr:claim-1", 0.5, "made", f"TITLE {long}", n, n + 9, "MW" * 40, ()) for n in range(40))
    svg = draw_explanation(Explanation(of("a", "treats", "b"), "stated by documents", sources=sources), {concept_iri("a"): long})
    texts = [e.text or "" for e in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert "and 28 places more" in texts
    assert max(map(len, texts)) < 50


def test_every_picture_of_the_build_keeps_its_boxes_apart(built: Path) -> None:
    svg = explain_triple(built, "IVIG", "plausibleFor", "myasthenia gravis").to_svg()
    tops: dict[str, list[tuple[int, int]]] = {}
    for e in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect"):
        if e.attrib.get("rx") == "6":
            tops.setdefault(e.attrib["x"], []).append((int(e.attrib["y"]), int(e.attrib["height"])))
    for column in tops.values():
        column.sort()
        assert all(y + height <= below for (y, height), (below, _) in itertools.pairwise(column))


# --- Axioms in words ---


@pytest.mark.parametrize(
    "words",
    [
        "approvedFor SubPropertyOf treats",
        "hasConstituent o harmfulIn SubPropertyOf contraindicatedIn",
        "hasBasisIn InverseOf isBasisOf",
        "broader Characteristics: Transitive",
        "Plasma DisjointWith CellCulture",
        "DisjointClasses: Immunoglobulin, Mechanism, Category, Condition",
        "MonoclonalAntibody SubClassOf derivedFrom only CellCulture",
        "Condition and (hasBasisIn some Autoantibody) SubClassOf AutoantibodyMediatedCondition",
        "therapeuticRelation Range Condition or Category",
    ],
)
def test_axioms_are_written_in_manchester_syntax(words: str) -> None:
    schema = Schema(read_ontology(ROOT / "ontology" / "igkg.ttl"), read_rules(RULES))
    assert words in {to_manchester(rule.axiom, schema.store) for rule in schema.ground_rules}


def test_a_nameless_class_without_a_meaning_is_said_to_be_one() -> None:
    assert to_manchester(Triple(BlankNode("b"), NamedNode(to_iri("rdfs:subClassOf")), NamedNode(term_iri("Condition"))), ox.Store()) == (
        "a class without a name SubClassOf Condition"
    )


# --- Categories ---


def test_categories_are_compared_with_mondo(store: Store) -> None:
    found = {(row.condition, row.category): row for row in compare_categories(store)}
    agreed = found["Guillain-Barré syndrome", "Autoimmune disease"]
    assert agreed.verdict == "agree"
    assert agreed.mondo.startswith("Guillain-Barre syndrome < ") and agreed.mondo.endswith("autoimmune disease")
    ours = found["Multifocal motor neuropathy", "Autoimmune disease"]
    assert ours.verdict == "only ours"
    assert "stands under" in ours.mondo
    derived = found["Anti-NMDA receptor encephalitis", "Immune system disease"]
    assert "derived by" in derived.ours and "SubPropertyOf inCategory" in derived.ours
    theirs = [row for row in found.values() if row.verdict == "only MONDO"]
    assert theirs
    assert all("neither curated, stated nor derived" in row.ours and " < " in row.mondo for row in theirs)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_command_lists_differences_with_reasons_and_counts(built: Path, form: str) -> None:
    answer = CliRunner().invoke(app, ["categories", "--build", str(built), "--format", form])
    assert answer.exit_code == 0
    rows = list(csv.DictReader(answer.stdout.splitlines())) if form == "csv" else json.loads(answer.stdout)
    assert {row["verdict"] for row in rows} == {"only ours", "only MONDO"}
    assert all(row["ours"] and row["MONDO"] for row in rows)
    counts = [int(part.split()[0]) for part in answer.stderr.strip().split(", ")]
    assert counts[0] > 0
    assert counts[1] + counts[2] == len(rows)
    everything = CliRunner().invoke(app, ["categories", "--all", "--build", str(built), "--format", "json"])
    assert len(json.loads(everything.stdout)) == sum(counts)


def test_the_command_draws_what_it_tells(built: Path, tmp_path: Path) -> None:
    picture = tmp_path / "why.svg"
    words = ["explain", "IVIG", "plausibleFor", "myasthenia gravis", "--build", str(built), "--svg", str(picture)]
    answer = CliRunner().invoke(app, words)
    assert answer.exit_code == 0
    assert "axiom actsVia o counteracts o isBasisOf SubPropertyOf plausibleFor" in answer.stdout
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")
