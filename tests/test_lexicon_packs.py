"""Lexicon packs: which names are read and which are not, what becomes of them in a build, and how they are kept compiled."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.concepts import Concept, read_concepts
from kg.errors import ConceptError, KgError, UnknownName
from kg.graph.imports import import_ontology
from kg.graph.mappings import read_mapping_set
from kg.graph.sssom import from_triples, write_mapping_set
from kg.graph.store import Store
from kg.identifiers import to_iri
from kg.lexicon_packs import BRANCHES_OF, CLASSES_OF, add_pack, found_concepts, list_packs, remove_pack, with_packs
from kg.pipeline import build
from kg.reading.claims import Reader
from kg.reading.lexicon import Lexicon
from kg.reading.packs import COLUMNS, PackName, Packs, compile_packs, load_packs, read_pack
from kg.records import Claim, Document
from kg.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
CUES = ROOT / "data" / "cues"
TODAY = date(2026, 11, 21)
CONDITION = ("Condition", "AdverseEffect")

#: Terms as MONDO names them, some invented: the three known traps are among them.
OBO = """format-version: 1.2
data-version: releases/2026-01-02
ontology: mondo

[Term]
id: MONDO:0000001
name: disease

[Term]
id: MONDO:0007571
name: primary erythermalgia
synonym: "small fiber neuropathy" RELATED []
synonym: "familial erythromelalgia" EXACT []
synonym: "primary erythromelalgia type" RELATED []
is_a: MONDO:0000001

[Term]
id: MONDO:0006702
name: chronic inflammatory demyelinating polyradiculoneuropathy
synonym: "CIDP" EXACT []
is_a: MONDO:0000001

[Term]
id: MONDO:0016187
name: chronic idiopathic demyelinating neuropathy of invention
synonym: "CIDP" EXACT []
is_a: MONDO:0000001

[Term]
id: MONDO:0015977
name: agammaglobulinemia
synonym: "hypogammaglobulinemia" EXACT []
synonym: "congenital agammaglobulinemia of Quux" EXACT []
is_a: MONDO:0000001

[Term]
id: MONDO:0099001
name: Quuxian neuritis
synonym: "QXN" EXACT []
synonym: "QUXN" EXACT []
synonym: "Quux" BROAD []
synonym: "acute disorder" EXACT []
synonym: "wasting" RELATED []
is_a: MONDO:0000001

[Term]
id: MONDO:0099002
name: Quuxian neuritis of the foot
is_a: MONDO:0099001

[Term]
id: MONDO:0099003
name: severe condition
is_a: MONDO:0000001

