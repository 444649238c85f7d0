"""The display of documents: paths go in; marked text with its claims comes out on a terminal, or as pages.

The terminal shows classes by colour; where there is none (a pipe, a file) the class stands in words beside the mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from kg.document_page import to_page
from kg.errors import KgError
from kg.extraction import found_flags, read_or_skip
from kg.marking import DOUBT_SIGNS, FLAG_MEANINGS, GROUPS, LOW_SCORE, NOT_STATED, Card, Marked, Segment, mark, printable
from kg.outputs import staged_file
from kg.reading.compiled import load_reader
from kg.reading.formats.documents import Skipped, read_documents
from kg.settings import Settings
from kg.standoff import described_by, read_sources

__all__ = ["CARD_COLUMNS", "Pages", "card_rows", "print_marked", "read_marked", "write_pages"]

#: A colour of the terminal's own palette for each group, so that a dark or light theme keeps it readable.
_COLOURS = {
    "immunoglobulin": "bright_blue", "condition": "red", "category": "magenta", "mechanism": "green", "adverse effect": "yellow",
    "feature or cause": "cyan", "substance or structure": "bright_green", "route or source": "blue", "population or risk": "bright_yellow",
    "care": "bright_magenta",
}  # fmt: skip
#: Marks and overrides that turn the direction of what follows them; on a terminal they could hide or reorder words.
_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_PAGE_SUFFIXES = frozenset((".html", ".htm"))

CARD_COLUMNS = (
    "document", "number", "subject", "predicate", "object", "status", "polarity", "severity", "frequency", "population", "surface", "start",
    "end", "section", "method", "score", "doubts",
)  # fmt: skip


@dataclass(slots=True)
class Pages:
    """The number of documents, the pages that were written, in order, and what was not read."""

    documents: int = 0
    written: list[Path] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def read_marked(paths: Iterable[Path | str], settings: Settings | None = None) -> Iterator[Marked | Skipped]:
    """Read documents one by one, each ready to be shown, or why it could not be read."""
    settings = settings or Settings.default()
    reader = load_reader(settings)
    sources = read_sources(settings.data / "sources.toml")
    for item in read_documents(paths, settings=settings):
        if isinstance(item, Skipped):
            yield item
            continue
        reading = read_or_skip(reader, item)
        if isinstance(reading, Skipped):
            yield reading
            continue
        source = sources.get(item.sha256)
        # A known source is described, and flagged, as the graph describes it.
        document = described_by(item, source) if source is not None else item
        flags = source.document.flags if source is not None else found_flags(item, reading, settings)
        yield mark(document, reading, concepts=reader.lexicon.concepts, headings=reader.headings, flags=flags)


def write_pages(
    found: Iterable[Marked | Skipped], out: Path | None, *, sources: Iterable[Path | str] = (), stream: TextIO | None = None
) -> Pages:
    """Write each document as a page that stands alone.

    A name that ends in .html is a file for one document; any other is a folder, which gets one page a document, named by its id.
    Without a name one document goes to its id with .html, here; with a stream it goes there. Raises KgError for several
    documents where there is room for one, before anything is written, and for a page that would replace one of the sources or a file
    in a folder of them, before that page is written.
    """
    sources = tuple(sources)
    if out is not None:
        _refuse_source(out, sources)
    pages = Pages()
    documents = _documents(found, pages)
    first = next(documents, None)
    if first is None:
        return pages
    is_folder = out is not None and (out.is_dir() or out.suffix.lower() not in _PAGE_SUFFIXES)
    if out is not None and is_folder and out.is_file():
        raise KgError(f"{out}: a file that is there and no page; name a file that ends in .html, or a folder")
    if not is_folder or out is None:
        second = next(documents, None)
        if second is not None:
            raise KgError(
                f"several documents ({first.document.id}, {second.document.id} ...): name a folder for their pages, such as --html pages/"
            )
        if stream is not None:
            stream.write(to_page(first))
            return pages
        pages.written.append(_write_page(first, out or Path(f"{_file_name(first)}.html"), sources))
        return pages
    names: set[str] = set()
    for marked in chain([first], documents):
        name = _file_name(marked)
        if name.casefold() in names:
            name = f"{name}-{marked.document.sha256[:8]}"
        names.add(name.casefold())
        pages.written.append(_write_page(marked, out / f"{name}.html", sources))
    return pages


def card_rows(marked: Marked) -> list[list[object]]:
    """Give the claims of a document as rows of CARD_COLUMNS."""
    rows: list[list[object]] = []
    for card in marked.cards:
        values: dict[str, object] = {name: getattr(card.claim, name, "") for name in CARD_COLUMNS}
        values |= {"number": card.number, "doubts": "; ".join(card.doubts), "score": f"{card.claim.score:.3f}"}
        rows.append([values[name] for name in CARD_COLUMNS])
    return rows


def print_marked(marked: Marked, console: Console) -> None:
    """Print a document: what it is and its flags, the legend, the marked text, the claims as cards, the ungrounded candidates."""
    document = marked.document
    _print(console, Text(_plain(document.title or document.id), style="bold"))
    facts = [
        document.id if document.title else "",
        document.kind,
        f"tier {document.tier}",
        document.publisher,
        document.date,
        document.licence,
        document.source,
    ]
    _print(console, Text(" · ".join(_plain(fact) for fact in facts if fact and fact not in NOT_STATED), style="dim"))
    for flag in marked.flags:
        _print(console, Text.assemble((f"⚠ {flag}", "bold yellow"), f": {FLAG_MEANINGS[flag]}."))
    console.print()
    _print(console, _legend(marked, console))
    console.print()
    for line in marked.lines:
        text = Text()
        is_coloured = console.color_system is not None
        for segment in line.segments:
            text.append_text(_coloured(segment, marked) if is_coloured else _bracketed(segment, marked))
        if line.kind == "heading":
            text.stylize("bold")
        text.rstrip()
        _print(console, text)
    console.print()
    doubtful = sum(1 for card in marked.cards if card.doubts)
    _print(console, Text(f"Claims: {len(marked.cards)}, of them {doubtful} doubtful", style="bold"))
    for card in marked.cards:
        _print_card(card, marked, console)
    if marked.ungrounded:
        console.print()
        _print(console, Text(f"Ungrounded candidates: {len(marked.ungrounded)}", style="bold"))
        for candidate in marked.ungrounded:
            _print(
                console, Text.assemble("  ", (_plain(candidate.surface), "underline"), f"  {candidate.start}  {_plain(candidate.expected)}")
            )


# --- pages ----------------------------------------------------------------------------------------------------------------


def _documents(found: Iterable[Marked | Skipped], pages: Pages) -> Iterator[Marked]:
    for item in found:
        if isinstance(item, Skipped):
            pages.skipped.append(item)
        else:
            pages.documents += 1
            yield item


def _file_name(marked: Marked) -> str:
    """Make a file name of a document's id, which an archive may have given any characters."""
    name = re.sub(r"[^\w.-]+", "_", marked.document.id).strip("._")[:120]
    return name or marked.document.sha256[:16] or "document"


