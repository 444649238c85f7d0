"""Product leaflets, label summaries, trial registrations and case reports: bands, lists of uses, signs and findings that are no effects."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def test_a_long_line_of_frequency_holds_for_the_list_below_it(shipped_reader: Reader) -> None:
    text = (
        "Octagam\n\n4. Possible side effects\n\nVery common side effects (may affect more than 1 in 10 people):\n"
        "Chills, cough.\nUncommon side effects (may affect up to 1 in 100 people):\nVertigo,\nreduced sense of touch, joint inflammation.\n"
    )
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found["chills"] == found["cough"] == "very_common"
    assert found["vertigo"] == found["hypesthesia"] == "uncommon"
    assert objects_in(shipped_reader, text, "acts_via") == set()


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        pytest.param(
            "IVIG can cause fever, itching, local reactions (such as redness).",
            {"fever", "pruritus", "injection-site-reaction", "injection-site-erythema"},
            id="the bracket's members only",
        ),
        pytest.param(
            "IVIG can cause redness and itching (local reactions).",
            {"injection-site-erythema", "injection-site-pruritus"},
            id="named behind",
        ),
        pytest.param(
            "Possible side effects of Privigen: accumulation of fluid under the skin, reddened skin, chills.",
            {"edema", "erythema", "chills"},
            id="fluid under the skin",
        ),
        pytest.param(
            "IVIG may cause anaemia (too few red cells, with symptoms such as pale skin, shortness of breath and dizziness) and chills.",
            {"anemia", "chills"},
            id="signs in a bracket",
        ),
        pytest.param("IVIG may cause a transient stroke and rapid swelling of the skin.", {"transient-ischemic-attack", "angioedema"}, id="names"),
    ],
)
def test_effects_and_their_places_and_signs(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Flebogamma\n\nThe endpoints used to evaluate safety are: adverse events; blood pressure; haemolysis; headache.", set()),
        ("Privigen\n\nSafety outcomes will include thrombosis and headache.", set()),
        ("Privigen\n\nAdverse events were headache and chills.", {"headache", "chills"}),
        ("Anna was given IVIG for myositis.\n\nShe went home on day four. Clinical examination still showed conjunctivitis and rash.", set()),
        ("Anna was given IVIG for myositis.\n\nAfter the infusion, examination showed a new rash.", {"rash"}),
    ],
)
def test_what_is_to_be_measured_or_was_found_is_no_effect(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "mechanisms"),
    [
        ("IVIG\n\nDiscussion\nChildren with Kawasaki disease have higher fever and raised platelet counts.", set()),
        ("IVIG\n\nDiscussion\nAdults with sepsis show lower counts of red cells, and increased platelet numbers.", set()),
        ("IVIG\n\nDiscussion\nIn children with ITP, IVIG lowered the risk of bleeding and raised platelet counts.", {"increase-of-platelet-count"}),
    ],
)
def test_what_people_have_is_no_mechanism(shipped_reader: Reader, text: str, mechanisms: set[str]) -> None:
    assert objects_in(shipped_reader, text, "acts_via") == mechanisms


@pytest.mark.parametrize(
    ("text", "routes"),
    [
        ("Cuvitru is a solution for infusion (drip) under the skin.", {"subcutaneous-infusion", "subcutaneous-route"}),
        ("Immunoglobulin is given by drip under the skin.", {"subcutaneous-infusion"}),
        ("Privigen is given by drip in hospital.", {"intravenous-infusion"}),
    ],
)
def test_a_drip_under_the_skin_is_no_vein(shipped_reader: Reader, text: str, routes: set[str]) -> None:
    assert objects_in(shipped_reader, text, "given_by_route") == routes


_GROUPS = """1. What Octagam is and what it is used for

Octagam is used for

