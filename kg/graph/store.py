"""The quads of the graph, in memory or on disk: quads and queries go in, rows come out.

What a query sees is decided here and nowhere else: its default graph is the union (a set, each triple once) of all named
graphs but the quarantine, and `GRAPH` reaches all of them but the quarantine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.errors import KgError, QueryError, QueryFailed
from kg.graph.federation import Ask, ask_endpoint, find_calls, masked, with_answers
from kg.graph.rows import Rows, Term, to_rdflib_term
from kg.graph.sparql import Dataset, QueryLimits, check_query, declared_prefixes, expand_name, find_dataset, parse_error
from kg.identifiers import GRAPH, PREFIXES, graph_iri, to_iri
from kg.outputs import staged_folder

if TYPE_CHECKING:
    import rdflib

__all__ = ["QUARANTINE", "Rows", "Store", "replace_graph", "restored", "write_store"]

QUARANTINE = graph_iri("quarantine")
_HIDDEN = ox.NamedNode(QUARANTINE)
_UNION = ox.DefaultGraph()
_LABELS = tuple(ox.NamedNode(to_iri(curie)) for curie in ("skos:prefLabel", "rdfs:label"))
_INTEGER, _COUNT = (ox.NamedNode(PREFIXES["xsd"] + name) for name in ("integer", "nonNegativeInteger"))
#: Properties whose values are xsd:nonNegativeInteger, by the Web Annotation model and by our ontology.
_COUNTED = frozenset(ox.NamedNode(to_iri(curie)) for curie in ("oa:start", "oa:end", "ig:characterCount"))


class Store:
    """Quads with the union of all named graphs but the quarantine as default graph.

    Oxigraph neither merges a list of default graphs (a triple that stands in two is counted twice) nor leaves one graph out of
    its own union, so the merged triples are kept in its default graph beside the named ones.

    >>> store = Store.in_memory()
    >>> store.query("ASK {}").rows[0][0].value
    'true'
    """

    def __init__(self, backend: ox.Store, *, read_only: bool = False, services: Collection[str] = (), ask: Ask = ask_endpoint) -> None:
        self._backend = backend
        self._services = tuple(services)
        self._ask = ask
        self.read_only = read_only

    @classmethod
    def in_memory(cls, quads: Iterable[ox.Quad] = (), *, services: Collection[str] = (), ask: Ask = ask_endpoint) -> Store:
        """Make a store in memory, with these quads; `services` are the endpoints that its queries may call, by `ask`."""
        store = cls(ox.Store(), services=services, ask=ask)
        store.add(quads)
        return store

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = True, services: Collection[str] = ()) -> Store:
        """Open a store on disk; read-only it holds no lock, and a new build may replace it meanwhile.

        Raises KgError where there is none or it is damaged.
        """
        place = Path(path)
        if not (place / "CURRENT").is_file():
            raise KgError(f"{path}: no store here; make one with `kg build`")
        try:
            backend = ox.Store.read_only(str(place)) if read_only else ox.Store(str(place))
        except (OSError, ValueError, RuntimeError) as error:
            raise KgError(f"{path}: the store cannot be opened ({error}); make a new one with `kg build`") from error
        return cls(backend, read_only=read_only, services=services)

    def __len__(self) -> int:
        """Count the quads of the named graphs, the quarantine included."""
        return sum(1 for _ in self.quads())

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads, each in a named graph; adding one twice changes nothing."""
        self._check_writable()
        self._backend.extend(_with_union(quads))

    def bulk_add(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads at once, faster on disk and not in one transaction."""
        self._check_writable()
        self._backend.bulk_extend(_with_union(quads))

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Remove quads; a triple stays in the union while another named graph but the quarantine holds it."""
        self._check_writable()
        for quad in list(quads):
            self._backend.remove(quad)
            left = self._backend.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
            if not any(_is_visible(other) for other in left):
                self._backend.remove(ox.Quad(quad.subject, quad.predicate, quad.object, _UNION))

    def graphs(self, *, include_quarantine: bool = False) -> tuple[str, ...]:
        """List the IRIs of the named graphs, sorted."""
        names = sorted(g.value for g in self._backend.named_graphs() if isinstance(g, ox.NamedNode))
        return tuple(name for name in names if include_quarantine or name != QUARANTINE)

    def counts(self) -> dict[str, int]:
        """Count the triples of each named graph, by its local name where it is one of ours, the quarantine included."""
        names = self.graphs(include_quarantine=True)
        return {name.removeprefix(GRAPH): sum(1 for _ in self.quads(name)) for name in names}

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Give the quads of one named graph (its name in kg.vocabulary.GRAPHS, or its IRI), or of all of them."""
        if graph is None:
            return (restored(quad) for quad in self._backend if quad.graph_name != _UNION)
        iri = graph if ":" in graph else graph_iri(graph)
        return map(restored, self._backend.quads_for_pattern(None, None, None, ox.NamedNode(iri)))

    def has(self, triple: ox.Triple, graph: str) -> bool:
        """Tell whether one named graph holds a triple."""
        return ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph_iri(graph))) in self._backend

    def triples(self, subject: Term | None = None, predicate: Term | None = None, object_: Term | None = None) -> Iterator[ox.Triple]:
        """Give the triples of the union that match a pattern, each once."""
        quads = self._backend.quads_for_pattern(
            cast("ox.NamedNode | None", subject), cast("ox.NamedNode | None", predicate), object_, _UNION
        )
        return (restored(quad).triple for quad in quads)

    def query(self, text: str, limits: QueryLimits | None = None, *, include_quarantine: bool = False) -> Rows:
        """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE query; the prefixes of this project need no declaration.

        A query sees the quarantine only if it names igg:quarantine or `include_quarantine` is set, and then only by GRAPH.
        Raises QueryError with line and column for a query that does not parse, updates, is too deep or too long, or calls an
        endpoint that is not allowed. An allowed one is asked; if it does not answer, `Rows.missing` says so.
        """
        limits = limits or QueryLimits()
        if self._services and find_calls(text):
            check_query(text, limits=limits, services=self._services)
            return self._federated(text, limits, include_quarantine=include_quarantine)
        answer = self.solve(text, limits, include_quarantine=include_quarantine)
        try:
            return _to_rows(answer, limits.rows)
        except (OSError, ValueError, RuntimeError) as error:
            raise _unanswered(error) from error

    def solve(
        self,
        text: str,
        limits: QueryLimits | None = None,
        *,
        dataset: Dataset | None = None,
        base: str | None = None,
        include_quarantine: bool = False,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Start to answer a query that calls no other endpoint; solutions come as they are found and may still fail with OSError.

        A `dataset` takes the place of the query's own FROM clauses; `base` resolves relative IRIs. Raises QueryError as `query` does.
        """
        found = check_query(text, limits=limits)
        prefixes = {**PREFIXES, **declared_prefixes(found)}
        asked = include_quarantine or any(expand_name(token, prefixes) == QUARANTINE for token in found)
        asked = asked or (dataset is not None and QUARANTINE in dataset.named)
        default, named = self._dataset(dataset or find_dataset(found), include_quarantine=asked)
        try:
            return self._backend.query(text, base_iri=base, prefixes=PREFIXES, default_graph=default, named_graphs=named)
        except SyntaxError as error:
            raise parse_error(text, error) from error
        except (OSError, ValueError, RuntimeError) as error:
            raise _unanswered(error) from error

    def _federated(self, text: str, limits: QueryLimits, *, include_quarantine: bool) -> Rows:
        """Answer a query that calls other endpoints."""
        probe = masked(text)
        try:
            ox.Store().query(probe, prefixes=PREFIXES)
        except SyntaxError as error:
            raise parse_error(text, error, probe=probe) from error
        asked = with_answers(text, self.query, self._ask)
        # What the endpoints said stands in the text now: it is long, and its size was limited where it came in.
        roomy = replace(limits, characters=limits.characters + len(asked.text))
        return replace(self.query(asked.text, roomy, include_quarantine=include_quarantine), missing=asked.missing)

    def select(self, text: str, limits: QueryLimits | None = None, *, include_quarantine: bool = False) -> Rows:
        """Answer a SELECT query; raises QueryError for another form."""
        rows = self.query(text, limits, include_quarantine=include_quarantine)
        if rows.form != "SELECT":
            raise QueryError(f"a SELECT query was expected, this is {rows.form}")
        return rows

    def label(self, iri: str) -> str | None:
        """Find the preferred label of a concept, or the label of a class, property, claim or document."""
        for property_ in _LABELS:
            found = sorted(t.object.value for t in self.triples(ox.NamedNode(iri), property_) if isinstance(t.object, ox.Literal))
            if found:
                return found[0]
        return None

    def rdflib_graph(self) -> rdflib.Graph:
        """Copy the union into an rdflib graph with the prefixes of this project bound, for notebooks and for SHACL."""
        import rdflib

        graph = rdflib.Graph()
        for prefix, iri in PREFIXES.items():
            graph.bind(prefix, iri, override=True, replace=True)
        for triple in self.triples():
            graph.add((to_rdflib_term(triple.subject), to_rdflib_term(triple.predicate), to_rdflib_term(triple.object)))
        return graph

    def rdflib_dataset(self) -> rdflib.Dataset:
        """Copy everything into an rdflib dataset laid out as a query sees it: the union as default graph, all named graphs."""
        import rdflib

        dataset = rdflib.Dataset()
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri, override=True, replace=True)
        for quad in map(restored, self._backend):
            graph = dataset.default_graph if quad.graph_name == _UNION else dataset.graph(to_rdflib_term(cast("Term", quad.graph_name)))
            graph.add((to_rdflib_term(quad.subject), to_rdflib_term(quad.predicate), to_rdflib_term(quad.object)))
        return dataset

    def _check_writable(self) -> None:
        if self.read_only:
            raise KgError("the store is open read-only; `kg build` makes a new one")

    def _dataset(
        self, written: Dataset | None, *, include_quarantine: bool
    ) -> tuple[list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None, list[ox.NamedNode | ox.BlankNode]]:
        """Give the default graphs (None is the union) and named graphs that a query runs on."""
        if written is None:
            return None, [ox.NamedNode(name) for name in self.graphs(include_quarantine=include_quarantine)]
        return [ox.NamedNode(name) for name in written.default], [ox.NamedNode(name) for name in written.named]


