"""The command line's way to the server: the words of `kg serve` go in, checked options come out and are served."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.web.options import ServerOptions

__all__ = ["serve", "serve_tools"]


def serve(
    *,
    build: Path,
    store: Path | None,
    host: str,
    port: int,
    writable: bool,
    token: str | None,
    no_auth: bool,
    workers: int,
    seconds: float,
    memory: int,
    services: Sequence[str],
    trusted_proxies: Sequence[str],
    cors: str,
    log_queries: bool,
    mcp: bool = False,
    mcp_hosts: Sequence[str] = (),
) -> None:
    """Serve until told to stop; raises KgError where the packages of the web are missing or the options are unsafe."""
    from kg.web.options import ServerOptions

    run = _server()
    usual = ServerOptions()
    options = ServerOptions(
        build=build,
        store=store,
        host=host,
        port=port,
        writable=writable,
        # A token in the environment is no reason to open a server that only reads.
        token=token if writable and not no_auth else None,
        no_auth=no_auth,
        adhoc=replace(usual.adhoc, workers=workers, seconds=seconds, memory=memory << 20),
        trusted_proxies=tuple(trusted_proxies),
        cors=cors,
        log_queries=log_queries,
        mcp="beside" if mcp else "off",
        mcp_hosts=tuple(mcp_hosts),
    )
    run(options, replace(Settings.default(), allowed_services=tuple(services)))


def serve_tools(
    *,
    build: Path,
    store: Path | None,
    http: bool,
    host: str,
    port: int,
    hosts: Sequence[str],
    topics: Sequence[str],
    services: Sequence[str],
    trusted_proxies: Sequence[str],
) -> None:
    """Serve the saved queries as tools for language models; raises KgError where a package is missing or a topic is unknown."""
    from kg.web.options import ServerOptions

    options = ServerOptions(
        build=build,
        store=store,
        host=host,
        port=port,
        trusted_proxies=tuple(trusted_proxies),
        mcp="alone" if http else "off",
        mcp_hosts=tuple(hosts),
        mcp_topics=tuple(topics),
    )
    settings = replace(Settings.default(), allowed_services=tuple(services))
    if http:
        _server()(options, settings)
        return
    try:
        from kg.web.mcp import serve_stdio
    except ImportError as error:
        raise KgError(f"{error.name} is not installed; pip install 'igkg[mcp]' brings it") from error
    serve_stdio(options, settings, topics)


def _server() -> Callable[[ServerOptions, Settings], None]:
    try:
        from kg.web.server import serve as run
    except ImportError as error:
        raise KgError(f"{error.name} is not installed; pip install 'igkg[web]' brings it") from error
    return run
