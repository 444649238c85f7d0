"""The documents of a run: files, folders, archives or standard input go in, documents come out, or why there is none.

Formats are told by content first. Offsets of everything found later refer to `Document.text`: for plain text and Markdown the decoded file
as it is, line ends included and only a byte order mark left out; for the other formats the text that their reader composes.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from kg.counts import plural
from kg.errors import DocumentError, KgError, unforeseen
from kg.reading.formats.archives import File, Skipped, open_files
from kg.reading.formats.elements import refuse_entities, root_name
from kg.reading.formats.encodings import check_text, decode
from kg.reading.formats.exports import from_abstracts, from_ris, is_abstracts, is_ris
from kg.reading.formats.kinds import read_kind_rules, with_kind
from kg.reading.formats.labels import LABEL_ROOTS, from_label
from kg.reading.formats.literature import ARTICLE_ROOTS, CITATION_ROOTS, from_citations, from_jats
from kg.reading.formats.markdown import from_markdown, has_front_matter
from kg.reading.formats.markup import from_html, is_html
from kg.reading.formats.medline import from_medline, is_medline
from kg.records import Document
from kg.settings import Settings

__all__ = ["Skipped", "free_name", "read_document", "read_documents"]

_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_XML = frozenset((".xml", ".nxml"))
#: Files that decode as text and are no prose, by the ends of their names: read as such they would be noise, and sidecars would look like documents.
_NO_PROSE = {
    **dict.fromkeys((".json", ".jsonl", ".ndjson", ".geojson"), "JSON: data, not a document"),
    **dict.fromkeys((".yaml", ".yml", ".toml", ".ini"), "settings or data, not a document"),
    **dict.fromkeys((".csv", ".tsv"), "a table of data, not a document: save it as HTML or as a table in Markdown"),
    **dict.fromkeys((".bib", ".enw"), "citations for BibTeX or EndNote: export them as RIS or from PubMed"),
    **dict.fromkeys((".srt", ".vtt"), "subtitles: save what is said as text"),
    **dict.fromkeys((".ps", ".eps"), "PostScript: save it as PDF"),
    **dict.fromkeys((".c", ".cpp", ".css", ".java", ".js", ".py", ".r", ".sh", ".sql", ".ts"), "a program, not a document"),
    ".eml": "a mail: save its text as HTML or text",
}
#: Letters of the hash in a name that another document has.
_OF_HASH = 8
#: First bytes of formats that are not read, and what to do instead.
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document (doc, xls, ppt): save it as PDF, HTML or text"),
    (b"{\\rtf", "a document in RTF: save it as PDF, HTML or text"),
    (b"%!PS", "PostScript: save it as PDF"),
    (b"\x89PNG", "an image: OCR is needed"),
    (b"\xff\xd8\xff", "an image: OCR is needed"),
    (b"GIF8", "an image: OCR is needed"),
    (b"II*\x00", "an image: OCR is needed"),
    (b"MM\x00*", "an image: OCR is needed"),
    (b"BZh", "packed with bzip2: unpack it or pack it as .gz or .zip"),
    (b"\xfd7zXZ\x00", "packed with xz: unpack it or pack it as .gz or .zip"),
    (b"7z\xbc\xaf\x27\x1c", "packed with 7-Zip: unpack it or pack it as .zip"),
    (b"Rar!", "packed with RAR: unpack it or pack it as .zip"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd: unpack it or pack it as .gz or .zip"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
)
#: What stands before the declaration of a further set of records.
_NEXT_XML = re.compile(r">\s*(?=<\?xml\s)")
#: Heads of mails and of pages that a browser saved as one file, whose text is coded.
_MIME = re.compile(rb"(?:\A|\n)MIME-Version:.*\nContent-Type:\s*multipart/|\nContent-Transfer-Encoding:\s*base64", re.IGNORECASE)


def read_document(path: str | Path, *, settings: Settings | None = None, stdin: BinaryIO | None = None) -> Document:
    """Read the one document of a path.

    Raises DocumentError, with the reason, if it cannot be read or if the path holds several documents.
    """
    document: Document | None = None
    skipped: Skipped | None = None
    for found in read_documents([path], settings=settings, stdin=stdin):
        if isinstance(found, Skipped):
            skipped = skipped or found
        elif document is None:
            document = found
        else:
            raise DocumentError(str(path), "holds more than one document; read_documents reads them all")
    if document is None:
        raise DocumentError(skipped.path if skipped else str(path), skipped.reason if skipped else "holds no document")
    return document


def read_documents(
    paths: Iterable[str | Path], *, settings: Settings | None = None, stdin: BinaryIO | None = None, names: dict[str, str] | None = None
) -> Iterator[Document | Skipped]:
    """Read all documents of the paths in their order, folders sorted, each when it is asked for.

    A path that is given twice is read once. A second document of the same name but other content gets the start of its hash as suffix.
    Nothing is lost silently: every file gives a document or a `Skipped` with its reason, and an empty folder is named too; a document
    that lacks a part of its file is followed by a `Skipped` that says so. Into `names` go the names that were given, each with the hash of
    its document.
    """
    settings = settings or Settings.default()
    rules = read_kind_rules(settings.data / "cues" / "document_kinds.tsv")
    seen: set[tuple[str, str]] = set()
    names = {} if names is None else names
    for path in paths:
        for found in open_files(path, settings=settings, stdin=stdin or sys.stdin.buffer):
            if isinstance(found, Skipped):
                yield found
                continue
            sha256 = hashlib.sha256(found.content).hexdigest()
            place = (found.path if found.path == "-" else str(Path(found.path).absolute()), sha256)
            if place in seen:
                continue
            seen.add(place)
            for item in _documents(found, sha256, settings, names):
                if isinstance(item, Skipped):
                    yield item
                    continue
                document = with_kind(item, rules)
                yield document
                if ignored := document.metadata.get("front-matter-ignored"):
                    yield Skipped(document.path, f"without the unknown {ignored}", is_part=True)


def _documents(file: File, sha256: str, settings: Settings, names: dict[str, str]) -> Iterator[Document | Skipped]:
    """Give the documents of a file, after each what its text lacks, and at the end where the file breaks off."""
    count, last = 0, ""
    try:
        for found in _of_format(file, sha256, settings):
            if isinstance(found, DocumentError):
                yield Skipped(file.path, found.reason)
                continue
            document = replace(_named(found, names), path=file.path)
            count, last = count + 1, document.id
            yield document
            if missing := document.metadata.get("left-out"):
                yield Skipped(file.path, f"without {missing}", is_part=True)
    except DocumentError as error:
        before = f"; before it {plural(count, 'document')} could be read, the last of them {last}" if count else ""
        yield Skipped(file.path, error.reason + before, is_part=count > 0 or file.is_part)
    except KgError:
        raise
    except Exception as error:
        yield Skipped(file.path, unforeseen(error), is_part=count > 0 or file.is_part)


def _of_format(file: File, sha256: str, settings: Settings) -> Iterator[Document | DocumentError]:
    content = file.content
    if not content:
        raise DocumentError(file.path, "empty")
    if b"%PDF-" in content[:1024]:
        from kg.reading.formats.pdf import from_pdf

        yield from_pdf(content, id=file.stem, sha256=sha256)
        return
    for signature, reason in _SIGNATURES:
        if content.startswith(signature):
            raise DocumentError(file.path, reason)
    if _MIME.search(content[:4096]) is not None:
        raise DocumentError(file.path, "a mail or a web page saved with its pictures (MHTML): save it as HTML or text")
    if file.extension in _NO_PROSE:
        raise DocumentError(file.path, _NO_PROSE[file.extension])
    text, _ = decode(content, file.path)
    check_text(text, file.path)
    if is_html(text):
        yield from_html(text, id=file.stem, sha256=sha256, settings=settings)
    elif (root := root_name(text, is_named_xml=file.extension in _XML)) is not None:
        yield from _of_xml(text, root, file, sha256)
    elif is_medline(text):
        yield from from_medline(text, id=file.stem)
    elif is_ris(text):
        yield from from_ris(text, id=file.stem)
    elif is_abstracts(text):
        yield from from_abstracts(text, id=file.stem)
    elif file.extension in _MARKDOWN or has_front_matter(text):
        yield from_markdown(text, id=file.stem, sha256=sha256)
    else:
        yield Document(id=file.stem, text=text, sha256=sha256)


def _of_xml(text: str, root: str, file: File, sha256: str) -> Iterator[Document | DocumentError]:
    refuse_entities(text, file.path)
    starts = [found.end() for found in _NEXT_XML.finditer(text)] if root in CITATION_ROOTS or root in ARTICLE_ROOTS else []
    if not starts:
        yield from _of_one_xml(text, root, file, sha256)
        return
    # Sets that were fetched one by one and written one behind the other.
    for start, end in pairwise((0, *starts, len(text))):
        part = replace(file, is_part=True, lines_before=file.lines_before + text.count("\n", 0, start))
        try:
            yield from _of_one_xml(text[start:end], root_name(text[start:end]) or "", part, sha256)
        except DocumentError as error:
            yield error


def _of_one_xml(text: str, root: str, file: File, sha256: str) -> Iterator[Document | DocumentError]:
    if root in CITATION_ROOTS:
        yield from from_citations(text, root, id=file.stem, is_part=file.is_part, lines_before=file.lines_before)
    elif root in ARTICLE_ROOTS:
        yield from from_jats(text, root, id=file.stem, sha256=sha256, is_part=file.is_part, lines_before=file.lines_before)
    elif root in LABEL_ROOTS:
        yield from_label(text, id=file.stem, sha256=sha256)
    elif not root:
        raise DocumentError(file.path, "XML without a root element")
    else:
        raise DocumentError(file.path, f"XML of an unknown kind (its root is <{root}>); PubMed, JATS and SPL are read")


def _named(document: Document, names: dict[str, str]) -> Document:
    name = free_name(document.id, document.sha256, names)
    return document if name == document.id else replace(document, id=name)


def free_name(name: str, sha256: str, names: dict[str, str]) -> str:
    """Keep names apart: a name that another content has already gets the start of the document's own hash; `names` notes whose each is.

    A name that got it among fewer documents is judged anew.
    """
    own = name.removesuffix(f"-{sha256[:_OF_HASH]}")
    free, length = own, _OF_HASH
    while names.setdefault(free, sha256) != sha256:
        free = f"{own}-{sha256[:length]}"
        length += _OF_HASH
    return free
