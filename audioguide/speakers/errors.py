"""How every speaker turns the exceptions of the library beneath it into a `SpeakerError`."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator

from audioguide.errors import SpeakerError
from audioguide.plugins import Ability

log = logging.getLogger(__name__)


class AbilityError(SpeakerError):
    """A speaker cannot do something."""

    def __init__(self, name: str, ability: Ability) -> None:
        """Take the friendly name of the device, and what it cannot do."""
        super().__init__(name, ability)
        self.name, self.ability = name, ability

    def __str__(self) -> str:
        """Give one line."""
        return f"'{self.name}' cannot do that ({self.ability})"


def unreachable(name: str) -> str:
    """Return the sentence for a device that did not answer."""
    return f"'{name}' does not answer; is it on, and in this network?"


def failed(name: str, error: Exception) -> str:
    """Return the sentence for a request that failed, where the library does not distinguish why."""
    why = str(error) or type(error).__name__
    return f"'{name}' does not answer, or refuses ({why}); is it on, and in this network?"


@contextlib.contextmanager
def speaker_errors(
    name: str,
    expected: tuple[type[Exception], ...],
    explain: Callable[[str, Exception], str] = failed,
    *,
    passing: tuple[type[Exception], ...] = (),
) -> Iterator[None]:
    """Raise a `SpeakerError` in place of a library's exceptions.

    Args:
        name: the friendly name of the device.
        expected: what the library raises when a device refuses or does not answer.
        explain: returns the sentence for the user, from `name` and the exception.
        passing: subclasses of `expected` that the caller handles itself.

    Raises:
        SpeakerError: one of `expected` was raised. A `SpeakerError` that was raised inside stays as it is.
    """
    unchanged: tuple[type[Exception], ...] = (SpeakerError, *passing)
    try:
        yield
    except unchanged:
        raise
    except expected as error:
        log.debug("%s: %r", name, error)
        raise SpeakerError(explain(name, error)) from error
