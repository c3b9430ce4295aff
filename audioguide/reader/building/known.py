"""The strokes that a file may refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from audioguide.model.stroke import Stroke


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The strokes that a step may refer to."""

    strokes: Mapping[str, Stroke]
    """By name: those of the repertoire, and those of this file."""
    broken: frozenset[str] = frozenset()
    """Names of strokes of this file that have mistakes: a step that refers to one is not reported as well."""
    own: Mapping[str, Stroke] = field(default_factory=lambda: MappingProxyType({}))
    """By name: those of this file alone."""
