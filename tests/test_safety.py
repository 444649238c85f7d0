"""What documents say of the safety of a product: sentences, lists and tables go in, claims come out; each case names its reason."""

from __future__ import annotations

import hashlib

import pytest

from kg.reading.claims import Reader
from kg.reading.safety.bands import frequency_band, frequency_of_percent
from kg.records import Claim, Document, Kind


@pytest.fixture(scope="module")
def reader(shipped_reader: Reader) -> Reader:
    return shipped_reader


def claims(reader: Reader, text: str, predicate: str, kind: Kind = "unknown") -> list[Claim]:
    document = Document("own", text, hashlib.sha256(text.encode()).hexdigest(), kind=kind)
    return [claim for claim in reader.read(document).claims if claim.predicate == predicate]


def objects(reader: Reader, text: str, predicate: str, kind: Kind = "unknown") -> set[str]:
    return {claim.object for claim in claims(reader, text, predicate, kind)}


def warnings(body: str) -> str:
    return f"IVIG\n\nIVIG is given by drip.\n\nWarnings and precautions\n\n{body}\n"


def effects(body: str) -> str:
    return f"IVIG\n\nIVIG is given by drip.\n\nPossible side effects\n\n{body}\n"


# --- risk factors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "factors", "effect"),
    [
        pytest.param(
            "Risk factors for hemolysis include high doses and non-O blood group.",
            {"high-dose", "non-o-blood-group"},
            "hemolysis",
            id="factors behind 'include'",
        ),
        pytest.param(
            "Obesity, smoking and prolonged immobilization raise the risk of blood clots.",
            {"obesity", "smoking", "immobilization"},
            "thromboembolism",
            id="factors before 'raise the risk of'",
        ),
        pytest.param(
            "Clots are more common in people with a central line or thrombophilia.",
            {"indwelling-catheter", "hypercoagulable-state"},
            "thromboembolism",
            id="the effect before 'more common in'",
        ),
        pytest.param(
            "Patients with sepsis or volume depletion are at greater risk of acute renal failure.",
            {"sepsis", "volume-depletion"},
            "acute-kidney-injury",
            id="patients at risk",
        ),
        pytest.param(
            "The following make kidney failure more likely: diabetes, dehydration.",
            {"diabetes-mellitus", "dehydration"},
            "renal-failure",
            id="a list behind 'make ... more likely'",
        ),
        pytest.param(
            "Diabetes and old age make kidney failure more likely.",
            {"diabetes-mellitus", "advanced-age"},
            "renal-failure",
            id="'make ... more likely'",
        ),
        pytest.param(
            "Predisposing factors include atherosclerosis and oestrogen therapy; thrombosis can be fatal.",
            {"atherosclerosis", "estrogen"},
            None,
            id="predisposing factors",
        ),
        pytest.param(
            "Some reactions occur more often:\n- in case of an untreated infection\n- after a switch of brand",
            {"untreated-infection", "product-switch"},
            "adverse-event-root",
            id="a list below its introduction",
        ),
        pytest.param(
            "Aseptic meningitis has been reported, especially with high doses or rapid infusion.",
            {"high-dose", "high-infusion-rate"},
            "aseptic-meningitis",
            id="'especially with'",
        ),
        pytest.param(
            "Take care in obese and in immobile patients, since they have a higher risk of thrombosis.",
            {"obesity", "immobilization"},
            "thromboembolism",
            id="caution with its reason behind it",
        ),
    ],
)
def test_risk_factors_with_their_effect(reader: Reader, body: str, factors: set[str], effect: str | None) -> None:
    found = claims(reader, warnings(body), "has_risk_factor")
    assert factors <= {claim.object for claim in found}
    if effect is not None:
        assert {claim.effect for claim in found} == {effect}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            warnings("Thrombosis may occur even in the absence of known risk factors such as obesity."), id="no risk factor known"
        ),
        pytest.param(
            "IVIG trial\n\nIVIG is compared with placebo.\n\nExclusion Criteria:\n\n- Obesity\n- History of stroke\n", id="exclusion"
        ),
        pytest.param(
            "Shingles\n\nCauses\n\nOld age and diabetes raise the risk of shingles.\n\nTreatment\n\nIVIG is given rarely.\n", id="disease"
        ),
    ],
)
def test_what_is_no_risk_factor_of_the_product(reader: Reader, text: str) -> None:
    assert not claims(reader, text, "has_risk_factor")


def test_factors_are_not_effects(reader: Reader) -> None:
    text = warnings("Patients with hypertension or diabetes are more prone to stroke.")
    assert objects(reader, text, "has_risk_factor") == {"hypertension", "diabetes-mellitus"}
    assert objects(reader, text, "has_adverse_effect") == {"stroke"}


