"""Names of products that a text introduces itself, and names that are none."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader
from kg.records import Document

HIVES = {"urticaria"}


@pytest.mark.parametrize(
    "text",
    [
        "Zemaglob is a subcutaneous immunoglobulin. Zemaglob may cause hives.",
        "Zemaglob is a sterile 10 % preparation of human immunoglobulin. Hives were seen with Zemaglob.",
        "Nurses gave Zemaglob, a liquid IVIG, for years. In two children Zemaglob caused hives.",
        "They chose ZEMAGLOB (immune globulin subcutaneous). ZEMAGLOB can lead to hives.",
        "Zemaglob contains human hepatitis B immunoglobulin. Zemaglob may cause hives.",
        "Zemaglob, like other immunoglobulins, is made from plasma. Zemaglob may cause hives.",
        "Zemaglob: human tetanus immunoglobulin for the muscle. Zemaglob may cause hives.",
        "The immunoglobulin product Zemaglob is new. Zemaglob caused hives.",
        "IVIG is sold as Zemaglob. Zemaglob caused hives.",
        "Zemaglob 100 mg/ml solution for infusion\n\nHuman normal immunoglobulin\n\nZemaglob can cause hives.",
        "Zemaglob 50 U/ml, powder\nHuman cytomegalovirus immunoglobulin\n\nZemaglob can cause hives.",
    ],
)
def test_a_name_that_the_text_introduces(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == HIVES


def test_the_name_stands_for_what_it_was_introduced_as(shipped_reader: Reader) -> None:
    text = "Zemaglob is a hepatitis B immunoglobulin, Orvaglob an IVIG. Zemaglob must not be given to people with hyperprolinaemia."
    claims = claims_in(shipped_reader, text, "contraindicated_in")
    assert [(claim.subject, claim.object) for claim in claims] == [("hepatitis-b-immunoglobulin", "hyperprolinemia")]


@pytest.mark.parametrize(
    "text",
    [
        "Velimab is a monoclonal antibody. Immunoglobulin was the comparator. Velimab caused hives.",
        "Norvaplas (where immunoglobulin levels were measured) was new. Norvaplas caused hives.",
        "Brenner is a consultant in immunoglobulin therapy. Brenner caused hives by a test.",
        "Adjuvarix is a vaccine that is given with rabies immunoglobulin. Adjuvarix may cause hives.",
        "Sandorin is not an immunoglobulin. Sandorin may cause hives.",
        "Fibrelon is a new agent for patients who fail immunoglobulin. Fibrelon may cause hives.",
        "Two products, Zemaglob (human immunoglobulin) and Rituzan (rituximab), were compared. Rituzan caused hives.",
        "Pharmazon Quellin (human normal immunoglobulin) was a sponsor. Quellin may cause hives.",
    ],
)
def test_other_names_stay_strange(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Treatment", "Treatment (intravenous immunoglobulin) began at once. Treatment costs a lot."),
        ("Intervention", "Intervention (intravenous immunoglobulin) began at once. Intervention costs a lot."),
        ("Kedrapharm", "Kedrapharm, a maker of immunoglobulin, paid for it. Kedrapharm had no part in the study."),
    ],
)
def test_words_and_firms_are_no_names(shipped_reader: Reader, word: str, text: str) -> None:
    reading = shipped_reader.read(Document(id="names", text=text, sha256=""))
    assert reading.groundings
    assert word not in {grounding.mention.surface for grounding in reading.groundings}


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        ("Children under 2 years of age must not be given Privigen.", {"children"}),
        ("Hizentra should not be used in hyperprolinaemia.", {"hyperprolinemia"}),
        ("IVIG should not be used if you have had a stroke.", {"history-of-stroke"}),
        ("IVIG should not be used in multiple sclerosis.", set()),
        ("It must not be used in a vein that is inflamed. IVIG is for infusion.", set()),
    ],
)
def test_bans_on_use(shipped_reader: Reader, text: str, forbidden: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == forbidden


def test_use_advised_against(shipped_reader: Reader) -> None:
    claims = claims_in(shipped_reader, "IVIG should not be used in multiple sclerosis.", "treats")
    assert [(claim.object, claim.polarity) for claim in claims] == [("multiple-sclerosis", "negated")]


@pytest.mark.parametrize(
    "text", ["IVIG should not be used for immunomodulation in minor illness.", "SCIG is not meant for antibody replacement in healthy people."]
)
def test_a_purpose_that_is_denied_is_no_mechanism(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "acts_via") == set()
