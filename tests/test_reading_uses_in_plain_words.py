"""Plain sentences on what immunoglobulins are used for, and what they keep off: what each says, and what it does not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("The attack of CIDP was treated with steroids, never with IVIG.", set()),
        ("Pemphigus was treated with rituximab, and never with IVIG.", set()),
        ("CIDP was treated with steroids, then with IVIG.", {"chronic-inflammatory-demyelinating-polyneuropathy"}),
        ("The regulator turned down the application for IVIG in Alzheimer's disease.", set()),
        ("IVIG is now also used against toxic epidermal necrolysis.", {"toxic-epidermal-necrolysis"}),
        ("In Kawasaki disease nothing works like IVIG.", {"kawasaki-disease"}),
        ("In Kawasaki disease nothing works.", set()),
        ("In Rasmussen encephalitis IVIG can slow the loss of function.", {"rasmussen-encephalitis"}),
        ("Steroids do little in multifocal motor neuropathy. IVIG brings back strength.", {"multifocal-motor-neuropathy"}),
        ("Your doctor wants you to have IVIG because your son has Kawasaki disease.", {"kawasaki-disease"}),
        ("Babies with Kawasaki disease should be given a single dose of immune globulin.", {"kawasaki-disease"}),
        ("Children who have SCID are maintained on immunoglobulin until the transplant.", {"severe-combined-immunodeficiency"}),
        ("Stiff person syndrome can be kept in check with IVIG.", {"stiff-person-syndrome"}),
        ("Use of IVIG for epilepsy is not an approved indication.", set()),
        ("Octagam is used to treat people who lack antibodies: people born with agammaglobulinaemia, and people with chronic lymphocytic leukaemia.",
         {"agammaglobulinemia", "chronic-lymphocytic-leukemia"}),
        ("Octagam is given to people whose body makes too few antibodies: those with agammaglobulinaemia.", {"agammaglobulinemia"}),
        ("IVIG is dear. Pemphigus vulgaris is treated once steroids have failed.", {"pemphigus-vulgaris"}),
        ("IVIG is dear. Pemphigus vulgaris is treated with steroids.", set()),
        ("People with a low platelet count because of immune thrombocytopenia are given IVIG.", {"immune-thrombocytopenia"}),
        ("Babies who have met someone with measles are given immunoglobulin so that they do not catch it.", set()),
        ("Mothers who have lost a child to gestational alloimmune liver disease are given IVIG.", set()),
        ("# Indications and usage\nBivigam is indicated for primary humoral immunodeficiency. This takes in, but is not confined to, the humoral immune "
         "defect of agammaglobulinemia.", {"primary-immunodeficiency", "agammaglobulinemia"}),
    ],
)  # fmt: skip
def test_what_is_treated(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "averted"),
    [
        ("RSV immune globulin was given to shield premature infants from bronchiolitis.", {"bronchiolitis"}),
        ("Anti-D has almost abolished haemolytic disease of the newborn.", {"hemolytic-disease-of-the-fetus-and-newborn"}),
        ("IVIG has reduced early antibody-mediated rejection.", {"antibody-mediated-rejection"}),
        ("Monthly IVIG brought the infection rate down.", {"infection"}),
        ("Boys who were not on antibiotics had fewer bacterial infections under IVIG than under placebo.", {"bacterial-infection"}),
        ("Pneumonia and sinusitis became rare once she had been put on SCIG.", {"pneumonia", "sinusitis"}),
        ("The rate of pneumonia went down after IVIG was begun.", {"pneumonia"}),
        ("Deaths from pneumonia went down after IVIG was begun.", set()),
        ("Immune globulin gives short-lived protection after measles contact.", {"measles"}),
        ("Capillary leak syndrome is kept at bay with monthly IVIG.", {"capillary-leak-syndrome"}),
        ("Babies who have met someone with measles are given immunoglobulin so that they do not catch it.", {"measles"}),
        ("Mothers who have lost a child to gestational alloimmune liver disease are given IVIG.", {"gestational-alloimmune-liver-disease"}),
        ("Mothers with gestational alloimmune liver disease are given IVIG.", set()),
        ("To avoid sensitisation, D-negative women should have anti-D after a fall.", {"rh-isoimmunization"}),
        ("Anti-D stops Rh-negative mothers from forming antibodies against their baby's red cells.", {"rh-isoimmunization"}),
        ("IVIG makes pneumonia less likely.", {"pneumonia"}),
        ("Slow infusion of IVIG makes headache less likely.", set()),
    ],
)
def test_what_is_kept_off(shipped_reader: Reader, text: str, averted: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == averted


def test_what_is_made_less_likely_is_no_effect(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "IVIG makes bleeding in the brain less likely.", "has_adverse_effect") == set()


def test_when_an_illness_began_is_no_effect(shipped_reader: Reader) -> None:
    text = "Children with Kawasaki disease should get IVIG within ten days of the onset of fever."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()
    assert objects_in(shipped_reader, "Headache was seen within two days of the start of IVIG.", "has_adverse_effect") == {"headache"}


def test_praise_is_no_failure(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "In Kawasaki disease nothing works like IVIG.", "not_effective_for") == set()


def test_an_application_turned_down_denies_the_use(shipped_reader: Reader) -> None:
    claims = claims_in(shipped_reader, "The agency turned down the application for IVIG in Alzheimer's disease.", "treats")
    assert [(claim.object, claim.polarity) for claim in claims] == [("alzheimer-s-disease", "negated")]
