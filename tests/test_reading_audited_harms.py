"""What an immunoglobulin does to those who get it, and what it does not: complaints of the illness, of others, of before, and how often."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "prevented", "effects"),
    [
        ("Since IVIG came into use, pneumonia and meningitis have become rare in agammaglobulinemia.", {"pneumonia", "meningitis"}, set()),
        ("Since regular IVIG is given, pneumonia and sinusitis are seldom met.", {"pneumonia", "sinusitis"}, set()),
        ("Since the advent of immunoglobulin therapy, the number of severe infections, such as osteomyelitis, has been greatly reduced.",
         {"severe-infection", "osteomyelitis"}, set()),
        ("Boys with agammaglobulinemia on IVIG seldom get pneumonia.", {"pneumonia"}, set()),
        ("Since immune globulin came in, deaths from measles have fallen.", {"measles"}, set()),
        ("Patients on IVIG rarely develop meningitis.", set(), {"meningitis"}),
        ("Meningitis is rare with IVIG.", set(), {"meningitis"}),
        ("Headache has become rare since IVIG was introduced in a new brand.", set(), {"headache"}),
        ("Aseptic meningitis has become rare since IVIG is given slowly.", set(), {"aseptic-meningitis"}),
        ("Since the pneumococcal vaccine came in, pneumonia has become rare. IVIG can cause headache.", set(), {"headache"}),
    ],
)  # fmt: skip
def test_an_infection_that_is_hardly_met_since_a_product_is_given(
    shipped_reader: Reader, text: str, prevented: set[str], effects: set[str]
) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "told", "denied"),
    [
        ("No rash, mild headache at three hours (gone after slowing the IVIG infusion).", {"headache"}, {"rash"}),
        ("There was no anaphylaxis, chills in three patients given IVIG.", {"chills"}, {"anaphylaxis"}),
        ("No rash, mild headache or chills were seen after IVIG.", set(), {"rash", "headache", "chills"}),
        ("No rash, headache or chills occurred in two patients given IVIG.", set(), {"rash", "headache", "chills"}),
        ("No renal failure, thrombosis, hemolysis in two trials of IVIG.", set(), {"renal-failure", "thromboembolism", "hemolysis"}),
        ("Aims of IVIG: no kidney injury and no clots.", set(), set()),
        ("The aim was met: no clots and no kidney failure occurred with IVIG.", set(), {"thromboembolism", "renal-failure"}),
        ("Hemolysis was found in 0% to 21% of those given IVIG.", {"hemolysis"}, set()),
        ("Hemolysis ranged from 0% to 17% in patients treated with IVIG.", {"hemolysis"}, set()),
        ("Thrombosis was seen in 0% of patients on IVIG.", set(), {"thromboembolism"}),
    ],
)
def test_what_a_denial_reaches(shipped_reader: Reader, text: str, told: set[str], denied: set[str]) -> None:
    claims = claims_in(shipped_reader, text, "has_adverse_effect")
    assert {claim.object for claim in claims if claim.polarity == "affirmed"} == told
    assert {claim.object for claim in claims if claim.polarity == "negated"} == denied
    assert objects_in(shipped_reader, text, "treats") == set()


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Plasma exchange is chosen when IVIG is contraindicated or has failed. Side effects: low blood pressure, tingling.", set()),
        ("Efgartigimod is an alternative to IVIG. Common side effects: headache, cough.", set()),
        ("Plasma exchange works faster than IVIG. Side effects include hypotension.", set()),
        ("# Plasma exchange\n\n- It is used when IVIG has failed.\n- Some are moved to IVIG.\n\n## Side effects\n\nCommon:\n- Hypotension\n", set()),
        ("IVIG is an alternative to plasma exchange. Common side effects: headache and chills.", {"headache", "chills"}),
        ("Plasma exchange and IVIG are used in GBS. Side effects: headache.", {"headache"}),
        ("Steroids are used in CIDP. IVIG works as well. Side effects: headache.", {"headache"}),
    ],
)
def test_side_effects_of_the_treatment_that_the_sentence_before_opens_with(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Aseptic meningitis can follow IVIG. Patients have headache, a stiff neck, and vomiting is very common.", {"aseptic-meningitis"}),
        ("Aseptic meningitis can follow IVIG; the patient feels severe sensitivity to light.", {"aseptic-meningitis"}),
        ("Aseptic meningitis can follow IVIG. Patients experience a headache. Vomiting is also common.", {"aseptic-meningitis"}),
        ("Thrombosis can occur with IVIG. Other patients have headache.", {"thromboembolism", "headache"}),
        ("Headache is common with IVIG. Patients have chills and fever.", {"headache", "chills", "fever"}),
        ("IVIG may cause headache with a pain score of 7 out of 10.", {"headache"}),
        ("IVIG can cause headache with symptoms that look like meningitis.", {"headache"}),
        ("IVIG can cause side effects like meningitis and headache.", {"meningitis", "headache"}),
    ],
)
def test_signs_by_which_an_effect_is_known(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("In one series, death occurred in 6 of 30 fetuses that had a transfusion. IVIG delayed the anemia.", set()),
        ("Death occurred in 2 of 30 patients who received IVIG.", {"death"}),
        ("Fever occurred in 3 of 10 patients who underwent dialysis after IVIG.", {"fever"}),
        ("After IVIG for CIDP she went home. A week later she broke her wrist in a fall.", set()),
        ("Falls were reported with IVIG.", {"fall"}),
        ("I had pain and numb hands. My doctor recommended IVIG.", set()),
        ("I caught a cold, and my nose started to itch. Then I got IVIG.", set()),
        ("I get IVIG every month. I had a headache and chills last time.", {"headache", "chills"}),
        ("Diagnostic criteria: fever for five days and four of conjunctivitis, rash, red lips. Treatment is IVIG 2 g/kg.", set()),
        ("Kawasaki disease is treated with IVIG.\nKawasaki: \"a mnemonic\" (conjunctivitis, rash, swollen hands).", set()),
        ("Measles\n\n- Immune globulin may help.\n- Call first.\n- Symptom block: fever, cough, rash.", set()),
        ("IVIG. Symptoms to report: fever, cough, rash.", {"fever", "cough", "rash"}),
        ("SCIG offers treatment at home and potentially fewer systemic side effects.", set()),
        ("SCIG may have fewer systemic reactions than IVIG.", set()),
        ("SCIG can cause systemic reactions.", {"systemic-reaction"}),
    ],
)
def test_complaints_that_are_none_of_the_product(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


def test_a_red_eye_is_no_way_of_giving(shipped_reader: Reader) -> None:
    text = "A child has bilateral conjunctival injection and fever. What is the best therapy? IVIG and aspirin."
    assert objects_in(shipped_reader, text, "given_by_route") == set()


@pytest.mark.parametrize(
    ("text", "frequencies"),
    [
        ("Headache is one of the most frequently reported side effects of IVIG.", {"headache": "common"}),
        ("Nausea is one of the commonest side effects of SCIG.", {"nausea": "common"}),
        ("Other flu-like symptoms are also common after IVIG.", {"influenza-like-illness": "common"}),
        ("Thrombosis after IVIG is recognised but rare, and has been reported in patients with risk factors.", {"thromboembolism": "rare"}),
        ("Headache is common with IVIG; chills are also seen.", {"headache": "common", "chills": "unspecified"}),
        ("IVIG product: Privigen (10% IVIG) - lot 7\n\nRisk of headache.", {"headache": "unspecified"}),
        ("# Privigen side effects (more than 10% of patients)\n\n- headache\n- chills\n", {"headache": "very_common", "chills": "very_common"}),
    ],
)
def test_how_often_an_effect_is_met(shipped_reader: Reader, text: str, frequencies: dict[str, str]) -> None:
    assert {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == frequencies
