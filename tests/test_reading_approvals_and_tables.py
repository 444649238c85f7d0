"""Approvals with brackets, evidence in tables, vaccines behind "but", reasons of a treatment."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def test_approval_parted_from_its_use_by_brackets(shipped_reader: Reader) -> None:
    text = "The FDA has approved the Octapharma brand Panzyga (immune globulin intravenous, human - ifas) to treat adults with CIDP."
    assert {claim.status for claim in claims_in(shipped_reader, text, "treats")} == {"approved"}


@pytest.mark.parametrize("cell", ["Not effective (Level A)", "No benefit", "No effect in one trial"])
def test_cell_that_denies_an_effect(shipped_reader: Reader, cell: str) -> None:
    text = (
        "Evidence for IVIG in neurology\n\n| Indication | Evidence |\n|---|---|\n"
        f"| Guillain-Barré syndrome | Established (Level A) |\n| Inclusion body myositis | {cell} |\n"
    )
    assert objects_in(shipped_reader, text, "treats") == {"guillain-barre-syndrome"}
    assert objects_in(shipped_reader, text, "not_effective_for") == {"inclusion-body-myositis"}


@pytest.mark.parametrize("joint", [", but", ", while", ";"])
def test_vaccines_that_work_beside_those_that_may_not(shipped_reader: Reader, joint: str) -> None:
    text = f"Inactivated vaccines such as the flu shot are safe with IVIG{joint} live vaccines (measles, mumps) may not work for a year."
    found = {claim.object: claim.polarity for claim in claims_in(shipped_reader, text, "interacts_with")}
    assert found["influenza-vaccine"] == "negated"
    assert found["live-attenuated-virus-vaccine"] == found["measles-vaccine"] == "affirmed"


def test_reason_of_a_treatment_is_no_cause(shipped_reader: Reader) -> None:
    text = "A woman with hypogammaglobulinemia was started on IVIG every 4 weeks because of recurrent pneumonia."
    assert objects_in(shipped_reader, text, "caused_by") == set()


def test_all_effects_of_a_sentence_have_the_subject_of_the_one_before(shipped_reader: Reader) -> None:
    text = (
        "Immunoglobulin in leukaemia\n\nImmunoglobulin is used in leukaemia, by vein (IVIG) or under the skin (SCIG).\n\n"
        "Adverse events of IVIG include headache and nausea. Rare but serious adverse events are thrombosis, aseptic meningitis and haemolysis.\n"
    )
    claims = claims_in(shipped_reader, text, "has_adverse_effect")
    assert {claim.subject for claim in claims} == {"intravenous-immunoglobulin"}
    assert len(claims) == 5


def test_poor_veins_are_not_treated(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "SCIG is suitable for patients with poor venous access.", "treats") == set()


def test_these_antibodies_are_bound(shipped_reader: Reader) -> None:
    claims = claims_in(shipped_reader, "IVIG is thought to work by neutralizing these antibodies.", "acts_via")
    assert [(claim.object, claim.polarity) for claim in claims] == [("autoantibody-neutralisation", "hedged")]
