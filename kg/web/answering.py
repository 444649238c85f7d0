"""What a worker answers: a request of the server and an open store go in, the bytes of one answer come out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, cast

import pyoxigraph as ox

from kg.errors import KgError, QueryError, QueryFailed, UnknownName
from kg.graph.federation import ask_endpoint, find_calls, masked, with_answers
from kg.graph.parameters import find_concept
from kg.graph.queries import LIST_SEPARATOR, Column, SavedQuery, run_query
from kg.graph.rows import Rows, Term, to_value
from kg.graph.sparql import Dataset, QueryLimits, check_query, declared_prefixes, parse_error, tokens
from kg.graph.store import Store
from kg.identifiers import PREFIXES, to_curie, to_iri
from kg.web.datasets import PlainStore
from kg.web.formats import GRAPHS, RESULTS, by_name
from kg.web.search import Name, NameIndex
from kg.web.updates import check_update, graph_update, loads, with_graphs

__all__ = ["Answering", "Output", "answer"]

_RESULTS, _GRAPHS = by_name(RESULTS), by_name(GRAPHS)
#: Prefixes of every graph that goes out, beside those that the query declares.
_USUAL = {name: PREFIXES[name] for name in ("ig", "igr", "igg", "rdf", "rdfs", "owl", "xsd", "skos", "dcterms", "prov", "oa")}
_TYPE, _SUBCLASS = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
_NAMES = {
    ox.NamedNode(to_iri(curie)): kind
    for curie, kind in (
        ("skos:prefLabel", "preferred"),
        ("skos:altLabel", "synonym"),
        ("skos:hiddenLabel", "hidden"),
        ("rdfs:label", "preferred"),
        ("dcterms:title", "title"),
        ("dcterms:identifier", "title"),
    )
}
_TRIPLES, _SIZES, _DEFAULT_SIZE = (Path(__file__).with_name(name) for name in ("triples.rq", "graph_sizes.rq", "default_size.rq"))
_CLAIM = ox.NamedNode(to_iri("ig:Claim"))
#: Triples of a description in each direction; more are counted, and the answer says that it was cut.
_DESCRIBED = 5_000


class Output(Protocol):
    """Where an answer is written."""

    def begin(self, media_type: str, **more: Any) -> None:
        """Say what the answer is."""

    def write(self, data: bytes) -> int:
        """Take a piece of it."""


class Answering:
    """What a worker keeps between requests: the open store and what was made of it."""

    def __init__(self, queries: Mapping[str, SavedQuery], *, offline: bool, services: tuple[str, ...] = ()) -> None:
        self.queries = queries
        #: Whether this process cannot reach the network, whatever a text says.
        self.offline = offline
        self.services = services
        self._path: str | None = None
        self._store: Store | None = None
        self._names: NameIndex | None = None
        self._classes: dict[str, frozenset[str]] = {}

    @property
    def store(self) -> Store:
        """The open store."""
        if self._store is None:
            raise KgError("no store is open")
        return self._store

    def open(self, place: Mapping[str, Any] | None, *, writable: bool) -> None:
        """Open a store if it is another than the one that is open."""
        if place is None or place["path"] == self._path:
            return
        self._store = self._path = self._names = None
        self._classes = {}
        path = Path(place["path"])
        if writable:
            self._store = PlainStore.open_for_writing(path)
        elif place["plain"]:
            self._store = PlainStore(Store.open(path)._backend, read_only=True)
        else:
            self._store = Store.open(path, services=self.services)
        self._path = place["path"]

    @property
    def names(self) -> NameIndex:
        """All names of the graph; made at the first search."""
        if self._names is None:
            store = self.store
            claims = {t.subject for t in store.triples(None, _TYPE, _CLAIM)}
            self._names = NameIndex(
                Name(t.subject.value, t.object.value, kind)
                for property_, kind in _NAMES.items()
                for t in store.triples(None, property_)
                if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.Literal) and t.subject not in claims
            )
        return self._names

    def instances(self, classes: tuple[str, ...]) -> frozenset[str]:
        """Give the things of some classes and their subclasses."""
        pending = [ox.NamedNode(to_iri(name if ":" in name else f"ig:{name}")) for name in classes]
        found = set(pending)
        while pending:
            for triple in self.store.triples(None, _SUBCLASS, pending.pop()):
                if isinstance(triple.subject, ox.NamedNode) and triple.subject not in found:
                    found.add(triple.subject)
                    pending.append(triple.subject)
        return frozenset(
            t.subject.value for node in found for t in self.store.triples(None, _TYPE, node) if isinstance(t.subject, ox.NamedNode)
        )

    def classes_of(self, iri: str) -> list[str]:
        """Give the classes of our own that a thing has, as CURIEs."""
        found = (t.object.value for t in self.store.triples(ox.NamedNode(iri), _TYPE) if isinstance(t.object, ox.NamedNode))
        return sorted(curie for value in found if (curie := to_curie(value)) and curie.startswith("ig:"))


def answer(state: Answering, request: Mapping[str, Any], body: bytes, out: Output) -> None:
    """Answer one request; raises KgError where it cannot be answered."""
    _ANSWERS[request["do"]](state, request, body, out)


def _sparql(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Answer a query of the SPARQL Protocol."""
    text, base = request["text"], request.get("base")
    dataset = Dataset(tuple(request["default"]), tuple(request["named"])) if request["default"] or request["named"] else None
    limits = QueryLimits()
    missing: tuple[str, ...] = ()
    if state.services and find_calls(text):
        text, missing, limits = _federated(state, text, limits)
    found = state.store.solve(text, limits, dataset=dataset, base=base)
    warning = {"missing": list(missing)} if missing else {}
    try:
        if isinstance(found, ox.QueryTriples) and request["graph"] is None and request["results"] is not None:
            found = _as_rows(found)
        if isinstance(found, ox.QueryTriples):
            form = _GRAPHS[_wanted(request["graph"], "a graph")]
            out.begin(request["graph_type"], form="graph", **warning)
            prefixes = {**_USUAL, **declared_prefixes(tuple(tokens(text)))}
            ox.serialize(found, cast("io.BytesIO", out), form.rdf, prefixes=_usable(prefixes))
            return
        form = _RESULTS[_wanted(request["results"], "rows")]
        out.begin(request["results_type"], form="boolean" if isinstance(found, ox.QueryBoolean) else "rows", **warning)
        found.serialize(cast("io.BytesIO", out), form.results)
    except (BrokenPipeError, ConnectionResetError):
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryFailed(f"the query cannot be answered: {' '.join(str(error).split())}") from error


