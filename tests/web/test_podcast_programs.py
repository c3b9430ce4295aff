"""Real podcast programs subscribe to what is served, and download it: podget, and newsboat with its podboat."""

from __future__ import annotations

import contextlib
import os
import pty
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.sessions import put_session

from audioguide.web.library import Library
from audioguide.web.server import Server

pytestmark = pytest.mark.real
SOUNDS = {"everyday": os.urandom(300_000), "evening calm": os.urandom(100_001)}


@pytest.fixture
def feed(tmp_path: Path) -> Iterator[str]:
    """Serve two sessions, and return the address of the podcast."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for stem, sound in SOUNDS.items():
        put_session(shelf / f"{stem}.mp3", sound)
    with Server(Library(lambda: shelf.glob("*.json"))) as server:
        yield f"{server.address}feed.xml"


def run(home: Path, program: str, *arguments: str) -> None:
    place = shutil.which(program)
    assert place, f"needs {program}"
    environment = {**os.environ, "HOME": str(home), "no_proxy": "*"}
    done = subprocess.run(
        [place, *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


def test_podget_downloads_every_session(feed: str, tmp_path: Path) -> None:
    settings = tmp_path / ".podget"
    settings.mkdir()
    (settings / "serverlist").write_text(f"{feed} massage Home\n")
    for _ in range(2):  # the second time there is nothing new
        run(tmp_path, "podget", "-l", str(tmp_path / "library"))
    loaded = list((tmp_path / "library").rglob("*.mp3"))
    assert sorted(path.read_bytes() for path in loaded) == sorted(SOUNDS.values())


def test_newsboat_reads_the_podcast_and_podboat_downloads_it(feed: str, tmp_path: Path) -> None:
    settings, queue, cache = tmp_path / "config", tmp_path / "queue", tmp_path / "cache.db"
    (tmp_path / "urls").write_text(feed)
    settings.write_text(f'podcast-auto-enqueue yes\ndownload-path "{tmp_path}/loaded/"\n')
    (tmp_path / ".newsboat").mkdir()
    for _ in range(2):  # a GUID that changed would be a second episode
        run(tmp_path, "newsboat", "-u", str(tmp_path / "urls"), "-C", str(settings), "-c", str(cache), "-x", "reload")
    with sqlite3.connect(cache) as known:
        items = known.execute("select title, guid, enclosure_type from rss_item").fetchall()
    known.close()
    assert {(title, guid.split(":")[0], kind) for title, guid, kind in items} == {
        ("Everyday", "audioguide", "audio/mpeg")
    }
    assert len({guid for _, guid, _ in items}) == len(items) == len(SOUNDS)
    shutil.copy(tmp_path / ".newsboat" / "queue", queue)
    _in_a_terminal(tmp_path, ["podboat", "-a", "-C", str(settings), "-q", str(queue)])
    loaded = list((tmp_path / "loaded").iterdir())
    assert sorted(path.read_bytes() for path in loaded) == sorted(SOUNDS.values())


def _in_a_terminal(home: Path, command: list[str]) -> None:
    """Run a program that draws, until all has been loaded."""
    ours, its = pty.openpty()
    environment = {**os.environ, "HOME": str(home), "TERM": "xterm", "no_proxy": "*"}
    with subprocess.Popen(
        command, env=environment, stdin=its, stdout=its, stderr=its, start_new_session=True
    ) as program:
        os.close(its)
        os.set_blocking(ours, False)
        end = time.monotonic() + 30
        while sum(path.stat().st_size for path in home.glob("loaded/*.mp3")) < sum(map(len, SOUNDS.values())):
            assert time.monotonic() < end
            assert program.poll() is None
            with contextlib.suppress(BlockingIOError):
                os.read(ours, 65536)
            time.sleep(0.05)
        program.terminate()
    os.close(ours)
