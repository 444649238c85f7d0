"""What texts say that immunoglobulins are used for, and what they are no use for: sentences go in, uses and failures come out."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    "text",
    [
        "Rhesus immune globulin does not work once a woman has made anti-D antibodies of her own.",
        "Once you have formed antibodies, anti-D will no longer help.",
        "Anti-D immunoglobulin is without value in women who have already formed antibodies to the Rh factor.",
        "Giving anti-D is of no benefit to women who are already sensitised.",
        "WinRho cannot help a mother whose blood already contains anti-D antibodies.",
        "RhoGAM is not useful if the woman is already sensitised.",
    ],
)
def test_anti_d_that_comes_too_late(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == {"rh-isoimmunization"}


@pytest.mark.parametrize(
    "text",
    [
        "Anti-D is injected before the mother has formed antibodies.",
        "Anti-D works only as long as no antibodies have been formed.",
        "Once the mother has formed antibodies, plasma exchange will no longer help.",
        "Anti-D helps if the woman is not yet sensitised.",
    ],
)
def test_anti_d_that_comes_in_time(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == set()


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        ("A blinded trial says no.", True),
        ("So far, no.", True),
        ("Two large trials found that it does not.", True),
        ("The authors found that it does.", False),
        ("Nobody knows.", False),
        ("Whether it does is not known.", False),
    ],
)
def test_a_question_and_its_answer(shipped_reader: Reader, answer: str, failed: bool) -> None:
    text = f"Does immunoglobulin work in chronic fatigue syndrome? {answer}"
    assert bool(objects_in(shipped_reader, text, "not_effective_for")) is failed


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("Neither IVIG nor plasma exchange changed the course of Rasmussen encephalitis.", {"rasmussen-encephalitis"}),
        ("Autism is not a disease in which IVIG is of use.", {"autism-spectrum-disorder"}),
        ("Autism is not a disease in which plasma exchange is of use. IVIG is another matter.", set()),
        ("The notion that IVIG would halt narcolepsy has not held up.", {"narcolepsy"}),
        ("Two trials failed to show that IVIG prevents miscarriage.", {"miscarriage"}),
        ("Immunoglobulin is no cure for multiple sclerosis.", set()),
        ("IVIG failed to halt the progression of Alzheimer's disease.", {"alzheimer-s-disease"}),
        ("The vaccine failed to curb measles; IVIG was not tried.", set()),
    ],
)
def test_states_what_does_not_help(shipped_reader: Reader, text: str, failed: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == failed
    assert objects_in(shipped_reader, text, "treats") == set()


@pytest.mark.parametrize(
    "text", ["IVIG has been abandoned in recurrent miscarriage.", "Most experts have given up on IVIG for recurrent miscarriage."]
)
def test_a_use_that_was_given_up(shipped_reader: Reader, text: str) -> None:
    assert {(claim.object, claim.polarity) for claim in claims_in(shipped_reader, text, "treats")} == {("recurrent-pregnancy-loss", "negated")}


@pytest.mark.parametrize(
    ("text", "freed"),
    [
        ("Diabetes is not in itself a contraindication to immunoglobulin.", {"diabetes-mellitus"}),
        ("Neither pregnancy nor diabetes is a contraindication to SCIG.", {"pregnancy", "diabetes-mellitus"}),
        ("IVIG is not contraindicated in breastfeeding or pregnancy.", {"breast-feeding-women", "pregnancy"}),
        ("Selective IgA deficiency is no absolute contraindication to IVIG.", {"selective-iga-deficiency"}),
        ("IVIG is not contraindicated unless there is hyperprolinemia.", set()),
    ],
)
def test_denies_a_contraindication(shipped_reader: Reader, text: str, freed: set[str]) -> None:
    claims = claims_in(shipped_reader, text, "contraindicated_in")
    assert {claim.object for claim in claims} == freed
    assert all(claim.polarity == "negated" for claim in claims)


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("Contraindications of WinRho: autoimmune hemolytic anemia (hemolysis may become fatal), IgA deficiency.",
         {"autoimmune-hemolytic-anemia", "selective-iga-deficiency"}),
        ("Contraindications of IVIG: hereditary fructose intolerance (brands with sorbitol may cause liver failure); hyperprolinemia.",
         {"hereditary-fructose-intolerance", "hyperprolinemia"}),
        ("Don't use IVIG for asthma or eczema; good evidence that it works is missing.", set()),
    ],
)  # fmt: skip
def test_a_ban_and_its_reasons(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned


@pytest.mark.parametrize(
    ("head", "predicate", "other"), [("Used for", "treats", "prevents"), ("Protects against", "prevents", "treats")]
)
def test_a_germ_alone_in_a_cell(shipped_reader: Reader, head: str, predicate: str, other: str) -> None:
    text = f"| Product | {head} |\n|---|---|\n| CMV immunoglobulin | Cytomegalovirus |\n| VZIG | Varicella zoster virus |"
    assert objects_in(shipped_reader, text, predicate) == {"cytomegalovirus-infection", "varicella"}
    assert objects_in(shipped_reader, text, other) == set()


def test_a_column_that_is_no_use(shipped_reader: Reader) -> None:
    text = "| Product | Donors tested for | Use |\n|---|---|---|\n| CMV immunoglobulin | Cytomegalovirus | transplants |"
    assert objects_in(shipped_reader, text, "treats") == set()


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("Kawasaki disease: 2 g/kg once with aspirin. ITP: 1 g/kg on two days. Renal impairment: 0.4 g/kg, slowly.",
         {"kawasaki-disease", "immune-thrombocytopenia"}),
        ("Dermatomyositis: 2 grams per kilogram every 4 weeks.", {"dermatomyositis"}),
        ("Measles exposure: 0.4 g/kg.", set()),
        ("Obesity: 0.4 g/kg of ideal weight.", set()),
    ],
)  # fmt: skip
def test_a_disease_that_heads_a_dose(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, f"Octagam (IVIG) monograph. Dose. {text}", "treats") == treated


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("The commonest subtypes of Guillain-Barre syndrome are AMAN and Miller Fisher syndrome.",
         {("acute-motor-axonal-neuropathy", "guillain-barre-syndrome"), ("miller-fisher-syndrome", "guillain-barre-syndrome")}),
        ("The commonest complications of Guillain-Barre syndrome are pneumonia and sepsis.", set()),
        ("Doctors describe agammaglobulinemia as a primary immunodeficiency.", {("agammaglobulinemia", "primary-immunodeficiency")}),
        ("Pemphigus foliaceus: the mildest of the autoimmune blistering diseases.", {("pemphigus-foliaceus", "autoimmune-blistering-disease")}),
        ("In myasthenia gravis, as in every autoimmune disease, relapses are common.", {("myasthenia-gravis", "autoimmune-disease")}),
        ("In myasthenia gravis, as in the autoimmune disease lupus, relapses are common.", None),
        ("Rubella and mumps, two viral infections, were once common.", {("rubella", "viral-infection"), ("mumps", "viral-infection")}),
        ("CVID, in other words a primary immunodeficiency, is rare.", {("common-variable-immunodeficiency", "primary-immunodeficiency")}),
        ("Doctors used to call CVID an autoimmune disease.", set()),
        ("Dermatomyositis, together with polymyositis and lupus, counts among the rheumatic diseases.",
         {("dermatomyositis", "rheumatic-disease"), ("polymyositis", "rheumatic-disease"), ("systemic-lupus-erythematosus", "rheumatic-disease")}),
        ("Lupus, along with fatigue, is a burden.", set()),
    ],
)  # fmt: skip
def test_names_the_class_of_a_disease(shipped_reader: Reader, text: str, pairs: set[tuple[str, str]] | None) -> None:
    found = {(claim.subject, claim.object) for claim in claims_in(shipped_reader, text, "in_category")}
    if pairs is None:
        assert ("myasthenia-gravis", "autoimmune-disease") not in found
    else:
        assert found == pairs


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("The rash of two girls with lupus cleared on IVIG, as did their anemia.", {"rash", "anemia", "systemic-lupus-erythematosus"}),
        ("The tremor of CIDP went away once immunoglobulin was begun.", {"tremor", "chronic-inflammatory-demyelinating-polyneuropathy"}),
        ("In dermatomyositis IVIG improved the rash and the weakness.", {"rash", "asthenia", "dermatomyositis"}),
        ("IVIG lessened the itch of pemphigoid.", {"pruritus", "pemphigoid"}),
    ],
)
def test_complaints_of_a_disease_that_ease(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


@pytest.mark.parametrize(
    "text",
    [
        "The headaches of two patients with CIDP eased once the IVIG infusion was slowed.",
        "IVIG can cause headache, which eases with rest, in people with CIDP.",
        "The tremor of CIDP went away once plasma exchange was begun.",
        "Pretreatment lessened the headache of patients with MMN on IVIG.",
        "IVIG did not relieve the pain of small fiber neuropathy.",
        "The rate of headache in children with ITP fell after a slower IVIG infusion.",
    ],
)
def test_complaints_that_the_product_does_not_ease(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "treats").isdisjoint({"headache", "tremor", "pain", "small-fiber-neuropathy"})
    assert objects_in(shipped_reader, text, "prevents") == set()


@pytest.mark.parametrize(
    ("text", "studied"),
    [
        ("The PRIMA study randomised 87 people with multifocal motor neuropathy to IVIG or placebo.", {"multifocal-motor-neuropathy"}),
        ("We randomly assigned 40 adults with post-polio syndrome to IVIG or saline.", {"post-polio-syndrome"}),
        ("We randomly assigned 40 adults with post-polio syndrome to rituximab; none had IVIG.", set()),
        ("Study type: interventional. Condition: small fibre neuropathy. Arm 1: IVIg 0.5 g/kg; Arm 2: saline.", {"small-fiber-neuropathy"}),
    ],
)
def test_the_arm_of_a_trial(shipped_reader: Reader, text: str, studied: set[str]) -> None:
    claims = claims_in(shipped_reader, text, "treats")
    assert {(claim.object, claim.status) for claim in claims} == {(condition, "investigational") for condition in studied}


def test_protection_against_what_the_product_is_named_for(shipped_reader: Reader) -> None:
    text = "Tetanus immunoglobulin is injected after dirty wounds as protection against the disease."
    assert objects_in(shipped_reader, text, "prevents") == {"tetanus"}


def test_a_risk_that_falls_is_no_fall(shipped_reader: Reader) -> None:
    text = "The risk of another attack of capillary leak falls sharply on monthly immunoglobulin."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


@pytest.mark.parametrize(
    ("text", "mechanisms"),
    [
        ("Regulatory T cells increase after IVIG.", {"regulatory-t-cell-expansion"}),
        ("Regulatory T cells increase after exercise. IVIG is given for ITP.", set()),
        ("Under IVIG fewer leukocytes stick to the vessel wall.", {"inhibition-of-leukocyte-adhesion"}),
        ("HBIG prevents the virus from attaching to liver cells.", {"inhibition-of-viral-entry"}),
        ("SCIG lends antibodies to those who cannot make their own.", {"passive-immunity"}),
        ("Your blood is full of antibodies, proteins that tag germs. Immunoglobulin is made from plasma.", set()),
        ("IVIG blocks the immune pathways that harm the nerve.", {"blockade-of-harmful-immune-pathways"}),
    ],
)
def test_how_it_acts(shipped_reader: Reader, text: str, mechanisms: set[str]) -> None:
    assert objects_in(shipped_reader, text, "acts_via") == mechanisms


def test_a_line_of_uses_above_the_product(shipped_reader: Reader) -> None:
    text = "Therapeutic indications\nImmunomodulation in adults in: Guillain-Barré syndrome; Kawasaki disease. Octagam is an IVIg."
    assert objects_in(shipped_reader, text, "treats") == {"guillain-barre-syndrome", "kawasaki-disease"}


@pytest.mark.parametrize(
    ("text", "treated", "failed"),
    [
        ("Is IVIG useful in dermatomyositis? A double-blind trial says yes.", {"dermatomyositis"}, set()),
        ("Does IVIG work in dermatomyositis? Nobody says that it does.", set(), set()),
        ("We had hoped that IVIG would help in autism. No improvement was seen.", set(), {"autism-spectrum-disorder"}),
        ("It was hoped that IVIG would slow Alzheimer's disease. It did not.", set(), {"alzheimer-s-disease"}),
        ("It was hoped that IVIG would help in sepsis, and it did.", {"sepsis"}, set()),
    ],
)
def test_what_was_asked_or_hoped(shipped_reader: Reader, text: str, treated: set[str], failed: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated
    assert objects_in(shipped_reader, text, "not_effective_for") == failed


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("If you know that you are allergic to immunoglobulins, Octagam is not for you.", {"hypersensitivity-to-immunoglobulin"}),
        ("An earlier anaphylactic reaction to immune globulin makes its use inadmissible.", {"hypersensitivity-to-immunoglobulin"}),
        ("Immunoglobulin is forbidden in hyperprolinemia.", {"hyperprolinemia"}),
        ("You must not be given this medicine (IVIG) when you have hereditary fructose intolerance.", {"hereditary-fructose-intolerance"}),
        ("Do not have an immunoglobulin infusion if you have hyperprolinemia.", {"hyperprolinemia"}),
        ("Avoid IVIG altogether in people with hyperprolinemia.", {"hyperprolinemia"}),
        ("Do not have a flu vaccine if you have hyperprolinemia and are on IVIG.", set()),
    ],
)
def test_says_whom_it_is_not_for(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned


@pytest.mark.parametrize(
    ("text", "polarities"),
    [("Few doctors now prescribe IVIG for sepsis.", {"negated"}), ("Many doctors now prescribe IVIG for sepsis.", {"affirmed"})],
)
def test_a_use_of_few(shipped_reader: Reader, text: str, polarities: set[str]) -> None:
    assert {claim.polarity for claim in claims_in(shipped_reader, text, "treats")} == polarities


def test_an_illness_that_became_rare(shipped_reader: Reader) -> None:
    text = "Otitis and sinusitis became rare events once the boy with agammaglobulinemia was put on SCIG."
    assert objects_in(shipped_reader, text, "prevents") == {"otitis-media", "sinusitis"}
    assert objects_in(shipped_reader, text, "treats") == {"agammaglobulinemia"}


def test_a_risk_inside_a_line_of_uses(shipped_reader: Reader) -> None:
    text = (
        "Therapeutic indications\nImmunomodulation in adults in: primary immune thrombocytopenia, in patients at high risk of bleeding; "
        "Kawasaki disease (together with aspirin). Panzyga is an IVIg."
    )
    assert objects_in(shipped_reader, text, "treats") == {"immune-thrombocytopenia", "kawasaki-disease"}
