"""A server and a browser for tests of the pages: one server for all of them, one browser for each module of tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from web_server import Running

__all__ = ["Watched", "browser", "browser_page", "chromium", "live_server", "live_site", "serious_faults", "watched"]


@dataclass
class Watched:
    """What a page did while a test looked on: requests to other hosts, and errors of scripts or of the policy of the page."""

    away: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def live_server(built: Path) -> Iterator[Running]:
    """A running server of the small build."""
    pytest.importorskip("uvicorn", reason="the extra `web` is not installed")
    from web_server import running

    from kg.web.options import ServerOptions

    with running(ServerOptions(build=built, port=0)) as server:
        yield server


@pytest.fixture(scope="session")
def live_site(live_server: Running) -> str:
    """The address of that server."""
    return f"http://127.0.0.1:{live_server.port}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium without a window.

    Playwright keeps an event loop in this thread as long as it runs: a browser for the whole session would stand in the way of
    tests that start one of their own.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e '.[dev]'")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("there is no chromium: apt-get install chromium fonts-dejavu-core")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=program)
        yield started
        started.close()


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Browser:
    """That Chromium for the pages of a server, which have scripts that are built."""
    from kg.web.assets import HOW_TO_BUILD, are_built

    if not are_built():
        pytest.skip(f"the scripts of the pages are not built; {HOW_TO_BUILD}")
    return chromium


@pytest.fixture
def watched() -> Watched:
    """What the page of this test does beyond what it should."""
    return Watched()


@pytest.fixture
def browser_page(browser: Browser, live_site: str, watched: Watched, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a fresh visitor; parametrised indirectly, the parameter holds options of the browser context."""
    options: dict[str, Any] = {"viewport": {"width": 1400, "height": 950}, "color_scheme": "light", "locale": "en-GB"}
    context = browser.new_context(base_url=live_site, **(options | getattr(request, "param", {})))
    context.set_default_timeout(120_000)  # for a hang only: a machine may be busy
    host = urlsplit(live_site).netloc

    def note(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != host:
            watched.away.append(url)

    context.on("request", lambda asked: note(asked.url))
    page = context.new_page()
    page.on("websocket", lambda socket: note(socket.url))
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    page.on("console", lambda message: watched.errors.append(message.text) if message.type == "error" else None)
    yield page
    context.close()


def serious_faults(page: Page, *rules: str) -> list[str]:
    """Ask axe-core, which comes with a Python package, about the page as it is now, by all its rules or some: what is serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    found: dict[str, Any] = Axe().run(page, options={"runOnly": list(rules)} if rules else None).response
    assert found["testEngine"]["name"] == "axe-core"
    return [
        f"{one['impact']}: {one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes'][:3]]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
