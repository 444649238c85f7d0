"""The curated mappings as code: SSSOM files must be sound, and each planted fault must be caught at its line."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest

from kg.concepts import read_concepts
from kg.errors import ConceptError
from kg.graph.mappings import EXACT_MATCH, RESTRICTED_PREFIXES, Mapping, exact_matches, mapping_triples, read_mappings
from kg.identifiers import PREFIXES, to_iri
from kg.settings import Settings

FAULTS = Path(__file__).parent / "faults" / "mappings"
FOLDER = Settings.default().ontology / "mappings"
FILES = sorted(FOLDER.rglob("*.sssom.tsv"))


@pytest.fixture(scope="module")
def mappings() -> tuple[Mapping, ...]:
    return read_mappings(FOLDER, concepts={c.slug for c in read_concepts(Settings.default().ontology / "concepts.tsv")})


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_file_is_sorted_and_names_itself(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    head = [line for line in lines if line.startswith("#")]
    rows = lines[len(head) + 1 :]
    assert rows == sorted(rows), f"mend with: LC_ALL=C sort of the rows of {path}"
    assert len(set(rows)) == len(rows)
    set_id = f'"https://w3id.org/igkg/mappings/{path.relative_to(FOLDER).as_posix().removesuffix(".sssom.tsv")}"'
    assert f"#mapping_set_id: {set_id}" in head


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
    assert not {mapping.object for mapping in read_mappings(FOLDER, restricted=True)} - verified
    labels = {(row["object_id"], row["object_label"].strip()) for row in rows}
    assert not [m for m in mappings if (m.object, m.label) not in labels]


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
