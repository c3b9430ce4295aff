"""How long planning takes once the clips are known: a 20-minute session, and two hours with 2,000 steps.

python benchmarks/planner.py

Nothing is spoken: how long the clips would be is estimated. Takes some seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from audioguide import repertoire
from audioguide.model.script import Passage, Scene, Script
from audioguide.planning.finder import estimated
from audioguide.planning.planner import lengths_of, plan
from audioguide.planning.scriptwriter import STROKE_PAUSE_SAMPLES, write_script
from audioguide.units import samples

STEPS = 2_000


def main() -> None:
    """Print the median CPU seconds of five runs of each."""
    standard = write_script(repertoire.routine("standard"), repertoire.vocabulary().phrases["en"])
    clips = estimated(standard)
    long = _long_script()
    print(f"plan of 20 minutes:                 {_cpu(lambda: plan(standard, clips, samples(1200))):.3f} s")
    print(f"plan of {STEPS} steps, own length:     {_cpu(lambda: plan(long, {})):.3f} s")
    shortest, own, _ = lengths_of(long, {})
    wanted = samples((shortest + own) // 2 // samples(1.0))
    print(f"plan of {STEPS} steps, made shorter:   {_cpu(lambda: plan(long, {}, wanted)):.3f} s")


def _long_script() -> Script:
    """Two hours and more, of one stroke after another; half of them may leave."""
    stroke = repertoire.vocabulary().strokes["face_brows"]
    passages = [
        Passage(stroke=stroke, times=stroke.times, pause=STROKE_PAUSE_SAMPLES, drop_rank=index if index % 2 else None)
        for index in range(STEPS)
    ]
    scenes = tuple(
        Scene(title=f"Part {start}", passages=tuple(passages[start : start + 100])) for start in range(0, STEPS, 100)
    )
    return Script(title="Long", language="en", guidance="tones", tempo=60.0, scenes=scenes)


def _cpu(work: Callable[[], object]) -> float:
    runs = []
    for _ in range(5):
        start = time.process_time()
        work()
        runs.append(time.process_time() - start)
    return sorted(runs)[2]


if __name__ == "__main__":
    main()
