"""Shares in tables, what an illness comes with, what a label is on the use in."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

LABEL = """Anti-D label

1 INDICATIONS AND USAGE
Anti-D is indicated to raise platelets in children with ITP.

6 ADVERSE REACTIONS
Table 3. Adverse reactions, ITP, % of infusions
Reaction | Anti-D | Prednisone
Headache | 2 | 5
Dizziness | 0.5 | 1
Weight gain | 0 | 11
"""


def test_bare_shares_in_a_table(shipped_reader: Reader) -> None:
    found = {(c.object, c.frequency) for c in claims_in(shipped_reader, LABEL, "has_adverse_effect")}
    assert found == {("headache", "common"), ("dizziness", "uncommon")}
    assert objects_in(shipped_reader, LABEL, "given_by_route") == set()


def test_counts_are_no_shares(shipped_reader: Reader) -> None:
    text = "Side effects, n (%)\nReaction | IVIG (n = 40) | Placebo (n = 40)\nHeadache | 8 (20) | 4 (10)\nRash | 2 | 0\n"
    found = {(c.object, c.frequency) for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {("headache", "very_common"), ("rash", "common")}


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("IVIG is used in vasculitis associated with hepatitis C, and in dermatomyositis.", {"vasculitis", "dermatomyositis"}),
        ("IVIG is used in multisystem inflammatory syndrome in children (MIS-C) associated with COVID-19, Kawasaki disease and ITP.", {
            "multisystem-inflammatory-syndrome-in-children", "kawasaki-disease", "immune-thrombocytopenia",
        }),
    ],
)  # fmt: skip
def test_what_an_illness_comes_with_is_not_treated(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


def test_a_use_behind_a_failure(shipped_reader: Reader) -> None:
    text = "HBIG is of no value in chronic hepatitis B or liver failure; hepatitis D is prevented indirectly."
    assert "hepatitis-d" not in objects_in(shipped_reader, text, "not_effective_for")
    assert "hepatitis-b" in objects_in(shipped_reader, text, "not_effective_for")


def test_organ_classes_are_no_kinds_of_illness(shipped_reader: Reader) -> None:
    text = (
        "IVIG: undesirable effects\nSystem organ class | Adverse reaction | Frequency\nInfections and infestations | Aseptic meningitis | Uncommon\n"
        "Blood and lymphatic system disorders | Anaemia | Common\n"
    )
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"aseptic-meningitis", "anemia"}
    assert objects_in(shipped_reader, text, "in_category") == set()


def test_a_disease_in_a_table_keeps_its_class(shipped_reader: Reader) -> None:
    text = "Uses of IVIG\nDisease | Category | Status\nCIDP | Neurological disorder | approved\n"
    assert "chronic-inflammatory-demyelinating-polyneuropathy" in {c.subject for c in claims_in(shipped_reader, text, "in_category")}


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("1. What Octagam is and what it is used for\nOctagam is used to treat the following disorders:\n- patients with Kawasaki disease\n"
         "- patients with active dermatomyositis treated with steroids or azathioprine", {"kawasaki-disease", "dermatomyositis"}),
        ("1. What Octagam is and what it is used for\nOctagam is used to treat those who lack antibodies. There are two groups: patients with "
         "primary immunodeficiency; and patients with secondary immunodeficiency.", {"primary-immunodeficiency", "secondary-immunodeficiency"}),
    ],
)  # fmt: skip
def test_uses_in_leaflets(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


def test_risk_factors_associated_with_an_effect(shipped_reader: Reader) -> None:
    text = (
        "4.4 Special warnings\nHaemolysis may follow IVIg. The following risk factors are associated with the development of haemolysis: high doses, "
        "whether given at once or divided over several days, and non-O blood group."
    )
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"high-dose", "non-o-blood-group"}
    assert objects_in(shipped_reader, text, "mitigated_by") == set()
