"""Words that a paraphrasing tool replaced are put back where the field makes them likely, and offsets still lead to the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.concepts import read_concepts
from kg.reading.characters import normalise
from kg.reading.claims import Reader
from kg.reading.spun.paraphrase import Names, ParaphraseTable
from kg.reading.spun.recovery import Recoverable, recover_text
from kg.reading.spun.restoration import FieldWords, Restorer, Said, next_history, stands_alone
from kg.reading.words import tokenise
from kg.records import Document

NAMES = Names.of([
    "common variable immunodeficiency", "immune thrombocytopenic purpura", "multifocal motor neuropathy", "heart failure", "headache",
    "inclusion body myositis", "tingling", "kidney failure", "nerve disease",
])  # fmt: skip
CUES = Names.of(["used to treat", "lead to"])


@pytest.fixture(scope="module")
def restorer(root: Path) -> Restorer:
    table = ParaphraseTable.load(root / "data" / "cues")
    return Restorer(table, NAMES, lambda: CUES, lambda: frozenset(("treat", "lead")))


@pytest.fixture(scope="module")
def shipped_restorer(root: Path) -> Restorer:
    names = Names.of(name for concept in read_concepts(root / "ontology" / "concepts.tsv") for name in concept.names)
    return Restorer(ParaphraseTable.load(root / "data" / "cues"), names, lambda: CUES, lambda: frozenset(("treat", "lead")))


@pytest.mark.parametrize(("spun", "meant"), [
    pytest.param("usual variable immunodeficiency", "common variable immunodeficiency", id="a weak substitution between words that stand"),
    pytest.param("normal variable immunodeficiency", "common variable immunodeficiency", id="a word of everyday between words that stand"),
    pytest.param("immune thrombocytopenic empurpling", "immune thrombocytopenic purpura", id="a word that the table does not know"),
    pytest.param("multifocal motor nerve disease", "multifocal motor neuropathy", id="two words for one"),
    pytest.param("inclusion body personify myositis", "inclusion body myositis", id="a word that was added"),
    pytest.param("the plasm of healthy donors", "the plasma of healthy donors", id="by the neighbours"),
    pytest.param("rare but dangerous are profligate clots", "rare but dangerous are blood clots", id="by the wrong sense"),
    pytest.param("nephritic failure", "kidney failure", id="a known name"),
])  # fmt: skip
def test_what_was_replaced_is_put_back(restorer: Restorer, spun: str, meant: str) -> None:
    assert restorer.restore(normalise(spun))[0].text == meant


@pytest.mark.parametrize("text", [
    pytest.param("the drug is used to treat pain", id="a cue that stands"),
    pytest.param("fever, tingling and pain", id="a name that stands"),
    pytest.param("it does not lead to kidney failure", id="negation and a name"),
    pytest.param("variable results", id="one word of a name hints at nothing"),
    pytest.param("nerve disease", id="the head of another name"),
    pytest.param("IVIG and HIV", id="acronyms"),
    pytest.param("", id="nothing"),
])  # fmt: skip
def test_what_stands_right_is_left(restorer: Restorer, text: str) -> None:
    assert restorer.restore(normalise(text))[0].text == text


def test_plurals_stay_plural_and_capitals_capitals(restorer: Restorer) -> None:
    assert restorer.restore(normalise("Nephritic failures"))[0].text == "Kidney failures"


def test_the_restored_text_leads_to_the_words_that_were_written(restorer: Restorer) -> None:
    text = "Guillain\u2011Barr\u00e9 \u00ad and profligate clots, then nephritic failure"
    new, places = restorer.restore(normalise(text))
    assert [(new.text[a:b], text[slice(*new.original(a, b))]) for a, b in places] == [("blood", "profligate"), ("kidney", "nephritic")]


@pytest.mark.parametrize("name", ["eighth/texts/10_spun_article.txt", "nineteenth/texts/07_spun_scig.txt", "thirteenth/texts/01_spun_ivig_article.txt"])
def test_claims_of_a_spun_text_begin_and_end_with_words(shipped_reader: Reader, root: Path, name: str) -> None:
    text = (root / "benchmarks" / "gold" / name).read_text(encoding="utf-8")
    claims = shipped_reader.read(Document("spun", text, "")).claims
    assert claims
    for claim in claims:
        around = f" {text} "[claim.start : claim.end + 2]
        assert not around[:2].isalnum(), around
        assert not around[-2:].isalnum(), around


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 6), st.text("ab", max_size=5)), max_size=5))
def test_rewriting_keeps_the_offsets_of_what_it_leaves(rows: list[tuple[int, int, str]]) -> None:
    text = "Caf\u00e9 \u2013 x\u00ady fever\u00a0and rash \u2014 naus\u00e9e or chills, end."
    normal = normalise(text)
    edits: list[tuple[int, int, str]] = []
    for start, length, words in sorted(rows):
        if start >= (edits[-1][1] if edits else 0) and start + length <= len(normal.text):
            edits.append((start, start + length, words))
    new = normal.rewritten(edits)
    kept = shift = 0
    for start, end, words in [*edits, (len(normal.text), len(normal.text), "")]:
        for position in range(kept, start):
            assert new.text[position + shift] == normal.text[position]
            assert new.original(position + shift, position + shift + 1) == normal.original(position, position + 1)
        shift += len(words) - (end - start)
        kept = end


def test_what_follows_in_a_list_is_judged_by_the_member_before() -> None:
    assert next_history("fever", "and") == "fever&"
    assert next_history("fever&", "and") == "fever&"
    assert next_history("fever&", "chills") == "chills"
    words = FieldWords({"~": "100", "~fever": "fever|10", "~and": "and|10|fever:5", "~chill": "chills|5", "~fever&": "|40|chill:40"})
    assert words.after("fever&")["chill"] > words.after("fever&")["fever"]
    assert words.form("chill") == "chills"
    assert not FieldWords({})


@pytest.mark.parametrize(("sentence", "place", "expected"), [
    ("they include concern , queasiness", 2, True),
    ("queasiness", 0, True),
    ("doctors reduce the dose", 1, False),
    ("it may lower risk", 2, False),
])  # fmt: skip
def test_a_lone_word_names_something_only_as_an_item(sentence: str, place: int, expected: bool) -> None:
    assert stands_alone(sentence.split(), place, place + 1) is expected


SPUN = """Endovenous immunoglobulin, oft titled IVIG, is a profligate product. It is dispense for inveterate inflammatory demyelinating
polyneuropathy, and it has not been okayed for autism. Medicos proffer it seldom for usual variable immunodeficiency.

