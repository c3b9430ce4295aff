"""`audioguide new`: a file to start from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from fakes.program import call

from audioguide import repertoire
from audioguide.cli import DONE, FAILED, USAGE
from audioguide.model.routine import Routine, StrokeStep
from audioguide.planning.scriptwriter import write_script
from audioguide.reader import read

pytestmark = pytest.mark.usefixtures("empty_folder")


def routine_in(name: str) -> Routine:
    return read(Path(name).read_text("utf-8"), source=name, vocabulary=repertoire.vocabulary())


def test_it_is_fine_at_once_and_tells_what_comes_next() -> None:
    run = call("new", "evening-legs")
    assert (run.code, run.err) == (DONE, "")
    assert run.out == "evening-legs.yaml  now change it, then: audioguide render evening-legs.yaml\n"
    assert routine_in("evening-legs.yaml").title.say("en") == "Evening legs"
    assert call("check", "--strict", "evening-legs.yaml").out == "evening-legs.yaml: fine\n"


def test_an_editor_finds_the_schema_beside_it() -> None:
    call("new", "ours")
    first, *_ = Path("ours.yaml").read_text("utf-8").splitlines()
    assert first == "# yaml-language-server: $schema=audioguide.schema.json"
    assert Path("audioguide.schema.json").read_text("utf-8") == call("check", "--schema").out
    call("new", "theirs", "--from", "ours.yaml")
    assert Path("theirs.yaml").read_text("utf-8") == Path("ours.yaml").read_text("utf-8")


def test_it_explains_itself() -> None:
    call("new", "ours")
    lines = Path("ours.yaml").read_text("utf-8").splitlines()
    assert sum("#" in line for line in lines) > 20
    assert max(len(line) for line in lines) <= 120


def test_it_shows_a_stroke_of_ones_own() -> None:
    call("new", "ours")
    steps = [step for section in routine_in("ours.yaml").sections for step in section.steps]
    *_, own = (step for step in steps if isinstance(step, StrokeStep))
    assert own.stroke.id not in repertoire.vocabulary().strokes


@pytest.mark.parametrize("name", repertoire.routines())
def test_it_can_start_from_any_built_in_routine(name: str) -> None:
    assert call("new", "ours", "--from", name).code == DONE
    ours, theirs = routine_in("ours.yaml"), repertoire.routine(name)
    assert ours.title.say("en") == "Ours"
    assert (ours.ritual, ours.aims) == (theirs.ritual, theirs.aims)
    assert (ours.note and ours.note.say("en")) == (theirs.note and theirs.note.say("en"))
    phrases = repertoire.vocabulary().phrases["en"]
    scenes, originals = (write_script(one, phrases, guidance="learn").scenes for one in (ours, theirs))
    assert scenes == originals
    assert call("check", "--strict", "ours.yaml").code == DONE


def test_a_built_in_routine_comes_with_comments_each_once() -> None:
    call("new", "ours", "--from", "everyday")
    text = Path("ours.yaml").read_text("utf-8")
    comment = "      # The name of a stroke from the repertoire, or of one from this file.\n      - stroke: leg_rest\n"
    assert text.count(comment) == text.count(comment.split("\n", maxsplit=1)[0]) == 1


def test_it_can_start_from_a_file_of_ones_own() -> None:
    call("new", "first")
    assert call("new", "second", "--from", "first.yaml").code == DONE
    assert Path("second.yaml").read_bytes() == Path("first.yaml").read_bytes()


def test_an_evening_of_a_course_names_the_routine_that_it_comes_from() -> None:
    Path("two.yaml").write_text(
        "version: 1\ntitle: Two\nroutine: small.yaml\nevenings: [{title: Back, learn: [back]}]\n", "utf-8"
    )
    Path("small.yaml").write_text(
        "version: 1\ntitle: Small\nsections: [{title: Back, steps: [{stroke: back_comb}]}]\n", "utf-8"
    )
    for start, whole in (("five-evenings:2", "complete"), ("two.yaml:1", "small.yaml")):
        run = call("new", "ours", "--from", start)
        told = f"'{start}' is an evening of a course, which chooses from a routine: audioguide new NAME --from {whole}"
        assert (run.code, run.out, run.err) == (FAILED, "", f"{told}\n")
        assert call("new", "ours", "--from", whole, "--force").code == DONE


def test_the_routine_of_a_course_may_be_in_another_folder() -> None:
    Path("our courses").mkdir()
    Path("our courses/two.yaml").write_text(
        "version: 1\ntitle: Two\nroutine: ../small.yaml\nevenings: [{title: Back, learn: [back]}]\n", "utf-8"
    )
    Path("small.yaml").write_text(
        "version: 1\ntitle: Small\nsections: [{title: Back, steps: [{stroke: back_comb}]}]\n", "utf-8"
    )
    run = call("new", "ours", "--from", "our courses/two.yaml:1")
    assert run.code == FAILED
    assert run.err.endswith("audioguide new NAME --from 'our courses/../small.yaml'\n")


def test_from_another_folder_it_still_uses_what_the_first_one_uses() -> None:
    Path("classes/tuesday").mkdir(parents=True)
    Path("ours.yaml").write_text(
        "version: 1\nstrokes:\n  paw: {name: Paw, part: arm, path: hold(view), seconds: 5, times: 2, cue: Hold.}\n",
        "utf-8",
    )
    soundfile.write("sea.wav", np.sin(np.arange(8 * 8000)), 8000)
    Path("first.yaml").write_text(
        "version: 1\ntitle: First\nuse: ours.yaml  # of us all\nbed: 'sea.wav'\nfor: adults\n"
        "sections: [{title: A, steps: [{stroke: paw}]}]\n",
        "utf-8",
    )
    assert call("new", "classes/tuesday/second", "--from", "first.yaml").code == DONE
    text = Path("classes/tuesday/second.yaml").read_text("utf-8")
    assert '\nuse: "../../ours.yaml"  # of us all\nbed: "../../sea.wav"\n' in text
    assert call("check", "--strict", "classes/tuesday/second.yaml").code == DONE


def test_nothing_is_written_over() -> None:
    Path("ours.yaml").write_text("mine", "utf-8")
    run = call("new", "ours")
    assert (run.code, run.out) == (FAILED, "")
    assert run.err == "'ours.yaml' exists; take another name, or --force to write over it\n"
    assert Path("ours.yaml").read_text("utf-8") == "mine"
    assert call("new", "ours", "--force").code == DONE
    assert routine_in("ours.yaml")


def test_a_name_may_be_a_path() -> None:
    Path("classes").mkdir()
    assert call("new", "classes/Tuesday group.yml").out.endswith("audioguide render 'classes/Tuesday group.yml'\n")
    assert routine_in("classes/Tuesday group.yml").title.say("en") == "Tuesday group"
    assert call("new", "null").code == call("new", "2024").code == DONE
    assert routine_in("null.yaml").title.say("en") == "Null"


@pytest.mark.parametrize("name", ["{side}", "-x.yaml", "..", "a:b", "#1"])
def test_a_name_is_a_word(name: str) -> None:
    run = call("new", "--", name)
    assert run.code == USAGE
    assert "cannot be a name; use letters, digits, spaces, - and _" in run.err
    assert not list(Path().iterdir())


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("ours", "--from", "everday"), "there is no routine 'everday'; did you mean 'everyday'?"),
        (("ours", "--from", "nowhere.yaml"), "there is no file 'nowhere.yaml'"),
        (("nowhere/ours",), "cannot be written: No such file or directory"),
    ],
)
def test_what_cannot_be_done_is_one_line(arguments: tuple[str, ...], complaint: str) -> None:
    run = call("new", *arguments)
    assert (run.code, run.out) == (FAILED, "")
    assert complaint in run.err
    assert not list(Path().iterdir())
