"""What the pages of documents show: a store and an IRI go in; what the document is and what it states where come out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.graph.store import Store
from kg.web.claim_view import claim_line, document_line, evidence_view
from kg.web.lookups import Lookup

__all__ = ["document_view", "documents_view"]

_CLAIMS = Path(__file__).with_name("claims_of_documents.rq")
_DETAILS = (
    ("publisher", "dcterms:publisher"), ("date", "dcterms:date"), ("licence", "dcterms:license"), ("language", "dcterms:language"),
    ("version", "dcterms:hasVersion"), ("jurisdiction", "dcterms:coverage"),
)  # fmt: skip


def document_view(look: Lookup, iri: str) -> dict[str, Any]:
    """Describe a document with all evidence that it gives, in the order of its text."""
    found = [evidence_view(look, e, with_document=False) for e in look.subjects("prov:wasDerivedFrom", iri)]
    placed = sorted((e for e in found if e["start"] is not None), key=lambda e: (e["start"], e["end"], e["iri"]))
    lines: dict[str, dict[str, Any]] = {}
    for evidence in placed:
        for claim in evidence["claims"]:
            lines.setdefault(claim, claim_line(look, claim))
    relations: dict[str, int] = {}
    for evidence in placed:
        for claim in evidence["claims"]:
            name = lines[claim]["relation"]["label"]
            relations[name] = relations.get(name, 0) + 1
    return {
        **look.named(iri),
        **document_line(look, iri),
        **{name: ", ".join([*look.texts(iri, curie), *look.things(iri, curie)]) for name, curie in _DETAILS},
        "sources": [part.strip() for text in look.texts(iri, "dcterms:source") for part in text.split(" | ")]
        + look.things(iri, "dcterms:source"),
        "evidence": placed,
        "claims": lines,
        "relations": sorted(relations.items(), key=lambda pair: (-pair[1], pair[0])),
        "runs": look.subjects("prov:used", iri),
    }


def documents_view(store: Store) -> dict[str, Any]:
    """List the documents with the number of their claims and places."""
    look = Lookup(store)
    counted = {str(row[0]): (int(str(row[1])), int(str(row[2]))) for row in store.select(_CLAIMS.read_text(encoding="utf-8")).to_values()}
    documents = []
    for iri in look.subjects("rdf:type", "ig:Document"):
        places, claims = counted.get(iri, (0, 0))
        documents.append({**document_line(look, iri), "places": places, "claims": claims})
    return {"documents": sorted(documents, key=lambda d: (d["title"].casefold(), d["iri"]))}
