"""The running text of marked-up elements: an element of HTML, JATS or a drug label goes in, lines of a composition come out.

A markup is described by what its elements mean (`Markup`); items begin with a bullet or their number, and the cells of a row
are parted by ` | ` in one line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from kg.reading.formats.composition import Composition, superscript, tidy

__all__ = ["Markup", "Meaning", "compose", "inline", "local_name"]

Meaning = Literal[
    "block", "break", "cell", "heading", "item", "left out", "list", "mark", "note", "numbered list", "preformatted", "reference", "row",
    "superscript", "table", "term",
]  # fmt: skip

#: A wider or higher cell is a mistake of the page.
_MAX_SPAN = 200
#: A number of a list with so many digits is a mistake of the page.
_LONG = 6
#: Parts of a line that pages set side by side.
_BESIDE = frozenset({"a", "label", "span", "time"})
#: What stands before a reference that is set above the line, beside letters.
_BEFORE_REFERENCE = frozenset((".", ")", "%", "”"))
#: Elements in whose presence a table only arranges the page.
_ARRANGED = frozenset({"table", "h1", "h2", "h3", "article", "main"})
_ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_PARAGRAPHS = frozenset({"p", "li", "paragraph", "item", "list-item"})
#: What stands before the last part of a formula in MathML, whose parts would otherwise make one number: "10^9", "1/2".
_OPERATORS = {"msup": "^", "msubsup": "^", "mfrac": "/"}


@dataclass(frozen=True, slots=True)
class Markup:
    """What the elements of a format mean; elements without a meaning are part of the line that they stand in."""

    meanings: dict[str, Meaning]
    #: Tells whether an element is left out for its attributes or place.
    is_left_out: Callable[[Any], bool] = lambda element: False

    def meaning(self, element: Any) -> Meaning | None:
        """Give the meaning of an element; numbered lists also say so in an attribute."""
        tag = element.tag
        if not isinstance(tag, str):
            return None
        meaning = self.meanings.get(tag if tag[0] != "{" else local_name(element))
        if meaning == "list" and {element.get("list-type"), element.get("listType")} & {"order", "ordered"}:
            return "numbered list"
        return meaning


def local_name(element: Any) -> str:
    """Give the name of an element without its namespace or a prefix that nothing declares; comments and the like have none."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def compose(root: Any, markup: Markup, composition: Composition) -> None:
    """Write the text of an element and all below it, without the text that follows the element."""
    from lxml import etree  # here, since reading plain text should not wait for it

    for foot in list(root.iter("{*}tfoot")):
        # Where a foot stands before the rows, it is still shown below them.
        if foot.getnext() is not None and foot.getparent() is not None:
            foot.getparent().append(foot)
    writer = _Writer(composition)
    walk = etree.iterwalk(root, events=("start", "end"))
    left_out: Any = None
    for event, element in walk:
        meaning = markup.meaning(element)
        if event == "start":
            if element is not root and (meaning == "left out" or markup.is_left_out(element)):
                left_out = element
                walk.skip_subtree()
            else:
                _start(writer, element, meaning)
            continue
        if element is left_out:
            left_out = None
        elif meaning is not None:
            _end(writer, element, meaning)
        if element is not root and element.tail:
            writer.add(element.tail)
    writer.flush()


def inline(element: Any, markup: Markup) -> str:
    """Give the text of an element as one line."""
    composition = Composition()
    compose(element, markup, composition)
    return tidy(composition.finish()[0])


