"""The curated mappings as code: SSSOM files must be sound, and each planted fault must be caught at its line."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest

from kg.concepts import Concept, read_concepts
from kg.errors import ConceptError, OntologyError, ResourceError
from kg.graph.conflicts import find_conflicts
from kg.graph.mappings import (
    EXACT_MATCH,
    LIST_SLOTS,
    RESTRICTED_PREFIXES,
    Mapping,
    MappingSet,
    exact_matches,
    mapping_triples,
    read_mapping_set,
    read_mapping_sets,
    read_mappings,
)
from kg.graph.registry import curie_fault, read_registry
from kg.graph.sssom import from_triples, record_triples, to_text, unreadable_rows, write_mapping_set
from kg.graph.terms import Term, read_terms
from kg.identifiers import PREFIXES, to_iri
from kg.mapping_review import check_mappings
from kg.settings import Settings

FAULTS = Path(__file__).parent / "faults" / "mappings"
FOLDER = Settings.default().ontology / "mappings"
FILES = sorted(FOLDER.rglob("*.sssom.tsv"))


@pytest.fixture(scope="module")
def mappings() -> tuple[Mapping, ...]:
    return read_mappings(FOLDER, concepts={c.slug for c in read_concepts(Settings.default().ontology / "concepts.tsv")})


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_file_is_sorted_and_names_itself(path: Path) -> None:
    each = read_mapping_set(path)
    assert path.read_text(encoding="utf-8") == to_text(each), "mend with: kg map check --restricted --rewrite"
    assert len(set(each.mappings)) == len(each.mappings)
    assert each.iri == f"https://w3id.org/igkg/mappings/{path.relative_to(FOLDER).as_posix().removesuffix('.sssom.tsv')}"


def test_restricted_systems_are_off_by_default(mappings: tuple[Mapping, ...]) -> None:
    assert not {mapping.prefix for mapping in mappings} & RESTRICTED_PREFIXES
    more = read_mappings(FOLDER, restricted=True)
    restricted = [mapping for mapping in more if mapping.prefix in RESTRICTED_PREFIXES]
    assert len(more) == len(mappings) + len(restricted) and restricted
    assert not [mapping for mapping in restricted if mapping.label], "restricted identifiers carry no labels"


def test_the_main_ontologies_are_covered(mappings: tuple[Mapping, ...]) -> None:
    counts = Counter(mapping.prefix for mapping in mappings)
    least = {"MONDO": 140, "DOID": 100, "HP": 75, "NCIT": 100, "GO": 70, "MESH": 200, "OAE": 50, "MAXO": 9, "HGNC": 15, "VO": 15}
    assert not {prefix: counts[prefix] for prefix, number in least.items() if counts[prefix] < number}


def test_triples_lead_to_known_iris(mappings: tuple[Mapping, ...]) -> None:
    triples = list(mapping_triples(mappings))
    assert len(triples) == len(set(triples)) == len(mappings)
    assert all(str(triple.object).startswith(f"<{PREFIXES[mapping.prefix]}") for triple, mapping in zip(triples, mappings, strict=True))
    kawasaki = next(m for m in mappings if m.subject == "kawasaki-disease" and m.prefix == "MONDO")
    (triple,) = mapping_triples([kawasaki])
    assert [str(term) for term in (triple.subject, triple.predicate, triple.object)] == [
        "<https://w3id.org/igkg/id/kawasaki-disease>",
        "<http://www.w3.org/2004/02/skos/core#exactMatch>",
        f"<{to_iri(kawasaki.object)}>",
    ]


def test_one_exact_match_in_an_ontology(mappings: tuple[Mapping, ...]) -> None:
    found = exact_matches(mappings, {"MONDO", "HP"})
    assert "guillain-barre-syndrome" in found
    for prefix in {mapping.prefix for mapping in mappings}:
        assert all(len(terms) == 1 for terms in exact_matches(mappings, {prefix}).values())


def test_no_term_is_the_exact_match_of_two_concepts(mappings: tuple[Mapping, ...]) -> None:
    owners = Counter(mapping.object for mapping in mappings if mapping.predicate == EXACT_MATCH)
    assert not [term for term, number in owners.items() if number > 1]


def test_rows_come_from_verified_rows_of_the_inventory(shared: Path, mappings: tuple[Mapping, ...]) -> None:
    with (shared / "terms" / "term_mappings.tsv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    verified = {row["object_id"] for row in rows if row["verified"] == "yes"}
    # What a reviewer accepted from a prediction stands on the reviewer's word instead.
    assert not {m.object for m in read_mappings(FOLDER, restricted=True) if not m.slot("reviewer_id")} - verified
    labels = {(row["object_id"], row["object_label"].strip()) for row in rows}
    assert not [m for m in mappings if (m.object, m.label) not in labels and not m.slot("reviewer_id")]


@pytest.mark.parametrize(
    ("fault", "line", "message"),
    [
        ("unknown-prefix", 13, "unknown prefix in object_id 'FOO:1'"),
        ("repeated-row", 13, "igr:fever is mapped to HP:0001945 again in"),
        ("contradicting-row", 13, "as skos:broadMatch, but as skos:exactMatch in"),
        ("second-exact-match", 13, "igr:fever has an exact match in HP already in"),
        ("unknown-predicate", 13, "unknown predicate_id 'owl:sameAs'"),
        ("bad-slug", 13, "is not igr: with a kebab-case slug"),
        ("foreign-subject", 13, "is not igr: with a kebab-case slug"),
        ("bad-identifier", 13, "has no well-formed identifier"),
        ("wrong-cell-count", 13, "3 cells, expected 6"),
        ("stray-blank", 13, "stray blank in 'Skin rash '"),
        ("bad-confidence", 13, "confidence '1.9' is no number from 0 to 1"),
        ("bad-justification", 13, "mapping_justification 'by hand' is no CURIE of semapv"),
        ("restricted-prefix", 13, "UMLS may only stand in the folder restricted"),
        ("lacking-column", 11, "the header of the table lacks predicate_id"),
        ("no-head", 1, "no YAML head in # lines"),
        ("head-not-yaml", 3, "is not YAML"),
        ("head-lacks-license", 1, "the head lacks license"),
        ("other-expansion", 2, "curie_map expands HP to http://purl.obolibrary.org/obo/HPO_"),
        ("subject-without-concept", 13, "no row of concepts.tsv has the slug 'no-such-concept'"),
    ],
)
def test_a_planted_fault_is_caught_at_its_line(tmp_path: Path, fault: str, line: int, message: str) -> None:
    path = tmp_path / f"{fault}.sssom.tsv"
    shutil.copy(FAULTS / path.name, path)
    with pytest.raises(ConceptError) as caught:
        read_mappings(tmp_path, concepts={"fever", "rash"})
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert message in str(caught.value)


def test_every_fault_file_is_tested() -> None:
    (mark,) = [m for m in test_a_planted_fault_is_caught_at_its_line.pytestmark if m.name == "parametrize"]  # type: ignore[attr-defined]
    assert {path.name.removesuffix(".sssom.tsv") for path in FAULTS.iterdir()} == {case[0] for case in mark.args[1]}


def test_a_folder_without_mappings_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConceptError, match=r"no file \*\.sssom\.tsv"):
        read_mappings(tmp_path)


def test_a_file_that_cannot_be_decoded_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.sssom.tsv").write_bytes(b"#\xff")
    with pytest.raises(ConceptError, match=r"broken\.sssom\.tsv: cannot be read"):
        read_mappings(tmp_path)


REVIEWED = Mapping(
    subject="fever",
    predicate="skos:exactMatch",
    object="HP:0001945",
    label='Fever, "high" | low',
    justification="semapv:ManualMappingCuration",
    confidence=0.95,
    source="a release",
    comment="hot",
    slots=(("other", "key=value"), ("review_date", "2026-11-20"), ("reviewer_id", "orcid:0000-0002-1825-0097|orcid:0000-0002-1825-0098")),
)
DENIED = Mapping("rash", "skos:exactMatch", "HP:0001945", "Fever", "semapv:ManualMappingCuration", 0.9, negated=True)
UNSCORED = Mapping("rash", "skos:broadMatch", "HP:0000988", "Skin rash", "semapv:LexicalMatching", None)
METADATA = {
    "mapping_set_id": "https://w3id.org/igkg/mappings/test",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "mapping_set_version": "2026-08-04",
    "mapping_date": "2026-08-04",
}


def _set(path: Path, *mappings: Mapping) -> MappingSet:
    return MappingSet(path, METADATA, tuple(enumerate(mappings, start=1)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_the_library_reads_what_the_small_reader_reads(path: Path) -> None:
    import sssom_pydantic

    ours = read_mapping_set(path)
    theirs = sssom_pydantic.read(path).mappings
    assert not unreadable_rows(path)
    assert len(theirs) == len(ours.mappings)
    for mine, other in zip(ours.mappings, theirs, strict=True):
        record = other.to_record().model_dump(exclude_none=True, mode="json")
        slots = dict(mine.slots)
        assert (f"igr:{mine.subject}", mine.predicate, mine.object) == (record["subject_id"], record["predicate_id"], record["object_id"])
        assert (mine.label, mine.source, mine.comment) == tuple(
            record.get(name, "") for name in ("object_label", "object_source_version", "comment")
        )
        assert (mine.confidence, mine.justification, mine.negated) == (
            record.get("confidence"), record["mapping_justification"], record.get("predicate_modifier") == "Not"
        )  # fmt: skip
        # The library hands the date of the set down to its rows.
        assert record.pop("mapping_date") == ours.metadata["mapping_date"]
        assert slots == {name: value for name, value in record.items() if name in slots}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_file_comes_back_equal_from_the_graph(path: Path, tmp_path: Path) -> None:
    each = read_mapping_set(path)
    (back,) = from_triples(record_triples([each]))
    assert back.mappings == each.mappings
    assert back.metadata == each.metadata
    assert to_text(back) == path.read_text(encoding="utf-8")


def test_a_build_holds_the_mappings_of_the_files(built: Path, tmp_path: Path) -> None:
    from kg.answers import open_build

    back = from_triples(quad.triple for quad in open_build(built).quads("metadata"))
    files = read_mapping_sets(FOLDER)
    assert {each.iri: to_text(each) for each in back} == {each.iri: each.path.read_text(encoding="utf-8") for each in files}


def test_reviewer_negation_and_missing_confidence_survive_file_and_graph(tmp_path: Path) -> None:
    path = tmp_path / "test.sssom.tsv"
    each = _set(path, REVIEWED, UNSCORED, DENIED)
    write_mapping_set(each)
    back = read_mapping_set(path)
    assert set(back.mappings) == {REVIEWED, DENIED, UNSCORED}
    assert not unreadable_rows(path)
    (graph,) = from_triples(record_triples([back]))
    assert graph.mappings == back.mappings
    assert b"\r" not in path.read_bytes()


def test_a_negative_mapping_states_nothing() -> None:
    assert len(list(mapping_triples([REVIEWED, DENIED]))) == 1
    assert exact_matches([DENIED], {"HP"}) == {}


def test_cells_with_several_values_have_no_order(tmp_path: Path) -> None:
    path = tmp_path / "test.sssom.tsv"
    write_mapping_set(_set(path, REVIEWED))
    text = path.read_text(encoding="utf-8")
    one, other = "orcid:0000-0002-1825-0097", "orcid:0000-0002-1825-0098"
    assert f"{one}|{other}" in text
    path.write_text(text.replace(f"{one}|{other}", f"{other}|{one}"), encoding="utf-8")
    assert read_mapping_set(path).mappings == (REVIEWED,)
    assert "reviewer_id" in LIST_SLOTS


@pytest.mark.parametrize("fault", ["unknown-prefix", "bad-slug", "foreign-subject", "bad-identifier", "subject-without-concept"])
def test_a_row_with_an_unknown_identifier_is_set_aside(tmp_path: Path, fault: str) -> None:
    shutil.copy(FAULTS / f"{fault}.sssom.tsv", tmp_path)
    aside: list[ResourceError] = []
    kept = read_mappings(tmp_path, concepts={"fever", "rash"}, set_aside=aside)
    assert len(aside) == 1
    assert f"{fault}.sssom.tsv:13" in str(aside[0])
    assert len(kept) == 1


def test_a_build_names_and_counts_what_it_set_aside(curated_build: Path) -> None:
    import json

    report = json.loads((curated_build / "report.json").read_text(encoding="utf-8"))
    (resources,) = [step for step in report["steps"] if step["name"] == "resources"]
    assert resources["counts"]["rows_set_aside"] == 2
    assert [note for note in report["notes"] if "conditions.sssom.tsv:" in note and "'no-such-concept'" in note]


def _exact(subject: str, target: str) -> Mapping:
    return Mapping(subject, "skos:exactMatch", target)


def _concept(slug: str, *broader: str) -> Concept:
    return Concept(slug, ("Condition",), slug, broader=broader)


TERMS = {
    "MONDO:1": Term("MONDO:1", "disease"),
    "MONDO:2": Term("MONDO:2", "vasculitis", parents=frozenset({"MONDO:1"})),
    "MONDO:3": Term("MONDO:3", "old one", deprecated=True, replaced_by="MONDO:2"),
}
CONFLICTS = [
    pytest.param([_exact("a", "HP:1"), _exact("a", "HP:2")], "two exact matches", "HP:1", id="two exact matches"),
    pytest.param([_exact("a", "HP:1"), _exact("b", "HP:1")], "shared exact match", "a", id="one term, two concepts"),
    pytest.param(
        [_exact("a", "HP:1"), Mapping("a", "skos:exactMatch", "HP:1", negated=True)], "contradiction", "denied", id="stated and denied"
    ),
    pytest.param([_exact("a", "HP:1"), Mapping("a", "skos:closeMatch", "HP:1")], "two strengths", "keep one", id="exact and close"),
    pytest.param(
        [Mapping("a", "skos:broadMatch", "HP:1"), Mapping("a", "skos:narrowMatch", "HP:1")], "cycle", "narrowMatch", id="broad and narrow"
    ),
    pytest.param(
        [_exact("child", "MONDO:1"), Mapping("parent", "skos:broadMatch", "MONDO:1")], "cycle", "ig:broader igr:parent",
        id="our hierarchy turns round",
    ),
    pytest.param(
        [_exact("a", "MONDO:1"), Mapping("a", "skos:broadMatch", "MONDO:2")], "cycle", "MONDO:2 rdfs:subClassOf MONDO:1", id="theirs does"
    ),
    pytest.param([_exact("a", "MONDO:3")], "deprecated term", "MONDO:2 replaces it", id="deprecated"),
    pytest.param([_exact("a", "MONDO:9")], "absent term", "3 terms of MONDO", id="absent"),
    pytest.param([Mapping("a", "skos:exactMatch", "MONDO:2", "angiitis")], "relabelled term", "'vasculitis'", id="relabelled"),
]  # fmt: skip


@pytest.mark.parametrize(("mappings", "kind", "words"), CONFLICTS)
def test_a_conflict_is_found(mappings: list[Mapping], kind: str, words: str) -> None:
    concepts = {c.slug: c for c in (_concept("a"), _concept("b"), _concept("child", "parent"), _concept("parent"))}
    found = [c for c in find_conflicts(mappings, concepts=concepts, terms=TERMS) if c.kind == kind]
    assert found
    assert words in found[0].message


def test_sound_mappings_have_no_conflict() -> None:
    concepts = {c.slug: c for c in (_concept("child", "parent"), _concept("parent"))}
    sound = [_exact("child", "MONDO:2"), _exact("parent", "MONDO:1"), Mapping("child", "skos:broadMatch", "MONDO:1")]
    assert not find_conflicts(sound, concepts=concepts, terms=TERMS)


def test_identifiers_are_of_the_form_that_bioregistry_gives(mappings: tuple[Mapping, ...]) -> None:
    registry = read_registry(FOLDER / "registry.tsv")
    assert {mapping.prefix for mapping in read_mappings(FOLDER, restricted=True)} <= set(registry)
    assert not [fault for mapping in read_mappings(FOLDER, restricted=True) if (fault := curie_fault(mapping.object, registry))]
    assert "no prefix" in (curie_fault("FOO:1", registry) or "")
    assert "identifier '17'" in (curie_fault("MONDO:17", registry) or "")


def test_the_table_of_prefixes_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "registry.tsv"
    path.write_text("# x\nprefix\tbioregistry\tpattern\tiri_registered\nHP\thp\t(\tyes\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"registry\.tsv:3: .* no regular expression"):
        read_registry(path)


def test_the_shipped_mappings_pass_the_check() -> None:
    result = check_mappings(restricted=True)
    assert result.errors == 0, [row for row in result.rows if row[0] == "ERROR"]
    assert result.files == len(FILES)


def test_a_check_reports_every_fault_of_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "test.sssom.tsv"
    wrong = Mapping("fever", "skos:exactMatch", "HP:17", "Fever", "semapv:LexicalMatching", 0.5)
    write_mapping_set(_set(path, REVIEWED, wrong))
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[-1].replace("igr:fever", "igr:no-such-concept") + "\n", encoding="utf-8")
    result = check_mappings(tmp_path)
    kinds = [row[1] for row in result.rows if row[0] == "ERROR"]
    assert sorted(kinds) == ["identifier", "two exact matches", "unknown identifier"]
    assert result.mappings == 2
    assert any("no-such-concept" in row[4] for row in result.rows)


def test_terms_are_read_with_names_parents_and_fate(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(
        """@prefix obo: <http://purl.obolibrary.org/obo/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix o: <http://www.geneontology.org/formats/oboInOwl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        obo:HP_1 rdfs:label "fever"@en, "Fieber"@de ; o:hasExactSynonym "pyrexia" ; o:hasDbXref "MSH:D005334", "nonsense" ;
          rdfs:subClassOf obo:HP_2 , [ a owl:Restriction ] .
        obo:HP_2 rdfs:label "sign" ; owl:deprecated true ; obo:IAO_0100001 obo:HP_1 .""",
        encoding="utf-8",
    )
    terms = read_terms([path])
    names = (("rdfs:label", "fever"), ("oboInOwl:hasExactSynonym", "pyrexia"))
    assert terms["HP:1"] == Term("HP:1", "fever", names, frozenset({"MESH:D005334"}), frozenset({"HP:2"}))
    assert terms["HP:2"].deprecated and terms["HP:2"].replaced_by == "HP:1"


def test_a_broken_ontology_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("@prefix a: <http://a.example/> .\na:b a:c .\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"x\.ttl:2"):
        read_terms([path])
