"""Federation: a query with SERVICE calls goes in; each endpoint is asked, and the query with their answers in its place comes out.

The engine's own SERVICE follows redirects, waits without end and takes any amount; here an endpoint is asked with a limit of time and
of size, never through a redirect, and only for what the rest of the query needs. An endpoint that does not answer leaves its part
empty, as SERVICE SILENT would, and is named. Which endpoints may be asked is decided before, in kg.graph.sparql.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.rows import Rows, Term
from kg.graph.sparql import Token, declared_prefixes, expand_name, find_dataset, tokens, unescape
from kg.identifiers import ID, PREFIXES, content_hash

__all__ = ["Ask", "Federated", "ServiceCall", "ask_endpoint", "find_calls", "masked", "with_answers"]

#: Asks an endpoint a SELECT query; raises ServiceError.
Ask = Callable[[str, str], Rows]
_AGENT = "igkg (https://w3id.org/igkg)"
_ACCEPT = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
_FORMATS = {"application/sparql-results+json": ox.QueryResultsFormat.JSON, "application/json": ox.QueryResultsFormat.JSON,
            "application/sparql-results+xml": ox.QueryResultsFormat.XML, "application/xml": ox.QueryResultsFormat.XML}  # fmt: skip
#: Seconds that an endpoint has for its whole answer, and bytes that are taken of it.
_SECONDS, _BYTES = 30.0, 20 * 1024 * 1024
#: Sets of values that go to an endpoint in one question, and in all; where there are more, it is asked without values.
_BATCH, _MOST = 200, 2_000


class ServiceError(QueryError):
    """An endpoint did not give a usable answer."""


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """One call: `text[start:end]` is the whole clause, `group` what stands between its braces."""

    endpoint: str
    group: str
    start: int
    end: int
    #: What is joined with the call, where that is certain: the text before it in the outermost group.
    before: str | None


@dataclass(frozen=True, slots=True)
class Federated:
    """A query in which VALUES stand for the calls, and what could not be had."""

    text: str
    missing: tuple[str, ...]


def find_calls(text: str) -> tuple[ServiceCall, ...]:
    """Find the calls of a query, the outermost only: a call within a call is the other endpoint's affair."""
    found = tuple(tokens(text))
    prefixes = {**PREFIXES, **declared_prefixes(found)}
    calls: list[ServiceCall] = []
    open_: list[int] = []
    place = 0
    while place < len(found):
        token = found[place]
        if token.kind == "mark" and token.word == "{":
            open_.append(place)
        elif token.kind == "mark" and token.word == "}" and open_:
            open_.pop()
        elif token.kind == "word" and unescape(token.word).lower() == "service":
            silent = place + 1 < len(found) and unescape(found[place + 1].word).lower() == "silent"
            name = place + 1 + silent
            opening = name + 1
            closing = _closing(found, opening)
            endpoint = expand_name(found[name], prefixes) if name < len(found) else None
            if endpoint is not None and closing is not None:
                group = text[found[opening].end : found[closing].start]
                calls.append(ServiceCall(endpoint, group, token.start, found[closing].end, _before(text, found, open_, place)))
                place = closing
        place += 1
    return tuple(calls)


def masked(text: str) -> str:
    """Give a text of the same length that parses as the query does and calls nobody: GRAPH stands for SERVICE."""
    result = text
    for token in tokens(text):
        word = unescape(token.word).lower() if token.kind == "word" else ""
        if word in ("service", "silent"):
            word = "GRAPH" if word == "service" else ""
            result = result[: token.start] + word.ljust(token.end - token.start) + result[token.end :]
    return result


def with_answers(text: str, local: Callable[[str], Rows], ask: Ask) -> Federated:
    """Ask each endpoint of a query and put its answer in the place of the call.

    `local` answers queries on our own graph: it gives the values that a call is joined with, so that the endpoint is asked for these
    only. An endpoint that fails is named in `missing`, and its call gives one empty solution.
    """
    missing: list[str] = []
    done = 0
    count = len(find_calls(text))
    while done < count:
        # Earlier answers stand in the text by now, and the values of a later call may come from them.
        call = find_calls(text)[0]
        try:
            answer = _values(_ask(text, call, local, ask))
        except ServiceError as error:
            variables = sorted(_variables(tokens(call.group)))
            answer = _values(Rows(tuple(variables), (tuple(None for _ in variables),)))
            missing.append(f"SERVICE <{call.endpoint}> is missing from the answer: {error}")
        text = text[: call.start] + answer + text[call.end :]
        done += 1
    return Federated(text, tuple(missing))


def ask_endpoint(endpoint: str, query: str) -> Rows:
    """Ask a SPARQL endpoint by the protocol's POST; raises ServiceError with the reason where there is no usable answer."""
    if urllib.parse.urlsplit(endpoint).scheme not in ("http", "https"):
        raise ServiceError("only http and https endpoints are asked")
    form = urllib.parse.urlencode({"query": query}).encode("ascii")
    request = urllib.request.Request(endpoint, data=form, headers={"Accept": _ACCEPT, "User-Agent": _AGENT})
    deadline = time.monotonic() + _SECONDS
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=_SECONDS) as response:
            kind = _FORMATS.get(response.headers.get_content_type())
            content = b"".join(_pieces(response, deadline))
    except urllib.error.HTTPError as error:
        with error:
            raise ServiceError(f"it answers {error.code} {error.reason}") from error
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise ServiceError(f"it cannot be reached ({reason})") from error
    if kind is None:
        raise ServiceError("its answer is neither JSON nor XML of SPARQL results")
    try:
        answer = ox.parse_query_results(content, kind)
        if isinstance(answer, ox.QueryBoolean):
            raise ServiceError("it answers yes or no where rows were asked for")
        columns = tuple(variable.value for variable in answer.variables)
        return Rows.from_solutions(columns, (tuple(solution[column] for column in columns) for solution in answer))
    except (SyntaxError, ValueError, OSError) as error:
        raise ServiceError(f"its answer does not parse ({error})") from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nothing: the list of allowed endpoints names who is asked, not who is asked to forward."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Refuse; the redirect becomes an HTTPError."""


