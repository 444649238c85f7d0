"""Work beside: a function goes in and runs in a forked process while this one goes on; its answer or its error comes out here."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar, cast

from kg.errors import KgError

__all__ = ["Aside"]

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Aside(Generic[Question, Answer]):
    """A process that prepares itself, takes one question and answers it, while this one does something else.

    `prepare()` runs there at once and gives the function that answers. Question and answer are pickled; what is changed in memory there
    is not seen here. Where a process cannot be forked safely (only Linux tells, and another thread may hold a lock for ever in the copy) all
    is done here, when `answer` is called. Leaving the block ends the process.

    >>> with Aside(lambda: str.upper) as aside:
    ...     aside.ask("ivig")
    ...     aside.answer()
    'IVIG'
    """

    def __init__(self, prepare: Callable[[], Callable[[Question], Answer]]) -> None:
        self._prepare = prepare
        self._question: Question | None = None
        self._process: multiprocessing.process.BaseProcess | None = None
        if _is_alone():
            context = multiprocessing.get_context("fork")
            self._line, there = context.Pipe()
            self._process = context.Process(target=_serve, args=(prepare, there, self._line), daemon=True)
            self._process.start()
            there.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process is not None:
            self._line.close()
            if kind is not None:
                self._process.kill()
            self._process.join()

    def ask(self, question: Question) -> None:
        """Hand the question over and go on at once."""
        if self._process is None:
            self._question = question
            return
        with suppress(BrokenPipeError):  # it failed while it prepared: `answer` raises what went wrong
            self._line.send(question)

    def answer(self) -> Answer:
        """Wait for the answer; raises what the function raised if that is a KgError, and KgError if the process has died."""
        if self._process is None:
            return self._prepare()(cast("Question", self._question))
        try:
            good, value = self._line.recv()
        except EOFError:
            self._process.join()
            raise KgError(f"a process of the build has ended (exit code {self._process.exitcode})") from None
        if good:
            return cast("Answer", value)
        raise cast("KgError", value)


def _is_alone() -> bool:
    """Tell whether this process has one thread, those of libraries counted."""
    threads = Path("/proc/self/task")
    return threads.is_dir() and len(list(threads.iterdir())) == 1


def _serve(prepare: Callable[[], Callable[[Question], Answer]], line: Connection, other_end: Connection) -> None:
    other_end.close()  # or the end of the mother would not be noticed
    try:
        line.send((True, prepare()(line.recv())))
    except KgError as error:
        line.send((False, error))
    except EOFError:
        pass  # nobody asks any more
