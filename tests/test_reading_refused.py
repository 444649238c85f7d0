"""To whom a product is not given, and what a list of bans says of risks: what each sentence says, and what it does not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

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


@pytest.mark.parametrize(
    ("text", "vaccines"),
    [
        ("Yellow fever vaccine is not for people with antibody deficiency; if you have immunoglobulin for nerve disease, the MMR vaccine may not take.",
         {"mmr-vaccine"}),
        ("If you have immunoglobulin, yellow fever vaccine may not take; flu jabs are fine.", {"yellow-fever-vaccine"}),
    ],
)  # fmt: skip
def test_vaccines_that_the_illness_forbids(shipped_reader: Reader, text: str, vaccines: set[str]) -> None:
    assert objects_in(shipped_reader, text, "interacts_with") == vaccines


def test_a_stressed_word_stays_a_word(shipped_reader: Reader) -> None:
    text = "Immunoglobulin. Low IgA alone is *not* a contraindication."
    assert [claim.polarity for claim in claims_in(shipped_reader, text, "contraindicated_in")] == ["negated"]


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("Scleromyxedema, a rare kind of mucinosis, is a disease for which IVIG is first choice.", {"scleromyxedema"}),
        ("Scleromyxedema, a rare kind of mucinosis, is a disease for which IVIG is not used.", set()),
    ],
)
def test_a_condition_that_is_explained_first(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


def test_the_commonest_of_a_class(shipped_reader: Reader) -> None:
    text = "Immunoglobulin. Isolated IgA deficiency, the most frequent primary immunodeficiency of all, needs no treatment."
    assert objects_in(shipped_reader, text, "in_category") == {"primary-immunodeficiency"}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Privigen may be used to treat certain inflammatory disorders:\n - ITP\n - Guillain-Barré syndrome\n",
         {"immune-thrombocytopenia", "guillain-barre-syndrome"}),
        ("Privigen is used by those who treat inflammatory disorders. They see:\n - ITP\n - Guillain-Barré syndrome\n", set()),
    ],
)  # fmt: skip
def test_certain_disorders_and_their_list(shipped_reader: Reader, text: str, members: set[str]) -> None:
    claims = claims_in(shipped_reader, text, "in_category")
    assert {claim.subject for claim in claims if claim.object == "inflammatory-disease"} == members


def test_severe_ones_are_rare(shipped_reader: Reader) -> None:
    text = "What to look out for with immunoglobulin\n\n1. **Allergic reactions.** Severe ones are rare.\n2. **Headache.** It passes.\n"
    told = {(claim.object, claim.severity, claim.frequency) for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert ("allergic-reaction", "serious", "rare") in told
