"""A check between the two sides of a long section."""

from __future__ import annotations

from fakes.scripts import PHRASES, RITUAL, lengths, routine, step, stroke, text

from audioguide.model.routine import Section
from audioguide.model.script import Script
from audioguide.model.stroke import Times
from audioguide.model.timeline import Timeline
from audioguide.planning.planner import lengths_of, plan
from audioguide.planning.scriptwriter import write_script


def legs(repetitions: int) -> Script:
    """A section of one stroke of 5 s, on one side, then the other."""
    often = step(stroke(), times=Times(fewest=repetitions, usual=repetitions, most=repetitions))
    section = Section(title=text("{side} leg"), sides="each", steps=(often,))
    return write_script(routine(section, ritual=RITUAL), PHRASES)


def on_the_first_side(timeline: Timeline) -> int:
    """The checks there."""
    chapter = next(chapter for chapter in timeline.chapters if chapter.title == "Right leg")
    return sum(say.role == "check" and chapter.start <= say.start < chapter.end for say in timeline.says)


def test_a_first_side_of_more_than_90_seconds_ends_with_a_check() -> None:
    short, long = legs(14), legs(16)
    assert on_the_first_side(plan(short, lengths(short))) == 0
    assert on_the_first_side(plan(long, lengths(long))) == 1


def test_in_the_shortest_session_it_stays_and_the_one_after_the_last_side_gives_way() -> None:
    script = legs(16)
    clips = lengths(script)
    shortest, own, _ = lengths_of(script, clips)
    hurried, easy = plan(script, clips, shortest), plan(script, clips, own)
    assert (on_the_first_side(hurried), on_the_first_side(easy)) == (1, 1)
    assert [sum(say.role == "check" for say in one.says) for one in (hurried, easy)] == [1, 2]
    assert len(hurried.beats) == len(easy.beats)
