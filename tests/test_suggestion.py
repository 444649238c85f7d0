"""Suggestions: which terms are proposed for a concept, how sure, and what becomes of one that a person judges."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.concepts import Concept, read_concepts
from kg.errors import KgError, ResourceError, UnknownName
from kg.graph.mappings import EXACT_MATCH, Mapping, MappingSet, read_mapping_set, read_mappings
from kg.graph.sssom import unreadable_rows, write_mapping_set
from kg.graph.suggestion import Scoring, Suggestion, predicted_set, suggest_mappings
from kg.graph.terms import Term, read_terms
from kg.mapping_review import judge_mapping, propose_mappings
from kg.settings import Settings

SETTINGS = Settings.default()
ORCID = "0000-0002-1825-0097"


@pytest.fixture(scope="module")
def scoring() -> Scoring:
    return Scoring.load(SETTINGS.data / "suggestion.toml")


def _concept(label: str, *synonyms: str, kind: str = "Condition", ambiguous: tuple[str, ...] = ()) -> Concept:
    return Concept("it", (kind,), label, synonyms=synonyms, ambiguous=ambiguous)


def _term(curie: str, label: str, *synonyms: str, scope: str = "Exact", **more: object) -> Term:
    names = (("rdfs:label", label), *((f"oboInOwl:has{scope}Synonym", name) for name in synonyms))
    return Term(curie, label, names, **more)  # type: ignore[arg-type]  # the test names the fields


def _suggest(concept: Concept, terms: list[Term], scoring: Scoring, *known: Mapping) -> tuple[Suggestion, ...]:
    return suggest_mappings([concept], known, {term.curie: term for term in terms}, scoring)


AGREEMENTS = [
    pytest.param(_concept("Fever"), _term("HP:1", "fever"), EXACT_MATCH, 0.95, id="equal labels"),
    pytest.param(_concept("Pyrexia", "Fever"), _term("HP:1", "fever"), EXACT_MATCH, 0.902, id="synonym and label"),
    pytest.param(_concept("Fever"), _term("HP:1", "x", "Fever"), EXACT_MATCH, 0.92, id="exact synonym"),
    pytest.param(_concept("Fever"), _term("HP:1", "x", "fever", scope="Related"), "skos:closeMatch", 0.75, id="related synonym"),
    pytest.param(_concept("Fever"), _term("HP:1", "x", "fever", scope="Broad"), "skos:narrowMatch", 0.8, id="their broad synonym"),
    pytest.param(_concept("Fever"), _term("HP:1", "x", "fever", scope="Narrow"), "skos:broadMatch", 0.8, id="their narrow synonym"),
    pytest.param(_concept("Haemolytic anaemias"), _term("HP:1", "hemolytic anemia"), EXACT_MATCH, 0.9215, id="spelling"),
    pytest.param(_concept("Motor neuropathy"), _term("MESH:D1", "Neuropathy, Motor"), EXACT_MATCH, 0.855, id="inverted"),
    pytest.param(_concept("Headache", kind="AdverseEffect"), _term("OAE:1", "headache AE"), EXACT_MATCH, 0.9215, id="a suffix of OAE"),
]  # fmt: skip


@pytest.mark.parametrize(("concept", "term", "predicate", "score"), AGREEMENTS)
def test_names_that_agree(concept: Concept, term: Term, predicate: str, score: float, scoring: Scoring) -> None:
    (found,) = _suggest(concept, [term], scoring)
    assert (found.mapping.predicate, found.mapping.object) == (predicate, term.curie)
    assert found.score == found.mapping.confidence == pytest.approx(score, abs=0.001)
    assert found.mapping.justification == "semapv:LexicalMatching"
    assert found.reasons and "agrees as" in found.reasons[0]


def test_a_cross_reference_alone_and_with_a_name(scoring: Scoring) -> None:
    known = Mapping("it", EXACT_MATCH, "MESH:D005334")
    xref = frozenset({"MESH:D005334"})
    (alone,) = _suggest(_concept("Pyrexia"), [_term("HP:1", "fever", xrefs=xref)], scoring, known)
    assert (alone.score, alone.mapping.justification) == (0.8, "semapv:MappingChaining")
    (both,) = _suggest(_concept("Fever"), [_term("HP:1", "fever", xrefs=xref)], scoring, known)
    assert both.mapping.justification == "semapv:CompositeMatching"
    assert both.score > 0.95
    assert "MESH:D005334" in both.reasons[-1]


def test_a_second_name_makes_it_surer(scoring: Scoring) -> None:
    term = _term("MONDO:1", "Kawasaki disease", "mucocutaneous lymph node syndrome")
    (one,) = _suggest(_concept("Kawasaki disease"), [term], scoring)
    (two,) = _suggest(_concept("Kawasaki disease", "Mucocutaneous lymph node syndrome"), [term], scoring)
    assert two.score > one.score


NOT_PROPOSED = [
    pytest.param(_concept("Fever"), _term("HP:1", "fever", deprecated=True), (), id="deprecated term"),
    pytest.param(_concept("Fever"), _term("HP:1", "fever"), (Mapping("it", "skos:closeMatch", "HP:2"),), id="mapped there already"),
    pytest.param(_concept("Fever"), _term("HP:1", "fever"), (Mapping("it", EXACT_MATCH, "HP:1", negated=True),), id="denied by a person"),
    pytest.param(_concept("Fever"), _term("HP:1", "fever"), (Mapping("other", EXACT_MATCH, "HP:1"),), id="taken by another concept"),
    pytest.param(_concept("Haemolysis", kind="Condition"), _term("GO:1", "hemolysis"), (), id="a process is no disease"),
    pytest.param(_concept("X", "MS", ambiguous=("MS",)), _term("MONDO:1", "y", "MS"), (), id="ambiguous acronym"),
    pytest.param(_concept("Fever"), _term("HP:1", "feverfew"), (), id="another word"),
]


@pytest.mark.parametrize(("concept", "term", "known"), NOT_PROPOSED)
def test_what_is_not_proposed(concept: Concept, term: Term, known: tuple[Mapping, ...], scoring: Scoring) -> None:
    assert not _suggest(concept, [term], scoring, *known)


def test_rivals_are_both_shown_and_neither_trusted(scoring: Scoring) -> None:
    concept = _concept("Chronic inflammatory demyelinating polyneuropathy")
    terms = [_term(f"MONDO:{n}", "chronic inflammatory demyelinating polyneuropathy") for n in (1, 2)]
    assert not _suggest(concept, terms, scoring), "shared and rival: below what is shown"
    found = _suggest(_concept("Kawasaki disease", "Infantile polyarteritis"), [_term("MONDO:1", "Kawasaki disease"),
                     _term("MONDO:2", "infantile polyarteritis")], scoring)  # fmt: skip
    assert [(s.mapping.object, s.reasons[-1]) for s in found] == [("MONDO:1", "rivals: MONDO:2"), ("MONDO:2", "rivals: MONDO:1")]
    assert all(s.score < 0.7 for s in found)


def test_hidden_mappings_are_found_again(scoring: Scoring) -> None:
    """The measurement of benchmarks/suggestion.py on the shipped slice of MONDO, with a floor well below what it gives."""
    terms = read_terms([SETTINGS.ontology / "imports" / "mondo.ttl"])
    concepts = read_concepts(SETTINGS.ontology / "concepts.tsv")
    mappings = read_mappings(SETTINGS.ontology / "mappings")
    hidden = {(m.subject, m.object): m.predicate for m in mappings if m.prefix == "MONDO" and m.object in terms}
    found = suggest_mappings(concepts, [m for m in mappings if m.prefix != "MONDO"], terms, scoring)
    asked = {pair for pair, predicate in hidden.items() if predicate == EXACT_MATCH}
    pairs = {(s.mapping.subject, s.mapping.object) for s in found if s.mapping.subject in {subject for subject, _ in hidden}}
    assert len(pairs & asked) / len(asked) > 0.9
    assert len(pairs & set(hidden)) / len(pairs) > 0.9


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("weight = 1.0", "weight = 1.5"), r"no number in \[0, 1\]"),
        (("[xref]", "[xreff]"), "lacks 'xref'"),
        (("[way.words]", "[way.words"), "TOML"),
    ],
)
def test_broken_weights_are_refused(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = tmp_path / "suggestion.toml"
    path.write_text((SETTINGS.data / "suggestion.toml").read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(ResourceError, match=message):
        Scoring.load(path)


HEAD = {
    "mapping_set_id": "https://w3id.org/igkg/mappings/conditions",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "mapping_set_version": "2026-08-04",
    "mapping_date": "2026-08-04",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one curated file, and a predicted one beside it."""
    curated = tmp_path / "mappings"
    curated.mkdir()
    known = Mapping("fever", EXACT_MATCH, "MESH:D005334", "Fever", "semapv:ManualMappingCuration", 0.95)
    write_mapping_set(MappingSet(curated / "conditions.sssom.tsv", HEAD, ((1, known),)))
    return curated