[Term]
id: MONDO:0099004
name: obsolete Fooian neuritis
is_obsolete: true
replaced_by: MONDO:0099001
is_a: MONDO:0000001
"""


def _names(*rows: tuple[str, str, str]) -> tuple[PackName, ...]:
    return tuple(PackName(term, f"t-{term[-1]}" if term[-1].isdigit() else term, CONDITION, kind, name) for term, kind, name in rows)


def _compiled(*rows: tuple[str, str, str], concepts: tuple[Concept, ...] = ()) -> Packs:
    return compile_packs([_names(*rows)], Lexicon.from_concepts(concepts), {"disease", "severe", "condition", "other"})


def _found(packs: Packs, text: str, concepts: tuple[Concept, ...] = ()) -> list[tuple[str, tuple[str, ...]]]:
    from kg.reading.cues import Stream
    from kg.reading.words import tokenise

    tokens, ranges = tokenise(text, [(0, len(text))])
    hits = packs.find(Stream(ranges, tokens.folds), tokens)
    return [(text[tokens.starts[h.first] : tokens.ends[h.last - 1]], tuple(e.concept for e in h.entries)) for h in hits]


RULES: dict[str, tuple[tuple[tuple[str, str, str], ...], str, list[tuple[str, tuple[str, ...]]]]] = {
    "a label": ((("T:1", "label", "Quuxian neuritis"),), "A case of quuxian neuritis.", [("quuxian neuritis", ("t-1",))]),
    "plural and hyphen": ((("T:1", "label", "Quux-type neuropathy"),), "Quux-type neuropathies", [("Quux-type neuropathies", ("t-1",))]),
    "the longest name": (
        (("T:1", "label", "neuritis quuxi"), ("T:2", "label", "neuritis quuxi of the foot")), "neuritis quuxi of the foot",
        [("neuritis quuxi of the foot", ("t-2",))],
    ),
    "no part of a word": ((("T:1", "label", "quux"),), "quuxology and aquux", []),
    "no name over a line end": ((("T:1", "label", "quuxian neuritis"),), "quuxian.\nneuritis", []),
    "three letters": ((("T:1", "label", "Quuxian neuritis"), ("T:1", "exact", "QXN")), "QXN", []),
    "common words": ((("T:1", "label", "severe disease"), ("T:2", "label", "condition")), "a severe disease, another condition", []),
    "a broader synonym": ((("T:1", "label", "Quuxian neuritis"), ("T:1", "broad", "neuritis")), "neuritis", []),
    "a related synonym unlike its label": (
        (("T:1", "label", "primary erythermalgia"), ("T:1", "related", "small fiber neuropathy")), "small fiber neuropathy", [],
    ),
    "an unscoped synonym like its label": (
        (("T:1", "label", "Quuxian neuritis"), ("T:1", "synonym", "neuritis of Quux")), "neuritis of Quux",
        [("neuritis of Quux", ("t-1",))],
    ),
    "an acronym as it is written": (
        (("T:1", "label", "Quuxian neuritis"), ("T:1", "exact", "QUXN")), "QUXN, QUXNs and quxn", [("QUXN", ("t-1",)), ("QUXNs", ("t-1",))],
    ),
    "a label before another's synonym": (
        (("T:1", "label", "Quuxian neuritis"), ("T:2", "label", "foo neuritis"), ("T:2", "exact", "Quuxian neuritis")), "Quuxian neuritis",
        [("Quuxian neuritis", ("t-1",))],
    ),
    "two terms with one name": (
        (("T:1", "label", "a neuritis"), ("T:1", "exact", "QUXN"), ("T:2", "label", "b neuritis"), ("T:2", "exact", "QUXN")), "QUXN",
        [("QUXN", ("t-1", "t-2"))],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "text", "expected"), RULES.values(), ids=RULES)
def test_which_names_are_read(rows: tuple[tuple[str, str, str], ...], text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert _found(_compiled(*rows), text) == expected


def test_curated_names_win() -> None:
    curated = (Concept("small-fiber-neuropathy", ("Condition",), "Small fiber neuropathy", ambiguous=()),)
    packs = _compiled(("T:1", "label", "Quuxian neuritis"), ("T:1", "exact", "small-fiber neuropathies"), concepts=curated)
    assert packs.dropped["curated"] == 1 and not _found(packs, "small-fiber neuropathies")


def test_earlier_pack_wins() -> None:
    first, second = _names(("T:1", "label", "Quuxian neuritis")), _names(("T:2", "label", "Quuxian neuritis"))
    assert _found(compile_packs([first, second], Lexicon.from_concepts(()), ()), "Quuxian neuritis") == [("Quuxian neuritis", ("t-1",))]
    assert _found(compile_packs([second, first], Lexicon.from_concepts(()), ()), "Quuxian neuritis") == [("Quuxian neuritis", ("t-2",))]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder with the import and its pack."""
    folder = tmp_path_factory.mktemp("packs")
    (folder / "mondo.obo").write_text(OBO, encoding="utf-8")
    import_ontology(folder / "mondo.obo", name="mondo", seeds="all", build=folder / "b", today=TODAY)
    add_pack("mondo", folder / "b")
    return folder / "b"


@pytest.fixture(scope="module")
def reader(made: Path) -> Reader:
    return Reader.from_settings(with_packs(Settings.default(), made))


TRAPS = [
    ("The patient had small fiber neuropathy.", "small-fiber-neuropathy"),
    ("IVIG is approved for CIDP.", "chronic-inflammatory-demyelinating-polyneuropathy"),
    ("Hypogammaglobulinemia was found.", "hypogammaglobulinemia"),
    ("Congenital agammaglobulinemia of Quux was found.", "agammaglobulinemia"),
    ("Chronic idiopathic demyelinating neuropathy of invention was found.", "mondo-0016187"),
    ("Quuxian neuritis was found.", "mondo-0099001"),
    ("Quuxian neuritis of the foot was found.", "mondo-0099002"),
]


@pytest.mark.parametrize(("text", "concept"), TRAPS, ids=[concept for _, concept in TRAPS])
def test_known_traps_and_new_terms(text: str, concept: str, reader: Reader) -> None:
    found = [g.concept for g in reader.read(Document("d", text, "0" * 64)).groundings]
    assert concept in found and not {"mondo-0007571", "mondo-0006702", "mondo-0015977"} & set(found)


@pytest.mark.parametrize(
    "text", ["QUXN was found.", "An acute disorder.", "A severe condition.", "Wasting was seen.", "Obsolete Fooian neuritis.", "Quux."]
)
def test_names_that_are_not_read(text: str, reader: Reader) -> None:
    assert not [g for g in reader.read(Document("d", text, "0" * 64)).groundings if g.concept.startswith("mondo-")]


