"""How fast a session is made, as the tables of docs/performance.md.

python benchmarks/run.py [--minutes 5 15 60 120] [--repeat 5] [--peers] [--python PYTHON]

Each length is a session of benchmarks/rounds.py, spoken beforehand. Every run is between two of the encoder alone, on
the same finished PCM and on one core: the run's own, or where it has two, first one of them and then the other, for
they may differ. Ratios are to the mean of these neighbours, and the tables show medians. CPU counts all processes of a
command, the peak the largest of them. `--peers` adds other ways of doing the job, on two cores: they get the same clips
and the music ready-made, so they neither plan nor make a sound; and two encoders side by side, for what a machine loses
when both its cores are busy. Needs Linux: taskset, GNU time, ffmpeg.
"""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import subprocess
import sys
import tempfile
import wave
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path
from statistics import median
from types import MappingProxyType

import numpy as np
from peers import PEERS, Job
from rounds import routine

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.model.timeline import Beat
from audioguide.rendering.bed import open_bed
from audioguide.rendering.make import speak
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import prepare
from audioguide.sound.mixer import mix
from audioguide.sound.tones.stroke import tones_for
from audioguide.units import SAMPLE_RATE, samples

ENCODER = """
import sys, wave, lameenc
encoder = lameenc.Encoder()
encoder.set_in_sample_rate(44_100)
encoder.set_channels(2)
encoder.set_bit_rate(128)
encoder.set_quality(5)
encoder.silence()
with wave.open(sys.argv[1]) as sound, open(sys.argv[2], "wb") as file:
    while chunk := sound.readframes(16_384):
        file.write(encoder.encode(chunk))
    file.write(encoder.flush())
"""
CORES = ("0", "1")
BOTH = ",".join(CORES)
"""Processors, as taskset names them."""
PATIENCE = 3600
"""Seconds that a peer may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a command took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, of all its processes."""
    peak: float
    """MB, of the largest of its processes."""


def timed(
    command: Sequence[str], cores: str, folder: Path, environment: Mapping[str, str] = MappingProxyType({})
) -> Run:
    """Run a command on some cores."""
    report = folder / "time.txt"
    measured = ["taskset", "-c", cores, "time", "-o", str(report), "-f", "%e %U %S %M"]
    done = subprocess.run(
        [*measured, "timeout", "-k", "2", str(PATIENCE), *command],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, **environment, "PYTHONDONTWRITEBYTECODE": ""},  # pip compiles what it installs
    )
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr.decode()[-2000:]}")
    wall, user, system, kilobytes = map(float, report.read_text("ascii").split())
    return Run(wall=wall, cpu=user + system, peak=kilobytes / 1024)


def prepared(minutes: int, folder: Path) -> Job:
    """Speak a session, and lay out what the encoder and the peers need of it."""
    file = folder / "rounds.yaml"
    file.write_text(routine(minutes), "utf-8")
    request = prepare(file, length=samples(60 * minutes), voice="system")
    clips = speak(request, Cache(folder / "cache"))
    timeline = timeline_of(request, clips)
    tones = tones_for(request.tones, repertoire.vocabulary().landmarks)
    bed = open_bed(request.bed, timeline.pulse, timeline.chapters)
    unspoken = replace(timeline, events=tuple(event for event in timeline.events if isinstance(event, Beat)))
    for name, what in (("finished", timeline), ("music", unspoken)):
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


def ours(job: Job, cores: str) -> Run:
    """Make the session from the mix on."""
    command = [sys.executable, "-m", "audioguide", "render", str(job.routine), "--length", f"{job.minutes}m"]
    command += ["--voice", "system", "--fresh", "--force", "-o", str(job.folder / "ours.mp3")]
    command += ["--workers", str(cores.count(",") + 1)]
    return timed(command, cores, job.folder, {"AUDIOGUIDE_CACHE": str(job.folder / "cache")})


def encoder(job: Job, core: str) -> Run:
    """Encode the finished session, and nothing else."""
    return timed(_encoding(job, "encoder"), core, job.folder)


def two_encoders(job: Job, _python: str) -> list[str]:
    """Encode it twice at the same time."""
    first, second = (shlex.join(_encoding(job, name)) for name in ("first", "second"))
    return ["sh", "-c", f"{first} & {second}; wait"]


def _encoding(job: Job, name: str) -> list[str]:
    return [sys.executable, "-c", ENCODER, str(job.finished), str(job.folder / f"{name}.mp3")]


OTHERS: Mapping[str, Callable[[Job, str], list[str]]] = {"two LAMEs at once": two_encoders, **PEERS}


def row(name: str, runs: Sequence[tuple[Run, Run, Run]]) -> str:
    """Make a row of a table, of medians. Each run has the encoders before and after it beside it."""
    cells = []
    for what in ("wall", "cpu"):
        took = attrgetter(what)
        beside = median(2 * took(run) / (took(before) + took(after)) for before, run, after in runs)
        cells.append(f"{median(took(run) for _, run, _ in runs):.1f} | {beside:.2f}")
    return f"| {name} | {' | '.join(cells)} | {median(run.peak for _, run, _ in runs):.0f} | {len(runs)} |"


def main() -> None:
    """Print a table for each length."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, nargs="+", default=[5, 15, 60, 120])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--peers", nargs="*", metavar="NAME", help=f"all, or some of {', '.join(OTHERS)}")
    parser.add_argument("--python", default=sys.executable, help="a Python that has pydub and audio-arrange[lufs]")
    choices = parser.parse_args()
    names = [] if choices.peers is None else choices.peers or list(OTHERS)
    installed = ", ".join(f"{name} {version(name)}" for name in ("audioguide", "lameenc", "numpy"))
    print(f"Python {platform.python_version()}, {installed}; {platform.system()}, {os.cpu_count()} processors")
    for minutes in choices.minutes:
        with tempfile.TemporaryDirectory(prefix="audioguide-") as folder:
            job = prepared(minutes, Path(folder))
            on_both: dict[str, Callable[[], Run]] = {
                "**audioguide, two cores**": partial(ours, job, BOTH),
                **{name: partial(timed, OTHERS[name](job, choices.python), BOTH, job.folder) for name in names},
            }
            print(f"\n**{minutes} minutes, {len(job.clips)} cues**\n")
            print("| | wall s | x encoder | CPU s | x encoder | peak MB | runs |")
            print("|---|---|---|---|---|---|---|")
            runs: dict[str, list[tuple[Run, Run, Run]]] = defaultdict(list)
            here, there = CORES
            before = encoder(job, here)
            for _ in range(choices.repeat):
                run, after = ours(job, here), encoder(job, here)
                runs["audioguide, one core"].append((before, run, after))
                before = after
                for name, command in on_both.items():
                    run, after = command(), encoder(job, there)
                    runs[name].append((before, run, after))
                    before, here, there = after, there, here
            alone = [after for measured in runs.values() for _, _, after in measured]
            print(row("LAME alone, one core", [(one, one, one) for one in alone]))
            for name, measured in runs.items():
                print(row(name, measured), flush=True)


if __name__ == "__main__":
    main()
