"""Harms told in other words: lists that a danger opens, shares in words, what is told of one product and not of another, and doubts."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def _frequencies(reader: Reader, text: str) -> dict[str, str]:
    return {claim.object: claim.frequency for claim in claims_in(reader, text, "has_adverse_effect")}


@pytest.mark.parametrize(
    ("text", "effect", "frequency"),
    [
        ("Side effects of SCIG\nA sore arm is felt by most users.", "injection-site-pain", "very_common"),
        ("Side effects of SCIG\nRedness where the needle went in (most patients), headache and, rarely, fever.", "injection-site-erythema", "very_common"),
        ("Side effects of SCIG\nRedness where the needle went in (most patients), headache and, rarely, fever.", "headache", "unspecified"),
        ("Side effects of IVIG\nHeadache and chills occur but are mild in most people.", "headache", "unspecified"),
        ("Side effects of IVIG\nAseptic meningitis is something that we see only once or twice a year.", "aseptic-meningitis", "rare"),
        ("Side effects of IVIG\nStroke was described in a single patient; chills were common.", "stroke", "unknown"),
    ],
)
def test_shares_in_words(shipped_reader: Reader, text: str, effect: str, frequency: str) -> None:
    assert _frequencies(shipped_reader, text).get(effect) == frequency


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        (
            "Warnings for IVIG\nClots have been reported. The danger is greater past the age of 65, with diabetes, or while you lie in bed for weeks.",
            {"advanced-age", "diabetes-mellitus", "immobilization"},
        ),
        ("Warnings for IVIG\nClots are rare, but the odds go up if you smoke or have a catheter.", {"smoking", "indwelling-catheter"}),
    ],
)
def test_factors(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors


_LISTED = """Warnings for IVIG

Clots have been seen in veins and arteries. The hazard is higher:

