"""Conditions beside a treatment: each sentence names some that no product treats, and none of them becomes a use."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

ROWS = [
    line.split("\t") for line in (Path(__file__).parent / "data" / "bystander_sentences.tsv").read_text(encoding="utf-8").splitlines()[1:]
]
TOPIC = "Intravenous immunoglobulin (IVIG)\n\nIntravenous immunoglobulin is a product made from the plasma of many donors.\n\n"


@pytest.mark.parametrize("context", ["", TOPIC], ids=["alone", "in a text about IVIG"])
@pytest.mark.parametrize(("text", "kind", "predicate", "never"), [pytest.param(*row, id=f"{row[1]}: {row[0][:50]}") for row in ROWS])
def test_what_stands_beside_is_not_claimed(shipped_reader: Reader, text: str, kind: str, predicate: str, never: str, context: str) -> None:
    assert kind
    found = objects_in(shipped_reader, context + text.replace("\\n", "\n"), predicate)
    assert found.isdisjoint(never.split()), found


def test_the_sentences_name_what_they_must_not_claim(shipped_reader: Reader) -> None:
    """A slug that no reading ever gives would make a row that cannot fail."""
    known = shipped_reader.lexicon.concepts
    assert not [slug for row in ROWS for slug in row[3].split() if slug not in known]


@pytest.mark.parametrize(
    ("sentence", "treated"),
    [
        ("A man with hypertension and diabetes was given IVIG for dermatomyositis.", {"dermatomyositis"}),
        ("Her mother had lupus; she was treated with IVIG for dermatomyositis.", {"dermatomyositis"}),
        ("The diagnosis of sarcoidosis was considered, but he was treated with IVIG for myasthenia gravis.", {"myasthenia-gravis"}),
        ("The girl, diagnosed with Kawasaki disease, received 2 g/kg IVIG.", {"kawasaki-disease"}),
        ("IVIG is second line after steroids in dermatomyositis.", {"dermatomyositis"}),
        ("IVIG or plasma exchange is given in Guillain-Barre syndrome.", {"guillain-barre-syndrome"}),
        ("IVIG, unlike rituximab, is licensed for multifocal motor neuropathy.", {"multifocal-motor-neuropathy"}),
        ("Steroids and IVIG are used in pemphigus vulgaris.", {"pemphigus-vulgaris"}),
    ],
)
def test_what_is_treated_beside_them_is(shipped_reader: Reader, sentence: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, sentence, "treats") == treated


POLICY = """Immune globulin policy

The plan considers IVIG experimental and investigational for all other indications, including the following, because its
effectiveness is not established:

- Autism
- Amyotrophic lateral sclerosis
- Chronic fatigue syndrome

Non-covered indications

IVIG is not covered for the following:

1. Adrenoleukodystrophy
2. Aplastic anemia
"""


def test_a_denial_holds_for_the_list_behind_it_however_far(shipped_reader: Reader) -> None:
    polarity = {claim.object: claim.polarity for claim in claims_in(shipped_reader, POLICY, "treats")}
    assert polarity == dict.fromkeys(
        (
            "autism-spectrum-disorder",
            "amyotrophic-lateral-sclerosis",
            "myalgic-encephalomyelitis-chronic-fatigue-syndrome",
            "adrenoleukodystrophy",
            "aplastic-anemia",
        ),
        "negated",
    )


COVERED = """Immune globulin policy

The plan considers IVIG medically necessary in members with the conditions below:

