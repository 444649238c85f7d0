"""Whose effect, factor or care it is: sentences that name a disease, another treatment or a risk beside the product."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    "sentence",
    [
        "ITP can make you bruise easily.",
        "CIDP can cause swelling of the nerves.",
        "Plasma exchange is quick, but it often needs a port and may cause hypotension.",
        "IVIG prevents infections or makes them less severe if you have:\n- measles\n- rubella",
    ],
)
def test_what_a_disease_or_another_treatment_does_is_no_effect_of_the_product(shipped_reader: Reader, sentence: str) -> None:
    text = f"What is IVIG?\n\nIVIG is given into a vein. IVIG treats CIDP and ITP.\n\n{sentence}\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


def test_the_product_after_a_disease_still_has_its_effects(shipped_reader: Reader) -> None:
    text = "What is IVIG?\n\nIVIG is given for CIDP and can cause hypotension. It may also make you feel dizzy.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"hypotension", "dizziness"}


def test_verbs_between_the_word_for_effects_and_their_names(shipped_reader: Reader) -> None:
    text = "IVIG\n\nThe most common adverse effects come on soon after infusions and can include headache, nausea, and hypotension.\n"
    assert {"headache", "nausea", "hypotension"} <= objects_in(shipped_reader, text, "has_adverse_effect")


def test_the_place_in_the_last_name_holds_for_all(shipped_reader: Reader) -> None:
    text = "SCIG\n\nCommon side effects of SCIG include:\n- Pain, redness, bruising, or a hard lump at the injection site\n- Fever\n"
    found = objects_in(shipped_reader, text, "has_adverse_effect")
    assert {"injection-site-pain", "injection-site-erythema", "injection-site-bruising", "fever"} <= found
    mixed = text.replace("Pain, redness, bruising, or", "Headache, redness, or")
    assert "injection-site-erythema" not in objects_in(shipped_reader, mixed, "has_adverse_effect")


CARE = """IVIG: safe use

Among high-risk patients who have dehydration, advanced age or hypertension, a slow infusion rate and hydration are advised for IVIG.
Reactions at once include anaphylactic reactions and fever, especially in IgA-deficient patients.
"""


def test_what_raises_a_risk_is_not_what_care_is_for(shipped_reader: Reader) -> None:
    assert {"dehydration", "advanced-age", "hypertension"} <= objects_in(shipped_reader, CARE, "has_risk_factor")
    assert "selective-iga-deficiency" in objects_in(shipped_reader, CARE, "has_risk_factor")
    assert {claim.subject for claim in claims_in(shipped_reader, CARE, "mitigated_by")} == {"intravenous-immunoglobulin"}


@pytest.mark.parametrize(
    "sentence",
    [
        "IVIG is used in the following conditions:\n- Kawasaki disease\n- Guillain-Barre syndrome",
        "Infections cost lives in people with antibody deficiency, particularly in CVID.",
    ],
)
def test_uses_and_burdens_are_no_risk_factors(shipped_reader: Reader, sentence: str) -> None:
    assert objects_in(shipped_reader, f"IVIG\n\nIVIG helps the immune system.\n\n{sentence}\n", "has_risk_factor") == set()


def test_signs_of_an_allergic_reaction_forbid_nothing(shipped_reader: Reader) -> None:
    text = "IVIG\n\nDo not use IVIG if you ever had an allergic reaction (rash, breathlessness) to human immunoglobulin.\n"
    forbidden = objects_in(shipped_reader, text, "contraindicated_in")
    assert forbidden
    assert {"rash", "dyspnea"}.isdisjoint(forbidden)


def test_a_restriction_is_no_denial(shipped_reader: Reader) -> None:
    text = "Rabies immune globulin\n\nWithout the vaccine rabies immune globulin by itself will not protect from rabies.\n"
    assert all(claim.polarity != "negated" for claim in claims_in(shipped_reader, text, "prevents"))
    denied = text.replace("by itself will not", "does not")
    assert [claim.polarity for claim in claims_in(shipped_reader, denied, "prevents")] == ["negated"]


def test_the_range_of_severity_grades_no_effect(shipped_reader: Reader) -> None:
    text = "IVIG\n\nIVIG has adverse effects from mild to severe, including rash, with a few serious complications such as stroke.\n"
    found = {claim.object: claim.severity for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"rash": "unspecified", "stroke": "serious"}
