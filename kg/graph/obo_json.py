"""Ontologies as JSON, in OBO Graphs or as cellxgene-ontology-guide keeps them: bytes go in, statements about terms come out.

OBO Graphs: https://github.com/geneontology/obographs. The other format is an object by CURIE with `label`, `synonyms`, `ancestors` (CURIE
to distance; the parents are those at distance 1), `deprecated`, `replaced_by`; its synonyms have no scope. Both are streamed with ijson.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from kg.errors import OntologyError
from kg.graph.ontology_files import find_line, open_ontology
from kg.graph.statements import Statement, StatementKind, expanded, is_iri

__all__ = ["read_guide", "read_obo_graphs"]

_OBO = "http://purl.obolibrary.org/obo/"
_SCOPES: dict[str, StatementKind] = {
    "hasExactSynonym": "exact",
    "hasBroadSynonym": "broad",
    "hasNarrowSynonym": "narrow",
    "hasRelatedSynonym": "related",
}
_REPLACED_BY = {_OBO + "IAO_0100001", "IAO:0100001"}
_CONSIDER = "http://www.geneontology.org/formats/oboInOwl#consider"
_VERSION = "http://www.w3.org/2002/07/owl#versionInfo"
_LICENCES = ("http://purl.org/dc/terms/license", "http://purl.org/dc/elements/1.1/license")
_TITLES = ("http://purl.org/dc/terms/title", "http://purl.org/dc/elements/1.1/title")


def read_obo_graphs(stream: BinaryIO, path: Path) -> Iterator[Statement]:
    """Yield the statements of an OBO Graphs document; of edges `is_a` and relations.

    Raises OntologyError for JSON that breaks off, a node without id, and a malformed IRI.
    """
    for prefix, value in _events(stream, path, ("graphs.item.nodes.item", "graphs.item.edges.item", "graphs.item.meta", "graphs.item.id")):
        if prefix == "graphs.item.nodes.item":
            yield from _node(value, path)
        elif prefix == "graphs.item.edges.item":
            yield from _edge(value, path)
        elif prefix == "graphs.item.id":
            yield Statement("", "header", str(value), None, "ontology")
        elif isinstance(value, dict):
            yield from _graph_meta(value)


def read_guide(stream: BinaryIO, path: Path) -> Iterator[Statement]:
    """Yield the statements of a file of cellxgene-ontology-guide; errors as in `read_obo_graphs`."""
    try:
        for identifier, entry in ijson.kvitems(stream, ""):
            subject = _expanded(identifier, path)
            if not isinstance(entry, dict):
                raise OntologyError(path, f"{identifier} is no object", line=find_line(path, f'"{identifier}"'))
            yield Statement(subject, "class")
            if entry.get("label"):
                yield Statement(subject, "label", str(entry["label"]))
            for name in entry.get("synonyms") or ():
                yield Statement(subject, "synonym", str(name))
            for ancestor, distance in (entry.get("ancestors") or {}).items():
                if distance == 1:
                    yield Statement(subject, "is_a", _expanded(ancestor, path))
            if entry.get("deprecated"):
                yield Statement(subject, "deprecated")
            for kind in ("replaced_by", "consider"):
                for other in _listed(entry.get(kind)):
                    iri = expanded(str(other), {})
                    if iri is not None:
                        yield Statement(subject, "replaced_by" if kind == "replaced_by" else "consider", iri)
    except (ijson.IncompleteJSONError, ijson.JSONError, UnicodeDecodeError) as error:  # the parser lets some bytes through that are no UTF-8
        raise _broken(path, error) from error


def _node(node: Any, path: Path) -> Iterator[Statement]:
    if not isinstance(node, dict) or not isinstance(node.get("id"), str):
        raise OntologyError(path, f"a node without id: {str(node)[:80]}")
    subject = _expanded(node["id"], path)
    meta = node.get("meta") or {}
    if node.get("type", "CLASS") != "CLASS":
        return
    if "type" in node or node.get("lbl"):
        yield Statement(subject, "class")
    if node.get("lbl"):
        yield Statement(subject, "label", str(node["lbl"]))
    for synonym in meta.get("synonyms") or ():
        name = synonym.get("val")
        if name:
            yield Statement(subject, _SCOPES.get(str(synonym.get("pred")), "related"), str(name))
    if meta.get("deprecated"):
        yield Statement(subject, "deprecated")
    for value in meta.get("basicPropertyValues") or ():
        pred, target = str(value.get("pred")), str(value.get("val"))
        if pred in _REPLACED_BY or pred == _CONSIDER:
            iri = expanded(target, {})
            if iri is not None:
                yield Statement(subject, "consider" if pred == _CONSIDER else "replaced_by", iri)


def _edge(edge: Any, path: Path) -> Iterator[Statement]:
    if not isinstance(edge, dict) or not {"sub", "pred", "obj"} <= edge.keys():
        raise OntologyError(path, f"an edge without sub, pred and obj: {str(edge)[:80]}")
    subject, target = _expanded(edge["sub"], path), _expanded(edge["obj"], path)
    pred = str(edge["pred"])
    if pred in ("is_a", "subClassOf", "http://www.w3.org/2000/01/rdf-schema#subClassOf"):
        yield Statement(subject, "is_a", target)
    elif pred not in ("subPropertyOf", "inverseOf", "type"):
        yield Statement(subject, "relation", target, None, expanded(pred, {}) or pred)


def _graph_meta(meta: dict[str, Any]) -> Iterator[Statement]:
    if meta.get("version"):
        version = str(meta["version"])
        yield Statement("", "header", version, None, "version_iri" if is_iri(version) else "version")
    for value in meta.get("basicPropertyValues") or ():
        pred, text = str(value.get("pred")), str(value.get("val"))
        for names, field in ((_LICENCES, "licence"), (_TITLES, "title"), ((_VERSION,), "version")):
            if pred in names:
                yield Statement("", "header", text, None, field)


def _events(stream: BinaryIO, path: Path, wanted: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield what stands at the wanted places, each built as it is read."""
    builder: Any = None
    place = ""
    depth = 0
    try:
        for prefix, event, value in ijson.parse(stream):
            if builder is not None:
                builder.event(event, value)
                depth += {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}.get(event, 0)
                if not depth:
                    yield place, builder.value
                    builder = None
            elif prefix in wanted:
                if event in ("start_map", "start_array"):
                    builder, place, depth = ijson.ObjectBuilder(), prefix, 1
                    builder.event(event, value)
                elif event in ("string", "number", "boolean"):
                    yield prefix, value
    except (ijson.IncompleteJSONError, ijson.JSONError, UnicodeDecodeError) as error:  # the parser lets some bytes through that are no UTF-8
        raise _broken(path, error) from error


def _expanded(identifier: str, path: Path) -> str:
    iri = expanded(identifier, {})
    if iri is None:
        raise OntologyError(path, f"malformed identifier {identifier!r}; expected an IRI or PREFIX:LOCAL", line=find_line(path, identifier))
    return iri


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _broken(path: Path, error: Exception) -> OntologyError:
    """Say in which line JSON breaks off: at the text that the parser shows, else at the end of the file."""
    text = " ".join(str(error).split("\n")[0].split())
    excerpt = next((part.strip() for part in str(error).split("\n")[1:2]), "")
    premature = "premature EOF" in str(error) or "Incomplete" in str(error)
    line = None if premature else find_line(path, excerpt[:40])
    if line is None:
        with open_ontology(path) as stream:
            line = sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b"")) + 1
    return OntologyError(path, f"the JSON {'ends too early' if premature else 'does not parse'} ({text})", line=line)
