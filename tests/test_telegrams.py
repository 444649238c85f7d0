"""Telegraphic monographs: abbreviated headings within a paragraph, grades before a dash, shares as labels."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

HANDBOOK = (
    "Immune globulin IV. Uses: PID, ITP, Kawasaki disease. AE: HA, chills, fever, N/V, flushing. "
    "CI: IgA def. w/ anti-IgA Ab; hx of anaphylaxis to IgG. Serious - AKI, TRALI, thrombosis."
)


def test_a_handbook_entry_in_one_paragraph(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, HANDBOOK, "treats") == {"primary-immunodeficiency", "immune-thrombocytopenia", "kawasaki-disease"}
    grades = {claim.object: claim.severity for claim in claims_in(shipped_reader, HANDBOOK, "has_adverse_effect")}
    assert grades == {
        "headache": "unspecified",
        "chills": "unspecified",
        "fever": "unspecified",
        "nausea": "unspecified",
        "flushing": "unspecified",
        "acute-kidney-injury": "serious",
        "transfusion-related-acute-lung-injury": "serious",
        "thromboembolism": "serious",
    }
    assert objects_in(shipped_reader, HANDBOOK, "contraindicated_in") == {
        "iga-deficiency-with-anti-iga-antibodies",
        "hypersensitivity-to-immunoglobulin",
    }


@pytest.mark.parametrize("label", ["C/I", "CI", "Contra-indications", "Contraindicated"])
def test_contraindications_by_any_name(shipped_reader: Reader, label: str) -> None:
    text = f"IVIG. ADRs: headache, rash. {label}: hyperprolinaemia. Cautions: obesity, diabetes, renal impairment."
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache", "rash"}
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"obesity", "diabetes-mellitus", "renal-insufficiency"}


def test_an_interval_of_confidence_forbids_nothing(shipped_reader: Reader) -> None:
    text = "IVIG lowered mortality (CI: 0.4-0.9). The risk of headache was 2.1 (95% CI: 1.2-3.4) after IVIG."
    assert objects_in(shipped_reader, text, "contraindicated_in") == set()


def test_the_label_ends_with_its_paragraph(shipped_reader: Reader) -> None:
    text = "IVIG. CI: hyperprolinaemia.\n\nHeadache is common after IVIG."
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hyperprolinemia"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache"}


#: A text and the grades of its effects: severity, then frequency.
GRADED = (
    (
        "IVIG\nSide Effects\n\n>10%: headache, fever\n\n1-10%: nausea, chills\n\n<1%: aseptic meningitis\n\nFrequency not defined: TRALI",
        "headache:/very_common fever:/very_common nausea:/common chills:/common aseptic-meningitis:/uncommon "
        "transfusion-related-acute-lung-injury:/unknown",
    ),
    (
        "Adverse reactions of IVIG: mild - flushing, chills; severe - renal failure, stroke.",
        "flushing:mild/ chills:mild/ renal-failure:serious/ stroke:serious/",
    ),
    (
        "IVIG\nAdverse Effects\nInfusion reactions (common): headache, chills. Severe: anaphylaxis (rare), AKI, thromboembolism.",
        "headache:/common chills:/common anaphylaxis:serious/rare acute-kidney-injury:serious/ thromboembolism:serious/",
    ),
    (
        "IVIG s/e: HA (very common), rash; VTE, AKI - serious.",
        "headache:/very_common thromboembolism:serious/ acute-kidney-injury:serious/",
    ),
    (
        "Normal immunoglobulin\nSide-effects\nCommon or very common\nArthralgia; chills\nUncommon\nDrowsiness\nRare or very rare\n"
        "Haemolytic anaemia; meningitis aseptic\nFrequency not known\nThrombosis",
        "arthralgia:/common chills:/common somnolence:/uncommon hemolytic-anemia:/rare aseptic-meningitis:/rare thromboembolism:/unknown",
    ),
    (
        "Octagam\nAdverse Reactions\nanaphylactoid reactions / Rapid / Incidence not known\ndyspnea / Early / 0-1.0\nheadache / Early / 10.0-30.0",
        "dyspnea:/uncommon headache:/very_common",
    ),
)


@pytest.mark.parametrize(("text", "expected"), GRADED)
def test_grades_of_telegraphic_lists(shipped_reader: Reader, text: str, expected: str) -> None:
    found = {
        claim.object: (claim.severity.replace("unspecified", ""), claim.frequency.replace("unspecified", ""))
        for claim in claims_in(shipped_reader, text, "has_adverse_effect")
    }
    wanted = {name: tuple(grades.split("/")) for name, _, grades in (part.partition(":") for part in expected.split())}
    assert {name: found.get(name) for name in wanted} == wanted
