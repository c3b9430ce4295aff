"""The mix is a function of the timeline: any window of it can be computed alone."""

from __future__ import annotations

import numpy as np
import pytest
from fakes.scripts import stroke
from fakes.search import examples
from hypothesis import given
from hypothesis import strategies as st

from audioguide.model.audio import Clip, Stereo
from audioguide.model.timeline import Beat, Chapter, Pulse, Say, Timeline
from audioguide.rendering.bed import open_bed
from audioguide.repertoire import vocabulary
from audioguide.sound.mixer import mix, stems
from audioguide.sound.tones.stroke import NoTones, StrokeTones
from audioguide.units import SAMPLE_RATE, Samples, decibels, gain, samples

PULSE = Pulse(tempo=60.0)
TONES = StrokeTones(vocabulary().landmarks)
HEARTBEAT = open_bed("heartbeat", PULSE)


def at(second: float) -> Samples:
    return samples(second)


def say(start: float, end: float) -> Say:
    return Say(start=at(start), end=at(end), text=f"{start}-{end}", role="cue")


def beat(start: float, end: float, index: int = 0) -> Beat:
    return Beat(start=at(start), end=at(end), stroke=stroke(), side="right", index=index, of=2)


TIMELINE = Timeline(
    length=at(30),
    pulse=PULSE,
    events=(say(9, 10.5), say(11.2, 12), beat(12, 14), beat(14, 16, 1), say(19, 20)),
    chapters=(Chapter(start=at(0), end=at(30), title="All"),),
    lead_in=at(1),
    fade_in=at(4),
    fade_out=at(6),
    silence=at(1),
)


def ramp(length: int) -> Clip:
    """A clip whose every sample tells where it is."""
    return Clip(sound=(np.arange(1, length + 1) / 2**20).astype(np.float32))


CLIPS = {event.text: ramp(event.end - event.start) for event in TIMELINE.says}


class Steady:
    """A bed that is one everywhere: what is heard of it is the fades and the ducking."""

    def render(self, start: Samples, length: Samples) -> Stereo:  # noqa: ARG002
        return np.ones((length, 2), np.float32)


class Humming:
    """Tones that are one everywhere."""

    opening = closing = np.zeros((1, 2), np.float32)

    def __call__(self, beat: Beat) -> Stereo:
        return np.ones((beat.end - beat.start, 2), np.float32)


def mixed(block: int = 16_384, span: tuple[Samples, Samples] | None = None) -> Stereo:
    blocks = mix(TIMELINE, CLIPS, TONES, HEARTBEAT, block=block, span=span)
    return np.concatenate([one.sound for one in blocks])


def bed_level() -> Stereo:
    return np.concatenate([part.bed[:, 0] for _, part in stems(TIMELINE, CLIPS, TONES, Steady())])


WHOLE = mixed()


@given(st.integers(500, 200_000))
@examples(12)
def test_the_size_of_the_blocks_changes_nothing(block: int) -> None:
    assert np.array_equal(mixed(block), WHOLE)


@given(st.integers(0, TIMELINE.length - 1), st.integers(1, 100_000))
@examples(12)
def test_any_window_is_the_same_as_in_the_whole(start: int, length: int) -> None:
    stop = min(start + length, TIMELINE.length)
    assert np.array_equal(mixed(span=(Samples(start), Samples(stop))), WHOLE[start:stop])


def test_the_stems_add_up_to_the_mix() -> None:
    total = np.concatenate(
        [part.speech + part.tones + part.bed for _, part in stems(TIMELINE, CLIPS, TONES, HEARTBEAT)]
    )
    assert np.array_equal(total, WHOLE)


def test_every_clip_sample_lands_where_the_timeline_says() -> None:
    speech = np.concatenate([part.speech for _, part in stems(TIMELINE, CLIPS, TONES, Steady())])
    expected = np.zeros_like(speech)
    for event in TIMELINE.says:
        expected[event.start : event.end] = CLIPS[event.text].sound[:, None]
    assert np.array_equal(speech, expected)


def tones_heard(tones: StrokeTones | NoTones) -> Stereo:
    return np.concatenate([part.tones for _, part in stems(TIMELINE, CLIPS, tones, Steady())])


def test_tones_sound_only_in_their_beats_and_in_the_signals() -> None:
    heard = np.flatnonzero(np.abs(tones_heard(TONES)).max(axis=1) > 1e-6)
    between = heard[(heard > at(1) + len(TONES.opening)) & (heard < at(23))]
    assert between[0] >= at(12)
    assert between[-1] < at(16)


def test_the_same_signals_open_and_close_a_session_with_tones_or_without() -> None:
    for tones in (TONES, NoTones()):
        sound = tones_heard(tones)
        assert np.array_equal(sound[at(1) :][: len(tones.opening)], TONES.opening)
        assert np.array_equal(sound[at(23) :][: len(tones.closing)], TONES.closing)


def test_tones_go_down_before_a_word_as_the_bed_does() -> None:
    sound = tones_heard(TONES)[at(14) : at(16)]
    assert np.array_equal(sound[at(0) : at(1)], TONES(TIMELINE.beats[1])[: at(1)])
    level = np.concatenate([part.tones[:, 0] for _, part in stems(TIMELINE, CLIPS, Humming(), Steady())])
    assert np.array_equal(level[at(12) : at(16)], bed_level()[at(12) : at(16)])


def test_the_whole_session_can_be_shifted() -> None:
    softer = np.concatenate([one.sound for one in mix(TIMELINE, CLIPS, TONES, HEARTBEAT, gain_db=-4.0)])
    np.testing.assert_allclose(softer, WHOLE * gain(-4.0), atol=1e-6)


@pytest.mark.parametrize("second", [0.0, 0.99, 29.01, 29.9])
def test_there_is_silence_at_both_ends(second: float) -> None:
    assert not WHOLE[at(second)].any()


def test_the_bed_is_down_before_the_first_syllable_and_through_short_gaps() -> None:
    level = bed_level()
    assert level[at(9 - 0.4) - 1] == 1.0
    for second in (9.0, 10.0, 10.9, 11.5):
        assert decibels(float(level[at(second)])) == pytest.approx(-8.0, abs=0.01)
    assert level[at(12 + 1.2)] == 1.0


def test_no_level_of_the_bed_changes_suddenly() -> None:
    level = bed_level()[at(6) : at(22)]
    in_50_ms = level[SAMPLE_RATE // 20 :] / level[: -SAMPLE_RATE // 20]
    assert np.abs(20 * np.log10(in_50_ms)).max() < 2.0


def test_fades_take_their_time() -> None:
    level = bed_level()
    assert level[at(5)] == 1.0
    assert level[at(3)] == pytest.approx(0.5, abs=0.001)
    assert level[at(23)] == 1.0
    assert level[at(26)] == pytest.approx(0.5, abs=0.001)
