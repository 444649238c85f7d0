"""Folders, .gz, .zip and .tar: paths go in, the bytes of each file in them come out one by one, or the reason why not.

Files and archives are read as streams, so that an archive of any size needs the memory of its largest file. A set of records, such as a
file of citations, that is larger than `MAX_WHOLE` is given in parts.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from tarfile import HeaderError, ReadError
from typing import IO, Any, BinaryIO, TypeAlias, cast

from kg.errors import DocumentError, unforeseen
from kg.reading.formats.record_sets import each_part, megabytes, records_of
from kg.settings import Settings

__all__ = ["File", "Skipped", "files_below", "open_files"]

#: An archive in an archive in an archive is still opened; deeper nesting is a trick.
MAX_DEPTH = 3
#: More files in one zip file, whose list is held, are refused.
MAX_FILES = 100_000
#: All files of one archive together may unpack to this many times the limit of one document, or to what a large archive of text holds.
MAX_TOTAL = 40
MAX_TEXT_RATIO = 30
#: A set of records of more bytes is read in parts of about so many.
MAX_WHOLE = 4 * 1024 * 1024
#: Text packs at most 1 : 30 or so, tables of zeros up to 1 : 1000; checked only beyond `MIN_SUSPECT` unpacked bytes.
MAX_RATIO = 200
MIN_SUSPECT = 1024 * 1024
_BUFFER = 256 * 1024
#: As many first bytes tell a format; where an archive of tar has its signature.
_HEAD = 512
_TAR = (b"ustar", 257)
#: Errors by which the library tells itself that an archive of tar ends there.
_ENDS_OF_TAR = frozenset({"EOFHeaderError", "EmptyHeaderError"})
#: What the libraries raise for damaged files.
_DAMAGES = (zipfile.BadZipFile, tarfile.TarError, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error)
#: Names under which a shell hands over what it has opened; any other pipe or device could be waited on for ever.
_DESCRIPTORS = frozenset({Path("/dev/fd"), Path("/proc/self/fd")})
_STDIN = Path("/dev/stdin")
_MISSING = "there is no such file"
#: Files by which a folder shows that it is a build.
_BUILD = ("igkg.ttl", "igkg.trig", "report.json")
#: Parts of names by which a zip file shows that it is a document of another program.
_PACKAGES = {
    "[Content_Types].xml": "an office document (docx, xlsx, pptx): save it as PDF, HTML or text",
    "META-INF/container.xml": "an e-book (EPUB): save it as HTML or text",
    "META-INF/manifest.xml": "an office document (odt, ods): save it as PDF, HTML or text",
    "META-INF/MANIFEST.MF": "a Java archive",
    "mimetype": "an office document (odt, ods): save it as PDF, HTML or text",
    "Index/Document.iwa": "an office document (pages, numbers, key): save it as PDF, HTML or text",
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
    """The bytes of a file or of a part of its records, as given or as a member of archives; `stem` is its name without folder and extension."""

    path: str
    stem: str
    extension: str
    content: bytes = field(repr=False)
    #: Of a part of a set of records: how many lines of the file its own first line follows beyond those of the head that every part has.
    lines_before: int = 0
    is_part: bool = False


@dataclass(slots=True)
class _Budget:
    """How many bytes the archive of a path may still unpack to."""

    left: int


#: A member of an archive, or why it is not read, and its name.
_Member: TypeAlias = "tuple[_Stream | Skipped, str]"


def open_files(path: str | Path, *, settings: Settings, stdin: BinaryIO) -> Iterator[File | Skipped]:
    """Give the files of a path in sorted order: a file, a folder with all below it, an archive, or `-` for standard input.

    What `files_below` names as skipped is passed on.
    """
    limit = settings.max_document_bytes
    if str(path) == "-":
        yield from _read("-", stdin, limit, None)
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
        yield Skipped(_printable(path), _MISSING if missing else f"cannot be read ({_reason(error)})")
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
    name = _printable(path)
    is_file = path.is_file()
    if not is_file and not path.exists():  # any more
        yield Skipped(name, _MISSING)
        return
    if not is_file and path.parent not in _DESCRIPTORS and path != _STDIN:
        yield Skipped(name, "no regular file: standard input is read as -")
        return
    try:
        with path.open("rb") as file:
            yield from _read(name, file, limit, path.stat().st_size if is_file else None)
    except FileNotFoundError:
        yield Skipped(name, _MISSING)
    except (OSError, ValueError) as error:
        yield Skipped(name, f"cannot be read ({_reason(error)})")
    except Exception as error:
        yield Skipped(name, unforeseen(error))


def _read(path: str, source: BinaryIO, limit: int, size: int | None) -> Iterator[File | Skipped]:
    """Give what a file or a pipe holds; a file, whose size is known, can be read from any place."""
    budget = _Budget(max(limit * MAX_TOTAL, (size or 0) * MAX_TEXT_RATIO))
    name = "stdin" if path == "-" else path
    yield from _unpack(_Stream(path, source, "cannot be read"), name, limit, budget, depth=0, source=source if size is not None else None)


class _Stream(io.BufferedReader):
    """The bytes of a file, of an archive's member or of what is unpacked, piece by piece, so that a bomb is seen before it has burst.

    Reading raises DocumentError for a damaged source and beyond the bounds. `packed` is the packed size, or what counts it while it is
    read; without it nothing is unpacked. The source is not closed.
    """

    def __init__(
        self, path: str, source: IO[bytes], failure: str, *, packed: _Counted | int | None = None, budget: _Budget | None = None
    ) -> None:
        self.path = path
        self.counted = _Counted(path, source, failure, packed, budget)
        super().__init__(self.counted, _BUFFER)


class _Counted(io.RawIOBase):
    def __init__(self, path: str, source: IO[bytes], failure: str, packed: _Counted | int | None, budget: _Budget | None) -> None:
        self.size = 0
        self._path, self._source, self._failure, self._packed, self._budget = path, source, failure, packed, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer, or what of it there is before the end."""
        filled = 0
        try:
            while filled < len(buffer) and (piece := self._source.read(len(buffer) - filled)):
                buffer[filled : filled + len(piece)] = piece
                filled += len(piece)
        except _DAMAGES as error:
            raise DocumentError(self._path, f"{self._failure} ({_reason(error)})") from error
        self.size += filled
        packed = self._packed.size if isinstance(self._packed, _Counted) else self._packed
        if packed is not None and self.size > MIN_SUSPECT and self.size > MAX_RATIO * max(packed, 1):
            raise DocumentError(self._path, f"unpacks to more than {MAX_RATIO} times its size: a zip bomb, or no text")
        if self._budget is not None:
            self._budget.left -= filled
            if self._budget.left < 0:
                raise DocumentError(self._path, "the archive unpacks to more than all its files may hold together")
        return filled


