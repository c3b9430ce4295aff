"""The page that makes and plays, as somebody sees it in a browser."""

from __future__ import annotations

import shutil

import pytest

from fakes.browser import DRIVER, Browser
from fakes.home import Home

FFMPEG = shutil.which("ffmpeg")
IN_BROWSER = [
    pytest.mark.real,
    pytest.mark.skipif(not (DRIVER and FFMPEG), reason="needs chromium-driver and ffmpeg"),
]
THUMB = 48
"""CSS pixels: the least that is touched."""
SCREEN = "return document.querySelector('main').dataset.screen == '{}'"
PLAYING = "const a = document.getElementById('sound'); return !a.paused && a.currentTime > {}"
TARGETS = (
    "return [...document.querySelectorAll('button, label.chip, summary, a')].filter(b => b.offsetParent)"
    ".map(b => [b.offsetWidth, b.offsetHeight, b.textContent.trim()])"
)


def begin(page: Browser, home: Home) -> None:
    """Make a session and hear it."""
    home.workshop.let()
    page.tap("Begin")
    page.until(SCREEN.format("playing"))
    page.until(PLAYING.format(0.1))
