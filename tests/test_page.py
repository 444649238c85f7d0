"""What a unit keeps of what rules ask it for: it says the same the first time and every other time."""

from __future__ import annotations

from kg.reading.cues import Cue, Phrase
from kg.reading.page import Term, Unit, is_part
from kg.reading.sections import Place


def unit_of(*terms: Term, qualifiers: tuple[Cue, ...] = ()) -> Unit:
    return Unit(0, 0, 9, 0, 0, Place("", ""), False, False, False, None, terms=list(terms), qualifiers=list(qualifiers))


def term(first: int, last: int, *classes: str) -> Term:
    return Term(first, last, "x", frozenset(classes), 1.0, "exact")


def test_cues_of_kinds_are_listed_in_the_order_of_the_text() -> None:
    cues = (Cue(1, 2, Phrase("negation")), Cue(3, 4, Phrase("hedge")), Cue(5, 6, Phrase("negation")))
    unit = unit_of(qualifiers=cues)
    for _ in range(2):
        assert unit.cues("negation") == [cues[0], cues[2]]
        assert unit.cues("negation", "hedge") == list(cues)
        assert unit.cues("patients") == []


def test_a_unit_has_the_classes_of_all_its_terms() -> None:
    unit = unit_of(term(0, 1, "Condition"), term(2, 3, "Vaccine", "Medication"))
    for _ in range(2):
        assert unit.has("Medication")
        assert unit.has("Route", "Condition")
        assert not unit.has("Route", "Category")
    assert not unit_of().has("Condition")


def test_only_a_longer_name_of_a_condition_or_effect_makes_a_part() -> None:
    inner, longer, other = term(2, 3, "Condition"), term(1, 4, "AdverseEffect"), term(2, 5, "Route")
    assert is_part(unit_of(inner, longer), inner)
    assert not is_part(unit_of(inner, longer), longer)
    assert not is_part(unit_of(inner, other), inner)
    assert not is_part(unit_of(inner, term(2, 3, "Condition")), inner)
