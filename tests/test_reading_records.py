"""Records of products in lines such as "Name: ..." and "Route: ...", and monographs whose headings repeat the product's name."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

_RECORDS = """# Immune globulin products

{b}Name:{b} Rabies immune globulin (RIG)
{b}Indications:{b} Prophylaxis of rabies after a bite
{b}Route:{b} Injected around the wound
{b}Adverse effects:{b} Fever, headache

{b}Name:{b} Subcutaneous immune globulin (SCIG)
{b}Uses:{b} Primary immunodeficiency, CIDP
{b}Adverse effects:{b} Diarrhea

Immune globulins are made from plasma.
"""


@pytest.mark.parametrize("bold", ["", "**"])
def test_each_record_is_of_the_product_that_it_names(shipped_reader: Reader, bold: str) -> None:
    text = _RECORDS.format(b=bold)
    predicates = ("treats", "prevents", "has_adverse_effect", "derived_from")
    found = {(c.subject, c.predicate, c.object) for predicate in predicates for c in claims_in(shipped_reader, text, predicate)}
    assert {
        ("rabies-immunoglobulin", "prevents", "rabies"),
        ("rabies-immunoglobulin", "has_adverse_effect", "fever"),
        ("rabies-immunoglobulin", "has_adverse_effect", "headache"),
        ("subcutaneous-immunoglobulin", "treats", "primary-immunodeficiency"),
        ("subcutaneous-immunoglobulin", "treats", "chronic-inflammatory-demyelinating-polyneuropathy"),
        ("subcutaneous-immunoglobulin", "has_adverse_effect", "diarrhea"),
    } <= found
    assert ("immunoglobulin", "derived_from", "human-plasma") in found


def test_headings_that_repeat_the_name_of_the_product(shipped_reader: Reader) -> None:
    text = (
        "Indications for: OCTAGAM 10%\n\nChronic immune thrombocytopenic purpura (ITP).\n\nOCTAGAM 10% Contraindications:\n\n"
        "IgA deficiency with antibodies against IgA. Previous severe reaction to human immune globulin.\n\n"
        "OCTAGAM 10% Warnings/Precautions:\n\nAdvanced age, use of estrogens: increased risk of thrombosis.\n"
    )
    assert objects_in(shipped_reader, text, "treats") == {"immune-thrombocytopenia"}
    assert objects_in(shipped_reader, text, "contraindicated_in") == {
        "iga-deficiency-with-anti-iga-antibodies",
        "hypersensitivity-to-immunoglobulin",
    }
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"advanced-age", "estrogen"}
