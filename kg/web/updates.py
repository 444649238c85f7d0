"""SPARQL Update before it runs: its text and the protocol's graphs go in, the text that the engine may run comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.sparql import Token, tokens, unescape

__all__ = ["check_update", "graph_update", "with_graphs"]

#: Characters of an update; larger data go to the Graph Store.
_CHARACTERS = 8_000_000
#: What an expression after `<` has and an IRI of a call has not: `?a<?b)SERVICE#>` looks like an IRI to a reader of tokens.
_DISGUISED = re.compile(r"[()?$].*service", re.IGNORECASE | re.DOTALL)


def check_update(text: str) -> tuple[Token, ...]:
    """Refuse an update that is too long or calls another endpoint; returns its tokens."""
    if len(text) > _CHARACTERS:
        raise QueryError(f"the update has {len(text):,} characters; at most {_CHARACTERS:,} are read: PUT or POST large data to /store")
    found = tuple(tokens(text))
    for token in found:
        word = token.kind == "word" and "service" in unescape(token.word).lower()
        if word or (token.kind == "iri" and _DISGUISED.search(token.word)):
            raise _error_at(text, token.start, "SERVICE is refused in an update")
    return found


def loads(found: Sequence[Token]) -> Token | None:
    """Find a LOAD, which would fetch from the network."""
    depth = 0
    for token in found:
        depth += (token.word == "{") - (token.word == "}") if token.kind == "mark" else 0
        if not depth and token.kind == "word" and token.word.lower() == "load":
            return token
    return None


def with_graphs(text: str, using: Sequence[str], using_named: Sequence[str]) -> str:
    """Put the protocol's using-graph-uri and using-named-graph-uri into the operations of an update (SPARQL 1.1 Protocol, 2.2.3).

    Raises QueryError where the update itself has USING or WITH, or a DELETE WHERE, which takes no dataset, and for an invalid IRI.
    """
    if not using and not using_named:
        return text
    found = check_update(text)
    try:
        clauses = "".join(f" USING {ox.NamedNode(iri)}" for iri in using)
        clauses += "".join(f" USING NAMED {ox.NamedNode(iri)}" for iri in using_named)
    except ValueError as error:
        raise QueryError(f"using-graph-uri is no IRI: {error}") from error
    result = text
    for place, before in reversed(list(_top_words(found))):
        word = place.word.lower()
        if word in ("using", "with"):
            message = f"{place.word.upper()} and the protocol's using-graph-uri exclude each other"
            raise _error_at(text, place.start, message)
        if word == "where":
            if before is not None and before.word.lower() == "delete":
                raise _error_at(text, place.start, "DELETE WHERE takes no using-graph-uri; write DELETE { ... } WHERE { ... }")
            result = result[: place.start] + clauses + " " + result[place.start :]
    return result


def graph_update(triples: Sequence[ox.Triple], graph: str | None, *, replace: bool) -> str:
    """Write the update that adds triples to a graph (None is the default graph), or puts them in the place of what it holds."""
    name = None if graph is None else ox.NamedNode(graph)
    lines = "".join(f"{_ground(t)} .\n" for t in triples)
    steps = []
    if replace:
        steps.append("CLEAR SILENT DEFAULT" if name is None else f"DROP SILENT GRAPH {name}")
    if name is not None:
        steps.append(f"CREATE SILENT GRAPH {name}")
    steps.append(f"INSERT DATA {{ {lines} }}" if name is None else f"INSERT DATA {{ GRAPH {name} {{ {lines} }} }}")
    return " ;\n".join(steps)


def _ground(triple: ox.Triple) -> str:
    return f"{triple.subject} {triple.predicate} {triple.object}"


def _top_words(found: Sequence[Token]) -> Iterator[tuple[Token, Token | None]]:
    """Give the words outside of all braces, each with the token before it."""
    depth = 0
    before: Token | None = None
    for token in found:
        if token.kind == "mark" and token.word in "{}":
            depth += 1 if token.word == "{" else -1
        elif not depth and token.kind == "word":
            yield token, before
        before = token


def _error_at(text: str, place: int, message: str) -> QueryError:
    before = text[:place]
    line, column = before.count("\n") + 1, place - before.rfind("\n")
    return QueryError(f"line {line}, column {column}: {message}", line=line, column=column)
