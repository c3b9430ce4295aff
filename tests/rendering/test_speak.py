"""Cues that are spoken by themselves sound as they do in a session."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import soundfile
from fakes.program import FEATHER, call
from fakes.voices import ToneVoice

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.cli import DONE, say, words
from audioguide.model.script import Cue
from audioguide.rendering import stages
from audioguide.rendering.speak import speak_cues
from audioguide.web.making import previews

SPELT = {"hands": "hannds", "Down": "Daun", "Hand": "Hannd"}
"""How each language is told to say some words."""


@pytest.fixture
def voice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ToneVoice:
    """The voice that everybody chooses, of languages that spell some words for it."""
    found = ToneVoice()
    known = repertoire.phrases()
    monkeypatch.setattr(
        repertoire, "phrases", lambda: {code: replace(one, pronounce=SPELT) for code, one in known.items()}
    )
    for module in (say, words, stages, previews):
        monkeypatch.setattr(module, "choose", lambda *_: found)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return found


def test_words_are_said_as_their_language_says_them_and_further_ones_as_asked(voice: ToneVoice, tmp_path: Path) -> None:
    cues = [Cue(text="Down, with hands and feather.", role="cue")]
    speak_cues(cues, voice, Cache(tmp_path / "cache"), language="en-GB", pronounce={"feather": "fetha"})
    assert voice.texts == ["Daun,", "with hannds and fetha."]


def _say(_: Path) -> None:
    assert call("say", "Rest your hands.", "-o", "rest.wav").code == DONE


def _words(_: Path) -> None:
    assert call("words", "de", "--only", "strokes-hands", "-o", "words").code == DONE


def _narrate(folder: Path) -> None:
    script = stages.write_script(stages.read(FEATHER))
    stages.narrate(script, cache=Cache(folder / "cache"))


def _preview(folder: Path) -> None:
    file = BytesIO(previews.voice_preview("tone", "en", Cache(folder / "cache")))
    assert soundfile.info(file).duration > 0.5


@pytest.mark.parametrize("speak", [_say, _words, _narrate, _preview])
def test_each_way_to_hear_a_cue_says_the_words_of_its_language(
    speak: Callable[[Path], None], voice: ToneVoice, tmp_path: Path
) -> None:
    speak(tmp_path)
    said = " ".join(voice.texts)
    assert re.search(rf"\b({'|'.join(SPELT.values())})\b", said)
    assert not re.search(rf"(?i)\b({'|'.join(SPELT)})\b", said)
