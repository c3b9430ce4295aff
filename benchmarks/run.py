"""How fast a session is made, beside the MP3 encoder alone and other ways of doing the job.

python benchmarks/run.py [--minutes 5 15 60 120] [--repeat N ...] [--peers] [--python PYTHON] [--publish]
python benchmarks/run.py --quick

Each length is a session of rounds.py, spoken beforehand. LAME encodes the same finished PCM alone, on one core, at the
qualities that audioguide uses; every run has one of LAME 5 before it and one after it, and ratios are to the mean of
these two. The tables show medians. CPU counts all processes of a command, the peak the largest of them.
`--peers` adds other ways of doing the job (peers.py), on two cores: they get the same clips and the music ready-made,
so they neither plan nor make a sound. `--publish` writes docs/performance.md and its picture; lengths and peers that
are not asked for keep their rows. `--quick` runs everything of ours once, on one minute, so that it cannot rot.

Needs Linux, and a quarter of an hour. The peers need ffmpeg, most of an hour for sessions of up to 60 minutes, and
10 GB of memory for one of 60 (audio-arrange).
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import wave
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from itertools import cycle
from operator import attrgetter
from pathlib import Path
from statistics import median
from types import MappingProxyType

import numpy as np
import report
from peers import PEERS, Job
from rounds import routine

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.model.timeline import Beat
from audioguide.rendering.bed import open_bed
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import prepare
from audioguide.rendering.speak import speak
from audioguide.sound.mixer import mix
from audioguide.sound.tones.stroke import tones_for
from audioguide.units import SAMPLE_RATE, samples

ENCODER = """
import sys, wave, lameenc
encoder = lameenc.Encoder()
encoder.set_in_sample_rate(44_100)
encoder.set_channels(2)
encoder.set_bit_rate(128)
encoder.set_quality(int(sys.argv[3]))
encoder.silence()
with wave.open(sys.argv[1]) as sound, open(sys.argv[2], "wb") as file:
    while chunk := sound.readframes(16_384):
        file.write(encoder.encode(chunk))
    file.write(encoder.flush())
