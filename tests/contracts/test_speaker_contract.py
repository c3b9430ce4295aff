"""What every speaker promises, tried on real ones in a private network; what they play is held against the session."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace

import pytest
from fakes.network import ADDRESS, Network
from fakes.noise import correlation
from fakes.nursery import BYTES, LENGTH, SECOND, SPEAKERS, Nursery, household
from fakes.waiting import PATIENCE, until, until_between, until_it

from audioguide import plugins
from audioguide.errors import SpeakerError
from audioguide.player.registry import connect_device
from audioguide.plugins import Ability, Sound, Speaker
from audioguide.rendering.shelf import session_at
from audioguide.units import SAMPLE_RATE, samples, seconds
from audioguide.web.feed import key_of
from audioguide.web.library import Library
from audioguide.web.server import Server

pytestmark = pytest.mark.real

LOUD, CAP = 0.7, 0.25


# Mostly they wait: `pytest -n 3 --dist loadgroup` lets three kinds play at once, each to the end in one process.
@pytest.fixture(scope="module", params=[pytest.param(kind, marks=pytest.mark.xdist_group(kind)) for kind in SPEAKERS])
def nursery(
    request: pytest.FixtureRequest, network: Network, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nursery]:
    # A short name: that of a socket has at most a hundred letters.
    with household(request.param, network, tmp_path_factory.mktemp("home")) as one:
        yield one


@pytest.fixture(autouse=True)
def loud(nursery: Nursery) -> None:
    """The household likes it loud, and silent between two tests."""
    if nursery.row.keeps_volume:
        with nursery.speaker() as speaker:
            if speaker.status().state != "stopped":
                speaker.stop()
            speaker.set_volume(LOUD)


def test_every_speaker_that_is_installed_is_tried() -> None:
    assert set(plugins.names("speakers")) == set(SPEAKERS)


@pytest.fixture
def sound(nursery: Nursery) -> Iterator[Sound]:
    made = session_at(nursery.home / "noise.mp3")
    assert made
    with Server(Library(lambda: [made.manifest]), host=ADDRESS) as server:
        yield Sound(
            path=made.path,
            url=f"{server.address}{key_of(made)}.mp3",
            title=made.title,
            media_type="audio/mpeg",
            length=made.length,
        )


def test_it_does_what_it_claims_and_refuses_the_rest(nursery: Nursery, sound: Sound) -> None:
    everything: dict[Ability, list[Callable[[Speaker], object]]] = {
        "pause": [lambda speaker: speaker.pause(), lambda speaker: speaker.resume()],
        "seek": [lambda speaker: speaker.seek(samples(1))],
        "volume": [lambda speaker: speaker.set_volume(0.2)],
    }
    device = nursery.device
    with contextlib.closing(connect_device(device)) as speaker:
        assert speaker.abilities == nursery.row.can
        assert speaker.status().state == "stopped"
        if "volume" in speaker.abilities:
            for level in (0.2, 0.4):
                speaker.set_volume(level)
                assert not nursery.row.keeps_volume or speaker.volume() == pytest.approx(level, abs=0.02)
        for _ in range(2):  # it can play again
            speaker.play(sound)
            until_between(speaker, 0, SECOND)
        if "pause" in speaker.abilities:
            speaker.pause()
            held = until_it(speaker, lambda status: status.state == "paused").position
            time.sleep(0.3)
            assert speaker.status().position == pytest.approx(held, abs=samples(0.1))
            speaker.resume()
            until_it(speaker, lambda status: status.state == "playing" and status.position > held)
        if "seek" in speaker.abilities:
            if "pause" in speaker.abilities:  # what is paused stays so
                speaker.pause()
                speaker.seek(samples(SECOND))
                until_it(speaker, lambda status: status.state == "paused" and seconds(status.position) >= SECOND)
                speaker.resume()
            speaker.seek(samples(SECOND))
            until_between(speaker, SECOND, SECOND + 2)
        for ability, uses in everything.items():
            for use in uses:
                if ability not in speaker.abilities:
                    with pytest.raises(SpeakerError, match=device.name):
                        use(speaker)
        speaker.stop()
        until_it(speaker, lambda status: status.state == "stopped")
        speaker.stop()


def test_what_it_plays_is_the_session_quietly_from_the_first_sound_on(nursery: Nursery) -> None:
    with nursery.playing() as run:
        if nursery.row.keeps_volume:
            assert nursery.volume == pytest.approx(CAP, abs=0.02)
        assert run.wait(PATIENCE) == 0, nursery.said
    if nursery.row.keeps_volume:
        assert nursery.volume == pytest.approx(LOUD, abs=0.02)
    ours = nursery.ours()
    _, begun = correlation(ours[SAMPLE_RATE // 4 : SAMPLE_RATE], played := nursery.heard())
    played = played[max(0, begun - SAMPLE_RATE // 4) :]
    middle = played[SAMPLE_RATE : (LENGTH - 1) * SAMPLE_RATE]
    fit, place = correlation(middle, ours)
    assert fit > 0.98
    assert abs(place - SAMPLE_RATE) < SAMPLE_RATE // 4
    first, last = played[SAMPLE_RATE // 4 : SAMPLE_RATE].std(), middle[-SAMPLE_RATE:].std()
    assert first == pytest.approx(last, rel=0.1)
    assert first < 0.5 * ours.std()


def test_the_doctor_lets_it_fetch_silence_and_tells_each_step(nursery: Nursery) -> None:
    run = nursery.audioguide("doctor", "--speaker", nursery.row.name)
    assert run.returncode == 0, run.stdout + run.stderr
    steps = [line.split()[:2] for line in run.stdout.splitlines()[1:]]
    assert all(state == "ok" for state, _ in steps), run.stdout
    assert [first for _, first in steps] == [
        "found",
        "answers",
        "volume",
        *(["serves", "fetches"] if nursery.row.fetches else []),
        "plays",
    ]
    if nursery.row.keeps_volume:
        assert nursery.volume == pytest.approx(LOUD, abs=0.02)


def test_it_is_paused_resumed_skipped_and_stopped_from_elsewhere(nursery: Nursery) -> None:
    with nursery.playing() as run:
        if "pause" in nursery.row.can:
            assert nursery.audioguide("pause").returncode == 0
            until(lambda: _quiet(nursery))
            size = nursery.heard_bytes
            assert run.poll() is None, nursery.said
            nursery.audioguide("resume")
            until(lambda: nursery.heard_bytes > size + BYTES // 2 and not _quiet(nursery))
        if "seek" in nursery.row.can:
            nursery.audioguide("next")
            until(lambda: _chapter_two(nursery))
        assert nursery.audioguide("stop").returncode == 0
        assert run.wait(10) == 0, nursery.said
    if nursery.row.keeps_volume:
        assert nursery.volume == pytest.approx(LOUD, abs=0.02)


def _quiet(nursery: Nursery) -> bool:
    """Whether half a second brings nothing, or silence."""
    before = nursery.heard_bytes
    time.sleep(0.5)
    new = nursery.heard()[before // 4 :]
    return len(new) < SAMPLE_RATE // 10 or float(new[-SAMPLE_RATE // 10 :].std()) < 1e-4


def _chapter_two(nursery: Nursery) -> bool:
    """Whether what was just heard is from the second chapter."""
    fit, place = correlation(nursery.heard()[-SAMPLE_RATE // 2 :], nursery.ours())
    return fit > 0.98 and place >= (SECOND - 0.2) * SAMPLE_RATE


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
    until(lambda: not _quiet(nursery) and is_heard(_level(nursery)))
    nursery.audioguide("pause")


def test_ctrl_c_silences_it_and_puts_the_volume_back(nursery: Nursery) -> None:
    with nursery.playing() as run:
        run.send_signal(signal.SIGINT)
        assert run.wait(10) == 130, nursery.said
    until(lambda: _quiet(nursery))
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


def test_it_can_be_asked_by_its_address(nursery: Nursery) -> None:
    if not nursery.receiver.port:
        pytest.skip("this computer has no address")
    found = json.loads(nursery.audioguide("speakers", "--host", nursery.receiver.port.address, "--json").stdout)
    assert [(one["name"], one["kind"], one["host"]) for one in found] == [
        (nursery.row.name, nursery.kind, nursery.receiver.port.address)
    ]


def test_it_is_known_by_what_it_says_of_itself(nursery: Nursery) -> None:
    device = nursery.device
    assert device.identity
    with contextlib.closing(connect_device(device)) as speaker:
        assert (speaker.device.identity, speaker.device.name) == (device.identity, device.name)


def test_another_at_its_address_is_not_taken_for_it_and_it_is_found_where_it_is(nursery: Nursery) -> None:
    if not nursery.receiver.port:
        pytest.skip("this computer has no address")
    device = nursery.device
    if nursery.kind != "airplay":  # which asks for the identity, not for the address
        with pytest.raises(SpeakerError, match=f"has another address now: '{device.name}' answers at {device.host}"):
            connect_device(replace(device, identity="somebody else"))
    moved = json.dumps([asdict(replace(device, identity="somebody else"))])
    nursery.registry.file.write_text(moved)
    there, speaker = nursery.registry.connect(device.name)
    speaker.close()
    assert there == device


def test_of_two_with_one_name_none_is_taken(nursery: Nursery, network: Network) -> None:
    if not nursery.row.can_be_two or not nursery.receiver.port:
        pytest.skip("there is only one")
    folder = nursery.home / "2"
    folder.mkdir(exist_ok=True)
    with nursery.row.start(network, nursery.row.name, folder / "heard.pcm") as second:
        assert second.port
        both = {nursery.receiver.port.address, second.port.address}
        until(lambda: {one.host for one in nursery.registry.search() if one.speaker == nursery.kind} == both)
        until(lambda: all(f"{nursery.row.name}@{address}" in _refusal(nursery) for address in both))
        for address in both:
            device, speaker = nursery.registry.connect(f"{nursery.row.name}@{address}")
            speaker.close()
            assert device.host == address
    nursery.registry.file.unlink()
    until(lambda: {one.host for one in nursery.registry.search() if one.speaker == nursery.kind} != both)


def _refusal(nursery: Nursery) -> str:
    """Return why it is not connected by its name; empty where a busy machine let only one be found in time."""
    try:
        _, speaker = nursery.registry.connect(nursery.row.name)
    except SpeakerError as error:
        return str(error)
    speaker.close()
    return ""


def test_where_the_name_is_another_it_is_told_and_silent(nursery: Nursery) -> None:
    os.truncate(nursery.receiver.heard, 0)
    run = nursery.audioguide("play", str(nursery.home / "noise.mp3"), "--on", "Kitchen")
    assert run.returncode == 1
    assert "there is no speaker 'Kitchen' in this network; found: " in run.stderr
    assert f"'{nursery.row.name}'" in run.stderr
    assert nursery.heard_bytes == 0
