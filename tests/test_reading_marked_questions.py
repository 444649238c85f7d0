"""Questions and answers that are marked as such, or stand in lines and paragraphs of their own."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    "text",
    [
        "IVIG: your questions\nDoes IVIG help in fibromyalgia?\nNo.\nDoes IVIG help in ITP?\nYes, quickly.",
        "IVIG: your questions\n\nDoes IVIG help in fibromyalgia?\n\nNo.\n\nDoes IVIG help in ITP?\n\nYes, quickly.",
        "IVIG: your questions\n\nQ: Does IVIG help in fibromyalgia?\nA: No.\nQ: Does IVIG help in ITP?\nA: Yes, quickly.",
        "IVIG: your questions\n\nQ1. Does IVIG help in fibromyalgia?\nA1. No.\n\nQ2. Does IVIG help in ITP?\nA2. Yes, quickly.",
        "IVIG\n\n**Question 1:** Does IVIG help in fibromyalgia?\n**Answer:** No.\n\n**Question 2:** Does IVIG help in ITP?\n**Answer:** Yes.",
    ],
)
def test_answers_deny_and_grant_uses(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == {"fibromyalgia"}
    assert objects_in(shipped_reader, text, "treats") == {"immune-thrombocytopenia"}


@pytest.mark.parametrize(("answer", "polarity"), [("A: No, it does not.", "negated"), ("A: Yes, in some people.", "affirmed")])
def test_answers_deny_and_grant_effects(shipped_reader: Reader, answer: str, polarity: str) -> None:
    found = claims_in(shipped_reader, f"IVIG: your questions\n\n**Q: Can IVIG cause hair loss?**\n{answer}", "has_adverse_effect")
    assert [(c.object, c.polarity) for c in found] == [("alopecia", polarity)]


def test_marks_keep_the_places_of_words(shipped_reader: Reader) -> None:
    text = "Q: What is IVIG given for?\nA: IVIG is given for Kawasaki disease."
    (claim,) = claims_in(shipped_reader, text, "treats")
    assert text[claim.start : claim.end] == "Kawasaki disease"


def test_letters_of_a_list_are_no_marks(shipped_reader: Reader) -> None:
    text = "IVIG\nWho gets IVIG?\nA. Children with Kawasaki disease\nB. Adults with ITP"
    assert objects_in(shipped_reader, text, "treats") == {"kawasaki-disease", "immune-thrombocytopenia"}
