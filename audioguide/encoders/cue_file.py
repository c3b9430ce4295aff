"""One spoken cue as a sound file: no session, so no chapters and no timeline."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import soundfile

from audioguide.encoders.tags import id3_comment
from audioguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from audioguide.model.audio import Mono


def cue_file(sound: Mono, kind: str, comment: str) -> bytes:
    """Return a cue as a file.

    Args:
        sound: of the cue, at 44,100 Hz.
        kind: of file, as libsndfile calls it: ``wav``, ``flac``, ``ogg``, ``mp3``.
        comment: what a player shows of it; empty: nothing.
    """
    content = BytesIO()
    tag = id3_comment(comment) if comment and kind.casefold() == "mp3" else b""  # libsndfile's own is in Latin 1
    with soundfile.SoundFile(content, "w", SAMPLE_RATE, channels=1, format=kind) as file:
        if comment and not tag:
            file.comment = comment
        file.write(sound)
    return tag + content.getvalue()
