"""Answers of saved queries: a name and parameters go in; a page of rows as JSON, CSV or JSON-LD, or the query with the parameters in it, comes out."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any, cast

import pyoxigraph as ox

from kg.graph.parameters import constant_term, to_terms
from kg.graph.queries import SavedQuery, bind, run_query
from kg.graph.rows import Rows, Term
from kg.graph.store import Store
from kg.identifiers import PREFIXES
from kg.web.answer_state import USUAL, Answer, Answering, Output, as_json, cell
from kg.web.evidence import CLAIMS, CLAIMS_OF_ROW, behind_rows, told_claim

__all__ = ["ANSWERS"]


def _saved(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Answer a saved query, one page of its rows."""
    query = state.queries[request["name"]]
    rows = run_query(state.store, query, request["parameters"])
    offset, limit = request["offset"], request["limit"]
    page = rows.rows[offset : None if limit is None else offset + limit]
    more: dict[str, Any] = {"total": len(rows.rows), "rows": len(page)}
    if rows.missing:
        more["missing"] = list(rows.missing)
    if request["format"] == "csv":
        out.begin("text/csv", **more)
        out.write(_csv(rows, page))
    elif request["format"] == "jsonld" and rows.form == "CONSTRUCT":
        out.begin("application/ld+json", **more)
        ox.serialize(rows.to_triples(), cast("io.BytesIO", out), ox.RdfFormat.JSON_LD, prefixes=USUAL)
    elif request["format"] == "jsonld":
        out.begin("application/ld+json", **more)
        out.write(as_json(_linked(query, rows, page, request["url"])))
    else:
        out.begin("application/json", **more)
        labels: dict[str, str | None] = {}
        table = [[cell(state, term, column, labels) for term, column in zip(row, query.columns, strict=True)] for row in page]
        following = offset + len(page)
        document = {
            "query": query.name,
            "title": query.title,
            "question": query.question,
            "columns": [{"name": c.name, "type": c.type, "meaning": c.meaning} for c in query.columns],
            "rows": [dict(zip(rows.columns, row, strict=True)) for row in table],
            "total": len(rows.rows),
            "offset": offset,
            "limit": limit,
            "next_offset": following if following < len(rows.rows) else None,
        }
        if rows.missing:
            document["missing"] = list(rows.missing)
        if not rows.rows:
            document["empty_means"] = query.empty_means
        if request.get("evidence"):
            document |= _behind(state.store, rows, page, _given(state, query, request["parameters"]))
        out.write(as_json(document))


def _behind(store: Store, rows: Rows, page: tuple[tuple[Term | None, ...], ...], given: list[Term | None]) -> dict[str, Any]:
    """Say which claims stand behind each row of a page, and tell those claims."""
    found, cut = behind_rows(store, page, given if rows.form == "SELECT" else ())
    shown = list(dict.fromkeys(claim for behind in found for claim in behind.claims[:CLAIMS_OF_ROW]))
    return {
        "evidence": [
            {
                "claims": [claim.value for claim in behind.claims[:CLAIMS_OF_ROW]],
                "claims_total": len(behind.claims),
                "inferences": [node.value for node in behind.inferences[:CLAIMS_OF_ROW]],
                "inferences_total": len(behind.inferences),
            }
            for behind in found
        ],
        "claims": [told_claim(store, claim) for claim in shown[:CLAIMS]],
        "claims_total": len(shown),
        "claims_looked_at": "some" if cut else "all",
    }


def _given(state: Answering, query: SavedQuery, parameters: Mapping[str, Any]) -> list[Term | None]:
    """Give the things that a question is about: those that its parameters name."""
    found: list[Term | None] = []
    for parameter in query.params:
        if parameter.type == "concept":
            value = parameters.get(parameter.name)
            defaults = (constant_term(parameter, default) for default in parameter.default)
            found += defaults if value is None else to_terms(parameter, value, state.store, query.name)
    return found


def _csv(rows: Rows, page: tuple[tuple[Term | None, ...], ...]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(rows.columns)
    writer.writerows(Rows(rows.columns, page).to_full_texts())
    return buffer.getvalue().encode("utf-8")


def _linked(query: SavedQuery, rows: Rows, page: tuple[tuple[Term | None, ...], ...], url: str) -> dict[str, Any]:
    """Give rows as JSON-LD: each row a node whose properties are the columns of this query."""
    context: dict[str, Any] = {"rows": {"@id": f"{url}#row", "@container": "@list"}}
    for column in query.columns:
        context[column.name] = {"@id": f"{url}#{column.name}"}
    return {
        "@context": context,
        "@id": url,
        "rows": [{name: _linked_cell(term) for name, term in zip(rows.columns, row, strict=True) if term is not None} for row in page],
    }


def _linked_cell(term: Term) -> Any:
    if isinstance(term, ox.NamedNode):
        return {"@id": term.value}
    if isinstance(term, ox.BlankNode):
        return {"@id": f"_:{term.value}"}
    if isinstance(term, ox.Literal):
        if term.language:
            return {"@value": term.value, "@language": term.language}
        if term.datatype.value == PREFIXES["xsd"] + "string":
            return term.value
        return {"@value": term.value, "@type": term.datatype.value}
    return str(term)


def _bound(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Give the SPARQL of a saved query with the values of its parameters in it."""
    query = state.queries[request["name"]]
    text = bind(query, request["parameters"], state.store)
    lines = (line for line in text.splitlines() if not line.startswith("#+"))
    out.begin("application/sparql-query")
    out.write(f"# {query.title}\n{chr(10).join(lines).strip()}\n".encode())


ANSWERS: Mapping[str, Answer] = {
    "saved": _saved,
    "bound": _bound,
}
