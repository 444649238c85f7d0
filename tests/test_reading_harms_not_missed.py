"""Harms, risks, interactions and bans that plain sentences state in wordings of leaflets and notes: what is said, and what is not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Side effects of IVIG may include, but are not limited to, chills, rash and back pain.", {"chills", "rash", "back-pain"}),
        ("Adverse effects include, but are not restricted to, nausea and fever with IVIG.", {"nausea", "fever"}),
        ("IVIG is used for CIDP. Signs of CIDP include, but are not limited to, numbness and pain.", set()),
    ],
)
def test_lists_that_are_not_meant_to_be_whole(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Call your doctor at once if you have a rash, wheezing or chest pain during your Octagam infusion.", {"rash", "wheezing", "chest-pain"}),
        ("Stop using Panzyga and call your doctor if you have hives or trouble breathing.", {"urticaria", "dyspnea"}),
        ("Hizentra can cause side effects. Tell your nurse if you notice confusion or dizziness.", {"confusion", "dizziness"}),
        ("Call your doctor if you get a fever or a sore throat before Privigen.", set()),
        ("Call your doctor if you have signs of a blood clot, such as chest pain, after IVIG.", set()),
        ("Call your doctor if you get a fever after rituximab; IVIG may help.", set()),
        ("If you have immune deficiency and get a fever after stopping IVIG, call your doctor.", set()),
    ],
)
def test_what_the_reader_is_to_speak_up_about(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("Talk to your doctor before using Octagam if you have asthma, are over 65, or have had a stroke.",
         {"asthma", "advanced-age", "history-of-stroke"}),
        ("To make sure Bivigam is safe for you, tell your doctor if you have ever had: a blood clot; heart disease; diabetes.",
         {"history-of-thrombosis", "heart-disease", "diabetes-mellitus"}),
        ("Tell your doctor before your next dose of Privigen if you had a headache after the last one.", set()),
        ("Talk to your doctor before using Gamunex-C if you have had a reaction to immunoglobulin.", set()),
    ],
)  # fmt: skip
def test_states_that_are_asked_for_before_use(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    claims = claims_in(shipped_reader, text, "has_risk_factor")
    assert {claim.object for claim in claims} == factors
    assert {claim.polarity for claim in claims} <= {"hedged"}


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Stroke is a sudden loss of blood flow to the brain. It has rarely been reported with IVIG.", {"stroke"}),
        ("Anemia is a low number of red cells. This may occur after high doses of IVIG.", {"anemia"}),
        ("Meningitis is caused by bacteria. It can occur with cochlear implants. IVIG does not prevent it.", set()),
        ("Kawasaki disease is a vasculitis. It can occur after IVIG.", set()),
        ("Rash is a typical sign of Kawasaki disease. It may disappear after IVIG.", set()),
        ("Thrombocytopenia is a low platelet count. It can be treated with IVIG.", set()),
    ],
)
def test_an_effect_that_is_explained_before_it_is_laid_at_the_product(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


def test_an_explained_effect_that_was_not_seen(shipped_reader: Reader) -> None:
    text = "Hemolysis is the destruction of red cells. It has not been reported with SCIG."
    assert [claim.polarity for claim in claims_in(shipped_reader, text, "has_adverse_effect")] == ["negated"]


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Allergic reactions to human immunoglobulin are rare.", {"allergic-reaction"}),
        ("Anaphylaxis to immunoglobulin is uncommon.", {"anaphylaxis"}),
        ("Do not give it if there has been an allergic reaction to immunoglobulin.", set()),
        ("Hemolysis after IVIG was managed with transfusion.", {"hemolysis"}),
        ("Rest and ibuprofen can relieve headache after IVIG.", {"headache"}),
        ("Thrombosis after IVIG was treated with heparin.", {"thromboembolism"}),
        ("Persistent fever after IVIG is treated with infliximab.", set()),
        ("Thrombocytopenia after heparin was treated with IVIG.", set()),
        ("Relapse after IVIG was treated with rituximab.", set()),
    ],
)
def test_effects_in_short_sentences(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Unlike steroids, IVIG does not cause weight gain.", {("weight-increased", "negated")}),
        ("Unlike plasma exchange, IVIG can cause headache.", {("headache", "affirmed")}),
        ("Unlike IVIG, steroids cause weight gain.", set()),
    ],
)
def test_what_another_treatment_does_otherwise(shipped_reader: Reader, text: str, told: set[tuple[str, str]]) -> None:
    assert {(claim.object, claim.polarity) for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == told


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("Side effects are more frequent in patients who receive immunoglobulin for the first time.", {"first-infusion"}),
        ("Sucrose-containing IVIG is more likely to cause kidney failure.", {"sucrose-stabiliser"}),
        ("IVIG was the first immunoglobulin that was licensed for ITP.", set()),
    ],
)
def test_factors_whose_name_holds_the_product(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Avoid any concurrent use of aminoglycosides with IVIG.", {"aminoglycoside"}),
        ("Nephrotoxic medicines should be avoided during IVIG treatment.", {"nephrotoxic-drug"}),
        ("MMR vaccine is contraindicated in people on IVIG.", {"mmr-vaccine"}),
        ("Steroids should be avoided in patients receiving rituximab; IVIG is preferred.", set()),
        ("NSAIDs need not be avoided during IVIG.", set()),
        ("IVIG is contraindicated in patients on dialysis.", set()),
    ],
)
def test_what_is_to_be_avoided_with_a_product(shipped_reader: Reader, text: str, others: set[str]) -> None:
    assert objects_in(shipped_reader, text, "interacts_with") == others


@pytest.mark.parametrize(
    ("text", "mechanisms"),
    [
        ("IVIG reduces the level of autoantibodies.", {("reduction-of-autoantibody-production", "affirmed")}),
        ("IVIG hastens IgG catabolism.", {("fcrn-saturation", "affirmed")}),
        ("IVIG does not accelerate IgG catabolism.", {("fcrn-saturation", "negated")}),
        ("IVIG increases IL-1Ra.", {("promotion-of-anti-inflammatory-cytokine-production", "affirmed")}),
        ("IVIG restores the expression of FcγRIIB.", {("fc-riib-up-regulation", "affirmed")}),
        ("Plasma exchange lowers the level of autoantibodies; IVIG is given afterwards.", set()),
    ],
)
def test_levels_that_a_product_changes(shipped_reader: Reader, text: str, mechanisms: set[tuple[str, str]]) -> None:
    assert {(claim.object, claim.polarity) for claim in claims_in(shipped_reader, text, "acts_via")} == mechanisms
