"""Why a trial or a treatment ended, what stands in a list of factors, drugs and forms of which something is said, and clauses with "where"."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "harms"),
    [
        ("IVIG was discontinued because of aseptic meningitis.", {"aseptic-meningitis"}),
        ("The study of IVIG in myocarditis was stopped prematurely due to haemolysis in four patients.", {"hemolysis"}),
        ("A trial of IVIG was halted for thromboembolism.", {"thromboembolism"}),
        ("IVIG was stopped early for two cases of stroke.", {"stroke"}),
        ("A trial of IVIG in Alzheimer's disease was stopped early for futility.", set()),
        ("The trial of IVIG in GBS was stopped early because of slow recruitment.", set()),
        ("Steroids were stopped because of diabetes, and IVIG was begun for his CIDP.", set()),
        ("Rituximab was discontinued due to infection; he then received IVIG.", set()),
    ],
)
def test_why_it_was_stopped(shipped_reader: Reader, text: str, harms: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == harms


def test_an_illness_beside_a_factor(shipped_reader: Reader) -> None:
    text = "Old age, hypertension and atrial fibrillation favour thrombosis with IVIG."
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"advanced-age", "hypertension", "atrial-fibrillation"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"thromboembolism"}


def test_women_who_are_counted_are_no_factor(shipped_reader: Reader) -> None:
    text = "After IVIG haemoglobin fell by 2 g/dL or more in four women, all of blood group A."
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"non-o-blood-group"}
    assert "female-sex" in objects_in(shipped_reader, "Haemolysis with IVIG is more frequent in women.", "has_risk_factor")


@pytest.mark.parametrize("text", ["Methotrexate does not interact with IVIG.", "IVIG does not interact with methotrexate."])
def test_a_drug_that_does_not_interact(shipped_reader: Reader, text: str) -> None:
    assert [(claim.object, claim.polarity) for claim in claims_in(shipped_reader, text, "interacts_with")] == [("methotrexate", "negated")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Regulators have approved the intravenous form for CIDP.", {"chronic-inflammatory-demyelinating-polyneuropathy": "approved"}),
        ("Steroids harm in GBS, where IVIG is the standard treatment.", {"guillain-barre-syndrome": "recommended"}),
        ("SCIG is not suitable in Kawasaki disease, where IVIG remains the gold standard.", {"kawasaki-disease": "recommended"}),
        ("Steroids are given in sarcoidosis, where IVIG is not used.", {}),
        ("Rituximab is given in lupus, where IVIG and rituximab are rarely used.", {}),
    ],
)
def test_what_a_clause_says_of_the_disease_before_it(shipped_reader: Reader, text: str, found: dict[str, str]) -> None:
    claims = claims_in(shipped_reader, f"Immunoglobulin is made from plasma. {text}", "treats")
    assert {claim.object: claim.status for claim in claims if claim.polarity == "affirmed"} == found


def test_ways_that_a_line_lists(shipped_reader: Reader) -> None:
    text = "Immunoglobulin\n\nRoutes of administration of immunoglobulin: intravenous, intramuscular, subcutaneous\n"
    assert objects_in(shipped_reader, text, "given_by_route") == {"intravenous-route", "intramuscular-route", "subcutaneous-route"}


def test_explanations_that_a_colon_opens_are_doubted(shipped_reader: Reader) -> None:
    text = "Several mechanisms of IVIG have been proposed: blocking Fc receptors on macrophages; dampening inflammation; neutralising autoantibodies."
    assert {claim.polarity for claim in claims_in(shipped_reader, text, "acts_via")} == {"hedged"}


def test_benefit_that_is_anecdotal(shipped_reader: Reader) -> None:
    (claim,) = claims_in(shipped_reader, "The benefit of IVIG in pretibial myxoedema is anecdotal.", "treats")
    assert claim.polarity == "hedged"
