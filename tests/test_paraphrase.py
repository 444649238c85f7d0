"""Substituted words are read back where a known name comes out, and clean text is left alone."""

from __future__ import annotations

import gzip
import importlib
import pickle
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ResourceError
from kg.reading.cues import CueBook, Phrase
from kg.reading.folding import FUNCTION_WORDS, fold, lemmas, words_of
from kg.reading.spun.identification import identify
from kg.reading.spun.paraphrase import Names, ParaphraseTable

NAMES = Names.of([
    "skin rash", "bladder infection", "acute pain", "rapid pulse", "heart failure", "bone marrow transplantation", "kidney disease",
    "Graves' disease", "vomiting", "rash", "allergic reaction", "stomach pain", "difficulty breathing", "LUMP",
])  # fmt: skip

SPUN_TEXT = """Endurers with a cutis efflorescence should enquire a medico. The nostrum is dispense twice a day, and it comprehend
a aerosol for the lungs. A vesica contagion is habitually less grievous than bosom failure; a hypersensitised reaction is bestow by
physicians, who may proffer a speedy remediation. Knifelike pain and a speedy throb are oft transitory."""

CLEAN_TEXT = """Patients with a skin rash should ask a doctor. The medicine is given twice a day, and it contains a spray for the
lungs. A bladder infection is usually less serious than heart failure; an allergic reaction is treated by physicians, who may offer
a fast remedy. Sharp pain and a quick pulse often pass on their own. Tiredness, sickness and low mood were reported by few people."""


@pytest.fixture(scope="module")
def table(root: Path) -> ParaphraseTable:
    return ParaphraseTable.load(root / "data" / "cues")


@pytest.mark.parametrize(("text", "name"), [
    pytest.param("a cutis rash on both arms", "skin rash", id="one word of two"),
    pytest.param("knifelike pain at night", "acute pain", id="similar adjective"),
    pytest.param("a speedy throb", "rapid pulse", id="both words"),
    pytest.param("vesica contagions", "bladder infection", id="plural of the spun word"),
    pytest.param("bosom failures", "heart failure", id="plural of a word that stayed"),
    pytest.param("os marrow transplantation", "bone marrow transplantation", id="three words"),
    pytest.param("a hypersensitised reaction", "allergic reaction", id="British spelling"),
])  # fmt: skip
def test_a_name_is_put_back(table: ParaphraseTable, text: str, name: str) -> None:
    tokens = words_of(text)
    [recovery] = table.recover(tokens, NAMES)
    assert recovery.words == words_of(name)
    assert recovery.anchored
    assert 0 < recovery.score < 1
    assert recovery.changed == sum(fold(token) not in set(map(fold, recovery.words)) for token in tokens[recovery.start : recovery.end])


@pytest.mark.parametrize("text", [
    pytest.param("a skin rash and heart failure", id="names that stand unchanged"),
    pytest.param("the failure of a plan", id="part of a name"),
    pytest.param("severe disease", id="a person's name is no word to replace"),
    pytest.param("a swelling", id="an acronym is no word to replace"),
    pytest.param("cutis on the one hand, efflorescence on the other", id="words apart"),
    pytest.param("", id="nothing"),
])  # fmt: skip
def test_nothing_is_put_back(table: ParaphraseTable, text: str) -> None:
    assert not [r for r in table.recover(words_of(text), NAMES) if r.anchored]


def test_a_lone_word_is_only_a_guess(table: ParaphraseTable) -> None:
    [recovery] = table.recover(words_of("nausea and emesis"), NAMES)
    assert recovery.words == ("vomiting",)
    assert not recovery.anchored


def test_recoveries_do_not_overlap_and_follow_the_text(table: ParaphraseTable) -> None:
    recoveries = table.recover(words_of(SPUN_TEXT), NAMES)
    assert len(recoveries) >= 5
    assert all(one.end <= other.start for one, other in pairwise(recoveries))


def test_a_spun_text_is_judged_spun(table: ParaphraseTable) -> None:
    spinning = table.judge(SPUN_TEXT.split(), NAMES)
    assert spinning.is_spun
    assert spinning.odd_words >= 2
    assert spinning.recoveries + spinning.usual_recoveries >= 3


