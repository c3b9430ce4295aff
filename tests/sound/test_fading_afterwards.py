"""A bed that goes on after the massage: level, then ten minutes of fading, then silence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from audioguide.model.afterwards import Afterwards
from audioguide.model.audio import Stereo
from audioguide.model.chapters import Chapter
from audioguide.model.timeline import Pulse, Timeline
from audioguide.planning.afterwards import with_afterwards
from audioguide.plugins import Bed
from audioguide.rendering.bed import open_beds
from audioguide.sound.mixer import mix, stems
from audioguide.sound.tones.stroke import NoTones
from audioguide.units import Samples, decibels, samples

MASSAGE = Timeline(
    length=samples(60),
    pulse=Pulse(tempo=60.0),
    events=(),
    chapters=(Chapter(start=samples(0), end=samples(60), title="All"),),
    lead_in=samples(2),
    fade_in=samples(6),
    fade_out=samples(11),
    silence=samples(1.5),
)
GOES_ON = with_afterwards(MASSAGE, Afterwards(bed="ocean", length=samples(30 * 60)))
END = 60 + 30 * 60


class Steady:
    """A bed that is one everywhere: what is heard of it are the fades."""

    def render(self, start: Samples, length: Samples) -> Stereo:  # noqa: ARG002
        return np.ones((length, 2), np.float32)


def level(second: float, timeline: Timeline = GOES_ON) -> float:
    """The level in dB of both beds together, where they are the same."""
    start = samples(second)
    window = next(stems(timeline, {}, NoTones(), Steady(), Steady(), span=(start, Samples(start + 10))))[1]
    return decibels(float(window.bed[0, 0]))


def heard(timeline: Timeline, beds: tuple[Bed, Bed | None], start: int, stop: int, block: int = 16_384) -> Stereo:
    blocks = mix(timeline, {}, NoTones(), *beds, span=(Samples(start), Samples(stop)), block=block)
    return np.concatenate([one.sound for one in blocks])


def test_it_goes_on_at_the_level_of_the_massage() -> None:
    for second in (20, 47.5, 50, 53, 56, 58.5, 59.5, 60, 61, 600, END - 601.6):
        assert level(second) == pytest.approx(0.0, abs=0.001)


def test_it_fades_over_its_last_ten_minutes_and_ends_in_silence() -> None:
    end = END - 1.5
    assert level(end - 450) == pytest.approx(-1.3, abs=0.1)
    assert level(end - 300) == pytest.approx(-5.5, abs=0.1)
    assert level(end - 60) == pytest.approx(-25.9, abs=0.1)
    assert level(end) == pytest.approx(-46.7, abs=0.1)
    assert level(END - 0.01) < -100.0
    levels = [level(second) for second in range(END - 600, END - 1, 7)]
    assert levels == sorted(levels, reverse=True)


def test_a_short_one_fades_all_the_time() -> None:
    short = with_afterwards(MASSAGE, Afterwards(bed="ocean", length=samples(5 * 60)))
    assert level(58.5, short) == pytest.approx(0.0, abs=0.001)
    assert level(58.5 + 150, short) == pytest.approx(-5.5, abs=0.1)
    assert level(60 + 300 - 0.01, short) < -100.0


def test_the_massage_before_it_is_the_same_bit_for_bit() -> None:
    beds = open_beds("heartbeat", GOES_ON)
    until = samples(60 - 1.5 - 11)
    assert np.array_equal(heard(GOES_ON, beds, 0, until), heard(MASSAGE, (beds[0], None), 0, until))


@pytest.mark.parametrize("at", [samples(52.5), samples(700), GOES_ON.length - samples(100)])
def test_any_window_of_it_is_the_same_with_any_blocks(at: Samples) -> None:
    """Also far into the fade, where a 32-bit float cannot count the samples any more."""
    beds = open_beds("rain", GOES_ON)
    whole = heard(GOES_ON, beds, at, at + 90_000)
    assert np.array_equal(heard(GOES_ON, beds, at, at + 90_000, block=7_001), whole)
    assert np.array_equal(heard(GOES_ON, beds, at + 30_001, at + 30_101), whole[30_001:30_101])
    assert np.abs(whole).max() > 1e-4


def test_the_same_bed_is_one_that_goes_on() -> None:
    first, goes_on = open_beds("ocean", GOES_ON)
    assert goes_on is first
    assert open_beds("ocean", MASSAGE)[1] is None
    other, goes_on = open_beds("heartbeat", GOES_ON)
    assert goes_on not in (None, other)


def test_a_bed_with_a_tempo_of_its_own_keeps_it() -> None:
    lullaby = replace(GOES_ON, afterwards=Afterwards(bed="lullaby", length=samples(60)))
    at_its_own = replace(lullaby, pulse=Pulse(tempo=72.0))
    windows = [open_beds("none", one)[1] for one in (lullaby, at_its_own)]
    one, other = (bed.render(samples(20), samples(1)) for bed in windows if bed)
    assert np.array_equal(one, other)
