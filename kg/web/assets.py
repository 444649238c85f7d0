"""Scripts and styles of the pages: a name under /static/ goes in, the file that the installation bundled comes out."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.web.engine import Engine
from kg.web.problems import Problem
from kg.web.replies import reply

__all__ = ["HOW_TO_BUILD", "LICENCES", "are_built", "asset_path", "routes"]

STATIC = Path(__file__).with_name("static")
#: The licences of all packages whose code is in the scripts, written by the bundler.
LICENCES = "THIRD_PARTY_LICENSES.txt"
#: What to do where an installation has no scripts.
HOW_TO_BUILD = "install node 20 or newer, then: cd frontend && npm ci --ignore-scripts && npm run build"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
#: A file whose name holds the hash of its content never changes.
_HASHED = re.compile(r"part-[A-Z0-9]{8}\.js")
_FOREVER = "public, max-age=31536000, immutable"
_REVALIDATE = "public, no-cache"


def routes(_: Engine) -> list[Route]:
    """Give the routes."""
    return [Route("/static/{name}", _file, methods=["GET", "HEAD"], name="static")]


def are_built() -> bool:
    """Tell whether this installation has the scripts of the pages."""
    return (STATIC / "workbench.js").is_file()


def asset_path(name: str) -> str:
    """Give the path of a file under /static/, with the version that lets a browser keep it for ever; without one where it is not built."""
    found = _content(name)
    return f"/static/{name}" + (f"?v={found[1]}" if found else "")


async def _file(request: Request) -> Response:
    """Send a file; for ever where the address names its content, else with its entity tag."""
    name: str = request.path_params["name"]
    found = _content(name)
    if found is None:
        if not are_built():
            raise Problem(404, "not-built", f"this installation has no scripts of the pages; {HOW_TO_BUILD}")
        raise Problem(404, "not-found", "there is no such file")
    body, version = found
    forever = _HASHED.fullmatch(name) or request.query_params.get("v") == version
    return reply(request, body, _TYPES[Path(name).suffix], cache=_FOREVER if forever else _REVALIDATE)


def _content(name: str) -> tuple[bytes, str] | None:
    """Read a file and the hash of its content; None for a name that is none of the bundled files."""
    if Path(name).suffix not in _TYPES or "/" in name or "\\" in name or name.startswith("."):
        return None
    path = STATIC / name
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int, _size: int) -> tuple[bytes, str]:
    body = path.read_bytes()
    return body, hashlib.sha256(body).hexdigest()[:12]
