"""No session comes nearer to full scale than -3 dBTP, also where its sound is mixed and encoded by stages."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from fakes.sessions import TIMELINE

from audioguide.errors import SoundError
from audioguide.model.audio import Clip, Stereo, silence
from audioguide.rendering import stages
from audioguide.sound.loudness import levelled, true_peak
from audioguide.units import Samples, samples

WORDS = TIMELINE.says[0].text


def spoken() -> np.ndarray:
    """A second and a half with bursts in it, as of consonants."""
    sound = np.random.default_rng(1).normal(0.0, 0.05, samples(1.5)).astype(np.float32)
    sound[::9_000] = 0.9
    return sound


def test_clips_that_will_be_louder_are_held_down_first() -> None:
    clips = {WORDS: Clip(sound=levelled(spoken(), -18.0, -4.5))}
    usual, loudest = (stages.mix(TIMELINE, clips, loudness=loudness) for loudness in (-18.0, -17.0))
    assert usual.clips is clips
    assert true_peak(usual.clips[WORDS].sound) > -5.0
    assert true_peak(loudest.clips[WORDS].sound) + 1.0 <= -4.4
    assert len(loudest.clips[WORDS].sound) == len(usual.clips[WORDS].sound)


def test_a_sound_that_is_too_loud_becomes_no_file(tmp_path: Path) -> None:
    mixed = stages.mix(TIMELINE, {WORDS: Clip(sound=spoken())}, bed="none", tones="off")
    with pytest.raises(SoundError, match=r"at a loudness of -18 LUFS this session has peaks of -?\d\.\d dBTP, over -3"):
        stages.encode(TIMELINE, mixed, tmp_path / "loud.wav")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # numpy's, of infinity times nothing
def test_a_bed_with_a_sample_that_is_no_number_becomes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Damaged:
        def render(self, start: Samples, length: Samples) -> Stereo:
            sound = silence(length)
            sound[: start == 0, 1] = math.nan
            return sound

    monkeypatch.setattr("audioguide.rendering.stages.open_beds", lambda *_: (Damaged(), None))
    mixed = stages.mix(TIMELINE, {WORDS: Clip(sound=levelled(spoken(), -18.0, -4.5))}, bed="sea.wav", tones="off")
    with pytest.raises(
        SoundError, match=r"the bed 'sea\.wav' is damaged: it has samples that are no numbers of a sound"
    ):
        stages.encode(TIMELINE, mixed, tmp_path / "sea.wav")
    assert [*tmp_path.iterdir()] == []
