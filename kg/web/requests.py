"""What a request says: a request comes in, its checked parameters, body and client come out, or a Problem is raised."""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import re
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import ClientDisconnect, Request

from kg.web.formats import Format, choose, find_format
from kg.web.options import ServerOptions, is_loopback
from kg.web.problems import Problem

__all__ = [
    "ClientGone",
    "Parameters",
    "authorize",
    "body_of",
    "client_of",
    "form_of",
    "media_type_of",
    "parameters_of",
    "url_of",
    "wanted_format",
    "while_connected",
]

T = TypeVar("T")
_HOST = re.compile(r"[A-Za-z0-9._\-]{1,253}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?")
_FIELDS = 1_000
#: Bytes beyond the limit of a body that are read and forgotten before it is refused.
_DRAINED = 4 << 20


class ClientGone(Exception):
    """The client has closed the connection: nobody waits for the answer."""


class Parameters:
    """Parameters of a query string or a form, each with all its values."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.pairs = tuple(pairs)

    def all(self, name: str) -> list[str]:
        """Give all values of a parameter."""
        return [value for key, value in self.pairs if key == name]

    def one(self, name: str) -> str | None:
        """Give the one value of a parameter, or None; raises Problem where there are several."""
        values = self.all(name)
        if len(values) > 1:
            raise Problem(400, "parameter", f"parameter {name!r} stands {len(values)} times; it is allowed once")
        return values[0] if values else None

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """Give a whole number within bounds."""
        text = self.one(name)
        if text is None:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise Problem(400, "parameter", f"parameter {name!r} takes a whole number from {least} to {most}")
        return int(text)

    def switch(self, name: str) -> bool:
        """Tell whether a parameter is switched on."""
        text = self.one(name)
        if text not in (None, "", "true", "false"):
            raise Problem(400, "parameter", f"parameter {name!r} takes true or false")
        return text == "true"

    def names(self) -> list[str]:
        """Give the names, each once."""
        return list(dict.fromkeys(name for name, _ in self.pairs))


def parameters_of(request: Request) -> Parameters:
    """Read the query string."""
    return _parsed(request.scope["query_string"])


def form_of(body: bytes) -> Parameters:
    """Read a form that was sent as application/x-www-form-urlencoded."""
    return _parsed(body)


def _parsed(text: bytes) -> Parameters:
    try:
        decoded = text.decode("ascii")
        return Parameters(parse_qsl(decoded, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=_FIELDS))
    except UnicodeDecodeError as error:
        raise Problem(400, "encoding", "the parameters are not UTF-8 in percent-encoding") from error
    except ValueError as error:
        raise Problem(400, "parameter", f"more than {_FIELDS} parameters") from error


async def body_of(request: Request, most: int) -> bytes:
    """Read the body; raises Problem where it is larger than allowed, compressed, or comes too slowly."""
    if request.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise Problem(415, "content-encoding", "compressed bodies are not read", headers={"Accept-Encoding": "identity"})
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > most + _DRAINED:
        raise _too_large(most)
    parts: list[bytes] = []
    size = 0
    options: ServerOptions = request.app.state.engine.options
    try:
        async with asyncio.timeout(options.head_seconds + most / 1_000_000):
            async for part in request.stream():
                size += len(part)
                if size > most + _DRAINED:
                    raise _too_large(most)
                if size <= most:
                    parts.append(part)
    except ClientDisconnect:
        raise ClientGone from None
    except TimeoutError:
        raise Problem(408, "too-slow", "the body did not arrive in time", headers={"Connection": "close"}) from None
    if size > most:
        # What was too much has been read and forgotten: a client that still sends would never see the answer.
        raise _too_large(most)
    return b"".join(parts)


def _too_large(most: int) -> Problem:
    return Problem(413, "too-large", f"at most {most:,} bytes of a body are read", headers={"Connection": "close"})


def media_type_of(request: Request) -> str:
    """Give the media type of the body; raises Problem for a character set other than UTF-8."""
    kind, *parameters = request.headers.get("content-type", "").split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8", "us-ascii"):
            raise Problem(415, "charset", f"the body must be UTF-8, not {value.strip()[:40]}")
    return kind.strip().lower()


def client_of(request: Request) -> str:
    """Name who asks, for the limits of a client: an address, or the network of 64 bits that an IPv6 address is in."""
    client = request.client
    if client is None:
        return "local"
    try:
        address = ipaddress.ip_address(client.host)
    except ValueError:
        return client.host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((address, 64), strict=False))
        return str(address.ipv4_mapped)  # the same machine, reached over a socket that speaks both
    return str(address)


def url_of(request: Request, path: str) -> str:
    """Give the URL of a path of this server, as the client calls it."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise Problem(400, "host", "the Host header is no host name")
    return f"{request.url.scheme}://{host}{request.scope.get('root_path', '')}{path}"


def wanted_format(request: Request, offered: Sequence[Format], parameters: Parameters) -> Format:
    """Choose the form of an answer by `format`, else by Accept; raises Problem where none fits."""
    name = parameters.one("format")
    if name:
        found = find_format(name, offered)
        if found is None:
            known = ", ".join(form.name for form in offered)
            raise Problem(400, "format", f"no format {name[:40]!r}; there are {known}")
        return found
    chosen = choose(request.headers.get("accept"), offered)
    if chosen is None:
        known = ", ".join(form.media_type for form in offered)
        raise Problem(406, "not-acceptable", f"there are {known}")
    return chosen[0]


def authorize(request: Request, options: ServerOptions) -> None:
    """Let through who may edit: the bearer of the token, or a program of this machine where no token is asked for."""
    if not options.writable:
        raise Problem(403, "read-only", "this server only reads; start it with --writable to edit a dataset")
    if options.token is not None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), options.token.encode()):
            raise Problem(401, "unauthorized", "an edit needs the token: Authorization: Bearer ...", headers={"WWW-Authenticate": "Bearer"})
        return
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    origin = request.headers.get("origin")
    # A page of another site can make a browser send a form to loopback, and its name may point there.
    if not is_loopback(host) or (origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")):
        raise Problem(403, "other-origin", "without a token, only programs of this machine may edit")


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Await work for a client; if the client goes, the work is cancelled and ClientGone raised."""
    doing = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({doing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            return doing.result()
        raise ClientGone
    finally:
        for task in (doing, leaving):
            task.cancel()
        await asyncio.gather(doing, leaving, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
