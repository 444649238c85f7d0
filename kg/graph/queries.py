"""Saved queries: a folder of .rq files goes in, checked queries come out; with parameters and a graph, rows come out.

A file is SPARQL that runs as it stands, under a YAML head in `#+` comment lines. Each parameter's default stands in the text as
`VALUES ?name { ... }`, which the runner replaces with checked RDF terms.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import pyoxigraph as ox

from kg.errors import ParameterError, QueryError, QueryFileError, UnknownName
from kg.graph.federation import masked
from kg.graph.heads import Head, read_head
from kg.graph.parameters import ANY, PARAMETER_TYPES, Engine, Parameter, constant_term, serialised, to_terms
from kg.graph.rows import Form, Rows, Term, from_rdflib_term, to_rdflib_term, to_text
from kg.graph.sparql import Token, check_query, declared_prefixes, expand_name, parse_error, tokens
from kg.graph.store import Store
from kg.identifiers import GRAPH, ONTOLOGY, PREFIXES, to_curie
from kg.vocabulary import GRAPHS

if TYPE_CHECKING:
    import rdflib

__all__ = [
    "LIST_SEPARATOR",
    "Column",
    "ColumnType",
    "Expectation",
    "NegativeControl",
    "RdflibEngine",
    "SavedQuery",
    "bind",
    "load_queries",
    "read_query",
    "run_query",
    "unknown_terms",
    "unmet_expectations",
]

ColumnType = Literal["iri", "string", "list", "integer", "decimal", "boolean", "date", "term"]
COLUMN_TYPES: tuple[ColumnType, ...] = get_args(ColumnType)
#: Between the values of a cell of type `list`; the runner sorts them, because engines concatenate in any order.
LIST_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer: what it holds and what it means."""

    name: str
    type: ColumnType
    meaning: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the answer with default parameters must be: its rows on the fixture graph, and what a release must hold."""

    fixture_rows: int
    release_at_least: int = 0
    #: Rows of which each must match one of the answer; a row maps columns to text as `kg query --format csv` writes it.
    release_contains: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NegativeControl:
    """What must give no row: parameter values, or the fixture without all triples that hold one of these terms (CURIEs)."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A checked query; `text` runs as it stands, with the defaults of its parameters."""

    name: str
    topic: str
    path: Path
    title: str
    question: str
    tags: tuple[str, ...]
    params: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    expect: Expectation
    negative: NegativeControl
    empty_means: str
    text: str
    form: Form
    #: Subject, predicate and object (CURIE or `*`) of the triples whose loss changes the answer on the fixture; None: any is found.
    mutation: tuple[str, str, str] | None = None
    #: Endpoints that the query calls; it runs only where the settings allow them.
    services: tuple[str, ...] = ()

    def parameter(self, name: str) -> Parameter:
        """Give a declared parameter; raises UnknownName with near misses."""
        for parameter in self.params:
            if parameter.name == name:
                return parameter
        declared = [parameter.name for parameter in self.params]
        where = f"{self.path}: it declares {', '.join(declared) or 'no parameter'}"
        raise UnknownName("parameter", name, declared, where=where)


class RdflibEngine:
    """An rdflib graph that answers as the store does, for notebooks and to compare the engines."""

    def __init__(self, graph: rdflib.Graph) -> None:
        self._graph = graph
        self._union = getattr(graph, "default_graph", graph)

    def query(self, text: str) -> Rows:
        """Answer a query; rows as the store gives them."""
        with warnings.catch_warnings():  # rdflib's evaluator uses what rdflib's Dataset calls deprecated
            warnings.simplefilter("ignore", DeprecationWarning)
            result = self._graph.query(text)
            if result.type == "ASK":
                return Rows.from_answer(bool(result.askAnswer))
            if result.type == "SELECT":
                columns = tuple(str(variable) for variable in result.vars or ())
                bindings = [{str(variable): term for variable, term in binding.items()} for binding in result.bindings]
                return Rows.from_solutions(columns, (tuple(from_rdflib_term(row.get(column)) for column in columns) for row in bindings))
            return Rows.from_triples(_triple(t) for t in result.graph or ())

    def triples(self, subject: Term | None = None, predicate: Term | None = None, object_: Term | None = None) -> Iterator[ox.Triple]:
        """Give the triples that match a pattern."""
        pattern = tuple(None if term is None else to_rdflib_term(term) for term in (subject, predicate, object_))
        return (_triple(t) for t in self._union.triples((pattern[0], pattern[1], pattern[2])))


