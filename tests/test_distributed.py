"""Several workers give what one gives."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from kg.distributed import extract_distributed
from kg.errors import KgError
from kg.extraction import extract_documents

pytest.importorskip("dask", reason="Dask is not installed; pip install 'igkg[distributed]'")

CONDITIONS = ["Kawasaki disease", "myasthenia gravis", "immune thrombocytopenia", "Guillain-Barré syndrome", "dermatomyositis"]


def test_two_workers_write_what_one_writes(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, condition in enumerate(CONDITIONS):
        (folder / f"d{number}.txt").write_text(f"IVIG is approved for {condition}. Headache is a common side effect.", encoding="utf-8")
    (folder / "e.txt").write_bytes(b"")
    one = extract_documents([folder], out=tmp_path / "one.jsonl")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Dask's own start-up warns of is not ours
        two = extract_distributed([folder], tmp_path / "two.jsonl", workers=2, files_a_task=2)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert (one.documents, one.claims, len(one.skipped)) == (two.documents, two.claims, len(two.skipped)) == (5, 10, 1)
    assert {p.name for p in tmp_path.iterdir()} == {"texts", "one.jsonl", "two.jsonl"}


def test_what_cannot_be_written_or_read_leaves_what_was_there(tmp_path: Path) -> None:
    text, claims = tmp_path / "a.txt", tmp_path / "claims.jsonl"
    text.write_text("IVIG is approved for measles.", encoding="utf-8")
    with pytest.raises(KgError, match=r"a\.txt: holds something else than claims"):
        extract_distributed([text], text)
    with pytest.raises(KgError, match=r"a\.txt/x\.jsonl: cannot be written"):
        extract_distributed([text], text / "x.jsonl")
    extract_documents([text], out=claims)
    before = claims.read_bytes()
    with warnings.catch_warnings(), pytest.raises(KgError, match=r"no document could be read \(.*absent\.txt: there is no such file\)"):
        warnings.simplefilter("ignore")
        extract_distributed([tmp_path / "absent.txt"], claims)
    assert before and claims.read_bytes() == before and {p.name for p in tmp_path.iterdir()} == {"a.txt", "claims.jsonl"}


def test_no_files(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(KgError, match="no files"):
        extract_distributed([tmp_path / "empty"], tmp_path / "out.jsonl")
