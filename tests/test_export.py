"""Exports: the same bytes from the same quads, readable, and equal to three parsers."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError, UnknownName
from kg.graph.build_exports import BuildExports, write_early
from kg.graph.export import FORMATS, MERGED_GRAPHS, export_text, write_export, write_trig, write_turtle
from kg.graph.store import Store, write_store
from kg.identifiers import PREFIXES, graph_iri, to_iri

TESTS = Path(__file__).resolve().parent
OXIGRAPH = {
    "ttl": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD, "rdfxml": ox.RdfFormat.RDF_XML, "owl": ox.RdfFormat.RDF_XML,
}  # fmt: skip
RDFLIB = {"ttl": "turtle", "trig": "trig", "nt": "nt", "nq": "nquads", "jsonld": "json-ld", "rdfxml": "xml", "owl": "xml"}
#: raptor reads no JSON-LD.
RAPPER = {"ttl": "turtle", "trig": "trig", "nt": "ntriples", "nq": "nquads", "rdfxml": "rdfxml", "owl": "rdfxml"}
GRAPHS_KEPT = ("trig", "nq")

each_format = pytest.mark.parametrize("format", FORMATS)


def _bytes(quads: tuple[ox.Quad, ...], format: str) -> bytes:
    return "".join(export_text(quads, format)).encode("utf-8")


def _quads(data: bytes, format: str) -> set[ox.Quad]:
    return set(ox.parse(data, format=OXIGRAPH[format]))


def _parsed(data: bytes, format: str) -> set[ox.Triple]:
    return {quad.triple for quad in _quads(data, format)}


def _iri(curie: str) -> ox.NamedNode:
    return ox.NamedNode(to_iri(curie))


def _quad(subject: ox.NamedNode | ox.BlankNode, predicate: str, value: ox.NamedNode | ox.BlankNode | ox.Literal, graph: str) -> ox.Quad:
    return ox.Quad(subject, _iri(predicate), value, ox.NamedNode(graph_iri(graph)))


def _by_graph(quads: tuple[ox.Quad, ...]) -> dict[str, list[ox.Triple]]:
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        assert isinstance(quad.graph_name, ox.NamedNode)
        graphs.setdefault(quad.graph_name.value.removeprefix(graph_iri("")), []).append(quad.triple)
    return graphs


@pytest.fixture(scope="module")
def quads() -> tuple[ox.Quad, ...]:
    """The fixture graph, with an ontology header and an axiom that needs blank nodes."""
    header = ox.NamedNode("https://w3id.org/igkg/ontology")
    restriction, chain, rest = (ox.BlankNode(name) for name in ("z9", "a1", "m5"))
    basis = ox.NamedNode(to_iri("ig:hasBasisIn"))
    axioms = [
        _quad(header, "rdf:type", _iri("owl:Ontology"), "ontology"),
        _quad(_iri("ig:Condition"), "rdf:type", _iri("owl:Class"), "ontology"),
        _quad(_iri("ig:AutoimmuneCondition"), "rdf:type", _iri("owl:Class"), "ontology"),
        _quad(_iri("ig:AutoimmuneCondition"), "rdfs:subClassOf", restriction, "ontology"),
        _quad(basis, "rdf:type", _iri("owl:ObjectProperty"), "ontology"),
        _quad(restriction, "rdf:type", _iri("owl:Restriction"), "ontology"),
        _quad(restriction, "owl:onProperty", basis, "ontology"),
        _quad(restriction, "owl:someValuesFrom", _iri("ig:AutoimmuneFeature"), "ontology"),
        _quad(_iri("ig:plausibleFor"), "owl:propertyChainAxiom", chain, "ontology"),
        _quad(_iri("ig:plausibleFor"), "rdf:type", _iri("owl:ObjectProperty"), "ontology"),
        _quad(chain, "rdf:first", basis, "ontology"),
        _quad(chain, "rdf:rest", rest, "ontology"),
        _quad(rest, "rdf:first", basis, "ontology"),
        _quad(rest, "rdf:rest", _iri("rdf:nil"), "ontology"),
        _quad(_iri("igr:kawasaki-disease"), "rdf:type", _iri("MONDO:0012727"), "concepts"),
    ]
    return (*ox.parse(path=str(TESTS / "data" / "fixture.trig")), *axioms)


@each_format
def test_same_bytes_from_shuffled_input_and_other_blank_nodes(format: str, quads: tuple[ox.Quad, ...]) -> None:
    def renamed(term: object) -> object:
        return ox.BlankNode(f"x{term.value[::-1]}") if isinstance(term, ox.BlankNode) else term

    shuffled = [ox.Quad(renamed(q.subject), q.predicate, renamed(q.object), q.graph_name) for q in (*quads, *quads[:50])]  # type: ignore[arg-type]
    random.Random(7).shuffle(shuffled)
    assert _bytes(tuple(shuffled), format) == _bytes(quads, format)


@each_format
def test_same_bytes_in_another_process(format: str, quads: tuple[ox.Quad, ...], tmp_path: Path) -> None:
    write_store(quads, tmp_path / "store")
    code = """
