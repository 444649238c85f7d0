"""Uses that a text advises, or advises against: the status of the claim, and what is no advice."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in

from kg.reading.claims import Reader


def uses(reader: Reader, text: str) -> set[tuple[str, str, str]]:
    claims = [*claims_in(reader, text, "treats"), *claims_in(reader, text, "prevents")]
    return {(claim.object, claim.status, claim.polarity) for claim in claims}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For dermatomyositis we recommend monthly IVIG after steroids.", ("dermatomyositis", "recommended", "affirmed")),
        ("In Kawasaki disease, IVIG should be given within ten days.", ("kawasaki-disease", "recommended", "affirmed")),
        ("The panel suggests IVIG for adults with pemphigus vulgaris.", ("pemphigus-vulgaris", "recommended", "affirmed")),
        ("Anyone exposed to rabies should be given rabies immunoglobulin.", ("rabies", "recommended", "affirmed")),
        ("After hepatitis B exposure, staff should receive hepatitis B immunoglobulin.", ("hepatitis-b", "recommended", "affirmed")),
        ("Guidelines recommend its use in scleromyxedema.", ("scleromyxedema", "recommended", "affirmed")),
        ("Offer IVIG to people with pemphigus foliaceus whose disease flares.", ("pemphigus-foliaceus", "recommended", "affirmed")),
        ("IVIG should not be offered for chronic fatigue syndrome.", ("myalgic-encephalomyelitis-chronic-fatigue-syndrome", "recommended", "negated")),
    ],
)  # fmt: skip
def test_advice(shipped_reader: Reader, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in uses(shipped_reader, f"# Guideline on IVIG\n\n{text}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IVIG is used in Guillain-Barré syndrome and should be given slowly.", ("guillain-barre-syndrome", "used", "affirmed")),
        ("Rituximab is recommended for pemphigus, but IVIG is used in dermatomyositis.", ("dermatomyositis", "used", "affirmed")),
        ("It should be noted that IVIG is used in dermatomyositis.", ("dermatomyositis", "used", "affirmed")),
        (
            "Licensed for Kawasaki disease, it is given off-label each month to patients with scleromyxedema.",
            ("scleromyxedema", "used", "affirmed"),
        ),
    ],
)
def test_no_advice(shipped_reader: Reader, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in uses(shipped_reader, f"# IVIG\n\n{text}")


def test_advice_against_a_group_denies_that_it_is_treated(shipped_reader: Reader) -> None:
    claims = claims_in(shipped_reader, "# IVIG\n\nWe suggest against IVIG in women with recurrent miscarriage.", "used_in_population")
    assert {claim.polarity for claim in claims} <= {"negated"}


def test_a_label_says_how_an_approved_product_is_given(shipped_reader: Reader) -> None:
    uses_there = "Fictagam is an immune globulin intravenous. Adults with CIDP should receive Fictagam."
    sections = "## Contraindications\nNone.\n\n## Dosage and administration\nSlowly.\n\n## Adverse reactions\nHeadache."
    text = f"# Fictagam 10%\n\n## Indications and usage\n{uses_there}\n\n{sections}"
    assert ("chronic-inflammatory-demyelinating-polyneuropathy", "approved", "affirmed") in uses(shipped_reader, text)
