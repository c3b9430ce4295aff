"""What is chosen on the page, in a real browser: what stays, what is let go, and what is told about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.browser import DRIVER, Browser
from fakes.home import Home, Workshop, home
from fakes.speakers import FakeSpeaker

from audioguide.plugins import Device
from audioguide.web.family.household import HouseholdFile

pytestmark = [pytest.mark.real, pytest.mark.skipif(not DRIVER, reason="needs chromium-driver")]
CHOSEN = "return arguments[0].map(name => document.querySelector(`[name=${name}]:checked`).value)"
SAYS = "return document.querySelector('{}').textContent"


def opened_page(browser: Browser, new_home: Home) -> None:
    browser.screen()
    browser.open(new_home.address)
    browser.until(SAYS.format("#sentence"))
    browser.until("return document.querySelector('main').dataset.screen == 'tonight'")


def test_a_choice_that_is_refused_is_let_go_and_every_other_one_stays(browser: Browser, new_home: Home) -> None:
    last = {"occasion": "sleep", "minutes": 20, "voice": "own:mum", "bed": "rain", "guidance": "names"}
    HouseholdFile(new_home.state / "household.json").remember(last)
    opened_page(browser, new_home)
    assert browser.run(SAYS.format("#toast span")) == "What you chose for “Voice” is not available any more."
    assert browser.run(SAYS.format("#sentence")).startswith("20 minutes")
    chosen = ['"sleep"', '"auto"', '"rain"', '"names"']
    assert browser.run(CHOSEN, ["occasion", "voice", "bed", "guidance"]) == chosen


def test_the_first_time_is_over_on_the_second_evening(browser: Browser, new_home: Home) -> None:
    last = {"occasion": "first", "minutes": 8, "bed": "rain", "guidance": "learn"}
    HouseholdFile(new_home.state / "household.json").remember(last)
    opened_page(browser, new_home)
    assert browser.run(CHOSEN, ["occasion", "bed", "guidance"]) == ['"moment"', '"rain"', '"learn"']
    assert not browser.run(SAYS.format("#sentence")).startswith("8 minutes")


def test_where_no_baby_is_known_the_page_says_for_which_age_it_proposes(browser: Browser, new_home: Home) -> None:
    opened_page(browser, new_home)
    told = "For babies from 6 weeks, counted from the due date. Younger? Add your baby's birthday."
    assert browser.run(SAYS.format("#younger")) == told
    new_home.post("babies", name="Mia", day="2020-01-01")
    opened_page(browser, new_home)
    assert browser.run("return document.getElementById('younger').hidden")


def test_a_baby_that_another_phone_has_removed_is_told_in_words_of_its_own(browser: Browser, new_home: Home) -> None:
    new_home.post("babies", name="Mia", day="2020-01-01")
    opened_page(browser, new_home)
    mia = new_home.ask.get("tonight.json").json()["babies"][0]["id"]
    new_home.post(f"babies/{mia}/remove")
    browser.run("document.querySelector('[name=bed][value=\\'\"rain\"\\']').click()")
    browser.until(SAYS.format("#toast span"))
    assert browser.run(SAYS.format("#toast span")) == "This baby is no longer in the list."
    assert browser.run(CHOSEN, ["bed"]) == ['"rain"']


def test_a_length_that_is_tight_can_be_tapped_and_tells_what_it_leaves_out(browser: Browser, new_home: Home) -> None:
    last = {"occasion": "sleep", "minutes": 20}
    HouseholdFile(new_home.state / "household.json").remember(last)
    opened_page(browser, new_home)
    assert browser.run(SAYS.format("#field_minutes .why")) == "Under 20 minutes not every part fits."
    disabled = "return [...document.querySelectorAll('[name=minutes]:disabled')].map(one => one.value)"
    assert browser.run(disabled) == ["5", "8"]
    browser.run("document.querySelector('[name=minutes][value=\"12\"]').click()")
    browser.until("return document.getElementById('sentence').textContent.startsWith('12 minutes')")
    told = "12 minutes: chest, arms, legs. Not this time: face, back. With 2 more minutes, also: back."
    assert browser.run(SAYS.format("#sentence")) == told


def test_where_no_speaker_is_found_the_page_says_so_and_what_is_missing(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([True, False, False])
    monkeypatch.setattr("audioguide.web.speaker_routes.lacks_speakers", lambda: next(answers))
    computer = FakeSpeaker(device=Device(speaker="fake", name="this computer", address="x", host="", model=""))
    with home(tmp_path, Workshop(), speaker=computer) as one:
        opened_page(browser, one)
        for told in (
            "No speaker was found. Speakers need one more install on the computer: audioguide add speakers",
            "No speaker was found.",
        ):
            browser.run("document.querySelector('#on .add').click()")
            browser.until(f"return document.getElementById('unfound').innerText == '{told}'")
        browser.run("document.querySelectorAll('input[name=on]')[1].click()")
        opened_page(browser, one)  # the next evening it is looked for, and found
        browser.until("return document.querySelectorAll('input[name=on]').length == 2")
        assert browser.run("return document.getElementById('unfound').hidden")


def test_without_a_time_there_is_no_reminder_to_keep(browser: Browser, new_home: Home) -> None:
    opened_page(browser, new_home)
    shown = []
    for time in ("", "07:30"):
        browser.run(
            "const at = document.getElementById('remind_at'); at.value = arguments[0];"
            "at.dispatchEvent(new Event('change'))",
            time,
        )
        shown.append(browser.run("const link = document.getElementById('remind'); return [link.hidden, link.href]"))
    assert shown[0][0]
    assert shown[1] == [False, f"{new_home.address}reminder.ics?at=07:30"]


def test_a_search_that_does_not_reach_the_computer_says_so(browser: Browser, new_home: Home) -> None:
    opened_page(browser, new_home)
    browser.offline(yes=True)
    try:
        browser.tap("Look for speakers")
        browser.until(
            "return document.getElementById('unfound').innerText.startsWith('The computer is not answering.')"
        )
    finally:
        browser.offline(yes=False)
