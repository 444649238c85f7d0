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
    assert "intravenous-route" not in {route for _, route in routes(shipped_reader, text)}
