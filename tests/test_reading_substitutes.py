"""Products in the place of others, medicines that are given, words that name no illness; reviews that found nothing."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "subject", "status"),
    [
        ("VZIG is given after contact. If VZIG cannot be obtained, IVIG should be given.", "intravenous-immunoglobulin", "recommended"),
        ("IVIG may be used where VZIG is out of stock.", "intravenous-immunoglobulin", "used"),
        ("When no VZIG is available, IVIG is an alternative that can be considered.", "intravenous-immunoglobulin", "used"),
    ],
)
def test_what_is_given_in_the_place_of_a_product(shipped_reader: Reader, text: str, subject: str, status: str) -> None:
    found = [c for c in claims_in(shipped_reader, text, "prevents") if c.subject == subject]
    assert [(c.object, c.status) for c in found] == [("varicella", status)]


@pytest.mark.parametrize(
    "text",
    [
        "If VZIG is not available, IVIG should not be given.",
        "If neither VZIG nor IVIG is available, aciclovir can be given.",
        "VZIG is available. IVIG is given for ITP.",
    ],
)
def test_no_substitute(shipped_reader: Reader, text: str) -> None:
    assert [c for c in claims_in(shipped_reader, text, "prevents") if c.subject == "intravenous-immunoglobulin"] == []


def test_a_medicine_that_is_given_is_no_harm(shipped_reader: Reader) -> None:
    text = "How is pemphigus treated?\nThe clinic may give you azathioprine, steroids or injections of gamma globulin."
    assert objects_in(shipped_reader, text, "treats") == {"pemphigus"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Several trials have tried IVIG for recurrent miscarriage. One large review saw no benefit.",
        "Recurrent miscarriage: treatment\nCare in a burn unit does not help. The value of IVIG is debated. A review found no benefit.",
    ],
)
def test_a_review_that_found_nothing(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == {"recurrent-pregnancy-loss"}


def test_cells_that_die_are_no_death(shipped_reader: Reader) -> None:
    text = "IVIG blocks keratinocyte death, but showed no survival benefit in toxic epidermal necrolysis."
    assert "death" not in objects_in(shipped_reader, text, "not_effective_for")


def test_the_first_line_therapy_for(shipped_reader: Reader) -> None:
    text = "IVIG lowers autoantibodies. It is also the first-line therapy for antibody-mediated rejection, together with plasma exchange."
    assert [(c.object, c.status) for c in claims_in(shipped_reader, text, "treats")] == [("antibody-mediated-rejection", "recommended")]
