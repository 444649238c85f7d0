"""Earlier illnesses: an event that a text asks about before the treatment is a factor of risk, one that came after it is an effect."""

from __future__ import annotations

import pytest
from reading_fixtures import objects_in

from kg.reading.claims import Reader


def page(body: str) -> str:
    return f"IVIG: information for patients\n\nIVIG is given by drip.\n\n{body}\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("Before you start\n\nPlease tell us if you are on the contraceptive pill or have had a DVT.", {"history-of-thrombosis"},
                     id="have had"),
        pytest.param("Warnings\n\nTell your doctor if you have ever had:\n- a stroke\n- a heart attack\n- migraines",
                     {"history-of-stroke", "history-of-heart-attack", "history-of-migraine"}, id="the introduction says had"),
        pytest.param("Warnings\n\nTell your doctor if you\n- have already had a clot in the lung", {"history-of-thrombosis"}, id="already had"),
    ],
)  # fmt: skip
def test_events_of_the_past(shipped_reader: Reader, body: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, page(body), "has_risk_factor") >= expected
    assert not objects_in(shipped_reader, page(body), "has_adverse_effect")


@pytest.mark.parametrize(
    ("body", "effect"),
    [
        pytest.param("Possible side effects\n\nTell your doctor if you notice a DVT.", "deep-vein-thrombosis", id="noticed after it"),
        pytest.param("Possible side effects\n\nSome patients have had a stroke after IVIG.", "stroke", id="had after it"),
        pytest.param("Warnings\n\nTell your doctor if you\n- have high blood pressure: a stroke may follow", "stroke", id="what may come"),
    ],
)
def test_events_that_may_come(shipped_reader: Reader, body: str, effect: str) -> None:
    assert f"history-of-{effect}" not in objects_in(shipped_reader, page(body), "has_risk_factor")
