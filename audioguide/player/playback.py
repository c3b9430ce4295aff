"""Plays a session on a speaker and executes commands; only a position that advances counts as playing."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from typing import Literal, get_args
from urllib.parse import urlsplit

from audioguide.errors import AudioguideError, SpeakerError, TakenOverError
from audioguide.model.chapters import Chapter
from audioguide.player.firewall import way_in
from audioguide.player.registry import BEHIND
from audioguide.player.volume_control import STEP
from audioguide.plugins import Device, Sound, Speaker, Status
from audioguide.units import Samples, format_duration, samples, seconds

_log = logging.getLogger(__name__)

Command = Literal["pause", "resume", "toggle", "next", "back", "louder", "quieter", "stop"]
COMMANDS: tuple[Command, ...] = get_args(Command)
Order = Command | Samples
"""A command, or a position to go on from."""

_POLL_SECONDS = 0.25
"""Between two status requests; a command is executed at once."""
_START_TIMEOUT_SECONDS = 12.0
"""A speaker in standby needs up to ten seconds to wake."""
_STALL_TIMEOUT_SECONDS = 8.0
"""Without progress; speakers buffer two to six seconds."""
_AHEAD_SECONDS = 2.0
"""By which a position may be ahead of our clock: some speakers round it, and some count it by a clock of their own."""
_TAKEOVER_SECONDS = 3.0
"""From the end of what played before to the beginning of what somebody else has chosen."""
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
    change_volume: Callable[[float], object]
    """Called with a share of the volume to add, for ``louder`` and ``quieter``."""
    replaced: str | None
    """The name of what the speaker has played until now; None where it was silent, or tells none."""
    on_refused: Callable[[AudioguideError], object] = _log.warning
    """Called with why a command was not executed."""
    commands: SimpleQueue[Order] = field(default_factory=SimpleQueue)
    """What to execute, put in from any thread."""
    way_in: Callable[[int, str], str] = way_in
    """Called where it does not fetch, with our port and the address that fetches, as `firewall.way_in`."""
    clock: Callable[[], float] = time.monotonic
    """Seconds."""
    poll_seconds: float = _POLL_SECONDS
    _ours: set[str] = field(default_factory=set)
    """What the speaker has called the sound that it was given: its URL, or a name of its own."""
    _loaded_at: float = 0.0
    """When it was given the sound, by `clock`."""

    def run(self) -> None:
        """Block until the session has ended or is stopped. On every way out the speaker is stopped, if it is ours.

        One that is told to stop before it begins is not begun.

        Raises:
            SpeakerError: it does not begin to play, or stops unasked.
            TakenOverError: it plays something else by now, and goes on with it.
        """
        early = self._queued()
        if "stop" in early:
            return
        try:
            self._load()
            if self._wait_for_start(early):
                self._monitor()
        finally:
            self._stop()

    def _stop(self) -> None:
        """Stop the speaker, unless somebody else plays on it."""
        is_taken = False
        try:
            with contextlib.suppress(SpeakerError):
                is_taken = bool(self._ours) and self._is_taken(self.speaker.status())
        finally:
            if not is_taken:
                self.speaker.stop()
        if is_taken:
            msg = f"'{self.device.name}' plays something else by now: somebody has taken it over, so it is left alone"
            raise TakenOverError(msg)

    def _is_taken(self, status: Status) -> bool:
        return bool(self._ours and status.loaded and status.loaded not in {self.sound.url, *self._ours})

    def _is_taken_soon(self) -> bool:
        """Wait whether something else is loaded: a takeover stops what plays first."""
        deadline = self.clock() + _TAKEOVER_SECONDS
        while self.clock() < deadline:
            if self._is_taken(self.speaker.status()):
                return True
            time.sleep(self.poll_seconds)
        return False

    def _load(self) -> None:
        """Start playback; where the speaker refuses, the error names the address that it was given."""
        self._loaded_at = self.clock()
        try:
            self.speaker.play(self.sound)
        except SpeakerError as error:
            msg = f"{error}{self._address_hint()}"
            raise SpeakerError(msg) from error

    def _wait_for_start(self, early: list[Order]) -> bool:
        """Wait until the position advances; False if stopped meanwhile. Other commands are deferred until then."""
        deadline, status = self.clock() + _START_TIMEOUT_SECONDS, self.speaker.status()
        first, deferred = status.position, early
        while not self._is_heard(status, first):
            if status.loaded == self.sound.url:
                self._ours.add(self.sound.url)
            first = min(first, status.position)  # it may have been that of what played before
            command = self._next_command()
            if command == "stop":
                return False
            if command is not None:  # the position 0, too
                deferred.append(command)
            if self.clock() > deadline:
                raise SpeakerError(self._why_silent(status))
            status = self.speaker.status()
            if self._is_taken(status):
                return False
        if status.loaded:
            self._ours.add(status.loaded)
        for command in (*deferred, *self._queued()):
            self.commands.put(command)
        return True

    def _is_heard(self, status: Status, first: Samples) -> bool:
        """Whether our sound has begun, and has gone on from a position."""
        is_fetched = self.has_fetched() or not self.speaker.fetches
        return status.position > first and is_fetched and self._may_be_ours(status)

    def _may_be_ours(self, status: Status) -> bool:
        """Whether this may be told of our sound: for some seconds a speaker that is polled tells of what played before.

        That has a name of its own, where the speaker tells names, and mostly it is further on than our sound can be.
        """
        if status.loaded == self.sound.url:
            return True
        is_replaced = status.loaded is not None and status.loaded == self.replaced
        return not is_replaced and seconds(status.position) <= self.clock() - self._loaded_at + _AHEAD_SECONDS

    def _monitor(self) -> None:
        """Poll the speaker until the end, and execute commands."""
        last, advanced_at = Samples(0), self.clock()
        while True:
            status = self._poll(last, advanced_at)
            if status is None:
                continue
            ending = last >= self.sound.length - _END_TOLERANCE
            is_stopped = status.state == "stopped"
            if self._is_taken(status) or (is_stopped and (ending or self._is_taken_soon())):
                return
            if is_stopped:
                what = f"stopped at {format_duration(last)}: somebody stopped it there, or it"
                raise SpeakerError(self._why_ended(what))
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
            if command is not None:
                self._execute(command, status)

    def _poll(self, last: Samples, advanced_at: float) -> Status | None:
        """Request the status; None where a short Wi-Fi dropout keeps the speaker from answering.

        One that loads may not tell where it is: it counts as where it was last.
        """
        try:
            status = self.speaker.status()
            return replace(status, position=last) if status.state == "loading" and not status.position else status
        except SpeakerError:
            if self.clock() - advanced_at > _STALL_TIMEOUT_SECONDS:
                raise
            time.sleep(self.poll_seconds)
            return None

    def _execute(self, command: Order, status: Status) -> None:
        """Execute a command, unless the speaker is in that state already. One that is refused ends nothing."""
        try:
            self._dispatch(command, status)
        except AudioguideError as error:
            self.on_refused(error)

    def _dispatch(self, command: Order, status: Status) -> None:
        paused = status.state == "paused"
        if isinstance(command, int):
            # Not into the last seconds: what stops at once after a jump looks as if somebody had stopped it.
            self.speaker.seek(Samples(max(0, min(command, self.sound.length - _END_TOLERANCE))))
        elif command in {"pause", "toggle"} and not paused:
            self.speaker.pause()
        elif command in {"resume", "toggle"} and paused:
            self.speaker.resume()
        elif command in {"next", "back"}:
            self._jump(status.position, forward=command == "next")
        elif command in {"louder", "quieter"}:
            self.change_volume(STEP if command == "louder" else -STEP)

    def _queued(self) -> list[Order]:
        """Take the commands that are there by now."""
        queued = list[Order]()
        while not self.commands.empty():
            queued.append(self.commands.get())
        return queued

    def _next_command(self) -> Order | None:
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
        state = f"it is {status.state}"
        if self.replaced is not None and status.loaded == self.replaced:
            state = "it goes on with what it played before"
        elif status.state == "playing":
            state = "it says that it plays, but its position does not move"
        return f"'{self.device.name}' does not play ({state}); try it with something else"

    def _why_ended(self, what: str) -> str:
        why = "cannot reach this computer any more" if self.speaker.fetches else "cannot play the rest"
        return f"'{self.device.name}' {what} {why}{self._address_hint()}"

    def _address_hint(self) -> str:
        """Name the address that the speaker was given, and what lets it in."""
        if not self.speaker.fetches:
            return ""
        port = urlsplit(self.sound.url).port
        fetcher = "any" if self.device.speaker == BEHIND else self.device.host
        advice = "" if self.has_fetched() or not port else self.way_in(port, fetcher)
        return "; ".join(filter(None, (f" (it was told {self.sound.origin})", advice)))
