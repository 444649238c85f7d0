"""KGX, the exchange form of Biolink graphs: quads go in, rows of nodes and edges come out, and quads again from the rows.

A concept, a document, an evidence and a run are nodes; a claim and a curated link between concepts are edges. A Biolink predicate says
less than a claim does, so each edge also keeps the property of this ontology, and each attribute its own column. What has no column by
name stands under `<graph>/<predicate>` as N-Triples terms: reading the rows gives back every triple of GRAPHS.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph.biolink import Biolink, BiolinkPredicate
from kg.graph.kgx_columns import (
    CLAIM_COLUMNS,
    CLAIM_TYPES,
    CLASS,
    GRAPHS,
    LISTS,
    NODE_KINDS,
    PLACE,
    QUOTE,
    STATEMENT,
    Column,
    Kind,
    NodeKind,
    Term,
    is_single,
    to_name,
    to_node,
    to_short,
    to_text,
)
from kg.graph.kgx_files import Row, Value, read_rows, write_jsonl, write_tsv
from kg.graph.kgx_reading import claim_node, place_quads, to_quads
from kg.graph.population import fact_triples
from kg.identifiers import graph_iri, hashed_iri

__all__ = ["GRAPHS", "KgxRows", "from_quads", "read_kgx", "write_kgx"]

#: The information resource that states the edges; the form is that of the Information Resource Registry.
INFORES = "infores:igkg"
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
    wanted = {ox.NamedNode(graph_iri(name)) for name in GRAPHS}
    kept = [quad for quad in quads if quad.graph_name in wanted]
    rows = from_quads(kept, biolink)
    difference = set(kept) ^ set(to_quads(rows.nodes, rows.edges))
    if difference:
        raise KgError(f"KGX would not give back {len(difference)} triples of the graph, such as {min(map(str, difference))}")
    for what, found in (("nodes", rows.nodes), ("edges", rows.edges)):
        write_tsv(found, folder / f"{name}_{what}.tsv", LISTS)
        write_jsonl(found, folder / f"{name}_{what}.jsonl")
    return rows


def read_kgx(nodes: Path, edges: Path) -> list[ox.Quad]:
    """Read the graph back from two files that `write_kgx` wrote, TSV or JSON Lines."""
    return to_quads(read_rows(nodes, LISTS), read_rows(edges, LISTS))


def from_quads(quads: Iterable[ox.Quad], biolink: Biolink) -> KgxRows:
    """Give the rows of the quads of GRAPHS."""
    return _Writer(quads, biolink).rows()


class _Writer:
    """The quads by graph and subject; what a row has said is taken out, and what is left at the end goes to the general columns."""

    def __init__(self, quads: Iterable[ox.Quad], biolink: Biolink) -> None:
        self._biolink = biolink
        self._left: dict[tuple[str, str], dict[str, set[Term]]] = {}
        self._subjects: dict[str, None] = {}
        self._declared: set[str] = set()
        for quad in quads:
            graph = str(quad.graph_name.value) if isinstance(quad.graph_name, ox.NamedNode) else ""
            subject = to_name(quad.subject)
            self._subjects.setdefault(subject)
            properties = self._left.setdefault((graph.removeprefix(graph_iri("")), subject), defaultdict(set))
            properties[to_short(quad.predicate.value)].add(quad.object)
        self._take_what_follows()

    def rows(self) -> KgxRows:
        """Make all rows."""
        nodes: dict[str, dict[str, Value]] = {}
        edges: dict[str, dict[str, Value]] = {}
        types = {s: {to_name(o) for g in GRAPHS for o in self._left.get((g, s), {}).get("rdf:type", ())} for s in self._subjects}
        for subject, kinds in types.items():
            for kind in NODE_KINDS:
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
        """Leave out what the reader makes again by itself: declarations of classes that type a concept, and plain facts."""
        used = {to_name(o) for (g, _), p in self._left.items() if g == "concepts" for o in p.get("rdf:type", ())}
        for (graph, subject), properties in self._left.items():
            if graph == "concepts" and subject in used and properties.get("rdf:type") == {CLASS}:
                self._declared.add(subject)
                del properties["rdf:type"]
        nodes = []
        for (graph, subject), properties in self._left.items():
            if graph == "claims" and to_node("ig:Claim") in properties.get("rdf:type", ()) and self._is_whole(subject):
                row: dict[str, Value] = {"id": subject}
                row |= {name.removeprefix("rdf:"): to_name(next(iter(properties[name]))) for name in STATEMENT}
                row |= {"original_predicate": row["predicate"]}
                for name in ("ig:status", "ig:polarity", "ig:severity", "ig:reviewStatus"):
                    column = CLAIM_COLUMNS[name]
                    if is_single(properties.get(name, ())) and (text := to_text(next(iter(properties[name])), column.kind)) is not None:
                        row[column.name] = text
                nodes.append(claim_node(row))
        for triple in fact_triples(node for node in nodes if node is not None):
            values = self._left.get(("facts", to_name(triple.subject)), {}).get(to_short(triple.predicate.value))
            if values is not None:
                values.discard(triple.object)

    def _take(self, graph: str, subject: str, predicate: str, column: Column) -> Value | None:
        """Take the values that the column can hold out of what is left."""
        values = self._left.get((graph, subject), {}).get(predicate)
        if not values or (not column.many and len(values) > 1):
            return None
        written = {text: value for value in values if (text := to_text(value, column.kind)) is not None}
        if not written:
            return None
        values -= set(written.values())
        return tuple(sorted(written)) if column.many else next(iter(written))

    def _columns(self, graph: str, subject: str, columns: Mapping[str, Column]) -> dict[str, Value]:
        found = {column.name: self._take(graph, subject, predicate, column) for predicate, column in columns.items()}
        return {name: value for name, value in found.items() if value is not None}

    def _node(self, subject: str, kind: NodeKind, kinds: set[str]) -> dict[str, Value]:
        row: dict[str, Value] = {"id": subject, "category": (kind.category,), "provided_by": (INFORES,)}
        for graph, columns in kind.columns.items():
            row |= self._columns(graph, subject, columns)
        home = next(iter(kind.columns))
        row["type"] = self._take(home, subject, "rdf:type", Column("type", "iri", many=True)) or ()
        if kind.marker == "skos:Concept":
            names = {self._biolink.categories.get(c.removeprefix("ig:"), "") for c in kinds if c.startswith("ig:")} - {"", kind.category}
            row["category"] = tuple(sorted(names)) or (kind.category,)
            matches = row.get("exact_matches", ())
            row["declared_classes"] = tuple(sorted(kinds & self._declared))
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
        values = [to_text(v, k) for n, k in _SELECTED for v in selector.get(n, ()) if is_single(selector.get(n, ()))]
        document = next(iter(left.get(("provenance", f"igr:target-{key}"), {}).get("oa:hasSource", ())), None)
        if len(values) != len(_SELECTED) or None in values or document is None:
            return {}
        row: dict[str, Value] = {"id": subject, PLACE: tuple(map(str, values[:2])), QUOTE: (str(values[2]),), "document": to_name(document)}
        made = list(place_quads(row))
        if not all(q.object in left.get(("provenance", to_name(q.subject)), {}).get(to_short(q.predicate.value), ()) for q in made):
            return {}
        for quad in made:
            left["provenance", to_name(quad.subject)][to_short(quad.predicate.value)].discard(quad.object)
        place = {PLACE: row[PLACE], QUOTE: row[QUOTE]}
        return place if row["document"] == source else {**place, "place_source": row["document"]}

    def _is_whole(self, claim: str) -> bool:
        """Tell whether a claim has its types and one subject, property and object, all of them IRIs."""
        properties = self._left.get(("claims", claim), {})
        if not {to_node(name) for name in CLAIM_TYPES} <= set(properties.get("rdf:type", ())):
            return False
        return all(is_single(properties.get(n, ())) and all(isinstance(v, ox.NamedNode) for v in properties[n]) for n in STATEMENT)

    def _claim(self, claim: str) -> Iterator[dict[str, Value]]:
        """Make the edge of a claim; prevention is written a second time with `treats`, which by Biolink's definition includes it."""
        properties = self._left["claims", claim]
        ends = {name.removeprefix("rdf:"): to_name(properties[name].pop()) for name in ("rdf:subject", "rdf:object")}
        for name in CLAIM_TYPES:
            properties["rdf:type"].discard(to_node(name))
        row: dict[str, Value] = {"id": claim, **ends, **self._columns("claims", claim, CLAIM_COLUMNS)}
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
            for value in [v for v in values if predicate.startswith("ig:") and isinstance(v, ox.NamedNode) and to_name(v) in nodes]:
                values.discard(value)
                word = _predicate(self._biolink, predicate)
                yield {
                    "id": to_short(hashed_iri("link", subject, predicate, to_name(value))),
                    "subject": subject, "predicate": word.predicate, "object": to_name(value), "category": (word.association,),
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
_SELECTED: tuple[tuple[str, Kind], ...] = (("oa:start", "count"), ("oa:end", "count"), ("oa:exact", "text"))


def _predicate(biolink: Biolink, name: str) -> BiolinkPredicate:
    """Find the words for a property; one of another vocabulary is only `related_to`, and keeps its name in the edge."""
    general = BiolinkPredicate("biolink:related_to", False, "biolink:related_to", "biolink:Association", "")
    found = biolink.predicates.get(name.removeprefix("ig:"))
    if found is None and name.startswith("ig:"):
        raise KgError(f"ontology/biolink/predicates.tsv has no row for {name}; add one")
    return found or general
