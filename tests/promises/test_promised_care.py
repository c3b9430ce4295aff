"""What keeps a baby safe: signs, help, sleep, the navel, the right age, the care team.

The numbers are those of the owner's points: cues, sleep, ages, the smallest babies.
"""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path
from typing import get_args

import pytest
from fakes.planned import passages, plan_of, script_of, spoken

from audioguide import repertoire
from audioguide.errors import AudioguideError
from audioguide.model.routine import Guidance
from audioguide.rendering.request import prepare
from audioguide.units import parse_duration

ROUTINES = repertoire.routines()
GUIDANCE: tuple[Guidance, ...] = get_args(Guidance)


def test_6_a_family_with_one_routine_hears_every_sign_of_a_baby_in_eight_sessions() -> None:
    heard = set()
    for turn in range(8):
        made = plan_of("everyday", length=parse_duration("10m"), turn=turn)
        heard |= {say.text for say in made.says if say.role == "check"}
    checks = repertoire.vocabulary().rituals["infant-massage"].checks
    assert heard == {text.say("en") for text in checks}


@pytest.mark.parametrize("guidance", GUIDANCE)
@pytest.mark.parametrize("name", ROUTINES)
def test_6_when_to_get_help_is_no_turn_of_a_rota(name: str, guidance: Guidance) -> None:
    """A calm voice in the middle of a massage is no place for it: those who learn hear it once, beforehand."""
    sign = re.compile(r"gagging|spitting|\bpale\b|\bblue\b|\blimp\b|get help|call for help", re.IGNORECASE)
    first, *others = (" ".join(spoken(scene)) for scene in script_of(name, guidance).scenes)
    assert [words for words in others if sign.search(words)] == []
    assert bool(sign.search(first)) == (guidance == "learn")


def test_6_when_to_get_help_stands_in_the_guide_for_parents() -> None:
    guide = " ".join((Path(__file__).parents[2] / "docs" / "parents.md").read_text("utf-8").split()).lower()
    advice = guide[guide.index("### when to get help") : guide.index("## how long")]
    assert "gagging or spitting up? stop. hold your baby upright, leaning forward a little" in advice
    assert re.search(r"blue or very pale, limp, or has trouble breathing .*\*\*call for help at once\*\*", advice)
    for sign in (
        "38 °c or more under three months",
        "hard or green vomiting",
        "blood in the nappy",
        "high-pitched cry",
    ):
        assert sign in advice
        assert guide.count(sign) == 1, "in one place"


def test_10_bedtime_tells_how_to_sleep_safely_at_every_guidance() -> None:
    for guidance in GUIDANCE:
        lines = " ".join(spoken(script_of("bedtime", guidance)))
        assert "on the back" in lines
        assert "If they fall asleep, stop here." in lines


@pytest.mark.parametrize("name", ["tummy", "everyday"])
def test_13_the_tummy_waits_for_the_navel(name: str) -> None:
    for guidance in GUIDANCE:
        lines = spoken(script_of(name, guidance))
        assert any("navel has healed" in line for line in lines)


def test_15_ages_from_newborn_to_toddler() -> None:
    ages = {name: repertoire.routine(name).from_age for name in ROUTINES}
    assert {name for name, age in ages.items() if age == 0} == {"first-days", "through-clothes", "still-touch"}
    assert ages["toddler"] == pytest.approx(52, abs=1)
    assert all(age == 6 for name, age in ages.items() if age not in (0, ages["toddler"]))
    with pytest.raises(AudioguideError, match="is for babies from 1 year"):
        prepare("toddler", age="20w")
    assert prepare(age="1w").routine.id == "first-days"


def test_17_still_touch_asks_for_the_care_team_and_only_holds() -> None:
    for guidance in GUIDANCE:
        before = takewhile(
            lambda passage: not any("care team has agreed" in cue.text for cue in passage.cues),
            passages("still-touch", guidance),
        )
        assert [passage.stroke.id for passage in before if passage.stroke] == []
    shapes = {
        part.name
        for passage in passages("still-touch")
        if passage.stroke
        for lane in passage.stroke.path.lanes
        for part in lane
    }
    assert shapes == {"hold"}
