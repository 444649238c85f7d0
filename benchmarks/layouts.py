"""Measure how much of what is read depends on the layout: the texts of the gold sets are laid out anew, and their claims compared.

    .venv/bin/python benchmarks/layouts.py [--only NAME] [--errors N] [--pdf N]

For each way of laying out: the share of the claims of the texts as they stand that are kept, and the share of those found that are new.
With --pdf every Nth text is also printed by chromium as a PDF in one and in two columns, and read from it.
Claims are compared by predicate, object, polarity, status, severity and frequency. Words stay the same; only line ends and marks change.
A PDF has headings in bold letters, bullets that are drawn, cut words, tables and page numbers.
"""

from __future__ import annotations

import argparse
import html
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.reading.claims import Reader  # noqa: E402
from kg.reading.formats.pdf import from_pdf  # noqa: E402
from kg.records import Document  # noqa: E402
from kg.settings import Settings  # noqa: E402

#: Lines of a printed page.
PAGE = 40


def wrapped(width: int) -> Callable[[str], str]:
    """Break the lines of running text at a width; rows of tables stay as they are."""

    def lay_out(text: str) -> str:
        lines: list[str] = []
        for line in text.split("\n"):
            is_text = len(line) > width and "|" not in line and "\t" not in line
            lines += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) if is_text else [line]
        return "\n".join(lines)

    return lay_out


def paged(text: str) -> str:
    """Break lines at 95 characters and put the number of the page between empty lines behind every fortieth."""
    lines: list[str] = []
    for number, line in enumerate(wrapped(95)(text).split("\n"), 1):
        lines.append(line)
        if number % PAGE == 0:
            lines += ["", str(number // PAGE), ""]
    return "\n".join(lines)


LAYOUTS: Mapping[str, Callable[[str], str]] = {
    "lines of 75 characters": wrapped(75),
    "lines of 95 characters": wrapped(95),
    "pages with numbers": paged,
    "an empty line behind each line": lambda text: re.sub(r"\n+", "\n\n", text),
    "no empty lines": lambda text: re.sub(r"\n\s*\n+", "\n", text),
    "marks in lines of their own": lambda text: re.sub(r"(?m)^(\s*)[-*•]\s+(?=\S)", r"\1•\n", text),
    "one line": lambda text: re.sub(r"\s*\n\s*", " ", text),
    "indented": lambda text: re.sub(r"(?m)^(?=\S)", "    ", text),
}

#: Columns of a page and what a style sheet says of them: white space between paragraphs, or first lines that are set in.
PRINTED = {"a PDF": "p { margin: 1em 0 }", "a PDF in two columns": "body { columns: 2; column-gap: 8mm } p { margin: 0; text-indent: 1.5em }"}
STYLE = "body { font: 10pt serif; text-align: justify; hyphens: auto } td { border: 1px solid; vertical-align: top; text-align: left }"
MARGIN = {"top": "20mm", "bottom": "20mm", "left": "18mm", "right": "18mm"}
#: A short line below an empty one is a heading.
HEADING = 60

Key = tuple[str, ...]


def as_html(text: str) -> str:
    """Mark headings, lists and tables up."""
    blocks: list[str] = []
    above = ""
    for line in map(str.strip, text.split("\n")):
        words = html.escape(line.lstrip("#•-*– "))
        if line.count("|") > 1:
            cells = words.removeprefix("| ").removesuffix("|").split("|")
            if line.strip("|-: "):
                blocks.append(f"<table><tr>{''.join(f'<td>{cell.strip()}</td>' for cell in cells)}</tr></table>")
        elif re.match(r"[•*–-] ", line):
            blocks.append(f"<ul><li>{words}</li></ul>")
        elif line.startswith("#") or (line and not above and len(line) < HEADING and line[-1] not in ".;,:"):
            blocks.append(f"<h2>{words}</h2>")
        elif line:
            blocks.append(f"<p>{words}</p>")
        above = line
    return re.sub(r"</(ul|table)>\n<\1>", "", "\n".join(blocks))


def printed(texts: Mapping[str, str], style: str) -> Iterator[tuple[str, bytes]]:
    """Print texts as PDF, with chromium and Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page()
        for name, text in texts.items():
            page.set_content(f"<html lang=en><style>{STYLE} {style}</style><body>{as_html(text)}</body></html>")
            number = "<div style='font-size: 8px; width: 100%; text-align: center'><span class=pageNumber></span></div>"
            yield name, page.pdf(format="A4", display_header_footer=True, header_template="<div></div>", footer_template=number, margin=MARGIN)
        browser.close()


def claims_of(reader: Reader, document: Document) -> set[Key]:
    claims = reader.read(document).claims
    return {(c.predicate, c.object, c.polarity, c.status, c.severity, c.frequency) for c in claims}


def compare(layout: str, found: Mapping[str, set[Key]], plain: Mapping[str, set[Key]], errors: int) -> None:
    """Print what became of the claims of some texts, and the texts that changed most."""
    kept = sum(len(claims & plain[name]) for name, claims in found.items())
    total = sum(len(plain[name]) for name in found)
    count = sum(map(len, found.values()))
    print(f"{layout}: {kept / total:.1%} of the claims kept, {1 - kept / max(1, count):.1%} of those found are new")
    changes = sorted(((len(claims ^ plain[name]), name) for name, claims in found.items()), reverse=True)
    for number, name in changes[:errors]:
        print(f"  {number:3} {name}")


def main() -> None:
    """Lay the texts out in each way and print what became of their claims."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", choices=[*LAYOUTS, *PRINTED], help="one way of laying out alone")
    parser.add_argument("--errors", type=int, default=0, help="list the texts that change most, up to this many")
    parser.add_argument("--pdf", type=int, default=0, metavar="N", help="print every Nth text as PDF, too (needs chromium and Playwright)")
    options = parser.parse_args()
    reader = Reader.from_settings(Settings.default())
    paths = [path for path in sorted((ROOT / "benchmarks" / "gold").glob("*/texts/*.txt")) if "spun" not in path.name]
    texts = {f"{path.parent.parent.name}/{path.name}": path.read_text(encoding="utf-8") for path in paths}
    plain = {name: claims_of(reader, Document(id="text", text=text, sha256="")) for name, text in texts.items()}
    print(f"{len(texts)} texts with {sum(map(len, plain.values())):,} claims")
    for layout, lay_out in LAYOUTS.items():
        if options.only in (None, layout):
            found = {name: claims_of(reader, Document(id="text", text=lay_out(text), sha256="")) for name, text in texts.items()}
            compare(layout, found, plain, options.errors)
    some = dict(list(texts.items())[:: options.pdf]) if options.pdf else {}
    for layout, style in PRINTED.items() if some else ():
        if options.only in (None, layout):
            found = {name: claims_of(reader, from_pdf(content, id="text", sha256="")) for name, content in printed(some, style)}
            compare(layout, found, plain, options.errors)


if __name__ == "__main__":
    main()
