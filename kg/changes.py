"""Changes between two builds: one record a change; rows, JSON, Markdown for release notes and a summary come out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Literal, get_args

__all__ = ["CHANGE_COLUMNS", "Change", "Part", "change_rows", "summary", "to_json", "to_markdown"]

Part = Literal["document", "concept", "mapping", "axiom", "claim", "fact", "answer"]
PARTS: tuple[Part, ...] = get_args(Part)
CHANGE_COLUMNS = ["part", "kind", "what", "before", "after", "cause"]
_TITLES: Mapping[Part, str] = {
    "document": "Documents", "concept": "Concepts", "mapping": "Mappings", "axiom": "Axioms", "claim": "Claims", "fact": "Facts",
    "answer": "Answers of saved queries",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `kind` is added, withdrawn or changed; claims are also re-graded or restated."""

    part: Part
    kind: str
    #: What changed, in words; for answers the name of the query.
    what: str
    before: str = ""
    after: str = ""
    cause: str = ""
    #: The IRI of what changed, empty for axioms and rows.
    iri: str = ""


def change_rows(changes: Iterable[Change]) -> list[list[str]]:
    """Give changes as rows of CHANGE_COLUMNS."""
    return [[c.part, c.kind, c.what, c.before, c.after, c.cause] for c in changes]


def to_json(changes: Iterable[Change]) -> Iterator[str]:
    """Write changes as a JSON array, piece by piece, one change a line."""
    yield "[\n"
    for number, change in enumerate(changes):
        yield (",\n" if number else "") + " " + json.dumps(asdict(change), ensure_ascii=False)
    yield "\n]\n"


def to_markdown(changes: Iterable[Change], *, limit: int | None = None) -> Iterator[str]:
    """Write changes as Markdown for release notes: a heading a part, a table of at most `limit` rows, and what was left off."""
    part, count, left = "", 0, 0

    def rest() -> str:
        return f"\n… and {left} more.\n" if left else ""

    found = False
    for change in changes:
        found = True
        if change.part != part:
            yield rest()
            yield f"\n## {_TITLES[change.part]}\n\n| change | what | before | after | cause |\n|---|---|---|---|---|\n"
            part, count, left = change.part, 0, 0
        count += 1
        if limit is not None and count > limit:
            left += 1
            continue
        cells = (change.kind, change.what, change.before, change.after, change.cause)
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |\n"
    yield rest()
    if not found:
        yield "The two builds say the same.\n"


def summary(changes: Iterable[Change]) -> str:
    """Count changes by part and kind in one line."""
    counts = Counter((change.part, change.kind) for change in changes)
    parts = [f"{_TITLES[part].lower()}: {', '.join(f'{n} {kind}' for (p, kind), n in sorted(counts.items()) if p == part)}"
             for part in PARTS if any(p == part for p, _ in counts)]  # fmt: skip
    return "; ".join(parts) or "no difference"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())
