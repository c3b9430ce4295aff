"""A finished session as sound in memory, decoded: for those who go on editing."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import soundfile

from audioguide import plugins
from audioguide.errors import SoundError
from audioguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pydub import AudioSegment

    from audioguide.model.session import Session


def as_segment(session: Session) -> AudioSegment:
    """Hand a session over to pydub, decoded: for those who go on editing. Needs no ffmpeg.

    Raises:
        SoundError: its file cannot be read.
        PluginError: it is an M4A or M4B, and what makes them is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydub looks for ffmpeg when it is loaded, and warns where there is none
        from pydub import AudioSegment  # noqa: PLC0415 - loaded here, to be quiet

    sound, rate = _sound_of(session.path)
    return AudioSegment(sound.tobytes(), frame_rate=rate, sample_width=2, channels=sound.shape[1])


def _sound_of(path: Path) -> tuple[NDArray[np.int16], int]:
    """Return the sound of a session, shape ``(samples, channels)``, and its sample rate.

    Raises:
        SoundError, PluginError: as `as_segment`.
    """
    if path.suffix in (".m4a", ".m4b"):
        plugins.find("encoders", path.suffix[1:])  # raises where it is not installed
        from audioguide.encoders.mp4 import decode_mp4  # noqa: PLC0415 - imported late: it needs an extra

        return decode_mp4(path), SAMPLE_RATE
    try:
        sound, rate = soundfile.read(path, dtype="int16", always_2d=True)
    except soundfile.SoundFileError as error:
        msg = f"'{path}' cannot be read: it is damaged, or gone"
        raise SoundError(msg) from error
    return sound, rate
