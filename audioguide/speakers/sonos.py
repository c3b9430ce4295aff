"""Sonos players, by soco."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import escape

import soco
from requests import HTTPError, RequestException, get
from soco import SoCo
from soco.exceptions import SoCoException

from audioguide.errors import SpeakerError
from audioguide.plugins import Ability, Device, Sound, Status
from audioguide.units import Samples, samples, seconds

log = logging.getLogger(__name__)

soco.config.REQUEST_TIMEOUT = 5.0  # seconds; it is the library's own, for every player

_TROUBLE = (SoCoException, RequestException, OSError, ParseError, AttributeError)
"""What can go wrong on the way; the last two, where something else answers."""
_STATES = {"PLAYING": "playing", "PAUSED_PLAYBACK": "paused", "STOPPED": "stopped"}
_FORBIDDEN = {401, 403}
_TRACK = (
    '<DIDL-Lite xmlns="urn:schemas-upnp-org:metadata-1-0/DIDL-Lite/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:upnp="urn:schemas-upnp-org:metadata-1-0/upnp/"><item id="audioguide" parentID="-1" restricted="1">'
    "<dc:title>{title}</dc:title><upnp:class>object.item.audioItem.musicTrack</upnp:class>"
    '<res protocolInfo="http-get:*:{media_type}:*">{url}</res></item></DIDL-Lite>'
)
"""What it shows. Without, soco tells it that this is a radio station, in which nobody can jump."""


class Sonos:
    """A player; it tells its position in whole seconds."""

    fetches = True

    @staticmethod
    def discover(within: float, host: str | None = None) -> tuple[Device, ...]:
        """Search the network for so many seconds, or ask one host. The first player that answers knows the others."""
        try:
            zones = {SoCo(host)} if host else soco.discover(timeout=within) or set()
        except _TROUBLE as error:
            log.debug("no search: %r", error)
            return ()
        with ThreadPoolExecutor(max(1, len(zones))) as pool:
            return tuple(found for found in pool.map(lambda zone: _described(zone, within), zones) if found)

    def __init__(self, device: Device) -> None:
        """Connect; its address is its host."""
        self._name = device.name
        self._zone = SoCo(device.address)
        with self._told():
            _look(self._zone, soco.config.REQUEST_TIMEOUT)
            fixed = self._zone.fixed_volume
        self.abilities: frozenset[Ability] = frozenset({"pause", "seek"} if fixed else {"pause", "seek", "volume"})

    def play(self, sound: Sound) -> None:
        """Tell it the address. One that plays together with other rooms is refused: nobody holds their volume."""
        with self._told():
            if len(self._zone.group.members & self._zone.visible_zones) > 1:
                msg = f"'{self._name}' plays together with other rooms; part them in the Sonos app first"
                raise SpeakerError(msg)
            told = {"title": escape(sound.title), "url": escape(sound.url), "media_type": sound.media_type}
            self._zone.play_uri(sound.url, meta=_TRACK.format(**told))

    def pause(self) -> None:
        """Hold on."""
        with self._told():
            self._zone.pause()

    def resume(self) -> None:
        """Go on."""
        with self._told():
            self._zone.play()

    def seek(self, position: Samples) -> None:
        """Jump, to the second."""
        minutes, second = divmod(round(seconds(position)), 60)
        with self._told():
            self._zone.seek(f"{minutes // 60}:{minutes % 60:02}:{second:02}")

    def stop(self) -> None:
        """End it; one that has gone or has stopped already is silent enough."""
        with contextlib.suppress(SpeakerError), self._told():
            self._zone.stop()

    def status(self) -> Status:
        """Ask for its state and its position."""
        with self._told():
            state = _STATES.get(self._zone.get_current_transport_info()["current_transport_state"], "loading")
            told = self._zone.get_current_track_info()["position"] if state != "stopped" else ""
        parts = told.split(":")
        if len(parts) != 3 or not all(part.isdecimal() for part in parts):  # NOT_IMPLEMENTED: nothing is loaded
            return Status(state=state, position=Samples(0))  # type: ignore[arg-type]
        hours, minutes, second = (int(part) for part in parts)
        return Status(state=state, position=samples(3600 * hours + 60 * minutes + second))  # type: ignore[arg-type]

    def volume(self) -> float | None:
        """Ask for the volume."""
        self._need_volume()
        with self._told():
            return int(self._zone.volume) / 100

    def set_volume(self, level: float) -> None:
        """Set the volume, in steps of a hundredth."""
        self._need_volume()
        with self._told():
            self._zone.volume = round(100 * level)

    def close(self) -> None:
        """Nothing is held."""

    def _need_volume(self) -> None:
        if "volume" not in self.abilities:
            msg = f"'{self._name}' cannot do that (volume): it is set at what it is connected to"
            raise SpeakerError(msg)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what can go wrong on the way into a sentence."""
        try:
            yield
        except _TROUBLE as error:
            log.debug("%s: %r", self._name, error)
            if isinstance(error, HTTPError) and error.response is not None and error.response.status_code in _FORBIDDEN:
                msg = (
                    f"'{self._name}' lets nobody in ({error.response.status_code}): newer Sonos players come with UPnP "
                )
                msg += "switched off; switch it on in the Sonos app, in the privacy settings"
            elif isinstance(error, HTTPError | SoCoException):
                msg = f"'{self._name}' refuses ({error})"
            else:
                msg = f"'{self._name}' does not answer; is it on, and in this network?"
            raise SpeakerError(msg) from error


def _described(zone: SoCo, within: float) -> Device | None:
    """Ask a player for its name; None where it does not tell."""
    address, name, model = zone.ip_address, f"Sonos at {zone.ip_address}", "Sonos"
    try:
        _look(zone, within)
        if about := zone.get_speaker_info(timeout=within):
            name, model = about["zone_name"], about["model_name"]
    except HTTPError as error:
        if error.response is None or error.response.status_code not in _FORBIDDEN:
            return None  # something else is there; one that forbids will tell why when one connects to it
    except _TROUBLE as error:
        log.debug("%s: %r", address, error)
        return None
    return Device(speaker="sonos", name=name, address=address, host=address, model=model)


def _look(zone: SoCo, within: float) -> None:
    """Look whether it lets us in: soco takes a refusal for a description that it cannot read."""
    get(f"{zone.base_url}/xml/device_description.xml", timeout=within).raise_for_status()
