"""Ontologies in the OBO format: the lines of a file go in, statements about its terms, each with its line, come out.

The format is that of https://owlcollab.github.io/oboformat/doc/GO.format.obo-1_4.html. A reader of our own, because errors must name
their line and files of any size must pass: only the stanza at hand is kept.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO

from kg.errors import OntologyError
from kg.graph.statements import Statement, StatementKind, expanded
from kg.identifiers import PREFIXES

__all__ = ["read_obo"]

#: A longer line is no line of an ontology.
_MAX_LINE = 4 * 1024 * 1024
_TAG = re.compile(r"([A-Za-z_][\w.-]*)\s*:\s*(.*)", re.DOTALL)
_STANZA = re.compile(r"\[(\w+)\]\s*(?:!.*)?")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(EXACT|BROAD|NARROW|RELATED)?')
_COMMENT = re.compile(r"(?<!\\)\s!.*$")
_QUALIFIERS = re.compile(r"\s*\{[^{}]*=[^{}]*\}\s*$")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "W": " "}
_SCOPES: dict[str, StatementKind] = {"EXACT": "exact", "BROAD": "broad", "NARROW": "narrow", "RELATED": "related"}
_LINKS: dict[str, StatementKind] = {"is_a": "is_a", "replaced_by": "replaced_by", "consider": "consider", "alt_id": "alternative"}
_OBO = "http://purl.obolibrary.org/obo/"
_LICENCES = ("license", "rights", "licence")


def read_obo(stream: BinaryIO, path: Path) -> Iterator[Statement]:
    """Yield the statements of an OBO file; instances and definitions are left out.

    Raises OntologyError with the line for a line without tag, a malformed identifier or synonym, and a file that ends within a stanza.
    """
    yield from _Reader(path).statements(stream)


class _Reader:
    """The state of one reading: the id spaces that the header declares, and the stanza at hand."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._spaces: dict[str, str] = {}
        self._noted: set[str] = set()
        self._stanza = ""
        self._subject = ""
        self._raw_subject = ""
        self._has_content = False
        self._target = ""
        self._name = ""
        self._version = ""

    def statements(self, stream: BinaryIO) -> Iterator[Statement]:
        number, ended = 0, True
        start = 0
        while line := stream.readline(_MAX_LINE):
            number += 1
            ended = line.endswith(b"\n")
            if not ended and len(line) >= _MAX_LINE:
                raise self._error(f"a line longer than {_MAX_LINE} bytes", number)
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
            except UnicodeDecodeError as error:
                raise self._error(f"not UTF-8 ({error.reason} at byte {error.start} of the line)", number) from error
            if not text or text.startswith("!"):
                continue
            stanza = _STANZA.fullmatch(text)
            if stanza is not None:
                self._finish(start)
                self._stanza, self._subject, self._raw_subject, self._has_content = stanza.group(1), "", "", False
                start = number
                continue
            found = _TAG.fullmatch(text)
            if found is None:
                what = "the file ends within a line" if not ended else "no `tag: value`"
                raise self._error(f"{what}: {text[:60]!r}", number)
            self._target = ""
            if not ended and found.group(2).replace('\\"', "").count('"') % 2:
                raise self._error(f"the file ends within a line: {text[:60]!r}", number)
            if self._stanza in ("", "Term", "Typedef"):
                yield from self._line(found.group(1), found.group(2), number)
        if not ended and self._stanza and not self._has_content:
            raise self._error("the file ends within a stanza", number)
        self._finish(start)
        if not ended and self._target:
            # Without a line end the last identifier may be cut short: whoever knows all terms can tell.
            yield Statement("", "header", self._target, number, "last_target")

    def _finish(self, start: int) -> None:
        if self._stanza in ("Term", "Typedef") and not self._raw_subject:
            raise self._error(f"the stanza [{self._stanza}] has no id", start)

    def _line(self, tag: str, value: str, line: int) -> Iterator[Statement]:
        if not self._stanza:
            yield from self._header(tag, value, line)
        elif tag == "id":
            self._raw_subject = _first(value)
            if self._stanza == "Term":
                self._subject = yield from self._iri(_first(value), line)
                yield Statement(self._subject, "class", line=line)
        elif not self._raw_subject:
            raise self._error(f"{tag} before the id of its stanza", line)
        elif self._stanza == "Typedef":
            if tag == "xref" and (iri := expanded(_first(value), self._spaces)) is not None:
                yield Statement("", "property", iri, line, self._raw_subject)
        else:
            yield from self._term(tag, value, line)

    def _term(self, tag: str, value: str, line: int) -> Iterator[Statement]:
        subject = self._subject
        self._has_content = True
        if tag == "name":
            yield Statement(subject, "label", _plain(value), line)
        elif tag == "synonym":
            found = _QUOTED.match(value)
            if found is None:
                raise self._error(f"a synonym without closing quote: {value[:60]!r}", line)
            yield Statement(subject, _SCOPES.get(found.group(2), "related"), _unescaped(found.group(1)), line)
        elif tag in _LINKS:
            target = yield from self._iri(_first(value), line)
            yield Statement(subject, _LINKS[tag], target, line)
        elif tag == "relationship":
            name, _, rest = value.partition(" ")
            if not rest.strip():
                raise self._error(f"a relationship without its term: {value[:60]!r}", line)
            target = yield from self._iri(_first(rest.strip()), line)
            known = expanded(name, self._spaces) if ":" in name else None
            yield Statement(subject, "relation", target, line, known or name)
        elif tag == "is_obsolete" and _first(value) == "true":
            yield Statement(subject, "deprecated", line=line)

    def _header(self, tag: str, value: str, line: int) -> Iterator[Statement]:
        if tag == "idspace":
            prefix, _, rest = value.partition(" ")
            base = rest.split()[0] if rest.split() else ""
            if not base:
                raise self._error("an idspace without its IRI", line)
            self._spaces[prefix] = base
        elif tag == "ontology":
            self._name = value.removesuffix(".obo")
            yield Statement("", "header", value if "://" in value else f"{_OBO}{self._name}.owl", line, "ontology")
        elif tag == "data-version":
            self._version = value
            yield Statement("", "header", value.rpartition("/")[2], line, "version")
        if self._name and "/" in self._version and tag in ("ontology", "data-version"):
            # So does the format 1.4 map them to OWL (section 5.2).
            yield Statement("", "header", f"{_OBO}{self._version}/{self._name}.owl", line, "version_iri")
        if tag == "property_value":
            name, _, rest = value.partition(" ")
            text = _QUOTED.match(rest)
            content = _unescaped(text.group(1)) if text else _first(rest)
            local = re.split(r"[:/#]", name)[-1]
            if local in _LICENCES:
                yield Statement("", "header", content, line, "licence" if local != "rights" else "rights")
            elif local == "title":
                yield Statement("", "header", content, line, "title")
            elif local == "versionInfo":
                yield Statement("", "header", content, line, "version_info")

    def _iri(self, identifier: str, line: int) -> Generator[Statement, None, str]:
        iri = expanded(_unescaped(identifier), self._spaces)
        if iri is None:
            raise self._error(f"malformed identifier {identifier!r}; expected PREFIX:LOCAL or an IRI", line)
        prefix = identifier.partition(":")[0]
        if "://" not in identifier and prefix not in self._spaces and prefix not in PREFIXES and prefix not in self._noted:
            self._noted.add(prefix)
            base = iri.removesuffix(identifier.partition(":")[2])
            yield Statement("", "note", f"the prefix {prefix} is not declared by an idspace line; it is read as {base}", line)
        self._target = iri
        return iri

    def _error(self, message: str, line: int) -> OntologyError:
        return OntologyError(self._path, message, line=line)


def _first(value: str) -> str:
    """Give the first word of a value, without comment and qualifiers."""
    words = value.split(None, 1)
    return words[0] if words else ""


def _plain(value: str) -> str:
    return _unescaped(_QUALIFIERS.sub("", _COMMENT.sub("", value))).strip()


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found.group(1), found.group(1)), text) if "\\" in text else text
