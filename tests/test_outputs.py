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
from kg.outputs import staged_file, staged_folder


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
