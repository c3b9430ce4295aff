"""Selects a voice: the named one, or the best engine that speaks the language."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from audioguide.errors import PluginError, VoiceError
from audioguide.plugins import Graded, Phonetician, RecordedSource, Releasable, Voice, credit_of, find, names
from audioguide.speech import base_language
from audioguide.speech.languages import LANGUAGES
from audioguide.voices import engine_of
from audioguide.voices.isolated import IsolatedVoice

if TYPE_CHECKING:
    from audioguide.model.audio import Mono

AUTO = "auto"
"""The name that selects the best voice."""

_LINUX_ENGINE_ORDER = ("hibari", "kokoro", "piper", "pico", "system")
"""Best first. On Linux the system's voice is eSpeak."""
_ENGINE_ORDER = ("hibari", "kokoro", "piper", "system", "pico")
_KOKORO_LANGUAGES = ("es", "fr", "it", "pt")
"""A copy of kokoro's: the hint must work where the extra is not installed."""
_NEEDED_BY_HIBARI = ("hibari-tts", "onnxruntime")
_OTHERWISE_AUTO = "(;|, or) choose --voice auto$"
"""How an engine ends its sentence where it cannot speak; no help to those who have chosen it."""


def choose(name: str, language: str) -> Voice:
    """Create the voice for a session; its `identity` begins with the name of its engine.

    Args:
        name: ``auto``, an engine (``system``), or an engine and one of its voices (``system:Samantha``). A
            named voice is never replaced by another. ``recorded:mum+auto``: the second voice speaks what the first
            has not recorded.
        language: what it must speak: ``en``, ``en-GB``.

    Raises:
        PluginError: no such engine is installed; the message lists those that are.
        VoiceError: it does not speak the language, or its files are incomplete.
    """
    name, plus, fallback = name.partition("+")
    if plus:
        voice = choose(name, language)
        if not isinstance(voice, RecordedSource):
            msg = f"'{name}' says everything itself; only a recorded voice can be helped: recorded:FOLDER+{fallback}"
            raise VoiceError(msg)
        return FallbackVoice(voice, voice.identity, choose(fallback, language))
    engine, _, variant = name.strip().partition(":")
    if engine == AUTO and not variant:
        return _best_voice(language)
    return _create(engine, language, variant or None)


def languages_of(engine: str) -> tuple[str, ...]:
    """Return the languages that an engine speaks of itself; none where it speaks any that the computer does.

    Raises:
        PluginError: it is not installed.
        VoiceError: it speaks none of those that audioguide knows, or its files are incomplete.
    """
    make: Callable[[str, str | None], Voice] = find("voices", engine)
    first, *others = getattr(make, "languages", None) or LANGUAGES
    try:
        return make(first, None).languages
    except VoiceError:
        for language in others:
            with contextlib.suppress(VoiceError):
                return make(language, None).languages
        raise


def better_voice_hint(voice: Voice, language: str) -> str:
    """Return how to get a better voice than the one that ``auto`` selected; empty where there is hardly one."""
    engine, base = engine_of(voice.identity), base_language(language)
    if base == "en":
        return "" if engine == "hibari" else _hibari_hint()
    if engine in ("kokoro", "piper") or (engine == "system" and _system_is_natural(language)):
        return ""
    if base in _KOKORO_LANGUAGES:
        return "audioguide add kokoro"
    if engine == "system" and sys.platform != "linux":
        return ""
    return _piper_hint(base)


def _hibari_hint() -> str:
    """Return the command that installs hibari; empty where it comes for no such computer, as for Macs with Intel."""
    from audioguide.plugins.requirements import mending, unmet_requirements  # noqa: PLC0415 - where it is missing only

    missing = [one for one in unmet_requirements() if one.requirement.startswith(_NEEDED_BY_HIBARI)]
    return mending(missing) if missing else ""


def _piper_hint(base: str) -> str:
    try:
        find("voices", "piper")
    except PluginError:
        return "audioguide add piper"
    return f"audioguide voices get {base}"


class FallbackVoice:
    """Recordings where there are any, and another voice for the other cues."""

    def __init__(self, recorded: RecordedSource, identity: str, fallback: Voice) -> None:
        self.identity = f"{identity} + {fallback.identity}"
        self.languages = fallback.languages
        self.credit = credit_of(fallback)
        self._recorded = recorded
        self._fallback = fallback

    def clip_for(self, text: str) -> tuple[Mono, int] | None:
        """Return the recording of a cue, or None; see `plugins.RecordedSource`."""
        return self._recorded.clip_for(text)

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        """Speak a phrase with the other voice; see `plugins.Voice`."""
        return self._fallback.speak(text, rate)

    def phonetic(self, word: str, phonemes: str) -> str:
        """Spell a word for the other voice; see `plugins.Phonetician`."""
        return self._fallback.phonetic(word, phonemes) if isinstance(self._fallback, Phonetician) else word

    def release(self) -> None:
        """Release the other voice; see `plugins.Releasable`."""
        if isinstance(self._fallback, Releasable):
            self._fallback.release()


def _create(engine: str, language: str, variant: str | None = None) -> Voice:
    """Create a voice that speaks in subprocesses; recordings are only read, and need none."""
    voice: Voice = find("voices", engine)(language, variant)
    return voice if isinstance(voice, RecordedSource) else IsolatedVoice(voice, engine, language, variant)


def _best_voice(language: str) -> Voice:
    reasons = []
    for engine in _engine_order(language):
        try:
            voice = _create(engine, language)
        except (PluginError, VoiceError) as error:
            reasons.append(re.sub(_OTHERWISE_AUTO, "", str(error)))
        else:
            return voice
    known = ", ".join(names("voices")) or "none"
    msg = f"no voice speaks '{language}' of itself ({'; '.join(reasons)}); there are {known}"
    raise VoiceError(msg)


def _engine_order(language: str) -> tuple[str, ...]:
    order = _LINUX_ENGINE_ORDER if sys.platform == "linux" else _ENGINE_ORDER
    natural = base_language(language) in _KOKORO_LANGUAGES and _system_is_natural(language)
    return ("system", *order) if natural else order


def _system_is_natural(language: str) -> bool:
    """Whether the system has a voice that is as pleasant as a neural one: macOS may."""
    try:
        voice = find("voices", "system")(language, None)
    except (PluginError, VoiceError):
        return False
    return isinstance(voice, Graded) and voice.is_natural()