def test_acronym_counts_where_the_full_name_stands_too(reader: Reader) -> None:
    text = "Quuxian neuritis is rare. QUXN is painless."
    assert [g.mention.surface for g in reader.read(Document("d", text, "0" * 64)).groundings if g.concept == "mondo-0099001"] == [
        "Quuxian neuritis",
        "QUXN",
    ]


MODIFIERS = """
[Term]
id: MONDO:0021125
name: disease characteristic

[Term]
id: MONDO:0099010
name: rapidly quuxing
is_a: MONDO:0021125

[Term]
id: MONDO:0099011
name: quuxing disease
is_a: MONDO:0099010
is_a: MONDO:0000001
"""


def test_what_is_said_of_things_is_no_thing(tmp_path: Path) -> None:
    (tmp_path / "mondo.obo").write_text(OBO + MODIFIERS, encoding="utf-8")
    import_ontology(tmp_path / "mondo.obo", name="mondo", seeds="all", build=tmp_path / "b", today=TODAY)
    summary, _ = add_pack("mondo", tmp_path / "b")
    names = {name.name for name in read_pack(summary.path)}
    assert "quuxing disease" in names and "Quuxian neuritis" in names
    assert "rapidly quuxing" not in names
    assert summary.outside == 1
    told, _ = add_pack("mondo", tmp_path / "b", classes=["Feature"])
    assert not told.outside and "rapidly quuxing" in {name.name for name in read_pack(told.path)}, "who says the class says what counts"


def test_an_import_says_that_its_pack_is_older(tmp_path: Path) -> None:
    (tmp_path / "mondo.obo").write_text(OBO, encoding="utf-8")
    again = ["import", str(tmp_path / "mondo.obo"), "--as", "mondo", "--seeds", "all", "--build", str(tmp_path / "b")]
    first = CliRunner().invoke(app, again)
    assert first.exit_code == 0 and "kg lexicon add" not in first.stderr
    add_pack("mondo", tmp_path / "b")
    assert "the lexicon pack mondo was made of an older import; `kg lexicon add mondo`" in CliRunner().invoke(app, again).stderr


def test_branches_are_those_of_known_ontologies() -> None:
    assert BRANCHES_OF.keys() <= CLASSES_OF.keys()
    assert all(curie.startswith(f"{prefix}:") for prefix, curies in BRANCHES_OF.items() for curie in curies)


def test_pack_of_an_import(made: Path) -> None:
    names = read_pack(made / "lexicon" / "mondo.tsv")
    by_term = {name.term: name.concept for name in names}
    assert by_term["MONDO:0006702"] == "chronic-inflammatory-demyelinating-polyneuropathy"
    assert by_term["MONDO:0099001"] == "mondo-0099001"
    assert "MONDO:0000001" not in by_term and "MONDO:0099004" not in by_term
    (summary,) = list_packs(made)
    assert summary.terms == len(by_term) and summary.names == len(names) and summary.curated == 2


