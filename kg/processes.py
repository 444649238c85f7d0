"""Work beside: a function goes in and runs in a forked process while this one goes on; its answers or its error come out here."""

from __future__ import annotations

import gc
import multiprocessing
import pickle
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar, cast

from kg.errors import KgError

__all__ = ["Aside", "apart"]

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Aside(Generic[Question, Answer]):
    """A process that prepares itself, and takes a question and answers it, one after the other, while this one does something else.

    `prepare()` runs there at once and gives the function that answers. Questions and answers are pickled; what is changed in memory there
    is not seen here. Where a process cannot be forked safely (only Linux tells, and another thread may hold a lock for ever in the copy) all
    is done here, when `answer` is called. Leaving the block ends the process.

    >>> with Aside(lambda: str.upper) as aside:
    ...     aside.ask("ivig")
    ...     aside.answer()
    'IVIG'
    """

    def __init__(self, prepare: Callable[[], Callable[[Question], Answer]]) -> None:
        self._prepare = prepare
        self._answer: Callable[[Question], Answer] | None = None
        self._question: Question | None = None
        self._process: multiprocessing.process.BaseProcess | None = None
        if _is_alone():
            context = _forking()
            self._line, there = context.Pipe()
            self._process = context.Process(target=_serve, args=(prepare, there, self._line), daemon=True)
            self._process.start()
            there.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process is not None:
            self._line.close()
            self._process.kill()  # what was asked is answered; to tidy its memory up would take longer than some of the answers
            self._process.join()

    def ask(self, question: Question) -> None:
        """Hand the question over and go on at once."""
        if self._process is None:
            self._question = question
            return
        with suppress(BrokenPipeError):  # it failed while it prepared: `answer` raises what went wrong
            self._line.send(question)

    def is_ready(self) -> bool:
        """Tell whether `answer` gives the answer without waiting for another process."""
        return self._process is None or self._line.poll()

    def answer(self) -> Answer:
        """Wait for the answer; raises what the function raised, and KgError if the process has died. After an error there is no other."""
        if self._process is None:
            self._answer = self._answer or self._prepare()
            return self._answer(cast("Question", self._question))
        try:
            good, value = self._line.recv()
        except EOFError:
            self._process.join()
            raise KgError(f"a process of the build has ended (exit code {self._process.exitcode})") from None
        if good:
            return cast("Answer", value)
        raise cast("Exception", value)


def apart(work: Callable[[], object]) -> None:
    """Do work in a forked process that only the end of this one waits for; where none can be forked safely it is done here, now."""
    if _is_alone():
        _forking().Process(target=work).start()
    else:
        work()


def _is_alone() -> bool:
    """Tell whether this process has one thread, those of libraries counted."""
    threads = Path("/proc/self/task")
    return threads.is_dir() and len(list(threads.iterdir())) == 1


def _forking() -> multiprocessing.context.ForkContext:
    # What lives now lives to the end: neither process need look at it for cycles, nor copy the memory in which that is noted.
    gc.freeze()
    return multiprocessing.get_context("fork")


def _serve(prepare: Callable[[], Callable[[Question], Answer]], line: Connection, other_end: Connection) -> None:
    other_end.close()  # or the end of the mother would not be noticed
    try:
        answer = prepare()
        while True:
            try:
                question = line.recv()
            except EOFError:
                return  # nobody asks any more
            line.send((True, answer(question)))
    except Exception as error:
        with suppress(BrokenPipeError):
            line.send((False, _portable(error)))


def _portable(error: Exception) -> Exception:
    """Give an error that can be pickled; a bug keeps its traceback, as a note."""
    if not isinstance(error, KgError):
        error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError("\n".join((repr(error), *getattr(error, "__notes__", ()))))
    return error
