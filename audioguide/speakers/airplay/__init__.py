"""AirPlay: a speaker that is sent the sound while it is heard."""

from audioguide.speakers.airplay.speaker import Airplay

__all__ = ["Airplay"]
