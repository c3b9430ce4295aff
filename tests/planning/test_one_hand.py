"""A session that is done seated, with one hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from audioguide import repertoire
from audioguide.errors import AudioguideError
from audioguide.model.routine import GUIDANCE_LEVELS, Guidance, StrokeStep
from audioguide.model.stroke import Stroke
from audioguide.planning.finder import estimated
from audioguide.planning.planner import lengths_of, plan
from audioguide.rendering.request import Request, prepare

ROUTINES = tuple(name for name in repertoire.routines() if name != "still-touch")
SEATED = re.compile(r"^One hand is enough for all of this\. Sit with your back supported, ")
TWO_HANDS = re.compile(
    r"\b(both|two) (hands|thumbs)|hand after hand|thumb over thumb|other hand|rub your hands", re.IGNORECASE
)


@cache
def request(name: str, guidance: Guidance = "practised") -> Request:
    return prepare(name, guidance=guidance, one_hand=True)


def said(name: str, guidance: Guidance) -> list[str]:
    """All but names: a stroke is called what it is called."""
    passages = (passage for scene in request(name, guidance).script.scenes for passage in scene.passages)
    return [cue.text for passage in passages for cue in passage.cues if cue.role != "name"]


def strokes_of(asked: Request) -> Iterator[Stroke]:
    for section in asked.routine.sections:
        yield from (step.stroke for step in section.steps if isinstance(step, StrokeStep))


@pytest.mark.parametrize("guidance", GUIDANCE_LEVELS)
@pytest.mark.parametrize("name", ROUTINES)
def test_nothing_that_is_said_takes_two_hands(name: str, guidance: Guidance) -> None:
    assert [text for text in said(name, guidance) if TWO_HANDS.search(text)] == []


@pytest.mark.parametrize("guidance", ["learn", "practised"])
@pytest.mark.parametrize("name", ROUTINES)
def test_it_begins_with_how_to_sit(name: str, guidance: Guidance) -> None:
    texts = said(name, guidance)
    seated = [place for place, text in enumerate(texts) if SEATED.match(text)]
    assert len(seated) == 1
    assert seated[0] < next(place for place, text in enumerate(texts) if "fever" in text)


@pytest.mark.parametrize("name", ROUTINES)
def test_nobody_is_turned_or_lifted_and_no_oil_is_fetched(name: str) -> None:
    strokes = [passage.stroke for scene in request(name).script.scenes for passage in scene.passages if passage.stroke]
    assert {stroke.position for stroke in strokes} <= {"any", "back"}
    assert [
        text for text in said(name, "practised") if re.search(r"\b(oil|turn your baby|lift)\b", text, re.IGNORECASE)
    ] == []


@pytest.mark.parametrize("name", ROUTINES)
def test_what_is_left_out_is_told(name: str) -> None:
    kept = {stroke.id for stroke in strokes_of(request(name))}
    told = [note for note in request(name).notes if "two hands" in note or "turned or lifted" in note]
    names = {stroke.name.say("en") for stroke in strokes_of(prepare(name)) if stroke.id not in kept}
    assert {note.split("'")[1] for note in told} == names


def test_everyday_keeps_all_its_parts_and_can_last_ten_minutes() -> None:
    script = request("everyday").script
    shortest, _, longest = (length / 44_100 / 60 for length in lengths_of(script, estimated(script)))
    assert shortest < 10 < longest
    titles = [chapter.title for chapter in plan(script, estimated(script)).chapters]
    assert titles == ["Asking", "Right leg", "Left leg", "Tummy", "Chest", "Face", "Whole body", "Goodbye"]


def test_where_it_goes_on_from_one_hand_asks() -> None:
    texts = [cue.text for cue in prepare("everyday", one_hand=True, from_part="chest").script.cues]
    assert "Warm your hand, and ask your baby. Carry on where we stopped?" in texts


def test_the_evenings_of_a_course_are_done_so_too() -> None:
    evening = prepare("five-evenings:2", one_hand=True, guidance="practised")
    assert any(SEATED.match(cue.text) for cue in evening.script.cues)
    assert [cue.text for cue in evening.script.cues if TWO_HANDS.search(cue.text)] == []


def test_asked_for_oil_a_note_tells_why_there_is_none() -> None:
    notes = prepare("everyday", one_hand=True, oil=True).notes
    assert notes[-1] == "'everyday' is done without oil with one hand, so nothing is said of it"


def test_a_routine_that_takes_two_hands_throughout_is_refused() -> None:
    with pytest.raises(AudioguideError, match="nothing is left of 'still-touch' with these choices"):
        prepare("still-touch", one_hand=True)
