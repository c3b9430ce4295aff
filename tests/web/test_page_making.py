"""The page in a real browser: a session is chosen, made and, where something goes wrong, made all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.page import IN_BROWSER, PLAYING, SCREEN, begin
from fakes.waiting import PATIENCE

if TYPE_CHECKING:
    from fakes.browser import Browser
    from fakes.home import Home

pytestmark = IN_BROWSER


def test_from_the_empty_program_to_a_playing_session_in_one_tap(page: Browser, heard_home: Home) -> None:
    begin(page, heard_home)
    assert page.run("return document.getElementById('what').textContent") == "A few minutes"
    assert len(heard_home.workshop.made) == 1


def test_name_minutes_and_occasion_in_four_taps(page: Browser, heard_home: Home) -> None:
    page.tap("Add your baby")
    page.run("const f = document.querySelector('#baby form'); f.name.value = 'Mia'; f.day.value = '2026-01-10'")
    page.tap("Save")
    page.until("return document.querySelector('#babies b')?.textContent == 'Mia'")
    page.run("document.querySelector('input[name=guidance][value=\\'\"practised\"\\']').click()")
    page.run("document.querySelector('input[name=occasion][value=\\'\"change\"\\']').click()")
    page.until("return document.getElementById('sentence').textContent.startsWith('5 minutes: legs, tummy')")
    page.run("document.querySelector('input[name=minutes][value=\"8\"]').click()")
    page.until("return document.getElementById('sentence').textContent.startsWith('8 minutes')")
    begin(page, heard_home)
    request = heard_home.workshop.made[0]
    assert (request.routine.id, request.length, request.asked["baby"]) == ("express", 8 * 60 * 44_100, "Mia")
    page.open(heard_home.address)  # the next evening
    page.until("return document.getElementById('sentence').textContent.startsWith('8 minutes')")


def test_a_phone_that_asks_for_german_gets_page_and_session_in_german(page: Browser, heard_home: Home) -> None:
    page.devtools("Network.enable")
    page.devtools("Network.setExtraHTTPHeaders", headers={"Accept-Language": "de-DE,de;q=0.9,en;q=0.8"})
    try:
        page.open(heard_home.address)
        page.until("return document.getElementById('sentence').textContent.includes('Minuten: Beine')")
        heard_home.workshop.let()
        page.run("document.getElementById('begin').click()")
        page.until(PLAYING.format(0.1))
    finally:
        page.devtools("Network.setExtraHTTPHeaders", headers={})
    assert heard_home.workshop.made[0].script.language == "de"


def test_two_taps_on_begin_make_one_job_and_a_reload_goes_on_with_it(page: Browser, heard_home: Home) -> None:
    page.run("const b = document.getElementById('begin'); b.click(); b.click()")
    page.until(SCREEN.format("making"))
    assert heard_home.workshop.begun.acquire(timeout=PATIENCE)
    page.until("return document.getElementById('spoken').textContent == '“Hold the leg.”'")
    page.open(heard_home.address)
    page.until(SCREEN.format("making"))
    heard_home.workshop.let()
    page.until(SCREEN.format("playing"))
    assert len(heard_home.workshop.made) == 1


def test_a_network_that_is_lost_in_the_middle_is_told_and_it_goes_on_by_itself(page: Browser, heard_home: Home) -> None:
    page.tap("Begin")
    page.until("return document.getElementById('spoken').textContent == '“Hold the leg.”'")
    page.offline(yes=True)
    try:
        page.until("return document.getElementById('trouble').textContent.startsWith('The computer is not answering.')")
        heard_home.workshop.let()
    finally:
        page.offline(yes=False)
    page.until(PLAYING.format(0.1))
    assert page.run("return document.getElementById('trouble').offsetParent") is None
    assert len(heard_home.workshop.made) == 1


def test_a_job_is_given_up(page: Browser, heard_home: Home) -> None:
    page.tap("Begin")
    page.until(SCREEN.format("making"))
    assert page.run("return document.activeElement.id") == "doing"
    assert heard_home.workshop.begun.acquire(timeout=PATIENCE)
    job = page.run("return sessionStorage.getItem('job')")
    page.tap("Cancel")
    page.until(SCREEN.format("tonight"))
    assert [one["phase"] for one in heard_home.events(job)] == ["cancelled"]


def test_what_goes_wrong_is_a_sentence_and_can_be_tried_again(page: Browser, heard_home: Home) -> None:
    heard_home.workshop.error = OSError("no")
    heard_home.workshop.let()
    page.tap("Begin")
    page.until("return document.getElementById('trouble').textContent.startsWith('audioguide has a bug')")
    heard_home.workshop.error = None
    heard_home.workshop.let()
    page.tap("Try again")
    page.until(PLAYING.format(0.1))


def test_a_deleted_session_can_be_had_back(page: Browser, heard_home: Home) -> None:
    begin(page, heard_home)
    page.run("document.getElementById('leave').click()")
    page.until("return document.querySelectorAll('#sessions ul li').length == 1")
    page.run("document.querySelector('#sessions .icon').click()")
    page.run("document.getElementById('delete').click()")
    page.until("return document.querySelectorAll('#sessions ul li').length == 0")
    page.tap("Undo")
    page.until("return document.querySelectorAll('#sessions ul li').length == 1")
