"""States of the store that are served: a build or an edited dataset stands behind, folders that nobody changes any more come out.

A worker never opens the folder that a build replaces or an update writes to. It opens a private copy made of hard links, which stays
whole until the last worker has let go of it; so a new build takes over between two requests, and none fails.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError

__all__ = ["BuildSource", "DatasetSource", "Snapshot", "Source"]

#: Files of a store that are its own affair, not its content.
_OWN = ("LOG", "LOCK")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state of the store: the folder that holds it, and a name that no other state has."""

    path: Path
    identity: str
    #: Whether its default graph is its own, and not the union of a build.
    plain: bool


class Source:
    """What is served; `current` is the state that new requests see."""

    def __init__(self, home: Path, *, near: str) -> None:
        #: Folder of the snapshots, beside the store so that hard links reach it.
        self._home = _private_folder(home, near)
        self._current: Snapshot | None = None
        self._count = 0
        self._old: list[Snapshot] = []

    async def current(self) -> Snapshot:
        """Give the state that a request sees."""
        if self._current is None:
            raise KgError("nothing is served yet")
        return self._current

    async def find_new(self) -> Snapshot | None:
        """Find a state that came to be since the last look; it is served once it was taken. Raises KgError where it is broken."""
        return None

    def take(self, snapshot: Snapshot) -> None:
        """Serve a state from now on."""
        if self._current is not None:
            self._old.append(self._current)
        self._current = snapshot

    def discard(self, snapshot: Snapshot) -> None:
        """Forget a state that cannot be served, as soon as no worker has it open."""
        self._old.append(snapshot)

    def clear(self, used: set[str]) -> None:
        """Remove the states that no worker has open any more."""
        for snapshot in list(self._old):
            if str(snapshot.path) not in used:
                self._old.remove(snapshot)
                shutil.rmtree(snapshot.path, ignore_errors=True)

    def close(self) -> None:
        """Remove everything."""
        shutil.rmtree(self._home, ignore_errors=True)

    def _next_folder(self) -> Path:
        self._count += 1
        return self._home / f"{self._count}"


class BuildSource(Source):
    """The store of a build, or a store that only this server reads."""

    def __init__(self, store: Path, build: Path | None) -> None:
        super().__init__((build or store).absolute().parent, near=(build or store).absolute().name)
        self._store = store.absolute()
        self._seen: tuple[int, int, str] | None = None
        if not (self._store / "CURRENT").is_file():
            self.close()
            raise KgError(f"{store}: no store there; run `kg build` first, or give --build or --store")

    async def find_new(self) -> Snapshot | None:
        """Find the build that stands there now, if it is a new one."""
        while (seen := _identity(self._store)) is not None and seen != self._seen:
            self._seen = seen
            folder = self._next_folder()
            try:
                await asyncio.to_thread(_link_store, self._store, folder)
            except OSError as error:
                shutil.rmtree(folder, ignore_errors=True)
                self._seen = None
                raise KgError(f"{self._store}: cannot be served ({error})") from error
            if _identity(self._store) == seen:
                return Snapshot(folder, _name_of_content(folder), plain=False)
            # Another build took its place meanwhile, and what was replaced may have lost files before they were linked.
            shutil.rmtree(folder, ignore_errors=True)
        return None


class DatasetSource(Source):
    """A dataset that updates change: after each of them the next reader gets a new state."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder.absolute().parent, near=folder.absolute().name)
        self.folder = folder.absolute()
        self._changed = True
        self._copying = asyncio.Lock()
        #: Writes the present state to a folder; the writer does it.
        self.copy: Callable[[Path], Awaitable[None]] | None = None
        self._edition = os.urandom(6).hex()

    async def current(self) -> Snapshot:
        """Give the state after the last update that was answered."""
        if self._changed or self._current is None:
            async with self._copying:
                if (self._changed or self._current is None) and self.copy is not None:
                    self._changed = False
                    folder = self._next_folder()
                    try:
                        await self.copy(folder)
                    except BaseException:
                        self._changed = True
                        shutil.rmtree(folder, ignore_errors=True)
                        raise
                    self.take(Snapshot(folder, f"{self._edition}-{self._count}", plain=True))
        return await super().current()

    def changed(self) -> None:
        """Note that the dataset is another now."""
        self._changed = True


def copy_of_build(store: Path, folder: Path) -> None:
    """Make a dataset that begins as the content of a build; raises KgError where there is neither."""
    if (folder / "CURRENT").is_file():
        return
    if not (store / "CURRENT").is_file():
        raise KgError(f"{store}: no store there; run `kg build` first, or give --store DIR for a dataset of its own")
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for entry in store.iterdir():
            if not entry.name.startswith(_OWN):
                shutil.copy2(entry, staging / entry.name)
        staging.chmod(0o755)
        staging.rename(folder)
    except OSError as error:
        raise KgError(f"{folder}: cannot be written ({error})") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _private_folder(home: Path, near: str) -> Path:
    """Make a folder of this process beside the store, or where temporary files go if that place is not ours to write."""
    # `kg build` removes folders of this form when the process that they name is gone (kg.outputs).
    prefix = f".{near}.{os.getpid()}.serving-"
    with contextlib.suppress(OSError):
        return Path(tempfile.mkdtemp(prefix=prefix, dir=home))
    return Path(tempfile.mkdtemp(prefix=prefix))


def _identity(store: Path) -> tuple[int, int, str] | None:
    """Tell one store from another; None while there is none."""
    try:
        found = store.stat()
        return found.st_dev, found.st_ino, (store / "IDENTITY").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None


def _name_of_content(folder: Path) -> str:
    """Name what a store holds, the same wherever it is copied to; its own identity stays when one of its graphs is replaced."""
    found = hashlib.sha256()
    for entry in sorted(folder.iterdir()):
        if entry.suffix in (".sst", ".log"):
            found.update(f"{entry.name} {entry.stat().st_size}\n".encode())
        elif entry.name == "IDENTITY" or entry.name.startswith("MANIFEST-"):
            # The manifest lists each file with its first and last key and the moment in which it was written.
            found.update(entry.read_bytes())
    return found.hexdigest()[:16]


def _link_store(store: Path, folder: Path) -> None:
    """Copy a store by hard links, file by file where the place is on another disk; all files are those of one moment."""
    folder.mkdir(mode=0o700)
    # A handle on the folder stays on this one even if a new build takes its name meanwhile.
    handle = os.open(store, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for name in os.listdir(handle):  # noqa: PTH208  # a Path knows no folder by its handle
            if name.startswith(_OWN):
                continue
            try:
                os.link(name, folder / name, src_dir_fd=handle)
            except OSError:
                with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=handle), "rb") as old, (folder / name).open("wb") as new:
                    shutil.copyfileobj(old, new, 1 << 20)
    finally:
        os.close(handle)
