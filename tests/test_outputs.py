"""Outputs appear whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.outputs import check_folder, make_folder, staged_file, staged_folder


def _names(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()}


def test_a_first_folder_and_its_successor(tmp_path: Path) -> None:
    target = tmp_path / "build"
    for text in ("one", "two"):
        with staged_folder(target, owned=frozenset({"a"})) as folder:
            (folder / "a").write_text(text)
        assert (target / "a").read_text() == text
    assert _names(tmp_path) == {"build"}


def test_an_error_leaves_the_last_good_folder(tmp_path: Path) -> None:
    target = tmp_path / "build"
    with staged_folder(target, owned=frozenset({"a"})) as folder:
        (folder / "a").write_text("good")
    with pytest.raises(KgError, match="disk is full"), staged_folder(target, owned=frozenset({"a"})) as folder:
        (folder / "a").write_text("half")
        raise OSError("disk is full")
    assert (target / "a").read_text() == "good"
    assert _names(tmp_path) == {"build"}


def test_what_others_put_there_is_carried_over(tmp_path: Path) -> None:
    target = tmp_path / "build"
    target.mkdir()
    (target / "notes.txt").write_text("mine")
    (target / "old-output").write_text("ours")
    with staged_folder(target, owned=frozenset({"old-output", "a"})) as folder:
        (folder / "a").write_text("new")
    assert _names(target) == {"a", "notes.txt"}


def test_a_killed_run_leaves_the_last_good_folder_and_is_swept(tmp_path: Path) -> None:
    target = tmp_path / "build"
    with staged_folder(target, owned=frozenset({"a"})) as folder:
        (folder / "a").write_text("good")
    script = textwrap.dedent(
        """
        import os, signal, sys
        from pathlib import Path
        from kg.outputs import staged_folder
        with staged_folder(Path(sys.argv[1]), owned=frozenset({"a"})) as folder:
            (folder / "a").write_text("half")
            os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    done = subprocess.run([sys.executable, "-c", script, str(target)], cwd=Path(__file__).parents[1], env={**os.environ}, check=False)
    assert done.returncode == -signal.SIGKILL
    assert (target / "a").read_text() == "good"
    assert len(_names(tmp_path)) == 2
    with staged_folder(target, owned=frozenset({"a"})) as folder:
        (folder / "a").write_text("next")
    assert _names(tmp_path) == {"build"}


def test_what_a_run_carried_over_when_it_was_killed_is_put_back(tmp_path: Path) -> None:
    target = tmp_path / "build"
    script = textwrap.dedent(
        """
        import os, signal, sys
        from pathlib import Path
        import kg.outputs
        kg.outputs._exchange = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        with kg.outputs.staged_folder(Path(sys.argv[1]), owned=frozenset({"a"})) as folder:
            (folder / "a").write_text("new")
        """
    )
    target.mkdir()
    (target / "a").write_text("good")
    (target / "notes.txt").write_text("mine")
    done = subprocess.run([sys.executable, "-c", script, str(target)], cwd=Path(__file__).parents[1], env={**os.environ}, check=False)
    assert done.returncode == -signal.SIGKILL
    assert (target / "a").read_text() == "good"
    with staged_folder(target, owned=frozenset({"a"})) as folder:
        (folder / "a").write_text("next")
    assert (target / "notes.txt").read_text() == "mine"
    assert _names(tmp_path) == {"build"} and _names(target) == {"a", "notes.txt"}


def test_what_cannot_take_its_place_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "build"
    target.mkdir()
    (target / "a").write_text("good")
    (target / "notes.txt").write_text("mine")

    def refuses(*_: object) -> None:
        raise OSError(13, "Permission denied")

    monkeypatch.setattr("kg.outputs._exchange", refuses)
    with pytest.raises(KgError, match="Permission denied"), staged_folder(target, owned=frozenset({"a"})) as folder:
        (folder / "a").write_text("new")
    assert (target / "a").read_text() == "good" and (target / "notes.txt").read_text() == "mine"
    assert _names(tmp_path) == {"build"}


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "a").write_text("good")
    (tmp_path / "build").symlink_to("disk")
    with staged_folder(tmp_path / "build", owned=frozenset({"a"})) as folder:
        (folder / "a").write_text("new")
    assert (tmp_path / "build").is_symlink() and (tmp_path / "disk" / "a").read_text() == "new"
    assert _names(tmp_path) == {"build", "disk"}


def test_a_folder_that_may_not_be_replaced_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    check_folder(target, inputs=[tmp_path])
    (target / "inner").mkdir(parents=True)
    (tmp_path / "link").symlink_to(target / "inner")
    for given in (target, target / "inner", target / "absent.txt", tmp_path / "link"):
        with pytest.raises(KgError, match=f"^{given}: is read"):
            check_folder(target, inputs=[given])
    with pytest.raises(KgError, match=f"^{target / 'inner'}: would be replaced"):
        check_folder(target, strangers=[target / "inner"])
    check_folder(target, inputs=[tmp_path, tmp_path / "out2", Path("-")])
    for place in (target, target / "inner"):
        monkeypatch.chdir(place)
        with pytest.raises(KgError, match="the shell is in this folder"):
            check_folder(target)
        with pytest.raises(KgError, match="the shell is in this folder"), staged_folder(target, owned=frozenset()):
            pytest.fail("no work is done for a folder that may not be replaced")


def test_a_file_in_the_place_of_a_folder_stays(tmp_path: Path) -> None:
    target = tmp_path / "notes"
    target.write_text("mine")
    with pytest.raises(KgError, match=f"^{target}: is a file, not a folder$"), staged_folder(target, owned=frozenset({"a"})):
        pytest.fail("no work is done for a file")
    with pytest.raises(KgError, match=f"^{target}: is a file, not a folder$"):
        make_folder(target)
    assert target.read_text() == "mine" and _names(tmp_path) == {"notes"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [("file/x", r"cannot be written \(.*file is a file, not a folder\)"), ("x" * 300, "cannot be written")],
    ids=["below a file", "too long"],
)
def test_an_output_that_cannot_be_made_is_named_as_given(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "file").write_text("mine")
    target = tmp_path / name
    with pytest.raises(KgError, match=reason) as told, staged_file(target):
        pytest.fail("no work is done for a file that cannot be made")
    assert str(told.value).startswith(f"{target}: ")
    with pytest.raises(KgError, match=reason) as told, staged_folder(target, owned=frozenset()):
        pytest.fail("no work is done for a folder that cannot be made")
    assert str(told.value).startswith(f"{target}: ")
    assert _names(tmp_path) == {"file"}


def test_a_folder_or_device_in_the_place_of_a_file_stays(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for target, what in ((tmp_path, "folder"), (tmp_path / "pipe", "device")):
        with pytest.raises(KgError, match=f"^{target}: is a {what}, not a file$"), staged_file(target):
            pytest.fail("no work is done")
    assert (tmp_path / "pipe").is_fifo()


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "x.txt"
    target.write_text("good")
    with pytest.raises(RuntimeError), staged_file(target) as path:
        path.write_text("half")
        raise RuntimeError
    assert target.read_text() == "good"
    with staged_file(target) as path:
        path.write_text("new")
    assert target.read_text() == "new"
    assert _names(tmp_path) == {"x.txt"}
