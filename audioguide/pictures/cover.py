"""The picture that a player shows: a motif for each built-in routine, painted from the drawings on the cards.

`scripts/make_covers.py` makes the files.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

SIZE_PIXELS = 1400
"""Width and height: the least that podcast directories take."""
_OTHERS = "audioguide"
"""The cover of a family's own routines."""


_COVERS = files("audioguide.pictures").joinpath("covers")


def cover(routine: str) -> bytes:
    """Return the cover of a routine, by its name, as PNG; routines that are not built in have one in common."""
    return _read(routine if f"{routine}.png" in _names() else _OTHERS)


@cache
def _names() -> frozenset[str]:
    return frozenset(one.name for one in _COVERS.iterdir())


@cache
def _read(name: str) -> bytes:
    """Read one of those that there are: a cache of whatever is asked for would grow without end."""
    return _COVERS.joinpath(f"{name}.png").read_bytes()
