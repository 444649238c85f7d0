"""The server: options go in, and HTTP is answered until a signal says to stop."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.errors import KgError
from kg.settings import Settings
from kg.web.app import create_app
from kg.web.logs import start_log
from kg.web.options import ServerOptions

__all__ = ["make_server", "serve"]

#: Bytes of a request's line and headers.
_HEAD = 64 << 10


class GuardedProtocol(HttpToolsProtocol):
    """HTTP/1.1 whose heads are limited in size and in time, which the parser alone does not do."""

    head_seconds = 15.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock of the first head."""
        super().connection_made(transport)
        self._head_size = 0
        self._in_head = True
        self._clock: asyncio.TimerHandle | None = self.loop.call_later(self.head_seconds, self._too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; a head that is too large ends the connection."""
        if self._in_head:
            self._head_size += len(data)
            if self._clock is None:
                self._clock = self.loop.call_later(self.head_seconds, self._too_slow)
        super().data_received(data)
        if self._in_head and self._head_size > _HEAD and not self.transport.is_closing():
            self._refuse(b"431 Request Header Fields Too Large")

    def on_headers_complete(self) -> None:
        """End the head."""
        self._in_head = False
        self._head_size = 0
        self._stop_clock()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Expect the next head."""
        super().on_message_complete()
        self._in_head = True

    def _too_slow(self) -> None:
        if not self.transport.is_closing():
            self._refuse(b"408 Request Timeout")

    def _refuse(self, status: bytes) -> None:
        self.transport.write(b"HTTP/1.1 " + status + b"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        self.transport.close()

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None


def make_server(options: ServerOptions, settings: Settings | None = None) -> uvicorn.Server:
    """Make a server that is ready to run; raises KgError for unsafe options or a build that is not there."""
    app = create_app(settings, options=options)
    protocol: Any = type("Protocol", (GuardedProtocol,), {"head_seconds": options.head_seconds})
    config = uvicorn.Config(
        app,
        host=options.host,
        port=options.port,
        http=protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=bool(options.trusted_proxies),
        forwarded_allow_ips=list(options.trusted_proxies) or None,
        limit_concurrency=options.connections,
        backlog=1024,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=round(options.grace_seconds),
    )
    return uvicorn.Server(config)


def serve(options: ServerOptions, settings: Settings | None = None) -> None:
    """Serve until SIGINT or SIGTERM; raises KgError where it cannot start."""
    start_log()
    server = make_server(options, settings)
    for number in (signal.SIGINT, signal.SIGTERM):
        # uvicorn raises a signal once more when it has stopped in good order: that is to end nothing.
        signal.signal(number, lambda *_: None)
    server.run()
    if not server.started:
        raise KgError(f"{options.host}:{options.port}: the server could not start; its log says why")
