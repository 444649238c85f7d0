"""Pages about one infection: what is given before or after contact averts it, what is given to the ill treats it."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in

from kg.reading.claims import Reader


def uses(reader: Reader, text: str) -> set[tuple[str, str, str]]:
    return {(c.subject, c.predicate, c.object) for p in ("prevents", "treats") for c in claims_in(reader, text, p) if c.polarity != "negated"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Measles\n\nPrevention\n\nToddlers who have been near a case can be given normal immunoglobulin.",
            ("immunoglobulin", "prevents", "measles"),
            id="under prevention",
        ),
        pytest.param(
            "Hepatitis A\n\nPrevention\nThe vaccine is best. Those who cannot have it may receive immune globulin within two weeks.",
            ("immunoglobulin", "prevents", "hepatitis-a"),
            id="in place of the vaccine",
        ),
        pytest.param(
            "Rabies\n\nYou will get four doses of vaccine. If you were never vaccinated, you will also get rabies immunoglobulin (HRIG).",
            ("rabies-immunoglobulin", "prevents", "rabies"),
            id="beside the vaccine",
        ),
        pytest.param(
            "Chickenpox\n\nIs there a treatment? Lotion soothes the itch. People at risk who were exposed can have VZIG within 10 days.",
            ("varicella-zoster-immunoglobulin", "prevents", "varicella"),
            id="exposed",
        ),
        pytest.param(
            "Respiratory syncytial virus\n\nRSV immune globulin (RSV-IGIV) was once given monthly to premature babies.",
            ("respiratory-syncytial-virus-immunoglobulin", "prevents", "respiratory-syncytial-virus-infection"),
            id="to those at risk",
        ),
        pytest.param(
            "To lower the odds of disease, CMV immunoglobulin is added after a lung transplant.",
            ("cytomegalovirus-immunoglobulin", "prevents", "cytomegalovirus-infection"),
            id="disease of its name",
        ),
        pytest.param(
            "Tetanus\n\nHow is it treated?\nTIG, antibiotics and wound care are given.",
            ("tetanus-immunoglobulin", "treats", "tetanus"),
            id="treated",
        ),
    ],
)
def test_what_is_given_on_a_page_about_an_infection(shipped_reader: Reader, text: str, expected: tuple[str, str, str]) -> None:
    assert uses(shipped_reader, text) == {expected}


@pytest.mark.parametrize(
    "text",
    [
        "Rabies\n\nThe first patient who survived had not been vaccinated. He did not receive rabies immunoglobulin.",
        "Cytomegalovirus infection\n\nRituximab after a transplant can bring the disease back. CMV immunoglobulin is dear.",
        "Asthma\n\nPrevention\nPeople who were exposed to measles may receive immune globulin.",
    ],
)
def test_what_averts_no_disease_of_the_page(shipped_reader: Reader, text: str) -> None:
    assert not {use for use in uses(shipped_reader, text) if use[2] != "measles"}


def test_a_page_tells_prevention_and_treatment_apart(shipped_reader: Reader) -> None:
    text = (
        "Tetanus\n\nHow can it be prevented?\nIf the wound is dirty, you may also get tetanus immunoglobulin (TIG).\n\n"
        "How is it treated?\nTIG, antibiotics and wound care are given.\n"
    )
    assert uses(shipped_reader, text) == {("tetanus-immunoglobulin", predicate, "tetanus") for predicate in ("prevents", "treats")}
