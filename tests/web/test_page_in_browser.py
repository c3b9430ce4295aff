"""The page that makes and plays, in a real browser: a small phone, a tablet, a laptop; by day, by night, by keys."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fakes.browser import DRIVER, NPM, Browser, Scheme, opened
from fakes.home import Home, Workshop, home
from fakes.sessions import session
from fakes.speakers import FakeSpeaker

from audioguide.plugins import Device
from audioguide.web.family.diary import Diary

FFMPEG = shutil.which("ffmpeg")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (DRIVER and FFMPEG), reason="needs chromium-driver and ffmpeg"),
]
WIDE = [(360, "light"), (360, "dark"), (768, "light"), (768, "dark"), (1280, "light"), (1280, "dark")]
SLIP = 350
"""Milliseconds within which a second tap is a thumb that slips on oil."""
THUMB, BEGIN = 48, 144
"""CSS pixels: the least that is touched, and the button that begins."""
SCREEN = "return document.querySelector('main').dataset.screen == '{}'"
PLAYING = "const a = document.getElementById('sound'); return !a.paused && a.currentTime > {}"
TARGETS = (
    "return [...document.querySelectorAll('button, label.chip, summary, a')].filter(b => b.offsetParent)"
    ".map(b => [b.offsetWidth, b.offsetHeight, b.textContent.trim()])"
)
WIDTH = "return document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def tone(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The forty seconds of the small timeline, as an MP3."""
    file = tmp_path_factory.mktemp("tone") / "tone.mp3"
    source = "sine=frequency=330:sample_rate=44100:duration=40"
    subprocess.run([str(FFMPEG), "-nostdin", "-v", "error", "-f", "lavfi", "-i", source, file], check=True)
    return file.read_bytes()


@pytest.fixture
def at_home(tmp_path_factory: pytest.TempPathFactory, tone: bytes) -> Iterator[Home]:
    with home(tmp_path_factory.mktemp("h"), Workshop(sound=tone)) as one:
        yield one


@pytest.fixture
def page(browser: Browser, at_home: Home) -> Browser:
    browser.screen()
    browser.open(at_home.address)
    browser.run("localStorage.clear(); sessionStorage.clear()")
    browser.open(at_home.address)
    browser.until(SCREEN.format("tonight"))
    browser.until("return document.getElementById('sentence').textContent")
    return browser


def begin(page: Browser, at_home: Home) -> None:
    """Make a session and hear it."""
    at_home.workshop.let()
    page.tap("Begin")
    page.until(SCREEN.format("playing"))
    page.until(PLAYING.format(0.1))


def test_from_the_empty_program_to_a_playing_session_in_one_tap(page: Browser, at_home: Home) -> None:
    begin(page, at_home)
    assert page.run("return document.getElementById('what').textContent") == "A few minutes"
    assert len(at_home.workshop.made) == 1


def test_name_minutes_and_occasion_in_four_taps(page: Browser, at_home: Home) -> None:
    page.tap("Add your baby")
    page.run("const f = document.querySelector('#baby form'); f.name.value = 'Mia'; f.day.value = '2026-01-10'")
    page.tap("Save")
    page.until("return document.querySelector('#babies b')?.textContent == 'Mia'")
    page.run("document.querySelector('input[name=guidance][value=\\'\"practised\"\\']').click()")
    page.run("document.querySelector('input[name=occasion][value=\\'\"change\"\\']').click()")
    page.until("return document.getElementById('sentence').textContent.startsWith('5 minutes: legs, tummy')")
    page.run("document.querySelector('input[name=minutes][value=\"8\"]').click()")
    page.until("return document.getElementById('sentence').textContent.startsWith('8 minutes')")
    begin(page, at_home)
    request = at_home.workshop.made[0]
    assert (request.routine.id, request.length, request.asked["baby"]) == ("express", 8 * 60 * 44_100, "Mia")
    page.open(at_home.address)  # the next evening
    page.until("return document.getElementById('sentence').textContent.startsWith('8 minutes')")


def test_a_phone_that_asks_for_german_gets_page_and_session_in_german(page: Browser, at_home: Home) -> None:
    page.devtools("Network.enable")
    page.devtools("Network.setExtraHTTPHeaders", headers={"Accept-Language": "de-DE,de;q=0.9,en;q=0.8"})
    try:
        page.open(at_home.address)
        page.until("return document.getElementById('sentence').textContent.includes('Minuten: Beine')")
        at_home.workshop.let()
        page.run("document.getElementById('begin').click()")
        page.until(PLAYING.format(0.1))
    finally:
        page.devtools("Network.setExtraHTTPHeaders", headers={})
    assert at_home.workshop.made[0].script.language == "de"


def test_two_taps_on_begin_make_one_job_and_a_reload_goes_on_with_it(page: Browser, at_home: Home) -> None:
    page.run("const b = document.getElementById('begin'); b.click(); b.click()")
    page.until(SCREEN.format("making"))
    assert at_home.workshop.begun.acquire(timeout=20)
    page.until("return document.getElementById('spoken').textContent == '“Hold the leg.”'")
    page.open(at_home.address)
    page.until(SCREEN.format("making"))
    at_home.workshop.let()
    page.until(SCREEN.format("playing"))
    assert len(at_home.workshop.made) == 1


