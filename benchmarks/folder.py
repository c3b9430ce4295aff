"""What ten thousand sessions in a folder cost: CPU seconds of what a family does there, with 10, 1,000 and 10,000.

python benchmarks/folder.py [--python PYTHON]

The sessions beside the one that is asked for are copies of its manifest under other names, with a sound of a few bytes.
Of `serve` the list of sessions on the page and the podcast's feed are made, in this process, without the network.
`--python` names that of another installation: its commands are measured, and `serve` is left out. Takes about a minute.
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
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

COUNTS = (10, 1_000, 10_000)
RUNS = 5
ROUTINE = ("express", "--voice", "system")
NAME = "express"


def main() -> None:
    """Print a table: a row for each thing, a column for each number of sessions, the median of five runs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
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
                table.setdefault(what, []).append(_median(partial(_cpu_of, python, *arguments)))
            for what, seconds in _served(Path("output")) if python == sys.executable else ():
                table.setdefault(what, []).append(seconds)
    print("| CPU seconds |", " | ".join(f"{count:,}" for count in COUNTS), "|")
    print("|---|" + "---|" * len(COUNTS))
    for what, row in table.items():
        print(f"| {what} |", " | ".join(f"{seconds:.3f}" for seconds in row), "|")


def _served(folder: Path) -> Iterator[tuple[str, float]]:
    """Measure what `serve` answers, the first time and later."""
    from starlette.requests import Request  # noqa: PLC0415 - another installation may not have it

    from audioguide.rendering.listing import Listing  # noqa: PLC0415 - likewise
    from audioguide.web.feed import feed  # noqa: PLC0415 - likewise
    from audioguide.web.library import Library  # noqa: PLC0415 - likewise
    from audioguide.web.page_routes import PageRoutes  # noqa: PLC0415 - likewise

    request = Request({"type": "http", "query_string": b""})
    answers: dict[str, Callable[[Library], object]] = {
        "the page's list": lambda library: PageRoutes(library, folder).shelf(request),
        "the feed": lambda library: feed(library.episodes(), "http://localhost/"),
    }
    time.sleep(1.1)  # until what has just been written counts as settled
    for what, answer in answers.items():
        ask = partial(answer, Library(Listing(folder)))
        yield f"{what} of `serve`, the first time", _process_time(ask)
        yield f"{what} of `serve`, later", _median(partial(_process_time, ask))


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
