"""KGX read back: rows of nodes and edges go in, the quads that they say come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg.graph.kgx_columns import (
    CLAIM_COLUMNS,
    CLAIM_TYPES,
    CLASS,
    GRAPHS,
    LINK,
    NODE_KINDS,
    PLACE,
    QUOTE,
    TYPE,
    Column,
    all_values,
    from_text,
    one_value,
    quad_of,
    to_node,
    to_subject,
    to_term,
)
from kg.graph.kgx_files import Row
from kg.graph.population import ClaimNode, fact_triples
from kg.identifiers import ID, ONTOLOGY, graph_iri, slug_of, to_iri

__all__ = ["claim_node", "place_quads", "to_quads"]

_COUNT = ox.NamedNode(to_iri("xsd:nonNegativeInteger"))


def to_quads(nodes: Iterable[Row], edges: Iterable[Row]) -> list[ox.Quad]:
    """Give the quads that the rows say, sorted; facts and the places of evidence follow from what is written, as in population."""
    found: set[ox.Quad] = set()
    for row in nodes:
        found.update(_node_quads(row))
    claims = []
    for row in edges:
        if "entailed_by" in row:  # says over again, for readers of Biolink, what another edge says
            continue
        if one_value(row, "id").startswith(LINK):
            found.add(
                quad_of(
                    "concepts",
                    to_node(one_value(row, "subject")),
                    to_node(one_value(row, "original_predicate")),
                    to_node(one_value(row, "object")),
                )
            )
        else:
            claims.append(row)
            found.update(_claim_quads(row))
    stated = fact_triples(node for node in map(claim_node, claims) if node is not None)
    found.update(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph_iri("facts"))) for t in stated)
    return sorted(found, key=str)


def _node_quads(row: Row) -> Iterator[ox.Quad]:
    subject = to_subject(one_value(row, "id"))
    types = all_values(row, "type")
    kind = next((kind for kind in NODE_KINDS if kind.marker in types), None)
    if kind is not None:
        home = next(iter(kind.columns))
        for name in types:
            yield quad_of(home, subject, TYPE, to_node(name))
        for name in all_values(row, "declared_classes"):
            yield quad_of(home, to_node(name), TYPE, CLASS)
        for graph, columns in kind.columns.items():
            yield from _column_quads(row, graph, subject, columns)
    if PLACE in row:
        yield from place_quads({**row, "document": row.get("place_source", row.get("document", ""))})
    yield from _general_quads(row, subject)


def _claim_quads(row: Row) -> Iterator[ox.Quad]:
    claim = to_node(one_value(row, "id"))
    for name in CLAIM_TYPES:
        yield quad_of("claims", claim, TYPE, to_node(name))
    for name in ("subject", "object"):
        yield quad_of("claims", claim, to_node(f"rdf:{name}"), to_node(one_value(row, name)))
    yield from _column_quads(row, "claims", claim, CLAIM_COLUMNS)
    yield from _general_quads(row, claim)


def place_quads(row: Row) -> Iterator[ox.Quad]:
    """Make target and selector of an evidence, whose IRIs carry the hash of the evidence."""
    key = one_value(row, "id").rpartition("-")[2]
    evidence, target, selector = (ox.NamedNode(f"{ID}{name}-{key}") for name in ("evidence", "target", "selector"))
    start, end = all_values(row, PLACE)
    yield quad_of("provenance", evidence, to_node("oa:hasTarget"), target)
    yield quad_of("provenance", target, TYPE, to_node("oa:SpecificResource"))
    yield quad_of("provenance", target, to_node("oa:hasSource"), to_node(one_value(row, "document")))
    yield quad_of("provenance", target, to_node("oa:hasSelector"), selector)
    yield quad_of("provenance", selector, TYPE, to_node("oa:TextPositionSelector"))
    yield quad_of("provenance", selector, TYPE, to_node("oa:TextQuoteSelector"))
    yield quad_of("provenance", selector, to_node("oa:start"), ox.Literal(start, datatype=_COUNT))
    yield quad_of("provenance", selector, to_node("oa:end"), ox.Literal(end, datatype=_COUNT))
    yield quad_of("provenance", selector, to_node("oa:exact"), ox.Literal(all_values(row, QUOTE)[0]))


def _column_quads(row: Row, graph: str, subject: ox.NamedNode | ox.BlankNode, columns: Mapping[str, Column]) -> Iterator[ox.Quad]:
    for predicate, column in columns.items():
        for text in all_values(row, column.name) if column.many else ([one_value(row, column.name)] if column.name in row else []):
            yield quad_of(graph, subject, to_node(predicate), from_text(text, column.kind))


def _general_quads(row: Row, subject: ox.NamedNode | ox.BlankNode) -> Iterator[ox.Quad]:
    for column in row:
        graph, slash, predicate = column.partition("/")
        if slash and graph in GRAPHS:
            for text in all_values(row, column):
                yield quad_of(graph, subject, to_node(predicate), to_term(text))


def claim_node(row: Row) -> ClaimNode | None:
    """Make what population needs to tell whether a claim states a plain fact; None for a claim about something else than concepts."""
    subject, target = (slug_of(to_node(one_value(row, name)).value) for name in ("subject", "object"))
    relation = to_node(one_value(row, "original_predicate")).value
    if subject is None or target is None or not relation.startswith(ONTOLOGY):
        return None
    return ClaimNode(
        iri=to_node(one_value(row, "id")).value,
        subject=subject,
        relation=relation.removeprefix(ONTOLOGY),
        object=target,
        status=str(row.get("status", "")),
        polarity=str(row.get("polarity", "")),
        severity=str(row.get("severity_qualifier", "")),
        frequency="",
        population="",
        effect="",
        supporting=(),
        review_status=str(row.get("review_status", "")),
    )
