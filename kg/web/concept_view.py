"""What the page of a concept shows: a store and its IRI go in, names, mappings, hierarchy and associations come out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.identifiers import ONTOLOGY, to_curie, to_iri
from kg.web.associations import associations
from kg.web.lookups import Lookup

__all__ = ["concept_view", "picture_view"]

_MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
#: Steps of a way up in an imported ontology that are shown.
_STEPS = 12
#: Members of a group that a picture shows when it is opened; the tables have all.
_MEMBERS = 40
#: A class with fewer neighbours in a table shares its group with others like it.
_SMALL = 4


def concept_view(look: Lookup, iri: str) -> dict[str, Any]:
    """Describe a concept."""
    named = look.named(iri)
    return {
        **named,
        "classes": [look.named(c) for c in look.classes(iri)],
        "definition": look.text(iri, "skos:definition"),
        "sources": [*look.texts(iri, "dcterms:source"), *look.things(iri, "dcterms:source")],
        "synonyms": [name for name in look.texts(iri, "skos:altLabel") if name != named["label"]],
        "spellings": look.texts(iri, "skos:hiddenLabel"),
        "notations": look.texts(iri, "skos:notation"),
        "mappings": list(_mappings(look, iri)),
        "lineage": [_upward(look, c, ONTOLOGY) for c in look.classes(iri)],
        "imported": list(_imported(look, iri)),
        "tables": associations(look, iri),
    }


def picture_view(look: Lookup, iri: str) -> dict[str, Any]:
    """Give the neighbourhood of a concept for a picture: a group for each table and class of neighbours, with its first members."""
    groups = []
    for table in associations(look, iri):
        for kind, rows in _by_class(table["rows"]):
            members = list({row["other"]["iri"]: row for row in reversed(rows)}.values())[::-1]
            groups.append(
                {
                    "id": f"{table['id']}/{kind}",
                    "section": table["id"],
                    "title": table["title"],
                    "direction": table["direction"],
                    "class": kind,
                    "total": len(members),
                    "members": [
                        {
                            "iri": row["other"]["iri"],
                            "label": row["other"]["label"],
                            "class": row["other"]["class"],
                            "relation": row["relation"]["label"],
                            "basis": row["basis"],
                            "polarity": row["polarity"] or "affirmed",
                            "belief": row["belief"],
                        }
                        for row in members[:_MEMBERS]
                    ],
                }
            )
    return {**look.named(iri), "groups": groups}


def _by_class(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Group rows by the class of the neighbour, the largest group first; several small ones become one without a class."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["other"]["class"], []).append(row)
    small = [kind for kind, members in found.items() if len(members) < _SMALL]
    if len(small) > 1:
        mixed = [row for row in rows if row["other"]["class"] in small]
        found = {kind: members for kind, members in found.items() if kind not in small} | {"": mixed}
    return sorted(found.items(), key=lambda pair: (pair[0] == "", -len(pair[1]), pair[0]))


def _mappings(look: Lookup, iri: str) -> Iterator[dict[str, Any]]:
    """Give the mappings with what their set says of them; a bare match, without a record, is a mapping too."""
    records = look.subjects("sssom:subject_id", iri)
    told = {}
    for record in records:
        for target in look.things(record, "sssom:object_id"):
            told[target] = record
    for match in _MATCHES:
        for target in look.things(iri, f"skos:{match}"):
            mapping = told.get(target, "")
            justification = next(iter(look.things(mapping, "sssom:mapping_justification")), "") if mapping else ""
            label = look.text(mapping, "sssom:object_label") if mapping else ""
            yield {
                "match": match,
                "iri": target,
                "curie": to_curie(target),
                "label": label or look.store.label(target) or "",
                "record": mapping,
                "confidence": look.number(mapping, "sssom:confidence") if mapping else None,
                "justification": justification.rpartition("/")[2],
                "version": look.text(mapping, "sssom:object_source_version") if mapping else "",
            }


def _imported(look: Lookup, iri: str) -> Iterator[list[dict[str, Any]]]:
    """Give the way up in each imported ontology that has a class for the concept."""
    for kind in look.things(iri, "rdf:type"):
        if not kind.startswith((ONTOLOGY, to_iri("skos:Concept"), to_iri("owl:NamedIndividual"))):
            way = _upward(look, kind, "")
            if len(way) > 1:
                yield way


def _upward(look: Lookup, iri: str, space: str) -> list[dict[str, Any]]:
    """Give the longest way from a class up to its root, the root first; `space` limits it to the classes of one ontology."""
    longest: list[str] = []
    pending = [[iri]]
    seen = {iri}
    while pending:
        way = pending.pop()
        longest = max(longest, way, key=len)
        if len(way) < _STEPS:
            for parent in look.parents(way[-1]):
                if parent not in seen and parent.startswith(space or iri.rpartition("_")[0] or iri):
                    seen.add(parent)
                    pending.append([*way, parent])
    return [look.named(each) for each in reversed(longest)]
