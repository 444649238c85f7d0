"""Tables: what the head of a table says of its columns becomes what the rows say of their product; each case names its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_fixtures import claims_in, claims_in_file, objects_in

from kg.errors import ResourceError
from kg.reading.claims import Reader
from kg.reading.tables import load_table_heads


def table(head: str, *rows: str) -> str:
    return "# Immunoglobulins\n\n" + "\n".join((head, "|" + "---|" * (head.count("|") - 1), *rows)) + "\n"


PRODUCTS = "| Product | Use | Side effects | Route | Comment |"


def pairs(reader: Reader, text: str, predicate: str) -> set[tuple[str, str]]:
    return {(claim.subject, claim.object) for claim in claims_in(reader, text, predicate)}


@pytest.mark.parametrize(
    ("head", "row", "predicate", "expected"),
    [
        pytest.param(
            "| Product | Side effects |",
            "| Rabies immunoglobulin | fever, rash |",
            "has_adverse_effect",
            {("rabies-immunoglobulin", "fever"), ("rabies-immunoglobulin", "rash")},
            id="a column of side effects",
        ),
        pytest.param(
            "| Brand | Strength | Route |",
            "| Gammagard Liquid | 10 % | IV, SC (traditional) |",
            "given_by_route",
            {("gammagard-liquid", "intravenous-route"), ("gammagard-liquid", "subcutaneous-route")},
            id="abbreviated routes",
        ),
        pytest.param(
            "| Product | Administration | Strength |",
            "| GamaSTAN | IM | 16 % |",
            "given_by_route",
            {("gamastan", "intramuscular-route")},
            id="one abbreviated route",
        ),
        pytest.param(
            "| Product | Used for | Route |",
            "| Tetanus immunoglobulin | tetanus | intramuscular |",
            "given_by_route",
            {("tetanus-immunoglobulin", "intramuscular-route")},
            id="a column of routes",
        ),
        pytest.param(
            "| Preparation | Indication | Do not use in |",
            "| CMV immunoglobulin | CMV infection | hereditary fructose intolerance |",
            "contraindicated_in",
            {("cytomegalovirus-immunoglobulin", "hereditary-fructose-intolerance")},
            id="a column of contraindications",
        ),
        pytest.param(
            "| Brand | Side effects | Risk factors |",
            "| IVIG | blood clots | obesity, smoking |",
            "has_risk_factor",
            {("intravenous-immunoglobulin", "obesity"), ("intravenous-immunoglobulin", "smoking")},
            id="a column of risk factors",
        ),
        pytest.param(
            "| Product | Use | Affected vaccine |",
            "| IVIG | CIDP | measles vaccine |",
            "interacts_with",
            {("intravenous-immunoglobulin", "measles-vaccine")},
            id="a column of vaccines",
        ),
    ],
)
def test_columns_speak_of_the_product_of_their_row(
    shipped_reader: Reader, head: str, row: str, predicate: str, expected: set[tuple[str, str]]
) -> None:
    assert pairs(shipped_reader, table(head, row), predicate) >= expected


def test_rows_keep_their_own_products(shipped_reader: Reader) -> None:
    text = table("| Product | Side effects |", "| IVIG | headache |", "| SCIG | itching |")
    assert pairs(shipped_reader, text, "has_adverse_effect") == {
        ("intravenous-immunoglobulin", "headache"),
        ("subcutaneous-immunoglobulin", "pruritus"),
    }


def test_another_treatment_in_the_product_column_is_none_of_ours(shipped_reader: Reader) -> None:
    text = table("| Product | Side effects |", "| IVIG | headache |", "| Prednisone | weight gain |", "| Rituximab | fever |")
    assert {claim.object for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == {"headache"}


def test_a_table_on_diseases_tells_of_no_product(shipped_reader: Reader) -> None:
    text = "IVIG is given for all of these.\n\n" + table("| Disease | Symptom | Cause |", "| Kawasaki disease | fever, rash | unknown |")
    assert not objects_in(shipped_reader, text, "has_adverse_effect")


def test_the_frequency_of_a_share_of_patients(shipped_reader: Reader) -> None:
    text = table("| Adverse reaction | IVIG: % of patients |", "| Headache | 26 % |", "| Rash | 0.5 % |")
    found = {
        claim.object: claim.frequency for claim in claims_in(shipped_reader, "IVIG is given by drip.\n\n" + text, "has_adverse_effect")
    }
    assert found == {"headache": "very_common", "rash": "uncommon"}


# --- remarks ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("remark", "predicate", "expected"),
    [
        pytest.param("Give early. Fever and rash are usual.", "has_adverse_effect", {"fever", "rash"}, id="a sentence on effects"),
        pytest.param("Nausea and dizziness now and then.", "has_adverse_effect", {"nausea", "dizziness"}, id="effects without a verb"),
        pytest.param("Avoid in patients with hereditary fructose intolerance.", "contraindicated_in", {"hereditary-fructose-intolerance"}, id="a warning"),
        pytest.param("Do not use in severe thrombocytopenia.", "contraindicated_in", {"thrombocytopenia"}, id="a prohibition"),
        pytest.param("Obesity raises the risk of thrombosis.", "has_risk_factor", {"obesity"}, id="a risk"),
    ],
)  # fmt: skip
def test_remarks_are_read_as_sentences_on_the_product(shipped_reader: Reader, remark: str, predicate: str, expected: set[str]) -> None:
    text = table("| Product | Route | Comment |", f"| Hepatitis B immunoglobulin | intramuscular | {remark} |")
    found = claims_in(shipped_reader, text, predicate)
    assert {claim.object for claim in found} == expected
    assert {claim.subject for claim in found} == {"hepatitis-b-immunoglobulin"}


def test_remarks_on_other_treatments_are_not_read(shipped_reader: Reader) -> None:
    text = table("| Product | Route | Comment |", "| IVIG | drip | well tolerated |", "| Prednisone | by mouth | Weight gain is usual. |")
    assert not objects_in(shipped_reader, text, "has_adverse_effect")


# --- products side by side ----------------------------------------------------------------------------------------------------


def test_products_side_by_side(shipped_reader: Reader) -> None:
    text = table(
        "| What may happen | IVIG | SCIG |", "| Headache | common | uncommon |", "| Fever | 12% | 3% |", "| Haemolysis | rare | none |"
    )
    found = {(c.subject, c.object, c.frequency) for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    ivig, scig = "intravenous-immunoglobulin", "subcutaneous-immunoglobulin"
    assert found == {
        (ivig, "headache", "common"),
        (scig, "headache", "uncommon"),
        (ivig, "fever", "very_common"),
        (scig, "fever", "common"),
        (ivig, "hemolysis", "rare"),
    }


def test_effects_in_the_cells_of_products_side_by_side(shipped_reader: Reader) -> None:
    text = table("| | IVIG | SCIG |", "| Side effects | headache, chills | itching |", "| Route | into a vein | under the skin |")
    assert pairs(shipped_reader, text, "has_adverse_effect") == {
        ("intravenous-immunoglobulin", "headache"),
        ("intravenous-immunoglobulin", "chills"),
        ("subcutaneous-immunoglobulin", "pruritus"),
    }
    assert ("subcutaneous-immunoglobulin", "subcutaneous-route") in pairs(shipped_reader, text, "given_by_route")


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("| Fever gone after | 1 day | 2 days |", id="a duration is no frequency"),
        pytest.param("| Osteoporosis | no | yes |", id="the other treatment alone has it"),
        pytest.param("| Headache | – | common |", id="a dash"),
        pytest.param("| Rash | 0% | 4% |", id="nought per cent"),
    ],
)
def test_what_a_comparison_does_not_say_of_the_product(shipped_reader: Reader, row: str) -> None:
    assert not objects_in(shipped_reader, table("| | IVIG | Steroids |", row), "has_adverse_effect")


# --- formats and faults -------------------------------------------------------------------------------------------------------


def test_tables_of_pages(shipped_reader: Reader, tmp_path: Path) -> None:
    page = tmp_path / "products.html"
    page.write_text(
        "<html><body><h1>Antibody products</h1><table><tr><th>Product</th><th>Side effects</th></tr>"
        "<tr><td>Tetanus immunoglobulin</td><td>fever</td></tr></table></body></html>",
        encoding="utf-8",
    )
    found = claims_in_file(shipped_reader, page, "has_adverse_effect")
    assert [(claim.subject, claim.object) for claim in found] == [("tetanus-immunoglobulin", "fever")]


def test_an_unknown_role_of_a_head_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "table_heads.tsv").write_text("words\trole\nproduct\tproduct\nmaker\tmanufacturer\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="manufacturer"):
        load_table_heads(tmp_path)


@given(cells=st.lists(st.lists(st.text(alphabet="abc |-0%(IVG).;", max_size=12), min_size=1, max_size=4), max_size=5))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_rows_below_a_head_are_read(shipped_reader: Reader, cells: list[list[str]]) -> None:
    text = table("| Product | IVIG | Side effects | Comment |", *("| " + " | ".join(row) + " |" for row in cells))
    for claim in claims_in(shipped_reader, text, "has_adverse_effect"):
        assert text[claim.start : claim.end] == claim.surface


PASSIVE = """Table 2. Passive immunization

