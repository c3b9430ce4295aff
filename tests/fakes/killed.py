"""A program that is killed at any call of the system, without ending it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest


class Killed(BaseException):
    """What no part of the program catches."""


def killed_at(number: int, calls: Iterable[str], monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> bool:
    """Do some work; before one of its calls nothing goes any more. Return whether it came so far.

    Args:
        number: which call, from 0.
        calls: functions of `os`; others are not counted.
        monkeypatch: takes their place meanwhile.
        work: what is killed.
    """
    left = iter(range(number))

    def instead(original: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        if next(left, None) is None:
            raise Killed
        return original(*arguments, **named)

    with monkeypatch.context() as patch:
        for name in calls:
            patch.setattr(os, name, partial(instead, getattr(os, name)))
        patch.setattr("shutil.rmtree", lambda *_, **__: None)  # whoever is killed does not clean up
        try:
            work()
        except Killed:
            return True
    return False