"""
STOPWATCH = """
import os, sys, time
start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)
])
_, status, used = os.wait4(child, 0)
print(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""A small process in between: a child counts the memory of the one that it comes from as its own."""
QUALITIES = (5, 7)
"""Of LAME; the first is what everything is compared with."""
QUICK_MINUTES = 1.1
SHORT_MINUTES, FEW_RUNS = 15, 3
"""Up to such a length each is measured so often; longer ones once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a command took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, of all its processes."""
    peak: float
    """MB, of the largest of its processes."""


def timed(command: Sequence[str], cores: Sequence[int], environment: Mapping[str, str] = MappingProxyType({})) -> Run:
    """Run a command on some cores."""
    # pip compiles what it installs, so nobody's start is measured without.
    surroundings = {**os.environ, **environment, "PYTHONDONTWRITEBYTECODE": ""}
    with _on(cores):
        done = subprocess.run(
            [sys.executable, "-S", "-c", STOPWATCH, *command],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=surroundings,
        )
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr.decode()[-2000:]}")
    wall, cpu, peak = map(float, done.stdout.split()[-3:])
    return Run(wall=wall, cpu=cpu, peak=peak)


@contextmanager
def _on(cores: Sequence[int]) -> Iterator[None]:
    """Let what is started run on some cores only."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def prepared(minutes: float, folder: Path, *, peers: bool) -> Job:
    """Speak a session, and lay out what the encoder needs of it, and the peers."""
    file = folder / "rounds.yaml"
    file.write_text(routine(minutes), "utf-8")
    request = prepare(file, length=samples(60 * minutes), voice="system")
    clips = speak(request, Cache(folder / "cache"))
    timeline = timeline_of(request, clips)
    tones = tones_for(request.tones, repertoire.vocabulary().landmarks)
    bed = open_bed(request.bed, timeline.pulse, timeline.chapters)
    unspoken = replace(timeline, events=tuple(event for event in timeline.events if isinstance(event, Beat)))
    for name, what in (("finished", timeline), *([("music", unspoken)] if peers else [])):
        with wave.open(str(folder / f"{name}.wav"), "wb") as sound:
            sound.setparams((2, 2, SAMPLE_RATE, 0, "NONE", ""))
            for block in mix(what, clips, tones, bed):
                sound.writeframes(np.rint(block.sound * 32_767).astype("<i2").tobytes())
    names: dict[str, Path] = {}
    for text in dict.fromkeys(say.text for say in timeline.says):
        names[text] = folder / f"clip-{len(names):03d}.wav"
        with wave.open(str(names[text]), "wb") as sound:
            sound.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
            sound.writeframes(np.rint(clips[text].sound * 32_767).astype("<i2").tobytes())
    return Job(
        minutes=minutes,
        folder=folder,
        routine=file,
        music=folder / "music.wav",
        finished=folder / "finished.wav",
        clips=tuple((names[say.text], round(say.start * 1000 / SAMPLE_RATE)) for say in timeline.says),
    )


def ours(job: Job, cores: Sequence[int]) -> Run:
    """Make the session from the mix on."""
    command = [sys.executable, "-m", "audioguide", "render", str(job.routine), "--length", f"{60 * job.minutes:.0f}s"]
    command += ["--voice", "system", "--fresh", "--force", "-o", str(job.folder / "ours.mp3")]
    command += ["--workers", str(len(cores))]
    return timed(command, cores, {"AUDIOGUIDE_CACHE": str(job.folder / "cache")})


def lame(job: Job, core: int, quality: int = QUALITIES[0]) -> Run:
    """Encode the finished session, and nothing else."""
    command = [sys.executable, "-c", ENCODER, str(job.finished), str(job.folder / "lame.mp3"), str(quality)]
    return timed(command, [core])


def row(runs: Sequence[tuple[Run, Run, Run]]) -> report.Row:
    """Make a row of a table, of medians. Each run has those of LAME 5 before and after it beside it."""
    cells: report.Row = []
    for what in ("wall", "cpu"):
        took = attrgetter(what)
        beside = median(2 * took(run) / (took(before) + took(after)) for before, run, after in runs)
        cells += [round(median(took(run) for _, run, _ in runs), 2), round(beside, 3)]
    return [*cells, round(median(run.peak for _, run, _ in runs)), len(runs)]


def measured(job: Job, repeat: int, peers: Mapping[str, Callable[[], Run]]) -> dict[str, report.Row]:
    """Measure everything at one length, in turn."""
    cores = sorted(os.sched_getaffinity(0))[:2]
    commands: dict[str, Callable[[], Run]] = {
        "LAME 7 alone": partial(lame, job, cores[0], QUALITIES[1]),
        "audioguide, one core": partial(ours, job, cores[:1]),
        "audioguide, two cores": partial(ours, job, cores),
        **peers,
    }
    runs: dict[str, list[tuple[Run, Run, Run]]] = defaultdict(list)
    core = cycle((cores[-1], cores[0]))  # they may differ
    before = lame(job, cores[0])
    for _ in range(repeat):
        for name, command in commands.items():
            run, after = command(), lame(job, next(core))
            runs["LAME 5 alone"].append((after, after, after))
            runs[name].append((before, run, after))
            before = after
    return {name: row(those) for name, those in runs.items()}


def main() -> None:
    """Print a table for each length."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, nargs="+", default=[5, 15, 60, 120])
    parser.add_argument(
        "--repeat",
        type=int,
        nargs="+",
        metavar="N",
        help=f"for each length, or one for all; left out: {FEW_RUNS} up to {SHORT_MINUTES} minutes, else 1",
    )
    parser.add_argument("--peers", nargs="*", metavar="NAME", help=f"all, or some of {', '.join(PEERS)}")
    parser.add_argument("--python", default=sys.executable, help="a Python that has pydub and audio-arrange[lufs]")
    ends = parser.add_mutually_exclusive_group()
    ends.add_argument("--publish", action="store_true", help="write docs/performance.md and its picture")
    ends.add_argument("--quick", action="store_true", help="one minute, once")
    choices = parser.parse_args()
    if choices.quick:
        choices.minutes, choices.repeat = [QUICK_MINUTES], [1]
    names = [] if choices.peers is None else choices.peers or list(PEERS)
    repeats = choices.repeat or [FEW_RUNS if minutes <= SHORT_MINUTES else 1 for minutes in choices.minutes]
    if len(repeats) == 1:
        repeats *= len(choices.minutes)
    if len(repeats) != len(choices.minutes):
        parser.error(f"--repeat has {len(repeats)} numbers for {len(choices.minutes)} lengths")
    results = report.read() if choices.publish else {}
    installed = ", ".join(f"{name} {version(name)}" for name in ("audioguide", "lameenc", "numpy"))
    print(f"Python {platform.python_version()}, {installed}; {platform.system()}, {os.cpu_count()} processors")
    for minutes, repeat in zip(choices.minutes, repeats, strict=True):
        with tempfile.TemporaryDirectory(prefix="audioguide-") as folder:
            job = prepared(minutes, Path(folder), peers=bool(names))
            cores = sorted(os.sched_getaffinity(0))[:2]
            peers = {name: partial(timed, PEERS[name](job, choices.python), cores) for name in names}
            new: dict[str, report.Row] = {"cues": [len(job.clips)], **measured(job, repeat, peers)}
        key = f"{minutes:g}"
        print("\n".join(("", *report.tables({key: new}))), flush=True)
        results[key] = {**results.get(key, {}), **new}
        if choices.publish:
            report.publish(results)
    print("\n".join(("", *report.sentences(results))))


if __name__ == "__main__":
    main()
