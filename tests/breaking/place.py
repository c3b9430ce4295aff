"""A place with a routine in it: what is made there, whether it is what it says, and what is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from fakes.program import FEATHER

from audioguide.rendering.shelf import Shelf, is_whole

_CHOICES = ("feather.yaml", "--length", "1m", "--guidance", "tones")
VERBS = {
    "render": ("render", *_CHOICES, "--fresh", "--workers", "2"),
    "pack": ("pack", *_CHOICES, "-o", "family.zip", "--force"),
}
"""What is broken off: a session, and a session for another family."""
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
        return kept | {
            "AUDIOGUIDE_CACHE": str(self.folder / "cache"),
            "AUDIOGUIDE_STATE": str(self.folder / "state"),
            "HOME": str(self.folder / "home"),
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

    def lying(self) -> list[str]:
        """Name the files that are not what they say: a sound without its manifest or of other bytes, half a pack."""
        output = self.here / "output"
        whole = {one.path for one in Shelf(output).sessions() if is_whole(one, thoroughly=True)}
        wrong = [path.name for path in output.glob("*.mp3") if path not in whole]
        return wrong + [path.name for path in self.here.glob("*.zip") if not _is_whole_zip(path)]

    def left(self) -> list[str]:
        """Name what is left of work that is over: in the temporary folder, and hidden beside what was made."""
        hidden = [path for folder in (self.here, self.here / "output") for path in folder.glob(".*")]
        found = [*(self.folder / "temporary").iterdir(), *hidden]
        return sorted(path.name for path in found if not path.name.startswith(_REPORT))


def place(folder: Path) -> Place:
    """Make one, in which what is spoken has been spoken once."""
    for name in ("here", "home", "temporary"):
        (folder / name).mkdir()
    (folder / "here" / "feather.yaml").write_text(FEATHER, "utf-8")
    made = Place(folder=folder)
    run = made.call(VERBS["render"])
    if run.returncode:
        raise RuntimeError(run.stderr)
    return made


def _is_whole_zip(path: Path) -> bool:
    try:
        with ZipFile(path) as packed:
            return packed.testzip() is None
    except BadZipFile:
        return False
