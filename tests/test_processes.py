"""Work beside: answers and errors come out the same, whether a process was forked or not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kg.errors import KgError, OntologyError
from kg.processes import Aside

#: A process of one thread, as a build from the command line is; tests run beside threads of libraries.
FORKED = """
import os
from kg.errors import OntologyError
from kg.processes import Aside, apart

here = os.getpid()

def fail(_):
    raise OntologyError("shapes/x.ttl", "not Turtle", line=3)

with Aside(lambda: lambda number: (os.getpid(), number + 1)) as aside:
    aside.ask(1)
    pid, number = aside.answer()
print("answers elsewhere", pid != os.getpid(), number)
for prepare in (lambda: fail, lambda: fail(None)):
    try:
        with Aside(prepare) as aside:
            aside.ask(b"x" * 1_000_000)
            aside.answer()
    except OntologyError as error:
        print("error", error, error.line)
try:
    with Aside(lambda: lambda _: os._exit(7)) as aside:
        aside.ask(None)
        aside.answer()
except Exception as error:
    print(type(error).__name__, error)
with Aside(lambda: len):
    pass
print("nobody asked")
apart(lambda: print("apart", os.getpid() != here, flush=True))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells whether a process has one thread")
def test_a_forked_process_answers_fails_and_dies_as_told() -> None:
    done = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout.splitlines() == [
        "answers elsewhere True 2",
        "error shapes/x.ttl:3: not Turtle 3",
        "error shapes/x.ttl:3: not Turtle 3",
        "KgError a process of the build has ended (exit code 7)",
        "nobody asked",
        "apart True",
    ]
    assert not done.stderr


def test_without_a_fork_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.processes._is_alone", lambda: False)

    def fail(_: object) -> None:
        raise OntologyError("shapes/x.ttl", "not Turtle", line=3)

    with Aside(lambda: len) as aside:
        aside.ask("four")
        assert aside.answer() == 4
    with pytest.raises(KgError, match="not Turtle"), Aside(lambda: fail) as failing:
        failing.ask(None)
        failing.answer()
