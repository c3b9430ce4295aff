"""Many calls side by side: in this process, in others of this computer, or wherever an executor has them done."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import resource_tracker
from threading import Thread
from typing import Generic, ParamSpec, TypeVar

from audioguide.errors import AudioguideError

_MOST_ON_WINDOWS = 61
"""Processes of a pool: it waits for no more there."""
if sys.platform != "win32":
    _SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    """What ends a program."""

P = ParamSpec("P")
Task = TypeVar("Task")
Result = TypeVar("Result")


@contextmanager
def processes(workers: int) -> Iterator[Executor]:
    """Lend an executor of so many processes, each of which does one thing at a time; with one worker it is this one.

    Raises:
        AudioguideError: a process has died.
    """
    if workers == 1:
        yield _Here()
        return
    if sys.platform != "win32":
        with _waiting():  # SIGHUP would end it, which has to outlive this program; the other signals it ignores
            resource_tracker.ensure_running()
    # Fresh ones: a process that is forked has the locks of threads that it has not.
    fresh = multiprocessing.get_context("spawn")
    most = _MOST_ON_WINDOWS if sys.platform == "win32" else workers
    pool = _Processes(min(workers, most), mp_context=fresh, initializer=_begin)
    try:
        yield pool
    except BrokenProcessPool:
        msg = "a worker process has died; what was made is kept: the same command goes on from there"
        raise AudioguideError(msg) from None
    finally:
        pool.shutdown(cancel_futures=True)  # what is in work is finished: after Ctrl-C nothing is left half done


def each(
    executor: Executor, function: Callable[[Task], Result], tasks: Iterable[Task], *, ahead: int
) -> Iterator[tuple[Task, Result]]:
    """Call a function with each task, and yield both as they are done, in any order.

    Args:
        executor: does it.
        function: what it does; other processes have to find it by its name.
        tasks: they are taken when they are needed.
        ahead: how many are given to the executor at a time: enough to keep it busy.
    """
    waiting, running = iter(tasks), dict[Future[Result], Task]()
    try:
        while True:
            for task in islice(waiting, ahead - len(running)):
                running[executor.submit(function, task)] = task
            if not running:
                return
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(done), done.result()
    finally:
        for future in running:
            future.cancel()


class _Here(Executor, Generic[Result]):
    """Does at once, in this thread, what it is given."""

    def submit(self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Future[Result]:  # type: ignore[override]  # narrower than the library's
        """Call a function; what it raises, the future has."""
        future = Future[Result]()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
            future.set_exception(error)
        return future


class _Processes(ProcessPoolExecutor):
    """A pool in which signals wait while a process is started: it would be left without what it was started for."""

    def submit(self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Future[Result]:
        """Have a function called; a process that is started for it hears no signal before `_begin`."""
        with _waiting():
            return super().submit(fn, *args, **kwargs)


@contextmanager
def _waiting() -> Iterator[None]:
    """Let the signals wait: here for so long, and in each process started meanwhile until it unblocks them."""
    if sys.platform == "win32":  # has none that could wait
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)  # it handles what has come already, and may raise for that
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Prepare a process: Ctrl-C is for the one that started it, which lets this one finish; it ends with that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)  # they waited, see `_waiting`
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Leave when the process that started this one is gone, however that ended: nobody gives it anything to do."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
