"""hibari, which comes along: what it refuses, and what it survives."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError

import numpy as np
import pytest

from audioguide.errors import VoiceError
from audioguide.voices.hibari import Hibari


def test_hibari_speaks_english_only() -> None:
    with pytest.raises(VoiceError, match="speaks English only, not 'de'; choose --voice auto"):
        Hibari("de")


def test_hibari_refuses_what_it_would_have_to_download() -> None:
    with pytest.raises(VoiceError, match="'emma' would have to be downloaded"):
        Hibari("en", "emma")


@pytest.mark.usefixtures("unplugged")
def test_hibari_speaks_without_a_network_and_repeats_itself() -> None:
    first, sample_rate = Hibari("en").speak("Hip to ankle,", 150.0)
    again, _ = Hibari("en").speak("Hip to ankle,", 150.0)
    assert sample_rate == 24_000
    assert np.array_equal(first, again)


def test_a_hibari_that_is_not_installed_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr("audioguide.voices.hibari.version", missing)
    with pytest.raises(VoiceError, match="'hibari' is not installed; install hibari-tts"):
        Hibari("en")


def test_hibari_says_a_word_by_its_phonemes() -> None:
    voice = Hibari("en")
    longer, _ = voice.speak(f"Roll the {voice.phonetic('Mia', 'bʌtəbʌtəbʌt')}.", 150.0)
    named, _ = voice.speak("Roll the Mia.", 150.0)
    assert len(longer) > 1.2 * len(named)


def test_hibari_is_loaded_when_it_first_speaks() -> None:
    program = (
        "import sys; from audioguide.voices.hibari import Hibari; Hibari('en').identity; "
        "sys.exit('hibari' in sys.modules or 'onnxruntime' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_hibari_that_does_not_load_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hibari", None)
    with pytest.raises(VoiceError, match=r"'hibari' does not load: .*; choose --voice system"):
        Hibari("en").speak("Hold.", 150.0)
