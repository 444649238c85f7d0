"""Documents read by two processes: the corpus is that of one, and an error that ends the run says which document it was.

An error that nobody foresaw costs its document only, whichever process reads it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

#: A process of one thread, as a command is; tests run beside threads of libraries.
SCRIPT = """
import os, sys
from dataclasses import replace
from pathlib import Path
import kg.processes
from kg.errors import KgError
from kg.extraction import read_given
from kg.reading.claims import Reader
from kg.reading.compiled import load_reader
from kg.settings import Settings, user_cache

paths, settings, here = sys.argv[1:], Settings.default(), os.getpid()
reader, read = load_reader(replace(settings, compiled=user_cache(os.environ))), Reader.read
Reader.from_settings = lambda settings: reader
kg.extraction.ALONE = 2 if len(paths) > 1 else 0
"""

SAME = """
log = Path(paths.pop())

def noted(self, document):
    with log.open("a") as file:
        file.write(f"{document.id} {os.getpid() == here}\\n")
    return read(self, document)

Reader.read = noted
two = read_given(paths, settings, own=True)
kg.processes._is_alone = lambda: False
one = read_given(paths, settings, own=True)
print(two == one, list(two.counts) == list(one.counts), list(two.documents) == list(one.documents))
print(len(two.documents), len(two.claims) > 20, len(two.skipped), two.counts["documents_repeated"])
"""

FAILS = """
def fails(self, document):
    if document.id == "bad" and {error}:
        raise {error}
    return read(self, document)

Reader.read = fails
try:
    corpus = read_given(paths, settings)
    print(*corpus.documents, *corpus.skipped, sep="\\n")
except Exception as error:
    print(type(error).__name__, str(error))
    print(*error.__notes__, sep="\\n")
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells whether a process has one thread")


def _run(script: str, *paths: Path) -> str:
    command = [sys.executable, "-c", SCRIPT + script, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert not done.stderr
    return done.stdout


def test_two_processes_read_the_corpus_that_one_reads(tmp_path: Path) -> None:
    texts = ("IVIG is approved for CIDP.", "Headache is a common side effect of IVIG.", "IVIG is approved for CIDP.", "SCIG treats XLA.", "\0\1\2")
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "1.txt").write_text("IVIG may cause haemolysis.", encoding="utf-8")
    log = tmp_path.parent / "log"

    lines = _run(SAME, tmp_path, log).splitlines()

    assert lines == ["True True True", "12 True 1 1"]
    read = [line.split() for line in log.read_text(encoding="utf-8").splitlines()]
    assert {place for _, place in read[:2]} == {"True"}
    assert {place for _, place in read[2:12]} == {"True", "False"}
    assert {place for _, place in read[12:]} == {"True"}


@pytest.fixture
def folder(tmp_path: Path, names: tuple[str, ...]) -> Path:
    for place, name in enumerate(names):
        folder = tmp_path / str(place)
        folder.mkdir()
        (folder / f"{name}.txt").write_text(f"{name}: IVIG is approved for CIDP.", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("names", [("bad", "good"), ("good", "worse", "bad"), ("good", "worse", "bad", "better", "best")])
def test_a_fault_in_either_process_costs_its_document(names: tuple[str, ...], folder: Path) -> None:
    *read, skipped = _run(FAILS.format(error="ValueError('no such  column')"), folder).splitlines()
    assert read == [name for name in names if name != "bad"]
    assert "/bad.txt: a fault of this program, please report it: ValueError (no such column) in extraction.py, line " in skipped


@pytest.mark.parametrize("names", [("bad", "good"), ("good", "worse", "bad")])
def test_an_error_of_either_process_that_ends_the_run_names_the_document(names: tuple[str, ...], folder: Path) -> None:
    told = _run(FAILS.format(error="KgError('cues.tsv: has no rows')"), folder)
    assert told.startswith("KgError cues.tsv: has no rows\nThis happened while bad was read.\n")
