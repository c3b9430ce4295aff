"""`audioguide check`: mistakes, warnings, and what becomes of them."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from fakes.program import call

from audioguide.cli import DONE, FAILED
from audioguide.errors import VoiceError

CALM = """\
version: 1
title: Evening
ritual: infant-massage
from_age: 6w
sections:
  - title: Chest and tummy
    steps:
      - stroke: chest_open_book
      - stroke: chest_integration
      - rest: 20s
      - stroke: tummy_clock
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("calm.yaml").write_text(CALM, "utf-8")
    Path("eager.yaml").write_text(CALM + "        times: 12\n", "utf-8")
    Path("broken.yaml").write_text(CALM + "        tymes: 12\n", "utf-8")


def test_a_file_without_remarks_is_fine() -> None:
    run = call("check", "calm.yaml")
    assert (run.code, run.out, run.err) == (DONE, "calm.yaml: fine\n", "")


def test_a_warning_tells_where_what_and_why_and_stops_nothing() -> None:
    run = call("check", "eager.yaml")
    assert (run.code, run.out) == (DONE, "")
    assert run.err == (
        "eager.yaml:11: warning: 'tummy_clock' 12 times, usual are 3 to 10; "
        "fewer are over before a baby has settled into them, and more of one kind tire\n"
    )


COURSE = """\
version: 1
title: Two evenings
routine: everyday
evenings:
  - title: Legs
    learn: [leg]
  - title: Tummy
    learn: [tummy]
"""


def test_a_course_is_checked_too() -> None:
    Path("course.yaml").write_text(COURSE, "utf-8")
    run = call("check", "course.yaml", "calm.yaml")
    assert (run.code, run.out) == (DONE, "course.yaml: fine\ncalm.yaml: fine\n")
    Path("course.yaml").write_text(COURSE.replace("[leg]", "[legs, wing]"), "utf-8")
    run = call("check", "course.yaml")
    assert run.code == FAILED
    assert run.err.startswith("course.yaml:6: there is no part 'wing' in 'everyday'; it has leg, ")


def test_a_course_is_no_routine() -> None:
    Path("course.yaml").write_text(COURSE, "utf-8")
    run = call("plan", "course.yaml")
    told = "name an evening (course.yaml:1), or make all: audioguide course FOLDER --from course.yaml"
    assert (run.code, run.err) == (FAILED, f"'course.yaml' is a course; {told}\n")


def test_a_background_is_no_routine() -> None:
    Path("my rain.yaml").write_text("version: 1\ntitle: Rain\nlayers: [{noise: {from: 150, to: 900}}]\n", "utf-8")
    run = call("plan", "my rain.yaml")
    told = "hear it under a routine: audioguide render everyday --bed 'my rain.yaml'"
    assert (run.code, run.err) == (FAILED, f"'my rain.yaml' is a background; {told}\n")
    assert call("plan", "everyday", "--bed", "my rain.yaml").code == DONE


def test_strict_takes_warnings_for_mistakes() -> None:
    assert call("check", "--strict", "calm.yaml").code == DONE
    run = call("check", "--strict", "eager.yaml", "calm.yaml")
    assert (run.code, run.out) == (FAILED, "calm.yaml: fine\n")
    assert run.err.startswith("eager.yaml:11: warning: ")


def test_every_file_is_checked_whatever_came_before() -> None:
    run = call("check", "broken.yaml", "eager.yaml", "calm.yaml")
    assert (run.code, run.out) == (FAILED, "calm.yaml: fine\n")
    assert [line.split(" ", 1)[0] for line in run.err.splitlines()] == ["broken.yaml:12:", "eager.yaml:11:"]


def test_the_built_in_routines_pass_by_their_names() -> None:
    run = call("check", "--strict", "everyday", "bedtime")
    assert (run.code, run.out) == (DONE, "everyday: fine\nbedtime: fine\n")


def test_too_much_talk_is_estimated_from_the_words() -> None:
    line = "      - say: And now we talk and talk and talk about everything that comes to mind today.\n"
    Path("talk.yaml").write_text(CALM + line * 20, "utf-8")
    run = call("check", "talk.yaml")
    assert run.code == DONE
    assert run.err.startswith("talk.yaml:1: warning: ")
    assert " % of it would be spoken, 25 % are plenty" in run.err


def test_a_language_that_no_voice_here_speaks_cannot_be_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: str, language: str) -> NoReturn:
        msg = f"no voice speaks '{language}' of itself"
        raise VoiceError(msg)

    monkeypatch.setattr("audioguide.rendering.impossible.choose", nobody)
    Path("ruhe.yaml").write_text(CALM.replace("ritual:", "language: de\nritual:"), "utf-8")
    run = call("check", "ruhe.yaml")
    assert (run.code, run.err) == (FAILED, "ruhe.yaml:3: language: no voice speaks 'de' of itself\n")
    assert call("check", "calm.yaml").err.startswith("calm.yaml:1: language: no voice speaks 'en'")


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="Windows has none")
def test_a_device_is_no_file() -> None:
    run = call("check", "/dev/null")
    assert (run.code, run.err) == (FAILED, "/dev/null:1: is no file but a pipe or a device; name a file\n")
    assert call("course", "mine", "--from", "/dev/null").err == run.err


def test_a_language_without_words_of_our_own_cannot_be_rendered() -> None:
    text = "version: 1\ntitle: Ruhe\nlanguage: eo\nsections:\n  - title: Ruhe\n    steps:\n      - say: Ruhe.\n"
    Path("ruhe.yaml").write_text(text, "utf-8")
    run = call("check", "ruhe.yaml")
    assert run.code == FAILED
    assert run.err.startswith(
        "ruhe.yaml:3: language: there are no words for right, left and baby in it; there are in de, "
    )
