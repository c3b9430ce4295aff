"""The sound device of this computer, by PortAudio (extra ``record``): where there is no program that plays."""

from __future__ import annotations

import contextlib
import importlib
import threading
from typing import Any

import numpy as np
import soundfile

from audioguide.errors import SpeakerError
from audioguide.plugins import Ability, Device, Sound, Status
from audioguide.speakers.errors import speaker_errors
from audioguide.state.native_stderr import native_stderr_caught
from audioguide.units import SAMPLE_RATE, Samples, samples


class SoundDevice:
    """A file, decoded as it plays. The volume is a factor on amplitude, which ends with the session."""

    abilities: frozenset[Ability] = frozenset({"pause", "seek", "volume"})
    fetches = False

    @staticmethod
    def find() -> str | None:
        """Return the name of the default output device; None without PortAudio or a device."""
        try:
            with native_stderr_caught():
                library = importlib.import_module("sounddevice")  # not at the top: importing it queries every device
        except (ImportError, OSError):  # the extra, or PortAudio, is not installed
            return None
        try:
            with native_stderr_caught():
                return str(library.query_devices(kind="output")["name"])
        except (library.PortAudioError, ValueError):
            return None

    def __init__(self, device: Device) -> None:
        """Use the default output device; it is opened by `play`."""
        self.device = device
        self._name = device.address
        self._library: Any = importlib.import_module("sounddevice")
        self._lock = threading.Lock()
        """Guards the file, which PortAudio's thread reads and `seek` repositions."""
        self._file: soundfile.SoundFile | None = None
        self._stream: Any = None
        self._gain = self._applied_gain = 1.0
        self._paused = self._ended = False
        self._failure = ""

    def play(self, sound: Sound) -> None:
        """Open the file and the device.

        Raises:
            SpeakerError: one of them cannot be opened.
        """
        self.stop()
        try:
            self._file = soundfile.SoundFile(sound.path)
        except (soundfile.LibsndfileError, OSError) as error:
            msg = f"cannot read {sound.path}: {error}"
            raise SpeakerError(msg) from error
        self._paused = self._ended = False
        self._failure, self._applied_gain = "", self._gain
        with self._errors(), native_stderr_caught():
            self._stream = self._library.OutputStream(
                samplerate=self._file.samplerate,
                channels=self._file.channels,
                dtype="float32",
                latency="high",
                callback=self._fill,
            )
            self._stream.start()

    def pause(self) -> None:
        """Pause."""
        self._paused = True

    def resume(self) -> None:
        """Resume."""
        self._paused = False

    def seek(self, position: Samples) -> None:
        """Seek, exact to the sample."""
        if self._file:
            frame = round(position * self._file.samplerate / SAMPLE_RATE)
            with self._lock:
                self._file.seek(min(frame, self._file.frames))

    def stop(self) -> None:
        """Close the device and the file."""
        stream, self._stream = self._stream, None
        with contextlib.suppress(SpeakerError), self._errors():  # the device is already gone
            if stream:
                stream.stop()
                stream.close()
        if self._file:
            self._file.close()
            self._file = None

    def status(self) -> Status:
        """Return the state, and the seconds written to the device less its latency, in samples.

        Raises:
            SpeakerError: the file cannot be decoded, or the device is gone.
        """
        if self._file is None or self._stream is None or self._ended:
            return Status(state="stopped", position=Samples(0))
        if self._failure or not self._stream.active:
            msg = f"the sound device '{self._name}' does not play: {self._failure or 'it has gone'}"
            raise SpeakerError(msg)
        with self._lock:
            written = self._file.tell() / self._file.samplerate
        position = samples(max(0.0, written - self._stream.latency))
        return Status(state="paused" if self._paused else "playing", position=position)

    def volume(self) -> float:
        """Return the factor on amplitude, 0 to 1."""
        return self._gain

    def set_volume(self, level: float) -> None:
        """Set the factor on amplitude, 0 to 1."""
        self._gain = level

    def close(self) -> None:
        """Close the device and the file."""
        self.stop()

    def _fill(self, block: np.ndarray[Any, Any], frames: int, *_: object) -> None:
        """Fill PortAudio's buffer, shape ``(frames, channels)``; called in PortAudio's thread."""
        block.fill(0)
        if self._paused or self._ended or self._file is None:
            return
        try:
            with self._lock:
                read = self._file.read(frames, dtype="float32", always_2d=True)
        except (soundfile.LibsndfileError, RuntimeError, ValueError) as error:
            self._failure = str(error)
            return
        slope = np.linspace(self._applied_gain, self._gain, frames, dtype=np.float32)[
            : len(read), None
        ]  # a ramp: a step would click
        block[: len(read)] = read * slope
        self._applied_gain = self._gain
        self._ended = len(read) < frames

    def _errors(self) -> contextlib.AbstractContextManager[None]:
        return speaker_errors(self._name, (self._library.PortAudioError, ValueError), _explain)


def _explain(name: str, error: Exception) -> str:
    return f"the sound device '{name}' does not play: {error}"
