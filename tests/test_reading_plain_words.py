"""Plain sentences on immunoglobulins as labels, leaflets and pages write them: what each says, and what it does not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

_MMRV = {"measles-vaccine", "mumps-vaccine", "rubella-vaccine", "varicella-vaccine"}


@pytest.mark.parametrize(
    ("text", "vaccines"),
    [
        ("Antibodies in Varizig may impair the response to measles, mumps, rubella and varicella vaccine viruses.", _MMRV),
        ("IVIG can weaken the response to measles, mumps, and rubella vaccines for months.", _MMRV - {"varicella-vaccine"}),
        ("After IVIG the MMR vaccine may not work for a year.", {"mmr-vaccine"}),
    ],
)
def test_a_list_of_vaccines_names_each(shipped_reader: Reader, text: str, vaccines: set[str]) -> None:
    assert objects_in(shipped_reader, text, "interacts_with") == vaccines


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("Anti-D immunoglobulin must not be given after splenectomy or when the direct antiglobulin test is positive.",
         {"splenectomy", "positive-direct-antiglobulin-test"}),
        ("WinRho must not be used in patients who are RhD-negative or have had their spleen removed.", {"rh-negative-patients", "splenectomy"}),
    ],
)  # fmt: skip
def test_states_in_which_anti_d_must_not_be_given(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned


def test_a_risk_that_is_greater_in_some(shipped_reader: Reader) -> None:
    text = "The risk of thrombosis with IVIG is greater in older adults and in people with heart disease."
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"advanced-age", "heart-disease"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"thromboembolism"}


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("In Guillain-Barre syndrome, by contrast, it is as good as plasma exchange and remains a standard treatment.", {"guillain-barre-syndrome"}),
        ("In Guillain-Barre syndrome it remains a standard treatment.", {"guillain-barre-syndrome"}),
        ("In Guillain-Barre syndrome plasma exchange remains a standard treatment.", set()),
    ],
)
def test_a_pronoun_that_is_held_against_another_treatment(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, f"IVIG was no better than placebo in recurrent miscarriage. {text}", "treats") == treated


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("IVIG may block Fc receptors on macrophages.", "hedged"),
        ("IVIG may mop up harmful antibodies, calm inflammation and block Fc receptors.", "hedged"),
        ("IVIG blocks Fc receptors.", "affirmed"),
        ("It may take weeks, but IVIG blocks Fc receptors.", "affirmed"),
        ("IVIG, which may be given at home, blocks Fc receptors.", "affirmed"),
    ],
)
def test_what_a_product_may_do_is_in_doubt(shipped_reader: Reader, text: str, polarity: str) -> None:
    claims = claims_in(shipped_reader, text, "acts_via")
    assert {claim.polarity for claim in claims if claim.object == "activating-fc-gamma-receptor-blockade"} == {polarity}


@pytest.mark.parametrize(
    ("text", "routes"),
    [
        ("Zutectra is for subcutaneous injection only. Tell us how you felt after the last injection of Zutectra.", {"subcutaneous-injection"}),
        ("Tell us how you felt after the last injection of Zutectra.", {"injection"}),
    ],
)
def test_an_injection_whose_route_is_told_elsewhere(shipped_reader: Reader, text: str, routes: set[str]) -> None:
    assert objects_in(shipped_reader, text, "given_by_route") == routes


def test_a_class_and_the_name_that_it_is_known_by(shipped_reader: Reader) -> None:
    text = "Polymyositis is one of several muscle diseases known as the inflammatory myopathies."
    assert objects_in(shipped_reader, text, "in_category") == {"muscle-disease", "inflammatory-myopathy"}


_LEMS = """What is Lambert-Eaton Myasthenic Syndrome?
It is an autoimmune disease.

What are the treatments for Lambert-Eaton Myasthenic Syndrome?
Steroids, plasmapheresis and intravenous immunoglobulin have been used. {}
"""


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("In those with lung cancer, treatment of the cancer comes first.", {"lambert-eaton-myasthenic-syndrome"}),
        ("It is also used in myasthenia gravis.", {"lambert-eaton-myasthenic-syndrome", "myasthenia-gravis"}),
    ],
)
def test_another_disease_on_the_page_of_one(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, _LEMS.format(text), "treats") == treated


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Her antibodies attack the blood of the child. This can lead to hemolytic anemia.", set()),
        ("The infusion is quick. This can lead to hemolytic anemia.", {"hemolytic-anemia"}),
    ],
)
def test_what_an_attack_leads_to(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, f"Rh immune globulin is given as a shot. {text}", "has_adverse_effect") == effects


def test_complaints_that_hardly_improve(shipped_reader: Reader) -> None:
    text = "In common variable immunodeficiency, IVIG stops the cycle of recurrent infections. However, bowel symptoms have little improvement with IVIG."
    assert objects_in(shipped_reader, text, "prevents") == {"recurrent-infection"}
    assert objects_in(shipped_reader, text, "not_effective_for") == set()


def test_a_frequency_that_is_conceded(shipped_reader: Reader) -> None:
    text = "Kiovig may increase the risk of heart attack, stroke or lung embolism, although only in very rare cases."
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == dict.fromkeys(("myocardial-infarction", "stroke", "pulmonary-embolism"), "very_rare")


def test_children_who_are_protected(shipped_reader: Reader) -> None:
    text = (
        "Anti-D immunoglobulin removes the baby's rhesus positive red cells from the mother's blood. "
        "In this way children of later pregnancies are protected from haemolytic disease of the newborn."
    )
    assert objects_in(shipped_reader, text, "prevents") == {"hemolytic-disease-of-the-fetus-and-newborn"}
    assert objects_in(shipped_reader, text, "acts_via") == {"rhd-positive-erythrocyte-clearance"}


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("In Kawasaki disease, IVIG brings the rate of coronary artery aneurysms down to a few in a hundred.", {"coronary-artery-aneurysm"}),
        ("A girl who meets chickenpox should get varicella zoster immune globulin soon.", {"varicella"}),
    ],
)
def test_what_is_brought_down_and_who_met_a_germ(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented
