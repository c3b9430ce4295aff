"""Louder and quieter while a session plays, up to a ceiling; each speaker's last volume is remembered for the next."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from audioguide.errors import ShelfError, SpeakerError
from audioguide.player.volume import DEFAULT_CAP, VolumeJournal, in_percent, volume_in
from audioguide.plugins import Device, Speaker
from audioguide.state import put_aside, read_state, write_state

STEP = 0.05
"""Of the volume, 0 to 1, for each `louder` and `quieter`."""
DEFAULT_CEILING = 0.5
"""The volume, 0 to 1, that `louder` does not go beyond."""


@dataclass(frozen=True, slots=True)
class RememberedVolumes:
    """The volume, 0 to 1, at which a session was last set on each speaker, in a JSON file."""

    file: Path

    def starting_level(self, device: Device, ceiling: float = DEFAULT_CEILING) -> float:
        """Return the volume at which a session begins: where the last one was left, but never beyond the ceiling.

        It is the default where none is remembered, or it cannot be read now.
        """
        with contextlib.suppress(ShelfError):
            return min(ceiling, self._read().get(device.key, DEFAULT_CAP))
        return min(ceiling, DEFAULT_CAP)

    def record(self, device: Device, volume: float) -> None:
        """Remember a volume.

        Raises:
            ShelfError: it cannot be written, or the others cannot be read now.
        """
        write_state(self.file, json.dumps(self._read() | {device.key: round(volume, 3)}, allow_nan=False))

    def _read(self) -> dict[str, float]:
        """Return all of them; none where there is no file, or a damaged one, which is put aside.

        Raises:
            ShelfError: the file is there, and cannot be read now.
        """
        try:
            volumes = json.loads(read_state(self.file, nothing="{}"))
            return {key: volume_in(volume) for key, volume in volumes.items()}
        except (ValueError, AttributeError, OverflowError, RecursionError):
            put_aside(self.file)
            return {}


class LoudestError(SpeakerError):
    """A speaker is as loud as it may get."""

    def __init__(self, volume: float) -> None:
        """Take its volume, 0 to 1."""
        super().__init__(volume)
        self.volume = volume

    def __str__(self) -> str:
        """Give one line: the volume, and what allows more."""
        return f"volume {in_percent(self.volume)}; more only with --loudest"


@dataclass(kw_only=True)
class VolumeControl:
    """The volume of one speaker during one session."""

    speaker: Speaker
    device: Device
    journal: VolumeJournal | None
    """Gets the original volume before the first change, as in `volume.capped`, which restores it; None: it stays."""
    last_volumes: RememberedVolumes
    level: float
    """The volume, 0 to 1, at the beginning; after that, where it cannot be read, what was set last."""
    ceiling: float = DEFAULT_CEILING
    """0 to 1."""

    def change(self, step: float) -> float:
        """Add a step, which may be negative, to the volume, and return what it is now, 0 to 1.

        Raises:
            LoudestError: it is at the ceiling, or beyond.
            SpeakerError: it is set by hand, or the speaker does not answer.
            ShelfError: what it was, or is now, cannot be written down.
        """
        if "volume" not in self.speaker.abilities:
            msg = f"'{self.device.name}' has its volume set by hand"
            raise SpeakerError(msg)
        now = self.speaker.volume()
        if now is not None:
            if self.journal:
                self.journal.record(self.device, now)
            self.level = now
        if step > 0 and self.level >= self.ceiling:
            raise LoudestError(self.level)
        wished = max(0.0, min(self.ceiling, self.level + step) if step > 0 else self.level + step)
        self.speaker.set_volume(wished)
        self.level = wished
        self.last_volumes.record(self.device, self.level)
        return self.level
