"""What a row of KGX is made of: names of columns by predicate, and values of cells from terms and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal as OneOf
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox

from kg.errors import ResourceError
from kg.graph.kgx_files import Row
from kg.identifiers import PREFIXES, graph_iri, to_curie, to_iri

__all__ = [
    "CLAIM_COLUMNS",
    "CLAIM_TYPES",
    "CLASS",
    "GRAPHS",
    "LINK",
    "LISTS",
    "NODE_KINDS",
    "PLACE",
    "QUOTE",
    "STATEMENT",
    "TYPE",
    "Column",
    "Kind",
    "NodeKind",
    "Term",
    "all_values",
    "from_text",
    "is_single",
    "one_value",
    "quad_of",
    "to_name",
    "to_node",
    "to_short",
    "to_subject",
    "to_term",
    "to_text",
]

#: The graphs that KGX carries; the ontology and what is inferred are published as such.
GRAPHS = ("concepts", "mappings", "claims", "provenance", "facts")
#: How the ids of curated links begin; those of claims are the claims' own.
LINK = "igr:link-"

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

Kind = OneOf["iri", "text", "en", "decimal", "count"]


class Column(NamedTuple):
    """Where the values of a predicate stand: the column, how a value is written, and whether there may be several."""

    name: str
    kind: Kind
    many: bool = False


CONCEPT_COLUMNS = {
    "skos:prefLabel": Column("name", "en"),
    "skos:altLabel": Column("synonym", "en", many=True),
    "skos:hiddenLabel": Column("hidden_label", "en", many=True),
    "skos:definition": Column("description", "en"),
}
MATCH_COLUMNS = {
    f"skos:{kind}Match": Column(f"{kind}_matches", "iri", many=True) for kind in ("exact", "close", "broad", "narrow", "related")
}
CLAIM_COLUMNS = {
    "rdfs:label": Column("name", "en"),
    "rdf:predicate": Column("original_predicate", "iri"),
    "ig:status": Column("status", "text"),
    "ig:polarity": Column("polarity", "text"),
    "ig:severity": Column("severity_qualifier", "text"),
    "ig:frequency": Column("frequency_qualifier", "text"),
    "ig:population": Column("population_context_qualifier", "text"),
    "ig:riskOf": Column("risk_of", "iri"),
    "ig:reviewStatus": Column("review_status", "text"),
    "ig:belief": Column("has_confidence_score", "decimal"),
    "ig:hasEvidence": Column("has_evidence", "iri", many=True),
    "ig:refutedBy": Column("refuted_by", "iri", many=True),
}
EVIDENCE_COLUMNS = {
    "oa:hasBody": Column("claim", "iri"),
    "ig:direction": Column("direction", "text"),
    "ig:evidenceCode": Column("evidence_code", "iri"),
    "ig:extractionMethod": Column("extraction_method", "text"),
    "ig:score": Column("extraction_confidence_score", "decimal"),
    "ig:section": Column("supporting_text_section_type", "text"),
    "prov:wasGeneratedBy": Column("generated_by", "iri"),
    "prov:wasDerivedFrom": Column("document", "iri"),
}
DOCUMENT_COLUMNS = {
    "rdfs:label": Column("name", "en"),
    "dcterms:identifier": Column("identifier", "text"),
    "dcterms:title": Column("full_name", "text"),
    "dcterms:publisher": Column("publisher_name", "text"),
    "dcterms:license": Column("license", "text"),
    "dcterms:source": Column("source", "text"),
    "dcterms:date": Column("date", "text"),
    "dcterms:language": Column("language", "text"),
    "dcterms:hasVersion": Column("version", "text"),
    "dcterms:coverage": Column("jurisdiction", "text"),
    "ig:documentKind": Column("document_kind", "text"),
    "ig:tier": Column("tier", "text"),
    "ig:sha256": Column("sha256", "text"),
    "ig:characterCount": Column("character_count", "count"),
    "ig:integrityFlag": Column("integrity_flags", "text", many=True),
}
RUN_COLUMNS = {
    "rdfs:label": Column("name", "en"),
    "ig:softwareVersion": Column("software_version", "text"),
    "ig:resourceHash": Column("resource_hash", "text"),
    "prov:used": Column("used", "iri", many=True),
}


class NodeKind(NamedTuple):
    """A kind of node: the class that marks it, its columns by graph, and its Biolink category."""

    marker: str
    columns: Mapping[str, Mapping[str, Column]]
    category: str


NODE_KINDS = (
    NodeKind("skos:Concept", {"concepts": CONCEPT_COLUMNS, "mappings": MATCH_COLUMNS}, "biolink:NamedThing"),
    NodeKind("ig:Evidence", {"provenance": EVIDENCE_COLUMNS}, "biolink:TextMiningStudyResult"),
    NodeKind("ig:Document", {"provenance": DOCUMENT_COLUMNS}, "biolink:Publication"),
    NodeKind("ig:ExtractionRun", {"provenance": RUN_COLUMNS}, "biolink:Activity"),
)
PLACE = "object_location_in_text"
QUOTE = "supporting_text"
#: Columns with several values, in nodes and edges.
LISTS = frozenset(
    {"category", "type", "publications", "has_evidence_of_type", PLACE, QUOTE, "xref", "provided_by", "declared_classes"}
    | {
        c.name
        for columns in (CLAIM_COLUMNS, *(columns for kind in NODE_KINDS for columns in kind.columns.values()))
        for c in columns.values()
        if c.many
    }
)

TYPE = ox.NamedNode(to_iri("rdf:type"))
CLASS = ox.NamedNode(to_iri("owl:Class"))
_EN = "en"
_COUNT = ox.NamedNode(PREFIXES["xsd"] + "nonNegativeInteger")
_DECIMAL = ox.NamedNode(PREFIXES["xsd"] + "decimal")
_STRING = ox.NamedNode(PREFIXES["xsd"] + "string")
CLAIM_TYPES = ("ig:Claim", "rdf:Statement")
STATEMENT = ("rdf:subject", "rdf:predicate", "rdf:object")


def to_text(value: Term, kind: Kind) -> str | None:
    """Write a value for a column of this kind, or None where the column could not give it back."""
    if kind == "iri":
        return to_name(value) if isinstance(value, ox.NamedNode) else None
    if not isinstance(value, ox.Literal) or value.value == "":
        return None
    return value.value if from_text(value.value, kind) == value else None


def from_text(text: str, kind: Kind) -> ox.NamedNode | ox.Literal:
    """Read a value of a column of this kind."""
    if kind == "iri":
        return to_node(text)
    if kind == "en":
        return ox.Literal(text, language=_EN)
    return ox.Literal(text, datatype={"text": _STRING, "decimal": _DECIMAL, "count": _COUNT}[kind])


def is_single(values: Iterable[object]) -> bool:
    """Tell whether there is exactly one value."""
    return len(list(values)) == 1


def quad_of(graph: str, subject: ox.NamedNode | ox.BlankNode, predicate: ox.NamedNode, value: Term) -> ox.Quad:
    """Make a quad of one of our graphs."""
    return ox.Quad(subject, predicate, value, ox.NamedNode(graph_iri(graph)))


def to_name(term: object) -> str:
    """Write an IRI as CURIE where a prefix covers it and it can be read back, else as IRI; a blank node as _:label."""
    return to_short(term.value) if isinstance(term, ox.NamedNode) else str(term)


@lru_cache(maxsize=1 << 16)
def to_short(iri: str) -> str:
    """Shorten an IRI to a CURIE where a prefix covers it and gives it back."""
    curie = to_curie(iri)
    return curie if curie is not None and to_iri(curie) == iri else iri


def to_node(name: str) -> ox.NamedNode:
    """Read a CURIE of a known prefix, or an IRI."""
    return ox.NamedNode(to_iri(name) if name.partition(":")[0] in PREFIXES else name)


def to_subject(name: str) -> ox.NamedNode | ox.BlankNode:
    """Read the id of a row, which may be a blank node."""
    return ox.BlankNode(name[2:]) if name.startswith("_:") else to_node(name)


def to_term(text: str) -> Term:
    """Read a term of N-Triples; raises ResourceError where it is none."""
    try:
        (quad,) = ox.parse(f"<urn:x> <urn:x> {text} .", format=ox.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError) as error:
        raise ResourceError("KGX", f"{text!r} is no term of N-Triples ({error})") from error
    term: Term = quad.object
    return term


def one_value(row: Row, column: str) -> str:
    """Give the value of a column that must have one; raises ResourceError where it has none or several."""
    value = row.get(column)
    if not isinstance(value, str) or not value:
        raise ResourceError("KGX", f"the row {row.get('id', '')!r} has no single value in column {column}")
    return value


def all_values(row: Row, column: str) -> tuple[str, ...]:
    """Give all values of a column, none where the row has none."""
    value = row.get(column, ())
    return value if isinstance(value, tuple) else (str(value),)