import sys
from kg.graph.export import write_export
from kg.graph.store import Store
write_export(Store.open(sys.argv[1]), sys.argv[2], sys.stdout.buffer)
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "store"), format], cwd=TESTS.parent, capture_output=True, check=True)
    assert done.stdout == _bytes(quads, format), "and the store on disk gives the bytes of the build"


@each_format
def test_parsers_agree_on_the_number_of_triples(format: str, quads: tuple[ox.Quad, ...], tmp_path: Path) -> None:
    data = _bytes(quads, format)
    expected = len(_quads(data, format))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parsers use what its Dataset calls deprecated
        graph = rdflib.Dataset() if format in GRAPHS_KEPT else rdflib.Graph()
        graph.parse(data=data, format=RDFLIB[format])
        assert (len(list(graph.quads())) if isinstance(graph, rdflib.Dataset) else len(graph)) == expected
    rapper = shutil.which("rapper")
    if format not in RAPPER:
        return
    if rapper is None:
        pytest.skip("rapper (raptor2-utils) is not installed")
    path = tmp_path / f"x.{format}"
    path.write_bytes(data)
    done = subprocess.run([rapper, "-i", RAPPER[format], "-c", str(path)], capture_output=True, text=True, check=False)
    assert f"returned {expected} triples" in done.stderr, done.stderr
    assert "rror" not in done.stderr
    assert "arning" not in done.stderr


@pytest.mark.parametrize("format", ["ttl", "nt", "jsonld", "rdfxml"])
def test_formats_without_graphs_hold_the_same_triples(format: str, quads: tuple[ox.Quad, ...]) -> None:
    merged = {quad.triple for name in MERGED_GRAPHS for quad in Store.in_memory(quads).quads(name)}
    assert _parsed(_bytes(quads, format), format) == merged


@pytest.mark.parametrize("format", GRAPHS_KEPT)
def test_formats_with_graphs_hold_every_quad(format: str, quads: tuple[ox.Quad, ...]) -> None:
    parsed = _quads(_bytes(quads, format), format)
    anonymous = [quad for quad in quads if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)]
    assert len(parsed) == len(set(quads))
    assert set(quads) - set(anonymous) <= parsed


@pytest.mark.parametrize("format", [f for f in FORMATS if f != "owl"])
def test_round_trip(format: str, quads: tuple[ox.Quad, ...]) -> None:
    data = _bytes(quads, format)
    facts = ox.NamedNode(graph_iri("facts"))
    read = _quads(data, format)
    back = tuple(read if format in GRAPHS_KEPT else (ox.Quad(q.subject, q.predicate, q.object, facts) for q in read))
    assert _bytes(back, format) == data


def test_turtle_reads_from_concept_to_claims_to_evidence(quads: tuple[ox.Quad, ...]) -> None:
    lines = _bytes(quads, "ttl").decode("utf-8").splitlines()
    subjects = [line.split()[0] for line in lines if line and not line.startswith((" ", "@"))]
    place = subjects.index("igr:chronic-inflammatory-demyelinating-polyneuropathy")
    assert subjects[place + 1 : place + 5] == [
        "igr:claim-0000000000000002", "igr:evidence-0000000000000003", "igr:target-0000000000000003", "igr:selector-0000000000000003",
    ]  # fmt: skip
    about = {subject for subject in subjects[place + 1 : subjects.index("igr:common-variable-immunodeficiency")] if ":claim-" in subject}
    assert about == {f"igr:claim-00000000000000{n}" for n in ("02", "0c", "23")}, "approved for IVIG and SCIG, and its category"
    kinds = ("claim", "evidence", "target", "selector", "document", "run")
    concepts = [s.removeprefix("igr:") for s in subjects if not any(f":{kind}-" in s for kind in kinds)]
    labels = [line.split('"')[1].casefold() for line in lines if line.startswith("    skos:prefLabel")]
    assert len(concepts) == 48
    assert labels == sorted(labels), "concepts stand by label"
    block = lines[lines.index(next(line for line in lines if line.startswith("igr:guillain-barre-syndrome a "))) :][:4]
    assert block == [
        "igr:guillain-barre-syndrome a ig:Condition , MONDO:0016218 , skos:Concept ;",
        '    skos:prefLabel "Guillain-Barré syndrome"@en ;',
        '    skos:altLabel "GBS"@en , "acute polyneuropathy"@en ;',
        '    skos:hiddenLabel "Guillain Barre"@en ;',
    ]


