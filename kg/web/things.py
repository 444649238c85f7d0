"""Addresses and forms of the things of the graph: an IRI or a path goes in; the other, and the forms that it can be had in, come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from starlette.requests import Request

from kg.identifiers import GRAPH, ID, ONTOLOGY, to_curie
from kg.web.formats import GRAPHS, Format
from kg.web.problems import Problem

__all__ = ["DATA", "HTML", "OFFERED", "alternates", "data_path", "forms_of", "iri_of", "local_path", "not_found"]

HTML = Format("html", "text/html", ("application/xhtml+xml",), "html")
#: Forms of the data about one thing.
DATA = tuple(form for form in GRAPHS if form.name in ("turtle", "ntriples", "rdfxml", "jsonld"))
OFFERED = (HTML, *DATA)
_MAPPINGS = "https://w3id.org/igkg/mappings/"
#: Where the pages about the IRIs of each space are, longest space first.
_PAGES: Mapping[str, str] = {ID: "/page/", ONTOLOGY: "/ontology/", GRAPH: "/graph/", _MAPPINGS: "/mappings/"}
#: Where their data are.
_DATA: Mapping[str, str] = {ID: "/data/", ONTOLOGY: "/ontology/", GRAPH: "/graph/", _MAPPINGS: "/mappings/"}


def local_path(iri: str) -> str | None:
    """Give the path of this server's page about one of our IRIs, or None for an IRI of others.

    >>> local_path("https://w3id.org/igkg/id/kawasaki-disease")
    '/page/kawasaki-disease'
    """
    if iri == ONTOLOGY.removesuffix("#"):
        return "/ontology"
    for space, path in _PAGES.items():
        if iri.startswith(space) and len(iri) > len(space):
            return path + quote(iri[len(space) :], safe="")
    return None


def data_path(iri: str, form: Format) -> str | None:
    """Give the path of the data about one of our IRIs in a form."""
    for space, path in _DATA.items():
        if iri.startswith(space) and len(iri) > len(space):
            name = quote(iri[len(space) :], safe="")
            return f"{path}{name}.{form.ending}" if space == ID else f"{path}{name}?format={form.name}"
    return f"/ontology?format={form.name}" if iri == ONTOLOGY.removesuffix("#") else None


def iri_of(space: str, name: str) -> str:
    """Give the IRI that a name in one of our spaces means; raises Problem where it can be none."""
    try:
        return ox.NamedNode(space + name).value
    except ValueError:
        raise Problem(404, "not-found", f"{name[:80]!r} can be no name of a thing") from None


def forms_of(iri: str) -> list[tuple[str, str]]:
    """Give the forms of the data about a thing for a page: name and path."""
    names = {"turtle": "Turtle", "ntriples": "N-Triples", "rdfxml": "RDF/XML", "jsonld": "JSON-LD"}
    paths = ((names[form.name], data_path(iri, form)) for form in DATA)
    return [(name, path) for name, path in paths if path is not None]


def not_found(iri: str, near: Sequence[Mapping[str, Any]]) -> Problem:
    """Say that there is no such thing, with names that are near."""
    name = to_curie(iri) or iri
    hint = f" Did you mean {' or '.join(thing['curie'] or thing['iri'] for thing in near[:3])}?" if near else ""
    more = {"near": [{"iri": thing["iri"], "label": thing["label"]} for thing in near]} if near else None
    return Problem(404, "unknown-name", f"the graph knows no {name[:200]}.{hint}", more=more)


def alternates(request: Request, iri: str) -> str:
    """Write the Link header (RFC 8288) that leads to the other forms of what is known about a thing, and to the thing."""
    root = request.scope.get("root_path", "")
    links = [(HTML, local_path(iri)), *((form, data_path(iri, form)) for form in DATA)]
    listed = [f'<{root}{path}>; rel="alternate"; type="{form.media_type}"' for form, path in links if path is not None]
    # RFC 6892: what this document is about.
    return ", ".join([*listed, f'<{iri}>; rel="describes"'])
