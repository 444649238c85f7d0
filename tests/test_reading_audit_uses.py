"""Ways of speaking of uses that an audit of the reader on real texts found misread, in sentences of our own."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

_IVIG = "intravenous-immunoglobulin"


@pytest.mark.parametrize(
    "text",
    [
        "MMN: weakness, muscle cramps and fatigue; responds to SCIG.",
        "Toxic shock syndrome (TSS): fever, rash and diarrhoea; give IVIG early.",
        "IVIG should be started within seven days of fever.",
        "Give IVIG within the first ten days of fever onset.",
        "The stroke protection grows with the length of the treatment with IVIG.",
    ],
)
def test_signs_of_an_illness_that_stands_as_a_label_and_its_onset_are_no_effects(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, text, "has_adverse_effect")


def test_effects_behind_the_product_and_the_occasion_remain(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "ITP: headache and chills after IVIG.", "has_adverse_effect") == {"headache", "chills"}
    assert objects_in(shipped_reader, "IVIG: chills, rash and low blood pressure", "has_adverse_effect") >= {"chills", "rash"}
    assert objects_in(shipped_reader, "IVIG may cause fever within a day of the infusion.", "has_adverse_effect") == {"fever"}


@pytest.mark.parametrize(
    "text",
    [
        "Clean the bite, infiltrate HRIG and begin the rabies vaccine on the same day.",
        "Give the baby HBIG in one thigh; the hepatitis B vaccine goes into the other.",
        "Rabies immune globulin was safe and effective when given with rabies vaccine.",
        "TIG and tetanus vaccine are injected in different arms.",
    ],
)
def test_a_vaccine_that_goes_with_its_own_immunoglobulin_is_no_interaction(shipped_reader: Reader, text: str) -> None:
    assert not claims_in(shipped_reader, text, "interacts_with")


def test_what_a_product_does_to_its_own_vaccine_remains(shipped_reader: Reader) -> None:
    text = "HRIG may interfere with the response to rabies vaccine if too much of it is given."
    assert objects_in(shipped_reader, text, "interacts_with") == {"rabies-vaccine"}


def test_vaccines_that_cannot_be_given_at_once_and_open_questions(shipped_reader: Reader) -> None:
    for text in ("SCIG cannot be used concurrently with the MMR vaccine.", "MMR vaccine must not be given on the same day as IVIG."):
        assert objects_in(shipped_reader, text, "interacts_with") == {"mmr-vaccine"}
    (claim,) = claims_in(shipped_reader, "It is not known whether IVIG affects the response to varicella vaccine.", "interacts_with")
    assert claim.polarity == "hedged"
    (denied,) = claims_in(shipped_reader, "IG can be given together with hepatitis A vaccine.", "interacts_with")
    assert denied.polarity == "negated"


@pytest.mark.parametrize(
    "text",
    [
        "Use immune globulin for post-exposure prophylaxis in patients with chronic liver disease.",
        "VZIG for postexposure prophylaxis in people with diabetes.",
        "Immune globulin is advised after exposure to hepatitis A in adults with chronic liver disease.",
        "Post-exposure prophylaxis with immune globulin is advised for patients with diabetes.",
    ],
)
def test_the_illness_of_those_who_are_kept_from_another_is_neither_treated_nor_prevented(shipped_reader: Reader, text: str) -> None:
    told = objects_in(shipped_reader, text, "prevents") | objects_in(shipped_reader, text, "treats")
    assert told.isdisjoint({"liver-disease", "diabetes-mellitus"})


def test_what_is_prevented_itself_remains(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "HBIG is given to prevent chronic liver disease.", "prevents") == {"liver-disease"}
    assert "hepatitis-a" in objects_in(shipped_reader, "Immune globulin is given after exposure to hepatitis A in adults with diabetes.", "prevents")


def test_what_patients_cannot_make_denies_no_use(shipped_reader: Reader) -> None:
    text = "Octagam is given to patients whose bodies cannot form antibodies, a disease known as agammaglobulinemia."
    assert objects_in(shipped_reader, text, "treats") == {"agammaglobulinemia"}
    assert objects_in(shipped_reader, "Hizentra is used mainly for primary immunodeficiency.", "treats") == {"primary-immunodeficiency"}
    assert not objects_in(shipped_reader, "Gamunex is not used in patients with CVID.", "treats")


@pytest.mark.parametrize(
    "text",
    [
        "Epilepsy and ALS are not covered for IVIG.",
        "Epilepsy and ALS are excluded from IVIG coverage.",
        "Epilepsy and ALS are explicitly non-reimbursable for IVIG.",
    ],
)
def test_what_an_insurer_does_not_pay_for_is_denied(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, text, "treats")
    assert not objects_in(shipped_reader, text, "contraindicated_in")


def test_what_an_insurer_pays_for_is_a_use(shipped_reader: Reader) -> None:
    assert len(objects_in(shipped_reader, "IVIG is covered for CIDP, ITP and Kawasaki disease.", "treats")) == 3


def test_those_who_did_not_respond_before_deny_no_outcome(shipped_reader: Reader) -> None:
    text = "IVIG in patients with severe COVID-19 who did not respond to the initial treatment could improve their clinical outcome."
    assert not any(claim.polarity == "negated" for claim in claims_in(shipped_reader, text, "treats"))
    assert objects_in(shipped_reader, "Patients with severe COVID-19 did not respond to IVIG.", "not_effective_for") == {"covid-19"}


@pytest.mark.parametrize(
    "text",
    [
        "SCIG significantly reduces the incidence of infectious events.",
        "Fewer infectious episodes were seen on IVIG.",
        "The number of infectious complications fell on SCIG.",
        "SCIG lowered the yearly infectious rate.",
    ],
)
def test_infectious_events_are_infections(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "prevents") == {"infection"}


@pytest.mark.parametrize(
    "text",
    [
        "Illnesses such as myocarditis have been seen with IVIG.",
        "Thromboembolism was more frequent in patients receiving IVIG.",
        "Haemolysis occurred more often in those who got IVIG.",
    ],
)
def test_what_befell_those_treated_is_no_use(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, text, "treats")


def test_the_illness_that_a_patient_had_before_is_not_treated(shipped_reader: Reader) -> None:
    text = "A woman with breast cancer developed dermatomyositis and received IVIG."
    assert objects_in(shipped_reader, text, "treats") == {"dermatomyositis"}
    text = "A young man with lymphoma and paraneoplastic neuropathy was treated with IVIG."
    assert objects_in(shipped_reader, text, "treats") == {"paraneoplastic-neuropathy"}
    text = "Weakness followed a bout of gastroenteritis; IVIG should be started at once."
    assert not objects_in(shipped_reader, text, "has_adverse_effect")
    assert len(objects_in(shipped_reader, "Kawasaki disease and Guillain-Barré syndrome are treated with IVIG.", "treats")) == 2


def test_wrong_diagnoses_and_wrong_uses(shipped_reader: Reader) -> None:
    text = "Inherited platelet disorders mistaken for ITP do not respond to IVIG."
    assert objects_in(shipped_reader, text, "not_effective_for") == {"platelet-disorder"}
    for text in ("TTP is sometimes wrongly called ITP and given IVIG in vain.", "Lupus was misdiagnosed as ITP and needlessly treated with IVIG."):
        assert not objects_in(shipped_reader, text, "treats")
    assert objects_in(shipped_reader, "In chronic ITP, IVIG was ineffective.", "not_effective_for") == {"immune-thrombocytopenia"}


def test_modulation_of_regulatory_cells_and_the_likely_mechanism(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "Treg-cell modulation is one effect of IVIG.", "acts_via") == {"regulatory-t-cell-expansion"}
    assert objects_in(shipped_reader, "IVIG works by T-cell modulation.", "acts_via") == {"inhibition-of-t-cell-proliferation"}
    (claim,) = claims_in(shipped_reader, "Scavenging of complement by IVIG is the likely mechanism.", "acts_via")
    assert claim.polarity == "hedged"


def test_prevention_or_attenuation_prevents(shipped_reader: Reader) -> None:
    text = "IG is given for the prevention or attenuation of rubella in exposed pregnant women."
    assert objects_in(shipped_reader, text, "prevents") == {"rubella"}
    assert not objects_in(shipped_reader, text, "treats")


def test_a_risk_just_named_that_the_product_lowers(shipped_reader: Reader) -> None:
    text = "Coronary aneurysms may follow. Early IVIG reduces this risk."
    assert objects_in(shipped_reader, text, "prevents") == {"coronary-artery-aneurysm"}


def test_what_the_treated_are_spared_denies_no_use(shipped_reader: Reader) -> None:
    text = "No pneumonia was seen in SCIG-treated children with XLA."
    assert objects_in(shipped_reader, text, "treats") == {"x-linked-agammaglobulinemia"}
    assert not objects_in(shipped_reader, "Patients with PID were not treated with IVIG.", "treats")


@pytest.mark.parametrize(
    "text",
    [
        "Early administration of IVIG and aspirin significantly reduces this aneurysm risk in Kawasaki disease.",
        "Kawasaki disease is a vasculitis. IVIG within the first ten days of illness prevents aneurysms.",
    ],
)
def test_aneurysms_beside_kawasaki_disease(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "prevents") == {"coronary-artery-aneurysm"}


def test_a_risk_of_the_product_itself_is_not_prevented(shipped_reader: Reader) -> None:
    assert not objects_in(shipped_reader, "Haemolysis may follow IVIG. Low-isoagglutinin IVIG lowers this risk.", "prevents")
    assert not objects_in(shipped_reader, "Thrombosis may occur. A slow IVIG infusion reduces this risk.", "prevents")
    assert not objects_in(shipped_reader, "The risk of bleeding in ITP lasts for weeks. IVIG reduces this risk.", "prevents")


def test_answers_that_were_more_frequent_are_uses(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "Remission of ITP was more frequent in patients receiving IVIG.", "treats") == {"immune-thrombocytopenia"}


def test_aneurysms_elsewhere_are_others(shipped_reader: Reader) -> None:
    assert not objects_in(shipped_reader, "Surgery and IVIG prevent brain aneurysms.", "prevents")


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("IVIG may be used for tetanus-prone wounds if TIG is not available.", "tetanus"),
        ("If VZIG cannot be obtained, IVIG may be given instead after exposure to chickenpox.", "varicella"),
        ("When TIG is unavailable, IVIG may be substituted for dirty wounds.", "tetanus"),
    ],
)
def test_what_is_given_in_the_place_of_another_product(shipped_reader: Reader, text: str, prevented: str) -> None:
    claims = claims_in(shipped_reader, text, "prevents")
    assert {(claim.subject, claim.object) for claim in claims} == {(_IVIG, prevented)}


@pytest.mark.parametrize(
    "text",
    [
        "You might need IVIG if your body makes too few antibodies. This is called humoral immunodeficiency.",
        "People need IVIG when the body cannot make antibodies. Another name for this is antibody deficiency.",
    ],
)
def test_the_name_of_the_reason_that_was_given(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "treats") == {"antibody-deficiency"}


def test_the_name_of_what_forbids_a_product_is_no_use(shipped_reader: Reader) -> None:
    text = "You should not have IVIG if your body makes too few antibodies. This is called antibody deficiency."
    assert not objects_in(shipped_reader, text, "treats")


def test_antibodies_of_the_mother_and_the_cells_of_the_baby(shipped_reader: Reader) -> None:
    assert not objects_in(shipped_reader, "Without RhoGAM the mother would form antibodies that destroy the baby's red cells.", "acts_via")
    assert not objects_in(shipped_reader, "After anti-D, no harmful antibodies are produced in the mother after miscarriage.", "has_pathology")
    text = "Anti-D is given because her immune system may attack the baby's Rh-positive cells."
    assert not objects_in(shipped_reader, text, "used_in_population")
    assert objects_in(shipped_reader, "Anti-D lowers the chance of a woman making antibodies.", "prevents") == {"rh-isoimmunization"}
    assert objects_in(shipped_reader, "Anti-D destroys fetal red cells in the mother's blood.", "acts_via") == {"rhd-positive-erythrocyte-clearance"}
    assert objects_in(shipped_reader, "In CVID antibodies are not produced.", "has_pathology") == {"insufficient-antibody-production"}


def test_used_to_treat_an_illness_that_a_product_is_made_against(shipped_reader: Reader) -> None:
    text = "Anthrax immune globulin neutralizes the toxin. Used to treat: inhalational or other systemic anthrax as adjunctive antitoxin."
    assert objects_in(shipped_reader, text, "treats") == {"anthrax"}


def test_an_infection_before_the_illness_is_not_treated(shipped_reader: Reader) -> None:
    text = "The weakness began after an upper respiratory infection two weeks ago. IVIG should be started at once."
    assert not objects_in(shipped_reader, text, "treats")


def test_human_product_in_dogs_is_no_hyperimmune_one(shipped_reader: Reader) -> None:
    text = "Human IVIG is given to dogs. Dogs with ITP were treated with hIVIG."
    assert {claim.subject for claim in claims_in(shipped_reader, text, "treats")} == {_IVIG}


def test_a_protection_that_grows_is_no_risk(shipped_reader: Reader) -> None:
    assert not objects_in(shipped_reader, "The protection from infection grows with the dose of IVIG.", "has_risk_factor")
    assert objects_in(shipped_reader, "The risk of haemolysis grows with the dose of IVIG.", "has_risk_factor") == {"high-dose"}


def test_doubts_reach_over_a_list_of_ways(shipped_reader: Reader) -> None:
    text = "It is thought that IVIG acts in several ways, including Fc receptor blockade; a binding that leads to inhibition of the complement cascade."
    assert {claim.polarity for claim in claims_in(shipped_reader, text, "acts_via")} == {"hedged"}