def test_prefixes_are_sorted_and_only_those_used(quads: tuple[ox.Quad, ...]) -> None:
    text = _bytes(quads, "ttl").decode("utf-8")
    declared = [line.split()[1][:-1] for line in text.splitlines() if line.startswith("@prefix")]
    assert declared == sorted(declared)
    assert "ATC" not in declared
    assert all(f"{prefix}:" in text.split("\n\n", 1)[1] for prefix in declared)
    assert "<http" not in text.split("\n\n", 1)[1], "every IRI has a prefix"


def test_owl_opens_in_a_reasoner(quads: tuple[ox.Quad, ...], tmp_path: Path) -> None:
    write_export(Store.in_memory(quads), "owl", tmp_path / "igkg.owl")
    world = owlready2.World()
    ontology = world.get_ontology((tmp_path / "igkg.owl").as_uri()).load()
    individuals = {individual.name for individual in ontology.individuals()}
    assert {"kawasaki-disease", "intravenous-immunoglobulin"} <= individuals
    assert {"Condition", "MONDO_0012727", "Concept"} <= {cls.name for cls in ontology.classes()}
    assert "prefLabel" in {prop.name for prop in ontology.annotation_properties()}
    typed = _parsed((tmp_path / "igkg.owl").read_bytes(), "owl")
    assert ox.Triple(_iri("igr:kawasaki-disease"), _iri("rdf:type"), _iri("owl:NamedIndividual")) in typed
    assert not any("claim-" in str(triple) for triple in typed)


HOSTILE = ['quote " and \\ slash', "line\nend\r\n\ttab", "<b>&amp;</b> ]]>", "igr:x } . {", "é ∂ 😀", "'", "@en", "", " ", "true", "1"]


@each_format
@pytest.mark.parametrize("text", HOSTILE)
def test_texts_survive_every_format(format: str, text: str) -> None:
    literals = {ox.Literal(text), ox.Literal(text, language="en"), ox.Literal(text, datatype=_iri("ig:own"))}
    quads = tuple(_quad(_iri("igr:x"), "skos:note", literal, "concepts") for literal in literals)
    assert {t.object for t in _parsed(_bytes(quads, format), format) if t.predicate == _iri("skos:note")} == literals


@each_format
@given(text=st.text(max_size=40))
def test_any_text_survives_but_for_control_characters(format: str, text: str) -> None:
    quads = (_quad(_iri("igr:x"), "skos:note", ox.Literal(text), "concepts"),)
    data = _bytes(quads, format)
    (value,) = [t.object.value for t in _parsed(data, format) if t.predicate == _iri("skos:note") and isinstance(t.object, ox.Literal)]
    assert value == "".join("\ufffd" if _is_forbidden(c) else c for c in text)
    assert not any(_is_forbidden(c) for c in data.decode("utf-8"))


def _is_forbidden(character: str) -> bool:
    code = ord(character)
    return (code < 32 and character not in "\t\n\r") or 127 <= code < 160 or code in (0xFFFE, 0xFFFF)


@each_format
def test_unusual_iris_survive(format: str) -> None:
    iris = [
        "https://w3id.org/igkg/id/a/b.", "https://w3id.org/igkg/id/", "https://w3id.org/igkg/ontology#a.b-", "http://www.whocc.no/atc_ddd_index/?code=J06BA02",
        "https://example.org/é?x=1&y='2'", "urn:isbn:1", "http://purl.obolibrary.org/obo/VO_0005446",
    ]  # fmt: skip
    quads = tuple(_quad(ox.NamedNode(iri), "skos:closeMatch", ox.NamedNode(iri), "concepts") for iri in iris)
    found = {t.object.value for t in _parsed(_bytes(quads, format), format) if t.predicate == _iri("skos:closeMatch")}  # type: ignore[union-attr]
    assert found == set(iris)


def test_property_that_xml_cannot_name() -> None:
    quads = (ox.Quad(_iri("igr:x"), ox.NamedNode("https://example.org/123"), _iri("igr:y"), ox.NamedNode(graph_iri("facts"))),)
    with pytest.raises(KgError, match="RDF/XML cannot name the property"):
        _bytes(quads, "rdfxml")
    obo = (ox.Quad(_iri("igr:x"), _iri("RO:0002606"), _iri("igr:y"), ox.NamedNode(graph_iri("facts"))),)
    assert b"obo:RO_0002606" in _bytes(obo, "rdfxml")


def test_unknown_format() -> None:
    with pytest.raises(UnknownName, match=r"^no export format 'tll'\. Did you mean 'ttl'.*\? Known are .*trig"):
        write_export(Store.in_memory(), "tll", io.BytesIO())


