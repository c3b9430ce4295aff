"""How near the peaks of a session may come to full scale: clips are held down for it, and what is louder is refused."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from audioguide.errors import SoundError
from audioguide.model.audio import Clip
from audioguide.model.choices import SPEECH_LUFS
from audioguide.sound.loudness import levelled
from audioguide.speech.narrator import Clips, clip_lengths
from audioguide.speech.speaking import CLIP_PEAK

HIGHEST_PEAK = -3.0
"""dBTP: no session is louder, whatever was asked for."""


def held_down(clips: Mapping[str, Clip], gain_db: float) -> Mapping[str, Clip]:
    """Limit clips that will be louder than usual, so that their peaks are where they usually are."""
    if gain_db <= 0:
        return clips
    return Clips(
        clip_lengths(clips), lambda text: Clip(sound=levelled(clips[text].sound, SPEECH_LUFS, CLIP_PEAK - gain_db))
    )


def refuse_too_loud(true_peak: float, *, loudness: float, bed: str) -> None:
    """Keep a session from being published whose peaks come too near to full scale.

    Args:
        true_peak: of the session, in dBTP; infinite where a sample is no number.
        loudness: that was asked for, in LUFS.
        bed: its name, or the path of a file.

    Raises:
        SoundError: they do.
    """
    if true_peak == inf:
        msg = f"the bed '{bed}' is damaged: it has samples that are no numbers of a sound; take another one"
        raise SoundError(msg)
    if true_peak > HIGHEST_PEAK:
        msg = (
            f"at a loudness of {loudness:g} LUFS this session has peaks of {true_peak:.1f} dBTP, over "
            f"{HIGHEST_PEAK:g}; make it softer by {true_peak - HIGHEST_PEAK + 0.05:.1f} dB, or take another bed"
        )
        raise SoundError(msg)
