"""Harms and risks as pages for patients tell them: below a line that announces them, in lists of what to call for, in turns of speech."""

from __future__ import annotations

import pytest

from kg.reading.claims import Reader
from tests.reading_fixtures import claims_in, objects_in

_PAGE = (
    "What is Miller Fisher syndrome?\n\nMiller Fisher syndrome is a rare nerve disease. Symptoms include double vision.\n\n"
    "What are the treatments for Miller Fisher syndrome?\n\nSome people receive intravenous immunoglobulin (IVIG) through a vein.\n\n"
    "Living with Miller Fisher syndrome\n\nRecovery takes months.\n\n{}\n\nNausea and back pain during the drip are common.\n\n"
    "A sudden pain in the chest may be a sign of a blood clot, a side effect that is not frequent. Smokers are more likely to get it.\n"
)


def _graded(reader: Reader, text: str) -> dict[str, tuple[str, str, str]]:
    """Polarity, severity and frequency of the effects that a text names."""
    return {c.object: (c.polarity, c.severity, c.frequency) for c in claims_in(reader, text, "has_adverse_effect")}


def test_a_line_that_announces_what_to_know_heads_what_follows(shipped_reader: Reader) -> None:
    text = _PAGE.format("Patients on IVIG should be aware of the following:")
    assert _graded(shipped_reader, text) == {
        "nausea": ("affirmed", "unspecified", "common"),
        "back-pain": ("affirmed", "unspecified", "common"),
        "thromboembolism": ("affirmed", "unspecified", "uncommon"),
    }
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"smoking"}


@pytest.mark.parametrize("line", ["Patients should be aware of the following:", "Patients on rituximab should be aware of the following:"])
def test_a_line_without_the_product_heads_nothing(shipped_reader: Reader, line: str) -> None:
    assert "nausea" not in objects_in(shipped_reader, _PAGE.format(line), "has_adverse_effect")


@pytest.mark.parametrize(
    ("sentence", "frequency"),
    [
        ("Rash is not common with IVIG.", "uncommon"),
        ("Fever was seen in a third of people, headache in 4 percent, and rash and cough in 1 to 10 percent each.", "common"),
        ("Rash occurs in 12 to 20 percent and cough in 2 percent.", "very_common"),
        ("Rash and cough were noted in 15% each.", "very_common"),
        ("Rash is seen in about 1 in 60,000 recipients.", "very_rare"),
        ("Rash is seen in 1 in 3 000 patients.", "rare"),
        ("Rash is seen in 1 in 30 patients.", "common"),
    ],
)
def test_how_often(shipped_reader: Reader, sentence: str, frequency: str) -> None:
    assert _graded(shipped_reader, f"Intravenous immunoglobulin (IVIG)\n\nSide effects\n\n{sentence}\n")["rash"][2] == frequency


@pytest.mark.parametrize(
    ("sentence", "polarity"),
    [
        ("As it is made from plasma, a transmission of viruses is possible in theory.", "hedged"),
        ("Prions may in theory be passed on.", "hedged"),
        ("The risk of catching a virus is very small, but it cannot be fully excluded.", "hedged"),
        ("The transmission of hepatitis C has been reported.", "affirmed"),
    ],
)
def test_what_may_be_passed_on_in_theory_is_in_doubt(shipped_reader: Reader, sentence: str, polarity: str) -> None:
    graded = _graded(shipped_reader, f"Intravenous immunoglobulin (IVIG)\n\nSide effects\n\n{sentence}\n")
    assert graded["transmission-of-infectious-agents"][0] == polarity


def test_what_the_items_of_a_call_for_help_could_be(shipped_reader: Reader) -> None:
    text = (
        "Immunoglobulin infusions\n\nSide effects\n\nSerious side effects are rare. Go to hospital at once if you have:\n"
        "- a bad headache with a sore neck - this could be aseptic meningitis\n- chest pain with coughing - it might be a blood clot\n"
    )
    assert _graded(shipped_reader, text) == {
        "aseptic-meningitis": ("affirmed", "serious", "rare"),
        "thromboembolism": ("affirmed", "serious", "rare"),
    }


@pytest.mark.parametrize(
    ("sentence", "effects"),
    [
        ("Redness and swelling of the skin are common when it is given under the skin.", {"injection-site-erythema", "injection-site-swelling"}),
        ("Itching is frequent if immunoglobulin is injected subcutaneously.", {"injection-site-pruritus"}),
        ("Itching and headache are frequent if immunoglobulin is injected subcutaneously.", {"pruritus", "headache"}),
        ("Redness is common when it is given into a vein.", {"erythema"}),
    ],
)
def test_what_shows_where_it_is_given(shipped_reader: Reader, sentence: str, effects: set[str]) -> None:
    text = f"Immunoglobulin\n\nSide effects\n\n{sentence}\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


def test_diuretics_are_not_only_those_that_act_on_the_loop(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "Diuretics should not be given alongside IVIG.", "interacts_with") == {"diuretic"}
    assert objects_in(shipped_reader, "Loop diuretics should not be given alongside IVIG.", "interacts_with") == {"loop-diuretic"}
