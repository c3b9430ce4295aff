"""The page, in a real browser of the size of a small phone, touched as a thumb would, and with keys alone."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fakes.browser import DRIVER, NPM, SCREENS, Browser, Scheme
from fakes.sessions import put_session, session

from audioguide.web.library import Library
from audioguide.web.server import Server

FFMPEG = shutil.which("ffmpeg")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (DRIVER and FFMPEG), reason="needs chromium-driver and ffmpeg"),
]
WIDTH, HEIGHT = 360, 640
THUMB = 72
"""CSS pixels, about 11 mm: the widest thumb pad of nine in ten adults."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with the forty seconds of the small timeline, and one with a long title."""
    folder = tmp_path_factory.mktemp("shelf")
    for stem, title in (("everyday", "Everyday"), ("long", "Goodnightsleeptightmassage with a title that never ends")):
        sound = folder / "draft.mp3"
        tone = f"sine=frequency={300 + len(title)}:sample_rate=44100:duration=40"
        subprocess.run([str(FFMPEG), "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", tone, sound], check=True)
        put_session(folder / f"{stem}.mp3", sound.read_bytes(), replace(session(sound), title=title))
    with Server(Library(lambda: folder.glob("*.json"))) as server:
        yield server.address


@pytest.fixture
def at_home(browser: Browser, address: str) -> Browser:
    browser.screen()
    browser.open(address)
    browser.until("return document.querySelectorAll('li').length == 2")
    return browser


PLAYING = "const a = document.querySelector('audio'); return !a.paused && a.currentTime > {}"
BUTTONS = (
    "return [...document.querySelectorAll('button')].filter(b => b.offsetParent)"
    ".map(b => [b.offsetWidth, b.offsetHeight])"
)


FOCUSED = "return (document.activeElement.firstChild?.textContent || document.activeElement.textContent).trim()"


def forget(browser: Browser) -> None:
    """Leave no place behind for the next test."""
    browser.run("localStorage.clear(); session = null; found = false")


def settle(browser: Browser) -> None:
    """Let the time pass in which a second tap counts as a slip."""
    browser.until("return performance.now() - touched > SLIP")


def test_every_button_is_as_large_as_a_thumb_and_nothing_runs_off_the_screen(at_home: Browser) -> None:
    for opened in ("", "Goodnight"):
        if opened:
            at_home.tap(opened)
        sizes = at_home.run(BUTTONS)
        assert len(sizes) == (5 if opened else 2)
        assert all(width >= THUMB and height >= THUMB for width, height in sizes)
        assert at_home.run("return document.documentElement.scrollWidth") <= WIDTH
    assert at_home.run("return document.documentElement.scrollHeight") <= HEIGHT


def test_play_pause_next_and_back(at_home: Browser) -> None:
    at_home.tap("Everyday")
    at_home.until(PLAYING.format(0.1))
    assert at_home.run("return at('chapter').textContent") == "Right leg"
    settle(at_home)
    at_home.tap("Next")
    at_home.until(PLAYING.format(16))
    at_home.until("return at('chapter').textContent == 'Goodbye'")
    settle(at_home)
    at_home.tap("Pause")
    at_home.until("return document.querySelector('audio').paused")
    settle(at_home)
    at_home.tap("Back")
    at_home.until("return document.querySelector('audio').currentTime == 0 && at('chapter').textContent == 'Right leg'")
    settle(at_home)
    at_home.tap("Play")
    at_home.until(PLAYING.format(0.1))


def test_a_thumb_that_slips_means_it_once(at_home: Browser) -> None:
    at_home.tap("Everyday")
    at_home.until(PLAYING.format(0.1))
    settle(at_home)
    at_home.run("at('toggle').click(); at('toggle').click()")
    assert at_home.run("return document.querySelector('audio').paused")


def test_a_computer_that_is_off_is_told(at_home: Browser) -> None:
    at_home.run("document.querySelector('audio').src = 'gone.mp3'")
    at_home.until("return at('chapter').textContent.startsWith('This cannot be played')")


