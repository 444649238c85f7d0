"""PDF files: their bytes go in, a document whose sections are its pages comes out (needs the extra `pdf`)."""

from __future__ import annotations

import io
import logging
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from typing import Any, NamedTuple

from kg.errors import DocumentError
from kg.reading.formats.composition import Composition, superscript, tidy
from kg.reading.formats.publications import addresses, identifier
from kg.reading.hyphens import SHARING, belongs, known_words
from kg.records import Document

__all__ = ["from_pdf", "join_lines", "repaired_line"]

INSTALL = "reading PDF needs the extra pdf: pip install 'igkg[pdf]'"
CRYPTO = "reading it needs a package more: pip install 'pypdf[crypto]'"
#: More pages are no document that a person reads.
MAX_PAGES = 5000
#: A line at the head or foot of at least this share of the pages is a running title or a page number.
_RUNNING = 0.6
#: A line of fewer letters may stand on two pages by chance: "0.4 g/kg".
_MIN_LETTERS = 10
#: A line shorter than this share of the usual length ends a paragraph.
_FULL_LINE = 0.75
#: On a page of fewer lines the usual length is that of the document's lines.
_MIN_LINES = 12
#: The heading of a numbered section, as labels have it: "4.3 Contraindications".
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[A-Z]")
#: A longer line is no heading.
_MAX_HEADING = 80
_END = re.compile(r"[.:;!?][\"”’)\]]?$")
_ITEM = re.compile(r"(?:[•●▪◦‣∙*–—-]|\(?\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}|[a-z][.)])\s")
_HYPHEN = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
#: Signs other than the hyphen that end a line where a word was cut.
_CUT = re.compile(" ?[\u00ad\u2010]$")
#: Letters that are set as one sign; one that stands alone was parted from its word.
_LONE_LIGATURE = re.compile("(?<= )([\ufb01\ufb02]) (?=[a-z])|(?<=[A-Za-z]) ([\ufb00\ufb03\ufb04]) ?(?=[a-z])")
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
#: What fonts of text, Symbol and Wingdings mean by characters for private use.
_PRIVATE = {
    "\uf001": "fi", "\uf002": "fl", "\uf02d": "−", "\uf061": "α", "\uf062": "β", "\uf067": "γ", "\uf06d": "µ", "\uf0a3": "≤", "\uf0a7": "•",
    "\uf0ae": "→", "\uf0b0": "°", "\uf0b1": "±", "\uf0b3": "≥", "\uf0b7": "•", "\uf0d8": "•", "\uf0fc": "•",
}  # fmt: skip
_SIGNS = str.maketrans({**_LIGATURES, **_PRIVATE, "\u00ad": ""})
#: Accents that a font sets beside the letter, as programs for typesetting do, and what they are above it.
_ACCENTS = {"´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "˚": "\u030a", "ˇ": "\u030c", "¸": "\u0327"}
_ACCENT = re.compile(r"([^\W\d_])([´`¨ˆ˜˚ˇ¸])(?!s\b)([^\W\d_]?)")
_VOWELS = frozenset("aeiouy")
#: A piece of few characters that is set smaller than the one before it, and by this share of its size above it, is a mark or an exponent.
_SMALL = 0.9
_MARK = 12
_RAISED = 0.1
#: Characters for private use, control characters and such as are none; a page with so large a share of them has no text.
_NO_LETTERS = frozenset({"Cc", "Cn", "Co", "Cs"})
_MOST = 0.5
#: Names of fonts that are bold.
_BOLD = re.compile(r"bold|black|heavy", re.IGNORECASE)
_RETRACTED = re.compile(r"RETRACTED(?: ARTICLE| PAPER)?|Retracted(?: Article| Paper)?")
#: Titles that a program gave, not an author.
_NO_TITLE = re.compile(
    r"microsoft word\b.*|untitled.*|\(?(?:anonymous|unspecified)\)?|(?:slide|page|document) ?\d*"
    r"|\S*\.(?:docx?|indd|pdf|qxp|qxd|tex|dvi|pptx?|xlsx?|rtf|txt|html?)|\W*",
    re.IGNORECASE,
)


class _Style(NamedTuple):
    """How most letters of a line are set; the size is in half points."""

    size: int
    is_bold: bool


class _Line(NamedTuple):
    text: str
    style: _Style


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
            pages = [_lines(page) for page in reader.pages]
            stated = {name: tidy(str(value)) for name, value in (reader.metadata or {}).items() if value}
        except DocumentError:
            raise
        except pypdf.errors.DependencyError as error:
            raise DocumentError(id, f"an encrypted PDF: {CRYPTO}, or save it without its protection first") from error
        # A damaged file makes pypdf fail in many ways (KeyError, RecursionError, its own errors); all mean the same here.
        except Exception as error:
            raise DocumentError(id, f"a damaged PDF ({type(error).__name__}: {tidy(str(error))[:120]})") from error
    return _document(pages, stated, id=id, sha256=sha256)


def join_lines(lines: Sequence[str], words: Set[str], usual: int = 0, styles: Sequence[object] = ()) -> Iterator[str]:
    """Join the lines of a page that were only wrapped into paragraphs; on a page of few lines `usual` is the length of a full one.

    A line of another style, such as that below a heading, begins a paragraph unless it begins with a small letter. A hyphen at the end of a
    line is kept if it belongs to the word, as far as the `words` of the text tell, else the word was cut.

    >>> list(join_lines(["Patients with immuno-", "deficiency were given", "plasma products."], set()))
    ['Patients with immunodeficiency were given plasma products.']
    >>> list(join_lines(["A man with Guillain-", "Barré syndrome, pre-", "and postnatal care."], set()))
    ['A man with Guillain-Barré syndrome, pre- and postnatal care.']
    """
    usual = usual if len(lines) < _MIN_LINES and usual else _usual_length(lines)
    paragraph = ""
    last = 0
    for number, line in enumerate(lines):
        is_alike = not styles or styles[number] == styles[max(0, number - 1)]
        if paragraph and _goes_on(paragraph, line, is_alike and last >= _FULL_LINE * usual):
            paragraph = _join(paragraph, line, words)
        else:
            if paragraph:
                yield paragraph
            paragraph = line
        last = len(line)
    if paragraph:
        yield paragraph


def _usual_length(lines: Sequence[str]) -> int:
    return sorted(map(len, lines))[int(len(lines) * 0.8)] if lines else 0


def _document(found: Sequence[Sequence[_Line]], stated: dict[str, str], *, id: str, sha256: str) -> Document:
    pages = [[line.text for line in lines] for lines in found]
    running = _running_lines(pages)
    empty = [number for number, lines in enumerate(pages, start=1) if not lines]
    # What a site stamps on each page of a scan is no text of it.
    if all(_shape(line) in running for lines in pages for line in lines):
        raise DocumentError(id, "a PDF without text, such as a scan: OCR is needed")
    words = known_words("\n".join(line for lines in pages for line in lines))
    usual = _usual_length([line for lines in pages for line in lines])
    composition = Composition()
    for number, lines in enumerate(pages, start=1):
        composition.heading("", page=number)
        kept = [place for place, line in enumerate(lines) if not (place in _edges(lines) and _shape(line) in running)]
        styles = [found[number - 1][place].style for place in kept]
        for paragraph in join_lines([lines[place] for place in kept], words, usual, styles):
            composition.line(paragraph)
    text, sections = composition.finish()
    # A publisher stamps what is retracted on the pages of it.
    is_retracted = any(_RETRACTED.fullmatch(line) is not None for lines in pages for line in lines)
    metadata = {"pages": str(len(pages)), "producer": stated.get("/Producer", ""), "creator": stated.get("/Creator", "")}
    metadata["doi"] = identifier("doi", " ".join(stated.get(name, "") for name in ("/doi", "/DOI", "/Subject")))
    named = stated.get("/Title", "")
    if empty:
        some = f"the pages {', '.join(map(str, empty))}, which have" if len(empty) > 1 else f"page {empty[0]}, which has"
        metadata["left-out"] = f"{some} no text, as a scan has none: OCR is needed"
    created = re.match(r"D:(\d{4})(\d{2})?(\d{2})?", stated.get("/CreationDate", ""))
    return Document(
        id=id,
        text=text,
        sha256=sha256,
        source=addresses(metadata, "doi"),
        title=named if _NO_TITLE.fullmatch(named) is None else text.partition("\n")[0][:200],
        date="-".join(part for part in created.groups() if part) if created else "",
        format="pdf",
        flags=("retracted",) if is_retracted else (),
        sections=sections,
        metadata={name: value for name, value in metadata.items() if value},
    )


class _Page:
    """The lines of a page as pypdf finds their pieces, with marks and exponents told by their height."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.pieces: list[str] = []
        #: The letters of the line by style.
        self.letters: Counter[_Style] = Counter()
        #: Where the last piece of common height stands, and its size.
        self.place = (0.0, 0.0)
        self.size = 0.0

    def take(self, text: str, current: Sequence[float], line: Sequence[float], font: Any, size: float) -> None:
        """Take a piece of text with its matrices, its font and its size."""
        if not text:
            return
        # Which way is up, and where the piece stands: the matrix of the line within that of the page.
        sideways, up, x, y = (line[row] * current[column] + line[row + 1] * current[column + 2] for row in (2, 4) for column in (0, 1))
        x, y = x + current[4], y + current[5]
        height = math.hypot(sideways, up)
        size *= height
        above = ((x - self.place[0]) * sideways + (y - self.place[1]) * up) / (height or 1)
        is_raised = bool(self.pieces) and len(text) <= _MARK and size < _SMALL * self.size and _RAISED * self.size < above < self.size
        if not is_raised and not text.isspace():
            self.place, self.size = (x, y), size
        style = _Style(round(2 * size), _BOLD.search(str((font or {}).get("/BaseFont", ""))) is not None)
        for piece in text.splitlines(keepends=True):
            self.letters[style] += sum(map(str.isalpha, piece))
            self.pieces.append(superscript(piece, "".join(self.pieces[-3:])) if is_raised else piece)
            if piece.endswith("\n"):
                self.end_line()

    def end_line(self) -> None:
        """Write the pieces as a line with the style of most of its letters, if it has characters."""
        # Without NUL and the halves of characters that broken fonts give.
        clean = "".join(self.pieces).replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if text := repaired_line(tidy(clean)):
            self.lines.append(_Line(text, max(self.letters, key=lambda style: self.letters[style], default=_Style(0, False))))
        self.pieces.clear()
        self.letters.clear()


def _lines(page: Any) -> list[_Line]:
    found = _Page()
    page.extract_text(visitor_text=found.take)
    found.end_line()
    return [] if _says_no_letters(found.lines) else found.lines


def _says_no_letters(lines: Sequence[_Line]) -> bool:
    """Tell a page whose fonts do not say what letters their signs are; to a program it is a picture."""
    signs = "".join(line.text for line in lines).replace(" ", "")
    return sum(sign == "\ufffd" or unicodedata.category(sign) in _NO_LETTERS for sign in signs) > _MOST * len(signs)


def repaired_line(line: str) -> str:
    """Write as letters what fonts make of them: hyphens where a word was cut, ligatures, accents, characters for private use."""
    line = _LONE_LIGATURE.sub(lambda found: found[1] or found[2], _CUT.sub("-", line))
    return _ACCENT.sub(_composed, line.translate(_SIGNS))


def _composed(found: re.Match[str]) -> str:
    """Put an accent upon the vowel that follows it or else upon the letter before it; one beside no such letter stays."""
    before, accent, after = found.groups()
    after = "i" if after == "ı" else after
    on_next, on_last = (unicodedata.normalize("NFC", letter + _ACCENTS[accent]) for letter in (after, before))
    if after.casefold() in _VOWELS and len(on_next) == 1:
        return before + on_next
    return on_last + after if len(on_last) == 1 and (before.casefold() in _VOWELS or accent in "˜ˇ¸") else found[0]


def _running_lines(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Find the lines that stand at the edges of most pages, or of most left or right ones."""
    found: set[str] = set()
    for side in (pages, pages[::2], pages[1::2]):
        shapes = Counter(shape for lines in side for shape in {_shape(lines[place]) for place in _edges(lines)})
        found.update(
            shape
            for shape, count in shapes.items()
            if count >= max(2, _RUNNING * len(side)) and (count > 2 or sum(map(str.isalpha, shape)) >= _MIN_LETTERS)
        )
    return frozenset(found)


def _edges(lines: Sequence[str]) -> frozenset[int]:
    """Give the places of the first and last two lines, where running titles stand."""
    return frozenset(place for place in (0, 1, len(lines) - 2, len(lines) - 1) if 0 <= place < len(lines))


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.casefold())


def _goes_on(paragraph: str, line: str, is_full: bool) -> bool:
    if _ITEM.match(line) is not None:
        return False
    if _HYPHEN.search(paragraph) is not None and line[0].islower():
        return True
    if _END.search(paragraph[-3:]) is not None:
        return False
    return line[0].islower() or (is_full and not _heads(paragraph, line))


def _heads(heading: str, line: str) -> bool:
    """Tell the heading of a numbered section, or one in capitals, from a paragraph that goes on with the next line."""
    if len(heading) > _MAX_HEADING:
        return False
    return _NUMBERED.match(heading) is not None or (heading.isupper() and not line.isupper())


def _join(paragraph: str, line: str, words: Set[str]) -> str:
    cut, rest = _HYPHEN.search(paragraph[-60:]), _FIRST_WORD.match(line)
    if cut is None or (rest is not None and rest[0] in SHARING):
        return f"{paragraph} {line}"
    if rest is None or not line[0].islower():
        # A name or number that belongs to the word before it, such as Guillain-Barré.
        return paragraph + line
    return paragraph + line if belongs(cut[1], rest[0], words) else paragraph[:-1] + line


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
