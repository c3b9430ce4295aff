"""Finds speakers of every protocol in parallel, remembers them, and connects to one by its friendly name."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from audioguide import plugins
from audioguide.errors import PluginError, SpeakerError
from audioguide.plugins import Device, Speaker

log = logging.getLogger(__name__)

SEARCH_SECONDS = 1.0
"""How long a search waits for answers."""
_PREFERENCE = ("sonos", "cast", "dlna", "airplay")
"""Protocols, best first: AirPlay reports no volume, and its stream ends with this program."""


@dataclass(frozen=True, slots=True)
class SpeakerRegistry:
    """The speakers that were found, kept in a JSON file."""

    file: Path

    def search(self, host: str | None = None, on_found: Callable[[Device], object] | None = None) -> tuple[Device, ...]:
        """Search with every installed protocol in parallel, and remember what is found.

        Args:
            host: query this address only, for a network that multicast does not reach.
            on_found: called with each device as soon as it is found, from several threads; also with one that is
                dropped from the result because it was found by a better protocol too.

        Returns:
            Each device once, speakers in the network before this computer, by name.
        """

        def discover(name: str) -> list[Device]:
            kind = _load_kind(name)  # in the thread: importing is slow, and other protocols wait for answers meanwhile
            devices = list(kind.discover(SEARCH_SECONDS, host)) if kind else []
            if on_found and devices:
                with ThreadPoolExecutor(len(devices)) as pool:
                    list(pool.map(on_found, devices))
            return devices

        names = plugins.names("speakers")
        with ThreadPoolExecutor(max(1, len(names))) as pool:
            found = _deduplicated([device for devices in pool.map(discover, names) for device in devices])
        hosts = {device.host for device in found}
        absent = {(one.speaker, one.address): one for one in self.remembered() if one.host not in hosts}
        known = absent | {(one.speaker, one.address): one for one in found if one.host}
        rows = [asdict(device) for device in known.values()]
        self.file.write_text(json.dumps(rows, ensure_ascii=False, allow_nan=False), "utf-8")
        return tuple(sorted(found, key=lambda one: (one.host == "", one.name.casefold())))

    def remembered(self) -> tuple[Device, ...]:
        """Return the speakers that earlier searches found; none where the file is missing or damaged."""
        try:
            return tuple(Device(**row) for row in json.loads(self.file.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return ()

    def connect(self, name: str, host: str | None = None) -> tuple[Device, Speaker]:
        """Connect to a speaker by its name, in any case: at its remembered address, or else by a new search.

        Args:
            name: the friendly name of the device.
            host: query this address only.

        Raises:
            SpeakerError: no speaker has this name; the message lists those that were found.
            PluginError: the library for its protocol is not installed any more.
        """
        for device in _matching(name, self.remembered()):
            try:
                return device, connect_device(device)
            except SpeakerError as error:  # its address may have changed
                log.debug("%s: %s", device.address, error)
        found = self.search(host)
        for device in _matching(name, found):
            return device, connect_device(device)
        there = ", ".join(f"'{device.name}'" for device in found) or "none at all"
        msg = f"there is no speaker '{name}' in this network; found: {there}"
        raise SpeakerError("; ".join([msg, *missing_extras()]))


def missing_extras() -> tuple[str, ...]:
    """Return a sentence for each protocol whose library is not installed: what to install for it."""
    sentences = []
    for name in plugins.names("speakers"):
        try:
            plugins.find("speakers", name)
        except PluginError as error:
            sentences.append(str(error))
    return tuple(sentences)


def connect_device(device: Device) -> Speaker:
    """Connect to a device at its remembered address.

    Raises:
        SpeakerError: it does not answer.
        PluginError: the library for its protocol is not installed any more.
    """
    speaker: Speaker = plugins.find("speakers", device.speaker)(device)
    return speaker


def _deduplicated(found: list[Device]) -> list[Device]:
    """Drop a device that a better protocol found too. A Sonos is a DLNA renderer as well, named by its address."""

    def is_duplicate(one: Device) -> bool:
        """Compare names as well as hosts: two programs on one computer are two devices."""
        better = [other for other in found if other.host == one.host and _rank(other) < _rank(one)]
        return any(other.name == one.name or one.host in one.name for other in better)

    return [one for one in found if not (one.host and is_duplicate(one))]


def _rank(device: Device) -> int:
    return _PREFERENCE.index(device.speaker) if device.speaker in _PREFERENCE else len(_PREFERENCE)


def _matching(name: str, devices: tuple[Device, ...]) -> tuple[Device, ...]:
    return tuple(device for device in devices if device.name.casefold() == name.strip().casefold())


def _load_kind(name: str) -> plugins.SpeakerKind | None:
    try:
        kind: plugins.SpeakerKind = plugins.find("speakers", name)
    except PluginError as error:
        log.debug("%s", error)
        return None
    return kind
