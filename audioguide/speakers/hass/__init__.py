"""Home Assistant: every media player that a household has named in it, over its REST interface."""

from audioguide.speakers.hass.speaker import Hass

__all__ = ["Hass"]
