"""What form an answer takes: an Accept header or a `format` goes in, one media type comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

__all__ = ["GRAPHS", "RESULTS", "ROWS", "TABLE", "Format", "Unacceptable", "choose", "find_format", "media_ranges"]


class Unacceptable(Exception):
    """Nothing that is offered is wanted."""


@dataclass(frozen=True, slots=True)
class Format:
    """A form of an answer: its short name, its media type, other names for it, and its file ending."""

    name: str
    media_type: str
    others: tuple[str, ...] = ()
    ending: str = ""
    results: ox.QueryResultsFormat | None = None
    rdf: ox.RdfFormat | None = None

    @property
    def content_type(self) -> str:
        """The media type with its character set, as a Content-Type header says it."""
        return f"{self.media_type}; charset=utf-8"


_R, _G = ox.QueryResultsFormat, ox.RdfFormat
#: Forms of the answer to SELECT and ASK, the one that is preferred first.
RESULTS = (
    Format("json", "application/sparql-results+json", ("application/json", "text/json"), "srj", results=_R.JSON),
    Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml"), "srx", results=_R.XML),
    Format("csv", "text/csv", (), "csv", results=_R.CSV),
    Format("tsv", "text/tab-separated-values", (), "tsv", results=_R.TSV),
)
#: Forms of a graph.
GRAPHS = (
    Format("turtle", "text/turtle", ("application/x-turtle",), "ttl", rdf=_G.TURTLE),
    Format("ntriples", "application/n-triples", ("text/plain",), "nt", rdf=_G.N_TRIPLES),
    Format("rdfxml", "application/rdf+xml", ("application/xml", "text/xml"), "rdf", rdf=_G.RDF_XML),
    Format("jsonld", "application/ld+json", ("application/json",), "jsonld", rdf=_G.JSON_LD),
    Format("trig", "application/trig", ("application/x-trig",), "trig", rdf=_G.TRIG),
    Format("nquads", "application/n-quads", ("text/x-nquads",), "nq", rdf=_G.N_QUADS),
    Format("n3", "text/n3", ("text/rdf+n3",), "n3", rdf=_G.N3),
)
_JSON = Format("json", "application/json", ("text/json",), "json")
_JSON_LD = next(f for f in GRAPHS if f.name == "jsonld")
_CSV = next(f for f in RESULTS if f.name == "csv")
#: Forms of the rows of a saved query.
ROWS = (_JSON, _CSV, _JSON_LD)
#: Forms of a description of one thing.
TABLE = (_JSON, *(f for f in GRAPHS if f.name in ("turtle", "ntriples", "rdfxml", "jsonld")))
_ALIASES = {
    "ttl": "turtle",
    "nt": "ntriples",
    "n-triples": "ntriples",
    "rdf": "rdfxml",
    "rdf/xml": "rdfxml",
    "rdf-xml": "rdfxml",
    "rdf+xml": "rdfxml",
    "json-ld": "jsonld",
    "nq": "nquads",
    "n-quads": "nquads",
    "srj": "json",
    "srx": "xml",
}


def media_ranges(accept: str) -> list[tuple[str, float]]:
    """Parse an Accept header into media ranges with their weight; what does not parse is left out.

    >>> media_ranges("text/turtle;q=0.5, application/json, */*;q=0")
    [('text/turtle', 0.5), ('application/json', 1.0), ('*/*', 0.0)]
    """
    found = []
    for part in accept[:4_000].split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    weight = min(1.0, max(0.0, float(value)))
                except ValueError:
                    weight = 0.0
        if media.count("/") == 1:
            found.append((media, weight))
    return found


def choose(accept: str | None, offered: Sequence[Format]) -> tuple[Format, str] | None:
    """Choose the form that is wanted most, and the media type to name it by; the earlier offer where two are wanted equally.

    Returns None where nothing offered is acceptable.
    """
    if not accept or not accept.strip():
        return offered[0], offered[0].media_type
    ranges = media_ranges(accept)
    best: tuple[float, int, int, Format, str] | None = None
    for place, form in enumerate(offered):
        for which, media in enumerate((form.media_type, *form.others)):
            found = _weight(media, ranges, exact_only=which > 0)
            if found is None or found[0] <= 0:
                continue
            # Of two wanted equally, the one that the client names goes before one that a wildcard covers.
            key = (found[0], found[1], -(place * 10 + which), form, media)
            if best is None or key[:3] > best[:3]:
                best = key
    return None if best is None else (best[3], best[4])


def find_format(name: str, offered: Sequence[Format]) -> Format | None:
    """Find a form by its short name, its file ending or its media type."""
    key = name.strip().lower()
    key = _ALIASES.get(key, key)
    return next((f for f in offered if key in (f.name, f.ending, f.media_type)), None) or next(
        (f for f in offered if key in f.others), None
    )


def by_name(offered: Sequence[Format]) -> Mapping[str, Format]:
    """Give the forms by their short names."""
    return {form.name: form for form in offered}


def _weight(media: str, ranges: Sequence[tuple[str, float]], *, exact_only: bool) -> tuple[float, int] | None:
    """Give the weight of the most specific range that covers a media type, and how specific it is."""
    best: tuple[int, float] | None = None
    for wanted, weight in ranges:
        if wanted == media:
            rank = 2
        elif exact_only:
            continue
        elif wanted == media.partition("/")[0] + "/*":
            rank = 1
        elif wanted == "*/*":
            rank = 0
        else:
            continue
        if best is None or rank > best[0] or (rank == best[0] and weight > best[1]):
            best = (rank, weight)
    return None if best is None else (best[1], best[0])
