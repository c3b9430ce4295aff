"""What is remembered of the speakers of a household."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from audioguide.player.registry import SpeakerRegistry
from audioguide.player.remote import is_session_running
from audioguide.player.volume import VolumeJournal, restore
from audioguide.player.volume_control import RememberedVolumes
from audioguide.plugins import Device
from audioguide.state.folder_lock import folder_lock


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerMemory:
    """All of it, in one folder."""

    folder: Path
    """Also where the session that is playing listens to other terminals."""
    registry: SpeakerRegistry
    journal: VolumeJournal
    last_volumes: RememberedVolumes

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """Return what is kept in a folder."""
        return cls(
            folder=folder,
            registry=SpeakerRegistry(folder / "speakers.json"),
            journal=VolumeJournal(folder / "volumes.json"),
            last_volumes=RememberedVolumes(folder / "loudness.json"),  # what it is called where it is kept already
        )

    def journal_for(self, device: Device) -> VolumeJournal | None:
        """Return what keeps the original volume of a device.

        It is None for a player of this computer, which begins with a volume of its own each time, and ends with the
        session.
        """
        return self.journal if device.host else None

    def restore_volumes(self) -> None:
        """Restore the volumes that a crash has left lowered. Speakers that are off take long: others wait meanwhile."""
        with folder_lock(self.folder):
            restore(self.journal, self.registry.reconnect)

    def restore_volumes_unless_playing(self) -> None:
        """Restore them, but not while a session plays, or begins: its speaker is silent then, and low on purpose.

        A session that begins meanwhile takes commands already, and waits in `restore_volumes`.
        """
        if is_session_running(self.folder):  # and may hold the lock for long
            return
        with folder_lock(self.folder):
            if not is_session_running(self.folder):
                restore(self.journal, self.registry.reconnect)
