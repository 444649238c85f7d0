"""PDF files: their bytes go in, a document whose sections are its pages comes out (needs the extra `pdf`)."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from typing import Any

from kg.errors import DocumentError
from kg.reading.formats.composition import Composition, tidy
from kg.reading.formats.literature import date_of
from kg.reading.formats.page_lines import Line, lines_of
from kg.reading.formats.page_tables import with_rows
from kg.reading.formats.paragraphs import goes_on, is_full, join_lines, joined, setting_of
from kg.reading.formats.publications import addresses, identifier
from kg.reading.hyphens import known_words
from kg.records import Document

__all__ = ["from_pdf"]

INSTALL = "reading PDF needs the extra pdf: pip install 'igkg[pdf]'"
CRYPTO = "reading it needs a package more: pip install 'pypdf[crypto]'"
#: More pages are no document that a person reads.
MAX_PAGES = 5000
#: A line at the head or foot of at least this share of the pages is a running title or a page number.
_RUNNING = 0.6
#: A line of fewer letters may stand on two pages by chance: "0.4 g/kg".
_MIN_LETTERS = 10
#: The number of a page, with that of the last one where it stands there.
_PAGE_NUMBER = re.compile(r"(?:page|pg?\.?)?\s*[-–]?\s*(?P<number>\d{1,4})(?:\s*(?:of|/|\|)\s*(?P<last>\d{1,4}))?\s*[-–]?", re.IGNORECASE)
_RETRACTED = re.compile(r"RETRACTED(?: ARTICLE| PAPER)?|Retracted(?: Article| Paper)?")
#: What a library for PDF writes where it was told nothing.
_UNKNOWN = frozenset(("(anonymous)", "(unspecified)", "anonymous", "unspecified"))
#: Titles that a program gave, not an author.
_NO_TITLE = re.compile(
    r"microsoft word\b.*|untitled.*|\(?(?:anonymous|unspecified)\)?|(?:slide|page|document) ?\d*"
    r"|\S*\.(?:docx?|indd|pdf|qxp|qxd|tex|dvi|pptx?|xlsx?|rtf|txt|html?)|\W*",
    re.IGNORECASE,
)

#: The title is set so much larger than most lines, has no more lines, and stands below so few others.
_LARGER = 1.25
_TITLE_LINES = 4
_BEFORE_TITLE = 6
#: The head of a document, and the first heading of a European label.
_HEAD = 3000
_NAME = re.compile(r"^\W*1\.?\s+NAME OF THE MEDICINAL PRODUCT\s*\n\s*([^\n]{3,200})", re.MULTILINE)
#: When a label or leaflet was last revised, as it says at its end.
_REVISED = re.compile(
    r"\b(?:leaflet was last (?:revised|approved) (?:in|on)|date of (?:last )?revision(?: of the text)?"
    r"|^\W*(?:(?:this )?(?:page|leaflet|document|label|text) (?:was )?)?last (?:revised|updated)(?: in| on)?)\s*:?\s+"
    r"(?:(?P<day>\d{1,2})[ ./])?(?P<month>0?[1-9]|1[0-2]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)[ ./](?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE | re.MULTILINE,
)
#: Programs that print pages.
_BROWSER = re.compile(r"Skia/PDF|HeadlessChrome|Mozilla/|Chromium|Firefox|wkhtmltopdf", re.IGNORECASE)


def from_pdf(content: bytes, *, id: str, sha256: str) -> Document:
    """Make a document of a PDF: each page a section with its number, wrapped lines joined, running titles left out.

    Raises DocumentError if pypdf is missing, and for an encrypted, damaged or scanned file.
    """
    try:
        import pypdf
    except ImportError as error:
        raise DocumentError(id, INSTALL) from error
    with _quiet():
        try:
            reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise DocumentError(id, "an encrypted PDF: save it without its password first")
            count = len(reader.pages)
            if count > MAX_PAGES:
                raise DocumentError(id, f"a PDF of {count:,} pages; at most {MAX_PAGES:,} are read")
            pages = [lines_of(page) for page in reader.pages]
            stated = {name: tidy(str(value)) for name, value in (reader.metadata or {}).items() if value and str(value) not in _UNKNOWN}
        except DocumentError:
            raise
        except pypdf.errors.DependencyError as error:
            raise DocumentError(id, f"an encrypted PDF: {CRYPTO}, or save it without its protection first") from error
        # A damaged file makes pypdf fail in many ways (KeyError, RecursionError, its own errors); all mean the same here.
        except Exception as error:
            raise DocumentError(id, f"a damaged PDF ({type(error).__name__}: {tidy(str(error))[:120]})") from error
    return _document(pages, stated, id=id, sha256=sha256)


def _document(found: Sequence[Sequence[Line]], stated: dict[str, str], *, id: str, sha256: str) -> Document:
    pages = [[line.text for line in lines] for lines in found]
    titles = _titles(found)
    untitled = _without(found, titles)
    numbers = _page_numbers(untitled) - titles
    empty = [number for number, lines in enumerate(pages, start=1) if not lines]
    # What a site stamps on each page of a scan is no text of it.
    if all(_shape(line) in titles | numbers for lines in pages for line in lines):
        raise DocumentError(id, "a PDF without text, such as a scan: OCR is needed")
    words = known_words("\n".join(line for lines in pages for line in lines))
    setting = setting_of([line for lines in found for line in lines])
    composition = Composition()
    paragraph = ""
    was_full = False
    for number, lines in enumerate(_without(untitled, numbers), start=1):
        kept = with_rows(lines, words)
        if not kept:
            continue
        paragraphs = list(join_lines(kept, words, setting))
        begun = paragraphs[0]
        if was_full and begun[0].islower() and goes_on(paragraph, begun):
            paragraphs[0] = joined(paragraph, begun, words)
            composition.turn(paragraphs[0], len(paragraphs[0]) - len(begun), page=number)
        else:
            composition.heading("", page=number)
            composition.line(begun)
        for paragraph in paragraphs[1:]:
            if paragraph:
                composition.line(paragraph)
            else:
                composition.gap()
        paragraph = paragraphs[-1]
        was_full = is_full(kept[-1].text, setting.usual)
    text, sections = composition.finish()
    # A publisher stamps what is retracted on the pages of it.
    is_retracted = any(_RETRACTED.fullmatch(line) is not None for lines in pages for line in lines)
    metadata = {"pages": str(len(pages)), "producer": stated.get("/Producer", ""), "creator": stated.get("/Creator", "")}
    metadata["doi"] = identifier("doi", " ".join(stated.get(name, "") for name in ("/doi", "/DOI", "/Subject")))
    named = stated.get("/Title", "")
    if empty:
        some = f"the pages {', '.join(map(str, empty))}, which have" if len(empty) > 1 else f"page {empty[0]}, which has"
        metadata["left-out"] = f"{some} no text, as a scan has none: OCR is needed"
    # Of a page that a browser prints the file only says when.
    is_printed = _BROWSER.search(f"{metadata['producer']} {metadata['creator']}") is not None
    created = re.match(r"D:(\d{4})(\d{2})?(\d{2})?", stated.get("/CreationDate", ""))
    return Document(
        id=id,
        text=text,
        sha256=sha256,
        source=addresses(metadata, "doi"),
        title=named if _NO_TITLE.fullmatch(named) is None else (_headline(found[0]) or _product(text) or text.partition("\n")[0])[:200],
        date=_revision(text) or ("-".join(part for part in created.groups() if part) if created and not is_printed else ""),
        format="pdf",
        flags=("retracted",) if is_retracted else (),
        sections=sections,
        metadata={name: value for name, value in metadata.items() if value},
    )


def _headline(lines: Sequence[Line]) -> str:
    """Give the lines at the head of the first page that are set larger than all others, if they are the title; empty where there is none."""
    size = max((line.style.size for line in lines), default=0)
    main = sorted(line.style.size for line in lines)[len(lines) // 2] if lines else 0
    first = next((place for place, line in enumerate(lines) if line.style.size == size), 0)
    if size < _LARGER * main or first > _BEFORE_TITLE:
        return ""
    last = next((place for place in range(first, len(lines)) if lines[place].style.size != size), len(lines))
    title = tidy(" ".join(line.text for line in lines[first:last]))
    return title if last - first <= _TITLE_LINES and sum(map(str.isalpha, title)) >= _MIN_LETTERS else ""


def _product(text: str) -> str:
    """Give the name of the product below the first heading of a European label."""
    found = _NAME.search(text, 0, _HEAD)
    return found[1].strip() if found is not None else ""


def _revision(text: str) -> str:
    """Give the date on which a document says that it was revised, as YYYY-MM-DD as far as it is stated.

    >>> _revision("This leaflet was last revised in 03/2023."), _revision("DATE OF REVISION OF THE TEXT\\n\\n14 March 2022")
    ('2023-03', '2022-03-14')
    """
    found = _REVISED.search(text)
    return date_of(found["year"], found["month"], found["day"] or "") if found is not None else ""


def _titles(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Find the shapes of lines that stand at one height at the edges of most pages, or of most left or right ones."""
    found: set[str] = set()
    for side in (pages, pages[::2], pages[1::2]):
        shapes = Counter(place for lines in side for place in {(_shape(lines[edge].text), round(lines[edge].height)) for edge in _edges(lines)})
        found.update(
            shape
            for (shape, _), count in shapes.items()
            if count >= max(2, _RUNNING * len(side)) and (count > 2 or sum(map(str.isalpha, shape)) >= _MIN_LETTERS)
        )
    return frozenset(found)


