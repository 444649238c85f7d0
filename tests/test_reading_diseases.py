"""What pages on diseases, reviews and policies say of immunoglobulins: in a few sentences among many on other things."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    "text",
    [
        "IVIG is of no use in pregnancy and should not be given",
        "People with thrombosis must not use",
        "IVIG\nFor thrombosis it must not be used with",
    ],
)
def test_a_text_may_end_with_a_ban(shipped_reader: Reader, text: str) -> None:
    assert claims_in(shipped_reader, text, "contraindicated_in") == []
