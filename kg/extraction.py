"""Extraction: paths of documents go in; claims, with what was not understood and what was not read, come out."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TextIO, TypeVar

from kg.claims_jsonl import write_claims
from kg.errors import DocumentError, KgError, unforeseen
from kg.outputs import staged_file
from kg.processes import Aside
from kg.reading.claims import Reader, Reading
from kg.reading.compiled import load_reader
from kg.reading.formats.documents import Skipped, read_documents
from kg.reading.integrity import find_flags, near_duplicates
from kg.records import Claim, Document, Flag, Ungrounded
from kg.settings import Settings
from kg.standoff import (
    Mismatch,
    Source,
    check_claims_file,
    described_by,
    read_sources,
    source_claims,
    verify_source,
    without_text,
    write_source_claims,
)

__all__ = [
    "Corpus", "Tally", "Verification", "extract_documents", "found_flags", "read_corpus", "read_given", "read_or_skip", "refuse_nothing",
    "verify_sources",
]  # fmt: skip

Item = TypeVar("Item")

#: Documents that are read before another process helps: for a dozen, copying the memory of this one costs more than it saves.
ALONE = 32


@dataclass(slots=True)
class Corpus:
    """What reading gave: documents by id, without their text; their claims; what was not understood; what was not read."""

    documents: dict[str, Document] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    ungrounded: list[Ungrounded] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    #: The path of each further file with the bytes of a document, and the path of that document.
    repeated: list[tuple[str, str]] = field(default_factory=list)
    #: The group of near-duplicates that each document read live belongs to, by document id.
    groups: dict[str, str] = field(default_factory=dict)

    def add(self, document: Document, claims: Iterable[Claim]) -> None:
        """Add a document, without its text, and its claims."""
        self.documents[document.id] = document
        self.claims.extend(claims)


@dataclass(slots=True)
class Tally:
    """Counts of an extraction that was streamed to a file."""

    documents: int = 0
    mentions: int = 0
    claims: int = 0
    ungrounded: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    #: The name of each document with its hash, in their order.
    names: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Verification:
    """What `verify_sources` found; `absent` are the sources whose text was not there."""

    documents: int = 0
    claims: int = 0
    mismatches: list[Mismatch] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


def read_corpus(paths: Sequence[Path | str], settings: Settings, *, texts: Path | None = None) -> Corpus:
    """Read what is given and what is shipped, and extract the claims; each document counts once, by its hash.

    Order: the given paths, our own documents, then the committed claims of the sources that were not given. With `texts` the text
    of each document, as read, is kept there under the hash of the document's bytes.
    """
    corpus = read_given(paths, settings, texts=texts, own=True)
    read = {document.sha256 for document in corpus.documents.values()}
    for sha256, source in read_sources(settings.data / "sources.toml").items():
        if sha256 not in read:
            corpus.add(source.document, source_claims(settings.data / "claims", source))
            corpus.counts["documents_committed"] += 1
    corpus.counts.update(claims=len(corpus.claims), ungrounded=len(corpus.ungrounded))
    corpus.counts["documents_skipped"] = sum(not each.is_part for each in corpus.skipped)
    return corpus


def read_given(paths: Sequence[Path | str], settings: Settings, *, texts: Path | None = None, own: bool = False) -> Corpus:
    """Read the given paths, with `own` our own documents after them, and extract their claims; nothing committed is added."""
    corpus = Corpus()
    sources = read_sources(settings.data / "sources.toml")
    reader = load_reader(settings)
    copies = near_duplicates(settings)
    found = _distinct(_given_then_own(paths, settings, own), corpus, sources)
    # Each is read as it came, so that what the repository says of a known source (its title, its kind) changes no claim.
    items = (((item, document, is_own), replace(item, id=document.id)) for item, document, is_own in found)
    for (item, document, is_own), reading in _side_by_side(reader, items):
        if isinstance(reading, Skipped):
            corpus.skipped.append(reading)
            continue
        corpus.add(without_text(_with_flags(document, reading, sources, settings)), reading.claims)
        corpus.ungrounded.extend(reading.ungrounded)
        corpus.counts["mentions"] += reading.counts["mentions"]
        corpus.counts["documents_own" if is_own else "documents_given"] += 1
        copies.add(document.id, document.text)
        if texts is not None:
            texts.mkdir(parents=True, exist_ok=True)
            (texts / f"{item.sha256}.txt").write_text(item.text, encoding="utf-8", newline="")
    if corpus.repeated:
        corpus.counts["documents_repeated"] = len(corpus.repeated)
    corpus.groups = copies.groups()
    return corpus


def extract_documents(
    paths: Sequence[Path | str],
    *,
    out: Path | None = None,
    folder: Path | None = None,
    stream: TextIO | None = None,
    settings: Settings | None = None,
) -> Tally:
    """Extract the claims of documents to a file, to one file a document in a folder, or to a stream; documents are read one by one.

    Raises KgError where a file would be replaced that holds something else than claims, and DocumentError where nothing could be read
    for a file; what was there stays.
    """
    settings = settings or Settings.default()
    reader = load_reader(settings)
    tally = Tally()
    if folder is not None:
        for document, reading in _readings(reader, paths, tally):
            write_source_claims(folder, document.id, reading.claims)
    elif out is not None:
        check_claims_file(out)
        with staged_file(out) as path, path.open("w", encoding="utf-8", newline="\n") as handle:
            _write(_readings(reader, paths, tally), handle)
            refuse_nothing(paths, tally.documents, tally.skipped)
    elif stream is not None:
        _write(_readings(reader, paths, tally), stream)
    return tally


def refuse_nothing(paths: Sequence[Path | str], documents: int, skipped: Sequence[Skipped]) -> None:
    """Raise DocumentError, with the reasons, where no document of the paths could be read."""
    if not documents:
        reasons = "; ".join(f"{each.path}: {each.reason}" for each in skipped) or "no files"
        raise DocumentError(" ".join(map(str, paths)), f"no document could be read ({reasons})")


def verify_sources(folder: Path, settings: Settings | None = None) -> Verification:
    """Check the committed claims against the texts in a folder: hash, length and every offset."""
    settings = settings or Settings.default()
    by_id = {source.document.id: source for source in read_sources(settings.data / "sources.toml").values()}
    result = Verification()
    for item in read_documents([folder]):
        if isinstance(item, Skipped):
            if not item.is_part:
                result.mismatches.append(Mismatch(str(item.path), "whole document", item.reason))
            continue
        source = by_id.pop(item.id, None)
        if source is None:
            continue
        claims = source_claims(settings.data / "claims", source)
        result.documents += 1
        result.claims += len(claims)
        result.mismatches.extend(verify_source(source, item, claims))
    result.absent = sorted(by_id)
    return result


def _given_then_own(given: Sequence[Path | str], settings: Settings, own: bool) -> Iterator[tuple[Document | Skipped, bool]]:
    for item in read_documents(given, settings=settings):
        yield item, False
    for item in read_documents([settings.data / "documents"] if own else [], settings=settings):
        yield item, True


def _distinct(
    found: Iterable[tuple[Document | Skipped, bool]], corpus: Corpus, sources: Mapping[str, Source]
) -> Iterator[tuple[Document, Document, bool]]:
    """Give each document once, as it came, and as it is described under a name of its own; the corpus notes what is not given."""
    first: dict[str, str] = {}
    taken: set[str] = set()
    for item, is_own in found:
        if isinstance(item, Skipped):
            corpus.skipped.append(item)
        elif item.sha256 in first:
            corpus.repeated.append((item.path, first[item.sha256]))
        else:
            first[item.sha256] = item.path
            document = _with_free_id(item, taken, sources)
            taken.add(document.id)
            yield item, document, is_own


def _with_free_id(document: Document, taken: Collection[str], sources: Mapping[str, Source]) -> Document:
    """Describe a known source as the repository does; give another document of a taken name a name of its own."""
    source = sources.get(document.sha256)
    if source is not None:
        return described_by(document, source)
    is_taken = document.id in taken or any(s.document.id == document.id for s in sources.values())
    return replace(document, id=f"{document.id}-{document.sha256[:8]}") if is_taken else document


def _with_flags(document: Document, reading: Reading, sources: Mapping[str, Source], settings: Settings) -> Document:
    """Flag what format, text and reading show; a known source keeps the flags that the repository states."""
    if document.sha256 in sources:
        return document
    return replace(document, flags=found_flags(document, reading, settings))


def found_flags(document: Document, reading: Reading, settings: Settings) -> tuple[Flag, ...]:
    """Give the integrity flags that a document's text and its reading show, sorted."""
    return tuple(sorted({*find_flags(document, settings=settings), *reading.flags}))


