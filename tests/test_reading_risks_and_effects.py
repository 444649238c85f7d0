"""Plain sentences on risks and adverse effects: which factors raise which effect, and what is neither."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "factors", "effects"),
    [
        ("Smokers are more prone to a stroke when they are given IVIG.", {"smoking"}, {"stroke"}),
        ("Haemolysis after IVIG has been commonest above the age of 65.", {"advanced-age"}, {"hemolysis"}),
        ("Obesity compounds the danger of thrombosis under IVIG.", {"obesity"}, {"thromboembolism"}),
        ("Diabetes aggravates the nephrotoxicity of IVIG.", {"diabetes-mellitus"}, {"kidney-complication"}),
        ("Those who have had a blood clot are the ones who most often get kidney failure on IVIG.", {"history-of-thrombosis"}, {"renal-failure"}),
        ("Women were more likely than men to get haemolysis on IVIG.", {"female-sex"}, {"hemolysis"}),
        ("For smokers, IVIG poses a particular danger of thrombosis.", {"smoking"}, {"thromboembolism"}),
        ("Smokers, take note: on IVIG your risk of thrombosis is well above average.", {"smoking"}, {"thromboembolism"}),
        ("Haemolysis becomes more common as the dose of IVIG rises.", {"high-dose"}, {"hemolysis"}),
        ("Her long bed rest made her vulnerable to thrombosis under IVIG.", {"immobilization"}, {"thromboembolism"}),
        ("Especially if you smoke or are overweight, a stroke may occur after IVIG.", {"smoking", "obesity"}, {"stroke"}),
    ],
)
def test_a_factor_and_the_effect_that_it_raises(shipped_reader: Reader, text: str, factors: set[str], effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects
    assert objects_in(shipped_reader, text, "treats") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Patients with cancer run a fourfold risk of stroke when treated with IVIG.",
        "In the trial people were liable to thrombosis if they received IVIG.",
    ],
)
def test_a_risk_that_is_run_under_treatment_is_no_use(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "treats") == set()


def test_what_is_treated_stays_so_beside_a_risk(shipped_reader: Reader) -> None:
    text = "ITP patients treated with WinRho are more likely to have haemolysis if they are older than 65."
    assert objects_in(shipped_reader, text, "treats") == {"immune-thrombocytopenia"}


def test_effects_seen_in_an_indication(shipped_reader: Reader) -> None:
    text = "# Gammaplex\nCommon side effects in the CIDP indication include fatigue and rash."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"fatigue", "rash"}
    assert objects_in(shipped_reader, text, "treats") == set()


def test_a_way_that_is_not_meant(shipped_reader: Reader) -> None:
    text = "# Hizentra\nHizentra is for use under the skin. Injection into a vein or a blood vessel can lead to shock."
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"intravascular-administration"}
    assert objects_in(shipped_reader, "# Privigen\nInfusion into a vein may lead to a headache.", "has_risk_factor") == set()


@pytest.mark.parametrize(
    ("item", "factors"),
    [
        ("Stroke (in smokers and older people)", {"smoking", "advanced-age"}),
        ("Kidney failure (sucrose-containing brands in diabetes)", {"sucrose-stabiliser", "diabetes-mellitus"}),
        ("Headache and fever: usually mild and rate-related", {"high-infusion-rate"}),
        ("Haemolysis (in ITP)", set()),
    ],
)
def test_whom_an_effect_of_a_list_befalls(shipped_reader: Reader, item: str, factors: set[str]) -> None:
    text = f"# IVIG\n## Side effects\n- {item}\n- Rash"
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors
    assert "immune-thrombocytopenia" not in objects_in(shipped_reader, text, "has_adverse_effect")


def test_a_grade_and_signs_in_the_bracket_of_an_effect(shipped_reader: Reader) -> None:
    text = "# IVIG\n## Side effects\n### Common\n- Headache\n- Kidney failure (rare — swelling of the legs, tiredness)"
    found = {c.object.split(":")[-1]: c.frequency for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"headache": "common", "renal-failure": "rare"}


def test_effects_of_which_the_next_sentence_says_that_they_may_be_fatal(shipped_reader: Reader) -> None:
    text = "# IVIG\n## Side effects\nStroke and pulmonary embolism have been seen after IVIG. Such events can lead to death."
    found = {c.object.split(":")[-1]: c.severity for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert set(found.values()) == {"serious"}
