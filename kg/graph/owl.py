"""Ontologies as OWL in RDF/XML or Turtle: the triples of a file go in, as they are parsed, and statements about its terms come out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.graph.ontology_files import OntologyFormat, find_line, open_ontology
from kg.graph.statements import Statement, StatementKind, curie_of, expanded
from kg.identifiers import PREFIXES

__all__ = ["line_of_term", "read_owl"]

_RDF, _RDFS, _OWL, _SKOS, _TERMS = (PREFIXES[p] for p in ("rdf", "rdfs", "owl", "skos", "dcterms"))
_IN_OWL = "http://www.geneontology.org/formats/oboInOwl#"
_DC = "http://purl.org/dc/elements/1.1/"
_REPLACED_BY = "http://purl.obolibrary.org/obo/IAO_0100001"
_TEXTS: dict[str, StatementKind] = {
    _RDFS + "label": "label",
    _SKOS + "prefLabel": "label",
    _SKOS + "altLabel": "exact",
    _IN_OWL + "hasExactSynonym": "exact",
    _IN_OWL + "hasBroadSynonym": "broad",
    _IN_OWL + "hasNarrowSynonym": "narrow",
    _IN_OWL + "hasRelatedSynonym": "related",
    _IN_OWL + "hasSynonym": "synonym",
}
_LINKS: dict[str, StatementKind] = {_REPLACED_BY: "replaced_by", _IN_OWL + "consider": "consider"}
_HEADERS = {
    _OWL + "versionIRI": "version_iri",
    _OWL + "versionInfo": "version",
    _TERMS + "license": "licence",
    _DC + "license": "licence",
    _TERMS + "rights": "rights",
    _DC + "rights": "rights",
    _TERMS + "title": "title",
    _DC + "title": "title",
    _TERMS + "source": "source",
}
_TYPES = frozenset((_OWL + "Class", _RDFS + "Class"))
_TYPE, _SUBCLASS, _DEPRECATED, _THING = _RDF + "type", _RDFS + "subClassOf", _OWL + "deprecated", _OWL + "Thing"
_ON_PROPERTY, _SOME = _OWL + "onProperty", _OWL + "someValuesFrom"
_RDF_FORMATS = {OntologyFormat.RDF_XML: ox.RdfFormat.RDF_XML, OntologyFormat.TURTLE: ox.RdfFormat.TURTLE}


def read_owl(stream: BinaryIO, path: Path, format: OntologyFormat) -> Iterator[Statement]:
    """Yield the statements of an OWL file; `subClassOf some` restrictions become relations, other axioms are left out.

    Names in other languages than English are left out. Raises OntologyError with the line for what does not parse.
    """
    properties: dict[str, str] = {}
    fillers: dict[str, str] = {}
    restricted: dict[str, str] = {}
    ontologies: set[str] = set()
    pending: list[tuple[str, str, str]] = []
    try:
        for quad in ox.parse(stream, format=_RDF_FORMATS[format]):
            predicate, value, node = quad.predicate.value, quad.object, quad.subject
            if isinstance(node, ox.BlankNode):
                if isinstance(value, ox.NamedNode):
                    if predicate == _ON_PROPERTY:
                        properties[node.value] = value.value
                    elif predicate == _SOME:
                        fillers[node.value] = value.value
                continue
            if not isinstance(node, ox.NamedNode):
                continue
            subject = node.value
            if predicate == _SUBCLASS:
                if isinstance(value, ox.NamedNode):
                    if value.value != _THING:
                        yield Statement(subject, "is_a", value.value)
                elif isinstance(value, ox.BlankNode):
                    restricted[value.value] = subject
            elif isinstance(value, ox.Literal):
                kind = _TEXTS.get(predicate)
                if kind is not None and _is_english(value):
                    yield Statement(subject, kind, value.value)
                elif predicate == _DEPRECATED and value.value in ("true", "1"):
                    yield Statement(subject, "deprecated")
                elif predicate in _LINKS and (target := expanded(value.value, {})) is not None:
                    yield Statement(subject, _LINKS[predicate], target)
                elif predicate in _HEADERS:
                    pending.append((subject, _HEADERS[predicate], value.value))
            elif isinstance(value, ox.NamedNode):
                if predicate == _TYPE and value.value in _TYPES:
                    yield Statement(subject, "class")
                elif predicate == _TYPE and value.value == _OWL + "Ontology":
                    ontologies.add(subject)
                elif predicate in _LINKS:
                    yield Statement(subject, _LINKS[predicate], value.value)
                elif predicate in _HEADERS:
                    pending.append((subject, _HEADERS[predicate], value.value))
    except SyntaxError as error:
        raise _parse_error(path, format, error) from error
    for blank, subject in restricted.items():
        if blank in properties and blank in fillers:
            yield Statement(subject, "relation", fillers[blank], None, properties[blank])
    for iri in sorted(ontologies)[:1]:
        yield Statement("", "header", iri, None, "ontology")
    for subject, field, text in pending:
        if subject in ontologies:
            yield Statement("", "header", text, None, field)


def _is_english(value: ox.Literal) -> bool:
    return not value.language or value.language.lower().partition("-")[0] == "en"


def _parse_error(path: Path, format: OntologyFormat, error: SyntaxError) -> OntologyError:
    message = " ".join((error.msg or str(error)).split())
    line = error.lineno
    if line is None and format is OntologyFormat.RDF_XML:
        line = _line_in_xml(path, message)
    plain = re.sub(r"^Parser error at line [^:]*: | [(]line [0-9]+[)]$", "", message)
    return OntologyError(path, f"{plain}; expected {format}", line=line)


def _line_in_xml(path: Path, message: str) -> int | None:
    """Find the line of an error that the RDF parser gives without one: the IRI that it quotes, else where another parser stops."""
    quoted = re.search(r"'([^']+)'", message)
    if quoted is not None and "IRI" in message:
        found = find_line(path, quoted.group(1), quoted.group(1).replace("&", "&amp;"))
        if found is not None:
            return found
    parser = expat.ParserCreate(namespace_separator=" ")
    with open_ontology(path) as stream:
        try:
            parser.ParseFile(stream)
        except expat.ExpatError as error:
            return error.lineno
    return None


def line_of_term(path: Path, iri: str) -> int | None:
    """Find the line in which a file first writes a term, as IRI, CURIE or local name."""
    return find_line(path, iri, curie_of(iri), iri.rpartition("/")[2].rpartition("#")[2])
