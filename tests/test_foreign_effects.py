"""Effects that are none of the product: those of a rival, a disease, a donor, of what was before and of what a trial admits."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

#: Sentences in which the product has no part in any effect.
FOREIGN = (
    # rivals and other groups
    "Plasma exchange was more often followed by hypotension than IVIG was.",
    "Hypotension and line infection were seen only in the plasma exchange group, not in the IVIG group.",
    "Serum sickness may follow equine antitoxin but not human immunoglobulin.",
    "The dizziness was attributed to the concomitant gabapentin rather than to IVIG.",
    "All reactions (fever, chills) occurred with the comparator rituximab, none with IVIG.",
    "Prednisone, unlike IVIG, causes weight gain, diabetes and osteoporosis.",
    "Paracetamol given before the IVIG may rarely cause liver damage.",
    "Premedication with diphenhydramine before IVIG can cause drowsiness and dry mouth.",
    "Aspirin given with IVIG can cause stomach bleeding.",
    "Vaccination against measles may cause fever and rash; wait three months after IVIG.",
    # diseases and antibodies of one's own
    "Adverse events under IVIG were those expected of the underlying disease: falls, pain and dysphagia.",
    "The mother's anti-D antibodies can cause anaemia and jaundice in the baby.",
    "# Anti-D immunoglobulin\nHer body may make antibodies. These antibodies cross the placenta, attack the baby's blood and cause anaemia.",
    "# Living with CVID: IVIG\nBacteria can cause pneumonia and bronchiectasis. IVIG replaces the missing antibodies.",
    "# Privigen side effects\nYour symptoms of ITP, such as bruising and nosebleeds, should improve.",
    # what was there before
    "Before IVIG the patient complained of fever, headache and joint pain.",
    "CIDP patients suffered falls and pain before IVIG.",
    "The immunoglobulin infusion was started for worsening dyspnoea and bulbar weakness.",
    "# Privigen side effects\nTell your doctor before treatment if you have had kidney problems or migraine.",
    # what a trial admits
    "A history of migraine or headache is not an exclusion criterion for this IVIG study.",
    "Exclusion Criteria: previous thrombosis after IVIG; renal failure. Headache is no reason for exclusion.",
    "Patients may take part in the IVIG trial even if they have had a rash or fever in the past month.",
    "Patients with a headache at screening remained eligible for immunoglobulin.",
    # what is said to be unrelated, or comes when the product is missing
    "Headache unrelated to the study drug occurred in two IVIG patients.",
    "One patient in the IVIG group died of pneumonia, which was judged unrelated to treatment.",
    "Withdrawal of IVIG was followed by recurrent pneumonia.",
    "Missing doses of IVIG may lead to fever and pneumonia.",
    "A patient who stopped IVIG had pneumonia and respiratory failure.",
    "# HBIG after transplantation\nWithout protection the graft may be infected; cirrhosis and liver failure follow.",
    "# IVIG shortage\nSome developed anxiety and depression because their infusions were cancelled.",
    "# IVIG in Kawasaki disease\nFever that persists after IVIG means resistance.",
    "# IVIG in dermatomyositis\nPneumonia, sepsis and a fall were confined to the placebo arm.",
    "# IVIG for neuropathy: a trial\nDiarrhoea and rash occurred in the mycophenolate group.",
    # signs by which an effect is known
    "# Panzyga side effects\nYou would notice a bad headache, a stiff neck and vomiting.",
    "# IVIG: checklist\nAfter the infusion look for jaundice, dark urine and leg swelling.",
    # donors, questions, failures of the replacement
    "Donors of the plasma for IVIG may experience dizziness and bruising.",
    "Ask about headaches, skin rash and fever at each IVIG visit.",
    "# SCIG in immunodeficiency\nTwo patients on SCIG each had one serious bacterial infection (pneumonia), 0.04 per patient-year.",
)
#: False friends: the same words, and the effect is the product's.
OWN = (
    ("Headache was more common with IVIG than with plasma exchange.", {"headache"}),
    ("IVIG caused more headache than placebo did.", {"headache"}),
    ("Headache occurred with IVIG, not with plasma exchange.", {"headache"}),
    ("IVIG was stopped because of headache and rash.", {"headache", "rash"}),
    ("After IVIG two patients had to stop treatment because of haemolysis.", {"hemolysis"}),
    ("IVIG may cause headache; paracetamol given before the infusion helps.", {"headache"}),
    ("Headache may occur before the IVIG infusion is finished.", {"headache"}),
    ("IVIG was given for CIDP and caused haemolysis.", {"hemolysis"}),
    ("IVIG was given for 5 days and caused a rash.", {"rash"}),
    ("The antibodies in IVIG can cause haemolysis.", {"hemolysis"}),
    ("Haemolysis after IVIG was not dose-related.", {"hemolysis"}),
    ("Headache was seen in the IVIG group.", {"headache"}),
    ("# IVIG in neuropathy: a trial\nHeadache was reported in the active group of the IVIG trial.", {"headache"}),
    ("IVIG can bring on a headache that lasts for a day.", {"headache"}),
    ("IVIG-associated haemolysis was diagnosed.", {"hemolysis"}),
    ("Haemolysis is a well-recognised, dose-dependent adverse effect of IVIG.", {"hemolysis"}),
    ("A patient was admitted to intensive care with pulmonary oedema after IVIG.", {"pulmonary-edema"}),
    ("Of 56 patients treated with IVIG, 12 had headache, 3 fever and 1 thrombosis.", {"headache", "fever", "thromboembolism"}),
)
#: Sentences on a product that name an effect and its signs: the effect alone counts.
SIGNS = (
    ("# Panzyga side effects\nA clot shows itself by a swollen calf or sudden breathlessness.", {"thromboembolism"}),
    ("# Panzyga side effects\nAn allergic reaction announces itself with wheals, a wheeze or dizziness.", {"allergic-reaction"}),
    (
        "# Gammanorm\n## Warnings\nTRALI is recognised by pulmonary oedema, hypoxaemia and fever.",
        {"transfusion-related-acute-lung-injury"},
    ),
    (
        "# Privigen\n## Side effects\nGet medical help right away if you have:\n"
        "- signs of a blood clot such as chest pain and shortness of breath\n- fever",
        {"thromboembolism", "fever"},
    ),
    ("# Privigen side effects\n\n- anaemia (tiredness with pale skin)\n- headache", {"anemia", "headache"}),
    ("# Privigen side effects\n\n- flu-like symptoms (fever, chills)\n- rash", {"influenza-like-illness", "fever", "chills", "rash"}),
    ("IVIG may cause aseptic meningitis, an inflammation that usually settles.", {"aseptic-meningitis"}),
)
#: Effects that a sentence denies.
DENIED = (
    ("No cases of haemolysis were seen with IVIG.", "hemolysis"),
    ("There was no haemolysis and no thrombosis among 120 infusions of IVIG.", "thromboembolism"),
    ("None of the patients given IVIG developed thrombosis.", "thromboembolism"),
    ("Neither rash nor aseptic meningitis was observed after IVIG.", "aseptic-meningitis"),
    ("Haemolysis and renal failure did not occur with Privigen.", "renal-failure"),
    ("Haemolysis is not expected at doses of 0.4 g/kg of IVIG.", "hemolysis"),
)


@pytest.mark.parametrize("text", FOREIGN)
def test_effects_of_others_are_none_of_the_product(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


@pytest.mark.parametrize(("text", "effects"), OWN)
def test_own_effects_stay(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(("text", "effects"), SIGNS)
def test_signs_of_an_effect_are_none(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(("text", "effect"), DENIED)
def test_denied_effects_are_denied(shipped_reader: Reader, text: str, effect: str) -> None:
    stances = {claim.polarity for claim in claims_in(shipped_reader, text, "has_adverse_effect") if claim.object == effect}
    assert stances == {"negated"}


def test_what_came_after_another_treatment_is_no_factor(shipped_reader: Reader) -> None:
    text = "Plasma exchange was more often followed by hypotension than IVIG was."
    assert objects_in(shipped_reader, text, "has_risk_factor") == set()
    assert objects_in(shipped_reader, "Hypotension was more frequent with IVIG after rapid infusion.", "has_risk_factor")


def test_a_stabiliser_that_is_missing_is_no_factor(shipped_reader: Reader) -> None:
    denied = "Privigen contains no sucrose and does not cause osmotic nephrosis."
    assert objects_in(shipped_reader, denied, "has_risk_factor") == set()
    assert "sucrose-stabiliser" in objects_in(shipped_reader, "The sucrose in IVIG can cause osmotic nephrosis.", "has_risk_factor")


def test_factors_are_announced_by_their_name(shipped_reader: Reader) -> None:
    text = "Risk factors for thrombosis with IVIG are advanced age, immobility, oestrogens and hyperviscosity."
    claims = claims_in(shipped_reader, text, "has_risk_factor")
    assert {claim.object for claim in claims} == {"advanced-age", "immobilization", "estrogen", "hyperviscosity"}
    assert {claim.effect for claim in claims} == {"thromboembolism"}
    assert (
        objects_in(shipped_reader, "There are no known risk factors for thrombosis with IVIG, such as obesity.", "has_risk_factor") == set()
    )


def test_the_product_that_is_the_measure_is_not_the_subject(shipped_reader: Reader) -> None:
    text = "Headache is more common with IVIG than with SCIG."
    assert {claim.subject for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == {"intravenous-immunoglobulin"}


def test_factors_of_an_illness_are_none_of_the_product(shipped_reader: Reader) -> None:
    text = "Risk factors for coronary aneurysms in Kawasaki disease are young age, male sex and IVIG resistance."
    assert objects_in(shipped_reader, text, "has_risk_factor") == set()


def test_no_contraindication_where_none_is_known(shipped_reader: Reader) -> None:
    text = "HyperRAB\n\nContraindications\n\nThere are no known contraindications in exposed persons."
    assert objects_in(shipped_reader, text, "contraindicated_in") == set()


def test_inactivated_vaccines_are_left_alone(shipped_reader: Reader) -> None:
    text = "Inactivated vaccines and influenza vaccine may be given at any time with IVIG."
    assert {claim.polarity for claim in claims_in(shipped_reader, text, "interacts_with")} == {"negated"}
    assert objects_in(shipped_reader, "IVIG can inactivate live vaccines against measles.", "interacts_with")
