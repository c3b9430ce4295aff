"""The mix is a function of the timeline: any window of it can be computed alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fakes.scripts import stroke
from fakes.search import examples
from hypothesis import given
from hypothesis import strategies as st

from audioguide.model.audio import Clip, Stereo
from audioguide.model.chapters import Chapter
from audioguide.model.timeline import Beat, Pulse, Say, Timeline
from audioguide.rendering.bed import open_bed
from audioguide.repertoire import vocabulary
from audioguide.sound.mixer import mix, stems
from audioguide.sound.room import InRoom
from audioguide.sound.synth import LOW_STEP, upsample
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
    """Tones that are one everywhere, in a room that gives nothing back."""

    opening = closing = InRoom(dry=np.zeros((2, 1), np.float32), wet=np.zeros((2, 1), np.float32))

    def __call__(self, beat: Beat) -> InRoom:
        count = (beat.end - beat.start) // LOW_STEP
        return InRoom(dry=np.ones((2, count), np.float32), wet=np.zeros((2, count), np.float32))


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
        [part.bed + part.tones + part.room + part.speech for _, part in stems(TIMELINE, CLIPS, TONES, HEARTBEAT)]
    )
    assert np.abs(total - WHOLE).max() < 1e-6


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
    between = heard[(heard > at(2.5) + LOW_STEP * TONES.opening.dry.shape[1]) & (heard < at(23))]
    assert between[0] >= at(12)
    assert between[-1] < at(16)


def test_the_same_signals_open_and_close_a_session_with_tones_or_without() -> None:
    for tones in (TONES, NoTones()):
        sound = tones_heard(tones)
        for second, signal in ((2.5, TONES.opening), (23, TONES.closing)):
            length = LOW_STEP * signal.dry.shape[1]
            assert np.array_equal(sound[at(second) :][:length], upsample(signal.dry, 0, length))


def test_tones_go_down_before_a_word_as_the_bed_does() -> None:
    sound = tones_heard(TONES)[at(14.5) : at(16)]
    assert np.array_equal(sound[: at(1)], upsample(TONES(TIMELINE.beats[1]).dry, at(0.5), at(1.5)))
    level = np.concatenate([part.tones[:, 0] for _, part in stems(TIMELINE, CLIPS, Humming(), Steady())])
    for inside in (slice(at(12.01), at(13.99)), slice(at(14.01), at(15.99))):
        assert np.allclose(level[inside], bed_level()[inside], atol=1e-6)


def test_the_whole_session_can_be_shifted() -> None:
    softer = np.concatenate([one.sound for one in mix(TIMELINE, CLIPS, TONES, HEARTBEAT, gain_db=-4.0)])
    np.testing.assert_allclose(softer, WHOLE * gain(-4.0), atol=1e-6)


def test_it_comes_out_of_silence_and_dissolves_into_it_at_its_last_sample() -> None:
    level = bed_level()
    assert level[0] == 0.0
    assert -70.0 < decibels(float(level[at(0.2)])) < -40.0
    assert -60.0 < decibels(float(level[at(29.0)])) < -45.0
    assert np.abs(WHOLE[at(29.0) : at(29.9)]).reshape(9, -1).max(axis=1).min() > 1e-7
    assert decibels(float(np.abs(WHOLE[at(29.0) :]).max())) < -60.0


def test_the_room_answers_every_sound_after_its_end() -> None:
    room = np.concatenate([part.room for _, part in stems(TIMELINE, CLIPS, TONES, Steady())])
    for end in (10.5, 16.0, 20.0):
        after = np.abs(room[at(end + 0.05) : at(end + 0.4)]).max()
        assert after > 1e-5
        assert np.abs(room[at(end + 1.2) : at(end + 1.25)]).max() < after / 30


def test_at_bedtime_each_cue_is_softer_than_the_one_before() -> None:
    calm = replace(TIMELINE, pulse=Pulse(tempo=60.0, slowing=0.08))
    speech = np.concatenate([part.speech[:, 0] for _, part in stems(calm, CLIPS, TONES, Steady())])
    levels = [decibels(float(speech[event.start + 1000] / CLIPS[event.text].sound[1000])) for event in TIMELINE.says]
    assert levels == pytest.approx([-2.7 * event.start / at(30) for event in TIMELINE.says], abs=0.01)
    assert levels == sorted(levels, reverse=True)


def test_the_bed_is_down_before_the_first_syllable_and_through_short_gaps() -> None:
    level = bed_level()
    assert level[at(9 - 0.4) - 1] == 1.0
    for second in (9.0, 10.0, 10.9, 11.5):
        assert decibels(float(level[at(second)])) == pytest.approx(-4.5, abs=0.01)
    assert level[at(12 + 2.5)] == 1.0


def test_no_level_of_the_bed_changes_suddenly() -> None:
    level = bed_level()[at(6) : at(22)]
    in_50_ms = level[SAMPLE_RATE // 20 :] / level[: -SAMPLE_RATE // 20]
    assert np.abs(20 * np.log10(in_50_ms)).max() < 2.0


def test_fades_take_their_time() -> None:
    level = bed_level()
    assert level[at(5)] == 1.0
    assert level[at(2.5)] == pytest.approx(0.5, abs=0.001)
    assert level[at(23)] == 1.0
    assert level[at(26)] == pytest.approx(0.53, abs=0.001)
