"""Pages for people: a template and values go in, an HTML response that loads nothing from elsewhere comes out."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg import __version__
from kg.counts import plural
from kg.errors import KgError
from kg.graph.dataset_metadata import LICENCE
from kg.identifiers import ID, to_curie
from kg.marking import FLAG_MEANINGS, printable
from kg.web.assets import LICENCES, asset_path
from kg.web.engine import Engine
from kg.web.problems import Problem
from kg.web.replies import reply
from kg.web.requests import client_of, while_connected
from kg.web.things import local_path

__all__ = ["POLICY", "Site", "page", "render", "site_of", "to_workbench", "viewed"]

#: Scripts, styles and data come from this server alone, and nothing stands in the page itself.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: What the head of every page leads to.
_NAVIGATION = (("/", "Start"), ("/search", "Search"), ("/workbench", "Questions"), ("/documents", "Documents"), ("/api/docs", "API"))
#: Rows of a table that are shown before the reader opens the rest.
FIRST_ROWS = 25


@dataclass(frozen=True, slots=True)
class Site:
    """What stands below every page."""

    version: str
    date: str
    triples: int | None
    name: str = "igkg"
    licence: str = LICENCE


async def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    policy: str = POLICY,
    **values: Any,
) -> Response:
    """Answer with a page made of a template of kg/web/templates; `section` names the entry of the navigation that it belongs to.

    In a template, `url(path)` gives the address of a path of this server, `asset(name)` of a file that is served as it is, `local(iri)`
    of the page about an IRI; whatever is written into it is escaped.
    """
    text = render(request, template, await site_of(request), **values)
    sent = {"Content-Security-Policy": policy, **(headers or {})}
    return reply(request, text.encode("utf-8", "replace"), "text/html; charset=utf-8", status=status, headers=sent)


def render(request: Request, template: str, site: Site, **values: Any) -> str:
    """Fill a template."""
    given = {"section": "", "searched": "", **values}
    return _environment.get_template(template).render(root=request.scope.get("root_path", ""), site=site, **given)


async def viewed(request: Request, view: str, **asked: Any) -> dict[str, Any]:
    """Ask a worker for what a page shows (kg.web.views)."""
    engine: Engine = request.app.state.engine
    wanted = {"do": "view", "view": view, "rules": str(engine.settings.ontology / "rules"), **asked}
    found = await while_connected(request, engine.whole(wanted, client_of(request)))
    document = json.loads(found.body)
    if not isinstance(document, dict):
        raise TypeError("a view is an object")
    return document


async def site_of(request: Request) -> Site:
    """Give what stands below every page; where the graph cannot be asked, a page of an error has to do without its numbers."""
    engine: Engine = request.app.state.engine
    try:
        made = Path((await engine.source.current()).path)
        found = await viewed(request, "site")
        # A build has no clock in its content: its date is that of its files.
        day = datetime.datetime.fromtimestamp((made / "CURRENT").stat().st_mtime, datetime.UTC).date().isoformat()
    except (KgError, OSError, Problem):
        return Site(__version__, "", None)
    return Site(found["version"] or __version__, day, found["triples"])


def to_workbench(request: Request, query: str) -> Response:
    """Lead to the workbench with a query in its editor."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}/workbench?{urlencode({'query': query})}", 303)


@pass_context
def _url(context: Context, path: str, **parameters: Any) -> str:
    given = [(name.rstrip("_"), value) for name, value in parameters.items() if value not in (None, "", ())]
    return f"{context['root']}{path}" + (f"?{urlencode(given, doseq=True)}" if given else "")


@pass_context
def _asset(context: Context, name: str) -> str:
    return f"{context['root']}{asset_path(name)}"


@pass_context
def _local(context: Context, iri: str) -> str | None:
    path = local_path(iri)
    return None if path is None else f"{context['root']}{path}"


def _own_name(iri: str) -> str:
    """Give the name of one of our things as an address holds it; empty for any other IRI."""
    return quote(iri[len(ID) :], safe="") if iri.startswith(ID) else ""


def _number(value: float) -> str:
    return f"{value:,}"


def _words(name: str) -> str:
    """Write a name made of words run together as words: ImmunoglobulinProduct, very_common."""
    spaced = "".join(f" {c.lower()}" if c.isupper() and i and not name[i - 1].isupper() else c for i, c in enumerate(name))
    return spaced.replace("_", " ").replace("-", " ").strip()


def _closer(text: str) -> str:
    """Leave out blank lines."""
    return re.sub(r"[^\S\n]*\n\s*\n", "\n", text)


def _web(iri: str) -> bool:
    """Tell whether an IRI can be followed; others (javascript:, data:) are shown and never linked."""
    return iri.startswith(("https://", "http://"))


_environment = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals |= {
    "url": _url,
    "asset": _asset,
    "local": _local,
    "navigation": _NAVIGATION,
    "flag_meanings": FLAG_MEANINGS,
    "first_rows": FIRST_ROWS,
    "licences": LICENCES,
}
_environment.filters |= {
    "number": _number,
    "plural": plural,
    "words": _words,
    "printable": printable,
    "curie": to_curie,
    "closer": _closer,
    "own_name": _own_name,
}
_environment.tests |= {"web": _web}
