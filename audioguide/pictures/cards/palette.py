"""The colours of a picture. The drawings name them as variables, so that every family can meet itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from zlib import crc32

Palette = Mapping[str, str]
"""Colours as ``#rrggbb``, by the name of their variable; what is not in it stays as it was drawn."""

_VARIABLE = re.compile(r"var\(--([a-z-]+), (#[0-9a-f]{6})\)")


def _family(colours: str) -> Palette:
    """A baby and a parent: skin, its folds, its outline, the parent's skin, hair, cheeks, dots of the nappy, mouth."""
    names = ("skin", "shade", "line", "hand", "hair", "blush", "trim", "mouth")
    return MappingProxyType({name: f"#{colour}" for name, colour in zip(names, colours.split(), strict=True)})


PALETTES: Mapping[str, Palette] = MappingProxyType(
    {
        "light": _family("f6cba8 e3a67f a9694a eab78f 7a5238 ee9a82 7fb0a6 8f4a3a"),
        "tan": _family("c98f62 ab7148 6f432a bb8054 35241c d07a5c e0a04a 6b2f22"),
        "fair": _family("fbdcc6 eeb698 b57458 f2c7aa b98a4e f2a391 8aa5d6 a0584a"),
        "brown": _family("9a6543 7b4a2e 4c2b1a 8a5738 241a18 b5604a 7fb0a6 4a1d17"),
        "golden": _family("e2ad7c c98b58 8b5532 d69d6b 3a2a22 e28a6c d98fa0 83402e"),
        "deep": _family("87573a 6a4027 3d2216 774a30 1b1413 a95947 e0b85a 3a1411"),
    }
)
"""Six families, by their skin."""


def palette_of(name: str) -> Palette:
    """Choose the family of a routine: always the same one."""
    return tuple(PALETTES.values())[crc32(name.encode()) % len(PALETTES)]


def paint(svg: str, palette: Palette) -> str:
    """Put colours in the place of variables, for programs that know none."""
    return _VARIABLE.sub(lambda found: palette.get(found[1], found[2]), svg)
