"""Negation, hedging, severity and frequency bands."""

from __future__ import annotations

import pytest

from kg.reading.qualifiers import frequency_band, is_negated


@pytest.mark.parametrize(
    ("sentence", "words", "expected"),
    [
        pytest.param("No haemolysis was seen.", "haemolysis", True, id="no"),
        pytest.param("There was no fever, but a rash appeared.", "rash", False, id="'but' ends the scope"),
        pytest.param("The patient denies chills or nausea.", "nausea", True, id="a list shares the negation"),
        pytest.param("Thrombosis was ruled out.", "Thrombosis", True, id="a cue after its object"),
        pytest.param("Not only fever but also chills occurred.", "fever", False, id="'not only' denies nothing"),
        pytest.param("There was no change in the rash.", "rash", False, id="no change is no absence"),
        pytest.param("He recovered without kidney failure.", "kidney failure", True, id="without"),
        pytest.param("Although not fully understood, the drug stops fever.", "fever", False, id="an opening clause ends at its comma"),
        pytest.param("Headache is common.", "Headache", False, id="no cue at all"),
        pytest.param("", "", False, id="nothing to judge"),
    ],
)
def test_negation(sentence: str, words: str, expected: bool) -> None:
    start = sentence.index(words)
    assert is_negated(sentence, start, start + len(words)) is expected


@pytest.mark.parametrize(
    ("words", "band"),
    [
        pytest.param("may affect more than 1 in 10 people", "very_common", id="leaflet, very common"),
        pytest.param("may affect up to 1 in 10 people", "common", id="leaflet, common"),
        pytest.param("may affect up to 1 in 100 infusions", "uncommon", id="leaflet by infusion"),
        pytest.param("may affect up to 1 in 1,000 people", "rare", id="leaflet, rare"),
        pytest.param("may affect up to 1 in 10 000 people", "very_rare", id="a blank in the number"),
        pytest.param("≥ 1/10", "very_common", id="label, very common"),
        pytest.param("≥1/100 to <1/10", "common", id="label, common"),
        pytest.param("≥1/10,000 to <1/1,000", "rare", id="label, rare"),
        pytest.param("<1/10,000", "very_rare", id="label, very rare"),
        pytest.param("affects 1 to 10 users in 10,000", "rare", id="older leaflets"),
        pytest.param("give 1 vial in 2 hours", None, id="a dose is no band"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_bands(words: str, band: str | None) -> None:
    assert frequency_band(words) == band
