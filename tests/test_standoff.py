"""The committed extraction: it is what extraction from the text gives, and `verify` finds what does not hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.extraction import found_flags, verify_sources
from kg.reading.claims import Reader
from kg.reading.formats.documents import read_documents
from kg.records import Document
from kg.settings import Settings
from kg.standoff import read_sources, source_claims

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = Settings.default()


def _documents(folder: Path) -> list[Document]:
    return [d for d in read_documents([folder]) if isinstance(d, Document)]


def test_extraction_from_the_text_equals_what_is_committed(shared: Path, shipped_reader: Reader) -> None:
    """Mend with: kg extract ../shared/documents --folder data/claims"""
    sources = read_sources(SETTINGS.data / "sources.toml")
    documents = _documents(shared / "documents")
    assert len(documents) == len(sources)
    for document in documents:
        source = sources[document.sha256]
        reading = shipped_reader.read(document)
        assert list(reading.claims) == source_claims(SETTINGS.data / "claims", source)
        assert set(found_flags(document, reading, SETTINGS)) == set(source.document.flags)
        assert len(document.text) == source.characters


def test_every_offset_holds(shared: Path) -> None:
    result = verify_sources(shared / "documents")
    assert (result.documents, result.mismatches, result.absent) == (3, [], [])
    assert result.claims > 150


def test_a_changed_text_is_found(shared: Path, tmp_path: Path) -> None:
    for path in (shared / "documents").iterdir():
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8").replace("Kawasaki", "Kawasakx"), encoding="utf-8")
    problems = [mismatch.problem for mismatch in verify_sources(tmp_path).mismatches]
    assert any("SHA-256" in problem for problem in problems)
    assert any("the text has" in problem for problem in problems)


@pytest.mark.parametrize("folder", [ROOT / "data" / "claims"], ids=["claims"])
def test_committed_claims_are_sorted_and_small(folder: Path) -> None:
    for path in sorted(folder.glob("*.jsonl")):
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert records, path
        assert [r["start"] for r in records] == sorted(r["start"] for r in records)
        assert max(len(r["surface"].split()) for r in records) <= 12, f"{path}: a mention has few words"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[[document]]\nid = 'a'\n", "missing", id="missing key"),
        pytest.param("[[document]\n", "TOML", id="broken"),
        pytest.param(
            "[[document]]\nid='a'\ntitle=''\npublisher=''\nkind='poem'\ntier='web'\nsha256='0'\ncharacters=1\n", "poem", id="unknown kind"
        ),
    ],
)
def test_a_broken_entry_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=message):
        read_sources(path)
