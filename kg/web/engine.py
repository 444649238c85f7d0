"""The engine of the server: what a route asks goes in, and the answer of a worker, or one that was kept, comes out.

Routes know this module and nothing below it: `sparql`, `saved`, `search` and `describe` for reading, `edit` for writing.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.graph.federation import find_calls
from kg.graph.queries import SavedQuery, load_queries
from kg.settings import Settings
from kg.web.lanes import Answer, Lane
from kg.web.metrics import Metrics
from kg.web.options import ServerOptions
from kg.web.problems import Problem
from kg.web.snapshots import BuildSource, DatasetSource, Snapshot, Source, copy_of_build
from kg.web.workers import Mother

__all__ = ["Engine", "Kept", "Reading"]

_LOG = logging.getLogger("kg.web")
#: Functions whose value is another at each call (SPARQL 1.1 Query, 17.4): their answers are neither kept nor tagged.
_VOLATILE = re.compile(r"\b(?:now|rand|uuid|struuid|bnode|service)\b|\\u", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole answer: its head and its bytes."""

    head: Mapping[str, Any]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """A request that only reads, as a worker takes it, and what it is called for the cache and the entity tag."""

    request: Mapping[str, Any]
    #: None for an answer that is another each time.
    tag: str | None
    snapshot: Snapshot


