"""Earlier reactions: where a text forbids the product they are what forbids it, elsewhere they are effects or nothing of the kind."""

from __future__ import annotations

import pytest
from reading_fixtures import objects_in

from kg.reading.claims import Reader

HYPERSENSITIVITY = "hypersensitivity-to-immunoglobulin"
EARLIER = "previous-hypersensitivity-reaction"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "Do not use IVIG if you once had an allergic reaction to this medicine.", HYPERSENSITIVITY, id="to this medicine"
        ),
        pytest.param("IVIG is contraindicated in patients with a history of anaphylaxis.", EARLIER, id="a history"),
        pytest.param(
            "IVIG must not be given to people who have had anaphylaxis after a blood transfusion.", EARLIER, id="after a transfusion"
        ),
        pytest.param("Avoid IVIG if the patient once had anaphylaxis to a plasma product.", EARLIER, id="to a plasma product"),
        pytest.param(
            "IVIG has to be withheld from patients who had a severe allergic reaction to immunoglobulin.", HYPERSENSITIVITY, id="withheld"
        ),
    ],
)
def test_reactions_that_forbid_the_product(shipped_reader: Reader, body: str, expected: str) -> None:
    assert expected in objects_in(shipped_reader, f"Immunoglobulin\n\nWho should not have it\n\n{body}\n", "contraindicated_in")
    assert "anaphylaxis" not in objects_in(shipped_reader, f"Immunoglobulin\n\nWho should not have it\n\n{body}\n", "contraindicated_in")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("Warnings\n\nAnaphylaxis is a rare effect of IVIG.", id="an effect"),
        pytest.param("Warnings\n\nA history of allergy is no reason to withhold IVIG.", id="no reason to withhold"),
        pytest.param("Use\n\nIVIG is not contraindicated in pregnancy or diabetes.", id="not contraindicated"),
        pytest.param("Use\n\nNSAIDs should be avoided in renal impairment.", id="another medicine is to be avoided"),
        pytest.param("Use\n\nLive vaccines are contraindicated in severe immunodeficiency.", id="a vaccine is contraindicated"),
        pytest.param("Exclusion criteria\n\n- history of anaphylaxis\n- renal impairment", id="exclusion from a trial"),
    ],
)
def test_what_forbids_nothing(shipped_reader: Reader, body: str) -> None:
    assert not objects_in(shipped_reader, f"Immunoglobulin\n\nIVIG is given by drip.\n\n{body}\n", "contraindicated_in")


def test_the_consequence_is_not_what_forbids(shipped_reader: Reader) -> None:
    text = "Immunoglobulin\n\nContraindications\n\nSelective IgA deficiency with antibodies to IgA, as IVIG can result in anaphylaxis.\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"iga-deficiency-with-anti-iga-antibodies"}


@pytest.mark.parametrize(
    ("label", "predicate", "expected"),
    [
        pytest.param("Contraindications: isolated IgA deficiency, severe thrombocytopenia.", "contraindicated_in",
                     {"selective-iga-deficiency", "thrombocytopenia"}, id="contraindications"),
        pytest.param("Adverse effects: headache, malaise.", "has_adverse_effect", {"headache", "malaise"}, id="effects"),
        pytest.param("Interactions: live vaccines (MMR, varicella).", "interacts_with",
                     {"live-attenuated-virus-vaccine", "mmr-vaccine", "varicella-vaccine"}, id="interactions"),
    ],
)  # fmt: skip
def test_labels_that_are_headings(shipped_reader: Reader, label: str, predicate: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, f"Hyperglob monograph (hepatitis B immune globulin)\n\n{label}\n", predicate) == expected
