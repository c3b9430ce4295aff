"""What a finished session still tells of its timeline: its chapters, and what had to go to fit the length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audioguide.units import Samples

Dropped = Literal["prompt", "check", "words", "stroke", "part"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something that had to go to fit the length."""

    kind: Dropped
    """Offers to talk go first, then checks, then what is optional, then whole parts."""
    name: str
    """The words, the stroke's name, or the part's title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A titled stretch; chapters tile the timeline."""

    start: Samples
    end: Samples
    title: str
