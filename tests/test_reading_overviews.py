"""Overviews as chatbots write them: bold labels, grades, tables of evidence, lists of classes, and what stands beside a use."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def test_marks_of_bold_type_part_no_words(shipped_reader: Reader) -> None:
    text = "**Kawasaki disease**, a vasculitis of young children, is treated with **IVIG**."
    assert {(c.subject, c.object) for c in claims_in(shipped_reader, text, "in_category")} == {("kawasaki-disease", "vasculitis")}
    assert objects_in(shipped_reader, text, "treats") == {"kawasaki-disease"}


def test_grade_and_frequency_in_one_label(shipped_reader: Reader) -> None:
    text = "# IVIG\n\n## Side effects\n\n1. **Very common (>10%)**: headache\n2. **Rare but serious**: aseptic meningitis, stroke\n"
    claims = claims_in(shipped_reader, text, "has_adverse_effect")
    assert {(c.object, c.frequency, c.severity) for c in claims} == {
        ("headache", "very_common", "unspecified"),
        ("aseptic-meningitis", "rare", "serious"),
        ("stroke", "rare", "serious"),
    }


def test_uses_still_under_study(shipped_reader: Reader) -> None:
    text = "# IVIG\n\n## Uses\n\nIVIG is used in CIDP.\n\n**Still under study:** long COVID, small fiber neuropathy, and PANDAS.\n"
    claims = {c.object: c.status for c in claims_in(shipped_reader, text, "treats")}
    assert {name: claims.get(name) for name in ("long-covid", "small-fiber-neuropathy", "pandas")} == dict.fromkeys(
        ("long-covid", "small-fiber-neuropathy", "pandas"), "investigational"
    )


def test_risks_among_what_is_forbidden(shipped_reader: Reader) -> None:
    text = (
        "# IVIG\n\n## Contraindications and cautions\n\n- **Contraindicated:** hyperprolinemia\n"
        "- **Higher risk of blood clots:** age over 65, a history of stroke\n"
    )
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia"}
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"advanced-age", "history-of-stroke"}


def test_trial_that_failed_in_a_table(shipped_reader: Reader) -> None:
    text = "| Condition | Status of IVIG |\n|---|---|\n| Chronic ITP | FDA-approved |\n| Alzheimer's disease | Phase 3 trial failed |\n"
    assert objects_in(shipped_reader, text, "treats") == {"immune-thrombocytopenia"}
    assert objects_in(shipped_reader, text, "not_effective_for") == {"alzheimer-s-disease"}


@pytest.mark.parametrize(
    "text",
    [
        "Tetanus immunoglobulin is used to treat tetanus and to protect people with dirty wounds.",
        "# Tetanus immune globulin\n\nIndications: Treatment of tetanus; prophylaxis in dirty wounds\n",
    ],
)
def test_treated_and_prevented(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "treats") == {"tetanus"}
    assert objects_in(shipped_reader, text, "prevents") == {"tetanus"}


def test_infections_listed_by_class(shipped_reader: Reader) -> None:
    claims = claims_in(shipped_reader, "# IVIG\n\n- Viral infections: hepatitis B, varicella\n", "in_category")
    assert {(c.subject, c.object) for c in claims} == {("hepatitis-b", "viral-infection"), ("varicella", "viral-infection")}


def test_what_keeps_people_free_from_infections_is_not_denied(shipped_reader: Reader) -> None:
    text = "They cannot make enough antibodies, and a monthly infusion of IVIG keeps them free from serious infections."
    assert [claim.polarity for claim in claims_in(shipped_reader, text, "prevents")] == ["affirmed"]


def test_no_answer_to_vaccines_is_no_failure_of_the_product(shipped_reader: Reader) -> None:
    text = "People with CVID do not respond to vaccines, and IVIG prevents pneumonia."
    assert objects_in(shipped_reader, text, "not_effective_for") == set()


def test_in_whom_an_effect_comes(shipped_reader: Reader) -> None:
    text = "Adverse effects of anti-D: Fever, chills; in ITP, intravascular hemolysis that may be fatal."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"fever", "chills", "hemolysis"}
    assert objects_in(shipped_reader, "In ITP, adverse effects of anti-D include hemolysis.", "in_category") == set()


@pytest.mark.parametrize(
    "sentence", ["Its effects are due to {}.", "Its benefit is attributed to {}.", "Its action results from {}.", "Its effects are mediated by {}."]
)
def test_what_its_effects_are_due_to(shipped_reader: Reader, sentence: str) -> None:
    text = "IVIG is used in CIDP. " + sentence.format("blockade of Fc receptors")
    assert objects_in(shipped_reader, text, "acts_via") == {"activating-fc-gamma-receptor-blockade"}
