"""The words of a SPARQL query before it runs: text goes in, its tokens or a refusal come out.

Oxigraph parses recursively (deep or long queries kill the process) and really connects for SERVICE, so what it may not see is
refused here.
"""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import QueryError
from kg.identifiers import PREFIXES

__all__ = [
    "Dataset",
    "QueryLimits",
    "Token",
    "check_query",
    "declared_prefixes",
    "expand_name",
    "find_dataset",
    "parse_error",
    "tokens",
    "unescape",
]


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one query may be; more is refused before the engine sees it."""

    #: Nested brackets of any kind: Oxigraph 0.5.13 dies at 2,246 braces and at fewer than 1,000 nested function calls.
    depth: int = 200
    #: Clauses and operators: 5,000 BIND or MINUS in one group kill the process, 1,000 do not.
    clauses: int = 1_000
    #: Characters of the text; a VALUES block of 20,000 numbers has 40,000.
    characters: int = 1_000_000
    #: Characters of one IRI: what looks like an IRI can be an expression after `<`, and long ones kill the process too.
    iri: int = 4_000
    #: Rows or triples that are returned; the rest is cut and `Rows.truncated` says so.
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A token that is neither blank nor comment: `text[start:end] == word`."""

    kind: str
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query names itself with FROM and FROM NAMED."""

    default: tuple[str, ...]
    named: tuple[str, ...]


_TOKEN = re.compile(
    r"""
      (?P<blank>[ \t\r\n]+|\#[^\r\n]*)
    | (?P<string>\"\"\"(?:\"{0,2}(?:[^\"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:\w|[-.](?=[\w:%\\.-]*[\w:]))*:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]|[-.](?=[\w:%\\.-]*[\w:%\\]))+)?)
    | (?P<word>(?:\w|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})+)
    | (?P<mark>\|\||&&|\^\^|<=|>=|!=|<<|>>|.)
    """,
    re.VERBOSE | re.DOTALL,
)  # fmt: skip
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SERVICE = re.compile("service", re.IGNORECASE)
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
_CLAUSES = frozenset({"union", "optional", "minus", "bind", "filter", "graph", "exists", "select", "values", "service"})
_OPERATORS = frozenset({"||", "&&", "!", "+", "-", "*", "/", "|", "^", "=", "!=", "<", ">", "<=", ">=", "<<"})
_UPDATES = frozenset({"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"})
_FORMS = frozenset({"select", "ask", "construct", "describe"})


def check_query(text: str, *, limits: QueryLimits | None = None, services: Collection[str] = ()) -> tuple[Token, ...]:
    """Refuse a query that is too deep or too long, that updates, or that calls an endpoint which is not allowed.

    The word `service` in a string, comment, IRI, variable or prefixed name is no call. Returns the tokens of the query.
    """
    limits = limits or QueryLimits()
    if len(text) > limits.characters:
        raise QueryError(f"the query has {len(text):,} characters; at most {limits.characters:,} are read")
    found = tuple(tokens(text))
    _check_size(text, found, limits)
    for token in found:
        word = token.word.lower()
        if token.kind == "word" and word in _FORMS:
            break
        if token.kind == "word" and word in _UPDATES:
            raise _error_at(text, token.start, f"{token.word.upper()} is an update; the graph is built, never edited by a query")
    _check_services(text, found, services)
    return found


def tokens(text: str) -> Iterator[Token]:
    """Split a query into tokens, without blanks and comments; any text can be split."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup is not None and match.lastgroup != "blank":
            yield Token(match.lastgroup, match.group(), match.start(), match.end())


def declared_prefixes(found: Collection[Token]) -> dict[str, str]:
    """Give the prefixes that a query declares."""
    sequence = tuple(found)
    return {
        name.word[:-1]: unescape(iri.word[1:-1])
        for keyword, name, iri in zip(sequence, sequence[1:], sequence[2:], strict=False)
        if keyword.kind == "word" and keyword.word.lower() == "prefix" and name.kind == "name" and iri.kind == "iri"
    }


def expand_name(token: Token, prefixes: Mapping[str, str]) -> str | None:
    """Give the IRI that an IRI or prefixed-name token stands for, or None for any other token or an unknown prefix."""
    if token.kind == "iri":
        return unescape(token.word[1:-1])
    if token.kind != "name":
        return None
    prefix, _, local = token.word.partition(":")
    return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local) if prefix in prefixes else None


def find_dataset(found: Collection[Token]) -> Dataset | None:
    """Find the graphs of the FROM clauses; None where the query has none."""
    sequence = tuple(found)
    prefixes = {**PREFIXES, **declared_prefixes(sequence)}
    default: list[str] = []
    named: list[str] = []
    for place, token in enumerate(sequence):
        if token.kind == "mark" and token.word == "{":
            break
        if token.kind == "word" and token.word.lower() == "from":
            is_named = place + 1 < len(sequence) and sequence[place + 1].word.lower() == "named"
            after = sequence[place + 1 + is_named : place + 2 + is_named]
            iri = expand_name(after[0], prefixes) if after else None
            if iri is not None:
                (named if is_named else default).append(iri)
    return Dataset(tuple(default), tuple(named)) if default or named else None


