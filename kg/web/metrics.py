"""Counters of the server: what happens is told, and the text that Prometheus reads comes out."""

from __future__ import annotations

import os
import resource
import sys
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

__all__ = ["Metrics"]

_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
Labels = tuple[tuple[str, str], ...]


class Histogram:
    """Durations, counted by how long they took."""

    def __init__(self) -> None:
        self._counts: dict[Labels, list[int]] = {}
        self._sums: Counter[Labels] = Counter()

    def add(self, seconds: float, **labels: str) -> None:
        """Count one duration."""
        key = tuple(sorted(labels.items()))
        counts = self._counts.setdefault(key, [0] * (len(_BOUNDS) + 1))
        counts[bisect_left(_BOUNDS, seconds)] += 1
        self._sums[key] += seconds  # type: ignore[assignment]  # a Counter of seconds

    def lines(self, name: str) -> Iterable[str]:
        """Give the lines of the exposition."""
        for key, counts in sorted(self._counts.items()):
            total = 0
            for bound, count in zip((*map(str, _BOUNDS), "+Inf"), counts, strict=True):
                total += count
                yield f"{name}_bucket{_labels((*key, ('le', bound)))} {total}"
            yield f"{name}_sum{_labels(key)} {self._sums[key]:.6f}"
            yield f"{name}_count{_labels(key)} {total}"


class Metrics:
    """All counters of one server."""

    def __init__(self) -> None:
        self._started = time.time()
        self._counters: dict[str, Counter[Labels]] = {name: Counter() for name in _COUNTERS}
        self._requests = Histogram()
        self._queries = Histogram()
        self.in_flight = 0

    def request(self, route: str, method: str, status: int, seconds: float, size: int) -> None:
        """Count a request that was answered."""
        self._count("igkg_http_requests_total", route=route, method=method, status=str(status))
        self._count("igkg_http_response_bytes_total", size, route=route)
        self._requests.add(seconds, route=route)

    def query(self, lane: str, outcome: str, seconds: float) -> None:
        """Count what became of a request to a worker."""
        self._count("igkg_queries_total", lane=lane, outcome=outcome)
        self._queries.add(seconds, lane=lane)

    def refused(self, lane: str, why: str) -> None:
        """Count a request that got no worker."""
        self._count("igkg_refused_total", lane=lane, reason=why)

    def replaced(self, lane: str, why: str) -> None:
        """Count a worker that was replaced."""
        self._count("igkg_workers_replaced_total", lane=lane, reason=why)

    def cached(self, hit: bool) -> None:
        """Count a look into the cache."""
        self._count("igkg_cache_total", found="yes" if hit else "no")

    def swapped(self, done: bool) -> None:
        """Count a change to a new build."""
        self._count("igkg_build_swaps_total", result="done" if done else "failed")

    def value(self, name: str, **labels: str) -> int:
        """Give one counter."""
        return self._counters[name][tuple(sorted(labels.items()))]

    def exposition(self, lanes: Mapping[str, Mapping[str, int]], build: Mapping[str, str]) -> str:
        """Write everything in Prometheus' text format 0.0.4."""
        lines = []
        for name, meaning in _COUNTERS.items():
            lines += [f"# HELP {name} {meaning}", f"# TYPE {name} counter"]
            lines += [f"{name}{_labels(key)} {count}" for key, count in sorted(self._counters[name].items())]
        for name, meaning, histogram in (
            ("igkg_http_request_seconds", "Time to answer a request, by route.", self._requests),
            ("igkg_query_seconds", "Time of a request in its lane, waiting included.", self._queries),
        ):
            lines += [f"# HELP {name} {meaning}", f"# TYPE {name} histogram", *histogram.lines(name)]
        lines += ["# HELP igkg_workers Worker processes by state.", "# TYPE igkg_workers gauge"]
        for lane, counts in lanes.items():
            lines += [f"igkg_workers{_labels((('lane', lane), ('state', state)))} {counts[state]}" for state in ("busy", "idle")]
        lines += ["# HELP igkg_waiting Requests that wait for a worker.", "# TYPE igkg_waiting gauge"]
        lines += [f"igkg_waiting{_labels((('lane', lane),))} {counts['waiting']}" for lane, counts in lanes.items()]
        lines += ["# HELP igkg_build_info The build that is served.", "# TYPE igkg_build_info gauge"]
        lines.append(f"igkg_build_info{_labels(tuple(sorted(build.items())))} 1")
        for name, meaning, number in self._process():
            lines += [f"# HELP {name} {meaning}", f"# TYPE {name} gauge", f"{name} {number}"]
        return "\n".join(lines) + "\n"

    def _process(self) -> Iterable[tuple[str, str, float]]:
        yield "igkg_http_requests_in_flight", "Requests that are being answered.", self.in_flight
        yield "process_start_time_seconds", "When the server started, in seconds of the epoch.", round(self._started, 3)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        yield "process_cpu_seconds_total", "Processor time of the server without its workers.", round(usage.ru_utime + usage.ru_stime, 3)
        if sys.platform == "linux":
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            yield "process_resident_memory_bytes", "Memory of the server without its workers.", pages * resource.getpagesize()
            yield "process_open_fds", "Files and sockets that the server has open.", len(os.listdir("/proc/self/fd"))  # noqa: PTH208

    def _count(self, name: str, by: int = 1, **labels: str) -> None:
        self._counters[name][tuple(sorted(labels.items()))] += by


_COUNTERS = {
    "igkg_http_requests_total": "Requests by route, method and status.",
    "igkg_http_response_bytes_total": "Bytes of bodies sent, by route.",
    "igkg_queries_total": "Requests to worker processes by lane and outcome.",
    "igkg_refused_total": "Requests that got no worker, by lane and reason.",
    "igkg_workers_replaced_total": "Worker processes that were replaced, by lane and reason.",
    "igkg_cache_total": "Looks into the cache of answers.",
    "igkg_build_swaps_total": "Changes to a new build.",
}


def _labels(pairs: Labels) -> str:
    if not pairs:
        return ""
    inside = ",".join(f'{name}="{_escaped(value)}"' for name, value in pairs)
    return f"{{{inside}}}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
