"""What trials, registrations, cohorts and case reports say: statuses, failures, factors of risk, outcomes and the stories of patients."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def _standings(reader: Reader, text: str, predicate: str = "treats") -> set[tuple[str, str, str]]:
    return {(claim.object, claim.status, claim.polarity) for claim in claims_in(reader, text, predicate)}


@pytest.mark.parametrize(
    ("text", "approved", "used"),
    [
        pytest.param(
            "IVIG was approved by the Food and Drug Administration (FDA) in 2011, for maintenance treatment of adults with CIDP.",
            {"chronic-inflammatory-demyelinating-polyneuropathy"},
            set(),
            id="agency, acronym and year stand between",
        ),
        pytest.param(
            "IVIG is approved by the EMA as an immunomodulatory agent for the treatment of ITP and is given off-label in pemphigus.",
            {"immune-thrombocytopenia"},
            {"pemphigus"},
            id="as what it was approved",
        ),
        pytest.param(
            "IVIG is approved for the treatment of ITP and is also used to treat pemphigus.",
            {"immune-thrombocytopenia"},
            {"pemphigus"},
            id="another verb begins another statement",
        ),
        pytest.param(
            "IVIG gained approval from the FDA for dermatomyositis.", {"dermatomyositis"}, set(), id="who gave it stands before what it is for"
        ),
    ],
)
def test_an_approval_reaches_what_it_is_for(shipped_reader: Reader, text: str, approved: set[str], used: set[str]) -> None:
    found = {(claim.object, claim.status) for claim in claims_in(shipped_reader, text, "treats")}
    assert found == {(name, "approved") for name in approved} | {(name, "used") for name in used}


@pytest.mark.parametrize(
    "text",
    [
        "NCT00123456\nA study of IVIG in adults\n\nConditions\n\nMyasthenia gravis\nStiff person syndrome\n\nInterventions\n\nDrug: IVIG\n",
        "NCT00123456\nA study of IVIG in adults\n\n- Conditions\n- Myasthenia gravis\n- Stiff person syndrome\n- Interventions\n- Drug: IVIG\n",
        "NCT00123456\nA study of IVIG\n\nCondition Intervention Phase\nMyasthenia gravis Stiff person syndrome Drug: IVIG Phase 3\n",
        "A study of IVIG\n\nISRCTN12345678\n\nCondition | Intervention/treatment\n---|---\nMyasthenia gravis, stiff person syndrome | Drug: IVIG\n",
    ],
    ids=["lines", "items", "one line", "table"],
)
def test_fields_of_a_registration(shipped_reader: Reader, text: str) -> None:
    found = {(claim.object, claim.status) for claim in claims_in(shipped_reader, text, "treats")}
    assert found == {("myasthenia-gravis", "investigational"), ("stiff-person-syndrome", "investigational")}


def test_a_congenital_infection_is_prevented(shipped_reader: Reader) -> None:
    text = "Cytomegalovirus immune globulin in pregnancy\n\nNCT00123456\n\nCondition: congenital cytomegalovirus infection\n"
    found = {(claim.object, claim.status) for claim in claims_in(shipped_reader, text, "prevents")}
    assert ("congenital-cytomegalovirus-infection", "investigational") in found


def test_a_registration_that_is_to_prevent(shipped_reader: Reader) -> None:
    text = "Cytomegalovirus prevention in newborns\n\nNCT00123456\n\nConditions\n\nCytomegalovirus infection\n\nTreatments\n\nDrug: immunoglobulins\n"
    assert {(c.object, c.status) for c in claims_in(shipped_reader, text, "prevents")} == {("cytomegalovirus-infection", "investigational")}
    assert not claims_in(shipped_reader, text, "treats")


def test_keywords_below_other_fields_are_no_conditions(shipped_reader: Reader) -> None:
    text = "NCT00123456\nA study of IVIG in myositis\n\nConditions\n\nMyositis\n\nSponsor\n\nStroke Foundation\n"
    assert objects_in(shipped_reader, text, "treats") == {"inflammatory-myopathy"}


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("IVIG was ineffective for the treatment of inclusion body myositis.", "inclusion-body-myositis"),
        ("IVIG showed no superiority over placebo in the management of inclusion body myositis.", "inclusion-body-myositis"),
        ("IVIG did not raise the live birth rate in women with recurrent miscarriage.", "recurrent-pregnancy-loss"),
        ("IVIG is of no benefit in women with recurrent miscarriage.", "recurrent-pregnancy-loss"),
        ("Mortality was similar in the IVIG and placebo groups of patients with sepsis.", "sepsis"),
        ("Survival did not differ between patients with sepsis who received IVIG and those who received placebo.", "sepsis"),
        ("The trial took in infants with neonatal sepsis; disability was identical with IVIG and placebo.", "neonatal-sepsis"),
        ("In this trial IVIG did not decrease the risk of sepsis.", "sepsis"),
        ("The rate of respiratory infections was not reduced by IVIG.", "respiratory-tract-infection"),
        ("No reduction in bacterial infections was seen with IVIG.", "bacterial-infection"),
        ("Patients with toxic epidermal necrolysis were found. The data do not support a clinical benefit of IVIG.", "toxic-epidermal-necrolysis"),
    ],
)
def test_what_trials_say_did_not_help(shipped_reader: Reader, text: str, failed: str) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == {failed}
    assert not objects_in(shipped_reader, text, "treats")


def test_a_failure_and_the_advice_against_the_use(shipped_reader: Reader) -> None:
    text = "IVIG did not increase the live birth rate of women with recurrent miscarriage and cannot be recommended."
    assert objects_in(shipped_reader, text, "not_effective_for") == {"recurrent-pregnancy-loss"}
    assert _standings(shipped_reader, text) == {("recurrent-pregnancy-loss", "recommended", "negated")}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Pain in small fibre neuropathy\n\nAvailable pain drugs do not relieve it. IVIG is under study.", id="other drugs failed"),
        pytest.param("Myositis and IVIG\n\nIVIG may help patients with myositis, but it might not improve recovery.", id="what may fail has not failed"),
        pytest.param("Adverse events did not differ between patients with ITP given IVIG and those given placebo.", id="harms were alike"),
        pytest.param("Mortality differed between patients with sepsis given IVIG and those given placebo.", id="it did differ"),
        pytest.param("Washing the product did not reduce the risk of haemolysis from IVIG.", id="the product brings it about"),
        pytest.param("Fluids did not reduce the risk of headache after IVIG.", id="a measure failed"),
        pytest.param("IVIG was given to 40 patients with myositis. No factor foretold response or nonresponse to IVIG.", id="no factor foretold it"),
        pytest.param("Hepatitis B after transplantation\n\nHBIG is given to all. Therapy without HBIG is also effective.", id="it is not needed"),
    ],
)
def test_no_failure(shipped_reader: Reader, text: str) -> None:
    assert not claims_in(shipped_reader, text, "not_effective_for")


def test_a_chance_of_failure_is_hedged(shipped_reader: Reader) -> None:
    found = claims_in(shipped_reader, "IVIG may not be effective in patients with myasthenia gravis.", "not_effective_for")
    assert [(claim.object, claim.polarity) for claim in found] == [("myasthenia-gravis", "hedged")]


def test_side_effects_before_a_failure(shipped_reader: Reader) -> None:
    text = "IVIG can have side effects, such as blood clots or allergic reactions, is dear and may not help recovery."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"thromboembolism", "allergic-reaction"}
    assert not claims_in(shipped_reader, text, "not_effective_for")


def test_a_passage_on_the_disease_tells_no_side_effects(shipped_reader: Reader) -> None:
    text = (
        "IVIG in autoimmune encephalitis\n\n"
        "Autoimmune encephalitis is inflammation of the brain. The symptoms can include seizures. In some people it can cause death.\n\n"
        "IVIG is often given. It can cause headache.\n"
    )
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache"}


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("Thrombosis after IVIG was associated with advanced age, hypertension and immobility.", {"advanced-age", "hypertension", "immobilization"}),
        ("Venous thrombosis after IVIG was correlated with obesity; the dose had no bearing on it.", {"obesity"}),
        ("Dehydration and diabetes were independently associated with acute kidney injury after IVIG.", {"dehydration", "diabetes-mellitus"}),
        ("Haemolysis after IVIG is confined almost wholly to recipients of blood group A, B or AB.", {"non-o-blood-group"}),
        (
            "Thrombosis complicates 1% of courses of IVIG. Our patient had two of the known risk factors: obesity and smoking.",
            {"obesity", "smoking"},
        ),
        ("Increased risk of haemolysis was seen in first-time IVIG recipients.", {"first-infusion"}),
        ("A higher risk of thrombosis with IVIG was found in older patients and in those with atherosclerosis.", {"advanced-age", "atherosclerosis"}),
        ("IVIG and sepsis. A higher risk of death was found in patients with diabetes who had not received IVIG.", set()),
        ("Increased risk of haemolysis with IVIG was observed in the elderly and in those not taking steroids.", {"advanced-age"}),
        ("A higher incidence of infections was seen in older patients, to whom IVIG was given.", set()),
        ("We looked for risk factors for thrombosis after IVIG in patients with neurological diseases.", set()),
        ("Infusions of IVIG to women with recurrent miscarriage can increase the rate of successful pregnancy.", set()),
    ],
)
def test_factors_that_cohorts_find(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors
    assert factors.isdisjoint(objects_in(shipped_reader, text, "has_adverse_effect"))


def test_an_acronym_inside_a_known_name_stays_known(shipped_reader: Reader) -> None:
    text = "IVIG was given to children with Kawasaki disease (KD).\n\nIn KD, IVIG prevents aneurysms. The effect in KD is quick."
    assert "KD" in {claim.surface for claim in claims_in(shipped_reader, text, "treats") if claim.object == "kawasaki-disease"}


@pytest.mark.parametrize(
    ("text", "averted"),
    [
        ("A significant reduction in sepsis was noted with IVIG.", {"sepsis"}),
        ("SCIG was effective in reducing the annual infection rate.", {"infection"}),
        ("Since the introduction of IVIG, the incidence of severe infections has been reduced.", {"severe-infection"}),
        ("Infection rates were lower during SCIG treatment.", {"infection"}),
        ("IVIG has been used to reduce the rate and severity of infections.", {"infection"}),
        ("A reduction in infections was seen with antibiotics but not with IVIG.", set()),
        ("Heat treatment reduces the risk of infection from donors of IVIG.", set()),
    ],
)
def test_infections_that_become_fewer(shipped_reader: Reader, text: str, averted: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == averted
    assert "slow-infusion-rate" not in objects_in(shipped_reader, text, "mitigated_by")


@pytest.mark.parametrize(
    ("text", "severity", "frequency"),
    [
        ("Aseptic meningitis, an uncommon but important adverse reaction of IVIG, can be hard to tell.", "unspecified", "uncommon"),
        ("Aseptic meningitis, a serious adverse event of IVIG, occurred in two patients.", "serious", "unspecified"),
        ("We report a patient with aseptic meningitis after IVIG. Physicians should know of this rare complication.", "unspecified", "rare"),
        ("We report a man presenting with aseptic meningitis two days after commencing a course of IVIG.", "unspecified", "unspecified"),
    ],
)
def test_effects_of_case_reports_and_their_grades(shipped_reader: Reader, text: str, severity: str, frequency: str) -> None:
    found = claims_in(shipped_reader, text, "has_adverse_effect")
    assert [(claim.object, claim.severity, claim.frequency) for claim in found] == [("aseptic-meningitis", severity, frequency)]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("There was no evidence that early use of IVIG led to necrotizing enterocolitis.", "negated"),
        ("We asked whether the use of IVIG leads to necrotizing enterocolitis.", "hedged"),
        ("The use of IVIG was associated with a higher incidence of necrotizing enterocolitis.", "affirmed"),
    ],
)
def test_what_a_cohort_says_of_an_effect(shipped_reader: Reader, text: str, polarity: str) -> None:
    found = claims_in(shipped_reader, text, "has_adverse_effect")
    assert {(claim.object, claim.polarity) for claim in found} == {("necrotizing-enterocolitis", polarity)}
    assert not claims_in(shipped_reader, text, "not_effective_for")


def test_the_disease_of_those_treated_raises_no_risk(shipped_reader: Reader) -> None:
    text = "The use of IVIG in newborns with haemolytic disease of the newborn was associated with an increased risk of necrotizing enterocolitis."
    assert not claims_in(shipped_reader, text, "has_risk_factor")


def test_what_got_less_is_no_effect(shipped_reader: Reader) -> None:
    assert not claims_in(shipped_reader, "Reported pain at 26 weeks was lower in patients on IVIG.", "has_adverse_effect")


def test_effects_that_were_suggested_are_no_advice(shipped_reader: Reader) -> None:
    text = "Immunomodulatory effects of IVIG have been suggested in multifocal motor neuropathy and CIDP."
    assert {claim.status for claim in claims_in(shipped_reader, text, "treats")} == {"used"}


def test_anti_d_prevents_what_it_is_given_against(shipped_reader: Reader) -> None:
    text = "We assessed the effects of anti-D immunoglobulin on the incidence of Rh isoimmunisation."
    assert not claims_in(shipped_reader, text, "treats")


def test_signals_and_the_infusion_as_a_cause(shipped_reader: Reader) -> None:
    text = "Reports on IVIG\n\nSeveral safety signals emerged, including hypertension. Aseptic meningitis due to the infusion was diagnosed twice."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"hypertension", "aseptic-meningitis"}
    assert not claims_in(shipped_reader, "Hemolysis was observed in 32 of 99 infusions of IVIG.", "monitored_by")


def test_what_a_patient_had_before_is_no_effect(shipped_reader: Reader) -> None:
    text = "A woman with headache and fever presented with weakness and was started on IVIG for Guillain-Barré syndrome."
    assert not claims_in(shipped_reader, text, "has_adverse_effect")


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("A boy had petechiae. A diagnosis of immune thrombocytopenia was made. IVIG was infused over two days.", {"immune-thrombocytopenia"}),
        ("A girl presented with fever. Kawasaki disease was diagnosed, and IVIG was administered.", {"kawasaki-disease"}),
        ("Treatment with IVIG led to rapid recovery in a man with myocarditis.", {"myocarditis"}),
        ("IVIG is a first-line immunotherapy in autoimmune encephalitis.", {"autoimmune-encephalitis"}),
        ("IVIG is used in various auto-immune or auto-inflammatory diseases.", {"autoimmune-disease", "autoinflammatory-disease"}),
        ("We excluded studies of IVIG in patients with severe acute respiratory syndrome.", set()),
        ("Predictors of thrombosis in patients receiving IVIG were sought.", set()),
        ("Thrombosis was seen in 3 of 40 patients who had received IVIG.", set()),
        ("Improvement of ITP was observed in 5 of 6 patients who received IVIG.", {"immune-thrombocytopenia"}),
        ("Immunoglobulin in cancer care\n\nInfections play a role in the mortality of patients with lymphoma.", {"cancer"}),
        ("IVIG in myositis: a randomised trial", {"inflammatory-myopathy"}),
        ("Sir, we read of a patient who received IVIG.", set()),
    ],
)
def test_uses_that_research_tells(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


def test_a_rising_platelet_count_is_what_was_hoped_for(shipped_reader: Reader) -> None:
    text = "A man with immune thrombocytopenia received IVIG. After IVIG, his platelet count increased to 90."
    assert not claims_in(shipped_reader, text, "has_adverse_effect")
    assert objects_in(shipped_reader, "# Side effects of IVIG\n\n- Platelet count increased\n", "has_adverse_effect") == {"thrombocytosis"}


def test_measured_values_are_no_disturbed_tests(shipped_reader: Reader) -> None:
    assert not claims_in(shipped_reader, "The platelet counts increased on day 3 in the anti-D group.", "interacts_with")


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Treatment after exposure includes rabies immunoglobulin (RIG), and rabies vaccination.", "interacts_with"),
        ("Safety of IVIG\n\nData on local and systemic adverse reactions to IVIG were recorded.", "has_adverse_effect"),
        ("IVIG acts on macrophages. Anti-inflammatory mediators bind to effector macrophages at sites of inflammation.", "has_adverse_effect"),
    ],
    ids=["given side by side", "looked for", "what a mechanism quenches"],
)
def test_what_research_names_beside_its_findings(shipped_reader: Reader, text: str, predicate: str) -> None:
    assert not claims_in(shipped_reader, text, predicate)


@pytest.mark.parametrize(
    "text",
    [
        "Fluids did not reduce the risk of headache after IVIG.",
        pytest.param(
            "Guillain-Barré syndrome (GBS) is a peripheral neuropathy. Often a bronchitis comes before it. The weakness grows for two weeks, and "
            "patients frequently experience fatigue. Both plasma exchange and IVIG are effective in GBS.",
            id="what a text on a disease says before it names a product",
        ),
        pytest.param(
            "A woman came with plaques on her trunk. There were no blisters or ulcers. A week before she had been treated with IVIG for neuropathy. "
            "There was no history of IVIG treatment, asthma or respiratory allergies.",
            id="findings and the past",
        ),
        pytest.param(
            "Bacteremia occurred in 6% of the IVIG group and in 9% of the control group. IVIG did not prevent infection.", id="what it was to prevent"
        ),
        pytest.param("Characteristics of the cohort: hypertension 12 (24%), diabetes 8 (16%). All received IVIG.", id="what the patients were like"),
        pytest.param(
            "Table 1. Baseline characteristics\n\nCharacteristic | IVIG (n=40) | Placebo (n=41)\nAge | 54 | 55\nHypertension | 12 | 13\n",
            id="a table of what they were like",
        ),
        pytest.param("IVIG was given for ulcerative colitis. Colitis came back after the second course of IVIG.", id="a disease that came back"),
        pytest.param("Responders to IVIG were younger and had distal weakness.", id="how those who were helped differ"),
        pytest.param("IVIG was given for toxic epidermal necrolysis; mortality was the outcome. There were 20 deaths in our cohort.", id="the outcome"),
        pytest.param("One child in ten with Kawasaki disease will have persistent fever after the first infusion of IVIG.", id="the fever of the disease"),
        pytest.param(
            "IVIG was judged by the numbers of cases of sepsis and the numbers of deaths resulting from late-onset sepsis.", id="deaths of the disease"
        ),
    ],
)
def test_findings_of_research_that_are_no_effects(shipped_reader: Reader, text: str) -> None:
    assert not claims_in(shipped_reader, text, "has_adverse_effect")


def test_denied_effects_of_a_course_stay(shipped_reader: Reader) -> None:
    text = "IVIG was given to a boy with myositis over two days, slowly. Headache was not observed."
    assert [c.polarity for c in claims_in(shipped_reader, text, "has_adverse_effect") if c.object == "headache"] == ["negated"]


@pytest.mark.parametrize(
    ("text", "prevented", "treated"),
    [
        pytest.param(
            "IVIG may be of benefit for the prevention of exacerbations in patients with relapsing MS.",
            set(),
            {("multiple-sclerosis", "used", "hedged")},
            id="a course that is kept off",
        ),
        pytest.param(
            "IVIG is effective in preventing pneumonia in preterm infants and in infants with HIV.",
            {("pneumonia", "used", "affirmed")},
            set(),
            id="in whom, said twice",
        ),
        pytest.param("IVIG for the prevention of sepsis in low birth weight newborns.", {("sepsis", "used", "affirmed")}, set(), id="in what newborns"),
        pytest.param(
            "IVIG protects those with leukaemia against pneumonia and sepsis.",
            {("pneumonia", "used", "affirmed"), ("sepsis", "used", "affirmed")},
            set(),
            id="what is prevented",
        ),
        pytest.param(
            "We randomised 90 patients. Objective: to find out whether IVIG prevents severe infections during transplantation.",
            {("severe-infection", "investigational", "affirmed")},
            set(),
            id="what a trial is to find out",
        ),
    ],
)
def test_what_is_prevented_and_in_whom(
    shipped_reader: Reader, text: str, prevented: set[tuple[str, str, str]], treated: set[tuple[str, str, str]]
) -> None:
    assert _standings(shipped_reader, text, "prevents") == prevented
    assert _standings(shipped_reader, text) == treated


@pytest.mark.parametrize(
    ("text", "standings"),
    [
        ("IVIG is not recommended for patients with inclusion body myositis.", {("inclusion-body-myositis", "recommended", "negated")}),
        ("Plasma exchange and then IVIG is not recommended for patients with Guillain-Barré syndrome.", set()),
        ("Immunoadsorption followed by IVIG is not advised in Guillain-Barré syndrome.", set()),
        ("Combining plasma exchange with IVIG is not recommended for patients with Guillain-Barré syndrome.", set()),
        (
            "Stopping treatment with IVIG in people with multifocal motor neuropathy is recommended after two stable years.",
            {("multifocal-motor-neuropathy", "used", "affirmed")},
        ),
        (
            "Treatment with IVIG in people with multifocal motor neuropathy is recommended.",
            {("multifocal-motor-neuropathy", "recommended", "affirmed")},
        ),
    ],
)
def test_advice_on_a_product_or_on_something_else(shipped_reader: Reader, text: str, standings: set[tuple[str, str, str]]) -> None:
    assert _standings(shipped_reader, text) == standings
    assert not claims_in(shipped_reader, text, "contraindicated_in")


def test_advice_against_those_whom_a_constituent_harms(shipped_reader: Reader) -> None:
    text = "IVIG with proline is not recommended for patients with hyperprolinemia."
    assert "hyperprolinemia" in objects_in(shipped_reader, text, "contraindicated_in")


@pytest.mark.parametrize(
    ("text", "mechanisms"),
    [
        ("Autoimmune encephalitis is treated with IVIG and plasma exchange, followed by steroid-sparing agents.", set()),
        ("IVIG acts as a steroid-sparing agent in dermatomyositis.", {"steroid-sparing-effect"}),
    ],
)
def test_medicines_named_by_what_they_do(shipped_reader: Reader, text: str, mechanisms: set[str]) -> None:
    assert objects_in(shipped_reader, text, "acts_via") == mechanisms


def test_the_decimals_of_a_dose_are_no_dose(shipped_reader: Reader) -> None:
    assert not claims_in(shipped_reader, "Haemolysis is more frequent in patients who receive IVIG at 0.2 g/kg.", "has_risk_factor")
    assert objects_in(shipped_reader, "Haemolysis is more frequent in patients who receive IVIG at 2 g/kg.", "has_risk_factor") == {"high-dose"}


def test_a_state_that_lasts_is_no_care(shipped_reader: Reader) -> None:
    assert not claims_in(shipped_reader, "Children who remain febrile after administration of IVIG are given infliximab.", "monitored_by")
    assert claims_in(shipped_reader, "Children should remain under observation for an hour after the infusion of IVIG.", "monitored_by")


def test_the_death_and_its_cause(shipped_reader: Reader) -> None:
    text = "Cases of sepsis and deaths resulting from late-onset sepsis were counted. Guillain-Barré syndrome resulting from influenza is rare."
    assert {c.subject for c in claims_in(shipped_reader, text, "caused_by")} == {"guillain-barre-syndrome"}


@pytest.mark.parametrize(
    ("text", "worsened"),
    [
        ("In a trial of IVIG in participants with myasthenia gravis worsening, the difference in the myasthenia gravis score was small.", set()),
        ("IVIG was given to patients with worsening myasthenia gravis.", set()),
        ("IVIG may worsen heart failure.", {"cardiac-failure"}),
    ],
)
def test_a_disease_that_worsens_and_one_that_is_made_worse(shipped_reader: Reader, text: str, worsened: set[str]) -> None:
    assert objects_in(shipped_reader, text, "worsens") == worsened


@pytest.mark.parametrize(
    ("text", "eased"),
    [
        ("A pooled estimate of the risk of death was made, comparing IVIG and supportive care.", False),
        ("Supportive care helps when IVIG causes headache.", True),
    ],
)
def test_the_other_arm_is_no_care(shipped_reader: Reader, text: str, eased: bool) -> None:
    assert bool(claims_in(shipped_reader, text, "mitigated_by")) is eased


def test_the_name_of_a_replacement_is_not_denied(shipped_reader: Reader) -> None:
    text = "Regular immunoglobulin replacement therapy was not associated with fewer admissions."
    assert {(c.object, c.polarity) for c in claims_in(shipped_reader, text, "acts_via")} == {("antibody-replacement", "affirmed")}


def test_immunosuppression_by_an_illness_is_no_mechanism(shipped_reader: Reader) -> None:
    text = "Hypogammaglobulinemia adds to the immunosuppression in CLL, and immunoglobulin is given to prevent infections."
    assert not claims_in(shipped_reader, text, "acts_via")


def test_what_a_disease_comes_with_is_not_treated(shipped_reader: Reader) -> None:
    text = "Evidence for the use of IVIG in the treatment of myositis-associated interstitial lung disease is limited to case reports."
    assert objects_in(shipped_reader, text, "treats") == {"interstitial-lung-disease"}


def test_an_infection_that_is_tested_for_is_not_prevented(shipped_reader: Reader) -> None:
    text = (
        "Women with CMV infection were given CMV hyperimmune globulin or placebo in the trial. The outcome was infection or death of the newborn "
        "if CMV testing of the newborn was not done."
    )
    assert all(not text[claim.end :].startswith(" testing") for claim in claims_in(shipped_reader, text, "prevents"))
    text = "Babies of mothers with hepatitis B should receive hepatitis B immune globulin at birth."
    assert objects_in(shipped_reader, text, "prevents") == {"hepatitis-b"}


def test_a_table_of_what_came_under_the_treatment(shipped_reader: Reader) -> None:
    text = "Table 2. Adverse events\n\nEvent | IVIG (n=40) | Placebo (n=41)\nHypertension | 12 (30%) | 3 (7%)\nHeadache | 9 (22%) | 4 (10%)\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"hypertension", "headache"}


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("IVIG and the hexamer in arthritis. The Fc hexamer prevented arthritis in a week.", set()),
        ("IVIG protected mice from sepsis.", set()),
        ("IVIG was given weekly to the infants. The infusions prevented sepsis in most.", {"sepsis"}),
        ("IVIG was given weekly. It prevented severe infections.", {"severe-infection"}),
    ],
)
def test_who_prevented_what_in_whom(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented


@pytest.mark.parametrize(
    "text",
    [
        "The findings do not justify the routine use of IVIG in recurrent miscarriage.",
        "These data do not warrant the use of IVIG for recurrent miscarriage.",
    ],
)
def test_a_use_that_is_not_justified(shipped_reader: Reader, text: str) -> None:
    assert _standings(shipped_reader, text) == {("recurrent-pregnancy-loss", "recommended", "negated")}


def test_a_fever_that_is_told_among_reactions(shipped_reader: Reader) -> None:
    text = "Delayed reactions to IVIG are rare and can include persistent fever, headache and aseptic meningitis."
    assert "fever" in objects_in(shipped_reader, text, "has_adverse_effect")


def test_fewer_deaths_by_an_infection_are_not_fewer_infections(shipped_reader: Reader) -> None:
    text = "IVIG in intensive care\n\nIVIG was of use in reducing sepsis {}in adults.\n"
    assert "sepsis" not in objects_in(shipped_reader, text.format("mortality "), "prevents")
    assert "sepsis" in objects_in(shipped_reader, text.format(""), "prevents")


def test_what_gets_better_is_no_effect(shipped_reader: Reader) -> None:
    text = "IVIG for vasculitis\n\nIVIG was infused monthly. In the first weeks {} was noted.\n"
    assert not objects_in(shipped_reader, text.format("alleviation of the arthritis"), "has_adverse_effect")
    assert not objects_in(shipped_reader, text.format("amelioration of the rash"), "has_adverse_effect")


def test_what_a_panel_recommends_for_patients_is_no_list_of_diseases(shipped_reader: Reader) -> None:
    text = "Guidelines for ITP in children\n\n{}:\n- Children with mild bleeding be watched.\n- IVIG in a single dose if treatment is needed.\n"
    assert "hemorrhage" not in objects_in(shipped_reader, text.format("We recommend"), "treats")
    listed = "Uses of IVIG\n\nIVIG is given for years.\n\nStill being studied:\n- Myositis\n- Lupus\n"
    assert objects_in(shipped_reader, listed, "treats") >= {"systemic-lupus-erythematosus"}


@pytest.mark.parametrize(
    ("said", "acts"),
    [
        ("How IVIG works is a matter of debate: saturation of FcRn is one idea.", {"fcrn-saturation": "hedged"}),
        ("The mechanism of IVIG has not been worked out but may include saturation of FcRn.", {"fcrn-saturation": "hedged"}),
        ("The mode of action of IVIG is unknown. Candidates are saturation of FcRn and the like.", {"fcrn-saturation": "hedged"}),
        ("IVIG acts through saturation of FcRn.", {"fcrn-saturation": "affirmed"}),
        ("IVIG holds antibodies to BAFF.", {"baff-april-neutralisation": "affirmed"}),
        ("IVIG halts cell death triggered through Fas.", {"blockade-of-fas-mediated-apoptosis": "affirmed"}),
    ],
)
def test_how_sure_a_text_is_of_a_mechanism(shipped_reader: Reader, said: str, acts: dict[str, str]) -> None:
    assert {c.object: c.polarity for c in claims_in(shipped_reader, f"IVIG in the laboratory\n\n{said}\n", "acts_via")} == acts


@pytest.mark.parametrize(
    ("said", "fails"),
    [
        ("IVIG has been tried for narcolepsy but, unlike in lupus, does little.", {"narcolepsy"}),
        ("IVIG was given to 30 women with recurrent miscarriage; it made no difference to the live birth rate.", {"recurrent-pregnancy-loss"}),
        ("IVIG trials were negative in narcolepsy, in which nobody slept less, and in autism.", {"narcolepsy", "autism-spectrum-disorder"}),
        ("Early hopes for IVIG in narcolepsy were dashed.", {"narcolepsy"}),
        ("In ITP the mechanism of IVIG has not been worked out.", set()),
        ("IVIG does little harm in pregnancy.", set()),
    ],
)
def test_what_failed_where_the_sentence_turns(shipped_reader: Reader, said: str, fails: set[str]) -> None:
    assert objects_in(shipped_reader, f"IVIG in trials\n\n{said}\n", "not_effective_for") == fails


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("IVIG may hasten the disposal of the anti-GM1 antibodies.", {"autoantibody-removal"}),
        ("In pemphigus IVIG works by speeding up the clearance of desmoglein antibodies.", {"autoantibody-removal"}),
        ("In bullous pemphigoid IVIG may neutralise antibodies to skin proteins.", {"autoantibody-neutralisation"}),
        ("IVIG acts in dermatomyositis by intercepting C3 fragments.", {"complement-scavenging"}),
        ("SCIG contains a broad range of opsonizing IgG antibodies.", {"broad-spectrum-antibodies", "opsonisation"}),
        ("IVIG was given before hip replacement.", set()),
        ("Rabies immunoglobulin works by binding the virus.", {"virus-neutralisation"}),
        ("Plasma exchange hastens the removal of anti-GM1 antibodies; IVIG does not.", set()),
    ],
)
def test_what_becomes_of_the_patients_own_antibodies(shipped_reader: Reader, text: str, acts: set[str]) -> None:
    assert objects_in(shipped_reader, text, "acts_via") == acts


@pytest.mark.parametrize(
    ("text", "useless"),
    [
        ("Rabies immunoglobulin gives antibodies. In people who already have rabies the medicine is of no use.", {"rabies"}),
        ("Immunoglobulin is given for CVID. Nothing is gained in selective IgA deficiency.", {"selective-iga-deficiency"}),
        ("Tetanus immunoglobulin is useless once tetanus has broken out.", {"tetanus"}),
        ("Privigen is indicated in primary immunodeficiency (PID) with failing antibody production.", set()),
        ("IVIG, which is of use in ITP, fails to correct the anemia of myelofibrosis.", {"anemia"}),
    ],
)
def test_where_nothing_is_gained(shipped_reader: Reader, text: str, useless: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") - {"myelofibrosis"} == useless


def test_requests_that_are_declined_are_no_uses(shipped_reader: Reader) -> None:
    text = "Requests for IVIG will be {} for: Alzheimer's disease, neonatal sepsis."
    assert not objects_in(shipped_reader, text.format("declined"), "treats")


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("IVIG works in CIDP regardless of diabetes.", {"chronic-inflammatory-demyelinating-polyneuropathy"}),
        ("SCIG is used for CVID whether or not bronchiectasis is present.", {"common-variable-immunodeficiency"}),
        ("IVIG is used in autoimmune encephalitis with the exception of Rasmussen encephalitis.", {"autoimmune-encephalitis"}),
        ("IVIG is effective in GBS, excluding Miller Fisher syndrome.", {"guillain-barre-syndrome"}),
        ("IVIG helps in vasculitis other than giant cell arteritis.", {"vasculitis"}),
    ],
)
def test_what_a_use_does_not_reach(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("said", "failed"),
    [
        ("Sepsis and necrotising fasciitis\n\nIVIG conferred no survival benefit over standard care.", {"sepsis", "necrotizing-fasciitis"}),
        ("Inclusion body myositis\n\nControlled trials of IVIG have been negative.", {"inclusion-body-myositis"}),
        ("Sepsis\n\nIVIG had no effect on the dose of insulin.", set()),
        ("Rabies\n\nOnce symptoms of rabies have begun HRIG is of no use.", {"rabies"}),
    ],
)
def test_a_failure_below_a_heading(shipped_reader: Reader, said: str, failed: set[str]) -> None:
    assert objects_in(shipped_reader, f"Immunoglobulins in practice\n\n{said}", "not_effective_for") == failed


def test_scarce_or_mixed_evidence_is_a_doubtful_use(shipped_reader: Reader) -> None:
    text = "IVIG in neurology\n\nData in narcolepsy are limited to case reports. Results in post-polio syndrome have been mixed."
    found = {c.object: c.polarity for c in claims_in(shipped_reader, text, "treats")}
    assert found == {"narcolepsy": "hedged", "post-polio-syndrome": "hedged"}


@pytest.mark.parametrize(
    "said",
    [
        "Saturation of FcRn is the most plausible reason.",
        "One idea is that it saturates FcRn.",
        "FcRn saturation, convincing in mice, has not been reproduced in humans.",
    ],
)
def test_a_mechanism_that_is_only_an_idea(shipped_reader: Reader, said: str) -> None:
    text = f"How might IVIG act?\n\nIVIG treats pemphigus. {said}"
    assert {c.object: c.polarity for c in claims_in(shipped_reader, text, "acts_via")} == {"fcrn-saturation": "hedged"}


@pytest.mark.parametrize(
    ("said", "factor"),
    [
        ("Aseptic meningitis has been reported with IVIG. Females may be more susceptible.", "female-sex"),
        ("Acute renal failure has followed IVIG, particularly preparations with sucrose.", "sucrose-stabiliser"),
        ("Kidney injury with IVIG is rare; the majority of whom were given sucrose.", "sucrose-stabiliser"),
        ("Haemolysis with IVIG mainly affects people with blood group AB.", "non-o-blood-group"),
    ],
)
def test_whom_an_effect_befalls(shipped_reader: Reader, said: str, factor: str) -> None:
    assert objects_in(shipped_reader, f"IVIG\n\n{said}", "has_risk_factor") == {factor}


def test_what_a_patient_had_before_is_not_what_the_title_says_is_treated(shipped_reader: Reader) -> None:
    story = "A 44-year-old man with IgA nephropathy came in with fatigue. He received IVIG for 4 days."
    text = f"Rescue immunoglobulin for pure red cell aplasia: a case report\n\n{story}"
    assert objects_in(shipped_reader, text, "treats") == {"pure-red-cell-aplasia"}
    assert objects_in(shipped_reader, f"A case report\n\n{story}", "treats") == {"iga-nephropathy"}


@pytest.mark.parametrize(
    ("text", "product", "disease"),
    [
        ("Rabies immunoglobulin is infiltrated around the bite.", "rabies-immunoglobulin", "rabies"),
        ("Tetanus immunoglobulin is given for dirty wounds.", "tetanus-immunoglobulin", "tetanus"),
        ("HBIG prevents most perinatal infections.", "hepatitis-b-immunoglobulin", "hepatitis-b"),
        ("CMV immunoglobulin keeps recipients from being infected.", "cytomegalovirus-immunoglobulin", "cytomegalovirus-infection"),
        (
            "RSV immunoglobulin was approved for premature infants with lung disease.",
            "respiratory-syncytial-virus-immunoglobulin", "respiratory-syncytial-virus-infection",
        ),
    ],
)  # fmt: skip
def test_a_product_keeps_off_the_disease_of_its_name(shipped_reader: Reader, text: str, product: str, disease: str) -> None:
    assert {(c.subject, c.object) for c in claims_in(shipped_reader, text, "prevents")} == {(product, disease)}
    assert objects_in(shipped_reader, text, "treats") == set()


def test_effects_below_a_row_of_local_reactions(shipped_reader: Reader) -> None:
    text = "Cuvitru\n\nAdverse reactions\n\nLocal reaction | 82 (1.9%)\n  – pain | 35\n  – erythema | 22\nHeadache | 11 (0.3%)\n"
    found = objects_in(shipped_reader, text, "has_adverse_effect")
    assert found == {"injection-site-reaction", "injection-site-pain", "injection-site-erythema", "headache"}


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Bispecific antibodies wipe out B cells. The same drugs cause neutropenia.", set()),
        ("A T-cell engager can bring on neurotoxicity. It may cause fever.", set()),
        ("Sipavibart caused headache.", set()),
        ("IVIG is dripped in slowly. The same drug may cause hemolysis.", {"hemolysis"}),
    ],
)
def test_drugs_that_are_made_as_antibodies_are_no_product(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, f"IVIG in lymphoma\n\n{text}\n", "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "prevented", "useless"),
    [
        ("Bacterial infections were fewer on IVIG than off it, whereas no difference was seen for viral infections.",
         {"bacterial-infection"}, {"viral-infection"}),
        ("Sepsis was less common in the IVIG group than in the placebo group, while no effect was seen on necrotising enterocolitis.",
         {"sepsis"}, {"necrotizing-enterocolitis"}),
        ("A placebo-controlled trial showed protection from sepsis.", {"sepsis"}, set()),
        ("Sepsis was rarer on plasma exchange than on IVIG, and no difference was seen for pneumonia.", set(), set()),
        ("Headache was less common on SCIG than on IVIG, whereas no difference was seen in fever.", set(), set()),
    ],
)  # fmt: skip
def test_what_became_rarer_and_what_did_not(shipped_reader: Reader, text: str, prevented: set[str], useless: set[str]) -> None:
    assert objects_in(shipped_reader, f"IVIG in newborns\n\nIVIG was studied. {text}\n", "prevents") == prevented
    assert objects_in(shipped_reader, f"IVIG in newborns\n\nIVIG was studied. {text}\n", "not_effective_for") == useless


def test_lists_of_exclusion_claim_nothing_but_bans_and_reasons(shipped_reader: Reader) -> None:
    text = (
        "Octagam in dermatomyositis\n\nStudy type: Interventional\n\nEligibility\nInclusion\n - Definite dermatomyositis\nExclusion\n"
        " - Anaphylaxis to a blood product\n - AL amyloidosis; inclusion body myositis\n - Renal failure\n"
        " - Hereditary fructose intolerance (OCTAGAM is contraindicated)\n - Smokers, since clots are likelier in them\n"
        " - Active infection, including hepatitis B\n"
    )
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()
    assert objects_in(shipped_reader, text, "treats") == {"dermatomyositis"}
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hereditary-fructose-intolerance"}
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"smoking"}
    assert [(c.subject, c.object) for c in claims_in(shipped_reader, text, "in_category")] == [("hepatitis-b", "infection")]


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("Tuberculosis must be treated before IVIG is given.", set()),
        ("Kawasaki disease should be treated before day 10 with IVIG.", {"kawasaki-disease"}),
    ],
)
def test_what_is_treated_first_is_not_treated_with_the_product(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("IVIG blunts complement activation.", {"complement-scavenging"}),
        ("IVIG helps those with few antibodies: it tops them up.", {"antibody-replacement"}),
        ("The nurse tops up the bag of IVIG.", set()),
    ],
)
def test_plain_words_for_how_a_product_acts(shipped_reader: Reader, text: str, acts: set[str]) -> None:
    assert objects_in(shipped_reader, text, "acts_via") == acts


_RECORD = "NCT number: NCT00000001\nStudy type: Interventional\nInterventions\nBiological: Privigen\n\n"


@pytest.mark.parametrize(
    ("line", "effects"),
    [
        ("Known reactions to Privigen will be recorded at each visit: fever, vomiting.", {"fever", "vomiting"}),
        ("Adverse reactions up to day 3. Those listed for the product: headache, chills.", {"headache", "chills"}),
        ("The adverse reactions known from the label (rash, fever)", {"rash", "fever"}),
        ("Adverse events: fever, rash", set()),
        ("Number of infections, sepsis or death", set()),
        ("Known triggers of attacks: fever, stress", set()),
    ],
)
def test_known_effects_among_the_outcomes_of_a_trial(shipped_reader: Reader, line: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, f"{_RECORD}Secondary Outcomes\n- Grip strength\n- {line}\n", "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("line", "barred"),
    [
        ("Known intolerance to immunoglobulins (a contraindication of the product)", {"hypersensitivity-to-immunoglobulin"}),
        ("IgA deficiency with anti-IgA antibodies, in which the product is contraindicated", {"iga-deficiency-with-anti-iga-antibodies"}),
        ("HIV, hepatitis B or hepatitis C infection", set()),
        ("Contraindication to lumbar puncture such as thrombocytopenia", set()),
    ],
)
def test_exclusions_that_are_called_contraindications(shipped_reader: Reader, line: str, barred: set[str]) -> None:
    assert objects_in(shipped_reader, f"{_RECORD}Exclusion Criteria:\n* {line}\n* Stroke within 6 months\n", "contraindicated_in") == barred


def test_a_vaccine_that_is_excluded_for_what_the_product_does_to_it(shipped_reader: Reader) -> None:
    text = f"{_RECORD}Exclusion Criteria:\n* Live vaccine within 4 weeks, as Privigen may weaken its effect\n* MMR vaccine within 4 weeks\n"
    assert "live-attenuated-virus-vaccine" in objects_in(shipped_reader, text, "interacts_with")


TRIAL_IN_POLYMYOSITIS = "IVIG in polymyositis: randomised trial\n\nInterventions: Biological: IVIG\n\n"


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("OUTCOMES\nIn the run-in four adults had headache after IVIG, three had fever and one developed hemolysis.", {"headache", "fever", "hemolysis"}),
        ("OUTCOMES\nAdverse events of special interest are thrombosis and aseptic meningitis.", {"thromboembolism", "aseptic-meningitis"}),
        ("OUTCOMES\nSecondary: number of patients with headache after IVIG, days with fever, occurrence of stroke.", set()),
        ("OUTCOMES\nWhether patients had headache after IVIG is asked in a diary.", set()),
    ],
)
def test_effects_below_outcomes(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, TRIAL_IN_POLYMYOSITIS + text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("item", "factors"),
    [
        ("Stroke within six months, because it raises the thrombotic risk of IVIG", {"history-of-stroke"}),
        ("Diabetes or dehydration, since both add to the renal hazard of IVIG", {"diabetes-mellitus", "dehydration"}),
        ("Stroke within six months, because both arms need heparin", set()),
        ("Heart attack in the past year, because methotrexate raises the cardiac risk", set()),
    ],
)
def test_reasons_of_exclusion(shipped_reader: Reader, item: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, f"{TRIAL_IN_POLYMYOSITIS}Exclusion:\n- {item}\n", "has_risk_factor") == factors


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("IVIG in neurology. Efficacy is best documented in multifocal motor neuropathy.", {"multifocal-motor-neuropathy"}),
        ("IVIG in heart disease. Benefit of steroids is well established in sarcoidosis.", set()),
    ],
)
def test_established_benefit(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated
