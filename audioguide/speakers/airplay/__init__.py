"""AirPlay receivers, to which this process streams."""

from audioguide.speakers.airplay.speaker import Airplay

__all__ = ["Airplay"]
