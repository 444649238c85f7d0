"""XML read safely: the decoded text goes in, elements come out; no entity is expanded and nothing outside the text is fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Generator, Iterator, Mapping
from html.entities import html5
from typing import Any

from kg.errors import DocumentError
from kg.reading.formats.flow import local_name

__all__ = ["each_element", "find_text", "parse_xml", "refuse_entities", "root_name"]

_NAME = re.compile(r"<([A-Za-z_][\w.-]*)(?::([A-Za-z_][\w.-]*))?([^<>]*)")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
#: Where an error stands, in its own words, which count from the beginning of a part.
_PLACE = re.compile(r",? line \d+(?:, column \d+)?")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
#: The root of a document that is read may also stand without an XML declaration.
_KNOWN = frozenset({"PubmedArticleSet", "PubmedArticle", "MedlineCitationSet", "MedlineCitation", "PubmedBookArticle", "pmc-articleset"})


def root_name(text: str, *, is_named_xml: bool = False) -> str | None:
    """Give the local name of the root element, or None for a text that is no XML.

    XML shows itself by its declaration, a document type other than HTML, a namespace, a known root or the name of its file.

    >>> root_name("<?xml version='1.0'?><!-- a --><article>"), root_name("<b>no XML</b>")
    ('article', None)
    """
    start, declared = _prolog(text)
    root = _NAME.match(text, start)
    if root is None:
        # A declaration without a root is broken XML, not prose.
        return "" if declared else None
    name = root[2] or root[1]
    return name if declared or is_named_xml or name in _KNOWN or "xmlns" in root[3] else None


def parse_xml(text: str, name: str) -> Any:
    """Parse a whole document; raises DocumentError for broken XML and for a document that declares entities."""
    refuse_entities(text, name)
    return _parsed(text, name, 0)


def _parsed(text: str, name: str, lines_before: int) -> Any:
    from lxml import etree  # here, since reading plain text should not wait for it

    content = _content(text)
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        if not _is_prefix(error):
            raise _broken(name, error, lines_before) from error
        # What a prefix stands for is not asked for: whatever else is wrong is an error all the same.
        parser = _parser(recover=True)
        root = etree.fromstring(content, parser)
        others = (each for each in parser.error_log if each.domain != etree.ErrorDomains.NAMESPACE)
        if (first := next(others, None)) is not None:
            raise _broken(name, first, lines_before) from error
    _remove_entities(root)
    return root


#: How XML is parsed, whole or piece by piece: nothing is fetched, no entity is put in, no tree grows without bounds.
_OPTIONS: Mapping[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def _parser(*, recover: bool = False) -> Any:
    from lxml import etree

    return etree.XMLParser(recover=recover, **_OPTIONS)


def _is_prefix(error: Any) -> bool:
    """Tell an error that only says that nothing declares a prefix; others may follow it."""
    from lxml import etree

    return bool(error.code == etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE)


def each_element(text: str, names: frozenset[str], name: str, *, lines_before: int = 0) -> Iterator[Any]:
    """Give the elements of these names one by one as they are parsed, and free each when the next is asked for.

    No named element may stand in another. An element in which the XML breaks is given as the DocumentError that says so, and those behind
    it are read. Raises DocumentError where nothing follows the break. `lines_before` is how many lines of the file come before the text,
    if it is a part of one.
    """
    from lxml import etree

    refuse_entities(text, name)
    walk = etree.iterparse(io.BytesIO(_content(text)), events=("end",), **_OPTIONS)
    count = 0
    try:
        for _, element in walk:
            if local_name(element) not in names:
                continue
            if any(local_name(parent) in names for parent in element.iterancestors()):
                yield from _behind_break(text, names, name, count, lines_before)  # the one before it has no end
                return
            count += 1
            _remove_entities(element)
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        is_named = yield from _behind_break(text, names, name, count, lines_before)
        if not is_named and not _is_prefix(error):
            raise _broken(name, error, lines_before) from error


def _behind_break(text: str, names: frozenset[str], name: str, count: int, lines: int) -> Generator[Any, None, bool]:
    """Give the elements behind the first `count`, each parsed alone, and return whether the XML breaks in one of them."""
    records = list(_records(text, names))
    counted, is_named = 0, False
    for number, (start, end) in enumerate(records[count:], start=count + 1):
        lines += text.count("\n", counted, start)
        counted = start
        try:
            element = _parsed(text[start:end], name, lines)
        except DocumentError as broken:
            if number == len(records):
                raise
            is_named = True
            yield broken
        else:
            yield element
    return is_named


def _records(text: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Find where each element of these names begins, and where it ends or, if it does not, the next one begins."""
    any_of = "|".join(sorted(names))
    tag = re.compile(rf"<!--(?:.*?-->|.*)|<!\[CDATA\[(?:.*?\]\]>|.*)|<(/?)(?:[\w.-]+:)?(?:{any_of})(?=[\s/>])[^<>]*>?", re.DOTALL)
    start = end = None
    for found in tag.finditer(text):
        if found[1]:
            end = found.end()
        elif found[1] is not None:
            if start is not None:
                yield start, end or found.start()
            start, end = found.start(), None
    if start is not None:
        yield start, end or len(text)


