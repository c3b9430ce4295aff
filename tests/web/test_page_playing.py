"""The page in a real browser: a session plays, with its pictures, and is over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fakes.page import IN_BROWSER, PLAYING, SCREEN, begin
from fakes.sessions import session

from audioguide.web.family.diary import Diary

if TYPE_CHECKING:
    import pytest
    from fakes.browser import Browser
    from fakes.home import Home

pytestmark = IN_BROWSER
DARK = "performance.now = (now => () => now() + 21000)(performance.now.bind(performance))"
"""Let the time pass after which the page goes dark."""
SLIP = 350
"""Milliseconds within which a second tap is a thumb that slips on oil."""


def test_a_reload_in_the_middle_of_playing_goes_on_where_it_was(page: Browser, heard_home: Home) -> None:
    begin(page, heard_home)
    page.run("document.getElementById('sound').currentTime = 20")
    page.until(PLAYING.format(20.2))
    page.open(heard_home.address)
    page.until(SCREEN.format("playing"))
    page.until("return document.getElementById('sound').currentTime >= 20")


def test_the_hand_is_where_the_tone_is(page: Browser, heard_home: Home) -> None:
    begin(page, heard_home)
    page.run("const a = document.getElementById('sound'); a.pause(); a.currentTime = 8.5")
    page.until("return document.querySelector('#card svg')")
    page.until("return Math.abs(document.querySelector('#card svg').getCurrentTime() - 0.5) < 0.02")
    page.run("document.getElementById('sound').currentTime = 14.75")
    page.until("return Math.abs(document.querySelector('#card svg').getCurrentTime() - 0.75) < 0.02")


def test_whoever_wants_less_motion_sees_a_still_picture(page: Browser, heard_home: Home) -> None:
    page.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    begin(page, heard_home)
    page.run("const a = document.getElementById('sound'); a.pause(); a.currentTime = 8.5")
    page.until("return document.querySelector('#card svg')")
    assert page.run("return document.querySelectorAll('#card animateMotion').length") == 0


def test_back_by_a_stroke_and_enough_for_today(page: Browser, heard_home: Home) -> None:
    begin(page, heard_home)
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
    kept = heard_home.ask.get("tonight.json").json()
    assert (len(kept["favourites"]), kept["last"]["guidance"]) == (1, "practised")
    assert page.run("return document.querySelector('input[name=guidance]:checked').value") == '"practised"'


def test_the_evening_is_in_the_diary_and_can_be_deleted(
    page: Browser, heard_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audioguide.web.family.diary.LEAST_SECONDS", 0.1)
    begin(page, heard_home)
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
    assert not (heard_home.state / "diary.jsonl").exists()


def test_fewer_words_are_offered_after_some_evenings(page: Browser, heard_home: Home) -> None:
    diary = Diary(heard_home.state / "diary.jsonl")
    for number in range(5):
        diary.note(session(heard_home.folder / "x.mp3"), 120, None, date(2026, 1, 1 + number))
    page.open(heard_home.address)
    page.until(SCREEN.format("tonight"))
    page.until("return !document.getElementById('offer').hidden")
    page.tap("Yes, names only")
    page.until("return document.querySelector('input[name=guidance]:checked').value == '\"names\"'")
    page.open(heard_home.address)
    page.until(SCREEN.format("tonight"))
    assert page.run("return document.getElementById('offer').hidden")


def test_it_goes_dark_and_a_tap_anywhere_pauses(page: Browser, heard_home: Home) -> None:
    begin(page, heard_home)
    page.run(DARK)
    page.until("return !document.getElementById('dim').hidden")
    inert = "return [...document.querySelectorAll('#playing > :not(#dim)')].map(one => one.inert)"
    assert all(page.run(inert))  # no key leads to what is not seen
    page.run("document.elementFromPoint(20, 20).click()")
    page.until("return document.getElementById('dim').hidden && document.getElementById('sound').paused")
    assert not any(page.run(inert))
    assert page.run("return document.activeElement.id") == "toggle"


def test_a_sound_that_is_lost_is_told_and_fetched_again_from_there(page: Browser, heard_home: Home) -> None:
    begin(page, heard_home)
    page.run("document.getElementById('sound').currentTime = 12")
    page.until(PLAYING.format(12))
    page.run("document.getElementById('sound').addEventListener('emptied', () => { window.emptied = true; })")
    for again in ("document.getElementById('toggle').click()", "dispatchEvent(new Event('online'))"):
        page.run(DARK)
        page.until("return !document.getElementById('dim').hidden")
        page.run("window.emptied = false; document.getElementById('sound').dispatchEvent(new Event('error'))")
        page.until("return document.getElementById('problem').textContent.startsWith('The sound cannot be reached.')")
        assert page.run("return document.getElementById('dim').hidden")
        assert page.run("return document.getElementById('toggle').textContent") == "Play"
        page.run(again)
        page.until("return !document.getElementById('problem').textContent")
        page.until(PLAYING.format(12))
        assert page.run("return window.emptied")
