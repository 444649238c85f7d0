"""Questions as tools for language models: saved queries go in, typed tools come out; a call goes in, an answer with evidence comes out.

An answer says how many rows there are, which claims stand behind each row and where which document states them, and what it leaves out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import kg
from kg.errors import KgError, ParameterError, UnknownName
from kg.graph.parameters import Parameter
from kg.graph.queries import SavedQuery
from kg.web.engine import Engine
from kg.web.evidence import CLAIMS
from kg.web.problems import Problem, problem_of
from kg.web.schemas import COMPONENTS, column_schema, components, meaning_of, parameter_schema, shown_default

__all__ = ["INSTRUCTIONS", "Tool", "ToolFailed", "Toolbox"]

#: What a model is told before it calls anything.
INSTRUCTIONS = (
    "A knowledge graph of immunoglobulin therapy. Each tool asks one reviewed question; search_entity finds the name of a thing, "
    "describe_entity tells all about it. Every row names the claims behind it; a claim has a belief from 0 to 1 and says which document "
    "states it, where (characters of the text) and in which words, and whether the document is flagged. Rows that no claim stands behind are "
    "curated, computed or inferred by a reasoner: say so when you use them. No rows means that no document read so far states it, never that it "
    "is false. `left_out` says what an answer does not show. This is for research and no medical advice."
)
#: Rows that an answer has, unless more are asked for, and the most that may be.
ROWS, MOST_ROWS = 10, 200
#: Claims that an answer tells in full.
_TOLD = 60
#: Values of one property and claims that a description shows, and things that a search finds.
_VALUES, _CLAIMS, _HITS, _MOST_HITS = 10, 10, 10, 50
#: Characters of one argument.
_LENGTH = 4_000
_DEFINED = "#/$defs/"
_TEXTS = {"type": "array", "items": {"type": "string"}}
_COUNT = {"type": "integer", "minimum": 0}


class ToolFailed(KgError):
    """A call that cannot be answered; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its name and meaning, and the schemas of what it takes and gives."""

    name: str
    title: str
    description: str
    takes: Mapping[str, Any]
    gives: Mapping[str, Any]


class Toolbox:
    """The tools of one server."""

    def __init__(self, engine: Engine, topics: Collection[str] = ()) -> None:
        """Make a tool of each saved query of the topics (of all topics where none is named) that this server can answer.

        Raises UnknownName for a topic that no query has.
        """
        known = sorted({query.topic for query in engine.queries.values()})
        for topic in topics:
            if topic not in known:
                raise UnknownName("topic", topic, known)
        allowed = set(engine.settings.allowed_services)
        self._engine = engine
        self._queries = {
            name.replace("-", "_"): query
            for name, query in engine.queries.items()
            if (not topics or query.topic in topics) and allowed.issuperset(query.services)
        }
        named = (_search_tool(), _describe_tool())
        self.tools: dict[str, Tool] = {tool.name: tool for tool in (*named, *(_tool(n, q) for n, q in self._queries.items()))}

    async def call(self, name: str, arguments: Mapping[str, Any], client: str) -> dict[str, Any]:
        """Answer a call; raises ToolFailed, whose message a model can act on, and UnknownName for a tool that is not there."""
        if name not in self.tools:
            raise UnknownName("tool", name, self.tools)
        answers: dict[str, Callable[[Mapping[str, Any], str], Awaitable[dict[str, Any]]]] = {
            "search_entity": self._search,
            "describe_entity": self._describe,
        }
        try:
            given = _checked(self.tools[name], arguments)
            if name in answers:
                return await answers[name](given, client)
            return await self._ask(self._queries[name], given, client)
        except (Problem, KgError) as error:
            problem = error if isinstance(error, Problem) else problem_of(error)
            raise ToolFailed(problem.detail) from error

    async def _ask(self, query: SavedQuery, given: Mapping[str, Any], client: str) -> dict[str, Any]:
        offset, limit = _number(given, "offset", 0, 0, 999_999_999), _number(given, "limit", ROWS, 1, MOST_ROWS)
        parameters = {name: value for name, value in given.items() if name not in ("limit", "offset")}
        answer = await self._engine.saved(query.name, parameters, client, offset=offset, limit=limit, evidence=True)
        answer["claims"] = answer["claims"][:_TOLD]
        behind = answer["evidence"]
        rows = [{"cells": row, **claimed} for row, claimed in zip(answer["rows"], behind, strict=True)]
        left = _left_out("rows", "offset", offset, len(rows), answer["total"])
        told = len(answer["claims"])
        if answer["claims_total"] > told:
            left.append(f"{answer['claims_total'] - told} of {answer['claims_total']} named claims are not told; ask for fewer rows.")
        left += _left_out_of_claims(answer)
        for kind in ("claims", "inferences"):
            short = sum(row[f"{kind}_total"] > len(row[kind]) for row in behind)
            if short:
                left.append(f"{short} of these rows have more {kind} than they name; `{kind}_total` counts them.")
        document = {
            "question": query.question,
            "rows": rows,
            "total": answer["total"],
            "offset": offset,
            "next_offset": answer["next_offset"],
            "claims": [_compact(claim) for claim in answer["claims"]],
            "truncated": bool(left),
            "left_out": left,
            "notes": _notes(behind),
            "graph": await self._graph(),
        }
        return document | {name: answer[name] for name in ("empty_means", "missing") if name in answer}

    async def _search(self, given: Mapping[str, Any], client: str) -> dict[str, Any]:
        limit, classes = _number(given, "limit", _HITS, 1, _MOST_HITS), given.get("classes") or []
        answer = await self._engine.search(_text(given, "text"), client, limit=limit, classes=_names(classes, "classes"))
        missing = answer["total"] - len(answer["results"])
        left = [f"{missing} of {answer['total']} things are left out; raise `limit` or search for more of the name."] if missing else []
        return {**answer, "truncated": bool(left), "left_out": left, "graph": await self._graph()}

    async def _describe(self, given: Mapping[str, Any], client: str) -> dict[str, Any]:
        offset = _number(given, "claims_offset", 0, 0, CLAIMS)
        answer = await self._engine.describe(_text(given, "name"), client, evidence=True)
        answer["claims"] = answer["claims"][offset : offset + _CLAIMS]
        left = _left_out("claims", "claims_offset", offset, len(answer["claims"]), answer["claims_total"])
        left += _left_out_of_claims(answer)
        if answer["truncated"]:
            left.append("The thing has more triples than were read.")
        shown: dict[str, list[dict[str, Any]]] = {"properties": [], "incoming": []}
        for side, groups in shown.items():
            for group in answer[side]:
                values = group["values"]
                groups.append({**group, "values": values[:_VALUES], "total": len(values)})
                if len(values) > _VALUES:
                    left.append(
                        f"{len(values) - _VALUES} of {len(values)} values of {group['curie'] or group['iri']} ({side}) are left out."
                    )
        kept = {name: answer[name] for name in ("iri", "curie", "label", "classes", "claims_total")}
        kept["claims"] = [_compact(claim) for claim in answer["claims"]]
        return {**kept, **shown, "truncated": bool(left), "left_out": left, "graph": await self._graph()}

    async def _graph(self) -> dict[str, str]:
        """Say which state of the graph has answered."""
        return {"version": kg.__version__, "build": (await self._engine.source.current()).identity}


def _notes(behind: Sequence[Mapping[str, Any]]) -> list[str]:
    bare = sum(not row["claims_total"] for row in behind)
    if not bare:
        return []
    inferred = sum(bool(not row["claims_total"] and row["inferences_total"]) for row in behind)
    found = [f"No claim of a document connects the things of {bare} of these rows: what they say is curated, computed or inferred."]
    if inferred:
        found.append(f"{inferred} of them follow from other facts: describe_entity of the inference tells the rule and its premises.")
    return found


def _compact(claim: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out of a claim and its evidence what is not stated."""
    evidence = [{name: value for name, value in place.items() if value is not None} for place in claim["evidence"]]
    told = {name: value for name, value in claim.items() if value is not None or name == "belief"}
    return {**told, "evidence": [{"document": None, **place} for place in evidence]}


