"""What docs/deploy.md and the examples beside it say is what the programs do."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

from kg.cli import app
from kg.web.metrics import Metrics
from kg.web.options import ServerOptions

FILES = ("deploy.md", "igkg.service", "Containerfile", "nginx.conf")
#: Options of other programs that the texts name.
FOREIGN = {"--now", "--data", "--no-cache-dir", "--system", "--no-create-home", "--rm", "--read-only", "--tmpfs", "--cap-drop"}


@pytest.fixture(scope="module")
def guide(root: Path) -> str:
    return (root / "docs" / "deploy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_options_are_those_of_the_commands(root: Path, name: str) -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    known = {option for command in ("build", "serve", "mcp") for p in commands[command].params for option in p.opts}
    text = (root / "docs" / name).read_text(encoding="utf-8")
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) <= known | FOREIGN


def test_metrics_are_those_of_the_server(guide: str) -> None:
    lanes = {"pages": {"busy": 0, "idle": 0, "waiting": 0}}
    given = set(re.findall(r"^# TYPE (\S+)", Metrics().exposition(lanes, {"build": "x"}), re.MULTILINE))
    named = set(re.findall(r"`((?:igkg|process)_[a-z_]+)", guide))
    assert named
    assert named <= given


def test_limits_are_those_of_the_server(guide: str) -> None:
    options = ServerOptions()
    adhoc, pages = options.adhoc, options.pages
    for words in (
        f"`--seconds` ({adhoc.seconds:g})",
        f"`--memory` ({adhoc.memory >> 20} MB)",
        f"larger than {adhoc.output >> 20} MB",
        f"within {options.stall_seconds:g} s",
        f"more than {adhoc.running_per_client} queries of one client",
        f"up to {adhoc.waiting_per_client} of them wait, at most {adhoc.wait_seconds:g} s",
        f"`--workers` ({adhoc.workers})",
        f"within {options.head_seconds:g} s",
        f"more than {options.body_bytes / 1e6:.1f} MB (updates: {options.update_bytes >> 20} MB)",
        f"two processes of their own, with {pages.seconds:g} s each",
        f"An update may take {options.update_seconds:g} s",
        f"{options.grace_seconds:g} s for",
        f"up to {options.cached_answer_bytes >> 10} kB is kept ({options.cache_bytes >> 20} MB in all)",
    ):
        assert words in " ".join(guide.split()), words
    assert (pages.workers, adhoc.quick_seconds) == (2, 0.5)


def test_paths_are_there(root: Path, guide: str) -> None:
    for path in re.findall(r"\b((?:docs|benchmarks)/[\w.]+\w)", guide):
        assert (root / path).is_file(), path


def test_systemd_reads_the_unit(root: Path, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed")
    unit = (root / "docs" / "igkg.service").read_text(encoding="utf-8").replace("/opt/igkg/bin/kg", "/bin/true")
    (tmp_path / "igkg.service").write_text(unit, encoding="utf-8")
    done = subprocess.run([program, "verify", str(tmp_path / "igkg.service")], capture_output=True, text=True, timeout=60, check=False)
    told = [line for line in done.stderr.splitlines() if "igkg.service" in line]
    assert not told


def test_nginx_reads_the_example(root: Path, tmp_path: Path) -> None:
    program, openssl = shutil.which("nginx"), shutil.which("openssl")
    if program is None or openssl is None:
        pytest.skip("nginx or openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=x", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([openssl, *make], capture_output=True, timeout=60, check=True)
    server = (root / "docs" / "nginx.conf").read_text(encoding="utf-8")
    server = server.replace("/etc/ssl/graph.example.org.pem", str(certificate)).replace("/etc/ssl/graph.example.org.key", str(key))
    assert server.count(str(tmp_path)) == 2
    places = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy"))
    whole = f"pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}} http {{ access_log off; {places} {server} }}"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    done = subprocess.run([program, "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
