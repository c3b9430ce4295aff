"""A teacher's own file: what stands in it is what is said and done, and its wishes hold unless an option does."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioguide.errors import RoutineError
from audioguide.model.routine import Guidance
from audioguide.rendering.request import Request, prepare
from audioguide.units import parse_duration

OWN = """\
strokes:
  down: {name: Long way down, part: arm, path: "line(shoulder_R,wrist_R)", seconds: 5, times: 3, toward: away,
         instead: up, cue: Down the arm., teach: Slowly down the arm.}
  up: {name: Long way up, part: arm, path: "line(wrist_R,shoulder_R)", seconds: 5, times: 3, toward: heart,
       cue: Up the arm.}
  side: {name: Side, part: arm, sides: each, path: "line(shoulder_{S},wrist_{S})", seconds: 5, times: 3,
         cue: "Down, {side}.", again: "Again, {side}.", teach: "Slowly, {side}."}
"""


def asked(tmp_path: Path, steps: str, head: str = "", sides: str = "", **choices: object) -> Request:
    file = tmp_path / "own.yaml"
    section = f"sections: [{{title: Arms{sides}, steps: [{steps}]}}]\n"
    file.write_text(f"version: 1\ntitle: Own\n{head}{section}{OWN}", "utf-8")
    return prepare(file, **choices)  # type: ignore[arg-type]


def said(request: Request) -> list[str]:
    return [cue.text for scene in request.script.scenes for one in scene.passages for cue in one.cues][1:]


def test_a_stroke_without_sides_goes_along_the_middle(tmp_path: Path) -> None:
    assert [stroke.sides for stroke in asked(tmp_path, "stroke: down").routine.strokes.values()] == [
        "midline",
        "midline",
        "each",
    ]


def test_towards_the_heart_one_own_stroke_takes_the_place_of_another(tmp_path: Path) -> None:
    request = asked(tmp_path, "stroke: down", direction="towards-heart")
    assert said(request) == ["Up the arm."]
    assert request.notes == ("'Long way up' in place of 'Long way down'",)


def test_in_place_of_a_stroke_there_has_to_be_one(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    section = "sections: [{title: Arms, steps: [stroke: down]}]\n"
    file.write_text(f"version: 1\ntitle: Own\n{section}{OWN.replace('instead: up', 'instead: upp')}", "utf-8")
    with pytest.raises(RoutineError, match=r"own.yaml:6: instead: unknown stroke 'upp'; did you mean 'up'\?"):
        prepare(file)


@pytest.mark.parametrize("guidance", ["learn", "practised"])
def test_a_steps_own_cue_is_said_wherever_a_cue_is(tmp_path: Path, guidance: Guidance) -> None:
    request = asked(tmp_path, '{stroke: side, cue: "My {side} words."}', sides=", sides: each", guidance=guidance)
    assert [text for text in said(request) if "words" in text] == ["My right words.", "My left words."]
    assert not any("Again" in text or "Slowly" in text for text in said(request))


def test_a_steps_own_name_and_lesson(tmp_path: Path) -> None:
    steps = "{stroke: down, name: My name, teach: My lesson.}"
    assert said(asked(tmp_path, steps, guidance="learn"))[:2] == ["My name.", "My lesson."]
    assert said(asked(tmp_path, steps, guidance="names")) == ["My name."]
    assert said(asked(tmp_path, steps, guidance="practised")) == ["Down the arm."]


def test_the_files_wishes_hold_unless_an_option_does(tmp_path: Path) -> None:
    wishes = "length: 1m\nguidance: names\nvoice: system\ntones: off\n"
    request = asked(tmp_path, "{stroke: down, times: 3-9}", wishes)
    assert (request.length, request.script.guidance, request.tones) == (parse_duration("1m"), "names", "off")
    assert "espeak" in request.voice.identity or "system" in request.voice.identity
    other = asked(tmp_path, "{stroke: down, times: 3-9}", wishes, length="50s", guidance="tones", tones="clear")
    assert (other.length, other.script.guidance, other.tones) == (parse_duration("50s"), "tones", "clear")


def test_a_wish_that_is_impossible_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(RoutineError) as caught:
        asked(tmp_path, "stroke: down", "length: 4h\nguidance: all\n")
    with pytest.raises(RoutineError, match="length: '10' is not a length; write for example 10m or 10m30s"):
        asked(tmp_path, "stroke: down", "length: 10\n")
    assert [line.rpartition("/")[2] for line in str(caught.value).splitlines()] == [
        "own.yaml:3: length: '4h' is not possible; a session lasts up to 3h00m",
        "own.yaml:4: guidance: 'all' is not possible; possible are learn, practised, names and tones",
    ]