def _left_out(what: str, argument: str, offset: int, shown: int, total: int) -> list[str]:
    """Say which part of a list stands before what is shown and which comes after it."""
    left, end = [], offset + shown
    if offset and total:
        left.append(f"{what.capitalize()} 1 to {min(offset, total)} of {total} stand before these.")
    if end < total:
        left.append(f"{what.capitalize()} {end + 1} to {total} of {total} are left out; call again with {argument}={end}.")
    return left


def _left_out_of_claims(answer: Mapping[str, Any]) -> list[str]:
    left, claims = [], answer["claims"]
    short = sum(claim["evidence_total"] > len(claim["evidence"]) for claim in claims)
    if short:
        left.append(f"{short} of these claims have more evidence than is told here; evidence_of_claim tells all of it.")
    if answer["claims_looked_at"] == "some":
        left.append("Some things have so many claims that not all were looked through.")
    return left


def _checked(tool: Tool, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Refuse arguments that the tool does not take or that are too long; raises UnknownName or ParameterError."""
    known = tool.takes["properties"]
    for name, value in arguments.items():
        if name not in known:
            raise UnknownName("argument", name, known, where=f"{tool.name} takes {', '.join(known) or 'nothing'}")
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, str) and len(part) > _LENGTH:
                raise ParameterError(f"argument {name!r} is longer than {_LENGTH:,} characters")
    return {name: value for name, value in arguments.items() if value is not None}


def _number(given: Mapping[str, Any], name: str, default: int, least: int, most: int) -> int:
    value = given.get(name, default)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ParameterError(f"argument {name!r} takes a whole number from {least} to {most}")
    return value


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ParameterError(f"argument {name!r} takes a text and must be given")
    return value


def _names(values: Any, name: str) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ParameterError(f"argument {name!r} takes a list of texts")
    return values


def _tool(name: str, query: SavedQuery) -> Tool:
    """Describe the tool of a saved query."""
    properties = {parameter.name: _argument(parameter) for parameter in query.params}
    properties["limit"] = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS, "description": "Rows of the answer."}
    properties["offset"] = {"type": "integer", "minimum": 0, "default": 0, "description": "Rows before the first one of the answer."}
    cells = {column.name: column_schema(column, _DEFINED) for column in query.columns}
    row = _object(
        {
            "cells": _object(cells),
            "claims": {**_TEXTS, "description": "Claims behind this row, told in `claims`."},
            "claims_total": _COUNT,
            "inferences": {**_TEXTS, "description": "Inferences of the reasoner behind this row; describe_entity tells of each."},
            "inferences_total": _COUNT,
        }
    )
    gives = {
        "question": {"type": "string"},
        "rows": {"type": "array", "items": row},
        "total": {**_COUNT, "description": "Rows of the whole answer."},
        "offset": _COUNT,
        "next_offset": {"type": ["integer", "null"]},
        "claims": {"type": "array", "items": {"$ref": f"{_DEFINED}Claim"}},
        **_ALWAYS,
        "notes": _TEXTS,
    }
    sometimes = {"empty_means": {"type": "string"}, "missing": _TEXTS}
    description = f"{query.question} If there are no rows: {query.empty_means}."
    required = [parameter.name for parameter in query.params if parameter.required]
    return Tool(name, query.title, description, _object(properties, required), _defined(_object(gives, optional=sometimes)))


def _argument(parameter: Parameter) -> dict[str, Any]:
    schema = {"description": meaning_of(parameter), **parameter_schema(parameter)}
    schema.pop("x-classes", None)  # the description names them; some models' interfaces refuse a keyword they do not know
    return {**schema, "examples": [shown_default(parameter)]} if parameter.required else schema


def _search_tool() -> Tool:
    classes = {
        **_TEXTS,
        "description": "Only things of these classes, for instance ImmunoglobulinProduct, Condition, Mechanism, AdverseEffect.",
    }
    takes = {
        "text": {"type": "string", "minLength": 1, "maxLength": 200, "description": "A name, a part of one, or one with a typing error."},
        "classes": {**classes, "default": []},
        "limit": {"type": "integer", "minimum": 1, "maximum": _MOST_HITS, "default": _HITS, "description": "The most things to find."},
    }
    gives = {"text": {"type": "string"}, "total": _COUNT, "results": {"type": "array", "items": {"$ref": f"{_DEFINED}Hit"}}, **_ALWAYS}
    what = "Find a thing by a label, synonym or acronym, also with typing errors; gives its IRI and CURIE, which all other tools take."
    return Tool("search_entity", "Find a thing by its name", what, _object(takes, ["text"]), _defined(_object(gives)))


def _describe_tool() -> Tool:
    name = {"type": "string", "minLength": 1, "description": "An IRI, CURIE, slug or label of a concept, claim, document or class."}
    groups = {"type": "array", "items": {"allOf": [{"$ref": f"{_DEFINED}Group"}, {"type": "object", "properties": {"total": _COUNT}}]}}
    gives = {
        "iri": {"type": "string"},
        "curie": {"type": ["string", "null"]},
        "label": {"type": ["string", "null"]},
        "classes": _TEXTS,
        "properties": groups,
        "incoming": {**groups, "description": "What other things say of it."},
        "claims": {"type": "array", "items": {"$ref": f"{_DEFINED}Claim"}, "description": "Claims about it, the most believed first."},
        "claims_total": _COUNT,
        **_ALWAYS,
    }
    what = "Tell all that the graph holds about one thing: its properties, what points at it, and the claims about it with their evidence."
    offset = {"type": "integer", "minimum": 0, "maximum": CLAIMS, "default": 0, "description": "Claims before the first one that is told."}
    takes = _object({"name": name, "claims_offset": offset}, ["name"])
    return Tool("describe_entity", "Describe a thing", what, takes, _defined(_object(gives)))


def _object(
    properties: Mapping[str, Any], required: list[str] | None = None, *, optional: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Describe an object that has these properties and no other, all of them unless some are named as required."""
    needed = list(properties) if required is None else required
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
    }


