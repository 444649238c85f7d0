"""Web articles for patients: headings in everyday words, whom care is for, diseases named again, effects set apart from likenesses."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

_OPENING = "Intravenous immunoglobulin (IVIG) is a ten per cent solution.\n\n"


@pytest.mark.parametrize("heading", ["Who Benefits from IVIG?", "When Do Doctors Reach for IVIG?", "Conditions Managed with IVIG", "What IVIG Helps With"])
def test_headings_of_uses(shipped_reader: Reader, heading: str) -> None:
    text = f"{_OPENING}{heading}\n\n- Dermatomyositis\n- Kawasaki disease: Fever falls within a day.\n"
    assert objects_in(shipped_reader, text, "treats") == {"dermatomyositis", "kawasaki-disease"}


@pytest.mark.parametrize("heading", ["Who is it not for?", "Reasons Not to Have IVIG", "When IVIG Is Off Limits", "IVIG Is Unsuitable For"])
def test_headings_of_contraindications(shipped_reader: Reader, heading: str) -> None:
    found = objects_in(shipped_reader, f"{_OPENING}{heading}\n\n- Hyperprolinemia\n- Fructose intolerance\n", "contraindicated_in")
    assert found == {"hyperprolinemia", "hereditary-fructose-intolerance"}


@pytest.mark.parametrize("heading", ["Downsides of IVIG", "Common Complaints", "Serious but Rare", "What are the negative effects of IVIG?"])
def test_headings_of_effects(shipped_reader: Reader, heading: str) -> None:
    assert objects_in(shipped_reader, f"{_OPENING}{heading}\n\n- Headache\n- Chills\n", "has_adverse_effect") == {"headache", "chills"}


@pytest.mark.parametrize(
    "over", ["Who Needs Extra Care?", "Who Should Be Careful?", "Warnings\n\nUse IVIG with caution in patients with:", "Be Careful If You Have"]
)
def test_below_a_call_for_care_stands_whom_it_is_for(shipped_reader: Reader, over: str) -> None:
    found = claims_in(shipped_reader, f"{_OPENING}{over}\n\n- Diabetes\n- Obesity\n", "has_risk_factor")
    assert {(claim.object, claim.polarity) for claim in found} == {("diabetes-mellitus", "hedged"), ("obesity", "hedged")}


def test_care_at_home_heads_no_factors(shipped_reader: Reader) -> None:
    text = f"{_OPENING}Care at Home\n\n- Diabetes is no obstacle.\n- Obesity\n"
    assert objects_in(shipped_reader, text, "has_risk_factor") == set()


def test_a_heading_may_ask_what_raises_a_risk(shipped_reader: Reader) -> None:
    text = f"{_OPENING}What increases the chance of a blood clot?\n\n- Smoking\n- Long bed rest\n"
    found = claims_in(shipped_reader, text, "has_risk_factor")
    assert {(claim.object, claim.effect) for claim in found} == {("smoking", "thromboembolism"), ("immobilization", "thromboembolism")}


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("IVIG: Kidney failure has mainly been linked to products stabilised with sucrose.", {"sucrose-stabiliser"}),
        ("IVIG is given monthly. Hemolysis has been associated with isoagglutinins.", {"isoagglutinins"}),
        ("IVIG is given monthly. Hemolysis has not been linked to isoagglutinins.", set()),
    ],
)
def test_a_constituent_that_an_effect_is_linked_to(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("IVIG can be life-changing for people with dermatomyositis.", {"dermatomyositis"}),
        ("IVIG makes a real difference to children with agammaglobulinemia.", {"agammaglobulinemia"}),
        ("Myositis can be life-changing. IVIG is made from plasma.", set()),
        (
            "Uses of SCIG\n\n- CIDP: The product is approved as maintenance therapy for this autoimmune neuropathy.",
            {"chronic-inflammatory-demyelinating-polyneuropathy"},
        ),
        ("Pemphigus vulgaris\n\nIVIG is widely given for this blistering disease.", {"pemphigus-vulgaris"}),
    ],
)
def test_uses_told_in_everyday_words(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


def test_what_an_effect_is_unlike_is_no_effect(shipped_reader: Reader) -> None:
    text = "Side effects of IVIG\n\n- Aseptic meningitis: Unlike bacterial meningitis, it passes without antibiotics.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"aseptic-meningitis"}


def test_a_factor_told_among_contraindications_bars_nobody(shipped_reader: Reader) -> None:
    text = "Who should not have IVIG\n\nPeople with hyperprolinemia must not have it. Rapid infusion makes every reaction more likely.\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia"}
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"high-infusion-rate"}


@pytest.mark.parametrize(
    ("item", "predicates"),
    [("Blood glucose tests", {"interacts_with"}), ("Blood glucose tests should be checked daily.", {"interacts_with", "monitored_by"})],
)
def test_a_test_below_interactions_is_disturbed_not_made(shipped_reader: Reader, item: str, predicates: set[str]) -> None:
    claims = [*claims_in(shipped_reader, f"{_OPENING}Interactions\n\n- {item}\n", "interacts_with")]
    claims += claims_in(shipped_reader, f"{_OPENING}Interactions\n\n- {item}\n", "monitored_by")
    assert {claim.predicate for claim in claims if claim.object == "blood-glucose-test"} == predicates


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("IVIG can cause blood clots, which may present as a stroke.", {"thromboembolism", "stroke"}),
        ("Side effects of IVIG\n\n- Blood clots: They can show themselves as a stroke.", {"thromboembolism", "stroke"}),
        ("Side effects of IVIG\n\n- Hemolysis: It can show itself as jaundice.", {"hemolysis"}),
        ("IVIG can cause leucocytopenia and thrombopenia.", {"leukopenia", "thrombocytopenia"}),
    ],
)
def test_what_an_effect_shows_as_is_a_kind_of_it_or_a_sign(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


def test_how_an_illness_went_on_is_no_effect_and_whom_a_prophylaxis_is_for_is_not_prevented(shipped_reader: Reader) -> None:
    text = "Ten children with epilepsy got IVIG. Seizure frequency fell by half in six."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()
    title = "Immunoglobulins for infection prophylaxis in CLL\n\nThey are given monthly."
    assert objects_in(shipped_reader, title, "prevents") == {"infection"}


@pytest.mark.parametrize(
    "text",
    [
        "IVIG\n\nWhat might we notice?\nAbout one in ten gets a headache, and some run a temperature.",
        "IVIG is given monthly. One in ten develops a headache. Fever is its most feared complication.",
    ],
)
def test_shares_of_people_and_what_is_feared(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache", "fever"}


def test_a_summary_in_the_title_makes_no_conclusion_of_the_page(shipped_reader: Reader) -> None:
    text = (
        "Intravenous immunoglobulin in neurology: a summary\n\nIVIG helps in CIDP. Renal function should be checked beforehand. "
        "Clots occur mostly in elderly patients with hypertension.\n"
    )
    assert objects_in(shipped_reader, text, "monitored_by") == {"renal-function-monitoring"}
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"advanced-age", "hypertension"}
