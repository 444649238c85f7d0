"""Lists and tables in which words around an entry deny it, and the shares of effects that stand in lists."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def _uses(reader: Reader, text: str) -> set[tuple[str, str, str]]:
    return {(claim.object, claim.status, claim.polarity) for claim in claims_in(reader, text, "treats")}


def _rates(reader: Reader, text: str) -> dict[str, str]:
    return {claim.object: claim.frequency for claim in claims_in(reader, text, "has_adverse_effect") if claim.polarity != "negated"}


# --- tables with answers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "denied"),
    [
        ("Disease\tIs IVIG recommended?", {("asthma", "recommended", "negated")}),
        ("Disease\tLicensed for IVIG", {("asthma", "approved", "negated")}),
        ("Disease\tTreated with IVIG", set()),
    ],
)
def test_no_in_a_column_that_asks_for_the_use(shipped_reader: Reader, head: str, denied: set[tuple[str, str, str]]) -> None:
    uses = _uses(shipped_reader, f"{head}\nMMN\tYes\nAsthma\tNo\n")
    assert {use for use in uses if use[0] == "asthma"} == denied
    assert [use[2] for use in uses if use[0] == "multifocal-motor-neuropathy"] == ["affirmed"]


def test_no_benefit_in_a_cell(shipped_reader: Reader) -> None:
    text = "Disease\tDoes IVIG work?\nMMN\tYes\nGout\tNo\n"
    assert objects_in(shipped_reader, text, "not_effective_for") == {"gout"}
    assert objects_in(shipped_reader, text, "treats") == {"multifocal-motor-neuropathy"}
    text = "IVIG uses\n\nDisease | Evidence\nMMN | Effective in trials\nGout | No benefit (level B)\nSepsis | No benefit over albumin\n"
    assert "gout" in objects_in(shipped_reader, text, "not_effective_for")
    assert "gout" not in objects_in(shipped_reader, text, "treats")


def test_answers_by_country(shipped_reader: Reader) -> None:
    text = "Licensed uses of IVIG\n\nDisease | US | Japan\nITP | Yes | Yes\nMMN | No | Yes\nGout | No | No\n"
    assert _uses(shipped_reader, text) == {
        ("immune-thrombocytopenia", "approved", "affirmed"),
        ("multifocal-motor-neuropathy", "approved", "affirmed"),
        ("gout", "approved", "negated"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Disease\tIVIG\tNeeds prior authorisation\nMMN\tfirst line\tNo\n",
        "Diseases treated with IVIG\n\nDisease | Approved | Off-label\nCIDP | Yes | No\nMMN | No | Yes\n",
    ],
)
def test_no_to_another_question_denies_nothing(shipped_reader: Reader, text: str) -> None:
    assert [use[2] for use in _uses(shipped_reader, text) if use[0] == "multifocal-motor-neuropathy"] == ["affirmed"]


def test_products_side_by_side_below_indications(shipped_reader: Reader) -> None:
    text = """# Indications

