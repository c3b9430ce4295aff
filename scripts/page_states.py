#!/usr/bin/env python3
"""Makes a picture of every state of the page, on a phone, a tablet and a laptop, by day and by night, to be looked at.

python scripts/page_states.py FOLDER    needs apt install chromium-driver ffmpeg
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))
from fakes.browser import DRIVER, Browser, Scheme, opened  # noqa: E402 - what the tests of the page touch
from fakes.home import Home, Workshop, home  # noqa: E402
from fakes.sessions import session  # noqa: E402
from fakes.speakers import FakeSpeaker  # noqa: E402

from audioguide.plugins import Device  # noqa: E402
from audioguide.web.family.diary import Diary  # noqa: E402
from audioguide.web.family.household import HouseholdFile  # noqa: E402
from audioguide.web.page_app import DIARY_FILE, HOUSEHOLD_FILE  # noqa: E402

WIDTHS = (360, 768, 1280)
NURSERY = Device(speaker="fake", name="Nursery", address="x", host="", model="")
SCREEN = "return document.querySelector('main').dataset.screen == '{}'"
TAP = "document.getElementById('{}').click()"
JUMP = "const a = document.getElementById('sound'); a.pause(); a.currentTime = {}"


def main() -> None:
    """Show each state on each screen."""
    if DRIVER is None or len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with opened() as browser, TemporaryDirectory() as temporary:
        tone = _tone(Path(temporary))
        for width, scheme in product(WIDTHS, get_args(Scheme)):
            place = Path(temporary) / f"{width}-{scheme}"
            place.mkdir()
            speaker = FakeSpeaker(device=NURSERY)
            speaker.fetches, speaker.pace = False, 0.25
            with home(place, Workshop(sound=tone), speaker=speaker) as one:
                browser.screen(width, scheme)
                for name, picture in (*_evening(browser, one), *_afterwards(browser, one)):
                    (folder / f"{width}-{scheme}-{name}.png").write_bytes(picture)
            with home(place, Workshop(sound=tone), makes=False) as one:
                _open(browser, one)
                browser.until("return document.getElementById('cover').complete")
                (folder / f"{width}-{scheme}-no-make.png").write_bytes(browser.picture())


def _tone(folder: Path) -> bytes:
    source = "sine=frequency=330:sample_rate=44100:duration=40"
    command = ["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", source, str(folder / "tone.mp3")]
    subprocess.run(command, check=True)
    return (folder / "tone.mp3").read_bytes()


def _open(browser: Browser, one: Home) -> None:
    browser.open(f"{one.address}cover.png")  # of the same origin, and remembers nothing by itself
    browser.run("localStorage.clear(); sessionStorage.clear()")
    browser.open(one.address)
    browser.until(SCREEN.format("tonight"))
    if not browser.run("return document.getElementById('bottom').hidden"):
        browser.until("return document.getElementById('sentence').textContent")
        browser.until("return document.getElementById('cover').complete")


def _evening(browser: Browser, one: Home) -> Iterator[tuple[str, bytes]]:
    """The first evening: nothing is there, something fails, is lost, is made, and plays."""
    _open(browser, one)
    yield "first", browser.picture()
    browser.tap("Add your baby")
    yield "baby", browser.picture()
    browser.run("document.querySelector('#baby').close()")
    one.workshop.error = OSError("no")
    one.workshop.let()
    browser.run(TAP.format("begin"))
    browser.until("return !document.getElementById('again').hidden")
    yield "failed", browser.picture()
    one.workshop.error = None
    browser.run(TAP.format("again"))
    browser.until("return document.getElementById('spoken').textContent")
    browser.run("document.getElementById('arc').style.transition = 'none'")
    yield "making", browser.picture()
    browser.offline(yes=True)
    browser.until("return document.getElementById('trouble').textContent")
    yield "lost", browser.picture()
    browser.offline(yes=False)
    one.workshop.let()
    browser.until(SCREEN.format("playing"))
    browser.until("return document.getElementById('sound').currentTime > 0")
    browser.run(JUMP.format(8.5))
    browser.until("return document.querySelector('#card svg')")
    browser.run("document.activeElement.blur()")
    yield "playing", browser.picture()
    browser.run(TAP.format("list"))
    browser.run("document.getElementById('chapters').scrollIntoView()")
    yield "chapters", browser.picture()
    browser.run("performance.now = (now => () => now() + 21000)(performance.now.bind(performance))")
    browser.run("document.getElementById('sound').play()")
    browser.until("return !document.getElementById('dim').hidden")
    browser.run("document.getElementById('dim').style.animation = 'none'")
    yield "dark", browser.picture()
    browser.run("const sound = document.getElementById('sound'); sound.currentTime = 39.5; sound.play()")
    browser.until(SCREEN.format("night"))
    yield "night", browser.picture()


def _afterwards(browser: Browser, one: Home) -> Iterator[tuple[str, bytes]]:
    """Another evening: all that is kept, all that may be chosen, and a speaker."""
    today = date.today()  # noqa: DTZ011 - where the pictures are made
    family, diary = HouseholdFile(one.state / HOUSEHOLD_FILE), Diary(one.state / DIARY_FILE)
    for name, days in (("Mia", 130), ("Maximiliane Charlotte", 25)):
        family.put_baby(None, name, (today - timedelta(days)).isoformat(), today)
    family.favour(one.ask.get("shelf.json").json()[0]["key"], favourite=True)
    for number in range(5):
        diary.note(session(one.folder / "x.mp3"), 120, 10.0 if number else None, today - timedelta(9 - number))
    _open(browser, one)
    yield "tonight", browser.picture()
    browser.run("document.getElementById('fold').open = true; document.getElementById('fold').scrollIntoView()")
    yield "choices", browser.picture()
    browser.run("scrollBy(0, innerHeight - 270)")
    yield "choices-2", browser.picture()
    browser.run("document.getElementById('diary').open = true; document.getElementById('sessions').scrollIntoView()")
    yield "sessions", browser.picture()
    browser.run("document.querySelector('#sessions .icon').click()")
    yield "about", browser.picture()
    browser.run(TAP.format("delete"))
    browser.until("return !document.getElementById('toast').hidden")
    yield "deleted", browser.picture()
    browser.tap("Undo")
    browser.tap("Look for speakers")
    browser.until("return document.querySelectorAll('input[name=on]').length == 2")
    browser.run("document.querySelectorAll('input[name=on]')[1].click()")
    browser.run("document.getElementById('on').scrollIntoView({block: 'center'})")
    yield "speakers", browser.picture()
    one.workshop.let()
    browser.run(TAP.format("begin"))
    browser.until("return document.getElementById('toggle').textContent == 'Pause'")
    browser.until("return document.querySelector('#card svg')")
    yield "on-a-speaker", browser.picture()
    browser.run(TAP.format("leave"))
    browser.until(SCREEN.format("tonight"))
    browser.until("return !document.getElementById('elsewhere').hidden")
    browser.until("return document.getElementById('cover').complete")
    yield "elsewhere", browser.picture()
    one.post("playing/command", command="stop")


if __name__ == "__main__":
    main()
