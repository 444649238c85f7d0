"""The files of KGX: rows of nodes or edges go in, TSV or JSON Lines come out, and back again.

The form is that of https://github.com/biolink/kgx/blob/master/specification/kgx-format.md. What its TSV does not say is how a tab, a line
end or the separator of lists stands inside a value: here as \\t, \\n, \\r, \\| and a backslash as \\\\.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from kg.errors import ResourceError

__all__ = ["Row", "Value", "read_rows", "write_jsonl", "write_tsv"]

Value: TypeAlias = str | bool | int | float | tuple[str, ...]
Row: TypeAlias = Mapping[str, Value]

#: Columns that a reader wants first, where a file has them.
_FIRST = ("id", "category", "name", "subject", "predicate", "object")
#: `\p` for the separator: a reader who splits cells at every bar must not meet one inside a value.
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "|": "\\p"}
_ESCAPING = str.maketrans(_ESCAPES)
_UNESCAPES = {escape[1]: character for character, escape in _ESCAPES.items()}


def write_tsv(rows: Iterable[Row], path: Path, lists: Iterable[str]) -> None:
    """Write rows as TSV; `lists` are the columns that hold several values."""
    rows, many = list(rows), frozenset(lists)
    columns = _columns(rows)
    lines = ["\t".join(columns)]
    lines += ["\t".join(_cell(row.get(column, ""), many=column in many) for column in columns) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def write_jsonl(rows: Iterable[Row], path: Path) -> None:
    """Write rows as JSON Lines, the columns of each in the order of the TSV."""
    rows = list(rows)
    columns = _columns(rows)
    lines = (json.dumps({c: row[c] for c in columns if c in row}, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def read_rows(path: Path, lists: Iterable[str]) -> list[dict[str, Value]]:
    """Read a file of either form, by its ending; numbers stay text. Raises ResourceError with file and line for a broken row."""
    many = frozenset(lists)
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(path, f"cannot be read ({error})") from error
    if path.suffix == ".jsonl":
        return [_from_json(line, path, number) for number, line in enumerate(lines, start=1) if line]
    columns = lines[0].split("\t")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise ResourceError(path, f"{len(cells)} cells, expected {len(columns)} separated by tabs", line=number)
        rows.append({c: _value(cell, many=_is_list(c, many)) for c, cell in zip(columns, cells, strict=True) if cell})
    return rows


def _columns(rows: Iterable[Row]) -> list[str]:
    found = {column for row in rows for column in row}
    return [c for c in _FIRST if c in found] + sorted(found - set(_FIRST))


def _is_list(column: str, many: frozenset[str]) -> bool:
    return column in many or "/" in column


def _cell(value: Value, *, many: bool) -> str:
    if isinstance(value, tuple):
        return "|".join(_escaped(part) for part in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return _escaped(str(value))


def _escaped(text: str) -> str:
    return text.translate(_ESCAPING)


def _value(cell: str, *, many: bool) -> Value:
    return tuple(_unescaped(part) for part in cell.split("|")) if many else _unescaped(cell)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _UNESCAPES.get(match[1], match[0]), text)


def _from_json(line: str, path: Path, number: int) -> dict[str, Value]:
    try:
        row = json.loads(line, parse_float=str, parse_int=str)
    except ValueError as error:
        raise ResourceError(path, f"not JSON ({error})", line=number) from error
    if not isinstance(row, dict):
        raise ResourceError(path, "not a JSON object", line=number)
    return {column: tuple(value) if isinstance(value, list) else value for column, value in row.items()}