# --- interactions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "said", "denied"),
    [
        pytest.param(
            "IVIG may blunt the response to live vaccines (measles, mumps).",
            {"live-attenuated-virus-vaccine", "measles-vaccine", "mumps-vaccine"},
            set(),
            id="diseases in brackets",
        ),
        pytest.param(
            "Vaccines against rubella and varicella may be less effective.",
            {"rubella-vaccine", "varicella-vaccine"},
            set(),
            id="'vaccines against'",
        ),
        pytest.param(
            "MMR, chickenpox and shingles vaccines should be delayed for three months.",
            {"mmr-vaccine", "varicella-vaccine", "zoster-vaccine"},
            set(),
            id="diseases before 'vaccines'",
        ),
        pytest.param("The flu jab is safe and can be given at any time.", set(), {"influenza-vaccine"}, id="said to be safe"),
        pytest.param("Antibody tests may turn positive after the infusion.", {"serological-test"}, set(), id="a test that goes wrong"),
        pytest.param("Blood sugar tests may read falsely high.", {"blood-glucose-test"}, set(), id="a false reading"),
        pytest.param("IVIG does not interfere with blood glucose tests.", set(), {"blood-glucose-test"}, id="interference denied"),
        pytest.param("Loop diuretics should be avoided at the same time.", {"loop-diuretic"}, set(), id="a drug to avoid"),
    ],
)
def test_interactions(reader: Reader, body: str, said: set[str], denied: set[str]) -> None:
    found = claims(reader, f"IVIG\n\nIVIG is given by drip.\n\nInteractions\n\n{body}\n", "interacts_with")
    assert {claim.object for claim in found if claim.polarity == "affirmed"} == said
    assert {claim.object for claim in found if claim.polarity == "negated"} == denied


def test_a_vaccine_in_a_criterion_is_no_interaction(reader: Reader) -> None:
    text = "IVIG\n\nIVIG is given by drip.\n\nIndications\n\nProven failure: no rise of titre after pneumococcal polysaccharide vaccines.\n"
    assert not claims(reader, text, "interacts_with")


# --- monitoring and mitigation --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "monitored"),
    [
        pytest.param("Check serum creatinine and urine output before the infusion.", {"creatinine-measurement"}, id="'check'"),
        pytest.param(
            "Haemoglobin and full blood count are measured before each dose.",
            {"hemoglobin-measurement", "complete-blood-count"},
            id="passive",
        ),
        pytest.param("The nurse will record your pulse and temperature.", {"vital-sign-monitoring"}, id="vital signs"),
        pytest.param("Watch patients for signs of hemolysis.", {"monitoring-for-hemolysis"}, id="'watch for'"),
        pytest.param("You will be asked to stay for 20 minutes after the infusion.", {"observation-after-infusion"}, id="to stay"),
    ],
)
def test_monitoring(reader: Reader, body: str, monitored: set[str]) -> None:
    assert monitored <= objects(reader, warnings(body), "monitored_by")


@pytest.mark.parametrize(
    ("body", "measures"),
    [
        pytest.param("Drink at least two litres of water the day before.", {"hydration"}, id="to drink"),
        pytest.param("Keep epinephrine at hand.", {"epinephrine-availability"}, id="a medicine at hand"),
        pytest.param("Adrenaline must be immediately available.", {"epinephrine-availability"}, id="British name, available"),
        pytest.param(
            "Premedication with paracetamol and diphenhydramine lessens infusion reactions.",
            {"premedication", "acetaminophen", "diphenhydramine"},
            id="premedication and its medicines",
        ),
        pytest.param("Hydrocortisone is given for rashes.", {"hydrocortisone"}, id="a medicine for an effect"),
        pytest.param("The drip is slowed or stopped if you feel unwell.", {"slow-infusion-rate"}, id="slowed"),
    ],
)
def test_mitigation(reader: Reader, body: str, measures: set[str]) -> None:
    assert measures <= objects(reader, warnings(body), "mitigated_by")


def test_treatment_of_the_disease_is_no_mitigation(reader: Reader) -> None:
    text = "Kawasaki disease\n\nTreatment\n\nIVIG is given within ten days. Aspirin is given to lower fever.\n"
    assert not claims(reader, text, "mitigated_by")


def test_a_measure_that_is_not_needed(reader: Reader) -> None:
    assert not claims(reader, warnings("In liver disease no dose adjustment is required."), "mitigated_by")


