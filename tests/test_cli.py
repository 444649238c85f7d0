"""The command line as a person meets it: help with examples, exit codes, formats, and one line for each error."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from kg.cli import _summary, app
from kg.pipeline import BuildReport, Step

ROOT = Path(__file__).resolve().parents[1]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def run() -> Run:
    def call(*words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "kg", *words], input=stdin, capture_output=True, text=True, check=False)

    return call


def _commands() -> dict[str, Any]:
    group = typer.main.get_command(app)
    found: dict[str, Any] = {}

    def walk(command: Any, name: str) -> None:
        if name or not hasattr(command, "commands"):
            found[name] = command
        if hasattr(command, "commands"):
            for part, sub in command.commands.items():
                walk(sub, f"{name} {part}".strip())

    walk(group, "")
    return found


@pytest.mark.parametrize(("name", "command"), _commands().items(), ids=lambda v: v if isinstance(v, str) else "")
def test_every_command_says_what_it_does_with_an_example(name: str, command: Any) -> None:
    assert command.help, name
    assert "Example: `kg " in command.help, f"{name} shows no example"
    for parameter in command.params:
        text = getattr(parameter, "help", None)
        assert text, f"{name}: {parameter.name} is not documented"


def test_promised_commands_are_there() -> None:
    assert {"build", "extract", "verify", "validate", "query", "sparql", "export", "explain", "evaluate", "info"} <= set(_commands())


def test_help_of_the_whole_fits_a_screen() -> None:
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    assert len(result.output.splitlines()) < 60


def test_version(run: Run) -> None:
    assert run("--version").stdout.startswith("kg 0.")


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json"])
def test_rows_in_every_format(run: Run, small_reasoned: Path, form: str) -> None:
    done = run("query", "approved-indications", "--build", str(small_reasoned), "--format", form)
    assert done.returncode == 0, done.stderr
    if form == "json":
        rows = json.loads(done.stdout)
        assert len(rows) > 5 and "condition" in rows[0]
    elif form == "table":
        assert "Kawasaki disease" in done.stdout
    else:
        rows = list(csv.DictReader(io.StringIO(done.stdout), delimiter="," if form == "csv" else "\t"))
        assert any(row["condition"].endswith("kawasaki-disease") for row in rows)


@pytest.mark.parametrize("value", ["IVIG", "intravenous-immunoglobulin", "igr:intravenous-immunoglobulin", "Intravenous immunoglobulin"])
def test_a_parameter_takes_label_slug_curie(run: Run, small_reasoned: Path, value: str) -> None:
    done = run("query", "conditions-of-product", "-p", f"product={value}", "--build", str(small_reasoned), "-f", "csv")
    assert done.returncode == 0, done.stderr
    assert "kawasaki-disease" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        pytest.param(["query", "approved-indication"], 2, "Did you mean 'approved-indications'", id="near miss of a query"),
        pytest.param(["query", "conditions-of-product", "-p", "prodct=IVIG"], 2, "Did you mean 'product'", id="near miss of a parameter"),
        pytest.param(["query", "conditions-of-product", "-p", "product=IVIGG"], 2, "IVIGG", id="unknown concept"),
        pytest.param(["sparql", "SELECT ?s WHERE { ?s ?p }"], 1, "line 1", id="syntax error with its place"),
        pytest.param(["sparql", "SELECT * { SERVICE <https://x.example/> { ?s ?p ?o } }"], 1, "SERVICE", id="no calls abroad"),
        pytest.param(["sparql", "@nowhere.rq"], 1, "nowhere.rq", id="missing query file"),
        pytest.param(["explain", "IVIG", "plausibleFor", "rabies"], 1, "no rule infers", id="nothing to explain"),
        pytest.param(["explain", "IVIG", "plausbleFor", "rabies"], 2, "plausibleFor", id="near miss of a property"),
    ],
)
def test_errors_are_one_line_with_a_hint(run: Run, small_reasoned: Path, words: list[str], code: int, message: str) -> None:
    done = run(*words, "--build", str(small_reasoned))
    assert done.returncode == code, done.stderr
    assert done.stderr.startswith("Error: ")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", ["extract {}", "read {}", "read {} --html -", "read {} -f json", "--version"])
def test_output_that_cannot_be_written_is_one_line(tmp_path: Path, words: str) -> None:
    (tmp_path / "a.txt").write_text("IVIG treats gout.", encoding="utf-8")
    command = [sys.executable, "-m", "kg", *words.format(tmp_path / "a.txt").split()]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "Error: output: cannot be written ([Errno 28] No space left on device)\n")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_characters_that_the_output_lacks_are_escaped(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_text("IVIG treats “Guillain-Barré syndrome” – 😀.", encoding="utf-8")

    def said(*words: str) -> str:
        command = [sys.executable, "-m", "kg", *words, str(tmp_path / "a.txt")]
        done = subprocess.run(command, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=True)
        return done.stdout.decode(encoding)

    assert {json.loads(line)["surface"] for line in said("extract").splitlines()} == {"Guillain-Barré syndrome"}
    assert "\\u2013 \\ud83d\\ude00" in said("read")


def test_an_empty_answer_names_misspelt_terms(run: Run, small_reasoned: Path) -> None:
    done = run("sparql", "SELECT ?x { ?x ig:aprovedFor ?y ; ig:aprovedFor ?z }", "--build", str(small_reasoned))
    assert done.returncode == 0
    empty, note = done.stderr.splitlines()
    assert empty == "No rows: no solution"
    assert note.startswith("Note: the ontology has no term 'ig:aprovedFor'. Did you mean 'ig:approvedFor'")
    known = run("sparql", "SELECT ?x { ?x ig:approvedFor ig:approvedFor }", "--build", str(small_reasoned))
    assert known.stderr == "No rows: no solution\n"
    some = run("sparql", "SELECT ?x { ?x ig:approvedFor ?y OPTIONAL { ?x ig:aprovedFor ?z } }", "--build", str(small_reasoned))
    assert "Note" not in some.stderr


def test_workers_are_bounded(run: Run, tmp_path: Path) -> None:
    done = run("extract", str(tmp_path), "--out", str(tmp_path / "claims.jsonl"), "--workers", "100000")
    assert done.returncode == 2
    assert "--workers" in done.stderr and "256" in done.stderr
