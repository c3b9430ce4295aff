"""The page, in a real browser of the size of a small phone, touched as a thumb would."""

from __future__ import annotations

import base64
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fakes.sessions import TIMELINE, session

from audioguide.manifest import session_document
from audioguide.serve.library import Library
from audioguide.serve.server import Server
from audioguide.shelf import publish

DRIVER, FFMPEG = shutil.which("chromedriver"), shutil.which("ffmpeg")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (DRIVER and FFMPEG), reason="needs chromium-driver and ffmpeg"),
]
WIDTH, HEIGHT = 360, 640
THUMB = 72
"""CSS pixels, about 11 mm: the widest thumb pad of nine in ten adults."""


class Browser:
    """A browser by the W3C WebDriver protocol: JSON over HTTP."""

    def __init__(self, client: httpx.Client) -> None:
        phone = {"deviceMetrics": {"width": WIDTH, "height": HEIGHT, "pixelRatio": 2.0, "touch": True}}
        quiet = ["--headless=new", "--no-sandbox", "--mute-audio", "--autoplay-policy=no-user-gesture-required"]
        options = {"goog:chromeOptions": {"args": quiet, "mobileEmulation": phone}}
        answer = client.post("/session", json={"capabilities": {"alwaysMatch": options}}).raise_for_status()
        self._client, self._path = client, f"/session/{answer.json()['value']['sessionId']}"

    def command(self, name: str, **body: object) -> Any:
        return self._client.post(f"{self._path}/{name}", json=body).raise_for_status().json()["value"]

    def open(self, address: str) -> None:
        self.command("url", url=address)

    def run(self, script: str) -> Any:
        return self.command("execute/sync", script=script, args=[])

    def until(self, script: str) -> Any:
        """Return what a script gives as soon as it gives anything."""
        end = time.monotonic() + 10
        while not (value := self.run(script)) and time.monotonic() < end:
            time.sleep(0.02)
        assert value, script
        return value

    def tap(self, text: str) -> None:
        """Put a thumb on the visible button that says `text`."""
        x, y = self.run(
            "const b = [...document.querySelectorAll('button')].find(b => b.offsetParent && "
            f"b.textContent.startsWith('{text}')); b.scrollIntoView({{block: 'nearest'}}); "
            "const r = b.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]"
        )
        moves = [
            {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        thumb = {"type": "pointer", "id": "thumb", "parameters": {"pointerType": "touch"}, "actions": moves}
        self.command("actions", actions=[thumb])

    def picture(self) -> bytes:
        return base64.b64decode(self._client.get(f"{self._path}/screenshot").json()["value"])

    def close(self) -> None:
        self._client.delete(self._path)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    driver = subprocess.Popen([str(DRIVER), f"--port={port}"], stdout=subprocess.DEVNULL)
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60)
    try:
        for _ in range(500):
            try:
                client.get("/status")
                break
            except httpx.TransportError:
                time.sleep(0.02)
        browser = Browser(client)
        yield browser
        browser.close()
    finally:
        driver.terminate()
        driver.wait()
        client.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with the forty seconds of the small timeline, and one with a long title."""
    folder = tmp_path_factory.mktemp("shelf")
    for stem, title in (("everyday", "Everyday"), ("long", "Goodnightsleeptightmassage with a title that never ends")):
        sound = folder / "draft.mp3"
        tone = f"sine=frequency={300 + len(title)}:sample_rate=44100:duration=40"
        subprocess.run([str(FFMPEG), "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", tone, sound], check=True)
        made = replace(session(folder / f"{stem}.mp3"), title=title, digest=f"{stem:0<64}")
        publish(sound, session_document(made, TIMELINE, {}), "WEBVTT\n", made.path)
    with Server(Library(lambda: folder.glob("*.json"))) as server:
        yield server.address


@pytest.fixture
def at_home(browser: Browser, address: str) -> Browser:
    browser.open(address)
    browser.until("return document.querySelectorAll('li').length == 2")
    return browser


PLAYING = "const a = document.querySelector('audio'); return !a.paused && a.currentTime > {}"
BUTTONS = (
    "return [...document.querySelectorAll('button')].filter(b => b.offsetParent)"
    ".map(b => [b.offsetWidth, b.offsetHeight])"
)


def settle(browser: Browser) -> None:
    """Let the time pass in which a second tap counts as a slip."""
    browser.until("return performance.now() - touched > SLIP")


def test_every_button_is_as_large_as_a_thumb_and_nothing_runs_off_the_screen(at_home: Browser) -> None:
    for opened in ("", "Goodnight"):
        if opened:
            at_home.tap(opened)
        sizes = at_home.run(BUTTONS)
        assert len(sizes) == (4 if opened else 2)
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
    at_home.run("localStorage.clear(); session = null")
