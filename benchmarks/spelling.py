"""Words of a language that its dictionary lacks, with the places where they stand; nothing where all are known.

python benchmarks/spelling.py de [fr ...]

The dictionaries are hunspell's, from packages of Debian: hunspell-de-de-frami hunspell-es hunspell-fr hunspell-it
hunspell-pt-br. What they lack and is right all the same stands in tests/data/languages/LANGUAGE.txt, read by somebody,
and names of all languages in names.txt; capital letters count, as everywhere in German. Takes some seconds.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from audioguide.reader.nodes import Entries, Items, Node, Scalar, compose
from audioguide.reader.reading import Reading

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "audioguide" / "repertoire" / "words"
PAGE = ROOT / "audioguide" / "web" / "page" / "words"
KNOWN = ROOT / "tests" / "data" / "languages"
DICTIONARIES = {"de": "de_DE_frami", "es": "es_ES", "fr": "fr_FR", "it": "it_IT", "pt": "pt_BR"}
NO_WORDS = ("version", "review", "mark", "pronounce")
"""Keys whose values are for the program, or spelt for a voice."""
_WORD = re.compile(r"(?:[^\W\d_]+['’])?([^\W\d_]{2,})")  # noqa: RUF001 - the apostrophe of French and Italian
"""Without what stands before an apostrophe: "dall'alto" is "alto"."""


class ProgramMissingError(Exception):
    """Hunspell is not installed, or not its dictionary of this language."""


def texts(language: str) -> tuple[tuple[str, str], ...]:
    """Return every text of a language with its place; one that stands for each side is two."""
    pages = sorted(page for page in (WORDS / language).glob("*.yaml") if page.name != "made-from.yaml")
    pages.append(PAGE / f"{language}.json")  # which is YAML too
    return tuple(
        found
        for page in pages
        for found in _texts(compose(page.read_text("utf-8"), Reading(source=page.name)), page.stem)
    )


def text_count(language: str) -> int:
    """Return how many texts a language has; one that stands for each side is one."""
    return len({place.removesuffix(".left").removesuffix(".right") for place, _ in texts(language)})


def _texts(node: Node, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, Scalar):
        yield place, node.text
    elif isinstance(node, Entries):
        for key, value in node.pairs:
            if key.text not in NO_WORDS:
                yield from _texts(value, f"{place}.{key.text}")
    elif isinstance(node, Items):
        for index, one in enumerate(node.nodes, start=1):
            yield from _texts(one, f"{place}.{index}")


def unknown(language: str) -> dict[str, str]:
    """Return the words that neither the dictionary nor our list knows, with the first place of each.

    Raises:
        ProgramMissingError: hunspell or the dictionary is not there.
    """
    dictionary = DICTIONARIES.get(language)
    if dictionary is None or shutil.which("hunspell") is None:
        raise ProgramMissingError(language)
    places: dict[str, str] = {}
    for place, text in texts(language):
        for word in _WORD.findall(re.sub(r"\{\w+\}", " ", text)):
            places.setdefault(word, place)
    command = ["hunspell", "-d", dictionary, "-i", "utf-8", "-l"]
    done = subprocess.run(command, input="\n".join(places), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ProgramMissingError(language)
    known = {word for page in ("names", language) for word in (KNOWN / f"{page}.txt").read_text("utf-8").split()}
    lacking = set(done.stdout.split()) - known
    return {word: place for word, place in places.items() if word in lacking}


def main() -> None:
    """Print them, and fail where there are any."""
    failed = False
    for language in sys.argv[1:]:
        for word, place in unknown(language).items():
            print(f"{language} {word}  {place}")
            failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main()