def _predicted(folder: Path, *mappings: Mapping) -> Path:
    path = folder.parent / "predicted.sssom.tsv"
    found = [Suggestion(mapping, mapping.confidence or 0.0, (mapping.comment,)) for mapping in mappings]
    write_mapping_set(predicted_set(found, path, date="2026-11-20", version="0"))
    return path


PREDICTED = Mapping("fever", EXACT_MATCH, "HP:0001945", "Fever", "semapv:LexicalMatching", 0.9, comment="equal labels")


def test_predictions_are_written_as_the_standard_wants(tmp_path: Path) -> None:
    out = tmp_path / "predicted.sssom.tsv"
    proposals = propose_mappings(date="2026-11-20", out=out)
    again = tmp_path / "again" / "predicted.sssom.tsv"
    propose_mappings(date="2026-11-20", out=again)
    each = read_mapping_set(out)
    assert out.read_bytes() == again.read_bytes()
    assert len(each.mappings) == len(proposals.rows) > 0
    assert not unreadable_rows(out)
    assert {m.justification for m in each.mappings} <= {"semapv:LexicalMatching", "semapv:MappingChaining", "semapv:CompositeMatching"}
    assert all(m.confidence and m.comment for m in each.mappings)
    with pytest.raises(KgError, match=r"\.sssom\.tsv"):
        propose_mappings(date="2026-11-20", out=tmp_path / "x.csv")


