"""The exports of a build: its graphs go in, once or as they become known; igkg.ttl, igkg.trig and igkg.owl come out.

What has not changed since the last time is not made again, so that most of the work can be done while the last graph is still waited for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.graph.export import FORMATS, MERGED_GRAPHS, Graph, canonical_graphs, in_order, trig_block, trig_head, write_pieces
from kg.identifiers import graph_iri

__all__ = ["BuildExports"]

#: The files but TriG, which holds all graphs, and the graphs that they are made of.
_PARTS = {"ttl": MERGED_GRAPHS, "owl": ("ontology", "concepts")}


class BuildExports:
    """The three files of a build in its folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: dict[str, list[Graph]] = {}
        self._blocks: dict[str, tuple[Graph, str]] = {}

    def write(self, graphs: Mapping[str, Sequence[ox.Triple]]) -> None:
        """Write the files of these graphs, by local name; raises KgError where a file cannot be written."""
        canonical = canonical_graphs({graph_iri(name): triples for name, triples in graphs.items()})
        for format, names in _PARTS.items():
            parts = [canonical.get(graph_iri(name), set()) for name in names]
            if self._written.get(format) != parts:
                write_pieces(FORMATS[format](canonical), self._folder / f"igkg.{format}")
                self._written[format] = parts
        for name, triples in canonical.items():
            if name not in self._blocks or self._blocks[name][0] != triples:
                self._blocks[name] = triples, trig_block(name, triples)
        blocks = (self._blocks[name][1] for name in in_order(canonical))
        write_pieces((trig_head(), *blocks), self._folder / "igkg.trig")