def _page_numbers(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Find the shapes of page numbers."""
    found: set[str] = set()
    numbered = Counter[tuple[str, int]]()
    for page, lines in enumerate(pages):
        for text in (lines[edge].text for edge in _edges(lines)):
            if (number := _PAGE_NUMBER.fullmatch(text)) is not None:
                numbered[_shape(text), int(number["number"]) - page] += 1
                if number["last"] == str(len(pages)):
                    found.add(_shape(text))
    return frozenset(found | {shape for (shape, _), count in numbered.items() if count > 1})


def _without(pages: Sequence[Sequence[Line]], shapes: Set[str]) -> list[list[Line]]:
    """Leave the lines of some shapes out at the edges of the pages."""
    edges = [_edges(lines) for lines in pages]
    return [
        [line for place, line in enumerate(lines) if not (place in edges[page] and _shape(line.text) in shapes)]
        for page, lines in enumerate(pages)
    ]


def _edges(lines: Sequence[Line]) -> frozenset[int]:
    """Give the places of the first and last two lines, where running titles stand."""
    return frozenset(place for place in (0, 1, len(lines) - 2, len(lines) - 1) if 0 <= place < len(lines))


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.casefold())


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the warnings of pypdf about damaged files from the terminal: what matters becomes a reason."""
    logger: Any = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
