"""An ordinary RDF dataset that may be edited: its folder goes in, a store whose default graph is its own comes out.

A build's store keeps the union of its graphs in its default graph (kg.graph.store). An update may not disturb that, and the SPARQL
standards want a default graph that is nothing but itself; so what is edited is a dataset of its own, with the engine's plain rules.
"""

from __future__ import annotations

import time
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError, QueryFailed
from kg.graph.sparql import Dataset, QueryLimits, check_query, parse_error
from kg.graph.store import Store

__all__ = ["PlainStore"]

#: Seconds that a writer waits for the lock of one that was ended a moment ago.
_PATIENCE = 5.0


class PlainStore(Store):
    """A dataset as SPARQL 1.1 defines it: no union, no hidden graph, no prefix that is not declared."""

    @classmethod
    def open_for_writing(cls, path: Path) -> PlainStore:
        """Open or make a dataset; raises KgError where another process holds it."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                return cls(ox.Store(str(path)))
            except (OSError, ValueError, RuntimeError) as error:
                if time.monotonic() > deadline:
                    raise KgError(f"{path}: cannot be opened for writing ({' '.join(str(error).split())})") from error
                time.sleep(0.05)

    @property
    def backend(self) -> ox.Store:
        """The engine's store, for updates."""
        return self._backend

    def solve(
        self,
        text: str,
        limits: QueryLimits | None = None,
        *,
        dataset: Dataset | None = None,
        base: str | None = None,
        include_quarantine: bool = False,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Start to answer a query on the dataset, or on the graphs of `dataset` in the place of its FROM clauses."""
        check_query(text, limits=limits)
        try:
            if dataset is None:
                return self._backend.query(text, base_iri=base)
            default, named = self._dataset(dataset, include_quarantine=True)
            return self._backend.query(text, base_iri=base, default_graph=default, named_graphs=named)
        except SyntaxError as error:
            raise parse_error(text, error, known={}) from error
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryFailed(f"the query cannot be answered: {' '.join(str(error).split())}") from error
