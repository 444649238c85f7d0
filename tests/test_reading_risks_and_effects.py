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
        ("Smoking heightens the thrombotic hazard of IVIG.", {"smoking"}, {"thromboembolism"}),
        ("Risk factors for thrombosis with IVIG include obesity and immobility.", {"obesity", "immobilization"}, {"thromboembolism"}),
        ("The higher the dose of IVIG, the greater the risk of haemolysis.", {"high-dose"}, {"hemolysis"}),
        ("The quicker IVIG is infused, the more headaches there are.", {"high-infusion-rate"}, {"headache"}),
        ("Some people are overweight. They run a higher risk of thrombosis on IVIG.", {"obesity"}, {"thromboembolism"}),
        ("Obesity - let your doctor know, because a stroke after IVIG is likelier then.", {"obesity"}, {"stroke"}),
        ("Smoking makes clots more likely while you are on IVIG.", {"smoking"}, {"thromboembolism"}),
        ("Cancer patients have a fourfold risk of stroke when they are given IVIG.", {"cancer"}, {"stroke"}),
        ("Clots have followed IVIG; dehydration is what brings many of them on.", {"dehydration"}, {"thromboembolism"}),
        ("Elderly patients receiving IVIG suffer strokes more often.", {"advanced-age"}, {"stroke"}),
        ("Obese patients treated with IVIG had thrombosis three times as often as others.", {"obesity"}, {"thromboembolism"}),
        ("Kidney damage is a particular concern in diabetics who get IVIG.", {"diabetes-mellitus"}, {"kidney-complication"}),
        ("IVIG is more likely to cause thrombosis in people with diabetes.", {"diabetes-mellitus"}, {"thromboembolism"}),
        ("Rapid infusion is the usual culprit when patients on IVIG get headaches.", {"high-infusion-rate"}, {"headache"}),
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
        "People with diabetes have more kidney trouble when they are treated with IVIG.",
        "Clots occurred in 4% of diabetics treated with IVIG and in 1% of the others.",
        "Age did not predict thrombosis in patients treated with IVIG.",
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


@pytest.mark.parametrize(
    "text",
    [
        "Lupus patients have a twofold higher risk of stroke. IVIG is used in some of them.",
        "Some people are overweight. They run a higher risk of diabetes. IVIG is given for CIDP.",
        "If you have an infection, side effects of the antibiotic may be more common.",
        "CIDP patients have a twofold higher rate of remission when given IVIG.",
    ],
)
def test_risks_that_are_none_of_the_product(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == set()


def test_what_the_product_was_given_for_is_no_factor(shipped_reader: Reader) -> None:
    text = "Thrombosis was seen chiefly in smokers who received IVIG for ITP."
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"smoking"}
    assert objects_in(shipped_reader, text, "treats") == {"immune-thrombocytopenia"}


def test_an_effect_and_its_word_of_frequency(shipped_reader: Reader) -> None:
    text = "# Kiovig\nMuscle pain: common. Shock: very rare."
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"myalgia": "common", "shock": "very_rare"}


def test_reactions_that_are_likelier_in_a_case(shipped_reader: Reader) -> None:
    text = "If more than ten weeks have passed since the last dose of Octagam, reactions may be more common."
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"long-break-in-treatment"}


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Neither obesity nor smoking raised the risk of thrombosis under IVIG.", {"obesity", "smoking"}),
        ("Neither obesity nor hypertension affected how often IVIG was followed by a stroke.", {"obesity", "hypertension"}),
        ("There was no link between smoking and thrombosis in people on IVIG.", {"smoking"}),
    ],
)
def test_factors_that_are_denied(shipped_reader: Reader, text: str, denied: set[str]) -> None:
    found = claims_in(shipped_reader, text, "has_risk_factor")
    assert {claim.object for claim in found} == denied
    assert {claim.polarity for claim in found} == {"negated"}
    assert claims_in(shipped_reader, text, "has_adverse_effect") == []
    assert claims_in(shipped_reader, text, "not_effective_for") == []


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Ibuprofen, which is often taken with IVIG, can cause bleeding.", set()),
        ("IVIG, which is often taken with ibuprofen, can cause a rash.", {"rash"}),
        ("IVIG was blamed at first, but the fever of the boy was caused by pneumonia.", set()),
        ("You might get a headache after Privigen.", {"headache"}),
        ("You might get a headache before Privigen.", set()),
    ],
)
def test_of_what_an_effect_comes(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects
