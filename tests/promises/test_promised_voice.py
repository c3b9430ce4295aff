"""A voice, not a leaflet: soon there are hands on the baby, and nothing is said that is a formula."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from fakes.planned import plan_of, planner, script_of

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.model.routine import Guidance
from audioguide.model.script import Passage, Script
from audioguide.model.timeline import Beat, Timeline
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import prepare
from audioguide.rendering.speak import speak
from audioguide.units import Samples, parse_duration

pytestmark = pytest.mark.no_cover  # all routines at many lengths: what runs is shown by quicker tests

RATE = 44_100
ROUTINES = repertoire.routines()
OPENING_MUSIC_SECONDS = 10.0
"""Of music before the first word, as these promises count it."""


def sessions(name: str) -> tuple[Timeline, ...]:
    """The shortest, the longest, the own length, and between."""
    any_length = planner(name)
    shortest, own, longest = (length // RATE for length in (any_length.shortest, any_length.own, any_length.longest))
    between = [shortest + (longest - shortest) * step // 4 for step in range(5)]
    return tuple(plan_of(name, length=Samples(second * RATE)) for second in sorted({*between, own}))


def own(of: Script) -> list[Passage]:
    """What may be in a session of the routine's own length."""
    return [passage for scene in of.scenes for passage in scene.passages if passage.add_rank is None]


def lines(of: Script, *roles: str) -> list[str]:
    return [cue.text for passage in own(of) for cue in passage.cues if not roles or cue.role in roles]


def after_the_music(timeline: Timeline, beat: Beat) -> float:
    """The second of a repetition, with ten seconds of music before the first word."""
    return (beat.start - timeline.says[0].start) / RATE + OPENING_MUSIC_SECONDS


def moves(beat: Beat) -> bool:
    return any(part.shape.glides for lane in beat.stroke.path.lanes for part in lane)


@pytest.mark.parametrize("name", ROUTINES)
def test_hands_are_on_the_baby_within_60_seconds_and_stroke_within_90_however_long_the_session_is(name: str) -> None:
    for timeline in sessions(name):
        rest = next(beat for beat in timeline.beats if beat.stroke.id == "resting_hands")
        assert after_the_music(timeline, rest) <= 60.0
        first = next((beat for beat in timeline.beats if moves(beat)), None)
        if first is not None and len(timeline.chapters) > 2:
            assert after_the_music(timeline, first) <= 90.0


@pytest.mark.parametrize("name", ROUTINES)
def test_it_begins_with_hello_and_a_question(name: str) -> None:
    first = lines(script_of(name))[0]
    assert first.startswith("Hello. ")
    assert first.endswith("?")


@pytest.mark.parametrize("name", ROUTINES)
def test_to_those_who_learn_a_name_comes_first_and_once(name: str) -> None:
    learned = script_of(name, "learn")
    taught = [passage.cues for passage in own(learned) if passage.stroke]
    roles = ["".join(cue.role[0] for cue in cues) for cues in taught]
    # Name, text and caution; of what opens and closes the session no name; later a cue.
    assert set(roles) <= {"ntc", "nt", "tc", "t", "c"}
    names = [cues[0].text for cues in taught if cues[0].role == "name"]
    assert len(set(names)) == len(names) > 0
    assert not re.search("is called", " ".join(lines(learned)))


@pytest.mark.parametrize("guidance", ["learn", "practised"])
@pytest.mark.parametrize("name", ROUTINES)
def test_no_four_words_are_said_more_than_three_times(name: str, guidance: Guidance) -> None:
    """In one session, questions and offers that come in turn aside."""
    said: Counter[str] = Counter()
    for line in lines(script_of(name, guidance)):
        for sentence in re.split(r"[.?!:]", line.lower()):
            words = re.findall(r"[\w']+", sentence)
            said.update(" ".join(words[place : place + 4]) for place in range(len(words) - 3))
    assert {words: count for words, count in said.items() if count > 3} == {}


@pytest.mark.parametrize("name", ROUTINES)
def test_to_those_who_learn_the_tones_are_explained_once_after_the_first_stroke_that_moves(name: str) -> None:
    phrases = repertoire.vocabulary().phrases["en"]
    explained = [phrases.tones in lines(script_of(name, guidance)) for guidance in ("learn", "practised")]
    assert explained == [name != "still-touch", False]
    assert phrases.tones not in lines(script_of(name, "learn", tones=False))
    passages = [passage for scene in script_of(name, "learn").scenes for passage in scene.passages]
    strokes = [passage.stroke for passage in passages[: _place(passages, phrases.tones)] if passage.stroke]
    if explained[0]:
        gliding = [any(part.shape.glides for lane in one.path.lanes for part in lane) for one in strokes]
        assert gliding.index(True) == len(gliding) - 1


def _place(passages: Sequence[Passage], text: str) -> int:
    return next((at for at, one in enumerate(passages) if any(cue.text == text for cue in one.cues)), 0)


@pytest.mark.parametrize("name", ROUTINES)
def test_to_those_who_learn_the_babys_right_is_explained_once_where_there_are_sides(name: str) -> None:
    sided = any(section.sides for section in repertoire.routine(name).sections)
    who = "your child" if name.startswith("toddler") else "your baby"
    line = f"As you look at {who}, their right side is on your left."
    assert lines(script_of(name, "learn")).count(line) == int(sided)
    assert line not in lines(script_of(name))


@pytest.mark.parametrize("name", [name for name in ROUTINES if not name.startswith("toddler")])
def test_on_the_way_to_a_part_there_is_a_word_of_passage(name: str) -> None:
    said = lines(script_of(name), "section")
    chapters = [scene.title for scene in script_of(name).scenes[1:-1] if scene.title != "Whole body"]
    assert len(said) == len(chapters)
    assert {f"{title}." for title in chapters}.isdisjoint(said)


@pytest.mark.parametrize(
    ("name", "guidance", "least", "most"),
    [
        ("first-days", "practised", 0.0, 5.0),
        ("first-days", "learn", 0.0, 8.0),
        ("everyday", "practised", 9.5, 11.0),
        ("express", "practised", 4.5, 5.75),
    ],
)
def test_own_lengths_fit_the_age(name: str, guidance: Guidance, least: float, most: float) -> None:
    assert least * 60 <= planner(name, guidance).own / RATE <= most * 60


@pytest.mark.parametrize(("guidance", "minutes"), [("practised", 2.0), ("learn", 4.0)])
def test_first_days_can_be_2_minutes_long_and_4_to_learn(guidance: Guidance, minutes: float) -> None:
    assert planner("first-days", guidance).shortest / RATE <= minutes * 60


@pytest.mark.real
@pytest.mark.parametrize("turn", range(4))
def test_first_days_is_2_minutes_long_with_the_voice_of_every_installation(tmp_path: Path, turn: int) -> None:
    request = prepare("first-days", voice="hibari", length=parse_duration("2m"), turn=turn)
    assert timeline_of(request, speak(request, Cache(tmp_path))).length == 120 * RATE
