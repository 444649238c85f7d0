"""Harms told by verbs, values and counts, by what clears a product, and by what is denied: what plain sentences say, and what they do not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def _denied(reader: Reader, text: str, predicate: str) -> set[str]:
    return {claim.object for claim in claims_in(reader, text, predicate) if claim.polarity == "negated"}


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Of the 60 adults who got Gamunex-C, seven vomited and two fainted.", {"vomiting", "syncope"}),
        ("Of 12 boys given IVIG, three had a rash.", {"rash"}),
        ("In our survey of IVIG, one in nine participants had chills and a fifth had headache.", {"chills", "headache"}),
        ("Liver enzymes went up in four of those who received IVIG.", {"elevated-liver-enzymes"}),
        ("Her creatinine had risen by the day after the infusion of IVIG.", {"increased-blood-creatinine"}),
        ("His haemoglobin dropped after Privigen and he felt weak.", {"hemoglobin-decreased", "asthenia"}),
        ("During the IVIG infusion her blood pressure plunged.", {"hypotension"}),
        ("IVIG can raise the blood pressure and lower the white cell count.", {"hypertension", "leukopenia"}),
        ("Large doses of IVIG may overload the circulation.", {"fluid-overload"}),
    ],
)
def test_effects_told_by_verbs_and_values(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") >= effects


@pytest.mark.parametrize(
    "text",
    [
        "Liver enzymes were normal and the platelets rose after IVIG.",
        "Enalapril can lower the blood pressure; IVIG was continued.",
        "Her haemoglobin rose after IVIG.",
        "Her blood pressure had fallen because of sepsis, and IVIG was started.",
        "Steroids raise the blood pressure; IVIG does not.",
        "Of the 60 adults who got Gamunex-C, no one vomited.",
        "Patients on IVIG who had had a stroke were not studied.",
        "Patients treated with IVIG had fewer headaches than before.",
        "In the placebo group of the IVIG trial, nine patients had headache.",
        "In patients with myasthenia IVIG was followed by less weakness.",
        "Patients given IVIG have fever for a shorter time.",
        "The line was flushed with saline after the IVIG.",
    ],
)
def test_no_effects_told_by_verbs_and_values(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Babies given hepatitis B immunoglobulin sometimes run a slight fever.", {"fever"}),
        ("People treated with IVIG can become dizzy.", {"dizziness"}),
        ("In two women IVIG was followed by kidney failure.", {"renal-failure"}),
        ("The second infusion of IVIG was followed by chills and fever.", {"chills", "fever"}),
        ("The chills that IVIG can bring pass quickly.", {"chills"}),
        ("The headache that came with her first IVIG was mild.", {"headache"}),
        ("His cough was put down to the IVIG.", {"cough"}),
        ("Who is more likely to get a clot with IVIG? Smokers and people over 65.", {"thromboembolism"}),
    ],
)
def test_effects_that_befall_those_given_it(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("None of the girls treated with IVIG had a stroke.", {"stroke"}),
        ("Not one of the men on IVIG had a thrombosis.", {"thromboembolism"}),
        ("Thrombosis was not seen in any of the 90 patients treated with IVIG.", {"thromboembolism"}),
        ("Nobody given Hizentra had haemolysis.", {"hemolysis"}),
        ("Her nausea and hair loss were due to methotrexate, not to IVIG.", {"nausea", "alopecia"}),
        ("Cough was blamed on a cold rather than on the infusion of IVIG.", {"cough"}),
        ("Contrary to what is often said, IVIG does not make you gain weight.", {"weight-increased"}),
        ("The rash was caused by amoxicillin rather than by the IVIG.", {"rash"}),
    ],
)
def test_effects_denied(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert _denied(shipped_reader, text, "has_adverse_effect") == effects
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("One in five hundred recipients of IVIG has a blood clot.", "uncommon"),
        ("Two thirds of the boys had a fever after IVIG.", "very_common"),
        ("Every twentieth patient gets hives from IVIG.", "common"),
        ("Two cases of stroke have been seen among 4,000 recipients of IVIG.", "rare"),
        ("Premedication makes chills with IVIG rarer.", "unspecified"),
        ("One in ten thousand people given IVIG has a blood clot.", "very_rare"),
        ("Of twenty women given IVIG, one fainted.", "common"),
        ("Haemolysis occurred in 1 of 10 patients on IVIG.", "very_common"),
        ("A quarter of the boys receiving IVIG vomited.", "very_common"),
    ],
)
def test_counts_in_words(shipped_reader: Reader, text: str, frequency: str) -> None:
    assert {claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == {frequency}


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("IVIG can cause chest pain and a swollen leg. Anyone with such symptoms must go to a hospital at once.", "serious"),
        ("# Side effects of Octagam\nSome people get hives or trouble breathing. Call an ambulance if any of these happen.", "serious"),
        ("# Side effects of Octagam\n- Chest pain\n- Swelling of one leg\n\nIf you notice any of these, go to hospital at once.", "serious"),
        ("IVIG can cause headache and nausea. If these do not go away, tell the nurse.", "unspecified"),
        ("IVIG can cause headache. Anyone in whom this becomes severe must go to a hospital.", "unspecified"),
    ],
)
def test_effects_that_send_to_hospital(shipped_reader: Reader, text: str, severity: str) -> None:
    assert {claim.severity for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == {severity}


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Efgartigimod clears the infused immunoglobulin, so its effect is short.", {"efgartigimod"}),
        ("FcRn blockers such as rozanolixizumab shorten the half-life of IVIG.", {"fcrn-inhibitor", "rozanolixizumab"}),
        ("Plasma exchange on the next day would remove the IVIG again.", {"plasma-exchange"}),
        ("Plasma exchange after IVIG washes it out.", {"plasma-exchange"}),
        ("Rituximab is eliminated faster when IVIG is added.", {"rituximab"}),
        ("Combined use of IVIG and ACE inhibitors can lead to hypotension.", {"ace-inhibitor"}),
        ("Plasma exchange removes antibodies, and IVIG blocks them.", set()),
        ("Efgartigimod speeds the removal of IgG. IVIG is another treatment.", set()),
        ("IVIG removes autoantibodies faster; plasma exchange works at once.", set()),
        ("Live vaccines should be avoided by patients on rituximab. Those on IVIG were not studied.", set()),
    ],
)
def test_what_clears_a_product(shipped_reader: Reader, text: str, others: set[str]) -> None:
    assert objects_in(shipped_reader, text, "interacts_with") == others


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("IVIG does not interact with antibiotics.", {"antibiotic"}),
        ("Hizentra has no known interactions with corticosteroids.", {"corticosteroid"}),
        ("Warfarin is not affected by IVIG.", {"warfarin"}),
        ("Octagam has not been found to interact with antibiotics.", {"antibiotic"}),
        ("IVIG can safely be given together with antibiotics.", {"antibiotic"}),
        ("Does IVIG interfere with the flu vaccine? No.", {"influenza-vaccine"}),
        ("Heparin does not interact with warfarin in patients on IVIG.", set()),
        ("In Kawasaki disease IVIG may be given together with aspirin.", set()),
    ],
)
def test_interactions_denied(shipped_reader: Reader, text: str, others: set[str]) -> None:
    assert _denied(shipped_reader, text, "interacts_with") == others
    assert objects_in(shipped_reader, text, "interacts_with") == set()


def test_interactions_granted(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "Does Hizentra affect blood group tests? Yes, for some weeks.", "interacts_with") == {"blood-group-test"}


def test_who_should_be_careful(shipped_reader: Reader) -> None:
    claims = claims_in(shipped_reader, "Who should be careful with IVIG? Smokers and people with diabetes.", "has_risk_factor")
    assert {(claim.object, claim.polarity) for claim in claims} == {("smoking", "hedged"), ("diabetes-mellitus", "hedged")}


def test_who_should_be_careful_over_a_list(shipped_reader: Reader) -> None:
    text = "# Privigen\n## Who should be careful?\n- women taking oestrogen\n- people whose kidneys are weak\n- anyone who has had a blood clot\n"
    claims = claims_in(shipped_reader, text, "has_risk_factor")
    assert {claim.object for claim in claims} == {"estrogen", "renal-insufficiency", "history-of-thrombosis"}
    assert {claim.polarity for claim in claims} == {"hedged"}


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("When large doses of anti-D are used for ITP, fatigue is frequent.", {"fatigue"}),
        ("If WinRho is used for ITP, red cells break down.", {"hemolysis"}),
        ("IVIG-treated patients with ITP had more headaches than those on placebo.", {"headache"}),
    ],
)
def test_effects_where_a_use_opens_the_sentence(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == {"immune-thrombocytopenia"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("Obesity was not a risk factor for thrombosis under IVIG.", {"obesity"}),
        ("Neither smoking nor obesity was a risk factor for thrombosis with IVIG.", {"smoking", "obesity"}),
    ],
)
def test_factors_denied(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert _denied(shipped_reader, text, "has_risk_factor") == factors
    assert objects_in(shipped_reader, text, "has_risk_factor") == set()


@pytest.mark.parametrize(
    ("text", "effects", "factors"),
    [
        ("Smokers clot more readily on IVIG.", {"thromboembolism"}, {"smoking"}),
        ("Obesity and diabetes leave many recipients of IVIG vulnerable to kidney failure.", {"renal-failure"}, {"obesity", "diabetes-mellitus"}),
        ("Chills with IVIG come almost only when the drip runs too fast.", {"chills"}, {"high-infusion-rate"}),
        ("The danger of a clot doubles if IVIG is given to a smoker.", {"thromboembolism"}, {"smoking"}),
        ("Those who had migraines before more often get aseptic meningitis from IVIG.", {"aseptic-meningitis"}, {"history-of-migraine"}),
        ("Side effects of IVIG are few. Nausea is the main one.", {"nausea"}, set()),
        ("IVIG is used against many illnesses. Myositis is the main one.", set(), set()),
    ],
)
def test_risks_in_other_words(shipped_reader: Reader, text: str, effects: set[str], factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects
    assert objects_in(shipped_reader, text, "has_risk_factor") >= factors


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Heparin and immunoglobulin interact.", {"heparin"}),
        ("Red cell typing can be thrown off by Privigen.", {"blood-group-test"}),
        ("Vaccination with live viruses should be postponed for three months after IVIG.", {"live-attenuated-virus-vaccine"}),
        ("IVIG does no harm to the rotavirus vaccine.", set()),
    ],
)
def test_interactions_in_other_words(shipped_reader: Reader, text: str, others: set[str]) -> None:
    assert objects_in(shipped_reader, text, "interacts_with") == others


def test_kidneys_that_fail_are_no_failure_of_the_treatment(shipped_reader: Reader) -> None:
    text = "People with diabetes need extra water with IVIG because their kidneys could fail."
    assert objects_in(shipped_reader, text, "not_effective_for") == set()


def test_an_event_told_below_side_effects_is_no_history(shipped_reader: Reader) -> None:
    text = "# Side effects of immunoglobulin\nA very few have had a clot in the leg. Tell us if you have had a stroke.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"thromboembolism"}
    assert "history-of-thrombosis" not in objects_in(shipped_reader, text, "has_risk_factor")
