"""Tables that are set apart by blanks alone: their columns are found, and rows are read by what the head says of each column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader
from kg.reading.columns import with_bars

SYNOPSIS = """IVIG

4.8 Undesirable effects

Organ class                     Reaction                  How often
Nervous system disorders        headache                  very common
                                migraine                  uncommon
Cardiac disorders               palpitations              rare
Skin disorders                  urticaria, itching        common
"""


def test_bars_stand_between_columns_and_move_nothing() -> None:
    barred = with_bars(SYNOPSIS)
    assert len(barred) == len(SYNOPSIS)
    assert "headache                | very common" in barred
    assert [line.count("|") for line in barred.split("\n") if "|" in line] == [2, 2, 2, 2, 2]


@pytest.mark.parametrize(
    "text",
    [
        "One line    with a gap\nand one without\n",
        "This is a paragraph of running text that was set in two columns,    and here the second column goes on with its own sentence\n" * 4,
        "first  of all\nthen  comes more\nand  the end of it, which is not aligned with anything\n"[:40],
        "- an item\n- another item\n- a third\n",
        "| a | b |\n| c | d |\n| e | f |\n",
    ],
)
def test_running_text_gets_no_bars(text: str) -> None:
    assert with_bars(text) == text


@given(st.text(alphabet=" ab\n|.", max_size=200))
def test_nothing_but_blanks_is_replaced(text: str) -> None:
    barred = with_bars(text)
    assert len(barred) == len(text)
    assert all(new == old or (old == " " and new == "|") for old, new in zip(text, barred, strict=True))


def test_organ_classes_are_no_effects_and_bands_are_those_of_the_row(shipped_reader: Reader) -> None:
    claims = {claim.object: claim.frequency for claim in claims_in(shipped_reader, SYNOPSIS, "has_adverse_effect")}
    assert claims == {
        "headache": "very_common", "migraine": "uncommon", "palpitations": "rare", "urticaria": "common", "pruritus": "common",
    }  # fmt: skip
    assert objects_in(shipped_reader, SYNOPSIS, "in_category") == set()


def test_counts_with_percentages_beside_placebo(shipped_reader: Reader) -> None:
    text = """Octagam 10%

6 ADVERSE REACTIONS
                 Octagam 10%     Placebo
                    (N=40)        (N=20)
Headache            10 (25)       2 (10)
Chills               2 (5)        0
Cough                0            3 (15)
"""
    claims = {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert claims == {"headache": "very_common", "chills": "common"}


def test_an_empty_cell_goes_on_with_the_band_above(shipped_reader: Reader) -> None:
    text = """Rhophylac

Possible side effects

How often       What happens
uncommon        fever, shivering
                headache
rare            low blood pressure
"""
    claims = {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert claims == {"fever": "uncommon", "chills": "uncommon", "headache": "uncommon", "hypotension": "rare"}
