"""Where the newer rules on harms, lists of products, bans behind a label and rates at large must stay silent, and where they must not swallow a fact."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def _stances(reader: Reader, text: str, predicate: str) -> set[tuple[str, str, str]]:
    """Subject, object and polarity of what a text claims with a predicate."""
    return {(c.subject.split(":")[-1], c.object.split(":")[-1], c.polarity) for c in claims_in(reader, text, predicate)}


@pytest.mark.parametrize(
    "text",
    [
        "Tetanus immunoglobulin and hepatitis B immunoglobulin prevent tetanus and hepatitis B.",
        "Tetanus immunoglobulin and hepatitis B immunoglobulin prevent tetanus and hepatitis B, respectively.",
    ],
)
def test_each_named_immunoglobulin_has_its_own_disease(shipped_reader: Reader, text: str) -> None:
    assert _stances(shipped_reader, text, "prevents") == {
        ("tetanus-immunoglobulin", "tetanus", "affirmed"),
        ("hepatitis-b-immunoglobulin", "hepatitis-b", "affirmed"),
    }


def test_the_latter_of_two_products(shipped_reader: Reader) -> None:
    text = "IVIG and anti-D immunoglobulin raise platelets in ITP, the latter causing hemolysis."
    assert _stances(shipped_reader, text, "has_adverse_effect") == {("anti-d-immunoglobulin", "hemolysis", "affirmed")}


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("In the general population thrombosis occurs in 0.1% a year, while among IVIG users it occurs in 2%.", {"thromboembolism"}),
        ("Headache, which is common in the general population, was reported by 30% of patients after IVIG.", {"headache"}),
        ("Thrombosis after IVIG exceeds the background rate in the elderly.", {"thromboembolism"}),
        ("The background risk of birth defects in the general population is 3%; what IVIG adds is not known.", set()),
        ("Headache occurred in 30% of IVIG recipients and 10% of controls. The difference in relapses was not significant.", {"headache"}),
        ("Headache occurred in 30% of those given IVIG and 10% of those given placebo, but no significant harm was noted.", {"headache"}),
        ("Headache occurred in 12% of IVIG recipients and 10% of controls. The difference was not significant.", set()),
        ("Headache occurred in 12% of IVIG recipients and 10% of controls, which did not differ significantly.", set()),
    ],
)
def test_rates_at_large_and_chance_swallow_no_effect(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("Thrombosis, seen with IVIG, was not more frequent with SCIG.", {("intravenous-immunoglobulin", "thromboembolism", "affirmed")}),
        ("Headache, common with IVIG, does not stop patients on SCIG from working.", {("intravenous-immunoglobulin", "headache", "affirmed")}),
        ("Haemolysis, described with high-dose IVIG, was not seen with SCIG.",
         {("intravenous-immunoglobulin", "hemolysis", "affirmed"), ("subcutaneous-immunoglobulin", "hemolysis", "negated")}),
    ],
)  # fmt: skip
def test_a_comparison_of_products_denies_no_effect(shipped_reader: Reader, text: str, stances: set[tuple[str, str, str]]) -> None:
    assert _stances(shipped_reader, text, "has_adverse_effect") == stances


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("CIDP: IVIG 2 g/kg. Do not give IVIG faster than 5 ml/min.", set()),
        ("ITP: if platelets are above 30, do not give IVIG.", set()),
        ("CIDP: IVIG 1 g/kg. Do not give IVIG undiluted.", set()),
        ("IgA deficiency: IVIG is contraindicated unless low in IgA.", {"selective-iga-deficiency"}),
        ("IgA deficiency: washed red cells. Do not give IVIG.", {"selective-iga-deficiency"}),
    ],
)
def test_bans_behind_a_label(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned


def test_the_share_of_what_was_told_before(shipped_reader: Reader) -> None:
    text = "Response was more frequent with IVIG (60%) than with placebo (20%), while headache was rare."
    assert {c.frequency for c in claims_in(shipped_reader, text, "has_adverse_effect") if c.object.endswith("headache")} == {"rare"}


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("Headache occurred in none of the controls but in six of those given IVIG.", {("intravenous-immunoglobulin", "headache", "affirmed")}),
        ("Hemolysis occurred in 0 of 30 group O patients and 6 of 40 group A patients given IVIG.",
         {("intravenous-immunoglobulin", "hemolysis", "affirmed")}),
        ("Headache occurred in 0% of infusions at home and 5% of infusions in hospital with IVIG.",
         {("intravenous-immunoglobulin", "headache", "affirmed")}),
        ("Rash occurred in 0 of 25 and headache in 3 of 25 after IVIG.",
         {("intravenous-immunoglobulin", "rash", "negated"), ("intravenous-immunoglobulin", "headache", "affirmed")}),
        ("Rash occurred in 0% of the IVIG group and 4% of the placebo group.", set()),
        ("A single patient given placebo had a rash; IVIG was well tolerated.", set()),
        ("Compared with IVIG, SCIG causes fewer systemic reactions but more local reactions.",
         {("subcutaneous-immunoglobulin", "systemic-reaction", "affirmed"), ("subcutaneous-immunoglobulin", "injection-site-reaction", "affirmed")}),
    ],
)  # fmt: skip
def test_nobody_and_those_compared(shipped_reader: Reader, text: str, stances: set[tuple[str, str, str]]) -> None:
    assert _stances(shipped_reader, text, "has_adverse_effect") == stances


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("IVIG but not SCIG is approved for Kawasaki disease.", {("intravenous-immunoglobulin", "kawasaki-disease", "affirmed")}),
        ("IVIG and not plasma exchange is used for Kawasaki disease.", {("intravenous-immunoglobulin", "kawasaki-disease", "affirmed")}),
        ("IVIG is known but not approved for Kawasaki disease.", {("intravenous-immunoglobulin", "kawasaki-disease", "negated")}),
        ("In contrast to IVIG and anti-D immunoglobulin, romiplostim raises platelets in ITP.", set()),
    ],
)
def test_those_held_apart(shipped_reader: Reader, text: str, stances: set[tuple[str, str, str]]) -> None:
    assert _stances(shipped_reader, text, "treats") == stances


def test_whom_and_what_is_kept_off(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "NSAIDs are hard on the kidneys and should be avoided with IVIG.", "prevents") == set()
    assert objects_in(shipped_reader, "Immunoglobulin replacement therapy prevents infections in CLL.", "prevents") == {"infection"}


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("Anaphylaxis: stop IVIG at once.", set()),
        ("Renal failure: avoid IVIG with sucrose.", set()),
        ("Heart failure: use IVIG with caution.", set()),
        ("CIDP: IVIG 2 g/kg; avoid steroids.", {"chronic-inflammatory-demyelinating-polyneuropathy"}),
    ],
)
def test_a_label_over_an_order_of_care_names_no_use(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


def test_what_is_unrelated_raises_no_risk(shipped_reader: Reader) -> None:
    assert not objects_in(shipped_reader, "Two deaths occurred in the IVIG study, both in patients with sepsis unrelated to treatment.", "has_risk_factor")
