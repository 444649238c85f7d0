"""Harms and risks as pages and leaflets tell them: below lines that announce them, as what signs may mean, in shares and in doubt."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def test_paragraphs_below_a_line_that_announces_them(shipped_reader: Reader) -> None:
    text = (
        "# Autoimmune encephalitis\n\nEncephalitis is treated with steroids or IVIG.\n\nWhat patients who receive IVIG should know:\n\n"
        "Headache, nausea and fever on the day of the drip are frequent. They are mostly mild.\n\n"
        "A bad headache with a stiff neck the next day may be a sign of aseptic meningitis, a side effect that is uncommon.\n"
    )
    claims = claims_in(shipped_reader, text, "has_adverse_effect")
    assert {(claim.object, claim.frequency) for claim in claims} == {
        ("headache", "common"),
        ("nausea", "common"),
        ("fever", "common"),
        ("aseptic-meningitis", "uncommon"),
    }


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        (
            "Aseptic meningitis may occur after IVIG. Patients who suffer from migraine are more likely to have it.",
            {"history-of-migraine"},
        ),
        ("IVIG can cause clots. The risk is higher in old people and in those who cannot walk.", {"advanced-age", "immobilization"}),
        (
            "Before you get Privigen, tell your doctor if you smoke, are over 65 or take oestrogens. In such cases blood clots are more likely.",
            {"smoking", "advanced-age", "estrogen"},
        ),
        ("The risk of clots rises if IVIG is infused too quickly.", {"high-infusion-rate"}),
        ("Patients with IgA deficiency can have anaphylaxis from IVIG.", {"selective-iga-deficiency"}),
        (
            "Use IVIG with care in patients with IgA deficiency, and in people with haemophilia, in whom an injection can cause bleeding.",
            {"selective-iga-deficiency", "hemophilia"},
        ),
    ],
)
def test_who_runs_a_risk(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors
    assert objects_in(shipped_reader, text, "treats") == set()


def test_signs_before_what_they_mean(shipped_reader: Reader) -> None:
    text = (
        "# SCIG leaflet\n\nCall your doctor at once if you have wheezing, swelling of the tongue or a fast pulse. "
        "You may have a severe allergic reaction.\n"
    )
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"allergic-reaction"}


def test_grade_of_signs_below_a_call_for_help(shipped_reader: Reader) -> None:
    text = (
        "# IVIG: side effects\n\nSerious side effects are rare. Get help at once if you have:\n\n"
        "- a very bad headache with a stiff neck - this could be aseptic meningitis\n"
        "- dark urine - this might mean that red blood cells are breaking down (haemolysis)\n"
    )
    claims = claims_in(shipped_reader, text, "has_adverse_effect")
    assert {(claim.object, claim.severity, claim.frequency) for claim in claims} == {
        ("aseptic-meningitis", "serious", "rare"),
        ("hemolysis", "serious", "rare"),
    }


def test_shares_of_each_and_of_large_wholes(shipped_reader: Reader) -> None:
    text = "In trials of IVIG, headache, nausea and rash were seen in 2 to 8 percent each. Anaphylaxis was seen in 1 in 60,000 recipients."
    claims = claims_in(shipped_reader, text, "has_adverse_effect")
    assert {(claim.object, claim.frequency) for claim in claims} == {
        ("headache", "common"),
        ("nausea", "common"),
        ("rash", "common"),
        ("anaphylaxis", "very_rare"),
    }


def test_what_shows_on_the_skin_where_it_is_given(shipped_reader: Reader) -> None:
    text = "Redness and itching of the skin are common when SCIG is given under the skin."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"injection-site-erythema", "injection-site-pruritus"}


def test_transmission_in_theory_is_hedged(shipped_reader: Reader) -> None:
    claims = claims_in(shipped_reader, "As with all plasma products, transmission of viruses by IVIG is possible in theory.", "has_adverse_effect")
    assert [(claim.object, claim.polarity) for claim in claims] == [("transmission-of-infectious-agents", "hedged")]


def test_too_much_for_a_muscle_is_no_ban(shipped_reader: Reader) -> None:
    text = "Intramuscular globulin is not used in immunodeficiency, because the large volume cannot be given into a muscle."
    assert objects_in(shipped_reader, text, "contraindicated_in") == set()


def test_what_the_body_does_to_itself_is_no_effect(shipped_reader: Reader) -> None:
    text = "In pemphigus, autoantibodies bind to the skin. This leads to blisters. IVIG removes autoantibodies."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


def test_medicines_to_be_told_of_do_not_interact(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "Before IVIG, tell your doctor about all your medicines, including diuretics.", "interacts_with") == set()


def test_illnesses_among_listed_factors(shipped_reader: Reader) -> None:
    text = "Privigen\n\nThrombosis may occur with Privigen. Risk factors for thrombosis include hypertension, cancer, smoking and kidney disease.\n"
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"hypertension", "cancer", "smoking", "kidney-disease"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"thromboembolism"}


@pytest.mark.parametrize("effect", ["laryngeal pain", "nasal discomfort", "lymphangitis", "photopsia", "infusion site scab", "renal colic"])
def test_effects_of_summaries_of_product_characteristics(shipped_reader: Reader, effect: str) -> None:
    text = f"Privigen\n\n4.8 Undesirable effects\n\nCommon: headache, {effect}, nausea\n"
    surfaces = {claim.surface for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert surfaces == {"headache", effect, "nausea"}
