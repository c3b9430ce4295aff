"""VLC on this computer, through its HTTP interface (https://wiki.videolan.org/VLC_HTTP_requests/).

Only this computer can reach that, and only with a password that lasts as long as the session.
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
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from audioguide.errors import SpeakerError
from audioguide.plugins import Ability, Device, Sound, Status
from audioguide.units import Samples, seconds

_STARTS_WITHIN = 10.0
_ANSWERS_WITHIN = 5.0
_LOADS_WITHIN = 5.0
_ELSEWHERE = (
    "/Applications/VLC.app/Contents/MacOS/VLC",
    r"C:\Program Files\VideoLAN\VLC\vlc.exe",
    r"C:\Program Files (x86)\VideoLAN\VLC\vlc.exe",
)
"""Where it is on systems that do not look there by themselves."""


class Vlc:
    """VLC without a window.

    Its own volume is not known before it plays, and stays changed afterwards. Ours is a gain that it is started with:
    a factor on amplitude, which ends with the session.
    """

    abilities: frozenset[Ability] = frozenset({"pause", "seek", "volume"})
    fetches = False

    @staticmethod
    def place() -> str | None:
        """Return where VLC is."""
        return shutil.which("vlc") or next((place for place in _ELSEWHERE if Path(place).is_file()), None)

    def __init__(self, device: Device, *options: str) -> None:
        """Start VLC, silent.

        Args:
            device: its address is the program.
            options: more options for VLC.
        """
        self._command = [device.address, *options]
        self._gain = 1.0
        self._sound: Sound | None = None
        with contextlib.ExitStack() as started:
            self._folder = Path(
                started.enter_context(tempfile.TemporaryDirectory(prefix="audioguide-", ignore_cleanup_errors=True))
            )
            self._start()
            self._started = started.pop_all()

    def play(self, sound: Sound) -> None:
        """Load the file."""
        self._sound = sound
        self._ask(command="pl_empty")
        self._ask(command="in_play", input=sound.path.resolve().as_uri())

    def pause(self) -> None:
        """Hold on."""
        self._ask(command="pl_forcepause")

    def resume(self) -> None:
        """Go on."""
        self._ask(command="pl_forceresume")

    def seek(self, position: Samples) -> None:
        """Jump, to the second before: no word is lost."""
        self._ask(command="seek", val=int(seconds(position)))

    def stop(self) -> None:
        """Unload the file."""
        self._sound = None
        with contextlib.suppress(SpeakerError):  # it has gone: silent enough
            self._ask(command="pl_stop")

    def status(self) -> Status:
        """Ask where it is."""
        answer = self._ask()
        if self._sound is None or answer["state"] == "stopped":
            return Status(state="stopped", position=Samples(0))
        if answer["length"] <= 0 or answer["state"] not in {"playing", "paused"}:
            return Status(state="loading", position=Samples(0))
        return Status(state=answer["state"], position=Samples(round(answer["position"] * self._sound.length)))

    def volume(self) -> float:
        """Return the factor on amplitude."""
        return self._gain

    def set_volume(self, level: float) -> None:
        """Set the factor on amplitude. VLC takes it only when it starts: what plays is begun again where it was."""
        if level == self._gain:
            return
        status, sound = self.status(), self._sound
        self._quit()
        self._gain = level
        self._start()
        if sound and status.state != "stopped":
            self._load_again(sound, status)

    def close(self) -> None:
        """End VLC."""
        self._quit()
        self._started.close()

    def _load_again(self, sound: Sound, before: Status) -> None:
        self.play(sound)
        end = time.monotonic() + _LOADS_WITHIN
        while self.status().state == "loading" and time.monotonic() < end:
            time.sleep(0.02)
        self.seek(before.position)
        if before.state == "paused":
            self.pause()

    def _start(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        password = secrets.token_hex(16)
        self._login = {"Authorization": f"Basic {base64.b64encode(f':{password}'.encode()).decode()}"}
        settings, words = self._folder / "settings", self._folder / "words"
        # In a file, which nobody else can read: others see what a program is called with.
        with os.fdopen(os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(f"[lua]\nhttp-password={password}\n")
        asked = ("-I", "http", "--http-host", "127.0.0.1", "--http-port", str(self._port), "--no-video")
        command = [*self._command, "--config", str(settings), *asked, f"--gain={self._gain}"]
        try:  # in a session of its own: Ctrl-C is ours to answer
            with words.open("wb") as said:
                self._program = subprocess.Popen(  # noqa: S603 - found by name
                    command, start_new_session=True, stdin=subprocess.DEVNULL, stdout=said, stderr=said
                )
        except OSError as error:
            msg = f"cannot start {self._command[0]}: {error.strerror}"
            raise SpeakerError(msg) from error
        end = time.monotonic() + _STARTS_WITHIN
        while self._program.poll() is None and time.monotonic() < end:
            try:
                self._ask()
            except SpeakerError:
                time.sleep(0.02)
            else:
                return
        self._quit()
        why = (words.read_text("utf-8", "replace").strip().splitlines() or ["try it by itself: cvlc FILE"])[0]
        msg = f"VLC does not start: {why}"
        raise SpeakerError(msg)

    def _quit(self) -> None:
        self._program.terminate()
        self._program.wait()

    def _ask(self, **what: object) -> Any:  # noqa: ANN401 - whatever JSON it answers
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_ANSWERS_WITHIN)
        try:
            line.request("GET", f"/requests/status.json?{urlencode(what)}", headers=self._login)
            answer = line.getresponse()
            found = json.loads(answer.read()) if answer.status == http.HTTPStatus.OK else None
        except (OSError, http.client.HTTPException, ValueError) as error:
            msg = "VLC does not answer"
            raise SpeakerError(msg) from error
        finally:
            line.close()
        if found is None:
            msg = f"VLC refuses ({answer.status} {answer.reason})"
            raise SpeakerError(msg)
        return found
