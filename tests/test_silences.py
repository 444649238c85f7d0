"""What claims nothing of a product: questions, suppositions, works, sections, groups and clauses of others; and their true twins."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

#: (text, predicate, object that must not be claimed)
SILENT = (
    # questions and suppositions
    ("Can IVIG cause hair loss or deafness? Talk to your team.", "has_adverse_effect", "alopecia"),
    ("Could Privigen cure psoriasis?", "treats", "psoriasis"),
    ("Is there room for IVIG in scleroderma?", "treats", "systemic-sclerosis"),
    ("Does IVIG lead to weight gain? No.", "has_adverse_effect", "weight-increased"),
    ("What if I get a rash from IVIG? Ring the ward.", "has_adverse_effect", "rash"),
    ("Should IVIG turn out to help in vitiligo, more trials would follow.", "treats", "vitiligo"),
    ("If IVIG were to cause deafness, the licence would be lost.", "has_adverse_effect", "hearing-loss"),
    # lists of works below no heading
    (
        "IVIG helps in dermatomyositis.\n\nBauer T, Ito M. Stroke on IVIG. Neurol Forum. 2011;7(2):101-9.",
        "has_adverse_effect",
        "stroke",
    ),
    # what short forms mean, and lists of other pages
    (
        "# IVIG\n\n## Adverse events\n\nEvent | IVIG\nHeadache | 10 (50%)\n\nIVIG, intravenous immunoglobulin; MMN, multifocal motor neuropathy.",
        "has_adverse_effect",
        "multifocal-motor-neuropathy",
    ),
    ("# IVIG\n\nIt may cause fever.\n\nAIHA = autoimmune hemolytic anemia.", "has_adverse_effect", "autoimmune-hemolytic-anemia"),
    ("# IVIG\n\nIt is given for CIDP.\n\n## You may also like\n\nIVIG is used to treat lupus in adults.", "treats", "systemic-lupus-erythematosus"),
    # sections and lines about another treatment
    (
        "# IVIG and its rivals\n\n## IVIG\n\nIt may cause headache.\n\n## Ciclosporin\n\nSide effects include tremor and hirsutism.",
        "has_adverse_effect",
        "tremor",
    ),
    (
        "# IVIG and its rivals\n\n## Dapsone\n\n### Common side effects\n\n- anaemia\n- rash\n\n## IVIG\n\n### Common side effects\n\n- headache",
        "has_adverse_effect",
        "anemia",
    ),
    ("# IVIG or not\n\nThe rabies vaccine works. Side effects: fever and a sore arm.", "has_adverse_effect", "fever"),
    # other groups, other drugs by the stem of their names, other things
    ("In the placebo arm, rash and vomiting occurred; in the IVIG arm headache did.", "has_adverse_effect", "rash"),
    ("Fictazumab given for melanoma had caused colitis, for which IVIG was tried.", "treats", "melanoma"),
    ("# IVIG at home\n\nAlcohol may cause dizziness too.", "has_adverse_effect", "dizziness"),
    ("# Makers of immunoglobulin\n\nThe firm also sells a drug for gout.", "treats", "gout"),
    ("Do not mix up immunoglobulin with albumin, which is given for burns.", "treats", "burn"),
    # what was there before, or has another cause
    ("At baseline, 30 % of the patients on SCIG reported nausea.", "has_adverse_effect", "nausea"),
    ("IVIG was ordered for her myositis, but pneumonia killed her before it arrived.", "has_adverse_effect", "pneumonia"),
    ("Anaemia in the children on IVIG was due to iron deficiency.", "has_adverse_effect", "anemia"),
    ("Sinusitis and cough became rarer once the boys were on immunoglobulin.", "has_adverse_effect", "cough"),
    ("Comorbidities of those on IVIG were gout and hypertension.", "has_adverse_effect", "hypertension"),
    ("It can be confused with lupus and erythema multiforme. IVIG is one treatment.", "has_adverse_effect", "erythema-multiforme"),
    ("She fed her baby while on SCIG; the baby, who had eczema, did well.", "has_adverse_effect", "eczema"),
    ("People who give plasma for immunoglobulin may faint.", "has_adverse_effect", "syncope"),
    (
        "# Neutropenia after IVIG\n\nA 40-year-old man came with double vision. He had developed myalgia and ataxia. IVIG was given.",
        "has_adverse_effect",
        "myalgia",
    ),
    # what a disease brings, or a trial excludes
    ("# Immunoglobulin after contact\n\nComplications of mumps are pancreatitis and deafness.", "has_adverse_effect", "pancreatitis"),
    ("# Sjögren syndrome\n\nSigns: fatigue, cough, rash. IVIG is a late choice.", "has_adverse_effect", "cough"),
    ("Results: pneumonia was seen in 9 and bronchitis in 4 before replacement; on IVIG in none.", "has_adverse_effect", "bronchitis"),
    ("# IVIG in chorea\n\nInclusion: adults. Exclusion: live vaccine last month.", "interacts_with", "live-attenuated-virus-vaccine"),
    ("# IVIG\n\nITP is a disease in which the body kills its platelets, so that people bleed.", "has_adverse_effect", "hemorrhage"),
    ("Migraine is common on IVIG; obesity is a risk factor for diabetes.", "has_risk_factor", "obesity"),
    ("IVIG need not be stopped before the flu vaccine.", "interacts_with", "influenza-vaccine"),
    (
        "# Synagis and RespiGam\n\nPalivizumab is a monoclonal antibody. Palivizumab prevents RSV infection. RespiGam was an older product.",
        "prevents",
        "respiratory-syncytial-virus-infection",
    ),
    # what is told as a myth, or of others
    ("# IVIG\n\nA myth says that IVIG gives people AIDS.", "treats", "hiv-aids"),
    ("# IVIG\n\nThe boy had Kawasaki disease. His mother has lupus. He was given IVIG.", "treats", "systemic-lupus-erythematosus"),
    ("# IVIG\n\nStudies of IVIG in mice with colitis were promising.", "treats", "colitis"),
    ("# IVIG\n\nStudies of IVIG in mice with colitis were promising.", "has_adverse_effect", "colitis"),
    ("# IVIG\n\nMultiple sclerosis must be told apart from neuromyelitis before IVIG is begun.", "treats", "multiple-sclerosis"),
    # what is measured
    ("# Immunoglobulins test\n\nThe test for immunoglobulins is high in tuberculosis.", "treats", "tuberculosis"),
    ("Fictacept joins a receptor to the Fc part of human immunoglobulin G1. It treats psoriasis.", "treats", "psoriasis"),
    # uses that are none
    ("# Neutropenia induced by IVIG\n\nIVIG is a safe therapy.", "treats", "neutropenia"),
    ("Without immunoglobulin replacement, people with CVID get bronchiectasis.", "treats", "bronchiectasis"),
    ("Failure to respond to IVIG raises the suspicion of amyloidosis.", "treats", "amyloidosis"),
    ("Patients with thymoma had surgery after IVIG.", "treats", "thymoma"),
    ("IVIG is scarce; alternatives should be used in psoriasis.", "treats", "psoriasis"),
    ("# IVIG\n\nCompression stockings may prevent clots.", "prevents", "thromboembolism"),
    ("In the treatment of CIDP, patients may develop allergic reactions to IVIG.", "treats", "allergic-reaction"),
    ("A low dose of IVIG was ineffective in CIDP.", "not_effective_for", "chronic-inflammatory-demyelinating-polyneuropathy"),
    ("IVIG did not shorten hospital stay in botulism.", "not_effective_for", "botulism"),
    ("Diabetes alone is no contraindication to IVIG.", "contraindicated_in", "diabetes-mellitus"),
)
#: The same words, and the claim is right.
SAID = (
    ("Obesity is a risk factor for thrombosis during IVIG.", "has_risk_factor", "obesity"),
    ("IVIG should be stopped before the measles vaccine, which may not work.", "interacts_with", "measles-vaccine"),
    ("Complications of IVIG are headache and thrombosis.", "has_adverse_effect", "thromboembolism"),
    ("Results: bronchitis was seen in 4 after IVIG and in 9 before replacement.", "has_adverse_effect", "bronchitis"),
    ("Can IVIG cause headache? Yes, often.", "has_adverse_effect", "headache"),
    ("What are the side effects of IVIG? Headache and rash.", "has_adverse_effect", "rash"),
    ("In the IVIG arm, rash and vomiting occurred; in the placebo arm headache did.", "has_adverse_effect", "rash"),
    ("# IVIG and its rivals\n\n## Ciclosporin\n\nIt is old.\n\n## IVIG\n\nSide effects include tremor and rash.", "has_adverse_effect", "rash"),
    ("Fictazumab had caused myasthenia gravis, which was treated with IVIG.", "treats", "myasthenia-gravis"),
    ("# IVIG at home\n\nRapid infusion may cause dizziness.", "has_adverse_effect", "dizziness"),
    ("Immunoglobulin, which is given for measles, is made from plasma.", "treats", "measles"),
    ("After the first infusion, 30 % of the patients on SCIG reported nausea.", "has_adverse_effect", "nausea"),
    ("Headache in the children on IVIG was due to rapid infusion.", "has_adverse_effect", "headache"),
    ("A 40-year-old man was given IVIG. He developed aseptic meningitis after the IVIG.", "has_adverse_effect", "aseptic-meningitis"),
    ("High-dose IVIG was started for suspected Guillain-Barré syndrome.", "treats", "guillain-barre-syndrome"),
    ("What can prevent hepatitis B in newborns? Hepatitis B immune globulin.", "prevents", "hepatitis-b"),
    ("IVIG was ineffective in CIDP.", "not_effective_for", "chronic-inflammatory-demyelinating-polyneuropathy"),
    ("Hyperprolinaemia is a contraindication to Privigen.", "contraindicated_in", "hyperprolinemia"),
    ("# IVIG\n\n## Indications\n\n- ITP: immune thrombocytopenia\n- CIDP", "treats", "immune-thrombocytopenia"),
)


@pytest.mark.parametrize(("text", "predicate", "concept"), SILENT)
def test_nothing_is_claimed(shipped_reader: Reader, text: str, predicate: str, concept: str) -> None:
    assert concept not in objects_in(shipped_reader, text, predicate)


@pytest.mark.parametrize(("text", "predicate", "concept"), SAID)
def test_the_true_twin_is_claimed(shipped_reader: Reader, text: str, predicate: str, concept: str) -> None:
    assert concept in objects_in(shipped_reader, text, predicate)


def test_a_table_counts_who_had_an_effect(shipped_reader: Reader) -> None:
    head = "| Adverse event | Placebo (n=20) | Privigen (n=25) |"
    table = f"{head}\n|---|---|---|\n| Headache | 2 | 9 |\n| Cellulitis | 3 | 0 |\n| Nausea | 1 | 2 |\n"
    told = {claim.object: claim.frequency for claim in claims_in(shipped_reader, table, "has_adverse_effect")}
    assert told == {"headache": "very_common", "nausea": "common"}


def test_approval_denied_in_a_concession_leaves_a_use(shipped_reader: Reader) -> None:
    text = "Although no authority has approved it for this, IVIG is often given in stiff-person syndrome."
    assert {claim.status for claim in claims_in(shipped_reader, text, "treats")} == {"used"}


def test_what_the_mother_has_is_prevented_in_the_child(shipped_reader: Reader) -> None:
    text = "# HBIG\n\nHBIG is indicated for:\n\n- babies born to mothers with acute hepatitis B"
    assert objects_in(shipped_reader, text, "treats") == set()
    assert objects_in(shipped_reader, text, "prevents") == {"hepatitis-b"}
