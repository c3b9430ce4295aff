"""Which voice speaks: the one that was asked for, or the most pleasant that speaks the language."""

from __future__ import annotations

from audioguide.errors import PluginError, VoiceError
from audioguide.plugins import Voice, find, names

AUTO = "auto"
"""Asks for the most pleasant voice."""

_MOST_PLEASANT_FIRST = ("hibari", "system")


def choose(name: str, language: str) -> Voice:
    """Make the voice for a session. Its `identity` begins with the name of its engine.

    Args:
        name: ``auto``, an engine (``system``), or an engine and one of its voices (``system:Samantha``). What is
            asked for by name is never replaced by something else.
        language: that it has to speak, ``en``.

    Raises:
        PluginError: no such voice is installed; says which are.
        VoiceError: it cannot speak this language, or is not complete.
    """
    engine, _, variant = name.strip().partition(":")
    if engine == AUTO and not variant:
        return _most_pleasant(language)
    factory = find("voices", engine)
    voice: Voice = factory(language, variant or None)
    return voice


def _most_pleasant(language: str) -> Voice:
    reasons = []
    for engine in _MOST_PLEASANT_FIRST:
        try:
            voice: Voice = find("voices", engine)(language, None)
        except (PluginError, VoiceError) as error:
            reasons.append(str(error))
        else:
            return voice
    known = ", ".join(names("voices")) or "none"
    msg = f"no voice speaks '{language}' of itself ({'; '.join(reasons)}); installed are {known}"
    raise VoiceError(msg)
