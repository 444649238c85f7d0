"""What a sceptical first user found wrong in uses: approvals that do not stand, denials, other products, other patients' illnesses, who is meant."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def _uses(reader: Reader, text: str) -> set[tuple[str, str, str]]:
    return {(claim.object, claim.status, claim.polarity) for claim in claims_in(reader, text, "treats")}


@pytest.mark.parametrize(
    "text",
    [
        "The regulator rescinded its approval of IVIG for myasthenia gravis.",
        "Approval of IVIG for myasthenia gravis was revoked in 2010.",
        "The licence of IVIG for myasthenia gravis has lapsed.",
        "IVIG was licensed for myasthenia gravis until 2009.",
        "The agency refused to license IVIG for myasthenia gravis.",
        "The MHRA rejected IVIG for myasthenia gravis.",
        "The CHMP adopted a negative opinion on IVIG for myasthenia gravis.",
        "In 2012 the company withdrew its application for approval of IVIG in myasthenia gravis.",
        "Is IVIG licensed for myasthenia gravis? Not yet.",
    ],
)
def test_an_approval_withdrawn_or_refused(shipped_reader: Reader, text: str) -> None:
    assert _uses(shipped_reader, text) == {("myasthenia-gravis", "approved", "negated")}


@pytest.mark.parametrize(
    "text",
    [
        "The maker is seeking approval of IVIG for myasthenia gravis.",
        "The FDA is likely to approve IVIG for myasthenia gravis.",
        "The FDA might approve IVIG for myasthenia gravis.",
        "IVIG is awaiting approval for myasthenia gravis.",
        "Approval of IVIG in myasthenia gravis is expected soon.",
        "IVIG is under regulatory review for myasthenia gravis.",
    ],
)
def test_an_approval_sought_or_awaited(shipped_reader: Reader, text: str) -> None:
    assert {(concept, status) for concept, status, _ in _uses(shipped_reader, text)} == {("myasthenia-gravis", "investigational")}


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("IVIG was approved for MMN after rituximab was withdrawn.", {("multifocal-motor-neuropathy", "approved", "affirmed")}),
        ("IVIG was approved for MMN in 2012 after an application filed in 2009.", {("multifocal-motor-neuropathy", "approved", "affirmed")}),
        ("The FDA has approved IVIG for MMN, and relapses declined.", {("multifocal-motor-neuropathy", "approved", "affirmed")}),
        ("IVIG is given for ITP until platelets rise.", {("immune-thrombocytopenia", "used", "affirmed")}),
        ("Clinicians must seek approval before IVIG is given for MMN.", {("multifocal-motor-neuropathy", "used", "affirmed")}),
        (
            "IVIG was approved for MMN in 2012 and awaits approval for dermatomyositis.",
            {("multifocal-motor-neuropathy", "approved", "affirmed"), ("dermatomyositis", "investigational", "affirmed")},
        ),
        (
            "Is IVIG approved for lupus? No, but it is often used.",
            {("systemic-lupus-erythematosus", "approved", "negated"), ("systemic-lupus-erythematosus", "used", "affirmed")},
        ),
        ("IVIG is no longer used for Kawasaki disease in that country.", {("kawasaki-disease", "used", "negated")}),
        ("The use of IVIG in sepsis is strongly discouraged.", {("sepsis", "recommended", "negated")}),
    ],
)
def test_approvals_that_stand_and_advice(shipped_reader: Reader, text: str, uses: set[tuple[str, str, str]]) -> None:
    assert _uses(shipped_reader, text) == uses


@pytest.mark.parametrize(
    ("text", "useless"),
    [
        ("IVIG works in dermatomyositis. It did not relieve itching.", {"pruritus"}),
        ("IVIG is effective in MMN. IVIG was not effective for fatigue.", {"fatigue"}),
        ("IVIG is effective in MMN. It was not effective for asthma.", {"asthma"}),
        ("A trial tested IVIG in Alzheimer's disease. IVIG was not effective.", {"alzheimer-s-disease"}),
    ],
)
def test_a_complaint_that_was_not_helped_is_no_failure_in_the_disease(shipped_reader: Reader, text: str, useless: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == useless


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("Formerly IVIG was contraindicated in renal failure; this is no longer so.", set()),
        ("IVIG used to be contraindicated in renal failure.", set()),
        ("IVIG is contraindicated in renal failure.", {"renal-failure"}),
        ("True or false: IVIG is contraindicated in renal failure. False.", set()),
        ("True or false: IVIG is contraindicated in renal failure. True.", {"renal-failure"}),
        ("IVIG is not recommended for ITP in pregnant women.", set()),
        ("IVIG is not recommended in pregnant women.", {"pregnant-women"}),
    ],
)
def test_bans_that_are_none(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned
