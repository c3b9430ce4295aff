"""What can be heard on the page before it is chosen: backgrounds and voices."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import pytest

from audioguide.repertoire import beds
from audioguide.web.making.own import OwnFiles
from audioguide.web.making.wishes import spoken_by

if TYPE_CHECKING:
    from fakes.home import Home


@pytest.mark.parametrize("path", ["beds/x.wav", "voices/en/own:mum.wav"])
def test_what_can_be_heard_is_looked_for_beside_the_loop_too(
    new_home: Home, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    loops = []

    def look(*_: object) -> dict[str, str]:
        with contextlib.suppress(RuntimeError):
            loops.append(asyncio.get_running_loop())
        return {}

    monkeypatch.setattr(OwnFiles, "voices", look)
    monkeypatch.setattr(beds, "names", look)
    assert new_home.ask.get(path).status_code == 404
    assert loops == []


def test_sounds_are_heard_before_they_are_chosen(new_home: Home) -> None:
    answer = new_home.ask.get("beds/rain.wav")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/wav")
    assert len(answer.content) == 44 + 5 * 44_100 * 2 * 2
    for path in ("beds/..%2f..%2fetc%2fpasswd.wav", "beds/x.wav", "voices/en/recorded.wav", "voices/xx/auto.wav"):
        assert new_home.ask.get(path).status_code == 404


def test_voices_are_offered_with_what_they_speak(new_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = {"auto": (), "hibari": ("en",), "gone": None}
    monkeypatch.setattr("audioguide.web.making_routes.voices", lambda: tuple(spoken))
    monkeypatch.setattr("audioguide.web.making_routes.spoken_by", spoken.__getitem__)
    assert new_home.ask.get("tonight.json").json()["voices"] == [
        {"id": "auto", "languages": []},
        {"id": "hibari", "languages": ["en"]},
    ]
    assert spoken_by("auto") == ()
    assert spoken_by("hibari") == ("en",)
    assert spoken_by("nobody") is None