def load_queries(folder: Path, *, ontology: Path | None = None, thorough: bool = False) -> dict[str, SavedQuery]:
    """Read and check all queries of a folder, by name in the order of topic and name.

    Each ig: term must stand in `ontology` (by default ontology/igkg.ttl beside the folder, where there is one). `thorough` also
    parses with rdflib, which takes 10 ms a query. Raises QueryFileError with file and line.
    """
    terms = _terms_of(ontology or folder.parent / "ontology" / "igkg.ttl")
    paths = sorted(folder.glob("*/*.rq"))
    if not paths:
        raise QueryFileError(folder, "no saved query here; expected <topic>/<the-question>.rq")
    queries: dict[str, SavedQuery] = {}
    for path in paths:
        query = read_query(path, terms=terms, thorough=thorough)
        if query.name in queries:
            raise QueryFileError(path, f"the name {query.name!r} is taken by {queries[query.name].path}")
        queries[query.name] = query
    return queries


def read_query(path: Path, *, terms: frozenset[str] | None = None, thorough: bool = False) -> SavedQuery:
    """Read and check one query; `terms` are the IRIs that the ontology defines (None: not checked)."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryFileError(path, f"cannot be read ({error})") from error
    head = read_head(path, text)
    services = head.texts("services", optional=True)
    found, form, projected = _parsed(path, text, services)
    query = SavedQuery(
        name=path.stem,
        topic=path.parent.name,
        path=path,
        title=head.text("title"),
        question=head.text("question"),
        tags=head.texts("tags"),
        params=_parameters(head),
        columns=_columns(head),
        expect=_expectation(head),
        negative=_negative(head),
        empty_means=head.text("empty_means"),
        text=text,
        form=form,
        mutation=_mutation(head),
        services=services,
    )
    _check_columns(query, head, projected)
    _check_bindings(query, head, found)
    _check_terms(path, text, found, terms)
    if thorough:
        _check_with_rdflib(path, text)
    return query


def bind(query: SavedQuery, parameters: Mapping[str, object], engine: Engine) -> str:
    """Give the query's text with the given values in place of the defaults.

    Raises UnknownName for a parameter that is not declared (it would bind nothing and return every row) or a value that nothing
    has, ParameterError for a value of the wrong type or class or a required parameter that is missing.
    """
    given = {query.parameter(name).name: value for name, value in parameters.items() if value is not None}
    for parameter in query.params:
        if parameter.required and parameter.name not in given:
            example = f"{parameter.name}={parameter.default[0]}"
            raise ParameterError(f"{query.path}: parameter {parameter.name!r} is missing; for instance {example}")
    text = query.text
    for name, start, end in reversed(list(_value_blocks(tuple(tokens(text))))):
        if name in given:
            terms = to_terms(query.parameter(name), given[name], engine, str(query.path))
            text = f"{text[:start]} {serialised(terms)} {text[end:]}"
    return text


def run_query(store: Store | rdflib.Graph | Engine, query: SavedQuery, parameters: Mapping[str, object] | None = None) -> Rows:
    """Answer a saved query on the store or on an rdflib graph, with equal rows.

    Parameters map names to text (IRI, CURIE, slug or label for a concept), numbers, dates, or a list of them where several are
    allowed. Raises what `bind` raises.
    """
    engine = store if isinstance(store, Store) else _as_engine(store)
    rows = engine.query(bind(query, parameters or {}, engine))
    lists = [place for place, column in enumerate(query.columns) if column.type == "list"]
    return replace(rows, rows=tuple(_with_sorted_lists(row, lists) for row in rows.rows)) if lists else rows


def unmet_expectations(query: SavedQuery, rows: Rows) -> list[str]:
    """Say which expectations for a release an answer with default parameters does not meet."""
    failures = []
    if len(rows) < query.expect.release_at_least:
        failures.append(f"{query.name}: {len(rows)} rows, at least {query.expect.release_at_least} expected")
    shown = [dict(zip(rows.columns, map(to_text, row), strict=True)) for row in rows.rows]
    for wanted in query.expect.release_contains:
        if not any(all(row.get(column) == value for column, value in wanted.items()) for row in shown):
            failures.append(f"{query.name}: no row with {', '.join(f'{c} = {v}' for c, v in wanted.items())}")
    return failures


def unknown_terms(found: tuple[Token, ...], terms: Collection[str]) -> Iterator[tuple[Token, str]]:
    """Find the ig: names in a query that are none of the ontology's terms, given as IRIs, each with what to say of it."""
    prefixes = {**PREFIXES, **declared_prefixes(found)}
    for token in found:
        name = expand_name(token, prefixes) or ""
        if name.startswith(ONTOLOGY) and name != ONTOLOGY and name not in terms:
            near = UnknownName("term", to_curie(name) or name, (to_curie(term) or term for term in terms))
            yield token, f"the ontology has {near}"


def _as_engine(graph: rdflib.Graph | Engine) -> Engine:
    import rdflib

    return RdflibEngine(graph) if isinstance(graph, rdflib.Graph) else graph


