"""The sound device of this computer, by PortAudio (extra ``record``): where there is no program that plays."""

from __future__ import annotations

import contextlib
import importlib
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import soundfile

from audioguide.errors import SpeakerError
from audioguide.plugins import Ability, Device, Sound, Status
from audioguide.units import Samples


class SoundDevice:
    """A file, decoded as it is heard. Its volume is a factor on amplitude, which ends with the session."""

    abilities: frozenset[Ability] = frozenset({"pause", "seek", "volume"})
    fetches = False

    @staticmethod
    def place() -> str | None:
        """Return the name of the default device."""
        try:
            library = importlib.import_module("sounddevice")  # here: it asks every device as soon as it is imported
        except (ImportError, OSError):  # not installed; without PortAudio
            return None
        try:
            return str(library.query_devices(kind="output")["name"])
        except (library.PortAudioError, ValueError):
            return None

    def __init__(self, device: Device) -> None:
        """Take the default device."""
        self._name = device.address
        self._library: Any = importlib.import_module("sounddevice")
        self._lock = threading.Lock()
        """Held by whoever reads the file: the device in a thread of its own, or one who jumps."""
        self._file: soundfile.SoundFile | None = None
        self._stream: Any = None
        self._gain = self._heard_at = 1.0
        self._paused = self._ended = False
        self._trouble = ""

    def play(self, sound: Sound) -> None:
        """Open the file and the device."""
        self.stop()
        try:
            self._file = soundfile.SoundFile(sound.path)
        except (soundfile.LibsndfileError, OSError) as error:
            msg = f"cannot read {sound.path}: {error}"
            raise SpeakerError(msg) from error
        self._paused = self._ended = False
        self._trouble, self._heard_at = "", self._gain
        with self._told():
            self._stream = self._library.OutputStream(
                samplerate=self._file.samplerate,
                channels=self._file.channels,
                dtype="float32",
                latency="high",
                callback=self._fill,
            )
            self._stream.start()

    def pause(self) -> None:
        """Hold on."""
        self._paused = True

    def resume(self) -> None:
        """Go on."""
        self._paused = False

    def seek(self, position: Samples) -> None:
        """Jump, to the sample."""
        if self._file:
            with self._lock:
                self._file.seek(min(position, self._file.frames))

    def stop(self) -> None:
        """Close the device and the file."""
        stream, self._stream = self._stream, None
        with contextlib.suppress(SpeakerError), self._told():  # it has gone: silent enough
            if stream:
                stream.stop()
                stream.close()
        if self._file:
            self._file.close()
            self._file = None

    def status(self) -> Status:
        """Tell how much of the file has been given to the device, less what waits there."""
        if self._file is None or self._stream is None or self._ended:
            return Status(state="stopped", position=Samples(0))
        if self._trouble or not self._stream.active:
            msg = f"the sound device '{self._name}' does not play: {self._trouble or 'it has gone'}"
            raise SpeakerError(msg)
        with self._lock:
            given = self._file.tell()
        position = Samples(max(0, given - round(self._stream.latency * self._file.samplerate)))
        return Status(state="paused" if self._paused else "playing", position=position)

    def volume(self) -> float:
        """Return the factor on amplitude."""
        return self._gain

    def set_volume(self, level: float) -> None:
        """Set the factor on amplitude."""
        self._gain = level

    def close(self) -> None:
        """Let go of it."""
        self.stop()

    def _fill(self, block: np.ndarray[Any, Any], frames: int, *_: object) -> None:
        """Give the device what it plays next, shape ``(frames, channels)``. It is called from the device's thread."""
        block.fill(0)
        if self._paused or self._ended or self._file is None:
            return
        try:
            with self._lock:
                read = self._file.read(frames, dtype="float32", always_2d=True)
        except (soundfile.LibsndfileError, RuntimeError, ValueError) as error:
            self._trouble = str(error)
            return
        slope = np.linspace(self._heard_at, self._gain, frames, dtype=np.float32)[: len(read), None]  # no click
        block[: len(read)] = read * slope
        self._heard_at = self._gain
        self._ended = len(read) < frames

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (self._library.PortAudioError, ValueError) as error:
            msg = f"the sound device '{self._name}' does not play: {error}"
            raise SpeakerError(msg) from error
