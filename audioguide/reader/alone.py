"""One thread at a time reads: words keep note of what is said of them, and two readers at once would mix that up."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_reading = RLock()


def alone(function: Callable[P, T]) -> Callable[P, T]:
    """Let a function run only while no other thread runs one of these."""

    @wraps(function)
    def read_alone(*args: P.args, **options: P.kwargs) -> T:
        with _reading:
            return function(*args, **options)

    return read_alone
