"""Lanes: requests go in, each waits its turn and gets a worker process, and its answer comes out or the process is ended.

Every lane has its own processes, so that what strangers ask never delays the pages. A request that takes too long, whose client has
gone or whose process dies ends that process and nothing else.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from kg.web.frames import DATA, END, FAIL, HEAD, read_frame
from kg.web.metrics import Metrics
from kg.web.options import LaneLimits
from kg.web.problems import Problem
from kg.web.snapshots import Snapshot
from kg.web.workers import Mother, Worker

__all__ = ["Answer", "Lane"]

_LOG = logging.getLogger("kg.web")
#: Answers after which a worker is replaced: what its allocator never gave back goes with it.
_LIFE = 5_000


@dataclass(slots=True)
class _Waiting:
    client: str
    turn: asyncio.Future[Worker]


class Lane:
    """Worker processes of one kind, and the queue before them."""

    def __init__(self, name: str, limits: LaneLimits, mother: Mother, metrics: Metrics, *, services: tuple[str, ...] = ()) -> None:
        self.name = name
        self.limits = limits
        self._mother = mother
        self._metrics = metrics
        self._errand = {
            "lane": name,
            "services": list(services),
            "memory": limits.memory,
            "output": limits.output,
        }
        self._idle: list[Worker] = []
        self._workers: set[Worker] = set()
        self._running: Counter[str] = Counter()
        self._waiting: list[_Waiting] = []
        #: The stores that requests will open that wait for a worker.
        self._awaited: Counter[str] = Counter()
        self._births: set[asyncio.Task[None]] = set()
        self._closing = False
        #: Called when a worker lets go of a store.
        self.on_release: Callable[[], None] = lambda: None

    async def start(self) -> None:
        """Make the workers."""
        for _ in range(self.limits.workers):
            self._add(await self._mother.fork(self._errand))

    @property
    def places(self) -> set[str]:
        """The stores that workers have open, or will have for a request that waits."""
        return {worker.place for worker in self._workers if worker.place is not None}.union(self._awaited)

    def counts(self) -> dict[str, int]:
        """Count workers that are idle and busy, and requests that wait."""
        idle = len(self._idle)
        return {"idle": idle, "busy": len(self._workers) - idle, "waiting": len(self._waiting)}

    async def ask(
        self, client: str, request: dict[str, Any], *, snapshot: Snapshot | None, body: bytes | None = None, seconds: float | None = None
    ) -> Answer:
        """Ask a worker; returns when the answer has begun. Raises Problem where there is none.

        The caller reads the answer to its end or closes it; being cancelled ends the worker.
        """
        began = time.monotonic()
        awaited = Counter([str(snapshot.path)] if snapshot is not None else [])
        self._awaited += awaited
        try:
            worker = await self._turn(client)
        finally:
            self._awaited -= awaited
        answer = Answer(self, worker, client, seconds or self.limits.seconds, began)
        try:
            if snapshot is not None:
                request = {**request, "store": {"path": str(snapshot.path), "plain": snapshot.plain}}
                worker.place = str(snapshot.path)
            await answer.begin(request, body)
        except BaseException as error:
            answer.close(_outcome(error))
            raise
        return answer

    async def refresh(self, snapshot: Snapshot) -> None:
        """Let each worker that is idle open another store, so that the old one can go."""
        for worker in list(self._idle):
            if worker.place != str(snapshot.path) and worker in self._idle:
                self._idle.remove(worker)
                self._running[""] += 1
                answer = Answer(self, worker, "", self.limits.seconds, time.monotonic())
                worker.place = str(snapshot.path)
                try:
                    await answer.begin({"do": "ready", "store": {"path": str(snapshot.path), "plain": snapshot.plain}}, None)
                    await answer.read()
                except Problem:
                    answer.close("failed")

    def sweep(self) -> None:
        """Replace workers that died while they had nothing to do."""
        for worker in [worker for worker in self._idle if not worker.alive]:
            self._replace(worker, "died")

    async def stop(self) -> None:
        """End all workers; whoever waits is told that the server stops."""
        self._closing = True
        for birth in list(self._births):
            birth.cancel()
        await asyncio.gather(*self._births, return_exceptions=True)
        for waiting in self._waiting:
            if not waiting.turn.done():
                waiting.turn.set_exception(_stopping())
        self._waiting.clear()
        for worker in list(self._workers):
            self._end(worker)

    async def _turn(self, client: str) -> Worker:
        """Wait for a worker; raises Problem where the queue is full or the wait too long."""
        if self._closing:
            raise _stopping()
        limits = self.limits
        if self._idle and not self._waiting and self._running[client] < limits.running_per_client:
            worker = self._take()
            if worker is not None:
                self._running[client] += 1
                return worker
        own = sum(1 for waiting in self._waiting if waiting.client == client)
        if own >= limits.waiting_per_client:
            self._metrics.refused(self.name, "client-queue")
            raise Problem(429, "too-many-requests", f"{own} of your requests wait already", headers={"Retry-After": "5"})
        if len(self._waiting) >= limits.waiting:
            self._metrics.refused(self.name, "queue")
            raise Problem(503, "busy", "too many requests wait for an answer", headers={"Retry-After": "5"})
        waiting = _Waiting(client, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._dispatch()
        try:
            await asyncio.wait({waiting.turn}, timeout=limits.wait_seconds)
        except asyncio.CancelledError:
            if waiting.turn.done() and waiting.turn.exception() is None:
                self._release(waiting.turn.result(), client)
            self._forget(waiting)
            raise
        if waiting.turn.done():
            return waiting.turn.result()
        self._forget(waiting)
        self._metrics.refused(self.name, "wait")
        after = {"Retry-After": str(max(1, round(limits.seconds)))}
        if self._running[client] >= limits.running_per_client:
            detail = f"{self._running[client]} of your queries are still running; wait for them or stop them"
            raise Problem(429, "too-many-requests", detail, headers=after)
        raise Problem(503, "busy", "all workers are busy", headers=after)

    def _forget(self, waiting: _Waiting) -> None:
        if waiting in self._waiting:
            self._waiting.remove(waiting)

    def _dispatch(self) -> None:
        """Give idle workers to those who wait longest and may run."""
        for waiting in list(self._waiting):
            if not self._idle:
                break
            if waiting.turn.done() or self._running[waiting.client] >= self.limits.running_per_client:
                continue
            worker = self._take()
            if worker is None:
                break
            self._waiting.remove(waiting)
            self._running[waiting.client] += 1
            waiting.turn.set_result(worker)

    def _take(self) -> Worker | None:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            self._replace(worker, "died")
        return None

    def _release(self, worker: Worker, client: str) -> None:
        self._running[client] -= 1
        if self._running[client] <= 0:
            del self._running[client]
        if self._closing:
            self._end(worker)
        elif worker.clean and worker.alive and worker.answered < _LIFE and not worker.slowed:
            self._idle.append(worker)
        else:
            self._replace(worker, ("slowed" if worker.slowed else "age") if worker.clean and worker.alive else "ended")
        self._dispatch()
        self.on_release()

    def _replace(self, worker: Worker, why: str) -> None:
        self._end(worker)
        if not self._closing:
            self._metrics.replaced(self.name, why)
            birth = asyncio.get_running_loop().create_task(self._bear())
            self._births.add(birth)
            birth.add_done_callback(self._births.discard)

    async def _bear(self) -> None:
        delay = 0.05
        while not self._closing:
            try:
                worker = await self._mother.fork(self._errand)
            except (OSError, TimeoutError, json.JSONDecodeError):
                await asyncio.sleep(delay)
                delay = min(2.0, delay * 2)
                continue
            if self._closing:
                self._mother.end(worker)
                return
            self._add(worker)
            self._dispatch()
            return

    def _add(self, worker: Worker) -> None:
        self._workers.add(worker)
        self._idle.append(worker)

    def yield_processor(self, worker: Worker) -> None:
        """Let a worker whose request takes long go after all others; it is replaced afterwards, for no process may take that back."""
        worker.slowed = True
        self._mother.slow(worker, self.limits.niceness)

    def _end(self, worker: Worker) -> None:
        self._workers.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        self._mother.end(worker)


class Answer:
    """An answer that has begun: its head, and its bytes as they come."""

    def __init__(self, lane: Lane, worker: Worker, client: str, seconds: float, began: float) -> None:
        self._lane = lane
        self._worker = worker
        self._client = client
        #: Seconds of computing that are left; the time in which nobody reads is not counted.
        self._left = seconds
        self._seconds = seconds
        self._began = began
        self._ended = False
        limits = lane.limits
        loop = asyncio.get_running_loop()
        self._patience = loop.call_later(limits.quick_seconds, lane.yield_processor, worker) if limits.niceness else None
        self.head: dict[str, Any] = {}

    @property
    def complete(self) -> bool:
        """Whether the whole answer fits into one piece."""
        return bool(self.head.get("complete"))

    async def begin(self, request: dict[str, Any], body: bytes | None) -> None:
        """Send the request and read the head of the answer."""
        try:
            start = time.monotonic()
            async with asyncio.timeout(self._left):
                await self._worker.send(request, body)
            self._left -= time.monotonic() - start
        except TimeoutError:
            raise self._too_slow() from None
        except OSError as error:
            raise _crashed() from error
        kind, payload = await self._frame()
        if kind == HEAD:
            self.head = json.loads(payload)
        elif kind == FAIL:
            self._finish("failed")
            raise failure(json.loads(payload))

    async def read(self) -> bytes:
        """Read the whole answer."""
        return b"".join([piece async for piece in self.pieces()])

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the answer piece by piece; raises Problem where it breaks off."""
        while not self._ended:
            kind, payload = await self._frame()
            if kind == DATA:
                yield payload
            elif kind == END:
                self._finish("answered")
            elif kind == FAIL:
                self._finish("failed")
                raise failure(json.loads(payload))

    def close(self, outcome: str = "abandoned") -> None:
        """Let go of the worker; it is ended if it has not finished."""
        if not self._ended:
            self._ended = True
            if self._patience is not None:
                self._patience.cancel()
            self._lane._metrics.query(self._lane.name, outcome, time.monotonic() - self._began)
            self._lane._release(self._worker, self._client)

    async def _frame(self) -> tuple[bytes, bytes]:
        start = time.monotonic()
        try:
            async with asyncio.timeout(max(0.0, self._left)):
                return await read_frame(self._worker.reader)
        except TimeoutError:
            raise self._too_slow() from None
        except (asyncio.IncompleteReadError, OSError) as error:
            raise _crashed() from error
        finally:
            self._left -= time.monotonic() - start

    def _finish(self, outcome: str) -> None:
        self._worker.clean = True
        self._worker.answered += 1
        self.close(outcome)

    def _too_slow(self) -> Problem:
        detail = f"the query was stopped after {self._seconds:g} s; ask for less, or add a LIMIT"
        return Problem(504, "timeout", detail)


