"""What is said, and what may leave, for each guidance."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fakes.scripts import PHRASES, RITUAL, routine, step, stroke, text

from audioguide.model.geometry import parse_path
from audioguide.model.routine import RestStep, Routine, SayStep, Section
from audioguide.model.script import Passage, Script
from audioguide.planning.scriptwriter import write_script
from audioguide.units import samples

LEG = stroke("leg_glide", cue=text("The {side} leg: from hip to ankle."))
ROLL = stroke("leg_roll", essential=False)
SWEEP = stroke("legs_sweep", sides="both", cue=text("Both legs together."))
CLOCK = stroke("tummy_clock", part="tummy", sides="midline", cue=text("Circles on the tummy."))
CHEEKS = stroke("face_cheeks", part="face", sides="both", cue=text("Cheeks, very softly."))

LEGS = Section(title=text("{side} leg"), sides="each", steps=(step(LEG), step(ROLL), step(SWEEP)))
TUMMY = Section(title=text("Tummy"), steps=(step(CLOCK), SayStep(text=text("Hum to {baby}."))))
FACE = Section(title=text("Face"), steps=(step(CHEEKS),), optional=True)
ROUTINE = routine(LEGS, TUMMY, FACE, ritual=RITUAL)


def written(of: Routine = ROUTINE, **more: Any) -> Script:
    return write_script(of, PHRASES, **more)


def words(of: Script, *roles: str) -> list[str]:
    return [cue.text for scene in of.scenes for passage in scene.passages for cue in passage.cues if cue.role in roles]


def passages(of: Script) -> list[Passage]:
    return [passage for scene in of.scenes for passage in scene.passages]


def test_a_section_done_on_each_side_is_two_scenes_and_shared_strokes_come_once_at_the_end() -> None:
    strokes = [
        (passage.stroke.id, passage.side) for passage in passages(written(routine(LEGS))) if passage.stroke is not None
    ]
    assert strokes == [
        ("leg_glide", "right"),
        ("leg_roll", "right"),
        ("leg_glide", "left"),
        ("leg_roll", "left"),
        ("legs_sweep", "both"),
    ]
    assert [scene.title for scene in written(routine(LEGS)).scenes] == ["Right leg", "Left leg"]


def test_the_first_side_is_the_parents_choice() -> None:
    assert [scene.title for scene in written(routine(LEGS), first_side="left").scenes] == ["Left leg", "Right leg"]


def test_the_two_sides_of_a_step_are_twins() -> None:
    pairs = [passage.pair for passage in passages(written(routine(LEGS))) if passage.stroke in (LEG, ROLL)]
    assert pairs[:2] == pairs[2:]
    assert len(set(pairs)) == 2


def test_practised_gives_the_cue_once_and_the_name_on_the_second_side_of_a_stroke_without_words_for_it() -> None:
    assert words(written(routine(LEGS)), "cue", "name", "teach") == [
        "The right leg: from hip to ankle.",
        "From hip to ankle.",
        "Leg glide.",
        "Leg roll.",
        "Both legs together.",
    ]


def test_what_is_said_again_serves_the_second_side_and_a_second_time() -> None:
    leg = replace(LEG, again=text("Down the leg."))
    clock = replace(CLOCK, again=text("Tummy, round."))
    own = step(clock, cue=text("Tummy, twice more."))
    of = routine(
        Section(title=text("{side} leg"), sides="each", steps=(step(leg),)),
        Section(title=text("Tummy"), steps=(step(clock), step(clock), own)),
    )
    practised = ["The right leg: from hip to ankle.", "Down the leg."]
    practised += ["Circles on the tummy.", "Tummy, round.", "Tummy, twice more."]
    assert words(written(of), "cue", "name") == practised
    assert words(written(of, guidance="learn"), "cue") == ["Down the leg.", "Tummy, round.", "Tummy, twice more."]
    assert words(written(of, guidance="names"), "cue", "name") == ["Leg glide."] * 2 + ["Tummy clock."] * 3


def test_learn_teaches_each_stroke_once() -> None:
    script = written(routine(LEGS), guidance="learn")
    assert len(words(script, "teach")) == 3
    assert len(words(script, "caution")) == 3
    assert words(script, "cue") == ["The left leg: from hip to ankle.", "From hip to ankle."]
    assert words(script, "name", "teach")[:2] == ["Leg glide.", "Shape a hand like a bracelet, and glide down."]
    assert words(script, "name").count("Leg glide.") == 1


def test_a_note_is_never_said() -> None:
    noted = Section(title=text("Leg"), sides="right", steps=(step(replace(LEG, note=text("Best in the morning."))),))
    for guidance in ("learn", "practised", "names", "tones"):
        assert "Best in the morning." not in [cue.text for cue in written(routine(noted), guidance=guidance).cues]


def test_tones_are_explained_to_those_who_learn_after_the_first_stroke_that_moves_if_there_are_any() -> None:
    def after(script: Script) -> list[str]:
        return [one.stroke.id for one in passages(script)[: place(script)] if one.stroke]

    def place(script: Script) -> int:
        return next((at for at, one in enumerate(passages(script)) if "That was a tone." in str(one.cues)), 0)

    hold = stroke("leg_hold", path=parse_path("hold(knee_{S})"))
    legs = routine(Section(title=text("Leg"), sides="right", steps=(step(hold), step(LEG), step(ROLL))))
    assert after(written(legs, guidance="learn")) == ["leg_hold", "leg_glide"]
    assert after(written(legs, guidance="learn", tones=False)) == []
    assert after(written(legs)) == []


def test_the_babys_right_is_explained_to_those_who_learn_once() -> None:
    line = "Right of your baby is your left."
    assert words(written(guidance="learn"), "line").count(line) == 1
    assert line not in words(written(), "line")
    assert line not in words(written(routine(TUMMY), guidance="learn"), "line")


def test_an_intro_is_said_in_place_of_the_title_where_more_than_names_is() -> None:
    legs = replace(LEGS, intro=text("Now the {side} leg."))
    assert words(written(routine(legs)), "section") == ["Now the right leg.", "Now the left leg."]
    assert words(written(routine(legs), guidance="names"), "section") == ["Right leg.", "Left leg."]
    assert [scene.title for scene in written(routine(legs)).scenes] == ["Right leg", "Left leg"]


def test_in_the_opening_pauses_do_not_grow() -> None:
    opening = written().scenes[0]
    assert [one.pause for one in opening.passages if one.stroke] == [(samples(2), samples(2))]


def test_names_are_all_that_is_said_of_a_stroke() -> None:
    script = written(guidance="names")
    assert not words(script, "cue", "teach", "caution")
    assert set(script.in_turn) <= {"look"}
    assert words(script, "name")[:2] == ["Ask.", "Leg glide."]


def test_tones_leave_safety_and_sections() -> None:
    assert words(written(guidance="tones"), "safety") == [
        "Stop whenever your baby has had enough.",
        "Only when the navel has healed.",
    ]
    sections = ["Right leg.", "Left leg.", "Tummy.", "Face."]
    assert [line for line in words(written(guidance="tones"), "section") if line != "Once more."] == sections
    assert not words(written(guidance="tones"), "line", "cue", "name", "teach")


@pytest.mark.parametrize(
    ("guidance", "wish", "said", "scenes"),
    [
        ("practised", None, ["Warm your hands."], "Hello"),
        ("learn", None, ["Wash your hands."], "Before"),
        ("practised", "full", ["Wash your hands."], "Before"),
        ("learn", "none", [], "Hello"),
    ],
)
def test_the_preparation(guidance: str, wish: str | None, said: list[str], scenes: str) -> None:
    script = written(guidance=guidance, preparation=wish)
    preparing = [line for line in words(script, "line") if "hands" in line]
    assert preparing == said
    assert script.scenes[0].title == scenes


def test_the_routines_own_wish_for_the_preparation_counts() -> None:
    assert written(routine(LEGS, ritual=RITUAL, preparation="full")).scenes[0].title == "Before"


def test_the_ritual_opens_and_closes_and_waits_for_the_answer() -> None:
    script = written()
    assert (script.scenes[0].title, script.scenes[-1].title) == ("Hello", "Goodbye")
    assert any(passage.pause == (samples(8), samples(8)) for passage in script.scenes[0].passages)
    assert all(
        passage.drop_rank is None for scene in (script.scenes[0], script.scenes[-1]) for passage in scene.passages
    )


def test_without_a_ritual_nothing_is_added() -> None:
    assert [scene.title for scene in written(routine(TUMMY)).scenes] == ["Tummy"]
    assert not words(written(routine(TUMMY)), "prompt", "check", "safety")


def test_each_section_has_an_offer_after_its_first_stroke_and_a_check_at_its_end() -> None:
    own = [
        [one for one in scene.passages if one.contact and not one.spare and one.add_rank is None]
        for scene in written().scenes
    ]
    kinds = [[one.contact for one in passages] for passages in own]
    assert kinds == [[], ["prompt"], ["check"], ["prompt", "check"], ["prompt", "check"], []]
    assert own[2][0].pause == RITUAL.pause_after_check


def test_after_every_stroke_there_may_be_an_offer_and_a_check() -> None:
    scene = written().scenes[1]
    for place, passage in enumerate(scene.passages):
        if passage.stroke:
            following = {one.contact for one in scene.passages[place + 1 : place + 4]}
            assert {"prompt", "check"} <= following


def test_where_checks_offers_and_thanks_begin_is_the_turn() -> None:
    said = [[cue.text for cue in written(turn=turn).in_turn["check"]] for turn in range(3)]
    assert said == [
        ["How is your baby?", "Looking away?"],
        ["Looking away?", "How is your baby?"],
        ["How is your baby?", "Looking away?"],
    ]
    assert [words(written(turn=turn), "line")[-1] for turn in range(2)] == ["You were here.", "Well done."]


def test_the_baby_has_a_name_or_is_your_baby() -> None:
    assert "Hum to Mia." in words(written(baby="Mia"), "line")
    assert "Hum to your baby." in words(written(), "line")


def test_a_safety_line_comes_once_before_its_part() -> None:
    script = written(routine(TUMMY, TUMMY, ritual=RITUAL))
    assert words(script, "safety").count("Only when the navel has healed.") == 1
    tummy = [cue.role for passage in script.scenes[1].passages for cue in passage.cues]
    assert tummy.index("safety") < tummy.index("cue")


def test_prompts_leave_before_checks_and_checks_before_optional_strokes() -> None:
    leaving = sorted(
        (passage.drop_rank, passage.contact or "stroke")
        for passage in passages(written())
        if passage.drop_rank is not None and passage.add_rank is None
    )
    assert [kind for _, kind in leaving] == [*["prompt"] * 3, *["check"] * 3, "stroke", "stroke"]
    assert leaving[-1][0] == leaving[-2][0], "both sides leave together"


def test_essential_strokes_stay_unless_their_step_says_otherwise() -> None:
    section = Section(title=text("Legs"), sides="right", steps=(step(LEG), step(LEG, optional=True)))
    assert [passage.drop_rank for passage in passages(written(routine(section))) if passage.stroke] == [None, 0]
    section = Section(title=text("Legs"), sides="right", steps=(step(ROLL), step(ROLL, optional=False)))
    assert [passage.drop_rank for passage in passages(written(routine(section))) if passage.stroke] == [0, None]


def test_feet_leave_before_the_rest_where_the_ritual_says_so() -> None:
    sole = stroke("foot_sole", part="foot", essential=False)
    section = Section(title=text("Leg"), sides="right", steps=(step(sole), step(ROLL)))
    script = written(routine(section, ritual=RITUAL), guidance="names")
    order = {
        passage.stroke.id: passage.drop_rank
        for passage in passages(script)
        if passage.drop_rank is not None and passage.stroke
    }
    assert order == {"foot_sole": 0, "leg_roll": 1}


def test_only_optional_sections_may_leave() -> None:
    assert {scene.title: scene.drop_rank for scene in written().scenes} == {
        "Hello": None,
        "Right leg": None,
        "Left leg": None,
        "Tummy": None,
        "Face": 0,
        "Goodbye": None,
    }


def test_a_rest_is_a_pause_and_a_stroke_is_followed_by_one() -> None:
    section = Section(
        title=text("Rest"),
        steps=(RestStep(shortest=samples(10), longest=samples(40), optional=True), step(CLOCK)),
    )
    made = passages(written(routine(section)))
    assert [(passage.pause, passage.drop_rank) for passage in made[1:]] == [
        ((samples(10), samples(40)), 0),
        ((samples(2), samples(20)), None),
    ]


def test_the_own_cue_of_a_step_is_said_instead() -> None:
    section = Section(title=text("Tummy"), steps=(step(CLOCK, cue=text("Round and round.")),))
    assert words(written(routine(section)), "cue") == ["Round and round."]


def test_a_ritual_may_have_neither_prompts_nor_checks_and_a_part_without_strokes_has_none() -> None:
    bare = replace(RITUAL, prompts=(), checks=())
    assert not words(written(routine(LEGS, ritual=bare)), "prompt", "check")
    song = Section(title=text("Song"), steps=(SayStep(text=text("Sing.")),))
    assert not words(written(routine(song, ritual=RITUAL)), "prompt", "check")


def test_a_stroke_without_a_caution_is_taught_without_one() -> None:
    plain = Section(title=text("Leg"), sides="right", steps=(step(stroke("leg_plain", caution=None)),))
    script = written(routine(plain), guidance="learn")
    assert len(words(script, "teach")) == 1
    assert not words(script, "caution")