def _triple(triple: Sequence[rdflib.term.Node]) -> ox.Triple:
    subject, predicate, object_ = (from_rdflib_term(node) for node in triple[:3])
    return ox.Triple(subject, predicate, object_)  # type: ignore[arg-type]  # rdflib's graphs hold valid triples


def _with_sorted_lists(row: tuple[Term | None, ...], places: Sequence[int]) -> tuple[Term | None, ...]:
    cells = list(row)
    for place in places:
        cell = cells[place]
        if isinstance(cell, ox.Literal):
            cells[place] = ox.Literal(LIST_SEPARATOR.join(sorted(cell.value.split(LIST_SEPARATOR))))
    return tuple(cells)


def _parsed(path: Path, text: str, services: tuple[str, ...]) -> tuple[tuple[Token, ...], Form, tuple[str, ...]]:
    """Parse with Oxigraph, without calling anybody; gives the tokens, the form and the projected variables."""
    probe = masked(text) if services else text
    try:
        found = check_query(text, services=services)
        answer = ox.Store().query(probe)
    except SyntaxError as error:
        mapped = parse_error(text, error, known={}, probe=probe)
        raise QueryFileError(path, str(mapped), line=mapped.line) from error
    except QueryError as error:
        raise QueryFileError(path, str(error), line=error.line) from error
    if isinstance(answer, ox.QueryBoolean):
        return found, "ASK", ("answer",)
    if isinstance(answer, ox.QueryTriples):
        return found, "CONSTRUCT", ("subject", "predicate", "object")
    return found, "SELECT", tuple(variable.value for variable in answer.variables)


def _parameters(head: Head) -> tuple[Parameter, ...]:
    result = []
    for name in head.names("params"):
        entry = head.entry("params", name, allowed=("type", "class", "required", "default", "example", "any", "values", "many", "meaning"))
        kind = entry.choice("type", PARAMETER_TYPES)
        required = entry.flag("required")
        bound = "example" if required else "default"
        if entry.has("default") == required or entry.has("example") != required:
            raise entry.error(f"parameter {name!r} needs `{bound}`, and only that: what the text binds")
        parameter = Parameter(
            name=name,
            type=kind,  # type: ignore[arg-type]  # choice() gives one of the types
            classes=entry.texts("class", optional=kind != "concept"),
            required=required,
            default=entry.texts(bound),
            any=entry.flag("any") or entry.texts(bound) == (ANY,),
            values=entry.texts("values", optional=kind != "enum"),
            many=entry.flag("many"),
            meaning=entry.text("meaning"),
        )
        try:
            for value in parameter.default:
                constant_term(parameter, value)
        except (ValueError, ArithmeticError) as error:
            raise entry.error(f"parameter {name!r}: {bound} {parameter.default} is no {kind} ({error})") from error
        if kind == "enum" and not set(parameter.default) <= {*parameter.values, ANY}:
            raise entry.error(f"parameter {name!r}: {bound} {parameter.default} is not among {parameter.values}")
        result.append(parameter)
    return tuple(result)


def _columns(head: Head) -> tuple[Column, ...]:
    columns = []
    for name in head.names("columns", optional=False):
        entry = head.entry("columns", name, allowed=("type", "meaning"))
        kind = entry.choice("type", COLUMN_TYPES)
        columns.append(Column(name, kind, entry.text("meaning")))  # type: ignore[arg-type]  # choice() gives one of the types
    return tuple(columns)


def _expectation(head: Head) -> Expectation:
    expect = head.entry("expect", allowed=("fixture", "release"))
    release = expect.entry("release", allowed=("at_least", "contains")) if expect.has("release") else None
    return Expectation(
        fixture_rows=expect.number("fixture"),
        release_at_least=release.number("at_least") if release and release.has("at_least") else 0,
        release_contains=release.rows("contains") if release and release.has("contains") else (),
    )


def _negative(head: Head) -> NegativeControl:
    negative = head.entry("negative", allowed=("params", "without"))
    if negative.has("params") == negative.has("without"):
        raise negative.error("negative needs either `params` (values that give no row) or `without` (terms without which there is none)")
    if negative.has("without"):
        return NegativeControl(without=negative.texts("without"))
    params = negative.entry("params")
    return NegativeControl(parameters={name: params.text(name) for name in params.names()})


def _mutation(head: Head) -> tuple[str, str, str] | None:
    if not head.has("mutation"):
        return None
    parts = head.text("mutation").split()
    if len(parts) != 3:
        raise head.error("mutation is not `subject predicate object`, each a CURIE or *", "mutation")
    return (parts[0], parts[1], parts[2])


