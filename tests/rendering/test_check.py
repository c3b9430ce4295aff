"""What can be read and not be rendered, and files that are none: told before anything is made."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audioguide.cache import Cache
from audioguide.errors import ChoiceError, LengthError, RoutineError, SoundError
from audioguide.planning.finder import estimated
from audioguide.planning.planner import plan
from audioguide.rendering.check import check_file
from audioguide.rendering.find import find_routine
from audioguide.rendering.request import Request, prepare
from audioguide.speech.narrator import Clips
from audioguide.units import Samples

FACE = "sections: [{title: A, steps: [{stroke: face_open_book}]}]\n"


def mistakes(file: Path, cache: Cache | None = None) -> list[str]:
    with pytest.raises(RoutineError) as caught:
        check_file(str(file), None, cache)
    return [line.removeprefix(f"{file.parent}{os.sep}") for line in str(caught.value).splitlines()]


def test_a_bed_that_is_not_there_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(f"version: 1\ntitle: T\nbed: sea.wav\n{FACE}", "utf-8")
    assert mistakes(file) == [f"own.yaml:3: bed: there is no file '{tmp_path / 'sea.wav'}'"]
    sea = np.random.default_rng(1).normal(0.0, 0.1, (100_000, 2))
    soundfile.write(tmp_path / "sea.wav", sea, 44_100)
    check_file(str(file))  # raises nothing


def test_the_recipe_of_a_bed_is_read_as_one(tmp_path: Path) -> None:
    file = tmp_path / "tent.yaml"
    file.write_text("version: 1\ntitle: Tent\nlayers: [{noise: {from: 500, to: 3500}}]\n", "utf-8")
    assert check_file(str(file)) == ()
    file.write_text("version: 1\ntitle: Tent\nlayers: [{noise: {from: 500, too: 3500}}]\n", "utf-8")
    assert any("tent.yaml:3: unknown key 'too'" in line for line in mistakes(file))


def test_a_bed_of_which_nothing_is_heard_is_no_bed(tmp_path: Path) -> None:
    file = tmp_path / "hush.yaml"
    rests = "{title: A, source: B, melody: '-*4', second: '-*4'}"
    file.write_text(f"version: 1\ntitle: Hush\nlayers: [{{music_box: {{tunes: [{rests}]}}}}]\n", "utf-8")
    with pytest.raises(SoundError, match="nothing is heard of layer 1 of the bed; it is silent, or too low"):
        check_file(str(file))


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        ("voice: nobody", "own.yaml:3: voice: "),
        ("length: 2h", "own.yaml:3: length: 2h00m is not possible; it lasts from about "),
        ("length: 5s", "own.yaml:3: length: 5s is not possible; it lasts from about "),
        ("language: xx", "own.yaml:3: language: there are no words for right, left and baby in it; there are in de, "),
    ],
)
def test_a_wish_that_nobody_can_fulfil_has_its_line(tmp_path: Path, wish: str, problem: str) -> None:
    file = tmp_path / "own.yaml"
    own = "strokes: {s: {name: S, part: x, path: hold(view), seconds: 5, times: 3-9, cue: Still.}}\n"
    file.write_text(f"version: 1\ntitle: T\n{wish}\nsections: [{{title: A, steps: [{{stroke: s}}]}}]\n{own}", "utf-8")
    (told,) = mistakes(file)
    assert told.startswith(problem)


@pytest.mark.parametrize("factor", [0.9, 1.0, 1.15])
def test_a_length_at_the_edge_of_what_is_estimated_is_asked_of_the_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, factor: float
) -> None:
    """What `check` passes then can be planned, and what it refuses is refused with the same sentence."""

    def speak(request: Request, _: Cache) -> Clips:
        clips = estimated(request.script)
        return Clips({text: Samples(round(factor * clip)) for text, clip in clips.items()}, pytest.fail)

    monkeypatch.setattr("audioguide.rendering.speak.speak", speak)
    file, cache = tmp_path / "own.yaml", Cache(tmp_path / "cache")
    own = f"strokes: {{s: {{name: S, part: x, path: hold(view), seconds: 5, times: 1, cue: {'Be still. ' * 30}}}}}\n"
    passed = []
    for second in range(52, 70):
        text = f"version: 1\ntitle: T\nbed: none\npause: none\nlength: {second}s\n"
        file.write_text(f"{text}sections: [{{title: A, steps: [{{stroke: s}}]}}]\n{own}", "utf-8")
        check_file(str(file))  # raises nothing: at the edge an estimate cannot say
        request, refused = prepare(file), []
        try:
            passed.append(plan(request.script, speak(request, cache).lengths, request.length).length)
        except LengthError as error:
            refused.append(f"own.yaml:5: length: {error}")
        if refused:
            assert refused == mistakes(file, cache)
        else:
            check_file(str(file), None, cache)  # raises nothing
    assert len(passed) == 1


def test_a_text_with_nothing_to_say_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("version: 1\ntitle: T\nsections:\n  - title: A\n    steps:\n      - say: '...'\n", "utf-8")
    assert mistakes(file) == ["own.yaml:6: there is nothing to say in '...'; write words, or a rest"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have names on Unix")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert mistakes(tmp_path / "pipe.yaml") == ["pipe.yaml:1: is no file but a pipe or a device; name a file"]


def test_the_text_of_a_routine_is_no_name() -> None:
    with pytest.raises(ChoiceError, match=r"it is the text of a routine, not its name; ag.read"):
        find_routine(f"version: 1\ntitle: T\n{FACE}")
