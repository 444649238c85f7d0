"""Kinds of words that a paraphrasing tool replaces: siblings in names, numbers, and pages that were spun mildly."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.concepts import read_concepts
from kg.reading.characters import normalise
from kg.reading.claims import Reader
from kg.reading.spun.paraphrase import PAGE, Names, ParaphraseTable, Spinning
from kg.reading.spun.restoration import Restorer
from kg.records import Document

CUES = Names.of(["used to treat", "lead to"])


@pytest.fixture(scope="module")
def restorer(root: Path) -> Restorer:
    names = Names.of(name for concept in read_concepts(root / "ontology" / "concepts.tsv") for name in concept.names)
    return Restorer(ParaphraseTable.load(root / "data" / "cues"), names, lambda: CUES, lambda: frozenset(("treat", "lead")))


@pytest.mark.parametrize(("spun", "meant"), [
    pytest.param("acute lung injustice was seen", "acute lung injury was seen", id="a harm for another"),
    pytest.param("patients with factorial sclerosis", "patients with multiple sclerosis", id="two steps away"),
])  # fmt: skip
def test_a_sibling_in_a_name_of_two_words_is_put_back(restorer: Restorer, spun: str, meant: str) -> None:
    assert restorer.restore(normalise(spun))[0].text == meant


@pytest.mark.parametrize("text", [
    pytest.param("wait for twelve weeks", id="a number"),
    pytest.param("the drug is given weekly", id="how often"),
    pytest.param("after two days and three months", id="units of time"),
])  # fmt: skip
def test_what_is_no_name_is_left(restorer: Restorer, text: str) -> None:
    assert restorer.restore(normalise(text))[0].text == text


def test_a_word_that_was_added_to_a_name_makes_no_rival_of_it(restorer: Restorer) -> None:
    assert "secondary" not in restorer.restore(normalise("primary coil immunodeficiency"))[0].text


@pytest.mark.parametrize(("spinning", "is_doubtful"), [
    pytest.param(Spinning(PAGE * 3, 5, 1, 0, 3), True, id="a page with some odd words"),
    pytest.param(Spinning(PAGE - 1, 1, 1, 0, 0), False, id="too short"),
    pytest.param(Spinning(PAGE * 3, 2, 0, 0, 0), False, id="a rich vocabulary"),
    pytest.param(Spinning(PAGE * 3, 20, 5, 9, 9), False, id="no doubt"),
])  # fmt: skip
def test_only_a_page_with_some_evidence_is_looked_at_twice(spinning: Spinning, is_doubtful: bool) -> None:
    assert spinning.is_doubtful is is_doubtful


def test_a_doubtful_page_is_spun_if_many_words_would_be_put_back(restorer: Restorer) -> None:
    clean = [line.split() for line in ("Immune globulin may cause headache and fever", "It is used to treat immune thrombocytopenia")]
    spun = [line.split() for line in ("Resistant globulin may cause concern and febrility", "It is exploited to process resistant thrombocytopenia")]
    assert restorer.would_replace(spun)
    assert not restorer.would_replace(clean)
    assert not restorer.would_replace([])


def test_a_clean_page_is_not_flagged(shipped_reader: Reader) -> None:
    line = "Immune globulin is used to treat immune thrombocytopenia in adults. Headache, fever and chills are common. "
    assert shipped_reader.read(Document("clean", line * 20, "")).flags == ()
