"""DLNA: renderers of the UPnP AV architecture (AVTransport:1 and RenderingControl:1), by async_upnp_client."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import aiohttp
from async_upnp_client.aiohttp import AiohttpRequester
from async_upnp_client.client_factory import UpnpFactory
from async_upnp_client.exceptions import UpnpConnectionError, UpnpError
from async_upnp_client.profiles.dlna import DmrDevice, TransportState
from async_upnp_client.search import SsdpSearchListener

from audioguide.errors import SpeakerError
from audioguide.plugins import Ability, Device, Sound, Status
from audioguide.units import Samples, samples, seconds

if TYPE_CHECKING:
    from async_upnp_client.utils import CaseInsensitiveDict

log = logging.getLogger(__name__)

_RENDERER = "urn:schemas-upnp-org:device:MediaRenderer:1"
_PORT = 1900
"""Where a renderer hears a search that is meant for it alone."""
_ANSWERS_WITHIN = 5
_GIVEN_UP_WITHIN = 1.0  # for one that has not answered: it is still told to be silent, and its volume
_READY_WITHIN = 5.0
_STATES = {
    TransportState.PLAYING: "playing",
    TransportState.PAUSED_PLAYBACK: "paused",
    TransportState.STOPPED: "stopped",
    TransportState.NO_MEDIA_PRESENT: "stopped",
}

T = TypeVar("T")


class Dlna:
    """A DLNA renderer. It tells its position in whole seconds."""

    fetches = True

    @staticmethod
    def discover(within: float, host: str | None = None) -> tuple[Device, ...]:
        """Search the network, or ask one host.

        Args:
            within: seconds to wait for answers; afterwards the names are asked for.
            host: an address beyond the network that a search reaches.
        """
        return asyncio.run(_found(within, host))

    def __init__(self, device: Device) -> None:
        """Connect; its address is that of its description."""
        self._name = device.name
        self._loop = asyncio.Runner()
        self._patience: float | None = None
        try:
            self._device = self._wait(_renderer(device.address))
            self._wait(self._device.async_update())
        except SpeakerError:
            self._loop.close()
            raise
        able: dict[Ability, bool] = {
            "pause": self._device.has_pause,
            "seek": self._device.has_seek_rel_time,
            "volume": self._device.has_volume_level,
        }
        self.abilities = frozenset(ability for ability, has in able.items() if has)

    def play(self, sound: Sound) -> None:
        """Tell it the address, with a description of its own: some play nothing without."""

        async def begin() -> None:
            described = await self._device.construct_play_media_metadata(
                sound.url,
                sound.title,
                override_mime_type=sound.media_type,
                override_upnp_class="object.item.audioItem.musicTrack",
                override_dlna_features="*",
            )
            await self._device.async_set_transport_uri(sound.url, sound.title, described)
            await self._device.async_wait_for_can_play(_READY_WITHIN)
            await self._device.async_play()

        self._wait(begin())

    def pause(self) -> None:
        """Hold on."""
        self._need("pause")
        self._wait(self._device.async_pause())

    def resume(self) -> None:
        """Go on."""
        self._need("pause")
        self._wait(self._device.async_play())

    def seek(self, position: Samples) -> None:
        """Jump, to the second."""
        self._need("seek")
        self._wait(self._device.async_seek_rel_time(timedelta(seconds=round(seconds(position)))))

    def stop(self) -> None:
        """End it; one that has gone or has stopped already is silent enough."""
        with contextlib.suppress(SpeakerError):
            self._wait(self._device.async_stop())

    def status(self) -> Status:
        """Ask for its state and its position."""
        self._wait(self._device.async_update())
        state = _STATES.get(self._device.transport_state or TransportState.STOPPED, "loading")
        position = samples(self._device.media_position or 0) if state in {"playing", "paused"} else Samples(0)
        return Status(state=state, position=position)  # type: ignore[arg-type]

    def volume(self) -> float | None:
        """Return the volume on the renderer's own scale; it is known only after it has been asked for."""
        self._wait(self._device.async_update())
        return self._device.volume_level

    def set_volume(self, level: float) -> None:
        """Set the volume on the renderer's own scale."""
        self._need("volume")
        self._wait(self._device.async_set_volume_level(level))

    def close(self) -> None:
        """Let go of it."""
        self._loop.close()

    def _need(self, ability: Ability) -> None:
        if ability not in self.abilities:
            msg = f"'{self._name}' cannot do that ({ability})"
            raise SpeakerError(msg)

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        with _told(self._name):
            try:
                answer = self._loop.run(asyncio.wait_for(work, self._patience))
            except (UpnpError, aiohttp.ClientError, OSError, TimeoutError):
                self._patience = _GIVEN_UP_WITHIN
                raise
            self._patience = None
            return answer


@contextlib.contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what can go wrong on the way into a sentence."""
    try:
        yield
    except (UpnpError, aiohttp.ClientError, OSError, TimeoutError) as error:
        log.debug("%s: %r", name, error)
        gone = isinstance(error, UpnpConnectionError | OSError)
        msg = f"'{name}' " + ("does not answer; is it on, and in this network?" if gone else f"refuses ({error})")
        raise SpeakerError(msg) from error


async def _found(within: float, host: str | None) -> tuple[Device, ...]:
    places: set[str] = set()

    def answered(headers: CaseInsensitiveDict) -> None:
        if headers.get("st") == _RENDERER and (place := headers.get("location")):
            places.add(place)

    # Many renderers answer one who asks them alone only where the request names the address of all.
    listener = SsdpSearchListener(callback=answered, timeout=max(1, round(within)), search_target=_RENDERER)
    try:
        await listener.async_start()
        await asyncio.sleep(0)  # until it is connected
        listener.async_search((host, _PORT) if host else None)
        await asyncio.sleep(within)
    except OSError as error:
        log.debug("no search: %r", error)
    finally:
        listener.async_stop()
    return tuple([one for one in await asyncio.gather(*map(_described, sorted(places))) if one])


async def _described(place: str) -> Device | None:
    """Ask a renderer for its name; None where it does not tell."""
    try:
        found = await _renderer(place)
    except (UpnpError, aiohttp.ClientError, OSError, TimeoutError) as error:
        log.debug("%s: %r", place, error)
        return None
    device = found.profile_device
    host = urlsplit(place).hostname or ""
    return Device(speaker="dlna", name=device.name, address=place, host=host, model=device.model_name)


async def _renderer(place: str) -> DmrDevice:
    factory = UpnpFactory(AiohttpRequester(timeout=_ANSWERS_WITHIN), non_strict=True)
    return DmrDevice(await factory.async_create_device(place), None)
