"""A household: a speaker of each kind that really runs in a private network, and a session to play on it.

To add one: a plug-in, a receiver in ``fakes``, and a row in `SPEAKERS`.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from audioguide.model.chapters import Chapter
from audioguide.player.registry import SpeakerRegistry, connect_device
from audioguide.plugins import Ability, Device, Speaker
from audioguide.units import SAMPLE_RATE, samples
from fakes.airplay import airplay
from fakes.cast import cast
from fakes.hass import hass
from fakes.network import Network
from fakes.noise import write_noise
from fakes.receivers import Receiver, dlna, mpv
from fakes.sessions import TIMELINE, put_session, session
from fakes.sonos import sonos
from fakes.waiting import until


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A kind of speaker: how one is started, and what it claims."""

    start: Callable[[Network, str, Path], AbstractContextManager[Receiver]]
    """Called with the network, its name and the file for what it plays."""
    can: frozenset[Ability] = frozenset({"pause", "seek", "volume"})
    keeps_volume: bool = True
    """Its volume can be read, and stays when the program has ended; so it is put back."""
    name: str = "Nursery"
    can_be_two: bool = True
    """A second one of its kind can be there: our Sonos lists itself alone, our AirPlay receivers hide one another, and
    of Home Assistant only the one that the token is for is asked."""
    fetches: bool = True
    """It fetches the session from this computer, and is not given the file."""
    within: float = 30.0
    """Seconds until a lost network is told."""


SPEAKERS = {
    "airplay": Row(start=airplay, keeps_volume=False, can_be_two=False, fetches=False),
    "cast": Row(start=cast),
    "dlna": Row(start=dlna),
    "hass": Row(start=hass, can_be_two=False),
    "local": Row(start=mpv, name="this computer", keeps_volume=False, can_be_two=False, fetches=False),
    "sonos": Row(start=sonos, can_be_two=False),
}
LENGTH, SECOND = 14, 5
"""Seconds that the session lasts, and at which its second chapter begins."""
BYTES = 4 * SAMPLE_RATE
"""In a second of what was heard."""
LOUD, CAP = 0.7, 0.25
"""Its volume before a session, and the most that one begins with."""


@dataclass(kw_only=True)
class Nursery:
    """A speaker that runs, and a household with a session."""

    kind: str
    row: Row
    receiver: Receiver
    home: Path
    sounded_after: float = 0.0
    """Seconds from the last call of ``play`` to the sound, for the benchmark."""

    @property
    def device(self) -> Device:
        found: list[Device] = []

        def is_alone() -> bool:
            found[:] = [one for one in self.registry.search() if one.speaker == self.kind]
            return [one.name for one in found] == [self.row.name]

        until(is_alone)  # one that has just gone may be listed for a while
        return found[0]

    @property
    def registry(self) -> SpeakerRegistry:
        return SpeakerRegistry(self.home / "speakers.json")

    @contextlib.contextmanager
    def speaker(self) -> Iterator[Speaker]:
        """Talk to it, as anybody in the house could."""
        remembered = [one for one in self.registry.remembered() if one.speaker == self.kind]
        with contextlib.closing(connect_device(remembered[0] if remembered else self.device)) as speaker:
            yield speaker

    def audioguide(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Call the program."""
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, timeout=60, check=False)

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "audioguide", *arguments]

    @contextlib.contextmanager
    def playing(self, *more: str) -> Iterator[subprocess.Popen[str]]:
        """Begin to play, and wait until it is heard."""
        os.truncate(self.receiver.heard, 0)
        on = () if self.kind == "local" else ("--on", self.row.name.upper())
        begun = time.monotonic()
        with (self.home / "said.txt").open("w") as said:
            run = subprocess.Popen(
                self.command("play", str(self.home / "noise.mp3"), *on, *more), stderr=said, text=True
            )
        try:
            until(lambda: self.heard_bytes > BYTES // 10 or run.poll() is not None)
            assert run.poll() is None, self.said
            self.sounded_after = time.monotonic() - begun
            until(lambda: self.heard_bytes > BYTES)
            yield run
        finally:
            run.terminate()
            run.wait(30)

    @property
    def said(self) -> str:
        return (self.home / "said.txt").read_text()

    @property
    def heard_bytes(self) -> int:
        return self.receiver.heard.stat().st_size

    def heard(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return what it has played, as mono."""
        sound = np.fromfile(self.receiver.heard, "<i2")
        mono: np.ndarray[Any, np.dtype[np.float64]] = sound[: len(sound) // 2 * 2].reshape(-1, 2).mean(axis=1) / 32768
        return mono

    def is_quiet(self) -> bool:
        """Whether half a second brings nothing, or silence."""
        before = self.heard_bytes
        time.sleep(0.5)
        new = self.heard()[before // 4 :]
        return len(new) < SAMPLE_RATE // 10 or float(new[-SAMPLE_RATE // 10 :].std()) < 1e-4

    def ours(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return the session as we decode it, as mono."""
        mono: np.ndarray[Any, np.dtype[np.float64]] = soundfile.read(self.home / "noise.mp3")[0].mean(axis=1)
        return mono

    @property
    def volume(self) -> float | None:
        with self.speaker() as speaker:
            return speaker.volume()


@contextlib.contextmanager
def household(kind: str, network: Network, home: Path) -> Iterator[Nursery]:
    """Start a speaker of this kind, with its name and its environment, and make a session for it in `home`."""
    row = SPEAKERS[kind]
    make_session(home)
    with row.start(network, row.name, home / "heard.pcm") as receiver, pytest.MonkeyPatch.context() as patch:
        for name, value in {**receiver.environment, "AUDIOGUIDE_STATE": str(home)}.items():
            patch.setenv(name, value)
        registry = SpeakerRegistry(home / "speakers.json")
        until(lambda: any(one.speaker == kind for one in registry.search()))
        yield Nursery(kind=kind, row=row, receiver=receiver, home=home)


def make_session(folder: Path) -> None:
    """Make one of noise, with two chapters."""
    write_noise(folder / "draft.mp3", LENGTH)
    made = replace(
        session(folder / "noise.mp3"),
        length=samples(LENGTH),
        chapters=(
            Chapter(start=samples(0), end=samples(SECOND), title="One"),
            Chapter(start=samples(SECOND), end=samples(LENGTH), title="Two"),
        ),
    )
    timeline = replace(TIMELINE, length=made.length, chapters=made.chapters)
    put_session(made.path, (folder / "draft.mp3").read_bytes(), made, timeline)