- beyond 60 years of age
- with raised blood pressure
- while you take the pill
"""


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        (_LISTED, {"advanced-age", "hypertension", "estrogen"}),
        (
            "Warnings for IVIG\nThrombosis was reported with IVIG. Those who are bedridden, use estrogens or have thick blood are at greater risk.",
            {"immobilization", "estrogen", "hyperviscosity"},
        ),
        ("Adverse reactions of IVIG\nMost frequent in CIDP (over 5% of patients): headache, rash, nausea.", set()),
        ("Adverse reactions of IVIG\nHeadache was most frequent in women.", {"female-sex"}),
        (
            "Side effects of IVIG\nThe danger of kidney failure climbs in older people, in diabetics and in those who drink too little.",
            {"advanced-age", "diabetes-mellitus", "dehydration"},
        ),
        ("Side effects of IVIG\nThe risk of infection grows in children with CVID.", set()),
        ("Side effects of rabies immunoglobulin\nIn people on blood thinners the injection can leave a haematoma.", {"anticoagulant"}),
        ("Safety of IVIG\nClots were rare. Smokers and the over-70s were at the highest risk.", {"smoking", "advanced-age"}),
        ("Anti-D immunoglobulin\nUse in ITP is limited to RhD-positive, non-splenectomized adults. Haemolysis has been reported.", set()),
        ("Dosage of IVIG\nThe first dose is usually set at 10 g.", set()),
    ],
)
def test_factors_of_lists_and_groups(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors


def test_all_who_were_struck_are_held_out(shipped_reader: Reader) -> None:
    text = "Safety of IVIG\nTwo strokes occurred, both in smokers with atrial fibrillation."
    factors = {(c.object, c.polarity) for c in claims_in(shipped_reader, text, "has_risk_factor")}
    assert factors == {("smoking", "hedged"), ("atrial-fibrillation", "hedged")}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"stroke"}
    treated = "Safety of IVIG\nTwo strokes occurred, both in patients with CIDP."
    assert objects_in(shipped_reader, treated, "has_risk_factor") == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "SCIG at home\nHaemolysis, described with high-dose IVIG, was not seen with SCIG.",
            {("intravenous-immunoglobulin", "hemolysis", "affirmed"), ("subcutaneous-immunoglobulin", "hemolysis", "negated")},
        ),
        ("SCIG at home\nHaemolysis, described with ciclosporin, was not seen with SCIG.", set()),
        ("SCIG at home\nIVIG can be hard on the kidneys.", {("intravenous-immunoglobulin", "kidney-complication", "affirmed")}),
        ("SCIG at home\nSome painkillers can strain the kidneys.", set()),
        (
            "A year on IVIG\nIVIG works fast, yet fever after the infusion makes some people stop.",
            {("intravenous-immunoglobulin", "fever", "affirmed")},
        ),
        ("A year on IVIG\nIVIG works fast. Headaches after exercise make some people stop sport.", set()),
        (
            "A year on IVIG\nThe antibodies in IVIG can give a positive Coombs test.",
            {("intravenous-immunoglobulin", "positive-direct-antiglobulin-test", "affirmed")},
        ),
        ("A year on IVIG\nDoctors may give a painkiller for headache before IVIG.", set()),
        ("A year on IVIG\nPrion disease is a danger that cannot be ruled out.", {("intravenous-immunoglobulin", "creutzfeldt-jakob-disease", "hedged")}),
        ("Side effects of IVIG\nHair loss has been blamed on IVIG, but never proven.", {("intravenous-immunoglobulin", "alopecia", "hedged")}),
        ("Side effects of IVIG\nArthritis was reported once, and a causal link is doubtful.", {("intravenous-immunoglobulin", "arthritis", "hedged")}),
        ("Hizentra at home\nSide effects\nThe illness itself can also make people tired.", set()),
        ("Side effects of IVIG\nThe dose is lower if there is pre-existing anaemia.", set()),
        ("Antibodies and CVID\nImmunoglobulin is given for CVID.\n\nComplications of CVID\n\nLymphoma has been described.", set()),
    ],
)
def test_effects(shipped_reader: Reader, text: str, found: set[tuple[str, str, str]]) -> None:
    assert {(c.subject, c.object, c.polarity) for c in claims_in(shipped_reader, text, "has_adverse_effect")} == found


def test_severity_of_an_inserted_grade(shipped_reader: Reader) -> None:
    text = (
        "IVIG\n\nSide effects\n\nRare, but possibly serious, side effects may involve:\n\n- Stroke\n\n"
        "Common, but seldom serious, side effects include:\n\n- Rash\n"
    )
    assert {c.object: c.severity for c in claims_in(shipped_reader, text, "has_adverse_effect")} == {"stroke": "serious", "rash": "unspecified"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vaccines and IVIG\nTetanus booster: no problem. Flu jab: fine at any time.", {("tetanus-vaccine", "negated"), ("influenza-vaccine", "negated")}),
        ("Vaccines and IVIG\nThe effect of IVIG on the response to mumps vaccine is unknown.", {("mumps-vaccine", "hedged")}),
        ("Antibody deficiency\nImmunoglobulin is given. Doctors test the immunity by checking the antibody responses to tetanus vaccine.", set()),
        (
            "Hepatitis B immunoglobulin\nLive vaccines should not be given soon after HBIG, as it may weaken the vaccine.",
            {("live-attenuated-virus-vaccine", "affirmed")},
        ),
        ("Antibody deficiency\nAn early test makes sure that immunoglobulin is begun in time and live vaccines can be avoided.", set()),
        (
            "Vaccines after tetanus immunoglobulin\nOther vaccines need not wait, except measles and chickenpox vaccine.",
            {("measles-vaccine", "affirmed"), ("varicella-vaccine", "affirmed")},
        ),
        ("Vaccines and tests after IVIG\nSome antibody tests come out positive although there is no infection.", {("serological-test", "affirmed")}),
    ],
)
def test_interactions(shipped_reader: Reader, text: str, found: set[tuple[str, str]]) -> None:
    assert {(c.object, c.polarity) for c in claims_in(shipped_reader, text, "interacts_with")} == found


def test_ways_of_giving(shipped_reader: Reader) -> None:
    text = "Subcutaneous immunoglobulin\nSCIG goes under the skin, from where it travels slowly into the bloodstream."
    assert objects_in(shipped_reader, text, "given_by_route") == {"subcutaneous-route"}
    text = "Immunoglobulin\nLater some people switch to weekly doses into the fat of the belly (SCIG)."
    assert objects_in(shipped_reader, text, "given_by_route") == {"subcutaneous-route"}


def test_most_patients_with_an_illness_are_those_who_have_it(shipped_reader: Reader) -> None:
    text = "Side effects of IVIG\nMost patients who have hemolysis recover without a transfusion."
    assert not [claim for claim in claims_in(shipped_reader, text, "has_adverse_effect") if claim.frequency == "very_common"]
