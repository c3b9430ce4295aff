"""A course: what is learned on which evening, and how the words fade."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes.courses import evenings_of

from audioguide import repertoire
from audioguide.errors import AudioguideError, RoutineError
from audioguide.model.routine import Routine
from audioguide.planning.scriptwriter import write_script
from audioguide.reader import read_course
from audioguide.rendering.find import find_course, find_routine
from audioguide.rendering.request import prepare

COURSE = """\
version: 1
title: Yoga in three evenings
routine: complete
fading: [learn, names]
evenings:
  - title: Legs
    learn: [leg]
  - title: Tummy and chest
    learn: [tummy, chest]
  - title: Once more
"""


def words_of(routine: Routine) -> dict[str, int]:
    """How many words are spoken in each chapter, outside the ritual's prompts and checks."""
    script = write_script(routine, repertoire.vocabulary().phrases["en"], guidance=routine.guidance)
    counts: dict[str, int] = {}
    for scene in script.scenes:
        cues = [cue for passage in scene.passages for cue in passage.cues if cue.role not in ("prompt", "check")]
        counts[scene.title] = sum(len(cue.text.split()) for cue in cues)
    return counts


def built_in() -> tuple[Routine, ...]:
    return evenings_of(*find_course("five-evenings"))


def test_the_built_in_course_learns_one_part_an_evening_and_repeats_the_earlier_ones() -> None:
    titles = [tuple(dict.fromkeys(section.title.say("en") for section in one.sections)) for one in built_in()]
    everything = ("{side} leg", "Tummy", "Chest", "{side} shoulder", "{side} arm", "Face", "Back")
    assert titles == [everything[:1], everything[:2], everything[:5], everything[:6], everything]


def test_the_words_for_a_part_fade_from_evening_to_evening() -> None:
    spoken = [words_of(one) for one in built_in()]
    for part, first in (("Right leg", 0), ("Tummy", 1), ("Chest", 2)):
        new, again, later = (evening[part] for evening in spoken[first : first + 3])
        assert again < 0.5 * new
        assert later < again
    assert spoken[3]["Right leg"] == spoken[4]["Right leg"]  # names have nothing left to lose
    assert "Getting ready" in spoken[0]
    assert all("Getting ready" not in evening for evening in spoken[1:])


def test_an_evening_speaks_most_of_what_is_new() -> None:
    for number, one in enumerate(built_in()[1:], 2):
        spoken = words_of(one)
        newest = [section.title.say("en") for section in one.sections if section.guidance == "learn"]
        assert newest, number
        parts = [spoken[title.replace("{side}", "Right").strip()] for title in newest]
        assert max(parts) == max(spoken.values()), number


def test_what_is_new_never_leaves_a_short_evening() -> None:
    for one in built_in():
        new = [section for section in one.sections if section.guidance == "learn"]
        assert not any(part.optional for section in new for part in (section, *section.steps))
    assert any(section.optional for section in built_in()[4].sections)


def test_a_family_may_ask_for_fewer_words_and_never_gets_more() -> None:
    last = built_in()[4]
    names = prepare(last, guidance="names", voice="system").script
    assert {cue.role for cue in names.cues} <= {"section", "name", "safety", "line", "check"}
    as_it_is = prepare(last, voice="system").script
    assert as_it_is.guidance == "learn"
    assert "teach" in {cue.role for cue in as_it_is.cues}


def test_an_evening_is_a_routine_like_any_other() -> None:
    found = find_routine("five-evenings:2")
    assert (found.id, found.title.say("en")) == ("five-evenings-2", "Tummy")
    assert found.series is not None
    assert (found.series.title.say("en"), found.series.number, found.series.of) == (
        "Infant massage in five evenings",
        2,
        5,
    )
    with pytest.raises(AudioguideError, match="has 5 evenings; there is no five-evenings:6"):
        find_routine("five-evenings:6")


def test_a_file_is_a_course_too(tmp_path: Path) -> None:
    file = tmp_path / "yoga.yaml"
    file.write_text(COURSE, "utf-8")
    first, second, third = evenings_of(*find_course(str(file)))
    assert [section.guidance for section in first.sections] == ["learn"]
    assert [section.guidance for section in second.sections] == ["names", "learn", "learn", "learn"]
    assert {section.guidance for section in third.sections} == {"names"}
    assert (third.guidance, third.ritual and third.ritual.opening.guidance) == ("names", "names")
    assert find_routine(f"{file}:2") == second


def test_its_routine_may_lie_beside_it(tmp_path: Path) -> None:
    own = repertoire.routine_text("complete").replace("title: Head to toe", "title: My own")
    (tmp_path / "mine.yaml").write_text(own, "utf-8")
    (tmp_path / "yoga.yaml").write_text(COURSE.replace("routine: complete", "routine: mine.yaml"), "utf-8")
    _, routine = find_course(str(tmp_path / "yoga.yaml"))
    assert routine.title.say("en") == "My own"


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("[leg]", "[lag]", "yoga.yaml:7: there is no part 'lag' in 'complete'; it has leg, foot, tummy, chest, arm,"),
        ("complete", "compleet", "yoga.yaml:3: routine: there is no routine 'compleet'; did you mean 'complete'?"),
        ("names]", "whisper]", "yoga.yaml:4: fading: 'whisper' is not possible; possible are learn, practised, names"),
        (
            "learn: [leg]",
            "note: leg",
            "yoga.yaml:7: unknown key 'note' in an evening; possible are title, learn and thought",
        ),
        ("    learn: [leg]\n", "", "yoga.yaml:6: the first evening has nothing to learn; name a part, for example"),
        ("evenings:", "lessons:", "yoga.yaml:5: unknown key 'lessons' in a course; did you mean 'evenings'?"),
        ("tummy, chest", "tummy, tummy", "yoga.yaml:9: learn names tummy twice"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    before: str, after: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("yoga.yaml").write_text(COURSE.replace(before, after, 1), "utf-8")
    with pytest.raises(RoutineError) as error:
        find_course("yoga.yaml")
    assert str(error.value).startswith(complaint)


@pytest.mark.parametrize("routine", ["yoga.yaml:1", "zen.yaml:2", "five-evenings:1"])
def test_its_routine_is_no_evening_of_a_course(routine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that name each other would never come to an end."""
    monkeypatch.chdir(tmp_path)
    for name, other in (("yoga.yaml", routine), ("zen.yaml", "yoga.yaml:1")):
        Path(name).write_text(COURSE.replace("routine: complete", f'routine: "{other}"'), "utf-8")
    with pytest.raises(RoutineError, match=rf"^yoga\.yaml:3: routine: '{routine}' is an evening of a course; name the"):
        find_course("yoga.yaml")


def test_a_course_that_is_not_there_is_told() -> None:
    with pytest.raises(AudioguideError, match="there is no course 'four-evenings'; did you mean 'five-evenings'"):
        find_course("four-evenings")
    with pytest.raises(AudioguideError, match=r"there is no file 'nothing\.yaml'"):
        find_course("nothing.yaml")


def test_every_built_in_course_is_whole() -> None:
    for name in repertoire.courses():
        course, routine = find_course(name)
        assert course.id == name
        assert all(
            write_script(one, repertoire.vocabulary().phrases["en"]).cues for one in evenings_of(course, routine)
        )


def test_where_it_stands_is_no_part_of_what_it_says() -> None:
    moved = read_course(f"# a remark\n{COURSE}", source="yoga.yaml")
    assert moved == read_course(COURSE, source="yoga.yaml")
    assert replace(moved, language="de") != moved
