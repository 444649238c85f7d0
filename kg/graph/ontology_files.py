"""Ontology files as they come: a path goes in; its format, told by its content, and its bytes, decompressed as they are read, come out."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, cast

from kg.errors import OntologyError

__all__ = ["MAX_BYTES", "OntologyFormat", "declared_prefixes", "find_format", "find_line", "open_ontology", "reading"]

#: Largest ontology that is read, decompressed; `kg import --max-gb` raises it.
MAX_BYTES = 4 * 1024**3
_PEEK = 64 * 1024
_ENDINGS = {".gz", ".zst", ".bz2", ".xz"}


class OntologyFormat(StrEnum):
    """Formats that an ontology is imported from."""

    OBO = "OBO"
    RDF_XML = "RDF/XML"
    TURTLE = "Turtle"
    OBO_GRAPHS = "OBO Graphs JSON"
    GUIDE = "JSON of cellxgene-ontology-guide"


_F = OntologyFormat
#: What the ending of a name promises.
_PROMISED = {
    ".obo": {_F.OBO},
    ".ttl": {_F.TURTLE},
    ".nt": {_F.TURTLE},
    ".rdf": {_F.RDF_XML},
    ".xml": {_F.RDF_XML},
    ".owl": {_F.RDF_XML, _F.TURTLE},
    ".json": {_F.OBO_GRAPHS, _F.GUIDE},
}
_CONVERT = "convert it with `robot convert --output x.owl`"
#: What is no ontology that can be imported, by how it begins, and what to do about it.
_REFUSED = (
    (re.compile(r"PK\x03\x04"), "a zip archive; unpack it first"),
    (re.compile(r"(?:<!doctype html|<html)", re.IGNORECASE), "a web page, perhaps of a failed download"),
    (re.compile(r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<Ontology\b", re.DOTALL), f"OWL/XML; {_CONVERT}"),
    (re.compile(r"(?:Prefix|Ontology)\s*\("), f"OWL functional syntax; {_CONVERT}"),
    (re.compile(r"(?:Prefix|Ontology):\s"), f"OWL Manchester syntax; {_CONVERT}"),
    (re.compile(r"version https://git-lfs"), "a Git LFS pointer, not the file itself"),
)
_RDF_XML = re.compile(r"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE\s[^>\[]*(?:\[.*?\])?\s*>\s*)*<(?:\w+:)?RDF\b", re.DOTALL)
_RDF_XML_OPEN = re.compile(r"<\?xml[^>]*>|<!DOCTYPE\s+rdf:RDF|<!--")
_TURTLE = re.compile(r"(?:#[^\n]*\n\s*)*(?:@prefix|@base|PREFIX\s|BASE\s|<[A-Za-z][\w+.-]*:[^>\s]*>\s|_:|\[)", re.IGNORECASE)
_OBO = re.compile(r"(?:![^\n]*\n\s*)*(?:format-version:|ontology:|data-version:|\[Term\]|default-namespace:|date:|saved-by:)")
_GUIDE = re.compile(r"\{\s*\"[A-Za-z][\w.-]*[:_][\w.-]+\"\s*:\s*\{\s*\"(?:ancestors|label|deprecated|description|synonyms)\"")


#: How OBO, Turtle and XML declare a prefix.
_DECLARED = re.compile(
    r"""^idspace:\s*(\S+)\s+(\S+)|^\s*@?prefix\s+([\w.-]+):\s*<([^>\s]*)>|\bxmlns:([\w.-]+)=["']([^"']+)["']""",
    re.MULTILINE | re.IGNORECASE,
)


def declared_prefixes(path: Path) -> dict[str, str]:
    """Give the IRI of each prefix that the head of an ontology file declares, to read what a person writes about its terms."""
    with open_ontology(path) as stream, reading(path):
        text = stream.read(_PEEK).decode("utf-8", errors="replace")
    pairs = (tuple(part for part in found.groups() if part is not None) for found in _DECLARED.finditer(text))
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def find_format(path: Path) -> OntologyFormat:
    """Tell the format of a file by its first characters; the ending of the name may not promise another one.

    Raises OntologyError for what is no ontology in one of the formats, and for a name that says another format than the content.
    """
    with open_ontology(path) as stream, reading(path):
        start = stream.read(_PEEK)
    text = start.decode("utf-8", errors="replace").removeprefix("\ufeff").lstrip()
    line = 1 + start[: len(start) - len(start.lstrip())].count(b"\n")
    if not text:
        raise OntologyError(path, "is empty; expected an ontology", line=1)
    known = ", ".join(OntologyFormat)
    for pattern, what in _REFUSED:
        if pattern.match(text):
            raise OntologyError(path, f"holds {what}; expected {known}", line=line)
    found = _by_content(text)
    if found is None:
        raise OntologyError(path, f"holds no ontology in a known format ({known}); it begins {text[:40]!r}", line=line)
    ending = next((suffix for suffix in reversed(path.suffixes) if suffix.lower() not in _ENDINGS), "").lower()
    promised = _PROMISED.get(ending)
    if promised is not None and found not in promised:
        wanted = " or ".join(sorted(promised))
        raise OntologyError(path, f"the name promises {wanted}, the content is {found}; give the file the ending of its format", line=line)
    return found


def _by_content(text: str) -> OntologyFormat | None:
    if text.startswith("{"):
        if _GUIDE.match(text):
            return _F.GUIDE
        return _F.OBO_GRAPHS if re.search(r'"graphs"\s*:', text) else None
    if _RDF_XML.match(text) or (_RDF_XML_OPEN.match(text) and re.search(r"<(?:\w+:)?RDF\b|22-rdf-syntax-ns", text)):
        return _F.RDF_XML
    if _OBO.match(text):
        return _F.OBO
    return _F.TURTLE if _TURTLE.match(text) and "\x00" not in text else None


@contextmanager
def open_ontology(path: Path, max_bytes: int = MAX_BYTES) -> Iterator[BinaryIO]:
    """Open a file for reading, decompressing gz, zst, bz2 and xz as it is read; more than `max_bytes` decompressed is an error."""
    try:
        raw: BinaryIO = path.open("rb")
    except OSError as error:
        raise OntologyError(path, f"cannot be read ({error.strerror})") from error
    with raw:
        magic = raw.read(6)
        raw.seek(0)
        yield cast("BinaryIO", io.BufferedReader(_Limited(_decompressed(raw, magic, path), max_bytes), 1 << 20))


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what a damaged, truncated or oversized file raises into an OntologyError that names it."""
    try:
        yield
    except _TooLargeError as error:
        raise OntologyError(path, f"is larger than {error.limit / 1024**3:.3g} GB decompressed, the limit; `--max-gb` raises it") from error
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, OSError) as error:
        raise OntologyError(path, f"is truncated or damaged ({error})") from error


