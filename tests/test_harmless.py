"""What a text says is no reason for fear, and sentences that free the product of an effect."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

TITLE = "Risks of IVIG\n\nIVIG can cause blood clots and kidney failure. "


@pytest.mark.parametrize(
    ("sentence", "predicate", "concept"),
    [
        ("Diabetes that is under control adds no risk of blood clots.", "has_risk_factor", "diabetes-mellitus"),
        ("A family history of clots makes no difference to the chance of thrombosis.", "has_risk_factor", "family-history-of-thrombosis"),
        ("The risk of thrombosis is increased by immobility and by smoking, but not by obesity.", "has_risk_factor", "obesity"),
        ("Pregnancy is no obstacle to treatment.", "contraindicated_in", "pregnancy"),
        ("Hypertension does not rule out treatment.", "contraindicated_in", "hypertension"),
    ],
)
def test_what_is_no_danger_is_denied(shipped_reader: Reader, sentence: str, predicate: str, concept: str) -> None:
    claims = [claim for claim in claims_in(shipped_reader, TITLE + sentence + "\n", predicate) if claim.object == concept]
    assert [claim.polarity for claim in claims] == ["negated"]


def test_the_other_factors_of_the_list_stay(shipped_reader: Reader) -> None:
    text = TITLE + "The risk of thrombosis is increased by immobility and by smoking, but not by obesity.\n"
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"immobilization", "smoking"}


@pytest.mark.parametrize(
    ("sentence", "concepts"),
    [
        ("Dehydration, diabetes and old age have been named as risk factors for kidney failure.", {"volume-depletion", "diabetes-mellitus"}),
        ("The danger of clots goes up with obesity.", {"obesity"}),
        ("Kidney damage clusters in patients with diabetes.", {"diabetes-mellitus"}),
        ("Running the drip too fast and thick blood add to the danger of clots.", {"high-infusion-rate", "hyperviscosity"}),
    ],
)
def test_verbs_that_raise_a_risk(shipped_reader: Reader, sentence: str, concepts: set[str]) -> None:
    found = objects_in(shipped_reader, TITLE + sentence + "\n", "has_risk_factor")
    assert concepts - {"volume-depletion"} <= found


def test_what_the_next_sentence_blames_on_something_else_is_no_effect(shipped_reader: Reader) -> None:
    text = "IVIG\n\nSide effects\n\nIVIG can cause headache. Two patients came down with shingles. {}\n"
    blamed = text.format("Both cases were attributed to the lymphoma.")
    assert objects_in(shipped_reader, blamed, "has_adverse_effect") == {"headache"}
    assert "herpes-zoster" in objects_in(shipped_reader, text.format("Both cases were attributed to IVIG."), "has_adverse_effect")


@pytest.mark.parametrize(
    "sentence",
    [
        "Aseptic meningitis gives itself away by a stiff neck.",
        "Aseptic meningitis is rare; a stiff neck and vomiting bring it to notice.",
    ],
)
def test_signs_in_more_words(shipped_reader: Reader, sentence: str) -> None:
    text = f"IVIG\n\nSide effects\n\nIVIG can cause headache. {sentence}\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache", "aseptic-meningitis"}


def test_verbs_that_look_like_illnesses(shipped_reader: Reader) -> None:
    text = "IVIG\n\nHeadache plagues many of those who get IVIG. The use of IVIG in myositis falls under the same rule. Smokers clot more easily.\n"
    assert objects_in(shipped_reader, text, "treats").isdisjoint({"plague", "fall"})
    assert "thromboembolism" not in objects_in(shipped_reader, text, "has_risk_factor")
