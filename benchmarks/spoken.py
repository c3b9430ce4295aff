"""The texts of the repertoire that may be spoken, for languages.py and texts.py, and how a recogniser hears them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

import numpy as np
import yaml

from audioguide.model.audio import Clip, Mono
from audioguide.repertoire import vocabulary
from audioguide.units import samples

PRINTED = {"hands", "language", "note", "picture", "pronounce", "review", "title", "version"}
"""Keys of what is never spoken; `review` lists other keys."""
PRINTED_FILES = ("made-from.yaml", "sheets.yaml")
APART = samples(1.0)
"""Silence between texts."""
WINDOW = samples(29)
"""What the recogniser hears at once."""


def spoken(language: str) -> dict[str, str]:
    """Return every text that may be spoken, whole for each side, with its key: file, then names."""
    phrases = vocabulary().phrases[language]
    folder = files("audioguide").joinpath("repertoire/words", language)
    found: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name, reverse=True):  # strokes first
        if file.name not in PRINTED_FILES:
            for key, text in leaves(yaml.safe_load(file.read_text("utf-8")), file.name.removesuffix(".yaml")):
                for side in (phrases.right, phrases.left) if "{side}" in text else ("",):
                    found.setdefault(text.replace("{side}", side).replace("{baby}", phrases.baby), key)
    return found


def leaves(node: Any, key: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - whatever YAML holds
    """Yield the spoken texts of a file of words, or of a part of it, with their keys."""
    if isinstance(node, str):
        yield key, node.strip()
    elif isinstance(node, list):
        for number, one in enumerate(node, start=1):
            yield from leaves(one, f"{key}.{number}")
    elif isinstance(node, dict):
        for name, one in node.items():
            if name not in PRINTED:
                yield from leaves(one, f"{key}.{name}")


def grouped(said: Iterable[str], clips: Mapping[str, Clip]) -> Iterator[list[str]]:
    """Yield texts that fit into one window of the recogniser together: it takes as long for one as for a window."""
    group: list[str] = []
    length = 0
    for text in said:
        if group and length + clips[text].length + APART > WINDOW:
            yield group
            group, length = [], 0
        group.append(text)
        length += clips[text].length + APART
    yield group


def joined(group: Iterable[str], clips: Mapping[str, Clip]) -> Mono:
    """Return what a group sounds like, with silence after each text."""
    return np.concatenate([np.pad(clips[text].sound, (0, APART)) for text in group])
