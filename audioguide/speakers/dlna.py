"""DLNA: renderers of the UPnP AV architecture (AVTransport:1 and RenderingControl:1), by async_upnp_client."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
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
from audioguide.speakers.errors import AbilityError, speaker_errors, unreachable
from audioguide.units import Samples, samples, seconds

if TYPE_CHECKING:
    from async_upnp_client.utils import CaseInsensitiveDict

log = logging.getLogger(__name__)

_RENDERER = "urn:schemas-upnp-org:device:MediaRenderer:1"
_SSDP_PORT = 1900
"""For a unicast search."""
_TIMEOUT_SECONDS = 5
_UNRESPONSIVE_TIMEOUT_SECONDS = 1.0
"""After a request has failed: stop and the volume are still sent, but must not take long."""
_READY_TIMEOUT_SECONDS = 5.0
_ERRORS = (UpnpError, aiohttp.ClientError, OSError, TimeoutError)
_STATES = {
    TransportState.PLAYING: "playing",
    TransportState.PAUSED_PLAYBACK: "paused",
    TransportState.STOPPED: "stopped",
    TransportState.NO_MEDIA_PRESENT: "stopped",
}

T = TypeVar("T")


class Dlna:
    """A DLNA media renderer. It reports its position in whole seconds."""

    fetches = True

    @staticmethod
    def discover(within: float, host: str | None = None) -> tuple[Device, ...]:
        """Search by SSDP, or query one host.

        Args:
            within: seconds to wait for answers; fetching the device descriptions comes on top.
            host: an address that multicast does not reach.
        """
        return asyncio.run(_search(within, host))

    def __init__(self, device: Device) -> None:
        """Connect; ``device.address`` is the URL of the device description.

        Raises:
            SpeakerError: it does not answer.
        """
        self._name = device.name
        self._loop = asyncio.Runner()
        self._timeout: float | None = None
        try:
            self._device = self._wait(_renderer(device.address))
            self._wait(self._device.async_update())
        except SpeakerError:
            self._loop.close()
            raise
        supported: dict[Ability, bool] = {
            "pause": self._device.has_pause,
            "seek": self._device.has_seek_rel_time,
            "volume": self._device.has_volume_level,
        }
        self.abilities = frozenset(ability for ability, has in supported.items() if has)
        self.device = _description(device.address, self._device)

    def play(self, sound: Sound) -> None:
        """Set the URL together with DIDL-Lite metadata, without which some renderers play nothing."""

        async def begin() -> None:
            metadata = await self._device.construct_play_media_metadata(
                sound.url,
                sound.title,
                override_mime_type=sound.media_type,
                override_upnp_class="object.item.audioItem.musicTrack",
                override_dlna_features="*",
            )
            await self._device.async_set_transport_uri(sound.url, sound.title, metadata)
            await self._device.async_wait_for_can_play(_READY_TIMEOUT_SECONDS)
            await self._device.async_play()

        self._wait(begin())

    def pause(self) -> None:
        """Pause."""
        self._require("pause", now=self._device.can_pause)
        self._wait(self._device.async_pause())

    def resume(self) -> None:
        """Resume."""
        self._require("pause", now=self._device.can_play)
        self._wait(self._device.async_play())

    def seek(self, position: Samples) -> None:
        """Seek, to the nearest second."""
        self._require("seek", now=self._device.can_seek_rel_time)
        self._wait(self._device.async_seek_rel_time(timedelta(seconds=round(seconds(position)))))

    def stop(self) -> None:
        """Stop; an unreachable or already stopped device counts as stopped."""
        if not self._device.can_stop:  # as of the last look; the library would send nothing
            with contextlib.suppress(SpeakerError):
                self._wait(self._device.async_update())
        with contextlib.suppress(SpeakerError):
            self._wait(self._device.async_stop())

    def status(self) -> Status:
        """Request the state and the position."""
        self._wait(self._device.async_update())
        state = _STATES.get(self._device.transport_state or TransportState.STOPPED, "loading")
        position = samples(self._device.media_position or 0) if state in {"playing", "paused"} else Samples(0)
        loaded = self._device.av_transport_uri or None
        return Status(state=state, position=position, loaded=loaded)  # type: ignore[arg-type]

    def volume(self) -> float | None:
        """Request the volume, 0 to 1 on the renderer's own scale; None where it reports none."""
        self._wait(self._device.async_update())
        return self._device.volume_level

    def set_volume(self, level: float) -> None:
        """Set the volume, 0 to 1 on the renderer's own scale."""
        self._require("volume")
        self._wait(self._device.async_set_volume_level(level))

    def close(self) -> None:
        """Disconnect."""
        self._loop.close()

    def _require(self, ability: Ability, *, now: bool = True) -> None:
        """Refuse what the renderer cannot do, or not now: the library sends nothing then, and does not say so."""
        if ability not in self.abilities:
            raise AbilityError(self._name, ability)
        if not now:
            msg = f"'{self._name}' takes no such command just now; try again"
            raise SpeakerError(msg)

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            with speaker_errors(self._name, _ERRORS, _explain):
                response = self._loop.run(asyncio.wait_for(work, self._timeout))
        except SpeakerError:
            self._timeout = _UNRESPONSIVE_TIMEOUT_SECONDS
            raise
        self._timeout = None
        return response


def _explain(name: str, error: Exception) -> str:
    lost = isinstance(error, UpnpConnectionError | OSError)
    return unreachable(name) if lost else f"'{name}' refuses ({error})"


async def _search(within: float, host: str | None) -> tuple[Device, ...]:
    locations: set[str] = set()

    def on_response(headers: CaseInsensitiveDict) -> None:
        if headers.get("st") == _RENDERER and (location := headers.get("location")):
            locations.add(location)

    # Many renderers answer a unicast search only where its HOST header names the multicast address.
    listener = SsdpSearchListener(callback=on_response, timeout=max(1, round(within)), search_target=_RENDERER)
    try:
        await listener.async_start()
        await asyncio.sleep(0)  # lets the socket connect
        listener.async_search((host, _SSDP_PORT) if host else None)
        await asyncio.sleep(within)
    except OSError as error:
        log.debug("no search: %r", error)
    finally:
        listener.async_stop()
    return tuple([one for one in await asyncio.gather(*map(_device_at, sorted(locations))) if one])


async def _device_at(location: str) -> Device | None:
    """Fetch a device description from its URL; None where that fails, or it is an odd one."""
    try:
        return _description(location, await _renderer(location))
    except Exception as error:  # the others must be found all the same
        log.debug("%s:", location, exc_info=error)
        return None


def _description(location: str, found: DmrDevice) -> Device:
    device, host = found.profile_device, urlsplit(location).hostname or ""
    model, udn = device.model_name, device.udn
    return Device(speaker="dlna", name=device.name, address=location, host=host, model=model, identity=udn)


async def _renderer(location: str) -> DmrDevice:
    factory = UpnpFactory(AiohttpRequester(timeout=_TIMEOUT_SECONDS), non_strict=True)
    return DmrDevice(await factory.async_create_device(location), None)
