"""What is said of oil and of sleep: always where there is some, and never where there is none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from fakes.planned import plan_of, planner, script_of

from audioguide import repertoire
from audioguide.model.routine import Guidance
from audioguide.model.timeline import Beat, Pause, Say, Timeline
from audioguide.rendering.request import prepare
from audioguide.units import samples

pytestmark = pytest.mark.no_cover  # all routines at many lengths: what runs is shown by quicker tests

GUIDANCE: tuple[Guidance, ...] = get_args(Guidance)
TODDLERS = ("toddler", "toddler-garden", "toddler-train")
WITHOUT_OIL = ("express", "first-days", "movements", "still-touch", "through-clothes", *TODDLERS)
WITH_OIL = tuple(name for name in repertoire.routines() if name not in WITHOUT_OIL)
OILY = ("leg", "foot", "bottom", "tummy", "chest", "back")
"""Parts that are stroked with oil wherever there is some; an arm is not where its hand is stroked too."""
SHARED = ("on a chair or sofa", "lay your baby down first")


def shortest(name: str, guidance: Guidance = "practised", *, oil: bool | None = None) -> Timeline:
    any_length = planner(name, guidance, oil=oil)
    return any_length.plan(any_length.shortest)


def said(of: Timeline) -> str:
    return " ".join(say.text for say in of.says)


@pytest.mark.parametrize("guidance", GUIDANCE)
@pytest.mark.parametrize("name", WITH_OIL)
def test_with_oil_the_shortest_session_tells_to_wrap_before_the_lift(name: str, guidance: Guidance) -> None:
    assert "Wrap your baby before lifting." in said(shortest(name, guidance, oil=True))
    assert "Wrap your baby before lifting." not in said(shortest(name, guidance, oil=False))


@pytest.mark.parametrize("guidance", GUIDANCE)
@pytest.mark.parametrize("name", ["class", "complete", "standard"])
def test_with_oil_whoever_turns_the_baby_over_on_the_lap_hears_first_to_wrap_them(
    name: str, guidance: Guidance
) -> None:
    wrap = "Going across your lap? Wrap your baby first."
    assert f"{wrap} Turn your baby over slowly, onto the tummy or across your lap." in said(
        plan_of(name, guidance, oil=True)
    )
    assert wrap not in said(plan_of(name, guidance, oil=False))


def test_whoever_learns_hears_that_nut_oil_and_peanut_oil_are_never_used() -> None:
    words = {
        "en": "never nut or peanut oil",
        "de": "nie Nuss- oder Erdnussöl",
        "es": "nunca de frutos secos ni de cacahuete",
        "fr": "jamais de fruits à coque ni d'arachide",
        "it": "mai di frutta a guscio o di arachidi",
        "pt": "nunca de nozes, castanhas, amêndoas ou amendoim",
    }
    assert set(words) == set(repertoire.languages())
    for language, line in words.items():
        assert line in said(plan_of("everyday", "learn", language=language))


@pytest.mark.parametrize("guidance", GUIDANCE)
@pytest.mark.parametrize("name", WITHOUT_OIL)
def test_a_clothed_or_newborn_session_says_nothing_of_oil_whatever_is_asked_for(name: str, guidance: Guidance) -> None:
    for oil in (True, False, None):
        words = " ".join(cue.text for cue in script_of(name, guidance, oil=oil).cues)
        assert re.findall(r"\boil\b|wrap (your baby|them)", words, re.IGNORECASE) == []


def test_asked_for_all_the_same_a_note_tells_why() -> None:
    told = "'first-days' is done without oil, so nothing is said of it"
    assert told in prepare("first-days", oil=True).notes
    assert told not in prepare("first-days").notes
    assert all("oil" not in note for note in prepare("everyday", oil=True).notes)


@pytest.mark.parametrize("name", WITH_OIL)
def test_oil_is_taken_once_before_the_first_part_that_needs_it_and_each_time_has_6_seconds(
    name: str,
) -> None:
    made = shortest(name)
    [take] = [say for say in made.says if say.text.startswith("Oil, if you like")]
    # At the shoulder a baby is dressed or wrapped.
    oily = (beat for beat in made.beats if beat.stroke.part in OILY and beat.stroke.position != "shoulder")
    assert take.end <= next(oily).start
    for say in made.says:
        if say == take or "More oil?" in say.text or "Wipe your hands" in say.text:
            pause = next(event for event in made.events if event.start >= say.end)
            assert isinstance(pause, Pause)
            assert pause.end - pause.start >= samples(5.9)


def test_the_face_is_stroked_with_wiped_hands_and_more_oil_comes_with_one_hand_staying() -> None:
    oil = [
        (scene.title, cue.text)
        for scene in script_of("class").scenes
        for passage in scene.passages
        for cue in passage.cues
        if re.search(r"\boil\b", cue.text, re.IGNORECASE)
    ]
    assert oil == [
        ("Right leg", "Oil, if you like, from a saucer. The other hand stays on your baby."),
        ("Right shoulder", "More oil? With one hand. The other stays."),
        ("Right arm", "Wipe your hands. No oil on your baby's hands or face."),
        ("Back", "More oil? With one hand. The other stays."),
        ("Movements", "Wipe your hands. No oil on your baby's hands or face."),
    ]


@pytest.mark.parametrize("guidance", GUIDANCE)
@pytest.mark.parametrize("name", WITH_OIL)
def test_no_oil_comes_on_hands_and_face_which_go_into_the_mouth(name: str, guidance: Guidance) -> None:
    any_length = planner(name, guidance, oil=True)
    for length in (any_length.shortest, any_length.own, any_length.longest):
        made, oily = any_length.plan(length), False
        for event in made.events:
            if isinstance(event, Say) and re.match(r"Oil, if you like|More oil\?|Wipe your hands", event.text):
                oily = not event.text.startswith("Wipe")
            elif isinstance(event, Beat):
                dry = event.stroke.part in ("hand", "face", "head") or event.stroke.id == "move_arms_cross"
                assert not (oily and dry), event.stroke.id


@pytest.mark.parametrize("guidance", GUIDANCE)
@pytest.mark.parametrize("name", WITH_OIL)
def test_nobody_turns_or_lifts_a_baby_with_oil_that_was_just_taken(name: str, guidance: Guidance) -> None:
    any_length = planner(name, guidance, oil=True)
    for length in (any_length.shortest, any_length.own, any_length.longest):
        fresh = False
        for event in any_length.plan(length).events:
            if isinstance(event, Say):
                fresh = fresh or bool(re.match(r"Oil, if you like|More oil\?", event.text))
                assert not (fresh and re.search(r"Turn your baby|lift|Lay your baby down", event.text)), event.text
            elif isinstance(event, Beat):
                fresh = False


def test_at_bedtime_the_face_comes_first_and_nobody_takes_oil_on_the_shoulder() -> None:
    titles = [
        scene.title
        for scene in script_of("bedtime").scenes
        if any("oil" in cue.text.lower() for passage in scene.passages for cue in passage.cues)
    ]
    assert titles == ["Chest", "Right arm", "Right leg"]


@pytest.mark.parametrize("guidance", GUIDANCE)
def test_the_shortest_bedtime_ends_as_a_nurse_would_sign_it(guidance: Guidance) -> None:
    words = said(shortest("bedtime", guidance))
    order = [
        "Shoulders to toes, down the sides, one long goodbye." if guidance == "practised" else "",
        "Dress your baby for the night",
        "To sleep, on the back, in their own bed. Firm, flat, and nothing in it.",
        "If your eyes are closing, lay your baby down first. Never sleep together on a chair or sofa.",
        "If they fall asleep, stop here.",
    ]
    assert [words.find(line) for line in order] == sorted(words.find(line) for line in order)
    assert all(line in words for line in order)


@pytest.mark.parametrize("guidance", GUIDANCE)
@pytest.mark.parametrize("name", ["first-days", "through-clothes", "bedtime"])
def test_where_a_baby_is_held_at_the_shoulder_the_parent_is_told_not_to_fall_asleep(
    name: str, guidance: Guidance
) -> None:
    words = " ".join(cue.text for cue in script_of(name, guidance).cues)
    assert all(line in words for line in SHARED)


@pytest.mark.parametrize("guidance", GUIDANCE)
def test_at_bedtime_sleep_comes_up_before_the_shoulder_and_a_wrapped_baby_is_unwrapped(guidance: Guidance) -> None:
    words = said(plan_of("bedtime", guidance, oil=True))
    order = [
        "Had enough, or asleep? Then stop.",
        "Wrap your baby, and lift them to your shoulder",
        "If your eyes are closing, lay your baby down first.",
        "Lay your baby down on the back, one hand under the head, and unwrap them.",
        "Wrap your baby before lifting.",
        "Dress your baby for the night",
    ]
    assert all(line in words for line in order)
    assert [words.find(line) for line in order] == sorted(words.find(line) for line in order)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in repertoire.routines()
        if name not in ("still-touch", "first-days") and not name.startswith("toddler")
    ],
)
def test_whoever_speaks_of_sleep_says_on_the_back_in_their_own_empty_bed(name: str) -> None:
    words = said(shortest(name, "tones"))
    assert re.search(r"on the back, in their own (empty bed|bed\. Firm, flat, and nothing in it)", words)


def test_the_docs_tell_how_warm_the_room_for_sleep_is_and_of_hat_chair_and_sofa() -> None:
    guide = " ".join((Path(__file__).parents[2] / "docs" / "parents.md").read_text("utf-8").split())
    asleep = guide[guide.index("## Before sleep") : guide.index("## When not to")]
    for line in ("16 to 20 degrees", "no hat", "chair or sofa", "on the back", "firm flat bed"):
        assert line in asleep
