"""How a server is set: words of the command line go in, one frozen object comes out."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kg.errors import KgError

__all__ = ["LaneLimits", "ServerOptions", "is_loopback"]


@dataclass(frozen=True, slots=True)
class LaneLimits:
    """What one lane of worker processes allows."""

    #: Processes that answer side by side.
    workers: int
    #: Seconds that one request may compute; time in which its client does not read is not counted.
    seconds: float
    #: Requests of one client that run at the same time, and that wait for it.
    running_per_client: int
    waiting_per_client: int
    #: Requests of all clients that wait, and how long each of them may.
    waiting: int = 256
    wait_seconds: float = 10.0
    #: Bytes that one process may allocate beyond what the open store takes.
    memory: int = 1 << 30
    #: Bytes of one answer, before compression.
    output: int = 512 << 20
    #: Priority of a process (see nice(2)) whose request has computed so many seconds: a runaway yields to all others, a short query does not.
    niceness: int = 0
    quick_seconds: float = 0.5


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """What a server serves, to whom, and within which limits."""

    build: Path = Path("build")
    #: A folder of an Oxigraph store that is served instead of a build.
    store: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    writable: bool = False
    #: The secret that an update must bear; None is allowed on loopback with `no_auth` only.
    token: str | None = None
    no_auth: bool = False
    #: Saved queries, search, descriptions and updates.
    pages: LaneLimits = LaneLimits(workers=2, seconds=5, running_per_client=64, waiting_per_client=128)
    #: SPARQL that strangers write.
    adhoc: LaneLimits = LaneLimits(workers=3, seconds=30, running_per_client=2, waiting_per_client=32, niceness=10)
    #: Seconds for one update, and bytes of one request body there and elsewhere.
    update_seconds: float = 60
    update_bytes: int = 64 << 20
    body_bytes: int = 1_100_000
    #: Bytes of answers that are kept, and the largest that is kept; 0 keeps none.
    cache_bytes: int = 32 << 20
    cached_answer_bytes: int = 256 << 10
    #: Seconds within which a request's head must have arrived, and a client must take a piece of an answer.
    head_seconds: float = 15
    stall_seconds: float = 30
    #: Seconds that running requests get when the server stops.
    grace_seconds: float = 10
    #: Connections at the same time; more are answered 503.
    connections: int = 1_000
    #: Addresses whose X-Forwarded-For and X-Forwarded-Proto are believed.
    trusted_proxies: tuple[str, ...] = ()
    #: Origins whose scripts may read answers; `*` is all of them. Updates are never opened to another origin.
    cors: str = "*"
    log_queries: bool = False
    #: Whether the Model Context Protocol is served at /mcp: not, beside all else, or nothing else with it.
    mcp: Literal["off", "beside", "alone"] = "off"
    #: Names by which /mcp may be called beside those of this machine, and topics whose queries are its tools; all where none is named.
    mcp_hosts: tuple[str, ...] = ()
    mcp_topics: tuple[str, ...] = ()
    #: Seconds between two looks whether a new build stands in the place of the old one.
    watch_seconds: float = 1.0

    def check(self) -> None:
        """Refuse what would be unsafe: updates without a token from beyond this machine."""
        if not self.writable and (self.no_auth or self.token):
            what = "--no-auth" if self.no_auth else "a token"
            raise KgError(f"{what} is for --writable; a server that only reads needs none")
        if self.writable and not self.no_auth and not self.token:
            raise KgError("--writable needs a token: set KG_TOKEN in the environment, or give --no-auth on loopback")
        if self.token is not None and len(self.token) < 16:
            raise KgError("the token is shorter than 16 characters; for instance: export KG_TOKEN=$(openssl rand -hex 32)")
        if self.no_auth and not is_loopback(self.host):
            raise KgError(f"--no-auth is allowed on loopback only, not on {self.host}; set KG_TOKEN in the environment")


def is_loopback(host: str) -> bool:
    """Tell whether an address or name means this machine only.

    >>> [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
