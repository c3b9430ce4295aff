"""Every stroke of the repertoire, heard: measured sound, not curves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import ceil, log2
from typing import Any

import numpy as np
import pytest
from fakes.scripts import stroke
from scipy.signal import find_peaks  # type: ignore[import-untyped]

from audioguide.model.audio import Stereo
from audioguide.model.geometry import Side, parse_path
from audioguide.model.stroke import Stroke
from audioguide.model.timeline import Beat
from audioguide.repertoire import vocabulary
from audioguide.sound.loudness import k_weighting, loudness
from audioguide.sound.room import InRoom
from audioguide.sound.scale import note, pitch
from audioguide.sound.synth import LOW_STEP, upsample
from audioguide.sound.tones.signals import closing, opening
from audioguide.sound.tones.stroke import TIMBRES, NoTones, StrokeTones, tones_for
from audioguide.units import SAMPLE_RATE, Samples, decibels, samples

LANDMARKS = vocabulary().landmarks
STROKE_TONES = StrokeTones(LANDMARKS)
HANDS = StrokeTones(LANDMARKS, replace(TIMBRES["soft"], pluck_db=-120.0))
"""The hand alone, without plucks."""
TEMPO = 60.0
BED_LUFS, BED_AT_THE_OPENING_LUFS = -34.5, -38.0
"""What the default bed has under words, and what it has when the opening signal begins."""


def dry(sound: InRoom, length: int | None = None) -> Stereo:
    return upsample(sound.dry, 0, LOW_STEP * sound.dry.shape[1] if length is None else length)


def heard(sound: InRoom) -> Stereo:
    """With the echoes."""
    return upsample(sound.together(), 0, LOW_STEP * sound.wet.shape[1])


def TONES(one: Beat) -> Stereo:  # noqa: N802
    return dry(STROKE_TONES(one), one.end - one.start)


def sides(of: Stroke) -> tuple[Side, ...]:
    return ("right", "left") if of.sides == "each" else (of.sides,)


def beat(of: Stroke, side: Side | None = None, *, index: int = 0, times: int = 5) -> Beat:
    length = samples(ceil(round(0.95 * of.seconds * TEMPO / 60, 6)) * 60 / TEMPO)
    return Beat(start=Samples(0), end=length, stroke=of, side=side or sides(of)[0], index=index, of=times)


def everything() -> Iterator[tuple[Stroke, Side]]:
    for one in vocabulary().strokes.values():
        yield from ((one, side) for side in sides(one))


def drawn(path: str, **more: Any) -> Stroke:
    return stroke(path=parse_path(path), **more)


def cases(*, wanted: Callable[[Stroke, Side], bool]) -> pytest.MarkDecorator:
    found = [(one, side) for one, side in everything() if wanted(one, side)]
    return pytest.mark.parametrize(("of", "side"), found, ids=[f"{one.id}-{side}" for one, side in found])


every_stroke = cases(wanted=lambda of, side: of.seconds <= 12 and side != "left")  # the others are as these are
directed = cases(wanted=lambda of, _: of.toward != "none")
one_sided = cases(wanted=lambda _, side: side in ("right", "left"))
mirrored = cases(wanted=lambda of, side: side == "both" and of.seconds <= 20)


def centroid(sound: Stereo, low: float = 100.0, high: float = 4000.0) -> float:
    """The middle of the spectrum in octaves: it goes where a tone of few partials goes, and noise too."""
    power = np.abs(np.fft.rfft(sound.sum(axis=1) * np.hanning(len(sound)))) ** 2
    frequency = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE)
    band = (frequency > low) & (frequency < high)
    return float(np.average(np.log2(frequency[band]), weights=power[band]))


def slope(sound: Stereo) -> float:
    """Octaves a second, over what comes before the blip."""
    window = samples(0.25)
    body = sound[: len(sound) - samples(0.5)]
    starts = range(0, len(body) - window, window // 2)
    return float(
        np.polyfit([start / SAMPLE_RATE for start in starts], [centroid(body[s : s + window]) for s in starts], 1)[0]
    )


def balance(sound: Stereo) -> float:
    """Where it is between left, -1, and right, 1, by the power on either side."""
    left, right = np.sqrt((sound.astype(np.float64) ** 2).sum(axis=0))
    return float(np.arctan2(right, left) / (np.pi / 4) - 1.0)


def steepest(sound: Stereo, bed: float) -> float:
    """The largest rise of momentary loudness within 100 ms, in LU, over a bed of so many LUFS."""
    window = samples(0.4)
    padded = np.pad(sound, ((window, -(len(sound) + window) % SAMPLE_RATE + window), (0, 0)))
    # Left as the real part and right as the imaginary one: both are weighted at once.
    spectrum = np.fft.fft(padded[:, 0] + 1j * padded[:, 1])
    weighted = np.fft.ifft(spectrum * k_weighting(np.fft.fftfreq(len(padded), 1 / SAMPLE_RATE)))
    energy = np.concatenate(([0.0], np.cumsum(np.abs(weighted) ** 2)))
    momentary = (energy[window:] - energy[:-window])[:: samples(0.01)] / window
    level = 10.0 * np.log10(np.maximum(momentary, 0.0) + 10.0 ** ((bed + 0.691) / 10.0))
    return float((level[10:] - level[:-10]).max())


@directed
def test_the_pitch_rises_towards_the_heart_and_falls_away_from_it(of: Stroke, side: Side) -> None:
    measured = slope(dry(HANDS(beat(of, side))))
    assert measured > 0.02 if of.toward == "heart" else measured < -0.02


@one_sided
def test_a_limb_is_heard_where_the_parent_sees_it(of: Stroke, side: Side) -> None:
    if of.path.lanes[0][0].name == "move" or "{O}" in str(of.path):
        assert abs(balance(TONES(beat(of, side)))) < 0.05  # from side to side, or nowhere
    else:
        sound = TONES(beat(of, side))
        where = balance(sound)
        left, right = np.sqrt(np.square(sound.astype(np.float64)).sum(axis=0))
        assert 4.0 < abs(decibels(float(right / left))) < 6.0
        assert (where < 0) == (side == "right")  # the baby's right is on the parent's left


@mirrored
def test_mirrored_hands_stay_in_the_middle(of: Stroke, side: Side) -> None:
    assert abs(balance(TONES(beat(of, side)))) < 0.05  # a sway ends on one side


@every_stroke
def test_a_repetition_is_as_long_and_as_loud_as_it_should_be(of: Stroke, side: Side) -> None:
    one = beat(of, side)
    assert TONES(one).shape == (one.end, 2)
    assert loudness(TONES(one)) == pytest.approx(-27.0, abs=1.7)  # 0.7 of it are its turn


@every_stroke
def test_nothing_comes_suddenly_in_a_tone(of: Stroke, side: Side) -> None:
    assert steepest(heard(STROKE_TONES(beat(of, side, index=4))), BED_LUFS) < 6.0


@pytest.mark.parametrize(("sound", "bed"), [(opening(), BED_AT_THE_OPENING_LUFS), (closing(), BED_LUFS)])
def test_nothing_comes_suddenly_in_a_signal(sound: InRoom, bed: float) -> None:
    assert steepest(heard(sound), bed) < 6.0


@every_stroke
def test_a_single_speaker_loses_nothing(of: Stroke, side: Side) -> None:
    sound = TONES(beat(of, side))
    mono = np.repeat(sound.mean(axis=1, keepdims=True), 2, axis=1)
    assert loudness(sound) - loudness(mono) < 1.0


@every_stroke
def test_a_tone_begins_and_ends_in_silence_and_stays_in_its_band(of: Stroke, side: Side) -> None:
    sound = TONES(beat(of, side, index=4))
    assert np.abs(sound[:8]).max() < 1e-4
    assert np.abs(sound[-8:]).max() < 1e-4
    power = np.abs(np.fft.rfft(sound.sum(axis=1))) ** 2
    frequency = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE)
    assert power[(frequency < 120) | (frequency > 4000)].sum() < 0.01 * power.sum()


def test_right_and_left_are_told_apart_by_a_single_speaker() -> None:
    leg = vocabulary().strokes["leg_indian_milk"]
    right, left = (centroid(TONES(beat(leg, side))) for side in ("right", "left"))
    assert left - right > 7 / 12  # a fifth


def test_a_stroke_starts_and_ends_on_notes_of_the_scale() -> None:
    sound = TONES(beat(drawn("line(hip_{S},ankle_{S})", seconds=5.0), "right"))
    window = samples(0.4)
    for found, name in (
        (centroid(sound[:window], high=550), "A4"),
        (centroid(sound[-2 * window : -window], high=450), "B3"),
    ):
        assert found == pytest.approx(log2(note(name)), abs=0.05)


def test_the_clock_goes_up_on_the_left_and_down_on_the_right() -> None:
    sound = TONES(beat(vocabulary().strokes["tummy_clock"]))
    quarters = np.array_split(sound[: -samples(0.5)], 8)
    heights, places = [centroid(one) for one in quarters], [balance(one) for one in quarters]
    assert np.argmax(heights) in (3, 4)
    assert places[1] < -0.2 < 0.2 < places[6]


def test_each_letter_of_i_love_you_is_heard() -> None:
    sound = TONES(beat(vocabulary().strokes["tummy_i_love_u"]))
    places = [balance(one) for one in np.array_split(sound, 24)]
    assert places[0] > 0.05  # I: down on the parent's right
    assert min(places[6:14]) < -0.05  # L and U come from the left
    assert places[-2] > 0.05


@pytest.mark.parametrize(
    ("path", "count"),
    [("press(hip_{S},ankle_{S},5)", 5), ("walk(waist_R,waist_L,4)", 4), ("circle(knee_{S},4,both,3)", 3)],
)
def test_presses_steps_and_circles_are_counted_by_ear(path: str, count: int) -> None:
    sound = dry(HANDS(beat(drawn(path, seconds=6.0, toward="none"), "right")))
    level = np.sqrt([np.mean(one**2) for one in np.array_split(sound[: -samples(0.3)], 120)])
    level = np.convolve(level, np.hanning(13) / np.hanning(13).sum(), "same")
    tops, _ = find_peaks(np.pad(level, 1), prominence=0.15 * level.max())
    assert len(tops) == count


def test_a_hold_is_still() -> None:
    sound = TONES(beat(drawn("hold(knee_{S})", seconds=10.0, toward="none"), "right"))
    parts = np.array_split(sound[samples(1.2) : -samples(1.2)], 12)
    assert np.ptp([20 * np.log10(np.sqrt(np.mean(one**2))) for one in parts]) < 4.0  # it breathes
    assert np.ptp([centroid(one, high=600) for one in parts]) < 0.01


def test_a_wring_sways_and_a_line_does_not() -> None:
    def swaying(path: str) -> float:
        sound = TONES(beat(drawn(path, seconds=6.0, toward="none"), "right"))[samples(1) : samples(5)]
        return float(np.std([centroid(one, high=600) for one in np.array_split(sound, 80)]))

    assert swaying("wring(side_{S},side_{S})") > 0.02  # octaves
    assert swaying("line(side_{S},side_{S})") < 0.005


def test_a_comb_is_noise_that_gets_lighter_each_time() -> None:
    comb = drawn("comb(back.nape,back.bottom)", seconds=5.0, sides="midline")
    first, last = (TONES(beat(comb, "midline", index=index)) for index in (0, 3))
    assert loudness(last) - loudness(first) == pytest.approx(-3.0, abs=0.3)
    hold = TONES(beat(drawn("hold(back.nape)", seconds=5.0, sides="midline"), "midline"))
    noise, tone = (np.abs(np.fft.rfft(one[samples(2) : samples(2.4)].sum(axis=1))) ** 2 for one in (first, hold))
    assert np.sort(noise)[-3:].sum() < 0.3 * noise.sum()
    assert np.sort(tone)[-3:].sum() > 0.7 * tone.sum()


def test_a_passive_movement_is_a_pattern_that_opens() -> None:
    sound = TONES(beat(vocabulary().strokes["move_arms_cross"]))
    heights = [centroid(one, high=650) for one in np.array_split(sound[: -samples(0.5)], 4)]
    assert np.ptp(heights[:3]) < 0.02
    assert heights[3] - heights[2] > 0.25


def test_a_very_short_repetition_has_room_for_its_pluck() -> None:
    sound = TONES(Beat(start=Samples(0), end=samples(0.4), stroke=stroke(), side="right", index=4, of=5))
    assert len(sound) == samples(0.4)
    assert np.abs(sound).max() > 0.01


def test_hands_that_do_different_things_are_both_heard() -> None:
    together = TONES(beat(drawn("hold(hip_{S})|hold(ankle_{S})", toward="none"), "right"))
    assert loudness(together) == pytest.approx(-27.0, abs=1.7)


def test_clear_tones_are_brighter_and_a_little_louder() -> None:
    one = beat(stroke(), "right")
    soft, clear = (dry(StrokeTones(LANDMARKS, TIMBRES[name])(one)) for name in ("soft", "clear"))
    assert loudness(clear) - loudness(soft) == pytest.approx(2.0, abs=0.3)
    assert centroid(clear) > centroid(soft)


def test_off_is_silence() -> None:
    assert isinstance(tones_for("off", LANDMARKS), NoTones)
    silent = tones_for("off", LANDMARKS)(beat(stroke(), "right"))
    assert not heard(silent).any()


def test_the_scale_is_the_pentatonic_on_d() -> None:
    assert note("D4") == 293.66
    assert note("A4") == pytest.approx(440.0, abs=0.1)
    semitones = 12 * np.log2(pitch(np.arange(0.0, 6.0)) / 293.66)
    assert semitones == pytest.approx([0, 2, 4, 7, 9, 12])


def test_a_slide_lingers_on_its_notes_and_never_stands_still() -> None:
    heights = 12 * np.log2(pitch(np.linspace(0.0, 4.0, 401)) / 293.66)
    assert np.diff(heights).min() > 0.002
    off = np.abs(heights[:, None] - np.array([0, 2, 4, 7, 9])).min(axis=1)
    assert np.mean(off < 0.2) > 0.3  # semitones


def test_the_same_repetition_sounds_the_same_in_any_session() -> None:
    one = beat(stroke(), "right")
    assert np.array_equal(heard(StrokeTones(LANDMARKS)(one)), heard(STROKE_TONES(one)))
