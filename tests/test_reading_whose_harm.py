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
        ("Nausea after IVIG responded to ondansetron and rash to antihistamines.", set()),
        ("Fever resolved with IVIG and rash with prednisone.", set()),
    ],
)  # fmt: skip
def test_each_treatment_has_the_effects_laid_to_it(shipped_reader: Reader, text: str, effects: set[tuple[str, str]]) -> None:
    assert _effects(shipped_reader, text) == effects


def test_what_befell_an_arm_is_not_what_it_was_treated_for(shipped_reader: Reader) -> None:
    text = "Hypotension occurred in 8% of those treated with plasma exchange and rash in 12% of those treated with IVIG."
    assert not objects_in(shipped_reader, text, "treats")
