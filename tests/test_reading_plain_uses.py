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
