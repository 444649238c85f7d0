"""Associations of a concept: its IRI goes in; tables of what is stated, curated and inferred, by kind and direction, come out.

The tables are the rows of associations.rq, and `query_text` gives that query for one of them, so that a reader can check and change it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pyoxigraph import NamedNode, Triple

from kg.graph.inferences import inference_iri
from kg.graph.rows import to_value
from kg.identifiers import ID, ONTOLOGY, is_slug, term_iri, to_curie, to_iri
from kg.web.lookups import Lookup

__all__ = ["DIRECTIONS", "Direction", "Section", "associations", "find_section", "query_text", "sections"]

Direction = Literal["forward", "backward", "effect"]
#: Whether the concept is the subject of a row, its object, or the harm that a risk factor makes likelier.
DIRECTIONS: tuple[Direction, ...] = ("forward", "backward", "effect")
_COLUMNS = {"forward": "?subject", "backward": "?object", "effect": "?effect"}
_EFFECT_TITLE = "What makes it likelier"
#: Classes whose properties are about claims and inferences, not about the field.
_RECORDS = frozenset(term_iri(name) for name in ("Claim", "Evidence", "Inference", "Document", "ExtractionRun"))
#: Rows of a table that a page shows; the query behind it gives all.
_ROWS = 1_000
_ORDER = {"stated": 0, "curated": 1, "inferred": 2}
_RELATION = to_iri("owl:ObjectProperty")


@dataclass(frozen=True, slots=True)
class Section:
    """Relations that are shown in one table, with its title in each direction."""

    name: str
    forward: str
    backward: str
    relations: tuple[str, ...]

    def title(self, direction: Direction) -> str:
        """Give the title in a direction."""
        return self.forward if direction == "forward" else self.backward if direction == "backward" else _EFFECT_TITLE


@cache
def sections() -> tuple[Section, ...]:
    """Read the sections, in the order of a page; relations are full IRIs."""
    path = Path(__file__).with_name("association_sections.tsv")
    with path.open(encoding="utf-8", newline="") as handle:
        return tuple(
            Section(row["section"], row["forward"], row["backward"], tuple(map(term_iri, row["relations"].split())))
            for row in csv.DictReader(handle, delimiter="\t")
        )


def find_section(name: str, relations: Iterable[str] = ()) -> Section | None:
    """Find a section by its name; `other` holds those of the relations that no section names."""
    if name == "other":
        listed = {relation for section in sections() for relation in section.relations}
        others = tuple(relation for relation in relations if relation not in listed)
        return Section("other", "Other relations", "Other relations to it", others) if others else None
    return next((section for section in sections() if section.name == name), None)


def associations(look: Lookup, iri: str) -> list[dict[str, Any]]:
    """Give the tables of a concept that have rows, in the order of the page."""
    relations = relations_of(look)
    rows = list(_rows(look, iri, relations))
    place = {relation: section for section in sections() for relation in section.relations}
    tables: list[dict[str, Any]] = []
    for section in (*sections(), find_section("other", relations)):
        if section is None:
            continue
        for direction in DIRECTIONS:
            found = [
                row
                for row in rows
                if row["direction"] == direction and place.get(row["relation"]["iri"]) == (None if section.name == "other" else section)
            ]
            if found:
                tables.append(_table(section, direction, found))
    return tables


def relations_of(look: Lookup) -> tuple[str, ...]:
    """List the relations between concepts, one of each pair of inverses: the one that a section names."""
    listed = {relation for section in sections() for relation in section.relations}
    found = [p for p in look.subjects("rdf:type", _RELATION) if p.startswith(ONTOLOGY)]
    kept = sorted(listed)
    for relation in set(found) - listed:
        inverses = {*look.things(relation, "owl:inverseOf"), *look.subjects("owl:inverseOf", relation)}
        about_records = bool(_RECORDS & {*look.things(relation, "rdfs:domain"), *look.things(relation, "rdfs:range")})
        if not (inverses & listed or about_records or any(i < relation for i in inverses)):
            kept.append(relation)
    return tuple(sorted(kept))


def query_text(iri: str, relations: Iterable[str], direction: Direction | None = None) -> str:
    """Write the query behind the tables of a concept, or behind one of them."""
    name = f"igr:{iri.removeprefix(ID)}" if iri.startswith(ID) and is_slug(iri.removeprefix(ID)) else str(NamedNode(iri))
    # An IRI of ours has a CURIE without signs that SPARQL would want escaped; any other is written in full.
    listed = ", ".join(curie if (curie := to_curie(r)) and r.startswith(ONTOLOGY) else str(NamedNode(r)) for r in relations)
    text = Path(__file__).with_name("associations.rq").read_text(encoding="utf-8").replace("ig:thisRelation", listed)
    if direction is not None:
        text = text.replace(
            "FILTER (igr:this-concept IN (?subject, ?object, ?effect))", f"FILTER ({_COLUMNS[direction]} = igr:this-concept)"
        )
    return text.replace("igr:this-concept", name)


def _rows(look: Lookup, iri: str, relations: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    found = look.store.select(query_text(iri, relations))
    for terms in found.rows:
        row = dict(zip(found.columns, terms, strict=True))
        subject, relation, object_ = (row[name] for name in ("subject", "relation", "object"))
        if not (isinstance(subject, NamedNode) and isinstance(relation, NamedNode) and isinstance(object_, NamedNode)):
            continue
        ends = {"forward": subject.value, "backward": object_.value, "effect": getattr(row["effect"], "value", "")}
        record: dict[str, Any] = {
            name: to_value(row[name]) for name in ("basis", "polarity", "status", "severity", "frequency", "population")
        }
        record |= {name: int(str(to_value(row[name]))) for name in ("supporting", "refuting", "documents")}
        record["belief"] = None if row["belief"] is None else float(str(to_value(row["belief"])))
        record["review"] = to_value(row["review"])
        record["relation"] = look.named(relation.value)
        record["effect"] = look.named(ends["effect"]) if ends["effect"] else None
        record["subject"] = look.named(subject.value)
        record["reason"] = _reason(look, row, subject, relation, object_)
        for direction in DIRECTIONS:
            if ends[direction] == iri:
                other = subject if direction == "backward" else object_
                yield {**record, "direction": direction, "other": look.named(other.value)}


def _reason(look: Lookup, row: dict[str, Any], subject: NamedNode, relation: NamedNode, object_: NamedNode) -> str | None:
    """Give the IRI that tells why a row stands: its claim, or the record of the inference."""
    if row["claim"] is not None:
        return str(row["claim"].value)
    if getattr(row["basis"], "value", "") != "inferred":
        return None
    record = inference_iri(Triple(subject, relation, object_))
    return record if look.things(record, "rdf:type") else None


def _table(section: Section, direction: Direction, rows: list[dict[str, Any]]) -> dict[str, Any]:
    # Rows about the same neighbour stand together, where the one that is believed most would stand.
    best: dict[tuple[str, str], float] = {}
    for row in rows:
        key = (row["basis"], row["other"]["iri"])
        best[key] = max(best.get(key, 0.0), row["belief"] or 0.0)
    ordered = sorted(
        rows,
        key=lambda r: (
            _ORDER[r["basis"]],
            -best[r["basis"], r["other"]["iri"]],
            r["other"]["label"].casefold(),
            r["polarity"] == "negated",
            -(r["belief"] or 0),
            r["relation"]["label"],
        ),
    )
    shown = {name for name in ("status", "severity", "frequency", "population", "effect") if any(r[name] for r in rows)}
    if len({r["relation"]["iri"] for r in rows}) > 1:
        # A status says what the relation says, and more shortly.
        shown.add("relation")
    if "status" in shown:
        shown -= {"relation"}
    if any(r["basis"] == "stated" for r in rows):
        shown.add("belief")
    if direction == "effect":
        shown -= {"effect"}
        shown.add("subject")
    # What all rows of a table share need not stand in each.
    left_out = {"direction"} if direction == "effect" else {"direction", "subject"}
    kinds = {r["other"]["class"] for r in rows}
    return {
        "name": section.name,
        # What the rows are, if all are of one class.
        "kind": kinds.pop() if len(kinds) == 1 else "",
        "direction": direction,
        "id": section.name if direction == "forward" else f"{section.name}-{direction}",
        "title": section.title(direction),
        "relations": sorted({r["relation"]["label"] for r in rows}),
        "names": sorted({r["relation"]["iri"].removeprefix(ONTOLOGY) for r in rows}),
        "columns": sorted(shown),
        "counts": {basis: n for basis in _ORDER if (n := sum(r["basis"] == basis for r in rows))},
        "total": len(ordered),
        "rows": [{name: value for name, value in row.items() if name not in left_out} for row in ordered[:_ROWS]],
    }
