"""`audioguide doctor`: each thing is there or missing, never both."""

from __future__ import annotations

import re
import shutil
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

from fakes.program import call

from audioguide.cache import Cache
from audioguide.cli import DONE
from audioguide.cli.doctor import _programs
from audioguide.speakers.local import local

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_doctor_tries_the_voices() -> None:
    run = call("doctor")
    assert run.code == DONE, run.out
    assert re.search(r"ok +voice hibari +speaks", run.out)
    assert re.search(r"ok +voice system +speaks", run.out)


def test_doctor_tells_which_speakers_can_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.cli.doctor._voices", lambda: iter(()))
    monkeypatch.setitem(sys.modules, "soco", None)
    monkeypatch.delitem(sys.modules, "audioguide.speakers.sonos", raising=False)
    run = call("doctor")
    assert run.code == DONE
    assert re.search(r"ok +speaker cast +can be found: audioguide speakers", run.out)
    assert re.search(r"- +speaker sonos +the speaker 'sonos' needs soco.*audioguide add sonos", run.out)


def test_doctor_does_not_say_that_what_plays_a_sentence_plays_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path))
    Cache(tmp_path).put("aa11", b"spoken")
    (tmp_path / "aa" / "aa11").write_bytes(b"cut")
    monkeypatch.setattr(shutil, "which", lambda name, **_: name if name == "ffplay" else None)
    monkeypatch.setattr("audioguide.cli.doctor.has_sound_device", lambda: True)
    monkeypatch.setattr("audioguide.cli.doctor._voices", lambda: iter(()))
    monkeypatch.setattr(type(local), "discover", lambda *_: ())
    rows = [re.split(" {2,}", line) for line in call("doctor").out.splitlines()]
    told = {what: (state, remark) for state, what, remark in rows}
    assert told["sentences, beds"] == ("ok", "ffplay plays them")
    assert told["sessions"] == (
        "-",
        (
            "to pause, skip and set the volume they need mpv, VLC or: audioguide add record; "
            "or hear them on a phone: audioguide serve --lan"
        ),
    )
    assert told["spoken cues"][0] == "-"
    assert len(told) == len(rows)


def test_windows_plays_a_sentence_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    monkeypatch.setattr("audioguide.cli.play_file.sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr("audioguide.cli.doctor.has_sound_device", lambda: True)
    assert next(row for row in _programs() if row[1] == "sentences, beds") == (
        "ok",
        "sentences, beds",
        "Windows plays them",
    )


def test_where_nothing_plays_a_sentence_it_says_how_to_keep_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.cli.play_file.PLAYERS", ())
    assert next(row for row in _programs() if row[1] == "sentences, beds") == (
        "-",
        "sentences, beds",
        "nothing plays them; mpv would do; a sentence as a file: audioguide say Hold. -o hold.wav",
    )


def test_doctor_does_not_say_that_a_player_plays_where_nothing_can_be_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name, **_: name)
    monkeypatch.setattr("audioguide.cli.doctor.has_sound_device", lambda: False)
    monkeypatch.setattr("audioguide.cli.doctor._voices", lambda: iter(()))
    out = call("doctor").out
    assert re.search(
        r"- +sentences, beds +no sound device is here; a sentence as a file: audioguide say Hold\. -o hold.wav", out
    )
    assert re.search(r"- +sessions +no sound device is here; hear them on a phone: audioguide serve --lan", out)