def _refuse_source(page: Path, sources: Iterable[Path | str]) -> None:
    if page.is_file() and any(page.resolve().is_relative_to(Path(source).resolve()) for source in sources):
        raise KgError(f"{page}: the page would replace the document; name another file or folder")


def _write_page(marked: Marked, path: Path, sources: Iterable[Path | str]) -> Path:
    _refuse_source(path, sources)
    with staged_file(path) as staging:
        staging.write_text(to_page(marked), encoding="utf-8", newline="\n")
    return path


# --- terminal -------------------------------------------------------------------------------------------------------------


def _print(console: Console, text: Text) -> None:
    # What goes to a file or a pipe keeps its lines: the reader's own tool wraps them.
    console.print(text, soft_wrap=not console.is_terminal, highlight=False)


def _legend(marked: Marked, console: Console) -> Text:
    used = set(marked.groups) | {card.object_group for card in marked.cards}
    if console.color_system is None:
        return Text(
            "[words|class n]: a mention with its class and the numbers of the claims that it is the object of; [words|?]: ungrounded"
        )
    parts = [Text(group, style=_style(group)) for group in GROUPS if group in used]
    parts += [
        Text("object of claim", style="underline") + Text("[n]", style="dim"),
        Text("ungrounded", style="italic underline2") + Text("[?]", style="dim"),
    ]
    return Text("  ").join(parts)