@pytest.mark.parametrize(("text", "count"), [
    pytest.param("The drug is dispense and it comprehend a aerosol with an lesion", 4, id="bare verbs and wrong articles"),
    pytest.param("The drug is administered; may it pervade you; once a European or an FDA officer agreed", 0, id="all right"),
])  # fmt: skip
def test_broken_forms_are_counted(table: ParaphraseTable, text: str, count: int) -> None:
    assert table.judge(text.split(), NAMES).broken_forms == count


@pytest.mark.parametrize("text", [
    pytest.param(CLEAN_TEXT, id="advice"),
    pytest.param(CLEAN_TEXT * 20, id="repetition adds nothing"),
    pytest.param("Renal disease may follow a dermal rash.", id="a sentence of the field's own synonyms"),
    pytest.param("", id="nothing"),
])  # fmt: skip
def test_a_clean_text_is_not_judged_spun(table: ParaphraseTable, text: str) -> None:
    assert not table.judge(text.split(), NAMES).is_spun


def test_cues_can_be_read_through_the_substitution(table: ParaphraseTable) -> None:
    readings = table.readings(words_of("It was proffered by the medico"))
    assert len(readings) == 6
    assert not readings[0]
    assert "offer" in readings[2]
    assert "doctor" in readings[5]
    assert all(not word or word not in FUNCTION_WORDS for row in readings for word in row)


def test_originals_come_best_first_and_know_inflection(table: ParaphraseTable) -> None:
    weights = [weight for _, weight in table.originals("contagions")]
    assert weights == sorted(weights, reverse=True)
    assert "infection" in dict(table.originals("contagions"))
    assert table.originals("xyzzy") == ()


def test_irregular_forms_lead_to_their_base(table: ParaphraseTable) -> None:
    assert set(table.originals("overcame")) >= set(table.originals("overcome"))
    assert set(table.originals("felt")) > set(table.originals("feel")), "a noun of its own too"


def test_a_whole_phrase_is_identified_with_its_probability(table: ParaphraseTable) -> None:
    found = identify(words_of("bosom disappointment"), NAMES, table)
    assert found is not None
    assert found.words == ("heart", "failure")
    assert 0.5 < found.probability <= 1
    assert identify(words_of("xyzzy plugh"), NAMES, table) is None


def test_names_that_stand_are_found_nested_too() -> None:
    assert NAMES.find(words_of("no skin rashes")) == {(1, 3): ("skin", "rash"), (2, 3): ("rash",)}


@given(st.text(max_size=60))
def test_folding_never_fails(text: str) -> None:
    for word in words_of(text):
        assert fold(word)
        assert lemmas(word)[0] == word


@given(st.lists(st.sampled_from([*SPUN_TEXT.lower().split(), "rash", "skin", "\x00", "é", ""]), max_size=40))
def test_recoveries_lie_inside_the_tokens(table: ParaphraseTable, tokens: list[str]) -> None:
    for recovery in table.recover(tokens, NAMES):
        assert 0 <= recovery.start < recovery.end <= len(tokens)
        assert recovery.changed >= 1


def test_the_same_text_gives_the_same_answer(root: Path, table: ParaphraseTable) -> None:
    tokens = words_of(SPUN_TEXT)
    again = ParaphraseTable.load(root / "data" / "cues")
    assert again.recover(tokens, NAMES) == table.recover(tokens, NAMES) == table.recover(tokens, NAMES)


def test_a_table_can_be_sent_to_another_process(table: ParaphraseTable) -> None:
    data = pickle.dumps(table)
    assert len(data) < 1_000_000
    assert pickle.loads(data).originals("contagion") == table.originals("contagion")


def test_a_missing_table_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"derive_substitutions\.py"):
        ParaphraseTable.load(tmp_path)


@pytest.mark.parametrize("data", [
    pytest.param(gzip.compress(b"no tab\n"), id="no tab"),
    pytest.param(gzip.compress(b"word\tother:s\n"), id="no word lists"),
    pytest.param(b"plain text", id="not gzip"),
    pytest.param(gzip.compress(b"=odd\ta\n=usual\tb\n=verbs\tc\n")[:-9], id="cut off"),
])  # fmt: skip
def test_a_broken_table_is_an_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "substitutions.tsv.gz").write_bytes(data)
    with pytest.raises(ResourceError):
        ParaphraseTable.load(tmp_path)


