"""A file of strokes and rituals that several routines use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fakes.program import call

from audioguide.cli import DONE, FAILED
from audioguide.errors import AudioguideError, RoutineError
from audioguide.rendering.check import check_file
from audioguide.rendering.find import find_course, find_routine
from audioguide.rendering.identity import identity_of
from audioguide.rendering.request import prepare
from audioguide.rendering.stages import read

OURS = """\
version: 1
strokes:
  paw: {name: Paw, part: arm, path: hold(view), seconds: 5, times: 2, cue: Hold a paw., instead: tail}
  tail: {name: Tail, part: back, path: hold(view), seconds: 5, times: 2, cue: Hold the tail.}
rituals:
  quiet:
    title: Quiet
    preparation: {title: Before, full: [{say: Sit down.}], short: Sit.}
    opening: {title: Hello, steps: [{stroke: paw}]}
    closing: {title: Thanks, steps: [{say: Thank you., always: yes}]}
"""
ROUTINE = """\
version: 1
title: Mine
use: ours.yaml
ritual: quiet
for: adults
sections: [{title: A, steps: [{stroke: paw}, {stroke: own}]}]
strokes:
  own: {name: Own, part: arm, path: hold(view), seconds: 5, times: 2, cue: My own.}
"""


@pytest.fixture
def routine(tmp_path: Path) -> Path:
    (tmp_path / "ours.yaml").write_text(OURS, "utf-8")
    (tmp_path / "mine.yaml").write_text(ROUTINE, "utf-8")
    return tmp_path / "mine.yaml"


def told(file: Path) -> list[str]:
    with pytest.raises(RoutineError) as caught:
        find_routine(str(file))
    return [line.removeprefix(f"{file.parent}{os.sep}") for line in str(caught.value).splitlines()]


def test_its_strokes_and_its_ritual_are_there(routine: Path) -> None:
    assert [cue.text for cue in prepare(routine, voice="system").script.cues] == [
        "Sit.",
        "Hold a paw.",
        "A.",
        "My own.",
        "Thank you.",
    ]
    assert check_file(str(routine)) == ()
    turned = prepare(routine, voice="system", direction="towards-heart").script
    assert "Hold the tail." in [cue.text for cue in turned.cues]


def test_it_lies_beside_the_routine_wherever_that_is(routine: Path) -> None:
    (routine.parent / "below").mkdir()
    below = routine.parent / "below" / "mine.yaml"
    below.write_text(ROUTINE.replace("use: ours.yaml", "use: ../ours.yaml"), "utf-8")
    assert find_routine(str(below)).ritual == find_routine(str(routine)).ritual
    course = routine.parent / "course.yaml"
    course.write_text("version: 1\ntitle: C\nroutine: mine.yaml\nevenings: [{title: One, learn: [arm]}]\n", "utf-8")
    assert find_course(str(course))[1] == find_routine(str(routine))


def test_another_word_in_it_makes_another_session_and_a_comment_does_not(routine: Path) -> None:
    before = identity_of(prepare(routine, voice="system"))
    ours = routine.parent / "ours.yaml"
    ours.write_text("# Ours.\n" + OURS, "utf-8")
    assert identity_of(prepare(routine, voice="system")) == before
    ours.write_text(OURS.replace("Hold a paw.", "Take a paw."), "utf-8")
    assert identity_of(prepare(routine, voice="system")) != before


def test_mistakes_in_it_have_their_lines(routine: Path) -> None:
    (routine.parent / "ours.yaml").write_text(
        OURS.replace("seconds: 5, times: 2, cue: Hold the", "seconds: no, times: 2, cue: Hold the"), "utf-8"
    )
    assert told(routine) == ["ours.yaml:4: seconds: 'no' should be a number from 1 to 120"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("use: ours.yaml", "use: theirs.yml"), "mine.yaml:3: use: there is no file '{folder}theirs.yml'"),
        (("use: ours.yaml", "use: ours.txt"), "mine.yaml:3: use: 'ours.txt' should be a YAML file beside this one"),
        (("use: ours.yaml", "use: /ours.yaml"), "mine.yaml:3: use: '/ours.yaml' should be a YAML file beside this one"),
        (("ritual: quiet", "ritual: quite"), "mine.yaml:4: unknown ritual 'quite'; did you mean 'quiet'?"),
        (("  own: ", "  paw: "), "mine.yaml:8: the stroke 'paw' is in ours.yaml already; give yours another name"),
    ],
)
def test_what_is_not_there_or_there_twice_has_its_line(routine: Path, change: tuple[str, str], problem: str) -> None:
    routine.write_text(ROUTINE.replace(*change), "utf-8")
    wanted = problem.format(folder=f"{routine.parent}{os.sep}")
    assert any(line.startswith(wanted) for line in told(routine))


TWO_LANGUAGES = """\
strokes:
  paw:
    name: {en: Paw, de: Pfote}
    part: arm
    path: hold(view)
    seconds: 5
    times: 2
    cue: Hold a paw.
    note: {en: Soft., de: Weich.}
    instead: tail
    one_hand: {cue: {en: One hand., de: Eine Hand.}}
  tail: {name: {en: Tail, de: Schwanz}, part: back, path: hold(view), seconds: 5, times: 2, cue: {en: Hi., de: He.}}
