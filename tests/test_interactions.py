"""Interactions: vaccines that must wait and vaccines that need not, tests that go wrong, medicines that a leaflet asks about."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in

from kg.reading.claims import Reader


def told(reader: Reader, body: str) -> tuple[set[str], set[str]]:
    found = claims_in(reader, f"IVIG: advice\n\nIVIG is given by drip.\n\nInteractions\n\n{body}\n", "interacts_with")
    return {c.object for c in found if c.polarity != "negated"}, {c.object for c in found if c.polarity == "negated"}


@pytest.mark.parametrize(
    ("body", "denied"),
    [
        pytest.param("Inactivated vaccines need no delay.", "inactivated-vaccine", id="need no delay"),
        pytest.param("Inactivated vaccines do not need to be delayed.", "inactivated-vaccine", id="do not need to be delayed"),
        pytest.param("The flu jab can be given alongside IVIG.", "influenza-vaccine", id="can be given alongside"),
        pytest.param("Inactivated vaccines may be given on the same day.", "inactivated-vaccine", id="on the same day"),
        pytest.param("For the flu vaccine no interval is needed.", "influenza-vaccine", id="no interval is needed"),
        pytest.param("The flu shot is fine.", "influenza-vaccine", id="is fine"),
    ],
)
def test_vaccines_that_need_not_wait(shipped_reader: Reader, body: str, denied: str) -> None:
    said, negated = told(shipped_reader, body)
    assert denied in negated
    assert denied not in said


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("Measles vaccine should be put off for eight months.", "measles-vaccine", id="put off"),
        pytest.param("Blood tests for antibodies can be wrong for months.", "serological-test", id="a test that can be wrong"),
        pytest.param("Tell your doctor about all your medicines, especially water pills or estrogen.", "estrogen", id="especially"),
        pytest.param("IVIG can stop the measles vaccine from working as well as it should.", "measles-vaccine", id="kept from working"),
        pytest.param("People may have misleading antibody titers.", "serological-test", id="misleading titres"),
    ],
)
def test_what_interacts(shipped_reader: Reader, body: str, expected: str) -> None:
    assert expected in told(shipped_reader, body)[0]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("IVIG trial\n\nExclusion criteria\n\n- live vaccine within 4 weeks\n- measles vaccine", id="exclusion"),
        pytest.param("IVIG\n\nUses\n\nIVIG is given with hepatitis B vaccine at another site.", id="given together"),
    ],
)
def test_vaccines_that_only_stand_beside(shipped_reader: Reader, text: str) -> None:
    assert not [claim for claim in claims_in(shipped_reader, text + "\n", "interacts_with") if claim.polarity != "negated"]