def test_a_network_that_is_lost_in_the_middle_is_told_and_it_goes_on_by_itself(page: Browser, at_home: Home) -> None:
    page.tap("Begin")
    page.until("return document.getElementById('spoken').textContent == '“Hold the leg.”'")
    page.offline(yes=True)
    try:
        page.until("return document.getElementById('trouble').textContent.startsWith('The computer is not answering.')")
        at_home.workshop.let()
    finally:
        page.offline(yes=False)
    page.until(PLAYING.format(0.1))
    assert page.run("return document.getElementById('trouble').offsetParent") is None
    assert len(at_home.workshop.made) == 1


def test_a_reload_in_the_middle_of_playing_goes_on_where_it_was(page: Browser, at_home: Home) -> None:
    begin(page, at_home)
    page.run("document.getElementById('sound').currentTime = 20")
    page.until(PLAYING.format(20.2))
    page.open(at_home.address)
    page.until(SCREEN.format("playing"))
    page.until("return document.getElementById('sound').currentTime >= 20")


def test_a_job_is_given_up(page: Browser, at_home: Home) -> None:
    page.tap("Begin")
    page.until(SCREEN.format("making"))
    assert at_home.workshop.begun.acquire(timeout=20)
    page.tap("Cancel")
    page.until(SCREEN.format("tonight"))


