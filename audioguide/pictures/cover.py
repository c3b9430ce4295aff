"""The picture that a player shows: a motif for each built-in routine, painted from the drawings on the cards.

`scripts/make_covers.py` makes the files.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

SIZE_PIXELS = 1400
"""Width and height."""
_OTHERS = "audioguide"
"""The cover of a family's own routines."""


@cache
def cover(routine: str) -> bytes:
    """Return the cover of a routine, by its name, as PNG; routines that are not built in have one in common."""
    made = {one.name.removesuffix(".png"): one for one in files("audioguide.pictures").joinpath("covers").iterdir()}
    return made.get(routine, made[_OTHERS]).read_bytes()
