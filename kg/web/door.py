"""The command line's way to the server: the words of `kg serve` go in, checked options come out and are served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg.errors import KgError
from kg.settings import Settings

__all__ = ["serve"]


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
) -> None:
    """Serve until told to stop; raises KgError where the packages of the web are missing or the options are unsafe."""
    from kg.web.options import ServerOptions

    try:
        from kg.web.server import serve as run
    except ImportError as error:
        raise KgError(f"{error.name} is not installed; pip install 'igkg[web]' brings it") from error
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
    )
    run(options, replace(Settings.default(), allowed_services=tuple(services)))
