"""Signs behind the label of an effect, illnesses that become rarer, and headings of a label over what is prevented in those who have an illness."""

from __future__ import annotations

import pytest
from reading_fixtures import objects_in

from kg.reading.claims import Reader


def test_what_is_watched_for_shows_the_effect_before_it(shipped_reader: Reader) -> None:
    text = "IVIG warnings\n\nTRALI: monitor patients on IVIG for dyspnea, cyanosis and pulmonary edema.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"transfusion-related-acute-lung-injury"}


@pytest.mark.parametrize(
    ("text", "prevented", "harms"),
    [
        ("Immunoglobulin is given in XLA. It makes chest infections less frequent.", {"respiratory-tract-infection"}, set()),
        ("IVIG has made pneumonia far less common in XLA.", {"pneumonia"}, set()),
        ("CVID is treated with IVIG. It makes people feel less tired.", set(), set()),
        ("IVIG makes headaches more frequent.", set(), {"headache"}),
    ],
)
def test_what_becomes_rarer(shipped_reader: Reader, text: str, prevented: set[str], harms: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented
    assert objects_in(shipped_reader, text, "has_adverse_effect") == harms


_LABEL = """GAMMALIQ prescribing information

1 INDICATIONS AND USAGE
1.1 Dermatomyositis
GAMMALIQ, an immune globulin intravenous, is indicated in adults with dermatomyositis.
1.2 B-cell Chronic Lymphocytic Leukemia (CLL)
GAMMALIQ is indicated for prevention of bacterial infections in patients with CLL who have low antibody levels.
"""


def test_a_heading_over_what_is_prevented_in_the_ill(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, _LABEL, "treats") == {"dermatomyositis", "antibody-deficiency"}
    assert objects_in(shipped_reader, _LABEL, "prevents") == {"bacterial-infection"}


@pytest.mark.parametrize(
    "text",
    [
        "IVIG has been promoted for autism, but controlled trials have not confirmed this.",
        "For autism there were hopes of IVIG, but trials have not borne this out.",
        "IVIG offers little in autism.",
    ],
)
def test_hopes_that_trials_did_not_bear_out(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == {"autism-spectrum-disorder"}
    assert objects_in(shipped_reader, text, "treats") == set()


def test_a_list_that_is_not_complete(shipped_reader: Reader) -> None:
    text = "Side effects of IVIG may include, but are not limited to, headache, fever and chills."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache", "fever", "chills"}
