"""Which voice speaks: the one that was asked for, or the most pleasant that speaks the language."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from audioguide.errors import PluginError, VoiceError
from audioguide.plugins import Phonetician, RecordedSource, Releasable, Voice, find, names
from audioguide.voices.apart import Apart

if TYPE_CHECKING:
    from audioguide.model.audio import Mono

AUTO = "auto"
"""Asks for the most pleasant voice."""

_MOST_PLEASANT_FIRST = ("hibari", "piper", "pico", "system")
"""On Linux, where the system's voice is eSpeak."""
_ELSEWHERE = ("hibari", "piper", "system", "pico")
_PICO_SPEAKS = ("de", "es", "fr", "it")
"""Better than eSpeak does; here, because it is to be recommended where it is not installed."""


def choose(name: str, language: str) -> Voice:
    """Make the voice for a session. Its `identity` begins with the name of its engine.

    Args:
        name: ``auto``, an engine (``system``), or an engine and one of its voices (``system:Samantha``). What is
            asked for by name is never replaced by something else. ``recorded:mum+hibari``: the second voice says what
            the first has not recorded.
        language: that it has to speak, ``en``.

    Raises:
        PluginError: no such voice is installed; says which are.
        VoiceError: it cannot speak this language, or is not complete.
    """
    name, helped, helper = name.partition("+")
    if helped:
        voice = choose(name, language)
        if not isinstance(voice, RecordedSource):
            msg = f"'{name}' says everything itself; only a recorded voice can be helped: recorded:FOLDER+{helper}"
            raise VoiceError(msg)
        return _Helped(voice, voice.identity, choose(helper, language))
    engine, _, variant = name.strip().partition(":")
    if engine == AUTO and not variant:
        return _most_pleasant(language)
    return _made(engine, language, variant or None)


def nicer(voice: Voice, language: str) -> str:
    """Tell how to get a more pleasant voice than the one that ``auto`` took; nothing where there hardly is one."""
    engine, base = voice.identity.split()[0], language.partition("-")[0]
    if base == "en":
        return "" if engine == "hibari" else "pip install hibari-tts"
    if engine == "system" and sys.platform != "linux":
        return ""
    if engine == "system" and base in _PICO_SPEAKS:
        return "pip install 'audioguide[pico]'"
    return "" if engine == "piper" else "a piper voice, or your own; docs/voices.md tells how"


class _Helped:
    """A voice that has some cues ready, and another that speaks the rest."""

    def __init__(self, recorded: RecordedSource, identity: str, helper: Voice) -> None:
        self.identity = f"{identity} + {helper.identity}"
        self.languages = helper.languages
        self._recorded = recorded
        self._helper = helper

    def clip_for(self, text: str) -> tuple[Mono, int] | None:
        return self._recorded.clip_for(text)

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        return self._helper.speak(text, rate)

    def phonetic(self, word: str, phonemes: str) -> str:
        return self._helper.phonetic(word, phonemes) if isinstance(self._helper, Phonetician) else word

    def release(self) -> None:
        if isinstance(self._helper, Releasable):
            self._helper.release()


def _made(engine: str, language: str, variant: str | None = None) -> Voice:
    """Make a voice that speaks in processes of its own; recordings are read, and need none."""
    voice: Voice = find("voices", engine)(language, variant)
    return voice if isinstance(voice, RecordedSource) else Apart(voice, engine, language, variant)


def _most_pleasant(language: str) -> Voice:
    reasons = []
    for engine in _order():
        try:
            voice = _made(engine, language)
        except (PluginError, VoiceError) as error:
            reasons.append(str(error))
        else:
            return voice
    known = ", ".join(names("voices")) or "none"
    msg = f"no voice speaks '{language}' of itself ({'; '.join(reasons)}); there are {known}"
    raise VoiceError(msg)


def _order() -> tuple[str, ...]:
    return _MOST_PLEASANT_FIRST if sys.platform == "linux" else _ELSEWHERE