| Disease | IVIG | SCIG | Plasma exchange |
|---|---|---|---|
| MMN | Yes | Yes | No |
| Kawasaki disease | Yes | No | No |
| TTP | No | No | Yes |
| Gout | Not effective | Not recommended | |
"""
    treats = {(c.subject, c.object, c.polarity) for c in claims_in(shipped_reader, text, "treats")}
    assert treats == {
        ("intravenous-immunoglobulin", "multifocal-motor-neuropathy", "affirmed"),
        ("subcutaneous-immunoglobulin", "multifocal-motor-neuropathy", "affirmed"),
        ("intravenous-immunoglobulin", "kawasaki-disease", "affirmed"),
        ("subcutaneous-immunoglobulin", "gout", "negated"),
    }
    assert objects_in(shipped_reader, text, "not_effective_for") == {"gout"}


# --- heads and labels that deny ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head", ["Group 4 (unlikely to be of benefit)", "In which diseases does IVIG not work?", "IVIG has been ineffective in", "No benefit"]
)
def test_head_of_a_list_that_denies_the_gain(shipped_reader: Reader, head: str) -> None:
    text = f"IVIG in practice\n\nEffective in\n- MMN\n\n{head}\n- autism\n- asthma\n"
    assert objects_in(shipped_reader, text, "not_effective_for") == {"autism-spectrum-disorder", "asthma"}
    assert objects_in(shipped_reader, text, "treats") <= {"multifocal-motor-neuropathy"}


def test_recommendation_against(shipped_reader: Reader) -> None:
    text = "IVIG guideline\n\nWeak recommendation against:\nautism, asthma\n"
    assert _uses(shipped_reader, text) == {("autism-spectrum-disorder", "recommended", "negated"), ("asthma", "recommended", "negated")}


def test_head_that_denies_a_part(shipped_reader: Reader) -> None:
    text = "Indications of IVIG: patients in whom plasma exchange is not recommended:\n- MMN\n"
    assert {use[2] for use in _uses(shipped_reader, text)} == {"affirmed"}
    text = "Side effects of IVIG\n\nNot seen with slow infusion:\n- chills\n"
    assert set(_rates(shipped_reader, text)) == {"chills"}


def test_columns_on_another_treatment(shipped_reader: Reader) -> None:
    text = "Uses of IVIG\n\nDisease | Steroids effective?\nCIDP | Yes\nMMN | No\n"
    assert objects_in(shipped_reader, text, "not_effective_for") == set()


def test_no_contraindication(shipped_reader: Reader) -> None:
    text = "IVIG\n\nContraindications\n\nContraindicated in:\n- IgA deficiency\n\nNot contraindicated in:\n- breast-feeding\n- diabetes\n"
    bans = {(c.object, c.polarity) for c in claims_in(shipped_reader, text, "contraindicated_in")}
    assert ("diabetes-mellitus", "affirmed") not in bans
    assert ("selective-iga-deficiency", "affirmed") in bans


def test_what_a_line_below_a_name_or_a_dash_behind_it_denies(shipped_reader: Reader) -> None:
    text = "# Uses of IVIG\n\n## Autism\n\n- Not recommended.\n\n## Asthma\n\n- IVIG is not effective.\n\n## MMN\n\n- First-line\n"
    assert ("autism-spectrum-disorder", "recommended", "negated") in _uses(shipped_reader, text)
    assert objects_in(shipped_reader, text, "not_effective_for") == {"asthma"}
    text = "Uses of IVIG\n\n- MMN\n- Autism: no benefit\n- Asthma – not indicated\n"
    assert objects_in(shipped_reader, text, "not_effective_for") == {"autism-spectrum-disorder"}
    assert ("asthma", "recommended", "negated") in _uses(shipped_reader, text)
    assert {use for use in _uses(shipped_reader, text) if use[2] == "affirmed"} == {("multifocal-motor-neuropathy", "used", "affirmed")}


def test_head_of_the_next_list_is_no_verdict(shipped_reader: Reader) -> None:
    text = "IVIG: what the trials say\n\nEffective in\n- MMN\n\nNot effective in\n- autism\n"
    assert objects_in(shipped_reader, text, "not_effective_for") == {"autism-spectrum-disorder"}


@pytest.mark.parametrize("label", ["Not seen", "Not reported", "Never observed"])
def test_effects_that_were_not_seen(shipped_reader: Reader, label: str) -> None:
    for text in (f"Side effects of IVIG\n\nCommon:\n- chills\n\n{label}:\n- gout\n", f"Side effects of IVIG\n\nCommon: chills\n{label}: gout, alopecia\n"):
        told = {(c.object, c.polarity) for c in claims_in(shipped_reader, text, "has_adverse_effect")}
        assert ("chills", "affirmed") in told
        assert ("gout", "affirmed") not in told
        assert ("alopecia", "affirmed") not in told


@pytest.mark.parametrize("label", ["Frequency not reported", "Not seen in trials but reported since", "Not previously reported"])
def test_effects_of_which_something_else_is_denied(shipped_reader: Reader, label: str) -> None:
    text = f"Side effects of IVIG\n\nCommon:\n- chills\n\n{label}:\n- alopecia\n"
    assert set(_rates(shipped_reader, text)) == {"chills", "alopecia"}


def test_effects_of_a_placebo_or_another_product(shipped_reader: Reader) -> None:
    text = "Side effects of IVIG\n\nEvents with IVIG:\n- chills\n\nEvents on placebo only:\n- vertigo\n"
    assert set(_rates(shipped_reader, text)) == {"chills"}
    text = "Side effects of IVIG\n\nEvents more common than with placebo:\n- chills\n"
    assert set(_rates(shipped_reader, text)) == {"chills"}
    text = "Side effects of IVIG\n\nEvents with other products (not this one)\nVertigo was seen.\n"
    assert set(_rates(shipped_reader, text)) == set()


def test_heading_that_its_text_denies(shipped_reader: Reader) -> None:
    text = "Indications\n\nHepatitis A\n\nTo prevent hepatitis A after exposure give immune globulin.\n"
    text += "\nAsthma\n\nImmune globulin should not be used in asthma.\n"
    assert {use for use in _uses(shipped_reader, text) if use[2] == "affirmed"} == set()
    assert objects_in(shipped_reader, text, "prevents") == {"hepatitis-a"}


# --- shares ------------------------------------------------------------------------------------------------------------------------


def test_group_within_a_table_of_two_arms(shipped_reader: Reader) -> None:
    for text in (
        "Event | IVIg | Placebo\nChills | 20% | 1%\nLate | | \nGout | – | 3%\nRash | 2% | 1%\n",
        "| Event | IVIg | Placebo |\n|---|---|---|\n| Chills | 20% | 1% |\n| Late | | |\n| Gout | – | 3% |\n| Rash | 2% | 1% |\n",
    ):
        assert _rates(shipped_reader, text) == {"chills": "very_common", "rash": "common"}


def test_share_below_a_bound(shipped_reader: Reader) -> None:
    assert _rates(shipped_reader, "Event | IVIg | Placebo\nStroke | <1% | –\nRash | 1% | 0%\n") == {"stroke": "uncommon", "rash": "common"}


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("Chills, nausea and rash were seen in 20%, 15% and 3% of those on IVIG.", {"chills": "very_common", "nausea": "very_common", "rash": "common"}),
        ("Side effects of IVIG were chills, nausea and rash (20%, 5% and 3%).", {"chills": "very_common", "nausea": "common", "rash": "common"}),
        ("Chills (in 10-20% of infusions) and rash occurred with IVIG.", {"chills": "very_common", "rash": "unspecified"}),
        ("Chills occurred in 12% of patients on IVIG and were mild in 5% of cases.", {"chills": "very_common"}),
        ("Chills were moderate in 60% of episodes with IVIG.", {"chills": "unspecified"}),
        ("Chills, but not rash, were common with IVIG.", {"chills": "common"}),
        ("With IVIG, chills in 3/40.", {"chills": "common"}),
    ],
)
def test_shares_of_several_effects(shipped_reader: Reader, text: str, rates: dict[str, str]) -> None:
    assert _rates(shipped_reader, text) == rates


def test_shares_of_two_groups_are_not_those_of_two_effects(shipped_reader: Reader) -> None:
    rates = _rates(shipped_reader, "Chills and rash occurred in 20% and 3% of patients in the IVIG and placebo groups.")
    assert rates.get("chills") != "very_common"
