"""What is the same for the whole program is read once, also where several threads ask for it at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


def once(read: Callable[[], T]) -> Callable[[], T]:
    """Let a function be called once; who asks for the same meanwhile waits for it, and for nothing else."""
    kept, reading = cache(read), Lock()

    @wraps(kept)
    def read_once() -> T:
        with reading:
            return kept()

    return read_once
