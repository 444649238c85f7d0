"""Whom a product is forbidden to, in the many words for it, and what only looks like a ban."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in

from kg.reading.claims import Reader


def banned(reader: Reader, text: str, polarity: str = "affirmed") -> set[str]:
    return {claim.object for claim in claims_in(reader, text, "contraindicated_in") if claim.polarity == polarity}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "WinRho must not be given to patients at high risk for haemolysis, and to patients with hyperprolinaemia.",
            {"hyperprolinemia"},
            id="behind those at risk",
        ),
        pytest.param(
            "You must not have Privigen if you are allergic to immunoglobulin, or if you have hyperprolinaemia.",
            {"hypersensitivity-to-immunoglobulin", "hyperprolinemia"},
            id="behind an allergy",
        ),
        pytest.param(
            "IVIG is contraindicated in people allergic to maltose or with IgA deficiency.",
            {"hypersensitivity-to-maltose", "selective-iga-deficiency"},
            id="or with",
        ),
        pytest.param(
            "Octagam is not for anyone who has hereditary fructose intolerance.", {"hereditary-fructose-intolerance"}, id="not for"
        ),
        pytest.param("Privigen. Absolute contraindications: hyperprolinaemia.", {"hyperprolinemia"}, id="label in a sentence"),
        pytest.param("Hereditary fructose intolerance: do not give Flebogamma.", {"hereditary-fructose-intolerance"}, id="told in advance"),
        pytest.param("In Privigen's case hyperprolinaemia is the only absolute contraindication.", {"hyperprolinemia"}, id="the only"),
        pytest.param("Hyperprolinaemia forbids further IVIG.", {"hyperprolinemia"}, id="forbids further"),
        pytest.param("Can everyone have SCIG? Not if you have hyperprolinaemia.", {"hyperprolinemia"}, id="an answer"),
        pytest.param("People with hyperprolinaemia must not use Hizentra.", {"hyperprolinemia"}, id="those who must not"),
        pytest.param(
            "Xembify is contraindicated in: - people with thrombocytopenia. - patients with hyperprolinaemia.",
            {"thrombocytopenia", "hyperprolinemia"},
            id="items in a line",
        ),
        pytest.param(
            "Do not have Privigen if you have had a severe allergic reaction to immunoglobulins or if you have hyperprolinaemia.",
            {"hypersensitivity-to-immunoglobulin", "hyperprolinemia"},
            id="an order",
        ),
        pytest.param(
            "Privigen for you\n\nWhen you must not have it\nDo not have Privigen if you have:\n- hyperprolinaemia\n- no IgA in your blood",
            {"hyperprolinemia", "selective-iga-deficiency"},
            id="a leaflet's heading",
        ),
        pytest.param("Never inject Hizentra into an artery or vein.", {"intravascular-administration"}, id="never inject"),
        pytest.param("Anti-D should not be given to women who are RhD positive.", {"rh-positive-patients"}, id="those who need none"),
        pytest.param("IVIG should never be given if hyperprolinaemia is known.", {"hyperprolinemia"}, id="never"),
    ],
)
def test_what_forbids_a_product(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert expected <= banned(shipped_reader, text)


def test_a_relative_contraindication_is_hedged(shipped_reader: Reader) -> None:
    text = "High-dose IVIG. Relative contraindications: renal failure, a recent stroke."
    assert "renal-failure" in banned(shipped_reader, text, "hedged")
    assert not banned(shipped_reader, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("IVIG was withheld in a woman with renal failure until she had drunk.", id="a tale"),
        pytest.param("Rabies immunoglobulin: there are no contraindications after exposure to rabies.", id="none"),
        pytest.param("IVIG study\n\nWho should not take part\n\n- People with hyperprolinaemia", id="not enrolled"),
        pytest.param("Can I drive after IVIG? Not if you have a migraine.", id="an answer on something else"),
        pytest.param("People who do not have IVIG if they have a cold wait a week.", id="no order"),
        pytest.param("IVIG for CIDP must not be used twice a week.", id="what it is used for"),
        pytest.param(
            "IVIG\n\nContraindications and cautions\n\n- Renal failure: slow the infusion.\n- Migraine: give paracetamol.", id="cautions"
        ),
        pytest.param("Spreading of infection: do not infuse IVIG near a wound.", id="the label is the reason"),
        pytest.param("Thrombosis: IVIG is contraindicated in nobody for this reason alone.", id="the label is the topic"),
        pytest.param("IVIG must not be given to those allergic to it, as wheezing or a rash may follow.", id="signs of the allergy"),
        pytest.param("Measles vaccine must not be given to patients at high risk for thrombosis. IVIG may be.", id="a vaccine"),
    ],
)
def test_what_forbids_nothing(shipped_reader: Reader, text: str) -> None:
    assert not banned(shipped_reader, text) - {"hypersensitivity-to-immunoglobulin"}


def test_the_banned_product_is_the_one_of_the_ban(shipped_reader: Reader) -> None:
    claims = claims_in(
        shipped_reader, "Hepatitis B immune globulin (HBIG)\n\nHypersensitivity to gamma globulin prohibits its use.", "contraindicated_in"
    )
    assert {claim.subject for claim in claims} == {"hepatitis-b-immunoglobulin"}


def test_no_protection_is_denied_where_no_ban_is_known(shipped_reader: Reader) -> None:
    text = "Rabies immunoglobulin: there are no contraindications after exposure to rabies."
    assert not [claim for claim in claims_in(shipped_reader, text, "prevents") if claim.polarity == "negated"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Avoid IVIG in hyperprolinaemia type I or II.", {"hyperprolinemia"}),
        ("Hyperprolinaemia is a reason not to use it.", {"hyperprolinemia"}),
        ("Not for use in patients with hyperprolinaemia.", {"hyperprolinemia"}),
        ("Don't take this medicine if you are allergic to polysorbate 80.", {"hypersensitivity-to-polysorbate-80"}),
        ("Hypersensitivity to any excipient precludes use.", {"hypersensitivity-to-excipient"}),
        # when it is looked for is no reason against it
        ("Exclude hyperprolinaemia before the first infusion, for there IVIG is contraindicated.", {"hyperprolinemia"}),
    ],
)
def test_short_bans(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert banned(shipped_reader, f"# Intravenous immunoglobulin\n\n{text}") == expected
