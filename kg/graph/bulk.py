"""A store on disk that is begun before all is known: some graphs go in at once, the others as a file; the folder of a store comes out.

Oxigraph's loader is handed text instead of a million Python objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph.store import QUARANTINE
from kg.identifiers import graph_iri

__all__ = ["begin_store", "n_quads"]


def begin_store(known: Mapping[str, Iterable[ox.Triple]], path: Path) -> Callable[[Path], None]:
    """Write a new store with the graphs that are known, by local name; gives what adds the others, a file of `n_quads`, and closes it.

    Its default graph is the union that `kg.graph.store` keeps. `path` must not exist. No blank node may stand in both parts: each loading
    gives blank nodes new names. Raises KgError if the store cannot be written.
    """
    with _told(path):
        store = ox.Store(str(path))
        store.bulk_load(b"".join(n_quads(known)), ox.RdfFormat.N_QUADS)

    def finish(rest: Path) -> None:
        nonlocal store
        with _told(path):
            store.bulk_load(path=str(rest), format=ox.RdfFormat.N_QUADS)
            store.flush()
        del store  # closes the files and frees the lock

    return finish


def n_quads(graphs: Mapping[str, Iterable[ox.Triple]]) -> Iterator[bytes]:
    """Write graphs, by local name, as N-Quads, and the triples of all but the quarantine once more for the default graph."""
    for name, triples in graphs.items():
        iri = graph_iri(name)
        text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        # Only at the end of a line: within a literal a line end is escaped.
        yield text.replace(b" .\n", f" <{iri}> .\n".encode())
        if iri != QUARANTINE:
            yield text


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError, ValueError, SyntaxError) as error:
        raise KgError(f"{path}: the store could not be written ({error})") from error
