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
        ("A review found no evidence that either treatment gives a better outcome.", set()),
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


def test_levels_of_evidence_head_uses_and_evidence_against_denies_them(shipped_reader: Reader) -> None:
    text = "IVIG in neurology\n\nLevels of evidence\n\nLevel 1 (several RCTs): CIDP.\nEvidence against use exists for multiple sclerosis.\n"
    assert objects_in(shipped_reader, text, "treats") == {"chronic-inflammatory-demyelinating-polyneuropathy"}
    assert objects_in(shipped_reader, text, "not_effective_for") == {"multiple-sclerosis"}


def test_an_effect_counted_on_the_other_arm_alone_is_none_of_the_product(shipped_reader: Reader) -> None:
    text = "IVIG versus infliximab. Adverse events: headache (IVIG 9%, infliximab 4%), hepatomegaly (infliximab 2), rash (placebo 3), fever (3%)."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache", "fever"}


def test_whom_a_bracket_names_as_treated_is_not_barred(shipped_reader: Reader) -> None:
    text = "WinRho is anti-D.\n\n4 CONTRAINDICATIONS\n- patients with hyperprolinemia (ITP indication)\n- fructose intolerance\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia", "hereditary-fructose-intolerance"}


def test_causes_behind_a_bracket_and_what_adds_to_the_risk(shipped_reader: Reader) -> None:
    text = "IVIG is a drug. Thrombosis (1-5% in recent cohorts) has been linked to factor XIa. Elevated serum viscosity adds to the risk."
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"factor-xia", "hyperviscosity"}


def test_counts_of_all_as_shares(shipped_reader: Reader) -> None:
    text = "SCIG is given.\n\nAdverse Events\nOther: sinusitis 12/49; cough 3/49; fever (1/490)"
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"sinusitis": "very_common", "cough": "common", "fever": "uncommon"}


def test_a_verb_is_no_accident_and_a_risk_no_cause(shipped_reader: Reader) -> None:
    text = "Side effects of IVIG\n\nBlood pressure may rise or fall. Patients with diabetes receive slow infusions because of the thrombosis risk."
    assert "fall" not in objects_in(shipped_reader, text, "has_adverse_effect")
    assert objects_in(shipped_reader, text, "caused_by") == set()


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        (
            "Notes: rabies exposure\n\nGive rabies immune globulin once, into the wound. Local pain and low fever are common.",
            {"injection-site-pain", "fever"},
        ),
        ("Tetanus shots\n\nThe vaccine is given into the arm. Local pain and low fever are common.", set()),
    ],
)
def test_effects_told_in_one_breath_with_one_at_the_needle(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("answer", "failed"), [("Sometimes, when other treatments fail.", set()), ("No, trials were negative.", {"systemic-lupus-erythematosus"})]
)
def test_an_answer_that_grants_denies_nothing(shipped_reader: Reader, answer: str, failed: set[str]) -> None:
    assert objects_in(shipped_reader, f"IVIG: questions\n\nIs IVIG used for lupus? {answer}\n", "not_effective_for") == failed
