"""Names of concepts found in folded words: inflection, spelling, hyphens, acronyms with their case."""

from __future__ import annotations

import time

import pytest

from kg.concepts import Concept, read_concepts
from kg.reading.characters import normalise
from kg.reading.cues import CueBook, Phrase, Stream, expand
from kg.reading.lexicon import Lexicon
from kg.reading.patterns import Vocabulary
from kg.reading.words import WordBook, fold, stem, tokenise
from kg.settings import Settings

CONCEPTS = (
    Concept("haemolysis", ("AdverseEffect",), "Haemolysis"),
    Concept("guillain-barre-syndrome", ("Condition",), "Guillain-Barré syndrome", ("GBS",)),
    Concept("autoimmune-disease", ("Category",), "Autoimmune disease"),
    Concept("toxic-epidermal-necrolysis", ("Condition",), "Toxic epidermal necrolysis", ("TEN",)),
    Concept("kidney-failure", ("AdverseEffect",), "Kidney failure"),
)


def found(text: str) -> list[str]:
    normal = normalise(text)
    tokens, ranges = tokenise(normal.text, [(0, len(normal.text))])
    hits = Lexicon.from_concepts(CONCEPTS).find(Stream(ranges, tokens.folds), tokens)
    return [hit.entries[0].concept for hit in hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Hemolysis was seen.", ["haemolysis"], id="American spelling"),
        pytest.param("Three haemolyses.", ["haemolysis"], id="Greek plural"),
        pytest.param("the Guillain Barre syndrome", ["guillain-barre-syndrome"], id="no hyphen, no accent"),
        pytest.param("Guillain-Barr syndrome", ["guillain-barre-syndrome"], id="an export lost the accented letter"),
        pytest.param("Guillain-Barré is rare", ["guillain-barre-syndrome"], id="an eponym of two names without 'syndrome'"),
        pytest.param("autoimmune conditions", ["autoimmune-disease"], id="a category with another head noun"),
        pytest.param("after ten days", [], id="an acronym that is a word counts only in capitals"),
        pytest.param("severe TEN developed", ["toxic-epidermal-necrolysis"], id="... and does in capitals"),
        pytest.param("kidney. Failure is no option", [], id="a name does not cross a full stop"),
        pytest.param("kidneyfailure", [], id="a name has borders"),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("word", "form"), [("oedemas", "edema"), ("deficiencies", "deficiency"), ("headaches", "headache"), ("PIDDs", "pidd")]
)
def test_fold(word: str, form: str) -> None:
    assert fold(word) == form


@pytest.mark.parametrize(
    "words", [("treat", "treats", "treated", "treating"), ("cause", "causes", "caused", "causing"), ("stop", "stopped")]
)
def test_forms_of_a_verb_share_a_stem(words: tuple[str, ...]) -> None:
    assert len({stem(word) for word in words}) == 1


def test_cue_phrases_write_out_their_alternatives() -> None:
    assert list(expand("be (a|an) (rare|) effect")) == ["be a rare effect", "be a effect", "be an rare effect", "be an effect"]


def test_a_cue_inside_a_longer_one_that_breaks_off_is_found() -> None:
    book = CueBook([("acute lung injury after transfusion", Phrase("long")), ("lung", Phrase("short"))])
    text = "acute lung injury after surgery"
    tokens, ranges = tokenise(text, [(0, len(text))])
    assert [(cue.first, cue.last, cue.phrase.kind) for cue in book.find(Stream(ranges, tokens.stems))] == [(1, 2, "short")]


def test_the_longest_cue_wins() -> None:
    book = CueBook([("approved for", Phrase("short")), ("approved for use in", Phrase("long"))])
    tokens, ranges = tokenise("It was approved for use in adults", [(0, 33)])
    assert [cue.phrase.kind for cue in book.find(Stream(ranges, tokens.stems))] == ["long"]


@pytest.mark.parametrize(
    ("row", "text", "places"),
    [
        ("be (a|an) (rare|) effect", "It is an effect and was a rare effect", [(1, 4), (5, 9)]),
        ("(rarely|) (may|can) cause", "It can cause or rarely may cause", [(1, 3), (4, 7)]),
        ("treat(ment|) of", "A treatment of B, treat of C", [(1, 3), (5, 7)]),
        ("(given|give) to", "It was given to some and gives to none", [(2, 4), (6, 8)]),
        ("used (in|)", "used in it", [(0, 2)]),
    ],
)
def test_a_row_with_alternatives_is_found_in_each_of_its_forms(row: str, text: str, places: list[tuple[int, int]]) -> None:
    book = CueBook([(row, Phrase("row"))])
    tokens, ranges = tokenise(text, [(0, len(text))])
    for _ in range(2):  # a tree that is laid out already finds the same
        assert [(cue.first, cue.last) for cue in book.find(Stream(ranges, tokens.stems))] == places


def test_rows_that_share_a_form_each_say_their_part_of_it_once() -> None:
    book = CueBook([("(treats|treated) by", Phrase("a")), ("treat (by|with)", Phrase("b")), ("treated by", Phrase("a"))])
    tokens, ranges = tokenise("treated by", [(0, 10)])
    assert [cue.phrase.kind for cue in book.find(Stream(ranges, tokens.stems))] == ["a", "b"]
    assert not book.find(Stream([(0, 1), (1, 2)], tokens.stems))  # no phrase reaches beyond its sentence


def test_words_put_back_keep_their_tokens() -> None:
    book = CueBook([("immune system", Phrase("x"))])
    tokens, ranges = tokenise("the immune apparatus works", [(0, 26)])
    stream = Stream(ranges, tokens.stems, {2: (3, (stem("system"),))})
    assert [(cue.first, cue.last) for cue in book.find(stream)] == [(1, 3)]


def test_glued_words_come_apart() -> None:
    tokens, _ = tokenise("a conditioncalledvasculitis calledvasculitis", [(0, 44)], WordBook(frozenset({"vasculitis"})))
    assert tokens.surfaces[-2:] == ["called", "vasculitis"]


def test_books_of_one_vocabulary_find_each_its_own() -> None:
    vocabulary = Vocabulary()
    uses = CueBook([("be used for", Phrase("use")), ("used", Phrase("word"))], vocabulary)
    causes = CueBook([("use", Phrase("cause")), ("used for pain", Phrase("long"))], vocabulary)
    text = "It is used for pain. Used"
    tokens, ranges = tokenise(text, [(0, 20), (21, 25)], WordBook(by_stem=[vocabulary.opener]))
    (openers,) = tokens.marks
    for stream in (Stream(ranges, tokens.stems), Stream(ranges, tokens.stems, openers=openers)):
        assert [(c.first, c.last, c.phrase.kind) for c in uses.find(stream)] == [(1, 4, "use"), (6, 7, "word")]
        assert [(c.first, c.last, c.phrase.kind) for c in causes.find_all(stream)] == [(2, 3, "cause"), (2, 5, "long"), (6, 7, "cause")]


def test_the_shipped_lexicon_compiles_fast() -> None:
    concepts = read_concepts(Settings.default().ontology / "concepts.tsv")
    begin = time.perf_counter()
    assert len(Lexicon.from_concepts(concepts)) > len(concepts)
    assert time.perf_counter() - begin < 5, "quality of speed is measured in benchmarks; this only guards against quadratic growth"
