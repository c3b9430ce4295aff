"""VLC on this computer, through its HTTP interface (https://wiki.videolan.org/VLC_HTTP_requests/).

It listens on the loopback address only, and with a password that lasts as long as the session.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import secrets
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from audioguide.errors import SpeakerError
from audioguide.plugins import Ability, Device, Sound, Status
from audioguide.speakers.local.ending import end
from audioguide.state.scratch import scratch_folder
from audioguide.units import Samples, seconds

_START_TIMEOUT_SECONDS = 10.0
_TIMEOUT_SECONDS = 5.0
_LOAD_TIMEOUT_SECONDS = 5.0
_POLL_SECONDS = 0.02
_INSTALL_PATHS = (
    "/Applications/VLC.app/Contents/MacOS/VLC",
    r"C:\Program Files\VideoLAN\VLC\vlc.exe",
    r"C:\Program Files (x86)\VideoLAN\VLC\vlc.exe",
)
"""On systems where it is not on the PATH."""


class Vlc:
    """VLC without a window.

    VLC's own volume is unknown before it plays, and stays changed afterwards. This one is the gain that it is started
    with: a factor on amplitude, which ends with the session.
    """

    abilities: frozenset[Ability] = frozenset({"pause", "seek", "volume"})
    fetches = False

    @staticmethod
    def find() -> str | None:
        """Return the path of VLC, or None."""
        return shutil.which("vlc") or next((path for path in _INSTALL_PATHS if Path(path).is_file()), None)

    def __init__(self, device: Device, *options: str) -> None:
        """Start VLC, silent.

        Args:
            device: its address is the program.
            options: more options for VLC.
        """
        self.device = device
        self._command = [device.address, *options]
        self._gain = 1.0
        self._sound: Sound | None = None
        with contextlib.ExitStack() as started:
            self._folder = started.enter_context(scratch_folder())
            self._start()
            self._started = started.pop_all()

    def play(self, sound: Sound) -> None:
        """Load the file."""
        self._sound = sound
        self._request(command="pl_empty")
        self._request(command="in_play", input=sound.path.resolve().as_uri())

    def pause(self) -> None:
        """Pause."""
        self._request(command="pl_forcepause")

    def resume(self) -> None:
        """Resume."""
        self._request(command="pl_forceresume")

    def seek(self, position: Samples) -> None:
        """Seek to the whole second before the position, so that no word is cut."""
        self._request(command="seek", val=int(seconds(position)))

    def stop(self) -> None:
        """Unload the file."""
        self._sound = None
        with contextlib.suppress(SpeakerError):  # VLC is already gone
            self._request(command="pl_stop")

    def status(self) -> Status:
        """Request the state and the position."""
        answer = self._request()
        if self._sound is None or answer["state"] == "stopped":
            return Status(state="stopped", position=Samples(0))
        if answer["length"] <= 0 or answer["state"] not in {"playing", "paused"}:
            return Status(state="loading", position=Samples(0))
        return Status(state=answer["state"], position=Samples(round(answer["position"] * self._sound.length)))

    def volume(self) -> float:
        """Return the factor on amplitude, 0 to 1."""
        return self._gain

    def set_volume(self, level: float) -> None:
        """Set the factor on amplitude, 0 to 1. VLC takes it only at start-up, so it is restarted where it was."""
        if level == self._gain:
            return
        status, sound = self.status(), self._sound
        end(self._program)
        self._gain = level
        self._start()
        if sound and status.state != "stopped":
            self._reload(sound, status)

    def close(self) -> None:
        """End VLC and wait for it."""
        end(self._program)
        self._started.close()

    def _reload(self, sound: Sound, before: Status) -> None:
        self.play(sound)
        deadline = time.monotonic() + _LOAD_TIMEOUT_SECONDS
        while self.status().state == "loading" and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)
        self.seek(before.position)
        if before.state == "paused":
            self.pause()

    def _start(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        password = secrets.token_hex(16)
        self._headers = {"Authorization": f"Basic {base64.b64encode(f':{password}'.encode()).decode()}"}
        settings, output = self._folder / "settings", self._folder / "output"
        # In a file with mode 600: every user can read a program's arguments.
        with os.fdopen(os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(f"[lua]\nhttp-password={password}\n")
        interface = ("-I", "http", "--http-host", "127.0.0.1", "--http-port", str(self._port), "--no-video")
        command = [*self._command, "--config", str(settings), *interface, f"--gain={self._gain}"]
        try:  # in a session of its own: Ctrl-C must reach this program only
            with output.open("wb") as log:
                self._program = subprocess.Popen(  # noqa: S603 - found by name
                    command, start_new_session=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log
                )
        except OSError as error:
            msg = f"cannot start {self._command[0]}: {error.strerror}"
            raise SpeakerError(msg) from error
        deadline = time.monotonic() + _START_TIMEOUT_SECONDS
        while self._program.poll() is None and time.monotonic() < deadline:
            try:
                self._request()
            except SpeakerError:
                time.sleep(_POLL_SECONDS)
            else:
                return
        end(self._program)
        why = (output.read_text("utf-8", "replace").strip().splitlines() or ["try it by itself: cvlc FILE"])[0]
        msg = f"VLC does not start: {why}"
        raise SpeakerError(msg)

    def _request(self, **parameters: object) -> Any:  # noqa: ANN401 - whatever JSON it answers
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_TIMEOUT_SECONDS)
        try:
            connection.request("GET", f"/requests/status.json?{urlencode(parameters)}", headers=self._headers)
            answer = connection.getresponse()
            found = json.loads(answer.read()) if answer.status == http.HTTPStatus.OK else None
        except (OSError, http.client.HTTPException, ValueError) as error:
            msg = "VLC does not answer"
            raise SpeakerError(msg) from error
        finally:
            connection.close()
        if found is None:
            msg = f"VLC refuses ({answer.status} {answer.reason})"
            raise SpeakerError(msg)
        return found
