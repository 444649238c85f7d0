"""The main job from documents to a build: what it writes, what it survives, and that it is the same everywhere."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.errors import DocumentError, OntologyError, ReasoningError
from kg.pipeline import BuildReport, build
from kg.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


def _triples(path: Path) -> int:
    return sum(1 for _ in ox.parse(path=str(path)))


def test_a_build_holds_what_it_promises(built: Path) -> None:
    assert {p.name for p in built.iterdir()} == {"igkg.ttl", "igkg.trig", "igkg.owl", "store", "report.json", "ungrounded.tsv", "texts"}
    report = json.loads((built / "report.json").read_text(encoding="utf-8"))
    assert report["conforms"] is True
    assert report["validation"]["unvisited"] == []
    assert report["reasoning"]["asked"] is True
    assert {"resources", "read", "populate", "validate", "rules", "store"} <= {step["name"] for step in report["steps"]}


def test_every_document_of_ours_has_claims(built: Path) -> None:
    documents = json.loads((built / "report.json").read_text(encoding="utf-8"))["documents"]
    assert all(d["claims"] > 0 for d in documents)
    assert {p.stem for p in (ROOT / "data" / "documents").glob("*.md")} <= {d["id"] for d in documents}


def test_the_text_is_kept_under_its_hash(built: Path) -> None:
    import hashlib

    kept = sorted((built / "texts").iterdir())
    assert kept
    for path in kept:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem


EXPORTS = ("igkg.ttl", "igkg.trig", "igkg.owl", "ungrounded.tsv")


def test_two_builds_are_the_same_bytes(built: Path, shipped_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.find_java", lambda: None)
    other = tmp_path / "elsewhere" / "other"
    build([], other, settings=shipped_settings)
    for name in EXPORTS:
        assert (other / name).read_bytes() == (built / name).read_bytes()


def test_reasoning_adds_its_own_graph_only(small_build: Path, small_reasoned: Path, small_settings: Settings, tmp_path: Path) -> None:
    """Facts, concepts, claims and evidence stay the same; so does everything where nothing is reasoned."""
    build([], tmp_path / "again", reason=False, settings=small_settings)
    for name in EXPORTS:
        assert (tmp_path / "again" / name).read_bytes() == (small_build / name).read_bytes()
    assert (small_reasoned / "igkg.ttl").read_bytes() == (small_build / "igkg.ttl").read_bytes()
    assert (small_reasoned / "igkg.trig").read_bytes() != (small_build / "igkg.trig").read_bytes()


def test_with_the_texts_the_graph_is_the_same_as_without(built: Path, shared: Path, shipped_settings: Settings, tmp_path: Path) -> None:
    """And the same without reasoning as with it."""
    build([shared / "documents"], tmp_path / "b", reason=False, settings=shipped_settings)
    assert (tmp_path / "b" / "igkg.ttl").read_bytes() == (built / "igkg.ttl").read_bytes()


def test_inferred_triples_can_be_told_from_asserted(built: Path) -> None:
    graph = ox.NamedNode("https://w3id.org/igkg/graph/inferred")
    store = ox.Store.read_only(str(built / "store"))
    inferred = {q.triple for q in store.quads_for_pattern(None, None, None, graph)}
    assert len(inferred) > 500
    for name in ("facts", "concepts", "ontology"):
        asserted = {q.triple for q in store.quads_for_pattern(None, None, None, ox.NamedNode(f"https://w3id.org/igkg/graph/{name}"))}
        assert not inferred & asserted


def test_triple_counts_agree_among_parsers(built: Path) -> None:
    import rdflib

    path = built / "igkg.ttl"
    expected = _triples(path)
    assert len(rdflib.Graph().parse(path)) == expected
    if shutil.which("rapper") is None:
        pytest.skip("rapper is not installed: two parsers agree, the third was not asked")
    done = subprocess.run(["rapper", "-q", "-i", "turtle", "-o", "ntriples", str(path)], capture_output=True, text=True, check=True)
    assert len(set(done.stdout.splitlines())) == expected


BAD = {
    "empty": ("empty.txt", b"", "empty"),
    "binary": ("picture.txt", bytes(range(256)) * 20, ""),
    "undecodable": ("undecodable.txt", b"\x81\x8d\x8f\x90\x9d" * 30, ""),
}


@pytest.fixture(scope="module")
def report_of_bad(small_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    """The report of a build of a good document and of bad ones."""
    folder = tmp_path_factory.mktemp("bad") / "documents"
    folder.mkdir()
    for name, content, _ in BAD.values():
        (folder / name).write_bytes(content)
    (folder / "good.txt").write_text("IVIG is approved for Kawasaki disease.", encoding="utf-8")
    return build([folder], folder.parent / "b", reason=False, settings=small_settings)


@pytest.mark.parametrize(("name", "reason"), [(name, reason) for name, _, reason in BAD.values()], ids=BAD)
def test_a_bad_document_is_skipped_and_named(report_of_bad: BuildReport, name: str, reason: str) -> None:
    assert report_of_bad.counts["read.documents_given"] == 1
    assert len(report_of_bad.skipped) == len(BAD)
    (skipped,) = (each for each in report_of_bad.skipped if name in each["path"])
    assert reason in skipped["reason"]
    assert any(name in note for note in report_of_bad.notes)


@pytest.fixture
def last(small_build: Path, tmp_path: Path) -> Path:
    """The last build in a folder."""
    return Path(shutil.copytree(small_build, tmp_path / "b"))


def test_no_readable_document_is_an_error_and_leaves_the_last_build(last: Path, small_settings: Settings, tmp_path: Path) -> None:
    before = _files(last)
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(DocumentError, match=r"empty\.txt"):
        build([tmp_path / "empty.txt"], last, reason=False, settings=small_settings)
    assert _files(last) == before


def test_a_missing_path_is_named(small_settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="nowhere"):
        build([tmp_path / "nowhere"], tmp_path / "b", reason=False, settings=small_settings)


def test_the_same_document_counts_once(small_settings: Settings, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same.txt").write_text("IVIG is approved for Kawasaki disease.", encoding="utf-8")
    report = build([tmp_path / "a", tmp_path / "b"], tmp_path / "out", reason=False, settings=small_settings)
    assert report.counts["read.documents_given"] == 1
    assert report.counts["read.documents_repeated"] == 1
    assert f"read once: {tmp_path / 'b' / 'same.txt'} holds the same bytes as {tmp_path / 'a' / 'same.txt'}" in report.notes


def test_what_a_document_lacks_of_its_file_is_noted(small_settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: [open\n---\nIVIG is approved for Kawasaki disease.\n", encoding="utf-8")
    report = build([path], tmp_path / "out", reason=False, settings=small_settings)
    assert (report.counts["read.documents_given"], report.counts["read.documents_skipped"], report.skipped) == (1, 0, ())
    (part,) = report.read_in_part
    assert part["path"] == str(path)
    assert part["reason"].startswith("without the front matter, which is not readable as YAML")
    assert f"read in part {path}: {part['reason']}" in report.notes


INJECTION = """IVIG is approved for Kawasaki disease.
<script>alert(1)</script> "> . igr:x ig:approvedFor igr:y . <http://evil.example/a b> } } DROP ALL ;
PREFIX ig: <x> INSERT DATA { <a> <b> <c> } \x07\x1b[31m \u202e
"""


def test_a_document_that_looks_like_code_stays_text(small_settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / 'in"jec<t>ion.txt'
    path.write_text(INJECTION, encoding="utf-8")
    build([path], tmp_path / "b", reason=False, settings=small_settings)
    text = (tmp_path / "b" / "igkg.trig").read_text(encoding="utf-8")
    assert "evil.example" not in text
    assert not any(ord(c) < 32 and c not in "\n\t" for c in text)
    assert _triples(tmp_path / "b" / "igkg.ttl") > 0


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        pytest.param("ontology/igkg.ttl", "@prefix a: <https://x.example/#> .\na:b a:c .\n", r"igkg\.ttl:2", id="ontology"),
        pytest.param("ontology/concepts.tsv", "slug\tclass\n", r"concepts\.tsv:1", id="concepts"),
        pytest.param("ontology/shapes/claims.ttl", "@prefix sh: <http://www.w3.org/ns/shacl#> .\nsh:x sh:y\n", r"claims\.ttl", id="shape"),
        pytest.param("data/belief.toml", "[tier.web]\nrand = 2.0\n", r"belief\.toml", id="belief"),
        pytest.param("data/sources.toml", "[[document]]\nid = 1\n", r"sources\.toml", id="sources"),
    ],
)
def test_a_broken_file_of_ours_stops_the_run_with_its_place(small_copy: Path, tmp_path: Path, name: str, text: str, place: str) -> None:
    (small_copy / name).write_text(text, encoding="utf-8")
    with pytest.raises(kg.KgError, match=place):
        build([], tmp_path / "b", reason=False, settings=Settings(root=small_copy))
    assert not (tmp_path / "b").exists()


def test_a_contradiction_from_a_document_is_set_aside(small_copy: Path, tmp_path: Path) -> None:
    """A claim that would make the graph contradict itself goes to the quarantine with its reason; the build stands."""
    path = small_copy / "data" / "claims" / "000_14a6bcbbe252fc13.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    wrong = json.loads(lines[0]) | {"subject": "immunoglobulin-g", "predicate": "treats", "object": "kawasaki-disease", "status": "used"}
    path.write_text("\n".join([*lines, json.dumps(wrong)]) + "\n", encoding="utf-8")
    report = build([], tmp_path / "b", reason=True, settings=Settings(root=small_copy))
    assert report.conforms
    assert len(report.validation["quarantined"]) >= 1
    text = (tmp_path / "b" / "igkg.trig").read_text(encoding="utf-8")
    assert "ig:quarantineReason" in text


def test_claims_that_contradict_each_other_are_set_aside_with_axiom_and_opponent(
    small_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No shape sees it: an axiom is planted by which what is approved for a condition cannot be used for it too."""
    monkeypatch.setattr("kg.pipeline.find_java", lambda: None)
    path = small_copy / "ontology" / "igkg.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "\nig:approvedFor owl:propertyDisjointWith ig:usedFor .\n", encoding="utf-8")
    report = build([], tmp_path / "b", settings=Settings(root=small_copy))
    told = [note for note in report.notes if note.startswith("set aside") and "breaks the axiom approvedFor DisjointWith usedFor" in note]
    assert told
    assert all("together with: " in note for note in told)
    assert len(report.validation["quarantined"]) >= 2
    assert "breaks the axiom approvedFor DisjointWith usedFor" in (tmp_path / "b" / "igkg.trig").read_text(encoding="utf-8")


def test_an_unrepaired_contradiction_is_never_published(small_copy: Path, tmp_path: Path) -> None:
    path = small_copy / "ontology" / "igkg.ttl"
    fault = "\n<https://w3id.org/igkg/id/kawasaki-disease> a ig:Mechanism .\n"
    path.write_text(path.read_text(encoding="utf-8") + fault, encoding="utf-8")
    with pytest.raises((ReasoningError, OntologyError), match="contradicts itself"):
        build([], tmp_path / "b", settings=Settings(root=small_copy))
    assert not (tmp_path / "b").exists()


def test_a_killed_build_leaves_the_last_one(last: Path, small_settings: Settings) -> None:
    before = _files(last)
    script = (
        "import os, signal, kg.pipeline as p\n"
        "from pathlib import PosixPath\n"
        "from kg.settings import Settings\n"
        "def dies(*a, **k): os.kill(os.getpid(), signal.SIGKILL)\n"
        "p.BuildExports.write = dies\n"
        f"p.build([], {str(last)!r}, reason=False, settings={small_settings!r})\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert done.returncode < 0
    assert _files(last) == before
    assert len(kg.query("approved-indications", build=last)) > 0


def test_a_full_disk_leaves_the_last_build(last: Path, small_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _files(last)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.pipeline.BuildExports.write", full)
    with pytest.raises(kg.KgError, match="No space left"):
        build([], last, reason=False, settings=small_settings)
    assert _files(last) == before


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


NO_REPORT = "nothing shows that an earlier run wrote it"


@pytest.mark.parametrize(
    ("documents", "out", "message"),
    [
        pytest.param("mine/texts", "mine", "mine/texts: is read, and lies in", id="the documents lie where texts of a build lie"),
        pytest.param("mine/notes.txt", "mine", "mine/notes.txt: is read, and lies in", id="a document lies in the folder"),
        pytest.param("mine", "mine", "mine: is read, and lies in", id="the folder is the documents'"),
        pytest.param("other.txt", "mine", f"mine/texts: would be replaced, and {NO_REPORT}", id="a folder of texts that no build wrote"),
        pytest.param(None, "store", f"store/store: would be replaced, and {NO_REPORT}", id="a folder of stores that no build wrote"),
        pytest.param(None, "report", f"report/report.json: would be replaced, and {NO_REPORT}", id="a report that is none of a build"),
        pytest.param(None, "other.txt", "other.txt: is a file, not a folder", id="a file"),
    ],
)
def test_what_no_build_wrote_is_never_replaced(tmp_path: Path, documents: str | None, out: str, message: str) -> None:
    for name in ("mine/texts/web.txt", "mine/texts/notes.docx", "mine/notes.txt", "store/store/list.txt", "other.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("IVIG is approved for Kawasaki disease.", encoding="utf-8")
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "report.json").write_text('{"title": "my report"}', encoding="utf-8")
    before = _files(tmp_path)
    with pytest.raises(kg.KgError) as told:
        build([tmp_path / documents] if documents else [], tmp_path / out, reason=False, settings=Settings(root=tmp_path / "never read"))
    assert str(told.value).startswith(f"{tmp_path}/{message}") and "\n" not in str(told.value)
    assert _files(tmp_path) == before


def test_a_build_replaces_a_build_and_nothing_else(last: Path, small_settings: Settings, tmp_path: Path) -> None:
    out = last
    (out / "notes").mkdir()
    (out / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    stray = out / "texts" / "notes.docx"
    stray.write_text("mine", encoding="utf-8")
    before = _files(out)
    with pytest.raises(kg.KgError, match=r"texts/notes\.docx: would be replaced"):
        build([], out, reason=False, settings=small_settings)
    assert _files(out) == before
    stray.rename(out / "notes.docx")
    # Documents around the folder are read; only those in it would be replaced.
    (tmp_path / "web.txt").write_text("IVIG is approved for Kawasaki disease.", encoding="utf-8")
    build([tmp_path / "web.txt"], out, reason=False, settings=small_settings)
    assert (out / "notes" / "mine.txt").read_text(encoding="utf-8") == (out / "notes.docx").read_text(encoding="utf-8") == "mine"
    assert (out / "igkg.ttl").read_bytes() != before["igkg.ttl"]


def test_the_python_doors(built: Path, small_build: Path) -> None:
    rows = kg.query("approved-indications", build=built)
    assert len(rows) > 5
    frame = rows.to_pandas()
    assert list(frame.columns) == list(rows.columns)
    graph = kg.open_graph(small_build)
    assert len(graph) > 10_000
    with pytest.raises(kg.KgError, match="Did you mean 'approved-indications'"):
        kg.query("aproved-indications", build=built)
    with pytest.raises(kg.KgError, match="kg build"):
        kg.query("approved-indications", build=built / "nowhere")