def find_line(path: Path, *wanted: str) -> int | None:
    """Find the line in which one of some texts stands first, to say where an error is in formats whose parsers do not."""
    needles = [text.encode() for text in wanted if text]
    with open_ontology(path) as stream, reading(path):
        for number, line in enumerate(stream, start=1):
            if any(needle in line for needle in needles):
                return number
    return None


class _TooLargeError(OSError):
    """More bytes than the limit came out of a file."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


class _Limited(io.RawIOBase):
    """A stream that ends in an error after a number of bytes."""

    def __init__(self, inner: Any, limit: int) -> None:
        self._inner = inner
        self._limit = limit
        self._left = limit

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer."""
        data = self._inner.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise _TooLargeError(self._limit)
        buffer[: len(data)] = data
        return len(data)


class _Zstandard:
    """A zstd stream that tells a truncated file, which zstandard's own reader takes for a complete one."""

    def __init__(self, raw: BinaryIO, path: Path) -> None:
        try:
            import zstandard
        except ImportError as error:
            raise OntologyError(path, "is compressed with zstd; `pip install zstandard`, or decompress it first") from error
        self._context = zstandard.ZstdDecompressor()
        self._error = zstandard.ZstdError
        self._object: Any = None
        self._raw = raw
        self._buffer = b""

    def read(self, size: int) -> bytes:
        while not self._buffer:
            data = self._raw.read(1 << 17)
            if not data:
                if self._object is not None:
                    raise EOFError("compressed data ended before the end of its frame")
                return b""
            try:
                while data:
                    self._object = self._object or self._context.decompressobj()
                    self._buffer += self._object.decompress(data)
                    data = self._object.unused_data if self._object.eof else b""
                    if self._object.eof:
                        self._object = None
            except self._error as error:
                raise EOFError(str(error)) from error
        piece, self._buffer = self._buffer[:size], self._buffer[size:]
        return piece


def _decompressed(raw: BinaryIO, magic: bytes, path: Path) -> Any:
    if magic.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=raw)
    if magic.startswith(b"\x28\xb5\x2f\xfd"):
        return _Zstandard(raw, path)
    if magic.startswith(b"BZh"):
        return bz2.BZ2File(raw)
    if magic.startswith(b"\xfd7zXZ\x00"):
        return lzma.LZMAFile(raw)
    return raw