class _Writer:
    """Collects the pieces of running text and writes them as a line when a block ends."""

    def __init__(self, composition: Composition) -> None:
        self.composition = composition
        self.pieces: list[str] = []
        #: The bullet, number, mark or term that the next line begins with.
        self.prefix = ""
        #: The cells of each open row; None stands for a table that only arranges the page.
        self.rows: list[list[str] | None] = []
        #: For each open table, the cells that reach down into the next rows: their text and for how many rows, by column.
        self.spans: list[dict[int, tuple[str, int]]] = []
        #: The next number of each open list; None for bullets.
        self.lists: list[int | None] = []
        #: Where in `pieces` each open superscript or reference begins.
        self.superscripts: list[int] = []
        #: For each open note, whether it stands within a line.
        self.notes: list[bool] = []
        self.preformatted = 0

    @property
    def in_cell(self) -> bool:
        """Whether the text goes into a cell, whose blocks share one line."""
        return bool(self.rows) and self.rows[-1] is not None

    def add(self, text: str) -> None:
        """Add running text; the line ends of preformatted text count."""
        if self.preformatted and not self.in_cell and "\n" in text:
            for line in text.split("\n"):
                self.pieces.append(line)
                self.flush()
        else:
            if self.pieces[-1:] == [")"] and text[0].isalnum():
                self.pieces.append(" ")
            self.pieces.append(text)

    def flush(self) -> None:
        """End a line; within a cell or a note the next block goes on in the same line."""
        if self.in_cell or any(self.notes):
            if self.pieces[-1:] != [" ("]:
                self.pieces.append(" ")
        elif text := self.taken():
            # The items of an inner list are set in, as in plain text: what introduces them holds for no others.
            self.composition.line(self.prefix + text, indent=max(0, len(self.lists) - 1) if self.prefix else 0)
            self.prefix = ""

    def end_mark(self, sign: str) -> None:
        """Put the mark of a note, or a term, before what is said of it."""
        if self.in_cell or any(self.notes):
            self.pieces.append(sign)
        elif text := self.taken():
            self.prefix = f"{text}{sign}"

    def part_items(self) -> None:
        """End an item within a cell, whose items share one line."""
        while self.pieces and self.pieces[-1].isspace():
            self.pieces.pop()
        if self.pieces and self.pieces[-1].rstrip()[-1:] not in {"", ",", ";", "."}:
            self.pieces.append("; ")

    def start_note(self) -> None:
        """Open a bracket for a note within a line; a note that stands alone is a block."""
        within = any(not piece.isspace() for piece in self.pieces)
        if within:
            self.pieces.append(" (")
        self.notes.append(within)

    def end_note(self) -> None:
        """Close the bracket of a note, or its line."""
        if self.notes and self.notes.pop():
            while self.pieces and self.pieces[-1].isspace():
                self.pieces.pop()
            self.pieces.append(")")
        else:
            self.flush()

    def taken(self) -> str:
        """Take the collected text as one line."""
        text = tidy("".join(self.pieces))
        self.pieces.clear()
        self.superscripts.clear()
        return text


def _start(writer: _Writer, element: Any, meaning: Meaning | None) -> None:
    match meaning:
        case "superscript" | "reference":
            writer.superscripts.append(len(writer.pieces))
        case "row":
            _start_row(writer, element)
        case "item":
            writer.flush()
            number = writer.lists[-1] if writer.lists else None
            if not writer.in_cell:
                writer.prefix = "• " if number is None else f"{number}. "
            if number is not None:
                writer.lists[-1] = number + 1
        case "list" | "numbered list":
            writer.flush()
            start = element.get("start") or ""
            writer.lists.append(None if meaning == "list" else int(start) if start.isascii() and start.isdigit() and len(start) < _LONG else 1)
        case "table":
            writer.spans.append({})
            writer.flush()
            if not writer.in_cell:
                writer.composition.gap()
        case "preformatted":
            writer.flush()
            writer.preformatted += 1
        case "note":
            writer.start_note()
        case "block" | "break" | "heading" | "mark" | "term":
            writer.flush()
        case _:
            if (parent := element.getparent()) is not None and element.getnext() is None and (sign := _OPERATORS.get(local_name(parent))):
                writer.add(sign)
            elif _stands_beside(writer, element):
                writer.add(" ")
    if element.text:
        writer.add(element.text)


def _stands_beside(writer: _Writer, element: Any) -> bool:
    """Tell a part that the page shows beside the one before it, from the rest of a word: "<span>Route</span><span>Intravenous</span>"."""
    if local_name(element) not in _BESIDE or not (element.text or "")[:1].isupper() or not writer.pieces:
        return False
    previous = element.getprevious()
    return previous is not None and not previous.tail and local_name(previous) in _BESIDE and writer.pieces[-1][-2:].islower()


