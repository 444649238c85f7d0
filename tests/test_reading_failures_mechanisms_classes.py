"""Plain words for what does not help, for how a product acts and for what an illness is one of, and what they do not say."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("Rubella immunoglobulin given to expectant mothers did not improve outcomes.", {"rubella"}),
        ("In the trial, COVID-19 hyperimmune globulin failed to prevent severe illness.", {"covid-19"}),
        ("Cytomegalovirus immunoglobulin in pregnancy missed its primary endpoint.", {"cytomegalovirus-infection"}),
        ("Hay fever, tiredness and colds. IVIG does not help with any of these.", {"rhinitis", "fatigue", "nasopharyngitis"}),
        ("Colds will go on as before: immunoglobulin makes no difference to them.", {"nasopharyngitis"}),
        ("Immunoglobulin does not prevent a cold.", {"nasopharyngitis"}),
        ("Relapsing polychondritis proved unresponsive to intravenous immunoglobulin.", {"relapsing-polychondritis"}),
        ("IVIG does little, if anything, for chronic fatigue syndrome.", {"myalgic-encephalomyelitis-chronic-fatigue-syndrome"}),
        ("Low-dose immunoglobulin was ineffective in complex regional pain syndrome.", {"complex-regional-pain-syndrome"}),
        ("In amyotrophic lateral sclerosis, survival was unchanged by IVIG.", {"amyotrophic-lateral-sclerosis"}),
        ("Myocarditis in children: IVIG brought no improvement in heart function beyond that seen with saline.", {"myocarditis"}),
        ("Can IVIG treat dysautonomia? The only randomised trial says no.", {"dysautonomia"}),
        ("Will it help my asthma? Unlikely. Two trials of immune globulin were negative.", {"asthma"}),
        ("Stiff person syndrome without cancer does not respond to IVIG.", {"stiff-person-syndrome"}),
    ],
)
def test_lack_of_effect(shipped_reader: Reader, text: str, failed: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == failed
    assert not objects_in(shipped_reader, text, "treats")


@pytest.mark.parametrize(
    "text",
    [
        "In myocarditis symptoms improved with IVIG, and no improvement was seen with saline.",
        "Hepatitis B immunoglobulin did not improve the taste of the wine.",
        "Does immunoglobulin help in CIDP? Not always, but mostly.",
        "After tetanus immunoglobulin the death of the horse could not be prevented in one case.",
        "Use a cold cloth after IVIG; it does not help for long.",
    ],
)
def test_no_lack_of_effect(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, text, "not_effective_for")


def test_a_cold_is_an_illness_and_cold_is_not(shipped_reader: Reader) -> None:
    effects = objects_in(shipped_reader, "Side effects of IVIG: a cold sore, a cold feeling, colds, headache. Use a cold cloth.", "has_adverse_effect")
    assert effects == {"herpes-simplex", "feeling-cold", "nasopharyngitis", "headache"}


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("IVIG may work through inhibition of the neonatal Fc receptor.", {"fcrn-saturation"}),
        ("IVIG shows anti-complement activity.", {"complement-scavenging"}),
        ("Immunoglobulin holds back macrophages from releasing their signals.", {"inhibition-of-macrophage-activation"}),
        ("IVIG slows the destruction of platelets.", {"inhibition-of-macrophage-phagocytosis"}),
        ("IVIG curbs interferon signalling.", {"cytokine-modulation"}),
        ("IVIG hinders the formation of autoantibodies.", {"reduction-of-autoantibody-production"}),
        ("Immunoglobulin puts the immune system back into balance.", {"restoration-of-immune-balance"}),
        ("IVIG neutralises harmful antibodies and hastens their removal.", {"autoantibody-neutralisation", "autoantibody-removal"}),
        ("IVIG acts as a decoy for autoantibodies.", {"autoantibody-neutralisation"}),
        ("IVIG has toxin-neutralising activity.", {"toxin-neutralisation"}),
        ("IVIG quiets inflamed muscles.", {"reduction-of-inflammation"}),
    ],
)
def test_how_a_product_acts(shipped_reader: Reader, text: str, ways: set[str]) -> None:
    assert objects_in(shipped_reader, text, "acts_via") == ways


@pytest.mark.parametrize(
    "text",
    [
        "IVIG is offered because these people have too few antibodies to fight infections.",
        "Those who lack the antibodies needed to fight off germs are given IVIG.",
        "IVIG helps to ward off bacterial infections.",
        "Newer studies look at drugs that block complement. IVIG is older.",
        "IVIG is given where autoantibodies block the receptor and activate complement.",
        "IVIG is given to people whose immune system is suppressed by chemotherapy.",
    ],
)
def test_what_is_no_act_of_the_product(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, text, "acts_via")


def test_mechanisms_that_were_called_proposed(shipped_reader: Reader) -> None:
    text = "The proposed mechanisms of IVIG are set out below. These include Fc receptor blockade and complement scavenging."
    assert [claim.polarity for claim in claims_in(shipped_reader, text, "acts_via")] == ["hedged", "hedged"]


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Mumps and other viral illnesses are caught at school.", {"viral-infection"}),
        ("Viral infections such as rubella (a rash) and mumps are caught at school.", {"viral-infection"}),
        ("Classed as an autoimmune disease, dermatitis herpetiformis itches. As a primary immunodeficiency, CVID lasts.",
         {"autoimmune-disease", "primary-immunodeficiency"}),
        ("Some doctors call sarcoidosis an autoimmune disease.", {"autoimmune-disease"}),
        ("Agammaglobulinemia is the gravest of the primary immunodeficiencies.", {"primary-immunodeficiency"}),
        ("Diphtheria remains a bacterial infection to be reckoned with.", {"bacterial-infection"}),
        ("Takayasu arteritis, one form of vasculitis, narrows the arteries.", {"vasculitis"}),
        ("What sort of illness is sarcoidosis? It is an inflammatory disease.", {"inflammatory-disease"}),
        ("Myasthenia gravis is not a muscle disease but an autoimmune disease.", {"autoimmune-disease"}),
        ("As with other infections, ITP may follow.", set()),
        ("Unlike autoimmune diseases, tetanus comes from outside.", set()),
    ],
)  # fmt: skip
def test_what_an_illness_is_one_of(shipped_reader: Reader, text: str, classes: set[str]) -> None:
    assert objects_in(shipped_reader, text, "in_category") == classes


@pytest.mark.parametrize(
    ("text", "worsened"),
    [
        ("Epilepsy is at times made worse by IVIG.", {"epilepsy"}),
        ("Migraine made worse by stress was treated with IVIG.", set()),
        ("Heart failure is aggravated by salt, and IVIG should be given slowly.", set()),
    ],
)
def test_what_is_made_worse(shipped_reader: Reader, text: str, worsened: set[str]) -> None:
    assert objects_in(shipped_reader, text, "worsens") == worsened


def test_a_level_that_falls_is_no_accident(shipped_reader: Reader) -> None:
    assert not objects_in(shipped_reader, "Complement deposition falls when IVIG is given.", "has_adverse_effect")
    assert objects_in(shipped_reader, "Frequent falls were reported after IVIG.", "has_adverse_effect") == {"fall"}
