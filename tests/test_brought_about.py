"""What the product brought about is no use of it: case reports beside sentences in the same words that tell of a use."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

#: A sentence, and the condition that the product brought about in it.
BROUGHT_ABOUT = (
    ("IVIG-induced aplastic anemia is exceptional.", "aplastic-anemia"),
    ("Sarcoidosis induced by intravenous immunoglobulin was seen twice.", "sarcoidosis"),
    ("Dermatomyositis, possibly related to the infusion of IVIG, is described.", "dermatomyositis"),
    ("Membranous nephropathy and cutaneous vasculitis due to IVIG have been published.", "vasculitis"),
    ("A girl with asthma developed systemic lupus erythematosus after the third infusion of IVIG.", "systemic-lupus-erythematosus"),
    ("Crohn's disease appeared in a man who was on IVIG.", "crohn-disease"),
    ("He received IVIG and later developed multiple sclerosis.", "multiple-sclerosis"),
    ("A case of Kawasaki disease after treatment with IVIG.", "kawasaki-disease"),
    ("The role of IVIG in the development of sarcoidosis is open.", "sarcoidosis"),
    ("Narcolepsy is a possible complication of IVIG.", "narcolepsy"),
)
#: A sentence in like words, and the condition that is treated in it.
TREATED = (
    ("A boy developed Kawasaki disease and improved after IVIG.", "kawasaki-disease"),
    ("She developed Guillain-Barré syndrome and was treated with IVIG.", "guillain-barre-syndrome"),
    ("He developed myocarditis after influenza and received IVIG.", "myocarditis"),
    ("Toxic shock syndrome occurred in two patients, who were given IVIG.", "toxic-shock-syndrome"),
    ("Patients presenting with immune thrombocytopenia after vaccination were treated with IVIG.", "immune-thrombocytopenia"),
    ("The onset of CIDP during pregnancy was treated with IVIG.", "chronic-inflammatory-demyelinating-polyneuropathy"),
    ("Immune thrombocytopenia secondary to lupus was treated with IVIG.", "immune-thrombocytopenia"),
    ("Hypogammaglobulinemia caused by CLL responds to IVIG.", "hypogammaglobulinemia"),
    ("In toxic shock syndrome caused by streptococci, doctors sometimes add IVIG because it binds superantigens.", "toxic-shock-syndrome"),
    ("Toxic epidermal necrolysis induced by lamotrigine was treated with IVIG.", "toxic-epidermal-necrolysis"),
    ("Six patients with multifocal motor neuropathy were treated with IVIG and developed thrombosis.", "multifocal-motor-neuropathy"),
    ("A patient with CVID developed hemolytic anemia after IVIG.", "common-variable-immunodeficiency"),
    ("Haematoma after IVIG therapy for acute myocardial infarction.", "myocardial-infarction"),
    ("He developed a rash after treatment with IVIG for Kawasaki disease.", "kawasaki-disease"),
    ("She was treated with IVIG for pneumonia.", "pneumonia"),
    ("IVIG-induced pneumonitis in a patient with dermatomyositis.", "dermatomyositis"),
    ("IVIG is used for exacerbations of myasthenia gravis.", "myasthenic-crisis"),
)
#: A sentence and the effect that is told so.
EFFECTS = (
    ("Haemolytic anaemia secondary to immunoglobulin infusion was supported by the findings.", "hemolytic-anemia"),
    ("A woman experienced blurred vision ten days after starting IVIG.", "blurred-vision"),
    ("Pulmonary edema as a complication of IVIG.", "pulmonary-edema"),
    ("Two men who received IVIG for CIDP developed seizures.", "convulsion"),
)


@pytest.mark.parametrize(("text", "condition"), BROUGHT_ABOUT)
def test_what_the_product_brought_about_is_no_use_of_it(shipped_reader: Reader, text: str, condition: str) -> None:
    assert condition not in objects_in(shipped_reader, text, "treats")
    assert condition not in objects_in(shipped_reader, text, "prevents")


@pytest.mark.parametrize(("text", "condition"), TREATED)
def test_what_came_before_the_product_is_treated(shipped_reader: Reader, text: str, condition: str) -> None:
    assert condition in objects_in(shipped_reader, text, "treats")


@pytest.mark.parametrize(("text", "effect"), EFFECTS)
def test_an_effect_that_the_product_brought_about_is_claimed(shipped_reader: Reader, text: str, effect: str) -> None:
    assert effect in objects_in(shipped_reader, text, "has_adverse_effect")


def test_what_a_treated_condition_comes_from_is_not_treated(shipped_reader: Reader) -> None:
    text = "Acquired von Willebrand syndrome associated with MGUS responded to IVIG."
    assert objects_in(shipped_reader, text, "treats") == {"acquired-von-willebrand-syndrome"}


def test_a_blinded_trial_names_no_blindness(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "IVIG treatment in dermatomyositis: a double-blind trial.", "treats") == {"dermatomyositis"}


def test_effects_stay_with_the_product_of_the_sentence_before(shipped_reader: Reader) -> None:
    text = "# Varicella zoster immunoglobulin\n\nHaemolysis was seen in 1% of those who got anti-D immunoglobulin. Headache was recorded once."
    told = {(claim.subject, claim.object) for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert ("anti-d-immunoglobulin", "headache") in told
