"""A compiled reader that is kept: it reads as a new one does, and what is damaged, foreign or old is passed over."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.reading import compiled
from kg.reading.claims import Reader
from kg.reading.compiled import load_reader
from kg.reading.formats.documents import read_documents
from kg.records import Document
from kg.settings import Settings

SETTINGS = Settings.default()


class Payload:
    """What runs code when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[[Path], None], tuple[Path]]:
        return Path.touch, (self.path,)


@pytest.fixture
def reader() -> Reader:
    """A reader of nothing: where it is kept, and who may, is the same for any."""
    return object.__new__(Reader)


@pytest.fixture
def made(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings of each reader that is compiled anew; nothing runs in another process."""
    calls: list[Settings] = []

    def compile_reader(settings: Settings) -> Reader:
        calls.append(settings)
        return reader

    monkeypatch.setattr(Reader, "from_settings", compile_reader)
    monkeypatch.setattr(compiled, "apart", lambda work: work())
    return calls


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(SETTINGS, compiled=tmp_path / "cache" / "igkg")


def _kept(settings: Settings) -> Path:
    assert settings.compiled is not None
    (path,) = settings.compiled.glob("reader-*.pickle")
    return path


def test_a_kept_reader_reads_as_a_new_one(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "apart", lambda work: work())
    reader = load_reader(settings)
    monkeypatch.setattr(Reader, "from_settings", lambda _: pytest.fail("compiled again"))
    again = load_reader(settings)
    assert again is not reader
    documents = [each for each in read_documents([SETTINGS.data / "documents"]) if isinstance(each, Document)]
    assert len(documents) > 4
    for document in documents:
        assert again.read(document) == reader.read(document)


def test_it_lies_where_only_this_user_can_read_and_write(made: list[Settings], settings: Settings) -> None:
    load_reader(settings)
    path = _kept(settings)
    assert [stat.st_mode & 0o777 for stat in (path.stat(), path.parent.stat())] == [0o600, 0o700]
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("damage", [
    pytest.param(lambda content: b"", id="empty"),
    pytest.param(lambda content: content[: len(content) // 2], id="half"),
    pytest.param(lambda content: content[:-1] + bytes((content[-1] ^ 1,)), id="a bit"),
    pytest.param(lambda content: b"x" * 32 + content[32:], id="the hash"),
    pytest.param(lambda content: hashlib.sha256(b"no pickle").digest() + b"no pickle", id="no pickle"),
    pytest.param(lambda content: hashlib.sha256(pickle.dumps([1])).digest() + pickle.dumps([1]), id="no reader"),
])  # fmt: skip
def test_a_damaged_file_is_compiled_and_written_anew(damage: Callable[[bytes], bytes], made: list[Settings], settings: Settings) -> None:
    load_reader(settings)
    path = _kept(settings)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    load_reader(settings)
    assert len(made) == 2
    assert path.read_bytes() == whole


def _open_file(path: Path) -> None:
    path.chmod(0o620)


def _open_folder(path: Path) -> None:
    path.parent.chmod(0o777)


def _link_file(path: Path) -> None:
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


def _link_folder(path: Path) -> None:
    path.parent.rename(path.parent.parent / "elsewhere")
    path.parent.symlink_to(path.parent.parent / "elsewhere")


@pytest.mark.parametrize("expose", [_open_file, _open_folder, _link_file, _link_folder])
def test_what_others_could_write_is_never_unpickled(
    expose: Callable[[Path], None], made: list[Settings], settings: Settings, tmp_path: Path
) -> None:
    load_reader(settings)
    path, trace = _kept(settings), tmp_path / "trace"
    content = pickle.dumps(Payload(trace))
    path.write_bytes(hashlib.sha256(content).digest() + content)
    expose(path)
    load_reader(settings)
    assert len(made) == 2
    assert not trace.exists()


def test_what_belongs_to_another_user_is_passed_over(made: list[Settings], settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    load_reader(settings)
    content = _kept(settings).read_bytes()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    load_reader(settings)
    assert len(made) == 2
    assert _kept(settings).read_bytes() == content


def test_where_nothing_can_be_kept_the_reader_is_made_all_the_same(
    reader: Reader, made: list[Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings = replace(SETTINGS, compiled=tmp_path / "file" / "igkg")
    assert load_reader(settings) is load_reader(settings) is reader
    assert load_reader(replace(SETTINGS, compiled=None)) is reader

    def full(*_: object, **__: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(compiled.tempfile, "mkstemp", full)  # type: ignore[attr-defined]
    assert load_reader(replace(SETTINGS, compiled=tmp_path / "igkg")) is reader
    assert not list((tmp_path / "igkg").iterdir())


def test_another_cue_concept_or_version_makes_another_reader(
    made: list[Settings], settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "root"
    shutil.copytree(SETTINGS.data / "cues", root / "data" / "cues")
    (root / "ontology").mkdir()
    shutil.copy(SETTINGS.ontology / "concepts.tsv", root / "ontology")
    settings = replace(settings, root=root)
    names = set()
    for change in ("", "data/cues/care.tsv", "ontology/concepts.tsv", "version"):
        if change == "version":
            monkeypatch.setattr("kg.__version__", "0.0.0+other")
        elif change:
            with (root / change).open("a", encoding="utf-8") as file:
                file.write("\n")
        load_reader(settings)
        assert settings.compiled is not None
        names |= {path.name for path in settings.compiled.iterdir()}
    assert len(names) == len(made) == 4


def test_the_oldest_readers_are_removed(made: list[Settings], settings: Settings) -> None:
    assert settings.compiled is not None
    settings.compiled.mkdir(mode=0o700, parents=True)
    for age in range(6):
        (settings.compiled / f"reader-{age}.pickle").write_bytes(b"")
        os.utime(settings.compiled / f"reader-{age}.pickle", (1000 - age, 1000 - age))
    load_reader(settings)
    left = {path.name for path in settings.compiled.iterdir()}
    assert left > {"reader-0.pickle", "reader-1.pickle", "reader-2.pickle"}
    assert len(left) == 4
