"""What a product passes on, leaves as it was or keeps from those who met an infection: what each sentence says, and what it does not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def _told(reader: Reader, text: str, predicate: str) -> set[tuple[str, str]]:
    return {(claim.object, claim.polarity) for claim in claims_in(reader, text, predicate)}


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("One brand of IVIG passed on hepatitis C in 1993.", {("hepatitis-c", "affirmed")}),
        ("In the past, hepatitis C was spread by one IVIG product.", {("hepatitis-c", "affirmed")}),
        ("Anti-D immunoglobulin. Tainted lots infected a thousand women with hepatitis C.", {("hepatitis-c", "affirmed")}),
        ("IVIG might transmit hepatitis C.", {("hepatitis-c", "hedged")}),
        ("You cannot catch HIV from immunoglobulin.", {("hiv-aids", "negated")}),
        ("HIV has never been transmitted by IVIG.", {("hiv-aids", "negated")}),
        ("IVIG. Those who caught hepatitis C from blood products get other drugs.", set()),
        ("Nobody has caught HIV from immunoglobulin, but the risk is never nil.", set()),
        ("Hepatitis B is passed on by blood. Hepatitis B immunoglobulin protects the newborn.", set()),
        ("Hepatitis B immunoglobulin. Babies of mothers infected with hepatitis B are given it at once.", set()),
    ],
)
def test_infections_that_a_product_passed_on(shipped_reader: Reader, text: str, passed: set[tuple[str, str]]) -> None:
    assert _told(shipped_reader, text, "has_adverse_effect") == passed
    if passed:
        assert "hepatitis-c" not in objects_in(shipped_reader, text, "treats")


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("IVIG lowered bacterial infections by half, whereas viral and fungal infections were not influenced.", {"viral-infection", "fungal-infection"}),
        ("In the trials of IVIG viral infections were not affected.", {"viral-infection"}),
        ("IVIG reduces bacterial infections and has never been shown to prolong survival.", set()),
        ("SCIG lowers the number of chest infections, but it did not lengthen life.", set()),
        ("IVIG weakens live vaccines. An injection against influenza is not affected.", set()),
        ("IVIG in myositis. Inclusion body myositis, the third form, did not benefit in three studies.", {"inclusion-body-myositis"}),
        ("IVIG is used in CIDP. Nor is it of any use in motor neurone disease.", {"amyotrophic-lateral-sclerosis"}),
        ('IVIG has no place in autism, sepsis or "long COVID".', {"autism-spectrum-disorder", "sepsis", "long-covid"}),
        ("IVIG relieved the pain of small fibre neuropathy no better than salt water.", {"small-fiber-neuropathy"}),
    ],
)  # fmt: skip
def test_what_a_product_leaves_as_it_was(shipped_reader: Reader, text: str, failed: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == failed


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("Privigen is used in adults who have not had hepatitis A and were exposed to it, when vaccination is not possible.", {"hepatitis-a"}),
        ("Privigen is also given to people who never had measles and who have met someone with it.", {"measles"}),
        ("Privigen is used in people who have had measles and were in contact with a case.", set()),
        ("Privigen is not given to people who have not had measles and were in contact with a case.", set()),
    ],
)
def test_those_who_met_what_they_are_not_immune_to(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("Privigen. Warnings and precautions. If you have heart disease or take medicines that may harm the kidneys, there is a small risk of "
         "acute kidney failure.", {"heart-disease", "nephrotoxic-drug"}),
        ("Privigen for ITP. If you have kidney disease or take water tablets, the risk of kidney failure is higher.", {"kidney-disease", "loop-diuretic"}),
        ("Privigen for ITP. If you have kidney disease, there is no risk of kidney failure.", set()),
    ],
)  # fmt: skip
def test_a_danger_under_a_condition(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors


def test_shares_of_infusions_are_no_way_of_giving(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "Headache (2% or more of infusions) was the most common adverse reaction to IVIG.", "given_by_route") == set()
    assert objects_in(shipped_reader, "Rare (up to 1 in 1,000 infusions of Privigen): irregular heartbeat", "given_by_route") == set()


def test_a_band_of_its_own_behind_the_items_of_another(shipped_reader: Reader) -> None:
    text = "Side effects of Privigen\nVery rare (up to 1 in 10,000 infusions):\n - aseptic meningitis\nNot known (few reports): fluid overload, hair loss"
    told = {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert told == {"aseptic-meningitis": "very_rare", "fluid-overload": "unknown", "alopecia": "unknown"}


@pytest.mark.parametrize(
    ("text", "allergies"),
    [
        ("You must not be given Privigen if you are allergic to proline, the other ingredient of this medicine.", {"hypersensitivity-to-proline"}),
        ("You must not be given Privigen if you are allergic to proline or the other ingredients of this medicine.",
         {"hypersensitivity-to-proline", "hypersensitivity-to-excipient"}),
    ],
)  # fmt: skip
def test_an_ingredient_that_is_named(shipped_reader: Reader, text: str, allergies: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == allergies


_SIDE_BY_SIDE = """Choosing between IVIG and SCIG

| | IVIG | SCIG |
|---|---|---|
| Where | vein, infusion centre | under the skin, at home |
| Common side effects | headache, nausea | redness at the injection site |
| Rare but serious | aseptic meningitis, thrombosis | thrombosis |
"""


def test_rows_of_places_and_grades_in_a_table_of_products(shipped_reader: Reader) -> None:
    routes = {(claim.subject, claim.object) for claim in claims_in(shipped_reader, _SIDE_BY_SIDE, "given_by_route")}
    assert routes == {("intravenous-immunoglobulin", "intravenous-route"), ("subcutaneous-immunoglobulin", "subcutaneous-route")}
    told = claims_in(shipped_reader, _SIDE_BY_SIDE, "has_adverse_effect")
    effects = {(claim.subject[:5], claim.object, claim.frequency, claim.severity) for claim in told}
    assert effects == {
        ("intra", "headache", "common", "unspecified"),
        ("intra", "nausea", "common", "unspecified"),
        ("subcu", "injection-site-erythema", "common", "unspecified"),
        ("intra", "aseptic-meningitis", "rare", "serious"),
        ("intra", "thromboembolism", "rare", "serious"),
        ("subcu", "thromboembolism", "rare", "serious"),
    }


def test_clots_in_several_places(shipped_reader: Reader) -> None:
    text = "Serious side effects of IVIG are rare. They include:\n - clots in the legs, lungs or brain\n - breakdown of red blood cells\n"
    told = {(claim.object, claim.severity, claim.frequency) for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert told == {(each, "serious", "rare") for each in ("deep-vein-thrombosis", "pulmonary-embolism", "stroke", "hemolysis")}
    assert objects_in(shipped_reader, "IVIG may cause clots in the leg, lung cancer does not.", "has_adverse_effect") == {"deep-vein-thrombosis"}


def test_a_list_of_what_doctors_give_it_for(shipped_reader: Reader) -> None:
    text = "Immunoglobulin. Our doctors give it for:\n - CIDP\n - stiff person syndrome, if diazepam does not control the spasms\n"
    assert objects_in(shipped_reader, text, "treats") == {"chronic-inflammatory-demyelinating-polyneuropathy", "stiff-person-syndrome"}


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("Two studies of IVIG in myeloma found fewer bacterial infections.", {"bacterial-infection"}),
        ("Patients given IVIG had fewer pneumonias.", {"pneumonia"}),
        ("A trial found fewer infections with antibiotics than with IVIG.", set()),
    ],
)
def test_trials_that_found_fewer_infections(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented
    assert not prevented & objects_in(shipped_reader, text, "treats")
