"""For Python: the whole way in one call, and the result as a pydub segment."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import soundfile

from audioguide.cache import Cache
from audioguide.rendering.render import render as render_session
from audioguide.rendering.request import find_routine, prepare
from audioguide.rendering.shelf import Shelf
from audioguide.units import parse_duration

if TYPE_CHECKING:
    from pydub import AudioSegment

    from audioguide.model.routine import Guidance, Preparation
    from audioguide.model.session import Session
    from audioguide.rendering.make import Progress
    from audioguide.rendering.request import ToneStyle


def render(
    routine: str,
    *,
    length: str | None = None,
    guidance: Guidance | None = None,
    voice: str = "auto",
    language: str | None = None,
    bed: str | None = None,
    preparation: Preparation | None = None,
    baby: str | None = None,
    tones: ToneStyle = "soft",
    loudness: float = -18.0,
    stems: str | Path | None = None,
    output: str | Path | None = None,
    folder: str | Path = "output",
    force: bool = False,
    fresh: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Session:
    """Make a session.

    Args:
        routine: a built-in routine's name, or a file.
        length: ``10m``; the routine's own where left out.
        guidance: how much is spoken at most; as the routine says where left out, which is mostly practised.
        voice: a voice's name, or auto.
        language: of the words; the routine's own where left out.
        bed: the background, a name or a sound file; the routine's own where left out.
        preparation: how much is said before the massage.
        baby: a name for "your baby".
        tones: how the strokes sound.
        loudness: LUFS of the voice, and all else with it.
        stems: a folder for speech, tones and bed as WAV files.
        output: the file to make; a name in `folder` where left out.
        folder: the shelf.
        force: write over a file that is something else.
        fresh: make it again although it is there.
        workers: pieces made at a time; as many as processors where left out.
        progress: called while something is going on.

    Raises:
        AudioguideError: it cannot be made; the sentence says why and what is possible.
        ValueError: `length` is not a length.
    """
    request = prepare(
        find_routine(routine, language),
        length=parse_duration(length) if length is not None else None,
        guidance=guidance,
        voice=voice,
        language=language,
        bed=bed,
        preparation=preparation,
        baby=baby,
        tones=tones,
        loudness=loudness,
    )
    return render_session(
        request,
        Cache(platformdirs.user_cache_path("audioguide", appauthor=False)),
        Shelf(Path(folder)),
        output=Path(output) if output is not None else None,
        force=force,
        fresh=fresh,
        stems_in=Path(stems) if stems is not None else None,
        workers=workers,
        progress=progress,
    )


def as_segment(session: Session) -> AudioSegment:
    """Hand a session over to pydub, decoded: for those who go on editing. Needs no ffmpeg."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydub looks for ffmpeg when it is loaded, and warns where there is none
        from pydub import AudioSegment  # noqa: PLC0415 - loaded here, to be quiet

    sound, rate = soundfile.read(session.path, dtype="int16", always_2d=True)
    return AudioSegment(sound.tobytes(), frame_rate=rate, sample_width=2, channels=sound.shape[1])
