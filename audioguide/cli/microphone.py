"""Records from the default input device, by PortAudio (extra ``record``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from audioguide.errors import PluginError, SoundError
from audioguide.speech.recordings import Take
from audioguide.state.native_stderr import native_stderr_caught
from audioguide.units import SAMPLE_RATE


class Microphone:
    """The default input device.

    Raises:
        PluginError: sounddevice or PortAudio is not installed.
        SoundError: there is no usable microphone.
    """

    def __init__(self) -> None:
        try:
            with native_stderr_caught():
                import sounddevice  # noqa: PLC0415 - an extra
        except ImportError as error:
            msg = "recording here needs sounddevice; install it with: audioguide add record"
            raise PluginError(msg) from error
        except OSError as error:
            msg = "recording here needs the PortAudio library; install it, on Debian with: apt install libportaudio2"
            raise PluginError(msg) from error
        self._device: Any = sounddevice
        try:
            self.name = str(sounddevice.query_devices(kind="input")["name"])
        except (sounddevice.PortAudioError, ValueError) as error:
            raise SoundError("this computer has no microphone that can be used") from error

    def record(self, until: Callable[[], object]) -> Take:
        """Record mono while `until` runs.

        Returns:
            Float32 samples of shape ``(n,)`` with their rate in Hz.

        Raises:
            SoundError: the device was unplugged, or another program uses it.
        """
        blocks = [np.zeros(0, np.float32)]
        lost = False

        def on_block(block: np.ndarray[Any, Any], _frames: int, _time: object, flags: Any) -> None:  # noqa: ANN401
            nonlocal lost
            blocks.append(block[:, 0].copy())
            lost = lost or flags.input_overflow

        try:
            with native_stderr_caught():
                stream = self._device.InputStream(SAMPLE_RATE, channels=1, dtype="float32", callback=on_block)
            with stream:
                until()
        except self._device.PortAudioError as error:
            msg = f"the microphone does not record: {error}"
            raise SoundError(msg) from error
        return Take(sound=np.concatenate(blocks), sample_rate=SAMPLE_RATE, lost=lost)
