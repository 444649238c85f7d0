"""Outputs that appear whole or not at all: a folder or file to be goes in, and is written beside and moved into place."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import KgError

__all__ = ["check_folder", "make_folder", "staged_file", "staged_folder", "writing"]

#: linux/fs.h: exchange two paths in one step, so that no moment is without a build.
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
#: Ends the name of a folder that is written to its end and on its way into place.
_WHOLE = ".whole"


def check_folder(target: Path, *, inputs: Iterable[Path | str] = (), strangers: Iterable[Path] = ()) -> None:
    """Refuse a folder that may not be replaced: a file, the folder that the shell is in, one that holds an input or a stranger.

    `strangers` are the paths that would be replaced though nothing shows that an earlier run wrote them. Raises KgError that names the path.
    """
    with writing(target):
        _refuse_file(target)
        place, here = _real(target), Path.cwd()
        if here.is_relative_to(place):
            raise KgError(f"{target}: the shell is in this folder, which would be replaced; go elsewhere or name another folder")
        for path in inputs:
            if _real(Path(path)).is_relative_to(place):
                raise KgError(f"{path}: is read, and lies in the folder {target} that would be replaced; name another folder for the output")
        for path in strangers:
            raise KgError(f"{path}: would be replaced, and nothing shows that an earlier run wrote it; move it or name another folder for the output")


@contextmanager
def staged_folder(target: Path, *, owned: frozenset[str]) -> Iterator[Path]:
    """Yield an empty folder beside `target` and put it in the place of `target` when the block ends without an error.

    `owned` are the names that the new folder replaces; whatever else lies in the old folder is carried over. A crash at any
    moment leaves the last good folder; what a killed run left behind is removed by the next one. Raises KgError where the disk refuses.
    What lies under an owned name is replaced whoever wrote it: `check_folder` comes first.
    """
    check_folder(target)
    with writing(target):
        place = _real(target)
        _make_parent(place)
        _sweep(place, owned)
        staging = Path(tempfile.mkdtemp(prefix=f".{place.name}.{os.getpid()}.", dir=place.parent))
    try:
        staging.chmod(0o755)
        yield staging
        staging = staging.rename(staging.with_name(staging.name + _WHOLE))
        _put_in_place(staging, place, owned)
    except OSError as error:
        raise KgError(f"{target}: cannot be written ({error}); what was there stays") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def staged_file(target: Path) -> Iterator[Path]:
    """Yield a path beside `target` and move it into place when the block ends without an error.

    Raises KgError where the disk refuses, and for a folder or a device.
    """
    with writing(target):
        if target.exists() and not target.is_file():
            raise KgError(f"{target}: is a {'folder' if target.is_dir() else 'device'}, not a file")
        _make_parent(target)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
        staging = Path(name)
        try:
            yield staging
            staging.chmod(0o644)
            staging.replace(target)
        finally:
            staging.unlink(missing_ok=True)


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Name the output, as it was given, where the disk refuses it: OSError becomes KgError."""
    try:
        yield
    except OSError as error:
        raise KgError(f"{target}: cannot be written ({error.strerror or error})") from error


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, if they are not there; raises KgError for a file in its place and where the disk refuses."""
    with writing(folder):
        _refuse_file(folder)
        folder.mkdir(parents=True, exist_ok=True)


def _refuse_file(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise KgError(f"{folder}: is a file, not a folder")


def _real(path: Path) -> Path:
    """Follow links; `Path.resolve` fails where they run in a circle."""
    return Path(os.path.realpath(path))


def _make_parent(target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise KgError(f"{target}: cannot be written ({target.parent} is a file, not a folder)") from error


def _put_in_place(staging: Path, target: Path, owned: frozenset[str]) -> None:
    if not target.exists():
        staging.rename(target)
        return
    carried: list[str] = []
    try:
        _carry(target, staging, owned, carried)
        _exchange(staging, target)
    except BaseException:
        for name in carried:
            with suppress(FileNotFoundError):
                (staging / name).rename(target / name)
        raise


def _carry(old: Path, new: Path, owned: frozenset[str], carried: list[str]) -> None:
    """Move what nobody owns from one folder to the other, and note its name."""
    for entry in list(old.iterdir()):
        if entry.name not in owned and not os.path.lexists(new / entry.name):
            entry.rename(new / entry.name)
            carried.append(entry.name)


def _exchange(staging: Path, target: Path) -> None:
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.renameat2(_AT_FDCWD, os.fsencode(staging), _AT_FDCWD, os.fsencode(target), _RENAME_EXCHANGE) == 0:
                return
    # Elsewhere two renames: a crash between them leaves the last good folder under its name with `.old`, which _sweep puts back.
    old = target.with_name(f".{target.name}.old")
    target.rename(old)
    try:
        staging.rename(target)
    except OSError:
        old.rename(target)
        raise
    old.rename(staging)


def _sweep(target: Path, owned: frozenset[str]) -> None:
    old = target.with_name(f".{target.name}.old")
    if old.exists() and not target.exists():
        old.rename(target)
    for stale in target.parent.glob(f".{target.name}.*"):
        pid = stale.name.removeprefix(f".{target.name}.").split(".")[0]
        if stale.is_dir() and pid.isdigit() and not _is_running(int(pid)):
            # A run that was killed while folders changed places may still hold what it carried over.
            if stale.name.endswith(_WHOLE) and target.is_dir():
                _carry(stale, target, owned, [])
            shutil.rmtree(stale, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
