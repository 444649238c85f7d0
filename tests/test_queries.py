"""Saved queries: each runs on two engines with equal rows, has a negative control, and notices when its support is gone."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.curation import claim_hash
from kg.errors import KgError, ParameterError, QueryFileError, UnknownName
from kg.graph.parameters import Parameter, serialised, to_terms
from kg.graph.queries import LIST_SEPARATOR, RdflibEngine, SavedQuery, bind, load_queries, read_query, run_query, unmet_expectations
from kg.graph.rows import Rows
from kg.graph.store import Store
from kg.identifiers import to_iri

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
FAULTS = TESTS / "faults" / "queries"
#: Queries that call other endpoints are tested in test_federation.py, with recorded answers.
QUERIES = {name: query for name, query in load_queries(ROOT / "queries").items() if not query.services}
PARAMETERS = [(query.name, parameter.name) for query in QUERIES.values() for parameter in query.params]
TOPICS = {"indications", "safety", "mechanisms", "evidence", "conflict", "integration", "quality", "gaps", "overview"}

each_query = pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
each_parameter = pytest.mark.parametrize(
    ("query", "parameter"), [(QUERIES[name], parameter) for name, parameter in PARAMETERS], ids=[":".join(pair) for pair in PARAMETERS]
)


@pytest.fixture(scope="module")
def quads() -> tuple[ox.Quad, ...]:
    return tuple(ox.parse(path=str(TESTS / "data" / "fixture.trig")))


@pytest.fixture(scope="module")
def store(quads: tuple[ox.Quad, ...]) -> Store:
    return Store.in_memory(quads)


@pytest.fixture(scope="module")
def dataset(store: Store) -> rdflib.Dataset:
    return store.rdflib_dataset()


def _run(engine: Store | rdflib.Graph, query: SavedQuery, **values: str) -> Rows:
    """Run with the examples of required parameters, as a reader of the file would."""
    examples = {p.name: list(p.default) if p.many else p.default[0] for p in query.params if p.required}
    return run_query(engine, query, {**examples, **values})


def test_every_query_parses_with_rdflib_too() -> None:
    assert QUERIES.keys() <= load_queries(ROOT / "queries", thorough=True).keys()


def test_topics_and_number() -> None:
    assert {query.topic for query in QUERIES.values()} == TOPICS
    assert len(QUERIES) >= 28


@each_query
def test_answer_is_the_expected_one(query: SavedQuery, store: Store) -> None:
    with (TESTS / "data" / "expected" / f"{query.name}.csv").open(encoding="utf-8", newline="") as stream:
        header, *expected = csv.reader(stream)
    rows = _run(store, query)
    assert list(rows.columns) == header
    assert [list(row) for row in rows.to_texts()] == expected
    assert len(rows) == query.expect.fixture_rows > 0


def test_no_expected_rows_without_a_query() -> None:
    assert {path.stem for path in (TESTS / "data" / "expected").glob("*.csv")} == set(QUERIES)


@each_query
def test_engines_agree(query: SavedQuery, store: Store, dataset: rdflib.Dataset) -> None:
    assert _run(dataset, query) == _run(store, query)


@each_query
def test_file_runs_as_it_stands(query: SavedQuery, store: Store) -> None:
    assert len(store.query(query.text)) == query.expect.fixture_rows


@each_query
def test_cells_are_of_the_declared_type(query: SavedQuery, store: Store) -> None:
    for row in _run(store, query):
        for column, cell in zip(query.columns, row, strict=True):
            if cell is None or column.type == "term":
                continue
            if column.type == "iri":
                assert isinstance(cell, ox.NamedNode), f"{column.name}: {cell}"
            else:
                kind = {"list": "string"}.get(column.type, column.type)
                assert isinstance(cell, ox.Literal), f"{column.name}: {cell}"
                assert cell.datatype.value.endswith(f"#{kind}"), f"{column.name}: {cell}"
            if column.type == "list":
                assert isinstance(cell, ox.Literal)
                assert cell.value.split(LIST_SEPARATOR) == sorted(cell.value.split(LIST_SEPARATOR))


@each_query
def test_negative_control_gives_no_row(query: SavedQuery, store: Store, quads: tuple[ox.Quad, ...]) -> None:
    if query.negative.without:
        if query.negative.without == ("*",):
            assert not _run(Store.in_memory(), query)
            return
        absent = {term if ":" not in term else to_iri(term) for term in query.negative.without}
        kept = [quad for quad in quads if not absent & {getattr(t, "value", "") for t in (quad.subject, quad.predicate, quad.object)}]
        assert len(kept) < len(quads)
        assert not _run(Store.in_memory(kept), query)
    else:
        assert not _run(store, query, **query.negative.parameters)


@each_query
def test_losing_a_supporting_triple_changes_the_answer(query: SavedQuery, quads: tuple[ox.Quad, ...]) -> None:
    store = Store.in_memory(quads)
    before = _run(store, query)
    for quad in _candidates(query, quads):
        # A triple may stand in several graphs; it is gone only when it is gone from all.
        same = [other for other in quads if other.triple == quad.triple]
        store.remove(same)
        changed = _run(store, query) != before
        store.add(same)
        if changed:
            return
    pytest.fail("no triple that the query speaks of makes a difference")


def _candidates(query: SavedQuery, quads: tuple[ox.Quad, ...]) -> Iterator[ox.Quad]:
    if query.mutation is None:
        mentioned = [q for q in quads if isinstance(q.predicate, ox.NamedNode) and _is_mentioned(q, query.text)]
        return islice(iter(mentioned), 400)
    wanted = [None if part == "*" else to_iri({"a": "rdf:type"}.get(part, part)) for part in query.mutation]
    fitting = [
        quad
        for quad in quads
        if all(w is None or w == getattr(t, "value", "") for w, t in zip(wanted, (quad.subject, quad.predicate, quad.object), strict=True))
    ]
    assert fitting, f"the mutation {query.mutation} is not in the fixture"
    return iter(fitting)


def _is_mentioned(quad: ox.Quad, text: str) -> bool:
    """Tell whether the query names the predicate, or the predicate that the claim states."""
    states = quad.predicate.value.endswith("#predicate") and isinstance(quad.object, ox.NamedNode)
    name = quad.object.value if states and isinstance(quad.object, ox.NamedNode) else quad.predicate.value
    return name.startswith(to_iri("ig:")) and f"ig:{name.rpartition('#')[2]}" in text


HOSTILE = {
    "quote": '"',
    "apostrophe": "'",
    "brace": "}",
    "end of IRI": "> }",
    "injection": "igr:x> } ?s ?p ?o {",
    "newline": "a\nb",
    "backslash": "\\",
    "control": "\x00",
    "empty": "",
    "blanks": "   ",
    "undef": "UNDEF",
    "variable": "?x",
    "bad IRI": "http://[",
    "no IRI": "<>",
    "unknown": "no such thing",
    "bare prefix": "igr:",
    "long": "é" * 5000,
}


@each_parameter
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_of_a_user_never_becomes_query_text(query: SavedQuery, parameter: str, text: str, store: Store) -> None:
    declared = query.parameter(parameter)
    if declared.type == "string":
        assert _run(store, query, **{parameter: text}) is not None
        return
    with pytest.raises((UnknownName, ParameterError)):
        _run(store, query, **{parameter: text})


@each_parameter
def test_wrong_class_or_type_is_an_error(query: SavedQuery, parameter: str, store: Store) -> None:
    declared = query.parameter(parameter)
    wrong = {"concept": "igr:run-0000000000000001", "enum": "purple", "decimal": "1e5"}[declared.type]
    with pytest.raises(ParameterError if declared.type != "enum" else UnknownName) as caught:
        _run(store, query, **{parameter: wrong})
    assert parameter in str(caught.value)
    assert query.path.name in str(caught.value)


@each_parameter
def test_any_widens_the_answer_or_is_refused(query: SavedQuery, parameter: str, store: Store) -> None:
    if query.parameter(parameter).any:
        assert len(_run(store, query, **{parameter: "any"})) >= len(_run(store, query))
    else:
        with pytest.raises((UnknownName, ParameterError)):
            _run(store, query, **{parameter: "any"})


@each_query
def test_unknown_parameter_is_an_error(query: SavedQuery, store: Store) -> None:
    with pytest.raises(UnknownName, match="no parameter 'xyz'"):
        run_query(store, query, {"xyz": "1"})


@each_query
def test_claims_of_the_quarantine_are_not_seen(query: SavedQuery, store: Store) -> None:
    if query.name not in {"quarantined", "graph-sizes"}:
        assert "00000000000000ff" not in str(_run(store, query).to_texts())


CONDITION_NAMES = [
    ("igr:kawasaki-disease", "kawasaki-disease"),
    ("<https://w3id.org/igkg/id/kawasaki-disease>", "kawasaki-disease"),
    ("https://w3id.org/igkg/id/kawasaki-disease", "kawasaki-disease"),
    ("kawasaki-disease", "kawasaki-disease"),
    ("Kawasaki disease", "kawasaki-disease"),
    ("  kawasaki  DISEASE ", "kawasaki-disease"),
    ("KD", "kawasaki-disease"),
    ("MONDO:0012727", "kawasaki-disease"),
    ("http://purl.obolibrary.org/obo/MONDO_0012727", "kawasaki-disease"),
    ("Guillain-Barré syndrome", "guillain-barre-syndrome"),
    ("Guillain-Barre\u0301 syndrome", "guillain-barre-syndrome"),
    ("Guillain Barre", "guillain-barre-syndrome"),
    ("CVID", "common-variable-immunodeficiency"),
]


@pytest.mark.parametrize(("written", "slug"), CONDITION_NAMES)
def test_names_of_a_concept(written: str, slug: str, store: Store, dataset: rdflib.Dataset) -> None:
    query = QUERIES["products-for-condition"]
    for engine in (store, RdflibEngine(dataset)):
        assert f"VALUES ?condition {{ <{to_iri('igr:' + slug)}> }}" in bind(query, {"condition": written}, engine)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("Kawasaky disease", "Did you mean 'Kawasaki disease'"),
        ("kawasaki-diseas", "Did you mean .*'kawasaki-disease'"),
        ("igr:headache", "takes a Condition or Category; igr:headache is ig:AdverseEffect"),
        ("Headache", "takes a Condition or Category; igr:headache is ig:AdverseEffect"),
        ("IVIG", "igr:intravenous-immunoglobulin is ig:ImmunoglobulinProduct"),
    ],
)
def test_near_miss_and_wrong_class(written: str, message: str, store: Store) -> None:
    with pytest.raises(KgError, match=message) as caught:
        run_query(store, QUERIES["products-for-condition"], {"condition": written})
    assert caught.value.exit_code == 2


def test_name_that_two_conditions_share(quads: tuple[ox.Quad, ...]) -> None:
    twin = ox.Quad(
        ox.NamedNode(to_iri("igr:multiple-sclerosis")),
        ox.NamedNode(to_iri("skos:altLabel")),
        ox.Literal("KD"),
        ox.NamedNode(to_iri("igg:concepts")),
    )
    with pytest.raises(ParameterError, match="'KD' names several: igr:kawasaki-disease, igr:multiple-sclerosis"):
        run_query(Store.in_memory((*quads, twin)), QUERIES["products-for-condition"], {"condition": "KD"})


CLAIM = "0000000000000006"


@pytest.mark.parametrize("written", [CLAIM, f"claim-{CLAIM}", f"igr:claim-{CLAIM}", to_iri(f"igr:claim-{CLAIM}")])
def test_a_claim_is_named_as_in_review(written: str, store: Store) -> None:
    """`kg review` lists the digits, the graph the whole name; both find the claim here and there."""
    assert f"<{to_iri(f'igr:claim-{CLAIM}')}>" in bind(QUERIES["evidence-of-claim"], {"claim": written}, store)
    assert claim_hash(written) == CLAIM


def test_digits_of_no_claim(store: Store) -> None:
    with pytest.raises(UnknownName, match=f"no Claim '9{CLAIM[1:]}'. Did you mean .*'claim-{CLAIM}'"):
        run_query(store, QUERIES["evidence-of-claim"], {"claim": f"9{CLAIM[1:]}"})
    with pytest.raises(UnknownName, match=f"no Condition or Category '{CLAIM}'"):
        run_query(store, QUERIES["products-for-condition"], {"condition": CLAIM})


def test_subclasses_are_of_the_class(store: Store) -> None:
    assert len(run_query(store, QUERIES["products-for-condition"], {"condition": "common-variable-immunodeficiency"})) == 2


def test_required_parameter(store: Store) -> None:
    with pytest.raises(ParameterError, match="parameter 'claim' is missing; for instance claim=igr:claim-"):
        run_query(store, QUERIES["evidence-of-claim"])


def test_numbers_are_bound_as_numbers(store: Store) -> None:
    query = QUERIES["adverse-effects-of-product"]
    assert len(run_query(store, query, {"minimum": 0.9})) == len(run_query(store, query, {"minimum": "0.90"})) == 4


def test_one_value_only(store: Store) -> None:
    with pytest.raises(ParameterError, match="takes one value, 2 were given"):
        run_query(store, QUERIES["products-for-condition"], {"condition": ["kawasaki-disease", "hepatitis-b"]})


@each_query
def test_expectations_of_a_release_name_columns(query: SavedQuery) -> None:
    for row in query.expect.release_contains:
        assert set(row) <= {column.name for column in query.columns}


def test_unmet_expectations(store: Store) -> None:
    query = QUERIES["category-conflicts"]
    assert unmet_expectations(query, _run(store, query)) == []
    failures = unmet_expectations(query, _run(Store.in_memory(), query))
    assert failures == [
        "category-conflicts: 0 rows, at least 1 expected",
        "category-conflicts: no row with condition = igr:kawasaki-disease",
    ]


FAULTY = [
    ("no-head", 1, "no head"),
    ("unknown-field", 4, "unknown field 'author'"),
    ("repeated-field", 4, "'title' stands twice"),
    ("broken-yaml", 4, "the head is no YAML"),
    ("no-expectation", 1, "the head has no field 'expect'"),
    ("no-negative-control", 1, "the head has no field 'negative'"),
    ("undeclared-parameter", 18, "VALUES ?condition is no declared parameter"),
    ("parameter-not-in-text", 6, "parameter 'year' is declared, but the text has no VALUES ?year"),
    ("other-default", 17, "VALUES ?product binds"),
    ("parameter-of-no-type", 5, "type 'thing' is none of"),
    ("required-with-default", 5, "needs `example`"),
    ("default-outside-enum", 5, "is not among"),
    ("column-not-projected", 6, "not projected: belief"),
    ("column-undeclared", 6, "undeclared: product"),
    ("column-of-no-type", 7, "type 'url' is none of"),
    ("negative-of-no-parameter", 10, "negative names 'therapy'"),
    ("syntax-error", 18, "does not parse"),
    ("unknown-prefix", 18, "unknown prefix 'igx'"),
    ("foreign-prefix", 13, "prefix ig: is <https://w3id.org/igkg/ontology#>"),
    ("unknown-term", 18, "no term 'ig:aprovedFor'. Did you mean 'ig:approvedFor'"),
    ("unknown-graph", 19, "there is no graph igg:fact"),
    ("calls-a-service", 18, "SERVICE <http://127.0.0.1:9/> is refused"),
    ("an-update", 16, "DELETE is an update"),
    ("mutation-of-two-parts", 11, "mutation is not `subject predicate object`"),
]


@pytest.mark.parametrize(("name", "line", "message"), FAULTY, ids=[name for name, _, _ in FAULTY])
def test_faulty_files_are_refused(name: str, line: int, message: str) -> None:
    terms = frozenset({to_iri("ig:approvedFor")})
    with pytest.raises(QueryFileError) as caught:
        read_query(FAULTS / f"{name}.rq", terms=terms)
    assert caught.value.line == line
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{FAULTS / name}.rq:{line}: ")


def test_every_fault_is_tried_and_the_sound_file_passes() -> None:
    assert {path.stem for path in FAULTS.glob("*.rq")} == {name for name, _, _ in FAULTY} | {"sound"}
    query = read_query(FAULTS / "sound.rq", terms=frozenset({to_iri("ig:approvedFor")}), thorough=True)
    assert query.params[0].classes == ("ImmunoglobulinProduct",)


def test_rdflib_must_parse_too(tmp_path: Path) -> None:
    path = tmp_path / "topic" / "only-oxigraph.rq"
    path.parent.mkdir()
    # A triple term is SPARQL 1.2, which rdflib does not read.
    text = (FAULTS / "sound.rq").read_text(encoding="utf-8")
    path.write_text(text.replace("?product ig:", "?any ?that <<( ?product ig:approvedFor ?c )>> .\n ?product ig:"), encoding="utf-8")
    assert read_query(path).name == "only-oxigraph"
    with pytest.raises(QueryFileError, match="does not parse with rdflib"):
        read_query(path, thorough=True)


def test_names_are_unique_and_a_folder_is_not_empty(tmp_path: Path) -> None:
    with pytest.raises(QueryFileError, match="no saved query here"):
        load_queries(tmp_path)
    for topic in ("a", "b"):
        (tmp_path / topic).mkdir()
        (tmp_path / topic / "sound.rq").write_bytes((FAULTS / "sound.rq").read_bytes())
    with pytest.raises(QueryFileError, match="the name 'sound' is taken"):
        load_queries(tmp_path)


def test_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "x.rq"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QueryFileError, match="cannot be read"):
        read_query(path)


def _parameter(kind: str) -> Parameter:
    return Parameter(name="value", type=kind, default=("any",), many=True)  # type: ignore[arg-type]  # the test names the type


LITERALS = [
    ("integer", "007", '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ("integer", -3, '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ("decimal", "0.50", '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    ("decimal", 2, '"2"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    ("boolean", True, '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    ("boolean", "FALSE", '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    ("date", "2024-02-29", '"2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>'),
    ("date", datetime.date(2024, 2, 29), '"2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>'),
    ("string", 'he said "no" } \n\\', r'"he said \"no\" } \n\\"'),
]


@pytest.mark.parametrize(("kind", "value", "term"), LITERALS, ids=[f"{kind} {value!r}" for kind, value, _ in LITERALS])
def test_literals_are_serialised_as_terms(kind: str, value: object, term: str, store: Store) -> None:
    assert serialised(to_terms(_parameter(kind), value, store, "query")) == term


@pytest.mark.parametrize(
    ("kind", "value"),
    [("integer", "1.0"), ("integer", "٣"), ("integer", ""), ("decimal", "1e3"), ("decimal", "NaN"), ("decimal", float("inf")),
     ("boolean", "yes"), ("date", "2024-02-30"), ("date", "20240229"), ("string", None), ("string", {"a": 1}), ("integer", [])],
)  # fmt: skip
def test_values_of_another_type_are_refused(kind: str, value: object, store: Store) -> None:
    with pytest.raises(ParameterError, match="query: parameter 'value' takes"):
        to_terms(_parameter(kind), value, store, "query")


@given(st.text())
def test_any_string_survives_the_way_through_a_query(text: str) -> None:
    (term,) = to_terms(_parameter("string"), text, Store.in_memory(), "query")
    rows = Store.in_memory().query(f"SELECT ?it {{ VALUES ?it {{ {serialised([term])} }} }}")
    assert rows.rows == ((ox.Literal(text),),)
