"""Routes: how a product is given, apart from how it is not, how another one was given, and how others of its class were."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in

from kg.reading.claims import Reader


def routes(reader: Reader, text: str) -> set[tuple[str, str]]:
    found = claims_in(reader, text, "given_by_route")
    return {(claim.subject, claim.object) for claim in found if claim.method == "route" and claim.polarity != "negated"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("Hizentra is infused under the skin.", "subcutaneous-infusion", id="under the skin"),
        pytest.param("GamaSTAN is injected into a muscle.", "intramuscular-injection", id="into a muscle"),
        pytest.param("Privigen is given into a vein.", "intravenous-route", id="into a vein"),
    ],
)
def test_how_a_product_is_given(shipped_reader: Reader, sentence: str, expected: str) -> None:
    assert expected in {route for _, route in routes(shipped_reader, f"Immunoglobulin guide\n\n{sentence}\n")}


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Intramuscular injection must be avoided.", id="to be avoided"),
        pytest.param("The intramuscular route has been abandoned because it hurts.", id="abandoned"),
        pytest.param("Intravenous use is prohibited.", id="prohibited"),
        pytest.param("Do not inject it into a blood vessel.", id="do not inject"),
    ],
)
def test_how_a_product_is_not_given(shipped_reader: Reader, sentence: str) -> None:
    text = f"Hizentra leaflet\n\nHizentra is a human normal immunoglobulin.\n\n{sentence}\n"
    assert not {route for _, route in routes(shipped_reader, text)} - {"subcutaneous-route", "subcutaneous-infusion", "injection"}


def test_an_earlier_treatment_is_not_given_by_the_new_route(shipped_reader: Reader) -> None:
    text = (
        "Hizentra leaflet\n\nHizentra is a human normal immunoglobulin.\n\n"
        "Treatment with Hizentra begins one week after your last intravenous immunoglobulin infusion and is given under the skin.\n"
    )
    assert ("intravenous-immunoglobulin", "subcutaneous-route") not in routes(shipped_reader, text)
    assert ("hizentra", "subcutaneous-route") in routes(shipped_reader, text)


def test_a_warning_about_the_class_tells_no_route_of_the_product(shipped_reader: Reader) -> None:
    text = (
        "XEMBIFY (immune globulin subcutaneous, human)\n\nXembify is given under the skin.\n\nWARNINGS AND PRECAUTIONS\n\n"
        "Aseptic meningitis has been reported with human immune globulin given intravenously.\n"
    )
    assert {product for product, route in routes(shipped_reader, text) if route == "intravenous-route"} == {"intravenous-immunoglobulin"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("It is injected into a vein or a muscle.", {"intravenous-injection", "intramuscular-route"}, id="vein or muscle"),
        pytest.param(
            "This can be given as an injection into muscle, a vein or below the skin.",
            {"intramuscular-route", "subcutaneous-injection"},
            id="muscle, vein, skin",
        ),
        pytest.param(
            "It is injected into a muscle, or directly into the wound.",
            {"intramuscular-injection", "local-wound-infiltration"},
            id="muscle and wound",
        ),
    ],
)
def test_places_that_share_a_verb(shipped_reader: Reader, sentence: str, expected: set[str]) -> None:
    text = f"Rabies immune globulin\n\nRabies immune globulin is a human immune globulin. {sentence}\n"
    assert expected <= {route for _, route in routes(shipped_reader, text)}


def test_a_vein_that_is_sore_is_no_route(shipped_reader: Reader) -> None:
    text = "Gammaplex leaflet\n\nGammaplex is an immunoglobulin. Redness of a vein or muscle was seen.\n"
    assert "intramuscular-route" not in {route for _, route in routes(shipped_reader, text)}


def test_a_product_held_against_another_keeps_its_own_route(shipped_reader: Reader) -> None:
    text = (
        "Subcutaneous immunoglobulin\n\nSubcutaneous immunoglobulin (SCIG) is taken weekly. IVIG needs fewer infusions than SCIG. "
        "SCIG does not require venous access, causes fewer reactions than IVIG, and can be infused at home.\n"
    )
    found = claims_in(shipped_reader, text, "given_by_route")
    assert ("intravenous-immunoglobulin", "subcutaneous-infusion") not in {(c.subject, c.object) for c in found}
    assert [(c.subject, c.polarity) for c in found if c.object == "home-infusion"] == [("subcutaneous-immunoglobulin", "affirmed")]


def test_products_whose_noun_stands_with_the_last(shipped_reader: Reader) -> None:
    found = claims_in(shipped_reader, "Intravenous, subcutaneous or intramuscular immunoglobulins are used in CIDP.", "given_by_route")
    assert {claim.object for claim in found} >= {"intravenous-route", "subcutaneous-route", "intramuscular-route"}


def test_the_class_word_does_not_take_what_its_product_does(shipped_reader: Reader) -> None:
    text = "IVIG is a polyclonal immunoglobulin G preparation with immunomodulatory properties.\n\nIt suppresses autoreactive T cells.\n"
    found = claims_in(shipped_reader, text, "acts_via")
    assert found and {claim.subject for claim in found} == {"intravenous-immunoglobulin"}


def test_what_a_product_is_made_of_does_not_act(shipped_reader: Reader) -> None:
    text = "Botulinum antitoxins treat botulism. They consist of immunoglobulins, derived from horse serum.\n"
    assert {claim.subject for claim in claims_in(shipped_reader, text, "derived_from")} == {"botulism-antitoxin"}


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        pytest.param("Patients show a failure to mount a rise in IgG after vaccines.", "increase-of-igg-level", id="failure"),
        pytest.param(
            "IVIG acts on T cells, a group of cells that are essential for immune homeostasis.",
            "restoration-of-immune-balance",
            id="need of the body",
        ),
        pytest.param("An altered immune homeostasis is common in lupus.", "restoration-of-immune-balance", id="altered"),
        pytest.param(
            "IVIG is used in conditions that involve decreased antibody production.", "reduction-of-autoantibody-production", id="deficit"
        ),
        pytest.param(
            "IVIG was often accompanied by long-term immunosuppression.", "suppression-of-overactive-immune-system", id="beside the product"
        ),
        pytest.param("IVIG was given with immunosuppressive drugs.", "suppression-of-overactive-immune-system", id="other drugs"),
        pytest.param("IVIG works by inhibiting autoantibody-mediated platelet loss.", "autoantibody-neutralisation", id="compound"),
    ],
)
def test_findings_are_no_mechanisms(shipped_reader: Reader, sentence: str, wrong: str) -> None:
    found = claims_in(shipped_reader, f"IVIG guide\n\nIVIG is a human immunoglobulin.\n\n{sentence}\n", "acts_via")
    assert wrong not in {claim.object for claim in found}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("IVIG induces the development of regulatory T cells.", "regulatory-t-cell-expansion", id="Treg"),
        pytest.param("IVIG alters dendritic cell function.", "inhibition-of-dendritic-cell-maturation", id="dendritic"),
        pytest.param("IVIG interferes with the cytokine network.", "cytokine-modulation", id="network"),
        pytest.param("IVIG works by blockage of Fas-mediated keratinocyte death.", "blockade-of-fas-mediated-apoptosis", id="Fas"),
        pytest.param("IVIG lowers alloimmunity by reduction of anti-HLA antibodies.", "reduction-of-alloantibodies", id="alloantibodies"),
        pytest.param("IVIG causes inhibition of NF-κB activation.", "inhibition-of-nf-kappa-b-activation", id="NF-κB"),
        pytest.param("How it works is not known, but includes immunomodulatory effects.", "immunomodulation", id="not ..., but"),
    ],
)
def test_mechanisms_and_their_names(shipped_reader: Reader, sentence: str, expected: str) -> None:
    found = claims_in(shipped_reader, f"IVIG guide\n\nIVIG is a human immunoglobulin.\n\n{sentence}\n", "acts_via")
    assert expected in {claim.object for claim in found if claim.polarity != "negated"}


def test_a_product_named_in_a_clause_is_not_what_the_text_goes_on_about(shipped_reader: Reader) -> None:
    text = (
        "Immunoglobulin therapy\n\nImmunoglobulin therapy helps in infections when a hyperimmune globulin is not available. "
        "It is made from human plasma.\n"
    )
    assert {claim.subject for claim in claims_in(shipped_reader, text, "derived_from")} == {"immunoglobulin"}


def test_items_of_a_list_stand_side_by_side(shipped_reader: Reader) -> None:
    text = (
        "How does IVIG work?\n\nIVIG works in two ways:\n\n- Suppresses the immune system in patients with bone marrow transplants\n"
        "- Boosts the immune system where immune deficiencies weaken it\n"
    )
    assert "immune-system-support" in {claim.object for claim in claims_in(shipped_reader, text, "acts_via")}


def test_the_short_name_counts_among_words_of_giving(shipped_reader: Reader) -> None:
    treated = {claim.object for claim in claims_in(shipped_reader, "IG is recommended for CIDP.", "treats")}
    assert treated == {"chronic-inflammatory-demyelinating-polyneuropathy"}
    for sentence in ("Ig levels should be measured before use in CVID.", "The Ig domain is used in many proteins of lupus."):
        assert not claims_in(shipped_reader, sentence, "treats")


def test_a_statement_above_a_list_is_not_about_what_the_last_list_names(shipped_reader: Reader) -> None:
    text = (
        "IVIG is authorised as:\n\nReplacement therapy in:\n\n- Recurrent infections in CLL, in whom antibiotics have failed\n\n"
        "Immunomodulation in:\n\n- Kawasaki disease\n"
    )
    assert "immunomodulation" in {claim.object for claim in claims_in(shipped_reader, text, "acts_via")}


def test_a_route_is_that_of_the_product_whose_name_tells_it(shipped_reader: Reader) -> None:
    text = "Immunoglobulin is given by drip (intravenous administration/IVIG) or by infusion under the skin (subcutaneous administration/SCIG).\n"
    routes = {(claim.subject, claim.object) for claim in claims_in(shipped_reader, text, "given_by_route")}
    assert ("subcutaneous-immunoglobulin", "subcutaneous-infusion") in routes
    assert not {subject for subject, route in routes if route.startswith("subcutaneous")} & {"intravenous-immunoglobulin"}
