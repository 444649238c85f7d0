"""The grades of a leaflet: where a list of one grade ends, what a heading of another says, and lists that a sentence announces."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

_LEAFLET = """4. Possible side effects
Like all medicines, Gamunex-C can have side effects.
Serious side effects
Infusions can now and then lead to a severe allergic reaction, for which your nurse watches you.
Very common side effects (may affect more than 1 in 10 infusions):
Pain at the injection site.
Common side effects (may affect up to 1 in 10 infusions):
Headache, nausea, back pain, tiredness.
Not known (cannot be estimated from the available data):
Aseptic meningitis, flushing of the face, low blood pressure.
Side effects of medicines of this kind
The following side effects have been seen with other medicines of this kind. So far these have not been seen with Gamunex-C, but you may get them:
Tremor, shortness of breath, sweating, cough.
The following rare side effects were seen in people who were given such medicines into a vein. \
These effects have not been seen with Gamunex-C, but it is possible that you get them:
Blood clots, stroke, kidney failure, destruction of red blood cells.
"""


def test_each_list_of_a_leaflet_has_its_own_grade(shipped_reader: Reader) -> None:
    found = {claim.object: (claim.frequency, claim.severity) for claim in claims_in(shipped_reader, _LEAFLET, "has_adverse_effect")}
    assert found["injection-site-pain"] == ("very_common", "unspecified")
    assert found["headache"] == ("common", "unspecified")
    assert found["aseptic-meningitis"][0] == "unknown"
    assert found["tremor"] == ("unspecified", "unspecified")
    assert found["stroke"][0] == found["hemolysis"][0] == "rare"
    assert objects_in(shipped_reader, _LEAFLET, "has_risk_factor") == set()


def test_a_heading_over_grades_keeps_its_severity(shipped_reader: Reader) -> None:
    text = "IVIG\n\nSerious side effects\n\nRare:\n- kidney failure\n- stroke\n"
    assert {claim.severity for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == {"serious"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Immunomodulation: CIDP, ITP", {"chronic-inflammatory-demyelinating-polyneuropathy", "immune-thrombocytopenia"}),
        ("Replacement: CVID; low antibodies in leukaemia", {"common-variable-immunodeficiency"}),
    ],
)
def test_a_way_of_working_heads_uses(shipped_reader: Reader, text: str, found: set[str]) -> None:
    assert objects_in(shipped_reader, f"IVIG is used for two purposes.\n{text}\n", "treats") >= found


@pytest.mark.parametrize(
    "text",
    [
        "Check hepatitis B and C serology before IVIG.",
        "Before IVIG: hepatitis B, hepatitis C and HIV status.",
        "Store a serum sample and check hepatitis B and C before starting IVIG.",
    ],
)
def test_what_is_tested_first_is_not_treated(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "treats") == set()


def test_a_test_that_antibodies_falsify(shipped_reader: Reader) -> None:
    text = "Take blood for hepatitis B serology before IVIG, since donor antibodies make it unreliable."
    assert objects_in(shipped_reader, text, "interacts_with") == {"hepatitis-b-serology"}
