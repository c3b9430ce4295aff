"""Kokoro, an extra: how it reads, where its model lies, and what it refuses."""
# ruff: noqa: RUF001 - sounds are written in the International Phonetic Alphabet

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from audioguide.errors import VoiceError
from audioguide.plugins import credit_of
from audioguide.plugins.requirements import uninstall_command
from audioguide.voices.kokoro import Kokoro, model

needs_model = pytest.mark.skipif(not all(map(find_spec, model.PACKAGES)), reason="audioguide add kokoro")
READ = {
    "es": ("De la cadera al tobillo, mano tras mano.", "de la kaðˈeɾa al toβˈiʎo, mˈano tɾas mˈano."),
    "fr": ("De la hanche à la cheville, une main.", "də la ˈɑ̃ʃ a la ʃəvˈil, yn mˈɛ̃."),
    "it": ("Dall'anca alla caviglia: una mano.", "dallˈanka ˌalla kavˈiʎa: ˌʊna mˈano."),
    "pt-br": ("Do quadril ao tornozelo?", "dʊ kwadrˈiʊ W tˌoɾənozˈelʊ?"),
}
"""By eSpeak's voice: letters, and sounds as misaki's ``EspeakG2P`` writes them."""
FIRST_ROWS = {
    "ef_dora": "76f2534f6ba97b344d3fc9c96335faca0f078645c1c180d9026c67edda3a86ac",
    "ff_siwis": "a79d78be0d6afdeddfed524ae6666f84ba2715da73f75ff2f514064644c8c66c",
    "if_sara": "908fd0ce45a978a14e0d8d75f560db196f96f9329533c36e4c6cc27787a4a946",
    "pf_dora": "b7b8c0c618c6ca0ac5213d0026906e08b4372f40b6085bd15ab52aba05d27ae5",
}
"""sha256 of the first 256 of 510 rows of kokoro-js 1.2.1."""


@pytest.mark.parametrize("voice", READ)
def test_letters_become_sounds_and_the_punctuation_stays(voice: str) -> None:
    pytest.importorskip("espeakng_loader")
    letters, sounds = READ[voice]
    # In a process of its own: eSpeak is started once in each, and the system's voice may have it in this one.
    code = f"from audioguide.voices.kokoro.phonemes import Phonemes; print(Phonemes({voice!r}).of({letters!r}))"
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], check=True, capture_output=True, encoding="utf-8")
    assert done.stdout.strip() == sounds


@pytest.mark.parametrize("style", FIRST_ROWS)
def test_a_style_is_as_it_was_published(style: str) -> None:
    raw = files("audioguide.voices.kokoro").joinpath("styles", f"{style}.bin").read_bytes()
    assert sha256(raw).hexdigest() == FIRST_ROWS[style]


@pytest.mark.parametrize(
    ("language", "variant", "message"),
    [
        ("de", None, "speaks es, fr, it, pt, pt-PT, not 'de'; choose --voice auto"),
        ("es", "if_sara", "kokoro has no voice 'if_sara' for 'es', only 'ef_dora'"),
    ],
)
def test_what_it_cannot_speak_it_refuses(language: str, variant: str | None, message: str) -> None:
    with pytest.raises(VoiceError, match=message):
        Kokoro(language, variant)


def test_without_its_model_it_tells_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("audioguide.voices.kokoro.model.find_spec", lambda _name: None)
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    with pytest.raises(VoiceError, match=r"nor .*kokoro-v1\.0\.int8\.onnx; audioguide add kokoro$"):
        Kokoro("es")


def test_a_model_that_is_not_the_published_one_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / model.FILE).write_bytes(b"torn")
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    with pytest.raises(VoiceError) as caught:
        Kokoro("es").speak("Hola.", 150.0)
    own = tmp_path / "voices" / model.FILE
    assert str(caught.value) == f"kokoro's model is damaged; delete '{own}'; then: audioguide add kokoro"


def test_packages_that_are_damaged_are_removed_first_for_pip_adds_only_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("onnxruntime")
    (tmp_path / "part.bin").write_bytes(b"torn")
    spec = SimpleNamespace(origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr("audioguide.voices.kokoro.model.find_spec", lambda _name: spec)
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    with pytest.raises(VoiceError) as caught:
        Kokoro("es").speak("Hola.", 150.0)
    assert str(caught.value) == (
        f"kokoro's model is damaged; remove it: {uninstall_command(*model.PACKAGES)}; then: audioguide add kokoro"
    )


@needs_model
@pytest.mark.parametrize(
    ("language", "identity"), [("pt", "pf_dora pt-br 167 3"), ("pt-PT", "pf_dora pt 167 3"), ("es", "ef_dora es 167 3")]
)
def test_each_language_has_its_voice(language: str, identity: str) -> None:
    assert Kokoro(language).identity == f"kokoro 6e742170d309016e {identity}"
    assert Kokoro(language).languages == ("es", "fr", "it", "pt")


def test_only_its_french_speaker_asks_to_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.voices.kokoro.model_files", lambda: ())
    named = {language: credit_of(Kokoro(language)) for language in Kokoro.languages}
    assert [language for language, credit in named.items() if credit] == ["fr"]
    assert "SIWIS French Speech Synthesis Database" in named["fr"]
    assert named["fr"].endswith("CC BY 4.0")


@needs_model
def test_no_vowel_comes_before_the_first_sound() -> None:
    sound, rate = Kokoro("es").speak("Posa la mano,", 140.0)
    frames = np.abs(sound[: len(sound) // 120 * 120]).reshape(-1, 120).max(axis=1)  # of 5 ms
    assert rate == 24_000
    first = int(np.argmax(frames > 0.05 * frames.max()))
    assert frames[first : first + 40].min() > 0.02 * frames.max()  # after a vowel the lips would close for the p