rituals:
  quiet:
    title: {en: Quiet, de: Still}
    preparation: {title: {en: Before, de: Vorher}, full: [rest: 5s], short: {en: Sit., de: Sitz.}}
    opening:
      title: {en: Hello, de: Hallo}
      steps:
        - {stroke: paw, cue: {en: A paw., de: Eine Pfote.}, cue_one_hand: {en: One., de: Eine.}}
    one_hand: {en: Be seated., de: Setz dich.}
    closing: {title: {en: Thanks, de: Danke}, steps: [rest: 5s]}
"""
"""Every text that is spoken or printed in German, too; not the cue of a stroke that each step has another one for."""


@pytest.mark.parametrize(
    ("both", "english", "problems"),
    [
        ("{en: Be seated., de: Setz dich.}", "Be seated.", ["4: the ritual 'quiet'"]),
        ("{en: One., de: Eine.}", "One.", ["4: the ritual 'quiet'"]),
        ("{en: Soft., de: Weich.}", "Soft.", ["4: the ritual 'quiet'", "6: the stroke 'paw'"]),
        ("{en: One hand., de: Eine Hand.}", "One hand.", ["4: the ritual 'quiet'", "6: the stroke 'paw'"]),
        ("{en: Hi., de: He.}", "Hi.", ["6: the stroke 'tail', in place of 'paw',"]),
    ],
)
def test_every_text_in_it_has_words_in_the_language_of_the_session(
    routine: Path, both: str, english: str, problems: list[str]
) -> None:
    ours, steps = routine.parent / "ours.yaml", "[{stroke: paw, cue: Halte eine Pfote.}]"
    routine.write_text(
        "version: 1\nlanguage: de\nuse: ours.yaml\nritual: quiet\ntitle: Meins\n"
        f"sections: [{{title: A, steps: {steps}}}]\n",
        "utf-8",
    )
    ours.write_text(f"version: 1\n{TWO_LANGUAGES}", "utf-8")
    assert find_routine(str(routine)).language == "de"
    ours.write_text(f"version: 1\n{TWO_LANGUAGES.replace(both, english)}", "utf-8")
    assert told(routine) == [f"mine.yaml:{one} has no words in 'de', only in en" for one in problems]


def test_it_names_nothing_that_is_built_in_and_uses_no_other(routine: Path) -> None:
    ours = (
        OURS.replace("  quiet:", "  bedtime:").replace("  tail:", "  leg_rest:").replace("instead: tail", "instead: x")
    )
    (routine.parent / "ours.yaml").write_text(ours + "use: ours.yaml\n", "utf-8")
    found = told(routine)
    assert [line.split(";")[0] for line in found[:2]] == [
        "ours.yaml:3: instead: unknown stroke 'x'",
        "ours.yaml:4: the stroke 'leg_rest' is in the repertoire already",
    ]
    assert found[2].startswith("ours.yaml:6: the ritual 'bedtime' is in the repertoire already")
    assert found[3].startswith("ours.yaml:11: unknown key 'use' in a file for use")


def test_a_ritual_that_lacks_something_and_a_file_that_is_none(routine: Path) -> None:
    ours = routine.parent / "ours.yaml"
    ours.write_text("\n".join(OURS.splitlines()[:-1]) + "\n  loud: 5\n", "utf-8")
    lacking, no_keys = told(routine)
    assert lacking.startswith("ours.yaml:7: a ritual needs 'closing', for example closing: ")
    assert no_keys == "ours.yaml:10: a ritual should be keys with values, not '5'"
    thanks = f"closing: {{title: End, steps: [{', '.join(['{rest: 2s}'] * 1001)}]}}"
    ours.write_text("\n".join([*OURS.splitlines()[:-1], f"    {thanks}"]), "utf-8")
    assert told(routine) == ["ours.yaml:10: steps: there are 1001 steps; 1000 are possible"]
    ours.unlink()
    ours.mkdir()
    assert told(routine)[0].startswith("ours.yaml:1: cannot be read: ")


def test_a_routine_that_uses_itself_is_told_what_does_not_belong(routine: Path) -> None:
    routine.write_text(ROUTINE.replace("ours.yaml", "mine.yaml"), "utf-8")
    assert any("unknown key 'sections' in a file for use" in line for line in told(routine))


def test_a_text_that_is_no_file_has_nothing_beside_it() -> None:
    with pytest.raises(RoutineError, match="use: this text is no file, so there is none beside it"):
        read(ROUTINE)


@pytest.mark.parametrize(
    ("there", "bad"),
    [
        ("Sit down.", "This cures colic."),
        ("short: Sit.", "short: This cures colic."),
        ("Hold a paw.", "This cures colic."),
        ("Thank you.", "This cures colic."),
        ("instead: tail", "one_hand: {cue: This cures colic.}"),
        *(
            ("    closing:", f"    {key}\n    closing:")
            for key in (
                "resume: This cures colic.",
                "one_hand: This cures colic.",
                "resume_one_hand: This cures colic.",
                "checks: [This cures colic.]",
                "looks: [This cures colic.]",
                "prompts: [This cures colic.]",
                "thanks: [This cures colic.]",
                "rhymes: {paw: [This cures colic.]}",
                "safety_before: {arm: This cures colic.}",
                "take_oil: This cures colic.",
                "more_oil: This cures colic.",
                "wipe_oil: This cures colic.",
            )
        ),
    ],
)
def test_every_word_of_a_ritual_of_ones_own_is_checked(routine: Path, there: str, bad: str) -> None:
    ours = routine.parent / "ours.yaml"
    routine.write_text(ROUTINE.replace("for: adults\n", ""), "utf-8")
    assert [one for one in check_file(str(routine)) if one.what.endswith("is said")] == []
    ours.write_text(OURS.replace(there, bad, 1), "utf-8")
    assert "'cures' is said" in [one.what for one in check_file(str(routine))]


def test_oil_in_a_ritual_that_knows_from_which_age_on_is_fine(routine: Path) -> None:
    routine.write_text(ROUTINE.replace("for: adults\n", ""), "utf-8")
    ours, oil = routine.parent / "ours.yaml", "    oil_from: 1m\n    take_oil: A little oil.\n    closing:"
    ours.write_text(OURS.replace("    closing:", oil).replace("Sit down.", "Oil., when: oil"), "utf-8")
    assert [one.what for one in check_file(str(routine)) if one.what.endswith("is said")] == []
    ours.write_text(OURS.replace("Sit down.", "Warm the oil."), "utf-8")
    assert [one.what for one in check_file(str(routine)) if one.what.endswith("is said")] == ["'oil' is said"]


def test_it_is_checked_by_itself_and_is_no_routine(routine: Path) -> None:
    ours = str(routine.parent / "ours.yaml")
    run = call("check", ours, str(routine))
    assert (run.code, run.out) == (DONE, f"{ours}: fine\n{routine}: fine\n")
    with pytest.raises(AudioguideError, match="is not a routine: it has strokes and rituals for those that say 'use: "):
        find_routine(ours)
    Path(ours).write_text(OURS.replace("times: 2", "tymes: 2"), "utf-8")
    assert call("check", ours).code == FAILED


def test_a_ritual_of_ones_own_is_looked_at_as_well(routine: Path) -> None:
    (routine.parent / "ours.yaml").write_text(OURS.replace("say: Thank you.", "say: This cures colic."), "utf-8")
    routine.write_text(ROUTINE.replace("for: adults\n", ""), "utf-8")
    assert "'cures' is said" in [remark.what for remark in check_file(str(routine))]