1. Dermatomyositis
2. Multifocal motor neuropathy
"""


def test_numbered_entries_of_a_list_are_no_headings(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, COVERED, "treats") == {"dermatomyositis", "multifocal-motor-neuropathy"}


@pytest.mark.parametrize(
    "sentence",
    [
        "There is insufficient evidence for the use of IVIG in uveitis, idiopathic brachial neuritis, chronic autoimmune hepatitis in "
        "adults, polymyositis, severe refractory autonomic neuropathy, narcolepsy, and long-standing epilepsy.",
        "IVIG is not recommended for uveitis, brachial neuritis, polymyositis, narcolepsy, post-polio syndrome of any stage, "
        "inclusion body myositis with or without pain, multiple sclerosis, and epilepsy.",
    ],
)
def test_the_last_of_a_long_list_is_denied_like_the_first(shipped_reader: Reader, sentence: str) -> None:
    said = {claim.object: claim.polarity for claim in claims_in(shipped_reader, sentence, "treats")}
    assert {"uveitis", "epilepsy"} <= said.keys()
    assert "affirmed" not in said.values()


@pytest.mark.parametrize(
    ("sentence", "prevented"),
    [
        ("To prevent measles, immune globulin can be given within six days.", {"measles"}),
        ("Measles can be prevented by immune globulin.", {"measles"}),
        ("Immune globulin prevents measles and hepatitis A.", {"measles", "hepatitis-a"}),
        ("Hepatitis B in babies is prevented by vaccine and hepatitis B immune globulin.", {"hepatitis-b"}),
        ("Varicella may be averted with VariZIG.", {"varicella"}),
        ("Immune globulin is used for varicella (chickenpox) infection prophylaxis.", {"varicella"}),
        ("Immune globulin is used for measles pre- and post-exposure prophylaxis.", {"measles"}),
    ],
)
def test_what_is_prevented(shipped_reader: Reader, sentence: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, sentence, "prevents") == prevented
    assert not objects_in(shipped_reader, sentence, "treats")


@pytest.mark.parametrize(
    "sentence",
    [
        "The use of IVIG for asthma is not recommended.",
        "IVIG was once used for asthma but is no longer recommended.",
        "IVIG is not medically necessary for asthma.",
        "We do not cover IVIG for asthma.",
        "Coverage is not provided for IVIG when used for asthma.",
        "IVIG is unproven for asthma.",
        "There is insufficient evidence to support IVIG for asthma.",
        "The data are too sparse to recommend IVIG in asthma.",
        "IVIG has no established role in asthma.",
        "Do not offer IVIG to people with asthma.",
        "Requests for IVIG for asthma will be denied.",
        "IVIG should be avoided as treatment of asthma.",
        "The panel suggests not using IVIG in asthma.",
        "The panel recommends against immunoglobulin for asthma.",
        "IVIG has fallen out of use in asthma.",
        "Funding for IVIG in asthma has been withdrawn.",
        "Asthma is not an indication for IVIG.",
    ],
)
def test_advice_against_a_use_is_a_recommendation_denied(shipped_reader: Reader, sentence: str) -> None:
    claims = claims_in(shipped_reader, sentence, "treats")
    assert {(claim.object, claim.status, claim.polarity) for claim in claims} == {("asthma", "recommended", "negated")}


@pytest.mark.parametrize(
    "sentence",
    [
        "IVIG is used for asthma; oral steroids are not recommended.",
        "IVIG is recommended for asthma, and vaccination is not recommended.",
        "IVIG is recommended in asthma but not in bronchitis.",
    ],
)
def test_advice_against_something_else_leaves_the_use(shipped_reader: Reader, sentence: str) -> None:
    assert "asthma" in objects_in(shipped_reader, sentence, "treats")


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("Routine IVIG to prevent neonatal sepsis is not recommended.", "prevents", {("neonatal-sepsis", "recommended", "negated")}),
        ("VariZIG is recommended for pregnant women exposed to chickenpox.", "prevents", {("varicella", "recommended", "affirmed")}),
        (
            "Multiple sclerosis\n\nTreatment\nInterferon is approved. IVIG is not recommended, since trials failed to show a benefit.",
            "treats",
            {("multiple-sclerosis", "recommended", "negated")},
        ),
        (
            "Scleroderma\n\nTreatment\nIVIG is used in severe cases; cyclophosphamide is not recommended.",
            "treats",
            {("systemic-sclerosis", "used", "affirmed")},
        ),
        (
            "IVIG for recurrent miscarriage: a randomised trial found no benefit.",
            "not_effective_for",
            {("recurrent-pregnancy-loss", "", "affirmed")},
        ),
        (
            "Neither IVIG nor plasma exchange is useful in amyotrophic lateral sclerosis.",
            "not_effective_for",
            {("amyotrophic-lateral-sclerosis", "", "affirmed")},
        ),
        ("IVIG has not been shown to help in POEMS syndrome.", "not_effective_for", {("poems-syndrome", "", "affirmed")}),
        (
            "IVIG is contraindicated in patients with IgA deficiency who have antibodies against IgA.",
            "contraindicated_in",
            {("iga-deficiency-with-anti-iga-antibodies", "", "affirmed")},
        ),
    ],
)
def test_status_and_polarity(shipped_reader: Reader, text: str, predicate: str, expected: set[tuple[str, str, str]]) -> None:
    assert {(claim.object, claim.status, claim.polarity) for claim in claims_in(shipped_reader, text, predicate)} == expected