def parse_error(text: str, error: Exception, *, known: Mapping[str, str] = PREFIXES, probe: str | None = None) -> QueryError:
    """Turn a syntax error of Oxigraph into one line with the place and what stands there.

    Oxigraph's own place lies up to a keyword's length too far on, so the first word that cannot go on is searched for. `known` are
    the prefixes that need no declaration; `probe` is a text of the same length that is parsed in the place of `text`.
    """
    message = str(error)
    found = tuple(tokens(probe or text))
    calls = any(token.kind == "word" and token.word.lower() == "service" for token in found)
    bad = None if calls else _first_bad_token(probe or text, found, known)
    if bad is None:
        reason, place = "unexpected end of the query", len(text.rstrip())
    else:
        place = bad.start
        reason = f"unexpected {text[bad.start : bad.end][:40]!r}"
        prefix = bad.word.partition(":")[0]
        if bad.kind == "name" and prefix not in {**known, **declared_prefixes(found)}:
            reason = f"unknown prefix {prefix!r}; declare it with PREFIX {prefix}: <{PREFIXES.get(prefix, '...')}>"
    if "The SELECT contains a variable that is unbound" in message:
        reason = "the SELECT has a variable that is neither grouped nor aggregated"
    return _error_at(text, place, f"the query does not parse: {reason}")


#: More lines than a keyword has letters: what fails there failed for want of more text.
_PADDING = "\n" * 64


def _first_bad_token(text: str, found: tuple[Token, ...], known: Mapping[str, str]) -> Token | None:
    """Find the first token after which nothing could make the text a query; None if more text could."""
    low, high = 0, len(found)
    if _can_go_on(text, known):
        return None
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if _can_go_on(text[: found[middle - 1].end], known) else (low, middle)
    return found[high - 1] if found else None


def _can_go_on(start: str, known: Mapping[str, str]) -> bool:
    padded = start + _PADDING
    try:
        ox.Store().query(padded, prefixes=dict(known))
    except SyntaxError as error:
        place = re.match(r"error at (\d+):", str(error))
        return place is not None and int(place[1]) > padded.count("\n")
    return True


def _check_size(text: str, found: Collection[Token], limits: QueryLimits) -> None:
    depth = clauses = 0
    for token in found:
        if token.kind == "mark":
            depth = max(0, depth + (token.word in _OPENING or token.word == "<<") - (token.word in _CLOSING or token.word == ">>"))
            clauses += token.word in _OPERATORS
        elif token.kind == "iri" and (len(token.word) > limits.iri or token.word.count("(") + token.word.count("[") > limits.depth):
            raise _error_at(text, token.start, f"an IRI has more than {limits.iri:,} characters or {limits.depth} brackets")
        elif token.kind == "word":
            clauses += token.word.lower() in _CLAUSES
        if depth > limits.depth:
            raise _error_at(text, token.start, f"brackets are nested more than {limits.depth} deep")
        if clauses > limits.clauses:
            raise _error_at(text, token.start, f"the query has more than {limits.clauses:,} clauses and operators")


def _check_services(text: str, found: tuple[Token, ...], allowed: Collection[str]) -> None:
    calls = [place for place, token in enumerate(found) if token.kind == "word" and unescape(token.word).lower() == "service"]
    prefixes = {**PREFIXES, **declared_prefixes(found)}
    rest = text
    for place in reversed(calls):
        silent = place + 1 < len(found) and found[place + 1].word.lower() == "silent"
        after = found[place + 1 + silent : place + 2 + silent]
        endpoint = expand_name(after[0], prefixes) if after else None
        if endpoint is None or endpoint not in allowed:
            named = f" <{endpoint}>" if endpoint else ""
            known = ", ".join(sorted(allowed)) or "none"
            raise _error_at(text, found[place].start, f"SERVICE{named} is refused; allowed endpoints: {known} (--allow-service adds one)")
        rest = rest[: found[place].start] + "GRAPH " + rest[after[0].start :]
    if _SERVICE.search(rest):
        _check_hidden_service(rest)


def _check_hidden_service(text: str) -> None:
    """Refuse a call that the tokens do not show, such as one after `?a<?b)` that looks like an IRI.

    The engine's own parser is asked: a text that still parses with every `service` misspelt has none as a keyword.
    """
    lower = text.lower()
    letter = next((x for x in string.ascii_lowercase if x != "e" and f"servic{x}" not in lower), "0")
    misspelt = _SERVICE.sub(lambda match: match.group()[:-1] + (letter.upper() if match.group()[-1] == "E" else letter), text)
    try:
        ox.Store().query(misspelt, prefixes=PREFIXES)
    except SyntaxError as error:
        raise parse_error(text, error, probe=misspelt) from error


def unescape(word: str) -> str:
    """Resolve the escapes by which SPARQL lets a word hide its letters."""
    return _ESCAPE.sub(lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)), word)


def _error_at(text: str, place: int, message: str) -> QueryError:
    before = text[:place]
    line, column = before.count("\n") + 1, place - before.rfind("\n")
    return QueryError(f"line {line}, column {column}: {message}", line=line, column=column)
