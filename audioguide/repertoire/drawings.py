"""The drawings of the repertoire, as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from audioguide.repertoire.folders import repertoire_folder


@cache
def outlines() -> Mapping[str, str]:
    """Return the drawings of the baby by view, or by view and position (``back-shoulder``)."""
    return _drawings("outlines")


@cache
def hands() -> Mapping[str, str]:
    """Return the drawings of the parent's right hand by its shape."""
    return _drawings("hands")


@cache
def pictograms() -> Mapping[str, str]:
    """Return the drawings of what has no way over the baby's body by move, or by move and side."""
    return _drawings("pictograms")


def _drawings(folder: str) -> Mapping[str, str]:
    found = sorted(repertoire_folder().joinpath(folder).iterdir(), key=lambda one: one.name)
    return MappingProxyType({one.name.removesuffix(".svg"): one.read_text(encoding="utf-8") for one in found})