def _readings(reader: Reader, paths: Sequence[Path | str], tally: Tally) -> Iterator[tuple[Document, Reading]]:
    for item, reading in _side_by_side(reader, _read_or_noted(paths, tally)):
        if isinstance(reading, Skipped):
            tally.skipped.append(reading)
            continue
        tally.documents += 1
        tally.mentions += reading.counts["mentions"]
        tally.claims += len(reading.claims)
        tally.ungrounded += len(reading.ungrounded)
        yield item, reading


def _read_or_noted(paths: Sequence[Path | str], tally: Tally) -> Iterator[tuple[Document, Document]]:
    for item in read_documents(paths, names=tally.names):
        if isinstance(item, Skipped):
            tally.skipped.append(item)
        else:
            yield item, item


def _side_by_side(reader: Reader, items: Iterable[tuple[Item, Document]]) -> Iterator[tuple[Item, Reading | Skipped]]:
    """Read documents, the first of many here, the others in two processes; the readings come in their order, each with its item."""
    read = partial(read_or_skip, reader)
    items = iter(items)
    for item, document in islice(items, ALONE):
        yield item, read(document)
    more = next(items, None)
    if more is None:
        return
    done: dict[int, Reading | Skipped] = {}
    waiting: deque[tuple[int, Item]] = deque()
    asked: int | None = None
    with Aside(lambda: read) as other:
        for number, (item, document) in enumerate(chain((more,), items)):
            waiting.append((number, item))
            if asked is not None and other.is_ready():
                done[asked] = other.answer()
                asked = None
            if asked is None:
                other.ask(document)
                asked = number
            else:
                done[number] = read(document)
            while waiting[0][0] in done:
                place, first = waiting.popleft()
                yield first, done.pop(place)
                if not waiting:
                    break
        for place, item in waiting:
            yield item, other.answer() if place == asked else done.pop(place)


def read_or_skip(reader: Reader, document: Document) -> Reading | Skipped:
    """Read a document; what nobody foresaw costs this document only, and a broken file of ours ends the run."""
    try:
        return reader.read(document)
    except KgError as error:
        error.add_note(f"This happened while {document.id} was read.")
        raise
    except Exception as error:
        return Skipped(document.path or document.id, unforeseen(error))


def _write(readings: Iterable[tuple[Document, Reading]], handle: TextIO) -> None:
    for _, reading in readings:
        handle.writelines(write_claims(reading.claims))
