"""The YAML head of a saved query: `#+` lines go in, typed entries come out, each error with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import yaml

from kg.errors import QueryFileError

__all__ = ["FIELDS", "Head", "read_head"]

#: Fields of a head; only params, mutation, services and the release part of expect may be absent.
FIELDS = ("title", "question", "tags", "params", "columns", "expect", "negative", "empty_means", "mutation", "services")
_REQUIRED = frozenset(FIELDS) - {"params", "mutation", "services"}


class Head:
    """A mapping of a head whose readers say file and line when something is missing or of the wrong kind."""

    def __init__(self, path: Path, node: yaml.MappingNode, allowed: Sequence[str] = ()) -> None:
        self._path = path
        self._line = node.start_mark.line + 1
        self._nodes: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in self._nodes:
                raise QueryFileError(path, f"{name!r} stands twice in the head", line=line)
            if allowed and name not in allowed:
                raise QueryFileError(path, f"unknown field {name!r} in the head; known are {', '.join(allowed)}", line=line)
            self._nodes[name], self._lines[name] = value, line

    def error(self, message: str, *place: str) -> QueryFileError:
        """Make an error at a field, or at the field of a field."""
        line = self._lines.get(place[0], self._line) if place else self._line
        if len(place) > 1 and self.has(place[0]):
            line = self.entry(place[0])._lines.get(place[1], line)
        return QueryFileError(self._path, message, line=line)

    def has(self, name: str) -> bool:
        """Tell whether the field is there."""
        return name in self._nodes

    def names(self, name: str | None = None, *, optional: bool = True) -> tuple[str, ...]:
        """Give the names in this mapping, or in a field that is a mapping."""
        if name is None:
            return tuple(self._nodes)
        return () if optional and not self.has(name) else tuple(self.entry(name)._nodes)

    def entry(self, *place: str, allowed: Sequence[str] = ()) -> Head:
        """Give a field that is a mapping, or the field of a field."""
        node = self._node(place[0])
        if not isinstance(node, yaml.MappingNode):
            raise self.error(f"{place[0]} is no mapping `name: value`", place[0])
        return Head(self._path, node).entry(*place[1:], allowed=allowed) if place[1:] else Head(self._path, node, allowed)

    def text(self, name: str) -> str:
        """Give a field that is one text."""
        node = self._node(name)
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            raise self.error(f"{name} is no text", name)
        return str(node.value).strip()

    def texts(self, name: str, *, optional: bool = False) -> tuple[str, ...]:
        """Give a field that is a text or a list of texts."""
        if optional and not self.has(name):
            return ()
        node = self._node(name)
        if isinstance(node, yaml.SequenceNode) and node.value and all(isinstance(item, yaml.ScalarNode) for item in node.value):
            return tuple(str(item.value) for item in node.value)
        return (self.text(name),)

    def choice(self, name: str, values: Sequence[str]) -> str:
        """Give a field that is one of the values."""
        text = self.text(name)
        if text not in values:
            raise self.error(f"{name} {text!r} is none of {', '.join(values)}", name)
        return text

    def flag(self, name: str) -> bool:
        """Give a field that is true or false; false where it is absent."""
        return self.has(name) and self.choice(name, ("true", "false")) == "true"

    def number(self, name: str) -> int:
        """Give a field that is a number of rows."""
        text = self.text(name)
        if not text.isascii() or not text.isdigit():
            raise self.error(f"{name} {text!r} is no number of rows", name)
        return int(text)

    def rows(self, name: str) -> tuple[Mapping[str, str], ...]:
        """Give a field that is a list of mappings of columns to text."""
        node = self._node(name)
        if not isinstance(node, yaml.SequenceNode) or not all(isinstance(item, yaml.MappingNode) for item in node.value):
            raise self.error(f"{name} is no list of rows such as {{condition: igr:kawasaki-disease}}", name)
        entries = [Head(self._path, item) for item in node.value]
        return tuple({column: entry.text(column) for column in entry.names()} for entry in entries)

    def _node(self, name: str) -> yaml.Node:
        if name not in self._nodes:
            raise QueryFileError(self._path, f"the head has no {name!r} here", line=self._line)
        return self._nodes[name]


def read_head(path: Path, text: str) -> Head:
    """Read the head of a saved query; its lines come first in the file."""
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#+"):
            break
        lines.append(line[2:])
    if not lines:
        raise QueryFileError(path, "no head: the first lines are not `#+ title: ...`", line=1)
    try:
        node = _composed("\n".join(lines))
    except yaml.MarkedYAMLError as error:
        line_number = error.problem_mark.line + 1 if error.problem_mark else 1
        raise QueryFileError(path, f"the head is no YAML: {error.problem}", line=line_number) from error
    except yaml.YAMLError as error:
        raise QueryFileError(path, f"the head is no YAML: {' '.join(str(error).split())}", line=1) from error
    if not isinstance(node, yaml.MappingNode):
        raise QueryFileError(path, "the head is no mapping `field: value`", line=1)
    head = Head(path, node, FIELDS)
    for name in FIELDS:
        if name in _REQUIRED and not head.has(name):
            raise QueryFileError(path, f"the head has no field {name!r}", line=1)
    return head


def _composed(text: str) -> yaml.Node | None:
    """Read YAML with libyaml where it is at hand, in a fifth of the time; what that refuses is told in the words of the other parser."""
    if hasattr(yaml, "CSafeLoader"):
        with suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=yaml.CSafeLoader)
    return yaml.compose(text, Loader=yaml.SafeLoader)
