"""Which concept a mention names, with a score that explains itself."""

from __future__ import annotations

import pytest

from kg.concepts import Concept
from kg.reading.cues import Stream
from kg.reading.grounding import THRESHOLD, ground
from kg.reading.lexicon import Lexicon
from kg.reading.mentions import Found, find_mentions
from kg.reading.page import Term
from kg.reading.words import tokenise

LEXICON = Lexicon.from_concepts(
    (
        Concept("myasthenia-gravis", ("Condition",), "Myasthenia gravis", ("MG",), ambiguous=("MG",)),
        Concept("haemolysis", ("AdverseEffect",), "Haemolysis", ("breakdown of red cells",), ("red cells burst",)),
        Concept("measles-virus", ("Agent",), "Measles virus", causes=("measles",)),
        Concept("measles", ("Condition",), "Measles"),
        Concept("rituximab", ("MonoclonalAntibody",), "Rituximab"),
        Concept("palivizumab", ("MonoclonalAntibody",), "Palivizumab", specificity=("measles-virus",)),
        Concept("immunoglobulin", ("ImmunoglobulinProduct",), "Immunoglobulin"),
    )
)


def grounded(text: str, *, section: str = "", blocked: frozenset[str] = frozenset()) -> tuple[list[Term], list[tuple[Found, str]]]:
    tokens, ranges = tokenise(text, [(0, len(text))])
    found = find_mentions(LEXICON.find(Stream(ranges, tokens.folds), tokens))
    return ground(found, tokens, LEXICON, blocked, lambda _: section)


def test_labels_score_above_synonyms_above_hidden_names() -> None:
    terms, _ = grounded("Haemolysis, breakdown of red cells, red cells burst")
    scores = [term.score for term in terms]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3
    assert terms[0].reasons == ("label 'Haemolysis'",)


@pytest.mark.parametrize(
    ("text", "section", "count"),
    [
        pytest.param("give 5 MG", "", 0, id="an ambiguous acronym alone"),
        pytest.param("Myasthenia gravis worsens; MG is chronic", "", 2, id="its full name stands in the text"),
        pytest.param("MG", "indications", 1, id="its class fits the section"),
    ],
)
def test_ambiguous_acronyms(text: str, section: str, count: int) -> None:
    terms, open_mentions = grounded(text, section=section)
    assert len(terms) == count
    assert all(term.score >= THRESHOLD for term in terms)
    assert len(terms) + len(open_mentions) == text.count("MG") + text.count("Myasthenia")


def test_an_acronym_that_the_text_defines_otherwise_stays_open() -> None:
    terms, open_mentions = grounded("MG", section="indications", blocked=frozenset({"MG"}))
    assert not terms
    assert "defines" in open_mentions[0][1]


def test_an_agent_stands_for_its_infection() -> None:
    terms, _ = grounded("measles virus")
    assert terms[0].stands_for == "measles"


@pytest.mark.parametrize(("text", "expected"), [("immunoglobulin", True), ("palivizumab", False), ("rituximab", False)])
def test_what_acts_as_an_immunoglobulin_product(text: str, expected: bool) -> None:
    terms, _ = grounded(text)
    assert terms[0].is_product is expected
