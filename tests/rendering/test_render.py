"""From a request to a session: what is made, and what is not made again."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.voices import ToneVoice
from mutagen.id3 import ID3

from audioguide.cache import Cache
from audioguide.errors import ShelfError, SoundError
from audioguide.model.audio import Stereo, silence
from audioguide.model.session import Session
from audioguide.rendering.render import render, whole_session
from audioguide.rendering.request import Request, prepare
from audioguide.rendering.shelf import Shelf
from audioguide.units import Samples, samples

ROUTINE = """\
version: 1
title: Feather
sections:
  - title: Back
    steps:
      - stroke: back_comb
        times: 1-20
        cue: Down the back, lighter each time.
      - say: Hum a little.
        always: yes
"""

Rendering = Callable[..., tuple[Session, list[str]]]


@pytest.fixture
def rendering(tmp_path: Path) -> Rendering:
    """Renders a routine, and returns the session and what was spoken for it."""

    def make(text: str = ROUTINE, **choices: bool | int | str | Path) -> tuple[Session, list[str]]:
        (tmp_path / "feather.yaml").write_text(text, "utf-8")
        voice = ToneVoice()
        request = replace(_prepared(tmp_path), voice=voice)
        return render(request, Cache(tmp_path / "cache"), Shelf(tmp_path / "output"), **choices), voice.texts  # type: ignore[arg-type]

    return make


def _prepared(folder: Path) -> Request:
    return prepare(folder / "feather.yaml", length=samples(40), voice="system")


def test_any_number_of_workers_makes_the_same_session(rendering: Rendering) -> None:
    made = {
        (session.path.read_bytes(), session.manifest.read_bytes())
        for session, _ in (rendering(workers=count, fresh=True) for count in (1, 2, 5))
    }
    assert len(made) == 1


def test_nothing_is_made_twice(rendering: Rendering) -> None:
    first, spoken = rendering()
    assert spoken
    made = first.path.stat().st_mtime_ns
    again, spoken = rendering()
    assert (again.digest, again.path, again.path.stat().st_mtime_ns) == (first.digest, first.path, made)
    assert spoken == []


def test_fresh_makes_it_again_from_what_was_spoken(rendering: Rendering) -> None:
    first, _ = rendering()
    made = first.path.stat().st_mtime_ns
    again, spoken = rendering(fresh=True)
    assert again.digest == first.digest
    assert again.path.stat().st_mtime_ns > made
    assert spoken == []


def test_under_a_name_without_a_suffix_it_is_in_the_format_that_is_asked_for(
    rendering: Rendering, tmp_path: Path
) -> None:
    for name, begins in (("flac", b"fLaC"), ("mp3", b"ID3"), ("wav", b"RIFF")):
        made, _ = rendering(output=tmp_path / "song", format_name=name)
        assert made.format == name
        assert (tmp_path / "song").read_bytes().startswith(begins)


def test_made_again_on_another_day_it_keeps_its_date_and_so_its_bytes(rendering: Rendering) -> None:
    first, _ = rendering()
    document = json.loads(first.manifest.read_text("utf-8"))
    first.manifest.write_text(json.dumps({**document, "date": "2020-02-29"}), "utf-8")
    again, _ = rendering(fresh=True)
    assert (again.date, str(ID3(again.path)["TDRC"])) == ("2020-02-29", "2020-02-29")
    once_more, _ = rendering(fresh=True)
    assert once_more.digest == again.digest != first.digest


def test_one_changed_word_is_one_cue_spoken_again(rendering: Rendering) -> None:
    first, _ = rendering()
    changed, spoken = rendering(ROUTINE.replace("a little", "quietly"))
    assert spoken == ["Hum quietly."]
    assert changed.path != first.path
    assert changed.digest != first.digest


def loud(tmp_path: Path, *, loudness: float, level: float = 0.1) -> Session:
    (tmp_path / "feather.yaml").write_text(ROUTINE, "utf-8")
    found = prepare(tmp_path / "feather.yaml", length=samples(40), voice="system")
    request = replace(found, voice=ToneVoice(level=level), loudness=loudness)
    return render(request, Cache(tmp_path / "cache"), Shelf(tmp_path / "output"), workers=1)


@pytest.mark.parametrize("loudness", [0.0, -5.0])
def test_a_session_that_is_too_loud_is_never_published(tmp_path: Path, loudness: float) -> None:
    """`prepare` refuses such a loudness; this is what else would have to go wrong."""
    with pytest.raises(SoundError, match=r"peaks of -?\d+\.\d dBTP, over -3; make it softer by"):
        loud(tmp_path, loudness=loudness)
    assert list((tmp_path / "output").iterdir()) == []


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # numpy's, of infinity times nothing
@pytest.mark.parametrize("sample", [math.nan, math.inf, -math.inf])
def test_a_sample_that_is_no_number_is_never_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: float
) -> None:
    class Damaged:
        def render(self, start: Samples, length: Samples) -> Stereo:
            sound = silence(length)
            sound[: start == 0, 1] = sample
            return sound

    monkeypatch.setattr("audioguide.rendering.make.open_beds", lambda *_: (Damaged(), None))
    with pytest.raises(SoundError, match="has samples that are no numbers of a sound; take another one"):
        loud(tmp_path, loudness=-18.0)
    assert list((tmp_path / "output").iterdir()) == []


def test_a_name_that_the_system_refuses_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "feather.yaml").write_text(ROUTINE, "utf-8")
    request, cache = prepare(tmp_path / "feather.yaml", voice="system"), Cache(tmp_path / "cache")
    output = tmp_path / f"{'x' * 300}.mp3"
    with pytest.raises(ShelfError, match=r"x\.mp3' cannot be written: "):
        render(request, cache, Shelf(tmp_path), output=output)


def test_the_loudest_that_may_be_asked_for_keeps_its_peaks_under_3_dbtp(tmp_path: Path) -> None:
    assert loud(tmp_path, loudness=-17.0).true_peak <= -3.0


def test_progress_comes_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "feather.yaml").write_text(ROUTINE, "utf-8")
    found = prepare(tmp_path / "feather.yaml", length=samples(40), voice="system")
    told: list[tuple[str, int, int, str]] = []
    render(
        replace(found, voice=ToneVoice()),
        Cache(tmp_path / "cache"),
        Shelf(tmp_path / "output"),
        workers=3,
        progress=lambda *step: told.append(step),
    )
    mixing = [(done, of) for what, done, of, _ in told if what == "mixing"]
    assert mixing == sorted(mixing)
    assert mixing[-1][0] == mixing[-1][1]


def test_a_session_that_nobody_has_changed_is_not_read_to_be_found(
    rendering: Rendering, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = rendering()
    os.utime(first.path, ns=(0, 0))  # long before its manifest
    monkeypatch.setattr("hashlib.file_digest", lambda *_: pytest.fail("it was read"))
    again, _ = rendering()
    assert (again.path, again.digest) == (first.path, first.digest)
    request, shelf = replace(_prepared(tmp_path), voice=ToneVoice()), Shelf(tmp_path / "output")
    assert whole_session(request, shelf) == again


def test_one_that_somebody_has_changed_is_read_to_be_found(rendering: Rendering, tmp_path: Path) -> None:
    first, _ = rendering()
    request, shelf = replace(_prepared(tmp_path), voice=ToneVoice()), Shelf(tmp_path / "output")
    sound = first.path.read_bytes()
    first.path.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    assert whole_session(request, shelf) is None
    first.path.write_bytes(sound)
    found = whole_session(request, shelf)
    assert found is not None
    assert found.digest == first.digest


def test_a_damaged_session_is_made_again_and_said(rendering: Rendering, caplog: pytest.LogCaptureFixture) -> None:
    first, _ = rendering()
    sound = first.path.read_bytes()
    for damaged in (sound[:-1], sound[:-1] + bytes([sound[-1] ^ 1])):
        first.path.write_bytes(damaged)
        again, _ = rendering()
        assert (again.path, again.path.read_bytes()) == (first.path, sound)
    assert caplog.messages == 2 * [f"{first.path} is damaged; it is made again"]
