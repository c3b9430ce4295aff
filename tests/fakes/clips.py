"""A cue that a voice has spoken."""

from __future__ import annotations

from audioguide.cache import Cache
from audioguide.model.audio import Clip
from audioguide.model.script import Cue
from audioguide.plugins import Voice
from audioguide.speech.narrator import narrate

TEXT = "Hip to ankle, one hand after the other. Then swap."


def speak(cache: Cache, voice: Voice, text: str = TEXT) -> Clip:
    """The clip that a narrator makes of a cue."""
    return narrate([Cue(text=text, role="cue")], voice, cache, language="en")[text]
