"""A catalogue beside a plain loop over `audioguide.render`: what a session costs, and what is left after a kill.

python benchmarks/catalogue.py cost [--sessions 40] [--repeat 3]     CPU seconds a session, in folders of 0 to 10,000
python benchmarks/catalogue.py check [--sessions 10080]              CPU seconds of checking them all, nothing spoken
python benchmarks/catalogue.py same [--sessions 200]                 the bytes of a loop, two processes and Dask, killed

Sessions last a minute and are spoken beforehand, but for `check`. CPU counts all processes of a command, its start
included; the peak is that of the largest process. `cost` draws docs/catalogues.svg and needs matplotlib; `same` needs
the extra catalogue; all need Linux. `check` takes a minute, each of the others a quarter of an hour.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import islice, product
from pathlib import Path
from statistics import median

from rounds import routine
from run import Run, timed

from audioguide.cache import Cache
from audioguide.catalogue.build import build_catalogue

Program = subprocess.Popen[bytes]
Kill = tuple[float, Callable[[int], object]]
"""When so many sessions are there, this is done with the process that builds."""
PICTURE = Path(__file__).parents[1] / "docs" / "catalogues.svg"
IN_FOLDER = (0, 1_000, 10_000)
KILLED_AT, LAST = (0.1, 0.5, 0.9), 0.95
"""Shares of the sessions at which a worker is killed, and at last the scheduler."""
TEXT = """\
version: 1
vary:
  routine: rounds.yaml
  length: 1m05s
  voice: system
  bed: [ocean, none]
  tones: [soft, clear]
  baby: [{names}]
name: "{{baby}}-{{bed}}-{{tones}}"
date: {day}
"""
CHECKED_TEXT = TEXT.replace("ocean, none", "ocean, none, pink, rain, womb").replace("soft, clear", "soft, clear, off")
PER_NAME, CHECKED_PER_NAME = 4, 15
"""How many sessions of each name there are: beds times tones, which all have the same words."""
SYLLABLES = ("Mi", "No", "La", "Ri", "Tu", "Be", "Sa", "Ko", "Fi")
LOOP = """
import os, sys
import audioguide as ag
from audioguide.catalogue.opening import open_catalogue
for row in open_catalogue(sys.argv[1]).rows():
    chosen = {**row.choices, "length": row.options["length"].text}
    output, cache = f"{sys.argv[2]}/{row.name}.mp3", os.environ["AUDIOGUIDE_CACHE"]
    ag.render(row.routine, output=output, workers=1, cache=cache, **chosen)
