"""Labels that a text goes on about, parts of a sentence that turn to something else, and grades that are told beside their effects."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader
from kg.reading.safety.bands import frequency_band
from kg.records import Claim


def _effects(reader: Reader, text: str) -> dict[str, Claim]:
    return {claim.object: claim for claim in claims_in(reader, text, "has_adverse_effect")}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("IVIG is FDA-approved here and acts fast.", "approved"),
        ("Gamunex-C won FDA approval for adults.", "approved"),
        ("IVIG is the standard of care.", "recommended"),
        ("Clinical trials of IVIG are ongoing.", "investigational"),
        ("IVIG is given when steroids fail.", "used"),
        ("IVIG is not FDA-approved here.", "used"),
    ],
)
def test_an_item_tells_the_status_of_what_its_label_names(shipped_reader: Reader, said: str, status: str) -> None:
    text = f"# IVIG\n\n## Uses of IVIG\n\n- **Immune thrombocytopenia:** {said}\n- **Kawasaki disease:** a single infusion.\n"
    found = {c.status for c in claims_in(shipped_reader, text, "treats") if c.object == "immune-thrombocytopenia"}
    assert found <= {status, "approved"} if "not" in said else found == {status}


def test_a_column_on_the_label_of_a_country(shipped_reader: Reader) -> None:
    text = "Indications of IVIG\n\nDisease | Evidence | US label\nKawasaki disease | A | yes\nStiff person syndrome | B | no\n"
    assert {c.object: c.status for c in claims_in(shipped_reader, text, "treats")} == {
        "kawasaki-disease": "approved",
        "stiff-person-syndrome": "used",
    }


@pytest.mark.parametrize(
    ("text", "severity", "frequency"),
    [
        ("Life-threatening blood clots, heart attack and stroke have followed IVIG.", "serious", "unspecified"),
        ("Stroke and kidney failure are the most serious risks of IVIG.", "serious", "unspecified"),
        ("Rarely, IVIG has caused something more serious, such as stroke.", "serious", "rare"),
        ("Serious side effects of IVIG are rare; they include haemolysis and stroke.", "serious", "rare"),
        ("More everyday side effects of IVIG are headache and stroke.", "unspecified", "common"),
        ("With IVIG, nausea and stroke affect between 1 and 10% of patients.", "unspecified", "common"),
        ("Stroke was the most common adverse event with IVIG (42%), followed by fever (19%).", "unspecified", "very_common"),
    ],
)
def test_grades_beside_effects(shipped_reader: Reader, text: str, severity: str, frequency: str) -> None:
    stroke = _effects(shipped_reader, f"# Side effects of IVIG\n\n{text}")["stroke"]
    assert (stroke.severity, stroke.frequency) == (severity, frequency)


def test_a_heading_takes_the_grade_of_its_first_sentence(shipped_reader: Reader) -> None:
    text = "WARNINGS AND PRECAUTIONS\n\n5.1 Hypersensitivity. Severe reactions may occur with Octagam.\n"
    assert _effects(shipped_reader, text)["allergic-reaction"].severity == "serious"


def test_shares_of_infusions_in_words() -> None:
    assert frequency_band("accompany roughly one infusion in ten") == "common"


@pytest.mark.parametrize(
    "text",
    [
        "IVIG was stopped because of hyponatraemia caused by carbamazepine.",
        "After IVIG she developed anaemia, which was attributed to iron deficiency.",
        "Back pain and dark urine are the warning signs of haemolysis after IVIG.",
        "Meningitis must be ruled out before IVIG.",
        "Intracranial haemorrhage on IVIG was ascribed to the underlying thrombocytopenia.",
    ],
)
def test_what_is_none_of_its_effects(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, f"# IVIG\n\n{text}", "has_adverse_effect") - {"hemolysis"}


def test_signs_below_the_bare_name_of_a_syndrome(shipped_reader: Reader) -> None:
    text = "# Privigen can cause serious reactions\n\n- Severe allergic reactions. You may get hives, wheezing or a tight throat.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"allergic-reaction"}


def test_what_a_page_on_a_disease_warns_of(shipped_reader: Reader) -> None:
    text = (
        "# Selective IgA deficiency\n\n## Treatment\n\nImmune globulin does not help.\n\n"
        "## Possible Complications\n\nRheumatoid arthritis or celiac disease may develop.\n"
    )
    assert not objects_in(shipped_reader, text, "has_adverse_effect")


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("IVIG reduced relapses in CIDP but had no effect on fatigue.", "treats"),
        ("IVIG improved strength in CIDP; it did not reduce steroid use.", "treats"),
        ("IVIG improved strength in CIDP in small series, but in a larger trial it did not help.", "not_effective_for"),
        ("My insurance refused to cover IVIG for CIDP.", None),
    ],
)
def test_one_outcome_that_failed_is_no_failure(shipped_reader: Reader, text: str, predicate: str | None) -> None:
    found = {said for said in ("treats", "not_effective_for") if objects_in(shipped_reader, text, said)}
    assert found == ({predicate} if predicate else set())


def test_a_use_that_nobody_knows_of_is_hedged(shipped_reader: Reader) -> None:
    for text in ("Nobody knows whether IVIG helps with long COVID.", "Whether IVIG helps in long COVID remains to be seen."):
        assert {c.polarity for c in claims_in(shipped_reader, text, "treats")} == {"hedged"}


@pytest.mark.parametrize(
    "text",
    [
        "IVIG caused aseptic meningitis even at slow infusion rates.",
        "Slow infusion rates did not prevent headache with IVIG.",
        "Headache occurred with IVIG despite premedication with paracetamol.",
    ],
)
def test_measures_that_did_not_help(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, text, "mitigated_by")


def test_a_list_of_bans_ends_with_its_bullets(shipped_reader: Reader) -> None:
    text = (
        "Do not use Privigen:\n- if you are allergic to human immunoglobulins\n- if you have hyperprolinaemia\n\n"
        "Privigen should be given during pregnancy only if clearly needed.\n"
    )
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hypersensitivity-to-immunoglobulin", "hyperprolinemia"}


def test_a_ban_with_several_conditions(shipped_reader: Reader) -> None:
    text = "You should not have immunoglobulin if it has ever given you a severe allergic reaction, or if you have hyperprolinemia."
    assert {"previous-hypersensitivity-reaction", "hyperprolinemia"} <= objects_in(shipped_reader, text, "contraindicated_in")
    assert not objects_in(shipped_reader, text, "has_adverse_effect")


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Primary immunodeficiency (PI) is a group of genetic diseases; CVID and XLA belong to it.",
            {("common-variable-immunodeficiency", "primary-immunodeficiency")},
        ),
        (
            "The vasculitides are a group of immune disorders. The main types are Kawasaki disease and giant cell arteritis.",
            {("kawasaki-disease", "vasculitis")},
        ),
        ("CVID is the most common primary immunodeficiency.", {("common-variable-immunodeficiency", "primary-immunodeficiency")}),
        (
            "Primary immunodeficiency syndromes with impaired antibody production, such as CVID.",
            {("common-variable-immunodeficiency", "primary-immunodeficiency")},
        ),
        (
            "Wiskott-Aldrich syndrome\n\nCategories: Blood Diseases; Skin Diseases\n",
            {("wiskott-aldrich-syndrome", "hematological-disorder"), ("wiskott-aldrich-syndrome", "dermatological-disease")},
        ),
    ],
)
def test_classes_named_before_or_beside(shipped_reader: Reader, text: str, pairs: set[tuple[str, str]]) -> None:
    assert pairs <= {(c.subject, c.object) for c in claims_in(shipped_reader, text, "in_category")}


def test_a_new_clause_ends_the_examples(shipped_reader: Reader) -> None:
    text = "Many develop an autoimmune disease, such as vasculitis or immune thrombocytopenia, and lymphoma is a late danger."
    assert "lymphoma" not in {c.subject for c in claims_in(shipped_reader, text, "in_category")}


def test_a_text_goes_on_about_what_opens_its_sentence(shipped_reader: Reader) -> None:
    text = "Efgartigimod is an alternative to IVIG. Its commonest side effects are respiratory infections and headache."
    assert not objects_in(shipped_reader, text, "has_adverse_effect")


def test_routes_by_mistake_and_in_a_table_head(shipped_reader: Reader) -> None:
    for text in ("If Xembify is accidentally given into a vein, shock may follow.", "Adverse reaction of WinRho | per infusion\nHeadache | 2%\n"):
        assert not objects_in(shipped_reader, text, "given_by_route") & {"intravascular-administration", "intravenous-infusion"}


def test_doubt_about_the_next_mechanism_alone(shipped_reader: Reader) -> None:
    text = "IVIG blocks Fc receptors and possibly speeds the breakdown of harmful antibodies."
    found = {c.object: c.polarity for c in claims_in(shipped_reader, text, "acts_via")}
    assert found["activating-fc-gamma-receptor-blockade"] == "affirmed"
    assert found["autoantibody-removal"] == "hedged"


def test_a_word_that_opens_with_small_letters_begins_a_sentence(shipped_reader: Reader) -> None:
    text = "Maltose in Octagam makes some blood glucose meters read falsely high. mRNA COVID-19 vaccines can be given."
    found = {c.object: c.polarity for c in claims_in(shipped_reader, text, "interacts_with")}
    assert found["blood-glucose-test"] == "affirmed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CIDP can be treated with intravenous immunoglobulin (IVIG) or subcutaneous immunoglobulin (SCIG).", {"intravenous", "subcutaneous"}),
        ("Privigen and Hizentra are approved for CIDP.", {"privigen", "hizentra"}),
        ("The FDA approved Octagam 10% for dermatomyositis and HyQvia for CIDP.", {"hyqvia"}),
    ],
)
def test_products_that_stand_together_or_in_pairs(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    found = {c.subject for c in claims_in(shipped_reader, text, "treats") if c.object == "chronic-inflammatory-demyelinating-polyneuropathy"}
    assert {subject.removesuffix("-immunoglobulin") for subject in found} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IVIG is not FDA-approved for CIDP, but it is widely used.", {("approved", "negated"), ("used", "affirmed")}),
        ("IVIG is not approved for use in CIDP, but studies are ongoing.", {("approved", "negated"), ("investigational", "affirmed")}),
        ("The FDA has not approved IVIG to treat CIDP.", {("approved", "negated")}),
        ("No immune globulin product is licensed for the treatment of CIDP.", {("approved", "negated")}),
        ("Gamunex-C is indicated as maintenance therapy in CIDP.", {("approved", "affirmed")}),
        ("IVIG is used in CIDP. It has not been approved by the FDA for this indication.", {("used", "affirmed"), ("approved", "negated")}),
        ("In patients with CIDP, IVIG is no longer recommended because more effective therapies are available.", {("recommended", "negated")}),
    ],
)
def test_approvals_given_and_denied(shipped_reader: Reader, text: str, expected: set[tuple[str, str]]) -> None:
    assert {(c.status, c.polarity) for c in claims_in(shipped_reader, text, "treats")} == expected


@pytest.mark.parametrize(
    "text",
    [
        "IVIG and plasma exchange are equally effective in CIDP; combining them offers no additional benefit.",
        "Adding methylprednisolone to IVIG was not effective in CIDP.",
    ],
)
def test_an_addition_that_failed(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, text, "not_effective_for")


def test_advice_against_a_list_of_uses_is_no_ban(shipped_reader: Reader) -> None:
    text = "Immunoglobulin should not be prescribed for:\n- Asthma\n- CIDP\n"
    assert not objects_in(shipped_reader, text, "contraindicated_in")
    assert {(c.status, c.polarity) for c in claims_in(shipped_reader, text, "treats")} == {("recommended", "negated")}


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Of 84 patients on IVIG, 12 (14%) had headache and 3 (3.6%) had a rash.", {"headache": "very_common", "rash": "common"}),
        ("Headache occurred in 7.2% of infusions and 45% of patients with IVIG.", {"headache": "very_common"}),
        ("Hypotension was seen only with plasma exchange; with IVIG headache was common.", {"headache": "common"}),
        ("Side effects of plasma exchange include bleeding, whereas IVIG can cause headache.", {"headache": "unspecified"}),
        ("Adverse events with IVIG / placebo:\nHeadache 13.1% / 3.6%\nPlacental abruption 0 / 2\n", {"headache": "very_common"}),
    ],
)
def test_shares_and_arms(shipped_reader: Reader, text: str, effects: dict[str, str]) -> None:
    assert {c.object: c.frequency for c in claims_in(shipped_reader, text, "has_adverse_effect")} == effects


def test_organ_classes_are_not_treated(shipped_reader: Reader) -> None:
    text = "The following adverse reactions have been identified during use of Octagam:\nCardiac disorders: cardiac arrest, palpitations\n"
    assert not objects_in(shipped_reader, text, "treats")
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"cardiac-arrest", "palpitations"}


def test_vaccines_in_parts_of_a_sentence(shipped_reader: Reader) -> None:
    text = "Immunoglobulin may weaken measles, mumps, rubella and varicella vaccines; flu shots are unaffected."
    found = {c.object: c.polarity for c in claims_in(shipped_reader, text, "interacts_with")}
    assert found.pop("influenza-vaccine") == "negated"
    assert found == dict.fromkeys(("measles-vaccine", "mumps-vaccine", "rubella-vaccine", "varicella-vaccine"), "affirmed")


def test_what_a_disease_is_besides(shipped_reader: Reader) -> None:
    text = "Multifocal motor neuropathy is an autoimmune disease caused by anti-GM1 antibodies."
    assert {c.subject for c in claims_in(shipped_reader, text, "caused_by")} == {"multifocal-motor-neuropathy"}


def test_adjectives_and_limits_deny_nothing(shipped_reader: Reader) -> None:
    for text in (
        "IVIG is used in primary immunodeficiency with failing antibody production, among them CVID.",
        "IVIG is used for defects of antibodies. This covers, without being limited to, the defect in CVID.",
    ):
        polarities = {c.polarity for c in claims_in(shipped_reader, text, "treats") if c.object == "common-variable-immunodeficiency"}
        assert polarities == {"affirmed"}


def test_a_paragraph_goes_on_about_its_product(shipped_reader: Reader) -> None:
    text = (
        "# Myositis\n\n## How is myositis treated?\n\nPrednisone comes first. Azathioprine can be added.\n\n"
        "How IVIG works is not known. A dose is dripped into a vein. Headache and chills are common. "
        "Less often, IVIG brings on a blood clot. Clots are likelier in older adults.\n"
    )
    assert {"headache", "chills"} <= objects_in(shipped_reader, text, "has_adverse_effect")
    assert "advanced-age" in objects_in(shipped_reader, text, "has_risk_factor")


def test_lines_of_shares_and_lists_at_the_needle(shipped_reader: Reader) -> None:
    rows = "Adverse reactions with Hizentra\nHeadache: 24.5%\nFatigue: 12 of 149 subjects (8.1%)\n"
    assert {c.object: c.frequency for c in claims_in(shipped_reader, rows, "has_adverse_effect")} == {"headache": "very_common", "fatigue": "common"}
    text = "# Xembify\n\nSide effects of Xembify: infusion site redness, swelling and itching, cough and diarrhea."
    sites = {"injection-site-erythema", "injection-site-swelling", "injection-site-pruritus"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {*sites, "cough", "diarrhea"}


def test_a_product_right_behind_an_effect(shipped_reader: Reader) -> None:
    for text in ("For headache after IVIG, give acetaminophen.", "NSAIDs may be used for headache after IVIG."):
        assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IVIG is not indicated in isolated IgA deficiency.", {("approved", "negated")}),
        ("IVIG could be an option in refractory epilepsy, but evidence is lacking.", {("used", "hedged")}),
        ("IVIG is approved in Europe but not in the United States for CIDP.", {("approved", "affirmed"), ("approved", "negated")}),
        ("IVIG may increase mortality in patients with burns.", set()),
        ("IVIG-treated patients who are over 65 or dehydrated need careful monitoring.", set()),
    ],
)
def test_what_is_said_of_uses(shipped_reader: Reader, text: str, expected: set[tuple[str, str]]) -> None:
    assert {(c.status, c.polarity) for c in claims_in(shipped_reader, text, "treats")} == expected


def test_what_patients_have_before_is_no_effect(shipped_reader: Reader) -> None:
    text = "Patients receiving IVIG may already have hypertension."
    assert not objects_in(shipped_reader, text, "has_adverse_effect")


def test_a_status_of_another_treatment(shipped_reader: Reader) -> None:
    text = "# IVIG\n\n- Warm autoimmune hemolytic anemia: first line steroids; IVIG is of limited benefit.\n- ITP: IVIG is given.\n"
    found = {c.status for c in claims_in(shipped_reader, text, "treats") if c.object == "autoimmune-hemolytic-anemia"}
    assert found == {"used"}
