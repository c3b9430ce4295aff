"""A place with a routine in it: what is made there, whether it is what it says, and what is left behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from fakes.program import FEATHER

from audioguide.rendering.shelf import Shelf, is_whole

_CHOICES = ("feather.yaml", "--length", "40s", "--guidance", "tones", "--bed", "none")
VERBS = {
    "render": ("render", *_CHOICES, "--fresh", "--workers", "2"),
    "pack": ("pack", *_CHOICES, "--tones", "clear", "-o", "family.zip", "--force"),
    "catalogue": ("catalogue", "build", "catalogue.yaml", "--to", "many", "--workers", "2"),
}
"""What is broken off: a session; another one, for another family; and three of a catalogue, two at a time."""
_CATALOGUE = """\
version: 1
vary: {routine: feather.yaml, length: 40s, guidance: tones, bed: none, tones: [soft, clear, off]}
"""
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
"""What ends a program."""
_REPORT = "audioguide-bug-"
"""What stays in the temporary folder for somebody to send."""
PATIENCE = 120.0
"""Seconds, within which everything ends; by itself, or after a signal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Folders of our own for all that the program writes."""

    folder: Path

    @property
    def here(self) -> Path:
        """Where it is called."""
        return self.folder / "here"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AUDIOGUIDE_", "XDG_"))}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        return kept | {
            "AUDIOGUIDE_CACHE": str(self.folder / "cache"),
            "AUDIOGUIDE_STATE": str(self.folder / "state"),
            "HOME": str(self.folder / "home"),
            "PYTHONPYCACHEPREFIX": str(self.folder / "bytecode"),  # else half of each run would be compiling
            "SOURCE_DATE_EPOCH": "1800000000",  # the same bytes after midnight
            "TMPDIR": str(self.folder / "temporary"),
        }

    def begin(self, words: Sequence[str], **more: str) -> subprocess.Popen[str]:
        """Start the program."""
        return subprocess.Popen(
            [sys.executable, "-m", "audioguide", *words],
            cwd=self.here,
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=_hear_signals,  # noqa: PLW1509 - there are no threads here
            start_new_session=True,  # as each terminal has one
            text=True,
            errors="replace",
        )

    def call(
        self, words: Sequence[str], *, limit: Callable[[], object] | None = None, out: Path | None = None, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the program to its end.

        Args:
            words: what is typed.
            limit: called in the process before it begins.
            out: what its standard output is; left out, it is read.
            more: variables of the environment.
        """
        with (out or Path(os.devnull)).open("w", encoding="utf-8") as opened:
            return subprocess.run(
                [sys.executable, "-m", "audioguide", *words],
                cwd=self.here,
                env=self.environment
                | more
                | ({"PYTHONDONTWRITEBYTECODE": "1"} if limit else {}),  # it would be cut short
                stdin=subprocess.DEVNULL,
                stdout=opened if out else subprocess.PIPE,
                stderr=subprocess.PIPE,
                preexec_fn=limit,
                timeout=PATIENCE,
                text=True,
                errors="replace",
                check=False,
            )

    def clear(self) -> None:
        """Remove the catalogue's sessions: of one that is there, nothing is made again."""
        shutil.rmtree(self.here / "many", ignore_errors=True)

    def made(self) -> dict[str, str]:
        """Return the sha256 of every file that was made, by its name."""
        found = [path for kind in ("*/*.mp3", "*.zip", "many/index.*") for path in self.here.glob(kind)]
        return {path.name: sha256(path.read_bytes()).hexdigest() for path in found}

    def lying(self) -> list[str]:
        """Name the files that are not what they say.

        These are a sound without its manifest or of other bytes, half a pack, an index of what is not there.
        """
        wrong = [path.name for path in self.here.glob("*.zip") if not _is_whole_zip(path)]
        for folder in (self.here / "output", self.here / "many"):
            whole = {one.path for one in Shelf(folder).sessions() if is_whole(one, thoroughly=True)}
            wrong += [path.name for path in folder.glob("*.mp3") if path not in whole]
        index = self.here / "many" / "index.json"
        if index.exists():
            made = self.made()
            sessions = json.loads(index.read_text("utf-8"))["sessions"]
            wrong += [index.name for one in sessions if made.get(one["file"]) != one["sha256"]]
        return wrong

    def left(self) -> list[Path]:
        """Return what is left of work that is over: in the temporary folder, and hidden beside what was made."""
        temporary = (self.folder / "temporary").iterdir()
        hidden = (path for name in ("here", "home", "state", "cache") for path in (self.folder / name).rglob(".*"))
        return sorted(path for path in (*temporary, *hidden) if not path.name.startswith(_REPORT))


def place(folder: Path) -> Place:
    """Make one, in which what is spoken has been spoken once."""
    for name in ("here", "home", "temporary"):
        (folder / name).mkdir()
    (folder / "here" / "feather.yaml").write_text(FEATHER, "utf-8")
    (folder / "here" / "catalogue.yaml").write_text(_CATALOGUE, "utf-8")
    made = Place(folder=folder)
    run = made.call(VERBS["render"])
    if run.returncode:
        raise RuntimeError(run.stderr)
    return made


def _hear_signals() -> None:
    """Let a process hear what this one may have been started to ignore: in the background, by nohup."""
    for one in SIGNALS:
        if one != signal.SIGKILL:
            signal.signal(one, signal.SIG_DFL)


def _is_whole_zip(path: Path) -> bool:
    try:
        with ZipFile(path) as packed:
            return packed.testzip() is None
    except BadZipFile:
        return False