def find_text(element: Any, path: str) -> str:
    """Give the text below the first element of a path as one line; empty where there is none."""
    found = element.find(path) if element is not None else None
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _prolog(text: str) -> tuple[int, bool]:
    """Find where the root element begins, and whether a declaration or a document type stands before it."""
    position, declared = 0, False
    while True:
        while position < len(text) and text[position].isspace():
            position += 1
        if text.startswith("<?", position):
            declared = declared or text.startswith("<?xml", position)
            end = text.find("?>", position) + 2
        elif text.startswith("<!--", position):
            end = text.find("-->", position) + 3
        elif text[position : position + 9].upper() == "<!DOCTYPE":
            declared = declared or text[position + 9 : position + 14].strip().casefold() != "html"
            end = _doctype_end(text, position)
        else:
            return position, declared
        if end <= position:
            return len(text), declared
        position = end


def _doctype_end(text: str, start: int) -> int:
    close, subset = text.find(">", start), text.find("[", start)
    if subset == -1 or close == -1 or close < subset:
        return close + 1
    subset_end = text.find("]", subset)
    return text.find(">", subset_end) + 1 if subset_end != -1 else 0


def refuse_entities(text: str, name: str) -> None:
    """Raise DocumentError for XML that declares entities, whatever for."""
    # Attribute values expand entities whatever the parser is told, so a document that declares any is not parsed at all.
    if "<!DOCTYPE" in text and "<!ENTITY" in text:
        raise DocumentError(name, "XML that declares entities: not read, since they can stand for gigabytes or for files of this machine")


def _content(text: str) -> bytes:
    """Put in the characters of named entities that the document type, which is not fetched, would define, such as &nbsp;."""
    return _ENTITY.sub(_character, text.lstrip()).encode("utf-8")


def _character(entity: re.Match[str]) -> str:
    return entity[0] if entity[1] in _OF_XML else html5.get(f"{entity[1]};", entity[0])


def _remove_entities(root: Any) -> None:
    """Take out the references to entities that nobody knows, which stand for no character."""
    from lxml import etree

    for entity in list(root.iter(etree.Entity)):
        text = entity.tail or ""
        parent, previous = entity.getparent(), entity.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + text
        else:
            parent.text = (parent.text or "") + text
        # The tail has been moved; lxml would remove it with the node.
        entity.tail = None
        parent.remove(entity)


def _broken(name: str, error: Any, lines_before: int = 0) -> DocumentError:
    line = getattr(error, "lineno", None) or getattr(error, "line", None)
    reason = _PLACE.sub("", " ".join(str(getattr(error, "msg", None) or error.message).split()))
    if "Excessive depth" in reason:
        reason = "its elements are nested deeper than any document needs"
    return DocumentError(name, f"broken XML{f' (line {line + lines_before})' if line else ''}: {reason}")
