"""AirPlay, by pyatv: this process streams PCM in real time for as long as the session lasts.

A receiver reports neither its volume nor its position. The volume is set before the first packet of each stream. The
position is the number of samples sent, less the receiver's latency; it counts only while the receiver answers.
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
from audioguide.speakers.errors import speaker_errors
from audioguide.units import Samples, samples

if TYPE_CHECKING:
    from pyatv.interface import AppleTV

_TIMEOUT_SECONDS = 15.0
_KEEP_ALIVE_SECONDS, _LOST_AFTER_SECONDS = 2.0, 7.0
"""Between two keep-alive requests, and without a response to them."""
_LATENCY = samples(1.5)
"""Between sending a sample and hearing it (pyatv's `StreamContext.latency`)."""
_TEARDOWN_TIMEOUT_SECONDS = 2.0

T = TypeVar("T")


class Airplay:
    """An AirPlay 1 or 2 receiver. Pausing and seeking end the stream; another one follows."""

    abilities: frozenset[Ability] = frozenset({"pause", "seek", "volume"})
    fetches = False

    @staticmethod
    def discover(within: float, host: str | None = None) -> tuple[Device, ...]:
        """Scan for `within` seconds, or query one host."""
        return asyncio.run(raop.search(within, host))

    def __init__(self, device: Device) -> None:
        """Connect at the remembered host.

        Raises:
            SpeakerError: it does not answer, or requires a password or pairing.
        """
        self.device = device
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._sound: Sound | None = None
        self._stream: asyncio.Task[None] | None = None
        self._start, self._answered_at = Samples(0), 0.0
        self._receiver: AppleTV
        try:
            self.device, self._receiver = self._wait(raop.connect(device))
        except SpeakerError:
            self._end_thread()
            raise

    def play(self, sound: Sound) -> None:
        """Start to stream from the beginning."""
        self.stop()
        self._sound = sound
        self._wait(self._begin(sound, Samples(0)))

    def pause(self) -> None:
        """End the stream, and remember the position."""
        self._start = self._position()
        self._wait(self._end())

    def resume(self) -> None:
        """Start another stream at the remembered position."""
        if self._sound and not self._stream:
            self._wait(self._begin(self._sound, self._start))

    def seek(self, position: Samples) -> None:
        """Start another stream at the position; stay paused where it was paused."""
        playing = self._stream is not None
        self._wait(self._end())
        self._start = position
        if playing:
            self.resume()

    def stop(self) -> None:
        """End the stream; an unreachable receiver counts as stopped."""
        with contextlib.suppress(SpeakerError):
            self._wait(self._end())
        self._sound = None

    def status(self) -> Status:
        """Return the state of the stream, and the position from the samples sent."""
        if self._sound is None:
            return Status(state="stopped", position=Samples(0))
        if self._stream is None:
            return Status(state="paused", position=self._start)
        with self._errors():
            if self._stream.done():
                self._stream.result()
                return Status(state="stopped", position=Samples(0))
            if self._loop.time() - self._answered_at > _LOST_AFTER_SECONDS:
                raise TimeoutError
        position = self._position()
        return Status(state="playing" if position > self._start else "loading", position=position)

    def volume(self) -> None:
        """Return None: a receiver does not report it."""

    def set_volume(self, level: float) -> None:
        """Set the volume, 0 to 1, of this stream or of the next one before its first packet."""
        self._wait(self._receiver.audio.set_volume(100 * level))

    def close(self) -> None:
        """End the stream and disconnect."""
        self.stop()
        with contextlib.suppress(SpeakerError):
            self._wait(self._disconnect())
        self._end_thread()

    def _end_thread(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _position(self) -> Samples:
        taken = self._source.taken if self._stream else 0
        return Samples(self._start + max(0, taken - _LATENCY))

    async def _begin(self, sound: Sound, start: Samples) -> None:
        self._source = PcmSource(sound.path, start)
        self._start, self._answered_at = start, self._loop.time()
        self._stream = asyncio.create_task(self._send(self._source, sound.title))

    async def _end(self) -> None:
        stream, self._stream = self._stream, None
        if stream:
            await _cancelled(stream, 3 * _TEARDOWN_TIMEOUT_SECONDS)
            await self._source.close()

    async def _disconnect(self) -> None:
        await asyncio.gather(*self._receiver.close())

    async def _send(self, source: PcmSource, title: str) -> None:
        """Stream the source, with keep-alive requests: audio packets are not acknowledged."""
        sending = asyncio.create_task(raop.send(self._receiver, self.device.model, source, title))
        try:
            while not sending.done():
                if source.taken:
                    await raop.keep_alive(self._receiver)
                self._answered_at = self._loop.time()
                await asyncio.wait([sending], timeout=_KEEP_ALIVE_SECONDS)
        finally:
            await _cancelled(sending, _TEARDOWN_TIMEOUT_SECONDS)
            await _cancelled(
                sending, _TEARDOWN_TIMEOUT_SECONDS
            )  # its teardown may wait for a response that never comes
        await sending

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        with self._errors():
            return asyncio.run_coroutine_threadsafe(work, self._loop).result(_TIMEOUT_SECONDS)

    def _errors(self) -> contextlib.AbstractContextManager[None]:
        return speaker_errors(self.device.name, (Exception,), raop.explain)


async def _cancelled(task: asyncio.Task[Any], within: float) -> None:
    """Cancel a task and wait until it has ended; its exception, if any, was reported before."""
    task.cancel()
    await asyncio.wait([task], timeout=within)
    if task.done() and not task.cancelled():
        task.exception()
