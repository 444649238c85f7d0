"""JSON Schemas of questions and answers: parameters and columns of saved queries go in, schemas for OpenAPI and for tools come out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.graph.parameters import ANY, Parameter
from kg.graph.queries import Column

__all__ = ["COMPONENTS", "column_schema", "components", "meaning_of", "parameter_schema", "reference", "shown_default"]

#: What does not depend on the saved queries.
_FILE = Path(__file__).with_name("openapi_components.json")
#: Where an OpenAPI document keeps its schemas.
COMPONENTS = "#/components/schemas/"
_VALUES: Mapping[str, dict[str, Any]] = {
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}
_CELLS: Mapping[str, dict[str, Any]] = {
    **_VALUES,
    "string": {"type": "string"},
    "list": {"type": "array", "items": {"type": "string"}},
}


def components() -> dict[str, Any]:
    """Give the shared parts of the OpenAPI document: parameters, schemas and responses."""
    found = json.loads(_FILE.read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise TypeError(f"{_FILE.name} holds an object")
    return found


def reference(name: str, place: str = COMPONENTS) -> dict[str, Any]:
    """Refer to a shared schema."""
    return {"$ref": place + name}


def parameter_schema(parameter: Parameter) -> dict[str, Any]:
    """Give the schema of a parameter's value, or of its list of values, with the default if it has one."""
    schema = _value_schema(parameter)
    if parameter.any and "enum" not in schema and (schema.get("type") != "string" or "format" in schema):
        schema = {"anyOf": [schema, {"const": ANY}]}
    if parameter.many:
        schema = {"type": "array", "items": schema}
    return schema if parameter.required else {**schema, "default": shown_default(parameter)}


def shown_default(parameter: Parameter) -> Any:
    """Give the default of a parameter, or the example of a required one, as its schema takes it."""
    if parameter.many:
        return list(parameter.default)
    (value,) = parameter.default
    if value == ANY or parameter.type not in ("decimal", "integer"):
        return value
    return float(value) if parameter.type == "decimal" else int(value)


def meaning_of(parameter: Parameter) -> str:
    """Say in words what a parameter takes."""
    kinds = f" An IRI, CURIE, slug or label of a {' or '.join(parameter.classes)}." if parameter.type == "concept" else ""
    return f"{parameter.meaning}.{kinds}{' `any` stands for all.' if parameter.any else ''}"


def column_schema(column: Column, place: str = COMPONENTS) -> dict[str, Any]:
    """Give the schema of a cell; `place` is where the shared schemas stand."""
    if column.type in ("iri", "term"):
        kinds = [reference("Thing", place), reference("Blank", place), {"type": ["string", "number", "boolean", "null"]}]
        return {"description": column.meaning, "anyOf": kinds}
    schema = dict(_CELLS[column.type])
    return {"description": column.meaning, **schema, "type": [schema["type"], "null"]}


def _value_schema(parameter: Parameter) -> dict[str, Any]:
    if parameter.type == "enum":
        return {"type": "string", "enum": [*parameter.values, *([ANY] if parameter.any else [])]}
    schema = dict(_VALUES.get(parameter.type, {"type": "string"}))
    if parameter.type == "concept":
        schema["x-classes"] = list(parameter.classes)
    return schema
