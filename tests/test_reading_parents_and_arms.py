"""Pages that families write for families, and the arms of trials in prose: what they say of a product, and what they do not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

_PAGE = """# Myasthenia: our group

Myasthenia gravis is an autoimmune disease. IVIG is given in a crisis.

## {heading}

{items}
"""
_TRIAL = "IVIG versus placebo in sepsis: a randomised trial\n\n{text}"


def _account(heading: str, *items: str) -> str:
    return _PAGE.format(heading=heading, items="\n".join(f"- {item}" for item in items))


def test_what_families_tell_of_the_drip(shipped_reader: Reader) -> None:
    text = _account("What other families told us", "Shivery and queasy on the day of the drip.", "Itching: a handful.", "A clot? Two of us.")
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"chills", "nausea", "pruritus", "thromboembolism"}


@pytest.mark.parametrize(
    ("heading", "items"),
    [
        ("What members felt at the start", ("Tingling. Everyone.", "Pain in the back: most of us, before any drip was put up.")),
        ("What families told us about infliximab", ("Rash: two.", "Headache on the day of the drip.")),
    ],
)
def test_what_families_tell_of_other_things(shipped_reader: Reader, heading: str, items: tuple[str, ...]) -> None:
    assert objects_in(shipped_reader, _account(heading, *items), "has_adverse_effect") == set()


@pytest.mark.parametrize("heading", ["After each drip", "Feeling rough during the drip", "What went wrong", "The not so nice bits"])
def test_headings_over_what_came_of_the_drip(shipped_reader: Reader, heading: str) -> None:
    text = _account(heading, "Headaches. Nearly everyone.", "A rash: two of us.", "A clot in the leg? One member.")
    assert objects_in(shipped_reader, text, "has_adverse_effect") >= {"headache", "rash", "deep-vein-thrombosis"}


@pytest.mark.parametrize("heading", ["After the drip", "After the diagnosis"])
def test_headings_over_what_got_better(shipped_reader: Reader, heading: str) -> None:
    text = _account(heading, "Weakness gets better. Most of us.", "Numbness goes.", "Double vision goes, too.")
    assert not objects_in(shipped_reader, text, "has_adverse_effect") & {"asthenia", "hypesthesia", "diplopia"}


@pytest.mark.parametrize(
    ("remark", "is_told"),
    [
        ("Not everyone, and only for a day.", True),
        ("No one needed to stop the drip.", True),
        ("One or two of us.", True),
        ("Not one of us.", False),
        ("No, never.", False),
        ("Nobody in our group.", False),
        ("That is from the steroids.", False),
        ("It came with the illness, long before the drip.", False),
    ],
)
def test_the_remark_behind_an_item(shipped_reader: Reader, remark: str, is_told: bool) -> None:
    text = _account("What other families told us", "Headache. Everyone had it after a drip.", "Itching: a handful.", f"Fever? {remark}")
    assert ("fever" in objects_in(shipped_reader, text, "has_adverse_effect")) == is_told


def test_a_remark_that_counts(shipped_reader: Reader) -> None:
    text = _account("Side effects of IVIG", "Headaches. Nearly everyone, and some for days.", "Rash. It looks bad.")
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"headache": "very_common", "rash": "unspecified"}


@pytest.mark.parametrize(
    ("text", "barred"),
    [
        ("Not for you if you have had a bad allergic reaction to immunoglobulin.", {"hypersensitivity-to-immunoglobulin"}),
        ("It is not for you if you have heart failure.", {"cardiac-failure"}),
        ("IVIG is not an option if you have a bleeding disorder.", {"coagulation-disorder"}),
        ("Steroids are not for you if you have diabetes.", set()),
        ("The trial is not for you if you have heart failure.", set()),
    ],
)
def test_not_for_you(shipped_reader: Reader, text: str, barred: set[str]) -> None:
    assert objects_in(shipped_reader, f"# IVIG for families\n\nIVIG is given by drip. {text}", "contraindicated_in") == barred


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("Brain haemorrhages became rare since IVIG took over from transfusions of platelets.", {"intracranial-hemorrhage"}),
        ("Since IVIG replaced platelet transfusions, intracranial bleeds have become uncommon.", {"intracranial-hemorrhage"}),
        ("Coronary aneurysms have become rare since IVIG was introduced.", {"coronary-artery-aneurysm"}),
        ("IVIG is given to the mother every week. The aim is to stop bleeding inside the baby's head.", {"intracranial-hemorrhage"}),
        ("Steroids are given to the mother every week. The aim is to stop bleeding in the brain.", set()),
        ("Headaches became rare since the IVIG drip is given more slowly.", set()),
        ("Brain bleeds became rare since platelet transfusions took over from IVIG.", set()),
        ("Haemolysis became rare since SCIG replaced IVIG.", set()),
    ],
)
def test_what_became_rare_since_a_product_came_in(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented


def _frequencies(reader: Reader, text: str) -> dict[str, str]:
    claims = claims_in(reader, _TRIAL.format(text=text), "has_adverse_effect")
    return {claim.object: claim.frequency for claim in claims if claim.polarity == "affirmed"}


@pytest.mark.parametrize(
    ("text", "frequencies"),
    [
        (
            "Adverse events (IVIG / albumin / placebo, %): headache 20 / 9 / 8; fever during infusion 9.1 / 4 / 3; nausea 4.2 / 4.0 / 4.5.",
            {"headache": "very_common", "fever": "common"},
        ),
        ("Adverse events (placebo vs IVIG): headache 8% vs 20%; nausea 6% vs 4%.", {"headache": "very_common"}),
        ("Fever was seen in 12% of infants on IVIG and 4% on placebo, and rash in 5% on IVIG and 6% on placebo.", {"fever": "very_common"}),
        ("Fever was not more frequent with IVIG than with saline. Rash was no commoner on IVIG than on placebo.", {}),
    ],
)
def test_the_arms_of_a_trial(shipped_reader: Reader, text: str, frequencies: dict[str, str]) -> None:
    assert _frequencies(shipped_reader, text) == frequencies


@pytest.mark.parametrize(
    ("text", "useless"),
    [
        ("IVIG helped in CIDP; in myasthenia gravis no effect was seen.", {"myasthenia-gravis"}),
        ("We gave IVIG to 40 adults. In myasthenia gravis no benefit was observed.", {"myasthenia-gravis"}),
        ("IVIG was given with steroids in CIDP. In myasthenia gravis no benefit was observed.", set()),
        ("IVIG was given to 20 patients with CIDP; in diabetes no effect on blood sugar was seen.", set()),
        ("In sepsis no side effect of IVIG was observed.", set()),
    ],
)
def test_no_effect_in_a_condition(shipped_reader: Reader, text: str, useless: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == useless


def test_what_an_effect_is_confined_to(shipped_reader: Reader) -> None:
    of_benefit = "The effect of IVIG was confined to Gram-negative sepsis."
    assert objects_in(shipped_reader, of_benefit, "treats") == {"sepsis"}
    assert objects_in(shipped_reader, of_benefit, "has_risk_factor") == set()
    of_harm = "Side effects of IVIG were confined to patients with diabetes."
    assert objects_in(shipped_reader, of_harm, "has_risk_factor") == {"diabetes-mellitus"}
    assert objects_in(shipped_reader, of_harm, "treats") == set()


@pytest.mark.parametrize(
    ("text", "graded"),
    [
        ("Blood clots are a serious but uncommon hazard.", {("thromboembolism", "uncommon")}),
        ("Headache is the rule rather than the exception after IVIG.", {("headache", "very_common")}),
        ("After IVIG a headache is the exception rather than the rule.", {("headache", "rare")}),
        ("Stroke is a rare complication of the disease.", set()),
    ],
)
def test_hazards_and_rules(shipped_reader: Reader, text: str, graded: set[tuple[str, str]]) -> None:
    claims = claims_in(shipped_reader, f"# IVIG\n\n{text}", "has_adverse_effect")
    assert {(claim.object, claim.frequency) for claim in claims} == graded


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("IVIG may protect the platelets by blocking the eating cells of the spleen.", {("inhibition-of-macrophage-phagocytosis", "hedged")}),
        ("IVIG presumably quiets the antibodies directed against the vessel wall.", {("autoantibody-neutralisation", "hedged")}),
        ("IVIG preparations contain antibodies that neutralise endotoxin.", {("toxin-neutralisation", "affirmed")}),
        ("IVIG does not neutralise endotoxin.", {("toxin-neutralisation", "negated")}),
        ("Rituximab quiets the antibodies directed against myelin. IVIG was not used.", set()),
    ],
)
def test_ways_of_acting_in_plain_words(shipped_reader: Reader, text: str, ways: set[tuple[str, str]]) -> None:
    assert {(claim.object, claim.polarity) for claim in claims_in(shipped_reader, text, "acts_via")} == ways


def test_the_group_and_the_dose_that_raise_a_risk(shipped_reader: Reader) -> None:
    text = "IVIG can break down red cells if your blood group is A or AB, above all on the 2 g dose."
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"non-o-blood-group", "high-dose"}


def test_a_bracket_with_the_wider_name_of_an_effect(shipped_reader: Reader) -> None:
    text = 'IVIG can cause meningitis that is no infection (chemical or "aseptic" meningitis).'
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"aseptic-meningitis"}


def test_a_vaccine_that_was_not_withheld(shipped_reader: Reader) -> None:
    text = "Rotavirus vaccine was not withheld after IVIG; measles vaccination was put off by 8 months."
    found = {claim.object: claim.polarity for claim in claims_in(shipped_reader, text, "interacts_with")}
    assert found == {"rotavirus-vaccine": "negated", "measles-vaccine": "affirmed"}


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Behçet disease, a form of vasculitis, must be ruled out.", "affirmed"),
        ("Behçet disease is not a form of vasculitis.", "negated"),
    ],
)
def test_a_class_between_commas_is_not_what_is_ruled_out(shipped_reader: Reader, text: str, polarity: str) -> None:
    assert [claim.polarity for claim in claims_in(shipped_reader, text, "in_category")] == [polarity]
