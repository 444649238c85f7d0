"""What products prevent in those who met an infection, in sentences and in tables of passive immunisation."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in

from kg.reading.claims import Reader


def prevented(reader: Reader, text: str) -> set[tuple[str, str]]:
    return {(claim.subject, claim.object) for claim in claims_in(reader, text, "prevents") if claim.polarity != "negated"}


def treated(reader: Reader, text: str) -> set[tuple[str, str]]:
    return {(claim.subject, claim.object) for claim in claims_in(reader, text, "treats") if claim.polarity != "negated"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Normal immunoglobulin is recommended for pregnant contacts of people with measles.",
            ("immunoglobulin", "measles"),
            id="contacts of people with",
        ),
        pytest.param(
            "Close contacts (of a confirmed case of hepatitis A) should be offered normal immunoglobulin.",
            ("immunoglobulin", "hepatitis-a"),
            id="contacts of a case, in brackets",
        ),
        pytest.param(
            "Babies born to mothers with chickenpox need varicella-zoster immunoglobulin at once.",
            ("varicella-zoster-immunoglobulin", "varicella"),
            id="babies of mothers with",
        ),
        pytest.param(
            "Newborns of mothers with hepatitis B should get HBIG in the delivery room.",
            ("hepatitis-b-immunoglobulin", "hepatitis-b"),
            id="babies of carriers",
        ),
        pytest.param(
            "Immune globulin was once given to travellers to regions where hepatitis A is endemic.",
            ("immunoglobulin", "hepatitis-a"),
            id="travellers",
        ),
        pytest.param(
            "SCIG reduces the number of infections in people with CLL.", ("subcutaneous-immunoglobulin", "infection"), id="fewer infections"
        ),
        pytest.param(
            "Immunoglobulin in addition to the vaccine is advised for household contacts of cases of measles.",
            ("immunoglobulin", "measles"),
            id="beside a vaccine",
        ),
    ],
)
def test_who_was_exposed_tells_what_is_prevented(shipped_reader: Reader, text: str, expected: tuple[str, str]) -> None:
    assert expected in prevented(shipped_reader, text)
    assert expected not in treated(shipped_reader, text)


def test_mothers_with_an_autoimmune_disease_are_exposed_to_nothing(shipped_reader: Reader) -> None:
    text = "IVIG helps the hearts of infants of mothers with antiphospholipid syndrome and is given to newborns with heart block."
    assert not prevented(shipped_reader, text)


def test_the_product_that_another_stands_in_for_prevents_nothing(shipped_reader: Reader) -> None:
    text = "Normal immunoglobulin serves as prophylaxis against chickenpox (if varicella-zoster immune globulin is unavailable)."
    assert prevented(shipped_reader, text) == {("immunoglobulin", "varicella")}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Contacts of people with measles should receive the vaccine, not immunoglobulin.", id="the vaccine"),
        pytest.param("IVIG lots are tested after contact of donors with measles.", id="donors"),
        pytest.param("Immunoglobulin after exposure to measles does not prevent infection of adults.", id="in vain"),
        pytest.param("Travellers with measles may be treated with immunoglobulin in hospital.", id="ill travellers"),
    ],
)
def test_exposure_that_gives_no_protection(shipped_reader: Reader, text: str) -> None:
    assert not {pair for pair in prevented(shipped_reader, text) if pair[1] == "measles"}


_STOCK = """Passive immunisation

Table 1. What the pharmacy holds

| Disease | Product | For whom |
|---|---|---|
| Tetanus | TIG | dirty wounds after fewer than three vaccine doses |
| Diphtheria | equine serum | the ill |
| Measles | Immunoglobulin or IVIG | infants after contact |
"""


def test_a_table_of_passive_immunisation(shipped_reader: Reader) -> None:
    assert prevented(shipped_reader, _STOCK) >= {
        ("tetanus-immunoglobulin", "tetanus"),
        ("immunoglobulin", "measles"),
        ("intravenous-immunoglobulin", "measles"),
    }
    assert not treated(shipped_reader, _STOCK)


def test_a_row_on_the_exposed_names_the_disease_in_its_product(shipped_reader: Reader) -> None:
    text = (
        "Immune globulins\n\n| Product | Indications | Route |\n|---|---|---|\n"
        "| Hepatitis B immune globulin | newborns of HBsAg-positive mothers; needlestick injuries | IM |\n"
        "| Rabies immunoglobulin | bites by stray dogs | into the wound |\n"
        "| Botulism antitoxin | contacts poisoned by the same meal | IV |\n"
        "| Varicella-zoster immunoglobulin | not for contacts with a rash | IM |\n"
    )
    found = prevented(shipped_reader, text)
    assert {("hepatitis-b-immunoglobulin", "hepatitis-b"), ("rabies-immunoglobulin", "rabies")} <= found
    assert not {pair for pair in found if "botulism" in pair[1] or "varicella" in pair[1]}


def test_a_table_of_diseases_tells_their_class(shipped_reader: Reader) -> None:
    text = (
        "Rabies immunoglobulin\n\n| Disease | What it is | Signs |\n|---|---|---|\n"
        "| Diphtheria | bacterial infection of the throat | croup |\n| GBS | weakness after a viral infection | palsy |\n"
        "| CIDP | a chronic autoimmune neuropathy | numb feet |\n"
    )
    found = {(claim.subject, claim.object) for claim in claims_in(shipped_reader, text, "in_category")}
    assert {
        ("diphtheria", "bacterial-infection"),
        ("chronic-inflammatory-demyelinating-polyneuropathy", "peripheral-neuropathy"),
    } <= found
    assert ("guillain-barre-syndrome", "viral-infection") not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IVIG keeps coronary aneurysms from forming in Kawasaki disease.", ("intravenous-immunoglobulin", "coronary-artery-aneurysm")),
        ("With tetanus immunoglobulin, tetanus is warded off.", ("tetanus-immunoglobulin", "tetanus")),
        ("Hepatitis B immunoglobulin lowers the odds of hepatitis B.", ("hepatitis-b-immunoglobulin", "hepatitis-b")),
    ],
)
def test_what_is_kept_away(shipped_reader: Reader, text: str, expected: tuple[str, str]) -> None:
    assert expected in prevented(shipped_reader, text)
    assert expected not in treated(shipped_reader, text)
