"""Handouts, encyclopedia entries, news and policies: how they tell effects, whom a pronoun means, what is approved and what is only explained."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        pytest.param("IVIG treatment worked, resulting in decreased pain and improved stiffness.", set(), id="what is lessened"),
        pytest.param("IVIG can cause reduced appetite and decreased blood pressure.", {"decreased-appetite", "hypotension"}, id="effects of less"),
        pytest.param("IVIG may cause headache. You could also feel a little dizzy or tired.", {"headache", "dizziness", "fatigue"}, id="feel a little"),
        pytest.param("IVIG is given monthly. The reactions that do sometimes happen are rashes and itching.", {"rash", "pruritus"}, id="that happen"),
        pytest.param("The common side effects of IVIG are as follows (Wren, 2019):\n\n- Fever\n- Cough", {"fever", "cough"}, id="as follows"),
        pytest.param("IVIG is made from plasma. It may contain viruses.", {"transmission-of-infectious-agents"}, id="contain viruses"),
        pytest.param("IVIG is made from plasma. It may contain antibodies against viruses.", set(), id="contain antibodies"),
        pytest.param(
            "SCIG is given weekly. Call your nurse if you notice redness at the injection site.", {"injection-site-erythema"}, id="at the site"
        ),
        pytest.param("IVIG runs through a drip. There may be swelling developing at the drip site.", {"injection-site-swelling"}, id="drip site"),
    ],
)
def test_effects_of_handouts(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


def test_sequels_of_a_disease_below_this_results_in_are_no_effects(shipped_reader: Reader) -> None:
    text = (
        "Treatment of stiff person syndrome\nIVIG is given.\n\nPathophysiology\nAntibodies block an enzyme. This results in:\n"
        "- Painful muscle spasms\n- Falls\n"
    )
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


def test_own_shares_and_the_grade_of_the_sentence_before(shipped_reader: Reader) -> None:
    listed = "Anti-D immune globulin\n\nThe most common reactions are:\n- Headache (15%)\n- Chills (<2%)\n"
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, listed, "has_adverse_effect")}
    assert found == {"headache": "very_common", "chills": "common"}
    going_on = "As with any medicine, more serious effects can occur. With IVIG, these include stroke and blood clots."
    assert {claim.severity for claim in claims_in(shipped_reader, going_on, "has_adverse_effect")} == {"serious"}
    warned = "A boxed warning cautions that stroke may occur in people who receive IVIG."
    assert [(claim.object, claim.severity) for claim in claims_in(shipped_reader, warned, "has_adverse_effect")] == [("stroke", "serious")]


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("Gammagard is an IVIG. If you are 65 or older, use this medicine with care. You could have more side effects.", {"advanced-age"}),
        ("IVIG is used with care in people with diabetes. They may have more side effects.", {"diabetes-mellitus"}),
        ("IVIG is used in people with myositis. They may have more falls.", set()),
    ],
)
def test_whom_a_pronoun_means_is_at_risk(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        pytest.param(
            "Hepatitis B immune globulin is a solution. It protects against infection with the hepatitis B virus and is given with a vaccine.",
            {"hepatitis-b"},
            id="a companion does not act",
        ),
        pytest.param(
            "Rabies immunoglobulin is given if you have never been vaccinated against rabies and have been bitten.", {"rabies"}, id="not vaccinated"
        ),
        pytest.param("Hepatitis B immune globulin will not give long-term protection from hepatitis B.", set(), id="no lasting protection"),
        pytest.param("Hepatitis B immune globulin\nHe met the infection by skin pricks.", set(), id="by skin"),
    ],
)
def test_what_hyperimmune_globulins_prevent(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    claims = claims_in(shipped_reader, text, "prevents")
    assert {claim.object for claim in claims if claim.object != "infection"} - ({"hepatitis-b"} if "pricks" in text else set()) == prevented
    assert all(claim.polarity == "affirmed" for claim in claims)


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        pytest.param(
            "The FDA has approved a new indication for Octagam 10% [immune globulin intravenous (human)] to treat dermatomyositis.",
            {("octagam", "dermatomyositis", "approved")},
            id="alias in square brackets",
        ),
        pytest.param(
            "Gamunex was granted orphan drug designation to treat pemphigus.", {("gamunex-c", "pemphigus", "investigational")}, id="orphan drug"
        ),
        pytest.param(
            "IVIG is used for secondary immunodeficiency (an acquired deficiency of antibodies).",
            {("intravenous-immunoglobulin", "secondary-immunodeficiency", "used")},
            id="a gloss is no use",
        ),
        pytest.param(
            "We cover intravenous immunoglobulin (IVIg) for the following diagnoses only:\n\nBlood disorders\n- Autoimmune hemolytic anemia\n"
            "- Chronic lymphocytic leukemia with frequent infections\n\nNeurologic disorders\n- CIDP\n",
            {
                ("intravenous-immunoglobulin", disease, "used")
                for disease in (
                    "autoimmune-hemolytic-anemia", "chronic-lymphocytic-leukemia", "chronic-inflammatory-demyelinating-polyneuropathy",
                )
            },
            id="groups of uses",
        ),
        pytest.param(
            "Immune thrombocytopenia (ITP) is a disorder of the blood defined by a low platelet count.\n\nBleeding may prompt treatment with "
            "corticosteroids, intravenous immunoglobulin or anti-D immunoglobulin.",
            {(product, "immune-thrombocytopenia", "used") for product in ("intravenous-immunoglobulin", "anti-d-immunoglobulin")},
            id="a definition opens the page",
        ),
    ],
)  # fmt: skip
def test_uses_of_news_policies_and_entries(shipped_reader: Reader, text: str, uses: set[tuple[str, str, str]]) -> None:
    assert {(claim.subject, claim.object, claim.status) for claim in claims_in(shipped_reader, text, "treats")} == uses


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("IVIG should not be injected if you have a clotting disorder such as hemophilia.", ("hemophilia", "coagulation-disorder")),
        ("Multifocal motor neuropathy is recognized to be an immune-mediated disorder.", ("multifocal-motor-neuropathy", "immune-system-disease")),
    ],
)
def test_classes_hold_whatever_the_sentence_denies(shipped_reader: Reader, text: str, category: tuple[str, str]) -> None:
    claims = claims_in(shipped_reader, text, "in_category")
    assert [(claim.subject, claim.object, claim.polarity) for claim in claims] == [(*category, "affirmed")]


def test_what_the_body_lacks_and_what_steroids_do_is_not_how_a_product_acts(shipped_reader: Reader) -> None:
    text = "Immunoglobulin is given when the body does not make enough of its own to fight infection."
    assert not claims_in(shipped_reader, text, "acts_via")
    text = "IVIG can cause headache and decreased white blood cells."
    assert not claims_in(shipped_reader, text, "acts_via")
    text = "Anti-D immune globulin\n\nSteroids prevent bleeding by decreasing platelet destruction. Long-term steroids are avoided.\n"
    assert not claims_in(shipped_reader, text, "has_pathology")
    assert not claims_in(shipped_reader, text, "mitigated_by")


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("In these conditions, the goal of IVIG is the same: fewer pneumonias.", "prevents", {"pneumonia"}),
        ("In these conditions, the goal of IVIG is the same: fewer pneumonias.", "has_adverse_effect", set()),
        ("Sepsis and burns were excluded; in the latter, earlier trials of IVIG were negative.", "not_effective_for", {"burn"}),
        ("IVIG is not a cure for any autoimmune disease.", "treats", set()),
        ("IVIG was given. Calcinosis was unaltered.", "not_effective_for", {"calcinosis"}),
        ("Specific immunoglobulins (hepatitis B, rabies) lie outside the scope of this page on IVIG.", "treats", set()),
        ("IVIG is contraindicated in people who have reacted severely to it before.", "contraindicated_in", {"previous-hypersensitivity-reaction"}),
        ("Side effects of IVIG: muscle or joint pain.", "has_adverse_effect", {"myalgia", "arthralgia"}),
        ("IVIG is safe. Lack of IgA is no reason to refuse it. It may also blunt the response to MMR.", "interacts_with", {"mmr-vaccine"}),
        ("IVIG treats secondary antibody deficiency, e.g. after rituximab or in lymphoma.", "in_category", set()),
        (
            "Immunoglobulin criteria\n\n1. Panel approval needed\nEvidence is weak, yet individual patients may gain:\n- Susac syndrome\n",
            "treats",
            {"susac-syndrome"},
        ),
    ],
)
def test_goals_failures_and_scopes(shipped_reader: Reader, text: str, predicate: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, text, predicate) == expected


def test_rows_set_in_below_a_row_on_local_reactions_are_local(shipped_reader: Reader) -> None:
    text = (
        "SCIG in adults\n\nSafety\nEvent | SCIG (n=46) | Placebo (n=46)\nLocal reactions, any | 29 (63%) | 8 (17%)\n   swelling | 21 | 4\n"
        "Rash | 9 (20%) | 8 (17%)\n"
    )
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"injection-site-reaction", "injection-site-swelling", "rash"}


def test_a_policy_with_what_it_does_not_fund_is_no_label(shipped_reader: Reader) -> None:
    text = (
        "Commissioning criteria for immunoglobulin (Ig)\n\n1. Indications\n- Primary immunodeficiency\n\n2. Not commissioned\n- Autism\n\n"
        "3. Contraindications\n- Hyperprolinaemia\n\n4. Side effects\n- Headache\n"
    )
    uses = claims_in(shipped_reader, text, "treats")
    assert {(claim.object, claim.status) for claim in uses if claim.polarity == "affirmed"} == {("primary-immunodeficiency", "used")}


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("She received IVIG for hemolytic anemia; 1 day later she died of pulmonary embolism.", "treats", {"hemolytic-anemia"}),
        ("IVIG is approved for pemphigus; multifocal motor neuropathy.", "treats", {"pemphigus", "multifocal-motor-neuropathy"}),
        ("Hemolysis came with IVIG in the second patient, a 57 year-old female with ITP.", "has_risk_factor", set()),
        ("Her red cells became positive on Coombs testing after IVIG.", "monitored_by", set()),
        ("Her red cells became positive on Coombs testing after IVIG.", "interacts_with", set()),
        ("IVIG is used, while plasma exchange is preferred in those at high risk of clots.", "mitigated_by", set()),
        ("Plasma exchange suits severe hyponatremia, high risk, or associated brain demyelination.", "has_pathology", set()),
    ],
)  # fmt: skip
def test_what_a_case_or_a_choice_between_treatments_does_not_say(shipped_reader: Reader, text: str, predicate: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, text, predicate) == expected


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("Side effects of IVIG: pain in the back or joints, low appetite.", "has_adverse_effect", {"back-pain", "arthralgia", "decreased-appetite"}),
        ("IVIG holds antibodies, which are in your blood and help the body fight infections.", "treats", set()),
        (
            "KIOVIG\n\nWhat KIOVIG is used for\nTreatment of:\n- immune thrombocytopenia (ITP), when you bleed easily;\n"
            "- multifocal motor neuropathy, a disease of the nerves with weakness of the limbs;\n"
            "- secondary immunodeficiency, if you have repeated infections.\n",
            "treats",
            {"immune-thrombocytopenia", "multifocal-motor-neuropathy", "secondary-immunodeficiency"},
        ),
        (
            "IVIG\n\nWarnings\nAseptic meningitis may occur with IVIG. Neck stiffness, fever and nausea are typical.",
            "has_adverse_effect",
            {"aseptic-meningitis"},
        ),
        ("IVIG\n\nAdverse reactions\nSerious reactions in ITP were headache and vomiting.", "has_adverse_effect", {"headache", "vomiting"}),
    ],
)
def test_provisos_signs_and_places(shipped_reader: Reader, text: str, predicate: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, text, predicate) == expected


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        pytest.param(
            "IVIG for your child\n\nSevere side effects\nSome children may have an anaphylactic reaction. If your child has an anaphylactic "
            "reaction, they will have some of the following signs and symptoms. Tell your nurse if you notice any:\n- trouble breathing\n- rash\n",
            {"anaphylaxis"},
            id="signs below a sentence on them",
        ),
        pytest.param(
            "Common reactions of IVIG\nHeadaches are frequent reactions, ranging from mild discomfort to more noticeable pain.", {"headache"}, id="how bad"
        ),
        pytest.param("Serious reactions to IVIG occur in those with preexisting renal failure.", set(), id="who has had it before"),
    ],
)
def test_what_describes_an_effect_is_none(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("CytoGam is a hyperimmune globulin created for prophylactic use when an organ comes from a seropositive donor.", {"cytomegalovirus-infection"}),
        ("Nirsevimab, not CytoGam, is for prophylaxis in infants.", set()),
        ("There was a marked decrease in pneumonia when children were treated with SCIG.", {"pneumonia"}),
    ],
)
def test_what_a_product_is_kept_for_and_what_became_less(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented
    assert objects_in(shipped_reader, text, "treats") == set()


def test_short_names_behind_a_wider_class_keep_their_meaning(shipped_reader: Reader) -> None:
    text = (
        "Intratect is an IVIG.\n\nAlternative therapy in:\n- Major immunodeficiency syndromes (PID) with impaired antibody production\n"
        "- Supplementary immunodeficiencies (SID) in those who have infections\n"
    )
    assert objects_in(shipped_reader, text, "treats") == {"primary-immunodeficiency", "secondary-immunodeficiency"}
    told = "Pelvic inflammatory disease (PID) was excluded. IVIG was given in PID patients with lupus."
    assert "primary-immunodeficiency" not in objects_in(shipped_reader, told, "treats")


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        (
            "Costly antibody drip fails a test\n\nA drip made from donated plasma does nothing for people with narcolepsy, doctors say. "
            "Immunoglobulin is scarce.",
            "not_effective_for",
            {"narcolepsy"},
        ),
        ("Antibody infusions such as tezepelumab help in asthma. Headache is common.", "has_adverse_effect", set()),
        (
            "Immunoglobulin is scarce, so its uses were ranked. First in line are ITP and Kawasaki disease. Pemphigus falls in the second tier. "
            "Last come autism and asthma, where it should not be used.",
            "treats",
            {"immune-thrombocytopenia", "kawasaki-disease", "pemphigus"},
        ),
        ("Immunoglobulin is short. Causes of death were ranked. At the bottom of the list is measles.", "treats", set()),
        ("IVIG was compared with sham in narcolepsy. Rashes and nausea were more frequent than with placebo.", "has_adverse_effect", {"rash", "nausea"}),
        ("A trial of sotrovimab was held. Headache was more frequent than with placebo.", "has_adverse_effect", set()),
        ("IVIG was studied. In lupus, three trials came to nothing.", "not_effective_for", {"systemic-lupus-erythematosus"}),
        ("IVIG is not advised in stroke. It is another matter in lupus; there it is standard care.", "treats", {"systemic-lupus-erythematosus"}),
        ("Steroids are not advised in stroke. Things are different in CIDP: here they are the standard treatment.", "treats", set()),
        ("IVIG was given in lupus. It let patients cut their prednisone dose.", "acts_via", {"steroid-sparing-effect"}),
        ("IVIG was given in lupus. Steroids were cut before the trial.", "acts_via", set()),
        ("IVIG is kept for flares. How it works is not settled, though it may tie up harmful antibodies.", "acts_via", {"autoantibody-neutralisation"}),
        (
            "SCIG at home\n\nShe infuses SCIG under the skin of her thigh. It leaves sore, red bumps for a day.",
            "has_adverse_effect",
            {"injection-site-pain", "injection-site-erythema", "infusion-site-induration"},
        ),
        ("Immune globulin is the mainstay. It can be given into a vein or under the skin.", "given_by_route", {"intravenous-route", "subcutaneous-route"}),
        (
            "Pemphigus\n\nPemphigus vulgaris (PV) is a disease of the skin. Fever and trouble swallowing are typical.\n\nIVIG may be used. "
            "Rash is its main drawback.",
            "has_adverse_effect",
            {"rash"},
        ),
        (
            "Health > Heart > Myocarditis\n\nMyocarditis\n\n- Immunoglobulin is made from plasma. The one trial against placebo found no benefit.",
            "not_effective_for",
            {"myocarditis"},
        ),
        (
            "Immunoglobulin is made from plasma. Headache is its most common side effect; blood clots are rare.",
            "has_adverse_effect",
            {"headache", "thromboembolism"},
        ),
        ("Immunoglobulin is not used. Hereditary neuropathies look alike, but they are genetic disorders.", "in_category", {"genetic-disease"}),
    ],
)  # fmt: skip
def test_news_and_pages_of_institutes(shipped_reader: Reader, text: str, predicate: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, text, predicate) == expected


def test_agencies_and_rankings_give_their_status(shipped_reader: Reader) -> None:
    text = "In March the commission approved Hizentra for dermatomyositis. It has not said whether it approved Privigen for lupus."
    assert {(c.object, c.status) for c in claims_in(shipped_reader, text, "treats") if c.status == "approved"} == {("dermatomyositis", "approved")}
