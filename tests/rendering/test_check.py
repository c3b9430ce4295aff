"""What can be read and not be rendered, and files that are none: told before anything is made."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audioguide.errors import ChoiceError, RoutineError
from audioguide.rendering.check import check_file
from audioguide.rendering.find import find_routine

FACE = "sections: [{title: A, steps: [{stroke: face_open_book}]}]\n"


def mistakes(file: Path) -> list[str]:
    with pytest.raises(RoutineError) as caught:
        check_file(str(file))
    return [line.removeprefix(f"{file.parent}{os.sep}") for line in str(caught.value).splitlines()]


def test_a_bed_that_is_not_there_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(f"version: 1\ntitle: T\nbed: sea.wav\n{FACE}", "utf-8")
    assert mistakes(file) == [f"own.yaml:3: bed: there is no file '{tmp_path / 'sea.wav'}'"]
    sea = np.random.default_rng(1).normal(0.0, 0.1, (100_000, 2))
    soundfile.write(tmp_path / "sea.wav", sea, 44_100)
    assert all("bed:" not in str(remark) for remark in check_file(str(file)))


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
