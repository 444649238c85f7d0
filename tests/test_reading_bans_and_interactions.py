"""Plain sentences that forbid an immunoglobulin or tell what it interacts with: whom and what each means, and what it leaves alone."""

from __future__ import annotations

import pytest
from reading_fixtures import objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("In people with hyperprolinemia, the use of Privigen is forbidden.", {"hyperprolinemia"}),
        ("For men with hyperprolinemia IVIG is out of bounds. In those with fructose intolerance, Flebogamma is ruled out.",
         {"hyperprolinemia", "hereditary-fructose-intolerance"}),
        ("Patients with hyperprolinemia are barred from Privigen.", {"hyperprolinemia"}),
        ("Adults with hyperprolinemia must never be given Privigen.", {"hyperprolinemia"}),
        ("Privigen contains proline: people with hyperprolinemia must be given something else.", {"hyperprolinemia"}),
        ("It would be a mistake to give Privigen to somebody with hyperprolinemia.", {"hyperprolinemia"}),
        ("Doctors should refrain from giving IVIG to patients with renal failure.", {"renal-failure"}),
        ("GamaSTAN should not be given where there is thrombocytopenia.", {"thrombocytopenia"}),
        ("Privigen may not be taken by people who have hyperprolinemia.", {"hyperprolinemia"}),
        ("Patients with cirrhosis cannot excrete the sugar, so IVIG is contraindicated for them.", {"cirrhosis"}),
        ("You cannot have Octagam if you are allergic to maize.", {"corn-allergy"}),
        ("IVIG is not for people who react allergically to glycine.", {"hypersensitivity-to-glycine"}),
        ("Newborns must not be injected with Rhophylac.", {"newborns"}),
        ("Privigen: contraindicated in hyperprolinemia.", {"hyperprolinemia"}),
        ("Flebogamma is contraindicated if a child cannot digest fructose (hereditary fructose intolerance).",
         {"hereditary-fructose-intolerance"}),
        ("No one whose blood holds high levels of proline should be treated with Privigen.", {"hyperprolinemia"}),
        ("IVIG is refused to people with a total lack of IgA.", {"selective-iga-deficiency"}),
    ],
)  # fmt: skip
def test_ways_to_forbid(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned
    assert not objects_in(shipped_reader, text, "treats")


@pytest.mark.parametrize(
    "text",
    [
        "After IVIG a bacterial meningitis was ruled out.",
        "In this man on IVIG pulmonary embolism could not be ruled out.",
        "IVIG helps patients with CIDP who cannot take steroids. Some patients may not have pain.",
        "Patients with renal failure were excluded from the study of IVIG.",
        "Patients with CIDP should be given another immunoglobulin test.",
    ],
)
def test_findings_and_studies_forbid_nothing(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, text, "contraindicated_in")


def test_reasons_and_remedies_in_brackets_are_not_forbidden(shipped_reader: Reader) -> None:
    text = (
        "# IVIG\n## Contraindications\n"
        "ABSOLUTE: Hyperprolinemia (Privigen contains proline; danger of seizures)\n"
        "RELATIVE: Renal insufficiency (IVIG with sucrose - acute renal failure - give slowly); heart failure (fluid load, consider furosemide)\n"
    )
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia", "renal-insufficiency", "cardiac-failure"}


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("Privigen must not be given to anyone who is hypersensitive (allergic) to maltose.", {"hypersensitivity-to-maltose"}),
        ("IVIG should not be given to people who are allergic to it.", {"hypersensitivity-to-immunoglobulin"}),
        ("Flebogamma must not be used if your body cannot handle fructose.", {"hereditary-fructose-intolerance"}),
        ("IVIG must not be used in those who went into shock after an infusion.", {"hypersensitivity-to-immunoglobulin"}),
        ("IVIG must not be given to people who have had a severe reaction to human immunoglobulin.", {"hypersensitivity-to-immunoglobulin"}),
    ],
)
def test_allergies_and_intolerances(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned
    assert not objects_in(shipped_reader, text, "has_adverse_effect")


@pytest.mark.parametrize(
    ("text", "interacting"),
    [
        ("After SCIG tests for antibodies may come out wrong.", {"serological-test"}),
        ("The erythrocyte sedimentation rate is artificially raised by IVIG.", {"erythrocyte-sedimentation-rate"}),
        ("IVIG can keep live vaccines from working.", {"live-attenuated-virus-vaccine"}),
        ("Loop diuretics should not be given alongside IVIG.", {"loop-diuretic"}),
        ("Antibiotics may be given alongside IVIG.", set()),
        ("IVIG raised the platelet count and lowered the erythrocyte sedimentation rate.", set()),
    ],
)
def test_what_interacts(shipped_reader: Reader, text: str, interacting: set[str]) -> None:
    assert objects_in(shipped_reader, text, "interacts_with") == interacting


def test_an_illness_that_is_screened_for_is_not_treated(shipped_reader: Reader) -> None:
    assert not objects_in(shipped_reader, "Syphilis and HIV screening may find antibodies of the donors in your immunoglobulin.", "treats")
