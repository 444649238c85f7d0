"""RDF/XML in the form that OWL tools write: described triples go in, XML with typed elements comes out piece by piece.

Some readers of OWL (pronto is one) look for the elements owl:Ontology and owl:Class and take what is written flat for an empty file. So a
declared entity is an element of its kind, an anonymous expression stands where it is used, and a list is a collection.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph.rows import Term
from kg.graph.serialisation import FILE_PREFIXES, Description
from kg.identifiers import PREFIXES

__all__ = ["rdfxml"]

_RDF, _OWL = PREFIXES["rdf"], PREFIXES["owl"]
_TYPE, _FIRST, _REST, _NIL = (ox.NamedNode(_RDF + name) for name in ("type", "first", "rest", "nil"))
#: Kinds that name the element of what is declared so; of several the first.
_KINDS = tuple(
    ox.NamedNode(_OWL + name)
    for name in (
        "Ontology", "Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual", "Restriction", "Axiom",
        "AllDisjointClasses", "AllDisjointProperties", "AllDifferent", "NegativePropertyAssertion",
    )
)  # fmt: skip
_STRING = PREFIXES["xsd"] + "string"
_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*$")
#: Expressions that lie deeper stand apart, so that no file exhausts a stack, ours or a reader's.
_DEEPEST = 40

_Properties = tuple[tuple[ox.NamedNode, tuple[Term, ...]], ...]


def rdfxml(descriptions: Sequence[Description]) -> Iterator[str]:
    """Write RDF/XML, in the order of the descriptions; raises KgError for a predicate that XML cannot name."""
    writer = _Writer(descriptions)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF'
    for prefix, iri in sorted(writer.spaces.items()):
        yield f"\n    xmlns:{prefix}={quoteattr(iri)}"
    yield ">\n"
    for subject, _ in descriptions:
        if subject not in writer.inside:
            yield "".join(writer.element(subject, "  "))
    yield "</rdf:RDF>\n"


class _Writer:
    """The names of the document, and which blank nodes stand inside of what uses them."""

    def __init__(self, descriptions: Sequence[Description]) -> None:
        self.spaces = {"rdf": _RDF, "owl": _OWL}
        self._described: dict[Term, _Properties] = dict(descriptions)
        self._names: dict[ox.NamedNode, str] = {}
        for predicate in sorted({name for _, properties in descriptions for name, _ in properties}, key=str):
            self._names[predicate] = _xml_name(predicate.value, self.spaces)
        self._lists: dict[Term, tuple[Term, ...]] = {}
        self.inside = self._find_inside()

    def element(self, subject: Term, indent: str) -> Iterator[str]:
        """Write a subject with all that stands inside of it."""
        properties = self._described.get(subject, ())
        types = next((values for name, values in properties if name == _TYPE), ())
        kind = next((kind for kind in _KINDS if kind in types), None)
        tag = f"owl:{kind.value.removeprefix(_OWL)}" if kind is not None else "rdf:Description"
        head = f"{indent}<{tag}{self._address(subject)}"
        lines = [line for name, values in properties for value in values if (name, value) != (_TYPE, kind)
                 for line in self._property(self._names[name], value, indent + "  ")]  # fmt: skip
        if not lines:
            yield f"{head}/>\n"
            return
        yield f"{head}>\n"
        yield from lines
        yield f"{indent}</{tag}>\n"

    def _property(self, name: str, value: Term, indent: str) -> Iterator[str]:
        items = self._lists.get(value)
        if items is not None:
            yield f'{indent}<{name} rdf:parseType="Collection">\n'
            for item in items:
                if item in self.inside:
                    yield from self.element(item, indent + "  ")
                else:
                    yield f"{indent}  <rdf:Description{self._address(item)}/>\n"
            yield f"{indent}</{name}>\n"
        elif value in self.inside:
            yield f"{indent}<{name}>\n"
            yield from self.element(value, indent + "  ")
            yield f"{indent}</{name}>\n"
        else:
            yield f"{indent}{_plain_property(name, value)}\n"

    def _address(self, node: Term) -> str:
        if isinstance(node, ox.NamedNode):
            return f" rdf:about={quoteattr(node.value)}"
        return "" if node in self.inside else f" rdf:nodeID={quoteattr(str(node).removeprefix('_:'))}"

    def _find_inside(self) -> frozenset[Term]:
        """Find the blank nodes that are used in one place and hang, not too deep, on something that stands on its own.

        Cells of lists count as inside; only the list itself is written for them.
        """
        uses = Counter(v for properties in self._described.values() for _, values in properties for v in values)
        once: set[Term] = {node for node in self._described if isinstance(node, ox.BlankNode) and uses[node] == 1}
        cells = {node: items for node in once if (items := self._list_at(node, once)) is not None}
        inside: set[Term] = set()
        apart = [node for node in self._described if node not in once]
        waiting: list[tuple[Term, int]] = [(node, 0) for node in reversed(apart)]
        left = dict.fromkeys(node for node in self._described if node in once)
        while waiting or left:
            if not waiting:
                # A circle of blank nodes: one of them stands on its own.
                waiting.append((next(iter(left)), 0))
                left.pop(waiting[0][0])
            node, depth = waiting.pop()
            for value in (v for _, values in self._described.get(node, ()) for v in values):
                if value not in left:
                    continue
                if depth >= _DEEPEST or (value not in cells and self._is_cell(value)):
                    del left[value]
                    waiting.append((value, 0))
                    continue
                inside.add(value)
                del left[value]
                if value in cells:
                    self._lists[value] = cells[value]
                    for cell in self._cells(value):
                        left.pop(cell, None)
                        inside.add(cell)
                    for item in cells[value]:
                        if item in left:
                            del left[item]
                            inside.add(item)
                            waiting.append((item, depth + 1))
                else:
                    waiting.append((value, depth + 1))
        return frozenset(inside)

    def _is_cell(self, node: Term) -> bool:
        return any(name == _REST for name, _ in self._described.get(node, ()))

    def _cells(self, node: Term) -> Iterator[Term]:
        while node != _NIL:
            yield node
            node = dict(self._described[node])[_REST][0]

    def _list_at(self, node: Term, once: set[Term]) -> tuple[Term, ...] | None:
        """Give the items of the list that begins here, if it is one whose cells say nothing else and whose items are no texts."""
        items: list[Term] = []
        seen: set[Term] = set()
        while node != _NIL:
            properties: Mapping[ox.NamedNode, tuple[Term, ...]] = dict(self._described.get(node, ()))
            if node in seen or node not in once or properties.keys() != {_FIRST, _REST}:
                return None
            seen.add(node)
            (first, *more), (rest, *others) = properties[_FIRST], properties[_REST]
            if more or others or isinstance(first, ox.Literal | ox.Triple):
                return None
            items.append(first)
            node = rest
        return tuple(items)


def _xml_name(iri: str, spaces: dict[str, str]) -> str:
    """Split a predicate into namespace and name, and give the namespace a prefix if it has none yet."""
    match = _XML_NAME.search(iri)
    if match is None or match.start() == 0:
        raise KgError(f"RDF/XML cannot name the property <{iri}>; choose another format")
    namespace, local = iri[: match.start()], match.group()
    known = [prefix for prefix, space in sorted(FILE_PREFIXES.items()) if space == namespace]
    prefix = known[0] if known else next((p for p, space in spaces.items() if space == namespace), f"ns{len(spaces)}")
    spaces[prefix] = namespace
    return f"{prefix}:{local}"


def _plain_property(name: str, value: Term) -> str:
    if isinstance(value, ox.NamedNode):
        return f"<{name} rdf:resource={quoteattr(value.value)}/>"
    if not isinstance(value, ox.Literal):
        return f"<{name} rdf:nodeID={quoteattr(str(value).removeprefix('_:'))}/>"
    text = escape(value.value, {"\r": "&#13;"})
    if value.language:
        return f"<{name} xml:lang={quoteattr(value.language)}>{text}</{name}>"
    datatype = "" if value.datatype.value == _STRING else f" rdf:datatype={quoteattr(value.datatype.value)}"
    return f"<{name}{datatype}>{text}</{name}>"
