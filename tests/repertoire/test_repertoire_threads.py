"""The repertoire is read once, also where several phones ask for it at the same moment."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from audioguide import repertoire


@pytest.fixture
def _restless() -> Iterator[None]:
    """Threads take turns every 10 microseconds."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("_restless")
def test_threads_that_ask_at_once_get_one_repertoire() -> None:
    kept: Any = repertoire.rituals
    kept.__wrapped__.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(lambda _: repertoire.rituals(), range(4))
    assert all(one is first for one in others)
