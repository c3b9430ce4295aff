"""The page of a pack, opened by double click in a real browser: no server, no network."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname
from zipfile import ZipFile

import pytest
from fakes.browser import DRIVER, SCREENS, Browser, Scheme, opened
from fakes.desktop import DBUS, desktop
from fakes.sessions import TIMELINE, session

from audioguide.pictures.cover import cover
from audioguide.rendering.manifest import read_events, session_document
from audioguide.web.pack import CARDS_FILE, PAGE_FILE, WORDS_FILE, pack

FFMPEG = shutil.which("ffmpeg")
THUMB = 72
"""CSS pixels, about 11 mm: the widest thumb pad of nine in ten adults."""
BUTTONS = (
    "return [...document.querySelectorAll('button')].filter(b => b.offsetParent)"
    ".map(b => [b.offsetWidth, b.offsetHeight])"
)
SERVED = files("audioguide.web").joinpath("pack.html").read_text("utf-8")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (DRIVER and FFMPEG), reason="needs chromium-driver and ffmpeg"),
]


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A pack with the forty seconds of the small timeline, unpacked; the address of its page."""
    folder = tmp_path_factory.mktemp("family")
    one = replace(session(folder / "grüße #1.mp3"), title="Evening </script> & calm")
    tone = "sine=frequency=330:sample_rate=44100:duration=40"
    subprocess.run([str(FFMPEG), "-nostdin", "-v", "error", "-f", "lavfi", "-i", tone, one.path], check=True)
    one.captions.write_text("WEBVTT\n", "utf-8")
    said = read_events(session_document(one, TIMELINE, {}), "say")
    archive = pack(one, said, name="grüße #1", page=SERVED, cards="<p>cards", cover=cover("everyday"))
    ZipFile(BytesIO(archive)).extractall(folder / "unpacked")
    return (folder / "unpacked" / PAGE_FILE).as_uri()


def opened_by_double_click(browser: Browser, address: str) -> None:
    browser.screen()
    browser.open(address)
    browser.until("return audio.duration > 0 && found")


def ready(browser: Browser) -> None:
    """Let the time pass in which a second tap counts as a slip."""
    browser.until("return performance.now() - touched > SLIP")


def test_it_plays_skips_and_remembers_without_a_server(browser: Browser, family: str) -> None:
    opened_by_double_click(browser, family)
    assert browser.run("return [at('title').textContent, audio.paused]") == ["Evening </script> & calm", True]
    assert browser.run("return document.title") == "Evening </script> & calm"
    browser.tap("Play")
    browser.until("return !audio.paused && audio.currentTime > 0.1")
    ready(browser)
    browser.tap("Next")
    browser.until("return audio.currentTime > 16.2 && at('chapter').textContent == 'Goodbye'")
    browser.open(family)
    browser.until("return audio.currentTime >= 16.2 && at('chapter').textContent == 'Goodbye'")
    assert browser.run("return audio.paused")
    browser.tap("Play")
    browser.until("return !audio.paused && audio.currentTime > 16.5")
    browser.run("audio.currentTime = 39.8")
    browser.until("return audio.ended")
    browser.open(family)
    browser.until("return audio.duration > 0 && found && at('chapter').textContent == 'Right leg'")


def test_a_place_is_kept_though_the_browser_is_ended_at_once(browser: Browser, family: str) -> None:
    opened_by_double_click(browser, family)
    browser.run("addEventListener('pagehide', event => event.stopImmediatePropagation(), true)")
    browser.run("audio.playbackRate = 8")
    browser.tap("Play")
    browser.until("return audio.currentTime > 7")
    assert browser.run("return remembered()") >= 5
    browser.run("localStorage.clear(); found = false")


def test_every_button_is_as_large_as_a_thumb(browser: Browser, family: str) -> None:
    opened_by_double_click(browser, family)
    assert len(sizes := browser.run(BUTTONS)) == 4
    assert all(width >= THUMB and height >= THUMB for width, height in sizes)


def test_a_thumb_that_slips_means_it_once(browser: Browser, family: str) -> None:
    opened_by_double_click(browser, family)
    browser.tap("Play")
    browser.until("return !audio.paused && audio.currentTime > 0.1")
    ready(browser)
    browser.run("at('toggle').click(); at('toggle').click()")
    assert browser.run("return audio.paused")
    browser.run("localStorage.clear(); found = false")


