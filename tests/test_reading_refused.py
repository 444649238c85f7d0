"""To whom a product is not given, and what a list of bans says of risks: what each sentence says, and what it does not."""

from __future__ import annotations

import pytest
from reading_fixtures import objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("We will not give immunoglobulin if you have had a severe reaction to it before, or if you have hereditary fructose intolerance.",
         {"hypersensitivity-to-immunoglobulin", "hereditary-fructose-intolerance"}),
        ("We will not give IVIG to people with IgA deficiency and antibodies to IgA.", {"iga-deficiency-with-anti-iga-antibodies"}),
        ("IVIG trial.\nExclusion Criteria:\n- Hyperprolinemia (Privigen is contraindicated because it contains proline)\n- HIV infection\n",
         {"hyperprolinemia"}),
        ("IVIG trial.\nExclusion Criteria:\n- Hereditary fructose intolerance (Octagam must not be given)\n",
         {"hereditary-fructose-intolerance"}),
        ("IVIG trial.\nExclusion Criteria:\n- Hyperprolinemia (on a diet)\n- Sepsis\n", set()),
        ("We will not give IVIG without asking you first if you agree.", set()),
    ],
)  # fmt: skip
def test_to_whom_a_product_is_refused(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned
    assert not banned & objects_in(shipped_reader, text, "treats")


def test_items_of_a_list_of_bans_raise_no_risk(shipped_reader: Reader) -> None:
    text = (
        "4 CONTRAINDICATIONS\nWinRho is contraindicated in:\n"
        "- patients with IgA deficiency and antibodies to IgA\n"
        "- patients with autoimmune hemolytic anemia, and those at high risk of hemolysis\n"
    )
    assert objects_in(shipped_reader, text, "has_risk_factor") == set()
    assert {"autoimmune-hemolytic-anemia", "iga-deficiency-with-anti-iga-antibodies"} <= objects_in(shipped_reader, text, "contraindicated_in")
