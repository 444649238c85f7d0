"""Mentions beyond the lexicon's own names: acronyms of the text, ellipsis, vaccines by their disease, row labels."""

from __future__ import annotations

import pytest

from kg.concepts import Concept
from kg.reading.acronyms import find_definitions
from kg.reading.characters import normalise
from kg.reading.cues import Stream
from kg.reading.lexicon import Lexicon
from kg.reading.mentions import (
    Found,
    find_acronyms,
    find_elliptical,
    find_mentions,
    find_row_labels,
    find_uninflected,
    find_vaccine_examples,
)
from kg.reading.words import Tokens, tokenise

LEXICON = Lexicon.from_concepts(
    (
        Concept("liver-complication", ("AdverseEffect",), "Liver problem"),
        Concept("kidney-complication", ("AdverseEffect",), "Kidney problem"),
        Concept("heart-disease", ("RiskFactor",), "Heart disease"),
        Concept("vascular-disease", ("RiskFactor",), "Blood vessel disease"),
        Concept("autoimmune-disease", ("Category",), "Autoimmune disease"),
        Concept("inflammatory-disease", ("Category",), "Inflammatory disease"),
        Concept("neurological-disorder", ("Category",), "Neurological disorder"),
        Concept("measles", ("Condition",), "Measles"),
        Concept("measles-vaccine", ("Vaccine",), "Measles vaccine"),
        Concept("rubella-vaccine", ("Vaccine",), "Rubella vaccine"),
        Concept("rubella", ("Condition",), "Rubella"),
        Concept("live-vaccine", ("Vaccine",), "Live vaccine"),
        Concept("pulmonary-embolism", ("AdverseEffect",), "Pulmonary embolism", ("PE",), ambiguous=("PE",)),
        Concept("primary-immunodeficiency", ("Condition",), "Primary immunodeficiency", ("PI",), ambiguous=("PI",)),
        Concept("multifocal-motor-neuropathy", ("Condition",), "Multifocal motor neuropathy"),
        Concept("vomiting", ("AdverseEffect",), "Vomiting"),
    )
)


def parsed(text: str) -> tuple[Tokens, list[tuple[int, int]], list[Found]]:
    normal = normalise(text)
    tokens, ranges = tokenise(normal.text, [(0, len(normal.text))])
    return tokens, ranges, find_mentions(LEXICON.find(Stream(ranges, tokens.folds), tokens))


def named(tokens: Tokens, found: list[Found]) -> dict[str, str]:
    return {" ".join(tokens.surfaces[f.first : f.last]): f.entries[0].concept for f in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("liver and kidney problems", {"liver": "liver-complication"}, id="the head stands after the last part"),
        pytest.param("autoimmune and inflammatory diseases", {"autoimmune": "autoimmune-disease"}, id="categories"),
        pytest.param("autoimmune/inflammatory conditions", {"autoimmune": "autoimmune-disease"}, id="a slash coordinates too"),
        pytest.param("heart or blood vessel disease", {"heart": "heart-disease"}, id="the last part has two words"),
        pytest.param(
            "neurological, autoimmune and inflammatory disorders",
            {"neurological": "neurological-disorder", "autoimmune": "autoimmune-disease"},
            id="a list of three",
        ),
        pytest.param("measles and rubella vaccines", {"measles": "measles-vaccine"}, id="a name of its own still shares the head"),
        pytest.param("liver. Kidney problems", {}, id="no coordination"),
    ],
)
def test_ellipsis(text: str, expected: dict[str, str]) -> None:
    tokens, ranges, mentions = parsed(text)
    assert named(tokens, find_elliptical(tokens, ranges, LEXICON, mentions)) == expected


@pytest.mark.parametrize(
    ("text", "acronyms"),
    [
        pytest.param("multifocal motor neuropathy (MMN) is rare", ["MMN"], id="long form before"),
        pytest.param("MMN (multifocal motor neuropathy) is rare", ["MMN"], id="long form after"),
        pytest.param("blood (red)", [], id="no capitals"),
        pytest.param("the drug (Bayer) helps", [], id="letters that do not fit"),
    ],
)
def test_definitions(text: str, acronyms: list[str]) -> None:
    tokens, ranges, _ = parsed(text)
    assert [definition.acronym for definition in find_definitions(tokens, ranges)] == acronyms


def test_an_acronym_means_what_the_text_says() -> None:
    tokens, ranges, mentions = parsed("primary immunodeficiency (PI) is treated; PI is lifelong")
    found, blocked = find_acronyms(tokens, find_definitions(tokens, ranges), mentions, LEXICON)
    assert [f.entries[0].concept for f in found] == ["primary-immunodeficiency"] * 2
    assert not blocked


def test_an_acronym_with_another_long_form_is_blocked() -> None:
    tokens, ranges, mentions = parsed("plasma exchange (PE) was used, and PE helped")
    found, blocked = find_acronyms(tokens, find_definitions(tokens, ranges), mentions, LEXICON)
    assert not found
    assert blocked == {"PE"}


def test_diseases_listed_as_vaccines_are_vaccines() -> None:
    tokens, ranges, mentions = parsed("live vaccines such as measles and rubella")
    assert named(tokens, find_vaccine_examples(tokens, ranges, LEXICON, mentions)) == {
        "measles": "measles-vaccine",
        "rubella": "rubella-vaccine",
    }


def test_an_adjective_opens_a_row() -> None:
    tokens, ranges, mentions = parsed("Neurological Multifocal motor neuropathy")
    assert named(tokens, find_row_labels(tokens, ranges, LEXICON, mentions)) == {"Neurological": "neurological-disorder"}


def test_lost_inflection_is_seen_through() -> None:
    tokens, ranges, _ = parsed("fever or vomit")
    assert named(tokens, find_uninflected(tokens, ranges, LEXICON)) == {"vomit": "vomiting"}
