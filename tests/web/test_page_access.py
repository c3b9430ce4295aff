"""The page in a real browser, for everybody: any screen, by day and by night, by keys alone, with large letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.page import IN_BROWSER, PLAYING, SCREEN, TARGETS, THUMB

if TYPE_CHECKING:
    from fakes.browser import Browser, Scheme
    from fakes.home import Home

pytestmark = IN_BROWSER
WIDE = [(360, "light"), (360, "dark"), (768, "light"), (768, "dark"), (1280, "light"), (1280, "dark")]
BEGIN = 144
"""CSS pixels: the button that begins."""
WIDTH = "return document.documentElement.scrollWidth"


def test_keys_alone_are_enough(page: Browser, heard_home: Home) -> None:
    heard_home.workshop.let()
    for _ in range(30):
        page.press("Tab")
        outline = page.run(
            "const one = document.activeElement, shown = one.matches('label input') ? one.nextSibling : one;"
            "return [one.id, one == document.body || getComputedStyle(shown).outlineWidth]"
        )
        assert outline[1] in ("4px", True)
        if outline[0] == "begin":
            break
    page.press("Enter")
    page.until(PLAYING.format(0.1))
    page.until("return document.activeElement.id == 'toggle'")
    page.press("Space")
    page.until("return document.getElementById('sound').paused")


@pytest.mark.parametrize(("width", "scheme"), WIDE)
def test_nothing_stands_in_anybodys_way(page: Browser, heard_home: Home, width: int, scheme: Scheme) -> None:
    page.screen(width, scheme)
    for state in ("tonight", "making", "playing", "night"):
        if state == "making":
            page.tap("Begin")
        if state == "playing":
            heard_home.workshop.let()
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
