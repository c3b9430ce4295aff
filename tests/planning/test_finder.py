"""Which routines fit a wish."""

from __future__ import annotations

from typing import Any

import pytest
from fakes.scripts import PHRASES, routine, step, stroke, text

from audioguide.model.routine import Section
from audioguide.planning.finder import estimated, matching_routines
from audioguide.planning.scriptwriter import write_script
from audioguide.units import Samples, samples

LONG = stroke("long", seconds=30.0, sides="midline", times=(4, 8, 12))
SHORT = stroke("short", sides="midline", times=(3, 5, 8))
QUICK = routine(Section(title=text("Quick"), steps=(step(SHORT),)), id="quick", aims=("calm", "bonding"))
SLEEPY = routine(Section(title=text("Slow"), steps=(step(LONG),)), id="sleepy", aims=("sleep", "calm"), from_age=6.0)
ALL = (QUICK, SLEEPY)


def names(**wishes: Any) -> list[str]:
    return [one.id for one in matching_routines(ALL, PHRASES, language="en", **wishes)]


@pytest.mark.parametrize(
    ("wishes", "found"),
    [
        ({"aim": "sleep"}, ["sleepy"]),
        ({"aim": "bonding"}, ["quick"]),
        ({"aim": "calm"}, ["quick", "sleepy"]),
        ({"aim": "comfort"}, []),
        ({"age": 3.0}, ["quick"]),
        ({"age": 6.0}, ["quick", "sleepy"]),
        ({"length": samples(60)}, ["quick"]),
        ({"length": samples(240)}, ["sleepy"]),
        ({"aim": "sleep", "length": samples(5)}, []),
    ],
)
def test_wishes_narrow_it_down(wishes: dict[str, Any], found: list[str]) -> None:
    assert names(**wishes) == found


def test_lengths_are_guessed_from_the_words() -> None:
    script = write_script(QUICK, PHRASES)
    guessed = estimated(script)
    assert set(guessed) == {cue.text for cue in script.cues}
    assert Samples(0) < guessed["Quick."] < samples(1)