Side upshots

- queasiness
- nephritic bankruptcy
"""


def test_a_spun_page_is_read_through_what_was_put_back(shipped_reader: Reader) -> None:
    document = Document("spun", SPUN, "0" * 64)
    reading = shipped_reader.read(document)
    assert reading.flags == ("machine-paraphrased",)
    said = {(claim.predicate, claim.object): claim for claim in reading.claims}
    assert ("treats", "chronic-inflammatory-demyelinating-polyneuropathy") in said
    assert ("has_adverse_effect", "nausea") in said
    assert ("has_adverse_effect", "renal-failure") in said or ("has_adverse_effect", "acute-kidney-injury") in said
    autism = [claim for claim in reading.claims if "autism" in claim.object]
    assert all(claim.polarity == "negated" or claim.predicate == "not_effective_for" for claim in autism)
    names = {grounding.mention.surface for grounding in reading.groundings}
    assert "queasiness" in names
    assert all(SPUN[g.mention.start : g.mention.end] == g.mention.surface for g in reading.groundings)


@pytest.mark.parametrize(("spun", "meant"), [
    pytest.param("IVIG besides prevents infection", "IVIG also prevents infection", id="an adverb has no plural"),
    pytest.param("Haemophilia is a bleed disorder", "Haemophilia is a bleeding disorder", id="the ending of a name"),
    pytest.param("life-threatening infection", "life-threatening infection", id="an expression that the field uses"),
    pytest.param("Side effects are swell, itch and vomit", "Side effects are swelling, itching and vomiting", id="endings in a list"),
])  # fmt: skip
def test_words_are_put_back_in_their_form(shipped_restorer: Restorer, spun: str, meant: str) -> None:
    assert shipped_restorer.restore(normalise(spun))[0].text == meant


def test_expressions_with_hyphens_are_known_as_texts_are_split(root: Path) -> None:
    table = ParaphraseTable.load(root / "data" / "cues")
    assert "low" in {original for original, _ in table.originals("low toned")}
    assert not table.originals("life threatening")


def test_acronyms_keep_their_capitals(shipped_restorer: Restorer) -> None:
    restored = shipped_restorer.restore(normalise("patient with selective IgA lack"))[0].text
    assert "IgA deficiency" in restored


def test_what_a_text_says_elsewhere_is_likelier() -> None:
    said = Said.of([["blood", "clots", "are", "rare"], ["kidney", "failure"]])
    assert said.bonus(("clot",), "blood", "may") > said.bonus(("clot",), "a", "may") > said.bonus(("stroke",), "a", "may") == 0


def test_a_lone_word_counts_where_its_sentence_speaks_of_effects(shipped_reader: Reader) -> None:
    def effects(sentence: str) -> set[str]:
        page = f"{SPUN}\n\n{sentence}"
        return {c.object for c in shipped_reader.read(Document("spun", page, "0" * 64)).claims if c.predicate == "has_adverse_effect"}

    assert "vomiting" in effects("Side effects of IVIG are fever, emesis and tiredness.")
    assert "headache" not in effects("It is a worry for many a family.")


SPUN_SHEET = """Immune Globulin Handling

