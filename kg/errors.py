"""Errors that a caller can act on; each names the file and place, what was expected, and what to do next.

    KgError
    ├── DocumentError            a document that cannot be read: it is skipped and counted
    ├── ResourceError            a broken file of ours: ontology, concepts row, cue list, shape, saved query
    │   ├── ConceptError
    │   ├── OntologyError
    │   └── QueryFileError
    ├── UnknownName              a name that nothing has: concept, query, parameter, format
    ├── QueryError               SPARQL that does not parse or may not run
    │   └── QueryFailed          SPARQL that parses, and fails when it runs
    ├── ParameterError           a value that a parameter of a saved query cannot take
    ├── ReasoningError           the reasoner is missing, failed, or found a contradiction
    └── ConformanceError         the data do not conform (exit code 3)
"""

from __future__ import annotations

import difflib
import traceback
from collections.abc import Iterable
from pathlib import Path

__all__ = [
    "ConceptError",
    "ConformanceError",
    "DocumentError",
    "KgError",
    "OntologyError",
    "ParameterError",
    "QueryError",
    "QueryFailed",
    "QueryFileError",
    "ReasoningError",
    "ResourceError",
    "UnknownName",
    "unforeseen",
]


class KgError(Exception):
    """Base of all errors of this package; `str(error)` is one line for a person."""

    exit_code = 1

    def __reduce__(self) -> tuple[object, ...]:
        # An error that comes from another process is the same error here, whatever its class takes to be made.
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[KgError], args: tuple[object, ...], state: dict[str, object]) -> KgError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class DocumentError(KgError):
    """A document that cannot be read; the run goes on without it."""

    def __init__(self, document: str, reason: str) -> None:
        super().__init__(f"{document}: {reason}")
        self.document = document
        self.reason = reason


def unforeseen(error: Exception) -> str:
    """Say of an exception that nothing expects, which a document brought about, what it is and where: the reason why it is not read."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_HERE)] or frames
    place = f" in {Path(ours[-1].filename).name}, line {ours[-1].lineno}" if ours else ""
    message = " ".join(str(error).split())
    return f"a fault of this program, please report it: {type(error).__name__}{f' ({message})' if message else ''}{place}"


_HERE = Path(__file__).parent


class ResourceError(KgError):
    """A file of ours that is broken; the run stops."""

    def __init__(self, path: Path | str, message: str, *, line: int | None = None) -> None:
        place = f"{path}:{line}" if line is not None else f"{path}"
        super().__init__(f"{place}: {message}")
        self.path = str(path)
        self.line = line
        self.message = message


class ConceptError(ResourceError):
    """A row of concepts.tsv or of a mapping file that cannot stand."""


class OntologyError(ResourceError):
    """The ontology does not parse, or a check of it fails."""


class QueryFileError(ResourceError):
    """A saved query whose head or SPARQL is wrong."""


class UnknownName(KgError):
    """A name that nothing has; near misses are suggested, then what else to do."""

    exit_code = 2

    def __init__(self, kind: str, name: str, known: Iterable[str], *, where: str = "", advice: str = "") -> None:
        near = difflib.get_close_matches(name, sorted(set(known)), n=3, cutoff=0.6)
        hint = f" Did you mean {' or '.join(repr(n) for n in near)}?" if near else ""
        super().__init__(f"{where + ': ' if where else ''}no {kind} {name!r}.{hint}{' ' if advice else ''}{advice}")
        self.name = name
        self.near = tuple(near)


class QueryError(KgError):
    """SPARQL that does not parse, or that may not run here; `line` and `column` count from 1."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryFailed(QueryError):
    """SPARQL that parses and cannot be answered: a function that the engine lacks, a store that cannot be read."""


class ParameterError(KgError):
    """A value that a saved query's parameter cannot take: wrong type, wrong class, or missing."""

    exit_code = 2


class ReasoningError(KgError):
    """The reasoner is missing, failed, or found a contradiction."""


class ConformanceError(KgError):
    """The data do not conform to the shapes."""

    exit_code = 3
