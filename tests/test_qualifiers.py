"""Negation, hedging, severity and frequency bands."""

from __future__ import annotations

import pytest

from kg.reading.qualifiers import is_negated
from kg.reading.safety.bands import band_at, frequency_band


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
        pytest.param("In patients without seizures, pregabalin can cause myoclonus.", "myoclonus", False, id="a clause behind the comma"),
        pytest.param("No fever, chills or rash were seen.", "rash", True, id="a list is no clause"),
        pytest.param("No fever, and rash, were seen.", "rash", True, id="'and' before the last of a list"),
        pytest.param("No cause was found, and the rash was treated.", "rash", False, id="'and' behind a clause with a verb"),
        pytest.param("A man, not diabetic, with gout.", "gout", False, id="an inserted denial"),
        pytest.param("Those who do not tolerate aspirin may have gout.", "gout", False, id="a relative clause ends with its verb"),
        pytest.param("Gout that failed to respond to steroids was seen with fever.", "fever", False, id="'that failed'"),
        pytest.param("NCSE, in which convulsions are absent, followed.", "NCSE", False, id="'in which' denies what follows it"),
        pytest.param("Gout, when seen, was not severe; fever was absent.", "fever", True, id="beside it a plain denial"),
        pytest.param("Gout in those whose kidneys fail.", "Gout", False, id="'whose' begins anew"),
        pytest.param("An inflammation that is not due to a germ.", "inflammation", False, id="a description"),
        pytest.param("The rash was no more frequent than with placebo.", "rash", True, id="no more frequent"),
        pytest.param("The rash is unlikely to be coincidental.", "rash", False, id="no coincidence"),
        pytest.param("There is no cure for gout.", "gout", False, id="no cure is no absence"),
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
        pytest.param("1 to 10 in every 1,000 treated", "uncommon", id="in every"),
        pytest.param("1-10 women per 100", "common", id="a range with a hyphen"),
        pytest.param("give 1 vial in 2 hours", None, id="a dose is no band"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_bands(words: str, band: str | None) -> None:
    assert frequency_band(words) == band


@pytest.mark.parametrize(
    ("words", "position", "band"),
    [
        pytest.param("fever (1 to 10 in 100), rash (1 to 10 in 1,000), gout", 52, "uncommon", id="the last band before"),
        pytest.param("fever (1 to 10 in 100), rash (1 to 10 in 1,000), gout", 24, "common", id="the first for what follows it"),
        pytest.param("(≥1/100 to <1/10): fever", 20, "common", id="two bounds are one band"),
        pytest.param("fever", 0, None, id="none"),
    ],
)
def test_the_band_that_holds_at_a_place(words: str, position: int, band: str | None) -> None:
    assert band_at(words, position) == band