class Engine:
    """Workers, the states that they serve, and answers that are kept."""

    def __init__(self, options: ServerOptions, settings: Settings) -> None:
        options.check()
        self.options = options
        self.settings = settings
        self.metrics = Metrics()
        self.queries: dict[str, SavedQuery] = load_queries(settings.queries)
        _check_parameters(self.queries)
        self._federated = frozenset(name for name, query in self.queries.items() if find_calls(query.text))
        self._unstable = frozenset(name for name, query in self.queries.items() if _VOLATILE.search(_words(query.text)))
        self._mother = Mother(settings.queries)
        self.pages = Lane("pages", options.pages, self._mother, self.metrics)
        self.adhoc = Lane("adhoc", options.adhoc, self._mother, self.metrics, services=settings.allowed_services)
        writing = replace(options.pages, workers=1, seconds=options.update_seconds, wait_seconds=options.update_seconds)
        self.updates = Lane("updates", writing, self._mother, self.metrics) if options.writable else None
        self.source = _source(options)
        self._cache = _Cache(options.cache_bytes, options.cached_answer_bytes)
        self._watcher: asyncio.Task[None] | None = None
        #: False before the first worker answers and after the server was told to stop.
        self.ready = False

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """All lanes."""
        return (self.pages, self.adhoc, *((self.updates,) if self.updates else ()))

    @property
    def build(self) -> Path | None:
        """The folder of the build that is served, for what lies beside the store; None for a store of its own."""
        return None if self.options.store is not None else self.options.build

    def lane_of(self, query: SavedQuery) -> Lane:
        """Give the lane of a saved query: one that asks other endpoints may wait for them, and not before the pages."""
        return self.adhoc if query.name in self._federated else self.pages

    async def start(self) -> None:
        """Start the workers and open what is served; raises KgError where it cannot be."""
        try:
            await self._mother.start()
            for lane in self.lanes:
                await lane.start()
                lane.on_release = self._clear
            if isinstance(self.source, DatasetSource):
                self.source.copy = self._copy
            snapshot = await self.source.find_new() or await self.source.current()
            for lane in (self.pages, self.adhoc):
                await self._prove(lane, snapshot)
            if isinstance(self.source, BuildSource):
                self.source.take(snapshot)
        except Problem as error:
            await self.stop()
            raise KgError(f"{self.options.store or self.options.build}: {error.detail}") from error
        except BaseException:
            await self.stop()
            raise
        self.ready = True
        self._watcher = asyncio.get_running_loop().create_task(self._watch())

    async def stop(self) -> None:
        """End all workers and remove what was made."""
        self.ready = False
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
        for lane in self.lanes:
            await lane.stop()
        await self._mother.stop()
        self.source.close()

    async def reading(self, request: Mapping[str, Any], *, stable: bool = True) -> Reading:
        """Prepare a request that reads: which state it sees, and the name of its answer."""
        snapshot = await self.source.current()
        volatile = request["do"] == "sparql" and _VOLATILE.search(request["text"]) is not None
        if not stable or volatile or (request["do"] == "saved" and request["name"] in self._unstable):
            return Reading(request, None, snapshot)
        key = json.dumps([snapshot.identity, request], sort_keys=True).encode("utf-8", "surrogatepass")
        return Reading(request, hashlib.sha256(key).hexdigest()[:32], snapshot)

    async def answer(self, reading: Reading, client: str, lane: Lane) -> Answer | Kept:
        """Answer a request: whole where it is small, else an answer that has begun and is read or closed by the caller."""
        kept = self._cache.get(reading.tag)
        if reading.tag is not None:
            self.metrics.cached(kept is not None)
        if kept is not None:
            return kept
        begun = await lane.ask(client, dict(reading.request), snapshot=reading.snapshot)
        if not begun.complete:
            return begun
        return await self._kept(reading, begun)

    async def whole(self, request: Mapping[str, Any], client: str, lane: Lane | None = None) -> Kept:
        """Answer a request as a whole, however large: for pages that are made of an answer."""
        reading = await self.reading(request)
        found = await self.answer(reading, client, lane or self.pages)
        return found if isinstance(found, Kept) else await self._kept(reading, found)

    async def _kept(self, reading: Reading, begun: Answer) -> Kept:
        """Read an answer to its end, and keep it for whoever asks the same."""
        try:
            whole = Kept(begun.head, await begun.read())
        finally:
            begun.close()
        self._cache.put(reading.tag, whole)
        return whole

    async def saved(
        self, name: str, parameters: Mapping[str, Any], client: str, *, offset: int = 0, limit: int | None = 1_000, evidence: bool = False
    ) -> dict[str, Any]:
        """Answer a saved query as the JSON document of the API: columns, rows with labels, total, and what stands behind them."""
        request = saved_request(name, parameters, offset=offset, limit=limit, evidence=evidence)
        return self._document(await self.whole(request, client, self.lane_of(self.queries[name])))

    async def search(self, text: str, client: str, *, limit: int = 20, classes: Sequence[str] = ()) -> dict[str, Any]:
        """Search labels and synonyms, as the JSON document of the API."""
        return self._document(await self.whole(search_request(text, limit, classes), client))

    async def describe(self, name: str, client: str, *, evidence: bool = False) -> dict[str, Any]:
        """Describe one thing, as the JSON document of the API."""
        return self._document(await self.whole(describe_request(name, "json", evidence=evidence), client))

    async def edit(self, request: Mapping[str, Any], client: str, body: bytes | None = None) -> Mapping[str, Any]:
        """Change the dataset; returns the head of the answer when the change is there for every later reader."""
        if self.updates is None or not isinstance(self.source, DatasetSource):
            raise Problem(403, "read-only", "this server only reads; start it with --writable to edit a dataset")
        try:
            begun = await self.updates.ask(client, dict(request), snapshot=Snapshot(self.source.folder, "", plain=True), body=body)
            try:
                await begun.read()
            finally:
                begun.close()
        finally:
            # Also after a failure: nobody knows at which moment a process died.
            self.source.changed()
        return begun.head

    def _document(self, answer: Kept) -> dict[str, Any]:
        document = json.loads(answer.body)
        if not isinstance(document, dict):
            raise TypeError("an answer of a worker is an object")
        return document

    async def _copy(self, folder: Path) -> None:
        if self.updates is None or not isinstance(self.source, DatasetSource):
            return
        place = Snapshot(self.source.folder, "", plain=True)
        begun = await self.updates.ask("", {"do": "backup", "to": str(folder)}, snapshot=place)
        try:
            await begun.read()
        finally:
            begun.close()

    async def _prove(self, lane: Lane, snapshot: Snapshot) -> None:
        begun = await lane.ask("", {"do": "ready"}, snapshot=snapshot)
        try:
            await begun.read()
        finally:
            begun.close()

    async def _watch(self) -> None:
        """Take over a new build when there is one; the old one is served until the new one has answered."""
        while True:
            await asyncio.sleep(self.options.watch_seconds)
            new: Snapshot | None = None
            try:
                new = await self.source.find_new()
                if new is not None:
                    await self._prove(self.pages, new)
                    self.source.take(new)
                    self.metrics.swapped(True)
                    _LOG.info("build", extra={"fields": {"event": "build", "build": new.identity}})
                    for lane in (self.pages, self.adhoc):
                        await lane.refresh(new)
            except (KgError, Problem) as error:
                if new is not None:
                    self.source.discard(new)
                self.metrics.swapped(False)
                _LOG.error("build", extra={"fields": {"event": "build", "error": str(error)}})
            for lane in self.lanes:
                lane.sweep()
            self._clear()

    def _clear(self) -> None:
        self.source.clear({place for lane in self.lanes for place in lane.places})


class _Cache:
    """Answers by their tag, those that were asked for last; so many bytes and no more."""

    def __init__(self, most: int, largest: int) -> None:
        self._most, self._largest = most, largest
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._size = 0

    def get(self, tag: str | None) -> Kept | None:
        """Find an answer."""
        if tag is None or tag not in self._kept:
            return None
        self._kept.move_to_end(tag)
        return self._kept[tag]

    def put(self, tag: str | None, answer: Kept) -> None:
        """Keep an answer, if it is small enough."""
        size = len(answer.body) + 1_000
        if tag is None or tag in self._kept or size > min(self._largest, self._most):
            return
        self._kept[tag] = answer
        self._size += size
        while self._size > self._most:
            _, old = self._kept.popitem(last=False)
            self._size -= len(old.body) + 1_000


def saved_request(
    name: str,
    parameters: Mapping[str, Any],
    *,
    offset: int = 0,
    limit: int | None = 1_000,
    form: str = "json",
    url: str = "",
    evidence: bool = False,
) -> dict[str, Any]:
    """Say to a worker what page of which saved query is wanted; with `evidence`, the claims behind its rows too."""
    return {
        "do": "saved",
        "name": name,
        "parameters": dict(parameters),
        "offset": offset,
        "limit": limit,
        "format": form,
        "url": url,
        "evidence": evidence,
    }


def search_request(text: str, limit: int, classes: Sequence[str]) -> dict[str, Any]:
    """Say to a worker what is searched for."""
    return {"do": "search", "text": text, "limit": limit, "classes": list(classes)}


def describe_request(name: str, form: str, *, evidence: bool = False) -> dict[str, Any]:
    """Say to a worker what is to be described; with `evidence`, the claims about it too."""
    return {"do": "describe", "name": name, "format": form, "evidence": evidence}


def _source(options: ServerOptions) -> Source:
    if not options.writable:
        if options.store is not None:
            return BuildSource(options.store, None)
        inside = options.build / "store"
        return BuildSource(inside if inside.is_dir() else options.build, options.build)
    if options.store is not None:
        options.store.absolute().parent.mkdir(parents=True, exist_ok=True)
        return DatasetSource(options.store)
    # A build is made, never edited: what is edited is a copy that later builds carry along (kg.outputs.staged_folder).
    folder = options.build / "edited"
    copy_of_build(options.build / "store", folder)
    return DatasetSource(folder)


def _words(text: str) -> str:
    """Leave out the head of a saved query, which is prose."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))


def _check_parameters(queries: Mapping[str, SavedQuery]) -> None:
    for query in queries.values():
        taken = sorted({p.name for p in query.params} & {"evidence", "format", "limit", "offset"})
        if taken:
            raise KgError(f"{query.path}: parameter {taken[0]!r} has a name that the API needs for itself")
