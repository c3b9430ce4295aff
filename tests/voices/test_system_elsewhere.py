"""The system's voices on macOS and Windows, with doubles of what these systems answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from audioguide.voices import system
from audioguide.voices.system import Engine, System, voice_for

APPLE = "com.apple.voice"
MACS = {
    "Eddy": "com.apple.eloquence.de-DE.Eddy",
    "Old Anna": "com.apple.speech.synthesis.voice.anna",
    "Anna": f"{APPLE}.compact.de-DE.Anna",
    "Helena": f"{APPLE}.super-compact.de-DE.Helena",
    "Petra (Enhanced)": f"{APPLE}.enhanced.de-DE.Petra",
    "Markus (Premium)": f"{APPLE}.premium.de-DE.Markus",
}
BEST_FIRST = ("Markus (Premium)", "Petra (Enhanced)", "Anna", "Helena", "Eddy", "Old Anna")


def described(name: str) -> Any:
    return SimpleNamespace(id=MACS[name], name=name, languages=["de_DE"])


@pytest.mark.parametrize("best", range(len(BEST_FIRST)))
def test_macos_has_premium_voices_first_then_enhanced_then_compact_and_the_oldest_last(best: int) -> None:
    voices = [described(name) for name in MACS if name in BEST_FIRST[best:]]
    assert voice_for("de", None, voices, None) == MACS[BEST_FIRST[best]]
    assert voice_for("de", None, voices, MACS[BEST_FIRST[-1]]) == MACS[BEST_FIRST[best]]


def test_of_two_premium_voices_the_one_that_the_user_has_set_speaks() -> None:
    other = SimpleNamespace(id=f"{APPLE}.premium.de-DE.Viktor", name="Viktor (Premium)", languages=["de_DE"])
    voices = [described("Markus (Premium)"), other]
    assert voice_for("de", None, voices, other.id) == other.id


@pytest.fixture
def unasked() -> Iterator[None]:
    """Nobody has asked the system yet which voice is its best, nor keeps its answer."""
    system._best_here.cache_clear()  # noqa: SLF001 - of another test
    yield
    system._best_here.cache_clear()  # noqa: SLF001 - nor for another


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, unasked: None) -> list[str]:  # noqa: ARG001 - it comes first
    """The languages for which a Mac was asked its best voice, which is a premium one in German only."""
    languages: list[str] = []

    def run(command: list[str], **_: object) -> SimpleNamespace:
        languages.append(command[-1])
        if command[-1] == "fr":
            raise subprocess.TimeoutExpired(command, 20)
        return SimpleNamespace(stdout=MACS["Markus (Premium)" if command[-1] == "de" else "Anna"])

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(sys, "platform", "darwin")
    return languages


def test_a_mac_tells_whether_its_voice_is_natural(asked: list[str]) -> None:
    assert [System(language).is_natural() for language in ("de", "it", "fr")] == [True, False, False]
    assert asked == ["de", "it", "fr"]
    assert System("it", MACS["Petra (Enhanced)"]).is_natural()


def test_a_better_voice_that_is_set_up_on_a_mac_later_is_another_voice(asked: list[str]) -> None:
    assert System("de").identity.endswith(f" {MACS['Markus (Premium)']} de")
    assert System("fr").identity.endswith(" default fr")
    assert System("de", "Anna").identity.endswith(" Anna de")
    assert asked == ["de", "fr"]


@pytest.mark.usefixtures("unasked")
def test_another_default_voice_of_windows_is_another_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    def identity(default: str) -> str:
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=Token(default).Id))
        system._best_here.cache_clear()  # noqa: SLF001 - each is a run of the program
        return System("en").identity

    monkeypatch.setattr(sys, "platform", "win32")
    assert identity("Zira").endswith("Zira en")
    assert identity("David").endswith("David en")


TOKENS = {"Zira": "409;9", "Hedda": "407", "Nameless": "", "Helena": "40a"}
"""Voices of Windows, and what each says of its languages; in hexadecimal numbers."""


class Token:
    """One of them, as COM hands it out."""

    def __init__(self, name: str) -> None:
        self.Id = f"HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Speech\\Voices\\Tokens\\{name}"
        self._name = name

    def GetDescription(self) -> str:  # noqa: N802 - COM's names
        return self._name

    def GetAttribute(self, name: str) -> str:  # noqa: N802
        return TOKENS[self._name] if name == "Language" else ""


class SpVoice:
    """Windows' speaker, silent."""

    def __init__(self) -> None:
        self.Voice, self.Rate, self.Volume, self.EventInterests = Token("Zira"), 0, 100, 0

    def GetVoices(self) -> list[Token]:  # noqa: N802
        return [Token(name) for name in TOKENS]


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """pyttsx3's own driver for Windows, over a double of COM."""
    names = ("comtypes", "comtypes.client", "comtypes.gen", "pythoncom")
    modules = {name: ModuleType(name) for name in names}
    client: Any = modules["comtypes.client"]
    client.CreateObject = lambda _: SpVoice()
    client.GetEvents = lambda *_: None
    for module, name, value in (
        ("comtypes", "client", client),
        ("comtypes", "gen", modules["comtypes.gen"]),
        ("comtypes.gen", "SpeechLib", SimpleNamespace(SSFMCreateForWrite=3)),
        ("pythoncom", "PumpWaitingMessages", lambda: None),
    ):
        setattr(modules[module], name, value)
    for name, module_ in modules.items():
        monkeypatch.setitem(sys.modules, name, module_)
    monkeypatch.setattr(sys, "platform", "win32")
    yield Engine()
    monkeypatch.undo()
    for name in ("pyttsx3.drivers.sapi5", "pyttsx3.drivers.audioguide_sapi5", "audioguide.voices.sapi5_driver"):
        sys.modules.pop(name, None)


def test_windows_lists_its_voices_whatever_one_of_them_says_of_its_language(windows: Engine) -> None:
    assert windows.best("en").endswith("Zira")
    assert windows.best("de").endswith("Hedda")
    assert windows.best("es").endswith("Helena")
    with pytest.raises(LookupError, match="this system has no voice for 'fr'"):
        windows.best("fr")
