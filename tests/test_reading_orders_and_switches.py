"""Orders behind their case, products that were left for another, and what others than the treated did not gain."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("For suspected GBS, start IVIG.", {"guillain-barre-syndrome"}),
        ("If Guillain-Barre syndrome is suspected, give IVIG at once.", {"guillain-barre-syndrome"}),
        ("If the patient is known to be diabetic, give IVIG slowly.", set()),
        ("In renal impairment, use IVIG with caution.", set()),
        ("If GBS is ruled out, do not start IVIG.", set()),
    ],
)
def test_an_order_behind_its_case(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Of 41 patients who were switched from IVIG to SCIG, 5 had local swelling.", "subcutaneous-immunoglobulin"),
        ("After switching from IVIG to SCIG, 5 patients had swelling at the site.", "subcutaneous-immunoglobulin"),
        ("When patients move from SCIG to IVIG, local swelling goes but headache can appear.", "intravenous-immunoglobulin"),
    ],
)
def test_the_product_that_was_left_acts_no_more(shipped_reader: Reader, text: str, product: str) -> None:
    claims = claims_in(shipped_reader, text, "has_adverse_effect")
    assert claims and {claim.subject for claim in claims} == {product}


def test_one_who_left_for_another_treatment(shipped_reader: Reader) -> None:
    assert not objects_in(shipped_reader, "He went from IVIG to rituximab and had a rash.", "has_adverse_effect")


@pytest.mark.parametrize("heading", ["Not approved", "Not approved uses of IVIG"])
def test_a_label_that_denies_approval(shipped_reader: Reader, heading: str) -> None:
    claims = claims_in(shipped_reader, f"IVIG is reviewed here.\n\n{heading}: autism, chronic Lyme disease.", "treats")
    told = {(claim.object, claim.status, claim.polarity) for claim in claims}
    assert told == {("autism-spectrum-disorder", "approved", "negated"), ("lyme-disease", "approved", "negated")}


@pytest.mark.parametrize(
    ("text", "futile"),
    [
        ("Dermatomyositis responds to IVIG; inclusion body myositis does not.", {"inclusion-body-myositis"}),
        ("CIDP improved with IVIG, but diabetic neuropathy did not.", {"diabetic-neuropathy"}),
        ("GBS improves with IVIG but pain does not.", set()),
        ("IVIG helped 20 patients with CIDP; 5 did not respond.", set()),
    ],
)
def test_another_condition_that_does_not_respond(shipped_reader: Reader, text: str, futile: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == futile


@pytest.mark.parametrize(
    "text",
    [
        "The trial of IVIG in CIDP was positive, whereas placebo patients did not improve.",
        "IVIG improved strength in CIDP while those on placebo failed to improve.",
        "IVIG helped in CIDP, but controls did not improve.",
    ],
)
def test_controls_that_did_not_improve(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, text, "not_effective_for")
    assert objects_in(shipped_reader, text, "treats") == {"chronic-inflammatory-demyelinating-polyneuropathy"}


def test_a_product_held_against_placebo_that_did_not_help(shipped_reader: Reader) -> None:
    text = "In Alzheimer disease, IVIG was safe but compared with placebo it did not improve memory."
    assert objects_in(shipped_reader, text, "not_effective_for") == {"alzheimer-s-disease"}


def test_a_second_line_use_beside_one_that_fails(shipped_reader: Reader) -> None:
    text = "IVIG is second-line for MMN; it has no role in ALS."
    assert objects_in(shipped_reader, text, "not_effective_for") == {"amyotrophic-lateral-sclerosis"}


@pytest.mark.parametrize(
    "text",
    [
        "Our daughter was found to have CVID. Since then she has been on Hizentra.",
        "Mr B, 54, was diagnosed with CVID. He is on weekly Hizentra.",
    ],
)
def test_a_patient_who_is_on_a_product(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "treats") == {"common-variable-immunodeficiency"}


def test_a_relative_who_is_ill(shipped_reader: Reader) -> None:
    assert not objects_in(shipped_reader, "My daughter has CVID. I am on Hizentra.", "treats")


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("Use TIG if the wound is dirty.", {"tetanus"}),
        ("If a bat has bitten someone, wash the wound and give rabies immunoglobulin and vaccine.", {"rabies"}),
    ],
)
def test_injuries_that_call_for_a_product(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented


def test_what_makes_a_decline_faster(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "In ALS, IVIG may hasten deterioration.", "worsens") == {"amyotrophic-lateral-sclerosis"}


def test_soreness_at_site(shipped_reader: Reader) -> None:
    text = "Side effects of HyperRAB: soreness at site, redness at site."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"injection-site-pain", "injection-site-erythema"}


@pytest.mark.parametrize(
    "heading",
    ["== {} ==", "[{}]", "<b>{}</b>", "*{}*", "~ {} ~", "\\section{{{}}}", "| {} |", "=== {} ==="],
)
def test_headings_set_out_in_ways_of_their_own(shipped_reader: Reader, heading: str) -> None:
    parts = ("Uses", "CIDP, primary immunodeficiency."), ("Contraindications", "Hyperprolinaemia."), ("Storage", "Keep in the fridge.")
    text = "Hizentra is a subcutaneous immunoglobulin.\n\n" + "\n\n".join(f"{heading.format(title)}\n{said}" for title, said in parts)
    assert objects_in(shipped_reader, text, "treats") == {"chronic-inflammatory-demyelinating-polyneuropathy", "primary-immunodeficiency"}
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia"}


@pytest.mark.parametrize("heading", [">> {}", "4) {}", "b) {}", "✅ {}", "{} --", "h2. {}"])
def test_well_known_headings_behind_marks(shipped_reader: Reader, heading: str) -> None:
    text = f"Hizentra is an immunoglobulin.\n\n{heading.format('Contraindications')}\nHyperprolinaemia.\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia"}


@pytest.mark.parametrize("name", ["Subcutaneous immunoglobulin (Ig)", "Intravenous immunoglobulin (IG)"])
def test_an_acronym_of_the_end_of_a_longer_name(shipped_reader: Reader, name: str) -> None:
    acronym = name[-3:-1]
    assert objects_in(shipped_reader, f"{name} is given at home. {acronym} may cause headache.", "has_adverse_effect") == {"headache"}


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Cautions", "Diabetes, renal impairment."),
        ("Cautions", "- diabetes\n- renal impairment"),
        ("Precautions", "Diabetes, renal impairment"),
    ],
)
def test_bare_states_below_cautions(shipped_reader: Reader, heading: str, said: str) -> None:
    text = f"Hizentra is an immunoglobulin.\n\n{heading}\n{said}\n"
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"diabetes-mellitus", "renal-insufficiency"}
    assert not objects_in(shipped_reader, text, "has_adverse_effect")


def test_bare_effects_below_warnings(shipped_reader: Reader) -> None:
    text = "Hizentra is an immunoglobulin.\n\nWarnings\nThrombosis, haemolysis.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"thromboembolism", "hemolysis"}


@pytest.mark.parametrize(
    "text",
    [
        "Patients with thrombophilia or renal failure were excluded from the IVIG trial.",
        "Patients received IVIG. Patients with a family history of thrombosis were excluded.",
        "IVIG was given to all. Those with a history of thrombosis or asthma were not eligible.",
    ],
)
def test_who_was_excluded_from_a_trial(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, text, "contraindicated_in")
    assert not objects_in(shipped_reader, text, "has_risk_factor")


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("There have been isolated reports of alopecia with IVIG.", {"alopecia"}),
        ("There are reports of success with IVIG in alopecia.", set()),
        ("IVIG without sucrose is preferred in renal failure.", set()),
        ("IVIG can be given to patients with renal failure at a low rate.", set()),
    ],
)
def test_reports_of_effects_and_states_of_the_treated(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    "text",
    [
        "Although use of IVIG is common, side effects include headache.",
        "Headache may occur more frequently following high dose IVIG.",
    ],
)
def test_words_of_frequency_that_grade_no_effect(shipped_reader: Reader, text: str) -> None:
    assert {claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == {"unspecified"}


def test_a_trial_stopped_for_futility(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "A trial of IVIG in ALS was stopped for futility.", "not_effective_for") == {"amyotrophic-lateral-sclerosis"}


def test_a_route_that_a_disorder_would_contraindicate(shipped_reader: Reader) -> None:
    text = "GamaSTAN should not be given to persons who have a coagulation disorder that would contraindicate intramuscular injections."
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"coagulation-disorder"}


def test_you_should_not_use_a_brand(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "You should not use Octagam if you have IgA deficiency.", "contraindicated_in")


@pytest.mark.parametrize(
    "text",
    ["IVIG is contraindicated in severe renal impairment.", "IVIG\n\nContraindications\n- severe renal impairment\n"],
)
def test_kidneys_that_are_weak_before_the_treatment(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"renal-insufficiency"}


def test_a_list_of_bans_with_a_remark_at_its_end(shipped_reader: Reader) -> None:
    text = "IVIG card\n\nContraindications\nHyperprolinaemia; severe heart failure (volume); pregnancy is generally safe.\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia", "cardiac-failure"}


def test_lines_below_what_to_watch_for(shipped_reader: Reader) -> None:
    text = "IVIG card\n\nWatch for\nANAPHYLAXIS — emergent epinephrine.\nHEADACHE — common; hydrate.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"anaphylaxis", "headache"}


def test_effects_at_the_site_in_a_table(shipped_reader: Reader) -> None:
    text = "SCIG effects\n\n| Effect | How often |\n|---|---|\n| Site redness | Very common |\n| Site pain | Common |\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"injection-site-erythema", "injection-site-pain"}


def test_a_denial_within_a_relative_clause(shipped_reader: Reader) -> None:
    text = "Aseptic meningitis, which goes without harm, and haemolysis have been reported with IVIG."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"aseptic-meningitis", "hemolysis"}


def test_complications_of_vaccinia_apart(shipped_reader: Reader) -> None:
    text = "VIGIV is contraindicated in isolated vaccinia keratitis. VIGIV has not been shown to be of benefit in postvaccinial encephalitis."
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"vaccinia-keratitis"}
    assert objects_in(shipped_reader, text, "not_effective_for") == {"postvaccinial-encephalitis"}


def test_what_one_subject_had(shipped_reader: Reader) -> None:
    text = "No subject on IVIG died. One subject with a family history of clotting withdrew because of urticaria."
    assert not objects_in(shipped_reader, text, "has_risk_factor")


def test_an_effect_that_affects_a_share(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "IVIG. Headache affects up to half of patients treated.", "has_adverse_effect") == {"headache"}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Hizentra is approved for primary immunodeficiency in adults and in children from birth to 18 years.", {"adults and children"}),
        ("IVIG is approved for ITP in adults and for Kawasaki disease in children.", {"adults", "children"}),
    ],
)
def test_whom_a_use_is_for(shipped_reader: Reader, text: str, groups: set[str]) -> None:
    assert {claim.population for claim in claims_in(shipped_reader, text, "treats")} == groups