def _federated(state: Answering, text: str, limits: QueryLimits) -> tuple[str, tuple[str, ...], QueryLimits]:
    """Ask the allowed endpoints that a query calls and put their answers into it."""
    check_query(text, limits=limits, services=state.services)
    probe = masked(text)
    try:
        ox.Store().query(probe, prefixes=PREFIXES)
    except SyntaxError as error:
        raise parse_error(text, error, probe=probe) from error
    asked = with_answers(text, state.store.query, ask_endpoint)
    return asked.text, asked.missing, QueryLimits(characters=limits.characters + len(asked.text))


def _as_rows(triples: ox.QueryTriples) -> ox.QuerySolutions:
    """Give a graph as rows of subject, predicate and object, for clients that take nothing else."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return cast("ox.QuerySolutions", store.query(_TRIPLES.read_text(encoding="utf-8")))


def _wanted(name: str | None, what: str) -> str:
    if name is None:
        raise Unwanted(what)
    return name


class Unwanted(KgError):
    """The form of the answer cannot be had in any of the formats that the client takes."""


def _usable(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Leave out prefixes that the writer of Turtle would refuse."""
    usable = {}
    for name, iri in prefixes.items():
        try:
            ox.NamedNode(iri)
        except ValueError:
            continue
        usable[name] = iri
    return usable


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
        ox.serialize(rows.to_triples(), cast("io.BytesIO", out), ox.RdfFormat.JSON_LD, prefixes=_USUAL)
    elif request["format"] == "jsonld":
        out.begin("application/ld+json", **more)
        out.write(_json(_linked(query, rows, page, request["url"])))
    else:
        out.begin("application/json", **more)
        labels: dict[str, str | None] = {}
        table = [[_cell(state, term, column, labels) for term, column in zip(row, query.columns, strict=True)] for row in page]
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
        out.write(_json(document))


