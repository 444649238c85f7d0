"""Harms of one part of the body that is named once, lower mortality as a use, and what is done about a harm after the product."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "harms"),
    [
        ("Side effects of IVIG: renal impairment or failure, chills.", {"kidney-complication", "renal-failure", "chills"}),
        ("Side effects of IVIG are joint swelling or pain.", {"joint-swelling", "arthralgia"}),
        ("Side effects of IVIG are chest tightness or pain.", {"chest-discomfort", "chest-pain"}),
        ("IVIG can cause headache and pain.", {"headache", "pain"}),
        ("Side effects of SCIG: local swelling or itching.", {"injection-site-swelling", "injection-site-pruritus"}),
    ],
)
def test_a_part_of_the_body_named_once(shipped_reader: Reader, text: str, harms: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == harms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IVIG was associated with lower mortality in sepsis.", {"sepsis": "affirmed"}),
        ("A potential benefit of IVIG in myocarditis was seen in two studies.", {"myocarditis": "hedged"}),
        ("Treatment of headache after IVIG includes rest.", {}),
        ("Management of haemolysis following IVIG is supportive.", {}),
    ],
)
def test_uses_and_what_is_none(shipped_reader: Reader, text: str, found: dict[str, str]) -> None:
    assert {claim.object: claim.polarity for claim in claims_in(shipped_reader, text, "treats")} == found


def test_a_grade_below_the_line_of_side_effects(shipped_reader: Reader) -> None:
    text = "IVIG\n\nWhat is it used for?\n- Myositis\n\nCommon side effects: headache, chills.\nRare: aseptic meningitis, blood clots.\n"
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"headache": "common", "chills": "common", "aseptic-meningitis": "rare", "thromboembolism": "rare"}
    assert objects_in(shipped_reader, text, "treats") == {"inflammatory-myopathy"}


def test_a_treatment_that_is_the_reason_of_the_illness(shipped_reader: Reader) -> None:
    text = "IVIG is used in patients with a lack of antibodies because of treatment of lymphoma."
    assert objects_in(shipped_reader, text, "treats") == {"antibody-deficiency"}


def test_what_the_mothers_immune_system_is_kept_from(shipped_reader: Reader) -> None:
    text = "Anti-D immunoglobulin. It stops the mother's immune system making antibodies to Rh-positive blood cells."
    assert objects_in(shipped_reader, text, "prevents") == {"rh-isoimmunization"}


@pytest.mark.parametrize(
    ("text", "predicate", "found"),
    [
        ("Hepatitis A and B, measles and mumps can be prevented with immune globulin.", "prevents", {"hepatitis-a", "hepatitis-b", "measles", "mumps"}),
        ("SCIG may not be suitable for people with bleeding disorders.", "treats", set()),
        ("HBAT is given to infants at 10% of the adult dose.", "used_in_population", {"infants-and-young-children"}),
        ("Use IVIG with caution in diabetes, as it can lead to renal failure.", "has_risk_factor", {"diabetes-mellitus"}),
        ("Risk factors for thrombosis with IVIG:\n- Old age\n- High-dose IVIG\n", "has_risk_factor", {"advanced-age", "high-dose"}),
        ("Dermatomyositis is treated with Octagam. Females are more commonly affected than males.", "has_risk_factor", set()),
    ],
)
def test_letters_doses_and_reasons(shipped_reader: Reader, text: str, predicate: str, found: set[str]) -> None:
    assert objects_in(shipped_reader, text, predicate) == found


@pytest.mark.parametrize("text", ["If there is no allergic reaction, the IVIG rate can be increased.", "If no headache occurs, raise the rate of IVIG."])
def test_a_proviso_denies_no_effect(shipped_reader: Reader, text: str) -> None:
    assert claims_in(shipped_reader, text, "has_adverse_effect") == []


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("IVIG may be a safe and effective therapy for patients with TEN.", "treats"),
        ("Headache was possibly related to IVIG.", "has_adverse_effect"),
    ],
)
def test_what_may_be_is_doubted(shipped_reader: Reader, text: str, predicate: str) -> None:
    assert [claim.polarity for claim in claims_in(shipped_reader, text, predicate)] == ["hedged"]
