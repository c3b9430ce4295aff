"""How soon a session is heard on each kind of speaker, and how long `audioguide speakers` takes: rows of a table.

python benchmarks/speakers.py

On the receivers of the tests, in their private network (as root, with what `.ci/run` installs); nothing else should
run. The seconds are whole commands, from the call to the first tenth of a second of sound that was captured. Takes some
ten minutes.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fakes.network import private_network
from fakes.nursery import SPEAKERS, household

RUNS = 5


def main() -> None:
    """Print a row for each kind of speaker."""
    print("| speaker | to the first sound, s | the slowest | `audioguide speakers`, s |")
    print("|---|--:|--:|--:|")
    for kind in SPEAKERS:
        with (
            tempfile.TemporaryDirectory() as folder,
            private_network() as network,
            household(kind, network, Path(folder)) as nursery,
        ):
            starts, searches = list[float](), list[float]()
            for _ in range(RUNS):
                with nursery.playing():
                    starts.append(nursery.sounded_after)
                begun = time.monotonic()
                subprocess.run(nursery.command("speakers"), capture_output=True, check=True)
                searches.append(time.monotonic() - begun)
        start, search = statistics.median(starts), statistics.median(searches)
        print(f"| {kind} | {start:.1f} | {max(starts):.1f} | {search:.1f} |", flush=True)


if __name__ == "__main__":
    main()
