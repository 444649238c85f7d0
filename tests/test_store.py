"""The store: one contract on both backends, what a query may see and do, and what a killed build leaves."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError, QueryError
from kg.graph.bulk import begin_store, n_quads
from kg.graph.rows import Rows, from_rdflib_term, to_rdflib_term, to_value
from kg.graph.sparql import QueryLimits, check_query, tokens
from kg.graph.store import Store, replace_graph, union_of, write_store
from kg.identifiers import PREFIXES, graph_iri

EX = "https://example.org/"
XSD = PREFIXES["xsd"]


def _iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def _quad(subject: str, value: ox.NamedNode | ox.Literal, graph: str = "facts") -> ox.Quad:
    return ox.Quad(_iri(subject), _iri("p"), value, ox.NamedNode(graph_iri(graph)))


QUADS = (
    _quad("a", _iri("b"), "facts"),
    _quad("a", _iri("b"), "concepts"),
    _quad("a", ox.Literal("text", language="en"), "claims"),
    _quad("secret", _iri("b"), "quarantine"),
)


@pytest.fixture(params=["in memory", "on disk", "read-only"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "in memory":
        return Store.in_memory(QUADS)
    write_store(QUADS, tmp_path / "store")
    return Store.open(tmp_path / "store", read_only=request.param == "read-only")


def _count(store: Store, pattern: str, *, include_quarantine: bool = False) -> int:
    return len(store.query(f"SELECT * WHERE {{ {pattern} }}", include_quarantine=include_quarantine))


def test_union_holds_each_triple_once_and_no_quarantine(store: Store) -> None:
    assert _count(store, "?s ?p ?o") == 2
    assert to_value(store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").rows[0][0]) == 2
    assert len(list(store.triples())) == 2
    assert not list(store.triples(_iri("secret")))


def test_named_graphs_without_quarantine(store: Store) -> None:
    assert _count(store, "GRAPH ?g { ?s ?p ?o }") == 3
    assert _count(store, "GRAPH ?g { }") == 3
    assert _count(store, "GRAPH igg:facts { ?s ?p ?o }") == 1
    assert not store.query("ASK { GRAPH ?g { <https://example.org/secret> ?p ?o } }")


def test_quarantine_is_seen_by_whoever_asks(store: Store) -> None:
    assert _count(store, "GRAPH ?g { ?s ?p ?o }", include_quarantine=True) == 4
    assert _count(store, "GRAPH igg:quarantine { ?s ?p ?o }") == 1
    assert _count(store, f"GRAPH <{graph_iri('quarantine')}> {{ ?s ?p ?o }}") == 1
    assert _count(store, "?s ?p ?o", include_quarantine=True) == 2, "never in the default graph"
    assert _count(store, '?s ?p ?o FILTER (?o != "igg:quarantine")') == 2


def test_graphs_that_the_query_names(store: Store) -> None:
    assert len(store.query("SELECT * FROM igg:claims WHERE { ?s ?p ?o }")) == 1
    assert len(store.query("SELECT * FROM NAMED igg:claims WHERE { GRAPH ?g { ?s ?p ?o } }")) == 1
    assert len(store.query("SELECT * FROM NAMED igg:claims WHERE { ?s ?p ?o }")) == 0
    assert len(store.query("SELECT * FROM igg:facts FROM NAMED igg:claims WHERE { ?s ?p ?o GRAPH ?g { ?a ?b ?c } }")) == 1


def test_graphs_and_counts(store: Store) -> None:
    assert store.graphs() == tuple(graph_iri(name) for name in ("claims", "concepts", "facts"))
    assert store.counts() == {"claims": 1, "concepts": 1, "facts": 1, "quarantine": 1}
    assert len(store) == len(list(store.quads())) == 4
    assert set(store.quads()) == set(QUADS)
    assert [quad.subject for quad in store.quads("quarantine")] == [_iri("secret")]


def test_forms(store: Store) -> None:
    assert store.query("ASK { ?s ?p 'text'@en }").form == "ASK"
    assert bool(store.query("ASK { ?s ?p 'text'@en }")) is True
    assert bool(store.query("ASK { ?s ?p 'text' }")) is False
    triples = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert triples.columns == ("subject", "predicate", "object")
    assert len(triples.to_triples()) == 2
    assert store.query("DESCRIBE <https://example.org/a>").form == "CONSTRUCT"
    with pytest.raises(QueryError, match="a SELECT query was expected, this is ASK"):
        store.select("ASK {}")
    with pytest.raises(ValueError, match="no triples"):
        store.select("SELECT * {}").to_triples()


def test_limit_of_rows(store: Store) -> None:
    rows = store.select("SELECT * { ?s ?p ?o }", QueryLimits(rows=1))
    assert len(rows) == 1
    assert rows.truncated
    assert not store.select("SELECT * { ?s ?p ?o }", QueryLimits(rows=2)).truncated


def test_rdflib_copies(store: Store) -> None:
    graph = store.rdflib_graph()
    assert len(graph) == 2
    assert str(next(iter(graph.namespaces()))[0])
    assert dict(graph.namespaces())["ig"] == rdflib.URIRef(PREFIXES["ig"])
    dataset = store.rdflib_dataset()
    assert len(dataset.default_graph) == 2
    assert len(dataset.graph(rdflib.URIRef(graph_iri("quarantine")))) == 1


def test_labels() -> None:
    label = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
    store = Store.in_memory([*QUADS, ox.Quad(_iri("a"), label, ox.Literal("the a", language="en"), ox.NamedNode(graph_iri("concepts")))])
    assert (store.label(EX + "a"), store.label(EX + "b")) == ("the a", None)
    rows = store.query("SELECT DISTINCT ?s { ?s <https://example.org/p> ?o }")
    assert rows.to_texts(store.label) == (("the a",),)


def test_adding_and_removing() -> None:
    store = Store.in_memory(QUADS)
    store.add(QUADS)
    assert len(store) == 4
    store.remove([QUADS[0]])
    assert _count(store, "?s ?p <https://example.org/b>") == 1, "another graph still holds it"
    store.remove([QUADS[1]])
    assert _count(store, "?s ?p <https://example.org/b>") == 0
    store.remove([QUADS[1]])
    store.add([_quad("secret", _iri("b"), "facts")])
    store.remove([_quad("secret", _iri("b"), "facts")])
    assert _count(store, "?s ?p <https://example.org/b>") == 0, "the quarantine does not count"
    with pytest.raises(KgError, match="without a named graph"):
        store.add([ox.Quad(_iri("a"), _iri("p"), _iri("b"))])


def test_counts_keep_their_datatype() -> None:
    start = ox.Literal("12", datatype=ox.NamedNode(XSD + "nonNegativeInteger"))
    quad = ox.Quad(_iri("a"), ox.NamedNode(PREFIXES["oa"] + "start"), start, ox.NamedNode(graph_iri("provenance")))
    store = Store.in_memory([quad])
    assert list(store.quads()) == [quad]
    assert next(iter(store.rdflib_graph().objects())) == rdflib.Literal("12", datatype=rdflib.XSD.nonNegativeInteger)


SERVICE = "http://127.0.0.1:9/"
CALLS = [
    f"SELECT * {{ SERVICE <{SERVICE}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE SILENT <{SERVICE}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ sErViCe<{SERVICE}>{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p ?o . OPTIONAL {{ SERVICE #'\n<{SERVICE}> {{ ?s ?p ?o }} }} }}",
    f"PREFIX x: <{SERVICE}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
    f"PREFIX : <{SERVICE}> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
    "SELECT * { VALUES ?e { <http://127.0.0.1:9/> } SERVICE ?e { ?s ?p ?o } }",
    f"SELECT * {{ S\\u0045RVICE <{SERVICE}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ \\U00000053ervice <{SERVICE}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?a ?b ?c FILTER(?a<?b)SERVICE#>\n<{SERVICE}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 1.SERVICE<{SERVICE}>{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 'it\\'s' SERVICE <{SERVICE}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p '''a''b''' . SERVICE <{SERVICE}> {{ ?s ?p ?o }} }}",
    f"ASK {{ {{ SELECT * {{ SERVICE <{SERVICE}> {{ ?s ?p ?o }} }} }} }}",
    f"ASK {{ FILTER EXISTS {{ SERVICE <{SERVICE}> {{ ?s ?p ?o }} }} }}",
]


@pytest.mark.parametrize("text", CALLS)
def test_service_is_refused_before_it_connects(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(QueryError) as caught:
        Store.in_memory(QUADS).query(text)
    assert caught.value.line is not None, "refused by us, with the place, and not by a failed connection"


NO_CALLS = [
    "SELECT * { ?service ?SERVICE 'SERVICE <http://127.0.0.1:9/> {}' }",
    'SELECT * { ?s ?p "service", """SERVICE "x" """, \'\'\'it is a "service"\'\'\' }',
    "SELECT * { ?s <https://example.org/SERVICE> ?o } # SERVICE <http://127.0.0.1:9/> {}",
    "SELECT * { ?s <https://example.org/SERVICE#> ?o }",
    "PREFIX service: <https://example.org/service/> SELECT * { service:SERVICE service:service ?o }",
    "SELECT * { ?s ig:service ?o . ?s ig:SERVICE ?x }",
    "SELECT * { ?s ?p 'x'@service }",
    "SELECT (STRLEN('service') AS ?service) {}",
    "SELECT * { _:service ?p ?o FILTER (?o<5&&?o>3) }",
    "#+ title: service\nSELECT * { ?s ?p ?o }",
]


@pytest.mark.parametrize("text", NO_CALLS)
def test_the_word_service_elsewhere_is_no_call(text: str) -> None:
    assert Store.in_memory(QUADS).query(text).form == "SELECT"


def test_allowed_service_passes_the_check_and_no_other_does() -> None:
    text = f"SELECT * {{ SERVICE SILENT <{SERVICE}> {{ ?s ?p ?o }} ?service ?p 'service' }}"
    assert check_query(text, services=(SERVICE,))
    with pytest.raises(QueryError, match=r"SERVICE <http://127.0.0.1:9/> is refused; allowed endpoints: https://example.org/sparql"):
        check_query(text, services=("https://example.org/sparql",))
    with pytest.raises(QueryError, match="is refused"):
        check_query(text[:-1] + " SERVICE <http://127.0.0.1:8/> {} }", services=(SERVICE,))


UPDATES = [
    "INSERT DATA { ig:a ig:b ig:c }", "DELETE WHERE { ?s ?p ?o }", "PREFIX a: <urn:a> clear all", "LOAD <http://127.0.0.1:9/>", "DROP ALL",
    "WITH igg:facts DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "# SELECT\nCREATE GRAPH igg:x",
]  # fmt: skip


@pytest.mark.parametrize("text", UPDATES)
def test_updates_are_refused(text: str) -> None:
    store = Store.in_memory(QUADS)
    with pytest.raises(QueryError, match="is an update"):
        store.query(text)
    assert len(store) == 4


TOO_MUCH = {
    "braces": "SELECT * " + "{" * 2_500 + "}" * 2_500,
    "open braces": "SELECT * " + "{" * 100_000,
    "parentheses": "ASK { FILTER (" + "(" * 50_000,
    "calls": "ASK { FILTER (" + "STR(" * 2_000 + "1" + ")" * 2_001 + " }",
    "brackets": "ASK { " + "[ ig:a " * 1_000 + "1" + "]" * 1_000 + " }",
    "quoted triples": "ASK { " + "<< " * 2_000,
    "negations": "ASK { FILTER (" + "!" * 50_000 + "?a) }",
    "alternatives": "ASK { ?a " + "|".join(["ig:a"] * 30_000) + " ?b }",
    "unions": "ASK { " + " UNION ".join(["{ ?a ?b ?c }"] * 30_000) + " }",
    "binds": "ASK { " + " ".join(f"BIND (1 AS ?a{i})" for i in range(10_000)) + " }",
    "sums": "ASK { FILTER (" + "+".join(["1"] * 50_000) + ") }",
    "parentheses that look like an IRI": "ASK { FILTER (?a<" + "(" * 3_000 + "1" + ")" * 3_000 + ">?c) }",
    "sums that look like an IRI": "ASK { FILTER (?a<" + "+".join(["1"] * 50_000) + ">?c) }",
    "length": "ASK { } #" + "x" * 1_000_001,
}


@pytest.mark.parametrize("text", TOO_MUCH.values(), ids=TOO_MUCH)
def test_queries_that_would_kill_the_process_are_refused(text: str) -> None:
    with pytest.raises(QueryError):
        Store.in_memory(QUADS).query(text)


def test_queries_of_a_sensible_size_run() -> None:
    store = Store.in_memory(QUADS)
    assert store.query("SELECT * " + "{" * 190 + "}" * 190)
    assert store.query("ASK { VALUES ?x { " + "1 " * 20_000 + "} }")
    assert store.query("ASK { " + " UNION ".join(["{ ?a ?b ?c }"] * 300) + " }")


ERRORS = [
    ("SELECT * WHERE {\n  ?s ?p\n}", 3, 1, "unexpected '}'"),
    ("SELECT * { ?s foo:bar ?o }", 1, 15, "unknown prefix 'foo'; declare it with PREFIX foo: <...>"),
    ("SELECT * {\n ?s ?p ?o }\n}", 3, 1, "unexpected '}'"),
    ("# é\nSELECT * { ?s ?p ?o ?x }", 2, 21, "unexpected '?x'"),
    ("SELECT * { ?s ?p 'é' foo }", 1, 22, "unexpected 'foo'"),
    ("SELECT ?x { ?x ?p ?o } GROUP BY ?p", 1, None, "neither grouped nor aggregated"),
    ("", 1, 1, "unexpected end of the query"),
    ("SELECT * {\n ?s ?p ?o .\n", 2, None, "unexpected end of the query"),
    ("SELECT * { ?s ?p 'open }", 1, 18, "unexpected"),
    ("SELEKT * { ?s ?p ?o }", 1, 1, "unexpected 'SELEKT'"),
    ("SELECT * { ?s <urn:a b> ?o }", 1, 23, "unexpected '>'"),
    ("é é é SELECT", 1, 1, "unexpected 'é'"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), ERRORS, ids=[text or "empty" for text, *_ in ERRORS])
def test_errors_have_a_place(text: str, line: int, column: int | None, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        Store.in_memory(QUADS).query(text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.line == line
    assert column is None or caught.value.column == column


PIECES = [
    *"{}()[]<>\"'#\\.:;,?$@^|&!*/+-= \n\taé_%1",
    *("SERVICE", "\\u0053", '\"\"\"', "<<", "SELECT * {", "ASK {", "?s ?p ?o", "ig:a", "FILTER ("),
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_text_makes_more_than_a_query_error(text: str) -> None:
    covered = "".join(text[token.start : token.end] for token in tokens(text))
    assert covered == "".join(token.word for token in tokens(text))
    try:
        Store.in_memory(QUADS).query(text)
    except QueryError as error:
        assert str(error)


LITERALS = [
    ("5", "integer", 5), ("5", "nonNegativeInteger", 5), ("0.50", "decimal", Decimal("0.5")), ("1e3", "double", 1000.0),
    ("true", "boolean", True), ("0", "boolean", False), ("x", "integer", "x"), ("text", "string", "text"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "value"), LITERALS)
def test_terms_become_python_values(text: str, kind: str, value: object) -> None:
    assert to_value(ox.Literal(text, datatype=ox.NamedNode(XSD + kind))) == value


def test_rows_as_values_texts_and_tables() -> None:
    store = Store.in_memory([*QUADS, _quad("n", ox.Literal("0.25", datatype=ox.NamedNode(XSD + "decimal")))])
    rows = store.query("SELECT ?s ?o ?none { ?s ?p ?o } ORDER BY ?s ?o")
    assert rows.to_records()[-1] == {"s": EX + "n", "o": Decimal("0.25"), "none": None}
    assert rows.to_texts(lambda iri: "thing a" if iri == EX + "a" else None)[0][0] == "thing a"
    assert rows.to_texts()[-1] == (EX + "n", "0.25", "")
    assert rows.column("s")[-1] == _iri("n")
    assert list(rows.to_pandas().columns) == ["s", "o", "none"]
    assert len(rows.to_pandas()) == 3


@pytest.mark.parametrize(
    "term",
    [_iri("a"), ox.BlankNode("b0"), ox.Literal("a"), ox.Literal("a", language="en"), ox.Literal(True), ox.Literal(7)],
    ids=str,
)
def test_terms_survive_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> None:
    assert from_rdflib_term(to_rdflib_term(term)) == term


def test_opening_what_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no store here; make one with `kg build`"):
        Store.open(tmp_path / "absent")
    (tmp_path / "CURRENT").write_text("nonsense", encoding="utf-8")
    with pytest.raises(KgError, match="cannot be opened"):
        Store.open(tmp_path)


def test_a_folder_that_is_no_store_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(KgError, match="not a store"):
        write_store(QUADS, tmp_path)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_new_build_replaces_an_opened_store(tmp_path: Path) -> None:
    write_store(QUADS, tmp_path / "store")
    reader = Store.open(tmp_path / "store")
    write_store(QUADS[:1], tmp_path / "store")
    assert len(reader) == 4, "whoever reads goes on reading the old build"
    assert len(reader.query("SELECT * { GRAPH ?g { ?s ?p ?o } }")) == 3
    assert len(Store.open(tmp_path / "store")) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_two_readers_and_a_writer_elsewhere(tmp_path: Path) -> None:
    write_store(QUADS, tmp_path / "store")
    assert len(Store.open(tmp_path / "store")) == len(Store.open(tmp_path / "store")) == 4


def test_read_only_store_refuses_to_change(tmp_path: Path) -> None:
    write_store(QUADS, tmp_path / "store")
    with pytest.raises(KgError, match="read-only"):
        Store.open(tmp_path / "store").add(QUADS)


def test_failed_build_leaves_the_last_good_one(tmp_path: Path) -> None:
    write_store(QUADS, tmp_path / "store")

    def failing() -> object:
        yield QUADS[0]
        raise OSError(28, "No space left on device")

    with pytest.raises(KgError, match=r"cannot be written .*No space left.*; what was there stays"):
        write_store(failing(), tmp_path / "store")  # type: ignore[arg-type]
    assert len(Store.open(tmp_path / "store")) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_killed_build_leaves_the_last_good_one_and_is_swept(tmp_path: Path) -> None:
    write_store(QUADS, tmp_path / "store")
    killed = """
