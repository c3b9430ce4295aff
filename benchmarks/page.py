"""How soon one hears a session from the tap on Begin: rows of a table.

python benchmarks/page.py

In chromium (`apt install chromium-driver`), on this computer, in English; nothing else should run. New is a session of
ten minutes whose cues have been spoken before; made is the same one again. The seconds are from the tap until the
player has played something. CPU seconds are those of `audioguide serve` and of all its processes, without the browser
and what measures; they hardly change under load. Needs Linux, psutil, and some minutes.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fakes.browser import Browser, opened

RUNS = 3
PATIENCE_SECONDS = 600.0
HEARD = "const a = document.getElementById('sound'); return !a.paused && a.src.endsWith('.mp3') && a.currentTime > 0"


@dataclass(frozen=True, kw_only=True)
class Served:
    """A page that runs."""

    address: str
    process: psutil.Process

    @property
    def busy(self) -> float:
        """Seconds that processors have worked for it, with all processes that it has started."""
        return sum(sum(one.cpu_times()[:4]) for one in (self.process, *self.process.children(recursive=True)))


def main() -> None:
    """Print a row for a new session, and one for a session that is there."""
    new, made = list[tuple[float, float]](), list[tuple[float, float]]()
    with tempfile.TemporaryDirectory() as folder, opened() as browser:
        for run in range(1 + RUNS):  # the first one speaks
            with _served(Path(folder) / str(run), Path(folder) / "cache") as page:
                took = _from_begin(browser, page)
                if run:
                    new.append(took)
                    made.append(_from_begin(browser, page))
    print(f"load {os.getloadavg()[0]:.1f}\n")
    print("| from Begin to sound | s | the slowest | CPU s |\n|---|--:|--:|--:|")
    for name, runs in (("a new session of 10 minutes, its cues spoken before", new), ("the same one again", made)):
        wall, busy = zip(*runs, strict=True)
        print(f"| {name} | {statistics.median(wall):.1f} | {max(wall):.1f} | {statistics.median(busy):.1f} |")


@contextmanager
def _served(folder: Path, cache: Path) -> Iterator[Served]:
    """Run `audioguide serve` for a family of its own, which has no session yet."""
    shelf = folder / "shelf"
    shelf.mkdir(parents=True)
    command = [sys.executable, "-u", "-m", "audioguide", "serve", str(shelf), "--port", "0", "--own", str(shelf)]
    environment = {**os.environ, "AUDIOGUIDE_STATE": str(folder / "state"), "AUDIOGUIDE_CACHE": str(cache)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as serve:
        try:
            _, address = next(iter(serve.stdout or ())).split()
            yield Served(address=address, process=psutil.Process(serve.pid))
        finally:
            serve.terminate()


def _from_begin(browser: Browser, page: Served) -> tuple[float, float]:
    """Begin, and return the seconds until it is heard, and how long processors were busy with it."""
    browser.open(f"{page.address}cover.png")  # a page of the same origin that remembers nothing by itself
    browser.run("localStorage.clear(); sessionStorage.clear()")
    browser.open(page.address)
    browser.until("return document.getElementById('sentence').textContent.startsWith('10 ')")
    busy, begun = page.busy, time.monotonic()
    browser.tap("Begin")
    while not browser.run(HEARD):
        if time.monotonic() - begun > PATIENCE_SECONDS:
            raise TimeoutError("nothing is heard")
        time.sleep(0.02)
    return time.monotonic() - begun, page.busy - busy


if __name__ == "__main__":
    main()
