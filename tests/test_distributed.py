"""Several workers give what one gives."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from kg.distributed import extract_distributed
from kg.errors import KgError
from kg.extraction import extract_documents
from kg.settings import Settings

pytest.importorskip("dask", reason="Dask is not installed; pip install 'igkg[distributed]'")

CONDITIONS = ["Kawasaki disease", "myasthenia gravis", "immune thrombocytopenia", "Guillain-Barré syndrome", "dermatomyositis"]


def test_two_workers_write_what_one_writes(shipped_settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, condition in enumerate(CONDITIONS):
        (folder / f"d{number}.txt").write_text(f"IVIG is approved for {condition}. Headache is a common side effect.", encoding="utf-8")
    (folder / "e.txt").write_bytes(b"")
    one = extract_documents([folder], out=tmp_path / "one.jsonl", settings=shipped_settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Dask's own start-up warns of is not ours
        two = extract_distributed([folder], tmp_path / "two.jsonl", workers=2, files_a_task=2, settings=shipped_settings)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert (one.documents, one.claims, len(one.skipped)) == (two.documents, two.claims, len(two.skipped)) == (5, 10, 1)
    assert {p.name for p in tmp_path.iterdir()} == {"texts", "one.jsonl", "two.jsonl"}


def test_names_and_what_is_skipped_are_those_of_one_worker(shipped_settings: Settings, tmp_path: Path) -> None:
    """Documents of one name in several tasks, one of them twice, a file given twice, hidden files, a build and an empty folder."""
    folder = tmp_path / "texts"
    for name, condition in zip("abcde", CONDITIONS, strict=True):
        (folder / name).mkdir(parents=True)
        (folder / name / "text.txt").write_text(f"IVIG is approved for {condition}.", encoding="utf-8")
    (folder / "f").mkdir()
    (folder / "f" / "text.txt").write_bytes((folder / "a" / "text.txt").read_bytes())
    (folder / ".g.txt").write_text("IVIG is approved for measles.", encoding="utf-8")
    (folder / "out").mkdir()
    for name in ("igkg.ttl", "igkg.trig", "report.json"):
        (folder / "out" / name).write_text("IVIG is approved for rabies.", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    paths = [folder, tmp_path / "empty", folder / "b" / "text.txt", folder / "c"]
    one = extract_documents(paths, out=tmp_path / "one.jsonl", settings=shipped_settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        two = extract_distributed(paths, tmp_path / "two.jsonl", workers=2, files_a_task=3, settings=shipped_settings)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert len(one.names) == 5 and one.names == two.names
    assert sorted(each.reason.split()[0] for each in one.skipped) == ["a", "an", "hidden"]
    assert sorted(map(str, one.skipped)) == sorted(map(str, two.skipped))


def test_what_cannot_be_written_or_read_leaves_what_was_there(shipped_settings: Settings, tmp_path: Path) -> None:
    text, claims = tmp_path / "a.txt", tmp_path / "claims.jsonl"
    text.write_text("IVIG is approved for measles.", encoding="utf-8")
    with pytest.raises(KgError, match=r"a\.txt: holds something else than claims"):
        extract_distributed([text], text)
    with pytest.raises(KgError, match=r"a\.txt/x\.jsonl: cannot be written"):
        extract_distributed([text], text / "x.jsonl")
    extract_documents([text], out=claims, settings=shipped_settings)
    before = claims.read_bytes()
    with warnings.catch_warnings(), pytest.raises(KgError, match=r"no document could be read \(.*absent\.txt: there is no such file\)"):
        warnings.simplefilter("ignore")
        extract_distributed([tmp_path / "absent.txt"], claims, settings=shipped_settings)
    assert before and claims.read_bytes() == before and {p.name for p in tmp_path.iterdir()} == {"a.txt", "claims.jsonl"}


def test_no_files(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(KgError, match="an empty folder"):
        extract_distributed([tmp_path / "empty"], tmp_path / "out.jsonl")