def test_an_accepted_mapping_becomes_curated(folder: Path) -> None:
    predicted = _predicted(folder, PREDICTED)
    said, path = judge_mapping("igr:fever", "HP:0001945", predicted, orcid=ORCID, date="2026-11-21", folder=folder)
    assert (said, path) == ("igr:fever skos:exactMatch HP:0001945 Fever", folder / "conditions.sssom.tsv")
    mapping = next(m for m in read_mappings(folder) if m.object == "HP:0001945")
    assert mapping.justification == "semapv:ManualMappingCuration"
    assert (mapping.slot("reviewer_id"), mapping.slot("review_date")) == (f"orcid:{ORCID}", "2026-11-21")
    assert "predicted_by=semapv:LexicalMatching" in mapping.slot("other")
    assert not read_mapping_set(predicted).mappings
    assert not unreadable_rows(path)


def test_a_rejected_mapping_becomes_negative_and_is_not_proposed_again(folder: Path, scoring: Scoring) -> None:
    predicted = _predicted(folder, PREDICTED)
    judge_mapping("fever", "HP:0001945", predicted, orcid=ORCID, date="2026-11-21", folder=folder, accept=False)
    known = read_mappings(folder)
    assert [m.negated for m in known if m.object == "HP:0001945"] == [True]
    concept = Concept("fever", ("Condition",), "Fever")
    assert not suggest_mappings([concept], known, {"HP:0001945": _term("HP:0001945", "Fever")}, scoring)


def test_another_match_than_the_predicted_one(folder: Path) -> None:
    predicted = _predicted(folder, PREDICTED)
    judge_mapping("fever", "HP:0001945", predicted, orcid=ORCID, date="2026-11-21", folder=folder, predicate="skos:broadMatch")
    assert next(m.predicate for m in read_mappings(folder) if m.object == "HP:0001945") == "skos:broadMatch"


def test_a_judgement_that_cannot_stand_changes_nothing(folder: Path) -> None:
    predicted = _predicted(folder, PREDICTED, Mapping("fever", EXACT_MATCH, "MESH:D000001", "x", "semapv:LexicalMatching", 0.9))
    before = predicted.read_bytes(), (folder / "conditions.sssom.tsv").read_bytes()

    def judge(subject: str, term: str, orcid: str = ORCID, predicate: str = "") -> None:
        judge_mapping(subject, term, predicted, orcid=orcid, date="2026-11-21", folder=folder, predicate=predicate)

    with pytest.raises(UnknownName, match="Did you mean 'fever'"):
        judge("fevr", "HP:0001945")
    with pytest.raises(UnknownName, match="no predicted mapping"):
        judge("fever", "HP:0000001")
    with pytest.raises(KgError, match="is no ORCID"):
        judge("fever", "HP:0001945", orcid="0000-0002-1825-0098")
    with pytest.raises(UnknownName, match="skos:exactMatch"):
        judge("fever", "HP:0001945", predicate="owl:sameAs")
    with pytest.raises(KgError, match="two terms of MESH would be the same"):
        judge("fever", "MESH:D000001")
    assert before == (predicted.read_bytes(), (folder / "conditions.sssom.tsv").read_bytes())
