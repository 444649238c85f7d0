"""Harms further on: cautions with their reason, weighed benefits, those whom an effect befell, and what is set against the product."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def _denied(reader: Reader, text: str, predicate: str) -> set[tuple[str, str]]:
    return {(claim.subject, claim.object) for claim in claims_in(reader, text, predicate) if claim.polarity == "negated"}


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("Contraindications of IVIG\nMigraine is a reason for caution, as aseptic meningitis has been described.", {"history-of-migraine"}),
        (
            "Tetanus immunoglobulin is injected into a muscle. Selective IgA deficiency calls for caution, since anaphylaxis has been reported.",
            {"selective-iga-deficiency"},
        ),
        ("Tetanus immunoglobulin is injected into a muscle. In haemophilia, haematoma may follow the injection.", {"hemophilia"}),
        ("Rabies immunoglobulin is given once. In thrombocytopenia, bleeding can occur after the injection.", {"thrombocytopenia"}),
        (
            "In patients who have haemophilia or a low platelet count, use HyperRAB only if the expected benefits outweigh the risk of bleeding.",
            {"hemophilia", "thrombocytopenia"},
        ),
        ("IVIG should be given to people with heart failure only when the benefits clearly outweigh the danger of thrombosis.", {"cardiac-failure"}),
        ("IVIG in a large clinic. Thrombosis complicated 3 of 210 infusions. All were older than 65, and two were smokers.", {"advanced-age", "smoking"}),
        ("The first infusion of Octagam and a change of brand are more often followed by reactions.", {"first-infusion", "product-switch"}),
    ],
)
def test_factors(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors


@pytest.mark.parametrize(
    "text",
    [
        "In patients with ITP, the benefits of IVIG outweigh the risks.",
        "Steroids in diabetes are given only if the benefits outweigh the risk of infection. IVIG is an alternative.",
        "IVIG in a large clinic. Thrombosis complicated 3 of 210 infusions. All had been treated for myasthenia.",
        "HyperHEP B is given at birth. Pregnant women are more prone to hepatitis E.",
        "IVIG did not help. For old women we are uncertain: the single trial was at high risk of bias.",
        "Thrombosis was no more common in smokers than in others who had IVIG.",
        "Hepatitis B immunoglobulin is injected. In haemophilia, bleeding is treated with an injection of factor VIII.",
    ],
)
def test_no_factors(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == set()


def test_what_some_of_the_befallen_had_is_held_out(shipped_reader: Reader) -> None:
    text = "IVIG at our hospital. Kidney failure followed 4 of 61 courses. All had received a sucrose-containing brand, three had diabetes."
    found = {claim.object: claim.polarity for claim in claims_in(shipped_reader, text, "has_risk_factor")}
    assert found == {"sucrose-stabiliser": "affirmed", "diabetes-mellitus": "hedged"}


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Contraindications of IVIG\nMigraine is a reason for caution, as aseptic meningitis has been described.", {"aseptic-meningitis"}),
        ("IVIG at our hospital. Haemolysis followed 2 of 70 courses (2.9%).", {"hemolysis"}),
        ("Safety of IVIG. Milder reactions - nausea, rash, fever - were met in 9 courses.", {"nausea", "rash", "fever"}),
        ("IVIG safety\nPeople with no IgA at all can have a dangerous allergic reaction (anaphylaxis).", {"allergic-reaction", "anaphylaxis"}),
        (
            "Side effects of Octagam. Rare:\n- fall in the number of white blood cells\n- drop in the number of platelets\n- rise in liver values",
            {"leukopenia", "thrombocytopenia", "elevated-liver-enzymes"},
        ),
    ],
)
def test_effects(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    "text",
    [
        "In a review IVIG corrected anaemia in 93% of hosts. IVIG normalised thrombocytopenia in 80%.",
        "In a trial, 16 people received IVIG or placebo. Joint stiffness eased during IVIG and came back on placebo.",
        "IVIG treatment in pregnancy\nSide effects\nPhone us if you get: dark urine, a rash that does not fade, chest pain",
        "IVIG is given for ITP. Haemolysis was not looked for.",
        "IVIG is being studied in dermatomyositis. Dizziness, chills and rash will be recorded at each visit.",
    ],
)
def test_no_effects(shipped_reader: Reader, text: str) -> None:
    assert claims_in(shipped_reader, text, "has_adverse_effect") == []


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        (
            "Rabies immunoglobulin is made from plasma. In contrast to some other immunoglobulins, HRIG has not been linked to haemolysis.",
            ("rabies-immunoglobulin", "hemolysis"),
        ),
        ("Unlike other immunoglobulins, anti-D has never caused kidney failure.", ("anti-d-immunoglobulin", "renal-failure")),
        (
            "Side effects of SCIG\nFever, reported with other immunoglobulins, was not seen in the studies with SCIG.",
            ("subcutaneous-immunoglobulin", "fever"),
        ),
        ("Rash is not an effect of VariZIG.", ("varizig", "rash")),
        ("Side effects of IVIG\nFever was equally frequent in both arms.", ("intravenous-immunoglobulin", "fever")),
    ],
)
def test_denied_effects(shipped_reader: Reader, text: str, denied: tuple[str, str]) -> None:
    assert _denied(shipped_reader, text, "has_adverse_effect") == {denied}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


def test_conceivable_effects_are_hedged(shipped_reader: Reader) -> None:
    text = "HBIG is given at birth. As with all plasma products, transmission of unknown viruses is conceivable."
    (claim,) = claims_in(shipped_reader, text, "has_adverse_effect")
    assert (claim.object, claim.polarity) == ("transmission-of-infectious-agents", "hedged")


@pytest.mark.parametrize(
    ("text", "frequencies"),
    [
        (
            "Side effects of HBIG\nSwelling and pain at the injection site are the most frequent complaints, followed by fever (12%) and nausea (8%).",
            {"injection-site-swelling": "common", "injection-site-pain": "common", "fever": "very_common", "nausea": "common"},
        ),
        ("Rash and itching were reported in 4 patients (8%) on SCIG.", {"rash": "common", "pruritus": "common"}),
    ],
)
def test_frequencies(shipped_reader: Reader, text: str, frequencies: dict[str, str]) -> None:
    assert {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == frequencies


def test_abbreviated_laboratory_names_in_a_table(shipped_reader: Reader) -> None:
    text = (
        "Adverse events with Gamunex\n\n"
        "Event                            Gamunex       Placebo\n"
        "Alanine aminotransferase incr.   4/29 (13.8%)  1/27 (3.7%)\n"
        "Haemoglobin decr.                2/29 (6.9%)   0/27\n"
        "Constipation                     0/29          4/27 (14.8%)\n"
    )
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"elevated-liver-enzymes": "very_common", "hemoglobin-decreased": "common"}


def test_no_route_of_trials_left_out(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "IVIG in myositis. We excluded trials of intramuscular immunoglobulin.", "given_by_route") == set()


def test_a_rise_of_a_value_is_no_interaction(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "In this cohort, nine in ten recipients had a rise in haemoglobin after IVIG.", "interacts_with") == set()
