"""This computer: through mpv, else VLC, else its sound device, under one name."""

from __future__ import annotations

from audioguide.errors import SpeakerError
from audioguide.plugins import Device, Speaker
from audioguide.speakers.local.mpv import Mpv
from audioguide.speakers.local.sound_device import SoundDevice
from audioguide.speakers.local.vlc import Vlc

_PLAYERS: dict[str, type[Mpv | Vlc | SoundDevice]] = {"mpv": Mpv, "VLC": Vlc, "sound device": SoundDevice}
"""The first that is installed plays."""
MISSING = (
    "nothing here can play a session; install mpv or VLC, or say: audioguide add record (Linux: and "
    "libportaudio2); or hear it on a phone: audioguide serve --lan"
)
"""The error where none is installed."""


class Local:
    """A `SpeakerKind`: finds the player on this computer, and starts it."""

    def discover(self, within: float, host: str | None = None) -> tuple[Device, ...]:  # noqa: ARG002 - takes no time
        """Return this computer, if a player is installed; nothing for any `host`."""
        for model, player in _PLAYERS.items():
            if not host and (address := player.find()):
                name = "this computer"
                return (Device(speaker="local", name=name, address=address, host="", model=model, identity=name),)
        return ()

    def __call__(self, device: Device) -> Speaker:
        """Start the player of ``device.model``, silent; ``device.address`` is the program or the sound device.

        Raises:
            SpeakerError: there is no such player, or it does not start.
        """
        if device.model not in _PLAYERS:
            msg = f"this computer does not play with {device.model}"
            raise SpeakerError(msg)
        return _PLAYERS[device.model](device)


local = Local()
