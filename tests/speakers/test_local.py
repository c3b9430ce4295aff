"""This computer, with real programs that play: each does the same."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from fakes.noise import correlation, write_noise
from fakes.waiting import until, until_between, until_it

from audioguide.errors import SpeakerError
from audioguide.plugins import Device, Sound, Speaker
from audioguide.speakers.local.mpv import Mpv
from audioguide.speakers.local.vlc import Vlc
from audioguide.units import SAMPLE_RATE, samples, seconds

LENGTH = 30
HERE = Device(speaker="local", name="this computer", address="", host="", model="")


def mpv(_: Path) -> Mpv:
    place = Mpv.find() or pytest.skip("no mpv: IT WAS NOT TRIED")
    return Mpv(replace(HERE, address=place), "--ao=null")


def vlc(folder: Path) -> Vlc:
    """Start VLC. What it plays goes to ``heard.pcm``, at its pace."""
    place = Vlc.find() or pytest.skip("no VLC: IT WAS NOT TRIED")
    if os.geteuid() == 0:  # VLC refuses root, who runs everything in a container; a copy that does not look
        copy = folder / "vlc"
        copy.write_bytes(Path(place).read_bytes().replace(b"geteuid", b"getppid"))
        copy.chmod(0o755)
        place = str(copy)
    raw = ("--aout=afile", f"--audiofile-file={folder}/heard.pcm", "--audiofile-format=s16", "--no-audiofile-wav")
    return Vlc(replace(HERE, address=place), *raw)


Start = Callable[[Path], Mpv | Vlc]
each = pytest.mark.parametrize("start", [mpv, vlc])
pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """Noise, in a file whose name has more than plain letters."""
    folder = tmp_path_factory.mktemp("sound of it")
    write_noise(folder / "nö ise.mp3", LENGTH)
    return Sound(path=folder / "nö ise.mp3", url="", title="Noise", media_type="audio/mpeg", length=samples(LENGTH))


@pytest.fixture
def speaker(start: Start, tmp_path: Path) -> Iterator[Mpv | Vlc]:
    with contextlib.closing(start(tmp_path)) as player:
        yield player


def test_mpv_ends_with_the_program_that_started_it(sound: Sound, tmp_path: Path) -> None:
    code = (
        "import sys, time; from test_local import mpv; from audioguide.plugins import Sound; from pathlib import Path; "
        "player = mpv(Path(sys.argv[1])); player.play(Sound(path=Path(sys.argv[2]), url='', title='', media_type='', "
        "length=1)); print(player._program.pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(tmp_path), str(sound.path)]
    path = os.pathsep.join(str(Path(__file__).parents[level]) for level in (0, 1, 2))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}) as run:
        assert run.stdout
        pid = int(run.stdout.readline())
        run.kill()
    until(lambda: not Path(f"/proc/{pid}/stat").exists() or Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z")


@each
def test_it_plays_pauses_resumes_jumps_and_stops(speaker: Speaker, sound: Sound) -> None:
    assert speaker.status().state == "stopped"
    speaker.play(sound)
    until_it(speaker, lambda status: status.state == "playing" and seconds(status.position) > 0.3)
    speaker.pause()
    held = until_it(speaker, lambda status: status.state == "paused").position
    time.sleep(0.3)
    assert speaker.status().position == pytest.approx(held, abs=samples(0.1))
    speaker.resume()
    until_it(speaker, lambda status: status.state == "playing" and status.position > held)
    speaker.seek(samples(20))
    until_between(speaker, 19.8, 22)
    speaker.stop()
    until_it(speaker, lambda status: status.state == "stopped")
    speaker.stop()


@each
def test_it_plays_to_the_end_and_is_silent_then(speaker: Speaker, sound: Sound) -> None:
    speaker.play(sound)
    until_it(speaker, lambda status: status.position > 0)
    speaker.seek(samples(LENGTH - 1))
    until_it(speaker, lambda status: status.state == "stopped")


@each
def test_it_can_play_again(speaker: Speaker, sound: Sound) -> None:
    for _ in range(2):
        speaker.play(sound)
        until_between(speaker, 0, 5)
        speaker.pause()


@each
def test_its_volume_is_read_and_set_before_and_while_it_plays(speaker: Speaker, sound: Sound) -> None:
    assert speaker.volume() == pytest.approx(1.0)
    for level in (0.25, 0.6):
        speaker.set_volume(level)
        assert speaker.volume() == pytest.approx(level, abs=0.02)
    speaker.play(sound)
    until_it(speaker, lambda status: status.position > 0)
    assert speaker.volume() == pytest.approx(0.6, abs=0.02)
    speaker.seek(samples(10))
    until_between(speaker, 9.8, 12)
    speaker.set_volume(0.3)
    until_between(speaker, 9, 14)
    assert speaker.volume() == pytest.approx(0.3, abs=0.02)


@each
def test_one_that_has_gone_says_so_and_can_still_be_told_to_stop(speaker: Mpv | Vlc, sound: Sound) -> None:
    speaker._program.kill()  # noqa: SLF001 - nobody else can
    speaker._program.wait()  # noqa: SLF001 - likewise
    with pytest.raises(SpeakerError, match=r"(mpv|VLC) (does not answer|has ended)"):
        speaker.play(sound)
    speaker.stop()


@pytest.mark.parametrize(("player", "name"), [(Mpv, "mpv"), (Vlc, "VLC")])
def test_a_program_that_is_none_is_one_line(player: type[Mpv | Vlc], name: str, tmp_path: Path) -> None:
    with pytest.raises(SpeakerError, match="cannot start"):
        player(replace(HERE, address=str(tmp_path / "nothing")))
    with pytest.raises(SpeakerError, match=f"{name} does not start.*try it by itself"):
        player(replace(HERE, address=shutil.which("true") or "true"))


def test_vlc_says_why_it_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "vlc").write_text("#!/bin/sh\necho 'no such option' >&2\nexit 1\n")
    (tmp_path / "vlc").chmod(0o755)
    with pytest.raises(SpeakerError, match="VLC does not start: no such option"):
        Vlc(replace(HERE, address=str(tmp_path / "vlc")))


def test_what_vlc_plays_is_the_session_at_its_volume(sound: Sound, tmp_path: Path) -> None:
    with contextlib.closing(vlc(tmp_path)) as speaker:
        speaker.set_volume(0.25)
        speaker.play(sound)
        until_it(speaker, lambda status: seconds(status.position) > 3)
    whole = np.fromfile(tmp_path / "heard.pcm", "<i2")
    played = whole[SAMPLE_RATE : 5 * SAMPLE_RATE].reshape(-1, 2).mean(axis=1)
    ours = soundfile.read(sound.path, dtype="int16")[0].mean(axis=1)
    # Half a second each: on a busy machine VLC stretches a moment now and then, to be in time again.
    fits = [correlation(part, ours)[0] for part in played.reshape(4, -1)]
    assert np.median(fits) > 0.98
    assert played.std() == pytest.approx(0.25 * ours.std(), rel=0.05)


@pytest.mark.parametrize("wrong", ["", "0" * 32])
def test_nobody_else_can_tell_vlc_what_to_do(wrong: str, tmp_path: Path) -> None:
    with contextlib.closing(vlc(tmp_path)) as speaker:
        ours, speaker._headers = speaker._headers, {"Authorization": f"Basic {wrong}"}  # noqa: SLF001 - as somebody else
        with pytest.raises(SpeakerError, match="VLC refuses"):
            speaker.pause()
        speaker._headers = ours  # noqa: SLF001 - likewise
        called = Path(f"/proc/{speaker._program.pid}/cmdline").read_bytes()  # noqa: SLF001 - likewise
        assert b"--config" in called
        assert b"password" not in called
