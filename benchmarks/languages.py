"""What stands in docs/languages.md of each language: its words, and how well its voice says them.

python benchmarks/languages.py [LANGUAGE ...] [--voice pico] [--every 4] [--cache FOLDER] [--doc]

The voice is the one that `--voice auto` takes here, or another. It says every text that may be spoken (with `--every 4`
each fourth: the column "heard"), and Whisper (see voices.py) hears them again, as many together as fit into half a
minute: characters that are missing, added or others count as wrong, and so do sounds, as eSpeak NG reads what was said
and what was heard: "pieds" heard as "pied" is no wrong sound. MOS is what the model of the package speechmos 0.0.1.1
(DNSMOS, overall) expects listeners to say of 20 cues of `everyday`. Everything that is spoken is kept, in FOLDER or
where renders keep it, so a second time is quick; the first takes kokoro a quarter of an hour a language. Without these
packages, and without hunspell (see spelling.py), a cell says so.

`--doc` puts the rows into docs/languages.md, each in place of the one of its language; a row that lacks a figure which
is there is not put in.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from pages import NOT_MEASURED, kept, merged, put
from spelling import ProgramMissingError, text_count, unknown
from spoken import grouped, joined, spoken
from voices import WHISPER_RATE, distance, plain, recogniser

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.cli.paths import spoken_cues
from audioguide.model.audio import Clip
from audioguide.model.script import Cue
from audioguide.plugins import Voice
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import prepare
from audioguide.rendering.speak import speak
from audioguide.speech.narrator import narrate
from audioguide.speech.text import normalize
from audioguide.units import SAMPLE_RATE, parse_duration, seconds
from audioguide.voices.choose import AUTO, choose

HEAD = (
    "language",
    "texts",
    "wait for an instructor",
    "misspelt",
    "voice",
    "heard",
    "characters heard wrong",
    "sounds heard wrong",
    "MOS",
    "speech in `everyday`, 10 min",
    "longest cue",
)
JUDGED_CUES, FEWEST_WORDS = 20, 4
"""How many cues of `everyday` are judged; shorter ones are mostly titles."""
MOS_SECONDS = 9.01
"""How long the model listens: a shorter cue is repeated."""
TEMPERATURES = (0.0, 0.2, 0.4)
"""As Whisper does by itself: where it repeats itself, it hears again, and does not keep to what is likeliest."""
ESPEAK_VOICES = {"pt": "pt-br"}
READ = """\
import sys
from audioguide.voices.kokoro.phonemes import Phonemes
letters = Phonemes(sys.argv[1])
for text in sys.stdin:
    print(letters.of(text.strip()))
"""
NO_SOUND = "[ ˈˌː;:,.!?…—]"
LARGE_CACHE_BYTES = 20_000_000_000
"""Every text of every language: about 1 GB a language."""
PAGE, COMMAND = "languages.md", "python benchmarks/languages.py --doc"


def main() -> None:
    """Print a Markdown table, a row as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="left out: all")
    parser.add_argument("--voice", default=AUTO, help="left out: the one that is taken here")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="hear each Nth text")
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="keeps what is spoken")
    parser.add_argument("--doc", action="store_true", help=f"put the rows into docs/{PAGE}")
    chosen = parser.parse_args()
    if chosen.voice != AUTO and not chosen.languages:
        parser.error("name the languages that this voice is to speak")
    if chosen.doc and chosen.voice != AUTO:
        parser.error(f"docs/{PAGE} is about the voices that are taken; leave out --voice, or --doc")
    lines = [f"| {' | '.join(HEAD)} |", f"|---|{'--:|' * 3}---|{'--:|' * 6}"]
    if chosen.doc and chosen.languages and lines[0] not in kept(PAGE, COMMAND):
        parser.error(f"the table in docs/{PAGE} has other columns; measure all languages")
    cache = Cache(chosen.cache, LARGE_CACHE_BYTES) if chosen.cache else spoken_cues()
    print("\n".join(lines), flush=True)
    for language in chosen.languages or repertoire.languages():
        lines.append(f"| {' | '.join(measured(language, chosen.voice, chosen.every, cache))} |")
        print(lines[-1], flush=True)
    if chosen.doc:
        put(PAGE, COMMAND, merged(kept(PAGE, COMMAND), "\n".join(lines)))