def _coloured(segment: Segment, marked: Marked) -> Text:
    style = _style(marked.groups[segment.mentions[0]]) if segment.mentions else Style()
    if segment.objects:
        style += Style(underline=True)
    if segment.ungrounded and not segment.mentions:
        style += Style(italic=True, underline2=True)
    if segment.is_heading:
        style += Style(bold=True)
    text = Text(_plain(_words(segment, marked)), style=style)
    numbers = _ending(segment, marked)
    if numbers:
        text.append(f"[{numbers}]", style=Style(dim=True))
    if any(marked.ungrounded[key].end == segment.end for key in segment.ungrounded):
        text.append("[?]", style=Style(dim=True))
    return text


def _bracketed(segment: Segment, marked: Marked) -> Text:
    """Mark the outermost mention in words; what is nested in it keeps to the numbers of its claims."""
    text = Text()
    outer = marked.groundings[segment.mentions[-1]].mention if segment.mentions else None
    lone = [marked.ungrounded[key] for key in segment.ungrounded] if outer is None else []
    if (outer is not None and outer.start == segment.start) or any(u.start == segment.start for u in lone):
        text.append("[")
    text.append(_plain(_words(segment, marked)))
    numbers = _ending(segment, marked)
    if outer is not None and outer.end == segment.end:
        text.append(f"|{marked.groups[segment.mentions[-1]]}{' ' + numbers if numbers else ''}]")
    elif any(u.end == segment.end for u in lone):
        text.append("|?]")
    elif numbers:
        text.append(f"|{numbers}|")
    return text


def _words(segment: Segment, marked: Marked) -> str:
    return marked.document.text[segment.start : segment.end].rstrip("\r\n")


def _ending(segment: Segment, marked: Marked) -> str:
    """Give the numbers of the claims whose object's words end with the segment, neighbours joined: 3-5,9."""
    numbers = [number for number in segment.objects if marked.cards[number - 1].claim.end == segment.end]
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _print_card(card: Card, marked: Marked, console: Console) -> None:
    claim = card.claim
    margin = len(str(len(marked.cards))) + 2
    head = Text.assemble((f"{card.number:>{margin - 1}} ", "dim"))
    head.append(card.subject, style=_style(card.subject_group))
    head.append(f" {claim.predicate.replace('_', ' ')} ", style="bold")
    head.append(card.object, style=_style(card.object_group))
    for doubt in card.doubts:
        head.append(f"  {DOUBT_SIGNS[doubt]} {doubt}", style="bold yellow")
    _print(console, head)
    pairs = [
        ("status", claim.status), ("polarity", claim.polarity), ("severity", claim.severity),
        ("frequency", claim.frequency.replace("_", " ")), ("population", claim.population),
        ("raises the risk of", marked.concepts[claim.effect][0] if claim.effect else ""),
    ]  # fmt: skip
    lines = [Text(" · ".join(f"{name} {_plain(value)}" for name, value in pairs if value and value != "unspecified"))]
    lines += [Text(f"“{_one_line(grounding.mention.surface)}” read as {label}", style="italic") for grounding, label in card.recoveries]
    score = f"score {claim.score:.2f}" + (f" (below {LOW_SCORE:g})" if claim.score < LOW_SCORE else "")
    place = f"“{_one_line(claim.surface)}” {claim.start}-{claim.end}"
    if claim.section:
        place += f" · under “{_one_line(claim.section)}”"
    lines.append(Text(f"{place} · {_plain(claim.method)}, {score}", style="dim"))
    for line in lines:
        if console.is_terminal:
            console.print(Padding(line, (0, 0, 0, margin)), highlight=False)
        else:
            _print(console, Text(" " * margin) + line)


def _style(group: str) -> Style:
    return Style(color=_COLOURS[group])


def _plain(text: str) -> str:
    """Keep what a terminal must not act upon out of it."""
    return _DIRECTION.sub("\ufffd", printable(text)).replace("\n", " ").replace("\r", " ").expandtabs(4)


def _one_line(text: str) -> str:
    return " ".join(_plain(text).split())