# --- adverse effects ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "Rare (fewer than 1 in 1,000): hair loss, agitation.", {"alopecia": "rare", "agitation": "rare"}, id="label of a line"
        ),
        pytest.param("Serious problems are unusual: kidney failure, stroke.", {"renal-failure": None, "stroke": None}, id="label in words"),
        pytest.param(
            "Very common (may affect more than 1 in 10 people)\nheadache\ndizziness\nUncommon (may affect up to 1 in 100 people)\ntremor",
            {"headache": "very_common", "dizziness": "very_common", "tremor": "uncommon"},
            id="lines below a line of frequency",
        ),
        pytest.param(
            "Adverse reaction\nFrequency\nHeadache\nVery common\nTremor, dizziness\nUncommon\nStroke\nNot known",
            {"headache": "very_common", "tremor": "uncommon", "dizziness": "uncommon", "stroke": "unknown"},
            id="a flattened table, frequency last",
        ),
        pytest.param(
            "Common\nRash\nUncommon\nTremor\nRare\nStroke",
            {"rash": "common", "tremor": "uncommon", "stroke": "rare"},
            id="a flattened table, frequency first",
        ),
        pytest.param(
            "Class | Very common | Common | Uncommon\nNervous system disorders | Headache | Dizziness | Tremor\nSkin disorders | | Rash |",
            {"headache": "very_common", "dizziness": "common", "tremor": "uncommon", "rash": "common"},
            id="columns of frequency",
        ),
        pytest.param(
            "Headache | 15 (25%)\nFatigue | 2 (3%)", {"headache": "very_common", "fatigue": "common"}, id="percentages in a table"
        ),
        pytest.param("Headache was reported in 12% of patients.", {"headache": "very_common"}, id="a percentage of patients"),
        pytest.param(
            "Serious side effects are rare. They include blood clots.", {"thromboembolism": "rare"}, id="from the sentence before"
        ),
        pytest.param("About one in ten people get a headache.", {"headache": "common"}, id="a band in words"),
    ],
)
def test_effects_and_their_frequency(reader: Reader, body: str, expected: dict[str, str | None]) -> None:
    found = {claim.object: claim.frequency for claim in claims(reader, effects(body), "has_adverse_effect")}
    assert found.keys() == expected.keys()
    assert all(frequency is None or found[effect] == frequency for effect, frequency in expected.items())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "Tell your doctor at once if you notice any of the following:\n- heart attack, with pain in the chest\n- stroke",
            {"myocardial-infarction", "stroke"},
            id="how an effect is noticed",
        ),
        pytest.param("Wheezing and itching could be signs of an allergic reaction.", {"allergic-reaction"}, id="signs of an effect"),
        pytest.param("Stiff neck with vomiting: possible signs of aseptic meningitis.", {"aseptic-meningitis"}, id="signs before a colon"),
        pytest.param("Wheezing or fainting: this may be a severe allergic reaction.", {"allergic-reaction"}, id="what a colon says they may be"),
        pytest.param("- Aseptic meningitis (rare): headache with a stiff neck", {"aseptic-meningitis"}, id="signs behind an effect and its grade"),
        pytest.param("If you notice chest pain or breathlessness, go to hospital.", set(), id="what to do if"),
        pytest.param("In the ITP trial the side effects were headache and fever.", {"headache", "fever"}, id="whom a trial is about"),
        pytest.param(
            "Reactions at the site include infusion site erythema (redness).", {"injection-site-erythema"}, id="a gloss in brackets"
        ),
    ],
)
def test_what_is_an_effect(reader: Reader, body: str, expected: set[str]) -> None:
    assert objects(reader, effects(body), "has_adverse_effect") == expected


def test_effects_of_other_drugs_are_not_claimed(reader: Reader) -> None:
    text = "IVIG\n\nIVIG is given by drip. Steroids can cause weight gain and diabetes. Rituximab may cause infections.\n"
    assert not claims(reader, text, "has_adverse_effect")


def test_a_numbered_heading_that_runs_into_its_text(reader: Reader) -> None:
    text = (
        "GAMMAGARD (immune globulin intravenous)\n\n4 CONTRAINDICATIONS\nHyperprolinemia.\n\n5 WARNINGS AND PRECAUTIONS\n"
        "5.6 Hemolysis. Blood group antibodies may act as hemolysins.\n5.7 Thrombosis. Monitor patients.\n"
    )
    assert {"hemolysis", "thromboembolism"} <= objects(reader, text, "has_adverse_effect", "label")


# --- contraindications ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "IVIG leaflet\n\nIVIG is given by drip.\n\nDo not use IVIG:\n"
            " if you are allergic to immunoglobulins or any of the other ingredients\n"
            "if you have an IgA deficiency and have developed antibodies against it\n",
            {"hypersensitivity-to-immunoglobulin", "hypersensitivity-to-excipient", "iga-deficiency-with-anti-iga-antibodies"},
            id="items without marks",
        ),
        pytest.param(
            "IVIG\n\nIVIG is given by drip. You must not have IVIG if you have hyperprolinaemia.\n",
            {"hyperprolinemia"},
            id="'must not have'",
        ),
    ],
)
def test_contraindications(reader: Reader, text: str, expected: set[str]) -> None:
    assert expected <= objects(reader, text, "contraindicated_in")


# --- values ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("fewer than one in a thousand people", "rare"),
        ("up to one in ten patients", "common"),
        ("one out of every hundred", "uncommon"),
        ("in one hour", None),
    ],
)
def test_bands_in_words(text: str, band: str | None) -> None:
    assert frequency_band(text) == band


@pytest.mark.parametrize(
    ("percent", "band"), [(10, "very_common"), (9.9, "common"), (0.5, "uncommon"), (0.05, "rare"), (0.001, "very_rare")]
)
def test_bands_of_percentages(percent: float, band: str) -> None:
    assert frequency_of_percent(percent) == band
