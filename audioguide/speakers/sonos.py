"""Sonos players, by soco."""

from __future__ import annotations

import contextlib
import logging
from concurrent.futures import ThreadPoolExecutor
from xml.etree.ElementTree import ParseError, fromstring
from xml.sax.saxutils import escape

import soco
from requests import HTTPError, RequestException, get
from soco import SoCo
from soco.exceptions import SoCoException, SoCoUPnPException

from audioguide.errors import SpeakerError
from audioguide.plugins import Ability, Device, Sound, Status
from audioguide.speakers.errors import speaker_errors, unreachable
from audioguide.units import Samples, samples, seconds

log = logging.getLogger(__name__)

soco.config.REQUEST_TIMEOUT = 5.0  # seconds; a global of the library

_ERRORS = (SoCoException, RequestException, OSError, ParseError, AttributeError)
"""The last two are raised where something other than a Sonos answers."""
_STATES = {"PLAYING": "playing", "PAUSED_PLAYBACK": "paused", "STOPPED": "stopped"}
_ACTION_FAILED = "501"
"""A UPnP error code."""
_PORT = 1400
_PLAYER_ID = "uuid:RINCON_"
_FORBIDDEN = {401, 403}
"""HTTP status codes."""
_TRACK_METADATA = (
    '<DIDL-Lite xmlns="urn:schemas-upnp-org:metadata-1-0/DIDL-Lite/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:upnp="urn:schemas-upnp-org:metadata-1-0/upnp/"><item id="audioguide" parentID="-1" restricted="1">'
    "<dc:title>{title}</dc:title><upnp:class>object.item.audioItem.musicTrack</upnp:class>"
    '<res protocolInfo="http-get:*:{media_type}:*">{url}</res></item></DIDL-Lite>'
)
"""DIDL-Lite. Without it soco declares a radio station, in which the player does not seek."""


class Sonos:
    """A Sonos player. It reports its position in whole seconds."""

    fetches = True

    @staticmethod
    def discover(within: float, host: str | None = None) -> tuple[Device, ...]:
        """Search by SSDP for `within` seconds, or query one host. The first player to answer lists the others."""
        try:
            zones = {SoCo(host)} if host else soco.discover(timeout=within) or set()
        except (*_ERRORS, ValueError) as error:  # soco takes IPv4 addresses alone
            log.debug("no search: %r", error)
            return ()
        with ThreadPoolExecutor(max(1, len(zones))) as pool:
            return tuple(found for found in pool.map(lambda zone: _device_of(zone, within), zones) if found)

    def __init__(self, device: Device) -> None:
        """Connect to ``device.address``, which is a host.

        Raises:
            SpeakerError: it does not answer, or its UPnP is switched off.
        """
        self._name = device.name
        self._zone = SoCo(device.address)
        with self._errors():
            self.device = _described(self._zone, soco.config.REQUEST_TIMEOUT)
            fixed = _has_fixed_volume(self._zone)
        self.abilities: frozenset[Ability] = frozenset({"pause", "seek"} if fixed else {"pause", "seek", "volume"})

    def play(self, sound: Sound) -> None:
        """Set the URL.

        Raises:
            SpeakerError: it is grouped with other rooms, whose volume would not be capped.
        """
        with self._errors():
            if len(self._zone.group.members & self._zone.visible_zones) > 1:
                msg = f"'{self._name}' plays together with other rooms; part them in the Sonos app first"
                raise SpeakerError(msg)
            metadata = {"title": escape(sound.title), "url": escape(sound.url), "media_type": sound.media_type}
            self._zone.play_uri(sound.url, meta=_TRACK_METADATA.format(**metadata))

    def pause(self) -> None:
        """Pause."""
        with self._errors():
            self._zone.pause()

    def resume(self) -> None:
        """Resume."""
        with self._errors():
            self._zone.play()

    def seek(self, position: Samples) -> None:
        """Seek, to the nearest second."""
        minutes, second = divmod(round(seconds(position)), 60)
        with self._errors():
            self._zone.seek(f"{minutes // 60}:{minutes % 60:02}:{second:02}")

    def stop(self) -> None:
        """Stop; an unreachable or already stopped device counts as stopped."""
        with contextlib.suppress(SpeakerError), self._errors():
            self._zone.stop()

    def status(self) -> Status:
        """Request the state and the position."""
        with self._errors():
            state = _STATES.get(self._zone.get_current_transport_info()["current_transport_state"], "loading")
            track = self._zone.get_current_track_info() if state != "stopped" else {"position": "", "uri": ""}
        position, loaded = _position(track["position"]), track["uri"] or None
        return Status(state=state, position=position, loaded=loaded)  # type: ignore[arg-type]

    def volume(self) -> float | None:
        """Request the volume, 0 to 1."""
        self._require_volume()
        with self._errors():
            return int(self._zone.volume) / 100

    def set_volume(self, level: float) -> None:
        """Set the volume, 0 to 1 in steps of 0.01."""
        self._require_volume()
        with self._errors():
            self._zone.volume = round(100 * level)

    def close(self) -> None:
        """Do nothing: there is no connection to close."""

    def _require_volume(self) -> None:
        if "volume" not in self.abilities:
            msg = f"'{self._name}' cannot do that (volume): it is set at what it is connected to"
            raise SpeakerError(msg)

    def _errors(self) -> contextlib.AbstractContextManager[None]:
        return speaker_errors(self._name, _ERRORS, _explain)


