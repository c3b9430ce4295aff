"""The evenings of a course end with a thought for the parent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fakes.courses import evenings_of

from audioguide import repertoire
from audioguide.errors import RoutineError
from audioguide.model.routine import Routine, SayStep, StrokeStep
from audioguide.planning.finder import estimated
from audioguide.planning.planner import Planner, plan
from audioguide.planning.scriptwriter import write_script
from audioguide.reader import read_course
from audioguide.rendering.find import find_course
from audioguide.rendering.request import prepare
from audioguide.speech.text import phrases

EVENINGS = evenings_of(*find_course("five-evenings"))
each_evening = pytest.mark.parametrize("evening", EVENINGS, ids=lambda evening: evening.id)


def thought_of(evening: Routine) -> list[str]:
    assert evening.thought
    return [step.text.say("en") for step in evening.thought.steps if isinstance(step, SayStep)]


@each_evening
def test_an_evening_ends_with_a_thought_of_sixty_to_ninety_seconds(evening: Routine) -> None:
    written = write_script(evening, repertoire.vocabulary().phrases["en"], guidance=evening.guidance)
    timeline = plan(written, estimated(written))
    last = timeline.chapters[-1]
    assert evening.thought
    assert last.title == evening.thought.title.say("en")
    said = [say for say in timeline.says if say.start >= last.start]
    assert [say.text for say in said] == thought_of(evening)
    assert 60 <= (said[-1].end - said[0].start) / 44_100 <= 90


def test_a_short_evening_does_without_its_thought_before_a_part_leaves() -> None:
    evening = EVENINGS[4]
    written = write_script(evening, repertoire.vocabulary().phrases["en"], guidance=evening.guidance)
    *parts, last = (scene.drop_rank for scene in written.scenes)
    assert last == 0
    assert [rank for rank in parts if rank == 0] == []
    planner = Planner(written, estimated(written))
    left = [one.name for one in planner.plan(planner.shortest).left_out if one.kind == "part"]
    assert "Going on" in left


@each_evening
def test_a_thought_can_be_followed_by_somebody_tired(evening: Routine) -> None:
    for text in thought_of(evening):
        assert max(phrase.words for phrase in phrases(text, "en")) <= 10
        assert len(text.split()) <= 65, "one recording"


def test_the_thoughts_are_of_cues_crying_rest_the_family_and_going_on() -> None:
    about = [" ".join(thought_of(evening)).lower() for evening in EVENINGS]
    for text, words in zip(
        about,
        (
            ("quiet waking", "yawning", "hiccups"),
            ("never shake a baby", "worries you"),
            ("three breaths", "sofa"),
            ("older child", "grandparent", "on your own"),
            ("nobody keeps count", "ask each time"),
        ),
        strict=True,
    ):
        assert all(word in text for word in words)


def test_no_thought_claims_or_blames() -> None:
    everything = " ".join(text for evening in EVENINGS for text in thought_of(evening))
    assert not re.search(
        r"\b(should|must|wrong|fail|bad|cure|heals|proven|brain|hormone|mother|father|mum|dad)\b", everything
    )


def test_who_wants_few_words_hears_none_of_it() -> None:
    few = prepare("five-evenings:1", guidance="names", voice="system").script
    assert few.scenes[-1].title == "Goodbye"
    assert prepare("five-evenings:1", voice="system").script.scenes[-1].title == "Reading your baby"


def test_a_file_may_have_thoughts_too(tmp_path: Path) -> None:
    text = (
        "version: 1\ntitle: Two\nroutine: complete\nevenings:\n"
        "  - {title: Legs, learn: [leg], thought: {title: Feet, say: [They get cold., They like socks.]}}\n"
        "  - {title: Again}\n"
    )
    (tmp_path / "two.yaml").write_text(text, "utf-8")
    first, second = evenings_of(*find_course(str(tmp_path / "two.yaml")))
    assert thought_of(first) == ["They get cold.", "They like socks."]
    assert second.thought is None
    with pytest.raises(RoutineError, match=r"two\.yaml:5: a thought needs 'say'"):
        read_course(text.replace(", say: [They get cold., They like socks.]", ""), source="two.yaml")


def test_the_tummy_week_is_two_sessions_a_day_and_explains_the_first() -> None:
    week = evenings_of(*find_course("tummy-week"))
    assert [one.title.say("en") for one in week[::2]] == [
        f"Day {day}, early" for day in ("one", "two", "three", "four", "five", "six", "seven")
    ]
    assert [one.guidance for one in week] == ["learn"] + ["practised"] * 13
    assert all(strokes_of(one) == strokes_of(week[0]) for one in week)
    assert [number for number, one in enumerate(week, 1) if one.thought] == [1, 14]


def test_the_tummy_week_asks_for_a_doctor_and_promises_nothing() -> None:
    week = evenings_of(*find_course("tummy-week"))
    first, last = (" ".join(thought_of(week[number])) for number in (0, 13))
    assert "when to ask a doctor" in first
    assert "Never begin while your baby cries hard" in first
    assert "midwife, health visitor or doctor" in last
    for text in (first, last):
        assert not re.search(r"\b(cure|treat|heals|reliev|prove|guarantee|should|must|wrong)", text)
        assert 110 <= len(text.split()) <= 150
    for one in thought_of(week[0]) + thought_of(week[13]):
        assert max(phrase.words for phrase in phrases(one, "en")) <= 10


def strokes_of(evening: Routine) -> list[str]:
    return [step.stroke.id for section in evening.sections for step in section.steps if isinstance(step, StrokeStep)]
