"""Folders, .gz and .zip: paths go in, the bytes of each file in them come out one by one, or the reason why not."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from kg.errors import DocumentError
from kg.settings import Settings

__all__ = ["File", "Skipped", "files_below", "open_files"]

#: An archive in an archive in an archive is still opened; deeper nesting is a trick.
MAX_DEPTH = 3
#: More files in one archive are refused; the largest distributed literature archives hold fewer.
MAX_FILES = 100_000
#: All files of one archive together may unpack to this many times the limit of one document.
MAX_TOTAL = 40
#: Text packs at most 1 : 30 or so, tables of zeros up to 1 : 1000; checked only beyond `MIN_SUSPECT` unpacked bytes.
MAX_RATIO = 200
MIN_SUSPECT = 1024 * 1024
_CHUNK = 1024 * 1024
#: Names under which a shell hands over what it has opened; any other pipe or device could be waited on for ever.
_DESCRIPTORS = frozenset({Path("/dev/fd"), Path("/proc/self/fd")})
_STDIN = Path("/dev/stdin")
#: Files by which a folder shows that it is a build.
_BUILD = ("igkg.ttl", "igkg.trig", "report.json")
#: Parts of names by which a zip file shows that it is a document of another program.
_PACKAGES = {
    "[Content_Types].xml": "an office document (docx, xlsx, pptx): save it as PDF, HTML or text",
    "META-INF/container.xml": "an e-book (EPUB): save it as HTML or text",
    "META-INF/manifest.xml": "an office document (odt, ods): save it as PDF, HTML or text",
    "META-INF/MANIFEST.MF": "a Java archive",
}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that gives no document, and why; with `is_part` what is missing of a file that gave some, and why.

    `path` names a file within an archive as `archive!file`.
    """

    path: str
    reason: str
    is_part: bool = False

    def __str__(self) -> str:
        return f"{'read in part' if self.is_part else 'skipped'} {self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of a file, as given or as a member of archives; `stem` is its name without folder and extension."""

    path: str
    stem: str
    extension: str
    content: bytes = field(repr=False)


@dataclass(slots=True)
class _Budget:
    """How many bytes the archive of a path may still unpack to."""

    left: int


def open_files(path: str | Path, *, settings: Settings, stdin: BinaryIO) -> Iterator[File | Skipped]:
    """Give the files of a path in sorted order: a file, a folder with all below it, an archive, or `-` for standard input.

    What `files_below` names as skipped is passed on.
    """
    limit = settings.max_document_bytes
    if str(path) == "-":
        yield from _read("-", lambda: stdin, limit, close=False)
        return
    for found in files_below(path):
        if isinstance(found, Skipped):
            yield found
        else:
            yield from _read_path(found, limit)


def files_below(path: str | Path) -> Iterator[Path | Skipped]:
    """Give the file of a path, or all files below a folder, sorted.

    Hidden files, links to folders or out of the folder, special files and the builds of this program in a folder are named as skipped, and
    so is an empty folder.
    """
    path = Path(path)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError)
        yield Skipped(_printable(path), "there is no such file" if missing else f"cannot be read ({_reason(error)})")
        return
    if not stat.S_ISDIR(mode):
        yield path
        return
    is_empty = True
    for found in _walk(path, path.resolve()):
        is_empty = False
        yield found
    if is_empty:
        yield Skipped(_printable(path), "an empty folder")


def _walk(folder: Path, root: Path) -> Iterator[Path | Skipped]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Skipped(_printable(folder), f"cannot be opened ({_reason(error)})")
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            yield Skipped(_printable(path), "hidden")
        elif _is_circular(entry):
            yield Skipped(_printable(path), "a link to itself")
        elif entry.is_dir(follow_symlinks=False):
            if all((path / name).is_file() for name in _BUILD):
                yield Skipped(_printable(path), "a build of this program, whose texts were read from elsewhere")
            else:
                yield from _walk(path, root)
        elif entry.is_symlink() and entry.is_file() and not path.resolve().is_relative_to(root):
            # Who gives a folder of others means what lies in it, not what its links may name on this machine.
            yield Skipped(_printable(path), "a link out of the folder: give the file itself to read it")
        elif entry.is_file():
            yield path
        else:
            yield Skipped(_printable(path), _nature(path))


def _nature(path: Path) -> str:
    if not path.is_symlink():
        return "a special file"
    return "a link to a folder: give the folder itself to read it" if path.exists() else "a broken link"


def _is_circular(entry: os.DirEntry[str]) -> bool:
    try:
        entry.is_file()
    except OSError:
        return True
    return False


def _read_path(path: Path, limit: int) -> Iterator[File | Skipped]:
    size = path.stat().st_size if path.is_file() else 0
    if not path.is_file() and path.parent not in _DESCRIPTORS and path != _STDIN:
        yield Skipped(_printable(path), "no regular file: standard input is read as -")
    elif size > limit:
        yield Skipped(_printable(path), _too_large(limit, size))
    else:
        yield from _read(_printable(path), lambda: path.open("rb"), limit, close=True)


