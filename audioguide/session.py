"""A finished session, and what a player shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from audioguide.timeline import Timeline


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

    path: PurePath
    """The sound file."""
    manifest: PurePath
    """The JSON beside it."""
    title: str
    voice: str
    """The identity of the voice that speaks."""
    identity: str
    """A hash of everything that the session was made from."""
    timeline: Timeline
    loudness: float
    """Integrated, in LUFS."""
    true_peak: float
    """In dBTP."""
