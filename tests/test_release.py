"""Releases: whole, proved, and the same bytes every time."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
import rdflib
from typer.testing import CliRunner

import kg.release
from kg.cli import app
from kg.errors import ConformanceError, KgError, ParameterError
from kg.graph.export import export_text
from kg.graph.kgx import GRAPHS, read_kgx
from kg.graph.ontology import check_dl, read_ontology
from kg.graph.reasoning import HermitReport
from kg.graph.store import Store, write_store
from kg.graph.validation_report import ValidationReport
from kg.identifiers import graph_iri, to_iri
from kg.release import Release, release
from kg.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
PRODUCTS = ("base", "full", "simple")


@pytest.fixture(scope="module")
def published(built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Release]:
    """A release of the small build, judged by the shapes; DL reasoning is left to its own test."""
    out = tmp_path_factory.mktemp("release") / "0.9.0"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kg.release, "check_with_hermit", lambda *_: HermitReport(consistent=True))
        return out, release("0.9.0", built, out, date="2026-11-30", everything=True)


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out both judges, for tests of what comes after them."""
    monkeypatch.setattr(kg.release, "check_with_hermit", lambda *_: HermitReport(consistent=True))
    monkeypatch.setattr(kg.release, "validate", lambda *_: ValidationReport((), {}))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The fixture graph with the real ontology, in the layout of a build; no claim in it is accepted."""
    build = tmp_path / "small"
    build.mkdir()
    quads = [q for q in ox.parse(path=str(ROOT / "tests" / "data" / "fixture.trig")) if q.object != ox.Literal("accepted")]
    kept = [q for q in quads if q.graph_name != ox.NamedNode(graph_iri("ontology"))]
    ontology = [
        ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph_iri("ontology")))
        for t in read_ontology(ROOT / "ontology" / "igkg.ttl")
    ]
    write_store([*kept, *ontology], build / "store")
    (build / "report.json").write_text('{"conforms": true, "consistent": true}', encoding="utf-8")
    return build


@pytest.fixture
def copy(small_reasoned: Path, tmp_path: Path) -> Path:
    """A copy of a small build, to be changed."""
    return Path(shutil.copytree(small_reasoned, tmp_path / "changed"))


def test_a_release_holds_what_it_promises(published: tuple[Path, Release]) -> None:
    folder, done = published
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    promised = {f"ontology/igkg-{product}.{ending}" for product in PRODUCTS for ending in ("ttl", "owl", "json")}
    promised |= {f"graph/igkg.{ending}" for ending in ("ttl", "trig", "nq.gz", "jsonld", "context.jsonld")}
    promised |= {f"kgx/igkg_{what}.{ending}" for what in ("nodes", "edges") for ending in ("tsv", "jsonl")}
    promised |= {"nanopublications/igkg.trig", "nanopublications/index.tsv", "metadata.ttl", "metadata.jsonld", "ro-crate-metadata.json"}
    promised |= {"CITATION.cff", "SHA256SUMS"}
    assert {name for name in names if not name.startswith("mappings/")} == promised
    assert any(name.startswith("mappings/") for name in names)
    assert not any("restricted" in name for name in names)
    assert {each.path for each in done.files} | {"SHA256SUMS"} == names


def test_mappings_are_those_of_the_build_whatever_the_files_say_by_now(
    published: tuple[Path, Release], small_reasoned: Path, small_copy: Path, tmp_path: Path, trusting: None
) -> None:
    assert _bytes_of(published[0] / "mappings") == _bytes_of(ROOT / "ontology" / "mappings")
    shipped = _bytes_of(small_copy / "ontology" / "mappings")
    for path in (small_copy / "ontology" / "mappings").glob("*.sssom.tsv"):
        path.unlink()
    release("0.9.0", small_reasoned, tmp_path / "out", date="2026-11-30", settings=Settings(small_copy))
    assert _bytes_of(tmp_path / "out" / "mappings") == shipped


def _bytes_of(mappings: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in mappings.glob("*.sssom.tsv")}


def test_sums_are_right(published: tuple[Path, Release]) -> None:
    folder, done = published
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(done.files)
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


@pytest.mark.usefixtures("trusting")
def test_same_build_version_and_date_give_the_same_bytes(small_reasoned: Path, copy: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "elsewhere" / "other"
    done = release("0.9.0", small_reasoned, one, date="2026-11-30", everything=True)
    assert release("0.9.0", copy, other, date="2026-11-30", everything=True) == done
    for each in done.files:
        assert (other / each.path).read_bytes() == (one / each.path).read_bytes(), each.path


@pytest.mark.parametrize("product", PRODUCTS)
def test_products_are_owl_2_dl_and_equal_in_both_forms(product: str, published: tuple[Path, Release]) -> None:
    folder, _ = published
    path = folder / "ontology" / f"igkg-{product}.owl"
    turtle = read_ontology(path.with_suffix(".ttl"))
    xml = [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.RDF_XML)]
    assert check_dl(turtle) == []
    assert len(turtle) == len(xml)
    named = [{str(t) for t in triples if "_:" not in str(t)} for triples in (turtle, xml)]
    assert named[0] == named[1]
    iri = "https://w3id.org/igkg/ontology" + ("" if product == "base" else f"/{product}")
    versions = {t.object for t in turtle if t.predicate.value == to_iri("owl:versionIRI") and t.subject == ox.NamedNode(iri)}
    suffix = "" if product == "base" else f"/{product}"
    assert versions == {ox.NamedNode(f"https://w3id.org/igkg/ontology/0.9.0{suffix}")}


@pytest.mark.parametrize(("product", "individuals"), [("base", False), ("full", True), ("simple", False)])
def test_products_open_in_owlready(product: str, individuals: bool, published: tuple[Path, Release]) -> None:
    ontology = owlready2.World().get_ontology((published[0] / "ontology" / f"igkg-{product}.owl").as_uri()).load()
    assert {"Condition", "ImmunoglobulinProduct"} <= {cls.name for cls in ontology.classes()}
    assert "approvedFor" in {prop.name for prop in ontology.object_properties()}
    assert ("kawasaki-disease" in {each.name for each in ontology.individuals()}) is individuals


def test_simple_holds_names_and_hierarchies_only(published: tuple[Path, Release]) -> None:
    triples = [
        t
        for t in read_ontology(published[0] / "ontology" / "igkg-simple.ttl")
        if t.subject != ox.NamedNode("https://w3id.org/igkg/ontology/simple")
    ]
    kept = {"rdf:type", "rdfs:label", "rdfs:subClassOf", "rdfs:subPropertyOf"}
    assert {t.predicate.value for t in triples} == {to_iri(name) for name in kept}
    assert not any(isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode) for t in triples)


def test_turtle_comes_back(published: tuple[Path, Release]) -> None:
    data = (published[0] / "graph" / "igkg.ttl").read_bytes()
    graph = ox.NamedNode(graph_iri("facts"))
    quads = [ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(data, format=ox.RdfFormat.TURTLE)]
    assert "".join(export_text(quads, "ttl")).encode("utf-8") == data


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # by rdflib's own parser
def test_every_form_of_the_graph_says_the_same(published: tuple[Path, Release]) -> None:
    folder = published[0] / "graph"
    zipped = (folder / "igkg.nq.gz").read_bytes()
    assert zipped[4:8] == b"\0\0\0\0", "no time in the head"
    quads = set(ox.parse(gzip.decompress(zipped), format=ox.RdfFormat.N_QUADS))
    assert {q.graph_name for q in quads} == {q.graph_name for q in ox.parse(path=str(folder / "igkg.trig"))}
    assert ox.NamedNode(graph_iri("quarantine")) not in {q.graph_name for q in quads}
    turtle = {q.triple for q in ox.parse(path=str(folder / "igkg.ttl"))}
    merged = {ox.NamedNode(graph_iri(name)) for name in GRAPHS}
    assert {q.triple for q in quads if q.graph_name in merged} == turtle
    as_json = rdflib.Graph().parse(folder / "igkg.jsonld", format="json-ld")
    assert len(as_json) == len(turtle)
    assert json.loads((folder / "igkg.jsonld").read_text(encoding="utf-8"))["@context"] == "igkg.context.jsonld"
    assert not [q for q in quads if q.predicate.value == to_iri("ig:conforms")], "what the build says of itself is said anew"
    assert not [q for q in quads if q.predicate.value == to_iri("sh:conforms")]
    assert [q for q in quads if q.predicate.value == to_iri("dcat:version") and q.object == ox.Literal("0.9.0")]


@pytest.mark.parametrize("form", ["tsv", "jsonl"])
def test_kgx_gives_back_the_graph(form: str, published: tuple[Path, Release], built: Path) -> None:
    store = Store.open(built / "store")
    again = read_kgx(*(published[0] / "kgx" / f"igkg_{what}.{form}" for what in ("nodes", "edges")))
    assert set(again) == {quad for name in GRAPHS for quad in store.quads(name)}


def test_json_ld_tool_reads_the_graph(published: tuple[Path, Release]) -> None:
    pyld = pytest.importorskip("pyld", reason="pip install 'igkg[release]' brings the tools that check a release")
    folder = published[0] / "graph"

    def load(url: str, _options: object) -> dict[str, object]:
        document = json.loads((folder / url.rpartition("/")[2]).read_text(encoding="utf-8"))
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}

    options = {"format": "application/n-quads", "documentLoader": load, "base": "https://example.org/igkg.jsonld"}
    found = pyld.jsonld.to_rdf(load("igkg.jsonld", None)["document"], options)
    assert len(found.splitlines()) == len(list(ox.parse(path=str(folder / "igkg.ttl"))))


@pytest.mark.usefixtures("trusting")
def test_without_an_accepted_claim_it_says_so(small: Path, tmp_path: Path) -> None:
    _add(small, "provenance", "igr:document-1", "dcterms:date", ox.Literal("2025-03-01"))
    _add(small, "provenance", "igr:document-1", "dcterms:date", ox.Literal("2026"))
    done = release("1.0.0", small, tmp_path / "out")
    assert done.counts["nanopublications"] == 0
    assert "no claim is accepted yet" in done.notes[0]
    assert done.date == "2025-03-01", "the newest full date of a document, never the clock"


@pytest.mark.usefixtures("trusting")
def test_notes_are_written_by_the_module_that_compares_builds(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.release, "release_notes", lambda old, new: f"from {old.name} to {new.name}\n")
    release("1.0.0", small, tmp_path / "out", date="2026-11-30", previous=tmp_path / "old")
    assert (tmp_path / "out" / "NOTES.md").read_text(encoding="utf-8") == "from old to small\n"


@pytest.mark.parametrize("version", ["1", "1.0", "v1.0.0", "01.0.0", "1.0.0/..", "", "1.0.0+x"])
def test_what_is_no_version(version: str, built: Path, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="is no version"):
        release(version, built, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_is_no_date(built: Path, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="is no date"):
        release("1.0.0", built, tmp_path / "out", date="21.11.2026")


def test_no_build(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no build there"):
        release("1.0.0", tmp_path / "nothing", tmp_path / "out")


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize(("field", "message"), [("conforms", "does not conform"), ("consistent", "contradicts itself")])
def test_a_build_that_was_told_bad_is_refused(field: str, message: str, copy: Path, tmp_path: Path) -> None:
    path = copy / "report.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), field: False}), encoding="utf-8")
    with pytest.raises(ConformanceError, match=message):
        release("1.0.0", copy, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def _add(build: Path, graph: str, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
    store = Store.open(build / "store", read_only=False)
    store.add([ox.Quad(ox.NamedNode(to_iri(subject)), ox.NamedNode(to_iri(predicate)), value, ox.NamedNode(graph_iri(graph)))])


def test_a_graph_that_violates_a_shape_is_refused_whatever_its_report_says(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.release, "check_with_hermit", lambda *_: HermitReport(consistent=True))
    claim = next(q.subject.value for q in Store.open(copy / "store").quads("claims") if isinstance(q.subject, ox.NamedNode))
    _add(copy, "claims", f"igr:{claim.rpartition('/')[2]}", "ig:polarity", ox.Literal("perhaps"))
    with pytest.raises(ConformanceError, match="violates its shapes"):
        release("1.0.0", copy, tmp_path / "out")


@pytest.mark.dl
def test_a_graph_that_contradicts_itself_is_refused(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.release, "validate", lambda *_: ValidationReport((), {}))
    _add(copy, "ontology", "ig:Condition", "rdfs:subClassOf", ox.NamedNode(to_iri("ig:Mechanism")))
    with pytest.raises(ConformanceError, match="says HermiT; it is not published") as refused:
        release("1.0.0", copy, tmp_path / "out")
    assert "breaks the axiom DisjointClasses: Immunoglobulin, Mechanism, Category, Condition" in str(refused.value)
    assert "axiom Condition SubClassOf Mechanism" in str(refused.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("trusting")
def test_an_ontology_outside_owl_2_dl_is_refused(copy: Path, tmp_path: Path) -> None:
    _add(copy, "ontology", "ig:isFormOf", "rdf:type", ox.NamedNode(to_iri("owl:FunctionalProperty")))
    with pytest.raises(ConformanceError, match="product base is not in OWL 2 DL"):
        release("1.0.0", copy, tmp_path / "out")


@pytest.mark.usefixtures("trusting")
def test_without_a_reasoner_the_report_must_vouch(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.release, "check_with_hermit", lambda *_: None)
    with pytest.raises(KgError, match="no Java runtime was found"):
        release("1.0.0", copy, tmp_path / "out")


@pytest.mark.usefixtures("trusting")
def test_a_release_that_fails_leaves_the_last_one(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "SHA256SUMS").write_text("0  ro-crate-metadata.json\n", encoding="utf-8")

    def full(*_: object) -> Iterator[str]:
        raise OSError("No space left on device")

    monkeypatch.setattr(kg.release, "metadata_turtle", full)
    with pytest.raises(KgError, match="what was there stays"):
        release("1.0.0", small, out, date="2026-11-30")
    assert [path.name for path in out.iterdir()] == ["SHA256SUMS"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "small"], "nothing half done is left"


@pytest.mark.parametrize("sums", ["", "0  CITATION.cff\n0  ontology/mine.ttl\n"], ids=["without sums", "with sums of other things"])
def test_what_no_release_wrote_is_never_replaced(small: Path, tmp_path: Path, sums: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.release, "_prove", lambda *_: pytest.fail("the folder is looked at first"))
    mine = tmp_path / "mine"
    (mine / "ontology").mkdir(parents=True)
    (mine / "ontology" / "mine.ttl").write_text("", encoding="utf-8")
    (mine / "CITATION.cff").write_text("", encoding="utf-8")
    if sums:
        (mine / "SHA256SUMS").write_text(sums, encoding="utf-8")
    with pytest.raises(KgError, match=r"mine/(CITATION\.cff|SHA256SUMS): would be replaced"):
        release("1.0.0", small, mine, date="2026-01-01")
    with pytest.raises(KgError, match="is a file, not a folder"):
        release("1.0.0", small, mine / "CITATION.cff", date="2026-01-01")
    assert {p.name for p in mine.iterdir()} - {"SHA256SUMS"} == {"ontology", "CITATION.cff"}


@pytest.mark.usefixtures("trusting")
def test_a_release_replaces_a_release_and_nothing_else(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "r"
    release("1.0.0", small, out, date="2026-01-01")
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    release("1.0.1", small, out, date="2026-01-01")
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    (out / "graph" / "mine.ttl").write_text("", encoding="utf-8")
    with pytest.raises(KgError, match=r"graph/mine\.ttl: would be replaced"):
        release("1.0.2", small, out, date="2026-01-01")


def test_imports_are_part_of_the_full_product(published: tuple[Path, Release]) -> None:
    from kg.graph.products import products

    imported = ox.parse(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        "<urn:o> a owl:Ontology ; owl:versionIRI <urn:v> ; <http://purl.org/dc/terms/rights> 'Somebody' . <urn:B> a owl:Class . "
        '<urn:A> a owl:Class ; rdfs:label "a" ; rdfs:subClassOf <urn:B> .',
        format=ox.RdfFormat.TURTLE,
    )
    base = read_ontology(published[0] / "ontology" / "igkg-base.ttl")
    made = {p.name: p for p in products(base, (), (), {"toy": [q.triple for q in imported]}, version="1.0.0", date="2026-11-30")}
    assert "urn:A" in {str(t.subject.value) for t in made["full"].triples if isinstance(t.subject, ox.NamedNode)}
    assert "urn:o" not in {str(t.subject.value) for t in made["full"].triples if isinstance(t.subject, ox.NamedNode)}
    assert "urn:A" not in str(made["base"].triples)
    rights = [(t.subject, t.object) for t in made["full"].triples if t.predicate.value == to_iri("dcterms:rights")]
    assert rights == [(ox.NamedNode("https://w3id.org/igkg/ontology/full"), ox.Literal("Somebody"))]
    assert check_dl(made["full"].triples) == []


@pytest.mark.usefixtures("trusting")
def test_the_command(small: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["release", "--version", "1.0.0", "--build", str(small), "--date", "2026-11-30", "--out", str(tmp_path / "out"), "-f", "tsv"]
    )
    assert done.exit_code == 0, done.output
    assert "graph/igkg.ttl\tThe graph\t" in done.stdout
    assert (tmp_path / "out" / "SHA256SUMS").is_file()
