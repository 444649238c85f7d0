"""What products must not be given in, applications that were refused, refuted mechanisms, and what other treatments or arms did."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    "sentence",
    [
        "Diseases in which IVIG should be avoided include hyperprolinemia and hereditary fructose intolerance.",
        "Hyperprolinemia and hereditary fructose intolerance are conditions in which IVIG is contraindicated.",
    ],
)
def test_conditions_in_which_it_is_to_be_avoided(shipped_reader: Reader, sentence: str) -> None:
    assert objects_in(shipped_reader, sentence, "contraindicated_in") == {"hyperprolinemia", "hereditary-fructose-intolerance"}
    assert objects_in(shipped_reader, sentence, "treats") == set()


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("The FDA rejected an application to sell HyQvia for CIDP.", "chronic-inflammatory-demyelinating-polyneuropathy"),
        ("IVIG is no longer indicated for CLL.", "chronic-lymphocytic-leukemia"),
    ],
)
def test_refused_and_lost_approvals_are_denied(shipped_reader: Reader, sentence: str, condition: str) -> None:
    claims = claims_in(shipped_reader, sentence, "treats")
    assert [(claim.object, claim.status, claim.polarity) for claim in claims] == [(condition, "approved", "negated")]


def test_mechanism_that_was_refuted(shipped_reader: Reader) -> None:
    text = "IVIG was long believed to act through blockade of Fc receptors, but this has been refuted."
    assert [claim.polarity for claim in claims_in(shipped_reader, text, "acts_via")] == ["negated"]


def test_other_treatment_that_a_product_is_kept_out_of(shipped_reader: Reader) -> None:
    text = "Rituximab, but not IVIG, is effective in pemphigus foliaceus."
    assert objects_in(shipped_reader, text, "not_effective_for") == {"pemphigus-foliaceus"}
    assert objects_in(shipped_reader, text, "treats") == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "Plasma exchange is preferred to IVIG for TTP.",
        "IVIG was started for suspected GBS, but the final diagnosis was botulism.",
        "Gammagard is made by Baxter. Baxter also sells drugs for hemophilia.",
        "IVIG can be given safely in patients with renal impairment, diabetes and heart failure if the rate is low.",
        "We recommend that patients with selective IgA deficiency be tested for anti-IgA antibodies before IVIG.",
    ],
)
def test_conditions_that_it_is_not_given_for(shipped_reader: Reader, sentence: str) -> None:
    assert objects_in(shipped_reader, sentence, "treats") == set()
    assert objects_in(shipped_reader, sentence, "has_adverse_effect") == set()


def test_effects_of_those_on_placebo(shipped_reader: Reader) -> None:
    text = "In the IVIG trial, two patients receiving placebo developed rash."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


def test_effect_less_frequent_than_with_another_product_has_no_band(shipped_reader: Reader) -> None:
    claims = claims_in(shipped_reader, "Headache is less frequent with SCIG than with IVIG.", "has_adverse_effect")
    assert [claim.frequency for claim in claims] == ["unspecified"]


def test_measure_that_became_needless(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "IVIG reduced the need for mechanical ventilation in GBS.", "mitigated_by") == set()
    assert objects_in(shipped_reader, "Avoid medicines that increase the excretion of water while you have IVIG.", "mitigated_by") == set()


def test_passive_verb_before_another_subject(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "IgM was elevated and IgG low; IVIG was not given.", "acts_via") == set()


def test_transmission_of_what_the_product_is_named_for(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "HBIG prevents perinatal transmission of hepatitis B.", "prevents") == {"hepatitis-b"}


def test_eczema_is_severe_only_where_the_text_says_so(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "IVIG is used in atopic dermatitis.", "treats") == {"atopic-dermatitis"}
    assert objects_in(shipped_reader, "IVIG is used in severe atopic dermatitis.", "treats") == {"severe-atopic-dermatitis"}
