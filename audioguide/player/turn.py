"""One session at a time in a household: how one begins, whoever asks for it, and how its volume is held."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from queue import SimpleQueue

from audioguide.errors import BusyError
from audioguide.player.memory import SpeakerMemory
from audioguide.player.playback import Order
from audioguide.player.remote import RemoteControl
from audioguide.player.volume import capped
from audioguide.player.volume_control import DEFAULT_CEILING, VolumeControl
from audioguide.plugins import Device, Speaker, Status

_LOADING_SECONDS, _POLL_SECONDS = 3.0, 0.25
"""For how long it is waited for what a speaker loads, and between two looks at it."""


@contextlib.contextmanager
def speaker_turn(
    speaker: Speaker, device: Device, memory: SpeakerMemory, commands: SimpleQueue[Order], *, interrupt: bool = False
) -> Iterator[str | None]:
    """Hold the speaker while entered, and take commands from other terminals. What a crash has left is restored first.

    The value is the name of what the speaker plays or loads until then; None where it does neither, or tells none.

    Args:
        speaker: connected.
        device: as it was found.
        memory: of the household, which plays one session at a time.
        commands: gets what other terminals ask for.
        interrupt: hold it even where it plays something already.

    Raises:
        BusyError: another session is playing, or the speaker plays something.
    """
    with RemoteControl(memory.folder, commands):
        memory.restore_volumes()
        status = _settled(speaker)
        is_busy = status.state == "playing"
        if is_busy and not interrupt:
            what = f"'{device.name}' is playing something already"
            raise BusyError(what, "end that first, or add --interrupt")
        yield status.loaded if status.state in {"playing", "loading"} else None


def _settled(speaker: Speaker) -> Status:
    """Return what a speaker does. Between two tracks, and where it buffers, it loads for a moment."""
    deadline = time.monotonic() + _LOADING_SECONDS
    while (status := speaker.status()).state == "loading" and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
    return status


@contextlib.contextmanager
def session_volume(
    speaker: Speaker,
    device: Device,
    memory: SpeakerMemory,
    level: float,
    *,
    ceiling: float = DEFAULT_CEILING,
    keep: bool = False,
    unknown_ok: bool = False,
) -> Iterator[VolumeControl]:
    """Cap the volume at `level` while entered, and yield what changes it.

    Args:
        speaker: connected, silent.
        device: as it was found.
        memory: keeps the original volume where it is to be restored, and the one that is set last.
        level: 0 to 1.
        ceiling: as in `VolumeControl`.
        keep: do not restore the original volume at the end.
        unknown_ok: as in `capped`.

    Raises:
        SpeakerError: as in `capped`.
    """
    journal = None if keep else memory.journal_for(device)
    with capped(speaker, device, journal, cap=level, unknown_ok=unknown_ok):
        yield VolumeControl(
            speaker=speaker,
            device=device,
            journal=journal,
            last_volumes=memory.last_volumes,
            level=level,
            ceiling=ceiling,
        )
