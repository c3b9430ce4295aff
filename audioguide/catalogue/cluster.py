"""A Dask cluster: other computers make the sessions; what a dead worker had another one gets; it has a dashboard."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager

from audioguide.errors import AudioguideError, ChoiceError, PluginError
from audioguide.model.choice import shown
from audioguide.plugins.requirements import command_line

AHEAD = 500
"""Sessions that the scheduler is given at a time: so many that it is never idle."""
_PATIENCE = "20s"
"""Until a scheduler has answered."""
_GO_ON = "what was made is kept: the same command goes on from there"


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Lend an executor of a cluster's workers.

    Args:
        address: of its scheduler, ``tcp://host:8786``.

    Raises:
        PluginError: the extra is not installed.
        ChoiceError: nobody answers there, or no worker is at work.
        AudioguideError: it has gone.
    """
    try:
        from distributed import Client, KilledWorker  # noqa: PLC0415 - an extra
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
        executor = client.get_executor(pure=False)
        try:
            yield executor
        except CancelledError:
            msg = f"the scheduler has gone; {_GO_ON}"
            raise AudioguideError(msg) from None
        except (KilledWorker, ImportError, RuntimeError) as error:  # the last two: of workers with other packages
            msg = f"the cluster failed ({type(error).__name__}: {error}); {_GO_ON}"
            raise AudioguideError(msg) from error
        finally:
            executor.shutdown(wait=False)
