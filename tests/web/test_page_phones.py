"""The page in real browsers: phones that play on one speaker, and a page that only plays."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from fakes.browser import Browser, opened
from fakes.home import Home, Workshop, home
from fakes.page import IN_BROWSER, PLAYING, SCREEN, TARGETS, THUMB
from fakes.sessions import put_session
from fakes.speakers import FakeSpeaker
from fakes.waiting import PATIENCE

from audioguide.errors import SpeakerError
from audioguide.player.volume_control import RememberedVolumes
from audioguide.plugins import Device, Sound
from audioguide.web.feed import key_of

if TYPE_CHECKING:
    import pytest

pytestmark = IN_BROWSER


NURSERY = Device(speaker="fake", name="Nursery", address="x", host="", model="")


class LeisurelySpeaker(FakeSpeaker):
    """It takes four times as long as others, so that one may look at what it does."""

    fetches = False

    def __init__(self, *, device: Device) -> None:
        super().__init__(device=device)
        self.pace = 0.25


class SlowSpeaker(FakeSpeaker):
    """It takes its time, and refuses in the end."""

    fetches = False

    def __init__(self, *, device: Device) -> None:
        super().__init__(device=device)
        self.refuses = Event()

    def play(self, sound: Sound) -> None:  # noqa: ARG002 - as all speakers are called
        assert self.refuses.wait(PATIENCE)
        msg = "it does not play"
        raise SpeakerError(msg)


def begin_on_the_speaker(browser: Browser, one: Home) -> None:
    """Open the page, choose the only speaker that is found, and have the session begin on it."""
    browser.screen()
    browser.open(one.address)
    browser.until(SCREEN.format("tonight"))
    browser.tap("Look for speakers")
    browser.until("return document.querySelectorAll('input[name=on]').length == 2")
    browser.run("document.querySelectorAll('input[name=on]')[1].click()")
    one.workshop.let()
    browser.tap("Begin")


def test_another_phone_sees_and_steers_the_same_playback(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, tone: bytes
) -> None:
    speaker = LeisurelySpeaker(device=NURSERY)
    with home(tmp_path_factory.mktemp("h"), Workshop(sound=tone), speaker=speaker) as one, opened() as other:
        other.open(one.address)
        other.until(SCREEN.format("tonight"))
        begin_on_the_speaker(browser, one)
        browser.until(SCREEN.format("playing"))
        other.until("return !document.getElementById('elsewhere').hidden")
        other.run("document.getElementById('elsewhere').click()")
        other.until(SCREEN.format("playing"))
        for phone in (browser, other):
            phone.until("return document.getElementById('what').textContent.endsWith('Plays on: The computer, 25 %')")
        other.run("document.getElementById('louder').click()")
        browser.until("return document.getElementById('what').textContent.endsWith('Plays on: The computer, 30 %')")
        other.until(
            "return !document.getElementById('toggle').disabled"
        )  # each phone hears at its own time that it plays
        other.run("document.getElementById('toggle').click()")
        for phone in (browser, other):
            phone.until("return document.getElementById('toggle').textContent == 'Play'")
        browser.run("document.getElementById('toggle').click()")
        browser.tap("Enough")
        other.until("return document.getElementById('chapter').textContent == 'Goodbye'")
        speaker.pace = 2
        for phone in (browser, other):
            phone.until(SCREEN.format("night"))
    assert ("seek", 16.0) in speaker.told


def test_stop_ends_what_a_speaker_plays_at_once(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, tone: bytes
) -> None:
    speaker = LeisurelySpeaker(device=NURSERY)
    with home(tmp_path_factory.mktemp("h"), Workshop(sound=tone), speaker=speaker) as one:
        begin_on_the_speaker(browser, one)
        browser.until(
            "return !document.getElementById('toggle').disabled && document.getElementById('stop').offsetParent"
        )
        assert browser.complaints() == []
        assert [one for one in browser.run(TARGETS) if min(one[:2]) < THUMB] == []
        browser.tap("Stop")
        browser.until(SCREEN.format("tonight"))
    assert "stop" in speaker.told
    assert [one for one in speaker.told if isinstance(one, tuple) and one[0] == "seek"] == []


def test_a_phone_shows_what_another_one_plays_instead(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, tone: bytes
) -> None:
    speaker = LeisurelySpeaker(device=NURSERY)
    with home(tmp_path_factory.mktemp("h"), Workshop(sound=tone), speaker=speaker) as one:
        begin_on_the_speaker(browser, one)
        browser.until("return document.getElementById('what').textContent.startsWith('A few minutes · ')")
        other = key_of(put_session(one.folder / "everyday.mp3", tone))
        assert one.post("playing", session=other, on=speaker.device.key).status_code == 202
        browser.until("return document.getElementById('what').textContent.startsWith('Everyday · ')")
        browser.tap("Stop")
        browser.until(SCREEN.format("tonight"))


def test_what_a_speaker_does_not_begin_is_told_from_connecting_on(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, tone: bytes
) -> None:
    speaker = SlowSpeaker(device=NURSERY)
    with home(tmp_path_factory.mktemp("h"), Workshop(sound=tone), speaker=speaker) as one:
        begin_on_the_speaker(browser, one)
        browser.until("return document.querySelector('#card svg')")  # its strokes are known
        connecting = "return document.getElementById('stroke').textContent == 'Connecting: The computer …'"
        browser.until(connecting)
        speaker.refuses.set()
        browser.until("return document.getElementById('problem').textContent == 'it does not play'")
        assert not browser.run(connecting)
        assert browser.run("return document.getElementById('toggle').disabled")


def test_a_tap_that_does_nothing_says_why(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, tone: bytes
) -> None:
    speaker = LeisurelySpeaker(device=NURSERY)
    with home(tmp_path_factory.mktemp("h"), Workshop(sound=tone), speaker=speaker) as one:
        RememberedVolumes(one.state / "loudness.json").record(speaker.device, 0.5)
        begin_on_the_speaker(browser, one)
        browser.until("return document.getElementById('what').textContent.endsWith('Plays on: The computer, 50 %')")
        browser.run("document.getElementById('louder').click()")
        told = "That is as loud as it gets from here."
        browser.until(f"return document.querySelector('#toast span').textContent == '{told}'")
        browser.tap("Stop")
        browser.until(SCREEN.format("tonight"))


def test_a_player_only_plays_what_is_there(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, tone: bytes
) -> None:
    folder, workshop = tmp_path_factory.mktemp("h"), Workshop(sound=tone)
    with home(folder, workshop) as one:
        workshop.let()
        one.events(one.post("jobs", minutes=10).json()["id"])
    with home(folder, workshop, makes=False) as one:
        browser.screen()
        browser.open(one.address)
        browser.until("return document.querySelectorAll('#sessions ul li').length == 1")
        hidden = "return ['bottom', 'choices', 'fold', 'babies'].every(id => document.getElementById(id).hidden)"
        assert browser.run(hidden)
        browser.tap("Everyday massage")
        browser.until(PLAYING.format(0.1))
