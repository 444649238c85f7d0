"""A worker process: requests of the server come in over a socket, answers go out; it may be killed at any moment.

The mother process imports everything once and forks a worker when the server asks for one, so that a new one takes milliseconds.
"""

from __future__ import annotations

import array
import gc
import json
import os
import signal
import socket
import sys
import traceback
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KgError, QueryError
from kg.graph.queries import SavedQuery, load_queries
from kg.web.answering import Answering, answer
from kg.web.frames import BODY, DATA, END, FAIL, HEAD, frame, receive_frame
from kg.web.sandbox import confine, limit_memory

__all__ = ["Sink", "main"]

_PIECE = 64 << 10
#: Seconds after which the mother looks for children that have died, if nothing else happens.
_LOOK = 1.0
#: Answers that are shorter are sent as they are: compressing them saves no packet.
_WORTH_COMPRESSING = 1_000


class TooLarge(Exception):
    """The answer is larger than the lane allows."""


class Sink:
    """Where an answer is written: it goes to the server in pieces, compressed if wanted, and is counted.

    The head goes with the first piece, so that an answer that fails early fails as a whole.
    """

    def __init__(self, link: socket.socket, *, most: int, gzip: bool) -> None:
        self._link = link
        self._most = most
        self._gzip = gzip
        self._head: dict[str, Any] = {}
        self._parts: list[bytes] = []
        self._waiting = 0
        self._packer: Any = None
        self.begun = False
        self.size = 0

    def begin(self, media_type: str, **more: Any) -> None:
        """Say what the answer is."""
        self._head = {"type": media_type, **more}

    def write(self, data: bytes) -> int:
        """Take a piece of the answer."""
        self.size += len(data)
        if self.size > self._most:
            raise TooLarge
        self._parts.append(bytes(data))
        self._waiting += len(data)
        if self._waiting >= _PIECE:
            self._send(last=False)
        return len(data)

    def flush(self) -> None:
        """Do nothing: pieces go when they are full."""

    def end(self) -> None:
        """Send what is left."""
        self._send(last=True)

    def _send(self, *, last: bool) -> None:
        data = b"".join(self._parts)
        self._parts, self._waiting = [], 0
        out = b""
        if not self.begun:
            if self._gzip and len(data) >= _WORTH_COMPRESSING:
                self._packer = zlib.compressobj(4, zlib.DEFLATED, 31)
                self._head["encoding"] = "gzip"
            self._head["complete"] = last
            out = frame(HEAD, json.dumps(self._head).encode("utf-8"))
            self.begun = True
        if self._packer is not None:
            data = self._packer.compress(data) + (self._packer.flush() if last else b"")
        if data:
            out += frame(DATA, data)
        self._link.sendall(out + (frame(END) if last else b""))


@dataclass(frozen=True, slots=True)
class Errand:
    """What a new worker is for, as the server tells the mother."""

    lane: str
    services: tuple[str, ...]
    memory: int
    output: int


def main() -> None:
    """Be the mother: fork a worker for each socket that comes in, end one when told, and all of them when the server is gone."""
    link = socket.socket(fileno=int(sys.argv[1]))
    link.settimeout(_LOOK)
    queries = load_queries(Path(sys.argv[2]))
    # A terminal and a service manager signal the whole group; the server alone decides when its workers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    gc.freeze()
    mother = os.getpid()
    children: set[int] = set()
    try:
        for message, handles in _messages(link):
            _reap(children)
            if message["do"] == "look":
                continue
            if message["do"] in ("end", "slow"):
                with suppress(ProcessLookupError, PermissionError):
                    if message["pid"] in children and message["do"] == "end":
                        os.kill(message["pid"], signal.SIGKILL)
                    elif message["pid"] in children:
                        os.setpriority(os.PRIO_PROCESS, message["pid"], message["niceness"])
                continue
            pid = os.fork()
            if pid == 0:
                try:
                    link.close()
                    _work(socket.socket(fileno=handles[0]), Errand(**message["errand"]), queries, mother)
                finally:
                    os._exit(0)  # nothing of the mother's may run in a worker: her end would be that of all workers
            os.close(handles[0])
            children.add(pid)
            link.sendall(json.dumps({"pid": pid}).encode("ascii") + b"\n")
    finally:
        for pid in children:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _messages(link: socket.socket) -> Iterator[tuple[dict[str, Any], list[int]]]:
    """Give the server's messages, one a line, each with the file handles that came along."""
    pending = b""
    handles: list[int] = []
    while True:
        try:
            data, ancillary, _, _ = link.recvmsg(65536, socket.CMSG_SPACE(16 * 4))
        except TimeoutError:
            yield {"do": "look"}, []
            continue
        for level, kind, content in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                found = array.array("i")
                found.frombytes(content[: len(content) - len(content) % found.itemsize])
                handles += found
        if not data:
            return
        *lines, pending = (pending + data).split(b"\n")
        for line in lines:
            message = json.loads(line)
            yield message, [handles.pop(0)] if message["do"] == "fork" else []


def _reap(children: set[int]) -> None:
    while children:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        children.discard(pid)


def _work(link: socket.socket, errand: Errand, queries: Mapping[str, SavedQuery], mother: int) -> None:
    """Answer requests until the server closes the socket; a request that is the first to open a store also sets the memory limit."""
    # What an allocator says when it gives up is no line of the server's log; a bug of ours is told in its FAIL.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    os.close(silence)
    missing = confine(network=bool(errand.services))
    if os.getppid() != mother:
        return  # she died before this process was to be told of it
    state = Answering(queries, offline="network filter" not in missing and not errand.services, services=tuple(errand.services))
    limited = False
    while (received := receive_frame(link)) is not None:
        request = json.loads(received[1])
        body = b""
        if request.get("body"):
            following = receive_frame(link)
            if following is None or following[0] != BODY:
                return
            body = following[1]
        sink = Sink(link, most=errand.output, gzip=bool(request.get("gzip")))
        try:
            state.open(request.get("store"), writable=errand.lane == "updates")
            if not limited:
                limit_memory(errand.memory)
                limited = True
            answer(state, request, body, sink)
            sink.end()
        except (BrokenPipeError, ConnectionResetError):
            return
        except Exception as error:
            _fail(link, error, bug=not isinstance(error, KgError | TooLarge | MemoryError | OSError))
        finally:
            del body


def _fail(link: socket.socket, error: Exception, *, bug: bool) -> None:
    """Tell the server why there is no answer, or no more of it."""
    failure: dict[str, Any] = {"kind": type(error).__name__, "detail": str(error), "bug": bug}
    if bug:
        failure["trace"] = "".join(traceback.format_exception(error))
    if isinstance(error, QueryError):
        failure |= {"line": error.line, "column": error.column}
    near = getattr(error, "near", None)
    if near:
        failure["near"] = list(near)
    failure["family"] = [kind.__name__ for kind in type(error).__mro__]
    with suppress(OSError):
        link.sendall(frame(FAIL, json.dumps(failure).encode("utf-8", "replace")))


if __name__ == "__main__":
    main()
