"""The words of the Biolink Model (4.4) for ours: ontology/biolink/*.tsv go in, a table of predicates and categories comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ResourceError

__all__ = ["Biolink", "BiolinkPredicate", "read_biolink"]

_PREDICATES = ("property", "predicate", "negates", "doubtful", "association", "status", "why")
_CATEGORIES = ("class", "category")


@dataclass(frozen=True, slots=True)
class BiolinkPredicate:
    """How an edge of one of our properties is written.

    `negates` tells that the predicate says the opposite of the property; `doubtful` is the weaker predicate of a hedged claim, so that a
    consumer who reads nothing but the predicate does not take a guess for a statement.
    """

    predicate: str
    negates: bool
    doubtful: str
    association: str
    approval_status: str


@dataclass(frozen=True, slots=True)
class Biolink:
    """Predicates by the local name of our property, categories by the local name of our class."""

    predicates: Mapping[str, BiolinkPredicate]
    categories: Mapping[str, str]


def read_biolink(folder: Path) -> Biolink:
    """Read predicates.tsv and categories.tsv; raises ResourceError with file and line for a row that cannot stand."""
    path = folder / "predicates.tsv"
    predicates = {}
    for number, (name, predicate, negates, doubtful, association, status, why) in _rows(path, _PREDICATES):
        if negates not in ("yes", "no") or not all((name, predicate, doubtful, association, why)) or name in predicates:
            raise ResourceError(path, f"{name}: a repeated property, an empty cell, or `negates` that is not yes or no", line=number)
        predicates[name] = BiolinkPredicate(
            f"biolink:{predicate}", negates == "yes", f"biolink:{doubtful}", f"biolink:{association}", status
        )
    return Biolink(predicates, {name: f"biolink:{category}" for _, (name, category) in _rows(folder / "categories.tsv", _CATEGORIES)})


def _rows(path: Path, columns: tuple[str, ...]) -> Iterable[tuple[int, list[str]]]:
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(path, f"cannot be read ({error})") from error
    if lines[0].split("\t") != list(columns):
        raise ResourceError(path, f"the header is not: {' '.join(columns)}", line=1)
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise ResourceError(path, f"{len(cells)} cells, expected {len(columns)} separated by tabs", line=number)
        yield number, cells
