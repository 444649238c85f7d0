"""KGX, the exchange form of Biolink graphs: quads go in, rows of nodes and edges come out, and quads again from the rows.

A concept, a document, an evidence and a run are nodes; a claim and a curated link between concepts are edges. A Biolink predicate says
less than a claim does, so each edge also keeps the property of this ontology, and each attribute its own column. What has no column by
name stands under `<graph>/<predicate>` as N-Triples terms: `to_quads(*from_quads(quads))` gives back every triple of GRAPHS.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal as OneOf
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import KgError, ResourceError
from kg.graph.biolink import Biolink, BiolinkPredicate
from kg.graph.kgx_files import Row, Value, read_rows, write_jsonl, write_tsv
from kg.graph.population import ClaimNode, fact_triples
from kg.identifiers import ID, ONTOLOGY, PREFIXES, graph_iri, hashed_iri, slug_of, to_curie, to_iri

__all__ = ["GRAPHS", "KgxRows", "from_quads", "read_kgx", "to_quads", "write_kgx"]

#: The graphs that KGX carries; the ontology and what is inferred are published as such.
GRAPHS = ("concepts", "mappings", "claims", "provenance", "facts")
#: How the ids of curated links begin; those of claims are the claims' own.
_LINK = "igr:link-"
#: The information resource that states the edges; the form is that of the Information Resource Registry.
INFORES = "infores:igkg"

_Kind = OneOf["iri", "text", "en", "decimal", "count"]


class _Column(NamedTuple):
    """Where the values of a predicate stand: the column, how a value is written, and whether there may be several."""

    name: str
    kind: _Kind
    many: bool = False


_CONCEPT_COLUMNS = {
    "skos:prefLabel": _Column("name", "en"),
    "skos:altLabel": _Column("synonym", "en", many=True),
    "skos:hiddenLabel": _Column("hidden_label", "en", many=True),
    "skos:definition": _Column("description", "en"),
}
_MATCH_COLUMNS = {
    f"skos:{kind}Match": _Column(f"{kind}_matches", "iri", many=True) for kind in ("exact", "close", "broad", "narrow", "related")
}
_CLAIM_COLUMNS = {
    "rdfs:label": _Column("name", "en"),
    "rdf:predicate": _Column("original_predicate", "iri"),
    "ig:status": _Column("status", "text"),
    "ig:polarity": _Column("polarity", "text"),
    "ig:severity": _Column("severity_qualifier", "text"),
    "ig:frequency": _Column("frequency_qualifier", "text"),
    "ig:population": _Column("population_context_qualifier", "text"),
    "ig:riskOf": _Column("risk_of", "iri"),
    "ig:reviewStatus": _Column("review_status", "text"),
    "ig:belief": _Column("has_confidence_score", "decimal"),
    "ig:hasEvidence": _Column("has_evidence", "iri", many=True),
    "ig:refutedBy": _Column("refuted_by", "iri", many=True),
}
_EVIDENCE_COLUMNS = {
    "oa:hasBody": _Column("claim", "iri"),
    "ig:direction": _Column("direction", "text"),
    "ig:evidenceCode": _Column("evidence_code", "iri"),
    "ig:extractionMethod": _Column("extraction_method", "text"),
    "ig:score": _Column("extraction_confidence_score", "decimal"),
    "ig:section": _Column("supporting_text_section_type", "text"),
    "prov:wasGeneratedBy": _Column("generated_by", "iri"),
    "prov:wasDerivedFrom": _Column("document", "iri"),
}
_DOCUMENT_COLUMNS = {
    "rdfs:label": _Column("name", "en"),
    "dcterms:identifier": _Column("identifier", "text"),
    "dcterms:title": _Column("full_name", "text"),
    "dcterms:publisher": _Column("publisher", "text"),
    "dcterms:license": _Column("license", "text"),
    "dcterms:source": _Column("source", "text"),
    "dcterms:date": _Column("date", "text"),
    "ig:documentKind": _Column("document_kind", "text"),
    "ig:tier": _Column("tier", "text"),
    "ig:sha256": _Column("sha256", "text"),
    "ig:characterCount": _Column("character_count", "count"),
    "ig:integrityFlag": _Column("integrity_flags", "text", many=True),
}
_RUN_COLUMNS = {
    "rdfs:label": _Column("name", "en"),
    "ig:softwareVersion": _Column("software_version", "text"),
    "ig:resourceHash": _Column("resource_hash", "text"),
    "prov:used": _Column("used", "iri", many=True),
}


class _NodeKind(NamedTuple):
    """A kind of node: the class that marks it, its columns by graph, and its Biolink category."""

    marker: str
    columns: Mapping[str, Mapping[str, _Column]]
    category: str


_NODE_KINDS = (
    _NodeKind("skos:Concept", {"concepts": _CONCEPT_COLUMNS, "mappings": _MATCH_COLUMNS}, "biolink:NamedThing"),
    _NodeKind("ig:Evidence", {"provenance": _EVIDENCE_COLUMNS}, "biolink:TextMiningStudyResult"),
    _NodeKind("ig:Document", {"provenance": _DOCUMENT_COLUMNS}, "biolink:Publication"),
    _NodeKind("ig:ExtractionRun", {"provenance": _RUN_COLUMNS}, "biolink:Activity"),
)
_PLACE = "object_location_in_text"
_QUOTE = "supporting_text"
#: Columns with several values, in nodes and edges.
LISTS = frozenset(
    {"category", "type", "publications", "has_evidence_of_type", _PLACE, _QUOTE, "xref", "provided_by"}
    | {
        c.name
        for columns in (_CLAIM_COLUMNS, *(columns for kind in _NODE_KINDS for columns in kind.columns.values()))
        for c in columns.values()
        if c.many
    }
)

_TYPE = ox.NamedNode(to_iri("rdf:type"))
_CLASS = ox.NamedNode(to_iri("owl:Class"))
_EN = "en"
_COUNT = ox.NamedNode(PREFIXES["xsd"] + "nonNegativeInteger")
_DECIMAL = ox.NamedNode(PREFIXES["xsd"] + "decimal")
_STRING = ox.NamedNode(PREFIXES["xsd"] + "string")
_CLAIM_TYPES = ("ig:Claim", "rdf:Statement")
_EVIDENCE_TYPES = ("ig:Evidence", "oa:Annotation")
_STATEMENT = ("rdf:subject", "rdf:predicate", "rdf:object")
#: Kinds of document whose Biolink class is narrower than a publication.
_PUBLICATIONS = {"article": "biolink:Article", "web page": "biolink:WebPage"}


@dataclass(frozen=True, slots=True)
class KgxRows:
    """The rows of a KGX graph, sorted by id."""

    nodes: tuple[Row, ...]
    edges: tuple[Row, ...]


def write_kgx(quads: Iterable[ox.Quad], folder: Path, name: str, biolink: Biolink) -> KgxRows:
    """Write `<name>_nodes` and `<name>_edges` as TSV and as JSON Lines into a folder, and give the rows.

    Raises KgError if the rows would not give back the graph that they come from: nothing may be lost on the way.
    """
    kept = [quad for quad in quads if quad.graph_name in {ox.NamedNode(graph_iri(name)) for name in GRAPHS}]
    rows = from_quads(kept, biolink)
    difference = set(kept) ^ set(to_quads(rows))
    if difference:
        raise KgError(f"KGX would not give back {len(difference)} triples of the graph, such as {min(map(str, difference))}")
    for what, found in (("nodes", rows.nodes), ("edges", rows.edges)):
        write_tsv(found, folder / f"{name}_{what}.tsv", LISTS)
        write_jsonl(found, folder / f"{name}_{what}.jsonl")
    return rows


def read_kgx(nodes: Path, edges: Path) -> list[ox.Quad]:
    """Read the graph back from two files that `write_kgx` wrote, TSV or JSON Lines."""
    return to_quads(KgxRows(tuple(read_rows(nodes, LISTS)), tuple(read_rows(edges, LISTS))))


def from_quads(quads: Iterable[ox.Quad], biolink: Biolink) -> KgxRows:
    """Give the rows of the quads of GRAPHS."""
    return _Writer(quads, biolink).rows()


def to_quads(rows: KgxRows) -> list[ox.Quad]:
    """Give the quads that the rows say, sorted; facts and the places of evidence follow from what is written, as in population."""
    found: set[ox.Quad] = set()
    for row in rows.nodes:
        found.update(_node_quads(row))
    claims = []
    for row in rows.edges:
        if "entailed_by" in row:  # says over again, for readers of Biolink, what another edge says
            continue
        if _one(row, "id").startswith(_LINK):
            found.add(_quad("concepts", _iri(_one(row, "subject")), _iri(_one(row, "original_predicate")), _iri(_one(row, "object"))))
        else:
            claims.append(row)
            found.update(_claim_quads(row))
    stated = fact_triples(node for node in map(_claim_node, claims) if node is not None)
    found.update(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph_iri("facts"))) for t in stated)
    return sorted(found, key=str)


class _Writer:
    """The quads by graph and subject; what a row has said is taken out, and what is left at the end goes to the general columns."""

    def __init__(self, quads: Iterable[ox.Quad], biolink: Biolink) -> None:
        self._biolink = biolink
        self._left: dict[tuple[str, str], dict[str, set[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]] = {}
        self._subjects: dict[str, None] = {}
        for quad in quads:
            graph = str(quad.graph_name.value) if isinstance(quad.graph_name, ox.NamedNode) else ""
            subject = _name(quad.subject)
            self._subjects.setdefault(subject)
            properties = self._left.setdefault((graph.removeprefix(graph_iri("")), subject), defaultdict(set))
            properties[_curie(quad.predicate.value)].add(quad.object)
        self._take_what_follows()

    def rows(self) -> KgxRows:
        """Make all rows."""
        nodes: dict[str, dict[str, Value]] = {}
        edges: dict[str, dict[str, Value]] = {}
        types = {s: {_name(o) for g in GRAPHS for o in self._left.get((g, s), {}).get("rdf:type", ())} for s in self._subjects}
        for subject, kinds in types.items():
            for kind in _NODE_KINDS:
                if kind.marker in kinds:
                    nodes[subject] = self._node(subject, kind, kinds)
                    break
        self._documents = {s: row.get("document") for s, row in nodes.items() if "claim" in row}
        self._codes = {s: row.get("evidence_code") for s, row in nodes.items() if "claim" in row}
        for subject, kinds in types.items():
            if "ig:Claim" in kinds and self._is_whole(subject):
                edges.update((str(row["id"]), row) for row in self._claim(subject))
        for subject in nodes:
            edges.update((str(row["id"]), row) for row in self._links(subject, nodes))
        self._general(nodes, edges)
        return KgxRows(tuple(nodes[key] for key in sorted(nodes)), tuple(edges[key] for key in sorted(edges)))

    def _take_what_follows(self) -> None:
        """Leave out what the reader makes again by itself: classes of other ontologies named as such, and plain facts."""
        used = {_name(o) for (g, _), p in self._left.items() if g == "concepts" for o in p.get("rdf:type", ())}
        for (graph, subject), properties in self._left.items():
            if graph == "concepts" and subject in used and properties.get("rdf:type") == {_CLASS}:
                del properties["rdf:type"]
        nodes = []
        for (graph, subject), properties in self._left.items():
            if graph == "claims" and _iri("ig:Claim") in properties.get("rdf:type", ()) and self._is_whole(subject):
                row: dict[str, Value] = {"id": subject}
                row |= {name.removeprefix("rdf:"): _name(next(iter(properties[name]))) for name in _STATEMENT}
                row |= {"original_predicate": row["predicate"]}
                for name in ("ig:status", "ig:polarity", "ig:severity", "ig:reviewStatus"):
                    column = _CLAIM_COLUMNS[name]
                    if _is_single(properties.get(name, ())) and (text := _to_text(next(iter(properties[name])), column.kind)) is not None:
                        row[column.name] = text
                nodes.append(_claim_node(row))
        for triple in fact_triples(node for node in nodes if node is not None):
            values = self._left.get(("facts", _name(triple.subject)), {}).get(_curie(triple.predicate.value))
            if values is not None:
                values.discard(triple.object)

    def _take(self, graph: str, subject: str, predicate: str, column: _Column) -> Value | None:
        """Take the values that the column can hold out of what is left."""
        values = self._left.get((graph, subject), {}).get(predicate)
        if not values or (not column.many and len(values) > 1):
            return None
        written = {text: value for value in values if (text := _to_text(value, column.kind)) is not None}
        if not written:
            return None
        values -= set(written.values())
        return tuple(sorted(written)) if column.many else next(iter(written))

    def _columns(self, graph: str, subject: str, columns: Mapping[str, _Column]) -> dict[str, Value]:
        found = {column.name: self._take(graph, subject, predicate, column) for predicate, column in columns.items()}
        return {name: value for name, value in found.items() if value is not None}

    def _node(self, subject: str, kind: _NodeKind, kinds: set[str]) -> dict[str, Value]:
        row: dict[str, Value] = {"id": subject, "category": (kind.category,), "provided_by": (INFORES,)}
        for graph, columns in kind.columns.items():
            row |= self._columns(graph, subject, columns)
        home = next(iter(kind.columns))
        row["type"] = self._take(home, subject, "rdf:type", _Column("type", "iri", many=True)) or ()
        if kind.marker == "skos:Concept":
            names = {self._biolink.categories.get(c.removeprefix("ig:"), "") for c in kinds if c.startswith("ig:")} - {"", kind.category}
            row["category"] = tuple(sorted(names)) or (kind.category,)
            matches = row.get("exact_matches", ())
            row["xref"] = matches if isinstance(matches, tuple) else ()
        elif kind.marker == "ig:Evidence":
            row |= self._place(subject, row.get("document"))
            row["name"] = f"evidence in {row.get('document', 'a document')}"
        elif kind.marker == "ig:Document":
            row["category"] = (_PUBLICATIONS.get(str(row.get("document_kind")), kind.category),)
        return {name: value for name, value in row.items() if value != ()}

    def _place(self, subject: str, source: Value | None) -> dict[str, Value]:
        """Take target and selector of an evidence, if they are what the reader would make of two numbers and a quotation."""
        left, key = self._left, subject.rpartition("-")[2]
        selector = left.get(("provenance", f"igr:selector-{key}"), {})
        values = [_to_text(v, k) for n, k in _SELECTED for v in selector.get(n, ()) if _is_single(selector.get(n, ()))]
        document = next(iter(left.get(("provenance", f"igr:target-{key}"), {}).get("oa:hasSource", ())), None)
        if len(values) != len(_SELECTED) or None in values or document is None:
            return {}
        row: dict[str, Value] = {"id": subject, _PLACE: tuple(map(str, values[:2])), _QUOTE: (str(values[2]),), "document": _name(document)}
        made = list(_place_quads(row))
        if not all(q.object in left.get(("provenance", _name(q.subject)), {}).get(_curie(q.predicate.value), ()) for q in made):
            return {}
        for quad in made:
            left["provenance", _name(quad.subject)][_curie(quad.predicate.value)].discard(quad.object)
        place = {_PLACE: row[_PLACE], _QUOTE: row[_QUOTE]}
        return place if row["document"] == source else {**place, "place_source": row["document"]}

    def _is_whole(self, claim: str) -> bool:
        """Tell whether a claim has one subject, property and object, all of them IRIs."""
        properties = self._left.get(("claims", claim), {})
        return all(_is_single(properties.get(n, ())) and all(isinstance(v, ox.NamedNode) for v in properties[n]) for n in _STATEMENT)

    def _claim(self, claim: str) -> Iterator[dict[str, Value]]:
        """Make the edge of a claim; prevention is written a second time with `treats`, which by Biolink's definition includes it."""
        properties = self._left["claims", claim]
        ends = {name.removeprefix("rdf:"): _name(properties[name].pop()) for name in ("rdf:subject", "rdf:object")}
        for name in _CLAIM_TYPES:
            properties["rdf:type"].discard(_iri(name))
        row: dict[str, Value] = {"id": claim, **ends, **self._columns("claims", claim, _CLAIM_COLUMNS)}
        word = _predicate(self._biolink, str(row["original_predicate"]))
        polarity, accepted = row.get("polarity", "affirmed"), row.get("review_status") == "accepted"
        hedged = polarity == "hedged" or (polarity == "negated" and word.negates)
        evidence = row.get("has_evidence", ())
        found = evidence if isinstance(evidence, tuple) else ()
        row |= {
            "category": (word.association,),
            "predicate": word.doubtful if hedged else word.predicate,
            "negated": not hedged and (polarity == "negated") != word.negates,
            "knowledge_level": "knowledge_assertion",
            "agent_type": "manual_validation_of_automated_agent" if accepted else "text_mining_agent",
            "primary_knowledge_source": INFORES,
            "publications": tuple(sorted({str(self._documents[e]) for e in found if self._documents.get(e)})),
            "has_evidence_of_type": tuple(sorted({str(self._codes[e]) for e in found if self._codes.get(e)})),
        }
        if word.approval_status and polarity == "affirmed":
            row["clinical_approval_status"] = word.approval_status
        if row.get("severity_qualifier") == "serious":
            row["FDA_adverse_event_level"] = "serious_adverse_event"
        row = {name: value for name, value in row.items() if value != ()}
        yield row
        if row["predicate"] == "biolink:preventative_for_condition" and polarity == "affirmed":
            shown = {name: value for name, value in row.items() if name not in _OWN}
            yield {
                **shown, "id": f"{claim}-treats", "predicate": "biolink:treats", "entailed_by": claim,
                "knowledge_level": "logical_entailment", "agent_type": "automated_agent",
            }  # fmt: skip

    def _links(self, subject: str, nodes: Mapping[str, Row]) -> Iterator[dict[str, Value]]:
        """Make the edges of the curated links of a concept."""
        for predicate, values in self._left.get(("concepts", subject), {}).items():
            for value in [v for v in values if predicate.startswith("ig:") and isinstance(v, ox.NamedNode) and _name(v) in nodes]:
                values.discard(value)
                word = _predicate(self._biolink, predicate)
                yield {
                    "id": _curie(hashed_iri("link", subject, predicate, _name(value))),
                    "subject": subject, "predicate": word.predicate, "object": _name(value), "category": (word.association,),
                    "original_predicate": predicate, "negated": False, "knowledge_level": "knowledge_assertion",
                    "agent_type": "manual_agent", "primary_knowledge_source": INFORES,
                }  # fmt: skip

    def _general(self, nodes: dict[str, dict[str, Value]], edges: Mapping[str, dict[str, Value]]) -> None:
        """Write what no column by name holds under `<graph>/<predicate>`, on the row of its subject."""
        for (graph, subject), properties in self._left.items():
            for predicate, values in properties.items():
                if values:
                    row = edges.get(subject) or nodes.setdefault(subject, {"id": subject, "category": ("biolink:NamedThing",)})
                    row[f"{graph}/{predicate}"] = tuple(sorted(map(str, values)))


