"""A page of the API: an OpenAPI document goes in, HTML that needs no script and no network comes out."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

__all__ = ["page"]


def page(described: Mapping[str, Any]) -> str:
    """Render an OpenAPI document: each operation with its parameters as a form to try it, and what it answers."""
    shared = described["components"]["parameters"]
    titles = {tag["name"]: html.escape(tag["description"]) for tag in described["tags"]}
    groups: dict[str, list[str]] = {name: [] for name in titles}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            groups[operation["tags"][0]].append(_entry(path, method, operation, shared))
    filled = {name: entries for name, entries in groups.items() if entries}
    index = "".join(f'<li><a href="#{_attribute(name)}">{titles[name]}</a> ({len(entries)})</li>' for name, entries in filled.items())
    sections = "".join(
        f'<section id="{_attribute(name)}"><h2>{titles[name]}</h2>{"".join(entries)}</section>' for name, entries in filled.items()
    )
    title, version = html.escape(described["info"]["title"]), html.escape(described["info"]["version"])
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>API of {title}</title><style>{_STYLE}</style></head>"
        f"<body><header><h1>API</h1><p>{title}, version {version}. Machines read the same as an "
        '<a href="/api/openapi.json">OpenAPI 3.1 document</a>, and the saved queries as <a href="/api/queries.ttl">SHACL</a>.</p></header>'
        f'<nav aria-label="Topics"><ul>{index}</ul></nav><main>{sections}</main></body></html>\n'
    )


def _entry(path: str, method: str, operation: Mapping[str, Any], shared: Mapping[str, Any]) -> str:
    parameters = [shared[p["$ref"].rpartition("/")[2]] if "$ref" in p else p for p in operation["parameters"]]
    rows = "".join(_row(operation["operationId"], parameter) for parameter in parameters)
    inside = f"<table>{_HEADER}<tbody>{rows}</tbody></table>" if rows else ""
    if method == "get" and "{" not in path:
        inside = f'<form action="{_attribute(path)}" method="get">{inside}<button>Try it</button></form>'
    kinds = ", ".join(f"<code>{html.escape(kind)}</code>" for kind in operation["responses"].get("200", {}).get("content", {}))
    answers = f'<p class="kinds">Answers: {kinds}</p>' if kinds else ""
    description = "".join(f"<p>{html.escape(part)}</p>" for part in operation.get("description", "").split("\n\n") if part)
    return (
        f'<details id="{_attribute(operation["operationId"])}"><summary><code class="method">{method.upper()}</code> '
        f"<code>{html.escape(path)}</code> <span>{html.escape(operation['summary'])}</span></summary>"
        f"{description}{inside}{answers}</details>"
    )


def _row(operation: str, parameter: Mapping[str, Any]) -> str:
    name, number = parameter["name"], f"{operation}-{parameter['name']}"
    schema = parameter["schema"]
    values = schema.get("items", schema).get("enum")
    shown = schema.get("default", parameter.get("example", ""))
    shown = shown[0] if isinstance(shown, list) and shown else shown
    required = " required" if parameter.get("required") else ""
    attributes = f'id="{_attribute(number)}" name="{_attribute(name)}"{required}'
    if values is not None:
        choices = "".join(f"<option{' selected' if value == shown else ''}>{html.escape(str(value))}</option>" for value in ("", *values))
        field = f"<select {attributes}>{choices}</select>"
    else:
        given = "value" if parameter.get("required") else "placeholder"
        field = f'<input {attributes} {given}="{_attribute(str(shown))}">'
    must = " (required)" if required else ""
    label = f'<label for="{_attribute(number)}"><code>{html.escape(name)}</code></label>{must}'
    return f'<tr><th scope="row">{label}</th><td>{field}</td><td>{html.escape(parameter.get("description", ""))}</td></tr>'


def _attribute(text: str) -> str:
    return html.escape(text, quote=True)


_HEADER = '<thead><tr><th scope="col">parameter</th><th scope="col">value</th><th scope="col">meaning</th></tr></thead>'
_STYLE = (
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1rem}"
    "nav ul{columns:3 14rem;padding-left:1.2rem}details{border-top:1px solid #8886;padding:.5rem 0}summary{cursor:pointer}"
    "summary span{opacity:.9}code{font-size:.92em}code.method{font-weight:700}table{border-collapse:collapse;width:100%;margin:.6rem 0}"
    "th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8884;vertical-align:top}"
    "input,select,button{font:inherit;padding:.2rem .4rem;max-width:100%}button{padding:.3rem .9rem}.kinds{font-size:.9em}"
)
