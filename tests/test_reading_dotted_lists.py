"""Lists whose items are lines with full stops and no marks, as pages of hospitals are copied; what is asked before the treatment."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader
from kg.reading.layout import lay_out


def test_lines_with_full_stops_below_a_colon_are_items() -> None:
    text = "The most common effects are:\nHeadache.\nChills or fever.\nFeeling tired.\nThese usually go away within a day.\n"
    kinds = [block.kind for block in lay_out(text).blocks]
    assert kinds == ["paragraph", "item", "item", "item", "paragraph"]


def test_sentences_below_a_colon_are_no_items() -> None:
    text = "Note the following:\nThe infusion takes four hours.\nA nurse is with you.\n"
    assert {block.kind for block in lay_out(text).blocks} == {"paragraph"}


def test_uses_and_effects_in_lines_with_full_stops(shipped_reader: Reader) -> None:
    text = (
        "# IVIG\n\nProviders may use IVIG to treat conditions like:\nImmune thrombocytopenia (ITP).\nMultifocal motor neuropathy.\n"
        "Kawasaki disease. It can prevent coronary artery aneurysms.\n\n"
        "Serious complications are rare, but they can include:\nAn allergic reaction.\nBlood clots.\nKidney failure.\n\n"
        "Your risk of complications may be higher if you:\nAre over 65.\nHave diabetes.\nTake estrogen.\n"
    )
    assert objects_in(shipped_reader, text, "treats") == {"immune-thrombocytopenia", "multifocal-motor-neuropathy", "kawasaki-disease"}
    assert objects_in(shipped_reader, text, "prevents") == {"coronary-artery-aneurysm"}
    effects = claims_in(shipped_reader, text, "has_adverse_effect")
    assert {(claim.object, claim.frequency) for claim in effects} == {
        ("allergic-reaction", "rare"),
        ("thromboembolism", "rare"),
        ("renal-failure", "rare"),
    }
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"advanced-age", "diabetes-mellitus", "estrogen"}


@pytest.mark.parametrize(
    "text",
    [
        "# IVIG\n\n## What happens before the procedure?\n\nTell your provider if you have kidney disease or a history of blood clots.\n",
        "Before IVIG, tell your doctor if you have kidney disease or a history of blood clots.\n",
        "Tell your doctor before you receive IVIG if you have kidney disease or a history of blood clots.\n",
    ],
)
def test_what_is_asked_before_the_treatment(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"kidney-disease", "history-of-thrombosis"}


def test_vaccine_that_a_bracket_takes_out(shipped_reader: Reader) -> None:
    text = "Normal immunoglobulin may interfere with live virus vaccines (this does not apply to yellow fever vaccine)."
    claims = claims_in(shipped_reader, text, "interacts_with")
    assert {(claim.object, claim.polarity) for claim in claims} == {
        ("live-attenuated-virus-vaccine", "affirmed"),
        ("yellow-fever-vaccine", "negated"),
    }


def test_vaccines_kept_from_working(shipped_reader: Reader) -> None:
    text = "IVIG can keep live vaccines, like those for measles and chickenpox, from working."
    assert objects_in(shipped_reader, text, "interacts_with") == {"live-attenuated-virus-vaccine", "measles-vaccine", "varicella-vaccine"}


def test_insufficient_evidence_is_no_use(shipped_reader: Reader) -> None:
    text = "The evidence is insufficient to support or refute the use of IVIG in polymyositis."
    assert claims_in(shipped_reader, text, "treats") == []
    text = "Insufficient evidence exists for the use of IVIG in Miller Fisher syndrome, polymyositis and dysautonomia."
    assert claims_in(shipped_reader, text, "treats") == []
    advice = claims_in(shipped_reader, "The evidence is insufficient to recommend IVIG in multiple sclerosis.", "treats")
    assert [(claim.status, claim.polarity) for claim in advice] == [("recommended", "negated")]


def test_second_dose_that_does_not_help(shipped_reader: Reader) -> None:
    text = "# IVIG for GBS\n\nThere is no evidence that a second dose of IVIg improves outcome in patients with a poor prognosis.\n"
    assert objects_in(shipped_reader, text, "not_effective_for") == set()


@pytest.mark.parametrize("opening", ["Relative contraindications: ", "Relative contraindications include ", "IVIG is contraindicated in "])
def test_contraindications_that_open_with_an_acute_illness(shipped_reader: Reader, opening: str) -> None:
    text = f"# IVIG\n\n{opening}acute renal failure and congestive heart failure.\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"acute-kidney-injury", "cardiac-failure"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


def test_two_bands_in_one_line(shipped_reader: Reader) -> None:
    text = "# Normal immunoglobulin\n\nSIDE-EFFECTS\nCommon or very common: chills\nRare or very rare: stroke\n"
    claims = claims_in(shipped_reader, text, "has_adverse_effect")
    assert {(claim.object, claim.frequency) for claim in claims} == {("chills", "common"), ("stroke", "rare")}


def test_status_that_the_heading_of_a_list_gives(shipped_reader: Reader) -> None:
    text = "# Coverage\n\n## FDA-Labeled Indications\n\nIVIG is covered for the following indications when the criteria are met:\n\n- Kawasaki disease\n"
    assert [claim.status for claim in claims_in(shipped_reader, text, "treats")] == ["approved"]
