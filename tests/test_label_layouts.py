"""Labels and leaflets as they come out of other programs: titles between rules, bans over unmarked lines, bare indications."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

HIGHLIGHTS = """HIGHLIGHTS OF PRESCRIBING INFORMATION
PANZYGA (immune globulin intravenous, human)

WARNING: THROMBOSIS
• Thrombosis may occur with immune globulin products.

-----------INDICATIONS AND USAGE-----------
PANZYGA is indicated for the treatment of
• Chronic immune thrombocytopenia in adults (1.2)

----------DOSAGE FORMS AND STRENGTHS----------
Vials of 10 g.

=====CONTRAINDICATIONS=====
• Hereditary fructose intolerance (4)

-----ADVERSE REACTIONS-----
Headache, nausea.
"""
LEAFLET = """2. Before you use Cuvitru
Do not inject or infuse Cuvitru
if you are allergic to immunoglobulins
if you have antibodies against IgA in your blood. This can happen in people with IgA deficiency
into a blood vessel.
Warnings and precautions
Have your kidneys looked at.
"""
#: Lines below "Therapeutic indications", with the predicate and object that they state.
INDICATIONS = (
    ("Kiovig", "Treatment of immune thrombocytopenia in patients refractory to corticosteroids.", "treats", "immune-thrombocytopenia"),
    ("Kiovig", "Treatment of CIDP after failure of plasma exchange.", "treats", "chronic-inflammatory-demyelinating-polyneuropathy"),
    (
        "Cytotect CP",
        "Prophylaxis of clinical manifestations of cytomegalovirus infection in patients under immunosuppressive therapy.",
        "prevents",
        "cytomegalovirus-infection",
    ),
)


def test_titles_between_rules_are_headings(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, HIGHLIGHTS, "contraindicated_in") == {"hereditary-fructose-intolerance"}
    (use,) = claims_in(shipped_reader, HIGHLIGHTS, "treats")
    assert (use.object, use.status) == ("immune-thrombocytopenia", "approved")
    assert objects_in(shipped_reader, HIGHLIGHTS, "has_adverse_effect") >= {"thromboembolism", "headache", "nausea"}


def test_a_ban_holds_for_the_lines_below_it_and_not_for_what_they_explain(shipped_reader: Reader) -> None:
    told = objects_in(shipped_reader, LEAFLET, "contraindicated_in")
    assert told >= {"hypersensitivity-to-immunoglobulin", "iga-deficiency-with-anti-iga-antibodies", "intravascular-administration"}
    assert told.isdisjoint({"selective-iga-deficiency", "iga-deficient-patients"})


@pytest.mark.parametrize(("product", "line", "predicate", "condition"), INDICATIONS)
def test_an_indication_is_the_products_whatever_else_its_patients_had(
    shipped_reader: Reader, product: str, line: str, predicate: str, condition: str
) -> None:
    text = f"# {product}\n\n## Therapeutic indications\n\n{line}"
    assert condition in objects_in(shipped_reader, text, predicate)


def test_relapses_prevented_in_patients_with_a_disease_are_a_use_in_it(shipped_reader: Reader) -> None:
    text = "Hizentra is indicated as maintenance therapy to prevent relapse of neuromuscular disability and impairment in adult patients with CIDP."
    (use,) = claims_in(shipped_reader, text, "treats")
    assert (use.object, use.status) == ("chronic-inflammatory-demyelinating-polyneuropathy", "approved")
    assert not claims_in(shipped_reader, text, "prevents")


def test_what_a_disease_is_the_cause_of_is_not_treated(shipped_reader: Reader) -> None:
    text = "IVIG is the first-line treatment of Kawasaki disease, the leading cause of acquired heart disease in children."
    assert objects_in(shipped_reader, text, "treats") == {"kawasaki-disease"}


def test_overdose_is_no_effect_of_the_product(shipped_reader: Reader) -> None:
    text = "# Kiovig\n\n## Overdose\n\nOverdose may lead to fluid overload and hyperviscosity."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"fluid-overload", "hyperviscosity"}


def test_a_condition_that_ends_with_the_product_is_no_use_of_it(shipped_reader: Reader) -> None:
    assert not objects_in(shipped_reader, "When IVIG was stopped the red cell aplasia resolved.", "treats")
    assert objects_in(shipped_reader, "CIDP relapsed after discontinuation of IVIG.", "treats")
