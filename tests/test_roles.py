"""The role model: what it adds where no rule speaks, that it stays silent where it should, and that its weights are sane."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.reading.claims import Reader
from kg.reading.drafts import Draft
from kg.reading.role_features import role_places
from kg.reading.role_model import ROLE_CLASSES, RoleModel
from kg.reading.roles import find_roles, open_roles
from kg.reading.safety.effect_grades import SafetyDefaults
from kg.reading.words import stem
from kg.records import Document

#: A page that names its product often, so that the product is its topic; the words under test stand in the last paragraph.
PAGE = """Living with intravenous immunoglobulin

Side effects

{}
"""


@pytest.fixture(scope="module")
def reader(shipped_reader: Reader) -> Reader:
    return shipped_reader


@pytest.fixture(scope="module")
def weights(root: Path) -> Path:
    return root / "data" / "cues" / "roles.tsv"


def _added(reader: Reader, text: str, drafts: tuple[Draft, ...] = ()) -> dict[tuple[str, str], Draft]:
    page, _ = reader._page(Document("own", text, "0" * 64))
    assert reader.roles is not None
    return {(draft.predicate, draft.object): draft for draft in find_roles(page, drafts, reader.roles)}


@pytest.mark.parametrize(
    ("sentence", "role", "concept"),
    [
        pytest.param("After their IVIG a few people get headache or nausea.", "has_adverse_effect", "headache", id="after giving"),
        pytest.param("Some felt dizzy, and one in twenty had a rash after IVIG.", "has_adverse_effect", "rash", id="how many had it"),
    ],
)
def test_model_alone_reads_a_role(reader: Reader, sentence: str, role: str, concept: str) -> None:
    draft = _added(reader, PAGE.format(sentence)).get((role, concept))
    assert draft is not None
    assert draft.method == "role model"
    assert 0.4 < draft.score <= 0.8, "the model's word counts less than a rule's"


def test_what_a_rule_claimed_is_not_said_again(reader: Reader) -> None:
    text = PAGE.format("After their IVIG a few people get headache, fever or nausea.")
    known = _added(reader, text)
    again = _added(reader, text, tuple(known.values()))
    assert not known.keys() & again.keys()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Influenza\n\nFever and headache are common. Most people recover within a week.", id="no product"),
        pytest.param("Plasma exchange\n\nHypotension may occur during plasma exchange.", id="another treatment"),
    ],
)
def test_nothing_is_added_without_a_product(reader: Reader, text: str) -> None:
    assert not _added(reader, text)


def test_a_sign_of_another_effect_is_closed(reader: Reader) -> None:
    page, _ = reader._page(Document("own", PAGE.format("Photophobia and vomiting may be signs of aseptic meningitis."), "0" * 64))
    roles = {term.concept: roles for _, term, roles in open_roles(page, ())}
    assert "has_adverse_effect" not in roles["photophobia"]


def test_reading_carries_the_second_voice(reader: Reader) -> None:
    """A reading with the model keeps every claim of the rules."""
    document = Document("own", PAGE.format("Some felt dizzy, and one in twenty had a rash after IVIG."), "0" * 64)
    page, _ = reader._page(document)
    by_rules = {(draft.predicate, draft.object) for draft in reader._drafts(page, SafetyDefaults(page))}
    claims = reader.read(document).claims
    assert by_rules <= {(claim.predicate, claim.object) for claim in claims}
    assert claims == reader.read(document).claims


def test_features_name_classes_not_concepts(reader: Reader) -> None:
    page, _ = reader._page(Document("own", PAGE.format("IVIG may cause haemolysis."), "0" * 64))
    place = next(p for p in role_places(page, [(u, t) for u, t, _ in open_roles(page, ())]) if p.term.concept == "hemolysis")
    names = place.names
    assert "sentence <product>" in names
    assert not [name for name in names if "hemolys" in name or "ivig" in name]


def test_weights_are_few_sorted_and_for_known_roles(weights: Path) -> None:
    rows = [line.split("\t") for line in weights.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    body = [(feature, role) for feature, role, _ in rows if not feature.startswith("=")]
    assert body == sorted(set(body))
    assert 1000 < len(body) < 20_000
    assert {role for _, role in body} == set(ROLE_CLASSES)
    assert all(abs(float(weight)) < 20 for _, _, weight in rows)
    assert all(0.5 <= float(weight) < 1 for feature, _, weight in rows if feature == "=threshold")


def test_no_name_of_a_concept_is_a_feature(reader: Reader, weights: Path) -> None:
    names = {stem(word) for word in reader.lexicon.single_words}
    features = {line.split("\t")[0] for line in weights.read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
    words = {word for feature in features for word in feature.split(" ")[1:]}
    assert not words & names
    assert not {word for word in words if word.isdigit()}


@pytest.mark.parametrize("row", ["sentence help\tcures\t0.5", "sentence help\ttreats\tmuch"], ids=["unknown role", "no number"])
def test_a_bad_row_stops_the_run(tmp_path: Path, row: str) -> None:
    path = tmp_path / "roles.tsv"
    path.write_text(f"# weights\n{row}\n", encoding="utf-8")
    with pytest.raises(ResourceError):
        RoleModel.load(path)
