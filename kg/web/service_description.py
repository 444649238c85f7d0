"""SPARQL 1.1 Service Description: what the engine serves goes in, RDF about the endpoint comes out."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyoxigraph as ox

from kg.identifiers import PREFIXES
from kg.web.engine import Engine
from kg.web.formats import GRAPHS, RESULTS, Format

__all__ = ["service_description"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
#: Names that W3C gives to formats.
_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nquads": "N-Quads",
    "n3": "N3",
}
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


async def service_description(engine: Engine, client: str, form: Format, *, query: str, update: str) -> bytes:
    """Describe the endpoint: its languages, formats, and the graphs of its dataset with their sizes."""
    found = json.loads((await engine.whole({"do": "dataset"}, client)).body)
    triples = sorted(set(_triples(engine, found, query, update)), key=str)
    prefixes = {"sd": _SD, "void": PREFIXES["void"], "formats": _FORMATS}
    return ox.serialize(triples, format=form.rdf, prefixes=prefixes) or b""


def _triples(engine: Engine, found: dict[str, object], query: str, update: str) -> Iterator[ox.Triple]:
    service = ox.NamedNode(query + "#service")
    dataset, default = ox.NamedNode(query + "#dataset"), ox.NamedNode(query + "#default-graph")
    writable = engine.options.writable
    yield ox.Triple(service, _TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), ox.NamedNode(query))
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL10Query"))
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    for name in (*(form.name for form in RESULTS), *(form.name for form in GRAPHS)):
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(_FORMATS + _NAMES[name]))
    if writable:
        yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Update"))
        edits = ox.NamedNode(update + "#service")
        yield ox.Triple(edits, _TYPE, _sd("Service"))
        yield ox.Triple(edits, _sd("endpoint"), ox.NamedNode(update))
        yield ox.Triple(edits, _sd("supportedLanguage"), _sd("SPARQL11Update"))
        for form in GRAPHS:
            yield ox.Triple(service, _sd("inputFormat"), ox.NamedNode(_FORMATS + _NAMES[form.name]))
    else:
        yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    if engine.settings.allowed_services:
        yield ox.Triple(service, _sd("feature"), _sd("BasicFederatedQuery"))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield from _graph(default, found["default"])
    named = found["named"]
    for number, (iri, count) in enumerate(sorted(named.items()) if isinstance(named, dict) else ()):
        entry, graph = ox.NamedNode(f"{query}#named-{number}"), ox.NamedNode(f"{query}#graph-{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), entry)
        yield ox.Triple(entry, _TYPE, _sd("NamedGraph"))
        yield ox.Triple(entry, _sd("name"), ox.NamedNode(iri))
        yield ox.Triple(entry, _sd("graph"), graph)
        yield from _graph(graph, count)


def _graph(graph: ox.NamedNode, count: object) -> Iterator[ox.Triple]:
    yield ox.Triple(graph, _TYPE, _sd("Graph"))
    yield ox.Triple(graph, ox.NamedNode(PREFIXES["void"] + "triples"), ox.Literal(int(str(count))))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
