"""Drug cards, bans, risks and grades: what short and formal sentences say, and what they do not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("Rhophylac is contraindicated in splenectomised ITP patients.", {"splenectomized-state"}),
        ("Gammaplex must not be given to CIDP patients with hereditary fructose intolerance.", {"hereditary-fructose-intolerance"}),
        ("IVIG should not be used in myasthenia gravis patients who have had a stroke.", {"history-of-stroke"}),
        ("IVIG is contraindicated in hyperprolinemia patients.", {"hyperprolinemia"}),
    ],
)
def test_the_treated_are_not_what_a_ban_is_about(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned
    assert not claims_in(shipped_reader, text, "treats")


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("IVIG should not be used for myasthenia gravis together with plasma exchange.", set()),
        ("IVIG should not be given after plasma exchange in myasthenia gravis.", set()),
        ("IVIG should not be used for multiple sclerosis.", {"multiple-sclerosis"}),
    ],
)
def test_two_treatments_at_once_are_refused(shipped_reader: Reader, text: str, refused: set[str]) -> None:
    claims = claims_in(shipped_reader, text, "treats")
    assert {claim.object for claim in claims if claim.polarity == "negated"} == refused
    assert not claims_in(shipped_reader, text, "contraindicated_in")


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Blood findings in Kawasaki disease include anemia and hyponatremia.", set()),
        ("Comorbidities in myasthenia gravis include thyroiditis and diabetes.", set()),
        ("Vasculitis in children includes Kawasaki disease.", {"kawasaki-disease"}),
        ("Primary immunodeficiencies in adults include CVID and XLA.", {"common-variable-immunodeficiency", "x-linked-agammaglobulinemia"}),
        ("Blood disorders: haemolytic anaemia (rare). Kiovig was given.", set()),
        ("Blood disorders: immune thrombocytopenia, aplastic anaemia.", {"immune-thrombocytopenia", "aplastic-anemia"}),
    ],
)
def test_what_is_found_in_a_disease_is_no_kind_of_it(shipped_reader: Reader, text: str, members: set[str]) -> None:
    assert {claim.subject for claim in claims_in(shipped_reader, text, "in_category")} == members


def test_what_foretells_that_a_product_does_not_help(shipped_reader: Reader) -> None:
    text = "Markers of IVIG resistance in Kawasaki disease include hyponatremia and thrombocytopenia."
    assert not objects_in(shipped_reader, text, "has_adverse_effect")
    assert objects_in(shipped_reader, text + " Two children had hemolysis after IVIG.", "has_adverse_effect") == {"hemolysis"}


@pytest.mark.parametrize("label", ["Adverse", "Toxicity"])
def test_a_label_ends_the_contraindications(shipped_reader: Reader, label: str) -> None:
    text = f"IVIG. Contraindications: hyperprolinemia. {label}: rash, chills."
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"rash", "chills"}


@pytest.mark.parametrize(
    ("text", "factors", "effects"),
    [
        ("IVIG. Precautions: renal failure, elderly.", {"renal-failure", "advanced-age"}, set()),
        ("Precautions (IVIG): diabetes, kidney impairment, thrombophilia.", {"diabetes-mellitus", "renal-insufficiency", "hypercoagulable-state"}, set()),
        ("Caution IVIG: renal impairment, obesity, prior clot.", {"renal-insufficiency", "obesity", "history-of-thrombosis"}, set()),
        ("IVIG. Precautions: aseptic meningitis, thrombosis, hemolysis.", set(), {"aseptic-meningitis", "thromboembolism", "hemolysis"}),
    ],
)
def test_bare_lists_behind_a_label_that_asks_for_care(shipped_reader: Reader, text: str, factors: set[str], effects: set[str]) -> None:
    claims = claims_in(shipped_reader, text, "has_risk_factor")
    assert {claim.object for claim in claims} == factors
    assert {claim.polarity for claim in claims} <= {"hedged"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Anaphylaxis can come with immunoglobulin even when a patient showed no hypersensitivity to earlier doses.", set()),
        ("Anaphylaxis may follow IVIG although there was no allergic reaction to previous infusions.", set()),
        ("No allergic reaction to IVIG was seen.", {"allergic-reaction"}),
    ],
)
def test_earlier_doses_that_were_tolerated(shipped_reader: Reader, text: str, denied: set[str]) -> None:
    claims = claims_in(shipped_reader, text, "has_adverse_effect")
    assert {claim.object for claim in claims if claim.polarity == "negated"} == denied
    assert not [claim for claim in claims_in(shipped_reader, text, "given_by_route") if claim.polarity == "negated"]


@pytest.mark.parametrize(
    ("text", "factors", "effects"),
    [
        ("Renal failure after IVIG was traced to sucrose, dehydration and pre-existing kidney disease.",
         {"sucrose-stabiliser", "dehydration", "renal-insufficiency"}, {"renal-failure"}),
        ("Haemolysis with IVIG is related to isoagglutinins and inflammation.", {"isoagglutinins", "underlying-inflammatory-state"}, {"hemolysis"}),
        ("IVIG has been linked to dehydration and thrombosis.", set(), {"dehydration", "thromboembolism"}),
        ("Thrombosis with IVIG has been linked to stroke.", set(), {"thromboembolism", "stroke"}),
    ],
)  # fmt: skip
def test_causes_of_a_harm_are_no_further_harms(shipped_reader: Reader, text: str, factors: set[str], effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("Smoking and obesity raise the risk of clots in the general population. IVIG can also cause thrombosis.", set()),
        ("Smoking and obesity raise the risk of clots with IVIG.", {"smoking", "obesity"}),
    ],
)
def test_risks_of_everybody_are_none_of_a_product(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") & {"smoking", "obesity"} == factors


@pytest.mark.parametrize(
    ("text", "vaccines"),
    [
        ("Tetanus immune globulin should not be given in the same syringe as tetanus vaccine.", set()),
        ("HBIG and hepatitis B vaccine should be given at separate injection sites.", set()),
        ("Measles vaccine should not be given within three months of IVIG.", {"measles-vaccine"}),
    ],
)
def test_where_two_medicines_go_is_no_interaction(shipped_reader: Reader, text: str, vaccines: set[str]) -> None:
    assert {claim.object for claim in claims_in(shipped_reader, text, "interacts_with")} == vaccines
    assert not claims_in(shipped_reader, text, "mitigated_by")


@pytest.mark.parametrize("state", ["Diabetes", "Pregnancy"])
def test_a_ban_denied_for_a_product(shipped_reader: Reader, state: str) -> None:
    claims = claims_in(shipped_reader, f"{state} is not a contraindication for SCIG treatment.", "contraindicated_in")
    assert [(claim.object, claim.polarity) for claim in claims] == [({"Diabetes": "diabetes-mellitus"}.get(state, "pregnancy"), "negated")]


def test_blocked_macrophages_without_coated_red_cells(shipped_reader: Reader) -> None:
    blockade = "reticuloendothelial-blockade-by-anti-d"
    assert blockade not in objects_in(shipped_reader, "IVIG blocks Fc receptors on splenic macrophages.", "acts_via")
    assert blockade in objects_in(shipped_reader, "Anti-D blocks Fc receptors on splenic macrophages.", "acts_via")


@pytest.mark.parametrize(("text", "effects"), [
    ("Haemolysis, a potentially fatal reaction, has been reported with anti-D.", {"hemolysis"}),
    ("Fatal reactions have occurred with anti-D.", {"death"}),
])  # fmt: skip
def test_what_may_be_fatal_is_no_death(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


def test_a_sugar_that_is_read_as_another(shipped_reader: Reader) -> None:
    text = "Some blood glucose meters falsely interpret the maltose in Octagam as glucose."
    assert objects_in(shipped_reader, text, "interacts_with") == {"blood-glucose-test"}
    assert not objects_in(shipped_reader, text, "monitored_by")


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("Side effects (IVIG)\n• Stroke - <1%\n", "uncommon"),
        ("Side effects (IVIG)\n• Stroke - <0.1%\n", "rare"),
        ("Occasional (1-10%): stroke. IVIG.", "common"),
        ("Frequent (>10%): stroke. IVIG.", "very_common"),
        ("Rare (<1%): stroke. IVIG.", "rare"),
        ("IVIG causes stroke more often than SCIG.", "unspecified"),
        ("IVIG often causes stroke.", "common"),
        ("One in 1000 patients has a stroke with IVIG.", "rare"),
        ("The frequency of stroke in people on IVIG was 2%.", "common"),
        ("Most people on IVIG have a stroke.", "very_common"),
    ],
)
def test_figures_and_words_for_how_often(shipped_reader: Reader, text: str, frequency: str) -> None:
    claims = [claim for claim in claims_in(shipped_reader, text, "has_adverse_effect") if claim.object == "stroke"]
    assert {claim.frequency for claim in claims} == {frequency}


def test_a_boxed_warning_on_a_class(shipped_reader: Reader) -> None:
    claims = claims_in(shipped_reader, "The agency requires a boxed warning on all immunoglobulin products regarding thrombosis.", "has_adverse_effect")
    assert [(claim.object, claim.severity) for claim in claims] == [("thromboembolism", "serious")]
