"""Plays a WAV file with the first player program that is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from audioguide.errors import SoundError

PLAYERS = (
    ("mpv", "--no-video", "--really-quiet"),
    ("pw-play",),
    ("paplay",),
    ("afplay",),
    ("aplay", "-q"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
)
"""Programs that play a sound file and then exit, with their options; the most common first."""


def player() -> str:
    """Return what plays a sound file here; empty where nothing does."""
    if sys.platform == "win32":
        return "Windows"
    return next((name for name, *_ in PLAYERS if shutil.which(name)), "")


def play_file(path: Path) -> None:
    """Play a WAV file, and block until its end.

    Raises:
        SoundError: no player is installed, or the player failed.
    """
    if sys.platform == "win32":
        import winsound  # noqa: PLC0415 - on Windows only

        winsound.PlaySound(str(path), winsound.SND_FILENAME)
        return
    player = next((player for player in PLAYERS if shutil.which(player[0])), None)
    if player is None:
        msg = f"nothing here can play sound ({', '.join(name for name, *_ in PLAYERS)}); save it to a file with -o"
        raise SoundError(msg)
    process = subprocess.run([*player, str(path)], capture_output=True, check=False)  # noqa: S603 - from PLAYERS
    if process.returncode:
        reason = (process.stderr or process.stdout).decode("utf-8", "replace").strip().splitlines()
        msg = f"{player[0]} could not play it: {reason[-1] if reason else 'it does not say why'}; save it with -o"
        raise SoundError(msg)
