"""Uses, failures and bans in further wordings of ours: what each says of a product, and what its contrary does not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

_CLASSICAL = "IVIG is a blood product. "


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("People with IgA deficiency who have anti-IgA antibodies must not receive most brands of IVIG, as anaphylactic shock is feared.",
         {"iga-deficiency-with-anti-iga-antibodies"}),
        ("IVIG must not be used in people with anti-IgA antibodies, for severe hypersensitivity reactions are to be feared.",
         {"iga-deficiency-with-anti-iga-antibodies"}),
        ("IVIG must not be given in hyperprolinaemia, lest encephalopathy follow.", {"hyperprolinemia"}),
        ("IVIG must not be used if you have hyperprolinaemia, as proline is harmful, or in people with heart failure.",
         {"hyperprolinemia", "cardiac-failure"}),
    ],
)  # fmt: skip
def test_the_reason_of_a_ban_is_not_banned(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned


@pytest.mark.parametrize(
    ("line", "banned"),
    [
        ("Mothers who have had a serious allergic reaction to immunoglobulin before.", {"hypersensitivity-to-immunoglobulin"}),
        ("Mothers with heart failure.", {"cardiac-failure"}),
        ("Patients whose mother had heart failure.", set()),
    ],
)
def test_mothers_are_those_who_would_get_it(shipped_reader: Reader, line: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, f"# IVIG for mothers\n\n## Who cannot have IVIG?\n\n{line}\n", "contraindicated_in") == banned


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("In chronic lymphocytic leukaemia IVIG raises the low antibody level; the leukaemia itself is not touched by it.",
         {"chronic-lymphocytic-leukemia"}),
        ("IVIG prevents infections in multiple myeloma. The myeloma itself is left untouched by it.", {"multiple-myeloma"}),
        ("IVIG is used in Kawasaki disease. Eczema is not improved by it, and asthma is not helped by it.", {"eczema", "asthma"}),
        ("Migraine was no better on IVIG than off it.", {"migraine"}),
        ("The neuropathy eased on IVIG, but the tremor was no better after IVIG than before.", {"tremor"}),
        ("Migraine was no worse on IVIG than off it.", set()),
        ("Kawasaki disease is a vasculitis. Our marker of damage was not changed by IVIG.", set()),
        ("Anti-D immunoglobulin is no use in haemophilia.", {"hemophilia"}),
        ("IVIG proved no help in chronic fatigue syndrome.", {"myalgic-encephalomyelitis-chronic-fatigue-syndrome"}),
        ("IVIG eases CIDP but does not cure it.", set()),
        ("In septic shock, mortality was the same with and without IVIG.", {"sepsis"}),
        ("Lambert-Eaton syndrome is rare. IVIG gives short-lived relief; the cancer behind it is not affected.", set()),
    ],
)  # fmt: skip
def test_what_is_not_touched_or_no_better(shipped_reader: Reader, text: str, failed: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == failed


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("In antiphospholipid syndrome, adding IVIG to heparin and aspirin did not improve outcome over heparin and aspirin alone.",
         {"antiphospholipid-syndrome"}),
        ("In septic shock, the addition of IVIG to antibiotics did not lower mortality.", {"sepsis"}),
        ("In Kawasaki disease, adding infliximab to IVIG did not lower the rate of fever.", set()),
        ("IVIG is effective in Guillain-Barre syndrome. In Guillain-Barre syndrome, adding IVIG to plasma exchange did not improve outcome.", set()),
    ],
)  # fmt: skip
def test_the_product_that_is_added(shipped_reader: Reader, text: str, failed: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == failed


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("In Alzheimer's disease it is still being tried, with no clear result so far.", {("alzheimer-s-disease", "investigational")}),
        ("In narcolepsy it is still being tested.", {("narcolepsy", "investigational")}),
        ("It has been tried in narcolepsy.", {("narcolepsy", "used")}),
        ("In 2021 the American authority approved a brand for dermatomyositis.", {("dermatomyositis", "approved")}),
        ("In 2021 the European agency licensed two brands for dermatomyositis.", {("dermatomyositis", "approved")}),
        ("In immune thrombocytopenia, an autoimmune disease of the blood, it raises the platelet count within two days.",
         {("immune-thrombocytopenia", "used")}),
        ("In diabetes, a metabolic disorder, it raises the risk of thrombosis.", set()),
        ("Children with Kawasaki disease receive one large dose together with aspirin.", {("kawasaki-disease", "used")}),
        ("Children with Kawasaki disease receive one large dose of aspirin.", set()),
        ("Whether patients with narcolepsy profit from it remains to be studied.", set()),
        ("Your next pregnancy will be treated with it.", set()),
        ("People often ask whether it can help ME/CFS.", set()),
        ("We recommend it for children with Kawasaki disease within ten days of fever onset.", {("kawasaki-disease", "recommended")}),
        ("It is licensed also for CIDP.", {("chronic-inflammatory-demyelinating-polyneuropathy", "approved")}),
    ],
)  # fmt: skip
def test_uses_on_a_page_about_the_product(shipped_reader: Reader, text: str, uses: set[tuple[str, str]]) -> None:
    claims = claims_in(shipped_reader, _CLASSICAL + text, "treats")
    assert {(claim.object, claim.status) for claim in claims if claim.polarity == "affirmed"} == uses


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("For Tourette syndrome it should not be offered.", {"tic-disorder"}),
        ("In aplastic anaemia it was tried and given up.", {"aplastic-anemia"}),
        ("The agency refused a licence for IVIG in post-polio syndrome.", {"post-polio-syndrome"}),
        ("For Kawasaki disease it is offered within ten days.", set()),
    ],
)
def test_uses_that_are_refused(shipped_reader: Reader, text: str, refused: set[str]) -> None:
    claims = claims_in(shipped_reader, _CLASSICAL + text, "treats")
    assert {claim.object for claim in claims if claim.polarity == "negated" and claim.status == "recommended"} == refused


def test_what_is_allowed_behind_a_ban_and_what_is_not_made_worse(shipped_reader: Reader) -> None:
    text = "IVIG should not be given to those with hyperprolinaemia type I. It may be given in pregnancy."
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia"}
    assert not objects_in(shipped_reader, "IVIG does not worsen multiple sclerosis.", "worsens")
    assert objects_in(shipped_reader, "IVIG worsens multiple sclerosis.", "worsens") == {"multiple-sclerosis"}


@pytest.mark.parametrize(
    ("text", "kept_off"),
    [
        (_CLASSICAL + "Children with Kawasaki disease receive one large dose, which protects them from coronary aneurysms.", {"coronary-artery-aneurysm"}),
        (_CLASSICAL + "Children with Kawasaki disease receive aspirin, which protects them from coronary aneurysms.", set()),
        ("In multiple myeloma IVIG keeps infections away.", {"infection"}),
    ],
)
def test_what_a_dose_keeps_off(shipped_reader: Reader, text: str, kept_off: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == kept_off


def test_what_comes_at_the_cost_of_a_use(shipped_reader: Reader) -> None:
    text = "IVIG is effective in CIDP, at the cost of headache in some."
    assert objects_in(shipped_reader, text, "treats") == {"chronic-inflammatory-demyelinating-polyneuropathy"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache"}


@pytest.mark.parametrize(
    ("text", "mechanisms"),
    [
        ("It may also block the receptors through which antibodies activate immune cells.",
         {("activating-fc-gamma-receptor-blockade", "hedged")}),
        ("It probably fills the carrier (FcRn) that brings antibodies across the placenta.", {("fcrn-saturation", "hedged")}),
        ("It saturates the neonatal Fc receptor.", {("fcrn-saturation", "affirmed")}),
        ("In mouse models it saturates the neonatal Fc receptor.", {("fcrn-saturation", "hedged")}),
        ("It promotes the removal of virus as immune complexes.", {("immune-complex-clearance", "affirmed")}),
    ],
)  # fmt: skip
def test_how_it_acts_and_how_surely(shipped_reader: Reader, text: str, mechanisms: set[tuple[str, str]]) -> None:
    claims = claims_in(shipped_reader, _CLASSICAL + text, "acts_via")
    assert {(claim.object, claim.polarity) for claim in claims} == mechanisms
