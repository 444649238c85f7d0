"""Where a table, a list or a heading ends: a second head, emergency lists beside bands, broken lines and numbered advice."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

TWO_TABLES = """# What IVIG is for and what it does

Condition\tStanding
Immune thrombocytopenia\tApproved
Stiff-person syndrome\tOff-label

Reaction\tIVIG (n=80)\tPlacebo (n=40)
Headache\t30%\t12%
Aseptic meningitis\t2%\t0%
"""


def test_a_head_behind_an_empty_line_begins_another_table(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, TWO_TABLES, "treats") == {"immune-thrombocytopenia", "stiff-person-syndrome"}
    effects = {claim.object: claim.frequency for claim in claims_in(shipped_reader, TWO_TABLES, "has_adverse_effect")}
    assert effects == {"headache": "very_common", "aseptic-meningitis": "common"}


def test_a_group_behind_an_empty_line_goes_on(shipped_reader: Reader) -> None:
    text = TWO_TABLES.split("\n\nReaction")[0] + "\n\nKawasaki disease\tApproved\nLupus\tOff-label\n"
    assert {"kawasaki-disease", "systemic-lupus-erythematosus"} <= objects_in(shipped_reader, text, "treats")


LEAFLET = """# Hizentra

Possible side effects

Contact a doctor immediately if you notice:
- wheezing
- swelling of the face

Very common (may affect more than 1 in 10 people):
- headache
"""


def test_bands_below_an_emergency_list_are_not_its_own(shipped_reader: Reader) -> None:
    effects = {claim.object: (claim.severity, claim.frequency) for claim in claims_in(shipped_reader, LEAFLET, "has_adverse_effect")}
    assert effects["wheezing"] == ("serious", "unspecified")
    assert effects["face-edema"] == ("serious", "unspecified")
    assert effects["headache"][1] == "very_common"


def test_a_band_in_brackets_is_closer_than_most_common(shipped_reader: Reader) -> None:
    text = "# Hizentra\n\nSide effects\n\nThe most common side effects (seen in more than 1 in 10 people) include headache and rash.\n"
    assert {claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == {"very_common"}


def test_a_sentence_broken_by_the_page_is_no_heading(shipped_reader: Reader) -> None:
    text = (
        "# IVIG\n\n4.3 Contraindications\nPeople with a lack of IgA in their blood who have formed antibodies\n"
        "to IgA, because infusing a product with traces of IgA might\nlead to anaphylaxis.\n"
    )
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"iga-deficiency-with-anti-iga-antibodies"}


@pytest.mark.parametrize("verb", ["Offer", "Consider"])
def test_numbered_recommendations_are_advice(shipped_reader: Reader, verb: str) -> None:
    text = f"Guideline on IVIG\n\n1.1 {verb} IVIG (2 g/kg) to adults who have a first episode of Guillain-Barre syndrome.\n"
    assert [(claim.object, claim.status) for claim in claims_in(shipped_reader, text, "treats")] == [
        ("guillain-barre-syndrome", "recommended")
    ]


def test_the_product_of_the_title_is_the_topic(shipped_reader: Reader) -> None:
    text = "SCIG at home\n\nIVIG and SCIG both work. After IVIG, IVIG users rest.\n\nSide effects\n\nHeadache is common.\n"
    assert {claim.subject for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == {"subcutaneous-immunoglobulin"}