Clinical indication | Immunization
---|---
Measles | Immunoglobulin given within 6 days of exposure (i.m.)
Tetanus | Human tetanus immunoglobulin in a single dose
Botulism | Treatment of botulism with botulism antitoxin
"""


def test_a_table_of_passive_immunisation_prevents(shipped_reader: Reader) -> None:
    assert {("immunoglobulin", "measles"), ("tetanus-immunoglobulin", "tetanus")} <= pairs(shipped_reader, PASSIVE, "prevents")
    assert not pairs(shipped_reader, PASSIVE, "treats") & {("immunoglobulin", "measles"), ("tetanus-immunoglobulin", "tetanus")}
    assert ("immunoglobulin", "intramuscular-route") in pairs(shipped_reader, PASSIVE, "given_by_route")


def test_a_cell_may_prevent_and_treat_and_names_the_closer_product(shipped_reader: Reader) -> None:
    text = table(
        "| Agent | Indications |",
        "| Immune globulin, intravenous (IVIG) | Prophylaxis for and treatment of bacterial infections, Kawasaki disease |",
        "| Immune globulin (IG) | Prophylaxis for rubella during pregnancy |",
    )
    assert {("intravenous-immunoglobulin", "bacterial-infection"), ("intravenous-immunoglobulin", "kawasaki-disease")} <= pairs(
        shipped_reader, text, "treats"
    )
    prevented = pairs(shipped_reader, text, "prevents")
    assert {("intravenous-immunoglobulin", "bacterial-infection"), ("immunoglobulin", "rubella")} <= prevented
    assert not {("intravenous-immunoglobulin", "kawasaki-disease"), ("immunoglobulin", "pregnancy")} & prevented


def test_serious_events_and_the_others_of_a_table_without_bars(shipped_reader: Reader) -> None:
    text = (
        "A trial of IVIG in bullous pemphigoid\n\nAdverse Events\n"
        "Serious Adverse Events          IVIG          Placebo\n"
        "  Pulmonary embolism            1/40 (2.5%)   0/41\n"
        "  Pneumonia                     0/40          3/41 (7.3%)\n"
        "  Septic shock                  0/40          1/41 (2.4%)\n"
        "Other (Not Including Serious) Adverse Events, threshold 3%\n"
        "  Headache                      9/40 (22.5%)  3/41 (7.3%)\n"
        "  Hyperglycaemia                0/40          5/41 (12.2%)\n"
        "  Nausea                        2/40 (5.0%)   2/41 (4.9%)\n"
    )
    found = {(c.object, c.severity, c.frequency) for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {("pulmonary-embolism", "serious", "common"), ("headache", "unspecified", "very_common"), ("nausea", "unspecified", "common")}


def test_a_column_of_the_brand_that_a_text_is_about(shipped_reader: Reader) -> None:
    """A brand that no concept has stands for the product that the title says it is."""
    text = (
        "ZOSTRAVIL (varicella zoster immune globulin)\n\n6 ADVERSE REACTIONS\n\n"
        "                     ZOSTRAVIL     Placebo\n                     N=500         N=198\n"
        "Headache             13 (2.6%)     3 (1.5%)\nConstipation          0            4 (2.0%)\nRash                 9 (1.8%)      2 (1.0%)\n"
    )
    found = {(c.object, c.subject, c.frequency) for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    product = "varicella-zoster-immunoglobulin"
    assert found == {("headache", product, "common"), ("rash", product, "common")}


def test_arms_of_a_trial_are_what_the_text_says_they_got(shipped_reader: Reader) -> None:
    text = (
        "SCIG or steroids in CIDP\n\nArm A: subcutaneous immunoglobulin weekly for 24 weeks. Arm B: prednisolone.\n\n"
        "| Event | Arm A (n = 40) | Arm B (n = 41) |\n|---|---|---|\n| Headache | 8 | 2 |\n| Weight gain | 0 | 9 |\n| Nausea | 3 | 0 |\n"
    )
    found = {(c.object, c.subject, c.frequency) for c in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {("headache", "subcutaneous-immunoglobulin", "very_common"), ("nausea", "subcutaneous-immunoglobulin", "common")}


def test_arms_that_no_text_tells_of_say_nothing_of_the_product(shipped_reader: Reader) -> None:
    text = "IVIG in CIDP\n\n| Event | Arm A | Arm B |\n|---|---|---|\n| Weight gain | 9 (22%) | 0 |\n| Headache | 2 | 1 |\n"
    assert not any(c.method == "comparison of products" for c in claims_in(shipped_reader, text, "has_adverse_effect"))
