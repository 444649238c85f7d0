"""Whose harm it is: of the illness, of another treatment, of one of two products, or of the product that a sentence names."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def _effects(reader: Reader, text: str) -> set[tuple[str, str]]:
    return {(claim.subject, claim.object) for claim in claims_in(reader, text, "has_adverse_effect")}


_IV, _SC, _D = "intravenous-immunoglobulin", "subcutaneous-immunoglobulin", "anti-d-immunoglobulin"


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Flushing was seen with prednisolone and vomiting with IVIG.", {(_IV, "vomiting")}),
        ("Hypotension occurred in 8% of those treated with plasma exchange and rash in 12% of those treated with IVIG.", {(_IV, "rash")}),
        ("With azathioprine, nausea was common; with IVIG, chills were common.", {(_IV, "chills")}),
        ("Adverse events occurred in 4% with IVIG (rash, chills) and 3% with placebo (nausea, dizziness).", {(_IV, "rash"), (_IV, "chills")}),
        ("Adverse effects: prednisone - insomnia, acne; IVIG - chills, rash.", {(_IV, "chills"), (_IV, "rash")}),
        ("Two patients on placebo had stroke and one on IVIG had hemolysis.", {(_IV, "hemolysis")}),
        ("Chills were observed with IVIG, whereas hemolysis was observed with anti-D.", {(_IV, "chills"), (_D, "hemolysis")}),
        ("IVIG caused headache in 7 and SCIG caused erythema in 9 patients.", {(_IV, "headache"), (_SC, "erythema")}),
        ("IVIG (nausea, rash) and anti-D (hemolysis) both have side effects.", {(_IV, "nausea"), (_IV, "rash"), (_D, "hemolysis")}),
        ("Nausea occurs with both IVIG and anti-D; renal failure occurs with IVIG.", {(_IV, "nausea"), (_D, "nausea"), (_IV, "renal-failure")}),
        # no turns of treatments and effects
        ("Nausea and rash were reported with IVIG and rituximab.", {(_IV, "nausea"), (_IV, "rash")}),
        ("Vomiting is more frequent with IVIG than with SCIG.", {(_IV, "vomiting")}),
        ("Nausea after IVIG responded to ondansetron and rash to antihistamines.", {(_IV, "nausea")}),
        ("Fever resolved with IVIG and rash with prednisone.", set()),
    ],
)  # fmt: skip
def test_each_treatment_has_the_effects_laid_to_it(shipped_reader: Reader, text: str, effects: set[tuple[str, str]]) -> None:
    assert _effects(shipped_reader, text) == effects


def test_what_befell_an_arm_is_not_what_it_was_treated_for(shipped_reader: Reader) -> None:
    text = "Hypotension occurred in 8% of those treated with plasma exchange and rash in 12% of those treated with IVIG."
    assert not objects_in(shipped_reader, text, "treats")


@pytest.mark.parametrize(
    "text",
    [
        "Back pain is common in CIDP. IVIG is given every three weeks.",
        "Rash and arthralgia are frequent in patients with lupus, and immunoglobulin has been tried.",
        "Vomiting is rare in Kawasaki disease; IVIG is given within ten days.",
        "Complications of CVID are frequent and include diarrhea. Immunoglobulin is given for life.",
        "The child had rash for four days and received IVIG.",
        "Seizures occurred on day 3 and IVIG was started.",
        "Children receiving SCIG had a mean of 3 sinus infections per year.",
    ],
)
def test_what_comes_with_the_illness_is_no_effect(shipped_reader: Reader, text: str) -> None:
    assert not _effects(shipped_reader, text)


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("Chills are common in children with lupus receiving IVIG.", "chills"),
        ("Hemolysis is rare in ITP after IVIG.", "hemolysis"),
        ("IVIG is safe. Chills are common in patients with CIDP.", "chills"),
        ("She received IVIG and developed seizures.", "convulsion"),
        ("The girl had chills during the first infusion and received IVIG more slowly.", "chills"),
    ],
)
def test_what_comes_with_the_product_is_an_effect(shipped_reader: Reader, text: str, effect: str) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {effect}


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Pulmonary embolism in a woman treated with intravenous immunoglobulin", {"pulmonary-embolism"}),
        ("There were three cases of neutropenia in children treated with IVIG.", {"neutropenia"}),
        ("The rate of hemolysis in patients receiving IVIG was 2%.", {"hemolysis"}),
        ("We describe aseptic meningitis in patients with CIDP treated with IVIG.", {"aseptic-meningitis"}),
        ("Renal failure was detected in 2 of 40 patients treated with IVIG.", {"renal-failure"}),
        ("IVIG-treated patients had chills and nausea.", {"chills", "nausea"}),
        ("Hemolysis is another concern with IVIG.", {"hemolysis"}),
    ],
)
def test_a_harm_in_those_treated_is_no_use(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects
    assert not effects & objects_in(shipped_reader, text, "treats")


def test_no_case_of_a_harm_is_a_denied_effect(shipped_reader: Reader) -> None:
    text = "There were no cases of thrombosis among patients who received IVIG."
    assert [claim.polarity for claim in claims_in(shipped_reader, text, "has_adverse_effect")] == ["negated"]
    assert not claims_in(shipped_reader, text, "treats")


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Remission of dermatomyositis in patients treated with IVIG", "dermatomyositis"),
        ("There were two cases of pemphigus in patients treated with IVIG.", "pemphigus"),
        ("Remission of hemolytic anemia in patients treated with IVIG.", "hemolytic-anemia"),
        ("Thrombocytopenia in patients treated with IVIG resolved within a week.", "thrombocytopenia"),
    ],
)
def test_an_illness_of_those_treated_is_a_use(shipped_reader: Reader, text: str, condition: str) -> None:
    assert objects_in(shipped_reader, text, "treats") == {condition}
    assert not _effects(shipped_reader, text)
