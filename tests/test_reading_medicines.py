"""Labels, leaflets and pages on one medicine: what they are about, whom they ask, where effects stand and what is no claim of theirs."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def _subjects(reader: Reader, text: str, predicate: str) -> dict[str, str]:
    return {claim.object: claim.subject for claim in claims_in(reader, text, predicate)}


def test_a_page_that_says_this_medicine_is_about_the_one_product_it_names(shipped_reader: Reader) -> None:
    text = (
        "Precautions\n\nThis medicine may cause a serious rash. Drink enough on the day before. Sit down when you feel unwell.\n\n"
        "Call at once if your lips swell. Keep the card with you. Bring a list of what you take.\n\nAsk for help when you need it.\n\n"
        "Do not drive after you were given this medicine. While you have tetanus immune globulin, tell every doctor.\n"
    )
    assert _subjects(shipped_reader, text, "has_adverse_effect") == {"rash": "tetanus-immunoglobulin"}
    other = text.replace("tell every", "or rabies immune globulin, tell every")
    assert not claims_in(shipped_reader, other, "has_adverse_effect")


def test_a_long_list_of_effects_does_not_hide_the_product(shipped_reader: Reader) -> None:
    effects = "\n".join(("Pallor", "Oedema", "Vomiting", "Cough", "Rash", "Chills", "Dizziness", "Tachycardia", "Otitis media", "Fatigue"))
    text = f"BabyBIG is given into a vein by a trained nurse.\n\nAdverse effects\n\n>10%\n{effects}\n\n1-10%\nContact dermatitis\nStridor\n"
    found = {c.object: c.frequency for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found["pallor"] == found["otitis-media"] == "very_common"
    assert found["dermatitis"] == found["stridor"] == "common"


def test_a_heading_in_title_case_keeps_a_long_name(shipped_reader: Reader) -> None:
    text = "How to use Rabies Immune Globulin Vial\n\nThis medication is given by injection into a muscle. Ask about this medication.\n"
    assert _subjects(shipped_reader, text, "given_by_route") == {"intramuscular-injection": "rabies-immunoglobulin"}


@pytest.mark.parametrize(
    ("item", "effects"),
    [
        ("signs and symptoms of a blood clot like chest pain; swelling in one leg", {"thromboembolism"}),
        ("signs of aseptic meningitis such as fever; stiff neck", {"aseptic-meningitis"}),
        ("stiff neck", {"neck-stiffness"}),
        ("redness or swelling at site where injected", {"injection-site-erythema", "injection-site-swelling"}),
        ("redness where the shot was given", {"injection-site-erythema"}),
        ("bruising", {"contusion"}),
    ],
)
def test_items_below_side_effects_to_report(shipped_reader: Reader, item: str, effects: set[str]) -> None:
    text = f"IVIG\n\nWhat side effects may I notice?\n\nSide effects that you should report to your care team as soon as possible:\n\n- {item}\n- cough\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects | {"cough"}


@pytest.mark.parametrize(
    ("said", "factors"),
    [
        ("Tell your doctor if you have high blood pressure, diabetes or an old clot.", {"hypertension", "diabetes-mellitus"}),
        ("Tell your doctor and pharmacist if you take an estrogen medicine.", {"estrogen"}),
        ("Tell your doctor if you are pregnant or wish to be.", set()),
        ("Tell your doctor if you have a headache: rest may help, and fever is rare.", set()),
        ("The chance may be higher in older people, or if you have certain catheters.", {"advanced-age", "indwelling-catheter"}),
        ("The likelihood is greater in people with diabetes.", {"diabetes-mellitus"}),
    ],
)
def test_whom_a_text_asks_after_it_names_an_effect(shipped_reader: Reader, said: str, factors: set[str]) -> None:
    found = claims_in(shipped_reader, f"IVIG\n\nIVIG may cause blood clots. {said}\n", "has_risk_factor")
    assert {c.object for c in found} >= factors
    assert bool(found) == bool(factors)
    assert all(c.polarity == ("hedged" if said.startswith("Tell") else "affirmed") for c in found)


def test_an_allergy_that_is_asked_about_is_an_earlier_reaction(shipped_reader: Reader) -> None:
    text = "# IVIG\n\n## Before you are given IVIG\n\nTell your doctor if you have or had an allergy to human immunoglobulin.\n"
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"previous-hypersensitivity-reaction"}
    assert not claims_in(shipped_reader, text, "has_adverse_effect")


@pytest.mark.parametrize(
    ("said", "factors"),
    [
        ("Gamunex-C should be given with caution to patients with diabetes.", {"diabetes-mellitus"}),
        ("Caution when used in patients with clotting disorders or thrombocytopenia.", {"coagulation-disorder", "thrombocytopenia"}),
        ("Bleeding may be encountered in patients with thrombocytopenia.", {"thrombocytopenia"}),
        ("It is given to those at high risk of severe chickenpox.", set()),
    ],
)
def test_whom_a_caution_is_for(shipped_reader: Reader, said: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, f"# Gamunex-C\n\n## Precautions\n\n{said}\n", "has_risk_factor") == factors


def test_a_vaccine_of_which_the_sentence_before_only_asks(shipped_reader: Reader) -> None:
    text = "IVIG\n\nPrecautions\n\nTalk with your nurse before you get any vaccines. Use with IVIG may make the vaccine not work as well.\n"
    assert objects_in(shipped_reader, text, "interacts_with") == {"vaccine"}
    assert not claims_in(shipped_reader, text.partition(" Use with")[0], "interacts_with")


@pytest.mark.parametrize(
    "said",
    [
        "The plasma for RIG comes from donors hyperimmunized with rabies vaccine.",
        "A regimen is one dose of rabies immune globulin and a full series of rabies vaccine.",
    ],
)
def test_vaccines_that_go_along_with_a_product(shipped_reader: Reader, said: str) -> None:
    text = f"Rabies immune globulin (RIG)\n\nRabies immune globulin prevents rabies. {said}\n"
    assert not claims_in(shipped_reader, text, "interacts_with")


@pytest.mark.parametrize(
    ("said", "statuses"),
    [
        ("is indicated for the treatment of CIDP and for the prevention of rabies", {"approved"}),
        ("is indicated in the United States for the treatment of CIDP", {"approved"}),
        ("is indicated for the treatment of CIDP, which is rare; it is used for the treatment of rabies", {"approved", "used"}),
    ],
)
def test_an_approval_holds_for_all_uses_it_is_said_of(shipped_reader: Reader, said: str, statuses: set[str]) -> None:
    text = f"Privigen {said}."
    assert {c.status for p in ("treats", "prevents") for c in claims_in(shipped_reader, text, p)} == statuses


@pytest.mark.parametrize(
    ("heading", "status"),
    [("FDA-Labeled Indications", "approved"), ("Off-Label Indications", "used"), ("Indications", "used")],
)
def test_entries_below_indications(shipped_reader: Reader, heading: str, status: str) -> None:
    text = (
        f"Coverage of immune globulin\n\nImmune globulin (IG) is a blood product.\n\n{heading}\n\n"
        "IVIG is covered for the following indications when the criteria are met:\n"
        "A. Kawasaki disease.\nB. Infant botulism caused by toxin of one type.\nDermatomyositis.\n"
    )
    found = [c for c in claims_in(shipped_reader, text, "treats") if c.object in {"kawasaki-disease", "infant-botulism"}]
    assert {(c.subject, c.status) for c in found} == {("intravenous-immunoglobulin", status)}


def test_a_use_as_a_heading_below_indications(shipped_reader: Reader) -> None:
    text = "BabyBIG\n\nUse: Labeled Indications\n\nTreatment of infant botulism of types A and B\n\nContraindications\n\nIgA deficiency\n"
    assert {(c.object, c.status) for c in claims_in(shipped_reader, text, "treats")} == {("infant-botulism", "used")}


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        pytest.param("IVIG\n\nIVIG is tested, filtered and treated so as to lower the chance of an infection.", "treats", id="plasma"),
        pytest.param("IVIG\n\nReactions are rare; have epinephrine at hand for treatment of anaphylaxis with IVIG.", "treats", id="remedy"),
        pytest.param("VZIG\n\nVZIG holds antibodies to the virus which causes a lung infection.", "has_adverse_effect", id="virus"),
        pytest.param("VZIG\n\nVZIG is for women.\n\nChickenpox is mostly mild. It can lead to pneumonia.", "has_adverse_effect", id="disease"),
        pytest.param("Anti-D\n\nWe offer you anti-D if you have any vaginal bleeding.", "has_adverse_effect", id="occasion"),
        pytest.param("TIG\n\nDo not use TIG where you had an allergic reaction (e.g. rashes) to it.", "has_adverse_effect", id="signs"),
        pytest.param("Hepatitis B Immune Globulin (hep-a-TIGH-tis B im-YOON GLOB-yoo-lin)", "treats", id="pronunciation"),
    ],
)
def test_what_is_no_claim_of_the_product(shipped_reader: Reader, text: str, predicate: str) -> None:
    assert not claims_in(shipped_reader, text, predicate)


def test_effects_in_trials_are_not_treated(shipped_reader: Reader) -> None:
    text = "Varizig\n\nThe most serious adverse reactions observed in clinical trials for all subjects include nausea and chills.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"nausea", "chills"}
    assert not claims_in(shipped_reader, text, "treats")


def test_the_way_in_the_brackets_of_a_name_is_not_denied_with_the_sentence(shipped_reader: Reader) -> None:
    text = "Tetanus Immunoglobulin-VF\n\nThis leaflet does not tell all about Tetanus Immunoglobulin-VF (For Intravenous Use).\n"
    assert "negated" not in {c.polarity for c in claims_in(shipped_reader, text, "given_by_route")}


@pytest.mark.parametrize("said", ["antibodies against RhD positive blood cells", "the production of anti-D"])
def test_what_anti_d_prevents(shipped_reader: Reader, said: str) -> None:
    text = f"Anti-D\n\nAnti-D immunoglobulin is given to prevent {said}.\n"
    assert objects_in(shipped_reader, text, "prevents") == {"rh-isoimmunization"}


def test_people_with_a_reaction_to_the_product_should_not_receive_it(shipped_reader: Reader) -> None:
    text = "Varizig\n\nIndividuals known to have severe reactions to human globulin should not receive Varizig.\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hypersensitivity-to-immunoglobulin"}


def test_a_part_of_a_label_is_about_the_brand_it_names(shipped_reader: Reader) -> None:
    text = "WARNINGS\n\nThrombosis may occur with all immune globulins, HyQvia too. Risk factors may include diabetes and advanced age.\n"
    assert _subjects(shipped_reader, text, "has_risk_factor") == {"advanced-age": "hyqvia", "diabetes-mellitus": "hyqvia"}
    two = text.replace("HyQvia", "HyQvia and Privigen")
    assert "hyqvia" not in _subjects(shipped_reader, two, "has_risk_factor").values()


def test_lines_with_blanks_between_them_are_a_list(shipped_reader: Reader) -> None:
    text = (
        "Hizentra\n\nAdverse Effects\n\n>10%\n\nHeadache (21%)\n\nFatigue (11%)\n\n1-10%\n\nMigraine\n\nFrequency Not Defined\n\nThrombosis\n\n"
        "Contraindications\n\nHypersensitivity to polysorbate 80\n\nHyperprolinemia\n\nIgA deficiency with antibodies against IgA\n"
    )
    found = {c.object: c.frequency for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"headache": "very_common", "fatigue": "very_common", "migraine": "common", "thromboembolism": "unknown"}
    banned = objects_in(shipped_reader, text, "contraindicated_in")
    assert banned == {"hypersensitivity-to-polysorbate-80", "hyperprolinemia", "iga-deficiency-with-anti-iga-antibodies"}


def test_headings_with_text_below_them_stay_headings(shipped_reader: Reader) -> None:
    text = "Hizentra\n\nWarnings\n\nKidney failure\n\nDrink enough. Hizentra may cause headache.\n\nStorage\n\nKeep Hizentra cool.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") >= {"headache"}


def test_effects_below_lines_that_say_how_often(shipped_reader: Reader) -> None:
    text = (
        "Applies to immune globulin intravenous: solution\n\n"
        "If any of the following side effects occur under immune globulin intravenous, see your doctor at once:\n\n"
        "More common\n  • Chills\n  • troubled breathing\nRare\n  • Difficulty with swallowing\nIncidence not known\n  • Confusion\n"
    )
    found = {c.object: c.frequency for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"chills": "common", "dyspnea": "common", "dysphagia": "rare", "confusion": "unknown"}


def test_items_of_an_approval(shipped_reader: Reader) -> None:
    text = "Hizentra is indicated for:\n\n• Treatment of primary immunodeficiency in adults\n• Maintenance treatment of CIDP\n"
    assert {(c.object, c.status) for c in claims_in(shipped_reader, text, "treats")} == {
        ("primary-immunodeficiency", "approved"),
        ("chronic-inflammatory-demyelinating-polyneuropathy", "approved"),
    }


def test_drugs_in_a_list_without_blanks_behind_its_marks(shipped_reader: Reader) -> None:
    text = "Octagam\n\nWhat may interact with Octagam?\n\n-aspirin and aspirin-like medicines\n-vancomycin\n-vaccines\n"
    assert objects_in(shipped_reader, text, "interacts_with") >= {"aspirin", "vancomycin"}


def test_what_is_joined_to_a_feared_effect_is_no_factor(shipped_reader: Reader) -> None:
    text = (
        "Octagam\n\nThrombosis may occur with Octagam. For people at risk of thrombosis, renal dysfunction or kidney failure, "
        "administer Octagam at the lowest rate practicable.\n"
    )
    assert not claims_in(shipped_reader, text, "has_risk_factor")


def test_a_bracket_that_explains_a_disease_is_no_use(shipped_reader: Reader) -> None:
    text = (
        "Immune globulin\n\nImmune globulin is used to treat Guillain-Barre syndrome (short inflammation of the nerves), "
        "and prevents hepatitis A (if you are not vaccinated against measles).\n"
    )
    assert objects_in(shipped_reader, text, "treats") == {"guillain-barre-syndrome"}
    assert objects_in(shipped_reader, text, "prevents") == {"hepatitis-a"}


def test_a_table_of_contents_opens_no_section(shipped_reader: Reader) -> None:
    text = (
        "Subcuvia leaflet\n\n1. What Subcuvia is\n2. Before you use Subcuvia\n3. How to use Subcuvia\n4. Possible side effects\n"
        "Subcuvia holds antibodies. The medicine is for people with a blood cancer which leads to recurrent infections.\n"
    )
    assert not claims_in(shipped_reader, text, "has_adverse_effect")


@pytest.mark.parametrize(
    ("said", "predicate", "expected"),
    [
        ("IVIG is a first line of treatment for CIDP.", "treats", {("chronic-inflammatory-demyelinating-polyneuropathy", "recommended")}),
        ("Uses of IVIG: protection of exposed patients against rubella.", "prevents", {("rubella", "used")}),
    ],
)
def test_wordings_of_uses(shipped_reader: Reader, said: str, predicate: str, expected: set[tuple[str, str]]) -> None:
    assert {(c.object, c.status) for c in claims_in(shipped_reader, f"IVIG\n\n{said}\n", predicate)} == expected


def test_exceptions_among_vaccines(shipped_reader: Reader) -> None:
    text = "IVIG\n\nCaution\n\nAvoid use of live vaccine (except yellow fever vaccine) for 3 months after IVIG.\n"
    assert {c.object: c.polarity for c in claims_in(shipped_reader, text, "interacts_with")} == {
        "live-attenuated-virus-vaccine": "affirmed",
        "yellow-fever-vaccine": "negated",
    }


def test_lines_that_say_how_often_within_an_open_list(shipped_reader: Reader) -> None:
    text = (
        "# Cuvitru\n\n## Possible side effects\n\nThe following side effects have been seen with Cuvitru:\n"
        "Common (up to 1 in 10 people)\n• migraine\n• hives\nUncommon (up to 1 in 100 people)\n• shaking\n"
        "Not known (frequency cannot be estimated from the available data)\n• severe allergic shock\n"
    )
    found = {c.object: c.frequency for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"migraine": "common", "urticaria": "common", "tremor": "uncommon", "anaphylaxis": "unknown"}
    bare = "HepaGam B\n\nCall your nurse if any of these side effects of HepaGam B occur:\nRare\nBlurred vision\nsweating\nMore common\nBack pain\n"
    found = {c.object: c.frequency for c in claims_in(shipped_reader, bare, "has_adverse_effect")}
    assert found == {"blurred-vision": "rare", "hyperhidrosis": "rare", "back-pain": "common"}


def test_a_ban_ends_where_the_cautions_begin(shipped_reader: Reader) -> None:
    text = (
        "Package leaflet: Hepatect\n\n2. Before you use Hepatect\nDo not use Hepatect:\n"
        "- if you are allergic to human immunoglobulin. An allergic reaction may include rash or itching.\n"
        "- if you have already been vaccinated against hepatitis B.\nWarning and precautions\nTalk to your doctor before using Hepatect\n"
        "- if you have diabetes\n"
    )
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hypersensitivity-to-immunoglobulin"}
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"diabetes-mellitus"}
    assert not claims_in(shipped_reader, text, "has_adverse_effect")


def test_this_medicine_is_not_the_vaccine_named_before(shipped_reader: Reader) -> None:
    text = (
        "Hepatitis B immune globulin\n\nHepatitis B immune globulin gives short protection. You also need a hepatitis B vaccine.\n"
        "You should not receive this medication if you have an immunoglobulin A deficiency.\n"
    )
    assert _subjects(shipped_reader, text, "contraindicated_in") == {"selective-iga-deficiency": "hepatitis-b-immunoglobulin"}


def test_the_name_in_brackets_behind_a_description(shipped_reader: Reader) -> None:
    text = (
        "Package leaflet: Kiovig\n\nWhat Kiovig is used for\n\nKiovig is used for treatment of patients in two groups:\n"
        "- Patients with a disease characterised by inflammation of the nerves of the body (Guillain-Barré syndrome).\n"
        "- Patients with a disease characterised by fever (in summer).\n"
    )
    assert objects_in(shipped_reader, text, "treats") == {"guillain-barre-syndrome"}


@pytest.mark.parametrize(
    ("said", "effects"),
    [
        ("IVIG may cause infusion reactions, which can present as fevers, chills and rash.", {"fever", "chills", "rash"}),
        ("Side effects are mostly mild. During treatment, patients may feel unwell or develop a rash.", {"malaise", "rash"}),
    ],
)
def test_effects_that_a_sentence_goes_on_about(shipped_reader: Reader, said: str, effects: set[str]) -> None:
    text = f"IVIG\n\nIVIG is given into a vein.\n\n{said}\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") - {"infusion-related-reaction", "adverse-event-root"} == effects


def test_what_is_not_severe_is_not_serious(shipped_reader: Reader) -> None:
    text = "IVIG\n\nSide effects of IVIG\n\nHeadaches are also common. These are generally not severe.\n"
    assert {c.severity for c in claims_in(shipped_reader, text, "has_adverse_effect") if c.object == "headache"} == {"unspecified"}


def test_blood_is_no_infection(shipped_reader: Reader) -> None:
    text = "Kiovig\n\nKiovig is used in patients who lack antibodies in the blood and tend to get frequent infections.\n"
    assert "sepsis" not in objects_in(shipped_reader, text, "treats")


def test_signs_set_behind_an_effect_to_call_for(shipped_reader: Reader) -> None:
    text = (
        "BabyBIG\n\nBabyBIG side effects\n\nCall your doctor at once if the baby has:\n\n"
        "- low levels of sodium in the body--confusion, vomiting; or\n- raised blood pressure (severe headache, blurred vision)\n- fever, cough\n"
    )
    assert objects_in(shipped_reader, text, "has_adverse_effect") >= {"hyponatremia", "hypertension", "fever", "cough"}
    assert objects_in(shipped_reader, text, "has_adverse_effect").isdisjoint({"confusion", "vomiting", "headache"})


@pytest.mark.parametrize(
    ("said", "predicate", "objects"),
    [
        ("Caution in pts w/ hx of thrombosis.", "has_risk_factor", {"history-of-thrombosis"}),
        ("Contraindicated in pts w/ IgA deficiency and Abs to IgA.", "contraindicated_in", {"iga-deficiency-with-anti-iga-antibodies"}),
        ("Chills are more common when it is given for the 1st time.", "has_risk_factor", {"first-infusion"}),
        ("The solution holds 5% w/v maltose, pH 5 w/w.", "has_risk_factor", set()),
    ],
)
def test_the_shorthand_of_formularies(shipped_reader: Reader, said: str, predicate: str, objects: set[str]) -> None:
    assert objects_in(shipped_reader, f"Kiovig\n\nKiovig may cause chills.\n\nSpecial precautions\n\n{said}\n", predicate) == objects


@pytest.mark.parametrize(
    ("said", "factors"),
    [
        ("Thrombosis is more frequent in patients with diabetes.", {"diabetes-mellitus"}),
        ("Anaphylaxis is more common in patients with IgA deficiency.", {"selective-iga-deficiency"}),
        ("How often headache occurs correlates with the infusion rate.", {"high-infusion-rate"}),
        ("The risk of haemolysis rises with the total dose.", {"high-dose"}),
        ("Fever is mostly related to the infusion rate.", {"high-infusion-rate"}),
        ("Meningitis [more often with high doses] haemolytic anaemia, rash.", {"high-dose"}),
        ("Chills are likelier if you have not had it for more than two months.", {"long-break-in-treatment"}),
        ("Meningitis occurs more often at high rates.", {"high-infusion-rate"}),
        ("Chills are more frequent in towns with high rates of poverty.", set()),
        ("The IgG level correlates with the infusion rate.", set()),
        ("The trough rises with the total dose.", set()),
    ],
)
def test_what_raises_the_risk_of_effects(shipped_reader: Reader, said: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, f"IVIG\n\n{said}\n", "has_risk_factor") == factors


def test_what_makes_people_be_given_a_product_raises_no_risk(shipped_reader: Reader) -> None:
    text = "RhoGAM protects you. You will be given it:\n\n- near week 30 of pregnancy\n- after bleeding or abdominal trauma\n"
    assert "trauma" not in objects_in(shipped_reader, text, "has_risk_factor")
    said = "RhoGAM can cause clots. Clots are more common after trauma.\n"
    assert "trauma" in objects_in(shipped_reader, said, "has_risk_factor")


def test_bands_of_frequency_below_organs(shipped_reader: Reader) -> None:
    text = (
        "This page is on BabyBIG, given into a vein.\nRespiratory\nVery common (10% or more): Nasal congestion (15%), cough (12%), rales (11%)\n"
        "Immunologic\nCommon (1% to 10%): Oral candidiasis, urinary tract infection\n"
    )
    found = {c.object: c.frequency for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == dict.fromkeys(("nasal-congestion", "cough", "rales"), "very_common") | dict.fromkeys(
        ("candidiasis", "urinary-tract-infection"), "common"
    )
    other = "BabyBIG is given into a vein.\nDonors\nCommon (1% to 10%): Blood group AB, urinary tract infection\n"
    assert not claims_in(shipped_reader, other, "has_adverse_effect")


def test_items_that_lost_their_marks_end_the_clause_of_their_introduction(shipped_reader: Reader) -> None:
    text = "IVIG\n\nIVIG must not be given to patients with:\n\nKnown hyperprolinaemia.\n\nSelective IgA deficiency with antibodies to IgA.\n\n"
    after = "Diabetes is met in many patients. Kidney failure is treated.\n"
    forbidden = {"hyperprolinemia", "iga-deficiency-with-anti-iga-antibodies"}
    assert objects_in(shipped_reader, text + after, "contraindicated_in") == forbidden


@pytest.mark.parametrize(
    ("said", "forbidden"),
    [
        ("Some people, such as those with hyperprolinaemia, must not be given this medicine.", {"hyperprolinemia"}),
        ("People with IgA (an immunoglobulin) deficiency should not use this medicine.", {"selective-iga-deficiency"}),
        ("People with hyperprolinaemia should not use this pump.", set()),
    ],
)
def test_who_must_not_have_this_medicine(shipped_reader: Reader, said: str, forbidden: set[str]) -> None:
    text = f"IVIG\n\nThis medicine may cause chills. {said}\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == forbidden
    assert not claims_in(shipped_reader, text, "treats")


@pytest.mark.parametrize(("said", "polarity"), [("may theoretically be", "hedged"), ("is", "affirmed")])
def test_what_may_be_contraindicated_is_not_said_to_be(shipped_reader: Reader, said: str, polarity: str) -> None:
    found = claims_in(shipped_reader, f"IVIG\n\nIVIG {said} contraindicated in people with hyperprolinaemia.\n", "contraindicated_in")
    assert [(c.object, c.polarity) for c in found] == [("hyperprolinemia", polarity)]


def test_signs_that_the_reader_is_to_call_for_stand_for_an_effect(shipped_reader: Reader) -> None:
    text = "IVIG is infused. Call your nurse at once if you notice a stiff neck. These could be signs of a serious condition called aseptic meningitis.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"aseptic-meningitis"}
    disease = "IVIG is infused. Weak arms are common in many patients. These may be signs of myasthenia gravis or of a stroke.\n"
    assert not claims_in(shipped_reader, disease, "has_adverse_effect")


@pytest.mark.parametrize(
    ("said", "routes"),
    [
        ("Adults: IM 20 IU/kg, at best with the first dose of vaccine.", {"intramuscular-route"}),
        ("Diphenhydramine: IM 25 mg beforehand.", set()),
    ],
)
def test_the_way_at_the_head_of_a_dose(shipped_reader: Reader, said: str, routes: set[str]) -> None:
    text = f"Rabies Immune Globulin\n\nRoute/Dosage\n\n{said}\n"
    assert objects_in(shipped_reader, text, "given_by_route") == routes


def test_a_rare_form_is_no_rare_effect(shipped_reader: Reader) -> None:
    text = "IVIG\n\nSide effects\n\nIVIG may cause a rare form of meningitis. Very occasionally, IVIG may cause blood clots.\n"
    found = {c.object: c.frequency for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"meningitis": "unspecified", "thromboembolism": "rare"}


def test_orders_to_those_who_give_it_name_no_effect(shipped_reader: Reader) -> None:
    text = "Before IVIG, ask for old reactions to it. Record allergies, medicines and height.\n"
    assert not claims_in(shipped_reader, text, "has_adverse_effect")
    told = text.replace("Record allergies, medicines and height", "Allergies may follow")
    assert objects_in(shipped_reader, told, "has_adverse_effect") == {"allergic-reaction"}


def test_stiffness_at_the_needle_is_local(shipped_reader: Reader) -> None:
    text = "HyperRAB\n\nAdverse reactions\n\nLocal tenderness, soreness, or stiffness at injection site; nephritic syndrome.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"injection-site-pain", "injection-site-reaction", "glomerulonephritis"}


@pytest.mark.parametrize(
    ("said", "prevented"),
    [
        ("Antibodies can cause haemolytic disease of the newborn. RhoGAM can prevent this problem.", {"hemolytic-disease-of-the-fetus-and-newborn"}),
        ("RhoGAM protects women from making antibodies that could harm a later baby.", {"rh-isoimmunization"}),
        ("Antibodies can cause haemolytic disease of the newborn. RhoGAM is given by this nurse.", set()),
    ],
)
def test_what_anti_d_keeps_from_happening(shipped_reader: Reader, said: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, f"RhoGAM\n\n{said}\n", "prevents") == prevented


def test_antibodies_that_some_form_are_no_part_of_a_deficiency(shipped_reader: Reader) -> None:
    text = "IVIG\n\nIVIG may harm patients with selective IgA deficiency who have anti-IgA antibodies.\n"
    assert not claims_in(shipped_reader, text, "has_pathology")


def test_lists_of_what_an_insurer_pays_for(shipped_reader: Reader) -> None:
    text = (
        "Payment rules: IVIG\n\nSummary of paid and non-reimbursed uses of IVIG\n\nCIDP\n\nNot covered\n- Autism\n\n"
        "Covered indications\n- Kawasaki disease\n\n"
        "Non-covered\n- Asthma\n\nIVIG is not routinely funded for epilepsy.\n\nIVIG is approved for 6 months in dermatomyositis.\n"
    )
    found = {c.object: (c.status, c.polarity) for c in claims_in(shipped_reader, text, "treats")}
    assert found.pop("kawasaki-disease") == found.pop("dermatomyositis") == ("used", "affirmed")
    assert {k: v for k, v in found.items() if v == ("recommended", "negated")}.keys() == {"autism-spectrum-disorder", "asthma", "epilepsy"}
    approved = claims_in(shipped_reader, "IVIG is approved for CIDP in adults over 6 years.\n", "treats")
    assert [c.status for c in approved] == ["approved"]


def test_what_people_do_in_the_meantime_raises_the_risk_too(shipped_reader: Reader) -> None:
    said = "Blood clots are more likely during bed rest, while using the contraceptive pill, or while having a central catheter"
    text = f"IVIG\n\nIVIG can cause blood clots. {said}, while diabetes needs no care.\n"
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"immobilization", "estrogen", "indwelling-catheter"}


def test_signs_behind_a_trouble_without_a_name(shipped_reader: Reader) -> None:
    text = "Kiovig side effects\n\nCall your doctor at once if you have:\n\n- a blood cell {}--yellowed skin, dark urine, fever;\n- cough\n"
    assert objects_in(shipped_reader, text.format("disorder"), "has_adverse_effect") == {"cough"}
    assert "fever" in objects_in(shipped_reader, text.replace("--", ", ").format("count"), "has_adverse_effect")


def test_signs_of_an_effect_whose_name_holds_the_word(shipped_reader: Reader) -> None:
    text = "Kiovig\n\nWarning\n\nRing your nurse if you have signs of an allergic reaction: a wheeze; hives.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"allergic-reaction"}
    assert not claims_in(shipped_reader, text.replace("if you have", "if you had before"), "has_adverse_effect")


def test_lines_of_what_patients_are_to_report(shipped_reader: Reader) -> None:
    text = (
        "Kiovig counselling\n\nInstruct patients to report {} to their doctor: less urine, weight gain.\n"
        "Severe headache, neck stiffness, drowsiness, and fever (see Precautions.)\nRaised heart rate, fatigue, and dark urine (see Precautions.)\n"
    )
    assert not claims_in(shipped_reader, text.format("the following signs and symptoms"), "has_adverse_effect")
    assert "neck-stiffness" in objects_in(shipped_reader, text.format("side effects"), "has_adverse_effect")


def test_what_making_destroys_is_no_mechanism(shipped_reader: Reader) -> None:
    text = "Kiovig. It may hold viruses, and this risk has been lowered by inactivating or removing certain viruses {}.\n"
    assert not claims_in(shipped_reader, text.format("during manufacturing"), "acts_via")
    told = "Kiovig. It works by inactivating certain viruses in the blood.\n"
    assert objects_in(shipped_reader, told, "acts_via") == {"virus-neutralisation"}


def test_what_to_tell_the_nurse_while_side_effects_may_occur(shipped_reader: Reader) -> None:
    text = "Kiovig\n\nWarning\n\nSome side effects may occur during the drip. Tell your nurse if you feel itchy{} or have chest discomfort.\n"
    assert objects_in(shipped_reader, text.format(""), "has_adverse_effect") == {"pruritus", "chest-discomfort"}
    assert not claims_in(shipped_reader, text.format(" before it"), "has_adverse_effect")
    assert not claims_in(shipped_reader, text.format("").replace("Some side effects may occur", "You may read"), "has_adverse_effect")


def test_reactions_to_immunoglobulin_as_effects(shipped_reader: Reader) -> None:
    text = "Kiovig\n\nSide effects\n\nSystemic reactions to human immunoglobulin are rare.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"allergic-reaction"}
    ban = (
        "Kiovig\n\nContraindications\n\nKiovig is contraindicated in those who have had a severe systemic or anaphylactic reaction to "
        "human immune globulin or to any of its parts such as polysorbate, and in IgA-deficient people with antibodies against IgA.\n"
    )
    assert not claims_in(shipped_reader, ban, "has_adverse_effect") and not claims_in(shipped_reader, ban, "has_risk_factor")


def test_in_whom_a_share_was_counted_is_no_effect(shipped_reader: Reader) -> None:
    text = "Immune globulin\n\nAdverse reactions\n\nNeuromuscular: Muscle spasm (MMN 7%), weakness (1%; CIDP: 7%), fits (epilepsy in 1%)\n"
    found = objects_in(shipped_reader, text, "has_adverse_effect")
    assert found >= {"muscle-spasm", "asthenia"}
    assert found.isdisjoint({"multifocal-motor-neuropathy", "chronic-inflammatory-demyelinating-polyneuropathy"})


@pytest.mark.parametrize(
    ("said", "routes"),
    [
        ("Adults with contacts: 0.02 ml/kg I.M. as soon as possible", {"intramuscular-route"}),
        ("Adults with contacts: diphenhydramine 25 mg I.M. as soon as possible", set()),
    ],
)
def test_the_way_behind_a_dose(shipped_reader: Reader, said: str, routes: set[str]) -> None:
    text = f"GamaSTAN\n\nIndications and dosages\n\n{said}\n"
    assert objects_in(shipped_reader, text, "given_by_route") == routes


def test_what_does_not_meet_a_payers_criteria(shipped_reader: Reader) -> None:
    text = (
        "Hizentra\n\nIndications for prior authorization\n\n- Wiskott-Aldrich syndrome\n\n"
        "The following indications do not meet the requirements that our committee has set:\n\n- Selective IgA deficiency\n\n"
        "All of the following must be met:\n\n- History of recurrent bacterial infections; AND\n- Tests after diphtheria toxoid\n"
    )
    found = {c.object: (c.status, c.polarity) for c in claims_in(shipped_reader, text, "treats")}
    assert found == {"wiskott-aldrich-syndrome": ("used", "affirmed"), "selective-iga-deficiency": ("recommended", "negated")}
    diagnosis = text.replace("History of recurrent bacterial infections; AND", "Diagnosis of agammaglobulinemia; AND")
    assert "agammaglobulinemia" in objects_in(shipped_reader, diagnosis, "treats")


@pytest.mark.parametrize(("said", "severity"), [("common and frequently severe", "serious"), ("common and frequent", "unspecified")])
def test_what_is_frequently_severe_is_serious(shipped_reader: Reader, said: str, severity: str) -> None:
    found = claims_in(shipped_reader, f"Kiovig\n\nSide effects\n\nHeadache and nausea are {said}.\n", "has_adverse_effect")
    assert {(c.object, c.severity, c.frequency) for c in found} == {("headache", severity, "common"), ("nausea", severity, "common")}


def test_whom_a_condition_of_a_ban_is_asked_of_is_not_banned(shipped_reader: Reader) -> None:
    text = "BabyBIG\n\nContraindications\n\nYour child should not receive BabyBIG if he or she has hyperprolinaemia.\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia"}
    assert objects_in(shipped_reader, "Kiovig\n\nContraindications\n\nChildren under 2 years.\n", "contraindicated_in") == {"children"}


def test_other_patients_of_a_sentence_have_their_own_lack(shipped_reader: Reader) -> None:
    text = "IVIG\n\nIVIG helps in inflammatory disorders {} patients who do not have sufficient antibodies.\n"
    assert not claims_in(shipped_reader, text.format("and to treat"), "has_pathology")
    told = "IVIG helps in CVID, a disorder of patients who cannot make enough antibodies.\n"
    assert objects_in(shipped_reader, told, "has_pathology") == {"insufficient-antibody-production"}


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        pytest.param(
            "IVIG\n\nHow IVIG works\n- FcRn saturation\n- Complement inhibition\n- Suppression of inflammation\n",
            {"fcrn-saturation", "complement-scavenging", "suppression-of-inflammation"},
            id="in a list of mechanisms",
        ),
        pytest.param(
            "IVIG acts by FcRn saturation, complement inhibition and cytokine modulation.",
            {"fcrn-saturation", "complement-scavenging", "cytokine-modulation"},
            id="beside other mechanisms",
        ),
        pytest.param("In refractory disease complement inhibition is tried after IVIG has failed.", set(), id="another treatment"),
    ],
)
def test_a_way_of_acting_is_no_other_treatment(shipped_reader: Reader, text: str, acts: set[str]) -> None:
    found = claims_in(shipped_reader, text, "acts_via")
    assert {c.object for c in found if c.subject == "intravenous-immunoglobulin"} == acts


def test_what_one_mechanism_names_is_not_the_subject_of_the_next(shipped_reader: Reader) -> None:
    text = (
        "IVIG at a glance\n\nIVIG is a blood product.\n\n## How does it work?\n\n- **Antibody replacement:** adds the IgG that is missing.\n"
        "- **Cytokine modulation:** calms signals.\n"
    )
    assert _subjects(shipped_reader, text, "acts_via")["cytokine-modulation"] == "intravenous-immunoglobulin"


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("People who are prone to bronchitis or sinusitis often feel better on IVIG.", set()),
        ("If you are prone to long infections, especially dangerous ones like pneumonia, the clinic may suggest IVIG.", set()),
        ("IVIG has risks. Diabetics are more prone to kidney failure after IVIG.", {"renal-failure"}),
    ],
)
def test_an_infection_that_people_are_prone_to_is_no_effect(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "members"),
    [
        pytest.param(
            "What is IVIG used for?\n\nOff-label IVIG for Nerve Disorders:\n\n- IVIG helps in myasthenia gravis.\n- IVIG is tried in diabetes.\n",
            {("myasthenia-gravis", "neurological-disorder")},
            id="items that are sentences, below their class",
        ),
        pytest.param(
            "The autoimmune disorders of lupus and scleroderma respond to IVIG.",
            {("systemic-lupus-erythematosus", "autoimmune-disease"), ("systemic-sclerosis", "autoimmune-disease")},
            id="the class of its members",
        ),
        pytest.param("The skin disorders of diabetes do not respond to IVIG.", set(), id="the class of a complication"),
        pytest.param("IVIG is for recurrent infections, especially severe infections.", set(), id="infections of two grades"),
    ],
)
def test_classes_in_overviews(shipped_reader: Reader, text: str, members: set[tuple[str, str]]) -> None:
    assert {(c.subject, c.object) for c in claims_in(shipped_reader, text, "in_category")} == members


@pytest.mark.parametrize(
    "layout",
    [
        "IVIG side effects\n\n**Mild (common)**\n- Rash\n\n**Severe (rare)**\n- Stroke\n",
        "IVIG side effects\n\nMild (common)\n- Rash\n- Itching\n\nSevere (rare)\n- Stroke\n- Hemolysis\n",
        "## Side effects of IVIG\n\n### Mild but common\n- Rash\n\n### Severe and rare\n- Stroke\n",
    ],
)
def test_a_line_that_only_grades_holds_for_its_list(shipped_reader: Reader, layout: str) -> None:
    found = {c.object: (c.severity, c.frequency) for c in claims_in(shipped_reader, layout, "has_adverse_effect")}
    assert found["rash"] == ("mild", "common")
    assert found["stroke"] == ("serious", "rare")


def test_a_bracket_behind_a_grade_may_name_what_is_graded(shipped_reader: Reader) -> None:
    text = "IVIG side effects\n\nSevere (stroke) and nausea\n"
    found = {c.object: c.severity for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"stroke": "serious", "nausea": "unspecified"}


def test_uses_below_conditions_by_specialty(shipped_reader: Reader) -> None:
    text = "IVIG in short\n\nConditions by specialty\n\nImmunology: CVID\nNeurology: CIDP\n"
    treated = objects_in(shipped_reader, text, "treats")
    assert treated == {"common-variable-immunodeficiency", "chronic-inflammatory-demyelinating-polyneuropathy"}
    assert not objects_in(shipped_reader, text.replace("Conditions by specialty", "Conditions that doctors rule out"), "treats")


def test_whom_a_ban_names_behind_a_clause(shipped_reader: Reader) -> None:
    text = (
        "IVIG\n\nWho should not receive IVIG?\n"
        "People with IgA deficiency who formed antibodies to IgA, and anyone with an earlier anaphylactic reaction to immune globulin.\n"
    )
    found = _subjects(shipped_reader, text, "contraindicated_in")
    assert found["hypersensitivity-to-immunoglobulin"] == "intravenous-immunoglobulin"
    mild = text.replace("and anyone with an earlier", "and their doctors know of no")
    assert "hypersensitivity-to-immunoglobulin" not in _subjects(shipped_reader, mild, "contraindicated_in")


def test_some_of_those_with_a_disease_have_an_antibody_besides(shipped_reader: Reader) -> None:
    text = "Adults with selective IgA deficiency who have made anti-IgA antibodies may react to IVIG."
    assert not claims_in(shipped_reader, text, "has_pathology")
    every = "Myasthenia gravis, in which antibodies against the acetylcholine receptor are found, responds to IVIG."
    assert claims_in(shipped_reader, every, "has_pathology")


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("IVIG works by quieting an immune system that harms its owner.", {"suppression-of-overactive-immune-system"}),
        ("IVIG acts by interference with pathogenic autoantibodies.", {"autoantibody-neutralisation"}),
        ("Keep quiet while IVIG runs in.", set()),
    ],
)
def test_further_verbs_of_acting(shipped_reader: Reader, text: str, acts: set[str]) -> None:
    assert objects_in(shipped_reader, text, "acts_via") == acts


def test_treated_sometimes_with_a_product(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "Hemolytic anemia is also treated sometimes with IVIG.", "treats") == {"hemolytic-anemia"}
    other = "Hemolytic anemia is treated sometimes with steroids, and IVIG is kept for CIDP."
    assert objects_in(shipped_reader, other, "treats") == {"chronic-inflammatory-demyelinating-polyneuropathy"}
    added = "Hemolytic anemia is treated with steroids, and IVIG may be added."
    assert objects_in(shipped_reader, added, "treats") == {"hemolytic-anemia"}


@pytest.mark.parametrize(
    ("text", "routes"),
    [
        pytest.param(
            "Immune globulin\n\n**How it is given**\n- Intravenous (IVIG): once a month\n- Subcutaneous (SCIG): weekly at home\n",
            {("intravenous-route", "intravenous-immunoglobulin"), ("subcutaneous-route", "subcutaneous-immunoglobulin")},
            id="labels",
        ),
        pytest.param(
            "Immune globulin\n\nRoutes of administration\n- Intravenous\n- Subcutaneous\n",
            {("intravenous-route", "immunoglobulin"), ("subcutaneous-route", "immunoglobulin")},
            id="bare items",
        ),
        pytest.param("Immune globulin\n\nDrugs to stop\n- Intravenous: iron\n", set(), id="of other medicines"),
    ],
)
def test_a_list_of_ways_of_giving(shipped_reader: Reader, text: str, routes: set[tuple[str, str]]) -> None:
    assert {(c.object, c.subject) for c in claims_in(shipped_reader, text, "given_by_route")} == routes


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        pytest.param(
            "IVIG safety\n\nWho is at risk?\n- People over 65\n- Those with high blood pressure\n- Anyone with migraine (a higher chance of rash)\n",
            {"advanced-age", "hypertension", "history-of-migraine"},
            id="a list below the question",
        ),
        pytest.param(
            "**Who is at higher risk from IVIG?** Smokers, people with diabetes, and those with kidney disease.",
            {"smoking", "diabetes-mellitus", "kidney-disease"},
            id="an answer in the same line",
        ),
        pytest.param("IVIG\n\nWho is at risk of rabies?\n- Vets\n- People with diabetes\n", set(), id="of an illness"),
    ],
)
def test_who_is_at_risk(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors
    assert objects_in(shipped_reader, text, "has_adverse_effect").isdisjoint(factors)


@pytest.mark.parametrize(
    ("heading", "predicate"),
    [("Preventive uses", "prevents"), ("Prophylaxis", "prevents"), ("What it can prevent", "prevents"), ("Treatment and prevention", "treats")],
)
def test_a_list_below_prevention(shipped_reader: Reader, heading: str, predicate: str) -> None:
    text = f"# Immune globulin\n\nImmune globulin is made from plasma.\n\n## {heading}\n\n- Measles\n- Hepatitis A\n"
    assert objects_in(shipped_reader, text, predicate) == {"measles", "hepatitis-a"}


def test_pictures_before_words_say_nothing(shipped_reader: Reader) -> None:
    text = (
        "💉 IVIG therapy\n\n🔬 How does it work?\n➡️ Complement inhibition\n\n🩺 Conditions treated\n🧠 Neurological: CIDP\n✅ Kawasaki disease\n\n"
        "⚠️ Side effects\n1️⃣ Headache\n2️⃣ Rash\n"
    )
    plain = (
        "IVIG therapy\n\nHow does it work?\n- Complement inhibition\n\nConditions treated\nNeurological: CIDP\n- Kawasaki disease\n\n"
        "Side effects\n1. Headache\n2. Rash\n"
    )
    for predicate in ("acts_via", "treats", "has_adverse_effect"):
        assert _subjects(shipped_reader, text, predicate) == _subjects(shipped_reader, plain, predicate) != {}


def test_bold_type_at_the_end_of_a_sentence(shipped_reader: Reader) -> None:
    text = "**IVIG** runs into a vein at a clinic. **SCIG** runs in under the skin at home. Rash and itching may occur."
    assert _subjects(shipped_reader, text, "has_adverse_effect") == dict.fromkeys(("rash", "pruritus"), "subcutaneous-immunoglobulin")


def test_lines_in_bold_type_are_headings(shipped_reader: Reader) -> None:
    bold = (
        "IVIG basics\n\n**How does IVIG work?**\n- Complement inhibition\n\n**What conditions are treated?**\n- **Nerve disorders:** CIDP, MMN\n\n"
        "**Side effects**\n- Headache\n"
    )
    marked = bold.replace("**How", "## How").replace("**What", "## What").replace("**Side", "## Side").replace("?**", "?").replace("effects**", "effects")
    for predicate in ("acts_via", "treats", "has_adverse_effect"):
        assert objects_in(shipped_reader, bold, predicate) == objects_in(shipped_reader, marked, predicate) != set()
    assert "neurological-disorder" in objects_in(shipped_reader, bold, "treats")


def test_ranked_uses_below_a_ban_are_not_forbidden(shipped_reader: Reader) -> None:
    text = "IVIG\n\nWho should not have IVIG?\n- Anyone with hyperprolinemia\n\n**Approved:** Kawasaki disease\n**Under investigation:** long COVID\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia"}


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("IVIG uses\n\nStill being studied:\n- Long COVID\n", ("long-covid", "investigational")),
        ("IVIG in brief\n\n**Under investigation:** long COVID\n", ("long-covid", "investigational")),
        ("IVIG in brief\n\n**Approved:** Kawasaki disease\n", ("kawasaki-disease", "approved")),
        ("IVIG uses\n\nIVIG is being studied by many and given in:\n- Kawasaki disease\n", ("kawasaki-disease", "used")),
    ],
)
def test_lines_that_rank_uses(shipped_reader: Reader, text: str, standing: tuple[str, str]) -> None:
    assert {(c.object, c.status) for c in claims_in(shipped_reader, text, "treats")} == {standing}


def test_labels_that_say_how_often_list_effects(shipped_reader: Reader) -> None:
    text = "IVIG\n\nIVIG is a blood product.\n\nUses\n\nNeurology: CIDP\n\nVery common: headache\n\nCommon: fever, chills\n\nRare: hemolytic anemia\n"
    found = {c.object: c.frequency for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"headache": "very_common", "fever": "common", "chills": "common", "hemolytic-anemia": "rare"}
    assert objects_in(shipped_reader, text, "treats") == {"chronic-inflammatory-demyelinating-polyneuropathy"}


def test_what_a_field_uses_a_product_for(shipped_reader: Reader) -> None:
    text = "IVIG has many uses. In neurology, it is used for CIDP and MMN. Dermatologists give IVIG for pemphigus. In neurology, lupus is seen too."
    members = {(c.subject, c.object) for c in claims_in(shipped_reader, text, "in_category")}
    assert members == {
        ("chronic-inflammatory-demyelinating-polyneuropathy", "neurological-disorder"),
        ("multifocal-motor-neuropathy", "neurological-disorder"),
        ("pemphigus", "dermatological-disease"),
    }


def test_labels_without_marks_below_their_class(shipped_reader: Reader) -> None:
    text = (
        "IVIG\n\nRestoring immunodeficiencies\n\nPrimary immunodeficiency: The body makes no antibodies.\n\nAsthma: The airways are narrow.\n"
    )
    assert {(c.subject, c.object) for c in claims_in(shipped_reader, text, "in_category")} == {("primary-immunodeficiency", "immunodeficiency")}


def test_the_product_of_a_heading_in_a_comparison(shipped_reader: Reader) -> None:
    text = (
        "Comparing IVIG and SCIG\n\n## IVIG\n\n- Side effects: headache, fever\n\n## SCIG\n\n- Side effects: rash\n\n"
        "## At home\n\n- Side effects: nausea\n"
    )
    assert _subjects(shipped_reader, text, "has_adverse_effect") == {
        "headache": "intravenous-immunoglobulin",
        "fever": "intravenous-immunoglobulin",
        "rash": "subcutaneous-immunoglobulin",
        "nausea": "immunoglobulin",
    }


def test_the_class_that_a_fact_sheet_names_is_not_its_subject(shipped_reader: Reader) -> None:
    text = "IVIG: key facts\n\n- Drug class: Immune globulin\n- Route: IV infusion\n"
    assert _subjects(shipped_reader, text, "given_by_route") == {"intravenous-infusion": "intravenous-immunoglobulin"}
    other = "IVIG: key facts\n\n- Given at home: SCIG\n- Route: IV infusion\n"
    assert _subjects(shipped_reader, other, "given_by_route")["intravenous-infusion"] != "immunoglobulin"


@pytest.mark.parametrize(
    ("said", "polarity"),
    [("benefits are uncertain", "hedged"), ("the benefit of IVIG is unclear", "hedged"), ("the benefit of IVIG is clear", "affirmed")],
)
def test_a_doubt_about_the_benefit(shipped_reader: Reader, said: str, polarity: str) -> None:
    text = f"How well does IVIG work?\n\n- In CIDP, IVIG works.\n- In multiple sclerosis, {said}.\n"
    assert {c.polarity for c in claims_in(shipped_reader, text, "treats") if c.object == "multiple-sclerosis"} == {polarity}


@pytest.mark.parametrize(
    ("said", "treated"),
    [
        ("Primary immunodeficiency: 300-600 mg/kg every 3 weeks.\nITP: 2 g/kg", {"primary-immunodeficiency", "immune-thrombocytopenia"}),
        ("For Kawasaki disease the usual dose is 2 g/kg. Adults with CIDP walk better.", {"kawasaki-disease"}),
        ("ITP (chronic form) IV loading 2 g per kg. MMN 0.5 to 2 g/kg monthly.", {"immune-thrombocytopenia", "multifocal-motor-neuropathy"}),
        ("Renal failure: 200 mg/kg at most.", set()),
        ("Kawasaki disease: aspirin 80 mg/kg.", set()),
        ("Kawasaki disease: 2 g of sugar.", set()),
    ],
)
def test_a_dose_by_weight_tells_what_it_is_for(shipped_reader: Reader, said: str, treated: set[str]) -> None:
    text = f"Octagam\n\nOctagam is an immunoglobulin for infusion.\n\nDosage\n\n{said}\n"
    assert objects_in(shipped_reader, text, "treats") == treated


def test_how_a_dose_is_parted_in_any_case_guards_against_nothing(shipped_reader: Reader) -> None:
    text = "Octagam\n\nOctagam is an immunoglobulin.\n\nDosage\n\n{} in divided doses.\n"
    assert not objects_in(shipped_reader, text.format("CIDP: 2 g/kg"), "mitigated_by")
    assert objects_in(shipped_reader, text.format("To prevent clots, give 2 g/kg"), "mitigated_by") == {"dose-fractionation"}


def test_a_ban_of_one_way_forbids_the_product_to_nobody(shipped_reader: Reader) -> None:
    text = "Octagam\n\nOctagam is an immunoglobulin.\n\nWarnings\n\nDo not administer {}to patients with {}.\n"
    assert not objects_in(shipped_reader, text.format("SC ", "ITP"), "contraindicated_in")
    assert objects_in(shipped_reader, text.format("", "hyperprolinaemia"), "contraindicated_in") == {"hyperprolinemia"}


def test_items_among_uses_are_no_effects(shipped_reader: Reader) -> None:
    text = "Necessary uses of intravenous immune globulin (IVIG)\n\nDermatologic\n- Scleromyxedema\n- Stevens-Johnson syndrome\n"
    assert objects_in(shipped_reader, text, "treats") >= {"scleromyxedema"}
    assert not objects_in(shipped_reader, text, "has_adverse_effect")


def test_reactions_to_the_product_as_such_are_no_allergy(shipped_reader: Reader) -> None:
    text = "Safety of immunoglobulins\n\nMost reactions to intravenous immunoglobulin (IVIG) are mild. They include headache.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache"}
    assert objects_in(shipped_reader, text, "given_by_route") == {"intravenous-route"}


def test_what_people_get_is_told_in_a_guide_to_a_product(shipped_reader: Reader) -> None:
    guide = "Subcutaneous immunoglobulin at home: a guide\n\nChoose a spot on the belly. Some people get a headache or feel tired.\n"
    assert objects_in(shipped_reader, guide, "has_adverse_effect") == {"headache", "fatigue"}
    disease = "Migraine\n\nTriggers differ. Some people get a headache or feel tired. Immunoglobulin is no treatment.\n"
    assert not objects_in(shipped_reader, disease, "has_adverse_effect")


def test_a_trial_that_did_not_help_those_of_the_title(shipped_reader: Reader) -> None:
    text = (
        "COVID-19 and hyperimmune globulin\n\nThe trial gave anti-SARS-CoV-2 hyperimmune globulin to 301 inpatients. "
        "It did not help, and in those who had antibodies it did harm."
    )
    assert objects_in(shipped_reader, text, "not_effective_for") == {"covid-19"}
    assert not objects_in(shipped_reader, text, "treats")


def test_a_disease_that_stands_for_its_vaccine_is_not_treated(shipped_reader: Reader) -> None:
    text = "Immunoglobulin may make live vaccines (measles, mumps) fail for three months; for measles allow up to a year."
    assert not objects_in(shipped_reader, text, "treats")
    assert objects_in(shipped_reader, text, "interacts_with") >= {"measles-vaccine", "mumps-vaccine"}


def test_doses_below_a_heading_on_uses_are_of_the_product(shipped_reader: Reader) -> None:
    text = "Immunoglobulin therapy\n\nWhat is it used for?\n\nLarge doses are used for dermatomyositis. Large doses of steroids are used for asthma.\n"
    assert objects_in(shipped_reader, text, "treats") == {"dermatomyositis"}


@pytest.mark.parametrize(
    ("said", "factors"),
    [
        ("Haemolysis is seldom seen. Isoagglutinins are to blame for the haemolysis.", {"isoagglutinins"}),
        ("Clots were put on record. Activated factor XI was the cause of those thromboembolic events.", {"factor-xia"}),
        ("Thrombosis after IVIG has been ascribed to thick plasma and, years ago, to factor XIa.", {"factor-xia"}),
        ("IVIG may lead to fluid overload, to which people with heart failure are prone.", {"cardiac-failure"}),
        ("Stroke follows 1% of courses of IVIG. Most were men. Our patient had two known risk factors: obesity and smoking.", {"obesity", "smoking"}),
        ("Haemolysis is seldom seen. It is not caused by sucrose.", set()),
        ("IVIG may lead to fluid overload, to which children are not prone.", set()),
    ],
)
def test_what_is_to_blame_for_an_effect(shipped_reader: Reader, said: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, f"IVIG: unwanted effects\n\n{said}\n", "has_risk_factor") == factors


@pytest.mark.parametrize(
    ("said", "effects"),
    [
        ("Stroke and kidney failure are among the graver ones.", {"stroke", "renal-failure"}),
        ("Watch for insomnia from the dexamethasone that goes before.", set()),
        ("One man had febrile neutropenia, which his doctors ascribed to ganciclovir.", set()),
        ("One man had a rash, which his doctors ascribed to IVIG.", {"rash"}),
        ("Pulmonary oedema has been seen with other products; no case is known with IVIG.", set()),
        ("IVIG blocks cell death and the death of nerve cells.", set()),
        ("IVIG made interleukin-6 levels fall.", set()),
        ("Infection from donors cannot be ruled out.", {"transmission-of-infectious-agents"}),
    ],
)
def test_effects_of_the_product_and_of_something_else(shipped_reader: Reader, said: str, effects: set[str]) -> None:
    found = objects_in(shipped_reader, f"IVIG: unwanted effects\n\nHeadache is the commonest side effect of IVIG. {said}\n", "has_adverse_effect")
    assert found - {"headache"} == effects


@pytest.mark.parametrize(
    ("said", "severity", "frequency"),
    [
        ("Rare but serious complications? Stroke and kidney failure.", "serious", "rare"),
        ("Common side effects? Stroke, dizziness.", "unspecified", "common"),
        ("Stroke is estimated at under 1%.", "unspecified", "uncommon"),
        ("Stroke occurs at a rate of about 2%.", "unspecified", "common"),
    ],
)
def test_a_question_grades_its_answer_and_a_share_is_estimated(shipped_reader: Reader, said: str, severity: str, frequency: str) -> None:
    found = {c.object: c for c in claims_in(shipped_reader, f"Side effects of IVIG\n\n{said}\n", "has_adverse_effect")}
    assert (found["stroke"].severity, found["stroke"].frequency) == (severity, frequency)


@pytest.mark.parametrize(
    ("said", "tests"),
    [
        ("Vaccines seldom take while a child is on IVIG.", {"vaccine": "affirmed"}),
        ("IVIG can make hepatitis B serology positive for weeks.", {"hepatitis-b-serology": "affirmed"}),
        ("IVIG can weaken the MMR vaccine. The flu jab, which is inactivated, can go ahead.", {"mmr-vaccine": "affirmed", "influenza-vaccine": "negated"}),
        ("Vaccines seldom take in the old.", {}),
    ],
)
def test_vaccines_and_tests_that_go_wrong(shipped_reader: Reader, said: str, tests: dict[str, str]) -> None:
    found = claims_in(shipped_reader, f"About IVIG\n\nIVIG is dripped into a vein.\n\n{said}\n", "interacts_with")
    assert {c.object: c.polarity for c in found} == tests


@pytest.mark.parametrize(
    ("entry", "treated"),
    [
        ("Chronic lymphocytic leukemia with IgG under 4 g/L and recurrent bacterial infections", {"chronic-lymphocytic-leukemia"}),
        ("Multiple myeloma with a poor response to vaccines and two cases of pneumonia", {"multiple-myeloma"}),
        ("Kawasaki disease", {"kawasaki-disease"}),
    ],
)
@pytest.mark.parametrize("granted", ["may be approved for", "requests will be authorized for"])
def test_uses_that_an_insurer_grants(shipped_reader: Reader, entry: str, treated: set[str], granted: str) -> None:
    found = claims_in(shipped_reader, f"Immune globulin policy\n\nIVIG {granted}:\n- Stiff-person syndrome\n- {entry}\n", "treats")
    assert {c.object for c in found} == treated | {"stiff-person-syndrome"}
    assert {c.status for c in found} == {"used"}


def test_the_same_holds_for_a_second_group(shipped_reader: Reader) -> None:
    text = "Who should not have IVIG\n\nIVIG is not suitable for anyone who has had an allergic reaction to it. The same goes for {}.\n"
    assert "hyperprolinemia" in objects_in(shipped_reader, text.format("people with hyperprolinaemia"), "contraindicated_in")
    assert not objects_in(shipped_reader, "IVIG helps in CIDP. The same goes for plasma exchange in lupus.", "treats") & {"systemic-lupus-erythematosus"}
    assert objects_in(shipped_reader, "IVIG helps in CIDP. The same goes for lupus.", "treats") >= {"systemic-lupus-erythematosus"}


@pytest.mark.parametrize(
    ("entry", "predicate", "expected"),
    [
        ("Neonatal hemochromatosis, prevention of", "prevents", {"gestational-alloimmune-liver-disease"}),
        ("Neonatal hemochromatosis, first line", "prevents", set()),
        ("Measles (not covered for asthma)", "not_effective_for", set()),
    ],
)
def test_entries_of_an_index_of_uses(shipped_reader: Reader, entry: str, predicate: str, expected: set[str]) -> None:
    text = f"Immune globulin policy\n\nIVIG is covered for:\n- Stiff-person syndrome\n- {entry}\n"
    assert objects_in(shipped_reader, text, predicate) == expected


def test_a_bracket_says_why_a_use_is_not_covered(shipped_reader: Reader) -> None:
    text = "Immune globulin policy\n\nIVIG is not covered for narcolepsy ({}) or asthma.\n"
    assert objects_in(shipped_reader, text.format("two trials showed no functional benefit"), "not_effective_for") == {"narcolepsy"}
    assert not objects_in(shipped_reader, text.format("type 1 or 2"), "not_effective_for")


@pytest.mark.parametrize(
    ("text", "raising", "silent"),
    [
        ("Stroke on IVIG is rare, but the danger is greater for older people.", {"advanced-age"}, {"elderly"}),
        ("Reactions to IVIG are more frequent after a switch to another brand.", {"product-switch"}, set()),
        ("Reactions to IVIG may be managed by slowing the drip or a change of brand.", set(), {"product-switch"}),
        ("Renal failure after IVIG is rare. Diabetes and dehydration play a part.", {"diabetes-mellitus", "dehydration"}, set()),
        ("IVIG is used in CIDP, in which inflammation plays a role.", set(), {"underlying-inflammatory-state", "inflammation"}),
        ("Smokers clot more easily during IVIG treatment.", {"smoking"}, set()),
        ("Acute kidney injury after IVIG occurred nearly only with sucrose-stabilised products.", {"sucrose-stabiliser"}, set()),
        ("The risk of chills on IVIG is highest with the first dose and after a switch of product.", {"first-infusion", "product-switch"}, set()),
        ("If you have haemophilia, an intramuscular injection of HBIG can cause a haematoma.", {"hemophilia"}, set()),
        ("If you have lupus, an intramuscular injection of immunoglobulin can cause headache.", set(), {"systemic-lupus-erythematosus"}),
    ],
)
def test_who_is_more_at_risk(shipped_reader: Reader, text: str, raising: set[str], silent: set[str]) -> None:
    found = objects_in(shipped_reader, text, "has_risk_factor")
    assert found >= raising
    assert not found & silent


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("Anti-D: all RhD-negative women at 28 weeks, to prevent sensitisation.", {"rh-isoimmunization"}),
        ("WinRho is given at 28 weeks to protect the mother from becoming sensitized.", {"rh-isoimmunization"}),
        ("IVIG is given before a kidney graft; Rhophylac is another product. Patients with HLA sensitization get IVIG.", set()),
        ("Anti-D immunoglobulin does not help women who are already sensitised.", set()),
    ],
)
def test_sensitisation_is_what_the_product_beside_it_says(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented


def test_a_way_of_giving_that_is_the_reason_of_a_ban(shipped_reader: Reader) -> None:
    text = "Do not take HBIG if you have a bleeding disorder{}."
    assert objects_in(shipped_reader, text.format(", as it is injected into a muscle"), "contraindicated_in") == {"coagulation-disorder"}
    assert "intravascular-administration" in objects_in(shipped_reader, "HBIG must never be injected into a vein.", "contraindicated_in")
    babies = objects_in(shipped_reader, "Rh immune globulin must not be given to Rh-positive babies.", "contraindicated_in")
    assert babies == {"rh-positive-patients"}


def test_donors_are_tested_and_yet_a_virus_may_pass(shipped_reader: Reader) -> None:
    text = "Donors are screened; even so, the transmission of viruses by IVIG cannot be ruled out."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"transmission-of-infectious-agents"}
    assert not objects_in(shipped_reader, "Donors of plasma for IVIG may faint.", "has_adverse_effect")


@pytest.mark.parametrize(
    ("text", "raising"),
    [
        ("Migraine predisposes to aseptic meningitis with IVIG.", {"history-of-migraine"}),
        ("Smoking predisposes to thrombosis with IVIG.", {"smoking"}),
        ("Most cases of haemolysis on IVIG were in people of blood group A.", {"non-o-blood-group"}),
        ("IVIG can cause headache, migraine and chills.", set()),
        ("HIV infection predisposes to pneumonia, which IVIG prevents.", set()),
    ],
)
def test_what_predisposes(shipped_reader: Reader, text: str, raising: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == raising


def test_failure_behind_products_of_one_kind_is_not_treated(shipped_reader: Reader) -> None:
    text = "Sudden kidney failure has followed {} stabilized with sucrose."
    assert not objects_in(shipped_reader, text.format("IVIG products"), "treats")
    assert objects_in(shipped_reader, "IVIG poses a risk of thrombosis.", "has_adverse_effect") == {"thromboembolism"}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("PANZYGA is an immune globulin intravenous (human) that is used in primary humoral immunodeficiency.", "panzyga"),
        ("BIVIGAM is an immune globulin intravenous, and licensed for:\n- primary humoral immunodeficiency\n", "bivigam"),
        ("IVIG is an immune globulin used in primary humoral immunodeficiency.", "intravenous-immunoglobulin"),
    ],
)
def test_a_brand_that_is_said_to_be_of_a_class(shipped_reader: Reader, text: str, subject: str) -> None:
    assert {(c.subject, c.object) for c in claims_in(shipped_reader, text, "treats")} == {(subject, "primary-immunodeficiency")}


def test_what_a_disorder_does_is_of_the_disease_it_is(shipped_reader: Reader) -> None:
    text = "Guillain-Barré syndrome\n\nThis is a rare neurological disorder in which the immune system attacks the nerves."
    assert {c.subject for c in claims_in(shipped_reader, text, "has_pathology")} == {"guillain-barre-syndrome"}


@pytest.mark.parametrize(
    ("text", "barred", "advised_against"),
    [
        ("Immunoglobulin therapy\n\nUse is not recommended in people with some types of IgA deficiency.", {"selective-iga-deficiency"}, set()),
        ("IVIG is not recommended in people with IgA deficiency.", {"selective-iga-deficiency"}, set()),
        ("IVIG is not recommended in people with multiple sclerosis.", set(), {"multiple-sclerosis"}),
    ],
)
def test_whom_a_product_is_not_recommended_for(shipped_reader: Reader, text: str, barred: set[str], advised_against: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == barred
    assert {c.object for c in claims_in(shipped_reader, text, "treats") if c.polarity == "negated"} == advised_against


def test_a_line_below_a_band_with_a_band_of_its_own(shipped_reader: Reader) -> None:
    text = (
        "Hizentra\n\nPossible side effects\n\nUncommon (may affect up to 1 in 100 people): headache, hives\n"
        "Rare (may affect up to 1 in 1,000 people):\nlow blood pressure, wheezing\nVery rare: blood clots; Not known: aseptic meningitis\n"
    )
    bands = {c.object: c.frequency for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert bands == {
        "headache": "uncommon", "urticaria": "uncommon", "hypotension": "rare", "wheezing": "rare", "thromboembolism": "very_rare",
        "aseptic-meningitis": "unknown",
    }  # fmt: skip


def test_an_earlier_reaction_with_an_example_before_what_it_was_to(shipped_reader: Reader) -> None:
    text = "Panzyga\n\nContraindications\n- History of severe systemic reactions, such as anaphylaxis, to human immunoglobulin\n"
    assert _subjects(shipped_reader, text, "contraindicated_in") == {"hypersensitivity-to-immunoglobulin": "panzyga"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


@pytest.mark.parametrize(
    ("text", "prevented", "effects"),
    [
        ("IVIG prevents complications such as pneumonia.", {"pneumonia"}, set()),
        ("IVIG does not prevent serious complications such as enteropathy.", set(), set()),
        ("IVIG prevents infections and may cause problems such as headache.", {"infection"}, {"headache"}),
        ("Slow infusion of IVIG prevents complications such as chills.", set(), {"chills"}),
    ],
)
def test_complications_that_are_kept_off(shipped_reader: Reader, text: str, prevented: set[str], effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


def test_fewer_cells_in_a_list_of_effects_are_an_effect_and_no_mechanism(shipped_reader: Reader) -> None:
    text = "Side effects of IVIG\n\nRare: reduced white blood cells, drop of white blood cells\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"leukopenia"}
    assert objects_in(shipped_reader, text, "acts_via") == set()


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("SCIG is used for PI.", {"primary-immunodeficiency"}),
        ("Patients with PI need lifelong immunoglobulin.", {"primary-immunodeficiency"}),
        ("The PI was Dr Miller. IVIG was given for ITP.", {"immune-thrombocytopenia"}),
    ],
)
def test_a_short_name_where_an_illness_is_treated(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Low IgA by itself does not rule it out, and neither does being pregnant.", {("selective-iga-deficiency", "negated"), ("pregnancy", "negated")}),
        ("Diabetes is no obstacle, nor is asthma.", {("diabetes-mellitus", "negated"), ("asthma", "negated")}),
        ("As rabies is deadly, there is otherwise no reason to withhold it, not even pregnancy.", {("pregnancy", "negated")}),
        ("Hyperprolinemia rules it out.", {("hyperprolinemia", "affirmed")}),
    ],
)
def test_what_forbids_nothing(shipped_reader: Reader, text: str, expected: set[tuple[str, str]]) -> None:
    claims = claims_in(shipped_reader, f"SCIG at home\n\nWho should not use SCIG\n{text}\n", "contraindicated_in")
    assert {(c.object, c.polarity) for c in claims} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There is no need to delay a tetanus booster.", {("tetanus-vaccine", "negated")}),
        ("You do not have to put off your flu shot.", {("influenza-vaccine", "negated")}),
        ("You need to delay the MMR vaccine.", {("mmr-vaccine", "affirmed")}),
        ("There is no need to wait with the MMR vaccine unless you had IVIG.", {("mmr-vaccine", "affirmed")}),
    ],
)
def test_vaccines_that_need_not_wait(shipped_reader: Reader, text: str, expected: set[tuple[str, str]]) -> None:
    claims = claims_in(shipped_reader, f"IVIG and shots\n\nIVIG is a drip. {text}\n", "interacts_with")
    assert {(c.object, c.polarity) for c in claims} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On blood thinners? Tell us: they make bruising at the site more likely.", {"anticoagulant"}),
        ("Over 65? Your odds of a blood clot go up.", {"advanced-age"}),
        ("Over 65? Ask about the flu shot.", set()),
        ("Do you bruise? A blood clot is more likely to be found early.", set()),
    ],
)
def test_a_question_that_is_a_factor(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, f"SCIG at home\n\nSCIG goes under the skin. {text}\n", "has_risk_factor") == expected


def test_the_next_sentence_of_an_item_says_what_may_come_of_it(shipped_reader: Reader) -> None:
    text = (
        "Privigen\n\nWarnings and precautions\nTell your doctor if you\n- lack IgA. You could have an allergic reaction.\n"
        "- have diabetes. Your doctor will check your sugar.\n"
    )
    claims = claims_in(shipped_reader, text, "has_risk_factor")
    assert {(c.object, c.polarity) for c in claims} == {("selective-iga-deficiency", "affirmed"), ("diabetes-mellitus", "hedged")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SCIG fills in for antibodies your body cannot make.", {"antibody-replacement"}),
        ("SCIG takes the place of the antibodies you lack.", {"antibody-replacement"}),
        ("Viral multiplication may not be inhibited by SCIG.", set()),
    ],
)
def test_what_a_product_stands_in_for(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, text, "acts_via") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SCIG is used in CIDP. Researchers are studying it in myositis and lupus.", {"inflammatory-myopathy", "systemic-lupus-erythematosus"}),
        ("SCIG is used in CIDP. Researchers are studying myositis in mice.", set()),
    ],
)
def test_what_researchers_study_it_in(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert {c.object for c in claims_in(shipped_reader, text, "treats") if c.status == "investigational"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It must never be injected into a vein, because shock could follow.", {"intravascular-administration"}),
        ("It must never enter a vein, as low blood pressure may result.", {"intravascular-administration"}),
        ("It is not given into a vein because the muscle takes it up well.", set()),
        ("Do not inject into a blood vessel, or shock may occur.", {"intravascular-administration"}),
        ("If a headache occurs, do not inject the rest into a vein.", set()),
    ],
)
def test_the_way_that_is_barred_for_what_it_may_bring(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, f"Hepatect\n\n{text}\n", "has_risk_factor") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Side effects\nVery rare: shock", {"shock"}),
        ("Special warnings\nTrue allergies are rare. Shock calls for standard care.", {"allergic-reaction", "anaphylaxis"}),
    ],
)
def test_shock_beside_an_allergy_is_that_of_an_allergy(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, f"Hepatect\n\n{text}\n", "has_adverse_effect") == expected


@pytest.mark.parametrize(
    ("introduction", "frequency"),
    [
        ("Common side effects of SCIg affect more than 1 in 100 people. They include:", "common"),
        ("Rare side effects of SCIg affect fewer than 1 in 1,000 people. These are:", "rare"),
        ("About 1 in 20 people get side effects with SCIg. Among these are:", "common"),
        ("The clinic opens more than 1 in 100 days. Your nurse can tell you more. These may happen:", "unspecified"),
    ],
)
def test_an_introduction_takes_up_how_often_effects_occur(shipped_reader: Reader, introduction: str, frequency: str) -> None:
    text = f"Immunoglobulin infusions\n\nSide effects\n\n{introduction}\n- dizziness\n- rash\n"
    assert {c.object: c.frequency for c in claims_in(shipped_reader, text, "has_adverse_effect")} == {"dizziness": frequency, "rash": frequency}


@pytest.mark.parametrize(
    ("item", "effects"),
    [
        ("feeling or being sick", {"nausea", "vomiting"}),
        ("aching muscles, joints or back", {"myalgia", "arthralgia", "back-pain"}),
        ("feeling hot, cold or shivery", {"feeling-hot", "feeling-cold", "chills"}),
        ("feeling unwell or back trouble", {"malaise"}),
        ("feeling tired of it, or back to work late", set()),
    ],
)
def test_a_first_word_that_a_list_of_effects_shares(shipped_reader: Reader, item: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, f"IVIG\n\nSide effects\n\nThese are common:\n- {item}\n- itching\n", "has_adverse_effect") == {*effects, "pruritus"}


@pytest.mark.parametrize(
    ("item", "forbidden", "risks"),
    [
        ("have ever had anaphylaxis after an immunoglobulin - do not use it again", {"hypersensitivity-to-immunoglobulin"}, set()),
        ("lack IgA and have antibodies against IgA - it is not suitable for you", {"iga-deficiency-with-anti-iga-antibodies"}, set()),
        ("have hyperprolinaemia: this medicine is not for you", {"hyperprolinemia"}, set()),
        ("have a history of clots - you should not be given it too fast", set(), {"history-of-thrombosis"}),
        ("have diabetes - you may need more checks", set(), {"diabetes-mellitus"}),
        ("are breastfeeding. Immunoglobulin has been used in pregnancy for decades", set(), set()),
    ],
)
def test_what_the_reader_tells_before_and_what_rules_the_medicine_out(
    shipped_reader: Reader, item: str, forbidden: set[str], risks: set[str]
) -> None:
    text = f"Immunoglobulin infusions\n\nBefore you start\n\nTell your nurse if you:\n- {item}\n- have kidney disease\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == forbidden
    assert objects_in(shipped_reader, text, "has_risk_factor") == {*risks, "kidney-disease"}


@pytest.mark.parametrize(
    ("item", "effects"),
    [
        ("you get hives and wheezing. It could be anaphylaxis", {"anaphylaxis"}),
        ("you have chest pain or a swollen leg. Blood clots are a rare side effect", {"thromboembolism"}),
        ("your pee is dark. This may mean that red cells are being destroyed", {"hemolysis"}),
        ("you have hives. Keep the bottle", {"urticaria"}),
    ],
)
def test_signs_that_the_next_sentence_explains(shipped_reader: Reader, item: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, f"IVIG\n\nSide effects\n\nCall 112 if:\n- {item}\n", "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("Blood clots are rare after IVIG. Smokers and overweight people face the greatest danger of these.", {"smoking", "obesity"}),
        ("Special care is taken with immobile people on IVIG, because clots are likelier in them.", {"immobilization"}),
        ("Babies on IVIG get the same dose, since reactions are not more common in them.", set()),
    ],
)
def test_those_whom_an_effect_befalls_more(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, f"IVIG side effects\n\n{text}\n", "has_risk_factor") == factors


@pytest.mark.parametrize(
    ("introduction", "treated"),
    [
        ("Your consultant may suggest immunoglobulin if you have:", {"primary-immunodeficiency", "dermatomyositis"}),
        ("You may be offered IVIG if you have:", {"primary-immunodeficiency", "dermatomyositis"}),
        ("IVIG can be used if the patient has:", {"primary-immunodeficiency", "dermatomyositis"}),
        ("You should not be given IVIG if you have:", set()),
    ],
)
def test_lists_of_what_a_medicine_is_offered_for(shipped_reader: Reader, introduction: str, treated: set[str]) -> None:
    text = f"Immunoglobulin treatment\n\nWho gets it\n\n{introduction}\n- a primary immunodeficiency\n- dermatomyositis\n"
    assert objects_in(shipped_reader, text, "treats") == treated


def test_help_that_a_patient_needs_is_no_failure(shipped_reader: Reader) -> None:
    text = "IVIG may be used if you have:\n- myasthenia gravis, if you cannot breathe without help\n- ITP\n- fibromyalgia, so far without benefit\n"
    assert objects_in(shipped_reader, text, "treats") == {"myasthenia-gravis", "immune-thrombocytopenia"}
    assert objects_in(shipped_reader, text, "not_effective_for") == {"fibromyalgia"}


def test_lumps_where_the_needle_goes_in(shipped_reader: Reader) -> None:
    text = "SCIG\n\nSide effects\n\nLumps and soreness where the needle goes in are common. Nodules at the infusion site are rare.\n"
    found = objects_in(shipped_reader, text, "has_adverse_effect")
    assert found == {"injection-site-swelling", "infusion-site-induration", "injection-site-pain"}


@pytest.mark.parametrize(
    ("text", "barred"),
    [
        ("IVIG therapy\n\nPeople with a severe allergy to human immunoglobulin must not get the medication.", {"hypersensitivity-to-immunoglobulin"}),
        ("IVIG therapy\n\nThose who lack IgA and have antibodies against it must not take this medicine.", {"iga-deficiency-with-anti-iga-antibodies"}),
        ("IVIG therapy\n\nMany people with neuropathy cannot get it because of the cost.", set()),
        ("IVIG therapy\n\nPatients with mild colds must not get antibiotics.", set()),
        ("IVIG therapy\n\nPatients on IVIG should not get the measles vaccine.", set()),
    ],
)
def test_who_must_not_get_the_medicine(shipped_reader: Reader, text: str, barred: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == barred


@pytest.mark.parametrize(
    ("text", "studied"),
    [
        ("IVIG is a blood product. Investigators are currently studying it in stiff person syndrome.", {"stiff-person-syndrome"}),
        ("IVIG is a blood product. Doctors are now analysing it for narcolepsy.", {"narcolepsy"}),
        ("IVIG is a blood product. Students are studying hard for the exam on narcolepsy.", set()),
    ],
)
def test_what_it_is_being_studied_in(shipped_reader: Reader, text: str, studied: set[str]) -> None:
    assert {c.object for c in claims_in(shipped_reader, text, "treats") if c.status == "investigational"} == studied


@pytest.mark.parametrize(
    ("text", "freed", "barred"),
    [
        ("IVIG therapy. A history of asthma is no excuse to refuse IVIG.", {"asthma"}, set()),
        ("IVIG therapy. Pregnancy is not a ground for withholding IVIG.", {"pregnancy"}, set()),
        ("IVIG therapy. Migraine is no ground to keep off it.", {"migraine"}, set()),
        ("IVIG therapy. Asthma is a ground to keep off it.", set(), set()),
    ],
)
def test_what_is_no_ground_to_keep_off(shipped_reader: Reader, text: str, freed: set[str], barred: set[str]) -> None:
    claims = claims_in(shipped_reader, text, "contraindicated_in")
    assert {c.object for c in claims if c.polarity == "negated"} == freed
    assert {c.object for c in claims if c.polarity != "negated"} == barred


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("The spot may be tender and red for a day.", {"injection-site-pain", "injection-site-erythema"}),
        ("The area can be warm and itchy.", {"injection-site-warmth", "injection-site-pruritus"}),
        ("Itchy, puffy skin around the needle is common.", {"injection-site-pruritus", "injection-site-swelling"}),
        ("Your thigh may be sore and bruised after the jab.", {"injection-site-pain", "injection-site-bruising"}),
        ("A hard spot where the needle went in is common.", {"infusion-site-induration"}),
        ("Your face may turn red and hot.", set()),
        ("Sit on a hard chair in a warm area.", set()),
    ],
)
def test_how_the_place_of_the_needle_looks_and_feels(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    found = objects_in(shipped_reader, f"Tetanus immunoglobulin leaflet\n\nSide effects\n{text}\n", "has_adverse_effect")
    assert {slug for slug in found if "-site-" in slug} == effects


def test_needles_leave_their_marks_outside_a_section_on_effects(shipped_reader: Reader) -> None:
    text = "XLA\n\nTreatment\nImmunoglobulin is used. With the way under the skin the skin often becomes red and sore where the needles go in.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"injection-site-erythema", "injection-site-pain"}


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Infusions into a vein may bring on fever and chills.", {"fever", "chills"}),
        ("If you take warfarin, an injection into the muscle could give you a large bruise.", {"contusion"}),
        ("Infections may bring on fever and chills.", set()),
        ("A few get a rash because of the IVIG.", {"rash"}),
        ("It was given because of a rash.", set()),
    ],
)
def test_what_is_given_brings_effects_about(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    found = objects_in(shipped_reader, f"IVIG: information for patients\n\nIVIG is given in hospital. {text}\n", "has_adverse_effect")
    assert found == effects


@pytest.mark.parametrize(
    ("answer", "ways"),
    [
        ("Usually into the muscle of your upper arm.", {"intramuscular-route"}),
        ("Half of it goes into the muscle of the thigh.", {"intramuscular-route"}),
        ("People with haemophilia get it under the skin instead.", {"subcutaneous-route"}),
        ("By a midwife, in the clinic. Never into a blood vessel.", set()),
    ],
)
def test_answers_to_how_it_is_given(shipped_reader: Reader, answer: str, ways: set[str]) -> None:
    text = f"Rabies immunoglobulin for patients\n\nHow is it given?\n{answer}\n"
    assert objects_in(shipped_reader, text, "given_by_route") == ways


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        (
            "If your blood does not clot properly or you take blood thinners, tell the nurse, as the injection may cause bruising.",
            {"coagulation-disorder", "anticoagulant"},
        ),
        ("Let us know if you have haemophilia, since injections into a muscle can make you bleed.", {"hemophilia"}),
        ("Tell the nurse if you have a cold. The injection may cause bruising.", set()),
    ],
)
def test_who_bleeds_from_the_needle(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, f"Rabies immunoglobulin for patients\n\nHow is it given?\n{text}\n", "has_risk_factor") == factors


def test_what_anti_d_is_given_after_is_not_what_it_treats(shipped_reader: Reader) -> None:
    text = "Anti-D for mothers\n\nYou will be offered anti-D:\n- after an ectopic pregnancy or a miscarriage\n- after vaginal bleeding\n"
    assert not {c.predicate for c in claims_in(shipped_reader, text, "treats") + claims_in(shipped_reader, text, "has_adverse_effect")}


def test_viruses_that_are_killed_in_the_plasma_are_no_mechanism(shipped_reader: Reader) -> None:
    text = "Anti-D for mothers\n\nDonors are tested and viruses are inactivated. Anti-D is given into a muscle.\n"
    assert not objects_in(shipped_reader, text, "acts_via")
    assert objects_in(shipped_reader, "Rabies immunoglobulin inactivates the virus in the wound.", "acts_via") == {"virus-neutralisation"}


@pytest.mark.parametrize(
    ("text", "averted"),
    [
        ("VZIG can stop the infection or make it milder.", {"varicella"}),
        ("It lowers the chance that the virus causes illness.", {"varicella"}),
        ("VZIG keeps the disease from breaking out.", {"varicella"}),
        ("VZIG may weaken the vaccine against the disease.", set()),
        ("VZIG does not stop the virus from spreading.", set()),
        ("Donors are tested to keep the risk of the infection low.", set()),
    ],
)
def test_what_a_product_is_named_for_needs_no_name(shipped_reader: Reader, text: str, averted: set[str]) -> None:
    found = {c.object for c in claims_in(shipped_reader, f"VZIG leaflet\n\nVZIG is an injection. {text}\n", "prevents") if c.polarity != "negated"}
    assert found == averted


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("• Intravenous immunoglobulin (IVIG). It is given with aspirin. Chills and fever are its usual side effects.", {"chills", "fever"}),
        ("• IVIG. It is costly. It has, now and then, set off a rash.", {"rash"}),
        ("• Infliximab. It is kept for those whom IVIG did not help. Chills and fever are its usual side effects.", set()),
    ],
)
def test_an_item_goes_on_about_what_opens_it(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    page = f"Kawasaki disease\n\nKawasaki disease strikes small children.\n\nMedicines\n• Aspirin thins the blood.\n{text}\n"
    assert objects_in(shipped_reader, page, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "mechanisms"),
    [
        ("In one trial IVIG lowered acetylcholine receptor antibody titers.", {"autoantibody-removal"}),
        ("On IVIG strength rose and GM1 antibody levels fell.", {"autoantibody-removal"}),
        ("IVIG keeps the spleen from removing platelets.", {"inhibition-of-macrophage-phagocytosis"}),
        ("IVIG gives children the antibodies that their body cannot make.", {"antibody-replacement"}),
        ("Hepatitis B antibody levels fell once IVIG was stopped.", set()),
        ("IVIG is stopped when the spleen is removed.", set()),
    ],
)
def test_antibody_levels_and_the_spleen(shipped_reader: Reader, text: str, mechanisms: set[str]) -> None:
    assert objects_in(shipped_reader, text, "acts_via") == mechanisms


@pytest.mark.parametrize(
    ("text", "routes"),
    [
        ("It may be put into a vein each month or under the skin each week.", {"intravenous-route", "subcutaneous-route"}),
        ("The medicine goes just under the skin.", {"subcutaneous-route"}),
        ("It lowers the risk of bleeding under the skin.", set()),
        ("Blood is taken from a vein before it is paid for.", set()),
    ],
)
def test_plain_verbs_of_giving(shipped_reader: Reader, text: str, routes: set[str]) -> None:
    assert objects_in(shipped_reader, f"Immunoglobulin for CVID\n\nImmunoglobulin is needed for life. {text}\n", "given_by_route") == routes


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("IVIG may cause chills and, in people with poor kidney function, kidney failure.", {"renal-insufficiency"}),
        ("IVIG can lead to headache or, in smokers, a stroke.", {"smoking"}),
        ("IVIG may cause chills and, in rare cases, a stroke.", set()),
        ("Rituximab may cause chills and, in smokers, a stroke. IVIG does not.", set()),
        ("Blood clots have followed IVIG, above all in older adults.", {"advanced-age"}),
        ("IVIG is given in Kawasaki disease, above all in small children.", set()),
    ],
)
def test_whom_one_effect_befalls(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors


def test_a_count_behind_a_semicolon_is_of_its_own_part(shipped_reader: Reader) -> None:
    text = "IVIG side effects: people may get a headache; serious problems such as a stroke occur in fewer than one in a hundred.\n"
    found = {c.object: c.frequency for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"headache": "unspecified", "stroke": "uncommon"}


@pytest.mark.parametrize(
    ("text", "barred"),
    [
        ("IVIG is a blood product. Nobody with hyperprolinemia should take it.", {"hyperprolinemia"}),
        ("IVIG is a blood product. No one who has had a severe allergic reaction may receive it.", {"previous-hypersensitivity-reaction"}),
        ("IVIG therapy. For people with hyperprolinemia IVIG is off the table.", {"hyperprolinemia"}),
        ("In the IVIG trial nobody with migraine was enrolled.", set()),
        ("IVIG is a blood product. Nobody with lupus should take steroids alone.", set()),
        ("IVIG is a blood product. No patient with a history of thrombosis should be given IVIG at a high rate.", set()),
        ("IVIG is not forbidden for breastfeeding mothers.", set()),
    ],
)
def test_what_nobody_with_something_should_take(shipped_reader: Reader, text: str, barred: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == barred


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("SCIG can leave a red, swollen, itchy patch at the needle site.", {"erythema", "swelling", "pruritus"}),
        ("With SCIG, the skin may be pink and sore where the needle went in.", {"erythema", "pain"}),
        ("Do not inject SCIG if the skin is red or swollen at the injection site.", set()),
        ("SCIG therapy. Red lights at the door. The pump is swollen.", set()),
    ],
)
def test_adjectives_at_the_needle(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {f"injection-site-{effect}" for effect in effects}


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("IVIG can cause blood clots. Obesity and a previous thrombosis heighten the hazard of clots.", {"obesity", "history-of-thrombosis"}),
        ("Blood clots may follow IVIG. Smoking and old age put people in danger.", {"smoking", "advanced-age"}),
        ("IVIG does not put you in danger of infection.", set()),
    ],
)
def test_what_puts_in_danger(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors


@pytest.mark.parametrize(
    ("text", "vaccines"),
    [
        ("After immunoglobulin, a live vaccine such as varicella might misfire for months.", {"live-attenuated-virus-vaccine", "varicella-vaccine"}),
        ("In immunodeficiency, vaccines can fail. IVIG then protects.", set()),
    ],
)
def test_vaccines_that_may_fail(shipped_reader: Reader, text: str, vaccines: set[str]) -> None:
    assert objects_in(shipped_reader, text, "interacts_with") == vaccines


LEAFLET_OF_PRIVIGEN = "Package leaflet: Privigen\n\nWarnings and precautions\n"


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("- Your risk of a clot is raised (smoking, obesity, earlier stroke, the pill).", {"smoking", "obesity", "history-of-stroke", "estrogen"}),
        ("Talk to your doctor if you are at risk of kidney trouble (diabetes, being overweight).", {"diabetes-mellitus", "obesity"}),
        ("- It is your first dose or you switch from another brand: fever is more likely.", {"first-infusion", "product-switch"}),
        ("- You have diabetes or take water tablets: kidney failure is likelier.", {"loop-diuretic", "diabetes-mellitus"}),
        ("- You may get blood clots (in the leg or the lung).", set()),
        ("- Aspirin lowers the risk of blood clots (in smokers and older people).", set()),
        ("- After the drip you rest: the nurse will look in more often.", set()),
    ],
)
def test_factors_in_a_bracket_or_before_a_colon(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, LEAFLET_OF_PRIVIGEN + text, "has_risk_factor") == factors


@pytest.mark.parametrize(
    ("table", "frequencies"),
    [
        (
            "How often | What\nup to 1 in 10 | chills \u00b7 backache \u00b7 flushing\nup to 1 in 100 | hives \u00b7 cough \u00b7 tremor",
            {"chills": "common", "back-pain": "common", "flushing": "common", "urticaria": "uncommon", "cough": "uncommon", "tremor": "uncommon"},
        ),
        ("Common:\n\u2022 chills \u2022 backache \u2022 flushing", {"chills": "common", "back-pain": "common", "flushing": "common"}),
    ],
)
def test_marks_within_a_cell(shipped_reader: Reader, table: str, frequencies: dict[str, str]) -> None:
    claims = claims_in(shipped_reader, f"Privigen\n\nPossible side effects\n\n{table}\n", "has_adverse_effect")
    assert {claim.object: claim.frequency for claim in claims} == frequencies


@pytest.mark.parametrize(
    ("item", "barred"),
    [
        ("into a vein (it goes beneath the skin only)", {"intravascular-administration"}),
        ("if your last drip into a vein made you ill", set()),
    ],
)
def test_a_way_barred_with_a_remark(shipped_reader: Reader, item: str, barred: set[str]) -> None:
    assert objects_in(shipped_reader, f"Do not use Hizentra\n- {item};\n", "contraindicated_in") == barred


@pytest.mark.parametrize(
    ("text", "predicate", "objects"),
    [
        ("IVIG is given in Kawasaki disease. In nephrotic syndrome it is of scant value.", "not_effective_for", {"nephrotic-syndrome"}),
        ("Immunoglobulin is used in agammaglobulinemia. Selective IgA deficiency seldom needs it.", "treats", {"agammaglobulinemia"}),
        ("IVIG can cause a life-threatening reaction. Diabetes is common.", "has_risk_factor", set()),
        ("IVIG\n\nRisks\nKidney failure menaces diabetics and the dehydrated.", "has_risk_factor", {"diabetes-mellitus", "dehydration"}),
        ("IVIG is approved for ITP and is given in hospital; headaches are almost universal.", "has_adverse_effect", {"headache"}),
        ("IVIG is approved for ITP and is given in hospital; headaches are almost universal.", "treats", {"immune-thrombocytopenia"}),
        ("IVIG\n\nWho should avoid it?\nAnyone who once suffered a stroke.", "contraindicated_in", {"stroke"}),
        ("IVIG\n\nWho should avoid it?\nThose who lack IgA may form antibodies.", "contraindicated_in", set()),
    ],
)  # fmt: skip
def test_what_is_hardly_needed_or_threatens_somebody(shipped_reader: Reader, text: str, predicate: str, objects: set[str]) -> None:
    assert objects_in(shipped_reader, text, predicate) == objects
