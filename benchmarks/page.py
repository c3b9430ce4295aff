"""How soon one hears a session from the tap on Begin: rows of a table.

python benchmarks/page.py

In chromium (`apt install chromium-driver`), on this computer, in English; nothing else should run. New is a session of
ten minutes whose cues have been spoken before; made is the same one again. The seconds are from the tap until the
player has played something; CPU seconds are those of audioguide, without the browser, and tell the same under load.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fakes.browser import Browser, opened

from audioguide.cache import Cache
from audioguide.web.events import Events
from audioguide.web.library import Library
from audioguide.web.page_app import page_app
from audioguide.web.server import Server

RUNS = 3
PATIENCE_SECONDS = 600.0
HEARD = "const a = document.getElementById('sound'); return !a.paused && a.src.endsWith('.mp3') && a.currentTime > 0"


def main() -> None:
    """Print a row for a new session, and one for a session that is there."""
    new, made = list[tuple[float, float]](), list[tuple[float, float]]()
    with tempfile.TemporaryDirectory() as folder, opened() as browser:
        for run in range(1 + RUNS):  # the first one speaks
            shelf = Path(folder) / str(run)
            with _page(shelf, Cache(Path(folder) / "cache")) as address:
                seconds = _from_begin(browser, address)
                if run:
                    new.append(seconds)
                    made.append(_from_begin(browser, address))
    print(f"load {os.getloadavg()[0]:.1f}\n")
    print("| from Begin to sound | s | the slowest | CPU s |\n|---|--:|--:|--:|")
    for name, runs in (("a new session of 10 minutes, its cues spoken before", new), ("the same one again", made)):
        wall, busy = zip(*runs, strict=True)
        print(f"| {name} | {statistics.median(wall):.1f} | {max(wall):.1f} | {statistics.median(busy):.1f} |")


@contextmanager
def _page(folder: Path, cache: Cache) -> Iterator[str]:
    shelf, state = folder / "shelf", folder / "state"
    for place in (shelf, state):
        place.mkdir(parents=True)
    library, events = Library(lambda: shelf.glob("*.json")), Events()
    with (
        page_app(library, shelf, cache=cache, state_folder=state, events=events) as routes,
        Server(library, page=routes, before_exit=events.close) as server,
    ):
        yield server.address


def _from_begin(browser: Browser, address: str) -> tuple[float, float]:
    """Begin, and return the seconds until it is heard, and how long processors were busy with it."""
    browser.open(f"{address}cover.png")  # a page of the same origin that remembers nothing by itself
    browser.run("localStorage.clear(); sessionStorage.clear()")
    browser.open(address)
    browser.until("return document.getElementById('sentence').textContent.startsWith('10 ')")
    begun, busy = time.monotonic(), time.process_time()
    browser.tap("Begin")
    while not browser.run(HEARD):
        if time.monotonic() - begun > PATIENCE_SECONDS:
            raise TimeoutError("nothing is heard")
        time.sleep(0.02)
    return time.monotonic() - begun, time.process_time() - busy


if __name__ == "__main__":
    main()