def _has_fixed_volume(zone: SoCo) -> bool:
    """Whether the volume is set at what the player is connected to; most models have no such setting."""
    try:
        return bool(zone.fixed_volume)
    except SoCoUPnPException as error:
        if error.error_code == _ACTION_FAILED:
            return False
        raise


def _position(clock: str) -> Samples:
    """Return a position of the form 0:01:23; 0 for "NOT_IMPLEMENTED", without a track."""
    parts = clock.split(":")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return Samples(0)
    hours, minutes, second = (int(part) for part in parts)
    return samples(3600 * hours + 60 * minutes + second)


def _explain(name: str, error: Exception) -> str:
    if isinstance(error, HTTPError) and error.response is not None and error.response.status_code in _FORBIDDEN:
        return (
            f"'{name}' lets nobody in ({error.response.status_code}): newer Sonos players come with UPnP switched off; "
            "switch it on in the Sonos app, in the privacy settings"
        )
    return f"'{name}' refuses ({error})" if isinstance(error, HTTPError | SoCoException) else unreachable(name)


def _device_of(zone: SoCo, within: float) -> Device | None:
    """Describe a player; None where it does not answer."""
    try:
        return _described(zone, within)
    except HTTPError as error:
        if error.response is None or error.response.status_code not in _FORBIDDEN:
            return None  # not a Sonos; one that forbids access is listed, and connecting says why
        address = zone.ip_address
        return Device(speaker="sonos", name=f"Sonos at {address}", address=address, host=address, model="Sonos")
    except _ERRORS as error:
        log.debug("%s: %r", zone.ip_address, error)
        return None


def _described(zone: SoCo, within: float) -> Device:
    """Read what a player says of itself; soco keeps what it has read, and would not see a change.

    Raises:
        HTTPError: access is forbidden; soco itself would fail to parse the response.
        ParseError: it is no Sonos.
    """
    answer = get(f"http://{zone.ip_address}:{_PORT}/xml/device_description.xml", timeout=within)
    answer.raise_for_status()
    about = fromstring(answer.content).find("{*}device")  # noqa: S314 - soco parses every answer so
    udn = "" if about is None else about.findtext("{*}UDN", "")
    if about is None or not udn.startswith(_PLAYER_ID):
        msg = f"not a Sonos: {udn}"
        raise ParseError(msg)
    return Device(
        speaker="sonos",
        name=about.findtext("{*}roomName", ""),
        address=zone.ip_address,
        host=zone.ip_address,
        model=about.findtext("{*}modelName", "Sonos"),
        identity=udn.removeprefix("uuid:"),
    )
