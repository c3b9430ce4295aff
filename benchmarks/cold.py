"""How long a first session takes, with nothing cached, and one with a few new cues.

python benchmarks/cold.py [--routine everyday] [--minutes 10] [--turn 1]

The first is compared with the speaking alone and LAME 5 alone, one after the other: making the rest may cost less than
what runs side by side saves. The second is compared with the same session whose cues are all there. CPU counts all
processes, also those in which the voice speaks. Needs Linux, and about a minute.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import soundfile
from run import ENCODER, Run, timed

AUDIOGUIDE = (sys.executable, "-m", "audioguide")


def main() -> None:
    """Measure, and print a line for each run and for each comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--routine", default="everyday")
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--turn", type=int, default=1, help="another one than the usual, 0: a few cues are new in it")
    choices = parser.parse_args()
    what = (choices.routine, "--length", f"{choices.minutes}m")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        session, other = str(folder / "first.mp3"), str(folder / "other.mp3")
        speaking = _measured("the speaking alone", folder / "a", "plan", *what)
        cold = _measured("the first session", folder / "b", "render", *what, "-o", session)
        lame = _lame(folder, session)
        known = _measured("made anew, the cues known", folder / "b", "render", *what, "--fresh", "-o", session)
        few = _measured("a few new cues", folder / "b", "render", *what, "--turn", str(choices.turn), "-o", other)
    print(
        f"the first session: {cold.wall / (speaking.wall + lame.wall):.2f} x the wall time of the speaking and LAME 5"
    )
    print(f"a few new cues: {few.cpu - known.cpu:+.2f} CPU s")


def _measured(name: str, cache: Path, *arguments: str) -> Run:
    """Run audioguide with a cache of its own, and print what it took."""
    run = timed((*AUDIOGUIDE, *arguments), sorted(os.sched_getaffinity(0)), {"AUDIOGUIDE_CACHE": str(cache)})
    print(f"{name}: wall {run.wall:.1f} s, CPU {run.cpu:.1f} s, peak {run.peak:.0f} MB")
    return run


def _lame(folder: Path, session: str) -> Run:
    """Encode what a session has become, with LAME alone on one core, and print what it took."""
    sound, sample_rate = soundfile.read(session, dtype="int16")
    soundfile.write(folder / "finished.wav", sound, sample_rate)
    command = (sys.executable, "-c", ENCODER, str(folder / "finished.wav"), str(folder / "alone.mp3"), "5")
    run = timed(command, sorted(os.sched_getaffinity(0))[:1])
    print(f"LAME 5 alone: wall {run.wall:.1f} s, CPU {run.cpu:.1f} s")
    return run


if __name__ == "__main__":
    main()
