"""The page of a phone in a pocket: what it plays goes on while it is hidden."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from fakes.browser import DRIVER, Browser
from fakes.sessions import put_session

from audioguide.web.feed import key_of
from audioguide.web.library import Library
from audioguide.web.server import Server

FFMPEG = shutil.which("ffmpeg")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (DRIVER and FFMPEG), reason="needs chromium-driver and ffmpeg"),
]
AWAY_SECONDS = 3.0
AUDIO = "const a = document.querySelector('audio'); "


def test_it_goes_on_while_the_page_is_hidden(browser: Browser, tmp_path: Path) -> None:
    tone = ["-f", "lavfi", "-i", "sine=frequency=300:sample_rate=44100:duration=40", str(tmp_path / "draft.mp3")]
    subprocess.run([str(FFMPEG), "-nostdin", "-v", "error", *tone], check=True)
    made = put_session(tmp_path / "everyday.mp3", (tmp_path / "draft.mp3").read_bytes())
    with Server(Library(lambda: [made.manifest])) as server:
        browser.open(server.address)
        browser.run(AUDIO + "a.src = arguments[0]; a.play()", f"{server.address}{key_of(made)}.mp3")
        browser.until(AUDIO + "return a.currentTime > 0.5")
        noted = "document.addEventListener('visibilitychange', () => window.seen.push(document.visibilityState))"
        browser.run(f"window.seen = []; {noted}")
        before = browser.run(AUDIO + "return a.currentTime")
        with browser.aside():
            time.sleep(AWAY_SECONDS)
        assert browser.run("return window.seen") == ["hidden", "visible"]
        assert browser.run(AUDIO + "return !a.paused")
        assert browser.run(AUDIO + "return a.currentTime") > before + 0.8 * AWAY_SECONDS
        browser.run(AUDIO + "a.pause(); localStorage.clear()")
