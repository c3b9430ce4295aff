"""The page of a phone in a pocket: what it plays goes on while it is hidden."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from fakes.home import Workshop, home
from fakes.page import FFMPEG, IN_BROWSER
from fakes.sessions import put_session

if TYPE_CHECKING:
    from fakes.browser import Browser

pytestmark = IN_BROWSER
AWAY_SECONDS = 3.0
"""Of the session, which the page plays while it is hidden."""
SOUND = "const a = document.getElementById('sound'); "


def test_it_goes_on_while_the_page_is_hidden(browser: Browser, tmp_path: Path) -> None:
    tone = ["-f", "lavfi", "-i", "sine=frequency=300:sample_rate=44100:duration=300", str(tmp_path / "draft.mp3")]
    subprocess.run([str(FFMPEG), "-nostdin", "-v", "error", *tone], check=True)
    with home(tmp_path, Workshop(), makes=False) as one:
        put_session(one.folder / "everyday.mp3", (tmp_path / "draft.mp3").read_bytes())
        browser.screen()
        browser.open(one.address)
        browser.until("return document.querySelector('.session')")
        browser.tap("Everyday")
        browser.until(SOUND + "return a.currentTime > 0.5")
        noted = "document.addEventListener('visibilitychange', () => window.seen.push(document.visibilityState))"
        browser.run(f"window.seen = []; {noted}")
        # What a hidden page plays is seen from another one of the same address.
        browser.run(SOUND + "a.addEventListener('timeupdate', () => localStorage.setItem('played', a.currentTime))")
        before = browser.run(SOUND + "return a.currentTime")
        with browser.aside():
            browser.open(f"{one.address}shelf.json")
            browser.until(f"return Number(localStorage.getItem('played')) > {before + AWAY_SECONDS}")
        assert browser.run("return window.seen") == ["hidden", "visible"]
        assert browser.run(SOUND + "return !a.paused")
        browser.run(SOUND + "a.pause(); localStorage.clear()")
