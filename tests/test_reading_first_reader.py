"""Plain things that a first reader of the graph would look for: lists under their own words, counts of nobody, what has not been studied."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

PROLINE = {"hyperprolinemia", "hereditary-fructose-intolerance"}
LIST = "\n- hyperprolinaemia\n- fructose intolerance\n"


@pytest.mark.parametrize(
    "text",
    [
        f"Clinical use of IVIG\n\nThe contraindications of IVIG include:{LIST}",
        f"Uses\n\nAbsolute contraindications of IVIG are as follows:{LIST}",
        f"Clinical use of IVIG\n\nConditions in which IVIG should not be used:{LIST}",
        f"Clinical use of IVIG\n\nReasons to avoid IVIG:{LIST}",
        f"Clinical use of IVIG\n\nWhen not to give IVIG:{LIST}",
        "Uses of IVIG\n\nContraindications of IVIG include fructose intolerance and hyperprolinaemia.",
    ],
)
def test_words_before_a_list_of_bans(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == PROLINE
    assert objects_in(shipped_reader, text, "treats") == set()


@pytest.mark.parametrize("words", ["Complications of IVIG:", "Problems with IVIG:", "It can cause:", "Dangers of the treatment are:"])
def test_words_before_a_list_of_harms(shipped_reader: Reader, words: str) -> None:
    text = f"Uses of IVIG\n\n{words}\n- headache\n- stroke\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache", "stroke"}
    assert objects_in(shipped_reader, text, "treats") == set()


def test_words_before_a_list_of_uses(shipped_reader: Reader) -> None:
    """What helps against problems lists no harms."""
    text = "Uses of IVIG\n\nIt is used to prevent complications of the treatment in:\n- CIDP\n- myasthenia gravis\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


@pytest.mark.parametrize("words", ["IVIG should be used with caution in:", "Risk factors for thrombosis after IVIG are:"])
def test_words_before_a_list_of_risks(shipped_reader: Reader, words: str) -> None:
    text = f"Uses of IVIG\n\n{words}\n- diabetes\n- hypertension\n"
    assert objects_in(shipped_reader, text, "treats") == set()
    assert "diabetes-mellitus" in objects_in(shipped_reader, text, "has_risk_factor")


@pytest.mark.parametrize(
    "text",
    [
        "IVIG therapy in MMN has not been studied.",
        "The use of IVIG in MMN was never formally evaluated.",
        "The effect of IVIG in MMN is unknown.",
        "Every batch of IVIG is tested for parvovirus B19.",
        "Privigen is tested for HIV and syphilis.",
        "Dr A has received honoraria for lectures on IVIG in MMN.",
        "Conflict of interest: Dr A was paid by a maker of IVIG for work on MMN.",
        "Disclosures. Dr A received speaker fees for talks on IVIG in MMN.",
    ],
)
def test_no_use_is_told(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "treats") == set()


@pytest.mark.parametrize(
    "text",
    [
        "IVIG treatment of MMN has not been formally studied, but is widely used.",
        "IVIG is used in MMN; its use in asthma has never been tested.",
        "IVIG was tested for MMN in a large trial.",
    ],
)
def test_a_use_is_told(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "treats") == {"multifocal-motor-neuropathy"}


@pytest.mark.parametrize(
    "text",
    [
        "Among 60 patients given IVIG, headache occurred in 20 and rash in none.",
        "Adverse events in the IVIG group: headache 12 (24%), rash 0, nausea 1 (2%).",
        "# Adverse effects of IVIG\n\n| Effect | Frequency |\n|---|---|\n| Headache | 24% |\n| Rash | 0% |\n",
        "Adverse effects\n\nEffect | IVIG\nHeadache | 24\nRash | 0 (0.0)\n",
    ],
)
def test_counts_of_nobody(shipped_reader: Reader, text: str) -> None:
    found = {claim.object: claim for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found["headache"].polarity == "affirmed"
    assert found["rash"].polarity == "negated"
    assert found["rash"].frequency == "unspecified"


@pytest.mark.parametrize("share", ["0.4%", "0.9 / 0.5 / 0", "10 (20%)"])
def test_counts_of_some(shipped_reader: Reader, share: str) -> None:
    found = claims_in(shipped_reader, f"Adverse events with IVIG: rash {share}, headache 12%.", "has_adverse_effect")
    assert {(claim.object, claim.polarity) for claim in found} == {("rash", "affirmed"), ("headache", "affirmed")}


@pytest.mark.parametrize(
    "text",
    [
        "In the general population, the background risk of birth defects and miscarriage is 2 to 4%. IVIG was given to few women.",
        "IVIG\n\nHeadache occurs in 15% of adults of the general population.",
        "The safety of IVIG in renal failure has not been established.",
    ],
)
def test_what_befalls_people_without_it(shipped_reader: Reader, text: str) -> None:
    assert claims_in(shipped_reader, text, "has_adverse_effect") == []


def test_more_than_in_the_general_population(shipped_reader: Reader) -> None:
    text = "Stroke was more frequent after IVIG than in the general population."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"stroke"}


def test_infections_counted_in_a_study(shipped_reader: Reader) -> None:
    text = "Infections during the study of IVIG in primary immunodeficiency included sinusitis (12 episodes) and pneumonia (1)."
    assert objects_in(shipped_reader, text, "treats") == {"primary-immunodeficiency"}
    assert objects_in(shipped_reader, text, "in_category") == set()
    assert objects_in(shipped_reader, text, "has_adverse_effect") == set()


def test_a_head_of_two_lines(shipped_reader: Reader) -> None:
    text = (
        "# Results\n\nAdverse effects of IVIG and SCIG\n\n"
        "| Adverse effect | Patients (%) | Patients (%) |\n| Adverse effect | IVIG | SCIG |\n| Headache | 24 | 5 |\n| Rash | 2 | 0 |\n"
    )
    found = {(claim.subject, claim.object, claim.frequency) for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert {("intravenous-immunoglobulin", "headache", "very_common"), ("subcutaneous-immunoglobulin", "headache", "common")} <= found
    assert ("subcutaneous-immunoglobulin", "rash") not in {(subject, effect) for subject, effect, _ in found}


@pytest.mark.parametrize(
    "words",
    [
        "Alternatives to IVIG:\n- plasma exchange for GBS\n- steroids for CIDP",
        "Diseases that can mimic CIDP:\n- POEMS syndrome\n- amyloidosis",
        "Before treatment check for:\n- IgA deficiency\n- kidney disease",
        "Patients at risk of kidney failure:\n- diabetics\n- those over 65",
        "Vaccines to delay after IVIG:\n- measles\n- varicella",
        "Stop the infusion in case of:\n- chest pain\n- hypotension",
    ],
)
def test_lists_that_name_no_uses(shipped_reader: Reader, words: str) -> None:
    assert objects_in(shipped_reader, f"Uses of IVIG\n\n{words}\n", "treats") == set()


@pytest.mark.parametrize("words", ["Autoimmune diseases:", "Neurology", "It works well in:", "The label names these kinds of disease:"])
def test_lists_that_name_uses(shipped_reader: Reader, words: str) -> None:
    text = f"Uses of IVIG\n\n{words}\n- CIDP\n- myasthenia gravis\n"
    assert objects_in(shipped_reader, text, "treats") == {"chronic-inflammatory-demyelinating-polyneuropathy", "myasthenia-gravis"}


@pytest.mark.parametrize(
    ("text", "spared"),
    [
        ("IVIG may interfere with live vaccines but not with flu vaccine.", "influenza-vaccine"),
        ("IVIG impairs measles vaccine, not influenza vaccine.", "influenza-vaccine"),
        ("After IVIG, MMR should be postponed; this does not hold for yellow fever or influenza vaccine.", "influenza-vaccine"),
        ("After IVIG, live vaccines are postponed, except yellow fever and oral polio vaccine.", "oral-polio-vaccine"),
    ],
)
def test_vaccines_that_are_not_meant(shipped_reader: Reader, text: str, spared: str) -> None:
    found = {claim.object: claim.polarity for claim in claims_in(shipped_reader, text, "interacts_with")}
    assert found[spared] == "negated"
    assert "affirmed" in found.values()


def test_what_was_not_done_once_is_no_rule(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "We did not use IVIG in this patient with asthma.", "contraindicated_in") == set()
    assert objects_in(shipped_reader, "Do not use IVIG in patients with hyperprolinaemia.", "contraindicated_in") == {"hyperprolinemia"}


def test_what_it_is_no_means_for(shipped_reader: Reader) -> None:
    text = "Do not use IVIG for mild asthma."
    assert objects_in(shipped_reader, text, "contraindicated_in") == set()
    assert [claim.polarity for claim in claims_in(shipped_reader, text, "treats")] == ["negated"]


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("Headache was more frequent with IVIG (32%) than with plasma exchange (5%).", "very_common"),
        ("More patients had headache on IVIG (8%) than on placebo (5%).", "common"),
        ("IVIG (10%) may cause headache.", "unspecified"),
    ],
)
def test_the_share_behind_the_product(shipped_reader: Reader, text: str, frequency: str) -> None:
    assert {(claim.object, claim.frequency) for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == {("headache", frequency)}


@pytest.mark.parametrize(
    "text",
    [
        "CMV hyperimmune globulin is used as prophylaxis in seronegative recipients.",
        "Prophylaxis with CMV immunoglobulin is standard after lung transplantation.",
    ],
)
def test_prophylaxis_needs_no_name(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "prevents") == {"cytomegalovirus-infection"}


@pytest.mark.parametrize(
    "text", ["Antibiotics are given as prophylaxis. CMV immunoglobulin was stopped.", "Prophylaxis with valganciclovir has replaced CMV immunoglobulin."]
)
def test_prophylaxis_with_something_else(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "prevents") == set()


@pytest.mark.parametrize("words", ["Care is needed when IVIG is given to people with:", "The risk is raised when IVIG is given to people with:"])
def test_the_main_clause_before_a_list_decides(shipped_reader: Reader, words: str) -> None:
    text = f"Uses of IVIG\n\n{words}\n- diabetes\n- heart failure\n"
    assert objects_in(shipped_reader, text, "treats") == set()
    assert "diabetes-mellitus" in objects_in(shipped_reader, text, "has_risk_factor")
