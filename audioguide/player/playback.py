"""Plays a session on a speaker and executes commands; only a position that advances counts as playing."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Literal, get_args

from audioguide.errors import SpeakerError
from audioguide.model.timeline import Chapter
from audioguide.plugins import Device, Sound, Speaker, Status
from audioguide.units import Samples, format_duration, samples

Command = Literal["pause", "resume", "toggle", "next", "back", "stop"]
COMMANDS: tuple[Command, ...] = get_args(Command)

_POLL_SECONDS = 0.25
"""Between two status requests; a command is executed at once."""
_START_TIMEOUT_SECONDS = 12.0
"""A speaker in standby needs up to ten seconds to wake."""
_STALL_TIMEOUT_SECONDS = 8.0
"""Without progress; speakers buffer two to six seconds."""
_BACK_THRESHOLD = samples(3)
"""``back`` restarts a chapter that has played for longer, and otherwise goes to the previous one."""
_END_TOLERANCE = samples(5)
"""A session ends in silence, and some speakers stop a little before the end of the file."""


@dataclass(kw_only=True)
class PlaybackController:
    """One session on one speaker, from load to stop."""

    speaker: Speaker
    device: Device
    sound: Sound
    chapters: tuple[Chapter, ...]
    has_fetched: Callable[[], bool]
    """Whether the speaker has requested the file from our server."""
    on_status: Callable[[Status, Chapter], None]
    """Called with the status and the current chapter after each poll."""
    commands: SimpleQueue[Command] = field(default_factory=SimpleQueue)
    """Commands to execute, put in from any thread."""
    clock: Callable[[], float] = time.monotonic
    """Seconds."""
    poll_seconds: float = _POLL_SECONDS

    def run(self) -> None:
        """Block until the session has ended or is stopped. The speaker is stopped on every way out.

        Raises:
            SpeakerError: it does not begin to play, or stops unasked.
        """
        try:
            self._load()
            if self._wait_for_start():
                self._monitor()
        finally:
            self.speaker.stop()

    def _load(self) -> None:
        """Start playback; where the speaker refuses, the error names the address that it was given."""
        try:
            self.speaker.play(self.sound)
        except SpeakerError as error:
            msg = f"{error}{self._address_hint()}"
            raise SpeakerError(msg) from error

    def _wait_for_start(self) -> bool:
        """Wait until the position advances; False if stopped meanwhile. Other commands are deferred until then."""
        deadline, status = self.clock() + _START_TIMEOUT_SECONDS, self.speaker.status()
        first, deferred = status.position, list[Command]()
        while not (status.position > first and (self.has_fetched() or not self.speaker.fetches)):
            command = self._next_command()
            if command == "stop":
                return False
            if command:
                deferred.append(command)
            if self.clock() > deadline:
                raise SpeakerError(self._why_silent(status))
            status = self.speaker.status()
        while not self.commands.empty():
            deferred.append(self.commands.get())
        for command in deferred:
            self.commands.put(command)
        return True

    def _monitor(self) -> None:
        """Poll the speaker until the end, and execute commands."""
        last, advanced_at = Samples(0), self.clock()
        while True:
            status = self._poll(advanced_at)
            if status is None:
                continue
            ending = last >= self.sound.length - _END_TOLERANCE
            if status.state == "stopped":
                if not ending:
                    what = f"stopped at {format_duration(last)}: somebody stopped it there, or it"
                    raise SpeakerError(self._why_ended(what))
                return
            if status.position != last or status.state == "paused":
                last, advanced_at = status.position, self.clock()
            elif self.clock() - advanced_at > _STALL_TIMEOUT_SECONDS:
                if not ending:
                    raise SpeakerError(self._why_ended(f"is stuck at {format_duration(last)}: it"))
                return
            self.on_status(status, self.chapters[self._chapter_index(last)])
            command = self._next_command()
            if command == "stop":
                return
            if command:
                self._execute(command, status)

    def _poll(self, advanced_at: float) -> Status | None:
        """Request the status; None where a short Wi-Fi dropout keeps the speaker from answering."""
        try:
            return self.speaker.status()
        except SpeakerError:
            if self.clock() - advanced_at > _STALL_TIMEOUT_SECONDS:
                raise
            time.sleep(self.poll_seconds)
            return None

    def _execute(self, command: Command, status: Status) -> None:
        """Execute a command, unless the speaker is in that state already."""
        paused = status.state == "paused"
        if command in {"pause", "toggle"} and not paused:
            self.speaker.pause()
        elif command in {"resume", "toggle"} and paused:
            self.speaker.resume()
        elif command in {"next", "back"}:
            self._jump(status.position, forward=command == "next")

    def _next_command(self) -> Command | None:
        """Wait for a command, until it is time to poll again."""
        try:
            return self.commands.get(timeout=self.poll_seconds)
        except Empty:
            return None

    def _jump(self, position: Samples, *, forward: bool) -> None:
        index = self._chapter_index(position)
        if forward:
            if index + 1 < len(self.chapters):
                self.speaker.seek(self.chapters[index + 1].start)
            return
        restart = position - self.chapters[index].start > _BACK_THRESHOLD
        self.speaker.seek(self.chapters[index if restart else max(0, index - 1)].start)

    def _chapter_index(self, position: Samples) -> int:
        return max((index for index, one in enumerate(self.chapters) if one.start <= position), default=0)

    def _why_silent(self, status: Status) -> str:
        if self.speaker.fetches and not self.has_fetched():
            return (
                f"'{self.device.name}' does not fetch the session from this computer: it is in another network, or a "
                f"firewall here stops it{self._address_hint()}"
            )
        return f"'{self.device.name}' does not play (it is {status.state}); try it with something else"

    def _why_ended(self, what: str) -> str:
        return f"'{self.device.name}' {what} cannot reach this computer any more{self._address_hint()}"

    def _address_hint(self) -> str:
        """Name the address that the speaker was given, without the secret token in its path."""
        return f" (it was told {'/'.join(self.sound.url.split('/')[:3])})" if self.speaker.fetches else ""
