"""Signs by which an effect is recognised are no effects of their own; effects that stand beside one another are."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.concepts import read_concepts
from kg.errors import ResourceError
from kg.reading.claims import Reader
from kg.reading.safety.manifestations import load_manifestations
from kg.records import Document
from kg.settings import Settings

TITLE = "Having immunoglobulin infusions: information for patients\n\nImmunoglobulin is given through a drip.\n\nSide effects of immunoglobulin\n\n"


def effects(reader: Reader, text: str) -> set[str]:
    document = Document(id="t", text=TITLE + text, sha256="")
    return {claim.object for claim in reader.read(document).claims if claim.predicate == "has_adverse_effect"}


@pytest.mark.parametrize(
    ("text", "effect", "signs"),
    [
        ("Blood clots: a swollen leg, chest pain, trouble breathing.", "thromboembolism", {"chest-pain", "dyspnea", "peripheral-edema"}),
        ("Lung injury (TRALI): fever, low oxygen levels.", "transfusion-related-acute-lung-injury", {"fever", "hypoxemia"}),
        ("Haemolysis, seen as pale skin, dark urine and tiredness, is rare.", "hemolysis", {"pallor", "hemoglobinuria", "fatigue"}),
        ("Aseptic meningitis has occurred. You may notice headache, vomiting and fever.", "aseptic-meningitis", {"headache", "vomiting", "fever"}),
        ("TRALI, which causes cough and fever, has been reported.", "transfusion-related-acute-lung-injury", {"cough", "fever"}),
        (
            "Aseptic meningitis has occurred; aseptic meningitis begins within two days of the treatment and is characterised by headache and fever.",
            "aseptic-meningitis",
            {"headache", "fever"},
        ),
        ("TRALI has been reported and is marked by dyspnoea, pulmonary oedema and fever.", "transfusion-related-acute-lung-injury", {"dyspnea", "fever"}),
        ("Symptoms of a stroke:\n- headache\n- confusion", "", {"headache", "confusion"}),
        ("Tell a doctor if you notice:\n- less urine than usual, swollen legs (kidney problems)", "kidney-complication", {"oliguria", "peripheral-edema"}),
        ("Tell a doctor if you notice:\n- rash, wheezing; this could be an allergic reaction", "allergic-reaction", {"rash", "wheezing"}),
    ],
)  # fmt: skip
def test_how_an_effect_is_noticed_is_no_effect(shipped_reader: Reader, text: str, effect: str, signs: set[str]) -> None:
    found = effects(shipped_reader, text)
    assert not found & signs
    assert not effect or effect in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Allergic reactions such as rash and itching are uncommon.", {"allergic-reaction", "rash", "pruritus"}),
        ("Fever, headache and kidney failure have been reported.", {"fever", "headache", "renal-failure"}),
        ("Stroke and chest pain have been reported.", {"stroke", "chest-pain"}),
        ("Rare side effects: aseptic meningitis, chest pain, fever.", {"aseptic-meningitis", "chest-pain", "fever"}),
        ("Renal failure: 1%, headache: 12%.", {"headache"}),
        ("Thrombosis has occurred with immunoglobulin. The most common side effects are headache and fever.", {"thromboembolism", "headache", "fever"}),
        ("In patients with renal impairment immunoglobulin may cause headache.", {"headache"}),
        ("The most common side effects are headache, chills and nausea.", {"headache", "chills", "nausea"}),
    ],
)  # fmt: skip
def test_effects_side_by_side_stay_effects(shipped_reader: Reader, text: str, expected: set[str]) -> None:
    assert expected <= effects(shipped_reader, text)


def test_a_wrong_row_is_named_with_its_line(tmp_path: Path) -> None:
    known = {concept.slug for concept in read_concepts(Settings.default().ontology / "concepts.tsv")}
    file = tmp_path / "manifestations.tsv"
    file.write_text("concept\trole\nfever\tsign\nno-such-thing\tsign\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"manifestations\.tsv:3: 'no-such-thing' has no row"):
        load_manifestations(tmp_path, known)
    file.write_text("concept\trole\nfever\tomen\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"manifestations\.tsv:2: role is 'omen'"):
        load_manifestations(tmp_path, known)


def test_the_shipped_list_names_known_concepts() -> None:
    settings = Settings.default()
    known = {concept.slug for concept in read_concepts(settings.ontology / "concepts.tsv")}
    roles = load_manifestations(settings.data / "cues", known)
    assert "thromboembolism" in roles["manifestation-syndrome"] and "fever" in roles["manifestation-sign"]
