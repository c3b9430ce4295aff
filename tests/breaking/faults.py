"""What a system may refuse: room, files, memory, a locale, a place to write to. Each is answered with a sentence."""

from __future__ import annotations

import contextlib
import os
import resource
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from breaking.place import VERBS, Place

HEADS = f"{'fault':<28} {'verb':<9} {'exit':>4} {'lying':>6}  says"
_OURS = (0, 1, 2, 130)
"""Exit codes that are an answer; 3 is a bug."""


def _limited(which: int, most: int) -> Callable[[], None]:
    return partial(resource.setrlimit, which, (most, most))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A way to be broken."""

    name: str
    words: Sequence[str]
    limit: Callable[[], object] | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    out: Path | None = None
    refused: bool = True
    """Whether it cannot be done; otherwise it is done all the same."""


_RENDER, _PACK, _CATALOGUE = VERBS.values()
_LIST = ("list", "strokes")
_TODAY = (*_RENDER, "--turn", "today")
_SAY = ("say", "Hold.", "-o", "hold.wav")
_HOME_IS_A_FILE = {"HOME": "/dev/null", "AUDIOGUIDE_CACHE": "", "AUDIOGUIDE_STATE": ""}  # what is kept is kept there
FAULTS = (
    Fault(name="a file of at most 100 kB", words=_RENDER, limit=_limited(resource.RLIMIT_FSIZE, 100_000)),
    Fault(name="a file of at most 100 kB", words=_PACK, limit=_limited(resource.RLIMIT_FSIZE, 100_000)),
    Fault(name="a file of at most 100 kB", words=_CATALOGUE, limit=_limited(resource.RLIMIT_FSIZE, 100_000)),
    Fault(name="a file of at most 1 kB", words=_SAY, limit=_limited(resource.RLIMIT_FSIZE, 1000)),
    Fault(name="a full disk to print to", words=_LIST, out=Path("/dev/full")),
    Fault(name="12 open files", words=_RENDER, limit=_limited(resource.RLIMIT_NOFILE, 12), refused=False),
    # More than it takes to load what makes a session, and less than its threads take: libraries that come to an end of
    # memory in the midst of their work end the program.
    Fault(name="140 MB of addresses", words=_RENDER, limit=_limited(resource.RLIMIT_AS, 140_000_000)),
    Fault(name="a folder that is a file", words=(*_RENDER, "-o", "feather.yaml/one.mp3")),
    Fault(name="a name of 300 characters", words=(*_RENDER, "-o", f"{'x' * 300}.mp3")),
    Fault(name="the locale C", words=_LIST, variables={"LC_ALL": "C", "PYTHONUTF8": "0"}, refused=False),
    Fault(name="ASCII to print with", words=_LIST, variables={"PYTHONIOENCODING": "ascii"}, refused=False),
    Fault(name="a locale that is none", words=_RENDER, variables={"LC_ALL": "xx_YY.UTF-9"}, refused=False),
    Fault(name="a time zone that is none", words=_RENDER, variables={"TZ": "Nowhere/At_All"}, refused=False),
    Fault(name="a day before 1970", words=_TODAY, variables={"SOURCE_DATE_EPOCH": "-1"}, refused=False),
    Fault(name="a day after 9999", words=_TODAY, variables={"SOURCE_DATE_EPOCH": "9" * 18}),
    Fault(name="a day that is a word", words=_TODAY, variables={"SOURCE_DATE_EPOCH": "soon"}),
    Fault(name="a home that is a file", words=_RENDER, variables=_HOME_IS_A_FILE, refused=False),
    Fault(name="a cache that is a file", words=_RENDER, variables={"AUDIOGUIDE_CACHE": "/dev/null"}, refused=False),
)


def broken(where: Place) -> Iterator[tuple[str, bool]]:
    """Break each in turn; yield a row of the table that `scripts/break` prints, and whether the answer is good."""
    for fault in FAULTS:
        if fault.out is not None and not fault.out.exists():
            continue
        run = where.call(fault.words, limit=fault.limit, out=fault.out, **fault.variables)
        lying = where.lying()
        said = [line for line in run.stderr.splitlines() if not line.startswith("cannot keep clips")] or [""]
        good = run.returncode in _OURS and not lying and "Traceback" not in run.stderr
        good = good and (run.returncode != 0) == fault.refused
        first = said[0] if run.returncode else "done all the same"
        yield f"{fault.name:<28} {fault.words[0]:<9} {run.returncode:>4} {len(lying):>6}  {first[:160]}", good
        with contextlib.suppress(OSError):
            os.unlink(where.here / "hold.wav")  # noqa: PTH108 - one line
