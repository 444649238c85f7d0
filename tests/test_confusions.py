"""What stands near a claim and is none, each beside a twin that is: manufacture, rates, other medicines, what was there before, exceptions."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

#: A text, a predicate, objects that it must give, and objects that it must not give.
CASES = (
    # steps of the manufacture
    (
        "# Octagam\nThe plasma passes through a 20 nm filter, a step which removes HIV and hepatitis C.",
        "prevents",
        (),
        ("hiv-aids", "hepatitis-c"),
    ),
    ("# Octagam\nThe plasma passes through nanofiltration, which inactivates viruses such as HIV.", "acts_via", (), ("virus-neutralisation",)),
    ("# Privigen\nTo lower the danger of transmitting hepatitis B, the pool is treated with solvent and detergent.", "prevents", (), ("hepatitis-b",)),
    ("# Kiovig: facts\nThe manufacturing process of Kiovig is effective in inactivating enveloped viruses, including HIV.", "treats", (), ("hiv-aids",)),
    ("Hepatitis B immunoglobulin is solvent-detergent treated and is given to newborns to prevent hepatitis B.", "prevents", ("hepatitis-b",), ()),
    ("Solvent-detergent treated IVIG is used for Kawasaki disease.", "treats", ("kawasaki-disease",), ()),
    ("# CMV immunoglobulin\nCMV immunoglobulin neutralises viruses before they enter the cell.", "acts_via", ("virus-neutralisation",), ()),
    # rates, doses and medicines of another kind
    ("In patients with heart failure, IVIG should be infused at a reduced rate of 1 mL/kg/h.", "treats", (), ("heart-failure",)),
    ("In patients with myasthenia gravis, IVIG reduces the rate of relapses.", "treats", ("myasthenia-gravis",), ()),
    ("# IVIG infusion: care\nStop diuretics before the infusion.", "mitigated_by", (), ("stop-infusion",)),
    ("# IVIG infusion: care\nIf chills occur, stop the infusion.", "mitigated_by", ("stop-infusion",), ()),
    ("# IVIG in Kawasaki disease\nThe dose of aspirin is reduced once the fever has gone.", "mitigated_by", (), ("dose-adjustment", "dose-reduction")),
    ("# IVIG for CIDP\nPulsed steroids have fewer side effects than IVIG.", "mitigated_by", (), ("corticosteroid",)),
    # what befell the treated
    ("Thrombosis was reported in 2% of patients treated with IVIG.", "treats", (), ("thromboembolism",)),
    ("Haemolysis, with anaemia in some, was seen among children treated with IVIG.", "treats", (), ("hemolysis", "anemia")),
    ("Dermatomyositis has been reported to respond to IVIG.", "treats", ("dermatomyositis",), ()),
    ("In the treatment of ITP, patients may develop rash or headache with IVIG.", "treats", ("immune-thrombocytopenia",), ("rash", "headache")),
    ("# IVIG: adverse reactions\nThe elderly, who more often have hypertension, had headache.", "has_adverse_effect", ("headache",), ("hypertension",)),
    ("Haematoma after IVIG therapy for acute myocardial infarction.", "has_adverse_effect", ("hematoma",), ("myocardial-infarction",)),
    ("IVIG-induced hyperkalemia in a 34-year-old man with severe mucositis.", "has_adverse_effect", ("hyperkalemia",), ("mucositis",)),
    # against what the product was measured
    ("In inclusion body myositis, IVIG was not better than albumin.", "treats", (), ("inclusion-body-myositis",)),
    ("IVIG was no more effective than albumin for multiple sclerosis.", "not_effective_for", ("multiple-sclerosis",), ()),
    ("IVIG did not differ from placebo in multiple sclerosis.", "not_effective_for", ("multiple-sclerosis",), ()),
    ("IVIG has no bearing on the eczema.", "not_effective_for", ("eczema",), ()),
    ("Infections in CLL patients were fewer during IVIG therapy.", "prevents", ("infection",), ("chronic-lymphocytic-leukemia",)),
    ("Immunoglobulin cuts down the number of chest infections.", "prevents", ("respiratory-tract-infection",), ()),
    # who is at risk of what
    ("# IVIG\nSmokers run a risk. Diabetes was associated with a lower risk of thrombosis after IVIG.", "has_risk_factor", (), ("diabetes-mellitus",)),
    ("# IVIG\nDiabetes was associated with a higher risk of thrombosis after IVIG.", "has_risk_factor", ("diabetes-mellitus",), ()),
    (
        "# IVIG side effects\nIVIG can be followed by thrombosis in CIDP, as a registry of many hospitals has shown, and some signs may raise this risk.",
        "has_risk_factor",
        (),
        ("chronic-inflammatory-demyelinating-polyneuropathy", "thromboembolism"),
    ),
    (
        "# IVIG: before the infusion\nAssess for conditions that raise risk, such as diabetes, old age or a history of thrombosis.",
        "has_risk_factor",
        ("diabetes-mellitus", "history-of-thrombosis"),
        (),
    ),
    ("# IVIG side effects\nA lack of IgA carries a risk of anaphylaxis.", "has_risk_factor", ("selective-iga-deficiency",), ()),
    (
        "# IVIG in leukaemia\nPatients with CLL are prone to infections that may need immunoglobulin replacement.",
        "has_risk_factor",
        (),
        ("chronic-lymphocytic-leukemia",),
    ),
    # what was there before the treatment
    ("# Gamunex-C\nTell your doctor before treatment if you have:\n\n- hyperproteinaemia;\n\n- diabetes", "has_adverse_effect", (), ("hyperproteinemia",)),
    (
        "# IVIG for a child\nThe fever subsided within two days of the IVIG and came back after a week.",
        "has_adverse_effect",
        (),
        ("fever",),
    ),
    # vaccines and exceptions
    ("IVIG may inhibit the immune response to the measles vaccine.", "acts_via", (), ("suppression-of-overactive-immune-system",)),
    ("IVIG may inhibit the immune response to the measles vaccine.", "interacts_with", ("measles-vaccine",), ()),
    ("In myasthenia gravis IVIG inhibits the immune response.", "acts_via", ("suppression-of-overactive-immune-system",), ()),
    (
        "# Cuvitru: drug interactions\nLive vaccines may be impaired by Cuvitru.\nExceptions: yellow fever vaccine; rotavirus vaccine.",
        "interacts_with",
        ("live-attenuated-virus-vaccine",),
        ("yellow-fever-vaccine", "rotavirus-vaccine"),
    ),
    ("# Hizentra: warnings\nTalk to your doctor before you have the mumps vaccine.", "interacts_with", ("mumps-vaccine",), ()),
    ("Hepatitis B immunoglobulin is given together with hepatitis B vaccine.", "interacts_with", (), ("hepatitis-b-vaccine",)),
    # contraindications behind an allergy
    (
        "Do not use Flebogamma if you are allergic to immunoglobulins, or if you have hereditary fructose intolerance.",
        "contraindicated_in",
        ("hereditary-fructose-intolerance", "hypersensitivity-to-immunoglobulin"),
        (),
    ),
    # exposure and what another treatment is held against
    ("Immunoglobulin after exposure to rubella does not prevent infection.", "prevents", (), ("rubella",)),
    ("Immunoglobulin after exposure to measles prevents infection.", "prevents", ("measles",), ()),
    ("Botulism antitoxin is used for treatment of wound botulism.", "prevents", (), ("botulism",)),
    (
        "# RSV immune globulin and a newer antibody\nPalivizumab is a monoclonal antibody. It is effective against RSV and more potent than RSV-IGIV.",
        "treats",
        (),
        ("respiratory-syncytial-virus-infection",),
    ),
    ("The indications were pemphigus vulgaris (n = 4) and dermatomyositis (n = 6). # IVIG", "treats", ("pemphigus-vulgaris", "dermatomyositis"), ()),
    ("# IVIG and SCIG\nPatients on Ig therapy were followed, with systemic reactions in some.", "treats", (), ("systemic-reaction",)),
    # immunoglobulin that is measured, and products that are not to be had
    ("Testing for IgG deficiency needs an immunoglobulin (Ig) assay.", "treats", (), ("hypogammaglobulinemia",)),
    ("Paraproteinaemia disturbs immunoglobulin assays.", "treats", (), ("paraproteinemia",)),
    ("We are testing IVIG for myasthenia gravis.", "treats", ("myasthenia-gravis",), ()),
    ("# Hizentra\nDo not infuse Hizentra into a swollen area of skin.", "contraindicated_in", (), ("edema",)),
    # advice in items, what was done against the illness, uses that a condition only narrows
    (
        "# HyperRAB\nIt is also given near the wound after exposure to rabies.\n\n- This product is made from plasma and may carry viruses.",
        "prevents",
        (),
        ("viral-infection",),
    ),
    ("IVIG was given for shock despite adequate fluids.", "mitigated_by", (), ("hydration",)),
    ("# HyperTET side effects\nMild temperature elevations may be observed.", "monitored_by", (), ("vital-sign-monitoring",)),
    ("# HyperTET side effects\nTemperature is observed for an hour after the injection.", "monitored_by", ("vital-sign-monitoring",), ()),
    (
        "IVIG is used for necrotizing fasciitis, especially with streptococcal toxic shock syndrome.",
        "has_risk_factor",
        (),
        ("streptococcal-toxic-shock-syndrome",),
    ),
    ("IVIG was administered in necrotizing fasciitis and had no impact on mortality.", "not_effective_for", ("necrotizing-fasciitis",), ()),
    ("IVIG was administered in necrotizing fasciitis and had an impact on mortality.", "not_effective_for", (), ("necrotizing-fasciitis",)),
    # left open, or brought about by something else
    ("# WinRho\nAbsence of these signs does not mean that haemolysis cannot occur.", "has_adverse_effect", (), ("hemolysis",)),
    ("# IVIG\nThe risk of stroke was four times higher in the week after IVIG.", "has_adverse_effect", ("stroke",), ()),
    ("IVIG treatment led to a decrease in the occurrence of coronary aneurysms.", "prevents", ("coronary-artery-aneurysm",), ()),
    ("It is given to stop the immune system from attacking the nerves. # IVIG", "acts_via", ("suppression-of-overactive-immune-system",), ()),
)


@pytest.mark.parametrize(("text", "predicate", "found", "absent"), CASES, ids=[f"{p}: {t[:50]}" for t, p, _, _ in CASES])
def test_what_stands_near_a_claim_is_kept_apart(
    shipped_reader: Reader, text: str, predicate: str, found: tuple[str, ...], absent: tuple[str, ...]
) -> None:
    told = objects_in(shipped_reader, text, predicate)
    assert set(found) <= told
    assert told.isdisjoint(absent)


#: A sentence, the effect, and its severity and frequency.
GRADED = (
    ("Haemolytic anaemia is a potentially serious complication of IVIG.", "hemolytic-anemia", "serious", "unspecified"),
    ("Haemolysis is a rare and serious complication of IVIG.", "hemolysis", "serious", "rare"),
    ("Haemolysis (HA) is a rare but potentially fatal side effect of IVIG.", "hemolysis", "serious", "rare"),
    ("Headache is a common side effect of IVIG and serious reactions are rare.", "headache", "unspecified", "common"),
    ("Haemolysis after IVIG is often overlooked.", "hemolysis", "unspecified", "unspecified"),
    ("Five recipients (12%) developed haemolysis after IVIG.", "hemolysis", "unspecified", "very_common"),
    ("Haemolysis is a complication of IVIG with an incidence of 0.2 to 0.9%.", "hemolysis", "unspecified", "uncommon"),
    ("Aseptic meningitis after IVIG led to death in one man.", "death", "serious", "unspecified"),
)


@pytest.mark.parametrize(("text", "effect", "severity", "frequency"), GRADED)
def test_an_effect_is_graded_by_what_it_is_called(shipped_reader: Reader, text: str, effect: str, severity: str, frequency: str) -> None:
    found = [c for c in claims_in(shipped_reader, text, "has_adverse_effect") if c.object == effect]
    assert {(c.severity, c.frequency) for c in found} == {(severity, frequency)}


def test_a_title_with_a_colon_above_running_text_is_a_heading(shipped_reader: Reader) -> None:
    text = "Xembify\n\nWhen This Medicine Must Not Be Given:\n\nAllergy to human immunoglobulin. Lack of IgA with antibodies against IgA."
    assert "hypersensitivity-to-immunoglobulin" in objects_in(shipped_reader, text, "contraindicated_in")


def test_medicines_of_a_premedication_list_ease_the_infusion(shipped_reader: Reader) -> None:
    text = "# IVIG at the ward\n\n## Give the following as premedication before IVIG\n\n- paracetamol 1 g\n- hydrocortisone 100 mg"
    assert "acetaminophen" in objects_in(shipped_reader, text, "mitigated_by")


def test_patients_who_are_eligible_for_coverage_make_no_trial(shipped_reader: Reader) -> None:
    text = "Intravenous immune globulin is eligible for the conditions listed below:\n\n- Kawasaki disease"
    assert {c.status for c in claims_in(shipped_reader, text, "treats")} == {"used"}


def test_the_product_that_another_is_as_good_as_is_not_the_subject(shipped_reader: Reader) -> None:
    found = claims_in(shipped_reader, "SCIG is as effective as IVIG in preventing pneumonia.", "prevents")
    assert {c.subject for c in found} == {"subcutaneous-immunoglobulin"}


def test_an_acronym_behind_its_way_of_giving_stays_the_product(shipped_reader: Reader) -> None:
    text = "Subcutaneous administration of IgG (SCIG) is done at home. Local reactions are common with SCIG."
    assert {c.subject for c in claims_in(shipped_reader, text, "has_adverse_effect")} == {"subcutaneous-immunoglobulin"}


def test_a_text_on_both_forms_is_about_immunoglobulin(shipped_reader: Reader) -> None:
    text = (
        "Immunoglobulins (Ig) come from plasma. Ig may be given as SCIG or as IVIG.\n\n"
        "## Indications\n\n- Myasthenia gravis\n- Multifocal motor neuropathy"
    )
    assert {c.subject for c in claims_in(shipped_reader, text, "treats")} == {"immunoglobulin"}


def test_a_product_that_is_not_to_be_had_prevents_nothing(shipped_reader: Reader) -> None:
    text = "# Immune globulin\nProphylaxis for measles and varicella (if varicella zoster immune globulin is unavailable)"
    assert {c.subject for c in claims_in(shipped_reader, text, "prevents")} == {"immunoglobulin"}


def classes_in(reader: Reader, text: str) -> set[tuple[str, str]]:
    return {(c.subject, c.object) for c in claims_in(reader, text, "in_category")}


def test_of_two_classes_named_together_each_member_is_of_the_one_that_is_known_to_hold_it(shipped_reader: Reader) -> None:
    text = "IVIG is used in autoimmune diseases and neuromuscular disorders, including myasthenia gravis and Kawasaki disease."
    told = classes_in(shipped_reader, text)
    assert ("myasthenia-gravis", "neuromuscular-disease") in told
    assert ("kawasaki-disease", "neuromuscular-disease") not in told


def test_the_examples_of_a_class_end_where_another_phrase_begins(shipped_reader: Reader) -> None:
    told = classes_in(shipped_reader, "IgA is high in autoimmune diseases such as lupus, and in liver diseases such as cirrhosis.")
    assert ("systemic-lupus-erythematosus", "autoimmune-disease") in told
    assert ("cirrhosis", "liver-disease") in told
    assert ("cirrhosis", "autoimmune-disease") not in told


def test_how_one_was_exposed_is_no_member_of_a_class(shipped_reader: Reader) -> None:
    assert classes_in(shipped_reader, "HyperRAB is given after exposure to rabies (e.g., an animal bite).") == set()


def test_what_is_watched_right_behind_a_sentence_on_the_product(shipped_reader: Reader) -> None:
    said = "# Immunoglobulin\n\nIVIG is given monthly. Renal function should be monitored."
    other = "# Immunoglobulin\n\nCiclosporin is given monthly. Renal function should be monitored."
    assert {claim.object for claim in claims_in(shipped_reader, said, "monitored_by")} == {"renal-function-monitoring"}
    assert not claims_in(shipped_reader, other, "monitored_by")
