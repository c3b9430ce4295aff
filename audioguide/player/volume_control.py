"""Louder and quieter while a session plays, up to a ceiling; each speaker's last volume is remembered for the next."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audioguide.errors import AudioguideError, ShelfError
from audioguide.player.volume import DEFAULT_CAP, VolumeJournal, volume_in
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


@dataclass(kw_only=True)
class VolumeControl:
    """The volume of one speaker during one session."""

    speaker: Speaker
    device: Device
    journal: VolumeJournal | None
    """Gets the original volume before the first change, as in `volume.capped`, which restores it; None: it stays."""
    remembered: RememberedVolumes
    level: float
    """The volume, 0 to 1, at the beginning; after that, where it cannot be read, what was set last."""
    ceiling: float = DEFAULT_CEILING
    """0 to 1."""
    notify: Callable[[str], object]
    """Called with a whole text: ``volume 30%``, or why it stays."""

    def change(self, step: float) -> None:
        """Add a step, which may be negative, to the volume. Nothing is raised: the session goes on."""
        try:
            self.notify(self._changed(step))
        except AudioguideError as error:  # the speaker does not answer, or nothing can be written
            self.notify(str(error))

    def _changed(self, step: float) -> str:
        if "volume" not in self.speaker.abilities:
            return f"'{self.device.name}' has its volume set by hand"
        now = self.speaker.volume()
        if now is not None:
            if self.journal:
                self.journal.record(self.device, now)
            self.level = now
        if step > 0 and self.level >= self.ceiling:
            return f"volume {self.level:.0%}; more only with --loudest"
        self.level = max(0.0, min(self.ceiling, self.level + step) if step > 0 else self.level + step)
        self.speaker.set_volume(self.level)
        self.remembered.record(self.device, self.level)
        return f"volume {self.level:.0%}"
