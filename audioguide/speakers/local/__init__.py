"""This computer: through mpv, else VLC, else its sound device. Whichever it is, it has one name."""

from __future__ import annotations

from audioguide.errors import SpeakerError
from audioguide.plugins import Device, Speaker
from audioguide.speakers.local.mpv import Mpv
from audioguide.speakers.local.sound_device import SoundDevice
from audioguide.speakers.local.vlc import Vlc

_PLAYERS: dict[str, type[Mpv | Vlc | SoundDevice]] = {"mpv": Mpv, "VLC": Vlc, "sound device": SoundDevice}
"""The first that is there plays."""
MISSING = (
    "nothing here can play a session; install mpv or VLC, or say: pip install 'audioguide[record]' (Linux: and "
    "libportaudio2); or hear it on a phone: audioguide serve --lan"
)
"""What is told where none is."""


class Local:
    """What finds a player on this computer, and starts it."""

    def discover(self, within: float, host: str | None = None) -> tuple[Device, ...]:  # noqa: ARG002 - no waiting
        """Return this computer, where anything on it can play."""
        for model, player in _PLAYERS.items():
            if not host and (place := player.place()):
                return (Device(speaker="local", name="this computer", address=place, host="", model=model),)
        return ()

    def __call__(self, device: Device) -> Speaker:
        """Start a player, silent; its address is the program or the sound device."""
        if device.model not in _PLAYERS:
            msg = f"this computer does not play with {device.model}"
            raise SpeakerError(msg)
        return _PLAYERS[device.model](device)


local = Local()
