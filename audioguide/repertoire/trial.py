"""Whether all can still be read with other words in place of those that are there."""

from __future__ import annotations

from collections.abc import Mapping

from audioguide import reader, repertoire
from audioguide.repertoire.folders import SUFFIX, facts_in, names_in, words_of


def refuse_wrong_words(language: str, files: Mapping[str, str]) -> None:
    """Read whatever needs a file of words, as it will be once these take the place of those that are there.

    Args:
        language: of the words.
        files: their texts by name, ``strokes-legs.yaml``.

    Raises:
        RoutineError: one of them has mistakes: all of it, with their lines.
    """
    for file, text in files.items():
        source = f"{language}/{file}"
        kind, _, facts = file.removesuffix(SUFFIX).partition("-")
        if kind == "sheets":
            reader.read_sheets(text, source=source, language=language)
        else:
            _read(kind, facts, {**words_of(file), language: (source, text)})


def _read(kind: str, facts: str, words: Mapping[str, tuple[str, str]]) -> None:
    """Read the facts of a kind with these words: the file of this name, or all where it is none."""
    known = None if facts else [name.removesuffix(SUFFIX) for name in names_in(kind)]
    wording = reader.open_wording(words, known)
    for source, text in facts_in(kind):
        if kind == "strokes":
            if source == f"{facts}{SUFFIX}":
                reader.read_strokes(text, source=source, landmarks=repertoire.landmarks(), wording=wording)
        elif kind == "rituals":
            reader.read_ritual(text, source=source, strokes=repertoire.strokes(), wording=wording)
        elif kind == "routines":
            reader.read(text, source=source, vocabulary=repertoire.vocabulary(), wording=wording)
        else:
            reader.read_course(text, source=source, wording=wording)