"""
LOOP_NAME, BUILD_NAME, BOTH_NAME = "a loop over render", "build --workers 1", "build --workers 2"
AGAIN_NAME = "build again: nothing to make"
BUILD = ("-m", "audioguide", "catalogue", "build")


def write_catalogue(folder: Path, sessions: int, text: str = TEXT, per_name: int = PER_NAME) -> Path:
    """Write a catalogue of so many sessions of a minute."""
    count = -(-sessions // per_name)
    names = ["".join(parts).lower().capitalize() for parts in islice(product(SYLLABLES, repeat=3), count)]
    (folder / "rounds.yaml").write_text(routine(1).replace("Slow hands", "{baby}, slow hands"), "utf-8")
    file = folder / "catalogue.yaml"
    today = date.today().isoformat()  # noqa: DTZ011 - as `render` writes it into the tags
    file.write_text(text.format(names=", ".join(names), day=today), "utf-8")
    return file


def cost(place: Path, sessions: int, repeat: int) -> None:
    """Print, and draw, the CPU seconds of a session: of a loop, and of builds beside more and more others."""
    file = write_catalogue(place, sessions)
    cores = sorted(os.sched_getaffinity(0))
    warm(file)
    sample = next((place / "warm").glob("*.mp3"))
    loop = (LOOP_NAME, ("-c", LOOP, str(file)))
    build, both = (
        (name, (*BUILD, str(file), "--workers", workers, "--to"))
        for name, workers in ((BUILD_NAME, "1"), (BOTH_NAME, "2"))
    )
    points: list[tuple[str, int, float]] = []
    for count in IN_FOLDER:
        took: dict[str, list[Run]] = {}
        for number in range(repeat):  # in turn, as the computer may have other work to do
            for name, command in (build,) if count else (loop, build, both):
                to = place / f"{name}-{count}-{number}"
                fill(to, sample, count)
                took.setdefault(name, []).append(timed([sys.executable, *command, str(to)], cores))
                if name == BUILD_NAME:
                    took.setdefault(AGAIN_NAME, []).append(timed([sys.executable, *command, str(to)], cores))
                shutil.rmtree(to)
        for name, runs in took.items():
            points.append((name, count, median(run.cpu for run in runs) / sessions))
            print(f"| {name} | {count:,} | {points[-1][2]:.3f} | {max(run.peak for run in runs):.0f} |", flush=True)
    draw(points)


def check(place: Path, sessions: int) -> None:
    """Print the CPU seconds of `catalogue check`, of which nothing is spoken yet."""
    file = write_catalogue(place, sessions, CHECKED_TEXT, CHECKED_PER_NAME)
    command = [sys.executable, "-m", "audioguide", "catalogue", "check", str(file)]
    run = timed(command, sorted(os.sched_getaffinity(0)))
    print(f"| check | {sessions:,} | {run.cpu:.0f} | {run.peak:.0f} |")


def warm(file: Path) -> None:
    """Speak everything, by building it once."""
    build_catalogue(str(file), file.parent / "warm", Cache(Path(os.environ["AUDIOGUIDE_CACHE"])), workers=2)


def fill(folder: Path, sample: Path, count: int) -> None:
    """Put copies of a session into a folder."""
    folder.mkdir()
    manifest = json.loads(sample.with_suffix(".json").read_text("utf-8"))
    for number in range(count):
        path = folder / f"other-{number}.mp3"
        path.hardlink_to(sample)
        path.with_suffix(".json").write_text(json.dumps({**manifest, "file": path.name}), "utf-8")


def draw(points: list[tuple[str, int, float]]) -> None:
    """Draw the CPU seconds of a session over the sessions in the folder."""
    import matplotlib as mpl  # noqa: PLC0415 - only here

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "audioguide"
    from matplotlib import pyplot as plt  # noqa: PLC0415 - likewise

    figure, place = plt.subplots(figsize=(7.6, 3.6))
    for wanted in (BUILD_NAME, LOOP_NAME):
        those = [(f"{count:,}", cpu) for name, count, cpu in points if name == wanted]
        place.plot(*zip(*those, strict=True), "o-", label=wanted)
    most = max(cpu for _, _, cpu in points)
    place.set(xlabel="sessions in the folder", ylabel="CPU seconds for a session", ylim=(0, 1.25 * most))
    place.legend(loc="lower right")
    figure.tight_layout()
    figure.savefig(PICTURE, metadata={"Date": None})


def same(place: Path, sessions: int) -> None:
    """Print whether all ways make the same files, whoever is killed meanwhile."""
    file = write_catalogue(place, sessions)
    environment = {**os.environ, "AUDIOGUIDE_CACHE": str(place / "cache")}
    one = [sys.executable, *BUILD, str(file), "--to", str(place / "two"), "--workers", "2"]
    for share in KILLED_AT:
        build_and_kill(one, environment, place / "two", (share * sessions, kill_a_worker))
    build_and_kill(one, environment, place / "two")
    print(f"clips in the cache: {Cache(place / 'cache').count()}", flush=True)
    start = time.perf_counter()
    loop = [sys.executable, "-c", LOOP, str(file), str(place / "loop")]
    subprocess.run(loop, check=True, stdout=subprocess.DEVNULL, env=environment)
    print(f"the loop made {len(digests(place / 'loop'))} in {time.perf_counter() - start:.0f} s", flush=True)
    with ExitStack() as running:
        address, scheduler, workers = cluster(place / "first.json", environment, running)
        many = [sys.executable, *BUILD, str(file), "--to", str(place / "dask"), "--scheduler"]
        kills = [(share * sessions, partial(kill_a_worker_of, workers)) for share in KILLED_AT]
        last = (LAST * sessions, lambda _: scheduler.kill())
        build_and_kill([*many, address], environment, place / "dask", *kills, last)
        address, *_ = cluster(place / "second.json", environment, running)
        build_and_kill([*many, address], environment, place / "dask")
    known = digests(place / "loop")
    print(f"two processes make the same: {digests(place / 'two') == known}")
    print(f"a Dask cluster makes the same: {digests(place / 'dask') == known}")
    print(f"clips in the cache: {Cache(place / 'cache').count()}")


def build_and_kill(command: list[str], environment: dict[str, str], folder: Path, *kills: Kill) -> None:
    """Build, do something whenever so many sessions are there, and print what is left; none is made twice."""
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*.mp3")}
    waiting, killed_at = list(kills), list[int]()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True) as build:
        while build.poll() is None:
            if waiting and (there := sum(1 for _ in folder.glob("*.mp3"))) >= waiting[0][0]:
                waiting.pop(0)[1](build.pid)
                killed_at.append(there)
            time.sleep(0.05)
        out, err = build.communicate()
    again = sum(path.stat().st_mtime_ns != when for path, when in before.items())
    print(
        f"{len(before)} were there, killed at {killed_at}, left {build.returncode}, {len(digests(folder))} are there, "
        f"{again} made again: {out.strip() or err.strip().splitlines()[-1]}",
        flush=True,
    )
    if waiting:
        sys.exit(f"the build ended before it was to be killed, at {[count for count, _ in waiting]} sessions")


def kill_a_worker(pid: int) -> None:
    """Kill a process that makes sessions for another: the youngest."""
    os.kill(max(children(pid)), signal.SIGKILL)


def kill_a_worker_of(workers: Program, _: int) -> None:
    """Kill a worker of a cluster: the youngest process of the program that keeps them."""
    os.kill(max(children(workers.pid)), signal.SIGKILL)


def children(pid: int) -> set[int]:
    """Return the processes that a process has started, by its threads."""
    return {
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    }


def cluster(scheduler_file: Path, environment: dict[str, str], running: ExitStack) -> tuple[str, Program, Program]:
    """Start a scheduler and two workers by the commands of docs/catalogues.md; return the address and both programs."""
    dask = [sys.executable, "-m", "dask"]
    quiet = ["--no-dashboard", "--scheduler-file", str(scheduler_file)]
    programs: list[Program] = []
    for command in (
        ["scheduler", "--host", "127.0.0.1", "--port", "0"],
        ["worker", "--nworkers", "2", "--nthreads", "1"],
    ):
        program = subprocess.Popen([*dask, *command, *quiet], stderr=subprocess.DEVNULL, env=environment)
        running.callback(program.wait)
        running.callback(program.terminate)
        programs.append(program)
    from distributed import Client  # noqa: PLC0415 - slow to load

    with Client(scheduler_file=str(scheduler_file), timeout="60s", set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    scheduler, workers = programs
    return json.loads(scheduler_file.read_text("utf-8"))["address"], scheduler, workers


def digests(folder: Path) -> dict[str, str]:
    """Return the sha256 of every session in a folder."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.mp3")}


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["cost", "check", "same"])
    parser.add_argument("--sessions", type=int)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="audioguide-") as folder:
        os.environ["AUDIOGUIDE_CACHE"] = str(Path(folder, "cache"))
        if asked.what == "cost":
            cost(Path(folder), asked.sessions or 40, asked.repeat)
        elif asked.what == "check":
            check(Path(folder), asked.sessions or 10_080)
        else:
            same(Path(folder), asked.sessions or 200)


if __name__ == "__main__":
    main()