Endovenous immune globulin is do from the plasm of chiliad of salubrious givers. It assist people with frail resistant schemes and is okay
for main immunodeficiency. Doctors think that the donated antibodies turn down complement and mop up harmful antibodies.

Uncommon but sober side consequences include profligate clots, kidney loser and sterile meningitis.
"""


def test_what_the_field_says_often_is_taken_for_nothing_else(shipped_reader: Reader) -> None:
    reading = shipped_reader.read(Document("spun", SPUN_SHEET, "0" * 64))
    said = {(claim.predicate, claim.object): claim for claim in reading.claims}
    assert said["has_adverse_effect", "thromboembolism"].frequency == "uncommon"
    assert ("acts_via", "complement-scavenging") in said


def test_a_lone_word_that_was_put_back_is_a_name(shipped_reader: Reader) -> None:
    reading = shipped_reader.read(Document("spun", SPUN_SHEET, "0" * 64))
    assert ("derived_from", "human-plasma") in {(claim.predicate, claim.object) for claim in reading.claims}
    assert {g.mention.method for g in reading.groundings if g.mention.surface == "plasm"} == {"paraphrase"}


def test_recovery_leaves_what_was_put_back() -> None:
    table = ParaphraseTable({"vex": "worsen:s"})
    relations = Names.of(["worsens asthma"])
    nothing = Names.of([])
    known = Recoverable(names=nothing, relations=relations, qualifiers=nothing, frames=nothing, origins=nothing)
    tokens, ranges = tokenise("it vexes asthma", [(0, 15)])
    assert recover_text(table, known, tokens, ranges).relations
    assert not recover_text(table, known, tokens, ranges, {1}).relations


@pytest.mark.parametrize(("spun", "meant"), [
    pytest.param("clots of gore", "clots of blood", id="what the field calls it"),
    pytest.param("folk with sinew aches", "people with muscle", id="a wider word"),
    pytest.param("urtication and fever", "hives and fever", id="hives is no HIV"),
])  # fmt: skip
def test_words_of_the_thesaurus_are_put_back(shipped_restorer: Restorer, spun: str, meant: str) -> None:
    restored = shipped_restorer.restore(normalise(spun))[0].text
    assert set(meant.split()) <= set(restored.split())


def test_the_thesaurus_is_in_order(root: Path) -> None:
    lines = (root / "benchmarks" / "thesaurus.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "original\tspun"
    rows = [line.split("\t") for line in lines[1:]]
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert all(len(row) == 2 and row[1].split("|") == sorted(set(row[1].split("|"))) and row[0] not in row[1].split("|") for row in rows)