def measured(language: str, voice_name: str, every: int, cache: Cache) -> Iterator[str]:
    """Yield the cells of a row; each `every`th text is heard."""
    yield f"`{language}`"
    yield str(text_count(language))
    yield f"{100 * repertoire.languages()[language]:.0f} %" if language != "en" else "none"
    try:
        yield str(len(unknown(language)))
    except ProgramMissingError:
        yield NOT_MEASURED
    voice = choose(voice_name, language)
    yield " ".join(voice.identity.split()[:1])
    all_texts = list(spoken(language))
    some = all_texts[::every]
    shares = wrong(some, language, voice, cache)
    yield NOT_MEASURED if None in shares else f"{len(some)} of {len(all_texts)}"
    yield from (NOT_MEASURED if share is None else f"{share:.1f} %" for share in shares)
    request = prepare("everyday", language=language, length=parse_duration("10m"), voice=voice_name)
    clips = speak(request, cache)
    judged = mean_opinion([clips[text] for text in _sample(list(clips))])
    yield NOT_MEASURED if judged is None else f"{judged:.2f}"
    timeline = timeline_of(request, clips)
    yield f"{100 * sum(say.end - say.start for say in timeline.says) / timeline.length:.0f} %"
    yield f"{max(seconds(clip.length) for clip in clips.values()):.1f} s"


def _sample(texts: Sequence[str]) -> Sequence[str]:
    """Return some of the cues, evenly from first to last."""
    whole = [text for text in texts if len(text.split()) >= FEWEST_WORDS]
    return [whole[index * len(whole) // JUDGED_CUES] for index in range(JUDGED_CUES)]


def wrong(said: Sequence[str], language: str, voice: Voice, cache: Cache) -> tuple[float | None, float | None]:
    """Return what a recogniser hears otherwise in some texts: of the characters, and of the sounds, in percent."""
    whisper = recogniser(language)
    if whisper is None:
        return None, None
    cues = [Cue(text=text, role="cue") for text in said]
    pronounce = repertoire.vocabulary().phrases[language].pronounce
    clips = narrate(cues, voice, cache, language=language, pronounce=pronounce)
    texts, heard = [], []
    for together in grouped(said, clips):
        low = soxr.resample(joined(together, clips), SAMPLE_RATE, WHISPER_RATE)
        found, _ = whisper.transcribe(low, language=language, beam_size=5, temperature=TEMPERATURES)
        texts.append(" ".join(together))
        heard.append(" ".join(part.text for part in found))
    spelt = [["".join(plain(normalize(text, language, {}))) for text in many] for many in (texts, heard)]
    read = [sounds([normalize(text, language, pronounce) for text in many], language) for many in (texts, heard)]
    return _apart(*spelt), _apart(*read)


def sounds(texts: Sequence[str], language: str) -> list[str]:
    """Return the sounds of texts, without stress and length. eSpeak reads one language in a process."""
    read = [sys.executable, "-c", READ, ESPEAK_VOICES.get(language, language)]
    done = subprocess.run(read, input="\n".join(texts), capture_output=True, encoding="utf-8", check=True)
    return [re.sub(NO_SOUND, "", line) for line in done.stdout.splitlines()]


def _apart(those: Sequence[str], others: Sequence[str]) -> float:
    pairs = zip(those, others, strict=True)
    # Where it understands nothing it may say one word a hundred times: no more is wrong than what was said.
    errors = sum(min(distance(list(one), list(other)), len(one)) for one, other in pairs)
    return 100 * errors / sum(map(len, those))


def mean_opinion(clips: Sequence[Clip]) -> float | None:
    """Return what listeners are expected to say of some clips, 1 to 5, on average."""
    package = find_spec("speechmos")
    if package is None or package.origin is None:
        return None
    import onnxruntime  # noqa: PLC0415 - comes with the voices

    model = Path(package.origin).parent / "dnsmos_models" / "sig_bak_ovr.onnx"
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    return float(np.mean([_opinion(session, clip) for clip in clips]))


def _opinion(session: Any, clip: Clip) -> float:  # noqa: ANN401 - a model of onnxruntime
    sound = soxr.resample(clip.sound, SAMPLE_RATE, WHISPER_RATE).astype(np.float32)
    heard = np.resize(sound, int(MOS_SECONDS * WHISPER_RATE))[None, :]
    raw = float(session.run(None, {"input_1": heard})[0][0][2])
    # The polynomial of its makers, from the model's scale to that of listeners.
    return float(np.polyval([-0.06766283, 1.11546468, 0.04602535], raw))


if __name__ == "__main__":
    main()
