from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from fakes.home import Home, Workshop, home
from fakes.page import FFMPEG, SCREEN

if TYPE_CHECKING:
    from fakes.browser import Browser


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The page of a home, which the tests of a file share."""
    with home(tmp_path_factory.mktemp("h"), Workshop()) as one:
        yield one


@pytest.fixture
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The page of a home in which nothing has happened yet."""
    with home(tmp_path_factory.mktemp("h"), Workshop()) as one:
        yield one


@pytest.fixture(scope="session")
def tone(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The forty seconds of the small timeline, as an MP3."""
    file = tmp_path_factory.mktemp("tone") / "tone.mp3"
    source = "sine=frequency=330:sample_rate=44100:duration=40"
    subprocess.run([str(FFMPEG), "-nostdin", "-v", "error", "-f", "lavfi", "-i", source, file], check=True)
    return file.read_bytes()


@pytest.fixture
def heard_home(tmp_path_factory: pytest.TempPathFactory, tone: bytes) -> Iterator[Home]:
    """A home like `new_home`, whose sessions a browser can play."""
    with home(tmp_path_factory.mktemp("h"), Workshop(sound=tone)) as one:
        yield one


@pytest.fixture
def page(browser: Browser, heard_home: Home) -> Browser:
    """The page of that home, as it is at first."""
    browser.screen()
    browser.open(heard_home.address)
    browser.run("localStorage.clear(); sessionStorage.clear()")
    browser.open(heard_home.address)
    browser.until(SCREEN.format("tonight"))
    browser.until("return document.getElementById('sentence').textContent")
    return browser
