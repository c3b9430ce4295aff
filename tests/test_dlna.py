"""A real DLNA renderer in a private network: found, played, skipped, lost. What it played is what the session is."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from fakes.network import ADDRESS, INSIDE, private_network, renderer
from fakes.sessions import TIMELINE, session

from audioguide.manifest import session_document
from audioguide.shelf import publish
from audioguide.timeline import Chapter
from audioguide.units import SAMPLE_RATE, samples

pytestmark = pytest.mark.real
LENGTH, SECOND = 16, 8
"""Seconds that the session lasts, and at which its second chapter begins."""
LOUD = 0.7


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session: noise, so that every moment of it is like no other."""
    folder = tmp_path_factory.mktemp("home")
    noise = np.random.default_rng(1).normal(0, 0.1, (LENGTH * SAMPLE_RATE, 1)).repeat(2, axis=1)
    soundfile.write(folder / "noise.wav", noise, SAMPLE_RATE)
    ffmpeg = shutil.which("ffmpeg")
    assert ffmpeg
    encode = ["-b:a", "128k", "-y", str(folder / "draft.mp3")]
    subprocess.run([ffmpeg, "-nostdin", "-v", "error", "-i", str(folder / "noise.wav"), *encode], check=True)
    made = replace(
        session(folder / "noise.mp3"),
        digest="d" * 64,
        length=samples(LENGTH),
        chapters=(
            Chapter(start=samples(0), end=samples(SECOND), title="One"),
            Chapter(start=samples(SECOND), end=samples(LENGTH), title="Two"),
        ),
    )
    document = session_document(made, replace(TIMELINE, length=made.length, chapters=made.chapters), {})
    publish(folder / "draft.mp3", document, "WEBVTT\n", made.path)
    return folder


@pytest.fixture(scope="module", autouse=True)
def network() -> Iterator[None]:
    with private_network():
        yield


@pytest.fixture
def heard(home: Path) -> Iterator[Path]:
    """The file that holds what the speaker in the nursery has played. The household likes it loud."""
    file = home / "heard.pcm"
    with renderer("Nursery", file) as running:
        for _ in range(20):
            found = [one for one in json.loads(audioguide(home, "speakers", "--json").stdout) if one["host"]]
            if found:
                break
        assert [(one["name"], one["kind"], one["host"]) for one in found] == [("Nursery", "dlna", ADDRESS)]
        assert found[0]["can"] == "play, pause, seek, volume"
        speaker(home, f"speaker.set_volume({LOUD})")
        yield file
        assert running.poll() is None


def program(home: Path, *arguments: str) -> dict[str, Any]:
    environment = {**os.environ, "AUDIOGUIDE_STATE": str(home)}
    return {"args": [*INSIDE, sys.executable, *arguments], "env": environment, "text": True}


def audioguide(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call the program in the network."""
    return subprocess.run(**program(home, "-m", "audioguide", *arguments), capture_output=True, timeout=60, check=False)


def playing(home: Path, *more: str) -> subprocess.Popen[str]:
    """Begin to play in the nursery, and wait until it is heard."""
    before = (home / "heard.pcm").stat().st_size
    with (home / "said.txt").open("w") as said:
        command = program(home, "-m", "audioguide", "play", str(home / "noise.mp3"), "--on", "nursery", *more)
        run = subprocess.Popen(**command, stderr=said)
    until(lambda: (home / "heard.pcm").stat().st_size > before + 4 * SAMPLE_RATE)
    return run


def speaker(home: Path, code: str) -> str:
    """Do something with the speaker itself, and return what it says."""
    connect = (
        "import os; from pathlib import Path; from audioguide.player.house import House; "
        "_, speaker = House(Path(os.environ['AUDIOGUIDE_STATE']) / 'speakers.json').connect('Nursery'); "
    )
    done = subprocess.run(**program(home, "-c", connect + code), capture_output=True, timeout=60, check=True)
    return str(done.stdout).strip()


def volume(home: Path) -> float:
    return float(speaker(home, "print(speaker.volume())"))


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 15
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def sound(file: Path) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Read what was played, as mono."""
    mono: np.ndarray[Any, np.dtype[np.float64]] = np.fromfile(file, "<i2").reshape(-1, 2).mean(axis=1) / 32768
    return mono


def correlation(part: np.ndarray[Any, Any], whole: np.ndarray[Any, Any]) -> tuple[float, int]:
    """Return how well a part fits into the whole where it fits best, and where that is."""
    size = len(whole) + len(part)
    fits = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size)), size)[: len(whole) - len(part) + 1]
    place = int(np.argmax(fits))
    return float(np.corrcoef(part, whole[place : place + len(part)])[0, 1]), place


