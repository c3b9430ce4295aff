"""One session on one speaker of the house at a time, steered from any phone; every phone sees the same state."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from queue import SimpleQueue
from typing import Literal

from audioguide.errors import AudioguideError
from audioguide.model.chapters import Chapter
from audioguide.model.session import Session
from audioguide.player.memory import SpeakerMemory
from audioguide.player.playback import Order, PlaybackController
from audioguide.player.registry import connect_device
from audioguide.player.turn import session_volume, speaker_turn
from audioguide.player.volume_control import LoudestError
from audioguide.plugins import Device, Speaker, Status
from audioguide.speakers.errors import AbilityError
from audioguide.state.bug_report import log_bug
from audioguide.units import seconds
from audioguide.web.feed import key_of
from audioguide.web.page_errors import PageError, error_document, for_page
from audioguide.web.playing.hearing import Hearing
from audioguide.web.playing.serving import ServedSound

_END_SECONDS = 5.0
"""Before the end of a session, from where it counts as heard to the end."""
_SHUTDOWN_SECONDS = 5.0

_log = logging.getLogger(__name__)

State = Literal["idle", "starting", "playing", "paused", "ended", "failed"]
_OVER: frozenset[State] = frozenset({"idle", "ended", "failed"})
"""Nothing plays, and nobody takes commands."""

OnHeard = Callable[[Session, float, float | None], None]
"""Takes a session, how many seconds of it were heard, and the position from where it was left; see `Hearing`."""
Serve = Callable[[Session, Device], contextlib.AbstractContextManager[ServedSound]]
"""Serves a session to a device while entered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """What plays, as every phone shows it."""

    state: State = "idle"
    session: str = ""
    """The key."""
    on: str = ""
    """The name of the speaker."""
    position: float = 0.0
    """Seconds."""
    volume: int | None = None
    """Percent; None where it is not known."""
    note: str = ""
    """Why it failed."""
    refusals: int = 0
    """How many commands were not executed."""
    refusal: Mapping[str, object] = field(default_factory=dict)
    """Why the last of them was not, as in `error_document`."""


class Stage:
    """Plays in a thread of its own. Methods may be called from any thread."""

    def __init__(
        self,
        memory: SpeakerMemory,
        serve: Serve,
        *,
        on_heard: OnHeard,
        connect: Callable[[Device], Speaker] = connect_device,
    ) -> None:
        """Take what is remembered of speakers, and what serves a session to a speaker.

        `on_heard` is called when a session is over.
        """
        self._memory, self._serve, self._on_heard, self._connect = memory, serve, on_heard, connect
        self._lock = threading.Lock()
        self._begins = threading.Lock()
        """Held while one session takes the place of another."""
        self._playing = Playing()
        self._commands: SimpleQueue[Order] = SimpleQueue()
        self._devices: dict[str, Device] = {}
        self._thread: threading.Thread | None = None

    @property
    def playing(self) -> Playing:
        """What plays now."""
        return self._playing

    def speakers(self) -> list[dict[str, object]]:
        """Search the house, and return what is there, for JSON: names, and the volume in percent that is used."""
        found = self._memory.registry.search()
        with self._lock:
            self._devices |= {device.key: device for device in found}  # what another phone has found stays
        return [
            {
                "key": device.key,
                "name": _name(device),
                "volume": round(100 * self._memory.last_volumes.starting_level(device)),
            }
            for device in found
        ]

    def begin(self, session: Session, device_key: str) -> None:
        """Play a session on a speaker that was found, in place of what plays now.

        Raises:
            PageError: there is no such speaker, or what plays now does not end.
        """
        device = self._devices.get(device_key)
        if device is None:
            raise PageError("wrong_speaker")
        with self._begins:
            self.stop()
            if self._thread is not None and self._thread.is_alive():
                raise PageError("wrong_playing")
            with self._lock:
                self._commands = SimpleQueue()
                self._playing = Playing(state="starting", session=key_of(session), on=_name(device))
                self._thread = threading.Thread(target=self._run, args=(session, device, self._commands), daemon=True)
                self._thread.start()

    def command(self, order: Order) -> None:
        """Hand a command to what plays; nothing happens where nothing does."""
        with self._lock:
            if self._playing.state not in _OVER:
                self._commands.put(order)

    def stop(self) -> None:
        """End what plays, and wait until the speaker is as it was."""
        self.command("stop")
        self.wait(_SHUTDOWN_SECONDS)

    def wait(self, seconds: float) -> None:
        """Wait until nothing plays any more, for at most so many seconds."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, session: Session, device: Device, commands: SimpleQueue[Order]) -> None:
        try:
            with contextlib.closing(self._connect(device)) as speaker:
                self._play(session, device, speaker, commands)
        except AudioguideError as error:
            self._note(state="failed", note=str(error))
        except Exception as error:  # noqa: BLE001 - the boundary of the thread
            self._note(state="failed", note=f"audioguide has a bug ({type(error).__name__}: {error})")
            log_bug("playing a session failed")
        else:
            heard = self._playing.position >= seconds(session.length) - _END_SECONDS
            self._note(state="ended" if heard else "idle")

    def _play(self, session: Session, device: Device, speaker: Speaker, commands: SimpleQueue[Order]) -> None:
        hearing = Hearing(goodbye=seconds(session.goodbye.start))
        level = self._memory.last_volumes.starting_level(device)

        def on_status(status: Status, _: Chapter) -> None:
            state: State = "paused" if status.state == "paused" else "playing"
            self._note(state=state, position=round(seconds(status.position), 2))
            hearing.look(seconds(status.position))

        with (
            speaker_turn(speaker, device, self._memory, commands) as replaced,
            self._serve(session, device) as served,
            session_volume(speaker, device, self._memory, level) as control,
        ):

            def change_volume(step: float) -> None:
                try:
                    control.change(step)
                finally:  # it may have been changed by hand
                    self._note(volume=round(100 * control.level))

            now = speaker.volume() if "volume" in speaker.abilities else None
            self._note(volume=round(100 * (level if now is None else now)))
            controller = PlaybackController(
                speaker=speaker,
                device=device,
                sound=served.sound,
                chapters=session.chapters,
                has_fetched=served.has_fetched,
                on_status=on_status,
                change_volume=change_volume,
                replaced=replaced,
                on_refused=self._refuse,
                commands=commands,
            )
            try:
                controller.run()
            finally:
                self._report(session, hearing)

    def _refuse(self, error: AudioguideError) -> None:
        refusal = error_document(_in_words_of_the_page(error))
        self._note(refusals=self._playing.refusals + 1, refusal=refusal)

    def _report(self, session: Session, hearing: Hearing) -> None:
        try:
            self._on_heard(session, hearing.heard, hearing.stopped_at)
        except AudioguideError as error:  # a full disk: what was played was played all the same
            _log.warning("%s", error)

    def _note(self, **news: object) -> None:
        with self._lock:
            self._playing = replace(self._playing, **news)  # type: ignore[arg-type]


def playing_document(playing: Playing) -> dict[str, object]:
    """Return what plays, for JSON."""
    return asdict(replace(playing, note=for_page(playing.note)))


def _in_words_of_the_page(error: AudioguideError) -> AudioguideError:
    """Return why a command was not executed, with words of the page where it has some."""
    if isinstance(error, LoudestError):
        return PageError("wrong_loudest")
    if isinstance(error, AbilityError) and error.ability != "volume":
        return PageError(f"wrong_{error.ability}")
    return error


def _name(device: Device) -> str:
    """Return what the household calls a speaker; nothing for this computer, for which the page has words."""
    return device.name if device.host else ""
