"""Short notes by disease: trials below the name of a disease, boxed labels in a line, whom a globulin protects, factors told at the front."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("found", "failed"),
    [
        ("Two large trials found no effect on memory.", {"alzheimer-s-disease"}),
        ("A meta-analysis found no improvement.", {"alzheimer-s-disease"}),
        ("A trial did not show better scores.", {"alzheimer-s-disease"}),
        ("Two trials found no effect on liver enzymes.", set()),
    ],
)
def test_trials_below_the_name_of_a_disease(shipped_reader: Reader, found: str, failed: set[str]) -> None:
    text = f"IVIG in neurology\n\nAlzheimer disease\n{found}\n\nCIDP\nIVIG is given monthly.\n"
    assert objects_in(shipped_reader, text, "not_effective_for") == failed


@pytest.mark.parametrize("verb", ["was associated with its use", "has been linked to the treatment", "was blamed on it"])
def test_an_effect_told_behind_a_failure(shipped_reader: Reader, verb: str) -> None:
    text = f"IVIG has been used in sepsis, but trials did not show a benefit, and thrombosis {verb}."
    assert objects_in(shipped_reader, text, "not_effective_for") == {"sepsis"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"thromboembolism"}


def test_what_can_befall_some_among_contraindications_bars_nobody(shipped_reader: Reader) -> None:
    text = "Who should not get IVIG? People with hyperprolinemia. In patients with diabetes, IVIG may cause kidney failure."
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia"}
    assert {(claim.object, claim.effect) for claim in claims_in(shipped_reader, text, "has_risk_factor")} == {("diabetes-mellitus", "renal-failure")}


def test_common_effects_are_not_in_the_box(shipped_reader: Reader) -> None:
    text = "SCIG: notes\n\nBoxed warning: thrombosis. Commonest reactions (>= 5 %): cough, diarrhea."
    found = {claim.object: claim.severity for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"thromboembolism": "serious", "cough": "unspecified", "diarrhea": "unspecified"}


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("Hepatitis B immune globulin protects babies of infected mothers.", {"hepatitis-b"}),
        ("Hepatitis B immune globulin does not protect babies.", set()),
        ("Intravenous immunoglobulin protects babies.", set()),
    ],
)
def test_whom_a_globulin_protects(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented
