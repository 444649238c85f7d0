"""Worker processes as the server sees them: an errand goes in, a process that answers one request at a time comes out."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from asyncio.subprocess import Process
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.web.frames import BODY, REQUEST, frame

__all__ = ["Mother", "Worker"]

#: Seconds that the mother has to import everything and to load the saved queries, and to fork.
_BIRTH = 60.0


class Worker:
    """One process and the socket to it. It is `clean` while no request is under way: only then may it be used again."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid = pid
        self.reader = reader
        self.writer = writer
        self.clean = True
        self.answered = 0
        #: Whether its priority was lowered, which nobody may take back.
        self.slowed = False
        #: The store that it has open, so that none is removed under it.
        self.place: str | None = None

    @property
    def alive(self) -> bool:
        """Whether the process has not closed its end."""
        return not self.reader.at_eof() and not self.writer.is_closing()

    async def send(self, request: dict[str, Any], body: bytes | None) -> None:
        """Send a request; from now on the worker is not clean until its answer was read to the end."""
        self.clean = False
        self.writer.write(frame(REQUEST, json.dumps({**request, "body": body is not None}).encode("utf-8", "surrogatepass")))
        if body is not None:
            self.writer.write(frame(BODY, body))
        await self.writer.drain()

    def close(self) -> None:
        """Close the server's end."""
        self.writer.transport.abort()


class Mother:
    """The process that forks workers: it has imported everything, and holds no store and no thread."""

    def __init__(self, queries: Path) -> None:
        self._queries = queries
        self._process: Process | None = None
        self._reader: asyncio.StreamReader | None = None
        self._link: socket.socket | None = None
        self._busy = asyncio.Lock()

    async def start(self) -> None:
        """Start the process; workers may be asked for at once."""
        ours, theirs = socket.socketpair()
        try:
            command = (sys.executable, "-m", "kg.web.worker", str(theirs.fileno()), str(self._queries))
            self._process = await asyncio.create_subprocess_exec(
                *command, pass_fds=(theirs.fileno(),), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, cwd=_home()
            )
        finally:
            theirs.close()
        ours.setblocking(False)
        self._link = ours
        self._reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        reader = self._reader
        loop.add_reader(ours.fileno(), _receive, ours, reader, loop)

    async def fork(self, errand: dict[str, Any]) -> Worker:
        """Make a worker; raises OSError where there can be none."""
        async with self._busy:
            if self._process is None or self._process.returncode is not None or self._link is None or self._reader is None:
                await self._stop()
                await self.start()
            link, reader = self._link, self._reader
            if link is None or reader is None:
                raise OSError("no process to make workers")
            ours, theirs = socket.socketpair()
            try:
                message = json.dumps({"do": "fork", "errand": errand}).encode("utf-8") + b"\n"
                socket.send_fds(link, [message], [theirs.fileno()])
                async with asyncio.timeout(_BIRTH):
                    line = await reader.readline()
                if not line:
                    await self._stop()
                    raise OSError("the process that makes workers has ended")
                pid = json.loads(line)["pid"]
                channel, writer = await asyncio.open_connection(sock=ours, limit=1 << 18)
            except BaseException:
                ours.close()
                raise
            finally:
                theirs.close()
            return Worker(pid, channel, writer)

    def end(self, worker: Worker) -> None:
        """End a worker whatever it is doing; only the mother knows for sure that its number is still its own."""
        worker.close()
        if self._link is not None:
            with suppress(OSError):
                self._link.send(json.dumps({"do": "end", "pid": worker.pid}).encode("ascii") + b"\n")

    def slow(self, worker: Worker, niceness: int) -> None:
        """Lower the priority of a worker."""
        if self._link is not None:
            with suppress(OSError):
                self._link.send(json.dumps({"do": "slow", "pid": worker.pid, "niceness": niceness}).encode("ascii") + b"\n")

    async def stop(self) -> None:
        """End the mother, and with her all workers."""
        async with self._busy:
            await self._stop()

    async def _stop(self) -> None:
        if self._link is not None:
            with suppress(OSError, ValueError):
                asyncio.get_running_loop().remove_reader(self._link.fileno())
            self._link.close()
            self._link = None
        if self._process is not None:
            try:
                async with asyncio.timeout(5):
                    await self._process.wait()
            except TimeoutError:
                with suppress(ProcessLookupError):
                    self._process.kill()
                await self._process.wait()
            self._process = None


def _receive(link: socket.socket, reader: asyncio.StreamReader, loop: asyncio.AbstractEventLoop) -> None:
    try:
        data = link.recv(65536)
    except (BlockingIOError, InterruptedError):
        return
    except OSError:
        data = b""
    if data:
        reader.feed_data(data)
    else:
        loop.remove_reader(link.fileno())
        reader.feed_eof()


def _home() -> str:
    """Give the folder from which `-m kg.web.worker` finds this very package."""
    return str(Path(__file__).resolve().parents[2])