#: What an entailed edge does not repeat, because it belongs to the claim.
_OWN = frozenset({"has_evidence", "refuted_by", "review_status", "status", "original_predicate", "name"})
_SELECTED: tuple[tuple[str, _Kind], ...] = (("oa:start", "count"), ("oa:end", "count"), ("oa:exact", "text"))


def _predicate(biolink: Biolink, name: str) -> BiolinkPredicate:
    """Find the words for a property; one of another vocabulary is only `related_to`, and keeps its name in the edge."""
    general = BiolinkPredicate("biolink:related_to", False, "biolink:related_to", "biolink:Association", "")
    found = biolink.predicates.get(name.removeprefix("ig:"))
    if found is None and name.startswith("ig:"):
        raise KgError(f"ontology/biolink/predicates.tsv has no row for {name}; add one")
    return found or general


def _node_quads(row: Row) -> Iterator[ox.Quad]:
    subject = _subject(_one(row, "id"))
    types = _many(row, "type")
    kind = next((kind for kind in _NODE_KINDS if kind.marker in types), None)
    if kind is not None:
        home = next(iter(kind.columns))
        for name in types:
            yield _quad(home, subject, _TYPE, _iri(name))
            if home == "concepts" and not name.startswith(("ig:", "skos:")):
                yield _quad(home, _iri(name), _TYPE, _CLASS)
        for graph, columns in kind.columns.items():
            yield from _column_quads(row, graph, subject, columns)
    if _PLACE in row:
        yield from _place_quads({**row, "document": row.get("place_source", row.get("document", ""))})
    yield from _general_quads(row, subject)


