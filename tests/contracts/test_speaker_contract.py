"""What every speaker promises, tried on real ones in a private network; what they play is held against the session."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest
from fakes.noise import correlation
from fakes.nursery import BYTES, CAP, LENGTH, LOUD, SECOND, SPEAKERS, Nursery
from fakes.waiting import PATIENCE, until, until_between, until_it

from audioguide import plugins
from audioguide.errors import SpeakerError
from audioguide.player.registry import connect_device
from audioguide.plugins import Ability, Sound, Speaker
from audioguide.units import SAMPLE_RATE, samples, seconds

if TYPE_CHECKING:
    from fakes.network import Network

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("loud")]


def test_every_speaker_that_is_installed_is_tried() -> None:
    assert set(plugins.names("speakers")) == set(SPEAKERS)


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
            until(nursery.is_quiet)
            size = nursery.heard_bytes
            assert run.poll() is None, nursery.said
            nursery.audioguide("resume")
            until(lambda: nursery.heard_bytes > size + BYTES // 2 and not nursery.is_quiet())
        if "seek" in nursery.row.can:
            nursery.audioguide("next")
            until(lambda: _chapter_two(nursery))
        assert nursery.audioguide("stop").returncode == 0
        assert run.wait(10) == 0, nursery.said
    if nursery.row.keeps_volume:
        assert nursery.volume == pytest.approx(LOUD, abs=0.02)


def _chapter_two(nursery: Nursery) -> bool:
    """Whether what was just heard is from the second chapter."""
    fit, place = correlation(nursery.heard()[-SAMPLE_RATE // 2 :], nursery.ours())
    return fit > 0.98 and place >= (SECOND - 0.2) * SAMPLE_RATE


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
