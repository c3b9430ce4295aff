"""The sound device of this computer: a stream in memory takes what it plays, block by block."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from audioguide.errors import SpeakerError
from audioguide.plugins import Device, Sound
from audioguide.speakers import local
from audioguide.speakers.local import sound_device
from audioguide.speakers.local.mpv import Mpv
from audioguide.speakers.local.sound_device import SoundDevice
from audioguide.speakers.local.vlc import Vlc
from audioguide.units import SAMPLE_RATE, samples, seconds

HERE = Device(speaker="local", name="this computer", address="Headphones", host="", model="sound device")
BLOCK = 1024
NOISE = b"ALSA lib pcm.c:2664:(snd_pcm_open_noupdate) Unknown PCM cards.pcm.rear\n"


class Trouble(Exception):  # noqa: N818 - it stands for sounddevice's PortAudioError
    pass


class Stream:
    """An output that plays when one lets time pass, and keeps what it has played."""

    latency = 0.1

    def __init__(
        self, *, samplerate: int, channels: int, dtype: str, latency: str, callback: Callable[..., None]
    ) -> None:
        assert (dtype, latency) == ("float32", "high")
        self.rate, self.channels, self.callback = samplerate, channels, callback
        self.played = np.zeros((0, channels), np.float32)
        self.active = self.closed = False

    def start(self) -> None:
        self.active = True

    def stop(self) -> None:
        self.active = False

    def close(self) -> None:
        self.closed = True

    def let(self, time: float) -> np.ndarray[Any, Any]:
        """Let so many seconds pass, and return what was heard in them."""
        before = len(self.played)
        for _ in range(round(time * self.rate / BLOCK)):
            block = np.full((BLOCK, self.channels), np.nan, np.float32)
            self.callback(block, BLOCK, None, None)
            self.played = np.concatenate([self.played, block])
        return self.played[before:]


class Library:
    """It stands for the module `sounddevice`."""

    PortAudioError = Trouble

    def __init__(self) -> None:
        self.streams: list[Stream] = []
        self.broken = False

    def query_devices(self, kind: str) -> dict[str, str]:
        assert kind == "output"
        os.write(2, NOISE)
        if self.broken:
            raise Trouble
        return {"name": "Headphones"}

    def OutputStream(self, **how: Any) -> Stream:  # noqa: N802 - its name there
        os.write(2, NOISE)
        if self.broken:
            raise Trouble("device unavailable")
        self.streams.append(Stream(**how))
        return self.streams[-1]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    library = Library()
    monkeypatch.setitem(sys.modules, "sounddevice", library)
    return library


@pytest.fixture
def speaker(library: Library) -> Iterator[SoundDevice]:
    assert SoundDevice.find() == "Headphones"
    speaker = SoundDevice(HERE)
    yield speaker
    speaker.close()
    assert all(stream.closed for stream in library.streams)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """Ten seconds of noise."""
    path = tmp_path_factory.mktemp("sound") / "noise.flac"
    soundfile.write(path, np.random.default_rng(1).normal(0, 0.1, (10 * SAMPLE_RATE, 2)), SAMPLE_RATE)
    return Sound(path=path, url="", title="Noise", media_type="audio/flac", length=samples(10))


def test_what_it_plays_is_the_session(speaker: SoundDevice, library: Library, sound: Sound) -> None:
    assert speaker.status().state == "stopped"
    speaker.play(sound)
    heard = library.streams[0].let(2)
    np.testing.assert_array_equal(heard, soundfile.read(sound.path, frames=len(heard), dtype="float32")[0])
    assert speaker.status().state == "playing"
    assert seconds(speaker.status().position) == pytest.approx(2 - Stream.latency, abs=0.02)


def test_what_the_libraries_beneath_it_print_is_not_seen(
    library: Library, sound: Sound, capfd: pytest.CaptureFixture[str]
) -> None:
    assert SoundDevice.find() == "Headphones"
    speaker = SoundDevice(HERE)
    speaker.play(sound)
    speaker.close()
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "afterwards\n"
    assert len(library.streams) == 1


def test_it_is_paused_and_goes_on_where_it_was(speaker: SoundDevice, library: Library, sound: Sound) -> None:
    speaker.play(sound)
    before = library.streams[0].let(1)
    speaker.pause()
    held = speaker.status()
    assert held.state == "paused"
    assert not library.streams[0].let(3).any()
    assert speaker.status() == held
    speaker.resume()
    after = library.streams[0].let(1)
    whole = soundfile.read(sound.path, frames=len(before) + len(after), dtype="float32")[0]
    np.testing.assert_array_equal(np.concatenate([before, after]), whole)


def test_it_jumps_to_the_sample(speaker: SoundDevice, library: Library, sound: Sound) -> None:
    speaker.play(sound)
    library.streams[0].let(1)
    speaker.seek(samples(7.5))
    heard = library.streams[0].let(0.5)
    there = soundfile.read(sound.path, start=samples(7.5), frames=len(heard), dtype="float32")[0]
    np.testing.assert_array_equal(heard, there)


def test_positions_are_the_same_in_a_file_of_another_sample_rate(
    speaker: SoundDevice, library: Library, tmp_path: Path
) -> None:
    path, rate = tmp_path / "noise.opus", 48_000
    soundfile.write(path, np.random.default_rng(1).normal(0, 0.1, (10 * rate, 2)), rate, format="OGG", subtype="OPUS")
    speaker.play(Sound(path=path, url="", title="Noise", media_type="audio/ogg", length=samples(10)))
    library.streams[0].let(2)
    assert seconds(speaker.status().position) == pytest.approx(2 - Stream.latency, abs=0.02)
    speaker.seek(samples(7.5))
    heard = library.streams[0].let(1)
    there = soundfile.read(path, start=round(7.5 * rate), frames=len(heard), dtype="float32")[0]
    np.testing.assert_allclose(heard[rate // 2 :], there[rate // 2 :], atol=0.01)
    assert seconds(speaker.status().position) == pytest.approx(8.5 - Stream.latency, abs=0.02)


def test_it_ends_in_silence(speaker: SoundDevice, library: Library, sound: Sound) -> None:
    speaker.play(sound)
    speaker.seek(samples(9.9))
    heard = library.streams[0].let(1)
    assert np.flatnonzero(heard.any(axis=1))[-1] < samples(0.1)
    assert speaker.status().state == "stopped"
    speaker.play(sound)
    library.streams[1].let(1)
    assert speaker.status().state == "playing"


def test_its_volume_is_a_factor_from_the_first_sound_on(speaker: SoundDevice, library: Library, sound: Sound) -> None:
    assert speaker.volume() == 1.0
    speaker.set_volume(0.25)
    assert speaker.volume() == 0.25
    speaker.play(sound)
    heard = library.streams[0].let(1)
    as_it_is = soundfile.read(sound.path, dtype="float32")[0]
    np.testing.assert_allclose(heard, 0.25 * as_it_is[: len(heard)], atol=1e-6)
    speaker.set_volume(0.5)
    louder = library.streams[0].let(1)
    as_it_is = as_it_is[len(heard) :][: len(louder)]
    assert louder[:10].std() == pytest.approx(0.25 * as_it_is[:10].std(), rel=0.02)  # no click
    np.testing.assert_allclose(louder[BLOCK:], 0.5 * as_it_is[BLOCK:], atol=1e-6)


def test_a_device_that_has_gone_says_so_and_can_be_told_to_stop(
    speaker: SoundDevice, library: Library, sound: Sound
) -> None:
    speaker.play(sound)
    library.streams[0].let(1)
    library.streams[0].active = False
    with pytest.raises(SpeakerError, match="the sound device 'Headphones' does not play: it has gone"):
        speaker.status()
    speaker.stop()
    assert speaker.status().state == "stopped"


def test_a_device_that_is_taken_is_one_line(speaker: SoundDevice, library: Library, sound: Sound) -> None:
    library.broken = True
    with pytest.raises(SpeakerError, match="the sound device 'Headphones' does not play: device unavailable"):
        speaker.play(sound)


def test_a_file_that_cannot_be_read_is_one_line(speaker: SoundDevice, tmp_path: Path, sound: Sound) -> None:
    torn = Sound(path=tmp_path / "x.mp3", url="", title="", media_type="audio/mpeg", length=sound.length)
    with pytest.raises(SpeakerError, match=r"cannot read .*x\.mp3"):
        speaker.play(torn)


def test_a_file_that_tears_meanwhile_is_told(
    speaker: SoundDevice, library: Library, sound: Sound, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(*_: object, **__: object) -> None:
        raise RuntimeError("the disk has gone")

    speaker.play(sound)
    monkeypatch.setattr(speaker._file, "read", torn)  # noqa: SLF001 - nobody else can
    assert not library.streams[0].let(0.1).any()
    with pytest.raises(SpeakerError, match="does not play: the disk has gone"):
        speaker.status()


@pytest.mark.parametrize(
    "module", [None, SimpleNamespace(query_devices=lambda kind: {}[kind], PortAudioError=KeyError)]
)
def test_without_the_library_or_a_device_there_is_none(module: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", module)
    assert SoundDevice.find() is None


@pytest.mark.parametrize(
    ("there", "model"),
    [
        ({"mpv", "VLC", "sound device"}, "mpv"),
        ({"VLC", "sound device"}, "VLC"),
        ({"sound device"}, "sound device"),
        (set(), None),
    ],
)
def test_the_best_that_is_there_plays(there: set[str], model: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, player in (("mpv", Mpv), ("VLC", Vlc), ("sound device", sound_device.SoundDevice)):
        monkeypatch.setattr(player, "find", staticmethod(lambda name=name: name if name in there else None))
    found = local.local.discover(0.0)
    assert [(one.name, one.model, one.address) for one in found] == ([("this computer", model, model)] if model else [])
    assert local.local.discover(0.0, "10.0.0.1") == ()


def test_a_player_that_is_not_known_any_more_is_one_line() -> None:
    with pytest.raises(SpeakerError, match="this computer does not play with xine"):
        local.local(Device(speaker="local", name="this computer", address="", host="", model="xine"))