def _claim_quads(row: Row) -> Iterator[ox.Quad]:
    claim = _iri(_one(row, "id"))
    for name in _CLAIM_TYPES:
        yield _quad("claims", claim, _TYPE, _iri(name))
    for name in ("subject", "object"):
        yield _quad("claims", claim, _iri(f"rdf:{name}"), _iri(_one(row, name)))
    yield from _column_quads(row, "claims", claim, _CLAIM_COLUMNS)
    yield from _general_quads(row, claim)


def _place_quads(row: Row) -> Iterator[ox.Quad]:
    """Make target and selector of an evidence, whose IRIs carry the hash of the evidence."""
    key = _one(row, "id").rpartition("-")[2]
    evidence, target, selector = (ox.NamedNode(f"{ID}{name}-{key}") for name in ("evidence", "target", "selector"))
    start, end = _many(row, _PLACE)
    yield _quad("provenance", evidence, _iri("oa:hasTarget"), target)
    yield _quad("provenance", target, _TYPE, _iri("oa:SpecificResource"))
    yield _quad("provenance", target, _iri("oa:hasSource"), _iri(_one(row, "document")))
    yield _quad("provenance", target, _iri("oa:hasSelector"), selector)
    yield _quad("provenance", selector, _TYPE, _iri("oa:TextPositionSelector"))
    yield _quad("provenance", selector, _TYPE, _iri("oa:TextQuoteSelector"))
    yield _quad("provenance", selector, _iri("oa:start"), ox.Literal(start, datatype=_COUNT))
    yield _quad("provenance", selector, _iri("oa:end"), ox.Literal(end, datatype=_COUNT))
    yield _quad("provenance", selector, _iri("oa:exact"), ox.Literal(_many(row, _QUOTE)[0]))


