"""What every speaker promises, tried on real ones."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from audioguide.errors import SpeakerError
from audioguide.plugins import Sound, Speaker, Status
from audioguide.speakers.local import Local
from audioguide.units import samples, seconds

pytestmark = pytest.mark.real
FFMPEG, MPV = shutil.which("ffmpeg"), shutil.which("mpv")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """Thirty seconds of a tone."""
    assert FFMPEG
    path = tmp_path_factory.mktemp("sound") / "tone.mp3"
    tone = "sine=frequency=440:sample_rate=44100:duration=30"
    subprocess.run([FFMPEG, "-nostdin", "-v", "error", "-f", "lavfi", "-i", tone, path], check=True)
    return Sound(path=path, url="", title="Tone", media_type="audio/mpeg", length=samples(30))


@pytest.fixture
def speaker() -> Iterator[Speaker]:
    if not MPV:
        pytest.skip("no mpv: this computer was not tried")
    with contextlib.closing(Local(Local.discover(0)[0], "--ao=null")) as local:
        yield local


def until(speaker: Speaker, true: Callable[[Status], bool]) -> Status:
    """Look until something is so."""
    end = time.monotonic() + 10
    while not true(status := speaker.status()):
        assert time.monotonic() < end, status
        time.sleep(0.02)
    return status


def test_it_plays_pauses_resumes_jumps_and_stops(speaker: Speaker, sound: Sound) -> None:
    assert speaker.status().state == "stopped"
    speaker.play(sound)
    until(speaker, lambda status: status.state == "playing" and seconds(status.position) > 0.3)
    speaker.pause()
    held = until(speaker, lambda status: status.state == "paused").position
    time.sleep(0.3)
    assert speaker.status().position == pytest.approx(held, abs=samples(0.1))
    speaker.resume()
    until(speaker, lambda status: status.state == "playing" and status.position > held)
    speaker.seek(samples(20))
    until(speaker, lambda status: 20 <= seconds(status.position) < 22)
    speaker.stop()
    until(speaker, lambda status: status.state == "stopped")
    speaker.stop()


def test_it_plays_to_the_end_and_is_silent_then(speaker: Speaker, sound: Sound) -> None:
    speaker.play(sound)
    until(speaker, lambda status: status.position > 0)
    speaker.seek(samples(29))
    until(speaker, lambda status: status.state == "stopped")


def test_it_can_play_again(speaker: Speaker, sound: Sound) -> None:
    for _ in range(2):
        speaker.play(sound)
        until(speaker, lambda status: 0 < seconds(status.position) < 5)
        speaker.pause()


def test_its_volume_is_read_and_set_before_it_plays(speaker: Speaker, sound: Sound) -> None:
    assert speaker.volume() == pytest.approx(1.0)
    for level in (0.25, 0.6):
        speaker.set_volume(level)
        assert speaker.volume() == pytest.approx(level, abs=0.02)
    speaker.play(sound)
    until(speaker, lambda status: status.position > 0)
    assert speaker.volume() == pytest.approx(0.6, abs=0.02)


def test_one_that_has_gone_says_so_and_can_still_be_told_to_stop(speaker: Speaker, sound: Sound) -> None:
    assert isinstance(speaker, Local)
    speaker._program.kill()  # noqa: SLF001 - nobody else can
    speaker._program.wait()  # noqa: SLF001 - likewise
    with pytest.raises(SpeakerError, match="mpv"):
        speaker.play(sound)
    speaker.stop()


def test_a_program_that_is_none_is_one_line(tmp_path: Path) -> None:
    device = Local.discover(0)[0] if MPV else pytest.skip("no mpv")
    with pytest.raises(SpeakerError, match="cannot start"):
        Local(replace(device, address=str(tmp_path / "nothing")))
    with pytest.raises(SpeakerError, match="mpv does not start"):
        Local(replace(device, address=shutil.which("true") or "true"))
