"""The system's voices, which come along: what they refuse, and what they survive."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile
from fakes.waiting import PATIENCE

from audioguide.errors import VoiceError
from audioguide.plugins import Voice
from audioguide.voices.choose import choose
from audioguide.voices.system import Engine, System, voice_for

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="eSpeak's driver is for Linux")


def described(identifier: str, name: str, *languages: str) -> Any:
    return SimpleNamespace(id=identifier, name=name, languages=list(languages))


VOICES = (
    described("com.apple.speech.synthesis.voice.Albert", "Albert", "en_US"),
    described("com.apple.voice.compact.en-GB.Daniel", "Daniel", "en_GB"),
    described("com.apple.voice.compact.en-US.Samantha", "Samantha", "en_US"),
    described("com.apple.voice.compact.pt-BR.Luciana", "Luciana", "pt_BR"),
    described("roa/pt", "Portuguese", "pt", "pt-pt"),
)


@pytest.mark.parametrize(
    ("language", "wanted", "present", "chosen"),
    [
        ("en", None, VOICES[1].id, "Daniel"),  # the one that the user has set
        ("en", None, VOICES[3].id, "Samantha"),  # that speaks another language
        ("en-GB", None, None, "Daniel"),
        ("pt", None, None, "Luciana"),
        ("pt-PT", None, None, "Portuguese"),
        ("en", "albert", None, "Albert"),
        ("en", VOICES[2].id, None, "Samantha"),
        ("de", "PT", None, "Portuguese"),  # by the last part of its identifier
    ],
)
def test_a_voice_for_the_language(language: str, wanted: str | None, present: str | None, chosen: str) -> None:
    assert voice_for(language, wanted, VOICES, present) == {voice.name: voice.id for voice in VOICES}[chosen]


@pytest.mark.parametrize(
    ("language", "wanted", "message"),
    [
        ("de", None, "this system has no voice for 'de'"),
        ("pt", "Anna", "this system has no voice 'Anna'; for 'pt' it has Luciana, Portuguese"),
        ("de", "Anna", "this system has no voice 'Anna'; for 'de' it has none"),
    ],
)
def test_no_voice_for_the_language(language: str, wanted: str | None, message: str) -> None:
    with pytest.raises(LookupError, match=message):
        voice_for(language, wanted, VOICES, None)


@ON_LINUX
@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "it", "pt-BR", "nl", "hi", "zh"])
def test_the_system_speaks_many_languages(language: str) -> None:
    sound, _ = choose("system", language).speak("1 2 3", 150.0)
    assert np.abs(sound).max() > 0.1


@ON_LINUX
def test_espeak_says_a_phrase_the_same_whatever_it_has_said_before() -> None:
    voice = choose("system", "de")
    first, _ = voice.speak("Jetzt das rechte Bein.", 140.0)
    voice.speak("Das Gewicht einer ruhenden Hand genügt.", 140.0)
    again, _ = voice.speak("Jetzt das rechte Bein.", 140.0)
    assert np.array_equal(first, again)


AFTER_A_FAILURE = """
import wave
from unittest.mock import Mock, patch
from audioguide.errors import VoiceError
from audioguide.voices.system import System

voice = System("de")
first, _ = voice.speak("Jetzt das rechte Bein.", 140.0)
with patch("wave.open", Mock(side_effect=OSError("No space left"))):
    try:
        voice.speak("Das Gewicht einer ruhenden Hand genügt.", 140.0)
    except VoiceError as error:
        print(error)
again, _ = voice.speak("Jetzt das rechte Bein.", 140.0)
print((first == again).all())
"""


@ON_LINUX
def test_espeak_says_a_phrase_the_same_after_one_that_failed() -> None:
    # In a process of its own: eSpeak is started once in each, and another test may have it in this one.
    done = subprocess.run([sys.executable, "-c", AFTER_A_FAILURE], check=True, capture_output=True, encoding="utf-8")
    failed, same = done.stdout.splitlines()
    assert failed.endswith("No space left")
    assert same == "True"


def test_an_unknown_voice_of_the_system_is_an_error() -> None:
    with pytest.raises(VoiceError, match=r"no voice 'Bob'; for 'en' it has .*English"):
        choose("system:Bob", "en").speak("Hold.", 150.0)


@ON_LINUX
def test_the_system_is_not_asked_here_before_it_speaks() -> None:
    program = (
        "import sys; from audioguide.voices.system import System; System('en'); sys.exit('pyttsx3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@ON_LINUX
def test_no_room_for_the_sound_is_one_clear_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(VoiceError, match="No such file or directory"):
        System("en").speak("Hold.", 150.0)


@pytest.fixture
def voice() -> Voice:
    return choose("system", "en")


@ON_LINUX
def test_a_very_long_text_is_spoken_to_its_end(voice: Voice) -> None:
    # pyttsx3's own driver reads past the end of a text, and crashes near 15,000 characters.
    part, _ = voice.speak("hold " * 320, 500.0)
    whole, _ = voice.speak("hold " * 3200, 500.0)
    assert len(whole) / len(part) == pytest.approx(10, rel=0.05)


@ON_LINUX
def test_espeak_finds_its_data_in_a_deep_folder(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True)
    program = f"""
