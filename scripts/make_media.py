#!/usr/bin/env python3
"""Makes what the README shows and lets hear, from one session: docs/sample.mp3 and docs/pictures/.

python scripts/make_media.py    needs chromium and its driver (apt install chromium-driver)
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import lameenc
import numpy as np
import soundfile

from audioguide.cli.paths import spoken_cues
from audioguide.units import SAMPLE_RATE, Samples, samples
from audioguide.web.events import Events
from audioguide.web.family.diary import Diary
from audioguide.web.family.household import HouseholdFile
from audioguide.web.library import Library
from audioguide.web.page_app import DIARY_FILE, HOUSEHOLD_FILE, page_app
from audioguide.web.server import Server

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))
from fakes.browser import DRIVER, Browser, opened  # noqa: E402 - the browser that the tests of the page touch

DOCS = ROOT / "docs"
PICTURES = DOCS / "pictures"
SESSION = ("everyday", "--length", "10m")
CHAPTER, STROKE = "Chest", "chest_open_book"
"""What is heard and seen."""

LENGTH, BEFORE = samples(45), samples(3)
"""Of the sample, and how much of it comes before the first word of the chapter."""
FADE_IN, FADE_OUT = samples(1.5), samples(4)

PHONE = (360, 640)
"""Width and height of its screen, in CSS pixels."""
EVENING = 19
"""The hour on the phone: the page greets by it."""
CARD_MARGIN = 12
PICTURE = (420, 540)
"""Width of the picture of a session, and how much of its height is shown, from the top on."""


def main() -> None:
    """Make the session, its cards and its picture as a user would, and take from them what is shown."""
    if DRIVER is None:
        sys.exit("the pictures need a browser: apt install chromium-driver")
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _audioguide(folder, "render", *SESSION)
        _audioguide(folder, "render", *SESSION, "--format", "wav", "-o", "sample.wav")
        _audioguide(folder, "card", SESSION[0])
        _audioguide(folder, "plan", *SESSION, "--svg", "plan.svg")
        (DOCS / "sample.mp3").write_bytes(sample(folder / "sample.wav"))
        with opened() as browser:
            shelf = folder / "output"
            for name, picture in page(browser, shelf, folder / "state"):
                (PICTURES / f"{name}.png").write_bytes(picture)
            (PICTURES / "card.png").write_bytes(card(browser, (shelf / "everyday-cards.html").as_uri()))
            (PICTURES / "session.png").write_bytes(session(browser, (folder / "plan.svg").as_uri()))
    for made in (DOCS / "sample.mp3", *sorted(PICTURES.glob("*.png"))):
        print(f"{made.relative_to(ROOT)}  {made.stat().st_size // 1000} kB")


def _audioguide(folder: Path, *words: str) -> None:
    subprocess.run([sys.executable, "-m", "audioguide", *words], cwd=folder, check=True)


def sample(file: Path) -> bytes:
    """Cut the sample out of a session in WAV, with soft ends, as MP3."""
    start = Samples(samples(_chapter(file)["start_ms"] / 1000) - BEFORE)
    sound, _ = soundfile.read(file, LENGTH, start, dtype="float64", always_2d=True)
    sound[:FADE_IN] *= np.linspace(0, 1, FADE_IN)[:, None] ** 2
    sound[-FADE_OUT:] *= np.linspace(1, 0, FADE_OUT)[:, None] ** 2
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_in_sample_rate(SAMPLE_RATE)
    encoder.set_channels(2)
    encoder.set_bit_rate(128)
    return bytes(encoder.encode((sound * 32_767).round().astype("<i2").tobytes()) + encoder.flush())


def _chapter(file: Path) -> Mapping[str, Any]:
    chapters = json.loads(file.with_name(f"{file.name}.json").read_text("utf-8"))["chapters"]
    return next(one for one in chapters if one["title"] == CHAPTER)


def page(browser: Browser, shelf: Path, state: Path) -> Iterator[tuple[str, bytes]]:
    """Open the page on a phone, and yield what one sees, from the first evening to a good night."""
    state.mkdir()
    library, events = Library(lambda: shelf.glob("*.json")), Events()
    with (
        page_app(library, shelf, cache=spoken_cues(), state_folder=state, events=events) as routes,
        Server(library, page=routes, before_exit=events.close) as server,
    ):
        _screen(browser, *PHONE, scale=2)
        ahead = min(EVENING - datetime.now(UTC).hour, 14)  # hours before London, of the same day
        browser.devtools("Emulation.setTimezoneOverride", timezoneId=f"Etc/GMT{-ahead:+d}")
        _evening(browser, server.address)
        yield "first", browser.picture()
        _remember(state, library, range(4))
        _evening(browser, server.address)
        yield "tonight", browser.picture()
        _remember(state, library, range(4, 5))
        _evening(browser, server.address)
        yield "offer", browser.picture()
        browser.run("document.getElementById('fold').open = true; document.getElementById('fold').scrollIntoView()")
        yield "choices", browser.picture()
        browser.run("document.getElementById('diary').open = true; document.getElementById('diary').scrollIntoView()")
        yield "diary", browser.picture()
        yield from _made(browser)
        _evening(browser, server.address)
        yield from _played(browser)


def _evening(browser: Browser, address: str) -> None:
    browser.open(address)
    browser.until("return document.querySelector('main').dataset.screen == 'tonight'")
    browser.until("return document.getElementById('sentence').textContent")
    browser.until("return document.getElementById('cover').complete")
    browser.run("scrollTo(0, 0)")


def _remember(state: Path, library: Library, evenings: range) -> None:
    """Have a baby of four months, on any day, and some evenings behind us."""
    today = date.today()  # noqa: DTZ011 - where the pictures are made
    born = today - timedelta(days=130)
    HouseholdFile(state / HOUSEHOLD_FILE).put_baby("mia", "Mia", born.isoformat(), today)
    diary, session = Diary(state / DIARY_FILE), library.episodes()[0].session
    for number in evenings:
        minutes = 6 if number == 1 else 10
        stopped_at = 60.0 * minutes if minutes < 10 else None
        diary.note(session, 60.0 * minutes, stopped_at, today - timedelta(days=9 - 2 * number))


def _made(browser: Browser) -> Iterator[tuple[str, bytes]]:
    """Begin another session, and lose the network meanwhile."""
    browser.run("document.querySelector('input[name=minutes][value=\"12\"]').click()")
    browser.until("return document.getElementById('sentence').textContent.startsWith('12')")
    browser.run("document.getElementById('begin').click()")
    browser.until("return parseInt(document.getElementById('percent').textContent) > 0")
    browser.run("document.getElementById('arc').style.transition = 'none'")
    yield "making", browser.picture()
    browser.offline(yes=True)
    browser.until("return document.getElementById('trouble').textContent")
    yield "lost", browser.picture()
    browser.offline(yes=False)
    browser.run("document.getElementById('cancel').click()")
    browser.until("return document.querySelector('main').dataset.screen == 'tonight'")


def _played(browser: Browser) -> Iterator[tuple[str, bytes]]:
    """Play what is there: a stroke, the dark, and the end."""
    browser.run("document.querySelector('.session').click()")
    browser.until("return document.getElementById('sound').currentTime > 0")
    browser.run(
        "const sound = document.getElementById('sound'); sound.pause();"
        "fetch('shelf.json').then(answer => answer.json()).then(all => {"
        "sound.currentTime = all.at(-1).chapters.find(chapter => chapter.title == arguments[0]).startTime + 15; })",
        CHAPTER,
    )
    browser.until(f"return document.querySelector('#card[data-stroke={STROKE}] svg')")
    browser.run("document.activeElement.blur()")
    yield "phone", browser.picture()
    browser.run(
        "performance.now = (now => () => now() + 21000)(performance.now.bind(performance));"
        "document.getElementById('sound').play()"
    )
    browser.until("return !document.getElementById('dim').hidden")
    browser.run("document.getElementById('dim').style.animation = 'none'")
    yield "dark", browser.picture()
    browser.run("const sound = document.getElementById('sound'); sound.currentTime = sound.duration - 0.5")
    browser.until("return document.querySelector('main').dataset.screen == 'night'")
    yield "night", browser.picture()


def card(browser: Browser, address: str) -> bytes:
    """Open the cards on a phone, and cut out one."""
    _screen(browser, *PHONE, scale=2)
    browser.open(address)
    box = "const box = document.getElementById(arguments[0]).getBoundingClientRect();"
    x, y, width, height = browser.run(f"{box} return [box.x, box.y + scrollY, box.width, box.height]", STROKE)
    return _cut(browser, x - CARD_MARGIN, y - CARD_MARGIN, width + 2 * CARD_MARGIN, height + 2 * CARD_MARGIN)


def session(browser: Browser, address: str) -> bytes:
    """Open the picture of a session, and cut out its beginning."""
    _screen(browser, *PICTURE, scale=1.5)
    browser.open(address)
    browser.run(
        "const svg = document.documentElement, box = svg.viewBox.baseVal; svg.setAttribute('width', arguments[0]); "
        "svg.setAttribute('height', arguments[0] * box.height / box.width)",
        PICTURE[0],
    )
    return _cut(browser, 0, 0, *PICTURE)


def _screen(browser: Browser, width: int, height: int, *, scale: float) -> None:
    """Be a screen of a size in CSS pixels, with `scale` pixels to each."""
    browser.devtools(
        "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=width < 700
    )


def _cut(browser: Browser, x: float, y: float, width: float, height: float) -> bytes:
    """Return a part of the page as PNG; all in CSS pixels."""
    clip = {"x": x, "y": y, "width": width, "height": height, "scale": 1}
    answer = browser.devtools("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
    return base64.b64decode(answer["data"])


if __name__ == "__main__":
    main()