Treatment of patients with certain autoimmune diseases (immunomodulation). There are three kinds:
1. Patients with an illness that leads to weakness of the muscles (myasthenia gravis, MG).
2. Patients who have a rare disorder which causes blisters of the skin and mouth (pemphigus vulgaris).
3. Patients who suffer from Guillain-Barre syndrome.
"""


def test_uses_described_before_their_names_in_brackets(shipped_reader: Reader) -> None:
    named = {"myasthenia-gravis", "pemphigus-vulgaris", "guillain-barre-syndrome"}
    assert objects_in(shipped_reader, _GROUPS, "treats") == {*named, "autoimmune-disease"}
    members = {(claim.subject, claim.object) for claim in claims_in(shipped_reader, _GROUPS, "in_category")}
    assert members == {(disease, "autoimmune-disease") for disease in named}
    assert objects_in(shipped_reader, _GROUPS, "has_adverse_effect") == set()


_LUPUS_ASTHMA = {"systemic-lupus-erythematosus", "asthma"}


@pytest.mark.parametrize(
    ("text", "banned", "effects"),
    [
        ("Privigen is contraindicated after anaphylaxis to albumin and in patients with asthma.", {"anaphylaxis", "asthma"}, set()),
        ("Privigen is contraindicated after splenectomy or in asthma.", {"splenectomy", "asthma"}, set()),
        ("Privigen must not be given in asthma or after a stroke.", {"asthma", "stroke"}, set()),
        ("Privigen must not be given in lupus or asthma: haemolysis and stroke have been seen.", _LUPUS_ASTHMA, {"hemolysis", "stroke"}),
        ("Privigen is contraindicated in any of the following: lupus; asthma.", _LUPUS_ASTHMA, set()),
        ("Privigen is used for lupus. A stroke followed the infusion.", set(), {"stroke"}),
        ("Contraindications to plasma exchange include asthma. Privigen is used for lupus.", set(), set()),
    ],
)
def test_bans_after_an_event_and_their_reasons(shipped_reader: Reader, text: str, banned: set[str], effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


def test_a_grade_in_the_middle_of_a_list_is_its_members_own(shipped_reader: Reader) -> None:
    text = "Privigen\n\n4. Possible side effects\n\nCough, serious skin reactions, trembling, life-threatening clots, migraine, changes to blood tests.\n"
    found = {claim.object: claim.severity for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {
        "cough": "unspecified", "skin-lesion": "serious", "tremor": "unspecified", "thromboembolism": "serious", "migraine": "unspecified",
    }  # fmt: skip
    assert objects_in(shipped_reader, text, "interacts_with") == set()
    all_of_them = "Privigen can cause headache, serious reactions, including stroke and haemolysis."
    assert {c.object: c.severity for c in claims_in(shipped_reader, all_of_them, "has_adverse_effect")} == {
        "headache": "unspecified", "stroke": "serious", "hemolysis": "serious",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "objects"),
    [
        (
            "Privigen weakens live vaccines such as those against measles and mumps. So you may have to wait before certain vaccinations.",
            {"measles-vaccine", "mumps-vaccine", "live-attenuated-virus-vaccine"},
        ),
        ("Privigen\n\n4. Possible side effects\n\nImpaired hearing, chills, abnormal antibody tests, cough.", set()),
        ("Privigen may impair antibody tests.", {"serological-test"}),
    ],
)
def test_interactions_of_lists(shipped_reader: Reader, text: str, objects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "interacts_with") == objects


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("Privigen is used to treat severe infections with hepatitis B virus.", {"hepatitis-b"}),
        ("Privigen is given for severe infections in neonates.", {"severe-infection"}),
        ("Privigen is used for patients with recurrent or severe infections due to secondary immunodeficiency.", {"secondary-immunodeficiency"}),
        ("Privigen is used for patients with infections due to HIV.", set()),
        ("The aim is to see if Privigen works, with no more than one bacterial infection per year in CVID.", {"common-variable-immunodeficiency"}),
        ("Vaccinia immune globulin is used for vaccinia and other poxvirus infections.", {"vaccinia", "viral-infection"}),
    ],
)
def test_infections_named_by_their_cause(shipped_reader: Reader, text: str, uses: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == uses


_OTHER_GROUPS = """1. What Cuvitru is and what it is used for

