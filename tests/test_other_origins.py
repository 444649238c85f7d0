"""Effects that are not laid at the product's door: outcomes, what was there before, what befell others, signs; with what is its own."""

from __future__ import annotations

import pytest
from reading_fixtures import objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("IVIG in lupus: protocol\n\nOutcome measures: headache, aseptic meningitis, death.", id="outcome measures"),
        pytest.param("IVIG in lupus: protocol\n\nSafety endpoints included thrombosis and haemolysis after IVIG.", id="endpoints"),
        pytest.param("IVIG in lupus: protocol\n\nThe secondary outcomes of the IVIG trial were stroke and renal failure.", id="outcomes"),
        pytest.param("A case of IVIG\n\nShe was given IVIG. Sepsis and pulmonary embolism were ruled out.", id="ruled out behind"),
        pytest.param(
            "IVIG label\n\nWarnings\n\nExamine patients given IVIG to rule out other causes of meningitis.", id="ruled out before"
        ),
        pytest.param(
            "A case of IVIG\n\nA 60-year-old woman with hypertension and migraine received IVIG for CIDP.", id="the patient's state"
        ),
        pytest.param(
            "A case of IVIG\n\nThe patient\n\nShe had migraine with aura, hypertension and a BMI of 36. IVIG was begun.", id="a history"
        ),
        pytest.param("Anti-D and IVIG\n\nIntracranial haemorrhage occurred in one child who had received neither drug.", id="neither drug"),
        pytest.param("Anti-D and IVIG\n\nDizziness is what plasma donors complain of.", id="donors"),
        pytest.param("IVIG trial results\n\nAdverse events\n\nPlacebo: headache 2/48 (4%); urticaria 1/48", id="a line of the placebo arm"),
        pytest.param("Anti-D leaflet\n\nSide effects\n\nWomen with heavy periods have nothing to fear from anti-D.", id="nothing to fear"),
        pytest.param("Autism and IVIG\n\nBen's tics vanished after two infusions of IVIG.", id="what the product took away"),
        pytest.param(
            "IVIG and prednisone in CIDP\n\nCompared with IVIG, plasma exchange caused hypotension.", id="the other treatment's effect"
        ),
    ],
)
def test_what_is_no_effect_of_the_product(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, text + "\n", "has_adverse_effect")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("IVIG in lupus: results\n\nTwo patients had aseptic meningitis after IVIG.", {"aseptic-meningitis"}, id="it happened"),
        pytest.param("IVIG label\n\nUndesirable effects\n\nAseptic meningitis cannot be excluded.", {"aseptic-meningitis"},
                     id="what cannot be excluded"),
        pytest.param("A case of IVIG\n\nA woman with CIDP developed jaundice after IVIG.", {"jaundice"}, id="what the patient developed"),
        pytest.param("IVIG in ITP\n\nHeadache was commoner after IVIG than in untreated children.", {"headache"}, id="compared with the untreated"),
        pytest.param("Side effects of IVIG\n\nPossible side effects\n\nThe rash faded when the infusion was stopped.", {"rash"},
                     id="stopping took it away"),
        pytest.param("IVIG trial results\n\nAdverse events\n\nIVIG: headache 20/47 (43%)", {"headache"}, id="the line of the product's arm"),
        pytest.param("IVIG label\n\nWarnings\n\nTRALI, with hypoxia, dyspnoea and fever, has been reported after IVIG.",
                     {"transfusion-related-acute-lung-injury"}, id="a syndrome without its signs"),
    ],
)  # fmt: skip
def test_what_is_an_effect_of_the_product(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, text + "\n", "has_adverse_effect") == expected
