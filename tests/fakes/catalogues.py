"""A small catalogue, the routine that it is made of, and what came of it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from fakes.program import FEATHER

SIX = """\
version: 1
vary:
  routine: feather.yaml
  voice: system
  length:
    - 50s
    - 55s
  baby: [Mia, Noah]
  bed: [ocean, none]
except:
  - {baby: Noah, bed: none}
date: 2027-03-01
"""
"""Six sessions of less than a minute."""

NAMES = (
    "feather-50s-mia-ocean",
    "feather-50s-mia-none",
    "feather-50s-noah-ocean",
    "feather-55s-mia-ocean",
    "feather-55s-mia-none",
    "feather-55s-noah-ocean",
)


def write_catalogue(folder: Path, text: str = SIX) -> Path:
    """Write a catalogue and its routine."""
    (folder / "feather.yaml").write_text(FEATHER.replace("Hum a little.", "Hum for {baby}."), "utf-8")
    file = folder / "all.yaml"
    file.write_text(text, "utf-8")
    return file


def digests(folder: Path) -> dict[str, str]:
    """Return the hash of each session that is there as FLAC, by its name."""
    return {path.stem: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.flac"))}