Cuvitru is given to people who do not make enough antibodies (replacement therapy), such as:
patients born without antibodies (primary immunodeficiencies).
patients who have frequent or severe infections because of an immune system weakened by another illness.
"""


def test_a_denial_ends_before_the_name_of_what_it_describes(shipped_reader: Reader) -> None:
    found = {(claim.object, claim.polarity) for claim in claims_in(shipped_reader, _OTHER_GROUPS, "treats")}
    assert {("primary-immunodeficiency", "affirmed"), ("secondary-immunodeficiency", "affirmed")} <= found
    assert not {name for name, _ in found} & {"severe-infection", "recurrent-infection"}
    assert objects_in(shipped_reader, _OTHER_GROUPS, "acts_via") == {"antibody-replacement"}
    told = claims_in(shipped_reader, "Privigen is not used for patients without hypogammaglobulinemia (HGG).", "treats")
    assert {claim.polarity for claim in told} <= {"negated"}
    body = "Patients with CVID cannot make antibodies to fight infections. Privigen is used for CVID."
    assert objects_in(shipped_reader, body, "acts_via") == set()


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Privigen is used in certain inflammatory disorders (autoimmune diseases).", set()),
        ("Privigen is used in lupus (an autoimmune disease).", {("systemic-lupus-erythematosus", "autoimmune-disease")}),
    ],
)
def test_another_name_for_a_class_is_no_class_of_it(shipped_reader: Reader, text: str, groups: set[tuple[str, str]]) -> None:
    assert {(claim.subject, claim.object) for claim in claims_in(shipped_reader, text, "in_category")} == groups


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("Low antibodies lead to infections with bacteria. This is preventable with regular IVIG.", {"bacterial-infection"}),
        ("Pneumonia is common in myeloma. It can be averted by monthly IVIG.", {"pneumonia"}),
        ("Myeloma often leads to pneumonia. This complication can be prevented with IVIG.", {"pneumonia"}),
        ("Low antibodies lead to pneumonia. This cannot be prevented with IVIG.", set()),
        ("Low antibodies lead to pneumonia. This can be prevented with antibiotics.", set()),
    ],
)
def test_what_is_said_to_be_preventable_was_named_before(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Immunomodulatory treatments such as IVIG might be tried in myositis.", "affirmed"),
        ("Although its action may differ from child to child, IVIG neutralises toxins.", "affirmed"),
        ("IVIG might suppress inflammation in myositis.", "hedged"),
    ],
)
def test_what_a_treatment_is_called_is_beyond_doubt(shipped_reader: Reader, text: str, polarity: str) -> None:
    assert {claim.polarity for claim in claims_in(shipped_reader, text, "acts_via")} == {polarity}


def test_what_is_not_known_and_whom_it_is_given_slowly_is_no_effect_or_use(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "Privigen\n\nIt is not known whether Privigen can harm an unborn baby.", "has_adverse_effect") == set()
    text = (
        "INDICATIONS AND USAGE\nPrivigen is indicated for the treatment of adults with CVID.\nImportant safety information\n"
        "- For patients at risk of thrombosis, renal dysfunction or failure, administer Privigen at the minimum dose available.\n"
    )
    assert objects_in(shipped_reader, text, "treats") == {"common-variable-immunodeficiency"}


def test_a_switch_and_a_first_infusion_make_effects_likelier(shipped_reader: Reader) -> None:
    text = "Cuvitru\n\n2. Before you use it\n\nSide effects may be more frequent if:\n- you have received another brand and have been changed to it.\n"
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"product-switch"}


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Privigen can cause infections (of the nose and throat, kidney or bladder).", {"nasopharyngitis", "kidney-infection", "cystitis"}),
        ("Privigen can cause pain (in the back, joints or legs).", {"pain", "back-pain", "arthralgia", "pain-in-extremity"}),
        ("Privigen can cause swelling (of the face or your ankles).", {"edema", "face-edema", "peripheral-edema"}),
        ("Privigen can cause infections of the kidney or bladder.", {"kidney-infection", "cystitis"}),
        ("Privigen can cause inflammation of the nose and throat.", {"nasopharyngitis"}),
        ("Privigen can cause pain (in one adult or child).", {"pain"}),
    ],
)
def test_places_in_brackets(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


def test_low_levels_name_no_product(shipped_reader: Reader) -> None:
    text = "Cuvitru\n\nRegular doses of Cuvitru raise low immunoglobulin levels to normal levels (replacement therapy)."
    told = claims_in(shipped_reader, text, "treats") + claims_in(shipped_reader, text, "acts_via")
    assert {claim.subject for claim in told} == {"cuvitru"}


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Wait three months after Privigen until your child can have the MMR vaccine.", "affirmed"),
        ("You may have to wait a year after Privigen before you can receive the MMR vaccine.", "affirmed"),
        ("You can still have the MMR vaccine while on Privigen.", "negated"),
        ("Before Privigen is started you can receive the MMR vaccine.", "negated"),
    ],
)
def test_what_one_has_to_wait_for_is_not_safe(shipped_reader: Reader, text: str, polarity: str) -> None:
    found = claims_in(shipped_reader, text, "interacts_with")
    assert [(claim.object, claim.polarity) for claim in found] == [("mmr-vaccine", polarity)]


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        ("IVIG is given for lupus. Sarcoidosis is hard to recognise because of its resemblance to tuberculosis.", set()),
        ("IVIG is given for lupus. Myocarditis is caused by influenza.", {"influenza"}),
    ],
)
def test_what_an_illness_looks_like_did_not_cause_it(shipped_reader: Reader, text: str, causes: set[str]) -> None:
    assert objects_in(shipped_reader, text, "caused_by") == causes


def test_no_more_than_denies_nothing(shipped_reader: Reader) -> None:
    text = "Privigen\n\nNo more than two bottles of Privigen are used in any given infusion."
    assert {claim.polarity for claim in claims_in(shipped_reader, text, "given_by_route")} == {"affirmed"}


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("High-dose IVIG was begun and she improved, confirming the diagnosis of dermatomyositis.", {"dermatomyositis"}),
        ("A rapid response to IVIG supported the diagnosis of CIDP.", {"chronic-inflammatory-demyelinating-polyneuropathy"}),
        ("There was no response to IVIG, and a biopsy confirmed the diagnosis of lymphoma.", set()),
        ("A biopsy confirmed the diagnosis of lymphoma, and the skin improved after IVIG.", set()),
    ],
)
def test_a_response_that_proves_the_diagnosis(shipped_reader: Reader, text: str, uses: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == uses
