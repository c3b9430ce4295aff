"""AirPlay, by pyatv: the sound goes out from this process, as it is heard, for as long as the session lasts.

Such a speaker tells neither its volume nor how far it is. The volume is set before the first sample goes out, each time
that a stream begins. The position is what has been taken out of the stream, less what is still on its way; it is
believed only while the speaker answers.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from audioguide.errors import SpeakerError
from audioguide.plugins import Ability, Device, Sound, Status
from audioguide.speakers.airplay import raop
from audioguide.speakers.airplay.pcm_source import PcmSource
from audioguide.units import Samples, samples

if TYPE_CHECKING:
    from pyatv.interface import AppleTV

_ANSWERS_WITHIN = 15.0
_ASKED_EVERY, _GONE_AFTER = 2.0, 7.0
"""Seconds between two questions whether it listens, and without an answer to them."""
_ON_ITS_WAY = samples(1.5)
"""A receiver plays what is sent so much later (pyatv's `StreamContext.latency`)."""
_PARTS_WITHIN = 2.0

T = TypeVar("T")


class Airplay:
    """An AirPlay receiver of either generation. A pause and a jump end the stream; another one follows."""

    abilities: frozenset[Ability] = frozenset({"pause", "seek", "volume"})
    fetches = False

    @staticmethod
    def discover(within: float, host: str | None = None) -> tuple[Device, ...]:
        """Search the network, or ask one host."""
        return asyncio.run(raop.search(within, host))

    def __init__(self, device: Device) -> None:
        """Ask for it where it was.

        Raises:
            SpeakerError: it does not answer, or wants a password or a pairing.
        """
        self._device = device
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._sound: Sound | None = None
        self._stream: asyncio.Task[None] | None = None
        self._start, self._answered = Samples(0), 0.0
        try:
            self._receiver: AppleTV = self._wait(raop.connect(device))
        except SpeakerError:
            self._end_thread()
            raise

    def play(self, sound: Sound) -> None:
        """Begin to send it."""
        self.stop()
        self._sound = sound
        self._wait(self._begin(sound, Samples(0)))

    def pause(self) -> None:
        """End the stream, and remember how far it was heard."""
        self._start = self._heard()
        self._wait(self._end())

    def resume(self) -> None:
        """Begin another stream where the last was left."""
        if self._sound and not self._stream:
            self._wait(self._begin(self._sound, self._start))

    def seek(self, position: Samples) -> None:
        """Begin another stream there; a speaker that is paused stays so."""
        playing = self._stream is not None
        self._wait(self._end())
        self._start = position
        if playing:
            self.resume()

    def stop(self) -> None:
        """End the stream; one that has gone is silent enough."""
        with contextlib.suppress(SpeakerError):
            self._wait(self._end())
        self._sound = None

    def status(self) -> Status:
        """Tell how far it must have been heard."""
        if self._sound is None:
            return Status(state="stopped", position=Samples(0))
        if self._stream is None:
            return Status(state="paused", position=self._start)
        with raop.told(self._device.name):
            if self._stream.done():
                self._stream.result()
                return Status(state="stopped", position=Samples(0))
            if self._loop.time() - self._answered > _GONE_AFTER:
                raise TimeoutError
        position = self._heard()
        return Status(state="playing" if position > self._start else "loading", position=position)

    def volume(self) -> None:
        """Return None: it does not tell."""

    def set_volume(self, level: float) -> None:
        """Set the volume of the stream, or of the next one before its first sample goes out."""
        self._wait(self._receiver.audio.set_volume(100 * level))

    def close(self) -> None:
        """Let go of it. The stream ends with us."""
        self.stop()
        with contextlib.suppress(SpeakerError):
            self._wait(self._part())
        self._end_thread()

    def _end_thread(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _heard(self) -> Samples:
        taken = self._source.taken if self._stream else 0
        return Samples(self._start + max(0, taken - _ON_ITS_WAY))

    async def _begin(self, sound: Sound, start: Samples) -> None:
        self._source = PcmSource(sound.path, start)
        self._start, self._answered = start, self._loop.time()
        self._stream = asyncio.create_task(self._send(self._source, sound.title))

    async def _end(self) -> None:
        stream, self._stream = self._stream, None
        if stream:
            await _over(stream, 3 * _PARTS_WITHIN)
            await self._source.close()

    async def _part(self) -> None:
        await asyncio.gather(*self._receiver.close())

    async def _send(self, source: PcmSource, title: str) -> None:
        """Send it, and ask meanwhile whether it is listened to: sound goes out unanswered."""
        sending = asyncio.create_task(raop.send(self._receiver, self._device.model, source, title))
        try:
            while not sending.done():
                if source.taken:
                    await raop.ask(self._receiver)
                self._answered = self._loop.time()
                await asyncio.wait([sending], timeout=_ASKED_EVERY)
        finally:
            await _over(sending, _PARTS_WITHIN)
            await _over(sending, _PARTS_WITHIN)  # it may wait for a farewell that does not come
        await sending

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        with raop.told(self._device.name):
            return asyncio.run_coroutine_threadsafe(work, self._loop).result(_ANSWERS_WITHIN)


async def _over(task: asyncio.Task[Any], within: float) -> None:
    """Cancel a task, and wait until it is over. Its error, where it has one, is known already."""
    task.cancel()
    await asyncio.wait([task], timeout=within)
    if task.done() and not task.cancelled():
        task.exception()
