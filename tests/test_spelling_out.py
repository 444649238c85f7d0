"""Contractions are spelt out before cues are looked for; hearsay and questions of a speaker stay silent."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.characters import normalise, uncontracted
from kg.reading.claims import Reader

TITLE = "Talking about IVIG\n\nIVIG is made from plasma. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It doesn't work.", "It does not work."),
        ("They can’t, won’t and shan’t.", "They cannot, will not and shall not."),
        ("We've found it's fine; you're safe.", "We have found it is fine; you are safe."),
        ("The patient's doctor said she'd wait.", "The patient's doctor said she'd wait."),
    ],
)
def test_contractions_are_spelt_out(text: str, expected: str) -> None:
    assert uncontracted(normalise(text)).text == expected


def test_offsets_lead_to_the_authors_own_characters() -> None:
    text = "IVIG doesn’t help in lupus."
    spelt = uncontracted(normalise(text))
    first = spelt.text.index("does not")
    begin, end = spelt.original(first, first + len("does not"))
    assert text[begin:end] == "doesn’t"


@pytest.mark.parametrize(
    ("sentence", "concept"),
    [
        ("IVIG hasn't been shown to help in multiple sclerosis.", "multiple-sclerosis"),
        ("In recurrent pregnancy loss it doesn't work.", "recurrent-pregnancy-loss"),
    ],
)
def test_a_contracted_denial_denies(shipped_reader: Reader, sentence: str, concept: str) -> None:
    assert concept not in objects_in(shipped_reader, TITLE + sentence, "treats")
    assert concept in objects_in(shipped_reader, TITLE + sentence, "not_effective_for")


def test_a_contracted_ban_bans(shipped_reader: Reader) -> None:
    text = TITLE + "You shouldn't have IVIG if you've reacted badly to immune globulin in the past."
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hypersensitivity-to-immunoglobulin"}


def test_hearsay_and_a_speakers_question_are_no_claims(shipped_reader: Reader) -> None:
    hearsay = "\n\nReply from Ann: I heard that IVIG cures autism."
    text = TITLE + hearsay + "\n\nReply from Bo: Can my son have the varicella vaccine while on it? He is nine and is well."
    assert not claims_in(shipped_reader, text, "treats")
    assert not claims_in(shipped_reader, text, "interacts_with")
