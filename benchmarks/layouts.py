"""Measure how much of what is read depends on the layout: the texts of the gold sets are laid out anew, and their claims compared.

    .venv/bin/python benchmarks/layouts.py [--only NAME] [--errors N]

For each way of laying out: the share of the claims of the texts as they stand that are kept, and the share of those found that are new.
Claims are compared by predicate, object, polarity, status, severity and frequency. Words stay the same; only line ends and marks change.
"""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.reading.claims import Reader  # noqa: E402
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

Key = tuple[str, ...]


def claims_of(reader: Reader, text: str) -> set[Key]:
    claims = reader.read(Document(id="text", text=text, sha256="")).claims
    return {(c.predicate, c.object, c.polarity, c.status, c.severity, c.frequency) for c in claims}


def main() -> None:
    """Lay the texts out in each way and print what became of their claims."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", choices=LAYOUTS, help="one way of laying out alone")
    parser.add_argument("--errors", type=int, default=0, help="list the texts that change most, up to this many")
    options = parser.parse_args()
    reader = Reader.from_settings(Settings.default())
    paths = [path for path in sorted((ROOT / "benchmarks" / "gold").glob("*/texts/*.txt")) if "spun" not in path.name]
    texts = {f"{path.parent.parent.name}/{path.name}": path.read_text(encoding="utf-8") for path in paths}
    plain = {name: claims_of(reader, text) for name, text in texts.items()}
    total = sum(map(len, plain.values()))
    print(f"{len(texts)} texts with {total:,} claims")
    for layout in [options.only] if options.only else LAYOUTS:
        found = {name: claims_of(reader, LAYOUTS[layout](text)) for name, text in texts.items()}
        kept = sum(len(found[name] & plain[name]) for name in texts)
        count = sum(map(len, found.values()))
        print(f"{layout}: {kept / total:.1%} of the claims kept, {1 - kept / max(1, count):.1%} of those found are new")
        changes = sorted(((len(found[name] ^ plain[name]), name) for name in texts), reverse=True)
        for number, name in changes[: options.errors]:
            print(f"  {number:3} {name}")


if __name__ == "__main__":
    main()
