"""Plain sentences on uses, bans and failures: what is denied of one thing is not denied of the next, and whom a ban is for."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def _treats(reader: Reader, text: str) -> set[tuple[str, str, str]]:
    return {(claim.object, claim.status, claim.polarity) for claim in claims_in(reader, text, "treats")}


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("Octagam holds no sucrose and is approved for ITP.", {("immune-thrombocytopenia", "approved", "affirmed")}),
        ("Octagam does not hold lactose and is now approved for ITP.", {("immune-thrombocytopenia", "approved", "affirmed")}),
        ("IVIG does not harm the kidney and treats ITP.", {("immune-thrombocytopenia", "used", "affirmed")}),
        ("IVIG has no effect on blood sugar and is often given in ITP.", {("immune-thrombocytopenia", "used", "affirmed")}),
        ("IVIG does not thin the blood and is not used in stroke.", {("stroke", "used", "negated")}),
        ("IVIG is not used in stroke and narcolepsy.", {("stroke", "used", "negated"), ("narcolepsy", "used", "negated")}),
    ],
)
def test_a_denial_ends_where_another_verb_begins(shipped_reader: Reader, text: str, treated: set[tuple[str, str, str]]) -> None:
    assert _treats(shipped_reader, text) == treated


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("IVIG has no effect on blood sugar and is often given in ITP.", set()),
        ("IVIG did not help and was stopped in children with autism.", {"autism-spectrum-disorder"}),
        ("IVIG is of no use in stroke and is rarely given in ITP.", {"stroke"}),
    ],
)
def test_a_failure_ends_where_a_use_begins(shipped_reader: Reader, text: str, failed: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == failed


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("Our group does not advise the use of IVIG for the treatment of narcolepsy.", {("narcolepsy", "recommended", "negated")}),
        ("We recommend the use of IVIG for the treatment of myositis.", {("inflammatory-myopathy", "recommended", "affirmed")}),
        ("The agency has not approved the use of IVIG for the treatment of narcolepsy.", {("narcolepsy", "approved", "negated")}),
        ("Nobody does not question the use of IVIG for the treatment of myositis.", {("inflammatory-myopathy", "used", "affirmed")}),
        ("We do not recommend the use of steroids for the treatment of MMN.", set()),
    ],
)
def test_advice_against_a_use_for_the_treatment(shipped_reader: Reader, text: str, treated: set[tuple[str, str, str]]) -> None:
    assert _treats(shipped_reader, text) == treated


@pytest.mark.parametrize(
    ("text", "treated", "failed"),
    [
        ("Pemphigus is treated with prednisolone; if this fails, IVIG is added.", {"pemphigus"}, set()),
        ("Pemphigus is treated with IVIG; if it fails, rituximab is given.", {"pemphigus"}, set()),
        ("Pemphigus has been treated with IVIG; when it was tested against placebo, IVIG did not help.", set(), {"pemphigus"}),
        ("Pemphigus is treated with prednisolone; when it does not work, immunoglobulins are given.", set(), set()),
    ],
)
def test_a_case_of_failure_is_of_what_was_tried(shipped_reader: Reader, text: str, treated: set[str], failed: set[str]) -> None:
    assert treated <= objects_in(shipped_reader, text, "treats")
    assert objects_in(shipped_reader, text, "not_effective_for") == failed


def test_antibodies_to_iga_are_no_sensitisation(shipped_reader: Reader) -> None:
    text = "Rhophylac must not be given to people who have formed antibodies to IgA, or with hemolysis."
    assert not objects_in(shipped_reader, text, "not_effective_for")
    assert "hemolysis" in objects_in(shipped_reader, text, "contraindicated_in")
    text = "Rhophylac is of no use in women who have already formed antibodies."
    assert objects_in(shipped_reader, text, "not_effective_for") == {"rh-isoimmunization"}


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("WinRho is contraindicated in splenectomised patients with ITP.", {"splenectomized-state"}),
        ("WinRho must not be given to RhD-negative people with ITP.", {"rh-negative-patients"}),
        ("WinRho is contraindicated in ITP patients with haemolysis.", {"hemolysis"}),
        ("Octagam is contraindicated in CIDP patients with IgA deficiency.", {"selective-iga-deficiency"}),
        ("Vigam must not be given to people with myositis who have hyperprolinaemia.", {"hyperprolinemia"}),
        ("Vigam must not be given to children with hyperprolinaemia.", {"hyperprolinemia"}),
        ("WinRho must not be used in ITP patients or patients with haemolysis.", {"immune-thrombocytopenia", "hemolysis"}),
        ("Vigam must not be given to patients with renal failure who are dehydrated.", {"renal-failure"}),
    ],
)
def test_a_ban_on_some_of_those_treated(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned


def test_a_ban_on_some_denies_no_use(shipped_reader: Reader) -> None:
    assert not claims_in(shipped_reader, "Anti-D should not be used in ITP patients who have had a splenectomy.", "treats")
    assert not claims_in(shipped_reader, "WinRho must not be used for ITP in splenectomised patients.", "treats")


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("Disorders where IVIG has not been shown to be of benefit include narcolepsy and autism.", {"narcolepsy", "autism-spectrum-disorder"}),
        ("Illnesses in which IVIG is of little benefit include narcolepsy.", {"narcolepsy"}),
        ("Illnesses in which IVIG may be of benefit include narcolepsy.", set()),
        ("Narcolepsy seldom responds to IVIG.", {"narcolepsy"}),
        ("Narcolepsy usually responds poorly to IVIG.", {"narcolepsy"}),
        ("The response of narcolepsy to immunoglobulin was disappointing.", {"narcolepsy"}),
        ("CIDP often responds well to IVIG.", set()),
        ("IVIG did not reduce relapses compared with prednisone in CIDP.", set()),
        ("IVIG had no effect compared with placebo in narcolepsy.", {"narcolepsy"}),
    ],
)
def test_what_does_not_gain(shipped_reader: Reader, text: str, failed: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == failed


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("VZIG is offered to high-risk people such as elderly adults and smokers.", set()),
        ("VZIG lessens the severity of chickenpox in people at high risk of complications, including pregnant women.", set()),
        ("IVIG can cause thrombosis in high-risk patients such as elderly people.", {"advanced-age"}),
        ("IVIG must be given with caution to high-risk patients such as the elderly.", {"advanced-age"}),
    ],
)
def test_groups_that_are_given_a_product_for_their_risk(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("Babies with SCID get immunoglobulins and protection against moulds until the transplant.", set()),
        ("People with hyper-IgM syndrome are given immunoglobulin therapy and prophylaxis against Pneumocystis.", set()),
        ("IVIG is given for antibody replacement and prophylaxis against pneumonia.", {"pneumonia"}),
        ("IVIG protects patients with myeloma, CLL or a stem cell graft against pneumonia.", {"pneumonia"}),
        ("Immunoglobulin protects people against hepatitis A and measles.", {"hepatitis-a", "measles"}),
        ("VZIG is advised for mothers who have not had chickenpox.", {"varicella"}),
        ("IVIG lowers infections after bone marrow transplantation.", {"infection-after-stem-cell-transplantation"}),
        ("If VZIG is not available, IVIG may be used to prevent measles.", {"measles"}),
    ],
)
def test_what_is_kept_off(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented
    assert not {claim.polarity for claim in claims_in(shipped_reader, text, "prevents")} - {"affirmed"}


def test_an_immunisation_that_was_not_finished(shipped_reader: Reader) -> None:
    text = "Tetanus immunoglobulin is advised for people who have not completed primary immunisation against tetanus."
    assert {(claim.object, claim.polarity) for claim in claims_in(shipped_reader, text, "prevents")} == {("tetanus", "affirmed")}


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("Although not licensed for this indication, IVIG is often used in narcolepsy.", {("narcolepsy", "used", "affirmed")}),
        ("Although IVIG is not approved for narcolepsy, it is sometimes given.",
         {("narcolepsy", "approved", "negated"), ("narcolepsy", "used", "affirmed")}),
        ("Although IVIG is not approved for narcolepsy, rituximab is used.", {("narcolepsy", "approved", "negated")}),
        ("We recommend against the use of IVIG in adults with sepsis.", {("sepsis", "recommended", "negated")}),
        ("Antivenom is the only treatment for snake bite.", {("snakebite-envenomation", "used", "affirmed")}),
    ],
)  # fmt: skip
def test_status_of_plain_uses(shipped_reader: Reader, text: str, treated: set[tuple[str, str, str]]) -> None:
    assert _treats(shipped_reader, text) == treated


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("HyQvia can be given instead of IVIG in CIDP.", {"hyqvia", "intravenous-immunoglobulin"}),
        ("SCIG is an alternative to IVIG for CIDP.", {"subcutaneous-immunoglobulin", "intravenous-immunoglobulin"}),
        ("SCIG is not an alternative to IVIG for CIDP.", {"intravenous-immunoglobulin"}),
        ("Plasma exchange is an alternative to IVIG in CIDP.", {"intravenous-immunoglobulin"}),
        ("If anti-D is not available, IVIG is used for ITP.", {"intravenous-immunoglobulin"}),
    ],
)
def test_a_product_in_the_place_of_another(shipped_reader: Reader, text: str, products: set[str]) -> None:
    assert {claim.subject for claim in claims_in(shipped_reader, text, "treats")} == products


@pytest.mark.parametrize(
    ("text", "interactions"),
    [
        ("HBIG should be given together with hepatitis B vaccine.", set()),
        ("People who have not been vaccinated against tetanus get tetanus immunoglobulin with the vaccine.", set()),
        ("HBIG is given to newborns. When given with the vaccine, the risk of hepatitis B is lowered.", set()),
        ("HBIG may reduce the response to hepatitis B vaccine.", {("hepatitis-b-vaccine", "affirmed")}),
        ("Tetanus immunoglobulin can be given at the same time as the MMR vaccine.", {("mmr-vaccine", "negated")}),
    ],
)
def test_a_globulin_beside_its_vaccine(shipped_reader: Reader, text: str, interactions: set[tuple[str, str]]) -> None:
    assert {(claim.object, claim.polarity) for claim in claims_in(shipped_reader, text, "interacts_with")} == interactions


def test_the_cause_is_not_the_illness_of_those_infected(shipped_reader: Reader) -> None:
    text = "IVIG prevents infections caused by pneumococci in adults with CVID."
    assert "common-variable-immunodeficiency" not in objects_in(shipped_reader, text, "caused_by")
    text = "IVIG was used in antibody deficiency but has been replaced by SCIG."
    assert not objects_in(shipped_reader, text, "acts_via")
