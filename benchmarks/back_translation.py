"""What a machine that knows none of our English makes of the translations: body parts, sides, ways, negations.

python benchmarks/back_translation.py [--languages es fr it pt] [--only strokes- ...] [--every]

Every text of the repertoire is translated back into English by apertium (packages apertium, apertium-eng-spa,
apertium-fr-es, apertium-spa-ita and apertium-es-pt of Debian), French, Italian and Portuguese by way of Spanish; there
is no pair for German. Of each text the parts of the body, sides, ways and negations are compared with the English that
it was made from. Prints a row for each text in which a side or a negation differs, with `--every` any of them: apertium
is a rough translator, so a row is something to look at, and no mistake yet. Takes a few minutes.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from spoken import leaves

from audioguide import repertoire

WORDS = Path(repertoire.__file__).parent / "words"
PAIRS = {"es": ("spa-eng",), "fr": ("fr-es", "spa-eng"), "it": ("ita-spa", "spa-eng"), "pt": ("pt-es", "spa-eng")}
MEANINGS = {
    "side": {"right": "right", "left": "left|sinister"},
    "not": {"not": r"no|not|never|none|nothing|nobody|neither|nor|without|\w+n't|cannot"},
    "way": {
        "up": "up|upwards?|upstairs|rises?|goes up|ascends?|climbs?|above",
        "down": r"down|downwards?|descends?|lowers?|falls?|under|below|underneath",
        "out": "out|outwards?|outside",
    },
    "part": {
        "leg": "legs?",
        "foot": "feet|foot|soles?|plants?",
        "toe": "toes?",
        "knee": "knees?",
        "ankle": "ankles?",
        "hip": "hips?",
        "tummy": "tumm(y|ies)|bell(y|ies)|abdomens?",
        "chest": "chests?|breasts?",
        "arm": "arms?",
        "shoulder": "shoulders?|shrugs?",
        "wrist": "wrists?|dolls?",
        "back": "backs?",
        "nose": "noses?",
        "cheek": "cheeks?",
    },
}
"""Words of one meaning, by kind."""


def main() -> None:
    """Print the rows, and how many there are of each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--languages", nargs="+", choices=PAIRS, default=list(PAIRS))
    parser.add_argument("--only", nargs="+", default=[""], help="parts of the keys of the texts that are compared")
    parser.add_argument("--every", action="store_true", help="print body parts and ways too")
    choices = parser.parse_args()
    shown = list(MEANINGS) if choices.every else ["side", "not"]
    print("| key | differs | English | back | translation |\n|---|---|---|---|---|")
    for language in choices.languages:
        rows = [row for row in pairs(language) if any(part in row[0] for part in choices.only)]
        counts = dict.fromkeys(MEANINGS, 0)
        for (key, english, told), back in zip(rows, translated([told for *_, told in rows], language), strict=True):
            found = {kind: differing(kind, english, back) for kind in MEANINGS}
            for kind, words in found.items():
                counts[kind] += bool(words)
            if differs := [word for kind in shown for word in found[kind]]:
                print(f"| {language} {key} | {', '.join(differs)} | {english} | {back} | {told} |")
        print(f"\n{language}: {len(rows)} texts; {', '.join(f'{kind} {count}' for kind, count in counts.items())}\n")


def pairs(language: str) -> Iterator[tuple[str, str, str]]:
    """Yield each text by side: its key, the English, the translation."""
    for file in sorted((WORDS / "en").glob("*.yaml")):
        name = file.stem
        ours = dict(leaves(yaml.safe_load(file.read_text("utf-8")), name))
        theirs = dict(leaves(yaml.safe_load((WORDS / language / file.name).read_text("utf-8")), name))
        for key, english in ours.items():
            for side in ("right", "left") if "{side}" in english else ("",):
                told = theirs.get(f"{key}.{side}" if side else key)
                if told:
                    yield (
                        key,
                        english.replace("{side}", side).replace("{baby}", "your baby"),
                        told.replace("{baby}", "Ana"),
                    )


def translated(texts: Sequence[str], language: str) -> list[str]:
    """Return the texts in English."""
    joined = "\n\n".join(text.replace("\n", " ") for text in texts)
    for pair in PAIRS[language]:
        joined = subprocess.run(
            ["apertium", "-u", pair],  # noqa: S607 - a program of the system
            input=joined,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    return [text.strip() for text in joined.split("\n\n")]


def differing(kind: str, english: str, back: str) -> list[str]:
    """Return the meanings that only one of two texts has."""
    return [
        f"{'-' if re.search(pattern, english, re.IGNORECASE) else '+'}{meaning}"
        for meaning, words in MEANINGS[kind].items()
        for pattern in (rf"\b({words})\b",)
        if bool(re.search(pattern, english, re.IGNORECASE)) != bool(re.search(pattern, back, re.IGNORECASE))
    ]


if __name__ == "__main__":
    main()
