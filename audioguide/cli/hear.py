"""Plays a file on this computer, with whatever it has for that."""

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
"""Programs that play a sound file and then end, the likeliest first."""


def hear(path: Path) -> None:
    """Play a WAV file and wait until it has been heard.

    Raises:
        SoundError: nothing here can play it, or it could not be played.
    """
    if sys.platform == "win32":
        import winsound  # noqa: PLC0415 - only Windows has it

        winsound.PlaySound(str(path), winsound.SND_FILENAME)
        return
    player = next((player for player in PLAYERS if shutil.which(player[0])), None)
    if player is None:
        msg = f"nothing here can play sound ({', '.join(name for name, *_ in PLAYERS)}); save it to a file with -o"
        raise SoundError(msg)
    done = subprocess.run([*player, str(path)], capture_output=True, check=False)  # noqa: S603 - from PLAYERS
    if done.returncode:
        reason = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        msg = f"{player[0]} could not play it: {reason[-1] if reason else 'it does not say why'}; save it with -o"
        raise SoundError(msg)