def test_a_chapter_is_chosen_from_all_of_them_and_the_list_is_left_with_a_key(browser: Browser, family: str) -> None:
    opened_by_double_click(browser, family)
    browser.tap("Chapters")
    browser.until("return at('chapters').offsetParent && !at('toggle').offsetParent")
    assert browser.run("return document.activeElement.textContent") == "Right leg0:00"
    assert len(sizes := browser.run(BUTTONS)) == 3
    assert all(width >= THUMB and height >= THUMB for width, height in sizes)
    browser.press("Escape")
    assert browser.run("return [at('toggle').offsetParent != null, document.activeElement.id]") == [True, "choose"]
    ready(browser)
    browser.tap("Chapters")
    browser.tap("Goodbye")
    browser.until("return audio.currentTime >= 16 && document.activeElement.id == 'choose'")
    browser.run("localStorage.clear(); found = false")


def test_a_wide_screen_shows_the_chapters_beside_the_player(browser: Browser, family: str) -> None:
    opened_by_double_click(browser, family)
    browser.screen(1280)
    left, right = (browser.run(f"return at('{one}').getBoundingClientRect()") for one in ("now", "chapters"))
    assert left["right"] < right["left"]
    browser.tap("Goodbye")
    browser.until("return document.querySelector('[aria-current]').firstChild.textContent == 'Goodbye'")
    assert browser.run("return document.documentElement.scrollWidth") <= 1280
    browser.run("localStorage.clear(); found = false")


def test_what_is_beside_the_page_is_a_link_away(browser: Browser, family: str) -> None:
    opened_by_double_click(browser, family)
    links = browser.run("return [...document.links].filter(a => a.offsetParent).map(a => [a.textContent, a.pathname])")
    assert [(text, Path(path).name) for text, path in links] == [
        ("Strokes as pictures", CARDS_FILE),
        ("The words", WORDS_FILE),
    ]
    assert browser.run("return document.documentElement.scrollHeight <= innerHeight")
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")


def test_a_page_opened_inside_the_archive_tells_what_to_do(browser: Browser, family: str, tmp_path: Path) -> None:
    alone = tmp_path / PAGE_FILE
    alone.write_text(Path(url2pathname(urlsplit(family).path)).read_text("utf-8"), "utf-8")
    browser.open(alone.as_uri())
    browser.until("return at('chapter').textContent.includes('Unpack the whole ZIP')")


def test_keys_alone_are_enough(browser: Browser, family: str) -> None:
    opened_by_double_click(browser, family)
    reached = []
    for _ in range(6):
        browser.press("Tab")
        reached.append(browser.run("return document.activeElement.textContent.trim()"))
    assert reached[:6] == ["Play", "Back", "Next", "Chapters", "Strokes as pictures", "The words"]
    browser.run("document.activeElement.blur()")
    browser.press("Space")
    browser.until("return !audio.paused && audio.currentTime > 0")
    browser.press("Right")
    browser.until("return audio.currentTime > 16")
    browser.press("Space")
    browser.until("return audio.paused")
    browser.run("localStorage.clear(); found = false")


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_nothing_stands_in_anybodys_way(browser: Browser, family: str, width: int, scheme: Scheme) -> None:
    opened_by_double_click(browser, family)
    browser.screen(width, scheme)
    assert browser.complaints() == []


@pytest.mark.skipif(not DBUS, reason="needs dbus")
def test_media_keys_and_the_lock_screen(family: str) -> None:
    """A desktop reaches the page as its keyboard and its lock screen do; it takes nothing from the page's own words."""
    with desktop() as room, opened({"DBUS_SESSION_BUS_ADDRESS": room.address}) as browser:
        opened_by_double_click(browser, family)
        browser.tap("Play")
        browser.until("return !audio.paused && audio.currentTime > 0.5")
        shown = room.shown()
        for text in ('"Right leg"', '"Evening </script> & calm"', "int64 40000000", '"Playing"', '"mpris:artUrl"'):
            assert text in shown
        room.key("Next")
        browser.until("return audio.currentTime > 16")
        browser.until("return navigator.mediaSession.metadata.title == 'Goodbye'")
        room.seek(5)
        browser.until("return audio.currentTime > 21")
        assert '"Goodbye"' in room.shown()
        room.key("Previous")
        browser.until("return audio.currentTime >= 16 && audio.currentTime < 20")
        room.key("Previous")
        browser.until("return audio.currentTime < 3")
        room.key("Pause")
        browser.until("return audio.paused && navigator.mediaSession.playbackState == 'paused'")
        room.key("Play")
        browser.until("return !audio.paused")
