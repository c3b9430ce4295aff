"""A teacher's own times: pauses, rounds and repetitions that are exactly as long as written."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from audioguide.errors import RoutineError
from audioguide.model.routine import Routine, StrokeStep
from audioguide.model.timeline import Beat, Pause, Timeline
from audioguide.planning.finder import estimated
from audioguide.planning.planner import Planner, plan
from audioguide.rendering.request import prepare
from audioguide.rendering.stages import read, write_script
from audioguide.units import Samples, samples

RATE = 44_100
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
STROKES = """\
strokes:
  work: {name: Work, part: whole, path: hold(view), seconds: 20, times: 1, cue: Work., again: Once more.}
  left: {name: Reach, part: arm, sides: each, path: "line(shoulder_{S},wrist_{S})", seconds: 3, times: 2,
         cue: "Reach {side}."}
"""


def routine(sections: str, head: str = "") -> Routine:
    return read(f"version: 1\ntitle: T\n{head}sections: {sections}\n{STROKES}")


def planner(of: Routine) -> Planner:
    script = write_script(of)
    return Planner(script, estimated(script))


def planned(of: Routine) -> Timeline:
    return planner(of).plan()


def starts(timeline: Timeline) -> list[float]:
    return [beat.start / RATE for beat in timeline.beats]


def test_twenty_seconds_of_work_and_ten_of_rest_are_thirty() -> None:
    head = "exact: yes\npause: 10s\nguidance: tones\n"
    made = planned(routine("[{title: A, steps: [{stroke: work}, {stroke: work}, {stroke: work}]}]", head))
    assert [other - one for one, other in pairwise(starts(made))] == [30.0, 30.0]
    assert [(beat.end - beat.start) / RATE for beat in made.beats] == [20.0] * 3


def test_without_a_wish_it_falls_on_the_pulse_before() -> None:
    made = planned(routine("[{title: A, steps: [{stroke: work}]}]"))
    assert [(beat.end - beat.start) / RATE for beat in made.beats] == [19.0]


@pytest.mark.parametrize(
    ("text", "shortest", "longest"), [("none", 0.0, 0.0), ("4s", 4.0, 4.0), ("3s-9s", 3.0, 9.0), ("7", 7.0, 7.0)]
)
def test_a_pause_is_as_the_step_says_or_its_section_or_the_routine(text: str, shortest: float, longest: float) -> None:
    wanted = (samples(shortest), samples(longest))
    at_step = routine(f"[{{title: A, pause: 12s, steps: [{{stroke: work, pause: {text}}}]}}]", "pause: 13s\n")
    in_section = routine(f"[{{title: A, pause: {text}, steps: [{{stroke: work}}]}}]", "pause: 13s\n")
    in_routine = routine("[{title: A, steps: [{stroke: work}]}]", f"pause: {text}\n")
    for one in (at_step, in_section, in_routine):
        (step,) = one.sections[0].steps
        assert isinstance(step, StrokeStep)
        assert step.pause == wanted


def test_without_a_pause_the_next_stroke_follows_at_once() -> None:
    made = planned(routine("[{title: A, pause: none, steps: [{stroke: work}]}]"))
    assert not any(isinstance(event, Pause) for event in made.events)


def test_a_group_comes_as_often_as_it_says_and_is_told_shorter_from_the_second_round_on() -> None:
    made = planned(routine("[{repeat: 3, sections: [{title: A, steps: [{stroke: work}]}]}]"))
    assert [say.text for say in made.says if say.role == "cue"] == ["Work.", "Once more.", "Once more."]
    assert [chapter.title for chapter in made.chapters] == ["A", "A 2", "A 3"]


def test_no_two_chapters_have_one_title_whatever_it_ends_with() -> None:
    made = planned(routine("[{repeat: 2, sections: [{title: A, steps: [rest: 5s]}, {title: A 2, steps: [rest: 5s]}]}]"))
    assert [chapter.title for chapter in made.chapters] == ["A", "A 2", "A 3", "A 2 2"]


def test_a_group_without_sections_and_one_in_another_are_mistakes() -> None:
    with pytest.raises(RoutineError) as caught:
        routine("[{repeat: 2}, {repeat: 2, sections: [{repeat: 2, sections: []}]}, {repeat: 0, sections: []}]")
    told = str(caught.value)
    assert "a group of sections needs 'sections'" in told
    assert "unknown key 'repeat' in a section" in told or "'repeat' belongs in a group of sections" in told
    assert "repeat: '0' is not possible; it may be from 1 to 100 times" in told


ROUNDS = """[{repeat: 1-3, sections: [{title: A, intro: Now A., again: And A again., steps: [
  {say: Sit., once: first}, {stroke: work, once: first}, {stroke: work}, {say: Shake., once: between},
  {rest: 5s, once: last}]}, {title: B, steps: [{say: Only now., once: first}]}]}]"""


def test_a_later_round_has_an_introduction_of_its_own_and_what_comes_once() -> None:
    made = planned(routine(ROUNDS))
    assert [(chapter.title, [say.text for say in made.says if chapter.start <= say.start < chapter.end])
            for chapter in made.chapters] == [
        ("A", ["Now A.", "Sit.", "Work.", "Once more.", "Shake."]),
        ("B", ["B.", "Only now."]),
        ("A 2", ["And A again.", "Once more.", "Shake."]),
        ("A 3", ["And A again.", "Once more."]),
    ]  # fmt: skip


def test_rounds_beyond_the_fewest_leave_a_short_session_the_last_one_first() -> None:
    any_length = planner(routine(ROUNDS))
    assert [one.title for one in any_length.plan(any_length.shortest).chapters] == ["A", "B"]
    two = any_length.plan(Samples((any_length.shortest + any_length.own) // 2 // RATE * RATE))
    assert [gone.name for gone in two.left_out] == ["A 3"]


def test_the_only_part_stays_at_the_shortest_length() -> None:
    any_length = planner(
        routine(
            "[{title: '{side}', sides: each, optional: yes, steps: [{stroke: left, optional: yes}]}]",
            "ritual: infant-massage\n",
        )
    )
    shortest = any_length.plan(any_length.shortest)
    assert [(beat.stroke.id, beat.side) for beat in shortest.beats if beat.stroke.id == "left"] == [
        *[("left", "right")] * 2,
        *[("left", "left")] * 2,
    ]


def test_what_belongs_in_a_group_is_refused_elsewhere() -> None:
    with pytest.raises(RoutineError) as caught:
        routine(
            "[{title: A, again: No., steps: [{stroke: work, once: first}]},\n"
            "{repeat: 2, sections: [{title: A, sides: each, steps: [{stroke: left, once: last}]}]}]"
        )
    assert [problem for _, problem in caught.value.mistakes] == [
        "again: the section comes once; it belongs in a group with 'repeat'",
        "once: the section comes once; it belongs in one with 'sides: each', or in a group with 'repeat'",
        "once: a stroke is done on both sides; only words and rests may come once",
    ]


def test_both_sides_of_a_salutation_are_alike_and_there_are_three_rounds() -> None:
    script = prepare(EXAMPLES / "salutation.yaml").script
    made = plan(script, estimated(script))
    for name in ("lunge", "plank"):
        of = [beat for beat in made.beats if beat.stroke.id == name]
        right, left = ([beat for beat in of if beat.side == side] for side in ("right", "left"))
        assert len(right) == len(left) == 6
        assert {beat.end - beat.start for beat in right} == {beat.end - beat.start for beat in left}
    assert [beat.side for beat in made.beats][::4] == ["right", "left"] * 3


def test_the_intervals_of_the_example_are_thirty_seconds() -> None:
    script = prepare(EXAMPLES / "intervals.yaml").script
    made = plan(script, estimated(script))
    assert {other - one for one, other in pairwise(starts(made))} == {30.0}
    assert len([event for event in made.events if isinstance(event, Beat)]) == 8


def example(name: str) -> Timeline:
    script = prepare(EXAMPLES / f"{name}.yaml").script
    return plan(script, estimated(script))


def test_a_4_7_8_breath_is_nineteen_seconds_with_its_words_inside() -> None:
    made = example("breath-4-7-8")
    assert [(beat.end - beat.start) / RATE for beat in made.beats] == [4.0, 7.0, 8.0] * 4
    assert [other - one for one, other in pairwise(starts(made)[::3])] == [19.0] * 3
    words = [say for say in made.says if say.text in ("In.", "Hold.", "Out.")]
    assert [say.start for say in words] == [beat.start for beat in made.beats]


def test_three_sets_of_twelve_are_counted_aloud_with_half_a_minute_of_rest() -> None:
    made = example("knee-exercises")
    assert len(made.beats) == 3 * 2 * 12
    counted = [say for say in made.says if say.text.rstrip(".").isdecimal()]
    assert [say.text for say in counted] == [f"{number}." for number in range(1, 13)] * 6
    assert [say.start for say in counted] == [beat.start for beat in made.beats]
    assert [(one.end - one.start) / RATE for one in made.events if isinstance(one, Pause)][1:] == [30.0] * 6


def test_words_that_are_longer_than_the_repetition_are_said_to_the_end() -> None:
    long = "Work, and work, and work. " * 12
    steps = f"[{{stroke: work, cue: '{long}'}}, {{stroke: work, cue: Rest.}}]"
    made = planned(routine(f"[{{title: A, steps: {steps}}}]", "cue: inside\n"))
    words = [say for say in made.says if say.role == "cue"]
    assert words[0].end - words[0].start > 20 * RATE
    assert words[1].start > words[0].end
    assert words[0].start == made.beats[0].start


def test_nobody_counts_for_a_baby() -> None:
    with pytest.raises(RoutineError, match="count: nobody counts aloud for a baby; for others write 'for: adults'"):
        routine("[{title: A, steps: [{stroke: work, count: aloud}]}]")
    with pytest.raises(RoutineError, match="count: the words are inside already"):
        routine("[{title: A, cue: inside, steps: [{stroke: work, count: aloud}]}]", "for: adults\n")