def _column_quads(row: Row, graph: str, subject: ox.NamedNode | ox.BlankNode, columns: Mapping[str, _Column]) -> Iterator[ox.Quad]:
    for predicate, column in columns.items():
        for text in _many(row, column.name) if column.many else ([_one(row, column.name)] if column.name in row else []):
            yield _quad(graph, subject, _iri(predicate), _from_text(text, column.kind))


def _general_quads(row: Row, subject: ox.NamedNode | ox.BlankNode) -> Iterator[ox.Quad]:
    for column in row:
        graph, slash, predicate = column.partition("/")
        if slash and graph in GRAPHS:
            for text in _many(row, column):
                yield _quad(graph, subject, _iri(predicate), _parsed(text))


def _claim_node(row: Row) -> ClaimNode | None:
    """Make what population needs to tell whether a claim states a plain fact; None for a claim about something else than concepts."""
    subject, target = (slug_of(_iri(_one(row, name)).value) for name in ("subject", "object"))
    relation = _iri(_one(row, "original_predicate")).value
    if subject is None or target is None or not relation.startswith(ONTOLOGY):
        return None
    texts = {name: str(row.get(column, "")) for name, column in _JUDGED.items()}
    return ClaimNode(
        iri=_iri(_one(row, "id")).value, subject=subject, relation=relation.removeprefix(ONTOLOGY), object=target,
        frequency="", population="", effect="", supporting=(), **texts,
    )  # fmt: skip


