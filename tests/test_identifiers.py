"""CURIEs, slugs and minted IRIs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identifiers import PREFIXES, concept_iri, content_hash, document_iri, hashed_iri, slug_of, to_curie, to_iri, to_slug


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        pytest.param("Kawasaki disease", "kawasaki-disease", id="two words"),
        pytest.param("Guillain-Barré syndrome", "guillain-barre-syndrome", id="accent falls away"),
        pytest.param("Alzheimer's disease", "alzheimer-s-disease", id="apostrophe becomes a hyphen"),
        pytest.param("  HIV/AIDS ", "hiv-aids", id="slash and blanks"),
    ],
)
def test_slug_of_a_name(label: str, slug: str) -> None:
    assert to_slug(label) == slug
    assert slug_of(concept_iri(slug)) == slug


def test_curie_round_trip() -> None:
    for prefix in PREFIXES:
        assert to_curie(to_iri(f"{prefix}:x1")) == f"{prefix}:x1"


def test_unknown_prefix_is_named() -> None:
    with pytest.raises(ValueError, match="nowhere:1"):
        to_iri("nowhere:1")


@pytest.mark.parametrize("bad", ["", "Kawasaki", "a b", "a--b", "../x", "a>b"])
def test_malformed_slug_makes_no_iri(bad: str) -> None:
    with pytest.raises(ValueError, match="not a slug"):
        concept_iri(bad)


@given(st.lists(st.text(), min_size=2, max_size=4))
def test_parts_of_a_hash_cannot_run_together(parts: list[str]) -> None:
    assert content_hash(*parts) == content_hash(*parts)
    assert content_hash(*parts) != content_hash("".join(parts))


def test_minted_iris_are_stable() -> None:
    assert hashed_iri("claim", "a", "b") == "https://w3id.org/igkg/id/claim-" + content_hash("a", "b")
    assert document_iri("0123456789abcdef" * 4) == "https://w3id.org/igkg/id/document-0123456789abcdef"
