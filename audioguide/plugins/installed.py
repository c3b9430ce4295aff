"""What is installed: the plug-ins and the versions of packages, kept from one call to the next.

To look through all packages takes longer than to find a session that is there. Where something is installed or removed,
one of the folders that Python imports from has other packages or another time, and nothing of before counts.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from types import ModuleType
from typing import Any, NamedTuple

from audioguide.cache import compiled_cache

OURS = "audioguide"
"""The package whose plug-ins nobody replaces, and its module."""

_DESCRIPTIONS = (".dist-info", ".egg-info", "EGG-INFO")
"""What the names of those end in that describe a package; the first has its version, too."""


class Point(NamedTuple):
    """An entry point in one of our groups."""

    group: str
    name: str
    value: str
    """As it stands in the package's description: ``module:attribute [extra]``."""
    package: str
    """That brings it."""

    @property
    def module(self) -> str:
        """Where it lives."""
        return self.value.partition("[")[0].partition(":")[0].strip()

    @property
    def extra(self) -> str:
        """The extra that it needs; empty where it needs none."""
        return self.value.partition("[")[2].partition("]")[0].partition(",")[0].strip()

    def load(self) -> Any:  # noqa: ANN401 - whatever lives there
        """Import it."""
        found = importlib.import_module(self.module)
        for name in filter(None, self.value.partition("[")[0].partition(":")[2].strip().split(".")):
            found = getattr(found, name)
        return found


def points() -> tuple[Point, ...]:
    """Return every installed plug-in, in the order in which Python finds their packages."""
    return _points(_folders())


def version(package: str) -> str:
    """Return the version of an installed package.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    return _version(package, _folders())


@cache
def _points(folders: str) -> tuple[Point, ...]:
    found = _kept(f"points {folders}", _our_points)
    with suppress(AttributeError, TypeError, ValueError):
        kept = tuple(Point(*one) for one in found)
        # Whoever can write where this is kept cannot have anything else loaded.
        if kept and all(point.module.startswith(f"{OURS}.") for point in kept):
            return kept
    return tuple(_all_points())


@cache
def _version(package: str, folders: str) -> str:
    return str(_kept(f"version of {package} {folders}", lambda: _metadata().version(package)))


def _kept(question: str, ask: Callable[[], object]) -> Any:  # noqa: ANN401 - JSON
    """Return what `ask` answered to a question before, or ask."""
    kept, key = compiled_cache(), sha256(question.encode(errors="surrogateescape")).hexdigest()
    content = kept.get(key)
    if content is not None:
        with suppress(ValueError):
            return json.loads(content)
    answer = ask()
    kept.put(key, json.dumps(answer).encode())
    return answer


def _folders() -> str:
    """Return the Python that runs, and the packages of each folder that it imports from, and when it has changed.

    A folder without any, such as the one that somebody works in, does not count.
    """
    lines = [sys.version]
    for entry in sys.path:
        with suppress(OSError):  # also where somebody works in a folder that is gone
            folder = os.path.abspath(entry)  # noqa: PTH100 - quick
            changed = os.stat(folder).st_mtime_ns  # noqa: PTH116 - quick
            if packages := _described(folder, changed):
                lines.append(f"{folder} {changed} {packages}")
    return "\n".join(lines)


@cache
def _described(folder: str, changed: int) -> tuple[str, ...]:
    """Return the names of what describes packages in a folder, with their versions; of an archive when it changed."""
    if not os.path.isdir(folder):  # noqa: PTH112 - quick
        return (str(changed),)
    return tuple(sorted(name for name in os.listdir(folder) if name.endswith(_DESCRIPTIONS)))  # noqa: PTH208 - quick


def _our_points() -> tuple[Point, ...]:
    """Return the plug-ins where all are ours; none where there are others."""
    found = tuple(_all_points())
    return found if all(point.package == OURS for point in found) else ()


def _all_points() -> Iterator[Point]:
    everything = _metadata().entry_points()
    for group in sorted(everything.groups):
        for point in everything.select(group=group) if group.startswith(f"{OURS}.") else ():
            package = point.dist.name if point.dist else point.module.partition(".")[0]
            yield Point(group, point.name, point.value, package)


def _metadata() -> ModuleType:
    """Import what takes the time that is saved here."""
    return importlib.import_module("importlib.metadata")
