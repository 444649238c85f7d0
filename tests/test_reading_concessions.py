"""What a sentence grants before it turns: no cure, but a help; an effect, although rare; a thing that may have contributed."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

_CIDP, _MMN = "chronic-inflammatory-demyelinating-polyneuropathy", "multifocal-motor-neuropathy"


@pytest.mark.parametrize(
    ("text", "predicate", "found"),
    [
        ("There is no cure for CIDP, but IVIG can control it.", "treats", {_CIDP}),
        ("IVIG does not cure CIDP but relieves its symptoms.", "treats", {_CIDP}),
        ("IVIG does not cure CIDP but relieves its symptoms.", "not_effective_for", set()),
        ("MMN is not curable, but IVIG helps most patients.", "treats", {_MMN}),
        ("IVIG is not curative in CVID, but it reduces infections.", "treats", {"common-variable-immunodeficiency"}),
        ("There is no cure for measles, but it can be prevented with immunoglobulin after exposure.", "prevents", {"measles"}),
        ("There is no cure for measles, but it can be prevented with immunoglobulin after exposure.", "treats", set()),
        ("There is no cure for myasthenia gravis, but plasma exchange may help.", "treats", set()),
        ("IVIG does not cure lupus, but steroids relieve it.", "treats", set()),
        ("There is no cure for Alzheimer's disease, and IVIG does not slow it.", "treats", set()),
    ],
)
def test_no_cure_is_no_denial_of_a_help(shipped_reader: Reader, text: str, predicate: str, found: set[str]) -> None:
    assert objects_in(shipped_reader, text, predicate) == found


@pytest.mark.parametrize(
    ("text", "frequencies"),
    [
        ("Aseptic meningitis, though uncommon, can follow IVIG infusion.", {"aseptic-meningitis": "uncommon"}),
        ("Haemolysis (although rare) has occurred with IVIG.", {"hemolysis": "rare"}),
        ("Headache and, although rare, thrombosis can occur with IVIG.", {"headache": "unspecified", "thromboembolism": "rare"}),
    ],
)
def test_a_frequency_that_is_granted_between_commas(shipped_reader: Reader, text: str, frequencies: dict[str, str]) -> None:
    assert {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == frequencies


@pytest.mark.parametrize(
    ("text", "harms"),
    [
        ("Thrombosis is a known risk of IVIG.", {"thromboembolism"}),
        ("Haemolysis is a recognised risk of high-dose IVIG.", {"hemolysis"}),
        ("Thrombosis is a known risk of obesity.", set()),
    ],
)
def test_a_known_risk_of_the_product(shipped_reader: Reader, text: str, harms: set[str]) -> None:
    assert objects_in(shipped_reader, f"{text} IVIG was given.", "has_adverse_effect") == harms


def test_a_thing_has_no_risk_of_its_own(shipped_reader: Reader) -> None:
    text = "Thromboembolism is a side effect of IVIG. Our patient with pulmonary embolism used an oral contraceptive, which may have contributed."
    assert objects_in(shipped_reader, text, "has_risk_factor") == set()


def test_children_and_adolescents_are_two_populations(shipped_reader: Reader) -> None:
    text = "Privigen is indicated in adults, children and adolescents with primary immunodeficiency."
    assert objects_in(shipped_reader, text, "used_in_population") == {"adults", "children", "adolescents"}


@pytest.mark.parametrize(
    "text", ["Since starting IVIG she has not had a single pneumonia.", "After six months of SCIG he had no further sinus infections."]
)
def test_infections_that_stay_away_are_no_denied_effects(shipped_reader: Reader, text: str) -> None:
    assert claims_in(shipped_reader, text, "has_adverse_effect") == []


def test_what_a_product_does_not_control(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "IVIG does not control the symptoms of fibromyalgia.", "not_effective_for") == {"fibromyalgia"}
