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
from audioguide.speakers.local.ending import end
from audioguide.units import Samples, samples, seconds

_START_TIMEOUT_SECONDS = 10.0
_TIMEOUT_SECONDS = 5.0


class Mpv:
    """mpv without a window. Its volume scales that of the computer, and ends with the session.

    mpv's own volume scale is cubic; ours is a factor on amplitude: 0.25 is 12 dB below the volume of the computer.
    """

    abilities: frozenset[Ability] = frozenset({"pause", "seek", "volume"})
    fetches = False

    @staticmethod
    def find() -> str | None:
        """Return the path of mpv; None without Unix sockets, on Windows."""
        return shutil.which("mpv") if hasattr(socket, "AF_UNIX") else None

    def __init__(self, device: Device, *options: str) -> None:
        """Start mpv, silent.

        Args:
            device: its address is the program.
            options: more options for mpv.
        """
        self.device = device
        self._socket, theirs = socket.socketpair()
        quiet = ("--no-config", "--no-terminal", "--no-video", "--idle=yes", "--keep-open=no", "--volume=100")
        # mpv ends when this socket closes, so it never outlives this program.
        command = [device.address, *quiet, f"--input-ipc-client=fd://{theirs.fileno()}", *options]
        try:  # in a session of its own: Ctrl-C must reach this program only
            with theirs:
                self._program = subprocess.Popen(  # noqa: S603 - found by name
                    command, start_new_session=True, pass_fds=[theirs.fileno()]
                )
        except OSError as error:
            self._socket.close()
            msg = f"cannot start {device.address}: {error.strerror}"
            raise SpeakerError(msg) from error
        self._answers = self._socket.makefile("rb")
        self._numbers = itertools.count(1)
        self._socket.settimeout(_START_TIMEOUT_SECONDS)
        try:
            self._request("get_version")
        except SpeakerError as error:
            self.close()
            msg = "mpv does not start; try it by itself: mpv --no-video FILE"
            raise SpeakerError(msg) from error
        self._socket.settimeout(_TIMEOUT_SECONDS)

    def play(self, sound: Sound) -> None:
        """Load the file."""
        self._request("loadfile", str(sound.path.resolve()), "replace")
        self._set(pause=False)

    def pause(self) -> None:
        """Pause."""
        self._set(pause=True)

    def resume(self) -> None:
        """Resume."""
        self._set(pause=False)

    def seek(self, position: Samples) -> None:
        """Seek, exact to the sample."""
        self._request("seek", seconds(position), "absolute+exact")

    def stop(self) -> None:
        """Unload the file."""
        with contextlib.suppress(SpeakerError):  # mpv is already gone
            self._request("stop")

    def status(self) -> Status:
        """Request the state and the position."""
        if self._request("get_property", "idle-active"):
            return Status(state="stopped", position=Samples(0))
        try:
            position = samples(self._request("get_property", "time-pos"))
        except _UnavailableError:
            return Status(state="loading", position=Samples(0))
        return Status(state="paused" if self._request("get_property", "pause") else "playing", position=position)

    def volume(self) -> float:
        """Return the factor on amplitude, 0 to 1."""
        return float((self._request("get_property", "volume") / 100) ** 3)

    def set_volume(self, level: float) -> None:
        """Set the factor on amplitude, 0 to 1."""
        self._set(volume=100 * level ** (1 / 3))

    def close(self) -> None:
        """End mpv and wait for it."""
        self._answers.close()
        self._socket.close()
        end(self._program)

    def _set(self, **properties: object) -> None:
        for name, value in properties.items():
            self._request("set_property", name, value)

    def _request(self, *command: object) -> Any:  # noqa: ANN401 - whatever JSON it answers
        number = next(self._numbers)
        try:
            self._socket.sendall(
                json.dumps({"command": command, "request_id": number}, allow_nan=False).encode() + b"\n"
            )
            while line := self._answers.readline():
                answer = json.loads(line)
                if answer.get("request_id") == number:
                    if answer["error"] == "property unavailable":
                        raise _UnavailableError(command)
                    if answer["error"] != "success":
                        msg = f"mpv cannot {command[0]}: {answer['error']}"
                        raise SpeakerError(msg)
                    return answer.get("data")
        except OSError as error:
            msg = "mpv does not answer"
            raise SpeakerError(msg) from error
        msg = "mpv has ended"
        raise SpeakerError(msg)


class _UnavailableError(SpeakerError):
    """The property has no value before a file is loaded."""