def _read(name: str, opened: Callable[[], BinaryIO], limit: int, *, close: bool) -> Iterator[File | Skipped]:
    try:
        stream = opened()
        try:
            content = stream.read(limit + 1)
        finally:
            if close:
                stream.close()
    except (OSError, ValueError) as error:
        yield Skipped(name, f"cannot be read ({_reason(error)})")
        return
    if len(content) > limit:
        yield Skipped(name, _too_large(limit))
        return
    yield from _unpack(name, "stdin" if name == "-" else name, content, limit, _Budget(limit * MAX_TOTAL), depth=0)


def _unpack(path: str, name: str, content: bytes, limit: int, budget: _Budget, *, depth: int) -> Iterator[File | Skipped]:
    """Give a file itself, or what it holds if it is an archive."""
    if content.startswith(b"\x1f\x8b"):
        inner = name[: -len(".gz")] if name.casefold().endswith(".gz") else name
        inner = inner[: -len(".tgz")] + ".tar" if inner.casefold().endswith(".tgz") else inner
        parts: Iterator[tuple[str, str, bytes | Skipped]] = iter([(path, inner, _gunzip(path, content, limit, budget))])
    elif content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        parts = _unzip(path, content, limit, budget)
    else:
        pure = PurePosixPath(name.replace("\\", "/"))
        yield File(path, _printable(pure.stem) or "document", pure.suffix.casefold(), content)
        return
    if depth >= MAX_DEPTH:
        yield Skipped(path, f"archives nested deeper than {MAX_DEPTH}")
        return
    for part_path, part_name, part in parts:
        if isinstance(part, Skipped):
            yield part
        else:
            yield from _unpack(part_path, part_name, part, limit, budget, depth=depth + 1)


def _gunzip(path: str, content: bytes, limit: int, budget: _Budget) -> bytes | Skipped:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            return _bounded(path, cast(IO[bytes], stream), len(content), limit, budget)
    except (OSError, EOFError, zlib.error) as error:
        return Skipped(path, f"damaged gzip file ({_reason(error)})")
    except DocumentError as error:
        return Skipped(path, error.reason)


def _unzip(path: str, content: bytes, limit: int, budget: _Budget) -> Iterator[tuple[str, str, bytes | Skipped]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, UnicodeDecodeError) as error:
        yield path, path, Skipped(path, f"damaged zip file ({_reason(error)})")
        return
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        names = {member.filename for member in members}
        package = next((reason for name, reason in _PACKAGES.items() if name in names), "")
        if package or len(members) > MAX_FILES:
            yield path, path, Skipped(path, package or f"a zip file of more than {MAX_FILES:,} files")
            return
        if not members:
            yield path, path, Skipped(path, "a zip file without files")
        for member in sorted(members, key=lambda member: (member.filename, member.header_offset)):
            inside = f"{path}!{_printable(member.filename)}"
            yield inside, member.filename, _member(inside, archive, member, limit, budget)


def _member(path: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int, budget: _Budget) -> bytes | Skipped:
    name = member.filename.replace("\\", "/")
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or ":" in parts[0]:
        return Skipped(path, "its name leads out of the archive")
    if any(part.startswith(".") or part == "__MACOSX" for part in parts):
        return Skipped(path, "hidden")
    if stat.S_ISLNK(member.external_attr >> 16):
        return Skipped(path, "a link")
    if member.flag_bits & 0x1:
        return Skipped(path, "encrypted: unpack it with its password first")
    try:
        with archive.open(member) as stream:
            return _bounded(path, stream, member.compress_size, limit, budget)
    except DocumentError as error:
        return Skipped(path, error.reason)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError) as error:
        return Skipped(path, f"damaged file in a zip file ({_reason(error)})")


def _bounded(path: str, stream: IO[bytes], packed: int, limit: int, budget: _Budget) -> bytes:
    """Unpack piece by piece, so that a bomb is seen before it has burst; the sizes that an archive states are not believed."""
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        budget.left -= len(piece)
        if size > limit:
            raise DocumentError(path, f"unpacks to more than {_megabytes(limit)}, the limit of a document")
        if size > MIN_SUSPECT and size > MAX_RATIO * max(packed, 1):
            raise DocumentError(path, f"unpacks to more than {MAX_RATIO} times its size: a zip bomb, or no text")
        if budget.left < 0:
            raise DocumentError(path, f"the archive unpacks to more than {_megabytes(limit * MAX_TOTAL)}")
    return b"".join(pieces)


def _too_large(limit: int, size: int | None = None) -> str:
    return f"{_megabytes(size)}, larger than the limit of {_megabytes(limit)}" if size else f"larger than the limit of {_megabytes(limit)}"


def _megabytes(size: int) -> str:
    return f"{size / (1024 * 1024):,.0f} MB" if size >= 1024 * 1024 else f"{size:,} bytes"


def _printable(path: object) -> str:
    """Make a name that can stand in a report and in an identifier: no control characters, no bytes that are no text."""
    text = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "_" for c in text)


def _reason(error: BaseException) -> str:
    return " ".join((getattr(error, "strerror", None) or str(error) or type(error).__name__).split())
