"""The exports of a build: its graphs go in, once or as they become known; igkg.ttl, igkg.trig and igkg.owl come out.

What has not changed since the last time is not made again, so that most of the work can be done while the last graph is still waited for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.graph.export import FORMATS, MERGED_GRAPHS, Graph, canonical_graphs, in_order, trig_block, trig_head, write_pieces
from kg.identifiers import graph_iri

__all__ = ["BuildExports", "write_early"]

#: The files but TriG, which holds all graphs, and the graphs that they are made of.
_PARTS = {"ttl": MERGED_GRAPHS, "owl": ("ontology", "concepts")}


class BuildExports:
    """The three files of a build in its folder.

    `early` are the graphs of igkg.owl where another process writes it of them meanwhile (`write_early`); `finish` takes what that wrote.
    """

    def __init__(self, folder: Path, early: Mapping[str, Sequence[ox.Triple]] | None = None) -> None:
        self._folder = folder
        self._early = early
        self._takes_early = False
        self._written: dict[str, list[Graph]] = {}
        self._blocks: dict[str, tuple[Graph, str]] = {}

    def write(self, graphs: Mapping[str, Sequence[ox.Triple]]) -> None:
        """Write the files of these graphs, by local name; raises KgError where a file cannot be written."""
        canonical = canonical_graphs({graph_iri(name): triples for name, triples in graphs.items()})
        self._takes_early = self._early is not None and _is_early(graphs, self._early, canonical)
        for format, names in _PARTS.items():
            parts = [canonical.get(graph_iri(name), set()) for name in names]
            if self._written.get(format) != parts and not (format == "owl" and self._takes_early):
                write_pieces(FORMATS[format](canonical), self._folder / f"igkg.{format}")
                self._written[format] = parts
        for name, triples in canonical.items():
            if name not in self._blocks or self._blocks[name][0] != triples:
                self._blocks[name] = triples, trig_block(name, triples)
        blocks = (self._blocks[name][1] for name in in_order(canonical))
        write_pieces((trig_head(), *blocks), self._folder / "igkg.trig")

    def finish(self) -> None:
        """Put the early igkg.owl in its place, when the other process is through; or away, where the graphs have changed since."""
        early = self._folder / _EARLY
        if self._takes_early:
            early.replace(self._folder / "igkg.owl")
        early.unlink(missing_ok=True)


_EARLY = ".early.owl"


def write_early(graphs: Mapping[str, Sequence[ox.Triple]], folder: Path) -> None:
    """Write igkg.owl of the ontology and the concepts before the other graphs are known; see `BuildExports.finish`."""
    write_pieces(FORMATS["owl"](canonical_graphs({graph_iri(name): triples for name, triples in graphs.items()})), folder / _EARLY)


def _is_early(graphs: Mapping[str, Sequence[ox.Triple]], early: Mapping[str, Sequence[ox.Triple]], canonical: Mapping[str, Graph]) -> bool:
    """Tell whether the graphs are still those, and no other has blank nodes, on which the labels of theirs would depend."""
    if any(graphs.get(name) is not triples for name, triples in early.items()):
        return False
    others = (triples for name, triples in canonical.items() if name not in {graph_iri(known) for known in early})
    return not any(isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode) for triples in others for t in triples)
