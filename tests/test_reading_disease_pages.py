"""What pages on diseases and guides say of uses, failures, classes and other means."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize("opening", ["IVIG may be used for:", "IVIG can be given for:", "IVIG might be used in:", "IVIG is sometimes used to treat:"])
def test_uses_below_a_modest_opening(shipped_reader: Reader, opening: str) -> None:
    claims = claims_in(shipped_reader, f"{opening}\n\n- CIDP\n- lupus\n", "treats")
    assert {claim.object for claim in claims} == {"chronic-inflammatory-demyelinating-polyneuropathy", "systemic-lupus-erythematosus"}
    assert {claim.method for claim in claims} == {"treats intro"}


@pytest.mark.parametrize(
    "case",
    ["if other medicines have not helped", "if other treatments have not worked", "unless steroids are enough", "where steroids are not suitable"],
)
def test_use_in_the_case_that_others_fail(shipped_reader: Reader, case: str) -> None:
    text = f"IVIG may be used for:\n\n- stiff person syndrome, {case}\n- lupus\n"
    assert objects_in(shipped_reader, text, "treats") == {"stiff-person-syndrome", "systemic-lupus-erythematosus"}
    assert objects_in(shipped_reader, text, "not_effective_for") == set()


def test_condition_that_opens_its_sentence(shipped_reader: Reader) -> None:
    text = "IVIG has other uses. In pemphigus, it is given when steroids have not worked. In dermatomyositis, it is used if rituximab fails."
    claims = claims_in(shipped_reader, text, "treats")
    assert {(claim.object, claim.polarity) for claim in claims} == {("pemphigus", "affirmed"), ("dermatomyositis", "affirmed")}


@pytest.mark.parametrize(
    ("sentence", "conditions"),
    [
        ("Immune globulin was ineffective in the treatment of chronic fatigue syndrome.", {"myalgic-encephalomyelitis-chronic-fatigue-syndrome"}),
        ("IVIG is ineffective for preventing rubella and mumps.", {"rubella", "mumps"}),
        ("IVIG has not been found to be useful in Alzheimer's disease.", {"alzheimer-s-disease"}),
        ("Octagam is not a treatment for people who already have chickenpox.", {"varicella"}),
    ],
)
def test_failures_in_other_words(shipped_reader: Reader, sentence: str, conditions: set[str]) -> None:
    assert objects_in(shipped_reader, sentence, "not_effective_for") == conditions
    assert objects_in(shipped_reader, sentence, "treats") | objects_in(shipped_reader, sentence, "prevents") == set()


def test_what_is_said_not_to_respond_to_other_medicines(shipped_reader: Reader) -> None:
    text = "Seizures in Rasmussen's encephalitis may not respond to anti-epileptic drugs but may improve with IVIG."
    assert objects_in(shipped_reader, text, "not_effective_for") == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "VariZIG is made from donors with antibodies against the varicella-zoster virus, the virus that causes chickenpox.",
        "Lymphoma and its treatment can weaken the immune system. IVIG is made from plasma.",
        "People with kidney disease may still be able to receive SCIG.",
        "SCIG is not suitable in an emergency such as Kawasaki disease.",
        "We suggest against a second course of IVIG in patients with GBS and a poor outlook.",
        "SCIG strengthens the defence against bacteria and viruses.",
    ],
)
def test_conditions_that_are_neither_use_nor_ban(shipped_reader: Reader, sentence: str) -> None:
    for predicate in ("treats", "contraindicated_in", "not_effective_for"):
        assert objects_in(shipped_reader, sentence, predicate) == set()


def test_standard_treatment_below_a_question(shipped_reader: Reader) -> None:
    text = "# Guillain-Barré syndrome\n\n## How is it treated?\n\nThe standard treatment is IVIG or plasma exchange.\n"
    claims = claims_in(shipped_reader, text, "treats")
    assert [(claim.object, claim.status) for claim in claims] == [("guillain-barre-syndrome", "recommended")]


def test_hope_of_small_studies(shipped_reader: Reader) -> None:
    text = "In inclusion body myositis, small studies suggest that IVIG may help swallowing."
    claims = claims_in(shipped_reader, text, "treats")
    assert [(claim.object, claim.polarity) for claim in claims] == [("inclusion-body-myositis", "hedged")]


def test_infections_made_fewer_by_regular_treatment(shipped_reader: Reader) -> None:
    text = "SCIG is injected under the skin. Long-term treatment reduces serious infections, such as meningitis and sepsis."
    assert "sepsis" in objects_in(shipped_reader, text, "prevents")
    assert objects_in(shipped_reader, text, "treats") == set()


def test_forms_that_follow_one_by_one(shipped_reader: Reader) -> None:
    text = (
        "Vasculitis is a group of diseases that harm vessels. It has several causes. The most common form in adults is giant cell arteritis. "
        "Another form, Kawasaki disease, affects young children."
    )
    claims = claims_in(shipped_reader, text, "in_category")
    assert {(claim.subject, claim.object) for claim in claims} == {("giant-cell-arteritis", "vasculitis"), ("kawasaki-disease", "vasculitis")}


def test_class_that_people_are_born_with(shipped_reader: Reader) -> None:
    text = "You may need immunoglobulin if you have a primary immunodeficiency that you were born with, such as CVID or XLA."
    claims = claims_in(shipped_reader, text, "in_category")
    assert {(claim.subject, claim.object) for claim in claims} == {
        ("common-variable-immunodeficiency", "primary-immunodeficiency"),
        ("x-linked-agammaglobulinemia", "primary-immunodeficiency"),
    }


def test_goals_of_all_care_are_no_mechanism(shipped_reader: Reader) -> None:
    text = "The goals of treatment are to reduce inflammation and prevent relapse. IVIG is one option in CIDP."
    assert objects_in(shipped_reader, text, "acts_via") == set()


def test_live_vaccines_that_the_illness_forbids(shipped_reader: Reader) -> None:
    text = "# XLA\n\nPatients are given immunoglobulin. Live vaccines must not be given to people with XLA.\n"
    assert objects_in(shipped_reader, text, "interacts_with") == set()
