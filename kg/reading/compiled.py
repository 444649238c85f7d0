"""A compiled reader that is kept: settings go in; a reader comes out, compiled anew only where something that it is made of has changed.

What is kept is a pickle, and whoever can write one can run code here: it is read only from a folder and a file that nobody but this user
can write, and only if its own hash is right.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import ahocorasick

import kg
from kg.processes import apart
from kg.reading.claims import Reader
from kg.reading.packs import load_packs
from kg.settings import Settings

__all__ = ["load_reader"]

#: Readers that are kept: those of a few checkouts or versions that are used in turn.
_KEPT = 4
_DIGEST = 32


def load_reader(settings: Settings) -> Reader:
    """Give the reader of `Reader.from_settings`, from the folder `settings.compiled` where it is kept there.

    A file that is damaged, or that another user could have written, is passed over; that nothing can be kept is no error. The reader is
    compiled anew when the concepts, a cue file, the code of this package, Python or the automata's library change.
    """
    if settings.compiled is None or not hasattr(os, "geteuid"):
        return Reader.from_settings(settings)
    folder, name = settings.compiled, f"reader-{_key(settings)}.pickle"
    reader = _read(folder, name)
    if reader is None:
        plain = Reader.from_settings(replace(settings, packs=()))
        apart(lambda: _keep(plain, folder, name))
        reader = plain
    if settings.packs:
        reader.lexicon.extend(load_packs(settings.packs, reader.lexicon, settings.data / "cues", settings.cache))
    return reader


def _key(settings: Settings) -> str:
    """Hash what a compiled reader depends on."""
    library = Path(ahocorasick.__file__).stat()
    machine = (sys.version, sys.implementation.cache_tag, os.uname().machine, library.st_size, library.st_mtime_ns)
    digest = hashlib.sha256(repr((kg.__version__, machine, str(settings.root.resolve()))).encode())
    package = Path(kg.__file__).parent
    for folder, pattern in ((package, "*.py"), (package / "reading", "**/*.py"), (settings.data / "cues", "*"), (settings.ontology, "concepts.tsv")):
        for path in sorted(folder.glob(pattern)):
            if path.is_file():
                digest.update(str(path.relative_to(folder)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _read(folder: Path, name: str) -> Reader | None:
    """Read what `_keep` wrote; nothing if it is not there, not whole, or not ours alone."""
    try:
        with _opened(folder) as place:
            handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=place)
            with os.fdopen(handle, "rb") as file:
                if not (stat.S_ISREG(os.fstat(handle).st_mode) and _is_ours_alone(os.fstat(handle))):
                    return None
                content = file.read()
        if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
            return None
        found = _unpickled(memoryview(content)[_DIGEST:])
    except Exception:  # whatever a library's pickle raises: compiled anew, it is right
        return None
    return found if isinstance(found, Reader) else None


def _unpickled(content: memoryview) -> object:
    """Load with the garbage collector at rest, in half the time: of the many things that are made none is garbage."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(content)
    finally:
        if was_enabled:
            gc.enable()


def _keep(reader: Reader, folder: Path, name: str) -> None:
    """Write a reader beside and move it into place, and remove the oldest of those that are kept."""
    with suppress(OSError, pickle.PicklingError, TypeError, AttributeError, RecursionError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = pickle.dumps(reader, pickle.HIGHEST_PROTOCOL)
        with _opened(folder):
            handle, staging = tempfile.mkstemp(prefix=".reader-", dir=folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(content).digest() + content)
                Path(staging).replace(folder / name)
            finally:
                Path(staging).unlink(missing_ok=True)
            for old in sorted(folder.glob("reader-*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]:
                old.unlink(missing_ok=True)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """Open a folder that nobody but this user can read or write; raises PermissionError for any other, and for a link."""
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if not _is_ours_alone(os.fstat(place)):
            raise PermissionError(f"{folder} is open to others")
        yield place
    finally:
        os.close(place)


def _is_ours_alone(about: os.stat_result) -> bool:
    return about.st_uid == os.geteuid() and not about.st_mode & 0o077