import os, signal, sys
import pyoxigraph as ox
from kg.graph.store import write_store
def quads():
    for i in range(1000):
        yield ox.Quad(ox.NamedNode(f"urn:{i}"), ox.NamedNode("urn:p"), ox.Literal(i), ox.NamedNode("urn:g"))
    os.kill(os.getpid(), signal.SIGKILL)
write_store(quads(), sys.argv[1])
"""
    done = subprocess.run([sys.executable, "-c", killed, str(tmp_path / "store")], cwd=Path(__file__).parents[1], check=False)
    assert done.returncode == -9
    assert len(list(tmp_path.iterdir())) == 2, "the killed build left its folder"
    assert len(Store.open(tmp_path / "store")) == 4
    write_store(QUADS[:2], tmp_path / "store")
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
    assert len(Store.open(tmp_path / "store")) == 2


def _triple(name: str, value: ox.NamedNode | ox.BlankNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(f"urn:{name}"), ox.NamedNode("urn:p"), value)


SHARED, OLD, NEW = (_triple(name, ox.Literal(name)) for name in ("shared", "old", "new"))


def _in(graph: str, *triples: ox.Triple) -> list[ox.Quad]:
    return [ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph_iri(graph))) for t in triples]


def _union(path: Path) -> set[ox.Triple]:
    return set(Store.open(path).triples())


def test_a_graph_takes_the_place_of_another_and_the_union_follows(tmp_path: Path) -> None:
    path = tmp_path / "store"
    write_store([*_in("facts", SHARED), *_in("imports-x", SHARED, OLD), *_in("quarantine", OLD)], path)
    reader = Store.open(path)
    assert replace_graph([NEW, NEW], "imports-x", path) == 1
    assert Store.open(path).counts() == {"facts": 1, "imports-x": 1, "quarantine": 1}
    assert _union(path) == {SHARED, NEW}, "what another graph states stays, what only the quarantine has does not"
    assert reader.counts()["imports-x"] == 2, "who had the old store open goes on reading it"
    assert replace_graph([SHARED], "imports-x", path) == 1
    assert replace_graph([OLD], "imports-y", path) == 1
    assert _union(path) == {SHARED, OLD}
    assert [entry.name for entry in tmp_path.iterdir()] == ["store"]


def test_a_graph_that_cannot_be_replaced_leaves_the_store(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no store here"):
        replace_graph([NEW], "imports-x", tmp_path / "none")
    write_store(_in("imports-x", OLD), tmp_path / "store")

    def failing() -> object:
        yield NEW
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        replace_graph(failing(), "imports-x", tmp_path / "store")  # type: ignore[arg-type]
    (tmp_path / "store" / "CURRENT").write_text("nonsense", encoding="ascii")
    with pytest.raises(KgError, match="cannot be opened"):
        replace_graph([NEW], "imports-x", tmp_path / "store")
    assert [entry.name for entry in tmp_path.iterdir()] == ["store"]


@pytest.mark.parametrize("way", ["write", "bulk", "replace"])
def test_blank_nodes_of_the_union_are_those_of_the_graph(way: str, tmp_path: Path) -> None:
    node = ox.BlankNode("b")
    triples = [_triple("a", node), ox.Triple(node, ox.NamedNode("urn:p"), ox.Literal("c"))]
    path = tmp_path / "store"
    if way == "write":
        write_store(_in("ontology", *triples), path)
    elif way == "bulk":
        (tmp_path / "rest.nq").write_bytes(b"".join(n_quads({"ontology": triples})))
        begin_store({}, path)(tmp_path / "rest.nq")
    else:
        write_store([], path)
        replace_graph(triples, "ontology", path)
    assert _union(path) == union_of(Store.open(path).quads())
    assert len(_union(path)) == 2


def test_a_store_begun_early_is_the_store_of_the_whole(tmp_path: Path) -> None:
    tricky = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal("one .\ntwo <urn:x> .\r\n"))
    both = _triple("a", ox.NamedNode("urn:b"))
    known = {"concepts": [tricky, both], "imports-x": [OLD]}
    rest = {"claims": [both, _triple("c", ox.Literal("0.50", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")))]}
    rest["quarantine"] = [_triple("q", ox.Literal("hidden"))]
    finish = begin_store(known, tmp_path / "early")
    (tmp_path / "rest.nq").write_bytes(b"".join(n_quads(rest)))
    finish(tmp_path / "rest.nq")
    write_store([quad for name, triples in {**known, **rest}.items() for quad in _in(name, *triples)], tmp_path / "whole")

    assert set(Store.open(tmp_path / "early").quads()) == set(Store.open(tmp_path / "whole").quads())
    assert _union(tmp_path / "early") == _union(tmp_path / "whole")
    assert len(_union(tmp_path / "early")) == 4


def test_a_store_that_cannot_be_begun_or_ended_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(KgError, match=r"file/store: the store could not be written"):
        begin_store({}, tmp_path / "file" / "store")
    (tmp_path / "rest.nq").write_text("no quads", encoding="utf-8")
    with pytest.raises(KgError, match="the store could not be written"):
        begin_store({}, tmp_path / "store")(tmp_path / "rest.nq")


def test_empty_rows_are_false() -> None:
    assert not Rows(("a",), ())
    assert Rows(("a",), ((None,),))