def failure(told: dict[str, Any]) -> Problem:
    """Give the problem that a worker tells of."""
    family, detail = told["family"], told["detail"]
    if "QueryFailed" in family:
        return Problem(500, "query-failed", detail)  # SPARQL 1.1 Protocol, 2.1.6: what parses and cannot be executed is a 500
    if "QueryError" in family:
        place = {name: told[name] for name in ("line", "column") if told.get(name) is not None}
        return Problem(400, "query", detail, more=place)
    if "UnknownName" in family or "ParameterError" in family:
        detail = detail.partition(".rq: ")[2] or detail
        code = "unknown-name" if "UnknownName" in family else "parameter"
        return Problem(400, code, detail, more={"near": told["near"]} if told.get("near") else None)
    if "NoSuchGraph" in family:
        return Problem(404, "no-such-graph", detail)
    if "Unwanted" in family:
        return Problem(406, "not-acceptable", f"{detail} cannot be sent in any format that you accept")
    if "TooLarge" in family:
        return Problem(422, "answer-too-large", "the answer is larger than this server sends; ask for less, or page with LIMIT and OFFSET")
    if "MemoryError" in family:
        return _crashed()
    if told["bug"]:
        _LOG.error("worker", extra={"fields": {"event": "worker", "bug": told.get("trace")}})
        return Problem(500, "internal", "the query failed in an unforeseen way")
    return Problem(500, "failed", detail)


def _crashed() -> Problem:
    return Problem(500, "worker-ended", "the query ended its process: it needed too much memory or was nested too deeply; ask for less")


def _stopping() -> Problem:
    return Problem(503, "stopping", "the server is stopping", headers={"Retry-After": "10"})


def _outcome(error: BaseException) -> str:
    if isinstance(error, Problem):
        return {"timeout": "timeout", "worker-ended": "crashed"}.get(error.code, "failed")
    return "abandoned"
