"""Conditions that a relative clause speaks of, arms of trials, and shouted headings with little words."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("sentence", "status", "polarity"),
    [
        ("Rejection of a transplant is another condition for which it is sometimes given.", "used", "affirmed"),
        ("Lupus is among the conditions in which it may be used.", "used", "affirmed"),
        ("Dermatomyositis is one of the conditions for which IVIG is licensed.", "approved", "affirmed"),
        ("Asthma is a condition for which IVIG is not approved.", "approved", "negated"),
        ("Multiple sclerosis is not a condition for which IVIG is recommended.", "recommended", "negated"),
        ("Narcolepsy is a condition for which IVIG may help.", "used", "hedged"),
    ],
)
def test_condition_for_which_it_is_used(shipped_reader: Reader, sentence: str, status: str, polarity: str) -> None:
    claims = claims_in(shipped_reader, f"IVIG is made from plasma. {sentence}", "treats")
    assert [(claim.status, claim.polarity) for claim in claims] == [(status, polarity)]


def test_disease_in_which_it_does_not_help(shipped_reader: Reader) -> None:
    text = "Inclusion body myositis is a disease in which IVIG does not help."
    assert objects_in(shipped_reader, text, "treats") == set()
    assert objects_in(shipped_reader, text, "not_effective_for") == {"inclusion-body-myositis"}


def test_disease_in_which_something_else_happens(shipped_reader: Reader) -> None:
    text = "Hemophilia is a disease in which the blood does not clot. IVIG is made from plasma."
    assert objects_in(shipped_reader, text, "treats") == set()


@pytest.mark.parametrize("arms", ["Privigen or placebo", "Privigen or placebo (saline)"])
def test_what_the_other_arm_got(shipped_reader: Reader, arms: str) -> None:
    assert objects_in(shipped_reader, f"In this double-blind trial, 40 adults with CIDP received {arms}.", "treats") == {
        "chronic-inflammatory-demyelinating-polyneuropathy"
    }


def test_those_assigned_at_random_are_studied(shipped_reader: Reader) -> None:
    claims = claims_in(shipped_reader, "We randomly assigned children with Kawasaki disease to receive IVIG or aspirin alone.", "treats")
    assert {claim.status for claim in claims} == {"investigational"}


@pytest.mark.parametrize("heading", ["WARNING: THROMBOSIS AND RENAL FAILURE", "WARNING: THROMBOSIS and RENAL FAILURE"])
def test_boxed_warning_whose_little_words_are_small(shipped_reader: Reader, heading: str) -> None:
    text = f"{heading}\n\n• Thrombosis may occur with Privigen.\n\nINDICATIONS\nPrivigen is indicated for ITP.\n"
    claims = claims_in(shipped_reader, text, "has_adverse_effect")
    assert {claim.severity for claim in claims if claim.object == "thromboembolism"} == {"serious"}


def test_acronyms_are_no_heading(shipped_reader: Reader) -> None:
    text = "IVIG is used for:\n\nCIDP and MMN\nGBS\nITP\n"
    assert len(objects_in(shipped_reader, text, "treats")) == 4


def test_place_in_the_name_of_an_effect_is_no_advice(shipped_reader: Reader) -> None:
    text = "The most common side effects of Gamunex-C were headache with intravenous use and infusion site reactions with subcutaneous use."
    assert "rotate-injection-sites" not in objects_in(shipped_reader, text, "mitigated_by")
