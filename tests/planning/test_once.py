"""Words that come on one side only, where a section is done on the right and then on the left."""

from __future__ import annotations

import pytest

from audioguide.errors import RoutineError
from audioguide.model.timeline import Say
from audioguide.planning.finder import estimated
from audioguide.planning.planner import plan
from audioguide.rendering.stages import read, write_script
from audioguide.units import samples

FILE = """\
version: 1
title: T
sections:
  - title: "{side} arm"
    sides: each
    steps:
      - {say: Warm your hands., once: first}
      - {say: Hold the arm.}
      - {stroke: reach}
      - {say: Now over to the {side}., once: between}
      - {rest: 7s, once: between}
      - {say: Both are done., once: last}
strokes:
  reach: {name: Reach, part: arm, sides: each, path: "line(shoulder_{S},wrist_{S})", seconds: 3, times: 2, cue: Reach.}
""".replace("say: Now over to the {side}.", 'say: "Now over to the {side}."')


def test_first_between_and_last() -> None:
    script = write_script(read(FILE))
    made = plan(script, estimated(script))
    assert [[say.text for say in made.events if isinstance(say, Say) and chapter.start <= say.start < chapter.end]
            for chapter in made.chapters] == [
        ["Right arm.", "Warm your hands.", "Hold the arm.", "Reach.", "Now over to the left."],
        ["Left arm.", "Hold the arm.", "Reach.", "Both are done."],
    ]  # fmt: skip
    over = next(say for say in made.says if say.text == "Now over to the left.")
    assert made.chapters[1].start - over.end >= samples(7)


def test_from_the_left_it_is_the_other_way_round() -> None:
    script = write_script(read(FILE), first_side="left")
    texts = [say.text for say in plan(script, estimated(script)).says]
    assert texts.index("Warm your hands.") < texts.index("Now over to the right.") < texts.index("Right arm.")


def test_without_two_sides_there_is_no_once() -> None:
    with pytest.raises(RoutineError) as caught:
        read(FILE.replace("sides: each\n    steps", "sides: left\n    steps"))
    told = "once: the section comes once; it belongs in one with 'sides: each', or in a group with 'repeat'"
    assert [problem for _, problem in caught.value.mistakes] == [told] * 4
