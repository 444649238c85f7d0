"""Sets of records, such as the yearly files of PubMed: a stream goes in, files of whole records come out, so that none need be held whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from kg.errors import DocumentError

__all__ = ["Part", "RecordSet", "each_part", "megabytes", "records_of"]

#: Roots of files that hold many records, and how a record in them ends.
_ENDS = {
    b"PubmedArticleSet": rb"</Pubmed(?:Book)?Article\s*>",
    b"PubmedBookArticleSet": rb"</PubmedBookArticle\s*>",
    b"MedlineCitationSet": rb"</MedlineCitation\s*>",
    b"pmc-articleset": rb"</article\s*>",
}
#: What stands before the records, in an encoding whose ASCII is that of ASCII; a document type that declares something is not taken apart.
_HEAD = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\s|<\?.{0,1000}?\?>|<!--.{0,10000}?-->|<!DOCTYPE[^\[>]{0,1000}>)*<(" + b"|".join(_ENDS) + rb")(?=[\s>])[^>]{0,1000}>",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class RecordSet:
    """What stands before the records of a set, how each ends, and the end of the set."""

    head: bytes
    record_end: re.Pattern[bytes]
    end: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """Whole records as a set of their own, and how many lines of the file stand before them beyond those of the head."""

    content: bytes
    lines_before: int


def records_of(begin: bytes) -> RecordSet | None:
    """Tell by its first bytes how a file of records can be taken apart; None for any other file.

    >>> records_of(b"<?xml version='1.0'?><PubmedArticleSet><PubmedArticle>").end
    b'</PubmedArticleSet>'
    """
    head = _HEAD.match(begin)
    return RecordSet(head[0], re.compile(_ENDS[head[1]]), b"</" + head[1] + b">") if head is not None else None


def each_part(begin: bytes, stream: BinaryIO, records: RecordSet, *, size: int, limit: int, name: str) -> Iterator[Part]:
    """Give the records of `begin` and of the stream that goes on after it, in sets of about `size` bytes.

    What follows the last record is given as it is, so that a file that breaks off shows it.
    Raises DocumentError for a record of more than `limit` bytes.
    """
    rest, lines = begin[len(records.head) :], 0
    while piece := stream.read(size):
        rest += piece
        cut = max((found.end() for found in records.record_end.finditer(rest)), default=0)
        if cut:
            yield Part(records.head + rest[:cut] + records.end, lines)
            lines += rest.count(b"\n", 0, cut)
            rest = rest[cut:]
        elif len(rest) > limit:
            line = lines + records.head.count(b"\n") + 1
            raise DocumentError(name, f"the record after line {line} is larger than the limit of {megabytes(limit)}")
    if rest.strip() != records.end:
        yield Part(records.head + rest, lines)


def megabytes(size: int) -> str:
    """Write a number of bytes for a person."""
    return f"{size / (1024 * 1024):,.0f} MB" if size >= 1024 * 1024 else f"{size:,} bytes"