def _end(writer: _Writer, element: Any, meaning: Meaning | None) -> None:
    match meaning:
        case "superscript" | "reference":
            if writer.superscripts:
                start = writer.superscripts.pop()
                raised = "".join(writer.pieces[start:])
                before = next((writer.pieces[number] for number in range(start - 1, -1, -1) if writer.pieces[number]), "")
                # A reference may also stand within brackets or in a sentence.
                if meaning == "superscript" or before[-1:].isalpha() or before[-1:] in _BEFORE_REFERENCE:
                    writer.pieces[start:] = [superscript(raised, before)]
        case "cell" if writer.in_cell:
            _end_cell(writer, element)
        case "row":
            _end_row(writer)
        case "heading" if not writer.in_cell:
            if title := writer.taken():
                writer.composition.heading(writer.prefix + title)
                writer.prefix = ""
        case "item":
            writer.flush()
            writer.prefix = ""
            if writer.in_cell:
                writer.part_items()
        case "list" | "numbered list":
            writer.flush()
            if writer.lists:
                writer.lists.pop()
        case "mark" | "term":
            writer.end_mark(": " if meaning == "term" else " ")
        case "note":
            writer.end_note()
        case "table":
            if writer.spans:
                writer.spans.pop()
            writer.flush()
            if not writer.in_cell:
                writer.composition.gap()
        case "preformatted":
            writer.flush()
            writer.preformatted = max(0, writer.preformatted - 1)
        case "block" | "heading" | "cell":
            writer.flush()
        case _:
            pass


def _start_row(writer: _Writer, row: Any) -> None:
    writer.flush()
    if writer.spans and row.getprevious() is None and local_name(row.getparent()) in _ROW_GROUPS:
        writer.spans[-1].clear()  # no cell reaches from the head of a table into its body
    arranges = writer.in_cell or any(local_name(part) in _ARRANGED for part in row.iterdescendants()) or _is_frame(row)
    table = next((parent for parent in row.iterancestors() if local_name(parent) == "table"), None)
    writer.rows.append(None if arranges or (table is not None and table.get("role") == "presentation") else [])


def _is_frame(row: Any) -> bool:
    """Tell whether a row is all that its table has, and holds several paragraphs or items: no data, but a page or a box."""
    part = row
    while local_name(part) != "table":
        if part is None or part.getprevious() is not None or part.getnext() is not None:
            return False
        part = part.getparent()
    return len(list(islice((p for p in row.iterdescendants() if local_name(p) in _PARAGRAPHS), 2))) > 1


def _end_cell(writer: _Writer, cell: Any) -> None:
    """Put the collected text into the row, at the column that cells from above leave free."""
    row = writer.rows[-1]
    if row is None:
        return
    text = writer.taken().removesuffix(";")
    _fill(writer, row)
    across = _span(cell, "colspan")
    if writer.spans and (down := _span(cell, "rowspan")) > 1:
        writer.spans[-1][len(row)] = (text, down - 1)
    row.append(text)
    row.extend([text if _stands_over_heads(cell) else ""] * (across - 1))


def _stands_over_heads(cell: Any) -> bool:
    """Tell a head that further heads follow in the next row, each of which is to say what it belongs to."""
    row = cell.getparent()
    below = row.getnext()
    if below is None or local_name(below) != local_name(row) or len(row) < 2:
        return False
    return local_name(row.getparent()) == "thead" or all(local_name(part) == "th" for part in (*row, *below))


def _end_row(writer: _Writer) -> None:
    row = writer.rows.pop() if writer.rows else None
    if row is None:
        return
    has_own_text = any(row)
    _fill(writer, row)
    if has_own_text:
        writer.composition.line(" | ".join(row))


def _fill(writer: _Writer, row: list[str]) -> None:
    """Repeat the cells that reach down into this row, so that each row says what it belongs to."""
    spans = writer.spans[-1] if writer.spans else {}
    while len(row) in spans:
        text, left = spans.pop(len(row))
        if left > 1:
            spans[len(row)] = (text, left - 1)
        row.append(text)


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(int(value), _MAX_SPAN) if value.isascii() and value.isdigit() else 1