def _cell(state: Answering, term: Term | None, column: Column | None, labels: dict[str, str | None]) -> Any:
    """Give a cell as JSON: an IRI with its CURIE and label, a list as list, a literal as its value."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        if term.value not in labels:
            labels[term.value] = state.store.label(term.value)
        return _named(term.value, labels[term.value])
    if isinstance(term, ox.BlankNode):
        return {"blank": term.value}
    if isinstance(term, ox.Literal):
        if column is not None and column.type == "list":
            return term.value.split(LIST_SEPARATOR) if term.value else []
        value = to_value(term)
        return float(value) if isinstance(value, Decimal) else value if isinstance(value, str | int | float | bool) else term.value
    return str(term)


def _named(iri: str, label: str | None) -> dict[str, str | None]:
    return {"iri": iri, "curie": to_curie(iri), "label": label}


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


def _search(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Find things by their names."""
    among = state.instances(tuple(request["classes"])) if request["classes"] else None
    hits, total = state.names.search(request["text"], request["limit"], among=among)
    out.begin("application/json", total=total)
    found = [
        {
            **_named(hit.iri, state.store.label(hit.iri)),
            "matched": hit.matched,
            "kind": hit.kind,
            "score": hit.score,
            "errors": hit.errors,
            "classes": state.classes_of(hit.iri),
        }
        for hit in hits
    ]
    out.write(_json({"text": request["text"], "total": total, "results": found}))


