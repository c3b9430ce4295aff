"""How playing on every speaker ends, and its volume with it; tried on real ones in a private network."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from fakes.nursery import CAP, LOUD, Nursery
from fakes.waiting import PATIENCE, until, until_it

from audioguide.errors import SpeakerError
from audioguide.plugins import Sound
from audioguide.units import SAMPLE_RATE

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("loud")]


def test_what_somebody_else_plays_meanwhile_is_left_alone(nursery: Nursery, sound: Sound) -> None:
    if nursery.kind in {"local", "airplay"}:
        pytest.skip("nobody else can play on it, or its stream ends for both")
    with nursery.speaker() as other, nursery.playing() as run:
        other.play(replace(sound, title="Music"))
        assert run.wait(PATIENCE) == 1
        assert nursery.said.splitlines()[-1].startswith("'Nursery' plays something else by now: somebody has taken it")
        until_it(other, lambda status: status.state == "playing" and status.position > 0)
        assert nursery.volume == pytest.approx(CAP, abs=0.02)
        other.stop()
        until_it(other, lambda status: status.state == "stopped")
    nursery.audioguide("speakers")
    assert nursery.volume == pytest.approx(LOUD, abs=0.02)


def test_it_gets_louder_up_to_the_ceiling_and_is_as_loud_as_before_afterwards(nursery: Nursery) -> None:
    with nursery.playing("--loudest", "30") as run:
        before = _level(nursery)
        nursery.audioguide("pause")  # the session is shorter than all these commands
        for _ in range(2):
            assert nursery.audioguide("louder").returncode == 0
        _until_volume(nursery, 0.3, lambda level: level > 1.05 * before)
        for _ in range(2):
            assert nursery.audioguide("quieter").returncode == 0
        _until_volume(nursery, 0.2, lambda level: level < 0.95 * before)
        nursery.audioguide("stop")
        assert run.wait(10) == 0, nursery.said
    if nursery.row.keeps_volume:
        assert nursery.volume == pytest.approx(LOUD, abs=0.02)
    (nursery.home / "loudness.json").unlink()


def _level(nursery: Nursery) -> float:
    """How loud the last tenth of a second is that was heard: the noise of the session is as loud everywhere."""
    return float(nursery.heard()[-SAMPLE_RATE // 10 :].std())


def _until_volume(nursery: Nursery, volume: float, is_heard: Callable[[float], bool]) -> None:
    """Wait until it is at a volume; one that cannot be asked goes on for a moment, to be heard, and is paused again."""
    if nursery.row.keeps_volume:
        until(lambda: nursery.volume == pytest.approx(volume, abs=0.02))
        return
    nursery.audioguide("resume")
    until(lambda: not nursery.is_quiet() and is_heard(_level(nursery)))
    nursery.audioguide("pause")


def test_ctrl_c_silences_it_and_puts_the_volume_back(nursery: Nursery) -> None:
    with nursery.playing() as run:
        run.send_signal(signal.SIGINT)
        assert run.wait(10) == 130, nursery.said
    until(nursery.is_quiet)
    if nursery.row.keeps_volume:
        assert nursery.volume == pytest.approx(LOUD, abs=0.02)


def test_after_a_crash_the_next_command_puts_the_volume_back(nursery: Nursery) -> None:
    if not nursery.row.keeps_volume:
        pytest.skip("its volume ends with the program")
    with nursery.playing() as run:
        run.kill()
        run.wait()
    assert nursery.volume == pytest.approx(CAP, abs=0.02)
    with nursery.speaker() as speaker:
        speaker.stop()
        until_it(speaker, lambda status: status.state == "stopped")
    nursery.audioguide("speakers")
    assert nursery.volume == pytest.approx(LOUD, abs=0.02)
    assert json.loads((nursery.home / "volumes.json").read_text()) == []


def test_a_network_that_is_cut_is_told(nursery: Nursery) -> None:
    if not nursery.receiver.port:
        pytest.skip("there is no network between")
    with nursery.playing() as run:
        nursery.receiver.port.unplug()
        cut = time.monotonic()
        try:
            code = run.wait(60)
        finally:
            nursery.receiver.port.plug_in()
        assert code == 1
        assert time.monotonic() - cut < nursery.row.within
    assert f"'{nursery.row.name}' " in nursery.said
    assert "network" in nursery.said or "cannot reach this computer" in nursery.said
    assert "Traceback" not in nursery.said
    if nursery.row.keeps_volume:
        until(lambda: _restored(nursery))


def _restored(nursery: Nursery) -> bool:
    """Whether it is reached again, and its volume put back once it is silent."""
    try:
        with nursery.speaker() as speaker:
            speaker.stop()
        nursery.audioguide("speakers")
        return nursery.volume == pytest.approx(LOUD, abs=0.02)
    except SpeakerError:
        return False