import sys
from pathlib import Path
import espeakng_loader
data = Path({str(deep)!r}, "espeak-ng-data")
data.symlink_to(espeakng_loader.get_data_path())
espeakng_loader.get_data_path = lambda: str(data)
from audioguide.voices.system import Engine
Engine().save(text="Hold.", rate=150, language="en", voice=None, path={str(tmp_path / "hold.wav")!r})
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=PATIENCE)
    assert soundfile.info(tmp_path / "hold.wav").frames > 5_000


class Macintosh:
    """A driver with the habits of pyttsx3's own on macOS.

    It speaks while its loop goes round, begins at once where it is not busy, and stops speaking when its loop ends.
    """

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._looping = False
        self._speaking: list[str] = []
        self._path = Path()

    def getProperty(self, name: str) -> object:  # noqa: N802 - pyttsx3's names
        return VOICES if name == "voices" else VOICES[1].id

    def setProperty(self, name: str, value: object) -> None:  # noqa: N802
        if name == "rate" and value == 13:
            msg = "an unlucky rate"
            raise ValueError(msg)

    def save_to_file(self, text: str, path: str) -> None:
        self._proxy.setBusy(True)
        self._speaking, self._path = text.split(), Path(path)
        self._path.write_text("")

    def startLoop(self) -> None:  # noqa: N802
        self._looping = True
        self._proxy.setBusy(False)
        while self._looping:
            with self._path.open("a") as file:
                file.write(self._speaking.pop(0))
            if not self._speaking:
                self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        self._looping = False

    def stop(self) -> None:
        self._speaking = []

    def destroy(self) -> None:
        pass


@pytest.fixture
def macintosh(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    driver = ModuleType("pyttsx3.drivers.nsss")
    driver.buildDriver = Macintosh  # type: ignore[attr-defined]  # pyttsx3's name
    monkeypatch.setitem(sys.modules, "pyttsx3.drivers.nsss", driver)
    monkeypatch.setattr(sys, "platform", "darwin")
    yield Engine()
    monkeypatch.undo()


def save(engine: Engine, text: str, path: Path, rate: float = 150.0) -> str:
    engine.save(text=text, rate=rate, language="en", voice=None, path=str(path))
    return path.read_text()


def test_an_engine_that_takes_its_time_finishes_each_phrase(macintosh: Engine, tmp_path: Path) -> None:
    for number in range(5):
        assert save(macintosh, "Hip to ankle, hand after hand.", tmp_path / str(number)) == "Hiptoankle,handafterhand."


def test_an_error_inside_the_engine_comes_out(macintosh: Engine, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="an unlucky rate"):
        save(macintosh, "Hold.", tmp_path / "first", rate=13)
    assert save(macintosh, "Hold.", tmp_path / "second") == "Hold."


CUES = (
    "Rub your hands, show them, and ask your baby.",
    "Hip to ankle, one hand after the other.",
    "Thumb after thumb, from heel to toes.",
    "Hold.",
    "I:",
    "down your right.",
    "Slow circles, clockwise as you see the tummy.",
    "Both legs together: one long sweep to the toes.",
)


@ON_LINUX
@pytest.mark.real
def test_150_cues_in_one_process_on_a_busy_computer(voice: Voice) -> None:
    alone = {(cue, rate): len(choose("system", "en").speak(cue, rate)[0]) for cue in CUES for rate in (110.0, 150.0)}
    asked = random.Random(1).choices(list(alone), k=150)  # noqa: S311 - not for secrets
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as burner:
        try:
            lengths = [len(voice.speak(cue, rate)[0]) for cue, rate in asked]
        finally:
            burner.kill()
    near = 0.020 * 22_050
    assert [one for one, length in zip(asked, lengths, strict=True) if abs(length - alone[one]) > near] == []
