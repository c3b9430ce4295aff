"""A voice whose engine runs in subprocesses, where it may print, hang or crash without harm.

Engines are other people's native code, and many keep global state. So each speaks in a `worker`, one phrase at a time,
and as many workers speak side by side as there are processors. They start when something has to be spoken that is not
cached: until then not even what starts them is loaded.
"""

from __future__ import annotations

import os
from threading import Lock
from typing import TYPE_CHECKING

from audioguide.plugins import Heavy, Phonetician, Voice, credit_of

if TYPE_CHECKING:
    from audioguide.model.audio import Mono
    from audioguide.voices.workers import Workers

PATIENCE = 60.0
"""Seconds for a phrase, and for loading the voice before the first. The slowest voice here needs two on an idle
computer."""

_MAX_WORKERS = 4
"""A neural voice takes 200 MB in each, and more of them would load longer than they speak."""


class IsolatedVoice:
    """Wraps a voice; thread-safe, one subprocess for each phrase that is spoken at the same time."""

    def __init__(
        self, voice: Voice, engine: str, language: str, variant: str | None, *, patience: float = PATIENCE
    ) -> None:
        """Take a voice, which tells everything but speaks nothing here, and what `plugins.find` makes it from."""
        self._voice = voice
        self._what = (engine, language, variant or "")
        self._patience = patience
        self._starting = Lock()
        self._workers: Workers | None = None
        self._released = 0

    @property
    def identity(self) -> str:
        """The voice's; see `plugins.Voice`."""
        return self._voice.identity

    @property
    def languages(self) -> tuple[str, ...]:
        """The voice's; see `plugins.Voice`."""
        return self._voice.languages

    @property
    def credit(self) -> str:
        """The voice's; see `plugins.Credited`."""
        return credit_of(self._voice)

    def phonetic(self, word: str, phonemes: str) -> str:
        """Write a word as the voice wants it, or leave it as it is; see `plugins.Phonetician`."""
        return self._voice.phonetic(word, phonemes) if isinstance(self._voice, Phonetician) else word

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        """Speak a phrase; see `plugins.Voice`. After a `VoiceError` its worker is gone, and another one takes over.

        Raises:
            CancelledError: the voice was released meanwhile.
        """
        released = self._released
        workers = self._started()
        if self._released != released:  # while what starts them was loaded, which knows nothing of it
            from concurrent.futures import CancelledError  # noqa: PLC0415 - seldom wanted

            raise CancelledError
        return workers.speak(text, rate)

    def release(self) -> None:
        """End all workers, also those that are speaking; see `plugins.Releasable`."""
        self._released += 1
        if self._workers:
            self._workers.release()

    def _started(self) -> Workers:
        """Return what speaks."""
        with self._starting:
            if self._workers is None:
                from audioguide.voices.workers import Workers  # noqa: PLC0415 - imported late, as above

                most = self._voice.max_workers if isinstance(self._voice, Heavy) else _MAX_WORKERS
                self._workers = Workers(*self._what, most=min(most, os.cpu_count() or 1), patience=self._patience)
            return self._workers
