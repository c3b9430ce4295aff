"""Feeds a target with what atheris finds, which looks where the program has not been yet; run by `scripts/fuzz`.

python -m fuzzing.guided routine 5          five minutes; prints a row, and ends with 3 where it found something
python -m fuzzing.guided routine 5 200      at most 200 tries, the same ones each time

atheris changes bytes, and keeps those by which a line of audioguide was reached in another way; hypothesis turns bytes
into an input. It never gives back what it was given control of, so each target has a process of its own.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from itertools import count
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


def feed_guided(name: str, minutes: float, tries: int = 0) -> NoReturn:
    """Feed a target for so many minutes, or until something is found; print its row, and end this process.

    With a number of `tries`, there are no more of them, and they are the same ones each time.
    """
    target, tally, end = TARGETS[name], Tally(), time.monotonic() + 60.0 * minutes
    places, left = ExitStack(), count(tries - 1, -1)
    places.enter_context(opened())

    @settings(database=None, deadline=None, suppress_health_check=[*HealthCheck])
    @given(target.feed)
    def answered(text: object) -> None:
        ask_and_shrink(target, text, tally)

    def feed(chosen: bytes) -> None:
        answered.hypothesis.fuzz_one_input(chosen)  # type: ignore[attr-defined]  # hypothesis adds it
        if tally.found or next(left) == 0 or time.monotonic() > end:
            places.close()
            sys.stdout.write(f"{checked(tally).row(name)}\n")
            sys.stdout.flush()
            os._exit(FOUND if tally.found else 0)

    seed = ["-seed=1"] if tries else []
    atheris.Setup([sys.argv[0], f"-max_len={MOST_BYTES}", "-len_control=0", *seed], feed)
    atheris.Fuzz()
    raise AssertionError("it gives back no control")


if __name__ == "__main__":
    feed_guided(sys.argv[1], float(sys.argv[2]), *map(int, sys.argv[3:]))
