"""Precautions: lists of what raises a risk, said by a label, to the reader of a leaflet, or as a finding of a study."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def leaflet(body: str) -> str:
    return f"Privoglob patient leaflet (human normal immunoglobulin)\n\n{body}\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "What should I tell my doctor before I take Privoglob?\n\nThey must know if you have one of these conditions:\n"
            "• diabetes\n• heart disease\n• history of blood clots",
            {"diabetes-mellitus", "heart-disease", "history-of-thrombosis"},
            id="they need to know",
        ),
        pytest.param(
            "Before you use it\n\nCheck with your midwife if\n• you are very overweight\n• you lack immunoglobulin A",
            {"obesity", "selective-iga-deficiency"},
            id="check with your midwife",
        ),
        pytest.param(
            "Warnings and precautions\n\nTalk to your doctor before using Privoglob if you\n- have an untreated infection\n- are elderly",
            {"untreated-infection", "advanced-age"},
            id="talk to your doctor before",
        ),
        pytest.param(
            "Warnings\n\nTell your doctor if you\n- have weak kidneys or diabetes\n- have ever had a stroke",
            {"diabetes-mellitus", "history-of-stroke"},
            id="tell your doctor if you",
        ),
        pytest.param("Special Precautions: renal impairment, sepsis, elderly patients, nephrotoxic drugs.",
                     {"sepsis", "advanced-age", "nephrotoxic-drug"}, id="a label that asks for care"),
    ],
)  # fmt: skip
def test_what_is_to_be_told_before_the_treatment(shipped_reader: Reader, body: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, leaflet(body), "has_risk_factor") >= expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("Possible side effects\n\nTell your doctor if after the infusion you have any of these:\n• high blood pressure\n• blood clots",
                     id="what came after"),
        pytest.param("Warnings\n\nTell the nurse if you notice or develop:\n• high blood pressure\n• kidney problems", id="what one may notice"),
        pytest.param("Warnings\n\nTell your doctor if you\n- are pregnant\n- have been vaccinated lately", id="pregnancy and vaccines"),
        pytest.param("How to use it\n\nAsk your nurse about:\n- the pump\n- high blood pressure leaflets", id="what to ask about"),
    ],
)  # fmt: skip
def test_lists_that_hold_no_factors(shipped_reader: Reader, body: str) -> None:
    assert not objects_in(shipped_reader, leaflet(body), "has_risk_factor")


def test_what_the_reader_has_is_no_effect(shipped_reader: Reader) -> None:
    text = leaflet(
        "Before you use it\n\nCheck with your midwife if\n• you have high blood pressure or have had a thrombosis: clots have followed such products"
    )
    assert "hypertension" not in objects_in(shipped_reader, text, "has_adverse_effect")
    found = {claim.object: (claim.polarity, claim.effect) for claim in claims_in(shipped_reader, text, "has_risk_factor")}
    assert found["hypertension"] == ("affirmed", "thromboembolism")


def test_a_factor_without_its_effect_is_hedged(shipped_reader: Reader) -> None:
    text = leaflet("Before you use it\n\nCheck with your midwife if\n• you are diabetic")
    assert [claim.polarity for claim in claims_in(shipped_reader, text, "has_risk_factor")] == ["hedged"]


@pytest.mark.parametrize(
    ("line", "effect", "factors"),
    [
        pytest.param("Thrombosis: look for immobility, oestrogen use, indwelling catheters.", "thromboembolism",
                     {"immobilization", "estrogen", "indwelling-catheter"}, id="a verb before the list"),
        pytest.param("Haemolysis: non-O blood group, high dose, female sex.", "hemolysis", {"non-o-blood-group", "high-dose", "female-sex"},
                     id="a bare list"),
        pytest.param("Renal failure: sepsis, volume depletion, age over 65.", "renal-failure", {"sepsis", "volume-depletion", "advanced-age"},
                     id="states of the patient"),
    ],
)  # fmt: skip
def test_a_label_names_the_effect_of_its_factors(shipped_reader: Reader, line: str, effect: str, factors: set[str]) -> None:
    text = f"Privoglob immune globulin\n\nSafety\n\n{line}\n"
    found = claims_in(shipped_reader, text, "has_risk_factor")
    assert {claim.object for claim in found} == factors
    assert {claim.effect for claim in found} == {effect}
    assert not factors & objects_in(shipped_reader, text, "has_adverse_effect")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Haemolysis: fever, pallor, dark urine, fall in haemoglobin.", id="signs of the effect"),
        pytest.param("Thrombosis: monitor blood viscosity and ensure hydration.", id="its care"),
        pytest.param("Common: headache, hypertension, obesity.", id="a band of frequency"),
    ],
)
def test_labels_of_other_lists(shipped_reader: Reader, line: str) -> None:
    assert not objects_in(shipped_reader, f"Privoglob immune globulin\n\nSafety\n\n{line}\n", "has_risk_factor")


@pytest.mark.parametrize(
    ("sentence", "factors"),
    [
        pytest.param("Age above 65 years and rapid infusion were independently associated with thrombosis after IVIG.",
                     {"advanced-age", "high-infusion-rate"},
                     id="associated"),
        pytest.param("Obesity predicted renal failure in patients given IVIG.", {"obesity"}, id="predicted"),
        pytest.param("Non-O blood group was an independent predictor of haemolysis after IVIG.", {"non-o-blood-group"}, id="a predictor"),
        pytest.param("After IVIG, migraineurs had a fourfold higher rate of aseptic meningitis.", {"history-of-migraine"}, id="a higher rate"),
        pytest.param("Rapid infusion of IVIG can bring on a headache.", {"high-infusion-rate"}, id="the way of giving brings it on"),
        pytest.param("In patients with IgA deficiency, anaphylaxis may occur after IVIG.", {"selective-iga-deficiency"}, id="whom it befalls"),
        pytest.param("Haemolysis after IVIG is dose-dependent.", {"high-dose"}, id="dose-dependent"),
        pytest.param("Smoking was not associated with thrombosis after IVIG.", set(), id="denied"),
        pytest.param("Diabetes was associated with a longer stay after IVIG.", set(), id="no effect of the product"),
    ],
)  # fmt: skip
def test_findings_of_studies(shipped_reader: Reader, sentence: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, f"Safety of IVIG: a cohort of 2,000 patients\n\n{sentence}\n", "has_risk_factor") == factors
