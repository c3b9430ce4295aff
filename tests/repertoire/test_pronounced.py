"""Words that eSpeak misreads, which reads for most of the voices, are spelt for it so that they sound right."""
# ruff: noqa: RUF001 - sounds are written in the International Phonetic Alphabet

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from audioguide import repertoire
from audioguide.speech.text import normalize

WORDS = Path(repertoire.__file__).parent / "words"
SOUNDS = {
    "fr": {
        "cheville": "ʃəvˈij",
        "dos": "dˈoː",
        "I love you": "ˈaj lˈøv jˈu",
        "joues": "ʒˈu",
        "roues": "ʁˈu",
        "rythme": "ʁˈitm",
        "sourcil": "suʁsˈi",
        "sourcils": "suʁsˈi",
    },
    "it": {
        "annaffiali": "annˈaffjalɪ",
        "appoggiala": "apːˈɔʤːala",
        "appoggiale": "apːˈɔʤːale",
        "aprile": "ˈaprile",
        "disegnali": "dizˈeɲalɪ",
        "distendano": "distˈɛndano",
        "dondolale": "dˈondolale",
        "dondolalo": "dˈondolalo",
        "evita": "evˈita",
        "girala": "ʤˈirala",
        "I love you": "aj lˈav jˈu",
        "incrociale": "inkrˈoʧale",
        "portali": "pˈɔrtalɪ",
        "profumano": "profˈumano",
        "sollevala": "sollˈɛvala",
        "sollevali": "sollˈɛvalɪ",
        "sollevalo": "sollˈɛvalo",
        "tamburellano": "tambʊrˈɛllano",
    },
    "pt": {"I love you": "ˈI lˈav iˈu"},
}
"""As misaki's ``EspeakG2P`` writes what dictionaries of each language give."""
VOICES = {"fr": "fr", "it": "it", "pt": "pt-br"}
READ = """\
import sys
from audioguide.voices.kokoro.phonemes import Phonemes
voice, *texts = sys.argv[1:]
letters = Phonemes(voice)
print(*(letters.of(text).strip() for text in texts), sep="\\n")
"""


@pytest.mark.parametrize("language", VOICES)
def test_they_are_read_as_dictionaries_say(language: str) -> None:
    pytest.importorskip("espeakng_loader")
    pronounce = repertoire.phrases()[language].pronounce
    assert set(pronounce) == set(SOUNDS[language])
    spelt = [normalize(word, language, pronounce) for word in SOUNDS[language]]
    command = [sys.executable, "-c", READ, VOICES[language], *spelt]  # eSpeak speaks one language in a process
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert dict(zip(SOUNDS[language], run.stdout.splitlines(), strict=True)) == SOUNDS[language]


@pytest.mark.parametrize("language", repertoire.languages())
def test_each_is_in_a_text(language: str) -> None:
    files = (WORDS / language).glob("*.yaml")
    said = " ".join(file.read_text("utf-8") for file in files if file.stem != "phrases").casefold()
    for word in repertoire.phrases()[language].pronounce:
        assert re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", said), word
