"""A desktop without a screen: what shows on its lock screen and what its media keys do (MPRIS, over D-Bus)."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

DBUS = shutil.which("dbus-daemon") and shutil.which("dbus-send")
_PLAYER = "org.mpris.MediaPlayer2.Player"


@dataclass(frozen=True, slots=True)
class Desktop:
    """A session bus of its own."""

    address: str

    def key(self, name: str) -> None:
        """Press a media key: Play, Pause, PlayPause, Next, Previous."""
        self._send(self._player(), "/org/mpris/MediaPlayer2", f"{_PLAYER}.{name}")

    def seek(self, seconds: float) -> None:
        """Move forth, or back."""
        self._send(self._player(), "/org/mpris/MediaPlayer2", f"{_PLAYER}.Seek", f"int64:{seconds * 1e6:.0f}")

    def shown(self) -> str:
        """Return all that the player tells the lock screen."""
        everything = "org.freedesktop.DBus.Properties.GetAll"
        return self._send(self._player(), "/org/mpris/MediaPlayer2", everything, f"string:{_PLAYER}")

    def _player(self) -> str:
        names = self._send("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.ListNames")
        (player,) = re.findall(r'"(org\.mpris\.MediaPlayer2\.[^"]*)"', names)
        return str(player)

    def _send(self, *what: str) -> str:
        command = ["dbus-send", f"--bus={self.address}", "--print-reply", f"--dest={what[0]}", *what[1:]]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@contextmanager
def desktop() -> Iterator[Desktop]:
    """Start a session bus, and end it."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as bus:
        assert bus.stdout
        try:
            yield Desktop(bus.stdout.readline().strip())
        finally:
            bus.terminate()
