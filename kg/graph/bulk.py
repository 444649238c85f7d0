"""A store on disk, written by a process of its own while this one goes on: quads go in, the folder of a store comes out.

Oxigraph's loader is handed a file instead of a million Python objects, and the second core does the work.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

__all__ = ["bulk_written"]


@contextmanager
def bulk_written(quads: Sequence[ox.Quad], path: Path) -> Iterator[None]:
    """Write a new store while the block runs; it is whole when the block has ended.

    Its default graph is the union that `kg.graph.store` keeps. `path` must not exist. Raises KgError if the store cannot be written.
    """
    # Imported here: the process that loads needs nothing of this package.
    from kg.errors import KgError
    from kg.graph.store import union_of

    with tempfile.TemporaryDirectory(prefix=".bulk.", dir=path.parent) as folder:
        file = Path(folder) / "quads.nq"
        # One file, because each loading gives blank nodes new names: those of the union are those of the graph that states them.
        ox.serialize(chain(quads, (ox.Quad(t.subject, t.predicate, t.object) for t in union_of(quads))), str(file), ox.RdfFormat.N_QUADS)
        command = [sys.executable, "-c", _LOADER, str(file), str(path)]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            try:
                yield
            except BaseException:
                process.kill()
                raise
            _, message = process.communicate()
        if process.returncode:
            reason = message.decode("utf-8", "replace").strip().split("\n")[-1]
            raise KgError(f"{path}: the store could not be written ({reason})")


_LOADER = """
import sys, pyoxigraph
file, path = sys.argv[1:]
store = pyoxigraph.Store(path)
store.bulk_load(path=file, format=pyoxigraph.RdfFormat.N_QUADS)
store.flush()
"""
