"""The same work on many files, done by several processes and told as if by one."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from blogctl import system
from blogctl.cli.outcome import Outcome
from blogctl.cli.terminal import Terminal
from blogctl.errors import BlogctlError, EnvironmentFailure, reason

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

_PROGRESS_AFTER, _PROGRESS_EVERY = 1.0, 0.1  # seconds
_LARGEST_CHUNK = 32
_CHUNKS_EACH = 4  # of which a process has the next at hand, so that no large one is waited for
_PATIENCE = 5.0  # seconds, for a process that is to end

_T = TypeVar("_T")
_R = TypeVar("_R")
_Said = list[tuple[bool, str, Any]]


@dataclass(frozen=True, slots=True)
class Notes(Terminal):
    """A terminal that writes down what it is to say, until :func:`tell` says it in its turn."""

    said: _Said = field(default_factory=list)

    @classmethod
    def like(cls, terminal: Terminal) -> Notes:
        """One that says as much as another terminal."""
        return cls(terminal.quiet, terminal.verbose, terminal.color)

    def result(self, text: str) -> None:
        """Write a result, as it is."""
        self.said.append((False, "result", text))

    def document(self, data: bytes) -> None:
        """Write an exported document, byte by byte."""
        self.said.append((False, "document", data))

    def talk(self, text: str) -> None:
        """Say something that is no result; left out when quiet."""
        if not self.quiet:
            self.said.append((False, "talk", text))

    def detail(self, text: str) -> None:
        """Say something only those who ask for details want to know."""
        if self.verbose:
            self.said.append((False, "detail", text))

    def warning(self, text: str) -> None:
        """Warn of something; left out when quiet."""
        self.said.append((False, "warning", text))


class NotedOutcome(Outcome):
    """An outcome that writes down what it is told, in the notes of what else was said."""

    def __init__(self, notes: Notes) -> None:
        super().__init__(notes)
        self._notes = notes

    def trouble(self, error: BlogctlError) -> None:
        """Note an error; its exit code counts when it is told."""
        self._notes.said.append((True, "trouble", error))

    def warning(self, text: str) -> None:
        """Note a warning."""
        self._notes.said.append((True, "warning", text))


def tell(notes: Notes, terminal: Terminal, outcome: Outcome) -> None:
    """Say what was written down."""
    for is_outcome, method, what in notes.said:
        getattr(outcome if is_outcome else terminal, method)(what)


def tracked(results: Iterable[_R], terminal: Terminal, total: int, done: str) -> Iterator[_R]:
    """The results, with a line on the terminal that tells how far they are, if they take long."""
    began = shown = time.monotonic()
    try:
        for count, result in enumerate(results, 1):
            yield result
            now = time.monotonic()
            if now - began > _PROGRESS_AFTER and now - shown > _PROGRESS_EVERY:
                terminal.progress(f"{count:,} of {total:,} {done}")
                shown = now
    finally:
        terminal.progress("")


@contextmanager
def done(
    work: Callable[[_T], _R], items: Sequence[_T], others: Sequence[_T], jobs: int
) -> Iterator[Iterator[_R]]:
    """What ``work`` gives for each item, in their order, while the context lasts.

    It is done by so many processes, of 0 as many as there are processors, and in this one if
    that is 1. The ``others`` come last, and are for this one in any case. With more than one,
    ``work`` must be a function of a module, or an object of a class of one, and what it gives
    and raises must bear being pickled. Nothing is left running when the context ends, be it with
    an interrupt. :class:`~blogctl.errors.EnvironmentFailure` if a process cannot be started, or
    is killed.
    """
    jobs = min(jobs or system.processors(), len(items))
    if jobs < 2:
        yield map(work, chain(items, others))
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_context

    jobs = system.at_most(jobs)
    # A process that is killed leaves a pipe that nobody reads; that must not end this one, too.
    system.outlive_reader()
    before = active_children()
    try:
        context = get_context(system.start_method())
        executor = ProcessPoolExecutor(jobs, context, _begin, (work,))
    except (OSError, ImportError, NotImplementedError) as error:
        raise _not_started(error) from error
    try:
        yield chain(_results(executor, items, jobs), map(work, others))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough
        executor.shutdown(wait=False, cancel_futures=True)
        for process in set(active_children()) - set(before):
            process.terminate()
            process.join(_PATIENCE)
            process.kill()
        executor.shutdown()
        if isinstance(error, BrokenProcessPool):
            raise EnvironmentFailure(
                "a process of -j was killed, perhaps because memory ran out", help="try a lower -j"
            ) from error
        raise
    executor.shutdown()


def _results(executor: ProcessPoolExecutor, items: Sequence[_T], jobs: int) -> Iterator[Any]:
    """The results in order; no more work is given out than keeps the processes busy."""
    size = max(1, min(_LARGEST_CHUNK, len(items) // (jobs * _CHUNKS_EACH)))
    waiting: deque[Future[list[Any]]] = deque()
    for start in range(0, len(items), size):
        waiting.append(_given_out(executor, items[start : start + size]))
        if len(waiting) > jobs * _CHUNKS_EACH:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _given_out(executor: ProcessPoolExecutor, chunk: Sequence[_T]) -> Future[list[Any]]:
    # An interrupt at the terminal reaches every process: whoever is started meanwhile inherits
    # that it is not to be bothered with it.
    with system.interrupts_held_back():
        try:
            return executor.submit(_work_through, chunk)
        except OSError as error:
            raise _not_started(error) from error


def _not_started(error: Exception) -> EnvironmentFailure:
    return EnvironmentFailure(f"no processes can be started: {reason(error)}", help="leave -j out")


# What follows runs in the processes that were started.


class _Own:
    """What a process that was started does."""

    work: Callable[[Any], Any]
    is_busy = False


def _begin(work: Callable[[Any], Any]) -> None:
    _Own.work = staticmethod(work)
    system.end_with_reader()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_follow, daemon=True).start()


def _work_through(chunk: Sequence[Any]) -> list[Any]:
    _Own.is_busy = True
    try:
        return [_Own.work(item) for item in chunk]
    except KeyboardInterrupt:
        _leave()
    finally:
        _Own.is_busy = False


def _stop(*_: object) -> None:
    """End, but not without clearing away what half a work leaves."""
    if not _Own.is_busy:
        _leave()
    raise KeyboardInterrupt


def _follow() -> None:
    """End when the process is gone that started this one, whatever killed it."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
    if not system.terminate_main_thread():
        _leave()


def _leave() -> NoReturn:
    os._exit(130)