def _defined(schema: dict[str, Any]) -> dict[str, Any]:
    """Add the shared schemas that a schema refers to, so that it stands alone."""
    needed: dict[str, Any] = {}
    pending = [schema]
    while pending:
        for name in _references(pending.pop()):
            if name not in needed:
                needed[name] = _SHARED[name]
                pending.append(_SHARED[name])
    return {**schema, "$defs": dict(sorted(needed.items()))}


def _references(schema: Any) -> list[str]:
    if isinstance(schema, dict):
        own = [str(schema["$ref"]).removeprefix(_DEFINED)] if "$ref" in schema else []
        return own + [name for value in schema.values() for name in _references(value)]
    return [name for value in schema for name in _references(value)] if isinstance(schema, list) else []


def _moved(schema: Any) -> Any:
    """Give a schema of the OpenAPI document whose references point to the definitions of a tool."""
    if isinstance(schema, dict):
        return {name: value.replace(COMPONENTS, _DEFINED) if name == "$ref" else _moved(value) for name, value in schema.items()}
    return [_moved(value) for value in schema] if isinstance(schema, list) else schema


_ALWAYS = {
    "truncated": {"type": "boolean", "description": "Whether anything is left out."},
    "left_out": {**_TEXTS, "description": "What is left out, and how to get it."},
    "graph": _object({"version": {"type": "string"}, "build": {"type": "string"}}),
}
_SHARED: dict[str, Any] = _moved(components()["schemas"])