def _unpack(
    stream: _Stream, name: str, limit: int, budget: _Budget, *, depth: int, source: BinaryIO | None = None
) -> Iterator[File | Skipped]:
    """Give a file itself, or what it holds if it is an archive; `source` is what the stream comes from if any place of it can be read."""
    try:
        head = stream.peek(_HEAD)
        if head.startswith(b"\x1f\x8b"):
            members = _gunzip(stream, name, budget)
        elif head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            members = _unzip(stream.path, source or io.BytesIO(_content(stream, limit)), budget)
        elif head.startswith(*_TAR):
            members = _untar(stream)
        else:
            yield from _plain(stream, name, limit)
            return
        if depth >= MAX_DEPTH:
            yield Skipped(stream.path, f"archives nested deeper than {MAX_DEPTH}")
            return
        for member, inner in members:
            if isinstance(member, Skipped):
                yield member
            else:
                yield from _unpack(member, inner, limit, budget, depth=depth + 1)
    except DocumentError as error:
        if error.document != stream.path:  # what this is a member of is damaged: nothing follows there either
            raise
        yield Skipped(error.document, error.reason)


def _plain(stream: _Stream, name: str, limit: int) -> Iterator[File]:
    """Give a file that is no archive; a set of records, such as a file of all citations of a year, in parts."""
    pure = PurePosixPath(name.replace("\\", "/"))
    whole = File(stream.path, _printable(pure.stem) or "document", pure.suffix.casefold(), b"")
    content = stream.read(min(limit, MAX_WHOLE) + 1)
    records = records_of(content) if len(content) > min(limit, MAX_WHOLE) else None
    if records is None:
        yield replace(whole, content=_content(stream, limit, content))
        return
    for part in each_part(content, stream, records, size=min(limit, MAX_WHOLE), limit=limit, name=stream.path):
        yield replace(whole, content=part.content, lines_before=part.lines_before, is_part=True)


