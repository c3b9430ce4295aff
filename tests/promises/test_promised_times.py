"""When things happen, in seconds: measured in the plans of built-in routines, and in what is mixed from them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from fakes.planned import plan_of, planner

from audioguide import repertoire
from audioguide.model.audio import Clip, Mono, Stereo
from audioguide.model.chapters import Chapter
from audioguide.model.timeline import Beat, Pause, Pulse, Say, Timeline
from audioguide.sound.mixer import stems
from audioguide.sound.room import InRoom
from audioguide.sound.synth import LOW_STEP
from audioguide.units import Samples

RATE = 44_100
ROUTINES = ("express", "bedtime")


def at(second: float) -> Samples:
    return Samples(round(second * RATE))


def planned(name: str) -> tuple[Timeline, ...]:
    """The shortest, the own and the longest session of a routine."""
    any_length = planner(name)
    lengths = (any_length.shortest, any_length.own, any_length.longest)
    return tuple(plan_of(name, length=length) for length in lengths)


class SteadyBed:
    """A bed that is 1.0 everywhere: what is heard of it is its level."""

    def render(self, start: Samples, length: Samples) -> Stereo:  # noqa: ARG002 - it is everywhere the same
        return np.ones((length, 2), np.float32)


class SteadyTones:
    """Tones that are 1.0 everywhere, without signals and echoes."""

    opening = closing = InRoom(dry=np.zeros((2, 1), np.float32), wet=np.zeros((2, 1), np.float32))

    def __call__(self, beat: Beat) -> InRoom:
        count = (beat.end - beat.start) // LOW_STEP
        return InRoom(dry=np.ones((2, count), np.float32), wet=np.zeros((2, count), np.float32))


def levels(timeline: Timeline, start: float, stop: float) -> tuple[Mono, Mono]:
    """What happens to tones and bed from one second to another: the factor on each sample."""
    clips = {say.text: Clip(sound=np.zeros(say.end - say.start, np.float32)) for say in timeline.says}
    parts = [part for _, part in stems(timeline, clips, SteadyTones(), SteadyBed(), span=(at(start), at(stop)))]
    return np.concatenate([part.tones[:, 0] for part in parts]), np.concatenate([part.bed[:, 0] for part in parts])


def words_at(*spans: tuple[float, float]) -> Timeline:
    """A minute with words from one second to another, and one repetition of a stroke after the other around them."""
    stroke = repertoire.vocabulary().strokes["leg_indian_milk"]
    says = [Say(start=at(start), end=at(end), text=f"{start}", role="cue") for start, end in spans]
    beats = [
        Beat(start=at(second), end=at(second + 1), stroke=stroke, side="right", index=0, of=1)
        for second in range(10, 40)
        if not any(start < second + 1 and second < end for start, end in spans)
    ]
    return Timeline(
        length=at(60),
        pulse=Pulse(tempo=60.0),
        events=tuple(sorted((*says, *beats), key=lambda event: event.start)),
        chapters=(Chapter(start=at(0), end=at(60), title="All"),),
        lead_in=at(2),
        fade_in=at(6),
        fade_out=at(15),
        silence=at(1.5),
    )


@pytest.mark.parametrize("name", ROUTINES)
def test_the_bed_is_there_from_the_start_and_up_after_8_seconds(name: str) -> None:
    own = planned(name)[1]
    _, bed = levels(own, 0, 9)
    assert bed[at(0.0)] == 0.0
    assert bed[at(0.1)] > 0.0
    assert bed[at(4.0)] == pytest.approx(0.5, abs=0.001)
    assert bed[at(7.5)] < 1.0
    assert bed[at(8.0)] == 1.0


@pytest.mark.parametrize("name", ROUTINES)
def test_it_fades_over_11_seconds_and_dissolves_in_a_second_and_a_half_more(name: str) -> None:
    for timeline in planned(name):
        end = timeline.length / RATE
        _, bed = levels(timeline, end - 17, end)
        assert bed[at(0.5)] > 0.59  # 4.5 dB: the last word may be just over
        assert bed[at(6.0)] < 1.0
        assert bed[at(10.0)] == pytest.approx(0.53, abs=0.001)
        assert 0.0 < bed[at(15.6)] < 0.005
        assert bed[-1] < 1e-6


@pytest.mark.parametrize("name", ROUTINES)
def test_no_word_before_the_ninth_second_nor_in_the_fade(name: str) -> None:
    for timeline in planned(name):
        assert timeline.says[0].start >= at(9.0)
        assert timeline.says[0].start < at(10.5)
        assert timeline.events[-1].end <= timeline.length - at(12.5)


@pytest.mark.parametrize("name", ROUTINES)
def test_between_two_cues_there_is_a_breath_of_0_6_seconds(name: str) -> None:
    gaps = [
        (other.start - one.end) / RATE
        for timeline in planned(name)
        for one, other in pairwise(timeline.events)
        if isinstance(one, Say) and isinstance(other, Say)
    ]
    assert gaps
    assert min(gaps) >= 0.6
    assert min(gaps) < 1.1


@pytest.mark.parametrize("name", ROUTINES)
def test_after_the_last_repetition_of_a_stroke_there_are_2_to_20_seconds_to_settle(name: str) -> None:
    for timeline in planned(name):
        for one, other in pairwise(timeline.events):
            if isinstance(one, Beat) and one.index == one.of - 1:
                assert isinstance(other, Pause)
                assert at(2.0) <= other.end - other.start <= at(20.0)


def test_in_the_shortest_session_hands_settle_for_2_seconds_and_in_the_longest_for_nearly_20() -> None:
    shortest, longest = (
        [
            (other.end - other.start) / RATE
            for one, other in pairwise(timeline.events)
            if isinstance(one, Beat) and isinstance(other, Pause)
        ]
        for timeline in (planned("express")[0], planned("bedtime")[-1])
    )
    assert min(shortest) == pytest.approx(2.0, abs=0.01)
    assert max(longest) == pytest.approx(20.0, abs=1.0)


def test_at_its_own_length_hands_settle_for_4_seconds_once_the_massage_has_begun() -> None:
    own = planned("express")[1]
    settling = [
        (other.end - other.start) / RATE
        for one, other in pairwise(own.events)
        if isinstance(one, Beat) and isinstance(other, Pause) and one.start >= own.chapters[1].start
    ]
    assert settling == pytest.approx([4.0] * len(settling), abs=1.01)


@pytest.mark.parametrize("name", ROUTINES)
def test_a_repetition_is_never_more_than_5_percent_shorter_than_written_in_a_session_of_any_length(name: str) -> None:
    for timeline in planned(name):
        assert all(beat.end - beat.start >= 0.95 * beat.stroke.seconds * RATE - 1 for beat in timeline.beats)


def test_tones_and_bed_are_4_and_a_half_db_lower_from_the_first_syllable_to_the_last() -> None:
    timeline = words_at((20.0, 22.0))
    tones, bed = levels(timeline, 15, 30)
    assert 20 * np.log10(bed[at(5.0) : at(7.0)]) == pytest.approx(-4.5, abs=0.01)
    seconds = [
        tones[at(second + 0.01) : at(second + 0.99)] / bed[at(second + 0.01) : at(second + 0.99)]
        for second in (0, 4, 8)
    ]
    assert np.concatenate(seconds) == pytest.approx(1.0, abs=1e-5)


def test_they_go_down_in_0_4_seconds_before_a_word_and_come_up_in_2_5_after_it() -> None:
    _, bed = levels(words_at((20.0, 22.0)), 15, 30)
    below = np.flatnonzero(bed < 0.9999) / RATE + 15
    assert below[0] == pytest.approx(20.0 - 0.4, abs=0.02)
    assert below[-1] == pytest.approx(22.0 + 2.5, abs=0.05)


def test_they_stay_down_between_cues_less_than_3_seconds_apart() -> None:
    for gap, back_up in ((2.8, False), (3.2, True)):
        _, bed = levels(words_at((20.0, 22.0), (22.0 + gap, 27.0)), 20, 27)
        assert (bed.max() > 0.99) == back_up


def test_bedtime_slows_down_over_ten_minutes_and_stays_so() -> None:
    longest = planned("bedtime")[2]
    own = repertoire.routine("bedtime")

    def pulse(minute: float) -> int:
        index = longest.pulse.before(at(60 * minute))
        return longest.pulse.at(index + 1) - longest.pulse.at(index)

    assert own.slowing == pytest.approx(0.08)
    assert pulse(0.0) == pytest.approx(60 / own.tempo * RATE, rel=0.001)
    assert pulse(5.0) < pulse(9.5) < pulse(11.0)
    assert pulse(11.0) == pytest.approx(60 / own.tempo * RATE / 0.92, rel=0.001)
    assert pulse(20.0) == pytest.approx(pulse(11.0), abs=1)
