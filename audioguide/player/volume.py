"""Caps a speaker's volume before playback: read, journalled, lowered and verified, and restored afterwards.

Where it can only be set (AirPlay), it is set before the first sound and not restored: the original is unknown.

A volume is a position on the speaker's own scale, 0 to 1, not a sound pressure level in the room.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from audioguide.errors import AudioguideError, SpeakerError, TakenOverError
from audioguide.plugins import Device, Speaker
from audioguide.state import put_aside, read_state, write_state
from audioguide.state.bug_report import log_bug

log = logging.getLogger(__name__)

DEFAULT_CAP = 0.25
"""The highest volume, 0 to 1, unless the user chooses another."""
_ROUNDING_TOLERANCE = 0.02
"""On the scale 0 to 1. Speakers have 30 to 100 volume steps, and round to the next one."""


@dataclass(frozen=True, slots=True)
class VolumeJournal:
    """The volumes to restore, 0 to 1, in a JSON file that survives a crash."""

    file: Path

    def read(self) -> dict[Device, float]:
        """Return the volumes that are still to be restored; none where there is no file, or a damaged one, put aside.

        Raises:
            ShelfError: the file is there, and cannot be read now.
        """
        try:
            rows = json.loads(read_state(self.file, nothing="[]"))
            return {Device.from_json(row["device"]): volume_in(row["volume"]) for row in rows}
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            put_aside(self.file)
            return {}

    def record(self, device: Device, volume: float) -> None:
        """Record an original volume, 0 to 1. The first record wins: a later one would be our own cap.

        Raises:
            ShelfError: it cannot be written.
        """
        if self.original(device) is None:
            self._write({**self.read(), device: volume})

    def original(self, device: Device) -> float | None:
        """Return the volume to restore of a device, wherever it was then; None where there is none."""
        return next((volume for one, volume in self.read().items() if one.key == device.key), None)

    def forget(self, device: Device) -> None:
        """Remove a volume that has been restored."""
        self._write({one: volume for one, volume in self.read().items() if one.key != device.key})

    def _write(self, volumes: dict[Device, float]) -> None:
        rows = [{"device": asdict(device), "volume": volume} for device, volume in volumes.items()]
        write_state(self.file, json.dumps(rows, ensure_ascii=False, allow_nan=False))


def volume_in(value: object) -> float:
    """Return a volume that was kept, from 0 to 1.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        msg = f"{value!r} is no volume"
        raise ValueError(msg)
    return min(1.0, max(0.0, float(value)))


def in_percent(volume: float) -> str:
    """Return a volume, 0 to 1, as it is told: ``30 %``."""
    return f"{100 * volume:.0f} %"


@contextlib.contextmanager
def capped(
    speaker: Speaker,
    device: Device,
    journal: VolumeJournal | None,
    *,
    cap: float = DEFAULT_CAP,
    unknown_ok: bool = False,
) -> Iterator[None]:
    """Lower the volume to `cap` while entered, and restore it on exit, after playback has stopped.

    A volume that can be set but not read is set to `cap`, and stays there.

    Args:
        speaker: connected, silent.
        device: its key in the journal.
        journal: keeps the original volume until it is restored; None: it is not restored, however this ends.
        cap: 0 to 1.
        unknown_ok: play even where the volume can be neither read nor set.

    Raises:
        SpeakerError: the volume can be neither read nor set, or the speaker does not lower it.
    """
    if "volume" not in speaker.abilities:
        if not unknown_ok:
            msg = f"'{device.name}' lets nobody read or set its volume, so nothing is played; set it at the speaker, "
            msg += "low, and add --volume-unknown-ok"
            raise SpeakerError(msg)
        yield
        return
    before = speaker.volume()
    if before is None:
        speaker.set_volume(cap)
        yield
        return
    if journal is None:
        _lower(speaker, device, before, cap)
        yield
        return
    if before > cap:
        journal.record(device, before)
    is_theirs = False
    try:
        _lower(speaker, device, before, cap)
        yield
    except TakenOverError as error:
        original = journal.original(device)
        if original is None or _is_silent(speaker):
            raise
        is_theirs = True
        msg = (
            f"{error}; its volume was {in_percent(original)}, and `audioguide speakers` puts it back once it is silent"
        )
        raise TakenOverError(msg) from error
    finally:
        if not is_theirs and (original := journal.original(device)) is not None:
            _restore(speaker, device, original, journal)


def _lower(speaker: Speaker, device: Device, before: float, cap: float) -> None:
    """Lower the volume from `before` to `cap` where it is higher, and make sure that it is."""
    if before <= cap:
        return
    speaker.set_volume(cap)
    now = speaker.volume()
    if now is None or now > cap + _ROUNDING_TOLERANCE:
        msg = f"'{device.name}' does not lower its volume to {in_percent(cap)}, so nothing is played"
        raise SpeakerError(msg)


def restore(journal: VolumeJournal, connect: Callable[[Device], Speaker]) -> None:
    """Restore the volumes that a crash has left lowered, except of a speaker that is playing: it would get louder."""
    for device, volume in journal.read().items():
        what = f"the volume of '{device.name}' was {in_percent(volume)} and cannot be put back"
        try:
            with contextlib.closing(connect(device)) as speaker:
                if _is_silent(speaker):
                    _restore(speaker, device, volume, journal)
        except AudioguideError as error:
            log.warning("%s: %s; if it is gone for good, take it out of '%s'", what, error, journal.file)
        except Exception as error:  # noqa: BLE001 - a bug in one must not keep the others from being put back
            log_bug(f"{what} ({type(error).__name__}: {error})")


def _is_silent(speaker: Speaker) -> bool:
    with contextlib.suppress(SpeakerError):
        return speaker.status().state == "stopped"
    return False


def _restore(speaker: Speaker, device: Device, volume: float, journal: VolumeJournal) -> None:
    """Restore a volume; on failure it stays in the journal for the next time."""
    try:
        speaker.set_volume(volume)
    except SpeakerError as error:
        was = in_percent(volume)
        log.warning("the volume of '%s' was %s and is not put back yet: %s", device.name, was, error)
    else:
        journal.forget(device)
