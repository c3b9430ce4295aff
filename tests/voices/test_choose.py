"""Which voice speaks: the one that was asked for, or the most pleasant that is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fakes.voices import ToneVoice

from audioguide import plugins
from audioguide.errors import PluginError, VoiceError
from audioguide.plugins import Voice, requirements
from audioguide.plugins.installed import Point
from audioguide.plugins.requirements import Unmet
from audioguide.voices import choose as module
from audioguide.voices.choose import better_voice_hint, choose

SPOKEN = {
    "hibari": ("en",),
    "kokoro": ("es", "fr", "it", "pt"),
    "piper": ("en", "nl"),
    "pico": ("en", "de", "es", "fr", "it"),
    "system": ("en", "de", "es", "fr", "it", "nl", "pt"),
}


def a_voice(engine: str) -> Callable[[str, str | None], Voice]:
    def make(language: str, variant: str | None) -> Voice:
        if language.partition("-")[0] not in SPOKEN[engine]:
            msg = f"{engine} does not speak {language}"
            raise VoiceError(msg)
        voice = ToneVoice()
        voice.identity = f"{engine} 1 {variant} {language}"
        return voice

    return make


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def only(*engines: str, platform: str = "linux") -> None:
        def find(_kind: str, name: str) -> object:
            if name in engines:
                return a_voice(name)
            msg = f"unknown voice '{name}'; there are {', '.join(engines)}"
            raise PluginError(msg)

        monkeypatch.setattr(module, "find", find)
        monkeypatch.setattr(module, "names", lambda _kind: engines)
        monkeypatch.setattr("sys.platform", platform)

    return only


@pytest.mark.parametrize(
    ("language", "installed", "chosen"),
    [
        ("en", ("hibari", "piper", "pico", "system"), "hibari"),
        ("en-GB", ("hibari", "piper", "pico", "system"), "hibari"),
        ("en", ("piper", "pico", "system"), "piper"),
        ("en", ("system",), "system"),
        ("nl", ("hibari", "piper", "pico", "system"), "piper"),
        ("de", ("hibari", "piper", "pico", "system"), "pico"),
        ("de", ("hibari", "system"), "system"),
        ("pt", ("hibari", "piper", "pico", "system"), "system"),
        ("pt", ("hibari", "kokoro", "piper", "pico", "system"), "kokoro"),
        ("de", ("hibari", "kokoro", "pico", "system"), "pico"),
    ],
)
def test_auto_takes_the_most_pleasant_that_speaks_the_language(
    install: Callable[..., None], language: str, installed: tuple[str, ...], chosen: str
) -> None:
    install(*installed)
    assert choose("auto", language).identity.startswith(f"{chosen} ")


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_the_voices_of_other_systems_are_better_than_pico(install: Callable[..., None], platform: str) -> None:
    install("hibari", "pico", "system", platform=platform)
    assert choose("auto", "de").identity.startswith("system ")


def test_where_nobody_speaks_the_language_each_says_why(install: Callable[..., None]) -> None:
    install("hibari", "pico")
    with pytest.raises(VoiceError, match=r"no voice speaks 'pt' .*hibari does not .*pico does not .*hibari, pico$"):
        choose("auto", "pt")


@pytest.mark.parametrize("advice", ["; choose --voice auto", ", or choose --voice auto"])
def test_who_has_chosen_auto_is_not_told_to(monkeypatch: pytest.MonkeyPatch, advice: str) -> None:
    def find(_kind: str, name: str) -> object:
        msg = f"the voice '{name}' is not installed; install it{advice}"
        raise VoiceError(msg)

    monkeypatch.setattr(module, "find", find)
    with pytest.raises(VoiceError, match=r"\(the voice 'hibari' is not installed; install it; the voice") as told:
        choose("auto", "en")
    assert "--voice auto" not in str(told.value)


def test_a_voice_asked_for_by_name_is_never_replaced(install: Callable[..., None]) -> None:
    install("hibari", "system")
    with pytest.raises(VoiceError, match="hibari does not speak de"):
        choose("hibari", "de")


def test_what_follows_the_colon_is_one_of_its_voices(install: Callable[..., None]) -> None:
    install("system")
    assert choose("system:Samantha", "en").identity == "system 1 Samantha en"
    assert choose(" system: ", "en").identity == "system 1 None en"


@pytest.mark.parametrize("name", ["nobody", "", "auto:heart"])
def test_an_unknown_voice_is_told_which_there_are(name: str) -> None:
    with pytest.raises(PluginError, match=r"there are .*hibari, .*system"):
        choose(name, "en")


def test_a_missing_extra_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    point = Point("audioguide.voices", "pico", "audioguide_no_such_module:Pico [pico]", "audioguide")
    monkeypatch.setattr(plugins, "points", lambda: (point,))
    with pytest.raises(PluginError) as caught:
        choose("pico", "de")
    assert str(caught.value) == (
        "the voice 'pico' needs audioguide_no_such_module, which is not installed; install it with: audioguide add pico"
    )


@pytest.mark.parametrize(
    ("engine", "language", "platform", "advice"),
    [
        ("hibari", "en", "linux", ""),
        ("system", "de", "linux", "audioguide add piper"),
        ("system", "de", "darwin", ""),
        ("system", "pt", "linux", "audioguide add kokoro"),
        ("pico", "es", "linux", "audioguide add kokoro"),
        ("kokoro", "es", "linux", ""),
        ("system", "nl", "linux", "audioguide add piper"),
        ("pico", "de", "linux", "audioguide add piper"),
        ("piper", "nl", "linux", ""),
    ],
)
def test_auto_tells_how_to_get_a_nicer_voice(
    install: Callable[..., None], engine: str, language: str, platform: str, advice: str
) -> None:
    install(engine, platform=platform)
    assert better_voice_hint(choose(engine, language), language) == advice


@pytest.mark.parametrize(
    ("engine", "missing", "advice"),
    [
        ("piper", ("hibari-tts==0.2.1", "numpy>=1.26"), "install hibari-tts==0.2.1"),
        ("system", ("hibari-tts==0.2.1", "onnxruntime<1.33"), "install hibari-tts==0.2.1 'onnxruntime<1.33'"),
        ("system", (), ""),  # a Mac with Intel, for which there is none
    ],
)
def test_for_english_it_is_the_command_that_completes_this_very_installation(
    install: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
    missing: tuple[str, ...],
    advice: str,
) -> None:
    install(engine)
    unmet = tuple(Unmet(requirement=one, installed="") for one in missing)
    monkeypatch.setattr(requirements, "unmet_requirements", lambda: unmet)
    monkeypatch.setattr(requirements, "install_command", lambda wanted: ["install", *wanted])
    assert better_voice_hint(choose(engine, "en-GB"), "en-GB") == advice


def test_where_piper_is_the_nicer_voice_is_the_one_that_is_got(install: Callable[..., None]) -> None:
    install("system", "piper")
    assert better_voice_hint(choose("system", "de"), "de") == "audioguide voices get de"
    install("pico", "piper")
    assert better_voice_hint(choose("pico", "de"), "de-AT") == "audioguide voices get de"


def test_on_macos_a_premium_voice_of_the_system_comes_before_kokoro(
    install: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    install("kokoro", "piper", "system", platform="darwin")
    assert choose("auto", "it").identity.startswith("kokoro ")
    monkeypatch.setattr(ToneVoice, "is_natural", lambda _: True, raising=False)
    assert choose("auto", "it").identity.startswith("system ")
    assert better_voice_hint(choose("auto", "it"), "it") == ""
    assert choose("auto", "nl").identity.startswith("piper ")
