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


def _treated(reader: Reader, text: str) -> set[tuple[str, str]]:
    return {(claim.subject, claim.object) for claim in claims_in(reader, text, "treats") if claim.polarity != "negated"}


_IVIG, _SCIG = "intravenous-immunoglobulin", "subcutaneous-immunoglobulin"


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("She got IVIG for ITP and metformin for diabetes.", {(_IVIG, "immune-thrombocytopenia")}),
        ("IVIG for MMN was followed by plasma exchange for GBS in another man.", {(_IVIG, "multifocal-motor-neuropathy")}),
        ("IVIG and steroids are given for ITP.", {(_IVIG, "immune-thrombocytopenia")}),
        ("Instead of IVIG, people with GBS should receive plasma exchange.", set()),
        ("A man who had a rash after IVIG was given SCIG for MMN.", {(_SCIG, "multifocal-motor-neuropathy")}),
        ("Those who had fever after IVIG received SCIG for CIDP.", {(_SCIG, "chronic-inflammatory-demyelinating-polyneuropathy")}),
        ("SCIG is as effective as IVIG in MMN.", {(_IVIG, "multifocal-motor-neuropathy"), (_SCIG, "multifocal-motor-neuropathy")}),
        ("SCIG is not as effective as IVIG in MMN.", set()),
        (
            "Privigen and Octagam are approved for ITP and MMN, respectively.",
            {("privigen", "immune-thrombocytopenia"), ("octagam", "multifocal-motor-neuropathy")},
        ),
        (
            "Privigen is approved for ITP; Hizentra for CIDP.",
            {("privigen", "immune-thrombocytopenia"), ("hizentra", "chronic-inflammatory-demyelinating-polyneuropathy")},
        ),
        ("Steroids help in lupus; IVIG does not.", set()),
        ("IVIG was given for sepsis to a girl with asthma.", {(_IVIG, "sepsis")}),
        ("IVIG was given for ITP and asthma.", {(_IVIG, "immune-thrombocytopenia"), (_IVIG, "asthma")}),
        ("People with asthma treated with IVIG for ITP felt well.", {(_IVIG, "immune-thrombocytopenia")}),
        ("Patients with CVID complicated by asthma receive IVIG.", {(_IVIG, "common-variable-immunodeficiency")}),
        ("IVIG without sucrose is recommended in heart failure.", set()),
    ],
)
def test_whose_use_and_whose_illness(shipped_reader: Reader, text: str, treated: set[tuple[str, str]]) -> None:
    assert _treated(shipped_reader, text) == treated


def test_effects_in_order_and_a_benefit_denied(shipped_reader: Reader) -> None:
    claims = claims_in(shipped_reader, "Fever and rash occurred with IVIG and SCIG, respectively.", "has_adverse_effect")
    assert {(claim.subject, claim.object) for claim in claims} == {(_IVIG, "fever"), (_SCIG, "rash")}
    claims = claims_in(shipped_reader, "Privigen and Hizentra cause headache and rash, respectively.", "has_adverse_effect")
    assert {(claim.subject, claim.object) for claim in claims} == {("privigen", "headache"), ("hizentra", "rash")}
    assert not objects_in(shipped_reader, "IVIG plus prednisone caused weight gain due to prednisone.", "has_adverse_effect")
    assert objects_in(shipped_reader, "Steroids help in lupus, but IVIG does not.", "not_effective_for") == {"systemic-lupus-erythematosus"}
    assert not objects_in(shipped_reader, "Plasma exchange causes hypotension; IVIG does not.", "not_effective_for")
    routes = claims_in(shipped_reader, "SCIG, but not IVIG, is given at home.", "given_by_route")
    assert {(claim.subject, claim.polarity) for claim in routes} == {(_SCIG, "affirmed")}
    text = "Privigen is contraindicated in:\n- patients with hyperprolinemia (Hizentra contains proline)"
    assert {claim.subject for claim in claims_in(shipped_reader, text, "contraindicated_in")} == {"privigen"}


@pytest.mark.parametrize(
    ("text", "populations"),
    [
        ("IVIG is approved for MMN, but not in children.", {"multifocal-motor-neuropathy": ""}),
        ("IVIG is approved for MMN, except in children.", {"multifocal-motor-neuropathy": ""}),
        ("IVIG is not approved for children with MMN.", {"multifocal-motor-neuropathy": "children"}),
        (
            "IVIG is approved for MMN in adults and for Kawasaki disease in children.",
            {"multifocal-motor-neuropathy": "adults", "kawasaki-disease": "children"},
        ),
        (
            "IVIG is approved in adults for MMN and in children for Kawasaki disease.",
            {"multifocal-motor-neuropathy": "adults", "kawasaki-disease": "children"},
        ),
        (
            "IVIG is approved for MMN and CIDP in adults and children.",
            {"multifocal-motor-neuropathy": "adults and children", "chronic-inflammatory-demyelinating-polyneuropathy": "adults and children"},
        ),
    ],
)
def test_whom_a_use_is_for(shipped_reader: Reader, text: str, populations: dict[str, str]) -> None:
    assert {claim.object: claim.population for claim in claims_in(shipped_reader, text, "treats")} == populations
    if "but not" in text or "except" in text:
        assert not objects_in(shipped_reader, text, "used_in_population")
