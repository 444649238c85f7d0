"""Groups and their members, occasions of treatment, signs that suggest an effect, and labels whose text leaves all open."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def test_a_verb_in_the_singular_is_of_the_group(shipped_reader: Reader) -> None:
    text = "Vasculitis is a family of immune disorders that includes Kawasaki disease."
    assert ("kawasaki-disease", "vasculitis") in {(c.subject, c.object) for c in claims_in(shipped_reader, text, "in_category")}


@pytest.mark.parametrize(
    ("label", "predicate"),
    [
        ("Autism: too few data to draw a conclusion.", None),
        ("RSV: babies are protected with nirsevimab, an antibody from the laboratory.", None),
        ("Alzheimer's disease: a trial of IVIG found no slowing of the decline compared with placebo.", "not_effective_for"),
        ("Stiff-person syndrome: added when diazepam is not enough.", "treats"),
    ],
)
def test_what_a_label_goes_on_to_say(shipped_reader: Reader, label: str, predicate: str | None) -> None:
    text = f"# IVIG\n\n## What is IVIG used for?\n\n- {label}\n- Kawasaki disease: IVIG within ten days.\n"
    asked = ("treats", "prevents", "not_effective_for")
    found = {said for said in asked if objects_in(shipped_reader, text, said) - {"kawasaki-disease"}}
    assert found == ({predicate} if predicate else set())


def test_surgery_is_an_occasion(shipped_reader: Reader) -> None:
    text = "# IVIG\n\nIt is used in people with immune disorders: ITP at high risk of bleeding or before surgery, CIDP and Kawasaki disease."
    expected = {"immune-thrombocytopenia", "chronic-inflammatory-demyelinating-polyneuropathy", "kawasaki-disease"}
    assert expected <= objects_in(shipped_reader, text, "treats")


def test_muscles_that_fail_are_no_failure(shipped_reader: Reader) -> None:
    text = "# IVIG\n\nIVIG is given in myasthenic crisis, when the muscles of breathing fail."
    assert objects_in(shipped_reader, text, "treats") == {"myasthenic-crisis"}
    assert not objects_in(shipped_reader, text, "not_effective_for")


def test_signs_that_suggest_an_effect_are_none(shipped_reader: Reader) -> None:
    text = "# IVIG side effects\n\nJaundice and dark urine suggest haemolysis."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"hemolysis"}


def test_those_who_reacted_to_it_stand_beside_others(shipped_reader: Reader) -> None:
    text = "# IVIG\n\nWho should not have IVIG?\n\nPeople with a severe allergic reaction to it, and patients with hyperprolinemia."
    assert "hyperprolinemia" in objects_in(shipped_reader, text, "contraindicated_in")


@pytest.mark.parametrize(
    ("text", "product", "condition"),
    [
        ("Varicella zoster immune globulin is recommended for exposed newborns.", "varicella-zoster-immunoglobulin", "varicella"),
        ("Rabies immune globulin is recommended for people exposed to the virus.", "rabies-immunoglobulin", "rabies"),
    ],
)
def test_the_exposed_who_get_it_tell_what_it_prevents(shipped_reader: Reader, text: str, product: str, condition: str) -> None:
    assert (product, condition) in {(c.subject, c.object) for c in claims_in(shipped_reader, text, "prevents")}


def test_active_tetanus_is_treated(shipped_reader: Reader) -> None:
    text = "Tetanus immune globulin\n\nIt is given to the exposed, and is used in the treatment of active tetanus."
    assert "tetanus" in objects_in(shipped_reader, text, "treats")


def test_a_vaccine_at_another_site_does_not_give_the_route(shipped_reader: Reader) -> None:
    text = "Rabies immune globulin\n\nGive what is left of the dose intramuscularly at a site distant from the vaccine."
    assert objects_in(shipped_reader, text, "given_by_route") == {"intramuscular-route"}


def test_pregnancy_that_is_none_of_the_contraindications(shipped_reader: Reader) -> None:
    text = "# IVIG\n\nContraindications\n\nAn earlier anaphylactic reaction to immunoglobulin. Pregnancy is not one."
    claims = [c.polarity for c in claims_in(shipped_reader, text, "contraindicated_in") if c.object == "pregnancy"]
    assert claims == ["negated"]
