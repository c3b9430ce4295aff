"""Feeds a target with what atheris finds, which looks where the program has not been yet; run by `scripts/fuzz`.

python -m fuzzing.guided routine 5      five minutes; prints a row, and ends with 3 where it found something

atheris changes bytes, and keeps those by which a line of audioguide was reached in another way; hypothesis turns bytes
into an input. It never gives back what it was given control of, so each target has a process of its own.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from typing import NoReturn

import atheris
from hypothesis import HealthCheck, given, settings

with atheris.instrument_imports(include=["audioguide"]):
    from fuzzing.answering import opened
    from fuzzing.feeding import Tally, ask_and_shrink, checked
    from fuzzing.targets import TARGETS

FOUND = 3
"""The exit code where something was found: no other end of Python's."""
MOST_BYTES = 4096
"""From which an input is made."""


def feed_guided(name: str, minutes: float) -> NoReturn:
    """Feed a target for so many minutes, or until something is found; print its row, and end this process."""
    target, tally, end = TARGETS[name], Tally(), time.monotonic() + 60.0 * minutes
    places = ExitStack()
    places.enter_context(opened())

    @settings(database=None, deadline=None, suppress_health_check=[*HealthCheck])
    @given(target.feed)
    def answered(text: object) -> None:
        ask_and_shrink(target, text, tally)

    def feed(chosen: bytes) -> None:
        answered.hypothesis.fuzz_one_input(chosen)  # type: ignore[attr-defined]  # hypothesis adds it
        if tally.found or time.monotonic() > end:
            places.close()
            sys.stdout.write(f"{checked(tally).row(name)}\n")
            sys.stdout.flush()
            os._exit(FOUND if tally.found else 0)

    atheris.Setup([sys.argv[0], f"-max_len={MOST_BYTES}", "-len_control=0"], feed)
    atheris.Fuzz()
    raise AssertionError("it gives back no control")


if __name__ == "__main__":
    feed_guided(sys.argv[1], float(sys.argv[2]))
