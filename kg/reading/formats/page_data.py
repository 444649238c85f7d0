"""What a page states about itself to programs (JSON-LD and microdata of schema.org): the parsed page goes in, fields come out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kg.reading.formats.composition import tidy

__all__ = ["page_data"]

#: The ends of the names of types that stand for the page itself; others describe the site, its owner or what it sells.
_PAGES = ("Article", "WebPage", "Posting", "Report", "CreativeWork")
_FIELDS = {
    "headline": "title", "publisher": "publisher", "datePublished": "date", "dateModified": "modified", "lastReviewed": "modified",
    "license": "licence",
}  # fmt: skip
#: Deeper than any page nests its data.
_MAX_DEPTH = 8


def page_data(root: Any) -> dict[str, str]:
    """Give title, publisher, date and licence as far as the page states them; JSON-LD goes before microdata."""
    stated: dict[str, str] = {}
    for name, value in (*_of_json(root), *_of_attributes(root)):
        stated.setdefault(name, value)
    return stated


def _of_json(root: Any) -> Iterator[tuple[str, str]]:
    for script in root.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().casefold() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        things = list(_things(data, 0))
        names = {str(thing["@id"]): str(thing["name"]) for thing in things if "@id" in thing and "name" in thing}
        for thing in things:
            types = thing.get("@type")
            if not any(str(each).endswith(_PAGES) for each in (types if isinstance(types, list) else [types])):
                continue
            for key, name in _FIELDS.items():
                if value := _name_of(thing.get(key), names):
                    yield name, value


def _things(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        inner: object = data.get("@graph")
    else:
        inner = data
    if isinstance(inner, list) and depth < _MAX_DEPTH:
        for part in inner:
            yield from _things(part, depth + 1)


def _name_of(value: object, names: Mapping[str, str]) -> str:
    """Give a text as it is, and of a described thing its name, which may stand with another that has its identifier, or its address."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name") or names.get(str(value.get("@id"))) or value.get("url") or value.get("@id")
    return tidy(value)[:1000] if isinstance(value, str) else ""


def _of_attributes(root: Any) -> Iterator[tuple[str, str]]:
    """Give what elements state with `itemprop`; a property with several values speaks of several things, such as further articles."""
    found: dict[str, set[str]] = {name: set() for name in _FIELDS}
    for element in root.xpath(".//*[@itemprop]"):
        for key in element.get("itemprop").split():
            if key in found:
                named = element.find(".//*[@itemprop='name']")
                found[key].add(_stated(element if named is None else named))
    for key, values in found.items():
        if len(values) == 1 and (value := next(iter(values))):
            yield _FIELDS[key], value


def _stated(element: Any) -> str:
    attribute = next((element.get(name) for name in ("content", "datetime", "href") if element.get(name)), None)
    return tidy(attribute if attribute is not None else "".join(element.itertext()))[:1000]
