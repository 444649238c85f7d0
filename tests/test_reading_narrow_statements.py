"""Statements that look like facts of a product and are of something else: denials, limits, other subjects, other tables."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        (
            "Octagam is contraindicated in hyperprolinaemia because of the danger of hypersensitivity, angioedema and bronchospasm.",
            {"hyperprolinemia"},
        ),
        ("Waiting is not an option in Kawasaki disease. Start IVIG at once.", set()),
        ("Anti-D must not be given to women who are sensitised to RhD, nor in thrombocytopenia.", {"rh-isoimmunization", "thrombocytopenia"}),
    ],
)
def test_bans(shipped_reader: Reader, text: str, forbidden: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == forbidden


@pytest.mark.parametrize(
    "text",
    [
        "When IVIG was introduced, CIDP was a rare and little known disease.",
        "Since SCIG was introduced in our clinic, anaphylaxis has become rare.",
        "If HBIG is not available, IVIG should be used only for patients with primary immunodeficiency.",
        "Where rabies immune globulin is in short supply, IVIG can never be used in its place.",
        "GamaSTAN\nMalaria, prophylaxis: see the leaflet on travel\nThrombosis, prophylaxis: 5000 units of heparin",
    ],
)
def test_nothing_is_prevented(shipped_reader: Reader, text: str) -> None:
    products = {"intravenous-immunoglobulin", "subcutaneous-immunoglobulin", "gamastan", "gamastan-s-d"}
    assert [c for c in claims_in(shipped_reader, text, "prevents") if c.subject in products] == []


@pytest.mark.parametrize(
    "text",
    [
        "IVIG is used in myasthenia gravis; in dermatomyositis no effect of sex on the response was seen.",
        "The data do not support IVIG in doses above 2 g/kg for CIDP.",
        "The trials do not support IVIG in preference to plasma exchange in GBS.",
    ],
)
def test_nothing_has_failed(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == set()


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Results of IVIG\nTime to resolution, hours | IVIG | Placebo\nFever | 14.5 | 52.0\n", {}),
        ("IVIG 10% trial results\nReaction | IVIG | Placebo\nHeadache | 20 | 8\n", {"headache": "unspecified"}),
        ("Adverse reactions, % of patients\nReaction | IVIG | Placebo\nHeadache | 20 | 8\nRash | 1.8 | 3.6\n", {"headache": "very_common"}),
    ],
)
def test_tables(shipped_reader: Reader, text: str, effects: dict[str, str]) -> None:
    assert {c.object: c.frequency for c in claims_in(shipped_reader, text, "has_adverse_effect")} == effects


def test_remarks_that_deny(shipped_reader: Reader) -> None:
    text = (
        "IVIG side effects\nEffect | How often | Remarks\nDrowsiness | common | from antihistamines given before\n"
        "Chills | common | a slow infusion rate was of no help\nThrombosis | rare | risk not raised in obesity\n"
    )
    assert objects_in(shipped_reader, text, "mitigated_by") == set()
    assert objects_in(shipped_reader, text, "has_risk_factor") == set()


def test_a_part_of_the_uses_that_is_not_recommended(shipped_reader: Reader) -> None:
    text = "IVIG\n- **ITP** – IVIG monotherapy is not recommended\n- **CIDP** – not recommended\n"
    found = {(c.object, c.status, c.polarity) for c in claims_in(shipped_reader, text, "treats")}
    assert found == {("chronic-inflammatory-demyelinating-polyneuropathy", "recommended", "negated")}


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("The spinal fluid showed no bacteria, and aseptic meningitis due to IVIG was diagnosed.", {("aseptic-meningitis", "affirmed")}),
        ("There was no fever, and no rash, on IVIG.", {("fever", "negated"), ("rash", "negated")}),
        ("Two events in the run-in phase on IVIG were rashes.", {("rash", "affirmed")}),
        ("IVIG gave her the runs.", {("diarrhea", "affirmed")}),
    ],
)
def test_what_a_denial_reaches_and_what_a_run_is(shipped_reader: Reader, text: str, effects: set[tuple[str, str]]) -> None:
    assert {(c.object, c.polarity) for c in claims_in(shipped_reader, text, "has_adverse_effect")} == effects
