"""Questions and their answers, cautions, shares of nobody, other treatments behind a semicolon, what patients have anyway."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("question", "answer", "polarity", "frequency"),
    [
        ("Will I get a fever?", "About 1 in 10 people do.", "affirmed", "common"),
        ("Can IVIG cause kidney failure?", "Rarely. Drink enough.", "affirmed", "rare"),
        ("Could my child have a rash?", "Yes, it can happen on the first day.", "affirmed", "unspecified"),
        ("Is nausea a side effect of IVIG?", "Yes, in up to 1 in 100 infusions.", "affirmed", "uncommon"),
        ("Does IVIG cause hair loss?", "No. It has never been seen.", "negated", "unspecified"),
        ("Can it cause seizures?", "There is no evidence that it does.", "negated", "unspecified"),
    ],
)
def test_effects_that_a_question_asks_about(shipped_reader: Reader, question: str, answer: str, polarity: str, frequency: str) -> None:
    text = f"IVIG: your questions\n\n{question}\n{answer}\n"
    assert [(claim.polarity, claim.frequency) for claim in claims_in(shipped_reader, text, "has_adverse_effect")] == [(polarity, frequency)]


@pytest.mark.parametrize(
    "text",
    [
        "Can I have IVIG if I have migraine?\nYes. Tell your nurse.",
        "Do you have kidney problems?\nSometimes the dose is changed.",
        "Will my headache get better?\nMost people do improve.",
        "Can people with a rash have IVIG?\nYes.",
    ],
)
def test_questions_that_ask_for_no_effect(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, f"IVIG: your questions\n\n{text}\n", "has_adverse_effect")


def test_who_may_have_it_is_not_treated_for_what_they_have(shipped_reader: Reader) -> None:
    assert not objects_in(shipped_reader, "IVIG: your questions\n\nCan people with asthma get IVIG?\nYes.\n", "treats")
    text = "Tell your doctor if you have kidney disease, migraine or IgA deficiency before you receive IVIG."
    assert not objects_in(shipped_reader, text, "treats")
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"kidney-disease", "history-of-migraine", "selective-iga-deficiency"}


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("IVIG should be used with caution in people with gout or diabetes.", {"gout", "diabetes-mellitus"}),
        ("Subcutaneous immunoglobulin must be given cautiously to patients with heart failure.", {"cardiac-failure"}),
        ("People with a history of blood clots should ask their doctor before starting SCIG.", {"history-of-thrombosis"}),
        ("Extra care is taken when IVIG is given to people over 65.", {"advanced-age"}),
        ("People with gout should see a specialist.", set()),
        ("Results of IVIG trials in CIDP must be read with caution.", set()),
        ("IVIG works best, particularly when started early, in children with Kawasaki disease.", set()),
        ("Clots (the risk is higher with high-dose IVIG) have been seen.", {"high-dose"}),
        ("High-dose methylprednisolone with IVIG is of little use.", set()),
    ],
)
def test_cautions_outside_a_section_on_safety(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") >= factors if factors else not objects_in(shipped_reader, text, "has_risk_factor")


@pytest.mark.parametrize(
    ("text", "polarity", "frequency"),
    [
        ("Fever was reported by 0% of patients given SCIG.", "negated", "unspecified"),
        ("Fever occurred in 0 of 31 patients given SCIG.", "negated", "unspecified"),
        ("Fever occurred in 10 of 31 patients given SCIG.", "affirmed", "very_common"),
        ("Fever occurred in 2% of the placebo group and in 14% of those given SCIG.", "affirmed", "very_common"),
        ("Fever was seen in 14% of the SCIG group and in 0% of controls.", "affirmed", "very_common"),
    ],
)
def test_shares_of_two_groups(shipped_reader: Reader, text: str, polarity: str, frequency: str) -> None:
    assert {(claim.polarity, claim.frequency) for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == {(polarity, frequency)}


def test_a_table_of_one_product_counts(shipped_reader: Reader) -> None:
    text = "Adverse reactions\n\n| Reaction | SCIG, n (%) |\n|---|---|\n| Cough | 7 (14) |\n| Rash | 1 (2) |\n| Clots | 0 (0) |\n"
    found = {(claim.object, claim.frequency) for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {("cough", "very_common"), ("rash", "common")}


@pytest.mark.parametrize("case", ["when rituximab is contraindicated", "if steroids are contraindicated", "in those in whom steroids are contraindicated"])
def test_another_treatment_that_must_not_be_given(shipped_reader: Reader, case: str) -> None:
    text = f"We suggest IVIG for pemphigus vulgaris {case}."
    assert objects_in(shipped_reader, text, "treats") == {"pemphigus-vulgaris"}
    assert not objects_in(shipped_reader, text, "contraindicated_in")


def test_whom_a_globulin_protects_has_other_illnesses(shipped_reader: Reader) -> None:
    text = "Who needs tetanus immune globulin?\n\n- People with HIV infection or severe immunodeficiency\n- People with burns\n"
    assert not objects_in(shipped_reader, text, "treats") & {"hiv-aids", "immunodeficiency"}
    assert "tetanus" in objects_in(shipped_reader, text, "prevents")


def test_behind_a_semicolon_another_treatment_is_spoken_of(shipped_reader: Reader) -> None:
    text = "IVIG risks include headache; plasma exchange requires a catheter and carries bleeding and hypotension."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache"}


@pytest.mark.parametrize("text", ["What are the side effects of IVIG for CIDP?", "What are the risks of IVIG in myasthenia gravis?"])
def test_what_it_is_given_for_is_no_effect(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, f"{text}\nHeadache and fever.", "has_adverse_effect") == {"headache", "fever"}


def test_a_label_taken_up_by_its_class(shipped_reader: Reader) -> None:
    text = "Uses of IVIG\n\n- CIDP: This nerve disorder weakens.\n- Pemphigus: a rare autoimmune disease.\n- Sepsis: these need antibiotics.\n"
    found = {(claim.subject, claim.object) for claim in claims_in(shipped_reader, text, "in_category")}
    assert ("pemphigus", "autoimmune-disease") in found
    assert {subject for subject, _ in found} == {"chronic-inflammatory-demyelinating-polyneuropathy", "pemphigus"}
    assert "autoimmune-disease" not in objects_in(shipped_reader, text, "treats")


def test_other_uses_are_no_members_of_the_class_before(shipped_reader: Reader) -> None:
    text = "Human immunoglobulin is used to treat immune deficiencies. Specific uses include:\n\n- CVID\n- Kawasaki disease\n- CIDP\n"
    assert {claim.subject for claim in claims_in(shipped_reader, text, "in_category")} <= {"common-variable-immunodeficiency"}


def test_what_patients_have_anyway(shipped_reader: Reader) -> None:
    text = "Replacement with IVIG rests on the finding that patients with CVID show reduced antibody production and impaired responses to vaccines."
    assert not objects_in(shipped_reader, text, "interacts_with") | objects_in(shipped_reader, text, "acts_via") - {"antibody-replacement"}


def test_a_mechanism_that_is_unknown(shipped_reader: Reader) -> None:
    text = "The mechanism of HBIG is unknown; it may block HBV entry."
    assert {claim.polarity for claim in claims_in(shipped_reader, text, "acts_via")} == {"hedged"}


def test_a_way_right_before_the_product(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "The use of intramuscular HBIG is routine.", "given_by_route") == {"intramuscular-route"}


def test_patients_after_an_occasion_are_no_cause(shipped_reader: Reader) -> None:
    text = "HNIG is used as replacement therapy in hypogammaglobulinemia and in patients after stem cell transplantation. It is also used in sepsis."
    assert not objects_in(shipped_reader, text, "caused_by")
    assert "sepsis" in objects_in(shipped_reader, text, "treats")


@pytest.mark.parametrize("why", ["due to aseptic meningitis", "because of aseptic meningitis"])
def test_effects_that_end_the_treatment(shipped_reader: Reader, why: str) -> None:
    text = f"Of 12 patients, one had to cease IVIG {why}."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"aseptic-meningitis"}


def test_headings_with_emphasis_say_how_often(shipped_reader: Reader) -> None:
    text = "IVIG\n\n## **Side Effects**\n\n### **Common Side Effects:**\nHeadache, chills and nausea.\n"
    assert {claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == {"common"}


def test_a_row_of_effects_has_no_class_in_its_first_cell(shipped_reader: Reader) -> None:
    text = "IVIG\n\nSIDE EFFECTS\nCommon\nHeadache | Chills | Nausea\nSerious\nAnaphylaxis | Blood clot | Kidney failure\n"
    found = {claim.object: (claim.frequency, claim.severity) for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found["headache"][0] == "common"
    assert found["anaphylaxis"][1] == "serious"
    text = "IVIG\n\nSide effects\n\nSkin disorders | rash | hives\nNervous system disorders | headache | dizziness\n"
    assert "skin-disorder" not in objects_in(shipped_reader, text, "has_adverse_effect")


def test_a_label_with_its_list_heads_nothing(shipped_reader: Reader) -> None:
    text = "IVIG\n\nUSES\n• Kawasaki disease\n• CIDP\nOther uses: pemphigus, lupus in pregnancy\n• Dermatomyositis\n"
    assert {"pemphigus", "dermatomyositis"} <= objects_in(shipped_reader, text, "treats")


def test_how_strict_contraindications_are_opens_no_other_section(shipped_reader: Reader) -> None:
    text = "IVIG\n\nCONTRAINDICATIONS\nAbsolute\n- Hyperprolinemia\nRelative - weigh benefit against risk\n- Recent stroke\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia", "stroke"}
    assert not objects_in(shipped_reader, text, "has_adverse_effect")


@pytest.mark.parametrize(
    ("item", "treats"),
    [
        ("- Stiff-person syndrome: one crossover study was positive.", {"stiff-person-syndrome"}),
        ("- MOGAD: retrospective data hint at fewer relapses.", {"mog-antibody-associated-disease"}),
        ("- Autoimmune encephalitis (anti-NMDAR, LGI1, etc.): commonly given with steroids.", {"autoimmune-encephalitis"}),
        ("- Small fiber neuropathy: a trial found no difference.", set()),
    ],
)
def test_items_that_tell_what_was_found(shipped_reader: Reader, item: str, treats: set[str]) -> None:
    assert objects_in(shipped_reader, f"IVIG: where the picture is murkier\n\n{item}\n", "treats") == treats


def test_a_column_on_the_role_of_the_product(shipped_reader: Reader) -> None:
    text = "IVIG\n\n| Condition | Role of IVIG | Alternative |\n|---|---|---|\n| GBS | First choice | Plasma exchange |\n| ALS | None | Riluzole |\n"
    assert objects_in(shipped_reader, text, "treats") == {"guillain-barre-syndrome"}


def test_what_something_is_set_against(shipped_reader: Reader) -> None:
    text = "In contrast to primary disorders such as X-linked agammaglobulinemia, IVIG in CLL is given for infections."
    assert "x-linked-agammaglobulinemia" not in objects_in(shipped_reader, text, "treats")


@pytest.mark.parametrize("text", ["Clots and rash complete the safety profile of IVIG.", "With IVIG, clots and rash are the complaints met most."])
def test_effects_before_what_is_said_of_them(shipped_reader: Reader, text: str) -> None:
    assert {"thromboembolism", "rash"} <= objects_in(shipped_reader, text, "has_adverse_effect")
    assert not objects_in(shipped_reader, text, "treats")


def test_how_often_a_dose_is_split_is_no_frequency(shipped_reader: Reader) -> None:
    text = "IVIG can cause a headache, and the dose is often split over five days."
    assert {claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == {"unspecified"}


def test_a_case_and_the_question_behind_it(shipped_reader: Reader) -> None:
    text = "IVIG questions\n\nMy aunt had it for COVID-19. Does it work?\nTrials found no advantage.\n"
    assert objects_in(shipped_reader, text, "not_effective_for") == {"covid-19"}


@pytest.mark.parametrize(
    ("text", "status", "polarity"),
    [
        ("IVIG is also used, without a licence, in CIDP and pemphigus.", "used", "affirmed"),
        ("IVIG is approved, since 2008, for CIDP and pemphigus.", "approved", "affirmed"),
        ("IVIG is recommended, together with steroids, for CIDP and pemphigus.", "recommended", "affirmed"),
        ("IVIG has been tried, with some success, in CIDP and pemphigus.", "used", "hedged"),
    ],
)
def test_a_phrase_between_commas(shipped_reader: Reader, text: str, status: str, polarity: str) -> None:
    found = {(claim.object, claim.status, claim.polarity) for claim in claims_in(shipped_reader, text, "treats")}
    assert found == {(slug, status, polarity) for slug in ("chronic-inflammatory-demyelinating-polyneuropathy", "pemphigus")}


def test_a_list_is_no_phrase_between_commas(shipped_reader: Reader) -> None:
    text = "With IVIG headache was seen, fever, chills, in patients with CIDP."
    assert not objects_in(shipped_reader, text, "has_adverse_effect") & {"chronic-inflammatory-demyelinating-polyneuropathy"}


def test_effects_rarer_than_with_another_product_are_the_texts_own(shipped_reader: Reader) -> None:
    text = "SCIG\n\nWhole-body side effects such as fever are less common than with IVIG."
    assert {claim.subject for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == {"subcutaneous-immunoglobulin"}


def test_effects_at_the_needle_listed_below(shipped_reader: Reader) -> None:
    text = "SCIG\n\nMost side effects happen where the needle goes in. You may have:\n- Redness\n- Itching\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"injection-site-erythema", "injection-site-pruritus"}


MYOPATHIES = "Inflammatory myopathies\n\nTreatment\nSteroids. Prednisone comes first.\n\nIntravenous immunoglobulin (IVIg). Antibodies drip into a vein. "


def test_a_paragraph_that_opens_with_the_product(shipped_reader: Reader) -> None:
    text = MYOPATHIES + "Doctors use it for polymyositis when steroids have not worked. Rash and fever are common. Blood clots are rare."
    assert "polymyositis" in objects_in(shipped_reader, text, "treats")
    assert {"rash", "fever", "thromboembolism"} <= objects_in(shipped_reader, text, "has_adverse_effect")


def test_a_paragraph_that_goes_over_to_another_treatment(shipped_reader: Reader) -> None:
    text = MYOPATHIES + "Rituximab is given when that fails. Rash and fever are common."
    assert not objects_in(shipped_reader, text, "has_adverse_effect")


def test_what_befalls_one_who_takes_it(shipped_reader: Reader) -> None:
    text = "IVIG news\n\nA friend, who takes it for CIDP, broke out in hives."
    assert "urticaria" not in objects_in(shipped_reader, text, "treats")


@pytest.mark.parametrize("text", ["Nothing proves that it helps in autism.", "There is nothing to show that it works in autism."])
def test_what_nothing_proves(shipped_reader: Reader, text: str) -> None:
    text = f"SCIG\n\nIt is no cure for asthma. {text}"
    assert objects_in(shipped_reader, text, "not_effective_for") == {"autism-spectrum-disorder"}
    assert not objects_in(shipped_reader, text, "treats")


def test_the_arms_of_a_table_are_no_effects(shipped_reader: Reader) -> None:
    text = "6 ADVERSE REACTIONS of PANZYGA\n\nReaction PI (n=51) ITP (n=40) CIDP (n=142)\nHeadache 8 (16%) 20 (50%) 11 (8%)\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache"}


def test_what_predisposes_and_what_befell_the_predisposed(shipped_reader: Reader) -> None:
    text = "Boxed warning\n\nPredisposed patients have developed osmotic nephrosis and acute renal failure with IVIG."
    assert not objects_in(shipped_reader, text, "has_risk_factor")
    text = "Renal failure\n\nWith IVIG, check urine output in patients with diabetes or sepsis; all are thought to predispose to renal failure."
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"diabetes-mellitus", "sepsis"}


def test_effects_of_a_product_in_a_disease_are_no_kinds_of_it(shipped_reader: Reader) -> None:
    text = "Adverse effects of IVIG in CIDP include stroke, mostly in those with diabetes, and aseptic meningitis."
    assert not objects_in(shipped_reader, text, "in_category")
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"stroke", "aseptic-meningitis"}
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"diabetes-mellitus"}
    assert "stroke" not in objects_in(shipped_reader, text, "treats")


@pytest.mark.parametrize(
    ("text", "prevents"),
    [
        ("SCIG\n\nIt reduces infections in CVID.", {"infection"}),
        ("What is CVID?\n\nThe treatment is IVIG. It lowers the number of infections but does not cure it.", {"infection"}),
        ("What is CVID?\n\nIVIG is given. It does not reduce infections.", set()),
        ("What is CVID?\n\nSteroids are given. It reduces infections.", set()),
    ],
)
def test_infections_that_it_reduces(shipped_reader: Reader, text: str, prevents: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevents


def test_side_effects_listed_below_the_uses(shipped_reader: Reader) -> None:
    text = "IVIG uses\n\nIt treats CIDP. Its side effects are:\na) headache\nb) fever\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache", "fever"}


def test_an_effect_that_a_measure_prevents(shipped_reader: Reader) -> None:
    text = "The most serious complication of IVIG is thrombosis, which can be prevented by slow infusion."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"thromboembolism"}
    assert not objects_in(shipped_reader, text, "prevents")
