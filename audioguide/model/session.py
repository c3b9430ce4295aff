"""A finished session, and what a player shows of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from audioguide.model.chapters import Chapter, LeftOut
from audioguide.units import SAMPLE_RATE, Samples

MANIFEST, CAPTIONS = ".json", ".vtt"
INDEX = "index"
"""What the list of all sessions of a catalogue is called, without its suffix."""
_PLAIN = ".mp3"
"""The format whose companions bear its name alone."""
_MILLISECOND = SAMPLE_RATE // 1000 + 1
"""In samples, rounded up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What a player shows beside the chapters, which come from the timeline."""

    title: str
    artist: str
    album: str
    language: str
    """``en``"""
    comment: str
    """The safety lines, and whom the voice's licence asks to be named, in one paragraph."""
    date: str = ""
    """The day on which it was first made, ``2027-03-01``."""
    track: tuple[int, int] = (1, 1)
    """Which it is of its album, and of how many."""
    cover: bytes = b""
    """A square picture, as PNG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The files of a session, and what is in them."""

    path: Path
    """The sound file; `beside` it lie the manifest and the captions."""
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
    size: int | None
    """Of the sound file, in bytes; None where an old manifest does not say."""
    length: Samples
    """Of the sound file: the massage, and what comes afterwards."""
    chapters: tuple[Chapter, ...]
    left_out: tuple[LeftOut, ...]
    """What had to go to fit the length."""
    loudness: float
    """Integrated, in LUFS, as mixed."""
    true_peak: float
    """In dBTP, as mixed."""
    date: str = ""
    """The day on which it was first made, ``2027-03-01``."""
    baby: str = ""
    """For whom it was made: the name, where one was given."""
    credit: str = ""
    """Whom the voice's licence asks to be named."""
    format: str = ""
    """What encoded it: ``mp3``."""
    afterwards: Samples = field(default=Samples(0))
    """How much of it is a bed alone, after the massage."""

    @property
    def full_title(self) -> str:
        """The title with the baby's name, as players and lists show it: ``Everyday massage · Mia``."""
        return titled(self.title, self.baby)

    @property
    def goodbye(self) -> Chapter:
        """The last chapter of the massage."""
        end = self.length - self.afterwards - _MILLISECOND  # a manifest keeps chapters in milliseconds
        return next((one for one in reversed(self.chapters) if one.start < end), self.chapters[-1])

    @property
    def manifest(self) -> Path:
        """The JSON file that describes it."""
        return beside(self.path, MANIFEST)

    @property
    def captions(self) -> Path:
        """The WebVTT file with every word that is spoken, and when."""
        return beside(self.path, CAPTIONS)


def titled(title: str, baby: str) -> str:
    """Return a title with the name of the baby, where there is one; the same in every language."""
    return f"{title} · {baby}" if baby else title


def beside(sound: Path, suffix: str) -> Path:
    """Name a file that goes with a sound file.

    ``NAME.json`` for ``NAME.mp3``, and ``NAME.flac.json`` for ``NAME.flac``: two formats of one name keep apart.
    """
    return sound.with_suffix(suffix) if sound.suffix == _PLAIN else sound.with_name(sound.name + suffix)


def sound_names(manifest: str) -> set[str]:
    """Return the names of the sound files that a manifest may lie `beside`."""
    stem = manifest.removesuffix(MANIFEST)
    return {stem, stem + _PLAIN}
