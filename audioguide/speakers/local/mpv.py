"""mpv on this computer through its JSON IPC (https://mpv.io/manual/stable/#json-ipc)."""

from __future__ import annotations

import contextlib
import itertools
import json
import shutil
import socket
import subprocess
from typing import Any

from audioguide.errors import SpeakerError
from audioguide.plugins import Ability, Device, Sound, Status
from audioguide.units import Samples, samples, seconds

YES, NO = True, False
_STARTS_WITHIN = 10.0
_ANSWERS_WITHIN = 5.0


class Mpv:
    """mpv without a window. Its volume is a share of the computer's own: it ends with the session.

    mpv counts volume on a cubic scale, ours is the factor on amplitude: 25 % is 12 dB under what the computer is at.
    """

    abilities: frozenset[Ability] = frozenset({"pause", "seek", "volume"})
    fetches = False

    @staticmethod
    def place() -> str | None:
        """Return where mpv is. On Windows it takes no line like ours."""
        return shutil.which("mpv") if hasattr(socket, "AF_UNIX") else None

    def __init__(self, device: Device, *options: str) -> None:
        """Start mpv, silent.

        Args:
            device: its address is the program.
            options: more options for mpv.
        """
        self._line, theirs = socket.socketpair()
        quiet = ("--no-config", "--no-terminal", "--no-video", "--idle=yes", "--keep-open=no", "--volume=100")
        # It ends when this line does, so it never outlives this program.
        command = [device.address, *quiet, f"--input-ipc-client=fd://{theirs.fileno()}", *options]
        try:  # in a session of its own: Ctrl-C is ours to answer
            with theirs:
                self._program = subprocess.Popen(  # noqa: S603 - found by name
                    command, start_new_session=True, pass_fds=[theirs.fileno()]
                )
        except OSError as error:
            self._line.close()
            msg = f"cannot start {device.address}: {error.strerror}"
            raise SpeakerError(msg) from error
        self._answers = self._line.makefile("rb")
        self._numbers = itertools.count(1)
        self._line.settimeout(_STARTS_WITHIN)
        try:
            self._ask("get_version")
        except SpeakerError as error:
            self.close()
            msg = "mpv does not start; try it by itself: mpv --no-video FILE"
            raise SpeakerError(msg) from error
        self._line.settimeout(_ANSWERS_WITHIN)

    def play(self, sound: Sound) -> None:
        """Load the file."""
        self._ask("loadfile", str(sound.path.resolve()), "replace")
        self._ask("set_property", "pause", NO)

    def pause(self) -> None:
        """Hold on."""
        self._ask("set_property", "pause", YES)

    def resume(self) -> None:
        """Go on."""
        self._ask("set_property", "pause", NO)

    def seek(self, position: Samples) -> None:
        """Jump, to the sample."""
        self._ask("seek", seconds(position), "absolute+exact")

    def stop(self) -> None:
        """Unload the file."""
        with contextlib.suppress(SpeakerError):  # it has gone: silent enough
            self._ask("stop")

    def status(self) -> Status:
        """Ask where it is."""
        if self._ask("get_property", "idle-active"):
            return Status(state="stopped", position=Samples(0))
        try:
            position = samples(self._ask("get_property", "time-pos"))
        except _NotYetError:
            return Status(state="loading", position=Samples(0))
        return Status(state="paused" if self._ask("get_property", "pause") else "playing", position=position)

    def volume(self) -> float:
        """Return the factor on amplitude."""
        return float((self._ask("get_property", "volume") / 100) ** 3)

    def set_volume(self, level: float) -> None:
        """Set the factor on amplitude."""
        self._ask("set_property", "volume", 100 * level ** (1 / 3))

    def close(self) -> None:
        """End mpv."""
        self._answers.close()
        self._line.close()
        self._program.terminate()
        self._program.wait()

    def _ask(self, *command: object) -> Any:  # noqa: ANN401 - whatever JSON it answers
        number = next(self._numbers)
        try:
            self._line.sendall(json.dumps({"command": command, "request_id": number}, allow_nan=False).encode() + b"\n")
            while line := self._answers.readline():
                answer = json.loads(line)
                if answer.get("request_id") == number:
                    if answer["error"] == "property unavailable":
                        raise _NotYetError(command)
                    if answer["error"] != "success":
                        msg = f"mpv cannot {command[0]}: {answer['error']}"
                        raise SpeakerError(msg)
                    return answer.get("data")
        except OSError as error:
            msg = "mpv does not answer"
            raise SpeakerError(msg) from error
        msg = "mpv has ended"
        raise SpeakerError(msg)


class _NotYetError(SpeakerError):
    """It has no such value before a file is loaded."""
