"""What the page is told of the speakers of the house."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.home import Workshop, home
from fakes.speakers import FakeSpeaker


@pytest.mark.parametrize("lacks", [False, True])
def test_the_page_is_told_what_lets_more_speakers_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, lacks: bool
) -> None:
    monkeypatch.setattr("audioguide.web.speaker_routes.lacks_speakers", lambda: lacks)
    with home(tmp_path, Workshop(), speaker=FakeSpeaker(), called_as="python3 scripts/audioguide") as one:
        told = one.ask.get("speakers.json").json()
    assert [speaker["name"] for speaker in told["speakers"]] == ["Nursery"]
    assert told["add"] == ("python3 scripts/audioguide add speakers" if lacks else "")