def test_it_goes_on_where_one_was(at_home: Browser, address: str) -> None:
    at_home.tap("Everyday")
    at_home.until(PLAYING.format(0.1))
    settle(at_home)
    at_home.tap("Next")
    at_home.until(PLAYING.format(16))
    at_home.open(address)
    at_home.until("return document.querySelectorAll('li').length == 2")
    at_home.tap("Everyday")
    at_home.until(PLAYING.format(16))
    forget(at_home)


def test_a_chapter_is_chosen_from_all_of_them(at_home: Browser) -> None:
    at_home.tap("Everyday")
    at_home.until(PLAYING.format(0.1))
    settle(at_home)
    at_home.tap("Chapters")
    at_home.until("return at('chapters').offsetParent && !at('toggle').offsetParent")
    assert at_home.run("return document.activeElement.textContent") == "Right leg0:00"
    sizes = at_home.run(BUTTONS)
    assert len(sizes) == 3
    assert all(width >= THUMB and height >= THUMB for width, height in sizes)
    at_home.tap("Goodbye")
    at_home.until(PLAYING.format(16))
    assert at_home.run("return document.activeElement.id") == "choose"
    forget(at_home)


def test_a_wide_screen_shows_the_chapters_beside_the_player(at_home: Browser) -> None:
    at_home.screen(1280)
    at_home.tap("Everyday")
    at_home.until(PLAYING.format(0.1))
    left, right = (at_home.run(f"return at('{one}').getBoundingClientRect()") for one in ("now", "chapters"))
    assert left["right"] < right["left"]
    at_home.tap("Goodbye")
    at_home.until(PLAYING.format(16))
    assert at_home.run("return document.querySelector('[aria-current]').firstChild.textContent") == "Goodbye"
    assert at_home.run("return document.documentElement.scrollWidth") <= 1280
    forget(at_home)


@pytest.mark.parametrize("width", [360, 1280])
def test_keys_alone_are_enough_and_one_sees_where_one_is(at_home: Browser, width: int) -> None:
    at_home.screen(width)
    at_home.press("Tab")
    assert at_home.run(FOCUSED) == "Everyday"
    at_home.press("Enter")
    at_home.until(PLAYING.format(0.1))
    at_home.press("Right")
    at_home.until(PLAYING.format(16))
    settle(at_home)
    at_home.press("Space")
    at_home.until("return audio.paused")
    at_home.press("Left")
    at_home.until("return audio.currentTime == 0")
    reached = []
    for _ in range(12):
        reached.append(at_home.run(FOCUSED))
        outline = "return getComputedStyle(document.activeElement).outlineWidth"
        assert at_home.run("return document.activeElement == document.body") or at_home.run(outline) == "4px"
        at_home.press("Tab")
    assert {"Play", "Back", "Next", "All sessions"} <= set(reached)
    assert ("Goodbye" in reached) == (width == 1280)
    assert ("Chapters" in reached) == (width == 360)
    at_home.run("at('all').focus()")
    settle(at_home)
    at_home.press("Enter")
    assert at_home.run(FOCUSED) == "Everyday"


def test_a_list_of_chapters_is_left_with_a_key(at_home: Browser) -> None:
    at_home.tap("Everyday")
    at_home.until(PLAYING.format(0.1))
    at_home.run("at('choose').focus()")
    settle(at_home)
    at_home.press("Enter")
    at_home.until("return at('chapters').offsetParent")
    at_home.press("Escape")
    assert at_home.run("return [at('toggle').offsetParent != null, document.activeElement.id]") == [True, "choose"]


@pytest.mark.skipif(NPM is None, reason="needs npm, which fetches axe-core")
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_nothing_stands_in_anybodys_way(at_home: Browser, width: int, scheme: Scheme) -> None:
    at_home.screen(width, scheme)
    assert at_home.complaints() == []
    ground = at_home.run("return getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, ground[4:-1].split(","))) < 200) == (scheme == "dark")
    at_home.tap("Everyday")
    at_home.until(PLAYING.format(0.1))
    assert at_home.complaints() == []
    if width == WIDTH:
        settle(at_home)
        at_home.tap("Chapters")
        at_home.until("return at('chapters').offsetParent")
        assert at_home.complaints() == []
