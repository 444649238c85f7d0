"""A text may end anywhere: within a list, behind a comma, behind the word that a rule waits for."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader
from kg.records import Document

#: Pieces that are read, and those of one paragraph.
_PIECES, _OF_ONE = 3000, 4


def test_a_text_may_end_anywhere(shipped_reader: Reader, root: Path) -> None:
    dice = random.Random(7)
    paths = sorted((root / "benchmarks" / "gold").glob("*/texts/*.txt"))
    paragraphs = [p for path in paths if "sixth" not in path.parts for p in path.read_text(encoding="utf-8").split("\n\n") if len(p) > 60]
    read = 0
    for paragraph in dice.sample(paragraphs, _PIECES // _OF_ONE):
        words = list(re.finditer(r"\w+|[^\w\s]", paragraph))
        for _ in range(_OF_ONE):
            first, last = sorted(dice.sample(range(len(words)), 2))
            text = paragraph[words[first if dice.random() < 0.5 else 0].start() : words[last].end()]
            claims = shipped_reader.read(Document("piece", text, "")).claims
            assert all(0 <= claim.start < claim.end <= len(text) for claim in claims)
            read += 1
    assert read == _PIECES


def test_a_sentence_behind_an_item_that_ends_with_its_first_word(shipped_reader: Reader) -> None:
    text = "IVIG can cause clots. Tell your doctor if you have:\n\n- Diabetes. In"
    assert {claim.object for claim in shipped_reader.read(Document("piece", text, "")).claims} >= {"thromboembolism", "diabetes-mellitus"}


@pytest.mark.parametrize(
    "text",
    [
        "Steroids help in CIDP; IVIG does not help.",
        "Patients given IVIG have fever more often.",
        "IVIG was approved for ITP until 2012.",
        "The verdict on IVIG in ITP was a negative opinion.",
        "Increased risk of haemolysis with IVIG was observed in two.",
        "Infliximab and IVIG are given. Adverse events: headache (IVIG has sugar).",
        "Antibodies can cause haemolytic disease of the newborn. RhoGAM can prevent this.",
        "For people at risk of thrombosis, administer Octagam slowly.",
        "Side effects of IVIG\n\nSystemic reactions are rare.",
    ],
)
def test_a_text_may_break_off_behind_any_word(shipped_reader: Reader, text: str) -> None:
    for end in (at for at in range(1, len(text) + 1) if text[at - 1].isalnum() and not text[at : at + 1].isalnum()):
        claims_in(shipped_reader, text[:end], "treats")


def test_what_is_told_up_to_the_end_of_a_text_without_a_stop(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "Colchicine helps in CIDP; IVIG does not", "not_effective_for") == {
        "chronic-inflammatory-demyelinating-polyneuropathy"
    }
