"""The package as a Python programmer meets it."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from fakes.program import FEATHER

import audioguide as ag
from audioguide.cache import Cache


@pytest.fixture
def feather(tmp_path: Path) -> Path:
    file = tmp_path / "feather.yaml"
    file.write_text(FEATHER, "utf-8")
    return file


def test_the_whole_way_in_one_call(tmp_path: Path) -> None:
    file = tmp_path / "feather.yaml"
    file.write_text(FEATHER, "utf-8")
    told: list[str] = []
    session = ag.render(
        str(file), length="45s", folder=tmp_path / "output", progress=lambda what, *_: told.append(what)
    )
    assert session.path == tmp_path / "output" / "feather-45s.mp3"
    assert session.length == 45 * 44_100
    assert {"speaking", "mixing"} <= set(told)
    segment = ag.as_segment(session)
    assert (segment.channels, segment.frame_rate, segment.frame_count()) == (2, 44_100, session.length)
    assert -40 < segment.dBFS < -15


@pytest.mark.parametrize("kind", ["m4a", "m4b", "flac", "opus"])
def test_every_format_is_handed_over_or_said_to_be_damaged(feather: Path, tmp_path: Path, kind: str) -> None:
    session = ag.render(feather, length="45s", folder=tmp_path / "output", format=kind, voice="system")
    segment = ag.as_segment(session)
    assert (segment.channels, segment.duration_seconds) == (2, 45.0)
    assert -40 < segment.dBFS < -15
    whole = session.path.read_bytes()
    for damaged in (whole[:20_000], b"no sound", b""):
        session.path.write_bytes(damaged)
        with pytest.raises(ag.SoundError, match=rf"{kind}' cannot be read: it is damaged, or gone"):
            ag.as_segment(session)
    session.path.unlink()
    with pytest.raises(ag.SoundError, match=rf"{kind}' cannot be read: it is damaged, or gone"):
        ag.as_segment(session)


def test_spoken_cues_are_kept_where_the_command_line_keeps_them(
    feather: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    ag.plan(feather, voice="system", guidance="tones")
    assert Cache(tmp_path / "cache").count() > 0


@pytest.mark.parametrize(
    ("length", "sentence"),
    [
        ("900", "length: '900' has no unit; write 900s for seconds or 900m for minutes"),
        (10, "length: 10 is not possible; write '10m' or a timedelta"),
        (600.0, "length: 600.0 is not possible; write '10m' or a timedelta"),
        (timedelta(0), "length: datetime.timedelta(0) is not possible; it is longer than 0s and at most 3h00m"),
    ],
)
def test_a_wrong_length_says_what_to_write(length: Any, sentence: str) -> None:
    with pytest.raises(ag.ChoiceError) as caught:
        ag.render("everyday", length=length)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("wrong", [[10], 10, 10.0])
def test_lengths_of_a_course_have_units_too(wrong: Any, tmp_path: Path) -> None:
    with pytest.raises(ag.ChoiceError, match=r"length: 10(\.0)? is not possible; write '10m' or a timedelta"):
        ag.course("five-evenings", tmp_path, lengths=wrong)


@pytest.mark.parametrize("length", ["18m", timedelta(minutes=18)])
def test_one_length_is_that_of_every_evening(
    length: str | timedelta, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planned(*_: object, lengths: object, **__: object) -> None:
        assert lengths == (length,)
        raise ag.AudioguideError("planned")

    monkeypatch.setattr("audioguide.rendering.course.plan_course", planned)
    with pytest.raises(ag.AudioguideError, match="planned"):
        ag.course("five-evenings", tmp_path, lengths=length)


@pytest.mark.parametrize(
    "choice", [{"length": "10m"}, {"aim": "sleep"}, {"parts": ("legs",)}, {"skip": ["tummy"]}, {"from_part": "leg"}]
)
def test_what_a_course_decides_is_refused_not_forgotten(choice: Any, tmp_path: Path) -> None:
    with pytest.raises(ag.ChoiceError, match="a course decides it for each evening"):
        ag.course("five-evenings", tmp_path, **choice)


@pytest.mark.parametrize("output", ["", ".", "/"])
def test_an_output_is_a_file(output: str, feather: Path) -> None:
    with pytest.raises(ag.ChoiceError, match=r"output: .* is not possible; it is the name of a file"):
        ag.render(feather, voice="system", length="45s", output=output)


@pytest.mark.parametrize("workers", [0, -1, 257, True])
def test_each_way_to_encode_has_the_same_bounds_of_workers(workers: int, feather: Path, tmp_path: Path) -> None:
    script = ag.write_script(ag.read(feather.read_text("utf-8")))
    clips = ag.narrate(script, voice="system", cache=ag.Cache(tmp_path / "cache"))
    timeline = ag.plan(script, clips, "45s")
    with pytest.raises(ag.ChoiceError, match="it goes from 1 to 256"):
        ag.encode(timeline, ag.mix(timeline, clips), tmp_path / "feather.mp3", workers=workers)
    with pytest.raises(ag.ChoiceError, match="it goes from 1 to 256"):
        ag.render(feather, workers=workers)


def test_a_script_is_planned_with_its_clips_alone(feather: Path) -> None:
    script: Any = ag.write_script(ag.read(feather.read_text("utf-8")))
    wrong: Any = (
        ((script,), {}),
        *(((script, {}), more) for more in ({"baby": "Mia"}, {"cache": "c"}, {"progress": print})),
    )
    for arguments, choices in wrong:
        with pytest.raises(TypeError, match="a script is planned with its clips"):
            ag.plan(*arguments, **choices)


def test_a_routine_is_planned_with_its_choices_alone(feather: Path) -> None:
    wrong: Any = ((feather, {}), (feather, None, "10m"), ("everyday", {}, "10m"))
    for arguments in wrong:
        with pytest.raises(TypeError, match=r"with its choices alone, by their names: plan\(routine, length='10m'\)"):
            ag.plan(*arguments)


def test_a_session_tells_what_it_was_asked_for(feather: Path, tmp_path: Path) -> None:
    session = ag.render(feather, length=timedelta(seconds=45), baby="Mia", voice="system", folder=tmp_path / "output")
    asked = json.loads(session.manifest.read_text("utf-8"))["asked"]
    assert asked["routine"] == str(feather)
    assert (asked["length"], asked["baby"], asked["voice"]) == (45 * 44_100, "Mia", "system")


def test_a_plan_lasts_as_long_as_asked_and_lengths_bound_it(feather: Path) -> None:
    shortest, own, longest = ag.lengths(feather, voice="system")
    assert shortest < timedelta(seconds=45) < longest
    assert shortest <= own <= longest
    assert ag.plan(feather, voice="system", length="45s").length == 45 * 44_100
    with pytest.raises(ag.LengthError):
        ag.plan(feather, voice="system", length=longest + timedelta(seconds=1))


def test_a_file_is_checked_and_remarked_on(feather: Path, tmp_path: Path) -> None:
    assert ag.check(feather) == ()
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(FEATHER.replace("title:", "titel:"), "utf-8")
    with pytest.raises(ag.RoutineError, match=r"wrong.yaml:\d+: unknown key 'titel'"):
        ag.check(wrong)


def test_a_session_is_packed(feather: Path, tmp_path: Path) -> None:
    packed = ag.pack(feather, length="45s", voice="system", folder=tmp_path / "output")
    with ZipFile(packed) as file:
        assert {"index.html", "cards.html", "feather-45s.mp3"} <= set(file.namelist())


def test_progress_may_end_the_work_and_leaves_nothing(feather: Path, tmp_path: Path) -> None:
    class Enough(Exception):  # noqa: N818 - it is no error
        pass

    def progress(what: str, done: int, of: int, at: str) -> None:  # noqa: ARG001
        if what == "mixing":
            raise Enough

    with pytest.raises(Enough):
        ag.render(feather, length="45s", voice="system", folder=tmp_path / "output", progress=progress)
    assert list((tmp_path / "output").iterdir()) == []


def test_the_public_names_are_there_and_no_others() -> None:
    assert dir(ag) == ag.__all__
    assert ag.__version__ == version("audioguide")
    assert all(callable(getattr(ag, name)) for name in ag.__all__ if name != "__version__")
    with pytest.raises(AttributeError, match="no attribute 'sing'"):
        ag.sing  # noqa: B018 - asking is what fails
