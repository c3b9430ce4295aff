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
    broken: frozenset[str] = frozenset()
    """Strokes of this file that have mistakes: using them is not reported as another one."""
    own: Mapping[str, Stroke] = field(default_factory=lambda: MappingProxyType({}))
    """Strokes of this file."""
