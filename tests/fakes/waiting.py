"""Waiting for what another thread, program or device does: on a busy machine that takes its time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from audioguide.plugins import Speaker, Status
from audioguide.units import seconds

PATIENCE = 120.0
"""Seconds, after which a test fails rather than hangs."""
_POLL_SECONDS = 0.02

T = TypeVar("T")


def until(look: Callable[[], T]) -> T:
    """Look until there is something, or something is so, and return it."""
    end = time.monotonic() + PATIENCE
    while not (seen := look()):
        assert time.monotonic() < end
        time.sleep(_POLL_SECONDS)
    return seen


def until_it(speaker: Speaker, is_so: Callable[[Status], bool]) -> Status:
    """Look at a speaker until something is so."""
    end = time.monotonic() + PATIENCE
    while not is_so(status := speaker.status()):
        assert time.monotonic() < end, status
        time.sleep(_POLL_SECONDS)
    return status


def until_between(speaker: Speaker, least: float, most: float) -> None:
    """Wait until it plays between two seconds; the later one goes on with the clock: a busy machine may look late."""
    begun = time.monotonic()

    def is_between(status: Status) -> bool:
        return status.state == "playing" and least < seconds(status.position) < most + time.monotonic() - begun

    until_it(speaker, is_between)
