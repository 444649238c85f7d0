"""README and docs are true: the commands run, and what they are said to print is what they print."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
#: A console block: a command, and the lines that it prints (cut where a lone ellipsis stands).
BLOCKS = re.findall(r"```console\n\$ (kg .+)\n((?:.*\n)*?)```", README)
#: Counts of a build change with the texts at hand and times with the machine.
UNSTEADY = ("kg build",)


@pytest.mark.parametrize(("command", "output"), [b for b in BLOCKS if not b[0].startswith(UNSTEADY)], ids=lambda v: v[:40])
def test_a_command_of_the_readme_prints_what_the_readme_shows(built: Path, command: str, output: str) -> None:
    words = [*shlex.split(command)[1:], "--build", str(built)]
    done = subprocess.run([sys.executable, "-m", "kg", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    printed = {line.rstrip() for line in done.stdout.splitlines()}
    for line in output.splitlines():
        if line.strip() != "…":
            assert any(p.startswith(line.rstrip()) for p in printed), f"{command} does not print {line!r}"


def test_there_are_five_commands() -> None:
    assert len(BLOCKS) >= 5


def test_the_first_steps_need_nothing_beside_a_clone() -> None:
    """`make kg` installs into .venv, where the shell does not look; a clone has nothing beside it."""
    assert README.index(". .venv/bin/activate") < README.index("$ kg ")
    assert "../" not in README


def test_the_turtle_of_the_readme_is_in_the_graph(built: Path) -> None:
    """Mend by taking the claim anew from build/igkg.ttl."""
    (snippet,) = re.findall(r"```turtle\n(.*?)```", README, re.DOTALL)
    graph = (built / "igkg.ttl").read_text(encoding="utf-8")
    for block in snippet.strip().split("\n\n"):
        assert block.strip() in graph


def test_named_files_exist() -> None:
    for path in re.findall(r"\]\(([\w./-]+)\)|`((?:ontology|queries|data|docs|kg)/[\w./-]*)`", README):
        name = next(filter(None, path))
        assert (ROOT / name).exists(), name


def test_every_dependency_has_its_reason() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    table = README[README.index("## Dependencies") :].casefold()
    names = [re.split(r"[<>=\[ ]", d)[0] for d in project["dependencies"]]
    extras = [d for extra, ds in project["optional-dependencies"].items() if extra != "dev" for d in ds if not d.startswith("igkg[")]
    names += [re.split(r"[<>=\[ ]", d)[0] for d in extras]
    missing = [name for name in names if name.casefold() not in table]
    assert not missing, f"no row in the README's table of dependencies for {missing}"


def test_command_line_reference_is_current(tmp_path: Path) -> None:
    """Mend with: python -m typer kg.cli utils docs --name kg --title 'kg: command line' --output docs/cli.md"""
    out = tmp_path / "cli.md"
    subprocess.run(
        [sys.executable, "-m", "typer", "kg.cli", "utils", "docs", "--name", "kg", "--title", "kg: command line", "--output", str(out)],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    assert out.read_text(encoding="utf-8") == (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