def test_cache_is_used_kept_whole_and_made_anew(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = with_packs(Settings.default(), made)
    lexicon = Lexicon.from_concepts(read_concepts(ROOT / "ontology" / "concepts.tsv"))
    assert settings.cache is not None
    (place,) = settings.cache.iterdir()
    whole = (place / "automaton").read_bytes()
    for damaged in (whole[: len(whole) // 2], b"", b"\x80\x04."):
        (place / "automaton").write_bytes(damaged)
        packs = load_packs(settings.packs, lexicon, CUES, settings.cache)
        assert _found(packs, "Quuxian neuritis") == [("Quuxian neuritis", ("mondo-0099001",))]
        assert len((place / "automaton").read_bytes()) == len(whole)
    assert [path.name for path in settings.cache.iterdir()] == [place.name]
    monkeypatch.setattr("kg.reading.packs._compile", lambda *_: pytest.fail("compiled again"))
    assert load_packs(settings.packs, lexicon, CUES, settings.cache).dropped == packs.dropped


CLAIM = Claim("d", "intravenous-immunoglobulin", "treats", "mondo-0099001", 0, 4, "Quux", status="used")
ROLES = [
    (["treats"], ("Condition",)),
    (["has_adverse_effect"], ("AdverseEffect",)),
    (["treats", "has_adverse_effect"], ("Condition", "AdverseEffect")),
]


@pytest.mark.parametrize(("predicates", "classes"), ROLES, ids=["indication", "effect", "both"])
def test_what_a_text_says_decides_the_class(predicates: list[str], classes: tuple[str, ...], made: Path) -> None:
    from dataclasses import replace

    claims = [replace(CLAIM, predicate=predicate) for predicate in predicates]  # type: ignore[arg-type]  # literals of the test
    (concept,), (mapping,) = found_concepts(claims, with_packs(Settings.default(), made))
    assert (concept.slug, concept.label, concept.classes) == ("mondo-0099001", "Quuxian neuritis", classes)
    assert (mapping.subject, mapping.predicate, mapping.object) == ("mondo-0099001", "skos:exactMatch", "MONDO:0099001")


def test_build_finds_conditions_outside_the_curated_ones(made: Path, small_settings: Settings, tmp_path: Path) -> None:
    import shutil

    out = tmp_path / "build"
    shutil.copytree(made, out)
    (tmp_path / "text.txt").write_text("IVIG is used for the treatment of Quuxian neuritis of the foot.\n", encoding="utf-8")
    report = build([tmp_path / "text.txt"], out, reason=False, settings=small_settings)
    assert report.conforms
    store = Store.open(out / "store")
    rows = store.select(
        "SELECT ?c ?label { ?c a/rdfs:subClassOf* <http://purl.obolibrary.org/obo/MONDO_0099001> . "
        "?c a ig:Condition ; skos:prefLabel ?label . "
        "igr:intravenous-immunoglobulin ig:usedFor ?c }"
    )
    assert [tuple(row) for row in rows.to_texts()] == [("igr:mondo-0099002", "Quuxian neuritis of the foot")]
    assert (out / "imports" / "mondo.ttl").is_file() and (out / "lexicon" / "mondo.tsv").is_file()
    from kg.graph.parameters import find_concept

    assert find_concept("MONDO:0099002", ("Condition",), store, "test").value == to_iri("igr:mondo-0099002")
    (found,) = (each for each in from_triples(quad.triple for quad in store.quads("metadata")) if each.path.name == "packs.sssom.tsv")
    assert [(m.subject, m.predicate, m.object, m.label) for m in found.mappings] == [
        ("mondo-0099002", "skos:exactMatch", "MONDO:0099002", "Quuxian neuritis of the foot")
    ]
    write_mapping_set(found, tmp_path / "packs.sssom.tsv")
    again = read_mapping_set(tmp_path / "packs.sssom.tsv")
    assert again.mappings == found.mappings and again.metadata["mapping_date"] == TODAY.isoformat()


def test_unknown_import_class_and_pack(made: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r": no import 'mondoo'\. Did you mean 'mondo'\? `kg import FILE --as mondoo` makes one\.$"):
        add_pack("mondoo", made)
    with pytest.raises(UnknownName, match="no class 'Conditon'"):
        add_pack("mondo", made, classes=("Conditon",))
    with pytest.raises(KgError, match="say with --class what its terms are; ECO"):
        add_pack("eco", tmp_path)
    with pytest.raises(UnknownName, match="no lexicon pack"):
        remove_pack("hp", made)


BAD_ROWS = {
    "an unknown kind": ("T:1\tt-1\tCondition\tname\tx y", "pack.tsv:2: .*no kind of name 'name'"),
    "an unknown class": ("T:1\tt-1\tDisease\tlabel\tx y", "pack.tsv:2: unknown class Disease"),
    "a malformed concept": ("T:1\tT 1\tCondition\tlabel\tx y", "pack.tsv:2: .*malformed concept 'T 1'"),
}


@pytest.mark.parametrize(("row", "message"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_bad_row_of_a_pack(row: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "pack.tsv"
    path.write_text("\t".join(COLUMNS) + f"\n{row}\n", encoding="utf-8")
    with pytest.raises(ConceptError, match=message):
        read_pack(path)


def test_concept_that_is_curated_no_more(tmp_path: Path) -> None:
    names = [PackName("T:1", "gone-by", CONDITION, "label", "Quuxian neuritis")]
    with pytest.raises(ConceptError, match=r"T:1 stands for gone-by, which concepts\.tsv has no more"):
        compile_packs([names], Lexicon.from_concepts(()), ())


def test_commands(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    shutil.copytree(made, tmp_path / "build")
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    added = run(app, ["lexicon", "add", "mondo", "--format", "tsv"])
    assert added.exit_code == 0 and "broader or narrower\t1" in added.stdout and "names are read" in added.stderr
    assert run(app, ["lexicon", "list", "--format", "tsv"]).stdout.splitlines()[1].startswith("mondo\t")
    (tmp_path / "t.txt").write_text("IVIG is used to treat Quuxian neuritis.\n", encoding="utf-8")
    assert '"object": "mondo-0099001"' in run(app, ["extract", "t.txt"]).stdout.replace('":"', '": "')
    assert run(app, ["lexicon", "remove", "mondo"]).exit_code == 0
    assert "mondo-0099001" not in run(app, ["extract", "t.txt"]).stdout
    assert run(app, ["lexicon", "remove", "mondo"]).exit_code != 0
