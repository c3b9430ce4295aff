"""Finds speakers of every protocol in parallel, remembers them, and connects to one by its friendly name."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from ipaddress import ip_address
from pathlib import Path

from audioguide import plugins
from audioguide.errors import AudioguideError, PluginError, ShelfError, SpeakerError
from audioguide.plugins import Device, Speaker
from audioguide.speakers.hosts import addresses
from audioguide.state import write_state
from audioguide.state.bug_report import log_bug

log = logging.getLogger(__name__)

SEARCH_SECONDS = 1.5
"""How long a search waits for answers. By multicast DNS it asks again after one: until then a responder may keep silent
about what it has just told (RFC 6762, 6)."""
_PREFERENCE = ("sonos", "cast", "dlna", "airplay", "hass")
"""Protocols, best first: AirPlay reports no volume, and its stream ends with this program."""
ADDED_TOGETHER = ("airplay", "cast", "dlna", "sonos")
"""Protocols that the extra `speakers` adds. Home Assistant has one of its own."""
BEHIND = "hass"
"""Its devices are at the address of what they are behind, and may be found by themselves as well."""


@dataclass(frozen=True, slots=True)
class SpeakerRegistry:
    """The speakers that were found, kept in a JSON file."""

    file: Path

    def search(self, host: str | None = None, on_found: Callable[[Device], object] | None = None) -> tuple[Device, ...]:
        """Search with every installed protocol in parallel, and remember what is found.

        Args:
            host: query this name or address only, for a network that multicast does not reach.
            on_found: called with each device as soon as it is found, from several threads; also with one that is
                dropped from the result because it was found by a better protocol too.

        Returns:
            Each device once, speakers in the network before this computer, by name.

        Raises:
            SpeakerError: nobody in this network knows the host.
        """
        address = _address(host) if host else None

        def discover(name: str) -> list[Device]:
            kind = _load_kind(name)  # in the thread: importing is slow, and other protocols wait for answers meanwhile
            try:
                devices = list(kind.discover(SEARCH_SECONDS, address)) if kind else []
            except (AudioguideError, OSError) as error:
                log.warning("the search for %s speakers failed (%s: %s)", name, type(error).__name__, error)
                return []
            except Exception as error:  # noqa: BLE001 - a bug in one must not keep the others from being found
                log_bug(f"the search for {name} speakers failed ({type(error).__name__}: {error})")
                return []
            if on_found and devices:
                with ThreadPoolExecutor(len(devices)) as pool:
                    list(pool.map(on_found, devices))
            return devices

        names = plugins.names("speakers")
        with ThreadPoolExecutor(max(1, len(names))) as pool:
            found = _deduplicated([device for devices in pool.map(discover, names) for device in devices])
        stale = {device.host for device in found} | {device.key for device in found}
        absent = {(one.speaker, one.address): one for one in self.remembered() if not {one.host, one.key} & stale}
        known = absent | {(one.speaker, one.address): one for one in found if one.host}
        rows = [asdict(device) for device in known.values()]
        try:
            write_state(self.file, json.dumps(rows, ensure_ascii=False, allow_nan=False))
        except ShelfError as error:
            log.warning("%s; the speakers are not remembered", error)
        return tuple(sorted(found, key=lambda one: (one.host == "", one.name.casefold())))

    def remembered(self) -> tuple[Device, ...]:
        """Return the speakers that earlier searches found; none where the file is missing or damaged."""
        try:
            return tuple(map(Device.from_json, json.loads(self.file.read_text("utf-8"))))
        except (OSError, ValueError, TypeError, RecursionError):
            return ()

    def connect(self, which: str, host: str | None = None) -> tuple[Device, Speaker]:
        """Connect to a speaker: to the one that was found before, wherever it is by now, or else by a new search.

        Args:
            which: its friendly name in any case, its address in the network, or both: ``Nursery@10.0.0.5``.
            host: only one at this name or address.

        Raises:
            SpeakerError: no speaker is called so, or more than one; the message lists those that were found.
            PluginError: the library for its protocol is not installed any more.
        """
        name, address = _name_and_address(which)
        address = _address(host) if host else address
        known = _matching(name, address, self.remembered())
        if len(known) == 1 and (speaker := _confirmed(known[0])):
            return known[0], speaker
        found = self.search(address or None)
        matching = _matching(name, address, found)
        if len(matching) == 1:
            return matching[0], connect_device(matching[0])
        if matching:
            there = ", ".join(f"{one.name}@{one.host} ({one.model})" for one in matching)
            one = matching[0]
            msg = f"{len(matching)} speakers are called '{which}': {there}; say which: --on '{one.name}@{one.host}'"
            raise SpeakerError(msg)
        there = ", ".join(f"'{device.name}'" for device in found) or "none at all"
        msg = f"there is no speaker '{which}' {f'at {address}' if address else 'in this network'}; found: {there}"
        raise SpeakerError("; ".join(filter(None, [msg, missing_extras()])))

    def reconnect(self, device: Device) -> Speaker:
        """Connect to a device, also where it has another address by now.

        Raises:
            SpeakerError: it does not answer.
            PluginError: the library for its protocol is not installed any more.
        """
        if speaker := _confirmed(next((one for one in self.remembered() if one.key == device.key), device)):
            return speaker
        return connect_device(next((one for one in self.search() if one.key == device.key), device))


def missing_extras() -> str:
    """Return why protocols cannot be used here, with the cure; empty where all can."""
    missing = _missing()
    together = [name for name in ADDED_TOGETHER if name in missing]
    if len(together) < 2:
        return "; ".join(missing.values())
    *most, last = together
    said = f"{', '.join(most)} and {last} speakers need one more install: audioguide add speakers"
    return "; ".join([said, *(text for name, text in missing.items() if name not in together)])


def lacks_speakers() -> bool:
    """Whether ``audioguide add speakers`` would add a protocol."""
    return not _missing().keys().isdisjoint(ADDED_TOGETHER)


def _missing() -> dict[str, str]:
    """Return the protocols that cannot be used here, each with why, and the cure."""
    missing: dict[str, str] = {}
    for name in plugins.names("speakers"):
        try:
            plugins.find("speakers", name)
        except PluginError as error:
            missing[name] = str(error)
    return missing


def connect_device(device: Device) -> Speaker:
    """Connect to a device at its address.

    Raises:
        SpeakerError: it does not answer, or another device has its address now.
        PluginError: the library for its protocol is not installed any more.
    """
    speaker: Speaker = plugins.find("speakers", device.speaker)(device)
    there = speaker.device.identity
    if device.identity and there and there != device.identity:
        speaker.close()
        msg = f"'{device.name}' has another address now: '{speaker.device.name}' answers at {device.host}"
        raise SpeakerError(msg)
    return speaker


def _confirmed(device: Device) -> Speaker | None:
    """Connect to a device that was found earlier; None where it does not say that it is still the one of this name."""
    try:
        speaker = connect_device(device)
    except SpeakerError as error:
        log.debug("%s: %s", device.address, error)
        return None
    there = speaker.device
    if there.identity and (there.identity, there.name) == (device.identity, device.name):
        return speaker
    speaker.close()
    return None


def _deduplicated(found: list[Device]) -> list[Device]:
    """Drop a device that a better protocol found too. A Sonos is a DLNA renderer as well, named by its address."""

    def is_duplicate(one: Device) -> bool:
        """Compare names as well as hosts: two programs on one computer are two devices."""
        better = [other for other in found if _rank(other) < _rank(one)]
        if one.speaker == BEHIND:
            return any(other.name.casefold() == one.name.casefold() for other in better)
        better = [other for other in better if other.host == one.host]
        return any(other.name == one.name or one.host in one.name for other in better)

    return [one for one in found if not (one.host and is_duplicate(one))]


def _rank(device: Device) -> int:
    return _PREFERENCE.index(device.speaker) if device.speaker in _PREFERENCE else len(_PREFERENCE)


def _matching(name: str, address: str, devices: tuple[Device, ...]) -> tuple[Device, ...]:
    """Return the devices of a name, in any case, and at an address; empty is any."""
    return tuple(
        one
        for one in devices
        if (not name or one.name.casefold() == name.casefold()) and (not address or one.host == address)
    )


def _name_and_address(which: str) -> tuple[str, str]:
    """Part ``Nursery@10.0.0.5``; one of the two may be missing. A name may hold an @ itself."""
    name, _, address = which.strip().rpartition("@")
    try:
        return name.strip(), str(ip_address(address))
    except ValueError:
        return which.strip(), ""


def _address(host: str) -> str:
    """Return the address of a host.

    Raises:
        SpeakerError: nobody in this network knows it.
    """
    if not (found := addresses(host)):
        msg = f"there is no '{host}' in this network; --host takes an address, such as 10.0.0.5"
        raise SpeakerError(msg)
    return found[0]


def _load_kind(name: str) -> plugins.SpeakerKind | None:
    try:
        kind: plugins.SpeakerKind = plugins.find("speakers", name)
    except PluginError as error:
        log.debug("%s", error)
        return None
    return kind