def _describe(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Say everything that the graph says about one thing, and who points at it."""
    node = find_concept(request["name"], (), state.store, "thing")
    outgoing = _some(state.store, node, None)
    incoming = _some(state.store, None, node)
    if not outgoing and not incoming:
        raise UnknownName("thing", request["name"], ())
    cut = max(len(outgoing), len(incoming)) > _DESCRIBED
    outgoing, incoming = outgoing[:_DESCRIBED], incoming[:_DESCRIBED]
    if request["format"] != "json":
        form = _GRAPHS[request["format"]]
        out.begin(form.media_type, cut=cut)
        seen = dict.fromkeys((*outgoing, *incoming))
        ox.serialize(seen, cast("io.BytesIO", out), form.rdf, prefixes=_USUAL)
        return
    labels: dict[str, str | None] = {}
    out.begin("application/json", cut=cut)
    document = {
        **_named(node.value, state.store.label(node.value)),
        "classes": state.classes_of(node.value),
        "properties": _grouped(state, outgoing, labels, lambda t: t.object),
        "incoming": _grouped(state, incoming, labels, lambda t: t.subject),
        "truncated": cut,
    }
    out.write(_json(document))


def _some(store: Store, subject: ox.NamedNode | None, object_: ox.NamedNode | None) -> list[ox.Triple]:
    found = []
    for triple in store.triples(subject, None, object_):
        found.append(triple)
        if len(found) > _DESCRIBED:
            break
    return sorted(found, key=str)


def _grouped(
    state: Answering, triples: list[ox.Triple], labels: dict[str, str | None], which: Callable[[ox.Triple], Any]
) -> list[dict[str, Any]]:
    groups: dict[str, list[Any]] = {}
    for triple in triples:
        groups.setdefault(triple.predicate.value, []).append(_cell(state, which(triple), None, labels))
    return [{**_named(iri, state.store.label(iri)), "values": values} for iri, values in sorted(groups.items())]


def _graph(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Write one graph as it is (Graph Store Protocol, 5.2)."""
    name = request["graph"]
    store = state.store._backend
    node: ox.NamedNode | ox.DefaultGraph = ox.DefaultGraph() if name is None else _iri(name)
    if isinstance(node, ox.NamedNode) and not store.contains_named_graph(node):
        raise NoSuchGraph(f"there is no graph <{name}>")
    form = _GRAPHS[request["format"]]
    out.begin(request["type"])
    triples = (quad.triple for quad in store.quads_for_pattern(None, None, None, node))
    ox.serialize(triples, cast("io.BytesIO", out), form.rdf, prefixes=_USUAL)


def _describe_dataset(state: Answering, _: Mapping[str, Any], __: bytes, out: Output) -> None:
    """Count the triples of the default graph and of each named graph."""
    sizes = state.store.query(_SIZES.read_text(encoding="utf-8")).to_values()
    counted = {str(graph): int(str(count)) for graph, count in sizes}
    default = state.store.query(_DEFAULT_SIZE.read_text(encoding="utf-8")).to_values()
    out.begin("application/json")
    out.write(_json({"default": default[0][0], "named": {name: counted.get(name, 0) for name in state.store.graphs()}}))


def _ready(state: Answering, _: Mapping[str, Any], __: bytes, out: Output) -> None:
    """Prove that the store answers."""
    out.begin("application/json")
    out.write(_json({"triples": any(True for _ in state.store.triples()), "offline": state.offline}))


def _update(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Run an update of the SPARQL Protocol; all of it or nothing."""
    text = request["text"]
    found = check_update(text)
    text = with_graphs(text, request["using"], request["using_named"])
    if not state.offline and loads(found) is not None:
        raise Unsupported("LOAD is not offered: this system has no network filter")
    try:
        _dataset(state).update(text, base_iri=request.get("base"))
    except SyntaxError as error:
        place = _update_place(str(error))
        raise QueryError(f"the update does not parse: {' '.join(str(error).split())}", **place) from error
    except (OSError, RuntimeError) as error:
        raise Unsupported(f"the update failed and changed nothing: {' '.join(str(error).split())}") from error
    except ValueError as error:
        raise QueryError(f"the update cannot be run: {' '.join(str(error).split())}") from error
    out.begin("application/json")


def _put_graph(state: Answering, request: Mapping[str, Any], body: bytes, out: Output) -> None:
    """Put triples into a graph, or in the place of what it holds; all of them or none."""
    name = request["graph"]
    store = _dataset(state)
    new = name is not None and not store.contains_named_graph(_iri(name))
    triples: dict[ox.Triple, None] = {}
    start = 0
    for number, part in enumerate(request["parts"]):
        content = body[start : start + part["length"]]
        start += part["length"]
        triples |= dict.fromkeys(_parsed(content, part["type"], request["base"], number))
    try:
        store.update(graph_update(tuple(triples), name, replace=request["replace"]))
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:
        raise Unsupported(f"the graph could not be stored, nothing was changed: {' '.join(str(error).split())}") from error
    out.begin("application/json", created=new, triples=len(triples))


def _parsed(content: bytes, media_type: str, base: str, number: int) -> list[ox.Triple]:
    """Parse one part of a body; blank nodes of different parts are different."""
    form = next((f.rdf for f in GRAPHS if media_type in (f.media_type, *f.others)), None)
    if form is None:
        raise Unsupported(f"{media_type}: no RDF format that is read here")
    try:
        quads = list(ox.parse(content, form, base_iri=base, rename_blank_nodes=True))
    except (SyntaxError, ValueError, OSError) as error:
        line = getattr(error, "lineno", None)
        column = getattr(error, "offset", None)
        raise QueryError(f"part {number + 1} of the body does not parse: {error}", line=line, column=column) from error
    if any(not isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads):
        raise QueryError("the body names graphs of its own; send one graph, the request names it")
    return [quad.triple for quad in quads]


def _delete_graph(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Delete a graph; the default graph becomes empty."""
    store = _dataset(state)
    name = request["graph"]
    if name is None:
        store.clear_graph(ox.DefaultGraph())
    else:
        node = _iri(name)
        if not store.contains_named_graph(node):
            raise NoSuchGraph(f"there is no graph <{name}>")
        store.remove_graph(node)
    out.begin("application/json")


def _backup(state: Answering, request: Mapping[str, Any], _: bytes, out: Output) -> None:
    """Write the state of the dataset beside it, for the workers that read."""
    try:
        _dataset(state).backup(request["to"])
    except (OSError, RuntimeError, ValueError) as error:
        raise Unsupported(f"no copy of the dataset can be made: {' '.join(str(error).split())}") from error
    out.begin("application/json")


def _dataset(state: Answering) -> ox.Store:
    store = state.store
    if not isinstance(store, PlainStore) or store.read_only:
        raise KgError("the store is open read-only")
    return store.backend


def _iri(text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise QueryError(f"{text!r} is no IRI of a graph") from error


def _update_place(message: str) -> dict[str, int]:
    """Read the place that the engine gives: `error at 1:6: ...`."""
    head, _, rest = message.removeprefix("error at ").partition(":")
    column = rest.partition(":")[0]
    return {"line": int(head), "column": int(column)} if head.isdigit() and column.isdigit() else {}


class NoSuchGraph(KgError):
    """A graph that the dataset does not have."""


class Unsupported(KgError):
    """What the request wants was understood and could not be done."""


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


_ANSWERS: dict[str, Callable[[Answering, Mapping[str, Any], bytes, Output], None]] = {
    "sparql": _sparql,
    "saved": _saved,
    "search": _search,
    "describe": _describe,
    "graph": _graph,
    "dataset": _describe_dataset,
    "ready": _ready,
    "update": _update,
    "put": _put_graph,
    "delete": _delete_graph,
    "backup": _backup,
}
