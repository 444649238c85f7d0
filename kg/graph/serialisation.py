"""The text of RDF: triples in the order of a plan go in, Turtle, TriG or JSON-LD comes out piece by piece; RDF/XML has a
module of its own.

Oxigraph's own serialisers write prefixes in an order that changes from run to run; these write the same bytes every time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import pyoxigraph as ox

from kg.graph.rows import Term, sort_key
from kg.identifiers import ONTOLOGY, PREFIXES

__all__ = ["FILE_PREFIXES", "Description", "describe", "jsonld", "prefixed", "trig", "turtle"]

#: A subject with its predicates in order, each with its objects in order.
Description = tuple[ox.NamedNode | ox.BlankNode, tuple[tuple[ox.NamedNode, tuple[Term, ...]], ...]]

_XSD = PREFIXES["xsd"]
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_STRING, _LANGUAGE_STRING = _XSD + "string", PREFIXES["rdf"] + "langString"
#: Prefixes of the file formats only: RDF/XML and Turtle need the OBO namespace as a whole for properties.
FILE_PREFIXES = {**PREFIXES, "obo": "http://purl.obolibrary.org/obo/", "schema": "https://schema.org/"}
_LONGEST_FIRST = sorted(FILE_PREFIXES.items(), key=lambda item: (-len(item[1]), item[0]))
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
#: Numbers that Turtle writes without quotes, and the datatype that it then reads.
_BARE = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "boolean": re.compile(r"true|false"),
}
#: Predicates that a reader wants first; the others follow by name.
_FIRST = {
    PREFIXES[prefix] + name: place
    for place, (prefix, name) in enumerate((
        ("rdf", "type"), ("skos", "prefLabel"), ("rdfs", "label"), ("skos", "altLabel"), ("skos", "hiddenLabel"), ("skos", "definition"),
        ("rdf", "subject"), ("rdf", "predicate"), ("rdf", "object"),
    ))
}  # fmt: skip


def describe(triples: Iterable[ox.Triple], order: Sequence[ox.NamedNode | ox.BlankNode]) -> list[Description]:
    """Group triples by subject, in the given order of subjects, predicates and objects in reading order."""
    by_subject: dict[object, dict[ox.NamedNode, list[Term]]] = {}
    for triple in triples:
        by_subject.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
    return [
        (subject, tuple((name, _sorted(name, objects)) for name, objects in sorted(by_subject[subject].items(), key=_predicate_key)))
        for subject in order
    ]


def turtle(descriptions: Sequence[Description]) -> Iterator[str]:
    """Write Turtle 1.1."""
    yield from _declarations([descriptions])
    for description in descriptions:
        yield "\n" + _turtle_block(description, "")


def trig(graphs: Mapping[str, Sequence[Description]]) -> Iterator[str]:
    """Write TriG, one block for each named graph, in the given order."""
    yield from _declarations(graphs.values(), graphs)
    for name, descriptions in graphs.items():
        yield f"\n{_turtle_iri(name)} {{\n"
        for description in descriptions:
            yield _turtle_block(description, "    ")
        yield "}\n"


def jsonld(descriptions: Sequence[Description]) -> Iterator[str]:
    """Write JSON-LD 1.1 with prefixes and, where all values of a property are alike, their type in the context."""
    kinds = _value_kinds(descriptions)
    context: dict[str, object] = {
        prefix: iri if iri[-1] in "/#:" else {"@id": iri, "@prefix": True} for prefix, iri in _used_prefixes([descriptions])
    }
    for name, kind in sorted(kinds.items()):
        if kind:
            context[name] = kind
    yield '{\n "@context": ' + _json(context) + ',\n "@graph": ['
    separator = "\n  "
    for subject, properties in descriptions:
        node: dict[str, object] = {"@id": _json_id(subject)}
        for predicate, objects in properties:
            if predicate == _TYPE and not any(isinstance(value, ox.Literal) for value in objects):
                values: list[object] = [_json_id(value) for value in objects]
                node["@type"] = values[0] if len(values) == 1 else values
                continue
            name = _json_id(predicate)
            values = [_json_value(value, kinds[name]) for value in objects]
            node[name] = values[0] if len(values) == 1 else values
        yield separator + _json(node)
        separator = ",\n  "
    yield "\n ]\n}\n"


@lru_cache(maxsize=200_000)
def prefixed(iri: str) -> tuple[str, str] | None:
    """Split an IRI into a known prefix and a local part that needs no escape, the longest namespace first."""
    for prefix, namespace in _LONGEST_FIRST:
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return prefix, iri[len(namespace) :]
    return None


def _sorted(predicate: ox.NamedNode, objects: Sequence[Term]) -> tuple[Term, ...]:
    """Sort the objects of a predicate; among classes those of this ontology come first."""
    if len(objects) == 1:
        return tuple(objects)
    if predicate == _TYPE:
        return tuple(sorted(objects, key=lambda term: (not str(term).startswith(f"<{ONTOLOGY}"), sort_key(term))))
    return tuple(sorted(objects, key=sort_key))


def _predicate_key(item: tuple[ox.NamedNode, object]) -> tuple[int, str]:
    return (_FIRST.get(item[0].value, len(_FIRST)), item[0].value)


def _iris(descriptions: Iterable[Description]) -> Iterator[str]:
    for subject, properties in descriptions:
        if isinstance(subject, ox.NamedNode):
            yield subject.value
        for predicate, objects in properties:
            yield predicate.value
            for value in objects:
                if isinstance(value, ox.NamedNode):
                    yield value.value
                elif isinstance(value, ox.Literal) and value.datatype.value not in (_STRING, _LANGUAGE_STRING):
                    yield value.datatype.value


def _used_prefixes(parts: Iterable[Sequence[Description]], more: Iterable[str] = ()) -> list[tuple[str, str]]:
    used = {split[0] for part in parts for iri in _iris(part) if (split := prefixed(iri))}
    used |= {split[0] for iri in more if (split := prefixed(iri))}
    return [(prefix, FILE_PREFIXES[prefix]) for prefix in sorted(used)]


def _declarations(parts: Iterable[Sequence[Description]], more: Iterable[str] = ()) -> Iterator[str]:
    for prefix, iri in _used_prefixes(parts, more):
        yield f"@prefix {prefix}: <{iri}> .\n"


def _turtle_block(description: Description, indent: str) -> str:
    subject, properties = description
    lines = []
    for predicate, objects in properties:
        verb = "a" if predicate == _TYPE else _turtle_term(predicate)
        lines.append(f"{verb} {' , '.join(map(_turtle_term, objects))}")
    joint = f" ;\n{indent}    "
    return f"{indent}{_turtle_term(subject)} {joint.join(lines)} .\n"


def _turtle_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return _turtle_iri(term.value)
    if not isinstance(term, ox.Literal):
        return str(term)
    datatype = term.datatype.value
    bare = _BARE.get(datatype)
    if bare and bare.fullmatch(term.value):
        return term.value
    quoted = '"' + term.value.translate(_ESCAPES) + '"'
    if term.language:
        return f"{quoted}@{term.language}"
    return quoted if datatype == _STRING else f"{quoted}^^{_turtle_iri(datatype)}"


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _turtle_iri(iri: str) -> str:
    split = prefixed(iri)
    return f"{split[0]}:{split[1]}" if split else f"<{iri}>"


def _value_kinds(descriptions: Iterable[Description]) -> dict[str, dict[str, str]]:
    """Give the context entry of each property whose values are all IRIs, all of one language or all of one datatype."""
    found: dict[str, set[tuple[str, str]]] = {}
    for _, properties in descriptions:
        for predicate, objects in properties:
            found.setdefault(_json_id(predicate), set()).update(map(_json_kind, objects))
    return {name: dict(kinds) if len(kinds) == 1 and ("", "") not in kinds else {} for name, kinds in found.items()}


def _json_kind(value: Term) -> tuple[str, str]:
    if not isinstance(value, ox.Literal):
        return ("@type", "@id")
    if value.language:
        return ("@language", value.language)
    return ("", "") if value.datatype.value == _STRING else ("@type", _turtle_iri(value.datatype.value).strip("<>"))


def _json_value(value: Term, kind: Mapping[str, str]) -> object:
    own = _json_kind(value)
    if isinstance(value, ox.Literal):
        alike = dict([own]) == dict(kind) or (own == ("", "") and not kind)
        return value.value if alike else {"@value": value.value, **(dict([own]) if own[0] else {})}
    return _json_id(value) if dict([own]) == dict(kind) else {"@id": _json_id(value)}


def _json_id(term: Term) -> str:
    return _turtle_iri(term.value).strip("<>") if isinstance(term, ox.NamedNode) else str(term)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
