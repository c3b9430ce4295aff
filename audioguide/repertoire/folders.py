"""Where the files of the repertoire lie, and the words that are the user's own; and how a text file is read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.errors import RoutineError, ShelfError
from audioguide.state.places import user_folder

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SUFFIX = ".yaml"
ENGLISH = "en"
_CODE = "[a-z]{2,3}"
"""Of a language."""


def package_folder() -> Traversable:
    """Return the folder of audioguide, or what stands for it where it is in an archive: that is slower to look into."""
    folder = Path(__file__).parents[1]
    if folder.is_dir():
        return folder
    from importlib.resources import files  # noqa: PLC0415 - imported late: mostly it is a folder

    return files("audioguide")


def repertoire_folder() -> Traversable:
    """Return the folder of this room."""
    return package_folder().joinpath("repertoire")


def names_in(folder: str) -> list[str]:
    """Name the files of facts in a folder of the repertoire, ``strokes``."""
    return sorted(one.name for one in repertoire_folder().joinpath(folder).iterdir() if one.name.endswith(SUFFIX))


def facts_in(folder: str) -> Iterator[tuple[str, str]]:
    """Yield the names of the files in a folder of the repertoire, and what stands in them."""
    for name in names_in(folder):
        yield name, repertoire_folder().joinpath(folder, name).read_text(encoding="utf-8")


def words_of(file: str) -> dict[str, tuple[str, str]]:
    """Return the files of that name in ``words/``: by language, the name for messages and the text; English first."""
    found: dict[str, tuple[str, str]] = {}
    own = own_folders()
    for language, folder in words_folders().items():
        page = folder.joinpath(file)
        if page.is_file():
            source = str(page) if folder in own else f"words/{language}/{file}"
            found[language] = (source, read_utf8(page, source))
    return found


def read_utf8(file: Traversable, source: str) -> str:
    """Return the text of a file; `source` is what it is called in messages.

    Raises:
        RoutineError: it is not written in UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RoutineError(source, ((1, "is not a text file in UTF-8; save it as UTF-8"),)) from error


def words_folders() -> Mapping[str, Traversable]:
    """Return the folders of words by language, English first; one of the user's takes the place of ours."""
    ours = [folder for folder in repertoire_folder().joinpath("words").iterdir() if folder.is_dir()]
    found = {folder.name: folder for folder in ours} | {one.name: one for one in own_folders()}
    return dict(sorted(found.items(), key=lambda one: (one[0] != ENGLISH, one[0])))


def own_folders() -> list[Path]:
    """Return the folders of words that are the user's own."""
    try:
        own = own_words()
    except ShelfError:  # nobody knows the user's home, so nothing of theirs is in it
        return []
    folders = sorted(own.iterdir()) if own.is_dir() else []
    return [one for one in folders if re.fullmatch(_CODE, one.name) and one.name != ENGLISH]


def own_languages() -> frozenset[str]:
    """Return the languages that only the user has words in; not those of ours that they have replaced."""
    if not (own := {folder.name for folder in own_folders()}):
        return frozenset()
    return frozenset(own - {folder.name for folder in repertoire_folder().joinpath("words").iterdir()})


def own_words() -> Path:
    """Return where each language of the user's own has a folder: ``$AUDIOGUIDE_WORDS``, or in the data folder.

    Raises:
        ShelfError: there is no home.
    """
    chosen = os.environ.get("AUDIOGUIDE_WORDS")
    return Path(chosen) if chosen else user_folder("data") / "words"