def _pieces(response: Any, deadline: float) -> Iterator[bytes]:
    size = 0
    while piece := response.read1(65536):
        size += len(piece)
        if size > _BYTES:
            raise ServiceError(f"its answer has more than {_BYTES // 1024 // 1024} MB")
        if time.monotonic() > deadline:
            raise ServiceError(f"its answer took more than {_SECONDS:.0f} s")
        yield piece


def _ask(text: str, call: ServiceCall, local: Callable[[str], Rows], ask: Ask) -> Rows:
    """Ask for the part of a call, with the values that it is joined with where they are known and few."""
    prologue = _prologue(call.group, text)
    known = _known_values(text, call, local)
    if known is None:
        return ask(call.endpoint, f"{prologue}SELECT * WHERE {{{call.group}}}")
    variables, rows = known
    answers: list[Rows] = []
    for start in range(0, len(rows), _BATCH):
        block = _block(variables, rows[start : start + _BATCH])
        answers.append(ask(call.endpoint, f"{prologue}SELECT * WHERE {{ {block} {{{call.group}}} }}"))
    columns = tuple(dict.fromkeys(column for answer in answers for column in answer.columns)) or variables
    merged = (
        tuple(dict(zip(answer.columns, row, strict=True)).get(column) for column in columns) for answer in answers for row in answer.rows
    )
    return Rows.from_solutions(columns, merged)


def _known_values(text: str, call: ServiceCall, local: Callable[[str], Rows]) -> tuple[tuple[str, ...], list[tuple[Term, ...]]] | None:
    """Find the values that the rest of the query gives the variables of a call; None where they are not certain, or too many."""
    if call.before is None or find_dataset(tuple(tokens(text))) is not None:
        return None
    inside = _variables(tokens(call.group))
    found = tuple(tokens(call.before))
    bound, filtered = _bound_and_filtered(found)
    shared = sorted(inside & bound)
    if not shared or filtered - bound:
        return None
    names = " ".join(f"?{name}" for name in shared)
    try:
        rows = local(f"{_prologue(call.before, text)}SELECT DISTINCT {names} WHERE {{ {call.before} }} LIMIT {_MOST + 1}")
    except QueryError:
        return None  # the part before the call does not stand on its own
    certain: list[tuple[Term, ...]] = []
    for row in rows:
        values = tuple(value for value in row if value is not None and not isinstance(value, ox.BlankNode))
        if len(values) != len(row):
            return None
        certain.append(values)
    return (tuple(shared), sorted(certain, key=str)) if len(certain) <= _MOST else None


def _before(text: str, found: Sequence[Token], open_: Sequence[int], place: int) -> str | None:
    """Give what stands before a call in the outermost group, for a call there or alone at the head of an OPTIONAL there."""
    if len(open_) == 1:
        return text[found[open_[0]].end : found[place].start]
    if len(open_) == 2 and open_[1] == place - 1 and found[open_[1] - 1].word.lower() == "optional":
        return text[found[open_[0]].end : found[open_[1] - 1].start]
    return None


def _closing(found: Sequence[Token], opening: int) -> int | None:
    """Find the bracket that closes the one at a place."""
    if opening >= len(found) or found[opening].word not in ("{", "("):
        return None
    left, right = found[opening].word, {"{": "}", "(": ")"}[found[opening].word]
    depth = 0
    for place in range(opening, len(found)):
        if found[place].kind == "mark":
            depth += (found[place].word == left) - (found[place].word == right)
            if not depth:
                return place
    return None


def _variables(found: Iterable[Token]) -> set[str]:
    return {token.word[1:] for token in found if token.kind == "variable"}


def _bound_and_filtered(found: Sequence[Token]) -> tuple[set[str], set[str]]:
    """Give the variables outside and inside of FILTER: a filter on what only the call binds would fail without it."""
    bound: set[str] = set()
    filtered: set[str] = set()
    place = 0
    while place < len(found):
        if found[place].kind == "word" and found[place].word.lower() == "filter":
            opening = next((p for p in range(place, len(found)) if found[p].word in ("(", "{")), len(found))
            closing = _closing(found, opening)
            end = closing if closing is not None else len(found) - 1
            filtered |= _variables(found[place : end + 1])
            place = end
        elif found[place].kind == "variable":
            bound.add(found[place].word[1:])
        place += 1
    return bound, filtered


def _prologue(part: str, text: str) -> str:
    """Declare the prefixes that a part of a query uses."""
    known = {**PREFIXES, **declared_prefixes(tuple(tokens(text)))}
    used = {token.word.partition(":")[0] for token in tokens(part) if token.kind == "name"}
    return "".join(f"PREFIX {name}: <{known[name]}> " for name in sorted(used & set(known)))


def _values(rows: Rows) -> str:
    if not rows.columns:
        return "{}" if rows.rows else "{ VALUES () {} }"
    return f"{{ {_block(rows.columns, rows.rows)} }}"


def _block(columns: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> str:
    names = " ".join(f"?{column}" for column in columns)
    return f"VALUES ({names}) {{ {' '.join('(' + ' '.join(map(_written, row)) + ')' for row in rows)} }}"


def _written(term: Term | None) -> str:
    """Write a term into a query; a blank node becomes an IRI (RDF 1.1, section 3.5), because VALUES takes none."""
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.BlankNode):
        return f"<{ID}.well-known/genid/{content_hash(term.value)}>"
    return str(term)
