"""A finished session, and what a player shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audioguide.timeline import Chapter, LeftOut
from audioguide.units import Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What a player shows beside the chapters, which come from the timeline."""

    title: str
    artist: str
    album: str
    language: str
    """``en``"""
    comment: str
    """The safety lines, in one paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The files of a session, and what is in them."""

    path: Path
    """The sound file; beside it, with the suffix .json, lies the manifest."""
    title: str
    routine: str
    """The routine's id."""
    guidance: str
    language: str
    voice: str
    """The identity of the voice that speaks."""
    bed: str
    identity: str
    """A hash of everything that the session was made from."""
    digest: str
    """The sha256 of the sound file."""
    length: Samples
    chapters: tuple[Chapter, ...]
    left_out: tuple[LeftOut, ...]
    """What had to go to fit the length."""
    loudness: float
    """Integrated, in LUFS, as mixed."""
    true_peak: float
    """In dBTP, as mixed."""

    @property
    def manifest(self) -> Path:
        """The JSON file that describes it."""
        return self.path.with_suffix(".json")