def _content(stream: _Stream, limit: int, begun: bytes = b"") -> bytes:
    content = begun + stream.read(limit + 1 - len(begun))
    if len(content) > limit:
        raise DocumentError(stream.path, f"larger than the limit of {megabytes(limit)}")
    return content


def _gunzip(stream: _Stream, name: str, budget: _Budget) -> Iterator[_Member]:
    inner = name[: -len(".gz")] if name.casefold().endswith(".gz") else name
    inner = inner[: -len(".tgz")] + ".tar" if inner.casefold().endswith(".tgz") else inner
    with gzip.GzipFile(fileobj=stream) as unpacked:
        packed = cast(IO[bytes], unpacked)
        yield _Stream(stream.path, packed, "damaged gzip file", packed=stream.counted, budget=budget), inner


def _unzip(path: str, source: BinaryIO, budget: _Budget) -> Iterator[_Member]:
    try:
        archive = zipfile.ZipFile(source)
    except (*_DAMAGES, UnicodeDecodeError) as error:
        raise DocumentError(path, f"damaged zip file ({_reason(error)})") from error
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        names = {member.filename for member in members}
        package = next((reason for name, reason in _PACKAGES.items() if name in names), "")
        if package or len(members) > MAX_FILES:
            raise DocumentError(path, package or f"a zip file of more than {MAX_FILES:,} files")
        if not members:
            raise DocumentError(path, "a zip file without files")
        for member in sorted(members, key=lambda member: (member.filename, member.header_offset)):
            inside = f"{path}!{_printable(member.filename)}"
            reason = _refusal(member.filename) or ("a link" if stat.S_ISLNK(member.external_attr >> 16) else "")
            if member.flag_bits & 0x1:
                reason = reason or "encrypted: unpack it with its password first"
            if reason:
                yield Skipped(inside, reason), member.filename
                continue
            failure = "damaged file in a zip file"
            try:
                with archive.open(member) as unpacked:
                    yield _Stream(inside, unpacked, failure, packed=member.compress_size, budget=budget), member.filename
            except _DAMAGES as error:
                yield Skipped(inside, f"{failure} ({_reason(error)})"), member.filename


class _TarMember(tarfile.TarInfo):
    @classmethod
    def fromtarfile(cls, tarfile: Any) -> _TarMember:
        """Read the next head; a damaged one, at which `tarfile` would end in silence, raises ReadError."""
        try:
            return super().fromtarfile(tarfile)
        except HeaderError as error:
            if type(error).__name__ in _ENDS_OF_TAR:
                raise
            raise ReadError(str(error)) from error


def _untar(stream: _Stream) -> Iterator[_Member]:
    """Give the members in their order, the only one in which a stream can be read; nothing of them is kept."""
    count = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_TarMember) as archive:
            while (member := archive.next()) is not None:
                archive.members.clear()  # type: ignore[attr-defined]  # tarfile notes every member; its attribute is in no stub
                if member.isdir():
                    continue
                count += 1
                inside = f"{stream.path}!{_printable(member.name)}"
                reason = _refusal(member.name) or ("" if member.isreg() else "a link" if member.islnk() or member.issym() else "a special file")
                unpacked = None if reason else archive.extractfile(member)
                if unpacked is None:
                    yield Skipped(inside, reason), member.name
                else:
                    yield _Stream(inside, unpacked, "damaged file in a tar file"), member.name
    except tarfile.TarError as error:
        raise DocumentError(stream.path, f"damaged tar file ({_reason(error)})") from error
    if not count:
        raise DocumentError(stream.path, "a tar file without files")


def _refusal(name: str) -> str:
    """Say why a member of this name is not read; empty for any other."""
    name = name.replace("\\", "/")
    parts = [part for part in name.split("/") if part != "."]
    if name.startswith("/") or ".." in parts or ":" in next(iter(parts), ""):
        return "its name leads out of the archive"
    return "hidden" if any(part.startswith(".") or part == "__MACOSX" for part in parts) else ""


def _printable(path: object) -> str:
    """Make a name that can stand in a report and in an identifier: no control characters, no bytes that are no text."""
    text = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "_" for c in text)


def _reason(error: BaseException) -> str:
    return " ".join((getattr(error, "strerror", None) or str(error) or type(error).__name__).split())
