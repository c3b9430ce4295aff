"""The planner's promises, over any script and any length."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from fakes.scripts import NOTHING, SETTLE, lengths, script, scripts, stroke
from fakes.search import examples
from hypothesis import given, note
from hypothesis import strategies as st

from audioguide.errors import LengthError
from audioguide.model.script import (
    Cue,
    Passage,
    Scene,
    Script,
)
from audioguide.model.timeline import Pause, Say, Timeline
from audioguide.planning import fit
from audioguide.planning.measure import beat_pulses, measure
from audioguide.planning.planner import Planner
from audioguide.units import SAMPLE_RATE, Samples, samples


def planner(of: Script) -> Planner:
    return Planner(of, lengths(of))


def planned(of: Script, second: int | None = None) -> Timeline:
    return planner(of).plan(None if second is None else Samples(second * SAMPLE_RATE))


def planned_about(any_length: Planner, second: int) -> Timeline:
    """A length that is possible, or in a gap: a whole part may be more than what pauses can fill."""
    try:
        return any_length.plan(Samples(second * SAMPLE_RATE))
    except LengthError as gap:
        below, above = gap.below, gap.above
    assert below is not None
    assert above is not None
    return any_length.plan(below)


@st.composite
def plans(draw: st.DrawFn) -> Timeline:
    """Any script, at any whole second that it can last."""
    any_length = planner(draw(scripts()))
    shortest, longest = any_length.shortest // SAMPLE_RATE, any_length.longest // SAMPLE_RATE
    return planned_about(any_length, draw(st.integers(shortest, longest)))


def the_end_is_exact_and_chapters_tile_the_session(timeline: Timeline) -> None:
    assert timeline.length % SAMPLE_RATE == 0
    assert timeline.chapters[0].start == 0
    assert timeline.chapters[-1].end == timeline.length
    assert all(one.end == other.start for one, other in pairwise(timeline.chapters))
    assert all(chapter.start < chapter.end for chapter in timeline.chapters)


def nothing_overlaps_and_everything_starts_on_a_pulse(timeline: Timeline) -> None:
    assert all(one.end <= other.start for one, other in pairwise(timeline.events))
    for event in timeline.events:
        assert event.start == timeline.pulse.at(timeline.pulse.before(event.start))
    assert timeline.events[0].start >= samples(5.0)
    assert timeline.events[-1].end <= timeline.length - samples(11.0 + 1.5)


def cues_leave_each_other_a_breath(timeline: Timeline) -> None:
    for one, other in pairwise(timeline.events):
        if isinstance(one, Say) and isinstance(other, Say):
            assert other.start - one.end >= samples(0.6)


def every_stroke_keeps_its_pace_and_its_range(timeline: Timeline) -> None:
    for beat in timeline.beats:
        assert beat.end - beat.start >= 0.95 * beat.stroke.seconds * SAMPLE_RATE - 1
        assert beat.stroke.times.fewest <= beat.of <= beat.stroke.times.most


def both_sides_are_alike(timeline: Timeline) -> None:
    right, left = (
        Counter(beat.stroke.id for beat in timeline.beats if beat.side == side) for side in ("right", "left")
    )
    assert right == left


def pauses_last_two_to_twenty_seconds(timeline: Timeline) -> None:
    for event in timeline.events:
        if isinstance(event, Pause):
            assert samples(2.0) <= event.end - event.start <= samples(20.0)


@given(plans())
def test_every_promise_is_kept_at_any_length(timeline: Timeline) -> None:
    for promise in (
        the_end_is_exact_and_chapters_tile_the_session,
        nothing_overlaps_and_everything_starts_on_a_pulse,
        cues_leave_each_other_a_breath,
        every_stroke_keeps_its_pace_and_its_range,
        both_sides_are_alike,
        pauses_last_two_to_twenty_seconds,
    ):
        note(promise.__name__)
        promise(timeline)


@given(scripts(), st.data())
@examples(60)
def test_a_longer_session_never_loses_a_stroke(of: Script, data: st.DataObject) -> None:
    any_length = planner(of)
    shortest, longest = any_length.shortest // SAMPLE_RATE, any_length.longest // SAMPLE_RATE
    shorter = data.draw(st.integers(shortest, longest))
    longer = data.draw(st.integers(shorter, longest))
    few, many = planned_about(any_length, shorter), planned_about(any_length, longer)
    assert {beat.stroke.id for beat in few.beats} <= {beat.stroke.id for beat in many.beats}


def leg(number: int, *, drop_rank: int | None = None, cue: str = "From hip to ankle.") -> Passage:
    own = stroke(f"stroke_{number}")
    return Passage(cues=(Cue(text=cue, role="cue"),), stroke=own, times=own.times, pause=SETTLE, drop_rank=drop_rank)


def check(drop_rank: int) -> Passage:
    return Passage(contact="check", pause=(samples(10), samples(20)), drop_rank=drop_rank)


TWO_PARTS = script(
    Scene(title="Legs", passages=(leg(1), check(drop_rank=2), leg(2, drop_rank=1), check(drop_rank=0))),
    Scene(title="Face", passages=(leg(3),), drop_rank=0),
    in_turn={"check": (Cue(text="How is your baby?", role="check"),)},
)


def test_by_itself_everything_is_there_as_often_as_usual() -> None:
    timeline = planned(TWO_PARTS)
    assert {beat.of for beat in timeline.beats} == {5}
    assert timeline.left_out == ()


def test_what_gives_way_goes_in_order() -> None:
    """Checks, then repetitions, then optional strokes, then whole parts."""
    any_length = planner(TWO_PARTS)
    shortest = any_length.plan(any_length.shortest)
    seen: list[object] = []
    for length in range(any_length.own, any_length.shortest - 1, -SAMPLE_RATE):
        left_out = [(one.kind, one.name) for one in any_length.plan(Samples(length)).left_out]
        if not seen or seen[-1] != left_out:
            seen.append(left_out)
    check, optional, part = ("check", "Legs"), ("stroke", "stroke 2"), ("part", "Face")
    assert seen == [[], [check], [optional, check], [optional, check, part]]
    assert {beat.of for beat in shortest.beats} == {3}


def test_a_scene_without_strokes_loses_its_title_too() -> None:
    title = Passage(cues=(Cue(text="Feet.", role="section"),), pause=NOTHING)
    of = script(
        Scene(title="Legs", passages=(leg(1),)),
        Scene(title="Feet", passages=(title, leg(2, drop_rank=0), leg(3, drop_rank=1))),
    )
    any_length = planner(of)
    assert [chapter.title for chapter in any_length.plan(any_length.shortest).chapters] == ["Legs"]


def test_a_rest_that_leaves_is_not_told_of() -> None:
    rest = Passage(pause=(samples(30), samples(40)), drop_rank=0)
    any_length = planner(script(Scene(title="Legs", passages=(leg(1), rest, leg(2)))))
    shortest = any_length.plan(any_length.shortest)
    assert max(event.end - event.start for event in shortest.events if isinstance(event, Pause)) < samples(30)
    assert shortest.left_out == ()


def test_every_whole_second_between_shortest_and_longest_is_possible() -> None:
    any_length = planner(TWO_PARTS)
    for length in range(any_length.shortest, any_length.longest + 1, SAMPLE_RATE):
        assert any_length.plan(Samples(length)).length == length


@pytest.mark.parametrize(("wanted", "below", "above"), [(5, False, True), (36_000, True, False)])
def test_an_impossible_length_names_what_is_possible(*, wanted: int, below: bool, above: bool) -> None:
    with pytest.raises(LengthError) as caught:
        planned(TWO_PARTS, wanted)
    assert (caught.value.below is not None) == below
    assert (caught.value.above is not None) == above
    for possible in (caught.value.below, caught.value.above):
        if possible is not None:
            assert planned(TWO_PARTS, possible // SAMPLE_RATE).length == possible


def test_a_gap_names_the_nearest_on_both_sides() -> None:
    """One very long stroke: 60 s more or less is all there is, and one pause of up to 20 s."""
    own = stroke(seconds=60.0, times=(1, 2, 4))
    of = script(Scene(title="Hold", passages=(Passage(stroke=own, times=own.times, pause=SETTLE),)))
    shortest = planner(of).shortest // SAMPLE_RATE
    with pytest.raises(LengthError) as caught:
        planned(of, shortest + 30)
    assert caught.value.below == (shortest + 18) * SAMPLE_RATE
    assert caught.value.above is not None
    assert caught.value.above > caught.value.wanted


@pytest.mark.parametrize(
    ("pace", "tempo", "pulses"), [(5.0, 60, 5), (2.5, 60, 3), (5.0, 72, 6), (20.0, 60, 19), (0.2, 60, 1)]
)
def test_a_beat_is_never_more_than_five_percent_shorter_than_written(pace: float, tempo: float, pulses: int) -> None:
    assert beat_pulses(stroke(seconds=pace), tempo) == pulses


def test_a_session_that_slows_down_thins_out_too() -> None:
    steps = [stroke(f"stroke_{number}", seconds=5.0, times=(2, 2, 2)) for number in range(8)]
    scene = Scene(
        title="All", passages=tuple(Passage(stroke=one, side="right", times=one.times, pause=SETTLE) for one in steps)
    )
    slow = script(scene, slowing=0.08)
    timeline = planned(slow, planner(slow).own // SAMPLE_RATE + 40)
    pauses = [event.end - event.start for event in timeline.events if isinstance(event, Pause)]
    assert sum(pauses[4:]) > 1.3 * sum(pauses[:4])
    beats = [beat.end - beat.start for beat in timeline.beats]
    assert beats == sorted(beats)
    assert beats[-1] > beats[0]


@given(scripts())
def test_what_does_not_fit_keeps_the_fewest_and_says_by_how_much(of: Script) -> None:
    measured = measure(of, lengths(of))
    kept = range(len(measured.items))
    times, pauses, slack = fit._spread(measured, kept, 0)  # noqa: SLF001 - the planner asks only for what may fit
    assert slack == -sum(item.pulses(item.passage.times.fewest) for item in measured.items)
    assert all(times[item.unit] == item.passage.times.fewest for item in measured.items)
    assert all(pauses[index] == item.pause[0] for index, item in enumerate(measured.items))
