"""Patients' pages and short encyclopedia entries: what other means treat, what is over, hopes of studies, and whom a pronoun goes back to."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

_NEWBORN = "Anti-D immunoglobulin\n\nAnti-D immunoglobulin is given by injection to Rh-negative mothers.\n\nTreatment for neonatal jaundice\n\n"


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        pytest.param(
            _NEWBORN + "Babies with neonatal jaundice are placed under lights. If neonatal jaundice is severe, they may get an exchange transfusion.",
            set(),
            id="a section of other means",
        ),
        pytest.param(
            "IVIG for myositis\n\nTreatment of dermatomyositis\n\nSteroids are given first. It is then added every month.",
            {"dermatomyositis", "inflammatory-myopathy"},
            id="a section that goes on about the product",
        ),
        pytest.param("You will have anti-D immunoglobulin if you had a miscarriage, an amniocentesis or vaginal bleeding.", set(), id="occasions"),
        pytest.param("You can have immunoglobulin if you have CIDP.", {"chronic-inflammatory-demyelinating-polyneuropathy"}, id="for an illness"),
        pytest.param("Any infection has to be treated first, followed by IVIG or plasma exchange.", set(), id="treated first"),
        pytest.param("The thymoma is removed and treated first; then plasma exchange or IVIG follows.", set(), id="treated first, semicolon"),
        pytest.param(
            "In thymoma, the tumor is treated first and IVIG or plasma exchange is used afterwards for the weakness.", set(), id="treated, afterwards"
        ),
        pytest.param("The underlying tumour is treated first. IVIG follows.", set(), id="treated first, full stop"),
        pytest.param("Once the cancer has been treated, IVIG may be given for the neuropathy.", {"peripheral-neuropathy"}, id="once treated"),
        pytest.param(
            "IVIG\n\nTreatment for CIDP\n\nPatients with CIDP usually receive steroids too. CIDP responds within weeks. The infusions are monthly.",
            {"chronic-inflammatory-demyelinating-polyneuropathy"},
            id="a section that speaks of infusions",
        ),
        pytest.param("Kawasaki disease is treated first with IVIG, followed by steroids.", {"kawasaki-disease"}, id="first with the product"),
        pytest.param(
            "CIDP is treated initially, and then every month, with IVIG.", {"chronic-inflammatory-demyelinating-polyneuropathy"}, id="with it, later"
        ),
    ],
)
def test_what_other_means_treat(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        pytest.param("IVIG is used in survivors of sepsis with CIDP.", {"chronic-inflammatory-demyelinating-polyneuropathy"}, id="survivors of"),
        pytest.param("IVIG has been tried in people who survived Ebola and now have uveitis.", {"uveitis"}, id="who survived"),
        pytest.param("Long COVID affects people who have recovered from COVID-19. IVIG has been tried in it.", {"long-covid"}, id="recovered from"),
        pytest.param(
            "Post-Ebola syndrome\n\nWhat are the treatments for post-Ebola syndrome?\nRest is advised. IVIG may be given for joint pain.",
            {"arthralgia"},
            id="page on what follows",
        ),
        pytest.param("IVIG speeds recovery from Guillain-Barré syndrome.", {"guillain-barre-syndrome"}, id="speeds recovery"),
        pytest.param("The patient was given IVIG and recovered from myasthenia gravis.", {"myasthenia-gravis"}, id="recovered with it"),
    ],
)
def test_an_illness_that_is_over_is_not_treated(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("My daughter has CVID. Antibiotics are no longer effective, and we cannot get immunoglobulin here.", set()),
        ("Our son has ITP. Steroids do not work any longer, and IVIG is not available.", set()),
        ("In ITP the tablets are not effective, and our hospital has no IVIG.", set()),
        ("Steroids and IVIG were not effective for ITP.", {"immune-thrombocytopenia"}),
        ("IVIG is not available everywhere and does not work for chronic fatigue syndrome.", {"myalgic-encephalomyelitis-chronic-fatigue-syndrome"}),
    ],
)
def test_a_product_that_cannot_be_had_has_not_failed(shipped_reader: Reader, text: str, failed: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == failed


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("What are the treatments for CIDP?\nPhysiotherapy is advised. Small studies suggest that IVIG may improve strength.", "hedged"),
        ("How is Sjögren syndrome treated?\nEye drops are used. A few small studies indicate that IVIG may ease neuropathy.", "hedged"),
        ("What are the treatments for CIDP?\nIVIG is the main treatment. It may reduce pain.", "affirmed"),
        ("What are the treatments for stiff person syndrome?\nStudies show that IVIG is effective.", "affirmed"),
    ],
)
def test_a_question_on_treatment_is_answered_with_the_doubt_of_its_section(shipped_reader: Reader, text: str, polarity: str) -> None:
    found = [claim.polarity for claim in claims_in(shipped_reader, text, "treats") if claim.object != "peripheral-neuropathy"]
    assert found == [polarity]


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        pytest.param("A combination of tetanus vaccine and tetanus immune globulin is advised for dirty exposures.", {"tetanus"}, id="combination"),
        pytest.param("Both tetanus immune globulin and tetanus vaccine are recommended for dirty wounds.", {"tetanus"}, id="both"),
        pytest.param("Hepatitis B immune globulin together with the vaccine is given after a needlestick exposure.", {"hepatitis-b"}, id="together"),
        pytest.param("Varicella zoster immune globulin, along with the vaccine, is advised after an exposure.", {"varicella"}, id="along with"),
        pytest.param("HRIG and rabies vaccine should be given to everyone exposed to a rabid animal.", {"rabies"}, id="exposed to"),
        pytest.param("Post-exposure treatment consists of a dose of rabies immune globulin and vaccine.", {"rabies"}, id="consists of"),
        pytest.param("Wound care, vaccine and rabies immune globulin are recommended after any bite from a bat.", {"rabies"}, id="the second injury"),
        pytest.param("Hepatitis A vaccine plus immune globulin is advised for travellers.", set(), id="plus"),
        pytest.param("Tetanus immune globulin should not be exposed to heat. It is given in the clinic.", set(), id="exposed to heat"),
        pytest.param("Only the vaccine and not rabies immune globulin is given after a bite.", set(), id="only the vaccine"),
        pytest.param("Hepatitis B immune globulin is not given after an exposure.", set(), id="not given"),
        pytest.param("Rabies immune globulin and vaccine are not needed for exposures to rodents.", set(), id="not needed"),
    ],
)
def test_a_globulin_beside_its_vaccine(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented
    assert objects_in(shipped_reader, text, "interacts_with") == set()


@pytest.mark.parametrize(
    ("text", "routes"),
    [
        pytest.param(
            "Botulism antitoxin is a medicine. It is used to treat botulism along with antibiotics. It is given by injection into a vein.",
            {"intravenous-injection"},
            id="behind a companion",
        ),
        pytest.param(
            "SCIG is given to people with CVID. Most people receive it by weekly subcutaneous injections.", {"subcutaneous-injection"}, id="receive it"
        ),
        pytest.param(
            "Gammaglobulin is the main treatment for CVID. For years patients had this by infusion into a vein. Now many are getting it by injection "
            "under the skin. The choice between infusion and injection is theirs.",
            {"intravenous-infusion", "subcutaneous-injection"},
            id="in turn",
        ),
        pytest.param("Steroids are the main treatment for ITP. Most people take it by mouth. IVIG is dear.", set(), id="another treatment"),
    ],
)
def test_routes_behind_a_pronoun(shipped_reader: Reader, text: str, routes: set[str]) -> None:
    assert objects_in(shipped_reader, text, "given_by_route") == routes


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        pytest.param(
            "Varicella zoster immune globulin is a medicine. It is used for chickenpox together with acyclovir. It may cause headache.",
            {"headache"},
            id="behind a companion",
        ),
        pytest.param(
            "Redness at the site of injection is common with hepatitis B immune globulin. Allergies such as hives may seldom develop.",
            {"injection-site-erythema", "allergic-reaction", "urticaria"},
            id="at the site of injection",
        ),
        pytest.param(
            "Anti-D immunoglobulin is made from plasma. There is a tiny risk of catching an infection like hepatitis C or HIV.",
            {"transmission-of-infectious-agents"},
            id="a tiny risk",
        ),
        pytest.param("CIDP is treated with IVIG. There is a small risk of relapse.", set(), id="a risk of the disease"),
        pytest.param("IVIG is used in lupus along with steroids. They may cause diabetes.", set(), id="of the companion"),
    ],
)
def test_effects_behind_a_pronoun(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        pytest.param(
            "Drugs that dampen the immune system, such as steroids, rituximab or IVIG, are used in myositis.",
            {"suppression-of-overactive-immune-system"},
            id="such as",
        ),
        pytest.param(
            "Doctors try to curb the autoimmune attack using steroids, plasma exchange or immunoglobulin.",
            {"suppression-of-overactive-immune-system"},
            id="using",
        ),
        pytest.param(
            "Therapies that modulate immunity, namely steroids or intravenous immunoglobulin, helped in Susac syndrome.", {"immunomodulation"}, id="namely"
        ),
        pytest.param("Treatments which modulate immunity, such as azathioprine, are used before IVIG.", set(), id="another treatment"),
        pytest.param("Prednisone reduces the autoimmune response in myositis. IVIG can be added.", set(), id="another sentence"),
        pytest.param(
            "Anti-D immune globulin holds antibodies that bind to Rh-positive blood cells of the baby.",
            {"rhd-positive-erythrocyte-clearance"},
            id="blood cells",
        ),
    ],
)
def test_mechanisms_of_listed_treatments(shipped_reader: Reader, text: str, ways: set[str]) -> None:
    assert objects_in(shipped_reader, text, "acts_via") == ways


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        pytest.param(
            "Stiff person syndrome is a nerve disorder that is regarded as a variant of myasthenia gravis.",
            {"neurological-disorder", "myasthenia-gravis"},
            id="that is",
        ),
        pytest.param(
            "MMN is a nerve disorder which is regarded as a form of CIDP.",
            {"neurological-disorder", "chronic-inflammatory-demyelinating-polyneuropathy"},
            id="which is",
        ),
        pytest.param("Evans syndrome is a rare blood disorder that is treated with IVIG.", {"hematological-disorder"}, id="no class in the clause"),
    ],
)
def test_what_a_class_is_said_to_be_its_member_is(shipped_reader: Reader, text: str, classes: set[str]) -> None:
    assert objects_in(shipped_reader, text, "in_category") == classes


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Paraneoplastic disorders such as neuromyotonia, cerebellar degeneration, and encephalomyelitis are rare.",
         {"neuromyotonia", "paraneoplastic-cerebellar-degeneration", "paraneoplastic-encephalomyelitis"}),
        ("Paraneoplastic syndromes, including cerebellar degeneration, are treated with IVIG.", {"paraneoplastic-cerebellar-degeneration"}),
        ("Cerebellar degeneration may follow paraneoplastic syndromes.", set()),
    ],
)  # fmt: skip
def test_the_adjective_of_a_class_is_said_once_for_its_members(shipped_reader: Reader, text: str, members: set[str]) -> None:
    claims = claims_in(shipped_reader, text, "in_category")
    assert {claim.subject for claim in claims if claim.object == "paraneoplastic-syndrome"} == members


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        pytest.param(
            "How are inflammatory myopathies treated?\nSteroids are given. Rituximab helps a few. IVIG is another choice.",
            {"inflammatory-myopathy"},
            id="a class in the first heading",
        ),
        pytest.param(
            "What are the treatments for stiff person syndrome?\nAny thymoma is treated first, and then steroids or IVIG calm the immune system. Plasma "
            "exchange may help.",
            {"stiff-person-syndrome"},
            id="beside what is treated first",
        ),
    ],
)
def test_headings_on_treatment(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("Gammaglobulin (antibodies to prevent or fight infections) is given for CVID.", {"infection"}),
        ("Immune globulin is given every month to prevent and fight infection.", {"infection"}),
        ("Gammaglobulin helps to fight infections.", set()),
        ("Immunoglobulins (proteins in the blood that prevent infections) are low in CVID. IVIG is given.", set()),
    ],
)
def test_one_object_of_preventing_and_fighting(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented


def test_the_disease_of_a_globulin_is_averted_not_the_exposure(shipped_reader: Reader) -> None:
    text = "Vaccine with hepatitis B immune globulin is recommended for percutaneous exposure."
    assert objects_in(shipped_reader, text, "prevents") == {"hepatitis-b"}


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Botulism antitoxin is a medicine. The horse product is seldom used because of the risk of anaphylaxis.", {"anaphylaxis"}),
        ("Tetanus immune globulin is a medicine. The human version is not sold here. The equine version is avoided due to the risk of serum sickness.",
         {"serum-sickness"}),
        ("IVIG is used in CIDP. Plasma exchange is not used due to the risk of bleeding.", set()),
    ],
)  # fmt: skip
def test_the_risk_of_a_version(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Unlike steroids, IVIG does not raise the risk of pneumonia.", {"pneumonia"}),
        ("SCIG does not increase your chance of getting stroke or blood clots.", {"stroke", "thromboembolism"}),
        ("Intravenous immunoglobulin (IVIG) did not increase the risk for cancer.", {"cancer"}),
        ("Diabetes does not increase the risk of stroke with IVIG.", set()),
        ("Steroids do not raise the risk of infection. IVIG is used too.", set()),
    ],
)
def test_a_risk_that_is_not_raised_is_an_effect_denied(shipped_reader: Reader, text: str, denied: set[str]) -> None:
    claims = claims_in(shipped_reader, text, "has_adverse_effect")
    assert {claim.object for claim in claims if claim.polarity == "negated"} == denied
    assert all(claim.polarity == "negated" for claim in claims)


def test_rhesus_disease_said_to_be_treated_is_taken_as_written(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "Rhesus incompatibility is treated with anti-D immunoglobulin.", "treats") == {"rh-isoimmunization"}
    assert objects_in(shipped_reader, "Anti-D immunoglobulin is used for rhesus incompatibility.", "prevents") == {"rh-isoimmunization"}