def test_what_goes_wrong_is_a_sentence_and_can_be_tried_again(
    page: Browser, at_home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    at_home.workshop.error = OSError("no")
    at_home.workshop.let()
    page.tap("Begin")
    page.until("return document.getElementById('trouble').textContent.startsWith('audioguide has a bug')")
    at_home.workshop.error = None
    at_home.workshop.let()
    page.tap("Try again")
    page.until(PLAYING.format(0.1))


def test_the_hand_is_where_the_tone_is(page: Browser, at_home: Home) -> None:
    begin(page, at_home)
    page.run("const a = document.getElementById('sound'); a.pause(); a.currentTime = 8.5")
    page.until("return document.querySelector('#card svg')")
    page.until("return Math.abs(document.querySelector('#card svg').getCurrentTime() - 0.5) < 0.02")
    page.run("document.getElementById('sound').currentTime = 14.75")
    page.until("return Math.abs(document.querySelector('#card svg').getCurrentTime() - 0.75) < 0.02")


def test_whoever_wants_less_motion_sees_a_still_picture(page: Browser, at_home: Home) -> None:
    page.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    begin(page, at_home)
    page.run("const a = document.getElementById('sound'); a.pause(); a.currentTime = 8.5")
    page.until("return document.querySelector('#card svg')")
    assert page.run("return document.querySelectorAll('#card animateMotion').length") == 0


def test_back_by_a_stroke_and_enough_for_today(page: Browser, at_home: Home) -> None:
    begin(page, at_home)
    page.run("document.getElementById('sound').currentTime = 12")
    page.until(PLAYING.format(12))
    page.until("return document.getElementById('stroke').textContent.length > 0")
    page.run("document.getElementById('stroke_back').click()")
    page.until("return document.getElementById('sound').currentTime < 12")
    page.tap("Enough")
    page.until(PLAYING.format(16))
    page.run("document.getElementById('sound').currentTime = 39.5")
    page.until(SCREEN.format("night"))
    assert page.run("return document.getElementById('listened').textContent") == "You listened to your baby."
    page.tap("Make it a favourite")
    page.until("return document.getElementById('favour').textContent == 'A favourite'")
    page.run("document.getElementById('fewer').click()")
    page.until("return document.getElementById('fewer').textContent == 'Next time: short cues'")
    page.tap("Done")
    page.until(SCREEN.format("tonight"))
    assert len(at_home.ask.get("tonight.json").json()["favourites"]) == 1


def test_the_evening_is_in_the_diary_and_can_be_deleted(
    page: Browser, at_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audioguide.web.family.diary.LEAST_SECONDS", 0.1)
    begin(page, at_home)
    page.until(PLAYING.format(1))
    page.tap("Enough")
    page.until(PLAYING.format(16.1))
    page.run("document.getElementById('leave').click()")
    page.until("return document.getElementById('evenings').textContent == '1 day with a massage'")
    page.run("document.getElementById('diary').open = true")
    entry = page.run("return document.querySelector('#entries li small').innerText")
    assert entry == "A few minutes · 0 minutes · stopped at Right leg"
    assert page.complaints() == []
    page.run("document.getElementById('forget').click()")
    page.until("return document.getElementById('forget').textContent.startsWith('Tap again')")
    page.until(f"window.before ??= performance.now(); return performance.now() - window.before > {SLIP}")
    page.run("document.getElementById('forget').click()")
    page.until("return document.getElementById('diary').hidden")
    assert not (at_home.state / "diary.jsonl").exists()


def test_fewer_words_are_offered_after_some_evenings(page: Browser, at_home: Home) -> None:
    diary = Diary(at_home.state / "diary.jsonl")
    for number in range(5):
        diary.note(session(at_home.folder / "x.mp3"), 120, None, date(2026, 1, 1 + number))
    page.open(at_home.address)
    page.until(SCREEN.format("tonight"))
    page.until("return !document.getElementById('offer').hidden")
    page.tap("Yes, names only")
    page.until("return document.querySelector('input[name=guidance]:checked').value == '\"names\"'")
    page.open(at_home.address)
    page.until(SCREEN.format("tonight"))
    assert page.run("return document.getElementById('offer').hidden")


def test_it_goes_dark_and_a_tap_anywhere_pauses(page: Browser, at_home: Home) -> None:
    begin(page, at_home)
    page.run("performance.now = (now => () => now() + 21000)(performance.now.bind(performance))")
    page.until("return !document.getElementById('dim').hidden")
    page.run("document.elementFromPoint(20, 20).click()")
    page.until("return document.getElementById('dim').hidden && document.getElementById('sound').paused")


def test_a_deleted_session_can_be_had_back(page: Browser, at_home: Home) -> None:
    begin(page, at_home)
    page.run("document.getElementById('leave').click()")
    page.until("return document.querySelectorAll('#sessions ul li').length == 1")
    page.run("document.querySelector('#sessions .icon').click()")
    page.run("document.getElementById('delete').click()")
    page.until("return document.querySelectorAll('#sessions ul li').length == 0")
    page.tap("Undo")
    page.until("return document.querySelectorAll('#sessions ul li').length == 1")


def test_keys_alone_are_enough(page: Browser, at_home: Home) -> None:
    at_home.workshop.let()
    for _ in range(30):
        page.press("Tab")
        outline = page.run(
            "const one = document.activeElement, shown = one.matches('label input') ? one.nextSibling : one;"
            "return [one.id, getComputedStyle(shown).outlineWidth]"
        )
        assert outline[1] == "4px" or outline[0] == ""
        if outline[0] == "begin":
            break
    page.press("Enter")
    page.until(PLAYING.format(0.1))
    page.until("return document.activeElement.id == 'toggle'")
    page.press("Space")
    page.until("return document.getElementById('sound').paused")


@pytest.mark.skipif(NPM is None, reason="needs npm, which fetches axe-core")
@pytest.mark.parametrize(("width", "scheme"), WIDE)
def test_nothing_stands_in_anybodys_way(page: Browser, at_home: Home, width: int, scheme: Scheme) -> None:
    page.screen(width, scheme)
    for state in ("tonight", "making", "playing", "night"):
        if state == "making":
            page.tap("Begin")
        if state == "playing":
            at_home.workshop.let()
            page.until(PLAYING.format(0.1))
        if state == "night":
            page.run("document.getElementById('sound').currentTime = 39.5")
        page.until(SCREEN.format(state))
        assert page.complaints() == [], state
        assert page.run(WIDTH) <= width, state
        small = [one for one in page.run(TARGETS) if min(one[:2]) < THUMB]
        assert small == [], state
        if state == "tonight":
            assert page.run("return document.getElementById('begin').offsetHeight") >= BEGIN


def test_text_of_twice_the_size_fits(page: Browser) -> None:
    page.run("document.documentElement.style.fontSize = '200%'")
    assert page.run(WIDTH) <= 360


def test_another_phone_sees_and_steers_the_same_playback(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, tone: bytes
) -> None:
    speaker = FakeSpeaker(device=Device(speaker="fake", name="Nursery", address="x", host="", model=""))
    speaker.fetches, speaker.pace = False, 0.25
    with home(tmp_path_factory.mktemp("h"), Workshop(sound=tone), speaker=speaker) as one, opened() as other:
        browser.screen()
        for phone in (browser, other):
            phone.open(one.address)
            phone.until(SCREEN.format("tonight"))
        browser.tap("Look for speakers")
        browser.until("return document.querySelectorAll('input[name=on]').length == 2")
        browser.run("document.querySelectorAll('input[name=on]')[1].click()")
        one.workshop.let()
        browser.tap("Begin")
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
    speaker = FakeSpeaker(device=Device(speaker="fake", name="Nursery", address="x", host="", model=""))
    speaker.fetches, speaker.pace = False, 0.25
    with home(tmp_path_factory.mktemp("h"), Workshop(sound=tone), speaker=speaker) as one:
        browser.screen()
        browser.open(one.address)
        browser.until(SCREEN.format("tonight"))
        browser.tap("Look for speakers")
        browser.until("return document.querySelectorAll('input[name=on]').length == 2")
        browser.run("document.querySelectorAll('input[name=on]')[1].click()")
        one.workshop.let()
        browser.tap("Begin")
        browser.until(
            "return !document.getElementById('toggle').disabled && document.getElementById('stop').offsetParent"
        )
        assert browser.complaints() == []
        assert [one for one in browser.run(TARGETS) if min(one[:2]) < THUMB] == []
        browser.tap("Stop")
        browser.until(SCREEN.format("tonight"))
    assert "stop" in speaker.told
    assert [one for one in speaker.told if isinstance(one, tuple) and one[0] == "seek"] == []


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