def _check_columns(query: SavedQuery, head: Head, projected: tuple[str, ...]) -> None:
    declared = tuple(column.name for column in query.columns)
    if declared != projected:
        missing, extra = [c for c in declared if c not in projected], [c for c in projected if c not in declared]
        detail = "; ".join(
            text
            for text in (
                f"not projected: {', '.join(missing)}" if missing else "",
                f"undeclared: {', '.join(extra)}" if extra else "",
                "" if missing or extra else f"their order is not that of the query: {', '.join(projected)}",
            )
            if text
        )
        raise head.error(f"the columns do not fit the query: {detail}", "columns")


def _check_bindings(query: SavedQuery, head: Head, found: tuple[Token, ...]) -> None:
    """Compare the single-variable VALUES blocks of the text with the declared parameters and their defaults."""
    prefixes = declared_prefixes(found)
    declared = {parameter.name: parameter for parameter in query.params}
    bound = set()
    for name, start, end in _value_blocks(found):
        line = query.text.count("\n", 0, start) + 1
        if name not in declared:
            message = f"VALUES ?{name} is no declared parameter; a fixed list is written VALUES (?{name}) {{ (...) }}"
            raise QueryFileError(query.path, message, line=line)
        bound.add(name)
        inside = tuple(token for token in found if start <= token.start < end)
        written = _written_terms(query.text[start:end], inside, prefixes)
        expected = tuple(constant_term(declared[name], value) for value in declared[name].default)
        if written != expected:
            raise QueryFileError(query.path, f"VALUES ?{name} binds {serialised(written)}, its head {serialised(expected)}", line=line)
    unbound = [name for name in declared if name not in bound]
    if unbound:
        raise head.error(f"parameter {unbound[0]!r} is declared, but the text has no VALUES ?{unbound[0]} {{ ... }}", "params", unbound[0])
    stray = [name for name in query.negative.parameters if name not in declared]
    if stray:
        raise head.error(f"negative names {stray[0]!r}, which is no parameter", "negative")


def _value_blocks(found: tuple[Token, ...]) -> Iterator[tuple[str, int, int]]:
    """Find each `VALUES ?name { ... }`: the name, and where the inside of the braces starts and ends."""
    for place, token in enumerate(found[:-3]):
        if token.kind == "word" and token.word.lower() == "values" and found[place + 1].kind == "variable":
            closing = next((later for later in found[place + 3 :] if later.kind == "mark" and later.word == "}"), None)
            if closing is not None:
                yield found[place + 1].word[1:], found[place + 2].end, closing.start


def _written_terms(inside: str, found: Sequence[Token], prefixes: Mapping[str, str]) -> tuple[Term | None, ...]:
    """Read the terms of a VALUES block with the engine's own parser."""
    declarations = "".join(f"PREFIX {name}: <{iri}> " for name, iri in prefixes.items())
    answer = ox.Store().query(f"{declarations} SELECT ?it {{ VALUES ?it {{ {inside} }} }}") if found else ()
    return tuple(row["it"] for row in answer)  # type: ignore[union-attr]  # a SELECT query


def _check_terms(path: Path, text: str, found: tuple[Token, ...], terms: frozenset[str] | None) -> None:
    """Refuse ig: terms that the ontology does not define and igg: graphs that are none of ours: they would match nothing."""
    prefixes = declared_prefixes(found)
    for prefix, iri in prefixes.items():
        if PREFIXES.get(prefix, iri) != iri:
            line = text.count("\n", 0, text.find(f"{prefix}:")) + 1
            raise QueryFileError(path, f"prefix {prefix}: is <{PREFIXES[prefix]}> in this project, not <{iri}>", line=line)
    for token, message in unknown_terms(found, terms) if terms is not None else ():
        raise QueryFileError(path, message, line=text.count("\n", 0, token.start) + 1)
    for token in found:
        name = expand_name(token, prefixes) or ""
        line = text.count("\n", 0, token.start) + 1
        if name.startswith(GRAPH) and name != GRAPH and name.removeprefix(GRAPH) not in GRAPHS:
            raise QueryFileError(path, f"there is no graph {to_curie(name)}; graphs are {', '.join(GRAPHS)}", line=line)


def _check_with_rdflib(path: Path, text: str) -> None:
    from pyparsing import ParseException
    from rdflib.plugins.sparql import prepareQuery

    try:
        prepareQuery(text)
    except ParseException as error:
        raise QueryFileError(path, f"does not parse with rdflib: {error.msg}", line=error.lineno) from error
    except Exception as error:  # rdflib's translation raises bare exceptions of many kinds
        raise QueryFileError(path, f"does not parse with rdflib: {error}") from error


def _terms_of(ontology: Path) -> frozenset[str] | None:
    if not ontology.is_file():
        return None
    try:
        triples = ox.parse(path=str(ontology), format=ox.RdfFormat.TURTLE)
        return frozenset(t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode))
    except (SyntaxError, OSError) as error:
        raise QueryFileError(ontology, f"the ontology does not parse, so that no query can be checked: {error}") from error
