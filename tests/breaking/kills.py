"""Kills at any moment: no file lies, the next run is right, and nothing of the one that was killed is left after it."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

from audioguide.cli import DONE, INTERRUPTED
from breaking.place import PATIENCE, VERBS, Place

SIGNALS = tuple(getattr(signal, name) for name in ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name))
ENDS = (DONE, INTERRUPTED, -signal.SIGINT)
"""Codes of a program that heard a signal. The last is 130 for a shell, too: Python ends with it where it was
interrupted while it compiled something, whatever is done about that afterwards."""
HEADS = (
    f"{'killed':<8} {'with':<8} {'kills':>6} {'in time':>8} {'lying':>6} {'next wrong':>11} {'left':>5}  first trouble"
)


@dataclass(slots=True)
class Tally:
    """What came of the kills of one verb with one signal."""

    kills: int = 0
    in_time: int = 0
    """So many came before it had ended by itself."""
    lying: int = 0
    wrong: int = 0
    """Runs that did not end as they should, and runs after a kill that did not do what was asked."""
    left: int = 0
    """Files and folders that were there after the next run."""
    trouble: str = ""

    def row(self, verb: str, name: str) -> str:
        """Return a row of the table that `scripts/break` prints."""
        return (
            f"{verb:<8} {name:<8} {self.kills:>6} {self.in_time:>8} {self.lying:>6} {self.wrong:>11} {self.left:>5}"
            f"  {self.trouble or 'none'}"
        )


def killed(where: Place, kills: int, number: int) -> Iterator[tuple[str, str, Tally]]:
    """Kill each verb with each signal, in turn; yield what came of it. The same number chooses the same moments."""
    chance = random.Random(number)  # noqa: S311 - not for secrets
    usual = {verb: _seconds(where, verb) for verb in VERBS}
    tallies = {(verb, sent): Tally() for verb in VERBS for sent in SIGNALS}
    turns = [*tallies]
    for turn in range(kills):
        verb, sent = turns[turn % len(turns)]
        _kill(where, verb, sent, chance.uniform(0, usual[verb]), tallies[verb, sent])
    for (verb, sent), tally in tallies.items():
        if tally.kills:
            yield verb, sent.name, tally


def _seconds(where: Place, verb: str) -> float:
    start = time.monotonic()
    where.call(VERBS[verb])
    return time.monotonic() - start


def _kill(where: Place, verb: str, sent: signal.Signals, after: float, tally: Tally) -> None:
    with where.begin(VERBS[verb]) as run:
        try:
            run.wait(after)
        except subprocess.TimeoutExpired:
            run.send_signal(sent)
            tally.in_time += 1
        _, said = run.communicate(timeout=PATIENCE)
    tally.kills += 1
    if lying := where.lying():
        tally.lying += len(lying)
        tally.trouble = tally.trouble or f"{lying[0]} lies"
    # A signal before the program is there to hear it ends Python itself.
    if run.returncode != -sent and (run.returncode not in ENDS or "Traceback" in said):
        tally.wrong += 1
        tally.trouble = tally.trouble or f"ended with {run.returncode}: {said.strip()[-200:]}"
    again = where.call(VERBS[verb])
    if again.returncode or where.lying():
        tally.wrong += 1
        tally.trouble = tally.trouble or again.stderr.strip()
    if left := where.left():
        tally.left += len(left)
        tally.trouble = tally.trouble or f"left: {left[0]}"
        for one in left:
            _forget(where, one)


def _forget(where: Place, name: str) -> None:
    """Remove what was left, so that it is counted once."""
    import shutil  # noqa: PLC0415

    for folder in (where.folder / "temporary", where.here, where.here / "output"):
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
