"""Pages about one disease: their sentences on treatment speak of the disease of the title, other sentences and other pages do not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def page(body: str, *, title: str = "Kawasaki disease", heading: str = "Treatment") -> str:
    return f"{title}\n\nIt is an illness of the blood vessels.\n\n{heading}\n\n{body}\n"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("The main medicines are aspirin and intravenous immunoglobulin.", id="a list of medicines"),
        pytest.param("Immunoglobulin is given into a vein as soon as possible.", id="how it is given"),
        pytest.param("Doctors usually start with IVIG.", id="what doctors do"),
        pytest.param("Your child will need IVIG within ten days.", id="what a child needs"),
        pytest.param("Options: IVIG, steroids, infliximab.", id="options"),
    ],
)
def test_a_sentence_on_treatment_speaks_of_the_disease_of_the_title(shipped_reader: Reader, body: str) -> None:
    assert "kawasaki-disease" in objects_in(shipped_reader, page(body), "treats")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param("IVIG is recommended within ten days.", "recommended", id="recommended"),
        pytest.param("IVIG is approved by the FDA.", "approved", id="approved"),
        pytest.param("IVIG is given into a vein.", "used", id="used"),
    ],
)
def test_the_status_is_that_of_the_sentence(shipped_reader: Reader, body: str, status: str) -> None:
    found = [claim for claim in claims_in(shipped_reader, page(body), "treats") if claim.object == "kawasaki-disease"]
    assert {claim.status for claim in found} == {status}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(page("Steroids are given instead of immunoglobulin."), id="the product is what is not given"),
        pytest.param(page("IVIG is not used any more."), id="denied"),
        pytest.param(page("Treatment is with aspirin."), id="no product"),
        pytest.param(page("Immunoglobulin levels are measured at each visit."), id="what is measured"),
        pytest.param(page("Was IVIG given?"), id="a question"),
        pytest.param(page("IVIG may cause a headache.", heading="Complications of treatment"), id="effects of the product"),
        pytest.param(page("Doctors usually start with IVIG.", title="Intravenous immunoglobulin"), id="a page about the product"),
    ],
)
def test_what_does_not_speak_of_the_disease(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, text, "treats") & {"kawasaki-disease"}


def test_another_condition_in_the_sentence_is_what_it_speaks_of(shipped_reader: Reader) -> None:
    found = objects_in(shipped_reader, page("IVIG is the usual treatment of Guillain-Barré syndrome."), "treats")
    assert "guillain-barre-syndrome" in found
    assert "kawasaki-disease" not in found


def test_a_title_with_two_diseases_stands_for_neither(shipped_reader: Reader) -> None:
    text = page("Doctors usually start with IVIG.", title="Kawasaki disease and systemic sclerosis")
    assert not {claim.method for claim in claims_in(shipped_reader, text, "treats")} & {"treatment on a page about one disease"}


def test_each_product_is_claimed_once(shipped_reader: Reader) -> None:
    body = "Doctors usually start with IVIG. IVIG is given into a vein. IVIG may be repeated."
    found = [claim for claim in claims_in(shipped_reader, page(body), "treats") if claim.object == "kawasaki-disease"]
    assert len({(claim.subject, claim.object) for claim in found}) == 1
    assert {claim.subject for claim in found} == {"intravenous-immunoglobulin"}


# --- effects of the one product of such a page ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        pytest.param("What should I watch for during the drip?", {"chills", "headache"}, id="what comes with the drip"),
        pytest.param("Side effects of treatment", {"chills", "headache"}, id="effects of the treatment"),
        pytest.param("Complications", set(), id="complications are the disease's own"),
        pytest.param("Symptoms", set(), id="symptoms"),
    ],
)
def test_lists_of_effects_on_a_page_about_a_disease(shipped_reader: Reader, heading: str, expected: set[str]) -> None:
    text = (
        "Kawasaki disease\n\nIt is an illness of the blood vessels that makes children ill for weeks. Nobody knows the cause.\n\nTreatment\n\n"
        f"We give IVIG through a vein. IVIG works best early.\n\n{heading}\n\n- chills\n- headache\n"
    )
    assert objects_in(shipped_reader, text, "has_adverse_effect") == expected
