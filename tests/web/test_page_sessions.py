"""What was made before, on the page in a real browser: what becomes of it when it is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.browser import DRIVER
from fakes.page import SCREEN
from fakes.sessions import put_session

from audioguide.web.feed import key_of

if TYPE_CHECKING:
    from fakes.browser import Browser
    from fakes.home import Home

pytestmark = [pytest.mark.real, pytest.mark.skipif(not DRIVER, reason="needs chromium-driver")]
TOLD = "return [...document.querySelectorAll('#toast:not([hidden]) span')].some(one => one.textContent == '{}')"


@pytest.fixture
def key(browser: Browser, new_home: Home) -> str:
    """The key of the only session, which the page shows."""
    key = key_of(put_session(new_home.folder / "everyday.mp3", b"sound"))
    browser.screen()
    browser.open(new_home.address)
    browser.until(SCREEN.format("tonight"))
    return key


def delete(browser: Browser) -> None:
    browser.run("document.querySelector('#sessions .icon').click()")
    browser.run("document.getElementById('delete').click()")


def test_what_another_phone_has_deleted_is_told(browser: Browser, new_home: Home, key: str) -> None:
    assert new_home.post(f"sessions/{key}/delete").status_code == 200
    delete(browser)
    browser.until(TOLD.format("That is not there any more."))


def test_undo_stays_until_something_else_is_tapped(browser: Browser, new_home: Home, key: str) -> None:
    browser.run("window.setTimeout = action => { action(); }")  # all time is over at once
    delete(browser)
    browser.until(TOLD.format("Everyday is deleted."))
    browser.run("document.getElementById('toast').click()")
    assert browser.run(TOLD.format("Everyday is deleted."))
    browser.run("document.querySelector('#fold summary').click()")
    assert browser.run("return document.getElementById('toast').hidden")
    assert new_home.post(f"sessions/{key}/restore").status_code == 200