#: What decides about a plain fact, by the column that holds it.
_JUDGED = {"status": "status", "polarity": "polarity", "severity": "severity_qualifier", "review_status": "review_status"}


def _to_text(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, kind: _Kind) -> str | None:
    """Write a value for a column of this kind, or None where the column could not give it back."""
    if kind == "iri":
        return _name(value) if isinstance(value, ox.NamedNode) else None
    if not isinstance(value, ox.Literal) or value.value == "":
        return None
    return value.value if _from_text(value.value, kind) == value else None


def _from_text(text: str, kind: _Kind) -> ox.NamedNode | ox.Literal:
    if kind == "iri":
        return _iri(text)
    if kind == "en":
        return ox.Literal(text, language=_EN)
    return ox.Literal(text, datatype={"text": _STRING, "decimal": _DECIMAL, "count": _COUNT}[kind])


def _is_single(values: Iterable[object]) -> bool:
    return len(list(values)) == 1


def _quad(
    graph: str, subject: ox.NamedNode | ox.BlankNode, predicate: ox.NamedNode, value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
) -> ox.Quad:
    return ox.Quad(subject, predicate, value, ox.NamedNode(graph_iri(graph)))


def _name(term: object) -> str:
    """Write an IRI as CURIE where a prefix covers it and it can be read back, else as IRI; a blank node as _:label."""
    return _curie(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _curie(iri: str) -> str:
    curie = to_curie(iri)
    return curie if curie is not None and to_iri(curie) == iri else iri


def _iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(to_iri(name) if name.partition(":")[0] in PREFIXES else name)


def _subject(name: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(name[2:]) if name.startswith("_:") else _iri(name)


def _parsed(text: str) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    try:
        (quad,) = ox.parse(f"<urn:x> <urn:x> {text} .", format=ox.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError) as error:
        raise ResourceError("KGX", f"{text!r} is no term of N-Triples ({error})") from error
    return quad.object


def _one(row: Row, column: str) -> str:
    value = row.get(column)
    if not isinstance(value, str) or not value:
        raise ResourceError("KGX", f"the row {row.get('id', '')!r} has no single value in column {column}")
    return value


def _many(row: Row, column: str) -> tuple[str, ...]:
    value = row.get(column, ())
    return value if isinstance(value, tuple) else (str(value),)
