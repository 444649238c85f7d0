"""Outputs that appear whole or not at all: a folder or file to be goes in, and is written beside and moved into place."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import KgError

__all__ = ["staged_file", "staged_folder"]

#: linux/fs.h: exchange two paths in one step, so that no moment is without a build.
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


@contextmanager
def staged_folder(target: Path, *, owned: frozenset[str]) -> Iterator[Path]:
    """Yield an empty folder beside `target` and put it in the place of `target` when the block ends without an error.

    `owned` are the names that the new folder replaces; whatever else lies in the old folder is carried over. A crash at any
    moment leaves the last good folder; what a killed run left behind is removed by the next one. Raises KgError where the disk refuses.
    """
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.{os.getpid()}.", dir=target.parent))
    staging.chmod(0o755)
    try:
        yield staging
        if target.exists():
            _exchange(staging, target)
            for leftover in staging.iterdir():
                if leftover.name not in owned and not (target / leftover.name).exists():
                    leftover.rename(target / leftover.name)
        else:
            staging.rename(target)
    except OSError as error:
        raise KgError(f"{target}: cannot be written ({error}); what was there stays") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def staged_file(target: Path) -> Iterator[Path]:
    """Yield a path beside `target` and move it into place when the block ends without an error."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    staging = Path(name)
    try:
        yield staging
        staging.chmod(0o644)
        staging.replace(target)
    finally:
        staging.unlink(missing_ok=True)


def _exchange(staging: Path, target: Path) -> None:
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.renameat2(_AT_FDCWD, os.fsencode(staging), _AT_FDCWD, os.fsencode(target), _RENAME_EXCHANGE) == 0:
                return
    # Elsewhere two renames: a crash between them leaves the last good folder under its name with `.old`, which _sweep puts back.
    old = target.with_name(f".{target.name}.old")
    target.rename(old)
    staging.rename(target)
    old.rename(staging)


def _sweep(target: Path) -> None:
    old = target.with_name(f".{target.name}.old")
    if old.exists() and not target.exists():
        old.rename(target)
    for stale in target.parent.glob(f".{target.name}.*"):
        pid = stale.name.removeprefix(f".{target.name}.").split(".")[0]
        if stale.is_dir() and pid.isdigit() and not _is_running(int(pid)):
            shutil.rmtree(stale, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
