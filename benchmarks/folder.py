"""What ten thousand sessions in a folder cost: CPU seconds of what a family does there, with 10, 1,000 and 10,000.

    python benchmarks/folder.py [--python PYTHON]    # the commands of another installation; then only those

The sessions beside the one that is asked for are copies of its manifest under other names, with a sound of a few bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

COUNTS = (10, 1_000, 10_000)
RUNS = 5
ROUTINE = ("express", "--voice", "system")
NAME = "express"


def main() -> None:
    """Print a table: a row for each thing, a column for each number of sessions, the median of five runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable)
    python = parser.parse_args().python
    table: dict[str, list[float]] = {}
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        _cpu_of(python, "render", *ROUTINE)
        made = 0
        for count in COUNTS:
            _fill(Path("output"), made, count)
            made = count
            commands = {
                "`render`, a session that is there": ("render", *ROUTINE),
                "`again`, likewise": ("again", NAME),
                "`list sessions`": ("list", "sessions"),
            }
            for what, arguments in commands.items():
                table.setdefault(what, []).append(_median(lambda words=arguments: _cpu_of(python, *words)))  # type: ignore[misc]
            for what, seconds in _served(Path("output")) if python == sys.executable else ():
                table.setdefault(what, []).append(seconds)
    print("| CPU seconds |", " | ".join(f"{count:,}" for count in COUNTS), "|")
    print("|---|" + "---|" * len(COUNTS))
    for what, row in table.items():
        print(f"| {what} |", " | ".join(f"{seconds:.3f}" for seconds in row), "|")


def _served(folder: Path) -> list[tuple[str, float]]:
    """Measure the page and the feed of `serve`: the first time that they are asked for, and later."""
    from audioguide.rendering.listing import Listing  # noqa: PLC0415 - another installation may not have it
    from audioguide.web.feed import feed  # noqa: PLC0415 - likewise
    from audioguide.web.library import Library  # noqa: PLC0415 - likewise

    library = Library(Listing(folder))
    time.sleep(1.1)  # until what has just been written counts as settled
    return [
        ("the first feed of `serve`", _process_time(lambda: feed(library.episodes(), "http://localhost/"))),
        ("a feed later", _median(lambda: _process_time(lambda: feed(library.episodes(), "http://localhost/")))),
    ]


def _fill(folder: Path, first: int, count: int) -> None:
    document = json.loads((folder / f"{NAME}.json").read_text("utf-8"))
    for number in range(first, count):
        sound = folder / f"other-{number}.mp3"
        content = b"sound %d" % number
        sound.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        document |= {"file": sound.name, "sha256": digest, "identity": digest, "size_bytes": len(content)}
        sound.with_suffix(".json").write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
        sound.with_suffix(".vtt").write_text("WEBVTT\n", "utf-8")


def _cpu_of(python: str, *arguments: str) -> float:
    before = _children()
    subprocess.run([python, "-m", "audioguide", *arguments], check=True, capture_output=True)
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _process_time(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _median(measure: Callable[[], float]) -> float:
    return sorted(measure() for _ in range(RUNS))[RUNS // 2]


if __name__ == "__main__":
    main()
