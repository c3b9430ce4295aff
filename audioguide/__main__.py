"""Where the program starts and how it is ended: what keeps it from being loaded is said in a sentence, as is Ctrl-C."""

from __future__ import annotations

FAILED, INTERRUPTED = 1, 130
STOPPED = "stopped; nothing was left half done"
"""The exit codes and what is said, as in `audioguide.cli`, which may be what is being loaded, or cannot be."""

try:
    import signal
    import sys
    import threading
    from contextlib import contextmanager, nullcontext, suppress
except KeyboardInterrupt:  # what is loaded here hears it from now on
    raise SystemExit(INTERRUPTED) from None

TYPE_CHECKING = False  # as in the package: what is loaded here is loaded before a signal is heard
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType
    from typing import NoReturn

OLDEST_PYTHON = (3, 11)
"""The oldest Python, as in pyproject.toml."""
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl-C; `kill` and a system that shuts down; a terminal that is closed, which Windows does not have."""
_SOON = 0.01
"""Seconds after which whatever has dropped it, or must not be disturbed, is over."""
_CAN_WAIT = hasattr(signal, "setitimer")
"""Windows has no alarm: a signal is heard there at once, or never."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line, and exit with its code; `arguments` default to those of the process."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            "audioguide needs Python {}.{} or newer, and this is {}; get one from https://www.python.org/downloads/ "
            "and install audioguide with it".format(*OLDEST_PYTHON, sys.version.split()[0])
        )
    try:
        with _interrupted_by_signals():  # from here on: what is loaded takes a while, too
            _load_cli()(arguments)
    except KeyboardInterrupt:
        with suppress(OSError):  # the terminal may be gone
            sys.stderr.write(f"{STOPPED}\n")
        raise SystemExit(INTERRUPTED) from None


def _load_cli() -> Callable[[Sequence[str] | None], NoReturn]:
    """Load what runs the command line.

    Raises:
        SystemExit: what it needs is missing.
    """
    try:
        from audioguide.cli import main as cli  # noqa: PLC0415 - what it needs may be missing
    except Exception as error:  # an old package may lack anything: a module, a name, a type that takes another
        from audioguide.plugins.requirements import mending, unmet_requirements  # noqa: PLC0415 - for a mistake only

        unmet = unmet_requirements()
        if not unmet:
            raise
        for one in unmet:
            sys.stderr.write(f"this installation is not whole: {one}\n")
        sys.stderr.write(f"fix it with: {mending(unmet)}\n")
        raise SystemExit(FAILED) from error
    return cli


@contextmanager
def _interrupted_by_signals() -> Iterator[None]:
    """Turn SIGINT, SIGTERM and SIGHUP into KeyboardInterrupt; what follows the first does not disturb the cleaning up.

    Only Ctrl-C after Ctrl-C does: somebody who waits before the terminal may end what hangs. One that is ignored stays
    so: ``nohup`` wants it.
    """

    def interrupt(first: int, frame: FrameType | None) -> None:
        for number in before:
            if not first == number == signal.SIGINT:
                signal.signal(number, signal.SIG_IGN)
        _interrupt(first, frame)

    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():  # which alone is told
        numbers = []
    before = {number: signal.getsignal(number) for number in numbers if signal.getsignal(number) != signal.SIG_IGN}
    for number in before:
        signal.signal(number, interrupt)
    try:
        with _none_swallowed() if numbers else nullcontext():
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _none_swallowed() -> Iterator[None]:
    """Raise a KeyboardInterrupt again, a moment later, where Python has swallowed it; and let `_interrupt` do so.

    Python drops what is raised while an object goes or the import system tidies up, and no signal would come again.
    """

    def once_more(dropped: sys.UnraisableHookArgs) -> None:
        if issubclass(dropped.exc_type, KeyboardInterrupt) and _CAN_WAIT:
            signal.setitimer(signal.ITIMER_REAL, _SOON)
        else:
            hook(dropped)

    hook, sys.unraisablehook = sys.unraisablehook, once_more
    alarm = signal.signal(signal.SIGALRM, _interrupt) if _CAN_WAIT else None
    try:
        yield
    finally:
        sys.unraisablehook = hook
        if _CAN_WAIT:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, alarm)


def _interrupt(_: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt; a moment later, where a library that is being loaded would abort the whole program."""
    while frame is not None and _CAN_WAIT:
        if frame.f_code.co_qualname.startswith("ExtensionFileLoader."):
            signal.setitimer(signal.ITIMER_REAL, _SOON)
            return
        frame = frame.f_back
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