@each_format
def test_empty_graph_is_a_valid_file(format: str) -> None:
    assert not _parsed(_bytes((), format), format)


def test_files_are_moved_into_place(quads: tuple[ox.Quad, ...], tmp_path: Path) -> None:
    BuildExports(tmp_path).write(_by_graph(quads))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["igkg.owl", "igkg.trig", "igkg.ttl"]
    store = Store.in_memory(quads)
    write_turtle(store, tmp_path / "again.ttl")
    write_trig(store, tmp_path / "again.trig")
    for suffix in ("ttl", "trig"):
        assert (tmp_path / f"again.{suffix}").read_bytes() == (tmp_path / f"igkg.{suffix}").read_bytes()


@pytest.mark.parametrize("late", [("metadata", "explanations"), ("claims",), ("ontology",), ("mappings", "provenance", "concepts"), ()])
def test_exports_written_as_graphs_become_known_are_those_of_the_whole(
    late: tuple[str, ...], quads: tuple[ox.Quad, ...], tmp_path: Path
) -> None:
    graphs = _by_graph(quads)
    exports = BuildExports(tmp_path)
    exports.write({name: triples[: len(triples) // 2] if name in late else triples for name, triples in graphs.items()})
    before = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}
    exports.write(graphs)
    for format in ("ttl", "trig", "owl"):
        assert (tmp_path / f"igkg.{format}").read_bytes() == _bytes(quads, format)
    assert (before["igkg.ttl"] == (tmp_path / "igkg.ttl").stat().st_ino) == set(late).isdisjoint(MERGED_GRAPHS)


def test_a_blank_node_that_comes_late_renames_those_before(tmp_path: Path) -> None:
    def axiom(name: str) -> list[ox.Triple]:
        node = ox.BlankNode(name)
        return [ox.Triple(_iri("ig:x"), _iri("rdfs:subClassOf"), node), ox.Triple(node, _iri("rdfs:label"), ox.Literal(name))]

    exports, graphs = BuildExports(tmp_path), {"ontology": axiom("b")}
    exports.write(graphs)
    graphs["imports-a"] = axiom("a")
    exports.write(graphs)
    whole = tuple(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph_iri(n))) for n, ts in graphs.items() for t in ts)
    for format in ("ttl", "trig", "owl"):
        assert (tmp_path / f"igkg.{format}").read_bytes() == _bytes(whole, format)


@pytest.mark.parametrize("later", ["nothing", "another blank node", "another ontology"])
def test_an_early_owl_counts_only_where_nothing_has_changed(later: str, quads: tuple[ox.Quad, ...], tmp_path: Path) -> None:
    graphs = _by_graph(quads)
    early = {name: graphs[name] for name in ("ontology", "concepts")}
    write_early(early, tmp_path)
    exports = BuildExports(tmp_path, early)
    exports.write(graphs)
    assert not (tmp_path / "igkg.owl").exists()
    if later == "another blank node":
        graphs["metadata"] = [*graphs.get("metadata", ()), ox.Triple(ox.BlankNode("a"), _iri("rdfs:label"), ox.Literal("new"))]
    elif later == "another ontology":
        graphs["ontology"] = [*graphs["ontology"], ox.Triple(_iri("ig:x"), _iri("rdfs:label"), ox.Literal("new"))]
    exports.write(graphs)
    exports.finish()
    whole = tuple(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph_iri(n))) for n, ts in graphs.items() for t in ts)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["igkg.owl", "igkg.trig", "igkg.ttl"]
    for format in ("ttl", "trig", "owl"):
        assert (tmp_path / f"igkg.{format}").read_bytes() == _bytes(whole, format)


def test_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "igkg.rdf"
    path.write_text("old", encoding="utf-8")
    bad = ox.Quad(_iri("igr:x"), ox.NamedNode("https://example.org/123"), _iri("igr:y"), ox.NamedNode(graph_iri("facts")))
    with pytest.raises(KgError):
        write_export(Store.in_memory([bad]), "rdfxml", path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["igkg.rdf"]
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(KgError, match="cannot be written"):
        write_turtle(Store.in_memory(), tmp_path / "file" / "x.ttl")


def test_stream(quads: tuple[ox.Quad, ...]) -> None:
    stream = io.BytesIO()
    write_turtle(Store.in_memory(quads), stream)
    assert stream.getvalue() == _bytes(quads, "ttl")


def test_counts_keep_their_datatype(quads: tuple[ox.Quad, ...]) -> None:
    starts = {t.object.datatype.value for t in _parsed(_bytes(quads, "ttl"), "ttl") if t.predicate == _iri("oa:start")}  # type: ignore[union-attr]
    assert starts == {PREFIXES["xsd"] + "nonNegativeInteger"}
