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
    text = "What is IVIG?\n\nWhat conditions is it used for?\n- Myositis\n\nCommon side effects: headache, chills.\nRare: aseptic meningitis, blood clots.\n"
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"headache": "common", "chills": "common", "aseptic-meningitis": "rare", "thromboembolism": "rare"}
    assert objects_in(shipped_reader, text, "treats") == {"inflammatory-myopathy"}


def test_a_treatment_that_is_the_reason_of_the_illness(shipped_reader: Reader) -> None:
    text = "IVIG is used in patients with a lack of antibodies because of treatment of lymphoma."
    assert objects_in(shipped_reader, text, "treats") == {"antibody-deficiency"}


def test_what_the_mothers_immune_system_is_kept_from(shipped_reader: Reader) -> None:
    text = "Anti-D immunoglobulin. It stops the mother's immune system making antibodies to Rh-positive blood cells."
    assert objects_in(shipped_reader, text, "prevents") == {"rh-isoimmunization"}