def test_what_it_plays_is_the_session_quietly_from_the_first_sound_on(home: Path, heard: Path) -> None:
    run = playing(home)
    assert volume(home) == pytest.approx(0.25, abs=0.02)
    assert run.wait(60) == 0
    assert volume(home) == pytest.approx(LOUD, abs=0.02)
    played = sound(heard)
    ours = soundfile.read(home / "noise.mp3")[0].mean(axis=1)
    middle = played[SAMPLE_RATE : (LENGTH - 2) * SAMPLE_RATE]
    fit, place = correlation(middle, ours)
    assert fit > 0.98
    assert abs(place - SAMPLE_RATE) < SAMPLE_RATE // 5
    assert len(played) == pytest.approx(LENGTH * SAMPLE_RATE, abs=SAMPLE_RATE // 2)
    first, last = played[4000:SAMPLE_RATE].std(), middle[-SAMPLE_RATE:].std()
    assert first == pytest.approx(last, rel=0.1)
    assert first < 0.5 * ours.std()


def test_it_is_paused_resumed_skipped_and_stopped_from_elsewhere(home: Path, heard: Path) -> None:
    run = playing(home)
    assert audioguide(home, "pause").returncode == 0
    until(lambda: speaker(home, "print(speaker.status().state)") == "paused")
    size = heard.stat().st_size
    time.sleep(0.5)
    assert heard.stat().st_size == size
    audioguide(home, "resume")
    until(lambda: heard.stat().st_size > size + 2 * SAMPLE_RATE)
    audioguide(home, "next")
    until(lambda: int(speaker(home, "print(speaker.status().position)")) > samples(SECOND))
    audioguide(home, "stop")
    assert run.wait(10) == 0
    assert speaker(home, "print(speaker.status().state)") == "stopped"
    assert volume(home) == pytest.approx(LOUD, abs=0.02)
    ours = soundfile.read(home / "noise.mp3")[0].mean(axis=1)
    fit, place = correlation(sound(heard)[-SAMPLE_RATE:], ours)
    assert fit > 0.98
    assert place >= SECOND * SAMPLE_RATE - SAMPLE_RATE // 10


@pytest.mark.usefixtures("heard")
def test_ctrl_c_puts_the_volume_back(home: Path) -> None:
    run = playing(home)
    run.send_signal(signal.SIGINT)
    assert run.wait(10) == 130
    assert speaker(home, "print(speaker.status().state)") == "stopped"
    assert volume(home) == pytest.approx(LOUD, abs=0.02)


@pytest.mark.usefixtures("heard")
def test_after_a_crash_the_next_command_puts_the_volume_back(home: Path) -> None:
    run = playing(home)
    run.kill()
    run.wait()
    assert volume(home) == pytest.approx(0.25, abs=0.02)
    speaker(home, "speaker.stop()")
    audioguide(home, "speakers")
    assert volume(home) == pytest.approx(LOUD, abs=0.02)
    assert json.loads((home / "volumes.json").read_text()) == []


def test_a_speaker_that_is_unplugged_is_told(home: Path) -> None:
    with renderer("Nursery", home / "heard.pcm") as running:
        until(lambda: "Nursery" in audioguide(home, "speakers").stdout)
        run = playing(home)
        running.kill()
        assert run.wait(60) == 1
    assert "'Nursery' does not answer" in (home / "said.txt").read_text()


def test_a_speaker_that_is_not_there_is_told_with_those_that_are(home: Path, heard: Path) -> None:
    run = audioguide(home, "play", str(home / "noise.mp3"), "--on", "Kitchen")
    assert run.returncode == 1
    assert "there is no speaker 'Kitchen' in this network; found: 'Nursery'" in run.stderr
    assert heard.stat().st_size == 0


@pytest.mark.usefixtures("heard")
def test_a_speaker_can_be_asked_by_its_address(home: Path) -> None:
    found = json.loads(audioguide(home, "speakers", "--host", ADDRESS, "--json").stdout)
    assert [one["name"] for one in found] == ["Nursery"]