def write_store(quads: Iterable[ox.Quad], path: Path | str) -> None:
    """Build a store beside the path and move it into place; a build that fails or is killed leaves the last good one.

    A process that has the old store open goes on reading it. Raises KgError for a full disk or a folder that is no store.
    """
    target = Path(path)
    if target.exists() and not (target / "CURRENT").is_file() and (not target.is_dir() or any(target.iterdir())):
        raise KgError(f"{target}: not a store; it is not replaced, choose another place")
    # All files of the old store are ours: none may be carried over into the new one.
    with staged_folder(target, owned=frozenset(_names(target))) as building:
        backend = ox.Store(str(building))
        backend.bulk_extend(_with_union(quads))
        backend.optimize()
        backend.flush()
        del backend  # closes the files and frees the lock


def replace_graph(triples: Iterable[ox.Triple], graph: str, path: Path | str) -> int:
    """Put triples in the place of one named graph of a store on disk, all or nothing, and give their number.

    The store is not written anew: the copy that takes its place shares the files that stay the same. A process that has the old store
    open goes on reading it. Raises KgError where there is no store, it is damaged, or the disk refuses.
    """
    target, name = Path(path), ox.NamedNode(graph_iri(graph))
    old = Store.open(target)
    quads = [ox.Quad(t.subject, t.predicate, t.object, name) for t in dict.fromkeys(triples)]
    with staged_folder(target, owned=frozenset(_names(target))) as building:
        building.rmdir()  # Oxigraph makes the folder of the copy itself
        try:
            old._backend.backup(str(building))
            new = Store.open(building, read_only=False)
            new.remove(set(old.quads(graph)).difference(quads))
            # A file takes a quarter of the memory that as many Python objects would.
            with tempfile.TemporaryDirectory(prefix=".graph.", dir=target.parent) as folder:
                file = Path(folder) / "graph.nq"
                ox.serialize(_with_union(quads), str(file), ox.RdfFormat.N_QUADS)
                new._backend.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
            new._backend.optimize()
            new._backend.flush()
            del new  # closes the files and frees the lock
        except (OSError, RuntimeError, ValueError) as error:
            raise KgError(f"{path}: the store cannot be written ({error}); it stays as it was") from error
    return len(quads)


