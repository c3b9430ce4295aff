"""Volume first: it is read, written down, capped and looked at again before the first sound, and put back afterwards.

Where it can only be set (AirPlay), it is set before the first sound, and not put back: nobody knows what it was.

A percentage is the speaker's own scale and no level in a room: nothing here promises one.
"""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from audioguide.errors import AudioguideError, SpeakerError
from audioguide.plugins import Device, Speaker

log = logging.getLogger(__name__)

CAP = 0.25
"""The most that is allowed where nothing else is asked for."""
_STEP = 0.02
"""Speakers count in steps, 30 to 100 of them: one that rounds to the next has done as it was told."""


@dataclass(frozen=True, slots=True)
class Notebook:
    """Volumes to be put back, in a file: what a crash cannot forget."""

    file: Path

    def read(self) -> dict[Device, float]:
        """Return what has not been put back yet."""
        try:
            return {Device(**one["device"]): float(one["volume"]) for one in json.loads(self.file.read_text("utf-8"))}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def note(self, device: Device, volume: float) -> None:
        """Write down what a volume was. The first note counts: later ones would be of our own cap."""
        self._write({device: volume} | self.read())

    def forget(self, device: Device) -> None:
        """Strike out what has been put back."""
        self._write({one: volume for one, volume in self.read().items() if one != device})

    def _write(self, volumes: dict[Device, float]) -> None:
        rows = [{"device": asdict(device), "volume": volume} for device, volume in volumes.items()]
        draft = self.file.with_suffix(".new")
        draft.write_text(json.dumps(rows, ensure_ascii=False, allow_nan=False), "utf-8")
        draft.replace(self.file)


@contextlib.contextmanager
def capped(
    speaker: Speaker, device: Device, notebook: Notebook, *, cap: float = CAP, unknown_ok: bool = False
) -> Iterator[None]:
    """Hold the volume at `cap` or less; on the way out, put it back. Whoever plays has stopped by then.

    A volume that can be set and not read is set to `cap`, and stays there.

    Args:
        speaker: connected, silent.
        device: what it is written down as.
        notebook: where.
        cap: 0 to 1.
        unknown_ok: play also where the volume can be neither read nor set.

    Raises:
        SpeakerError: the volume can be neither read nor set, or is not lowered.
    """
    if "volume" not in speaker.abilities:
        if not unknown_ok:
            msg = f"'{device.name}' lets nobody read or set its volume, so nothing is played; set it at the speaker, "
            msg += "low, and say --volume-unknown-ok"
            raise SpeakerError(msg)
        yield
        return
    before = speaker.volume()
    if before is None:
        speaker.set_volume(cap)
        yield
        return
    if before > cap:
        notebook.note(device, before)
    try:
        if before > cap:
            speaker.set_volume(cap)
            now = speaker.volume()
            if now is None or now > cap + _STEP:
                msg = f"'{device.name}' does not lower its volume to {cap:.0%}, so nothing is played"
                raise SpeakerError(msg)
        yield
    finally:
        if (original := notebook.read().get(device)) is not None:
            _put_back(speaker, device, original, notebook)


def restore(notebook: Notebook, connect: Callable[[Device], Speaker]) -> None:
    """Put back what a crash has left low. A speaker that sounds is left alone: nothing gets louder while it plays."""
    for device, volume in notebook.read().items():
        try:
            speaker = connect(device)
        except AudioguideError as error:
            log.warning("the volume of '%s' was %.0f %% and cannot be put back: %s", device.name, 100 * volume, error)
            continue
        with contextlib.closing(speaker), contextlib.suppress(SpeakerError):
            if speaker.status().state == "stopped":
                _put_back(speaker, device, volume, notebook)


def _put_back(speaker: Speaker, device: Device, volume: float, notebook: Notebook) -> None:
    """Put a volume back; where that fails, the note stays for the next time."""
    try:
        speaker.set_volume(volume)
    except SpeakerError as error:
        log.warning("the volume of '%s' was %.0f %% and is not put back yet: %s", device.name, 100 * volume, error)
    else:
        notebook.forget(device)
