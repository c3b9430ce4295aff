"""A Dask cluster: other computers make the sessions; what a dead worker had another one gets; it has a dashboard."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from functools import partial
from traceback import format_exc
from typing import Any, ParamSpec, TypeVar

from audioguide.errors import AudioguideError, ChoiceError, PluginError
from audioguide.model.choice import shown
from audioguide.state.shell import command_line

AHEAD = 500
"""Sessions that the scheduler is given at a time: so many that it is never idle."""
_PATIENCE = "20s"
"""Until a scheduler has answered."""
_GO_ON = "what was made is kept: the same command goes on from there"

P = ParamSpec("P")
Result = TypeVar("Result")


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Lend an executor of a cluster's workers.

    Args:
        address: of its scheduler, ``tcp://host:8786``.

    Raises:
        PluginError: the extra is not installed.
        ChoiceError: nobody answers there, or no worker is at work.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError as error:
        msg = f"a scheduler needs {error.name}, which is not installed; install it with: audioguide add catalogue"
        raise PluginError(msg) from error
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ChoiceError("scheduler", shown(address), "no scheduler of Dask answers there") from error
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # it prints tracebacks of what is told here in a sentence
    with client:
        if not client.nthreads():
            one = command_line([sys.executable, "-m", "dask", "worker", address, "--nthreads", "1"])
            msg = f"it has no worker; start one: {one}"
            raise ChoiceError("scheduler", shown(address), msg)
        executor = _Told(client.get_executor(pure=False))
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)


class _Told(Executor):
    """Dask's executor. Where the cluster fails, its futures say so; what a function raises, they raise as it was."""

    def __init__(self, dask: Executor) -> None:
        self._dask = dask

    def submit(self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Future[Result]:
        """Have a worker call a function.

        Raises:
            AudioguideError: the cluster has failed; and so may the future.
        """
        with _failures():
            given = self._dask.submit(_attempt, fn, *args, **kwargs)
        told = Future[Result]()
        given.add_done_callback(partial(_tell, told))
        return told

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - as in the library
        """Give up what is not done."""
        self._dask.shutdown(wait=wait)


def _attempt(
    function: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs
) -> tuple[Result, None] | tuple[None, Exception]:
    """Call a function, on a worker, and return what it raises: that is no failure of the cluster."""
    try:
        return function(*args, **kwargs), None
    except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
        error.add_note(format_exc())  # its traceback does not travel with it
        return None, error


def _tell(told: Future[Any], given: Future[Any]) -> None:
    """Tell a future what has come of the one of Dask."""
    if not told.set_running_or_notify_cancel():
        return
    try:
        with _failures():
            result, error = given.result()
    except AudioguideError as failure:
        told.set_exception(failure)
        return
    if error is None:
        told.set_result(result)
    else:
        told.set_exception(error)


@contextmanager
def _failures() -> Iterator[None]:
    """Raise an `AudioguideError` in place of whatever Dask raises, also of workers with other packages."""
    try:
        yield
    except CancelledError:
        msg = f"the scheduler has gone; {_GO_ON}"
        raise AudioguideError(msg) from None
    except Exception as error:
        msg = f"the cluster failed ({type(error).__name__}: {error}); {_GO_ON}"
        raise AudioguideError(msg) from error
