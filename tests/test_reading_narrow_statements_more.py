"""More statements that look like facts of a product: what somebody believed, who somebody is, refusals in a register, other makers of no difference."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    "text",
    [
        "Doctors feared for years that IVIG had transmitted HIV.",
        "IVIG was believed to spread hepatitis C, which proved wrong.",
        "SCIG is an option for mothers infected with HIV.",
        "One man caught hepatitis C from transfusions given along with anti-D immunoglobulin.",
        "IVIG was tried in men who had acquired HIV from infected products.",
        "Hepatitis C has been passed on by plasma products other than immunoglobulin.",
        "# Human albumin\nNobody has ever caught HIV from it. Immunoglobulin is made in the same way.",
    ],
)
def test_no_infection_is_passed_on(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


@pytest.mark.parametrize(
    ("text", "vaccine"),
    [
        ("If a live vaccine was injected accidentally after immunoglobulin, the dose has to be repeated later.", "live-attenuated-virus-vaccine"),
        ("Rabies vaccine induces antibody within ten days; this answer is suppressed by rabies immunoglobulin in excess.", "rabies-vaccine"),
        ("Live vaccines are forbidden in patients with SCID; they may also be impaired by recent IVIG.", "live-attenuated-virus-vaccine"),
    ],
)
def test_vaccines_that_a_product_impairs(shipped_reader: Reader, text: str, vaccine: str) -> None:
    assert vaccine in objects_in(shipped_reader, text, "interacts_with")


@pytest.mark.parametrize(
    "text",
    [
        "Aciclovir rather than VZIG is offered to women who have not had chickenpox and were in contact with a case.",
        "IVIG was given to adults who had not had gout before and met someone at the desk.",
        "IVIG is given to those who have never had epilepsy and were in contact with a case manager.",
        "The vaccine is offered to those who have not had measles and were exposed to a case; immunoglobulin has been given up.",
        "Two studies of IVIG noted fewer infections in controls.",
    ],
)
def test_nothing_is_kept_off(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "prevents") == set()


def test_the_product_that_stands_in_for_another(shipped_reader: Reader) -> None:
    claims = claims_in(shipped_reader, "For measles contacts in whom or where intramuscular immunoglobulin is contraindicated, IVIG is given.", "prevents")
    assert {claim.subject for claim in claims} <= {"intravenous-immunoglobulin"}


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        (
            "# Intravenous immunoglobulin\nA few with CVID also have IgA deficiency. IVIG is contraindicated in these patients.",
            {"selective-iga-deficiency"},
        ),
        ("# Intravenous immunoglobulin\nMany people have migraine. IVIG must not be used in these patients, it was once held.", set()),
        ("# Intravenous immunoglobulin\nWe will not use IVIG if patients with CIDP recover on steroids.", set()),
        ("Insurers will not give IVIG to people with fibromyalgia.", set()),
        ("# Immunoglobulin leaflet\nYou should not receive the infusion faster than planned if you have heart failure.", set()),
        ("# IVIG\nWe will not give it if you have heart failure.", {"cardiac-failure"}),
    ],
)
def test_whom_a_ban_is_on(shipped_reader: Reader, text: str, forbidden: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == forbidden


@pytest.mark.parametrize(
    "text",
    [
        "The response to IVIG in Kawasaki disease was not influenced by age.",
        "The rate of bronchiectasis was unaffected by the dose of IVIG.",
        "In a quarter of patients with CIDP, IVIG did not help.",
    ],
)
def test_what_made_no_difference(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == set()


def test_a_course_that_the_product_does_not_change(shipped_reader: Reader) -> None:
    text = "The course of Alzheimer disease was not influenced by high-dose IVIG."
    assert objects_in(shipped_reader, text, "not_effective_for") == {"alzheimer-s-disease"}


@pytest.mark.parametrize(
    ("position", "polarity"),
    [
        ("Evidence does not support immunoglobulin.", "negated"),
        ("there are insufficient grounds to recommend it.", "negated"),
        ("do not approve.", "negated"),
        ("unavailable.", "negated"),
        ("recommended.", "affirmed"),
    ],
)
def test_positions_of_a_register(shipped_reader: Reader, position: str, polarity: str) -> None:
    text = (
        f"# Immunoglobulin: register of uses\n\nNarcolepsy\nPosition: {position}\nDose: see annex.\n\n"
        "Guillain-Barre syndrome\nPosition: recommended.\nDose: 2 g/kg.\n"
    )
    assert {claim.object: claim.polarity for claim in claims_in(shipped_reader, text, "treats")} == {
        "narcolepsy": polarity, "guillain-barre-syndrome": "affirmed",
    }  # fmt: skip


def test_lists_below_a_denial(shipped_reader: Reader) -> None:
    text = "IVIG is not used for the following conditions:\n- narcolepsy\n- asthma\n"
    assert {(claim.object, claim.polarity) for claim in claims_in(shipped_reader, text, "treats")} == {("narcolepsy", "negated"), ("asthma", "negated")}


def test_records_of_what_befell_patients(shipped_reader: Reader) -> None:
    text = (
        "# Register of adverse events of IVIG\n\nRenal failure\nStatus: recovered.\nTreatment: dialysis.\n\n"
        "Aseptic meningitis\nStatus: recovered.\nTreatment: painkillers.\n"
    )
    assert objects_in(shipped_reader, text, "treats") == set()


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("IVIG may cause clots in the leg or lung infections.", {"deep-vein-thrombosis", "pneumonia"}),
        ("IVIG can cause clots in the lungs and brain fog.", {"pulmonary-embolism", "cognitive-disorder"}),
        ("Those given IVIG have a low risk of a relapse of Kawasaki disease.", set()),
        ("IVIG carries a small risk of clots in the leg or lung.", {"deep-vein-thrombosis", "pulmonary-embolism"}),
    ],
)
def test_effects(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    "text",
    [
        "# Intravenous immunoglobulin and rituximab\nRituximab is a monoclonal antibody. Used for pemphigus.",
        "Rabies-specific immunoglobulin titres rose after rabies vaccine and protect against rabies.",
        "Hepatitis B-specific immunoglobulin G in serum protects against hepatitis B.",
        "Asthma, a common lung disease, is one for which IVIG should not be used.",
    ],
)
def test_no_use(shipped_reader: Reader, text: str) -> None:
    claims = [*claims_in(shipped_reader, text, "treats"), *claims_in(shipped_reader, text, "prevents")]
    assert [claim for claim in claims if claim.polarity == "affirmed"] == []