def test_a_broken_row_is_an_error_when_rows_are_needed(tmp_path: Path) -> None:
    (tmp_path / "substitutions.tsv.gz").write_bytes(gzip.compress(b"=odd\ta\n=usual\tb\n=verbs\tc\nword\tother:s\nno tab\n"))
    with pytest.raises(ResourceError, match="no tab"):
        ParaphraseTable.load(tmp_path).originals("word")


WORDNET = {
    "data.noun": [
        "00000001 08 n 02 torso 0 trunk 0 000 | the body without limbs",
        "00000002 06 n 02 trunk 0 luggage_box 0 001 @ 00000003 n 0000 | a large case",
        "00000003 06 n 01 case 0 000 | a container",
    ],
    "data.verb": [],
    "data.adj": ["00000004 00 s 02 stout(p) 0 fat 0 001 & 00000005 a 0000 | x", "00000005 00 a 01 thick 0 000 | y"],
    "data.adv": [],
    "noun.exc": ["trunci truncus trunk"], "verb.exc": [], "adj.exc": [], "adv.exc": [],
    "cntlist.rev": ["trunk%1:08:00:: 1 9", "case%1:06:00:: 1 20"],
}  # fmt: skip


def test_the_table_is_derived_from_synsets_and_aligned_phrases(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    derivation = importlib.import_module("derive_substitutions")
    for name, lines in WORDNET.items():
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    wordnet = derivation.WordNet.read(tmp_path)
    phrases = [("trunk agony", ("torso pain",)), ("stem agony", ("brain pain",)), ("dark horse pain", ("torso pain",))]
    pairs = derivation.align(phrases, wordnet)
    assert pairs == {("trunk", "torso"): 1, ("agony", "pain"): 2, ("stem", "brain"): 1, ("dark horse", "torso"): 1}
    table = derivation.derive(wordnet, pairs, frozenset(("torso", "case", "fat", "thick")))
    assert table == {
        "agony": {"pain": "t2"}, "fat": {"thick": "a"}, "stout": {"fat": "s", "thick": "a"}, "trunk": {"case": "h", "torso": "st1"}
    }  # fmt: skip
    rows = derivation.rows_of(table, wordnet)
    assert rows["trunci"] == "=trunk"
    assert ParaphraseTable(rows).originals("trunci")[0][0] == "torso"
    derivation.write(rows, tmp_path / "one.gz")
    derivation.write(dict(reversed(rows.items())), tmp_path / "two.gz")
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()


def test_the_committed_table_is_sorted_dated_nothing_and_licensed(root: Path) -> None:
    data = (root / "data" / "cues" / "substitutions.tsv.gz").read_bytes()
    assert data[4:8] == b"\0\0\0\0", "the gzip header holds a date; make the table again with benchmarks/derive_substitutions.py"
    keys = [line.split("\t")[0] for line in gzip.decompress(data).decode("utf-8").splitlines()]
    assert len(keys) == len(set(keys))
    words = [key for key in keys if not key.startswith("=")]
    assert words == sorted(words)
    licence = (root / "data" / "cues" / "substitutions.LICENSE").read_text(encoding="utf-8")
    assert "WordNet 3.0 Copyright 2006 by Princeton University" in licence
    assert "CC BY 4.0" in licence


def test_every_cell_of_the_table_parses(root: Path) -> None:
    text = gzip.decompress((root / "data" / "cues" / "substitutions.tsv.gz").read_bytes()).decode("utf-8")
    cell = re.compile(r"[^=:|\t]+:[sadgh]*(?:t\d+)?w?|=[^=:|\t]+")
    for line in text.splitlines():
        key, cells = line.split("\t")
        if key.startswith("~"):
            assert re.fullmatch(r"[\d.]+|[^|]*\|[\d.]+(?:\|[^|:]+:[\d.]+)*", cells), line
        elif not key.startswith("="):
            assert all(cell.fullmatch(part) for part in cells.split("|")), line


def test_names_may_be_patterns_with_alternatives_and_base_forms() -> None:
    book = CueBook([("made (entirely|) (from|of)", Phrase("derived")), ("lead to", Phrase("cause"))])
    derived = Names(lambda: book.patterns({"derived"}))
    found = derived.find(words_of("it was made entirely of plasma and they make it from plasma, made of it, leads to"))
    assert sorted(found) == [(2, 5), (12, 14)]
    assert {words for words, _ in derived.entries} >= {("made", "of"), ("make", "entirely", "from")}
    assert (0, 2) in Names(book.patterns).find(["leads", "to"])
