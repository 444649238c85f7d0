"""Effects at the place of the needle: "redness where the needle went in" is one of that place, "redness" elsewhere is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_fixtures import objects_in

from kg.errors import ResourceError
from kg.reading.claims import Reader
from kg.reading.safety.sites import load_local_effects
from kg.settings import Settings


def effects(body: str) -> str:
    return f"SCIG\n\nSCIG is given under the skin.\n\nPossible side effects\n\n{body}\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "Redness and swelling at the injection site are common.",
            {"injection-site-erythema", "injection-site-swelling"},
            id="behind a coordination",
        ),
        pytest.param("Redness or swelling where SCIG was given.", {"injection-site-erythema", "injection-site-swelling"}, id="the product's name"),
        pytest.param("Itching around the needle site may occur.", {"injection-site-pruritus"}, id="'around the needle site'"),
        pytest.param(
            "Where the needle went in there may be pain, bruising and warmth.",
            {"injection-site-pain", "injection-site-bruising", "injection-site-warmth"},
            id="the place opens the sentence",
        ),
        pytest.param(
            "At the injection site: pain, redness, itching.",
            {"injection-site-pain", "injection-site-erythema", "injection-site-pruritus"},
            id="the place is a label",
        ),
        pytest.param(
            "Reactions at the injection site:\n- redness\n- swelling\n- pain",
            {"injection-site-erythema", "injection-site-swelling", "injection-site-pain"},
            id="the place introduces a list",
        ),
        pytest.param(
            "Local reactions (pain, redness, rash) are very common.",
            {"injection-site-pain", "injection-site-erythema", "injection-site-rash"},
            id="a bracket behind the place",
        ),
        pytest.param(
            "Local swelling and redness are frequent.", {"injection-site-swelling", "injection-site-erythema"}, id="the adjective is shared"
        ),
        pytest.param(
            "Soreness, redness or a firm patch where the needle went in.",
            {"injection-site-pain", "injection-site-erythema"},
            id="a member of the list that nobody knows",
        ),
        pytest.param(
            "Itching, soreness or a hard lump where the needle went in.",
            {"injection-site-pruritus", "injection-site-pain", "infusion-site-induration"},
            id="a member that is of the place by its name",
        ),
    ],
)
def test_effects_of_the_place(shipped_reader: Reader, body: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, effects(body), "has_adverse_effect") - {"injection-site-reaction"} == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("Rash and itching may occur. Check the injection site daily.", {"rash", "pruritus"}, id="another sentence"),
        pytest.param("Headache, fever and pain at the injection site.", {"headache", "fever", "injection-site-pain"}, id="only what can be local"),
        pytest.param("A rash all over the body; pain at the injection site.", {"rash", "injection-site-pain"}, id="a semicolon parts"),
        pytest.param("A rash may follow and the injection site should be changed.", {"rash"}, id="a clause of its own"),
        pytest.param("Back pain, and redness at the infusion site.", {"back-pain", "injection-site-erythema"}, id="pain of a named place"),
    ],
)  # fmt: skip
def test_effects_elsewhere_keep_their_names(shipped_reader: Reader, body: str, expected: set[str]) -> None:
    assert objects_in(shipped_reader, effects(body), "has_adverse_effect") == expected


def test_every_local_effect_is_one_of_the_place(shipped_reader: Reader) -> None:
    effects_of_place = load_local_effects(Settings.default().data / "cues", shipped_reader.lexicon.concepts)
    assert len(effects_of_place) > 10
    for effect, local in effects_of_place.items():
        assert local.startswith(("injection-site-", "infusion-site-")), effect
        assert "AdverseEffect" in shipped_reader.lexicon.concepts[local].classes
        assert local not in effects_of_place, "what is local cannot become local"


def test_an_unknown_concept_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "local_effects.tsv").write_text("effect\tlocal\npain\tinjection-site-misery\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="injection-site-misery"):
        load_local_effects(tmp_path, {"pain": 1})


@given(
    words=st.lists(
        st.sampled_from(["redness", "and", ",", "or", "local", "swelling", "at the injection site", "hard", ":", "(", ")", "."]),
        max_size=14,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_these_words_is_read(shipped_reader: Reader, words: list[str]) -> None:
    found = objects_in(shipped_reader, effects(" ".join(words)), "has_adverse_effect")
    allowed = {
        "erythema",
        "edema",
        "injection-site-erythema",
        "injection-site-swelling",
        "injection-site-reaction",
        "infusion-site-induration",
    }
    assert found <= allowed | {"nodule", "injection-site-discomfort"}
