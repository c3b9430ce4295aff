"""Pico, an extra: which voice speaks a language, and what its library would do by chance."""

from __future__ import annotations

import numpy as np
import pytest

from audioguide.errors import VoiceError

pytest.importorskip("py_nanotts")
from audioguide.voices.pico import Pico


@pytest.mark.parametrize(
    ("language", "variant", "voice"),
    [
        ("en", None, "en-GB"),
        ("en-US", None, "en-US"),
        ("en", "en-US", "en-US"),
        ("de", None, "de-DE"),
        ("de-AT", None, "de-DE"),
        ("es", None, "es-ES"),
        ("fr", None, "fr-FR"),
        ("it", None, "it-IT"),
    ],
)
def test_a_voice_for_the_language(language: str, variant: str | None, voice: str) -> None:
    assert Pico(language, variant).identity.endswith(f" {voice}")


@pytest.mark.parametrize(
    ("language", "variant", "message"),
    [
        ("pt", None, "speaks en, de, es, fr, it, not 'pt'; choose --voice auto"),
        ("de", "en-US", "speaks en-US, not 'de'"),
        ("en", "Bob", "no voice 'pico:Bob'; there are en-GB, en-US, de-DE, es-ES, fr-FR, it-IT"),
    ],
)
def test_what_it_cannot_speak_it_refuses(language: str, variant: str | None, message: str) -> None:
    with pytest.raises(VoiceError, match=message):
        Pico(language, variant)


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "Baja despacio, con cariño."), ("fr", "Du genou à la cheville."), ("de", "Über den Rücken, zu den Füßen.")],
)
def test_it_reads_every_letter_of_its_languages(language: str, text: str) -> None:
    with_accents, _ = Pico(language).speak(text, 140.0)
    without, _ = Pico(language).speak(text.translate(str.maketrans("ñàéèüöäß", "________")), 140.0)
    assert len(with_accents) != len(without)


def test_nothing_is_clipped() -> None:
    sound, _ = Pico("en").speak("Thumb after thumb, from heel to toes.", 140.0)
    assert 0.3 < np.abs(sound).max() < 0.95


def test_the_silence_at_the_end_is_not_left_to_chance() -> None:
    sound, sample_rate = Pico("en").speak("Hold.", 140.0)
    last = np.flatnonzero(np.abs(sound) > 0.01 * np.abs(sound).max())[-1]
    assert (len(sound) - last) / sample_rate <= 0.050
