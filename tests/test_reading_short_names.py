"""Short names of illnesses by what stands around them; events put down to the product; effects graded by what they are called."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    "text",
    [
        "IVIG has been used for relapses of MS in pregnancy.",
        "Some neurologists give IVIG for MS or for myasthenia gravis.",
        "The drip of IVIG is given to treat MS.",
    ],
)
def test_short_names_where_an_illness_stands(shipped_reader: Reader, text: str) -> None:
    assert "multiple-sclerosis" in objects_in(shipped_reader, text, "treats")


@pytest.mark.parametrize("text", ["IVIG was analysed by chromatography and MS.", "The dose of MS was lowered while IVIG was given."])
def test_short_names_that_mean_something_else(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "treats") == set()


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Two patients had a stroke, which the authors put down to IVIG.", {"stroke"}),
        ("One woman had a heart attack, which they attributed to the infusion of IVIG.", {"myocardial-infarction"}),
        ("Two patients had a stroke, which the authors put down to their age, not to IVIG.", set()),
        ("Patients who had a stroke before may be given IVIG.", set()),
    ],
)
def test_events_that_are_put_down_to_the_product(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


def test_nearly_universal_effects_are_very_common(shipped_reader: Reader) -> None:
    (claim,) = claims_in(shipped_reader, "Swelling at the infusion site is all but universal with SCIG.", "has_adverse_effect")
    assert (claim.object, claim.frequency) == ("injection-site-swelling", "very_common")


def test_what_is_given_so_that_others_do_not_fall_ill(shipped_reader: Reader) -> None:
    text = "Anti-D is given so that the next child does not come down with haemolytic disease of the newborn."
    assert objects_in(shipped_reader, text, "prevents") == {"hemolytic-disease-of-the-fetus-and-newborn"}


@pytest.mark.parametrize("mark", [": a rare complication", ": rare complication", " – a rare complication", ", a rare complication"])
def test_what_an_effect_is_called_behind_a_mark_grades_it(shipped_reader: Reader, mark: str) -> None:
    (claim,) = claims_in(shipped_reader, f"Haemolysis{mark} of IVIG, is more likely after high doses.", "has_adverse_effect")
    assert (claim.object, claim.frequency) == ("hemolysis", "rare")
