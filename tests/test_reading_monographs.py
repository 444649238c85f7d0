"""Monographs, policies and nursing notes: signs behind a colon, headings behind ranked lists, vaccines that children must not have."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize("parting", ["; ", ", "])
def test_signs_of_a_reaction_behind_a_colon(shipped_reader: Reader, parting: str) -> None:
    signs = parting.join(("hives", "difficult breathing", "swelling of your face"))
    text = f"# Rhophylac\n\n## Side effects\n\nGet emergency medical help if you have signs of an allergic reaction: {signs}.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"allergic-reaction"}


def test_heading_behind_a_ranked_list_with_marks(shipped_reader: Reader) -> None:
    text = (
        "Commissioning policy: immunoglobulin\n\nConditions for which immunoglobulin is not routinely commissioned\n\n"
        "- Rheumatoid arthritis\n- Atopic dermatitis\n\nSecondary antibody deficiency\n\n"
        "Immunoglobulin is recommended where there is recurrent bacterial infection despite antibiotics.\n"
    )
    denied = {claim.object for claim in claims_in(shipped_reader, text, "treats") if claim.polarity == "negated"}
    assert denied == {"rheumatoid-arthritis", "atopic-dermatitis"}


def test_vaccines_that_children_must_not_have(shipped_reader: Reader) -> None:
    text = "IVIG is given. Children should not have the measles, mumps, rubella or varicella vaccine until 11 months after high-dose IVIG."
    assert objects_in(shipped_reader, text, "contraindicated_in") == set()
    assert objects_in(shipped_reader, text, "interacts_with") == {"measles-vaccine", "mumps-vaccine", "rubella-vaccine", "varicella-vaccine"}


def test_fewer_by_the_product_that_a_pronoun_takes_up(shipped_reader: Reader) -> None:
    text = "IVIG is given early. It reduces the prevalence of coronary artery abnormalities from 25% to under 5%."
    assert objects_in(shipped_reader, text, "prevents") == {"coronary-artery-aneurysm"}


def test_women_who_are_not_sensitised(shipped_reader: Reader) -> None:
    text = "Anti-D immunoglobulin is indicated for suppression of Rh isoimmunization in non-sensitized, Rho(D)-negative women."
    assert objects_in(shipped_reader, text, "prevents") == {"rh-isoimmunization"}
    assert objects_in(shipped_reader, text, "treats") == set()


def test_most_frequently_in_some_counts_nothing(shipped_reader: Reader) -> None:
    text = "# WinRho SDF\n\n## Warnings\n\nFatal outcomes of hemolysis have occurred most frequently in patients of advanced age.\n"
    assert {claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == {"unspecified"}


@pytest.mark.parametrize("whom", ["those with", "anyone with", "patients with", "children with"])
def test_whom_it_should_not_be_used_in(shipped_reader: Reader, whom: str) -> None:
    text = f"# Anti-D for ITP\n\nAnti-D raises platelets. It should not be used in {whom} Evans syndrome or SLE.\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"evans-syndrome", "systemic-lupus-erythematosus"}


def test_acronym_in_a_list_of_conditions(shipped_reader: Reader) -> None:
    text = "| Use | IVIG |\n|---|---|\n| Approved for | PI, CIDP, ITP |\n"
    assert objects_in(shipped_reader, text, "treats") == {
        "primary-immunodeficiency",
        "chronic-inflammatory-demyelinating-polyneuropathy",
        "immune-thrombocytopenia",
    }


def test_lines_below_what_is_done_after_exposure(shipped_reader: Reader) -> None:
    text = (
        "Post-exposure prophylaxis\n\nMeasles: give normal immunoglobulin within six days to infants under 6 months.\n"
        "Hepatitis A: immunoglobulin is offered to contacts over 60 or with chronic liver disease.\n"
    )
    assert objects_in(shipped_reader, text, "prevents") == {"measles", "hepatitis-a"}
    assert objects_in(shipped_reader, text, "treats") == set()


@pytest.mark.parametrize(
    "sentence", ["Neurologists rely on it for CIDP.", "Many turn to IVIG to treat CIDP.", "CIDP is one of its best known successes."]
)
def test_other_words_for_a_use(shipped_reader: Reader, sentence: str) -> None:
    text = f"IVIG is made from plasma. {sentence}"
    assert objects_in(shipped_reader, text, "treats") == {"chronic-inflammatory-demyelinating-polyneuropathy"}


def test_pregnancy_is_no_class(shipped_reader: Reader) -> None:
    text = "IVIG is used in pregnancy. Thrombosis is a concern because pregnancy itself is prothrombotic."
    assert claims_in(shipped_reader, text, "in_category") == []


def test_list_of_contraindications_that_exist(shipped_reader: Reader) -> None:
    text = (
        "HBIG is safe, but a number of contraindications exist: people with hemophilia, people with IgA deficiency, "
        "and people allergic to human globulin."
    )
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hemophilia", "selective-iga-deficiency", "hypersensitivity-to-immunoglobulin"}


def test_illnesses_that_are_not_treated_with_it(shipped_reader: Reader) -> None:
    claims = claims_in(shipped_reader, "Celiac disease and type 1 diabetes are not treated with immunoglobulin.", "treats")
    assert {(claim.object, claim.polarity) for claim in claims} == {("celiac-disease", "negated"), ("type-1-diabetes", "negated")}
    text = "Celiac disease is not treated with immunoglobulin."
    assert objects_in(shipped_reader, text, "not_effective_for") == set()


def test_failure_in_the_condition_that_opens_the_sentence(shipped_reader: Reader) -> None:
    text = "IVIG is used in myocarditis. For Stevens-Johnson syndrome results conflict; a meta-analysis showed no survival benefit."
    assert objects_in(shipped_reader, text, "not_effective_for") == {"stevens-johnson-syndrome"}
    assert objects_in(shipped_reader, text, "treats") == {"myocarditis"}


def test_vaccine_that_has_replaced_the_product(shipped_reader: Reader) -> None:
    text = "Normal human immunoglobulin protects travelers against hepatitis A for up to three months; the vaccine has largely replaced it."
    assert objects_in(shipped_reader, text, "interacts_with") == set()
    assert objects_in(shipped_reader, text, "prevents") == {"hepatitis-a"}


def test_second_treatment_behind_an_organ_transplantation(shipped_reader: Reader) -> None:
    text = "ATG is used in the prevention and treatment of acute rejection in organ transplantation and therapy of aplastic anemia."
    assert objects_in(shipped_reader, text, "treats") == {"transplant-rejection", "aplastic-anemia"}


def test_grade_of_all_that_such_as_names(shipped_reader: Reader) -> None:
    text = "IVIG is given. Rarely, severe reactions such as renal failure, thrombotic events and aseptic meningitis occur."
    claims = claims_in(shipped_reader, text, "has_adverse_effect")
    assert {(claim.object, claim.severity) for claim in claims} == {
        ("renal-failure", "serious"),
        ("thromboembolism", "serious"),
        ("aseptic-meningitis", "serious"),
    }


def test_transplantation_is_where_the_disease_comes(shipped_reader: Reader) -> None:
    text = "CMV-IGIV is made from plasma.\n\nLabeled use: prophylaxis of CMV disease associated with transplantation of kidney, lung and liver.\n"
    claims = claims_in(shipped_reader, text, "prevents")
    assert [(claim.object, claim.status) for claim in claims] == [("cytomegalovirus-infection", "approved")]


def test_what_the_product_did_for_a_patient(shipped_reader: Reader) -> None:
    text = "A 29-year-old woman with ITP was given prednisone without response. IVIG 1 g/kg for two days raised her count to 98."
    assert objects_in(shipped_reader, text, "treats") == {"immune-thrombocytopenia"}


def test_people_for_whom_other_treatment_fails(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "HyQvia can be used in people for whom treatment for infections does not work.", "treats") == set()


def test_reaction_to_it_in_the_past(shipped_reader: Reader) -> None:
    text = "You should not have immunoglobulin if you have had a severe reaction to it in the past."
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hypersensitivity-to-immunoglobulin"}


def test_slightly_higher_chance(shipped_reader: Reader) -> None:
    text = "IVIG can cause clots. Women who take the contraceptive pill have a slightly higher chance of clots."
    assert "estrogen" in objects_in(shipped_reader, text, "has_risk_factor")


def test_usual_next_step(shipped_reader: Reader) -> None:
    text = "In children with ADEM that does not respond to steroids, IVIG is the usual next step."
    assert objects_in(shipped_reader, text, "treats") == {"acute-disseminated-encephalomyelitis"}


def test_what_analyses_suggest_is_no_recommendation(shipped_reader: Reader) -> None:
    text = "Meta-analyses suggested that intravenous immune globulin might reduce death in suspected or proven neonatal infection."
    assert not [claim for claim in claims_in(shipped_reader, text, "treats") if claim.status == "recommended"]


def test_suggest_at_the_very_end(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "IVIG for ITP is what we suggest", "treats") == {"immune-thrombocytopenia"}
