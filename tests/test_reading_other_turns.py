"""Turns of phrase of labels, reviews, news and leaflets: what they say of the product, and what they do not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("item", "factor", "polarity"),
    [
        ("are overweight, as your risk of a clot is then greater", "obesity", "affirmed"),
        ("are on the pill (your risk of a clot goes up)", "estrogen", "affirmed"),
        ("have been told that you lack IgA, as you would be more likely to react", "selective-iga-deficiency", "affirmed"),
        ("have weak kidneys. The drip can make kidney trouble worse", "renal-insufficiency", "affirmed"),
        ("are diabetic", "diabetes-mellitus", "hedged"),
    ],
)
def test_what_is_to_be_told_and_the_risk_that_is_feared(shipped_reader: Reader, item: str, factor: str, polarity: str) -> None:
    text = f"IVIG leaflet\n\nBefore the treatment tell us if you:\n- {item}\n- smoke\n"
    found = {claim.object: claim.polarity for claim in claims_in(shipped_reader, text, "has_risk_factor")}
    assert found[factor] == polarity
    assert "thromboembolism" not in found


def test_those_at_risk_because_of_something(shipped_reader: Reader) -> None:
    text = "5.2 Renal failure with IVIG\nIn patients at risk because of diabetes mellitus or nephrotoxic drugs, infuse at the minimum rate.\n"
    assert {"diabetes-mellitus", "nephrotoxic-drug"} <= objects_in(shipped_reader, text, "has_risk_factor")


def test_an_infusion_that_runs_too_quickly(shipped_reader: Reader) -> None:
    text = "IVIG may cause headache. People who get the infusion too quickly are more likely to feel sick."
    assert "high-infusion-rate" in objects_in(shipped_reader, text, "has_risk_factor")


def test_who_should_not_be_treated_is_no_use(shipped_reader: Reader) -> None:
    text = "The label of IVIG carries a warning about thrombosis and kidney failure, and says that patients with a clot should not be treated."
    assert objects_in(shipped_reader, text, "treats") == set()


def test_off_label_prescriptions(shipped_reader: Reader) -> None:
    text = "IVIG is scarce. Off-label prescriptions, e.g. for stiff person syndrome and scleromyxedema, make up half of what is used."
    assert objects_in(shipped_reader, text, "treats") == {"stiff-person-syndrome", "scleromyxedema"}


def test_a_class_behind_a_citation(shipped_reader: Reader) -> None:
    text = "IVIG raises the platelets in ITP [9], an autoimmune disease of the blood."
    assert {(c.subject, c.object) for c in claims_in(shipped_reader, text, "in_category")} == {("immune-thrombocytopenia", "autoimmune-disease")}


def test_a_list_ends_where_a_clause_tells_of_its_last_member(shipped_reader: Reader) -> None:
    text = "Uses of IVIG\n- Neurological diseases: CIDP and myasthenia gravis, in which muscle weakness is the main complaint.\n"
    members = {claim.subject for claim in claims_in(shipped_reader, text, "in_category")}
    assert members == {"chronic-inflammatory-demyelinating-polyneuropathy", "myasthenia-gravis"}
    assert "muscle-weakness" not in objects_in(shipped_reader, text, "treats")


def test_what_was_judged_to_be_unrelated(shipped_reader: Reader) -> None:
    text = "6 Adverse reactions of IVIG\nHeadache was frequent. Infections, mostly bronchitis, occurred in half of them and were judged unrelated.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache"}


def test_known_risks_among_the_outcomes_of_a_trial(shipped_reader: Reader) -> None:
    text = "A trial of IVIG in CIDP\n\nSecondary outcome measures: grip strength; cases of aseptic meningitis, which are known risks of IVIG.\n"
    assert "aseptic-meningitis" in objects_in(shipped_reader, text, "has_adverse_effect")
