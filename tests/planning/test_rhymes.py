"""`--rhymes`: rhymes and hums in place of some offers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from fakes.planned import plan_of, script_of

from audioguide import repertoire
from audioguide.errors import RoutineError
from audioguide.model.routine import Guidance
from audioguide.model.script import Passage, Script
from audioguide.model.timeline import Pause, Say
from audioguide.reader import read_ritual
from audioguide.rendering.request import prepare
from audioguide.units import parse_duration, samples

RITUALS = repertoire.vocabulary().rituals
BY_STROKE = {stroke: {one.say("en") for one in some} for stroke, some in RITUALS["infant-massage"].rhymes.items()}
RHYMES = {words for some in BY_STROKE.values() for words in some}
each_rhyming = pytest.mark.parametrize("name", ["infant-massage", "bedtime", "toddler"])


def rhymed(passages: tuple[Passage, ...]) -> list[str]:
    return [cue.text for passage in passages for cue in passage.cues if cue.text in RHYMES]


def test_nothing_rhymes_unless_it_is_asked_for() -> None:
    assert prepare("class", voice="system").script == script_of("class")
    assert not any(rhymed(scene.passages) for scene in script_of("class").scenes)


def test_each_part_has_one_rhyme_after_a_stroke_that_it_goes_with() -> None:
    for scene in prepare("class", rhymes=True, voice="system").script.scenes[1:-1]:
        passages = [one for one in scene.passages if not one.spare]
        found = [(before, one) for before, one in pairwise(passages) if any(cue.text in RHYMES for cue in one.cues)]
        assert len(found) == (scene.title not in ("Right shoulder", "Left shoulder", "Whole body")), scene.title
        for before, one in found:
            assert before.stroke
            assert one.cues[0].text in BY_STROKE[before.stroke.id]
            assert one.cues[0].role == "prompt"


def test_a_rhyme_stands_where_the_offer_of_its_part_would() -> None:
    def own(of: Script) -> list[int]:
        offers = [[one for one in scene.passages if one.contact == "prompt" and not one.spare] for scene in of.scenes]
        return [sum(one.add_rank is None for one in scene) for scene in offers]

    with_rhymes, without = own(script_of("tummy", rhymes=True)), own(script_of("tummy"))
    assert with_rhymes == without == [0, 1, 0, 0]


def test_the_second_side_has_another_rhyme_and_the_next_turn_too() -> None:
    sides = [
        rhymed(scene.passages) for scene in script_of("standard", rhymes=True).scenes if scene.title.endswith("leg")
    ]
    assert sides[0] != sides[1]
    toes = [
        next(one for one in rhymed(script_of("express", rhymes=True, turn=turn).scenes[1].passages))
        for turn in range(2)
    ]
    assert toes[0] != toes[1]


def test_after_a_rhyme_there_are_eight_seconds_to_say_it_oneself() -> None:
    events = plan_of("everyday", length=parse_duration("10m"), rhymes=True).events
    said = [index for index, event in enumerate(events) if isinstance(event, Say) and event.text in RHYMES]
    assert len(said) >= 2
    for index in said:
        pause = events[index + 1]
        assert isinstance(pause, Pause)
        assert pause.end - events[index].end >= samples(8)


@pytest.mark.parametrize("guidance", ["names", "tones"])
def test_where_little_is_said_nothing_rhymes(guidance: Guidance) -> None:
    assert script_of("class", guidance, rhymes=True) == script_of("class", guidance)


@each_rhyming
def test_rhymes_have_two_to_four_lines_and_a_hum_one(name: str) -> None:
    for some in RITUALS[name].rhymes.values():
        for one in some:
            words = one.say("en").split()
            assert (5 <= len(words) <= 14) if words[0] == "Hum" else (10 <= len(words) <= 32), words


@each_rhyming
def test_rhymes_come_with_hums(name: str) -> None:
    assert any(one.say("en").startswith("Hum ") for some in RITUALS[name].rhymes.values() for one in some)


def test_a_rhyme_for_a_stroke_that_is_not_there_is_refused() -> None:
    known = repertoire.vocabulary().strokes
    text = (
        "version: 1\ntitle: Mine\npreparation: {title: A, full: [{say: B}], short: C}\n"
        "opening: {title: D, steps: [{stroke: hand_rub_ask}]}\nclosing: {title: E, steps: [{stroke: closing_hold}]}\n"
        "rhymes:\n  foot_toe_rol: [One toe.]\n"
    )
    with pytest.raises(
        RoutineError, match=r"mine\.yaml:7: rhymes: unknown stroke 'foot_toe_rol'; did you mean 'foot_t"
    ):
        read_ritual(text, source="mine.yaml", strokes=known)
