"""Plays a session on a speaker, hears what is asked meanwhile, and believes only a position that advances."""

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

_LOOKS_EVERY = 0.25
"""Seconds between two looks at the speaker; a command is heard at once."""
_BEGINS_WITHIN = 12.0
"""Seconds; a speaker that was asleep needs up to ten to wake."""
_STALLS_AFTER = 8.0
"""Seconds without progress; speakers hold two to six seconds in reserve."""
_JUST_BEGUN = samples(3)
"""Back goes to the chapter before where this one has just begun, else to the beginning of this one."""
_NEARLY_OVER = samples(5)
"""A session ends in silence, and some speakers stop before the very end of it."""


@dataclass(kw_only=True)
class Playing:
    """One session on one speaker, from the first sound to the last."""

    speaker: Speaker
    device: Device
    sound: Sound
    chapters: tuple[Chapter, ...]
    fetched: Callable[[], bool]
    """Whether our server has been asked for the sound."""
    tell: Callable[[Status, Chapter], None]
    """Told of every look at the speaker."""
    asked: SimpleQueue[Command] = field(default_factory=SimpleQueue)
    """What is asked of it, from any thread."""
    clock: Callable[[], float] = time.monotonic
    looks_every: float = _LOOKS_EVERY

    def run(self) -> None:
        """Play to the end, or until it is asked to stop. The speaker is silent afterwards, whatever happened.

        Raises:
            SpeakerError: it does not play, or ceases to.
        """
        try:
            self._load()
            if self._begin():
                self._go_on()
        finally:
            self.speaker.stop()

    def _load(self) -> None:
        """Tell the speaker to play; where it refuses, tell what it was told."""
        try:
            self.speaker.play(self.sound)
        except SpeakerError as error:
            msg = f"{error}{self._told()}"
            raise SpeakerError(msg) from error

    def _begin(self) -> bool:
        """Wait for the first sound; False where it is asked to stop. What else is asked meanwhile is done after it."""
        end, status = self.clock() + _BEGINS_WITHIN, self.speaker.status()
        first, early = status.position, list[Command]()
        while not (status.position > first and (self.fetched() or not self.speaker.fetches)):
            command = self._heard()
            if command == "stop":
                return False
            if command:
                early.append(command)
            if self.clock() > end:
                raise SpeakerError(self._why_silent(status))
            status = self.speaker.status()
        while not self.asked.empty():
            early.append(self.asked.get())
        for command in early:
            self.asked.put(command)
        return True

    def _go_on(self) -> None:
        """Follow it to the end, and do what is asked."""
        last, moved = Samples(0), self.clock()
        while True:
            status = self._look(moved)
            if status is None:
                continue
            ending = last >= self.sound.length - _NEARLY_OVER
            if status.state == "stopped":
                if not ending:
                    what = f"stopped at {format_duration(last)}: somebody stopped it there, or it"
                    raise SpeakerError(self._why_ended(what))
                return
            if status.position != last or status.state == "paused":
                last, moved = status.position, self.clock()
            elif self.clock() - moved > _STALLS_AFTER:
                if not ending:
                    raise SpeakerError(self._why_ended(f"is stuck at {format_duration(last)}: it"))
                return
            self.tell(status, self.chapters[self._chapter(last)])
            command = self._heard()
            if command == "stop":
                return
            if command:
                self._do(command, status)

    def _look(self, moved: float) -> Status | None:
        """Ask how far it is; None where it does not answer, and has not for long: Wi-Fi hiccups."""
        try:
            return self.speaker.status()
        except SpeakerError:
            if self.clock() - moved > _STALLS_AFTER:
                raise
            time.sleep(self.looks_every)
            return None

    def _do(self, command: Command, status: Status) -> None:
        """Do what is asked, where it is not so already."""
        paused = status.state == "paused"
        if command in {"pause", "toggle"} and not paused:
            self.speaker.pause()
        elif command in {"resume", "toggle"} and paused:
            self.speaker.resume()
        elif command in {"next", "back"}:
            self._jump(status.position, forward=command == "next")

    def _heard(self) -> Command | None:
        """Wait until something is asked, or until it is time to look again."""
        try:
            return self.asked.get(timeout=self.looks_every)
        except Empty:
            return None

    def _jump(self, position: Samples, *, forward: bool) -> None:
        number = self._chapter(position)
        if forward:
            if number + 1 < len(self.chapters):
                self.speaker.seek(self.chapters[number + 1].start)
            return
        begun = position - self.chapters[number].start > _JUST_BEGUN
        self.speaker.seek(self.chapters[number if begun else max(0, number - 1)].start)

    def _chapter(self, position: Samples) -> int:
        """Return the number of the chapter at a position."""
        return max((number for number, one in enumerate(self.chapters) if one.start <= position), default=0)

    def _why_silent(self, status: Status) -> str:
        if self.speaker.fetches and not self.fetched():
            return (
                f"'{self.device.name}' does not fetch the session from this computer: it is in another network, or a "
                f"firewall here stops it{self._told()}"
            )
        return f"'{self.device.name}' does not play (it is {status.state}); try it with something else"

    def _why_ended(self, what: str) -> str:
        return f"'{self.device.name}' {what} cannot reach this computer any more{self._told()}"

    def _told(self) -> str:
        """Name the address that the speaker was given, without the random word in it."""
        return f" (it was told {'/'.join(self.sound.url.split('/')[:3])})" if self.speaker.fetches else ""
