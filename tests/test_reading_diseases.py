"""What pages on diseases, reviews and policies say of immunoglobulins: in a few sentences among many on other things."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

CIDP = "chronic-inflammatory-demyelinating-polyneuropathy"


@pytest.mark.parametrize(
    "text",
    [
        "IVIG is of no use in pregnancy and should not be given",
        "People with thrombosis must not use",
        "IVIG\nFor thrombosis it must not be used with",
    ],
)
def test_a_text_may_end_with_a_ban(shipped_reader: Reader, text: str) -> None:
    assert claims_in(shipped_reader, text, "contraindicated_in") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Neuritis page.\n\nCIDP is a slow, immune-mediated neuropathy resulting from autoimmunity.", {CIDP}),
        ("CIDP is a rare disorder that attacks the nerves and causes muscle weakness.", {CIDP}),
        ("Some had myasthenia gravis and one had anti-MOG antibodies.", set()),
    ],
)
def test_a_definition_tells_of_what_it_defines(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert {claim.subject for claim in claims_in(shipped_reader, text, "has_pathology")} == expected


def test_a_clause_of_its_own_has_a_cause_of_its_own(shipped_reader: Reader) -> None:
    text = "Some people have CVID, a primary immunodeficiency, or their antibodies fell because of lymphoma."
    assert not any("immunodeficiency" in claim.subject for claim in claims_in(shipped_reader, text, "caused_by"))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("# Guillain-Barré syndrome\n\n## In short\n\nTreatment involves IVIG, supportive care and watching for pneumonia.", "used"),
        ("# Guillain-Barré syndrome\n\n## Abstract\n\nTreatment is limited to IVIG and plasma exchange.", "used"),
        ("# Guillain-Barré syndrome\n\n## Abstract\n\nEarly treatment with IVIG results in a marked decrease in the occurrence of pneumonia.", "used"),
        ("Guillain-Barré syndrome strikes quickly. The backbone of the therapy was IVIG.", "recommended"),
        ("# Guillain-Barré syndrome\n\nThus: (i) IVIG should be considered as first-line treatment. (ii) Steroids are not recommended.", "recommended"),
    ],
)  # fmt: skip
def test_treatment_of_the_disease_of_the_page(shipped_reader: Reader, text: str, status: str) -> None:
    found = [(c.object, c.status, c.polarity) for c in claims_in(shipped_reader, text, "treats")]
    assert found == [("guillain-barre-syndrome", status, "affirmed")]


@pytest.mark.parametrize(
    "text",
    [
        "# Guillain-Barré syndrome\n\n## In short\n\nTreatment involves fluids for pneumonia, and IVIG for Kawasaki disease.",
        "# Guillain-Barré syndrome\n\n## Treatment\n\nAfter contact with chickenpox immune globulin may reduce the risk of varicella.",
        "# Guillain-Barré syndrome\n\nIf IVIG is not effective then immunosuppressive treatment may be considered.",
    ],
)
def test_what_is_no_treatment_of_the_disease_of_the_page(shipped_reader: Reader, text: str) -> None:
    assert "guillain-barre-syndrome" not in {c.object for c in claims_in(shipped_reader, text, "treats")}


def test_what_is_made_safe_prevents_no_infection(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "IVIG is screened and processed to lower the risk of infectious disease transmission.", "prevents") == set()
    assert objects_in(shipped_reader, "IVIG lowers the risk of infection.", "prevents") == {"infection"}


@pytest.mark.parametrize(
    ("said", "condition"),
    [
        ("The panel found that IVIG treatment for sepsis was not useful.", "sepsis"),
        ("IVIG therapy for sepsis has not been found to be helpful.", "sepsis"),
        ("IVIG has not been proven effective for sepsis.", "sepsis"),
        ("IVIG was not shown to be beneficial for patients with PANDAS.", "pandas"),
        ("In the trial, boys with PANDAS did not benefit from IVIG.", "pandas"),
        ("In multiple sclerosis IVIG does not have an effect that is clinically relevant.", "multiple-sclerosis"),
        ("The expert group concluded that IVIG therapy for sepsis was not beneficial and that doctors should stop using it.", "sepsis"),
    ],
)
def test_denied_help(shipped_reader: Reader, said: str, condition: str) -> None:
    text = f"IVIG\n\n{said}\n"
    assert objects_in(shipped_reader, text, "not_effective_for") == {condition}
    assert condition not in objects_in(shipped_reader, text, "treats")


def test_a_boy_who_was_not_helped_is_no_statement_on_the_treatment(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "IVIG\n\nA boy with PANDAS did not benefit from IVIG.\n", "not_effective_for") == set()
