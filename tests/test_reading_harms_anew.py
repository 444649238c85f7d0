"""Harms told in other words: lists that a danger opens, shares in words, what is told of one product and not of another, and doubts."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def _frequencies(reader: Reader, text: str) -> dict[str, str]:
    return {claim.object: claim.frequency for claim in claims_in(reader, text, "has_adverse_effect")}


@pytest.mark.parametrize(
    ("text", "effect", "frequency"),
    [
        ("Side effects of SCIG\nA sore arm is felt by most users.", "injection-site-pain", "very_common"),
        ("Side effects of SCIG\nRedness where the needle went in (most patients), headache and, rarely, fever.", "injection-site-erythema", "very_common"),
        ("Side effects of SCIG\nRedness where the needle went in (most patients), headache and, rarely, fever.", "headache", "unspecified"),
        ("Side effects of IVIG\nHeadache and chills occur but are mild in most people.", "headache", "unspecified"),
        ("Side effects of IVIG\nMost patients who have hemolysis recover without a transfusion.", "hemolysis", "unspecified"),
        ("Side effects of IVIG\nAseptic meningitis is something that we see only once or twice a year.", "aseptic-meningitis", "rare"),
        ("Side effects of IVIG\nStroke was described in a single patient; chills were common.", "stroke", "unknown"),
    ],
)
def test_shares_in_words(shipped_reader: Reader, text: str, effect: str, frequency: str) -> None:
    assert _frequencies(shipped_reader, text).get(effect) == frequency


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        (
            "Warnings for IVIG\nBlood clots have been reported. The danger is greater past the age of 65, with diabetes, or while you must lie in bed for weeks.",
            {"advanced-age", "diabetes-mellitus", "immobilization"},
        ),
        ("Warnings for IVIG\nClots are rare, but the odds go up if you smoke or have a catheter.", {"smoking", "indwelling-catheter"}),
    ],
)
def test_factors(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors
