"""Being told to end, by whom it may be: as clean as Ctrl-C."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl-C; `kill` and a system that shuts down; a terminal that is closed, which Windows does not have."""


@contextlib.contextmanager
def interrupted_by_signals() -> Iterator[None]:
    """Turn SIGINT, SIGTERM and SIGHUP into KeyboardInterrupt; what follows the first does not disturb the cleaning up.

    Only Ctrl-C after Ctrl-C does: somebody who waits before the terminal may end what hangs. One that is ignored stays
    so: ``nohup`` wants it.
    """

    def interrupt(first: int, _: object) -> None:
        for number in before:
            if not first == number == signal.SIGINT:
                signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():  # which alone is told
        numbers = []
    before = {number: signal.getsignal(number) for number in numbers if signal.getsignal(number) != signal.SIG_IGN}
    for number in before:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
