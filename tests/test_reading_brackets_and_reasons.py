"""Lists that go on behind a reason, and brackets that explain the effect before them."""

from __future__ import annotations

import pytest
from reading_fixtures import objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        (
            "SCIG is contraindicated in severe thrombocytopenia because of the risk of bleeding, hyperprolinaemia and fructose intolerance.",
            {"thrombocytopenia", "hyperprolinemia", "hereditary-fructose-intolerance"},
        ),
        (
            "VZIG\nContraindicated in severe thrombocytopenia due to the needle, IgA deficiency (shock may follow), and allergy to gamma globulin.",
            {"thrombocytopenia", "selective-iga-deficiency", "hypersensitivity-to-immunoglobulin"},
        ),
        ("IVIG is contraindicated in IgA deficiency due to the risk of anaphylaxis.", {"selective-iga-deficiency"}),
        ("IVIG must not be given in hyperprolinaemia, since confusion, tremor and fever could follow.", {"hyperprolinemia"}),
    ],
)
def test_bans_behind_a_reason(shipped_reader: Reader, text: str, forbidden: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == forbidden


def test_an_illness_forbidden_for_its_cause_keeps_the_cause(shipped_reader: Reader) -> None:
    text = "IVIG is contraindicated in renal failure caused by diabetes."
    assert objects_in(shipped_reader, text, "caused_by") == {"diabetes-mellitus"}


def test_signs_in_brackets_are_no_effects(shipped_reader: Reader) -> None:
    text = (
        "Possible side effects of IVIG\nSeek help with no delay if any of these happen:\n"
        "* Clots such as a heart attack (with a tight band around the chest), stroke (a weak face, arm or leg, in some people also trouble speaking), "
        "pulmonary embolism (short of breath), deep vein thrombosis (a painful leg).\n"
        "* Raised creatinine (a test of how the kidneys work) and/or acute kidney failure (the signs are back pain and little urine)."
    )
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {
        "thromboembolism", "myocardial-infarction", "stroke", "pulmonary-embolism", "deep-vein-thrombosis", "increased-blood-creatinine",
        "acute-kidney-injury",
    }  # fmt: skip
    assert objects_in(shipped_reader, text, "monitored_by") == set()


def test_a_test_in_a_bracket_that_is_asked_for_is_care(shipped_reader: Reader) -> None:
    text = "IVIG: before the infusion check the kidneys (creatinine in the blood)."
    assert objects_in(shipped_reader, text, "monitored_by") != set()


def test_weakness_of_an_arm_is_of_no_arm_of_a_trial(shipped_reader: Reader) -> None:
    text = "Side effects of IVIG are stroke with weakness in the face, arm or leg. In the trial rash occurred in the mycophenolate arm."
    found = objects_in(shipped_reader, text, "has_adverse_effect")
    assert "stroke" in found
    assert "rash" not in found


@pytest.mark.parametrize(
    "text",
    [
        "Possible side effects of IVIG\nTell the nurse at once if you notice wheezing: it may be a sign of a severe allergic reaction (anaphylaxis).",
        "Possible side effects of IVIG\nA racing pulse may be a sign of a severe allergic reaction (anaphylactic shock).",
    ],
)
def test_another_name_in_a_bracket(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"allergic-reaction", "anaphylaxis"}


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("IVIG has caused back pain and nausea, mostly at high rates of infusion.", {"high-infusion-rate"}),
        ("SCIG: the risk of clots is greater if you have been in bed for long.", {"immobilization"}),
    ],
)
def test_factors_behind_an_effect(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors


@pytest.mark.parametrize(
    ("text", "mechanisms"),
    [
        ("VZIG holds antibodies. They attach themselves to the virus and so make it harmless.", {"virus-neutralisation"}),
        ("HBIG binds free virions; it keeps the virus from entering liver cells.", {"virus-neutralisation", "inhibition-of-viral-entry"}),
        ("How is ITP treated?\nYour doctor may prescribe immunoglobulins to block your immune system.", {"suppression-of-overactive-immune-system"}),
    ],
)
def test_mechanisms(shipped_reader: Reader, text: str, mechanisms: set[str]) -> None:
    assert objects_in(shipped_reader, text, "acts_via") == mechanisms


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("IVIG was tried, without success, in autism.", {"autism-spectrum-disorder"}),
        ("IVIG was tested, in vain, against schizophrenia.", {"schizophrenia"}),
        ("HBIG was explored without lasting benefit against liver cancer.", {"cancer"}),
        ("IVIG was tried, with success, in dermatomyositis.", set()),
    ],
)
def test_what_was_tried_in_vain(shipped_reader: Reader, text: str, failed: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == failed
    assert objects_in(shipped_reader, text, "treats").isdisjoint(failed)


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("HBIG given at transplantation has caused back pain.", {"back-pain"}),
        ("IVIG given during surgery has caused rash.", {"rash"}),
        ("Kidney transplantation has caused infections in patients given IVIG.", set()),
        ("Patients on IVIG had haemolysis (with a positive Coombs test).", {"hemolysis"}),
    ],
)
def test_effects_beside_an_operation_or_a_test(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("VZIG is for those at risk of developing severe complications from chickenpox.", set()),
        ("SCIG leaflet\nWarnings\nYour kidneys may suffer if you are dry, or if you take medicines that harm the kidneys.", {"nephrotoxic-drug"}),
    ],
)
def test_risks(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("Immune globulin, IM\nHepatitis A, pre-exposure prophylaxis: 0.1 mL/kg\nMeasles, post-exposure prophylaxis for those without immunity: "
         "0.5 mL/kg", {"hepatitis-a", "measles"}),
        ("Immune globulin, IM\nMeasles, no prophylaxis after ten days", set()),
    ],
)  # fmt: skip
def test_lines_of_doses(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Boxed warning: haemolysis in patients given anti-D for ITP\nMonitor ITP patients for back pain, shaking chills and dark urine.", {"hemolysis"}),
        ("Side effects of IVIG: clots, haemolysis (an Hb fall > 2 g/dL with a positive Coombs test), rash.", {"thromboembolism", "hemolysis", "rash"}),
        ("Headache and rigors are well-known reactions to IVIG.", {"headache", "rigors"}),
        ("Headache is a familiar side effect of steroids. IVIG is milder.", set()),
    ],
)
def test_what_an_effect_is_counted_or_noticed_by(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects


def test_tests_that_look_positive(shipped_reader: Reader) -> None:
    text = "VZIG leaflet\nInteractions\nThis medicine can make antibody tests such as the Coombs test look positive although they are not."
    assert objects_in(shipped_reader, text, "interacts_with") == {"serological-test", "direct-antiglobulin-test"}
