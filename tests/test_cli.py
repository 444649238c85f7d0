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


def test_a_missing_build_says_what_to_do(run: Run, tmp_path: Path) -> None:
    done = run("query", "approved-indications", "--build", str(tmp_path / "none"))
    assert done.returncode == 1
    assert "kg build" in done.stderr


def test_wrong_usage(run: Run) -> None:
    assert run("query", "x", "-p", "nothing").returncode == 2
    assert run("bulid").returncode == 2


def test_extract_writes_one_claim_a_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("IVIG is approved for Kawasaki disease. Common side effects are headache and nausea.", encoding="utf-8")
    done = run("extract", str(path), "--out", str(tmp_path / "claims.jsonl"))
    assert done.returncode == 0, done.stderr
    claims = [json.loads(line) for line in (tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    found = {(c["predicate"], c["object"], c["status"], c["frequency"]) for c in claims}
    assert ("treats", "kawasaki-disease", "approved", "") in found
    assert ("has_adverse_effect", "headache", "", "common") in found
    text = path.read_text(encoding="utf-8")
    assert all(text[c["start"] : c["end"]] == c["surface"] and c["document"] == "note" for c in claims)


def test_extract_reads_standard_input(run: Run) -> None:
    done = run("extract", "-", stdin="IVIG is approved for Kawasaki disease.")
    assert done.returncode == 0, done.stderr
    assert "kawasaki-disease" in done.stdout


def test_extract_of_nothing_readable_fails(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("extract", str(tmp_path / "empty.txt"))
    assert done.returncode == 1
    assert "empty.txt" in done.stderr


def test_extract_replaces_claims_only(run: Run, tmp_path: Path) -> None:
    text, claims = tmp_path / "note.txt", tmp_path / "claims.jsonl"
    text.write_text("IVIG is approved for Kawasaki disease.", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "note.jsonl").write_text('{"mine": 1}\n', encoding="utf-8")
    for option, path in (("--out", text), ("--folder", tmp_path / "folder")):
        done = run("extract", str(text), option, str(path))
        assert done.returncode == 1 and "holds something else than claims and is not replaced" in done.stderr
    assert text.read_text(encoding="utf-8").startswith("IVIG")
    assert (tmp_path / "folder" / "note.jsonl").read_text(encoding="utf-8") == '{"mine": 1}\n'
    for _ in range(2):
        done = run("extract", str(text), "--out", str(claims))
        assert done.returncode == 0 and done.stderr == "1 document, 2 mentions, 1 claim, 0 ungrounded\n"
    before = claims.read_bytes()
    done = run("extract", str(tmp_path / "absent.txt"), "--out", str(claims))
    assert done.returncode == 1 and "absent.txt: there is no such file" in done.stderr
    assert before and claims.read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["extract", "note.txt", "--out"], id="extract"),
        pytest.param(["extract", "note.txt", "--folder"], id="extract into a folder"),
        pytest.param(["build", "--no-reason", "--out"], id="build"),
        pytest.param(["explain", "IVIG", "treats", "Kawasaki disease", "--build", "BUILT", "--svg"], id="explain"),
        pytest.param(["export", "--build", "BUILT", "--out"], id="export"),
        pytest.param(["draw", "--out"], id="draw"),
        pytest.param(["read", "note.txt", "--html"], id="read"),
    ],
)
def test_what_cannot_be_written_is_told_in_a_line(run: Run, small_reasoned: Path, tmp_path: Path, words: list[str]) -> None:
    note = tmp_path / "note.txt"
    note.write_text("IVIG is approved for Kawasaki disease.", encoding="utf-8")
    given = [{"note.txt": str(note), "BUILT": str(small_reasoned)}.get(word, word) for word in words]
    target = note / "x.html"
    done = run(*given, str(target))
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith(f"Error: {target}: cannot be written (") and done.stderr.count("\n") == 1
    assert note.read_text(encoding="utf-8").startswith("IVIG")


def test_build_where_the_shell_is(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "web.txt").write_text("IVIG is approved for Kawasaki disease.", encoding="utf-8")
    words = [sys.executable, "-m", "kg", "build", "--no-reason", "--documents", "texts/", "--out", "."]
    done = subprocess.run(words, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Error: .: the shell is in this folder, which would be replaced; go elsewhere or name another folder\n"
    assert (tmp_path / "texts" / "web.txt").read_text(encoding="utf-8").startswith("IVIG")


def test_one_thing_is_told_in_the_singular(capsys: pytest.CaptureFixture[str]) -> None:
    steps = (Step("read", {"documents_given": 1, "claims": 2, "ungrounded": 1}, 0.1), Step("HermiT", {"unsatisfiable_classes": 1}, 0.1))
    _summary(BuildReport("0", True, True, steps, (), (), {}, {}), Path("b"))
    shown = capsys.readouterr().out
    assert "1 document given, 2 claims, 1 ungrounded" in shown and "1 unsatisfiable class " in shown


def test_sparql_from_standard_input_and_construct(run: Run, small_reasoned: Path) -> None:
    done = run("sparql", "-", "--build", str(small_reasoned), stdin="CONSTRUCT { ?s a ?c } WHERE { ?s a ?c . FILTER(?s = igr:kawasaki-disease) }")
    assert done.returncode == 0, done.stderr
    assert "igr:kawasaki-disease a " in done.stdout


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld"])
def test_export(run: Run, small_reasoned: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"g.{form}"
    done = run("export", "--format", form, "--out", str(out), "--build", str(small_reasoned))
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size > 100_000


def test_validate_says_what_is_wrong(run: Run, small_reasoned: Path, tmp_path: Path) -> None:
    done = run("validate", "--build", str(small_reasoned))
    assert done.returncode == 0, done.stderr
    bad = tmp_path / "bad.ttl"
    bad.write_text(
        "@prefix ig: <https://w3id.org/igkg/ontology#> .\n@prefix igr: <https://w3id.org/igkg/id/> .\nigr:claim-1 a ig:Claim ; ig:belief 7.0 .\n",
        encoding="utf-8",
    )
    done = run("validate", str(bad))
    assert done.returncode == 3
    assert "claim-1" in done.stdout


def test_explain_leads_to_the_document(run: Run, small_reasoned: Path) -> None:
    done = run("explain", "IVIG", "treats", "Kawasaki disease", "--build", str(small_reasoned))
    assert done.returncode == 0, done.stderr
    assert "approved for" in done.stdout
    assert "characters" in done.stdout and "belief" in done.stdout


def test_info(run: Run, small_reasoned: Path) -> None:
    done = run("info", "--build", str(small_reasoned))
    assert "graph claims" in done.stdout


def test_draw_is_committed(run: Run, root: Path) -> None:
    assert run("draw").stdout.strip() == (root / "docs" / "model.svg").read_text(encoding="utf-8").strip()


def test_control_characters_never_reach_the_output(run: Run, small_reasoned: Path) -> None:
    done = run("sparql", 'SELECT ("a\\u001B[31mb" AS ?x) {}', "--build", str(small_reasoned), "-f", "csv")
    assert "\x1b" not in done.stdout


def test_a_closed_pipe_is_quiet(small_reasoned: Path) -> None:
    command = f"{sys.executable} -m kg export --build {small_reasoned} --format nt | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
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
