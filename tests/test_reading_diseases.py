"""What pages on diseases, reviews and policies say of immunoglobulins: in a few sentences among many on other things."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

CIDP = "chronic-inflammatory-demyelinating-polyneuropathy"


@pytest.mark.parametrize(
    "text",
    [
        "IVIG is of no use in pregnancy and should not be given",
        "People with thrombosis must not use",
        "IVIG\nFor thrombosis it must not be used with",
    ],
)
def test_a_text_may_end_with_a_ban(shipped_reader: Reader, text: str) -> None:
    assert claims_in(shipped_reader, text, "contraindicated_in") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Neuritis page.\n\nCIDP is a slow, immune-mediated neuropathy resulting from autoimmunity.", {CIDP}),
        ("CIDP is a rare disorder that attacks the nerves and causes muscle weakness.", {CIDP}),
        ("Some had myasthenia gravis and one had anti-MOG antibodies.", set()),
    ],
)
def test_a_definition_tells_of_what_it_defines(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert {claim.subject for claim in claims_in(shipped_reader, text, "has_pathology")} == expected


def test_a_clause_of_its_own_has_a_cause_of_its_own(shipped_reader: Reader) -> None:
    text = "Some people have CVID, a primary immunodeficiency, or their antibodies fell because of lymphoma."
    assert not any("immunodeficiency" in claim.subject for claim in claims_in(shipped_reader, text, "caused_by"))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("# Guillain-Barré syndrome\n\n## In short\n\nTreatment involves IVIG, supportive care and watching for pneumonia.", "used"),
        ("# Guillain-Barré syndrome\n\n## Abstract\n\nTreatment is limited to IVIG and plasma exchange.", "used"),
        ("# Guillain-Barré syndrome\n\n## Abstract\n\nEarly treatment with IVIG results in a marked decrease in the occurrence of pneumonia.", "used"),
        ("Guillain-Barré syndrome strikes quickly. The backbone of the therapy was IVIG.", "recommended"),
        ("# Guillain-Barré syndrome\n\nThus: (i) IVIG should be considered as first-line treatment. (ii) Steroids are not recommended.", "recommended"),
    ],
)  # fmt: skip
def test_treatment_of_the_disease_of_the_page(shipped_reader: Reader, text: str, status: str) -> None:
    found = [(c.object, c.status, c.polarity) for c in claims_in(shipped_reader, text, "treats")]
    assert found == [("guillain-barre-syndrome", status, "affirmed")]


@pytest.mark.parametrize(
    "text",
    [
        "# Guillain-Barré syndrome\n\n## In short\n\nTreatment involves fluids for pneumonia, and IVIG for Kawasaki disease.",
        "# Guillain-Barré syndrome\n\n## Treatment\n\nAfter contact with chickenpox immune globulin may reduce the risk of varicella.",
        "# Guillain-Barré syndrome\n\nIf IVIG is not effective then immunosuppressive treatment may be considered.",
    ],
)
def test_what_is_no_treatment_of_the_disease_of_the_page(shipped_reader: Reader, text: str) -> None:
    assert "guillain-barre-syndrome" not in {c.object for c in claims_in(shipped_reader, text, "treats")}


def test_what_is_made_safe_prevents_no_infection(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "IVIG is screened and processed to lower the risk of infectious disease transmission.", "prevents") == set()
    assert objects_in(shipped_reader, "IVIG lowers the risk of infection.", "prevents") == {"infection"}


@pytest.mark.parametrize(
    ("said", "condition"),
    [
        ("The panel found that IVIG treatment for sepsis was not useful.", "sepsis"),
        ("IVIG therapy for sepsis has not been found to be helpful.", "sepsis"),
        ("IVIG has not been proven effective for sepsis.", "sepsis"),
        ("IVIG was not shown to be beneficial for patients with PANDAS.", "pandas"),
        ("In the trial, boys with PANDAS did not benefit from IVIG.", "pandas"),
        ("In multiple sclerosis IVIG does not have an effect that is clinically relevant.", "multiple-sclerosis"),
        ("The expert group concluded that IVIG therapy for sepsis was not beneficial and that doctors should stop using it.", "sepsis"),
    ],
)
def test_denied_help(shipped_reader: Reader, said: str, condition: str) -> None:
    text = f"IVIG\n\n{said}\n"
    assert objects_in(shipped_reader, text, "not_effective_for") == {condition}
    assert condition not in objects_in(shipped_reader, text, "treats")


def test_a_boy_who_was_not_helped_is_no_statement_on_the_treatment(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "IVIG\n\nA boy with PANDAS did not benefit from IVIG.\n", "not_effective_for") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IVIG covers measles/varicella prophylaxis.\nIVIG is used for measles/varicella prophylaxis.", {"measles", "varicella"}),
        ("Regular SCIG reduces severe bacterial infections.", {"bacterial-infection"}),
        ("HDFN is preventable by giving the mother anti-D immunoglobulin.", {"hemolytic-disease-of-the-fetus-and-newborn"}),
        ("IVIG lowers the number of cells in severe bacterial infections.", set()),
    ],
)
def test_what_is_prevented(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == expected


@pytest.mark.parametrize(
    "text",
    [
        "IVIG treats primary and secondary immune deficiencies.",
        "IVIG treats primary and secondary antibody deficiencies.",
    ],
)
def test_both_parts_of_a_pair_share_two_words(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "treats") == {"primary-immunodeficiency", "secondary-immunodeficiency"}


def test_a_name_goes_on_over_no_preposition(shipped_reader: Reader) -> None:
    text = "Immune globulin is given after contact with measles and for treatment of some immunoglobulin deficiencies."
    subjects = {claim.subject for claim in claims_in(shipped_reader, text, "treats") + claims_in(shipped_reader, text, "prevents")}
    assert subjects == {"immunoglobulin"}


@pytest.mark.parametrize("name", ["SLE", "JIA", "HUS"])
def test_short_names_that_mean_one_illness(shipped_reader: Reader, name: str) -> None:
    assert len(objects_in(shipped_reader, f"IVIG is used in {name}.", "treats")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "IVIG and its side effects\n\nHeadache is common. IVIG is dear compared with prednisone.",
        "IVIG and its side effects\n\nHeadache is common. IVIG lowered the amount of the steroid that was taken.",
        "IVIG and its side effects\n\nHeadache is common. IVIG decreases the rate at which platelets are destroyed.",
        "IVIG and its side effects\n\nSerious side effects of IVIG were not observed.",
    ],
)
def test_what_is_no_care(shipped_reader: Reader, text: str) -> None:
    assert claims_in(shipped_reader, text, "mitigated_by") + claims_in(shipped_reader, text, "monitored_by") == []


def test_infections_of_those_who_lack_antibodies_are_no_effects(shipped_reader: Reader) -> None:
    text = "Immune globulin\n\nImmune globulin is given for life. Boys with XLA get repeated ear, sinus, chest and gut infections."
    assert claims_in(shipped_reader, text, "has_adverse_effect") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IVIG. A mutation in the BTK gene blocks B cell growth.", []),
        ("IVIG. The plan does not cover immunoglobulins that give passive immunity.", [("passive-immunity", "affirmed")]),
        ("Anti-D. Anti-D destroys Rh-positive red blood cells that could harm the child.", [("rhd-positive-erythrocyte-clearance", "affirmed")]),
        ("IVIG. IVIG does not block B cells.", [("inhibition-of-b-cell-activation", "negated")]),
    ],
)
def test_how_it_acts(shipped_reader: Reader, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(claim.object, claim.polarity) for claim in claims_in(shipped_reader, text, "acts_via")] == expected


@pytest.mark.parametrize(
    "text",
    [
        "# Is measles a danger to your baby?\n\nAfter contact with a patient you can be treated with IVIG to prevent measles.",
        "Immune globulin for measles: who needs it\n\nImmune globulin prevents measles.",
    ],
)
def test_what_is_prevented_is_not_treated_too(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "treats") == set()
    assert objects_in(shipped_reader, text, "prevents") == {"measles"}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Evans syndrome is a rare and chronic autoimmune disease.", {"evans-syndrome"}),
        ("Evans syndrome is a rare condition and an autoimmune disease may follow.", set()),
    ],
)
def test_adjectives_joined_before_a_class(shipped_reader: Reader, text: str, members: set[str]) -> None:
    assert {claim.subject for claim in claims_in(shipped_reader, text, "in_category")} == members


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Privigen. Privigen helps.\n\nHow it works\n\nPrivigen speeds the clearance of harmful antibodies and replaces missing IgG.", {"privigen"}),
        ("IVIG. It replaces the missing IgG.", {"intravenous-immunoglobulin"}),
    ],
)
def test_the_antibodies_that_a_mechanism_names_do_not_act(shipped_reader: Reader, text: str, subjects: set[str]) -> None:
    assert {claim.subject for claim in claims_in(shipped_reader, text, "acts_via")} == subjects


def test_a_doubt_in_the_introduction_of_mechanisms(shipped_reader: Reader) -> None:
    text = "IVIG\n\nProposed mechanisms include:\n\n- saturation of the neonatal Fc receptor\n- neutralisation of autoantibodies\n"
    assert {claim.polarity for claim in claims_in(shipped_reader, text, "acts_via")} == {"hedged"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IVIG is approved for several illnesses, but its use in long COVID is experimental.", ("long-covid", "investigational")),
        ("Evans syndrome is an autoimmune disease. Treatment is based on immunoglobulin.", ("evans-syndrome", "used")),
        ("Indications for immunoglobulin\n\n- Long therapy for Evans syndrome in patients unsuitable for splenectomy\n", ("evans-syndrome", "used")),
        ("Indications for immunoglobulin\n\n- Therapy for Evans syndrome not responding to steroids\n", ("evans-syndrome", "used")),
    ],
)  # fmt: skip
def test_uses_in_reviews_and_criteria(shipped_reader: Reader, text: str, expected: tuple[str, str]) -> None:
    assert expected in {(claim.object, claim.status) for claim in claims_in(shipped_reader, text, "treats")}


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("IVIG\n\nIVIG is given. The clinical presentation can include jaundice, pallor and bleeding.", "has_adverse_effect"),
        ("IVIG\n\nIVIG is given. Selective IgA deficiency is managed by treating infections early.", "treats"),
        ("IVIG\n\nThose given high doses of IVIG had a lower chance of dying.", "has_risk_factor"),
        ("IVIG\n\nIVIG may reduce the rate of complications of measles.", "mitigated_by"),
        ("Severe Evans syndrome can cause shock because of anemia.", "caused_by"),
    ],
)
def test_what_is_said_of_the_illness_alone(shipped_reader: Reader, text: str, predicate: str) -> None:
    assert claims_in(shipped_reader, text, predicate) == []


def test_an_acronym_that_the_lexicon_has_in_brackets(shipped_reader: Reader) -> None:
    text = "IVIG is standard for ITP. It is approved for idiopathic thrombocytopenic purpura (ITP)."
    assert {claim.status for claim in claims_in(shipped_reader, text, "treats")} == {"recommended", "approved"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kawasaki disease\n\nImmunoglobulin is given, which lowers the risk of developing heart problems.", {"heart-disease"}),
        ("Monthly infusions of IVIG help to reduce the infection rate.", {"infection"}),
        ("You can be treated with IVIG to prevent measles.", {"measles"}),
        ("IVIG is treated to prevent measles.", set()),
        ("Rabies\n\nPost-exposure prophylaxis is urgent.\n\nThe treatment includes rabies immune globulin.", {"rabies"}),
    ],
)
def test_what_lay_texts_say_is_prevented(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == expected


def test_what_is_absent_denies_no_use(shipped_reader: Reader) -> None:
    text = "IVIG is indicated for patients with primary immunodeficiency marked by absent or poor antibody production."
    assert [claim.polarity for claim in claims_in(shipped_reader, text, "treats")] == ["affirmed"]
    assert "headache" not in objects_in(shipped_reader, "Side effects of IVIG\n\nHeadache was absent.", "has_adverse_effect")


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("IVIG is for people with severe or rapidly worsening symptoms of myasthenia gravis.", "worsens", set()),
        ("IVIG can worsen myasthenia gravis.", "worsens", {"myasthenia-gravis"}),
        ("IVIG is made by pooling antibodies from thousands of blood donors.", "derived_from", {"healthy-blood-donors"}),
        ("IVIG is used to treat people with immunodeficiency.", "treats", {"immunodeficiency"}),
        ("The mortality of Kawasaki disease is usually caused by infection.", "caused_by", set()),
    ],
)
def test_plain_words(shipped_reader: Reader, text: str, predicate: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, text, predicate) == expected


def test_a_table_of_the_treatments_of_a_disease(shipped_reader: Reader) -> None:
    rows = "Agent | Dose | Side effects\nBaclofen | 5 mg | vertigo\nIVIG | 2 g/kg | infusion reactions including headache\n"
    text = f"# Treatment options in stiff person syndrome\n\n{rows}"
    assert objects_in(shipped_reader, text, "treats") == {"stiff-person-syndrome"}
    assert objects_in(shipped_reader, text, "has_risk_factor") == set()
    assert "headache" in objects_in(shipped_reader, text, "has_adverse_effect")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("As with other autoimmune diseases, patients with myasthenia gravis benefit from IVIG.", {("myasthenia-gravis", "affirmed")}),
        ("In myasthenia gravis, patients would be expected to benefit from IVIG.", {("myasthenia-gravis", "hedged")}),
        ("IVIG has shown mixed results in toxic epidermal necrolysis.", {("toxic-epidermal-necrolysis", "hedged")}),
    ],
)
def test_comparisons_and_expectations(shipped_reader: Reader, text: str, expected: set[tuple[str, str]]) -> None:
    assert {(claim.object, claim.polarity) for claim in claims_in(shipped_reader, text, "treats")} == expected


def test_conditions_beside_a_class_are_none_of_it(shipped_reader: Reader) -> None:
    text = "IVIG was given for infections and comorbid conditions including autism and asthma."
    assert claims_in(shipped_reader, text, "in_category") == []


def test_an_effect_that_a_sentence_concedes_is_no_factor_of_itself(shipped_reader: Reader) -> None:
    text = "Although anaphylactic reactions to IVIG are uncommon, those with IgA deficiency have an increased risk of these effects."
    assert [(c.object, c.frequency) for c in claims_in(shipped_reader, text, "has_adverse_effect")] == [("anaphylaxis", "uncommon")]
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"selective-iga-deficiency"}


def test_the_product_that_opens_a_mechanism_acts(shipped_reader: Reader) -> None:
    text = "IVIG is widely used. IVIG is dear.\n\nImmunoglobulin replacement therapy is the standard of care in CVID."
    assert {claim.subject for claim in claims_in(shipped_reader, text, "acts_via")} == {"immunoglobulin"}


def test_advice_after_exposure_is_prevention(shipped_reader: Reader) -> None:
    text = "Rabies\n\nPost-exposure prophylaxis involves rabies immune globulin, which should be given as the first-line treatment."
    assert {(c.object, c.status) for c in claims_in(shipped_reader, text, "prevents")} == {("rabies", "recommended")}


@pytest.mark.parametrize(
    ("text", "caused"),
    [
        ("IVIG is for ITP (a blood disorder caused by HIV).", {"immune-thrombocytopenia"}),
        ("IVIG is for ITP. Blood disorders caused by HIV are rare.", {"hematological-disorder"}),
    ],
)
def test_a_class_that_opens_the_bracket_behind_its_member(shipped_reader: Reader, text: str, caused: set[str]) -> None:
    assert {c.subject for c in claims_in(shipped_reader, text, "caused_by")} == caused


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Immunoglobulin is a protein that is produced by the defence system so as to fight off infections.", set()),
        ("Immunoglobulins are made by certain cells of the body for fighting infections. IVIG restores them.", set()),
        ("Immunoglobulin is made from plasma and helps fight off infections.", {"defence-against-infection"}),
    ],
)
def test_what_the_body_makes_antibodies_for(shipped_reader: Reader, text: str, acts: set[str]) -> None:
    assert {c.object for c in claims_in(shipped_reader, text, "acts_via")} & {"defence-against-infection"} == acts


def test_donors_who_were_not_exposed(shipped_reader: Reader) -> None:
    text = "Immune globulin comes from plasma. Each maker of immune globulin tests that its donors have not been exposed to HIV or hepatitis."
    assert not claims_in(shipped_reader, text, "prevents")
    other = "Rabies immune globulin is given to people who have been exposed to rabies."
    assert objects_in(shipped_reader, other, "prevents") == {"rabies"}


def test_conditions_like_those_of_the_label(shipped_reader: Reader) -> None:
    text = "What is IVIG used for?\n\nImmune deficiency: It replaces antibodies in people with conditions like CVID and XLA.\n"
    members = {c.subject for c in claims_in(shipped_reader, text, "in_category")}
    assert members == {"common-variable-immunodeficiency", "x-linked-agammaglobulinemia"}
    assert not claims_in(shipped_reader, text.replace("people with conditions like", "adults, like"), "in_category")


def test_questions_about_it_speak_of_the_product_told_of_before(shipped_reader: Reader) -> None:
    text = (
        "Chickenpox in pregnancy\n\nPrevention\n\nMost cases can be averted. What helps is varicella zoster immunoglobulin after contact.\n\n"
        "{}\nA raised temperature or headache is less common. Some women feel a bit sore where the needle went in.\n\n"
        "How is it given?\nAs a jab into the muscle of the thigh.\n\n"
        "The baby\nSome units give intravenous immunoglobulin (IVIG) to newborns. The unit decides. Most do well. Others need longer care.\n"
    )
    asked = text.format("Is it safe?")
    effects = {(c.subject, c.object) for c in claims_in(shipped_reader, asked, "has_adverse_effect")}
    product = "varicella-zoster-immunoglobulin"
    assert effects == {(product, "fever"), (product, "headache"), (product, "injection-site-pain")}
    assert (product, "intramuscular-injection") in {(c.subject, c.object) for c in claims_in(shipped_reader, asked, "given_by_route")}


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("Intravenous immunoglobulin. Antibodies of donors are dripped into a vein. Side effects include headache and chills.", {"headache", "chills"}),
        ("Plasma exchange and IVIG. The latter is a drip. Side effects are usually mild: nausea, fever.", {"nausea", "fever"}),
        ("Prednisone. This is the first choice. Side effects include diabetes and fever.", set()),
        ("IVIG is used. Rituximab removes B cells. Side effects include infusion reactions and fever.", set()),
    ],
)
def test_side_effects_are_of_what_the_paragraph_speaks_of(shipped_reader: Reader, paragraph: str, expected: set[str]) -> None:
    page = "What is polymyositis?\n\nPolymyositis is a disease of the muscles.\n\nSigns\nWeakness comes slowly. Climbing stairs is hard.\n\n"
    text = f"{page}Treatment\n{paragraph}\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == expected


@pytest.mark.parametrize(
    "matter",
    ["It is a concentrate of donor antibodies.", "This is a solution made from pooled antibodies.", "It consists of immunoglobulins from plasma."],
)
def test_what_a_product_is_made_of_does_not_act(shipped_reader: Reader, matter: str) -> None:
    text = f"Myasthenia gravis\n\nIntravenous immunoglobulin is used in a crisis. {matter} It is believed to tie up the harmful antibodies."
    acting = {(c.subject, c.object) for c in claims_in(shipped_reader, text, "acts_via")}
    assert acting == {("intravenous-immunoglobulin", "autoantibody-neutralisation")}


@pytest.mark.parametrize(
    ("sentence", "failed"),
    [
        ("One trial could not demonstrate that it worked in Lambert-Eaton syndrome.", "lambert-eaton-myasthenic-syndrome"),
        ("Nor did it prevent recurrent miscarriage in the largest trials.", "recurrent-pregnancy-loss"),
        ("Another study failed to show that it helps in optic neuritis.", "optic-neuritis"),
    ],
)
def test_what_a_study_could_not_show(shipped_reader: Reader, sentence: str, failed: str) -> None:
    text = f"In one trial, IVIG given to patients on prednisone did not allow the steroid dose to be cut. {sentence}"
    assert objects_in(shipped_reader, text, "not_effective_for") == {failed}
    assert objects_in(shipped_reader, text, "treats") == set()


def test_what_slows_a_harm_is_no_harm(shipped_reader: Reader) -> None:
    text = "Some newborns with jaundice get intravenous immunoglobulin. It slows the destruction of red cells."
    assert not objects_in(shipped_reader, text, "has_adverse_effect")


def test_side_effects_asked_for_on_a_page_about_a_disease(shipped_reader: Reader) -> None:
    text = (
        "Kawasaki disease: for parents\n\nWhat is it? Kawasaki disease makes blood vessels swell. It is not catching.\n\n"
        "What treatment will my child get?\nYour child will have a drip of immunoglobulin, and aspirin. Some doctors add steroids.\n\n"
        "Are there side effects? Your child may get a headache during the drip. Live vaccines should be put off for 11 months.\n"
    )
    assert {(c.subject, c.object) for c in claims_in(shipped_reader, text, "has_adverse_effect")} == {("immunoglobulin", "headache")}
    assert objects_in(shipped_reader, text, "interacts_with") == {"live-attenuated-virus-vaccine"}
    other = text.replace("during the drip", "or gain weight")  # of which of the treatments?
    assert not objects_in(shipped_reader, other, "has_adverse_effect")


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("IVIG helps in CIDP; in fibromyalgia, a trial found no benefit.", {"fibromyalgia"}),
        ("Immunoglobulin is added in toxic shock; in necrotising fasciitis a trial saw no benefit.", {"necrotizing-fasciitis"}),
        ("IVIG helps in CIDP; in fibromyalgia, pregabalin is of no benefit.", set()),
    ],
)
def test_a_failure_behind_a_semicolon(shipped_reader: Reader, text: str, failed: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == failed
    assert "fibromyalgia" not in objects_in(shipped_reader, text, "treats")


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("IVIG had to be stopped in two patients, in one because of haemolysis and in the other because of a stroke.", {"hemolysis", "stroke"}),
        ("IVIG was given to 38 patients. Three developed a rash, two aseptic meningitis.", {"rash", "aseptic-meningitis"}),
        ("IVIG was started because of severe haemolysis.", set()),
        ("Steroids were stopped because of diabetes and IVIG was given.", set()),
    ],
)
def test_what_a_treatment_was_stopped_for(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "used"),
    [
        (
            "Fetal and neonatal alloimmune thrombocytopenia\n\nMothers are offered weekly IVIg from mid-pregnancy, to lower the risk of bleeding.",
            {"fetal-and-neonatal-alloimmune-thrombocytopenia"},
        ),
        ("Warm autoimmune haemolytic anaemia\n\nRituximab is second. IVIG works in few.", {"autoimmune-hemolytic-anemia"}),
        ("Post-transfusion purpura\n\nThis reaction, with bleeding after a week, is treated with IVIg.", {"post-transfusion-purpura"}),
        ("Patients with bleeding are treated with IVIG.", {"hemorrhage"}),
    ],
)
def test_how_pages_about_a_disease_speak_of_its_treatment(shipped_reader: Reader, text: str, used: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == used


def test_what_there_was_more_of_is_not_denied(shipped_reader: Reader) -> None:
    text = "IVIG caused no rash and more headaches than placebo."
    assert {(c.object, c.polarity) for c in claims_in(shipped_reader, text, "has_adverse_effect")} == {("rash", "negated"), ("headache", "affirmed")}


def test_effects_told_behind_a_treatment_given_beside_the_product(shipped_reader: Reader) -> None:
    text = "FNAIT\n\nMothers are offered IVIg, sometimes with prednisone. Side effects for the mother: headache, tiredness."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache", "fatigue"}


def test_the_entry_of_an_approved_product_on_a_page_about_a_disease(shipped_reader: Reader) -> None:
    text = (
        "Kawasaki disease\n\nKawasaki disease is a vasculitis of small children. Fever lasts for days and lips turn red. Aspirin lowers the fever. "
        "Doctors look at the heart by ultrasound for years.\n\nFDA-Approved Treatments\n{} (Brand name: Octagam) - Made by Octapharma\n"
        "FDA-approved indication: Primary immunodeficiency and chronic ITP. Also dermatomyositis.\n"
    )
    found = {c.object: c.status for c in claims_in(shipped_reader, text.format("Immune globulin infusion"), "treats")}
    assert found == {"primary-immunodeficiency": "approved", "immune-thrombocytopenia": "approved", "dermatomyositis": "approved"}


def test_a_name_behind_a_label_is_treated_whatever_follows(shipped_reader: Reader) -> None:
    text = "What IVIG is for\n\nIVIG calms the immune system. Key conditions include:\n- **Nerves:** CIDP\n- **Blood:** {}\n"
    assert "immune-thrombocytopenia" in objects_in(shipped_reader, text.format("ITP, above all when platelets must go up soon"), "treats")
    assert objects_in(shipped_reader, text.format("Here doctors still disagree"), "treats") == {"chronic-inflammatory-demyelinating-polyneuropathy"}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("IVIG was given for inflammatory myopathies (polymyositis, n = 12; dermatomyositis, n = 20).", {"polymyositis", "dermatomyositis"}),
        ("IVIG was given in autoimmune diseases (ITP n=10, pemphigus vulgaris n=3).", {"immune-thrombocytopenia", "pemphigus-vulgaris"}),
        ("IVIG helps in primary immunodeficiency syndromes in which few antibodies are made, e.g. CVID.", {"common-variable-immunodeficiency"}),
        ("IVIG is used in autoimmune diseases of the nerves, among them CIDP.", {"chronic-inflammatory-demyelinating-polyneuropathy"}),
        ("IVIG is used in autoimmune diseases in which stress, for example after a fracture, is common.", set()),
        ("Of 60 patients with neuropathy (30 on IVIG, n = 20 on placebo), 12 had diabetes mellitus.", set()),
    ],
)
def test_classes_that_are_described_or_counted(shipped_reader: Reader, text: str, members: set[str]) -> None:
    assert {c.subject for c in claims_in(shipped_reader, text, "in_category")} == members


@pytest.mark.parametrize(
    ("text", "failed", "used"),
    [
        ("Inclusion body myositis does not respond to steroids, immunosuppressants or IVIg.", {"inclusion-body-myositis"}, set()),
        ("Fibromyalgia has not responded to rituximab or IVIG.", {"fibromyalgia"}, set()),
        ("CIDP that does not respond to steroids may respond to IVIG.", set(), {"chronic-inflammatory-demyelinating-polyneuropathy"}),
        ("Patients with myasthenia gravis who do not respond to steroids or azathioprine are given IVIG.", set(), {"myasthenia-gravis"}),
    ],
)
def test_lists_of_what_a_disease_does_not_respond_to(shipped_reader: Reader, text: str, failed: set[str], used: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == failed
    assert objects_in(shipped_reader, text, "treats") == used


def test_illnesses_of_the_next_sentence_are_no_kind_of_the_one_before(shipped_reader: Reader) -> None:
    text = "IVIG replaces antibodies in CVID. It also calms the immune system in illnesses such as ITP and Kawasaki disease."
    assert claims_in(shipped_reader, text, "in_category") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Myasthenia gravis\n\nIVIG\nThe course takes days. You may notice:\n- Headache\n- Fever and chills\n", {"headache", "fever", "chills"}),
        ("Dermatomyositis\n\nImmune globulin (IVIG)\nPeople may feel\n- nausea\n", {"nausea"}),
        ("Immune thrombocytopenia\n\nAnti-D\nIn a handful of people, hemolysis led to kidney failure.\n", {"hemolysis", "renal-failure"}),
        ("Immune thrombocytopenia\n\nAnti-D\nNearly everyone treated has a small drop in hemoglobin.\n", {"hemoglobin-decreased"}),
        ("Guillain-Barre syndrome\n\nIVIG\nIt is a drip.\n\nPlasma exchange\nSome patients develop low blood pressure.\n", set()),
        ("Kawasaki disease\n\nIVIG\nAspirin is added. It can upset the stomach and cause nausea.\n", set()),
        ("Myasthenia gravis\n\nSymptoms\nYou may notice:\n- fatigue\n\nIVIG\nMyasthenia gravis can cause dysphagia.\n", set()),
    ],
)
def test_a_section_that_a_product_heads_speaks_of_it(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Immune thrombocytopenia\n\nAnti-D\nDoctors do not give it to anyone with Evans syndrome.\n", {("anti-d-immunoglobulin", "evans-syndrome")}),
        ("IVIG for ITP\n\nIVIG\nIVIG is a drip. IVIG helps.\n\nAnti-D\nIt must not be given to people with Evans syndrome.\n",
         {("anti-d-immunoglobulin", "evans-syndrome")}),
        ("Immune thrombocytopenia\n\nIVIG\nIt is a drip.\n\nRituximab\nIt must not be given to people with hepatitis B.\n", set()),
    ],
)  # fmt: skip
def test_it_is_the_product_of_the_heading(shipped_reader: Reader, text: str, expected: set[tuple[str, str]]) -> None:
    assert {(c.subject, c.object) for c in claims_in(shipped_reader, text, "contraindicated_in")} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("People with XLA (Bruton), hyper-IgM syndrome (HIGM), or other inborn errors of immunity need antibodies.",
         {"x-linked-agammaglobulinemia", "hyper-igm-syndrome"}),
        ("CVID and other primary immunodeficiencies are rare.", {"common-variable-immunodeficiency"}),
        ("Fever and other primary immunodeficiencies are on the list.", set()),
    ],
)  # fmt: skip
def test_members_before_other_deficiencies(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert {c.subject for c in claims_in(shipped_reader, text, "in_category") if c.object == "primary-immunodeficiency"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IVIG tops up antibodies. That means fewer bouts of pneumonia and bronchitis.", {"pneumonia", "bronchitis"}),
        ("SCIG supplies antibodies. The result: fewer sinus infections and less pneumonia.", {"sinusitis", "pneumonia"}),
        ("IVIG tops up antibodies. Quit smoking. That means fewer bouts of bronchitis.", set()),
        ("IVIG can be given at home. That means fewer headaches.", set()),
    ],
)
def test_what_fewer_bouts_mean(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, f"Living with antibody deficiency\n\n{text}\n", "prevents") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For ITP? Doctors still turn to IVIG.", {("immune-thrombocytopenia", "used")}),
        ("And for Kawasaki disease? IVIG remains the first choice.", {("kawasaki-disease", "recommended")}),
        ("What about lupus? Use IVIG only in a trial.", set()),
        ("For gout? Doctors reach for allopurinol.", set()),
        ("For asthma? IVIG is not used.", set()),
    ],
)
def test_the_answer_to_a_question_on_a_condition(shipped_reader: Reader, text: str, expected: set[tuple[str, str]]) -> None:
    claims = claims_in(shipped_reader, f"SCIG at home\n\nSCIG goes under the skin. {text}\n", "treats")
    assert {(c.object, c.status) for c in claims if c.subject == "intravenous-immunoglobulin"} == expected


def test_whom_a_treatment_is_for_is_not_what_it_treats(shipped_reader: Reader) -> None:
    text = "Immune thrombocytopenia\n\nIVIG\nIVIG is the preferred choice for adults who face surgery or cannot take steroids.\n"
    assert objects_in(shipped_reader, text, "treats") == {"immune-thrombocytopenia"}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Immune globulin infused under the skin is not approved for ITP.", "subcutaneous-immunoglobulin"),
        ("Immune globulin infused into a vein or under the skin is not approved for ITP.", "immunoglobulin"),
    ],
)
def test_the_way_behind_the_class_names_the_product(shipped_reader: Reader, text: str, subject: str) -> None:
    assert {c.subject for c in claims_in(shipped_reader, text, "treats") if c.object == "immune-thrombocytopenia"} == {subject}


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Pemphigus is generally regarded as immune-mediated.", {("pemphigus", "immune-system-disease", "hedged")}),
        ("Kawasaki disease strikes children. It is thought to be autoimmune.", {("kawasaki-disease", "autoimmune-disease", "hedged")}),
        ("Wiskott-Aldrich syndrome is inherited in an X-linked manner.", {("wiskott-aldrich-syndrome", "genetic-disease", "affirmed")}),
        ("Multifocal motor neuropathy weakens the hands. It is not inherited.", {("multifocal-motor-neuropathy", "genetic-disease", "negated")}),
        ("Antibodies in ITP are inherited from no one. The response is immune-mediated.", set()),
        ("It is not known whether ITP is autoimmune in all. It is inherited wisdom.", set()),
    ],
)
def test_classes_that_a_word_behind_the_verb_names(shipped_reader: Reader, text: str, classes: set[tuple[str, str, str]]) -> None:
    assert {(c.subject, c.object, c.polarity) for c in claims_in(shipped_reader, text, "in_category")} == classes


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("After the switch to SCIG strength held; swelling at the needle sites was the main drawback.", {"injection-site-swelling"}),
        ("Those who are tired of drips may be switched to SCIG.", set()),
        ("People weary of hospital visits can have SCIG at home.", set()),
    ],
)
def test_the_price_of_a_treatment_and_weariness_of_it(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, f"CIDP\n\nTreatment\n\nSCIG is one choice. {text}\n", "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("line", "classes"),
    [
        ("Type of disease: Rare neurological disorder", {"neurological-disorder"}),
        ("Category of disease: Autoimmune disease; Movement disorders", {"autoimmune-disease", "movement-disorder"}),
        ("Classification: Autoimmune disease", {"autoimmune-disease"}),
        ("Transmission type: viral infection", set()),
        ("Blood group: any infection", set()),
    ],
)
def test_what_a_page_is_filed_under(shipped_reader: Reader, line: str, classes: set[str]) -> None:
    text = f"Stiff person syndrome\n\nSynonyms: Moersch-Woltman syndrome\n{line}\nAge of onset: Adult\n\nIVIG is used.\n"
    assert objects_in(shipped_reader, text, "in_category") == classes


def test_a_definition_leaves_the_name_out(shipped_reader: Reader) -> None:
    text = "Dermatomyositis\n\nDisease definition\nA rare inflammatory myopathy with weakness and a rash.\n\nManagement\nIVIG is used.\n"
    assert objects_in(shipped_reader, text, "in_category") == {"inflammatory-myopathy"}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Cancers are commoner than in other people. Among them, lymphoma and stomach cancer are the most frequent.", {"lymphoma", "gastric-cancer"}),
        (
            "Autoimmune diseases arise in a quarter. Immune thrombocytopenia is the most common of these; rheumatoid arthritis is also seen.",
            {"immune-thrombocytopenia", "rheumatoid-arthritis"},
        ),
        ("Autoimmune diseases arise in many. Bronchiectasis is the most frequent cause of death. Pneumonia is also seen.", set()),
    ],
)
def test_members_of_the_class_that_the_sentence_before_opens_with(shipped_reader: Reader, text: str, members: set[str]) -> None:
    assert {c.subject for c in claims_in(shipped_reader, f"CVID\n\n{text} IVIG is used.\n", "in_category")} == members


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("It does little against chronic sinusitis.", {"sinusitis"}),
        ("It does nothing to prevent chronic sinusitis.", {"sinusitis"}),
        ("It has no effect on bronchiectasis that is already there.", {"bronchiectasis"}),
        ("Enteroviral meningoencephalitis responds poorly to it.", {"enterovirus-infection"}),
        ("In none of three trials did IVIG prevent sepsis in newborns.", {"neonatal-sepsis"}),
        ("Neither trial found that IVIG shortened RSV bronchiolitis.", {"respiratory-syncytial-virus-infection"}),
        ("Studies in Japanese encephalitis and in dengue showed no benefit of IVIG.", {"japanese-encephalitis", "dengue"}),
        ("It does not heal the diarrhea.", {"diarrhea"}),
        ("In Alzheimer's disease it did not slow the loss of memory.", {"alzheimer-s-disease"}),
        ("Neither of the trials was stopped early. In neither group did IVIG cause thrombosis.", set()),
        ("It mops up free toxin of tetanus but cannot undo what is bound.", set()),
    ],
)
def test_what_a_treatment_does_not_do(shipped_reader: Reader, text: str, failed: set[str]) -> None:
    assert objects_in(shipped_reader, f"IVIG\n\nIVIG is given every month. {text}\n", "not_effective_for") == failed


def test_a_hyperimmune_product_that_does_not_stop_the_spread(shipped_reader: Reader) -> None:
    text = "CMV immunoglobulin\n\nTwo trials gave it once a month. In neither of them did the CMV immunoglobulin reduce transmission.\n"
    assert objects_in(shipped_reader, text, "not_effective_for") == {"cytomegalovirus-infection"}


def test_a_page_comes_back_to_its_disease(shipped_reader: Reader) -> None:
    text = (
        "MMN\n\nDifferential diagnosis\nAmyotrophic lateral sclerosis; Lewis-Sumner syndrome.\n\n"
        "Management and treatment\nIntravenous immunoglobulins are the only treatment of proven efficacy.\n"
    )
    assert objects_in(shipped_reader, text, "treats") == {"multifocal-motor-neuropathy"}


def test_infections_that_a_list_wants_warded_off_are_not_another_disease(shipped_reader: Reader) -> None:
    text = (
        "Wiskott-Aldrich syndrome\n\nTreatment\n"
        "The boys receive regular immunoglobulin to ward off pneumonia, meningitis and sepsis.\n"
    )
    assert objects_in(shipped_reader, text, "treats") == {"wiskott-aldrich-syndrome"}


_LUPUS = "Systemic lupus erythematosus\n\nLupus brings a rash and fever. Hydroxychloroquine comes first. IVIG or SCIG is tried in some.\n\n"


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Is IVIG safe?\nIt is mostly well borne. Chills are the most common complaint.\n", {"chills"}),
        ("What should I know about IVIG?\nThe drip takes hours. Side effects are nausea and hives.\n", {"nausea", "urticaria"}),
        ("Risks of IVIG\nStrokes are very rare.\n", {"stroke"}),
        ("Is hydroxychloroquine safe?\nNausea is the most common complaint.\n", set()),
        ("Is lupus dangerous?\nStrokes are very rare.\n", set()),
    ],
)
def test_a_question_that_names_the_product(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    found = claims_in(shipped_reader, _LUPUS + text, "has_adverse_effect")
    assert {c.object for c in found if c.subject == "intravenous-immunoglobulin"} == effects


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("How is polymyositis treated?\nSteroids come first. IVIG is an option when they fail.", {"polymyositis"}),
        ("What is dermatomyositis?\nIt reddens the skin.\n\nHow is it treated?\nDoctors may turn to IVIG.", {"dermatomyositis"}),
        ("How is polymyositis treated?\nIVIG is not a usual treatment.", set()),
        ("How is polymyositis diagnosed?\nIVIG may disturb blood tests.", set()),
    ],
)
def test_how_one_of_two_diseases_is_treated(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    page = "Polymyositis and Dermatomyositis\n\nWhat is polymyositis?\nPolymyositis weakens the shoulders. Stairs become hard to climb.\n\n"
    found = claims_in(shipped_reader, page + text, "treats")
    assert {c.object for c in found if c.polarity == "affirmed"} == treated


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("Kawasaki disease strikes small children. It is treated with IVIG plus aspirin.", {"kawasaki-disease"}),
        ("Dermatomyositis reddens the lids. This condition often responds to IVIG.", {"dermatomyositis"}),
        ("Granulomatosis with polyangiitis harms vessels. It is treated with rituximab, not with IVIG.", set()),
        ("Dermatomyositis reddens the lids. It is not treated with IVIG.", set()),
        ("Headache may follow IVIG. It is treated with acetaminophen.", set()),
    ],
)
def test_what_it_is_treated_with(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    page = "Myocarditis\n\nMyocarditis is inflammation of the heart muscle.\n\nSimilar conditions\n"
    assert objects_in(shipped_reader, page + text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Blood Disorders > Aplastic Anemia > Treatment\n\nIVIG is rarely used.", {("aplastic-anemia", "hematological-disorder")}),
        ("Home > Aplastic Anemia > Treatment\n\nIVIG is rarely used.", set()),
        (
            "Hemolytic anemia tires people. Some forms, such as thalassemia, are inherited.",
            {("thalassemia", "genetic-disease"), ("thalassemia", "hemolytic-anemia")},
        ),
        ("Aplastic anemia empties the marrow. Some people, such as those with lupus, are ill for long.", set()),
        (
            "Multifocal motor neuropathy is a rare immune-mediated disorder of the peripheral nerves.",
            {("multifocal-motor-neuropathy", "immune-system-disease"), ("multifocal-motor-neuropathy", "peripheral-neuropathy")},
        ),
        ("Myasthenia gravis is then classified as a paraneoplastic syndrome.", {("myasthenia-gravis", "paraneoplastic-syndrome")}),
        (
            "Autoimmune diseases such as lupus or vasculitis, or an infection like malaria, raise the risk.",
            {("systemic-lupus-erythematosus", "autoimmune-disease"), ("vasculitis", "autoimmune-disease"), ("malaria", "infection")},
        ),
    ],
)
def test_paths_kinds_and_parts_of_the_body_name_classes(shipped_reader: Reader, text: str, classes: set[tuple[str, str]]) -> None:
    assert {(c.subject, c.object) for c in claims_in(shipped_reader, text, "in_category")} == classes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("• Prevention: one shot of Rh immune globulin at 28 weeks", {("anti-d-immunoglobulin", "rh-isoimmunization")}),
        ("• Prevention: no injection of Rh immune globulin is needed", set()),
        ("• Diagnosis: a blood test, before Rh immune globulin", set()),
    ],
)
def test_a_label_says_what_a_product_prevents(shipped_reader: Reader, text: str, expected: set[tuple[str, str]]) -> None:
    page = f"Newborns\n\nRh disease harms the baby's blood.\n{text}\n• Follow-up: visits\n"
    assert {(c.subject, c.object) for c in claims_in(shipped_reader, page, "prevents")} == expected


@pytest.mark.parametrize(
    ("heading", "effects"),
    [("Living with aplastic anemia", set()), ("Living with IVIG", {"hemorrhage"})],
)
def test_living_with_a_disease(shipped_reader: Reader, heading: str, effects: set[str]) -> None:
    page = f"Aplastic Anemia\n\nHow is it treated?\nIVIG is rarely used.\n\nIs IVIG safe?\nMostly.\n\n{heading}\nBleeding is the main complication.\n"
    assert objects_in(shipped_reader, page, "has_adverse_effect") == effects


STIFF = "Stiff Person Syndrome\n\nAbout one in ten patients has a thymoma.\n\nTREATMENT\n- Diazepam, which relaxes muscles. Drowsiness limits it.\n"


@pytest.mark.parametrize(
    ("item", "effects"),
    [
        ("- IVIG, given monthly. In a trial, all also took prednisone; most walked better. Side effects were headache and rash.", {"headache", "rash"}),
        ("- IVIG, given monthly. Adults, all of whom received azathioprine, improved. Side effects were chills.", {"chills"}),
        ("- IVIG, given monthly. Later she received azathioprine. Side effects were chills.", set()),
    ],
)
def test_effects_behind_what_everybody_got(shipped_reader: Reader, item: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, STIFF + item, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("item", "treated"),
    [
        ("- IVIG. In a trial of patients with thymoma, more improved when IVIG was added.", {"stiff-person-syndrome"}),
        ("- IVIG. In a trial of patients with dermatomyositis, more improved when IVIG was added.", {"stiff-person-syndrome", "dermatomyositis"}),
    ],
)
def test_what_some_have_beside_the_disease(shipped_reader: Reader, item: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, STIFF + item, "treats") == treated


@pytest.mark.parametrize(
    ("text", "vaccines"),
    [
        ("Before IVIG the team checks the kidneys. Some drink more. Live vaccines do not take well for months.", {"live-attenuated-virus-vaccine"}),
        ("Before rituximab the team checks the kidneys. Some drink more. Live vaccines do not take well for months.", set()),
    ],
)
def test_vaccines_in_a_paragraph_on_the_product(shipped_reader: Reader, text: str, vaccines: set[str]) -> None:
    assert objects_in(shipped_reader, STIFF + "- Plasma exchange.\n\nTAKE CARE\n" + text, "interacts_with") == vaccines
