"""Lists within lists: an entry that introduces a list holds for the entries set in below it, and for no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_fixtures import claims_in, claims_in_file, objects_in

from kg.reading.claims import Reader
from kg.reading.formats.documents import read_documents
from kg.records import Document


@pytest.mark.parametrize(
    "text",
    [
        "IVIG side effects\n\n1. Mild (common):\n   - Headache\n   - Fever\n2. Serious (rare):\n   - Blood clots\n",
        "IVIG side effects\n\n- Mild (common):\n  - Headache\n  - Fever\n- Serious (rare):\n  - Blood clots\n",
        "# IVIG\n\n## Side effects\n\n- **Mild (common):**\n    - Headache\n    - Fever\n- **Serious (rare):**\n    - Blood clots\n",
    ],
)
def test_grades_of_inner_lists(shipped_reader: Reader, text: str) -> None:
    found = {claim.object: (claim.severity, claim.frequency) for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"headache": ("mild", "common"), "fever": ("mild", "common"), "thromboembolism": ("serious", "rare")}


def test_an_entry_behind_an_inner_list_goes_on_with_the_outer_one(shipped_reader: Reader) -> None:
    text = "IVIG can cause:\n\n- Clots, above all:\n  - Stroke\n- Rash\n\nIVIG is given monthly.\n\n- Kawasaki disease\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"thromboembolism", "stroke", "rash"}


def test_bold_words_within_a_line_are_words(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "- IVIG does **not** help in autism.", "not_effective_for") == {"autism-spectrum-disorder"}


def test_whom_a_list_is_for_are_no_kinds_of_what_they_get(shipped_reader: Reader) -> None:
    text = "SCIG is used in people who tend to get frequent infections, namely in:\n- patients with agammaglobulinemia\n- patients with myeloma\n"
    assert objects_in(shipped_reader, text, "in_category") == set()
    assert "agammaglobulinemia" in objects_in(shipped_reader, text, "treats")


def test_inner_lists_of_a_page_are_set_in(shipped_reader: Reader, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><h1>IVIG</h1><h2>Side effects</h2><ul><li>Common<ul><li>Headache</li></ul></li>"
        "<li><b>Serious (rare):</b><ul><li>Stroke</li></ul></li></ul></body></html>",
        encoding="utf-8",
    )
    found = {claim.object: (claim.severity, claim.frequency) for claim in claims_in_file(shipped_reader, page, "has_adverse_effect")}
    assert found == {"headache": ("unspecified", "common"), "stroke": ("serious", "rare")}
    (document,) = read_documents([page])
    assert isinstance(document, Document)
    assert document.text.endswith("• Common\n  • Headache\n• Serious (rare):\n  • Stroke\n")
