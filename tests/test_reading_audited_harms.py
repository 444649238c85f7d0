"""What an immunoglobulin does to those who get it, and what it does not: complaints of the illness, of others, of before, and how often."""

from __future__ import annotations

import pytest
from reading_fixtures import objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "prevented", "effects"),
    [
        ("Since IVIG came into use, pneumonia and meningitis have become rare in agammaglobulinemia.", {"pneumonia", "meningitis"}, set()),
        ("Since regular IVIG is given, pneumonia and sinusitis are seldom met.", {"pneumonia", "sinusitis"}, set()),
        ("Since the advent of immunoglobulin therapy, the number of severe infections, such as osteomyelitis, has been greatly reduced.",
         {"severe-infection", "osteomyelitis"}, set()),
        ("Boys with agammaglobulinemia on IVIG seldom get pneumonia.", {"pneumonia"}, set()),
        ("Since immune globulin came in, deaths from measles have fallen.", {"measles"}, set()),
        ("Patients on IVIG rarely develop meningitis.", set(), {"meningitis"}),
        ("Meningitis is rare with IVIG.", set(), {"meningitis"}),
        ("Headache has become rare since IVIG was introduced in a new brand.", set(), {"headache"}),
        ("Aseptic meningitis has become rare since IVIG is given slowly.", set(), {"aseptic-meningitis"}),
        ("Since the pneumococcal vaccine came in, pneumonia has become rare. IVIG can cause headache.", set(), {"headache"}),
    ],
)  # fmt: skip
def test_an_infection_that_is_hardly_met_since_a_product_is_given(
    shipped_reader: Reader, text: str, prevented: set[str], effects: set[str]
) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects
