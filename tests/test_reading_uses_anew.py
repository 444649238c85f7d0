"""Uses, failures, bans, ways of acting and classes as texts tell them in further words: what each sentence says, and what it does not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("The haematologist gives IVIG to keep lung infections from coming back.", {"pneumonia"}),
        ("IVIG is given to ward off infections.", {"infection"}),
        ("Chemotherapy may leave people with little IgG, and then IVIG is given to ward off infections.", {"infection"}),
        ("Antibiotics are given to keep sepsis from breaking out; IVIG is not.", set()),
        ("The mainstay of treatment is immunoglobulin replacement (weekly) to prevent pneumonia.", {"pneumonia"}),
        ("XLA is treated with immunoglobulin. Hard-to-treat lung infections (often showing as bronchitis) can be prevented by this treatment.",
         {"pneumonia"}),
        ("Patients receive antibiotics. Chest infections can be prevented by this treatment. IVIG is another option.", set()),
        ("Patients are started on subcutaneous immunoglobulin. This may lead to fewer infections.", {"infection"}),
        ("Steroids are stopped early. This will lead to fewer infections. IVIG goes on.", set()),
    ],
)  # fmt: skip
def test_what_a_product_keeps_off(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented


def test_a_mainstay_treats_nothing_that_it_is_to_prevent(shipped_reader: Reader) -> None:
    text = "The mainstay of treatment is gammaglobulin replacement to prevent bacterial infections."
    assert objects_in(shipped_reader, text, "treats") == set()


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Stiff person syndrome is a rare illness. Doctors count it among the autoimmune diseases.", "affirmed"),
        ("Doctors do not count ITP among the cancers.", "negated"),
        ("Susac syndrome is regarded by many as an autoimmune disease.", "hedged"),
        ("Narcolepsy is seen by doctors as an autoimmune disease.", "affirmed"),
    ],
)
def test_classes_that_others_count_an_illness_among(shipped_reader: Reader, text: str, polarity: str) -> None:
    assert {claim.polarity for claim in claims_in(shipped_reader, text, "in_category")} == {polarity}


def test_what_those_with_a_disease_come_down_with_is_no_kind_of_it(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "Other common infections in CVID include otitis media and pneumonia.", "in_category") == set()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("IVIG has found a place in the treatment of pemphigus.", ("used", "affirmed")),
        ("The use of IVIG in sepsis can no longer be recommended.", ("recommended", "negated")),
        ("IVIG may one day help in lupus.", ("used", "hedged")),
        ("Immunoglobulin could one day bring relief in narcolepsy.", ("used", "hedged")),
        ("IVIG was tested in three diseases. In bullous pemphigoid the effect narrowly missed significance.", ("used", "hedged")),
        ("IVIG is given in skin clinics. In discoid lupus there are only reports of single patients, some of whom seemed to improve.", ("used", "hedged")),
        ("The guideline lists IVIG as first-line treatment of multifocal motor neuropathy.", ("recommended", "affirmed")),
    ],
)
def test_how_firmly_a_use_is_told(shipped_reader: Reader, text: str, told: tuple[str, str]) -> None:
    assert {(claim.status, claim.polarity) for claim in claims_in(shipped_reader, text, "treats")} == {told}


def test_a_denial_behind_whereas_leaves_the_first_use_alone(shipped_reader: Reader) -> None:
    text = "IVIG has earned a place in the treatment of stiff person syndrome, whereas its use in inclusion body myositis is no longer advised."
    uses = {(claim.object, claim.polarity) for claim in claims_in(shipped_reader, text, "treats")}
    assert uses == {("stiff-person-syndrome", "affirmed"), ("inclusion-body-myositis", "negated")}


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("Although IVIG is used in CIDP, its use in asthma is not recommended.",
         {("chronic-inflammatory-demyelinating-polyneuropathy", "used", "affirmed"), ("asthma", "recommended", "negated")}),
        ("The use of IVIG for treatment of asthma or treatment of eczema is not recommended.",
         {("asthma", "recommended", "negated"), ("eczema", "recommended", "negated")}),
        ("The use of IVIG for asthma, while once common, is not recommended.", {("asthma", "recommended", "negated")}),
    ],
)  # fmt: skip
def test_advice_against_one_of_two_uses(shipped_reader: Reader, text: str, uses: set[tuple[str, str, str]]) -> None:
    assert {(claim.object, claim.status, claim.polarity) for claim in claims_in(shipped_reader, text, "treats")} == uses


def test_a_table_on_where_a_product_stands(shipped_reader: Reader) -> None:
    text = """IVIG

| Condition | Where IVIG stands |
|---|---|
| CIDP | FDA-approved |
| Low IgG after lymphoma | Licensed in the EU |
| Lupus | No good evidence |
| Sepsis | No evidence of benefit |
| Myocarditis | Under study |
"""
    rows = {(claim.object, claim.status, claim.polarity) for claim in claims_in(shipped_reader, text, "treats")}
    assert rows == {
        ("chronic-inflammatory-demyelinating-polyneuropathy", "approved", "affirmed"),
        ("hypogammaglobulinemia", "approved", "affirmed"),
        ("systemic-lupus-erythematosus", "used", "hedged"),
        ("myocarditis", "investigational", "affirmed"),
    }
    assert objects_in(shipped_reader, text, "not_effective_for") == {"sepsis"}


def test_boxes_to_be_ticked_are_items(shipped_reader: Reader) -> None:
    uses = "Immunoglobulin infusion\n\nWhy am I having it?\nYour doctor will have ticked one of these:\n[ ] CIDP\n[ ] Guillain-Barré syndrome\n[x] ITP\n"
    assert objects_in(shipped_reader, uses, "treats") == {
        "chronic-inflammatory-demyelinating-polyneuropathy", "guillain-barre-syndrome", "immune-thrombocytopenia",
    }  # fmt: skip
    effects = "Side effects of IVIG (tick what you have had):\n[ ] Headache\n[ ] Rash\n"
    assert objects_in(shipped_reader, effects, "treats") == set()
    assert objects_in(shipped_reader, effects, "has_adverse_effect") == {"headache", "rash"}


@pytest.mark.parametrize(
    ("text", "useless"),
    [
        ("We reviewed trials of IVIG. In neonatal sepsis, pooled data showed no survival benefit over placebo.", {"neonatal-sepsis"}),
        ("IVIG was reviewed. In inclusion body myositis the combined data revealed no gain over standard care.", {"inclusion-body-myositis"}),
        ("We reviewed IVIG and plasma exchange. In neonatal sepsis, pooled data showed no benefit over placebo.", set()),
        ("We reviewed IVIG. In neonatal sepsis, rituximab showed no survival benefit over placebo.", set()),
        ("The review found no benefit of IVIG in sepsis, and two studies reported thrombosis.", {"sepsis"}),
        ("Rabies immunoglobulin\n\nIt is injected round the wound. Once symptoms have begun it is of no use.", {"rabies"}),
        ("Tetanus immunoglobulin\n\nIt is injected once. It is of no use once the illness has broken out.", {"tetanus"}),
        ("Rabies immunoglobulin\n\nIt is injected round the wound. Once symptoms have begun, the vaccine is of no use.", set()),
        ("Rabies immunoglobulin\n\nIt is injected round the wound. Once symptoms have begun, it may not help.", set()),
        ("CMV hyperimmune globulin is being tested. There is no proven method of preventing congenital CMV infection, and the approach to "
         "CMV infection is ineffective.", set()),
    ],
)  # fmt: skip
def test_where_a_product_is_of_no_use(shipped_reader: Reader, text: str, useless: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == useless


@pytest.mark.parametrize(
    "text",
    [
        "In the Wisconsin scheme, patients were sedated with ketamine to treat rabies; immunoglobulin was left out.",
        "A relative with lupus does not mean that you will need immunoglobulin.",
        "Inactivated tick-borne encephalitis vaccine may be given to people on immunoglobulin.",
        "Live Japanese encephalitis vaccine should not be given within six weeks of receiving immunoglobulin.",
        "At present no treatment is known to prevent BK virus nephropathy, but IVIG is being tested.",
    ],
)
def test_what_is_said_of_no_use(shipped_reader: Reader, text: str) -> None:
    assert not claims_in(shipped_reader, text, "treats")
    assert not claims_in(shipped_reader, text, "prevents")


def test_the_illness_that_another_follows_is_not_treated(shipped_reader: Reader) -> None:
    text = "A trial looks at whether IVIG helps adults whose opsoclonus follows breast cancer."
    assert "breast-cancer" not in objects_in(shipped_reader, text, "treats")


@pytest.mark.parametrize(
    ("text", "mechanisms"),
    [
        ("IVIG is made from plasma. Unlike rituximab, it spares B cells. Saturation of FcRn is the best documented of its actions.", {"fcrn-saturation"}),
        ("IVIG soaks up the antibodies that are harming the nerves and tops up what the body lacks.",
         {"autoantibody-neutralisation", "antibody-replacement"}),
        ("CVID is treated with immunoglobulin. B cells are cells that make immunoglobulins which destroy germs.", set()),
        ("Live vaccines are not given to people on immunoglobulin, because their immune response may be suppressed.", set()),
        ("High-risk patients may need anti-inflammatory drugs besides IVIG.", set()),
        ("Hepatitis B immunoglobulin is given at birth. The goal is to lower the risk of infection.", set()),
        ("Anti-D immunoglobulin dampens the maternal immune response.", {"rhd-positive-erythrocyte-clearance"}),
    ],
)  # fmt: skip
def test_how_a_product_acts(shipped_reader: Reader, text: str, mechanisms: set[str]) -> None:
    assert objects_in(shipped_reader, text, "acts_via") == mechanisms


def test_these_antibodies_are_those_of_the_product(shipped_reader: Reader) -> None:
    text = "Hepatitis B immunoglobulin (HBIG) has antibodies against the virus. After a needlestick these antibodies bind to the virus."
    assert {claim.subject for claim in claims_in(shipped_reader, text, "acts_via")} == {"hepatitis-b-immunoglobulin"}


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("SCIG: not suitable for people with little subcutaneous fat or a bleeding disorder.", {"coagulation-disorder"}),
        ("Rabies immunoglobulin\n\nIt is not needed in people who have had the vaccine. What is left is injected into a muscle far from the vaccine. "
         "It must not be given into a vein.", {"intravascular-administration"}),
    ],
)  # fmt: skip
def test_what_a_ban_is_on(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned


def test_what_a_pronoun_is_unlike_it_does_not_stand_for(shipped_reader: Reader) -> None:
    text = "Efgartigimod lowers IgG. Unlike IVIG, it is given as a short infusion. It treats myasthenia gravis."
    assert objects_in(shipped_reader, text, "treats") == set()
    assert objects_in(shipped_reader, text, "given_by_route") == set()


def test_members_that_the_tree_has_below_a_class_are_kept(shipped_reader: Reader) -> None:
    text = "Infections in primary immunodeficiencies such as CVID and XLA are prevented by IVIG."
    assert objects_in(shipped_reader, text, "in_category") == {"primary-immunodeficiency"}