def restored(quad: ox.Quad) -> ox.Quad:
    """Give a count its datatype back: Oxigraph keeps every xsd:nonNegativeInteger as xsd:integer."""
    value = quad.object
    if quad.predicate in _COUNTED and isinstance(value, ox.Literal) and value.datatype == _INTEGER:
        return ox.Quad(quad.subject, quad.predicate, ox.Literal(value.value, datatype=_COUNT), quad.graph_name)
    return quad


def _with_union(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    for quad in quads:
        if quad.graph_name == _UNION:
            raise KgError(f"a quad without a named graph: {quad.subject} {quad.predicate} {quad.object}")
        yield quad
        if quad.graph_name != _HIDDEN:
            yield ox.Quad(quad.subject, quad.predicate, quad.object, _UNION)


def union_of(quads: Iterable[ox.Quad]) -> set[ox.Triple]:
    """Give the triples that a query sees without naming a graph: those of all graphs but the quarantine, each once."""
    return {quad.triple for quad in quads if quad.graph_name != _HIDDEN}


def _is_visible(quad: ox.Quad) -> bool:
    return quad.graph_name not in (_UNION, _HIDDEN)


def _unanswered(error: Exception) -> QueryFailed:
    return QueryFailed(f"the query cannot be answered: {' '.join(str(error).split())}")


def _to_rows(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, limit: int | None) -> Rows:
    if isinstance(answer, ox.QueryBoolean):
        return Rows.from_answer(bool(answer))
    if isinstance(answer, ox.QueryTriples):
        return Rows.from_triples(answer, limit)
    columns = tuple(variable.value for variable in answer.variables)
    return Rows.from_solutions(columns, (tuple(solution[column] for column in columns) for solution in answer), limit)


def _names(folder: Path) -> tuple[str, ...]:
    return tuple(entry.name for entry in folder.iterdir()) if folder.is_dir() else ()
